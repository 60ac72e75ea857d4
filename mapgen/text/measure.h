/* What shaping a run and breaking a paragraph have in common; for text/ alone. */
#ifndef MAPGEN_TEXT_MEASURE_H
#define MAPGEN_TEXT_MEASURE_H

#include "text/run.h"
#include <pango/pango.h>

/* A run without outlines and heights: all that measuring needs. The caller's, and nobody else's. */
struct run *run_measure(fonts *fonts, const char *text, const struct font *font,
                        const char *language, struct report *report);

/* What was shaped and broken before. The fonts'. */
struct run_memory *fonts_memory(fonts *fonts);

/* Pango takes the language of the locale when it has none, so it always gets one. */
PangoLanguage *text_language(const char *language);

/* Whether a text runs to the left as a whole (UAX #9, the paragraph level). Without a language, its
 * first letter with a direction says so (rules P2 and P3); else the language does (HL1), unless all
 * letters run the other way: a phrase in English stays one on a map in Persian. */
bool text_runs_to_the_left(const char *text, const char *language);

#endif
