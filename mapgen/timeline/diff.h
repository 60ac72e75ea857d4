/* What changed between two days: the ground of the theatre in parts, each of which went the same
 * way from the one day to the other.
 *
 *     26 September      4 October             9 October       10 November
 *     NKR  ──────────→  AZ contested NKR  ──→  AZ  ──────────→  AZ          one part, two steps
 *
 * A part is all ground with the same controls on both days, changed by the same rows of the log in
 * between; what neither changed nor went away and came back is in none. What happened to a part is
 * told by its ends:
 *
 *     passed       one holder to another, both certain (control, peacekeeping): a gain of the one,
 *                  a loss of the other
 *     unsettled    uncertain now (contested, claimed, advance, transition, unknown), and not so, or
 *                  in another way, before
 *     settled      uncertain before, certain now
 *     guarded      with its holder, now with peacekeepers, or with others
 *     unguarded    with its holder, without its peacekeepers
 *     returned     as it was, after it was otherwise: back and forth
 *
 * Laws: no face is in two parts; the parts that are not *returned* hold just the faces whose
 * control differs between the two days; from a day to itself there is no part. From the later day
 * to the earlier the parts are the same ground with ends and steps turned round: passed stays
 * passed with the holders exchanged, unsettled and settled, guarded and unguarded change places
 * (but uncertain to uncertain is unsettled both ways, guarded to guarded is guarded). */
#ifndef MAPGEN_TIMELINE_DIFF_H
#define MAPGEN_TIMELINE_DIFF_H

#include "timeline/timeline.h"

enum diff_kind {
    DIFF_PASSED,
    DIFF_UNSETTLED,
    DIFF_SETTLED,
    DIFF_GUARDED,
    DIFF_UNGUARDED,
    DIFF_RETURNED,
    DIFF_KINDS
};

/* A change of control on the way. */
struct diff_step {
    day_number day;         /* the first of the later of the two controls */
    int32_t row;            /* that made it so */
    struct control control; /* after the step, in the direction of the diff */
};

struct diff_part {
    enum diff_kind kind;
    struct control before, now; /* on the first and on the second day */
    GArray *steps;              /* of struct diff_step, in the direction of the diff */
    int passes;                 /* how often it changed sides, as far as its controls are certain */
    bool came_back;             /* to a side that had it before in between, or on the first day */
    int16_t between; /* who else had a part in it in between, the first of them; NONE: nobody */
    int region;      /* the narrowest of its rows' regions, of those with a name if any has one */
    struct face_set faces;
    double area_m2;
};

struct diff {
    day_number from, to;
    GArray *parts; /* of struct diff_part, the largest first */
};
typedef struct diff diff;

/* What changed from the map of one day to that of another, which may be earlier. The caller's. */
struct diff *diff_build(const timeline *timeline, day_number from, day_number to);
void diff_free(struct diff *diff);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(diff, diff_free)

/* True for statuses that say who holds the ground: control and peacekeeping. */
bool control_is_certain(struct control control);

/* The last row that changed a part in the order of time. */
int32_t diff_part_row(const struct diff *diff, const struct diff_part *part);

/* The rows that fall between the two days, the later included, in replay order: of int32_t, the
 * caller's. Annotations and rows of places are among them. */
GArray *diff_rows(const timeline *timeline, const struct diff *diff);

#endif
