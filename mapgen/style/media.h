/* For which pages the rules of an @media block apply.
 *
 *     list      = query { "," query }
 *     query     = type { "and" condition } | condition { "and" condition }
 *     type      = "screen" | "print" | "all"
 *     condition = "(" ( "min-width" | "max-width" | "min-height" | "max-height" ) ":" length ")"
 *
 * As in Media Queries Level 4, whose viewport is the page here. Lengths are points, written bare or
 * as px or pt, or in mm. */
#ifndef MAPGEN_STYLE_MEDIA_H
#define MAPGEN_STYLE_MEDIA_H

#include <glib.h>
#include <stdbool.h>

/* A page that is drawn on. */
struct medium {
    double width_pt, height_pt;
    bool is_print; /* else it is a screen's */
};

/* Whether any query of a list matches the page. False with a sentence when the list, whose blanks
 * css_parse made single, is no list of queries. */
bool media_match(const char *list, const struct medium *medium, bool *matches, GError **error);

#endif
