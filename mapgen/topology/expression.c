#include "topology/expression.h"

#include "base/error.h"

#include <math.h>
#include <string.h>

/* Deeper nesting than this is a mistake or an attack, and would only grow the stack. */
#define MAX_DEPTH 64

/* Likewise for operators: a sum of 1000 terms is a tree 1000 deep. */
#define MAX_OPERATORS 1000

struct parser {
    const char *text, *at;
    int depth, operators;
    GError **error;
};

static struct expression *parse_sum(struct parser *p);

static void *fail(struct parser *p, const char *expected)
{
    if (p->error && !*p->error)
        g_set_error(p->error, MAPGEN_ERROR, MAPGEN_ERROR_INPUT, "column %d: expected %s",
                    (int)g_utf8_strlen(p->text, p->at - p->text) + 1, expected);
    return NULL;
}

static void skip_blanks(struct parser *p)
{
    while (g_ascii_isspace(*p->at))
        p->at++;
}

static bool is_name_byte(char c)
{
    return g_ascii_isalnum(c) || c == '-' || c == '_' || c == '.' || (unsigned char)c >= 0x80;
}

static char *parse_name(struct parser *p, const char *expected)
{
    skip_blanks(p);
    const char *start = p->at;
    while (is_name_byte(*p->at))
        p->at++;
    return p->at > start ? g_strndup(start, (size_t)(p->at - start)) : fail(p, expected);
}

static bool take(struct parser *p, char c, const char *expected)
{
    skip_blanks(p);
    if (*p->at != c) {
        fail(p, expected);
        return false;
    }
    p->at++;
    return true;
}

/* "field=value|value]" after the opening bracket. */
static bool parse_filter(struct parser *p, struct expression *e)
{
    const char *close = strchr(p->at, ']'), *equals = strchr(p->at, '=');
    if (!close)
        return fail(p, "']' after the filter") != NULL;
    if (!equals || equals > close)
        return fail(p, "FIELD=VALUE in the brackets") != NULL;
    e->field = g_strstrip(g_strndup(p->at, (size_t)(equals - p->at)));
    g_autofree char *values = g_strndup(equals + 1, (size_t)(close - equals - 1));
    e->values = g_strsplit(values, "|", -1);
    for (char **value = e->values; *value; value++)
        g_strstrip(*value);
    p->at = close + 1;
    return true;
}

static bool parse_places(struct parser *p, struct expression *e)
{
    g_autoptr(GPtrArray) places = g_ptr_array_new_with_free_func(g_free);
    do {
        char *place = parse_name(p, "the id of a place");
        if (!place)
            return false;
        g_ptr_array_add(places, place);
        skip_blanks(p);
    } while (*p->at && *p->at != ')');
    g_ptr_array_add(places, NULL);
    e->values = g_strdupv((char **)places->pdata);
    return true;
}

static bool parse_degrees(struct parser *p, double limit, double *value)
{
    skip_blanks(p);
    char *end;
    *value = g_ascii_strtod(p->at, &end);
    if (end == p->at)
        return fail(p, "LON LAT") != NULL;
    if (!(fabs(*value) <= limit))
        return fail(p, "LON LAT in degrees") != NULL;
    p->at = end;
    return true;
}

static bool parse_call(struct parser *p, struct expression *e)
{
    p->at++;
    if (e->kind == EXPRESSION_CELL)
        return parse_places(p, e) && take(p, ')', "')'");
    e->left = parse_sum(p);
    if (!e->left || !take(p, ',', "','"))
        return false;
    if (e->kind == EXPRESSION_CELLS)
        return parse_places(p, e) && take(p, ')', "')'");
    g_free(e->name);
    e->name = parse_name(p, "the name of a cutter");
    return e->name && take(p, ',', "','") && parse_degrees(p, 180, &e->at.lon) &&
           parse_degrees(p, 90, &e->at.lat) && take(p, ')', "')'");
}

static struct expression *parse_atom(struct parser *p)
{
    skip_blanks(p);
    if (p->depth >= MAX_DEPTH)
        return fail(p, "fewer parentheses");
    if (*p->at == '(') {
        p->at++;
        p->depth++;
        g_autoptr(expression) inner = parse_sum(p);
        p->depth--;
        return inner && take(p, ')', "')'") ? g_steal_pointer(&inner) : NULL;
    }
    char *name = parse_name(p, "a region, a cutter, LAYER[FIELD=VALUE], side(), cells() or cell()");
    if (!name)
        return NULL;
    g_autoptr(expression) e = g_new0(expression, 1);
    e->name = name;
    bool is_ok = true;
    if (*p->at == '[') {
        e->kind = EXPRESSION_FEATURES;
        p->at++;
        is_ok = parse_filter(p, e);
    } else if (*p->at == '(') {
        p->depth++;
        if (g_str_equal(name, "side"))
            e->kind = EXPRESSION_SIDE;
        else if (g_str_equal(name, "cells"))
            e->kind = EXPRESSION_CELLS;
        else if (g_str_equal(name, "cell"))
            e->kind = EXPRESSION_CELL;
        else
            return fail(p, "side(), cells() or cell() before '('");
        is_ok = parse_call(p, e);
        p->depth--;
    }
    return is_ok ? g_steal_pointer(&e) : NULL;
}

/* Takes both operands, whether or not it can join them; `right` may be missing. */
static struct expression *join(struct parser *p, enum expression_kind kind, struct expression *left,
                               struct expression *right)
{
    g_autoptr(expression) e = g_new0(expression, 1);
    e->kind = kind;
    e->left = left;
    e->right = right;
    if (!right)
        return NULL;
    return ++p->operators > MAX_OPERATORS ? fail(p, "fewer operators") : g_steal_pointer(&e);
}

/* True when the operator stands here between blanks; goes past it. */
static bool take_operator(struct parser *p, char op)
{
    const char *at = p->at;
    while (g_ascii_isspace(*at))
        at++;
    if (at == p->at || *at != op || !g_ascii_isspace(at[1]))
        return false;
    p->at = at + 1;
    return true;
}

static struct expression *parse_term(struct parser *p)
{
    g_autoptr(expression) left = parse_atom(p);
    while (left && take_operator(p, '&'))
        left = join(p, EXPRESSION_AND, left, parse_atom(p));
    return g_steal_pointer(&left);
}

static struct expression *parse_sum(struct parser *p)
{
    g_autoptr(expression) left = parse_term(p);
    while (left) {
        enum expression_kind kind = EXPRESSION_PLUS;
        if (!take_operator(p, '+')) {
            if (!take_operator(p, '-'))
                break;
            kind = EXPRESSION_MINUS;
        }
        left = join(p, kind, left, parse_term(p));
    }
    return g_steal_pointer(&left);
}

struct expression *expression_parse(const char *text, GError **error)
{
    struct parser p = {.text = text, .at = text, .error = error};
    g_autoptr(expression) whole = parse_sum(&p);
    if (!whole)
        return NULL;
    skip_blanks(&p);
    if (*p.at)
        return fail(&p, "an operator between blanks (&, +, -) or the end");
    return g_steal_pointer(&whole);
}

void expression_free(struct expression *expression)
{
    if (!expression)
        return;
    g_free(expression->name);
    g_free(expression->field);
    g_strfreev(expression->values);
    expression_free(expression->left);
    expression_free(expression->right);
    g_free(expression);
}
