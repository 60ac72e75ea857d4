#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib/gstdio.h>
#include <string.h>

#include "support/opened_project.h"
#include "timeline/corpus.h"

/* The corpus of one text. */
static corpus *read_text(const struct opened_project *opened, const char *text)
{
    g_autofree char *path = NULL;
    int file = g_file_open_tmp("corpus-XXXXXX.txt", &path, NULL);
    char *paths[] = {path, NULL};

    assert_true(file >= 0 && g_file_set_contents(path, text, -1, NULL));
    corpus *read = corpus_read(opened->timeline, paths, NULL);
    assert_non_null(read);
    g_close(file, NULL);
    g_unlink(path);
    return read;
}

static const struct dated *date_of(const corpus *corpus, size_t mention, guint date)
{
    return &g_array_index(corpus_mention(corpus, mention)->dates, struct dated, date);
}

static bool is_covered_by(const struct dated *dated, const char *event)
{
    return g_ptr_array_find_with_equal_func(dated->events, event, g_str_equal, NULL);
}

static void test_corpus__dates_of_the_sentence_come_before_those_of_the_paragraph(void **state)
{
    g_autoptr(corpus) corpus =
        read_text(*state, "Shusha stood in 1992. It fell on 8 November 2020. Lachin did not. In "
                          "December 2020 all was over.\n\nIn 1993 there was war.\n\nGoris.");

    assert_int_equal(corpus_mention_count(corpus), 3);
    assert_true(corpus_mention(corpus, 0)->is_same_sentence);
    assert_string_equal(date_of(corpus, 0, 0)->date->edtf, "1992");
    assert_int_equal(corpus_mention(corpus, 0)->dates->len, 1);
    assert_false(corpus_mention(corpus, 1)->is_same_sentence);
    assert_int_equal(corpus_mention(corpus, 1)->dates->len, 1);
    assert_string_equal(date_of(corpus, 1, 0)->date->edtf, "2020-11-08");
    assert_int_equal(corpus_mention(corpus, 2)->dates->len, 0);
}

static void test_corpus__an_event_covers_its_days_only(void **state)
{
    g_autoptr(corpus) corpus =
        read_text(*state, "Shusha on 7 November 2020.\n\nShusha on 8 November 2020.\n\n"
                          "Shusha between 7 and 9 November 2020.\n\nShusha on 8 May 1992.\n\n"
                          "Shusha on 7 May 1992.");

    assert_false(is_covered_by(date_of(corpus, 0, 0), "shusha-2020"));
    assert_true(is_covered_by(date_of(corpus, 1, 0), "shusha-2020"));
    assert_true(is_covered_by(date_of(corpus, 2, 0), "shusha-2020"));
    assert_true(is_covered_by(date_of(corpus, 3, 0), "shusha-1992"));
    assert_int_equal(date_of(corpus, 4, 0)->events->len, 0);
}

/* The town of Lachin lies in the corridor, which the change of 1 December 2020 left out. */
static void test_corpus__a_district_is_more_than_its_town(void **state)
{
    g_autoptr(corpus) corpus =
        read_text(*state, "Zabukh on 1 December 2020.\n\nLachin district on 1 December 2020.\n\n"
                          "The Lachin corridor on 30 August 2022.\n\nLachin on 30 August 2022.");

    assert_int_equal(date_of(corpus, 0, 0)->events->len, 0);
    assert_true(is_covered_by(date_of(corpus, 1, 0), "lachin-2020"));
    assert_true(is_covered_by(date_of(corpus, 2, 0), "new-road-2022"));
    assert_false(is_covered_by(date_of(corpus, 3, 0), "new-road-2022"));
    assert_string_equal(corpus_area_name(corpus, corpus_mention(corpus, 2)->mention),
                        "Lachin corridor");
    assert_null(corpus_area_name(corpus, corpus_mention(corpus, 3)->mention));
}

static void test_corpus__a_place_is_mentioned_by_any_form_of_its_name(void **state)
{
    const struct opened_project *opened = *state;
    const struct gazetteer *places = opened->sources->places;
    g_autoptr(corpus) corpus = read_text(opened, "Şuşanın adı, Kalbajar district.");

    assert_true(corpus_has_place(corpus, gazetteer_find(places, "shusha")));
    assert_true(corpus_has_place(corpus, gazetteer_find(places, "kalbajar")));
    assert_false(corpus_has_place(corpus, gazetteer_find(places, "shushakend")));
}

static void append_sentence(GString *text, const char *name, day_number day)
{
    char date[16];

    g_string_append_printf(text, "In %s on %s.\n\n", name, day_format(day, date));
}

/* Whatever made a place what it is on a day of change covers its mention on that day. */
static void test_corpus__what_changes_a_place_covers_its_mention(void **state)
{
    const struct opened_project *opened = *state;
    const struct gazetteer *places = opened->sources->places;
    const topology *topology = planar_map_topology(opened->map);
    size_t day_count, mention = 0, changes = 0;
    const day_number *days = timeline_change_days(opened->timeline, &day_count);
    g_autoptr(GString) text = g_string_new(NULL);

    for (size_t d = 0; d < day_count; d++) {
        for (size_t i = 0; i < places->count; i++) {
            g_auto(GStrv) names = g_strsplit(places->places[i].names.texts[0], " / ", -1);
            append_sentence(text, names[0], days[d]);
        }
    }
    g_autoptr(corpus) corpus = read_text(opened, text->str);
    assert_int_equal(corpus_mention_count(corpus), day_count * places->count);
    for (size_t d = 0; d < day_count; d++) {
        g_autoptr(state) before = timeline_state_at(opened->timeline, days[d] - 1);
        g_autoptr(state) now = timeline_state_at(opened->timeline, days[d]);
        for (size_t i = 0; i < places->count; i++, mention++) {
            face_id face = topology_face_at(topology, places->places[i].at);
            if (now->rows[face] == before->rows[face])
                continue;
            const char *event = timeline_row(opened->timeline, now->rows[face])->event->id;
            changes++;
            if (!is_covered_by(date_of(corpus, mention, 0), event))
                fail_msg("%s on day %d is not covered by %s", places->places[i].id, days[d], event);
        }
    }
    assert_true(changes > 100);
}

/* ---- districts and areas ------------------------------------------------------------------------
 */

static char *mention_text(const struct corpus_mention *mention)
{
    return g_strndup(mention->document->text + mention->mention->span.start,
                     mention->mention->span.end - mention->mention->span.start);
}

/* The districts and areas of a line of the corpus as a line of the table has them. */
static char *regions_of_lines(const corpus *corpus, int first, int last)
{
    GString *found = g_string_new(NULL);

    for (size_t i = 0; i < corpus_mention_count(corpus); i++) {
        const struct corpus_mention *mention = corpus_mention(corpus, i);
        g_autofree char *text = mention_text(mention);
        int line, column;
        document_position(mention->document, mention->mention->span.start, &line, &column);
        if (mention->mention->kind == MENTION_PLACE || line < first || line > last)
            continue;
        g_string_append_printf(found, "%s%s%c:%s", found->len == 0 ? "" : " | ",
                               corpus_region_name(corpus, mention->mention),
                               mention->mention->kind == MENTION_DISTRICT ? '~' : '^', text);
    }
    if (found->len == 0)
        g_string_append_c(found, '-');
    return g_string_free(found, FALSE);
}

static char *unescape(const char *text)
{
    g_auto(GStrv) parts = g_strsplit(text, "\\n", -1);
    return g_strjoinv("\n", parts);
}

static int count_lines(const char *text)
{
    int lines = 1;

    for (; *text != '\0'; text++)
        lines += *text == '\n';
    return lines;
}

static void test_corpus__region_cases(void **state)
{
    g_autofree char *table = NULL;
    g_autoptr(GString) text = g_string_new(NULL);
    int wrong = 0, cases = 0, line = 1;

    assert_true(g_file_get_contents(SOURCE_DIR "/tests/cases/regions.cases", &table, NULL, NULL));
    g_auto(GStrv) lines = g_strsplit(table, "\n", -1);
    for (int i = 0; lines[i] != NULL; i++) {
        const char *arrow = strstr(lines[i], " => ");
        if (lines[i][0] == '#' || arrow == NULL)
            continue;
        g_autofree char *escaped = g_strndup(lines[i], (gsize)(arrow - lines[i]));
        g_autofree char *plain = unescape(escaped);
        g_string_append_printf(text, "%s\n\n", plain);
    }
    g_autoptr(corpus) corpus = read_text(*state, text->str);
    for (int i = 0; lines[i] != NULL; i++) {
        const char *arrow = strstr(lines[i], " => ");
        if (lines[i][0] == '#' || arrow == NULL)
            continue;
        g_autofree char *escaped = g_strndup(lines[i], (gsize)(arrow - lines[i]));
        g_autofree char *plain = unescape(escaped);
        int last = line + count_lines(plain) - 1;
        g_autofree char *found = regions_of_lines(corpus, line, last);
        line = last + 2;
        cases++;
        if (strcmp(found, arrow + strlen(" => ")) == 0)
            continue;
        print_error("regions.cases:%d: expected %s\n  actual %s\n", i + 1, arrow + 4, found);
        wrong++;
    }
    assert_true(cases >= 50);
    assert_int_equal(wrong, 0);
}

/* Appends a paragraph with a name in it. */
static void append_name(GString *text, GPtrArray *names, const char *name)
{
    g_string_append_printf(text, "x %s y.\n\n", name);
    g_ptr_array_add(names, g_strdup(name));
}

/* Whether anything is found where the name stands in its paragraph, each being two lines. */
static bool is_found(const corpus *corpus, guint number)
{
    for (size_t i = 0; i < corpus_mention_count(corpus); i++) {
        const struct corpus_mention *mention = corpus_mention(corpus, i);
        int line, column;
        document_position(mention->document, mention->mention->span.start, &line, &column);
        if (line == 2 * (int)number + 1 && column == 3)
            return true;
    }
    return false;
}

/* Every unit of the theatre is found by its name in every language that the layer has. */
static void test_corpus__every_unit_is_found_by_its_names(void **state)
{
    const struct opened_project *opened = *state;
    static const char *const fields[] = {"name", "name_az", "name_hy", "name_ru"};
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GString) text = g_string_new(NULL);

    for (size_t u = 0; u < planar_map_unit_count(opened->map); u++) {
        const struct unit *unit = planar_map_unit(opened->map, (int32_t)u);
        const struct layer *layer = opened->sources->layers[unit->layer];
        bool is_of_theatre = strcmp(unit->country, "AZE") == 0 || strcmp(unit->country, "ARM") == 0;
        for (size_t f = 0; is_of_theatre && f < G_N_ELEMENTS(fields); f++) {
            const char *name = layer_value(layer, unit->feature, layer_field(layer, fields[f]));
            g_auto(GStrv) parts = g_strsplit(name, " / ", -1);
            for (char **part = parts; *part != NULL; part++) {
                if (**part != '\0' && strchr(*part, '(') == NULL)
                    append_name(text, names, *part);
            }
        }
    }
    assert_true(names->len > 200);
    g_autoptr(corpus) corpus = read_text(opened, text->str);
    for (guint i = 0; i < names->len; i++) {
        if (!is_found(corpus, i))
            fail_msg("'%s' is not found", (char *)names->pdata[i]);
    }
}

/* What each region is called is found at its start: as itself, or as what it is called after. */
static void test_corpus__every_named_region_is_found_by_its_names(void **state)
{
    const struct opened_project *opened = *state;
    const struct project *project = opened->sources->project;
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GString) text = g_string_new(NULL);
    static const char *const wanted[] = {"zone",          "former-oblast",   "shahumyan",
                                         "nakhchivan",    "lachin-corridor", "lachin-district",
                                         "kalbajar",      "qubadli",         "zangilan",
                                         "jabrayil-held", "held-1994",       "shusha-1992",
                                         "farukh",        "lalatapa"};

    for (size_t w = 0; w < G_N_ELEMENTS(wanted); w++) {
        int number = planar_map_region_find(opened->map, wanted[w]);
        assert_true(number >= 0);
        const struct project_region *region = &project->regions[number];
        for (size_t i = 0; i < region->names.count; i++)
            append_name(text, names,
                        g_str_has_prefix(region->names.texts[i], "the ")
                            ? region->names.texts[i] + 4
                            : region->names.texts[i]);
        for (char **also = region->also; also != NULL && *also != NULL; also++)
            append_name(text, names, *also);
    }
    g_autoptr(corpus) corpus = read_text(opened, text->str);
    for (guint i = 0; i < names->len; i++) {
        const char *name = names->pdata[i];
        /* Of a phrase about a place, such as "Высота Лелетепе", the place is found. */
        if (!is_found(corpus, i) && strstr(name, "Лелетепе") == NULL)
            fail_msg("'%s' is not found", name);
    }
}

/* Square kilometres of a region that a holder holds, face by face. */
static double held_km2(const struct opened_project *opened, const char *region, const char *holder,
                       day_number day)
{
    g_autoptr(state) state = timeline_state_at(opened->timeline, day);
    const struct face_set *faces =
        planar_map_region(opened->map, (size_t)planar_map_region_find(opened->map, region));
    double area_m2 = 0;

    for (face_id face = 1; face < (face_id)state->face_count; face++) {
        int held_by = state->controls[face].holder;
        if (face_set_has(*faces, face) && held_by != NONE &&
            strcmp(opened->sources->project->holders[held_by].code, holder) == 0)
            area_m2 += planar_map_face_area_m2(opened->map, face);
    }
    return area_m2 / 1e6;
}

static double told_km2(const struct opened_project *opened, const struct dated *dated,
                       const char *holder)
{
    double area_m2 = 0;

    for (guint i = 0; dated->holdings != NULL && i < dated->holdings->len; i++) {
        const struct holding *holding = &g_array_index(dated->holdings, struct holding, i);
        if (strcmp(opened->sources->project->holders[holding->holder].code, holder) == 0)
            area_m2 += holding->area_m2;
    }
    return area_m2 / 1e6;
}

/* The ground of a name is the region that bears it on the last day of the date, whoever asks. */
static void test_corpus__who_holds_an_area_is_what_the_state_says(void **state)
{
    static const struct {
        const char *name, *date, *region;
    } cases[] = {
        {"Nagorno-Karabakh", "12 May 1994", "former-oblast"},
        {"Artsakh", "in 1992", "former-oblast"},
        {"the NKAO", "30 April 2020", "former-oblast"},
        {"the Lachin corridor", "1 June 2021", "lachin-corridor"},
        {"the Lachin corridor", "27 August 2022", "corridor-rest-2022"},
        {"the Lachin corridor", "1 December 2022", "lachin-corridor-new"},
        {"Shahumyan", "15 June 1992", "shahumyan"},
        {"Lachin district", "30 November 2020", "lachin-district"},
        {"Zangilan region", "19 October 2020", "zangilan"},
        {"Нагорный Карабах", "1 October 2023", "zone"},
    };
    static const struct {
        const char *text;
        struct civil_date at;
    } days[] = {{"12 May 1994", {1994, 5, 12}},      {"in 1992", {1992, 12, 31}},
                {"30 April 2020", {2020, 4, 30}},    {"1 June 2021", {2021, 6, 1}},
                {"27 August 2022", {2022, 8, 27}},   {"1 December 2022", {2022, 12, 1}},
                {"15 June 1992", {1992, 6, 15}},     {"30 November 2020", {2020, 11, 30}},
                {"19 October 2020", {2020, 10, 19}}, {"1 October 2023", {2023, 10, 1}}};
    const struct opened_project *opened = *state;
    static const char *const holders[] = {"AZ", "NKR", "ARM", "RUPK"};
    g_autoptr(GString) text = g_string_new(NULL);

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
        g_string_append_printf(text, "So it was in %s, %s.\n\n", cases[i].name, cases[i].date);
    g_autoptr(corpus) corpus = read_text(opened, text->str);
    assert_int_equal(corpus_mention_count(corpus), G_N_ELEMENTS(cases));
    assert_int_equal(corpus_region_count(corpus), G_N_ELEMENTS(cases));
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        day_number day = 0;
        for (size_t d = 0; d < G_N_ELEMENTS(days); d++) {
            if (strcmp(days[d].text, cases[i].date) == 0)
                day = day_from_civil(days[d].at);
        }
        for (size_t h = 0; h < G_N_ELEMENTS(holders); h++) {
            double wanted = held_km2(opened, cases[i].region, holders[h], day);
            double told = told_km2(opened, date_of(corpus, i, 0), holders[h]);
            if (fabs(wanted - told) > 1e-6)
                fail_msg("%s, %s: %s has %.3f km2, not %.3f", cases[i].name, cases[i].date,
                         holders[h], told, wanted);
        }
    }
}

/* Of days that the log does not reach back to, nothing is said. */
static void test_corpus__nobody_holds_ground_before_the_log(void **state)
{
    g_autoptr(corpus) corpus =
        read_text(*state, "The NKAO in February 1988.\n\nThe NKAO in May 1992.\n\nThe NKAO, "
                          "5 March.\n\nShusha on 9 May 1992.");

    assert_null(date_of(corpus, 0, 0)->holdings);
    assert_non_null(date_of(corpus, 1, 0)->holdings);
    assert_null(date_of(corpus, 2, 0)->holdings);
    assert_null(date_of(corpus, 3, 0)->holdings);
    assert_int_equal(corpus_region_count(corpus), 3);
}

/* A row that gives ground to somebody touches every area that the ground has a part of. */
static void test_corpus__rows_touch_the_areas_that_they_change(void **state)
{
    static const char *const names[][2] = {{"Nagorno-Karabakh", "former-oblast"},
                                           {"the Lachin corridor", "lachin-corridor"},
                                           {"Shahumyan", "shahumyan"},
                                           {"Qubadli district", "qubadli"}};
    const struct opened_project *opened = *state;
    size_t touching = 0, mention = 0;
    g_autoptr(GString) text = g_string_new(NULL);
    char iso[16];

    for (int32_t r = 0; r < (int32_t)timeline_row_count(opened->timeline); r++) {
        const struct timeline_row *row = timeline_row(opened->timeline, r);
        bool is_dated = row->region != NONE && row->event->date.earliest != DAY_BEFORE_ALL;
        for (size_t n = 0; is_dated && n < G_N_ELEMENTS(names); n++)
            g_string_append_printf(text, "In %s on %s.\n\n", names[n][0],
                                   day_format(row->day, iso));
    }
    g_autoptr(corpus) corpus = read_text(opened, text->str);
    for (int32_t r = 0; r < (int32_t)timeline_row_count(opened->timeline); r++) {
        const struct timeline_row *row = timeline_row(opened->timeline, r);
        if (row->region == NONE || row->event->date.earliest == DAY_BEFORE_ALL)
            continue;
        for (size_t n = 0; n < G_N_ELEMENTS(names); n++, mention++) {
            struct face_set common = face_set_copy(*planar_map_region(
                opened->map, (size_t)planar_map_region_find(opened->map, names[n][1])));
            face_set_intersect(common, *planar_map_region(opened->map, (size_t)row->region));
            bool is_touched = face_set_count(common) > 0;
            face_set_clear(&common);
            touching += is_touched;
            if (is_touched && !is_covered_by(date_of(corpus, mention, 0), row->event->id))
                fail_msg("%s does not touch %s", row->event->id, names[n][0]);
        }
    }
    assert_int_equal(mention, corpus_mention_count(corpus));
    assert_true(touching > 30);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_corpus__dates_of_the_sentence_come_before_those_of_the_paragraph),
        cmocka_unit_test(test_corpus__an_event_covers_its_days_only),
        cmocka_unit_test(test_corpus__a_district_is_more_than_its_town),
        cmocka_unit_test(test_corpus__a_place_is_mentioned_by_any_form_of_its_name),
        cmocka_unit_test(test_corpus__what_changes_a_place_covers_its_mention),
        cmocka_unit_test(test_corpus__region_cases),
        cmocka_unit_test(test_corpus__every_unit_is_found_by_its_names),
        cmocka_unit_test(test_corpus__every_named_region_is_found_by_its_names),
        cmocka_unit_test(test_corpus__who_holds_an_area_is_what_the_state_says),
        cmocka_unit_test(test_corpus__nobody_holds_ground_before_the_log),
        cmocka_unit_test(test_corpus__rows_touch_the_areas_that_they_change),
    };

    return cmocka_run_group_tests(tests, opened_project_setup_shipped, opened_project_teardown);
}
