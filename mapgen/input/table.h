/* A CSV table with a header line (RFC 4180, UTF-8 with or without a byte order mark), with the
 * physical line of every row, read through libcsv. Where the header has no comma, fields stand
 * between semicolons, as spreadsheets write them in countries whose numbers have a comma, or else
 * between tabs. */
#ifndef MAPGEN_INPUT_TABLE_H
#define MAPGEN_INPUT_TABLE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct table table;

/* Where something stands in a file: line and column, both 1-based, columns in characters. */
struct text_position {
    int line, column;
};

/* Reads a table. `required` names the columns that must be there (NULL-terminated). Errors name
 * file and line: no header, a missing or doubled column, a row with another number of fields,
 * invalid UTF-8, an unclosed quote. Blank lines and lines that start with '#' are passed over. */
table *table_read(const char *path, const char *const *required, GError **error);
void table_free(table *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(table, table_free)

const char *table_path(const table *table);
size_t table_row_count(const table *table);
int table_line(const table *table, size_t row);                /* 1-based, where the row starts */
int table_column(const table *table, const char *name);        /* -1 when not there */
const char *table_column_name(const table *table, int column); /* NULL past the last */

/* Where the first character of a field stands, behind blanks and an opening quote; of one that is
 * empty the character behind it. The start of the row when column is -1. */
struct text_position table_position(const table *table, size_t row, int column);

/* Fails with "FILE:LINE:COLUMN: message" about the character number `offset` (from 0) of a field.
 * Always false. */
bool table_fail(const table *table, size_t row, int column, size_t offset, GError **error,
                const char *format, ...) G_GNUC_PRINTF(6, 7);

/* The field with blanks around it removed, "" when empty or when column is -1; borrowed. */
const char *table_field(const table *table, size_t row, int column);

/* The whole of a field as a finite number; false otherwise. Where fields stand between semicolons
 * or tabs, it may have a decimal comma. */
bool table_number(const table *table, size_t row, int column, double *value);

#endif
