#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "input/layer.h"
#include "output/geopackage.h"
#include "support/features_fixture.h"
#include "support/shapefile_fixture.h"

enum { NEW_YEAR_2020 = 18262 };

/* Skips the test where the module was not built. */
static GBytes *encode(const features *table, GError **error)
{
    GError *reason = NULL;
    GBytes *file = geopackage_encode(&table, 1, "areas.gpkg", &reason);
    if (reason != NULL && strstr(reason->message, "mapgen-gdal.so") != NULL) {
        g_error_free(reason);
        skip();
    }
    if (reason != NULL)
        g_propagate_error(error, reason);
    return file;
}

static void add_look(features *table)
{
    struct paint paint = paint_initial();
    features_add_look(table, "A control", "Held by A", &paint);
}

static void test_geopackage__is_read_again(void **state)
{
    static const char *const values[2][7] = {
        {"1", "A control", "2020/01/01", "", "Şuşa", "Atlas; Gazette", "1234.5678"},
        {"2", "", "", "2020/01/01", "", "", ""}};
    const struct shapefile_fixture *files = *state;
    g_autofree char *path = g_build_filename(files->folder, "areas.gpkg", NULL);
    g_autoptr(features) table = features_fixture_new("Şuşa", NEW_YEAR_2020);
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) file = encode(table, &error);
    assert_null(error);
    assert_true(g_file_set_contents(path, g_bytes_get_data(file, NULL),
                                    (gssize)g_bytes_get_size(file), NULL));
    const struct layer_options options = {.sublayer = "areas"};
    g_autoptr(layer) layer = layer_read(path, &options, NULL, &error);
    assert_null(error);
    assert_int_equal(layer->feature_count, 2);
    assert_int_equal(layer->features[0].part_count, 3);
    assert_int_equal(layer->field_count, 7);
    for (int field = 0; field < 7; field++)
        for (size_t f = 0; f < 2; f++)
            assert_string_equal(layer_value(layer, f, field), values[f][field]);
    assert_true(layer->points[0].lon == 10 && layer->points[0].lat == 46);
}

static void test_geopackage__is_the_same_bytes_each_time(void **state)
{
    (void)state;
    g_autoptr(features) table = features_fixture_new("Şuşa", NEW_YEAR_2020);
    g_autoptr(GError) error = NULL;
    add_look(table);
    g_autoptr(GBytes) first = encode(table, &error);
    g_usleep(1100000); /* the clocks of the format have seconds at least */
    g_autoptr(GBytes) second = encode(table, &error);
    assert_null(error);
    assert_true(g_bytes_equal(first, second));
}

static void test_geopackage__a_day_of_no_year_of_four_digits_is_refused(void **state)
{
    (void)state;
    day_number ides = day_from_civil((struct civil_date){-43, 3, 15});
    g_autoptr(features) table = features_fixture_new("Caesar", ides);
    g_autoptr(GError) error = NULL;
    assert_null(encode(table, &error));
    assert_non_null(strstr(error->message, "-0043-03-15 does not fit a GeoPackage"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_geopackage__is_read_again, shapefile_fixture_setup,
                                        shapefile_fixture_teardown),
        cmocka_unit_test(test_geopackage__is_the_same_bytes_each_time),
        cmocka_unit_test(test_geopackage__a_day_of_no_year_of_four_digits_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
