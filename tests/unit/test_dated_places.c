#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compose/dated_places.h"
#include "support/opened_project.h"

/* Composing takes a while: every few days of the war, and the days around its ends. */
#define FIRST_DAY "2020-09-24"
#define LAST_DAY "2020-11-12"
#define STEP 3

static const struct place *place_named(const struct opened_project *opened, const char *id)
{
    const struct place *place = gazetteer_find(opened->sources->places, id);
    if (place == NULL)
        fail_msg("no place '%s'", id);
    return place;
}

static void check_row(const struct opened_project *opened, const char *id, const char *day,
                      int status)
{
    int32_t row =
        dated_place_row(opened->timeline, place_named(opened, id), opened_project_day(day));
    int found = row == NONE ? -1 : timeline_row(opened->timeline, row)->control.status;
    if (found != status)
        fail_msg("%s on %s: status %d instead of %d", id, day, found, status);
}

/* A town from the day before its announcement until after the war. */
static void test_dated_places__a_row_counts_until_the_line_is_known(void **state)
{
    const struct opened_project *opened = *state;
    check_row(opened, "jabrayil", "2020-10-03", -1);
    check_row(opened, "jabrayil", "2020-10-04", STATUS_CLAIMED);
    check_row(opened, "jabrayil", "2020-10-08", STATUS_CLAIMED);
    check_row(opened, "jabrayil", "2020-10-09", STATUS_CONTROL);
    check_row(opened, "jabrayil", "2020-11-09", STATUS_CONTROL);
    check_row(opened, "jabrayil", "2020-11-10", -1);
    check_row(opened, "jabrayil", "2023-09-19", -1);
    check_row(opened, "shushakend", "2020-11-09", STATUS_CLAIMED);
    check_row(opened, "stepanakert", "2020-11-09", -1);
}

/* What is confirmed stands on its holder's ground; what is announced, on ground that is contested.
 * Shushakend was announced and not taken. */
static void test_dated_places__ground_and_places_agree_on_every_day(void **state)
{
    const struct opened_project *opened = *state;
    const struct gazetteer *places = opened->sources->places;
    size_t count = 0;
    for (day_number day = opened_project_day(FIRST_DAY); day <= opened_project_day(LAST_DAY);
         day++) {
        g_autoptr(state) now = timeline_state_at(opened->timeline, day);
        for (size_t i = 0; i < places->count; i++) {
            const struct place *place = &places->places[i];
            int32_t row = dated_place_row(opened->timeline, place, day);
            if (row == NONE || g_str_equal(place->id, "shushakend"))
                continue;
            struct control said = timeline_row(opened->timeline, row)->control;
            face_id face = topology_face_at(planar_map_topology(opened->map), place->at);
            struct control ground = now->controls[face];
            char text[16];
            bool agrees = said.status == STATUS_CONTROL ? control_equal(said, ground)
                                                        : ground.status == STATUS_CONTESTED;
            if (!agrees)
                fail_msg("%s on %s: said %s, ground %s", place->id, day_format(day, text),
                         control_status_name(said.status), control_status_name(ground.status));
            count++;
        }
    }
    assert_true(count > 500);
}

/* The symbols of a scene, by the place's id: its status, the scene's. */
static GHashTable *symbols_of(const scene *scene)
{
    GHashTable *symbols = g_hash_table_new(g_str_hash, g_str_equal);
    for (size_t i = 0; i < scene_node_count(scene); i++) {
        const struct scene_node *node = scene_node_at(scene, i);
        const char *status = node_data(node, "status"), *place = node_data(node, "place");
        if (node->kind == NODE_CIRCLE && status && place)
            assert_true(g_hash_table_insert(symbols, (void *)place, (void *)node));
    }
    return symbols;
}

static void check_symbol(const struct opened_project *opened, const scene *scene,
                         const struct scene_node *node, day_number day)
{
    const struct place *place = place_named(opened, node_data(node, "place"));
    int32_t number = dated_place_row(opened->timeline, place, day);
    assert_int_not_equal(number, NONE);
    const struct timeline_row *row = timeline_row(opened->timeline, number);
    assert_string_equal(node_data(node, "status"), control_status_name(row->control.status));
    assert_string_equal(node_data(node, "said"), row->event->holder);
    assert_string_equal(node_data(node, "event"), row->event->id);
    assert_int_equal(node_is(scene, node, "open"), row->control.status != STATUS_CONTROL);
    const struct project *project = opened->sources->project;
    assert_true(node_is(scene, node, project->holders[row->control.holder].role));
    assert_true(g_str_has_prefix(node->mark.title, names_in(&place->names, "en")));
    assert_non_null(strstr(node->mark.title, row->event->source_title));
    assert_non_null(strstr(node->mark.title, "2020"));
}

/* On every map: each symbol is what its row says, and one that is on a map stays as long as its
 * place has a row. */
static void check_view(const struct opened_project *opened, const char *view, guint least)
{
    map_plan *plan = opened_project_plan(opened, view, NULL);
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GPtrArray) scenes = g_ptr_array_new_with_free_func((GDestroyNotify)scene_free);
    for (day_number day = opened_project_day(FIRST_DAY); day <= opened_project_day(LAST_DAY);
         day += STEP) {
        scene *scene = opened_project_map(opened, plan, day);
        g_ptr_array_add(scenes, scene);
        g_autoptr(GHashTable) symbols = symbols_of(scene);
        GHashTableIter iter;
        void *id, *node;
        g_hash_table_iter_init(&iter, symbols);
        while (g_hash_table_iter_next(&iter, &id, &node)) {
            check_symbol(opened, scene, node, day);
            g_hash_table_add(seen, id);
        }
        g_hash_table_iter_init(&iter, seen);
        while (g_hash_table_iter_next(&iter, &id, NULL))
            if (dated_place_row(opened->timeline, place_named(opened, id), day) != NONE)
                assert_true(g_hash_table_contains(symbols, id));
        if (day < opened_project_day("2020-09-27") || day >= opened_project_day("2020-11-10"))
            assert_int_equal(g_hash_table_size(symbols), 0);
    }
    if (g_hash_table_size(seen) < least)
        fail_msg("%s: %u symbols of %u", view, g_hash_table_size(seen), least);
    map_plan_free(plan);
}

static void test_dated_places__symbols_are_what_the_log_says(void **state)
{
    check_view(*state, "karabakh", 35);
    check_view(*state, "corridor", 3);
}

static void check_words(const struct opened_project *opened, const char *date, const char *language,
                        const char *wanted)
{
    g_autoptr(GArray) none = g_array_new(FALSE, FALSE, sizeof(struct change));
    g_autofree char *words =
        dated_places_words(opened->timeline, none, opened_project_day(date), language);
    if (!strstr(words, wanted))
        fail_msg("%s: '%s' is not in '%s'", date, wanted, words);
}

static void test_dated_places__sentences(void **state)
{
    const struct opened_project *opened = *state;
    check_words(opened, "2020-10-05", "en", "Announced by Azerbaijan: Mazra.");
    check_words(opened, "2020-10-15", "en", "Announced by Azerbaijan: Edilli and Dudukchu.");
    check_words(opened, "2020-10-22", "en",
                "Held by Azerbaijan, as confirmed: Mincivan, Aghband, Kend Zangilan and Garadara.");
    check_words(opened, "2020-10-28", "en", " more.");
    check_words(opened, "2020-10-05", "az", "Azərbaycan elan edib: Məzrə.");
    check_words(opened, "2020-10-05", "ru", "Азербайджан, объявлено: Мезре.");
    g_autoptr(GArray) none = g_array_new(FALSE, FALSE, sizeof(struct change));
    g_autofree char *quiet =
        dated_places_words(opened->timeline, none, opened_project_day("2020-10-06"), "en");
    assert_string_equal(quiet, "");
    /* An annotation of the same event tells of Shushakend. */
    g_autofree char *last =
        dated_places_words(opened->timeline, none, opened_project_day("2020-11-09"), "en");
    assert_null(strstr(last, "Shushakend"));
}

/* What the ground's change tells by the same event is not told again. */
static void test_dated_places__are_not_told_twice(void **state)
{
    const struct opened_project *opened = *state;
    day_number day = opened_project_day("2020-10-04");
    g_autoptr(state) before = timeline_state_at(opened->timeline, day - 1);
    g_autoptr(state) now = timeline_state_at(opened->timeline, day);
    g_autoptr(GArray) changes = timeline_changes(opened->timeline, before, now);
    assert_int_equal(changes->len, 1);
    g_autofree char *words = dated_places_words(opened->timeline, changes, day, "en");
    assert_string_equal(words, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dated_places__a_row_counts_until_the_line_is_known),
        cmocka_unit_test(test_dated_places__ground_and_places_agree_on_every_day),
        cmocka_unit_test(test_dated_places__symbols_are_what_the_log_says),
        cmocka_unit_test(test_dated_places__sentences),
        cmocka_unit_test(test_dated_places__are_not_told_twice),
    };
    return cmocka_run_group_tests(tests, opened_project_setup_shipped, opened_project_teardown);
}
