#include "compose/layout.h"

#include <math.h>

/* Extents are measured along their outline, which is curved on the plane, at this many points a
 * side. */
#define OUTLINE_STEPS 32

static const struct layout layouts[] = {
    {.name = "article",
     .width_pt = 800,
     .height_pt = 600,
     .unit = PAGE_PX,
     .margin_pt = 18,
     .header = {0, 0, 800, 74},
     .map = {0, 74, 800, 546},
     .side = {12, 84, 206, 536},
     .subject = {214, 80, 794, 540},
     .footer = {0, 546, 800, 600}},
};

const struct layout *layout_find(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(layouts); i++)
        if (g_str_equal(layouts[i].name, name))
            return &layouts[i];
    return NULL;
}

const char *const *layout_names(void)
{
    static const char *const names[] = {"article", NULL};
    return names;
}

struct page_fit layout_fit(const struct layout *layout, struct lonlat_box extent,
                           const projection *projection)
{
    double west = INFINITY, east = -INFINITY, south = INFINITY, north = -INFINITY;
    for (int i = 0; i <= OUTLINE_STEPS; i++) {
        double share = i / (double)OUTLINE_STEPS;
        double lon = extent.west + share * (extent.east - extent.west);
        double lat = extent.south + share * (extent.north - extent.south);
        struct lonlat outline[] = {
            {lon, extent.south}, {extent.east, lat}, {lon, extent.north}, {extent.west, lat}};
        for (int side = 0; side < 4; side++) {
            struct mapxy at = projection_forward(projection, outline[side]);
            west = fmin(west, at.x);
            east = fmax(east, at.x);
            south = fmin(south, at.y);
            north = fmax(north, at.y);
        }
    }
    const struct page_box *box = &layout->subject;
    double scale =
        fmin((box->right - box->left) / (east - west), (box->bottom - box->top) / (north - south));
    return (struct page_fit){scale, (box->left + box->right) / 2 - scale * (west + east) / 2,
                             (box->top + box->bottom) / 2 + scale * (south + north) / 2};
}

struct pagexy page_fit_point(struct page_fit fit, struct mapxy at)
{
    return (struct pagexy){fit.x0 + fit.scale * at.x, fit.y0 - fit.scale * at.y};
}

struct mapxy page_fit_inverse(struct page_fit fit, struct pagexy at)
{
    return (struct mapxy){(at.x - fit.x0) / fit.scale, (fit.y0 - at.y) / fit.scale};
}

struct pagept pagept_from_pagexy(struct pagexy at)
{
    return (struct pagept){(int32_t)lrint(at.x * PAGE_UNITS_PER_PT),
                           (int32_t)lrint(at.y * PAGE_UNITS_PER_PT)};
}
