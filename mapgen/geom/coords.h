/* The three coordinate spaces of a map, each a type of its own, so that a mix-up does not compile.
 *
 *     lonlat   degrees on WGS84, longitude first          files, gazetteer, planar map
 *        | geom/projection (the only way)
 *     mapxy    metres on the projection plane, y up       one view
 *        | compose/layout (the only way)
 *     pagexy   points of 1/72 inch, origin top left, y down   one page, the scene
 *
 * The planar map keeps lonlat as whole numbers of grid steps (struct gridpt), so that equality is
 * exact; the scene keeps pagexy as whole hundredths of a point (struct pagept), so that the same
 * point is the same text in every file. */
#ifndef MAPGEN_GEOM_COORDS_H
#define MAPGEN_GEOM_COORDS_H

#include <stdbool.h>
#include <stdint.h>

struct lonlat {
    double lon, lat; /* degrees */
};

struct mapxy {
    double x, y; /* metres, y up */
};

struct pagexy {
    double x, y; /* points, y down */
};

/* A corner of the planar map: degrees times GRID_PER_DEGREE, rounded. */
struct gridpt {
    int32_t x, y;
};

/* One grid step is 1e-7 degrees, about 1 cm: finer than any source, and ±180° fits 32 bits. */
#define GRID_PER_DEGREE 10000000

/* A corner on the page: hundredths of a point. */
struct pagept {
    int32_t x, y;
};

#define PAGE_UNITS_PER_PT 100

/* West is from -180 to 180, and less than east, which is over 180 when the box lies on both sides
 * of the meridian of ±180°: 170 to 195. */
struct lonlat_box {
    double west, south, east, north; /* degrees */
};

static inline bool lonlat_box_has(struct lonlat_box box, struct lonlat at)
{
    return at.lat >= box.south && at.lat <= box.north &&
           ((at.lon >= box.west && at.lon <= box.east) || at.lon + 360 <= box.east);
}

struct page_box {
    double left, top, right, bottom; /* points, y down */
};

#endif
