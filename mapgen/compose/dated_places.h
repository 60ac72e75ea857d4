/* Places of which the log says by themselves who held them: their symbols and words.
 *
 * Filled in the holder's tone is what is confirmed, open what is announced. A row counts in its own
 * phase, and where the phase's line of contact becomes known on a day (contact_from), a row up to
 * it counts to the day before: from then on the ground says who holds what. */
#ifndef MAPGEN_COMPOSE_DATED_PLACES_H
#define MAPGEN_COMPOSE_DATED_PLACES_H

#include "compose/obstacles.h"
#include "compose/pen.h"

/* The row that a place is drawn by on a day; NONE: it is a place like any other. */
int32_t dated_place_row(const timeline *timeline, const struct place *place, day_number day);

/* Draws the symbol of such a row; its title is "Horovlu: claimed by Azerbaijan, not confirmed; 4
 * October 2020 (Vestnik Kavkaza)". */
void dated_place_draw(const struct pen *pen, const timeline *timeline, int32_t row,
                      struct pagexy at, const char *name);

/* Draws the symbols of all such places on a day but those that `has_own` says true of: where they
 * are clear of the furniture, and of one another as all of them would be that the log ever speaks
 * of, so that none comes and goes for another's sake. */
void dated_places_draw(const struct pen *pen, const struct labels_input *input, day_number day,
                       bool (*has_own)(const void *data, const struct place *place),
                       const void *data);

/* True when such a place on the page changes hands, or becomes confirmed, behind one day and up to
 * another. */
bool dated_places_change(const timeline *timeline, const page_map *page, day_number since,
                         day_number day);

/* Sentences for a caption: "Announced by Azerbaijan: Horovlu, Mazra and 5 more." What `changes` (of
 * struct change) tells by the same event is not said twice. "" for nothing; the caller's. */
char *dated_places_words(const timeline *timeline, const GArray *changes, day_number day,
                         const char *language);

/* For a legend: which of a holder's symbols a map of a day has. */
struct dated_symbols {
    bool has_confirmed, has_announced;
};
struct dated_symbols dated_places_symbols(const timeline *timeline, const page_map *page,
                                          int16_t holder, day_number day);

#endif
