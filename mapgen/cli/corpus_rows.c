#include "cli/corpus_query.h"

/* Characters of an excerpt: in a table, and elsewhere. */
#define SHORT_EXCERPT 90
#define LONG_EXCERPT 400

const struct place *corpus_query_places(const struct corpus_query *query)
{
    return query->workspace->sources->places->places;
}

bool corpus_query_wants_place(const struct corpus_query *query, const struct place *place)
{
    return query->place == NULL || query->place == place;
}

bool corpus_query_wants(const struct corpus_query *query, const struct mention *mention)
{
    for (size_t i = 0; i < mention->place_count; i++) {
        if (corpus_query_wants_place(query, &corpus_query_places(query)[mention->places[i]]))
            return true;
    }
    return query->place == NULL;
}

const char *corpus_kind_name(enum mention_kind kind)
{
    static const char *const names[] = {"place", "district", "area"};
    return names[kind];
}

char *corpus_text(const struct document *document, struct text_span span)
{
    g_autofree char *text = g_strndup(document->text + span.start, span.end - span.start);
    return g_strdelimit(g_steal_pointer(&text), "\n", ' ');
}

void corpus_list_where(const struct corpus_mention *mention, bool is_table, listing *listing)
{
    int line, column;

    document_position(mention->document, mention->mention->span.start, &line, &column);
    if (is_table) {
        g_autofree char *where = g_strdup_printf("%s:%d:%d", mention->document->name, line, column);
        listing_add_text(listing, where);
    } else {
        listing_add_text(listing, mention->document->name);
        listing_add_number(listing, line);
        listing_add_number(listing, column);
    }
}

void corpus_list_excerpt(const struct corpus_mention *mention, bool is_table, listing *listing)
{
    g_autofree char *excerpt = document_excerpt(mention->document, mention->mention->span,
                                                is_table ? SHORT_EXCERPT : LONG_EXCERPT);

    listing_add_text(listing, excerpt);
}

const char *corpus_year_origin(const struct prose_date *date)
{
    return date->edtf == NULL ? "unknown" : date->is_inferred ? "inferred" : "given";
}

void corpus_list_date(const struct document *document, const struct prose_date *date, bool is_table,
                      listing *listing)
{
    g_autofree char *text = date == NULL ? NULL : corpus_text(document, date->span);
    char day[16];

    listing_add_text(listing, date == NULL ? NULL : date->edtf);
    listing_add_text(listing, text);
    if (is_table)
        return;
    if (date == NULL) {
        listing_add_text(listing, NULL);
        listing_add_text(listing, NULL);
        listing_add_text(listing, NULL);
        return;
    }
    listing_add_text(listing, date->edtf == NULL ? NULL : day_format(date->date.earliest, day));
    listing_add_text(listing, date->edtf == NULL ? NULL : day_format(date->date.latest, day));
    listing_add_text(listing, corpus_year_origin(date));
}
