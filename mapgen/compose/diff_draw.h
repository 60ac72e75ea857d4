/* The map of a difference, without its words: ground that did not change in the palest tones; what
 * passed in the strongest of its new holder, with a strip of its old one inside; what went back and
 * forth in the tone of its holder under slanted bands of who had it in between; the old line of
 * contact in dots, the new one as ever. */
#ifndef MAPGEN_COMPOSE_DIFF_DRAW_H
#define MAPGEN_COMPOSE_DIFF_DRAW_H

#include "compose/areas.h"
#include "compose/diff_story.h"

/* Gives the groups of a story their own areas among those of a map (compose/areas.h). */
void diff_draw_gather(const struct diff_story *story, struct areas *areas);

/* The outlines: one group of paths per item, which says what happened there and by which events;
 * a thin line between two items of one look. */
void diff_draw_outlines(const struct pen *pen, const page_map *page, const timeline *timeline,
                        const struct diff_story *story);

/* Where sides met on the first day and do not on the last. */
void diff_draw_former_contact(const struct pen *pen, const page_map *page, const timeline *timeline,
                              const struct state *before, const struct state *now);

#endif
