/* Names of what changed on a map: inside the area, with the day of its change in a smaller line;
 * beside it with a leader where it is too small, in a ring where it would be overlooked. The
 * largest are named first. */
#ifndef MAPGEN_COMPOSE_CHANGE_NAMES_H
#define MAPGEN_COMPOSE_CHANGE_NAMES_H

#include "compose/standing_names.h"

/* How a map that is not of a series names its changes: each by a text (NULL: not at all) over
 * another, and off what it has beside them. */
struct change_naming {
    const char *const *names, *const *notes; /* one of each a change */
    const struct page_box *taken;
    size_t taken_count;
    const GArray *outlined; /* of struct change: what else has an outline */
};

/* Draws them; `how` may be NULL. What places or `standing` say already is not said again. `changes`
 * of struct change. */
void change_names_draw(const struct pen *pen, const label_space *space,
                       const struct standing_names *standing, const struct state *state,
                       const GArray *changes, const struct change_naming *how);

/* How often the ground of a change passed from side to side from the start of the day's phase to
 * the day: that of most of its area. */
int change_passes(const timeline *timeline, const struct change *change, day_number day);

#endif
