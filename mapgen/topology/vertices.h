/* What the vertices of noded linework are to the edges that are chained from it
 * (topology/topology.h). */
#ifndef MAPGEN_TOPOLOGY_VERTICES_H
#define MAPGEN_TOPOLOGY_VERTICES_H

#include "topology/linework.h"

struct vertices {
    const struct vertex *all; /* borrowed */
    const struct segment *segments;
    size_t count, segment_count;
    bool *is_removed; /* by segment: part of a dangling line; NULL: none is */
    bool *is_node;    /* by vertex */
};

/* Takes away lines that end in nothing, from their loose ends inwards, and appends those ends to
 * `dangling` (of struct gridpt), in the order of gridpt_compare(), unless it is NULL. A vertex is a
 * node where other than two segments meet, or two of different sources, or one that runs along the
 * seam and one that does not; one that has no segment left is none. The linework is borrowed. */
struct vertices vertices_new(const linework *linework, GArray *dangling);
void vertices_clear(struct vertices *vertices);

/* The first spoke of a vertex that is not of a dangling line, and the one after a spoke; NO_SPOKE
 * when there is none. */
static inline uint32_t vertices_kept(const struct vertices *v, uint32_t spoke)
{
    while (v->is_removed && spoke != NO_SPOKE && v->is_removed[spoke / 2])
        spoke = v->segments[spoke / 2].next[spoke & 1];
    return spoke;
}
static inline uint32_t vertices_first(const struct vertices *v, uint32_t vertex)
{
    return vertices_kept(v, v->all[vertex].spoke);
}
static inline uint32_t vertices_next(const struct vertices *v, uint32_t spoke)
{
    return vertices_kept(v, v->segments[spoke / 2].next[spoke & 1]);
}

/* The vertex that a spoke goes to. */
static inline uint32_t vertices_end(const struct vertices *v, uint32_t spoke)
{
    return v->segments[spoke / 2].ends[~spoke & 1];
}

#endif
