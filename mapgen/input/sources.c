#include "input/sources.h"

#include "base/error.h"

#include <string.h>

struct sources *sources_read(const char *project_path, report *report, GError **error)
{
    g_autoptr(sources) all = g_new0(struct sources, 1);
    all->project = project_read(project_path, error);
    if (!all->project)
        return NULL;
    const struct project *project = all->project;
    all->places = gazetteer_read(project->places_path, error);
    if (!all->places)
        return NULL;
    all->log = event_log_read(project->timeline_path, project->approx_days, error);
    if (!all->log)
        return NULL;
    all->layers = g_new0(struct layer *, project->layer_count + 1);
    for (size_t i = 0; i < project->layer_count; i++) {
        const struct project_layer *from = &project->layers[i];
        struct layer_options options = {from->name, from->sublayer, from->encoding, from->crs};
        all->layers[i] = layer_read(from->path, &options, report, error);
        if (!all->layers[i]) {
            g_prefix_error(error, "%s:%d: layer '%s': ", project->path, from->line, from->name);
            return NULL;
        }
    }
    return g_steal_pointer(&all);
}

void sources_free(struct sources *sources)
{
    if (!sources)
        return;
    for (size_t i = 0; sources->layers && i < sources->project->layer_count; i++)
        layer_free(sources->layers[i]);
    g_free(sources->layers);
    event_log_free(sources->log);
    gazetteer_free(sources->places);
    project_free(sources->project);
    g_free(sources);
}

int sources_layer(const struct sources *sources, const char *name)
{
    for (size_t i = 0; i < sources->project->layer_count; i++)
        if (g_str_equal(sources->project->layers[i].name, name))
            return (int)i;
    return -1;
}

bool *layer_filter(const struct layer *layer, const char *where, const char *file, int line,
                   GError **error)
{
    g_autofree bool *passes = g_new0(bool, MAX(layer->feature_count, 1));
    if (!where) {
        memset(passes, true, layer->feature_count);
        return g_steal_pointer(&passes);
    }
    g_autofree char *field_name = NULL;
    g_auto(GStrv) values = NULL;
    if (!filter_parse(where, &field_name, &values, error)) {
        g_prefix_error(error, "%s:%d: ", file, line);
        return NULL;
    }
    int field = layer_field(layer, field_name);
    if (field < 0) {
        const char *nearest = error_nearest(field_name, (const char *const *)layer->fields);
        error_at(error, file, line, 0, "layer '%s' has no field '%s'%s%s%s", layer->name,
                 field_name, nearest ? "; did you mean '" : "", nearest ? nearest : "",
                 nearest ? "'?" : "");
        return NULL;
    }
    bool is_any = false;
    for (size_t f = 0; f < layer->feature_count; f++) {
        passes[f] = g_strv_contains((const char *const *)values, layer_value(layer, f, field));
        is_any |= passes[f];
    }
    if (!is_any) {
        error_at(error, file, line, 0, "no feature of layer '%s' has %s", layer->name, where);
        return NULL;
    }
    return g_steal_pointer(&passes);
}
