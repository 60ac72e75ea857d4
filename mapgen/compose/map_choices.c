#include "compose/map_parts.h"

#include "base/error.h"
#include "compose/dated_places.h"
#include "geom/geodesic.h"

#include <math.h>
#include <string.h>

static bool fail_unknown(GError **error, const char *what, const char *name, char **known)
{
    const char *nearest = error_nearest(name, (const char *const *)known);
    g_autofree char *all = g_strjoinv(", ", known);
    g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_USAGE, "no %s called '%s'; %s%s%s", what, name,
                nearest ? "did you mean '" : "there are: ", nearest ? nearest : all,
                nearest ? "'?" : "");
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
    if (extent->east < extent->west)
        extent->east += 360;
    plan->view.rank = LOWEST_RANK;
    plan->view.projection = NULL;
    if (extent->east - extent->west < 180 && extent->south < at.lat && at.lat < extent->north)
        return true;
    g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_USAGE,
                "a view of %g km around %g,%g reaches a pole; take fewer kilometres",
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

/* Less than this, an inch either way, is no map. */
#define LEAST_SUBJECT_PT 72.0

/* A layout in another size. Furniture keeps its sizes; false when it leaves no room for a map. */
static bool resize(struct layout *layout, struct map_size size, GError **error)
{
    double unit = size.is_mm ? PT_PER_MM : 1;
    if (size.width > 0) {
        layout->width_pt = size.width * unit;
        layout->height_pt = size.height * unit;
        layout->unit = size.is_mm ? PAGE_MM : PAGE_PX;
    }
    layout_place_boxes(layout);
    const struct page_box *subject = &layout->subject;
    double short_x = LEAST_SUBJECT_PT - (subject->right - subject->left);
    double short_y = LEAST_SUBJECT_PT - (subject->bottom - subject->top);
    if (short_x <= 0 && short_y <= 0)
        return true;
    g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_USAGE,
                "layout '%s' has no room for a map on a page of %gx%g %s; it needs %.0fx%.0f",
                layout->name, layout->width_pt / unit, layout->height_pt / unit,
                size.is_mm ? "mm" : "px", ceil((layout->width_pt + fmax(short_x, 0)) / unit),
                ceil((layout->height_pt + fmax(short_y, 0)) / unit));
    return false;
}

/* Makes a copy of one of the program's layouts the project's own. */
static bool make_own(struct layout *layout, const struct project_layout *own, GError **error)
{
    layout->name = own->name;
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
    struct map_size size = {own->width, own->height, own->is_mm};
    return resize(layout, size, error);
}

static bool find_layout(struct layout *layout, const struct project *project, const char *name,
                        GError **error)
{
    g_autoptr(GPtrArray) known = g_ptr_array_new();
    for (size_t i = 0; i < project->layout_count; i++) {
        const struct project_layout *own = &project->layouts[i];
        g_ptr_array_add(known, own->name);
        if (!g_str_equal(own->name, name))
            continue;
        const struct layout *like = layout_find(own->like);
        if (!like) {
            error_at(error, project->path, own->line, 0, "layout '%s' is like '%s', which is none",
                     name, own->like);
            return false;
        }
        *layout = *like;
        g_autoptr(GError) cause = NULL;
        if (make_own(layout, own, &cause))
            return true;
        error_at(error, project->path, own->line, 0, "%s", cause->message);
        return false;
    }
    const struct layout *found = layout_find(name);
    if (found) {
        *layout = *found;
        return true;
    }
    for (const char *const *ours = layout_names(); *ours; ours++)
        g_ptr_array_add(known, (char *)*ours);
    g_ptr_array_add(known, NULL);
    return fail_unknown(error, "layout", name, (char **)known->pdata);
}

static bool choose_layout(map_plan *plan, const struct map_options *options, GError **error)
{
    plan->size = options->size;
    if (options->page) {
        plan->layout = *options->page;
        return true;
    }
    const char *name = options->layout ? options->layout : "article";
    if (!find_layout(&plan->layout, plan->project, name, error))
        return false;
    plan->has_fitted_bands = options->size.width > 0 || !layout_find(plan->layout.name);
    return options->size.width <= 0 || resize(&plan->layout, options->size, error);
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

static bool choose_style(map_plan *plan, const struct map_options *options, GError **error)
{
    const struct project *project = plan->project;
    g_autofree char *path = map_style_file(project, options->style);
    g_autofree char *dark_path = options->dark_style ? map_style_file(project, options->dark_style)
                                                     : g_strdup(project->dark_style_path);
    const struct medium medium = {.width_pt = plan->layout.width_pt,
                                  .height_pt = plan->layout.height_pt,
                                  .is_print = plan->layout.unit == PAGE_MM};
    if (path)
        plan->style = style_read(path, &medium, error);
    else
        error_at(error, project->path, 0, 0, "names no style sheet; add 'style: FILE.css'");
    if (plan->style && dark_path)
        plan->dark_style = style_read(dark_path, &medium, error);
    return plan->style && (plan->dark_style || !dark_path);
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
    return choose_view(plan, options->view, error) && choose_layout(plan, options, error) &&
           choose_languages(plan, options, error) && choose_style(plan, options, error);
}

/* ---- dates --------------------------------------------------------------------------------- */

/* Less than this of what changed, about a square of ten points, is overlooked at a view's edge. */
#define LEAST_SEEN_PT2 100.0

/* How much of a face is in a box. */
static double shown_pt2(const map_plan *plan, size_t faces, face_id face,
                        const struct page_box *box)
{
    struct pagept low = pagept_from_pagexy((struct pagexy){box->left, box->top});
    struct pagept high = pagept_from_pagexy((struct pagexy){box->right, box->bottom});
    g_autofree int32_t *keys = g_new0(int32_t, faces);
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    keys[face] = 1;
    page_map_dissolve(plan->page, keys, 1, points, counts);
    double twice = 0;
    const struct pagept *p = (const struct pagept *)(const void *)points->data;
    for (guint r = 0; r < counts->len; p += g_array_index(counts, size_t, r++)) {
        g_autoptr(GArray) ring = g_array_new(FALSE, FALSE, sizeof(struct pagept));
        size_t count = clip_ring(p, g_array_index(counts, size_t, r),
                                 (struct page_rect){low.x, low.y, high.x, high.y}, ring);
        for (size_t i = 0; i < count; i++) {
            struct pagexy a = pagexy_from_pagept(g_array_index(ring, struct pagept, i));
            struct pagexy b =
                pagexy_from_pagept(g_array_index(ring, struct pagept, (i + 1) % count));
            twice += a.x * b.y - b.x * a.y;
        }
    }
    return fabs(twice) / 2;
}

/* True when ground that changed is in a box, and not only a sliver of it. */
static bool box_shows_change(const map_plan *plan, day_number date, day_number since,
                             const struct page_box *box)
{
    g_autoptr(state) now = timeline_state_at(plan->timeline, date);
    g_autoptr(state) before = timeline_state_at(plan->timeline, since);
    double seen_pt2 = 0, scale = page_map_scale(plan->page);
    for (size_t f = 1; f < now->face_count; f++) {
        if (control_equal(now->controls[f], before->controls[f]))
            continue;
        double whole_km2 = planar_map_face_about_m2(timeline_map(plan->timeline), (face_id)f) / 1e6;
        double shown = shown_pt2(plan, now->face_count, (face_id)f, box);
        seen_pt2 += shown;
        if (seen_pt2 >= LEAST_SEEN_PT2 || 2 * shown >= whole_km2 * scale * scale)
            return true;
    }
    return false;
}

bool map_shows_change(const map_plan *plan, day_number date, day_number since)
{
    return box_shows_change(plan, date, since, &plan->layout.subject) ||
           dated_places_change(plan->timeline, plan->page, since, date);
}

bool map_hides_change(const map_plan *plan, day_number date, day_number since)
{
    struct page_box open = plan->layout.map;
    if (plan->layout.legend == LEGEND_LEFT)
        open.left = plan->layout.side.right;
    return !map_shows_change(plan, date, since) && !box_shows_change(plan, date, since, &open);
}
