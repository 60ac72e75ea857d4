/* Few colours for many pixels, without dithering: maps are flat, and noise would show.
 *
 * Colours that cover an area of their own keep an entry, exactly. The rest, shades between two
 * colours where a line or a letter has its edge, share what entries are left: boxes of the colour
 * cube are split where that lessens the squared error most (after X. Wu, Efficient Statistical
 * Computations for Optimal Color Quantization, Graphics Gems II, 1991: the same greedy split, on
 * the colours that there are instead of a grid). */
#ifndef MAPGEN_OUTPUT_PALETTE_H
#define MAPGEN_OUTPUT_PALETTE_H

#include <glib.h>
#include <stdint.h>

typedef struct palette palette;

palette *palette_new(void);
void palette_free(palette *palette);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(palette, palette_free)

/* Counts the colours (0x00RRGGBB) of a picture. */
void palette_count(palette *palette, const uint32_t *pixels, size_t count);

/* Chooses at most `most` colours, 16 to 256, for all that were counted; no more are counted. */
void palette_choose(palette *palette, int most);

/* The colours chosen, in ascending order; the palette's. */
const uint32_t *palette_colours(const palette *palette, int *count);

/* The number of the entry that stands for a colour that was counted. */
int palette_entry(const palette *palette, uint32_t colour);

#endif
