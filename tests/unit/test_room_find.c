/* What is found in rooms of bits, against plain searches cell by cell. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compose/room.h"
#include "support/random_seed.h"

#include <math.h>
#include <stdlib.h>

static struct page_box box_about(struct pagexy middle, double width, double height)
{
    return (struct page_box){middle.x - width / 2, middle.y - height / 2, middle.x + width / 2,
                             middle.y + height / 2};
}

/* A page of 400 by 60 points: its rows are longer than a machine word has bits. */
static const struct page_box wide = {10.3, 20.7, 410.3, 80.7};

static room *random_wide_room(GRand *random, int most_boxes)
{
    room *room = room_new(wide);
    for (int i = g_rand_int_range(random, 0, most_boxes); i > 0; i--) {
        struct pagexy at = {g_rand_double_range(random, 0, 420),
                            g_rand_double_range(random, 10, 90)};
        room_take_box(room, box_about(at, g_rand_double_range(random, 1, 60),
                                      g_rand_double_range(random, 1, 12)));
    }
    return room;
}

static struct pagexy cell_at(int column, int row)
{
    return (struct pagexy){wide.left + 2 * column + 1, wide.top + 2 * row + 1};
}

static bool is_cell_free(const room *room, int column, int row)
{
    return room_is_free(room, box_about(cell_at(column, row), 0.01, 0.01));
}

static int steps_of_growth(const room *room, struct pagexy at, double width, double height,
                           double wider, double higher, int most)
{
    int steps = 0;
    while (steps < most && (wider > 0 || higher > 0) &&
           room_is_free(room, box_about(at, width + 2 * wider * (steps + 1),
                                        height + 2 * higher * (steps + 1))))
        steps++;
    return steps;
}

/* What the header says that a place costs, INFINITY where the box is not free. */
static double cost_at(const room *room, struct pagexy at, double width, double height,
                      const struct room_wish *wish)
{
    double distance = hypot(at.x - wish->wish.x, at.y - wish->wish.y);
    if (distance > wish->reach_pt || !room_is_free(room, box_about(at, width, height)))
        return INFINITY;
    int wider = steps_of_growth(room, at, width, height, wish->spread_pt / 16, 0, 8);
    width += wider * wish->spread_pt / 8;
    int margin =
        steps_of_growth(room, at, width, height, wish->margin_pt / 4, wish->margin_pt / 4, 4);
    return distance - margin * wish->margin_pt / 4 * wish->margin_worth -
           wider * wish->spread_pt / 8 * wish->spread_worth;
}

static void test_room_find__finds_what_a_search_of_all_places_finds(void **state)
{
    (void)state;
    GRand *random = random_from_seed();
    for (int round = 0; round < 60; round++) {
        g_autoptr(room) room = random_wide_room(random, 60);
        struct room_wish wish = {
            {g_rand_double_range(random, 0, 420), g_rand_double_range(random, 10, 90)},
            round % 3 ? INFINITY : g_rand_double_range(random, 10, 200),
            g_rand_double_range(random, 0, 12),
            g_rand_double_range(random, 0, 14),
            round % 2 ? g_rand_double_range(random, 0, 90) : 0,
            0.5};
        double width = g_rand_double_range(random, 1, 150);
        double height = g_rand_double_range(random, 1, 30);
        double least = INFINITY;
        for (int row = 0; row < 30; row++)
            for (int column = 0; column < 200; column++)
                least = fmin(least, cost_at(room, cell_at(column, row), width, height, &wish));
        struct pagexy middle;
        double found;
        assert_int_equal(room_find(room, width, height, &wish, &middle, &found), least < INFINITY);
        if (least == INFINITY)
            continue;
        assert_true(fabs(cost_at(room, middle, width, height, &wish) - least) < 1e-9);
        assert_true(found >= width - 1e-9);
        assert_true(room_is_free(room, box_about(middle, found - 1e-9, height)));
    }
    g_rand_free(random);
}

static void test_room_find__lists_every_second_place(void **state)
{
    (void)state;
    GRand *random = random_from_seed();
    for (int round = 0; round < 20; round++) {
        g_autoptr(room) room = random_wide_room(random, 60);
        double width = g_rand_double_range(random, 1, 150);
        double height = g_rand_double_range(random, 1, 30);
        g_autoptr(GArray) places = room_places(room, width, height);
        guint next = 0;
        for (int row = 0; row < 30; row += 2)
            for (int column = 0; column < 200; column += 2) {
                struct pagexy at = cell_at(column, row);
                if (!room_is_free(room, box_about(at, width, height)))
                    continue;
                assert_true(next < places->len);
                struct pagexy place = g_array_index(places, struct pagexy, next++);
                assert_true(hypot(place.x - at.x, place.y - at.y) < 1e-9);
            }
        assert_int_equal(next, places->len);
    }
    g_rand_free(random);
}

/* Free cells that hang together with one, over their sides; cleared from `cells` as they are met.
 */
static int flood(bool cells[30][200], int column, int row)
{
    if (column < 0 || column >= 200 || row < 0 || row >= 30 || !cells[row][column])
        return 0;
    cells[row][column] = false;
    return 1 + flood(cells, column - 1, row) + flood(cells, column + 1, row) +
           flood(cells, column, row - 1) + flood(cells, column, row + 1);
}

static void test_room_find__what_it_keeps_is_one_piece_and_none_is_larger(void **state)
{
    (void)state;
    GRand *random = random_from_seed();
    for (int round = 0; round < 30; round++) {
        g_autoptr(room) room = random_wide_room(random, 120);
        bool cells[30][200];
        for (int row = 0; row < 30; row++)
            for (int column = 0; column < 200; column++)
                cells[row][column] = is_cell_free(room, column, row);
        int most = 0, size;
        for (int row = 0; row < 30; row++)
            for (int column = 0; column < 200; column++)
                if ((size = flood(cells, column, row)) > most)
                    most = size;
        room_keep_largest(room);
        int left = 0, pieces = 0;
        for (int row = 0; row < 30; row++)
            for (int column = 0; column < 200; column++)
                left += cells[row][column] = is_cell_free(room, column, row);
        for (int row = 0; row < 30; row++)
            for (int column = 0; column < 200; column++)
                pieces += flood(cells, column, row) > 0;
        assert_int_equal(left, most);
        assert_int_equal(pieces, most > 0);
    }
    g_rand_free(random);
}

static void test_room_find__takes_what_a_cropped_room_has_taken_where_that_is(void **state)
{
    (void)state;
    GRand *random = random_from_seed();
    for (int round = 0; round < 20; round++) {
        g_autoptr(room) one = random_wide_room(random, 20), other = random_wide_room(random, 20);
        struct page_box to_box = box_about((struct pagexy){g_rand_double_range(random, 10, 410),
                                                           g_rand_double_range(random, 20, 80)},
                                           g_rand_double_range(random, 1, 300), 31);
        struct page_box from_box = box_about((struct pagexy){g_rand_double_range(random, 10, 410),
                                                             g_rand_double_range(random, 20, 80)},
                                             g_rand_double_range(random, 1, 300), 31);
        g_autoptr(room) to = room_cropped(one, to_box), from = room_cropped(other, from_box);
        g_autoptr(room) before = room_copy(to), none = room_new(wide);
        g_autoptr(room) within = room_cropped(none, from_box);
        room_take_room(to, from);
        for (int row = 0; row < 30; row++)
            for (int column = 0; column < 200; column++) {
                bool is_taken =
                    is_cell_free(within, column, row) && !is_cell_free(from, column, row);
                assert_int_equal(is_cell_free(to, column, row),
                                 is_cell_free(before, column, row) && !is_taken);
            }
    }
    g_rand_free(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_room_find__finds_what_a_search_of_all_places_finds),
        cmocka_unit_test(test_room_find__lists_every_second_place),
        cmocka_unit_test(test_room_find__what_it_keeps_is_one_piece_and_none_is_larger),
        cmocka_unit_test(test_room_find__takes_what_a_cropped_room_has_taken_where_that_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
