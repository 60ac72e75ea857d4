/* Names of places: where each stands beside its symbol, on every map of a view.
 *
 * Each place has candidate positions around its symbol in Imhof's order of preference
 * ("Positioning names on maps", The American Cartographer 2, 1975); a candidate costs more the more
 * of a strong line it covers, on any date of the project, and the lines' weights say how much; two
 * labels, or a label and another's symbol, may not meet. The choice starts greedy, by rank, and is
 * improved by moving one label at a time to its best position until nothing gets better, from
 * several seeded starts (a discrete gradient descent with restarts; Christensen, Marks and Shieber,
 * "An empirical study of algorithms for point-feature label placement", ACM Transactions on
 * Graphics 14, 1995). A place whose label fits nowhere is left out, the least important first. */
#ifndef MAPGEN_COMPOSE_PLACE_LABELS_H
#define MAPGEN_COMPOSE_PLACE_LABELS_H

#include "compose/obstacles.h"
#include "compose/room.h"

typedef struct place_labels place_labels;

/* True when a view shows a place, if it has room for it. */
bool place_labels_want(const struct project_view *view, const struct place *place);

/* Plans the labels of the view's places; `input` is borrowed. `segments` are all lines of the
 * page (obstacles_list). */
place_labels *place_labels_plan(const struct pen *pen, const struct labels_input *input,
                                const GArray *segments);
void place_labels_free(place_labels *labels);

/* Takes the room of every symbol and label. */
void place_labels_take_room(const place_labels *labels, room *room);

/* True when some place is named so on the map. */
bool place_labels_say(const place_labels *labels, const char *text);

/* Draws symbols, then names; what a place is held by in a state is in its symbol's title. */
void place_labels_draw(const struct pen *pen, const place_labels *labels,
                       const struct state *state);

#endif
