/* Names in many languages: one value, a text per language. */
#ifndef MAPGEN_INPUT_NAMES_H
#define MAPGEN_INPUT_NAMES_H

#include <stdbool.h>
#include <stddef.h>

struct names {
    char **languages; /* BCP 47, in order of the file */
    char **texts;     /* UTF-8, same length */
    size_t count;
};

/* The text in `language`, else in its primary language, else NULL; borrowed. */
const char *names_find(const struct names *names, const char *language);

/* The text in `language`, else in its primary language ("en" for "en-US"), else the first there is,
 * else NULL; borrowed. */
const char *names_in(const struct names *names, const char *language);

/* Adds a text; an empty one is left out. */
void names_add(struct names *names, const char *language, const char *text);
void names_clear(struct names *names);

#endif
