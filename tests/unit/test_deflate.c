/* Tests that compressed rows are those that zlib gives back: on random pictures of every kind,
 * whose seed is printed (MAPGEN_SEED takes it back). */
#include "output/deflate.h"
#include "support/random_seed.h"

#include "output/deflate_block.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <math.h>
#include <zlib.h>

/* What stands in a PNG file before it is compressed. */
static GByteArray *pack(const struct pixels *rows)
{
    GByteArray *packed = g_byte_array_new();
    for (int y = 0; y < rows->height; y++) {
        const uint32_t *row = (const void *)(rows->data + (size_t)y * (size_t)rows->stride);
        g_byte_array_append(packed, (const uint8_t[]){0}, 1);
        for (int x = 0; x < rows->width; x++)
            g_byte_array_append(
                packed,
                (const uint8_t[]){(uint8_t)(row[x] >> 16), (uint8_t)(row[x] >> 8), (uint8_t)row[x]},
                3);
    }
    return packed;
}

/* The bytes of a stream without a heading; fails when it is none. `count` says how many times the
 * rows stand in it, one after another. */
static void assert_inflates(GBytes *compressed, int count, const GByteArray *wanted)
{
    g_autoptr(GByteArray) stream = g_byte_array_new();
    for (int i = 0; i < count; i++)
        g_byte_array_append(stream, g_bytes_get_data(compressed, NULL),
                            (guint)g_bytes_get_size(compressed));
    g_byte_array_append(stream, DEFLATE_LAST_BLOCK, sizeof DEFLATE_LAST_BLOCK);
    size_t size = (size_t)count * wanted->len;
    g_autofree uint8_t *raw = g_malloc(size + 1);
    z_stream inflater = {.next_in = stream->data,
                         .avail_in = stream->len,
                         .next_out = raw,
                         .avail_out = (uInt)size + 1};
    assert_int_equal(inflateInit2(&inflater, -MAX_WBITS), Z_OK);
    assert_int_equal(inflate(&inflater, Z_FINISH), Z_STREAM_END);
    assert_int_equal(inflater.total_out, size);
    assert_int_equal(inflater.avail_in, 0);
    inflateEnd(&inflater);
    for (int i = 0; i < count; i++)
        assert_memory_equal(raw + (size_t)i * wanted->len, wanted->data, wanted->len);
}

static void assert_comes_back(const struct pixels *rows)
{
    g_autoptr(GByteArray) packed = pack(rows);
    g_autoptr(GBytes) compressed = deflate_rows(rows);
    assert_inflates(compressed, 1, packed);
    assert_inflates(compressed, 3, packed);
    assert_int_equal(deflate_checksum(rows), adler32(1, packed->data, packed->len));
}

/* Of `colours` colours; each pixel is the one to the left, the one above, one from anywhere before
 * or a new one, as often as `shares` of 1000 say. */
static void fill(uint32_t *pixels, int width, int height, GRand *rand, int colours,
                 const int *shares)
{
    for (int i = 0; i < width * height; i++) {
        int kind = g_rand_int_range(rand, 0, 1000);
        uint32_t fresh = (uint32_t)g_rand_int_range(rand, 0, colours) * 0x9e3779b1u >> 8;
        pixels[i] = i > 0 && kind < shares[0]        ? pixels[i - 1]
                    : i >= width && kind < shares[1] ? pixels[i - width]
                    : i > 0 && kind < shares[2]      ? pixels[g_rand_int_range(rand, 0, i)]
                                                     : fresh;
    }
}

static void test_deflate__zlib_gives_back_what_was_compressed(void **state)
{
    (void)state;
    static const int SHARES[][3] = {
        {0, 0, 0},       {999, 999, 999}, {900, 990, 995},
        {300, 950, 990}, {500, 600, 900}, {0, 999, 999},
    };
    g_autoptr(GRand) rand = random_from_seed();
    for (int round = 0; round < 300; round++) {
        int width = 1 + (int)pow(10, g_rand_double_range(rand, 0, 3.3));
        int height = g_rand_int_range(rand, 1, 1 + MIN(40, 60000 / width));
        int colours = 1 << g_rand_int_range(rand, 0, 16);
        g_autofree uint32_t *pixels = g_new(uint32_t, width * height);
        fill(pixels, width, height, rand, colours,
             SHARES[g_rand_int_range(rand, 0, G_N_ELEMENTS(SHARES))]);
        assert_comes_back(&(struct pixels){(const uint8_t *)pixels, width, height, 4 * width});
    }
}

/* Rows of which one alone is longer than deflate can look back, and whose places are large. */
static void test_deflate__the_widest_rows(void **state)
{
    (void)state;
    static const int WIDTHS[] = {10922, 10923, 32767};
    g_autoptr(GRand) rand = g_rand_new_with_seed(1);
    for (size_t i = 0; i < G_N_ELEMENTS(WIDTHS); i++) {
        int width = WIDTHS[i], height = 5;
        g_autofree uint32_t *pixels = g_new(uint32_t, width * height);
        fill(pixels, width, height, rand, 200, (const int[]){800, 990, 995});
        assert_comes_back(&(struct pixels){(const uint8_t *)pixels, width, height, 4 * width});
    }
}

/* Bytes whose counts are Fibonacci's numbers have codes of as many bits as there are bytes: 19,
 * where the format ends at 15. */
static void test_deflate__codes_that_are_too_long_are_shortened(void **state)
{
    (void)state;
    deflate_stream *stream = deflate_stream_new();
    g_autoptr(GByteArray) wanted = g_byte_array_new();
    int count = 1, next = 1;
    for (int byte = 0; byte < 19; byte++) {
        for (int i = 0; i < count; i++) {
            deflate_add_byte(stream, (uint8_t)byte);
            g_byte_array_append(wanted, (const uint8_t[]){(uint8_t)byte}, 1);
        }
        int sum = count + next;
        count = next;
        next = sum;
    }
    g_autoptr(GBytes) compressed = deflate_stream_end(stream);
    assert_inflates(compressed, 1, wanted);
}

/* Every length and the distances about every bound, of 'a' to 'z' over and over. */
static void test_deflate__every_length_and_distance(void **state)
{
    (void)state;
    enum { FIRST = 26 * 1300 };
    deflate_stream *stream = deflate_stream_new();
    g_autoptr(GByteArray) wanted = g_byte_array_new();
    for (int i = 0; i < FIRST; i++) {
        uint8_t letter = (uint8_t)('a' + i % 26 + i / 997 % 7);
        deflate_add_byte(stream, letter);
        g_byte_array_append(wanted, &letter, 1);
    }
    int length = DEFLATE_SHORTEST;
    for (int bound = 1; bound <= DEFLATE_FARTHEST; bound *= 2)
        for (int distance = MAX(1, bound - 9); distance <= MIN(DEFLATE_FARTHEST, bound + 9);
             distance++) {
            deflate_add_repeat(stream, length, distance);
            for (int i = 0; i < length; i++) {
                uint8_t letter = wanted->data[wanted->len - (guint)distance];
                g_byte_array_append(wanted, &letter, 1);
            }
            length = length == DEFLATE_LONGEST ? DEFLATE_SHORTEST : length + 1;
        }
    g_autoptr(GBytes) compressed = deflate_stream_end(stream);
    assert_inflates(compressed, 1, wanted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_deflate__zlib_gives_back_what_was_compressed),
        cmocka_unit_test(test_deflate__the_widest_rows),
        cmocka_unit_test(test_deflate__codes_that_are_too_long_are_shortened),
        cmocka_unit_test(test_deflate__every_length_and_distance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
