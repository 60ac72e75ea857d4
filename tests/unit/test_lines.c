#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compose/lines.h"
#include "support/opened_project.h"
#include "support/project_fixture.h"

/* ---- a small project ----------------------------------------------------------------------- */

/*  42 ┌────┬────┬────┐
 *     │ C  │ D  │ F  │     A to E are the theatre;
 *  41 ├────┼────┼────┤     E and F are another country than A to D
 *     │ A  │ B  │ E  │
 *  40 └────┴────┴────┘     A holds the places p (45.25, 40.5) and q (45.75, 40.5)
 *     45   46   47   48 */
static const char *const districts[] = {"A ONE: 45 40, 45 41, 46 41, 46 40",
                                        "B ONE: 46 40, 46 41, 47 41, 47 40",
                                        "C ONE: 45 41, 45 42, 46 42, 46 41",
                                        "D ONE: 46 41, 46 42, 47 42, 47 41",
                                        "E TWO: 47 40, 47 41, 48 41, 48 40",
                                        "F TWO: 47 41, 47 42, 48 42, 48 41",
                                        NULL};

#define PROJECT                                                                                    \
    "id: fixture\n"                                                                                \
    "title: Fixture\n"                                                                             \
    "languages: [en]\n"                                                                            \
    "places: places.csv\n"                                                                         \
    "timeline: timeline.csv\n"                                                                     \
    "theatre: theatre\n"                                                                           \
    "layers:\n"                                                                                    \
    "  districts: {file: districts.shp, partition: true, key: code, country: country}\n"           \
    "regions:\n"                                                                                   \
    "  theatre: \"districts[code=A|B|C|D|E]\"\n"                                                   \
    "  a: \"districts[code=A]\"\n"                                                                 \
    "  b: \"districts[code=B]\"\n"                                                                 \
    "  c: \"districts[code=C]\"\n"                                                                 \
    "  d: \"districts[code=D]\"\n"                                                                 \
    "  p: \"cells(a, p)\"\n"                                                                       \
    "sides: {one: {name: One}, two: {name: Two}, third: {name: Third}}\n"                          \
    "holders:\n"                                                                                   \
    "  ONE: {side: one, role: side-a, name: One}\n"                                                \
    "  ALLY: {side: one, role: home-a, name: Ally}\n"                                              \
    "  TWO: {side: two, role: side-b, name: Two}\n"                                                \
    "  KEEPERS: {side: third, role: third, name: Keepers}\n"                                       \
    "phases:\n"                                                                                    \
    "  - {from: .., name: sure}\n"                                                                 \
    "  - {from: 2020-01-01, name: war, contact: approximate, contact_from: 2020-03-01}\n"          \
    "  - {from: 2021-01-01, name: again, contact: approximate}\n"                                  \
    "  - {from: 2022-01-01, name: peace}\n"                                                        \
    "views: {main: {extent: [45, 39, 48, 42]}}\n"

static struct project_fixture *open_log(void **state, const char *rows)
{
    struct project_fixture *f = *state;
    g_autofree char *log = g_strconcat(PROJECT_FIXTURE_TIMELINE
                                       "start,control,..,theatre,ONE,control,,high,Atlas,,,\n",
                                       rows, NULL);
    project_fixture_layer(f, "districts", SHPT_POLYGON, districts);
    project_fixture_write(f, "project.yaml", PROJECT);
    project_fixture_write(f, "places.csv",
                          PROJECT_FIXTURE_PLACES "p,45.25,40.5,town,1,P\nq,45.75,40.5,town,1,Q\n");
    project_fixture_write(f, "timeline.csv", log);
    if (!project_fixture_read(f))
        fail_msg("%s", f->error->message);
    return f;
}

/* In the middle of the districts; X is beyond all land. P and Q are the cells of A. */
static struct lonlat middle_of(char district)
{
    switch (district) {
    case 'A':
    case 'P':
        return (struct lonlat){45.25, 40.5};
    case 'Q':
        return (struct lonlat){45.75, 40.5};
    case 'B':
        return (struct lonlat){46.5, 40.5};
    case 'C':
        return (struct lonlat){45.25, 41.5};
    case 'D':
        return (struct lonlat){46.5, 41.5};
    case 'E':
        return (struct lonlat){47.5, 40.5};
    case 'F':
        return (struct lonlat){47.5, 41.5};
    default:
        return (struct lonlat){44, 39};
    }
}

/* What the edge between two districts is on a day. */
static enum line_kind kind_between(const struct project_fixture *f, const char *day, char one,
                                   char two)
{
    day_number number;
    struct lonlat a = middle_of(one), b = middle_of(two);
    face_id left = project_fixture_face(f, a.lon, a.lat);
    face_id right = project_fixture_face(f, b.lon, b.lat);
    const topology *topology = planar_map_topology(f->map);
    assert_true(day_parse(day, &number, NULL));
    g_autoptr(state) state = timeline_state_at(f->timeline, number);
    for (edge_id e = 0; e < (edge_id)topology_edge_count(topology); e++) {
        const struct edge *edge = topology_edge(topology, e);
        if ((edge->left == left && edge->right == right) ||
            (edge->left == right && edge->right == left))
            return lines_kind(f->timeline, state, e);
    }
    fail_msg("no edge between %c and %c", one, two);
    return LINE_NONE;
}

static void test_lines__where_one_side_holds_all(void **state)
{
    struct project_fixture *f = open_log(state, "");
    assert_int_equal(kind_between(f, "2000-01-01", 'Q', 'B'), LINE_DISTRICT);
    assert_int_equal(kind_between(f, "2000-01-01", 'B', 'D'), LINE_DISTRICT);
    assert_int_equal(kind_between(f, "2000-01-01", 'B', 'E'), LINE_COUNTRY);
    assert_int_equal(kind_between(f, "2000-01-01", 'D', 'F'), LINE_COUNTRY);
    assert_int_equal(kind_between(f, "2000-01-01", 'B', 'X'), LINE_COAST);
    assert_int_equal(kind_between(f, "2000-01-01", 'F', 'X'), LINE_COAST);
    /* Districts abroad are nothing that the map is about. */
    assert_int_equal(kind_between(f, "2000-01-01", 'E', 'F'), LINE_NONE);
    /* Cells under one control are no district's border. */
    assert_int_equal(kind_between(f, "2000-01-01", 'P', 'Q'), LINE_NONE);
}

static void test_lines__contact_is_between_sides(void **state)
{
    struct project_fixture *f = open_log(state, "x,control,2010-01-01,b,TWO,control,,high,S,,,\n");
    assert_int_equal(kind_between(f, "2009-12-31", 'Q', 'B'), LINE_DISTRICT);
    assert_int_equal(kind_between(f, "2010-01-01", 'Q', 'B'), LINE_CONTACT);
    assert_int_equal(kind_between(f, "2010-01-01", 'B', 'D'), LINE_CONTACT);
    assert_int_equal(kind_between(f, "2010-01-01", 'C', 'D'), LINE_DISTRICT);
    /* A country's border is that, whoever stands on it; so is a coast. */
    assert_int_equal(kind_between(f, "2010-01-01", 'B', 'E'), LINE_COUNTRY);
    assert_int_equal(kind_between(f, "2010-01-01", 'B', 'X'), LINE_COAST);
}

static void test_lines__allies_are_one_side(void **state)
{
    struct project_fixture *f = open_log(state, "x,control,2010-01-01,b,ALLY,control,,high,S,,,\n");
    assert_int_equal(kind_between(f, "2010-01-01", 'Q', 'B'), LINE_DISTRICT);
}

static void test_lines__guarded_ground_is_its_administration_s(void **state)
{
    struct project_fixture *f =
        open_log(state, "x,control,2010-01-01,b,TWO,peacekeeping,KEEPERS,high,S,,,\n"
                        "y,control,2010-01-01,d,TWO,control,,high,S,,,\n");
    assert_int_equal(kind_between(f, "2010-01-01", 'Q', 'B'), LINE_CONTACT);
    assert_int_equal(kind_between(f, "2010-01-01", 'B', 'D'), LINE_DISTRICT);
}

static void test_lines__a_third_party_holds_a_corridor(void **state)
{
    struct project_fixture *f =
        open_log(state, "x,control,2010-01-01,b,KEEPERS,peacekeeping,,high,S,,,\n"
                        "y,control,2010-01-01,d,TWO,control,,high,S,,,\n");
    assert_int_equal(kind_between(f, "2010-01-01", 'Q', 'B'), LINE_CORRIDOR);
    assert_int_equal(kind_between(f, "2010-01-01", 'B', 'D'), LINE_CORRIDOR);
    assert_int_equal(kind_between(f, "2010-01-01", 'B', 'E'), LINE_COUNTRY);
    assert_int_equal(kind_between(f, "2010-01-01", 'C', 'D'), LINE_CONTACT);
}

static void test_lines__round_contested_ground_runs_a_front(void **state)
{
    struct project_fixture *f =
        open_log(state, "x,control,2010-01-01,b,ONE,contested,TWO,high,S,,,\n"
                        "y,control,2010-01-01,d,ONE,contested,TWO,high,S,,,\n");
    assert_int_equal(kind_between(f, "2010-01-01", 'Q', 'B'), LINE_FRONT);
    assert_int_equal(kind_between(f, "2010-01-01", 'B', 'E'), LINE_COUNTRY);
    /* None runs through it, but the border of the districts does. */
    assert_int_equal(kind_between(f, "2010-01-01", 'B', 'D'), LINE_DISTRICT);
}

static void test_lines__between_cells_of_places_runs_a_front(void **state)
{
    struct project_fixture *f = open_log(state, "x,control,2010-01-01,p,TWO,control,,high,S,,,\n");
    assert_int_equal(kind_between(f, "2010-01-01", 'P', 'Q'), LINE_FRONT);
    assert_int_equal(kind_between(f, "2010-01-01", 'P', 'C'), LINE_CONTACT);
}

/* The war of 2020: what moves in it is a front until contact_from, what stood stays a line. */
static void test_lines__an_approximate_phase_has_a_front_where_it_moves(void **state)
{
    struct project_fixture *f = open_log(state, "x,control,2010-01-01,b,TWO,control,,high,S,,,\n"
                                                "y,control,2020-02-01,c,TWO,control,,high,S,,,\n");
    assert_int_equal(kind_between(f, "2019-12-31", 'B', 'D'), LINE_CONTACT);
    assert_int_equal(kind_between(f, "2020-01-01", 'B', 'D'), LINE_CONTACT);
    assert_int_equal(kind_between(f, "2020-02-01", 'B', 'D'), LINE_CONTACT);
    assert_int_equal(kind_between(f, "2020-02-01", 'C', 'D'), LINE_FRONT);
    assert_int_equal(kind_between(f, "2020-02-29", 'C', 'D'), LINE_FRONT);
    assert_int_equal(kind_between(f, "2020-03-01", 'C', 'D'), LINE_CONTACT);
}

/* A phase that follows an approximate one (though its end was known) and has no contact_from. */
static void test_lines__after_peace_it_is_a_line_of_contact(void **state)
{
    struct project_fixture *f = open_log(state, "x,control,2021-02-01,b,TWO,control,,high,S,,,\n");
    assert_int_equal(kind_between(f, "2021-02-01", 'B', 'D'), LINE_FRONT);
    assert_int_equal(kind_between(f, "2021-12-31", 'B', 'D'), LINE_FRONT);
    assert_int_equal(kind_between(f, "2022-01-01", 'B', 'D'), LINE_CONTACT);
}

static void test_lines__spans_are_half_open(void **state)
{
    (void)state;
    struct span span = {10, 20};
    assert_false(span_has(span, 9));
    assert_true(span_has(span, 10));
    assert_true(span_has(span, 19));
    assert_false(span_has(span, 20));
    assert_true(span_has((struct span){DAY_BEFORE_ALL, DAY_AFTER_ALL}, 0));
}

/* ---- the shipped project ------------------------------------------------------------------- */

static size_t contact_degree(const topology *topology, const enum line_kind *kinds, int32_t node)
{
    size_t count, degree = 0;
    const half_edge *around = topology_node_edges(topology, node, &count);
    for (size_t i = 0; i < count; i++)
        degree += kinds[half_edge_edge(around[i])] == LINE_CONTACT;
    return degree;
}

static bool has_country_border(const planar_map *map, int32_t node)
{
    size_t count;
    const half_edge *around = topology_node_edges(planar_map_topology(map), node, &count);
    for (size_t i = 0; i < count; i++)
        if (planar_map_is_country_border(map, half_edge_edge(around[i])))
            return true;
    return false;
}

/* Contact edges that are reached from a node over contact edges. */
static size_t reach(const topology *topology, const enum line_kind *kinds, int32_t start)
{
    g_autoptr(GArray) queue = g_array_new(FALSE, FALSE, sizeof(int32_t));
    g_autofree bool *is_met = g_new0(bool, topology_node_count(topology));
    size_t degrees = 0;
    is_met[start] = true;
    g_array_append_val(queue, start);
    for (guint i = 0; i < queue->len; i++) {
        size_t count;
        const half_edge *around =
            topology_node_edges(topology, g_array_index(queue, int32_t, i), &count);
        for (size_t h = 0; h < count; h++) {
            int32_t over = topology_half_node(topology, half_edge_twin(around[h]));
            if (kinds[half_edge_edge(around[h])] != LINE_CONTACT)
                continue;
            degrees++;
            if (!is_met[over]) {
                is_met[over] = true;
                g_array_append_val(queue, over);
            }
        }
    }
    return degrees / 2;
}

/* The drawn line of contact is one line from the Murovdag, where Armenia's border is near, to the
 * Araz, Iran's border: no branch, no loose end, no pocket. */
static void check_contact_line(const struct opened_project *opened, const char *day)
{
    const topology *topology = planar_map_topology(opened->map);
    size_t edges = topology_edge_count(topology), contact = 0;
    g_autofree enum line_kind *kinds = g_new(enum line_kind, edges);
    g_autoptr(state) state = timeline_state_at(opened->timeline, opened_project_day(day));
    for (size_t e = 0; e < edges; e++) {
        kinds[e] = lines_kind(opened->timeline, state, (edge_id)e);
        contact += kinds[e] == LINE_CONTACT;
    }
    int32_t ends[2] = {NONE, NONE};
    size_t end_count = 0;
    for (int32_t n = 0; n < (int32_t)topology_node_count(topology); n++) {
        size_t degree = contact_degree(topology, kinds, n);
        struct lonlat at = gridpt_to_lonlat(topology_node(topology, n));
        if (degree > 2)
            fail_msg("%s: the line of contact branches at %.4f %.4f", day, at.lon, at.lat);
        if (degree != 1)
            continue;
        if (end_count == 2)
            fail_msg("%s: the line of contact has a third end at %.4f %.4f", day, at.lon, at.lat);
        ends[end_count++] = n;
    }
    assert_int_equal(end_count, 2);
    assert_int_equal(reach(topology, kinds, ends[0]), contact);

    struct lonlat a = gridpt_to_lonlat(topology_node(topology, ends[0]));
    struct lonlat b = gridpt_to_lonlat(topology_node(topology, ends[1]));
    struct lonlat north = a.lat > b.lat ? a : b, south = a.lat > b.lat ? b : a;
    assert_true(has_country_border(opened->map, ends[0]));
    assert_true(has_country_border(opened->map, ends[1]));
    assert_true(north.lon > 45.5 && north.lon < 46.2 && north.lat > 40.1 && north.lat < 40.5);
    assert_true(south.lon > 47 && south.lon < 47.6 && south.lat > 39.2 && south.lat < 39.45);
}

static void test_lines__the_line_of_contact_is_one_from_the_murovdag_to_the_araz(void **state)
{
    (void)state;
    struct opened_project *opened = opened_project_new(SHIPPED_PROJECT);
    assert_non_null(opened);
    static const char *const days[] = {"1994-05-12", "2000-01-01", "2016-04-01", "2016-04-02",
                                       "2020-09-26"};
    for (size_t i = 0; i < G_N_ELEMENTS(days); i++)
        check_contact_line(opened, days[i]);
    opened_project_free(opened);
}

/* On the first day of the war villages were announced: there it is a front, and elsewhere what it
 * was. */
static void test_lines__where_nothing_moved_the_line_of_contact_stays(void **state)
{
    (void)state;
    struct opened_project *opened = opened_project_new(SHIPPED_PROJECT);
    assert_non_null(opened);
    const topology *topology = planar_map_topology(opened->map);
    day_number war = opened_project_day("2020-09-27");
    g_autoptr(state) before = timeline_state_at(opened->timeline, war - 1);
    g_autoptr(state) now = timeline_state_at(opened->timeline, war);
    size_t stays = 0, moves = 0;
    for (edge_id e = 0; e < (edge_id)topology_edge_count(topology); e++) {
        const struct edge *edge = topology_edge(topology, e);
        if (lines_kind(opened->timeline, before, e) != LINE_CONTACT)
            continue;
        bool is_same = control_equal(before->controls[edge->left], now->controls[edge->left]) &&
                       control_equal(before->controls[edge->right], now->controls[edge->right]);
        assert_int_equal(lines_kind(opened->timeline, now, e), is_same ? LINE_CONTACT : LINE_FRONT);
        stays += is_same;
        moves += !is_same;
    }
    assert_true(stays > 20);
    assert_true(moves > 0);
    opened_project_free(opened);
}

/* What an edge may be on any change day of the shipped project. */
static void test_lines__kinds_follow_from_who_holds_what(void **state)
{
    (void)state;
    struct opened_project *opened = opened_project_new(SHIPPED_PROJECT);
    assert_non_null(opened);
    const topology *topology = planar_map_topology(opened->map);
    const struct project *project = opened->sources->project;
    size_t count;
    const day_number *days = timeline_change_days(opened->timeline, &count);
    for (size_t d = 0; d < count; d++) {
        g_autoptr(state) now = timeline_state_at(opened->timeline, days[d]);
        for (edge_id e = 0; e < (edge_id)topology_edge_count(topology); e++) {
            const struct edge *edge = topology_edge(topology, e);
            struct control left = now->controls[edge->left], right = now->controls[edge->right];
            enum line_kind kind = lines_kind(opened->timeline, now, e);
            if (kind == LINE_CONTACT) {
                assert_true(left.holder != NONE && right.holder != NONE);
                assert_string_not_equal(project->holders[left.holder].side,
                                        project->holders[right.holder].side);
                assert_false(planar_map_is_country_border(opened->map, e));
            }
            if (planar_map_is_country_border(opened->map, e) &&
                planar_map_face_unit(opened->map, edge->left) != NONE &&
                planar_map_face_unit(opened->map, edge->right) != NONE)
                assert_int_equal(kind, LINE_COUNTRY);
            if (edge->left == edge->right)
                assert_int_equal(kind, LINE_NONE);
            if (planar_map_is_from_cells(opened->map, e))
                assert_true(kind == LINE_NONE || kind == LINE_FRONT);
        }
    }
    opened_project_free(opened);
}

#define WITH_PROJECT(test)                                                                         \
    cmocka_unit_test_setup_teardown(test, project_fixture_setup, project_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_PROJECT(test_lines__where_one_side_holds_all),
        WITH_PROJECT(test_lines__contact_is_between_sides),
        WITH_PROJECT(test_lines__allies_are_one_side),
        WITH_PROJECT(test_lines__guarded_ground_is_its_administration_s),
        WITH_PROJECT(test_lines__a_third_party_holds_a_corridor),
        WITH_PROJECT(test_lines__round_contested_ground_runs_a_front),
        WITH_PROJECT(test_lines__between_cells_of_places_runs_a_front),
        WITH_PROJECT(test_lines__an_approximate_phase_has_a_front_where_it_moves),
        WITH_PROJECT(test_lines__after_peace_it_is_a_line_of_contact),
        cmocka_unit_test(test_lines__spans_are_half_open),
        cmocka_unit_test(test_lines__the_line_of_contact_is_one_from_the_murovdag_to_the_araz),
        cmocka_unit_test(test_lines__where_nothing_moved_the_line_of_contact_stays),
        cmocka_unit_test(test_lines__kinds_follow_from_who_holds_what),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
