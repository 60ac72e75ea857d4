#include "compose/layout.h"

#include <math.h>

/* Extents are measured along their outline, which is curved on the plane, at this many points a
 * side. */
#define OUTLINE_STEPS 32

#define MM 2.834645669291339 /* points */

/* Between the side column or the page's edge and what is fitted beside it. */
#define GAP_PT 6.0

/* The outermost that a page of this program can need over the map's box. */
#define BLEED_PT 6.0

static struct layout layouts[] = {
    {.name = "article",
     .width_pt = 800,
     .height_pt = 600,
     .unit = PAGE_PX,
     .margin_pt = 18,
     .header_pt = 74,
     .footer_pt = 54,
     .legend = LEGEND_LEFT,
     .side_pt = 194,
     .caption_lines = 2,
     .source_lines = 2,
     .has_locator = true},
    {.name = "mobile",
     .width_pt = 375,
     .height_pt = 568,
     .unit = PAGE_PX,
     .margin_pt = 12,
     .header_pt = 86,
     .footer_pt = 58,
     .legend = LEGEND_BELOW,
     .side_pt = 172,
     .caption_lines = 3,
     .source_lines = 3,
     .most_places = 6},
    {.name = "report",
     .width_pt = 160 * MM,
     .height_pt = 120 * MM,
     .unit = PAGE_MM,
     .margin_pt = 9,
     .header_pt = 49,
     .footer_pt = 51,
     .legend = LEGEND_LEFT,
     .side_pt = 140,
     .has_scale_beside = true,
     .caption_lines = 2,
     .source_lines = 3},
    {.name = "square",
     .width_pt = 600,
     .height_pt = 600,
     .unit = PAGE_PX,
     .margin_pt = 16,
     .header_pt = 88,
     .footer_pt = 62,
     .legend = LEGEND_LEFT,
     .side_pt = 168,
     .caption_lines = 3,
     .source_lines = 3,
     .has_locator = true},
    {.name = "slide",
     .width_pt = 960,
     .height_pt = 540,
     .unit = PAGE_PX,
     .margin_pt = 24,
     .header_pt = 92,
     .footer_pt = 69,
     .legend = LEGEND_LEFT,
     .side_pt = 266,
     .caption_lines = 2,
     .source_lines = 2,
     .has_scale_beside = true,
     .has_locator = true},
    {.name = "print",
     .width_pt = 297 * MM,
     .height_pt = 210 * MM,
     .unit = PAGE_MM,
     .margin_pt = 24,
     .header_pt = 74,
     .footer_pt = 58,
     .legend = LEGEND_LEFT,
     .side_pt = 190,
     .caption_lines = 2,
     .source_lines = 3,
     .has_locator = true,
     .has_graticule = true},
    {.name = "bare", .width_pt = 800, .height_pt = 600, .unit = PAGE_PX, .legend = LEGEND_NONE},
};

static struct page_box inset(struct page_box box, double by)
{
    return (struct page_box){box.left + by, box.top + by, box.right - by, box.bottom - by};
}

void layout_place_boxes(struct layout *l)
{
    double below = l->legend == LEGEND_BELOW ? l->side_pt : 0;
    double foot = l->height_pt - l->footer_pt;
    l->header = (struct page_box){0, 0, l->width_pt, l->header_pt};
    l->footer = (struct page_box){0, foot, l->width_pt, l->height_pt};
    l->map = (struct page_box){0, l->header_pt, l->width_pt, foot - below};
    l->subject = inset(l->map, GAP_PT);
    l->side = (struct page_box){0, foot - below, l->width_pt, foot};
    if (l->legend == LEGEND_LEFT) {
        double gap = l->margin_pt * 2 / 3;
        l->side = (struct page_box){gap, l->map.top + gap, gap + l->side_pt, l->map.bottom - gap};
        l->subject.left = l->side.right + GAP_PT;
    }
}

struct page_box layout_bled(const struct layout *layout, struct page_box box)
{
    double more = layout->bleed_pt;
    return (struct page_box){box.left - (box.left <= 0 ? more : 0),
                             box.top - (box.top <= 0 ? more : 0),
                             box.right + (box.right >= layout->width_pt ? more : 0),
                             box.bottom + (box.bottom >= layout->height_pt ? more : 0)};
}

static const struct layout *all_layouts(void)
{
    static gsize is_placed;
    if (g_once_init_enter(&is_placed)) {
        for (size_t i = 0; i < G_N_ELEMENTS(layouts); i++) {
            layouts[i].bleed_pt = BLEED_PT;
            layout_place_boxes(&layouts[i]);
        }
        g_once_init_leave(&is_placed, 1);
    }
    return layouts;
}

const struct layout *layout_find(const char *name)
{
    const struct layout *all = all_layouts();
    for (size_t i = 0; i < G_N_ELEMENTS(layouts); i++)
        if (g_str_equal(all[i].name, name))
            return &all[i];
    return NULL;
}

const char *const *layout_names(void)
{
    static const char *names[G_N_ELEMENTS(layouts) + 1];
    for (size_t i = 0; i < G_N_ELEMENTS(layouts); i++)
        names[i] = layouts[i].name;
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
