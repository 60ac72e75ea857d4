#include "output/deflate_block.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* The alphabets: bytes, the end of a block and lengths; distances; lengths of codes. */
enum { SYMBOLS = 286, DISTANCES = 30, LENGTHS = 19, END_OF_BLOCK = 256, FIRST_LENGTH = 257 };

enum { LONGEST_CODE = 15, LONGEST_CODE_OF_LENGTHS = 7 };

/* How many entries share one set of codes. */
#define BLOCK_ENTRIES 16384

/* No entry takes more bytes than three codes, or than two codes with 5 and 13 bits behind them; and
 * no heading more than this. */
#define MOST_BYTES_OF_ENTRY 6
#define MOST_BYTES_OF_HEADING 800

/* An entry: a repeat as length << 16 | distance, or one of these and the byte or the pixel. */
#define IS_PIXEL 0x80000000u
#define IS_BYTE 0x40000000u

struct deflate_stream {
    GByteArray *bytes;
    uint8_t *at;     /* in `bytes`, while a block is written */
    uint64_t bits;   /* that are not in `bytes` yet, the next in the lowest */
    int bit_count;   /* of them; less than 32 */
    uint32_t *block; /* entries that are not written yet */
    int entries;
    uint32_t symbol_counts[SYMBOLS], distance_counts[DISTANCES];
};

/* Codes of an alphabet, written from the lowest bit; of length 0 for what does not occur. */
struct codes {
    uint8_t lengths[SYMBOLS];
    uint16_t words[SYMBOLS];
};

const uint8_t DEFLATE_LAST_BLOCK[2] = {0x03, 0x00};

/* ---- codes ---------------------------------------------------------------------------------- */

/* A number as a code and the bits behind it: 2^kept codes for each doubling. */
struct split {
    int code, bit_count;
    uint32_t bits;
};

static struct split split_number(uint32_t number, int kept)
{
    if (number < 2u << kept)
        return (struct split){(int)number, 0, 0};
    int shift = (int)g_bit_storage(number) - 1 - kept;
    return (struct split){(shift << kept) + (int)(number >> shift), shift,
                          number & ((1u << shift) - 1)};
}

static struct split split_length(int length)
{
    static const struct split LONGEST = {28, 0, 0};
    return length == DEFLATE_LONGEST ? LONGEST
                                     : split_number((uint32_t)length - DEFLATE_SHORTEST, 2);
}

static struct split split_distance(int distance)
{
    return split_number((uint32_t)distance - 1, 1);
}

static int compare_keys(const void *a, const void *b)
{
    uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;
    return (left > right) - (left < right);
}

/* How many of the `count` leaves, the rarest first, lie how deep in Huffman's tree; those deeper
 * than `longest` are counted there. */
static void count_depths(const uint64_t *leaves, int count, int longest, int *depths)
{
    uint64_t weights[2 * SYMBOLS];
    int parents[2 * SYMBOLS], depth[2 * SYMBOLS];
    for (int i = 0; i < count; i++)
        weights[i] = leaves[i] >> 16;
    int leaf = 0, inner = count, root = 2 * count - 2;
    for (int end = count; end <= root; end++) {
        weights[end] = 0;
        for (int side = 0; side < 2; side++) {
            bool is_leaf = leaf < count && (inner == end || weights[leaf] <= weights[inner]);
            int child = is_leaf ? leaf++ : inner++;
            weights[end] += weights[child];
            parents[child] = end;
        }
    }
    depth[root] = 0;
    for (int i = root - 1; i >= 0; i--) {
        depth[i] = depth[parents[i]] + 1;
        if (i < count)
            depths[MIN(depth[i], longest)]++;
    }
}

/* Lengthens codes until there is one for each: what those that were cut short take too much. */
static void make_room(int *depths, int longest)
{
    int excess = -(1 << longest);
    for (int length = 1; length <= longest; length++)
        excess += depths[length] << (longest - length);
    for (; excess > 0; excess--) {
        int length = longest - 1;
        while (!depths[length])
            length--;
        depths[length]--;
        depths[length + 1] += 2;
        depths[longest]--;
    }
}

static uint16_t reverse_bits(int word, int length)
{
    int reversed = 0;
    for (int bit = 0; bit < length; bit++)
        reversed |= (word >> bit & 1) << (length - 1 - bit);
    return (uint16_t)reversed;
}

/* Words in the order of lengths, then of symbols (RFC 1951, section 3.2.2). */
static void set_words(struct codes *codes, int count, const int *depths, int longest)
{
    int next[LONGEST_CODE + 2] = {0};
    for (int length = 1; length <= longest; length++)
        next[length + 1] = (next[length] + depths[length]) << 1;
    for (int symbol = 0; symbol < count; symbol++) {
        int length = codes->lengths[symbol];
        codes->words[symbol] = length ? reverse_bits(next[length]++, length) : 0;
    }
}

static void make_codes(struct codes *codes, const uint32_t *counts, int count, int longest)
{
    uint64_t leaves[SYMBOLS]; /* count << 16 | symbol */
    int used = 0, depths[LONGEST_CODE + 1] = {0};
    memset(codes->lengths, 0, sizeof codes->lengths);
    for (int symbol = 0; symbol < count; symbol++)
        if (counts[symbol])
            leaves[used++] = (uint64_t)counts[symbol] << 16 | (uint64_t)symbol;
    if (used < 2) { /* a code has a bit, if there is but one */
        codes->lengths[used ? leaves[0] & 0xffff : 0] = 1;
        depths[1] = 1;
        set_words(codes, count, depths, longest);
        return;
    }
    qsort(leaves, (size_t)used, sizeof *leaves, compare_keys);
    count_depths(leaves, used, longest, depths);
    make_room(depths, longest);
    const uint64_t *leaf = leaves;
    for (int length = longest; length > 0; length--)
        for (int i = 0; i < depths[length]; i++)
            codes->lengths[*leaf++ & 0xffff] = (uint8_t)length;
    set_words(codes, count, depths, longest);
}

/* ---- bits ----------------------------------------------------------------------------------- */

static void put_bits(struct deflate_stream *stream, uint32_t bits, int count)
{
    stream->bits |= (uint64_t)bits << stream->bit_count;
    stream->bit_count += count;
    if (stream->bit_count < 32)
        return;
    uint32_t word = GUINT32_TO_LE((uint32_t)stream->bits);
    memcpy(stream->at, &word, sizeof word);
    stream->at += sizeof word;
    stream->bits >>= 32;
    stream->bit_count -= 32;
}

static void put_code(struct deflate_stream *stream, const struct codes *codes, int symbol)
{
    put_bits(stream, codes->words[symbol], codes->lengths[symbol]);
}

/* ---- a block -------------------------------------------------------------------------------- */

/* The lengths of a block's codes, shortened: a length 0 to 15, or one of the repeats 16 (of the
 * last length), 17 and 18 (of 0) with the bits behind it. */
struct shortened {
    uint8_t symbols[SYMBOLS + DISTANCES], bits[SYMBOLS + DISTANCES];
    int count;
    uint32_t counts[LENGTHS];
};

static void shorten_add(struct shortened *shortened, int symbol, int bits)
{
    shortened->symbols[shortened->count] = (uint8_t)symbol;
    shortened->bits[shortened->count++] = (uint8_t)bits;
    shortened->counts[symbol]++;
}

static void shorten(struct shortened *shortened, const uint8_t *lengths, int count)
{
    *shortened = (struct shortened){0};
    for (int i = 0; i < count;) {
        int run = 1;
        while (i + run < count && lengths[i + run] == lengths[i])
            run++;
        i += run;
        int length = lengths[i - 1];
        if (length) {
            shorten_add(shortened, length, 0);
            run--;
        }
        int most = length ? 6 : 138;
        for (int piece; run >= 3; run -= piece) {
            piece = MIN(run, most);
            if (length)
                shorten_add(shortened, 16, piece - 3);
            else
                shorten_add(shortened, piece > 10 ? 18 : 17, piece - (piece > 10 ? 11 : 3));
        }
        for (; run > 0; run--)
            shorten_add(shortened, length, 0);
    }
}

/* The number of codes up to the last that is used. */
static int used_codes(const struct codes *codes, int count, int least)
{
    while (count > least && !codes->lengths[count - 1])
        count--;
    return count;
}

static void put_heading(struct deflate_stream *stream, const struct codes *symbols,
                        const struct codes *distances)
{
    static const uint8_t ORDER[LENGTHS] = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                           11, 4,  12, 3, 13, 2, 14, 1, 15};
    static const uint8_t EXTRA_BITS[LENGTHS] = {[16] = 2, [17] = 3, [18] = 7};
    int symbol_count = used_codes(symbols, SYMBOLS, FIRST_LENGTH);
    int distance_count = used_codes(distances, DISTANCES, 1);
    uint8_t lengths[SYMBOLS + DISTANCES];
    memcpy(lengths, symbols->lengths, (size_t)symbol_count);
    memcpy(lengths + symbol_count, distances->lengths, (size_t)distance_count);
    struct shortened shortened;
    shorten(&shortened, lengths, symbol_count + distance_count);
    struct codes codes;
    make_codes(&codes, shortened.counts, LENGTHS, LONGEST_CODE_OF_LENGTHS);
    int count = LENGTHS;
    while (count > 4 && !codes.lengths[ORDER[count - 1]])
        count--;
    put_bits(stream, 2 << 1, 3); /* not the last; codes of its own */
    put_bits(stream, (uint32_t)(symbol_count - FIRST_LENGTH), 5);
    put_bits(stream, (uint32_t)(distance_count - 1), 5);
    put_bits(stream, (uint32_t)(count - 4), 4);
    for (int i = 0; i < count; i++)
        put_bits(stream, codes.lengths[ORDER[i]], 3);
    for (int i = 0; i < shortened.count; i++) {
        put_code(stream, &codes, shortened.symbols[i]);
        put_bits(stream, shortened.bits[i], EXTRA_BITS[shortened.symbols[i]]);
    }
}

static void put_entry(struct deflate_stream *stream, uint32_t entry, const struct codes *symbols,
                      const struct codes *distances)
{
    if (entry & IS_PIXEL) {
        put_code(stream, symbols, entry >> 16 & 0xff);
        put_code(stream, symbols, entry >> 8 & 0xff);
        put_code(stream, symbols, entry & 0xff);
        return;
    }
    if (entry & IS_BYTE) {
        put_code(stream, symbols, entry & 0xff);
        return;
    }
    struct split length = split_length((int)(entry >> 16));
    struct split distance = split_distance((int)(entry & 0xffff));
    put_code(stream, symbols, FIRST_LENGTH + length.code);
    put_bits(stream, length.bits, length.bit_count);
    put_code(stream, distances, distance.code);
    put_bits(stream, distance.bits, distance.bit_count);
}

static void make_space(struct deflate_stream *stream, size_t size)
{
    size_t used = stream->bytes->len;
    g_byte_array_set_size(stream->bytes, (guint)(used + size));
    stream->at = stream->bytes->data + used;
}

static void end_space(struct deflate_stream *stream)
{
    g_byte_array_set_size(stream->bytes, (guint)(stream->at - stream->bytes->data));
}

static void write_block(struct deflate_stream *stream)
{
    struct codes symbols, distances;
    stream->symbol_counts[END_OF_BLOCK] = 1;
    make_codes(&symbols, stream->symbol_counts, SYMBOLS, LONGEST_CODE);
    make_codes(&distances, stream->distance_counts, DISTANCES, LONGEST_CODE);
    make_space(stream, MOST_BYTES_OF_HEADING + MOST_BYTES_OF_ENTRY * (size_t)stream->entries);
    put_heading(stream, &symbols, &distances);
    for (int i = 0; i < stream->entries; i++)
        put_entry(stream, stream->block[i], &symbols, &distances);
    put_code(stream, &symbols, END_OF_BLOCK);
    end_space(stream);
    stream->entries = 0;
    memset(stream->symbol_counts, 0, sizeof stream->symbol_counts);
    memset(stream->distance_counts, 0, sizeof stream->distance_counts);
}

/* ---- a stream ------------------------------------------------------------------------------- */

struct deflate_stream *deflate_stream_new(void)
{
    struct deflate_stream *stream = g_new0(struct deflate_stream, 1);
    stream->bytes = g_byte_array_new();
    stream->block = g_new(uint32_t, BLOCK_ENTRIES);
    return stream;
}

static void add_entry(struct deflate_stream *stream, uint32_t entry)
{
    stream->block[stream->entries++] = entry;
    if (stream->entries == BLOCK_ENTRIES)
        write_block(stream);
}

void deflate_add_byte(struct deflate_stream *stream, uint8_t byte)
{
    stream->symbol_counts[byte]++;
    add_entry(stream, IS_BYTE | byte);
}

void deflate_add_pixel(struct deflate_stream *stream, uint32_t pixel)
{
    stream->symbol_counts[pixel >> 16 & 0xff]++;
    stream->symbol_counts[pixel >> 8 & 0xff]++;
    stream->symbol_counts[pixel & 0xff]++;
    add_entry(stream, IS_PIXEL | pixel);
}

void deflate_add_repeat(struct deflate_stream *stream, int length, int distance)
{
    stream->symbol_counts[FIRST_LENGTH + split_length(length).code]++;
    stream->distance_counts[split_distance(distance).code]++;
    add_entry(stream, (uint32_t)length << 16 | (uint32_t)distance);
}

GBytes *deflate_stream_end(struct deflate_stream *stream)
{
    static const uint8_t NO_BYTES[4] = {0x00, 0x00, 0xff, 0xff}; /* their number, and its inverse */
    if (stream->entries)
        write_block(stream);
    make_space(stream, 2 * sizeof stream->bits);
    put_bits(stream, 0, 3); /* not the last; bytes as they are, from a whole byte on */
    put_bits(stream, 0, -stream->bit_count & 7);
    for (; stream->bit_count > 0; stream->bit_count -= 8, stream->bits >>= 8)
        *stream->at++ = (uint8_t)stream->bits;
    memcpy(stream->at, NO_BYTES, sizeof NO_BYTES);
    stream->at += sizeof NO_BYTES;
    end_space(stream);
    GBytes *bytes = g_bytes_new(stream->bytes->data, stream->bytes->len);
    g_byte_array_unref(stream->bytes);
    g_free(stream->block);
    g_free(stream);
    return bytes;
}
