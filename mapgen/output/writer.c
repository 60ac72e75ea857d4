#include "output/writer.h"

#include "base/error.h"
#include "base/interruption.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const FORMAT_NAMES[] = {
    [FORMAT_SVG] = "svg", [FORMAT_PNG] = "png", [FORMAT_PDF] = "pdf"};

struct write_options write_options_default(void)
{
    return (struct write_options){.png_scale = 2};
}

bool format_from_name(const char *name, enum file_format *format)
{
    for (size_t i = 0; i < G_N_ELEMENTS(FORMAT_NAMES); i++)
        if (g_ascii_strcasecmp(name, FORMAT_NAMES[i]) == 0) {
            *format = (enum file_format)i;
            return true;
        }
    return false;
}

const char *format_name(enum file_format format)
{
    return FORMAT_NAMES[format];
}

bool format_from_path(const char *path, enum file_format *format, GError **error)
{
    const char *slash = strrchr(path, '/');
    const char *dot = strrchr(slash ? slash : path, '.');
    if (dot && format_from_name(dot + 1, format))
        return true;
    g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_USAGE,
                "'%s' does not say which format to write: end it with .svg, .png or .pdf", path);
    return false;
}

bool formats_are_text(const enum file_format *formats, size_t count,
                      const struct write_options *options)
{
    bool are_text = !options->svg.has_outlines;
    for (size_t i = 0; i < count; i++)
        are_text &= formats[i] == FORMAT_SVG;
    return are_text;
}

GBytes *scene_encode(const struct scene *scene, enum file_format format,
                     const struct write_options *options, GError **error)
{
    gint64 start_us = g_get_monotonic_time();
    GBytes *file = NULL;
    switch (format) {
    case FORMAT_SVG:
        file = svg_encode(scene, &options->svg);
        timings_add(options->timings, TIMING_ENCODE, start_us);
        break;
    case FORMAT_PNG:
        file = raster_encode_png(scene, options->png_scale, options->memory, error);
        break; /* the memory has the times */
    case FORMAT_PDF:
        file = raster_encode_pdf(scene, error);
        timings_add(options->timings, TIMING_DRAW, start_us);
    }
    return file;
}

static bool fail(const char *path, const char *reason, GError **error)
{
    g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_OUTPUT, "%s: cannot be written: %s", path,
                reason);
    return false;
}

/* Writes to what is already open or is no file to replace: stdout, a pipe, a device. */
static bool write_stream(FILE *stream, GBytes *file)
{
    size_t size;
    const void *bytes = g_bytes_get_data(file, &size);
    return fwrite(bytes, 1, size, stream) == size && fflush(stream) == 0;
}

static bool write_special(const char *path, GBytes *file, GError **error)
{
    FILE *stream = fopen(path, "wb");
    if (!stream)
        return fail(path, g_strerror(errno), error);
    bool is_written = write_stream(stream, file);
    int error_number = errno;
    if (fclose(stream) == 0 && is_written)
        return true;
    return fail(path, g_strerror(is_written ? errno : error_number), error);
}

static bool make_folder(const char *path, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(path);
    if (g_mkdir_with_parents(folder, 0777) == 0)
        return true;
    g_autofree char *reason =
        g_strdup_printf("the folder '%s' cannot be made: %s", folder, g_strerror(errno));
    return fail(path, reason, error);
}

static bool write_all(int descriptor, GBytes *file)
{
    size_t size;
    const char *at = g_bytes_get_data(file, &size);
    while (size > 0) {
        ssize_t count = write(descriptor, at, size);
        if (count < 0 && errno != EINTR)
            return false;
        at += MAX(count, 0);
        size -= (size_t)MAX(count, 0);
    }
    return true;
}

/* The file appears whole under its name; one that was there keeps its permissions. */
static bool replace_file(const char *path, const struct stat *old, GBytes *file, GError **error)
{
    if (old && S_ISDIR(old->st_mode))
        return fail(path, g_strerror(EISDIR), error);
    g_autofree char *fresh = g_strconcat(path, ".XXXXXX", NULL);
    int descriptor = g_mkstemp_full(fresh, O_WRONLY | O_CLOEXEC, 0666);
    if (descriptor < 0)
        return fail(path, g_strerror(errno), error);
    bool is_written =
        write_all(descriptor, file) && (!old || fchmod(descriptor, old->st_mode & 07777) == 0);
    int error_number = errno;
    bool is_closed = close(descriptor) == 0;
    if (is_written && is_closed && g_rename(fresh, path) == 0)
        return true;
    error_number = is_written ? errno : error_number;
    g_unlink(fresh);
    return fail(path, g_strerror(error_number), error);
}

bool file_write(const char *path, GBytes *file, GError **error)
{
    if (strcmp(path, "-") == 0)
        return write_stream(stdout, file) || fail("standard output", g_strerror(errno), error);
    struct stat status;
    bool is_there = stat(path, &status) == 0;
    if (is_there && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode))
        return write_special(path, file, error);
    if (!is_there && !make_folder(path, error))
        return false;
    interruption_hold();
    bool is_ok = replace_file(path, is_there ? &status : NULL, file, error);
    interruption_release();
    return is_ok;
}

bool file_update(const char *path, GBytes *file, bool *is_changed, GError **error)
{
    g_autofree char *old = NULL;
    gsize size;
    bool is_same = g_file_get_contents(path, &old, &size, NULL) && size == g_bytes_get_size(file) &&
                   memcmp(old, g_bytes_get_data(file, NULL), size) == 0;
    if (is_changed)
        *is_changed = !is_same;
    return is_same || file_write(path, file, error);
}

/* "maps/a.svg" -> "maps/a.alt.txt". */
static char *alt_path(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *dot = strrchr(slash ? slash : path, '.');
    g_autofree char *stem = dot ? g_strndup(path, (gsize)(dot - path)) : g_strdup(path);
    return g_strconcat(stem, ".alt.txt", NULL);
}

bool scene_update_alt(const struct scene *scene, const char *path, GError **error)
{
    const struct scene_about *about = scene_about_const(scene);
    g_autofree char *alt = alt_path(path);
    g_autofree char *text = g_strdup_printf("%s\n\n%s\n", about->title ? about->title : "",
                                            about->description ? about->description : "");
    g_autoptr(GBytes) file = g_bytes_new_static(text, strlen(text));
    return file_update(alt, file, NULL, error);
}

bool scene_write(const struct scene *scene, const char *path, enum file_format format,
                 const struct write_options *options, GError **error)
{
    g_autoptr(GBytes) file = scene_encode(scene, format, options, error);
    if (!file) {
        g_prefix_error(error, "%s: ", path);
        return false;
    }
    gint64 start_us = g_get_monotonic_time();
    bool has_alt = options->has_alt && strcmp(path, "-") != 0;
    bool is_ok =
        file_write(path, file, error) && (!has_alt || scene_update_alt(scene, path, error));
    timings_add(options->timings, TIMING_WRITE, start_us);
    return is_ok;
}
