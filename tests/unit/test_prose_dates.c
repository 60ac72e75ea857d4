#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "input/prose_dates.h"

static const char *const languages[] = {"en", "az", "hy", "ru", NULL};

/* The dates of a text as a line of the table has them. */
static char *outcome(const char *text)
{
    g_autoptr(language_guesser) guesser = language_guesser_new(languages);
    g_autoptr(calendar_words) words = calendar_words_new(languages);
    g_autoptr(document) document = document_parse("case", text, strlen(text), guesser, NULL);
    g_autoptr(GArray) dates = prose_dates_find(words, guesser, document, 3);
    GString *found = g_string_new(dates->len == 0 ? "-" : "");

    for (guint i = 0; i < dates->len; i++) {
        const struct prose_date *date = &g_array_index(dates, struct prose_date, i);
        g_string_append(found, i == 0 ? "" : " ");
        if (date->edtf != NULL)
            g_string_append(found, date->edtf);
        else
            g_string_append_printf(found, "(%.*s)", (int)(date->span.end - date->span.start),
                                   document->text + date->span.start);
    }
    return g_string_free(found, FALSE);
}

static void run_table(const char *name, int least)
{
    g_autofree char *path = g_strconcat(SOURCE_DIR "/tests/cases/", name, NULL);
    g_autofree char *table = NULL;
    int wrong = 0, cases = 0;

    assert_true(g_file_get_contents(path, &table, NULL, NULL));
    g_auto(GStrv) lines = g_strsplit(table, "\n", -1);
    for (int i = 0; lines[i] != NULL; i++) {
        char *arrow = strstr(lines[i], " => ");
        if (lines[i][0] == '#' || arrow == NULL)
            continue;
        *arrow = '\0';
        g_autofree char *text = g_strcompress(lines[i]);
        g_autofree char *actual = outcome(text);
        cases++;
        if (strcmp(actual, arrow + strlen(" => ")) == 0)
            continue;
        print_error("%s:%d: %s\n  expected %s\n  actual   %s\n", name, i + 1, lines[i],
                    arrow + strlen(" => "), actual);
        wrong++;
    }
    assert_true(cases >= least);
    assert_int_equal(wrong, 0);
}

static void test_prose_dates__cases(void **state)
{
    (void)state;
    run_table("prose_dates.cases", 100);
}

static void test_prose_dates__hard_cases(void **state)
{
    (void)state;
    run_table("prose_dates_hard.cases", 60);
}

/* Every day of four years, one of them a leap year, in every order of words, against the day
 * itself. */
static void test_prose_dates__every_day_in_words(void **state)
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    day_number first = day_from_civil((struct civil_date){1992, 1, 1});
    day_number last = day_from_civil((struct civil_date){1995, 12, 31});
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(language_guesser) guesser = language_guesser_new(languages);
    g_autoptr(calendar_words) words = calendar_words_new(languages);

    (void)state;
    for (day_number day = first; day <= last; day++) {
        struct civil_date d = day_to_civil(day);
        const char *month = months[d.month - 1];
        g_string_append_printf(
            text, "%d %s %d.\n\n%s %d, %d.\n\n%02d.%02d.%d.\n\n%d-%02d-%02d.\n\n", d.day, month,
            d.year, month, d.day, d.year, d.day, d.month, d.year, d.year, d.month, d.day);
    }
    g_autoptr(document) document = document_parse("days", text->str, text->len, guesser, NULL);
    g_autoptr(GArray) dates = prose_dates_find(words, guesser, document, 3);
    assert_int_equal(dates->len, 4 * (last - first + 1));
    for (guint i = 0; i < dates->len; i++) {
        const struct prose_date *date = &g_array_index(dates, struct prose_date, i);
        assert_true(edtf_is_exact(&date->date));
        assert_int_equal(date->date.earliest, first + (day_number)(i / 4));
    }
}

static void test_prose_dates__a_date_knows_its_sentence_and_words(void **state)
{
    static const char text[] = "One. It fell on 8 November 2020 at dawn. Three.";
    g_autoptr(language_guesser) guesser = language_guesser_new(languages);
    g_autoptr(calendar_words) words = calendar_words_new(languages);
    g_autoptr(document) document = document_parse("case", text, strlen(text), guesser, NULL);
    g_autoptr(GArray) dates = prose_dates_find(words, guesser, document, 3);

    (void)state;
    assert_int_equal(dates->len, 1);
    const struct prose_date *date = &g_array_index(dates, struct prose_date, 0);
    assert_int_equal(date->sentence, 1);
    assert_int_equal(date->span.start, strstr(text, "8 Nov") - text);
    assert_int_equal(date->span.end, strstr(text, " at dawn") - text);
    assert_false(date->is_inferred);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_prose_dates__cases),
        cmocka_unit_test(test_prose_dates__hard_cases),
        cmocka_unit_test(test_prose_dates__every_day_in_words),
        cmocka_unit_test(test_prose_dates__a_date_knows_its_sentence_and_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
