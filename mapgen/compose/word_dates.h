/* Dates in words, in a language: days, months, and dates of events as they are known. */
#ifndef MAPGEN_COMPOSE_WORD_DATES_H
#define MAPGEN_COMPOSE_WORD_DATES_H

#include "timeline/timeline.h"

/* "1 December 2020" in the language's order and words (ICU). The caller frees it. */
char *words_day(day_number day, const char *language);

/* "1 Dec 2020"; of an event whose day is not known the month or the year that holds all the days
 * that it may be, "Jul 1992", "1993", or the years, "1991–1992". */
char *words_short_day(day_number day, const char *language);
char *words_short_date(const struct event *event, const char *language);

/* "May 1992". */
char *words_month(day_number day, const char *language);

/* Two days in one phrase: what the later says need not be said of the earlier, "26 September" and
 * "10 November 2020", or with short months. The caller frees both. */
struct words_span {
    char *first, *last;
};
struct words_span words_span(day_number first, day_number last, bool is_short,
                             const char *language);

/* The same without the year, for where it is plain: "1 Dec", "Jul". */
char *words_short_day_of_year(day_number day, const char *language);
char *words_short_date_of_year(const struct event *event, const char *language);
char *words_short_month(day_number day, const char *language);

/* A date as it is known: "8 or 9 May 1992", "some day from 23 to 26 August 1993", "July 1992",
 * "about 25 October 2020". */
char *words_date(const struct event *event, const char *language);

/* "As of 20 October 2020, by sources to March 2021": the day of a state, and when the newest of
 * the sources that it rests on is from. */
char *words_as_of(const timeline *timeline, const struct state *state, const char *language);

#endif
