/* Words that dates are written with: months of any language that ICU knows, in every case that
 * endings.h gives them, and for English, Azerbaijani, Armenian and Russian the small words around
 * them. */
#ifndef MAPGEN_INPUT_CALENDAR_WORDS_H
#define MAPGEN_INPUT_CALENDAR_WORDS_H

#include <glib.h>
#include <stdbool.h>

enum calendar_class {
    WORD_NONE,
    WORD_MONTH,      /* value: 1 to 12 */
    WORD_SEASON,     /* value: 21 to 24, as in EDTF */
    WORD_YEAR,       /* "year", "ildə", "года", "թվականին", behind or before a year */
    WORD_YEARS,      /* of a decade: "illər", "годы" */
    WORD_IN,         /* what a month without day or year needs before it: "in", "since", "early" */
    WORD_AND,        /* "and", "və" */
    WORD_TO,         /* "to", "until", "по" */
    WORD_BETWEEN,    /* makes a span of what "and" joins */
    WORD_OF,         /* between day, month and year without a meaning: "of", "the" */
    WORD_CIRCA,      /* "about", "около" */
    WORD_UNIT,       /* what shows that the number before is none of a year: "people", "km" */
    WORD_NUMBERED,   /* the same of the number behind: "page", "No." */
    WORD_COUNT_END,  /* behind a number that counts: "2000-dən" */
    WORD_DAY_END,    /* behind the number of a day: "th", "-i", "-ին" */
    WORD_YEAR_END,   /* behind that of a year: "-ci", "-ի" */
    WORD_DECADE_END, /* "s", "-е", "-ական" */
};

struct calendar_word {
    enum calendar_class class;
    int value;
    const char *language; /* borrowed from the list of languages */
    bool is_short;        /* "Nov.": a month only beside a day or a year */
    bool is_capital;      /* has to be written with one */
    bool is_bent;         /* a month in another case than the first: stands by itself */
};

typedef struct calendar_words calendar_words;

/* The words of some languages (NULL-terminated, outlive the words). */
calendar_words *calendar_words_new(const char *const *languages);
void calendar_words_free(calendar_words *words);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(calendar_words, calendar_words_free)

/* What a word (of `length` bytes) means as one of a class, in `language` if it means it there, else
 * in any other; NULL when nothing. */
const struct calendar_word *calendar_word_find(const calendar_words *words, const char *text,
                                               size_t length, enum calendar_class class,
                                               const char *language);

#endif
