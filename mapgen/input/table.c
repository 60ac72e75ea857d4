#include "input/table.h"

#include "base/error.h"
#include "base/number.h"
#include <csv.h>
#include <string.h>

struct table {
    char *path;
    GStringChunk *texts; /* holds every field and column name */
    GPtrArray *columns;  /* of const char * */
    int header_line;
    GPtrArray *fields; /* of const char *, row by row, as many in each as there are columns */
    GArray *positions; /* of struct text_position, one for each field */
    GArray *lines;     /* of int, one for each row */
    char separator;
};

/* A table while libcsv reads it. The text is fed byte by byte: that is how it is known where a
 * field stands, which libcsv does not count. */
struct reading {
    struct table *table;
    GPtrArray *row;          /* the fields of the row at hand */
    GArray *positions;       /* of these */
    int row_line;            /* where it starts */
    bool is_in_row;          /* a quoted field goes on in the next line */
    struct text_position at; /* the character at hand */
    struct text_position field_at;
    bool is_in_field; /* field_at is known */
    GError **error;   /* of the caller */
    bool has_failed;  /* the callbacks cannot stop libcsv: the first failure counts */
};

static void end_field(void *text, size_t length, void *data)
{
    struct reading *reading = data;
    g_autofree char *field = g_strstrip(g_strndup(text, length));

    g_ptr_array_add(reading->row, g_string_chunk_insert_const(reading->table->texts, field));
    g_array_append_val(reading->positions,
                       *(reading->is_in_field ? &reading->field_at : &reading->at));
    reading->is_in_field = false;
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
        else if (reading->row->len == 1 && strchr(name, '|') != NULL)
            message = g_strdup("the header is one field with bars in it; save the table with "
                               "commas between its fields");
        if (message != NULL)
            return fail(reading, message);
        g_ptr_array_add(table->columns, (gpointer)name);
    }
    table->header_line = reading->row_line;
    return true;
}

static const char *separator_name(char separator)
{
    return separator == ';' ? "semicolons" : separator == '\t' ? "tabs" : "commas";
}

static bool take_row(struct reading *reading)
{
    struct table *table = reading->table;
    guint count = reading->row->len;

    if (count != table->columns->len) {
        g_autofree char *message = g_strdup_printf(
            "the row has %u field%s and the header %u; fields with %s in them "
            "stand between double quotes",
            count, count == 1 ? "" : "s", table->columns->len, separator_name(table->separator));
        return fail(reading, message);
    }
    for (guint i = 0; i < count; i++)
        g_ptr_array_add(table->fields, g_ptr_array_index(reading->row, i));
    g_array_append_vals(table->positions, reading->positions->data, count);
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
    g_array_set_size(reading->positions, 0);
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

static bool fail_parse(struct reading *reading, struct csv_parser *parser)
{
    const char *message =
        csv_error(parser) == CSV_EPARSE
            ? "a double quote stands inside a field; put the field between double "
              "quotes and write it twice"
            : csv_strerror(csv_error(parser));

    error_at(reading->error, reading->table->path, reading->at.line, reading->at.column, "%s",
             message);
    reading->has_failed = true;
    return false;
}

/* Feeds the bytes of a physical line, and notes where fields begin. */
static bool feed_line(struct reading *reading, struct csv_parser *parser, const char *line,
                      size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if (((unsigned char)line[i] & 0xC0) != 0x80)
            reading->at.column++;
        if (!reading->is_in_field && strchr(" \t\"", line[i]) == NULL) {
            reading->field_at = reading->at;
            reading->is_in_field = true;
        }
        if (csv_parse(parser, line + i, 1, end_field, end_row, reading) != 1)
            return fail_parse(reading, parser);
    }
    return !reading->has_failed;
}

/* What stands between the names of the header: a comma, or else a semicolon, or else a tab. */
static char find_separator(const char *text, size_t length)
{
    for (size_t at = 0, step; at < length; at += step) {
        step = line_length(text + at, length - at);
        if (is_blank_or_comment(text + at, step))
            continue;
        for (const char *separator = ",;\t"; *separator != '\0'; separator++) {
            if (memchr(text + at, *separator, step) != NULL)
                return *separator;
        }
        break;
    }
    return ',';
}

static bool feed_lines(struct reading *reading, struct csv_parser *parser, const char *text,
                       size_t length)
{
    int line = 1;

    for (size_t at = 0, step; at < length; at += step, line++) {
        step = line_length(text + at, length - at);
        reading->at = (struct text_position){line, 0};
        if (!reading->is_in_row) {
            if (is_blank_or_comment(text + at, step))
                continue;
            reading->row_line = line;
            reading->is_in_row = true;
            reading->is_in_field = false;
        }
        if (!feed_line(reading, parser, text + at, step))
            return false;
    }
    if (csv_fini(parser, end_field, end_row, reading) != 0)
        return fail(reading, "a double quote that opens a field is never closed");
    return !reading->has_failed;
}

/* False, naming line and column, when the text is no UTF-8. */
static bool check_utf8(const char *path, const char *text, size_t length, GError **error)
{
    const char *wrong, *start = text;
    int line = 1;

    if (g_utf8_validate(text, (gssize)length, &wrong))
        return true;
    for (size_t at = 0, step; at < length; at += step, line++) {
        step = line_length(text + at, length - at);
        start = text + at;
        if (start + step > wrong)
            break;
    }
    error_at(error, path, line, 1 + (int)g_utf8_strlen(start, wrong - start),
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
        error_at(error, table->path, table->header_line, 0, "the header has no column '%s'",
                 missing);
    else
        error_at(error, table->path, table->header_line, 0,
                 "the header has no column '%s'; is it '%s'?", missing, nearest);
    return false;
}

static bool parse(struct table *table, const char *text, size_t length, GError **error)
{
    static const char byte_order_mark[] = "\xEF\xBB\xBF";
    g_autoptr(GPtrArray) row = g_ptr_array_new();
    g_autoptr(GArray) positions = g_array_new(FALSE, FALSE, sizeof(struct text_position));
    struct reading reading = {.table = table, .row = row, .positions = positions, .error = error};
    struct csv_parser parser;

    if (!check_utf8(table->path, text, length, error))
        return false;
    if (length >= 3 && memcmp(text, byte_order_mark, 3) == 0) {
        text += 3;
        length -= 3;
    }
    table->separator = find_separator(text, length);
    csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI);
    csv_set_delim(&parser, (unsigned char)table->separator);
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
    table->positions = g_array_new(FALSE, FALSE, sizeof(struct text_position));
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
    g_array_unref(table->positions);
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

struct text_position table_position(const table *table, size_t row, int column)
{
    if (column < 0)
        return (struct text_position){table_line(table, row), 1};
    g_assert(row < table->lines->len && (guint)column < table->columns->len);
    return g_array_index(table->positions, struct text_position,
                         row * table->columns->len + (size_t)column);
}

bool table_fail(const table *table, size_t row, int column, size_t offset, GError **error,
                const char *format, ...)
{
    struct text_position at = table_position(table, row, column);
    va_list arguments;

    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    error_at(error, table->path, at.line, at.column + (int)offset, "%s", message);
    return false;
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

bool table_number(const table *table, size_t row, int column, double *value)
{
    g_autofree char *text = g_strdup(table_field(table, row, column));

    if (table->separator != ',' && strchr(text, '.') == NULL)
        g_strdelimit(text, ",", '.');
    return number_parse(text, value);
}
