/* Where there is room for a label: the page as a raster of 2-point cells, each free or taken.
 *
 * Boxes are asked about through a summed-area table (Crow, "Summed-area tables for texture
 * mapping", SIGGRAPH 1984), so that a search over the whole page costs a look-up a position. */
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

/* True when the whole box is free, or every cell that a line passes through. */
bool room_is_free(const room *room, struct page_box box);
bool room_is_line_free(const room *room, struct pagexy from, struct pagexy to);

/* The middle of a free box of that size. Positions are weighed by their distance from `wish` and
 * the free margin around them: up to `margin_pt` more on each side, each point of it worth
 * `margin_worth` points of distance; none is further than `reach_pt` from `wish`. False when there
 * is none. */
struct room_wish {
    struct pagexy wish;
    double reach_pt, margin_pt, margin_worth;
};
bool room_find(const room *room, double width_pt, double height_pt, const struct room_wish *wish,
               struct pagexy *middle);

#endif
