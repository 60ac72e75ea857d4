/* What legends say, read back from the scenes as drawn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compose/layout.h"
#include "compose/phrases.h"
#include "support/drawn_maps.h"
#include "support/project_fixture.h"

/* A swatch of the legend: the class of an area or of a line; notes and headings have none. */
static bool is_swatch(const scene *scene, const struct scene_node *node)
{
    return node->kind == NODE_PATH && !node_is(scene, node, "legend-swatch") &&
           !node_is(scene, node, "hatch") &&
           !g_str_has_suffix(scene_class_name(scene, node->class_number), "-casing");
}

/* Class lists of the swatches, from top to bottom; borrowed from the scene. */
static GPtrArray *list_swatches(const scene *scene)
{
    GPtrArray *swatches = g_ptr_array_new();
    size_t first, end;
    assert_true(scene_group(scene, "legend", &first, &end));
    for (size_t i = first; i < end; i++) {
        const struct scene_node *node = scene_node_at(scene, i);
        if (is_swatch(scene, node))
            g_ptr_array_add(swatches, (void *)scene_class_name(scene, node->class_number));
    }
    return swatches;
}

/* The outline or the strip of a change lies over a swatch, and over more than one on some maps. */
static bool is_over_swatch(const char *class_list)
{
    return g_str_has_prefix(class_list, "changed-");
}

static GPtrArray *list_texts(const scene *scene)
{
    GPtrArray *texts = g_ptr_array_new();
    size_t first, end;
    assert_true(scene_group(scene, "legend", &first, &end));
    for (size_t i = first; i < end; i++)
        if (scene_node_at(scene, i)->kind == NODE_TEXT)
            g_ptr_array_add(texts, scene_node_at(scene, i)->text.run->text);
    return texts;
}

/* All that a legend says, on one line. */
static char *legend_words(const scene *scene)
{
    g_autoptr(GPtrArray) texts = list_texts(scene);
    g_ptr_array_add(texts, NULL);
    return g_strjoinv(" ", (char **)texts->pdata);
}

/* Is something of a class drawn outside the legend? */
static bool is_drawn(const scene *scene, const char *class_list)
{
    size_t first = 0, end = 0;
    scene_group(scene, "legend", &first, &end);
    for (size_t i = 0; i < scene_node_count(scene); i++) {
        const struct scene_node *node = scene_node_at(scene, i);
        if (node->kind == NODE_PATH && (i < first || i >= end) &&
            g_str_equal(scene_class_name(scene, node->class_number), class_list))
            return true;
    }
    return false;
}

typedef void check_legend(void *data, const scene *scene, const char *what);

/* Runs a check on all maps, in the order of views and days. */
static void for_all_maps(void **state, check_legend *check, void *data)
{
    const struct drawn_maps *maps = *state;
    assert_true(maps->maps->len > 50);
    for (guint i = 0; i < maps->maps->len; i++)
        check(data, drawn_maps_at(maps, i)->scene, drawn_maps_at(maps, i)->what);
}

static void check_only_what_is_drawn(void *data, const scene *scene, const char *what)
{
    (void)data;
    g_autoptr(GPtrArray) swatches = list_swatches(scene);
    assert_true(swatches->len > 1);
    for (guint i = 0; i < swatches->len; i++) {
        if (!is_drawn(scene, swatches->pdata[i]))
            fail_msg("%s: the legend has '%s', the map has not", what, (char *)swatches->pdata[i]);
        for (guint j = 0; j < i; j++)
            if (!is_over_swatch(swatches->pdata[i]) &&
                g_str_equal(swatches->pdata[i], swatches->pdata[j]))
                fail_msg("%s: the legend has '%s' twice", what, (char *)swatches->pdata[i]);
    }
}

static void test_legend__has_only_what_is_on_the_map(void **state)
{
    for_all_maps(state, check_only_what_is_drawn, NULL);
}

/* Does an area come well into the subject box? */
static bool is_in_subject(const struct scene_node *node)
{
    struct page_box subject = layout_find("article")->subject;
    size_t total = 0;
    for (size_t s = 0; s < node->path.subpaths; s++)
        total += node->path.counts[s];
    for (size_t i = 0; i < total; i++) {
        struct pagept p = node->path.points[i];
        if (p.x > 100 * subject.left && p.x < 100 * subject.right && p.y > 100 * subject.top &&
            p.y < 100 * subject.bottom)
            return true;
    }
    return false;
}

static void check_all_areas(void *data, const scene *scene, const char *what)
{
    (void)data;
    g_autoptr(GPtrArray) swatches = list_swatches(scene);
    size_t first, end;
    assert_true(scene_group(scene, "areas", &first, &end));
    for (size_t i = first; i < end; i++) {
        const struct scene_node *node = scene_node_at(scene, i);
        if (node->kind != NODE_PATH || !node_is(scene, node, "area") ||
            node_is(scene, node, "hatch") || !is_in_subject(node))
            continue;
        bool is_told = false;
        for (guint k = 0; k < swatches->len; k++)
            is_told |= g_str_equal(swatches->pdata[k], scene_class_name(scene, node->class_number));
        /* A row for a status stands for its tones, like the row of a holder without them. */
        if (!is_told && node_is(scene, node, "control"))
            fail_msg("%s: '%s' is not in the legend", what,
                     scene_class_name(scene, node->class_number));
    }
}

static void test_legend__has_every_area_of_the_subject(void **state)
{
    for_all_maps(state, check_all_areas, NULL);
}

/* Remembers which swatch came before which: "a > b" is a key once a stood above b. */
static void check_order(void *data, const scene *scene, const char *what)
{
    GHashTable *orders = data;
    g_autoptr(GPtrArray) swatches = list_swatches(scene);
    for (guint i = 0; i < swatches->len; i++) {
        for (guint j = i + 1; j < swatches->len; j++) {
            const char *above = swatches->pdata[i], *below = swatches->pdata[j];
            if (is_over_swatch(above) || is_over_swatch(below))
                continue;
            g_autofree char *against = g_strdup_printf("%s > %s", below, above);
            if (g_hash_table_contains(orders, against))
                fail_msg("%s: '%s' is above '%s', on another map below it", what, above, below);
            g_hash_table_add(orders, g_strdup_printf("%s > %s", above, below));
        }
    }
}

static void test_legend__keeps_one_order_through_the_series(void **state)
{
    g_autoptr(GHashTable) orders = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for_all_maps(state, check_order, orders);
    assert_true(g_hash_table_size(orders) > 20);
}

struct heights {
    const struct opened_project *opened;
    double by_phase[16];
};

/* The box keeps its place and size within a phase, and all of the legend is in it. */
static void check_box(void *data, const scene *scene, const char *what)
{
    struct heights *heights = data;
    struct page_box side = layout_find("article")->side;
    day_number day = opened_project_day(scene_about_const(scene)->date);
    double *height = &heights->by_phase[timeline_phase_at(heights->opened->timeline, day)];
    size_t first, end, boxes = 0;
    struct page_box box = {0};
    assert_true(scene_group(scene, "legend", &first, &end));
    for (size_t i = first; i < end; i++) {
        if (scene_node_at(scene, i)->kind != NODE_BOX)
            continue;
        box = scene_node_at(scene, i)->box.box;
        boxes++;
    }
    assert_int_equal(boxes, 1);
    assert_true(box.left == side.left && box.right == side.right && box.top == side.top);
    if (box.bottom > side.bottom)
        fail_msg("%s: the legend is %.1f points too high", what, box.bottom - side.bottom);
    if (*height != 0 && *height != box.bottom - box.top)
        fail_msg("%s: the legend's height is %.2f, was %.2f", what, box.bottom - box.top, *height);
    *height = box.bottom - box.top;
    for (size_t i = first; i < end; i++) {
        const struct scene_node *node = scene_node_at(scene, i);
        if (node->kind != NODE_TEXT)
            continue;
        struct page_box ink = text_ink(node);
        if (ink.left < box.left || ink.right > box.right || ink.top < box.top ||
            ink.bottom > box.bottom)
            fail_msg("%s: '%s' leaves the legend's box", what, node->text.run->text);
    }
}

static void test_legend__its_box_stays_through_a_phase(void **state)
{
    const struct drawn_maps *maps = *state;
    struct heights heights = {.opened = maps->opened};
    for (guint i = 0; i < maps->maps->len; i++) {
        const struct drawn_map *map = drawn_maps_at(maps, i);
        if (i > 0 && map[-1].view != map->view)
            memset(heights.by_phase, 0, sizeof heights.by_phase);
        check_box(&heights, map->scene, map->what);
    }
}

/* The strip of who held ground before is told of where one is drawn, and only there. */
static void check_band_words(void *data, const scene *scene, const char *what)
{
    int *drawn = data;
    g_autofree char *words = legend_words(scene);
    bool is_told = strstr(words, "Inner edge") != NULL, is_there = false;
    size_t first, end;
    if (scene_group(scene, "changed-bands", &first, &end))
        for (size_t i = first; i < end; i++)
            is_there |= scene_node_at(scene, i)->kind == NODE_PATH &&
                        is_in_subject(scene_node_at(scene, i));
    if (is_told != is_there)
        fail_msg("%s: a strip is %sdrawn and %stold of", what, is_there ? "" : "not ",
                 is_told ? "" : "not ");
    *drawn += is_there;
}

static void test_legend__tells_of_strips_where_they_are(void **state)
{
    int drawn = 0;
    for_all_maps(state, check_band_words, &drawn);
    assert_true(drawn > 40);
}

static void check_contact_words(void *data, const scene *scene, const char *what)
{
    (void)data;
    g_autofree char *words = legend_words(scene);
    bool is_told = strstr(words, "Line of contact") != NULL;
    bool is_front_told = strstr(words, "Front") != NULL;
    if (is_told && !is_drawn(scene, "contact"))
        fail_msg("%s: a line of contact in the legend only", what);
    if (is_front_told && !is_drawn(scene, "front"))
        fail_msg("%s: a front in the legend only", what);
    if (!is_drawn(scene, "contact") && !is_drawn(scene, "front"))
        assert_false(is_told || is_front_told);
}

static void test_legend__tells_front_from_line_of_contact(void **state)
{
    for_all_maps(state, check_contact_words, NULL);
}

/* The notes of the project, each on its days. */
static void test_legend__ends_with_the_notes_of_the_day(void **state)
{
    const struct opened_project *opened = ((struct drawn_maps *)*state)->opened;
    const struct project *project = opened->sources->project;
    g_autoptr(map_plan) plan = opened_project_plan(opened, "karabakh", "en");
    static const char *const days[] = {"1992-05-09", "1994-05-12", "2020-10-20", "2020-12-14",
                                       "2021-05-12", "2023-09-28", "2023-09-29"};
    for (size_t d = 0; d < G_N_ELEMENTS(days); d++) {
        day_number day = opened_project_day(days[d]);
        g_autoptr(scene) scene = map_compose(plan, day, day - 1);
        g_autofree char *words = legend_words(scene);
        for (size_t n = 0; n < project->note_count; n++) {
            bool is_due = day >= project->notes[n].when.from && day < project->notes[n].when.until;
            /* Lines are broken at blanks. */
            bool is_told = strstr(words, names_in(&project->notes[n].text, "en")) != NULL;
            assert_int_equal(is_told, is_due);
        }
    }
}

/* In a band below the map rows stand column after column, and no line is alone in its column beside
 * one of more than four. */
static void test_legend__a_band_has_its_rows_in_even_columns(void **state)
{
    const struct opened_project *opened = ((struct drawn_maps *)*state)->opened;
    struct map_options options = {.view = "karabakh", .layout = "mobile"};
    g_autoptr(map_plan) plan = map_plan_build(opened->timeline, &options, NULL, NULL);
    size_t days;
    const day_number *day = timeline_change_days(opened->timeline, &days);
    for (size_t d = 0; d < days; d += 2) {
        g_autoptr(scene) scene = map_compose(plan, day[d], day[d] - 1);
        size_t first, end;
        double left = 0, y = 0;
        int rows[4] = {0}, column = -1;
        assert_true(scene_group(scene, "legend", &first, &end));
        for (; first < end; first++) {
            const struct scene_node *node = scene_node_at(scene, first);
            if (node->kind != NODE_TEXT || !node_is(scene, node, "legend-text"))
                continue;
            struct pagexy at = node->text.origin;
            bool is_next = column < 0 || at.x > left + 0.01;
            if (!is_next && (at.x < left - 0.01 || at.y <= y))
                fail_msg("day %zu: '%s' stands out of order", d, node->text.run->text);
            column += is_next;
            assert_true(column < (int)G_N_ELEMENTS(rows));
            rows[column]++;
            left = at.x;
            y = at.y;
        }
        if (column == 1 && rows[0] > 4)
            assert_true(rows[1] > 1);
    }
}

/* ---- a small project ----------------------------------------------------------------------- */

/* A drawn layer far from the view has no place in its legend. */
static void test_legend__drawn_layers_that_are_off_the_map_are_left_out(void **state)
{
    (void)state;
    struct project_fixture *f;
    project_fixture_setup((void **)&f);
    static const char *const districts[] = {"A ONE: 45 40, 45 41, 46 41, 46 40",
                                            "B ONE: 46 40, 46 41, 47 41, 47 40", NULL};
    static const char *const roads[] = {"far ONE: 70 10, 71 11", NULL};
    project_fixture_layer(f, "districts", SHPT_POLYGON, districts);
    project_fixture_layer(f, "roads", SHPT_ARC, roads);
    project_fixture_write(
        f, "project.yaml",
        "style: " SOURCE_DIR "/styles/article.css\n"
        "layers:\n"
        "  districts: {file: districts.shp, partition: true, key: code, country: country}\n"
        "  roads: {file: roads.shp}\n"
        "regions:\n"
        "  all: districts\n"
        "draw:\n"
        "  - {layer: roads, class: road, legend: A road far away}\n" PROJECT_FIXTURE_TAIL);
    if (!project_fixture_read(f))
        fail_msg("%s", f->error->message);
    struct map_options options = {0};
    map_plan *plan = map_plan_build(f->timeline, &options, NULL, NULL);
    assert_non_null(plan);
    scene *scene = map_compose(plan, 0, -1);
    g_autofree char *words = legend_words(scene);
    bool is_told = strstr(words, "A road far away") != NULL;
    scene_free(scene);
    map_plan_free(plan);
    project_fixture_teardown((void **)&f);
    assert_false(is_told);
}

/* Is a path of a class drawn in the subject of the map? */
static bool is_in_view(const scene *scene, const char *class_name)
{
    size_t first = 0, end = 0;
    scene_group(scene, "legend", &first, &end);
    for (size_t i = 0; i < scene_node_count(scene); i++) {
        const struct scene_node *node = scene_node_at(scene, i);
        if (node->kind == NODE_PATH && (i < first || i >= end) && node_is(scene, node, class_name))
            return true;
    }
    return false;
}

/* However little room there is, each line that is drawn has its row, and the strip its words. */
static void check_signs(const scene *scene, const char *layout, const char *language,
                        const char *day, int *strips)
{
    static const char *const lines[] = {"contact", "front", "country-border"};
    g_autoptr(GPtrArray) swatches = list_swatches(scene);
    g_autofree char *words = legend_words(scene);
    const char *band = phrase_text(PHRASE_MEANS_BAND, language);
    g_autofree char *first_word = g_strndup(band, strcspn(band, " "));
    for (size_t k = 0; k < G_N_ELEMENTS(lines); k++) {
        bool is_told = false;
        for (guint i = 0; i < swatches->len; i++)
            is_told |= g_str_equal(swatches->pdata[i], lines[k]);
        if (is_in_view(scene, lines[k]) && !is_told)
            fail_msg("%s, %s, %s: no row for the line '%s'", layout, language, day, lines[k]);
    }
    if (!is_in_view(scene, "changed-band"))
        return;
    (*strips)++;
    if (!strstr(words, first_word))
        fail_msg("%s, %s, %s: nothing is said of the strip", layout, language, day);
}

static void test_legend__tells_every_sign_where_it_is_tight(void **state)
{
    const struct opened_project *opened = ((struct drawn_maps *)*state)->opened;
    static const char *const layouts[] = {"mobile", "report", "slide"};
    static const char *const languages[] = {"en", "hy", "ru"};
    /* Those with most rows, among them. */
    static const char *const days[] = {"1993-07-23", "2020-10-15", "2020-10-23", "2020-10-28",
                                       "2020-12-11", "2022-08-03", "2022-08-30", "2023-03-30"};
    int strips = 0;
    for (size_t l = 0; l < G_N_ELEMENTS(layouts); l++) {
        for (size_t k = 0; k < G_N_ELEMENTS(languages); k++) {
            struct map_options options = {
                .view = "karabakh", .layout = layouts[l], .language = languages[k]};
            map_plan *plan = map_plan_build(opened->timeline, &options, NULL, NULL);
            assert_non_null(plan);
            for (size_t d = 0; d < G_N_ELEMENTS(days); d++) {
                day_number day = opened_project_day(days[d]);
                g_autoptr(scene) scene =
                    map_compose(plan, day, timeline_change_before(opened->timeline, day));
                check_signs(scene, layouts[l], languages[k], days[d], &strips);
            }
            map_plan_free(plan);
        }
    }
    assert_true(strips >= 45);
}

/* What stands over the notes stays where it is while nothing changes in it: rows are as far from
 * each other on all maps of a phase. */
static void test_legend__rows_of_a_phase_are_evenly_spaced(void **state)
{
    const struct drawn_maps *maps = *state;
    double first_row[9] = {0};
    const struct project *project = maps->opened->sources->project;
    assert_true(project->phase_count <= G_N_ELEMENTS(first_row));
    int compared = 0;
    for (guint i = 0; i < maps->maps->len; i++) {
        const struct drawn_map *map = drawn_maps_at(maps, i);
        if (!g_str_equal(map->view, "karabakh"))
            continue;
        g_autoptr(GPtrArray) baselines = g_ptr_array_new();
        size_t first, end;
        assert_true(scene_group(map->scene, "legend", &first, &end));
        for (size_t n = first; n < end; n++)
            if (scene_node_at(map->scene, n)->kind == NODE_TEXT)
                g_ptr_array_add(baselines, (void *)scene_node_at(map->scene, n));
        const struct scene_node *heading = baselines->pdata[0], *row = baselines->pdata[1];
        if (!node_is(map->scene, heading, "legend-heading"))
            continue;
        const char *date = strrchr(map->what, ' ') + 1;
        size_t phase = timeline_phase_at(maps->opened->timeline, opened_project_day(date));
        double step = row->text.origin.y - heading->text.origin.y;
        if (first_row[phase] > 0 && fabs(step - first_row[phase]) > 0.02)
            fail_msg("%s: rows are %.2f apart, before %.2f", map->what, step, first_row[phase]);
        compared += first_row[phase] > 0;
        first_row[phase] = step;
    }
    assert_true(compared > 20);
}

/* The dates of what is outlined or hatched. */
static void test_legend__tells_since_when_what_is_outlined_or_hatched(void **state)
{
    const struct opened_project *opened = ((struct drawn_maps *)*state)->opened;
    g_autoptr(map_plan) plan = opened_project_plan(opened, "karabakh", "en");
    /* Days as the log has them (geodata/timeline.csv): Kalbajar on 25 November 2020; Artsvashen
     * some day of August 1992; the peacekeepers on 10 November 2020; Farukh from 24 March 2022,
     * the zone from 19 September 2023. */
    static const struct {
        const char *day, *words;
    } cases[] = {
        {"2020-11-25", "Since 25\u00a0November\u00a02020"},
        {"1992-08-31", "From this date (Aug 1992)"},
        {"2020-11-10", "Armenian forces, with Russian peacekeepers, since 10\u00a0Nov\u00a02020"},
        {"2020-12-01", "Armenian forces, with Russian peacekeepers, since 10\u00a0Nov\u00a02020"},
        {"2022-03-24", "Contested between Azerbaijan and Armenian forces, since "
                       "24\u00a0Mar\u00a02022"},
        {"2023-09-19", "Contested between Azerbaijan and Armenian forces, since "
                       "24\u00a0Mar\u00a02022 or later; outlined: since 19\u00a0Sept\u00a02023"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        day_number day = opened_project_day(cases[i].day);
        g_autoptr(scene) scene =
            map_compose(plan, day, timeline_change_before(opened->timeline, day));
        g_autofree char *words = legend_words(scene);
        if (!strstr(words, cases[i].words))
            fail_msg("%s: no '%s' in: %s", cases[i].day, cases[i].words, words);
    }
}

static int setup(void **state)
{
    struct drawn_maps *maps = drawn_maps_new();
    *state = maps;
    if (maps->opened == NULL)
        return 1;
    drawn_maps_add(maps, "karabakh", "en", 1);
    drawn_maps_add(maps, "corridor", "en", 3);
    drawn_maps_add(maps, "region", "en", 4);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_legend__has_only_what_is_on_the_map),
        cmocka_unit_test(test_legend__has_every_area_of_the_subject),
        cmocka_unit_test(test_legend__keeps_one_order_through_the_series),
        cmocka_unit_test(test_legend__its_box_stays_through_a_phase),
        cmocka_unit_test(test_legend__tells_of_strips_where_they_are),
        cmocka_unit_test(test_legend__tells_every_sign_where_it_is_tight),
        cmocka_unit_test(test_legend__rows_of_a_phase_are_evenly_spaced),
        cmocka_unit_test(test_legend__tells_since_when_what_is_outlined_or_hatched),
        cmocka_unit_test(test_legend__tells_front_from_line_of_contact),
        cmocka_unit_test(test_legend__ends_with_the_notes_of_the_day),
        cmocka_unit_test(test_legend__a_band_has_its_rows_in_even_columns),
        cmocka_unit_test(test_legend__drawn_layers_that_are_off_the_map_are_left_out),
    };
    return cmocka_run_group_tests(tests, setup, drawn_maps_teardown);
}
