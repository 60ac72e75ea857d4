#include "cli/listing.h"

#include "cli/cli.h"

#include <math.h>
#include <string.h>

const char *const listing_formats[] = {"table", "json", "csv", NULL};

struct cell {
    char **texts; /* of a text (one) or a list; NULL: nothing */
    double number;
};

struct listing {
    const struct column *columns;
    size_t column_count;
    GArray *cells; /* of struct cell, row after row */
};

static void clear_cell(void *data)
{
    g_strfreev(((struct cell *)data)->texts);
}

listing *listing_new(const struct column *columns)
{
    listing *listing = g_new0(struct listing, 1);

    listing->columns = columns;
    while (columns[listing->column_count].key != NULL)
        listing->column_count++;
    listing->cells = g_array_new(FALSE, FALSE, sizeof(struct cell));
    g_array_set_clear_func(listing->cells, clear_cell);
    return listing;
}

void listing_free(listing *listing)
{
    if (listing == NULL)
        return;
    g_array_unref(listing->cells);
    g_free(listing);
}

/* The column that the next cell is in. */
static const struct column *next_column(const listing *listing)
{
    return &listing->columns[listing->cells->len % listing->column_count];
}

void listing_add_text(listing *listing, const char *text)
{
    const char *texts[] = {text, NULL};
    bool is_nothing = text == NULL || *text == '\0';
    struct cell cell = {is_nothing ? NULL : g_strdupv((char **)texts), NAN};

    g_assert(next_column(listing)->kind == COLUMN_TEXT);
    g_array_append_val(listing->cells, cell);
}

void listing_add_list(listing *listing, const char *const *texts)
{
    struct cell cell = {g_strdupv((char **)texts), NAN};

    g_assert(next_column(listing)->kind == COLUMN_LIST);
    g_array_append_val(listing->cells, cell);
}

void listing_add_number(listing *listing, double value)
{
    struct cell cell = {NULL, value};

    g_assert(next_column(listing)->kind >= COLUMN_NUMBER);
    g_array_append_val(listing->cells, cell);
}

size_t listing_row_count(const listing *listing)
{
    return listing->cells->len / listing->column_count;
}

static const struct cell *cell_at(const listing *listing, size_t row, size_t column)
{
    return &g_array_index(listing->cells, struct cell, row * listing->column_count + column);
}

/* ---- JSON ---------------------------------------------------------------------------------- */

static void cell_json(const struct cell *cell, const struct column *column, struct json *json)
{
    if (column->kind >= COLUMN_NUMBER) {
        json_number(json, cell->number, column->kind == COLUMN_SHARE ? 6 : column->decimals);
    } else if (column->kind == COLUMN_TEXT) {
        json_text(json, cell->texts == NULL ? NULL : cell->texts[0]);
    } else {
        json_begin(json, '[', true);
        for (char **text = cell->texts; text != NULL && *text != NULL; text++)
            json_text(json, *text);
        json_end(json, ']');
    }
}

/* The length of the object's name before the dot of a key, 0 when there is none. */
static size_t object_length(const char *key)
{
    const char *dot = strchr(key, '.');

    return dot == NULL ? 0 : (size_t)(dot - key);
}

void listing_row_json(const listing *listing, size_t row, struct json *json)
{
    size_t open = 0; /* length of the name of the object that is open */

    for (size_t c = 0; c < listing->column_count; c++) {
        const char *key = listing->columns[c].key;
        size_t length = object_length(key);
        bool is_same =
            open > 0 && length == open && strncmp(key, listing->columns[c - 1].key, length) == 0;
        if (open > 0 && !is_same) {
            json_end(json, '}');
            open = 0;
        }
        if (length > 0 && !is_same) {
            g_autofree char *object = g_strndup(key, length);
            json_key(json, object);
            json_begin(json, '{', true);
            open = length;
        }
        json_key(json, length > 0 ? key + length + 1 : key);
        cell_json(cell_at(listing, row, c), &listing->columns[c], json);
    }
    if (open > 0)
        json_end(json, '}');
}

static void append_json(const listing *listing, GString *out)
{
    struct json json = json_new(out);

    json_begin(&json, '[', false);
    for (size_t r = 0; r < listing_row_count(listing); r++) {
        json_begin(&json, '{', true);
        listing_row_json(listing, r, &json);
        json_end(&json, '}');
    }
    json_end(&json, ']');
    g_string_append_c(out, '\n');
}

/* ---- text and CSV -------------------------------------------------------------------------- */

/* A number with all its decimals, so that a column lines up. */
static char *number_text(double value, int decimals)
{
    char format[8], number[64];
    double least = pow(10, -decimals);

    if (fabs(value) < least / 2)
        value = 0; /* no "-0.00" */
    g_snprintf(format, sizeof format, "%%.%df", decimals);
    return g_strdup(g_ascii_formatd(number, sizeof number, format, value));
}

/* What people read: nothing rounded away to zero. */
static char *readable_number(double value, int decimals)
{
    double least = pow(10, -decimals);

    if (value == 0 || fabs(value) >= least / 2)
        return number_text(value, decimals);
    g_autofree char *bound = number_text(copysign(least, value), decimals);
    return g_strconcat(value > 0 ? "<" : ">", bound, NULL);
}

static char *cell_text(const struct cell *cell, const struct column *column, bool is_table)
{
    bool is_share = column->kind == COLUMN_SHARE;

    if (column->kind < COLUMN_NUMBER)
        return cell->texts == NULL ? g_strdup("") : g_strjoinv(", ", cell->texts);
    if (!isfinite(cell->number))
        return g_strdup("");
    if (!is_table)
        return number_text(cell->number, is_share ? 6 : column->decimals);
    return readable_number(is_share ? 100 * cell->number : cell->number,
                           column->kind == COLUMN_NUMBER ? column->decimals : 2);
}

/* True when some row has something in a column. */
static bool is_used(const listing *listing, size_t column)
{
    for (size_t r = 0; r < listing_row_count(listing); r++) {
        const struct cell *cell = cell_at(listing, r, column);
        if (cell->texts != NULL || isfinite(cell->number))
            return true;
    }
    return listing_row_count(listing) == 0;
}

static size_t column_width(const listing *listing, size_t column)
{
    size_t width = (size_t)g_utf8_strlen(listing->columns[column].heading, -1);

    for (size_t r = 0; r < listing_row_count(listing); r++) {
        g_autofree char *text =
            cell_text(cell_at(listing, r, column), &listing->columns[column], true);
        width = MAX(width, (size_t)g_utf8_strlen(text, -1));
    }
    return width;
}

static void append_blanks(GString *out, size_t count)
{
    for (size_t i = 0; i < count; i++)
        g_string_append_c(out, ' ');
}

/* Numbers to the right of their column, texts to the left, the last text not filled up. */
static void append_padded(const listing *listing, size_t column, const char *text, size_t width,
                          bool is_last, GString *out)
{
    size_t missing = width - (size_t)g_utf8_strlen(text, -1);

    if (listing->columns[column].kind >= COLUMN_NUMBER)
        append_blanks(out, missing);
    g_string_append(out, text);
    if (listing->columns[column].kind < COLUMN_NUMBER && !is_last)
        append_blanks(out, missing);
    g_string_append(out, is_last ? "\n" : "  ");
}

static void append_table(const listing *listing, GString *out)
{
    g_autofree size_t *widths = g_new(size_t, listing->column_count);
    g_autofree size_t *columns = g_new(size_t, listing->column_count);
    size_t count = 0;

    for (size_t c = 0; c < listing->column_count; c++) {
        widths[c] = column_width(listing, c);
        if (is_used(listing, c))
            columns[count++] = c;
    }
    for (size_t i = 0; i < count; i++)
        append_padded(listing, columns[i], listing->columns[columns[i]].heading, widths[columns[i]],
                      i + 1 == count, out);
    for (size_t r = 0; r < listing_row_count(listing); r++) {
        for (size_t i = 0; i < count; i++) {
            size_t c = columns[i];
            g_autofree char *text = cell_text(cell_at(listing, r, c), &listing->columns[c], true);
            append_padded(listing, c, text, widths[c], i + 1 == count, out);
        }
    }
}

static void append_csv_field(GString *out, const char *text)
{
    if (strpbrk(text, ",\"\r\n") == NULL) {
        g_string_append(out, text);
        return;
    }
    g_string_append_c(out, '"');
    for (; *text != '\0'; text++) {
        if (*text == '"')
            g_string_append_c(out, '"');
        g_string_append_c(out, *text);
    }
    g_string_append_c(out, '"');
}

static void append_csv(const listing *listing, GString *out)
{
    for (size_t c = 0; c < listing->column_count; c++)
        g_string_append_printf(out, "%s%s", c == 0 ? "" : ",", listing->columns[c].key);
    g_string_append_c(out, '\n');
    for (size_t r = 0; r < listing_row_count(listing); r++) {
        for (size_t c = 0; c < listing->column_count; c++) {
            g_autofree char *text = cell_text(cell_at(listing, r, c), &listing->columns[c], false);
            g_string_append(out, c == 0 ? "" : ",");
            append_csv_field(out, text);
        }
        g_string_append_c(out, '\n');
    }
}

void listing_row_text(const listing *listing, size_t row, GString *out)
{
    size_t width = 0;

    for (size_t c = 0; c < listing->column_count; c++)
        width = MAX(width, (size_t)g_utf8_strlen(listing->columns[c].heading, -1));
    for (size_t c = 0; c < listing->column_count; c++) {
        const char *heading = listing->columns[c].heading;
        g_autofree char *text = cell_text(cell_at(listing, row, c), &listing->columns[c], true);
        if (*text == '\0')
            continue;
        g_string_append(out, heading);
        append_blanks(out, width + 2 - (size_t)g_utf8_strlen(heading, -1));
        g_string_append_printf(out, "%s\n", text);
    }
}

bool listing_print(const listing *listing, enum listing_format format, GError **error)
{
    g_autoptr(GString) out = g_string_new(NULL);

    switch (format) {
    case LISTING_TABLE:
        append_table(listing, out);
        break;
    case LISTING_JSON:
        append_json(listing, out);
        break;
    case LISTING_CSV:
        append_csv(listing, out);
        break;
    }
    return stdout_write(out->str, out->len, error);
}
