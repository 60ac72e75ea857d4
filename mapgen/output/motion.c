#include "output/motion.h"

#include "base/number.h"

/* A step that cannot be seen: a thousandth of a second of ten minutes. */
#define INSTANT 0.0002

static void append_percent(GString *out, double percent)
{
    number_append(out, percent, 4);
    g_string_append_c(out, '%');
}

/* "a%,b%{...}" */
static void append_stay(GString *out, double from, double until, const char *declarations)
{
    append_percent(out, from);
    g_string_append_c(out, ',');
    append_percent(out, until);
    g_string_append_printf(out, "{%s}", declarations);
}

static void append_keyframes(GString *out, const struct film_turn *turns, size_t count,
                             size_t number)
{
    const struct film_turn *turn = &turns[number], *last = &turns[count - 1];
    double to_percent = 100.0 / (last->start_cs + last->length_cs);
    double start = turn->start_cs * to_percent, shown = start;
    g_string_append_printf(out, "@keyframes $-frame-%zu{", number + 1);
    if (number > 0) {
        append_stay(out, 0, start, "visibility:hidden;opacity:0");
        shown = turn->fade_cs ? (turn->start_cs + turn->fade_cs) * to_percent : start + INSTANT;
    }
    if (number + 1 == count) {
        append_stay(out, shown, 100, "visibility:visible;opacity:1");
    } else {
        double end = (turn[1].start_cs + turn[1].fade_cs) * to_percent + INSTANT;
        append_stay(out, shown, end, "visibility:visible;opacity:1");
        append_stay(out, end + INSTANT, 100, "visibility:hidden;opacity:1");
    }
    g_string_append(out, "}\n");
}

char *motion_rules(const struct film_turn *turns, size_t count, int loops)
{
    GString *out = g_string_new(NULL);
    if (count < 2)
        return g_string_free(out, FALSE);
    int length_cs = turns[count - 1].start_cs + turns[count - 1].length_cs;
    for (size_t i = 0; i + 1 < count; i++)
        g_string_append_printf(out, "%s#$-frame-%zu", i ? "," : "", i + 1);
    g_string_append(out, "{visibility:hidden}\n@media (prefers-reduced-motion:no-preference){\n");
    for (size_t i = 0; i < count; i++) {
        append_keyframes(out, turns, count, i);
        g_string_append_printf(out, "#$-frame-%zu{animation:$-frame-%zu ", i + 1, i + 1);
        number_append(out, length_cs / 100.0, 2);
        g_string_append(out, "s linear ");
        if (loops)
            g_string_append_printf(out, "%d", loops);
        else
            g_string_append(out, "infinite");
        g_string_append(out, "}\n");
    }
    g_string_append(out, "}\n");
    return g_string_free(out, FALSE);
}
