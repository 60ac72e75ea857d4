#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/date.h"

/* "1993-08-01 1993-08-31 ~?", or "error 6: ..." as a line of the table has it. */
static char *outcome(const char *text)
{
    struct edtf date;
    g_autoptr(GError) error = NULL;
    char earliest[16], latest[16];

    if (!edtf_parse(text, 3, &date, &error)) {
        assert_true(g_str_has_prefix(error->message, "column "));
        return g_strdup_printf("error %s", error->message + strlen("column "));
    }
    const char *flags = date.is_approximate && date.is_uncertain ? " ~?"
                        : date.is_approximate                    ? " ~"
                        : date.is_uncertain                      ? " ?"
                                                                 : "";
    return g_strdup_printf("%s %s%s", day_format(date.earliest, earliest),
                           day_format(date.latest, latest), flags);
}

static void test_date__edtf_cases(void **state)
{
    g_autofree char *table = NULL;
    int wrong = 0, cases = 0;

    (void)state;
    assert_true(g_file_get_contents(SOURCE_DIR "/tests/cases/edtf.cases", &table, NULL, NULL));
    g_auto(GStrv) lines = g_strsplit(table, "\n", -1);
    for (int i = 0; lines[i] != NULL; i++) {
        char *arrow = strstr(lines[i], " => ");
        if (lines[i][0] == '#' || arrow == NULL)
            continue;
        *arrow = '\0';
        const char *expected = arrow + strlen(" => ");
        g_autofree char *actual = outcome(lines[i]);
        bool is_right = g_str_has_prefix(expected, "error ") ? g_str_has_prefix(actual, expected)
                                                             : g_str_equal(actual, expected);
        cases++;
        if (is_right)
            continue;
        print_error("edtf.cases:%d: %s\n  expected %s\n  actual   %s\n", i + 1, lines[i], expected,
                    actual);
        wrong++;
    }
    assert_true(cases > 50);
    assert_int_equal(wrong, 0);
}

static void test_date__bytes_that_are_no_utf8_are_named(void **state)
{
    struct edtf date;
    g_autoptr(GError) error = NULL;

    (void)state;
    assert_false(edtf_parse("1993\x80", 3, &date, &error));
    assert_string_equal(error->message,
                        "column 5: expected the end of the date, not the byte 0x80");
}

static void test_date__days_are_counted_from_1970(void **state)
{
    (void)state;
    assert_int_equal(day_from_civil((struct civil_date){1970, 1, 1}), 0);
    assert_int_equal(day_from_civil((struct civil_date){1969, 12, 31}), -1);
    assert_int_equal(day_from_civil((struct civil_date){2000, 3, 1}), 11017);
    /* date -d 2020-11-10 +%s is 1604966400, 18576 days */
    assert_int_equal(day_from_civil((struct civil_date){2020, 11, 10}), 18576);
}

/* 400 years of the proleptic Gregorian calendar are 146097 days, and then it repeats. */
static void test_date__every_day_goes_out_and_back(void **state)
{
    struct civil_date before = {-401, 12, 31};

    (void)state;
    for (day_number day = day_from_civil((struct civil_date){-400, 1, 1}), i = 0; i < 3 * 146097;
         day++, i++) {
        struct civil_date date = day_to_civil(day);
        assert_int_equal(day_from_civil(date), day);
        bool is_next_day =
            date.year == before.year && date.month == before.month && date.day == before.day + 1;
        assert_true(is_next_day || date.day == 1);
        before = date;
    }
}

static void test_date__days_are_written_as_iso(void **state)
{
    char text[16];

    (void)state;
    assert_string_equal(day_format(18576, text), "2020-11-10");
    assert_string_equal(day_format(DAY_BEFORE_ALL, text), "..");
    assert_string_equal(day_format(DAY_AFTER_ALL, text), "..");
    assert_string_equal(day_format(DAY_BEFORE_ALL + 1, text), "-5877641-06-24");
    assert_string_equal(day_format(day_from_civil((struct civil_date){-1, 1, 1}), text),
                        "-0001-01-01");
}

static void assert_no_day(const char *text, const char *message)
{
    day_number day;
    g_autoptr(GError) error = NULL;

    assert_false(day_parse(text, &day, &error));
    assert_string_equal(error->message, message);
    assert_false(day_parse(text, &day, NULL));
}

static void test_date__one_day_is_read(void **state)
{
    day_number day = 0;

    (void)state;
    assert_true(day_parse("2020-11-10", &day, NULL));
    assert_int_equal(day, 18576);
    assert_no_day("2020-11", "column 8: expected '-' and a day, not the end");
    assert_no_day("2020", "column 5: expected '-' and a month, not the end");
    assert_no_day("2021-02-29", "column 9: expected a day from 01 to 28, not '29'");
    assert_no_day("2020-11-10~", "column 11: expected nothing after the day, not '~'");
    assert_no_day("..", "column 1: expected a year of four digits, not '.'");
}

static bool is_exact(const char *text)
{
    struct edtf date;

    assert_true(edtf_parse(text, 3, &date, NULL));
    return edtf_is_exact(&date);
}

static void test_date__exact_is_one_certain_day(void **state)
{
    (void)state;
    assert_true(is_exact("2020-11-10"));
    assert_true(is_exact("2020-11-10/2020-11-10"));
    assert_false(is_exact("2020-11"));
    assert_false(is_exact("2020-11-10?"));
    assert_false(is_exact("2020-11-10~"));
    assert_false(is_exact(".."));
}

static void test_date__approximation_of_any_width_keeps_clear_of_open_ends(void **state)
{
    struct edtf date;

    (void)state;
    assert_true(edtf_parse("1993-10-23~", INT32_MAX, &date, NULL));
    assert_int_equal(date.latest, DAY_AFTER_ALL - 1);
    assert_true(date.earliest > DAY_BEFORE_ALL);
    assert_true(edtf_parse("1993-10-23~", 0, &date, NULL));
    assert_int_equal(date.earliest, date.latest);
    assert_true(date.is_approximate);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_date__edtf_cases),
        cmocka_unit_test(test_date__bytes_that_are_no_utf8_are_named),
        cmocka_unit_test(test_date__days_are_counted_from_1970),
        cmocka_unit_test(test_date__every_day_goes_out_and_back),
        cmocka_unit_test(test_date__days_are_written_as_iso),
        cmocka_unit_test(test_date__one_day_is_read),
        cmocka_unit_test(test_date__exact_is_one_certain_day),
        cmocka_unit_test(test_date__approximation_of_any_width_keeps_clear_of_open_ends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
