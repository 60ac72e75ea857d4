#include "output/gif.h"

#include "base/error.h"
#include "output/palette.h"
#include <gif_lib.h>
#include <string.h>

/* What a GIF can say of a side, a wait and a number of loops. */
#define MOST 65535

/* Of 256 entries one is "as it was". */
#define MOST_COLOURS 255

struct frame_box {
    int left, top, right, bottom; /* the last two excluded */
};

struct gif {
    const struct film *film;
    GifFileType *file;
    palette *palette;
    uint8_t *now, *before; /* entries of two frames */
    uint32_t *pixels;
    uint8_t *line;
    int colour_count, map_size, transparent;
};

static int append_bytes(GifFileType *file, const GifByteType *bytes, int count)
{
    g_byte_array_append(file->UserData, bytes, (guint)count);
    return count;
}

static void choose_palette(struct gif *gif)
{
    size_t count = (size_t)gif->film->width * (size_t)gif->film->height;
    gif->palette = palette_new();
    for (int i = 0; i < gif->film->frame_count; i++) {
        film_draw_frame(gif->film, i, gif->pixels);
        palette_count(gif->palette, gif->pixels, count);
    }
    palette_choose(gif->palette, MOST_COLOURS);
    palette_colours(gif->palette, &gif->colour_count);
    gif->transparent = gif->colour_count;
    for (gif->map_size = 2; gif->map_size <= gif->transparent;)
        gif->map_size *= 2;
}

/* Next to each other, pixels are often alike. */
static void draw_entries(struct gif *gif, int frame)
{
    size_t count = (size_t)gif->film->width * (size_t)gif->film->height;
    uint8_t *entries = gif->before;
    gif->before = gif->now;
    gif->now = entries;
    film_draw_frame(gif->film, frame, gif->pixels);
    for (size_t i = 0; i < count; i++)
        entries[i] = i && gif->pixels[i] == gif->pixels[i - 1]
                         ? entries[i - 1]
                         : (uint8_t)palette_entry(gif->palette, gif->pixels[i]);
}

/* The box of what differs between the two frames; of one pixel when nothing does. */
static struct frame_box find_change(const struct gif *gif)
{
    int width = gif->film->width, height = gif->film->height;
    struct frame_box box = {width, height, 0, 0};
    for (int y = 0; y < height; y++) {
        const uint8_t *now = gif->now + (size_t)y * (size_t)width;
        const uint8_t *before = gif->before + (size_t)y * (size_t)width;
        if (memcmp(now, before, (size_t)width) == 0)
            continue;
        int left = 0, right = width;
        while (now[left] == before[left])
            left++;
        while (now[right - 1] == before[right - 1])
            right--;
        box.left = MIN(box.left, left);
        box.right = MAX(box.right, right);
        box.top = MIN(box.top, y);
        box.bottom = y + 1;
    }
    return box.right ? box : (struct frame_box){0, 0, 1, 1};
}

static bool put_loops(struct gif *gif)
{
    int repeats = gif->film->loops ? gif->film->loops - 1 : 0;
    uint8_t block[] = {1, (uint8_t)(repeats & 0xff), (uint8_t)(repeats >> 8)};
    if (gif->film->loops == 1)
        return true;
    return EGifPutExtensionLeader(gif->file, APPLICATION_EXT_FUNC_CODE) == GIF_OK &&
           EGifPutExtensionBlock(gif->file, 11, "NETSCAPE2.0") == GIF_OK &&
           EGifPutExtensionBlock(gif->file, sizeof block, block) == GIF_OK &&
           EGifPutExtensionTrailer(gif->file) == GIF_OK;
}

static bool put_screen(struct gif *gif)
{
    int count;
    const uint32_t *colours = palette_colours(gif->palette, &count);
    ColorMapObject *map = GifMakeMapObject(gif->map_size, NULL);
    g_assert(map);
    for (int i = 0; i < count; i++)
        map->Colors[i] = (GifColorType){(GifByteType)(colours[i] >> 16),
                                        (GifByteType)(colours[i] >> 8), (GifByteType)colours[i]};
    EGifSetGifVersion(gif->file, true);
    bool is_put =
        EGifPutScreenDesc(gif->file, gif->film->width, gif->film->height, 8, 0, map) == GIF_OK;
    GifFreeMapObject(map);
    return is_put && put_loops(gif);
}

static bool put_frame(struct gif *gif, int frame)
{
    draw_entries(gif, frame);
    struct frame_box box = {0, 0, gif->film->width, gif->film->height};
    if (frame > 0)
        box = find_change(gif);
    GraphicsControlBlock control = {.DisposalMode = DISPOSE_DO_NOT,
                                    .DelayTime = MIN(gif->film->frames[frame].length_cs, MOST),
                                    .TransparentColor =
                                        frame ? gif->transparent : NO_TRANSPARENT_COLOR};
    GifByteType block[4];
    size_t size = EGifGCBToExtension(&control, block);
    if (EGifPutExtension(gif->file, GRAPHICS_EXT_FUNC_CODE, (int)size, block) != GIF_OK ||
        EGifPutImageDesc(gif->file, box.left, box.top, box.right - box.left, box.bottom - box.top,
                         false, NULL) != GIF_OK)
        return false;
    for (int y = box.top; y < box.bottom; y++) {
        for (int x = box.left; x < box.right; x++) {
            size_t at = (size_t)y * (size_t)gif->film->width + (size_t)x;
            bool is_same = frame > 0 && gif->now[at] == gif->before[at];
            gif->line[x - box.left] = is_same ? (uint8_t)gif->transparent : gif->now[at];
        }
        if (EGifPutLine(gif->file, gif->line, box.right - box.left) != GIF_OK)
            return false;
    }
    return true;
}

static bool fail(int code, GError **error)
{
    const char *reason = GifErrorString(code);
    g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_OUTPUT, "cannot make a GIF file: %s",
                reason ? reason : "giflib does not say why");
    return false;
}

static bool put_film(struct gif *gif, GByteArray *bytes, GError **error)
{
    int code = 0;
    gif->file = EGifOpen(bytes, append_bytes, &code);
    if (!gif->file)
        return fail(code, error);
    bool is_put = put_screen(gif);
    for (int i = 0; i < gif->film->frame_count && is_put; i++)
        is_put = put_frame(gif, i);
    code = gif->file->Error;
    if (is_put && EGifCloseFile(gif->file, &code) == GIF_OK)
        return true;
    if (!is_put)
        EGifCloseFile(gif->file, NULL);
    return fail(code, error);
}

GBytes *gif_encode(const struct film *film, GError **error)
{
    if (film->width > MOST || film->height > MOST) {
        g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_OUTPUT,
                    "%d by %d pixels are too many for a GIF; a side has 1 to %d", film->width,
                    film->height, MOST);
        return NULL;
    }
    size_t count = (size_t)film->width * (size_t)film->height;
    struct gif gif = {.film = film,
                      .now = g_malloc(count),
                      .before = g_malloc(count),
                      .pixels = g_new(uint32_t, count),
                      .line = g_malloc((size_t)film->width)};
    GByteArray *bytes = g_byte_array_new();
    choose_palette(&gif);
    bool is_put = put_film(&gif, bytes, error);
    palette_free(gif.palette);
    g_free(gif.now);
    g_free(gif.before);
    g_free(gif.pixels);
    g_free(gif.line);
    GBytes *file = g_byte_array_free_to_bytes(bytes);
    if (!is_put)
        g_clear_pointer(&file, g_bytes_unref);
    return file;
}
