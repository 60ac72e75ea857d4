#include "compose/chronicle_parts.h"

#include "compose/dated_places.h"
#include "compose/phrases.h"
#include "compose/words.h"

#include <math.h>

/* Sizes as shares of the size of the chart's letters. */
#define LEADING 1.35
#define SWATCH_WIDTH 2.0
#define SWATCH_HEIGHT 1.0
#define KEY_LINE 1.5
#define KEY_GAP 1.6 /* between entries of the key */

/* A list of more changes is left out: the dates under the bar say enough. */
enum { MOST_LISTED = 24 };

static double size_of(const struct pen *pen, const char *class_list)
{
    return style_paint(pen->style, class_list).font.size_pt;
}

static double width_of(const struct pen *pen, const char *class_list, const char *text)
{
    g_autoptr(run) run = pen_shape(pen, class_list, text);
    return run->width_pt;
}

/* ---- key ----------------------------------------------------------------------------------- */

static int compare_controls(const void *left, const void *right)
{
    const struct control *a = left, *b = right;

    if (a->status == STATUS_CONTROL || b->status == STATUS_CONTROL)
        if (a->status != b->status)
            return a->status == STATUS_CONTROL ? -1 : 1;
    if (a->holder != b->holder)
        return a->holder - b->holder;
    if (a->status != b->status)
        return a->status - b->status;
    return a->other - b->other;
}

static void add_control(GArray *controls, struct control control)
{
    for (guint i = 0; i < controls->len; i++)
        if (control_equal(g_array_index(controls, struct control, i), control))
            return;
    g_array_append_val(controls, control);
}

/* The controls that some bar shows, plain ones first; of struct control. */
static GArray *list_controls(const chronicle *c)
{
    GArray *controls = g_array_new(FALSE, FALSE, sizeof(struct control));

    for (size_t r = 0; r < c->options->subject_count; r++)
        for (guint i = 0; i < c->rows[r].blocks->len; i++)
            add_control(controls, g_array_index(c->rows[r].blocks, struct bar_block, i).control);
    g_array_sort(controls, compare_controls);
    return controls;
}

/* The same of what is said of places by themselves. */
static GArray *list_said(const chronicle *c)
{
    GArray *controls = g_array_new(FALSE, FALSE, sizeof(struct control));

    for (size_t r = 0; r < c->options->subject_count; r++)
        for (guint i = 0; i < c->rows[r].changes->len; i++) {
            const struct bar_change *change =
                &g_array_index(c->rows[r].changes, struct bar_change, i);
            if (chronicle_is_said(c, change))
                add_control(controls, change->control);
        }
    g_array_sort(controls, compare_controls);
    return controls;
}

static void draw_swatch(const chronicle *c, const struct pen *pen, struct control control,
                        struct pagexy at)
{
    double w = SWATCH_WIDTH * c->size, h = SWATCH_HEIGHT * c->size;
    const struct pagexy corners[] = {{at.x, at.y - h / 2},
                                     {at.x + w, at.y - h / 2},
                                     {at.x + w, at.y + h / 2},
                                     {at.x, at.y + h / 2}};
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    size_t count = G_N_ELEMENTS(corners);

    for (size_t i = 0; i < count; i++) {
        struct pagept corner = pagept_from_pagexy(corners[i]);
        g_array_append_val(points, corner);
    }
    g_array_append_val(counts, count);
    g_autofree char *classes = areas_control_class(c->plan->project, control);
    g_autofree char *class_list = g_strdup_printf("area %s earlier", classes);
    pen_area(pen, class_list, points, counts, NULL);
    pen_path(pen, "legend-swatch", points, counts, true, NULL);
}

/* The symbol of what is said of a place, in the middle of where a swatch would be. */
static void draw_symbol(const chronicle *c, const struct pen *pen, struct control said,
                        struct pagexy at)
{
    g_autofree char *of_control = dated_place_class(c->plan->project, said);
    g_autofree char *class_list = g_strdup_printf("dated-place %s", of_control);

    pen_circle(pen, class_list, (struct pagexy){at.x + SWATCH_WIDTH * c->size / 2, at.y}, NULL);
}

/* Where the next entry of the key stands. */
struct key_place {
    double x, top;
};

static void lay_out_entry(const chronicle *c, const struct pen *pen, struct control control,
                          bool is_said, bool is_drawn, struct key_place *at)
{
    double left = c->page.margin_pt, right = c->page.width_pt - c->page.margin_pt;
    double indent = (SWATCH_WIDTH + 0.6) * c->size, line = KEY_LINE * c->size;
    g_autofree char *words = is_said
                                 ? dated_place_said(c->plan->project, control, c->plan->language)
                                 : words_control(c->plan->project, control, c->plan->language);
    g_autofree char *text = words_sentence_case(words);
    double width = indent + width_of(pen, "legend-text", text);

    if (at->x > left && at->x + width > right)
        *at = (struct key_place){left, at->top + line};
    struct pagexy middle = {at->x, at->top + line / 2};
    if (is_drawn) {
        (is_said ? draw_symbol : draw_swatch)(c, pen, control, middle);
        pen_text(pen, "legend-text", text,
                 (struct pagexy){middle.x + indent, middle.y + 0.36 * size_of(pen, "legend-text")},
                 ANCHOR_START, 0, NULL);
    }
    at->x += width + KEY_GAP * c->size;
}

/* Swatches and symbols with their words, one after another; answers the height. */
static double lay_out_entries(const chronicle *c, const struct pen *pen, const GArray *controls,
                              double top, bool is_drawn)
{
    g_autoptr(GArray) said = list_said(c);
    struct key_place at = {c->page.margin_pt, top};

    for (guint i = 0; i < controls->len; i++)
        lay_out_entry(c, pen, g_array_index(controls, struct control, i), false, is_drawn, &at);
    for (guint i = 0; i < said->len; i++)
        lay_out_entry(c, pen, g_array_index(said, struct control, i), true, is_drawn, &at);
    return at.top + KEY_LINE * c->size - top;
}

/* What the statuses among some controls mean, in one paragraph; the caller's. */
static char *meanings(const chronicle *c, const GArray *controls)
{
    bool is_told[STATUS_COUNT] = {false};
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint i = 0; i < controls->len; i++) {
        struct control control = g_array_index(controls, struct control, i);
        const char *meaning = words_meaning(control, c->plan->language);
        if (meaning == NULL || is_told[control.status])
            continue;
        is_told[control.status] = true;
        g_string_append_printf(text, "%s%s", text->len ? " " : "", meaning);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

double chronicle_key(const chronicle *c, const struct pen *pen, double top, bool is_drawn)
{
    g_autoptr(GArray) controls = list_controls(c);
    g_autofree char *text = meanings(c, controls);
    struct font font = style_paint(pen->style, "note").font;
    double width = c->page.width_pt - 2 * c->page.margin_pt, leading = LEADING * c->size;
    double height = lay_out_entries(c, pen, controls, top, is_drawn);
    g_auto(GStrv) lines = pen_lines(pen, &font, text, width, 0);

    if (!*text)
        return height;
    if (is_drawn)
        pen_paragraph(pen, "note", text,
                      (struct pagexy){c->page.margin_pt, top + height + 1.2 * c->size}, width,
                      leading, 0);
    return height + 0.3 * c->size + leading * (double)g_strv_length(lines);
}

/* ---- list ---------------------------------------------------------------------------------- */

static bool has_list(const chronicle *c)
{
    return c->options->subject_count == 1 && c->rows[0].changes->len > 0 &&
           c->rows[0].changes->len <= MOST_LISTED;
}

/* A change as the log tells it, or what it came to. */
static char *change_words(const chronicle *c, const struct bar_change *change)
{
    const char *language = c->plan->language;
    const struct timeline_row *row = timeline_row(c->plan->timeline, change->row);
    double area_m2 = c->rows[0].subject->is_area ? change->area_m2 : 0;
    const char *caption =
        change->day == row->day ? names_find(&row->event->captions, language) : NULL;

    if (caption) {
        g_autofree char *filled = words_fill_caption(caption, area_m2, language);
        g_autofree char *told = words_attribute(c->plan->timeline, row->event, filled, language);
        return words_sentence_case(told);
    }
    g_autofree char *control = chronicle_change_control(c, change);
    g_autofree char *where =
        c->rows[0].subject->is_area
            ? g_strdup_printf("%s: %s", words_region(c->plan->project, row->region, language),
                              control)
            : g_strdup(control);
    g_autofree char *start = words_sentence_case(where);
    g_autofree char *area = words_about_km2(area_m2, language);
    g_autofree char *told = area ? g_strdup_printf("%s (%s)", start, area) : g_strdup(start);
    return words_attribute(c->plan->timeline, row->event, told, language);
}

static double list_date_width(const chronicle *c, const struct pen *pen)
{
    const GArray *changes = c->rows[0].changes;
    double width = 0;

    for (guint i = 0; i < changes->len; i++) {
        g_autofree char *date =
            chronicle_change_date(c, &g_array_index(changes, struct bar_change, i));
        width = fmax(width, width_of(pen, "legend-heading", date));
    }
    return fmin(width, 0.4 * (c->page.width_pt - 2 * c->page.margin_pt));
}

/* Each change: its date, what came and how the log tells it. Answers the height. */
double chronicle_list(const chronicle *c, const struct pen *pen, double top, bool is_drawn)
{
    double left = c->page.margin_pt, right = c->page.width_pt - left, y = top;
    double indent = (SWATCH_WIDTH + 0.6) * c->size;
    double dates = left + indent, texts = dates + list_date_width(c, pen) + 1.2 * c->size;
    double leading = LEADING * c->size;
    struct font date_font = style_paint(pen->style, "legend-heading").font;
    struct font font = style_paint(pen->style, "legend-text").font;

    for (guint i = 0; has_list(c) && i < c->rows[0].changes->len; i++) {
        const struct bar_change *change = &g_array_index(c->rows[0].changes, struct bar_change, i);
        if (chronicle_begins_to_pass(c, change))
            continue;
        g_autofree char *date = chronicle_change_date(c, change), *text = change_words(c, change);
        g_auto(GStrv) lines = pen_lines(pen, &font, text, right - texts, 0);
        g_auto(GStrv) date_lines =
            pen_lines(pen, &date_font, date, texts - dates - 1.1 * c->size, 0);
        if (is_drawn) {
            (chronicle_is_said(c, change) ? draw_symbol : draw_swatch)(
                c, pen, change->control, (struct pagexy){left, y + 0.68 * c->size});
            pen_paragraph(pen, "legend-heading", date, (struct pagexy){dates, y + c->size},
                          texts - dates - 1.1 * c->size, leading, 0);
            pen_paragraph(pen, "legend-text", text, (struct pagexy){texts, y + c->size},
                          right - texts, leading, 0);
        }
        y += leading * MAX(g_strv_length(lines), g_strv_length(date_lines)) + 0.35 * c->size;
    }
    return y - top;
}
