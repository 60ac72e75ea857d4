/* The chart of who held what when: that it says what the record says, and that it can be read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/error.h"
#include "compose/bar.h"
#include "compose/chronicle.h"
#include "support/opened_project.h"
#include "timeline/holdings.h"

static const char *const towns[] = {"shusha", "lachin", "stepanakert", "hadrut",    "kalbajar",
                                    "aghdam", "fuzuli", "jabrayil",    "martakert", "zabukh"};
static const char *const regions[] = {"zone", "lachin-district", "former-oblast"};

static record *record_of_place(const struct opened_project *opened, const char *name)
{
    const struct place *place = gazetteer_find(opened->sources->places, name);
    const topology *topology = planar_map_topology(opened->map);
    struct face_set faces = face_set_new(topology_face_count(topology));
    assert_non_null(place);
    face_set_add(faces, topology_face_at(topology, place->at));
    record *record = record_new(opened->timeline, faces, place, DAY_AFTER_ALL);
    face_set_clear(&faces);
    return record;
}

static record *record_of_region(const struct opened_project *opened, const char *name)
{
    int region = planar_map_region_find(opened->map, name);
    assert_true(region >= 0);
    return record_new(opened->timeline, *planar_map_region(opened->map, (size_t)region), NULL,
                      DAY_AFTER_ALL);
}

/* ---- bars ----------------------------------------------------------------------------------- */

/* A place has one block for each of its tenures. */
static void test_bar__blocks_of_a_place_are_its_tenures(void **state)
{
    for (size_t t = 0; t < G_N_ELEMENTS(towns); t++) {
        g_autoptr(record) record = record_of_place(*state, towns[t]);
        g_autoptr(GArray) blocks = bar_blocks(record);
        const GArray *tenures = g_array_index(record->pieces, struct piece, 0).tenures;
        assert_int_equal(blocks->len, tenures->len);
        for (guint i = 0; i < blocks->len; i++) {
            const struct bar_block *block = &g_array_index(blocks, struct bar_block, i);
            const struct tenure *tenure = &g_array_index(tenures, struct tenure, i);
            assert_int_equal(block->from, tenure->from);
            assert_int_equal(block->until, tenure->until);
            assert_true(control_equal(block->control, tenure->control));
            assert_true(block->top == 0 && block->bottom == 1);
        }
        g_autoptr(GArray) changes = bar_changes(record);
        assert_int_equal(changes->len, tenures->len - 1);
    }
}

/* The height of a control in a region's stack is its share of the area, as stats has it. */
static void test_bar__shares_of_a_region_are_those_of_stats(void **state)
{
    const struct opened_project *opened = *state;
    size_t count;
    const day_number *days = timeline_change_days(opened->timeline, &count);
    for (size_t r = 0; r < G_N_ELEMENTS(regions); r++) {
        g_autoptr(record) record = record_of_region(opened, regions[r]);
        g_autoptr(GArray) blocks = bar_blocks(record);
        for (size_t d = 0; d < count; d++) {
            g_autoptr(state) now = timeline_state_at(opened->timeline, days[d]);
            g_autoptr(GArray) holdings =
                holdings_gather(opened->timeline, now, now, record->faces, BY_CONTROL);
            double whole = holdings_total(holdings).area_m2, top = 0;
            guint found = 0;
            for (guint i = 0; i < blocks->len; i++) {
                const struct bar_block *block = &g_array_index(blocks, struct bar_block, i);
                if (days[d] < block->from || days[d] >= block->until)
                    continue;
                assert_true(fabs(block->top - top) < 1e-12);
                top = block->bottom;
                for (guint h = 0; h < holdings->len; h++) {
                    const struct holding *holding = &g_array_index(holdings, struct holding, h);
                    if (holding->holder != block->control.holder ||
                        holding->other != block->control.other ||
                        holding->status != block->control.status)
                        continue;
                    found++;
                    assert_true(fabs(block->bottom - block->top - holding->area_m2 / whole) < 1e-9);
                }
            }
            assert_true(top == 1);
            assert_int_equal(found, holdings->len);
        }
    }
}

/* ---- the page ------------------------------------------------------------------------------- */

/* All towns and regions on one page. */
struct page {
    struct chronicle_subject subjects[G_N_ELEMENTS(towns) + G_N_ELEMENTS(regions)];
    struct chronicle_options options;
    chronicle *chronicle;
};

static void open_page(const struct opened_project *opened, const char *layout, const char *language,
                      const char *day, size_t count, struct page *page)
{
    g_autoptr(GError) error = NULL;
    *page = (struct page){0};
    for (size_t i = 0; i < count; i++) {
        bool is_area = i >= G_N_ELEMENTS(towns);
        const char *name = is_area ? regions[i - G_N_ELEMENTS(towns)] : towns[i];
        page->subjects[i] = (struct chronicle_subject){
            name, name, is_area ? record_of_region(opened, name) : record_of_place(opened, name),
            is_area};
    }
    page->options =
        (struct chronicle_options){.map = {.layout = layout, .language = language},
                                   .subjects = page->subjects,
                                   .subject_count = count,
                                   .day = day ? opened_project_day(day) : DAY_AFTER_ALL};
    page->chronicle = chronicle_build(opened->timeline, &page->options, NULL, &error);
    if (page->chronicle == NULL)
        fail_msg("%s", error->message);
}

static void close_page(struct page *page)
{
    chronicle_free(page->chronicle);
    for (size_t i = 0; i < page->options.subject_count; i++)
        record_free((record *)page->subjects[i].record);
}

/* Every text lies on the page, and none over another. */
static void assert_legible(const scene *scene, const char *what)
{
    g_autoptr(GArray) inks = g_array_new(FALSE, FALSE, sizeof(struct page_box));
    for (size_t n = 0; n < scene_node_count(scene); n++) {
        const struct scene_node *node = scene_node_at(scene, n);
        if (node->kind != NODE_TEXT)
            continue;
        struct page_box ink = text_ink(node);
        if (ink.left > ink.right)
            continue;
        if (ink.left < 0 || ink.top < 0 || ink.right > scene_width_pt(scene) ||
            ink.bottom > scene_height_pt(scene))
            fail_msg("%s: '%s' leaves the page", what, node->text.run->text);
        for (guint i = 0; i < inks->len; i++)
            if (boxes_overlap(ink, g_array_index(inks, struct page_box, i)))
                fail_msg("%s: '%s' at %.1f,%.1f lies over other words", what, node->text.run->text,
                         ink.left, ink.top);
        g_array_append_val(inks, ink);
    }
    assert_true(inks->len > 10);
}

static void test_chronicle__words_lie_on_the_page_and_not_on_each_other(void **state)
{
    static const char *const layouts[] = {"article", "mobile", "report", "square",
                                          "slide",   "print",  "bare"};
    static const char *const languages[] = {"en", "az", "hy", "ru"};
    for (size_t l = 0; l < G_N_ELEMENTS(layouts); l++) {
        for (size_t n = 0; n < G_N_ELEMENTS(languages); n++) {
            size_t count = n % 2 ? 1 : G_N_ELEMENTS(towns) + G_N_ELEMENTS(regions);
            struct page page;
            open_page(*state, layouts[l], languages[n], n > 1 ? "2020-11-10" : NULL, count, &page);
            g_autofree char *what = g_strdup_printf("%s, %s", layouts[l], languages[n]);
            assert_legible(chronicle_scene(page.chronicle), what);
            close_page(&page);
        }
    }
}

/* Shapes carry what they show: one for each run of a control in a bar, in its class. */
static void test_chronicle__shapes_tell_holder_event_and_days(void **state)
{
    struct page page;
    open_page(*state, "article", "en", NULL, 1, &page);
    const scene *scene = chronicle_scene(page.chronicle);
    const GArray *tenures = g_array_index(page.subjects[0].record->pieces, struct piece, 0).tenures;
    size_t first, end;
    guint found = 0;
    assert_true(scene_group(scene, "subject-shusha", &first, &end));
    for (size_t n = first; n < end; n++) {
        const struct scene_node *node = scene_node_at(scene, n);
        const char *since = node_data(node, "since");
        if (since == NULL)
            continue;
        const struct tenure *tenure = &g_array_index(tenures, struct tenure, found++);
        char day[16];
        assert_string_equal(since, day_format(tenure->from, day));
        assert_string_equal(node_data(node, "until"), day_format(tenure->until, day));
        assert_true(node_is(scene, node, tenure->control.holder == 0 ? "side-a" : "side-b"));
        assert_non_null(node->mark.title);
    }
    assert_int_equal(found, tenures->len);
    const struct scene_about *about = scene_about_const(scene);
    assert_non_null(strstr(about->description, "8 or 9 May 1992: Armenian forces."));
    assert_true(g_strv_length(about->sources) >= 3);
    close_page(&page);
}

/* What the log says of a town by itself is a symbol at its day: open while it is announced, filled
 * from when it is confirmed; it is told with its date, and stands in the key. */
static void test_chronicle__rows_of_a_place_are_symbols_at_their_days(void **state)
{
    const struct opened_project *opened = *state;
    g_autoptr(record) record = record_of_place(opened, "hadrut");
    struct chronicle_subject subject = {"hadrut", "Hadrut", record, false};
    struct chronicle_options options = {.map = {.layout = "article", .language = "en"},
                                        .subjects = &subject,
                                        .subject_count = 1,
                                        .day = DAY_AFTER_ALL};
    g_autoptr(chronicle) chronicle = chronicle_build(opened->timeline, &options, NULL, NULL);
    const scene *scene = chronicle_scene(chronicle);
    g_autoptr(GArray) xs = g_array_new(FALSE, FALSE, sizeof(double));
    size_t in_key = 0;
    for (size_t n = 0; n < scene_node_count(scene); n++) {
        const struct scene_node *node = scene_node_at(scene, n);
        if (node->kind != NODE_CIRCLE || !node_is(scene, node, "dated"))
            continue;
        in_key += node->mark.title == NULL;
        if (node->mark.title == NULL)
            continue;
        const char *status = node_data(node, "status");
        assert_string_equal(node_data(node, "place"), "hadrut");
        assert_string_equal(status, xs->len == 0 ? "claimed" : "control");
        assert_int_equal(node_is(scene, node, "open"), xs->len == 0);
        assert_true(node_is(scene, node, "side-a"));
        g_array_append_val(xs, node->circle.centre.x);
    }
    assert_int_equal(xs->len, 2);
    assert_true(g_array_index(xs, double, 0) < g_array_index(xs, double, 1));
    assert_int_equal(in_key, 2 + xs->len); /* and in the list of changes */
    const char *told = scene_about_const(scene)->description;
    assert_non_null(strstr(told, "9 October 2020: held by Azerbaijan: announced."));
    assert_non_null(strstr(told, "15 October 2020: held by Azerbaijan: confirmed."));
}

static void test_chronicle__what_the_project_has_not_is_wrong_usage(void **state)
{
    const struct opened_project *opened = *state;
    g_autoptr(record) record = record_of_place(opened, "shusha");
    struct chronicle_subject subject = {"shusha", "Shusha", record, false};
    struct chronicle_options options = {.map = {.layout = "poster"},
                                        .subjects = &subject,
                                        .subject_count = 1,
                                        .day = DAY_AFTER_ALL};
    g_autoptr(GError) error = NULL;
    assert_null(chronicle_build(opened->timeline, &options, NULL, &error));
    assert_true(g_error_matches(error, MAPGEN_ERROR, MAPGEN_ERROR_USAGE));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bar__blocks_of_a_place_are_its_tenures),
        cmocka_unit_test(test_bar__shares_of_a_region_are_those_of_stats),
        cmocka_unit_test(test_chronicle__words_lie_on_the_page_and_not_on_each_other),
        cmocka_unit_test(test_chronicle__shapes_tell_holder_event_and_days),
        cmocka_unit_test(test_chronicle__rows_of_a_place_are_symbols_at_their_days),
        cmocka_unit_test(test_chronicle__what_the_project_has_not_is_wrong_usage),
    };
    return cmocka_run_group_tests(tests, opened_project_setup_shipped, opened_project_teardown);
}
