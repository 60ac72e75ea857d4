/* The page around a series: DIR/index.html, one file that opens from disk and shows the maps beside
 * it, without network or framework.
 *
 *     viewer.html   what stands where; {{name}} is filled in
 *     viewer.css    how it looks
 *     viewer.js     turns the list of maps into a viewer with a slider; without it the list stays
 *
 * The three are carried by the program. All that the page says comes from the scenes as they are
 * composed (scene_about) and from the timeline; the maps are pictures of their own (<img>), so that
 * nothing in them can clash with the page. Same maps, same bytes. */
#ifndef MAPGEN_SERIES_VIEWER_H
#define MAPGEN_SERIES_VIEWER_H

#include "compose/map.h"
#include "output/writer.h"

typedef struct viewer viewer;

/* An empty page for maps that are made with `options` and written in `formats`; all is borrowed. */
viewer *viewer_new(const timeline *timeline, const struct map_options *options,
                   const enum file_format *formats, size_t format_count);
void viewer_free(viewer *viewer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(viewer, viewer_free)

/* Adds a map, behind those there are: its words are copied. The maps of a view come one after
 * another, their days ascending. */
void viewer_add(viewer *viewer, const char *view, day_number day, const scene *scene);

/* Writes FOLDER/index.html, or nothing when there is no map. */
bool viewer_write(const viewer *viewer, const char *folder, GError **error);

#endif
