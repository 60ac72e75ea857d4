#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/findings.h"
#include "support/project_fixture.h"
#include "timeline/log_check.h"

/* Three squares, a place in each and one beyond them all:
 *
 *     40.1 +---+---+---+
 *          |pa |pb |pc |  far
 *     40.0 +---+---+---+
 *         46.0 .1  .2  .3
 */
static const char *const SQUARES[] = {"A XX: 46 40, 46 40.1, 46.1 40.1, 46.1 40",
                                      "B XX: 46.1 40, 46.1 40.1, 46.2 40.1, 46.2 40",
                                      "C YY: 46.2 40, 46.2 40.1, 46.3 40.1, 46.3 40", NULL};

static const char PROJECT[] =
    PROJECT_FIXTURE_BODY "  a: districts[code=A]\n"
                         "  b: districts[code=B]\n"
                         "  ab: a + b\n"
                         "  bc: districts[code=B|C]\n"
                         "id: fixture\n"
                         "title: Fixture\n"
                         "languages: [en]\n"
                         "places: places.csv\n"
                         "timeline: timeline.csv\n"
                         "theatre: all\n"
                         "sides: {one: One, two: Two, third: third parties}\n"
                         "holders:\n"
                         "  ONE: {side: one, role: side-a, name: One}\n"
                         "  TWO: {side: two, role: side-b, name: Two}\n"
                         "views: {main: {extent: [45, 39, 48, 42]}}\n";

#define HEAD                                                                                       \
    "id,kind,date,region,holder,status,other,certainty,source_title,source_side,source_date,note," \
    "place\n"
#define START "start,control,..,all,ONE,control,,high,Atlas,third,,,\n"

/* The findings of a log; each test has a log without any, and the same log with what is wrong. */
static char *findings_of(struct project_fixture *f, const char *rows)
{
    g_autofree char *log = g_strconcat(HEAD START, rows, NULL);
    project_fixture_layer(f, "districts", SHPT_POLYGON, SQUARES);
    project_fixture_write(f, "project.yaml", PROJECT);
    project_fixture_write(f, "places.csv",
                          PROJECT_FIXTURE_PLACES "pa,46.05,40.05,town,1,Pa\n"
                                                 "pb,46.15,40.05,town,1,Pb\n"
                                                 "pc,46.25,40.05,town,1,Pc\n"
                                                 "far,47,40.05,town,1,Far\n");
    project_fixture_write(f, "timeline.csv", log);
    if (!project_fixture_read(f))
        fail_msg("%s", f->error->message);
    log_check(f->timeline, f->report);
    return findings_text(f->report);
}

static void assert_findings(void **state, const char *rows, const char *expected)
{
    g_autofree char *found = findings_of(*state, rows);
    if (strcmp(found, expected) != 0)
        fail_msg("'%s' instead of '%s' for\n%s", found, expected, rows);
}

static void test_log_check__a_row_needs_a_source_and_its_side(void **state)
{
    assert_findings(state, "x,control,2020-01-01,a,TWO,control,,high,,third,,,\n", "no-source x");
    assert_findings(state, "x,control,2020-01-01,a,TWO,control,,high,News,,,,\n", "no-source x");
    assert_findings(state, "x,annotation,2020-01-01,,,,,high,,,,Peace,\n", "no-source x");
    assert_findings(state, "x,control,2020-01-01,a,TWO,control,,high,News,thrid,,,\n",
                    "unknown-side x");
    assert_findings(state, "x,control,2020-01-01,a,TWO,control,,high,News,third,,,\n", "");
}

static void test_log_check__finding_names_file_and_line(void **state)
{
    struct project_fixture *f = *state;
    g_autofree char *found = findings_of(f, "x,control,2020-01-01,a,TWO,control,,high,,third,,,\n");
    assert_string_equal(found, "no-source x");
    g_autofree char *path = g_build_filename(f->folder, "timeline.csv", NULL);
    assert_string_equal(report_at(f->report, 0)->file, path);
    assert_int_equal(report_at(f->report, 0)->line, 3);
}

/* Sources of both sides, or of third parties too, are no one's alone; a row that shows a claim says
 * so itself; an event of two rows is one finding. */
static void test_log_check__an_event_of_one_side_s_sources(void **state)
{
    assert_findings(state, "x,control,2020-01-01,a,TWO,control,,high,News,two,,,\n", "one-sided x");
    assert_findings(state, "x,control,2020-01-01,a,TWO,control,,high,News,one;two,,,\n", "");
    assert_findings(state, "x,control,2020-01-01,a,TWO,control,,high,News,two; third,,,\n", "");
    assert_findings(state, "x,control,2020-01-01,a,TWO,claimed,,high,News,two,,,\n", "");
    assert_findings(state, "x,annotation,2020-01-01,,,,,high,News,two,,Peace,\n", "one-sided x");
    assert_findings(state,
                    "x,control,2020-01-01,a,TWO,control,,high,News,two,,,\n"
                    "x,control,2020-01-01,b,TWO,control,,high,News,two,,,\n",
                    "one-sided x");
    assert_findings(state,
                    "x,control,2020-01-01,a,TWO,control,,high,News,two,,,\n"
                    "x,control,2020-01-01,b,TWO,control,,high,News,one,,,\n",
                    "");
}

static void test_log_check__an_event_that_changes_nothing(void **state)
{
    assert_findings(state, "x,control,2020-01-01,a,ONE,control,,high,News,third,,,\n",
                    "no-change x");
    assert_findings(state,
                    "x,control,2020-01-01,ab,TWO,control,,high,News,third,,,\n"
                    "y,control,2020-02-01,b,TWO,control,,high,News,third,,,\n",
                    "no-change y");
    assert_findings(state,
                    "x,control,2020-01-01,a,TWO,control,,high,News,third,,,\n"
                    "y,control,2020-02-01,ab,TWO,control,,high,News,third,,,\n",
                    "");
    assert_findings(state, "x,control,2020-01-01,a,ONE,contested,TWO,high,News,third,,,\n", "");
    assert_findings(state,
                    "x,place,2020-01-01,,ONE,control,,high,News,third,,,pa\n"
                    "y,place,2020-02-01,,ONE,control,,high,News,third,,,pa\n",
                    "no-change y");
}

static void test_log_check__two_events_of_one_day_that_disagree(void **state)
{
    static const char wrong[] = "x,control,2020-01-01,ab,TWO,control,,high,News,third,,,\n"
                                "y,control,2020-01-01,bc,ONE,contested,TWO,high,News,third,,,\n";
    struct project_fixture *f = *state;
    g_autofree char *found = findings_of(f, wrong);
    assert_string_equal(found, "disagree y");
    /* 0.1° by 0.1° at 40° N. */
    assert_non_null(strstr(report_at(f->report, 0)->message, "line 3 ('ab') gives 94."));

    assert_findings(state,
                    "x,control,2020-01-01,a,TWO,control,,high,News,third,,,\n"
                    "y,control,2020-01-01,bc,ONE,contested,TWO,high,News,third,,,\n",
                    "");
    assert_findings(state,
                    "x,control,2020-01-01,ab,TWO,control,,high,News,third,,,\n"
                    "y,control,2020-01-02,bc,ONE,contested,TWO,high,News,third,,,\n",
                    "");
    assert_findings(state,
                    "x,place,2020-01-01,,TWO,claimed,,high,News,third,,,pa\n"
                    "y,place,2020-01-01,,ONE,control,,high,News,third,,,pa\n",
                    "disagree y");
}

/* In one event too; but the state before everything may be told as a whole and its exceptions. */
static void test_log_check__a_region_over_what_another_claims(void **state)
{
    assert_findings(state,
                    "x,control,2020-01-01,ab,TWO,control,,high,News,third,,,\n"
                    "x,control,2020-01-01,bc,ONE,contested,TWO,high,News,third,,,\n",
                    "overlap x");
    assert_findings(state,
                    "x,control,..,ab,TWO,control,,high,News,third,,,\n"
                    "x,control,..,b,ONE,control,,high,News,third,,,\n",
                    "");
    assert_findings(state,
                    "x,control,..,ab,TWO,control,,high,News,third,,,\n"
                    "x,control,..,bc,ONE,control,,high,News,third,,,\n",
                    "overlap x");
}

static void test_log_check__a_place_outside_the_region_of_its_row(void **state)
{
    assert_findings(state, "x,control,2020-01-01,a,TWO,control,,high,News,third,,,pb\n",
                    "outside x");
    assert_findings(state, "x,annotation,2020-01-01,a,,,,high,News,third,,Fire,far\n", "outside x");
    assert_findings(state, "x,control,2020-01-01,ab,TWO,control,,high,News,third,,,pb\n", "");
    assert_findings(state, "x,annotation,2020-01-01,,,,,high,News,third,,Fire,far\n", "");
}

static void test_log_check__a_line_that_contradicts_a_settlement(void **state)
{
    struct project_fixture *f = *state;
    /* The ground follows the place on the 20th: nine days too late. */
    static const char late[] = "p,place,2020-01-11,,TWO,control,,high,News,third,,,pb\n"
                               "x,control,2020-01-20,b,TWO,control,,high,News,third,,,\n";
    g_autofree char *found = findings_of(f, late);
    assert_string_equal(found, "contradicts p");
    assert_int_equal(report_at(f->report, 0)->line, 3);
    assert_non_null(strstr(report_at(f->report, 0)->message,
                           "'pb' is held by TWO from 2020-01-11 on, and the ground drawn there is "
                           "under ONE from 2020-01-11 to 2020-01-19, by line 2 ('start')"));

    assert_findings(state,
                    "p,place,2020-01-11,,TWO,control,,high,News,third,,,pb\n"
                    "x,control,2020-01-11,b,TWO,control,,high,News,third,,,\n",
                    "");
    /* Contested ground, an announcement, and a place that is lost again contradict nothing. */
    assert_findings(state,
                    "x,control,2020-01-10,b,TWO,contested,ONE,high,News,third,,,\n"
                    "p,place,2020-01-11,,TWO,control,,high,News,third,,,pb\n",
                    "");
    assert_findings(state, "p,place,2020-01-11,,TWO,claimed,,high,News,third,,,pb\n", "");
    assert_findings(state,
                    "p,place,2020-01-11,,ONE,control,,high,News,third,,,pb\n"
                    "q,place,2020-01-20,,TWO,control,,high,News,third,,,pb\n"
                    "x,control,2020-01-20,b,TWO,control,,high,News,third,,,\n",
                    "");
    /* Ground that is given to the other side later on, while no row says that the place fell. */
    assert_findings(state,
                    "p,place,2020-01-11,,ONE,control,,high,News,third,,,pb\n"
                    "x,control,2020-03-01,ab,TWO,control,,high,News,third,,,\n",
                    "contradicts p");
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, project_fixture_setup, project_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_log_check__a_row_needs_a_source_and_its_side),
        TEST(test_log_check__finding_names_file_and_line),
        TEST(test_log_check__an_event_of_one_side_s_sources),
        TEST(test_log_check__an_event_that_changes_nothing),
        TEST(test_log_check__two_events_of_one_day_that_disagree),
        TEST(test_log_check__a_region_over_what_another_claims),
        TEST(test_log_check__a_place_outside_the_region_of_its_row),
        TEST(test_log_check__a_line_that_contradicts_a_settlement),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
