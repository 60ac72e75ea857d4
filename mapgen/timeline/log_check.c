#include "timeline/log_check.h"

#include "timeline/attribution.h"

#include <string.h>

/* What the checks share. */
struct checking {
    const timeline *timeline;
    const planar_map *map;
    const struct sources *sources;
    report *report;
};

static struct finding finding_of(const struct checking *c, const char *kind,
                                 const struct event *event)
{
    return (struct finding){SEVERITY_WARNING, kind, event->id, c->sources->log->path, event->line};
}

static const struct timeline_row *row_at(const struct checking *c, size_t row)
{
    return timeline_row(c->timeline, (int32_t)row);
}

static const char *holder_code(const struct checking *c, struct control control)
{
    return control.holder == NONE ? "nobody" : c->sources->project->holders[control.holder].code;
}

/* "AZ", "contested between AZ and NKR". The caller's. */
static char *control_text(const struct checking *c, struct control control)
{
    const char *status = control_status_name(control.status);
    struct control other = {control.other, NONE, 0};

    if (control.status == STATUS_CONTROL)
        return g_strdup(holder_code(c, control));
    if (control.other == NONE)
        return g_strdup_printf("%s (%s)", holder_code(c, control), status);
    return g_strdup_printf("%s (%s, with %s)", holder_code(c, control), status,
                           holder_code(c, other));
}

/* ---- sources ------------------------------------------------------------------------------- */

static void check_source(const struct checking *c, const struct event *event)
{
    g_auto(GStrv) sides = attribution_sides(event);

    if (*event->source_title == '\0')
        report_add(c->report, finding_of(c, "no-source", event),
                   "'%s' names no source; write its title into source_title", event->id);
    else if (sides[0] == NULL)
        report_add(c->report, finding_of(c, "no-source", event),
                   "'%s' does not say whose its source is; write a side into source_side",
                   event->id);
    for (char **side = sides; *side != NULL; side++)
        if (attribution_side(c->sources->project, *side) == NULL)
            report_add(
                c->report, finding_of(c, "unknown-side", event),
                "source_side '%s' is not among the 'sides' of the project; a source of nobody's "
                "is of a side without holders",
                *side);
}

/* True when an earlier row of the event has been told of. */
static bool is_told(const struct checking *c, size_t number)
{
    const struct event *events = c->sources->log->events;

    for (size_t i = 0; i < number; i++)
        if (g_str_equal(events[i].id, events[number].id) && events[i].status != STATUS_CLAIMED)
            return true;
    return false;
}

static void check_one_sided(const struct checking *c, size_t number)
{
    const struct event *event = &c->sources->log->events[number];

    if (event->status == STATUS_CLAIMED || is_told(c, number))
        return;
    const struct project_side *side = attribution_of(c->sources, event);
    if (side != NULL)
        report_add(
            c->report, finding_of(c, "one-sided", event),
            "'%s' rests on sources of side '%s' alone, which has holders; find one of another "
            "side, or of a side without holders",
            event->id, side->name);
}

/* ---- rows against rows --------------------------------------------------------------------- */

static struct face_set ground_of(const struct checking *c, const struct timeline_row *row)
{
    struct face_set ground = face_set_copy(*planar_map_region(c->map, (size_t)row->region));

    face_set_intersect(ground, *planar_map_theatre(c->map));
    return ground;
}

/* Gives a row's ground its control; whether that changed anything. */
static bool give_ground(const struct checking *c, const struct timeline_row *row,
                        struct control *controls, size_t face_count)
{
    struct face_set ground = ground_of(c, row);
    bool is_changed = false;

    for (size_t f = 1; f < face_count; f++) {
        if (!face_set_has(ground, (face_id)f) || control_equal(controls[f], row->control))
            continue;
        controls[f] = row->control;
        is_changed = true;
    }
    face_set_clear(&ground);
    return is_changed;
}

/* The place row before one, of the same place; NULL: none. */
static const struct timeline_row *place_row_before(const struct checking *c, size_t number)
{
    const struct place *place = row_at(c, number)->place;

    while (number-- > 0) {
        const struct timeline_row *row = row_at(c, number);
        if (row->event->kind == EVENT_PLACE && row->place == place)
            return row;
    }
    return NULL;
}

static void check_no_change(const struct checking *c)
{
    size_t faces = topology_face_count(planar_map_topology(c->map));
    g_autofree struct control *controls = g_new(struct control, faces);

    for (size_t f = 0; f < faces; f++)
        controls[f] = (struct control){NONE, NONE, 0};
    for (size_t i = 0; i < timeline_row_count(c->timeline); i++) {
        const struct timeline_row *row = row_at(c, i);
        const struct event *event = row->event;
        g_autofree char *control = control_text(c, row->control);
        if (event->kind == EVENT_CONTROL && !give_ground(c, row, controls, faces))
            report_add(c->report, finding_of(c, "no-change", event),
                       "'%s' changes nothing: '%s' is under %s already on %s, or none of it is in "
                       "the theatre",
                       event->id, event->region, control, event->date_text);
        const struct timeline_row *before =
            event->kind == EVENT_PLACE ? place_row_before(c, i) : NULL;
        if (before != NULL && control_equal(before->control, row->control))
            report_add(c->report, finding_of(c, "no-change", event),
                       "'%s' changes nothing: '%s' is under %s already by line %d", event->id,
                       event->place, control, before->event->line);
    }
}

static void report_shared(const struct checking *c, const struct timeline_row *first,
                          const struct timeline_row *second, struct face_set shared)
{
    bool is_one_event = g_str_equal(first->event->id, second->event->id);
    g_autofree char *then = control_text(c, first->control);
    g_autofree char *now = control_text(c, second->control);

    report_add(c->report, finding_of(c, is_one_event ? "overlap" : "disagree", second->event),
               "'%s' gives '%s' to %s, and line %d ('%s') gives %.1f km² of it to %s on the same "
               "day, %s; the order of the rows decides: take one region out of the other, or put "
               "the days apart",
               second->event->id, second->event->region, now, first->event->line,
               first->event->region, planar_map_area_m2(c->map, shared) / 1e6, then,
               second->event->date_text);
}

static bool is_within(struct face_set inner, struct face_set outer)
{
    for (size_t w = 0; w < inner.word_count; w++)
        if (inner.words[w] & ~outer.words[w])
            return false;
    return true;
}

static void check_ground(const struct checking *c, const struct timeline_row *first,
                         const struct timeline_row *second)
{
    struct face_set a = ground_of(c, first), b = ground_of(c, second);
    struct face_set shared = face_set_copy(a);
    bool is_exception = second->day == DAY_BEFORE_ALL && is_within(b, a);

    face_set_intersect(shared, b);
    if (face_set_count(shared) > 0 && !is_exception)
        report_shared(c, first, second, shared);
    face_set_clear(&shared);
    face_set_clear(&a);
    face_set_clear(&b);
}

static void check_pair(const struct checking *c, const struct timeline_row *first,
                       const struct timeline_row *second)
{
    const struct event *event = second->event;

    if (first->event->kind != event->kind || control_equal(first->control, second->control))
        return;
    if (event->kind == EVENT_CONTROL)
        check_ground(c, first, second);
    else if (first->place == second->place)
        report_add(c->report, finding_of(c, "disagree", event),
                   "'%s' says that %s holds '%s', and line %d says on the same day that %s does",
                   event->id, holder_code(c, second->control), event->place, first->event->line,
                   holder_code(c, first->control));
}

static void check_same_days(const struct checking *c)
{
    size_t count = timeline_row_count(c->timeline);

    for (size_t i = 0; i < count; i++) {
        const struct timeline_row *first = row_at(c, i);
        if (first->event->kind == EVENT_ANNOTATION)
            continue;
        for (size_t j = i + 1; j < count && row_at(c, j)->day == first->day; j++)
            check_pair(c, first, row_at(c, j));
    }
}

/* ---- rows against places ------------------------------------------------------------------- */

static void check_outside(const struct checking *c, const struct timeline_row *row)
{
    if (row->place == NULL || row->region == NONE)
        return;
    face_id face = topology_face_at(planar_map_topology(c->map), row->place->at);
    if (face_set_has(*planar_map_region(c->map, (size_t)row->region), face))
        return;
    report_add(c->report, finding_of(c, "outside", row->event),
               "'%s' lies outside '%s'; name a place in the region, move its edge, or leave the "
               "place out",
               row->event->place, row->event->region);
}

static bool is_certain(struct control control)
{
    return control.status == STATUS_CONTROL || control.status == STATUS_PEACEKEEPING;
}

/* The first day after a place row on which another row says who holds the place. */
static day_number place_row_end(const struct checking *c, size_t number)
{
    const struct timeline_row *row = row_at(c, number);

    for (size_t i = number + 1; i < timeline_row_count(c->timeline); i++) {
        const struct timeline_row *next = row_at(c, i);
        if (next->event->kind == EVENT_PLACE && next->place == row->place)
            return next->day;
    }
    return DAY_AFTER_ALL;
}

static void check_contradicts(const struct checking *c, size_t number)
{
    const struct timeline_row *row = row_at(c, number);

    if (row->event->kind != EVENT_PLACE || !is_certain(row->control))
        return;
    day_number end = place_row_end(c, number);
    face_id face = topology_face_at(planar_map_topology(c->map), row->place->at);
    g_autoptr(GArray) history = timeline_history(c->timeline, face);
    for (guint i = 0; i < history->len; i++) {
        const struct tenure *tenure = &g_array_index(history, struct tenure, i);
        day_number from = MAX(tenure->from, row->day), until = MIN(tenure->until, end);
        if (from >= until || tenure->row == NONE || !is_certain(tenure->control) ||
            tenure->control.holder == row->control.holder)
            continue;
        const struct event *other = timeline_row(c->timeline, tenure->row)->event;
        char first[16], last[16];
        report_add(c->report, finding_of(c, "contradicts", row->event),
                   "'%s' is held by %s from %s on, and the ground drawn there is under %s from %s "
                   "%s%s, by line %d ('%s'); move the edge of that region, or its day",
                   row->event->place, holder_code(c, row->control), row->event->date_text,
                   holder_code(c, tenure->control), day_format(from, first),
                   until == DAY_AFTER_ALL ? "on" : "to ",
                   until == DAY_AFTER_ALL ? "" : day_format(until - 1, last), other->line,
                   other->id);
        return;
    }
}

void log_check(const timeline *timeline, report *report)
{
    const planar_map *map = timeline_map(timeline);
    const struct checking c = {timeline, map, planar_map_sources(map), report};

    for (size_t i = 0; i < c.sources->log->count; i++) {
        check_source(&c, &c.sources->log->events[i]);
        check_one_sided(&c, i);
    }
    check_no_change(&c);
    check_same_days(&c);
    for (size_t i = 0; i < timeline_row_count(timeline); i++) {
        check_outside(&c, row_at(&c, i));
        check_contradicts(&c, i);
    }
}
