#include "series/manifest.h"

#include <png.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#define XXH_INLINE_ALL
#include <xxhash.h>
#include <zlib.h>

#define FILE_NAME ".mapgen"

/* In the place of a hash. */
#define NOT_THERE "-"

#define FIRST_LINE "notes %s\n"

/* A run as the file has it. */
struct former_run {
    char *head;       /* "run FINGERPRINT MAPS FILES" */
    GPtrArray *lines; /* of char *, "in CONTENT PATH", "out CONTENT PATH" */
};

struct manifest {
    char *folder;
    char *program;     /* fingerprint of what draws */
    GHashTable *lines; /* of char *, "FINGERPRINT CONTENT", by path */
    GHashTable *maps;  /* a set of char *: the paths that this run noted or found up to date */
    GArray *runs;      /* of struct former_run: earlier ones */
    GMutex lock;
};

static char *hash_of(GBytes *bytes)
{
    size_t size;
    const void *data = g_bytes_get_data(bytes, &size);
    return g_strdup_printf("%016" G_GINT64_MODIFIER "x", (guint64)XXH3_64bits(data, size));
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

static void clear_run(void *data)
{
    struct former_run *run = data;
    g_free(run->head);
    g_ptr_array_unref(run->lines);
}

/* What a line of the file says: of a run, of the last run's files, or of a map. */
static void read_line(struct manifest *manifest, const char *line)
{
    const char *blank = strchr(line, ' '), *second = blank ? strchr(blank + 1, ' ') : NULL;
    if (!second)
        return;
    if (g_str_has_prefix(line, "run ")) {
        struct former_run run = {g_strdup(line), g_ptr_array_new_with_free_func(g_free)};
        g_array_append_val(manifest->runs, run);
    } else if (g_str_has_prefix(line, "in ") || g_str_has_prefix(line, "out ")) {
        if (manifest->runs->len)
            g_ptr_array_add(
                g_array_index(manifest->runs, struct former_run, manifest->runs->len - 1).lines,
                g_strdup(line));
    } else {
        g_hash_table_insert(manifest->lines, g_strdup(second + 1),
                            g_strndup(line, (gsize)(second - line)));
    }
}

static char *hash_of_text(const char *text)
{
    g_autoptr(GBytes) bytes = g_bytes_new_static(text, strlen(text));
    return hash_of(bytes);
}

/* What follows the first line, if that is the hash of it; else NULL. */
static const char *intact(const char *text)
{
    const char *rest = strchr(text, '\n');
    if (!rest++)
        return NULL;
    g_autofree char *hash = hash_of_text(rest);
    g_autofree char *first = g_strdup_printf(FIRST_LINE, hash);
    return g_str_has_prefix(text, first) ? rest : NULL;
}

struct manifest *manifest_open(const char *folder)
{
    struct manifest *manifest = g_new0(struct manifest, 1);
    manifest->folder = g_strdup(folder);
    manifest->program = program_fingerprint();
    manifest->lines = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    manifest->maps = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    manifest->runs = g_array_new(FALSE, FALSE, sizeof(struct former_run));
    g_array_set_clear_func(manifest->runs, clear_run);
    g_mutex_init(&manifest->lock);
    g_autofree char *path = g_build_filename(folder, FILE_NAME, NULL), *text = NULL;
    const char *notes = g_file_get_contents(path, &text, NULL, NULL) ? intact(text) : NULL;
    if (!notes)
        return manifest;
    g_auto(GStrv) lines = g_strsplit(notes, "\n", -1);
    for (char **line = lines; *line; line++)
        read_line(manifest, *line);
    return manifest;
}

void manifest_free(struct manifest *manifest)
{
    if (!manifest)
        return;
    g_free(manifest->folder);
    g_free(manifest->program);
    g_hash_table_unref(manifest->lines);
    g_hash_table_unref(manifest->maps);
    g_array_unref(manifest->runs);
    g_mutex_clear(&manifest->lock);
    g_free(manifest);
}

char *manifest_fingerprint(const struct manifest *manifest, const struct scene *scene,
                           enum file_format format, const struct raster_picture *picture)
{
    g_autoptr(GChecksum) hash = g_checksum_new(G_CHECKSUM_MD5);
    g_checksum_update(hash, (const guchar *)manifest->program, -1);
    raster_picture_add_fingerprint(picture, hash);
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
    if (!line || !g_str_equal(line, known))
        return false;
    g_mutex_lock(&manifest->lock);
    g_hash_table_add(manifest->maps, g_strdup(path));
    g_mutex_unlock(&manifest->lock);
    return true;
}

void manifest_note(struct manifest *manifest, const char *path, const char *fingerprint,
                   GBytes *file)
{
    char *line = line_of(fingerprint ? fingerprint : NOT_THERE, file);
    g_mutex_lock(&manifest->lock);
    g_hash_table_insert(manifest->lines, g_strdup(path), line);
    g_hash_table_add(manifest->maps, g_strdup(path));
    g_mutex_unlock(&manifest->lock);
}

/* ---- runs ------------------------------------------------------------------------------------ */

static char *content_of(const char *path)
{
    g_autoptr(GBytes) file = read_bytes(path);
    return file ? hash_of(file) : g_strdup(NOT_THERE);
}

/* The program, the folder that it runs in and what it was asked for. The time of the loader's cache
 * stands for all libraries: it is made anew when one is. */
static char *run_fingerprint(const struct manifest *manifest, const char *asked)
{
    struct stat libraries = {0};
    stat("/etc/ld.so.cache", &libraries);
    g_autofree char *folder = g_get_current_dir();
    g_autofree char *text = g_strdup_printf("%s\n%lld\n%s\n%s", manifest->program,
                                            (long long)libraries.st_mtime, folder, asked);
    return g_compute_checksum_for_string(G_CHECKSUM_MD5, text, -1);
}

static bool is_younger(const char *path, gint64 time_us)
{
    struct stat status;
    if (stat(path, &status) != 0)
        return false;
    return (gint64)status.st_mtim.tv_sec * 1000000 + status.st_mtim.tv_nsec / 1000 >= time_us;
}

static void add_line(GHashTable *lines, const char *kind, const char *content, const char *path)
{
    g_hash_table_add(lines, g_strjoin(" ", kind, content, path, NULL));
}

static bool append_sorted(GHashTable *lines, GPtrArray *out)
{
    g_autoptr(GList) sorted = g_list_sort(g_hash_table_get_keys(lines), (GCompareFunc)strcmp);
    bool is_plain = true;
    for (const GList *line = sorted; line; line = line->next) {
        g_ptr_array_add(out, g_strdup(line->data));
        is_plain &= !strchr(line->data, '\n');
    }
    return is_plain;
}

/* The lines of this run; false when they cannot be told: an input has changed meanwhile. */
static bool describe_run(const struct manifest *manifest, const struct manifest_run *run,
                         GPtrArray *lines)
{
    g_autoptr(GHashTable) found = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < run->inputs->len; i++) {
        const char *path = g_ptr_array_index(run->inputs, i);
        if (is_younger(path, run->start_us))
            return false;
        g_autofree char *content = content_of(path);
        add_line(found, "in", content, path);
    }
    for (guint i = 0; i < run->others->len; i++) {
        const char *path = g_ptr_array_index(run->others, i);
        g_autofree char *full_path = g_build_filename(manifest->folder, path, NULL);
        g_autofree char *content = content_of(full_path);
        add_line(found, "out", content, path);
    }
    GHashTableIter each;
    gpointer path;
    g_hash_table_iter_init(&each, manifest->maps);
    while (g_hash_table_iter_next(&each, &path, NULL)) {
        const char *line = g_hash_table_lookup(manifest->lines, path);
        add_line(found, "out", strchr(line, ' ') + 1, path);
    }
    return append_sorted(found, lines);
}

/* The path of an "in" or "out" line, and its hash, the caller's. */
static const char *split_line(const char *line, char **content)
{
    const char *hash = strchr(line, ' ') + 1, *blank = strchr(hash, ' ');
    *content = g_strndup(hash, (gsize)(blank - hash));
    return blank + 1;
}

/* True when each file of the run's is what its line says. */
static bool run_stands(const struct manifest *manifest, const struct former_run *run)
{
    for (guint i = 0; i < run->lines->len; i++) {
        const char *line = g_ptr_array_index(run->lines, i);
        g_autofree char *content = NULL;
        const char *path = split_line(line, &content);
        g_autofree char *full_path = g_str_has_prefix(line, "out ")
                                         ? g_build_filename(manifest->folder, path, NULL)
                                         : g_strdup(path);
        g_autofree char *now = content_of(full_path);
        if (!g_str_equal(now, content))
            return false;
    }
    return run->lines->len > 0;
}

bool manifest_has_run(const char *folder, const char *asked, size_t *maps, size_t *files)
{
    g_autoptr(manifest) manifest = manifest_open(folder);
    g_autofree char *fingerprint = run_fingerprint(manifest, asked);
    for (guint i = 0; i < manifest->runs->len; i++) {
        const struct former_run *run = &g_array_index(manifest->runs, struct former_run, i);
        char known[64];
        if (sscanf(run->head, "run %63s %zu %zu", known, maps, files) == 3 &&
            g_str_equal(known, fingerprint) && run_stands(manifest, run))
            return true;
    }
    return false;
}

/* True for an earlier run whose maps this one has not drawn otherwise. */
static bool is_kept(const struct manifest *manifest, const struct former_run *run,
                    const char *fingerprint)
{
    if (fingerprint && strstr(run->head, fingerprint))
        return false;
    for (guint i = 0; i < run->lines->len; i++) {
        g_autofree char *content = NULL;
        const char *path = split_line(g_ptr_array_index(run->lines, i), &content);
        const char *line = g_hash_table_contains(manifest->maps, path)
                               ? g_hash_table_lookup(manifest->lines, path)
                               : NULL;
        if (line && !g_str_has_suffix(line, content))
            return false;
    }
    return true;
}

static void append_run(const char *head, const GPtrArray *lines, GString *text)
{
    g_string_append_printf(text, "%s\n", head);
    for (guint i = 0; i < lines->len; i++)
        g_string_append_printf(text, "%s\n", (const char *)lines->pdata[i]);
}

static void append_runs(const struct manifest *manifest, const struct manifest_run *run,
                        GString *text)
{
    g_autofree char *fingerprint = run ? run_fingerprint(manifest, run->asked) : NULL;
    for (guint i = 0; i < manifest->runs->len; i++) {
        const struct former_run *earlier = &g_array_index(manifest->runs, struct former_run, i);
        if (is_kept(manifest, earlier, fingerprint))
            append_run(earlier->head, earlier->lines, text);
    }
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
    if (!run || !describe_run(manifest, run, lines))
        return;
    g_autofree char *head = g_strdup_printf("run %s %zu %zu", fingerprint, run->maps, run->files);
    append_run(head, lines, text);
}

bool manifest_save(struct manifest *manifest, const struct manifest_run *run, GError **error)
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
    append_runs(manifest, run, text);
    if (!text->len)
        return true;
    g_autofree char *hash = hash_of_text(text->str);
    g_autofree char *first = g_strdup_printf(FIRST_LINE, hash);
    g_string_prepend(text, first);
    g_autofree char *path = g_build_filename(manifest->folder, FILE_NAME, NULL);
    g_autoptr(GBytes) file = g_bytes_new_static(text->str, text->len);
    return file_update(path, file, NULL, error);
}
