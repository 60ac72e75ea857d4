/* Names of rivers: along the river, a little above it (or below), letter by letter on a smoothed
 * course.
 *
 *            r  a  z
 *       A                 each cluster a run of its own, turned as the course runs under it, in a
 *      ___----‾‾‾‾‾‾      group whose title is the name; no textPath, which not all renderers draw
 *
 * The stretch is the smoothest that is free on all days. Scripts that join their letters, and those
 * that run from right to left, are set in one level piece beside the river. */
#ifndef MAPGEN_COMPOSE_RIVER_NAMES_H
#define MAPGEN_COMPOSE_RIVER_NAMES_H

#include "compose/label_space.h"

typedef struct river_names river_names;

/* Plans the names of all drawn layers of lines that are named feature by feature; takes their
 * room. */
river_names *river_names_plan(const struct pen *pen, label_space *space);
void river_names_free(river_names *names);

void river_names_draw(const struct pen *pen, const river_names *names, day_number day);

#endif
