/* Maps of a difference on the shipped project: on the plan of the series, true to the diff, and
 * with every number of the list on the ground that it is about. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compose/diff_map.h"
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_diff_map__nothing_moves_from_the_series),
        cmocka_unit_test(test_diff_map__areas_are_those_of_the_diff),
        cmocka_unit_test(test_diff_map__each_number_of_the_list_is_on_the_map),
        cmocka_unit_test(test_diff_map__numbers_cover_no_name_and_no_other),
    };
    return cmocka_run_group_tests(tests, draw_all, clear_all);
}
