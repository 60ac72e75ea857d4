#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "topology/vertices.h"

/* Segments between random points, few enough that many share an end; some far apart, on both sides
 * of zero. They cross: vertices do not mind. */
static linework *random_lines(guint32 seed, int count)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(seed);
    linework *lines = linework_new();
    for (int i = 0; i < count; i++) {
        struct gridpt ends[2];
        for (int k = 0; k < 2; k++) {
            int32_t unit = g_rand_boolean(random) ? 1 : 89999999;
            ends[k] = (struct gridpt){g_rand_int_range(random, -20, 20) * unit,
                                      g_rand_int_range(random, -10, 10) * unit};
        }
        linework_add_segment(lines, ends[0], ends[1], 1, 0);
    }
    return lines;
}

static void test_vertices__spokes_are_in_order_and_lead_to_their_vertex(void **state)
{
    (void)state;
    for (guint32 seed = 1; seed <= 50; seed++) {
        linework *lines = random_lines(seed, 400);
        struct vertices v = vertices_new(lines, NULL);
        assert_int_equal(v.spoke_count, 2 * linework_count(lines));
        assert_int_equal(v.starts[v.count], v.spoke_count);
        for (size_t i = 0; i < v.count; i++) {
            struct gridpt at = v.spokes[v.starts[i]].from;
            if (i && gridpt_compare(v.spokes[v.starts[i] - 1].from, at) >= 0)
                fail_msg("seed %u: vertex %zu is not after the one before it", seed, i);
            for (size_t s = v.starts[i]; s < v.starts[i + 1]; s++) {
                const struct spoke *spoke = &v.spokes[s];
                assert_true(gridpt_equal(spoke->from, at));
                if (s > v.starts[i] && gridpt_compare(spoke[-1].to, spoke->to) >= 0)
                    fail_msg("seed %u: spokes of vertex %zu are not in order", seed, i);
                struct gridpt led_to = v.spokes[v.starts[spoke->to_vertex]].from;
                if (!gridpt_equal(led_to, spoke->to))
                    fail_msg("seed %u: spoke %zu leads elsewhere", seed, s);
            }
        }
        vertices_clear(&v);
        linework_free(lines);
    }
}

/*     c ── d ── e      a b c is a ring: d and e hang on it, e is the loose end
 *    ╱ ╲
 *   a ── b             */
static void test_vertices__a_line_that_ends_in_nothing_is_taken_away(void **state)
{
    (void)state;
    const struct gridpt a = {0, 0}, b = {20, 0}, c = {10, 10}, d = {20, 10}, e = {30, 10};
    const struct gridpt ends[][2] = {{a, b}, {b, c}, {c, a}, {c, d}, {d, e}};
    linework *lines = linework_new();
    for (size_t i = 0; i < G_N_ELEMENTS(ends); i++)
        linework_add_segment(lines, ends[i][0], ends[i][1], 1, 0);
    g_autoptr(GArray) dangling = g_array_new(FALSE, FALSE, sizeof(struct gridpt));
    struct vertices v = vertices_new(lines, dangling);
    assert_int_equal(dangling->len, 1);
    assert_true(gridpt_equal(g_array_index(dangling, struct gridpt, 0), e));
    const size_t degrees[] = {2, 2, 2, 0, 0}; /* a, c, b, d, e: by x, then y */
    assert_int_equal(v.count, 5);
    for (size_t i = 0; i < v.count; i++) {
        assert_int_equal(v.degrees[i], degrees[i]);
        assert_false(v.is_node[i]);
    }
    vertices_clear(&v);
    linework_free(lines);
}

static void test_vertices__none(void **state)
{
    (void)state;
    linework *lines = linework_new();
    struct vertices v = vertices_new(lines, NULL);
    assert_int_equal(v.count, 0);
    vertices_clear(&v);
    linework_free(lines);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vertices__spokes_are_in_order_and_lead_to_their_vertex),
        cmocka_unit_test(test_vertices__a_line_that_ends_in_nothing_is_taken_away),
        cmocka_unit_test(test_vertices__none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
