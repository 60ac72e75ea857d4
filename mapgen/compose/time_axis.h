/* Time on a page, from left to right: every phase of the project has the same width, as in the
 * strip of dates under the maps, so that a war of weeks and a truce of decades can both be read.
 *
 *     1992–94       1994–2020         autumn 2020      corridor years     2023
 *     |  |93  |94   |   |2000  |2010  |  |Oct |Nov |   | |2021  |2022     |Apr |Jul |Oct
 *
 * The first phase begins with the year of the project's first change, the last ends with the year
 * of its last; without phases there is one of both. Ticks stand at round years, or at months where
 * a phase is short. */
#ifndef MAPGEN_COMPOSE_TIME_AXIS_H
#define MAPGEN_COMPOSE_TIME_AXIS_H

#include "timeline/timeline.h"

struct time_axis {
    double left, right; /* points */
    GArray *bounds;     /* of day_number: where phases begin, and the end of the last */
};

/* `until` is a day that has to be on it; DAY_BEFORE_ALL: none. */
struct time_axis time_axis_new(const timeline *timeline, day_number until, double left,
                               double right);
void time_axis_clear(struct time_axis *axis);

size_t time_axis_phases(const struct time_axis *axis);
double time_axis_phase_left(const struct time_axis *axis, size_t phase);
day_number time_axis_start(const struct time_axis *axis);
day_number time_axis_end(const struct time_axis *axis);

/* Where a day begins; days before the axis and after it are at its ends. */
double time_axis_x(const struct time_axis *axis, day_number day);

/* True when a day's phase lies in one year, so that the year need not be told. */
bool time_axis_is_of_one_year(const struct time_axis *axis, day_number day);

/* A round year or month that is marked. */
struct time_tick {
    double x;
    day_number day;
    bool is_month;
};

/* The ticks of a phase that are at least `least_pt` apart and from its start; of struct time_tick,
 * the caller's. */
GArray *time_axis_ticks(const struct time_axis *axis, size_t phase, double least_pt);

#endif
