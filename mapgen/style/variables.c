#include "style/variables.h"

#include "base/error.h"
#include "style/css.h"
#include <string.h>

/* A var() may stand for a text with another var() in it. These bound what one value grows to, so
 * that a sheet whose custom properties go in circles, or double at each step, is an error. */
#define MAX_SUBSTITUTIONS 100
#define MAX_VALUE_LENGTH 4096

bool variable_is_name(const char *name)
{
    return g_str_has_prefix(name, "--");
}

/* A value whose var() are being replaced. */
struct expansion {
    const struct scope *scope;
    GString *text;
    int substitutions;
    GError **error;
};

static bool expand(struct expansion *expansion, const char *value);

static void append_blank(GString *text)
{
    if (text->len > 0 && text->str[text->len - 1] != ' ')
        g_string_append_c(text, ' ');
}

static bool expand_fail(const struct expansion *expansion, const char *message, const char *name)
{
    g_set_error(expansion->error, MAPGEN_ERROR, MAPGEN_ERROR_INPUT, message, name);
    return false;
}

/* The end of what is quoted or bracketed from `at`, which opens it: its closing byte. */
static const char *closing(const char *at)
{
    int depth = 0;

    for (char quote = '\0'; *at != '\0'; at++) {
        if (quote != '\0') {
            quote = *at == quote ? '\0' : quote;
        } else if (*at == '"' || *at == '\'') {
            quote = *at;
        } else {
            depth += (*at == '(') - (*at == ')');
        }
        if (quote == '\0' && depth == 0)
            break;
    }
    g_assert(*at != '\0'); /* css_parse paired them */
    return at;
}

/* Replaces what stands between the brackets of var(...). */
static bool expand_var(struct expansion *expansion, const char *arguments)
{
    const char *comma = strchr(arguments, ',');
    g_autofree char *name =
        comma == NULL ? g_strdup(arguments) : g_strndup(arguments, (size_t)(comma - arguments));

    g_strstrip(name);
    if (!variable_is_name(name) || strpbrk(name, " ()\"'") != NULL)
        return expand_fail(expansion, "'var(%s)' names no custom property such as --tone", name);
    if (++expansion->substitutions > MAX_SUBSTITUTIONS)
        return expand_fail(expansion, "'var(%s)' goes in circles or grows without end", name);

    const struct css_declaration *own = g_hash_table_lookup(expansion->scope->own, name);
    const char *inherited = g_hash_table_lookup(expansion->scope->root, name);
    bool is_expanded = false;
    append_blank(expansion->text);
    if (own != NULL) {
        is_expanded = expand(expansion, own->value);
    } else if (inherited != NULL) {
        g_string_append(expansion->text, inherited);
        is_expanded = true;
    } else if (comma != NULL) {
        is_expanded = expand(expansion, comma + 1);
    } else {
        return expand_fail(expansion, "'var(%s)' has no value: nothing sets it", name);
    }
    append_blank(expansion->text);
    return is_expanded;
}

/* True where a name ends before `at`, so that "var(" there is a word of its own. */
static bool is_word_start(const char *value, const char *at)
{
    return at == value || !(g_ascii_isalnum(at[-1]) || strchr("-_", at[-1]) != NULL ||
                            (unsigned char)at[-1] >= 0x80);
}

/* Appends a value, each var() in it replaced. */
static bool expand(struct expansion *expansion, const char *value)
{
    for (const char *at = value; *at != '\0'; at++) {
        if (g_ascii_strncasecmp(at, "var(", 4) == 0 && is_word_start(value, at)) {
            const char *end = closing(at + 3);
            g_autofree char *arguments = g_strndup(at + 4, (size_t)(end - at - 4));
            if (!expand_var(expansion, arguments))
                return false;
            at = end;
        } else if (*at == '"' || *at == '\'') {
            const char *end = closing(at);
            g_string_append_len(expansion->text, at, end - at + 1);
            at = end;
        } else if (*at == ' ') {
            append_blank(expansion->text);
        } else {
            g_string_append_c(expansion->text, *at);
        }
        if (expansion->text->len > MAX_VALUE_LENGTH)
            return expand_fail(expansion, "the value is longer than %s bytes",
                               G_STRINGIFY(MAX_VALUE_LENGTH));
    }
    return true;
}

char *variables_expand(const struct scope *scope, const char *value, GError **error)
{
    g_autoptr(GString) text = g_string_new("");
    struct expansion expansion = {.scope = scope, .text = text, .error = error};

    if (!expand(&expansion, value))
        return NULL;
    return g_strstrip(g_strdup(text->str));
}
