/* The planar map of a project: what every date of every map is coloured on.
 *
 *     partition layers ─┐
 *     cutters, in order ┼─→ linework ─→ topology ─→ faces, each knowing its unit ─→ regions
 *     cells, on demand ─┘                           and the edges their sources
 *
 * A *unit* is a feature of a partition layer (a district). A face belongs to the unit whose rings,
 * as read, hold the face's inner point by the even-odd rule, so a ring that crosses itself is
 * mended by that. A cutter is clipped to the region that it names before it is noded: what it does
 * outside that region, and slivers against lines there, never come to be.
 *
 * Slivers (faces whose largest inner circle has a radius under sliver_m) go to the neighbour with
 * the longest shared edge, over an edge of the lowest rank that they have: cutters rank below
 * borders of units, those below borders of countries. A sliver that holds a place stays.
 *
 * Once built it is read-only. */
#ifndef MAPGEN_TOPOLOGY_PLANAR_MAP_H
#define MAPGEN_TOPOLOGY_PLANAR_MAP_H

#include "input/sources.h"
#include "topology/face_set.h"

typedef struct planar_map planar_map;

/* A feature of a partition layer. */
struct unit {
    int layer; /* index into sources->layers */
    size_t feature;
    const char *country; /* value of the layer's country field; "" when it has none */
};

/* Builds it from what was read, which is borrowed and must outlive it. Errors name the line of the
 * project file: an expression that cannot be parsed, a name that is nothing, a region that holds
 * no face or needs itself, a line that ends inside its region or does not separate it, two
 * features of one layer that own one face. Mended and reported: slivers, polygons that cross
 * themselves or their neighbours. */
planar_map *planar_map_build(const struct sources *sources, report *report, GError **error);
void planar_map_free(planar_map *map);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(planar_map, planar_map_free)

const topology *planar_map_topology(const planar_map *map);
const struct sources *planar_map_sources(const planar_map *map);

/* Units, and the one that a face belongs to (NONE: sea, or beyond the data). */
size_t planar_map_unit_count(const planar_map *map);
const struct unit *planar_map_unit(const planar_map *map, int32_t unit);
int32_t planar_map_face_unit(const planar_map *map, face_id face);

/* The faces of a region, by its number in the project, or NULL; borrowed. */
const struct face_set *planar_map_region(const planar_map *map, size_t region);
/* The number of a region by name; -1 when there is none. */
int planar_map_region_find(const planar_map *map, const char *name);
/* The faces of the theatre. */
const struct face_set *planar_map_theatre(const planar_map *map);

/* What an edge is. */
bool planar_map_is_country_border(const planar_map *map, edge_id edge);
bool planar_map_is_unit_border(const planar_map *map, edge_id edge);
bool planar_map_is_from_cutter(const planar_map *map, edge_id edge, size_t cutter);
/* Comes from the cells of places alone: approximate by nature. */
bool planar_map_is_from_cells(const planar_map *map, edge_id edge);
/* Lies on ±180° or at a pole, and is no border. */
bool planar_map_is_seam(const planar_map *map, edge_id edge);

/* Geodesic area of a face and of a set of faces, in square metres. */
double planar_map_face_area_m2(const planar_map *map, face_id face);
double planar_map_area_m2(const planar_map *map, struct face_set set);

/* The same of a face to within some square metres, for what is told in words; much faster. */
double planar_map_face_about_m2(const planar_map *map, face_id face);

/* What an edge adds to the area of the face on its left, and takes from that on its right. */
double planar_map_edge_about_m2(const planar_map *map, edge_id edge);

/* Reports by how much the faces of each unit differ from its polygon as read, where that is more
 * than a millionth and than two hectares. For `check`. */
void planar_map_check_areas(const planar_map *map, report *report);

#endif
