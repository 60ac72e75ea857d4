/* Exact plane geometry on grid points, and rings of them.
 *
 * Differences of two grid points fit 33 bits and their products 66, so every predicate is computed
 * in 128-bit integers and is exact: there is no tolerance in it. */
#ifndef MAPGEN_GEOM_GRID_H
#define MAPGEN_GEOM_GRID_H

#include "geom/coords.h"
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

__extension__ typedef __int128 wide;

struct gridpt gridpt_from_lonlat(struct lonlat at);
struct lonlat gridpt_to_lonlat(struct gridpt at);

static inline bool gridpt_equal(struct gridpt a, struct gridpt b)
{
    return a.x == b.x && a.y == b.y;
}

/* Total order: by x, then by y. */
static inline int gridpt_compare(struct gridpt a, struct gridpt b)
{
    if (a.x != b.x)
        return a.x < b.x ? -1 : 1;
    return (a.y > b.y) - (a.y < b.y);
}

/* Positive when a, b, c turn left, negative when they turn right, 0 on one line. */
int gridpt_turn(struct gridpt a, struct gridpt b, struct gridpt c);

/* Orders two directions from `origin` counter-clockwise, starting at the positive x axis. */
int gridpt_compare_angle(struct gridpt origin, struct gridpt a, struct gridpt b);

/* True when `p` lies on the segment a-b or less than sqrt(1/2) grid steps from it, between its ends
 * and at neither of them: the hot-pixel test of snap rounding (Hobby, "Practical segment
 * intersection with finite precision output", Computational Geometry 13, 1999). Both pieces of a
 * segment that is bent through such a point are shorter than it. */
bool segment_touches(struct gridpt a, struct gridpt b, struct gridpt p);

/* True when a segment runs along ±180° or at a pole: where the plane of degrees ends, not the
 * world. */
bool segment_is_seam(struct gridpt a, struct gridpt b);

/* Where two segments cross at a point inside both, rounded to the grid (halves up, whatever the
 * order of the segments and of their ends); false when they do not. */
bool segment_crossing(struct gridpt a, struct gridpt b, struct gridpt c, struct gridpt d,
                      struct gridpt *at);

/* True when a point, in grid units, lies inside the rings by the even-odd rule: `counts[i]` points
 * in ring i, all after one another. A point on a ring may be answered either way. */
bool rings_contain(const struct gridpt *points, const size_t *counts, size_t rings, double x,
                   double y);

#endif
