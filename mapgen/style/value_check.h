/* Values of declarations: read into paint, and checked in a whole sheet before any is asked for. */
#ifndef MAPGEN_STYLE_VALUE_CHECK_H
#define MAPGEN_STYLE_VALUE_CHECK_H

#include "style/css.h"
#include "style/property.h"
#include "style/variables.h"

/* Reads a declaration's value into its place; fails when it is not what the property takes. */
bool value_resolve(const struct property *property, const struct css_declaration *declaration,
                   const struct scope *scope, struct resolved *resolved, GError **error);

/* True when every value of the rules (of struct css_rule) suits its property, whatever custom
 * properties it reads and wherever those are set: they are one kind of value. `declared` and `root`
 * are the custom properties of :root, as declarations and as texts with their var() replaced. The
 * error has file, line and column. */
bool values_check(const GPtrArray *rules, GHashTable *declared, GHashTable *root, GError **error);

#endif
