#include "timeline/timeline_parts.h"

#include "base/days.h"
#include "base/error.h"

#include <string.h>

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

/* The first row that gives a face to anybody; NULL: none does. */
static const struct timeline_row *first_row_of(const timeline *timeline, face_id face)
{
    for (size_t i = 0; i < timeline->row_count; i++) {
        const struct timeline_row *row = &timeline->rows[i];
        if (row->event->kind == EVENT_CONTROL &&
            face_set_has(*planar_map_region(timeline->map, (size_t)row->region), face))
            return row;
    }
    return NULL;
}

static bool check_start(const timeline *timeline, const struct state *start, GError **error)
{
    const topology *topology = planar_map_topology(timeline->map);
    for (size_t f = 1; f < start->face_count; f++) {
        if (start->rows[f] != NONE || !face_set_has(*planar_map_theatre(timeline->map), (face_id)f))
            continue;
        const struct face *face = topology_face(topology, (face_id)f);
        const struct timeline_row *row = first_row_of(timeline, (face_id)f);
        error_at(
            error, timeline->project->timeline_path, row ? row->event->line : 0, 0,
            "nobody holds the area around %.4f, %.4f before %s%s%s; add a row dated '..' for a "
            "region that covers it",
            face->inner_x / GRID_PER_DEGREE, face->inner_y / GRID_PER_DEGREE,
            row ? "this, the first row of '" : "the first event", row ? row->event->region : "",
            row ? "'" : "");
        return false;
    }
    return true;
}

/* True for ground that a row gives from one who held it for certain to another who does. */
static bool passes(struct control old, const struct timeline_row *row)
{
    return old.holder != NONE && old.holder != row->control.holder &&
           (is_holding((enum control_status)old.status) || old.status == STATUS_TRANSITION);
}

/* Makes faces pass that a row gives to another holder on a day not yet known. */
static void pass_row(const timeline *timeline, struct state *state, int32_t number)
{
    const struct timeline_row *row = &timeline->rows[number];
    struct face_set faces = *planar_map_region(timeline->map, (size_t)row->region);
    struct face_set theatre = *planar_map_theatre(timeline->map);
    for (size_t w = 0; w < faces.word_count; w++) {
        for (uint64_t bits = faces.words[w] & theatre.words[w]; bits; bits &= bits - 1) {
            face_id f = (face_id)(w * 64) + __builtin_ctzll(bits);
            if (!passes(state->controls[f], row))
                continue;
            int16_t old = state->controls[f].holder;
            state->controls[f] = (struct control){old, row->control.holder, STATUS_TRANSITION};
            state->rows[f] = number;
        }
    }
}

static bool is_passing(const struct timeline_row *row, day_number day)
{
    return row->event->kind == EVENT_CONTROL && row->from <= day && day < row->day;
}

static void pass_rows(const timeline *timeline, struct state *state, day_number day)
{
    for (size_t i = 0; i < timeline->row_count; i++)
        if (is_passing(&timeline->rows[i], day))
            pass_row(timeline, state, (int32_t)i);
}

/* No other row may say who holds ground while it is passing. */
static bool check_passing(const timeline *timeline, GError **error)
{
    struct face_set theatre = *planar_map_theatre(timeline->map);
    for (size_t i = 0; i < timeline->row_count; i++) {
        const struct timeline_row *row = &timeline->rows[i];
        for (size_t j = 0; row->from < row->day && j < timeline->row_count; j++) {
            const struct timeline_row *other = &timeline->rows[j];
            bool is_within = other->from < other->day
                                 ? other->from < row->day && row->from < other->day
                                 : row->from <= other->day && other->day < row->day;
            if (i == j || other->event->kind != EVENT_CONTROL || !is_within)
                continue;
            const struct face_set *a = planar_map_region(timeline->map, (size_t)row->region);
            const struct face_set *b = planar_map_region(timeline->map, (size_t)other->region);
            uint64_t shared = 0;
            for (size_t w = 0; w < a->word_count; w++)
                shared |= a->words[w] & b->words[w] & theatre.words[w];
            if (!shared)
                continue;
            error_at(error, timeline->project->timeline_path, other->event->date_at.line,
                     other->event->date_at.column,
                     "part of '%s' is passing on some day of '%s' by line %d, and this row of '%s' "
                     "falls between; make one of the dates narrower, or set date_policy: latest",
                     other->event->region, row->event->date_text, row->event->line,
                     other->event->date_text);
            return false;
        }
    }
    return true;
}

/* The days on which a row begins to show or to count, ascending, each once. */
static GArray *list_moments(const timeline *timeline)
{
    GArray *days = g_array_new(FALSE, FALSE, sizeof(day_number));
    for (size_t i = 0; i < timeline->row_count; i++) {
        g_array_append_val(days, timeline->rows[i].from);
        g_array_append_val(days, timeline->rows[i].day);
    }
    days_sort(days);
    return days;
}

/* True when some place row of a day says something new. */
static bool is_place_changed(const timeline *timeline, day_number day)
{
    for (size_t i = 0; i < timeline->row_count; i++) {
        const struct timeline_row *row = &timeline->rows[i];
        if (row->event->kind != EVENT_PLACE || row->day != day)
            continue;
        int32_t before = timeline_place_row(timeline, row->place, day - 1);
        int32_t now = timeline_place_row(timeline, row->place, day);
        if (before == NONE ||
            !control_equal(timeline->rows[before].control, timeline->rows[now].control))
            return true;
    }
    return false;
}

/* Steps through all rows once and notes the days on which the state comes out different. */
static void find_change_days(timeline *timeline)
{
    size_t faces = topology_face_count(planar_map_topology(timeline->map));
    g_autoptr(GArray) moments = list_moments(timeline);
    g_autoptr(state) settled = state_new(faces), before = state_new(faces), now = state_new(faces);
    size_t next = 0;
    for (guint m = 0; m < moments->len; m++) {
        day_number day = g_array_index(moments, day_number, m);
        for (; next < timeline->row_count && timeline->rows[next].day <= day; next++)
            apply_row(timeline, settled, (int32_t)next);
        memcpy(now->controls, settled->controls, faces * sizeof *now->controls);
        pass_rows(timeline, now, day);
        bool is_changed = false;
        for (size_t f = 0; f < faces && !is_changed; f++)
            is_changed = !control_equal(before->controls[f], now->controls[f]);
        if (day != DAY_BEFORE_ALL && (is_changed || is_place_changed(timeline, day)))
            g_array_append_val(timeline->change_days, day);
        memcpy(before->controls, now->controls, faces * sizeof *now->controls);
    }
}

timeline *timeline_build(const planar_map *map, const struct timeline_options *options,
                         GError **error)
{
    const struct sources *sources = planar_map_sources(map);
    g_autoptr(timeline) timeline = g_new0(struct timeline, 1);
    timeline->map = map;
    timeline->project = sources->project;
    timeline->options =
        options ? *options
                : (struct timeline_options){sources->project->date_policy, DAY_AFTER_ALL};
    timeline->change_days = g_array_new(FALSE, FALSE, sizeof(day_number));
    timeline->left_out = g_array_new(FALSE, FALSE, sizeof(struct row_left_out));
    if (!timeline_check_holders(sources->project, error) ||
        !timeline_resolve_rows(timeline, sources->log, error))
        return NULL;
    if (!check_passing(timeline, error))
        return NULL;
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
    g_free(timeline->first_of_place);
    g_free(timeline->next_of_place);
    g_array_unref(timeline->left_out);
    g_array_unref(timeline->change_days);
    g_free(timeline);
}

/* ---- answers ------------------------------------------------------------------------------- */

const planar_map *timeline_map(const timeline *timeline)
{
    return timeline->map;
}

const struct timeline_options *timeline_options(const timeline *timeline)
{
    return &timeline->options;
}

size_t timeline_row_count(const timeline *timeline)
{
    return timeline->row_count;
}

const struct timeline_row *timeline_row(const timeline *timeline, int32_t row)
{
    return &timeline->rows[row];
}

const struct row_left_out *timeline_left_out(const timeline *timeline, size_t *count)
{
    *count = timeline->left_out->len;
    return (const struct row_left_out *)(const void *)timeline->left_out->data;
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
    pass_rows(timeline, state, day);
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

day_number timeline_since(const timeline *timeline, const struct state *state, face_id face)
{
    if (state->rows[face] == NONE)
        return DAY_BEFORE_ALL;
    const struct timeline_row *row = &timeline->rows[state->rows[face]];
    return state->day < row->day ? row->from : row->day;
}

int32_t timeline_place_row(const timeline *timeline, const struct place *place, day_number day)
{
    const struct gazetteer *places = planar_map_sources(timeline->map)->places;
    int32_t found = NONE, next = timeline->first_of_place[place - places->places];
    for (; next != NONE && timeline->rows[next].day <= day; next = timeline->next_of_place[next])
        found = next;
    return found;
}

/* What a face is on a day, as in timeline_state_at. */
static struct tenure tenure_at(const timeline *timeline, face_id face, day_number day)
{
    struct tenure tenure = {day, DAY_AFTER_ALL, NONE, {NONE, NONE, 0}};
    for (size_t i = 0; i < timeline->row_count; i++) {
        const struct timeline_row *row = &timeline->rows[i];
        bool is_of_face =
            row->event->kind == EVENT_CONTROL &&
            face_set_has(*planar_map_region(timeline->map, (size_t)row->region), face);
        if (!is_of_face || row->day > day || control_equal(tenure.control, row->control))
            continue;
        tenure.control = row->control;
        tenure.row = (int32_t)i;
    }
    for (size_t i = 0; i < timeline->row_count; i++) {
        const struct timeline_row *row = &timeline->rows[i];
        if (!is_passing(row, day) || !passes(tenure.control, row) ||
            !face_set_has(*planar_map_region(timeline->map, (size_t)row->region), face))
            continue;
        tenure.control =
            (struct control){tenure.control.holder, row->control.holder, STATUS_TRANSITION};
        tenure.row = (int32_t)i;
    }
    return tenure;
}

GArray *timeline_history(const timeline *timeline, face_id face)
{
    GArray *history = g_array_new(FALSE, FALSE, sizeof(struct tenure));
    struct tenure none = {DAY_BEFORE_ALL, DAY_AFTER_ALL, NONE, {NONE, NONE, 0}};
    g_array_append_val(history, none);
    if (!face_set_has(*planar_map_theatre(timeline->map), face))
        return history;
    g_autoptr(GArray) moments = list_moments(timeline);
    g_array_set_size(history, 0);
    for (guint m = 0; m < moments->len; m++) {
        struct tenure tenure = tenure_at(timeline, face, g_array_index(moments, day_number, m));
        struct tenure *last =
            history->len ? &g_array_index(history, struct tenure, history->len - 1) : NULL;
        if (last && control_equal(last->control, tenure.control))
            continue;
        if (last)
            last->until = tenure.from;
        g_array_append_val(history, tenure);
    }
    return history;
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
        change->is_from_several |=
            change->area_m2 > 0 && !control_equal(change->now, now->controls[f]);
        change->now = now->controls[f];
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
