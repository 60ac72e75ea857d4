#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/module.h"
#include <glib.h>
#include <string.h>

static void test_module__one_that_is_not_there_is_told(void **state)
{
    g_autofree char *why = NULL;
    (void)state;
    assert_null(module_function("mapgen-nothing.so", "gdal_module_read", &why));
    assert_non_null(strstr(why, "is not installed"));
}

static void test_module__a_function_that_is_not_there_is_told(void **state)
{
    g_autofree char *why = NULL, *why_not = NULL;
    (void)state;
    if (module_function("mapgen-gdal.so", "gdal_module_read", &why) == NULL)
        skip();
    assert_null(why);
    assert_null(module_function("mapgen-gdal.so", "gdal_module_sing", &why_not));
    assert_string_equal(why_not, "is of another version of mapgen");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_module__one_that_is_not_there_is_told),
        cmocka_unit_test(test_module__a_function_that_is_not_there_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
