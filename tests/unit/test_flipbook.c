/* Tests of several maps in one scene. */
#include "scene/flipbook.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "output/raster.h"
#include "output/svg.h"
#include "support/opened_project.h"

/* The node that is drawn at `*index`, through uses; `*index` moves on. NULL at the end of the group
 * that a use stands in. */
struct walk {
    const scene *book;
    size_t at, back; /* back: where a definition was used, 0 for nowhere */
};

static const struct scene_node *walk_next(struct walk *walk)
{
    for (;;) {
        const struct scene_node *node = scene_node_at(walk->book, walk->at++);
        if (node->kind == NODE_USE) {
            walk->back = walk->at;
            walk->at = node->use.path + 1;
        } else if (node->kind == NODE_END_GROUP && node->group.is_definition) {
            walk->at = walk->back;
        } else {
            return node;
        }
    }
}

static void check_same(const scene *map, const struct scene_node *a, const scene *book,
                       const struct scene_node *b)
{
    assert_int_equal(a->kind, b->kind);
    assert_int_equal(a->class_number < 0, b->class_number < 0);
    if (a->class_number >= 0)
        assert_string_equal(scene_class_name(map, a->class_number),
                            scene_class_name(book, b->class_number));
    assert_true(g_strcmp0(a->mark.title, b->mark.title) == 0);
    if (a->kind == NODE_TEXT)
        assert_string_equal(a->text.run->text, b->text.run->text);
    else if (a->kind == NODE_BOX)
        assert_memory_equal(&a->box.box, &b->box.box, sizeof a->box.box);
    else if (a->kind == NODE_PATH)
        assert_memory_equal(a->path.points, b->path.points,
                            a->path.counts[0] * sizeof *a->path.points);
}

/* Law: what is drawn in each group is its map, node by node; a definition is used twice at least,
 * and no two nodes have one id. */
static void check_book(const scene *const *maps, size_t count, const scene *book)
{
    g_autofree int *uses = g_new0(int, scene_node_count(book));
    g_autoptr(GHashTable) ids = g_hash_table_new(g_str_hash, g_str_equal);
    for (size_t i = 0; i < scene_node_count(book); i++) {
        const struct scene_node *node = scene_node_at(book, i);
        if (node->kind == NODE_USE)
            uses[node->use.path]++;
        if (node->mark.id)
            assert_true(g_hash_table_add(ids, node->mark.id));
    }
    struct walk walk = {.book = book};
    while (scene_node_at(book, walk.at)->group.is_definition) {
        assert_true(uses[walk.at] >= 2);
        while (scene_node_at(book, ++walk.at)->kind != NODE_END_GROUP ||
               !scene_node_at(book, walk.at)->group.is_definition)
            assert_int_not_equal(scene_node_at(book, walk.at)->kind, NODE_USE);
        walk.at++;
    }
    for (size_t m = 0; m < count; m++) {
        assert_int_equal(walk_next(&walk)->kind, NODE_BEGIN_GROUP);
        for (size_t i = 0; i < scene_node_count(maps[m]); i++)
            check_same(maps[m], scene_node_at(maps[m], i), book, walk_next(&walk));
        assert_int_equal(walk_next(&walk)->kind, NODE_END_GROUP);
    }
    assert_int_equal(walk.at, scene_node_count(book));
}

/* Boxes of few sorts, in groups of few names; boxes may come twice. */
static void add_random(GRand *random, scene *map, int depth)
{
    struct paint paint = paint_initial();
    int count = g_rand_int_range(random, 0, 9);
    for (int i = 0; i < count; i++) {
        int sort = g_rand_int_range(random, 0, 6);
        g_autofree char *name = g_strdup_printf("sort-%d", sort);
        const struct scene_mark mark = {
            .id = name,
            .title = "A box with a title that is long enough to be worth sharing, and "
                     "so are its neighbours, which have the same title"};
        int class_number = scene_class(map, name, &paint);
        if (depth < 3 && g_rand_int_range(random, 0, 3) == 0) {
            scene_begin_group(map, g_rand_boolean(random) ? class_number : -1, &mark);
            add_random(random, map, depth + 1);
            scene_end_group(map);
        } else {
            scene_add_box(map, class_number, (struct page_box){0, 0, 5 + sort, 10}, 0, &mark);
        }
    }
}

static void test_flipbook__each_group_is_its_map(void **state)
{
    GRand *random = g_rand_new_with_seed(1994);
    static const struct scene_mark MARKS[6];
    (void)state;
    size_t shared = 0;
    for (int round = 0; round < 300; round++) {
        scene *maps[6];
        size_t count = (size_t)g_rand_int_range(random, 1, 7);
        for (size_t m = 0; m < count; m++) {
            maps[m] = scene_new(20, 20, PAGE_PX);
            add_random(random, maps[m], 0);
        }
        g_autoptr(scene) book = flipbook_build((const scene *const *)maps, MARKS, count);
        check_book((const scene *const *)maps, count, book);
        shared += scene_node_count(book) > 0 && scene_node_at(book, 0)->group.is_definition;
        for (size_t m = 0; m < count; m++)
            scene_free(maps[m]);
    }
    assert_true(shared > 100);
    g_rand_free(random);
}

struct three_maps {
    map_plan *plan;
    scene *maps[3];
    struct scene_mark marks[3];
};

static void compose_three(const struct opened_project *opened, struct three_maps *three)
{
    static const char *const DAYS[] = {"2020-11-08", "2020-11-10", "2020-12-01"};
    *three = (struct three_maps){.plan = opened_project_plan(opened, NULL, NULL)};
    for (int i = 0; i < 3; i++)
        three->maps[i] = opened_project_map(opened, three->plan, opened_project_day(DAYS[i]));
}

static void free_three(struct three_maps *three)
{
    for (int i = 0; i < 3; i++)
        scene_free(three->maps[i]);
    map_plan_free(three->plan);
}

static void test_flipbook__shows_the_last_map(void **state)
{
    struct three_maps three;
    int width, height;
    compose_three(*state, &three);
    g_autoptr(scene) book = flipbook_build((const scene *const *)three.maps, three.marks, 3);
    check_book((const scene *const *)three.maps, 3, book);
    g_autofree uint32_t *shown = raster_pixels(book, 1, &width, &height, NULL);
    g_autofree uint32_t *wanted = raster_pixels(three.maps[2], 1, &width, &height, NULL);
    assert_memory_equal(shown, wanted, (size_t)width * (size_t)height * sizeof *shown);
    free_three(&three);
}

static void test_flipbook__what_maps_share_is_written_once(void **state)
{
    struct three_maps three;
    size_t sum = 0;
    compose_three(*state, &three);
    g_autoptr(scene) book = flipbook_build((const scene *const *)three.maps, three.marks, 3);
    g_autoptr(GBytes) file = svg_encode(book, NULL);
    for (int i = 0; i < 3; i++) {
        g_autoptr(GBytes) alone = svg_encode(three.maps[i], NULL);
        sum += g_bytes_get_size(alone);
    }
    print_message("three maps in one: %zu bytes instead of %zu\n", g_bytes_get_size(file), sum);
    assert_true(g_bytes_get_size(file) * 10 < sum * 7);
    g_autofree char *text = g_strndup(g_bytes_get_data(file, NULL), g_bytes_get_size(file));
    char *kapan = strstr(text, ">Kapan<");
    assert_non_null(kapan);
    assert_null(strstr(kapan + 1, ">Kapan<"));
    free_three(&three);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_flipbook__each_group_is_its_map),
        cmocka_unit_test(test_flipbook__shows_the_last_map),
        cmocka_unit_test(test_flipbook__what_maps_share_is_written_once),
    };
    return cmocka_run_group_tests(tests, opened_project_setup_shipped, opened_project_teardown);
}
