#include "compose/furniture.h"

#include "compose/words.h"

#include <math.h>

#define HEADLINE_BASELINE_PT 30.0
#define CAPTION_BASELINE_PT 50.0
#define CAPTION_LEADING_PT 15.0
#define CAPTION_LINES 2

#define STRIP_BASELINE_PT 12.0 /* below the footer's top */
#define STRIP_GAP_PT 8.0       /* between phases */
#define STRIP_TICK_PT 4.0      /* above and below the line */
#define STRIP_TEXT_PT 15.0     /* below the line */

#define SOURCE_LEADING_PT 10.0

#define SCALE_LONGEST_PT 130.0

void furniture_header(const struct pen *pen, const struct layout *layout, const char *headline,
                      const char *title, const char *caption)
{
    double left = layout->header.left + layout->margin_pt;
    double right = layout->header.right - layout->margin_pt;
    double top = layout->header.top;
    pen_begin(pen, "header");
    pen_box(pen, "panel", layout->header, 0);
    pen_text(pen, "headline", headline, (struct pagexy){left, top + HEADLINE_BASELINE_PT},
             ANCHOR_START, 0, NULL);
    pen_text(pen, "series-title", title, (struct pagexy){right, top + HEADLINE_BASELINE_PT},
             ANCHOR_END, 0, NULL);
    pen_paragraph(pen, "caption", caption, (struct pagexy){left, top + CAPTION_BASELINE_PT},
                  right - left, CAPTION_LEADING_PT, CAPTION_LINES);
    pen_end(pen);
}

/* ---- scale --------------------------------------------------------------------------------- */

/* The longest of 1, 2 and 5 times a power of ten kilometres that the bar has room for. */
static double round_km(double points_per_km)
{
    double most = SCALE_LONGEST_PT / points_per_km, power = pow(10, floor(log10(most)));
    double share = most / power;
    return power * (share >= 5 ? 5 : share >= 2 ? 2 : 1);
}

struct page_box furniture_scale_box(const struct layout *layout)
{
    double bottom = layout->map.bottom;
    return (struct page_box){layout->side.left, bottom - 34,
                             layout->side.left + SCALE_LONGEST_PT + 24, bottom};
}

void furniture_scale(const struct pen *pen, const page_map *page)
{
    const struct layout *layout = page_map_layout(page);
    double km = round_km(page_map_scale(page)), length = km * page_map_scale(page);
    double left = layout->margin_pt, y = layout->map.bottom - 12;
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    struct pagexy bar[] = {{left, y - 4}, {left, y}, {left + length, y}, {left + length, y - 4}};
    size_t count = G_N_ELEMENTS(bar);
    for (size_t i = 0; i < count; i++) {
        struct pagept at = pagept_from_pagexy(bar[i]);
        g_array_append_val(points, at);
    }
    g_array_append_val(counts, count);
    g_autofree char *number = words_number(km, km < 1 ? 1 : 0, pen->language);
    g_autofree char *text = g_strdup_printf("%s km", number);
    pen_begin(pen, "scale");
    pen_path(pen, "scale-casing", points, counts, false, NULL);
    pen_path(pen, "scale-bar", points, counts, false, NULL);
    pen_text(pen, "scale-text", text, (struct pagexy){left + length / 2, y - 7}, ANCHOR_MIDDLE, 0,
             NULL);
    pen_end(pen);
}

/* ---- strip --------------------------------------------------------------------------------- */

struct strip {
    const struct layout *layout;
    const struct project *project;
    const day_number *days;
    size_t day_count;
    double segment_pt;
};

/* The days that a phase's segment stands for: from its start, or the first change in it, to the
 * next phase, or the last change. */
static struct span segment_days(const struct strip *strip, size_t phase)
{
    struct span span = {strip->project->phases[phase].from, DAY_AFTER_ALL};
    if (phase + 1 < strip->project->phase_count)
        span.until = strip->project->phases[phase + 1].from;
    if (span.from == DAY_BEFORE_ALL && strip->day_count)
        span.from = strip->days[0] -
                    (strip->days[0] -
                     day_from_civil((struct civil_date){day_to_civil(strip->days[0]).year, 1, 1}));
    if (span.until == DAY_AFTER_ALL)
        span.until = strip->day_count ? MAX(strip->days[strip->day_count - 1], span.from) + 1
                                      : span.from + 1;
    return span;
}

static double segment_left(const struct strip *strip, size_t phase)
{
    return strip->layout->margin_pt + (double)phase * (strip->segment_pt + STRIP_GAP_PT);
}

static double day_x(const struct strip *strip, size_t phase, day_number day)
{
    struct span span = segment_days(strip, phase);
    double share = ((double)day - span.from) / MAX((double)span.until - span.from, 1);
    return segment_left(strip, phase) + CLAMP(share, 0, 1) * strip->segment_pt;
}

static void draw_ticks(const struct pen *pen, const struct strip *strip, const timeline *timeline,
                       double y)
{
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    for (size_t i = 0; i < strip->day_count; i++) {
        double x = day_x(strip, timeline_phase_at(timeline, strip->days[i]), strip->days[i]);
        struct pagept ends[] = {pagept_from_pagexy((struct pagexy){x, y - STRIP_TICK_PT}),
                                pagept_from_pagexy((struct pagexy){x, y + STRIP_TICK_PT})};
        size_t count = 2;
        g_array_append_vals(points, ends, 2);
        g_array_append_val(counts, count);
    }
    pen_path(pen, "strip-tick", points, counts, false, NULL);
}

void furniture_strip(const struct pen *pen, const struct layout *layout, const timeline *timeline,
                     day_number day)
{
    struct strip strip = {.layout = layout,
                          .project = planar_map_sources(timeline_map(timeline))->project};
    strip.days = timeline_change_days(timeline, &strip.day_count);
    size_t phases = strip.project->phase_count, current = timeline_phase_at(timeline, day);
    if (phases == 0)
        return;
    double width = layout->width_pt - 2 * layout->margin_pt;
    strip.segment_pt = (width - STRIP_GAP_PT * (double)(phases - 1)) / (double)phases;
    double y = layout->footer.top + STRIP_BASELINE_PT;
    pen_begin(pen, "strip");
    for (size_t p = 0; p < phases; p++) {
        double left = segment_left(&strip, p);
        const char *name = names_in(&strip.project->phases[p].names, pen->language);
        pen_line(pen, "strip-line", (struct pagexy){left, y},
                 (struct pagexy){left + strip.segment_pt, y});
        if (name)
            pen_text(pen, p == current ? "strip-text-current" : "strip-text", name,
                     (struct pagexy){left, y + STRIP_TEXT_PT}, ANCHOR_START, 0, NULL);
    }
    draw_ticks(pen, &strip, timeline, y);
    double x = day_x(&strip, current, day);
    pen_line(pen, "strip-tick-current", (struct pagexy){x, y - STRIP_TICK_PT - 3},
             (struct pagexy){x, y + STRIP_TICK_PT + 3});
    scene_add_circle(pen->scene, pen_class(pen, "strip-tick-current"), (struct pagexy){x, y}, NULL);
    pen_end(pen);
}

void furniture_sources(const struct pen *pen, const struct layout *layout, const char *change,
                       const char *credit)
{
    double left = layout->footer.left + layout->margin_pt;
    double width = layout->footer.right - layout->footer.left - 2 * layout->margin_pt;
    double last = layout->footer.bottom - 5;
    pen_begin(pen, "sources");
    pen_paragraph(pen, "source", change, (struct pagexy){left, last - SOURCE_LEADING_PT}, width,
                  SOURCE_LEADING_PT, 1);
    pen_paragraph(pen, "source", credit, (struct pagexy){left, last}, width, SOURCE_LEADING_PT, 1);
    pen_end(pen);
}
