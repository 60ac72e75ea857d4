/* Clipping to an upright box on the page. */
#ifndef MAPGEN_GEOM_CLIP_H
#define MAPGEN_GEOM_CLIP_H

#include "geom/coords.h"
#include <glib.h>
#include <stdbool.h>

/* An upright box in hundredths of a point. */
struct page_rect {
    int32_t left, top, right, bottom;
};

/* Appends to `out` (of struct pagept) the part of a ring inside the box, as one ring that may run
 * along the box's sides (Sutherland and Hodgman, "Reentrant polygon clipping", Communications of
 * the ACM 17, 1974): right for filling by the even-odd rule, not for stroking. Answers how many
 * points were added; 0 when nothing is inside. */
size_t clip_ring(const struct pagept *points, size_t count, struct page_rect box, GArray *out);

/* Appends the pieces of a line inside the box: points to `out` (of struct pagept), one count per
 * piece to `counts` (of size_t) (Liang and Barsky, "A new concept and method for line clipping",
 * ACM Transactions on Graphics 3, 1984). */
void clip_line(const struct pagept *points, size_t count, struct page_rect box, GArray *out,
               GArray *counts);

/* True when that is any piece. */
bool clip_has_line(const struct pagept *points, size_t count, struct page_rect box);

#endif
