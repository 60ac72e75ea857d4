/* How much is held of a set of faces, and what came and went since another day.
 *
 * Faces are gathered by control, or by less of it: by holder and status, by side and status. What a
 * face was gathered under is its *account*. From one day to another
 *
 *     gained   what is under the account now and was not
 *     lost     what was under it and is not now
 *
 * so now = before + gained - lost for each account, and over all accounts as much is gained as is
 * lost: the area that changed its account. Faces outside the theatre belong to nobody and count
 * nowhere. */
#ifndef MAPGEN_TIMELINE_HOLDINGS_H
#define MAPGEN_TIMELINE_HOLDINGS_H

#include "timeline/timeline.h"

enum holdings_by { BY_CONTROL, BY_HOLDER, BY_SIDE };

/* "control", "holder", "side", NULL: in the order of the enum. */
extern const char *const holdings_names[];

struct holding {
    int side;   /* in the project */
    int holder; /* NONE when gathered by side */
    int other;  /* NONE when gathered otherwise than by control, or without a second party */
    enum control_status status;
    double area_m2, before_m2, gained_m2, lost_m2;
};

/* The accounts that have something on either day; of struct holding, in the project's order of
 * holders or sides, then by status and other party. The caller's. */
GArray *holdings_gather(const timeline *timeline, const struct state *since,
                        const struct state *now, struct face_set faces, enum holdings_by by);

/* The sum over all accounts: what they hold together, and the area that changed its account, as
 * gained and as lost. */
struct holding holdings_total(const GArray *holdings);

/* The number of a holder's side in the project. */
int holder_side(const struct project *project, int holder);

#endif
