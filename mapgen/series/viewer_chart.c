#include "series/viewer_chart.h"

#include "base/number.h"
#include "compose/phrases.h"
#include "compose/words.h"
#include "style/colour.h"

#include <math.h>

struct chart {
    const timeline *timeline;
    const struct project *project;
    const style *style;
    GArray *days;       /* of day_number: the rows of the table */
    size_t columns;     /* holders, and last the ground that is nobody's for certain */
    double *areas_m2;   /* rows by columns */
    double ground_m2;   /* what the columns of each row add up to */
    day_number end;     /* of the last row: a step that is seen */
    GArray *bounds;     /* of day_number: where periods begin, and the end */
    size_t first_phase; /* of the first period */
};

static size_t row_count(const chart *chart)
{
    return chart->days->len;
}

static day_number row_day(const chart *chart, size_t row)
{
    return g_array_index(chart->days, day_number, row);
}

/* ---- figures ------------------------------------------------------------------------------- */

/* The column of a control, NONE outside the theatre. */
static int16_t column_of(const chart *chart, struct control control)
{
    bool is_held = control.status == STATUS_CONTROL || control.status == STATUS_PEACEKEEPING;
    if (control.holder == NONE)
        return NONE;
    return is_held ? control.holder : (int16_t)(chart->columns - 1);
}

/* By row and face. */
static int16_t *list_columns(const chart *chart, size_t faces)
{
    int16_t *columns = g_new(int16_t, row_count(chart) * faces);
    for (size_t row = 0; row < row_count(chart); row++) {
        g_autoptr(state) state = timeline_state_at(chart->timeline, row_day(chart, row));
        for (size_t f = 0; f < faces; f++)
            columns[row * faces + f] = column_of(chart, state->controls[f]);
    }
    return columns;
}

static void measure(chart *chart)
{
    const planar_map *map = timeline_map(chart->timeline);
    g_autoptr(state) state = timeline_state_at(chart->timeline, row_day(chart, 0));
    size_t faces = state->face_count;
    g_autofree int16_t *columns = list_columns(chart, faces);
    chart->areas_m2 = g_new0(double, row_count(chart) * chart->columns);
    for (size_t f = 1; f < faces; f++) {
        bool is_same = true;
        for (size_t row = 1; row < row_count(chart); row++)
            is_same &= columns[row * faces + f] == columns[f];
        if (is_same || columns[f] == NONE)
            continue;
        double area_m2 = planar_map_face_area_m2(map, (face_id)f);
        chart->ground_m2 += area_m2;
        for (size_t row = 0; row < row_count(chart); row++)
            chart->areas_m2[row * chart->columns + (size_t)columns[row * faces + f]] += area_m2;
    }
}

/* The largest area of a column. */
static double column_most_m2(const chart *chart, size_t column)
{
    double most = 0;
    for (size_t row = 0; row < row_count(chart); row++)
        most = fmax(most, chart->areas_m2[row * chart->columns + column]);
    return most;
}

static bool is_in_table(const chart *chart, size_t column)
{
    return column_most_m2(chart, column) > 0;
}

/* What never holds this share of the ground would be a line along the bottom. */
#define LEAST_CURVE_SHARE 0.02

static bool has_curve(const chart *chart, size_t column)
{
    return column_most_m2(chart, column) >= LEAST_CURVE_SHARE * chart->ground_m2;
}

/* ---- time ---------------------------------------------------------------------------------- */

/* The first and the last state get a twentieth of their period, so that they are seen. */
#define END_SHARE 20

static void lay_out_time(chart *chart)
{
    day_number start = row_day(chart, 0), last = row_day(chart, row_count(chart) - 1);
    g_autoptr(GArray) inner = g_array_new(FALSE, FALSE, sizeof(day_number));
    for (size_t p = 0; p < chart->project->phase_count; p++) {
        day_number from = chart->project->phases[p].from;
        if (from > start + 1 && from <= last)
            g_array_append_val(inner, from);
    }
    day_number first_end = inner->len ? g_array_index(inner, day_number, 0) : last;
    day_number last_start = inner->len ? g_array_index(inner, day_number, inner->len - 1) : start;
    chart->end = last + MAX(1, (last - last_start) / END_SHARE);
    start -= (first_end - start) / END_SHARE;
    chart->first_phase = timeline_phase_at(chart->timeline, row_day(chart, 0) + 1);
    chart->bounds = g_array_new(FALSE, FALSE, sizeof(day_number));
    g_array_append_val(chart->bounds, start);
    g_array_append_vals(chart->bounds, inner->data, inner->len);
    g_array_append_val(chart->bounds, chart->end);
}

static size_t period_count(const chart *chart)
{
    return chart->bounds->len - 1;
}

double chart_x(const chart *chart, day_number day)
{
    const day_number *bounds = (const day_number *)(const void *)chart->bounds->data;
    size_t periods = period_count(chart), p = 0;
    while (p + 1 < periods && day >= bounds[p + 1])
        p++;
    double share = ((double)day - bounds[p]) / ((double)bounds[p + 1] - bounds[p]);
    return 100 * ((double)p + CLAMP(share, 0, 1)) / (double)periods;
}

chart *chart_new(const timeline *timeline, const style *style, day_number first, day_number last)
{
    chart *chart = g_new0(struct chart, 1);
    chart->timeline = timeline;
    chart->project = planar_map_sources(timeline_map(timeline))->project;
    chart->style = style;
    chart->columns = chart->project->holder_count + 1;
    chart->days = g_array_new(FALSE, FALSE, sizeof(day_number));
    day_number before = first - 1;
    g_array_append_val(chart->days, before);
    size_t count;
    const day_number *changes = timeline_change_days(timeline, &count);
    for (size_t i = 0; i < count; i++)
        if (changes[i] >= first && changes[i] <= last)
            g_array_append_val(chart->days, changes[i]);
    measure(chart);
    lay_out_time(chart);
    return chart;
}

void chart_free(chart *chart)
{
    if (!chart)
        return;
    g_array_unref(chart->days);
    g_array_unref(chart->bounds);
    g_free(chart->areas_m2);
    g_free(chart);
}

double chart_ground_m2(const chart *chart)
{
    return chart->ground_m2;
}

/* ---- words --------------------------------------------------------------------------------- */

static void append_escaped(GString *html, const char *text)
{
    g_autofree char *escaped = g_markup_escape_text(text, -1);
    g_string_append(html, escaped);
}

static char *column_name(const chart *chart, size_t column, const char *language)
{
    if (column + 1 == chart->columns)
        return g_strdup(phrase_text(PHRASE_PAGE_UNSETTLED, language));
    struct control control = {(int16_t)column, NONE, STATUS_CONTROL};
    g_autofree char *words = words_control(chart->project, control, language);
    return words_sentence_case(words);
}

static char *km2_words(double area_m2, const char *language)
{
    return words_number(round(area_m2 / 1e6), 0, language);
}

/* ---- curves -------------------------------------------------------------------------------- */

/* Grounds of the page (viewer.css), and the contrast that a line needs with them (WCAG 2.2, success
 * criterion 1.4.11). */
static const struct colour light_paper = {true, 0xFF, 0xFF, 0xFF, 1};
static const struct colour dark_paper = {true, 0x16, 0x18, 0x1B, 1};
#define LINE_CONTRAST 3.0

/* A colour moved towards black or white until it is seen on a ground. */
static struct colour seen_on(struct colour colour, struct colour ground)
{
    double target = colour_luminance(ground) > 0.5 ? 0 : 255;
    struct colour seen = colour;
    for (int step = 1; colour_contrast(seen, ground) < LINE_CONTRAST; step++) {
        double share = step / 50.0;
        seen.r = (uint8_t)lround(colour.r + share * (target - colour.r));
        seen.g = (uint8_t)lround(colour.g + share * (target - colour.g));
        seen.b = (uint8_t)lround(colour.b + share * (target - colour.b));
    }
    return seen;
}

static struct colour column_colour(const chart *chart, size_t column)
{
    g_autofree char *class_list =
        column + 1 == chart->columns
            ? g_strdup("area unknown")
            : g_strdup_printf("area %s control now", chart->project->holders[column].role);
    struct colour fill = style_paint(chart->style, class_list).fill;
    return fill.is_set ? fill : light_paper;
}

/* Curves differ in their dashes too, for readers who cannot tell the colours. */
static void append_curve_style(const chart *chart, size_t column, size_t number, GString *html)
{
    static const char *const dashes[] = {"none", "12 3", "3 3", "12 3 3 3", "7 7"};
    struct colour colour = column_colour(chart, column);
    struct colour light = seen_on(colour, light_paper), dark = seen_on(colour, dark_paper);
    g_string_append_printf(html,
                           " class=\"curve\" style=\"--light: #%02x%02x%02x; --dark: "
                           "#%02x%02x%02x; stroke-dasharray: %s\"",
                           light.r, light.g, light.b, dark.r, dark.g, dark.b,
                           dashes[number % G_N_ELEMENTS(dashes)]);
}

/* The step of the grid: 1, 2 or 5 times a power of ten, at most five of them. */
static double grid_step_km2(double most_km2)
{
    double step = pow(10, floor(log10(most_km2 / 5)));
    const double factors[] = {1, 2, 5, 10};
    for (size_t i = 0; i < G_N_ELEMENTS(factors); i++)
        if (most_km2 <= 5 * factors[i] * step)
            return factors[i] * step;
    return 10 * step;
}

/* The top of the grid, in steps. */
static int grid_steps(const chart *chart, double *step_km2)
{
    double most = 0;
    for (size_t column = 0; column < chart->columns; column++)
        most = fmax(most, column_most_m2(chart, column) / 1e6);
    *step_km2 = grid_step_km2(most);
    return MAX(1, (int)ceil(most / *step_km2));
}

static void append_grid(const chart *chart, int steps, GString *html)
{
    g_string_append(html, "<path class=\"grid\" d=\"");
    for (int i = 0; i <= steps; i++) {
        g_string_append(html, "M0 ");
        number_append(html, 100 - 100.0 * i / steps, 2);
        g_string_append(html, "H100");
    }
    for (size_t p = 1; p < period_count(chart); p++) {
        g_string_append_c(html, 'M');
        number_append(html, 100.0 * (double)p / (double)period_count(chart), 2);
        g_string_append(html, " 0V100");
    }
    g_string_append(html, "\"/>\n");
}

static void append_curve(const chart *chart, size_t column, size_t number, double top_km2,
                         GString *html)
{
    g_string_append(html, "<path");
    append_curve_style(chart, column, number, html);
    g_string_append(html, " d=\"M0 ");
    for (size_t row = 0; row < row_count(chart); row++) {
        double km2 = chart->areas_m2[row * chart->columns + column] / 1e6;
        if (row) {
            g_string_append_c(html, 'H');
            number_append(html, chart_x(chart, row_day(chart, row)), 2);
            g_string_append_c(html, 'V');
        }
        number_append(html, 100 - 100 * km2 / top_km2, 2);
    }
    g_string_append(html, "H100\"/>\n");
}

static void append_key(const chart *chart, const char *language, GString *html)
{
    g_string_append(html, "<ul class=\"key\">\n");
    for (size_t column = 0, number = 0, cell = 0; column < chart->columns; column++) {
        cell += is_in_table(chart, column);
        if (!has_curve(chart, column))
            continue;
        g_autofree char *name = column_name(chart, column, language);
        g_string_append(html, "<li><svg viewBox=\"0 0 32 8\" aria-hidden=\"true\"><path");
        append_curve_style(chart, column, number++, html);
        g_string_append(html, " d=\"M0 4H32\"/></svg>");
        append_escaped(html, name);
        g_string_append_printf(html, "<b data-column=\"%zu\"></b></li>\n", cell);
    }
    g_string_append(html, "</ul>\n");
}

static void append_scale(int steps, double step_km2, const char *language, GString *html)
{
    g_string_append(html, "<div class=\"steps\" aria-hidden=\"true\">");
    for (int i = 0; i <= steps; i++) {
        g_autofree char *words = words_number(i * step_km2, 0, language);
        g_string_append(html, "<span style=\"top: ");
        number_append(html, 100 - 100.0 * i / steps, 2);
        g_string_append(html, "%\">");
        append_escaped(html, words);
        g_string_append(html, "</span>");
    }
    g_string_append(html, "</div>\n");
}

/* The names of the periods; of a project without phases, the days from first to last. */
static void append_periods(const chart *chart, const char *days, const char *language,
                           GString *html)
{
    g_string_append(html, "<div class=\"periods\" aria-hidden=\"true\">");
    for (size_t p = 0; p < period_count(chart); p++) {
        size_t phase = chart->first_phase + p;
        const char *name = phase < chart->project->phase_count
                               ? names_in(&chart->project->phases[phase].names, language)
                               : days;
        g_string_append(html, "<span>");
        append_escaped(html, name ? name : "");
        g_string_append(html, "</span>");
    }
    g_string_append(html, "</div>\n");
}

static void append_plot(const chart *chart, const char *language, GString *html)
{
    g_autofree char *first = words_day(row_day(chart, 0), language);
    g_autofree char *last = words_day(row_day(chart, row_count(chart) - 1), language);
    g_autofree char *days = g_strdup_printf("%s – %s", first, last);
    g_autofree char *about =
        phrase_fill(PHRASE_PAGE_CHART_DAYS, language, "first", first, "last", last, NULL);
    double step_km2;
    int steps = grid_steps(chart, &step_km2);
    g_string_append(html, "<div class=\"plot\">\n<svg role=\"img\" aria-labelledby=\"curves-title "
                          "curves-about\" viewBox=\"0 0 100 100\" preserveAspectRatio=\"none\">\n"
                          "<title id=\"curves-title\">");
    append_escaped(html, phrase_text(PHRASE_PAGE_CHART, language));
    g_string_append(html, "</title>\n<desc id=\"curves-about\">");
    append_escaped(html, about);
    g_string_append(html, "</desc>\n");
    append_grid(chart, steps, html);
    for (size_t column = 0, number = 0; column < chart->columns; column++)
        if (has_curve(chart, column))
            append_curve(chart, column, number++, steps * step_km2, html);
    g_string_append(html, "</svg>\n");
    append_scale(steps, step_km2, language, html);
    g_string_append(html, "<div class=\"cursor\" hidden></div>\n</div>\n");
    append_periods(chart, days, language, html);
}

/* ---- table --------------------------------------------------------------------------------- */

static void append_row(const chart *chart, size_t row, const char *language, GString *html)
{
    g_autofree char *day = words_day(row_day(chart, row), language);
    g_string_append_printf(html, "<tr data-day=\"%d\"><th scope=\"row\">", row_day(chart, row));
    append_escaped(html, day);
    g_string_append(html, "</th>");
    for (size_t column = 0; column < chart->columns; column++) {
        if (!is_in_table(chart, column))
            continue;
        g_autofree char *area = km2_words(chart->areas_m2[row * chart->columns + column], language);
        g_string_append(html, "<td>");
        append_escaped(html, area);
        g_string_append(html, "</td>");
    }
    g_string_append(html, "</tr>\n");
}

static void append_table(const chart *chart, const char *language, GString *html)
{
    g_string_append(html, "<details>\n<summary>");
    append_escaped(html, phrase_text(PHRASE_PAGE_TABLE, language));
    g_string_append(html,
                    "</summary>\n<div class=\"scroll\" tabindex=\"0\" role=\"group\" "
                    "aria-labelledby=\"chart-title\">\n<table>\n<thead><tr><th scope=\"col\">");
    append_escaped(html, phrase_text(PHRASE_PAGE_DATE, language));
    g_string_append(html, "</th>");
    for (size_t column = 0; column < chart->columns; column++) {
        if (!is_in_table(chart, column))
            continue;
        g_autofree char *name = column_name(chart, column, language);
        g_string_append(html, "<th scope=\"col\">");
        append_escaped(html, name);
        g_string_append(html, "</th>");
    }
    g_string_append(html, "</tr></thead>\n<tbody>\n");
    for (size_t row = 0; row < row_count(chart); row++)
        append_row(chart, row, language, html);
    g_string_append(html, "</tbody>\n</table>\n</div>\n</details>\n");
}

void chart_append_html(const chart *chart, const char *language, GString *html)
{
    g_autofree char *number = km2_words(chart->ground_m2, language);
    g_autofree char *area = phrase_fill(PHRASE_KM2, language, "value", number, NULL);
    g_autofree char *ground = phrase_fill(PHRASE_PAGE_CHART_GROUND, language, "area", area, NULL);
    g_string_append(html, "<section id=\"chart\" aria-labelledby=\"chart-title\">\n"
                          "<h2 id=\"chart-title\">");
    append_escaped(html, phrase_text(PHRASE_PAGE_CHART, language));
    g_string_append(html, "</h2>\n<p class=\"note\">");
    append_escaped(html, ground);
    if (period_count(chart) > 1) {
        g_string_append_c(html, ' ');
        append_escaped(html, phrase_text(PHRASE_PAGE_CHART_PERIODS, language));
    }
    g_string_append(html, "</p>\n");
    append_key(chart, language, html);
    append_plot(chart, language, html);
    append_table(chart, language, html);
    g_string_append(html, "</section>\n");
}
