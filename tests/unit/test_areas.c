#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compose/areas.h"
#include "support/project_fixture.h"

/*  42 ┌────┬────┐
 *     │ C  │ D  │    the theatre is country ONE;
 *  41 ├────┼────┼────┐   E is a country abroad
 *     │ A  │ B  │ E  │
 *  40 └────┴────┴────┘
 *     45   46   47   48 */
static const char *const districts[] = {
    "A ONE: 45 40, 45 41, 46 41, 46 40", "B ONE: 46 40, 46 41, 47 41, 47 40",
    "C ONE: 45 41, 45 42, 46 42, 46 41", "D ONE: 46 41, 46 42, 47 42, 47 41",
    "E TWO: 47 40, 47 41, 48 41, 48 40", NULL};

#define PROJECT                                                                                    \
    "id: fixture\n"                                                                                \
    "title: Fixture\n"                                                                             \
    "languages: [en]\n"                                                                            \
    "places: places.csv\n"                                                                         \
    "timeline: timeline.csv\n"                                                                     \
    "theatre: home\n"                                                                              \
    "layers:\n"                                                                                    \
    "  districts: {file: districts.shp, partition: true, key: code, country: country}\n"           \
    "regions:\n"                                                                                   \
    "  home: \"districts[country=ONE]\"\n"                                                         \
    "  a: \"districts[code=A]\"\n"                                                                 \
    "  b: \"districts[code=B]\"\n"                                                                 \
    "  c: \"districts[code=C]\"\n"                                                                 \
    "  d: \"districts[code=D]\"\n"                                                                 \
    "sides: {one: {name: One}, two: {name: Two}}\n"                                                \
    "holders:\n"                                                                                   \
    "  ONE: {side: one, role: side-a, name: One}\n"                                                \
    "  TWO: {side: two, role: side-b, name: Two}\n"                                                \
    "  OLD: {side: two, role: home-b, name: Old, tones: false}\n"                                  \
    "phases:\n"                                                                                    \
    "  - {from: .., name: first}\n"                                                                \
    "  - {from: 2020-01-01, name: second}\n"                                                       \
    "views: {main: {extent: [45, 39, 48, 42]}}\n"

struct moment {
    state *now, *since;
    areas *areas;
};

static struct project_fixture *open_log(void **state, const char *rows)
{
    struct project_fixture *f = *state;
    g_autofree char *log = g_strconcat(
        PROJECT_FIXTURE_TIMELINE "start,control,..,home,ONE,control,,high,Atlas,,,\n", rows, NULL);
    project_fixture_layer(f, "districts", SHPT_POLYGON, districts);
    project_fixture_write(f, "project.yaml", PROJECT);
    project_fixture_write(f, "timeline.csv", log);
    if (!project_fixture_read(f))
        fail_msg("%s", f->error->message);
    return f;
}

static struct moment gather(const struct project_fixture *f, const char *since, const char *day)
{
    day_number from, to;
    assert_true(day_parse(since, &from, NULL));
    assert_true(day_parse(day, &to, NULL));
    const struct project *project = planar_map_sources(f->map)->project;
    struct moment m = {timeline_state_at(f->timeline, to), timeline_state_at(f->timeline, from),
                       NULL};
    m.areas = areas_gather(f->timeline, m.now, m.since,
                           project->phases[timeline_phase_at(f->timeline, to)].from);
    return m;
}

static void moment_clear(struct moment *m)
{
    state_free(m->now);
    state_free(m->since);
    areas_free(m->areas);
}

static const char *class_at(const struct project_fixture *f, const struct moment *m, double lon,
                            double lat)
{
    int32_t key = m->areas->keys[project_fixture_face(f, lon, lat)];
    assert_true(key >= 0 && key < (int32_t)m->areas->areas->len);
    return g_array_index(m->areas->areas, struct area, key).class_list;
}

static void test_areas__every_face_has_a_key(void **state)
{
    struct project_fixture *f = open_log(state, "");
    struct moment m = gather(f, "2020-01-01", "2020-02-01");
    assert_int_equal(m.areas->areas->len, 1);
    assert_string_equal(class_at(f, &m, 45.5, 40.5), "area side-a control before");
    assert_string_equal(class_at(f, &m, 46.5, 41.5), "area side-a control before");
    assert_int_equal(m.areas->keys[project_fixture_face(f, 47.5, 40.5)], AREA_ABROAD);
    assert_int_equal(m.areas->keys[FACE_OUTSIDE], AREA_SEA);
    moment_clear(&m);
}

/* a changed now, b earlier in the phase, c before the phase. */
static void test_areas__tones_tell_when_a_control_came(void **state)
{
    struct project_fixture *f = open_log(state, "c,control,2019-05-01,c,TWO,control,,high,S,,,\n"
                                                "b,control,2020-02-01,b,TWO,control,,high,S,,,\n"
                                                "a,control,2020-03-01,a,TWO,control,,high,S,,,\n");
    struct moment m = gather(f, "2020-02-29", "2020-03-01");
    assert_string_equal(class_at(f, &m, 45.5, 40.5), "area side-b control now");
    assert_string_equal(class_at(f, &m, 46.5, 40.5), "area side-b control earlier");
    assert_string_equal(class_at(f, &m, 45.5, 41.5), "area side-b control before");
    assert_string_equal(class_at(f, &m, 46.5, 41.5), "area side-a control before");
    moment_clear(&m);

    /* Since a day before both, both are new. */
    m = gather(f, "2020-01-15", "2020-03-01");
    assert_string_equal(class_at(f, &m, 46.5, 40.5), "area side-b control now");
    moment_clear(&m);

    /* What changed before the phase began is not of this phase, though it is since `since`. */
    m = gather(f, "2019-01-01", "2020-03-01");
    assert_string_equal(class_at(f, &m, 45.5, 41.5), "area side-b control now");
    moment_clear(&m);

    /* In the phase before, c is what changed. */
    m = gather(f, "2019-05-01", "2019-12-31");
    assert_string_equal(class_at(f, &m, 45.5, 41.5), "area side-b control earlier");
    moment_clear(&m);
}

/* Where it was when the phase began, but not all through the phase: earlier in it. */
static void test_areas__what_came_back_is_of_the_phase(void **state)
{
    struct project_fixture *f = open_log(state, "x,control,2020-02-01,a,TWO,control,,high,S,,,\n"
                                                "y,control,2020-03-01,a,ONE,control,,high,S,,,\n");
    struct moment m = gather(f, "2020-02-29", "2020-03-01");
    assert_string_equal(class_at(f, &m, 45.5, 40.5), "area side-a control now");
    moment_clear(&m);
    m = gather(f, "2020-03-01", "2020-03-02");
    assert_string_equal(class_at(f, &m, 45.5, 40.5), "area side-a control earlier");
    moment_clear(&m);
}

static void test_areas__a_holder_without_tones_has_one(void **state)
{
    struct project_fixture *f = open_log(state, "x,control,2020-02-01,a,OLD,control,,high,S,,,\n");
    struct moment m = gather(f, "2020-01-31", "2020-02-01");
    assert_string_equal(class_at(f, &m, 45.5, 40.5), "area home-b control before");
    moment_clear(&m);
}

static void test_areas__a_change_of_status_is_a_change(void **state)
{
    struct project_fixture *f =
        open_log(state, "x,control,2020-02-01,a,ONE,contested,TWO,high,S,,,\n");
    struct moment m = gather(f, "2020-01-31", "2020-02-01");
    assert_string_equal(class_at(f, &m, 45.5, 40.5), "area side-a contested other-side-b now");
    moment_clear(&m);
}

/* By holder, status, other and tone, whatever the order of rows and faces. */
static void test_areas__are_ordered(void **state)
{
    struct project_fixture *f =
        open_log(state, "d,control,2020-02-01,d,TWO,control,,high,S,,,\n"
                        "c,control,2020-03-01,c,TWO,control,,high,S,,,\n"
                        "b,control,2020-03-01,b,ONE,contested,TWO,high,S,,,\n");
    struct moment m = gather(f, "2020-02-29", "2020-03-01");
    static const char *const wanted[] = {"area side-a control before",
                                         "area side-a contested other-side-b now",
                                         "area side-b control earlier", "area side-b control now"};
    assert_int_equal(m.areas->areas->len, G_N_ELEMENTS(wanted));
    for (guint i = 0; i < m.areas->areas->len; i++)
        assert_string_equal(g_array_index(m.areas->areas, struct area, i).class_list, wanted[i]);
    moment_clear(&m);
}

static void test_areas__classes_of_a_control(void **state)
{
    struct project_fixture *f = open_log(state, "");
    g_autofree char *alone =
        areas_control_class(f->sources->project, (struct control){2, NONE, STATUS_CONTROL});
    g_autofree char *both =
        areas_control_class(f->sources->project, (struct control){1, 0, STATUS_PEACEKEEPING});
    assert_string_equal(alone, "home-b control");
    assert_string_equal(both, "side-b peacekeeping other-side-a");
}

#define WITH_PROJECT(test)                                                                         \
    cmocka_unit_test_setup_teardown(test, project_fixture_setup, project_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_PROJECT(test_areas__every_face_has_a_key),
        WITH_PROJECT(test_areas__tones_tell_when_a_control_came),
        WITH_PROJECT(test_areas__what_came_back_is_of_the_phase),
        WITH_PROJECT(test_areas__a_holder_without_tones_has_one),
        WITH_PROJECT(test_areas__a_change_of_status_is_a_change),
        WITH_PROJECT(test_areas__are_ordered),
        WITH_PROJECT(test_areas__classes_of_a_control),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
