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

bool box_holds(struct page_box outer, struct page_box inner);

/* The box with so much more on each side. */
struct page_box box_grown(struct page_box box, double by_pt);

/* The smallest box around both. */
struct page_box box_around(struct page_box a, struct page_box b);

struct pagexy box_middle(struct page_box box);

/* The point of the box that is nearest to `at`. */
struct pagexy box_nearest(struct page_box box, struct pagexy at);

/* Points of a segment's length that lie in a box (clipped as in Liang and Barsky, "A new concept
 * and method for line clipping", ACM Transactions on Graphics 3, 1984). */
double box_covers_pt(struct page_box box, struct pagexy a, struct pagexy b);

/* True when two segments have a point in common. */
bool segments_meet(struct pagexy a, struct pagexy b, struct pagexy c, struct pagexy d);

#endif
