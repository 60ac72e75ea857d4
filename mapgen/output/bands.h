/* A picture cut into bands of some rows, each a list of what is drawn in it:
 *
 *     +------------------+
 *     |   /\             |  band 0: areas, a line
 *     |--/--\------------|
 *     | /    \   Lachin  |  band 1: areas, a line, a name
 *     |/------\----------|
 *
 * A list holds all that its pixels depend on and nothing else: of a path only the part that reaches
 * the band, of a text the outlines of its letters. So bands whose lists are the same bytes have the
 * same pixels, on whichever map they are; a series draws and compresses each once (raster.c). What
 * of a path lies wholly above or below a band is cut short there, where it shows nothing.
 *
 * Lists are built on one thread, read-only from then on, and drawn by any. */
#ifndef MAPGEN_OUTPUT_BANDS_H
#define MAPGEN_OUTPUT_BANDS_H

#include "scene/scene.h"
#include <cairo.h>

typedef struct bands bands;

/* Of a picture of so many pixels, `rows` to a band and what is left in the last. */
bands *bands_build(const scene *scene, double pixels_per_pt, int width, int height, int rows);
void bands_free(bands *bands);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(bands, bands_free)

size_t bands_count(const bands *bands);

/* The list of a band; the caller's (g_bytes_unref). */
GBytes *bands_list(const bands *bands, size_t band);

/* Its number of rows. */
int bands_rows(const bands *bands, size_t band);

/* Draws a band on white into memory of its size: rows of words 0x00RRGGBB, `stride` bytes from row
 * to row (a multiple of 4). False when cairo fails, with its reason in `status`. */
bool bands_draw(const bands *bands, size_t band, uint8_t *pixels, int stride,
                cairo_status_t *status);

#endif
