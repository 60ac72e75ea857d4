/* Who holds each face on each day: the event log replayed on the planar map.
 *
 *     rows in replay order      state on a day D
 *       ..          ─┐            every row whose day is not after D, applied in order:
 *       1992-02-26   ├─→          the last one that covers a face decides its control
 *       1992-05-09  ─┘
 *
 * A row counts from its *day*: the latest day of its date, or the earliest, as the project's
 * date_policy says. Rows are ordered by that day, then by the earliest and the latest of the date,
 * then by the line of the file. A row that leaves a face's control as it was is not what made it
 * so: a face remembers the first row of an unbroken run. Annotations change nothing and are listed
 * by their day.
 *
 * Read-only once built. */
#ifndef MAPGEN_TIMELINE_TIMELINE_H
#define MAPGEN_TIMELINE_TIMELINE_H

#include "topology/planar_map.h"

/* What holds of a face: numbers of the project's holders. */
struct control {
    int16_t holder; /* NONE: outside the theatre */
    int16_t other;  /* NONE: no second party */
    uint8_t status; /* enum control_status */
};

static inline bool control_equal(struct control a, struct control b)
{
    return a.holder == b.holder && a.other == b.other && a.status == b.status;
}

typedef struct timeline timeline;

/* A row of the log, resolved. */
struct timeline_row {
    const struct event *event;
    day_number day;         /* from which it counts */
    int region;             /* in the project; -1 for an annotation of no region */
    struct control control; /* of a control row */
};

/* The control of every face on a day. */
struct state {
    day_number day;
    size_t face_count;
    struct control *controls; /* by face */
    int32_t *rows;            /* by face: the row that made it so; NONE outside the theatre */
};
typedef struct state state;

/* Resolves the log of a project against its planar map, which is borrowed. Errors name the line of
 * the timeline: an unknown region or holder, a date without the day from which its row counts; the
 * line of the project file: a holder of an unknown side; a face of the theatre that no row dated
 * '..' covers. */
timeline *timeline_build(const planar_map *map, GError **error);
void timeline_free(timeline *timeline);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(timeline, timeline_free)

const planar_map *timeline_map(const timeline *timeline);

/* The rows in replay order, annotations among them. */
size_t timeline_row_count(const timeline *timeline);
const struct timeline_row *timeline_row(const timeline *timeline, int32_t row);

/* The days on which the control of some face changes, ascending; borrowed. */
const day_number *timeline_change_days(const timeline *timeline, size_t *count);

/* The last change day before `day`, or the day before it when there is none. */
day_number timeline_change_before(const timeline *timeline, day_number day);

/* The state on a day; the caller frees it. */
struct state *timeline_state_at(const timeline *timeline, day_number day);
void state_free(struct state *state);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(state, state_free)

/* The number of the phase that a day is in, and the state just before it began. */
size_t timeline_phase_at(const timeline *timeline, day_number day);
struct state *timeline_phase_start(const timeline *timeline, size_t phase);

/* What one row changed between two states: faces that it gave to its control. */
struct change {
    int32_t row;
    struct control before; /* of most of its area */
    struct face_set faces;
    double area_m2;
};

/* The changes from one state to a later one, in replay order; of struct change, cleared with the
 * array. */
GArray *timeline_changes(const timeline *timeline, const struct state *since,
                         const struct state *now);

#endif
