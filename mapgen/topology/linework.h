/* Lines that become the planar map: segments between grid points, noded so that no two of them meet
 * but at their ends.
 *
 *     added as read                 noded
 *       a ────────── b              a ───●─── b
 *            c                          c│
 *            │                           ●  one point, an end of all four
 *            d                          d│
 *
 * Noding is iterated snap rounding on the grid (Hobby 1999; Halperin and Packer, "Iterated snap
 * rounding", Computational Geometry 23, 2002): crossings are rounded to grid points, a segment
 * that passes within half a cell of a point is bent through it, and both are repeated until
 * nothing moves. A segment moves by less than a grid step (1 cm) a round. Segments that are the
 * same become one that remembers all its sources; in partitions whose features share their vertices
 * one look-up of a vertex finds it, or none where a border is followed back from vertex to vertex.
 *
 * Each end of a segment is a *spoke* of the vertex that it stands at: spoke 2s leaves the first
 * vertex of segment s, spoke 2s + 1 its second; a vertex begins a list of those that leave it.
 *
 * Sources are numbers from 0 to 63 that the caller gives out (one a layer, one a cutter). */
#ifndef MAPGEN_TOPOLOGY_LINEWORK_H
#define MAPGEN_TOPOLOGY_LINEWORK_H

#include "geom/segment_index.h"

#define LINEWORK_MAX_SOURCES 64

#define NO_SPOKE UINT32_MAX

struct vertex {
    struct gridpt at;
    uint32_t spoke; /* the first of its list; NO_SPOKE: none is left */
};

struct segment {
    uint32_t ends[2]; /* vertices, the first before the second in gridpt_compare order */
    uint32_t next[2]; /* the spoke after each of its own */
    uint64_t sources; /* bit per source */
    int32_t owner;    /* caller's number of the feature that brought it first */
    bool is_settled;  /* already compared with every other settled segment */
};

/* Two segments that were found to cross inside both: for reports about the input. */
struct crossing {
    struct gridpt at;
    uint64_t sources[2];
    int32_t owners[2];
};

typedef struct linework linework;

linework *linework_new(void);
void linework_free(linework *linework);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(linework, linework_free)

/* Makes room for chains of so many points in all, so that adding them does not stop to grow. */
void linework_reserve(linework *linework, size_t points);

/* Adds a chain of points; a closed one gets the segment from last to first. Repeated points are
 * passed over. */
void linework_add(linework *linework, const struct gridpt *points, size_t count, bool is_closed,
                  int source, int32_t owner);

/* Adds one segment with a set of sources. */
void linework_add_segment(linework *linework, struct gridpt a, struct gridpt b, uint64_t sources,
                          int32_t owner);

/* Forgets the segments at these indices (ascending, no index twice). */
void linework_remove(linework *linework, const size_t *indices, size_t count);

/* Nodes everything that was added. Crossings found on the way are appended to `crossings` (of
 * struct crossing) unless it is NULL. */
void linework_node(linework *linework, GArray *crossings);

/* The pieces into which the segments that are there cut some chains, without changing them: the
 * points of every chain with the cutting points put in between, and in `cut_counts` (of size_t) how
 * many each has now. `counts[i]` points are in chain i; a closed chain comes back with its first
 * point repeated. The caller owns the answer. */
GArray *linework_cut_chains(linework *linework, const GArray *points, const GArray *counts,
                            bool is_closed, GArray *cut_counts);

/* The nearest segment that the ray from `from` in direction (dx, dy) meets: distance as a multiple
 * of (dx, dy), and the point; false when it meets none up to `limit`. */
bool linework_ray(const linework *linework, struct gridpt from, double dx, double dy, double limit,
                  double *distance, struct gridpt *at);

size_t linework_count(const linework *linework);

/* Where a segment runs: from its lower end, in gridpt_compare order. */
struct grid_segment linework_at(const linework *linework, size_t index);

/* All of them, and their vertices (of which some may have no spoke); borrowed until lines are added
 * or noded. */
const struct segment *linework_segments(const linework *linework);
const struct vertex *linework_vertices(const linework *linework, size_t *count);

/* Index of the segment between two points, in either order; -1 when there is none. */
ptrdiff_t linework_find(const linework *linework, struct gridpt a, struct gridpt b);

/* An index of all segments, and in `ends` where they run, which it borrows: those of the last
 * noding if nothing was added or removed since. Both are the caller's. */
segment_index *linework_take_index(linework *linework, struct grid_segment **ends);

/* Adds sources to a segment that is there. */
void linework_mark(linework *linework, size_t index, uint64_t sources);

#endif
