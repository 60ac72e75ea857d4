/* The inside of a room, shared by the files that take, look for and describe; nobody else's.
 *
 * A row of cells is a row of bits, 64 to a word, 1 for what is taken; the bits behind the last
 * column are taken, so that what is free is a cell. */
#ifndef MAPGEN_COMPOSE_ROOM_PARTS_H
#define MAPGEN_COMPOSE_ROOM_PARTS_H

#include "compose/room.h"

#define CELL_PT 2.0

struct room {
    struct page_box bounds;
    int columns, rows;
    int words; /* in a row */
    uint64_t *taken;
};

static inline uint64_t *room_row(const room *room, int row)
{
    return room->taken + (size_t)row * (size_t)room->words;
}

static inline bool room_is_taken(const room *room, int column, int row)
{
    return room_row(room, row)[column / 64] >> (column % 64) & 1;
}

static inline struct pagexy room_middle(const room *room, int column, int row)
{
    return (struct pagexy){room->bounds.left + (column + 0.5) * CELL_PT,
                           room->bounds.top + (row + 0.5) * CELL_PT};
}

/* The bits of a word that stand for columns in [from, to); the word's first column is `first`. */
static inline uint64_t bits_within(int first, int from, int to)
{
    int low = MAX(from - first, 0), high = MIN(to - first, 64);
    return low >= high ? 0 : UINT64_MAX >> (64 - (high - low)) << low;
}

/* The cells that a box covers, however little of them: [left, right), [top, bottom). */
struct cells {
    int left, top, right, bottom;
};
struct cells room_cells(const room *room, struct page_box box);

/* Takes the cells of a row in columns [from, to). */
void room_take_columns(room *room, int row, int from, int to);

/* A stretch of free cells in a row: [from, to). */
struct stretch {
    int from, to;
};

/* The first stretch of a row at or behind a column; false when there is none. */
bool room_next_stretch(const room *room, int row, int column, struct stretch *stretch);

#endif
