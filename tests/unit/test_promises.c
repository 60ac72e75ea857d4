/* The promises of the program that hold for any project, on the shipped one and on a small one: 1
 * (areas add up) and 7 (each change names its event and its source), and that nothing moves between
 * change days. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compose/map.h"
#include "compose/words.h"
#include "timeline/timeline.h"

#include <geodesic.h>
#include <math.h>
#include <string.h>

struct fixture {
    struct sources *sources;
    planar_map *map;
    timeline *timeline;
};

static const char *const projects[] = {SOURCE_DIR "/geodata/karabakh.yaml",
                                       SOURCE_DIR "/tests/support/small/small.yaml"};

static void fixture_free(struct fixture *f)
{
    timeline_free(f->timeline);
    planar_map_free(f->map);
    sources_free(f->sources);
    g_free(f);
}

static struct fixture *open_project(const char *path)
{
    struct fixture *f = g_new0(struct fixture, 1);
    g_autoptr(GError) error = NULL;

    f->sources = sources_read(path, NULL, &error);
    if (f->sources != NULL)
        f->map = planar_map_build(f->sources, NULL, &error);
    if (f->map != NULL)
        f->timeline = timeline_build(f->map, NULL, &error);
    if (error != NULL)
        fail_msg("%s", error->message);
    return f;
}

static double ring_area_m2(const struct lonlat *points, size_t count)
{
    struct geod_geodesic wgs84;
    struct geod_polygon polygon;
    double area;

    geod_init(&wgs84, 6378137, 1 / 298.257223563);
    geod_polygon_init(&polygon, 0);
    for (size_t i = 0; i < count; i++)
        geod_polygon_addpoint(&wgs84, &polygon, points[i].lat, points[i].lon);
    geod_polygon_compute(&wgs84, &polygon, 0, 1, &area, NULL);
    return area;
}

/* Geodesic area of the polygons of the units that the theatre has faces of, straight from the
 * layers as read: holes run against their shells. */
static double input_area_m2(const struct fixture *f)
{
    g_autofree bool *is_in = g_new0(bool, planar_map_unit_count(f->map) + 1);
    struct face_set theatre = *planar_map_theatre(f->map);
    double sum = 0;

    for (face_id face = 1; face < (face_id)topology_face_count(planar_map_topology(f->map)); face++)
        if (face_set_has(theatre, face))
            is_in[planar_map_face_unit(f->map, face)] = true;
    for (size_t u = 0; u < planar_map_unit_count(f->map); u++) {
        const struct unit *unit = planar_map_unit(f->map, (int32_t)u);
        const struct layer *layer = f->sources->layers[unit->layer];
        const struct layer_feature *feature = &layer->features[unit->feature];
        double area = 0;
        for (size_t p = 0; p < feature->part_count && is_in[u]; p++) {
            const struct layer_part *part = &layer->parts[feature->first_part + p];
            area += ring_area_m2(layer->points + part->first, part->count);
        }
        sum += fabs(area);
    }
    return sum;
}

static double held_area_m2(const struct fixture *f, const struct state *on_day)
{
    size_t holders = f->sources->project->holder_count;
    g_autofree double *areas = g_new0(double, holders + 1);
    double sum = 0;

    for (face_id face = 1; face < (face_id)on_day->face_count; face++)
        if (on_day->controls[face].holder != NONE)
            areas[on_day->controls[face].holder] += planar_map_face_area_m2(f->map, face);
    for (size_t h = 0; h < holders; h++)
        sum += areas[h];
    return sum;
}

static void test_promises__areas_add_up_on_every_date(void **state)
{
    (void)state;
    for (size_t p = 0; p < G_N_ELEMENTS(projects); p++) {
        struct fixture *f = open_project(projects[p]);
        size_t count;
        const day_number *days = timeline_change_days(f->timeline, &count);
        double theatre = planar_map_area_m2(f->map, *planar_map_theatre(f->map));
        double input = input_area_m2(f);
        assert_true(count > 0);
        assert_true(fabs(theatre - input) <= 1e-6 * input);
        for (size_t i = 0; i <= count; i++) {
            g_autoptr(state) on_day =
                timeline_state_at(f->timeline, i == 0 ? DAY_BEFORE_ALL : days[i - 1]);
            assert_true(fabs(held_area_m2(f, on_day) - theatre) <= 1e-9 * theatre);
        }
        fixture_free(f);
    }
}

static bool states_equal(const struct state *a, const struct state *b)
{
    for (size_t face = 0; face < a->face_count; face++)
        if (!control_equal(a->controls[face], b->controls[face]) || a->rows[face] != b->rows[face])
            return false;
    return true;
}

static void test_promises__nothing_moves_between_change_days(void **state)
{
    (void)state;
    for (size_t p = 0; p < G_N_ELEMENTS(projects); p++) {
        struct fixture *f = open_project(projects[p]);
        size_t count;
        const day_number *days = timeline_change_days(f->timeline, &count);
        for (size_t i = 0; i + 1 < count; i++) {
            g_autoptr(state) here = timeline_state_at(f->timeline, days[i]);
            g_autoptr(state) eve = timeline_state_at(f->timeline, days[i + 1] - 1);
            g_autoptr(state) next = timeline_state_at(f->timeline, days[i + 1]);
            assert_true(states_equal(here, eve));
            assert_false(states_equal(here, next));
        }
        fixture_free(f);
    }
}

static void check_changes(const struct fixture *f, const map_plan *plan, day_number day)
{
    g_autoptr(state) before = timeline_state_at(f->timeline, day - 1);
    g_autoptr(state) now = timeline_state_at(f->timeline, day);
    g_autoptr(GArray) changes = timeline_changes(f->timeline, before, now);
    g_autofree char *sentence = words_changes(f->timeline, changes, day, "en");
    g_autoptr(scene) scene = map_compose(plan, day, day - 1);
    const struct scene_about *about = scene_about_const(scene);

    assert_true(changes->len > 0);
    assert_true(*sentence != '\0');
    assert_non_null(about->description);
    for (guint i = 0; i < changes->len; i++) {
        const struct change *change = &g_array_index(changes, struct change, i);
        const struct event *event = timeline_row(f->timeline, change->row)->event;
        bool is_named = false;
        assert_true(*event->id != '\0');
        assert_true(*event->source_title != '\0');
        for (char **source = about->sources; *source != NULL; source++)
            is_named |= strstr(*source, event->source_title) != NULL;
        if (!is_named)
            fail_msg("%s: the map does not name the source '%s'", event->id, event->source_title);
    }
}

static void test_promises__each_change_names_its_event_and_source(void **state)
{
    (void)state;
    for (size_t p = 0; p < G_N_ELEMENTS(projects); p++) {
        struct fixture *f = open_project(projects[p]);
        struct map_options options = {0};
        g_autoptr(GError) error = NULL;
        map_plan *plan = map_plan_build(f->timeline, &options, NULL, &error);
        if (plan == NULL)
            fail_msg("%s", error->message);
        size_t count;
        const day_number *days = timeline_change_days(f->timeline, &count);
        for (size_t i = 0; i < count; i++)
            check_changes(f, plan, days[i]);
        map_plan_free(plan);
        fixture_free(f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_promises__areas_add_up_on_every_date),
        cmocka_unit_test(test_promises__nothing_moves_between_change_days),
        cmocka_unit_test(test_promises__each_change_names_its_event_and_source),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
