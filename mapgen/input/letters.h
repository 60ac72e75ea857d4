/* Letters as names are compared: what stays of a text when case, marks and hyphens count for less
 * than the letters themselves.
 *
 *     "Şuşa's"   s(cedilla, capital) u s(cedilla) a ' s
 *     "Red-Bazar" r(capital) e d - b(capital) a z a r
 *
 * A letter is its small base letter, its marks, whether it is a capital, and what stands between it
 * and the letter before. The dotless i and the schwa of Turkic alphabets count as an i and an e
 * with a mark, as they are written where a keyboard lacks them. What is not seen or only says how a
 * word is spoken is left out: soft hyphens and joiners, Cyrillic stress, the Armenian marks of
 * emphasis. The ligature of ech and vo and its capitals are spelled alike. */
#ifndef MAPGEN_INPUT_LETTERS_H
#define MAPGEN_INPUT_LETTERS_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* What stands before a letter. */
enum letter_gap {
    GAP_NONE,
    GAP_APOSTROPHE,
    GAP_HYPHEN, /* a hyphen or dash without blanks, or with a line break behind it */
    GAP_BLANK,  /* blanks, or a line break */
    GAP_OTHER,  /* anything else, as in "St. John"; also the start of the text */
    /* Never from letters_fold: */
    GAP_INSIDE,    /* what does not end a word, as the point of "shusha.az" */
    GAP_PARAGRAPH, /* what no name goes on behind */
};

struct letter {
    gunichar base;
    uint32_t marks; /* 0: none */
    bool is_capital;
    uint8_t gap;
    uint32_t start, end; /* bytes of the text, of the letter with its marks */
};

/* The letters and digits of a text, valid UTF-8, of struct letter; the caller frees the array. */
GArray *letters_fold(const char *text, size_t length);

/* Appends the base letters as UTF-8: what spellings of one name have in common. */
void letters_append_key(const struct letter *letters, size_t count, GString *key);

/* Whether a text spells a name, both of `count` letters with the same bases. The text may leave out
 * marks, but not add any; it may have capitals where the name has none, but not the other way
 * round; blanks and hyphens stand for each other, and a hyphen may divide a word. */
bool letters_spell(const struct letter *name, const struct letter *text, size_t count);

/* Whether the text left out marks of the name. */
bool letters_lack_marks(const struct letter *name, const struct letter *text, size_t count);

#endif
