/* Tests of when each map is shown. */
#include "series/animation.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/error.h"
#include <math.h>

static const struct film_turn *turn_at(const GArray *turns, guint i)
{
    return &g_array_index(turns, struct film_turn, i);
}

/* Laws: turns follow each other from 0 on, and so do the frames. */
static void check_turns(const GArray *turns)
{
    int end_cs = 0;
    for (guint i = 0; i < turns->len; i++) {
        assert_int_equal(turn_at(turns, i)->start_cs, end_cs);
        end_cs += turn_at(turns, i)->length_cs;
    }
    assert_int_equal(animation_length_cs(turns), end_cs);
    g_autoptr(GArray) frames = animation_frames(turns);
    int shown_cs = 0, map = 0, step = 0;
    for (guint i = 0; i < frames->len; i++) {
        const struct film_frame *frame = &g_array_index(frames, struct film_frame, i);
        bool is_next = frame->map == map + 1 && frame->step == 1;
        assert_true(i == 0 || is_next || (frame->map == map && frame->step == step + 1));
        if (is_next)
            assert_int_equal(shown_cs, turn_at(turns, (guint)frame->map)->start_cs);
        assert_true(frame->length_cs > 0);
        map = frame->map;
        step = frame->step;
        shown_cs += frame->length_cs;
    }
    assert_int_equal(map, (int)turns->len - 1);
    assert_int_equal(shown_cs, end_cs);
}

static void test_animation__equal_steps_with_a_pause_on_the_last_map(void **state)
{
    static const day_number DAYS[] = {100, 101, 5000};
    const struct animation_options options = {STEPS_EQUAL, 1.5, 0, 0.25};
    (void)state;
    g_autoptr(GArray) turns = animation_turns(DAYS, 3, &options, NULL);
    check_turns(turns);
    assert_int_equal(turn_at(turns, 0)->length_cs, 150);
    assert_int_equal(turn_at(turns, 0)->fade_cs, 0);
    assert_int_equal(turn_at(turns, 1)->length_cs, 150);
    assert_int_equal(turn_at(turns, 1)->fade_cs, 25);
    assert_int_equal(turn_at(turns, 2)->length_cs, 300);
}

static void test_animation__steps_by_time_follow_the_days(void **state)
{
    /* 30, 60 and 10 days in 12 seconds less 2 for the last map: 3, 6 and 1. */
    static const day_number DAYS[] = {0, 30, 90, 100};
    const struct animation_options options = {STEPS_TIME, 1, 12, 0};
    (void)state;
    g_autoptr(GArray) turns = animation_turns(DAYS, 4, &options, NULL);
    check_turns(turns);
    static const int WANTED_CS[] = {300, 600, 100, 200};
    for (guint i = 0; i < 4; i++)
        assert_int_equal(turn_at(turns, i)->length_cs, WANTED_CS[i]);
}

static void test_animation__no_map_is_too_short_to_be_read(void **state)
{
    /* One day would have 0.01 of 9 seconds; with its second the others share 8: 1 to 7. */
    static const day_number DAYS[] = {0, 1, 101, 801};
    const struct animation_options options = {STEPS_TIME, 1, 11, 0};
    (void)state;
    g_autoptr(GArray) turns = animation_turns(DAYS, 4, &options, NULL);
    check_turns(turns);
    static const int WANTED_CS[] = {100, 100, 700, 200};
    for (guint i = 0; i < 4; i++)
        assert_int_equal(turn_at(turns, i)->length_cs, WANTED_CS[i]);
}

static void test_animation__laws_hold_for_random_days(void **state)
{
    GRand *random = g_rand_new_with_seed(2023);
    (void)state;
    for (int round = 0; round < 300; round++) {
        day_number days[60] = {0};
        size_t count = (size_t)g_rand_int_range(random, 1, 61);
        for (size_t i = 1; i < count; i++)
            days[i] = days[i - 1] + g_rand_int_range(random, 1, round % 2 ? 4000 : 5);
        double hold_s = g_rand_int_range(random, 5, 300) / 100.0;
        struct animation_options options = {STEPS_TIME, hold_s, hold_s * (double)(count + 1),
                                            hold_s / g_rand_int_range(random, 3, 9)};
        options.length_s += g_rand_int_range(random, 0, 10000) / 100.0;
        g_autoptr(GArray) turns = animation_turns(days, count, &options, NULL);
        assert_non_null(turns);
        check_turns(turns);
        assert_int_equal(animation_length_cs(turns), lround(options.length_s * 100));
        int hold_cs = (int)lround(hold_s * 100);
        for (guint i = 0; i < turns->len; i++)
            assert_true(turn_at(turns, i)->length_cs >= hold_cs);
        /* Of two spans the longer is not shown for less, but for the hundredth that rounding
         * takes. */
        for (guint i = 0; i + 2 < turns->len; i++)
            if (days[i + 1] - days[i] <= days[i + 2] - days[i + 1])
                assert_true(turn_at(turns, i)->length_cs <= turn_at(turns, i + 1)->length_cs + 1);
    }
    g_rand_free(random);
}

static void test_animation__fade_is_cut_into_steps(void **state)
{
    static const day_number DAYS[] = {1, 2};
    const struct animation_options options = {STEPS_EQUAL, 1, 0, 0.4};
    (void)state;
    g_autoptr(GArray) turns = animation_turns(DAYS, 2, &options, NULL);
    g_autoptr(GArray) frames = animation_frames(turns);
    static const struct film_frame WANTED[] = {{0, 1, 1, 100}, {1, 1, 5, 8}, {1, 2, 5, 8},
                                               {1, 3, 5, 8},   {1, 4, 5, 8}, {1, 5, 5, 168}};
    assert_int_equal(frames->len, G_N_ELEMENTS(WANTED));
    assert_memory_equal(frames->data, WANTED, sizeof WANTED);
}

static void test_animation__what_cannot_be_is_told(void **state)
{
    static const day_number DAYS[] = {1, 2, 3};
    const struct animation_options short_length = {STEPS_TIME, 1, 3.99, 0},
                                   long_fade = {STEPS_EQUAL, 1, 0, 0.51};
    g_autoptr(GError) error = NULL;
    (void)state;
    assert_null(animation_turns(DAYS, 3, &short_length, &error));
    assert_true(g_error_matches(error, MAPGEN_ERROR, MAPGEN_ERROR_USAGE));
    assert_non_null(strstr(error->message, "take 4.00"));
    g_clear_error(&error);
    assert_null(animation_turns(DAYS, 3, &long_fade, &error));
    assert_non_null(strstr(error->message, "--fade 0.51"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_animation__equal_steps_with_a_pause_on_the_last_map),
        cmocka_unit_test(test_animation__steps_by_time_follow_the_days),
        cmocka_unit_test(test_animation__no_map_is_too_short_to_be_read),
        cmocka_unit_test(test_animation__laws_hold_for_random_days),
        cmocka_unit_test(test_animation__fade_is_cut_into_steps),
        cmocka_unit_test(test_animation__what_cannot_be_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
