#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/days.h"

/* Days from before everything to after all, which lie too far apart to be subtracted. */
static void test_days__are_in_order_and_once_each(void **state)
{
    static const day_number given[] = {7, DAY_AFTER_ALL, -3, 7, DAY_BEFORE_ALL, -3, 7};
    static const day_number sorted[] = {DAY_BEFORE_ALL, -3, 7, DAY_AFTER_ALL};
    g_autoptr(GArray) days = g_array_new(FALSE, FALSE, sizeof(day_number));

    (void)state;
    days_sort(days);
    assert_int_equal(days->len, 0);
    g_array_append_vals(days, given, G_N_ELEMENTS(given));
    days_sort(days);
    assert_int_equal(days->len, G_N_ELEMENTS(sorted));
    assert_memory_equal(days->data, sorted, sizeof sorted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_days__are_in_order_and_once_each)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
