/* Whose word an event rests on. A source is of a side (the column source_side); a side that has
 * holders is a party, and what parties say of their own war is worth less than what others see. A
 * side without holders is of third parties: the press, observers, scholars.
 *
 * An event rests on one side alone when every source that its rows name is of the same party. What
 * a row only shows as claimed or announced says so itself. */
#ifndef MAPGEN_TIMELINE_ATTRIBUTION_H
#define MAPGEN_TIMELINE_ATTRIBUTION_H

#include "input/sources.h"

/* The sides whose sources a row names, as they stand in the file; NULL-terminated, the caller's. */
char **attribution_sides(const struct event *event);

/* The side of a project by its name; NULL when there is none. */
const struct project_side *attribution_side(const struct project *project, const char *name);

/* The one party that an event rests on, by all rows that share its id; NULL when it rests on
 * several, on third parties as well, or on nobody that is known. Borrowed. */
const struct project_side *attribution_of(const struct sources *sources, const struct event *event);

#endif
