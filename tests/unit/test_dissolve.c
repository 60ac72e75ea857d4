#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "topology/dissolve.h"

#include <string.h>

#define SIDE 5

/* The planar map of SIDE by SIDE unit squares, every line drawn; and the rings around the squares
 * that are '#' in a picture, top row first; a ring's first and count are of its points. */
static GArray *dissolve_picture(const char *picture, GArray *points)
{
    g_autoptr(linework) lines = linework_new();
    GArray *rings = g_array_new(FALSE, FALSE, sizeof(struct dissolved_ring));

    for (int i = 0; i <= SIDE; i++) {
        const struct gridpt across[] = {{0, i * 10}, {SIDE * 10, i * 10}};
        const struct gridpt up[] = {{i * 10, 0}, {i * 10, SIDE * 10}};
        linework_add(lines, across, 2, false, 0, 0);
        linework_add(lines, up, 2, false, 0, 0);
    }
    linework_node(lines, NULL);
    g_autoptr(topology) map = topology_build(lines, NULL);
    g_autofree int32_t *keys = g_new0(int32_t, topology_face_count(map));
    for (int row = 0; row < SIDE; row++)
        for (int column = 0; column < SIDE; column++) {
            struct lonlat at = {(column * 10 + 5.0) / GRID_PER_DEGREE,
                                ((SIDE - 1 - row) * 10 + 5.0) / GRID_PER_DEGREE};
            keys[topology_face_at(map, at)] = picture[row * SIDE + column] == '#';
        }
    g_autoptr(GArray) halves = g_array_new(FALSE, FALSE, sizeof(half_edge));
    topology_dissolve(map, keys, 1, halves, rings);
    for (guint r = 0; r < rings->len; r++) {
        struct dissolved_ring *ring = &g_array_index(rings, struct dissolved_ring, r);
        size_t first = points->len;
        topology_chain_points(map, &g_array_index(halves, half_edge, ring->first), ring->count,
                              points);
        ring->first = first;
        ring->count = points->len - first;
    }
    return rings;
}

/* What came out, "shell 4 hole 2": each ring and the squares that it encloses. Checks that rings
 * run as they should and pass no point twice. */
static char *describe(const char *picture)
{
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct gridpt));
    g_autoptr(GArray) rings = dissolve_picture(picture, points);
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint r = 0; r < rings->len; r++) {
        const struct dissolved_ring *ring = &g_array_index(rings, struct dissolved_ring, r);
        const struct gridpt *p = &g_array_index(points, struct gridpt, ring->first);
        int area2 = 0;
        for (size_t i = 0, j = ring->count - 1; i < ring->count; j = i++) {
            area2 += p[j].x * p[i].y - p[i].x * p[j].y;
            for (size_t k = 0; k < i; k++)
                assert_false(gridpt_equal(p[k], p[i]));
        }
        assert_true((area2 < 0) == ring->is_hole);
        g_string_append_printf(text, "%s%s %d", r ? " " : "", ring->is_hole ? "hole" : "shell",
                               ABS(area2) / 200);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static void assert_rings(const char *picture, const char *expected)
{
    g_autofree char *found = describe(picture);

    assert_int_equal(strlen(picture), SIDE * SIDE);
    assert_string_equal(found, expected);
}

static void test_dissolve__squares_melt_into_one_shell(void **state)
{
    (void)state;
    assert_rings("....."
                 ".##.."
                 ".###."
                 "....."
                 ".....",
                 "shell 5");
}

static void test_dissolve__nothing_has_no_rings(void **state)
{
    (void)state;
    assert_rings("....."
                 "....."
                 "....."
                 "....."
                 ".....",
                 "");
}

static void test_dissolve__everything_is_one_shell_against_the_outside(void **state)
{
    (void)state;
    assert_rings("#####"
                 "#####"
                 "#####"
                 "#####"
                 "#####",
                 "shell 25");
}

static void test_dissolve__hole_with_an_island(void **state)
{
    (void)state;
    assert_rings("#####"
                 "#...#"
                 "#.#.#"
                 "#...#"
                 "#####",
                 "shell 25 hole 9 shell 1");
}

static void test_dissolve__lobes_that_meet_in_a_point_are_two_shells(void **state)
{
    (void)state;
    assert_rings("##..."
                 "##..."
                 "..##."
                 "..##."
                 ".....",
                 "shell 4 shell 4");
}

static void test_dissolve__hole_that_touches_the_shell_in_a_point(void **state)
{
    (void)state;
    assert_rings(".####"
                 "#.###"
                 "#####"
                 "#####"
                 "#####",
                 "shell 24 hole 1");
}

static void test_dissolve__holes_that_touch_in_a_point_are_two(void **state)
{
    (void)state;
    assert_rings("#####"
                 "#.###"
                 "##.##"
                 "#####"
                 "#####",
                 "shell 25 hole 1 hole 1");
}

static void test_dissolve__ring_that_closes_in_a_point(void **state)
{
    (void)state;
    assert_rings("....."
                 ".##.."
                 ".#.#."
                 ".###."
                 ".....",
                 "shell 8 hole 1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dissolve__squares_melt_into_one_shell),
        cmocka_unit_test(test_dissolve__nothing_has_no_rings),
        cmocka_unit_test(test_dissolve__everything_is_one_shell_against_the_outside),
        cmocka_unit_test(test_dissolve__hole_with_an_island),
        cmocka_unit_test(test_dissolve__lobes_that_meet_in_a_point_are_two_shells),
        cmocka_unit_test(test_dissolve__hole_that_touches_the_shell_in_a_point),
        cmocka_unit_test(test_dissolve__holes_that_touch_in_a_point_are_two),
        cmocka_unit_test(test_dissolve__ring_that_closes_in_a_point),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
