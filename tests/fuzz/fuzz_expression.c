/* Region expressions of any bytes: an error that names a column of the text, or an expression whose
 * every part is there. */
#include "topology/expression.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct expression *e)
{
    bool is_pair = e->kind >= EXPRESSION_AND;
    bool has_region = e->kind == EXPRESSION_SIDE || e->kind == EXPRESSION_CELLS;
    bool has_places = e->kind == EXPRESSION_CELLS || e->kind == EXPRESSION_CELL;

    g_assert((e->left != NULL) == (is_pair || has_region));
    g_assert((e->right != NULL) == is_pair);
    g_assert(is_pair || (e->name != NULL && *e->name != '\0'));
    g_assert((e->field != NULL) == (e->kind == EXPRESSION_FEATURES));
    g_assert(!has_places || e->values[0] != NULL);
    g_assert(e->at.lon >= -180 && e->at.lon <= 180 && e->at.lat >= -90 && e->at.lat <= 90);
    if (e->left != NULL)
        check(e->left);
    if (e->right != NULL)
        check(e->right);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    g_autofree char *text = g_strndup((const char *)data, size);
    g_autoptr(GError) error = NULL;
    g_autoptr(expression) e = expression_parse(text, &error);

    g_assert((e == NULL) == (error != NULL));
    g_assert(error == NULL || g_str_has_prefix(error->message, "column "));
    if (e != NULL)
        check(e);
    return 0;
}
