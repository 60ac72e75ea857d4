/* A name beside what it names, with a leader to it: short, past other names, and over as few lines
 * as can be. */
#ifndef MAPGEN_COMPOSE_CALLOUT_H
#define MAPGEN_COMPOSE_CALLOUT_H

#include "compose/name_block.h"

struct callout_ask {
    const room *land;             /* where the name may stand */
    const room *others;           /* what a leader must not cross: names and symbols */
    const room *lines;            /* what it rather does not cross */
    const struct pagexy *targets; /* points, to one of which the leader goes */
    size_t target_count;
    double reach_pt; /* no leader is longer */
    double stop_pt;  /* a leader ends so far before its target: the radius of a ring */
};

/* What a leader may go to in an area of which `inside` is free: some places well inside it, or its
 * widest one where it is narrow; of struct pagexy. */
GArray *callout_targets(const room *inside, struct pagexy widest);

struct callout {
    struct name_block block;
    bool has_leader; /* false: so near that it needs none */
    struct pagexy from, to;
};

/* Finds the cheapest place: a point for each point of the leader's length, more for each line
 * crossed. False when none is within reach. */
bool callout_find(const name_words *words, const struct callout_ask *ask, struct callout *callout);

/* The same for a box of that size; of the answer's block only the middle holds. */
bool callout_find_box(double width_pt, double height_pt, const struct callout_ask *ask,
                      struct callout *callout);

/* The same for a block that stands already; the answer has no block. */
bool callout_lead(const struct name_block *block, const struct callout_ask *ask,
                  struct callout *callout);

#endif
