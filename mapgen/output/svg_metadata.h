/* What a map says of itself, for machines. */
#ifndef MAPGEN_OUTPUT_SVG_METADATA_H
#define MAPGEN_OUTPUT_SVG_METADATA_H

#include "scene/scene.h"

/* <metadata>: the sources and the georeference as RDF about the element `id`, in the terms of
 * Dublin Core and, where it has none, in our own. */
void svg_append_metadata(GString *out, const scene *scene, const char *id);

#endif
