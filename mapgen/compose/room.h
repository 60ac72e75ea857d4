/* Where there is room for a label: the page as a raster of 2-point cells, each free or taken.
 *
 * A cell is a bit, so that what is done to a row of them is done to 64 at once. Where a box of some
 * size stands is what is left when the free cells are eroded by it (Serra, "Image Analysis and
 * Mathematical Morphology", 1982): runs of free cells are joined to runs twice as long, first along
 * the rows and then down (van den Boomgaard and van Balen, "Methods for fast morphological image
 * transforms using bitmapped binary images", Graphical Models and Image Processing 54, 1992). */
#ifndef MAPGEN_COMPOSE_ROOM_H
#define MAPGEN_COMPOSE_ROOM_H

#include "geom/coords.h"
#include <glib.h>
#include <stdbool.h>

typedef struct room room;

/* All of `bounds` is free, everything else taken. */
room *room_new(struct page_box bounds);
room *room_copy(const room *room);
void room_free(room *room);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(room, room_free)

/* Takes the cells that a box or a line with some width covers. */
void room_take_box(room *room, struct page_box box);
void room_take_line(room *room, const struct pagept *points, size_t count, double width_pt);

/* Takes what is not inside the rings (even-odd; `counts` of size_t), or what is. */
void room_keep_inside(room *room, const GArray *points, const GArray *counts);
void room_take_inside(room *room, const GArray *points, const GArray *counts);

/* Takes a turned box: `middle` in page points, turned clockwise by `angle_deg`. */
void room_take_turned_box(room *room, struct pagexy middle, double width_pt, double height_pt,
                          double angle_deg);

/* Takes the cells that another room has taken, of which the sides lie whole cells from this one's.
 */
void room_take_room(room *room, const struct room *other);

/* A copy of what is within a box, and of its bounds. */
room *room_cropped(const room *room, struct page_box box);

/* The same of a room in which all is free. */
room *room_new_within(struct page_box bounds, struct page_box box);

/* A point turned clockwise (y runs down) about the page's origin. */
struct pagexy pagexy_turned(struct pagexy p, double angle_deg);

/* A copy in which what runs at `angle_deg` is level, so that boxes turned by that angle can be
 * asked about: its points are pagexy_turned(p, -angle_deg). A cell is free when its corners and its
 * middle are. */
room *room_turned(const room *room, double angle_deg);

/* Takes all free cells but those of the largest piece (cells that share a side are of one). */
void room_keep_largest(room *room);

/* The free cells as a whole: their middle, the direction in which they extend most (second moments;
 * clockwise from level, -90 to 90) and how many times as far as across it. */
struct room_shape {
    double area_pt2; /* 0: nothing is free, and nothing else holds */
    struct pagexy middle;
    double angle_deg, elongation;
};
struct room_shape room_shape_of(const room *room);

/* The place that is farthest from what is taken, of such places one towards the middle of all that
 * is free (distances by Borgefors' 3-4 chamfer, "Distance transformations in digital images",
 * Computer Vision, Graphics, and Image Processing 34, 1986); false when nothing is free. */
bool room_widest(const room *room, struct pagexy *widest);

/* True when the whole box is free, or every cell that a line passes through. */
bool room_is_free(const room *room, struct page_box box);
bool room_is_line_free(const room *room, struct pagexy from, struct pagexy to);

/* How many stretches of a line are taken, one behind another; outside counts as taken. */
int room_crossings(const room *room, struct pagexy from, struct pagexy to);

/* A free box as wide and high as asked or wider. Positions are weighed by the distance of their
 * middle from `wish`, by the free margin around them: up to `margin_pt` more on each side, each
 * point of it worth `margin_worth` points of distance, and by how much wider they can be, up to
 * `spread_pt`, each point of it worth `spread_worth`; none is further than `reach_pt` from `wish`.
 * Answers the middle and the width; false when there is no such box. */
struct room_wish {
    struct pagexy wish;
    double reach_pt, margin_pt, margin_worth, spread_pt, spread_worth;
};
bool room_find(const room *room, double width_pt, double height_pt, const struct room_wish *wish,
               struct pagexy *middle, double *found_width_pt);

/* The middles of all free boxes of that size, of struct pagexy, row by row, at steps of two cells.
 */
GArray *room_places(const room *room, double width_pt, double height_pt);

#endif
