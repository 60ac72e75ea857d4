/* The planar map: nodes, edges and faces of noded linework, built once.
 *
 * An edge is a chain of points between two nodes, with a face on each side and the same sources all
 * along; it runs along the seam (±180°, a pole) from end to end or nowhere. Every edge is two
 * half-edges, 2e forwards and 2e + 1 backwards; a half-edge has its face on the left, and the
 * half-edges around a face are linked (the half-edge structure of Muller and Preparata, "Finding
 * the intersection of two convex polyhedra", 1978; de Berg et al., Computational Geometry,
 * chapter 2).
 *
 *            n2
 *           ╱  ╲            face 0 is the outside;
 *       e1 ╱ f1 ╲ e2        walking e1, e0, e2 with f1 on the left
 *         ╱      ╲          is the loop of f1, the other way round
 *       n0 ─ e0 ─ n1        is a loop of face 0
 *
 * A face's first loop is its outer boundary, counter-clockwise; more loops are holes, clockwise.
 * Face 0 has only holes.
 *
 * Invariants (topology_check): every half-edge is in one loop; next(h) starts where h ends; the
 * faces' areas add up to nothing with face 0's; nodes - edges + faces = 1 + components; no node has
 * a single edge (dangling lines are cut off before).
 *
 * Numbers do not depend on the order in which lines were added: edges are ordered by their points,
 * faces by their first edge. */
#ifndef MAPGEN_TOPOLOGY_TOPOLOGY_H
#define MAPGEN_TOPOLOGY_TOPOLOGY_H

#include "topology/linework.h"

typedef int32_t face_id;
typedef int32_t edge_id;
typedef int32_t half_edge;
#define NONE (-1)
#define FACE_OUTSIDE 0

struct edge {
    size_t first, count; /* points, both ends included; a closed edge repeats its node */
    int32_t from, to;    /* nodes */
    face_id left, right;
    uint64_t sources;
    struct grid_box box;
};

struct face {
    size_t first_loop, loop_count; /* into topology_loop() */
    struct gridpt low, high;       /* bounding box; of face 0: empty */
    double inner_x, inner_y;       /* a point inside, in grid units; the middle of the widest of
                                      several horizontal cuts */
};

typedef struct topology topology;

/* Builds the planar map of noded linework. Lines that end inside a face are left out of it and
 * listed in `dangling` (of struct gridpt: the loose ends) unless it is NULL. */
topology *topology_build(linework *linework, GArray *dangling);
void topology_free(topology *topology);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(topology, topology_free)

size_t topology_face_count(const topology *topology); /* face 0 included */
size_t topology_edge_count(const topology *topology);
size_t topology_node_count(const topology *topology);
const struct face *topology_face(const topology *topology, face_id face);
const struct edge *topology_edge(const topology *topology, edge_id edge);
struct gridpt topology_node(const topology *topology, int32_t node);

/* The points of an edge, from its first node to its last. */
const struct gridpt *topology_edge_points(const topology *topology, edge_id edge);

/* The half-edge that a loop of a face starts with, and the one that follows another. */
half_edge topology_loop(const topology *topology, size_t loop);
half_edge topology_next(const topology *topology, half_edge half);

static inline edge_id half_edge_edge(half_edge half)
{
    return half >> 1;
}
static inline half_edge half_edge_twin(half_edge half)
{
    return half ^ 1;
}
/* The face on its left, and the node that it starts from. */
face_id topology_half_face(const topology *topology, half_edge half);
int32_t topology_half_node(const topology *topology, half_edge half);

/* The half-edges that leave a node, counter-clockwise. */
const half_edge *topology_node_edges(const topology *topology, int32_t node, size_t *count);

/* The face that a point lies in; a point on an edge is in one of the faces beside it. */
face_id topology_face_at(const topology *topology, struct lonlat at);

/* Twice the signed area between a half-edge and the origin, in grid units: those of a ring add up
 * to its own, positive counter-clockwise. */
wide topology_half_area2(const topology *topology, half_edge half);

/* Twice the signed area of a loop in grid units, exact to double: positive counter-clockwise. */
double topology_loop_area2(const topology *topology, half_edge start);

/* True when the invariants hold; otherwise false with a sentence. For tests and debug builds. */
bool topology_check(const topology *topology, char **why);

#endif
