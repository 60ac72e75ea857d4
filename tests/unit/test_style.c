#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "style/style.h"
#include <string.h>

static style *parse(const char *sheet)
{
    g_autoptr(GError) error = NULL;
    style *style = style_parse(sheet, strlen(sheet), "a.css", &error);

    if (error != NULL)
        print_error("%s\n", error->message);
    assert_non_null(style);
    return style;
}

/* "ok", or the message after the file's name. */
static char *outcome(const char *sheet)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(style) style = style_parse(sheet, strlen(sheet), "a.css", &error);

    if (style != NULL)
        return g_strdup("ok");
    assert_true(g_str_has_prefix(error->message, "a.css:"));
    return g_strdup(error->message + strlen("a.css:"));
}

static void test_style__css_cases(void **state)
{
    g_autofree char *table = NULL;
    int wrong = 0, cases = 0;

    (void)state;
    assert_true(g_file_get_contents(SOURCE_DIR "/tests/cases/css.cases", &table, NULL, NULL));
    g_auto(GStrv) lines = g_strsplit(table, "\n", -1);
    for (int i = 0; lines[i] != NULL; i++) {
        g_auto(GStrv) parts = g_strsplit(lines[i], " => ", 2);
        if (g_str_has_prefix(lines[i], "# ") || g_strv_length(parts) != 2)
            continue;
        g_auto(GStrv) sheet_lines = g_strsplit(parts[0], "\\n", -1);
        g_autofree char *sheet = g_strjoinv("\n", sheet_lines);
        g_autofree char *actual = outcome(sheet);
        cases++;
        if (g_str_has_prefix(actual, parts[1]))
            continue;
        print_error("css.cases:%d: %s\n  expected %s\n  actual   %s\n", i + 1, parts[0], parts[1],
                    actual);
        wrong++;
    }
    assert_true(cases > 100);
    assert_int_equal(wrong, 0);
}

static void assert_colour(struct colour colour, uint32_t rgb)
{
    assert_true(colour.is_set);
    assert_int_equal((uint32_t)colour.r << 16 | (uint32_t)colour.g << 8 | colour.b, rgb);
}

static void assert_fill(const style *style, const char *class_list, uint32_t rgb)
{
    assert_colour(style_paint(style, class_list).fill, rgb);
}

static void test_style__without_rules_paint_is_what_svg_starts_from(void **state)
{
    g_autoptr(style) style = parse("");
    struct paint paint = style_paint(style, "area now");
    struct paint initial = paint_initial();

    (void)state;
    initial.font.family = "sans-serif";
    initial.font.fallback = "";
    assert_true(paint_equal(&paint, &initial));
}

static void test_style__more_classes_win_over_later_rules(void **state)
{
    g_autoptr(style) style = parse(".area.side-a.now { fill: #000001 }\n"
                                   ".area.side-a { fill: #000002 }\n"
                                   ".now { fill: #000003 }\n"
                                   "* { fill: #000004 }\n");

    (void)state;
    assert_fill(style, "area side-a now", 1);
    assert_fill(style, "now area side-a", 1);
    assert_fill(style, "side-a area", 2);
    assert_fill(style, "area now", 3);
    assert_fill(style, "area", 4);
    assert_fill(style, "", 4);
    assert_fill(style, "area-side-a", 4);
}

static void test_style__later_rule_wins_among_equals(void **state)
{
    g_autoptr(style) style = parse(".a { fill: #000001; stroke: #000001; fill: #000002 }\n"
                                   ".b, .a { fill: #000003 }\n"
                                   ".b { fill: #000004 }\n");

    (void)state;
    assert_fill(style, "a", 3);
    assert_fill(style, "a b", 4);
    assert_colour(style_paint(style, "a b").stroke, 1);
}

static void test_style__each_selector_of_a_list_has_its_own_weight(void **state)
{
    g_autoptr(style) style = parse(".a, .b.c { fill: #000001 } .b { fill: #000002 }");

    (void)state;
    assert_fill(style, "a b", 2);
    assert_fill(style, "b c", 1);
}

static void test_style__every_property_arrives(void **state)
{
    g_autoptr(style) style =
        parse(".a { fill: #123; stroke: rgb(4, 5, 6); fill-opacity: .5; stroke-opacity: .25;"
              " opacity: .75; stroke-width: 1.9px; stroke-linecap: round; stroke-linejoin: bevel;"
              " stroke-miterlimit: 7; stroke-dasharray: 3,2 1; stroke-dashoffset: -1;"
              " paint-order: stroke; r: 2.6; display: none; font-size: 12pt; font-weight: bold;"
              " font-style: italic; letter-spacing: .5; --hatch-colour: #8E6BB0;"
              " --hatch-angle: 135; --hatch-period: 6; --hatch-width: 3;"
              " font-family: \"Noto Sans\", 'Noto Sans Armenian', \"3 Font\", sans-serif }");
    struct paint paint = style_paint(style, "a");

    (void)state;
    assert_colour(paint.fill, 0x112233);
    assert_colour(paint.stroke, 0x040506);
    assert_true(paint.fill.opacity == .5 && paint.stroke.opacity == .25 && paint.opacity == .75);
    assert_true(paint.stroke_width_pt == 1.9);
    assert_int_equal(paint.cap, CAP_ROUND);
    assert_int_equal(paint.join, JOIN_BEVEL);
    assert_true(paint.miter_limit == 7);
    assert_int_equal(paint.dash_count, 3);
    assert_true(paint.dashes_pt[0] == 3 && paint.dashes_pt[1] == 2 && paint.dashes_pt[2] == 1);
    assert_true(paint.dash_offset_pt == -1);
    assert_true(paint.is_stroke_first);
    assert_true(paint.radius_pt == 2.6);
    assert_false(paint.is_displayed);
    assert_true(paint.font.size_pt == 12);
    assert_int_equal(paint.font.weight, 700);
    assert_true(paint.font.is_italic);
    assert_true(paint.font.letter_spacing_pt == .5);
    assert_true(paint.hatch.is_set);
    assert_colour(paint.hatch.colour, 0x8E6BB0);
    assert_true(paint.hatch.angle_deg == 135 && paint.hatch.period_pt == 6);
    assert_true(paint.hatch.width_pt == 3);
    assert_string_equal(paint.font.family, "Noto Sans");
    assert_string_equal(paint.font.fallback, "Noto Sans Armenian, '3 Font', sans-serif");
}

static void test_style__dashes_of_nothing_are_a_solid_line(void **state)
{
    g_autoptr(style) style = parse(".a { stroke-dasharray: 0 0 }");

    (void)state;
    assert_int_equal(style_paint(style, "a").dash_count, 0);
}

static void test_style__none_and_transparent_paint_nothing(void **state)
{
    g_autoptr(style) style = parse(".a { fill: none; stroke: transparent }");

    (void)state;
    assert_false(style_paint(style, "a").fill.is_set);
    assert_false(style_paint(style, "a").stroke.is_set);
}

static void test_style__custom_properties_follow_the_cascade(void **state)
{
    g_autoptr(style) style = parse(":root { --tone: #000001 }\n"
                                   ".area { fill: var(--tone) }\n"
                                   ".side-a { --tone: #000002 }\n"
                                   ".side-a.now { --tone: #000003 }\n");

    (void)state;
    assert_fill(style, "area", 1);
    assert_fill(style, "area side-a", 2);
    assert_fill(style, "area side-a now", 3);
}

/* As in CSS, a class inherits the value that --b comes to on :root. */
static void test_style__root_resolves_its_own_references(void **state)
{
    g_autoptr(style) style = parse(":root { --a: #000001; --b: var(--a) }\n"
                                   ".x { --a: #000002; fill: var(--b); stroke: var(--a) }\n");

    (void)state;
    assert_fill(style, "x", 1);
    assert_colour(style_paint(style, "x").stroke, 2);
}

static void test_style__reference_that_only_other_classes_set_is_initial(void **state)
{
    g_autoptr(style) style = parse("* { fill: #000001 }\n"
                                   ".area { fill: var(--tone) }\n"
                                   ".side-a { --tone: #000002 }\n");

    (void)state;
    assert_fill(style, "other", 1);
    assert_fill(style, "area", 0);
    assert_fill(style, "area side-a", 2);
}

static void test_style__hatch_needs_colour_period_and_width(void **state)
{
    g_autoptr(style) style = parse(":root { --hatch-period: 6; --hatch-width: 3 }\n"
                                   ".a { --hatch-colour: red }\n"
                                   ".b { --hatch-colour: red; --hatch-width: 0 }\n"
                                   ".a.plain { --hatch-colour: none }\n");

    (void)state;
    assert_true(style_paint(style, "a").hatch.is_set);
    assert_false(style_paint(style, "a plain").hatch.is_set);
    assert_false(style_paint(style, "b").hatch.is_set);
    assert_false(style_paint(style, "c").hatch.is_set);
}

static void test_style__font_strings_live_as_long_as_the_style(void **state)
{
    g_autoptr(style) style = parse(".a { font-family: \"Noto Sans\", serif }");
    struct paint first = style_paint(style, "a");
    struct paint second = style_paint(style, "b a");

    (void)state;
    assert_ptr_equal(first.font.family, second.font.family);
    assert_ptr_equal(first.font.fallback, second.font.fallback);
}

static void test_style__font_files_are_relative_to_the_sheet(void **state)
{
    static const char sheet[] = "@font-face { font-family: A; src: url(\"a.ttf\") }\n"
                                "@font-face { font-family: B; src: url('/fonts/b.ttf') }\n"
                                "@font-face { font-family: C; src: url(\"a.ttf\") }\n";
    g_autoptr(style) inside = style_parse(sheet, strlen(sheet), "styles/x.css", NULL);
    g_autoptr(style) here = style_parse(sheet, strlen(sheet), "x.css", NULL);
    const char *const *files = style_font_files(inside);

    (void)state;
    assert_string_equal(files[0], "styles/a.ttf");
    assert_string_equal(files[1], "/fonts/b.ttf");
    assert_null(files[2]);
    assert_string_equal(style_font_files(here)[0], "a.ttf");
    assert_string_equal(style_path(here), "x.css");
}

static void test_style__byte_order_mark_is_passed_over(void **state)
{
    g_autoptr(style) style = parse("\xEF\xBB\xBF.a { fill: #000007 }");

    (void)state;
    assert_fill(style, "a", 7);
}

static void test_style__bytes_that_are_no_utf8_are_named(void **state)
{
    static const char latin1[] = ".a {}\n/* \xE4 */";
    static const char zero[] = ".a\0 {}";
    g_autoptr(GError) error = NULL, zero_error = NULL;

    (void)state;
    assert_null(style_parse(latin1, sizeof latin1 - 1, "a.css", &error));
    assert_string_equal(error->message, "a.css:2:4: the byte 0xE4 is not valid UTF-8");
    assert_null(style_parse(zero, sizeof zero - 1, "a.css", &zero_error));
    assert_string_equal(zero_error->message, "a.css:1:3: the byte 0x00 is not valid UTF-8");
}

/* Each of 20 properties is twice the one before: a million times the first, if it were let. */
static void test_style__doubling_properties_end(void **state)
{
    g_autoptr(GString) sheet = g_string_new(":root { --p0: a");
    g_autofree char *message = NULL;

    (void)state;
    for (int i = 1; i <= 20; i++)
        g_string_append_printf(sheet, "; --p%d: var(--p%d) var(--p%d)", i, i - 1, i - 1);
    g_string_append(sheet, " }");
    message = outcome(sheet->str);
    assert_non_null(strstr(message, "grows without end"));
}

static void test_style__missing_file_is_named(void **state)
{
    g_autoptr(GError) error = NULL;

    (void)state;
    assert_null(style_read("no/such.css", &error));
    assert_true(g_str_has_prefix(error->message, "no/such.css: "));
}

/* The first of the maps' own sheets: hatches are wide enough to be seen, every font is named. */
static void test_style__shipped_sheet_reads(void **state)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(style) style = style_read(SOURCE_DIR "/styles/article.css", &error);

    (void)state;
    assert_null(error);
    struct paint guarded = style_paint(style, "area side-b peacekeeping other-third before");
    struct paint guarding = style_paint(style, "area third peacekeeping other-side-b before");
    struct paint held = style_paint(style, "area side-b control before");
    struct paint contested = style_paint(style, "area side-a contested other-side-b now");
    assert_colour(guarded.fill, 0xF8DCA8);
    assert_colour(guarding.fill, 0xF8DCA8);
    assert_colour(held.fill, 0xF8DCA8);
    assert_true(guarded.hatch.is_set && guarded.hatch.period_pt >= 4);
    assert_true(contested.hatch.is_set && contested.hatch.period_pt >= 4);
    assert_true(contested.hatch.period_pt == 2 * contested.hatch.width_pt);
    assert_false(held.hatch.is_set);
    assert_false(style_paint(style, "contact").fill.is_set);
    assert_string_equal(style_paint(style, "caption").font.family, "Noto Sans");
}

static gpointer ask_often(gpointer data)
{
    const style *style = data;

    for (int i = 0; i < 500; i++) {
        g_autofree char *class_list = g_strdup_printf("a n%d", i % 7);
        assert_string_equal(style_paint(style, class_list).font.family, "Noto Sans");
    }
    return NULL;
}

static void test_style__threads_may_ask_at_once(void **state)
{
    g_autoptr(style) style = parse(".a { font-family: \"Noto Sans\", serif }");
    GThread *threads[4];

    (void)state;
    for (int i = 0; i < 4; i++)
        threads[i] = g_thread_new("ask", ask_often, style);
    for (int i = 0; i < 4; i++)
        g_thread_join(threads[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_style__css_cases),
        cmocka_unit_test(test_style__without_rules_paint_is_what_svg_starts_from),
        cmocka_unit_test(test_style__more_classes_win_over_later_rules),
        cmocka_unit_test(test_style__later_rule_wins_among_equals),
        cmocka_unit_test(test_style__each_selector_of_a_list_has_its_own_weight),
        cmocka_unit_test(test_style__every_property_arrives),
        cmocka_unit_test(test_style__dashes_of_nothing_are_a_solid_line),
        cmocka_unit_test(test_style__none_and_transparent_paint_nothing),
        cmocka_unit_test(test_style__custom_properties_follow_the_cascade),
        cmocka_unit_test(test_style__root_resolves_its_own_references),
        cmocka_unit_test(test_style__reference_that_only_other_classes_set_is_initial),
        cmocka_unit_test(test_style__hatch_needs_colour_period_and_width),
        cmocka_unit_test(test_style__font_strings_live_as_long_as_the_style),
        cmocka_unit_test(test_style__font_files_are_relative_to_the_sheet),
        cmocka_unit_test(test_style__byte_order_mark_is_passed_over),
        cmocka_unit_test(test_style__bytes_that_are_no_utf8_are_named),
        cmocka_unit_test(test_style__doubling_properties_end),
        cmocka_unit_test(test_style__missing_file_is_named),
        cmocka_unit_test(test_style__shipped_sheet_reads),
        cmocka_unit_test(test_style__threads_may_ask_at_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
