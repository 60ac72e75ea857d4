#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compose/style_check.h"
#include "support/opened_project.h"
#include <stdio.h>

/* Whatever the shipped project shows can be read in each of the shipped styles, on every layout. */
static void test_style_check__shipped_styles_have_no_faults(void **state)
{
    const struct opened_project *opened = *state;
    static const char *const names[] = {"article", "print-grey", "dark", "wikipedia", NULL};

    for (const char *const *name = names; *name != NULL; name++) {
        g_autoptr(report) report = report_new();
        assert_true(style_check(opened->timeline, *name, report, NULL));
        for (size_t i = 0; i < report_count(report); i++)
            print_error("%s\n", report_at(report, i)->message);
        assert_int_equal(report_count(report), 0);
    }
}

/* A fault on one layout only, and one that only the strongest tone of a party shows. */
static void test_style_check__looks_at_every_layout_and_tone(void **state)
{
    static const char sheet[] =
        "@import url(\"" SOURCE_DIR "/styles/article.css\");\n"
        "@media screen and (max-width: 400px) { .caption { fill: #CCCCCC } }\n"
        ".label.party.side-a { stroke: none; fill: #2F8499 }\n";
    const struct opened_project *opened = *state;
    g_autoptr(report) report = report_new();
    g_autoptr(GError) error = NULL;
    g_autofree char *folder = g_dir_make_tmp("mapgen-style-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "bad.css", NULL);

    assert_true(g_file_set_contents(path, sheet, -1, NULL));
    assert_true(style_check(opened->timeline, path, report, &error));
    assert_int_equal(report_count(report), 2);
    assert_string_equal(report_at(report, 0)->file, path);
    assert_int_equal(report_at(report, 0)->line, 3);
    assert_non_null(strstr(report_at(report, 0)->message, "'label party side-a'"));
    assert_int_equal(report_at(report, 1)->line, 2);
    assert_non_null(strstr(report_at(report, 1)->message, "'caption' (#CCCCCC)"));
    assert_int_equal(remove(path) | remove(folder), 0);
}

static void test_style_check__style_that_does_not_read_is_an_error(void **state)
{
    const struct opened_project *opened = *state;
    g_autoptr(GError) error = NULL;

    assert_false(style_check(opened->timeline, "no/such.css", NULL, &error));
    assert_true(g_str_has_prefix(error->message, "no/such.css: "));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_style_check__shipped_styles_have_no_faults),
        cmocka_unit_test(test_style_check__looks_at_every_layout_and_tone),
        cmocka_unit_test(test_style_check__style_that_does_not_read_is_an_error),
    };

    return cmocka_run_group_tests(tests, opened_project_setup_shipped, opened_project_teardown);
}
