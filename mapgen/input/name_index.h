/* The names of a gazetteer as a text may write them.
 *
 * All names in every language, each side of " / ", what stands in brackets and what before them,
 * and other spellings; these bent by the endings of their language (endings.h), compared as
 * letters.h says. Beside them districts and other areas, called after a place or not, and the
 * longer names that are said to mean something else.
 *
 * A name means one thing: what is a place's name alone means the place, and a district's before
 * that of another area. */
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
    NAME_AREA,         /* "Lachin corridor", "Nagorno-Karabakh" */
};

#define NO_PLACE (-1)
#define NO_AREA (-1)

/* A spelling of a name. */
struct spelling {
    GArray *letters; /* of struct letter */
    enum name_use use;
    bool is_bent;
    int place; /* its number in the gazetteer; NO_PLACE: it is called after none */
    int area;  /* of those that were added; NO_AREA: it is none of them */
};

typedef struct name_index name_index;

/* The names of a gazetteer. The guesser knows the languages that they may be in: what other
 * spellings are in is guessed. */
name_index *name_index_new(const struct gazetteer *places, const language_guesser *guesser);
void name_index_free(name_index *index);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(name_index, name_index_free)

/* What an area is called. */
struct area_names {
    const struct names *names;
    char *const *also;      /* other spellings, NULL-terminated; NULL: none */
    char *const *not_meant; /* longer names that mean something else, the same */
    bool is_district;       /* its names alone stand for what "X district" does */
};

/* Adds the names of the area with that number: as they are and with "district" or "region" behind
 * them. Left out are names of a place alone ("Shusha"; other forms of them are the place's then)
 * and all names of an area called after several ("Zabukh and Sus"): they would hide places. A name
 * with one place in it and more, such as "Lachin corridor", stands for an area called after the
 * place, as do its forms in other languages ("Лачинский коридор"); for a district ("Shusha town")
 * it is left out. */
void name_index_add_area(name_index *index, const struct area_names *names, int area);

/* Whether a word starts at a letter. */
bool name_index_is_start(const GArray *letters, size_t at);

/* The longest match that starts at a letter of a text: how many letters it has, 0 for none, and in
 * `fits` the spellings (of struct spelling *, borrowed) that fit it equally well: a name as it is
 * before a bent one, one with its marks before one without. */
size_t name_index_match(const name_index *index, const GArray *letters, size_t at, GPtrArray *fits);

#endif
