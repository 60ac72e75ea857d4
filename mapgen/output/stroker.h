/* Thin plain lines, as cairo draws them, in a fraction of its time.
 *
 * A line with round joins is all that lies in a rectangle about one of its segments or in the wedge
 * of a disc between two of them. Each of those is cut by rows of samples, 15 to a pixel, as in
 * cairo, so that lines and areas are sampled alike; where a row is in it, bits are set:
 *
 *          pixel         pixel
 *     |....########|##..........|   16 samples in a row of a pixel; in each of its rows they lie
 *     |...#########|###.........|   a little further to the side, so that all 240 lie at different
 *     |..##########|####........|   distances from the pixel's left side
 *
 * How much of a pixel is covered is how many of its bits are set: what lies under two segments, or
 * under two lines that meet, counts once. cairo's general way, to outline the line by a polygon of
 * four and more edges for each segment, sort them, and find between which of them the winding is
 * not zero, takes more than twice as many instructions for a line half a pixel wide, and is off
 * from the picture at eight times the size, averaged, by a fifth more. */
#ifndef MAPGEN_OUTPUT_STROKER_H
#define MAPGEN_OUTPUT_STROKER_H

#include "geom/coords.h"
#include "scene/paint.h"
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct stroker stroker;

/* Draws in some rows of a picture so wide, at most so many at once. */
stroker *stroker_new(int width, int most_rows);
void stroker_free(stroker *stroker);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(stroker, stroker_free)

/* From now on in those from `top` up to `top + rows`. */
void stroker_move(stroker *stroker, int top, int rows);

/* Whether lines with this paint are drawn here: with round joins, no dashes, and so thin that it is
 * faster. */
bool stroker_can_draw(const struct paint *paint, double pixels_per_pt);

/* Adds a line to those that are painted together: its points and where they are, in points of the
 * page. */
void stroker_add(stroker *stroker, const struct pagept *points, size_t count, bool is_closed,
                 struct pagexy offset, double pixels_per_pt, const struct paint *paint);

/* Paints what was added over the picture: words 0xAARRGGBB, premultiplied, or 0x00RRGGBB, `stride`
 * bytes from row to row. Nothing is added then. */
void stroker_paint(stroker *stroker, struct colour colour, uint8_t *pixels, int stride);

#endif
