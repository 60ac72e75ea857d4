/* Which language a text is in, of a few that come into question. */
#ifndef MAPGEN_INPUT_LANGUAGE_H
#define MAPGEN_INPUT_LANGUAGE_H

#include <glib.h>

typedef struct language_guesser language_guesser;

/* `languages` ends with NULL, holds one at least and outlives the guesser. */
language_guesser *language_guesser_new(const char *const *languages);
void language_guesser_free(language_guesser *guesser);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(language_guesser, language_guesser_free)

/* The language in whose alphabet (exemplar characters of the Unicode CLDR) most letters of the text
 * are; the earlier in the list when several have as many. Borrowed. */
const char *language_guess(const language_guesser *guesser, const char *text, size_t length);

#endif
