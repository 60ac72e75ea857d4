/* Tests of path data: that they draw what they are made from, whatever their order and direction.
 */
#include "output/svg_path.h"
#include "support/random_lines.h"
#include "support/scene_fixture.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>
#include <stdlib.h>

/* ---- reading path data back ---------------------------------------------------------------- */

/* Adds a step between two points, whichever way it goes, to the steps that are listed. */
static void list_step(GPtrArray *steps, struct pagept a, struct pagept b)
{
    bool is_turned = a.x > b.x || (a.x == b.x && a.y > b.y);
    struct pagept low = is_turned ? b : a, high = is_turned ? a : b;
    if (a.x != b.x || a.y != b.y)
        g_ptr_array_add(steps, g_strdup_printf("%d,%d %d,%d", low.x, low.y, high.x, high.y));
}

static int compare_strings(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

static char *joined_steps(GPtrArray *steps)
{
    g_ptr_array_sort(steps, compare_strings);
    g_ptr_array_add(steps, NULL);
    return g_strjoinv("\n", (char **)steps->pdata);
}

/* A number of path data, as hundredths of a point; moves `*at` behind it. */
static int32_t read_length(const char **at, double unit)
{
    char *end;
    *at += strspn(*at, " ");
    double value = g_ascii_strtod(*at, &end);
    *at = end;
    return (int32_t)lround(value * unit);
}

/* The steps that ` d="..."` draws, as sorted lines of text; one number is so many hundredths. */
static char *drawn_steps(const char *data, double unit)
{
    g_autoptr(GPtrArray) steps = g_ptr_array_new_with_free_func(g_free);
    struct pagept start = {0, 0}, pen = {0, 0};
    char command = 0;
    for (const char *at = data + strlen(" d=\""); *at != '"';) {
        if (g_ascii_isalpha(*at))
            command = *at++;
        struct pagept from = pen;
        if (command == 'z')
            pen = start;
        if (command == 'h' || command == 'l' || command == 'm')
            pen.x += read_length(&at, unit);
        if (command == 'v' || command == 'l' || command == 'm')
            pen.y += read_length(&at, unit);
        if (command == 'm')
            start = pen;
        else
            list_step(steps, from, pen);
        command = command == 'm' ? 'l' : command;
    }
    return joined_steps(steps);
}

static char *expected_steps(const struct scene_node *node, int32_t step)
{
    g_autoptr(GPtrArray) steps = g_ptr_array_new_with_free_func(g_free);
    const struct pagept *points = node->path.points;
    for (size_t i = 0; i < node->path.subpaths; points += node->path.counts[i++]) {
        size_t count = node->path.counts[i];
        for (size_t j = 0; j + (node->path.is_closed ? 0 : 1) < count; j++)
            list_step(steps, scene_snap(points[j], step),
                      scene_snap(points[(j + 1) % count], step));
    }
    return joined_steps(steps);
}

/* ---- drawing ------------------------------------------------------------------------------- */

/* Adds a path of random subpaths on few points, so that lines meet. */
static void add_random_path(struct scene *scene, GRand *random, bool is_closed)
{
    enum { SUBPATHS = 12, MOST = 6 };
    struct pagept points[SUBPATHS * MOST];
    size_t counts[SUBPATHS], total = 0;
    for (int i = 0; i < SUBPATHS; total += counts[i++]) {
        counts[i] = (size_t)g_rand_int_range(random, 2, MOST + 1);
        for (size_t j = 0; j < counts[i]; j++)
            points[total + j] = (struct pagept){g_rand_int_range(random, -3, 4) * 1117,
                                                g_rand_int_range(random, -3, 4) * 994};
    }
    struct paint paint = fixture_line(0, 1);
    scene_add_path(scene, scene_class(scene, is_closed ? "ring" : "line", &paint), points, counts,
                   SUBPATHS, is_closed, NULL);
}

static void test_svg_path__random_paths_draw_all_their_steps(void **state)
{
    (void)state;
    g_autoptr(GRand) random = random_from_seed();
    for (int i = 0; i < 300; i++) {
        int32_t step = i % 2 ? 10 : 1;
        bool is_counted = i % 3 == 0;
        g_autoptr(scene) scene = scene_new(100, 100, PAGE_PX);
        add_random_path(scene, random, false);
        add_random_path(scene, random, true);
        for (size_t n = 0; n < 2; n++) {
            const struct scene_node *node = scene_node_at(scene, n);
            g_autoptr(GString) data = g_string_new(NULL);
            svg_append_path_data(data, node, 0, node->path.subpaths,
                                 (struct svg_path_style){step, is_counted});
            g_autofree char *drawn = drawn_steps(data->str, is_counted ? step : 100);
            g_autofree char *expected = expected_steps(node, step);
            assert_string_equal(drawn, expected);
        }
    }
}

/* ` d="..."` of lines, from one to before another. */
static char *path_data(const struct pagept *points, const size_t *counts, size_t subpaths,
                       size_t from, size_t to)
{
    g_autoptr(scene) scene = scene_new(100, 100, PAGE_PX);
    struct paint line = fixture_line(0, 1);
    scene_add_path(scene, scene_class(scene, "p", &line), points, counts, subpaths, false, NULL);
    GString *data = g_string_new(NULL);
    svg_append_path_data(data, scene_node_at(scene, 0), from, to,
                         (struct svg_path_style){10, false});
    return g_string_free(data, FALSE);
}

/*    a ──1── b ──3── c     the third line follows the first, and nothing else moves */
static void test_svg_path__a_line_follows_that_which_ends_where_it_begins(void **state)
{
    (void)state;
    static const struct pagept POINTS[] = {{0, 0},   {100, 0}, {500, 500}, {600, 500},
                                           {100, 0}, {200, 0}, {0, 700},   {0, 900}};
    static const size_t COUNTS[] = {2, 2, 2, 2};
    g_autofree char *data = path_data(POINTS, COUNTS, 4, 0, 4);
    assert_string_equal(data, " d=\"m0 0h1m0 0h1m3 5h1m-6 2v2\"");
    g_autofree char *part = path_data(POINTS, COUNTS, 4, 1, 4);
    assert_string_equal(part, " d=\"m5 5h1m-5-5h1m-2 7v2\"");
}

/* Lines around in a circle, and one that ends where it begins: each is written once. */
static void test_svg_path__lines_in_a_circle_are_written_once(void **state)
{
    (void)state;
    static const struct pagept POINTS[] = {{0, 0},   {100, 0}, {50, 50}, {0, 0},
                                           {100, 0}, {50, 50}, {50, 50}, {50, 50}};
    static const size_t COUNTS[] = {2, 2, 2, 2};
    g_autofree char *data = path_data(POINTS, COUNTS, 4, 0, 4);
    assert_string_equal(data, " d=\"m0 0h1m0 0-.5.5m0 0-.5-.5m.5.5h0\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_svg_path__random_paths_draw_all_their_steps),
        cmocka_unit_test(test_svg_path__a_line_follows_that_which_ends_where_it_begins),
        cmocka_unit_test(test_svg_path__lines_in_a_circle_are_written_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
