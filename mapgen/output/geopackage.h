/* Tables of features as a GeoPackage (OGC 12-128r18), each with its style for QGIS, which draws a
 * layer by the table "layer_styles" when it opens the file.
 *
 * Written by GDAL, in the module that reads the other formats too (input/gdal_module.h). The times
 * that the format asks for are the same in all files, 1 January 2000: the bytes depend on nothing
 * but the tables and the versions of GDAL and SQLite, which writes its own into the file. */
#ifndef MAPGEN_OUTPUT_GEOPACKAGE_H
#define MAPGEN_OUTPUT_GEOPACKAGE_H

#include "scene/features.h"

/* The whole file; the caller frees it (g_bytes_unref). `path` is for messages. NULL when the module
 * cannot be loaded, a day is not of the years 1 to 9999, or GDAL fails. */
GBytes *geopackage_encode(const features *const *tables, size_t count, const char *path,
                          GError **error);

/* The module's part: tables and their styles (NULL: none) to the bytes of a file. */
typedef GBytes *geopackage_writer(const features *const *tables, const char *const *styles,
                                  size_t count, const char *path, GError **error);
__attribute__((visibility("default"))) geopackage_writer gdal_module_write;

#endif
