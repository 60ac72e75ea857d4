/* The text of a scene: where each line stands, and its words. */
#ifndef MAPGEN_OUTPUT_SVG_TEXT_H
#define MAPGEN_OUTPUT_SVG_TEXT_H

#include "scene/scene.h"

/* Position, anchor, turn and language of a text node, as attributes; `language` is that of the
 * whole map, NULL when it has none. */
void svg_append_text_position(GString *out, const struct scene_node *node, const char *language);

/* The words. Text that runs to the left stands between invisible marks that say so (UAX #9: RLI,
 * PDI): resvg does not know `direction`, which would also turn the anchors round. Spaced text needs
 * none: all its letters run to the left (text/run.h). */
void svg_append_text(GString *out, const struct run *run);

/* The shapes of the letters instead, and where they stand. */
void svg_append_outline(GString *out, const struct scene_node *node);

#endif
