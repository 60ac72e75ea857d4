/* What maps say around the map itself: captions, words set by hand, credits, languages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compose/furniture.h"
#include "compose/map_parts.h"
#include "compose/words.h"
#include "support/page_pieces.h"
#include "support/project_fixture.h"

#define BY_HAND_PROJECT SOURCE_DIR "/tests/support/small/by-hand.yaml"

struct opened {
    struct opened_project *shipped, *by_hand;
};

/* Only captions and credits are looked at, so names of the first rank are enough but where a test
 * says otherwise: the others take most of the time. */
static int setup(void **state)
{
    struct opened *opened = g_new0(struct opened, 1);
    *state = opened;
    opened->shipped = opened_project_new(SHIPPED_PROJECT);
    opened->by_hand = opened_project_new(BY_HAND_PROJECT);
    if (opened->shipped == NULL || opened->by_hand == NULL)
        return 1;
    opened->shipped->sources->project->views[0].rank = 1;
    return 0;
}

static int teardown(void **state)
{
    struct opened *opened = *state;
    opened_project_free(opened->shipped);
    opened_project_free(opened->by_hand);
    g_free(opened);
    return 0;
}

static map_plan *plan_of(const struct opened_project *opened, const struct map_options *options)
{
    g_autoptr(GError) error = NULL;
    map_plan *plan = map_plan_build(opened->timeline, options, NULL, &error);
    if (plan == NULL)
        fail_msg("%s", error->message);
    return plan;
}

/* The map of a day of the project in which all is set by hand. */
static GArray *draw_by_hand(void **state, const struct map_options *options, const char *date)
{
    const struct opened_project *opened = ((struct opened *)*state)->by_hand;
    g_autoptr(map_plan) plan = plan_of(opened, options);
    g_autoptr(scene) map = opened_project_map(opened, plan, opened_project_day(date));
    return page_pieces(map);
}

/* The texts of a class, joined by blanks as they are drawn. */
static char *words_of(const GArray *pieces, const char *class_name)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < pieces->len; i++)
        if (piece_at(pieces, i)->text != NULL &&
            strcmp(piece_at(pieces, i)->class_list, class_name) == 0)
            g_string_append_printf(text, "%s%s", text->len > 0 ? " " : "",
                                   piece_at(pieces, i)->text);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static bool has_word(const GArray *pieces, const char *text)
{
    for (guint i = 0; i < pieces->len; i++)
        if (piece_at(pieces, i)->text != NULL && strcmp(piece_at(pieces, i)->text, text) == 0)
            return true;
    return false;
}

/* ---- captions ------------------------------------------------------------------------------- */

/* The caption as a header shows it. */
static char *caption_on_page(const map_plan *plan, const struct map_words *words)
{
    g_autoptr(scene) page = scene_new(plan->layout.width_pt, plan->layout.height_pt, PAGE_PX);
    struct pen pen = map_pen(plan, page);
    struct header_words header = {words->headline, words->beside, words->shown,
                                  words->is_headline_set};
    furniture_header(&pen, &plan->layout, &header);
    g_autoptr(GArray) pieces = page_pieces(page);
    return words_of(pieces, "caption");
}

/* Without blanks: a line may be broken after a hyphen or a dash too. */
static char *letters_of(const char *text)
{
    g_autoptr(GString) letters = g_string_new(text);
    g_string_replace(letters, " ", "", 0);
    return g_string_free(g_steal_pointer(&letters), FALSE);
}

/* A caption is told whole where it fits; else summed up, when it has more than one change to tell;
 * what is cut ends with "…" and nothing else does. Counts captions that are cut. */
static int check_caption(const map_plan *plan, day_number day)
{
    g_autoptr(scene) unused = scene_new(1, 1, PAGE_PX);
    struct pen pen = map_pen(plan, unused);
    struct moment m;
    struct map_words words;
    moment_start(&m, plan, day, timeline_change_before(plan->timeline, day), true);
    map_words_write(&words, plan, &pen, &m);
    g_autofree char *drawn = caption_on_page(plan, &words);
    g_autofree char *is = letters_of(drawn), *whole = letters_of(words.shown);
    g_autofree char *all = words_changes(plan->timeline, m.changes, day, plan->language);
    g_autofree char *summary = words_summary(plan->timeline, m.changes, day, plan->language);
    bool is_whole = strcmp(is, whole) == 0;
    assert_string_equal(words.caption, all);
    if (furniture_caption_fits(&pen, &plan->layout, all) || m.changes->len < 2)
        assert_string_equal(words.shown, all);
    else
        assert_string_equal(words.shown, summary);
    assert_int_equal(is_whole, furniture_caption_fits(&pen, &plan->layout, words.shown));
    if (!is_whole) {
        assert_true(g_str_has_suffix(is, "…"));
        is[strlen(is) - strlen("…")] = '\0';
        assert_true(g_str_has_prefix(whole, is));
    }
    map_words_clear(&words);
    moment_clear(&m);
    return !is_whole;
}

static int check_captions(void **state, const char *layout, const char *language)
{
    const struct opened_project *opened = ((struct opened *)*state)->shipped;
    struct map_options options = {.view = "karabakh", .layout = layout, .language = language};
    g_autoptr(map_plan) plan = plan_of(opened, &options);
    size_t count;
    int cut = 0;
    const day_number *days = timeline_change_days(opened->timeline, &count);
    for (size_t i = 0; i < count; i++)
        if (map_shows_change(plan, days[i], timeline_change_before(opened->timeline, days[i])))
            cut += check_caption(plan, days[i]);
    return cut;
}

static void test_map_words__no_caption_of_an_article_is_cut(void **state)
{
    assert_int_equal(check_captions(state, "article", "en"), 0);
    /* The annotations of 9 November 2020 have English words only, longer than those that they stand
     * beside. */
    assert_true(check_captions(state, "article", "hy") <= 1);
    assert_true(check_captions(state, "article", "ru") <= 1);
}

/* A telephone has three short lines: an event's own words may be longer, and then show it. */
static void test_map_words__a_cut_caption_shows_it(void **state)
{
    assert_true(check_captions(state, "mobile", "en") <= 5);
}

/* ---- by hand -------------------------------------------------------------------------------- */

static void test_map_words__an_editor_s_words_stand_where_the_program_s_would(void **state)
{
    struct map_edits edits = {
        .title = "The northeast changes hands", .caption = "Told by hand.", .credit = "The desk"};
    struct map_options options = {.edits = &edits};
    g_autoptr(GArray) pieces = draw_by_hand(state, &options, "2020-03-01");
    g_autofree char *headline = words_of(pieces, "headline");
    g_autofree char *beside = words_of(pieces, "series-title");
    g_autofree char *caption = words_of(pieces, "caption");
    g_autofree char *sources = words_of(pieces, "source");
    assert_string_equal(headline, "The northeast changes hands");
    assert_string_equal(beside, "1 March 2020");
    assert_string_equal(caption, "Told by hand.");
    assert_string_equal(sources, "2nd edition The desk");
}

/* What the command says comes before what the project says for the day. */
static void test_map_words__the_project_s_edits_hold_on_their_days(void **state)
{
    struct map_options options = {0};
    g_autoptr(GArray) pieces = draw_by_hand(state, &options, "2020-03-12");
    g_autofree char *headline = words_of(pieces, "headline");
    assert_string_equal(headline, "The northeast falls");
    struct map_edits edits = {.title = "Of the day"};
    options.edits = &edits;
    g_autoptr(GArray) other = draw_by_hand(state, &options, "2020-03-12");
    g_autofree char *set = words_of(other, "headline");
    assert_string_equal(set, "Of the day");
}

static void test_map_words__a_correction_is_told_on_the_maps_that_it_concerns(void **state)
{
    struct map_options options = {0};
    static const char *const days[] = {"2020-03-12", "2021-05-31", "2022-01-01"};
    for (size_t i = 0; i < G_N_ELEMENTS(days); i++) {
        g_autoptr(GArray) pieces = draw_by_hand(state, &options, days[i]);
        g_autofree char *sources = words_of(pieces, "source");
        bool is_told = strstr(sources, "The southeast was shown a day too early") != NULL;
        assert_true(g_str_has_prefix(sources, "2nd edition"));
        assert_int_equal(is_told, i == 1);
        assert_int_equal(strstr(sources, "1 February 2022") != NULL, i == 1);
    }
}

/* A headline that is too long is drawn smaller, and at last cut, but never over the margin. */
static void test_map_words__a_long_title_stays_on_the_page(void **state)
{
    static const char *const layouts[] = {"article", "mobile", "report"};
    static const char *const titles[] = {
        "A headline that is rather too long for most pages, telephones first",
        "A headline that goes on and on and on, through every comma that it meets, until no page "
        "of "
        "any paper, and no screen of any telephone, could show the whole of it in one line at all"};
    for (size_t l = 0; l < G_N_ELEMENTS(layouts); l++) {
        for (size_t t = 0; t < G_N_ELEMENTS(titles); t++) {
            struct map_edits edits = {.title = titles[t]};
            struct map_options options = {.layout = layouts[l], .edits = &edits};
            const struct layout *layout = layout_find(layouts[l]);
            g_autoptr(GArray) pieces = draw_by_hand(state, &options, "2020-03-01");
            int found = 0;
            for (guint i = 0; i < pieces->len; i++) {
                const struct piece *piece = piece_at(pieces, i);
                if (!g_str_has_prefix(piece->class_list, "headline"))
                    continue;
                found++;
                assert_true(piece->box.right <= layout->width_pt - layout->margin_pt + 1);
                assert_true(strcmp(piece->text, titles[t]) == 0 ||
                            g_str_has_suffix(piece->text, "…"));
            }
            assert_int_equal(found, 1);
        }
    }
}

/* ---- languages ------------------------------------------------------------------------------ */

static void test_map_words__two_languages(void **state)
{
    struct map_options options = {.language = "en", .second_language = "ru"};
    g_autoptr(GArray) pieces = draw_by_hand(state, &options, "2020-03-01");
    g_autofree char *headline = words_of(pieces, "headline");
    g_autofree char *names = words_of(pieces, "place-label rank-1");
    assert_string_equal(headline, "1 March 2020 / 1 марта 2020\u202fг.");
    assert_non_null(strstr(names, "Alba"));
    assert_non_null(strstr(names, "Альба"));
}

static void test_map_words__dates_of_a_variety_of_english(void **state)
{
    static const struct {
        const char *language, *headline;
    } varieties[] = {{"en", "1 March 2020"}, {"en-GB", "1 March 2020"}, {"en-US", "March 1, 2020"}};
    for (size_t i = 0; i < G_N_ELEMENTS(varieties); i++) {
        struct map_options options = {.language = varieties[i].language};
        g_autoptr(GArray) pieces = draw_by_hand(state, &options, "2020-03-01");
        g_autofree char *headline = words_of(pieces, "headline");
        assert_string_equal(headline, varieties[i].headline);
        assert_true(has_word(pieces, "Held by Two"));
    }
}

/* ---- without text --------------------------------------------------------------------------- */

/* All that is neither text nor a leader from it with its casing, one a line. */
static char *shapes_of(const GArray *pieces)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < pieces->len; i++) {
        const struct piece *piece = piece_at(pieces, i);
        if (piece->kind != NODE_TEXT && !g_str_has_prefix(piece->class_list, "leader"))
            g_string_append_printf(text, "%s/%s %.2f %.2f %.2f %.2f\n", piece->group,
                                   piece->class_list, piece->box.left, piece->box.top,
                                   piece->box.right, piece->box.bottom);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* Without text a map has every symbol, line and area of the map with text, in the same place, and
 * no leaders. */
static void check_without_text(const struct opened_project *opened, const char *view,
                               const char *layout, const char *date)
{
    struct map_edits mute = {.has_no_text = true};
    struct map_options options = {.view = view, .layout = layout};
    g_autoptr(map_plan) told = plan_of(opened, &options);
    options.edits = &mute;
    g_autoptr(map_plan) untold = plan_of(opened, &options);
    day_number day = opened_project_day(date);
    g_autoptr(scene) map = opened_project_map(opened, told, day);
    g_autoptr(scene) bare = opened_project_map(opened, untold, day);
    g_autoptr(GArray) with = page_pieces(map), without = page_pieces(bare);
    g_autofree char *shapes = shapes_of(with), *other = shapes_of(without);
    for (guint i = 0; i < without->len; i++)
        assert_true(piece_at(without, i)->kind != NODE_TEXT &&
                    !g_str_has_prefix(piece_at(without, i)->class_list, "leader"));
    assert_true(without->len > 20);
    assert_string_equal(other, shapes);
}

static void test_map_words__without_text_all_else_stays(void **state)
{
    const struct opened *opened = *state;
    check_without_text(opened->by_hand, "whole", "article", "2020-03-01");
    check_without_text(opened->by_hand, "south", "mobile", "2021-05-31");
    check_without_text(opened->shipped, "karabakh", "square", "2020-11-10");
}

/* ---- credits -------------------------------------------------------------------------------- */

/* The gazetteer's sources as credits have them: of the symbols on a map, or of all places. */
static GHashTable *owed(const struct opened_project *opened, const scene *map)
{
    GHashTable *credits = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    const struct gazetteer *places = opened->sources->places;
    for (size_t p = 0; p < places->count; p++) {
        const struct place *place = &places->places[p];
        bool is_shown = map == NULL;
        for (size_t n = 0; map != NULL && !is_shown && n < scene_node_count(map); n++)
            is_shown = g_strcmp0(node_data(scene_node_at(map, n), "place"), place->id) == 0;
        if (is_shown && *place->source != '\0' && *place->licence != '\0')
            g_hash_table_add(credits, g_strdup_printf("%s (%s)", place->source, place->licence));
    }
    return credits;
}

/* Credits the sources of all symbols and of no other place. */
static void check_place_credits(const struct opened_project *opened, const char *view,
                                const char *layout)
{
    struct map_options options = {.view = view, .layout = layout};
    g_autoptr(map_plan) plan = plan_of(opened, &options);
    g_autoptr(scene) map = opened_project_map(opened, plan, opened_project_day("2020-12-01"));
    g_autoptr(GHashTable) shown = owed(opened, map), all = owed(opened, NULL);
    const char *credit = scene_about_const(map)->credit;
    GHashTableIter iter;
    gpointer source;
    assert_true(g_hash_table_size(shown) > 0);
    g_hash_table_iter_init(&iter, all);
    while (g_hash_table_iter_next(&iter, &source, NULL)) {
        bool is_named = strstr(credit, source) != NULL;
        if (is_named != g_hash_table_contains(shown, source))
            fail_msg("%s, %s: '%s' is %s: %s", view, layout, (char *)source,
                     is_named ? "credited and not shown" : "shown and not credited", credit);
    }
}

static void test_map_words__credits_are_those_of_the_places_on_the_map(void **state)
{
    const struct opened_project *shipped = ((struct opened *)*state)->shipped;
    check_place_credits(shipped, "karabakh", "article");
    check_place_credits(shipped, "karabakh", "mobile");
    check_place_credits(shipped, "corridor", "mobile");
}

/* Two squares; a road in the view until 2020, one far away, a lake that is never drawn. */
static void write_layers(struct project_fixture *f)
{
    static const char *const districts[] = {"A ONE: 45 40, 45 41, 46 41, 46 40",
                                            "B ONE: 46 40, 46 41, 47 41, 47 40", NULL};
    static const char *const near[] = {"near ONE: 45.2 40.2, 46.8 40.8", NULL};
    static const char *const far[] = {"far ONE: 70 10, 71 11", NULL};
    project_fixture_layer(f, "districts", SHPT_POLYGON, districts);
    project_fixture_layer(f, "near", SHPT_ARC, near);
    project_fixture_layer(f, "far", SHPT_ARC, far);
    project_fixture_layer(f, "unused", SHPT_ARC, near);
    project_fixture_write(f, "places.csv",
                          "id,lon,lat,kind,rank,name_en,source,licence\n"
                          "here,45.5,40.5,town,1,Here,The near survey,CC0\n"
                          "there,80,10,town,1,There,The far survey,CC0\n");
    project_fixture_write(
        f, "project.yaml",
        "style: " SOURCE_DIR "/styles/article.css\n"
        "licence: CC BY 4.0\n"
        "layers:\n"
        "  districts: {file: districts.shp, partition: true, key: code, country: country,"
        " credit: The cadastre}\n"
        "  near: {file: near.shp, credit: The roads}\n"
        "  far: {file: far.shp, credit: The other roads}\n"
        "  unused: {file: unused.shp, credit: The lakes}\n"
        "regions:\n"
        "  all: districts\n"
        "draw:\n"
        "  - {layer: near, class: road, until: 2020-01-01}\n"
        "  - {layer: far, class: road}\n" PROJECT_FIXTURE_TAIL);
}

static void check_credit(const map_plan *plan, const char *date, const char *wanted)
{
    day_number day = opened_project_day(date);
    g_autoptr(scene) map = map_compose(plan, day, day - 1);
    assert_string_equal(scene_about_const(map)->credit, wanted);
}

static void test_map_words__a_layer_is_credited_while_it_is_on_the_map(void **state)
{
    (void)state;
    struct project_fixture *f;
    project_fixture_setup((void **)&f);
    write_layers(f);
    if (!project_fixture_read(f))
        fail_msg("%s", f->error->message);
    struct map_options options = {.view = "main"};
    map_plan *plan = map_plan_build(f->timeline, &options, NULL, NULL);
    assert_non_null(plan);
    check_credit(plan, "2019-12-31",
                 "The cadastre; The roads; The near survey (CC0). Map: CC BY 4.0");
    check_credit(plan, "2020-01-01", "The cadastre; The near survey (CC0). Map: CC BY 4.0");
    map_plan_free(plan);
    project_fixture_teardown((void **)&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_map_words__no_caption_of_an_article_is_cut),
        cmocka_unit_test(test_map_words__a_cut_caption_shows_it),
        cmocka_unit_test(test_map_words__an_editor_s_words_stand_where_the_program_s_would),
        cmocka_unit_test(test_map_words__the_project_s_edits_hold_on_their_days),
        cmocka_unit_test(test_map_words__a_correction_is_told_on_the_maps_that_it_concerns),
        cmocka_unit_test(test_map_words__a_long_title_stays_on_the_page),
        cmocka_unit_test(test_map_words__two_languages),
        cmocka_unit_test(test_map_words__dates_of_a_variety_of_english),
        cmocka_unit_test(test_map_words__without_text_all_else_stays),
        cmocka_unit_test(test_map_words__credits_are_those_of_the_places_on_the_map),
        cmocka_unit_test(test_map_words__a_layer_is_credited_while_it_is_on_the_map),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
