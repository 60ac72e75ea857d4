#include "style/sheets.h"

#include "base/error.h"
#include "style/css.h"
#include <errno.h>
#include <stdbool.h>

/* Sheets in a chain of imports, and in all: far more than anyone writes, and an end for sheets that
 * import each other through links, or twice at every step. */
#define MAX_DEPTH 8
#define MAX_SHEETS 64

/* A sheet that is being read, and the one that imports it. */
struct importer {
    const char *path;
    const struct importer *importer;
};

/* The sheets read so far. */
struct sheets {
    GPtrArray *list;
    int count; /* with those that are being read */
};

static bool parse_sheet(struct sheets *sheets, const char *text, size_t length,
                        const struct importer *self, GError **error);

static bool is_same_file(const char *a, const char *b)
{
    g_autofree char *left = g_canonicalize_filename(a, NULL);
    g_autofree char *right = g_canonicalize_filename(b, NULL);

    return g_str_equal(left, right);
}

static bool fail(const struct css_import *import, GError **error, const char *message)
{
    error_at(error, import->place.path, import->place.line, import->place.column, "'%s' %s",
             import->url, message);
    return false;
}

/* The contents of a regular file; anything else might never end. */
static char *read_file(const struct css_import *import, const char *path, gsize *length,
                       GError **error)
{
    g_autofree char *text = NULL;

    if (g_file_test(path, G_FILE_TEST_EXISTS) && !g_file_test(path, G_FILE_TEST_IS_REGULAR)) {
        fail(import, error, "is no file");
        return NULL;
    }
    errno = 0;
    if (g_file_get_contents(path, &text, length, NULL))
        return g_steal_pointer(&text);
    g_autofree char *message = g_strdup_printf("cannot be read: %s", g_strerror(errno));
    fail(import, error, message);
    return NULL;
}

/* Reads an imported sheet, unless it is among those that import it. */
static bool read_import(struct sheets *sheets, const struct css_import *import,
                        const struct importer *importer, GError **error)
{
    g_autofree char *path = sheets_path(import->place.path, import->url);
    struct importer self = {path, importer};
    gsize length = 0;
    int depth = 0;

    for (; importer != NULL; importer = importer->importer, depth++) {
        if (is_same_file(path, importer->path))
            return fail(import, error, "imports itself");
    }
    if (depth >= MAX_DEPTH)
        return fail(import, error,
                    "is imported through more than " G_STRINGIFY(MAX_DEPTH) " sheets");
    if (++sheets->count > MAX_SHEETS)
        return fail(import, error, "is one of more than " G_STRINGIFY(MAX_SHEETS) " sheets");
    g_autofree char *text = read_file(import, path, &length, error);
    return text != NULL && parse_sheet(sheets, text, length, &self, error);
}

static bool parse_sheet(struct sheets *sheets, const char *text, size_t length,
                        const struct importer *self, GError **error)
{
    g_autoptr(css_sheet) sheet = css_parse(text, length, self->path, error);

    for (guint i = 0; sheet != NULL && i < sheet->imports->len; i++) {
        const struct css_import *import = &g_array_index(sheet->imports, struct css_import, i);
        if (!read_import(sheets, import, self, error))
            return false;
    }
    if (sheet == NULL)
        return false;
    g_ptr_array_add(sheets->list, g_steal_pointer(&sheet));
    return true;
}

static void free_sheet(gpointer sheet)
{
    css_sheet_free(sheet);
}

char *sheets_path(const char *sheet_path, const char *path)
{
    g_autofree char *folder = g_path_get_dirname(sheet_path);

    if (g_path_is_absolute(path) || g_str_equal(folder, "."))
        return g_strdup(path);
    return g_build_filename(folder, path, NULL);
}

GPtrArray *sheets_parse(const char *text, size_t length, const char *path, GError **error)
{
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(free_sheet);
    struct sheets sheets = {.list = list};
    struct importer self = {.path = path};

    if (!parse_sheet(&sheets, text, length, &self, error))
        return NULL;
    return g_steal_pointer(&list);
}
