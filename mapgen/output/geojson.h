/* A table of features as GeoJSON (RFC 7946): WGS84 degrees with seven decimals, which is the grid
 * of the planar map, shells counter-clockwise and holes clockwise (section 3.1.6), a bounding box
 * (section 5), a feature's number as its id where the table has a field "id". Days are texts,
 * "2020-11-10"; lists are arrays; what there is nothing of is null. Title, licence and credits are
 * foreign members of the collection (section 6.1). */
#ifndef MAPGEN_OUTPUT_GEOJSON_H
#define MAPGEN_OUTPUT_GEOJSON_H

#include "scene/features.h"

/* The whole file; the caller frees it (g_bytes_unref). */
GBytes *geojson_encode(const features *features);

#endif
