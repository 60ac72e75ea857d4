/* Numbers on a map of a difference, each in the area that its list is about: where the area has
 * most room, or beside it with a leader where it has none. The smallest areas have the first
 * choice. */
#ifndef MAPGEN_COMPOSE_DIFF_MARKS_H
#define MAPGEN_COMPOSE_DIFF_MARKS_H

#include "compose/diff_story.h"
#include "compose/labels.h"

/* Draws the numbers of a story's items on the map of a state. `taken` (of struct page_box) is what
 * else stands over the map, such as a legend; the boxes of the numbers are added. */
void diff_marks_draw(const struct pen *pen, const label_plan *labels, const struct state *state,
                     const struct diff_story *story, GArray *taken);

#endif
