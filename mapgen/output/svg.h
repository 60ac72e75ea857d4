/* A scene as SVG 1.1: text that a browser, librsvg, resvg and Illustrator show alike, and that can
 * be pasted into a page beside others. docs/svg.md tells its readers what stands where.
 *
 *     <svg id="ID" viewBox role="img" aria-labelledby="ID-title ID-desc">
 *       <title> <desc> <metadata>   what the map says, who says so, and where on Earth it lies
 *       <style>                     what a page may set, and its letters: svg_style.h, svg_fonts.h
 *       <g> <path> <text> ...       the nodes of the scene, one to a line
 *     </svg>
 *
 * The picture is in presentation attributes alone: a program that drops <style>, <metadata>, ids
 * and data-* shows the same. Rules add what only a browser needs, and all that refers to a variable
 * stands inside @supports, so that other programs keep the plain colours.
 *
 * - Every selector and every id begins with the map's id, so that nothing leaks into a page or
 *   between two maps of it; a rule for the root takes back what a page hands down (its font, its
 *   letter spacing).
 * - Path data are relative moves between points that are rounded each by itself: nothing drifts,
 *   and an edge that is the same in two maps is the same text. On screens, groups of paths
 *   are drawn at a tenth of their size, so that tenths of a point are whole numbers.
 * - What a scene defines stands in <defs>, and its motion last in <style>.
 * - There is no clipPath, pattern, textPath, marker, script or link: see design.md for who shows
 *   what.
 *
 * The same scene and options give the same bytes. */
#ifndef MAPGEN_OUTPUT_SVG_H
#define MAPGEN_OUTPUT_SVG_H

#include "output/svg_profile.h"
#include "scene/scene.h"

struct svg_options {
    enum svg_profile profile;
    bool has_outlines;     /* letters as shapes, their words beside them in aria-label or <title> */
    const char *id;        /* instead of the scene's own; NULL: none */
    const char *id_prefix; /* stands before the id, with a hyphen; NULL: nothing */
    struct subset_memory *subsets; /* letters that a series has cut (text/subset.h), or NULL */
};

/* The whole file in memory; the caller's (g_bytes_unref). NULL options: profile web. Cannot fail.
 * Characters that XML does not allow are left out. */
GBytes *svg_encode(const scene *scene, const struct svg_options *options);

#endif
