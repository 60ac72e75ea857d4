/* Lines of the earth on a page, as they are before anything is taken away from them: each segment
 * bent where the projection bends it (by adaptive halving to a tenth of a point), and of a line of
 * which nothing can be seen the ends alone. Many lines are parted among threads, each with a
 * projection of its own; the points are the same. */
#ifndef MAPGEN_COMPOSE_PROJECTED_LINES_H
#define MAPGEN_COMPOSE_PROJECTED_LINES_H

#include "compose/layout.h"
#include "geom/clip.h"

/* No coordinate on a page is larger: it fits 32 bits in hundredths with room for arithmetic. */
#define FAR_PT 1e6

/* How the earth comes onto a page, of which `box` is drawn. */
struct page_plane {
    projection *projection;
    const char *definition; /* the PROJ string that the projection was made from */
    struct page_fit fit;
    struct page_rect box;
};

/* Where a point stands on the page, however far outside; in a far corner where the projection has
 * no place for it. */
struct pagexy page_plane_point(const struct page_plane *plane, struct lonlat at);

/* A line or a ring, in grid points or else in degrees; borrowed. */
struct earth_line {
    const struct gridpt *grid; /* or NULL */
    const struct lonlat *lonlats;
    size_t count;
    bool is_closed; /* from its last point it goes on to its first */
};

/* Appends the points of the lines to `points` (of struct pagexy) and how many each has to `counts`
 * (of size_t). */
void projected_lines_append(const struct page_plane *plane, const struct earth_line *lines,
                            size_t count, GArray *points, GArray *counts);

#endif
