/* Which of its positions each label takes, so that together they cost least: geometry and numbers,
 * nothing about maps.
 *
 * Each item has a symbol and candidate positions for its label; a plan takes one candidate of an
 * item or leaves it out, symbol and all. What no plan breaks, whatever it costs:
 *
 *   - a label stands whole in the frame and meets no obstacle;
 *   - no label meets another, nor the symbol of an item that is not left out;
 *   - a leader meets no other label, symbol or leader, and no obstacle.
 *
 * A plan costs the sum of its candidates' own costs, more for each foreign symbol that is near to a
 * label or leader or nearer than its own (one could take the label for its), and the price of every
 * item that is left out.
 *
 * The search is simulated annealing (Christensen, Marks and Shieber, "An empirical study of
 * algorithms for point-feature label placement", ACM Transactions on Graphics 14(3), 1995): a
 * random label goes to a random position, those in its way go to their best free one or are left
 * out, and a dearer plan is kept the more rarely the colder it is. Then single moves of that kind
 * are made while one is an improvement. The same from the greedy plan; the cheaper of both is the
 * answer, so that it is never dearer than greedy's. What conflicts with what is known beforehand,
 * as bits. Random numbers are our own and costs are rounded to whole numbers: the same input gives
 * the same plan on every machine. */
#ifndef MAPGEN_COMPOSE_LABEL_SEARCH_H
#define MAPGEN_COMPOSE_LABEL_SEARCH_H

#include "geom/page_box.h"
#include <stddef.h>

struct search_candidate {
    struct page_box box; /* of the label */
    double cost;         /* by itself; 1 is a step of preference */
    bool has_leader;     /* from the label to its own symbol */
    struct pagexy leader_from, leader_to;
};

struct search_item {
    const struct search_candidate *candidates;
    size_t count;
    struct page_box symbol;
    double missing_cost; /* of being left out: the more important, the dearer */
};

struct search_problem {
    const struct search_item *items;
    size_t item_count;
    struct page_box frame;
    const struct page_box *obstacles;
    size_t obstacle_count;
    double near_pt, near_cost; /* a foreign symbol so near to a label or leader costs so much */
    double mistaken_cost; /* so much, where it is nearer to a label without a leader than its own,
                             or nearly as near and before it */
};

enum search_method {
    SEARCH_GREEDY, /* the dearest to leave out first, each takes its cheapest free candidate */
    SEARCH_ANNEALING
};

#define SEARCH_LEFT_OUT (-1)

/* Fills `chosen`, by item: the number of a candidate, or SEARCH_LEFT_OUT. Answers the plan's cost,
 * to a thousandth. */
double label_search(const struct search_problem *problem, enum search_method method, int *chosen);

#endif
