/* Path data: relative moves in as few characters as the grammar of SVG 1.1 (section 8.3.9) allows.
 * Every point is rounded by itself to a step of the page and every move starts where the one before
 * it ended, so that nothing drifts, and a chain that is the same in two maps is the same text but
 * for its first move. */
#ifndef MAPGEN_OUTPUT_SVG_PATH_H
#define MAPGEN_OUTPUT_SVG_PATH_H

#include "scene/scene.h"

/* ` d="..."` of a path node's subpaths from `from` to before `to`, in steps of so many hundredths
 * of a point. */
void svg_append_path_data(GString *out, const struct scene_node *node, size_t from, size_t to,
                          int32_t step);

/* Where the part of a path that begins with a subpath ends, so that it has at most so many points
 * (0: any number) and no ring is parted from those in it. A ring, or a nest of rings, of more stays
 * whole. */
size_t svg_path_part(const struct scene_node *node, size_t from, size_t most_points);

/* ` d="..."` of the outlines of all glyphs of a run, from its origin; filled by the non-zero rule.
 */
void svg_append_glyph_data(GString *out, const struct run *run);

#endif
