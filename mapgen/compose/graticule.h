/* Meridians and parallels: thin lines at round steps, with their degrees at the map's top and right
 * edges. Made once per plan, as no date changes it. */
#ifndef MAPGEN_COMPOSE_GRATICULE_H
#define MAPGEN_COMPOSE_GRATICULE_H

#include "compose/page_map.h"
#include "compose/pen.h"

typedef struct graticule graticule;

/* Lines `step_deg` apart, or, when that is 0, at the round step that gives about five across the
 * map. `pen` gives style and language. */
graticule *graticule_new(const struct pen *pen, const page_map *page, double step_deg);
void graticule_free(graticule *graticule);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(graticule, graticule_free)

/* Appends the boxes of the degrees to `boxes` (of struct page_box). */
void graticule_boxes(const graticule *graticule, GArray *boxes);

/* Draws the lines, and later, over what else is drawn, the degrees. */
void graticule_draw_lines(const struct pen *pen, const graticule *graticule);
void graticule_draw_degrees(const struct pen *pen, const graticule *graticule);

#endif
