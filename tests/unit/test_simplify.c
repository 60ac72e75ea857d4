#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "geom/simplify.h"
#include "support/random_lines.h"
#include "topology/topology.h"
#include <math.h>
#include <string.h>

struct drawing {
    GArray *points; /* of struct pagexy, all lines after one another */
    GArray *counts; /* of size_t */
};

static struct drawing drawing_new(void)
{
    return (struct drawing){g_array_new(FALSE, FALSE, sizeof(struct pagexy)),
                            g_array_new(FALSE, FALSE, sizeof(size_t))};
}

static void drawing_clear(struct drawing *d)
{
    g_array_unref(d->points);
    g_array_unref(d->counts);
}

static const struct pagexy *drawing_points(const struct drawing *d)
{
    return (const struct pagexy *)(const void *)d->points->data;
}

static bool *simplified_on(const struct drawing *d, const struct pagexy *fixed, size_t fixed_count,
                           double limit_pt2, unsigned threads)
{
    g_autoptr(GArray) points = g_array_copy(d->points);
    if (fixed_count)
        g_array_append_vals(points, fixed, (guint)fixed_count);
    struct simplify_input input = {(const struct pagexy *)(const void *)points->data,
                                   (const size_t *)(const void *)d->counts->data, d->counts->len,
                                   fixed_count};
    return simplify_lines(&input, limit_pt2, threads);
}

static bool *simplified(const struct drawing *d, const struct pagexy *fixed, size_t fixed_count,
                        double limit_pt2)
{
    return simplified_on(d, fixed, fixed_count, limit_pt2, 1);
}

/* What is left of the lines. */
static struct drawing what_stays(const struct drawing *d, const bool *stays)
{
    struct drawing left = drawing_new();
    size_t at = 0;
    for (guint line = 0; line < d->counts->len; line++) {
        size_t count = g_array_index(d->counts, size_t, line), kept = 0;
        for (size_t end = at + count; at < end; at++) {
            if (!stays[at])
                continue;
            g_array_append_val(left.points, drawing_points(d)[at]);
            kept++;
        }
        g_array_append_val(left.counts, kept);
    }
    return left;
}

static void add_line(struct drawing *d, const struct pagexy *points, size_t count)
{
    g_array_append_vals(d->points, points, (guint)count);
    g_array_append_val(d->counts, count);
}

static void assert_stays(const struct drawing *d, const struct pagexy *fixed, size_t fixed_count,
                         double limit_pt2, const char *expected)
{
    g_autofree bool *stays = simplified(d, fixed, fixed_count, limit_pt2);
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < d->points->len; i++)
        g_string_append_c(text, stays[i] ? '+' : '.');
    assert_string_equal(text->str, expected);
}

/*      1       3
 *     o \  2 / o        areas: at 1: 1, at 2: 2, at 3: 1/2
 *    0    o      4  */
static void test_simplify__small_triangles_go_first(void **state)
{
    (void)state;
    struct drawing d = drawing_new();
    const struct pagexy line[] = {{0, 0}, {1, 1}, {2, 0}, {3, 0.5}, {4, 0}};
    add_line(&d, line, 5);
    assert_stays(&d, NULL, 0, 0.1, "+++++");
    assert_stays(&d, NULL, 0, 0.6, "+++.+"); /* 1/2 goes, then 2 has 1 and a half */
    assert_stays(&d, NULL, 0, 100, "+...+");
    drawing_clear(&d);
}

static void test_simplify__straight_points_go_at_any_limit(void **state)
{
    (void)state;
    struct drawing d = drawing_new();
    const struct pagexy line[] = {{0, 0}, {1, 0}, {2, 0}, {3, 0}, {4, 0}};
    add_line(&d, line, 5);
    assert_stays(&d, NULL, 0, 0, "+++++");
    assert_stays(&d, NULL, 0, 1e-9, "+...+");
    drawing_clear(&d);
}

/*       o 1
 *      /x \       a place under the only bend keeps it; beside the line it does not
 *     o    o  */
static void test_simplify__fixed_point_keeps_the_bend_around_it(void **state)
{
    (void)state;
    struct drawing d = drawing_new();
    const struct pagexy line[] = {{0, 0}, {1, 1}, {2, 0}};
    const struct pagexy under = {1, 0.5}, over = {1, 1.5};
    add_line(&d, line, 3);
    assert_stays(&d, &under, 1, 100, "+++");
    assert_stays(&d, &over, 1, 100, "+.+");
    drawing_clear(&d);
}

/* A bend inside a bend: the outer may not go before the inner. */
static void test_simplify__other_lines_stand_in_the_way(void **state)
{
    (void)state;
    struct drawing d = drawing_new();
    const struct pagexy outer[] = {{0, 0}, {5, 5}, {10, 0}};
    const struct pagexy inner[] = {{3, -1}, {5, 2}, {7, -1}};
    add_line(&d, outer, 3);
    add_line(&d, inner, 3);
    assert_stays(&d, NULL, 0, 8, "++++.+");  /* 6 goes, 25 is too large */
    assert_stays(&d, NULL, 0, 30, "+.++.+"); /* without the inner bend nothing is in the way */
    const struct pagexy fixed[] = {{5, 1.5}};
    assert_stays(&d, fixed, 1, 30, "++++++");
    drawing_clear(&d);
}

static void test_simplify__closed_lines_keep_three_points(void **state)
{
    (void)state;
    struct drawing d = drawing_new();
    struct pagexy circle[41], triangle[] = {{90, 0}, {91, 0}, {91, 1}, {90, 0}};
    for (int i = 0; i < 40; i++)
        circle[i] = (struct pagexy){cos(i * G_PI / 20), sin(i * G_PI / 20)};
    circle[40] = circle[0];
    add_line(&d, circle, 41);
    add_line(&d, triangle, 4);
    g_autofree bool *stays = simplified(&d, NULL, 0, 1e9);
    struct drawing left = what_stays(&d, stays);
    assert_int_equal(g_array_index(left.counts, size_t, 0), 4);
    assert_int_equal(g_array_index(left.counts, size_t, 1), 4);
    assert_true(stays[0] && stays[40]);
    drawing_clear(&left);
    drawing_clear(&d);
}

static void test_simplify__nothing_is_nothing(void **state)
{
    (void)state;
    struct drawing d = drawing_new();
    g_autofree bool *stays = simplified(&d, NULL, 0, 1);
    const struct pagexy fixed = {1, 2};
    g_autofree bool *with_fixed = simplified(&d, &fixed, 1, 1);
    assert_non_null(stays);
    assert_non_null(with_fixed);
    drawing_clear(&d);
}

/* ---- random lines that share their ends ----------------------------------------------------- */

static double turn(struct pagexy a, struct pagexy b, struct pagexy c)
{
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

static bool is_same(struct pagexy a, struct pagexy b)
{
    return a.x == b.x && a.y == b.y;
}

/* Touching counts; a common end does not. */
static bool do_cross(struct pagexy a, struct pagexy b, struct pagexy c, struct pagexy d)
{
    if (is_same(a, c) || is_same(a, d) || is_same(b, c) || is_same(b, d))
        return false;
    if (fmax(a.x, b.x) < fmin(c.x, d.x) || fmax(c.x, d.x) < fmin(a.x, b.x) ||
        fmax(a.y, b.y) < fmin(c.y, d.y) || fmax(c.y, d.y) < fmin(a.y, b.y))
        return false;
    return turn(a, b, c) * turn(a, b, d) <= 0 && turn(c, d, a) * turn(c, d, b) <= 0;
}

/* The segments of all lines, as pairs of points. */
static GArray *segments_of(const struct drawing *d)
{
    GArray *segments = g_array_new(FALSE, FALSE, sizeof(struct pagexy));
    const struct pagexy *p = drawing_points(d);
    for (guint line = 0; line < d->counts->len; line++) {
        size_t count = g_array_index(d->counts, size_t, line);
        for (size_t i = 0; i + 1 < count; i++)
            g_array_append_vals(segments, p + i, 2);
        p += count;
    }
    return segments;
}

static size_t count_crossings(const GArray *segments)
{
    const struct pagexy *p = (const struct pagexy *)(const void *)segments->data;
    size_t crossings = 0;
    for (guint i = 0; i < segments->len; i += 2)
        for (guint j = i + 2; j < segments->len; j += 2)
            crossings += do_cross(p[i], p[i + 1], p[j], p[j + 1]);
    return crossings;
}

/* The edges of a planar map of random lines, wrinkled: every segment becomes a zigzag. Nodes are
 * shared, some edges are closed. */
static struct drawing draw_edges(GRand *random)
{
    g_autofree struct grid_segment *segments = random_segments(random, 12, 100000);
    g_autoptr(linework) lines = noded_lines(segments, 12);
    for (int32_t i = 0; i < 4; i++) {
        int32_t x = 120000 + i * 5000;
        const struct gridpt ring[] = {{x, 0}, {x + 4000, 0}, {x + 4000, 4000}, {x, 4000}};
        linework_add(lines, ring, 4, true, 0, 0);
    }
    g_autoptr(topology) topology = topology_build(lines, NULL);
    struct drawing d = drawing_new();
    for (edge_id e = 0; e < (edge_id)topology_edge_count(topology); e++) {
        const struct edge *edge = topology_edge(topology, e);
        const struct gridpt *p = topology_edge_points(topology, e);
        size_t count = 0;
        for (size_t i = 0; i < edge->count; i++) {
            struct pagexy at = {p[i].x / 100.0, p[i].y / 100.0};
            g_array_append_val(d.points, at);
            count++;
            for (int k = 1; i + 1 < edge->count && k < 8; k++) {
                double dx = (p[i + 1].x - p[i].x) / 100.0, dy = (p[i + 1].y - p[i].y) / 100.0;
                double off = g_rand_double_range(random, -0.02, 0.02);
                struct pagexy bend = {at.x + dx * k / 8 - dy * off, at.y + dy * k / 8 + dx * off};
                g_array_append_val(d.points, bend);
                count++;
            }
        }
        g_array_append_val(d.counts, count);
    }
    return d;
}

/* Which side of the lines a point is on: how often the ray to the right of it meets them. */
static size_t crossed_to_the_right(const GArray *segments, struct pagexy at)
{
    const struct pagexy *p = (const struct pagexy *)(const void *)segments->data;
    size_t crossed = 0;
    for (guint i = 0; i < segments->len; i += 2) {
        struct pagexy a = p[i], b = p[i + 1];
        if ((a.y > at.y) != (b.y > at.y) && a.x + (at.y - a.y) / (b.y - a.y) * (b.x - a.x) > at.x)
            crossed++;
    }
    return crossed;
}

enum { FIXED = 60 };

/* The side is told by parity, which is all that taking triangles away keeps. */
static void assert_sides_kept(const GArray *before, const GArray *after, const struct pagexy *fixed)
{
    for (int i = 0; i < FIXED; i++)
        assert_int_equal(crossed_to_the_right(before, fixed[i]) % 2,
                         crossed_to_the_right(after, fixed[i]) % 2);
}

static void assert_ends_kept(const struct drawing *d, const bool *stays)
{
    for (guint line = 0; line < d->counts->len; line++) {
        size_t count = g_array_index(d->counts, size_t, line);
        assert_true(stays[0] && stays[count - 1]);
        stays += count;
    }
}

static void test_simplify__lines_come_to_cross_nowhere(void **state)
{
    (void)state;
    g_autoptr(GRand) random = random_from_seed();
    size_t kept = 0, all = 0;
    for (int round = 0; round < 12; round++) {
        struct drawing d = draw_edges(random);
        struct pagexy fixed[FIXED];
        for (int i = 0; i < FIXED; i++)
            fixed[i] = (struct pagexy){g_rand_double_range(random, 0, 1400),
                                       g_rand_double_range(random, 0, 1000)};
        g_autoptr(GArray) before = segments_of(&d);
        size_t crossings = count_crossings(before);
        const double limits[] = {1, 50, 1e9};
        for (size_t k = 0; crossings == 0 && k < G_N_ELEMENTS(limits); k++) {
            g_autofree bool *stays = simplified(&d, fixed, FIXED, limits[k]);
            struct drawing left = what_stays(&d, stays);
            g_autoptr(GArray) after = segments_of(&left);
            assert_int_equal(count_crossings(after), 0);
            assert_sides_kept(before, after, fixed);
            assert_ends_kept(&d, stays);
            kept += left.points->len;
            all += d.points->len;
            drawing_clear(&left);
        }
        drawing_clear(&d);
    }
    assert_true(kept < all / 2); /* and it did something */
}

/* ---- against one order over all lines ------------------------------------------------------- */

enum { MOST_POINTS = 1200 };

/* What the header says, step by step and without haste. */
struct naive {
    const struct pagexy *points;
    int line_points, all_points;
    int line_of[MOST_POINTS], before[MOST_POINTS], after[MOST_POINTS];
    int left[MOST_POINTS], least[MOST_POINTS]; /* by line */
    double area[MOST_POINTS];                  /* infinite: no candidate */
    bool *stays;
};

static void naive_start(struct naive *n, const struct drawing *d)
{
    int at = 0;
    for (guint line = 0; line < d->counts->len; line++) {
        int count = (int)g_array_index(d->counts, size_t, line);
        n->left[line] = count;
        n->least[line] = count > 3 && is_same(n->points[at], n->points[at + count - 1]) ? 4 : 2;
        for (int i = 0; i < count; i++, at++) {
            n->line_of[at] = (int)line;
            n->before[at] = i == 0 ? -1 : at - 1;
            n->after[at] = i + 1 == count ? -1 : at + 1;
        }
    }
    n->line_points = at;
}

static void naive_consider(struct naive *n, int at, double least, double limit)
{
    n->area[at] = INFINITY;
    if (n->before[at] < 0 || n->after[at] < 0)
        return;
    double area = fabs(turn(n->points[n->before[at]], n->points[at], n->points[n->after[at]])) / 2;
    if (area < limit)
        n->area[at] = fmax(area, least);
}

static bool naive_is_occupied(const struct naive *n, int at)
{
    struct pagexy a = n->points[n->before[at]], b = n->points[at], c = n->points[n->after[at]];
    for (int i = 0; i < n->all_points; i++) {
        struct pagexy p = n->points[i];
        if ((i < n->line_points && !n->stays[i]) || is_same(p, a) || is_same(p, b) ||
            is_same(p, c) || p.x < fmin(a.x, fmin(b.x, c.x)) || p.x > fmax(a.x, fmax(b.x, c.x)) ||
            p.y < fmin(a.y, fmin(b.y, c.y)) || p.y > fmax(a.y, fmax(b.y, c.y)))
            continue;
        double u = turn(a, b, p), v = turn(b, c, p), w = turn(c, a, p);
        if ((u >= 0 && v >= 0 && w >= 0) || (u <= 0 && v <= 0 && w <= 0))
            return true;
    }
    return false;
}

static bool *naively_simplified(const struct drawing *d, const struct pagexy *fixed,
                                size_t fixed_count, double limit)
{
    g_autoptr(GArray) points = g_array_copy(d->points);
    g_array_append_vals(points, fixed, (guint)fixed_count);
    g_autofree struct naive *n = g_new0(struct naive, 1);
    n->points = (const struct pagexy *)(const void *)points->data;
    n->all_points = (int)points->len;
    n->stays = g_new(bool, points->len);
    memset(n->stays, true, points->len);
    naive_start(n, d);
    for (int i = 0; i < n->line_points; i++)
        naive_consider(n, i, 0, limit);
    for (;;) {
        int next = 0;
        for (int i = 1; i < n->line_points; i++)
            if (n->area[i] < n->area[next])
                next = i;
        double area = n->area[next];
        if (isinf(area))
            return n->stays;
        n->area[next] = INFINITY;
        int *left = &n->left[n->line_of[next]];
        if (*left <= n->least[n->line_of[next]] || naive_is_occupied(n, next))
            continue;
        n->stays[next] = false;
        (*left)--;
        int before = n->before[next], after = n->after[next];
        n->after[before] = after;
        n->before[after] = before;
        naive_consider(n, before, area, limit);
        naive_consider(n, after, area, limit);
    }
}

/* Random walks about one another: on a raster, where areas are the same and points fall on points,
 * or off it; some straight for long, some closed, each shifted a little from the one before. */
static struct drawing draw_walks(GRand *random, bool is_on_raster)
{
    struct drawing d = drawing_new();
    struct pagexy line[60];
    for (int number = 0; number < 16; number++) {
        int count = g_rand_int_range(random, 1, 60), straight = 0;
        double dx = 1, dy = 0;
        struct pagexy at = {g_rand_int_range(random, 0, 20), g_rand_int_range(random, 0, 12)};
        for (int i = 0; i < count; i++) {
            line[i] = at;
            if (straight-- <= 0) {
                straight = g_rand_int_range(random, 0, 8) ? 0 : g_rand_int_range(random, 0, 30);
                dx = is_on_raster ? g_rand_int_range(random, -1, 2) : g_rand_double(random) - 0.4;
                dy = is_on_raster ? g_rand_int_range(random, -1, 2) : g_rand_double(random) - 0.5;
            }
            at = (struct pagexy){at.x + dx, at.y + dy};
        }
        if (number % 3 == 0)
            line[count - 1] = line[0];
        add_line(&d, line, (size_t)count);
        for (int i = 0; number % 4 == 0 && i < count; i++)
            line[i].y += is_on_raster ? 1 : g_rand_double(random) / 2;
        if (number % 4 == 0)
            add_line(&d, line, (size_t)count);
    }
    return d;
}

static void test_simplify__is_one_order_over_all_lines_on_any_number_of_threads(void **state)
{
    (void)state;
    g_autoptr(GRand) random = random_from_seed();
    size_t kept = 0, all = 0;
    for (int round = 0; round < 20; round++) {
        struct drawing d = draw_walks(random, round % 2);
        struct pagexy fixed[4];
        for (int i = 0; i < 4; i++)
            fixed[i] =
                (struct pagexy){g_rand_int_range(random, 0, 20), g_rand_int_range(random, 0, 12)};
        const double limits[] = {0.3, 0.6, 3, 1e9};
        for (size_t k = 0; k < G_N_ELEMENTS(limits); k++) {
            g_autofree bool *expected = naively_simplified(&d, fixed, 4, limits[k]);
            for (unsigned threads = 1; threads <= 5; threads++) {
                g_autofree bool *stays = simplified_on(&d, fixed, 4, limits[k], threads);
                assert_memory_equal(stays, expected, d.points->len);
            }
            for (guint i = 0; i < d.points->len; i++)
                kept += expected[i];
            all += d.points->len;
        }
        drawing_clear(&d);
    }
    assert_in_range(kept, all / 10, all * 9 / 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_simplify__small_triangles_go_first),
        cmocka_unit_test(test_simplify__straight_points_go_at_any_limit),
        cmocka_unit_test(test_simplify__fixed_point_keeps_the_bend_around_it),
        cmocka_unit_test(test_simplify__other_lines_stand_in_the_way),
        cmocka_unit_test(test_simplify__closed_lines_keep_three_points),
        cmocka_unit_test(test_simplify__nothing_is_nothing),
        cmocka_unit_test(test_simplify__lines_come_to_cross_nowhere),
        cmocka_unit_test(test_simplify__is_one_order_over_all_lines_on_any_number_of_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
