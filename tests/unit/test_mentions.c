#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib/gstdio.h>
#include <string.h>

#include "input/mentions.h"

static const char *const languages[] = {"en", "az", "hy", "ru", NULL};

struct fixture {
    struct gazetteer *places;
    language_guesser *guesser;
    name_index *index;
};

/* The shipped gazetteer with two more places of one name. */
static struct gazetteer *read_places(void)
{
    g_autofree char *table = NULL, *path = NULL;

    assert_true(g_file_get_contents(SOURCE_DIR "/geodata/places.csv", &table, NULL, NULL));
    g_auto(GStrv) lines = g_strsplit(table, "\n", 2);
    g_auto(GStrv) header = g_strsplit(lines[0], ",", -1);
    int columns = (int)g_strv_length(header);
    g_autoptr(GString) more = g_string_new(table);
    for (int i = 1; i <= 2; i++) {
        g_string_append_printf(more, "nor-gyugh-%d,46.%d,39.5,village,9,%s,,Nor Gyugh", i, i,
                               i == 1 ? "AZE" : "ARM");
        for (int column = 8; column < columns; column++)
            g_string_append_c(more, ',');
        g_string_append_c(more, '\n');
    }
    int file = g_file_open_tmp("places-XXXXXX.csv", &path, NULL);
    assert_true(g_file_set_contents(path, more->str, (gssize)more->len, NULL));
    struct gazetteer *places = gazetteer_read(path, NULL);
    assert_non_null(places);
    g_close(file, NULL);
    g_unlink(path);
    return places;
}

/* Languages and texts in turn. */
static void add_area(name_index *index, int area, const char *const *pairs)
{
    struct names names = {0};

    for (; *pairs != NULL; pairs += 2)
        names_add(&names, pairs[0], pairs[1]);
    name_index_add_area(index, &(struct area_names){.names = &names}, area);
    names_clear(&names);
}

static int open_index(void **state)
{
    struct fixture *fixture = g_new0(struct fixture, 1);

    fixture->places = read_places();
    fixture->guesser = language_guesser_new(languages);
    fixture->index = name_index_new(fixture->places, fixture->guesser);
    add_area(fixture->index, 7,
             (const char *const[]){"en", "Lachin corridor", "az", "Laçın dəhlizi", "hy",
                                   "Լաչինի միջանցք", "ru", "Лачинский коридор", NULL});
    add_area(fixture->index, 8, (const char *const[]){"en", "Zabukh and Sus", NULL});
    add_area(fixture->index, 9, (const char *const[]){"en", "Shusha", "az", "Şuşa", NULL});
    add_area(fixture->index, 10, (const char *const[]){"en", "Nagorno-Karabakh", NULL});
    *state = fixture;
    return 0;
}

static int close_index(void **state)
{
    struct fixture *fixture = *state;

    name_index_free(fixture->index);
    language_guesser_free(fixture->guesser);
    gazetteer_free(fixture->places);
    g_free(fixture);
    return 0;
}

static void append_mention(const struct fixture *fixture, const struct document *document,
                           const struct mention *mention, GString *out)
{
    static const char signs[] = {
        [MENTION_PLACE] = '\0', [MENTION_DISTRICT] = '~', [MENTION_AREA] = '^'};

    for (size_t i = 0; i < mention->place_count; i++)
        g_string_append_printf(out, "%s%s", i == 0 ? "" : "+",
                               fixture->places->places[mention->places[i]].id);
    if (signs[mention->kind] != '\0')
        g_string_append_c(out, signs[mention->kind]);
    g_string_append_printf(out, ":%.*s", (int)(mention->span.end - mention->span.start),
                           document->text + mention->span.start);
}

/* The mentions of a text as a line of the table has them. */
static char *outcome(const struct fixture *fixture, const char *text)
{
    g_autoptr(document) document =
        document_parse("case", text, strlen(text), fixture->guesser, NULL);
    g_autoptr(GArray) mentions = mentions_find(fixture->index, document);
    GString *found = g_string_new(mentions->len == 0 ? "-" : "");

    for (guint i = 0; i < mentions->len; i++) {
        g_string_append(found, i == 0 ? "" : " | ");
        append_mention(fixture, document, &g_array_index(mentions, struct mention, i), found);
    }
    return g_string_free(found, FALSE);
}

/* Only line breaks are escaped. */
static char *unescape(const char *text)
{
    g_auto(GStrv) parts = g_strsplit(text, "\\n", -1);
    return g_strjoinv("\n", parts);
}

static void run_table(const struct fixture *fixture, const char *name, int least)
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
        g_autofree char *text = unescape(lines[i]);
        g_autofree char *expected = unescape(arrow + strlen(" => "));
        g_autofree char *actual = outcome(fixture, text);
        cases++;
        if (strcmp(actual, expected) == 0)
            continue;
        print_error("%s:%d: %s\n  expected %s\n  actual   %s\n", name, i + 1, lines[i],
                    arrow + strlen(" => "), actual);
        wrong++;
    }
    assert_true(cases >= least);
    assert_int_equal(wrong, 0);
}

static void test_mentions__cases(void **state)
{
    run_table(*state, "mentions.cases", 50);
}

static void test_mentions__hard_cases(void **state)
{
    run_table(*state, "mentions_hard.cases", 50);
}

/* A text of all names of the gazetteer: each is found, as its own place. */
static void test_mentions__every_name_and_spelling_is_found(void **state)
{
    const struct fixture *fixture = *state;

    for (size_t i = 0; i < fixture->places->count; i++) {
        const struct place *place = &fixture->places->places[i];
        g_autoptr(GPtrArray) names = g_ptr_array_new();
        for (size_t k = 0; k < place->names.count; k++)
            g_ptr_array_add(names, place->names.texts[k]);
        for (char **also = place->also; *also != NULL; also++)
            g_ptr_array_add(names, *also);
        for (guint k = 0; k < names->len; k++) {
            g_autofree char *text = g_strdup_printf("from %s to x", (char *)names->pdata[k]);
            g_autofree char *found = outcome(fixture, text);
            if (strchr(text, '(') == NULL && strstr(found, place->id) == NULL)
                fail_msg("%s: %s is found as %s", place->id, text, found);
        }
    }
}

/* What a name is put behind or before without a blank is another word. */
static void test_mentions__no_name_is_found_inside_a_word(void **state)
{
    const struct fixture *fixture = *state;

    for (size_t i = 0; i < fixture->places->count; i++) {
        const char *name = fixture->places->places[i].names.texts[0];
        g_autofree char *glued = g_strdup_printf("Qwx%sxwq", name);
        if (strpbrk(name, " -/") != NULL)
            continue;
        g_autofree char *found = outcome(fixture, glued);
        assert_string_equal(found, "-");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_mentions__cases),
        cmocka_unit_test(test_mentions__hard_cases),
        cmocka_unit_test(test_mentions__every_name_and_spelling_is_found),
        cmocka_unit_test(test_mentions__no_name_is_found_inside_a_word),
    };

    return cmocka_run_group_tests(tests, open_index, close_index);
}
