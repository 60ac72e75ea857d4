/* Laws of the planar map on the page, on the shipped project: what holds of every view. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compose/page_map.h"
#include "geom/geodesic.h"
#include "support/opened_project.h"
#include "support/random_lines.h"

#include <stdlib.h>

/* Fills and strokes reach this far beyond the map's box (page_map.c, BLEED_PT). */
#define BLEED_PT 6

/* How far a drawn line may leave the line as it is: a pixel at two pixels a point. The shipped
 * views come to 0.33. */
#define TOLERANCE_PT 0.5

static const struct project *project_of(void **state)
{
    return ((struct opened_project *)*state)->sources->project;
}

static page_map *build_page(void **state, size_t view)
{
    const struct opened_project *opened = *state;
    g_autoptr(GError) error = NULL;
    page_map *page = page_map_build(opened->map, layout_find("article"),
                                    &opened->sources->project->views[view], &error);
    if (page == NULL)
        fail_msg("%s", error->message);
    return page;
}

static size_t edge_count(const page_map *page)
{
    return topology_edge_count(planar_map_topology(page_map_planar(page)));
}

static size_t face_count(const page_map *page)
{
    return topology_face_count(planar_map_topology(page_map_planar(page)));
}

static void test_page_map__the_same_on_every_build(void **state)
{
    for (size_t v = 0; v < project_of(state)->view_count; v++) {
        g_autoptr(page_map) one = build_page(state, v);
        g_autoptr(page_map) two = build_page(state, v);
        for (size_t e = 0; e < edge_count(one); e++) {
            size_t count, again;
            const struct pagept *a = page_map_edge(one, (edge_id)e, &count);
            const struct pagept *b = page_map_edge(two, (edge_id)e, &again);
            assert_int_equal(count, again);
            assert_memory_equal(a, b, count * sizeof *a);
        }
    }
}

/* Edges that end in one node end in one point of the page, where that node is. */
static void test_page_map__edges_meet_in_their_nodes(void **state)
{
    for (size_t v = 0; v < project_of(state)->view_count; v++) {
        g_autoptr(page_map) page = build_page(state, v);
        const topology *topology = planar_map_topology(page_map_planar(page));
        for (size_t e = 0; e < edge_count(page); e++) {
            const struct edge *edge = topology_edge(topology, (edge_id)e);
            size_t count;
            const struct pagept *points = page_map_edge(page, (edge_id)e, &count);
            assert_true(count >= 2);
            const int32_t nodes[] = {edge->from, edge->to};
            for (int end = 0; end < 2; end++) {
                struct pagept node = pagept_from_pagexy(
                    page_map_point(page, gridpt_to_lonlat(topology_node(topology, nodes[end]))));
                assert_int_equal(points[end ? count - 1 : 0].x, node.x);
                assert_int_equal(points[end ? count - 1 : 0].y, node.y);
            }
        }
    }
}

/* Pieces lie in the box that is drawn, and an edge wholly inside it is one piece: itself. */
static void test_page_map__pieces_of_edges_are_what_is_in_the_box(void **state)
{
    for (size_t v = 0; v < project_of(state)->view_count; v++) {
        g_autoptr(page_map) page = build_page(state, v);
        struct page_box box = page_map_layout(page)->map;
        const int32_t left = (int32_t)((box.left - BLEED_PT) * PAGE_UNITS_PER_PT);
        const int32_t right = (int32_t)((box.right + BLEED_PT) * PAGE_UNITS_PER_PT);
        const int32_t top = (int32_t)((box.top - BLEED_PT) * PAGE_UNITS_PER_PT);
        const int32_t bottom = (int32_t)((box.bottom + BLEED_PT) * PAGE_UNITS_PER_PT);
        size_t whole = 0;
        for (size_t e = 0; e < edge_count(page); e++) {
            size_t count, inside = 0, total = 0;
            const struct pagept *points = page_map_edge(page, (edge_id)e, &count);
            for (size_t i = 0; i < count; i++)
                inside += points[i].x >= left && points[i].x <= right && points[i].y >= top &&
                          points[i].y <= bottom;
            struct page_lines pieces = page_map_edge_pieces(page, (edge_id)e);
            for (size_t i = 0; i < pieces.lines; i++)
                total += pieces.counts[i];
            for (size_t i = 0; i < total; i++) {
                assert_in_range(pieces.points[i].x - left, 0, right - left);
                assert_in_range(pieces.points[i].y - top, 0, bottom - top);
            }
            if (inside < count)
                continue;
            whole++;
            assert_int_equal(pieces.lines, 1);
            assert_int_equal(pieces.counts[0], count);
            assert_memory_equal(pieces.points, points, count * sizeof *points);
        }
        assert_true(whole > 10);
    }
}

/* ---- dissolving ---------------------------------------------------------------------------- */

/* Twice the signed area of all rings, in square hundredths of a point: exact. */
static int64_t doubled_area(const GArray *points, const GArray *counts)
{
    const struct pagept *p = (const struct pagept *)(const void *)points->data;
    int64_t sum = 0;
    for (guint r = 0; r < counts->len; r++) {
        size_t count = g_array_index(counts, size_t, r);
        for (size_t i = 0, j = count - 1; i < count; j = i++)
            sum += (int64_t)p[j].x * p[i].y - (int64_t)p[i].x * p[j].y;
        p += count;
    }
    return sum;
}

struct step {
    struct pagept from, to;
};

static guint step_hash(gconstpointer key)
{
    const struct step *s = key;
    return (guint)s->from.x * 73856093u ^ (guint)s->from.y * 19349663u ^
           (guint)s->to.x * 83492791u ^ (guint)s->to.y * 2654435u;
}

static gboolean step_equal(gconstpointer a, gconstpointer b)
{
    return memcmp(a, b, sizeof(struct step)) == 0;
}

/* Counts a directed segment; one that runs the other way takes it back. */
static void count_step(GHashTable *open, struct step s)
{
    struct step back = {s.to, s.from};
    if (memcmp(&s.from, &s.to, sizeof s.from) == 0)
        return;
    int against = GPOINTER_TO_INT(g_hash_table_lookup(open, &back));
    if (against > 1)
        g_hash_table_replace(open, g_memdup2(&back, sizeof back), GINT_TO_POINTER(against - 1));
    else if (against == 1)
        g_hash_table_remove(open, &back);
    else
        g_hash_table_replace(open, g_memdup2(&s, sizeof s),
                             GINT_TO_POINTER(GPOINTER_TO_INT(g_hash_table_lookup(open, &s)) + 1));
}

static void count_steps(GHashTable *open, const GArray *points, const GArray *counts,
                        bool is_backward)
{
    const struct pagept *p = (const struct pagept *)(const void *)points->data;
    for (guint r = 0; r < counts->len; r++) {
        size_t count = g_array_index(counts, size_t, r);
        for (size_t i = 0, j = count - 1; i < count; j = i++) {
            struct step s = {p[j], p[i]}, back = {p[i], p[j]};
            count_step(open, is_backward ? back : s);
        }
        p += count;
    }
}

static bool is_on_box(const page_map *page, struct step s)
{
    struct page_box box = page_map_layout(page)->map;
    const int32_t sides[] = {(int32_t)((box.left - BLEED_PT) * PAGE_UNITS_PER_PT),
                             (int32_t)((box.right + BLEED_PT) * PAGE_UNITS_PER_PT),
                             (int32_t)((box.top - BLEED_PT) * PAGE_UNITS_PER_PT),
                             (int32_t)((box.bottom + BLEED_PT) * PAGE_UNITS_PER_PT)};
    for (int i = 0; i < 2; i++)
        if ((s.from.x == sides[i] && s.to.x == sides[i]) ||
            (s.from.y == sides[2 + i] && s.to.y == sides[2 + i]))
            return true;
    return false;
}

/* Random keys for all faces but the outside: each ring's segments are, segment by segment, those of
 * a neighbour the other way round or of the outline of the whole; and the areas add up to it. */
static void check_no_gaps(const page_map *page, GRand *random, int32_t key_count)
{
    g_autofree int32_t *keys = g_new(int32_t, face_count(page));
    g_autofree int32_t *whole = g_new(int32_t, face_count(page));
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    g_autoptr(GHashTable) open = g_hash_table_new_full(step_hash, step_equal, g_free, NULL);
    for (size_t f = 0; f < face_count(page); f++) {
        keys[f] = f == FACE_OUTSIDE ? -1 : g_rand_int_range(random, 0, key_count);
        whole[f] = f != FACE_OUTSIDE;
    }
    int64_t sum = 0;
    for (int32_t key = 0; key < key_count; key++) {
        g_array_set_size(points, 0);
        g_array_set_size(counts, 0);
        page_map_dissolve(page, keys, key, points, counts);
        sum += doubled_area(points, counts);
        count_steps(open, points, counts, false);
    }
    g_array_set_size(points, 0);
    g_array_set_size(counts, 0);
    page_map_dissolve(page, whole, 1, points, counts);
    int64_t wanted = doubled_area(points, counts);
    count_steps(open, points, counts, true);
    assert_true(llabs(wanted) > 0);
    assert_true(sum == wanted);

    GHashTableIter iter;
    gpointer left_over;
    g_hash_table_iter_init(&iter, open);
    while (g_hash_table_iter_next(&iter, &left_over, NULL)) {
        const struct step *s = left_over;
        if (!is_on_box(page, *s))
            fail_msg("no neighbour along (%d, %d) to (%d, %d)", s->from.x, s->from.y, s->to.x,
                     s->to.y);
    }
}

static void test_page_map__areas_leave_no_gaps(void **state)
{
    GRand *random = random_from_seed();
    for (size_t v = 0; v < project_of(state)->view_count; v++) {
        g_autoptr(page_map) page = build_page(state, v);
        check_no_gaps(page, random, 2);
        check_no_gaps(page, random, 7);
    }
    g_rand_free(random);
}

static void test_page_map__a_key_that_no_face_has_gives_nothing(void **state)
{
    g_autoptr(page_map) page = build_page(state, 0);
    g_autofree int32_t *keys = g_new0(int32_t, face_count(page));
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    page_map_dissolve(page, keys, 1, points, counts);
    assert_int_equal(counts->len, 0);
    assert_int_equal(points->len, 0);
}

/* ---- what simplification may not do -------------------------------------------------------- */

static bool is_in_face(const page_map *page, face_id face, struct pagexy at)
{
    g_autofree int32_t *keys = g_new0(int32_t, face_count(page));
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    keys[face] = 1;
    page_map_dissolve(page, keys, 1, points, counts);
    return rings_hold((const struct pagept *)(const void *)points->data,
                      (const size_t *)(const void *)counts->data, counts->len, at);
}

static void test_page_map__no_place_changes_sides(void **state)
{
    const struct opened_project *opened = *state;
    const struct gazetteer *gazetteer = opened->sources->places;
    int wrong = 0, seen = 0;
    for (size_t v = 0; v < project_of(state)->view_count; v++) {
        g_autoptr(page_map) page = build_page(state, v);
        for (size_t i = 0; i < gazetteer->count; i++) {
            const struct place *place = &gazetteer->places[i];
            struct pagexy at = page_map_point(page, place->at);
            face_id face = topology_face_at(planar_map_topology(opened->map), place->at);
            if (!page_map_is_shown(page, at) || face == FACE_OUTSIDE)
                continue;
            seen++;
            if (is_in_face(page, face, at))
                continue;
            print_error("view %s: %s is not in its face\n", project_of(state)->views[v].name,
                        place->id);
            wrong++;
        }
    }
    assert_true(seen > 100);
    assert_int_equal(wrong, 0);
}

static double distance_to_segment(struct pagexy p, struct pagept from, struct pagept to)
{
    double ax = from.x / 100.0, ay = from.y / 100.0, bx = to.x / 100.0, by = to.y / 100.0;
    double length2 = (bx - ax) * (bx - ax) + (by - ay) * (by - ay);
    double share =
        length2 > 0 ? CLAMP(((p.x - ax) * (bx - ax) + (p.y - ay) * (by - ay)) / length2, 0, 1) : 0;
    return hypot(p.x - ax - share * (bx - ax), p.y - ay - share * (by - ay));
}

static double distance_to_line(struct pagexy p, const struct pagept *points, size_t count)
{
    double least = INFINITY;
    for (size_t i = 0; i + 1 < count; i++)
        least = fmin(least, distance_to_segment(p, points[i], points[i + 1]));
    return least;
}

/* Every corner of the lines as read is near to the lines as drawn. */
static void test_page_map__what_is_drawn_is_true_to_within_a_pixel(void **state)
{
    for (size_t v = 0; v < project_of(state)->view_count; v++) {
        g_autoptr(page_map) page = build_page(state, v);
        const topology *topology = planar_map_topology(page_map_planar(page));
        double worst = 0;
        for (size_t e = 0; e < edge_count(page); e++) {
            const struct edge *edge = topology_edge(topology, (edge_id)e);
            const struct gridpt *corners = topology_edge_points(topology, (edge_id)e);
            size_t count;
            const struct pagept *points = page_map_edge(page, (edge_id)e, &count);
            for (size_t i = 0; i < edge->count; i++) {
                struct pagexy at = page_map_point(page, gridpt_to_lonlat(corners[i]));
                if (page_map_is_shown(page, at))
                    worst = fmax(worst, distance_to_line(at, points, count));
            }
        }
        print_message("view %s: lines are off by %.2f points at most\n",
                      project_of(state)->views[v].name, worst);
        assert_true(worst > 0);
        assert_true(worst <= TOLERANCE_PT);
    }
}

/* ---- where things are ---------------------------------------------------------------------- */

static void test_page_map__its_scale_is_that_of_the_earth(void **state)
{
    for (size_t v = 0; v < project_of(state)->view_count; v++) {
        g_autoptr(page_map) page = build_page(state, v);
        struct lonlat_box extent = project_of(state)->views[v].extent;
        struct lonlat a = {(extent.west + extent.east) / 2, (extent.south + extent.north) / 2};
        struct lonlat b = {a.lon + 0.1, a.lat + 0.1};
        struct pagexy on_a = page_map_point(page, a), on_b = page_map_point(page, b);
        double points = hypot(on_b.x - on_a.x, on_b.y - on_a.y);
        double wanted = geodesic_distance_m(a, b) / 1000 * page_map_scale(page);
        assert_true(fabs(points - wanted) < 0.005 * wanted);
        assert_true(on_b.x > on_a.x && on_b.y < on_a.y);
    }
}

/* A face is shown when a place in it is in the subject box; and so is an edge with a corner in it,
 * and the faces on both of its sides. */
static void test_page_map__shown_is_what_the_subject_box_holds(void **state)
{
    const struct opened_project *opened = *state;
    size_t hidden = 0;
    for (size_t v = 0; v < project_of(state)->view_count; v++) {
        g_autoptr(page_map) page = build_page(state, v);
        const topology *topology = planar_map_topology(opened->map);
        struct page_box subject = page_map_layout(page)->subject;
        for (size_t i = 0; i < opened->sources->places->count; i++) {
            struct lonlat where = opened->sources->places->places[i].at;
            struct pagexy at = page_map_point(page, where);
            if (at.x > subject.left && at.x < subject.right && at.y > subject.top &&
                at.y < subject.bottom)
                assert_true(page_map_face_is_shown(page, topology_face_at(topology, where)));
        }
        for (size_t e = 0; e < edge_count(page); e++) {
            const struct edge *edge = topology_edge(topology, (edge_id)e);
            size_t count, inside = 0;
            const struct pagept *p = page_map_edge(page, (edge_id)e, &count);
            for (size_t i = 0; i < count; i++)
                inside += p[i].x > subject.left * 100 && p[i].x < subject.right * 100 &&
                          p[i].y > subject.top * 100 && p[i].y < subject.bottom * 100;
            if (inside > 0) {
                assert_true(page_map_edge_is_shown(page, (edge_id)e));
                assert_true(page_map_face_is_shown(page, edge->left));
                assert_true(page_map_face_is_shown(page, edge->right));
            }
            hidden += !page_map_edge_is_shown(page, (edge_id)e);
        }
    }
    assert_true(hidden > 0);
}

static void test_page_map__a_face_around_the_whole_page_is_shown(void **state)
{
    const struct opened_project *opened = *state;
    struct project_view view = {.name = (char *)"close", .extent = {48.5, 40.2, 48.501, 40.201}};
    g_autoptr(page_map) page = page_map_build(opened->map, layout_find("article"), &view, NULL);
    assert_non_null(page);
    face_id around =
        topology_face_at(planar_map_topology(opened->map), (struct lonlat){48.5005, 40.2005});
    for (size_t f = 0; f < face_count(page); f++)
        assert_int_equal(page_map_face_is_shown(page, (face_id)f), (face_id)f == around);
    for (size_t e = 0; e < edge_count(page); e++) {
        assert_false(page_map_edge_is_shown(page, (edge_id)e));
        assert_int_equal(page_map_edge_pieces(page, (edge_id)e).lines, 0);
    }
    /* And it fills the page. */
    assert_true(is_in_face(page, around, (struct pagexy){1, 75}));
    assert_true(is_in_face(page, around, (struct pagexy){799, 545}));
}

static void test_page_map__a_projection_that_is_none_is_an_error(void **state)
{
    const struct opened_project *opened = *state;
    struct project_view view = opened->sources->project->views[0];
    g_autoptr(GError) error = NULL;
    view.projection = (char *)"+proj=nonsense";
    assert_null(page_map_build(opened->map, layout_find("article"), &view, &error));
    g_autofree char *where = g_strdup_printf("karabakh.yaml:%d: view 'karabakh': ", view.line);
    assert_non_null(strstr(error->message, where));
}

/* ---- the direction of rings ---------------------------------------------------------------- */

static void add_step(GHashTable *steps, struct pagept from, struct pagept to)
{
    g_hash_table_add(steps, g_strdup_printf("%d %d %d %d", from.x, from.y, to.x, to.y));
}

static bool has_step(GHashTable *steps, struct pagept from, struct pagept to)
{
    g_autofree char *step = g_strdup_printf("%d %d %d %d", from.x, from.y, to.x, to.y);
    return g_hash_table_contains(steps, step);
}

/* The steps of all edges inside the map's box, from their starts to their ends. */
static GHashTable *edge_steps(const page_map *page)
{
    GHashTable *steps = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (size_t e = 0; e < edge_count(page); e++) {
        struct page_lines pieces = page_map_edge_pieces(page, (edge_id)e);
        const struct pagept *p = pieces.points;
        for (size_t i = 0; i < pieces.lines; p += pieces.counts[i++])
            for (size_t j = 0; j + 1 < pieces.counts[i]; j++)
                add_step(steps, p[j], p[j + 1]);
    }
    return steps;
}

/* Of the faces in a random half of the map. */
static void test_page_map__rings_run_as_most_edges_along_them(void **state)
{
    g_autoptr(GRand) random = random_from_seed();
    for (size_t v = 0; v < project_of(state)->view_count; v++) {
        g_autoptr(page_map) page = build_page(state, v);
        g_autoptr(GHashTable) steps = edge_steps(page);
        g_autofree int32_t *keys = g_new0(int32_t, face_count(page));
        g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
        g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
        for (size_t f = 1; f < face_count(page); f++)
            keys[f] = g_rand_boolean(random);
        page_map_outline(page, keys, 1, points, counts);
        const struct pagept *ring = (const struct pagept *)(const void *)points->data;
        size_t all_along = 0, all_against = 0;
        for (guint r = 0; r < counts->len; r++) {
            size_t count = g_array_index(counts, size_t, r), along = 0, against = 0;
            for (size_t i = 0; i < count; i++) {
                along += has_step(steps, ring[i], ring[(i + 1) % count]);
                against += has_step(steps, ring[(i + 1) % count], ring[i]);
            }
            assert_true(along >= against);
            all_along += along;
            all_against += against;
            ring += count;
        }
        assert_true(all_along > all_against);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_page_map__the_same_on_every_build),
        cmocka_unit_test(test_page_map__edges_meet_in_their_nodes),
        cmocka_unit_test(test_page_map__pieces_of_edges_are_what_is_in_the_box),
        cmocka_unit_test(test_page_map__areas_leave_no_gaps),
        cmocka_unit_test(test_page_map__a_key_that_no_face_has_gives_nothing),
        cmocka_unit_test(test_page_map__no_place_changes_sides),
        cmocka_unit_test(test_page_map__what_is_drawn_is_true_to_within_a_pixel),
        cmocka_unit_test(test_page_map__its_scale_is_that_of_the_earth),
        cmocka_unit_test(test_page_map__shown_is_what_the_subject_box_holds),
        cmocka_unit_test(test_page_map__a_face_around_the_whole_page_is_shown),
        cmocka_unit_test(test_page_map__a_projection_that_is_none_is_an_error),
        cmocka_unit_test(test_page_map__rings_run_as_most_edges_along_them),
    };
    return cmocka_run_group_tests(tests, opened_project_setup_shipped, opened_project_teardown);
}
