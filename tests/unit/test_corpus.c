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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_corpus__dates_of_the_sentence_come_before_those_of_the_paragraph),
        cmocka_unit_test(test_corpus__an_event_covers_its_days_only),
        cmocka_unit_test(test_corpus__a_district_is_more_than_its_town),
        cmocka_unit_test(test_corpus__a_place_is_mentioned_by_any_form_of_its_name),
        cmocka_unit_test(test_corpus__what_changes_a_place_covers_its_mention),
    };

    return cmocka_run_group_tests(tests, opened_project_setup_shipped, opened_project_teardown);
}
