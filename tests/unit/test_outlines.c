/* Outlines of areas from map to map, on the shipped project: those that are remembered are those
 * that the page would give. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compose/layout.h"
#include "compose/outlines.h"
#include "support/opened_project.h"

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

enum { AREAS = 5, FIRST = -1 };

static page_map *shipped_page(const struct opened_project *opened)
{
    return page_map_build(opened->map, layout_find("article"), &opened->sources->project->views[0],
                          NULL);
}

static void assert_arrays_equal(const GArray *a, const GArray *b)
{
    assert_int_equal(a->len, b->len);
    if (a->len)
        assert_memory_equal(a->data, b->data, a->len * g_array_get_element_size((GArray *)a));
}

static void assert_outlines(const page_map *page, const int32_t *keys, const GPtrArray *outlines)
{
    assert_int_equal(outlines->len, AREAS);
    for (int i = 0; i < AREAS; i++) {
        const struct outline *outline = outlines->pdata[i];
        g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
        g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
        page_map_outline(page, keys, FIRST + i, points, counts);
        assert_arrays_equal(outline->points, points);
        assert_arrays_equal(outline->counts, counts);
    }
}

/* A few faces change hands from map to map; now and then everything, or nothing. */
static void test_outlines__are_those_of_the_page_on_every_map(void **state)
{
    const struct opened_project *opened = *state;
    size_t faces = topology_face_count(planar_map_topology(opened->map));
    guint32 seed = g_random_int();
    g_autoptr(GRand) random = g_rand_new_with_seed(seed);
    print_message("seed %u\n", seed);
    g_autoptr(page_map) page = shipped_page(opened);
    outline_memory *memory = outline_memory_new();
    g_autofree int32_t *keys = g_new0(int32_t, faces);
    for (int map = 0; map < 40; map++) {
        size_t changes = map % 10 == 0 ? faces : (size_t)g_rand_int_range(random, 0, 4);
        for (size_t i = 0; i < changes; i++)
            keys[g_rand_int_range(random, 0, (gint32)faces)] =
                g_rand_int_range(random, FIRST - 1, FIRST + AREAS);
        g_autoptr(GPtrArray) outlines = outlines_find(memory, page, keys, FIRST, AREAS);
        assert_outlines(page, keys, outlines);
    }
    outline_memory_free(memory);
}

/* Area 2 becomes area 0: the same faces under another number. A face of area 1 goes to area 3. */
static void test_outlines__of_the_same_faces_are_remembered(void **state)
{
    const struct opened_project *opened = *state;
    size_t faces = topology_face_count(planar_map_topology(opened->map));
    g_autoptr(page_map) page = shipped_page(opened);
    outline_memory *memory = outline_memory_new();
    g_autofree int32_t *keys = g_new0(int32_t, faces);
    for (size_t f = 0; f < faces; f++)
        keys[f] = FIRST + 1 + (int32_t)(f % (AREAS - 1));
    g_autoptr(GPtrArray) before = outlines_find(memory, page, keys, FIRST, AREAS);
    for (size_t f = 0; f < faces; f++)
        keys[f] = keys[f] == FIRST + 2 ? FIRST : keys[f];
    keys[4] = FIRST + 3; /* was 1 */
    g_autoptr(GPtrArray) after = outlines_find(memory, page, keys, FIRST, AREAS);
    assert_ptr_equal(after->pdata[0], before->pdata[2]);
    assert_ptr_equal(after->pdata[4], before->pdata[4]);
    assert_ptr_not_equal(after->pdata[1], before->pdata[1]);
    assert_ptr_not_equal(after->pdata[3], before->pdata[3]);
    assert_outlines(page, keys, after);
    outline_memory_free(memory);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_outlines__are_those_of_the_page_on_every_map),
        cmocka_unit_test(test_outlines__of_the_same_faces_are_remembered),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
