/* The bar of one subject: what of it was under which control, from when until when. */
#ifndef MAPGEN_COMPOSE_BAR_H
#define MAPGEN_COMPOSE_BAR_H

#include "compose/pen.h"
#include "compose/time_axis.h"
#include "timeline/record.h"

/* A part of a bar: a control from one change of the subject to the next. */
struct bar_block {
    day_number from, until;
    struct control control;
    int32_t row;        /* of most of it */
    double top, bottom; /* shares of the bar's height, from above */
};

/* A change of a subject: ground that came under a control by one row on one day. */
struct bar_change {
    day_number day;
    int32_t row;
    struct control control;
    double area_m2;
};

/* The blocks of a record, by time, then from above; of struct bar_block. Ground outside the
 * theatre makes none. */
GArray *bar_blocks(const record *record);

/* The changes, by day, then by row; of struct bar_change. What was so before everything is none. */
GArray *bar_changes(const record *record);

/* Draws blocks as areas of the middle tone, each control as one shape with a title and data. */
void bar_draw_areas(const struct pen *pen, const timeline *timeline, const struct time_axis *axis,
                    const GArray *blocks, double top, double height_pt);

/* Writes the names of holders into what they control, once, where there is room within a phase and
 * on one side of the line at `day_x`. */
void bar_draw_names(const struct pen *pen, const timeline *timeline, const struct time_axis *axis,
                    const GArray *blocks, double top, double height_pt, double day_x);

#endif
