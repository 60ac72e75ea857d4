/* The shipped project against what is on record: tests/cases/truth.cases (who holds which place on
 * which day) and areas.cases (how much of a region), and the shape of the line of contact. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/number.h"
#include "geom/geodesic.h"
#include "timeline/timeline.h"

#include <math.h>
#include <string.h>

struct fixture {
    struct sources *sources;
    planar_map *map;
    timeline *timeline;
};

static int open_project(void **state)
{
    struct fixture *f = g_new0(struct fixture, 1);
    g_autoptr(GError) error = NULL;

    f->sources = sources_read(SOURCE_DIR "/geodata/karabakh.yaml", NULL, &error);
    if (f->sources != NULL)
        f->map = planar_map_build(f->sources, NULL, &error);
    if (f->map != NULL)
        f->timeline = timeline_build(f->map, NULL, &error);
    if (error != NULL)
        print_error("%s\n", error->message);
    *state = f;
    return f->timeline == NULL;
}

static int close_project(void **state)
{
    struct fixture *f = *state;

    timeline_free(f->timeline);
    planar_map_free(f->map);
    sources_free(f->sources);
    g_free(f);
    return 0;
}

/* The words of each line of a table of cases, without comments and empty lines. */
static GPtrArray *read_cases(const char *name)
{
    GPtrArray *cases = g_ptr_array_new_with_free_func((GDestroyNotify)g_strfreev);
    g_autofree char *path = g_build_filename(SOURCE_DIR "/tests/cases", name, NULL);
    g_autofree char *text = NULL;

    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line != NULL; line++) {
        g_autoptr(GPtrArray) words = g_ptr_array_new();
        g_auto(GStrv) parts = g_strsplit(*line, " ", -1);
        if (**line == '#' || **line == '\0')
            continue;
        for (char **part = parts; *part != NULL; part++) {
            if (**part != '\0')
                g_ptr_array_add(words, g_strdup(*part));
        }
        g_ptr_array_add(words, NULL);
        g_ptr_array_add(cases, g_ptr_array_steal(words, NULL));
    }
    return cases;
}

static day_number day_of(const char *text)
{
    day_number day = 0;

    assert_true(day_parse(text, &day, NULL));
    return day;
}

static bool status_is_among(enum control_status status, const char *names)
{
    g_auto(GStrv) list = g_strsplit(names, "|", -1);

    return g_str_equal(names, "*") ||
           g_strv_contains((const char *const *)list, control_status_name(status));
}

static const char *holder_code(const struct fixture *f, struct control control)
{
    return control.holder == NONE ? "nobody" : f->sources->project->holders[control.holder].code;
}

static const char *holder_side(const struct fixture *f, struct control control)
{
    return control.holder == NONE ? "none" : f->sources->project->holders[control.holder].side;
}

static void test_truth__every_place_is_held_as_on_record(void **state)
{
    const struct fixture *f = *state;
    g_autoptr(GPtrArray) cases = read_cases("truth.cases");
    int wrong = 0;

    assert_true(cases->len > 200);
    for (guint i = 0; i < cases->len; i++) {
        char **words = g_ptr_array_index(cases, i);
        assert_int_equal(g_strv_length(words), 4);
        const struct place *place = gazetteer_find(f->sources->places, words[0]);
        if (place == NULL) {
            print_error("%s: not in the gazetteer\n", words[0]);
            wrong++;
            continue;
        }
        g_autoptr(state) on_day = timeline_state_at(f->timeline, day_of(words[1]));
        face_id face = topology_face_at(planar_map_topology(f->map), place->at);
        struct control control = on_day->controls[face];
        const char *holder = holder_code(f, control);
        if ((g_str_equal(words[2], "*") || g_str_equal(words[2], holder)) &&
            status_is_among(control.status, words[3]))
            continue;
        print_error("%s on %s: %s %s instead of %s %s\n", words[0], words[1], holder,
                    control_status_name(control.status), words[2], words[3]);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

/* The faces of regions joined by '+'. */
static struct face_set region_faces(const struct fixture *f, const char *names)
{
    struct face_set faces = face_set_new(topology_face_count(planar_map_topology(f->map)));
    g_auto(GStrv) list = g_strsplit(names, "+", -1);

    for (char **name = list; *name != NULL; name++) {
        int region = planar_map_region_find(f->map, *name);
        if (region < 0)
            fail_msg("no region called '%s'", *name);
        face_set_unite(faces, *planar_map_region(f->map, (size_t)region));
    }
    return faces;
}

/* Square kilometres of some faces that a side holds with a status. */
static double side_km2(const struct fixture *f, const struct state *on_day, struct face_set faces,
                       const char *side, const char *statuses)
{
    double area_m2 = 0;

    for (face_id face = 1; face < (face_id)on_day->face_count; face++) {
        struct control control = on_day->controls[face];
        if (face_set_has(faces, face) && g_str_equal(holder_side(f, control), side) &&
            status_is_among(control.status, statuses))
            area_m2 += planar_map_face_area_m2(f->map, face);
    }
    return area_m2 / 1e6;
}

static void test_truth__areas_are_within_what_is_on_record(void **state)
{
    const struct fixture *f = *state;
    g_autoptr(GPtrArray) cases = read_cases("areas.cases");
    int wrong = 0;

    for (guint i = 0; i < cases->len; i++) {
        char **words = g_ptr_array_index(cases, i);
        double low = 0, high = 0;
        assert_int_equal(g_strv_length(words), 7);
        assert_true(number_parse(words[4], &low) && number_parse(words[5], &high));
        g_autoptr(state) on_day = timeline_state_at(f->timeline, day_of(words[1]));
        struct face_set faces = region_faces(f, words[0]);
        double value = side_km2(f, on_day, faces, words[2], words[3]);
        if (g_str_equal(words[6], "%"))
            value *= 100 / (planar_map_area_m2(f->map, faces) / 1e6);
        face_set_clear(&faces);
        if (value >= low - 1e-6 && value <= high + 1e-6)
            continue;
        print_error("%s on %s, %s: %.2f is not between %s and %s %s\n", words[0], words[1],
                    words[2], value, words[4], words[5], words[6]);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

/* An edge of the line of contact: inside Azerbaijan, Azerbaijan on one side and the other party on
 * the other. */
static bool is_contact(const struct fixture *f, const struct state *on_day, edge_id e)
{
    const struct edge *edge = topology_edge(planar_map_topology(f->map), e);
    const char *left = holder_code(f, on_day->controls[edge->left]);
    const char *right = holder_code(f, on_day->controls[edge->right]);

    return (g_str_equal(left, "AZ") && g_str_equal(right, "NKR")) ||
           (g_str_equal(left, "NKR") && g_str_equal(right, "AZ"));
}

/* Walks the line from a node that it starts from; answers the number of edges up to its end. */
static size_t walk_contact(const struct fixture *f, const struct state *on_day, int32_t node,
                           int32_t *end)
{
    const topology *topology = planar_map_topology(f->map);
    edge_id last = NONE;
    size_t walked = 0;

    for (;;) {
        size_t count;
        const half_edge *around = topology_node_edges(topology, node, &count);
        half_edge next = NONE;
        for (size_t i = 0; i < count; i++) {
            edge_id edge = half_edge_edge(around[i]);
            if (edge != last && is_contact(f, on_day, edge))
                next = around[i];
        }
        if (next == NONE)
            break;
        last = half_edge_edge(next);
        node = topology_half_node(topology, half_edge_twin(next));
        walked++;
    }
    *end = node;
    return walked;
}

static void check_line(const struct fixture *f, const char *day)
{
    const topology *topology = planar_map_topology(f->map);
    g_autoptr(state) on_day = timeline_state_at(f->timeline, day_of(day));
    size_t edges = 0, ends = 0;
    int32_t start = NONE, end = NONE;

    for (edge_id e = 0; e < (edge_id)topology_edge_count(topology); e++)
        edges += is_contact(f, on_day, e);
    for (int32_t n = 0; n < (int32_t)topology_node_count(topology); n++) {
        size_t count, met = 0;
        const half_edge *around = topology_node_edges(topology, n, &count);
        for (size_t i = 0; i < count; i++)
            met += is_contact(f, on_day, half_edge_edge(around[i]));
        assert_true(met <= 2);
        if (met != 1)
            continue;
        start = n;
        ends++;
    }
    assert_int_equal(ends, 2);
    assert_int_equal(walk_contact(f, on_day, start, &end), edges);
    struct lonlat a = gridpt_to_lonlat(topology_node(topology, start));
    struct lonlat b = gridpt_to_lonlat(topology_node(topology, end));
    struct lonlat north = a.lat > b.lat ? a : b, south = a.lat > b.lat ? b : a;
    assert_true(north.lat > 40.1 && north.lon < 46.2); /* the Murovdag, at Armenia's border */
    assert_true(south.lat < 39.45 && south.lon > 47);  /* the Araz */
}

static void test_truth__line_of_contact_is_one_line_from_the_murovdag_to_the_araz(void **state)
{
    check_line(*state, "1994-05-12");
    check_line(*state, "2016-04-01");
    check_line(*state, "2016-04-02");
    check_line(*state, "2020-09-26");
}

/* Metres from a point to the nearest corner or tenth of a kilometre of the line of contact. */
static double distance_to_contact_m(const struct fixture *f, const struct state *on_day,
                                    struct lonlat at)
{
    const topology *topology = planar_map_topology(f->map);
    double least = INFINITY;

    for (edge_id e = 0; e < (edge_id)topology_edge_count(topology); e++) {
        const struct edge *edge = topology_edge(topology, e);
        const struct gridpt *points = topology_edge_points(topology, e);
        if (!is_contact(f, on_day, e))
            continue;
        for (size_t i = 0; i + 1 < edge->count; i++) {
            struct lonlat a = gridpt_to_lonlat(points[i]), b = gridpt_to_lonlat(points[i + 1]);
            int steps = 1 + (int)(geodesic_distance_m(a, b) / 100);
            for (int s = 0; s <= steps; s++) {
                struct lonlat p = {a.lon + (b.lon - a.lon) * s / steps,
                                   a.lat + (b.lat - a.lat) * s / steps};
                least = fmin(least, geodesic_distance_m(p, at));
            }
        }
    }
    return least;
}

static void test_truth__line_passes_the_villages_on_it(void **state)
{
    static const char *const places[] = {"gulustan", "yusifjanli", "seysulan", NULL};
    const struct fixture *f = *state;
    g_autoptr(state) on_day = timeline_state_at(f->timeline, day_of("2000-01-01"));

    for (size_t i = 0; places[i] != NULL; i++) {
        const struct place *place = gazetteer_find(f->sources->places, places[i]);
        assert_non_null(place);
        double distance = distance_to_contact_m(f, on_day, place->at);
        if (distance > 2500)
            fail_msg("%s lies %.0f m from the line", places[i], distance);
    }
}

static void test_truth__places_lie_in_the_unit_that_their_row_names(void **state)
{
    const struct fixture *f = *state;
    int wrong = 0;

    for (size_t i = 0; i < f->sources->places->count; i++) {
        const struct place *place = &f->sources->places->places[i];
        if (*place->district == '\0')
            continue;
        face_id face = topology_face_at(planar_map_topology(f->map), place->at);
        int32_t number = planar_map_face_unit(f->map, face);
        const char *key = "no unit";
        if (number != NONE) {
            const struct unit *unit = planar_map_unit(f->map, number);
            const struct layer *layer = f->sources->layers[unit->layer];
            key = layer_value(layer, unit->feature,
                              layer_field(layer, f->sources->project->layers[unit->layer].key));
        }
        if (g_str_equal(key, place->district))
            continue;
        print_error("%s lies in %s, not in %s\n", place->id, key, place->district);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_truth__every_place_is_held_as_on_record),
        cmocka_unit_test(test_truth__areas_are_within_what_is_on_record),
        cmocka_unit_test(test_truth__line_of_contact_is_one_line_from_the_murovdag_to_the_araz),
        cmocka_unit_test(test_truth__line_passes_the_villages_on_it),
        cmocka_unit_test(test_truth__places_lie_in_the_unit_that_their_row_names),
    };
    return cmocka_run_group_tests(tests, open_project, close_project);
}
