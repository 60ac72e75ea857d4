/* Which points lie in a box: the plane cut into square cells, the points of each cell together, and
 * those of the cells of a row one after another. Points may lie anywhere: the cells cover the part
 * of the plane where most are, and the outermost reach on without end. Read-only once built. */
#ifndef MAPGEN_GEOM_POINT_GRID_H
#define MAPGEN_GEOM_POINT_GRID_H

#include "geom/coords.h"
#include <stddef.h>

struct point_grid {
    double left, top, cells_per_pt;
    double last_column, last_row; /* the first is 0 */
    uint32_t *starts;             /* of each cell's points; cells + 1 */
    struct pagexy *points;        /* sorted by cell */
    uint32_t *numbers;            /* that they were given with */
};

/* Sorts points into the cells of a grid, numbered as they come. */
struct point_grid point_grid_build(const struct pagexy *points, size_t count);
void point_grid_clear(struct point_grid *grid);

static inline uint32_t point_grid_part(double at, double first, double per_pt, double last)
{
    double part = (at - first) * per_pt;
    return part <= 0 ? 0 : part >= last ? (uint32_t)last : (uint32_t)part;
}

static inline uint32_t point_grid_row(const struct point_grid *grid, double y)
{
    return point_grid_part(y, grid->top, grid->cells_per_pt, grid->last_row);
}

/* Where the cell of a row that holds `x` stands in `starts`. Nothing right of a point is in a cell
 * before its own. */
static inline size_t point_grid_cell(const struct point_grid *grid, uint32_t row, double x)
{
    return (size_t)row * ((size_t)grid->last_column + 1) +
           point_grid_part(x, grid->left, grid->cells_per_pt, grid->last_column);
}

#endif
