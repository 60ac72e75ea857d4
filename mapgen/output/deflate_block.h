/* Bytes and repeats of bytes as blocks of a deflate stream with codes of their own (RFC 1951,
 * section 3.2.7). Which repeats there are is for the caller to find (output/deflate.c).
 *
 * Code lengths come from Huffman's algorithm with two queues (J. van Leeuwen, On the construction
 * of Huffman trees, ICALP 1976); what is longer than the format allows is shortened, at the cost of
 * the longest of the rest. */
#ifndef MAPGEN_OUTPUT_DEFLATE_BLOCK_H
#define MAPGEN_OUTPUT_DEFLATE_BLOCK_H

#include <glib.h>
#include <stdint.h>

/* What a repeat may be, in bytes. */
enum { DEFLATE_SHORTEST = 3, DEFLATE_LONGEST = 258, DEFLATE_FARTHEST = 32768 };

typedef struct deflate_stream deflate_stream;

deflate_stream *deflate_stream_new(void);

/* Appends a byte, or the three of a pixel 0x00RRGGBB. */
void deflate_add_byte(deflate_stream *stream, uint8_t byte);
void deflate_add_pixel(deflate_stream *stream, uint32_t pixel);

/* Appends `length` bytes that are those that stand `distance` before them. */
void deflate_add_repeat(deflate_stream *stream, int length, int distance);

/* What was appended, ending at a whole byte: blocks of which none is the last of its stream, so
 * that others may follow. The caller's (g_bytes_unref); the stream is gone. */
GBytes *deflate_stream_end(deflate_stream *stream);

/* The last block of a stream, of nothing. */
extern const uint8_t DEFLATE_LAST_BLOCK[2];

#endif
