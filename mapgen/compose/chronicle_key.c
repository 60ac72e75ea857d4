#include "compose/chronicle_parts.h"

#include "compose/phrases.h"
#include "compose/words.h"

#include <math.h>

/* Sizes as shares of the size of the chart's letters. */
#define LEADING 1.35
#define SWATCH_WIDTH 2.0
#define SWATCH_HEIGHT 1.0
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

/* The controls that some bar shows, plain ones first; of struct control. */
static GArray *list_controls(const chronicle *c)
{
    GArray *controls = g_array_new(FALSE, FALSE, sizeof(struct control));

    for (size_t r = 0; r < c->options->subject_count; r++) {
        const GArray *blocks = c->rows[r].blocks;
        for (guint i = 0; i < blocks->len; i++) {
            struct control control = g_array_index(blocks, struct bar_block, i).control;
            bool is_new = true;
            for (guint k = 0; k < controls->len && is_new; k++)
                is_new = !control_equal(g_array_index(controls, struct control, k), control);
            if (is_new)
                g_array_append_val(controls, control);
        }
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

/* Swatches with their words, one after another. */
static double lay_out_swatches(const chronicle *c, const struct pen *pen, const GArray *controls,
                               double top, bool is_drawn)
{
    double left = c->page.margin_pt, right = c->page.width_pt - c->page.margin_pt, x = left;
    double indent = (SWATCH_WIDTH + 0.6) * c->size, y = top, line = 1.5 * c->size;

    for (guint i = 0; i < controls->len; i++) {
        struct control control = g_array_index(controls, struct control, i);
        g_autofree char *words = words_control(c->plan->project, control, c->plan->language);
        g_autofree char *text = words_sentence_case(words);
        double width = indent + width_of(pen, "legend-text", text);
        if (x > left && x + width > right) {
            x = left;
            y += line;
        }
        if (is_drawn) {
            draw_swatch(c, pen, control, (struct pagexy){x, y + line / 2});
            pen_text(pen, "legend-text", text,
                     (struct pagexy){x + indent, y + line / 2 + 0.36 * size_of(pen, "legend-text")},
                     ANCHOR_START, 0, NULL);
        }
        x += width + KEY_GAP * c->size;
    }
    return y + line - top;
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
    double height = lay_out_swatches(c, pen, controls, top, is_drawn);
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
    g_autofree char *control = words_control(c->plan->project, change->control, language);
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
            draw_swatch(c, pen, change->control, (struct pagexy){left, y + 0.68 * c->size});
            pen_paragraph(pen, "legend-heading", date, (struct pagexy){dates, y + c->size},
                          texts - dates - 1.1 * c->size, leading, 0);
            pen_paragraph(pen, "legend-text", text, (struct pagexy){texts, y + c->size},
                          right - texts, leading, 0);
        }
        y += leading * MAX(g_strv_length(lines), g_strv_length(date_lines)) + 0.35 * c->size;
    }
    return y - top;
}
