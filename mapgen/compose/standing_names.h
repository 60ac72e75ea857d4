/* Names that stand still: each keeps its place for as long as there is room for it, and moves as
 * seldom as can be.
 *
 * A name stands from the first day of its span for the longest run of change days through which
 * some one place holds it, then for the next run; a place where it stood before comes first when it
 * holds as long. Taking the longest run each time gives the fewest runs (the greedy cover of a line
 * by intervals; what holds for a run holds for every part of it). A day that has room for no place
 * is left without the name. */
#ifndef MAPGEN_COMPOSE_STANDING_NAMES_H
#define MAPGEN_COMPOSE_STANDING_NAMES_H

#include "compose/label_space.h"

/* A name in its place, on the days of a span. */
struct standing_name {
    char *name; /* whole */
    struct span when;
    struct name_block block;
    bool has_leader;
    struct pagexy leader_from, leader_to;
};

enum name_move_kind { NAME_MOVES, NAME_VANISHES, NAME_COMES_BACK };

struct name_move {
    char *name;
    day_number day;
    enum name_move_kind kind;
    const char
        *reason; /* "the line of contact would cross it"; static; NULL for one that is back */
};

/* How a name finds a place. `user` is whatever the functions need. */
struct standing_ask {
    const char *name;
    struct span when;
    void *user;
    /* Finds a place that holds through a span: block and leader of `found`. */
    bool (*fit)(void *user, struct span when, struct standing_name *found);
    /* True when a place that held before does through a span; may give it a new leader. */
    bool (*holds)(void *user, struct span when, struct standing_name *old);
    /* Why a place does not hold on a span's days; static. */
    const char *(*reason)(void *user, struct span when, const struct standing_name *old);
};

struct standing_names {
    GArray *names; /* of struct standing_name, in the order in which they were planned */
    GArray *moves; /* of struct name_move */
};

void standing_names_start(struct standing_names *standing);
void standing_names_clear(struct standing_names *standing);

/* Plans a name through its span and takes its room in the space. */
void standing_names_plan(struct standing_names *standing, label_space *space,
                         const struct standing_ask *ask);

/* Plans it for those days of its span on which it does not stand yet. */
void standing_names_fill(struct standing_names *standing, label_space *space,
                         const struct standing_ask *ask);

/* Notes how it moves through its span, and how it comes to where it stands at first. */
void standing_names_note_moves(struct standing_names *standing, const label_space *space,
                               const struct standing_ask *ask);

/* True when a name stands on a day that says the same, whatever its case in that language: one is
 * part of the other ("Lachin corridor", "The new Lachin corridor"). */
bool standing_names_say(const struct standing_names *standing, const char *name, day_number day,
                        const char *language);

/* Draws what stands on a day: each leader, each name once. */
void standing_names_draw(const struct pen *pen, const struct standing_names *standing,
                         day_number day);

#endif
