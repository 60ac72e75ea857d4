#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "geom/point_grid.h"
#include "support/random_lines.h"

enum { POINTS = 500 };

static bool is_in_box(struct pagexy at, struct page_box box)
{
    return at.x >= box.left && at.x <= box.right && at.y >= box.top && at.y <= box.bottom;
}

/* Counts how often each point stands in the cells of a box. */
static void count_in_box(const struct point_grid *grid, struct page_box box, int *times)
{
    uint32_t bottom = point_grid_row(grid, box.bottom);
    for (uint32_t row = point_grid_row(grid, box.top); row <= bottom; row++) {
        uint32_t end = grid->starts[point_grid_cell(grid, row, box.right) + 1];
        for (uint32_t i = grid->starts[point_grid_cell(grid, row, box.left)]; i < end; i++)
            times[grid->numbers[i]]++;
    }
}

/* Points in a crowd, and some as far from it as points on a page ever are. */
static void scatter(GRand *random, struct pagexy *points, size_t count, double far)
{
    for (size_t i = 0; i < count; i++) {
        double reach = i % 50 == 7 ? far : 100;
        points[i] = (struct pagexy){g_rand_double_range(random, -reach, reach),
                                    g_rand_double_range(random, -reach, reach)};
    }
}

static void test_point_grid__what_is_in_a_box_is_in_its_cells_once(void **state)
{
    (void)state;
    g_autoptr(GRand) random = random_from_seed();
    const double reaches[] = {100, 300, 1e6};
    for (size_t round = 0; round < 60; round++) {
        struct pagexy points[POINTS];
        size_t count = round < 6 ? round : POINTS;
        scatter(random, points, count, reaches[round % G_N_ELEMENTS(reaches)]);
        struct point_grid grid = point_grid_build(points, count);
        for (int k = 0; k < 40; k++) {
            struct pagexy corners[2];
            scatter(random, corners, 2, 0);
            if (k % 4 == 0 && count) /* a box that begins at a point */
                corners[0] = points[(size_t)k % count];
            struct page_box box = {MIN(corners[0].x, corners[1].x), MIN(corners[0].y, corners[1].y),
                                   MAX(corners[0].x, corners[1].x),
                                   MAX(corners[0].y, corners[1].y)};
            int times[POINTS] = {0};
            count_in_box(&grid, box, times);
            for (size_t i = 0; i < count; i++)
                assert_in_range(times[i], is_in_box(points[i], box), 1);
        }
        for (size_t i = 0; i < count; i++)
            assert_memory_equal(&grid.points[i], &points[grid.numbers[i]], sizeof *points);
        point_grid_clear(&grid);
    }
}

/* The cells of a small box hold little more than what is in it, however far a few points lie. */
static void test_point_grid__cells_are_small_where_points_crowd(void **state)
{
    (void)state;
    g_autoptr(GRand) random = random_from_seed();
    struct pagexy points[POINTS];
    scatter(random, points, POINTS, 1e6);
    struct point_grid grid = point_grid_build(points, POINTS);
    int times[POINTS] = {0}, found = 0;
    count_in_box(&grid, (struct page_box){-10, -10, 10, 10}, times);
    for (size_t i = 0; i < POINTS; i++)
        found += times[i];
    assert_in_range(found, 0, POINTS / 10); /* a hundredth of the crowd is expected in the box */
    point_grid_clear(&grid);
}

static void test_point_grid__points_on_one_spot_are_one_cell(void **state)
{
    (void)state;
    const struct pagexy points[] = {{3, 4}, {3, 4}, {3, 4}};
    struct point_grid grid = point_grid_build(points, 3);
    int times[POINTS] = {0};
    count_in_box(&grid, (struct page_box){2, 2, 5, 5}, times);
    assert_int_equal(times[0] + times[1] + times[2], 3);
    point_grid_clear(&grid);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_point_grid__what_is_in_a_box_is_in_its_cells_once),
        cmocka_unit_test(test_point_grid__cells_are_small_where_points_crowd),
        cmocka_unit_test(test_point_grid__points_on_one_spot_are_one_cell),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
