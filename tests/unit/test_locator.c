#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compose/furniture.h"
#include "compose/locator.h"
#include "support/own_view.h"

/* Around the four squares of the small project. */
static const struct lonlat_box around = {44, 38, 49, 42};
static const struct page_box box = {620, 420, 760, 560};

struct shown {
    page_map *page;
    scene *scene;
    locator *locator;
    GArray *pieces;
};

static struct shown show(void **state, const struct layout *layout, struct lonlat_box extent)
{
    const struct own_view *own = *state;
    struct project_view view = {.name = (char *)"around", .extent = around};
    struct shown shown = {.page = own_view_page(own, layout, extent, NULL),
                          .scene = scene_new(layout->width_pt, layout->height_pt, PAGE_PX)};
    struct pen pen = map_pen(own->plan, shown.scene);
    shown.locator = locator_new(shown.page, &view, box, NULL);
    assert_non_null(shown.locator);
    locator_draw(&pen, shown.locator);
    shown.pieces = page_pieces(shown.scene);
    return shown;
}

static void shown_clear(struct shown *shown)
{
    locator_free(shown->locator);
    g_array_unref(shown->pieces);
    scene_free(shown->scene);
    page_map_free(shown->page);
}

static struct page_box rectangle_of(const struct shown *shown)
{
    for (guint i = 0; i < shown->pieces->len; i++)
        if (strcmp(piece_at(shown->pieces, i)->class_list, "locator-extent") == 0)
            return piece_at(shown->pieces, i)->box;
    fail_msg("no rectangle");
    return (struct page_box){0, 0, 0, 0};
}

static const struct lonlat_box extents[] = {
    {45.9, 39.5, 47.1, 40.5}, {46.3, 39.65, 46.8, 39.85}, {44.5, 38.5, 45.5, 41.5}};

static void test_locator__draws_nothing_outside_its_box(void **state)
{
    for (size_t i = 0; i < G_N_ELEMENTS(extents); i++) {
        struct shown shown = show(state, layout_find("article"), extents[i]);
        assert_true(shown.pieces->len >= 4);
        for (guint p = 0; p < shown.pieces->len; p++)
            if (!box_is_within(piece_at(shown.pieces, p)->box, box))
                fail_msg("'%s' leaves the locator", piece_at(shown.pieces, p)->class_list);
        shown_clear(&shown);
    }
}

/* The rectangle holds the corners of what the map is about, where a map of the surroundings has
 * them. */
static void test_locator__holds_the_corners_of_the_subject(void **state)
{
    for (size_t i = 0; i < G_N_ELEMENTS(extents); i++) {
        const struct layout *layout = layout_find("bare");
        struct layout small = *layout;
        small.map = small.subject = box;
        struct shown shown = show(state, layout, extents[i]);
        page_map *place = own_view_page(*state, &small, around, NULL);
        struct page_box rectangle = rectangle_of(&shown), wanted;
        wanted = (struct page_box){INFINITY, INFINITY, -INFINITY, -INFINITY};
        const struct page_box *seen = &layout->subject;
        for (int c = 0; c < 4; c++) {
            struct pagexy corner = {c % 2 ? seen->left : seen->right,
                                    c / 2 ? seen->top : seen->bottom};
            struct pagexy at = page_map_point(place, page_map_lonlat(shown.page, corner));
            at.x = CLAMP(at.x, box.left, box.right);
            at.y = CLAMP(at.y, box.top, box.bottom);
            wanted = (struct page_box){fmin(wanted.left, at.x), fmin(wanted.top, at.y),
                                       fmax(wanted.right, at.x), fmax(wanted.bottom, at.y)};
        }
        /* Rounded to hundredths; its sides may bulge beyond its corners by less than a point. */
        assert_true(rectangle.left <= wanted.left + 0.01 && rectangle.left > wanted.left - 1);
        assert_true(rectangle.top <= wanted.top + 0.01 && rectangle.top > wanted.top - 1);
        assert_true(rectangle.right >= wanted.right - 0.01 && rectangle.right < wanted.right + 1);
        assert_true(rectangle.bottom >= wanted.bottom - 0.01 &&
                    rectangle.bottom < wanted.bottom + 1);
        page_map_free(place);
        shown_clear(&shown);
    }
}

/* A village is a square of five points, around its middle. */
static void test_locator__a_small_view_is_seen(void **state)
{
    struct layout small = *layout_find("bare");
    small.map = small.subject = box;
    struct shown shown =
        show(state, layout_find("bare"), (struct lonlat_box){46.49, 39.99, 46.51, 40.01});
    page_map *place = own_view_page(*state, &small, around, NULL);
    struct page_box rectangle = rectangle_of(&shown);
    struct pagexy middle = page_map_point(place, (struct lonlat){46.5, 40});
    assert_true(fabs(rectangle.right - rectangle.left - 5) < 0.02);
    assert_true(fabs(rectangle.bottom - rectangle.top - 5) < 0.02);
    assert_true(fabs((rectangle.left + rectangle.right) / 2 - middle.x) < 0.05);
    assert_true(fabs((rectangle.top + rectangle.bottom) / 2 - middle.y) < 0.05);
    page_map_free(place);
    shown_clear(&shown);
}

/* ---- north ---------------------------------------------------------------------------------- */

static void test_north__is_not_told_where_it_is_up(void **state)
{
    static const struct lonlat_box anywhere[] = {{45.3, 38.8, 47.9, 40.75},
                                                 {-75.7, -55.1, -53.6, -21.7},
                                                 {-10, 35, 40, 71},
                                                 {46.70, 39.70, 46.74, 39.73}};
    for (const char *const *name = layout_names(); *name != NULL; name++) {
        for (size_t i = 0; i < G_N_ELEMENTS(anywhere); i++) {
            /* The middle of the subject is that of the extent, whatever the page's shape. */
            page_map *page = own_view_page(*state, layout_find(*name), anywhere[i], NULL);
            assert_false(furniture_has_north(page));
            page_map_free(page);
        }
    }
}

/* Where the arrow points, clockwise from up: from the notch between its feet to its tip. */
static double arrow_deg(const scene *scene)
{
    size_t first, end;
    assert_true(scene_group(scene, "north", &first, &end));
    const struct scene_node *arrow = scene_node_at(scene, first);
    assert_int_equal(arrow->kind, NODE_PATH);
    const struct pagept *p = arrow->path.points;
    return atan2(p[0].x - p[2].x, p[2].y - p[0].y) * 180 / G_PI;
}

/* A Lambert conic whose middle meridian is elsewhere turns north by n (lon - lon_0), with n as of
 * Snyder, "Map projections: a working manual", 1987, p. 107, on the sphere. */
static void test_north__points_north(void **state)
{
    const struct own_view *own = *state;
    const double lat_1 = 39 * G_PI / 180, lat_2 = 41 * G_PI / 180;
    double n =
        log(cos(lat_1) / cos(lat_2)) / log(tan(G_PI / 4 + lat_2 / 2) / tan(G_PI / 4 + lat_1 / 2));
    static const int meridians[] = {0, 10, 40, 50, 80, 100};
    for (size_t i = 0; i < G_N_ELEMENTS(meridians); i++) {
        g_autofree char *text =
            g_strdup_printf("+proj=lcc +lat_1=39 +lat_2=41 +lon_0=%d", meridians[i]);
        page_map *page = own_view_page(own, layout_find("article"),
                                       (struct lonlat_box){45.9, 39.5, 47.1, 40.5}, text);
        g_autoptr(scene) scene = scene_new(800, 600, PAGE_PX);
        struct pen pen = map_pen(own->plan, scene);
        assert_true(furniture_has_north(page));
        furniture_north(&pen, page);
        double turn = -n * (46.5 - meridians[i]), drawn = arrow_deg(scene);
        if (fabs(drawn - turn) > 1)
            fail_msg("%s: the arrow points to %.2f, north is at %.2f", text, drawn, turn);
        g_autoptr(GArray) pieces = page_pieces(scene);
        struct page_box north = furniture_north_box(&pen, page);
        for (guint p = 0; p < pieces->len; p++)
            assert_true(box_is_within(piece_at(pieces, p)->box, north));
        page_map_free(page);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_locator__draws_nothing_outside_its_box),
        cmocka_unit_test(test_locator__holds_the_corners_of_the_subject),
        cmocka_unit_test(test_locator__a_small_view_is_seen),
        cmocka_unit_test(test_north__is_not_told_where_it_is_up),
        cmocka_unit_test(test_north__points_north),
    };
    return cmocka_run_group_tests(tests, own_view_setup, own_view_teardown);
}
