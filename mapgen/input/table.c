#include "input/table.h"

#include "base/error.h"
#include <csv.h>
#include <stdbool.h>
#include <string.h>

struct table {
    char *path;
    GStringChunk *texts; /* holds every field and column name */
    GPtrArray *columns;  /* of const char * */
    GPtrArray *fields;   /* of const char *, row by row, as many in each as there are columns */
    GArray *lines;       /* of int, one for each row */
};

/* A table while libcsv reads it. The text is fed line by line: that is how the physical line of a
 * row is known, which libcsv does not count. */
struct reading {
    struct table *table;
    GPtrArray *row;  /* the fields of the row at hand */
    int row_line;    /* where it starts */
    bool is_in_row;  /* a quoted field goes on in the next line */
    GError **error;  /* of the caller */
    bool has_failed; /* the callbacks cannot stop libcsv: the first failure counts */
};

static void end_field(void *text, size_t length, void *data)
{
    struct reading *reading = data;
    g_autofree char *field = g_strstrip(g_strndup(text, length));

    g_ptr_array_add(reading->row, g_string_chunk_insert_const(reading->table->texts, field));
}

static bool fail(struct reading *reading, const char *message)
{
    error_at(reading->error, reading->table->path, reading->row_line, 0, "%s", message);
    reading->has_failed = true;
    return false;
}

/* Takes the row at hand as the header. */
static bool take_header(struct reading *reading)
{
    struct table *table = reading->table;

    for (guint i = 0; i < reading->row->len; i++) {
        const char *name = g_ptr_array_index(reading->row, i);
        g_autofree char *message = NULL;
        if (*name == '\0')
            message = g_strdup_printf("column %u of the header has no name", i + 1);
        else if (table_column(table, name) >= 0)
            message = g_strdup_printf("the header has two columns '%s'", name);
        if (message != NULL)
            return fail(reading, message);
        g_ptr_array_add(table->columns, (gpointer)name);
    }
    return true;
}

static bool take_row(struct reading *reading)
{
    struct table *table = reading->table;
    guint count = reading->row->len;

    if (count != table->columns->len) {
        g_autofree char *message =
            g_strdup_printf("the row has %u field%s and the header %u; fields with commas in them "
                            "stand between double quotes",
                            count, count == 1 ? "" : "s", table->columns->len);
        return fail(reading, message);
    }
    for (guint i = 0; i < count; i++)
        g_ptr_array_add(table->fields, g_ptr_array_index(reading->row, i));
    g_array_append_val(table->lines, reading->row_line);
    return true;
}

static void end_row(int terminator, void *data)
{
    struct reading *reading = data;

    (void)terminator;
    reading->is_in_row = false;
    if (!reading->has_failed && reading->table->columns->len == 0)
        take_header(reading);
    else if (!reading->has_failed)
        take_row(reading);
    g_ptr_array_set_size(reading->row, 0);
}

/* Length of a physical line with its end, which is LF, CR LF or CR. */
static size_t line_length(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '\n')
            return i + 1;
        if (text[i] == '\r')
            return i + 1 < length && text[i + 1] == '\n' ? i + 2 : i + 1;
    }
    return length;
}

/* True for a line to pass over between rows. */
static bool is_blank_or_comment(const char *line, size_t length)
{
    if (length > 0 && line[0] == '#')
        return true;
    for (size_t i = 0; i < length; i++) {
        if (!g_ascii_isspace(line[i]))
            return false;
    }
    return true;
}

static bool feed_lines(struct reading *reading, struct csv_parser *parser, const char *text,
                       size_t length)
{
    int line = 1;

    for (size_t at = 0, step; at < length; at += step, line++) {
        step = line_length(text + at, length - at);
        if (!reading->is_in_row) {
            if (is_blank_or_comment(text + at, step))
                continue;
            reading->row_line = line;
            reading->is_in_row = true;
        }
        if (csv_parse(parser, text + at, step, end_field, end_row, reading) != step) {
            reading->row_line = line;
            return fail(reading, csv_error(parser) == CSV_EPARSE
                                     ? "a double quote stands inside a field; put the field "
                                       "between double quotes and write it twice"
                                     : csv_strerror(csv_error(parser)));
        }
        if (reading->has_failed)
            return false;
    }
    if (csv_fini(parser, end_field, end_row, reading) != 0)
        return fail(reading, "a double quote that opens a field is never closed");
    return !reading->has_failed;
}

/* False, naming the line, when the text is no UTF-8. */
static bool check_utf8(const char *path, const char *text, size_t length, GError **error)
{
    const char *wrong;
    int line = 1;

    if (g_utf8_validate(text, (gssize)length, &wrong))
        return true;
    for (size_t at = 0, step; at < length; at += step, line++) {
        step = line_length(text + at, length - at);
        if (text + at + step > wrong)
            break;
    }
    error_at(error, path, line, 0,
             "the byte 0x%02X is not valid UTF-8; save the table in that encoding",
             (unsigned)(unsigned char)*wrong);
    return false;
}

static bool check_required(struct table *table, const char *const *required, GError **error)
{
    g_ptr_array_add(table->columns, NULL);
    const char *const *columns = (const char *const *)table->columns->pdata;
    const char *missing = NULL;

    for (; missing == NULL && required != NULL && *required != NULL; required++) {
        if (!g_strv_contains(columns, *required))
            missing = *required;
    }
    const char *nearest = missing == NULL ? NULL : error_nearest(missing, columns);
    g_ptr_array_set_size(table->columns, (gint)table->columns->len - 1);
    if (missing == NULL)
        return true;
    if (nearest == NULL)
        error_at(error, table->path, 0, 0, "the header has no column '%s'", missing);
    else
        error_at(error, table->path, 0, 0, "the header has no column '%s'; is it '%s'?", missing,
                 nearest);
    return false;
}

static bool parse(struct table *table, const char *text, size_t length, GError **error)
{
    static const char byte_order_mark[] = "\xEF\xBB\xBF";
    g_autoptr(GPtrArray) row = g_ptr_array_new();
    struct reading reading = {.table = table, .row = row, .error = error};
    struct csv_parser parser;

    if (!check_utf8(table->path, text, length, error))
        return false;
    if (length >= 3 && memcmp(text, byte_order_mark, 3) == 0) {
        text += 3;
        length -= 3;
    }
    csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI);
    bool is_read = feed_lines(&reading, &parser, text, length);
    csv_free(&parser);
    if (!is_read)
        return false;
    if (table->columns->len == 0) {
        error_at(error, table->path, 0, 0, "the table is empty; its first line names the columns");
        return false;
    }
    return true;
}

table *table_read(const char *path, const char *const *required, GError **error)
{
    g_autoptr(table) table = g_new0(struct table, 1);
    g_autoptr(GError) cause = NULL;
    g_autofree char *text = NULL;
    gsize length = 0;

    table->path = g_strdup(path);
    table->texts = g_string_chunk_new(4096);
    table->columns = g_ptr_array_new();
    table->fields = g_ptr_array_new();
    table->lines = g_array_new(FALSE, FALSE, sizeof(int));
    if (!g_file_get_contents(path, &text, &length, &cause)) {
        error_at(error, path, 0, 0, "%s", cause->message);
        return NULL;
    }
    if (!parse(table, text, length, error) || !check_required(table, required, error))
        return NULL;
    return g_steal_pointer(&table);
}

void table_free(table *table)
{
    if (table == NULL)
        return;
    g_free(table->path);
    g_string_chunk_free(table->texts);
    g_ptr_array_unref(table->columns);
    g_ptr_array_unref(table->fields);
    g_array_unref(table->lines);
    g_free(table);
}

const char *table_path(const table *table)
{
    return table->path;
}

size_t table_row_count(const table *table)
{
    return table->lines->len;
}

int table_line(const table *table, size_t row)
{
    g_assert(row < table->lines->len);
    return g_array_index(table->lines, int, row);
}

int table_column(const table *table, const char *name)
{
    for (guint i = 0; i < table->columns->len; i++) {
        if (g_str_equal(g_ptr_array_index(table->columns, i), name))
            return (int)i;
    }
    return -1;
}

const char *table_column_name(const table *table, int column)
{
    if (column < 0 || (guint)column >= table->columns->len)
        return NULL;
    return g_ptr_array_index(table->columns, (guint)column);
}

const char *table_field(const table *table, size_t row, int column)
{
    if (column < 0)
        return "";
    g_assert(row < table->lines->len && (guint)column < table->columns->len);
    return g_ptr_array_index(table->fields, row * table->columns->len + (size_t)column);
}
