/* Style sheets: CSS with the property names of SVG, resolved to paint.
 *
 * The subset: rules of class selectors joined without blanks (".area.side-a.now"), "*" and ":root",
 * in comma lists; comments; custom properties on :root and on rules, read with var(--name) or
 * var(--name, fallback); @font-face with font-family, font-weight, font-style and src: url("file")
 * (the only fonts there are; a path is relative to the style sheet). The cascade is CSS's: more
 * classes win, then the later rule. Nothing is inherited: a scene's nodes each carry their class
 * list. Lengths are points, written bare or as px or pt.
 *
 * A sheet is read for one page. Rules in an @media block (its queries: media.h) apply when the page
 * matches; in any case they are parsed and their values checked. @import url("file"); or "file" at
 * the top reads another sheet first, whose rules come before.
 *
 * Properties: fill, stroke, fill-opacity, stroke-opacity, opacity, stroke-width, stroke-linecap,
 * stroke-linejoin, stroke-miterlimit, stroke-dasharray, stroke-dashoffset, paint-order, r, display,
 * font-family, font-size, font-weight, font-style, letter-spacing, and for hatches --hatch-colour,
 * --hatch-angle, --hatch-period, --hatch-width (a class list has a hatch when it comes to a colour,
 * a period and a width). Colours: #rgb, #rrggbb, rgb(r, g, b), none, transparent, and the CSS named
 * colours. An unknown property, a bad value, a var() without a value, an unclosed brace: an error
 * with file, line and column. A custom property is one kind of value wherever it is set: each value
 * that a rule gives it must suit each property that reads it. A var() that has a value only with
 * other classes leaves its property as paint_initial() has it. */
#ifndef MAPGEN_STYLE_STYLE_H
#define MAPGEN_STYLE_STYLE_H

#include "scene/paint.h"
#include "style/media.h"

typedef struct style style;

/* Reads a style sheet for a page. */
style *style_read(const char *path, const struct medium *medium, GError **error);

/* The same from memory; `path` is for messages and for relative files. */
style *style_parse(const char *text, size_t length, const char *path, const struct medium *medium,
                   GError **error);
void style_free(style *style);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(style, style_free)

/* The paint of a class list such as "area side-a now" (order of the classes does not matter). The
 * strings of its font belong to the style: the family is the first of font-family, the fallback is
 * the rest as CSS without double quotes, "" when there is none. Cannot fail: values were checked
 * while reading. Any thread may ask. */
struct paint style_paint(const style *style, const char *class_list);

/* Where the value of a property is written for a class list: the declaration that wins, or, when it
 * is one var(), that of the custom property, and so on. Line 0 when no rule sets it. The path is
 * the style's. */
struct style_place {
    const char *path;
    int line;
};
struct style_place style_place(const style *style, const char *class_list, const char *property);

/* The custom property of :root that the value of a property comes from for a class list, directly
 * or through other custom properties, as "a-now" for --a-now; NULL when it comes from none alone.
 * The style's. Any thread may ask. */
const char *style_variable(const style *style, const char *class_list, const char *property);

/* The font files of the @font-face rules, in order, absolute or relative to the current folder.
 * NULL-terminated, the style's. */
const char *const *style_font_files(const style *style);

/* Appends the sheets and font files that were read to `files` (of char *, owned). */
void style_files(const style *style, GPtrArray *files);

const char *style_path(const style *style);

#endif
