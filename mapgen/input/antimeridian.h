/* Cuts what lies on both sides of the meridian of ±180° in two, as GeoJSON asks for (RFC 7946,
 * section 3.1.9) and the planar map needs, whose plane of degrees ends there.
 *
 *        170   180  -170           -180 ... 170   180
 *          ┌────┼────┐               ├──┐     ┌────┤
 *          │    ┊    │       →       │  │     │    │
 *          └────┼────┘               ├──┘     └────┤
 *
 * Rings are cut as fills are (Sutherland and Hodgman, "Reentrant polygon clipping", Communications
 * of the ACM 17, 1974): one that crosses the meridian several times becomes one ring that runs back
 * and forth along it, which is right for the even-odd rule. A ring around a pole gets the pole. */
#ifndef MAPGEN_INPUT_ANTIMERIDIAN_H
#define MAPGEN_INPUT_ANTIMERIDIAN_H

#include "input/layer.h"

/* Cuts the parts of a layer whose longitudes pass ±180 (of -360 to 360 degrees), in place; others
 * stay as they are. With `jumps`, as after a reprojection, two points in a row that are more than
 * 180 degrees apart are taken for neighbours across the meridian; else for what they say. */
void antimeridian_cut(struct layer *layer, bool jumps);

#endif
