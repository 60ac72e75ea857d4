/* Whether what maps say is there in every language of the project. For `check`.
 *
 * no-name    Something has a name in one language and not in another, which then shows the first
 *            there is: the project's title, sides, holders, phases, views, regions, labels, marks,
 *            drawn layers, notes, edits and corrections; the places that some view shows; the
 *            features of a drawn layer that is labelled. Names that nothing has are not asked for,
 *            but of a region that an event without a caption of its own gives to somebody.
 * no-legend  A holder has no words for the legend.
 * no-words   The program has no phrases in a language (phrases.h): they are English beside names in
 *            that language.
 *
 * Findings are about a place, region, side, holder, view, layer or language, by its id; of what has
 * none, about the project. */
#ifndef MAPGEN_COMPOSE_NAME_CHECK_H
#define MAPGEN_COMPOSE_NAME_CHECK_H

#include "input/sources.h"

/* Adds a warning for each. */
void name_check(const struct sources *sources, report *report);

#endif
