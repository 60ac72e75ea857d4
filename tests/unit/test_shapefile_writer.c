#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "input/layer.h"
#include "output/shapefile_writer.h"
#include "support/features_fixture.h"
#include "support/shapefile_fixture.h"

enum { NEW_YEAR_2020 = 18262 };

static void write_table(const struct shapefile_fixture *files, const features *table,
                        report *report)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(file_set) set = file_set_new();
    assert_true(shapefile_encode(table, files->shp, set, report, &error));
    assert_true(file_set_write(set, &error));
}

static void write_fixture(const struct shapefile_fixture *files)
{
    g_autoptr(features) table = features_fixture_new("Şuşa", NEW_YEAR_2020);
    write_table(files, table, NULL);
}

static void test_shapefile_writer__shells_run_clockwise_and_holes_against_them(void **state)
{
    const struct shapefile_fixture *files = *state;
    write_fixture(files);
    SHPHandle shp = SHPOpen(files->shp, "rb");
    SHPObject *shape = SHPReadObject(shp, 0);
    assert_int_equal(shape->nSHPType, SHPT_POLYGON);
    assert_int_equal(shape->nParts, 3);
    for (int p = 0; p < 3; p++) {
        int end = p == 2 ? shape->nVertices : shape->panPartStart[p + 1];
        double area2 = 0;
        for (int i = shape->panPartStart[p]; i + 1 < end; i++)
            area2 += shape->padfX[i] * shape->padfY[i + 1] - shape->padfX[i + 1] * shape->padfY[i];
        assert_true(p == 1 ? area2 > 0 : area2 < 0);
        assert_true(shape->padfX[shape->panPartStart[p]] == shape->padfX[end - 1]);
        assert_true(shape->padfY[shape->panPartStart[p]] == shape->padfY[end - 1]);
    }
    assert_true(shape->dfXMin == 10 && shape->dfXMax == 13);
    SHPDestroyObject(shape);
    SHPClose(shp);
}

static void test_shapefile_writer__attributes_are_read_again(void **state)
{
    static const char *const names[] = {"id",         "control", "start_date", "end_date",
                                        "holder_nam", "sources", "area_km2"};
    static const char *const values[2][7] = {
        {"1", "A control", "20200101", "", "Şuşa", "Atlas; Gazette", "1234.568"},
        {"2", "", "", "20200101", "", "", ""}};
    const struct shapefile_fixture *files = *state;
    write_fixture(files);
    g_autoptr(layer) layer = layer_read(files->shp, NULL, NULL, NULL);
    assert_int_equal(layer->field_count, 7);
    for (int field = 0; field < 7; field++) {
        assert_string_equal(layer->fields[field], names[field]);
        for (size_t f = 0; f < 2; f++)
            assert_string_equal(layer_value(layer, f, field), values[f][field]);
    }
}

/* Days are dates and whole numbers are integers to those who read the .dbf. */
static void test_shapefile_writer__columns_have_their_types(void **state)
{
    const struct shapefile_fixture *files = *state;
    int width, decimals;
    write_fixture(files);
    DBFHandle dbf = DBFOpen(files->dbf, "rb");
    assert_int_equal(DBFGetNativeFieldType(dbf, 2), 'D');
    assert_int_equal(DBFGetFieldInfo(dbf, 0, NULL, &width, &decimals), FTInteger);
    assert_int_equal(DBFGetFieldInfo(dbf, 6, NULL, &width, &decimals), FTDouble);
    assert_int_equal(decimals, 3);
    assert_string_equal(DBFGetCodePage(dbf), "UTF-8");
    assert_true(DBFIsAttributeNULL(dbf, 1, 2));
    assert_true(DBFIsAttributeNULL(dbf, 1, 6));
    DBFClose(dbf);
}

/* The date in the header is bytes 1 to 3: years since 1900, month, day. */
static void test_shapefile_writer__the_files_date_is_fixed(void **state)
{
    const struct shapefile_fixture *files = *state;
    g_autofree char *dbf = NULL;
    gsize size;
    write_fixture(files);
    assert_true(g_file_get_contents(files->dbf, &dbf, &size, NULL));
    assert_int_equal((unsigned char)dbf[1], 100);
    assert_int_equal(dbf[2], 1);
    assert_int_equal(dbf[3], 1);
}

/* 254 bytes end within the second byte of a letter of two: it goes as a whole. */
static void test_shapefile_writer__a_long_text_is_cut_between_letters(void **state)
{
    const struct shapefile_fixture *files = *state;
    g_autoptr(GString) text = g_string_new("x");
    for (int i = 0; i < 200; i++)
        g_string_append(text, "ş");
    g_autoptr(features) table = features_fixture_new(text->str, NEW_YEAR_2020);
    g_autoptr(report) report = report_new();
    write_table(files, table, report);
    g_autoptr(layer) layer = layer_read(files->shp, NULL, NULL, NULL);
    const char *value = layer_value(layer, 0, layer_field(layer, "holder_nam"));
    assert_int_equal(strlen(value), 253);
    assert_memory_equal(value, text->str, 253);
    assert_int_equal(report_count(report), 1);
    assert_int_equal(report_at(report, 0)->severity, SEVERITY_WARNING);
    assert_non_null(strstr(report_at(report, 0)->message, "1 of the texts in 'holder_nam'"));
}

static void test_shapefile_writer__a_day_of_no_year_of_four_digits_is_refused(void **state)
{
    const struct shapefile_fixture *files = *state;
    day_number ides = day_from_civil((struct civil_date){-43, 3, 15});
    g_autoptr(features) table = features_fixture_new("Caesar", ides);
    g_autoptr(GError) error = NULL;
    g_autoptr(file_set) set = file_set_new();
    assert_false(shapefile_encode(table, files->shp, set, NULL, &error));
    assert_non_null(strstr(error->message, "-0043-03-15 does not fit a shapefile"));
}

static void test_shapefile_writer__lines_are_arcs(void **state)
{
    static const struct field fields[] = {{"kind"}, {NULL}};
    static const struct gridpt points[] = {{0, 0}, {DEG(1), 0}, {DEG(1), DEG(-2)}};
    const struct shapefile_fixture *files = *state;
    g_autoptr(features) table = features_new("lines", true, fields);
    features_begin(table);
    features_add_text(table, "front");
    features_add_part(table, points, 3, false);
    write_table(files, table, NULL);
    g_autoptr(layer) layer = layer_read(files->shp, NULL, NULL, NULL);
    assert_int_equal(layer->geometry, LAYER_LINES);
    assert_int_equal(layer->point_count, 3);
    assert_true(layer->points[2].lon == 1 && layer->points[2].lat == -2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            test_shapefile_writer__shells_run_clockwise_and_holes_against_them,
            shapefile_fixture_setup, shapefile_fixture_teardown),
        cmocka_unit_test_setup_teardown(test_shapefile_writer__attributes_are_read_again,
                                        shapefile_fixture_setup, shapefile_fixture_teardown),
        cmocka_unit_test_setup_teardown(test_shapefile_writer__columns_have_their_types,
                                        shapefile_fixture_setup, shapefile_fixture_teardown),
        cmocka_unit_test_setup_teardown(test_shapefile_writer__the_files_date_is_fixed,
                                        shapefile_fixture_setup, shapefile_fixture_teardown),
        cmocka_unit_test_setup_teardown(test_shapefile_writer__a_long_text_is_cut_between_letters,
                                        shapefile_fixture_setup, shapefile_fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_shapefile_writer__a_day_of_no_year_of_four_digits_is_refused,
            shapefile_fixture_setup, shapefile_fixture_teardown),
        cmocka_unit_test_setup_teardown(test_shapefile_writer__lines_are_arcs,
                                        shapefile_fixture_setup, shapefile_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
