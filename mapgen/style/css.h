/* The syntax of style sheets: bytes to rules, selectors and declarations, each with its place in
 * the file. What properties there are and what their values mean is style.c's business.
 *
 *     sheet      = { "@import" ( url | string ) ";" } { rule | font-face | media }
 *     font-face  = "@font-face" block
 *     media      = "@media" query list "{" { rule } "}"
 *     rule       = selector { "," selector } block
 *     selector   = "*" | ":root" | "." name { "." name }      without blanks
 *     block      = "{" [ declaration ] { ";" [ declaration ] } "}"
 *
 * The tokens are those of CSS Syntax Level 3 without escapes; comments may stand wherever blanks
 * may. A value is kept as text, with a single blank for each comment and run of blanks outside
 * quotes; its quotes and brackets are paired. */
#ifndef MAPGEN_STYLE_CSS_H
#define MAPGEN_STYLE_CSS_H

#include <glib.h>
#include <stdbool.h>

struct css_place {
    const char *path; /* the sheet's */
    int line, column; /* 1-based, the column in characters */
};

/* Another sheet that is read before this one. */
struct css_import {
    char *url; /* as written */
    struct css_place place;
};

/* The query list of an @media block. */
struct css_media {
    char *text;
    struct css_place place;
};

struct css_declaration {
    char *name;  /* lower case, but custom properties ("--x") as written */
    char *value; /* never empty, but of custom properties */
    struct css_place name_place, value_place;
};

enum css_selector_kind { CSS_ANY, CSS_ROOT, CSS_CLASSES };

struct css_selector {
    enum css_selector_kind kind;
    char **classes; /* NULL-terminated, empty but for CSS_CLASSES */
    size_t class_count;
};

struct css_rule {
    bool is_font_face;
    struct css_place place;
    const struct css_media *media; /* the block that the rule stands in; NULL: none */
    GArray *selectors;             /* of struct css_selector, empty for a font face */
    GArray *declarations;          /* of struct css_declaration */
};

struct css_sheet {
    char *path;
    GArray *imports;  /* of struct css_import */
    GPtrArray *media; /* of struct css_media */
    GPtrArray *rules; /* of struct css_rule */
};
typedef struct css_sheet css_sheet;

/* Parses a sheet; `path` is for messages. Imports are not followed. Errors name file, line and
 * column. */
struct css_sheet *css_parse(const char *text, size_t length, const char *path, GError **error);
void css_sheet_free(struct css_sheet *sheet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(css_sheet, css_sheet_free)

#endif
