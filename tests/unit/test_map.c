#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/error.h"
#include "compose/layout.h"
#include "compose/words.h"
#include "geom/projection.h"
#include "output/svg.h"
#include "support/drawn_maps.h"
#include "support/project_fixture.h"

static int setup(void **state)
{
    struct drawn_maps *maps = drawn_maps_new();
    *state = maps;
    if (maps->opened == NULL)
        return 1;
    drawn_maps_add(maps, "karabakh", "en", 2);
    drawn_maps_add(maps, "corridor", "en", 4);
    drawn_maps_add(maps, "karabakh", "ru", 12);
    return 0;
}

static const struct opened_project *opened_of(void **state)
{
    return ((const struct drawn_maps *)*state)->opened;
}

/* ---- what a map says of itself -------------------------------------------------------------- */

static bool is_id(const char *id)
{
    return *id != '\0' && strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(id) &&
           !g_ascii_isdigit(*id) && *id != '-';
}

static void test_map__ids_are_valid_and_given_once(void **state)
{
    const struct drawn_maps *maps = *state;
    g_autoptr(GHashTable) of_maps = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < maps->maps->len; i++) {
        const struct drawn_map *map = drawn_maps_at(maps, i);
        const char *id = scene_about_const(map->scene)->id;
        g_autoptr(GHashTable) ids = g_hash_table_new(g_str_hash, g_str_equal);
        assert_true(is_id(id));
        if (!g_hash_table_add(of_maps, (void *)id))
            fail_msg("two maps have the id %s", id);
        for (size_t n = 0; n < scene_node_count(map->scene); n++) {
            const char *mark = scene_node_at(map->scene, n)->mark.id;
            if (mark == NULL)
                continue;
            assert_true(is_id(mark));
            if (!g_hash_table_add(ids, (void *)mark))
                fail_msg("%s: two nodes have the id %s", map->what, mark);
        }
        assert_true(g_hash_table_size(ids) > 5);
    }
}

/* The id tells whatever makes one map differ from another. */
static void test_map__ids_tell_maps_apart(void **state)
{
    const struct opened_project *opened = opened_of(state);
    g_autoptr(map_plan) plan = opened_project_plan(opened, "karabakh", "en");
    g_autoptr(map_plan) russian = opened_project_plan(opened, "karabakh", "ru");
    day_number day = opened_project_day("2020-12-01"), before = opened_project_day("2020-09-26");
    g_autoptr(scene) map = map_compose(plan, day, day - 1);
    g_autoptr(scene) since = map_compose(plan, day, before);
    g_autoptr(scene) translated = map_compose(russian, day, day - 1);
    assert_string_equal(scene_about_const(map)->id, "karabakh-karabakh-article-2020-12-01");
    assert_string_not_equal(scene_about_const(since)->id, scene_about_const(map)->id);
    assert_string_not_equal(scene_about_const(translated)->id, scene_about_const(map)->id);
}

static void test_map__says_where_and_when_it_is(void **state)
{
    const struct opened_project *opened = opened_of(state);
    g_autoptr(map_plan) plan = opened_project_plan(opened, "corridor", "az");
    day_number day = opened_project_day("2022-08-30");
    g_autoptr(scene) map = map_compose(plan, day, day - 1);
    const struct scene_about *about = scene_about_const(map);
    assert_string_equal(about->date, "2022-08-30");
    assert_string_equal(about->language, "az");
    assert_string_equal(about->licence, "CC BY-SA 4.0");
    assert_non_null(strstr(about->title, "30 avqust 2022"));
    assert_non_null(strstr(about->credit, "OpenStreetMap contributors"));
    assert_true(about->extent.west == 46.28 && about->extent.north == 39.92);
    assert_true(about->has_georeference);

    /* The affine takes metres of the projection to the page: Shusha's dot is where it says. */
    g_autoptr(projection) projection = projection_new(about->projection, NULL);
    assert_non_null(projection);
    const struct place *shusha = gazetteer_find(opened->sources->places, "shusha");
    struct mapxy at = projection_forward(projection, shusha->at);
    const double *a = about->affine;
    struct pagexy wanted = {a[0] * at.x + a[1] * at.y + a[2], a[3] * at.x + a[4] * at.y + a[5]};
    int found = 0;
    for (size_t n = 0; n < scene_node_count(map); n++) {
        const struct scene_node *node = scene_node_at(map, n);
        if (node->kind != NODE_CIRCLE || g_strcmp0(node_data(node, "place"), "shusha") != 0)
            continue;
        assert_true(hypot(node->circle.centre.x - wanted.x, node->circle.centre.y - wanted.y) <
                    0.01);
        found++;
    }
    assert_int_equal(found, 1);
}

/* ---- promise 7 ------------------------------------------------------------------------------ */

static GArray *changes_of(const struct opened_project *opened, const struct drawn_map *map)
{
    day_number day = opened_project_day(scene_about_const(map->scene)->date);
    g_autoptr(state) now = timeline_state_at(opened->timeline, day);
    g_autoptr(state) before =
        timeline_state_at(opened->timeline, timeline_change_before(opened->timeline, day));
    return timeline_changes(opened->timeline, before, now);
}

/* The description tells every change: its event's own words, or the name of its region. */
static void test_map__the_description_tells_each_change(void **state)
{
    const struct drawn_maps *maps = *state;
    const struct project *project = maps->opened->sources->project;
    for (guint i = 0; i < maps->maps->len; i++) {
        const struct drawn_map *map = drawn_maps_at(maps, i);
        const char *description = scene_about_const(map->scene)->description;
        day_number day = opened_project_day(scene_about_const(map->scene)->date);
        g_autoptr(GArray) changes = changes_of(maps->opened, map);
        g_autofree char *all = words_changes(maps->opened->timeline, changes, day, map->language);
        assert_true(changes->len > 0);
        assert_non_null(strstr(description, all));
        for (guint c = 0; c < changes->len; c++) {
            const struct timeline_row *row =
                timeline_row(maps->opened->timeline, g_array_index(changes, struct change, c).row);
            const char *caption = NULL;
            for (size_t k = 0; k < row->event->captions.count; k++)
                if (g_str_equal(row->event->captions.languages[k], map->language))
                    caption = row->event->captions.texts[k];
            const char *region = words_region(project, row->region, map->language);
            if (caption != NULL && *caption == '{') /* "{side} announces" */
                caption = strchr(caption, '}') + 1;
            g_autofree char *words =
                g_strndup(caption != NULL ? caption : region,
                          caption != NULL ? strcspn(caption, "({.") : strlen(region));
            assert_true(strlen(words) > 1);
            /* The first letter may have become a capital. */
            if (strstr(description, g_utf8_next_char(words)) == NULL)
                fail_msg("%s: the description does not tell '%s'", map->what, words);
        }
    }
}

static void test_map__each_change_names_its_event_and_its_source(void **state)
{
    const struct drawn_maps *maps = *state;
    for (guint i = 0; i < maps->maps->len; i++) {
        const struct drawn_map *map = drawn_maps_at(maps, i);
        g_autoptr(GArray) changes = changes_of(maps->opened, map);
        int outlines = 0;
        size_t first = 0, end = 0;
        scene_group(map->scene, "changes", &first, &end);
        for (size_t n = first; n < end; n++) {
            const struct scene_node *node = scene_node_at(map->scene, n);
            if (node->kind != NODE_PATH || !node_is(map->scene, node, "changed-outline"))
                continue;
            const char *event = node_data(node, "event"), *source = node_data(node, "source");
            const char *region = node_data(node, "region");
            bool is_found = false;
            for (guint c = 0; c < changes->len; c++) {
                const struct timeline_row *row = timeline_row(
                    maps->opened->timeline, g_array_index(changes, struct change, c).row);
                is_found |= g_strcmp0(event, row->event->id) == 0 &&
                            g_strcmp0(source, row->event->source_title) == 0 &&
                            g_strcmp0(region, row->event->region) == 0;
            }
            assert_true(is_found);
            assert_true(*source != '\0');
            assert_non_null(node->mark.title);
            outlines++;
        }
        if (outlines == 0)
            fail_msg("%s: nothing is outlined", map->what);
        assert_true(outlines <= (int)changes->len);
    }
}

/* All changes that are in the subject are outlined, each once. */
static void test_map__every_change_in_the_view_is_outlined(void **state)
{
    const struct opened_project *opened = opened_of(state);
    g_autoptr(map_plan) plan = opened_project_plan(opened, "karabakh", "en");
    day_number day = opened_project_day("2020-11-10");
    g_autoptr(scene) map = opened_project_map(opened, plan, day);
    struct drawn_map drawn = {.scene = map};
    g_autoptr(GArray) changes = changes_of(opened, &drawn);
    guint outlines = 0;
    size_t first = 0, end = 0;
    assert_true(scene_group(map, "changes", &first, &end));
    for (size_t n = first; n < end; n++)
        outlines += scene_node_at(map, n)->kind == NODE_PATH &&
                    node_is(map, scene_node_at(map, n), "changed-outline");
    assert_int_equal(outlines, changes->len);
}

/* ---- the same map --------------------------------------------------------------------------- */

static void assert_same_bytes(const scene *one, const scene *two)
{
    g_autoptr(GBytes) a = svg_encode(one, NULL), b = svg_encode(two, NULL);
    assert_true(g_bytes_equal(a, b));
}

/* Nothing changes between the change before and the eve, so neither does the map. */
static void test_map__since_the_change_before_is_since_the_eve(void **state)
{
    const struct opened_project *opened = opened_of(state);
    g_autoptr(map_plan) plan = opened_project_plan(opened, "karabakh", "en");
    static const char *const days[] = {"1992-05-09", "1994-04-30", "2016-04-02", "2020-09-27",
                                       "2020-11-10", "2020-12-01", "2023-09-29", "2005-01-01"};
    for (size_t i = 0; i < G_N_ELEMENTS(days); i++) {
        day_number day = opened_project_day(days[i]);
        g_autoptr(scene) change =
            map_compose(plan, day, timeline_change_before(opened->timeline, day));
        g_autoptr(scene) eve = map_compose(plan, day, day - 1);
        assert_same_bytes(change, eve);
    }
}

static void test_map__one_plan_draws_what_another_draws(void **state)
{
    const struct opened_project *opened = opened_of(state);
    g_autoptr(map_plan) one = opened_project_plan(opened, "corridor", "hy");
    g_autoptr(map_plan) two = opened_project_plan(opened, "corridor", "hy");
    day_number days[] = {opened_project_day("2022-08-30"), opened_project_day("2020-11-10")};
    /* In another order, and with other maps between. */
    g_autoptr(scene) a = map_compose(one, days[0], days[0] - 1);
    g_autoptr(scene) other = map_compose(two, days[1], days[1] - 1);
    g_autoptr(scene) b = map_compose(two, days[0], days[0] - 1);
    assert_same_bytes(a, b);
}

/* ---- what there is not ---------------------------------------------------------------------- */

static void check_usage_error(void **state, struct map_options options, const char *wanted)
{
    g_autoptr(GError) error = NULL;
    assert_null(map_plan_build(opened_of(state)->timeline, &options, NULL, &error));
    assert_true(g_error_matches(error, MAPGEN_ERROR, MAPGEN_ERROR_USAGE));
    assert_string_equal(error->message, wanted);
}

static void test_map__errors_name_what_there_is(void **state)
{
    check_usage_error(state, (struct map_options){.view = "Karabakh"},
                      "no view called 'Karabakh'; did you mean 'karabakh'?");
    check_usage_error(state, (struct map_options){.view = "north"},
                      "no view called 'north'; there are: karabakh, corridor, region");
    check_usage_error(state, (struct map_options){.language = "de"},
                      "the project has no names in 'de'; it has: en, az, hy, ru");
    g_autofree char *layouts = g_strjoinv(", ", (char **)layout_names());
    g_autofree char *no_layout = g_strdup_printf("no layout called 'a4'; there are: %s", layouts);
    check_usage_error(state, (struct map_options){.layout = "a4"}, no_layout);

    g_autoptr(GError) error = NULL;
    struct map_options options = {.style = "/nonexistent/x.css"};
    assert_null(map_plan_build(opened_of(state)->timeline, &options, NULL, &error));
    assert_non_null(strstr(error->message, "/nonexistent/x.css"));
}

/* ---- what a view shows ---------------------------------------------------------------------- */

static void test_map__a_change_outside_the_view_is_not_seen(void **state)
{
    (void)state;
    struct opened_project *small = opened_project_new(SMALL_PROJECT);
    map_plan *whole = opened_project_plan(small, "whole", NULL);
    map_plan *south = opened_project_plan(small, "south", NULL);
    day_number day = opened_project_day("2020-03-01"), later = opened_project_day("2021-05-31");
    assert_true(map_shows_change(whole, day, day - 1));
    assert_false(map_shows_change(south, day, day - 1));
    assert_true(map_shows_change(south, later, later - 1));
    assert_false(map_shows_change(whole, later - 1, later - 2));
    assert_true(map_shows_change(whole, later, day - 1));
    map_plan_free(whole);
    map_plan_free(south);
    opened_project_free(small);
}

/* A sliver of Fuzuli at the corridor view's edge makes no map there; all that changed is seen in
 * some view. */
static void test_map__a_sliver_at_the_edge_is_not_seen_but_every_change_somewhere(void **state)
{
    const struct opened_project *opened = opened_of(state);
    static const char *const views[] = {"karabakh", "corridor", "region"};
    map_plan *plans[G_N_ELEMENTS(views)];
    for (size_t v = 0; v < G_N_ELEMENTS(views); v++)
        plans[v] = opened_project_plan(opened, views[v], NULL);
    day_number sliver = opened_project_day("1993-08-23");
    assert_true(map_shows_change(plans[0], sliver, sliver - 1));
    assert_false(map_shows_change(plans[1], sliver, sliver - 1));
    size_t count;
    const day_number *days = timeline_change_days(opened->timeline, &count);
    for (size_t i = 0; i < count; i++) {
        bool is_seen = false;
        for (size_t v = 0; v < G_N_ELEMENTS(views); v++)
            is_seen |= map_shows_change(plans[v], days[i], days[i] - 1);
        assert_true(is_seen);
    }
    for (size_t v = 0; v < G_N_ELEMENTS(views); v++)
        map_plan_free(plans[v]);
}

static size_t outlines_of_changes(const map_plan *plan, day_number day)
{
    g_autoptr(scene) scene = map_compose(plan, day, day - 1);
    size_t count = 0;
    for (size_t n = 0; n < scene_node_count(scene); n++) {
        const struct scene_node *node = scene_node_at(scene, n);
        count += node->kind == NODE_PATH &&
                 strstr(scene_class_name(scene, node->class_number), "changed-outline") != NULL &&
                 node->path.subpaths > 0;
    }
    return count;
}

/* Where a map says that what changed lies outside of it, it outlines nothing that changed: also not
 * beside the view's extent, where a wide page goes on. */
static void test_map__what_is_said_to_lie_outside_is_not_there(void **state)
{
    const struct opened_project *opened = opened_of(state);
    static const char *const views[] = {"karabakh", "corridor", "region"};
    size_t count, hidden = 0;
    const day_number *days = timeline_change_days(opened->timeline, &count);
    for (size_t v = 0; v < G_N_ELEMENTS(views); v++) {
        g_autoptr(map_plan) plan = opened_project_plan(opened, views[v], NULL);
        for (size_t i = 0; i < count; i++) {
            if (!map_hides_change(plan, days[i], days[i] - 1))
                continue;
            assert_int_equal(outlines_of_changes(plan, days[i]), 0);
            hidden++;
        }
    }
    assert_true(hidden > count / 3); /* the corridor's view is small */
}

/* A ring around a small change crosses names: their halos part it. */
static void test_map__rings_are_drawn_under_names(void **state)
{
    const struct opened_project *opened = opened_of(state);
    g_autoptr(map_plan) plan = opened_project_plan(opened, "karabakh", NULL);
    g_autoptr(scene) scene = opened_project_map(opened, plan, opened_project_day("1992-05-09"));
    size_t first, end, rings = 0;
    assert_true(scene_group(scene, "places", &first, &end));
    for (size_t n = 0; n < scene_node_count(scene); n++) {
        const struct scene_node *node = scene_node_at(scene, n);
        if (node->kind != NODE_PATH || !node_is(scene, node, "changed-ring"))
            continue;
        assert_true(n < first);
        rings++;
    }
    assert_true(rings > 0);
}

static void test_map__a_day_without_changes_is_a_map_too(void **state)
{
    const struct opened_project *opened = opened_of(state);
    g_autoptr(map_plan) plan = opened_project_plan(opened, "karabakh", "en");
    static const char *const days[] = {"1900-01-01", "2005-01-01", "2100-01-01"};
    for (size_t i = 0; i < G_N_ELEMENTS(days); i++) {
        day_number day = opened_project_day(days[i]);
        g_autoptr(scene) map = map_compose(plan, day, day - 1);
        assert_int_equal(g_strv_length(scene_about_const(map)->sources), 0);
        size_t first, end;
        assert_true(scene_group(map, "changes", &first, &end));
        assert_true(first == end);
        assert_true(scene_group(map, "areas", &first, &end));
        assert_true(first < end);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_map__ids_are_valid_and_given_once),
        cmocka_unit_test(test_map__ids_tell_maps_apart),
        cmocka_unit_test(test_map__says_where_and_when_it_is),
        cmocka_unit_test(test_map__the_description_tells_each_change),
        cmocka_unit_test(test_map__each_change_names_its_event_and_its_source),
        cmocka_unit_test(test_map__every_change_in_the_view_is_outlined),
        cmocka_unit_test(test_map__since_the_change_before_is_since_the_eve),
        cmocka_unit_test(test_map__one_plan_draws_what_another_draws),
        cmocka_unit_test(test_map__errors_name_what_there_is),
        cmocka_unit_test(test_map__what_is_said_to_lie_outside_is_not_there),
        cmocka_unit_test(test_map__rings_are_drawn_under_names),
        cmocka_unit_test(test_map__a_change_outside_the_view_is_not_seen),
        cmocka_unit_test(test_map__a_sliver_at_the_edge_is_not_seen_but_every_change_somewhere),
        cmocka_unit_test(test_map__a_day_without_changes_is_a_map_too),
    };
    return cmocka_run_group_tests(tests, setup, drawn_maps_teardown);
}
