#include "output/file_set.h"

#include "base/error.h"
#include "base/interruption.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

struct file {
    char *path;
    GBytes *bytes; /* NULL: it shall not be there */
};

struct file_set {
    GArray *files; /* of struct file */
};

/* A file on its way to its place. */
struct move {
    const char *path;
    char *fresh; /* the new one, under another name; NULL: not there */
    char *old;   /* what stood at its place, under another name; NULL: nothing did */
    bool is_gone, is_in_place;
};

static void clear_file(void *data)
{
    struct file *file = data;
    g_free(file->path);
    g_clear_pointer(&file->bytes, g_bytes_unref);
}

struct file_set *file_set_new(void)
{
    struct file_set *set = g_new0(struct file_set, 1);
    set->files = g_array_new(FALSE, FALSE, sizeof(struct file));
    g_array_set_clear_func(set->files, clear_file);
    return set;
}

void file_set_free(struct file_set *set)
{
    if (!set)
        return;
    g_array_unref(set->files);
    g_free(set);
}

void file_set_add(struct file_set *set, const char *path, GBytes *bytes)
{
    struct file file = {g_strdup(path), bytes};
    g_array_append_val(set->files, file);
}

char *file_beside(const char *path, const char *ending)
{
    const char *slash = strrchr(path, '/');
    const char *dot = strrchr(slash ? slash : path, '.');
    g_autofree char *stem = dot ? g_strndup(path, (gsize)(dot - path)) : g_strdup(path);
    return g_strconcat(stem, ".", ending, NULL);
}

void file_set_add_beside(struct file_set *set, const char *path, const char *ending, GBytes *bytes)
{
    g_autofree char *beside = file_beside(path, ending);
    file_set_add(set, beside, bytes);
}

void file_set_add_gone(struct file_set *set, const char *path, const char *ending)
{
    g_autofree char *beside = file_beside(path, ending);
    file_set_add(set, beside, NULL);
}

static bool fail(const char *path, GError **error)
{
    g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_OUTPUT, "%s: cannot be written: %s", path,
                g_strerror(errno));
    return false;
}

static bool write_all(int descriptor, GBytes *bytes)
{
    size_t size = 0;
    const char *at = bytes ? g_bytes_get_data(bytes, &size) : NULL;
    while (size > 0) {
        ssize_t count = write(descriptor, at, size);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return false;
        at += count;
        size -= (size_t)count;
    }
    return fsync(descriptor) == 0;
}

/* Writes a file under a name of its own in the folder that it will stand in. */
static bool write_fresh(const struct file *file, struct move *move, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(file->path);
    move->path = file->path;
    move->is_gone = !file->bytes;
    if (g_mkdir_with_parents(folder, 0777) != 0) {
        g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_OUTPUT,
                    "%s: cannot be written: the folder '%s' cannot be made: %s", file->path, folder,
                    g_strerror(errno));
        return false;
    }
    move->fresh = g_strconcat(file->path, ".XXXXXX", NULL);
    int descriptor = g_mkstemp_full(move->fresh, O_WRONLY | O_CLOEXEC, 0666);
    if (descriptor < 0) {
        g_clear_pointer(&move->fresh, g_free);
        return fail(file->path, error);
    }
    bool is_written = write_all(descriptor, file->bytes);
    int error_number = errno;
    if (close(descriptor) == 0 && is_written)
        return true;
    errno = is_written ? errno : error_number;
    return fail(file->path, error);
}

/* Keeps what stands at a file's place under another name too, where the file system can; else moves
 * it there. */
static bool set_aside(struct move *move, GError **error)
{
    if (g_file_test(move->path, G_FILE_TEST_IS_DIR)) {
        errno = EISDIR;
        return fail(move->path, error);
    }
    g_autofree char *old = g_strconcat(move->fresh, "~", NULL);
    if (link(move->path, old) == 0 || (errno != ENOENT && g_rename(move->path, old) == 0))
        move->old = g_steal_pointer(&old);
    else if (errno != ENOENT)
        return fail(move->path, error);
    return true;
}

static bool move_all(struct move *moves, size_t count, GError **error)
{
    for (size_t i = 0; i < count; i++)
        if (!set_aside(&moves[i], error))
            return false;
    for (size_t i = 0; i < count; i++) {
        struct move *move = &moves[i];
        if (move->is_gone ? g_remove(move->path) != 0 && errno != ENOENT
                          : g_rename(move->fresh, move->path) != 0)
            return fail(move->path, error);
        move->is_in_place = !move->is_gone;
    }
    return true;
}

/* Removes what was set aside, or, after a failure, puts it back. */
static void clean_up(struct move *move, bool is_done)
{
    if (move->is_in_place && !is_done)
        g_remove(move->path);
    else if (!move->is_in_place && move->fresh)
        g_remove(move->fresh);
    if (move->old && !is_done)
        g_rename(move->old, move->path); /* does nothing where both are names of one file */
    if (move->old)
        g_remove(move->old);
    g_free(move->fresh);
    g_free(move->old);
}

bool file_set_write(const struct file_set *set, GError **error)
{
    size_t count = set->files->len;
    g_autofree struct move *moves = g_new0(struct move, count + 1);
    bool is_ok = true;
    size_t begun = 0;
    interruption_hold();
    for (; begun < count && is_ok; begun++)
        is_ok = write_fresh(&g_array_index(set->files, struct file, begun), &moves[begun], error);
    is_ok = is_ok && move_all(moves, count, error);
    for (size_t i = 0; i < begun; i++)
        clean_up(&moves[i], is_ok);
    interruption_release();
    return is_ok;
}
