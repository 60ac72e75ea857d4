/* @font-face rules: which file a font comes from. */
#ifndef MAPGEN_STYLE_FONT_FACE_H
#define MAPGEN_STYLE_FONT_FACE_H

#include "style/css.h"

/* The font file of an @font-face rule, absolute or relative to the current folder; the caller's.
 * NULL, with file, line and column, when a descriptor is none or its value is bad, or when family
 * or file are missing. */
char *font_face_file(const struct css_rule *rule, GError **error);

#endif
