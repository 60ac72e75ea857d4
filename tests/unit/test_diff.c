/* What changed between two days: the laws that timeline/diff.h states, on the shipped project and
 * on a small one under every date policy, between random days; and every kind of part by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/project_fixture.h"
#include "timeline/diff.h"

#include <math.h>
#include <stdio.h>

/* ---- laws ---------------------------------------------------------------------------------- */

struct opened {
    struct sources *sources;
    planar_map *map;
    struct timeline *timelines[3]; /* by date policy; NULL: not this project */
};

static const char *const projects[] = {SOURCE_DIR "/geodata/karabakh.yaml",
                                       SOURCE_DIR "/tests/support/small/small.yaml"};
enum { PROJECTS = 2, PAIRS = 12 };

static int open_projects(void **state)
{
    struct opened *all = g_new0(struct opened, PROJECTS);
    for (int p = 0; p < PROJECTS; p++) {
        g_autoptr(GError) error = NULL;
        all[p].sources = sources_read(projects[p], NULL, &error);
        all[p].map = all[p].sources ? planar_map_build(all[p].sources, NULL, &error) : NULL;
        for (int policy = 0; all[p].map && policy < 3; policy++) {
            /* A log whose uncertain days overlap can be read by other policies alone. */
            struct timeline_options options = {(enum date_policy)policy, DAY_AFTER_ALL};
            g_autoptr(GError) refused = NULL;
            all[p].timelines[policy] = timeline_build(all[p].map, &options, &refused);
        }
        if (!all[p].timelines[DATE_LATEST] || !all[p].timelines[DATE_EARLIEST])
            return 1;
    }
    *state = all;
    return 0;
}

static int close_projects(void **state)
{
    struct opened *all = *state;
    for (int p = 0; p < PROJECTS; p++) {
        for (int policy = 0; policy < 3; policy++)
            timeline_free(all[p].timelines[policy]);
        planar_map_free(all[p].map);
        sources_free(all[p].sources);
    }
    g_free(all);
    return 0;
}

/* A day from a year before the first change to a year after the last; every other time a change
 * day, where most can go wrong. */
static day_number random_day(GRand *random, const timeline *timeline)
{
    size_t count;
    const day_number *days = timeline_change_days(timeline, &count);
    if (g_rand_boolean(random))
        return days[g_rand_int_range(random, 0, (gint32)count)];
    return g_rand_int_range(random, days[0] - 366, days[count - 1] + 366);
}

/* Calls `law` with random days of every project and policy; the seed is printed, and taken from
 * DIFF_SEED. */
static void for_random_days(void **state, void (*law)(const timeline *timeline, day_number a,
                                                      day_number b, day_number c))
{
    struct opened *all = *state;
    const char *typed = g_getenv("DIFF_SEED");
    guint32 seed = typed ? (guint32)g_ascii_strtoull(typed, NULL, 10) : g_random_int();
    print_message("DIFF_SEED=%u\n", seed);
    g_autoptr(GRand) random = g_rand_new_with_seed(seed);
    for (int p = 0; p < PROJECTS; p++)
        for (int policy = 0; policy < 3; policy++)
            for (int i = 0; all[p].timelines[policy] && i < PAIRS; i++) {
                const timeline *timeline = all[p].timelines[policy];
                day_number a = random_day(random, timeline), b = random_day(random, timeline);
                law(timeline, a, b, random_day(random, timeline));
            }
}

static size_t face_count(const timeline *timeline)
{
    return topology_face_count(planar_map_topology(timeline_map(timeline)));
}

static const struct diff_part *part_at(const struct diff *diff, guint number)
{
    return &g_array_index(diff->parts, struct diff_part, number);
}

static const struct diff_step *step_at(const struct diff_part *part, guint number)
{
    return &g_array_index(part->steps, struct diff_step, number);
}

/* The part that a face is of, NULL for none; fails where it is of two. */
static const struct diff_part *part_of(const struct diff *diff, face_id face)
{
    const struct diff_part *found = NULL;
    for (guint i = 0; i < diff->parts->len; i++) {
        if (!face_set_has(part_at(diff, i)->faces, face))
            continue;
        assert_null(found);
        found = part_at(diff, i);
    }
    return found;
}

/* A part's ends are those of its faces; what differs is in one that did not return, what is in none
 * or in one that did is the same. */
static void check_faces(const timeline *timeline, day_number a, day_number b, day_number c)
{
    (void)c;
    g_autoptr(diff) diff = diff_build(timeline, a, b);
    g_autoptr(state) from = timeline_state_at(timeline, a), to = timeline_state_at(timeline, b);
    double differing_m2 = 0, parts_m2 = 0, returned_m2 = 0;
    for (face_id f = 0; f < (face_id)face_count(timeline); f++) {
        const struct diff_part *part = part_of(diff, f);
        bool is_same = control_equal(from->controls[f], to->controls[f]);
        assert_int_equal(is_same, !part || part->kind == DIFF_RETURNED);
        differing_m2 += is_same ? 0 : planar_map_face_area_m2(timeline_map(timeline), f);
        if (!part)
            continue;
        assert_true(control_equal(part->before, from->controls[f]));
        assert_true(control_equal(part->now, to->controls[f]));
    }
    for (guint i = 0; i < diff->parts->len; i++) {
        const struct diff_part *part = part_at(diff, i);
        *(part->kind == DIFF_RETURNED ? &returned_m2 : &parts_m2) += part->area_m2;
        /* Sums of the same areas in another order. */
        double area_m2 = planar_map_area_m2(timeline_map(timeline), part->faces);
        assert_true(fabs(part->area_m2 - area_m2) <= 1e-9 * area_m2);
    }
    assert_true(fabs(parts_m2 - differing_m2) <= 1e-9 * differing_m2);
    assert_true(returned_m2 >= 0);
}

static void test_diff__parts_are_what_differs_and_what_returned(void **state)
{
    for_random_days(state, check_faces);
}

/* Each step leads from what a face is the day before to what it is on the day; between steps it
 * stays as it is. */
static void check_steps(const timeline *timeline, day_number a, day_number b, day_number c)
{
    (void)c;
    g_autoptr(diff) diff = diff_build(timeline, MIN(a, b), MAX(a, b));
    for (face_id f = 0; f < (face_id)face_count(timeline); f++) {
        const struct diff_part *part = part_of(diff, f);
        g_autoptr(GArray) history = timeline_history(timeline, f);
        guint steps = 0;
        for (guint t = 0; t < history->len; t++) {
            const struct tenure *tenure = &g_array_index(history, struct tenure, t);
            if (tenure->from <= diff->from || tenure->from > diff->to)
                continue;
            assert_non_null(part);
            assert_true(steps < part->steps->len);
            const struct diff_step *step = step_at(part, steps++);
            assert_int_equal(step->day, tenure->from);
            assert_int_equal(step->row, tenure->row);
            assert_true(control_equal(step->control, tenure->control));
        }
        assert_int_equal(steps, part ? part->steps->len : 0);
    }
}

static void test_diff__steps_are_the_history_of_the_ground(void **state)
{
    for_random_days(state, check_steps);
}

static enum diff_kind mirrored(const struct diff_part *part)
{
    bool is_uncertain = !control_is_certain(part->before) && !control_is_certain(part->now);
    bool is_guarded =
        part->before.status == STATUS_PEACEKEEPING && part->now.status == STATUS_PEACEKEEPING;
    switch (part->kind) {
    case DIFF_UNSETTLED:
        return is_uncertain ? DIFF_UNSETTLED : DIFF_SETTLED;
    case DIFF_SETTLED:
        return DIFF_UNSETTLED;
    case DIFF_GUARDED:
        return is_guarded ? DIFF_GUARDED : DIFF_UNGUARDED;
    case DIFF_UNGUARDED:
        return DIFF_GUARDED;
    default:
        return part->kind;
    }
}

static void check_mirror(const timeline *timeline, day_number a, day_number b, day_number c)
{
    (void)c;
    g_autoptr(diff) there = diff_build(timeline, a, b), back = NULL;
    back = diff_build(timeline, b, a);
    assert_int_equal(there->parts->len, back->parts->len);
    for (guint i = 0; i < there->parts->len; i++) {
        const struct diff_part *part = part_at(there, i), *other = part_at(back, i);
        assert_int_equal(other->kind, mirrored(part));
        assert_true(other->area_m2 == part->area_m2);
        assert_memory_equal(other->faces.words, part->faces.words,
                            part->faces.word_count * sizeof(uint64_t));
        assert_true(control_equal(part->before, other->now));
        assert_true(control_equal(part->now, other->before));
        assert_int_equal(part->passes, other->passes);
        assert_int_equal(part->came_back, other->came_back);
        assert_int_equal(part->region, other->region);
        assert_int_equal(diff_part_row(there, part), diff_part_row(back, other));
        guint steps = part->steps->len;
        assert_int_equal(steps, other->steps->len);
        for (guint s = 0; s < steps; s++) {
            const struct diff_step *turned = step_at(other, steps - 1 - s);
            assert_int_equal(step_at(part, s)->row, turned->row);
            assert_int_equal(step_at(part, s)->day, turned->day);
            struct control before = s ? step_at(part, s - 1)->control : part->before;
            assert_true(control_equal(turned->control, before));
        }
    }
}

static void test_diff__back_is_the_mirror_of_there(void **state)
{
    for_random_days(state, check_mirror);
}

static void check_nothing(const timeline *timeline, day_number a, day_number b, day_number c)
{
    (void)b;
    (void)c;
    g_autoptr(diff) diff = diff_build(timeline, a, a);
    g_autoptr(GArray) rows = diff_rows(timeline, diff);
    assert_int_equal(diff->parts->len, 0);
    assert_int_equal(rows->len, 0);
}

static void test_diff__from_a_day_to_itself_nothing_changed(void **state)
{
    for_random_days(state, check_nothing);
}

/* What a holder won less what it lost, all statuses together. */
static double net_m2(const struct diff *diff, int16_t holder)
{
    double net_m2 = 0;
    for (guint i = 0; i < diff->parts->len; i++) {
        const struct diff_part *part = part_at(diff, i);
        net_m2 += part->now.holder == holder ? part->area_m2 : 0;
        net_m2 -= part->before.holder == holder ? part->area_m2 : 0;
    }
    return net_m2;
}

static double held_m2(const timeline *timeline, day_number day, int16_t holder)
{
    g_autoptr(state) state = timeline_state_at(timeline, day);
    double held_m2 = 0;
    for (size_t f = 0; f < state->face_count; f++)
        if (state->controls[f].holder == holder)
            held_m2 += planar_map_face_area_m2(timeline_map(timeline), (face_id)f);
    return held_m2;
}

/* One part in a million of the theatre: areas of faces are summed in another order. */
static double tolerance_m2(const timeline *timeline)
{
    const planar_map *map = timeline_map(timeline);
    return 1e-6 * planar_map_area_m2(map, *planar_map_theatre(map));
}

static void check_balance(const timeline *timeline, day_number a, day_number b, day_number c)
{
    const struct project *project = planar_map_sources(timeline_map(timeline))->project;
    g_autoptr(diff) whole = diff_build(timeline, a, c);
    g_autoptr(diff) first = diff_build(timeline, a, b);
    g_autoptr(diff) second = diff_build(timeline, b, c);
    for (int16_t h = 0; h < (int16_t)project->holder_count; h++) {
        double net = net_m2(whole, h);
        double held = held_m2(timeline, c, h) - held_m2(timeline, a, h);
        assert_true(fabs(net - held) <= tolerance_m2(timeline));
        assert_true(fabs(net - net_m2(first, h) - net_m2(second, h)) <= tolerance_m2(timeline));
    }
}

static void test_diff__nets_are_what_holders_have_more_and_add_up(void **state)
{
    for_random_days(state, check_balance);
}

/* Every row that made a step is among the rows between the days, and none is from without. */
static void check_rows(const timeline *timeline, day_number a, day_number b, day_number c)
{
    (void)c;
    g_autoptr(diff) diff = diff_build(timeline, a, b);
    g_autoptr(GArray) rows = diff_rows(timeline, diff);
    for (guint i = 0; i < diff->parts->len; i++)
        for (guint s = 0; s < part_at(diff, i)->steps->len; s++) {
            bool is_listed = false;
            for (guint r = 0; r < rows->len; r++)
                is_listed |= g_array_index(rows, int32_t, r) == step_at(part_at(diff, i), s)->row;
            assert_true(is_listed);
        }
    for (guint r = 0; r < rows->len; r++) {
        const struct timeline_row *row = timeline_row(timeline, g_array_index(rows, int32_t, r));
        assert_true(row->day > MIN(a, b) && row->from <= MAX(a, b));
    }
}

static void test_diff__rows_between_hold_those_of_all_steps(void **state)
{
    for_random_days(state, check_rows);
}

/* ---- by hand ------------------------------------------------------------------------------- */

/* Eight districts side by side. What happens in each from 2020 to 2021:
 *
 *     a  ONE → TWO                          e  contested → TWO
 *     b  ONE → TWO → ONE                    f  TWO, with PAX → without
 *     c  ONE → contested                    g  ONE → PAX alone → TWO, two changes of side
 *     d  ONE → with PAX                     h  nothing */
static const char *const DISTRICTS[] = {"a A: 45 40, 45 41, 46 41, 46 40",
                                        "b A: 46 40, 46 41, 47 41, 47 40",
                                        "c A: 47 40, 47 41, 48 41, 48 40",
                                        "d A: 48 40, 48 41, 49 41, 49 40",
                                        "e A: 49 40, 49 41, 50 41, 50 40",
                                        "f A: 50 40, 50 41, 51 41, 51 40",
                                        "g A: 51 40, 51 41, 52 41, 52 40",
                                        "h A: 52 40, 52 41, 53 41, 53 40",
                                        NULL};

#define BODY                                                                                       \
    PROJECT_FIXTURE_BODY "  a: \"districts[code=a]\"\n  b: \"districts[code=b]\"\n"                \
                         "  c: \"districts[code=c]\"\n  d: \"districts[code=d]\"\n"                \
                         "  e: \"districts[code=e]\"\n  f: \"districts[code=f]\"\n"                \
                         "  g: \"districts[code=g]\"\n"
#define TAIL                                                                                       \
    "id: fixture\ntitle: Fixture\nlanguages: [en]\nplaces: places.csv\n"                           \
    "timeline: timeline.csv\ntheatre: all\n"                                                       \
    "sides: {one: {name: One}, two: {name: Two}, third: {name: Third}}\n"                          \
    "holders:\n"                                                                                   \
    "  ONE: {side: one, role: side-a, name: One}\n"                                                \
    "  TWO: {side: two, role: side-b, name: Two}\n"                                                \
    "  PAX: {side: third, role: third, name: Peacekeepers}\n"                                      \
    "views: {main: {extent: [45, 39, 53, 42]}}\n"
#define ROWS                                                                                       \
    PROJECT_FIXTURE_TIMELINE PROJECT_FIXTURE_START                                                 \
        "e0,control,2019,e,ONE,contested,TWO,high,Atlas,,,\n"                                      \
        "f0,control,2019,f,TWO,peacekeeping,PAX,high,Atlas,,,\n"                                   \
        "a1,control,2020-03-01,a,TWO,control,,high,Atlas,,,\n"                                     \
        "b1,control,2020-03-01,b,TWO,control,,high,Atlas,,,\n"                                     \
        "b2,control,2020-04-01,b,ONE,control,,high,Atlas,,,\n"                                     \
        "c1,control,2020-05-01,c,ONE,contested,TWO,high,Atlas,,,\n"                                \
        "d1,control,2020-05-01,d,ONE,peacekeeping,PAX,high,Atlas,,,\n"                             \
        "e1,control,2020-06-01,e,TWO,control,,high,Atlas,,,\n"                                     \
        "f1,control,2020-06-01,f,TWO,control,,high,Atlas,,,\n"                                     \
        "g1,control,2020-07-01,g,PAX,peacekeeping,,high,Atlas,,,\n"                                \
        "g2,control,2020-08-01,g,TWO,control,,high,Atlas,,,\n"

static day_number day(const char *text)
{
    day_number number = 0;
    assert_true(day_parse(text, &number, NULL));
    return number;
}

static void read_by_hand(struct project_fixture *f)
{
    project_fixture_layer(f, "districts", SHPT_POLYGON, DISTRICTS);
    project_fixture_write(f, "project.yaml", BODY TAIL);
    project_fixture_write(f, "timeline.csv", ROWS);
    if (!project_fixture_read(f))
        fail_msg("%s", f->error->message);
}

static void test_diff__every_kind(void **state)
{
    static const struct {
        double lon;
        enum diff_kind kind;
        int passes;
        bool came_back;
        guint steps;
        const char *region;
    } wanted[] = {
        {45.5, DIFF_PASSED, 1, false, 1, "a"},    {46.5, DIFF_RETURNED, 2, true, 2, "b"},
        {47.5, DIFF_UNSETTLED, 0, false, 1, "c"}, {48.5, DIFF_GUARDED, 0, false, 1, "d"},
        {49.5, DIFF_SETTLED, 0, false, 1, "e"},   {50.5, DIFF_UNGUARDED, 0, false, 1, "f"},
        {51.5, DIFF_PASSED, 2, false, 2, "g"}};
    struct project_fixture *f = *state;
    read_by_hand(f);
    g_autoptr(diff) diff = diff_build(f->timeline, day("2020-01-01"), day("2021-01-01"));
    assert_int_equal(diff->parts->len, G_N_ELEMENTS(wanted));
    for (size_t i = 0; i < G_N_ELEMENTS(wanted); i++) {
        const struct diff_part *part = part_of(diff, project_fixture_face(f, wanted[i].lon, 40.5));
        assert_non_null(part);
        assert_int_equal(part->kind, wanted[i].kind);
        assert_int_equal(part->passes, wanted[i].passes);
        assert_int_equal(part->came_back, wanted[i].came_back);
        assert_int_equal(part->steps->len, wanted[i].steps);
        assert_string_equal(f->sources->project->regions[part->region].name, wanted[i].region);
    }
    assert_null(part_of(diff, project_fixture_face(f, 52.5, 40.5)));
}

static void test_diff__a_change_of_the_first_day_is_none_of_the_last_is_one(void **state)
{
    struct project_fixture *f = *state;
    read_by_hand(f);
    face_id a = project_fixture_face(f, 45.5, 40.5);
    g_autoptr(diff) after = diff_build(f->timeline, day("2020-03-01"), day("2020-03-31"));
    g_autoptr(diff) until = diff_build(f->timeline, day("2020-02-29"), day("2020-03-01"));
    assert_null(part_of(after, a));
    assert_non_null(part_of(until, a));
}

static void test_diff__who_was_there_in_between(void **state)
{
    struct project_fixture *f = *state;
    read_by_hand(f);
    g_autoptr(diff) diff = diff_build(f->timeline, day("2020-01-01"), day("2021-01-01"));
    const struct diff_part *b = part_of(diff, project_fixture_face(f, 46.5, 40.5));
    const struct diff_part *g = part_of(diff, project_fixture_face(f, 51.5, 40.5));
    const struct diff_part *a = part_of(diff, project_fixture_face(f, 45.5, 40.5));
    assert_string_equal(f->sources->project->holders[b->between].code, "TWO");
    assert_string_equal(f->sources->project->holders[g->between].code, "PAX");
    assert_int_equal(a->between, NONE);
}

int main(void)
{
    const struct CMUnitTest laws[] = {
        cmocka_unit_test(test_diff__parts_are_what_differs_and_what_returned),
        cmocka_unit_test(test_diff__steps_are_the_history_of_the_ground),
        cmocka_unit_test(test_diff__back_is_the_mirror_of_there),
        cmocka_unit_test(test_diff__from_a_day_to_itself_nothing_changed),
        cmocka_unit_test(test_diff__nets_are_what_holders_have_more_and_add_up),
        cmocka_unit_test(test_diff__rows_between_hold_those_of_all_steps),
    };
    const struct CMUnitTest by_hand[] = {
        cmocka_unit_test_setup_teardown(test_diff__every_kind, project_fixture_setup,
                                        project_fixture_teardown),
        cmocka_unit_test_setup_teardown(
            test_diff__a_change_of_the_first_day_is_none_of_the_last_is_one, project_fixture_setup,
            project_fixture_teardown),
        cmocka_unit_test_setup_teardown(test_diff__who_was_there_in_between, project_fixture_setup,
                                        project_fixture_teardown),
    };
    int failed = cmocka_run_group_tests(laws, open_projects, close_projects);
    return failed + cmocka_run_group_tests(by_hand, NULL, NULL);
}
