#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "geom/inner_band.h"

#include <math.h>

/* 100 by 80 points, and a hole of 20 by 20. */
static const struct pagept FRAME[] = {{0, 0},       {10000, 0},   {10000, 8000}, {0, 8000},
                                      {3000, 3000}, {3000, 5000}, {5000, 5000},  {5000, 3000}};
static const size_t FRAME_COUNTS[] = {4, 4};

struct band {
    GArray *points, *counts;
    double share;
};

static struct band band_of(const struct pagept *points, const size_t *counts, size_t rings,
                           double width_pt)
{
    struct band band = {g_array_new(FALSE, FALSE, sizeof(struct pagept)),
                        g_array_new(FALSE, FALSE, sizeof(size_t)), 0};
    band.share = inner_band(points, counts, rings, width_pt, band.points, band.counts);
    return band;
}

static void band_clear(struct band *band)
{
    g_array_unref(band->points);
    g_array_unref(band->counts);
}

static bool is_in(const struct band *band, double x, double y)
{
    const struct pagept *p = (const struct pagept *)(const void *)band->points->data;
    bool is_inside = false;
    for (guint r = 0; r < band->counts->len; r++) {
        size_t count = g_array_index(band->counts, size_t, r);
        for (size_t i = 0, j = count - 1; i < count; j = i++)
            if ((p[i].y > y) != (p[j].y > y) &&
                x < (p[j].x - p[i].x) * (y - p[i].y) / (p[j].y - p[i].y) + p[i].x)
                is_inside = !is_inside;
        p += count;
    }
    return is_inside;
}

static double distance_to_ring(const struct pagept *ring, size_t count, double x, double y)
{
    double least = INFINITY;
    for (size_t i = 0, j = count - 1; i < count; j = i++) {
        double dx = ring[i].x - ring[j].x, dy = ring[i].y - ring[j].y;
        double t = CLAMP(((x - ring[j].x) * dx + (y - ring[j].y) * dy) / (dx * dx + dy * dy), 0, 1);
        least = fmin(least, hypot(x - ring[j].x - t * dx, y - ring[j].y - t * dy));
    }
    return least;
}

/* Inside the area a point is of the strip when an edge is nearer than the width; round corners are
 * polygons, so points within a tenth of a point of that are left alone. */
static void test_inner_band__is_what_lies_near_an_edge_inside(void **state)
{
    (void)state;
    struct band band = band_of(FRAME, FRAME_COUNTS, 2, 4);
    for (double y = -537; y < 9000; y += 211) {
        for (double x = -461; x < 11000; x += 173) {
            bool is_inside = x > 0 && x < 10000 && y > 0 && y < 8000 &&
                             !(x > 3000 && x < 5000 && y > 3000 && y < 5000);
            double away =
                fmin(distance_to_ring(FRAME, 4, x, y), distance_to_ring(FRAME + 4, 4, x, y));
            if (fabs(away - 400) > 10)
                assert_int_equal(is_in(&band, x, y), is_inside && away < 400);
        }
    }
    band_clear(&band);
}

static void test_inner_band__share_is_of_the_area(void **state)
{
    (void)state;
    struct band band = band_of(FRAME, FRAME_COUNTS, 1, 4);
    double whole = 100 * 80, core = 92 * 72;
    assert_true(fabs(band.share - (whole - core) / whole) < 1e-9);
    band_clear(&band);

    band = band_of(FRAME, FRAME_COUNTS, 1, 60);
    assert_true(band.share == 1);
    assert_int_equal(band.counts->len, 1);
    band_clear(&band);
}

/* So that an outline and its strip are the same points in the same order. */
static void test_inner_band__begins_with_the_rings_as_they_are(void **state)
{
    (void)state;
    struct band band = band_of(FRAME, FRAME_COUNTS, 2, 4);
    assert_int_equal(band.counts->len, 4);
    assert_memory_equal(band.points->data, FRAME, sizeof FRAME);
    band_clear(&band);
}

static void test_inner_band__of_nothing_is_nothing(void **state)
{
    (void)state;
    static const struct pagept flat[] = {{0, 0}, {100, 0}, {50, 0}};
    static const size_t flat_count[] = {3};
    struct band band = band_of(flat, flat_count, 1, 4);
    assert_true(band.share == 0);
    assert_int_equal(band.points->len, 0);
    band_clear(&band);
    band = band_of(NULL, NULL, 0, 4);
    assert_int_equal(band.counts->len, 0);
    band_clear(&band);
}

/* Two squares that touch in a corner, as rings of a dissolved area may. */
static void test_inner_band__rings_may_touch(void **state)
{
    (void)state;
    static const struct pagept squares[] = {{0, 0},       {4000, 0},    {4000, 4000}, {0, 4000},
                                            {4000, 4000}, {8000, 4000}, {8000, 8000}, {4000, 8000}};
    struct band band = band_of(squares, FRAME_COUNTS, 2, 4);
    assert_true(is_in(&band, 200, 2000));
    assert_true(is_in(&band, 7800, 6000));
    assert_false(is_in(&band, 2000, 2000));
    assert_false(is_in(&band, 6000, 2000));
    band_clear(&band);
}

/* The right half of a strip is what of it lies to the right: along the cut there is none. */
static void test_inner_band__keeps_what_lies_in_a_part(void **state)
{
    (void)state;
    static const struct pagept right[] = {{6000, 0}, {10000, 0}, {10000, 8000}, {6000, 8000}};
    static const size_t right_count[] = {4};
    struct band band = band_of(FRAME, FRAME_COUNTS, 2, 4);
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    g_array_append_vals(points, right, 4);
    g_array_append_vals(counts, right_count, 1);
    inner_band_keep(band.points, band.counts, points, counts);
    for (double y = -537; y < 9000; y += 211)
        for (double x = -461; x < 11000; x += 173) {
            bool is_near = x > 9600 || y < 400 || y > 7600;
            bool is_inside = x > 6000 && x < 10000 && y > 0 && y < 8000;
            assert_int_equal(is_in(&band, x, y), is_inside && is_near);
        }
    g_array_set_size(points, 0);
    g_array_set_size(counts, 0);
    inner_band_keep(band.points, band.counts, points, counts);
    assert_int_equal(band.points->len, 0);
    band_clear(&band);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_inner_band__is_what_lies_near_an_edge_inside),
        cmocka_unit_test(test_inner_band__share_is_of_the_area),
        cmocka_unit_test(test_inner_band__begins_with_the_rings_as_they_are),
        cmocka_unit_test(test_inner_band__of_nothing_is_nothing),
        cmocka_unit_test(test_inner_band__rings_may_touch),
        cmocka_unit_test(test_inner_band__keeps_what_lies_in_a_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
