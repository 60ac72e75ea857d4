#include "geom/point_grid.h"

#include <glib.h>
#include <math.h>
#include <stdlib.h>

/* Points that are looked at to find where most are. */
#define SAMPLES 256

/* Points are crowded: most cells are empty, and those that are not have several. */
#define CELLS_PER_POINT 4.0

static int compare_numbers(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* Where most of some numbers lie: what is between the outer tenths, as much again around it. */
static void find_most(double *sorted, size_t count, double *low, double *high)
{
    qsort(sorted, count, sizeof *sorted, compare_numbers);
    double first = sorted[count / 10], last = sorted[count - 1 - count / 10];
    double around = (last - first) / 2;
    *low = fmax(first - around, sorted[0]);
    *high = fmin(last + around, sorted[count - 1]);
}

static void choose_cells(struct point_grid *grid, const struct pagexy *points, size_t count)
{
    double x[SAMPLES], y[SAMPLES], right, bottom;
    size_t samples = MIN(count, SAMPLES);
    for (size_t i = 0; i < samples; i++) {
        x[i] = points[i * count / samples].x;
        y[i] = points[i * count / samples].y;
    }
    find_most(x, samples, &grid->left, &right);
    find_most(y, samples, &grid->top, &bottom);
    double width = right - grid->left, height = bottom - grid->top;
    double cells = CELLS_PER_POINT * (double)count;
    double side = fmax(sqrt(width * height / cells), fmax(width, height) / cells);
    if (!(side > 0))
        return;
    grid->cells_per_pt = 1 / side;
    grid->last_column = floor(width / side);
    grid->last_row = floor(height / side);
}

struct point_grid point_grid_build(const struct pagexy *points, size_t count)
{
    struct point_grid grid = {.points = g_new(struct pagexy, MAX(count, 1)),
                              .numbers = g_new(uint32_t, MAX(count, 1))};
    if (count)
        choose_cells(&grid, points, count);
    size_t cells = ((size_t)grid.last_column + 1) * ((size_t)grid.last_row + 1);
    g_autofree uint32_t *cell_of = g_new(uint32_t, MAX(count, 1));
    grid.starts = g_new0(uint32_t, cells + 2);
    for (size_t i = 0; i < count; i++) {
        uint32_t row = point_grid_row(&grid, points[i].y);
        cell_of[i] = (uint32_t)point_grid_cell(&grid, row, points[i].x);
        grid.starts[cell_of[i] + 2]++;
    }
    for (size_t cell = 2; cell <= cells; cell++)
        grid.starts[cell] += grid.starts[cell - 1];
    for (size_t i = 0; i < count; i++) {
        uint32_t at = grid.starts[cell_of[i] + 1]++;
        grid.points[at] = points[i];
        grid.numbers[at] = (uint32_t)i;
    }
    return grid;
}

void point_grid_clear(struct point_grid *grid)
{
    g_free(grid->starts);
    g_free(grid->points);
    g_free(grid->numbers);
}
