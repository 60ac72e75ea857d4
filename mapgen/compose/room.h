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

/* Takes what is not inside the rings (even-odd; `counts` of size_t). */
void room_keep_inside(room *room, const GArray *points, const GArray *counts);

/* True when the whole box is free. */
bool room_is_free(const room *room, struct page_box box);

/* The middle of a free box of that size: the one with the widest free margin around it (up to
 * `margin_pt` more on each side), and of those the nearest to `wish`. False when there is none. */
bool room_find(const room *room, double width_pt, double height_pt, double margin_pt,
               struct pagexy wish, struct pagexy *middle);

#endif
