/* Simplification of lines that share their ends: Visvalingam's method, kept topological.
 *
 * Points are taken away in the order of the area of the triangle that they make with their
 * neighbours (Visvalingam and Whyatt, "Line generalisation by repeated elimination of points",
 * Cartographic Journal 30, 1993), as long as that area is small and no other point, of any line or
 * of the fixed ones, lies in the triangle: so no line comes to cross another and no fixed point
 * changes sides. The ends of lines stay.
 *
 * That is one order over all lines; but what goes of a line depends on another only where a point
 * of that lies in a triangle. So each line is worked through by itself, close together in memory,
 * and one that meets a point of another waits until that line has come to the same moment. What
 * goes is the same as in one order. Some lines may be worked through on each of several threads:
 * one that would have to wait for a line of another thread is left for when all are through (the
 * rule of discrete events that are simulated in parallel: nobody goes on before it has all that
 * comes before; Misra, "Distributed discrete-event simulation", Computing Surveys 18, 1986). */
#ifndef MAPGEN_GEOM_SIMPLIFY_H
#define MAPGEN_GEOM_SIMPLIFY_H

#include "geom/coords.h"
#include <stdbool.h>
#include <stddef.h>

/* Lines, all points after one another, `counts[i]` of them in line i; behind them, `fixed` points
 * that no line may pass. */
struct simplify_input {
    const struct pagexy *points;
    const size_t *counts;
    size_t lines, fixed;
};

/* Which points of the lines stay: one bool per point. `limit_pt2` is the area in square points
 * under which a point may go. A closed line keeps at least three of its points and its ends. The
 * answer does not depend on the number of threads (from 1). The caller frees it (g_free). */
bool *simplify_lines(const struct simplify_input *input, double limit_pt2, unsigned threads);

#endif
