#include "support/scene_fixture.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct pagept TRIANGLE[] = {{0, 0}, {1000, 0}, {0, 1000}};
static const size_t THREE[] = {3};

static struct scene *empty_scene(void)
{
    return scene_new(100, 50, PAGE_PX);
}

static int add_class(struct scene *scene, const char *class_list)
{
    struct paint paint = paint_initial();
    return scene_class(scene, class_list, &paint);
}

static void test_paint__initial_is_what_svg_starts_from(void **state)
{
    (void)state;
    struct paint paint = paint_initial();
    assert_true(paint.is_displayed && paint.fill.is_set && !paint.stroke.is_set);
    assert_int_equal(paint.fill.r + paint.fill.g + paint.fill.b, 0);
    assert_true(paint.stroke_width_pt == 1 && paint.miter_limit == 4 && paint.opacity == 1);
}

static void test_paint__equal_looks_at_what_is_set(void **state)
{
    (void)state;
    struct paint a = paint_initial(), b = paint_initial();
    char family[] = "Noto Sans";
    a.font.family = "Noto Sans";
    b.font.family = family;
    b.stroke.r = 255; /* of a stroke that is none */
    b.dashes_pt[0] = 3;
    assert_true(paint_equal(&a, &b));
    b.dash_count = 1;
    assert_false(paint_equal(&a, &b));
}

static void test_scene__a_class_list_has_one_number(void **state)
{
    (void)state;
    g_autoptr(scene) scene = empty_scene();
    assert_int_equal(add_class(scene, "area side-a"), 0);
    assert_int_equal(add_class(scene, "line"), 1);
    assert_int_equal(add_class(scene, "area side-a"), 0);
    assert_int_equal(scene_class_count(scene), 2);
    assert_int_equal(scene_class_find(scene, "line"), 1);
    assert_int_equal(scene_class_find(scene, "area"), -1);
    assert_string_equal(scene_class_name(scene, 0), "area side-a");
}

static void test_scene__an_id_that_is_taken_gets_a_number(void **state)
{
    (void)state;
    g_autoptr(scene) scene = empty_scene();
    struct scene_mark mark = {.id = "shusha"};
    for (int i = 0; i < 3; i++) {
        scene_begin_group(scene, -1, &mark);
        scene_end_group(scene);
    }
    assert_string_equal(scene_node_at(scene, 0)->mark.id, "shusha");
    assert_string_equal(scene_node_at(scene, 2)->mark.id, "shusha-2");
    assert_string_equal(scene_node_at(scene, 4)->mark.id, "shusha-3");
}

static void test_scene__marks_and_points_are_copied(void **state)
{
    (void)state;
    g_autoptr(scene) scene = empty_scene();
    struct pagept points[] = {{0, 0}, {1000, 0}, {0, 1000}};
    char title[] = "Title", holder[] = "a";
    const char *data[] = {"holder", holder, NULL};
    struct scene_mark mark = {.title = title, .data = data};
    scene_add_path(scene, add_class(scene, "area"), points, THREE, 1, true, &mark);
    memset(points, 0, sizeof points);
    title[0] = holder[0] = '!';
    const struct scene_node *node = scene_node_at(scene, 0);
    assert_int_equal(node->path.points[1].x, 1000);
    assert_string_equal(node->mark.title, "Title");
    assert_string_equal(node->mark.data[1], "a");
}

/* Subpaths of 1, 3 and 0 points: only the middle one is drawn. */
static void test_scene__subpaths_that_cannot_be_seen_are_left_out(void **state)
{
    (void)state;
    g_autoptr(scene) scene = empty_scene();
    static const struct pagept POINTS[] = {{5, 5}, {0, 0}, {1000, 0}, {0, 1000}};
    static const size_t COUNTS[] = {1, 3, 0}, ONE[] = {1};
    int area = add_class(scene, "area");
    scene_add_path(scene, area, POINTS, COUNTS, 3, true, NULL);
    scene_add_path(scene, area, POINTS, ONE, 1, true, NULL);
    scene_add_path(scene, area, NULL, NULL, 0, true, NULL);
    assert_int_equal(scene_node_count(scene), 1);
    const struct scene_node *node = scene_node_at(scene, 0);
    assert_int_equal(node->path.subpaths, 1);
    assert_int_equal(node->path.counts[0], 3);
    assert_int_equal(node->path.points[0].x, 0);
}

static void test_scene__positions_are_whole_hundredths(void **state)
{
    (void)state;
    g_autoptr(scene) scene = empty_scene();
    int dot = add_class(scene, "dot");
    scene_add_circle(scene, dot, (struct pagexy){1.23456, -0.001}, NULL);
    scene_add_box(scene, dot, (struct page_box){0.004, 0, 10.006, 4}, 100, NULL);
    const struct scene_node *circle = scene_node_at(scene, 0), *box = scene_node_at(scene, 1);
    assert_true(circle->circle.centre.x == 1.23);
    assert_true(circle->circle.centre.y == 0);
    assert_true(box->box.box.left == 0 && box->box.box.right == 10.01);
    assert_true(box->box.corner_pt == 2); /* no more than half the height */
}

/* 0 begin hidden / 1 begin / 2 path / 3 end / 4 end / 5 path / 6 hidden path / 7 path */
static void test_scene__steps_over_what_is_not_displayed(void **state)
{
    (void)state;
    g_autoptr(scene) scene = empty_scene();
    struct paint none = paint_initial();
    none.is_displayed = false;
    int hidden = scene_class(scene, "hidden", &none), area = add_class(scene, "area");
    scene_begin_group(scene, hidden, NULL);
    scene_begin_group(scene, -1, NULL);
    scene_add_path(scene, area, TRIANGLE, THREE, 1, true, NULL);
    scene_end_group(scene);
    scene_end_group(scene);
    scene_add_path(scene, area, TRIANGLE, THREE, 1, true, NULL);
    scene_add_path(scene, hidden, TRIANGLE, THREE, 1, true, NULL);
    scene_add_path(scene, area, TRIANGLE, THREE, 1, true, NULL);
    assert_int_equal(scene_next_displayed(scene, 0), 5);
    assert_int_equal(scene_next_displayed(scene, 6), 7);
    assert_int_equal(scene_next_displayed(scene, 8), 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paint__initial_is_what_svg_starts_from),
        cmocka_unit_test(test_paint__equal_looks_at_what_is_set),
        cmocka_unit_test(test_scene__a_class_list_has_one_number),
        cmocka_unit_test(test_scene__an_id_that_is_taken_gets_a_number),
        cmocka_unit_test(test_scene__marks_and_points_are_copied),
        cmocka_unit_test(test_scene__subpaths_that_cannot_be_seen_are_left_out),
        cmocka_unit_test(test_scene__positions_are_whole_hundredths),
        cmocka_unit_test(test_scene__steps_over_what_is_not_displayed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
