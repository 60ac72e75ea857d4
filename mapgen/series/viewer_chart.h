/* Who held how much over a series: curves and their table, for the page around it.
 *
 * The ground is what changed hands at least once between the day before the first map and the day
 * of the last: what one holder had all the time would press the curves against the edge. Ground
 * that nobody holds for certain (contested, claimed, passing ...) is a column of its own, so that
 * the columns add up to the ground on every day.
 *
 * Time runs as in the strip of the maps: every phase has the same width, so that a war of weeks and
 * a truce of decades can both be read. */
#ifndef MAPGEN_SERIES_VIEWER_CHART_H
#define MAPGEN_SERIES_VIEWER_CHART_H

#include "style/style.h"
#include "timeline/timeline.h"

typedef struct chart chart;

/* Borrows timeline and style, which gives each role its colour. Both days have a map. */
chart *chart_new(const timeline *timeline, const style *style, day_number first, day_number last);
void chart_free(chart *chart);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(chart, chart_free)

/* The ground in square metres; 0 when nothing changed hands: then there is nothing to draw. */
double chart_ground_m2(const chart *chart);

/* Where a day stands, in percent of the width. */
double chart_x(const chart *chart, day_number day);

/* Appends <section id="chart">. Words are in `language`. */
void chart_append_html(const chart *chart, const char *language, GString *html);

#endif
