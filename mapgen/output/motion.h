/* The CSS by which the groups of an SVG come and go (CSS Animations level 1).
 *
 * Each group lies above those before it. A group becomes opaque over the one before it, which goes
 * when nothing of it is seen any more: where the two are alike nothing changes. Programs without
 * animations, and readers who asked for less motion, are shown the last group alone. */
#ifndef MAPGEN_OUTPUT_MOTION_H
#define MAPGEN_OUTPUT_MOTION_H

#include "output/film.h"

/* Rules for groups with the ids "$-frame-1" to "$-frame-N", as scene_about's motion wants them; one
 * turn each; `loops` 0: for ever. "" for a single turn. The caller's. */
char *motion_rules(const struct film_turn *turns, size_t count, int loops);

#endif
