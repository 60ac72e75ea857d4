/* Rows of a picture's pixels as part of a deflate stream (RFC 1951), as a PNG file has them: a byte
 * 0 (no filter) before each row, three bytes a pixel.
 *
 *     row above   A A A A B B C D
 *     this row    A A A A A B C D     pixels that repeat the one to the left or those above, or
 *                   run   ^ above     that stand as a pair further back
 *
 * A map is flat: where it repeats itself, it does so by whole pixels. zlib looks up every byte and
 * files it, within what repeats, too; here that is passed over, two pixels at a time. On a map of
 * `bench/` that takes a tenth of the instructions of zlib at level 4, whose file is 2 % larger.
 * libdeflate takes a third of zlib's time, at level 2, but makes no part of a stream: bands could
 * neither be compressed side by side nor be kept for the next picture of a series (output/bands.h).
 * Photographs would be larger than zlib's.
 *
 * The same rows give the same bytes, on any machine. Nothing looks back beyond the first row. */
#ifndef MAPGEN_OUTPUT_DEFLATE_H
#define MAPGEN_OUTPUT_DEFLATE_H

#include <glib.h>
#include <stdint.h>

struct pixels {
    const uint8_t *data; /* rows of 32-bit words 0x00RRGGBB in the machine's byte order */
    int width, height;   /* width: at most 32767 */
    int stride;          /* bytes from row to row, a multiple of 4 */
};

/* Ends at a whole byte; others may follow (output/deflate_block.h). The caller's. */
GBytes *deflate_rows(const struct pixels *rows);

/* Adler-32 (RFC 1950, section 8.2) of what is compressed. */
uint32_t deflate_checksum(const struct pixels *rows);

#endif
