/* What changed, drawn so that it is seen first: each change in an outline of its new holder's
 * darkest tone, and inside that a strip in its previous holder's, so that one sees whose it was. */
#ifndef MAPGEN_COMPOSE_CHANGES_H
#define MAPGEN_COMPOSE_CHANGES_H

#include "compose/page_map.h"
#include "compose/pen.h"
#include "timeline/timeline.h"

/* Whose tone the strip of ground has that went from one control to another: who held it for certain
 * before; NONE: nobody did, or who has it now. */
int16_t changes_holder_before(struct control before, struct control now);

/* The strips, over the areas and below the lines: along the outline of all that came to one control
 * since `since`, and not between its parts, a path for each holder of before. `changes` are of
 * struct change. In a small area the strip is narrow. */
void changes_draw_bands(const struct pen *pen, const page_map *page, const timeline *timeline,
                        const struct state *since, const GArray *changes);

/* The outlines: one path per change, which names its event. Between two changes to one control
 * there is none, so that the parts of one day are one shape; a change that only such neighbours
 * surround keeps its own. */
void changes_draw_outlines(const struct pen *pen, const page_map *page, const timeline *timeline,
                           const GArray *changes);

/* Changes too small to be seen under the lines around them, drawn once more over these; not those
 * that are part of a larger one of the day. */
void changes_draw_small(const struct pen *pen, const page_map *page, const timeline *timeline,
                        const GArray *changes);

#endif
