#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "topology/expression.h"
#include <string.h>

/* An expression with all its parentheses: "((a - b) + (c & d))". */
static void print(const struct expression *e, GString *out)
{
    static const char *const operators[] = {
        [EXPRESSION_AND] = "&", [EXPRESSION_PLUS] = "+", [EXPRESSION_MINUS] = "-"};
    g_autofree char *values = e->values ? g_strjoinv("|", e->values) : NULL;
    switch (e->kind) {
    case EXPRESSION_NAME:
        g_string_append(out, e->name);
        return;
    case EXPRESSION_FEATURES:
        g_string_append_printf(out, "%s[%s=%s]", e->name, e->field, values);
        return;
    case EXPRESSION_SIDE:
        g_string_append(out, "side(");
        print(e->left, out);
        g_string_append_printf(out, ",%s,%g %g)", e->name, e->at.lon, e->at.lat);
        return;
    case EXPRESSION_CELLS:
        g_string_append(out, "cells(");
        print(e->left, out);
        g_string_append_printf(out, ",%s)", values);
        return;
    case EXPRESSION_CELL:
        g_string_append_printf(out, "cell(%s)", values);
        return;
    default:
        g_string_append_c(out, '(');
        print(e->left, out);
        g_string_append_printf(out, " %s ", operators[e->kind]);
        print(e->right, out);
        g_string_append_c(out, ')');
    }
}

/* What each text means, or the message that it gets. */
static const struct {
    const char *text, *outcome;
} CASES[] = {
    {"a", "a"},
    {"  a\t", "a"},
    {"lachin-district", "lachin-district"},
    {"Ağdam_2.b", "Ağdam_2.b"},
    /* operators: & binds tighter, + and - go left to right */
    {"a - b", "(a - b)"},
    {"a - b - c", "((a - b) - c)"},
    {"a - b + c", "((a - b) + c)"},
    {"a + b & c", "(a + (b & c))"},
    {"a & b + c", "((a & b) + c)"},
    {"a & b & c", "((a & b) & c)"},
    {"a - (b - c)", "(a - (b - c))"},
    {"(a + b) & c", "((a + b) & c)"},
    {"((a))", "a"},
    {"(a)&b", "error 4: expected an operator between blanks (&, +, -) or the end"},
    /* hyphens belong to names; operators stand between blanks */
    {"a-b", "a-b"},
    {"a-b - c-d", "(a-b - c-d)"},
    {"-a", "-a"},
    {"a -b", "error 3: expected an operator between blanks (&, +, -) or the end"},
    {"a+b", "error 2: expected an operator between blanks (&, +, -) or the end"},
    {"a +b", "error 3: expected an operator between blanks (&, +, -) or the end"},
    {"a b", "error 3: expected an operator between blanks (&, +, -) or the end"},
    {"ə b", "error 3: expected an operator between blanks (&, +, -) or the end"},
    {"a)", "error 2: expected an operator between blanks (&, +, -) or the end"},
    {"", "error 1: expected a region, a cutter, LAYER[FIELD=VALUE], side(), cells() or cell()"},
    {"a + ", "error 5: expected a region, a cutter, LAYER[FIELD=VALUE], side(), cells() or cell()"},
    {"a & & b",
     "error 5: expected a region, a cutter, LAYER[FIELD=VALUE], side(), cells() or cell()"},
    {"()", "error 2: expected a region, a cutter, LAYER[FIELD=VALUE], side(), cells() or cell()"},
    {"(a", "error 3: expected ')'"},
    /* filters */
    {"districts[code=AZE-1]", "districts[code=AZE-1]"},
    {"districts[code = A | B c|Ç] - d", "(districts[code=A|B c|Ç] - d)"},
    {"d[a=b=c]", "d[a=b=c]"},
    {"d[a=b", "error 3: expected ']' after the filter"},
    {"d[a]", "error 3: expected FIELD=VALUE in the brackets"},
    {"d[a] + e[b=c]", "error 3: expected FIELD=VALUE in the brackets"},
    {"d [a=b]", "error 3: expected an operator between blanks (&, +, -) or the end"},
    /* calls */
    {"side(a - b, line, 46.5 -39.25)", "side((a - b),line,46.5 -39.25)"},
    {"side(side(a,l,1 2),m,3 4)", "side(side(a,l,1 2),m,3 4)"},
    {"side(a, line)", "error 13: expected ','"},
    {"side(a, line, 46.5)", "error 19: expected LON LAT"},
    {"side(a, line, x y)", "error 15: expected LON LAT"},
    {"side(a, line, nan 40)", "error 15: expected LON LAT in degrees"},
    {"side(a, line, 46 inf)", "error 18: expected LON LAT in degrees"},
    {"side(a, line, 180.5 40)", "error 15: expected LON LAT in degrees"},
    {"side(a, line, 180 -90)", "side(a,line,180 -90)"},
    {"side(a, line, 46 90.01)", "error 18: expected LON LAT in degrees"},
    {"side(a, , 46 40)", "error 9: expected the name of a cutter"},
    {"side(a", "error 7: expected ','"},
    {"side()",
     "error 6: expected a region, a cutter, LAYER[FIELD=VALUE], side(), cells() or cell()"},
    {"cells(a + b, sus zabukh  lachin) & c", "(cells((a + b),sus|zabukh|lachin) & c)"},
    {"cells(a, )", "error 10: expected the id of a place"},
    {"cells(a, sus + b)", "error 14: expected the id of a place"},
    {"cells(a, sus", "error 13: expected ')'"},
    {"cell(sus)", "cell(sus)"},
    {"cell(sus zabukh)", "cell(sus|zabukh)"},
    {"cell()", "error 6: expected the id of a place"},
    {"side + cell", "(side + cell)"},
    {"sidle(a)", "error 6: expected side(), cells() or cell() before '('"},
};

static char *outcome(const char *text)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(expression) e = expression_parse(text, &error);
    g_autoptr(GString) out = g_string_new(NULL);
    if (e == NULL) {
        assert_true(g_str_has_prefix(error->message, "column "));
        return g_strconcat("error ", error->message + strlen("column "), NULL);
    }
    assert_null(error);
    print(e, out);
    return g_string_free(g_steal_pointer(&out), FALSE);
}

static void test_expression__means_what_the_table_says(void **state)
{
    (void)state;
    int wrong = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(CASES); i++) {
        g_autofree char *got = outcome(CASES[i].text);
        if (strcmp(got, CASES[i].outcome) == 0)
            continue;
        print_error("\"%s\": %s\n  instead of %s\n", CASES[i].text, got, CASES[i].outcome);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

static char *nested(const char *before, const char *after, int depth)
{
    g_autoptr(GString) text = g_string_new("a");
    for (int i = 0; i < depth; i++) {
        g_string_prepend(text, before);
        g_string_append(text, after);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static void test_expression__nests_so_deep_and_no_deeper(void **state)
{
    (void)state;
    const char *const brackets[][2] = {{"(", ")"}, {"side(", ",l,1 2)"}, {"cells(", ",p)"}};
    for (size_t i = 0; i < G_N_ELEMENTS(brackets); i++) {
        g_autofree char *deep = nested(brackets[i][0], brackets[i][1], 60);
        g_autoptr(expression) e = expression_parse(deep, NULL);
        assert_non_null(e);
        g_autofree char *too_deep = nested(brackets[i][0], brackets[i][1], 2000);
        g_autoptr(GError) error = NULL;
        assert_null(expression_parse(too_deep, &error));
        assert_non_null(strstr(error->message, "expected fewer parentheses"));
    }
}

/* Sums are nested too: what evaluates and frees them goes as deep as they are long. */
static void test_expression__sums_are_so_long_and_no_longer(void **state)
{
    (void)state;
    g_autofree char *many = nested("", " + a", 500);
    g_autoptr(expression) e = expression_parse(many, NULL);
    assert_non_null(e);
    const char *const tails[] = {" + a", " - a", " & a"};
    for (size_t i = 0; i < G_N_ELEMENTS(tails); i++) {
        g_autofree char *too_many = nested("", tails[i], 20000);
        g_autoptr(GError) error = NULL;
        assert_null(expression_parse(too_many, &error));
        assert_non_null(strstr(error->message, "expected fewer operators"));
    }
}

static void test_expression__takes_no_error_where_none_is_wanted(void **state)
{
    (void)state;
    assert_null(expression_parse("a +", NULL));
    expression_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_expression__means_what_the_table_says),
        cmocka_unit_test(test_expression__nests_so_deep_and_no_deeper),
        cmocka_unit_test(test_expression__sums_are_so_long_and_no_longer),
        cmocka_unit_test(test_expression__takes_no_error_where_none_is_wanted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
