#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compose/name_check.h"
#include "support/findings.h"
#include "support/project_fixture.h"

static const char *const SQUARE[] = {"A XX: 46 40, 46 40.1, 46.1 40.1, 46.1 40", NULL};

/* A project whose every text is there in both languages, as lines that a test replaces. */
static const char *const LINES[] = {
    "id: fixture",
    "languages: [en, ru]",
    "title: {en: Fixture, ru: Проба}",
    "places: places.csv",
    "timeline: timeline.csv",
    "theatre: all",
    "layers: {districts: {file: districts.shp, partition: true}}",
    "regions: {all: {is: districts, name: {en: All, ru: Всё}}}",
    "sides: {one: {name: {en: One, ru: Один}, according: {en: as One says, ru: по данным Одного}}}",
    "holders: {ONE: {side: one, role: side-a, name: {en: One, ru: Один}, legend: {en: Held, ru: "
    "У}}}",
    "phases: [{from: .., name: {en: before, ru: прежде}}]",
    "views: {main: {extent: [45, 39, 48, 42], rank: 2, name: {en: Main, ru: Вид}}}",
    "labels: [{region: all, class: country, name: {en: All, ru: Всё}}]",
    "marks: [{at: [46.05, 40.05], name: {en: Bridge, ru: Мост}}]",
    "draw: [{layer: districts, class: road, legend: {en: Road, ru: Дорога}}]",
    "notes: [{text: {en: Note, ru: Заметка}}]",
    "edits: [{date: 2020-01-01, title: {en: Title, ru: Заглавие}}]",
    "corrections: [{date: 2020-01-01, text: {en: Text, ru: Текст}}]",
};

#define PLACES "id,lon,lat,kind,rank,name_en,name_ru\n"

/* The findings when the line of `key` is replaced, or none is. */
static void assert_findings(void **state, const char *line, const char *places,
                            const char *expected)
{
    struct project_fixture *f = *state;
    g_autoptr(GString) yaml = g_string_new(NULL);
    bool is_replaced = line == NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(LINES); i++) {
        size_t key = strcspn(LINES[i], ":") + 1;
        bool is_it = line != NULL && strncmp(line, LINES[i], key) == 0;
        g_string_append_printf(yaml, "%s\n", is_it ? line : LINES[i]);
        is_replaced |= is_it;
    }
    assert_true(is_replaced);
    g_autofree char *rows = g_strconcat(PLACES, places, NULL);
    project_fixture_layer(f, "districts", SHPT_POLYGON, SQUARE);
    project_fixture_write(f, "project.yaml", yaml->str);
    project_fixture_write(f, "places.csv", rows);
    if (!project_fixture_read(f))
        fail_msg("%s", f->error->message);
    name_check(f->sources, f->report);
    g_autofree char *found = findings_text(f->report);
    if (strcmp(found, expected) != 0)
        fail_msg("'%s' instead of '%s' for %s", found, expected, line);
}

static void test_name_check__whole_project_has_no_findings(void **state)
{
    assert_findings(state, NULL, "p,46.05,40.05,town,1,P,П\n", "");
}

static void test_name_check__each_text_is_asked_for_in_each_language(void **state)
{
    static const char *const wrong[][2] = {
        {"title: Fixture", "no-name fixture"},
        {"regions: {all: {is: districts, name: {ru: Всё}}}", "no-name all"},
        {"sides: {one: One}", "no-name one"},
        {"sides: {one: {name: {en: One, ru: Один}, according: as One says}}", "no-name one"},
        {"holders: {ONE: {side: one, role: side-a, name: One, legend: {en: Held, ru: У}}}",
         "no-name ONE"},
        {"holders: {ONE: {side: one, role: side-a, name: {en: One, ru: Один}, legend: Held}}",
         "no-name ONE"},
        {"holders: {ONE: {side: one, role: side-a, name: {en: One, ru: Один}}}", "no-legend ONE"},
        {"phases: [{from: .., name: before}]", "no-name fixture"},
        {"views: {main: {extent: [45, 39, 48, 42], rank: 2, name: Main}}", "no-name main"},
        {"labels: [{region: all, class: country, name: All}]", "no-name all"},
        {"marks: [{at: [46.05, 40.05], name: Bridge}]", "no-name fixture"},
        {"draw: [{layer: districts, class: road, legend: Road}]", "no-name districts"},
        {"notes: [{text: Note}]", "no-name fixture"},
        {"edits: [{date: 2020-01-01, title: Title}]", "no-name fixture"},
        {"corrections: [{date: 2020-01-01, text: Text}]", "no-name fixture"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++)
        assert_findings(state, wrong[i][0], "", wrong[i][1]);
}

/* What has no name at all is not meant to be named. */
static void test_name_check__what_is_nameless_is_left_alone(void **state)
{
    assert_findings(state, "regions: {all: districts}", "", "");
}

/* The opening state makes no caption; an event does, unless the log has words for it. */
static void test_name_check__regions_that_captions_call_by_their_id(void **state)
{
    static const char *const logs[][2] = {
        {"", ""},
        {"e,control,2020,all,ONE,unknown,,high,S,,,,\n", "no-name all"},
        {"e,control,2020,all,ONE,unknown,,high,S,,,,\n"
         "f,control,2021,all,ONE,control,,high,S,,,,\n",
         "no-name all"},
        {"e,control,2020,all,ONE,unknown,,high,S,,,,All of it.\n", ""},
        {"e,annotation,2020,all,,,,high,S,,,,\n", ""},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(logs); i++) {
        g_autofree char *log = g_strconcat(
            "id,kind,date,region,holder,status,other,certainty,source_title,source_date,"
            "source_side,note,caption_en\nstart,control,..,all,ONE,control,,high,Atlas,,,,\n",
            logs[i][0], NULL);
        project_fixture_write(*state, "timeline.csv", log);
        assert_findings(state, "regions: {all: districts}", "", logs[i][1]);
    }
}

/* A place that no view shows needs none: by its rank, or outside. */
static void test_name_check__places_that_a_view_shows(void **state)
{
    assert_findings(state, NULL, "p,46.05,40.05,town,2,P,\n", "no-name p");
    assert_findings(state, NULL, "p,46.05,40.05,town,3,P,\n", "");
    assert_findings(state, NULL, "p,50,40.05,town,1,P,\n", "");
    assert_findings(state,
                    "views: {main: {extent: [45, 39, 48, 42], rank: 2, places: [p], "
                    "name: {en: Main, ru: Вид}}}",
                    "p,46.05,40.05,town,5,P,\n", "no-name p");
    assert_findings(state,
                    "views: {main: {extent: [45, 39, 48, 42], rank: 2, without: [p], "
                    "name: {en: Main, ru: Вид}}}",
                    "p,46.05,40.05,town,1,P,\n", "");
}

/* Persian is not spoken; English is, of wherever. */
static void test_name_check__languages_that_the_program_does_not_speak(void **state)
{
    struct project_fixture *f = *state;
    project_fixture_layer(f, "districts", SHPT_POLYGON, SQUARE);
    project_fixture_write(f, "places.csv", PLACES);
    project_fixture_write(
        f, "project.yaml",
        "id: fixture\nlanguages: [fa, en-US, hy]\ntitle: {fa: F, en-US: E, hy: H}\n"
        "places: places.csv\ntimeline: timeline.csv\ntheatre: all\n"
        "layers: {districts: {file: districts.shp, partition: true}}\n"
        "regions: {all: districts}\nsides: {one: {name: {fa: A, en-US: B, hy: C}}}\n"
        "holders: {ONE: {side: one, role: side-a, "
        "name: {fa: A, en-US: B, hy: C}, legend: {fa: A, en-US: B, hy: C}}}\nviews: {main: "
        "{extent: [45, 39, 48, 42]}}\n");
    if (!project_fixture_read(f))
        fail_msg("%s", f->error->message);
    name_check(f->sources, f->report);
    g_autofree char *found = findings_text(f->report);
    assert_string_equal(found, "no-words fa");
    assert_int_equal(report_at(f->report, 0)->line, 2);
}

static void test_name_check__message_names_what_where_and_languages(void **state)
{
    struct project_fixture *f = *state;
    assert_findings(state, NULL, "p,46.05,40.05,town,2,,П\n", "no-name p");
    const struct finding *finding = report_at(f->report, 0);
    assert_true(g_str_has_suffix(finding->file, "/places.csv"));
    assert_int_equal(finding->line, 2);
    assert_string_equal(finding->message, "place 'p' has no name in en");
}

#define TEST(name)                                                                                 \
    cmocka_unit_test_setup_teardown(name, project_fixture_setup, project_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_name_check__whole_project_has_no_findings),
        TEST(test_name_check__each_text_is_asked_for_in_each_language),
        TEST(test_name_check__what_is_nameless_is_left_alone),
        TEST(test_name_check__regions_that_captions_call_by_their_id),
        TEST(test_name_check__places_that_a_view_shows),
        TEST(test_name_check__languages_that_the_program_does_not_speak),
        TEST(test_name_check__message_names_what_where_and_languages),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
