/* Dates by ICU's skeletons: what the words of dates (words.h) are made of.
 *
 * ICU takes a millisecond to open the format of a language and a skeleton, and a map asks dozens of
 * times: each thread keeps those that it has opened until it ends. */
#ifndef MAPGEN_COMPOSE_WORD_FORMATS_H
#define MAPGEN_COMPOSE_WORD_FORMATS_H

#include "base/date.h"

/* ICU's locale of a language (BCP 47; may be NULL): British order of dates for plain English; the
 * other languages as they are. */
const char *words_locale(const char *language);

/* A day after a skeleton such as "dMMMMy" in the proleptic Gregorian calendar, also where the
 * language's own is another, as in Persian; where ICU cannot, in ISO's numbers. The caller's. */
char *format_day(day_number day, const char *skeleton, const char *language);

#endif
