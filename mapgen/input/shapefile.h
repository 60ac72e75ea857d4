/* Shapefiles: .shp (geometry), .shx (where each record starts), .dbf (attributes), .prj (coordinate
 * system) and .cpg (encoding of the .dbf). The .dbf is read through shapelib; the coordinates are
 * taken from the .shp in memory, because shapelib copies each of them on the way and allocates for
 * every record.
 *
 *     .shx  header 100 bytes | offset, length | offset, length | ...        words of 2 bytes
 *     .shp  header 100 bytes | number, length, shape | number, length, shape | ...
 *     .dbf  header | record | record | ...                                   one record per shape
 *
 * Every length is compared with the files before anything is taken from them or by shapelib, which
 * trusts a file more than we do: the length that a header states is the file's, each record lies
 * within the file, is as long as the index says and holds the parts and points that it counts, no
 * two records overlap, and the .dbf has the records and fields that its header promises. It reads
 * without writing to stderr.
 *
 * Sources: ESRI Shapefile Technical Description, July 1998; dBase III+ file format; the language
 * driver bytes are those of ArcGIS and of Visual FoxPro (CPDBF). */
#ifndef MAPGEN_INPUT_SHAPEFILE_H
#define MAPGEN_INPUT_SHAPEFILE_H

#include "input/layer_builder.h"

/* A layer_reader: the coordinates as the file has them. The path ends in .shp; the companions stand
 * beside it, with the same name and an extension in small or capital letters. Records that the .dbf
 * marks as deleted are left out and reported. */
struct layer *shapefile_read(const char *path, const struct layer_options *options, char **crs,
                             report *report, GError **error);

#endif
