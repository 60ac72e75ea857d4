/* The legend of a map of a difference: what happened to ground, with its area; what did not change;
 * the old line of contact and the new one; then what changed when, as a list whose numbers stand on
 * the map; last the notes.
 *
 * Where not all of it has room, the areas of the list go first, then borders and roads, then the
 * smallest changes of the list, which are named on the map instead, as all of them are where a list
 * would be of fewer than four. What a status on the map means always stands. */
#ifndef MAPGEN_COMPOSE_DIFF_LEGEND_H
#define MAPGEN_COMPOSE_DIFF_LEGEND_H

#include "compose/diff_story.h"
#include "compose/legend_rows.h"

/* Fewer changes than this need no list: each is named on the map. */
#define LEAST_NUMBERED 4

/* The rows for a story on a map, no higher than `most_pt` where the legend is a box. Numbers the
 * items of the story that the list has; none on a page whose legend is no box. `map` is of the last
 * day; of struct row, cleared with the array. */
GArray *diff_legend_rows(const struct pen *pen, const timeline *timeline,
                         const struct legend_map *map, struct diff_story *story, double most_pt);

#endif
