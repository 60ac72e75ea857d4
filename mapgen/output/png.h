/* Pixels as a PNG file (W3C PNG, third edition), by libpng.
 *
 * Truecolour without alpha, filter "none": on flat maps the adaptive filter makes files a quarter
 * bigger and takes twice as long. Chunks beside the pixels: sRGB (which colours these are), pHYs
 * (how large the picture is) and text (tEXt where it is ASCII, else iTXt). There is no time chunk:
 * the same pixels give the same bytes.
 *
 * A picture is compressed in strips of rows, each for itself (as pigz and "parallel PNG" do;
 * output/deflate.h): a strip that is the same in two pictures need not be compressed twice, and
 * several threads can share the work. As 32 kB, which is as far as deflate looks back, are but a
 * few rows, that costs little. */
#ifndef MAPGEN_OUTPUT_PNG_H
#define MAPGEN_OUTPUT_PNG_H

#include "output/deflate.h"
#include <stdbool.h>

/* Some rows of a picture, compressed. */
struct png_strip {
    GBytes *data;      /* deflate_rows() */
    uint32_t checksum; /* deflate_checksum() */
    size_t raw_size;   /* its bytes */
};

/* The rows of a strip. The caller's (png_strip_clear). */
struct png_strip png_strip_compress(const struct pixels *rows);
void png_strip_clear(struct png_strip *strip);

/* The file of a picture whose strips follow each other from the top. */
GBytes *png_join(int width, int height, const struct png_strip *const *strips, size_t count,
                 double pixels_per_inch, const char *const *text, GError **error);

/* `text` holds keyword, value, keyword, value, ..., NULL; a pair whose value is "" is left out.
 * Keywords are those of the PNG specification, section 11.3.3.1. The file is the caller's
 * (g_bytes_unref). Fails when libpng does, with its message. */
GBytes *png_encode(const struct pixels *pixels, double pixels_per_inch, const char *const *text,
                   GError **error);

#endif
