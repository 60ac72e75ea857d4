#include "compose/map.h"

#include "base/error.h"
#include "compose/areas.h"
#include "compose/changes.h"
#include "compose/furniture.h"
#include "compose/labels.h"
#include "compose/layout.h"
#include "compose/legend.h"
#include "compose/lines.h"
#include "compose/page_map.h"
#include "compose/phrases.h"
#include "compose/words.h"

#include <math.h>

struct map_plan {
    const timeline *timeline;
    const struct project *project;
    const struct project_view *view;
    const struct layout *layout;
    char *language, *second_language;
    struct map_edits edits;
    style *style;
    fonts *fonts;
    page_map *page;
    report *report;
    label_plan *labels;
    double *legend_heights_pt; /* by phase */
    GArray *furniture;         /* of struct page_box */
};

/* ---- options ------------------------------------------------------------------------------- */

static const struct project_view *find_view(const struct project *project, const char *name,
                                            GError **error)
{
    if (!name)
        return &project->views[0];
    g_autofree const char **known = g_new0(const char *, project->view_count + 1);
    for (size_t i = 0; i < project->view_count; i++) {
        known[i] = project->views[i].name;
        if (g_str_equal(known[i], name))
            return &project->views[i];
    }
    g_autofree char *all = g_strjoinv(", ", (char **)known);
    g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_USAGE, "no view called '%s'; there are: %s", name,
                all);
    return NULL;
}

static const struct layout *find_layout(const char *name, GError **error)
{
    const struct layout *layout = layout_find(name ? name : "article");
    if (!layout) {
        g_autofree char *all = g_strjoinv(", ", (char **)layout_names());
        g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_USAGE, "no layout called '%s'; there are: %s",
                    name, all);
    }
    return layout;
}

static style *open_style(const struct project *project, const char *path,
                         const struct layout *layout, GError **error)
{
    if (!path)
        path = project->style_path;
    struct medium medium = {layout->width_pt, layout->height_pt, layout->unit == PAGE_MM};
    if (path)
        return style_read(path, &medium, error);
    error_at(error, project->path, 0, 0, "names no style sheet; add 'style: FILE.css'");
    return NULL;
}

static char *find_language(const struct project *project, const char *name, GError **error)
{
    if (!name)
        return g_strdup(project->languages[0]);
    if (g_strv_contains((const char *const *)project->languages, name))
        return g_strdup(name);
    g_autofree char *all = g_strjoinv(", ", project->languages);
    g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_USAGE,
                "the project has no names in '%s'; it has: %s", name, all);
    return NULL;
}

/* ---- the plan ------------------------------------------------------------------------------ */

static struct pen pen_for(const map_plan *plan, scene *scene)
{
    return (struct pen){.scene = scene,
                        .style = plan->style,
                        .fonts = plan->fonts,
                        .language = plan->language,
                        .second_language = plan->second_language,
                        .has_no_text = plan->edits.has_no_text,
                        .report = plan->report};
}

/* What a map of a date is drawn from. */
struct moment {
    state *now, *since, *phase_start;
    struct areas *areas;
    GArray *changes;
};

static void moment_start(struct moment *m, const map_plan *plan, day_number date, day_number since)
{
    m->now = timeline_state_at(plan->timeline, date);
    m->since = timeline_state_at(plan->timeline, since);
    m->phase_start = timeline_phase_start(plan->timeline, timeline_phase_at(plan->timeline, date));
    m->areas = areas_gather(plan->timeline, m->now, m->since, m->phase_start);
    m->changes = timeline_changes(plan->timeline, m->since, m->now);
}

static void moment_clear(struct moment *m)
{
    state_free(m->now);
    state_free(m->since);
    state_free(m->phase_start);
    areas_free(m->areas);
    g_array_unref(m->changes);
}

/* The legend of a phase keeps the height of the highest of its maps. */
static void measure_legends(map_plan *plan)
{
    g_autoptr(scene) unused = scene_new(1, 1, PAGE_PX);
    struct pen pen = pen_for(plan, unused);
    size_t days;
    const day_number *change_days = timeline_change_days(plan->timeline, &days);
    plan->legend_heights_pt = g_new0(double, plan->project->phase_count + 1);
    for (size_t d = 0; d < days; d++) {
        struct moment m;
        moment_start(&m, plan, change_days[d],
                     timeline_change_before(plan->timeline, change_days[d]));
        struct legend_input input = {plan->timeline, plan->page, m.now,
                                     m.since->day,   m.areas,    m.changes};
        size_t phase = timeline_phase_at(plan->timeline, change_days[d]);
        plan->legend_heights_pt[phase] =
            fmax(plan->legend_heights_pt[phase], legend_height_pt(&pen, &input));
        moment_clear(&m);
    }
}

/* The boxes on the map that furniture takes on some map of the series. */
static void place_furniture(map_plan *plan, const struct pen *pen)
{
    plan->furniture = g_array_new(FALSE, FALSE, sizeof(struct page_box));
    if (plan->layout->legend == LEGEND_LEFT) {
        struct page_box legend = plan->layout->side;
        double height = 0;
        for (size_t i = 0; i <= plan->project->phase_count; i++)
            height = fmax(height, plan->legend_heights_pt[i]);
        legend.bottom = legend.top + height;
        g_array_append_val(plan->furniture, legend);
    }
    if (plan->layout->legend == LEGEND_NONE)
        return;
    struct page_box scale = furniture_scale_box(pen, plan->page);
    g_array_append_val(plan->furniture, scale);
    if (furniture_has_north(plan->page)) {
        struct page_box north = furniture_north_box(pen, plan->page);
        g_array_append_val(plan->furniture, north);
    }
}

static void plan_labels(map_plan *plan)
{
    g_autoptr(scene) unused = scene_new(1, 1, PAGE_PX);
    struct pen pen = pen_for(plan, unused);
    place_furniture(plan, &pen);
    struct labels_input input = {.timeline = plan->timeline,
                                 .page = plan->page,
                                 .view = plan->view,
                                 .furniture =
                                     (const struct page_box *)(const void *)plan->furniture->data,
                                 .furniture_count = (int)plan->furniture->len,
                                 .most_places = plan->layout->most_places,
                                 .edits = &plan->edits};
    plan->labels = labels_plan(&pen, &input);
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
            report_add(plan->report, SEVERITY_WARNING, plan->project->path, holder->line,
                       "holder '%s' has no colour: %s says nothing of the role '%s'", holder->code,
                       style_path(plan->style), holder->role);
    }
}

map_plan *map_plan_build(const timeline *timeline, const struct map_options *options,
                         report *report, GError **error)
{
    g_autoptr(map_plan) plan = g_new0(map_plan, 1);
    plan->timeline = timeline;
    plan->report = report;
    plan->project = planar_map_sources(timeline_map(timeline))->project;
    plan->view = find_view(plan->project, options->view, error);
    plan->layout = plan->view ? find_layout(options->layout, error) : NULL;
    plan->language = plan->layout ? find_language(plan->project, options->language, error) : NULL;
    if (!plan->language)
        return NULL;
    plan->second_language = g_strdup(options->second_language);
    if (options->edits)
        plan->edits = *options->edits;
    plan->style = open_style(plan->project, options->style, plan->layout, error);
    if (!plan->style)
        return NULL;
    check_roles(plan);
    const char *const *files = style_font_files(plan->style);
    plan->fonts = fonts_open(files, g_strv_length((char **)files), error);
    if (!plan->fonts)
        return NULL;
    plan->page = page_map_build(timeline_map(timeline), plan->layout, plan->view, error);
    if (!plan->page)
        return NULL;
    measure_legends(plan);
    plan_labels(plan);
    return g_steal_pointer(&plan);
}

void map_plan_free(map_plan *plan)
{
    if (!plan)
        return;
    labels_free(plan->labels);
    g_free(plan->legend_heights_pt);
    if (plan->furniture)
        g_array_unref(plan->furniture);
    page_map_free(plan->page);
    fonts_close(plan->fonts);
    style_free(plan->style);
    g_free(plan->language);
    g_free(plan->second_language);
    g_free(plan);
}

/* ---- what the map says of itself ----------------------------------------------------------- */

/* "Title (date)" of each event's source, once. */
static char **list_sources(const map_plan *plan, const struct moment *m)
{
    g_autoptr(GPtrArray) sources = g_ptr_array_new();
    for (guint i = 0; i < m->changes->len; i++) {
        const struct change *change = &g_array_index(m->changes, struct change, i);
        const struct event *event = timeline_row(plan->timeline, change->row)->event;
        if (!*event->source_title)
            continue;
        char *source = *event->source_date
                           ? g_strdup_printf("%s (%s)", event->source_title, event->source_date)
                           : g_strdup(event->source_title);
        if (g_ptr_array_find_with_equal_func(sources, source, g_str_equal, NULL))
            g_free(source);
        else
            g_ptr_array_add(sources, source);
    }
    g_ptr_array_add(sources, NULL);
    return (char **)g_ptr_array_free(g_steal_pointer(&sources), FALSE);
}

/* The titles among some sources, each once: "A; B" in the log are two. */
static char *join_titles(char **sources)
{
    g_autoptr(GPtrArray) titles = g_ptr_array_new_with_free_func(g_free);
    for (; *sources; sources++) {
        g_auto(GStrv) parts = g_strsplit(*sources, ";", -1);
        for (char **part = parts; *part; part++) {
            g_strstrip(*part);
            if (**part && !g_ptr_array_find_with_equal_func(titles, *part, g_str_equal, NULL))
                g_ptr_array_add(titles, g_strdup(*part));
        }
    }
    g_ptr_array_add(titles, NULL);
    return g_strjoinv("; ", (char **)titles->pdata);
}

static char *credit_line(const map_plan *plan)
{
    g_autofree char *credits =
        plan->project->credits ? g_strjoinv("; ", plan->project->credits) : g_strdup("");
    if (!plan->project->licence)
        return g_steal_pointer(&credits);
    return phrase_fill(PHRASE_MAP_LICENCE, plan->language, "credits", credits, "licence",
                       plan->project->licence, NULL);
}

/* The alternative text: what the map is, what changed, who holds how much. */
static char *describe(const map_plan *plan, const struct moment *m, const char *caption)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autofree char *day = words_day(m->now->day, plan->language);
    const char *view = names_in(&plan->view->names, plan->language);
    g_autofree char *start = phrase_fill(PHRASE_MAP_OF, plan->language, "view",
                                         view ? view : plan->view->name, "date", day, NULL);
    g_string_append(text, start);
    if (*caption)
        g_string_append_printf(text, " %s", caption);
    for (guint i = 0; i < m->areas->areas->len; i++) {
        const struct area *area = &g_array_index(m->areas->areas, struct area, i);
        if (i && control_equal(area->control,
                               g_array_index(m->areas->areas, struct area, i - 1).control))
            continue;
        double area_m2 = 0;
        for (size_t f = 0; f < m->now->face_count; f++)
            if (m->now->rows[f] != NONE && control_equal(m->now->controls[f], area->control))
                area_m2 += planar_map_face_area_m2(timeline_map(plan->timeline), (face_id)f);
        g_autofree char *words = words_control(plan->project, area->control, plan->language);
        g_autofree char *title = words_sentence_case(words);
        g_autofree char *km2 = words_about_km2(area_m2, plan->language);
        if (km2)
            g_string_append_printf(text, " %s: %s.", title, km2);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* What tells a map from every other: project, view, layout and date; and what it is drawn since, in
 * which language and style, where that is not the usual. Any `since` from the change before on
 * gives the same map, and so the same id. */
static char *scene_id(const map_plan *plan, const struct moment *m)
{
    char date[16];
    g_autoptr(GString) id = g_string_new(NULL);
    g_string_printf(id, "%s-%s-%s-%s", plan->project->id, plan->view->name, plan->layout->name,
                    day_format(m->now->day, date));
    if (m->since->day < timeline_change_before(plan->timeline, m->now->day))
        g_string_append_printf(id, "-since-%s", day_format(m->since->day, date));
    if (!g_str_equal(plan->language, plan->project->languages[0]))
        g_string_append_printf(id, "-%s", plan->language);
    if (g_strcmp0(style_path(plan->style), plan->project->style_path) != 0) {
        g_autofree char *style = g_path_get_basename(style_path(plan->style));
        g_string_append_printf(id, "-%s", style);
    }
    g_autofree char *lower = g_utf8_strdown(id->str, -1);
    return g_strdup(g_strcanon(lower, "abcdefghijklmnopqrstuvwxyz0123456789-", '-'));
}

static void fill_about(const map_plan *plan, const struct moment *m, const char *caption,
                       scene *scene)
{
    struct scene_about *about = scene_about(scene);
    char date[16];
    about->id = scene_id(plan, m);
    about->date = g_strdup(day_format(m->now->day, date));
    g_autofree char *day = words_day(m->now->day, plan->language);
    const char *title = names_in(&plan->project->title, plan->language);
    about->title = g_strdup_printf("%s, %s", title ? title : plan->project->id, day);
    about->description = describe(plan, m, caption);
    about->language = g_strdup(plan->language);
    about->licence = g_strdup(plan->project->licence);
    about->credit = credit_line(plan);
    about->sources = list_sources(plan, m);
    about->projection = g_strdup(page_map_projection(plan->page));
    about->extent = plan->view->extent;
    struct page_fit fit = page_map_fit(plan->page);
    const double affine[] = {fit.scale, 0, fit.x0, 0, -fit.scale, fit.y0};
    for (int i = 0; i < 6; i++)
        about->affine[i] = affine[i];
    about->has_georeference = true;
}

static void draw_sources(const struct pen *pen, const map_plan *plan)
{
    const struct scene_about *about = scene_about_const(pen->scene);
    g_autofree char *sources = about->sources[0] ? join_titles(about->sources) : NULL;
    g_autofree char *change =
        sources ? phrase_fill(PHRASE_THIS_CHANGE, plan->language, "sources", sources, NULL)
                : g_strdup("");
    furniture_foot(pen, plan->layout, "", change, about->credit);
}

/* ---- composing ----------------------------------------------------------------------------- */

scene *map_compose(const map_plan *plan, day_number date, day_number since)
{
    const struct layout *layout = plan->layout;
    scene *scene = scene_new(layout->width_pt, layout->height_pt, layout->unit);
    struct pen pen = pen_for(plan, scene);
    struct moment m;
    moment_start(&m, plan, date, since);
    g_autofree char *caption = words_changes(plan->timeline, m.changes, date, plan->language);
    g_autofree char *headline = words_day(date, plan->language);
    fill_about(plan, &m, caption, scene);

    pen_box(&pen, "sea", layout->map, 0);
    areas_draw(&pen, plan->page, m.areas, plan->timeline);
    changes_draw_bands(&pen, plan->page, plan->timeline, m.changes);
    lines_draw_water(&pen, plan->page, date);
    lines_draw(&pen, plan->page, plan->timeline, m.now, m.changes);

    g_autofree char *summary = words_summary(plan->timeline, m.changes, date, plan->language);
    struct header_words header = {
        headline, names_in(&plan->project->title, plan->language),
        furniture_caption_fits(&pen, layout, caption) || m.changes->len < 2 ? caption : summary,
        false};
    furniture_header(&pen, layout, &header);
    if (layout->footer_pt > 0)
        pen_box(&pen, "panel", layout->footer, 0);
    labels_draw(&pen, plan->labels, m.now);
    labels_draw_changes(&pen, plan->labels, m.now, m.changes);
    struct legend_input legend = {plan->timeline, plan->page, m.now,
                                  m.since->day,   m.areas,    m.changes};
    double height = plan->legend_heights_pt[timeline_phase_at(plan->timeline, date)];
    legend_draw(&pen, &legend, fmax(height, legend_height_pt(&pen, &legend)));
    if (layout->legend != LEGEND_NONE)
        furniture_scale(&pen, plan->page);
    if (layout->legend != LEGEND_NONE && furniture_has_north(plan->page))
        furniture_north(&pen, plan->page);
    furniture_strip(&pen, layout, plan->timeline, date);
    draw_sources(&pen, plan);
    moment_clear(&m);
    return scene;
}

bool map_shows_change(const map_plan *plan, day_number date, day_number since)
{
    g_autoptr(state) now = timeline_state_at(plan->timeline, date);
    g_autoptr(state) before = timeline_state_at(plan->timeline, since);
    for (size_t f = 1; f < now->face_count; f++)
        if (!control_equal(now->controls[f], before->controls[f]) &&
            page_map_face_is_shown(plan->page, (face_id)f))
            return true;
    return false;
}
