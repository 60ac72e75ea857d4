/* Path data: relative moves in as few characters as the grammar of SVG 1.1 (section 8.3.9) allows.
 * Every point is rounded by itself to a step of the page and every move starts where the one before
 * it ended, so that nothing drifts, and a chain that is the same in two maps is the same text but
 * for its first move. */
#ifndef MAPGEN_OUTPUT_SVG_PATH_H
#define MAPGEN_OUTPUT_SVG_PATH_H

#include "scene/scene.h"

/* How path data are written. */
struct svg_path_style {
    int32_t step;    /* of a point's place, in hundredths of a point */
    bool is_counted; /* numbers are counts of steps, and not points */
};

/* ` d="..."` of a path node's subpaths from `from` to before `to`. */
void svg_append_path_data(GString *out, const struct scene_node *node, size_t from, size_t to,
                          struct svg_path_style style);

/* Where the part of a path that begins with a subpath ends, so that it has at most so many points
 * (0: any number) and no ring is parted from those in it. A ring, or a nest of rings, of more stays
 * whole. */
size_t svg_path_part(const struct scene_node *node, size_t from, size_t most_points);

/* ` d="..."` of the outlines of all glyphs of a run, from its origin; filled by the non-zero rule.
 */
void svg_append_glyph_data(GString *out, const struct run *run);

#endif
