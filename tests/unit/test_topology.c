#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/random_lines.h"
#include "topology/topology.h"
#include <geos_c.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The planar map of rings given as "x y, x y, ... / x y, ...", lines as "x y, ... ;". */
static linework *drawn(const char *text)
{
    linework *lines = linework_new();
    g_auto(GStrv) parts = g_strsplit(text, "/", -1);
    for (int part = 0; parts[part] != NULL; part++) {
        bool is_line = strchr(parts[part], ';') != NULL;
        g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct gridpt));
        g_auto(GStrv) words = g_strsplit(parts[part], ",", -1);
        for (char **word = words; *word != NULL; word++) {
            char *rest;
            int32_t x = (int32_t)strtol(*word, &rest, 10);
            struct gridpt p = {x, (int32_t)strtol(rest, NULL, 10)};
            g_array_append_val(points, p);
        }
        linework_add(lines, (struct gridpt *)(void *)points->data, points->len, !is_line, part,
                     part);
    }
    linework_node(lines, NULL);
    return lines;
}

static topology *built(const char *text, GArray *dangling)
{
    g_autoptr(linework) lines = drawn(text);
    topology *topology = topology_build(lines, dangling);
    char *why = NULL;
    if (!topology_check(topology, &why))
        fail_msg("%s", why);
    return topology;
}

static void assert_counts(const topology *topology, size_t nodes, size_t edges, size_t faces)
{
    assert_int_equal(topology_node_count(topology), nodes);
    assert_int_equal(topology_edge_count(topology), edges);
    assert_int_equal(topology_face_count(topology), faces);
}

static face_id face_at(const topology *topology, double x, double y)
{
    return topology_face_at(topology, (struct lonlat){x / GRID_PER_DEGREE, y / GRID_PER_DEGREE});
}

/* In square steps: the outer loop less the holes. */
static double face_area(const topology *topology, face_id f)
{
    const struct face *face = topology_face(topology, f);
    double area = 0;
    for (size_t l = 0; l < face->loop_count; l++)
        area += topology_loop_area2(topology, topology_loop(topology, face->first_loop + l)) / 2;
    return area;
}

static void test_topology__nothing_is_one_face(void **state)
{
    (void)state;
    g_autoptr(linework) lines = linework_new();
    g_autoptr(topology) topology = topology_build(lines, NULL);
    assert_counts(topology, 0, 0, 1);
    assert_int_equal(face_at(topology, 5, 5), FACE_OUTSIDE);
}

/*    10 +---------+
 *       |         |    one edge from its lowest corner around to itself
 *     0 +---------+
 *       0        10  */
static void test_topology__ring_is_one_edge(void **state)
{
    (void)state;
    g_autoptr(topology) topology = built("10 10, 0 10, 0 0, 10 0", NULL);
    assert_counts(topology, 1, 1, 2);
    const struct edge *edge = topology_edge(topology, 0);
    assert_int_equal(edge->count, 5);
    assert_true(gridpt_equal(topology_node(topology, edge->from), (struct gridpt){0, 0}));
    assert_true(gridpt_equal(topology_edge_points(topology, 0)[4], (struct gridpt){0, 0}));
    assert_int_equal(face_at(topology, 5, 5), 1);
    assert_true(face_area(topology, 1) == 100);
    assert_true(face_area(topology, FACE_OUTSIDE) == -100);
}

/*    10 +----+----+
 *       | A  |  B |    nodes at both ends of the border, and one edge each way around
 *     0 +----+----+
 *       0    5   10  */
static void test_topology__neighbours_share_an_edge(void **state)
{
    (void)state;
    g_autoptr(topology) topology = built("0 0, 5 0, 5 10, 0 10 / 5 0, 10 0, 10 10, 5 10", NULL);
    assert_counts(topology, 2, 3, 3);
    int shared = 0;
    for (edge_id e = 0; e < 3; e++) {
        const struct edge *edge = topology_edge(topology, e);
        if (edge->sources != 3)
            continue;
        shared++;
        assert_int_equal(edge->count, 2);
        assert_int_equal(edge->left, face_at(topology, 2, 5)); /* it runs up */
        assert_int_equal(edge->right, face_at(topology, 7, 5));
    }
    assert_int_equal(shared, 1);
    for (int32_t n = 0; n < 2; n++) {
        size_t count;
        topology_node_edges(topology, n, &count);
        assert_int_equal(count, 3);
    }
}

/* A node stands where the sources of a line change, though no other line meets it there. */
static void test_topology__edge_has_the_same_sources_all_along(void **state)
{
    (void)state;
    g_autoptr(linework) lines = linework_new();
    const struct gridpt ring[] = {{0, 0}, {10, 0}, {10, 10}, {0, 10}};
    linework_add(lines, ring, 4, true, 0, 0);
    linework_add(lines, ring, 2, false, 5, 0);
    g_autoptr(topology) topology = topology_build(lines, NULL);
    assert_counts(topology, 2, 2, 2);
    assert_int_equal(topology_edge(topology, 0)->sources ^ topology_edge(topology, 1)->sources,
                     1 << 5);
}

/*    10 +-----------+
 *       | +---+     |      1: the frame, 2: the hole's face
 *       | |   |  ·  |
 *       | +---+     |
 *     0 +-----------+  */
static void test_topology__hole_is_a_loop_of_the_face_around_it(void **state)
{
    (void)state;
    g_autoptr(topology) topology = built("0 0, 10 0, 10 10, 0 10 / 2 2, 6 2, 6 8, 2 8", NULL);
    assert_counts(topology, 2, 2, 3);
    face_id frame = face_at(topology, 8, 5), hole = face_at(topology, 4, 5);
    assert_int_not_equal(frame, hole);
    assert_int_equal(topology_face(topology, frame)->loop_count, 2);
    assert_int_equal(topology_face(topology, hole)->loop_count, 1);
    assert_true(face_area(topology, frame) == 76);
    assert_true(face_area(topology, hole) == 24);
    assert_int_equal(face_at(topology, 4, 9), frame); /* over the hole */
    assert_int_equal(face_at(topology, 1, 5), frame);
}

/*    10 +-----------+
 *       |    +      |     the hole's tip lies on the bottom of the frame: one loop goes
 *       |   / \     |     around both
 *       |  +---+    |
 *       |   \ /     |
 *     0 +----+------+
 *            5      20   */
static void test_topology__hole_touching_shell_at_a_point(void **state)
{
    (void)state;
    g_autoptr(topology) topology = built("0 0, 20 0, 20 10, 0 10 / 5 0, 8 4, 5 8, 2 4", NULL);
    face_id frame = face_at(topology, 15, 5), hole = face_at(topology, 5, 4);
    assert_counts(topology, 1, 2, 3);
    assert_int_equal(topology_face(topology, frame)->loop_count, 1);
    assert_true(face_area(topology, frame) == 200 - 24);
    assert_true(face_area(topology, hole) == 24);
    assert_int_equal(face_at(topology, 5, 9), frame);
    assert_int_equal(face_at(topology, 1, 1), frame);
}

/*       +-----------------+
 *       |  +---+---+      |    two holes that touch at a point are one loop;
 *       |  |   |   +---+  |    two that share a border too
 *       |  +---+---+   |  |
 *       |          +---+  |
 *       +-----------------+  */
static void test_topology__holes_that_touch_are_one_loop(void **state)
{
    (void)state;
    g_autoptr(topology) topology = built("0 0, 30 0, 30 20, 0 20 / 3 6, 9 6, 9 16, 3 16 / "
                                         "9 6, 15 6, 15 16, 9 16 / 15 6, 20 6, 20 3, 15 3",
                                         NULL);
    face_id around = face_at(topology, 25, 10);
    assert_int_equal(topology_face_count(topology), 5);
    assert_int_equal(topology_face(topology, around)->loop_count, 2);
    assert_true(face_area(topology, around) == 600 - 120 - 15);
}

/* Island in a lake on an island in a lake: seven squares, one in the other. */
static void test_topology__nests_three_deep_and_deeper(void **state)
{
    (void)state;
    g_autoptr(GString) text = g_string_new(NULL);
    for (int i = 0; i < 7; i++)
        g_string_append_printf(text, "%s%d %d, %d %d, %d %d, %d %d", i ? "/" : "", i, i, 40 - i, i,
                               40 - i, 40 - i, i, 40 - i);
    g_autoptr(topology) topology = built(text->str, NULL);
    assert_counts(topology, 7, 7, 8);
    for (int i = 0; i < 7; i++) {
        face_id f = face_at(topology, i + 0.5, 20);
        double outer = (40 - 2 * i) * (40 - 2 * i), inner = (38 - 2 * i) * (38 - 2 * i);
        assert_true(face_area(topology, f) == outer - (i < 6 ? inner : 0));
        assert_int_equal(face_at(topology, 20, 39.5 - i), f);
        assert_int_equal(topology_face(topology, f)->loop_count, i < 6 ? 2 : 1);
    }
}

/* Squares side by side, none touching: holes of the outside, each under the next. */
static void test_topology__islands_over_each_other_are_all_outside(void **state)
{
    (void)state;
    g_autoptr(linework) lines = linework_new();
    for (int32_t i = 0; i < 5000; i++) {
        const struct gridpt ring[] = {{i % 7, 20 * i}, {10, 20 * i + 1}, {8, 20 * i + 9}};
        linework_add(lines, ring, 3, true, 0, 0);
    }
    g_autoptr(topology) topology = topology_build(lines, NULL);
    assert_counts(topology, 5000, 5000, 5001);
    assert_int_equal(topology_face(topology, FACE_OUTSIDE)->loop_count, 5000);
}

/*    10 +-----+----o      a line that ends outside (15, 10), one that ends inside with
 *       |  o--|           a fork, and one that lies loose: all are cut off
 *       | /   |    o--o
 *     0 +-----+           */
static void test_topology__dangling_lines_are_cut_off_and_listed(void **state)
{
    (void)state;
    g_autoptr(GArray) dangling = g_array_new(FALSE, FALSE, sizeof(struct gridpt));
    g_autoptr(topology) topology =
        built("0 0, 10 0, 10 10, 0 10 / 10 10, 15 10 ; / 0 0, 3 4, 5 5 ; / 3 4, 4 8 ; / "
              "20 3, 25 3 ;",
              dangling);
    assert_counts(topology, 1, 1, 2);
    const struct gridpt loose[] = {{4, 8}, {5, 5}, {15, 10}, {20, 3}, {25, 3}};
    for (size_t i = 0; i < G_N_ELEMENTS(loose); i++) {
        bool is_listed = false;
        for (guint k = 0; k < dangling->len; k++)
            is_listed |= gridpt_equal(g_array_index(dangling, struct gridpt, k), loose[i]);
        if (!is_listed)
            fail_msg("%d %d is not listed", loose[i].x, loose[i].y);
    }
    assert_int_equal(dangling->len, G_N_ELEMENTS(loose));
}

/*       +---+     +---+
 *       |   |-----|   |     the bridge stays, with the outside on both sides
 *       +---+     +---+  */
static void test_topology__bridge_has_one_face_on_both_sides(void **state)
{
    (void)state;
    g_autoptr(topology) topology =
        built("0 0, 5 0, 5 5, 0 5 / 10 0, 15 0, 15 5, 10 5 / 5 2, 10 2 ;", NULL);
    assert_counts(topology, 2, 3, 3);
    assert_int_equal(topology_face(topology, FACE_OUTSIDE)->loop_count, 1);
    assert_int_equal(face_at(topology, 7, 4), FACE_OUTSIDE);
    assert_true(face_area(topology, FACE_OUTSIDE) == -50);
}

/* Two thin triangles along the north edge of the world, on either side of one long edge. The sum
 * along an edge is 2^61; it must not be rounded before the edges of a face are added up. */
static void test_topology__areas_are_exact_far_from_the_origin(void **state)
{
    (void)state;
    g_autoptr(topology) topology =
        built("-1799999999 899999991, 1799999998 899999992, 3 899999999 / "
              "-1799999999 899999991, 1799999998 899999992, 5 899999970",
              NULL);
    assert_counts(topology, 2, 3, 3);
    /* 2 A = 3599999997 * 8 - 1800000002 and 3599999997 * 21 + 1800000004 */
    assert_true(2 * face_area(topology, face_at(topology, 3, 899999995)) == 26999999974);
    assert_true(2 * face_area(topology, face_at(topology, 5, 899999980)) == 77399999941);
}

/* Enough lines that they are noded and their faces measured on several threads: a grid of 230 by
 * 230, its ends hanging over. */
static void test_topology__large_grid(void **state)
{
    (void)state;
    const int32_t lines_each = 230, step = 100;
    g_autoptr(linework) lines = linework_new();
    for (int32_t i = 0; i < lines_each; i++) {
        const struct gridpt across[] = {{-50, i * step}, {lines_each * step, i * step + 7}};
        const struct gridpt up[] = {{i * step, -50}, {i * step + 7, lines_each * step}};
        linework_add(lines, across, 2, false, 0, i);
        linework_add(lines, up, 2, false, 0, lines_each + i);
    }
    g_autoptr(GArray) crossings = g_array_new(FALSE, FALSE, sizeof(struct crossing));
    linework_node(lines, crossings);
    assert_int_equal(linework_count(lines), 2 * lines_each * (lines_each + 1));
    for (guint i = 0; i < crossings->len; i++) {
        const struct crossing *c = &g_array_index(crossings, struct crossing, i);
        assert_true((c->owners[0] < lines_each) != (c->owners[1] < lines_each));
    }
    assert_true(crossings->len >= (guint)(lines_each * lines_each));
    g_autoptr(topology) topology = topology_build(lines, NULL);
    int32_t cells = (lines_each - 1) * (lines_each - 1);
    assert_counts(topology, lines_each * lines_each - 4, 2 * lines_each * (lines_each - 1) - 4,
                  cells + 1);
    for (face_id f = 1; f <= cells; f++) {
        const struct face *face = topology_face(topology, f);
        struct lonlat at = {face->inner_x / GRID_PER_DEGREE, face->inner_y / GRID_PER_DEGREE};
        assert_int_equal(topology_face_at(topology, at), f);
    }
}

/* ---- random lines --------------------------------------------------------------------------- */

struct polygons {
    GEOSContextHandle_t geos;
    GEOSGeometry *all;
};

/* GEOS's own answer to the same lines. */
static struct polygons polygonized(const linework *lines)
{
    struct polygons p = {.geos = GEOS_init_r()};
    size_t count = linework_count(lines);
    g_autofree GEOSGeometry **parts = g_new(GEOSGeometry *, count);
    for (size_t i = 0; i < count; i++) {
        struct grid_segment s = linework_at(lines, i);
        GEOSCoordSequence *ends = GEOSCoordSeq_create_r(p.geos, 2, 2);
        GEOSCoordSeq_setXY_r(p.geos, ends, 0, s.a.x, s.a.y);
        GEOSCoordSeq_setXY_r(p.geos, ends, 1, s.b.x, s.b.y);
        parts[i] = GEOSGeom_createLineString_r(p.geos, ends);
    }
    p.all = GEOSPolygonize_r(p.geos, (const GEOSGeometry *const *)parts, (unsigned)count);
    for (size_t i = 0; i < count; i++)
        GEOSGeom_destroy_r(p.geos, parts[i]);
    return p;
}

static void polygons_clear(struct polygons *p)
{
    GEOSGeom_destroy_r(p->geos, p->all);
    GEOS_finish_r(p->geos);
}

static int compare_doubles(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* Sizes and numbers of lines: from a knot of rounded crossings to the whole world. */
static const struct {
    int32_t size;
    size_t count;
} CASES[] = {{12, 40}, {60, 60}, {2000, 70}, {1000000, 60}, {1800000000, 60}};

static void assert_faces_are_polygons(const topology *topology, const struct polygons *p)
{
    size_t faces = topology_face_count(topology);
    assert_int_equal(faces - 1, GEOSGetNumGeometries_r(p->geos, p->all));
    g_autofree double *ours = g_new(double, faces), *theirs = g_new(double, faces);
    for (size_t i = 0; i + 1 < faces; i++) {
        ours[i] = face_area(topology, (face_id)i + 1);
        GEOSArea_r(p->geos, GEOSGetGeometryN_r(p->geos, p->all, (int)i), &theirs[i]);
    }
    qsort(ours, faces - 1, sizeof *ours, compare_doubles);
    qsort(theirs, faces - 1, sizeof *theirs, compare_doubles);
    for (size_t i = 0; i + 1 < faces; i++)
        if (fabs(ours[i] - theirs[i]) > 1e-9 * ours[i] + 1e-3)
            fail_msg("a face of %g, a polygon of %g", ours[i], theirs[i]);
}

static void test_topology__faces_are_those_of_the_geos_polygonizer(void **state)
{
    (void)state;
    g_autoptr(GRand) random = random_from_seed();
    for (size_t c = 0; c < G_N_ELEMENTS(CASES); c++) {
        g_autofree struct grid_segment *segments =
            random_segments(random, CASES[c].count, CASES[c].size);
        g_autoptr(linework) lines = noded_lines(segments, CASES[c].count);
        g_autoptr(topology) topology = topology_build(lines, NULL);
        struct polygons polygons = polygonized(lines);
        assert_faces_are_polygons(topology, &polygons);
        polygons_clear(&polygons);
        char *why = NULL;
        if (!topology_check(topology, &why))
            fail_msg("%s", why);
    }
}

static void assert_same(const topology *one, const topology *other)
{
    assert_counts(one, topology_node_count(other), topology_edge_count(other),
                  topology_face_count(other));
    for (edge_id e = 0; e < (edge_id)topology_edge_count(one); e++) {
        const struct edge *a = topology_edge(one, e), *b = topology_edge(other, e);
        assert_int_equal(a->count, b->count);
        assert_int_equal(a->first, b->first);
        assert_int_equal(a->left, b->left);
        assert_int_equal(a->right, b->right);
        assert_int_equal(a->sources, b->sources);
        assert_memory_equal(topology_edge_points(one, e), topology_edge_points(other, e),
                            a->count * sizeof(struct gridpt));
    }
    for (face_id f = 0; f < (face_id)topology_face_count(one); f++) {
        const struct face *a = topology_face(one, f), *b = topology_face(other, f);
        assert_int_equal(a->first_loop, b->first_loop);
        assert_int_equal(a->loop_count, b->loop_count);
        assert_true(a->inner_x == b->inner_x && a->inner_y == b->inner_y);
        for (size_t l = a->first_loop; l < a->first_loop + a->loop_count; l++)
            assert_int_equal(topology_loop(one, l), topology_loop(other, l));
    }
}

static void test_topology__order_of_lines_makes_no_difference(void **state)
{
    (void)state;
    g_autoptr(GRand) random = random_from_seed();
    for (size_t c = 0; c < G_N_ELEMENTS(CASES); c++) {
        size_t count = CASES[c].count;
        g_autofree struct grid_segment *segments = random_segments(random, count, CASES[c].size);
        g_autoptr(linework) lines = noded_lines(segments, count);
        g_autoptr(topology) one = topology_build(lines, NULL);
        random_shuffle(random, segments, count);
        g_autoptr(linework) shuffled = noded_lines(segments, count);
        g_autoptr(topology) other = topology_build(shuffled, NULL);
        assert_same(one, other);
    }
}

/* A face's boundary as rings, for the even-odd rule. */
static bool face_contains(const topology *topology, face_id f, double x, double y)
{
    const struct face *face = topology_face(topology, f);
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct gridpt));
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    for (size_t l = 0; l < face->loop_count; l++) {
        half_edge first = topology_loop(topology, face->first_loop + l), h = first;
        size_t before = points->len;
        do {
            const struct edge *edge = topology_edge(topology, half_edge_edge(h));
            const struct gridpt *p = topology_edge_points(topology, half_edge_edge(h));
            for (size_t i = 0; i + 1 < edge->count; i++)
                g_array_append_val(points, p[h & 1 ? edge->count - 1 - i : i]);
            h = topology_next(topology, h);
        } while (h != first);
        size_t count = points->len - before;
        g_array_append_val(counts, count);
    }
    return rings_contain((struct gridpt *)(void *)points->data, (size_t *)(void *)counts->data,
                         counts->len, x, y);
}

static void test_topology__face_at_agrees_with_point_in_polygon(void **state)
{
    (void)state;
    g_autoptr(GRand) random = random_from_seed();
    for (size_t c = 0; c < G_N_ELEMENTS(CASES); c++) {
        g_autofree struct grid_segment *segments = random_segments(random, 30, CASES[c].size);
        g_autoptr(linework) lines = noded_lines(segments, 30);
        g_autoptr(topology) topology = topology_build(lines, NULL);
        size_t faces = topology_face_count(topology);
        for (int i = 0; i < 60; i++) {
            /* Off the corners, and off the crossings of the small case. */
            double x = g_rand_int_range(random, 0, CASES[c].size) + 0.31;
            double y = g_rand_int_range(random, 0, CASES[c].size) + 0.47;
            face_id expected = FACE_OUTSIDE;
            for (face_id f = 1; f < (face_id)faces; f++)
                if (face_contains(topology, f, x, y))
                    expected = f;
            assert_int_equal(face_at(topology, x, y), expected);
        }
        for (face_id f = 1; f < (face_id)faces; f++) {
            const struct face *face = topology_face(topology, f);
            assert_true(face_contains(topology, f, face->inner_x, face->inner_y));
            assert_int_equal(face_at(topology, face->inner_x, face->inner_y), f);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_topology__nothing_is_one_face),
        cmocka_unit_test(test_topology__ring_is_one_edge),
        cmocka_unit_test(test_topology__neighbours_share_an_edge),
        cmocka_unit_test(test_topology__edge_has_the_same_sources_all_along),
        cmocka_unit_test(test_topology__hole_is_a_loop_of_the_face_around_it),
        cmocka_unit_test(test_topology__hole_touching_shell_at_a_point),
        cmocka_unit_test(test_topology__holes_that_touch_are_one_loop),
        cmocka_unit_test(test_topology__nests_three_deep_and_deeper),
        cmocka_unit_test(test_topology__islands_over_each_other_are_all_outside),
        cmocka_unit_test(test_topology__dangling_lines_are_cut_off_and_listed),
        cmocka_unit_test(test_topology__bridge_has_one_face_on_both_sides),
        cmocka_unit_test(test_topology__large_grid),
        cmocka_unit_test(test_topology__areas_are_exact_far_from_the_origin),
        cmocka_unit_test(test_topology__faces_are_those_of_the_geos_polygonizer),
        cmocka_unit_test(test_topology__order_of_lines_makes_no_difference),
        cmocka_unit_test(test_topology__face_at_agrees_with_point_in_polygon),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
