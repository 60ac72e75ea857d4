#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/error.h"
#include "compose/sheet.h"
#include "support/page_pieces.h"

static const char *const texts[] = {"1992-05-09", "1993-04-03", "2016-04-05",
                                    "2020-11-10", "2020-12-01", "2023-09-20"};
enum { DATES = G_N_ELEMENTS(texts) };

/* Days on which there are places with symbols of their own. */
static const char *const autumn_texts[] = {"2020-10-09", "2020-10-23", "2020-12-01", "2022-08-30"};
enum { AUTUMN_DATES = G_N_ELEMENTS(autumn_texts) };

struct drawn {
    struct opened_project *opened, *small;
    day_number dates[DATES], autumn_dates[AUTUMN_DATES];
    struct sheet_options options, autumn_options;
    sheet *sheet, *autumn;
};

/* Few names are enough to see that they are shared. */
static int setup(void **state)
{
    struct drawn *drawn = g_new0(struct drawn, 1);
    *state = drawn;
    drawn->opened = opened_project_new(SHIPPED_PROJECT);
    drawn->small = opened_project_new(SMALL_PROJECT);
    if (drawn->opened == NULL || drawn->small == NULL)
        return 1;
    drawn->opened->sources->project->views[0].rank = 1;
    for (size_t i = 0; i < DATES; i++)
        drawn->dates[i] = opened_project_day(texts[i]);
    drawn->options = (struct sheet_options){
        .map = {.view = "karabakh"}, .dates = drawn->dates, .date_count = DATES};
    drawn->sheet = sheet_build(drawn->opened->timeline, &drawn->options, NULL, NULL);
    for (size_t i = 0; i < AUTUMN_DATES; i++)
        drawn->autumn_dates[i] = opened_project_day(autumn_texts[i]);
    drawn->autumn_options = (struct sheet_options){
        .map = {.view = "karabakh"}, .dates = drawn->autumn_dates, .date_count = AUTUMN_DATES};
    drawn->autumn = sheet_build(drawn->opened->timeline, &drawn->autumn_options, NULL, NULL);
    return drawn->sheet == NULL || drawn->autumn == NULL;
}

static int teardown(void **state)
{
    struct drawn *drawn = *state;
    sheet_free(drawn->sheet);
    sheet_free(drawn->autumn);
    opened_project_free(drawn->opened);
    opened_project_free(drawn->small);
    g_free(drawn);
    return 0;
}

static const scene *scene_of(void **state)
{
    return sheet_scene(((const struct drawn *)*state)->sheet);
}

/* ---- panels --------------------------------------------------------------------------------- */

struct panel {
    size_t first, end; /* nodes */
    struct page_box box;
};

static struct panel panel_at(const scene *scene, size_t number)
{
    struct panel panel;
    g_autofree char *id = g_strdup_printf("map-%s", texts[number]);
    assert_true(scene_group(scene, id, &panel.first, &panel.end));
    struct pagexy offset = scene_node_at(scene, panel.first - 1)->group.offset;
    for (size_t n = panel.first; n < panel.end; n++) {
        const struct scene_node *node = scene_node_at(scene, n);
        if (node->kind != NODE_BOX || !node_is(scene, node, "panel-frame"))
            continue;
        panel.box = node->box.box;
        panel.box.left += offset.x;
        panel.box.right += offset.x;
        panel.box.top += offset.y;
        panel.box.bottom += offset.y;
        return panel;
    }
    fail_msg("the map of %s has no frame", texts[number]);
    return panel;
}

static struct page_box legend_box(const scene *scene)
{
    size_t first, end;
    assert_true(scene_group(scene, "legend", &first, &end));
    assert_int_equal(scene_node_at(scene, first)->kind, NODE_BOX);
    return scene_node_at(scene, first)->box.box;
}

static void test_sheet__maps_stand_beside_each_other(void **state)
{
    const scene *scene = scene_of(state);
    struct page_box page = {0, 0, scene_width_pt(scene), scene_height_pt(scene)};
    struct page_box legend = legend_box(scene);
    /* Its paper goes on beyond the sides. */
    assert_true(legend.top > page.top && legend.bottom < page.bottom);
    for (size_t i = 0; i < DATES; i++) {
        struct page_box a = panel_at(scene, i).box, first = panel_at(scene, 0).box;
        assert_true(box_is_within(a, page));
        assert_false(boxes_overlap(a, legend));
        /* Offsets are rounded to hundredths. */
        assert_true(fabs((a.right - a.left) - (first.right - first.left)) < 0.02);
        assert_true(fabs((a.bottom - a.top) - (first.bottom - first.top)) < 0.02);
        for (size_t j = 0; j < i; j++)
            assert_false(boxes_overlap(a, panel_at(scene, j).box));
    }
}

static void test_sheet__each_map_has_its_date(void **state)
{
    static const char *const dates[] = {"9 May 1992",       "3 April 1993",    "5 April 2016",
                                        "10 November 2020", "1 December 2020", "20 September 2023"};
    const scene *scene = scene_of(state);
    for (size_t i = 0; i < DATES; i++) {
        struct panel panel = panel_at(scene, i);
        int found = 0;
        for (size_t n = panel.first; n < panel.end; n++) {
            const struct scene_node *node = scene_node_at(scene, n);
            if (node->kind != NODE_TEXT || !node_is(scene, node, "panel-date"))
                continue;
            assert_string_equal(node->text.run->text, dates[i]);
            /* Above the map, within its width. */
            struct page_box ink = text_ink(node);
            assert_true(ink.bottom < 0.5 && ink.left >= 0);
            assert_true(ink.right <= panel.box.right - panel.box.left);
            found++;
        }
        assert_int_equal(found, 1);
    }
}

/* Where each name of a place stands in its panel. */
static void test_sheet__maps_share_the_places_of_their_labels(void **state)
{
    const scene *scene = scene_of(state);
    g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
    int shared = 0;
    for (size_t i = 0; i < DATES; i++) {
        struct panel panel = panel_at(scene, i);
        for (size_t n = panel.first; n < panel.end; n++) {
            const struct scene_node *node = scene_node_at(scene, n);
            if (node->kind != NODE_TEXT || !node_is(scene, node, "place-label"))
                continue;
            char *at = g_strdup_printf("%.2f %.2f", node->text.origin.x, node->text.origin.y);
            const char *was = g_hash_table_lookup(known, node->text.run->text);
            if (was != NULL)
                assert_string_equal(at, was);
            shared += was != NULL;
            g_hash_table_replace(known, node->text.run->text, at);
        }
    }
    assert_true(shared >= 2 * (DATES - 1));
}

/* ---- legend --------------------------------------------------------------------------------- */

/* Class lists of the paths from one node to another, what is drawn again among them; borrowed. */
static void list_classes(const scene *scene, size_t first, size_t end, GHashTable *classes)
{
    for (size_t n = first; n < end; n++) {
        const struct scene_node *node = scene_node_at(scene, n);
        if (node->kind == NODE_PATH || node->kind == NODE_USE)
            g_hash_table_add(classes, (void *)scene_class_name(scene, node->class_number));
    }
}

static bool is_told_class(const char *name)
{
    return !g_str_has_suffix(name, "-casing") && !g_str_has_prefix(name, "hatch") &&
           strstr(name, " hatch") == NULL && strcmp(name, "legend-swatch") != 0;
}

static void test_sheet__one_legend_tells_what_some_map_has(void **state)
{
    const scene *scene = scene_of(state);
    g_autoptr(GHashTable) drawn = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) told = g_hash_table_new(g_str_hash, g_str_equal);
    GHashTableIter iter;
    gpointer name;
    size_t first, end;
    for (size_t i = 0; i < DATES; i++) {
        struct panel panel = panel_at(scene, i);
        list_classes(scene, panel.first, panel.end, drawn);
    }
    assert_true(scene_group(scene, "legend", &first, &end));
    list_classes(scene, first, end, told);
    g_hash_table_iter_init(&iter, told);
    while (g_hash_table_iter_next(&iter, &name, NULL))
        if (is_told_class(name) && !g_hash_table_contains(drawn, name))
            fail_msg("the legend has '%s', no map has", (char *)name);
    g_hash_table_iter_init(&iter, drawn);
    while (g_hash_table_iter_next(&iter, &name, NULL))
        if (g_str_has_prefix(name, "area ") && strstr(name, " control ") != NULL &&
            is_told_class(name) && !g_hash_table_contains(told, name))
            fail_msg("'%s' is on a map and not in the legend", (char *)name);
    assert_true(g_hash_table_size(told) > 4);
}

/* ---- what is shared ------------------------------------------------------------------------- */

static size_t count_points(const struct scene_node *node)
{
    size_t points = 0;
    for (size_t s = 0; node->kind == NODE_PATH && s < node->path.subpaths; s++)
        points += node->path.counts[s];
    return points;
}

/* The rows of the legend stand column after column, no two of them say the same. */
static void test_sheet__the_legend_is_read_column_by_column(void **state)
{
    const scene *scene = sheet_scene(((const struct drawn *)*state)->autumn);
    size_t first, end;
    assert_true(scene_group(scene, "legend", &first, &end));
    g_autoptr(GHashTable) said = g_hash_table_new(g_str_hash, g_str_equal);
    struct pagexy last = {0, 0};
    int columns = 0;
    for (; first < end; first++) {
        const struct scene_node *node = scene_node_at(scene, first);
        if (node->kind != NODE_TEXT || !node_is(scene, node, "legend-text"))
            continue;
        struct pagexy at = node->text.origin;
        if (at.x < last.x - 0.01 || (at.x < last.x + 0.01 && at.y <= last.y))
            fail_msg("'%s' stands out of order", node->text.run->text);
        columns += at.x > last.x + 0.01;
        last = at;
        if (g_str_has_prefix(node->text.run->text, "Road through"))
            assert_true(g_hash_table_add(said, node->text.run->text));
    }
    assert_true(columns > 2);
}

/* A symbol for each village that is told of would cover maps so small. */
static void test_sheet__places_look_like_any_other(void **state)
{
    const scene *scene = sheet_scene(((const struct drawn *)*state)->autumn);
    int places = 0;
    for (size_t n = 0; n < scene_node_count(scene); n++) {
        const struct scene_node *node = scene_node_at(scene, n);
        assert_false(node->kind == NODE_CIRCLE && node_is(scene, node, "dated"));
        places += node->kind == NODE_CIRCLE;
    }
    assert_true(places > 0);
}

/* No path of more than a few points is written twice: a map has what it shares with those before it
 * as a use. */
static void test_sheet__shares_geometry(void **state)
{
    const scene *scene = scene_of(state);
    g_autoptr(GHashTable) written =
        g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
    size_t again = 0;
    for (size_t n = 0; n < scene_node_count(scene); n++) {
        const struct scene_node *node = scene_node_at(scene, n);
        size_t points = count_points(node);
        if (node->kind == NODE_USE) {
            /* A path that another is a use of stands before it. */
            assert_true(node->use.path < n);
            again += count_points(scene_node_at(scene, node->use.path));
        } else if (points >= 24) {
            /* One class, one shape. */
            g_autoptr(GByteArray) key = g_byte_array_new();
            g_byte_array_append(key, (const guint8 *)&node->class_number, sizeof(int));
            g_byte_array_append(key, (const guint8 *)node->path.points,
                                (guint)(points * sizeof *node->path.points));
            if (!g_hash_table_add(written, g_byte_array_free_to_bytes(g_steal_pointer(&key))))
                fail_msg("a path of '%s' is written twice",
                         scene_class_name(scene, node->class_number));
        }
    }
    assert_true(g_hash_table_size(written) > 50);
    assert_true(again > 5000);
}

static void test_sheet__tells_every_source_once(void **state)
{
    const struct scene_about *about = scene_about_const(scene_of(state));
    assert_true(g_strv_length(about->sources) > 4);
    for (char **a = about->sources; *a != NULL; a++)
        for (char **b = about->sources; b != a; b++)
            assert_string_not_equal(*a, *b);
    assert_non_null(strstr(about->title, "9 May 1992"));
    assert_non_null(strstr(about->title, "20 September 2023"));
}

/* ---- what does not fit ---------------------------------------------------------------------- */

static void test_sheet__too_many_maps_are_an_error(void **state)
{
    const struct drawn *drawn = *state;
    day_number dates[SHEET_MOST_DATES];
    for (int i = 0; i < SHEET_MOST_DATES; i++)
        dates[i] = drawn->dates[0] + i;
    struct sheet_options options = {
        .map = {.layout = "mobile"}, .dates = dates, .date_count = SHEET_MOST_DATES};
    g_autoptr(GError) error = NULL, other = NULL;
    assert_null(sheet_build(drawn->small->timeline, &options, NULL, &error));
    assert_true(g_error_matches(error, MAPGEN_ERROR, MAPGEN_ERROR_USAGE));
    assert_string_equal(error->message, "60 maps do not fit a page of the layout 'mobile'; take "
                                        "fewer dates, or a larger page");
    options.map.layout = "article";
    options.date_count = 20;
    options.columns = 20;
    assert_null(sheet_build(drawn->small->timeline, &options, NULL, &other));
    assert_string_equal(other->message, "20 maps do not fit a page of the layout 'article'; take "
                                        "fewer dates or other columns");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sheet__maps_stand_beside_each_other),
        cmocka_unit_test(test_sheet__each_map_has_its_date),
        cmocka_unit_test(test_sheet__maps_share_the_places_of_their_labels),
        cmocka_unit_test(test_sheet__one_legend_tells_what_some_map_has),
        cmocka_unit_test(test_sheet__the_legend_is_read_column_by_column),
        cmocka_unit_test(test_sheet__places_look_like_any_other),
        cmocka_unit_test(test_sheet__shares_geometry),
        cmocka_unit_test(test_sheet__tells_every_source_once),
        cmocka_unit_test(test_sheet__too_many_maps_are_an_error),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
