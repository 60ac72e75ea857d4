#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "geom/clip.h"
#include "support/random_seed.h"
#include <geos_c.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

static const struct page_rect BOX = {0, 0, 1000, 800};

static GArray *new_points(void)
{
    return g_array_new(FALSE, FALSE, sizeof(struct pagept));
}

static struct pagept point_at(const GArray *points, size_t i)
{
    return g_array_index(points, struct pagept, i);
}

static double ring_area(const GArray *points)
{
    double sum = 0;
    for (guint i = 0; i < points->len; i++) {
        struct pagept a = point_at(points, i), b = point_at(points, (i + 1) % points->len);
        sum += (double)a.x * b.y - (double)b.x * a.y;
    }
    return fabs(sum) / 2;
}

static void assert_inside(const GArray *points)
{
    for (guint i = 0; i < points->len; i++) {
        struct pagept p = point_at(points, i);
        assert_true(p.x >= BOX.left && p.x <= BOX.right && p.y >= BOX.top && p.y <= BOX.bottom);
    }
}

static void test_clip__ring_inside_stays_as_it_is(void **state)
{
    (void)state;
    const struct pagept ring[] = {{0, 0}, {1000, 0}, {1000, 800}, {5, 700}};
    g_autoptr(GArray) out = new_points();
    assert_int_equal(clip_ring(ring, 4, BOX, out), 4);
    assert_memory_equal(out->data, ring, sizeof ring);
}

static void test_clip__ring_outside_is_nothing(void **state)
{
    (void)state;
    const struct pagept beside[] = {{1100, 0}, {1200, 0}, {1200, 800}};
    const struct pagept across_a_corner[] = {{1900, 0}, {1900, 1900}, {0, 1900}};
    g_autoptr(GArray) out = new_points();
    assert_int_equal(clip_ring(beside, 3, BOX, out), 0);
    assert_int_equal(clip_ring(across_a_corner, 3, BOX, out), 0);
    assert_int_equal(out->len, 0);
}

static void test_clip__ring_around_the_box_is_the_box(void **state)
{
    (void)state;
    const struct pagept around[] = {{-9, -9}, {5000, -9}, {5000, 5000}, {-9, 5000}};
    g_autoptr(GArray) out = new_points();
    assert_int_equal(clip_ring(around, 4, BOX, out), 4);
    assert_true(ring_area(out) == 800000);
}

/* What is there already stays in front. */
static void test_clip__appends(void **state)
{
    (void)state;
    const struct pagept ring[] = {{-500, 100}, {500, 100}, {500, 300}, {-500, 300}};
    g_autoptr(GArray) out = new_points();
    g_array_append_val(out, ring[0]);
    assert_int_equal(clip_ring(ring, 4, BOX, out), 4);
    assert_int_equal(out->len, 5);
    assert_int_equal(point_at(out, 0).x, -500);
    g_array_remove_index(out, 0);
    assert_inside(out);
    assert_true(ring_area(out) == 500 * 200);
}

/* ---- against GEOS --------------------------------------------------------------------------- */

static GEOSCoordSequence *sequence(GEOSContextHandle_t geos, const GArray *points, bool is_closed)
{
    guint count = points->len + (is_closed ? 1 : 0);
    GEOSCoordSequence *all = GEOSCoordSeq_create_r(geos, count, 2);
    for (guint i = 0; i < count; i++) {
        struct pagept p = point_at(points, i % points->len);
        GEOSCoordSeq_setXY_r(geos, all, i, p.x, p.y);
    }
    return all;
}

/* The area of a ring, or the length of a line, inside the box. */
static double inside_by_geos(const GArray *points, bool is_ring)
{
    GEOSContextHandle_t geos = GEOS_init_r();
    GEOSCoordSequence *all = sequence(geos, points, is_ring);
    GEOSGeometry *shape =
        is_ring ? GEOSGeom_createPolygon_r(geos, GEOSGeom_createLinearRing_r(geos, all), NULL, 0)
                : GEOSGeom_createLineString_r(geos, all);
    GEOSGeometry *box = GEOSGeom_createRectangle_r(geos, BOX.left, BOX.top, BOX.right, BOX.bottom);
    GEOSGeometry *part = GEOSIntersection_r(geos, shape, box);
    double size = 0;
    if (is_ring)
        GEOSArea_r(geos, part, &size);
    else
        GEOSLength_r(geos, part, &size);
    GEOSGeom_destroy_r(geos, part);
    GEOSGeom_destroy_r(geos, box);
    GEOSGeom_destroy_r(geos, shape);
    GEOS_finish_r(geos);
    return size;
}

/* Segment by segment, because GEOS counts what two of them share only once. */
static double length_by_geos(const GArray *points)
{
    g_autoptr(GArray) segment = new_points();
    double length = 0;
    for (guint i = 0; i + 1 < points->len; i++) {
        g_array_set_size(segment, 0);
        g_array_append_vals(segment, &g_array_index(points, struct pagept, i), 2);
        length += inside_by_geos(segment, false);
    }
    return length;
}

/* A star about a point, so that it does not cross itself. */
static void draw_star(GRand *random, GArray *points)
{
    double x = g_rand_double_range(random, -300, 1300), y = g_rand_double_range(random, -300, 1100);
    int corners = g_rand_int_range(random, 3, 40);
    g_array_set_size(points, 0);
    for (int i = 0; i < corners; i++) {
        double radius = g_rand_double_range(random, 100, 1500), angle = 2 * G_PI * i / corners;
        struct pagept p = {(int32_t)(x + radius * cos(angle)), (int32_t)(y + radius * sin(angle))};
        g_array_append_val(points, p);
    }
}

static void test_clip__ring_has_the_area_that_geos_says(void **state)
{
    (void)state;
    g_autoptr(GRand) random = random_from_seed();
    g_autoptr(GArray) points = new_points(), out = new_points();
    for (int round = 0; round < 300; round++) {
        draw_star(random, points);
        g_array_set_size(out, 0);
        clip_ring((struct pagept *)(void *)points->data, points->len, BOX, out);
        assert_inside(out);
        double expected = inside_by_geos(points, true), area = ring_area(out);
        /* Each of some 40 corners on the box may be rounded by half a unit of its side. */
        if (fabs(area - expected) > 4000)
            fail_msg("%.1f instead of %.1f", area, expected);
    }
}

static double lines_length(const GArray *points, const GArray *counts)
{
    double length = 0;
    size_t at = 0;
    for (guint piece = 0; piece < counts->len; piece++) {
        size_t count = g_array_index(counts, size_t, piece);
        assert_true(count >= 2);
        for (size_t i = at; i + 1 < at + count; i++) {
            struct pagept a = point_at(points, i), b = point_at(points, i + 1);
            length += hypot((double)a.x - b.x, (double)a.y - b.y);
        }
        at += count;
    }
    assert_int_equal(at, points->len);
    return length;
}

static void test_clip__line_has_the_length_that_geos_says(void **state)
{
    (void)state;
    g_autoptr(GRand) random = random_from_seed();
    g_autoptr(GArray) points = new_points(), out = new_points();
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    bool has_none = false, has_whole = false;
    for (int round = 0; round < 300; round++) {
        g_array_set_size(points, 0);
        g_array_set_size(out, 0);
        g_array_set_size(counts, 0);
        /* Across the box, in it with ends on its sides, or about a corner of it. */
        const struct page_rect among[] = {{-700, -700, 1700, 1500}, BOX, {900, 700, 1900, 1500}};
        const struct page_rect *from = &among[round % 3];
        int count = g_rand_int_range(random, 2, round % 3 == 2 ? 4 : 30);
        for (int i = 0; i < count; i++) {
            struct pagept p = {g_rand_int_range(random, from->left, from->right + 1),
                               g_rand_int_range(random, from->top, from->bottom + 1)};
            g_array_append_val(points, p);
        }
        const struct pagept *line = (const struct pagept *)(void *)points->data;
        clip_line(line, points->len, BOX, out, counts);
        assert_inside(out);
        assert_int_equal(clip_has_line(line, points->len, BOX), counts->len > 0);
        has_none |= counts->len == 0;
        has_whole |= counts->len == 1 && out->len == points->len;
        double expected = length_by_geos(points), length = lines_length(out, counts);
        if (fabs(length - expected) > 1.5 * count)
            fail_msg("%.1f instead of %.1f", length, expected);
    }
    assert_true(has_none && has_whole);
}

/*      . - - - - .
 *  o---|---o     |       in, and out again by the same side: two pieces
 *      |    \    |
 *  o---|-----o   |
 *      ' - - - - '  */
static void test_clip__line_comes_in_pieces(void **state)
{
    (void)state;
    const struct pagept line[] = {{-100, 100}, {500, 100}, {500, -100}, {700, -100}, {700, 900}};
    g_autoptr(GArray) out = new_points();
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    clip_line(line, 5, BOX, out, counts);
    const struct pagept expected[] = {{0, 100}, {500, 100}, {500, 0}, {700, 0}, {700, 800}};
    assert_int_equal(counts->len, 2);
    assert_int_equal(g_array_index(counts, size_t, 0), 3);
    assert_int_equal(g_array_index(counts, size_t, 1), 2);
    assert_memory_equal(out->data, expected, sizeof expected);
}

static void test_clip__line_inside_stays_whole(void **state)
{
    (void)state;
    const struct pagept line[] = {{0, 0}, {500, 100}, {1000, 800}, {0, 800}};
    g_autoptr(GArray) out = new_points();
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    clip_line(line, 4, BOX, out, counts);
    assert_int_equal(counts->len, 1);
    assert_int_equal(out->len, 4);
    assert_memory_equal(out->data, line, sizeof line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clip__ring_inside_stays_as_it_is),
        cmocka_unit_test(test_clip__ring_outside_is_nothing),
        cmocka_unit_test(test_clip__ring_around_the_box_is_the_box),
        cmocka_unit_test(test_clip__appends),
        cmocka_unit_test(test_clip__ring_has_the_area_that_geos_says),
        cmocka_unit_test(test_clip__line_has_the_length_that_geos_says),
        cmocka_unit_test(test_clip__line_comes_in_pieces),
        cmocka_unit_test(test_clip__line_inside_stays_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
