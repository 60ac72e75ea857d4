/* What maps say in words, in a language: numbers, names, and the sentences of captions; dates are
 * in compose/word_dates.h. */
#ifndef MAPGEN_COMPOSE_WORDS_H
#define MAPGEN_COMPOSE_WORDS_H

#include "compose/word_dates.h"
#include "timeline/timeline.h"

/* "11,458" with the language's separators. */
char *words_number(double value, int decimals, const char *language);

/* "about 1,700 km²": two significant digits; NULL under 50 km². */
char *words_about_km2(double area_m2, const char *language);

/* The same on one line, its blanks being no place to break at. */
char *words_area(double area_m2, const char *language);

/* A caption of the log with its "{km2}" filled in; " ({km2})" goes where the area is too small to
 * be told. The caller frees it. */
char *words_fill_caption(const char *caption, double area_m2, const char *language);

/* A sentence about an event with whose word it is, where the event rests on one side's alone
 * (timeline/attribution.h): in the place of "{according}", else at its end. "{side}" is the side of
 * the first of the sources by name, and then nothing is added. The caller frees it. */
char *words_attribute(const timeline *timeline, const struct event *event, const char *sentence,
                      const char *language);

/* The name of a region, or its identifier where it has none; borrowed. */
const char *words_region(const struct project *project, int region, const char *language);

/* "Azerbaijan", "Armenian forces, with Russian peacekeepers", "contested: Azerbaijan and ...". */
char *words_control(const struct project *project, struct control control, const char *language);

/* What the status of a control means, in a sentence; NULL for one that its words say. Static. */
const char *words_meaning(struct control control, const char *language);

/* The text in the capitals of a language ("İRAN"); the caller frees it. */
char *words_upper(const char *text, const char *language);

/* The text with its first letter a capital; the caller frees it. */
char *words_sentence_case(const char *text);

/* One sentence per group of changes, in replay order (an event's own caption where it has one in
 * the language), then the annotations of the date: the whole text of a caption or description. What
 * rests on one side's word alone says so (words_attribute). */
char *words_changes(const timeline *timeline, const GArray *changes, day_number date,
                    const char *language);

/* The same in short, for when the whole is too long for a caption: one sentence per control that
 * ground came under, its largest regions by name, the others counted, with the area of all. */
char *words_summary(const timeline *timeline, const GArray *changes, day_number date,
                    const char *language);

/* What one row of the log says, by its own caption or made from it; "" for nothing. The caller
 * frees it. */
char *words_row(const timeline *timeline, int32_t row, const char *language);

#endif
