#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/random_lines.h"
#include <math.h>

/* The answer by looking at every segment; exact because the points asked are whole or halves. */
static ptrdiff_t below_by_hand(const struct grid_segment *segments, size_t count, double x,
                               double y)
{
    ptrdiff_t best = -1;
    long double best_y = 0, best_slope = 0;
    for (size_t i = 0; i < count; i++) {
        struct gridpt a = segments[i].a, b = segments[i].b;
        if (a.x > b.x) {
            a = segments[i].b;
            b = segments[i].a;
        }
        if (!(a.x <= x && x < b.x))
            continue;
        long double slope = ((long double)b.y - a.y) / ((long double)b.x - a.x);
        long double at = a.y + ((long double)x - a.x) * slope;
        if (at < y && (best < 0 || at > best_y || (at == best_y && slope > best_slope))) {
            best = (ptrdiff_t)i;
            best_y = at;
            best_slope = slope;
        }
    }
    return best;
}

static void assert_below(const segment_index *index, const struct grid_segment *segments,
                         size_t count, double x, double y)
{
    ptrdiff_t expected = below_by_hand(segments, count, x, y);
    ptrdiff_t found = segment_index_below(index, x, y);
    if (found != expected)
        fail_msg("below %.1f %.1f: segment %td instead of %td", x, y, found, expected);
}

/*   3 +       +
 *     |     /   \         p = (2, 9) stands over the end of both slopes: the one that
 *   1 |   +       +       goes on to the right is the one below
 *     0   1   2   3  */
static void test_segment_index__over_a_corner_the_right_hand_segment_counts(void **state)
{
    (void)state;
    const struct grid_segment roof[] = {{{1, 1}, {2, 3}}, {{2, 3}, {3, 1}}, {{0, 0}, {0, 3}}};
    g_autoptr(segment_index) index = segment_index_build(roof, 3);
    assert_int_equal(segment_index_below(index, 2, 9), 1);
    assert_int_equal(segment_index_below(index, 1, 9), 0);
    assert_int_equal(segment_index_below(index, 1.5, 2.5), 0);
    assert_int_equal(segment_index_below(index, 1.5, 2), -1); /* on it is not below */
    assert_int_equal(segment_index_below(index, 3, 9), -1);   /* past its end */
    assert_int_equal(segment_index_below(index, 0, 9), -1);   /* vertical */
    assert_int_equal(segment_index_below(index, -5, 9), -1);
    assert_int_equal(segment_index_below(index, 400, 9), -1);
    assert_int_equal(segment_index_below(index, 2, -400), -1);
}

static void test_segment_index__of_two_from_one_corner_the_upper_counts(void **state)
{
    (void)state;
    const struct grid_segment fan[] = {{{0, 0}, {9, 1}}, {{0, 0}, {9, 5}}, {{0, 0}, {9, -5}}};
    g_autoptr(segment_index) index = segment_index_build(fan, 3);
    assert_int_equal(segment_index_below(index, 0, 5), 1);
}

static void test_segment_index__none_is_below_nothing(void **state)
{
    (void)state;
    g_autoptr(segment_index) index = segment_index_build(NULL, 0);
    assert_int_equal(segment_index_below(index, 0, 0), -1);
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    segment_index_near(index, (struct gridpt){0, 0}, (struct gridpt){5, 5}, found);
    assert_int_equal(found->len, 0);
}

/* Sizes at which the cells are few and large, and many and small; the last is the whole world. */
static const int32_t SIZES[] = {12, 300, 70000, 1800000000};

/* Random lines, noded, as in a planar map: two of them never cross a vertical at one height, but at
 * a common end. */
static struct grid_segment *noded_segments(GRand *random, size_t *count, int32_t size)
{
    g_autofree struct grid_segment *segments = random_segments(random, *count, size);
    g_autoptr(linework) lines = noded_lines(segments, *count);
    *count = linework_count(lines);
    struct grid_segment *noded = g_new(struct grid_segment, *count);
    for (size_t i = 0; i < *count; i++) {
        noded[i] = (struct grid_segment){linework_at(lines, i)->a, linework_at(lines, i)->b};
        if (g_rand_boolean(random))
            noded[i] = (struct grid_segment){noded[i].b, noded[i].a};
    }
    return noded;
}

static void test_segment_index__below_equals_looking_at_every_segment(void **state)
{
    (void)state;
    g_autoptr(GRand) random = random_from_seed();
    for (size_t s = 0; s < G_N_ELEMENTS(SIZES); s++) {
        size_t count = 40;
        g_autofree struct grid_segment *segments = noded_segments(random, &count, SIZES[s]);
        g_autoptr(segment_index) index = segment_index_build(segments, count);
        for (int i = 0; i < 1500; i++) {
            struct gridpt p = random_point(random, SIZES[s]);
            double half = g_rand_boolean(random) ? 0.5 : 0;
            assert_below(index, segments, count, p.x + half, p.y + 0.5);
        }
        for (size_t i = 0; i < count; i++)
            assert_below(index, segments, count, segments[i].a.x, segments[i].a.y);
    }
}

/* Short segments, as in borders: nearly all cells are empty and the walk down is long. */
static void test_segment_index__below_finds_far_down(void **state)
{
    (void)state;
    g_autoptr(GRand) random = random_from_seed();
    size_t count = 300;
    g_autofree struct grid_segment *segments = random_segments(random, count, 1000000);
    for (size_t i = 0; i < count; i++)
        segments[i].b = (struct gridpt){segments[i].a.x + g_rand_int_range(random, 1, 900),
                                        segments[i].a.y + g_rand_int_range(random, -900, 900)};
    g_autoptr(segment_index) index = segment_index_build(segments, count);
    for (int i = 0; i < 2000; i++) {
        struct gridpt p = random_point(random, 1001000);
        assert_below(index, segments, count, p.x + 0.5, p.y + 0.5);
    }
}

static bool is_near(const GArray *found, uint32_t number)
{
    for (guint i = 0; i < found->len; i++)
        if (g_array_index(found, uint32_t, i) == number)
            return true;
    return false;
}

static void test_segment_index__near_lists_all_that_cross_or_touch(void **state)
{
    (void)state;
    g_autoptr(GRand) random = random_from_seed();
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (size_t s = 0; s < G_N_ELEMENTS(SIZES); s++) {
        size_t count = 300;
        g_autofree struct grid_segment *segments = random_segments(random, count, SIZES[s]);
        g_autoptr(segment_index) index = segment_index_build(segments, count);
        for (uint32_t i = 0; i < count; i++) {
            struct gridpt a = segments[i].a, b = segments[i].b, at;
            segment_index_near(index, a, b, found);
            for (uint32_t j = 0; j < count; j++) {
                struct gridpt c = segments[j].a, d = segments[j].b;
                if (segment_crossing(a, b, c, d, &at) || segment_touches(a, b, c) ||
                    segment_touches(a, b, d) || segment_touches(c, d, a) ||
                    segment_touches(c, d, b))
                    assert_true(is_near(found, j));
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_segment_index__over_a_corner_the_right_hand_segment_counts),
        cmocka_unit_test(test_segment_index__of_two_from_one_corner_the_upper_counts),
        cmocka_unit_test(test_segment_index__none_is_below_nothing),
        cmocka_unit_test(test_segment_index__below_equals_looking_at_every_segment),
        cmocka_unit_test(test_segment_index__below_finds_far_down),
        cmocka_unit_test(test_segment_index__near_lists_all_that_cross_or_touch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
