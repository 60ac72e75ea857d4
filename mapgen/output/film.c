#include "output/film.h"

#include <string.h>

/* Of 256 shades a fade has every thirty-second, and the two between which it fades: in the tenth of
 * a second that a step is seen that is smooth, and files are a third smaller. */
#define SHADE_STEP 32

static int blend_channel(int from, int to, int step, int steps)
{
    int shade = (from * (steps - step) + to * step + steps / 2) / steps;
    shade = (shade + SHADE_STEP / 2) / SHADE_STEP * SHADE_STEP;
    return CLAMP(shade, MIN(from, to), MAX(from, to));
}

static uint32_t blend(uint32_t from, uint32_t to, int step, int steps)
{
    uint32_t blended = 0;
    for (int shift = 0; shift < 24; shift += 8) {
        int shade =
            blend_channel((int)(from >> shift & 0xff), (int)(to >> shift & 0xff), step, steps);
        blended |= (uint32_t)shade << shift;
    }
    return blended;
}

void film_draw_frame(const struct film *film, int frame, uint32_t *pixels)
{
    const struct film_frame *shown = &film->frames[frame];
    const uint32_t *to = film->maps[shown->map];
    size_t count = (size_t)film->width * (size_t)film->height;
    memcpy(pixels, to, count * sizeof *pixels);
    if (shown->step == shown->steps)
        return;
    const uint32_t *from = film->maps[shown->map - 1];
    for (size_t i = 0; i < count; i++)
        if (from[i] != to[i])
            pixels[i] = blend(from[i], to[i], shown->step, shown->steps);
}
