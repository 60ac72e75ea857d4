/* The insides of a topology, for the files of topology/ that build it:
 *
 *     vertices.c   which vertices of the linework are nodes
 *     edges.c      chains segments to edges, links half-edges around nodes
 *     faces.c      loops, the faces that they bound, a point inside each
 *     topology.c   the whole, the answers, the checks */
#ifndef MAPGEN_TOPOLOGY_TOPOLOGY_PARTS_H
#define MAPGEN_TOPOLOGY_TOPOLOGY_PARTS_H

#include "geom/segment_index.h"
#include "topology/topology.h"
#include "topology/vertices.h"

struct topology {
    struct gridpt *nodes; /* in gridpt_compare order */
    size_t node_count;
    struct edge *edges; /* in the order of their first two points */
    size_t edge_count;
    struct gridpt *points; /* of one edge after another */
    wide *areas2;          /* by edge: twice the area between it and the origin */
    struct face *faces;
    size_t face_count;
    half_edge *loops;
    half_edge *next;       /* by half-edge */
    half_edge *around;     /* half-edges leaving each node, counter-clockwise */
    size_t *around_starts; /* node_count + 1 */

    /* For topology_face_at: the segments of the linework, and the half-edge that each is of as it
     * runs there. */
    struct grid_segment *segments;
    half_edge *segment_halves;
    segment_index *index;
};

/* Fills nodes, edges but for their faces, points and segment_halves. */
void edges_trace(topology *topology, struct vertices *vertices);

/* Fills around, around_starts and next. */
void edges_link(topology *topology);

/* Makes points of the segments of dangling lines, below which nothing lies. */
void edges_leave_out(topology *topology, const struct vertices *vertices);

/* The half-edge that looks up from the first segment below a point, in grid units; NONE when there
 * is none. */
half_edge edges_below(const topology *topology, double x, double y);

/* Fills areas2, faces, loops and the edges' faces. */
void faces_build(topology *topology);

#endif
