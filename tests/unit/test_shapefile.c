#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "input/shapefile.h"
#include "support/shapefile_fixture.h"

static const struct layer_options plain;

/* Reads, expects a failure, and expects its message to contain a text. */
static void assert_refused(const struct shapefile_fixture *files, const char *part_of_message)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *crs = NULL;
    g_autoptr(layer) layer = shapefile_read(files->shp, &plain, &crs, NULL, &error);
    assert_null(layer);
    assert_non_null(error);
    if (strstr(error->message, part_of_message) == NULL)
        fail_msg("'%s' does not contain '%s'", error->message, part_of_message);
    if (strstr(error->message, files->folder) != error->message)
        fail_msg("'%s' does not start with the file", error->message);
}

static struct layer *read_ok(const struct shapefile_fixture *files,
                             const struct layer_options *options, report *report)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *crs = NULL;
    struct layer *layer = shapefile_read(files->shp, options, &crs, report, &error);
    if (layer == NULL)
        fail_msg("%s", error->message);
    return layer;
}

static void test_shapefile__parts_points_and_attributes_are_as_in_the_file(void **state)
{
    const struct shapefile_fixture *files = *state;
    shapefile_fixture_squares(files);
    g_autoptr(layer) layer = read_ok(files, &plain, NULL);
    assert_int_equal(layer->geometry, LAYER_POLYGONS);
    assert_int_equal(layer->feature_count, 2);
    assert_int_equal(layer->part_count, 3);
    assert_int_equal(layer->features[0].part_count, 2);
    assert_int_equal(layer->features[1].first_part, 2);
    assert_int_equal(layer->features[1].record, 1);
    assert_int_equal(layer->parts[1].first, 5);
    assert_int_equal(layer->parts[1].count, 5);
    assert_true(layer->points[7].lon == 3 && layer->points[7].lat == 3);
    assert_string_equal(layer->fields[1], "name");
    assert_null(layer->fields[2]);
    assert_string_equal(layer_value(layer, 1, 1), "East");
}

static void test_shapefile__multipoint_is_one_part(void **state)
{
    const struct shapefile_fixture *files = *state;
    const struct fixture_shape shape = {0, {0}, 3, {1, 2, 3, 4, 5, 6}, "A", "a"};
    shapefile_fixture_write(files, SHPT_MULTIPOINT, &shape, 1, NULL);
    g_autoptr(layer) layer = read_ok(files, &plain, NULL);
    assert_int_equal(layer->geometry, LAYER_POINTS);
    assert_int_equal(layer->part_count, 1);
    assert_int_equal(layer->parts[0].count, 3);
}

static void test_shapefile__z_and_m_are_passed_over(void **state)
{
    const struct shapefile_fixture *files = *state;
    const struct fixture_shape shape = {1, {0}, 3, {1, 2, 3, 4, 5, 6}, "A", "a"};
    static const int types[] = {SHPT_ARCZ, SHPT_ARCM};
    for (size_t i = 0; i < G_N_ELEMENTS(types); i++) {
        shapefile_fixture_write(files, types[i], &shape, 1, NULL);
        g_autoptr(layer) layer = read_ok(files, &plain, NULL);
        assert_int_equal(layer->geometry, LAYER_LINES);
        assert_true(layer->points[2].lon == 5 && layer->points[2].lat == 6);
    }
}

static void test_shapefile__null_shape_is_a_feature_without_parts(void **state)
{
    const struct shapefile_fixture *files = *state;
    const struct fixture_shape shapes[] = {
        {0, {0}, 0, {0}, "N", "none"},
        {1, {0}, 4, {0, 0, 0, 1, 1, 1, 0, 0}, "A", "a"},
    };
    shapefile_fixture_write(files, SHPT_POLYGON, shapes, 2, NULL);
    g_autoptr(layer) layer = read_ok(files, &plain, NULL);
    assert_int_equal(layer->feature_count, 2);
    assert_int_equal(layer->features[0].part_count, 0);
    assert_int_equal(layer->features[1].part_count, 1);
}

static void test_shapefile__polygon_that_counts_nothing_is_a_feature_without_parts(void **state)
{
    const struct shapefile_fixture *files = *state;
    const struct fixture_shape shape = {1, {0}, 4, {0, 0, 0, 1, 1, 1, 0, 0}, "A", "a"};
    const char nothing[8] = {0};
    shapefile_fixture_write(files, SHPT_POLYGON, &shape, 1, NULL);
    fixture_patch(files->shp, 100 + 8 + 36, nothing, 8); /* parts, points */
    g_autoptr(layer) layer = read_ok(files, &plain, NULL);
    assert_int_equal(layer->features[0].part_count, 0);
}

static void test_shapefile__every_truncation_is_refused(void **state)
{
    const struct shapefile_fixture *files = *state;
    shapefile_fixture_squares(files);
    const char *const paths[] = {files->shp, files->shx};
    for (size_t i = 0; i < G_N_ELEMENTS(paths); i++) {
        g_autofree char *whole = NULL;
        size_t length;
        assert_true(g_file_get_contents(paths[i], &whole, &length, NULL));
        for (size_t cut = 0; cut < length; cut++) {
            fixture_truncate(paths[i], cut);
            assert_refused(files, cut < 100 ? "shorter than the header" : "cut off or damaged");
            g_file_set_contents(paths[i], whole, (gssize)length, NULL);
        }
    }
}

/* The byte that marks the end of a .dbf may be missing; anything more may not. */
static void test_shapefile__every_truncation_of_the_dbf_is_refused(void **state)
{
    const struct shapefile_fixture *files = *state;
    shapefile_fixture_squares(files);
    for (size_t cut = fixture_size(files->dbf) - 1; cut-- > 0;) {
        fixture_truncate(files->dbf, cut);
        assert_refused(files, "");
    }
}

/* A cut-off file whose headers were made to fit: the records themselves are checked. */
static void test_shapefile__records_beyond_the_end_are_refused(void **state)
{
    const struct shapefile_fixture *files = *state;
    shapefile_fixture_squares(files);
    for (size_t cut = fixture_size(files->shp) - 2; cut >= 100; cut -= 2) {
        const uint8_t words[4] = {0, 0, (uint8_t)(cut / 2 >> 8), (uint8_t)(cut / 2)};
        fixture_truncate(files->shp, cut);
        fixture_patch(files->shp, 24, words, 4);
        assert_refused(files, "do not fit");
    }
}

static void test_shapefile__missing_companion_is_named(void **state)
{
    const struct shapefile_fixture *files = *state;
    assert_refused(files, "areas.shp: cannot be opened: No such file");
    shapefile_fixture_squares(files);
    g_remove(files->dbf);
    assert_refused(files, "areas.dbf: cannot be opened: No such file");
    g_remove(files->shx);
    assert_refused(files, "areas.shx: cannot be opened: No such file");
}

static void test_shapefile__companions_may_have_capital_extensions(void **state)
{
    const struct shapefile_fixture *files = *state;
    shapefile_fixture_squares(files);
    g_autofree char *shx = g_build_filename(files->folder, "areas.SHX", NULL);
    g_autofree char *dbf = g_build_filename(files->folder, "areas.DBF", NULL);
    g_rename(files->shx, shx);
    g_rename(files->dbf, dbf);
    g_autoptr(layer) layer = read_ok(files, &plain, NULL);
    assert_string_equal(layer_value(layer, 0, 1), "West");
}

static void test_shapefile__dbf_with_another_record_count_is_refused(void **state)
{
    const struct shapefile_fixture *files = *state;
    shapefile_fixture_squares(files);
    fixture_patch(files->dbf, 4, "\1\0\0\0", 4);
    assert_refused(files, "has 1 records, but there are 2 shapes");
}

static void test_shapefile__shape_of_another_type_is_refused(void **state)
{
    const struct shapefile_fixture *files = *state;
    shapefile_fixture_squares(files);
    fixture_patch(files->shp, 108, "\3\0\0\0", 4);
    assert_refused(files, "record 0: shape type 3 in a file of type 5");
}

static void test_shapefile__counts_that_do_not_fit_a_record_are_refused(void **state)
{
    const struct shapefile_fixture *files = *state;
    static const struct {
        size_t offset; /* into the first record's shape */
        const char *bytes;
        const char *message;
    } cases[] = {
        {36, "\377\377\377\377", "do not fit"}, /* parts */
        {40, "\377\377\377\177", "do not fit"}, /* points */
        {36, "\0\0\0\0", "points without a part"},
        {44, "\1\0\0\0", "part 1 has no points"}, /* start of part 1 */
        {48, "\0\0\0\0", "part 2 has no points"}, /* start of part 2 */
        {48, "\12\0\0\0", "part 2 has no points"},
        {48, "\377\377\377\377", "part 2 has no points"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        shapefile_fixture_squares(files);
        fixture_patch(files->shp, 108 + cases[i].offset, cases[i].bytes, 4);
        assert_refused(files, cases[i].message);
    }
}

/* Two entries of the index for one record: a small file could otherwise become a huge layer. */
static void test_shapefile__overlapping_records_are_refused(void **state)
{
    const struct shapefile_fixture *files = *state;
    shapefile_fixture_squares(files);
    g_autofree char *index = NULL;
    assert_true(g_file_get_contents(files->shx, &index, NULL, NULL));
    fixture_patch(files->shx, 108, index + 100, 8);
    assert_refused(files, "do not fit");
}

static void test_shapefile__something_else_is_refused(void **state)
{
    const struct shapefile_fixture *files = *state;
    shapefile_fixture_squares(files);
    fixture_patch(files->shp, 0, "PK\3\4", 4);
    assert_refused(files, "does not start like a shapefile");
}

static void test_shapefile__multipatch_is_refused(void **state)
{
    const struct shapefile_fixture *files = *state;
    shapefile_fixture_squares(files);
    fixture_patch(files->shp, 32, "\37\0\0\0", 4);
    assert_refused(files, "MultiPatch");
}

static void test_shapefile__invalid_utf8_is_refused(void **state)
{
    const struct shapefile_fixture *files = *state;
    const struct fixture_shape shape = {1, {0}, 4, {0, 0, 0, 1, 1, 1, 0, 0}, "A", "Z\xfcrich"};
    shapefile_fixture_write(files, SHPT_POLYGON, &shape, 1, NULL);
    assert_refused(files, "areas.dbf: record 0: field 'name' is not valid UTF-8");
}

/* The field is 12 bytes wide: six Cyrillic letters, or one Latin and five and a half. */
static void test_shapefile__character_cut_by_a_full_field_is_dropped_and_reported(void **state)
{
    const struct shapefile_fixture *files = *state;
    const struct fixture_shape shape = {1, {0}, 4, {0, 0, 0, 1, 1, 1, 0, 0}, "A", "xСтепанакерт"};
    shapefile_fixture_write(files, SHPT_POLYGON, &shape, 1, "UTF-8");
    g_autoptr(report) report = report_new();
    g_autoptr(layer) layer = read_ok(files, &plain, report);
    assert_string_equal(layer_value(layer, 0, 1), "xСтепа");
    assert_int_equal(report_count(report), 1);
    assert_string_equal(report_at(report, 0)->message,
                        "record 0: field 'name' is full and cuts off 'xСтепа'");
}

static void test_shapefile__encoding_is_the_cpg_the_driver_byte_or_the_option(void **state)
{
    const struct shapefile_fixture *files = *state;
    /* "Шуша" in Windows-1251. */
    const struct fixture_shape shape = {
        1, {0}, 4, {0, 0, 0, 1, 1, 1, 0, 0}, "A", "\xd8\xf3\xf8\xe0"};
    static const struct {
        const char *code_page; /* what shapelib writes: the driver byte or a .cpg */
        const char *option;
    } cases[] = {
        {"LDID/201", NULL},     {"1251", NULL},         {"ANSI 1251", NULL},
        {"cp1251\r\n", NULL},   {"windows-1251", NULL}, {NULL, "windows-1251"},
        {"UTF-8", "ANSI 1251"}, {"LDID/38", "1251"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const struct layer_options options = {.encoding = cases[i].option};
        g_remove(files->cpg);
        shapefile_fixture_write(files, SHPT_POLYGON, &shape, 1, cases[i].code_page);
        g_autoptr(layer) layer = read_ok(files, &options, NULL);
        assert_string_equal(layer_value(layer, 0, 1), "Шуша");
    }
}

static void test_shapefile__iso_8859_is_known_in_esri_spelling(void **state)
{
    const struct shapefile_fixture *files = *state;
    const struct fixture_shape shape = {1, {0}, 4, {0, 0, 0, 1, 1, 1, 0, 0}, "A", "Aslanl\xfd"};
    static const char *const spellings[] = {"88599", "ISO 88599", "8859_9", "ISO-8859-9"};
    for (size_t i = 0; i < G_N_ELEMENTS(spellings); i++) {
        g_remove(files->cpg);
        shapefile_fixture_write(files, SHPT_POLYGON, &shape, 1, spellings[i]);
        g_autoptr(layer) layer = read_ok(files, &plain, NULL);
        assert_string_equal(layer_value(layer, 0, 1), "Aslanlı");
    }
}

static void test_shapefile__unknown_encoding_is_refused(void **state)
{
    const struct shapefile_fixture *files = *state;
    shapefile_fixture_squares(files);
    g_file_set_contents(files->cpg, "KLINGON", -1, NULL);
    assert_refused(files, "no encoding called 'KLINGON' is known");
}

static void test_shapefile__deleted_record_is_left_out(void **state)
{
    const struct shapefile_fixture *files = *state;
    shapefile_fixture_squares(files);
    fixture_patch(files->dbf, 32 + 2 * 32 + 1, "*", 1);
    g_autoptr(report) report = report_new();
    g_autoptr(layer) layer = read_ok(files, &plain, report);
    assert_int_equal(layer->feature_count, 1);
    assert_int_equal(layer->features[0].record, 1);
    assert_string_equal(layer_value(layer, 0, 0), "B");
    assert_int_equal(report_count(report), 1);
}

static void test_shapefile__field_without_width_is_refused(void **state)
{
    const struct shapefile_fixture *files = *state;
    shapefile_fixture_squares(files);
    fixture_patch(files->dbf, 32 + 16, "\0", 1);
    assert_refused(files, "field 1 has no width");
}

static void test_shapefile__sublayer_is_refused(void **state)
{
    const struct shapefile_fixture *files = *state;
    shapefile_fixture_squares(files);
    g_autoptr(GError) error = NULL;
    g_autofree char *crs = NULL;
    const struct layer_options options = {.sublayer = "towns"};
    assert_null(shapefile_read(files->shp, &options, &crs, NULL, &error));
    assert_non_null(strstr(error->message, "no layer called 'towns'"));
}

static void test_shapefile__prj_is_passed_on(void **state)
{
    const struct shapefile_fixture *files = *state;
    shapefile_fixture_squares(files);
    g_file_set_contents(files->prj, "GEOGCS[...]\n", -1, NULL);
    g_autofree char *crs = NULL;
    g_autoptr(layer) layer = shapefile_read(files->shp, &plain, &crs, NULL, NULL);
    assert_non_null(layer);
    assert_string_equal(crs, "GEOGCS[...]");
}

#define WITH_FILES(test)                                                                           \
    cmocka_unit_test_setup_teardown(test, shapefile_fixture_setup, shapefile_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FILES(test_shapefile__parts_points_and_attributes_are_as_in_the_file),
        WITH_FILES(test_shapefile__multipoint_is_one_part),
        WITH_FILES(test_shapefile__z_and_m_are_passed_over),
        WITH_FILES(test_shapefile__null_shape_is_a_feature_without_parts),
        WITH_FILES(test_shapefile__polygon_that_counts_nothing_is_a_feature_without_parts),
        WITH_FILES(test_shapefile__every_truncation_is_refused),
        WITH_FILES(test_shapefile__every_truncation_of_the_dbf_is_refused),
        WITH_FILES(test_shapefile__records_beyond_the_end_are_refused),
        WITH_FILES(test_shapefile__missing_companion_is_named),
        WITH_FILES(test_shapefile__companions_may_have_capital_extensions),
        WITH_FILES(test_shapefile__dbf_with_another_record_count_is_refused),
        WITH_FILES(test_shapefile__shape_of_another_type_is_refused),
        WITH_FILES(test_shapefile__counts_that_do_not_fit_a_record_are_refused),
        WITH_FILES(test_shapefile__overlapping_records_are_refused),
        WITH_FILES(test_shapefile__something_else_is_refused),
        WITH_FILES(test_shapefile__multipatch_is_refused),
        WITH_FILES(test_shapefile__invalid_utf8_is_refused),
        WITH_FILES(test_shapefile__character_cut_by_a_full_field_is_dropped_and_reported),
        WITH_FILES(test_shapefile__encoding_is_the_cpg_the_driver_byte_or_the_option),
        WITH_FILES(test_shapefile__iso_8859_is_known_in_esri_spelling),
        WITH_FILES(test_shapefile__unknown_encoding_is_refused),
        WITH_FILES(test_shapefile__deleted_record_is_left_out),
        WITH_FILES(test_shapefile__field_without_width_is_refused),
        WITH_FILES(test_shapefile__sublayer_is_refused),
        WITH_FILES(test_shapefile__prj_is_passed_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
