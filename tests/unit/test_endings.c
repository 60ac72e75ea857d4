#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "input/endings.h"
#include <stdbool.h>

static bool has_form(const char *name, const char *language, const char *form,
                     enum ending_kind kind)
{
    g_autoptr(GArray) forms = endings_bend(name, language);

    for (guint i = 0; i < forms->len; i++) {
        const struct bent_name *bent = &g_array_index(forms, struct bent_name, i);
        if (bent->kind == kind && strcmp(bent->text, form) == 0)
            return true;
    }
    return false;
}

/* Cases as grammars give them. */
static void test_endings__cases(void **state)
{
    static const char *const cases[][3] = {
        {"Şuşa", "az", "Şuşanın"},
        {"Bakı", "az", "Bakıdan"},
        {"Xankəndi", "az", "Xankəndində"},
        {"Tuğ", "az", "Tuğun"},
        {"Gorus", "az", "Gorusda"},
        {"Horadiz", "az", "Horadizdə"},
        {"Sığnaq", "az", "Sığnağın"},
        {"Գորիս", "hy", "Գորիսում"},
        {"Բաքու", "hy", "Բաքվում"},
        {"Մարտունի", "hy", "Մարտունու"},
        {"Ակնա", "hy", "Ակնայից"},
        {"Шуша", "ru", "Шушой"},
        {"Горис", "ru", "Гориса"},
        {"Нахичевань", "ru", "Нахичевани"},
        {"Красный Базар", "ru", "Красного Базара"},
        {"Гянджа", "ru", "Гянджей"},
    };

    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        if (!has_form(cases[i][0], cases[i][1], cases[i][2], ENDING_CASE))
            fail_msg("no %s of %s", cases[i][2], cases[i][0]);
    }
}

/* Vowels agree: no back vowel behind a front one. */
static void test_endings__azerbaijani_vowels_agree(void **state)
{
    (void)state;
    assert_false(has_form("Bərdə", "az", "Bərdəda", ENDING_CASE));
    assert_false(has_form("Şuşa", "az", "Şuşadə", ENDING_CASE));
    assert_false(has_form("Füzuli", "az", "Füzulinın", ENDING_CASE));
    assert_true(has_form("Füzuli", "az", "Füzulinin", ENDING_CASE));
}

static void test_endings__districts(void **state)
{
    (void)state;
    assert_true(has_form("Lachin", "en", "Lachin district", ENDING_DISTRICT));
    assert_true(has_form("Lachin", "en", "district of Lachin", ENDING_DISTRICT));
    assert_true(has_form("Lachin", "en", "Lachin districts", ENDING_DISTRICTS));
    assert_true(has_form("Laçın", "az", "Laçın rayonunda", ENDING_DISTRICT));
    assert_true(has_form("Шуша", "ru", "Шушинского района", ENDING_DISTRICT));
    assert_true(has_form("Агдам", "ru", "Агдамский", ENDING_ADJECTIVE));
    assert_true(has_form("Շուշի", "hy", "Շուշիի շրջան", ENDING_DISTRICT));
}

static void test_endings__a_language_without_rules_bends_nothing(void **state)
{
    g_autoptr(GArray) forms = endings_bend("Lachin", "fa");

    (void)state;
    assert_int_equal(forms->len, 0);
    g_autoptr(GArray) none = endings_bend("", "az");
    for (guint i = 0; i < none->len; i++)
        assert_int_not_equal(g_array_index(none, struct bent_name, i).kind, ENDING_CASE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_endings__cases),
        cmocka_unit_test(test_endings__azerbaijani_vowels_agree),
        cmocka_unit_test(test_endings__districts),
        cmocka_unit_test(test_endings__a_language_without_rules_bends_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
