#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "compose/words.h"
#include "support/opened_project.h"

/* The captions of the shipped log: what holds of them in every language. */

static const char *const languages[] = {"en", "az", "hy", "ru"};

static bool has_slot(const struct event *event, const char *language, const char *slot)
{
    const char *caption = names_find(&event->captions, language);
    return caption != NULL && strstr(caption, slot) != NULL;
}

static void test_captions__are_there_in_every_language(void **state)
{
    const struct opened_project *opened = *state;
    size_t captioned = 0;

    for (int32_t r = 0; r < (int32_t)timeline_row_count(opened->timeline); r++) {
        const struct event *event = timeline_row(opened->timeline, r)->event;
        if (event->captions.count == 0)
            continue;
        captioned++;
        for (size_t l = 1; l < G_N_ELEMENTS(languages); l++) {
            if (names_find(&event->captions, languages[l]) == NULL)
                fail_msg("%s has no caption in %s", event->id, languages[l]);
        }
    }
    assert_true(captioned > 90);
}

/* An area, or the side that says it, is told in all languages or in none. */
static void test_captions__say_the_same_of_areas_and_sides(void **state)
{
    static const char *const slots[] = {"({km2})", "{side}"};
    const struct opened_project *opened = *state;

    for (int32_t r = 0; r < (int32_t)timeline_row_count(opened->timeline); r++) {
        const struct event *event = timeline_row(opened->timeline, r)->event;
        for (size_t s = 0; s < G_N_ELEMENTS(slots) && names_find(&event->captions, "en"); s++) {
            for (size_t l = 1; l < G_N_ELEMENTS(languages); l++) {
                if (has_slot(event, languages[l], slots[s]) != has_slot(event, "en", slots[s]))
                    fail_msg("%s: %s in %s and en", event->id, slots[s], languages[l]);
            }
        }
    }
}

static bool has_letter_of(const char *text, GUnicodeScript script)
{
    for (; *text != '\0'; text = g_utf8_next_char(text)) {
        gunichar c = g_utf8_get_char(text);
        if (g_unichar_isalpha(c) && g_unichar_get_script(c) == script)
            return true;
    }
    return false;
}

/* What a reader sees is in the letters of the language, without slots, with one full stop. */
static void test_captions__read_as_sentences_of_the_language(void **state)
{
    static const GUnicodeScript scripts[] = {G_UNICODE_SCRIPT_LATIN, G_UNICODE_SCRIPT_LATIN,
                                             G_UNICODE_SCRIPT_ARMENIAN, G_UNICODE_SCRIPT_CYRILLIC};
    const struct opened_project *opened = *state;

    for (int32_t r = 0; r < (int32_t)timeline_row_count(opened->timeline); r++) {
        const struct event *event = timeline_row(opened->timeline, r)->event;
        if (event->captions.count == 0)
            continue;
        for (size_t l = 0; l < G_N_ELEMENTS(languages); l++) {
            g_autofree char *text = words_row(opened->timeline, r, languages[l]);
            if (strchr(text, '{') != NULL && event->kind == EVENT_CONTROL)
                fail_msg("%s, %s: a slot is left: %s", event->id, languages[l], text);
            if (strstr(text, "..") != NULL || strstr(text, "  ") != NULL)
                fail_msg("%s, %s: two points or blanks: %s", event->id, languages[l], text);
            for (size_t other = 1; other < G_N_ELEMENTS(scripts); other++) {
                if (scripts[other] != scripts[l] && event->kind == EVENT_CONTROL &&
                    has_letter_of(text, scripts[other]))
                    fail_msg("%s, %s: letters of another language: %s", event->id, languages[l],
                             text);
            }
        }
    }
}

/* "held by" is neutral; what either side calls it is not. */
static void test_captions__take_no_side(void **state)
{
    static const char *const words[] = {"işğal",   "azad ed", "azad ol", "ազատագր", "օկուպ",
                                        "գրավ",    "освобо",  "оккуп",   "захва",   "сепарат",
                                        "liberat", "occup",   "captur"};
    const struct opened_project *opened = *state;

    for (int32_t r = 0; r < (int32_t)timeline_row_count(opened->timeline); r++) {
        const struct event *event = timeline_row(opened->timeline, r)->event;
        for (size_t i = 0; i < event->captions.count; i++) {
            for (size_t w = 0; w < G_N_ELEMENTS(words); w++) {
                if (strstr(event->captions.texts[i], words[w]) != NULL)
                    fail_msg("%s: '%s' in: %s", event->id, words[w], event->captions.texts[i]);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_captions__are_there_in_every_language),
        cmocka_unit_test(test_captions__say_the_same_of_areas_and_sides),
        cmocka_unit_test(test_captions__read_as_sentences_of_the_language),
        cmocka_unit_test(test_captions__take_no_side),
    };

    return cmocka_run_group_tests(tests, opened_project_setup_shipped, opened_project_teardown);
}
