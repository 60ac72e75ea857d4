#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compose/projected_lines.h"
#include "support/random_lines.h"
#include <math.h>

#define CONE "+proj=lcc +lat_1=39 +lat_2=41 +lat_0=40 +lon_0=47 +ellps=WGS84 +units=m"

/* 1 point to 400 m about 47° E 40° N, on a page of 1000 by 800. */
static struct page_plane plane_new(void)
{
    return (struct page_plane){.projection = projection_new(CONE, NULL),
                               .definition = CONE,
                               .fit = {.scale = 1 / 400.0, .x0 = 500, .y0 = 400},
                               .box = {0, 0, 100000, 80000}};
}

enum { LINES = 1000, POINTS = 60 };

/* Lines of any length about the page and beyond it, some closed. */
static void draw_lines(GRand *random, struct lonlat (*points)[POINTS], struct earth_line *lines)
{
    for (int i = 0; i < LINES; i++) {
        points[i][0] = (struct lonlat){g_rand_double_range(random, 30, 64),
                                       g_rand_double_range(random, 30, 50)};
        double reach = g_rand_boolean(random) ? 0.05 : 2;
        for (int k = 1; k < POINTS; k++)
            points[i][k] =
                (struct lonlat){points[i][k - 1].lon + g_rand_double_range(random, -reach, reach),
                                points[i][k - 1].lat + g_rand_double_range(random, -reach, reach)};
        lines[i] = (struct earth_line){.lonlats = points[i],
                                       .count = (size_t)g_rand_int_range(random, 2, POINTS + 1),
                                       .is_closed = i % 3 == 0};
    }
}

/* So many lines are parted among threads, and one alone is not. */
static void test_projected_lines__are_the_same_together_and_one_by_one(void **state)
{
    (void)state;
    g_autoptr(GRand) random = random_from_seed();
    struct page_plane plane = plane_new();
    g_autofree struct lonlat(*points)[POINTS] = g_malloc_n(LINES, sizeof *points);
    struct earth_line lines[LINES];
    draw_lines(random, points, lines);
    g_autoptr(GArray) at_once = g_array_new(FALSE, FALSE, sizeof(struct pagexy));
    g_autoptr(GArray) one_by_one = g_array_new(FALSE, FALSE, sizeof(struct pagexy));
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    g_autoptr(GArray) single_counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    projected_lines_append(&plane, lines, LINES, at_once, counts);
    for (size_t i = 0; i < LINES; i++)
        projected_lines_append(&plane, &lines[i], 1, one_by_one, single_counts);
    assert_int_equal(counts->len, LINES);
    assert_memory_equal(counts->data, single_counts->data, LINES * sizeof(size_t));
    assert_int_equal(at_once->len, one_by_one->len);
    assert_memory_equal(at_once->data, one_by_one->data, at_once->len * sizeof(struct pagexy));
    projection_free(plane.projection);
}

/* Grid points and degrees are the same line; what is left of the page is its ends. */
static void test_projected_lines__beyond_a_side_are_their_ends(void **state)
{
    (void)state;
    struct page_plane plane = plane_new();
    const struct lonlat far[] = {{30, 40}, {31, 41}, {32, 39}, {30, 38}};
    const struct gridpt grid[] = {
        {300000000, 400000000}, {310000000, 410000000}, {320000000, 390000000}};
    const struct earth_line lines[] = {{.lonlats = far, .count = 4}, {.grid = grid, .count = 3}};
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagexy));
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    projected_lines_append(&plane, lines, 2, points, counts);
    assert_int_equal(g_array_index(counts, size_t, 0), 2);
    assert_int_equal(g_array_index(counts, size_t, 1), 2);
    const struct lonlat expected[] = {far[0], far[3], far[0], far[2]};
    for (int i = 0; i < 4; i++) {
        struct pagexy at = page_plane_point(&plane, expected[i]);
        assert_memory_equal(&g_array_index(points, struct pagexy, i), &at, sizeof at);
    }
    projection_free(plane.projection);
}

static unsigned sides_beyond(struct page_plane *plane, struct lonlat at)
{
    struct pagexy on = page_plane_point(plane, at);
    return (on.x < 0 ? 1u : 0) | (on.x > 1000 ? 2u : 0) | (on.y < 0 ? 4u : 0) |
           (on.y > 800 ? 8u : 0);
}

/* The law of what is left out: of whatever line, in whatever projection, only where all its points
 * are beyond one side. Long lines are asked for by their bounds. */
static void test_projected_lines__leave_out_what_is_beyond_alone(void **state)
{
    (void)state;
    static const char *const PROJECTIONS[] = {
        CONE, "+proj=merc +ellps=WGS84", "+proj=eqearth +lon_0=47 +ellps=WGS84",
        "+proj=laea +lat_0=80 +lon_0=47 +ellps=WGS84", "+proj=stere +lat_0=-90 +ellps=WGS84"};
    static struct lonlat points[600];
    g_autoptr(GRand) random = random_from_seed();
    int left_out = 0, kept = 0;
    for (int i = 0; i < 3000; i++) {
        const char *definition = PROJECTIONS[i % G_N_ELEMENTS(PROJECTIONS)];
        struct page_plane plane = plane_new();
        projection_free(plane.projection);
        plane.definition = definition;
        plane.projection = projection_new(definition, NULL);
        plane.fit.scale = 1 / g_rand_double_range(random, 300, 40000);
        size_t count = (size_t)g_rand_int_range(random, 128, 600);
        double reach = g_rand_double_range(random, 0.01, 3);
        struct lonlat at = {g_rand_double_range(random, -180, 180),
                            g_rand_double_range(random, -90, 90)};
        for (size_t k = 0; k < count; k++) {
            points[k] = at;
            at.lon = CLAMP(at.lon + g_rand_double_range(random, -reach, reach), -180, 180);
            at.lat = CLAMP(at.lat + g_rand_double_range(random, -reach, reach), -90, 90);
        }
        const struct earth_line line = {
            .lonlats = points, .count = count, .is_closed = g_rand_boolean(random)};
        g_autoptr(GArray) drawn = g_array_new(FALSE, FALSE, sizeof(struct pagexy));
        g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
        projected_lines_append(&plane, &line, 1, drawn, counts);
        unsigned sides = 0xf;
        for (size_t k = 0; k < count; k++)
            sides &= sides_beyond(&plane, points[k]);
        if (g_array_index(counts, size_t, 0) == 2)
            assert_true(sides != 0);
        left_out += sides != 0;
        kept += sides == 0;
        projection_free(plane.projection);
    }
    assert_true(left_out > 300 && kept > 300);
}

/* A parallel through the page bends, and the chords are near to it. */
static void test_projected_lines__bend_with_the_projection(void **state)
{
    (void)state;
    struct page_plane plane = plane_new();
    const struct lonlat parallel[] = {{45, 40.5}, {49, 40.5}};
    const struct earth_line line = {.lonlats = parallel, .count = 2};
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagexy));
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    projected_lines_append(&plane, &line, 1, points, counts);
    const struct pagexy *p = (const struct pagexy *)(const void *)points->data;
    assert_in_range(points->len, 4, 65);
    for (guint i = 0; i + 1 < points->len; i++) {
        struct pagexy middle = {(p[i].x + p[i + 1].x) / 2, (p[i].y + p[i + 1].y) / 2};
        struct lonlat there =
            projection_inverse(plane.projection, page_fit_inverse(plane.fit, middle));
        struct pagexy on = page_plane_point(&plane, (struct lonlat){there.lon, 40.5});
        assert_true(fabs(on.y - middle.y) < 0.11); /* a tenth of a point, a little aslant */
    }
    projection_free(plane.projection);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_projected_lines__are_the_same_together_and_one_by_one),
        cmocka_unit_test(test_projected_lines__beyond_a_side_are_their_ends),
        cmocka_unit_test(test_projected_lines__leave_out_what_is_beyond_alone),
        cmocka_unit_test(test_projected_lines__bend_with_the_projection),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
