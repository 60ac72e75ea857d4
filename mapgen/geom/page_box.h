/* Boxes on the page, and segments against them. */
#ifndef MAPGEN_GEOM_PAGE_BOX_H
#define MAPGEN_GEOM_PAGE_BOX_H

#include "geom/coords.h"
#include <stdbool.h>

/* True when the boxes share more than a side. */
static inline bool boxes_meet(struct page_box a, struct page_box b)
{
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

static inline bool box_holds(struct page_box outer, struct page_box inner)
{
    return inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top &&
           inner.bottom <= outer.bottom;
}

/* The box with so much more on each side. */
static inline struct page_box box_grown(struct page_box box, double by_pt)
{
    return (struct page_box){box.left - by_pt, box.top - by_pt, box.right + by_pt,
                             box.bottom + by_pt};
}

/* Numbers that are never NaN: an instruction each, where fmin and fmax are calls. */
static inline double lesser(double a, double b)
{
    return a < b ? a : b;
}

static inline double greater(double a, double b)
{
    return a > b ? a : b;
}

/* The smallest box around both. */
static inline struct page_box box_around(struct page_box a, struct page_box b)
{
    return (struct page_box){lesser(a.left, b.left), lesser(a.top, b.top),
                             greater(a.right, b.right), greater(a.bottom, b.bottom)};
}

/* The smallest box that a segment lies in. */
static inline struct page_box box_of_segment(struct pagexy a, struct pagexy b)
{
    return (struct page_box){lesser(a.x, b.x), lesser(a.y, b.y), greater(a.x, b.x),
                             greater(a.y, b.y)};
}

/* True when no point is in both, not even on a side. */
static inline bool boxes_part(struct page_box a, struct page_box b)
{
    return a.right < b.left || b.right < a.left || a.bottom < b.top || b.bottom < a.top;
}

struct pagexy box_middle(struct page_box box);

/* The point of the box that is nearest to `at`. */
struct pagexy box_nearest(struct page_box box, struct pagexy at);

/* Points of a segment's length that lie in a box (clipped as in Liang and Barsky, "A new concept
 * and method for line clipping", ACM Transactions on Graphics 3, 1984). */
double box_covers_pt(struct page_box box, struct pagexy a, struct pagexy b);

/* True when two segments have a point in common. */
bool segments_meet(struct pagexy a, struct pagexy b, struct pagexy c, struct pagexy d);

#endif
