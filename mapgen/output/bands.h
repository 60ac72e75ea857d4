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

#include "output/stroker.h"
#include "scene/scene.h"
#include <cairo.h>

/* The lists (GBytes) of a picture of so many pixels, from the top, with `rows` to a band and what
 * is left in the last. The caller's (g_ptr_array_unref). */
GPtrArray *bands_build(const scene *scene, double pixels_per_pt, int width, int height, int rows);

/* The number of rows of a band. */
int band_rows(GBytes *list);

/* Draws a band on white into memory of its size: rows of words 0x00RRGGBB, `stride` bytes from row
 * to row (a multiple of 4); `stroker` is one for bands as wide and high. False when cairo fails,
 * with its reason in `status`. */
bool band_draw(GBytes *list, stroker *stroker, uint8_t *pixels, int stride, cairo_status_t *status);

#endif
