#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "input/calendar_words.h"

static const char *const languages[] = {"en", "az", "hy", "ru", NULL};

static int open_words(void **state)
{
    *state = calendar_words_new(languages);
    return 0;
}

static int close_words(void **state)
{
    calendar_words_free(*state);
    return 0;
}

static const struct calendar_word *find(const calendar_words *words, const char *text,
                                        enum calendar_class class, const char *language)
{
    return calendar_word_find(words, text, strlen(text), class, language);
}

static void test_calendar_words__months_in_all_cases(void **state)
{
    static const struct {
        const char *text;
        int month;
    } cases[] = {{"November", 11}, {"NOVEMBER", 11},  {"Nov", 11},        {"Sept", 9},
                 {"noyabr", 11},   {"noyabrın", 11},  {"noyabrında", 11}, {"mayda", 5},
                 {"avqustun", 8},  {"նոյեմբերի", 11}, {"նոյեմբերին", 11}, {"մայիս", 5},
                 {"ноября", 11},   {"ноябре", 11},    {"мая", 5},         {"марте", 3},
                 {"августом", 8},  {"сентябрь", 9}};

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const struct calendar_word *word = find(*state, cases[i].text, WORD_MONTH, "en");
        if (word == NULL || word->value != cases[i].month)
            fail_msg("%s", cases[i].text);
    }
}

static void test_calendar_words__english_months_need_a_capital(void **state)
{
    assert_non_null(find(*state, "May", WORD_MONTH, "en"));
    assert_null(find(*state, "may", WORD_MONTH, "en"));
    assert_non_null(find(*state, "may", WORD_MONTH, "az"));
    assert_null(find(*state, "march", WORD_MONTH, "en"));
}

static void test_calendar_words__classes_are_apart(void **state)
{
    assert_null(find(*state, "November", WORD_SEASON, "en"));
    assert_int_equal(find(*state, "autumn", WORD_SEASON, "en")->value, 23);
    assert_int_equal(find(*state, "Autumn", WORD_SEASON, "en")->value, 23);
    assert_non_null(find(*state, "until", WORD_IN, "en"));
    assert_non_null(find(*state, "until", WORD_TO, "en"));
    assert_null(find(*state, "", WORD_MONTH, "en"));
    assert_null(find(*state, "Novembers", WORD_MONTH, "en"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_calendar_words__months_in_all_cases),
        cmocka_unit_test(test_calendar_words__english_months_need_a_capital),
        cmocka_unit_test(test_calendar_words__classes_are_apart),
    };

    return cmocka_run_group_tests(tests, open_words, close_words);
}
