#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib/gstdio.h>
#include <string.h>

#include "input/document.h"

static const char *const languages[] = {"en", "az", "hy", "ru", NULL};

static document *parse(const char *text, GError **error)
{
    g_autoptr(language_guesser) guesser = language_guesser_new(languages);
    return document_parse("case.txt", text, strlen(text), guesser, error);
}

/* The sentences of a text apart by '|', paragraphs by '¶'. */
static char *sentences(const char *text)
{
    g_autoptr(document) document = parse(text, NULL);
    GString *all = g_string_new(NULL);
    guint paragraph = 0;

    for (guint i = 0; i < document->sentences->len; i++) {
        const struct sentence *s = &g_array_index(document->sentences, struct sentence, i);
        g_autofree char *part =
            g_strndup(document->text + s->span.start, s->span.end - s->span.start);
        if (i > 0)
            g_string_append(all, s->paragraph == paragraph ? "|" : "¶");
        g_string_append(all, g_strstrip(g_strdelimit(part, "\n", '_')));
        paragraph = s->paragraph;
    }
    return g_string_free(all, FALSE);
}

static void assert_sentences(const char *text, const char *expected)
{
    g_autofree char *actual = sentences(text);
    assert_string_equal(actual, expected);
}

static void test_document__sentences(void **state)
{
    (void)state;
    assert_sentences("One fell. Two fell! Three?", "One fell.|Two fell!|Three?");
    assert_sentences("On Nov. 8 Gen. Petrov and N. Pashinyan met near St. John.",
                     "On Nov. 8 Gen. Petrov and N. Pashinyan met near St. John.");
    assert_sentences("It fell. 8 men left. [12] Then 3.5 km more.",
                     "It fell.|8 men left.|[12] Then 3.5 km more.");
    assert_sentences("8 ноября 2020 г. Шуша пала. 9 ноября был мир.",
                     "8 ноября 2020 г. Шуша пала.|9 ноября был мир.");
    assert_sentences("Քաղաքն ընկավ։ Հետո խաղաղություն էր: Վերջ։",
                     "Քաղաքն ընկավ։|Հետո խաղաղություն էր:|Վերջ։");
    assert_sentences("Şəhər 2020-ci ildə azad edildi. Sonra 8.11.2020 gəldi.",
                     "Şəhər 2020-ci ildə azad edildi.|Sonra 8.11.2020 gəldi.");
}

static void test_document__a_line_each_is_a_paragraph_each(void **state)
{
    (void)state;
    assert_sentences("Shusha Declaration\nAfter that much was said of it by many.\nEnd",
                     "Shusha Declaration¶After that much was said of it by many.¶End");
}

static void test_document__lines_broken_by_hand_are_one_paragraph(void **state)
{
    (void)state;
    assert_sentences("The forces that had come down from the pass took the town of Red\n"
                     "Bazar in the night. They left it again on the day after that, when\n"
                     "it rained.\n\nThen they came.",
                     "The forces that had come down from the pass took the town of Red_Bazar in "
                     "the night.|They left it again on the day after that, when_it "
                     "rained.¶Then they came.");
}

static void test_document__long_lines_show_that_none_is_broken_by_hand(void **state)
{
    g_autofree char *line = g_strnfill(200, 'x');
    g_autofree char *text =
        g_strdup_printf("%s\nA convoy of many cars near Shusha\nThe President", line);
    g_autoptr(document) document = parse(text, NULL);

    (void)state;
    assert_int_equal(document->paragraphs->len, 3);
}

static void test_document__marks_and_line_ends_do_not_count(void **state)
{
    g_autoptr(document) document = parse("\xEF\xBB\xBFŞuşa a.\r\nb\rÇ x", NULL);
    int line, column;

    (void)state;
    assert_string_equal(document->text, "Şuşa a.\nb\nÇ x");
    document_position(document, (size_t)(strchr(document->text, 'x') - document->text), &line,
                      &column);
    assert_int_equal(line, 3);
    assert_int_equal(column, 3);
    document_position(document, (size_t)(strchr(document->text, '.') - document->text), &line,
                      &column);
    assert_int_equal(line, 1);
    assert_int_equal(column, 7);
}

static void assert_refused(const char *bytes, size_t size, const char *message)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(language_guesser) guesser = language_guesser_new(languages);

    assert_null(document_parse("case.txt", bytes, size, guesser, &error));
    assert_true(g_str_has_prefix(error->message, message));
}

static void test_document__what_is_no_utf8_is_named(void **state)
{
    static const char latin1[] = "one\r\ntwo Turkey\nTRK\xDDYE", zero[] = "a\nb\0c";

    (void)state;
    assert_refused(latin1, sizeof latin1 - 1,
                   "case.txt:3: byte 20 (0xDD) is not UTF-8; is the text in Latin-1");
    assert_refused(zero, sizeof zero - 1, "case.txt:2: byte 4 is zero: not a plain text");
    assert_refused("\xFF\xFEx\0", 4, "case.txt:1: the text is UTF-16");
    assert_refused("ab\xC5", 3, "case.txt:1: byte 3 (0xC5)");
}

static void test_document__an_empty_text_is_one(void **state)
{
    g_autoptr(document) empty = parse("", NULL), blank = parse(" \n\n ", NULL);

    (void)state;
    assert_int_equal(empty->sentences->len, 0);
    assert_int_equal(blank->paragraphs->len, 0);
}

static void test_document__excerpts_are_cut_at_words(void **state)
{
    static const char text[] = "Not this. Before the first word stood Shusha on\nits hill and "
                               "behind it nothing at all. Nor this.";
    g_autoptr(document) document = parse(text, NULL);
    size_t at = (size_t)(strstr(document->text, "Shusha") - document->text);
    g_autofree char *all = document_excerpt(document, (struct text_span){at, at + 6}, 400);
    g_autofree char *some = document_excerpt(document, (struct text_span){at, at + 6}, 30);
    g_autofree char *none = document_excerpt(document, (struct text_span){at, at + 6}, 0);

    (void)state;
    assert_string_equal(all, "Before the first word stood Shusha on its hill and behind it "
                             "nothing at all.");
    assert_string_equal(some, "… word stood Shusha on its hill …");
    assert_string_equal(none, "… Shusha …");
}

/* A mention of which the text goes on without a blank, and there is none before it either. */
static void test_document__excerpt_of_a_text_without_blanks(void **state)
{
    g_autoptr(document) document = parse("Shushastoodonitshill", NULL);
    g_autofree char *first = document_excerpt(document, (struct text_span){0, 6}, 10);
    g_autofree char *last = document_excerpt(document, (struct text_span){16, 20}, 10);

    (void)state;
    assert_string_equal(first, "Shusha …");
    assert_string_equal(last, "… hill");
}

static char *make_folder(void)
{
    char *folder = g_dir_make_tmp("documents-XXXXXX", NULL);
    static const char *const names[] = {"b.txt", "a.txt", "c.md"};

    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_build_filename(folder, names[i], NULL);
        assert_true(g_file_set_contents(path, names[i], -1, NULL));
    }
    return folder;
}

static void remove_folder(const char *folder)
{
    static const char *const names[] = {"b.txt", "a.txt", "c.md"};

    for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_build_filename(folder, names[i], NULL);
        g_unlink(path);
    }
    g_rmdir(folder);
}

static void test_document__a_folder_is_its_texts_in_order(void **state)
{
    g_autofree char *folder = make_folder();
    g_autoptr(language_guesser) guesser = language_guesser_new(languages);
    g_autofree char *single = g_build_filename(folder, "c.md", NULL);
    char *paths[] = {single, folder, NULL}, *missing[] = {(char *)"no such file", NULL};
    g_autoptr(GPtrArray) documents = documents_read(paths, guesser, NULL);
    g_autoptr(GError) error = NULL;

    (void)state;
    assert_int_equal(documents->len, 3);
    assert_string_equal(((const struct document *)documents->pdata[0])->text, "c.md");
    assert_string_equal(((const struct document *)documents->pdata[1])->text, "a.txt");
    assert_string_equal(((const struct document *)documents->pdata[2])->text, "b.txt");
    remove_folder(folder);
    assert_null(documents_read(missing, guesser, &error));
    assert_non_null(strstr(error->message, "no such file"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_document__sentences),
        cmocka_unit_test(test_document__a_line_each_is_a_paragraph_each),
        cmocka_unit_test(test_document__lines_broken_by_hand_are_one_paragraph),
        cmocka_unit_test(test_document__long_lines_show_that_none_is_broken_by_hand),
        cmocka_unit_test(test_document__marks_and_line_ends_do_not_count),
        cmocka_unit_test(test_document__what_is_no_utf8_is_named),
        cmocka_unit_test(test_document__an_empty_text_is_one),
        cmocka_unit_test(test_document__excerpts_are_cut_at_words),
        cmocka_unit_test(test_document__excerpt_of_a_text_without_blanks),
        cmocka_unit_test(test_document__a_folder_is_its_texts_in_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
