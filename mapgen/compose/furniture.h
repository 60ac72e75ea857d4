/* What stands around a map and does not depend on its areas: header, scale bar, strip of dates,
 * sources. Each piece has its place in the layout and keeps it through a series. */
#ifndef MAPGEN_COMPOSE_FURNITURE_H
#define MAPGEN_COMPOSE_FURNITURE_H

#include "compose/page_map.h"
#include "compose/pen.h"
#include "timeline/timeline.h"

/* The headline (the date in words), the series' title beside it, and the caption under both, in at
 * most two lines. */
void furniture_header(const struct pen *pen, const struct layout *layout, const char *headline,
                      const char *title, const char *caption);

/* Where the scale bar stands: the bottom of the side column. */
struct page_box furniture_scale_box(const struct layout *layout);

/* A bar of a round number of kilometres. */
void furniture_scale(const struct pen *pen, const page_map *page);

/* The strip: one segment of equal length a phase, a tick a change day, the map's day marked. */
void furniture_strip(const struct pen *pen, const struct layout *layout, const timeline *timeline,
                     day_number day);

/* The footer's last lines: the sources of what changed, cut to one line (the whole list is in the
 * file's metadata), and the credits, which are never cut. */
void furniture_sources(const struct pen *pen, const struct layout *layout, const char *change,
                       const char *credit);

#endif
