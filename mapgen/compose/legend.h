/* The legend on the page: rows (compose/legend_rows.h) in a box over the left of the map, or in
 * columns in a band below it. */
#ifndef MAPGEN_COMPOSE_LEGEND_H
#define MAPGEN_COMPOSE_LEGEND_H

#include "compose/legend_rows.h"

/* The height that the box needs, in points; 0 for a layout without a box. */
double legend_height_pt(const struct pen *pen, const struct layout *layout, const GArray *rows);

/* Sets rows closer to one another; true when they are. */
void legend_tighten(GArray *rows);
bool legend_is_tight(const GArray *rows);

/* Makes rows fit: in a box of that height closer to one another; then with the notes as one
 * paragraph; then without asides; then in few words; at last without the other notes, the heaviest
 * last, the last lines, the words behind the second line of a row, those behind the first, the last
 * rows. A band takes as many notes as it has room for by itself; its
 * rows are in few words where it has none for more than asides. */
void legend_fit(const struct pen *pen, const struct layout *layout, double height_pt, GArray *rows);

/* The least height of a band below the map that holds all rows, column after column, in points. */
double legend_band_height_pt(const struct pen *pen, const struct layout *layout,
                             const GArray *rows);

/* Draws the rows into the layout's side: a box at least `height_pt` high at its top, the notes at
 * its bottom; or a band that fills it, the notes across its foot, of which what has no room is left
 * out. */
void legend_draw(const struct pen *pen, const struct layout *layout, const GArray *rows,
                 double height_pt);

#endif
