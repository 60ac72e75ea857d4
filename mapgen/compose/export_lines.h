/* The lines between those who hold ground, as a table of features: of one day, or of all days with
 * the first and the end of each, as in compose/export_areas.h.
 *
 * A line's kind is what maps draw it as (compose/lines.h): "contact", "front" (a line that is not
 * known well) or "corridor". Borders of countries are none of these, whoever holds the ground. */
#ifndef MAPGEN_COMPOSE_EXPORT_LINES_H
#define MAPGEN_COMPOSE_EXPORT_LINES_H

#include "compose/export_areas.h"

/* The table "lines"; the caller frees it. */
struct features *export_lines(const timeline *timeline, const struct export_choice *choice);

#endif
