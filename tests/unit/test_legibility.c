#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "style/legibility.h"
#include <string.h>

static const struct medium page = {800, 600, false};

/* Blue against amber, dark text on pale fills: nothing to find. Each test spoils one thing. */
static const char good[] = ".page, .panel, .legend-box { fill: #FFFFFF }\n"
                           ".neighbour, .sea, .lake { fill: #E8E8E8 }\n"
                           ".side-a { --tone: #CFE0F4 }\n"
                           ".side-a.earlier { --tone: #8FB4E0 }\n"
                           ".side-a.now { --tone: #5585C4 }\n"
                           ".side-b { --tone: #FBE3B0 }\n"
                           ".side-b.earlier { --tone: #EFB75A }\n"
                           ".side-b.now { --tone: #C98412 }\n"
                           ".area { fill: var(--tone) }\n"
                           ".area.contested { --hatch-colour: #222222; --hatch-period: 8;\n"
                           "  --hatch-width: 4; --hatch-angle: 135 }\n"
                           "* { fill: #000000; font-size: 10 } .label { fill: #000000 }\n";

static const struct legibility_area areas[] = {{"side-a control", true}, {"side-b control", true}};

/* What is found in the good sheet with more rules after it, one line each, without the path. */
static char *findings(const char *rules, const struct legibility_area *list, size_t count)
{
    g_autofree char *sheet = g_strconcat(good, rules, NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(style) style = style_parse(sheet, strlen(sheet), "a.css", &page, &error);
    g_autoptr(report) report = report_new();
    g_autoptr(GString) text = g_string_new("");

    assert_null(error);
    legibility_check(style, list, count, report);
    for (size_t i = 0; i < report_count(report); i++) {
        const struct finding *finding = report_at(report, i);
        assert_int_equal(finding->severity, SEVERITY_WARNING);
        assert_string_equal(finding->file, "a.css");
        g_string_append_printf(text, "%d: %s\n", finding->line, finding->message);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static void assert_findings(const char *rules, const char *const *starts)
{
    g_autofree char *text = findings(rules, areas, G_N_ELEMENTS(areas));
    const char *at = text;

    for (; *starts != NULL; starts++) {
        if (!g_str_has_prefix(at, *starts))
            fail_msg("expected %s\nfound %s", *starts, text);
        at = strchr(at, '\n') + 1;
    }
    if (*at != '\0')
        fail_msg("not expected: %s", at);
}

static void test_legibility__good_style_has_no_findings(void **state)
{
    static const char *const none[] = {NULL};

    (void)state;
    assert_findings("", none);
}

static void test_legibility__pale_text_is_found_at_its_colour(void **state)
{
    static const char *const expected[] = {
        "14: 'caption' (#777777) on 'panel' (#FFFFFF) has a contrast of 4.48 : 1, less than 4.5",
        NULL};

    (void)state;
    assert_findings(".x { fill: #000000 }\n.caption { fill: #777777 }\n", expected);
}

/* #808080 is 3.9 : 1 on white: enough for text of 18 points, or 14 bold. */
static void test_legibility__large_text_may_be_paler(void **state)
{
    static const char *const small[] = {"13: 'headline' (#808080)", NULL};
    static const char *const none[] = {NULL};

    (void)state;
    assert_findings(".headline { fill: #808080; font-size: 17 }", small);
    assert_findings(".headline { fill: #808080; font-size: 14 }", small);
    assert_findings(".headline { fill: #808080; font-size: 18 }", none);
    assert_findings(".headline { fill: #808080; font-size: 14; font-weight: bold }", none);
}

/* A place's name may stand on any area: white is not read on pale land, but in a dark halo. */
static void test_legibility__halo_is_what_text_stands_on(void **state)
{
    static const char *const bare[] = {"13: 'mark-label' (#FFFFFF) on 'neighbour' (#E8E8E8)", NULL};
    static const char *const none[] = {NULL};
#define WHITE ".mark-label { fill: #FFFFFF; stroke: #000000; "

    (void)state;
    assert_findings(".mark-label { fill: #FFFFFF }", bare);
    assert_findings(WHITE "stroke-width: 2; paint-order: stroke }", none);
    assert_findings(WHITE "stroke-width: 1.9; paint-order: stroke }", bare);
    assert_findings(WHITE "stroke-width: 2 }", bare);
    assert_findings(WHITE "stroke-width: 2; paint-order: stroke; stroke-opacity: 0.79 }", bare);
    assert_findings(
        WHITE "stroke-width: 2; paint-order: stroke; stroke: #EEEEEE }",
        (const char *const[]){"13: 'mark-label' (#FFFFFF) on 'its halo' (#EEEEEE)", NULL});
}

/* White on the blue #5585C4 is 3.79 : 1: that will do for a party's name, not for a change's. */
static void test_legibility__names_of_parties_need_three_to_one(void **state)
{
    static const struct legibility_area blue[] = {{"side-a control", false}};

    (void)state;
    g_autofree char *party = findings(".area.side-a { fill: #5585C4 }\n"
                                      ".label.party.side-a { fill: #FFFFFF }\n",
                                      blue, 1);
    g_autofree char *changed = findings(".area.side-a { fill: #5585C4 }\n"
                                        ".label.changed.side-a { fill: #FFFFFF }\n",
                                        blue, 1);
    assert_string_equal(party, "");
    assert_true(g_str_has_prefix(changed, "14: 'label changed side-a' (#FFFFFF) on 'area side-a "
                                          "control before' (#5585C4) has a contrast of 3.79 : 1"));
}

/* Red and green of one lightness. */
static void test_legibility__colours_that_the_colour_blind_confuse(void **state)
{
    (void)state;
    g_autofree char *text = findings(".area.side-a.now { fill: #C65A4A }\n"
                                     ".area.side-b.now { fill: #6E8A3A }\n",
                                     areas, G_N_ELEMENTS(areas));
    assert_non_null(strstr(text, "14: 'area side-a control now' (#C65A4A) and 'area side-b control "
                                 "now' (#6E8A3A) look alike with deuteranopia"));
}

/* The tones of one holder have to differ too; a tone that the holder is never drawn in has not. */
static void test_legibility__tones_that_look_alike(void **state)
{
    static const struct legibility_area without_tones[] = {{"side-a control", false},
                                                           {"side-b control", true}};
    static const char rules[] = ".area.side-a.earlier { fill: #CCDDF0 }";

    (void)state;
    g_autofree char *text = findings(rules, areas, G_N_ELEMENTS(areas));
    assert_true(g_str_has_prefix(text,
                                 "13: 'area side-a control before' (#CFE0F4) and 'area side-a "
                                 "control earlier' (#CCDDF0) look alike with"));
    g_autofree char *other = findings(rules, without_tones, G_N_ELEMENTS(without_tones));
    assert_string_equal(other, "");
}

/* One fill, and nothing to find as soon as one of the two has a hatch, or another hatch. */
static void test_legibility__texture_tells_areas_apart(void **state)
{
    static const char same[] = ".area.side-a, .area.side-b, .area.side-a.now, .area.side-b.now {"
                               " fill: #DDDDFF }\n";
    static const struct legibility_area plain[] = {{"side-a control", false},
                                                   {"side-b control", false}};
    static const struct legibility_area hatched[] = {{"side-a control", false},
                                                     {"side-a contested other-side-b", false}};
    static const struct legibility_area same_meaning[] = {{"side-b contested other-side-a", false},
                                                          {"side-a contested other-side-b", false}};

    (void)state;
    g_autofree char *alike = findings(same, plain, 2);
    g_autofree char *apart = findings(same, hatched, 2);
    g_autofree char *one = findings(same, same_meaning, 2);
    assert_true(
        g_str_has_prefix(alike, "13: 'area side-a control before' (#DDDDFF) and 'area side-b"));
    assert_null(strstr(apart, "look alike"));
    assert_null(strstr(one, "look alike"));
}

/* In a grey style the lightness counts: 10 apart is too little, though CIEDE2000 might do. */
static void test_legibility__greys_differ_in_lightness_or_texture(void **state)
{
    static const struct legibility_area plain[] = {{"side-a control", false},
                                                   {"side-b control", false}};
    /* L* of #FFFFFF is 100, of #E2E2E2 89.9, of #DADADA 87.0 */
    static const char near_grey[] =
        ".area.side-a { fill: #FFFFFF }\n.area.side-b { fill: #E2E2E2 }\n";
    static const char far_grey[] =
        ".area.side-a { fill: #FFFFFF }\n.area.side-b { fill: #DADADA }\n";
    static const char hatched[] = ".area.side-a { fill: #FFFFFF }\n.area.side-b { fill: #E2E2E2;"
                                  " --hatch-colour: #555555; --hatch-period: 4; --hatch-width: 1 }";

    (void)state;
    g_autofree char *alike = findings(near_grey, plain, 2);
    g_autofree char *far = findings(far_grey, plain, 2);
    g_autofree char *texture = findings(hatched, plain, 2);
    assert_true(g_str_has_prefix(alike,
                                 "14: 'area side-a control before' (#FFFFFF) and 'area side-b "
                                 "control before' (#E2E2E2) are nearly the same grey: 10.1"));
    assert_string_equal(far, "");
    assert_null(strstr(texture, "same grey"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_legibility__good_style_has_no_findings),
        cmocka_unit_test(test_legibility__pale_text_is_found_at_its_colour),
        cmocka_unit_test(test_legibility__large_text_may_be_paler),
        cmocka_unit_test(test_legibility__halo_is_what_text_stands_on),
        cmocka_unit_test(test_legibility__names_of_parties_need_three_to_one),
        cmocka_unit_test(test_legibility__colours_that_the_colour_blind_confuse),
        cmocka_unit_test(test_legibility__tones_that_look_alike),
        cmocka_unit_test(test_legibility__texture_tells_areas_apart),
        cmocka_unit_test(test_legibility__greys_differ_in_lightness_or_texture),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
