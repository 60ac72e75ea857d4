#include "compose/chronicle.h"

#include "compose/chronicle_parts.h"
#include "compose/furniture.h"
#include "compose/theme.h"

#include <math.h>

/* Pages narrower than this have the names above their bars, not beside them. */
#define LEAST_WIDTH_BESIDE 480.0

/* Of the page's width, at most, for the names beside the bars. */
#define NAME_SHARE 0.24

/* Between pieces of the page, and between a name and its bar, by the size of the letters. */
#define GAP 1.2      /* between pieces of the page */
#define NAME_GAP 1.0 /* between a name and its bar */

enum { MOST_SOURCE_LINES = 6 };

static double size_of(const struct pen *pen, const char *class_list)
{
    return style_paint(pen->style, class_list).font.size_pt;
}

static double width_of(const struct pen *pen, const char *class_list, const char *text)
{
    g_autoptr(run) run = pen_shape(pen, class_list, text);
    return run->width_pt;
}

/* Sets the axis: between the names and the right margin. */
static void set_axis(chronicle *c, const struct pen *pen)
{
    double left = c->page.margin_pt, right = c->page.width_pt - c->page.margin_pt;
    day_number until = c->options->day == DAY_AFTER_ALL ? DAY_BEFORE_ALL : c->options->day;

    c->size = size_of(pen, "legend-text");
    c->has_names_beside = c->page.width_pt >= LEAST_WIDTH_BESIDE && c->options->subject_count > 1;
    for (size_t i = 0; i < c->options->subject_count && c->has_names_beside; i++)
        c->name_width =
            fmax(c->name_width, width_of(pen, "chronicle-name", c->options->subjects[i].name) + 1);
    c->name_width = fmin(c->name_width, NAME_SHARE * c->page.width_pt);
    if (c->has_names_beside)
        left += c->name_width + NAME_GAP * c->size;
    c->axis = time_axis_new(c->plan->timeline, until, left, right);
}

/* Where the pieces of the page stand, from above. */
struct places {
    double axis, rows, day, key, list, foot;
};

/* Makes the page as high as what is on it. */
static struct places set_page(chronicle *c, const struct pen *pen)
{
    struct layout *page = &c->page;
    struct places at;
    double gap = GAP * c->size, width = page->width_pt - 2 * page->margin_pt;
    g_autofree char *caption = chronicle_caption(c), *sources = chronicle_source_line(c);
    struct font font = style_paint(pen->style, "source").font;
    g_auto(GStrv) lines = pen_lines(pen, &font, sources, width, MOST_SOURCE_LINES);
    g_auto(GStrv) credit = pen_lines(pen, &font, c->credit, width, 0);

    page->caption_lines = *caption ? 1 : 0;
    page->header_pt = furniture_header_height(pen, page, *caption);
    at.axis = page->header_pt + 0.3 * gap;
    at.rows = at.axis + chronicle_axis_height(pen) + 0.3 * gap;
    at.day = at.rows + chronicle_rows_height(c, pen);
    at.key = at.day + chronicle_day_height(c, pen) + 0.5 * gap;
    at.list = at.key + chronicle_key(c, pen, 0, false) + 0.7 * gap;
    at.foot = at.list + chronicle_list(c, pen, 0, false) + 0.3 * gap;
    page->source_lines = (int)(g_strv_length(lines) + g_strv_length(credit));
    page->footer_pt = furniture_foot_height(page, font.size_pt);
    page->height_pt = ceil(at.foot + page->footer_pt);
    page->legend = LEGEND_NONE;
    layout_place_boxes(page);
    return at;
}

static void draw_page(chronicle *c, const struct places *at)
{
    const struct layout *page = &c->page;
    struct page_box whole = {0, 0, page->width_pt, page->height_pt};
    c->scene = scene_new(page->width_pt, page->height_pt, page->unit);
    struct pen plain = map_pen(c->plan, c->scene);
    struct pen pen = pen_in_reading_order(&plain, whole);
    g_autofree char *series = pen_name(&plain, &c->plan->project->title);
    g_autofree char *sources = chronicle_source_line(c);
    double gap = GAP * c->size;

    chronicle_about(c, c->scene);
    pen_box(&plain, "page", whole, 0);
    struct header_words header = {c->title, series ? series : "",
                                  scene_about_const(c->scene)->caption, true};
    furniture_header(&plain, page, &header);
    chronicle_draw_axis(c, &pen, at->axis, at->day - 0.5 * gap);
    chronicle_draw_rows(c, &pen, at->rows);
    pen_begin(&pen, "legend");
    chronicle_key(c, &pen, at->key, true);
    pen_end(&pen);
    pen_begin(&pen, "changes");
    chronicle_list(c, &pen, at->list, true);
    pen_end(&pen);
    furniture_foot(&plain, page, NULL, "", sources, c->credit);
    theme_apply(c->scene, c->plan->style, c->plan->dark_style);
}

/* Chooses layout, style, fonts and languages, and nothing of a map. */
static bool choose(chronicle *c, const timeline *timeline, report *report, GError **error)
{
    c->plan->timeline = timeline;
    c->plan->report = report;
    c->plan->project = planar_map_sources(timeline_map(timeline))->project;
    if (!map_choose(c->plan, &c->options->map, error))
        return false;
    c->plan->fonts = map_fonts(c->plan, error);
    c->page = c->plan->layout;
    c->page.margin_pt = fmax(c->page.margin_pt, 12);
    return c->plan->fonts != NULL;
}

chronicle *chronicle_build(const timeline *timeline, const struct chronicle_options *options,
                           report *report, GError **error)
{
    g_autoptr(chronicle) c = g_new0(chronicle, 1);

    c->options = options;
    c->plan = g_new0(map_plan, 1);
    if (!choose(c, timeline, report, error))
        return NULL;
    g_autoptr(scene) unused = scene_new(1, 1, PAGE_PX);
    struct pen pen = map_pen(c->plan, unused);
    set_axis(c, &pen);
    chronicle_make_rows(c, &pen);
    chronicle_write_words(c);
    struct places at = set_page(c, &pen);
    draw_page(c, &at);
    return g_steal_pointer(&c);
}

void chronicle_free(chronicle *c)
{
    if (!c)
        return;
    scene_free(c->scene);
    for (size_t i = 0; c->rows && i < c->options->subject_count; i++)
        chronicle_clear_row(&c->rows[i]);
    g_free(c->rows);
    if (c->axis.bounds)
        time_axis_clear(&c->axis);
    if (c->sources)
        g_ptr_array_unref(c->sources);
    g_free(c->title);
    g_free(c->credit);
    map_plan_free(c->plan);
    g_free(c);
}

const scene *chronicle_scene(const chronicle *c)
{
    return c->scene;
}
