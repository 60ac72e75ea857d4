/* Rows of a table, printed as text, JSON or CSV from the same cells.
 *
 * A table for people to read leaves out the columns in which nothing stands, and a number that is
 * not nothing but too small for its decimals is "<0.01".
 *
 * JSON gives one object a row, all columns in order, null where there is nothing. A key with a dot,
 * "source.title", is the member "title" of an object "source"; its columns stand together. */
#ifndef MAPGEN_CLI_LISTING_H
#define MAPGEN_CLI_LISTING_H

#include "base/json.h"
#include <stddef.h>

enum listing_format { LISTING_TABLE, LISTING_JSON, LISTING_CSV };

/* "table", "json", "csv", NULL: the values of --format. */
extern const char *const listing_formats[];

enum column_kind {
    COLUMN_TEXT,
    COLUMN_LIST,   /* texts: an array in JSON, joined by ", " elsewhere */
    COLUMN_NUMBER, /* with `decimals` */
    COLUMN_SHARE,  /* 0 to 1; a percentage in the table */
    COLUMN_AREA,   /* km²: with `decimals`, two in the table */
};

struct column {
    const char *key;     /* in JSON and CSV */
    const char *heading; /* in the table */
    enum column_kind kind;
    int decimals;
};

typedef struct listing listing;

/* `columns` ends with a NULL key and outlives the listing. */
listing *listing_new(const struct column *columns);
void listing_free(listing *listing);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(listing, listing_free)

/* Adds the next cell of the row that is being filled, each by its column's kind. NULL, an empty
 * text and NAN are nothing. */
void listing_add_text(listing *listing, const char *text);
void listing_add_list(listing *listing, const char *const *texts);
void listing_add_number(listing *listing, double value);

size_t listing_row_count(const listing *listing);

/* Appends the members of one row's object. */
void listing_row_json(const listing *listing, size_t row, struct json *json);

/* Appends one row as lines of "heading  value", without the empty ones. */
void listing_row_text(const listing *listing, size_t row, GString *out);

/* Prints all rows to stdout. */
bool listing_print(const listing *listing, enum listing_format format, GError **error);

#endif
