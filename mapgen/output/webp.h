/* A film as an animated WebP, by libwebp: lossless, each frame the box of what changed, blended
 * over what was. */
#ifndef MAPGEN_OUTPUT_WEBP_H
#define MAPGEN_OUTPUT_WEBP_H

#include "output/film.h"

/* The file in memory; the caller's (g_bytes_unref). Fails when a side is over 16383 pixels, or when
 * libwebp does. */
GBytes *webp_encode(const struct film *film, GError **error);

#endif
