/* Pages: how large, and where on them the map and its furniture stand.
 *
 *     ┌──────────────────────────────┐
 *     │ header: date, caption        │
 *     ├──────────┬───────────────────┤   the map fills the whole width; the view's extent is
 *     │ side:    │                   │   fitted into `subject`, so that the side column, with
 *     │ legend,  │     subject       │   legend and notes, stands over what the map is not about
 *     │ notes    │                   │
 *     ├──────────┴───────────────────┤
 *     │ footer: timeline, sources    │
 *     └──────────────────────────────┘
 *
 * The only way from mapxy to pagexy. */
#ifndef MAPGEN_COMPOSE_LAYOUT_H
#define MAPGEN_COMPOSE_LAYOUT_H

#include "geom/projection.h"
#include "scene/scene.h"

struct layout {
    const char *name;
    double width_pt, height_pt;
    enum page_unit unit;
    double margin_pt; /* of text from the page's sides */
    struct page_box header, map, side, subject, footer;
};

/* The layout of that name; NULL when there is none. Borrowed, constant. */
const struct layout *layout_find(const char *name);
const char *const *layout_names(void);

/* Where a projected extent stands on a page: page x = left + scale * (x - west), page y = top +
 * scale * (north - y). North is up at the middle meridian. */
struct page_fit {
    double scale; /* points per metre */
    double x0, y0;
};

/* Fits an extent into a layout's subject box, whole and in its middle. */
struct page_fit layout_fit(const struct layout *layout, struct lonlat_box extent,
                           const projection *projection);

struct pagexy page_fit_point(struct page_fit fit, struct mapxy at);
struct mapxy page_fit_inverse(struct page_fit fit, struct pagexy at);

struct pagept pagept_from_pagexy(struct pagexy at);

#endif
