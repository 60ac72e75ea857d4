/* What a legend says: only what is on its map or maps, in one order for the whole series. Holders
 * come in the project's order, each with the tones that are shown; then what is contested or
 * guarded; then places of which it is said by themselves who held them; then the lines; last the
 * notes: on which day a change is drawn whose day is not known, the project's for the date, and
 * what the statuses mean. */
#ifndef MAPGEN_COMPOSE_LEGEND_ROWS_H
#define MAPGEN_COMPOSE_LEGEND_ROWS_H

#include "compose/lines.h"

/* What is left out first where there is no room for all notes: what the project says of its maps;
 * as of when the map is, and what a status means that has its row; what tells of a sign that has
 * none. */
enum note_weight { NOTE_ASIDE, NOTE_MEANING, NOTE_SIGN };

/* A map that the legend is of. */
struct legend_map {
    const page_map *page;
    const struct state *state, *since; /* its own, and that against which it shows what is new */
    const struct areas *areas;
    const GArray *changes; /* of struct change: what the map shows as new */
    const GArray *told;    /* of struct control: what else the rows name; NULL: nothing */
};

enum row_kind { ROW_HEADING, ROW_AREA, ROW_SYMBOL, ROW_LINE, ROW_ITEM, ROW_NOTE };

struct row {
    enum row_kind kind;
    char *class_list;     /* of the swatch */
    char *outline, *band; /* over an area's, as the map has them; NULL: none */
    char *text;
    char *brief; /* what stands for the text where there is little room; NULL: the text */
    int number;  /* of an item: in the mark before it */
    bool in_group, ends_group; /* a heading with its rows; a gap follows the last */
    bool is_tight;             /* stands closer to the next, in a legend that has little room */
    enum note_weight weight;
};

/* No rows yet, cleared with the array; and one more, the text of which begins with a capital.
 * Borrowed until the next. */
GArray *legend_rows_new(void);
struct row *legend_rows_add(GArray *rows, enum row_kind kind, const char *class_list,
                            const char *text);

/* Adds the rows of a map's borders and what else the project draws; and of its notes: what its
 * statuses mean and, with `is_whole`, as of when it is and what the project says of its date. */
void legend_rows_add_ways(const struct pen *pen, const timeline *timeline,
                          const struct legend_map *map, GArray *rows);
void legend_rows_add_notes(const struct pen *pen, const timeline *timeline,
                           const struct legend_map *map, bool is_whole, GArray *rows);

/* The rows for one map, or for several that are shown side by side; of struct row, cleared with the
 * array. */
GArray *legend_rows(const struct pen *pen, const timeline *timeline, const struct legend_map *maps,
                    size_t count);

#endif
