#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "output/qml.h"
#include "support/features_fixture.h"
#include <string.h>

static struct features *table_with_looks(void)
{
    struct features *table = features_fixture_new("Ä", 18262);
    struct paint plain = paint_initial(), hatched = paint_initial();
    plain.fill = (struct colour){true, 0xCF, 0xE4, 0xE9, 1};
    hatched.fill = (struct colour){true, 0xF8, 0xDC, 0xA8, 0.5};
    hatched.stroke = (struct colour){true, 1, 2, 3, 1};
    hatched.stroke_width_pt = 1.1;
    hatched.dashes_pt[0] = 3.5;
    hatched.dashes_pt[1] = 2.5;
    hatched.dash_count = 2;
    hatched.hatch = (struct hatch){true, 135, 8, 4, {true, 0x8E, 0x6B, 0xB0, 1}};
    features_add_look(table, "A control", "Held by \"A\" & friends", &plain);
    features_add_look(table, "A contested B", "Contested", &hatched);
    return table;
}

static size_t count_of(const char *text, const char *words)
{
    size_t count = 0;
    for (const char *at = strstr(text, words); at != NULL; at = strstr(at + 1, words))
        count++;
    return count;
}

static void assert_has(const char *text, const char *words)
{
    if (strstr(text, words) == NULL)
        fail_msg("no '%s'", words);
}

/* GMarkup knows no document type. */
static void assert_well_formed(const char *text)
{
    static const GMarkupParser parser = {0};
    g_autoptr(GError) error = NULL;
    GMarkupParseContext *context = g_markup_parse_context_new(&parser, 0, NULL, NULL);
    const char *root = strstr(text, "<qgis");
    bool is_ok = g_markup_parse_context_parse(context, root, -1, &error) &&
                 g_markup_parse_context_end_parse(context, &error);
    g_markup_parse_context_free(context);
    if (!is_ok)
        fail_msg("%s", error->message);
}

static void test_qml__has_a_category_for_every_look(void **state)
{
    (void)state;
    g_autoptr(features) table = table_with_looks();
    g_autofree char *text = qml_encode(table, false);
    assert_well_formed(text);
    assert_has(text, "attr=\"control\"");
    assert_has(text, "label=\"Held by &quot;A&quot; &amp; friends\" value=\"A control\"");
    assert_has(text, "value=\"A contested B\"");
    assert_int_equal(count_of(text, "<category "), 2);
    assert_int_equal(count_of(text, "class=\"SimpleFill\""), 2);
}

/* The hatch is lines of the band's width and colour, the outline a line with its dashes. */
static void test_qml__paint_is_that_of_the_style(void **state)
{
    (void)state;
    g_autoptr(features) table = table_with_looks();
    g_autofree char *text = qml_encode(table, false);
    assert_has(text, "<Option type=\"QString\" name=\"color\" value=\"207,228,233,255\"/>");
    assert_has(text, "<prop k=\"color\" v=\"248,220,168,128\"/>");
    assert_int_equal(count_of(text, "class=\"LinePatternFill\""), 1);
    assert_has(text, "name=\"angle\" value=\"135\"");
    assert_has(text, "name=\"distance\" value=\"8\"");
    assert_has(text, "name=\"line_color\" value=\"142,107,176,255\"");
    assert_has(text, "name=\"line_width\" value=\"4\"");
    assert_has(text, "name=\"customdash\" value=\"3.5;2.5\"");
    assert_has(text, "name=\"line_width\" value=\"1.1\"");
}

static void test_qml__a_table_with_start_and_end_is_temporal(void **state)
{
    (void)state;
    g_autoptr(features) table = table_with_looks();
    g_autofree char *text = qml_encode(table, false);
    assert_has(text, "styleCategories=\"Symbology|Temporal\"");
    assert_has(text, "startField=\"start_date\" endField=\"end_date\"");
    table->start_field = table->end_field = NULL;
    g_autofree char *still = qml_encode(table, false);
    assert_null(strstr(still, "<temporal"));
}

static void test_qml__fields_are_called_as_in_the_file(void **state)
{
    (void)state;
    g_autoptr(features) table = table_with_looks();
    table->look_field = "holder_name";
    g_autofree char *long_names = qml_encode(table, false), *short_names = qml_encode(table, true);
    assert_has(long_names, "attr=\"holder_name\"");
    assert_has(short_names, "attr=\"holder_nam\"");
}

static void test_qml__a_description_says_whose_it_is(void **state)
{
    (void)state;
    g_autoptr(features) table = table_with_looks();
    table->licence = g_strdup("CC0 & more");
    g_autofree char *text = qmd_encode(table);
    assert_well_formed(text);
    assert_has(text, "<title>Squares</title>");
    assert_has(text, "<rights>Atlas</rights>");
    assert_has(text, "<license>CC0 &amp; more</license>");
}

static void test_qml__without_looks_there_is_none(void **state)
{
    (void)state;
    g_autoptr(features) table = features_fixture_new("Ä", 18262);
    assert_null(qml_encode(table, false));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_qml__has_a_category_for_every_look),
        cmocka_unit_test(test_qml__paint_is_that_of_the_style),
        cmocka_unit_test(test_qml__a_table_with_start_and_end_is_temporal),
        cmocka_unit_test(test_qml__fields_are_called_as_in_the_file),
        cmocka_unit_test(test_qml__a_description_says_whose_it_is),
        cmocka_unit_test(test_qml__without_looks_there_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
