/* Shapefiles: any three files are refused, or give a layer that keeps the promises of its header.
 *
 * An input is the three files behind one another: lengths of .shp and .shx (4 bytes each, little
 * endian), .shp, .shx, and the rest is the .dbf. */
#include "input/layer.h"
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint32_t length_at(const uint8_t *data)
{
    return (uint32_t)data[3] << 24 | (uint32_t)data[2] << 16 | (uint32_t)data[1] << 8 | data[0];
}

static char *write_part(const char *folder, const char *name, const uint8_t *data, size_t size)
{
    char *path = g_build_filename(folder, name, NULL);
    FILE *file = fopen(path, "wb");
    g_assert(file != NULL && fwrite(data, 1, size, file) == size);
    fclose(file);
    return path;
}

static void check_layer(const struct layer *layer)
{
    static const size_t least[] = {[LAYER_POINTS] = 1, [LAYER_LINES] = 2, [LAYER_POLYGONS] = 3};
    for (size_t f = 0; f < layer->feature_count; f++) {
        const struct layer_feature *feature = &layer->features[f];
        g_assert(feature->first_part + feature->part_count <= layer->part_count);
        for (size_t p = 0; p < feature->part_count; p++) {
            const struct layer_part *part = &layer->parts[feature->first_part + p];
            g_assert(part->count >= least[layer->geometry]);
            g_assert(part->first + part->count <= layer->point_count);
        }
        for (size_t i = 0; i < layer->field_count; i++)
            g_assert(g_utf8_validate(layer_value(layer, f, (int)i), -1, NULL));
        g_autofree char *label = layer_feature_label(layer, f);
        g_assert(label != NULL);
    }
    for (size_t i = 0; i < layer->point_count; i++)
        g_assert(fabs(layer->points[i].lon) <= 180 && fabs(layer->points[i].lat) <= 90);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 8)
        return 0;
    size_t shp_size = MIN(length_at(data), size - 8);
    size_t shx_size = MIN(length_at(data + 4), size - 8 - shp_size);
    g_autofree char *folder = g_dir_make_tmp("mapgen-fuzz-XXXXXX", NULL);
    g_assert(folder != NULL);
    g_autofree char *shp = write_part(folder, "a.shp", data + 8, shp_size);
    g_autofree char *shx = write_part(folder, "a.shx", data + 8 + shp_size, shx_size);
    g_autofree char *dbf =
        write_part(folder, "a.dbf", data + 8 + shp_size + shx_size, size - 8 - shp_size - shx_size);

    /* No reprojection: that is PROJ's to fuzz. */
    const struct layer_options options = {.crs = "OGC:CRS84"};
    g_autoptr(report) report = report_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(layer) layer = layer_read(shp, &options, report, &error);
    g_assert((layer == NULL) == (error != NULL));
    if (layer != NULL)
        check_layer(layer);

    g_remove(shp);
    g_remove(shx);
    g_remove(dbf);
    g_rmdir(folder);
    return 0;
}
