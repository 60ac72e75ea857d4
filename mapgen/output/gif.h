/* A film as an animated GIF (GIF89a), by giflib.
 *
 * One palette of at most 255 colours serves all frames (output/palette.h); a colour is the same
 * entry wherever it stands, so what does not change does not flicker. A frame is the box of what
 * changed since the one before it, transparent where nothing did.
 *
 * Programs play a looping GIF once more than its NETSCAPE2.0 block says, and one without that block
 * once: a film of N loops says N - 1. */
#ifndef MAPGEN_OUTPUT_GIF_H
#define MAPGEN_OUTPUT_GIF_H

#include "output/film.h"

/* The file in memory; the caller's (g_bytes_unref). Fails when a side is over 65535 pixels. */
GBytes *gif_encode(const struct film *film, GError **error);

#endif
