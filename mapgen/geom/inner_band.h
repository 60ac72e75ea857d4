/* The strip along the inside of an outline: an area less what is further from its edge, by GEOS
 * (erosion as a negative buffer). */
#ifndef MAPGEN_GEOM_INNER_BAND_H
#define MAPGEN_GEOM_INNER_BAND_H

#include "geom/coords.h"
#include <glib.h>

/* Appends the strip of `width_pt` inside rings (even-odd, `counts[i]` points in ring i, rings may
 * touch) as rings, to be filled even-odd, to `out` (of struct pagept) and `out_counts` (of size_t):
 * the rings themselves, as they are, and those of what is further inside. Where the area is
 * narrower than twice that, the strip is all of it. Answers the strip's share of the area, 0 (and
 * nothing is appended) for rings without one. */
double inner_band(const struct pagept *points, const size_t *counts, size_t rings, double width_pt,
                  GArray *out, GArray *out_counts);

/* Leaves of a strip what lies in other rings (even-odd): `band` (of struct pagept) and
 * `band_counts` (of size_t) are rings to be filled even-odd before and after. Corners of either
 * stay where they are; new ones are rounded to the page's units. */
void inner_band_keep(GArray *band, GArray *band_counts, const GArray *points, const GArray *counts);

#endif
