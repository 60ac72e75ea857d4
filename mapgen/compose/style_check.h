/* Whether the maps of a project can be read in a style: the style is read for the page of every
 * layout, as sizes and colours may differ, and every area that some date of the project shows is
 * looked at in it (style/legibility.h). Holders of two sides need two roles. */
#ifndef MAPGEN_COMPOSE_STYLE_CHECK_H
#define MAPGEN_COMPOSE_STYLE_CHECK_H

#include "base/report.h"
#include "timeline/timeline.h"

/* Adds a warning for each fault. `name` is as in map_style_file(), where the project or `name`
 * names a sheet. False when it does not read. */
bool style_check(const timeline *timeline, const char *name, report *report, GError **error);

#endif
