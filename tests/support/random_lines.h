/* Random segments on the grid for tests of what is built from them. */
#ifndef TESTS_SUPPORT_RANDOM_LINES_H
#define TESTS_SUPPORT_RANDOM_LINES_H

#include "geom/segment_index.h"
#include "support/random_seed.h"
#include "topology/linework.h"

static inline struct gridpt random_point(GRand *random, int32_t size)
{
    int32_t x = g_rand_int_range(random, 0, size);
    return (struct gridpt){x, g_rand_int_range(random, 0, size)};
}

/* Segments anywhere in a square of `size` by `size` steps, none of them a point. */
static inline struct grid_segment *random_segments(GRand *random, size_t count, int32_t size)
{
    struct grid_segment *segments = g_new(struct grid_segment, count);
    for (size_t i = 0; i < count; i++) {
        do {
            segments[i].a = random_point(random, size);
            segments[i].b = random_point(random, size);
        } while (gridpt_equal(segments[i].a, segments[i].b));
    }
    return segments;
}

static inline void random_shuffle(GRand *random, struct grid_segment *segments, size_t count)
{
    for (size_t i = count; i > 1; i--) {
        size_t k = (size_t)g_rand_int_range(random, 0, (gint32)i);
        struct grid_segment t = segments[i - 1];
        segments[i - 1] = segments[k];
        segments[k] = t;
    }
}

/* Segments as linework of source 0, noded. */
static inline linework *noded_lines(const struct grid_segment *segments, size_t count)
{
    linework *lines = linework_new();
    for (size_t i = 0; i < count; i++)
        linework_add_segment(lines, segments[i].a, segments[i].b, 1, 0);
    linework_node(lines, NULL);
    return lines;
}

#endif
