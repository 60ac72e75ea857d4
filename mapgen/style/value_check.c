#include "style/value_check.h"

#include "base/error.h"
#include <string.h>

bool value_resolve(const struct property *property, const struct css_declaration *declaration,
                   const struct scope *scope, struct resolved *resolved, GError **error)
{
    g_autofree char *text = variables_expand(scope, declaration->value, error);

    if (text == NULL)
        return false;
    if (property->read(text, (char *)resolved + property->offset))
        return true;
    g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_INPUT, "%s: '%s' is not %s", property->name, text,
                property->expected);
    return false;
}

/* Every declaration of a custom property but the one in force on :root. */
struct variable {
    const char *name;
    GPtrArray *declarations;
};

static void variable_clear(void *variable)
{
    g_ptr_array_unref(((struct variable *)variable)->declarations);
}

/* What the values of a sheet are checked against. */
struct checking {
    GHashTable *declared, *root;
    GHashTable
        *first; /* custom property -> its first declaration, where it has no value on :root */
    GArray *variables; /* of struct variable, as they come */
};

static struct variable *variable_of(GArray *variables, const char *name)
{
    for (guint i = 0; i < variables->len; i++) {
        struct variable *variable = &g_array_index(variables, struct variable, i);
        if (strcmp(variable->name, name) == 0)
            return variable;
    }
    struct variable added = {name, g_ptr_array_new()};
    g_array_append_val(variables, added);
    return &g_array_index(variables, struct variable, variables->len - 1);
}

static void note_custom(struct checking *checking, const struct css_declaration *declaration)
{
    if (!variable_is_name(declaration->name) ||
        g_hash_table_lookup(checking->declared, declaration->name) == declaration)
        return;
    if (!g_hash_table_contains(checking->first, declaration->name) &&
        !g_hash_table_contains(checking->root, declaration->name))
        g_hash_table_insert(checking->first, declaration->name, (gpointer)declaration);
    g_ptr_array_add(variable_of(checking->variables, declaration->name)->declarations,
                    (gpointer)declaration);
}

static bool check_value(const struct css_declaration *declaration, const struct scope *scope,
                        struct css_place place, GError **error)
{
    const struct property *property = property_find(declaration->name);
    struct resolved resolved = resolved_initial();
    g_autoptr(GError) cause = NULL;
    g_autofree char *text = NULL;
    bool is_good;

    if (property != NULL) {
        is_good = value_resolve(property, declaration, scope, &resolved, &cause);
    } else {
        text = variables_expand(scope, declaration->value, &cause);
        is_good = text != NULL;
    }
    resolved_clear(&resolved);
    if (!is_good)
        error_at(error, place.path, place.line, place.column, "%s", cause->message);
    return is_good;
}

/* Checks a declaration with each value that is given to a custom property which it reads. */
static bool check_with(const struct css_declaration *declaration, const struct variable *variable,
                       const struct scope *scope, GError **error)
{
    gpointer usual = g_hash_table_lookup(scope->own, variable->name);
    bool is_good = true;

    for (guint i = 0; is_good && i < variable->declarations->len; i++) {
        struct css_declaration *other = g_ptr_array_index(variable->declarations, i);
        g_hash_table_insert(scope->own, other->name, other);
        is_good = check_value(declaration, scope, other->value_place, error);
    }
    if (usual == NULL)
        g_hash_table_remove(scope->own, variable->name);
    else
        g_hash_table_insert(scope->own, (gpointer)variable->name, usual);
    return is_good;
}

/* A custom property is one kind of value wherever it is set: each value that it is given must suit
 * each declaration that reads it. */
static bool check_declaration(const struct checking *checking,
                              const struct css_declaration *declaration, GError **error)
{
    struct scope scope = {checking->first, checking->root};

    if (!check_value(declaration, &scope, declaration->value_place, error))
        return false;
    if (strstr(declaration->value, "--") == NULL)
        return true;
    for (guint i = 0; i < checking->variables->len; i++) {
        const struct variable *variable = &g_array_index(checking->variables, struct variable, i);
        if (strstr(declaration->value, variable->name) != NULL &&
            !check_with(declaration, variable, &scope, error))
            return false;
    }
    return true;
}

bool values_check(const GPtrArray *rules, GHashTable *declared, GHashTable *root, GError **error)
{
    g_autoptr(GHashTable) first = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GArray) variables = g_array_new(FALSE, FALSE, sizeof(struct variable));
    struct checking checking = {declared, root, first, variables};

    g_array_set_clear_func(variables, variable_clear);
    for (int pass = 0; pass < 2; pass++) {
        for (guint i = 0; i < rules->len; i++) {
            const struct css_rule *rule = g_ptr_array_index(rules, i);
            for (guint j = 0; !rule->is_font_face && j < rule->declarations->len; j++) {
                const struct css_declaration *declaration =
                    &g_array_index(rule->declarations, struct css_declaration, j);
                if (pass == 0)
                    note_custom(&checking, declaration);
                else if (!check_declaration(&checking, declaration, error))
                    return false;
            }
        }
    }
    return true;
}
