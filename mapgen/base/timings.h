/* Where the time of a run goes: what each kind of work took, added up over all threads. */
#ifndef MAPGEN_BASE_TIMINGS_H
#define MAPGEN_BASE_TIMINGS_H

#include <glib.h>

enum timing {
    TIMING_READ,     /* project, layers, places, log */
    TIMING_TOPOLOGY, /* planar map and timeline */
    TIMING_PLAN,     /* what no date changes */
    TIMING_COMPOSE,  /* scenes, one thread */
    TIMING_DRAW,     /* pixels; PDFs as a whole */
    TIMING_ENCODE,   /* SVG, and pixels to PNG */
    TIMING_WRITE,
    TIMING_COUNT
};

struct timings {
    gint64 us[TIMING_COUNT];
    GMutex lock;
};

/* Adds what has passed since `start_us` (g_get_monotonic_time()). NULL: does nothing. Any thread.
 */
void timings_add(struct timings *timings, enum timing timing, gint64 start_us);

/* A table, a line for each kind: seconds, and its share of all of them; the caller's. */
char *timings_table(const struct timings *timings);

#endif
