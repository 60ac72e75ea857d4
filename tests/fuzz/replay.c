/* Feeds every file of a folder to a fuzz harness, so that ctest runs what the fuzzer found. A crash
 * or a sanitizer's complaint is the failure; so is a folder without files. */
#include <glib.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static gint compare_names(gconstpointer a, gconstpointer b)
{
    return g_strcmp0(*(const char *const *)a, *(const char *const *)b);
}

/* The names in a folder, sorted; NULL when it cannot be read. */
static GPtrArray *list_folder(const char *path)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GDir) folder = g_dir_open(path, 0, &error);
    const char *name;

    if (folder == NULL) {
        fprintf(stderr, "%s\n", error->message);
        return NULL;
    }
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    while ((name = g_dir_read_name(folder)) != NULL)
        g_ptr_array_add(names, g_strdup(name));
    g_ptr_array_sort(names, compare_names);
    return names;
}

static bool replay_file(const char *path)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *bytes = NULL;
    gsize size = 0;

    if (!g_file_get_contents(path, &bytes, &size, &error)) {
        fprintf(stderr, "%s\n", error->message);
        return false;
    }
    LLVMFuzzerTestOneInput((const uint8_t *)bytes, size);
    return true;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
        return 2;
    }
    g_autoptr(GPtrArray) names = list_folder(argv[1]);
    for (guint i = 0; names != NULL && i < names->len; i++) {
        g_autofree char *path = g_build_filename(argv[1], g_ptr_array_index(names, i), NULL);
        if (!replay_file(path))
            return 1;
    }
    if (names == NULL || names->len == 0)
        return 1;
    printf("%u files\n", names->len);
    return 0;
}
