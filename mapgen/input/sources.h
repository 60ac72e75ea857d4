/* Everything that a project names, read: the project file, its gazetteer, its event log, its
 * layers. What the rest of the program calls "the input". */
#ifndef MAPGEN_INPUT_SOURCES_H
#define MAPGEN_INPUT_SOURCES_H

#include "input/events.h"
#include "input/layer.h"
#include "input/places.h"
#include "input/project.h"

struct sources {
    struct project *project;
    struct gazetteer *places;
    struct event_log *log;
    struct layer **layers; /* one per project layer, in the project's order */
};
typedef struct sources sources;

/* Reads a project file and all that it names. A layer, field, cutter, region or place that the
 * project draws or names and that is not there is an error with its line. */
struct sources *sources_read(const char *project_path, report *report, GError **error);
void sources_free(struct sources *sources);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(sources, sources_free)

/* Appends the files that were read, and companions that were looked for, to `files` (of char *,
 * owned); false when there may have been others (layer_files). */
bool sources_files(const struct sources *sources, GPtrArray *files);

/* Index of a layer by the project's name for it; -1 when there is none. */
int sources_layer(const struct sources *sources, const char *name);

/* One bool per feature of a layer: does it pass the filter "field = value|value"? NULL, with an
 * error that names `file` and `line` (where the filter stands), when the filter cannot be parsed,
 * names no field of the layer, or passes nothing. A NULL filter passes everything. The caller
 * frees the array. */
bool *layer_filter(const struct layer *layer, const char *where, const char *file, int line,
                   GError **error);

#endif
