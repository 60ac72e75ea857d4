#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "input/layer.h"
#include "support/shapefile_fixture.h"
#include <math.h>

/* Reads through layer_read(), which loads the module; skips the test where it was not built. */
static struct layer *read_file(const char *path, const struct layer_options *options,
                               report *report, GError **error)
{
    GError *reason = NULL;
    struct layer *layer = layer_read(path, options, report, &reason);
    if (reason != NULL && strstr(reason->message, "mapgen-gdal.so") != NULL) {
        g_error_free(reason);
        skip();
    }
    if (reason != NULL)
        g_propagate_error(error, reason);
    return layer;
}

static struct layer *read_ok(const char *path, const struct layer_options *options)
{
    g_autoptr(GError) error = NULL;
    struct layer *layer = read_file(path, options, NULL, &error);
    if (layer == NULL)
        fail_msg("%s", error->message);
    return layer;
}

/* A file of the fixture's folder, which the teardown removes; the caller frees the path. */
static char *write_file(const struct shapefile_fixture *files, const char *name, const char *text)
{
    char *path = g_build_filename(files->folder, name, NULL);
    assert_true(g_file_set_contents(path, text, -1, NULL));
    return path;
}

/* A GeoJSON file with one geometry per line of `geometries`, NULL-terminated. */
static char *write_geojson(const struct shapefile_fixture *files, const char *const *geometries)
{
    g_autoptr(GString) text = g_string_new("{\"type\":\"FeatureCollection\",\"features\":[");
    for (size_t i = 0; geometries[i] != NULL; i++)
        g_string_append_printf(text,
                               "%s{\"type\":\"Feature\",\"properties\":{\"code\":\"%zu\","
                               "\"name\":\"Şuşa\",\"size\":1.5},\"geometry\":%s}",
                               i > 0 ? "," : "", i, geometries[i]);
    g_string_append(text, "]}");
    return write_file(files, "areas.geojson", text->str);
}

static void assert_refused(const char *path, const struct layer_options *options,
                           const char *part_of_message)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(layer) layer = read_file(path, options, NULL, &error);
    assert_null(layer);
    if (strstr(error->message, part_of_message) == NULL)
        fail_msg("'%s' does not contain '%s'", error->message, part_of_message);
}

static void test_gdal_module__geojson_polygons(void **state)
{
    static const char *const geometries[] = {
        "{\"type\":\"Polygon\",\"coordinates\":[[[46,39],[47,39],[47,40],[46,39]],"
        "[[46.5,39.1],[46.6,39.2],[46.7,39.1],[46.5,39.1]]]}",
        "null",
        "{\"type\":\"MultiPolygon\",\"coordinates\":[[[[1,1],[2,1],[2,2],[1,1]]],"
        "[[[3,3],[4,3],[4,4],[3,3]]]]}",
        NULL,
    };
    g_autofree char *path = write_geojson(*state, geometries);
    g_autoptr(layer) layer = read_ok(path, NULL);
    assert_string_equal(layer->name, "areas");
    assert_int_equal(layer->geometry, LAYER_POLYGONS);
    assert_int_equal(layer->feature_count, 3);
    assert_int_equal(layer->features[0].part_count, 2);
    assert_int_equal(layer->features[1].part_count, 0);
    assert_int_equal(layer->features[2].part_count, 2);
    assert_int_equal(layer->parts[3].count, 3);
    assert_true(layer->points[1].lon == 47 && layer->points[1].lat == 39);
    assert_string_equal(layer_value(layer, 2, layer_field(layer, "code")), "2");
    assert_string_equal(layer_value(layer, 2, layer_field(layer, "name")), "Şuşa");
    assert_string_equal(layer_value(layer, 2, layer_field(layer, "size")), "1.5");
}

static void test_gdal_module__geojson_lines_and_points(void **state)
{
    static const char *const lines[] = {
        "{\"type\":\"LineString\",\"coordinates\":[[1,2],[3,4]]}",
        "{\"type\":\"MultiLineString\",\"coordinates\":[[[1,2],[3,4]],[[5,6],[7,8]]]}",
        NULL,
    };
    g_autofree char *path = write_geojson(*state, lines);
    g_autoptr(layer) layer = read_ok(path, NULL);
    assert_int_equal(layer->geometry, LAYER_LINES);
    assert_int_equal(layer->part_count, 3);

    static const char *const points[] = {
        "{\"type\":\"Point\",\"coordinates\":[1,2,300]}",
        "{\"type\":\"MultiPoint\",\"coordinates\":[[1,2],[3,4]]}",
        NULL,
    };
    g_free(path);
    path = write_geojson(*state, points);
    g_autoptr(layer) dots = read_ok(path, NULL);
    assert_int_equal(dots->geometry, LAYER_POINTS);
    assert_int_equal(dots->part_count, 2);
    assert_int_equal(dots->parts[1].count, 2);
}

static void test_gdal_module__mixed_geometry_is_refused(void **state)
{
    static const char *const mixed[] = {
        "{\"type\":\"Point\",\"coordinates\":[1,2]}",
        "{\"type\":\"LineString\",\"coordinates\":[[1,2],[3,4]]}",
        NULL,
    };
    g_autofree char *path = write_geojson(*state, mixed);
    assert_refused(path, NULL, "record 1: lines in a layer of points");
    static const char *const collection[] = {
        "{\"type\":\"GeometryCollection\",\"geometries\":[{\"type\":\"Point\","
        "\"coordinates\":[1,2]}]}",
        NULL,
    };
    g_free(path);
    path = write_geojson(*state, collection);
    assert_refused(path, NULL, "record 0: a geometry of type Geometry Collection makes no layer");
}

static void test_gdal_module__coordinate_system_of_the_file_is_heeded(void **state)
{
    const struct shapefile_fixture *files = *state;
    g_autofree char *path = write_file(
        files, "utm.geojson",
        "{\"type\":\"FeatureCollection\",\"crs\":{\"type\":\"name\",\"properties\":{\"name\":"
        "\"urn:ogc:def:crs:EPSG::32638\"}},\"features\":[{\"type\":\"Feature\",\"properties\":{},"
        "\"geometry\":{\"type\":\"Point\",\"coordinates\":[649905.4203,4402584.5445]}}]}");
    g_autoptr(layer) layer = read_ok(path, NULL);
    assert_true(fabs(layer->points[0].lon - 46.75) < 1e-6);
    assert_true(fabs(layer->points[0].lat - 39.76) < 1e-6);
}

static void test_gdal_module__broken_files_are_refused(void **state)
{
    const struct shapefile_fixture *files = *state;
    g_autofree char *text = write_file(files, "a.txt", "hello\n");
    assert_refused(text, NULL, "a.txt: GDAL cannot read it: ");
    g_autofree char *json = write_file(files, "a.geojson", "{\"type\":\"FeatureCollection\",\"fea");
    assert_refused(json, NULL, "a.geojson: GDAL cannot read it: ");
    g_autofree char *zip = write_file(files, "a.zip", "PK\3\4");
    assert_refused(zip, NULL, "a.zip: GDAL cannot read it: ");
}

static void test_gdal_module__unknown_sublayer_names_the_nearest(void **state)
{
    static const char *const geometries[] = {"{\"type\":\"Point\",\"coordinates\":[1,2]}", NULL};
    g_autofree char *path = write_geojson(*state, geometries);
    const struct layer_options near = {.sublayer = "aeras"}, far = {.sublayer = "towns"};
    assert_refused(path, &near, "has no layer 'aeras'; did you mean 'areas'?");
    assert_refused(path, &far, "has no layer 'towns', but 'areas'");
}

/* Runs ogr2ogr, which makes the formats that cannot be written by hand; false where it is not
 * installed. */
static bool convert(const char *from, const char *to, const char *layer_name)
{
    g_autofree char *program = g_find_program_in_path("ogr2ogr");
    if (program == NULL)
        return false;
    char *arguments[] = {
        program, (char *)"-append", (char *)"-nln", (char *)layer_name, (char *)to, (char *)from,
        NULL};
    int status;
    return g_spawn_sync(NULL, arguments, NULL,
                        G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL,
                        NULL, &status, NULL) &&
           status == 0;
}

static void test_gdal_module__geopackage_with_two_layers(void **state)
{
    const struct shapefile_fixture *files = *state;
    static const char *const lines[] = {"{\"type\":\"LineString\",\"coordinates\":[[1,2],[3,4]]}",
                                        NULL};
    static const char *const points[] = {"{\"type\":\"Point\",\"coordinates\":[46.75,39.76]}",
                                         NULL};
    g_autofree char *package = g_build_filename(files->folder, "all.gpkg", NULL);
    g_autofree char *path = write_geojson(files, lines);
    if (!convert(path, package, "roads"))
        skip();
    g_free(path);
    path = write_geojson(files, points);
    assert_true(convert(path, package, "towns"));

    g_autoptr(layer) first = read_ok(package, NULL);
    assert_int_equal(first->geometry, LAYER_LINES);
    const struct layer_options options = {.sublayer = "towns", .name = "places"};
    g_autoptr(layer) towns = read_ok(package, &options);
    assert_int_equal(towns->geometry, LAYER_POINTS);
    assert_string_equal(towns->name, "places");
    assert_true(towns->points[0].lon == 46.75 && towns->points[0].lat == 39.76);
    assert_string_equal(layer_value(towns, 0, layer_field(towns, "name")), "Şuşa");
}

static void append_little_endian(GByteArray *out, uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; i++) {
        uint8_t byte = (uint8_t)(value >> (8 * i));
        g_byte_array_append(out, &byte, 1);
    }
}

/* CRC-32 of ISO 3309, as a .zip has it. */
static uint32_t crc32_of(const char *bytes, size_t count)
{
    uint32_t crc = 0xffffffff;
    for (size_t i = 0; i < count; i++) {
        crc ^= (uint8_t)bytes[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ~crc;
}

/* What a local header and an entry of the directory share: from the version to the two lengths. */
static void append_zip_entry(GByteArray *out, const char *name, uint32_t crc, size_t size)
{
    append_little_endian(out, 20, 2);
    append_little_endian(out, 0, 4); /* flags, method: stored */
    append_little_endian(out, 0, 4); /* time */
    append_little_endian(out, crc, 4);
    append_little_endian(out, (uint32_t)size, 4);
    append_little_endian(out, (uint32_t)size, 4);
    append_little_endian(out, (uint32_t)strlen(name), 2);
    append_little_endian(out, 0, 2);
}

/* A .zip of the fixture's three files, stored (PKWARE's APPNOTE.TXT, sections 4.3.7, 4.3.12 and
 * 4.3.16). */
static char *write_zip(const struct shapefile_fixture *files)
{
    const char *const paths[] = {files->shp, files->shx, files->dbf};
    g_autoptr(GByteArray) zip = g_byte_array_new();
    g_autoptr(GByteArray) directory = g_byte_array_new();
    for (size_t i = 0; i < G_N_ELEMENTS(paths); i++) {
        g_autofree char *name = g_path_get_basename(paths[i]);
        g_autofree char *contents = NULL;
        size_t size;
        assert_true(g_file_get_contents(paths[i], &contents, &size, NULL));
        uint32_t crc = crc32_of(contents, size), offset = zip->len;
        append_little_endian(zip, 0x04034b50, 4);
        append_zip_entry(zip, name, crc, size);
        g_byte_array_append(zip, (const uint8_t *)name, (guint)strlen(name));
        g_byte_array_append(zip, (const uint8_t *)contents, (guint)size);
        append_little_endian(directory, 0x02014b50, 4);
        append_little_endian(directory, 20, 2);
        append_zip_entry(directory, name, crc, size);
        append_little_endian(directory, 0, 2); /* comment */
        append_little_endian(directory, 0, 4); /* disk, internal attributes */
        append_little_endian(directory, 0, 4); /* external attributes */
        append_little_endian(directory, offset, 4);
        g_byte_array_append(directory, (const uint8_t *)name, (guint)strlen(name));
    }
    uint32_t directory_offset = zip->len;
    g_byte_array_append(zip, directory->data, directory->len);
    append_little_endian(zip, 0x06054b50, 4);
    append_little_endian(zip, 0, 4); /* disks */
    append_little_endian(zip, G_N_ELEMENTS(paths), 2);
    append_little_endian(zip, G_N_ELEMENTS(paths), 2);
    append_little_endian(zip, directory->len, 4);
    append_little_endian(zip, directory_offset, 4);
    append_little_endian(zip, 0, 2);
    char *path = g_build_filename(files->folder, "areas.zip", NULL);
    assert_true(g_file_set_contents(path, (const char *)zip->data, zip->len, NULL));
    return path;
}

static void test_gdal_module__shapefile_within_a_zip(void **state)
{
    const struct shapefile_fixture *files = *state;
    shapefile_fixture_squares(files);
    g_autofree char *zip = write_zip(files);
    g_autofree char *inner = g_build_filename(zip, "areas.shp", NULL);
    const char *const paths[] = {zip, inner};
    for (size_t i = 0; i < G_N_ELEMENTS(paths); i++) {
        g_autoptr(layer) layer = read_ok(paths[i], NULL);
        assert_int_equal(layer->feature_count, 2);
        assert_int_equal(layer->point_count, 12);
        assert_string_equal(layer_value(layer, 1, layer_field(layer, "name")), "East");
    }
}

#define WITH_FILES(test)                                                                           \
    cmocka_unit_test_setup_teardown(test, shapefile_fixture_setup, shapefile_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FILES(test_gdal_module__geojson_polygons),
        WITH_FILES(test_gdal_module__geojson_lines_and_points),
        WITH_FILES(test_gdal_module__mixed_geometry_is_refused),
        WITH_FILES(test_gdal_module__coordinate_system_of_the_file_is_heeded),
        WITH_FILES(test_gdal_module__broken_files_are_refused),
        WITH_FILES(test_gdal_module__unknown_sublayer_names_the_nearest),
        WITH_FILES(test_gdal_module__geopackage_with_two_layers),
        WITH_FILES(test_gdal_module__shapefile_within_a_zip),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
