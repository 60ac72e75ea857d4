#include "series/manifest.h"

#include <png.h>
#include <string.h>
#include <zlib.h>

#define FILE_NAME ".mapgen"

struct manifest {
    char *folder;
    char *program;     /* fingerprint of what draws */
    GHashTable *lines; /* of char *, "FINGERPRINT CONTENT", by path */
    GMutex lock;
};

static char *hash_of(GBytes *bytes)
{
    return g_compute_checksum_for_bytes(G_CHECKSUM_MD5, bytes);
}

static GBytes *read_bytes(const char *path)
{
    char *text;
    gsize size;
    return g_file_get_contents(path, &text, &size, NULL) ? g_bytes_new_take(text, size) : NULL;
}

/* The executable and the libraries that make bytes of pictures. */
static char *program_fingerprint(void)
{
    g_autoptr(GBytes) executable = read_bytes("/proc/self/exe");
    g_autofree char *hash = executable ? hash_of(executable) : g_strdup(MAPGEN_VERSION);
    return g_strjoin(" ", hash, zlibVersion(), png_get_libpng_ver(NULL), cairo_version_string(),
                     NULL);
}

struct manifest *manifest_open(const char *folder)
{
    struct manifest *manifest = g_new0(struct manifest, 1);
    manifest->folder = g_strdup(folder);
    manifest->program = program_fingerprint();
    manifest->lines = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_mutex_init(&manifest->lock);
    g_autofree char *path = g_build_filename(folder, FILE_NAME, NULL), *text = NULL;
    if (!g_file_get_contents(path, &text, NULL, NULL))
        return manifest;
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line; line++) {
        char *blank = strchr(*line, ' '), *second = blank ? strchr(blank + 1, ' ') : NULL;
        if (second)
            g_hash_table_insert(manifest->lines, g_strdup(second + 1),
                                g_strndup(*line, (gsize)(second - *line)));
    }
    return manifest;
}

void manifest_free(struct manifest *manifest)
{
    if (!manifest)
        return;
    g_free(manifest->folder);
    g_free(manifest->program);
    g_hash_table_unref(manifest->lines);
    g_mutex_clear(&manifest->lock);
    g_free(manifest);
}

char *manifest_fingerprint(const struct manifest *manifest, const struct scene *scene,
                           enum file_format format, const struct write_options *options)
{
    g_autoptr(GChecksum) hash = g_checksum_new(G_CHECKSUM_MD5);
    g_checksum_update(hash, (const guchar *)manifest->program, -1);
    double scale = format == FORMAT_PNG ? options->png_scale : 1;
    if (!raster_add_fingerprint(scene, scale, hash))
        return NULL;
    if (format == FORMAT_PDF) {
        static const struct svg_options PLAIN = {.profile = SVG_WIKIMEDIA};
        g_autoptr(GBytes) words = svg_encode(scene, &PLAIN); /* its words and links */
        g_checksum_update(hash, g_bytes_get_data(words, NULL), (gssize)g_bytes_get_size(words));
    }
    return g_strdup(g_checksum_get_string(hash));
}

/* What a line says of a file; the caller's. */
static char *line_of(const char *fingerprint, GBytes *file)
{
    g_autofree char *content = hash_of(file);
    return g_strjoin(" ", fingerprint, content, NULL);
}

bool manifest_holds(struct manifest *manifest, const char *path, const char *fingerprint)
{
    g_mutex_lock(&manifest->lock);
    g_autofree char *known = g_strdup(g_hash_table_lookup(manifest->lines, path));
    g_mutex_unlock(&manifest->lock);
    if (!known || !g_str_has_prefix(known, fingerprint))
        return false;
    g_autofree char *full_path = g_build_filename(manifest->folder, path, NULL);
    g_autoptr(GBytes) file = read_bytes(full_path);
    g_autofree char *line = file ? line_of(fingerprint, file) : NULL;
    return line && g_str_equal(line, known);
}

void manifest_note(struct manifest *manifest, const char *path, const char *fingerprint,
                   GBytes *file)
{
    char *line = line_of(fingerprint, file);
    g_mutex_lock(&manifest->lock);
    g_hash_table_insert(manifest->lines, g_strdup(path), line);
    g_mutex_unlock(&manifest->lock);
}

bool manifest_save(struct manifest *manifest, GError **error)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GList) paths =
        g_list_sort(g_hash_table_get_keys(manifest->lines), (GCompareFunc)strcmp);
    for (const GList *path = paths; path; path = path->next) {
        g_autofree char *full_path = g_build_filename(manifest->folder, path->data, NULL);
        if (g_file_test(full_path, G_FILE_TEST_EXISTS))
            g_string_append_printf(text, "%s %s\n",
                                   (const char *)g_hash_table_lookup(manifest->lines, path->data),
                                   (const char *)path->data);
    }
    if (!text->len)
        return true;
    g_autofree char *path = g_build_filename(manifest->folder, FILE_NAME, NULL);
    g_autoptr(GBytes) file = g_bytes_new_static(text->str, text->len);
    return file_update(path, file, NULL, error);
}
