/* Tests of what the SVG says; that it shows the same picture as the PNG is in test_raster.c. */
#include "output/svg.h"
#include "support/scene_fixture.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <locale.h>
#include <math.h>

/* A page of 100 by 100 points without anything on it. */
static struct scene *empty_scene(void)
{
    struct scene *scene = scene_new(100, 100, PAGE_PX);
    scene_about(scene)->id = g_strdup("m");
    return scene;
}

static char *encode_with(const struct scene *scene, const struct svg_options *options)
{
    g_autoptr(GBytes) file = svg_encode(scene, options);
    return g_strndup(g_bytes_get_data(file, NULL), g_bytes_get_size(file));
}

static char *encode(const struct scene *scene)
{
    return encode_with(scene, NULL);
}

static void assert_contains(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("no '%s' in:\n%s", part, text);
}

static void assert_lacks(const char *text, const char *part)
{
    if (strstr(text, part))
        fail_msg("'%s' in:\n%s", part, text);
}

/* GLib's parser knows no namespaces and no entities beyond XML's five, which is all that we write.
 */
static void assert_well_formed(const char *text)
{
    const GMarkupParser parser = {NULL};
    g_autoptr(GError) error = NULL;
    GMarkupParseContext *context = g_markup_parse_context_new(&parser, 0, NULL, NULL);
    bool is_parsed = g_markup_parse_context_parse(context, text, -1, &error) &&
                     g_markup_parse_context_end_parse(context, &error);
    g_markup_parse_context_free(context);
    if (!is_parsed)
        fail_msg("%s", error->message);
}

/* The `d` of one path of the given subpaths. */
static char *path_data(const struct pagept *points, const size_t *counts, size_t subpaths,
                       bool is_closed)
{
    g_autoptr(scene) scene = empty_scene();
    struct paint paint = is_closed ? fixture_fill(0) : fixture_line(0, 1);
    scene_add_path(scene, scene_class(scene, "p", &paint), points, counts, subpaths, is_closed,
                   NULL);
    g_autofree char *text = encode_with(scene, &(struct svg_options){.profile = SVG_EDITOR});
    const char *start = strstr(text, " d=\"") + strlen(" d=\"");
    return g_strndup(start, strcspn(start, "\""));
}

static void assert_golden(const struct scene *scene, enum svg_profile profile, const char *name)
{
    g_autofree char *actual = encode_with(scene, &(struct svg_options){.profile = profile});
    g_autofree char *golden = g_strconcat(SOURCE_DIR "/tests/golden/", name, NULL);
    g_autofree char *beside = g_strconcat("actual.", name, NULL);
    g_autofree char *expected = NULL;
    assert_well_formed(actual);
    if (!g_file_get_contents(golden, &expected, NULL, NULL) || strcmp(actual, expected) != 0) {
        g_file_set_contents(beside, actual, -1, NULL);
        fail_msg("%s in the build folder differs from %s", beside, golden);
    }
}

/* The file that stands beside the golden one shows what is wrong; look at both, and copy it over
 * when the change is meant. Profile web is that of `inline` with fonts, whose bytes are those of
 * the installed ones. */
static void test_svg__fixture_is_the_golden_file(void **state)
{
    (void)state;
    g_autoptr(fonts) fonts = fixture_fonts();
    g_autoptr(scene) scene = fixture_scene(fonts);
    assert_golden(scene, SVG_INLINE, "scene.svg");
    assert_golden(scene, SVG_EDITOR, "scene.editor.svg");
    assert_golden(scene, SVG_WIKIMEDIA, "scene.wikimedia.svg");
}

/* Where a locale with a decimal comma is installed. */
static void test_svg__does_not_depend_on_the_locale(void **state)
{
    (void)state;
    if (!setlocale(LC_ALL, "de_DE.UTF-8") && !setlocale(LC_ALL, "ru_RU.UTF-8"))
        skip();
    g_autoptr(fonts) fonts = fixture_fonts();
    g_autoptr(scene) scene = fixture_scene(fonts);
    g_autofree char *with_comma = encode(scene);
    setlocale(LC_ALL, "C");
    g_autofree char *without = encode(scene);
    assert_string_equal(with_comma, without);
}

/*   (1,1) --- (3.5,1)
 *     |          |
 *   (1,2) --- (3.5,2.25)   a second ring starts where the first one started */
static void test_svg__path_data_are_relative_and_short(void **state)
{
    (void)state;
    static const struct pagept POINTS[] = {{100, 100}, {350, 100}, {350, 225}, {100, 200},
                                           {110, 95},  {160, 150}, {125, 175}};
    static const size_t COUNTS[] = {4, 3};
    g_autofree char *data = path_data(POINTS, COUNTS, 2, true);
    assert_string_equal(data, "m1 1h2.5v1.25l-2.5-.25zm.1-.05.5.55-.35.25z");
}

static void test_svg__an_open_path_continues_from_its_last_point(void **state)
{
    (void)state;
    static const struct pagept POINTS[] = {{0, 0}, {100, 100}, {300, 100}, {300, 300}, {500, 300}};
    static const size_t COUNTS[] = {2, 3};
    g_autofree char *data = path_data(POINTS, COUNTS, 2, false);
    assert_string_equal(data, "m0 0 1 1m2 0v2h2");
}

static void test_svg__repeated_points_are_left_out_but_a_dot_stays(void **state)
{
    (void)state;
    static const struct pagept POINTS[] = {{0, 0}, {0, 0}, {100, 0}, {100, 0}, {7, 7}, {7, 7}};
    static const size_t COUNTS[] = {4, 2};
    g_autofree char *data = path_data(POINTS, COUNTS, 2, false);
    assert_string_equal(data, "m0 0h1m-.93.07h0");
}

/* Tenths of a point on a screen, each rounded by itself: three steps of .14 end at .4. */
static void test_svg__a_screen_has_tenths_and_nothing_drifts(void **state)
{
    (void)state;
    static const struct pagept POINTS[] = {{0, 0}, {14, 50}, {28, 0}, {42, 50}};
    static const size_t COUNTS[] = {4};
    struct paint paint = fixture_line(0, 1);
    const enum page_unit units[] = {PAGE_PX, PAGE_MM};
    const char *const expected[] = {" d=\"m0 0 .1.5.2-.5.1.5\"", " d=\"m0 0 .14.5.14-.5.14.5\""};
    for (int i = 0; i < 2; i++) {
        g_autoptr(scene) scene = scene_new(100, 100, units[i]);
        scene_add_path(scene, scene_class(scene, "p", &paint), POINTS, COUNTS, 1, false, NULL);
        g_autofree char *text = encode(scene);
        assert_contains(text, expected[i]);
    }
}

/* Ten rings of 6,400 points side by side, each with one inside it: no part has more than 32,000
 * points, none is lost, and no ring is parted from that in it. */
static void test_svg__an_editor_gets_no_path_of_more_points_than_it_takes(void **state)
{
    enum { RINGS = 20, POINTS = 3200 };
    (void)state;
    g_autoptr(scene) scene = empty_scene();
    struct paint paint = fixture_fill(0);
    g_autofree struct pagept *points = g_new(struct pagept, RINGS * POINTS);
    size_t counts[RINGS];
    for (int i = 0; i < RINGS; i++) {
        double radius = i % 2 ? 2000 : 4000;
        counts[i] = POINTS;
        for (int j = 0; j < POINTS; j++) {
            double angle = 2 * G_PI * j / POINTS;
            points[i * POINTS + j] =
                (struct pagept){(int32_t)lround(10000.0 * (i / 2) + radius * cos(angle)),
                                (int32_t)lround(radius * sin(angle))};
        }
    }
    scene_add_path(scene, scene_class(scene, "p", &paint), points, counts, RINGS, true,
                   &(struct scene_mark){.id = "long"});
    g_autofree char *whole = encode(scene);
    g_autofree char *text = encode_with(scene, &(struct svg_options){.profile = SVG_EDITOR});
    int paths = 0, rings = 0;
    for (const char *at = strstr(text, "<path"); at; at = strstr(at + 1, "<path"), paths++) {
        g_autofree char *path = g_strndup(at, strcspn(at, "\n"));
        g_auto(GStrv) parts = g_strsplit(path, "z", -1);
        int in_path = (int)g_strv_length(parts) - 1;
        assert_true(in_path * POINTS <= 32000);
        assert_int_equal(in_path % 2, 0);
        rings += in_path;
    }
    assert_int_equal(rings, RINGS);
    assert_int_equal(paths, 2); /* of ten rings each */
    assert_null(strstr(strstr(whole, "<path") + 1, "<path"));
    const char *id = strstr(text, " id=\"m-long\"");
    assert_non_null(id);
    assert_null(strstr(id + 1, " id=\"m-long\""));
}

static void test_svg__text_is_escaped_and_stays_valid_xml(void **state)
{
    (void)state;
    g_autoptr(scene) scene = empty_scene();
    scene_about(scene)->title = g_strdup("<&\"'>\x01\x0B\uFFFE\xff");
    struct paint paint = fixture_fill(0);
    const char *const data[] = {"holder", "\"><script>", NULL};
    scene_add_box(scene, scene_class(scene, "b", &paint), (struct page_box){0, 0, 1, 1}, 0,
                  &(struct scene_mark){.title = "a < b", .data = data});
    g_autofree char *text = encode(scene);
    assert_well_formed(text);
    assert_contains(text, "<title id=\"m-title\">&lt;&amp;&quot;'&gt;\xEF\xBF\xBD</title>");
    assert_contains(text, "data-holder=\"&quot;&gt;&lt;script&gt;\"");
    assert_contains(text, "<title>a &lt; b</title></rect>");
}

static void test_svg__font_names_cannot_end_the_string_they_stand_in(void **state)
{
    (void)state;
    g_autoptr(fonts) fonts = fixture_fonts();
    g_autoptr(scene) scene = empty_scene();
    struct paint paint = fixture_text(0, 10, 400);
    paint.font.fallback = "O'Hara; fill: red, \"Arial\" , sans-serif,";
    fixture_label(scene, fonts, "t", &paint, "x", (struct pagexy){0, 0}, ANCHOR_START, 0);
    g_autofree char *text = encode(scene);
    assert_contains(text, " font-family=\"'Noto Sans','O Hara; fill: red','Arial',sans-serif\"");
}

/* Rules of the root and rules nested in those of the root; what stands around a map may choose its
 * theme. */
static void test_svg__every_rule_and_id_is_scoped(void **state)
{
    (void)state;
    g_autoptr(fonts) fonts = fixture_fonts();
    g_autoptr(scene) scene = fixture_scene(fonts);
    struct scene_theme theme = {.fill = {.variable = "tone", .dark = fixture_colour(0x123456)}};
    for (size_t i = 0; i < scene_class_count(scene); i++)
        scene_set_theme(scene, (int)i, &theme);
    g_autofree char *text = encode(scene);
    char *style = strstr(text, "<style type=\"text/css\">\n");
    style = strchr(style, '\n') + 1;
    *strstr(style, "</style>") = '\0';
    g_auto(GStrv) rules = g_strsplit(style, "\n", -1);
    bool is_nested = false;
    int scoped = 0;
    for (char **rule = rules; **rule; rule++) {
        const char *around = strstr(*rule, " #fixture{");
        if (g_str_has_prefix(*rule, "@supports(") || g_str_has_prefix(*rule, "@font-face{"))
            continue;
        if (strcmp(*rule, "}") == 0)
            is_nested = false;
        else if (strcmp(*rule, "#fixture{") == 0)
            is_nested = true;
        else
            assert_true(is_nested || g_str_has_prefix(*rule, "#fixture{") ||
                        g_str_has_prefix(*rule, "#fixture text{") || around);
        scoped += is_nested;
    }
    assert_true(scoped > 3);
    for (const char *id = strstr(text, " id=\""); id; id = strstr(id + 1, " id=\""))
        assert_true(g_str_has_prefix(id, " id=\"fixture"));
}

static void test_svg__an_id_that_xml_or_css_would_not_take_is_made_plain(void **state)
{
    (void)state;
    g_autoptr(scene) scene = scene_new(100, 100, PAGE_MM);
    scene_about(scene)->id = g_strdup("2020 «a».b");
    g_autofree char *text = encode(scene);
    assert_contains(text, " id=\"map-2020---a---b\" width=\"35.278mm\"");
}

static void tint(struct scene *scene, int class_number, const char *variable)
{
    const struct scene_theme theme = {.fill = {.variable = variable}};
    scene_set_theme(scene, class_number, &theme);
}

/* A colour without a variable needs no rule, but for one that would get the variable of a wider
 * class. */
static void test_svg__a_rule_takes_back_what_a_wider_rule_sets(void **state)
{
    (void)state;
    g_autoptr(scene) scene = empty_scene();
    struct paint wide = fixture_fill(0xff0000), narrow = paint_initial();
    const struct page_box box = {0, 0, 1, 1};
    int area = scene_class(scene, "area", &wide);
    tint(scene, area, "tone");
    scene_add_box(scene, area, box, 0, NULL);
    scene_add_box(scene, scene_class(scene, "area now", &narrow), box, 0, NULL);
    scene_add_box(scene, scene_class(scene, "other", &narrow), box, 0, NULL);
    g_autofree char *text = encode(scene);
    assert_contains(
        text, "@supports(color:light-dark(#000,#fff)){\n#m{\n.area{fill:var(--mapgen-tone,#f00)}\n"
              ".area.now{fill:#000}\n}\n}\n");
    assert_lacks(text, ".other");
}

/* A group of class "area" is painted by the rule of its class, and what it hands down is not what
 * its attributes say: each shape in it has its own. */
static void test_svg__shapes_take_nothing_from_a_group_with_a_class(void **state)
{
    (void)state;
    g_autoptr(scene) scene = empty_scene();
    struct paint red = fixture_fill(0xff0000), black = paint_initial();
    int area = scene_class(scene, "area", &red), other = scene_class(scene, "other", &black);
    tint(scene, area, "tone");
    scene_begin_group(scene, area, NULL);
    scene_add_box(scene, area, (struct page_box){0, 0, 1, 1}, 0, NULL);
    scene_add_box(scene, other, (struct page_box){0, 0, 1, 1}, 0, NULL);
    scene_end_group(scene);
    g_autofree char *text = encode(scene);
    assert_contains(text, "<rect class=\"area\" fill=\"#f00\" ");
    assert_contains(text, "<rect class=\"other\" fill=\"#000\" ");
}

/* The colours of a dark page are in the same rule; a class around the map chooses, too. */
static void test_svg__the_dark_colours_stand_behind_the_light_ones(void **state)
{
    (void)state;
    g_autoptr(scene) scene = empty_scene();
    struct paint red = fixture_fill(0xff0000);
    int area = scene_class(scene, "area", &red);
    const struct scene_theme theme = {
        .fill = {.variable = "tone", .dark = fixture_colour(0x123456)}};
    scene_set_theme(scene, area, &theme);
    scene_add_box(scene, area, (struct page_box){0, 0, 1, 1}, 0, NULL);
    g_autofree char *text = encode(scene);
    assert_contains(text, "#m{color-scheme:light dark}\n");
    assert_contains(text, ":is(.dark,[data-theme=dark]) #m{color-scheme:dark}\n");
    assert_contains(text, ".area{fill:var(--mapgen-tone,light-dark(#f00,#123456))}\n");
    assert_contains(text, "<rect class=\"area\" x="); /* the root says #f00 */
    assert_contains(text, " fill=\"#f00\">\n");
}

static void test_svg__attributes_stand_where_most_shapes_want_them(void **state)
{
    (void)state;
    g_autoptr(scene) scene = empty_scene();
    struct paint thin = fixture_line(0x112233, 0.5), thick = fixture_line(0x112233, 2);
    const struct page_box box = {0, 0, 1, 1};
    scene_begin_group(scene, -1, NULL);
    for (int i = 0; i < 3; i++)
        scene_add_box(
            scene, i == 1 ? scene_class(scene, "thick", &thick) : scene_class(scene, "thin", &thin),
            box, 0, NULL);
    scene_end_group(scene);
    struct paint fill = fixture_fill(0);
    for (int i = 0; i < 3; i++)
        scene_add_box(scene, scene_class(scene, "fill", &fill), box, 0, NULL);
    g_autofree char *text = encode(scene);
    assert_contains(text, "<g fill=\"none\" stroke=\"#123\">\n<rect class=\"thin\" x=");
    assert_contains(text, "<rect class=\"thick\" stroke-width=\"2\" x=");
    assert_contains(text, "<rect class=\"fill\" x=");
}

static void test_svg__what_is_not_displayed_leaves_no_trace(void **state)
{
    (void)state;
    g_autoptr(scene) scene = empty_scene();
    struct paint none = paint_initial(), red = fixture_fill(0xff0000);
    none.is_displayed = false;
    scene_begin_group(scene, -1, &(struct scene_mark){.id = "empty"});
    scene_begin_group(scene, scene_class(scene, "hidden", &none), NULL);
    scene_add_box(scene, scene_class(scene, "red", &red), (struct page_box){0, 0, 1, 1}, 0, NULL);
    scene_end_group(scene);
    scene_end_group(scene);
    g_autofree char *text = encode(scene);
    assert_lacks(text, "<g");
    assert_lacks(text, "<rect");
    assert_lacks(text, "red");
}

static void test_svg__an_open_path_has_no_fill_whatever_its_class_says(void **state)
{
    (void)state;
    g_autoptr(scene) scene = empty_scene();
    static const struct pagept POINTS[] = {{0, 0}, {100, 0}, {100, 100}};
    static const size_t COUNTS[] = {3};
    struct paint red = fixture_fill(0xff0000);
    scene_add_path(scene, scene_class(scene, "red", &red), POINTS, COUNTS, 1, false, NULL);
    g_autofree char *text = encode(scene);
    assert_contains(text, " fill=\"none\">\n");
    assert_lacks(text, "style=");
    struct scene_theme theme = {.fill = {.variable = "tone"}};
    scene_set_theme(scene, 0, &theme);
    g_autofree char *tinted = encode(scene);
    assert_contains(tinted, "<path class=\"red\" style=\"fill:none\"");
}

static void test_svg__text_says_in_which_font_it_was_measured(void **state)
{
    (void)state;
    g_autoptr(fonts) fonts = fixture_fonts();
    g_autoptr(scene) scene = empty_scene();
    struct paint paint = fixture_text(0, 10, 400);
    struct font smaller = paint.font;
    smaller.size_pt = 7.5;
    scene_add_text(scene, scene_class(scene, "t", &paint),
                   run_shape(fonts, "x", &smaller, "az", NULL), (struct pagexy){0, 0}, ANCHOR_START,
                   0, NULL);
    g_autofree char *text = encode(scene);
    assert_contains(text, " font-size=\"7.5px\"");
    assert_contains(text, "xml:lang=\"az\"");
}

static void test_svg__spaced_text_is_held_at_its_start(void **state)
{
    (void)state;
    g_autoptr(fonts) fonts = fixture_fonts();
    g_autoptr(scene) scene = empty_scene();
    struct paint paint = fixture_text(0, 10, 400);
    paint.font.letter_spacing_pt = 5;
    scene_about(scene)->language = g_strdup("en");
    fixture_label(scene, fonts, "t", &paint, "HH", (struct pagexy){50, 50}, ANCHOR_END, 30);
    g_autofree char *text = encode(scene);
    /* two letters of 7.41 and one space: 50 - 19.82 */
    assert_contains(text, " x=\"30.18\" y=\"50\" transform=\"rotate(30 50 50)\">HH</text>");
    assert_lacks(text, "text-anchor=");
}

static void test_svg__text_that_runs_to_the_left_keeps_its_anchor(void **state)
{
    (void)state;
    g_autoptr(fonts) fonts = fixture_fonts();
    g_autoptr(scene) scene = empty_scene();
    struct paint paint = fixture_text(0, 10, 400);
    fixture_label(scene, fonts, "t", &paint, "شوشا (1)", (struct pagexy){50, 50}, ANCHOR_END, 0);
    g_autofree char *text = encode(scene);
    assert_contains(text, " x=\"50\" y=\"50\" text-anchor=\"end\"");
    assert_contains(text, ">\u2067\u200Fشوشا (1)\u2069</text>");
}

/* librsvg would put a space after each mark too. */
static void test_svg__spaced_text_that_runs_to_the_left_has_no_marks(void **state)
{
    (void)state;
    g_autoptr(fonts) fonts = fixture_fonts();
    g_autoptr(scene) scene = empty_scene();
    struct paint paint = fixture_text(0, 10, 400);
    paint.font.letter_spacing_pt = 5;
    fixture_label(scene, fonts, "t", &paint, "שלום", (struct pagexy){50, 50}, ANCHOR_START, 0);
    g_autofree char *text = encode(scene);
    assert_contains(text, " x=\"50\" y=\"50\"");
    assert_contains(text, ">שלום</text>");
    assert_lacks(text, "text-anchor=");
}

/* A group of paths, of so many points in steps of a tenth of a point. */
static void add_stairs(struct scene *scene, int class_number, const char *id)
{
    enum { POINTS = 30 };
    struct pagept points[POINTS];
    const size_t counts[] = {POINTS};
    for (int i = 0; i < POINTS; i++)
        points[i] = (struct pagept){10 * i, i % 2 ? 20 : 0};
    scene_begin_group(scene, -1, &(struct scene_mark){.id = id});
    scene_add_path(scene, class_number, points, counts, 1, false, NULL);
}

/* Tenths are whole numbers in a group that is drawn a tenth as large, and lengths are ten times as
 * long there. Text beside the paths, a page of print and an editor want points. */
static void test_svg__groups_of_paths_count_tenths(void **state)
{
    (void)state;
    g_autoptr(fonts) fonts = fixture_fonts();
    struct paint dashed = fixture_line(0x112233, 0.7), text = fixture_text(0, 10, 400);
    dashed.dash_count = 2;
    dashed.dashes_pt[0] = 3.25;
    dashed.dashes_pt[1] = 1;
    for (int i = 0; i < 4; i++) {
        g_autoptr(scene) scene = scene_new(100, 100, i == 1 ? PAGE_MM : PAGE_PX);
        int number = scene_class(scene, "dashed", &dashed);
        add_stairs(scene, number, "stairs");
        scene_add_box(scene, number, (struct page_box){1.25, 7, 2, 9}, 0, NULL);
        if (i == 2)
            fixture_label(scene, fonts, "t", &text, "x", (struct pagexy){0, 0}, ANCHOR_START, 0);
        scene_end_group(scene);
        g_autofree char *file = encode_with(
            scene, &(struct svg_options){.profile = i == 3 ? SVG_EDITOR : SVG_WIKIMEDIA});
        const char *group = strstr(file, "<g id=");
        if (i > 0) {
            assert_lacks(file, "scale(");
            assert_contains(group, " d=\"m0 0 .1.2.1-.2");
            continue;
        }
        assert_contains(group, "-stairs\" transform=\"scale(.1)\"");
        assert_contains(group, " stroke-width=\"7\"");
        assert_contains(group, " stroke-dasharray=\"32.5,10\"");
        assert_contains(group, " d=\"m0 0 1 2 1-2");
        assert_contains(group, " x=\"12.5\" y=\"70\" width=\"7.5\" height=\"20\"");
    }
}

/* A path in a group that counts tenths, used in one of text, is brought back to the page's size. */
static void test_svg__what_is_used_keeps_its_size(void **state)
{
    (void)state;
    g_autoptr(fonts) fonts = fixture_fonts();
    g_autoptr(scene) scene = empty_scene();
    struct paint thin = fixture_line(0x112233, 0.7), text = fixture_text(0, 10, 400);
    int number = scene_class(scene, "thin", &thin);
    for (int i = 0; i < 3; i++) {
        add_stairs(scene, number, NULL);
        if (i == 1)
            fixture_label(scene, fonts, "t", &text, "x", (struct pagexy){0, 0}, ANCHOR_START, 0);
        scene_end_group(scene);
    }
    scene_share_paths(scene);
    g_autofree char *file = encode_with(scene, &(struct svg_options){.profile = SVG_WIKIMEDIA});
    const char *first = strstr(file, "<g transform=\"scale(.1)\""), *mixed = strstr(first, "<g>");
    assert_non_null(mixed);
    assert_contains(mixed, " xlink:href=\"#m-shared\" transform=\"scale(.1)\"/>");
    const char *last = strstr(mixed, "<g transform=\"scale(.1)\"");
    assert_non_null(last);
    assert_contains(last, " xlink:href=\"#m-shared\"/>");
    assert_contains(file, " stroke-width=\"7\"");
    assert_lacks(file, "stroke-width=\"0.7\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_svg__fixture_is_the_golden_file),
        cmocka_unit_test(test_svg__does_not_depend_on_the_locale),
        cmocka_unit_test(test_svg__path_data_are_relative_and_short),
        cmocka_unit_test(test_svg__an_open_path_continues_from_its_last_point),
        cmocka_unit_test(test_svg__repeated_points_are_left_out_but_a_dot_stays),
        cmocka_unit_test(test_svg__a_screen_has_tenths_and_nothing_drifts),
        cmocka_unit_test(test_svg__an_editor_gets_no_path_of_more_points_than_it_takes),
        cmocka_unit_test(test_svg__text_is_escaped_and_stays_valid_xml),
        cmocka_unit_test(test_svg__font_names_cannot_end_the_string_they_stand_in),
        cmocka_unit_test(test_svg__every_rule_and_id_is_scoped),
        cmocka_unit_test(test_svg__an_id_that_xml_or_css_would_not_take_is_made_plain),
        cmocka_unit_test(test_svg__a_rule_takes_back_what_a_wider_rule_sets),
        cmocka_unit_test(test_svg__shapes_take_nothing_from_a_group_with_a_class),
        cmocka_unit_test(test_svg__the_dark_colours_stand_behind_the_light_ones),
        cmocka_unit_test(test_svg__attributes_stand_where_most_shapes_want_them),
        cmocka_unit_test(test_svg__what_is_not_displayed_leaves_no_trace),
        cmocka_unit_test(test_svg__an_open_path_has_no_fill_whatever_its_class_says),
        cmocka_unit_test(test_svg__text_says_in_which_font_it_was_measured),
        cmocka_unit_test(test_svg__spaced_text_is_held_at_its_start),
        cmocka_unit_test(test_svg__groups_of_paths_count_tenths),
        cmocka_unit_test(test_svg__what_is_used_keeps_its_size),
        cmocka_unit_test(test_svg__text_that_runs_to_the_left_keeps_its_anchor),
        cmocka_unit_test(test_svg__spaced_text_that_runs_to_the_left_has_no_marks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
