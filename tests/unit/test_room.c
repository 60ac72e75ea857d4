#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compose/room.h"
#include "support/random_seed.h"

#include <math.h>
#include <stdlib.h>

/* A page of 100 by 60 points, not at the origin. */
static const struct page_box bounds = {10, 20, 110, 80};

static room *random_room(GRand *random)
{
    room *room = room_new(bounds);
    int boxes = g_rand_int_range(random, 3, 25);
    for (int i = 0; i < boxes; i++) {
        double left = g_rand_double_range(random, 0, 110),
               top = g_rand_double_range(random, 10, 80);
        room_take_box(room, (struct page_box){left, top, left + g_rand_double_range(random, 1, 25),
                                              top + g_rand_double_range(random, 1, 15)});
    }
    return room;
}

static struct page_box box_about(struct pagexy middle, double width, double height)
{
    return (struct page_box){middle.x - width / 2, middle.y - height / 2, middle.x + width / 2,
                             middle.y + height / 2};
}

static void test_room__is_free_inside_its_bounds_only(void **state)
{
    (void)state;
    g_autoptr(room) room = room_new(bounds);
    assert_true(room_is_free(room, bounds));
    assert_true(room_is_free(room, (struct page_box){50, 40, 51, 41}));
    assert_false(room_is_free(room, (struct page_box){9, 40, 20, 50}));
    assert_false(room_is_free(room, (struct page_box){100, 40, 110.5, 50}));
    assert_false(room_is_free(room, (struct page_box){50, 19, 60, 30}));
    assert_false(room_is_free(room, (struct page_box){50, 70, 60, 80.5}));
}

static void test_room__a_taken_box_is_taken_however_little_is_asked_for(void **state)
{
    (void)state;
    g_autoptr(room) room = room_new(bounds);
    room_take_box(room, (struct page_box){50.5, 40.5, 50.6, 40.6});
    assert_false(room_is_free(room, (struct page_box){50.4, 40.4, 50.7, 40.7}));
    assert_false(room_is_free(room, bounds));
    assert_true(room_is_free(room, (struct page_box){54, 40, 60, 50}));
    /* What lies beyond the bounds takes nothing and does no harm. */
    room_take_box(room, (struct page_box){-500, -500, -400, -400});
    room_take_box(room, (struct page_box){300, 300, 400, 400});
    assert_true(room_is_free(room, (struct page_box){10, 20, 20, 30}));
    assert_true(room_is_free(room, (struct page_box){100, 70, 110, 80}));
}

static void test_room__a_copy_is_a_room_of_its_own(void **state)
{
    (void)state;
    g_autoptr(room) room = room_new(bounds);
    g_autoptr(room) copy = room_copy(room);
    room_take_box(copy, bounds);
    assert_true(room_is_free(room, bounds));
    assert_false(room_is_free(copy, (struct page_box){50, 40, 52, 42}));
}

/* No point of a line's band is free: neither in the middle of a long step nor at a corner. */
static void test_room__a_line_takes_all_that_it_covers(void **state)
{
    (void)state;
    g_autoptr(room) room = room_new(bounds);
    const struct pagept line[] = {{1500, 2500}, {9000, 4100}, {9100, 7500}};
    room_take_line(room, line, 3, 3);
    for (int i = 0; i + 1 < 3; i++) {
        double dx = line[i + 1].x - line[i].x, dy = line[i + 1].y - line[i].y;
        double length = hypot(dx, dy);
        for (int s = 0; s <= 200; s++) {
            for (int side = -1; side <= 1; side++) {
                double x = (line[i].x + dx * s / 200 - side * 1.45 * 100 * dy / length) / 100;
                double y = (line[i].y + dy * s / 200 + side * 1.45 * 100 * dx / length) / 100;
                assert_false(room_is_free(room, box_about((struct pagexy){x, y}, 0.001, 0.001)));
            }
        }
    }
    assert_true(room_is_free(room, (struct page_box){20, 60, 60, 75}));
}

/*   10        60        110
 *   20 ┌────────────────┐     a ring with a hole, as a map's area;
 *      │  ┌──────────┐  │     inside it is free, in the hole and
 *      │  │   hole   │  │     around it is taken
 *      │  └──────────┘  │
 *   80 └────────────────┘ */
static void make_ring_with_hole(GArray *points, GArray *counts)
{
    const struct pagept corners[] = {{2000, 3000}, {10000, 3000}, {10000, 7000}, {2000, 7000},
                                     {5000, 4600}, {5000, 5400},  {7000, 5400},  {7000, 4600}};
    size_t four = 4;
    g_array_append_vals(points, corners, 8);
    g_array_append_val(counts, four);
    g_array_append_val(counts, four);
}

static void test_room__keeps_what_is_inside_rings(void **state)
{
    (void)state;
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    make_ring_with_hole(points, counts);
    g_autoptr(room) inside = room_new(bounds);
    room_keep_inside(inside, points, counts);
    assert_true(room_is_free(inside, (struct page_box){22, 32, 48, 68}));
    assert_true(room_is_free(inside, (struct page_box){22, 32, 98, 44}));
    assert_false(room_is_free(inside, (struct page_box){56, 48, 60, 52}));
    assert_false(room_is_free(inside, (struct page_box){12, 40, 16, 44}));
    assert_false(room_is_free(inside, (struct page_box){104, 40, 108, 44}));

    g_autoptr(room) outside = room_new(bounds);
    room_take_inside(outside, points, counts);
    assert_true(room_is_free(outside, (struct page_box){54, 48, 66, 52}));
    assert_true(room_is_free(outside, (struct page_box){10, 20, 18, 80}));
    assert_false(room_is_free(outside, (struct page_box){24, 40, 28, 44}));
}

static void test_room__no_rings_hold_nothing(void **state)
{
    (void)state;
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    g_autoptr(room) room = room_new(bounds);
    room_take_inside(room, points, counts);
    assert_true(room_is_free(room, bounds));
    room_keep_inside(room, points, counts);
    struct pagexy middle;
    double found;
    struct room_wish wish = {{60, 50}, INFINITY, 0, 0, 0, 0};
    assert_false(room_find(room, 2, 2, &wish, &middle, &found));
}

static void test_room__finds_the_place_that_is_wished_for(void **state)
{
    (void)state;
    g_autoptr(room) room = room_new(bounds);
    struct room_wish wish = {{61, 51}, INFINITY, 0, 0, 0, 0};
    struct pagexy middle;
    double found;
    assert_true(room_find(room, 20, 8, &wish, &middle, &found));
    assert_true(hypot(middle.x - 61, middle.y - 51) < 2);
    /* At the edge, it is moved in as far as it needs. */
    wish.wish = (struct pagexy){10, 20};
    assert_true(room_find(room, 20, 8, &wish, &middle, &found));
    assert_true(middle.x >= 20 && middle.x < 22.1 && middle.y >= 24 && middle.y < 26.1);
}

static void test_room__finds_nothing_where_nothing_is(void **state)
{
    (void)state;
    g_autoptr(room) room = room_new(bounds);
    struct room_wish wish = {{60, 50}, INFINITY, 10, 12, 0, 0};
    struct pagexy middle;
    double found;
    assert_false(room_find(room, 101, 8, &wish, &middle, &found));
    assert_false(room_find(room, 8, 61, &wish, &middle, &found));
    /* Free only out of reach. */
    room_take_box(room, (struct page_box){30, 20, 110, 80});
    wish.reach_pt = 20;
    assert_false(room_find(room, 4, 4, &wish, &middle, &found));
    wish.reach_pt = 40;
    assert_true(room_find(room, 4, 4, &wish, &middle, &found));
    assert_true(middle.x < 30);
    room_take_box(room, bounds);
    wish.reach_pt = INFINITY;
    assert_false(room_find(room, 2, 2, &wish, &middle, &found));
}

/* A wide space further off beats a tight one that is nearer, as far as margins are worth it. */
static void test_room__weighs_margins_against_distance(void **state)
{
    (void)state;
    /* Two free spaces: 12 by 8 around (20, 30), 50 by 40 around (80, 50). */
    g_autoptr(room) two = room_new(bounds);
    room_take_box(two, (struct page_box){10, 20, 14, 80});
    room_take_box(two, (struct page_box){14, 20, 54, 26});
    room_take_box(two, (struct page_box){26, 20, 54, 80});
    room_take_box(two, (struct page_box){14, 34, 54, 80});
    struct pagexy middle;
    double found;
    struct room_wish wish = {{20, 30}, INFINITY, 10, 0, 0, 0};
    assert_true(room_find(two, 10, 6, &wish, &middle, &found));
    assert_true(middle.x < 26);
    wish.margin_worth = 12;
    assert_true(room_find(two, 10, 6, &wish, &middle, &found));
    assert_true(middle.x > 54);
    struct page_box with_margin = box_about(middle, 10 + 20, 6 + 20);
    assert_true(room_is_free(two, with_margin));
}

/* What is found is free and inside, and no free box on a grid of half points is nearer by more
 * than the room's own cells are apart. */
static void test_room__finds_the_nearest_of_random_rooms(void **state)
{
    (void)state;
    GRand *random = random_from_seed();
    for (int round = 0; round < 20; round++) {
        g_autoptr(room) room = random_room(random);
        struct room_wish wish = {
            {g_rand_double_range(random, 10, 110), g_rand_double_range(random, 20, 80)},
            INFINITY,
            0,
            0,
            0,
            0};
        double width = 2 * g_rand_int_range(random, 1, 15) + 1;
        double height = 2 * g_rand_int_range(random, 1, 6) + 1;
        struct pagexy middle = {NAN, NAN};
        double found;
        bool is_found = room_find(room, width, height, &wish, &middle, &found);
        double nearest = INFINITY;
        for (double y = bounds.top; y <= bounds.bottom; y += 2)
            for (double x = bounds.left; x <= bounds.right; x += 2)
                if (room_is_free(room, box_about((struct pagexy){x + 1, y + 1}, width, height)))
                    nearest = fmin(nearest, hypot(x + 1 - wish.wish.x, y + 1 - wish.wish.y));
        assert_int_equal(is_found, nearest < INFINITY);
        if (!is_found)
            continue;
        assert_true(room_is_free(room, box_about(middle, width, height)));
        assert_true(hypot(middle.x - wish.wish.x, middle.y - wish.wish.y) <= nearest + 1e-9);
    }
    g_rand_free(random);
}

static void test_room__lines_of_sight(void **state)
{
    (void)state;
    g_autoptr(room) room = room_new(bounds);
    struct pagexy from = {20, 30}, to = {100, 70};
    assert_true(room_is_line_free(room, from, to));
    assert_true(room_is_line_free(room, from, from));
    room_take_box(room, (struct page_box){60, 48, 61, 52});
    assert_false(room_is_line_free(room, from, to));
    assert_false(room_is_line_free(room, to, from));
    assert_true(room_is_line_free(room, from, (struct pagexy){20, 70}));
    assert_false(room_is_line_free(room, from, (struct pagexy){5, 30}));
}

/* The line passes through the corner of the one cell that is taken, for half a point. Skipped as
 * long as room_is_line_free() looks at points of the line, a point apart, and not at its cells. */
static void test_room__a_line_through_the_corner_of_a_cell_is_seen(void **state)
{
    (void)state;
    int missed = 0;
    for (int i = 0; i < 50; i++) {
        g_autoptr(room) room = room_new(bounds);
        room_take_box(room, (struct page_box){60, 50, 62, 52});
        /* Descends to the right through (60, 50.35) and (60.35, 50), a little further each time. */
        double back = 20 + i * 0.05;
        struct pagexy from = {60 - back, 50.35 + back}, to = {60.35 + 20, 50 - 20};
        missed += room_is_line_free(room, from, to);
    }
    assert_int_equal(missed, 0);
}

/* ---- turned rooms and shapes ---------------------------------------------------------------- */

/*   20 ┌──────────────────────┐    a band 16 points high through the middle of the page, turned
 *      │   ▁▂▃▄▅              │    by 20 degrees clockwise: level in the room turned by 20, and
 *      │        ▃▄▅▆▇         │    its shape says so
 *   80 └──────────────────────┘ */
static room *make_band(double angle_deg)
{
    g_autoptr(room) band = room_new(bounds);
    room_take_turned_box(band, (struct pagexy){60, 50}, 80, 16, angle_deg);
    room *others = room_new(bounds);
    for (double y = 21; y < 80; y += 2)
        for (double x = 11; x < 110; x += 2)
            if (room_is_free(band, box_about((struct pagexy){x, y}, 1, 1)))
                room_take_box(others, box_about((struct pagexy){x, y}, 1, 1));
    return others;
}

static void test_room__a_turned_box_covers_what_it_turns_over(void **state)
{
    (void)state;
    g_autoptr(room) taken = room_new(bounds);
    room_take_turned_box(taken, (struct pagexy){60, 50}, 40, 10, 30);
    for (int i = -20; i <= 20; i++) {
        struct pagexy along = pagexy_turned((struct pagexy){i, 0}, 30);
        struct pagexy above = pagexy_turned((struct pagexy){i, -9}, 30);
        assert_false(room_is_free(
            taken, box_about((struct pagexy){60 + along.x, 50 + along.y}, 0.01, 0.01)));
        assert_true(room_is_free(
            taken, box_about((struct pagexy){60 + above.x, 50 + above.y}, 0.01, 0.01)));
    }
}

static void test_room__a_band_is_level_in_the_room_turned_by_its_angle(void **state)
{
    (void)state;
    for (int angle = -35; angle <= 35; angle += 7) {
        g_autoptr(room) band = make_band(angle);
        g_autoptr(room) turned = room_turned(band, angle);
        struct pagexy middle = pagexy_turned((struct pagexy){60, 50}, -angle);
        /* Shorter and lower by a cell's diagonal on each side: what is free holds whole cells. */
        assert_true(room_is_free(turned, box_about(middle, 70, 9)));
        assert_false(room_is_free(turned, box_about(middle, 70, 24)));
        if (abs(angle) > 10)
            assert_false(room_is_free(band, box_about((struct pagexy){60, 50}, 70, 9)));
    }
}

static void test_room__a_band_says_how_it_lies(void **state)
{
    (void)state;
    for (int angle = -35; angle <= 35; angle += 7) {
        g_autoptr(room) band = make_band(angle);
        struct room_shape shape = room_shape_of(band);
        assert_true(fabs(shape.angle_deg - angle) < 2);
        assert_true(hypot(shape.middle.x - 60, shape.middle.y - 50) < 1);
        /* 80 by 16 is 5 times as long as wide; cells round that to 4 to 6. */
        assert_true(shape.elongation > 4 && shape.elongation < 6);
        assert_true(fabs(shape.area_pt2 - 80 * 16) < 0.2 * 80 * 16);
    }
}

static void test_room__the_widest_place_is_in_the_wider_part(void **state)
{
    (void)state;
    /* A narrow piece of 60 by 8 at the left, a wide one of 30 by 30 at the right. */
    g_autoptr(room) room = room_new(bounds);
    room_take_box(room, (struct page_box){10, 20, 70, 46});
    room_take_box(room, (struct page_box){10, 54, 70, 80});
    room_take_box(room, (struct page_box){70, 20, 110, 36});
    room_take_box(room, (struct page_box){70, 66, 110, 80});
    struct pagexy widest;
    assert_true(room_widest(room, &widest));
    assert_true(widest.x > 78 && widest.x < 102);
    assert_true(widest.y > 44 && widest.y < 58);
    room_take_box(room, bounds);
    assert_true(room_shape_of(room).area_pt2 == 0);
    assert_false(room_widest(room, &widest));
}

static void test_room__keeps_the_largest_piece(void **state)
{
    (void)state;
    g_autoptr(room) room = room_new(bounds);
    room_take_box(room, (struct page_box){50, 20, 54, 80});
    room_keep_largest(room);
    assert_false(room_is_free(room, (struct page_box){20, 40, 30, 50}));
    assert_true(room_is_free(room, (struct page_box){54, 20, 110, 80}));
}

static void test_room__a_name_spreads_as_far_as_it_is_worth(void **state)
{
    (void)state;
    g_autoptr(room) room = room_new(bounds);
    struct room_wish wish = {{60, 50}, INFINITY, 0, 0, 60, 0.5};
    struct pagexy middle;
    double width;
    assert_true(room_find(room, 20, 8, &wish, &middle, &width));
    assert_true(fabs(width - 80) < 1e-9);
    room_take_box(room, (struct page_box){90, 20, 110, 80});
    assert_true(room_find(room, 20, 8, &wish, &middle, &width));
    assert_true(width > 60 && width <= 80);
    assert_true(room_is_free(room, box_about(middle, width, 8)));
}

static void test_room__a_cropped_room_is_the_same_there(void **state)
{
    (void)state;
    GRand *random = random_from_seed();
    g_autoptr(room) whole = random_room(random);
    struct page_box box = {31, 37, 83, 66};
    g_autoptr(room) part = room_cropped(whole, box);
    for (double y = box.top + 1; y < box.bottom; y += 1.7)
        for (double x = box.left + 1; x < box.right; x += 1.7) {
            struct page_box dot = box_about((struct pagexy){x, y}, 0.01, 0.01);
            assert_int_equal(room_is_free(whole, dot), room_is_free(part, dot));
        }
    assert_false(room_is_free(part, (struct page_box){12, 40, 14, 42}));
    g_rand_free(random);
}

static bool is_inside(const struct pagept *p, size_t count, struct pagexy at)
{
    double x = at.x * PAGE_UNITS_PER_PT, y = at.y * PAGE_UNITS_PER_PT;
    bool is_in = false;
    for (size_t i = 0, j = count - 1; i < count; j = i++)
        if ((p[j].y > y) != (p[i].y > y) &&
            p[j].x + (y - p[j].y) / ((double)p[i].y - p[j].y) * ((double)p[i].x - p[j].x) < x)
            is_in = !is_in;
    return is_in;
}

/* Rings of random points, which cross themselves and reach over the sides. */
static void test_room__takes_the_cells_in_any_ring(void **state)
{
    (void)state;
    GRand *random = random_from_seed();
    for (int turn = 0; turn < 200; turn++) {
        g_autoptr(room) room = room_new(bounds);
        g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
        g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
        size_t count = (size_t)g_rand_int_range(random, 3, 12);
        for (size_t i = 0; i < count; i++) {
            struct pagept at = {g_rand_int_range(random, -2000, 14000),
                                g_rand_int_range(random, -2000, 14000)};
            g_array_append_val(points, at);
        }
        g_array_append_val(counts, count);
        room_take_inside(room, points, counts);
        for (double y = bounds.top + 1; y < bounds.bottom; y += 2)
            for (double x = bounds.left + 1; x < bounds.right; x += 2) {
                struct pagexy middle = {x, y};
                bool is_in =
                    is_inside((const struct pagept *)(const void *)points->data, count, middle);
                assert_int_equal(room_is_free(room, box_about(middle, 0.01, 0.01)), !is_in);
            }
    }
    g_rand_free(random);
}

static void test_room__counts_crossings(void **state)
{
    (void)state;
    g_autoptr(room) room = room_new(bounds);
    struct pagexy from = {12, 50}, to = {108, 50};
    assert_int_equal(room_crossings(room, from, to), 0);
    room_take_box(room, (struct page_box){30, 40, 34, 60});
    room_take_box(room, (struct page_box){70, 40, 90, 60});
    assert_int_equal(room_crossings(room, from, to), 2);
    assert_int_equal(room_crossings(room, from, (struct pagexy){120, 50}), 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_room__is_free_inside_its_bounds_only),
        cmocka_unit_test(test_room__a_taken_box_is_taken_however_little_is_asked_for),
        cmocka_unit_test(test_room__a_copy_is_a_room_of_its_own),
        cmocka_unit_test(test_room__a_line_takes_all_that_it_covers),
        cmocka_unit_test(test_room__keeps_what_is_inside_rings),
        cmocka_unit_test(test_room__no_rings_hold_nothing),
        cmocka_unit_test(test_room__finds_the_place_that_is_wished_for),
        cmocka_unit_test(test_room__finds_nothing_where_nothing_is),
        cmocka_unit_test(test_room__weighs_margins_against_distance),
        cmocka_unit_test(test_room__finds_the_nearest_of_random_rooms),
        cmocka_unit_test(test_room__lines_of_sight),
        cmocka_unit_test(test_room__a_line_through_the_corner_of_a_cell_is_seen),
        cmocka_unit_test(test_room__a_turned_box_covers_what_it_turns_over),
        cmocka_unit_test(test_room__a_band_is_level_in_the_room_turned_by_its_angle),
        cmocka_unit_test(test_room__a_band_says_how_it_lies),
        cmocka_unit_test(test_room__the_widest_place_is_in_the_wider_part),
        cmocka_unit_test(test_room__keeps_the_largest_piece),
        cmocka_unit_test(test_room__a_name_spreads_as_far_as_it_is_worth),
        cmocka_unit_test(test_room__a_cropped_room_is_the_same_there),
        cmocka_unit_test(test_room__takes_the_cells_in_any_ring),
        cmocka_unit_test(test_room__counts_crossings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
