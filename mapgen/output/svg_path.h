/* Path data: relative moves in whole hundredths of a point, in as few characters as the grammar of
 * SVG 1.1 (section 8.3.9) allows. Nothing drifts, as every step starts where the one before it
 * ended, and a chain that is the same in two maps is the same text but for its first move. */
#ifndef MAPGEN_OUTPUT_SVG_PATH_H
#define MAPGEN_OUTPUT_SVG_PATH_H

#include "scene/scene.h"

/* ` d="..."` of a path node. */
void svg_append_path_data(GString *out, const struct scene_node *node);

/* ` d="..."` of the outlines of all glyphs of a run, from its origin; filled by the non-zero rule.
 */
void svg_append_glyph_data(GString *out, const struct run *run);

#endif
