#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compose/export_areas.h"
#include "geom/grid.h"
#include "support/opened_project.h"
#include "support/project_fixture.h"
#include "support/random_lines.h"

/*     41 ┌────┬────┐
 *        │ L  │ R  │
 *     40 └────┴────┘
 *        45   46   47    */
static const char *const DISTRICTS[] = {"L C: 45 40, 45 41, 46 41, 46 40",
                                        "R C: 46 40, 46 41, 47 41, 47 40", NULL};

#define REGIONS "  left: \"districts[code=L]\"\n  right: \"districts[code=R]\"\n"

static const struct export_choice ALL = {
    .from = DAY_BEFORE_ALL, .until = DAY_AFTER_ALL, .region = NONE, .language = "en"};

/* Reads the two squares with a log: ONE holds both, TWO the left one in 1992. */
static void read_squares(struct project_fixture *f)
{
    project_fixture_layer(f, "districts", SHPT_POLYGON, DISTRICTS);
    project_fixture_write(f, "project.yaml", PROJECT_FIXTURE_BODY REGIONS PROJECT_FIXTURE_TAIL);
    project_fixture_write(f, "timeline.csv",
                          "id,kind,date,region,holder,status,other,certainty,source_title,"
                          "source_date,source_side,source_url,note\n"
                          "start,control,..,all,ONE,control,,high,Atlas,,,,\n"
                          "lost,control,1992-01-01,left,TWO,contested,ONE,low,Gazette,,,"
                          "https://example.org/a,\n"
                          "won,control,1993-01-01,left,ONE,control,,medium,Gazette,,,,\n");
    if (!project_fixture_read(f))
        fail_msg("%s", f->error->message);
}

static size_t field_number(const features *table, const char *name)
{
    for (size_t i = 0; i < table->field_count; i++)
        if (strcmp(table->fields[i].name, name) == 0)
            return i;
    fail_msg("no field '%s'", name);
    return 0;
}

static const struct field_value *value(const features *table, size_t row, const char *name)
{
    return features_value(table, row, field_number(table, name));
}

static void assert_joined(const features *table, size_t row, const char *name, const char *wanted)
{
    g_autofree char *joined = field_value_joined(value(table, row, name));
    assert_string_equal(joined, wanted);
}

static void assert_span(const features *table, size_t row, const char *start, const char *end)
{
    char text[16];
    assert_string_equal(day_format(value(table, row, "start_date")->day, text), start);
    assert_string_equal(day_format(value(table, row, "end_date")->day, text), end);
}

/* The picture in the header: four runs of days, by their first day, then by their holder. */
static void test_export_areas__one_row_for_every_run_of_days(void **state)
{
    struct project_fixture *f = *state;
    read_squares(f);
    g_autoptr(features) table = export_areas(f->timeline, &ALL);
    assert_int_equal(features_count(table), 4);
    assert_span(table, 0, "..", "1992-01-01");
    assert_span(table, 1, "..", "..");
    assert_span(table, 2, "1992-01-01", "1993-01-01");
    assert_span(table, 3, "1993-01-01", "..");
    assert_string_equal(value(table, 0, "control")->text, "ONE control");
    assert_string_equal(value(table, 2, "control")->text, "TWO contested ONE");
    assert_string_equal(value(table, 2, "holder_name")->text, "Two");
    assert_string_equal(value(table, 2, "other")->text, "ONE");
    assert_string_equal(value(table, 2, "side")->text, "two");
    assert_true(value(table, 3, "id")->number == 4);
    assert_joined(table, 2, "regions", "left");
    assert_joined(table, 2, "events", "lost");
    assert_joined(table, 2, "certainty", "low");
}

static void test_export_areas__a_day_has_one_area_for_each_control(void **state)
{
    struct project_fixture *f = *state;
    struct export_choice choice = {.is_one_day = true, .region = NONE, .language = "en"};
    char day[16];
    read_squares(f);
    choice.day = opened_project_day("1994-05-12");
    g_autoptr(features) table = export_areas(f->timeline, &choice);
    assert_int_equal(features_count(table), 1);
    assert_int_equal(features_at(table, 0)->part_count, 1); /* the two squares are one */
    assert_int_equal(features_part(table, features_at(table, 0), 0)->count, 6);
    assert_string_equal(day_format(value(table, 0, "date")->day, day), "1994-05-12");
    assert_string_equal(day_format(value(table, 0, "since")->day, day), "1993-01-01");
    assert_joined(table, 0, "events", "start; won");
    assert_joined(table, 0, "certainty", "high; medium");
    choice.day = opened_project_day("1992-12-31");
    g_autoptr(features) before = export_areas(f->timeline, &choice);
    assert_int_equal(features_count(before), 2);
}

/* Each address stands where its source does. */
static void test_export_areas__sources_and_addresses_go_together(void **state)
{
    struct project_fixture *f = *state;
    const struct export_choice choice = {
        .is_one_day = true, .day = opened_project_day("1994-01-01"), .region = NONE};
    read_squares(f);
    g_autoptr(features) table = export_areas(f->timeline, &choice);
    char **sources = value(table, 0, "sources")->list, **urls = value(table, 0, "urls")->list;
    assert_int_equal(g_strv_length(sources), 2);
    assert_int_equal(g_strv_length(urls), 2);
    assert_string_equal(sources[1], "Gazette");
    assert_string_equal(urls[1], "");
    g_autoptr(features) all = export_areas(f->timeline, &ALL);
    assert_string_equal(value(all, 2, "urls")->list[0], "https://example.org/a");
}

static void test_export_areas__of_a_region_and_of_a_span(void **state)
{
    struct project_fixture *f = *state;
    struct export_choice choice = ALL;
    read_squares(f);
    choice.region = planar_map_region_find(f->map, "right");
    g_autoptr(features) right = export_areas(f->timeline, &choice);
    assert_int_equal(features_count(right), 1);
    choice = ALL;
    choice.from = opened_project_day("1992-06-01");
    choice.until = choice.from + 1;
    g_autoptr(features) june = export_areas(f->timeline, &choice);
    assert_int_equal(features_count(june), 2);
    assert_span(june, 1, "1992-01-01", "1993-01-01"); /* whole, though the span is a day */
}

static void test_export_areas__looks_are_the_styles(void **state)
{
    static const char SHEET[] = ".area { fill: #0a0b0c; }\n"
                                ".area.side-b.contested { fill: none; stroke: #fedcba;\n"
                                "  stroke-width: 2; --hatch-colour: #123456; --hatch-angle: 45;\n"
                                "  --hatch-period: 6; --hatch-width: 2; }\n";
    struct project_fixture *f = *state;
    const struct medium medium = {800, 600, false};
    g_autoptr(GError) error = NULL;
    g_autoptr(style) style = style_parse(SHEET, strlen(SHEET), "test.css", &medium, &error);
    struct export_choice choice = ALL;
    assert_null(error);
    choice.style = style;
    read_squares(f);
    g_autoptr(features) table = export_areas(f->timeline, &choice);
    assert_string_equal(value(table, 0, "fill")->text, "#0a0b0c");
    assert_string_equal(value(table, 0, "stroke")->text, "#0a0b0c");
    assert_null(value(table, 0, "hatch")->text);
    assert_null(value(table, 2, "fill")->text);
    assert_string_equal(value(table, 2, "stroke")->text, "#fedcba");
    assert_string_equal(value(table, 2, "hatch")->text, "#123456");
    assert_true(value(table, 2, "stroke-width")->number == 2);
    assert_int_equal(table->looks->len, 2);
    const struct look *look = &g_array_index(table->looks, struct look, 1);
    assert_string_equal(look->value, "TWO contested ONE");
    assert_true(look->paint.hatch.is_set);
}

static void test_export_areas__without_a_style_there_are_no_colours(void **state)
{
    struct project_fixture *f = *state;
    read_squares(f);
    g_autoptr(features) table = export_areas(f->timeline, &ALL);
    assert_null(value(table, 0, "fill")->text);
    assert_null(value(table, 0, "stroke")->text);
    assert_int_equal(table->looks->len, 0);
}

/* ---- laws ----------------------------------------------------------------------------------- */

static bool is_in_force(const features *table, size_t row, day_number day)
{
    return value(table, row, "start_date")->day <= day && value(table, row, "end_date")->day > day;
}

static bool holds_point(const features *table, size_t row, struct gridpt at)
{
    const struct feature *feature = features_at(table, row);
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    for (size_t p = 0; p < feature->part_count; p++)
        g_array_append_val(counts, features_part(table, feature, p)->count);
    const struct gridpt *points = features_points(table, features_part(table, feature, 0));
    return rings_contain(points, (const size_t *)(const void *)counts->data, counts->len, at.x,
                         at.y);
}

/* A point is in one area in force, whose control is the state's, or outside the theatre in none. */
static void check_point(const struct opened_project *opened, const features *table,
                        const struct state *on_day, struct gridpt point)
{
    const struct project *project = opened->sources->project;
    struct lonlat at = gridpt_to_lonlat(point);
    face_id face = topology_face_at(planar_map_topology(opened->map), at);
    size_t count = 0;
    for (size_t row = 0; row < features_count(table); row++) {
        if (!is_in_force(table, row, on_day->day) || !holds_point(table, row, point))
            continue;
        struct control control = on_day->controls[face];
        count++;
        assert_int_not_equal(on_day->rows[face], NONE);
        assert_string_equal(value(table, row, "holder")->text,
                            project->holders[control.holder].code);
        assert_string_equal(value(table, row, "status")->text,
                            control_status_name((enum control_status)control.status));
        assert_int_equal(value(table, row, "other")->text == NULL, control.other == NONE);
    }
    if (count != (on_day->rows[face] != NONE))
        fail_msg("%.7f %.7f is in %zu areas", at.lon, at.lat, count);
}

static void check_tiling(const struct opened_project *opened, const features *table, day_number day,
                         GRand *random)
{
    enum { POINTS = 20 }; /* on each of a hundred days and more */
    const struct gridpt *all = (const struct gridpt *)(const void *)table->points->data;
    struct gridpt low = all[0], high = all[0];
    double sum_km2 = 0,
           theatre_km2 = planar_map_area_m2(opened->map, *planar_map_theatre(opened->map)) / 1e6;
    g_autoptr(state) on_day = timeline_state_at(opened->timeline, day);
    for (guint i = 0; i < table->points->len; i++) {
        low = (struct gridpt){MIN(low.x, all[i].x), MIN(low.y, all[i].y)};
        high = (struct gridpt){MAX(high.x, all[i].x), MAX(high.y, all[i].y)};
    }
    for (size_t row = 0; row < features_count(table); row++)
        if (is_in_force(table, row, day))
            sum_km2 += value(table, row, "area_km2")->number;
    assert_true(fabs(sum_km2 - theatre_km2) <= 1e-9 * theatre_km2); /* rounding of a sum */
    for (int i = 0; i < POINTS; i++) {
        int32_t x = g_rand_int_range(random, low.x, high.x);
        check_point(opened, table, on_day,
                    (struct gridpt){x, g_rand_int_range(random, low.y, high.y)});
    }
}

static void test_export_areas__tile_the_theatre_on_every_day(void **state)
{
    static const char *const projects[] = {SHIPPED_PROJECT, SMALL_PROJECT};
    g_autoptr(GRand) random = random_from_seed();
    (void)state;
    for (size_t p = 0; p < G_N_ELEMENTS(projects); p++) {
        struct opened_project *opened = opened_project_new(projects[p]);
        size_t count;
        const day_number *days = timeline_change_days(opened->timeline, &count);
        g_autoptr(features) table = export_areas(opened->timeline, &ALL);
        assert_true(count > 0);
        for (size_t i = 0; i < count; i++) {
            check_tiling(opened, table, days[i] - 1, random);
            check_tiling(opened, table, days[i], random);
        }
        opened_project_free(opened);
    }
}

/* Each run is as long as it can be: at its end the ground passes to another control. */
static void test_export_areas__a_run_ends_where_control_does(void **state)
{
    struct opened_project *opened = opened_project_new(SHIPPED_PROJECT);
    (void)state;
    g_autoptr(features) table = export_areas(opened->timeline, &ALL);
    for (size_t row = 0; row < features_count(table); row++) {
        day_number start = value(table, row, "start_date")->day;
        day_number end = value(table, row, "end_date")->day;
        assert_true(start < end);
        for (size_t next = 0; next < features_count(table); next++) {
            if (value(table, next, "start_date")->day != end ||
                strcmp(value(table, next, "control")->text, value(table, row, "control")->text))
                continue;
            /* The same control from the day on which it ends: of other ground. */
            const struct feature_part *shell = features_part(table, features_at(table, next), 0);
            const struct gridpt *p = features_points(table, shell);
            const struct gridpt middle = {(int32_t)(((int64_t)p[0].x + p[1].x + p[2].x) / 3),
                                          (int32_t)(((int64_t)p[0].y + p[1].y + p[2].y) / 3)};
            assert_false(holds_point(table, next, middle) && holds_point(table, row, middle));
        }
    }
    opened_project_free(opened);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_export_areas__one_row_for_every_run_of_days,
                                        project_fixture_setup, project_fixture_teardown),
        cmocka_unit_test_setup_teardown(test_export_areas__a_day_has_one_area_for_each_control,
                                        project_fixture_setup, project_fixture_teardown),
        cmocka_unit_test_setup_teardown(test_export_areas__sources_and_addresses_go_together,
                                        project_fixture_setup, project_fixture_teardown),
        cmocka_unit_test_setup_teardown(test_export_areas__of_a_region_and_of_a_span,
                                        project_fixture_setup, project_fixture_teardown),
        cmocka_unit_test_setup_teardown(test_export_areas__looks_are_the_styles,
                                        project_fixture_setup, project_fixture_teardown),
        cmocka_unit_test_setup_teardown(test_export_areas__without_a_style_there_are_no_colours,
                                        project_fixture_setup, project_fixture_teardown),
        cmocka_unit_test(test_export_areas__tile_the_theatre_on_every_day),
        cmocka_unit_test(test_export_areas__a_run_ends_where_control_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
