/* What cairo 1.16 does not write in a PDF by itself: links over words, and the language. */
#ifndef MAPGEN_OUTPUT_PDF_PARTS_H
#define MAPGEN_OUTPUT_PDF_PARTS_H

#include "scene/scene.h"

/* Lays links over those sources of the scene that the text node names (also where its end is cut)
 * and that can be read on the web. Upright text in the coordinates of the page only. */
void pdf_link_sources(cairo_t *cairo, const scene *scene, const struct scene_node *node);

/* Says in which language the document is, and that its title is to be shown: an incremental update
 * (ISO 32000-1, section 7.5.6) with another catalogue behind the file that cairo wrote. Leaves the
 * file alone when that is not as expected. */
void pdf_append_language(GByteArray *file, const char *language);

#endif
