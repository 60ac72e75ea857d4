/* What a legend says: only what is on its map or maps, in one order for the whole series. Holders
 * come in the project's order, each with the tones that are shown; then what is contested or
 * guarded; then the lines; last the notes: on which day a change is drawn whose day is not known,
 * the project's for the date, and what the statuses mean. */
#ifndef MAPGEN_COMPOSE_LEGEND_ROWS_H
#define MAPGEN_COMPOSE_LEGEND_ROWS_H

#include "compose/lines.h"

/* A map that the legend is of. */
struct legend_map {
    const page_map *page;
    const struct state *state;
    day_number since; /* what is new on the map came after this day */
    const struct areas *areas;
    const GArray *changes; /* of struct change: what the map shows as new */
};

enum row_kind { ROW_HEADING, ROW_AREA, ROW_LINE, ROW_NOTE };

struct row {
    enum row_kind kind;
    char *class_list;     /* of the swatch */
    char *outline, *band; /* over an area's, as the map has them; NULL: none */
    char *text;
    bool in_group, ends_group; /* a heading with its rows; a gap follows the last */
    bool is_tight;             /* stands closer to the next, in a legend that has little room */
};

/* The rows for one map, or for several that are shown side by side; of struct row, cleared with the
 * array. */
GArray *legend_rows(const struct pen *pen, const timeline *timeline, const struct legend_map *maps,
                    size_t count);

#endif
