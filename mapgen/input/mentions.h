/* Which places a text names, and where.
 *
 * A match starts where a word starts and ends where one ends (Unicode Standard Annex 29; an
 * apostrophe and a hyphen end one too). Of the names that start at one word the longest wins, so
 * that "Hin Shen" is not Shen and "Lachin corridor" not Lachin. What means two places is ambiguous,
 * and both are answered.
 *
 * A name that starts a sentence may be a common word ("Sus", "Şəhər"): it is none of ours when the
 * document has the word in small letters twice, and more often than with a capital inside
 * sentences.
 *
 * "Yuxarı Sirik" is another place than Sirik, unless the gazetteer calls that so.
 *
 * "Aghdam, Kalbajar and Lachin districts" names three districts, "Агдамский и Лачинский районы"
 * two; an adjective without a district behind it ("Агдамский") is no name, but several are in a
 * sentence that spoke of districts before ("три района – Агдамский, Лачинский и Шушинский"). */
#ifndef MAPGEN_INPUT_MENTIONS_H
#define MAPGEN_INPUT_MENTIONS_H

#include "input/document.h"
#include "input/name_index.h"

enum mention_kind {
    MENTION_PLACE,
    MENTION_DISTRICT, /* the district called after a place, or known by itself */
    MENTION_AREA,     /* another area, as name_index_add_area got it */
};

struct mention {
    struct text_span span;
    guint sentence; /* of the document */
    enum mention_kind kind;
    int *places; /* their numbers in the gazetteer; ascending, one unless ambiguous; of a district
                  * or an area those that it is called after, maybe none */
    size_t place_count;
    int area; /* the number that name_index_add_area got; else NO_AREA */
};

/* What a document mentions, in its order, of struct mention; cleared with the array. */
GArray *mentions_find(const name_index *index, const struct document *document);

#endif
