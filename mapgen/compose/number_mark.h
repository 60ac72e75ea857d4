/* A number on the map whose words stand in a list beside it: a disc in the darkest tone of who the
 * ground is about, the number on it. The same stands before its words in the list. */
#ifndef MAPGEN_COMPOSE_NUMBER_MARK_H
#define MAPGEN_COMPOSE_NUMBER_MARK_H

#include "compose/pen.h"

/* The disc's radius, its rim included. */
double number_mark_radius_pt(const struct pen *pen);

/* Draws a number in the colours of a role; `mark` (may be NULL) is of the whole. */
void number_mark_draw(const struct pen *pen, const char *role, int number, struct pagexy at,
                      const struct scene_mark *mark);

#endif
