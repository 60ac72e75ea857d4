/* Shapes that cut the planar map, made from what a project says: the lines and polygons of a layer,
 * geodesic buffers of lines and places, Voronoi cells of places. Made on an azimuthal plane about
 * the middle of the shape, through GEOS, and brought back to the grid. */
#ifndef MAPGEN_TOPOLOGY_CUTTER_H
#define MAPGEN_TOPOLOGY_CUTTER_H

#include "geom/grid.h"
#include "input/sources.h"

struct cutter_shape {
    bool is_area;   /* rings, against lines */
    GArray *points; /* of struct gridpt */
    GArray *counts; /* of size_t: points per ring or line */
};

void cutter_shape_clear(struct cutter_shape *shape);

/* The shape of a project's cutter, unclipped. */
bool cutter_shape_make(const struct sources *sources, const struct project_cutter *cutter,
                       struct cutter_shape *shape, GError **error);

/* The lines between the Voronoi cells of sites, out to a box around a region. Lines are the
 * perpendicular bisectors on an azimuthal plane about the box's middle: within 100 km of it they
 * are off the line of equal geodesic distance by less than 10 m. Fewer than two sites give none. */
bool cutter_cells_make(const struct lonlat *sites, size_t count, struct lonlat_box box,
                       struct cutter_shape *shape, GError **error);

/* Metres of the largest circle's radius inside the rings (outer first, then holes), as lonlat in
 * grid points, to within `tolerance_m`. */
double cutter_inscribed_radius_m(const struct gridpt *points, const size_t *counts, size_t rings,
                                 double tolerance_m);

#endif
