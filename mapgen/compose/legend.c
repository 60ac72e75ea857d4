#include "compose/legend.h"

#include "compose/phrases.h"
#include "compose/words.h"
#include "geom/inner_band.h"

#include <math.h>
#include <string.h>

/* Sizes as shares of the size of the legend's letters. */
#define PADDING 0.9
#define SWATCH_WIDTH 2.2
#define SWATCH_HEIGHT 1.1
#define SWATCH_GAP 0.8
#define LEADING 1.25
#define ROW_GAP 0.35
#define GROUP_GAP 0.6

/* The strip of a change's previous holder, in outlines: narrower than on the map, in so small a
 * box.
 */
#define BAND_OUTLINES 1.4

/* A band below the map is set in columns at least so wide, as a share of the letters' size. */
#define LEAST_COLUMN 14.0
#define COLUMN_GAP 1.2

enum row_kind { ROW_HEADING, ROW_AREA, ROW_LINE, ROW_NOTE };

struct row {
    enum row_kind kind;
    char *class_list;     /* of the swatch */
    char *outline, *band; /* over an area's, as the map has them; NULL: none */
    char *text;
    bool in_group, ends_group; /* a heading with its rows; a gap follows the last */
};

static void clear_row(void *data)
{
    struct row *row = data;
    g_free(row->class_list);
    g_free(row->outline);
    g_free(row->band);
    g_free(row->text);
}

/* Adds a row; its text starts with a capital. */
static void add_row(GArray *rows, enum row_kind kind, const char *class_list, const char *text)
{
    struct row row = {
        .kind = kind, .class_list = g_strdup(class_list), .text = words_sentence_case(text)};
    g_array_append_val(rows, row);
}

/* ---- what is shown ------------------------------------------------------------------------- */

static bool *shown_areas(const struct legend_input *input)
{
    bool *is_shown = g_new0(bool, input->areas->areas->len + 1);
    for (size_t f = 0; f < input->state->face_count; f++)
        if (input->areas->keys[f] >= 0 && page_map_face_is_shown(input->page, (face_id)f))
            is_shown[input->areas->keys[f]] = true;
    return is_shown;
}

/* ---- rows ---------------------------------------------------------------------------------- */

/* True when the log has a row for a day: a phase that begins on another has no day to be told. */
static bool begins_with_event(const timeline *timeline, day_number day)
{
    for (int32_t i = 0; i < (int32_t)timeline_row_count(timeline); i++)
        if (day != DAY_BEFORE_ALL && timeline_row(timeline, i)->day == day)
            return true;
    return false;
}

static char *tone_words(const struct legend_input *input, enum tone tone, const char *language)
{
    const struct project *project = planar_map_sources(timeline_map(input->timeline))->project;
    if (tone == TONE_NOW &&
        input->since >= timeline_change_before(input->timeline, input->state->day))
        return g_strdup(phrase_text(PHRASE_FROM_THIS_DATE, language));
    if (tone == TONE_NOW) {
        g_autofree char *since = words_day(input->since, language);
        return phrase_fill(PHRASE_SINCE, language, "date", since, NULL);
    }
    if (tone == TONE_BEFORE || !project->phase_count)
        return g_strdup(phrase_text(PHRASE_BEFORE, language));
    const struct project_phase *phase =
        &project->phases[timeline_phase_at(input->timeline, input->state->day)];
    if (!begins_with_event(input->timeline, phase->from)) {
        const char *name = names_in(&phase->names, language);
        return phrase_fill(PHRASE_EARLIER_IN, language, "phase", name ? name : "", NULL);
    }
    g_autofree char *from = words_day(phase->from, language);
    return phrase_fill(PHRASE_SINCE, language, "date", from, NULL);
}

/* Draws a row's swatch as a change to its holder is drawn: outlined, with the tone of whom most of
 * it was held by before. */
static void mark_as_change(const struct legend_input *input, int16_t holder, struct row *row)
{
    const struct project *project = planar_map_sources(timeline_map(input->timeline))->project;
    const struct change *largest = NULL;
    for (guint i = 0; i < input->changes->len; i++) {
        const struct change *change = &g_array_index(input->changes, struct change, i);
        if (timeline_row(input->timeline, change->row)->control.holder == holder &&
            (!largest || change->area_m2 > largest->area_m2))
            largest = change;
    }
    if (!largest)
        return;
    row->outline = g_strdup_printf("changed-outline %s", project->holders[holder].role);
    if (largest->before.holder != NONE && largest->before.holder != holder)
        row->band =
            g_strdup_printf("changed-band %s", project->holders[largest->before.holder].role);
}

/* The tones of a holder's plain control: one row where there is one tone, else a heading and a row
 * a tone, the newest first. */
static void add_holder(const struct pen *pen, const struct legend_input *input,
                       const bool *is_shown, int16_t holder, GArray *rows)
{
    const struct project *project = planar_map_sources(timeline_map(input->timeline))->project;
    const struct area *tones[3] = {NULL};
    int count = 0;
    for (guint i = 0; i < input->areas->areas->len; i++) {
        const struct area *area = &g_array_index(input->areas->areas, struct area, i);
        if (!is_shown[i] || area->control.holder != holder ||
            area->control.status != STATUS_CONTROL)
            continue;
        count += !tones[area->tone];
        tones[area->tone] = area;
    }
    const char *legend = names_in(&project->holders[holder].legend, pen->language);
    if (!legend)
        legend = names_in(&project->holders[holder].names, pen->language);
    if (!legend)
        legend = project->holders[holder].code;
    guint first = rows->len;
    if (count > 1)
        add_row(rows, ROW_HEADING, NULL, legend);
    for (int tone = TONE_NOW; tone >= TONE_BEFORE; tone--) {
        if (!tones[tone])
            continue;
        g_autofree char *when = tone_words(input, (enum tone)tone, pen->language);
        g_autofree char *alone =
            tone == TONE_BEFORE ? g_strdup(legend) : g_strdup_printf("%s, %s", legend, when);
        add_row(rows, ROW_AREA, tones[tone]->class_list, count > 1 ? when : alone);
        if (tone == TONE_NOW)
            mark_as_change(input, holder, &g_array_index(rows, struct row, rows->len - 1));
    }
    for (guint i = first; count > 1 && i < rows->len; i++) {
        g_array_index(rows, struct row, i).in_group = true;
        g_array_index(rows, struct row, i).ends_group = i + 1 == rows->len;
    }
}

/* What is guarded, contested or uncertain: a row per status and pair of parties. */
static void add_statuses(const struct pen *pen, const struct legend_input *input,
                         const bool *is_shown, GArray *rows)
{
    const struct project *project = planar_map_sources(timeline_map(input->timeline))->project;
    const GArray *areas = input->areas->areas;
    for (guint i = 0; i < areas->len; i++) {
        const struct area *area = &g_array_index(areas, struct area, i);
        if (area->control.status == STATUS_CONTROL)
            continue;
        /* The tones of one control follow one another; the newest that is shown stands for all. */
        const struct area *newest = is_shown[i] ? area : NULL;
        for (; i + 1 < areas->len &&
               control_equal(g_array_index(areas, struct area, i + 1).control, area->control);
             i++)
            if (is_shown[i + 1])
                newest = &g_array_index(areas, struct area, i + 1);
        if (!newest)
            continue;
        g_autofree char *words = words_control(project, newest->control, pen->language);
        add_row(rows, ROW_AREA, newest->class_list, words);
    }
}

static void add_lines(const struct pen *pen, const struct legend_input *input, GArray *rows)
{
    const planar_map *map = timeline_map(input->timeline);
    const struct project *project = planar_map_sources(map)->project;
    bool is_shown[LINE_KINDS] = {false};
    for (size_t e = 0; e < topology_edge_count(planar_map_topology(map)); e++)
        if (page_map_edge_is_shown(input->page, (edge_id)e))
            is_shown[lines_kind(input->timeline, input->state, (edge_id)e)] = true;
    if (is_shown[LINE_CONTACT])
        add_row(rows, ROW_LINE, "contact", phrase_text(PHRASE_CONTACT, pen->language));
    if (is_shown[LINE_FRONT])
        add_row(rows, ROW_LINE, "front", phrase_text(PHRASE_FRONT, pen->language));
    if (is_shown[LINE_COUNTRY])
        add_row(rows, ROW_LINE, "country-border", phrase_text(PHRASE_BORDER, pen->language));
    const char *last = NULL;
    for (size_t i = 0; i < project->drawn_count; i++) {
        const struct project_drawn *drawn = &project->drawn[i];
        const char *legend = names_in(&drawn->legend, pen->language);
        if (!legend || g_strcmp0(legend, last) == 0 ||
            !lines_is_shown(input->page, input->timeline, input->state, drawn))
            continue;
        add_row(rows, ROW_LINE, drawn->class_list, legend);
        last = legend;
    }
}

/* True when some change on the map came on a day that is not known exactly. */
static bool has_inexact_date(const struct legend_input *input)
{
    for (guint i = 0; i < input->changes->len; i++) {
        const struct change *change = &g_array_index(input->changes, struct change, i);
        if (!edtf_is_exact(&timeline_row(input->timeline, change->row)->event->date))
            return true;
    }
    return false;
}

static void add_notes(const struct pen *pen, const struct legend_input *input, GArray *rows)
{
    const struct project *project = planar_map_sources(timeline_map(input->timeline))->project;
    if (has_inexact_date(input))
        add_row(rows, ROW_NOTE, NULL,
                phrase_text(project->date_policy == DATE_EARLIEST ? PHRASE_EARLIEST_DAY
                                                                  : PHRASE_LATEST_DAY,
                            pen->language));
    for (size_t i = 0; i < project->note_count; i++)
        if (span_has(project->notes[i].when, input->state->day))
            add_row(rows, ROW_NOTE, NULL, names_in(&project->notes[i].text, pen->language));
}

static GArray *list_rows(const struct pen *pen, const struct legend_input *input)
{
    const struct project *project = planar_map_sources(timeline_map(input->timeline))->project;
    GArray *rows = g_array_new(FALSE, FALSE, sizeof(struct row));
    g_array_set_clear_func(rows, clear_row);
    g_autofree bool *is_shown = shown_areas(input);
    for (size_t h = 0; h < project->holder_count; h++)
        add_holder(pen, input, is_shown, (int16_t)h, rows);
    add_statuses(pen, input, is_shown, rows);
    add_lines(pen, input, rows);
    add_notes(pen, input, rows);
    return rows;
}

/* ---- measuring and drawing ----------------------------------------------------------------- */

static const char *text_class(enum row_kind kind)
{
    return kind == ROW_NOTE ? "note" : kind == ROW_HEADING ? "legend-heading" : "legend-text";
}

static double text_indent(enum row_kind kind, double size)
{
    return kind == ROW_AREA || kind == ROW_LINE ? (SWATCH_WIDTH + SWATCH_GAP) * size : 0;
}

static void draw_band(const struct pen *pen, const struct row *row, const GArray *points,
                      const GArray *counts)
{
    double width = BAND_OUTLINES * style_paint(pen->style, row->outline).stroke_width_pt;
    g_autoptr(GArray) band = g_array_new(FALSE, FALSE, sizeof(struct pagept));
    g_autoptr(GArray) band_counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    inner_band((const struct pagept *)(const void *)points->data,
               (const size_t *)(const void *)counts->data, counts->len, width, band, band_counts);
    pen_path(pen, row->band, band, band_counts, true, NULL);
}

static void draw_swatch(const struct pen *pen, const struct row *row, double left, double middle,
                        double size)
{
    int32_t l = (int32_t)lrint(left * PAGE_UNITS_PER_PT);
    int32_t r = l + (int32_t)(SWATCH_WIDTH * size * PAGE_UNITS_PER_PT);
    int32_t t = (int32_t)lrint((middle - SWATCH_HEIGHT * size / 2) * PAGE_UNITS_PER_PT);
    int32_t b = t + (int32_t)(SWATCH_HEIGHT * size * PAGE_UNITS_PER_PT), m = (t + b) / 2;
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    if (row->kind == ROW_AREA) {
        struct pagept corners[] = {{l, t}, {r, t}, {r, b}, {l, b}};
        size_t count = 4;
        g_array_append_vals(points, corners, 4);
        g_array_append_val(counts, count);
        pen_area(pen, row->class_list, points, counts, NULL);
        if (row->band)
            draw_band(pen, row, points, counts);
        pen_path(pen, row->outline ? row->outline : "legend-swatch", points, counts, true, NULL);
    } else {
        struct pagept ends[] = {{l, m}, {r, m}};
        size_t count = 2;
        g_array_append_vals(points, ends, 2);
        g_array_append_val(counts, count);
        lines_draw_cased(pen, row->class_list, points, counts, NULL);
    }
}

/* True when a gap stands between two rows that follow one another. */
static bool is_parted(const struct row *above, const struct row *below)
{
    return above->ends_group || below->kind == ROW_HEADING ||
           (below->kind != above->kind && above->kind != ROW_HEADING);
}

/* The rows from one to another, one under the other; drawn unless `origin` is NULL. Answers their
 * height. */
static double lay_out_rows(const struct pen *pen, const GArray *rows, guint first, guint end,
                           double width, const struct pagexy *origin)
{
    double size = style_paint(pen->style, "legend-text").font.size_pt, y = 0;
    for (guint i = first; i < end; i++) {
        const struct row *row = &g_array_index(rows, struct row, i);
        double indent = text_indent(row->kind, size), leading = LEADING * size;
        struct font font = style_paint(pen->style, text_class(row->kind)).font;
        g_auto(GStrv) lines = run_wrap(pen->fonts, row->text, &font, pen->language, width - indent);
        if (i > first)
            y += ROW_GAP * size +
                 (is_parted(&g_array_index(rows, struct row, i - 1), row) ? GROUP_GAP * size : 0);
        if (origin && indent > 0)
            draw_swatch(pen, row, origin->x, origin->y + y + leading / 2, size);
        for (char **line = lines; *line; line++, y += leading)
            if (origin)
                pen_text(pen, text_class(row->kind), *line,
                         (struct pagexy){origin->x + indent,
                                         origin->y + y + leading * 0.5 + font.size_pt * 0.36},
                         ANCHOR_START, 0, NULL);
    }
    return y;
}

/* The row before which a column that begins with `first` ends, when it is so high at most; headings
 * stay with their rows. */
static guint column_end(const struct pen *pen, const GArray *rows, guint first, double width,
                        double height)
{
    guint end = first + 1;
    while (end < rows->len && lay_out_rows(pen, rows, first, end + 1, width, NULL) <= height)
        end++;
    while (end < rows->len && end > first + 1 &&
           (g_array_index(rows, struct row, end - 1).kind == ROW_HEADING ||
            (g_array_index(rows, struct row, end - 1).in_group &&
             g_array_index(rows, struct row, end).in_group)))
        end--;
    return end;
}

/* A band of columns; notes, which have no room there, are left out, and lines that are too many. */
static void lay_out_band(const struct pen *pen, const struct legend_input *input, GArray *rows)
{
    const struct layout *layout = page_map_layout(input->page);
    double size = style_paint(pen->style, "legend-text").font.size_pt;
    double left = layout->side.left + layout->margin_pt;
    double whole = layout->side.right - layout->margin_pt - left, gap = COLUMN_GAP * size;
    int columns = MAX((int)((whole + gap) / (LEAST_COLUMN * size + gap)), 1);
    double width = (whole - gap * (columns - 1)) / columns;
    double height = layout->side.bottom - layout->side.top - 2 * PADDING * size * 0.6;
    while (rows->len && g_array_index(rows, struct row, rows->len - 1).kind == ROW_NOTE)
        g_array_set_size(rows, rows->len - 1);
    guint first = 0;
    for (int column = 0; column < columns && first < rows->len; column++) {
        guint end = column_end(pen, rows, first, width, height);
        struct pagexy at = {left + column * (width + gap), layout->side.top + PADDING * size * 0.6};
        lay_out_rows(pen, rows, first, end, width, &at);
        first = end;
    }
}

static double column_width(const struct pen *pen, const struct layout *layout, double *padding)
{
    *padding = PADDING * style_paint(pen->style, "legend-text").font.size_pt;
    return layout->side.right - layout->side.left - 2 * *padding;
}

double legend_height_pt(const struct pen *pen, const struct legend_input *input)
{
    const struct layout *layout = page_map_layout(input->page);
    if (layout->legend != LEGEND_LEFT)
        return 0;
    double padding, width = column_width(pen, layout, &padding);
    g_autoptr(GArray) rows = list_rows(pen, input);
    return lay_out_rows(pen, rows, 0, rows->len, width, NULL) + 2 * padding;
}

void legend_draw(const struct pen *pen, const struct legend_input *input, double height_pt)
{
    const struct layout *layout = page_map_layout(input->page);
    if (layout->legend == LEGEND_NONE)
        return;
    struct page_box box = layout->side;
    g_autoptr(GArray) rows = list_rows(pen, input);
    pen_begin(pen, "legend");
    if (layout->legend == LEGEND_BELOW) {
        pen_box(pen, "panel", box, 0);
        lay_out_band(pen, input, rows);
    } else {
        box.bottom = box.top + height_pt;
        pen_box(pen, "legend-box", box, 3);
        double padding, width = column_width(pen, layout, &padding);
        struct pagexy at = {box.left + padding, box.top + padding};
        lay_out_rows(pen, rows, 0, rows->len, width, &at);
    }
    pen_end(pen);
}
