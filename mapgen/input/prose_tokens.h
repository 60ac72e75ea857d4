/* A paragraph as numbers, words and single marks, and the parts of dates read from them. Each
 * reader stands at a token, answers whether the part is there, and moves on behind it. */
#ifndef MAPGEN_INPUT_PROSE_TOKENS_H
#define MAPGEN_INPUT_PROSE_TOKENS_H

#include "input/calendar_words.h"
#include "input/document.h"

enum token_kind { TOKEN_WORD, TOKEN_NUMBER, TOKEN_MARK, TOKEN_END };

struct token {
    enum token_kind kind;
    bool is_glued; /* no blank before it */
    gunichar mark;
    int value, digits; /* of a number of nine digits at most */
    struct text_span span;
};

struct prose {
    const calendar_words *words;
    const struct document *document;
    const char *language; /* of the paragraph */
    GArray *tokens;       /* of struct token */
};

struct prose prose_open(const calendar_words *words, const language_guesser *guesser,
                        const struct document *document, struct text_span paragraph);
void prose_close(struct prose *prose);

/* The token at a number; TOKEN_END before the first and behind the last. */
struct token prose_token(const struct prose *prose, int at);
const struct calendar_word *prose_word(const struct prose *prose, int at,
                                       enum calendar_class class);
bool prose_has_mark(const struct prose *prose, int at, gunichar mark);
bool prose_has_dash(const struct prose *prose, int at);
/* A mark of the token before without a blank between. */
bool prose_has_glued(const struct prose *prose, int at, gunichar mark);

/* A number that stands by itself, "8" but not "8" in "3.8", "8,000", "8%", "8G". */
bool prose_is_alone(const struct prose *prose, int from, int next);

/* Moves over a glued ending, "th" or "-ci". */
bool prose_ending(const struct prose *prose, int *at, enum calendar_class class);

bool prose_day(const struct prose *prose, int *at, int *day);
bool prose_month(const struct prose *prose, int *at, struct calendar_word *month);

/* A number of four digits from `first` to `last` with its endings and words for a year.
 * `is_marked`: it has one of them. */
bool prose_year(const struct prose *prose, int *at, int first, int last, int *year,
                bool *is_marked);

/* Whether a bare number counts something or belongs to a name: "1900 people", "$2000", "Mi-1900".
 * The number ends before `next`. */
bool prose_is_quantity(const struct prose *prose, int at, int next);

#endif
