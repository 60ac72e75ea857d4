#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compose/style_check.h"
#include "style/legibility.h"
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

/* Every control that three parties can have, in all tones. */
static void test_style_check__every_status_of_every_party_is_told_apart(void **state)
{
    static const char *const roles[] = {"side-a", "side-b", "third"};
    static const char *const of_two[] = {"contested", "transition", "claimed", "advance"};
    static const char *const of_one[] = {"control", "unknown", "claimed"};
    static const char *const names[] = {"article", "dark", "wikipedia", "print-grey"};
    (void)state;

    for (size_t n = 0; n < G_N_ELEMENTS(names); n++) {
        g_autoptr(GArray) areas = g_array_new(FALSE, FALSE, sizeof(struct legibility_area));
        g_autoptr(GStringChunk) texts = g_string_chunk_new(4096);
        for (size_t a = 0; a < 3; a++) {
            for (size_t s = 0; s < G_N_ELEMENTS(of_one); s++) {
                g_autofree char *control = g_strdup_printf("%s %s", roles[a], of_one[s]);
                struct legibility_area area = {g_string_chunk_insert(texts, control), true};
                g_array_append_val(areas, area);
            }
            for (size_t b = 0; b < 3; b++) {
                for (size_t s = 0; s < G_N_ELEMENTS(of_two) && a != b; s++) {
                    g_autofree char *control =
                        g_strdup_printf("%s %s other-%s", roles[a], of_two[s], roles[b]);
                    struct legibility_area area = {g_string_chunk_insert(texts, control), true};
                    g_array_append_val(areas, area);
                }
            }
        }
        struct medium medium = {800, 600, false};
        g_autofree char *path = g_strdup_printf(SOURCE_DIR "/styles/%s.css", names[n]);
        g_autoptr(style) style = style_read(path, &medium, NULL);
        g_autoptr(report) report = report_new();
        legibility_check(style, (const struct legibility_area *)(void *)areas->data, areas->len,
                         report);
        for (size_t i = 0; i < report_count(report); i++)
            print_error("%s: %s\n", names[n], report_at(report, i)->message);
        assert_int_equal(report_count(report), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_style_check__shipped_styles_have_no_faults),
        cmocka_unit_test(test_style_check__looks_at_every_layout_and_tone),
        cmocka_unit_test(test_style_check__every_status_of_every_party_is_told_apart),
        cmocka_unit_test(test_style_check__style_that_does_not_read_is_an_error),
    };

    return cmocka_run_group_tests(tests, opened_project_setup_shipped, opened_project_teardown);
}
