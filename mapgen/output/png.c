#include "output/png.h"

#include "base/error.h"
#include <math.h>
#include <png.h>
#include <setjmp.h>
#include <stdbool.h>
#include <string.h>

#define ZLIB_LEVEL 6

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

static void pack_row(uint8_t *packed, const uint8_t *row, int width)
{
    for (int x = 0; x < width; x++) {
        uint32_t pixel;
        memcpy(&pixel, row + 4 * x, sizeof pixel);
        packed[3 * x] = (uint8_t)(pixel >> 16);
        packed[3 * x + 1] = (uint8_t)(pixel >> 8);
        packed[3 * x + 2] = (uint8_t)pixel;
    }
}

/* A function of its own, so that no variable of the caller changes between setjmp and longjmp. */
static bool write_file(png_structp png, png_infop info, const struct pixels *pixels,
                       double pixels_per_inch, const char *const *text, uint8_t *row)
{
    if (setjmp(png_jmpbuf(png)))
        return false;
    png_set_IHDR(png, info, (png_uint_32)pixels->width, (png_uint_32)pixels->height, 8,
                 PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
    png_set_compression_level(png, ZLIB_LEVEL);
    png_set_sRGB(png, info, PNG_sRGB_INTENT_PERCEPTUAL);
    png_uint_32 pixels_per_metre = (png_uint_32)lround(pixels_per_inch / 0.0254);
    png_set_pHYs(png, info, pixels_per_metre, pixels_per_metre, PNG_RESOLUTION_METER);
    set_text(png, info, text);
    png_write_info(png, info);
    for (int y = 0; y < pixels->height; y++) {
        pack_row(row, pixels->data + (size_t)y * (size_t)pixels->stride, pixels->width);
        png_write_row(png, row);
    }
    png_write_end(png, info);
    return true;
}

GBytes *png_encode(const struct pixels *pixels, double pixels_per_inch, const char *const *text,
                   GError **error)
{
    struct encoder encoder = {.file = g_byte_array_new()};
    png_structp png =
        png_create_write_struct(PNG_LIBPNG_VER_STRING, &encoder, on_error, on_warning);
    g_assert(png);
    png_infop info = png_create_info_struct(png);
    g_assert(info);
    png_set_write_fn(png, &encoder, on_write, on_flush);
    g_autofree uint8_t *row = g_malloc((size_t)pixels->width * 3);
    bool is_done = write_file(png, info, pixels, pixels_per_inch, text, row);
    png_destroy_write_struct(&png, &info);
    if (is_done)
        return g_byte_array_free_to_bytes(encoder.file);
    g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_OUTPUT, "cannot make a PNG file: %s",
                encoder.message);
    g_byte_array_unref(encoder.file);
    return NULL;
}
