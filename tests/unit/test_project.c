#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "input/project.h"
#include <glib/gstdio.h>
#include <string.h>

struct fixture {
    char *folder, *path;
};

static int setup(void **state)
{
    struct fixture *fixture = g_new0(struct fixture, 1);
    fixture->folder = g_dir_make_tmp("mapgen-test-XXXXXX", NULL);
    fixture->path = g_build_filename(fixture->folder, "project.yaml", NULL);
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    g_remove(fixture->path);
    g_rmdir(fixture->folder);
    g_free(fixture->folder);
    g_free(fixture->path);
    g_free(fixture);
    return 0;
}

/* All that a project needs; tests replace or add lines. */
static const char SMALL[] = "id: small\n"
                            "title: {en: Small, az: Kiçik}\n"
                            "languages: [en, az]\n"
                            "places: places.csv\n"
                            "timeline: ../timeline.csv\n"
                            "theatre: zone\n"
                            "layers:\n"
                            "  districts: {file: districts.shp, partition: true, key: code}\n"
                            "regions:\n"
                            "  zone: districts[country=AZE]\n"
                            "sides: {az: {name: Azerbaijan}}\n"
                            "holders:\n"
                            "  AZ: {side: az, role: side-a, name: Azerbaijan}\n"
                            "views:\n"
                            "  main: {extent: [45, 38, 48, 41]}\n";

static struct project *read_text(const struct fixture *fixture, const char *text, GError **error)
{
    assert_true(g_file_set_contents(fixture->path, text, -1, NULL));
    return project_read(fixture->path, error);
}

static struct project *read_ok(const struct fixture *fixture, const char *more)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = g_strconcat(SMALL, more, NULL);
    struct project *project = read_text(fixture, text, &error);
    if (project == NULL)
        fail_msg("%s", error->message);
    return project;
}

/* The message, after "FILE:", is the expected one. */
static void assert_refused(const struct fixture *fixture, const char *text, const char *expected)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(project) project = read_text(fixture, text, &error);
    if (project != NULL)
        fail_msg("accepted:\n%s", text);
    g_autofree char *whole = g_strdup_printf("%s:%s", fixture->path, expected);
    assert_string_equal(error->message, whole);
}

static void assert_addition_refused(const struct fixture *fixture, const char *more,
                                    const char *expected)
{
    g_autofree char *text = g_strconcat(SMALL, more, NULL);
    assert_refused(fixture, text, expected);
}

static void test_project__a_small_one_has_defaults(void **state)
{
    const struct fixture *fixture = *state;
    g_autoptr(project) project = read_ok(fixture, "");
    assert_string_equal(project->id, "small");
    assert_string_equal(project->folder, fixture->folder);
    assert_string_equal(names_in(&project->title, "az"), "Kiçik");
    assert_null(project->style_path);
    assert_true(project->sliver_m == 20);
    assert_int_equal(project->approx_days, 3);
    assert_int_equal(project->date_policy, DATE_TRANSITION);
    assert_int_equal(project->layer_count, 1);
    assert_string_equal(project->layers[0].name, "districts");
    assert_true(project->layers[0].is_partition);
    assert_int_equal(project->layers[0].line, 8);
    assert_string_equal(project->regions[0].expression, "districts[country=AZE]");
    assert_int_equal(project->regions[0].names.count, 0);
    assert_true(project->holders[0].has_tones);
    assert_int_equal(project->views[0].rank, 9);
    assert_true(project->views[0].extent.north == 41);
    assert_int_equal(project->note_count, 0);
}

static void test_project__paths_start_at_its_folder(void **state)
{
    const struct fixture *fixture = *state;
    g_autoptr(project) project = read_ok(fixture, "style: /styles/article.css\n");
    g_autofree char *timeline = g_build_filename(fixture->folder, "../timeline.csv", NULL);
    g_autofree char *districts = g_build_filename(fixture->folder, "districts.shp", NULL);
    assert_string_equal(project->timeline_path, timeline);
    assert_string_equal(project->layers[0].path, districts);
    assert_string_equal(project->style_path, "/styles/article.css");
}

static void test_project__addresses_stay_as_they_are(void **state)
{
    const struct fixture *fixture = *state;
    g_autoptr(project) project = read_ok(fixture, "style: https://example.org/a.css\n");
    assert_string_equal(project->style_path, "https://example.org/a.css");
}

static void test_project__plain_name_is_in_the_first_language(void **state)
{
    const struct fixture *fixture = *state;
    g_autoptr(project) project = read_ok(fixture, "");
    assert_int_equal(project->sides[0].names.count, 1);
    assert_string_equal(project->sides[0].names.languages[0], "en");
}

static void test_project__every_key_of_the_header_is_read(void **state)
{
    const struct fixture *fixture = *state;
    g_autoptr(project) project = read_ok(
        fixture,
        "sliver_m: 12.5\n"
        "approx_days: 0\n"
        "date_policy: earliest\n"
        "licence: CC BY 4.0\n"
        "credits: [\"Boundaries: Natural Earth\", two]\n"
        "notes:\n"
        "  - {text: {en: A note}, from: 2021-05-12, until: 2024-01-01}\n"
        "  - {text: Another}\n"
        "cutters:\n"
        "  oblast: {layer: oblast, within: azerbaijan}\n"
        "  line: {layer: lines, where: \"id = line-1994\", within: azerbaijan, extend_m: 300}\n"
        "  corridor: {buffer: roads, where: id = old|new, km: 2.5, within: azerbaijan}\n"
        "phases:\n"
        "  - {from: .., name: {en: 1992–94}, contact: approximate}\n"
        "  - {from: 1994-05-12, name: {en: 1994–2020}}\n"
        "draw:\n"
        "  - {layer: lakes, class: lake water, label: name}\n"
        "  - {layer: roads, where: id = old, class: road, until: 2022-08-30, name: R, legend: L}\n"
        "  - {line: oblast, class: past-border}\n"
        "labels:\n"
        "  - {region: zone, class: country, name: Azerbaijan, from: .., until: .., at: [48.6, "
        "40.3]}\n");
    assert_true(project->sliver_m == 12.5);
    assert_int_equal(project->approx_days, 0);
    assert_int_equal(project->date_policy, DATE_EARLIEST);
    assert_string_equal(project->credits[1], "two");
    assert_null(project->credits[2]);
    assert_int_equal(project->note_count, 2);
    assert_int_equal(project->notes[0].when.from, day_from_civil((struct civil_date){2021, 5, 12}));
    assert_int_equal(project->notes[1].when.until, DAY_AFTER_ALL);
    assert_int_equal(project->notes[1].line, 23);
    assert_int_equal(project->cutter_count, 3);
    assert_int_equal(project->cutters[0].kind, CUTTER_LAYER);
    assert_true(project->cutters[1].extend_m == 300);
    assert_int_equal(project->cutters[2].kind, CUTTER_BUFFER);
    assert_string_equal(project->cutters[2].layer, "roads");
    assert_true(project->cutters[2].km == 2.5);
    assert_int_equal(project->phases[0].from, DAY_BEFORE_ALL);
    assert_true(project->phases[0].is_contact_approximate);
    assert_false(project->phases[1].is_contact_approximate);
    assert_int_equal(project->drawn_count, 3);
    assert_string_equal(project->drawn[0].class_list, "lake water");
    assert_string_equal(project->drawn[0].label_field, "name");
    assert_int_equal(project->drawn[1].when.from, DAY_BEFORE_ALL);
    assert_string_equal(project->drawn[1].legend.texts[0], "L");
    assert_null(project->drawn[2].layer);
    assert_string_equal(project->drawn[2].cutter, "oblast");
    assert_true(project->labels[0].has_at);
    assert_true(project->labels[0].at.lon == 48.6 && project->labels[0].at.lat == 40.3);
}

static day_number day(int year, int month, int of_month)
{
    return day_from_civil((struct civil_date){year, month, of_month});
}

static void test_project__what_is_set_by_hand_is_read(void **state)
{
    const struct fixture *fixture = *state;
    g_autoptr(project) project = read_ok(
        fixture, "marks:\n"
                 "  - {at: [46.75, 39.5], name: {az: Post}, from: 2020-12-12}\n"
                 "highlights:\n"
                 "  - {region: zone, until: 2022-08-30}\n"
                 "place_names:\n"
                 "  stepanakert: {en: Stepanakert, az: Xankəndi}\n"
                 "  x y: plain\n"
                 "edits:\n"
                 "  - {date: 2020-11-10, title: A title, credit: By hand}\n"
                 "  - {from: 2020-11-10, until: 2020-12-01, caption: {en: A caption}}\n"
                 "edition: 2nd edition\n"
                 "corrections:\n"
                 "  - {date: 2024-02-01, text: {en: Moved}, from: 2020-11-10, until: 2020-12-01}\n"
                 "  - {date: 2024-02-02, text: All of them}\n"
                 "labels:\n"
                 "  - {holder: AZ, class: holder, name: Azerbaijan}\n");
    assert_int_equal(project->mark_count, 1);
    assert_true(project->marks[0].at.lon == 46.75 && project->marks[0].at.lat == 39.5);
    assert_string_equal(names_in(&project->marks[0].names, "az"), "Post");
    assert_int_equal(project->marks[0].when.from, day(2020, 12, 12));
    assert_int_equal(project->marks[0].line, 17);
    assert_int_equal(project->highlight_count, 1);
    assert_string_equal(project->highlights[0].region, "zone");
    assert_int_equal(project->highlights[0].when.from, DAY_BEFORE_ALL);
    assert_int_equal(project->highlights[0].when.until, day(2022, 8, 30));
    assert_int_equal(project->highlights[0].line, 19);
    assert_int_equal(project->place_name_count, 2);
    assert_string_equal(project->place_names[0].place, "stepanakert");
    assert_string_equal(names_in(&project->place_names[0].names, "az"), "Xankəndi");
    assert_string_equal(project->place_names[1].place, "x y");
    assert_int_equal(project->place_names[1].line, 22);
    assert_int_equal(project->edit_count, 2);
    assert_int_equal(project->edits[0].when.from, day(2020, 11, 10));
    assert_int_equal(project->edits[0].when.until, day(2020, 11, 11));
    assert_string_equal(project->edits[0].credit, "By hand");
    assert_int_equal(project->edits[0].caption.count, 0);
    assert_int_equal(project->edits[1].when.until, day(2020, 12, 1));
    assert_null(project->edits[1].credit);
    assert_int_equal(project->edits[1].line, 25);
    assert_string_equal(project->edition, "2nd edition");
    assert_int_equal(project->correction_count, 2);
    assert_int_equal(project->corrections[0].date, day(2024, 2, 1));
    assert_int_equal(project->corrections[0].when.from, day(2020, 11, 10));
    assert_int_equal(project->corrections[1].when.until, DAY_AFTER_ALL);
    assert_int_equal(project->corrections[1].line, 29);
    assert_null(project->labels[0].region);
    assert_string_equal(project->labels[0].holder, "AZ");
}

static void test_project__view_has_pins_a_locator_and_a_graticule(void **state)
{
    const struct fixture *fixture = *state;
    g_autofree char *text = g_strconcat(SMALL,
                                        "  near:\n"
                                        "    extent: [46, 39, 47, 40]\n"
                                        "    pins: {sus: NE, lachin: \"4,-6.5\"}\n"
                                        "    locator: main\n"
                                        "    graticule: 0.5\n",
                                        NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(project) project = read_text(fixture, text, &error);
    assert_null(error);
    const struct project_view *view = &project->views[1];
    assert_int_equal(view->pin_count, 2);
    assert_string_equal(view->pins[0].place, "sus");
    assert_string_equal(view->pins[0].position, "NE");
    assert_string_equal(view->pins[1].position, "4,-6.5");
    assert_int_equal(view->pins[1].line, 18);
    assert_string_equal(view->locator, "main");
    assert_true(view->graticule_deg == 0.5);
    assert_null(project->views[0].locator);
    assert_int_equal(project->views[0].pin_count, 0);
}

static void test_project__layouts_of_its_own(void **state)
{
    const struct fixture *fixture = *state;
    g_autoptr(project) project =
        read_ok(fixture, "layouts:\n"
                         "  wide: {like: article, size: [1200, 675], legend: below, places: 12}\n"
                         "  column: {like: print, size: [96.5, 120], unit: mm, legend: none}\n"
                         "  same: {like: article}\n");
    assert_int_equal(project->layout_count, 3);
    const struct project_layout *wide = &project->layouts[0], *same = &project->layouts[2];
    assert_string_equal(wide->name, "wide");
    assert_string_equal(wide->like, "article");
    assert_true(wide->width == 1200 && wide->height == 675 && !wide->is_mm);
    assert_int_equal(wide->legend, PROJECT_LEGEND_BELOW);
    assert_int_equal(wide->most_places, 12);
    assert_int_equal(wide->line, 17);
    assert_true(project->layouts[1].is_mm && project->layouts[1].width == 96.5);
    assert_int_equal(project->layouts[1].legend, PROJECT_LEGEND_NONE);
    assert_true(same->width == 0 && same->most_places == 0);
    assert_int_equal(same->legend, PROJECT_LEGEND_AS_LIKE);
}

static void test_project__region_may_have_a_name(void **state)
{
    const struct fixture *fixture = *state;
    g_autofree char *text = g_strdup(SMALL);
    g_auto(GStrv) halves = g_strsplit(text, "  zone: districts[country=AZE]\n", 2);
    g_autofree char *named = g_strconcat(
        halves[0], "  zone: {is: \"a - b\", name: {en: the zone}}\n  b: c\n", halves[1], NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(project) project = read_text(fixture, named, &error);
    assert_non_null(project);
    assert_int_equal(project->region_count, 2);
    assert_string_equal(project->regions[0].expression, "a - b");
    assert_string_equal(names_in(&project->regions[0].names, "en"), "the zone");
    assert_int_equal(project->regions[1].line, 11);
}

/* What is added to the small project, and the message. */
static const struct {
    const char *more, *expected;
} refused_additions[] = {
    {"stlye: a.css\n", "16:1: 'project' has no key 'stlye'; did you mean 'style'?"},
    {"qqqqqqqq: 1\n", "16:1: 'project' has no key 'qqqqqqqq'"},
    {"id: again\n", "16:1: 'id' is given twice, first in line 1"},
    {"style: [a.css]\n", "16:8: 'style' must be a single value, not a list"},
    {"style:\n", "16:7: 'style' has no value"},
    {"licence: \"a\\x01b\"\n", "16:10: the value of 'licence' holds the control character 0x01"},
    {"sliver_m: wide\n", "16:11: 'sliver_m' must be a number, not 'wide'"},
    {"sliver_m: -1\n", "16:11: 'sliver_m' must not be negative"},
    {"approx_days: 2.5\n", "16:14: 'approx_days' must be a whole number from 0 to 366, not '2.5'"},
    {"date_policy: middle\n",
     "16:14: 'date_policy' must be 'transition', 'latest' or 'earliest', not 'middle'"},
    {"credits: one\n", "16:10: 'credits' must be a list, not a single value"},
    {"notes: {text: a}\n", "16:8: 'notes' must be a list, not a mapping"},
    {"notes:\n  - {txt: a}\n", "17:6: 'notes' has no key 'txt'; did you mean 'text'?"},
    {"notes:\n  - {from: 2020-01-01}\n", "17:5: 'notes' needs the key 'text'"},
    {"notes:\n  - {text: {ezz: a, en: b}}\n",
     "17:13: 'ezz' is not among the 'languages' of the project"},
    {"notes:\n  - {text: {}}\n", "17:12: 'text' must not be empty"},
    {"notes:\n  - {text: a, from: 2020-01-01, until: 2020-01-01}\n",
     "17:40: 'until' must be after 'from'"},
    {"cutters: [a]\n", "16:10: 'cutters' must be a mapping (key: value), not a list"},
    {"cutters:\n  a: b\n", "17:6: 'a' must be a mapping (key: value), not a single value"},
    {"cutters:\n  a b: {layer: c, within: d}\n",
     "17:3: 'a b' is no name: letters, digits and any of '-_.'"},
    {"cutters:\n  a: {within: d}\n", "17:6: cutter 'a' needs the key 'layer' or 'buffer'"},
    {"cutters:\n  a: {layer: b, buffer: c, within: d}\n",
     "17:25: a cutter has 'layer' or 'buffer', not both"},
    {"cutters:\n  a: {buffer: c, within: d}\n",
     "17:6: the buffer of cutter 'a' needs 'km' above 0"},
    {"cutters:\n  a: {layer: c, within: d, where: id}\n",
     "17:35: 'id' is no filter such as 'field = value' or 'field = one|other'"},
    {"cutters:\n  a: {layer: c, within: d}\n  a: {layer: c, within: d}\n",
     "18:3: 'a' is given twice, first in line 17"},
    {"phases:\n  - {from: 1994-05-12, name: a}\n  - {from: .., name: b}\n",
     "18:5: a phase must begin after the one before it"},
    {"draw:\n  - {class: a}\n", "17:5: 'draw' needs either 'layer' or 'line'"},
    {"draw:\n  - {layer: a, class: \"a;b\"}\n",
     "17:23: 'a;b' is no class: letters a to z, digits, hyphens and underscores"},
    {"labels:\n  - {region: a, class: b, name: c, at: [1, 91]}\n",
     "17:40: 'at' must be [longitude, latitude] in degrees"},
    {"labels:\n  - {region: a, class: b, name: c, at: [1]}\n",
     "17:40: 'at' must be [longitude, latitude]"},
    {"labels:\n  - {class: b, name: c}\n", "17:5: 'labels' needs 'region' or 'holder'"},
    {"marks:\n  - {name: a}\n", "17:5: 'marks' needs the key 'at'"},
    {"marks:\n  - {at: [46, 39]}\n", "17:5: 'marks' needs the key 'name'"},
    {"marks:\n  - {at: [39, 146], name: a}\n",
     "17:10: 'at' must be [longitude, latitude] in degrees"},
    {"highlights: [zone]\n",
     "16:14: 'highlights' must be a mapping (key: value), not a single value"},
    {"highlights:\n  - {region: zone, until: soon}\n",
     "17:27: 'until' must be a day, not 'soon': expected a year of four digits, not "
     "'s'"},
    {"place_names:\n  baku: [a]\n",
     "17:9: 'baku' must be a text, or a text per language ({en: ...})"},
    {"place_names:\n  baku: {name: a}\n",
     "17:10: 'name' is not among the 'languages' of the project"},
    {"place_names:\n  baku: a\n  baku: b\n", "18:3: 'baku' is given twice, first in line 17"},
    {"edits:\n  - {title: a}\n", "17:5: 'edits' needs either 'date' or 'from' and 'until'"},
    {"edits:\n  - {date: 2020-01-01, from: .., title: a}\n",
     "17:5: 'edits' needs either 'date' or 'from' and 'until'"},
    {"edits:\n  - {date: 2020-01-01}\n", "17:5: 'edits' needs 'title', 'caption' or 'credit'"},
    {"edits:\n  - {date: .., title: a}\n", "17:12: 'date' must be a day, not '..': "
                                           "expected a year of four digits, not '.'"},
    {"edition:\n", "16:9: 'edition' has no value"},
    {"corrections:\n  - {text: a}\n", "17:5: 'corrections' needs the key 'date'"},
    {"corrections:\n  - {date: 2020-01-01, txt: a}\n",
     "17:24: 'corrections' has no key 'txt'; did you mean 'text'?"},
    {"layouts:\n  wide: {size: [10, 10]}\n", "17:9: 'wide' needs the key 'like'"},
    {"layouts:\n  wide: {like: article, size: [10, 0]}\n",
     "17:31: 'size' must be [width, height], each from 1 to 14400"},
    {"layouts:\n  wide: {like: article, size: [10, 6000], unit: mm}\n",
     "17:31: 'size' must be [width, height], each from 1 to 5080"},
    {"layouts:\n  wide: {like: article, size: 10}\n",
     "17:31: 'size' must be a list, not a single value"},
    {"layouts:\n  wide: {like: article, size: [10, 10], unit: cm}\n",
     "17:47: 'unit' must be 'mm' or 'px', not 'cm'"},
    {"layouts:\n  wide: {like: article, unit: mm}\n",
     "17:9: 'unit' is that of 'size', which is not given"},
    {"layouts:\n  wide: {like: article, legend: right}\n",
     "17:33: 'legend' must be 'left', 'below' or 'none', not 'right'"},
    {"layouts:\n  wide: {like: article, places: 0}\n",
     "17:33: 'places' must be a whole number from 1 to 1000, not '0'"},
    {"layouts:\n  a b: {like: article}\n",
     "17:3: 'a b' is no name: letters, digits and any of '-_'"},
    {"? [a]\n: b\n", "16:3: a key must be a word"},
    {"---\nid: b\n", "17:1: a project file is one document, here begins a second"},
};

static void test_project__additions_that_are_refused(void **state)
{
    const struct fixture *fixture = *state;
    for (size_t i = 0; i < G_N_ELEMENTS(refused_additions); i++)
        assert_addition_refused(fixture, refused_additions[i].more, refused_additions[i].expected);
}

static void test_project__values_that_are_refused(void **state)
{
    const struct fixture *fixture = *state;
    static const struct {
        const char *from, *to, *expected;
    } cases[] = {
        {"id: small", "id: Small",
         "1:5: 'Small' is no id: small letters a to z, digits and hyphens"},
        {"id: small\n", "", "1:1: 'project' needs the key 'id'"},
        {"[en, az]", "[en, en]", "3:17: language 'en' is listed twice"},
        {"[en, az]", "[]", "3:12: 'languages' must not be empty"},
        {"[en, az]", "[en, azz]", "2:20: 'az' is not among the 'languages' of the project"},
        {"[en, az]", "[en, \"<a>\"]", "3:17: '<a>' is no language tag such as 'en'"},
        {"partition: true", "partition: yes",
         "8:47: 'partition' must be 'true' or 'false', not 'yes'"},
        {"[45, 38, 48, 41]", "[48, 38, 45, 41]",
         "15:18: 'extent' must be [west, south, east, north] in degrees from -180 to 180, south "
         "before north and west before east; over the meridian of 180° east is the lesser, as in "
         "[170, 60, -165, 70]"},
        {"[45, 38, 48, 41]", "[170, 38, 195, 41]",
         "15:18: 'extent' must be [west, south, east, north] in degrees from -180 to 180, south "
         "before north and west before east; over the meridian of 180° east is the lesser, as in "
         "[170, 60, -165, 70]"},
        {"[45, 38, 48, 41]", "[45, 38, 48]", "15:18: 'extent' must be [west, south, east, north]"},
        {"  main:", "  ../main:", "15:3: '../main' is no name: letters, digits and any of '-'"},
        {"  main:", "  Main:",
         "15:9: view 'Main' names a folder: small letters a to z, digits and hyphens"},
        {"side: az,", "", "13:7: 'AZ' needs the key 'side'"},
        {"48, 41]", "48, 41], pins: {baku: up}",
         "15:49: pin 'up' is neither one of N NE E SE S SW W NW nor an offset 'dx,dy' in points"},
        {"48, 41]", "48, 41], pins: [baku]",
         "15:42: 'pins' must be a mapping (key: value), not a list"},
        {"48, 41]", "48, 41], locator: main",
         "15:9: the locator of view 'main' must be another view"},
        {"48, 41]", "48, 41], graticule: -1",
         "15:47: 'graticule' must be 0, or the degrees from line to line, 0.01 to 90"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_auto(GStrv) halves = g_strsplit(SMALL, cases[i].from, 2);
        g_autofree char *text = g_strconcat(halves[0], cases[i].to, halves[1], NULL);
        assert_refused(fixture, text, cases[i].expected);
    }
}

static void test_project__yaml_errors_name_their_place(void **state)
{
    const struct fixture *fixture = *state;
    assert_refused(fixture, "", " is empty");
    assert_refused(fixture, "[a, b]", "1:1: 'project' must be a mapping (key: value), not a list");
    assert_refused(fixture, "id: a\ntitle: {en: b\nplaces: c\n",
                   "3:7: did not find expected ',' or '}' while parsing a flow mapping; texts with "
                   "one of [ ] { } , : # in them stand between double quotes");
    assert_refused(fixture, "id: a\nviews:\n\tmain: b\n",
                   "3:1: found character that cannot start any token while scanning for the next "
                   "token; lines are indented by blanks, not by tabs");
    assert_refused(fixture, "id: \"a\xff\"\n", " byte 6: invalid leading UTF-8 octet");
    g_autoptr(GError) error = NULL;
    g_remove(fixture->path);
    assert_null(project_read(fixture->path, &error));
    assert_non_null(strstr(error->message, "No such file"));
}

/* An alias that stands for a mapping around it would go round for ever in a careless reader. */
static void test_project__alias_to_itself_is_refused(void **state)
{
    const struct fixture *fixture = *state;
    g_autoptr(GError) error = NULL;
    g_autoptr(project) project =
        read_text(fixture, "id: a\nlanguages: [en]\ntitle: &t {en: *t}\n", &error);
    assert_null(project);
    assert_non_null(error);
}

static void test_project__filter_has_a_field_and_values(void **state)
{
    (void)state;
    g_autofree char *field = NULL;
    g_auto(GStrv) values = NULL;
    assert_true(filter_parse(" country =AZE | ARM", &field, &values, NULL));
    assert_string_equal(field, "country");
    assert_string_equal(values[0], "AZE");
    assert_string_equal(values[1], "ARM");
    assert_null(values[2]);
}

static void test_project__filters_that_are_none(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "=", "a", "a=", "=b", "a=|", "a=b|", " = b"};
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GError) error = NULL;
        char *field, **values;
        assert_false(filter_parse(texts[i], &field, &values, &error));
        assert_non_null(error);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_project__a_small_one_has_defaults, setup, teardown),
        cmocka_unit_test_setup_teardown(test_project__paths_start_at_its_folder, setup, teardown),
        cmocka_unit_test_setup_teardown(test_project__addresses_stay_as_they_are, setup, teardown),
        cmocka_unit_test_setup_teardown(test_project__plain_name_is_in_the_first_language, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_project__every_key_of_the_header_is_read, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_project__what_is_set_by_hand_is_read, setup, teardown),
        cmocka_unit_test_setup_teardown(test_project__view_has_pins_a_locator_and_a_graticule,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(test_project__layouts_of_its_own, setup, teardown),
        cmocka_unit_test_setup_teardown(test_project__region_may_have_a_name, setup, teardown),
        cmocka_unit_test_setup_teardown(test_project__additions_that_are_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(test_project__values_that_are_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(test_project__yaml_errors_name_their_place, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_project__alias_to_itself_is_refused, setup, teardown),
        cmocka_unit_test(test_project__filter_has_a_field_and_values),
        cmocka_unit_test(test_project__filters_that_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
