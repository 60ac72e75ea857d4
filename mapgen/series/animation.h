/* When each map of a moving picture is shown, and for how long: nothing but times.
 *
 * Steps are equal (every map has `hold`), or proportional to the days until the next map: whatever
 * length is asked for is shared out, and no map has less than `hold`, so that its change can be
 * read. The last map stays for longer, as the eye rests there before it all begins again. Times are
 * whole hundredths of a second, and add up to the length asked for exactly. */
#ifndef MAPGEN_SERIES_ANIMATION_H
#define MAPGEN_SERIES_ANIMATION_H

#include "base/date.h"
#include "output/film.h"
#include <stdbool.h>

enum animation_steps { STEPS_EQUAL, STEPS_TIME };

struct animation_options {
    enum animation_steps steps;
    double hold_s;   /* of a map: its time, or the least of it */
    double length_s; /* of the whole, when steps are proportional to time */
    double fade_s;   /* of one map into the next, a part of the next map's time; 0: none */
};

/* The last map has so many times the least time of a map. */
enum { ANIMATION_LAST_HOLDS = 2 };

/* The turns of the maps of some days, ascending, at least one: an array of struct film_turn, the
 * caller's. Errors of usage: a length too short for so many maps, a fade longer than half of the
 * least time of a map. */
GArray *animation_turns(const day_number *days, size_t count,
                        const struct animation_options *options, GError **error);

/* The turns as frames: an array of struct film_frame, the caller's. */
GArray *animation_frames(const GArray *turns);

/* How long it all takes. */
int animation_length_cs(const GArray *turns);

#endif
