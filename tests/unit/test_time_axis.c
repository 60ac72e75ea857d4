#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compose/time_axis.h"
#include "support/opened_project.h"

static struct time_axis axis_of(void **state, const char *until)
{
    const struct opened_project *opened = *state;
    return time_axis_new(opened->timeline, until ? opened_project_day(until) : DAY_BEFORE_ALL, 100,
                         600);
}

/* From the year of the first change to the year of the last, both whole. */
static void test_time_axis__spans_whole_years(void **state)
{
    struct time_axis axis = axis_of(state, NULL);
    assert_int_equal(time_axis_start(&axis), opened_project_day("1992-01-01"));
    assert_int_equal(time_axis_end(&axis), opened_project_day("2024-01-01"));
    time_axis_clear(&axis);
    axis = axis_of(state, "2025-06-15");
    assert_int_equal(time_axis_end(&axis), opened_project_day("2026-01-01"));
    time_axis_clear(&axis);
}

static void test_time_axis__phases_are_equally_wide(void **state)
{
    const struct opened_project *opened = *state;
    const struct project *project = opened->sources->project;
    struct time_axis axis = axis_of(state, NULL);
    size_t phases = time_axis_phases(&axis);
    assert_int_equal(phases, project->phase_count);
    for (size_t p = 0; p <= phases; p++)
        assert_true(fabs(time_axis_phase_left(&axis, p) -
                         (100 + 500.0 * (double)p / (double)phases)) < 1e-9);
    for (size_t p = 1; p < phases; p++)
        assert_true(fabs(time_axis_x(&axis, project->phases[p].from) -
                         time_axis_phase_left(&axis, p)) < 1e-9);
    time_axis_clear(&axis);
}

/* Later days stand further to the right, every one of them within the axis. */
static void test_time_axis__days_are_in_order(void **state)
{
    struct time_axis axis = axis_of(state, NULL);
    double last = -INFINITY;
    for (day_number day = time_axis_start(&axis); day <= time_axis_end(&axis); day++) {
        double x = time_axis_x(&axis, day);
        assert_true(x > last && x >= 100 && x <= 600);
        last = x;
    }
    assert_true(time_axis_x(&axis, DAY_BEFORE_ALL) == 100);
    assert_true(time_axis_x(&axis, DAY_AFTER_ALL) == 600);
    time_axis_clear(&axis);
}

static void test_time_axis__ticks_are_round_and_apart(void **state)
{
    struct time_axis axis = axis_of(state, NULL);
    for (double least = 10; least < 80; least += 7) {
        for (size_t p = 0; p < time_axis_phases(&axis); p++) {
            g_autoptr(GArray) ticks = time_axis_ticks(&axis, p, least);
            for (guint i = 0; i < ticks->len; i++) {
                const struct time_tick *tick = &g_array_index(ticks, struct time_tick, i);
                struct civil_date date = day_to_civil(tick->day);
                assert_int_equal(date.day, 1);
                assert_true(tick->is_month || date.month == 1);
                assert_true(tick->x == time_axis_x(&axis, tick->day));
                assert_true(tick->x > time_axis_phase_left(&axis, p) &&
                            tick->x < time_axis_phase_left(&axis, p + 1));
                if (i)
                    assert_true(tick->x - g_array_index(ticks, struct time_tick, i - 1).x >= least);
            }
        }
    }
    time_axis_clear(&axis);
}

static void test_time_axis__a_year_is_not_told_where_it_is_plain(void **state)
{
    struct time_axis axis = axis_of(state, NULL);
    assert_false(time_axis_is_of_one_year(&axis, opened_project_day("1992-05-09")));
    assert_true(time_axis_is_of_one_year(&axis, opened_project_day("2020-11-10")));
    assert_false(time_axis_is_of_one_year(&axis, opened_project_day("2022-08-26")));
    assert_true(time_axis_is_of_one_year(&axis, opened_project_day("2023-09-19")));
    time_axis_clear(&axis);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_time_axis__spans_whole_years),
        cmocka_unit_test(test_time_axis__phases_are_equally_wide),
        cmocka_unit_test(test_time_axis__days_are_in_order),
        cmocka_unit_test(test_time_axis__ticks_are_round_and_apart),
        cmocka_unit_test(test_time_axis__a_year_is_not_told_where_it_is_plain),
    };
    return cmocka_run_group_tests(tests, opened_project_setup_shipped, opened_project_teardown);
}
