/* Names of places on every view, layout and language of the shipped project: what no plan may
 * break, read back from what is drawn; and what is set by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compose/layout.h"
#include "compose/place_labels.h"
#include "support/opened_project.h"

/* What is drawn is rounded to hundredths of a point. */
#define ROUNDING_PT 0.011

struct bench {
    struct opened_project *opened;
    line_days *lines;
    style *style;
    fonts *fonts;
};

static int setup(void **state)
{
    struct bench *bench = g_new0(struct bench, 1);
    const struct medium medium = {.width_pt = 800, .height_pt = 600};
    *state = bench;
    bench->opened = opened_project_new(SHIPPED_PROJECT);
    if (bench->opened == NULL)
        return 1;
    bench->lines = line_days_list(bench->opened->timeline);
    bench->style = style_read(bench->opened->sources->project->style_path, &medium, NULL);
    const char *const *files = style_font_files(bench->style);
    bench->fonts = fonts_open(files, g_strv_length((char **)files), NULL);
    return bench->style == NULL || bench->fonts == NULL;
}

static int teardown(void **state)
{
    struct bench *bench = *state;
    line_days_free(bench->lines);
    fonts_close(bench->fonts);
    style_free(bench->style);
    opened_project_free(bench->opened);
    g_free(bench);
    return 0;
}

/* One plan, and what it is drawn on. */
struct sheet {
    const struct bench *bench;
    struct page_box furniture[2];
    struct labels_input input;
    page_map *page;
    struct pen pen;
    place_labels *labels;
};

/* The legend's column, and the corner of the scale and the locator. */
static void lay_furniture(struct sheet *sheet)
{
    const struct layout *layout = page_map_layout(sheet->page);
    struct page_box map = layout->map,
                    corner = {map.right - 120, map.bottom - 80, map.right, map.bottom};
    sheet->furniture[0] = corner;
    sheet->furniture[1] = layout->side;
    sheet->input.furniture = sheet->furniture;
    sheet->input.furniture_count = layout->legend == LEGEND_LEFT ? 2 : 1;
}

static void sheet_plan(struct sheet *sheet)
{
    place_labels_free(sheet->labels);
    sheet->labels = place_labels_plan(&sheet->pen, &sheet->input, sheet->bench->lines);
}

static void sheet_open(struct sheet *sheet, const struct bench *bench,
                       const struct project_view *view, const char *layout, const char *language)
{
    *sheet = (struct sheet){.bench = bench};
    sheet->page = page_map_build(bench->opened->map, layout_find(layout), view, NULL);
    assert_non_null(sheet->page);
    sheet->input = (struct labels_input){
        .timeline = bench->opened->timeline, .page = sheet->page, .view = view};
    sheet->pen = (struct pen){.style = bench->style, .fonts = bench->fonts, .language = language};
    lay_furniture(sheet);
}

static void sheet_close(struct sheet *sheet)
{
    place_labels_free(sheet->labels);
    page_map_free(sheet->page);
}

static scene *sheet_draw(struct sheet *sheet, day_number day)
{
    const struct layout *layout = page_map_layout(sheet->page);
    scene *scene = scene_new(layout->width_pt, layout->height_pt, layout->unit);
    g_autoptr(state) state = timeline_state_at(sheet->bench->opened->timeline, day);
    struct pen pen = sheet->pen;
    pen.scene = scene;
    place_labels_draw(&pen, sheet->labels, state);
    return scene;
}

static const struct project_view *view_named(const struct bench *bench, const char *name)
{
    const struct project *project = bench->opened->sources->project;
    for (size_t i = 0; i < project->view_count; i++)
        if (g_str_equal(project->views[i].name, name))
            return &project->views[i];
    fail_msg("no view %s", name);
    return NULL;
}

/* ---- the laws ------------------------------------------------------------------------------- */

static struct page_box symbol_of(const scene *scene, const struct scene_node *node)
{
    double r = scene_class_paint(scene, node->class_number)->radius_pt;
    struct pagexy at = node->circle.centre;
    return (struct page_box){at.x - r, at.y - r, at.x + r, at.y + r};
}

static bool is_in_the_open(const struct sheet *sheet, struct page_box ink)
{
    struct page_box map = page_map_layout(sheet->page)->map;
    if (ink.left < map.left - ROUNDING_PT || ink.right > map.right + ROUNDING_PT ||
        ink.top < map.top - ROUNDING_PT || ink.bottom > map.bottom + ROUNDING_PT)
        return false;
    for (int i = 0; i < sheet->input.furniture_count; i++)
        if (boxes_overlap(ink, sheet->furniture[i]))
            return false;
    return true;
}

static bool leader_hits(const struct scene_node *leader, struct page_box box)
{
    for (int i = 0; i <= 100; i++) {
        double share = i / 100.0;
        double x = (1 - share) * leader->path.points[0].x + share * leader->path.points[1].x;
        double y = (1 - share) * leader->path.points[0].y + share * leader->path.points[1].y;
        x /= PAGE_UNITS_PER_PT;
        y /= PAGE_UNITS_PER_PT;
        if (x > box.left + ROUNDING_PT && x < box.right - ROUNDING_PT &&
            y > box.top + ROUNDING_PT && y < box.bottom - ROUNDING_PT)
            return true;
    }
    return false;
}

/* True when two drawn things are in each other's way. */
static bool are_at_odds(const scene *scene, const struct scene_node *a, const struct scene_node *b)
{
    if (a->kind == NODE_TEXT && b->kind == NODE_TEXT)
        return boxes_overlap(text_ink(a), text_ink(b));
    if (a->kind == NODE_TEXT && b->kind == NODE_CIRCLE)
        return boxes_overlap(text_ink(a), symbol_of(scene, b));
    if (a->kind == NODE_PATH && b->kind == NODE_TEXT)
        return leader_hits(a, text_ink(b));
    if (a->kind == NODE_PATH && b->kind == NODE_CIRCLE)
        return leader_hits(a, symbol_of(scene, b));
    return false;
}

static const char *node_says(const struct scene_node *node)
{
    return node->kind == NODE_TEXT     ? node->text.run->text
           : node->kind == NODE_CIRCLE ? node->mark.title
                                       : "a leader";
}

static int count_faults(const struct sheet *sheet, const scene *scene, const char *what)
{
    int faults = 0;
    size_t count = scene_node_count(scene);
    for (size_t i = 0; i < count; i++) {
        const struct scene_node *a = scene_node_at(scene, i);
        if (a->kind == NODE_TEXT && !is_in_the_open(sheet, text_ink(a))) {
            print_error("%s: '%s' is off the map or under furniture\n", what, node_says(a));
            faults++;
        }
        for (size_t j = 0; j < count; j++) {
            const struct scene_node *b = scene_node_at(scene, j);
            bool is_twice = a->kind == b->kind && j > i;
            if (i == j || is_twice || !are_at_odds(scene, a, b))
                continue;
            print_error("%s: '%s' meets '%s'\n", what, node_says(a), node_says(b));
            faults++;
        }
    }
    return faults;
}

/* Every layout of every view, the language another each time; and every language in the layout
 * that is drawn most. */
static void test_place_labels__laws_on_every_view_layout_and_language(void **state)
{
    const struct bench *bench = *state;
    const struct project *project = bench->opened->sources->project;
    size_t languages = g_strv_length(project->languages), plans = 0, wanted = 0, placed = 0;
    int faults = 0;
    for (size_t v = 0; v < project->view_count; v++) {
        for (size_t l = 0; layout_names()[l] != NULL; l++) {
            for (size_t k = 0; k < languages; k++) {
                if (l > 0 && k != (v + l) % languages)
                    continue;
                struct sheet sheet;
                sheet_open(&sheet, bench, &project->views[v], layout_names()[l],
                           project->languages[k]);
                sheet_plan(&sheet);
                g_autoptr(scene) scene = sheet_draw(&sheet, opened_project_day("2020-12-01"));
                g_autoptr(place_report) report = place_labels_report(sheet.labels, bench->lines);
                g_autofree char *what = g_strdup_printf("%s, %s, %s", project->views[v].name,
                                                        layout_names()[l], project->languages[k]);
                faults += count_faults(&sheet, scene, what);
                assert_true(report->placed > 3);
                wanted += report->wanted;
                placed += report->placed;
                plans++;
                sheet_close(&sheet);
            }
        }
    }
    print_message("%zu plans: %zu of %zu labels placed\n", plans, placed, wanted);
    assert_int_equal(faults, 0);
    assert_true(plans >= project->view_count * (6 + languages));
}

/* What is written where: "text x y" a line. */
static char *words_of(const scene *scene)
{
    g_autoptr(GString) words = g_string_new(NULL);
    for (size_t i = 0; i < scene_node_count(scene); i++) {
        const struct scene_node *node = scene_node_at(scene, i);
        if (node->kind == NODE_TEXT)
            g_string_append_printf(words, "%s %.2f %.2f\n", node->text.run->text,
                                   node->text.origin.x, node->text.origin.y);
    }
    return g_string_free(g_steal_pointer(&words), FALSE);
}

static void test_place_labels__no_move_on_any_change_day(void **state)
{
    const struct bench *bench = *state;
    const struct project *project = bench->opened->sources->project;
    for (size_t v = 0; v < project->view_count; v++) {
        struct sheet sheet;
        sheet_open(&sheet, bench, &project->views[v], "article", "en");
        sheet_plan(&sheet);
        size_t count;
        const day_number *days = timeline_change_days(bench->opened->timeline, &count);
        g_autofree char *first = NULL;
        for (size_t d = 0; d < count; d++) {
            g_autoptr(scene) scene = sheet_draw(&sheet, days[d]);
            g_autofree char *words = words_of(scene);
            if (first == NULL)
                first = g_strdup(words);
            assert_string_equal(words, first);
        }
        assert_true(count > 40);
        sheet_close(&sheet);
    }
}

/* ---- what is reported ----------------------------------------------------------------------- */

static void test_place_labels__report_of_the_shipped_views(void **state)
{
    const struct bench *bench = *state;
    const struct project *project = bench->opened->sources->project;
    for (size_t v = 0; v < project->view_count; v++) {
        struct sheet sheet;
        sheet_open(&sheet, bench, &project->views[v], "article", "en");
        sheet_plan(&sheet);
        g_autoptr(place_report) report = place_labels_report(sheet.labels, bench->lines);
        assert_int_equal(report->wanted, report->placed + report->left_out->len);
        assert_int_equal(report->moves, 0);
        print_message("%s: %zu of %zu named\n", project->views[v].name, report->placed,
                      report->wanted);
        for (guint i = 0; i < report->left_out->len; i++)
            print_message("  left out: %s\n", (const char *)g_ptr_array_index(report->left_out, i));
        for (guint i = 0; i < report->crossings->len; i++) {
            const struct place_crossing *c =
                &g_array_index(report->crossings, struct place_crossing, i);
            assert_true(place_labels_say(sheet.labels, c->text));
            assert_true(c->days->len > 0);
            print_message("  crossed on %u days: %s\n", c->days->len, c->text);
        }
        sheet_close(&sheet);
    }
}

/* ---- what is set by hand -------------------------------------------------------------------- */

/* The text node of that text, or NULL. */
static const struct scene_node *text_of(const scene *scene, const char *text)
{
    for (size_t i = 0; i < scene_node_count(scene); i++) {
        const struct scene_node *node = scene_node_at(scene, i);
        if (node->kind == NODE_TEXT && g_str_equal(node->text.run->text, text))
            return node;
    }
    return NULL;
}

static void test_place_labels__a_name_set_by_hand(void **state)
{
    struct sheet sheet;
    sheet_open(&sheet, *state, view_named(*state, "karabakh"), "article", "en");
    const struct edit_label names[] = {{"shusha", "Shushi"}, {"sus", "Aghavno"}};
    const struct map_edits edits = {.labels = names, .label_count = G_N_ELEMENTS(names)};
    sheet.input.edits = &edits;
    sheet_plan(&sheet);
    assert_true(place_labels_say(sheet.labels, "Shushi"));
    assert_false(place_labels_say(sheet.labels, "Shusha"));
    /* The view is without Sus, the editor wants it. */
    assert_true(place_labels_say(sheet.labels, "Aghavno"));
    sheet_close(&sheet);
}

static void test_place_labels__marks_stand_on_their_days_and_move_nothing(void **state)
{
    struct sheet sheet;
    sheet_open(&sheet, *state, view_named(*state, "karabakh"), "article", "en");
    char *language = g_strdup("en"), *text = g_strdup("Here it was");
    const struct project_mark mark = {
        .at = {46.5, 39.9},
        .names = {.languages = &language, .texts = &text, .count = 1},
        .when = {opened_project_day("2020-11-10"), opened_project_day("2020-12-01")}};
    const struct map_edits edits = {.marks = &mark, .mark_count = 1};
    sheet.input.edits = &edits;
    sheet_plan(&sheet);
    g_autoptr(scene) on = sheet_draw(&sheet, opened_project_day("2020-11-30"));
    g_autoptr(scene) off = sheet_draw(&sheet, opened_project_day("2020-12-01"));
    assert_non_null(text_of(on, text));
    assert_null(text_of(off, text));
    assert_true(node_is(on, text_of(on, text), "mark-label"));
    assert_int_equal(count_faults(&sheet, on, "with a mark"), 0);
    g_autofree char *with = words_of(on), *without = words_of(off);
    /* Marks are listed first. */
    const char *rest = strchr(with, '\n');
    assert_string_equal(rest + 1, without);
    sheet_close(&sheet);
    g_free(language);
    g_free(text);
}

static void test_place_labels__no_more_names_than_the_layout_has_room_for(void **state)
{
    struct sheet sheet;
    sheet_open(&sheet, *state, view_named(*state, "karabakh"), "mobile", "en");
    sheet.input.most_places = 6;
    sheet_plan(&sheet);
    g_autoptr(place_report) report =
        place_labels_report(sheet.labels, ((struct bench *)*state)->lines);
    g_autoptr(scene) scene = sheet_draw(&sheet, opened_project_day("2020-12-01"));
    size_t symbols = 0;
    for (size_t i = 0; i < scene_node_count(scene); i++)
        symbols += scene_node_at(scene, i)->kind == NODE_CIRCLE;
    assert_int_equal(report->placed, 6);
    assert_int_equal(symbols, 6);
    assert_true(report->left_out->len > 10);
    assert_true(place_labels_say(sheet.labels, "Shusha"));
    sheet_close(&sheet);
}

/* The middle of a place's label, from the middle of its symbol. */
static struct pagexy label_offset(const scene *scene, const char *place, const char *text)
{
    const struct scene_node *label = text_of(scene, text);
    assert_non_null(label);
    for (size_t i = 0; i < scene_node_count(scene); i++) {
        const struct scene_node *node = scene_node_at(scene, i);
        if (node->kind != NODE_CIRCLE || g_strcmp0(node_data(node, "place"), place) != 0)
            continue;
        struct pagexy middle = box_middle(text_ink(label));
        return (struct pagexy){middle.x - node->circle.centre.x, middle.y - node->circle.centre.y};
    }
    fail_msg("no symbol of %s", place);
    return (struct pagexy){0, 0};
}

/* Kapan stands in the open: any wind is free. One that is under the furniture is not held to. */
static void test_place_labels__a_pin_of_the_view_holds(void **state)
{
    static const struct {
        const char *position;
        int dx, dy;
    } pins[] = {{"N", 0, -1}, {"W", -1, 0}, {"-60,20", -1, 1}, {"9000,0", 0, 0}};
    for (size_t i = 0; i < G_N_ELEMENTS(pins); i++) {
        struct project_view view = *view_named(*state, "karabakh");
        struct project_pin pin = {.place = (char *)"kapan", .position = (char *)pins[i].position};
        view.pins = &pin;
        view.pin_count = 1;
        struct sheet sheet;
        sheet_open(&sheet, *state, &view, "article", "en");
        sheet_plan(&sheet);
        g_autoptr(scene) scene = sheet_draw(&sheet, opened_project_day("2020-12-01"));
        struct pagexy offset = label_offset(scene, "kapan", "Kapan");
        /* Half a letter is on the line. */
        int dx = (offset.x > 6) - (offset.x < -6), dy = (offset.y > 3) - (offset.y < -3);
        if (pins[i].dx != 0 || pins[i].dy != 0) {
            assert_int_equal(dx, pins[i].dx);
            assert_int_equal(dy, pins[i].dy);
        }
        sheet_close(&sheet);
    }
}

static void test_place_labels__two_languages_stand_in_two_lines_where_long(void **state)
{
    struct sheet sheet;
    sheet_open(&sheet, *state, view_named(*state, "corridor"), "article", "en");
    sheet.pen.second_language = "ru";
    sheet_plan(&sheet);
    const struct gazetteer *places = sheet.bench->opened->sources->places;
    g_autofree char *name = pen_name(&sheet.pen, &gazetteer_find(places, "stepanakert")->names);
    const char *cut = strstr(name, " / ");
    assert_non_null(cut);
    g_autofree char *first_form = g_strndup(name, (gsize)(cut - name));
    g_autoptr(scene) scene = sheet_draw(&sheet, opened_project_day("2020-12-01"));
    const struct scene_node *first = text_of(scene, first_form);
    const struct scene_node *second = text_of(scene, cut + strlen(" / "));
    assert_non_null(first);
    assert_non_null(second);
    assert_true(node_is(scene, second, "second"));
    assert_true(second->text.origin.y > first->text.origin.y);
    assert_true(second->text.run->font.size_pt <= first->text.run->font.size_pt);
    assert_int_equal(count_faults(&sheet, scene, "en and ru"), 0);
    sheet_close(&sheet);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_place_labels__laws_on_every_view_layout_and_language),
        cmocka_unit_test(test_place_labels__no_move_on_any_change_day),
        cmocka_unit_test(test_place_labels__report_of_the_shipped_views),
        cmocka_unit_test(test_place_labels__a_name_set_by_hand),
        cmocka_unit_test(test_place_labels__marks_stand_on_their_days_and_move_nothing),
        cmocka_unit_test(test_place_labels__no_more_names_than_the_layout_has_room_for),
        cmocka_unit_test(test_place_labels__a_pin_of_the_view_holds),
        cmocka_unit_test(test_place_labels__two_languages_stand_in_two_lines_where_long),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
