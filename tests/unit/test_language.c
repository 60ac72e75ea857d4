#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "input/language.h"

static void assert_guess(const char *text, const char *expected)
{
    static const char *const languages[] = {"en", "az", "hy", "ru", NULL};
    g_autoptr(language_guesser) guesser = language_guesser_new(languages);

    assert_string_equal(language_guess(guesser, text, strlen(text)), expected);
}

static void test_language__alphabets_tell_languages(void **state)
{
    (void)state;
    assert_guess("The town was taken in the night.", "en");
    assert_guess("Şəhər gecə ikən alındı.", "az");
    assert_guess("Քաղաքը գրավվեց գիշերը։", "hy");
    assert_guess("Город был взят ночью.", "ru");
}

static void test_language__the_first_is_the_answer_to_nothing(void **state)
{
    (void)state;
    assert_guess("", "en");
    assert_guess("1992–94 !?", "en");
    assert_guess("漢字", "en");
}

static void test_language__most_letters_count(void **state)
{
    (void)state;
    assert_guess("Взятие города (Shusha) ночью", "ru");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_language__alphabets_tell_languages),
        cmocka_unit_test(test_language__the_first_is_the_answer_to_nothing),
        cmocka_unit_test(test_language__most_letters_count),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
