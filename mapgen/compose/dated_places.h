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

/* The rows that say something new of a place, by day; of int32_t, the caller's. */
GArray *dated_place_rows(const timeline *timeline, const struct place *place);

/* The classes of the symbol for what is said: "dated open side-a"; the caller's. */
char *dated_place_class(const struct project *project, struct control said);

/* What is said, by itself: "held by Azerbaijan: announced"; the caller's. */
char *dated_place_said(const struct project *project, struct control said, const char *language);

/* Draws the symbol of a place that has such a row on the day of a state; its title is "Horovlu:
 * claimed by Azerbaijan, not confirmed; 4 October 2020 (Vestnik Kavkaza)". `class_list` is what a
 * place like any other would have. Without a state nothing is told of the ground. */
void dated_place_draw(const struct pen *pen, const timeline *timeline, const struct state *state,
                      int32_t row, struct pagexy at, const char *class_list, const char *name);

/* The room of a symbol on the page. */
struct dated_spot {
    const struct place *place;
    struct pagexy at;
    double radius; /* with its ring */
};

/* The places of which the log ever speaks so, but those that `has_own` says true of, as far as they
 * are on the map, clear of the furniture, of `taken` (of struct page_box) and of one another: the
 * same on all days, so that none comes and goes for another's sake. Of struct dated_spot, in the
 * gazetteer's order. */
GArray *dated_places_spots(const struct pen *pen, const struct labels_input *input,
                           const GArray *taken,
                           bool (*has_own)(const void *data, const struct place *place),
                           const void *data);

bool dated_spot_meets(const struct dated_spot *spot, struct page_box box);

/* Draws the symbols of spots on the day of a state. */
void dated_places_draw(const struct pen *pen, const timeline *timeline, const GArray *spots,
                       const struct state *state);

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
