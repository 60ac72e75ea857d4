/* Font files as WOFF 2.0 (W3C Recommendation, 2018; 2022): the outlines of a TrueType font as short
 * steps in streams of their own (section 5.1), then all tables in one Brotli stream. */
#ifndef MAPGEN_TEXT_WOFF2_H
#define MAPGEN_TEXT_WOFF2_H

#include <glib.h>
#include <stdint.h>

/* A TrueType font, whole and right as HarfBuzz writes it, packed; the caller's. NULL for a font of
 * another kind, or one that Brotli cannot pack. */
GBytes *woff2_encode(const uint8_t *sfnt, size_t length);

#endif
