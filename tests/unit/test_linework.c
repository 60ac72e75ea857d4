#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/random_lines.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static void add(linework *lines, int32_t ax, int32_t ay, int32_t bx, int32_t by, int source)
{
    const struct gridpt points[] = {{ax, ay}, {bx, by}};
    linework_add(lines, points, 2, false, source, source);
}

/* Sources of the segment between two points; 0 when there is none. */
static uint64_t sources_of(const linework *lines, int32_t ax, int32_t ay, int32_t bx, int32_t by)
{
    ptrdiff_t at = linework_find(lines, (struct gridpt){ax, ay}, (struct gridpt){bx, by});
    assert_int_equal(at, linework_find(lines, (struct gridpt){bx, by}, (struct gridpt){ax, ay}));
    return at < 0 ? 0 : linework_segments(lines)[at].sources;
}

/* Every spoke stands once in the list of its vertex, and in no other. */
static void assert_linked(const linework *lines)
{
    size_t vertices, spokes = 0;
    const struct segment *segments = linework_segments(lines);
    const struct vertex *all = linework_vertices(lines, &vertices);
    for (uint32_t v = 0; v < vertices; v++)
        for (uint32_t s = all[v].spoke; s != NO_SPOKE; s = segments[s / 2].next[s & 1], spokes++)
            assert_int_equal(segments[s / 2].ends[s & 1], v);
    assert_int_equal(spokes, 2 * linework_count(lines));
}

/* No two segments meet but end to end, none is a point, none stands twice. */
static void assert_noded(const linework *lines)
{
    size_t count = linework_count(lines);
    for (size_t i = 0; i < count; i++) {
        struct grid_segment s = linework_at(lines, i);
        struct gridpt at;
        assert_true(gridpt_compare(s.a, s.b) < 0);
        assert_int_equal(linework_find(lines, s.a, s.b), i);
        for (size_t j = 0; j < count; j++) {
            struct grid_segment t = linework_at(lines, j);
            assert_false(segment_touches(s.a, s.b, t.a));
            assert_false(segment_touches(s.a, s.b, t.b));
            assert_false(segment_crossing(s.a, s.b, t.a, t.b, &at));
        }
    }
    assert_linked(lines);
}

struct line {
    struct grid_segment ends;
    uint64_t sources;
};

static int compare_lines(const void *left, const void *right)
{
    const struct grid_segment *a = &((const struct line *)left)->ends;
    const struct grid_segment *b = &((const struct line *)right)->ends;
    int order = gridpt_compare(a->a, b->a);
    return order ? order : gridpt_compare(a->b, b->b);
}

static struct line *sorted_lines(const linework *lines)
{
    size_t count = linework_count(lines);
    struct line *sorted = g_new(struct line, MAX(count, 1));
    for (size_t i = 0; i < count; i++)
        sorted[i] = (struct line){linework_at(lines, i), linework_segments(lines)[i].sources};
    qsort(sorted, count, sizeof *sorted, compare_lines);
    return sorted;
}

static void assert_same_lines(const linework *one, const linework *other)
{
    size_t count = linework_count(one);
    assert_int_equal(count, linework_count(other));
    g_autofree struct line *a = sorted_lines(one), *b = sorted_lines(other);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(compare_lines(&a[i], &b[i]), 0);
        assert_int_equal(a[i].sources, b[i].sources);
    }
}

/* Two districts whose border both have: one segment of both. */
static void test_linework__identical_segments_are_one(void **state)
{
    (void)state;
    g_autoptr(linework) lines = linework_new();
    const struct gridpt left[] = {{0, 0}, {0, 100}, {100, 100}, {100, 0}};
    const struct gridpt right[] = {{100, 0}, {100, 100}, {200, 100}, {200, 0}};
    linework_add(lines, left, 4, true, 0, 7);
    linework_add(lines, right, 4, true, 1, 8);
    assert_int_equal(linework_count(lines), 7);
    assert_int_equal(sources_of(lines, 100, 0, 100, 100), 3);
    assert_int_equal(sources_of(lines, 0, 0, 100, 0), 1); /* the closing segment */
    assert_int_equal(linework_segments(lines)[linework_find(lines, right[0], right[1])].owner, 7);
    linework_node(lines, NULL);
    assert_int_equal(linework_count(lines), 7);
}

static void test_linework__repeated_points_are_passed_over(void **state)
{
    (void)state;
    g_autoptr(linework) lines = linework_new();
    const struct gridpt chain[] = {{0, 0}, {0, 0}, {50, 0}, {50, 0}, {50, 50}, {0, 0}};
    linework_add(lines, chain, 6, true, 0, 0);
    assert_int_equal(linework_count(lines), 3);
}

/*          d
 *          │
 *     a ───●─── b      four segments, of the sources of their lines
 *          │
 *          c                                                          */
static void test_linework__crossing_splits_both(void **state)
{
    (void)state;
    g_autoptr(linework) lines = linework_new();
    g_autoptr(GArray) crossings = g_array_new(FALSE, FALSE, sizeof(struct crossing));
    add(lines, 0, 50, 100, 50, 2);
    add(lines, 40, 0, 40, 90, 63);
    linework_node(lines, crossings);
    assert_int_equal(linework_count(lines), 4);
    assert_int_equal(sources_of(lines, 0, 50, 40, 50), 1 << 2);
    assert_int_equal(sources_of(lines, 40, 50, 100, 50), 1 << 2);
    assert_true(sources_of(lines, 40, 0, 40, 50) == UINT64_C(1) << 63);
    assert_true(sources_of(lines, 40, 50, 40, 90) == UINT64_C(1) << 63);
    assert_true(crossings->len >= 1);
    const struct crossing *c = &g_array_index(crossings, struct crossing, 0);
    assert_true(gridpt_equal(c->at, (struct gridpt){40, 50}));
    assert_int_equal(c->owners[0] + c->owners[1], 65);
}

static void test_linework__t_junction_splits_one_and_is_no_crossing(void **state)
{
    (void)state;
    g_autoptr(linework) lines = linework_new();
    g_autoptr(GArray) crossings = g_array_new(FALSE, FALSE, sizeof(struct crossing));
    add(lines, 0, 0, 100, 0, 0);
    add(lines, 40, 0, 40, 90, 1);
    linework_node(lines, crossings);
    assert_int_equal(linework_count(lines), 3);
    assert_int_equal(sources_of(lines, 0, 0, 40, 0), 1);
    assert_int_equal(sources_of(lines, 40, 0, 100, 0), 1);
    assert_int_equal(sources_of(lines, 40, 0, 40, 90), 2);
    assert_int_equal(crossings->len, 0);
}

/*     0 ═══════════════ 100        source 0
 *          30 ═══════════════ 130  source 1: the middle is of both   */
static void test_linework__overlapping_lines_share_the_middle(void **state)
{
    (void)state;
    g_autoptr(linework) lines = linework_new();
    add(lines, 0, 0, 100, 100, 0);
    add(lines, 130, 130, 30, 30, 1);
    linework_node(lines, NULL);
    assert_int_equal(linework_count(lines), 3);
    assert_int_equal(sources_of(lines, 0, 0, 30, 30), 1);
    assert_int_equal(sources_of(lines, 30, 30, 100, 100), 3);
    assert_int_equal(sources_of(lines, 100, 100, 130, 130), 2);
}

static void test_linework__line_within_a_line_is_shared(void **state)
{
    (void)state;
    g_autoptr(linework) lines = linework_new();
    add(lines, 0, 0, 900, 300, 0);
    add(lines, 300, 100, 600, 200, 1);
    linework_node(lines, NULL);
    assert_int_equal(linework_count(lines), 3);
    assert_int_equal(sources_of(lines, 300, 100, 600, 200), 3);
}

/* The lines cross a third of a step beside (0, 0), which is where the crossing rounds to: that end
 * of the first becomes an end of the pieces of the second. */
static void test_linework__crossing_that_rounds_to_an_end(void **state)
{
    (void)state;
    g_autoptr(linework) lines = linework_new();
    add(lines, 0, 0, 1000, 0, 0);
    add(lines, -199, 300, 201, -300, 1); /* y = 0 at x = 1 */
    add(lines, 0, 0, -700, -900, 2);
    add(lines, -600, -299, 601, 300, 3); /* y = 0 at x = -0.5 */
    linework_node(lines, NULL);
    assert_noded(lines);
    bool is_through = false;
    for (size_t i = 0; i < linework_count(lines); i++) {
        struct grid_segment s = linework_at(lines, i);
        is_through |=
            (linework_segments(lines)[i].sources & 8) &&
            (gridpt_equal(s.a, (struct gridpt){0, 0}) || gridpt_equal(s.b, (struct gridpt){0, 0}));
    }
    assert_true(is_through);
}

static void test_linework__bends_through_a_point_half_a_step_away(void **state)
{
    (void)state;
    g_autoptr(linework) lines = linework_new();
    add(lines, 0, 0, 1001, 1, 0);
    add(lines, 400, 0, 400, -500, 1); /* the first passes 0.4 steps over its end */
    linework_node(lines, NULL);
    assert_int_equal(linework_count(lines), 3);
    assert_int_equal(sources_of(lines, 0, 0, 400, 0), 1);
    assert_int_equal(sources_of(lines, 400, 0, 1001, 1), 1);
}

/*     6 ---o   o          The diagonal is as near to the ends of its neighbours as it can be
 *             /           without being bent through them.
 *     5      o   o---
 *            5   6                                                                         */
static void test_linework__diagonal_of_a_cell_stays_straight(void **state)
{
    (void)state;
    g_autoptr(linework) lines = linework_new();
    add(lines, 5, 5, 6, 6, 0);
    add(lines, 6, 5, 90, 5, 1);
    add(lines, 5, 6, -90, 6, 2);
    linework_node(lines, NULL);
    assert_int_equal(linework_count(lines), 3);
    add(lines, 5, 6, 6, 5, 3); /* crosses it halfway: the one is bent around the cell */
    linework_node(lines, NULL);
    assert_int_equal(linework_count(lines), 5);
    assert_noded(lines);
}

/* Sizes: everything is near everything; crossings round often; hardly ever. */
static const int32_t SIZES[] = {8, 20, 400, 100000, 1800000000};

static struct grid_segment *segments_of(GRand *random, size_t size, size_t count)
{
    return random_segments(random, count, SIZES[size]);
}

static linework *lines_of(const struct grid_segment *segments, size_t count)
{
    linework *lines = linework_new();
    for (size_t i = 0; i < count; i++)
        linework_add_segment(lines, segments[i].a, segments[i].b,
                             UINT64_C(1) << (abs(segments[i].a.x) % 5), 0);
    linework_node(lines, NULL);
    return lines;
}

static void test_linework__random_lines_come_out_noded(void **state)
{
    (void)state;
    g_autoptr(GRand) random = random_from_seed();
    for (size_t s = 0; s < G_N_ELEMENTS(SIZES); s++) {
        g_autofree struct grid_segment *segments = segments_of(random, s, 40);
        g_autoptr(linework) lines = lines_of(segments, 40);
        assert_noded(lines);
    }
}

static void test_linework__order_makes_no_difference(void **state)
{
    (void)state;
    g_autoptr(GRand) random = random_from_seed();
    for (int round = 0; round < 40; round++) {
        size_t count = 60;
        g_autofree struct grid_segment *segments =
            segments_of(random, (size_t)round % G_N_ELEMENTS(SIZES), count);
        g_autoptr(linework) one = lines_of(segments, count);
        random_shuffle(random, segments, count);
        for (size_t i = 0; i < count; i += 2)
            segments[i] = (struct grid_segment){segments[i].b, segments[i].a};
        g_autoptr(linework) other = linework_new();
        for (size_t i = 0; i < count; i++) {
            struct gridpt first = segments[i].a;
            if (i % 2 == 0)
                first = segments[i].b;
            linework_add_segment(other, segments[i].a, segments[i].b,
                                 UINT64_C(1) << (abs(first.x) % 5), 0);
        }
        linework_node(other, NULL);
        assert_same_lines(one, other);
    }
}

static void test_linework__noding_twice_changes_nothing(void **state)
{
    (void)state;
    g_autoptr(GRand) random = random_from_seed();
    for (size_t s = 0; s < G_N_ELEMENTS(SIZES); s++) {
        g_autofree struct grid_segment *segments = segments_of(random, s, 80);
        g_autoptr(linework) once = lines_of(segments, 80);
        g_autoptr(linework) twice = linework_new();
        for (size_t i = 0; i < linework_count(once); i++) {
            struct grid_segment p = linework_at(once, i);
            const struct segment *from = &linework_segments(once)[i];
            linework_add_segment(twice, p.b, p.a, from->sources, from->owner);
        }
        linework_node(twice, NULL);
        assert_same_lines(once, twice);
    }
}

/* Lines that come later, after a first noding, as cutters do: noded against what is there. */
static void test_linework__what_is_added_later_is_noded_too(void **state)
{
    (void)state;
    g_autoptr(GRand) random = random_from_seed();
    for (size_t s = 0; s < G_N_ELEMENTS(SIZES); s++) {
        g_autofree struct grid_segment *segments = segments_of(random, s, 40);
        g_autoptr(linework) lines = lines_of(segments, 20);
        for (int i = 20; i < 40; i++)
            linework_add_segment(lines, segments[i].a, segments[i].b, 32, 0);
        linework_node(lines, NULL);
        assert_noded(lines);
    }
}

/* Steps from a point to the segment a-b. */
static double distance_to(struct gridpt p, struct gridpt a, struct gridpt b)
{
    double dx = (double)b.x - a.x, dy = (double)b.y - a.y;
    double px = (double)p.x - a.x, py = (double)p.y - a.y;
    double t = CLAMP((px * dx + py * dy) / (dx * dx + dy * dy), 0, 1);
    return hypot(px - t * dx, py - t * dy);
}

/* Every piece of source i lies on line i, to within the steps that two or three rounds may move it,
 * and both ends of the line are still there. */
static void test_linework__pieces_stay_on_the_lines_they_came_from(void **state)
{
    (void)state;
    g_autoptr(GRand) random = random_from_seed();
    size_t count = 60;
    g_autofree struct grid_segment *segments = random_segments(random, count, 1000000);
    g_autoptr(linework) lines = linework_new();
    for (size_t i = 0; i < count; i++)
        linework_add_segment(lines, segments[i].a, segments[i].b, UINT64_C(1) << i, 0);
    linework_node(lines, NULL);
    uint64_t starts = 0, ends = 0, all = (UINT64_C(1) << count) - 1;
    for (size_t k = 0; k < linework_count(lines); k++) {
        struct grid_segment p = linework_at(lines, k);
        uint64_t sources = linework_segments(lines)[k].sources;
        assert_true(sources != 0);
        for (size_t i = 0; i < count; i++) {
            if (!(sources >> i & 1))
                continue;
            struct gridpt a = segments[i].a, b = segments[i].b;
            assert_true(distance_to(p.a, a, b) < 3 && distance_to(p.b, a, b) < 3);
            if (gridpt_equal(p.a, a) || gridpt_equal(p.b, a))
                starts |= UINT64_C(1) << i;
            if (gridpt_equal(p.a, b) || gridpt_equal(p.b, b))
                ends |= UINT64_C(1) << i;
        }
    }
    assert_true(starts == all && ends == all);
}

static void test_linework__removed_segments_are_not_found(void **state)
{
    (void)state;
    g_autoptr(linework) lines = linework_new();
    for (int32_t i = 0; i < 5; i++)
        add(lines, 10 * i, 0, 10 * i, 100, i);
    const size_t gone[] = {0, 3};
    linework_remove(lines, gone, 2);
    assert_int_equal(linework_count(lines), 3);
    assert_int_equal(sources_of(lines, 0, 0, 0, 100), 0);
    assert_int_equal(sources_of(lines, 30, 0, 30, 100), 0);
    assert_int_equal(sources_of(lines, 40, 0, 40, 100), 1 << 4);
    assert_linked(lines);
    ptrdiff_t marked = linework_find(lines, (struct gridpt){10, 0}, (struct gridpt){10, 100});
    linework_mark(lines, (size_t)marked, 1 << 9);
    assert_int_equal(sources_of(lines, 10, 0, 10, 100), 1 << 1 | 1 << 9);
}

/*        20   60
 *     0 ──┼────┼── 100     the chain comes back with the points at which it is cut, the lines
 *         │    ┴           stay as they were                                                  */
static void test_linework__chains_are_cut_by_lines_that_stay(void **state)
{
    (void)state;
    g_autoptr(linework) lines = linework_new();
    add(lines, 60, 0, 60, 90, 0);
    add(lines, 20, -90, 20, 90, 0);
    const struct gridpt chain[] = {{0, 0}, {100, 0}, {100, 40}};
    const size_t count = 3;
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct gridpt));
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    g_autoptr(GArray) cut_counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    g_array_append_vals(points, chain, 3);
    g_array_append_val(counts, count);
    g_autoptr(GArray) open = linework_cut_chains(lines, points, counts, false, cut_counts);
    const struct gridpt expected[] = {{0, 0}, {20, 0}, {60, 0}, {100, 0}, {100, 40}};
    assert_int_equal(g_array_index(cut_counts, size_t, 0), 5);
    assert_memory_equal(open->data, expected, sizeof expected);
    assert_int_equal(linework_count(lines), 2);

    g_array_set_size(cut_counts, 0);
    g_autoptr(GArray) closed = linework_cut_chains(lines, points, counts, true, cut_counts);
    const struct gridpt ring[] = {{0, 0},    {20, 0},  {60, 0}, {100, 0},
                                  {100, 40}, {60, 24}, {20, 8}, {0, 0}};
    assert_int_equal(g_array_index(cut_counts, size_t, 0), 8);
    assert_memory_equal(closed->data, ring, sizeof ring);
}

static void test_linework__ray_meets_the_nearest_segment(void **state)
{
    (void)state;
    g_autoptr(linework) lines = linework_new();
    add(lines, 50, -10, 50, 10, 0);
    add(lines, 30, -10, 30, 10, 0);
    add(lines, -30, -10, -30, 10, 0); /* behind */
    add(lines, 20, 1, 20, 10, 0);     /* beside */
    double distance;
    struct gridpt at, from = {0, 0};
    assert_true(linework_ray(lines, from, 10, 0, 9, &distance, &at));
    assert_true(fabs(distance - 3) < 1e-12);
    assert_true(gridpt_equal(at, (struct gridpt){30, 0}));
    assert_false(linework_ray(lines, from, 10, 0, 2.9, &distance, &at));
    assert_false(linework_ray(lines, from, 0, 1, 1e9, &distance, &at));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_linework__identical_segments_are_one),
        cmocka_unit_test(test_linework__repeated_points_are_passed_over),
        cmocka_unit_test(test_linework__crossing_splits_both),
        cmocka_unit_test(test_linework__t_junction_splits_one_and_is_no_crossing),
        cmocka_unit_test(test_linework__overlapping_lines_share_the_middle),
        cmocka_unit_test(test_linework__line_within_a_line_is_shared),
        cmocka_unit_test(test_linework__crossing_that_rounds_to_an_end),
        cmocka_unit_test(test_linework__bends_through_a_point_half_a_step_away),
        cmocka_unit_test(test_linework__diagonal_of_a_cell_stays_straight),
        cmocka_unit_test(test_linework__random_lines_come_out_noded),
        cmocka_unit_test(test_linework__order_makes_no_difference),
        cmocka_unit_test(test_linework__noding_twice_changes_nothing),
        cmocka_unit_test(test_linework__what_is_added_later_is_noded_too),
        cmocka_unit_test(test_linework__pieces_stay_on_the_lines_they_came_from),
        cmocka_unit_test(test_linework__removed_segments_are_not_found),
        cmocka_unit_test(test_linework__chains_are_cut_by_lines_that_stay),
        cmocka_unit_test(test_linework__ray_meets_the_nearest_segment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
