/* Tests of the rules by which the groups of an SVG come and go. */
#include "output/motion.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <stdlib.h>

/* The declarations that hold at a moment, by the keyframes of a group: those of the last keyframe
 * at or before it. Percentages must not fall. */
static char *declarations_at(const char *keyframes, double percent)
{
    const char *at = strchr(keyframes, '{') + 1;
    char *found = NULL;
    double last = 0;
    while (*at != '}') {
        double until = 0;
        bool holds = false;
        do {
            char *end;
            until = strtod(at, &end);
            assert_true(*end == '%' && until >= last && until <= 100);
            holds |= until <= percent;
            last = until;
            at = end + 1;
        } while (*at++ == ',');
        const char *close = strchr(at, '}');
        if (holds) {
            g_free(found);
            found = g_strndup(at, (gsize)(close - at));
        }
        at = close + 1;
    }
    assert_true(last == 100);
    return found;
}

static bool is_shown(const char *rules, int number, double percent)
{
    g_autofree char *name = g_strdup_printf("@keyframes $-frame-%d{", number);
    const char *keyframes = strstr(rules, name);
    assert_non_null(keyframes);
    g_autofree char *declarations = declarations_at(keyframes, percent);
    return strstr(declarations, "visibility:visible") != NULL;
}

/* Turns of 1, 2, 0.5 and 4 seconds, with fades of 0.2 or none. */
static char *rules_of_four(int fade_cs, int loops)
{
    const struct film_turn turns[] = {
        {0, 100, 0}, {100, 200, fade_cs}, {300, 50, fade_cs}, {350, 400, fade_cs}};
    return motion_rules(turns, G_N_ELEMENTS(turns), loops);
}

static void test_motion__at_any_time_the_topmost_group_is_that_of_the_turn(void **state)
{
    (void)state;
    for (int fade_cs = 0; fade_cs <= 20; fade_cs += 20) {
        g_autofree char *rules = rules_of_four(fade_cs, 0);
        /* Moments away from the fades, in hundredths. */
        static const int MOMENTS[][2] = {{0, 1},   {50, 1},  {99, 1},  {125, 2}, {299, 2},
                                         {325, 3}, {349, 3}, {375, 4}, {749, 4}};
        for (size_t i = 0; i < G_N_ELEMENTS(MOMENTS); i++)
            for (int group = 1; group <= 4; group++)
                assert_int_equal(is_shown(rules, group, MOMENTS[i][0] / 7.5),
                                 group == MOMENTS[i][1]);
    }
}

static void test_motion__group_stays_until_the_next_is_opaque(void **state)
{
    (void)state;
    g_autofree char *rules = rules_of_four(20, 0);
    assert_true(is_shown(rules, 1, 119 / 7.5));
    assert_false(is_shown(rules, 1, 121 / 7.5));
    assert_non_null(strstr(rules, "@keyframes $-frame-2{0%,13.3333%{visibility:hidden;opacity:0}"
                                  "16%,42.6669%{visibility:visible;opacity:1}"));
}

static void test_motion__last_group_stands_still_where_nothing_moves(void **state)
{
    (void)state;
    g_autofree char *rules = rules_of_four(20, 3);
    assert_true(g_str_has_prefix(rules, "#$-frame-1,#$-frame-2,#$-frame-3{visibility:hidden}\n"
                                        "@media (prefers-reduced-motion:no-preference){\n"));
    assert_non_null(strstr(rules, "#$-frame-4{animation:$-frame-4 7.5s linear 3}"));
}

static void test_motion__one_map_does_not_move(void **state)
{
    const struct film_turn turn = {0, 400, 0};
    (void)state;
    g_autofree char *rules = motion_rules(&turn, 1, 0);
    assert_string_equal(rules, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_motion__at_any_time_the_topmost_group_is_that_of_the_turn),
        cmocka_unit_test(test_motion__group_stays_until_the_next_is_opaque),
        cmocka_unit_test(test_motion__last_group_stands_still_where_nothing_moves),
        cmocka_unit_test(test_motion__one_map_does_not_move),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
