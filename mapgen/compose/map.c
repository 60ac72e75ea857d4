#include "compose/map_parts.h"

#include "base/error.h"
#include "compose/changes.h"
#include "compose/furniture.h"
#include "compose/legend.h"
#include "compose/place_labels.h"
#include "compose/theme.h"
#include "compose/word_formats.h"

#include <math.h>

/* ---- the plan ------------------------------------------------------------------------------ */

struct pen map_pen(const map_plan *plan, scene *scene)
{
    return (struct pen){.scene = scene,
                        .style = plan->style,
                        .fonts = plan->fonts,
                        .language = plan->language,
                        .second_language = plan->second_language,
                        .has_no_text = plan->edits.has_no_text,
                        .report = plan->report};
}

void moment_start(struct moment *m, const map_plan *plan, day_number date, day_number since,
                  bool has_phases)
{
    m->now = timeline_state_at(plan->timeline, date);
    m->since = timeline_state_at(plan->timeline, since);
    size_t phase = timeline_phase_at(plan->timeline, date);
    day_number start = has_phases && plan->project->phase_count ? plan->project->phases[phase].from
                                                                : DAY_AFTER_ALL;
    m->areas = areas_gather(plan->timeline, m->now, m->since, start);
    m->changes = timeline_changes(plan->timeline, m->since, m->now);
}

void moment_clear(struct moment *m)
{
    state_free(m->now);
    state_free(m->since);
    areas_free(m->areas);
    g_array_unref(m->changes);
}

/* The legend's rows for a moment, as many as stand above the scale bar or the map's edge; none
 * where the layout has no legend. */
static GArray *fitted_legend(const map_plan *plan, const struct pen *pen, const struct moment *m)
{
    struct legend_map map = {plan->page, m->now, m->since, m->areas, m->changes, NULL};
    if (plan->layout.legend == LEGEND_NONE)
        return legend_rows_new();
    GArray *rows = legend_rows(pen, plan->timeline, &map, 1);
    double lowest = plan->layout.has_scale_beside ? plan->layout.side.bottom
                                                  : furniture_scale_box(pen, plan->page).top;
    double most = lowest - plan->layout.side.top;
    legend_fit(pen, &plan->layout, most, rows);
    if (plan->legend_is_tight[timeline_phase_at(plan->timeline, m->now->day)])
        legend_tighten(rows);
    return rows;
}

/* The legend of a phase keeps the height of the highest of its maps, and its rows stand on all of
 * them as close as on the one that has least room. */
static void measure_legends(map_plan *plan, const struct pen *pen)
{
    size_t days, phases = plan->project->phase_count + 1;
    const day_number *change_days = timeline_change_days(plan->timeline, &days);
    g_autofree double *tight_pt = g_new0(double, phases);
    plan->legend_heights_pt = g_new0(double, phases);
    plan->legend_is_tight = g_new0(bool, phases);
    for (size_t d = 0; d < days && plan->layout.legend != LEGEND_NONE; d++) {
        struct moment m;
        moment_start(&m, plan, change_days[d],
                     timeline_change_before(plan->timeline, change_days[d]), true);
        g_autoptr(GArray) rows = fitted_legend(plan, pen, &m);
        size_t phase = timeline_phase_at(plan->timeline, change_days[d]);
        double *height = &plan->legend_heights_pt[phase];
        *height = fmax(*height, legend_height_pt(pen, &plan->layout, rows));
        plan->legend_is_tight[phase] |= legend_is_tight(rows);
        legend_tighten(rows);
        tight_pt[phase] = fmax(tight_pt[phase], legend_height_pt(pen, &plan->layout, rows));
        moment_clear(&m);
    }
    for (size_t phase = 0; phase < phases; phase++)
        if (plan->legend_is_tight[phase])
            plan->legend_heights_pt[phase] = tight_pt[phase];
}

/* A locator takes this share of the side column's width. */
#define LOCATOR_SHARE 0.5

/* Between furniture that stands one under the other. */
#define FURNITURE_GAP_PT 8.0

static const struct project_view *locator_view(const map_plan *plan)
{
    for (size_t i = 0; plan->view.locator && i < plan->project->view_count; i++)
        if (g_str_equal(plan->project->views[i].name, plan->view.locator))
            return &plan->project->views[i];
    return NULL;
}

/* Free space that a place keeps from the locator. */
#define PLACE_CLEAR_PT 16.0

/* True when a place that the view shows stands in a box, or at it. */
static bool has_place(const map_plan *plan, struct page_box box)
{
    const struct gazetteer *places = planar_map_sources(timeline_map(plan->timeline))->places;
    for (size_t i = 0; i < places->count; i++) {
        struct pagexy at = page_map_point(plan->page, places->places[i].at);
        double x = fmax(box.left - at.x, at.x - box.right);
        double y = fmax(box.top - at.y, at.y - box.bottom);
        if (place_labels_want(&plan->view, &places->places[i]) && fmax(x, y) < PLACE_CLEAR_PT)
            return true;
    }
    return false;
}

/* True when an edge that a cutter made, such as a line of contact on some day, comes into a box. */
static bool has_cut(const map_plan *plan, struct page_box box)
{
    const planar_map *map = timeline_map(plan->timeline);
    for (size_t e = 0; e < topology_edge_count(planar_map_topology(map)); e++) {
        struct page_lines pieces = page_map_edge_pieces(plan->page, (edge_id)e);
        bool is_cut = false;
        for (size_t c = 0; c < plan->project->cutter_count && pieces.lines; c++)
            is_cut |= planar_map_is_from_cutter(map, (edge_id)e, c);
        size_t count = 0;
        for (size_t i = 0; i < pieces.lines; i++)
            count += pieces.counts[i];
        for (size_t i = 0; i < count && is_cut; i++) {
            struct pagexy at = pagexy_from_pagept(pieces.points[i]);
            if (at.x > box.left && at.x < box.right && at.y > box.top && at.y < box.bottom)
                return true;
        }
    }
    return false;
}

static bool meets_furniture(const map_plan *plan, struct page_box box)
{
    for (guint i = 0; i < plan->furniture->len; i++)
        if (boxes_meet(box, g_array_index(plan->furniture, struct page_box, i)))
            return true;
    return false;
}

/* Makes the locator where it hides nothing: in the side column between the legend at its highest
 * and the scale bar, else in the corner of the map at the lower right, beside the scale bar, or in
 * the corner at the upper right; or nowhere. */
static bool place_locator(map_plan *plan, struct page_box legend, struct page_box scale,
                          double scale_top, GError **error)
{
    const struct layout *layout = &plan->layout;
    const struct project_view *around = locator_view(plan);
    if (!layout->has_locator || !around)
        return true;
    double width = LOCATOR_SHARE * layout->side_pt, gap = FURNITURE_GAP_PT;
    double height = locator_height_pt(around->extent, width);
    double right = layout->map.right - gap, bottom = layout->map.bottom - gap;
    double beside = (bottom - height < legend.bottom + gap ? legend.right : scale.right) + gap;
    const struct page_box tried[] = {
        {legend.left, scale_top - gap - height, legend.left + width, scale_top - gap},
        {right - width, bottom - height, right, bottom},
        {beside, bottom - height, beside + width, bottom},
        {right - width, layout->map.top + gap, right, layout->map.top + gap + height}};
    for (size_t i = 0; i < G_N_ELEMENTS(tried); i++) {
        bool is_near_legend = i == 0 && tried[i].top < legend.bottom + gap;
        if (is_near_legend || has_place(plan, tried[i]) || has_cut(plan, tried[i]) ||
            meets_furniture(plan, tried[i]))
            continue;
        plan->locator = locator_new(plan->page, around, tried[i], error);
        plan->locator_box = tried[i];
        if (plan->locator)
            g_array_append_val(plan->furniture, tried[i]);
        return plan->locator != NULL;
    }
    return true;
}

/* Finds the boxes on the map that furniture takes on some map of the series. */
static bool place_furniture(map_plan *plan, const struct pen *pen, GError **error)
{
    const struct layout *layout = &plan->layout;
    plan->furniture = g_array_new(FALSE, FALSE, sizeof(struct page_box));
    if (plan->edits.has_graticule || layout->has_graticule) {
        plan->graticule = graticule_new(pen, plan->page, plan->view.graticule_deg);
        graticule_boxes(plan->graticule, plan->furniture);
    }
    if (layout->legend == LEGEND_NONE)
        return true;
    struct page_box scale = furniture_scale_box(pen, plan->page), legend = layout->side;
    g_array_append_val(plan->furniture, scale);
    double top = scale.top;
    if (furniture_has_north(plan->page)) {
        struct page_box north = furniture_north_box(pen, plan->page);
        g_array_append_val(plan->furniture, north);
        top = north.top;
    }
    if (layout->legend == LEGEND_BELOW)
        return true;
    double height = 0;
    for (size_t i = 0; i <= plan->project->phase_count; i++)
        height = fmax(height, plan->legend_heights_pt[i]);
    legend.bottom = legend.top + height;
    g_array_append_val(plan->furniture, legend);
    return place_locator(plan, legend, scale, top, error);
}

static void plan_labels(map_plan *plan, const struct pen *pen)
{
    struct labels_input input = {.timeline = plan->timeline,
                                 .page = plan->page,
                                 .view = &plan->view,
                                 .furniture =
                                     (const struct page_box *)(const void *)plan->furniture->data,
                                 .furniture_count = (int)plan->furniture->len,
                                 .most_places = plan->layout.most_places,
                                 .edits = &plan->edits};
    plan->labels = labels_plan(pen, &input);
}

/* Tells of holders whose role has no colour of its own in the style. */
static void check_roles(const map_plan *plan)
{
    struct paint nobody = style_paint(plan->style, "area control before");
    for (size_t i = 0; i < plan->project->holder_count; i++) {
        const struct project_holder *holder = &plan->project->holders[i];
        g_autofree char *class_list = g_strdup_printf("area %s control before", holder->role);
        struct paint paint = style_paint(plan->style, class_list);
        if (paint_equal(&paint, &nobody))
            report_add(plan->report,
                       (struct finding){SEVERITY_WARNING, "no-colour", holder->code,
                                        plan->project->path, holder->line},
                       "holder '%s' has no colour: %s says nothing of the role '%s'", holder->code,
                       style_path(plan->style), holder->role);
    }
}

static bool check_highlights(const map_plan *plan, GError **error)
{
    for (const char *const *name = plan->edits.highlights; name && *name; name++) {
        if (planar_map_region_find(timeline_map(plan->timeline), *name) >= 0)
            continue;
        g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_USAGE, "no region called '%s'", *name);
        return false;
    }
    return true;
}

/* On a page that is none of the program's the style may have other letters than the layout was made
 * for: header and foot grow with them. */
static void fit_bands(map_plan *plan, const struct pen *pen)
{
    struct layout *layout = &plan->layout;
    if (layout->header_pt > 0)
        layout->header_pt = fmax(layout->header_pt, furniture_header_height(pen, layout, true));
    double source = style_paint(plan->style, "source").font.size_pt;
    if (layout->footer_pt > 0)
        layout->footer_pt = fmax(layout->footer_pt, furniture_strip_height(pen) +
                                                        furniture_foot_height(layout, source));
    layout_place_boxes(layout);
}

/* Fonts that are opened on a thread of their own. */
struct opening {
    const map_plan *plan;
    fonts *fonts;
    GError *error;
    GThread *thread; /* NULL: there is none to be had */
};

/* The first word in a font and the first date in a language have the libraries load what all others
 * find there. Whoever asks for them here is nobody. */
static void set_first_words(const map_plan *plan, fonts *fonts)
{
    const struct gazetteer *gazetteer = planar_map_sources(timeline_map(plan->timeline))->places;
    struct pen pen = map_pen(plan, NULL);
    pen.fonts = fonts;
    pen.report = NULL;
    for (int rank = 1; rank <= 3 && gazetteer->count > 0; rank++) {
        g_autofree char *class_list = g_strdup_printf("place-label rank-%d", rank);
        g_autofree char *name = pen_name(&pen, &gazetteer->places[0].names);
        run_free(pen_shape(&pen, class_list, name));
    }
    g_free(format_day(0, "dMMMMy", plan->language));
}

fonts *map_fonts(const map_plan *plan, GError **error)
{
    const char *const *files = style_font_files(plan->style);
    fonts *fonts = fonts_open(files, g_strv_length((char **)files), error);
    if (!fonts && !*files)
        g_prefix_error(error, "%s: ", style_path(plan->style));
    return fonts;
}

static void *open_fonts(void *data)
{
    struct opening *opening = data;
    opening->fonts = map_fonts(opening->plan, &opening->error);
    if (opening->fonts && opening->plan->has_no_outlines)
        fonts_leave_outlines(opening->fonts);
    if (opening->fonts)
        set_first_words(opening->plan, opening->fonts);
    return NULL;
}

static bool finish_opening(map_plan *plan, struct opening *opening, GError **error)
{
    if (opening->thread)
        g_thread_join(opening->thread);
    else
        open_fonts(opening);
    plan->fonts = opening->fonts;
    if (!plan->fonts)
        g_propagate_error(error, opening->error);
    return plan->fonts != NULL;
}

/* Opens the fonts and lays everything out on the page: at once, unless the page grows with the
 * letters. What is wrong with the fonts is said first. */
static bool open_page(map_plan *plan, GError **error)
{
    struct opening opening = {.plan = plan};
    const planar_map *map = timeline_map(plan->timeline);
    bool has_bands = plan->layout.header_pt > 0 || plan->layout.footer_pt > 0;
    opening.thread = g_thread_try_new("fonts", open_fonts, &opening, NULL);
    if (plan->has_fitted_bands && has_bands) {
        if (!finish_opening(plan, &opening, error))
            return false;
        g_autoptr(scene) unused = scene_new(1, 1, PAGE_PX);
        struct pen pen = map_pen(plan, unused);
        fit_bands(plan, &pen);
        plan->page = page_map_build(map, &plan->layout, &plan->view, error);
        return plan->page != NULL;
    }
    g_autoptr(GError) cause = NULL;
    plan->page = page_map_build(map, &plan->layout, &plan->view, &cause);
    if (!finish_opening(plan, &opening, error))
        return false;
    if (!plan->page)
        g_propagate_error(error, g_steal_pointer(&cause));
    return plan->page != NULL;
}

map_plan *map_plan_build(const timeline *timeline, const struct map_options *options,
                         report *report, GError **error)
{
    g_autoptr(map_plan) plan = g_new0(map_plan, 1);
    plan->timeline = timeline;
    plan->report = report;
    plan->project = planar_map_sources(timeline_map(timeline))->project;
    plan->has_no_outlines = options->has_no_outlines;
    if (!map_choose(plan, options, error) || !check_highlights(plan, error))
        return NULL;
    check_roles(plan);
    if (!open_page(plan, error))
        return NULL;
    g_autoptr(scene) unused = scene_new(1, 1, PAGE_PX);
    struct pen pen = map_pen(plan, unused);
    plan->outlines = outline_memory_new();
    measure_legends(plan, &pen);
    if (!place_furniture(plan, &pen, error))
        return NULL;
    plan_labels(plan, &pen);
    return g_steal_pointer(&plan);
}

void map_plan_files(const map_plan *plan, GPtrArray *files)
{
    style_files(plan->style, files);
    if (plan->dark_style)
        style_files(plan->dark_style, files);
}

void map_plan_free(map_plan *plan)
{
    if (!plan)
        return;
    labels_free(plan->labels);
    graticule_free(plan->graticule);
    locator_free(plan->locator);
    g_free(plan->legend_heights_pt);
    g_free(plan->legend_is_tight);
    if (plan->furniture)
        g_array_unref(plan->furniture);
    outline_memory_free(plan->outlines);
    page_map_free(plan->page);
    fonts_close(plan->fonts);
    style_free(plan->style);
    style_free(plan->dark_style);
    g_free(plan->language);
    g_free(plan->second_language);
    g_free(plan);
}

/* ---- composing ----------------------------------------------------------------------------- */

void map_draw_highlights(const struct pen *pen, const map_plan *plan, day_number date)
{
    pen_begin(pen, "highlights");
    for (size_t i = 0; i < plan->project->highlight_count; i++)
        if (span_has(plan->project->highlights[i].when, date))
            lines_draw_highlight(pen, plan->page, plan->project->highlights[i].region);
    for (const char *const *name = plan->edits.highlights; name && *name; name++)
        lines_draw_highlight(pen, plan->page, *name);
    pen_end(pen);
}

void map_draw(const struct pen *pen, const map_plan *plan, const struct moment *m)
{
    pen_box(pen, "sea", layout_bled(&plan->layout, plan->layout.map), 0);
    areas_draw(pen, plan->page, m->areas, plan->timeline, plan->outlines);
    changes_draw_bands(pen, plan->page, plan->timeline, m->since, m->changes);
    lines_draw_water(pen, plan->page, m->now->day);
    if (plan->graticule)
        graticule_draw_lines(pen, plan->graticule);
    lines_draw(pen, plan->page, plan->timeline, m->now, m->changes);
    changes_draw_small(pen, plan->page, plan->timeline, m->changes);
    map_draw_highlights(pen, plan, m->now->day);
}

void map_draw_furniture(const struct pen *pen, const map_plan *plan, const GArray *rows,
                        double legend_pt)
{
    if (plan->graticule)
        graticule_draw_degrees(pen, plan->graticule);
    if (plan->layout.legend == LEGEND_NONE)
        return;
    legend_draw(pen, &plan->layout, rows, legend_pt);
    bool is_hidden =
        plan->layout.legend == LEGEND_LEFT && plan->locator_box.left < plan->layout.side.right &&
        plan->locator_box.top < plan->layout.side.top + legend_height_pt(pen, &plan->layout, rows);
    if (plan->locator && !is_hidden)
        locator_draw(pen, plan->locator);
    furniture_scale(pen, plan->page);
    if (furniture_has_north(plan->page))
        furniture_north(pen, plan->page);
}

scene *map_compose(const map_plan *plan, day_number date, day_number since)
{
    const struct layout *layout = &plan->layout;
    scene *scene = scene_new(layout->width_pt, layout->height_pt, layout->unit);
    struct pen pen = map_pen(plan, scene);
    struct moment m;
    struct map_words words;
    fonts_forget(plan->fonts);
    moment_start(&m, plan, date, since, true);
    map_words_write(&words, plan, &pen, &m);
    map_about(plan, &m, &words, scene);

    map_draw(&pen, plan, &m);
    struct header_words header = {words.headline, words.beside, words.shown, words.is_headline_set};
    furniture_header(&pen, layout, &header);
    if (layout->footer_pt > 0)
        pen_box(&pen, "panel", layout_bled(layout, layout->footer), 0);
    labels_draw_changes(&pen, plan->labels, m.now, m.changes, NULL); /* rings go under names */
    labels_draw(&pen, plan->labels, m.now);
    g_autoptr(GArray) rows = fitted_legend(plan, &pen, &m);
    map_draw_furniture(&pen, plan, rows,
                       plan->legend_heights_pt[timeline_phase_at(plan->timeline, date)]);
    furniture_strip(&pen, layout, plan->timeline, date, date);
    furniture_foot(&pen, layout, plan->project, words.corrections, words.change,
                   scene_about_const(scene)->credit);
    theme_apply(scene, plan->style, plan->dark_style);
    map_words_clear(&words);
    moment_clear(&m);
    return scene;
}

const struct label_plan *map_plan_labels(const map_plan *plan)
{
    return plan->labels;
}
