/* What a map says of itself: to readers who do not see it, and to machines. */
#ifndef MAPGEN_OUTPUT_SVG_METADATA_H
#define MAPGEN_OUTPUT_SVG_METADATA_H

#include "scene/scene.h"

/* `role` and `aria-labelledby`, for a root whose title and description are in svg_append_title. */
void svg_append_role(GString *out, const struct scene_about *about, const char *id);

/* <title> and <desc> of the map, with ids. */
void svg_append_title(GString *out, const struct scene_about *about, const char *id);

/* <metadata>: title, date, language, licence, credit, sources and georeference, as RDF about the
 * element `id`, in the terms of Dublin Core and, where it has none, in our own. The DTD of SVG 1.1
 * has no elements there: `is_plain` says the same in lines of text. */
void svg_append_metadata(GString *out, const scene *scene, const char *id, bool is_plain);

#endif
