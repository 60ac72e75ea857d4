#include "output/deflate.h"

#include "output/deflate_block.h"
#include <stdbool.h>
#include <string.h>

/* The most pixels that one entry repeats. */
#define MOST_PIXELS (DEFLATE_LONGEST / 3)

/* What repeats so many pixels is taken at once, and nothing else looked for. */
#define LONG_REPEAT 8

/* Of what repeats, so many pixels are remembered from its start: others may begin like it. */
#define REMEMBERED 4

/* Slots for where a pair of pixels, or a pixel, stood last; powers of two. */
#define PAIR_BITS 13
#define PIXEL_BITS 12

/* Where a pixel stands: row << 15 | column. */
#define COLUMN_BITS 15
#define NOWHERE UINT32_MAX

struct search {
    const struct pixels *rows;
    int row_size; /* bytes of a row of the file */
    uint32_t pairs[1 << PAIR_BITS], pixels[1 << PIXEL_BITS];
};

/* Pixels that repeat, and how many bytes before they stand. */
struct repeat {
    int pixels, distance;
};

static const uint32_t *row_at(const struct pixels *rows, uint32_t y)
{
    return (const void *)(rows->data + (size_t)y * (size_t)rows->stride);
}

/* A multiplicative hash (Knuth, The Art of Computer Programming, section 6.4). */
static uint32_t pixel_slot(uint32_t pixel)
{
    return pixel * 0x9e3779b1u >> (32 - PIXEL_BITS);
}

static uint32_t pair_slot(uint32_t first, uint32_t second)
{
    uint64_t pair = (uint64_t)first << 32 | second;
    return (uint32_t)(pair * 0x9e3779b97f4a7c15u >> (64 - PAIR_BITS));
}

/* How many pixels are the same from the start. */
static int count_same(const uint32_t *a, const uint32_t *b, int most)
{
    int count = 0;
    for (; count + 2 <= most; count += 2) {
        uint64_t two, other_two;
        memcpy(&two, a + count, sizeof two);
        memcpy(&other_two, b + count, sizeof other_two);
        if (two != other_two)
            break;
    }
    while (count < most && a[count] == b[count])
        count++;
    return count;
}

static void remember(struct search *search, const uint32_t *row, int y, int x)
{
    uint32_t place = (uint32_t)y << COLUMN_BITS | (uint32_t)x;
    search->pixels[pixel_slot(row[x])] = place;
    if (x + 1 < search->rows->width)
        search->pairs[pair_slot(row[x], row[x + 1])] = place;
}

/* Takes what stands at a place, when it repeats more than is known, and at least so many. */
static void try_place(const struct search *search, uint32_t place, int y, int x, int least,
                      struct repeat *best)
{
    if (place == NOWHERE)
        return;
    uint32_t there = place >> COLUMN_BITS;
    int column = (int)(place & ((1u << COLUMN_BITS) - 1));
    int distance = (y - (int)there) * search->row_size + 3 * (x - column);
    if (distance > DEFLATE_FARTHEST)
        return;
    int width = search->rows->width, most = MIN(MIN(width - x, width - column), MOST_PIXELS);
    int same = count_same(row_at(search->rows, (uint32_t)y) + x,
                          row_at(search->rows, there) + column, most);
    if (same >= least && same > best->pixels)
        *best = (struct repeat){same, distance};
}

/* What the pixels from x on repeat, if anything. A run first, as its distance takes the fewest
 * bits: others end after MOST_PIXELS, where a run may have begun. */
static struct repeat find_repeat(const struct search *search, const uint32_t *row, int y, int x)
{
    int left = search->rows->width - x;
    struct repeat best = {0};
    if (x > 0)
        best = (struct repeat){count_same(row + x, row + x - 1, left), 3};
    if (best.pixels >= LONG_REPEAT)
        return best;
    if (y > 0 && search->row_size <= DEFLATE_FARTHEST) {
        const uint32_t *above = row_at(search->rows, (uint32_t)y - 1);
        int same = count_same(row + x, above + x, MIN(left, MOST_PIXELS));
        if (same > best.pixels)
            best = (struct repeat){same, search->row_size};
        if (best.pixels >= LONG_REPEAT)
            return best;
    }
    if (left > 1)
        try_place(search, search->pairs[pair_slot(row[x], row[x + 1])], y, x, 2, &best);
    if (!best.pixels)
        try_place(search, search->pixels[pixel_slot(row[x])], y, x, 1, &best);
    return best;
}

/* The filter, and what of the row repeats the one above from its start: the number of pixels. */
static int add_start(const struct search *search, deflate_stream *stream, const uint32_t *row,
                     int y)
{
    int same = 0;
    if (y > 0 && search->row_size <= DEFLATE_FARTHEST)
        same = count_same(row, row_at(search->rows, (uint32_t)y - 1),
                          MIN(search->rows->width, MOST_PIXELS - 1));
    if (same)
        deflate_add_repeat(stream, 1 + 3 * same, search->row_size);
    else
        deflate_add_byte(stream, 0);
    return same;
}

static void add_row(struct search *search, deflate_stream *stream, int y)
{
    const uint32_t *row = row_at(search->rows, (uint32_t)y);
    for (int x = add_start(search, stream, row, y); x < search->rows->width;) {
        struct repeat repeat = find_repeat(search, row, y, x);
        int count = MAX(repeat.pixels, 1);
        for (int i = 0; i < MIN(count, REMEMBERED); i++)
            remember(search, row, y, x + i);
        if (!repeat.pixels)
            deflate_add_pixel(stream, row[x]);
        for (int left = repeat.pixels; left > 0; left -= MOST_PIXELS)
            deflate_add_repeat(stream, 3 * MIN(left, MOST_PIXELS), repeat.distance);
        x += count;
    }
}

GBytes *deflate_rows(const struct pixels *rows)
{
    g_autofree struct search *search = g_new(struct search, 1);
    search->rows = rows;
    search->row_size = 1 + 3 * rows->width;
    memset(search->pairs, 0xff, sizeof search->pairs);
    memset(search->pixels, 0xff, sizeof search->pixels);
    deflate_stream *stream = deflate_stream_new();
    for (int y = 0; y < rows->height; y++)
        add_row(search, stream, y);
    return deflate_stream_end(stream);
}

/* The sums of Adler-32 over `count` pixels of one colour, without the remainder. */
static void sum_run(uint64_t *a, uint64_t *b, uint32_t pixel, uint64_t count)
{
    uint64_t red = pixel >> 16, green = pixel >> 8 & 0xff, blue = pixel & 0xff;
    uint64_t sum = red + green + blue;
    *b += count * (3 * *a + 3 * red + 2 * green + blue) + 3 * sum * (count * (count - 1) / 2);
    *a += count * sum;
}

uint32_t deflate_checksum(const struct pixels *rows)
{
    enum { BASE = 65521 }; /* the largest prime below 2^16 */
    uint64_t a = 1, b = 0;
    for (int y = 0; y < rows->height; y++) {
        const uint32_t *row = row_at(rows, (uint32_t)y);
        b += a; /* the byte 0 */
        for (int x = 0; x < rows->width;) {
            int count = 1 + count_same(row + x + 1, row + x, rows->width - x - 1);
            sum_run(&a, &b, row[x], (uint64_t)count);
            x += count;
        }
        a %= BASE;
        b %= BASE;
    }
    return (uint32_t)(b << 16 | a);
}
