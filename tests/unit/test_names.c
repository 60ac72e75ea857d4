#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "input/names.h"

static struct names three_names(void)
{
    struct names names = {0};
    names_add(&names, "az", "Xankəndi");
    names_add(&names, "en", "Stepanakert");
    names_add(&names, "en-GB", "Stepanakert, as the British write it");
    names_add(&names, "hy", "");
    return names;
}

static void test_names__empty_one_is_left_out(void **state)
{
    (void)state;
    struct names names = three_names();
    assert_int_equal(names.count, 3);
    assert_null(names_find(&names, "hy"));
    names_clear(&names);
    assert_int_equal(names.count, 0);
}

static void test_names__variety_of_a_language_is_found_by_it(void **state)
{
    (void)state;
    struct names names = three_names();
    assert_string_equal(names_find(&names, "en"), "Stepanakert");
    assert_string_equal(names_find(&names, "en-US"), "Stepanakert");
    assert_string_equal(names_find(&names, "en-GB"), "Stepanakert, as the British write it");
    names_clear(&names);
}

static void test_names__language_that_begins_alike_is_another(void **state)
{
    (void)state;
    struct names names = three_names();
    assert_null(names_find(&names, "e"));
    assert_null(names_find(&names, "eng"));
    assert_null(names_find(&names, "azb-AZ"));
    names_clear(&names);
}

static void test_names__first_stands_in_for_a_language_that_is_missing(void **state)
{
    (void)state;
    struct names names = three_names(), none = {0};
    assert_null(names_find(&names, "ru"));
    assert_string_equal(names_in(&names, "ru"), "Xankəndi");
    assert_string_equal(names_in(&names, NULL), "Xankəndi");
    assert_null(names_in(&none, "ru"));
    names_clear(&names);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names__empty_one_is_left_out),
        cmocka_unit_test(test_names__variety_of_a_language_is_found_by_it),
        cmocka_unit_test(test_names__language_that_begins_alike_is_another),
        cmocka_unit_test(test_names__first_stands_in_for_a_language_that_is_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
