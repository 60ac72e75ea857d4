/* What stands around a map and does not depend on its areas: header, scale bar, strip of dates,
 * foot, north arrow. Each piece has its place in the layout and keeps it through a series; its size
 * follows from the letters, which are the style's. */
#ifndef MAPGEN_COMPOSE_FURNITURE_H
#define MAPGEN_COMPOSE_FURNITURE_H

#include "compose/page_map.h"
#include "compose/pen.h"
#include "timeline/timeline.h"

/* The headline (the date in words, unless an editor says otherwise) with a few words beside it, or
 * above it where both are not sure to fit, and the caption under both in as many lines as the
 * layout has. */
struct header_words {
    const char *headline, *beside, *caption;
    bool is_headline_set; /* by hand: it may be of any length */
};
void furniture_header(const struct pen *pen, const struct layout *layout,
                      const struct header_words *words);

/* The height that a header needs: with words above the headline and, if it has one, a caption. */
double furniture_header_height(const struct pen *pen, const struct layout *layout,
                               bool has_caption);

/* True when a caption fits the header whole. */
bool furniture_caption_fits(const struct pen *pen, const struct layout *layout,
                            const char *caption);

/* How many lines of a caption stand within the header below such words: at least one. */
int furniture_caption_lines(const struct pen *pen, const struct layout *layout,
                            const struct header_words *words);

/* Where the scale bar stands: the bottom left of the map. */
struct page_box furniture_scale_box(const struct pen *pen, const page_map *page);

/* A bar of round numbers of kilometres and of miles. */
void furniture_scale(const struct pen *pen, const page_map *page);

/* True when north is not up in the middle of the map, within two degrees: then an arrow shows it,
 * in a box above the scale bar. */
bool furniture_has_north(const page_map *page);
struct page_box furniture_north_box(const struct pen *pen, const page_map *page);
void furniture_north(const struct pen *pen, const page_map *page);

/* The strip: one segment of equal length a phase, a tick a change day, the map's day marked; the
 * days after `from` to it are marked as a span. */
void furniture_strip(const struct pen *pen, const struct layout *layout, const timeline *timeline,
                     day_number from, day_number day);

/* The height that the strip takes of the foot. */
double furniture_strip_height(const struct pen *pen);

/* The height that a foot without a strip needs, for sources of that size. */
double furniture_foot_height(const struct layout *layout, double source_pt);

/* The foot's lines: what was corrected and which edition it is ("" for nothing), the sources of
 * what changed, the credits. Corrections and credits are never cut; the sources, which the file's
 * metadata has whole, get what lines are left, below the strip of `phased` (NULL: there is none).
 */
void furniture_foot(const struct pen *pen, const struct layout *layout,
                    const struct project *phased, const char *corrections, const char *change,
                    const char *credit);

#endif
