/* Region expressions: what a project says a region is.
 *
 *     expression = term { (" + " | " - ") term }        left to right
 *     term       = atom { " & " atom }
 *     atom       = NAME                                 a region, a cutter, all of a layer
 *                | LAYER "[" FIELD "=" VALUE {"|" VALUE} "]"
 *                | "side(" expression "," CUTTER "," LON LAT ")"
 *                | "cells(" expression "," PLACE {" " PLACE} ")"
 *                | "cell(" PLACE ")"
 *                | "(" expression ")"
 *
 * Operators stand between blanks, because names hold hyphens. */
#ifndef MAPGEN_TOPOLOGY_EXPRESSION_H
#define MAPGEN_TOPOLOGY_EXPRESSION_H

#include "geom/coords.h"
#include <glib.h>
#include <stdbool.h>

enum expression_kind {
    EXPRESSION_NAME,
    EXPRESSION_FEATURES,
    EXPRESSION_SIDE,
    EXPRESSION_CELLS,
    EXPRESSION_CELL,
    EXPRESSION_AND,
    EXPRESSION_PLUS,
    EXPRESSION_MINUS,
};

struct expression {
    enum expression_kind kind;
    char *name;    /* of the name, the layer, or the cutter of side() */
    char *field;   /* of a filter */
    char **values; /* of a filter, or the places of cells() and cell(); NULL-terminated */
    struct lonlat at;
    struct expression *left, *right; /* operands; left is the region of side() and cells() */
};
typedef struct expression expression;

/* Parses a whole expression. Errors name the 1-based column and what was expected. */
struct expression *expression_parse(const char *text, GError **error);
void expression_free(struct expression *expression);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(expression, expression_free)

#endif
