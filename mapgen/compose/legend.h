/* The legend: only what is on the map, in one order for the whole series. Holders come in the
 * project's order, each with the tones that are shown; then what is contested or guarded; then the
 * lines. Under it, in the same box, the notes: on which day a change is drawn whose day is not
 * known, and the project's for the date. */
#ifndef MAPGEN_COMPOSE_LEGEND_H
#define MAPGEN_COMPOSE_LEGEND_H

#include "compose/lines.h"

struct legend_input {
    const timeline *timeline;
    const page_map *page;
    const struct state *state;
    day_number since; /* what is new on the map came after this day */
    const struct areas *areas;
    const GArray *changes; /* of struct change: what the map shows as new */
};

/* The height that the box needs, in points. */
double legend_height_pt(const struct pen *pen, const struct legend_input *input);

/* Draws it into the top of the layout's side box, at least `height_pt` high. */
void legend_draw(const struct pen *pen, const struct legend_input *input, double height_pt);

#endif
