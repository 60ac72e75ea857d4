/* The names of a gazetteer as a text may write them.
 *
 * All names in every language, each side of " / ", what stands in brackets and what before them,
 * and other spellings; these bent by the endings of their language (endings.h), compared as
 * letters.h says. Beside them the districts and other areas called after a place, and the longer
 * names that the gazetteer says mean something else. */
#ifndef MAPGEN_INPUT_NAME_INDEX_H
#define MAPGEN_INPUT_NAME_INDEX_H

#include "input/language.h"
#include "input/letters.h"
#include "input/places.h"

/* What a name stands for; of two that fit a text equally well the earlier in this list. */
enum name_use {
    NAME_NOT_A_PLACE,
    NAME_PLACE,
    NAME_DISTRICT,     /* "Lachin district" */
    NAME_DISTRICTS,    /* "Lachin districts": more of them stand before */
    NAME_DISTRICTS_OF, /* "districts of Lachin": more of them stand behind */
    NAME_ADJECTIVE,    /* "Лачинского": one of them, if it stands before such a name */
    NAME_AREA,         /* "Lachin corridor" */
};

#define NO_AREA (-1)

/* A spelling of a name. */
struct spelling {
    GArray *letters; /* of struct letter */
    enum name_use use;
    bool is_bent;
    int place; /* its number in the gazetteer */
    int area;  /* NO_AREA for other uses */
};

typedef struct name_index name_index;

/* The names of a gazetteer. The guesser knows the languages that they may be in: what other
 * spellings are in is guessed. */
name_index *name_index_new(const struct gazetteer *places, const language_guesser *guesser);
void name_index_free(name_index *index);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(name_index, name_index_free)

/* Adds the names of the area with that number, such as "Lachin corridor", if one of them has the
 * name of one place in it and more; the others then may hold a form of it that is not known
 * ("Лачинский коридор"). Names of a place alone ("Shusha") and of several ("Zabukh and Sus") are
 * left out: they would hide places. */
void name_index_add_area(name_index *index, const struct names *names, int area);

/* Whether a word starts at a letter. */
bool name_index_is_start(const GArray *letters, size_t at);

/* The longest match that starts at a letter of a text: how many letters it has, 0 for none, and in
 * `fits` the spellings (of struct spelling *, borrowed) that fit it equally well: a name as it is
 * before a bent one, one with its marks before one without. */
size_t name_index_match(const name_index *index, const GArray *letters, size_t at, GPtrArray *fits);

#endif
