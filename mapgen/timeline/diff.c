#include "timeline/diff.h"

#include <string.h>

bool control_is_certain(struct control control)
{
    return control.status == STATUS_CONTROL || control.status == STATUS_PEACEKEEPING;
}

/* ---- steps of faces ------------------------------------------------------------------------ */

/* The steps of every face in the order of time, from the day after `from` to `to`: arrays of struct
 * diff_step by face, NULL for a face that has none. */
static GArray **list_steps(const timeline *timeline, const struct state *first, day_number to)
{
    GArray **steps = g_new0(GArray *, first->face_count);
    size_t day_count;
    const day_number *days = timeline_change_days(timeline, &day_count);
    g_autofree struct control *controls =
        g_memdup2(first->controls, first->face_count * sizeof *first->controls);
    for (size_t d = 0; d < day_count; d++) {
        if (days[d] <= first->day || days[d] > to)
            continue;
        g_autoptr(state) now = timeline_state_at(timeline, days[d]);
        for (size_t f = 1; f < now->face_count; f++) {
            if (control_equal(controls[f], now->controls[f]))
                continue;
            struct diff_step step = {days[d], now->rows[f], now->controls[f]};
            if (!steps[f])
                steps[f] = g_array_new(FALSE, FALSE, sizeof(struct diff_step));
            g_array_append_val(steps[f], step);
            controls[f] = now->controls[f];
        }
    }
    return steps;
}

/* Turns steps round: each leads to what was before it. */
static void turn_round(GArray *steps, struct control before)
{
    for (guint i = steps->len; i-- > 0;)
        g_array_index(steps, struct diff_step, i).control =
            i ? g_array_index(steps, struct diff_step, i - 1).control : before;
    for (guint i = 0; i < steps->len / 2; i++) {
        struct diff_step *a = &g_array_index(steps, struct diff_step, i);
        struct diff_step *b = &g_array_index(steps, struct diff_step, steps->len - 1 - i);
        struct diff_step step = *a;
        *a = *b;
        *b = step;
    }
}

/* ---- parts --------------------------------------------------------------------------------- */

static enum diff_kind kind_of(struct control before, struct control now)
{
    if (control_equal(before, now))
        return DIFF_RETURNED;
    if (!control_is_certain(now))
        return DIFF_UNSETTLED;
    if (!control_is_certain(before))
        return DIFF_SETTLED;
    if (before.holder != now.holder)
        return DIFF_PASSED;
    return now.status == STATUS_PEACEKEEPING ? DIFF_GUARDED : DIFF_UNGUARDED;
}

static const char *side_of(const timeline *timeline, struct control control)
{
    const struct project *project = planar_map_sources(timeline_map(timeline))->project;
    bool is_held = control_is_certain(control) && control.holder != NONE;
    return is_held ? project->holders[control.holder].side : NULL;
}

/* Counts how often a part changed sides, and sees whether a side came back. */
static void count_passes(const timeline *timeline, struct diff_part *part)
{
    g_autoptr(GPtrArray) sides = g_ptr_array_new(); /* one a tenure of a side */
    for (guint i = 0; i <= part->steps->len; i++) {
        struct control control =
            i ? g_array_index(part->steps, struct diff_step, i - 1).control : part->before;
        const char *side = side_of(timeline, control);
        const char *last = sides->len ? sides->pdata[sides->len - 1] : NULL;
        if (!side || (last && g_str_equal(side, last)))
            continue;
        part->came_back |= g_ptr_array_find_with_equal_func(sides, side, g_str_equal, NULL);
        g_ptr_array_add(sides, (char *)side);
    }
    part->passes = MAX((int)sides->len - 1, 0);
}

/* The first party on the way that neither held the part on the one day nor on the other. */
static int16_t party_between(const struct diff_part *part)
{
    int16_t first = part->before.holder, last = part->now.holder;
    for (guint i = 0; i < part->steps->len; i++) {
        struct control control = g_array_index(part->steps, struct diff_step, i).control;
        if (control.holder != first && control.holder != last)
            return control.holder;
        if (control.other != NONE && control.other != first && control.other != last)
            return control.other;
    }
    return NONE;
}

/* The narrowest region of the rows on the way; one with a name comes before one without. */
static int narrowest_region(const timeline *timeline, const struct diff_part *part)
{
    const planar_map *map = timeline_map(timeline);
    const struct project *project = planar_map_sources(map)->project;
    int best = NONE;
    double best_m2 = 0;
    for (guint i = 0; i < part->steps->len; i++) {
        int32_t row = g_array_index(part->steps, struct diff_step, i).row;
        int region = timeline_row(timeline, row)->region;
        double area_m2 = planar_map_area_m2(map, *planar_map_region(map, (size_t)region));
        bool has_name = project->regions[region].names.count > 0;
        bool has_best_name = best != NONE && project->regions[best].names.count > 0;
        bool is_better = has_name != has_best_name ? has_name
                         : area_m2 != best_m2      ? area_m2 < best_m2
                                                   : region < best;
        if (best != NONE && !is_better)
            continue;
        best = region;
        best_m2 = area_m2;
    }
    return best;
}

static bool is_same_way(const struct diff_part *part, struct control before, const GArray *steps)
{
    if (!control_equal(part->before, before) || part->steps->len != steps->len)
        return false;
    for (guint i = 0; i < steps->len; i++) {
        const struct diff_step *a = &g_array_index(part->steps, struct diff_step, i);
        const struct diff_step *b = &g_array_index(steps, struct diff_step, i);
        if (a->day != b->day || a->row != b->row || !control_equal(a->control, b->control))
            return false;
    }
    return true;
}

/* The part of a face's steps, new if no face went that way yet. */
static struct diff_part *part_of(GArray *parts, struct control before, GArray *steps,
                                 size_t face_count)
{
    for (guint i = 0; i < parts->len; i++)
        if (is_same_way(&g_array_index(parts, struct diff_part, i), before, steps))
            return &g_array_index(parts, struct diff_part, i);
    struct diff_part part = {.before = before,
                             .now = g_array_index(steps, struct diff_step, steps->len - 1).control,
                             .steps = g_array_ref(steps),
                             .faces = face_set_new(face_count)};
    part.kind = kind_of(part.before, part.now);
    g_array_append_val(parts, part);
    return &g_array_index(parts, struct diff_part, parts->len - 1);
}

static void clear_part(void *data)
{
    struct diff_part *part = data;
    g_array_unref(part->steps);
    face_set_clear(&part->faces);
}

static face_id first_face(const struct diff_part *part)
{
    face_id face = 0;
    while (!face_set_has(part->faces, face))
        face++;
    return face;
}

static int compare_parts(const void *left, const void *right)
{
    const struct diff_part *a = left, *b = right;
    if (a->area_m2 != b->area_m2)
        return a->area_m2 > b->area_m2 ? -1 : 1;
    return first_face(a) - first_face(b);
}

/* ---- the whole ----------------------------------------------------------------------------- */

struct diff *diff_build(const timeline *timeline, day_number from, day_number to)
{
    struct diff *diff = g_new0(struct diff, 1);
    bool is_turned = from > to;
    *diff = (struct diff){from, to, g_array_new(FALSE, FALSE, sizeof(struct diff_part))};
    g_array_set_clear_func(diff->parts, clear_part);
    g_autoptr(state) first = timeline_state_at(timeline, MIN(from, to));
    g_autofree GArray **steps = list_steps(timeline, first, MAX(from, to));
    for (size_t f = 0; f < first->face_count; f++) {
        if (!steps[f])
            continue;
        struct control before = first->controls[f];
        if (is_turned) {
            before = g_array_index(steps[f], struct diff_step, steps[f]->len - 1).control;
            turn_round(steps[f], first->controls[f]);
        }
        struct diff_part *part = part_of(diff->parts, before, steps[f], first->face_count);
        face_set_add(part->faces, (face_id)f);
        part->area_m2 += planar_map_face_area_m2(timeline_map(timeline), (face_id)f);
        g_array_unref(steps[f]);
    }
    for (guint i = 0; i < diff->parts->len; i++) {
        struct diff_part *part = &g_array_index(diff->parts, struct diff_part, i);
        count_passes(timeline, part);
        part->between = party_between(part);
        part->region = narrowest_region(timeline, part);
    }
    g_array_sort(diff->parts, compare_parts);
    return diff;
}

void diff_free(struct diff *diff)
{
    if (!diff)
        return;
    g_array_unref(diff->parts);
    g_free(diff);
}

int32_t diff_part_row(const struct diff *diff, const struct diff_part *part)
{
    guint last = diff->from > diff->to ? 0 : part->steps->len - 1;
    return g_array_index(part->steps, struct diff_step, last).row;
}

GArray *diff_rows(const timeline *timeline, const struct diff *diff)
{
    day_number from = MIN(diff->from, diff->to), to = MAX(diff->from, diff->to);
    GArray *rows = g_array_new(FALSE, FALSE, sizeof(int32_t));
    for (int32_t i = 0; i < (int32_t)timeline_row_count(timeline); i++) {
        const struct timeline_row *row = timeline_row(timeline, i);
        bool is_between =
            (row->day > from && row->day <= to) || (row->from > from && row->from <= to);
        if (is_between)
            g_array_append_val(rows, i);
    }
    return rows;
}
