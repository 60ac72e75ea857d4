/* A vector layer in memory: features with geometry in WGS84 degrees and attributes in UTF-8.
 *
 * One flat array of points, cut into parts (rings, lines), the parts into features: the layout of a
 * shapefile, which most layers come from. Shapefiles are read by input/shapefile.c; every other
 * format through GDAL, in a module that is loaded only then (input/gdal_module.c), because loading
 * GDAL costs more than drawing a map.
 *
 * A layer with a coordinate system other than WGS84 degrees (.prj, or what GDAL says) is
 * reprojected with PROJ. A .dbf is read in the encoding of its .cpg, else of its language driver
 * byte, else UTF-8; text that is not valid in it is an error. A ring does not repeat its first
 * point; rings keep the order and direction of the file. */
#ifndef MAPGEN_INPUT_LAYER_H
#define MAPGEN_INPUT_LAYER_H

#include "base/report.h"
#include "geom/coords.h"
#include <stdbool.h>
#include <stddef.h>

enum layer_geometry { LAYER_POINTS, LAYER_LINES, LAYER_POLYGONS };

struct layer_part {
    size_t first, count; /* into layer.points */
};

struct layer_feature {
    int record;                    /* 0-based, as in the file */
    size_t first_part, part_count; /* into layer.parts; part_count 0: no geometry */
};

struct layer {
    char *name; /* as the project calls it */
    char *path; /* as opened, for messages */
    enum layer_geometry geometry;
    struct lonlat *points;
    size_t point_count;
    struct layer_part *parts;
    size_t part_count;
    struct layer_feature *features;
    size_t feature_count;
    char **fields; /* field names, NULL-terminated */
    size_t field_count;
    char **values; /* feature-major: values[feature * field_count + field], never NULL */
};
typedef struct layer layer;

struct layer_options {
    const char *name;     /* what the project calls it; NULL: the file's base name */
    const char *sublayer; /* of a file with several layers; NULL: the first */
    const char *encoding; /* of the .dbf, against what the file says; NULL: as the file says */
    const char *crs; /* against what the file says, anything PROJ reads; NULL: as the file says */
};

/* Reads a whole layer. Everything that a broken file can hold is an error that names file and
 * record: a missing file or companion, a length that is not the file's, a .dbf with another record
 * count, coordinates that are not numbers or outside the world, mixed geometry, fewer than three
 * points in a ring. What can be mended is mended and reported: repeated points, rings left open,
 * features without geometry. */
struct layer *layer_read(const char *path, const struct layer_options *options, report *report,
                         GError **error);
void layer_free(struct layer *layer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(layer, layer_free)

/* Appends the files that reading a layer of this path looks at, there or not, to `files` (of char
 * *, owned); false when there may be others, for a folder, an address or a format of many files. */
bool layer_files(const char *path, GPtrArray *files);

/* Index of a field, -1 when there is none by that name (compared without case). */
int layer_field(const struct layer *layer, const char *name);

/* A feature's attribute, never NULL; borrowed. */
const char *layer_value(const struct layer *layer, size_t feature, int field);

/* "districts.shp: record 12 (AZE-1735)": for messages. The caller frees it. */
char *layer_feature_label(const struct layer *layer, size_t feature);

#endif
