/* Every vector format but shapefiles, through GDAL: GeoJSON, GeoPackage, KML, spreadsheets, files
 * in a .zip, files on the web.
 *
 * This is a module of its own, mapgen-gdal.so, that layer_read() loads when a source needs it:
 * loading GDAL takes longer than drawing a map. It writes too (output/geopackage.h). It shares no
 * variables with the program, only these functions and the types of their parameters, and is built
 * together with it. */
#ifndef MAPGEN_INPUT_GDAL_MODULE_H
#define MAPGEN_INPUT_GDAL_MODULE_H

#include "input/layer_builder.h"

/* A layer_reader. A path may be a file, a folder that GDAL reads, a .zip ("x.zip" or
 * "x.zip/inner.shp"), an http or https address, or GDAL's own "/vsi..." spelling. Curves become
 * lines. What GDAL warns of is reported. */
__attribute__((visibility("default"))) struct layer *
gdal_module_read(const char *path, const struct layer_options *options, char **crs, report *report,
                 GError **error);

#endif
