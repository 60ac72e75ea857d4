/* Dates in running text, as EDTF.
 *
 *     on November 8, 2020; 8 November 2020; the 8th of November     2020-11-08
 *     2020-11-08; 08.11.2020                                        2020-11-08
 *     8/9/2020 (which is the month?)                                2020-08-09?/2020-09-08?
 *     the night of 9–10 November 2020                               2020-11-09/2020-11-10
 *     8 and 9 May 1992                                              1992-05-08 and 1992-05-09
 *     May 1992; September and October 2023                          1992-05; 2023-09 and 2023-10
 *     early 1992; 1992–94; the late 1980s; spring 1993              1992; 1992/1994; 198X; 1993-21
 *     around 8 November 2020                                        2020-11-08~
 *     2020-ci il noyabrın 8-i; 8 noyabr 2020-ci ildə                2020-11-08
 *     2020 թ. նոյեմբերի 8-ին; 8 ноября 2020 г.                      2020-11-08
 *
 * Months are those of ICU in the languages asked for; the grammar is one for all. A bare number is
 * a year from 1800 to 2099 when nothing shows that it counts something. A month without day and
 * year needs a word before it ("in", "since") or a case ("noyabrda", "в ноябре"). A two-digit year
 * is none but at the end of a span; days of the week and "last year" are no dates.
 *
 * A date without a year takes one, and is then uncertain (2020-11-08?) and marked as inferred: that
 * of the nearest date before it in the sentence; else after it there; else before it in the
 * paragraph; else the one year in the document's heading, a first
 * paragraph of 120 characters at most; else of the nearest before, then
 * after it, in the document. Without any it has no EDTF form. */
#ifndef MAPGEN_INPUT_PROSE_DATES_H
#define MAPGEN_INPUT_PROSE_DATES_H

#include "base/date.h"
#include "input/calendar_words.h"
#include "input/document.h"

struct prose_date {
    struct text_span span;
    guint sentence; /* of the document */
    char *edtf;     /* NULL: of no known year */
    struct edtf date;
    bool is_inferred; /* its year is */
};

/* The dates of a document in its order, of struct prose_date; cleared with the array. `approx_days`
 * as for edtf_parse. */
GArray *prose_dates_find(const calendar_words *words, const language_guesser *guesser,
                         const struct document *document, int approx_days);

#endif
