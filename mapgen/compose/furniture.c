#include "compose/furniture.h"

#include "compose/phrases.h"
#include "compose/words.h"

#include <math.h>

/* Baselines and leading as shares of the letters' size. */
#define HEADLINE_DROP 1.43 /* of the headline below the header's top */
#define KICKER_DROP 1.35   /* of words above the headline */
#define UNDER_KICKER 1.12  /* of the headline below them */
#define CAPTION_DROP 1.74  /* of the caption's first line below the headline */
#define CAPTION_LEADING 1.3
#define CAPTION_END 0.7 /* of a line's letters below its baseline */
#define LEAST_END 0.5   /* the same where there is least room */
#define HEADER_END 1.1  /* below the last line of a header, by the caption's size */
#define SOURCE_LEADING 1.25
#define SOURCE_DROP 0.62 /* of the last line above the page's bottom */

/* Free space between the headline and what stands beside it. */
#define BESIDE_GAP_PT 24.0

/* A headline set by hand may be this much smaller than the style has it before it is cut. */
#define SMALLEST_HEADLINE 0.6

#define STRIP_DROP 1.2     /* of the line below the footer's top, by the text's size */
#define STRIP_TEXT 1.5     /* of the text below the line */
#define STRIP_END 0.4      /* below the text */
#define STRIP_TICK 0.4     /* above and below the line */
#define STRIP_GAP_PT 8.0   /* between phases */
#define ASCENT 0.75        /* of letters above their line, by their size */
#define DESCENT 0.25       /* and below it */
#define STRIP_SPARE_PT 4.0 /* by which a name may be longer than its segment */

#define SCALE_LONGEST_PT 130.0
#define SCALE_SHARE 0.24 /* of the map's width, at most */
#define KM_PER_MILE 1.609344

/* North is up when it is off by less. */
#define LEAST_TURN_DEG 2.0

/* By the size of its letter: the arrow from its middle to its tip, and the box that holds both,
 * wherever north is. */
#define NORTH_ARROW 1.08
#define NORTH_BOX 5.2

static double size_of(const struct pen *pen, const char *class_list)
{
    return style_paint(pen->style, class_list).font.size_pt;
}

static double width_of(const struct pen *pen, const char *class_list, const char *text)
{
    g_autoptr(run) run = pen_shape(pen, class_list, text);
    return run->width_pt;
}

/* ---- header -------------------------------------------------------------------------------- */

/* Dates are measured by one whose name is as long as any in most languages: what stands beside the
 * headline must not jump above it on some dates of a series. */
static bool fits_beside(const struct pen *pen, const struct header_words *words, double width)
{
    double taken = width_of(pen, "headline", words->headline);
    g_autofree char *longest = pen_day(pen, day_from_civil((struct civil_date){2020, 9, 30}));
    if (!words->is_headline_set)
        taken = fmax(taken, width_of(pen, "headline", longest));
    return taken + BESIDE_GAP_PT + width_of(pen, "series-title", words->beside) <= width;
}

/* A headline as large as it fits. */
static void draw_headline(const struct pen *pen, const char *headline, struct pagexy at,
                          double width)
{
    double share = width / fmax(width_of(pen, "headline", headline), 1);
    if (share >= 1) {
        pen_text(pen, "headline", headline, at, ANCHOR_START, 0, NULL);
        return;
    }
    struct paint paint = style_paint(pen->style, "headline");
    paint.font.size_pt *= fmax(share, SMALLEST_HEADLINE) * 0.999;
    pen_paragraph_in(pen, "headline small", &paint, headline, at, width, 0, 1);
}

/* By how much words that stand below one another are moved together, on all pages of a layout, so
 * that all lines that a caption may have end before the map. */
static double header_squeeze(const struct layout *layout, double headline_y, double caption)
{
    double lines = CAPTION_DROP + CAPTION_LEADING * (layout->caption_lines - 1);
    double needed = headline_y + lines * caption, room = layout->header_pt - LEAST_END * caption;
    return fmin(room / needed, 1);
}

void furniture_header(const struct pen *pen, const struct layout *layout,
                      const struct header_words *words)
{
    if (layout->header_pt == 0)
        return;
    double left = layout->header.left + layout->margin_pt;
    double right = layout->header.right - layout->margin_pt, y = layout->header.top;
    double headline = size_of(pen, "headline"), caption = size_of(pen, "caption"), squeeze = 1;
    struct pen ordered = pen_in_reading_order(pen, layout->header);
    pen = &ordered;
    pen_begin(pen, "header");
    pen_box(pen, "panel", layout_bled(layout, layout->header), 0);
    if (fits_beside(pen, words, right - left)) {
        y += HEADLINE_DROP * headline;
        pen_text(pen, "series-title", words->beside, (struct pagexy){right, y}, ANCHOR_END, 0,
                 NULL);
    } else {
        double kicker = KICKER_DROP * size_of(pen, "series-title");
        double under = kicker + UNDER_KICKER * headline;
        squeeze = header_squeeze(layout, under, caption);
        pen_paragraph(pen, "series-title", words->beside,
                      (struct pagexy){left, y + squeeze * kicker}, right - left, 0, 1);
        y += squeeze * under;
    }
    draw_headline(pen, words->headline, (struct pagexy){left, y}, right - left);
    struct pagexy below = {left, y + squeeze * CAPTION_DROP * caption};
    pen_paragraph(pen, "caption", words->caption, below, right - left,
                  squeeze * CAPTION_LEADING * caption, layout->caption_lines);
    pen_end(pen);
}

double furniture_header_height(const struct pen *pen, const struct layout *layout, bool has_caption)
{
    double caption = size_of(pen, "caption");
    double top =
        KICKER_DROP * size_of(pen, "series-title") + UNDER_KICKER * size_of(pen, "headline");
    double lines = has_caption ? CAPTION_DROP + CAPTION_LEADING * (layout->caption_lines - 1) : 0;
    return top + (lines + HEADER_END) * caption;
}

int furniture_caption_lines(const struct pen *pen, const struct layout *layout,
                            const struct header_words *words)
{
    double width = layout->header.right - layout->header.left - 2 * layout->margin_pt;
    double headline = size_of(pen, "headline"), caption = size_of(pen, "caption");
    double top = fits_beside(pen, words, width)
                     ? HEADLINE_DROP * headline
                     : KICKER_DROP * size_of(pen, "series-title") + UNDER_KICKER * headline;
    double room = layout->header_pt - top - (CAPTION_DROP + CAPTION_END) * caption;
    return CLAMP((int)floor(room / (CAPTION_LEADING * caption)) + 1, 1, layout->caption_lines);
}

bool furniture_caption_fits(const struct pen *pen, const struct layout *layout, const char *caption)
{
    struct font font = style_paint(pen->style, "caption").font;
    double width = layout->header.right - layout->header.left - 2 * layout->margin_pt;
    g_auto(GStrv) lines = run_wrap(pen->fonts, caption, &font, pen->language, width);
    return (int)g_strv_length(lines) <= layout->caption_lines;
}

/* ---- scale --------------------------------------------------------------------------------- */

static double longest_scale(const page_map *page)
{
    const struct page_box *map = &page_map_layout(page)->map;
    return fmin(SCALE_LONGEST_PT, SCALE_SHARE * (map->right - map->left));
}

/* The longest of 1, 2 and 5 times a power of ten units that the bar has room for. */
static double round_length(double points_per_unit, double longest_pt)
{
    double most = longest_pt / points_per_unit, power = pow(10, floor(log10(most)));
    double share = most / power;
    return power * (share >= 5 ? 5 : share >= 2 ? 2 : 1);
}

/* The left end of the bar, below the legend or right of it. */
static struct pagexy scale_start(const struct pen *pen, const page_map *page)
{
    const struct layout *layout = page_map_layout(page);
    double left = layout->has_scale_beside ? layout->side.right : layout->map.left;
    return (struct pagexy){left + fmax(layout->margin_pt, 8),
                           layout->map.bottom - 2.0 * size_of(pen, "scale-text")};
}

struct page_box furniture_scale_box(const struct pen *pen, const page_map *page)
{
    const struct layout *layout = page_map_layout(page);
    struct pagexy start = scale_start(pen, page);
    double size = size_of(pen, "scale-text");
    return (struct page_box){start.x - 4, start.y - 1.9 * size, start.x + longest_scale(page) + 8,
                             layout->map.bottom};
}

/* One bar with a tick at each end, up or down. */
static void append_bar(struct pagexy start, double length, double tick, GArray *points,
                       GArray *counts)
{
    struct pagexy bar[] = {{start.x, start.y + tick},
                           start,
                           {start.x + length, start.y},
                           {start.x + length, start.y + tick}};
    size_t count = G_N_ELEMENTS(bar);
    for (size_t i = 0; i < count; i++) {
        struct pagept at = pagept_from_pagexy(bar[i]);
        g_array_append_val(points, at);
    }
    g_array_append_val(counts, count);
}

/* A length at the tick that it goes to. */
static void draw_length(const struct pen *pen, double value, const char *unit, struct pagexy at)
{
    g_autofree char *number = words_number(value, value < 1 ? 1 : 0, pen->language);
    g_autofree char *text = g_strdup_printf("%s %s", number, unit);
    pen_text(pen, "scale-text", text, at, ANCHOR_END, 0, NULL);
}

void furniture_scale(const struct pen *pen, const page_map *page)
{
    struct pagexy start = scale_start(pen, page);
    double per_km = page_map_scale(page), per_mile = per_km * KM_PER_MILE;
    double longest = longest_scale(page), size = size_of(pen, "scale-text");
    double km = round_length(per_km, longest), miles = round_length(per_mile, longest);
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    append_bar(start, km * per_km, -0.4 * size, points, counts);
    append_bar(start, miles * per_mile, 0.4 * size, points, counts);
    pen_begin(pen, "scale");
    pen_path(pen, "scale-casing", points, counts, false, NULL);
    pen_path(pen, "scale-bar", points, counts, false, NULL);
    draw_length(pen, km, phrase_text(PHRASE_KM, pen->language),
                (struct pagexy){start.x + km * per_km, start.y - 0.65 * size});
    draw_length(pen, miles, phrase_text(PHRASE_MILES, pen->language),
                (struct pagexy){start.x + miles * per_mile, start.y + 1.35 * size});
    pen_end(pen);
}

/* ---- north --------------------------------------------------------------------------------- */

/* How far north is turned from up in the middle of the map, clockwise. */
static double north_deg(const page_map *page)
{
    const struct page_box *subject = &page_map_layout(page)->subject;
    struct lonlat at = page_map_lonlat(page, (struct pagexy){(subject->left + subject->right) / 2,
                                                             (subject->top + subject->bottom) / 2});
    struct pagexy here = page_map_point(page, at);
    struct pagexy north = page_map_point(page, (struct lonlat){at.lon, at.lat + 0.01});
    return atan2(north.x - here.x, here.y - north.y) * 180 / G_PI;
}

bool furniture_has_north(const page_map *page)
{
    return fabs(north_deg(page)) > LEAST_TURN_DEG;
}

struct page_box furniture_north_box(const struct pen *pen, const page_map *page)
{
    struct page_box scale = furniture_scale_box(pen, page);
    double size = NORTH_BOX * size_of(pen, "north-text");
    return (struct page_box){scale.left, scale.top - size, scale.left + size, scale.top};
}

void furniture_north(const struct pen *pen, const page_map *page)
{
    struct page_box box = furniture_north_box(pen, page);
    struct pagexy middle = {(box.left + box.right) / 2, (box.top + box.bottom) / 2};
    double turn = north_deg(page) * G_PI / 180, half = NORTH_ARROW * size_of(pen, "north-text");
    const struct pagexy arrow[] = {
        {0, -half}, {half * 0.55, half}, {0, half * 0.55}, {-half * 0.55, half}};
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    size_t count = G_N_ELEMENTS(arrow);
    for (size_t i = 0; i < count; i++) {
        struct pagept at = pagept_from_pagexy(
            (struct pagexy){middle.x + arrow[i].x * cos(turn) - arrow[i].y * sin(turn),
                            middle.y + arrow[i].x * sin(turn) + arrow[i].y * cos(turn)});
        g_array_append_val(points, at);
    }
    g_array_append_val(counts, count);
    pen_begin(pen, "north");
    pen_path(pen, "north-arrow", points, counts, true, NULL);
    double away = half + 0.9 * size_of(pen, "north-text");
    pen_text(pen, "north-text", phrase_text(PHRASE_NORTH, pen->language),
             (struct pagexy){middle.x + away * sin(turn),
                             middle.y - away * cos(turn) + 0.36 * size_of(pen, "north-text")},
             ANCHOR_MIDDLE, 0, NULL);
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
                       double y, double tick)
{
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    for (size_t i = 0; i < strip->day_count; i++) {
        double x = day_x(strip, timeline_phase_at(timeline, strip->days[i]), strip->days[i]);
        struct pagept ends[] = {pagept_from_pagexy((struct pagexy){x, y - tick}),
                                pagept_from_pagexy((struct pagexy){x, y + tick})};
        size_t count = 2;
        g_array_append_vals(points, ends, 2);
        g_array_append_val(counts, count);
    }
    pen_path(pen, "strip-tick", points, counts, false, NULL);
}

static double segment_width_pt(const struct layout *layout, const struct project *project)
{
    double width = layout->width_pt - 2 * layout->margin_pt, phases = (double)project->phase_count;
    return (width - STRIP_GAP_PT * (phases - 1)) / phases;
}

/* True when each phase has room for its name in its segment: all are drawn, or none. */
static bool has_phase_names(const struct pen *pen, const struct layout *layout,
                            const struct project *project)
{
    if (project->phase_count == 0)
        return false;
    double segment_pt = segment_width_pt(layout, project);
    for (size_t p = 0; p < project->phase_count; p++) {
        const char *name = names_in(&project->phases[p].names, pen->language);
        if (name && width_of(pen, "strip-text-current", name) > segment_pt + STRIP_SPARE_PT)
            return false;
    }
    return true;
}

static void draw_phase_names(const struct pen *pen, const struct strip *strip, size_t first,
                             size_t current, double y)
{
    size_t phases = strip->project->phase_count;
    if (!has_phase_names(pen, strip->layout, strip->project))
        return;
    for (size_t p = 0; p < phases; p++) {
        const char *name = names_in(&strip->project->phases[p].names, pen->language);
        if (name)
            pen_text(pen, p >= first && p <= current ? "strip-text-current" : "strip-text", name,
                     (struct pagexy){segment_left(strip, p), y}, ANCHOR_START, 0, NULL);
    }
}

double furniture_strip_height(const struct pen *pen)
{
    return (STRIP_DROP + STRIP_TEXT + STRIP_END) * size_of(pen, "strip-text");
}

/* From one day to another, through the segments between them. */
static void draw_span(const struct pen *pen, const struct strip *strip, const timeline *timeline,
                      struct span days, double y)
{
    size_t first = timeline_phase_at(timeline, days.from);
    size_t last = timeline_phase_at(timeline, days.until);
    for (size_t p = first; p <= last; p++) {
        double left = segment_left(strip, p), right = left + strip->segment_pt;
        pen_line(pen, "strip-span",
                 (struct pagexy){p == first ? day_x(strip, p, days.from) : left, y},
                 (struct pagexy){p == last ? day_x(strip, p, days.until) : right, y});
    }
    pen_circle(pen, "strip-start", (struct pagexy){day_x(strip, first, days.from), y}, NULL);
}

void furniture_strip(const struct pen *pen, const struct layout *layout, const timeline *timeline,
                     day_number from, day_number day)
{
    struct strip strip = {.layout = layout,
                          .project = planar_map_sources(timeline_map(timeline))->project};
    strip.days = timeline_change_days(timeline, &strip.day_count);
    size_t phases = strip.project->phase_count, current = timeline_phase_at(timeline, day);
    size_t first = timeline_phase_at(timeline, MIN(from + 1, day));
    if (phases == 0 || layout->footer_pt == 0)
        return;
    double size = size_of(pen, "strip-text");
    strip.segment_pt = segment_width_pt(layout, strip.project);
    double y = layout->footer.top + STRIP_DROP * size, tick = STRIP_TICK * size;
    struct pen ordered = pen_in_reading_order(pen, layout->footer);
    pen = &ordered;
    pen_begin(pen, "strip");
    for (size_t p = 0; p < phases; p++) {
        double left = segment_left(&strip, p);
        pen_line(pen, "strip-line", (struct pagexy){left, y},
                 (struct pagexy){left + strip.segment_pt, y});
    }
    draw_phase_names(pen, &strip, first, current, y + STRIP_TEXT * size);
    draw_ticks(pen, &strip, timeline, y, tick);
    double x = day_x(&strip, current, day);
    if (from < day)
        draw_span(pen, &strip, timeline, (struct span){from + 1, day}, y);
    pen_line(pen, "strip-tick-current", (struct pagexy){x, y - 1.75 * tick},
             (struct pagexy){x, y + 1.75 * tick});
    pen_circle(pen, "strip-tick-current", (struct pagexy){x, y}, NULL);
    pen_end(pen);
}

/* ---- foot ---------------------------------------------------------------------------------- */

/* Appends the lines of a text, at most so many; the last of a cut text ends with "…". */
static void append_lines(const struct pen *pen, const char *text, double width, int most,
                         GPtrArray *lines)
{
    struct font font = style_paint(pen->style, "source").font;
    if (most <= 0 || !*text)
        return;
    g_auto(GStrv) wrapped = pen_lines(pen, &font, text, width, most);
    for (char **line = wrapped; *line; line++)
        g_ptr_array_add(lines, g_strdup(*line));
}

double furniture_foot_height(const struct layout *layout, double source_pt)
{
    return source_pt * (SOURCE_LEADING * (layout->source_lines + 0.3) + SOURCE_DROP);
}

/* How many lines the foot has room for, below the names of the phases where these are drawn. */
static int foot_lines(const struct pen *pen, const struct layout *layout,
                      const struct project *phased)
{
    if (!phased || !has_phase_names(pen, layout, phased))
        return layout->source_lines;
    double names_pt = (STRIP_DROP + STRIP_TEXT + DESCENT) * size_of(pen, "strip-text");
    double size = size_of(pen, "source");
    double room_pt = layout->footer_pt - names_pt - (SOURCE_DROP + ASCENT) * size;
    return MIN(layout->source_lines, 1 + (int)floor(room_pt / (SOURCE_LEADING * size)));
}

void furniture_foot(const struct pen *pen, const struct layout *layout,
                    const struct project *phased, const char *corrections, const char *change,
                    const char *credit)
{
    if (layout->footer_pt == 0)
        return;
    double left = layout->footer.left + layout->margin_pt, size = size_of(pen, "source");
    double width = layout->footer.right - layout->footer.left - 2 * layout->margin_pt;
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) credits = g_ptr_array_new_with_free_func(g_free);
    append_lines(pen, corrections, width, G_MAXINT, lines);
    append_lines(pen, credit, width, G_MAXINT, credits);
    append_lines(pen, change, width,
                 foot_lines(pen, layout, phased) - (int)(lines->len + credits->len), lines);
    guint count = lines->len + credits->len;
    double y = layout->footer.bottom - SOURCE_DROP * size - SOURCE_LEADING * size * (count - 1.0);
    struct pen ordered = pen_in_reading_order(pen, layout->footer);
    pen = &ordered;
    pen_begin(pen, "sources");
    for (guint i = 0; i < count; i++, y += SOURCE_LEADING * size)
        pen_text(pen, "source",
                 g_ptr_array_index(i < lines->len ? lines : credits,
                                   i < lines->len ? i : i - lines->len),
                 (struct pagexy){left, y}, ANCHOR_START, 0, NULL);
    pen_end(pen);
}
