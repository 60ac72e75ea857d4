/* Laws of the phrases, whatever they say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compose/phrases.h"

#include <stdbool.h>

#include <glib.h>
#include <string.h>

static const char *const languages[] = {"en", "az", "hy", "ru"};

static int compare_slots(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

/* The slots of a phrase, "{a}{b}" in the order of their names. */
static char *slots_of(const char *phrase)
{
    g_autoptr(GRegex) slot = g_regex_new("\\{[a-z]+\\}", 0, 0, NULL);
    g_autoptr(GMatchInfo) match = NULL;
    g_autoptr(GPtrArray) slots = g_ptr_array_new_with_free_func(g_free);
    g_regex_match(slot, phrase, 0, &match);
    for (; g_match_info_matches(match); g_match_info_next(match, NULL))
        g_ptr_array_add(slots, g_match_info_fetch(match, 0));
    g_ptr_array_sort(slots, compare_slots);
    g_ptr_array_add(slots, NULL);
    return g_strjoinv("", (char **)slots->pdata);
}

/* Units and punctuation, which languages may share. */
static bool is_sign(enum phrase phrase)
{
    return phrase == PHRASE_KM2 || phrase == PHRASE_STANDS || phrase == PHRASE_STOP ||
           phrase == PHRASE_KM || phrase == PHRASE_SECOND_TIME;
}

/* A slot that a translation forgets is a name that its readers never see. */
static void test_phrases__each_language_has_each_with_its_slots(void **state)
{
    (void)state;
    for (int p = 0; p < PHRASES; p++) {
        const char *english = phrase_text((enum phrase)p, "en");
        assert_non_null(english);
        g_autofree char *wanted = slots_of(english);
        for (size_t l = 1; l < G_N_ELEMENTS(languages); l++) {
            const char *phrase = phrase_text((enum phrase)p, languages[l]);
            if (phrase == NULL)
                fail_msg("no phrase %d (%s) in %s", p, english, languages[l]);
            g_autofree char *slots = slots_of(phrase);
            assert_string_equal(slots, wanted);
            assert_true(g_utf8_validate(phrase, -1, NULL));
            if (!is_sign((enum phrase)p))
                assert_string_not_equal(phrase, english);
        }
    }
}

static void test_phrases__another_language_gets_english(void **state)
{
    (void)state;
    assert_string_equal(phrase_text(PHRASE_BEFORE, "de"), phrase_text(PHRASE_BEFORE, "en"));
    assert_string_equal(phrase_text(PHRASE_BEFORE, NULL), phrase_text(PHRASE_BEFORE, "en"));
}

static void test_phrases__slots_are_filled_by_name(void **state)
{
    (void)state;
    g_autofree char *either = phrase_fill(PHRASE_EITHER, "en", "last", "9 May", "first", "8", NULL);
    assert_string_equal(either, "8 or 9 May");
    /* What a phrase has no slot for is left out. */
    g_autofree char *claimed =
        phrase_fill(PHRASE_CLAIMED, "en", "holder", "One", "other", "Two", NULL);
    assert_string_equal(claimed, "claimed by One, not confirmed");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_phrases__each_language_has_each_with_its_slots),
        cmocka_unit_test(test_phrases__another_language_gets_english),
        cmocka_unit_test(test_phrases__slots_are_filled_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
