#include "output/svg_values.h"

#include "base/number.h"
#include "output/xml.h"
#include <string.h>

/* Initial values as SVG 1.1 and CSS have them. A font's family and size depend on the page, so that
 * no value of ours is initial. */
const struct svg_property_name SVG_PROPERTIES[PROPERTY_COUNT] = {
    [FILL] = {"fill", "#000"},
    [FILL_OPACITY] = {"fill-opacity", "1"},
    [STROKE] = {"stroke", "none"},
    [STROKE_OPACITY] = {"stroke-opacity", "1"},
    [STROKE_WIDTH] = {"stroke-width", "1"},
    [STROKE_LINECAP] = {"stroke-linecap", "butt"},
    [STROKE_LINEJOIN] = {"stroke-linejoin", "miter"},
    [STROKE_MITERLIMIT] = {"stroke-miterlimit", "4"},
    [STROKE_DASHARRAY] = {"stroke-dasharray", "none"},
    [STROKE_DASHOFFSET] = {"stroke-dashoffset", "0"},
    [PAINT_ORDER] = {"paint-order", "normal"},
    [FONT_FAMILY] = {"font-family", ""},
    [FONT_SIZE] = {"font-size", ""},
    [FONT_WEIGHT] = {"font-weight", "400"},
    [FONT_STYLE] = {"font-style", "normal"},
    [LETTER_SPACING] = {"letter-spacing", "0"},
    [OPACITY] = {"opacity", "1"},
};

void svg_append_colour(GString *out, struct colour colour)
{
    if (!colour.is_set) {
        g_string_append(out, "none");
        return;
    }
    bool is_short = colour.r % 17 == 0 && colour.g % 17 == 0 && colour.b % 17 == 0;
    if (is_short)
        g_string_append_printf(out, "#%x%x%x", colour.r / 17, colour.g / 17, colour.b / 17);
    else
        g_string_append_printf(out, "#%02x%02x%02x", colour.r, colour.g, colour.b);
}

static bool is_generic_family(const char *name)
{
    static const char *const GENERIC[] = {"serif",   "sans-serif", "monospace", "cursive",
                                          "fantasy", "system-ui",  NULL};
    return g_strv_contains(GENERIC, name);
}

/* A name in single quotes: quotes and backslashes in it are escaped as CSS does (Syntax level 3,
 * section 4.3.7). */
static void append_family(GString *out, const char *name)
{
    if (out->len > 0)
        g_string_append_c(out, ',');
    if (is_generic_family(name)) {
        g_string_append(out, name);
        return;
    }
    g_string_append_c(out, '\'');
    for (const char *at = name; *at; at++) {
        if (*at == '\'' || *at == '\\')
            g_string_append_c(out, '\\');
        if (!g_ascii_iscntrl(*at))
            g_string_append_c(out, *at);
    }
    g_string_append_c(out, '\'');
}

static void append_font_stack(GString *out, const struct font *font)
{
    append_family(out, font->family);
    g_auto(GStrv) fallback = g_strsplit(font->fallback ? font->fallback : "", ",", -1);
    for (char **name = fallback; *name; name++) {
        g_strstrip(g_strdelimit(*name, "\"'", ' '));
        if (**name && strcmp(*name, font->family) != 0)
            append_family(out, *name);
    }
}

static void append_dashes(GString *out, const struct paint *paint)
{
    if (paint->dash_count == 0)
        g_string_append(out, "none");
    for (int i = 0; i < paint->dash_count; i++) {
        if (i > 0)
            g_string_append_c(out, ',');
        number_append_hundredths(out, page_hundredths(paint->dashes_pt[i]));
    }
}

/* Widths, sizes and spaces keep four decimals: they are few, and a halo of .375 is no rounding
 * error. */
static void append_size(GString *out, double value, const char *unit)
{
    number_append(out, value, 4);
    if (value != 0)
        g_string_append(out, unit);
}

/* Whether a property of this paint can be seen on a shape or, with `is_text`, on text. */
static bool has_effect(enum svg_property property, const struct paint *paint, bool is_text)
{
    switch (property) {
    case FILL:
    case STROKE:
    case OPACITY:
        return true;
    case FILL_OPACITY:
        return paint->fill.is_set;
    case STROKE_OPACITY:
    case STROKE_WIDTH:
    case STROKE_LINECAP:
    case STROKE_LINEJOIN:
    case STROKE_DASHARRAY:
    case PAINT_ORDER:
        return paint->stroke.is_set;
    case STROKE_MITERLIMIT:
        return paint->stroke.is_set && paint->join == JOIN_MITER;
    case STROKE_DASHOFFSET:
        return paint->stroke.is_set && paint->dash_count > 0;
    default:
        return is_text;
    }
}

static void append_value(GString *out, enum svg_property property, const struct paint *paint)
{
    static const char *const CAPS[] = {"butt", "round", "square"};
    static const char *const JOINS[] = {"miter", "round", "bevel"};
    switch (property) {
    case FILL:
        svg_append_colour(out, paint->fill);
        break;
    case FILL_OPACITY:
        number_append(out, paint->fill.opacity, 3);
        break;
    case STROKE:
        svg_append_colour(out, paint->stroke);
        break;
    case STROKE_OPACITY:
        number_append(out, paint->stroke.opacity, 3);
        break;
    case STROKE_WIDTH:
        append_size(out, paint->stroke_width_pt, "");
        break;
    case STROKE_LINECAP:
        g_string_append(out, CAPS[paint->cap]);
        break;
    case STROKE_LINEJOIN:
        g_string_append(out, JOINS[paint->join]);
        break;
    case STROKE_MITERLIMIT:
        number_append(out, paint->miter_limit, 4);
        break;
    case STROKE_DASHARRAY:
        append_dashes(out, paint);
        break;
    case STROKE_DASHOFFSET:
        append_size(out, paint->dash_offset_pt, "");
        break;
    case PAINT_ORDER:
        g_string_append(out, paint->is_stroke_first ? "stroke" : "normal");
        break;
    case FONT_FAMILY:
        append_font_stack(out, &paint->font);
        break;
    case FONT_SIZE:
        append_size(out, paint->font.size_pt, "px");
        break;
    case FONT_WEIGHT:
        g_string_append_printf(out, "%d", paint->font.weight);
        break;
    case FONT_STYLE:
        g_string_append(out, paint->font.is_italic ? "italic" : "normal");
        break;
    case LETTER_SPACING:
        append_size(out, paint->font.letter_spacing_pt, "px");
        break;
    case OPACITY:
        number_append(out, paint->opacity, 3);
        break;
    case PROPERTY_COUNT:
        g_assert_not_reached();
    }
}

struct svg_values svg_values_of(GStringChunk *strings, const struct paint *paint, bool is_text)
{
    struct svg_values values = {{NULL}};
    g_autoptr(GString) text = g_string_new(NULL);
    for (enum svg_property p = 0; p < PROPERTY_COUNT; p++) {
        if (!has_effect(p, paint, is_text && paint->font.family))
            continue;
        g_string_truncate(text, 0);
        append_value(text, p, paint);
        values.of[p] = g_string_chunk_insert_const(strings, text->str);
    }
    return values;
}
