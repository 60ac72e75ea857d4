/* A table of features as a shapefile, through shapelib: .shp (geometry, shells clockwise as the
 * format has them), .shx, .dbf (attributes), .prj (WGS84) and .cpg (UTF-8).
 *
 * A .dbf has names of at most 10 letters (the fields' short names), texts of at most 254 bytes, and
 * days of the years 1 to 9999. A longer text is cut between two letters and reported. What there is
 * nothing of is blank. The date of the file, which the format has no place to leave out, is the
 * same in all: 1 January 2000. The bytes depend on nothing but the table.
 *
 * Sources: ESRI Shapefile Technical Description, July 1998; dBase III+ file format. */
#ifndef MAPGEN_OUTPUT_SHAPEFILE_WRITER_H
#define MAPGEN_OUTPUT_SHAPEFILE_WRITER_H

#include "base/report.h"
#include "output/file_set.h"
#include "scene/features.h"

/* Appends the five files to `files`, and that indexes other programs made of an older shapefile of
 * that name go (.qix, .sbn, .sbx); `path` ends in .shp. False when a day does not fit. */
bool shapefile_encode(const features *features, const char *path, file_set *files, report *report,
                      GError **error);

#endif
