#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compose/export_lines.h"
#include "support/opened_project.h"
#include "support/project_fixture.h"

/*     42 ┌────┬────┐
 *        │ A  │ B  │   the middle has a bend
 *     41 ├────●────┤
 *        │ C  │ D  │
 *     40 └────┴────┘
 *        45   46   47    */
static const char *const DISTRICTS[] = {
    "A X: 45 41, 45 42, 46 42, 46.5 41.5, 46 41", "B X: 46 41, 46.5 41.5, 46 42, 47 42, 47 41",
    "C X: 45 40, 45 41, 46 41, 46 40", "D X: 46 40, 46 41, 47 41, 47 40", NULL};

static const struct export_choice ALL = {
    .from = DAY_BEFORE_ALL, .until = DAY_AFTER_ALL, .region = NONE, .language = "en"};

/* ONE holds the west, TWO the east; in 1993 B is contested, then ONE's. */
static void read_districts(struct project_fixture *f)
{
    project_fixture_layer(f, "districts", SHPT_POLYGON, DISTRICTS);
    project_fixture_write(f, "project.yaml",
                          PROJECT_FIXTURE_BODY "  b: \"districts[code=B]\"\n"
                                               "  east: \"districts[code=B|D]\"\n"
                                               "  west: \"districts[code=A|C]\"\n" //
                          PROJECT_FIXTURE_TAIL);
    project_fixture_write(f, "timeline.csv",
                          PROJECT_FIXTURE_TIMELINE
                          "start,control,..,west,ONE,control,,high,Atlas,,,\n"
                          "start,control,..,east,TWO,control,,high,Atlas,,,\n"
                          "fight,control,1993-01-01,b,ONE,contested,TWO,high,Atlas,,,\n"
                          "won,control,1994-01-01,b,ONE,control,,high,Atlas,,,\n");
    if (!project_fixture_read(f))
        fail_msg("%s", f->error->message);
}

static const struct field_value *value(const features *table, size_t row, const char *name)
{
    for (size_t i = 0; i < table->field_count; i++)
        if (strcmp(table->fields[i].name, name) == 0)
            return features_value(table, row, i);
    fail_msg("no field '%s'", name);
    return NULL;
}

static features *lines_on(const struct project_fixture *f, const char *day)
{
    const struct export_choice choice = {
        .is_one_day = true, .day = opened_project_day(day), .region = NONE, .language = "en"};
    return export_lines(f->timeline, &choice);
}

/* From 46 40 over 46 41 and the bend to 46 42: one line of four points. The geodesics are
 * 111.044, 69.568 and 69.379 km long by Vincenty's formulae of 1975. */
static void test_export_lines__edges_are_one_line(void **state)
{
    struct project_fixture *f = *state;
    read_districts(f);
    g_autoptr(features) table = lines_on(f, "1992-01-01");
    assert_int_equal(features_count(table), 1);
    assert_string_equal(value(table, 0, "kind")->text, "contact");
    assert_string_equal(value(table, 0, "precision")->text, "recorded");
    assert_string_equal(value(table, 0, "between")->list[0], "ONE");
    assert_string_equal(value(table, 0, "between")->list[1], "TWO");
    assert_int_equal(features_at(table, 0)->part_count, 1);
    assert_int_equal(features_part(table, features_at(table, 0), 0)->count, 4);
    assert_true(fabs(value(table, 0, "length_km")->number - (111.044 + 69.568 + 69.379)) < 0.002);
}

/* All around contested ground runs a front; south of it the line of contact stays. */
static void test_export_lines__a_front_is_approximate(void **state)
{
    struct project_fixture *f = *state;
    read_districts(f);
    g_autoptr(features) table = lines_on(f, "1993-06-01");
    bool has_front = false, has_contact = false;
    for (size_t i = 0; i < features_count(table); i++) {
        bool is_front = g_str_equal(value(table, i, "kind")->text, "front");
        has_front |= is_front;
        has_contact |= !is_front;
        assert_string_equal(value(table, i, "precision")->text,
                            is_front ? "approximate" : "recorded");
    }
    assert_true(has_front && has_contact);
}

static void test_export_lines__runs_of_days_are_those_of_the_edges(void **state)
{
    struct project_fixture *f = *state;
    char day[16];
    read_districts(f);
    g_autoptr(features) table = export_lines(f->timeline, &ALL);
    /* The first line ends with the year 1992 in the north; in the south it stays for good. */
    assert_string_equal(day_format(value(table, 0, "end_date")->day, day), "1993-01-01");
    assert_string_equal(day_format(value(table, 1, "end_date")->day, day), "..");
    assert_true(fabs(value(table, 1, "length_km")->number - 111.044) < 0.001);
    size_t last = features_count(table) - 1;
    assert_string_equal(value(table, last, "kind")->text, "contact");
    assert_string_equal(day_format(value(table, last, "start_date")->day, day), "1994-01-01");
}

static void test_export_lines__of_a_region(void **state)
{
    struct project_fixture *f = *state;
    struct export_choice choice = ALL;
    read_districts(f);
    choice.region = planar_map_region_find(f->map, "b");
    g_autoptr(features) table = export_lines(f->timeline, &choice);
    /* Not the line in the south, which was and stays. */
    assert_true(features_count(table) > 0);
    for (size_t i = 0; i < features_count(table); i++)
        assert_false(value(table, i, "start_date")->day == DAY_BEFORE_ALL &&
                     value(table, i, "end_date")->day == DAY_AFTER_ALL);
}

/* ---- a law ---------------------------------------------------------------------------------- */

static double length_km(const features *table, const char *kind, bool is_time, day_number day)
{
    double sum = 0;
    for (size_t i = 0; i < features_count(table); i++) {
        if (!g_str_equal(value(table, i, "kind")->text, kind))
            continue;
        if (!is_time ||
            (value(table, i, "start_date")->day <= day && value(table, i, "end_date")->day > day))
            sum += value(table, i, "length_km")->number;
    }
    return sum;
}

/* On every day what is in force of all lines is what that day has by itself. */
static void test_export_lines__of_all_days_are_those_of_each(void **state)
{
    static const char *const kinds[] = {"contact", "front", "corridor"};
    struct opened_project *opened = opened_project_new(SHIPPED_PROJECT);
    size_t count;
    (void)state;
    const day_number *days = timeline_change_days(opened->timeline, &count);
    g_autoptr(features) all = export_lines(opened->timeline, &ALL);
    for (size_t i = 0; i < 2 * count; i++) {
        day_number day = days[i / 2] - (day_number)(i % 2);
        const struct export_choice choice = {.is_one_day = true, .day = day, .region = NONE};
        g_autoptr(features) one = export_lines(opened->timeline, &choice);
        for (size_t k = 0; k < G_N_ELEMENTS(kinds); k++)
            assert_true(fabs(length_km(all, kinds[k], true, day) -
                             length_km(one, kinds[k], false, day)) < 1e-6);
    }
    opened_project_free(opened);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_export_lines__edges_are_one_line,
                                        project_fixture_setup, project_fixture_teardown),
        cmocka_unit_test_setup_teardown(test_export_lines__a_front_is_approximate,
                                        project_fixture_setup, project_fixture_teardown),
        cmocka_unit_test_setup_teardown(test_export_lines__runs_of_days_are_those_of_the_edges,
                                        project_fixture_setup, project_fixture_teardown),
        cmocka_unit_test_setup_teardown(test_export_lines__of_a_region, project_fixture_setup,
                                        project_fixture_teardown),
        cmocka_unit_test(test_export_lines__of_all_days_are_those_of_each),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
