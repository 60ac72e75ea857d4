/* The locator: a small map that shows where the view lies, as a rectangle on the countries around.
 * Made once per plan, as no date changes it. */
#ifndef MAPGEN_COMPOSE_LOCATOR_H
#define MAPGEN_COMPOSE_LOCATOR_H

#include "compose/page_map.h"
#include "compose/pen.h"

typedef struct locator locator;

/* The height of a locator of that extent at a width, in points. */
double locator_height_pt(struct lonlat_box extent, double width_pt);

/* Makes it for a box on the page: `around` is the view whose extent it shows, `page` the map that
 * it tells the place of. Errors are those of page_map_build(). */
locator *locator_new(const page_map *page, const struct project_view *around, struct page_box box,
                     GError **error);
void locator_free(locator *locator);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(locator, locator_free)

void locator_draw(const struct pen *pen, const locator *locator);

#endif
