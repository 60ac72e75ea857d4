/* Pixels as a PNG file (W3C PNG, third edition), by libpng.
 *
 * Truecolour without alpha, filter "none", zlib level 6: on flat maps the adaptive filter makes
 * files a quarter bigger and takes twice as long. Chunks beside the pixels: sRGB (which colours
 * these are), pHYs (how large the picture is) and text (tEXt where it is ASCII, else iTXt). There
 * is no time chunk: the same pixels give the same bytes. */
#ifndef MAPGEN_OUTPUT_PNG_H
#define MAPGEN_OUTPUT_PNG_H

#include <glib.h>
#include <stdint.h>

struct pixels {
    const uint8_t *data; /* rows of 32-bit words 0x00RRGGBB in the machine's byte order */
    int width, height;
    int stride; /* bytes from row to row */
};

/* `text` holds keyword, value, keyword, value, ..., NULL; a pair whose value is "" is left out.
 * Keywords are those of the PNG specification, section 11.3.3.1. The file is the caller's
 * (g_bytes_unref). Fails when libpng does, with its message. */
GBytes *png_encode(const struct pixels *pixels, double pixels_per_inch, const char *const *text,
                   GError **error);

#endif
