/* The program's own words in languages that it does not speak, or in others than it would say: a
 * table that the project brings, with a row for each phrase (phrases.h) and a column for each
 * language.
 *
 *     phrase,el,tr
 *     before,πριν,önce
 *     since,από {date},{date} tarihinden beri
 *
 * Every slot of the English phrase stands in each of its translations, and no other. "_" is a
 * blank, which would be lost at the end of a field. A phrase without a row, or with an empty field,
 * is as the program has it; docs/words.csv has them all. */
#ifndef MAPGEN_COMPOSE_OWN_WORDS_H
#define MAPGEN_COMPOSE_OWN_WORDS_H

#include "compose/phrases.h"
#include <glib.h>

/* What phrases are called in tables, in the order of the enum. */
extern const char *const phrase_names[PHRASES];

/* Makes the words of a table those of the program, in the languages (NULL-terminated) that it has
 * columns for; NULL: none. Before anything is drawn: the words are the same for all threads. Errors
 * name file, line and column: a phrase that there is not, one given twice, another slot than the
 * English has, or one that is missing, a column that is no language of the project. */
bool own_words_read(const char *path, char **languages, GError **error);

/* The project's words for a phrase in a language or its parent ("en" of "en-US"); NULL: it has
 * none. Borrowed. */
const char *own_words_text(enum phrase phrase, const char *language);

/* How many phrases the project has words for in a language. */
size_t own_words_count(const char *language);

#endif
