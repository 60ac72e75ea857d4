/* Laws of pages: every layout, every change day of the shipped project.
 *
 * A map costs a tenth of a second with sanitizers, so each layout is asked about every seventh day,
 * each about another seventh, and all of them together about all; with MAPGEN_EVERY_DAY in the
 * environment each is asked about all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compose/layout.h"
#include "support/page_pieces.h"

#include <stdlib.h>

#define DAYS_APART 7

/* A page: one of the program's, or one of them in another size. */
struct page_case {
    const char *layout, *view, *language;
    struct map_size size;
    double least_pt;        /* letters are no smaller */
    double least_source_pt; /* those of the sources */
    const char *second_language;
};

/* The limits of small letters: 10 pixels on a screen and 7 points in print; the line of sources of
 * a large page may be smaller than its other words. */
static const struct page_case cases[] = {
    {"article", "karabakh", "en", {0, 0, false}, 10, 8},
    {"mobile", "karabakh", "en", {0, 0, false}, 10, 10},
    {"report", "karabakh", "en", {0, 0, false}, 7, 7},
    {"square", "karabakh", "en", {0, 0, false}, 10, 8},
    {"slide", "karabakh", "en", {0, 0, false}, 10, 10},
    {"print", "karabakh", "en", {0, 0, false}, 7, 7},
    {"bare", "karabakh", "en", {0, 0, false}, 10, 10},
    {"article", "corridor", "ru", {1200, 675, false}, 10, 8},
    {"mobile", "region", "hy", {414, 736, false}, 10, 10},
    {"article", "region", "az", {200, 150, true}, 7, 7},
    {"article", "karabakh", "az", {0, 0, false}, 10, 8, "en"},
};

struct page {
    const struct page_case *is;
    char *what;    /* for messages */
    size_t number; /* of the case */
    size_t phase;
    const struct layout *layout; /* of which only what no size changes is looked at */
    double width_pt, height_pt;
    struct page_box header, footer, legend;
    GArray *pieces;
};

struct pages {
    struct opened_project *opened;
    GArray *pages; /* of struct page, by case in the order of days */
};

/* ---- the pages ------------------------------------------------------------------------------ */

/* The box that a group begins with, on which its words stand; empty when it has none. */
static struct page_box panel_of(const GArray *pieces, const char *group)
{
    for (guint i = 0; i < pieces->len; i++)
        if (piece_at(pieces, i)->kind == NODE_BOX && piece_is_in(piece_at(pieces, i), group))
            return piece_at(pieces, i)->box;
    return (struct page_box){0, 0, 0, 0};
}

/* The panel of the foot is in no group. */
static struct page_box foot_of(const GArray *pieces)
{
    for (guint i = 0; i < pieces->len; i++)
        if (strcmp(piece_at(pieces, i)->class_list, "panel") == 0 &&
            piece_is_in(piece_at(pieces, i), ""))
            return piece_at(pieces, i)->box;
    return (struct page_box){0, 0, 0, 0};
}

static void add_pages(struct pages *pages, size_t number)
{
    const struct page_case *is = &cases[number];
    const timeline *timeline = pages->opened->timeline;
    bool is_every_day = getenv("MAPGEN_EVERY_DAY") != NULL;
    size_t step = is->size.width > 0 ? 3 * DAYS_APART : DAYS_APART, count;
    struct map_options options = {.view = is->view,
                                  .layout = is->layout,
                                  .language = is->language,
                                  .second_language = is->second_language,
                                  .size = is->size};
    g_autoptr(GError) error = NULL;
    g_autoptr(map_plan) plan = map_plan_build(timeline, &options, NULL, &error);
    if (plan == NULL)
        fail_msg("%s", error->message);
    const day_number *days = timeline_change_days(timeline, &count);
    for (size_t i = 0; i < count; i++) {
        if (!is_every_day && (i + number) % step != 0)
            continue;
        g_autoptr(scene) map = opened_project_map(pages->opened, plan, days[i]);
        char date[16];
        struct page page = {
            .is = is,
            .what = g_strdup_printf("%s, %s, %s", is->layout, is->view, day_format(days[i], date)),
            .number = number,
            .phase = timeline_phase_at(timeline, days[i]),
            .layout = layout_find(is->layout),
            .width_pt = scene_width_pt(map),
            .height_pt = scene_height_pt(map),
            .pieces = page_pieces(map)};
        page.header = panel_of(page.pieces, "header");
        page.footer = foot_of(page.pieces);
        page.legend = panel_of(page.pieces, "legend");
        g_array_append_val(pages->pages, page);
    }
}

static void page_clear(void *data)
{
    g_array_unref(((struct page *)data)->pieces);
    g_free(((struct page *)data)->what);
}

/* Names of places cost most of a plan's time and are looked at elsewhere (test_labels.c): here only
 * those of the first rank are wanted, but on a telephone, whose number of them is a promise of its
 * layout. */
static int setup(void **state)
{
    struct pages *pages = g_new0(struct pages, 1);
    *state = pages;
    pages->pages = g_array_new(FALSE, FALSE, sizeof(struct page));
    g_array_set_clear_func(pages->pages, page_clear);
    pages->opened = opened_project_new(SHIPPED_PROJECT);
    if (pages->opened == NULL)
        return 1;
    struct project *project = pages->opened->sources->project;
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        bool is_mobile = strcmp(cases[i].layout, "mobile") == 0;
        for (size_t v = 0; v < project->view_count; v++)
            project->views[v].rank = is_mobile ? 3 : 1;
        add_pages(pages, i);
    }
    return 0;
}

static int teardown(void **state)
{
    struct pages *pages = *state;
    g_array_unref(pages->pages);
    opened_project_free(pages->opened);
    g_free(pages);
    return 0;
}

/* Answers how many things are wrong on a page, having printed each. */
typedef int check_page(const struct page *page);

static void for_all_pages(void **state, check_page *check)
{
    const struct pages *pages = *state;
    int wrong = 0;
    assert_true(pages->pages->len > 50);
    for (guint i = 0; i < pages->pages->len; i++)
        wrong += check(&g_array_index(pages->pages, struct page, i));
    assert_int_equal(wrong, 0);
}

/* ---- what is where -------------------------------------------------------------------------- */

/* Shapes of the map are cut outside the map's box, so that their strokes end beyond it; paper and
 * sea go on beyond the page as far, so that no edge shows when it is scaled. */
static int count_outside_page(const struct page *page)
{
    int wrong = 0;
    for (guint i = 0; i < page->pieces->len; i++) {
        const struct piece *piece = piece_at(page->pieces, i);
        bool is_ground =
            strcmp(piece->class_list, "panel") == 0 || strcmp(piece->class_list, "sea") == 0;
        double bleed = is_ground || piece->kind == NODE_PATH ? page->layout->bleed_pt : 0;
        struct page_box whole = {-bleed, -bleed, page->width_pt + bleed, page->height_pt + bleed};
        /* Pages in millimetres are no whole number of hundredths of a point. */
        whole.right += 0.01;
        whole.bottom += 0.01;
        if (box_is_within(piece->box, whole) || (piece->text && box_is_empty(piece->box)))
            continue;
        print_error("%s: %s '%s' leaves the page\n", page->what, piece->class_list,
                    piece->text ? piece->text : "");
        wrong++;
    }
    return wrong;
}

static void test_furniture__nothing_is_outside_the_page(void **state)
{
    for_all_pages(state, count_outside_page);
}

/* Counts texts of a group that are not inside a box. */
static int count_strays(const struct page *page, const char *group, struct page_box box)
{
    int wrong = 0;
    for (guint i = 0; i < page->pieces->len; i++) {
        const struct piece *piece = piece_at(page->pieces, i);
        if (!piece_is_in(piece, group) || piece->kind != NODE_TEXT || box_is_empty(piece->box) ||
            box_is_within(piece->box, box))
            continue;
        print_error("%s: '%s' leaves the box of the %s: it reaches from %.1f,%.1f to %.1f,%.1f\n",
                    page->what, piece->text, group, piece->box.left, piece->box.top,
                    piece->box.right, piece->box.bottom);
        wrong++;
    }
    return wrong;
}

/* Words stand at the margin, and so inside; letters may lean over it by their side bearing,
 * as J does most. */
static struct page_box within_margins(struct page_box box, double margin)
{
    return (struct page_box){box.left + margin - 2, box.top, box.right - margin + 2, box.bottom};
}

static int count_strays_of_header_and_foot(const struct page *page)
{
    struct page_box header = within_margins(page->header, page->layout->margin_pt);
    struct page_box footer = within_margins(page->footer, page->layout->margin_pt);
    assert_int_equal(box_is_empty(page->header), page->layout->header_pt == 0);
    assert_int_equal(box_is_empty(page->footer), page->layout->footer_pt == 0);
    /* A name of a phase may be a little longer than its segment, the last one too. */
    struct page_box strip = footer;
    strip.right += 4;
    return count_strays(page, "header", header) + count_strays(page, "sources", footer) +
           count_strays(page, "strip", strip);
}

static void test_furniture__words_stand_in_header_and_foot(void **state)
{
    for_all_pages(state, count_strays_of_header_and_foot);
}

/* Where a group's pieces reach; false when it has none. */
static bool reach_of(const struct page *page, const char *group, struct page_box *reach)
{
    *reach = (struct page_box){INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (guint i = 0; i < page->pieces->len; i++) {
        const struct piece *piece = piece_at(page->pieces, i);
        if (!piece_is_in(piece, group) || box_is_empty(piece->box))
            continue;
        *reach = (struct page_box){
            fmin(reach->left, piece->box.left), fmin(reach->top, piece->box.top),
            fmax(reach->right, piece->box.right), fmax(reach->bottom, piece->box.bottom)};
    }
    return reach->left < reach->right;
}

/* Its words are inside its box, and that is between header and foot. */
static int check_legend(const struct page *page)
{
    struct page_box legend = page->legend, other;
    bool has_legend = !box_is_empty(legend);
    if (has_legend != (page->layout->legend != LEGEND_NONE)) {
        print_error("%s: %s legend\n", page->what, has_legend ? "a" : "no");
        return 1;
    }
    if (!has_legend)
        return 0;
    int wrong = count_strays(page, "legend", legend);
    if (legend.top < page->header.bottom || legend.bottom > page->footer.top) {
        print_error("%s: the legend meets header or foot\n", page->what);
        wrong++;
    }
    for (guint i = 0; i < page->pieces->len; i++) {
        const struct piece *piece = piece_at(page->pieces, i);
        if (!piece_is_in(piece, "degrees") || !boxes_overlap(piece->box, legend))
            continue;
        print_error("%s: the legend meets '%s'\n", page->what, piece->text);
        wrong++;
    }
    static const char *const others[] = {"scale", "locator", "north"};
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++) {
        if (!reach_of(page, others[i], &other) || !boxes_overlap(legend, other))
            continue;
        print_error("%s: the legend meets the %s\n", page->what, others[i]);
        wrong++;
    }
    return wrong;
}

static void test_furniture__the_legend_keeps_to_its_place(void **state)
{
    for_all_pages(state, check_legend);
}

static bool is_furniture(const struct piece *piece)
{
    static const char *const groups[] = {"header", "legend",  "scale",   "north",
                                         "strip",  "sources", "locator", "degrees"};
    for (size_t i = 0; i < G_N_ELEMENTS(groups); i++)
        if (piece_is_in(piece, groups[i]))
            return true;
    return false;
}

static int count_meetings(const struct page *page)
{
    int wrong = 0;
    for (guint i = 0; i < page->pieces->len; i++) {
        const struct piece *a = piece_at(page->pieces, i);
        for (guint j = 0; j < i && a->kind == NODE_TEXT && is_furniture(a); j++) {
            const struct piece *b = piece_at(page->pieces, j);
            if (b->kind != NODE_TEXT || !is_furniture(b) || !boxes_overlap(a->box, b->box))
                continue;
            print_error("%s: '%s' meets '%s'\n", page->what, a->text, b->text);
            wrong++;
        }
    }
    return wrong;
}

static void test_furniture__no_words_meet(void **state)
{
    for_all_pages(state, count_meetings);
}

/* Where symbols of places stand there is no locator. */
static int count_hidden_places(const struct page *page)
{
    struct page_box locator;
    int hidden = 0;
    if (!reach_of(page, "locator", &locator))
        return 0;
    for (guint i = 0; i < page->pieces->len; i++) {
        const struct piece *piece = piece_at(page->pieces, i);
        if (!g_str_has_prefix(piece->class_list, "place-") || !boxes_overlap(piece->box, locator))
            continue;
        print_error("%s: the locator hides %s\n", page->what,
                    piece->text ? piece->text : "a symbol");
        hidden++;
    }
    return hidden;
}

static void test_furniture__the_locator_hides_no_place(void **state)
{
    for_all_pages(state, count_hidden_places);
}

/* The line of the strip, its ticks and the lowest line of its names are above the sources. */
static int check_strip(const struct page *page)
{
    struct page_box strip, sources;
    if (!reach_of(page, "strip", &strip) || !reach_of(page, "sources", &sources))
        return page->layout->footer_pt > 0;
    if (strip.bottom <= sources.top && strip.top >= page->footer.top)
        return 0;
    print_error("%s: the strip reaches from %.2f to %.2f, the sources begin at %.2f\n", page->what,
                strip.top, strip.bottom, sources.top);
    return 1;
}

static void test_furniture__the_strip_is_above_the_sources(void **state)
{
    for_all_pages(state, check_strip);
}

/* ---- letters -------------------------------------------------------------------------------- */

static int count_small_letters(const struct page *page)
{
    int wrong = 0;
    for (guint i = 0; i < page->pieces->len; i++) {
        const struct piece *piece = piece_at(page->pieces, i);
        if (piece->kind != NODE_TEXT)
            continue;
        double least =
            piece_is_in(piece, "sources") ? page->is->least_source_pt : page->is->least_pt;
        if (piece->size_pt >= least)
            continue;
        print_error("%s: '%s' (%s) has letters of %g, under %g\n", page->what, piece->text,
                    piece->class_list, piece->size_pt, least);
        wrong++;
    }
    return wrong;
}

static void test_furniture__letters_can_be_read(void **state)
{
    for_all_pages(state, count_small_letters);
}

/* A telephone shows no more places, each with its name, than its layout says. */
static int count_names_over_limit(const struct page *page)
{
    int names = 0, most = page->layout->most_places;
    for (guint i = 0; i < page->pieces->len; i++) {
        const struct piece *piece = piece_at(page->pieces, i);
        names += g_str_has_prefix(piece->class_list, "place-dot");
    }
    if (most == 0 || names <= most)
        return 0;
    print_error("%s: %d names of places, not %d\n", page->what, names, most);
    return 1;
}

static void test_furniture__a_telephone_has_few_names(void **state)
{
    assert_int_equal(layout_find("mobile")->most_places, 6);
    for_all_pages(state, count_names_over_limit);
}

/* ---- through the series --------------------------------------------------------------------- */

/* What of a page may not differ from the map before, as text: where things stand, and, where the
 * day is not in them, what they say. */
static char *still_of(const struct page *page)
{
    g_autoptr(GString) text = g_string_new(NULL);
    const struct piece *caption = NULL, *source = NULL;
    for (guint i = 0; i < page->pieces->len; i++) {
        const struct piece *piece = piece_at(page->pieces, i);
        bool is_day = g_str_has_prefix(piece->class_list, "strip-tick-current") ||
                      g_str_has_prefix(piece->class_list, "strip-text");
        bool is_still = strcmp(piece->class_list, "panel") == 0 || piece_is_in(piece, "scale") ||
                        piece_is_in(piece, "strip") || piece_is_in(piece, "locator") ||
                        piece_is_in(piece, "degrees") || piece_is_in(piece, "north") ||
                        strcmp(piece->class_list, "series-title") == 0;
        if (piece_is_in(piece, "sources"))
            source = piece;
        else if (caption == NULL && strcmp(piece->class_list, "caption") == 0)
            caption = piece;
        else if (strcmp(piece->class_list, "headline") == 0)
            g_string_append_printf(text, "headline at %.2f %.2f\n", piece->origin.x,
                                   piece->origin.y);
        else if (is_still && !is_day)
            g_string_append_printf(text, "%s %s %.2f %.2f %.2f %.2f\n", piece->class_list,
                                   piece->text ? piece->text : "", piece->box.left, piece->box.top,
                                   piece->box.right, piece->box.bottom);
    }
    if (caption != NULL)
        g_string_append_printf(text, "caption at %.2f %.2f\n", caption->origin.x,
                               caption->origin.y);
    if (source != NULL)
        g_string_append_printf(text, "last source at %.2f %.2f\n", source->origin.x,
                               source->origin.y);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static void test_furniture__stands_still(void **state)
{
    const struct pages *pages = *state;
    for (guint i = 1; i < pages->pages->len; i++) {
        const struct page *page = &g_array_index(pages->pages, struct page, i);
        if (page[-1].number != page->number)
            continue;
        g_autofree char *was = still_of(page - 1), *is = still_of(page);
        if (strcmp(was, is) != 0)
            fail_msg("%s: furniture moved from\n%sto\n%s", page->what, was, is);
        assert_true(page->layout->legend == LEGEND_NONE || strstr(is, "scale-bar") != NULL);
    }
}

static void test_furniture__the_legend_s_box_stays_through_a_phase(void **state)
{
    const struct pages *pages = *state;
    size_t compared = 0;
    for (guint i = 1; i < pages->pages->len; i++) {
        const struct page *page = &g_array_index(pages->pages, struct page, i);
        struct page_box was, is;
        if (page[-1].number != page->number || page[-1].phase != page->phase ||
            !reach_of(page - 1, "legend", &was) || !reach_of(page, "legend", &is))
            continue;
        compared++;
        if (memcmp(&was, &is, sizeof was) != 0)
            fail_msg("%s: the legend's box has moved", page->what);
    }
    assert_true(compared > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_furniture__nothing_is_outside_the_page),
        cmocka_unit_test(test_furniture__words_stand_in_header_and_foot),
        cmocka_unit_test(test_furniture__the_legend_keeps_to_its_place),
        cmocka_unit_test(test_furniture__no_words_meet),
        cmocka_unit_test(test_furniture__the_locator_hides_no_place),
        cmocka_unit_test(test_furniture__the_strip_is_above_the_sources),
        cmocka_unit_test(test_furniture__letters_can_be_read),
        cmocka_unit_test(test_furniture__a_telephone_has_few_names),
        cmocka_unit_test(test_furniture__stands_still),
        cmocka_unit_test(test_furniture__the_legend_s_box_stays_through_a_phase),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
