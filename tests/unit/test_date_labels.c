#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compose/date_labels.h"
#include "support/random_seed.h"

#include <glib.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#define LEFT 100.0
#define RIGHT 800.0
#define GAP 5.0
#define ROUNDING 1e-9 /* x - width + width */

static const struct date_label_room bare = {LEFT, RIGHT, GAP, INFINITY};

/* What has room hangs in the middle of its tick, right below the bar. */
static void test_date_labels__far_apart_hang_in_the_middle(void **state)
{
    (void)state;
    struct date_label labels[] = {{.x = 200, .width_pt = 40}, {.x = 300, .width_pt = 60}};
    assert_int_equal(date_labels_place(labels, 2, &bare), 1);
    assert_int_equal(labels[0].tier, 0);
    assert_true(labels[0].left == 180);
    assert_int_equal(labels[1].tier, 0);
    assert_true(labels[1].left == 270);
}

/* Two that are close hang to both sides before one goes lower: 9 and 15 October. */
static void test_date_labels__two_close_ones_stand_side_by_side(void **state)
{
    (void)state;
    struct date_label labels[] = {{.x = 300, .width_pt = 30}, {.x = 309, .width_pt = 35}};
    assert_int_equal(date_labels_place(labels, 2, &bare), 1);
    assert_true(labels[0].left + 30 + GAP <= labels[1].left);
}

static void test_date_labels__keep_within_the_edges(void **state)
{
    (void)state;
    struct date_label labels[] = {{.x = LEFT, .width_pt = 50}, {.x = RIGHT, .width_pt = 50}};
    date_labels_place(labels, 2, &bare);
    assert_true(labels[0].left == LEFT);
    assert_true(labels[1].left == RIGHT - 50);
}

/* From 470 to 530, with a line somewhere between: it hangs by the end that is off the line. */
static void test_date_labels__words_keep_off_a_line(void **state)
{
    (void)state;
    struct date_label_room room = bare;
    for (double line = 475; line < 497; line += 7) {
        struct date_label label = {.x = 500, .width_pt = 60};
        room.line_x = line;
        date_labels_place(&label, 1, &room);
        assert_true(label.left > line || label.left + label.width_pt < line);
        assert_true(label.left <= 500 && label.left + label.width_pt >= 500);
    }
}

static int compare_labels(const void *left, const void *right)
{
    double a = ((const struct date_label *)left)->x, b = ((const struct date_label *)right)->x;
    return (a > b) - (a < b);
}

/* Of two labels the first is left of the other, or their words and lines would meet. */
static void assert_clear(const struct date_label *a, const struct date_label *b)
{
    if (a->tier == b->tier)
        assert_true(a->left + a->width_pt + GAP <= b->left + ROUNDING);
    /* A line goes down from the tick to its words through every tier above them. */
    if (a->tier > b->tier)
        assert_true(a->x < b->left);
    if (b->tier > a->tier)
        assert_true(b->x > a->left + a->width_pt);
}

static void test_date_labels__words_and_lines_never_meet(void **state)
{
    (void)state;
    g_autoptr(GRand) random = random_from_seed();
    int placed = 0, all = 0;
    for (int round = 0; round < 300; round++) {
        struct date_label labels[12];
        size_t count = (size_t)g_rand_int_range(random, 1, G_N_ELEMENTS(labels));
        double middle = g_rand_double_range(random, LEFT, RIGHT);
        for (size_t i = 0; i < count; i++) {
            double x = round % 2 ? g_rand_double_range(random, LEFT, RIGHT)
                                 : middle + g_rand_double_range(random, -60, 60);
            labels[i] = (struct date_label){.x = CLAMP(x, LEFT, RIGHT),
                                            .width_pt = g_rand_double_range(random, 20, 70)};
        }
        qsort(labels, count, sizeof *labels, compare_labels);
        int tiers = date_labels_place(labels, count, &bare);
        assert_in_range(tiers, 0, DATE_LABEL_TIERS);
        for (size_t i = 0; i < count; i++) {
            const struct date_label *label = &labels[i];
            all++;
            if (label->tier < 0)
                continue;
            placed++;
            assert_in_range(label->tier, 0, tiers - 1);
            assert_true(label->left >= LEFT && label->left + label->width_pt <= RIGHT + ROUNDING);
            assert_true(label->left <= label->x + ROUNDING);
            assert_true(label->x <= label->left + label->width_pt + ROUNDING);
            for (size_t j = i + 1; j < count; j++)
                if (labels[j].tier >= 0)
                    assert_clear(label, &labels[j]);
        }
    }
    /* Leaving out is the last resort, not the way out: of dates strewn over the width or crowded
     * into a sixth of it, most are told. */
    print_message("%d of %d labels placed\n", placed, all);
    assert_true(placed > 0.9 * all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_date_labels__far_apart_hang_in_the_middle),
        cmocka_unit_test(test_date_labels__two_close_ones_stand_side_by_side),
        cmocka_unit_test(test_date_labels__keep_within_the_edges),
        cmocka_unit_test(test_date_labels__words_keep_off_a_line),
        cmocka_unit_test(test_date_labels__words_and_lines_never_meet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
