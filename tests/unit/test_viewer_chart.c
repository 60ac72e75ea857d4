/* Laws of the curves of the page around a series. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "series/viewer_chart.h"
#include "support/opened_project.h"

static style *read_style(void)
{
    struct medium medium = {800, 600, false};
    style *style = style_read(SOURCE_DIR "/styles/article.css", &medium, NULL);
    assert_non_null(style);
    return style;
}

static chart *chart_of(const struct opened_project *opened, const style *style, const char *first,
                       const char *last)
{
    return chart_new(opened->timeline, style, opened_project_day(first), opened_project_day(last));
}

/* The shipped project has five phases. */
static void test_viewer_chart__each_period_has_the_same_width(void **state)
{
    g_autoptr(chart) chart = chart_of(*state, NULL, "1992-01-22", "2023-09-29");
    const char *const starts[] = {"1994-05-12", "2020-09-27", "2020-12-15", "2023-01-01"};
    for (size_t i = 0; i < G_N_ELEMENTS(starts); i++)
        assert_float_equal(chart_x(chart, opened_project_day(starts[i])), 20.0 * (double)(i + 1),
                           1e-9);
}

static void test_viewer_chart__days_run_from_one_end_to_the_other(void **state)
{
    g_autoptr(chart) chart = chart_of(*state, NULL, "1992-01-22", "2023-09-29");
    day_number first = opened_project_day("1992-01-22"), last = opened_project_day("2023-09-29");
    /* What was before the first map and what is from the last day on have some width. */
    assert_true(chart_x(chart, first) > 0.5);
    assert_true(chart_x(chart, last) < 99.5);
    for (day_number day = first; day < last; day++)
        assert_true(chart_x(chart, day) < chart_x(chart, day + 1));
}

/* A number of the table, its separators left out. */
static double cell_km2(const char *text)
{
    double value = 0;
    for (; *text != '<'; text++)
        if (g_ascii_isdigit(*text))
            value = 10 * value + g_ascii_digit_value(*text);
    return value;
}

static void test_viewer_chart__columns_add_up_to_the_ground_on_each_day(void **state)
{
    g_autoptr(style) style = read_style();
    g_autoptr(chart) chart = chart_of(*state, style, "1992-01-22", "2023-09-29");
    g_autoptr(GString) html = g_string_new(NULL);
    chart_append_html(chart, "en", html);
    g_auto(GStrv) rows = g_strsplit(strstr(html->str, "<tbody>"), "<tr ", -1);
    size_t days;
    timeline_change_days(((struct opened_project *)*state)->timeline, &days);
    /* The day before the first map, and the change days. */
    assert_int_equal(g_strv_length(rows) - 1, days + 1);
    for (char **row = rows + 1; *row; row++) {
        g_auto(GStrv) cells = g_strsplit(*row, "<td>", -1);
        size_t columns = g_strv_length(cells) - 1;
        double sum = 0;
        for (size_t i = 1; i <= columns; i++)
            sum += cell_km2(cells[i]);
        assert_true(columns >= 3);
        /* Each cell is rounded to whole square kilometres. */
        assert_float_equal(sum, chart_ground_m2(chart) / 1e6, 0.5 * (double)columns);
    }
}

/* What changes hands within a span, against the areas of the changes themselves: from 20 November
 * to 1 December 2020 three districts pass, and nothing twice. */
static void test_viewer_chart__the_ground_is_what_changes(void **state)
{
    const struct opened_project *opened = *state;
    g_autoptr(chart) chart = chart_of(opened, NULL, "2020-11-20", "2020-12-01");
    g_autoptr(state) before = timeline_state_at(opened->timeline, opened_project_day("2020-11-19"));
    g_autoptr(state) after = timeline_state_at(opened->timeline, opened_project_day("2020-12-01"));
    g_autoptr(GArray) changes = timeline_changes(opened->timeline, before, after);
    double area_m2 = 0;
    for (guint i = 0; i < changes->len; i++)
        area_m2 += g_array_index(changes, struct change, i).area_m2;
    assert_true(area_m2 > 1e9);
    assert_float_equal(chart_ground_m2(chart), area_m2, 1);
}

static void test_viewer_chart__where_nothing_changes_there_is_no_ground(void **state)
{
    g_autoptr(chart) chart = chart_of(*state, NULL, "2021-01-01", "2021-02-01");
    assert_float_equal(chart_ground_m2(chart), 0, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_viewer_chart__each_period_has_the_same_width),
        cmocka_unit_test(test_viewer_chart__days_run_from_one_end_to_the_other),
        cmocka_unit_test(test_viewer_chart__columns_add_up_to_the_ground_on_each_day),
        cmocka_unit_test(test_viewer_chart__the_ground_is_what_changes),
        cmocka_unit_test(test_viewer_chart__where_nothing_changes_there_is_no_ground),
    };
    return cmocka_run_group_tests(tests, opened_project_setup_shipped, opened_project_teardown);
}
