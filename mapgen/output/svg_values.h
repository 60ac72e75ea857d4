/* Paint as the text of SVG's properties. */
#ifndef MAPGEN_OUTPUT_SVG_VALUES_H
#define MAPGEN_OUTPUT_SVG_VALUES_H

#include "scene/paint.h"

/* What an attribute can set. All but opacity, the last, are inherited from group to shape. */
enum svg_property {
    FILL,
    FILL_OPACITY,
    STROKE,
    STROKE_OPACITY,
    STROKE_WIDTH,
    STROKE_LINECAP,
    STROKE_LINEJOIN,
    STROKE_MITERLIMIT,
    STROKE_DASHARRAY,
    STROKE_DASHOFFSET,
    PAINT_ORDER,
    FONT_FAMILY,
    FONT_SIZE,
    FONT_WEIGHT,
    FONT_STYLE,
    LETTER_SPACING,
    OPACITY,
    PROPERTY_COUNT,
};

/* Initial values as SVG 1.1 and CSS have them. A font's family and size depend on the page, so that
 * no value of ours is initial: "". */
struct svg_property_name {
    const char *name, *initial;
};
extern const struct svg_property_name SVG_PROPERTIES[PROPERTY_COUNT];

/* The value of each property as text, NULL where the property has no effect (the width of a stroke
 * that is not drawn). Values of one chunk that are equal are the same pointer. */
struct svg_values {
    const char *of[PROPERTY_COUNT];
};

/* What a paint comes to on a shape or, with `is_text`, on text; the strings are the chunk's. */
struct svg_values svg_values_of(GStringChunk *strings, const struct paint *paint, bool is_text);

/* "none", "#abc" or "#aabbcc". */
void svg_append_colour(GString *out, struct colour colour);

#endif
