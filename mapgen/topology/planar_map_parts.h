/* The insides of a planar map, for the files of topology/ that build it:
 *
 *     units.c        features to units, and which unit each face belongs to
 *     planar_map.c   rebuilds the topology, gives the answers
 *     region.c       what an expression means in the present topology
 *     cut.c          cutters and cells noded in, each clipped to its region
 *     sliver.c       what is too thin to be meant goes to its neighbour
 *
 * While it is built the topology can be *stale*: the linework holds cuts that it does not have yet.
 * It is rebuilt only when an expression needs such a cut. */
#ifndef MAPGEN_TOPOLOGY_PLANAR_MAP_PARTS_H
#define MAPGEN_TOPOLOGY_PLANAR_MAP_PARTS_H

#include "topology/cutter.h"
#include "topology/expression.h"
#include "topology/planar_map.h"

#include <stdatomic.h>

/* Sources of edges: one per layer, then one per cutter, and this one for all cells. */
#define SOURCE_CELLS (LINEWORK_MAX_SOURCES - 1)

/* Owners of segments in crossings: a unit, or a cutter from here on downwards. */
#define OWNER_CUTTER (-2)

struct unit_shape {
    struct gridpt *points;
    size_t *counts;
    size_t rings;
    struct gridpt low, high;
};

struct cutter {
    const struct project_cutter *from;
    struct cutter_shape shape;
    int source;
    bool is_cut;     /* in the linework */
    bool is_pending; /* and not yet in the topology */
};

/* Units by the value of a field of their layer. */
struct column {
    int layer, field;
    GHashTable *units; /* value -> GArray of int32_t, ascending */
};

/* The cells of one cells() or cell(): which sites there are, and which of them it takes. */
struct cells {
    const struct expression *region;
    struct lonlat *sites;
    bool *is_taken;
    size_t count;
};

struct region {
    const struct project_region *from;
    struct expression *expression;
    struct face_set faces; /* words NULL: not known in the present topology */
    bool is_open;          /* being evaluated: met again, it needs itself */
    bool is_prepared;      /* the cells that it asks for are cut */
    unsigned visit;        /* the last search that came by */
};

/* A face that two units of one layer hold; the first such face, NONE when there is none. */
struct overlap {
    face_id face;
    int32_t first, second;
};

/* Square metres between an edge and the equator; NaN: not measured yet. */
typedef _Atomic double edge_area;

struct planar_map {
    const struct sources *sources;
    const struct project *project;
    report *report;
    linework *lines;
    topology *topology;
    bool is_stale;  /* the linework holds more than the topology */
    unsigned visit; /* number of the present search through expressions */

    struct unit *units;
    struct unit_shape *shapes;
    size_t unit_count;
    int32_t *face_units;
    face_id *unit_faces;      /* those of one unit after another */
    size_t *unit_face_starts; /* unit_count + 1 */
    GPtrArray *columns;       /* of struct column: the fields that expressions have asked for */
    struct overlap overlap;   /* in the present topology */

    struct cutter *cutters;
    struct region *regions;
    GHashTable *cells;                         /* expression -> struct cells */
    edge_area *edge_areas_m2, *edge_abouts_m2; /* NULL while it is built */
};

/* Fills units and shapes from the partition layers, and adds their rings to the linework. */
bool units_collect(planar_map *map, GError **error);

/* Fills face_units, unit_faces and overlap for the present topology. */
void units_assign(planar_map *map);

/* Nodes the linework, builds its topology and finds each face's unit. */
void planar_map_rebuild(planar_map *map);

/* The region, the cutter, the partition layer of that name; NULL, NULL, -1 when there is none. */
struct region *region_named(const planar_map *map, const char *name);
struct cutter *cutter_named(const planar_map *map, const char *name);
int partition_named(const planar_map *map, const char *name);

/* The faces that an expression means in the present topology; `line` of the project file is for
 * messages. The set is the caller's. */
bool region_evaluate(planar_map *map, const struct expression *e, int line, struct face_set *set,
                     GError **error);

/* The same of a named region, kept until the topology changes. */
bool region_evaluate_named(planar_map *map, struct region *region, GError **error);

/* "Region 'x' needs itself". Answers false. */
bool region_fail_needs_itself(const planar_map *map, const struct region *region, GError **error);

/* Nodes a cutter into the linework, clipped to its region. */
bool cut_make(planar_map *map, struct cutter *cutter, GError **error);

/* Cuts the cells that an expression, or a region that it names, asks for and that are not there
 * yet. */
bool cut_prepare(planar_map *map, const struct expression *e, int line, GError **error);

/* Frees a struct column. */
void column_free(void *column);

/* Frees a struct cells. */
void cells_free(void *cells);

/* "theatre: no region called ...". Answers false. */
bool planar_map_fail_no_theatre(const planar_map *map, GError **error);

/* Gives slivers to their neighbours and reports them. */
void sliver_merge_all(planar_map *map);

#endif
