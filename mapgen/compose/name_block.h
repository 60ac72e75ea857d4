/* A name set as a block: in one line or a few, level or turned, with its letters apart or a little
 * smaller where room asks for it, and a smaller note under it where there is one.
 *
 *     name_words    what a name looks like in one, two, three lines; shaped once
 *        │          room (compose/room.h), wish
 *        ▼
 *     name_block    where it stands, at which size and spacing
 *
 * What is tried, in order: one line, then two, then three; each at its class's size, then 15 and 25
 * per cent smaller; each along the room where that is a turn, then level. What fits first is taken,
 * with its letters as far apart as its place allows. */
#ifndef MAPGEN_COMPOSE_NAME_BLOCK_H
#define MAPGEN_COMPOSE_NAME_BLOCK_H

#include "compose/pen.h"
#include "compose/room.h"

struct name_ask {
    const char *name, *class_list;
    const char *note, *note_class; /* a line under the name; NULL: none */
    int most_lines;
    double most_spacing_em; /* of a name in one line; less than the class's own: no more than that
                             */
    double least_size_pt;   /* it is not set smaller than this, but at its class's size */
};

typedef struct name_words name_words;

/* Shapes a name. What the ask points at is copied; fonts and style are borrowed. */
name_words *name_words_new(const struct pen *pen, const struct name_ask *ask);
void name_words_free(name_words *words);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(name_words, name_words_free)

/* A line of a block: its baseline's middle is `down_pt` below the block's middle. */
struct name_block {
    char **lines, *note; /* note NULL: none */
    char *class_list, *note_class;
    struct font font;
    struct pagexy middle;
    double angle_deg;           /* clockwise about the middle */
    double width_pt, height_pt; /* with the space that it keeps around itself */
    double first_down_pt, leading_pt, note_down_pt;
};

/* A block with nothing in it; clearing leaves it so. */
void name_block_clear(struct name_block *block);
struct name_block name_block_copy(const struct name_block *block);

/* Finds a place in a room; turned by `angle_deg` or, where that does not fit or is 0, level. The
 * wish is in page points; its spread is the block's own affair. */
bool name_words_fit(const name_words *words, const room *room, double angle_deg,
                    const struct room_wish *wish, struct name_block *block);

/* How large the name is, level and at its class's size, in so many lines (1, 2, ...); false when it
 * does not break so often. */
bool name_words_size(const name_words *words, int lines, double *width_pt, double *height_pt);

/* The block in so many lines, level, at a place. */
struct name_block name_words_at(const name_words *words, int lines, struct pagexy middle);

/* The corners of the block, clockwise from the first letter's top left. */
void name_block_corners(const struct name_block *block, struct pagexy corners[4]);

/* True when all of the block's box is free. */
bool name_block_is_free(const struct name_block *block, const room *room);

void name_block_take_room(const struct name_block *block, room *room);

void name_block_draw(const struct pen *pen, const struct name_block *block);

#endif
