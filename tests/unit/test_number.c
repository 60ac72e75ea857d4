#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/number.h"
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static void assert_hundredths(int64_t units, const char *expected)
{
    g_autoptr(GString) out = g_string_new("");

    number_append_hundredths(out, units);
    assert_string_equal(out->str, expected);
}

static void test_number__hundredths_are_as_short_as_can_be(void **state)
{
    (void)state;
    assert_hundredths(1250, "12.5");
    assert_hundredths(-5, "-.05");
    assert_hundredths(300, "3");
    assert_hundredths(0, "0");
    assert_hundredths(50, ".5");
    assert_hundredths(7, ".07");
    assert_hundredths(-101, "-1.01");
    assert_hundredths(-10000, "-100");
    assert_hundredths(INT64_MIN, "-92233720368547758.08");
    assert_hundredths(INT64_MAX, "92233720368547758.07");
}

static void assert_whole(int64_t value, const char *expected)
{
    char out[NUMBER_ROOM + 1];
    out[number_write_whole(out, value)] = '\0';
    assert_string_equal(out, expected);
}

static void test_number__whole_numbers_of_any_length(void **state)
{
    (void)state;
    assert_whole(0, "0");
    assert_whole(-7, "-7");
    assert_whole(10, "10");
    assert_whole(INT64_MIN, "-9223372036854775808");
    assert_whole(INT64_MAX, "9223372036854775807");
}

static void assert_number(double value, int decimals, const char *expected)
{
    g_autoptr(GString) out = g_string_new("");

    number_append(out, value, decimals);
    assert_string_equal(out->str, expected);
}

static void test_number__values_are_rounded_and_trimmed(void **state)
{
    (void)state;
    assert_number(1.5, 3, "1.5");
    assert_number(0.12345, 3, "0.123");
    assert_number(100, 0, "100");
    assert_number(100, 2, "100");
    assert_number(-0.001, 2, "0");
    assert_number(-0.0, 0, "0");
    assert_number(-0.4, 0, "0");
    assert_number(2.9999, 2, "3");
    assert_number(1e22, 1, "10000000000000000000000");
}

/* What printf writes, without the zeros that say nothing. */
static void assert_as_printf(double value, int decimals)
{
    char expected[64];
    int length = snprintf(expected, sizeof expected, "%.*f", decimals, value);

    while (decimals > 0 && expected[length - 1] == '0')
        length--;
    if (decimals > 0 && expected[length - 1] == '.')
        length--;
    expected[length] = '\0';
    assert_number(value, decimals, strcmp(expected, "-0") == 0 ? "0" : expected);
}

/* Random values, and those in the middle between two decimals, which lie on either side of it. */
static void test_number__values_are_those_of_printf(void **state)
{
    guint32 seed = g_random_int();
    g_autoptr(GRand) random = g_rand_new_with_seed(seed);

    (void)state;
    print_message("seed %u\n", seed);
    for (int i = 0; i < 50000; i++) {
        int decimals = g_rand_int_range(random, 0, 10);
        double size = pow(10, g_rand_double_range(random, -6, 10));
        assert_as_printf(g_rand_double_range(random, -size, size), decimals);
        double tie = (g_rand_int_range(random, -100000, 100000) + 0.5) / pow(10, decimals);
        assert_as_printf(tie, decimals);
        assert_as_printf(nextafter(tie, INFINITY), decimals);
        assert_as_printf(nextafter(tie, -INFINITY), decimals);
    }
}

static void test_number__largest_double_fits(void **state)
{
    g_autoptr(GString) out = g_string_new("");

    (void)state;
    number_append(out, -1.7976931348623157e308, 9);
    assert_int_equal(out->len, 310);
}

static void assert_no_number(const char *text)
{
    double value = 42;

    assert_false(number_parse(text, &value));
    assert_true(value == 42);
}

static void assert_parsed(const char *text, double expected)
{
    double value = 42;

    assert_true(number_parse(text, &value));
    assert_true(value == expected);
}

static void test_number__decimal_numbers_are_read(void **state)
{
    (void)state;
    assert_parsed("12.5", 12.5);
    assert_parsed(" -.5\t", -.5);
    assert_parsed("+3.", 3);
    assert_parsed("1e3", 1000);
    assert_parsed("1.5E-1", .15);
    assert_parsed("0", 0);
}

static void test_number__anything_else_is_none(void **state)
{
    (void)state;
    assert_no_number("");
    assert_no_number(" ");
    assert_no_number("1,5");
    assert_no_number("1 2");
    assert_no_number("12px");
    assert_no_number("0x10");
    assert_no_number("nan");
    assert_no_number("inf");
    assert_no_number("1e999");
    assert_no_number("1e");
    assert_no_number(".");
    assert_no_number("-");
    assert_no_number("--1");
    assert_no_number("1.2.3");
}

static void test_number__whole_numbers_keep_their_limits(void **state)
{
    int value = 42;

    (void)state;
    assert_true(number_parse_int("9", 1, 9, &value));
    assert_int_equal(value, 9);
    assert_true(number_parse_int(" -3 ", -5, 5, &value));
    assert_int_equal(value, -3);
    assert_false(number_parse_int("0", 1, 9, &value));
    assert_false(number_parse_int("10", 1, 9, &value));
    assert_false(number_parse_int("1.0", 1, 9, &value));
    assert_false(number_parse_int("", 1, 9, &value));
    assert_false(number_parse_int("99999999999999999999", 1, 9, &value));
    assert_int_equal(value, -3);
}

/* A locale with a decimal comma, if the machine has one: nothing changes. */
static void test_number__locale_does_not_matter(void **state)
{
    (void)state;
    setlocale(LC_ALL, "de_DE.UTF-8");
    assert_number(1.5, 2, "1.5");
    assert_hundredths(150, "1.5");
    assert_parsed("1.5", 1.5);
    assert_no_number("1,5");
    setlocale(LC_ALL, "C");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_number__hundredths_are_as_short_as_can_be),
        cmocka_unit_test(test_number__whole_numbers_of_any_length),
        cmocka_unit_test(test_number__values_are_rounded_and_trimmed),
        cmocka_unit_test(test_number__values_are_those_of_printf),
        cmocka_unit_test(test_number__largest_double_fits),
        cmocka_unit_test(test_number__decimal_numbers_are_read),
        cmocka_unit_test(test_number__anything_else_is_none),
        cmocka_unit_test(test_number__whole_numbers_keep_their_limits),
        cmocka_unit_test(test_number__locale_does_not_matter),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
