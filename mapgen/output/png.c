#include "output/png.h"

#include "base/error.h"
#include "output/deflate_block.h"
#include <math.h>
#include <png.h>
#include <setjmp.h>
#include <string.h>
#include <zlib.h>

/* Rows of a strip, of a picture that is had as a whole. */
#define STRIP_ROWS 64

/* Bytes of a file beside its pixels, as a rule. */
#define MOST_ELSE 4096

/* What a zlib stream (RFC 1950) begins with: a window of 32 kB, the default level, no dictionary.
 */
static const uint8_t ZLIB_HEADER[] = {0x78, 0x9c};

enum { CHECKSUM_SIZE = 4 };

/* What libpng's callbacks are given. */
struct encoder {
    GByteArray *file;
    char message[256]; /* of the first failure */
};

static void on_error(png_structp png, png_const_charp message)
{
    struct encoder *encoder = png_get_error_ptr(png);
    g_strlcpy(encoder->message, message, sizeof encoder->message);
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp message)
{
    (void)png;
    (void)message;
}

static void on_write(png_structp png, png_bytep bytes, size_t count)
{
    struct encoder *encoder = png_get_io_ptr(png);
    g_byte_array_append(encoder->file, bytes, (guint)count);
}

static void on_flush(png_structp png)
{
    (void)png;
}

static void set_text(png_structp png, png_infop info, const char *const *text)
{
    for (; text[0]; text += 2) {
        if (!*text[1])
            continue;
        bool is_ascii = g_str_is_ascii(text[1]);
        png_text chunk = {
            .compression = is_ascii ? PNG_TEXT_COMPRESSION_NONE : PNG_ITXT_COMPRESSION_NONE,
            .key = (char *)text[0],
            .text = (char *)text[1],
            .text_length = is_ascii ? strlen(text[1]) : 0,
            .itxt_length = is_ascii ? 0 : strlen(text[1]),
        };
        png_set_text(png, info, &chunk, 1);
    }
}

struct png_strip png_strip_compress(const struct pixels *rows)
{
    return (struct png_strip){
        .data = deflate_rows(rows),
        .checksum = deflate_checksum(rows),
        .raw_size = (1 + 3 * (size_t)rows->width) * (size_t)rows->height,
    };
}

void png_strip_clear(struct png_strip *strip)
{
    g_clear_pointer(&strip->data, g_bytes_unref);
}

/* The strips of a picture, from the top. */
struct strips {
    const struct png_strip *const *each;
    size_t count;
};

static size_t stream_size(const struct strips *strips)
{
    size_t size = sizeof ZLIB_HEADER + sizeof DEFLATE_LAST_BLOCK + CHECKSUM_SIZE;
    for (size_t i = 0; i < strips->count; i++)
        size += g_bytes_get_size(strips->each[i]->data);
    return size;
}

static uint32_t join_checksums(const struct strips *strips)
{
    uLong checksum = adler32(0, NULL, 0);
    for (size_t i = 0; i < strips->count; i++)
        checksum = adler32_combine(checksum, strips->each[i]->checksum,
                                   (z_off_t)strips->each[i]->raw_size);
    return (uint32_t)checksum;
}

/* The pixels as zlib's stream, in one chunk. */
static void write_stream(png_structp png, const struct strips *strips)
{
    uint32_t checksum = GUINT32_TO_BE(join_checksums(strips));
    png_write_chunk_start(png, (png_const_bytep) "IDAT", (png_uint_32)stream_size(strips));
    png_write_chunk_data(png, ZLIB_HEADER, sizeof ZLIB_HEADER);
    for (size_t i = 0; i < strips->count; i++) {
        size_t size;
        const uint8_t *data = g_bytes_get_data(strips->each[i]->data, &size);
        png_write_chunk_data(png, data, size);
    }
    png_write_chunk_data(png, DEFLATE_LAST_BLOCK, sizeof DEFLATE_LAST_BLOCK);
    png_write_chunk_data(png, (png_const_bytep)&checksum, CHECKSUM_SIZE);
    png_write_chunk_end(png);
}

/* What a file says before its pixels. */
struct heading {
    int width, height;
    double pixels_per_inch;
    const char *const *text;
};

/* A function of its own, so that no variable of the caller changes between setjmp and longjmp. */
static bool write_file(png_structp png, png_infop info, const struct heading *heading,
                       const struct strips *strips)
{
    if (setjmp(png_jmpbuf(png)))
        return false;
    png_set_IHDR(png, info, (png_uint_32)heading->width, (png_uint_32)heading->height, 8,
                 PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    png_set_sRGB(png, info, PNG_sRGB_INTENT_PERCEPTUAL);
    png_uint_32 pixels_per_metre = (png_uint_32)lround(heading->pixels_per_inch / 0.0254);
    png_set_pHYs(png, info, pixels_per_metre, pixels_per_metre, PNG_RESOLUTION_METER);
    set_text(png, info, heading->text);
    png_write_info(png, info);
    write_stream(png, strips);
    png_write_chunk(png, (png_const_bytep) "IEND", NULL, 0);
    return true;
}

GBytes *png_join(int width, int height, const struct png_strip *const *strips, size_t count,
                 double pixels_per_inch, const char *const *text, GError **error)
{
    struct strips all = {strips, count};
    struct encoder encoder = {.file = g_byte_array_sized_new((guint)stream_size(&all) + MOST_ELSE)};
    png_structp png =
        png_create_write_struct(PNG_LIBPNG_VER_STRING, &encoder, on_error, on_warning);
    g_assert(png);
    png_infop info = png_create_info_struct(png);
    g_assert(info);
    png_set_write_fn(png, &encoder, on_write, on_flush);
    struct heading heading = {width, height, pixels_per_inch, text};
    bool is_done = write_file(png, info, &heading, &all);
    png_destroy_write_struct(&png, &info);
    if (is_done)
        return g_byte_array_free_to_bytes(encoder.file);
    g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_OUTPUT, "cannot make a PNG file: %s",
                encoder.message);
    g_byte_array_unref(encoder.file);
    return NULL;
}

GBytes *png_encode(const struct pixels *pixels, double pixels_per_inch, const char *const *text,
                   GError **error)
{
    size_t count = ((size_t)pixels->height + STRIP_ROWS - 1) / STRIP_ROWS;
    g_autofree struct png_strip *strips = g_new(struct png_strip, count);
    g_autofree const struct png_strip **pointers = g_new(const struct png_strip *, count);
    for (size_t i = 0; i < count; i++) {
        struct pixels rows = *pixels;
        rows.data += i * STRIP_ROWS * (size_t)rows.stride;
        rows.height = MIN(STRIP_ROWS, pixels->height - (int)i * STRIP_ROWS);
        strips[i] = png_strip_compress(&rows);
        pointers[i] = &strips[i];
    }
    GBytes *file =
        png_join(pixels->width, pixels->height, pointers, count, pixels_per_inch, text, error);
    for (size_t i = 0; i < count; i++)
        png_strip_clear(&strips[i]);
    return file;
}
