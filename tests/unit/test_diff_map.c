/* Maps of a difference on the shipped project: on the plan of the series, true to the diff, and
 * with every number of the list on the ground that it is about. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compose/diff_map.h"
#include "compose/map_parts.h"
#include "support/opened_project.h"

#include <stdlib.h>

static const struct {
    const char *view, *from, *to;
} spans[] = {{NULL, "2020-09-26", "2020-11-10"},       {NULL, "1992-01-01", "1994-05-12"},
             {NULL, "2020-11-10", "2020-12-01"},       {"corridor", "2022-08-01", "2022-09-01"},
             {"region", "2020-09-26", "2020-11-10"},   {NULL, "2023-09-18", "2023-09-29"},
             {NULL, "2016-04-01", "2016-04-03"},       {NULL, "1992-05-01", "2023-12-31"},
             {"corridor", "1992-05-01", "2023-12-31"}, {NULL, "2021-06-01", "2021-07-01"}};

/* A map of a difference and that of its last day in a series. */
struct drawn {
    map_plan *plan;
    diff *diff;
    scene *map, *of_series;
};

struct fixture {
    struct opened_project *opened;
    struct drawn drawn[G_N_ELEMENTS(spans)];
};

static int draw_all(void **state)
{
    struct fixture *f = g_new0(struct fixture, 1);
    *state = f;
    f->opened = opened_project_new(SHIPPED_PROJECT);
    if (f->opened == NULL)
        return 1;
    for (size_t i = 0; i < G_N_ELEMENTS(spans); i++) {
        struct drawn *drawn = &f->drawn[i];
        day_number from = opened_project_day(spans[i].from), to = opened_project_day(spans[i].to);
        for (size_t j = 0; j < i && drawn->plan == NULL; j++)
            if (g_strcmp0(spans[j].view, spans[i].view) == 0)
                drawn->plan = f->drawn[j].plan;
        if (drawn->plan == NULL)
            drawn->plan = opened_project_plan(f->opened, spans[i].view, NULL);
        drawn->diff = diff_build(f->opened->timeline, from, to);
        drawn->map = diff_map_compose(drawn->plan, drawn->diff);
        drawn->of_series = opened_project_map(f->opened, drawn->plan, to);
    }
    return 0;
}

static int clear_all(void **state)
{
    struct fixture *f = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(spans); i++) {
        bool is_shared = false;
        for (size_t j = i + 1; j < G_N_ELEMENTS(spans); j++)
            is_shared |= f->drawn[j].plan == f->drawn[i].plan;
        scene_free(f->drawn[i].map);
        scene_free(f->drawn[i].of_series);
        diff_free(f->drawn[i].diff);
        if (!is_shared)
            map_plan_free(f->drawn[i].plan);
    }
    opened_project_free(f->opened);
    g_free(f);
    return 0;
}

static bool is_same_node(const struct scene_node *a, const struct scene_node *b)
{
    if (a->kind != b->kind)
        return false;
    if (a->kind == NODE_TEXT)
        return g_str_equal(a->text.run->text, b->text.run->text) &&
               a->text.origin.x == b->text.origin.x && a->text.origin.y == b->text.origin.y;
    if (a->kind == NODE_CIRCLE)
        return a->circle.centre.x == b->circle.centre.x && a->circle.centre.y == b->circle.centre.y;
    if (a->kind != NODE_PATH)
        return true;
    size_t points = 0;
    for (size_t i = 0; i < a->path.subpaths; i++)
        points += a->path.counts[i];
    return a->path.subpaths == b->path.subpaths &&
           memcmp(a->path.counts, b->path.counts, a->path.subpaths * sizeof(size_t)) == 0 &&
           memcmp(a->path.points, b->path.points, points * sizeof(struct pagept)) == 0;
}

static void test_diff_map__nothing_moves_from_the_series(void **state)
{
    const struct fixture *f = *state;
    static const char *const groups[] = {"places",  "names", "water-names", "water", "lines",
                                         "borders", "ways",  "contact",     "scale"};
    for (size_t i = 0; i < G_N_ELEMENTS(spans); i++) {
        const struct drawn drawn = f->drawn[i];
        for (size_t g = 0; g < G_N_ELEMENTS(groups); g++) {
            size_t first, end, other, other_end;
            assert_true(scene_group(drawn.map, groups[g], &first, &end));
            assert_true(scene_group(drawn.of_series, groups[g], &other, &other_end));
            assert_int_equal(end - first, other_end - other);
            for (; first < end; first++, other++)
                if (!is_same_node(scene_node_at(drawn.map, first),
                                  scene_node_at(drawn.of_series, other)))
                    fail_msg("%s to %s: the group '%s' is not as in the series", spans[i].from,
                             spans[i].to, groups[g]);
        }
    }
}

/* What is drawn as changed is what the diff says: each event of each part, and all square
 * kilometres (told to a thousandth). */
static void test_diff_map__areas_are_those_of_the_diff(void **state)
{
    const struct fixture *f = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(spans); i++) {
        const struct drawn drawn = f->drawn[i];
        size_t first, end, groups = 0;
        double drawn_km2 = 0, told_km2 = 0;
        assert_true(scene_group(drawn.map, "changes", &first, &end));
        for (; first < end; first++) {
            const struct scene_node *node = scene_node_at(drawn.map, first);
            const char *km2 = node_data(node, "km2");
            if (km2 == NULL)
                continue;
            groups++;
            drawn_km2 += g_ascii_strtod(km2, NULL);
            assert_non_null(node_data(node, "event"));
            assert_non_null(node->mark.title);
        }
        for (guint p = 0; p < drawn.diff->parts->len; p++)
            told_km2 += g_array_index(drawn.diff->parts, struct diff_part, p).area_m2 / 1e6;
        assert_true(fabs(drawn_km2 - told_km2) <= 0.001 * (double)groups);
        assert_int_equal(groups == 0, drawn.diff->parts->len == 0);
    }
}

/* The numbers of a group, in the order in which they are drawn; of int. */
static GArray *numbers_in(const scene *scene, const char *group)
{
    GArray *numbers = g_array_new(FALSE, FALSE, sizeof(int));
    size_t first, end;
    if (!scene_group(scene, group, &first, &end))
        return numbers;
    for (; first < end; first++) {
        const struct scene_node *node = scene_node_at(scene, first);
        if (node->kind != NODE_TEXT || !node_is(scene, node, "number-text"))
            continue;
        int number = atoi(node->text.run->text);
        g_array_append_val(numbers, number);
    }
    return numbers;
}

static int compare_ints(const void *left, const void *right)
{
    return *(const int *)left - *(const int *)right;
}

static void test_diff_map__each_number_of_the_list_is_on_the_map(void **state)
{
    const struct fixture *f = *state;
    guint most = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(spans); i++) {
        const struct drawn drawn = f->drawn[i];
        g_autoptr(GArray) listed = numbers_in(drawn.map, "legend");
        g_autoptr(GArray) marked = numbers_in(drawn.map, "numbers");
        g_array_sort(marked, compare_ints);
        assert_int_equal(listed->len, marked->len);
        assert_true(listed->len == 0 || listed->len > 3);
        for (guint n = 0; n < listed->len; n++) {
            assert_int_equal(g_array_index(listed, int, n), n + 1);
            assert_int_equal(g_array_index(marked, int, n), n + 1);
        }
        most = MAX(most, listed->len);
    }
    assert_true(most > 8);
}

/* Discs and names of places, and of areas, keep off one another. */
static void test_diff_map__numbers_cover_no_name_and_no_other(void **state)
{
    const struct fixture *f = *state;
    size_t discs = 0, covered = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(spans); i++) {
        const struct drawn drawn = f->drawn[i];
        size_t first, end;
        assert_true(scene_group(drawn.map, "numbers", &first, &end));
        for (size_t n = first; n < end; n++) {
            const struct scene_node *disc = scene_node_at(drawn.map, n);
            if (disc->kind != NODE_CIRCLE)
                continue;
            double r = scene_class_paint(drawn.map, disc->class_number)->radius_pt;
            struct pagexy at = disc->circle.centre;
            struct page_box box = {at.x - r, at.y - r, at.x + r, at.y + r};
            bool is_over = false;
            for (size_t m = 0; m < scene_node_count(drawn.map); m++) {
                const struct scene_node *other = scene_node_at(drawn.map, m);
                if (other->kind == NODE_TEXT && (m < first || m >= end))
                    is_over |= boxes_overlap(box, text_ink(other));
                if (other->kind == NODE_CIRCLE && m > n && m < end)
                    is_over |=
                        hypot(other->circle.centre.x - at.x, other->circle.centre.y - at.y) < 2 * r;
            }
            discs++;
            covered += is_over;
            if (is_over)
                print_message("%s to %s: a disc at %.0f, %.0f\n", spans[i].from, spans[i].to, at.x,
                              at.y);
        }
    }
    print_message("%zu of %zu numbers stand over something\n", covered, discs);
    assert_int_equal(covered, 0);
}

/* ---- where numbers stand --------------------------------------------------------------------- */

/* The place that a number of the list is of: what stands behind it up to a comma, NULL: none. */
static const struct place *listed_place(const struct fixture *f, const scene *map, int number)
{
    size_t first, end;
    if (!scene_group(map, "legend", &first, &end))
        return NULL;
    while (first < end && !(scene_node_at(map, first)->kind == NODE_TEXT &&
                            node_is(map, scene_node_at(map, first), "number-text") &&
                            atoi(scene_node_at(map, first)->text.run->text) == number))
        first++;
    while (++first < end && scene_node_at(map, first)->kind != NODE_TEXT)
        ;
    if (first >= end)
        return NULL;
    g_auto(GStrv) words = g_strsplit(scene_node_at(map, first)->text.run->text, ",", 2);
    const struct gazetteer *places = f->opened->sources->places;
    for (size_t i = 0; i < places->count; i++)
        if (g_strcmp0(names_in(&places->places[i].names, "en"), words[0]) == 0)
            return &places->places[i];
    return NULL;
}

static const struct diff_part *part_at(const diff *diff, face_id face)
{
    for (guint p = 0; p < diff->parts->len; p++)
        if (face_set_has(g_array_index(diff->parts, struct diff_part, p).faces, face))
            return &g_array_index(diff->parts, struct diff_part, p);
    return NULL;
}

/* Numbers with 1 the faces that hang together with one and were last changed by its row. */
static int32_t *piece_of(const struct fixture *f, const diff *diff, face_id face)
{
    const topology *topology = planar_map_topology(timeline_map(f->opened->timeline));
    int32_t *keys = g_new0(int32_t, topology_face_count(topology));
    int32_t row = diff_part_row(diff, part_at(diff, face));
    keys[face] = 1;
    for (bool is_grown = true; is_grown;) {
        is_grown = false;
        for (size_t e = 0; e < topology_edge_count(topology); e++) {
            const struct edge *edge = topology_edge(topology, (edge_id)e);
            if (keys[edge->left] == keys[edge->right])
                continue;
            face_id next = keys[edge->left] ? edge->right : edge->left;
            const struct diff_part *part = part_at(diff, next);
            if (part == NULL || diff_part_row(diff, part) != row)
                continue;
            keys[next] = 1;
            is_grown = true;
        }
    }
    return keys;
}

static bool is_at(const GArray *points, const GArray *counts, struct pagexy at, double reach_pt)
{
    const struct pagept *p = (const struct pagept *)(const void *)points->data;
    const size_t *c = (const size_t *)(const void *)counts->data;
    for (double dx = -reach_pt; dx <= reach_pt; dx += fmax(reach_pt, 1))
        for (double dy = -reach_pt; dy <= reach_pt; dy += fmax(reach_pt, 1))
            if (rings_hold(p, c, counts->len, (struct pagexy){at.x + dx, at.y + dy}))
                return true;
    return false;
}

/* Where a number points: its disc's middle, or the end of the leader that begins under it. */
static struct pagexy pointed_at(const scene *map, size_t first, size_t end, struct pagexy disc,
                                bool *has_leader)
{
    for (*has_leader = false; first < end; first++) {
        const struct scene_node *node = scene_node_at(map, first);
        if (node->kind != NODE_PATH || !node_is(map, node, "leader"))
            continue;
        const struct pagept *p = node->path.points;
        if (hypot(p[0].x / 100.0 - disc.x, p[0].y / 100.0 - disc.y) > 0.02)
            continue;
        *has_leader = true;
        return (struct pagexy){p[1].x / 100.0, p[1].y / 100.0};
    }
    return disc;
}

/* Half of what a disc may stand out of ground that is narrower than it. */
#define STANDS_OUT_PT 4.0

/* A number that the list calls by a place is in the ground that hangs together with the place, or
 * leads to it: not in another part of what passed by the same event. */
static void test_diff_map__numbers_are_at_the_place_that_the_list_names(void **state)
{
    const struct fixture *f = *state;
    int looked_at = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(spans); i++) {
        const struct drawn drawn = f->drawn[i];
        const topology *topology = planar_map_topology(timeline_map(f->opened->timeline));
        size_t first, end;
        assert_true(scene_group(drawn.map, "numbers", &first, &end));
        for (size_t n = first; n + 1 < end; n++) {
            const struct scene_node *disc = scene_node_at(drawn.map, n);
            if (disc->kind != NODE_CIRCLE)
                continue;
            int number = atoi(scene_node_at(drawn.map, n + 1)->text.run->text);
            const struct place *place = listed_place(f, drawn.map, number);
            face_id face = place ? topology_face_at(topology, place->at) : 0;
            if (face == 0 || part_at(drawn.diff, face) == NULL)
                continue;
            bool has_leader;
            struct pagexy at = pointed_at(drawn.map, first, end, disc->circle.centre, &has_leader);
            g_autofree int32_t *keys = piece_of(f, drawn.diff, face);
            g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
            g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
            page_map_dissolve(drawn.plan->page, keys, 1, points, counts);
            if (!is_at(points, counts, at, has_leader ? 1 : STANDS_OUT_PT))
                fail_msg("%s to %s: the number %d is not at %s", spans[i].from, spans[i].to, number,
                         place->id);
            looked_at++;
        }
    }
    print_message("%d numbers are of a place\n", looked_at);
    assert_true(looked_at > 10);
}

/* A caption tells of each side that ground passed to, whatever has room besides. */
static void test_diff_map__a_caption_tells_of_all_sides(void **state)
{
    const struct fixture *f = *state;
    const struct project *project = f->opened->sources->project;
    int told = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(spans); i++) {
        const struct drawn drawn = f->drawn[i];
        g_autoptr(GString) shown = g_string_new(NULL);
        size_t first, end;
        assert_true(scene_group(drawn.map, "header", &first, &end));
        for (; first < end; first++)
            if (scene_node_at(drawn.map, first)->kind == NODE_TEXT &&
                node_is(drawn.map, scene_node_at(drawn.map, first), "caption"))
                g_string_append_printf(shown, "%s ",
                                       scene_node_at(drawn.map, first)->text.run->text);
        for (guint p = 0; p < drawn.diff->parts->len; p++) {
            const struct diff_part *part = &g_array_index(drawn.diff->parts, struct diff_part, p);
            const struct project_holder *holder = &project->holders[part->now.holder];
            if (part->kind != DIFF_PASSED || part->area_m2 < 100e6)
                continue;
            told++;
            if (strstr(shown->str, names_in(&holder->names, "en")) == NULL)
                fail_msg("%s to %s: ground passed to '%s', '%s' does not tell", spans[i].from,
                         spans[i].to, holder->code, shown->str);
        }
    }
    assert_true(told > 10);
}

/* Room is kept in cells of 2 points. */
#define CELL_PT 2.0

/* A name that stands beside its change stands on no changed ground, where it would be another's. */
static void test_diff_map__names_beside_are_on_ground_that_did_not_change(void **state)
{
    const struct fixture *f = *state;
    int names = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(spans); i++) {
        const struct drawn drawn = f->drawn[i];
        const topology *topology = planar_map_topology(timeline_map(f->opened->timeline));
        g_autofree int32_t *keys = g_new0(int32_t, topology_face_count(topology));
        for (size_t face = 1; face < topology_face_count(topology); face++)
            keys[face] = part_at(drawn.diff, (face_id)face) != NULL;
        g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
        g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
        page_map_dissolve(drawn.plan->page, keys, 1, points, counts);
        for (size_t n = 0; n < scene_node_count(drawn.map); n++) {
            const struct scene_node *node = scene_node_at(drawn.map, n);
            if (node->kind != NODE_TEXT ||
                !(node_is(drawn.map, node, "change") || node_is(drawn.map, node, "change-date")))
                continue;
            struct page_box box = box_grown(text_ink(node), -CELL_PT);
            const struct pagexy at[] = {{box.left, box.top},
                                        {box.right, box.top},
                                        {box.left, box.bottom},
                                        {box.right, box.bottom},
                                        {(box.left + box.right) / 2, (box.top + box.bottom) / 2}};
            for (size_t c = 0; c < G_N_ELEMENTS(at); c++)
                if (is_at(points, counts, at[c], 0))
                    fail_msg("%s to %s: '%s' stands on ground that changed", spans[i].from,
                             spans[i].to, node->text.run->text);
            names++;
        }
    }
    assert_true(names > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_diff_map__nothing_moves_from_the_series),
        cmocka_unit_test(test_diff_map__areas_are_those_of_the_diff),
        cmocka_unit_test(test_diff_map__each_number_of_the_list_is_on_the_map),
        cmocka_unit_test(test_diff_map__numbers_cover_no_name_and_no_other),
        cmocka_unit_test(test_diff_map__numbers_are_at_the_place_that_the_list_names),
        cmocka_unit_test(test_diff_map__names_beside_are_on_ground_that_did_not_change),
        cmocka_unit_test(test_diff_map__a_caption_tells_of_all_sides),
    };
    return cmocka_run_group_tests(tests, draw_all, clear_all);
}
