#include "input/sources.h"

#include "base/error.h"

#include <string.h>

/* "...: MESSAGE 'name'; did you mean 'nearest'?" about a line of the project file. Answers false.
 */
static bool fail_name(const struct project *project, int line, const char *message,
                      const char *name, const char *nearest, GError **error)
{
    error_at(error, project->path, line, 0, "%s '%s'%s%s%s", message, name,
             nearest ? "; did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "");
    return false;
}

static bool check_field(const struct project *project, const struct project_layer *from,
                        const struct layer *layer, const char *field, GError **error)
{
    if (!field || layer_field(layer, field) >= 0)
        return true;
    g_autofree char *message = g_strdup_printf("layer '%s' has no field", from->name);
    return fail_name(project, from->line, message, field,
                     error_nearest(field, (const char *const *)layer->fields), error);
}

/* Whether `name` is known; "MESSAGE 'name'" with the nearest that is, when it is not. */
static bool check_known(const struct project *project, int line, const char *message,
                        const char *name, const char *const *known, GError **error)
{
    return g_strv_contains(known, name) ||
           fail_name(project, line, message, name, error_nearest(name, known), error);
}

static bool check_cutter_name(const struct project *project, const char *name, int line,
                              GError **error)
{
    g_autofree const char **known = g_new0(const char *, project->cutter_count + 1);
    for (size_t i = 0; i < project->cutter_count; i++)
        known[i] = project->cutters[i].name;
    return check_known(project, line, "draw: no cutter called", name, known, error);
}

static bool check_drawn(const struct sources *sources, const struct project_drawn *drawn,
                        GError **error)
{
    const struct project *project = sources->project;
    if (drawn->cutter)
        return check_cutter_name(project, drawn->cutter, drawn->line, error);
    int number = sources_layer(sources, drawn->layer);
    if (number < 0) {
        g_autofree const char **known = g_new0(const char *, project->layer_count + 1);
        for (size_t i = 0; i < project->layer_count; i++)
            known[i] = project->layers[i].name;
        return fail_name(project, drawn->line, "draw: no layer called", drawn->layer,
                         error_nearest(drawn->layer, known), error);
    }
    const struct layer *layer = sources->layers[number];
    if (layer->geometry == LAYER_POINTS)
        return fail_name(project, drawn->line,
                         "draw: points are drawn from the gazetteer, not from layer", drawn->layer,
                         NULL, error);
    g_autofree bool *passes = layer_filter(layer, drawn->where, project->path, drawn->line, error);
    return passes &&
           check_field(project, &project->layers[number], layer, drawn->label_field, error);
}

static bool check_region(const struct project *project, int line, const char *message,
                         const char *name, GError **error)
{
    g_autofree const char **known = g_new0(const char *, project->region_count + 1);
    for (size_t i = 0; i < project->region_count; i++)
        known[i] = project->regions[i].name;
    return check_known(project, line, message, name, known, error);
}

static bool check_label(const struct project *project, const struct project_label *label,
                        GError **error)
{
    if (label->region)
        return check_region(project, label->line, "labels: no region called", label->region, error);
    g_autofree const char **known = g_new0(const char *, project->holder_count + 1);
    for (size_t i = 0; i < project->holder_count; i++)
        known[i] = project->holders[i].code;
    return check_known(project, label->line, "labels: no holder called", label->holder, known,
                       error);
}

static bool check_place(const struct sources *sources, int line, const char *message,
                        const char *id, GError **error)
{
    const struct place *place = gazetteer_find(sources->places, id);
    if (place && g_str_equal(place->id, id))
        return true;
    return fail_name(sources->project, line, message, id,
                     place ? place->id : gazetteer_nearest(sources->places, id), error);
}

static bool check_view(const struct sources *sources, const struct project_view *view,
                       GError **error)
{
    const struct project *project = sources->project;
    static const char no_place[] = "view: no place with the id";
    for (char **id = view->places; id && *id; id++)
        if (!check_place(sources, view->line, no_place, *id, error))
            return false;
    for (char **id = view->without; id && *id; id++)
        if (!check_place(sources, view->line, no_place, *id, error))
            return false;
    for (size_t i = 0; i < view->pin_count; i++)
        if (!check_place(sources, view->pins[i].line, "pins: no place with the id",
                         view->pins[i].place, error))
            return false;
    if (!view->locator)
        return true;
    g_autofree const char **known = g_new0(const char *, project->view_count + 1);
    for (size_t i = 0; i < project->view_count; i++)
        known[i] = project->views[i].name;
    return check_known(project, view->line, "locator: no view called", view->locator, known, error);
}

/* Whether everything that the project draws and names is there; regions, cutters and holders are
 * checked where they are used. */
static bool check_names(const struct sources *sources, GError **error)
{
    const struct project *project = sources->project;
    bool is_ok = true;
    for (size_t i = 0; is_ok && i < project->layer_count; i++)
        is_ok = check_field(project, &project->layers[i], sources->layers[i],
                            project->layers[i].key, error) &&
                check_field(project, &project->layers[i], sources->layers[i],
                            project->layers[i].name_field, error);
    for (size_t i = 0; is_ok && i < project->drawn_count; i++)
        is_ok = check_drawn(sources, &project->drawn[i], error);
    for (size_t i = 0; is_ok && i < project->label_count; i++)
        is_ok = check_label(project, &project->labels[i], error);
    for (size_t i = 0; is_ok && i < project->highlight_count; i++)
        is_ok = check_region(project, project->highlights[i].line, "highlights: no region called",
                             project->highlights[i].region, error);
    for (size_t i = 0; is_ok && i < project->place_name_count; i++)
        is_ok =
            check_place(sources, project->place_names[i].line, "place_names: no place with the id",
                        project->place_names[i].place, error);
    for (size_t i = 0; is_ok && i < project->view_count; i++)
        is_ok = check_view(sources, &project->views[i], error);
    return is_ok;
}

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
    return check_names(all, error) ? g_steal_pointer(&all) : NULL;
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

bool sources_files(const struct sources *sources, GPtrArray *files)
{
    const struct project *project = sources->project;
    const char *const own[] = {project->path, project->places_path, project->timeline_path};
    bool is_all = true;
    for (size_t i = 0; i < G_N_ELEMENTS(own); i++)
        g_ptr_array_add(files, g_strdup(own[i]));
    if (project->words_path)
        g_ptr_array_add(files, g_strdup(project->words_path));
    for (size_t i = 0; i < project->layer_count; i++)
        is_all &= layer_files(project->layers[i].path, files);
    return is_all;
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
