#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compose/own_words.h"
#include "input/table.h"
#include <glib/gstdio.h>
#include <string.h>

static char *languages[] = {(char *)"el", (char *)"ru", NULL};

/* The message of reading a table, or NULL. The caller's; its path is "words.csv". */
static char *message_of(const char *text)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *folder = g_dir_make_tmp("mapgen-test-XXXXXX", NULL);
    g_autofree char *path = g_build_filename(folder, "words.csv", NULL);
    assert_true(g_file_set_contents(path, text, -1, NULL));
    bool is_read = own_words_read(path, languages, &error);
    g_remove(path);
    g_rmdir(folder);
    assert_true(is_read == (error == NULL));
    return error == NULL ? NULL : g_strdup(error->message + strlen(folder) + 1);
}

static void check_read(const char *text)
{
    g_autofree char *message = message_of(text);
    if (message != NULL)
        fail_msg("%s", message);
}

static void check_refused(const char *text, const char *wanted)
{
    g_autofree char *message = message_of(text);
    assert_string_equal(message, wanted);
}

static void test_own_words__come_before_the_program_s(void **state)
{
    (void)state;
    check_read("phrase,el,ru\nbefore,πριν,\nand,_και_,\nwith,\"{other}, μετά {holder}\",\n");
    assert_string_equal(phrase_text(PHRASE_BEFORE, "el"), "πριν");
    assert_string_equal(phrase_text(PHRASE_AND, "el"), " και ");
    g_autofree char *with = phrase_fill(PHRASE_WITH, "el", "holder", "Α", "other", "Β", NULL);
    assert_string_equal(with, "Β, μετά Α");
    assert_string_equal(phrase_text(PHRASE_BEFORE, "el-CY"), "πριν");
    /* What the table does not have is as it was. */
    assert_string_equal(phrase_text(PHRASE_KM, "el"), phrase_plain(PHRASE_KM, "en"));
    assert_string_equal(phrase_text(PHRASE_BEFORE, "ru"), phrase_plain(PHRASE_BEFORE, "ru"));
    assert_int_equal(own_words_count("el"), 3);
    assert_int_equal(own_words_count("ru"), 0);
    /* The next project has none. */
    assert_true(own_words_read(NULL, languages, NULL));
    assert_string_equal(phrase_text(PHRASE_BEFORE, "el"), phrase_plain(PHRASE_BEFORE, "en"));
}

static void test_own_words__what_is_wrong_is_named(void **state)
{
    (void)state;
    check_refused("phrase,el\nbefor,πριν\n",
                  "words.csv:2:1: no phrase is called 'befor'; did you mean 'before'?");
    check_refused("phrase,el\nbefore,πριν\nbefore,πριν\n",
                  "words.csv:3:8: 'before' was given before");
    check_refused("phrase,el\nsince,από\n",
                  "words.csv:2:7: 'από' lacks {date}; in English it is 'since {date}'");
    check_refused("phrase,el\nsince,από {date} {day}\n",
                  "words.csv:2:7: 'από {date} {day}' has {day}, which nothing fills; in "
                  "English it is 'since {date}'");
    check_refused("phrase,tr\nbefore,önce\n",
                  "words.csv:1: the column 'tr' is not among the 'languages' of the project");
    assert_string_equal(phrase_text(PHRASE_BEFORE, "el"), phrase_plain(PHRASE_BEFORE, "en"));
}

/* The names are different, and the table that comes with the program has each with its English, so
 * that it can be read as it is. */
static void test_own_words__shipped_table_has_every_phrase(void **state)
{
    (void)state;
    static const char *const columns[] = {"phrase", "en", NULL};
    g_autoptr(GError) error = NULL;
    g_autoptr(table) rows = table_read(SOURCE_DIR "/docs/words.csv", columns, &error);
    if (rows == NULL)
        fail_msg("%s", error->message);
    assert_int_equal(table_row_count(rows), PHRASES);
    for (enum phrase phrase = 0; phrase < PHRASES; phrase++) {
        g_autofree char *english = g_strdup(table_field(rows, phrase, table_column(rows, "en")));
        assert_string_equal(table_field(rows, phrase, table_column(rows, "phrase")),
                            phrase_names[phrase]);
        assert_string_equal(g_strdelimit(english, "_", ' '), phrase_plain(phrase, "en"));
    }
    assert_true(own_words_read(SOURCE_DIR "/docs/words.csv", languages, &error));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_own_words__come_before_the_program_s),
        cmocka_unit_test(test_own_words__what_is_wrong_is_named),
        cmocka_unit_test(test_own_words__shipped_table_has_every_phrase),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
