/* A plain text, its paragraphs and sentences, and where in the file each byte stands.
 *
 * UTF-8, with or without a byte order mark, lines ended by LF, CRLF or CR. Paragraphs end at an
 * empty line, and at a line that was ended on purpose: one that is longer than lines are broken by
 * hand (120 characters), or that had room for the first word of the next. Where one line in ten is
 * that long, or most lines had that room, every line is a paragraph. So a text with a line for each
 * paragraph and a text broken at 72 columns both come out right.
 *
 * Sentences are those of Unicode Standard Annex 29 with the abbreviations of CLDR, and three things
 * that these leave open: more abbreviations ("St.", "г.", "թ."), a number or a footnote's bracket
 * at the start of a sentence, and the colon that ends Armenian sentences. A paragraph starts a
 * sentence. */
#ifndef MAPGEN_INPUT_DOCUMENT_H
#define MAPGEN_INPUT_DOCUMENT_H

#include "input/language.h"
#include <glib.h>
#include <stdbool.h>

struct text_span {
    size_t start, end; /* bytes, half open */
};

struct sentence {
    struct text_span span;
    guint paragraph;
};

struct document {
    char *name; /* as it was given; "stdin" for "-" */
    char *text; /* UTF-8, no byte order mark, lines ended by LF */
    size_t length;
    GArray *lines;      /* of size_t: where each starts */
    GArray *paragraphs; /* of struct text_span, without the blanks around them */
    GArray *sentences;  /* of struct sentence */
};
typedef struct document document;

/* Takes a text apart. An error names file, line and byte: what is no UTF-8, UTF-16, a zero byte. */
struct document *document_parse(const char *name, const char *bytes, size_t size,
                                const language_guesser *guesser, GError **error);
void document_free(struct document *document);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(document, document_free)

/* Reads the documents that the paths mean, in their order, of struct document *: a file, the .txt
 * files of a folder in order of their names, "-" for stdin. A folder without any is an error. The
 * array frees them. NULL on failure. */
GPtrArray *documents_read(char **paths, const language_guesser *guesser, GError **error);

/* Line and column (in characters) of a byte, both from 1. */
void document_position(const struct document *document, size_t at, int *line, int *column);

/* The number of the sentence that a byte stands in, or of the one before when it stands between
 * two. */
guint document_sentence_at(const struct document *document, size_t at);

/* The sentence around a span in one line, cut to about `most` characters around the span with "…"
 * where something was cut off; the caller frees it. */
char *document_excerpt(const struct document *document, struct text_span span, int most);

#endif
