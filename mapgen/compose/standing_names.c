#include "compose/standing_names.h"

#include "compose/words.h"

#include <string.h>

/* The change days of a span, and what has been found for a name among them. */
struct run_search {
    const struct standing_ask *ask;
    GArray *days; /* of day_number */
};

static void standing_name_clear(void *data)
{
    struct standing_name *name = data;
    g_free(name->name);
    name_block_clear(&name->block);
}

static void name_move_clear(void *data)
{
    g_free(((struct name_move *)data)->name);
}

void standing_names_start(struct standing_names *standing)
{
    standing->names = g_array_new(FALSE, FALSE, sizeof(struct standing_name));
    standing->moves = g_array_new(FALSE, FALSE, sizeof(struct name_move));
    g_array_set_clear_func(standing->names, standing_name_clear);
    g_array_set_clear_func(standing->moves, name_move_clear);
}

void standing_names_clear(struct standing_names *standing)
{
    g_array_unref(standing->names);
    g_array_unref(standing->moves);
}

/* ---- runs of days -------------------------------------------------------------------------- */

/* The days from number `first` on, up to number `end`. */
static struct span span_of(const struct run_search *search, guint first, guint end)
{
    return (struct span){g_array_index(search->days, day_number, first),
                         end < search->days->len ? g_array_index(search->days, day_number, end)
                                                 : search->ask->when.until};
}

static bool fit_run(const struct run_search *search, guint first, guint end,
                    struct standing_name *found)
{
    struct standing_name name = {0};
    if (!search->ask->fit(search->ask->user, span_of(search, first, end), &name))
        return false;
    name_block_clear(&found->block);
    *found = name;
    return true;
}

/* The end of the longest run from `first` for which there is a place; `first` when there is none.
 * All days are tried before the search halves, for most names hold through all; but where the day
 * before had no place, this one `is_doubtful` and tried first, for it often has none either. */
static guint longest_run(const struct run_search *search, guint first, bool is_doubtful,
                         struct standing_name *found)
{
    guint fits = first + 1, fails = search->days->len;
    if (is_doubtful && !fit_run(search, first, fits, found))
        return first;
    if ((is_doubtful && fits == fails) || fit_run(search, first, fails, found))
        return fails;
    if (fits == fails || (!is_doubtful && !fit_run(search, first, fits, found)))
        return first;
    while (fails - fits > 1) {
        guint middle = (fits + fails) / 2;
        if (fit_run(search, first, middle, found))
            fits = middle;
        else
            fails = middle;
    }
    return fits;
}

/* True when a name can stand again where it stood, from `first` up to `end`; then `found` does. */
static bool stand_again(const struct run_search *search, const struct standing_names *standing,
                        guint first, guint end, struct standing_name *found)
{
    for (guint i = standing->names->len; i > 0; i--) {
        const struct standing_name *old =
            &g_array_index(standing->names, struct standing_name, i - 1);
        if (!g_str_equal(old->name, search->ask->name))
            continue;
        struct standing_name again = *old;
        again.block = name_block_copy(&old->block);
        if (search->ask->holds(search->ask->user, span_of(search, first, end), &again)) {
            name_block_clear(&found->block);
            *found = again;
            return true;
        }
        name_block_clear(&again.block);
    }
    return false;
}

static bool is_same_place(const struct standing_name *a, const struct standing_name *b)
{
    return a->block.middle.x == b->block.middle.x && a->block.middle.y == b->block.middle.y &&
           a->block.angle_deg == b->block.angle_deg;
}

static void note_move(struct standing_names *standing, const char *name, day_number day,
                      enum name_move_kind kind, const char *reason)
{
    struct name_move move = {g_strdup(name), day, kind, reason};
    g_array_append_val(standing->moves, move);
}

/* Of what stood of a name before a day, what stood last; NULL when it stood never. */
static const struct standing_name *last_before(const struct standing_names *standing,
                                               const char *name, day_number day)
{
    const struct standing_name *last = NULL;
    for (guint i = 0; i < standing->names->len; i++) {
        const struct standing_name *old = &g_array_index(standing->names, struct standing_name, i);
        if (g_str_equal(old->name, name) && old->when.until <= day &&
            (!last || old->when.until > last->when.until))
            last = old;
    }
    return last;
}

/* Finds places for the days of a list, which are those of the ask's span or the last of them. */
static void plan_days(struct standing_names *standing, label_space *space,
                      const struct standing_ask *ask, GArray *days)
{
    struct run_search search = {ask, days};
    bool is_doubtful = false;
    for (guint first = 0; first < days->len;) {
        struct standing_name found = {0};
        guint end = longest_run(&search, first, is_doubtful, &found);
        is_doubtful = end == first;
        if (end == first) {
            first++;
            continue;
        }
        stand_again(&search, standing, first, end, &found);
        found.when = span_of(&search, first, end);
        found.name = g_strdup(ask->name);
        label_space_take(space, found.when, &found.block);
        if (found.has_leader)
            label_space_take_leader(space, found.when, found.leader_from, found.leader_to);
        g_array_append_val(standing->names, found);
        first = end;
    }
}

void standing_names_plan(struct standing_names *standing, label_space *space,
                         const struct standing_ask *ask)
{
    g_autoptr(GArray) days = label_space_days(space, ask->when);
    plan_days(standing, space, ask, days);
}

/* What stands of a name on a day; NULL when it does not. */
static const struct standing_name *standing_on(const struct standing_names *standing,
                                               const char *name, day_number day)
{
    for (guint i = 0; i < standing->names->len; i++) {
        const struct standing_name *other =
            &g_array_index(standing->names, struct standing_name, i);
        if (g_str_equal(other->name, name) && span_has(other->when, day))
            return other;
    }
    return NULL;
}

void standing_names_fill(struct standing_names *standing, label_space *space,
                         const struct standing_ask *ask)
{
    g_autoptr(GArray) days = label_space_days(space, ask->when);
    for (guint first = 0; first < days->len;) {
        guint end = first;
        g_autoptr(GArray) gap = g_array_new(FALSE, FALSE, sizeof(day_number));
        for (; end < days->len; end++) {
            day_number day = g_array_index(days, day_number, end);
            if (standing_on(standing, ask->name, day))
                break;
            g_array_append_val(gap, day);
        }
        struct standing_ask part = *ask;
        if (end < days->len)
            part.when.until = g_array_index(days, day_number, end);
        if (gap->len)
            plan_days(standing, space, &part, gap);
        first = MAX(end, first + 1);
    }
}

void standing_names_note_moves(struct standing_names *standing, const label_space *space,
                               const struct standing_ask *ask)
{
    g_autoptr(GArray) days = label_space_days(space, ask->when);
    struct run_search search = {ask, days};
    for (guint d = 0; d < days->len; d++) {
        struct span when = span_of(&search, d, d + 1);
        const struct standing_name *last = last_before(standing, ask->name, when.from);
        const struct standing_name *now = standing_on(standing, ask->name, when.from);
        bool stood = last && last->when.until == when.from;
        if (!last || (now && now->when.from != when.from))
            continue;
        if (!now && stood)
            note_move(standing, ask->name, when.from, NAME_VANISHES,
                      ask->reason(ask->user, when, last));
        else if (now && !stood)
            note_move(standing, ask->name, when.from, NAME_COMES_BACK, NULL);
        else if (now && !is_same_place(last, now))
            note_move(standing, ask->name, when.from, NAME_MOVES,
                      ask->reason(ask->user, when, last));
    }
}

/* ---- what stands --------------------------------------------------------------------------- */

bool standing_names_say(const struct standing_names *standing, const char *name, day_number day,
                        const char *language)
{
    g_autofree char *upper = words_upper(name, language);
    for (guint i = 0; i < standing->names->len; i++) {
        const struct standing_name *other =
            &g_array_index(standing->names, struct standing_name, i);
        g_autofree char *said = words_upper(other->name, language);
        if (span_has(other->when, day) && (strstr(upper, said) || strstr(said, upper)))
            return true;
    }
    return false;
}

void standing_names_draw(const struct pen *pen, const struct standing_names *standing,
                         day_number day)
{
    for (guint i = 0; i < standing->names->len; i++) {
        const struct standing_name *name = &g_array_index(standing->names, struct standing_name, i);
        if (!span_has(name->when, day))
            continue;
        if (name->has_leader)
            pen_leader(pen, name->leader_from, name->leader_to);
        name_block_draw(pen, &name->block);
    }
}
