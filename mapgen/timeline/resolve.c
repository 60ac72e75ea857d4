#include "timeline/timeline_parts.h"

#include "base/error.h"

#include <stdlib.h>

/* ---- names --------------------------------------------------------------------------------- */

static int16_t holder_find(const struct project *project, const char *code)
{
    for (size_t i = 0; i < project->holder_count; i++)
        if (g_str_equal(project->holders[i].code, code))
            return (int16_t)i;
    return NONE;
}

/* "...: no holder called 'x'; did you mean 'y'?" Always false. */
static bool fail_unknown(const timeline *timeline, struct text_position at, const char *what,
                         const char *name, const char *nearest, GError **error)
{
    error_at(error, timeline->project->timeline_path, at.line, at.column, "%s called '%s'%s%s%s",
             what, name, nearest ? "; did you mean '" : "", nearest ? nearest : "",
             nearest ? "'?" : "");
    return false;
}

static bool resolve_holder(const timeline *timeline, struct text_position at, const char *code,
                           const char *what, int16_t *holder, GError **error)
{
    *holder = *code ? holder_find(timeline->project, code) : NONE;
    if (*holder != NONE || !*code)
        return true;
    g_autofree const char **known = g_new0(const char *, timeline->project->holder_count + 1);
    for (size_t i = 0; i < timeline->project->holder_count; i++)
        known[i] = timeline->project->holders[i].code;
    return fail_unknown(timeline, at, what, code, error_nearest(code, known), error);
}

static bool resolve_region(const timeline *timeline, const struct event *event, int *region,
                           GError **error)
{
    *region = *event->region ? planar_map_region_find(timeline->map, event->region) : NONE;
    if (*region != NONE || !*event->region)
        return true;
    if (strpbrk(event->region, " []()&") != NULL) {
        error_at(error, timeline->project->timeline_path, event->region_at.line,
                 event->region_at.column,
                 "'%s' is an expression; give it a name among the project's 'regions', and write "
                 "that name here",
                 event->region);
        return false;
    }
    g_autofree const char **known = g_new0(const char *, timeline->project->region_count + 1);
    for (size_t i = 0; i < timeline->project->region_count; i++)
        known[i] = timeline->project->regions[i].name;
    return fail_unknown(timeline, event->region_at, "no region", event->region,
                        error_nearest(event->region, known), error);
}

static bool resolve_place(const timeline *timeline, const struct event *event,
                          const struct place **place, GError **error)
{
    const struct gazetteer *places = planar_map_sources(timeline->map)->places;
    *place = *event->place ? gazetteer_find(places, event->place) : NULL;
    return *place || !*event->place ||
           fail_unknown(timeline, event->place_at, "no place", event->place,
                        gazetteer_nearest(places, event->place), error);
}

static bool resolve_row(const timeline *timeline, const struct event *event,
                        struct timeline_row *row, GError **error)
{
    enum date_policy policy = timeline->options.date_policy;
    row->event = event;
    row->day = policy == DATE_EARLIEST ? event->date.earliest : event->date.latest;
    bool may_pass =
        policy == DATE_TRANSITION && event->kind == EVENT_CONTROL && is_holding(event->status);
    row->from = may_pass ? event->date.earliest : row->day;
    row->control.status = (uint8_t)event->status;
    if (event->kind != EVENT_ANNOTATION && row->day == DAY_AFTER_ALL) {
        error_at(error, timeline->project->timeline_path, event->date_at.line,
                 event->date_at.column,
                 "date '%s' has no last day, so the row would never count; give it one, or set "
                 "date_policy: earliest",
                 event->date_text);
        return false;
    }
    return resolve_region(timeline, event, &row->region, error) &&
           resolve_place(timeline, event, &row->place, error) &&
           resolve_holder(timeline, event->holder_at, event->holder, "holder: no holder",
                          &row->control.holder, error) &&
           resolve_holder(timeline, event->other_at, event->other, "other: no holder",
                          &row->control.other, error);
}

/* What was reported by the day as of which the log is read, and not withdrawn by then. */
static bool is_known(const timeline *timeline, const struct event *event)
{
    day_number at = timeline->options.known_at;
    if (event->withdrawn != DAY_AFTER_ALL && event->withdrawn <= at) {
        struct row_left_out row = {event, true};
        g_array_append_val(timeline->left_out, row);
        return false;
    }
    if (at == DAY_AFTER_ALL || event->reported <= at)
        return true;
    struct row_left_out row = {event, false};
    g_array_append_val(timeline->left_out, row);
    return false;
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

/* Notes which rows say who holds each place, in their order. */
static void chain_place_rows(timeline *timeline)
{
    const struct gazetteer *places = planar_map_sources(timeline->map)->places;
    timeline->first_of_place = g_new(int32_t, places->count + 1);
    timeline->next_of_place = g_new(int32_t, timeline->row_count + 1);
    for (size_t p = 0; p < places->count; p++)
        timeline->first_of_place[p] = NONE;
    for (size_t i = timeline->row_count; i-- > 0;) {
        const struct timeline_row *row = &timeline->rows[i];
        timeline->next_of_place[i] = NONE;
        if (row->event->kind != EVENT_PLACE)
            continue;
        int32_t *first = &timeline->first_of_place[row->place - places->places];
        timeline->next_of_place[i] = *first;
        *first = (int32_t)i;
    }
}

bool timeline_resolve_rows(timeline *timeline, const struct event_log *log, GError **error)
{
    timeline->rows = g_new0(struct timeline_row, log->count + 1);
    for (size_t i = 0; i < log->count; i++) {
        struct timeline_row *row = &timeline->rows[timeline->row_count];
        if (!resolve_row(timeline, &log->events[i], row, error))
            return false;
        timeline->row_count += is_known(timeline, &log->events[i]);
    }
    qsort(timeline->rows, timeline->row_count, sizeof *timeline->rows, compare_rows);
    chain_place_rows(timeline);
    return true;
}

/* ---- holders ------------------------------------------------------------------------------- */

static char *join_sides(const struct project *project)
{
    g_autoptr(GString) names = g_string_new(NULL);
    for (size_t s = 0; s < project->side_count; s++)
        g_string_append_printf(names, "%s%s", s ? ", " : "", project->sides[s].name);
    return g_string_free(g_steal_pointer(&names), FALSE);
}

bool timeline_check_holders(const struct project *project, GError **error)
{
    for (size_t i = 0; i < project->holder_count; i++) {
        bool is_known = false;
        for (size_t s = 0; s < project->side_count; s++)
            is_known |= g_str_equal(project->sides[s].name, project->holders[i].side);
        if (!is_known) {
            g_autofree char *sides = join_sides(project);
            error_at(error, project->path, project->holders[i].line, 0,
                     "holder '%s' is of side '%s', which is not among the 'sides' of the project "
                     "(%s); 'side' is a party of this project, 'role' is the part that the style "
                     "sheet gives it, such as side-a",
                     project->holders[i].code, project->holders[i].side, sides);
            return false;
        }
    }
    return true;
}
