/* Names of places: where each stands beside its symbol, on every map of a view.
 *
 * One plan for all days of a view, layout, style and language: no name moves and none comes and
 * goes. Each place has candidate positions (compose/place_candidates.h); one costs more the more of
 * a line it covers, by what the line is and on how many days (compose/obstacles.h), and the more of
 * it lies on another side's ground than its place does (compose/ground.h). Which of them are taken
 * is found by compose/label_search.h. A place whose label fits nowhere is left out with its symbol,
 * the least important first.
 *
 * Marks are planned with the places, as important as the first rank, and drawn on their own
 * days. */
#ifndef MAPGEN_COMPOSE_PLACE_LABELS_H
#define MAPGEN_COMPOSE_PLACE_LABELS_H

#include "compose/obstacles.h"
#include "compose/room.h"

typedef struct place_labels place_labels;

/* True when a view shows a place, if it has room for it. */
bool place_labels_want(const struct project_view *view, const struct place *place);

/* Plans the labels of the view's places and marks; `input` is borrowed. */
place_labels *place_labels_plan(const struct pen *pen, const struct labels_input *input,
                                const line_days *lines);
void place_labels_free(place_labels *labels);

/* Takes the room of every symbol, label and leader. */
void place_labels_take_room(const place_labels *labels, room *room);

/* True when a place has its symbol on the map. */
bool place_labels_show(const place_labels *labels, const struct place *place);

/* True when some place is named so on the map. */
bool place_labels_say(const place_labels *labels, const char *text);

/* Draws symbols, then names; what a place is held by in a state is in its symbol's title. */
void place_labels_draw(const struct pen *pen, const place_labels *labels,
                       const struct state *state);

/* ---- what became of them ------------------------------------------------------------------- */

/* A label that a line of contact or a front runs through. */
struct place_crossing {
    const char *text;
    GArray *days; /* of day_number: the change days on which it does */
};

/* Texts are borrowed from the plan. */
struct place_report {
    size_t wanted;       /* places that the view asks for and whose symbols are on the map, and
                            marks */
    size_t placed;       /* of which so many are named */
    GPtrArray *left_out; /* the names of the others, the most important first; of const char * */
    size_t moves;        /* labels that stand elsewhere on another day: one plan for all, so 0 */
    GArray *crossings;   /* of struct place_crossing, in order of importance */
};

struct place_report *place_labels_report(const place_labels *labels, const line_days *lines);
void place_report_free(struct place_report *report);
typedef struct place_report place_report;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(place_report, place_report_free)

#endif
