#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/findings.h"
#include "support/opened_project.h"
#include "support/project_fixture.h"
#include "topology/place_check.h"

/* Two districts of two countries, side by side. */
static const char *const SQUARES[] = {"A XX: 46 40, 46 40.1, 46.1 40.1, 46.1 40",
                                      "B YY: 46.1 40, 46.1 40.1, 46.2 40.1, 46.2 40", NULL};

static char *findings_of(struct project_fixture *f, const char *place)
{
    g_autofree char *places =
        g_strconcat("id,lon,lat,kind,rank,country,district,name_en\n", place, "\n", NULL);
    project_fixture_layer(f, "districts", SHPT_POLYGON, SQUARES);
    project_fixture_write(f, "places.csv", places);
    if (!project_fixture_read(f))
        fail_msg("%s", f->error->message);
    place_check(f->map, f->report);
    return findings_text(f->report);
}

static void assert_findings(void **state, const char *place, const char *expected)
{
    g_autofree char *found = findings_of(*state, place);
    assert_string_equal(found, expected);
}

static void test_place_check__a_place_lies_in_the_unit_of_its_row(void **state)
{
    assert_findings(state, "p,46.05,40.05,town,1,XX,A,P", "");
    assert_findings(state, "p,46.05,40.05,town,1,,,P", "");
    assert_findings(state, "p,46.15,40.05,town,1,XX,A,P", "outside-unit p");
    assert_findings(state, "p,46.05,40.05,town,1,YY,A,P", "outside-unit p");
    assert_findings(state, "p,46.05,40.05,town,1,XX,AZE-1,P", "no-unit p");
    /* Beyond all units. */
    assert_findings(state, "p,48,40.05,town,1,XX,A,P", "outside-unit p");
    assert_findings(state, "p,48,40.05,town,1,IRN,,P", "");
}

static void test_place_check__finding_names_file_line_and_both_units(void **state)
{
    struct project_fixture *f = *state;
    g_autofree char *found = findings_of(f, "p,46.15,40.05,town,1,XX,A,P");
    const struct finding *finding = report_at(f->report, 0);
    assert_true(g_str_has_suffix(finding->file, "/places.csv"));
    assert_int_equal(finding->line, 2);
    assert_non_null(strstr(finding->message, "'p' at 46.1500, 40.0500 lies in B, and its row says "
                                             "'A'"));
    assert_string_equal(found, "outside-unit p");
}

/* Both orders of coordinates are on the globe; in the second the view is far away. */
static void test_place_check__a_view_shows_some_of_the_theatre(void **state)
{
    struct project_fixture *f = *state;
    static const char *const extents[] = {"[45, 39, 48, 42]", "[46.01, 40.01, 46.02, 40.02]",
                                          "[39, 45, 42, 48]", "[46.3, 40, 46.4, 40.1]"};
    for (int i = 0; i < 4; i++) {
        g_autoptr(GString) yaml = g_string_new(PROJECT_FIXTURE_BODY PROJECT_FIXTURE_TAIL);
        g_string_replace(yaml, "[45, 39, 48, 42]", extents[i], 0);
        project_fixture_write(f, "project.yaml", yaml->str);
        assert_findings(state, "p,46.05,40.05,town,1,XX,A,P", i < 2 ? "" : "empty-view main");
    }
}

/* All of the shipped gazetteer; a test of the data as much as of the check. */
static void test_place_check__shipped_places_lie_where_they_say(void **state)
{
    struct opened_project *opened = opened_project_new(SHIPPED_PROJECT);
    g_autoptr(report) report = report_new();

    (void)state;
    assert_non_null(opened);
    place_check(opened->map, report);
    g_autofree char *found = findings_text(report);
    assert_string_equal(found, "");
    opened_project_free(opened);
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, project_fixture_setup, project_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_place_check__a_place_lies_in_the_unit_of_its_row),
        TEST(test_place_check__finding_names_file_line_and_both_units),
        TEST(test_place_check__a_view_shows_some_of_the_theatre),
        cmocka_unit_test(test_place_check__shipped_places_lie_where_they_say),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
