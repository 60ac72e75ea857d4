/* Boxes and segments on the page, against cases worked out by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "geom/page_box.h"

static const struct page_box box = {10, 20, 30, 30};

static void test_page_box__a_shared_side_is_no_meeting(void **state)
{
    (void)state;
    assert_false(boxes_meet(box, (struct page_box){30, 20, 40, 30}));
    assert_false(boxes_meet(box, (struct page_box){10, 30, 30, 40}));
    assert_true(boxes_meet(box, (struct page_box){29.9, 29.9, 40, 40}));
    assert_true(boxes_meet(box, (struct page_box){0, 22, 50, 24}));
}

static void test_page_box__holds_and_grows(void **state)
{
    (void)state;
    assert_true(box_holds(box, box));
    assert_false(box_holds(box, box_grown(box, 0.1)));
    assert_true(box_holds(box_grown(box, 0.1), box));
    struct page_box around = box_around(box, (struct page_box){0, 25, 15, 50});
    assert_true(around.left == 0 && around.top == 20 && around.right == 30 && around.bottom == 50);
    assert_true(box_middle(box).x == 20 && box_middle(box).y == 25);
}

static void test_page_box__nearest_point(void **state)
{
    (void)state;
    struct pagexy inside = box_nearest(box, (struct pagexy){12, 23});
    struct pagexy corner = box_nearest(box, (struct pagexy){50, 0});
    assert_true(inside.x == 12 && inside.y == 23);
    assert_true(corner.x == 30 && corner.y == 20);
}

static void test_page_box__length_of_a_segment_in_it(void **state)
{
    (void)state;
    /* Along the middle, from outside to outside: the whole width. */
    assert_float_equal(box_covers_pt(box, (struct pagexy){0, 25}, (struct pagexy){50, 25}), 20, 0);
    /* 3-4-5: enters at (10, 20), leaves at (17.5, 30). */
    assert_float_equal(box_covers_pt(box, (struct pagexy){7, 16}, (struct pagexy){19, 32}), 12.5,
                       1e-12);
    assert_float_equal(box_covers_pt(box, (struct pagexy){12, 22}, (struct pagexy){12, 25}), 3, 0);
    assert_float_equal(box_covers_pt(box, (struct pagexy){0, 0}, (struct pagexy){50, 10}), 0, 0);
    assert_float_equal(box_covers_pt(box, (struct pagexy){5, 0}, (struct pagexy){5, 50}), 0, 0);
}

static void test_page_box__segments_meet(void **state)
{
    (void)state;
    struct pagexy o = {0, 0}, e = {10, 0}, n = {5, -5}, s = {5, 5}, m = {5, 0}, far = {20, 0};
    assert_true(segments_meet(o, e, n, s));
    assert_true(segments_meet(o, e, m, s));   /* an end on the other */
    assert_true(segments_meet(o, e, m, far)); /* along each other */
    assert_false(segments_meet(o, m, e, far));
    assert_false(segments_meet(o, e, s, (struct pagexy){5, 1}));
    assert_false(segments_meet(o, n, e, s)); /* parallel */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_page_box__a_shared_side_is_no_meeting),
        cmocka_unit_test(test_page_box__holds_and_grows),
        cmocka_unit_test(test_page_box__nearest_point),
        cmocka_unit_test(test_page_box__length_of_a_segment_in_it),
        cmocka_unit_test(test_page_box__segments_meet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
