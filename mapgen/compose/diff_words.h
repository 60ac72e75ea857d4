/* What a map of a difference says: its headline, its caption, what it says of itself. */
#ifndef MAPGEN_COMPOSE_DIFF_WORDS_H
#define MAPGEN_COMPOSE_DIFF_WORDS_H

#include "compose/diff_story.h"
#include "compose/map_parts.h"

/* The words on the map, cleared with map_words_clear(): what happened to how much ground, or, of
 * few changes, the captions of their events; shown is what of it has room in the header of
 * `layout`, which is the plan's with as many lines for the caption as fit. A title or a caption of
 * the command line stands instead; those of the project are of single days. */
void diff_words_write(struct map_words *words, const map_plan *plan, const struct pen *pen,
                      const struct diff_story *story, struct layout *layout);

/* Fills what the scene says of itself; `now` is the state of the last day. */
void diff_words_about(const map_plan *plan, const struct diff_story *story, const struct state *now,
                      const struct map_words *words, scene *scene);

#endif
