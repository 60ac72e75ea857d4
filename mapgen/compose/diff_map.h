/* The map of what changed between two days, on the plan of the series: nothing that both have moves
 * from the one to the other. */
#ifndef MAPGEN_COMPOSE_DIFF_MAP_H
#define MAPGEN_COMPOSE_DIFF_MAP_H

#include "compose/map.h"
#include "timeline/diff.h"

/* Draws a diff whose first day is not after its last. The caller's to free; it borrows fonts and
 * style from the plan and must not outlive it. */
scene *diff_map_compose(const map_plan *plan, const struct diff *diff);

#endif
