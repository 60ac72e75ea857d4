#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/report.h"

static void test_report__findings_stay_in_the_order_in_which_they_came(void **state)
{
    g_autoptr(report) report = report_new();

    (void)state;
    report_add(report, SEVERITY_WARNING, "b.shp", 2, "ring %d crosses itself", 7);
    report_add(report, SEVERITY_NOTE, NULL, 0, "nothing to do");
    assert_int_equal(report_count(report), 2);
    assert_int_equal(report_at(report, 0)->severity, SEVERITY_WARNING);
    assert_string_equal(report_at(report, 0)->file, "b.shp");
    assert_int_equal(report_at(report, 0)->line, 2);
    assert_string_equal(report_at(report, 0)->message, "ring 7 crosses itself");
    assert_null(report_at(report, 1)->file);
}

static void test_report__an_identical_finding_is_kept_once(void **state)
{
    g_autoptr(report) report = report_new();

    (void)state;
    report_add(report, SEVERITY_WARNING, "b.shp", 2, "open ring");
    report_add(report, SEVERITY_WARNING, "b.shp", 2, "open ring");
    report_add(report, SEVERITY_WARNING, "b.shp", 3, "open ring");
    report_add(report, SEVERITY_WARNING, "c.shp", 2, "open ring");
    report_add(report, SEVERITY_WARNING, "b.shp", 2, "closed ring");
    assert_int_equal(report_count(report), 4);
}

static void test_report__without_a_report_findings_are_dropped(void **state)
{
    (void)state;
    report_add(NULL, SEVERITY_WARNING, "b.shp", 2, "open ring");
    assert_int_equal(report_count(NULL), 0);
    report_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_report__findings_stay_in_the_order_in_which_they_came),
        cmocka_unit_test(test_report__an_identical_finding_is_kept_once),
        cmocka_unit_test(test_report__without_a_report_findings_are_dropped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
