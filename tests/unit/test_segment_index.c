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
        noded[i] = linework_at(lines, i);
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

/* Zigzags one above another: runs of segments, none of which crosses another. */
static void test_segment_index__below_in_runs(void **state)
{
    (void)state;
    g_autoptr(GRand) random = random_from_seed();
    size_t rows = 40, each = 50, count = rows * each;
    g_autofree struct grid_segment *segments = g_new(struct grid_segment, count);
    for (size_t i = 0; i < count; i++) {
        int32_t row = (int32_t)(i / each), x = (int32_t)(i % each) * 70 + row;
        int32_t y = row * 100 + g_rand_int_range(random, 0, 90);
        struct gridpt from = i % each ? segments[i - 1].b : (struct gridpt){x, y};
        segments[i] = (struct grid_segment){from, {x + 70, y}};
    }
    g_autoptr(segment_index) index = segment_index_build(segments, count);
    for (int i = 0; i < 3000; i++) {
        struct gridpt p = random_point(random, 4100);
        assert_below(index, segments, count, p.x + 0.5, p.y + 0.5);
    }
}

/* Random walks, as borders are: segments that follow each other, now and then a long one, and some
 * that run back over themselves. */
static struct grid_segment *random_walks(GRand *random, size_t count, int32_t step)
{
    struct grid_segment *segments = g_new(struct grid_segment, count);
    struct gridpt at = {0, 0};
    for (size_t i = 0; i < count; i++) {
        int32_t reach = g_rand_int_range(random, 0, 40) ? step : 30 * step;
        struct gridpt to = {at.x + g_rand_int_range(random, -reach, reach + 1),
                            at.y + g_rand_int_range(random, 1, reach + 1)};
        if (i && g_rand_int_range(random, 0, 30) == 0 && !gridpt_equal(at, segments[i - 1].a))
            to = segments[i - 1].a;
        segments[i] = (struct grid_segment){at, to};
        at = g_rand_int_range(random, 0, 50)
                 ? to
                 : (struct gridpt){g_rand_int_range(random, -99 * step, 99 * step),
                                   g_rand_int_range(random, -99 * step, 99 * step)};
    }
    return segments;
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

static bool do_meet(struct grid_segment s, struct grid_segment t)
{
    struct gridpt at;
    return segment_crossing(s.a, s.b, t.a, t.b, &at) || segment_touches(s.a, s.b, t.a) ||
           segment_touches(s.a, s.b, t.b) || segment_touches(t.a, t.b, s.a) ||
           segment_touches(t.a, t.b, s.b);
}

static void test_segment_index__near_lists_all_along_walks(void **state)
{
    (void)state;
    g_autoptr(GRand) random = random_from_seed();
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    size_t count = 700;
    g_autofree struct grid_segment *segments = random_walks(random, count, 900);
    g_autoptr(segment_index) index = segment_index_build(segments, count);
    for (int i = 0; i < 500; i++) {
        struct grid_segment asked = {random_point(random, 90000), random_point(random, 90000)};
        segment_index_near(index, asked.a, asked.b, found);
        for (uint32_t j = 0; j < count; j++)
            if (do_meet(asked, segments[j]))
                assert_true(is_near(found, j));
    }
}

struct told {
    bool *is_told; /* by pair */
    size_t count;
};

static void note_pair(void *data, uint32_t one, uint32_t other)
{
    struct told *told = data;
    assert_true(one < told->count && other < told->count && one != other);
    told->is_told[one * told->count + other] = told->is_told[other * told->count + one] = true;
}

/* Every pair that meets is told by one part or another; only pairs of known segments can lack. */
static void assert_pairs(const struct grid_segment *segments, size_t count, const bool *is_known,
                         size_t parts)
{
    g_autoptr(segment_index) index = segment_index_build(segments, count);
    g_autofree bool *is_told = g_new0(bool, MAX(count * count, 1));
    struct told told = {is_told, count};
    for (size_t part = 0; part < parts; part++)
        segment_index_pairs(index, is_known, part, parts, note_pair, &told);
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count; j++)
            if (do_meet(segments[i], segments[j]) && !(is_known && is_known[i] && is_known[j]) &&
                !is_told[i * count + j])
                fail_msg("segments %zu and %zu meet and are not told of", i, j);
}

static void test_segment_index__pairs_are_all_that_meet(void **state)
{
    (void)state;
    g_autoptr(GRand) random = random_from_seed();
    size_t count = 600;
    g_autofree bool *is_known = g_new(bool, count);
    for (size_t i = 0; i < count; i++)
        is_known[i] = i % 100 > 20;
    for (int32_t step = 2; step < 1000000; step *= 30) {
        g_autofree struct grid_segment *walks = random_walks(random, count, step);
        for (size_t parts = 1; parts <= 3; parts++) {
            assert_pairs(walks, count, NULL, parts);
            assert_pairs(walks, count, is_known, parts);
        }
    }
    for (size_t s = 0; s < G_N_ELEMENTS(SIZES); s++) {
        g_autofree struct grid_segment *segments = random_segments(random, 300, SIZES[s]);
        assert_pairs(segments, 300, NULL, 2);
    }
    assert_pairs(NULL, 0, NULL, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_segment_index__over_a_corner_the_right_hand_segment_counts),
        cmocka_unit_test(test_segment_index__of_two_from_one_corner_the_upper_counts),
        cmocka_unit_test(test_segment_index__none_is_below_nothing),
        cmocka_unit_test(test_segment_index__below_equals_looking_at_every_segment),
        cmocka_unit_test(test_segment_index__below_finds_far_down),
        cmocka_unit_test(test_segment_index__below_in_runs),
        cmocka_unit_test(test_segment_index__near_lists_all_that_cross_or_touch),
        cmocka_unit_test(test_segment_index__near_lists_all_along_walks),
        cmocka_unit_test(test_segment_index__pairs_are_all_that_meet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
