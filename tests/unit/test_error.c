#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/error.h"

static void test_error__message_names_what_is_known_of_the_place(void **state)
{
    g_autoptr(GError) whole = NULL, no_column = NULL, no_line = NULL;

    (void)state;
    error_at(&whole, "a.css", 3, 7, "'%s' is no colour", "blu");
    assert_string_equal(whole->message, "a.css:3:7: 'blu' is no colour");
    assert_true(g_error_matches(whole, MAPGEN_ERROR, MAPGEN_ERROR_INPUT));
    error_at(&no_column, "a.csv", 3, 0, "no id");
    assert_string_equal(no_column->message, "a.csv:3: no id");
    error_at(&no_line, "a.shp", 0, 7, "no %d%%", 5);
    assert_string_equal(no_line->message, "a.shp: no 5%");
}

static void test_error__nobody_has_to_listen(void **state)
{
    (void)state;
    error_at(NULL, "a.csv", 3, 0, "no id");
}

static void test_error__nearest_is_within_a_third_of_the_word(void **state)
{
    static const char *const known[] = {"lachin-district", "lachin", "kalbajar", "Ağdam", NULL};

    (void)state;
    assert_string_equal(error_nearest("Lacin", known), "lachin");
    assert_string_equal(error_nearest("lachin-distrct", known), "lachin-district");
    assert_string_equal(error_nearest("kablajar", known), "kalbajar"); /* a swap is one edit */
    assert_string_equal(error_nearest("AGDAM", known), "Ağdam");
    assert_null(error_nearest("lach", known)); /* 2 of 4 */
    assert_null(error_nearest("", known));
    assert_null(error_nearest("stepanakert", known));
}

static void test_error__first_of_two_equally_near_wins(void **state)
{
    static const char *const known[] = {"road", "roof", "root", NULL};

    (void)state;
    assert_string_equal(error_nearest("rood", known), "road");
    assert_string_equal(error_nearest("roots", known), "root");
}

static void test_error__odd_words_are_near_to_nothing(void **state)
{
    static const char *const known[] = {"lachin", "\xff\xfe\xfd", NULL};
    g_autofree char *huge = g_strnfill(100000, 'a');
    const char *const huge_known[] = {huge, NULL};

    (void)state;
    assert_null(error_nearest("\xff\xfe\xfd", known));
    assert_null(error_nearest(huge, known));
    assert_null(error_nearest("aaa", huge_known));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_error__message_names_what_is_known_of_the_place),
        cmocka_unit_test(test_error__nobody_has_to_listen),
        cmocka_unit_test(test_error__nearest_is_within_a_third_of_the_word),
        cmocka_unit_test(test_error__first_of_two_equally_near_wins),
        cmocka_unit_test(test_error__odd_words_are_near_to_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
