/* What is explained is what is drawn: at random points and on random days of all views of the
 * shipped project, the area of the scene that holds a point of the page has the holder, status and
 * other party that the record of that point has on that day, which is what `mapgen explain` prints;
 * and at every place of the gazetteer, on every change day, without exception.
 *
 * What is drawn is read from the paths of the scene alone (holder and status are the data of a
 * path, the point is inside by the even-odd rule) and taken back to degrees by the georeference
 * that the file carries; the planar map has no part in it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "geom/projection.h"
#include "support/opened_project.h"
#include "support/random_seed.h"
#include "timeline/record.h"

#include <stdlib.h>

/* How far a drawn line may leave the line as it is (test_page_map.c). */
#define TOLERANCE_PT 0.5

enum { POINTS = 1000, MAPS_PER_VIEW = 25 };

/* Of the random points, this share must be far enough from lines to be compared: the test is to
 * look at the maps, not past them. */
#define LEAST_COMPARED 0.8

struct drawn {
    struct opened_project *opened;
    map_plan *plans[3];
};

/* Names are not looked at: few are planned. */
static int setup(void **state)
{
    struct drawn *drawn = g_new0(struct drawn, 1);

    *state = drawn;
    drawn->opened = opened_project_new(SHIPPED_PROJECT);
    if (drawn->opened == NULL)
        return 1;
    struct project *project = drawn->opened->sources->project;
    for (size_t v = 0; v < G_N_ELEMENTS(drawn->plans); v++) {
        project->views[v].rank = 1;
        drawn->plans[v] = opened_project_plan(drawn->opened, project->views[v].name, NULL);
    }
    return project->view_count != G_N_ELEMENTS(drawn->plans);
}

static int teardown(void **state)
{
    struct drawn *drawn = *state;

    for (size_t v = 0; v < G_N_ELEMENTS(drawn->plans); v++)
        map_plan_free(drawn->plans[v]);
    opened_project_free(drawn->opened);
    g_free(drawn);
    return 0;
}

/* ---- the page ------------------------------------------------------------------------------- */

/* "AZ contested NKR" of the last area that holds a point of the page; "" where none does. */
static char *drawn_control(const scene *scene, struct pagexy at)
{
    size_t first = 0, end = 0;
    const struct scene_node *found = NULL;

    assert_true(scene_group(scene, "areas", &first, &end));
    for (size_t n = first; n < end; n++) {
        const struct scene_node *node = scene_node_at(scene, n);
        if (node->kind == NODE_PATH && node_data(node, "holder") != NULL &&
            rings_hold(node->path.points, node->path.counts, node->path.subpaths, at))
            found = node;
    }
    if (found == NULL)
        return g_strdup("");
    const char *other = node_data(found, "other");
    return g_strdup_printf("%s %s %s", node_data(found, "holder"), node_data(found, "status"),
                           other == NULL ? "" : other);
}

/* The distance of a point from a step of a path, in points. */
static double distance_pt(struct pagexy at, struct pagept from, struct pagept to)
{
    double ax = (double)from.x / PAGE_UNITS_PER_PT, ay = (double)from.y / PAGE_UNITS_PER_PT;
    double dx = (double)to.x / PAGE_UNITS_PER_PT - ax, dy = (double)to.y / PAGE_UNITS_PER_PT - ay;
    double length2 = dx * dx + dy * dy;
    double share = length2 > 0 ? ((at.x - ax) * dx + (at.y - ay) * dy) / length2 : 0;

    share = CLAMP(share, 0, 1);
    return hypot(ax + share * dx - at.x, ay + share * dy - at.y);
}

/* True within the tolerance of the outline of an area or of land abroad. */
static bool is_near_line(const scene *scene, struct pagexy at)
{
    size_t first = 0, end = 0;

    assert_true(scene_group(scene, "areas", &first, &end));
    for (size_t n = first; n < end; n++) {
        const struct scene_node *node = scene_node_at(scene, n);
        if (node->kind != NODE_PATH || node_is(scene, node, "hatch"))
            continue;
        const struct pagept *points = node->path.points;
        for (size_t r = 0; r < node->path.subpaths; points += node->path.counts[r++]) {
            size_t count = node->path.counts[r];
            for (size_t i = 0, j = count - 1; i < count; j = i++)
                if (distance_pt(at, points[j], points[i]) < TOLERANCE_PT)
                    return true;
        }
    }
    return false;
}

/* Where on Earth a point of the page lies, and back, by what the scene says of itself. */
static struct lonlat lonlat_of(const scene *scene, const projection *projection, struct pagexy at)
{
    const double *a = scene_about_const(scene)->affine;
    double determinant = a[0] * a[4] - a[1] * a[3], x = at.x - a[2], y = at.y - a[5];

    return projection_inverse(projection, (struct mapxy){(a[4] * x - a[1] * y) / determinant,
                                                         (a[0] * y - a[3] * x) / determinant});
}

static struct pagexy page_of(const scene *scene, const projection *projection, struct lonlat at)
{
    const double *a = scene_about_const(scene)->affine;
    struct mapxy m = projection_forward(projection, at);

    return (struct pagexy){a[0] * m.x + a[1] * m.y + a[2], a[3] * m.x + a[4] * m.y + a[5]};
}

/* ---- the record ----------------------------------------------------------------------------- */

static char *control_words(const struct opened_project *opened, struct control control)
{
    const struct project *project = opened->sources->project;

    if (control.holder == NONE)
        return g_strdup("");
    return g_strdup_printf("%s %s %s", project->holders[control.holder].code,
                           control_status_name(control.status),
                           control.other == NONE ? "" : project->holders[control.other].code);
}

static record *record_of(const struct opened_project *opened, struct lonlat at,
                         const struct place *place, day_number day)
{
    const topology *topology = planar_map_topology(opened->map);
    struct face_set faces = face_set_new(topology_face_count(topology));

    face_set_add(faces, topology_face_at(topology, at));
    record *record = record_new(opened->timeline, faces, place, day);
    face_set_clear(&faces);
    return record;
}

static char *recorded_control(const struct opened_project *opened, const record *record,
                              day_number day)
{
    const struct piece *piece = &g_array_index(record->pieces, struct piece, 0);

    return control_words(opened, piece_tenure_at(piece, day)->control);
}

/* ---- random points -------------------------------------------------------------------------- */

/* A change day or one beside it as often as any day. */
static day_number random_day(const struct opened_project *opened, GRand *random)
{
    size_t count;
    const day_number *days = timeline_change_days(opened->timeline, &count);

    if (g_rand_boolean(random))
        return days[g_rand_int_range(random, 0, (gint32)count)] + g_rand_int_range(random, -1, 2);
    return g_rand_int_range(random, days[0] - 400, days[count - 1] + 400);
}

/* Every other point lies anywhere on the map, every other close to where a drawn area has a corner:
 * small areas and narrow ones are where a map goes wrong. */
static struct pagexy random_point(const scene *scene, GRand *random, bool is_near_corner)
{
    const struct page_box box = layout_find("article")->map;
    struct pagexy at = {g_rand_double_range(random, box.left, box.right),
                        g_rand_double_range(random, box.top, box.bottom)};
    size_t first = 0, end = 0;

    assert_true(scene_group(scene, "areas", &first, &end));
    const struct scene_node *node =
        scene_node_at(scene, (size_t)g_rand_int_range(random, (gint32)first, (gint32)end));
    if (!is_near_corner || node->kind != NODE_PATH)
        return at;
    size_t points = 0;
    for (size_t r = 0; r < node->path.subpaths; r++)
        points += node->path.counts[r];
    const struct pagept *corner = &node->path.points[g_rand_int_range(random, 0, (gint32)points)];
    struct pagexy near = {
        (double)corner->x / PAGE_UNITS_PER_PT + g_rand_double_range(random, -6, 6),
        (double)corner->y / PAGE_UNITS_PER_PT + g_rand_double_range(random, -6, 6)};
    bool is_on_map =
        near.x > box.left && near.x < box.right && near.y > box.top && near.y < box.bottom;
    return is_on_map ? near : at;
}

static void test_drawn_truth__random_points_of_random_days(void **state)
{
    const struct drawn *drawn = *state;
    g_autoptr(GRand) random = random_from_seed();
    int compared = 0, near = 0, maps = 0;

    while (compared < POINTS || maps < MAPS_PER_VIEW * (int)G_N_ELEMENTS(drawn->plans)) {
        size_t view = (size_t)maps++ % G_N_ELEMENTS(drawn->plans);
        day_number day = random_day(drawn->opened, random);
        day_number since = day - g_rand_int_range(random, 1, 1000);
        g_autoptr(scene) scene = map_compose(drawn->plans[view], day, since);
        g_autoptr(projection) projection =
            projection_new(scene_about_const(scene)->projection, NULL);
        for (int i = 0; i < POINTS / MAPS_PER_VIEW / (int)G_N_ELEMENTS(drawn->plans) + 1; i++) {
            struct pagexy at = random_point(scene, random, i % 2 == 1);
            if (is_near_line(scene, at)) {
                near++;
                continue;
            }
            struct lonlat where = lonlat_of(scene, projection, at);
            g_autoptr(record) record = record_of(drawn->opened, where, NULL, day);
            g_autofree char *told = recorded_control(drawn->opened, record, day);
            g_autofree char *shown = drawn_control(scene, at);
            char date[16];
            if (!g_str_equal(told, shown))
                fail_msg("%s, view %zu, %.5f,%.5f: explained '%s', drawn '%s'",
                         day_format(day, date), view, where.lon, where.lat, told, shown);
            compared++;
        }
    }
    print_message("%d points of %d maps compared, %d within %.1f points of a line left out\n",
                  compared, maps, near, TOLERANCE_PT);
    assert_true(compared >= LEAST_COMPARED * (compared + near));
}

/* ---- places --------------------------------------------------------------------------------- */

/* All places of a view against one map; the number of those in the frame. */
static int compare_places(const struct drawn *drawn, const scene *scene, GPtrArray *records,
                          day_number day)
{
    const struct page_box box = layout_find("article")->map;
    const struct gazetteer *places = drawn->opened->sources->places;
    g_autoptr(projection) projection = projection_new(scene_about_const(scene)->projection, NULL);
    int compared = 0;

    for (size_t p = 0; p < places->count; p++) {
        struct pagexy at = page_of(scene, projection, places->places[p].at);
        if (at.x < box.left || at.x > box.right || at.y < box.top || at.y > box.bottom)
            continue;
        const record *record = g_ptr_array_index(records, p);
        g_autofree char *told = recorded_control(drawn->opened, record, day);
        g_autofree char *shown = drawn_control(scene, at);
        char date[16];
        if (!g_str_equal(told, shown))
            fail_msg("%s on %s: explained '%s', drawn '%s'", places->places[p].id,
                     day_format(day, date), told, shown);
        compared++;
    }
    return compared;
}

static void test_drawn_truth__every_place_on_every_change_day(void **state)
{
    const struct drawn *drawn = *state;
    const struct gazetteer *places = drawn->opened->sources->places;
    g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func((GDestroyNotify)record_free);
    size_t count;
    const day_number *days = timeline_change_days(drawn->opened->timeline, &count);
    int compared = 0;

    for (size_t p = 0; p < places->count; p++)
        g_ptr_array_add(records, record_of(drawn->opened, places->places[p].at, &places->places[p],
                                           DAY_AFTER_ALL));
    for (size_t v = 0; v < G_N_ELEMENTS(drawn->plans); v++) {
        for (size_t d = 0; d < count; d++) {
            g_autoptr(scene) scene = opened_project_map(drawn->opened, drawn->plans[v], days[d]);
            compared += compare_places(drawn, scene, records, days[d]);
        }
    }
    print_message("%zu places, %zu days, %zu views: %d compared\n", places->count, count,
                  G_N_ELEMENTS(drawn->plans), compared);
    assert_true(compared > (int)(places->count * count));
}

/* The record of a place agrees with the state of every change day and of the day before it. */
static void test_drawn_truth__records_are_the_states(void **state)
{
    const struct drawn *drawn = *state;
    const topology *topology = planar_map_topology(drawn->opened->map);
    const struct gazetteer *places = drawn->opened->sources->places;
    size_t count;
    const day_number *days = timeline_change_days(drawn->opened->timeline, &count);

    for (size_t d = 0; d < count; d++) {
        for (int before = 0; before <= 1; before++) {
            day_number day = days[d] - before;
            g_autoptr(state) now = timeline_state_at(drawn->opened->timeline, day);
            for (size_t p = 0; p < places->count; p += 1 + d % 7) {
                struct lonlat at = places->places[p].at;
                g_autoptr(record) record = record_of(drawn->opened, at, NULL, day);
                g_autofree char *told = recorded_control(drawn->opened, record, day);
                g_autofree char *held =
                    control_words(drawn->opened, now->controls[topology_face_at(topology, at)]);
                assert_string_equal(told, held);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_drawn_truth__random_points_of_random_days),
        cmocka_unit_test(test_drawn_truth__every_place_on_every_change_day),
        cmocka_unit_test(test_drawn_truth__records_are_the_states),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
