#include "compose/map_parts.h"

#include "base/error.h"
#include "geom/geodesic.h"

#include <math.h>
#include <string.h>

static bool fail_unknown(GError **error, const char *what, const char *name, char **known)
{
    g_autofree char *all = g_strjoinv(", ", known);
    g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_USAGE, "no %s called '%s'; there are: %s", what,
                name, all);
    return false;
}

/* ---- view ---------------------------------------------------------------------------------- */

/* Places of every rank are worth a name on a view on the spot. */
#define LOWEST_RANK 9

/* Makes a plan's view one of so many kilometres around a point. */
static bool turn_around(map_plan *plan, GError **error)
{
    struct lonlat at = plan->edits.around;
    double m = plan->edits.around_km * 1000;
    struct lonlat_box *extent = &plan->view.extent;
    extent->west = geodesic_point(at, 270, m).lon;
    extent->east = geodesic_point(at, 90, m).lon;
    extent->south = geodesic_point(at, 180, m).lat;
    extent->north = geodesic_point(at, 0, m).lat;
    plan->view.rank = LOWEST_RANK;
    plan->view.projection = NULL;
    if (extent->west < extent->east && extent->south < at.lat && at.lat < extent->north)
        return true;
    g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_USAGE,
                "a view of %g km around %g,%g crosses a pole or the date line",
                plan->edits.around_km, at.lon, at.lat);
    return false;
}

static bool choose_view(map_plan *plan, const char *name, GError **error)
{
    const struct project *project = plan->project;
    g_autofree char **known = g_new0(char *, project->view_count + 1);
    plan->view = project->views[0];
    for (size_t i = 0; i < project->view_count; i++) {
        known[i] = project->views[i].name;
        if (!name || !g_str_equal(known[i], name))
            continue;
        plan->view = project->views[i];
        name = NULL;
    }
    if (name)
        return fail_unknown(error, "view", name, known);
    return plan->edits.around_km <= 0 || turn_around(plan, error);
}

/* ---- layout -------------------------------------------------------------------------------- */

#define PT_PER_MM (72 / 25.4)

/* The project's own layout: one of the program's in another size. The places of furniture at the
 * sides keep their sizes. */
static void resize(struct layout *layout, const struct project_layout *own)
{
    double unit = own->is_mm ? PT_PER_MM : 1;
    layout->name = own->name;
    if (own->width > 0) {
        layout->width_pt = own->width * unit;
        layout->height_pt = own->height * unit;
        layout->unit = own->is_mm ? PAGE_MM : PAGE_PX;
    }
    if (own->most_places > 0)
        layout->most_places = own->most_places;
    if (own->legend == PROJECT_LEGEND_NONE)
        layout->legend = LEGEND_NONE;
    const struct layout *pattern = own->legend == PROJECT_LEGEND_LEFT    ? layout_find("article")
                                   : own->legend == PROJECT_LEGEND_BELOW ? layout_find("mobile")
                                                                         : NULL;
    if (pattern && layout->legend != pattern->legend) {
        layout->legend = pattern->legend;
        layout->side_pt = pattern->side_pt;
    }
    layout_place_boxes(layout);
}

static bool choose_layout(map_plan *plan, const char *name, GError **error)
{
    const struct project *project = plan->project;
    const struct layout *found = name ? NULL : layout_find("article");
    g_autoptr(GPtrArray) known = g_ptr_array_new();
    for (size_t i = 0; i < project->layout_count; i++)
        g_ptr_array_add(known, project->layouts[i].name);
    for (const char *const *own = layout_names(); *own; own++)
        g_ptr_array_add(known, (char *)*own);
    g_ptr_array_add(known, NULL);
    for (size_t i = 0; !found && i < project->layout_count; i++) {
        if (!g_str_equal(project->layouts[i].name, name))
            continue;
        const char *like = project->layouts[i].like;
        found = layout_find(like);
        if (!found) {
            error_at(error, project->path, project->layouts[i].line, 0,
                     "layout '%s' is like '%s', which is none", name, like);
            return false;
        }
        plan->layout = *found;
        resize(&plan->layout, &project->layouts[i]);
        return true;
    }
    if (!found)
        found = layout_find(name);
    if (!found)
        return fail_unknown(error, "layout", name, (char **)known->pdata);
    plan->layout = *found;
    return true;
}

/* ---- style and languages ------------------------------------------------------------------- */

char *map_style_file(const struct project *project, const char *name)
{
    if (!name || strchr(name, '/') || g_str_has_suffix(name, ".css") || !project->style_path)
        return g_strdup(name ? name : project->style_path);
    g_autofree char *folder = g_path_get_dirname(project->style_path);
    g_autofree char *file = g_strconcat(name, ".css", NULL);
    return g_build_filename(folder, file, NULL);
}

static bool choose_style(map_plan *plan, const char *name, GError **error)
{
    g_autofree char *path = map_style_file(plan->project, name);
    const struct medium medium = {.width_pt = plan->layout.width_pt,
                                  .height_pt = plan->layout.height_pt,
                                  .is_print = plan->layout.unit == PAGE_MM};
    if (path)
        plan->style = style_read(path, &medium, error);
    else
        error_at(error, plan->project->path, 0, 0, "names no style sheet; add 'style: FILE.css'");
    return plan->style != NULL;
}

/* A language that the project has, or a variety of one: "en-US" where it has "en". */
static char *choose_language(const struct project *project, const char *name, GError **error)
{
    g_autofree char *primary = g_strndup(name, strcspn(name, "-"));
    if (g_strv_contains((const char *const *)project->languages, name) ||
        g_strv_contains((const char *const *)project->languages, primary))
        return g_strdup(name);
    g_autofree char *all = g_strjoinv(", ", project->languages);
    g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_USAGE,
                "the project has no names in '%s'; it has: %s", name, all);
    return NULL;
}

static bool choose_languages(map_plan *plan, const struct map_options *options, GError **error)
{
    const char *first = options->language ? options->language : plan->project->languages[0];
    plan->language = choose_language(plan->project, first, error);
    if (!plan->language || !options->second_language)
        return plan->language != NULL;
    plan->second_language = choose_language(plan->project, options->second_language, error);
    return plan->second_language != NULL;
}

bool map_choose(map_plan *plan, const struct map_options *options, GError **error)
{
    if (options->edits)
        plan->edits = *options->edits;
    return choose_view(plan, options->view, error) && choose_layout(plan, options->layout, error) &&
           choose_languages(plan, options, error) && choose_style(plan, options->style, error);
}
