/* A film of three small maps by hand, and the frames that it must have. The background stays; a
 * square moves from the left to the middle to the right; in the top row stand as many shades as
 * asked for, which never change. */
#ifndef TESTS_SUPPORT_FILM_FIXTURE_H
#define TESTS_SUPPORT_FILM_FIXTURE_H

#include "output/film.h"

#include <stdbool.h>
#include <string.h>

enum { FIXTURE_WIDTH = 60, FIXTURE_HEIGHT = 40, FIXTURE_MAPS = 3, FIXTURE_FRAMES = 7 };

struct film_fixture {
    struct film film;
    uint32_t maps[FIXTURE_MAPS][FIXTURE_WIDTH * FIXTURE_HEIGHT];
    const uint32_t *rows[FIXTURE_MAPS];
    struct film_frame frames[FIXTURE_FRAMES];
};

/* At most FIXTURE_WIDTH shades on each of the rows over the square. */
static inline void film_fixture_fill(struct film_fixture *fixture, int shades, int loops)
{
    static const struct film_frame FRAMES[FIXTURE_FRAMES] = {
        {0, 1, 1, 50}, {1, 1, 3, 8}, {1, 2, 3, 8},  {1, 3, 3, 84},
        {2, 1, 3, 8},  {2, 2, 3, 8}, {2, 3, 3, 125}};
    for (int m = 0; m < FIXTURE_MAPS; m++) {
        for (int i = 0; i < FIXTURE_WIDTH * FIXTURE_HEIGHT; i++) {
            int x = i % FIXTURE_WIDTH, y = i / FIXTURE_WIDTH;
            bool is_square = y >= 20 && y < 30 && x >= 5 + 20 * m && x < 15 + 20 * m;
            uint32_t shade = (uint32_t)(i % shades);
            uint32_t background =
                i < shades ? (shade * 37 % 256) << 16 | (shade % 256) << 8 | shade / 256 * 40
                           : 0xf4f1ea;
            fixture->maps[m][i] = is_square ? 0xd08a2e : background;
        }
        fixture->rows[m] = fixture->maps[m];
    }
    memcpy(fixture->frames, FRAMES, sizeof FRAMES);
    fixture->film = (struct film){FIXTURE_WIDTH,   FIXTURE_HEIGHT, fixture->rows,
                                  fixture->frames, FIXTURE_FRAMES, loops};
}

#endif
