/* Who holds each face on each day: the event log replayed on the planar map.
 *
 *     rows in replay order      state on a day D
 *       ..          ─┐            every row whose day is not after D, applied in order: the last
 *       1992-02-26   ├─→          one that covers a face decides its control; then what is passing
 *       1992-05-09  ─┘            on D
 *
 * A row counts from its *day*: the latest day of its date. Until then, from the earliest day on,
 * what it gives from one holder to another is *passing*: (old holder, transition, new holder). A
 * row that leaves a face with its holder, that only claims or contests it, or that ends what was
 * contested or not known, changes the face on its day alone. A policy of latest or
 * earliest resolves every date to that day, and nothing is ever passing.
 *
 *     1992-05-08/1992-05-10     7 May   8 May        9 May        10 May
 *     transition (default)      A       A ⇢ B        A ⇢ B        B
 *     latest                    A       A            A            B
 *     earliest                  A       B            B            B
 *
 * Rows are ordered by their day, then by the earliest and the latest of the date, then by the line
 * of the file. A row that leaves a face's control as it was is not what made it so: a face
 * remembers the first row of an unbroken run. Annotations change nothing and are listed by their
 * day. A place row says who held one place, by itself: it changes no face.
 *
 * A log can be replayed as it was known on a day: without what was reported later, and with what
 * was withdrawn only afterwards. A row without a day of its report is known from its own day.
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

/* How a log is read. */
struct timeline_options {
    enum date_policy date_policy;
    day_number known_at; /* DAY_AFTER_ALL: all that was ever known and not withdrawn */
};

/* A row of the log, resolved. */
struct timeline_row {
    const struct event *event;
    day_number from;           /* the first day on which it may show: its day, or before it */
    day_number day;            /* from which it counts */
    int region;                /* in the project; NONE for an annotation of no region, a place */
    const struct place *place; /* of a place row or an annotation; NULL: none */
    struct control control;    /* of a control or place row */
};

/* A row that does not count as the log is read. */
struct row_left_out {
    const struct event *event;
    bool is_withdrawn; /* else not reported yet */
};

/* The control of every face on a day. */
struct state {
    day_number day;
    size_t face_count;
    struct control *controls; /* by face */
    int32_t *rows;            /* by face: the row that made it so; NONE outside the theatre */
};
typedef struct state state;

/* Resolves the log of a project against its planar map, which is borrowed; without options, by the
 * project's date policy and all that is known. Errors name the line of the timeline: an unknown
 * region, holder or place, a date without the day from which its row counts, a row for ground that
 * is passing by another; the line of the project file: a holder of an unknown side; a face of the
 * theatre that no row dated '..' covers. */
timeline *timeline_build(const planar_map *map, const struct timeline_options *options,
                         GError **error);
void timeline_free(timeline *timeline);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(timeline, timeline_free)

const planar_map *timeline_map(const timeline *timeline);
const struct timeline_options *timeline_options(const timeline *timeline);

/* The rows in replay order, annotations and place rows among them. */
size_t timeline_row_count(const timeline *timeline);
const struct timeline_row *timeline_row(const timeline *timeline, int32_t row);

/* The rows that do not count, in the order of the file; borrowed. */
const struct row_left_out *timeline_left_out(const timeline *timeline, size_t *count);

/* The days on which the control of some face or of some place changes, ascending; borrowed. */
const day_number *timeline_change_days(const timeline *timeline, size_t *count);

/* The last change day before `day`, or the day before it when there is none. */
day_number timeline_change_before(const timeline *timeline, day_number day);

/* The state on a day; the caller frees it. */
struct state *timeline_state_at(const timeline *timeline, day_number day);
void state_free(struct state *state);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(state, state_free)

/* The day since which a face is what it is in a state, DAY_BEFORE_ALL outside the theatre. */
day_number timeline_since(const timeline *timeline, const struct state *state, face_id face);

/* The row that says who holds a place on a day, by place rows alone; NONE: none does. */
int32_t timeline_place_row(const timeline *timeline, const struct place *place, day_number day);

/* A run of days on which a face has one control. */
struct tenure {
    day_number from, until; /* half open */
    int32_t row;            /* that made it so; NONE outside the theatre */
    struct control control;
};

/* All tenures of a face, ascending, from DAY_BEFORE_ALL to DAY_AFTER_ALL without a gap; of struct
 * tenure, the caller's. */
GArray *timeline_history(const timeline *timeline, face_id face);

/* The number of the phase that a day is in, and the state just before it began. */
size_t timeline_phase_at(const timeline *timeline, day_number day);
struct state *timeline_phase_start(const timeline *timeline, size_t phase);

/* What one row changed between two states: faces that it gave to its control. */
struct change {
    int32_t row;
    struct control before; /* of most of its area */
    struct control now;    /* the row's, or passing to it */
    struct face_set faces;
    double area_m2;
    bool is_from_several; /* passing to it from several holders, of which `now` names one */
};

/* The changes from one state to a later one, in replay order; of struct change, cleared with the
 * array. */
GArray *timeline_changes(const timeline *timeline, const struct state *since,
                         const struct state *now);

#endif
