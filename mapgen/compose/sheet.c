#include "compose/sheet.h"

#include "base/error.h"
#include "compose/furniture.h"
#include "compose/legend.h"
#include "compose/map_parts.h"
#include "compose/phrases.h"
#include "compose/theme.h"
#include "compose/words.h"

#include <math.h>

/* Between maps, and between a map and its date, as shares of the date's letters. */
#define PANEL_GAP 1.4
#define DATE_RISE 1.35 /* of the date's line over its map */

/* A map with a smaller side shows nothing. */
#define LEAST_PANEL_PT 60.0

/* Names of places on a map, by its size: one in so many square points. */
#define PLACE_ROOM_PT2 9000.0

struct sheet {
    map_plan *plan; /* of one map */
    struct layout page;
    const struct sheet_options *options;
    int columns, rows;
    double panel_width, panel_height, gap, date_pt;
    struct moment *moments; /* by date */
    GArray *legend;         /* of struct row */
    scene *scene;
};

/* ---- the grid ------------------------------------------------------------------------------ */

static struct page_box grid_box(const sheet *sheet)
{
    const struct layout *page = &sheet->page;
    return (struct page_box){page->margin_pt, page->map.top, page->width_pt - page->margin_pt,
                             page->map.bottom};
}

/* The size of a map when they stand in so many columns. */
static void panel_size(const sheet *sheet, int columns, double *width, double *height)
{
    struct page_box box = grid_box(sheet);
    int rows = ((int)sheet->options->date_count + columns - 1) / columns;
    *width = (box.right - box.left - sheet->gap * (columns - 1)) / columns;
    *height = (box.bottom - box.top - sheet->gap * rows) / rows - sheet->date_pt;
}

/* How large a view of that shape is in a map of that size. */
static double fitted_size(double width, double height, double view_height_by_width)
{
    return fmin(width, height / view_height_by_width);
}

static bool choose_grid(sheet *sheet, const struct project_view *view, GError **error)
{
    double shape = locator_height_pt(view->extent, 1), best = 0;
    for (int columns = 1; columns <= (int)sheet->options->date_count; columns++) {
        double width, height;
        panel_size(sheet, columns, &width, &height);
        double size = fitted_size(width, height, shape);
        bool is_asked = sheet->options->columns == columns;
        if (!is_asked && (sheet->options->columns > 0 || size <= best))
            continue;
        best = size;
        sheet->columns = columns;
        sheet->panel_width = width;
        sheet->panel_height = height;
    }
    sheet->rows = sheet->columns
                      ? ((int)sheet->options->date_count + sheet->columns - 1) / sheet->columns
                      : 0;
    if (sheet->columns && fmin(sheet->panel_width, sheet->panel_height) >= LEAST_PANEL_PT)
        return true;
    g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_USAGE,
                "%zu maps do not fit a page of the layout '%s'; take fewer dates%s",
                sheet->options->date_count, sheet->page.name,
                sheet->options->columns ? " or other columns" : ", or a larger page");
    return false;
}

static struct pagexy panel_origin(const sheet *sheet, size_t number)
{
    struct page_box box = grid_box(sheet);
    int column = (int)number % sheet->columns, row = (int)number / sheet->columns;
    double pitch = sheet->panel_height + sheet->date_pt + sheet->gap;
    return (struct pagexy){box.left + column * (sheet->panel_width + sheet->gap),
                           box.top + sheet->date_pt + row * pitch};
}

/* ---- the plan of one map ------------------------------------------------------------------- */

/* The page of one map: its own size, the whole page's letters. */
static struct layout panel_layout(const sheet *sheet)
{
    struct layout panel = sheet->page;
    panel.header_pt = panel.footer_pt = 0;
    panel.legend = LEGEND_NONE;
    panel.has_locator = panel.has_graticule = false;
    panel.bleed_pt = 0;
    panel.map = (struct page_box){0, 0, sheet->panel_width, sheet->panel_height};
    panel.subject = panel.map;
    panel.most_places = MAX((int)(sheet->panel_width * sheet->panel_height / PLACE_ROOM_PT2), 2);
    return panel;
}

static bool replan(sheet *sheet, const timeline *timeline, report *report, GError **error)
{
    struct layout panel = panel_layout(sheet);
    struct map_options options = sheet->options->map;
    options.page = &panel;
    map_plan *plan = map_plan_build(timeline, &options, report, error);
    if (!plan)
        return false;
    map_plan_free(sheet->plan);
    sheet->plan = plan;
    return true;
}

static GArray *gather_legend(const sheet *sheet, const struct pen *pen)
{
    size_t count = sheet->options->date_count;
    g_autofree struct legend_map *maps = g_new(struct legend_map, count);
    for (size_t i = 0; i < count; i++) {
        const struct moment *m = &sheet->moments[i];
        maps[i] =
            (struct legend_map){sheet->plan->page, m->now, m->since, m->areas, m->changes, NULL};
    }
    return legend_rows(pen, sheet->plan->timeline, maps, count);
}

/* ---- the words of the page ----------------------------------------------------------------- */

/* "1 April 1993 – 29 September 2023". */
static char *span_words(const sheet *sheet)
{
    const day_number *dates = sheet->options->dates;
    size_t count = sheet->options->date_count;
    g_autofree char *first = words_day(dates[0], sheet->plan->language);
    g_autofree char *last = words_day(dates[count - 1], sheet->plan->language);
    return count == 1 ? g_steal_pointer(&first) : g_strdup_printf("%s – %s", first, last);
}

/* Every map's date and what changed by then. */
static char *describe(const sheet *sheet)
{
    const map_plan *plan = sheet->plan;
    g_autoptr(GString) text = g_string_new(NULL);
    for (size_t i = 0; i < sheet->options->date_count; i++) {
        const struct moment *m = &sheet->moments[i];
        g_autofree char *day = words_day(m->now->day, plan->language);
        g_autofree char *changes =
            words_changes(plan->timeline, m->changes, m->now->day, plan->language);
        g_string_append_printf(text, "%s%s%s%s", i ? " " : "", day, *changes ? ": " : ".", changes);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static char **join_sources(const sheet *sheet)
{
    g_autoptr(GPtrArray) all = g_ptr_array_new();
    for (size_t i = 0; i < sheet->options->date_count; i++) {
        g_autofree char **sources = map_sources(sheet->plan, sheet->moments[i].changes, NULL);
        for (char **source = sources; *source; source++) {
            if (g_ptr_array_find_with_equal_func(all, *source, g_str_equal, NULL))
                g_free(*source);
            else
                g_ptr_array_add(all, *source);
        }
    }
    g_ptr_array_add(all, NULL);
    return (char **)g_ptr_array_free(g_steal_pointer(&all), FALSE);
}

static char *sheet_id(const sheet *sheet)
{
    const map_plan *plan = sheet->plan;
    char date[16];
    g_autoptr(GString) id = g_string_new(NULL);
    g_string_printf(id, "%s-sheet-%s-%s-%d", plan->project->id, plan->view.name, plan->layout.name,
                    sheet->columns);
    for (size_t i = 0; i < sheet->options->date_count; i++)
        g_string_append_printf(id, "-%s", day_format(sheet->options->dates[i], date));
    map_id_append_choices(plan, id);
    return map_id_plain(id->str);
}

static void fill_about(sheet *sheet, const char *title, const char *span)
{
    struct scene_about *about = scene_about(sheet->scene);
    const map_plan *plan = sheet->plan;
    char date[16];
    about->id = sheet_id(sheet);
    about->title = g_strdup_printf("%s, %s", title, span);
    about->description = describe(sheet);
    about->date = g_strdup(day_format(sheet->options->dates[sheet->options->date_count - 1], date));
    about->language = g_strdup(plan->language);
    about->licence = g_strdup(plan->project->licence);
    about->credit = map_credit(plan, sheet->moments[sheet->options->date_count - 1].now);
    about->sources = join_sources(sheet);
}

/* ---- drawing ------------------------------------------------------------------------------- */

static void draw_panel(const sheet *sheet, const struct pen *pen, size_t number)
{
    const map_plan *plan = sheet->plan;
    const struct moment *m = &sheet->moments[number];
    struct page_box box = plan->layout.map;
    char date[16];
    g_autofree char *id = g_strdup_printf("map-%s", day_format(m->now->day, date));
    g_autofree char *day = words_day(m->now->day, plan->language);
    struct scene_mark mark = {.id = id, .title = day};
    double size = style_paint(pen->style, "panel-date").font.size_pt;
    scene_begin_group_at(pen->scene, -1, panel_origin(sheet, number), &mark);
    map_draw(pen, plan, m);
    labels_draw(pen, plan->labels, m->now);
    pen_box(pen, "panel-frame", box, 0);
    struct pen words = pen_in_reading_order(pen, box);
    pen_paragraph(&words, "panel-date", day, (struct pagexy){0, -0.45 * size}, sheet->panel_width,
                  0, 1);
    pen_end(pen);
}

static void draw_page(sheet *sheet)
{
    const map_plan *plan = sheet->plan;
    const struct layout *page = &sheet->page;
    sheet->scene = scene_new(page->width_pt, page->height_pt, page->unit);
    struct pen pen = map_pen(plan, sheet->scene);
    g_autofree char *title =
        plan->edits.title ? g_strdup(plan->edits.title) : pen_name(&pen, &plan->project->title);
    g_autofree char *span = span_words(sheet);
    fill_about(sheet, title ? title : plan->project->id, span);
    const struct scene_about *about = scene_about_const(sheet->scene);
    pen_box(&pen, "page", (struct page_box){0, 0, page->width_pt, page->height_pt}, 0);
    struct header_words header = {title ? title : plan->project->id, span,
                                  plan->edits.caption ? plan->edits.caption : "", true};
    furniture_header(&pen, page, &header);
    for (size_t i = 0; i < sheet->options->date_count; i++)
        draw_panel(sheet, &pen, i);
    legend_draw(&pen, page, sheet->legend, 0);
    g_autofree char *change = map_change_line(plan, about->sources, true);
    furniture_foot(&pen, page, NULL, "", change, about->credit);
    theme_apply(sheet->scene, plan->style, plan->dark_style);
    scene_share_paths(sheet->scene);
}

/* ---- the whole ----------------------------------------------------------------------------- */

/* Makes the page of a layout one of small maps: header, maps, a band for the legend, foot without
 * the strip of dates. */
static void set_page(sheet *sheet, const struct pen *pen)
{
    struct layout *page = &sheet->page;
    double source = style_paint(pen->style, "source").font.size_pt;
    double date = style_paint(pen->style, "panel-date").font.size_pt;
    sheet->gap = PANEL_GAP * date;
    sheet->date_pt = DATE_RISE * date;
    page->margin_pt = fmax(page->margin_pt, 8);
    page->header_pt = furniture_header_height(
        pen, page, sheet->options->map.edits && sheet->options->map.edits->caption);
    page->source_lines = MAX(page->source_lines, 2);
    page->footer_pt = furniture_foot_height(page, source);
    page->legend = LEGEND_BELOW;
    page->side_pt = legend_band_height_pt(pen, page, sheet->legend);
    layout_place_boxes(page);
}

sheet *sheet_build(const timeline *timeline, const struct sheet_options *options, report *report,
                   GError **error)
{
    g_autoptr(sheet) s = g_new0(sheet, 1);
    s->options = options;
    s->plan = map_plan_build(timeline, &options->map, report, error);
    if (!s->plan)
        return NULL;
    s->plan->layout.hides_dated_places = true; /* they would cover a small map */
    s->page = s->plan->layout;
    s->moments = g_new0(struct moment, options->date_count);
    for (size_t i = 0; i < options->date_count; i++)
        moment_start(&s->moments[i], s->plan, options->dates[i], options->dates[i ? i - 1 : 0],
                     false);
    g_autoptr(scene) unused = scene_new(1, 1, PAGE_PX);
    struct pen pen = map_pen(s->plan, unused);
    s->legend = gather_legend(s, &pen);
    set_page(s, &pen);
    if (!choose_grid(s, &s->plan->view, error) || !replan(s, timeline, report, error))
        return NULL;
    draw_page(s);
    return g_steal_pointer(&s);
}

void sheet_free(sheet *s)
{
    if (!s)
        return;
    scene_free(s->scene);
    for (size_t i = 0; s->moments && i < s->options->date_count; i++)
        moment_clear(&s->moments[i]);
    g_free(s->moments);
    if (s->legend)
        g_array_unref(s->legend);
    map_plan_free(s->plan);
    g_free(s);
}

const scene *sheet_scene(const sheet *s)
{
    return s->scene;
}
