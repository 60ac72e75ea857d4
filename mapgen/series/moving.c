#include "series/moving.h"

#include "base/error.h"
#include "compose/words.h"
#include "output/gif.h"
#include "output/motion.h"
#include "output/png.h"
#include "output/raster.h"
#include "output/webp.h"
#include "scene/flipbook.h"
#include "series/series.h"
#include <math.h>
#include <string.h>

/* Pixels of all maps are kept at a time, up to so many bytes. */
#define MOST_BYTES (1024.0 * 1024 * 1024)

/* The frames of a second in an MP4: a step of a fade is two of them. */
#define MP4_RATE 25

bool moving_format(const char *path, enum moving_format *format, GError **error)
{
    static const char *const ENDINGS[] = {
        [MOVING_GIF] = ".gif", [MOVING_WEBP] = ".webp", [MOVING_SVG] = ".svg"};
    *format = MOVING_FRAMES;
    if (g_str_has_suffix(path, "/") || g_file_test(path, G_FILE_TEST_IS_DIR))
        return true;
    g_autofree char *lower = g_ascii_strdown(path, -1);
    for (size_t i = 0; i < G_N_ELEMENTS(ENDINGS); i++) {
        if (!g_str_has_suffix(lower, ENDINGS[i]))
            continue;
        *format = (enum moving_format)i;
        return true;
    }
    g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_USAGE,
                "'%s' does not say what to write: end it with .gif, .webp or .svg, or with / for a "
                "folder of frames",
                path);
    return false;
}

static const struct series_day *day_at(const struct moving *moving, guint number)
{
    return &g_array_index(moving->days, struct series_day, number);
}

static scene *compose(const struct moving *moving, guint number)
{
    const struct series_day *day = day_at(moving, number);
    return map_compose(moving->plan, day->date, day->since);
}

/* ---- pixels -------------------------------------------------------------------------------- */

static bool check_size(const struct moving *moving, const scene *map, GError **error)
{
    double width = round(scene_width_pt(map) * moving->write.png_scale);
    double height = round(scene_height_pt(map) * moving->write.png_scale);
    if (width * height * sizeof(uint32_t) * moving->days->len <= MOST_BYTES)
        return true;
    g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_OUTPUT,
                "%u maps of %.0f by %.0f pixels are too many to be held at a time: take fewer "
                "dates, or a smaller --scale or --size",
                moving->days->len, width, height);
    return false;
}

/* Draws every map. */
static bool draw_maps(const struct moving *moving, struct film *film, GPtrArray *maps,
                      GError **error)
{
    for (guint i = 0; i < moving->days->len; i++) {
        g_autoptr(scene) scene = compose(moving, i);
        if (!check_size(moving, scene, error))
            return false;
        uint32_t *pixels =
            raster_pixels(scene, moving->write.png_scale, &film->width, &film->height, error);
        if (!pixels)
            return false;
        g_ptr_array_add(maps, pixels);
    }
    return true;
}

static GBytes *encode_frame(const struct moving *moving, const struct film *film, int frame,
                            uint32_t *pixels, GError **error)
{
    static const char *const TEXT[] = {"Software", "mapgen", NULL};
    film_draw_frame(film, frame, pixels);
    struct pixels picture = {(const uint8_t *)pixels, film->width, film->height,
                             film->width * (int)sizeof *pixels};
    return png_encode(&picture, 72 * moving->write.png_scale, TEXT, error);
}

static char *frame_path(const char *folder, int number)
{
    g_autofree char *name = g_strdup_printf("frame-%04d.png", number);
    return g_build_filename(folder, name, NULL);
}

static bool write_frames(const struct moving *moving, const struct film *film, const char *folder,
                         GError **error)
{
    g_autofree char *next = frame_path(folder, film->frame_count + 1);
    if (g_file_test(next, G_FILE_TEST_EXISTS)) {
        g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_OUTPUT,
                    "%s: is there, but this film has %d frames: empty the folder first", next,
                    film->frame_count);
        return false;
    }
    g_autofree uint32_t *pixels = g_new(uint32_t, (size_t)film->width * (size_t)film->height);
    for (int i = 0; i < film->frame_count; i++) {
        g_autofree char *path = frame_path(folder, i + 1);
        g_autoptr(GBytes) file = encode_frame(moving, film, i, pixels, error);
        if (!file || !file_write(path, file, error))
            return false;
    }
    return true;
}

static bool write_film(const struct moving *moving, const char *path, enum moving_format format,
                       GError **error)
{
    g_autoptr(GPtrArray) maps = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GArray) frames = animation_frames(moving->turns);
    struct film film = {.frames = (const struct film_frame *)(const void *)frames->data,
                        .frame_count = (int)frames->len,
                        .loops = moving->loops};
    if (!draw_maps(moving, &film, maps, error))
        return false;
    film.maps = (const uint32_t *const *)maps->pdata;
    if (format == MOVING_FRAMES)
        return write_frames(moving, &film, path, error);
    g_autoptr(GBytes) file =
        format == MOVING_GIF ? gif_encode(&film, error) : webp_encode(&film, error);
    return file && file_write(path, file, error);
}

/* ---- SVG ----------------------------------------------------------------------------------- */

/* The sources of all maps, each once. */
static char **join_sources(const GPtrArray *maps)
{
    g_autoptr(GPtrArray) all = g_ptr_array_new();
    for (guint i = 0; i < maps->len; i++)
        for (char **source = scene_about_const(maps->pdata[i])->sources; source && *source;
             source++)
            if (!g_ptr_array_find_with_equal_func(all, *source, g_str_equal, NULL))
                g_ptr_array_add(all, g_strdup(*source));
    g_ptr_array_add(all, NULL);
    return (char **)g_ptr_array_free(g_steal_pointer(&all), FALSE);
}

/* What each day changed, and how things stand at the end. */
static char *describe(const struct moving *moving, const GPtrArray *maps)
{
    GString *text = g_string_new(NULL);
    for (guint i = 0; i < maps->len && maps->len > 1; i++) {
        const struct scene_about *about = scene_about_const(maps->pdata[i]);
        g_autofree char *day = words_day(day_at(moving, i)->date, about->language);
        bool has_caption = about->caption && *about->caption;
        g_string_append_printf(text, "%s%s%s ", day, has_caption ? ": " : ".",
                               has_caption ? about->caption : "");
    }
    const struct scene_about *last = scene_about_const(maps->pdata[maps->len - 1]);
    g_string_append(text, last->description);
    return g_string_free(text, FALSE);
}

/* The last map is the one that is seen where nothing moves. */
static void fill_about(const struct moving *moving, const GPtrArray *maps,
                       struct scene_about *about)
{
    const struct scene_about *first = scene_about_const(maps->pdata[0]);
    const struct scene_about *last = scene_about_const(maps->pdata[maps->len - 1]);
    g_autofree char *day = words_day(day_at(moving, maps->len - 1)->date, last->language);
    about->id = g_strdup_printf("%s-from-%s", last->id, first->date);
    about->title =
        maps->len == 1 ? g_strdup(last->title) : g_strdup_printf("%s – %s", first->title, day);
    about->description = describe(moving, maps);
    about->language = g_strdup(last->language);
    about->date = g_strdup(last->date);
    about->licence = g_strdup(last->licence);
    about->credit = g_strdup(last->credit);
    about->projection = g_strdup(last->projection);
    about->extent = last->extent;
    memcpy(about->affine, last->affine, sizeof about->affine);
    about->has_georeference = last->has_georeference;
    about->sources = join_sources(maps);
    about->motion = motion_rules((const struct film_turn *)(const void *)moving->turns->data,
                                 moving->turns->len, moving->loops);
}

/* The maps as groups, each with its day for a title. */
static scene *bind_maps(const struct moving *moving, const GPtrArray *maps)
{
    g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
    g_autofree struct scene_mark *marks = g_new0(struct scene_mark, maps->len);
    for (guint i = 0; i < maps->len; i++) {
        const struct scene_about *about = scene_about_const(maps->pdata[i]);
        char *id = g_strdup_printf("frame-%u", i + 1);
        char *title = words_day(day_at(moving, i)->date, about->language);
        marks[i] = (struct scene_mark){.id = id, .title = title, .description = about->description};
        g_ptr_array_add(texts, id);
        g_ptr_array_add(texts, title);
    }
    return flipbook_build((const scene *const *)maps->pdata, marks, maps->len);
}

static bool write_svg(const struct moving *moving, const char *path, GError **error)
{
    g_autoptr(GPtrArray) maps = g_ptr_array_new_with_free_func((GDestroyNotify)scene_free);
    for (guint i = 0; i < moving->days->len; i++)
        g_ptr_array_add(maps, compose(moving, i));
    g_autoptr(scene) book = bind_maps(moving, maps);
    fill_about(moving, maps, scene_about(book));
    return scene_write(book, path, FORMAT_SVG, &moving->write, error);
}

/* ---- all ----------------------------------------------------------------------------------- */

/* The last frame is named twice: ffmpeg's concat demuxer has no duration for the last. */
char *moving_ffmpeg_line(const struct moving *moving, const char *folder)
{
    g_autoptr(GArray) frames = animation_frames(moving->turns);
    g_autoptr(GString) seconds = g_string_new(NULL);
    for (guint i = 0; i < frames->len; i++) {
        int length_cs = g_array_index(frames, struct film_frame, i).length_cs;
        g_string_append_printf(seconds, " %d.%02d", length_cs / 100, length_cs % 100);
    }
    g_autofree char *quoted = g_shell_quote(folder);
    return g_strdup_printf(
        "cd %s && (n=0; for s in%s; do n=$((n + 1)); "
        "printf 'file file:frame-%%04d.png\\nduration %%s\\n' $n $s; done; "
        "printf 'file file:frame-%%04d.png\\n' $n) | ffmpeg -y -f concat -safe 0 "
        "-protocol_whitelist file,pipe -i - -r %d -vf 'pad=ceil(iw/2)*2:ceil(ih/2)*2' "
        "-pix_fmt yuv420p -movflags +faststart film.mp4",
        quoted, seconds->str, MP4_RATE);
}

bool moving_write(const struct moving *moving, const char *path, enum moving_format format,
                  GError **error)
{
    if (format == MOVING_SVG ? write_svg(moving, path, error)
                             : write_film(moving, path, format, error))
        return true;
    if (!strstr((*error)->message, path))
        g_prefix_error(error, "%s: ", path);
    return false;
}
