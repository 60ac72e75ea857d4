/* What `mapgen corpus` is asked for, and the cells that its lists share. */
#ifndef MAPGEN_CLI_CORPUS_QUERY_H
#define MAPGEN_CLI_CORPUS_QUERY_H

#include "cli/cli.h"
#include "cli/listing.h"
#include "timeline/corpus.h"

struct corpus_query {
    const struct workspace *workspace;
    const corpus *corpus;
    const struct place *place; /* NULL: all */
    const char *language;
};

/* ---- what is asked for ---------------------------------------------------------------------- */

const struct place *corpus_query_places(const struct corpus_query *query);
bool corpus_query_wants_place(const struct corpus_query *query, const struct place *place);
bool corpus_query_wants(const struct corpus_query *query, const struct mention *mention);
/* That, and it is of a district or an area. */
bool corpus_query_wants_region(const struct corpus_query *query,
                               const struct corpus_mention *mention);

/* ---- cells ---------------------------------------------------------------------------------- */

/* "place", "district" or "area". */
const char *corpus_kind_name(enum mention_kind kind);

/* A part of a document in one line; the caller's. */
char *corpus_text(const struct document *document, struct text_span span);

/* "given", "inferred" or "unknown". */
const char *corpus_year_origin(const struct prose_date *date);

/* Adds where a mention is: one cell in a table, else file, line and column. */
void corpus_list_where(const struct corpus_mention *mention, bool is_table, listing *listing);

/* Adds a date, NULL for none: as EDTF and as written; but in a table its days, and where its year
 * is from. */
void corpus_list_date(const struct document *document, const struct prose_date *date, bool is_table,
                      listing *listing);

/* Adds the sentence around a mention. */
void corpus_list_excerpt(const struct corpus_mention *mention, bool is_table, listing *listing);

/* ---- districts and areas -------------------------------------------------------------------- */

/* A row for each date of each mention of one, and for one without dates: who held it, and what
 * touched it. */
listing *corpus_list_regions(const struct corpus_query *query, bool is_table);

/* The same as an array, with the square kilometres of each holder. */
void corpus_regions_json(const struct corpus_query *query, struct json *json);

#endif
