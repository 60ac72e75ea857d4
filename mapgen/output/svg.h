/* A scene as SVG 1.1: text that a browser, librsvg, resvg and Illustrator show alike, and that can
 * be pasted into a page beside others.
 *
 *     <svg id="ID" viewBox role="img" aria-labelledby="ID-title ID-desc">
 *       <title> <desc> <metadata>   what the map says, who says so, and where on Earth it lies
 *       <style>                     one rule for each class list: #ID .area.side-a.now{...}
 *       <g> <path> <text> ...       the nodes of the scene, one to a line
 *     </svg>
 *
 * Paint is written twice. The rules of <style> are for readers who restyle a map; because the same
 * values stand as presentation attributes, a program that drops <style> shows the same picture. An
 * attribute is written on the outermost group in which every shape agrees on it.
 *
 * - Every selector and every id begins with the map's id, so that nothing leaks into a page or
 *   between two maps of it; a rule for the root takes back what a page hands down (its font, its
 *   letter spacing).
 * - In a cascade, the rule of "area" also holds for "area now". A rule therefore states each
 *   property that differs from SVG's initial value, and each that another rule could bring in.
 * - Path data are relative moves in whole hundredths of a point: nothing drifts, and an edge that
 *   is the same in two maps is the same text.
 * - There is no clipPath, pattern, textPath, marker, script, link or font: see design.md for who
 *   shows what.
 *
 * The same scene gives the same bytes. */
#ifndef MAPGEN_OUTPUT_SVG_H
#define MAPGEN_OUTPUT_SVG_H

#include "scene/scene.h"

/* The whole file in memory; the caller's (g_bytes_unref). Cannot fail. Characters that XML does not
 * allow are left out. */
GBytes *svg_encode(const scene *scene);

#endif
