/* Areas and distances on the WGS84 ellipsoid, through PROJ's geodesic routines (Karney, "Algorithms
 * for geodesics", Journal of Geodesy 87, 2013). Nothing is ever measured on the page. */
#ifndef MAPGEN_GEOM_GEODESIC_H
#define MAPGEN_GEOM_GEODESIC_H

#include "geom/coords.h"
#include <stddef.h>

/* Square metres between a chain of points and the equator, counted positive when the chain runs
 * west: the signed areas of the chains around a counter-clockwise ring add up to its area. Chains
 * along a pole count as the meridians' sector that they close. */
double geodesic_chain_area_m2(const struct gridpt *points, size_t count);

/* The same to within a square metre for every side, forty times as fast where sides are short: for
 * areas that are told in words. */
double geodesic_chain_about_m2(const struct gridpt *points, size_t count);

/* Metres from one point to another. */
double geodesic_distance_m(struct lonlat from, struct lonlat to);

/* Where one comes to, `distance_m` from a point in a direction clockwise from north. */
struct lonlat geodesic_point(struct lonlat from, double azimuth_deg, double distance_m);

#endif
