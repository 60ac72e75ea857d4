#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "style/style.h"
#include <stdio.h>
#include <string.h>

static const struct medium page = {800, 600, false};

static style *parse(const char *sheet)
{
    g_autoptr(GError) error = NULL;
    style *style = style_parse(sheet, strlen(sheet), "a.css", &page, &error);

    if (error != NULL)
        print_error("%s\n", error->message);
    assert_non_null(style);
    return style;
}

/* "ok", or the message after the file's name. */
static char *outcome(const char *sheet)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(style) style = style_parse(sheet, strlen(sheet), "a.css", &page, &error);

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
    g_autoptr(style) inside = style_parse(sheet, strlen(sheet), "styles/x.css", &page, NULL);
    g_autoptr(style) here = style_parse(sheet, strlen(sheet), "x.css", &page, NULL);
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
    assert_null(style_parse(latin1, sizeof latin1 - 1, "a.css", &page, &error));
    assert_string_equal(error->message, "a.css:2:4: the byte 0xE4 is not valid UTF-8");
    assert_null(style_parse(zero, sizeof zero - 1, "a.css", &page, &zero_error));
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
    assert_null(style_read("no/such.css", &page, &error));
    assert_true(g_str_has_prefix(error->message, "no/such.css: "));
}

static const struct medium phone = {375, 500, false}, paper = {841.89, 595.28, true};

static uint32_t fill_on(const char *sheet, const char *class_list, const struct medium *medium)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(style) style = style_parse(sheet, strlen(sheet), "a.css", medium, &error);

    assert_null(error);
    struct colour fill = style_paint(style, class_list).fill;
    return (uint32_t)fill.r << 16 | (uint32_t)fill.g << 8 | fill.b;
}

static void test_style__media_rules_apply_to_their_pages(void **state)
{
    static const char sheet[] =
        ".a, .b, .c { fill: #000001 }\n"
        "@media screen and (max-width: 400px) { .a { fill: #000002 } }\n"
        "@media print { .a { fill: #000003 } }\n"
        "@media (min-width: 297mm) and (min-height: 209.99mm), (max-width: 374.9) {\n"
        "  .b { fill: #000004 } }\n"
        "@media all and (max-height: 500) { .c { fill: #000005 } }\n";

    (void)state;
    assert_int_equal(fill_on(sheet, "a", &page), 1);
    assert_int_equal(fill_on(sheet, "a", &phone), 2);
    assert_int_equal(fill_on(sheet, "a", &paper), 3);
    assert_int_equal(fill_on(sheet, "b", &page), 1);
    assert_int_equal(fill_on(sheet, "b", &phone), 1);
    assert_int_equal(fill_on(sheet, "b", &paper), 4); /* 841.89 points are 297.0001 mm */
    assert_int_equal(fill_on(sheet, "c", &phone), 5);
    assert_int_equal(fill_on(sheet, "c", &page), 1);
}

/* A block adds no weight: an earlier rule of more classes still wins, a later equal one too. */
static void test_style__media_rules_weigh_what_they_weigh_outside(void **state)
{
    static const char sheet[] = ".a.b { fill: #000001 }\n"
                                "@media screen { .a { fill: #000002 } .c { fill: #000003 } }\n"
                                ".c { fill: #000004 }\n";

    (void)state;
    assert_int_equal(fill_on(sheet, "a b", &page), 1);
    assert_int_equal(fill_on(sheet, "a", &page), 2);
    assert_int_equal(fill_on(sheet, "c", &page), 4);
}

static void test_style__media_rules_set_variables(void **state)
{
    static const char sheet[] = ":root { --c: #000001; --d: var(--c) } .a { fill: var(--d) }\n"
                                "@media print { :root { --c: #000002 } }\n";

    (void)state;
    assert_int_equal(fill_on(sheet, "a", &page), 1);
    assert_int_equal(fill_on(sheet, "a", &paper), 2);
}

/* A folder with sheets that import each other; removed at the end. */
struct folder {
    char *path;
    GPtrArray *files;
};

static struct folder folder_new(void)
{
    struct folder folder = {g_dir_make_tmp("mapgen-style-XXXXXX", NULL),
                            g_ptr_array_new_with_free_func(g_free)};

    assert_non_null(folder.path);
    return folder;
}

static const char *folder_add(struct folder *folder, const char *name, const char *text)
{
    char *path = g_build_filename(folder->path, name, NULL);

    assert_true(g_file_set_contents(path, text, -1, NULL));
    g_ptr_array_add(folder->files, path);
    return path;
}

static void folder_remove(struct folder *folder)
{
    for (guint i = 0; i < folder->files->len; i++)
        assert_int_equal(remove(g_ptr_array_index(folder->files, i)), 0);
    assert_int_equal(remove(folder->path), 0);
    g_ptr_array_unref(folder->files);
    g_free(folder->path);
}

static void test_style__importing_sheet_wins_over_imported(void **state)
{
    struct folder folder = folder_new();
    g_autoptr(GError) error = NULL;

    (void)state;
    folder_add(&folder, "base.css",
               ":root { --c: #000001 } .a { fill: var(--c) } .b { fill: #000002 }\n"
               "@font-face { font-family: A; src: url(\"a.ttf\") }");
    folder_add(&folder, "between.css", "@import 'base.css'; .b { fill: #000003 }");
    const char *top = folder_add(&folder, "top.css",
                                 "@import url(\"between.css\"); @import \"base.css\";\n"
                                 ":root { --c: #000004 } .c { fill: #000005 }");
    g_autoptr(style) style = style_read(top, &page, &error);
    assert_null(error);
    assert_fill(style, "a", 4);
    assert_fill(style, "b", 2); /* base.css comes again, after between.css */
    assert_fill(style, "c", 5);
    g_autofree char *font = g_build_filename(folder.path, "a.ttf", NULL);
    assert_string_equal(style_font_files(style)[0], font);
    assert_null(style_font_files(style)[1]);
    assert_string_equal(style_path(style), top);
    folder_remove(&folder);
}

static void test_style__fault_in_imported_sheet_names_that_sheet(void **state)
{
    struct folder folder = folder_new();
    g_autoptr(GError) error = NULL;

    (void)state;
    const char *base = folder_add(&folder, "base.css", ".a {\n  fill: var(--c) }");
    const char *top = folder_add(&folder, "top.css", "@import \"base.css\"; :root { --c: 3px }");
    assert_null(style_read(top, &page, &error));
    g_autofree char *expected =
        g_strdup_printf("%s:2:9: fill: '3px' is not a colour (#rgb, #rrggbb, rgb(r, g, b), a CSS "
                        "name or none)",
                        base);
    assert_string_equal(error->message, expected);
    folder_remove(&folder);
}

static void test_style__imports_in_circles_or_without_end_are_refused(void **state)
{
    struct folder folder = folder_new();
    g_autoptr(GError) circle = NULL, depth = NULL, flood = NULL;

    (void)state;
    const char *first = folder_add(&folder, "first.css", "@import \"second.css\";");
    folder_add(&folder, "second.css", "\n@import \"first.css\";");
    assert_null(style_read(first, &page, &circle));
    assert_true(g_str_has_suffix(circle->message, "second.css:2:9: 'first.css' imports itself"));

    for (int i = 0; i < 12; i++) {
        g_autofree char *name = g_strdup_printf("%d.css", i);
        g_autofree char *text = g_strdup_printf("@import \"%d.css\";", i + 1);
        folder_add(&folder, name, i < 11 ? text : "");
    }
    g_autofree char *deep = g_build_filename(folder.path, "0.css", NULL);
    assert_null(style_read(deep, &page, &depth));
    assert_non_null(strstr(depth->message, "more than 8 sheets"));

    folder_add(&folder, "leaf.css", "");
    g_autoptr(GString) many = g_string_new("");
    for (int i = 0; i < 70; i++)
        g_string_append(many, "@import \"leaf.css\";\n");
    const char *wide = folder_add(&folder, "wide.css", many->str);
    assert_null(style_read(wide, &page, &flood));
    assert_non_null(strstr(flood->message, "wide.css:65:9: 'leaf.css' is one of more than 64"));
    folder_remove(&folder);
}

/* Where a colour is to be changed: through variables to the line on which it is written. */
static void test_style__place_of_a_value_is_where_it_is_written(void **state)
{
    g_autoptr(style) style = parse(":root {\n"
                                   "  --deep: #000001;\n"
                                   "}\n"
                                   ".side-a { --tone: var(--deep); }\n"
                                   ".side-b { --tone: #000002; }\n"
                                   ".area {\n"
                                   "  fill: var(--tone, var(--deep)) }\n");

    (void)state;
    assert_int_equal(style_place(style, "area side-a", "fill").line, 2);
    assert_int_equal(style_place(style, "area side-b", "fill").line, 5);
    assert_int_equal(style_place(style, "area", "fill").line, 7);
    assert_int_equal(style_place(style, "area", "stroke").line, 0);
    assert_string_equal(style_place(style, "area", "fill").path, "a.css");
}

/* The first of the maps' own sheets: hatches are wide enough to be seen, every font is named. */
static void test_style__shipped_sheet_reads(void **state)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(style) style = style_read(SOURCE_DIR "/styles/article.css", &page, &error);

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

/* No letters smaller than readers of that page can read, in any of the shipped styles. */
static void test_style__shipped_letters_are_large_enough(void **state)
{
    static const char *const sheets[] = {"article", "print-grey", "dark", "wikipedia", NULL};
    static const char *const texts[] = {"headline",
                                        "series-title",
                                        "caption",
                                        "note",
                                        "legend-text",
                                        "scale-text",
                                        "legend-heading",
                                        "strip-text",
                                        "place-label",
                                        "label country",
                                        "label party",
                                        "place-label second",
                                        "graticule-text",
                                        "label second",
                                        "mark-label",
                                        "changed-date",
                                        "label changed",
                                        "panel-date",
                                        "north-text",
                                        "label water",
                                        "label road",
                                        "label district",
                                        "label corridor",
                                        "label change",
                                        "place-label rank-1",
                                        "place-label rank-5",
                                        "strip-text-current",
                                        "label country second",
                                        NULL};
    static const char *const foot[] = {"source", "edition", "correction", NULL};
    static const struct {
        struct medium medium;
        double text_pt, foot_pt, headline_pt;
    } pages[] = {{{800, 600, false}, 10, 8, 21},   {{375, 500, false}, 10, 10, 17},
                 {{600, 600, false}, 10, 8, 21},   {{960, 540, false}, 12, 12, 26},
                 {{453.5, 340.2, true}, 7, 6, 13}, {{841.9, 595.3, true}, 7, 7, 20}};

    (void)state;
    for (int i = 0; sheets[i] != NULL; i++) {
        g_autofree char *path = g_strdup_printf(SOURCE_DIR "/styles/%s.css", sheets[i]);
        for (size_t p = 0; p < G_N_ELEMENTS(pages); p++) {
            g_autoptr(style) style = style_read(path, &pages[p].medium, NULL);
            assert_non_null(style);
            for (int t = 0; texts[t] != NULL; t++)
                assert_true(style_paint(style, texts[t]).font.size_pt >= pages[p].text_pt);
            for (int t = 0; foot[t] != NULL; t++)
                assert_true(style_paint(style, foot[t]).font.size_pt >= pages[p].foot_pt);
            assert_true(style_paint(style, "headline").font.size_pt == pages[p].headline_pt);
        }
    }
}

/* The order of lines by strength holds on each page: the line of contact first. */
static void test_style__line_of_contact_is_the_strongest_line(void **state)
{
    static const char *const weaker[] = {"changed-outline", "country-border", "past-border",
                                         "district-border", "road",           "corridor-outline",
                                         "front",           "coast",          "river",
                                         "leader",          "graticule",      NULL};
    static const struct medium media[] = {{800, 600, false},
                                          {375, 500, false},
                                          {960, 540, false},
                                          {453.5, 340.2, true},
                                          {841.9, 595.3, true}};

    (void)state;
    for (size_t m = 0; m < G_N_ELEMENTS(media); m++) {
        g_autoptr(style) style = style_read(SOURCE_DIR "/styles/article.css", &media[m], NULL);
        double contact_pt = style_paint(style, "contact").stroke_width_pt;
        for (int i = 0; weaker[i] != NULL; i++)
            assert_true(style_paint(style, weaker[i]).stroke_width_pt < contact_pt);
        assert_true(style_paint(style, "contact-casing").stroke_width_pt > contact_pt);
    }
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

/* Through other custom properties and fallbacks, to the first of :root. */
static void test_style__a_colour_tells_its_variable(void **state)
{
    static const char *const CASES[][3] = {
        {"area now", "fill", "now"},
        {"area", "fill", "nobody"},
        {"area now", "--hatch-colour", NULL},
        {"line", "stroke", "accent"},
        {"line", "fill", NULL},
        {"literal", "fill", NULL},
    };
    (void)state;
    g_autoptr(style) style =
        parse(":root { --now: #123456; --nobody: #eee; --accent: var(--now) }\n"
              ".now { --tone: var(--now) }\n"
              ".area { fill: var(--tone, var(--nobody)) }\n"
              ".line { stroke: var(--accent) }\n"
              ".literal { fill: #fff }\n");
    for (size_t i = 0; i < G_N_ELEMENTS(CASES); i++) {
        const char *variable = style_variable(style, CASES[i][0], CASES[i][1]);
        if (g_strcmp0(variable, CASES[i][2]) != 0)
            fail_msg("%s of %s comes from %s", CASES[i][1], CASES[i][0], variable);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_style__a_colour_tells_its_variable),
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
        cmocka_unit_test(test_style__media_rules_apply_to_their_pages),
        cmocka_unit_test(test_style__media_rules_weigh_what_they_weigh_outside),
        cmocka_unit_test(test_style__media_rules_set_variables),
        cmocka_unit_test(test_style__importing_sheet_wins_over_imported),
        cmocka_unit_test(test_style__fault_in_imported_sheet_names_that_sheet),
        cmocka_unit_test(test_style__imports_in_circles_or_without_end_are_refused),
        cmocka_unit_test(test_style__place_of_a_value_is_where_it_is_written),
        cmocka_unit_test(test_style__shipped_sheet_reads),
        cmocka_unit_test(test_style__shipped_letters_are_large_enough),
        cmocka_unit_test(test_style__line_of_contact_is_the_strongest_line),
        cmocka_unit_test(test_style__threads_may_ask_at_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
