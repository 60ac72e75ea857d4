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

struct grid_segment {
    struct gridpt a, b;
};

/* To the nearest grid point, halves to the even one. Adding 1.5 * 2^52 leaves a double no bits for
 * what is less than one, and the processor rounds: as lrint() does, without a call. */
static inline struct gridpt gridpt_from_lonlat(struct lonlat at)
{
    const double shift = 6755399441055744.0;
    double x = at.lon * GRID_PER_DEGREE + shift, y = at.lat * GRID_PER_DEGREE + shift;
    return (struct gridpt){(int32_t)(x - shift), (int32_t)(y - shift)};
}

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

/* A box around points, ends included; the empty box is what grows from nothing. */
struct grid_box {
    struct gridpt low, high;
};

static inline struct grid_box grid_box_empty(void)
{
    return (struct grid_box){{INT32_MAX, INT32_MAX}, {INT32_MIN, INT32_MIN}};
}

static inline void grid_box_add(struct grid_box *box, struct gridpt p)
{
    box->low = (struct gridpt){MIN(box->low.x, p.x), MIN(box->low.y, p.y)};
    box->high = (struct gridpt){MAX(box->high.x, p.x), MAX(box->high.y, p.y)};
}

static inline struct grid_box grid_segment_box(struct grid_segment s)
{
    return (struct grid_box){{MIN(s.a.x, s.b.x), MIN(s.a.y, s.b.y)},
                             {MAX(s.a.x, s.b.x), MAX(s.a.y, s.b.y)}};
}

/* A step larger on every side: what lies outside of it cannot touch what the box holds. */
static inline struct grid_box grid_box_widened(struct grid_box box)
{
    box.low.x -= box.low.x > INT32_MIN;
    box.low.y -= box.low.y > INT32_MIN;
    box.high.x += box.high.x < INT32_MAX;
    box.high.y += box.high.y < INT32_MAX;
    return box;
}

static inline bool grid_boxes_meet(struct grid_box a, struct grid_box b)
{
    return a.low.x <= b.high.x && b.low.x <= a.high.x && a.low.y <= b.high.y && b.low.y <= a.high.y;
}

static inline bool grid_box_has(struct grid_box box, struct gridpt p)
{
    return box.low.x <= p.x && p.x <= box.high.x && box.low.y <= p.y && p.y <= box.high.y;
}

/* segment_touches() of a point that lies in the widened box of the segment. */
bool segment_touches_near(struct gridpt a, struct gridpt b, struct gridpt p);

/* True when `p` lies on the segment a-b or less than sqrt(1/2) grid steps from it, between its ends
 * and at neither of them: the hot-pixel test of snap rounding (Hobby, "Practical segment
 * intersection with finite precision output", Computational Geometry 13, 1999). Both pieces of a
 * segment that is bent through such a point are shorter than it. */
static inline bool segment_touches(struct gridpt a, struct gridpt b, struct gridpt p)
{
    struct grid_box box = grid_segment_box((struct grid_segment){a, b});
    return grid_box_has(grid_box_widened(box), p) && segment_touches_near(a, b, p);
}

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
