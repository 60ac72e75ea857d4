#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "input/layer.h"
#include "support/shapefile_fixture.h"
#include <math.h>

static void assert_message(const char *message, const char *part)
{
    if (strstr(message, part) == NULL)
        fail_msg("'%s' does not contain '%s'", message, part);
}

static void assert_refused(const char *path, const struct layer_options *options,
                           const char *part_of_message)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(layer) layer = layer_read(path, options, NULL, &error);
    assert_null(layer);
    assert_non_null(error);
    assert_message(error->message, part_of_message);
}

static struct layer *read_ok(const char *path, const struct layer_options *options, report *report)
{
    g_autoptr(GError) error = NULL;
    struct layer *layer = layer_read(path, options, report, &error);
    if (layer == NULL)
        fail_msg("%s", error->message);
    return layer;
}

static bool has_finding(const report *report, enum severity severity, const char *part)
{
    for (size_t i = 0; i < report_count(report); i++) {
        const struct finding *finding = report_at(report, i);
        if (finding->severity == severity && strstr(finding->message, part) != NULL)
            return true;
    }
    return false;
}

static void assert_point(struct lonlat point, double lon, double lat)
{
    if (fabs(point.lon - lon) > 1e-6 || fabs(point.lat - lat) > 1e-6)
        fail_msg("%.9f %.9f is not %.9f %.9f", point.lon, point.lat, lon, lat);
}

static void test_layer__rings_lose_the_point_that_closes_them(void **state)
{
    const struct shapefile_fixture *files = *state;
    shapefile_fixture_squares(files);
    g_autoptr(report) report = report_new();
    g_autoptr(layer) layer = read_ok(files->shp, NULL, report);
    assert_string_equal(layer->name, "areas");
    assert_string_equal(layer->path, files->shp);
    assert_int_equal(layer->point_count, 12);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(layer->parts[i].first, 4 * i);
        assert_int_equal(layer->parts[i].count, 4);
    }
    assert_true(layer->points[11].lon == 8 && layer->points[11].lat == 0);
    assert_int_equal(report_count(report), 1);
    assert_true(has_finding(report, SEVERITY_NOTE, "WGS84 degrees are assumed"));
}

static void test_layer__name_is_what_the_project_calls_it(void **state)
{
    const struct shapefile_fixture *files = *state;
    shapefile_fixture_squares(files);
    const struct layer_options options = {.name = "districts"};
    g_autoptr(layer) layer = read_ok(files->shp, &options, NULL);
    assert_string_equal(layer->name, "districts");
}

static void test_layer__fields_are_found_without_case(void **state)
{
    const struct shapefile_fixture *files = *state;
    shapefile_fixture_squares(files);
    g_autoptr(layer) layer = read_ok(files->shp, NULL, NULL);
    assert_int_equal(layer_field(layer, "NAME"), 1);
    assert_int_equal(layer_field(layer, "title"), -1);
    assert_string_equal(layer_value(layer, 1, layer_field(layer, "Code")), "B");
    assert_string_equal(layer_value(layer, 1, -1), "");
}

static void test_layer__label_names_file_record_and_code(void **state)
{
    const struct shapefile_fixture *files = *state;
    shapefile_fixture_squares(files);
    g_autoptr(layer) layer = read_ok(files->shp, NULL, NULL);
    g_autofree char *label = layer_feature_label(layer, 1);
    g_autofree char *expected = g_strdup_printf("%s: record 1 (B)", files->shp);
    assert_string_equal(label, expected);
}

static void test_layer__open_ring_is_closed_and_reported(void **state)
{
    const struct shapefile_fixture *files = *state;
    const struct fixture_shape shape = {1, {0}, 4, {0, 0, 0, 1, 1, 1, 1, 0}, "A", "a"};
    shapefile_fixture_write(files, SHPT_POLYGON, &shape, 1, NULL);
    g_autoptr(report) report = report_new();
    g_autoptr(layer) layer = read_ok(files->shp, NULL, report);
    assert_int_equal(layer->point_count, 4);
    assert_true(
        has_finding(report, SEVERITY_WARNING, "record 0 (A): a ring does not end where it starts"));
}

static void test_layer__repeated_points_are_dropped_and_counted(void **state)
{
    const struct shapefile_fixture *files = *state;
    const struct fixture_shape shape = {1,   {0}, 7, {0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0},
                                        "A", "a"};
    shapefile_fixture_write(files, SHPT_POLYGON, &shape, 1, NULL);
    g_autoptr(report) report = report_new();
    g_autoptr(layer) layer = read_ok(files->shp, NULL, report);
    assert_int_equal(layer->point_count, 4);
    assert_true(layer->points[2].lon == 1 && layer->points[2].lat == 1);
    assert_true(has_finding(report, SEVERITY_NOTE,
                            "2 repeated points are left out, the first in record 0 (A)"));
}

/* Only neighbours count as repeated: a line that comes back to a point keeps both. */
static void test_layer__line_that_returns_keeps_its_points(void **state)
{
    const struct shapefile_fixture *files = *state;
    const struct fixture_shape shape = {1, {0}, 3, {0, 0, 1, 0, 0, 0}, "A", "a"};
    shapefile_fixture_write(files, SHPT_ARC, &shape, 1, NULL);
    g_autoptr(layer) layer = read_ok(files->shp, NULL, NULL);
    assert_int_equal(layer->point_count, 3);
}

static void test_layer__feature_without_geometry_is_kept_and_reported(void **state)
{
    const struct shapefile_fixture *files = *state;
    const struct fixture_shape shape = {0, {0}, 0, {0}, "N", "none"};
    shapefile_fixture_write(files, SHPT_POLYGON, &shape, 1, NULL);
    g_autoptr(report) report = report_new();
    g_autoptr(layer) layer = read_ok(files->shp, NULL, report);
    assert_int_equal(layer->feature_count, 1);
    assert_int_equal(layer->features[0].part_count, 0);
    assert_true(has_finding(report, SEVERITY_WARNING, "record 0 (N): has no geometry"));
}

static void test_layer__rings_and_lines_with_too_few_points_are_refused(void **state)
{
    const struct shapefile_fixture *files = *state;
    static const struct {
        int type;
        struct fixture_shape shape;
        const char *message;
    } cases[] = {
        {SHPT_POLYGON, {1, {0}, 2, {0, 0, 1, 1}, "A", "a"}, "ring 1 of 1 has 2 different points"},
        {SHPT_POLYGON,
         {1, {0}, 3, {0, 0, 1, 1, 0, 0}, "A", "a"},
         "record 0 (A): ring 1 of 1 has 2 different points"},
        {SHPT_POLYGON, {1, {0}, 4, {5, 5, 5, 5, 5, 5, 5, 5}, "A", "a"}, "has 1 different points"},
        {SHPT_POLYGON,
         {2, {0, 4}, 7, {0, 0, 0, 9, 9, 9, 0, 0, 1, 2, 2, 3, 1, 2}, "A", "a"},
         "ring 2 of 2 has 2 different points"},
        {SHPT_ARC, {1, {0}, 2, {5, 5, 5, 5}, "A", "a"}, "line 1 of 1 has 1 different points"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        shapefile_fixture_write(files, cases[i].type, &cases[i].shape, 1, NULL);
        assert_refused(files->shp, NULL, cases[i].message);
    }
}

static void test_layer__coordinates_that_are_no_numbers_are_refused(void **state)
{
    const struct shapefile_fixture *files = *state;
    static const double values[] = {NAN, INFINITY, -INFINITY};
    for (size_t i = 0; i < G_N_ELEMENTS(values); i++) {
        shapefile_fixture_squares(files);
        /* The second point of the first record: header, record header, head, two parts. */
        fixture_patch(files->shp, 108 + 44 + 8 + 16, &values[i], sizeof values[i]);
        assert_refused(files->shp, NULL, "record 0 (A): a coordinate is not a number");
    }
}

static void test_layer__coordinates_off_the_globe_are_refused(void **state)
{
    const struct shapefile_fixture *files = *state;
    const struct fixture_shape shape = {0, {0}, 1, {566000, 4400000}, "A", "a"};
    shapefile_fixture_write(files, SHPT_POINT, &shape, 1, NULL);
    assert_refused(files->shp, NULL,
                   "566000, 4400000 is no longitude and latitude; the file does not say its "
                   "coordinate system, give it as 'crs'");
    const struct fixture_shape pole = {0, {0}, 1, {0, 90.001}, "A", "a"};
    shapefile_fixture_write(files, SHPT_POINT, &pole, 1, NULL);
    assert_refused(files->shp, NULL, "0, 90.001 is no longitude and latitude");
}

static void test_layer__rounding_error_at_the_antimeridian_is_put_right(void **state)
{
    const struct shapefile_fixture *files = *state;
    const struct fixture_shape shape = {0, {0}, 1, {180.00000000000003, -90.0000001}, "A", "a"};
    shapefile_fixture_write(files, SHPT_POINT, &shape, 1, NULL);
    g_autoptr(layer) layer = read_ok(files->shp, NULL, NULL);
    assert_true(layer->points[0].lon == 180 && layer->points[0].lat == -90);
}

/* As ArcGIS and GDAL write it. */
static const char WGS84_PRJ[] =
    "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],"
    "PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]";
static const char UTM38_PRJ[] =
    "PROJCS[\"WGS_1984_UTM_Zone_38N\",GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\","
    "SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],PRIMEM[\"Greenwich\",0.0],"
    "UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Transverse_Mercator\"],"
    "PARAMETER[\"False_Easting\",500000.0],PARAMETER[\"False_Northing\",0.0],"
    "PARAMETER[\"Central_Meridian\",45.0],PARAMETER[\"Scale_Factor\",0.9996],"
    "PARAMETER[\"Latitude_Of_Origin\",0.0],UNIT[\"Meter\",1.0]]";

static void test_layer__wgs84_degrees_stay_as_they_are(void **state)
{
    const struct shapefile_fixture *files = *state;
    const struct fixture_shape shape = {0, {0}, 1, {46.7499999999999, 39.7600000000001}, "A", "a"};
    shapefile_fixture_write(files, SHPT_POINT, &shape, 1, NULL);
    g_file_set_contents(files->prj, WGS84_PRJ, -1, NULL);
    g_autoptr(report) report = report_new();
    g_autoptr(layer) layer = read_ok(files->shp, NULL, report);
    assert_true(layer->points[0].lon == 46.7499999999999);
    assert_true(layer->points[0].lat == 39.7600000000001);
    assert_int_equal(report_count(report), 0);
}

/* The central meridian at the equator, and a point of which the expected easting and northing come
 * from Krueger's series to the third order, worked out apart from PROJ. */
static void test_layer__utm_is_reprojected(void **state)
{
    const struct shapefile_fixture *files = *state;
    const struct fixture_shape shape = {0,   {0}, 2, {500000, 0, 649905.4203, 4402584.5445},
                                        "A", "a"};
    const struct layer_options options[] = {
        {0}, {.crs = "EPSG:32638"}, {.crs = "+proj=utm +zone=38 +datum=WGS84"}};
    shapefile_fixture_write(files, SHPT_MULTIPOINT, &shape, 1, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(options); i++) {
        g_file_set_contents(files->prj, i == 0 ? UTM38_PRJ : WGS84_PRJ, -1, NULL);
        g_autoptr(layer) layer = read_ok(files->shp, &options[i], NULL);
        assert_point(layer->points[0], 45, 0);
        assert_point(layer->points[1], 46.75, 39.76);
    }
}

/* EPSG:4326 says latitude first; files have longitude first all the same. */
static void test_layer__longitude_comes_first_whatever_the_authority_says(void **state)
{
    const struct shapefile_fixture *files = *state;
    const struct fixture_shape shape = {0, {0}, 1, {46.75, 39.76}, "A", "a"};
    shapefile_fixture_write(files, SHPT_POINT, &shape, 1, NULL);
    static const char *const systems[] = {"EPSG:4326", "epsg:4326", "urn:ogc:def:crs:EPSG::4326",
                                          "EPSG:4258"};
    for (size_t i = 0; i < G_N_ELEMENTS(systems); i++) {
        const struct layer_options options = {.crs = systems[i]};
        g_autoptr(layer) layer = read_ok(files->shp, &options, NULL);
        assert_point(layer->points[0], 46.75, 39.76);
    }
}

static void test_layer__unknown_crs_is_refused(void **state)
{
    const struct shapefile_fixture *files = *state;
    shapefile_fixture_squares(files);
    const struct layer_options options = {.crs = "EPSG:999999"};
    assert_refused(files->shp, &options, "PROJ cannot use the coordinate system 'EPSG:999999'");
    g_file_set_contents(files->prj, "PROJCS[nonsense", -1, NULL);
    assert_refused(files->shp, NULL, "PROJ cannot use the coordinate system 'PROJCS[nonsense'");
}

static void test_layer__point_outside_its_projection_is_refused(void **state)
{
    const struct shapefile_fixture *files = *state;
    const struct fixture_shape shape = {0, {0}, 1, {9e9, 9e9}, "A", "a"};
    shapefile_fixture_write(files, SHPT_POINT, &shape, 1, NULL);
    g_file_set_contents(files->prj, UTM38_PRJ, -1, NULL);
    assert_refused(files->shp, NULL, "record 0 (A): a point lies outside the area");
}

static void test_layer__missing_file_is_refused(void **state)
{
    const struct shapefile_fixture *files = *state;
    assert_refused(files->shp, NULL, "areas.shp: cannot be opened: No such file");
    g_autofree char *path = g_build_filename(files->folder, "towns.gpkg", NULL);
    assert_refused(path, NULL, "towns.gpkg: there is no such file");
}

#define WITH_FILES(test)                                                                           \
    cmocka_unit_test_setup_teardown(test, shapefile_fixture_setup, shapefile_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FILES(test_layer__rings_lose_the_point_that_closes_them),
        WITH_FILES(test_layer__name_is_what_the_project_calls_it),
        WITH_FILES(test_layer__fields_are_found_without_case),
        WITH_FILES(test_layer__label_names_file_record_and_code),
        WITH_FILES(test_layer__open_ring_is_closed_and_reported),
        WITH_FILES(test_layer__repeated_points_are_dropped_and_counted),
        WITH_FILES(test_layer__line_that_returns_keeps_its_points),
        WITH_FILES(test_layer__feature_without_geometry_is_kept_and_reported),
        WITH_FILES(test_layer__rings_and_lines_with_too_few_points_are_refused),
        WITH_FILES(test_layer__coordinates_that_are_no_numbers_are_refused),
        WITH_FILES(test_layer__coordinates_off_the_globe_are_refused),
        WITH_FILES(test_layer__rounding_error_at_the_antimeridian_is_put_right),
        WITH_FILES(test_layer__wgs84_degrees_stay_as_they_are),
        WITH_FILES(test_layer__utm_is_reprojected),
        WITH_FILES(test_layer__longitude_comes_first_whatever_the_authority_says),
        WITH_FILES(test_layer__unknown_crs_is_refused),
        WITH_FILES(test_layer__point_outside_its_projection_is_refused),
        WITH_FILES(test_layer__missing_file_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
