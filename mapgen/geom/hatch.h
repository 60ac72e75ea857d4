/* Hatching as areas: the parallel bands of a hatch, cut to the rings that they fill.
 *
 * A band is a polygon like any other, so every renderer draws it alike and its edges lie exactly on
 * the area's; patterns, clip paths and their seams are not needed. Bands are counted from the
 * page's origin: the bands of neighbouring areas, and of the same area on another map, fall
 * together. */
#ifndef MAPGEN_GEOM_HATCH_H
#define MAPGEN_GEOM_HATCH_H

#include "geom/coords.h"
#include <glib.h>

/* Appends the bands inside rings (even-odd, `counts[i]` points in ring i) as rings to `out` (of
 * struct pagept) and `out_counts` (of size_t). The angle is counter-clockwise from the x axis as
 * seen on the page; period and width are in points, width below period. */
void hatch_bands(const struct pagept *points, const size_t *counts, size_t rings, double angle_deg,
                 double period_pt, double width_pt, GArray *out, GArray *out_counts);

#endif
