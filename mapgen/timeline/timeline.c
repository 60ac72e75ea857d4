#include "timeline/timeline.h"

#include "base/error.h"

#include <stdlib.h>
#include <string.h>

struct timeline {
    const planar_map *map;
    const struct project *project;
    struct timeline_row *rows; /* in replay order */
    size_t row_count;
    GArray *change_days; /* of day_number */
};

/* ---- resolving names ----------------------------------------------------------------------- */

static int16_t holder_find(const struct project *project, const char *code)
{
    for (size_t i = 0; i < project->holder_count; i++)
        if (g_str_equal(project->holders[i].code, code))
            return (int16_t)i;
    return NONE;
}

static bool resolve_holder(const timeline *timeline, const struct event *event, const char *code,
                           const char *column, int16_t *holder, GError **error)
{
    *holder = NONE;
    if (!*code)
        return true;
    *holder = holder_find(timeline->project, code);
    if (*holder != NONE)
        return true;
    g_autofree const char **known = g_new0(const char *, timeline->project->holder_count + 1);
    for (size_t i = 0; i < timeline->project->holder_count; i++)
        known[i] = timeline->project->holders[i].code;
    const char *nearest = error_nearest(code, known);
    error_at(error, timeline->project->timeline_path, event->line, 0,
             "%s: no holder called '%s'%s%s%s", column, code, nearest ? "; did you mean '" : "",
             nearest ? nearest : "", nearest ? "'?" : "");
    return false;
}

static bool resolve_region(const timeline *timeline, const struct event *event, int *region,
                           GError **error)
{
    *region = NONE;
    if (!*event->region)
        return true;
    *region = planar_map_region_find(timeline->map, event->region);
    if (*region != NONE)
        return true;
    g_autofree const char **known = g_new0(const char *, timeline->project->region_count + 1);
    for (size_t i = 0; i < timeline->project->region_count; i++)
        known[i] = timeline->project->regions[i].name;
    const char *nearest = error_nearest(event->region, known);
    error_at(error, timeline->project->timeline_path, event->line, 0, "no region called '%s'%s%s%s",
             event->region, nearest ? "; did you mean '" : "", nearest ? nearest : "",
             nearest ? "'?" : "");
    return false;
}

static bool resolve_row(const timeline *timeline, const struct event *event,
                        struct timeline_row *row, GError **error)
{
    row->event = event;
    row->day =
        timeline->project->date_policy == DATE_EARLIEST ? event->date.earliest : event->date.latest;
    row->control.status = (uint8_t)event->status;
    if (event->kind == EVENT_CONTROL && row->day == DAY_AFTER_ALL) {
        error_at(error, timeline->project->timeline_path, event->line, 0,
                 "date '%s' has no last day, so the row would never count; give it one, or set "
                 "date_policy: earliest",
                 event->date_text);
        return false;
    }
    return resolve_region(timeline, event, &row->region, error) &&
           resolve_holder(timeline, event, event->holder, "holder", &row->control.holder, error) &&
           resolve_holder(timeline, event, event->other, "other", &row->control.other, error);
}

static int compare_days(day_number a, day_number b)
{
    return (a > b) - (a < b);
}

static int compare_rows(const void *left, const void *right)
{
    const struct timeline_row *a = left, *b = right;
    const struct edtf *a_date = &a->event->date, *b_date = &b->event->date;
    int order = compare_days(a->day, b->day);
    if (order == 0)
        order = compare_days(a_date->earliest, b_date->earliest);
    if (order == 0)
        order = compare_days(a_date->latest, b_date->latest);
    return order ? order : a->event->line - b->event->line;
}

/* ---- replay -------------------------------------------------------------------------------- */

static struct state *state_new(size_t face_count)
{
    struct state *state = g_new0(struct state, 1);
    state->day = DAY_BEFORE_ALL;
    state->face_count = face_count;
    state->controls = g_new0(struct control, face_count);
    state->rows = g_new(int32_t, face_count);
    for (size_t f = 0; f < face_count; f++) {
        state->controls[f].holder = state->controls[f].other = NONE;
        state->rows[f] = NONE;
    }
    return state;
}

/* Gives a row's faces its control; true when that changed anything. */
static bool apply_row(const timeline *timeline, struct state *state, int32_t number)
{
    const struct timeline_row *row = &timeline->rows[number];
    if (row->event->kind != EVENT_CONTROL)
        return false;
    struct face_set faces = *planar_map_region(timeline->map, (size_t)row->region);
    struct face_set theatre = *planar_map_theatre(timeline->map);
    bool is_changed = false;
    for (size_t w = 0; w < faces.word_count; w++) {
        for (uint64_t bits = faces.words[w] & theatre.words[w]; bits; bits &= bits - 1) {
            face_id f = (face_id)(w * 64) + __builtin_ctzll(bits);
            if (control_equal(state->controls[f], row->control))
                continue;
            state->controls[f] = row->control;
            state->rows[f] = number;
            is_changed = true;
        }
    }
    return is_changed;
}

static bool check_start(const timeline *timeline, const struct state *start, GError **error)
{
    const topology *topology = planar_map_topology(timeline->map);
    for (size_t f = 1; f < start->face_count; f++) {
        if (start->rows[f] != NONE || !face_set_has(*planar_map_theatre(timeline->map), (face_id)f))
            continue;
        const struct face *face = topology_face(topology, (face_id)f);
        error_at(error, timeline->project->timeline_path, 0, 0,
                 "nobody holds the area around %.4f, %.4f before the first event; add a row dated "
                 "'..' for a region that covers it",
                 face->inner_x / GRID_PER_DEGREE, face->inner_y / GRID_PER_DEGREE);
        return false;
    }
    return true;
}

/* Steps through all rows once and notes the days on which the state comes out different. */
static void find_change_days(timeline *timeline)
{
    size_t faces = topology_face_count(planar_map_topology(timeline->map));
    g_autoptr(state) before = state_new(faces), now = state_new(faces);
    for (size_t i = 0; i < timeline->row_count;) {
        day_number day = timeline->rows[i].day;
        bool is_touched = false;
        for (; i < timeline->row_count && timeline->rows[i].day == day; i++)
            is_touched |= apply_row(timeline, now, (int32_t)i);
        if (!is_touched)
            continue;
        bool is_changed = false;
        for (size_t f = 0; f < faces; f++)
            is_changed |= !control_equal(before->controls[f], now->controls[f]);
        memcpy(before->controls, now->controls, faces * sizeof *now->controls);
        if (is_changed && day != DAY_BEFORE_ALL)
            g_array_append_val(timeline->change_days, day);
    }
}

static bool check_holders(const struct project *project, GError **error)
{
    for (size_t i = 0; i < project->holder_count; i++) {
        bool is_known = false;
        for (size_t s = 0; s < project->side_count; s++)
            is_known |= g_str_equal(project->sides[s].name, project->holders[i].side);
        if (!is_known) {
            error_at(error, project->path, project->holders[i].line, 0,
                     "holder '%s' is of side '%s', which is not among the sides",
                     project->holders[i].code, project->holders[i].side);
            return false;
        }
    }
    return true;
}

timeline *timeline_build(const planar_map *map, GError **error)
{
    const struct sources *sources = planar_map_sources(map);
    g_autoptr(timeline) timeline = g_new0(struct timeline, 1);
    timeline->map = map;
    timeline->project = sources->project;
    timeline->change_days = g_array_new(FALSE, FALSE, sizeof(day_number));
    timeline->row_count = sources->log->count;
    timeline->rows = g_new0(struct timeline_row, timeline->row_count + 1);
    if (!check_holders(sources->project, error))
        return NULL;
    for (size_t i = 0; i < timeline->row_count; i++)
        if (!resolve_row(timeline, &sources->log->events[i], &timeline->rows[i], error))
            return NULL;
    qsort(timeline->rows, timeline->row_count, sizeof *timeline->rows, compare_rows);
    g_autoptr(state) start = timeline_state_at(timeline, DAY_BEFORE_ALL);
    if (!check_start(timeline, start, error))
        return NULL;
    find_change_days(timeline);
    return g_steal_pointer(&timeline);
}

void timeline_free(timeline *timeline)
{
    if (!timeline)
        return;
    g_free(timeline->rows);
    g_array_unref(timeline->change_days);
    g_free(timeline);
}

/* ---- answers ------------------------------------------------------------------------------- */

const planar_map *timeline_map(const timeline *timeline)
{
    return timeline->map;
}

size_t timeline_row_count(const timeline *timeline)
{
    return timeline->row_count;
}

const struct timeline_row *timeline_row(const timeline *timeline, int32_t row)
{
    return &timeline->rows[row];
}

const day_number *timeline_change_days(const timeline *timeline, size_t *count)
{
    *count = timeline->change_days->len;
    return (const day_number *)(const void *)timeline->change_days->data;
}

day_number timeline_change_before(const timeline *timeline, day_number day)
{
    day_number before = day - 1;
    for (guint i = 0; i < timeline->change_days->len; i++) {
        day_number change = g_array_index(timeline->change_days, day_number, i);
        if (change >= day)
            break;
        before = change;
    }
    return before;
}

struct state *timeline_state_at(const timeline *timeline, day_number day)
{
    struct state *state = state_new(topology_face_count(planar_map_topology(timeline->map)));
    state->day = day;
    for (size_t i = 0; i < timeline->row_count; i++)
        if (timeline->rows[i].day <= day)
            apply_row(timeline, state, (int32_t)i);
    return state;
}

void state_free(struct state *state)
{
    if (!state)
        return;
    g_free(state->controls);
    g_free(state->rows);
    g_free(state);
}

size_t timeline_phase_at(const timeline *timeline, day_number day)
{
    size_t phase = 0;
    for (size_t i = 0; i < timeline->project->phase_count; i++)
        if (timeline->project->phases[i].from <= day)
            phase = i;
    return phase;
}

struct state *timeline_phase_start(const timeline *timeline, size_t phase)
{
    day_number from =
        timeline->project->phase_count ? timeline->project->phases[phase].from : DAY_BEFORE_ALL;
    return timeline_state_at(timeline, from == DAY_BEFORE_ALL ? from : from - 1);
}

/* ---- changes ------------------------------------------------------------------------------- */

static void clear_change(void *data)
{
    face_set_clear(&((struct change *)data)->faces);
}

static int compare_changes(const void *left, const void *right)
{
    return ((const struct change *)left)->row - ((const struct change *)right)->row;
}

static struct change *change_of_row(GArray *changes, int32_t row, size_t face_count)
{
    for (guint i = 0; i < changes->len; i++)
        if (g_array_index(changes, struct change, i).row == row)
            return &g_array_index(changes, struct change, i);
    struct change change = {.row = row, .faces = face_set_new(face_count)};
    g_array_append_val(changes, change);
    return &g_array_index(changes, struct change, changes->len - 1);
}

/* The control that most of a change's area had before. */
static struct control control_before(const timeline *timeline, const struct state *since,
                                     const struct change *change)
{
    struct control best = {NONE, NONE, 0};
    double best_m2 = -1;
    for (face_id f = 1; f < (face_id)since->face_count; f++) {
        if (!face_set_has(change->faces, f))
            continue;
        double area = 0;
        for (face_id g = f; g < (face_id)since->face_count; g++)
            if (face_set_has(change->faces, g) &&
                control_equal(since->controls[f], since->controls[g]))
                area += planar_map_face_area_m2(timeline->map, g);
        if (area > best_m2) {
            best_m2 = area;
            best = since->controls[f];
        }
    }
    return best;
}

GArray *timeline_changes(const timeline *timeline, const struct state *since,
                         const struct state *now)
{
    GArray *changes = g_array_new(FALSE, FALSE, sizeof(struct change));
    g_array_set_clear_func(changes, clear_change);
    for (size_t f = 1; f < now->face_count; f++) {
        if (control_equal(since->controls[f], now->controls[f]))
            continue;
        struct change *change = change_of_row(changes, now->rows[f], now->face_count);
        face_set_add(change->faces, (face_id)f);
        change->area_m2 += planar_map_face_area_m2(timeline->map, (face_id)f);
    }
    for (guint i = 0; i < changes->len; i++) {
        struct change *change = &g_array_index(changes, struct change, i);
        change->before = control_before(timeline, since, change);
    }
    g_array_sort(changes, compare_changes);
    return changes;
}
