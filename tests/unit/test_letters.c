#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "input/letters.h"

static GArray *fold(const char *text)
{
    return letters_fold(text, strlen(text));
}

static const struct letter *at(const GArray *letters, guint i)
{
    return &g_array_index(letters, struct letter, i);
}

static char *key(const char *text)
{
    g_autoptr(GArray) letters = fold(text);
    GString *bases = g_string_new(NULL);

    letters_append_key(at(letters, 0), letters->len, bases);
    return g_string_free(bases, FALSE);
}

static bool spells(const char *name, const char *text)
{
    g_autoptr(GArray) a = fold(name), b = fold(text);
    return a->len == b->len && letters_spell(at(a, 0), at(b, 0), a->len);
}

static void assert_key(const char *text, const char *expected)
{
    g_autofree char *actual = key(text);
    assert_string_equal(actual, expected);
}

static void test_letters__bases_are_small_and_without_marks(void **state)
{
    (void)state;
    assert_key("Şuşa-Laçın, 2020!", "susalacin2020");
    assert_key("XANKƏNDİ", "xankendi");
    assert_key("Шуша́ Ё", "шушае");
    assert_key("Շուշի՞ն", "շուշին");
    assert_key("Shu\u00ADsha", "shusha");
}

/* U+0587 is U+0565 U+0582; its capitals in the new orthography are U+0535 U+054E. */
static void test_letters__the_armenian_ligature_is_its_capitals(void **state)
{
    (void)state;
    assert_key("Երևան", "երեվան");
    assert_key("Երեւան", "երեվան");
    assert_key("ԵՐԵՎԱՆ", "երեվան");
}

static void test_letters__a_text_may_leave_out_marks_but_not_add_any(void **state)
{
    (void)state;
    assert_true(spells("Şuşa", "Susa"));
    assert_true(spells("Şuşa", "Şusa"));
    assert_false(spells("Susa", "Şuşa"));
    assert_false(spells("Sus", "Süs"));
    assert_true(spells("Laçın", "Laçin"));
    assert_false(spells("Lacin", "Lacın"));
    assert_true(spells("Шуша", "Шуша́"));
    assert_false(spells("Шуша", "Шушй"));
}

static void test_letters__a_capital_has_to_stay(void **state)
{
    (void)state;
    assert_true(spells("Red Bazar", "RED BAZAR"));
    assert_false(spells("Red Bazar", "Red bazar"));
    assert_true(spells("Hakari bridge", "Hakari Bridge"));
}

static void test_letters__gaps_are_told_apart(void **state)
{
    static const enum letter_gap expected[] = {GAP_OTHER, GAP_BLANK, GAP_HYPHEN, GAP_HYPHEN,
                                               GAP_OTHER, GAP_OTHER, GAP_BLANK,  GAP_APOSTROPHE,
                                               GAP_OTHER, GAP_NONE};
    g_autoptr(GArray) letters = fold("a b-c-\nd - e, f\ng'h--ij");

    (void)state;
    assert_int_equal(letters->len, G_N_ELEMENTS(expected));
    for (guint i = 0; i < letters->len; i++)
        assert_int_equal(at(letters, i)->gap, expected[i]);
}

static void test_letters__spans_hold_the_marks(void **state)
{
    g_autoptr(GArray) letters = fold("aé e\u0301x");

    (void)state;
    assert_int_equal(letters->len, 4);
    assert_int_equal(at(letters, 1)->start, 1);
    assert_int_equal(at(letters, 1)->end, 3);
    assert_int_equal(at(letters, 2)->start, 4);
    assert_int_equal(at(letters, 2)->end, 7);
    assert_int_equal(at(letters, 1)->marks, at(letters, 2)->marks);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_letters__bases_are_small_and_without_marks),
        cmocka_unit_test(test_letters__the_armenian_ligature_is_its_capitals),
        cmocka_unit_test(test_letters__a_text_may_leave_out_marks_but_not_add_any),
        cmocka_unit_test(test_letters__a_capital_has_to_stay),
        cmocka_unit_test(test_letters__gaps_are_told_apart),
        cmocka_unit_test(test_letters__spans_hold_the_marks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
