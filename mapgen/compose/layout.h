/* Pages: how large, and where on them the map and its furniture stand.
 *
 *     ┌──────────────────────────────┐
 *     │ header: date, caption        │
 *     ├──────────┬───────────────────┤   the map fills the whole width; the view's extent is
 *     │ side:    │                   │   fitted into `subject`, so that the side column, with
 *     │ legend,  │     subject       │   legend and notes, stands over what the map is not about;
 *     │ notes    │                   │   on a narrow page the side is a band below the map
 *     ├──────────┴───────────────────┤
 *     │ footer: timeline, sources    │
 *     └──────────────────────────────┘
 *
 * A layout is a row of a table: sizes, from which the boxes follow. How large its letters are is
 * the style sheet's, which reads the page's size (style/style.h).
 *
 * The only way from mapxy to pagexy. */
#ifndef MAPGEN_COMPOSE_LAYOUT_H
#define MAPGEN_COMPOSE_LAYOUT_H

#include "geom/projection.h"
#include "input/project.h"
#include "scene/scene.h"

enum legend_place { LEGEND_LEFT, LEGEND_BELOW, LEGEND_NONE };

struct layout {
    const char *name;
    double width_pt, height_pt;
    enum page_unit unit;
    double margin_pt;            /* of text from the page's sides */
    double header_pt, footer_pt; /* heights; 0: none */
    enum legend_place legend;
    double side_pt;    /* the legend's width at the left, its height below */
    int caption_lines; /* at most */
    int source_lines;  /* of the foot, beside the strip of dates */
    int most_places;   /* of which the names are shown; 0: as many as fit */
    bool has_locator, has_graticule;
    bool hides_dated_places; /* places of which the log speaks by themselves look like any other */
    bool has_scale_beside;   /* right of the legend, on a page too low for both in a column */
    double bleed_pt;         /* how far fills and strokes reach beyond the map's box */
    struct page_box header, map, side, subject, footer;
};

/* The program's layout of that name; NULL when there is none. Borrowed, constant. */
const struct layout *layout_find(const char *name);
const char *const *layout_names(void);

/* A box of a layout, and more of it beyond the page's sides where it reaches them: so that no line
 * of paper shows beside it when the page is scaled. */
struct page_box layout_bled(const struct layout *layout, struct page_box box);

/* Sets the boxes from the sizes. */
void layout_place_boxes(struct layout *layout);

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
