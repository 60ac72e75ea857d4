/* Maps shown one after another: what every writer of moving pictures is given.
 *
 *     turn    0              1                    2
 *     shown   |----map 0----|/----map 1----------|/----map 2------------|
 *                            fade of map 0 into map 1
 *
 * A turn is the time of one map, its fade from the map before included. For pixels, turns become
 * frames: one for each step of a fade, and one for the map at rest. A pixel that is the same in two
 * maps is the same in every frame between them. */
#ifndef MAPGEN_OUTPUT_FILM_H
#define MAPGEN_OUTPUT_FILM_H

#include <glib.h>
#include <stdint.h>

/* In hundredths of a second, which is what a GIF can say. The first turn starts at 0 and has no
 * fade; each starts where the one before it ends. */
struct film_turn {
    int start_cs, length_cs, fade_cs;
};

/* A frame shows `step` / `steps` of a map over the map before it; step equals steps at rest. */
struct film_frame {
    int map, step, steps, length_cs;
};

struct film {
    int width, height;
    const uint32_t *const *maps;     /* rows of words 0x00RRGGBB, of each map */
    const struct film_frame *frames; /* in order */
    int frame_count;
    int loops; /* how often it is shown; 0: for ever */
};

/* The pixels of a frame, width x height of them. */
void film_draw_frame(const struct film *film, int frame, uint32_t *pixels);

#endif
