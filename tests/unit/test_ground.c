/* Whose ground a point is on, on all views of the shipped project: what is found by gaps between
 * lines is what is found point by point. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compose/ground.h"
#include "compose/layout.h"
#include "support/opened_project.h"

#include <math.h>
#include <string.h>

/* Points are looked up by the middles of cells of this size (ground.h). */
#define CELL_PT 2.0

#define POINTS 4000

static int setup(void **state)
{
    *state = opened_project_new(SHIPPED_PROJECT);
    return *state == NULL;
}

static int teardown(void **state)
{
    opened_project_free(*state);
    return 0;
}

static const char *side_at(const timeline *timeline, const state *state, face_id face)
{
    const struct project *project = planar_map_sources(timeline_map(timeline))->project;
    int16_t holder = state->controls[face].holder;
    return holder == NONE ? "" : project->holders[holder].side;
}

/* The states of all change days, of struct state *. */
static GPtrArray *list_states(const timeline *timeline)
{
    GPtrArray *states = g_ptr_array_new_with_free_func((GDestroyNotify)state_free);
    size_t count;
    const day_number *days = timeline_change_days(timeline, &count);
    for (size_t i = 0; i < count; i++)
        g_ptr_array_add(states, timeline_state_at(timeline, days[i]));
    return states;
}

static double share_apart(const timeline *timeline, const GPtrArray *states, face_id a, face_id b)
{
    guint apart = 0;
    for (guint i = 0; i < states->len; i++)
        apart += strcmp(side_at(timeline, states->pdata[i], a),
                        side_at(timeline, states->pdata[i], b)) != 0;
    return (double)apart / states->len;
}

static void test_ground__is_that_of_each_point(void **state)
{
    const struct opened_project *opened = *state;
    const struct project *project = opened->sources->project;
    const topology *topology = planar_map_topology(opened->map);
    guint32 seed = g_random_int();
    g_autoptr(GRand) random = g_rand_new_with_seed(seed);
    g_autoptr(GPtrArray) states = list_states(opened->timeline);
    print_message("seed %u\n", seed);
    for (size_t v = 0; v < project->view_count; v++) {
        g_autoptr(page_map) page =
            page_map_build(opened->map, layout_find("article"), &project->views[v], NULL);
        g_autoptr(ground) ground = ground_new(opened->timeline, page, NULL);
        struct page_box map = page_map_layout(page)->map;
        for (int i = 0; i < POINTS; i++) {
            double column = floor(g_rand_double_range(random, 0, map.right - map.left) / CELL_PT);
            double row = floor(g_rand_double_range(random, 0, map.bottom - map.top) / CELL_PT);
            struct pagexy at = {map.left + (column + 0.5) * CELL_PT,
                                map.top + (row + 0.5) * CELL_PT};
            face_id home = g_rand_int_range(random, 1, (gint32)topology_face_count(topology));
            face_id there = topology_face_at(topology, page_map_lonlat(page, at));
            assert_true(ground_apart(ground, home, at) ==
                        share_apart(opened->timeline, states, home, there));
        }
    }
}

/* What is not on the map is nobody's, whatever lies there. */
static void test_ground__off_the_map_is_nobodys(void **state)
{
    const struct opened_project *opened = *state;
    g_autoptr(GPtrArray) states = list_states(opened->timeline);
    g_autoptr(page_map) page = page_map_build(opened->map, layout_find("article"),
                                              &opened->sources->project->views[0], NULL);
    g_autoptr(ground) ground = ground_new(opened->timeline, page, NULL);
    struct page_box map = page_map_layout(page)->map;
    for (face_id home = 1; home < 20; home++)
        assert_true(ground_apart(ground, home, (struct pagexy){map.left - 1, map.top + 50}) ==
                    share_apart(opened->timeline, states, home, FACE_OUTSIDE));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ground__is_that_of_each_point),
        cmocka_unit_test(test_ground__off_the_map_is_nobodys),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
