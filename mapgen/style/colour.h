/* How colours look to readers: contrast, difference, colour blindness.
 *
 * - Relative luminance and contrast ratio: Web Content Accessibility Guidelines 2.2.
 * - CIELAB from sRGB (IEC 61966-2-1), white point D65; colour difference CIEDE2000 as Sharma, Wu
 * and Dalal write it: "The CIEDE2000 Color-Difference Formula: Implementation Notes, Supplementary
 *   Test Data, and Mathematical Observations", Color Research and Application 30(1), 2005.
 * - Dichromats' colours: Machado, Oliveira and Fernandes, "A Physiologically-based Model for
 *   Simulation of Color Vision Deficiency", IEEE TVCG 15(6), 2009, the matrices of severity 1.0,
 *   which stand for linear RGB. Of the three, that of tritanopia is the roughest.
 *
 * All take colours as if opaque; colour_over() is for those that are not. */
#ifndef MAPGEN_STYLE_COLOUR_H
#define MAPGEN_STYLE_COLOUR_H

#include "scene/paint.h"

enum vision { VISION_NORMAL, VISION_PROTAN, VISION_DEUTAN, VISION_TRITAN, VISION_COUNT };

struct lab {
    double l, a, b; /* l 0 (black) to 100 (white) */
};

/* 0 (black) to 1 (white). */
double colour_luminance(struct colour colour);

/* 1 (no contrast) to 21 (black and white), in either order. */
double colour_contrast(struct colour a, struct colour b);

struct lab colour_lab(struct colour colour);

/* CIEDE2000 with all weights 1: about 1 is just seen side by side. */
double colour_difference(struct lab a, struct lab b);

/* What a reader with that vision sees; "protan" and so on are those without that kind of cone. */
struct colour colour_seen(struct colour colour, enum vision vision);

/* What shows when a colour, with its opacity, lies on an opaque ground. */
struct colour colour_over(struct colour colour, struct colour ground);

/* True for black, white and what lies between. */
bool colour_is_grey(struct colour colour);

#endif
