/* Whether readers can read the maps that a style paints: text against its ground, and areas apart
 * from each other, by every reader and on every page.
 *
 * 1. Text has a contrast of at least 4.5 : 1 with every fill that it can stand on; 3 : 1 will do
 * for large text (18 points, or 14 bold) and for the names of countries and parties, which are
 * large by their spacing. (WCAG 2.2, success criterion 1.4.3.) Text in a halo that is at least 2
 * points wide and 0.8 opaque stands on the halo.
 * 2. Two areas that mean different things are at least LEGIBILITY_MIN_DIFFERENCE apart for readers
 *    of normal vision and for each kind of colour blindness, or they differ in texture: another
 *    hatch, or another dashed outline. So are the three tones of one holder.
 * 3. In a style that is all grey, there are lightnesses instead of colours, at least
 *    LEGIBILITY_MIN_LIGHTNESS apart. */
#ifndef MAPGEN_STYLE_LEGIBILITY_H
#define MAPGEN_STYLE_LEGIBILITY_H

#include "base/report.h"
#include "style/style.h"

/* In CIEDE2000, whose unit is about what is just seen side by side. On a map the areas are apart,
 * of many sizes and under lines, and the legend is far away: studies of map reading try steps of
 * up to about 10 (Brychtová and Çöltekin, "Discriminating classes of sequential and qualitative
 * colour schemes", International Journal of Cartography 1(1), 2015). */
#define LEGIBILITY_MIN_DIFFERENCE 10

/* In CIELAB's L*: a tint step of about an eighth of the scale from ink to paper, so that print and
 * photocopier, which shift tints by several percent, keep their order. */
#define LEGIBILITY_MIN_LIGHTNESS 12

/* What areas there are: the classes of a control, as in "side-b peacekeeping other-third", first
 * its holder's role. */
struct legibility_area {
    const char *control;
    bool has_tones; /* drawn as "now", "earlier" and "before"; else only as the last */
};

/* Adds a warning for each fault, at the line that sets the colour to change. */
void legibility_check(const style *style, const struct legibility_area *areas, size_t count,
                      report *report);

#endif
