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

static size_t kept_spokes(const struct vertices *v, uint32_t vertex)
{
    size_t count = 0;
    for (uint32_t s = vertices_first(v, vertex); s != NO_SPOKE; s = vertices_next(v, s), count++) {
        assert_int_equal(v->segments[s / 2].ends[s & 1], vertex);
        assert_int_equal(v->segments[s / 2].ends[~s & 1], vertices_end(v, s));
    }
    return count;
}

/* What is kept has no loose end; a node is where other than two of those segments meet. */
static void test_vertices__nodes_are_where_lines_meet(void **state)
{
    (void)state;
    for (guint32 seed = 1; seed <= 50; seed++) {
        linework *lines = random_lines(seed, seed < 25 ? 400 : 60);
        struct vertices v = vertices_new(lines, NULL);
        size_t removed = 0, spokes = 0;
        for (size_t s = 0; v.is_removed && s < v.segment_count; s++)
            removed += v.is_removed[s];
        for (uint32_t i = 0; i < v.count; i++) {
            size_t kept = kept_spokes(&v, i);
            spokes += kept;
            if (kept == 1 || v.is_node[i] != (kept > 2))
                fail_msg("seed %u: vertex %u has %zu spokes", seed, i, kept);
        }
        assert_int_equal(spokes, 2 * (linework_count(lines) - removed));
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
    const size_t degrees[] = {2, 2, 2, 0, 0}; /* a, b, c, d, e */
    assert_int_equal(v.count, 5);
    for (uint32_t i = 0; i < v.count; i++) {
        assert_int_equal(kept_spokes(&v, i), degrees[i]);
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
        cmocka_unit_test(test_vertices__nodes_are_where_lines_meet),
        cmocka_unit_test(test_vertices__a_line_that_ends_in_nothing_is_taken_away),
        cmocka_unit_test(test_vertices__none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
