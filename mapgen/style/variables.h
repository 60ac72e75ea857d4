/* Custom properties: the variables of a style sheet, and the values in which var() reads them. */
#ifndef MAPGEN_STYLE_VARIABLES_H
#define MAPGEN_STYLE_VARIABLES_H

#include <glib.h>
#include <stdbool.h>

/* True for "--tone". */
bool variable_is_name(const char *name);

/* The custom properties that hold for a class list: name -> struct css_declaration for those of its
 * own rules, whose var() are still to be replaced, over those of :root. */
struct scope {
    GHashTable *own;
    GHashTable *root; /* name -> text */
};

/* A value with each var() replaced; NULL, with a sentence, when one has no value or goes in
 * circles. The caller's. */
char *variables_expand(const struct scope *scope, const char *value, GError **error);

#endif
