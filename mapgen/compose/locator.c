#include "compose/locator.h"

#include <math.h>

/* Points along each side of the rectangle, which is bent on another projection. */
#define SIDE_STEPS 8

/* Of the rectangle's least side, so that a small view is seen. */
#define LEAST_RECTANGLE_PT 5.0

struct locator {
    struct layout layout; /* of which the page is made */
    page_map *page;
    struct page_box box;
    GArray *rectangle, *rectangle_counts;
};

double locator_height_pt(struct lonlat_box extent, double width_pt)
{
    double middle = (extent.south + extent.north) / 2 * G_PI / 180;
    return width_pt * (extent.north - extent.south) / ((extent.east - extent.west) * cos(middle));
}

/* The outline of what the map shows in its subject box, as the locator has it. */
static void add_rectangle(locator *l, const page_map *page)
{
    const struct page_box *seen = &page_map_layout(page)->subject;
    const struct pagexy corners[] = {{seen->left, seen->top},
                                     {seen->right, seen->top},
                                     {seen->right, seen->bottom},
                                     {seen->left, seen->bottom}};
    struct page_box around = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (int side = 0; side < 4; side++) {
        struct pagexy a = corners[side], b = corners[(side + 1) % 4];
        for (int i = 0; i < SIDE_STEPS; i++) {
            double share = i / (double)SIDE_STEPS;
            struct lonlat at = page_map_lonlat(
                page, (struct pagexy){a.x + share * (b.x - a.x), a.y + share * (b.y - a.y)});
            struct pagexy on = page_map_point(l->page, at);
            on.x = CLAMP(on.x, l->box.left, l->box.right);
            on.y = CLAMP(on.y, l->box.top, l->box.bottom);
            around = (struct page_box){fmin(around.left, on.x), fmin(around.top, on.y),
                                       fmax(around.right, on.x), fmax(around.bottom, on.y)};
            struct pagept p = pagept_from_pagexy(on);
            g_array_append_val(l->rectangle, p);
        }
    }
    if (around.right - around.left < LEAST_RECTANGLE_PT) {
        struct pagexy middle = {(around.left + around.right) / 2, (around.top + around.bottom) / 2};
        double half = LEAST_RECTANGLE_PT / 2;
        g_array_set_size(l->rectangle, 0);
        for (int i = 0; i < 4; i++) {
            struct pagept p = pagept_from_pagexy((struct pagexy){
                middle.x + (i == 0 || i == 3 ? -half : half), middle.y + (i < 2 ? -half : half)});
            g_array_append_val(l->rectangle, p);
        }
    }
    size_t count = l->rectangle->len;
    g_array_append_val(l->rectangle_counts, count);
}

locator *locator_new(const page_map *page, const struct project_view *around, struct page_box box,
                     GError **error)
{
    g_autoptr(locator) l = g_new0(locator, 1);
    l->box = box;
    l->layout = *page_map_layout(page);
    l->layout.map = l->layout.subject = box;
    l->layout.bleed_pt = 0;
    l->rectangle = g_array_new(FALSE, FALSE, sizeof(struct pagept));
    l->rectangle_counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    l->page = page_map_build(page_map_planar(page), &l->layout, around, error);
    if (!l->page)
        return NULL;
    add_rectangle(l, page);
    return g_steal_pointer(&l);
}

void locator_free(locator *l)
{
    if (!l)
        return;
    page_map_free(l->page);
    g_array_unref(l->rectangle);
    g_array_unref(l->rectangle_counts);
    g_free(l);
}

enum { LOCATOR_SEA, LOCATOR_ABROAD, LOCATOR_THEATRE };

static void draw_land(const struct pen *pen, const locator *l)
{
    static const char *const classes[] = {
        [LOCATOR_ABROAD] = "locator-land", [LOCATOR_THEATRE] = "locator-land theatre"};
    const planar_map *map = page_map_planar(l->page);
    size_t faces = topology_face_count(planar_map_topology(map));
    g_autofree int32_t *keys = g_new0(int32_t, faces);
    for (size_t f = 0; f < faces; f++)
        keys[f] = face_set_has(*planar_map_theatre(map), (face_id)f) ? LOCATOR_THEATRE
                  : planar_map_face_unit(map, (face_id)f) != NONE    ? LOCATOR_ABROAD
                                                                     : LOCATOR_SEA;
    for (int32_t key = LOCATOR_ABROAD; key <= LOCATOR_THEATRE; key++) {
        g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
        g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
        page_map_outline(l->page, keys, key, points, counts);
        pen_path(pen, classes[key], points, counts, true, NULL);
    }
}

static void draw_borders(const struct pen *pen, const locator *l)
{
    const planar_map *map = page_map_planar(l->page);
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    for (size_t e = 0; e < topology_edge_count(planar_map_topology(map)); e++)
        if (planar_map_is_country_border(map, (edge_id)e))
            page_lines_append(page_map_edge_pieces(l->page, (edge_id)e), points, counts);
    pen_path(pen, "locator-border", points, counts, false, NULL);
}

void locator_draw(const struct pen *pen, const locator *l)
{
    pen_begin(pen, "locator");
    pen_box(pen, "locator-water", l->box, 0);
    draw_land(pen, l);
    draw_borders(pen, l);
    pen_path(pen, "locator-extent", l->rectangle, l->rectangle_counts, true, NULL);
    pen_box(pen, "locator-box", l->box, 0);
    pen_end(pen);
}
