#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compose/layout.h"

#include <math.h>

/* Of every shape that a view can have: as shipped, wide, tall, a village, far north. */
static const struct lonlat_box extents[] = {
    {45.3, 38.8, 47.9, 40.75},
    {46.28, 39.42, 46.95, 39.92},
    {44.3, 38.4, 50.0, 41.4},
    {-10, 35, 40, 45},
    {5, 36, 8, 70},
    {46.7, 39.7, 46.71, 39.71},
    {10, 70, 30, 80},
};

/* South of the equator an extent is widest at its northern corners. */
static const struct lonlat_box southern[] = {{140, -45, 155, -10}, {130, -34, 154, -24}};

/* The outline is measured at some of its points; between them it bulges by less than this. */
#define TOLERANCE_PT 0.1

#define SIDE_POINTS 101
#define OUTLINE_POINTS (4 * SIDE_POINTS)

/* Points along the four sides of an extent, all corners among them. */
static struct lonlat outline_at(struct lonlat_box extent, int i)
{
    double share = (i % SIDE_POINTS) / (SIDE_POINTS - 1.0);
    double lon = extent.west + share * (extent.east - extent.west);
    double lat = extent.south + share * (extent.north - extent.south);
    const struct lonlat sides[] = {
        {lon, extent.south}, {extent.east, lat}, {lon, extent.north}, {extent.west, lat}};
    return sides[i / SIDE_POINTS];
}

static projection *projected(struct lonlat_box extent)
{
    g_autofree char *text = projection_for_extent(extent);
    projection *projection = projection_new(text, NULL);
    assert_non_null(projection);
    return projection;
}

static bool is_within(struct page_box inner, struct page_box outer)
{
    return inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top &&
           inner.bottom <= outer.bottom && inner.left < inner.right && inner.top < inner.bottom;
}

static bool overlap(struct page_box a, struct page_box b)
{
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/* Empty boxes stand anywhere. */
static bool has_area(struct page_box box)
{
    return box.left < box.right && box.top < box.bottom;
}

static void test_layout__boxes_stand_on_the_page_beside_each_other(void **state)
{
    (void)state;
    for (const char *const *name = layout_names(); *name != NULL; name++) {
        const struct layout *layout = layout_find(*name);
        struct page_box page = {0, 0, layout->width_pt, layout->height_pt};
        assert_string_equal(layout->name, *name);
        assert_true(is_within(layout->map, page));
        assert_true(is_within(layout->subject, layout->map));
        const struct page_box around[] = {layout->header, layout->footer, layout->side};
        for (size_t i = 0; i < G_N_ELEMENTS(around); i++) {
            assert_true(!has_area(around[i]) || is_within(around[i], page));
            assert_false(has_area(around[i]) && overlap(around[i], layout->subject));
        }
        assert_false(has_area(layout->header) && overlap(layout->header, layout->map));
        assert_false(has_area(layout->footer) && overlap(layout->footer, layout->map));
        assert_int_equal(has_area(layout->side), layout->legend != LEGEND_NONE);
    }
}

/* A page of any size has its furniture where a layout has it: what is left is the map's. */
static void test_layout__boxes_follow_the_size_of_the_page(void **state)
{
    (void)state;
    static const double sizes[][2] = {{640, 480}, {1200, 675}, {700, 900}, {1920, 1080}};
    for (const char *const *name = layout_names(); *name != NULL; name++) {
        for (size_t i = 0; i < G_N_ELEMENTS(sizes); i++) {
            struct layout layout = *layout_find(*name);
            layout.width_pt = sizes[i][0];
            layout.height_pt = sizes[i][1];
            layout_place_boxes(&layout);
            struct page_box page = {0, 0, layout.width_pt, layout.height_pt};
            assert_true(is_within(layout.map, page));
            assert_true(is_within(layout.subject, layout.map));
            assert_true(layout.map.left == 0 && layout.map.right == page.right);
            assert_true(layout.header.bottom == layout.map.top);
            assert_true(layout.footer.bottom == page.bottom);
            double below = layout.legend == LEGEND_BELOW ? layout.side_pt : 0;
            assert_true(fabs(layout.map.bottom + below - layout.footer.top) < 1e-9);
        }
    }
}

static void test_layout__a_name_that_is_none_finds_nothing(void **state)
{
    (void)state;
    assert_null(layout_find("articles"));
    assert_null(layout_find("Article"));
    assert_null(layout_find(""));
    assert_string_equal(layout_names()[0], "article");
}

/* Where the outline of an extent comes to on the page. */
static struct page_box fitted(const struct layout *layout, struct lonlat_box extent)
{
    g_autoptr(projection) projection = projected(extent);
    struct page_fit fit = layout_fit(layout, extent, projection);
    struct page_box box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (int i = 0; i < OUTLINE_POINTS; i++) {
        struct pagexy at =
            page_fit_point(fit, projection_forward(projection, outline_at(extent, i)));
        box = (struct page_box){fmin(box.left, at.x), fmin(box.top, at.y), fmax(box.right, at.x),
                                fmax(box.bottom, at.y)};
    }
    return box;
}

static void check_fit(const struct layout *layout, struct lonlat_box extent)
{
    const struct page_box *subject = &layout->subject;
    struct page_box box = fitted(layout, extent);
    double beside = box.left - subject->left, above = box.top - subject->top;
    assert_true(box.left > subject->left - TOLERANCE_PT);
    assert_true(box.right < subject->right + TOLERANCE_PT);
    assert_true(box.top > subject->top - TOLERANCE_PT);
    assert_true(box.bottom < subject->bottom + TOLERANCE_PT);
    assert_true(fabs(beside - (subject->right - box.right)) < 2 * TOLERANCE_PT);
    assert_true(fabs(above - (subject->bottom - box.bottom)) < 2 * TOLERANCE_PT);
    /* As large as it goes: it touches two opposite sides. */
    assert_true(fmin(beside, above) < TOLERANCE_PT);
}

static void test_layout__an_extent_stands_whole_in_the_middle_of_the_subject(void **state)
{
    (void)state;
    for (const char *const *name = layout_names(); *name != NULL; name++)
        for (size_t i = 0; i < G_N_ELEMENTS(extents); i++)
            check_fit(layout_find(*name), extents[i]);
}

static void test_layout__an_extent_of_the_south_is_whole_too(void **state)
{
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(southern); i++)
        check_fit(layout_find("article"), southern[i]);
}

static void test_layout__north_is_up_and_east_to_the_right(void **state)
{
    (void)state;
    const struct layout *layout = layout_find("article");
    for (size_t i = 0; i < G_N_ELEMENTS(extents); i++) {
        g_autoptr(projection) projection = projected(extents[i]);
        struct page_fit fit = layout_fit(layout, extents[i], projection);
        double lon = (extents[i].west + extents[i].east) / 2;
        double lat = (extents[i].south + extents[i].north) / 2;
        struct pagexy middle =
            page_fit_point(fit, projection_forward(projection, (struct lonlat){lon, lat}));
        struct pagexy north = page_fit_point(
            fit, projection_forward(projection, (struct lonlat){lon, extents[i].north}));
        struct pagexy east = page_fit_point(
            fit, projection_forward(projection, (struct lonlat){extents[i].east, lat}));
        assert_true(north.y < middle.y - 1);
        assert_true(fabs(north.x - middle.x) < 0.01);
        assert_true(east.x > middle.x + 1);
    }
}

static void test_layout__a_point_goes_out_and_back(void **state)
{
    (void)state;
    const struct layout *layout = layout_find("article");
    for (size_t i = 0; i < G_N_ELEMENTS(extents); i++) {
        g_autoptr(projection) projection = projected(extents[i]);
        struct page_fit fit = layout_fit(layout, extents[i], projection);
        for (int p = 0; p < OUTLINE_POINTS; p++) {
            struct mapxy there = projection_forward(projection, outline_at(extents[i], p));
            struct mapxy back = page_fit_inverse(fit, page_fit_point(fit, there));
            assert_true(fabs(back.x - there.x) < 1e-6 * fmax(1, fabs(there.x)));
            assert_true(fabs(back.y - there.y) < 1e-6 * fmax(1, fabs(there.y)));
        }
    }
}

static void test_layout__scale_is_the_same_both_ways(void **state)
{
    (void)state;
    struct page_fit fit = {.scale = 0.002, .x0 = 500, .y0 = 300};
    struct pagexy at = page_fit_point(fit, (struct mapxy){10000, 5000});
    assert_true(fabs(at.x - 520) < 1e-9);
    assert_true(fabs(at.y - 290) < 1e-9);
}

/* Hundredths, to the nearest. */
static void test_layout__page_points_are_rounded_to_hundredths(void **state)
{
    (void)state;
    struct pagept at = pagept_from_pagexy((struct pagexy){12.344, -0.006});
    assert_int_equal(at.x, 1234);
    assert_int_equal(at.y, -1);
    at = pagept_from_pagexy((struct pagexy){12.346, -0.004});
    assert_int_equal(at.x, 1235);
    assert_int_equal(at.y, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_layout__boxes_stand_on_the_page_beside_each_other),
        cmocka_unit_test(test_layout__boxes_follow_the_size_of_the_page),
        cmocka_unit_test(test_layout__a_name_that_is_none_finds_nothing),
        cmocka_unit_test(test_layout__an_extent_stands_whole_in_the_middle_of_the_subject),
        cmocka_unit_test(test_layout__an_extent_of_the_south_is_whole_too),
        cmocka_unit_test(test_layout__north_is_up_and_east_to_the_right),
        cmocka_unit_test(test_layout__a_point_goes_out_and_back),
        cmocka_unit_test(test_layout__scale_is_the_same_both_ways),
        cmocka_unit_test(test_layout__page_points_are_rounded_to_hundredths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
