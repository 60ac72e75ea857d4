/* From degrees to metres on a plane and back, through PROJ. The only way from lonlat to mapxy.
 *
 * A projection holds PROJ's state and belongs to one thread at a time. */
#ifndef MAPGEN_GEOM_PROJECTION_H
#define MAPGEN_GEOM_PROJECTION_H

#include "geom/coords.h"
#include <glib.h>
#include <stdbool.h>

typedef struct projection projection;

/* From a PROJ string such as "+proj=lcc +lat_1=39.1 ...". An error carries PROJ's reason. */
projection *projection_new(const char *definition, GError **error);
void projection_free(projection *projection);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(projection, projection_free)

/* The PROJ string for a view that names none: Lambert conformal conic on WGS84 with the extent's
 * middle meridian upright and standard parallels at 1/6 and 5/6 of its height (Deetz and Adams,
 * "Elements of map projection", 1938, p. 79), or Mercator, which it comes down to, when the equator
 * is the middle; equal-area Equal Earth for extents of more than 90 degrees of longitude. The
 * caller frees it. */
char *projection_for_extent(struct lonlat_box extent);

/* Azimuthal equidistant about a point: distances from it are true, and those between points within
 * 100 km of it are true to 1 in 10,000. For buffers and nearest-place cells. */
projection *projection_about(struct lonlat centre);

/* Points outside the projection's domain come back as infinite coordinates. */
struct mapxy projection_forward(const projection *projection, struct lonlat at);
struct lonlat projection_inverse(const projection *projection, struct mapxy at);

#endif
