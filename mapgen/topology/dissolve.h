/* Faces of one kind melted together: the outline of all that has one key, as simple rings.
 *
 * A walk along the boundary keeps the area on its left. At a node it goes on with the first
 * boundary edge that it meets when it turns through the faces of the area; where it comes to a node
 * for the second time, the part since the first time is cut off as a ring of its own:
 *
 *      ┌───────●───────┐       ●───────┐   ┌───┐
 *      │ area ╱ ╲      │       a shell that a hole touches in one point is walked in one go, shell
 *      │     ╱   ╲     │       and hole, and comes out as two rings; two lobes that meet in one
 *      │    └─────┘    │       point are two shells
 *      └───────────────┘
 *
 * So rings do not touch themselves, as OGC Simple Features and RFC 7946 ask; each piece, faces that
 * hang together through edges, has one ring that runs counter-clockwise, its shell, and its holes
 * run clockwise. */
#ifndef MAPGEN_TOPOLOGY_DISSOLVE_H
#define MAPGEN_TOPOLOGY_DISSOLVE_H

#include "topology/topology.h"

struct dissolved_ring {
    face_id piece; /* the piece's lowest face */
    bool is_hole;
    size_t first, count; /* half-edges */
};

/* The rings around the faces f with keys[f] == key: their half-edges, the area on their left,
 * appended to `halves` (of half_edge), and `rings` (of struct dissolved_ring, piece after piece,
 * each shell before its holes). `keys` has one number per face; face 0 is never in the area. */
void topology_dissolve(const topology *topology, const int32_t *keys, int32_t key, GArray *halves,
                       GArray *rings);

/* Appends the points of a chain of half-edges to `points` (of struct gridpt); that of its last node
 * is left out, as in a ring it is the first. */
void topology_chain_points(const topology *topology, const half_edge *halves, size_t count,
                           GArray *points);

#endif
