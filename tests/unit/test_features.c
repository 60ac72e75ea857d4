#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/features_fixture.h"

static void test_features__values_and_parts_are_those_of_their_feature(void **state)
{
    (void)state;
    g_autoptr(features) table = features_fixture_new("Ä", 18262);
    assert_int_equal(features_count(table), 2);
    assert_int_equal(table->field_count, 8);
    assert_string_equal(features_value(table, 0, 1)->text, "A control");
    assert_null(features_value(table, 1, 1)->text);
    assert_int_equal(features_value(table, 1, 3)->day, 18262);
    assert_int_equal(features_at(table, 0)->part_count, 3);
    assert_int_equal(features_at(table, 1)->part_count, 1);
    const struct feature_part *hole = features_part(table, features_at(table, 0), 1);
    assert_true(hole->is_hole);
    assert_int_equal(features_points(table, hole)->x, DEG(10.25));
    assert_int_equal(features_part(table, features_at(table, 1), 0)->first, 11);
}

static void test_features__lists_are_joined(void **state)
{
    (void)state;
    g_autoptr(features) table = features_fixture_new("Ä", 18262);
    g_autofree char *joined = field_value_joined(features_value(table, 0, 5));
    assert_string_equal(joined, "Atlas; Gazette");
    assert_null(field_value_joined(features_value(table, 1, 5)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_features__values_and_parts_are_those_of_their_feature),
        cmocka_unit_test(test_features__lists_are_joined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
