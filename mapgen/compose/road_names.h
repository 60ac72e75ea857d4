/* Names of roads: beside the road with a short leader to it, in one place through the years.
 *
 * Entries of one name are one road that is drawn another way from some day on: its name stands
 * beside what all of them share, where they share anything. */
#ifndef MAPGEN_COMPOSE_ROAD_NAMES_H
#define MAPGEN_COMPOSE_ROAD_NAMES_H

#include "compose/standing_names.h"

/* Plans the names of all lines that the project draws with a name. */
void road_names_plan(const struct pen *pen, label_space *space, struct standing_names *standing);

#endif
