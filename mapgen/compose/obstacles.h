/* What labels keep off: lines, by how much they matter and on which days, and the furniture.
 *
 * A name of a place stands through the whole series, so a line counts if any day of the project
 * draws it, and the more the more days do; a name that comes and goes counts the lines of its own
 * days. */
#ifndef MAPGEN_COMPOSE_OBSTACLES_H
#define MAPGEN_COMPOSE_OBSTACLES_H

#include "compose/edits.h"
#include "compose/lines.h"
#include "geom/page_box.h"

/* What all labels of a view are planned for. */
struct labels_input {
    const timeline *timeline;
    const page_map *page;
    const struct project_view *view;
    const struct page_box *furniture; /* boxes on the map that no label may meet */
    int furniture_count;
    int most_places; /* of which the names are shown; 0: as many as fit */
    const struct map_edits *edits;
};

/* A line as heavy as this or more is kept clear of names of areas. */
#define WEIGHT_STRONG 1.0

typedef struct line_days line_days;

/* What every edge is on every change day of the project, and before the first. */
line_days *line_days_list(const timeline *timeline);
void line_days_free(line_days *lines);

/* Adds to a set of edges, as bits, those that weigh WEIGHT_STRONG or more on some day of a span. */
void line_days_add_strong(const line_days *lines, struct span when, uint64_t *edges);

/* How heavy each edge is for a label that stands on all days: 0.35 of the heaviest that it ever is
 * and 0.65 of the mean over the days. The caller frees it. */
double *line_days_mean_weights(const line_days *lines);

/* The change days on which a line of contact or a front runs through a box on the page; of
 * day_number, ascending. */
GArray *line_days_crossing(const line_days *lines, const page_map *page, struct page_box box);

struct weighted_segment {
    struct pagexy a, b;
    struct page_box box; /* that it lies in */
    double weight;
};

/* Every line of the page with its weight: edges, then roads and rivers; of struct
 * weighted_segment. */
GArray *obstacles_list(const struct labels_input *input, const double *edge_weights);

/* Those that may count for labels and leaders within a box: what they cover and cross is the same
 * of these as of all. */
GArray *obstacles_near(const GArray *segments, struct page_box box);

/* How much of the segments a box covers: points of length times weight. Strong lines are wide and
 * count from a little outside the box. */
double obstacles_covered(const GArray *segments, struct page_box box);

/* The weights of the segments that a line crosses, added up. */
double obstacles_crossed(const GArray *segments, struct pagexy from, struct pagexy to);

/* True when a box is not whole on the map, or meets the furniture. */
bool obstacles_meet_furniture(const struct labels_input *input, struct page_box box);

/* Points of free space that a label keeps around itself. */
#define LABEL_CLEAR_PT 1.0

/* How far below the baseline letters reach, as a share of the font's size. */
#define DESCENT_SHARE 0.22

/* The box of a run that is held at its baseline, from cap height to a little below. */
struct page_box label_box(const run *run, struct pagexy origin, enum text_anchor anchor);

struct pagexy pagexy_from_pagept(struct pagept at);

#endif
