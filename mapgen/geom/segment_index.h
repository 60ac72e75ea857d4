/* Which segments pass near here. Segments that follow each other, as those of a border do, make
 * *runs* of up to eight, and a grid of cells lists the runs that pass through each cell; columns
 * and rows are narrower where there are more of them. To look at the eight of a run costs less than
 * to list each of them in its cells. Built once, read-only. */
#ifndef MAPGEN_GEOM_SEGMENT_INDEX_H
#define MAPGEN_GEOM_SEGMENT_INDEX_H

#include "geom/grid.h"

typedef struct segment_index segment_index;

/* Indexes `count` segments; the array is borrowed and must outlive the index. */
segment_index *segment_index_build(const struct grid_segment *segments, size_t count);
void segment_index_free(segment_index *index);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(segment_index, segment_index_free)

/* Replaces the content of `found` (of uint32_t) by the numbers of the segments whose boxes meet
 * that of the segment a-b: all that can touch it and some that do not; a number may stand twice. */
void segment_index_near(const segment_index *index, struct gridpt a, struct gridpt b,
                        GArray *found);

/* Is told the numbers of two segments. */
typedef void segment_index_tell(void *data, uint32_t one, uint32_t other);

/* Tells of every two segments whose boxes meet, which are all that can touch, in no order; a pair
 * may be told twice. Pairs of which both are in `is_known` (by segment) may be left out; NULL: none
 * is. It can be shared among threads: part k of `parts` tells of some of the pairs, all parts of
 * all. */
void segment_index_pairs(const segment_index *index, const bool *is_known, size_t part,
                         size_t parts, segment_index_tell *tell, void *data);

/* The nearest segment straight below (x, y), in grid units: of all segments that are crossed by the
 * line x + 0 (a hair to the right of x) strictly below y, the one crossed highest. -1 when there is
 * none. Vertical segments are never the answer. */
ptrdiff_t segment_index_below(const segment_index *index, double x, double y);

#endif
