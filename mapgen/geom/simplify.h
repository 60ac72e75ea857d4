/* Simplification of lines that share their ends: Visvalingam's method, kept topological.
 *
 * Points are taken away in the order of the area of the triangle that they make with their
 * neighbours (Visvalingam and Whyatt, "Line generalisation by repeated elimination of points",
 * Cartographic Journal 30, 1993), as long as that area is small and no other point, of any line or
 * of the fixed ones, lies in the triangle: so no line comes to cross another and no fixed point
 * changes sides. The ends of lines stay. */
#ifndef MAPGEN_GEOM_SIMPLIFY_H
#define MAPGEN_GEOM_SIMPLIFY_H

#include "geom/coords.h"
#include <stdbool.h>
#include <stddef.h>

/* Which points of some lines stay: one bool per point, all lines after one another, `counts[i]`
 * points in line i. `limit_pt2` is the area in square points under which a point may go. A closed
 * line keeps at least three of its points and its ends. The caller frees the answer (g_free). */
bool *simplify_lines(const struct pagexy *points, const size_t *counts, size_t lines,
                     const struct pagexy *fixed, size_t fixed_count, double limit_pt2);

#endif
