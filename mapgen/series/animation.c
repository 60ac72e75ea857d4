#include "series/animation.h"

#include "base/error.h"
#include <math.h>

/* From step to step of a fade: twelve in a second read as one movement, and more would make the
 * files larger. */
#define FADE_STEP_CS 8

static int to_cs(double seconds)
{
    return (int)lround(seconds * 100);
}

static bool fail(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);

static bool fail(GError **error, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_set_error_literal(error, MAPGEN_ERROR, MAPGEN_ERROR_USAGE, message);
    return false;
}

/* Shares `length` out by the days of each span, none less than `least`: those that would get less
 * get that, and the rest is shared out again until none is short. Each share is rounded where it
 * ends, so that nothing is lost. */
static void share_out(const int *spans, int *shares, size_t count, int least, int length)
{
    g_autofree bool *is_short = g_new0(bool, count);
    double days = 0, left = length;
    for (size_t i = 0; i < count; i++)
        days += spans[i];
    for (bool has_more = true; has_more;) {
        has_more = false;
        double pace = days > 0 ? left / days : 0;
        for (size_t i = 0; i < count; i++) {
            if (is_short[i] || spans[i] * pace >= least)
                continue;
            is_short[i] = has_more = true;
            days -= spans[i];
            left -= least;
        }
    }
    double end = 0;
    int rounded_end = 0;
    for (size_t i = 0; i < count; i++) {
        end += is_short[i] ? least : spans[i] * left / days;
        shares[i] = (int)lround(end) - rounded_end;
        rounded_end += shares[i];
    }
}

static bool share_by_time(const day_number *days, int *lengths, size_t count, int hold_cs,
                          int length_cs, GError **error)
{
    int last_cs = ANIMATION_LAST_HOLDS * hold_cs;
    int least_cs = (int)(count - 1) * hold_cs + last_cs;
    if (length_cs < least_cs)
        return fail(error, "--length %.2f is too short for %zu maps of %.2f s at least: take %.2f",
                    length_cs / 100.0, count, hold_cs / 100.0, least_cs / 100.0);
    lengths[count - 1] = count == 1 ? length_cs : last_cs;
    g_autofree int *spans = g_new(int, count);
    for (size_t i = 0; i + 1 < count; i++)
        spans[i] = days[i + 1] - days[i];
    if (count > 1)
        share_out(spans, lengths, count - 1, hold_cs, length_cs - last_cs);
    return true;
}

GArray *animation_turns(const day_number *days, size_t count,
                        const struct animation_options *options, GError **error)
{
    g_assert(count > 0);
    int hold_cs = to_cs(options->hold_s), fade_cs = to_cs(options->fade_s);
    if (2 * fade_cs > hold_cs) {
        fail(error, "--fade %.2f is longer than half of the %.2f s that a map is shown",
             fade_cs / 100.0, hold_cs / 100.0);
        return NULL;
    }
    g_autofree int *lengths = g_new(int, count);
    for (size_t i = 0; i < count; i++)
        lengths[i] = i + 1 < count ? hold_cs : ANIMATION_LAST_HOLDS * hold_cs;
    if (options->steps == STEPS_TIME &&
        !share_by_time(days, lengths, count, hold_cs, to_cs(options->length_s), error))
        return NULL;
    GArray *turns = g_array_sized_new(FALSE, FALSE, sizeof(struct film_turn), (guint)count);
    int start_cs = 0;
    for (size_t i = 0; i < count; i++) {
        struct film_turn turn = {start_cs, lengths[i], i ? fade_cs : 0};
        g_array_append_val(turns, turn);
        start_cs += turn.length_cs;
    }
    return turns;
}

GArray *animation_frames(const GArray *turns)
{
    GArray *frames = g_array_new(FALSE, FALSE, sizeof(struct film_frame));
    for (guint i = 0; i < turns->len; i++) {
        const struct film_turn *turn = &g_array_index(turns, struct film_turn, i);
        int steps = MAX((turn->fade_cs + FADE_STEP_CS / 2) / FADE_STEP_CS, 1), shown_cs = 0;
        for (int step = 1; step < steps; step++) {
            int until_cs = turn->fade_cs * step / steps;
            struct film_frame frame = {(int)i, step, steps, until_cs - shown_cs};
            g_array_append_val(frames, frame);
            shown_cs = until_cs;
        }
        struct film_frame rest = {(int)i, steps, steps, turn->length_cs - shown_cs};
        g_array_append_val(frames, rest);
    }
    return frames;
}

int animation_length_cs(const GArray *turns)
{
    const struct film_turn *last = &g_array_index(turns, struct film_turn, turns->len - 1);
    return last->start_cs + last->length_cs;
}
