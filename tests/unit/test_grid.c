#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "geom/grid.h"
#include <stdlib.h>

#define LOW INT32_MIN
#define HIGH INT32_MAX

static void test_grid__degrees_round_to_the_nearest_step(void **state)
{
    (void)state;
    struct gridpt at = gridpt_from_lonlat((struct lonlat){46.75149996, -39.81530004});
    assert_int_equal(at.x, 467515000);
    assert_int_equal(at.y, -398153000);
    at = gridpt_from_lonlat((struct lonlat){180, -90});
    assert_int_equal(at.x, 1800000000);
    assert_int_equal(at.y, -900000000);
}

static void test_grid__there_and_back_is_the_same_point(void **state)
{
    (void)state;
    const struct gridpt points[] = {{1, -1}, {1800000000, 900000000}, {467515001, 398153003}};
    for (size_t i = 0; i < G_N_ELEMENTS(points); i++)
        assert_true(gridpt_equal(gridpt_from_lonlat(gridpt_to_lonlat(points[i])), points[i]));
}

static void test_grid__order_is_by_x_then_y(void **state)
{
    (void)state;
    const struct gridpt sorted[] = {{LOW, HIGH}, {0, LOW}, {0, 0}, {0, HIGH}, {HIGH, LOW}};
    for (int i = 0; i < 5; i++)
        for (int j = 0; j < 5; j++)
            assert_int_equal(gridpt_compare(sorted[i], sorted[j]), (i > j) - (i < j));
}

/* From one corner of the grid to the other, and points a step off the line. In doubles, the cross
 * product of 2^64 would not show a difference of one. */
static void test_grid__turn_is_exact_at_the_ends_of_the_grid(void **state)
{
    (void)state;
    struct gridpt a = {LOW, LOW}, b = {HIGH, HIGH};
    assert_int_equal(gridpt_turn(a, b, (struct gridpt){0, 0}), 0);
    assert_int_equal(gridpt_turn(a, b, (struct gridpt){0, 1}), 1);
    assert_int_equal(gridpt_turn(a, b, (struct gridpt){1, 0}), -1);
    assert_int_equal(gridpt_turn(b, a, (struct gridpt){0, 1}), -1);
    assert_int_equal(gridpt_turn(a, b, (struct gridpt){HIGH - 1, HIGH}), 1);
    assert_int_equal(gridpt_turn(a, (struct gridpt){HIGH, LOW}, (struct gridpt){LOW, HIGH}), 1);
    assert_int_equal(gridpt_turn(a, a, b), 0);
}

/*      3 2 1
 *      4 o 0
 *      5 6 7 */
static void test_grid__directions_are_sorted_from_east_through_north(void **state)
{
    (void)state;
    struct gridpt o = {7, 7};
    const struct gridpt around[] = {{HIGH, 7}, {HIGH, HIGH}, {7, HIGH}, {LOW, HIGH},
                                    {LOW, 7},  {LOW, LOW},   {7, LOW},  {HIGH, LOW}};
    for (int i = 0; i < 8; i++) {
        for (int j = 0; j < 8; j++) {
            int order = gridpt_compare_angle(o, around[i], around[j]);
            assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
        }
    }
    assert_int_equal(gridpt_compare_angle(o, (struct gridpt){8, 8}, (struct gridpt){9, 9}), 0);
}

/*      b = (1000, 3)
 *        ....--o  p       touched: (500, 2), half a step off; (501, 1)
 *   o----                 not: (500, 3), the ends, what lies before or behind them
 *   a = (0, 0)   */
static void test_grid__segment_touches_what_is_within_half_a_cell(void **state)
{
    (void)state;
    struct gridpt a = {0, 0}, b = {1000, 3};
    assert_true(segment_touches(a, b, (struct gridpt){500, 2}));
    assert_true(segment_touches(a, b, (struct gridpt){500, 1}));
    assert_true(segment_touches(b, a, (struct gridpt){500, 1}));
    assert_false(segment_touches(a, b, (struct gridpt){500, 3}));
    assert_false(segment_touches(a, b, (struct gridpt){500, 0}));
    assert_false(segment_touches(a, b, a));
    assert_false(segment_touches(a, b, b));
    assert_false(segment_touches(a, b, (struct gridpt){-1, 0}));
    assert_false(segment_touches(a, b, (struct gridpt){1001, 3}));
    assert_false(segment_touches(a, b, (struct gridpt){0, 1}));
}

static void test_grid__touching_is_exact_at_the_ends_of_the_grid(void **state)
{
    (void)state;
    struct gridpt a = {LOW, LOW}, b = {HIGH, HIGH};
    assert_true(segment_touches(a, b, (struct gridpt){5, 5}));
    assert_false(segment_touches(a, b, (struct gridpt){5, 4})); /* sqrt(1/2) off */
    assert_true(segment_touches(a, (struct gridpt){HIGH, HIGH - 1}, (struct gridpt){5, 4}));
    assert_false(segment_touches(a, b, (struct gridpt){5, 3}));
    assert_true(segment_touches(a, b, (struct gridpt){HIGH - 1, HIGH - 1}));
}

static void assert_crosses(struct gridpt a, struct gridpt b, struct gridpt c, struct gridpt d,
                           struct gridpt expected)
{
    struct gridpt at[4];
    assert_true(segment_crossing(a, b, c, d, &at[0]));
    assert_true(segment_crossing(c, d, a, b, &at[1]));
    assert_true(segment_crossing(b, a, c, d, &at[2]));
    assert_true(segment_crossing(d, c, b, a, &at[3]));
    for (int i = 0; i < 4; i++) {
        assert_int_equal(at[i].x, expected.x);
        assert_int_equal(at[i].y, expected.y);
    }
}

static void test_grid__crossing_is_the_rounded_point(void **state)
{
    (void)state;
    assert_crosses((struct gridpt){0, 0}, (struct gridpt){10, 10}, (struct gridpt){0, 10},
                   (struct gridpt){10, 0}, (struct gridpt){5, 5});
    /* y = x/3 meets y = 4 - x at x = 3: exact, though thirds are none in binary. */
    assert_crosses((struct gridpt){0, 0}, (struct gridpt){9, 3}, (struct gridpt){0, 4},
                   (struct gridpt){4, 0}, (struct gridpt){3, 1});
    /* y = x meets y = 10 - 2x at 3 1/3. */
    assert_crosses((struct gridpt){0, 0}, (struct gridpt){9, 9}, (struct gridpt){0, 10},
                   (struct gridpt){5, 0}, (struct gridpt){3, 3});
}

static void test_grid__crossing_is_exact_at_the_ends_of_the_grid(void **state)
{
    (void)state;
    assert_crosses((struct gridpt){LOW, LOW}, (struct gridpt){HIGH, HIGH},
                   (struct gridpt){LOW, HIGH}, (struct gridpt){HIGH, LOW},
                   (struct gridpt){0, 0}); /* at -1/2, -1/2 */
    assert_crosses((struct gridpt){LOW, 17}, (struct gridpt){HIGH, 17}, (struct gridpt){-3, LOW},
                   (struct gridpt){-3, HIGH}, (struct gridpt){-3, 17});
}

/* A segment through (x + 1/2, y + 1/2), with its ends on the grid. */
static void draw_through_half(int32_t x, int32_t y, struct gridpt ends[2])
{
    int64_t dx = 2 * (rand() % 2000 - 1000) + 1, dy = 2 * (rand() % 2000 - 1000) + 1;
    int64_t before = 2 * (rand() % 300) + 1, after = 2 * (rand() % 300) + 1;
    ends[0].x = (int32_t)((2 * (int64_t)x + 1 - before * dx) / 2);
    ends[0].y = (int32_t)((2 * (int64_t)y + 1 - before * dy) / 2);
    ends[1].x = (int32_t)((2 * (int64_t)x + 1 + after * dx) / 2);
    ends[1].y = (int32_t)((2 * (int64_t)y + 1 + after * dy) / 2);
}

/* Otherwise the planar map would depend on the order of its lines. In 64 bits of mantissa, 1 of
 * 14,000 of these comes out on another side of the half when it is asked the other way round. */
static void test_grid__crossing_halfway_is_rounded_up_in_any_order(void **state)
{
    (void)state;
    srand(7);
    for (int i = 0; i < 100000; i++) {
        struct gridpt p[4], at;
        int32_t x = rand() % 1000000000, y = rand() % 1000000000;
        draw_through_half(x, y, p);
        draw_through_half(x, y, p + 2);
        if (segment_crossing(p[0], p[1], p[2], p[3], &at))
            assert_crosses(p[0], p[1], p[2], p[3], (struct gridpt){x + 1, y + 1});
    }
}

static void test_grid__segments_that_only_touch_do_not_cross(void **state)
{
    (void)state;
    struct gridpt at, a = {0, 0}, b = {10, 0};
    const struct gridpt others[][2] = {
        {{5, 0}, {5, 5}},   /* T */
        {{10, 0}, {20, 5}}, /* end to end */
        {{2, 0}, {8, 0}},   /* on it */
        {{0, 1}, {10, 1}},  /* beside it */
        {{11, -1}, {11, 1}} /* past it */
    };
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
        assert_false(segment_crossing(a, b, others[i][0], others[i][1], &at));
        assert_false(segment_crossing(others[i][0], others[i][1], a, b, &at));
    }
}

static void test_grid__seam_is_180_degrees_and_the_poles(void **state)
{
    (void)state;
    const int32_t side = 1800000000, pole = 900000000;
    assert_true(segment_is_seam((struct gridpt){side, 5}, (struct gridpt){side, -7}));
    assert_true(segment_is_seam((struct gridpt){-side, 5}, (struct gridpt){-side, pole}));
    assert_true(segment_is_seam((struct gridpt){-side, -pole}, (struct gridpt){side, -pole}));
    assert_false(segment_is_seam((struct gridpt){-side, 0}, (struct gridpt){side, 0}));
    assert_false(segment_is_seam((struct gridpt){side, 5}, (struct gridpt){side - 1, 9}));
    assert_false(segment_is_seam((struct gridpt){3, pole}, (struct gridpt){3, pole - 1}));
}

/*    10 +-------+
 *       | +---+ |     a square, its hole, an island in the hole
 *       | | # | |
 *       | +---+ |
 *     0 +-------+ */
static void test_grid__rings_nest_by_the_even_odd_rule(void **state)
{
    (void)state;
    const struct gridpt points[] = {{0, 0}, {10, 0}, {10, 10}, {0, 10}, {2, 2}, {8, 2},
                                    {8, 8}, {2, 8},  {4, 4},   {6, 4},  {6, 6}, {4, 6}};
    const size_t counts[] = {4, 4, 4};
    assert_true(rings_contain(points, counts, 3, 1, 5));
    assert_false(rings_contain(points, counts, 3, 3, 5));
    assert_true(rings_contain(points, counts, 3, 5, 5));
    assert_false(rings_contain(points, counts, 3, 11, 5));
    assert_false(rings_contain(points, counts, 3, 5, -1));
    assert_true(rings_contain(points, counts, 2, 1, 2)); /* level with a corner of the hole */
    assert_true(rings_contain(points, counts, 2, 9, 8));
    assert_false(rings_contain(points, counts, 0, 5, 5));
}

/* A bow tie: both wings are inside, what lies beside the knot is not. */
static void test_grid__ring_that_crosses_itself_is_even_odd_too(void **state)
{
    (void)state;
    const struct gridpt points[] = {{0, 0}, {10, 10}, {10, 0}, {0, 10}};
    const size_t counts[] = {4};
    assert_true(rings_contain(points, counts, 1, 1, 5));
    assert_true(rings_contain(points, counts, 1, 9, 5));
    assert_false(rings_contain(points, counts, 1, 5, 9));
    assert_false(rings_contain(points, counts, 1, 5, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_grid__degrees_round_to_the_nearest_step),
        cmocka_unit_test(test_grid__there_and_back_is_the_same_point),
        cmocka_unit_test(test_grid__order_is_by_x_then_y),
        cmocka_unit_test(test_grid__turn_is_exact_at_the_ends_of_the_grid),
        cmocka_unit_test(test_grid__directions_are_sorted_from_east_through_north),
        cmocka_unit_test(test_grid__segment_touches_what_is_within_half_a_cell),
        cmocka_unit_test(test_grid__touching_is_exact_at_the_ends_of_the_grid),
        cmocka_unit_test(test_grid__crossing_is_the_rounded_point),
        cmocka_unit_test(test_grid__crossing_is_exact_at_the_ends_of_the_grid),
        cmocka_unit_test(test_grid__crossing_halfway_is_rounded_up_in_any_order),
        cmocka_unit_test(test_grid__segments_that_only_touch_do_not_cross),
        cmocka_unit_test(test_grid__seam_is_180_degrees_and_the_poles),
        cmocka_unit_test(test_grid__rings_nest_by_the_even_odd_rule),
        cmocka_unit_test(test_grid__ring_that_crosses_itself_is_even_odd_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
