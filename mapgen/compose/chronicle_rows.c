#include "compose/chronicle_parts.h"

#include "compose/dated_places.h"
#include "compose/word_formats.h"
#include "compose/words.h"

#include <math.h>

/* Sizes as shares of the size of the chart's letters. */
#define BAR_HEIGHT 1.9   /* of one face */
#define STACK_HEIGHT 4.6 /* of an area's shares */
#define ALONE 1.5        /* a bar that is alone on its page is so much higher */
#define TICK 0.35        /* of a date, below its bar */
#define TIER 1.18        /* from one tier of dates to the next */
#define ROW_GAP 0.9
#define LEADING 1.35

/* An area with more dates has labels only for those on which at least this share of it changes. */
enum { MOST_DATES = 14 };
#define LEAST_TOLD_SHARE 0.01

/* Years and months on the axis are so far apart. */
#define LEAST_TICK_PT 26.0

static double size_of(const struct pen *pen, const char *class_list)
{
    return style_paint(pen->style, class_list).font.size_pt;
}

static double width_of(const struct pen *pen, const char *class_list, const char *text)
{
    g_autoptr(run) run = pen_shape(pen, class_list, text);
    return run->width_pt;
}

/* ---- rows ---------------------------------------------------------------------------------- */

/* The words under a change: no year where the phase is of one, no day where none is known. */
static char *date_words(const chronicle *c, const struct bar_change *change)
{
    const timeline *timeline = c->plan->timeline;
    const struct timeline_row *row = timeline_row(timeline, change->row);
    const char *language = c->plan->language;
    bool is_short = time_axis_is_of_one_year(&c->axis, change->day);

    if (row->from < row->day) /* the bar shows that it passes until then */
        return is_short ? words_short_day_of_year(change->day, language)
                        : words_short_day(change->day, language);
    return is_short ? words_short_date_of_year(row->event, language)
                    : words_short_date(row->event, language);
}

/* The ground of a row that changes on the day of a change. */
static double changed_m2(const struct bar_row *row, day_number day)
{
    double area_m2 = 0;

    for (guint i = 0; i < row->changes->len; i++) {
        const struct bar_change *change = &g_array_index(row->changes, struct bar_change, i);
        area_m2 += change->day == day ? change->area_m2 : 0;
    }
    return area_m2;
}

/* The first change of each day; of struct bar_change, borrowed. */
static GPtrArray *list_change_days(const struct bar_row *row)
{
    GPtrArray *days = g_ptr_array_new();

    for (guint i = 0; i < row->changes->len; i++) {
        struct bar_change *change = &g_array_index(row->changes, struct bar_change, i);
        if (i == 0 || change[-1].day != change->day)
            g_ptr_array_add(days, change);
    }
    return days;
}

/* A tick for each day on which something changes, and a label; in an area that has many of them
 * only for those of much ground. */
static void list_dates(chronicle *c, const struct pen *pen, struct bar_row *row)
{
    g_autoptr(GPtrArray) days = list_change_days(row);
    bool has_many = row->subject->is_area && days->len > MOST_DATES;

    row->ticks = g_array_new(FALSE, FALSE, sizeof(double));
    row->labels = g_new0(struct date_label, days->len + 1);
    row->dates = g_new0(char *, days->len + 1);
    for (guint i = 0; i < days->len; i++) {
        const struct bar_change *change = g_ptr_array_index(days, i);
        double x = time_axis_x(&c->axis, change->day);
        g_array_append_val(row->ticks, x);
        if (change->day == c->options->day) /* the line's own words tell it */
            continue;
        if (has_many &&
            changed_m2(row, change->day) < LEAST_TOLD_SHARE * row->subject->record->area_m2)
            continue;
        char *words = date_words(c, change);
        row->labels[row->date_count].x = x;
        row->labels[row->date_count].width_pt = width_of(pen, "chronicle-date", words);
        row->dates[row->date_count++] = words;
    }
    bool has_line = c->options->day != DAY_AFTER_ALL;
    struct date_label_room room = {c->axis.left, c->axis.right,
                                   0.5 * size_of(pen, "chronicle-date"),
                                   has_line ? time_axis_x(&c->axis, c->options->day) : INFINITY};
    row->tiers = date_labels_place(row->labels, row->date_count, &room);
}

static int compare_days(const void *left, const void *right)
{
    const struct bar_change *a = left, *b = right;
    return (a->day > b->day) - (a->day < b->day);
}

/* What the log says of a place by itself, among what becomes of its ground: the ground first. */
static void add_said(const timeline *timeline, const struct place *place, GArray *changes)
{
    g_autoptr(GArray) said = dated_place_rows(timeline, place);

    for (guint i = 0; i < said->len; i++) {
        int32_t number = g_array_index(said, int32_t, i);
        const struct timeline_row *row = timeline_row(timeline, number);
        struct bar_change change = {row->day, number, row->control, 0};
        g_array_append_val(changes, change);
    }
    g_array_sort(changes, compare_days);
}

void chronicle_make_rows(chronicle *c, const struct pen *pen)
{
    size_t count = c->options->subject_count;

    c->rows = g_new0(struct bar_row, count);
    for (size_t i = 0; i < count; i++) {
        struct bar_row *row = &c->rows[i];
        row->subject = &c->options->subjects[i];
        row->blocks = bar_blocks(row->subject->record);
        row->changes = bar_changes(row->subject->record);
        if (row->subject->record->place)
            add_said(c->plan->timeline, row->subject->record->place, row->changes);
        row->height_pt = (row->subject->is_area ? STACK_HEIGHT : BAR_HEIGHT) * c->size *
                         (count == 1 ? ALONE : 1);
        list_dates(c, pen, row);
    }
}

void chronicle_clear_row(struct bar_row *row)
{
    g_array_unref(row->blocks);
    g_array_unref(row->changes);
    g_array_unref(row->ticks);
    g_free(row->labels);
    g_strfreev(row->dates);
}

/* Of the name above a bar; the title names one that is alone. */
static double row_name_height(const chronicle *c)
{
    return c->has_names_beside || c->options->subject_count == 1 ? 0 : LEADING * c->size;
}

static double row_height(const chronicle *c, const struct pen *pen, const struct bar_row *row)
{
    double date = size_of(pen, "chronicle-date");
    double dates = row->ticks->len ? (TICK + TIER * row->tiers) * date : 0;

    return row_name_height(c) + row->height_pt + dates + ROW_GAP * c->size;
}

double chronicle_rows_height(const chronicle *c, const struct pen *pen)
{
    double height = 0;

    for (size_t i = 0; i < c->options->subject_count; i++)
        height += row_height(c, pen, &c->rows[i]);
    return height;
}

/* A tick below the bar for each change, longer where its date stands lower. */
static void draw_dates(const struct pen *pen, const struct bar_row *row, double bottom)
{
    double size = size_of(pen, "chronicle-date");

    for (guint i = 0; i < row->ticks->len; i++) {
        double x = g_array_index(row->ticks, double, i);
        pen_line(pen, "chronicle-tick", (struct pagexy){x, bottom},
                 (struct pagexy){x, bottom + (TICK + 0.1) * size});
    }
    for (size_t i = 0; i < row->date_count; i++) {
        const struct date_label *label = &row->labels[i];
        double top = bottom + (TICK + TIER * label->tier) * size;
        if (label->tier < 0)
            continue;
        if (label->tier > 0)
            pen_line(pen, "chronicle-tick", (struct pagexy){label->x, bottom},
                     (struct pagexy){label->x, top + 0.1 * size});
        pen_text(pen, "chronicle-date", row->dates[i],
                 (struct pagexy){label->left, top + 0.98 * size}, ANCHOR_START, 0, NULL);
    }
}

static void draw_row_name(const chronicle *c, const struct pen *pen, const struct bar_row *row,
                          double top)
{
    const char *name = row->subject->name;
    double size = size_of(pen, "chronicle-name");

    if (c->options->subject_count == 1)
        return;
    if (!c->has_names_beside) {
        pen_paragraph(pen, "chronicle-name", name, (struct pagexy){c->axis.left, top + size},
                      c->axis.right - c->axis.left, 0, 1);
        return;
    }
    struct font font = style_paint(pen->style, "chronicle-name").font;
    g_auto(GStrv) lines = pen_lines(pen, &font, name, c->name_width, 3);
    double height = 1.15 * size * (double)g_strv_length(lines);
    double y = top + row->height_pt / 2 - height / 2 + 0.94 * size;
    pen_paragraph(pen, "chronicle-name", name, (struct pagexy){c->page.margin_pt, y}, c->name_width,
                  1.15 * size, 3);
}

/* White lines where the scale changes, over the bar. */
static void draw_breaks(const chronicle *c, const struct pen *pen, double top, double bottom)
{
    for (size_t p = 1; p < time_axis_phases(&c->axis); p++) {
        double x = time_axis_phase_left(&c->axis, p);
        pen_line(pen, "chronicle-break", (struct pagexy){x, top}, (struct pagexy){x, bottom});
    }
}

/* The symbols of what is said of the place itself, on the bar's upper edge: no name is there. */
static void draw_said(const chronicle *c, const struct pen *pen, const struct bar_row *row,
                      double top)
{
    for (guint i = 0; i < row->changes->len; i++) {
        const struct bar_change *change = &g_array_index(row->changes, struct bar_change, i);
        struct pagexy at = {time_axis_x(&c->axis, change->day), top};
        if (chronicle_is_said(c, change))
            dated_place_draw(pen, c->plan->timeline, NULL, change->row, at, "dated-place",
                             row->subject->name);
    }
}

static void draw_row(const chronicle *c, const struct pen *pen, const struct bar_row *row,
                     double top)
{
    g_autofree char *group = g_strdup_printf("subject-%s", row->subject->id);
    g_autofree char *id = map_id_plain(group);
    struct scene_mark mark = {.id = id, .title = row->subject->name};
    double bar = top + row_name_height(c), bottom = bar + row->height_pt;

    scene_begin_group(pen->scene, -1, &mark);
    bar_draw_areas(pen, c->plan->timeline, &c->axis, row->blocks, bar, row->height_pt);
    draw_breaks(c, pen, bar, bottom);
    double day_x =
        c->options->day == DAY_AFTER_ALL ? c->axis.left : time_axis_x(&c->axis, c->options->day);
    bar_draw_names(pen, c->plan->timeline, &c->axis, row->blocks, bar, row->height_pt, day_x);
    pen_box(pen, "chronicle-frame", (struct page_box){c->axis.left, bar, c->axis.right, bottom}, 0);
    draw_said(c, pen, row, bar);
    scene_end_group(pen->scene);
}

/* What is written about a row, over the line of the day. */
static void write_row(const chronicle *c, const struct pen *pen, const struct bar_row *row,
                      double top)
{
    double bar = top + row_name_height(c);

    draw_row_name(c, pen, row, c->has_names_beside ? bar : top);
    draw_dates(pen, row, bar + row->height_pt);
}

/* ---- axis ---------------------------------------------------------------------------------- */

double chronicle_axis_height(const struct pen *pen)
{
    return 3.1 * size_of(pen, "chronicle-phase");
}

/* "1994", "Oct": the mark of a year or a month. */
static void draw_tick(const chronicle *c, const struct pen *pen, const struct time_tick *tick,
                      double y)
{
    g_autofree char *words = tick->is_month ? words_short_month(tick->day, c->plan->language)
                                            : format_day(tick->day, "y", c->plan->language);
    pen_text(pen, "chronicle-year", words,
             (struct pagexy){tick->x + 2, y - 0.3 * size_of(pen, "chronicle-year")}, ANCHOR_START,
             0, NULL);
}

static void draw_phase(const chronicle *c, const struct pen *pen, size_t phase, double top,
                       double bottom)
{
    const struct project *project = c->plan->project;
    double size = size_of(pen, "chronicle-phase"),
           y = top + chronicle_axis_height(pen) - 0.4 * size;
    double left = time_axis_phase_left(&c->axis, phase);
    double width = time_axis_phase_left(&c->axis, phase + 1) - left;
    const char *name = project->phase_count > phase
                           ? names_in(&project->phases[phase].names, c->plan->language)
                           : NULL;

    if (name)
        pen_paragraph(pen, "chronicle-phase", name, (struct pagexy){left, top + size}, width - 4, 0,
                      1);
    g_autoptr(GArray) ticks = time_axis_ticks(&c->axis, phase, LEAST_TICK_PT);
    pen_line(pen, "chronicle-grid", (struct pagexy){left, top + 1.4 * size},
             (struct pagexy){left, bottom});
    for (guint i = 0; i < ticks->len; i++) {
        const struct time_tick *tick = &g_array_index(ticks, struct time_tick, i);
        pen_line(pen, "chronicle-grid", (struct pagexy){tick->x, y - 0.7 * size},
                 (struct pagexy){tick->x, y + 0.1 * size});
        if (left + width - tick->x > LEAST_TICK_PT * 0.8)
            draw_tick(c, pen, tick, y);
    }
}

void chronicle_draw_axis(const chronicle *c, const struct pen *pen, double top, double bottom)
{
    double y = top + chronicle_axis_height(pen) - 0.3 * size_of(pen, "chronicle-phase");

    pen_begin(pen, "axis");
    for (size_t p = 0; p < time_axis_phases(&c->axis); p++)
        draw_phase(c, pen, p, top, bottom);
    pen_line(pen, "chronicle-axis", (struct pagexy){c->axis.left, y},
             (struct pagexy){c->axis.right, y});
    pen_end(pen);
}

/* ---- the day ------------------------------------------------------------------------------- */

double chronicle_day_height(const chronicle *c, const struct pen *pen)
{
    return c->options->day == DAY_AFTER_ALL ? 0 : 1.6 * size_of(pen, "chronicle-today");
}

/* A line through all bars. */
static void draw_day(const chronicle *c, const struct pen *pen, double top, double bottom)
{
    double x = time_axis_x(&c->axis, c->options->day);

    if (c->options->day != DAY_AFTER_ALL)
        pen_line(pen, "chronicle-day", (struct pagexy){x, top}, (struct pagexy){x, bottom});
}

/* Its date at the end of the line. */
static void write_day(const chronicle *c, const struct pen *pen, double bottom)
{
    double size = size_of(pen, "chronicle-today"), x = time_axis_x(&c->axis, c->options->day);

    if (c->options->day == DAY_AFTER_ALL)
        return;
    g_autofree char *words = words_short_day(c->options->day, c->plan->language);
    double half = width_of(pen, "chronicle-today", words) / 2;
    double middle = CLAMP(x, c->axis.left + half, c->axis.right - half);
    pen_text(pen, "chronicle-today", words, (struct pagexy){middle, bottom + size}, ANCHOR_MIDDLE,
             0, NULL);
}

void chronicle_draw_rows(const chronicle *c, const struct pen *pen, double top)
{
    size_t count = c->options->subject_count;
    double end = top + chronicle_rows_height(c, pen) - 0.5 * ROW_GAP * c->size, y = top;

    pen_begin(pen, "bars");
    for (size_t i = 0; i < count; y += row_height(c, pen, &c->rows[i++]))
        draw_row(c, pen, &c->rows[i], y);
    pen_end(pen);
    draw_day(c, pen, top - 3, end);
    pen_begin(pen, "dates");
    y = top;
    for (size_t i = 0; i < count; y += row_height(c, pen, &c->rows[i++]))
        write_row(c, pen, &c->rows[i], y);
    write_day(c, pen, end);
    pen_end(pen);
}
