/* Where the name of a place may stand around its symbol.
 *
 * The eight winds and the half winds between them, near and a little further off, in the order of
 * preference of Imhof ("Positioning names on maps", The American Cartographer 2, 1975): to the
 * right and a little above before all, then right, left, above, below. A name of two forms
 * ("Stepanakert / Khankendi") may stand in two lines, the second in a smaller class. As a last
 * resort a name stands further off with a leader to its symbol. */
#ifndef MAPGEN_COMPOSE_PLACE_CANDIDATES_H
#define MAPGEN_COMPOSE_PLACE_CANDIDATES_H

#include "compose/pen.h"
#include "geom/page_box.h"

/* A name, measured in one line and, where it has two forms, in two. */
struct place_words {
    char *whole;
    char *class_list;
    char *lines[2]; /* NULL where the name has one form */
    char *second_class;
    run *whole_run, *line_runs[2];
    double leading_pt;
};

/* `text` is taken apart at " / ". */
struct place_words place_words_new(const struct pen *pen, const char *class_list, const char *text);
void place_words_clear(struct place_words *words);

struct place_candidate {
    struct page_box box;  /* of all its letters, with free space around */
    struct pagexy origin; /* of the first baseline */
    enum text_anchor anchor;
    bool is_stacked, has_leader;
    struct pagexy leader_from, leader_to;
    double cost; /* of preference: 0 for the best; 1 is a step from one wind to the next */
};

/* All candidates around a symbol, of struct place_candidate. */
GArray *place_candidates_list(const struct place_words *words, struct pagexy at, double radius_pt);

/* The candidates of a place that is pinned: those of one wind ("NE"), in one line and in two, or
 * the one of "dx,dy", the start of the baseline in points from the symbol. Empty when `pin` is
 * neither. */
GArray *place_candidates_pinned(const struct place_words *words, struct pagexy at, double radius_pt,
                                const char *pin);

/* Draws the words, not the leader; those that are over a hatch or a strong line in the class
 * `over-pattern`, too. */
void place_candidate_draw(const struct pen *pen, const struct place_words *words,
                          bool is_over_pattern, const struct place_candidate *candidate);

#endif
