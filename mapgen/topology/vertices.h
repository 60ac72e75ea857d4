/* The vertices of noded linework and the segments that meet at each: what edges are chained from
 * (topology/topology.h). */
#ifndef MAPGEN_TOPOLOGY_VERTICES_H
#define MAPGEN_TOPOLOGY_VERTICES_H

#include "topology/linework.h"

/* One end of a segment: the vertex it leaves, and the one it goes to. */
struct spoke {
    struct gridpt from, to;
    uint64_t sources;
    uint32_t segment, to_vertex;
};

struct vertices {
    struct spoke *spokes; /* sorted by vertex, then by the one they go to */
    size_t spoke_count;
    size_t *starts; /* of each vertex's spokes; count + 1 */
    size_t count;
    bool *is_removed; /* by segment: part of a dangling line */
    size_t *degrees;  /* by vertex, without the removed */
    bool *is_node;
};

/* Lists the vertices of noded linework, in the order of gridpt_compare(). Takes away lines that end
 * in nothing, from their loose ends inwards, and appends those ends to `dangling` (of struct
 * gridpt) unless it is NULL. A vertex is a node where other than two segments meet, or two of
 * different sources, or one that runs along the seam and one that does not. */
struct vertices vertices_new(const linework *linework, GArray *dangling);
void vertices_clear(struct vertices *vertices);

#endif
