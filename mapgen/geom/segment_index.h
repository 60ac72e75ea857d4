/* Which segments pass near here: a grid of cells over a set of segments, about one cell a segment,
 * each cell with the list of the segments that pass through it; columns and rows are narrower where
 * there are more of them. Built once, read-only. */
#ifndef MAPGEN_GEOM_SEGMENT_INDEX_H
#define MAPGEN_GEOM_SEGMENT_INDEX_H

#include "geom/grid.h"

struct grid_segment {
    struct gridpt a, b;
};

typedef struct segment_index segment_index;

/* Indexes `count` segments; the array is borrowed and must outlive the index. */
segment_index *segment_index_build(const struct grid_segment *segments, size_t count);
void segment_index_free(segment_index *index);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(segment_index, segment_index_free)

/* Replaces the content of `found` (of uint32_t) by the numbers of the segments that share a cell
 * with the segment a-b: all that can touch it and some that do not; a number may stand twice. */
void segment_index_near(const segment_index *index, struct gridpt a, struct gridpt b,
                        GArray *found);

/* The nearest segment straight below (x, y), in grid units: of all segments that are crossed by the
 * line x + 0 (a hair to the right of x) strictly below y, the one crossed highest. -1 when there is
 * none. Vertical segments are never the answer. */
ptrdiff_t segment_index_below(const segment_index *index, double x, double y);

#endif
