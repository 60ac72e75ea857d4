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
    report_add(report, (struct finding){SEVERITY_WARNING, "layer", .file = "b.shp", .line = 2},
               "ring %d crosses itself", 7);
    report_add(report, (struct finding){SEVERITY_NOTE, "layer", .file = NULL, .line = 0},
               "nothing to do");
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
    report_add(report, (struct finding){SEVERITY_WARNING, "layer", .file = "b.shp", .line = 2},
               "open ring");
    report_add(report, (struct finding){SEVERITY_WARNING, "layer", .file = "b.shp", .line = 2},
               "open ring");
    report_add(report, (struct finding){SEVERITY_WARNING, "layer", .file = "b.shp", .line = 3},
               "open ring");
    report_add(report, (struct finding){SEVERITY_WARNING, "layer", .file = "c.shp", .line = 2},
               "open ring");
    report_add(report, (struct finding){SEVERITY_WARNING, "layer", .file = "b.shp", .line = 2},
               "closed ring");
    assert_int_equal(report_count(report), 4);
}

static void test_report__without_a_report_findings_are_dropped(void **state)
{
    (void)state;
    report_add(NULL, (struct finding){SEVERITY_WARNING, "layer", .file = "b.shp", .line = 2},
               "open ring");
    assert_int_equal(report_count(NULL), 0);
    report_free(NULL);
}

static void test_report__a_reason_goes_to_the_findings_of_its_kind_and_thing(void **state)
{
    g_autoptr(report) report = report_new();

    (void)state;
    report_add(report, (struct finding){SEVERITY_WARNING, "no-source", "ceasefire"}, "one");
    report_add(report, (struct finding){SEVERITY_WARNING, "no-source", "ceasefire"}, "two");
    report_add(report, (struct finding){SEVERITY_WARNING, "no-source", "war"}, "three");
    report_add(report, (struct finding){SEVERITY_WARNING, "no-change", "ceasefire"}, "four");
    report_add(report, (struct finding){SEVERITY_WARNING, "no-source"}, "five");
    assert_int_equal(report_explain(report, "no-source", "ceasefire", "known to all"), 2);
    assert_int_equal(report_explain(report, "no-source", "peace", "there is none"), 0);
    assert_string_equal(report_at(report, 0)->reason, "known to all");
    assert_string_equal(report_at(report, 1)->reason, "known to all");
    for (size_t i = 2; i < 5; i++)
        assert_null(report_at(report, i)->reason);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_report__findings_stay_in_the_order_in_which_they_came),
        cmocka_unit_test(test_report__an_identical_finding_is_kept_once),
        cmocka_unit_test(test_report__a_reason_goes_to_the_findings_of_its_kind_and_thing),
        cmocka_unit_test(test_report__without_a_report_findings_are_dropped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
