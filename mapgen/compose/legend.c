#include "compose/legend.h"

#include "compose/number_mark.h"
#include "geom/inner_band.h"

#include <math.h>

/* Sizes as shares of the size of the legend's letters. */
#define PADDING 0.9
#define SWATCH_WIDTH 2.2
#define SWATCH_HEIGHT 1.1
#define SWATCH_GAP 0.8

/* From line to line, more from row to row, and more again between groups. */
struct spacing {
    double leading, row, group;
};
static const struct spacing loose = {1.25, 0.35, 0.6}, tight = {1.18, 0.2, 0.3};

/* The strip of a change's previous holder, in outlines: narrower than on the map, in so small a
 * box.
 */
#define BAND_OUTLINES 1.4

/* A band below the map is set in columns at least so wide, as a share of the letters' size. */
#define LEAST_COLUMN 14.0
#define COLUMN_GAP 1.2
#define BAND_MARGIN 0.55 /* above and below */

/* ---- measuring and drawing ----------------------------------------------------------------- */

static const char *text_class(enum row_kind kind)
{
    return kind == ROW_NOTE ? "note" : kind == ROW_HEADING ? "legend-heading" : "legend-text";
}

/* From a list's number to its words. */
#define NUMBER_GAP 0.55

static double text_indent(const struct pen *pen, enum row_kind kind, double size)
{
    if (kind == ROW_ITEM)
        return 2 * number_mark_radius_pt(pen) + NUMBER_GAP * size;
    return kind == ROW_AREA || kind == ROW_LINE || kind == ROW_SYMBOL
               ? (SWATCH_WIDTH + SWATCH_GAP) * size
               : 0;
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
    if (row->kind == ROW_ITEM) {
        struct pagexy at = {left + number_mark_radius_pt(pen), middle};
        number_mark_draw(pen, row->class_list, row->number, at, NULL);
        return;
    }
    if (row->kind == ROW_SYMBOL) {
        struct pagexy at = {left + SWATCH_WIDTH * size / 2, middle};
        scene_add_circle(pen->scene, pen_class(pen, row->class_list), at, NULL);
        return;
    }
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

/* By the size of the letters; the items of a list stand close. */
static double gap_between(const struct row *above, const struct row *below,
                          const struct spacing *spacing)
{
    if (above->kind == ROW_ITEM && below->kind == ROW_ITEM)
        return fmin(spacing->row, tight.row);
    return spacing->row + (is_parted(above, below) ? spacing->group : 0);
}

/* The rows from one to another, one under the other; drawn unless `origin` is NULL. Answers their
 * height. */
static double lay_out_rows(const struct pen *pen, const GArray *rows, guint first, guint end,
                           const struct spacing *spacing, double width, const struct pagexy *origin)
{
    double size = style_paint(pen->style, "legend-text").font.size_pt, y = 0;
    for (guint i = first; i < end; i++) {
        const struct row *row = &g_array_index(rows, struct row, i);
        double indent = text_indent(pen, row->kind, size), leading = spacing->leading * size;
        struct font font = style_paint(pen->style, text_class(row->kind)).font;
        g_auto(GStrv) lines = run_wrap(pen->fonts, row->text, &font, pen->language, width - indent);
        if (i > first)
            y += gap_between(&g_array_index(rows, struct row, i - 1), row, spacing) * size;
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

/* True when a column that ends before row `end` parts a heading from its rows. */
static bool parts_group(const GArray *rows, guint end)
{
    return end > 0 && end < rows->len && g_array_index(rows, struct row, end - 1).in_group &&
           g_array_index(rows, struct row, end).in_group &&
           g_array_index(rows, struct row, end).kind != ROW_HEADING;
}

/* The row before which a column that begins with `first` ends, when it is so high at most. A group
 * is parted only when it is higher than a column. */
static guint column_end(const struct pen *pen, const GArray *rows, guint first, double width,
                        double height)
{
    guint end = first + 1;
    while (end < rows->len &&
           lay_out_rows(pen, rows, first, end + 1, &tight, width, NULL) <= height)
        end++;
    guint whole = end;
    while (whole > first && parts_group(rows, whole))
        whole--;
    return whole > first ? whole : end;
}

/* The columns of a band. */
struct band {
    double left, top, width, pitch, height;
    int columns;
    bool is_in_order; /* a column has no rows that come after those of the next */
};

static struct band band_of(const struct pen *pen, const struct layout *layout, double height_pt)
{
    double size = style_paint(pen->style, "legend-text").font.size_pt;
    double left = layout->margin_pt, gap = COLUMN_GAP * size, margin = BAND_MARGIN * size;
    double whole = layout->width_pt - 2 * left;
    int columns = MAX((int)((whole + gap) / (LEAST_COLUMN * size + gap)), 1);
    double width = (whole - gap * (columns - 1)) / columns;
    return (struct band){left,        layout->side.top + margin, width,
                         width + gap, height_pt - 2 * margin,    columns,
                         false};
}

/* The rows before the notes, which stand below the columns of a band. */
static guint count_without_notes(const GArray *rows)
{
    guint count = 0;
    while (count < rows->len && g_array_index(rows, struct row, count).kind != ROW_NOTE)
        count++;
    return count;
}

/* The notes at the end of some rows, of struct row *. */
static GPtrArray *notes_of(const GArray *rows)
{
    GPtrArray *notes = g_ptr_array_new();
    for (guint i = count_without_notes(rows); i < rows->len; i++)
        g_ptr_array_add(notes, &g_array_index(rows, struct row, i));
    return notes;
}

/* Takes away the last of the lightest notes, if they are no heavier than that; false: none. */
static bool drop_note(GPtrArray *notes, enum note_weight heaviest)
{
    for (enum note_weight weight = NOTE_ASIDE; weight <= heaviest; weight++) {
        for (guint i = notes->len; i-- > 0;) {
            if (((struct row *)notes->pdata[i])->weight != weight)
                continue;
            g_ptr_array_remove_index(notes, i);
            return true;
        }
    }
    return false;
}

static bool has_aside(const GPtrArray *notes)
{
    for (guint i = 0; i < notes->len; i++)
        if (((struct row *)notes->pdata[i])->weight == NOTE_ASIDE)
            return true;
    return false;
}

/* Notes as one sentence after the other. */
static char *join_notes(const GPtrArray *notes)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < notes->len; i++)
        g_string_append_printf(text, "%s%s", i ? " " : "", ((struct row *)notes->pdata[i])->text);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* Sets the rows that are no notes in columns so high; what is left over goes to the first column
 * that still has room. Draws them unless it `is_measured` only, when a parted group has no room.
 * Answers how many have room. */
static guint lay_out_columns(const struct pen *pen, const struct band *band, double height,
                             const GArray *rows, bool is_measured)
{
    guint first = 0, placed = 0, count = count_without_notes(rows);
    g_autofree double *used = g_new0(double, band->columns);
    double gap = (tight.row + tight.group) * style_paint(pen->style, "legend-text").font.size_pt;
    for (int pass = 0; pass < (band->is_in_order ? 1 : 2); pass++) {
        for (int column = 0; column < band->columns && first < count; column++) {
            double top = pass ? used[column] + gap : 0, room = height - top;
            guint end = MIN(column_end(pen, rows, first, band->width, room), count);
            if (is_measured && parts_group(rows, end))
                return placed;
            double taken = lay_out_rows(pen, rows, first, end, &tight, band->width, NULL);
            if (taken > room && (pass || is_measured))
                continue;
            struct pagexy at = {band->left + column * band->pitch, band->top + top};
            if (!is_measured)
                lay_out_rows(pen, rows, first, end, &tight, band->width, &at);
            used[column] = top + taken;
            placed += end - first;
            first = end;
        }
    }
    return placed;
}

/* The least height, up to the band's own, of columns that hold all rows in order, so that no row is
 * alone in its column beside a full one; the band's own where they have none. */
static double balanced_height(const struct pen *pen, const struct band *band, double most,
                              const GArray *rows)
{
    double step = style_paint(pen->style, "legend-text").font.size_pt / 2;
    struct band ordered = *band;
    ordered.is_in_order = true;
    guint count = count_without_notes(rows);
    int low = 0, high = (int)ceil(most / step);
    if (lay_out_columns(pen, &ordered, most, rows, true) < count)
        return most;
    while (low + 1 < high) {
        int middle = (low + high) / 2;
        bool has_room = lay_out_columns(pen, &ordered, middle * step, rows, true) >= count;
        *(has_room ? &high : &low) = middle;
    }
    return fmin(high * step, most);
}

/* Sets rows in a band: notes across its foot, as many as leave room for the columns above them, the
 * heaviest before others, no aside that would part a row from its place. Draws them unless it
 * `is_measured` only. Answers how many rows have room. */
static guint lay_out_band(const struct pen *pen, const struct band *band, const GArray *rows,
                          bool is_measured)
{
    struct font font = style_paint(pen->style, "note").font;
    double leading = tight.leading * font.size_pt;
    double width = (band->columns - 1) * band->pitch + band->width;
    guint count = count_without_notes(rows);
    struct band ordered = *band;
    ordered.is_in_order = true;
    g_autoptr(GPtrArray) notes = notes_of(rows);
    for (;;) {
        const struct band *columns = has_aside(notes) ? &ordered : band;
        g_autofree char *text = join_notes(notes);
        g_auto(GStrv) lines = run_wrap(pen->fonts, text, &font, pen->language, width);
        double foot = notes->len ? leading * g_strv_length(lines) : 0;
        double gap = notes->len ? tight.group * font.size_pt : 0;
        double above = band->height - foot - gap;
        if (notes->len && lay_out_columns(pen, columns, above, rows, true) < count) {
            drop_note(notes, NOTE_SIGN);
            continue;
        }
        for (guint i = 0; !is_measured && notes->len && lines[i]; i++)
            pen_text(pen, "note", lines[i],
                     (struct pagexy){band->left, band->top + band->height - foot +
                                                     leading * (i + 0.5) + font.size_pt * 0.36},
                     ANCHOR_START, 0, NULL);
        if (!is_measured)
            above = balanced_height(pen, band, above, rows);
        return notes->len + lay_out_columns(pen, band, above, rows, is_measured);
    }
}

double legend_band_height_pt(const struct pen *pen, const struct layout *layout, const GArray *rows)
{
    double step = style_paint(pen->style, "legend-text").font.size_pt / 2, height = 4 * step;
    struct band band = band_of(pen, layout, height);
    band.is_in_order = true;
    while (lay_out_band(pen, &band, rows, true) < rows->len && height < layout->height_pt) {
        height += step;
        band.height += step;
    }
    return height;
}

static double column_width(const struct pen *pen, const struct layout *layout, double *padding)
{
    *padding = PADDING * style_paint(pen->style, "legend-text").font.size_pt;
    return layout->side.right - layout->side.left - 2 * *padding;
}

void legend_tighten(GArray *rows)
{
    for (guint i = 0; i < rows->len; i++)
        g_array_index(rows, struct row, i).is_tight = true;
}

bool legend_is_tight(const GArray *rows)
{
    return rows->len && g_array_index(rows, struct row, 0).is_tight;
}

static const struct spacing *spacing_of(const GArray *rows)
{
    return legend_is_tight(rows) ? &tight : &loose;
}

double legend_height_pt(const struct pen *pen, const struct layout *layout, const GArray *rows)
{
    if (layout->legend != LEGEND_LEFT)
        return 0;
    double padding, width = column_width(pen, layout, &padding);
    return lay_out_rows(pen, rows, 0, rows->len, spacing_of(rows), width, NULL) + 2 * padding;
}

/* Cuts the rows of a box to so many lines each; the last of a cut one ends with "…". */
static void cut_rows(const struct pen *pen, const struct layout *layout, int lines, GArray *rows)
{
    double size = style_paint(pen->style, "legend-text").font.size_pt, padding;
    double width = column_width(pen, layout, &padding);
    for (guint i = 0; i < rows->len; i++) {
        struct row *row = &g_array_index(rows, struct row, i);
        struct font font = style_paint(pen->style, text_class(row->kind)).font;
        double room = width - text_indent(pen, row->kind, size);
        g_auto(GStrv) cut = pen_lines(pen, &font, row->text, room, lines);
        g_free(row->text);
        row->text = g_strjoinv(" ", cut);
    }
}

/* Takes from rows that have no notes any more what has no room: the last lines, then words, then
 * the last rows. */
static void cut_to_fit(const struct pen *pen, const struct layout *layout, double height_pt,
                       GArray *rows)
{
    while (rows->len && g_array_index(rows, struct row, rows->len - 1).kind == ROW_LINE &&
           legend_height_pt(pen, layout, rows) > height_pt)
        g_array_set_size(rows, rows->len - 1);
    for (int lines = 2; lines > 0 && legend_height_pt(pen, layout, rows) > height_pt; lines--)
        cut_rows(pen, layout, lines, rows);
    while (rows->len > 1 && legend_height_pt(pen, layout, rows) > height_pt)
        g_array_set_size(rows, rows->len - 1);
}

/* Puts notes as one paragraph in the place of all. */
static void set_notes(GArray *rows, guint count, const char *text)
{
    g_array_set_size(rows, count);
    if (!*text)
        return;
    struct row note = {.kind = ROW_NOTE, .is_tight = true, .text = g_strdup(text)};
    g_array_append_val(rows, note);
}

/* Says what rows say in few words: whom they are of by the mere name; with `has_no_dates`, also
 * without what stands behind. */
static void shorten(GArray *rows, bool has_no_dates)
{
    for (guint i = 0; i < rows->len; i++) {
        struct row *row = &g_array_index(rows, struct row, i);
        if (!row->brief || (!has_no_dates && g_str_has_prefix(row->text, row->brief)))
            continue;
        g_free(row->text);
        row->text = g_steal_pointer(&row->brief);
    }
}

static void fit_band(const struct pen *pen, const struct layout *layout, GArray *rows)
{
    struct band band = band_of(pen, layout, layout->side.bottom - layout->side.top);
    band.is_in_order = true;
    guint least = count_without_notes(rows);
    for (guint i = least; i < rows->len; i++)
        least += g_array_index(rows, struct row, i).weight > NOTE_ASIDE;
    for (int step = 0; step < 2 && lay_out_band(pen, &band, rows, true) < least; step++)
        shorten(rows, step > 0);
}

/* Tries notes as one paragraph, fewer and fewer of them; true when the rows fit. */
static bool fit_notes(const struct pen *pen, const struct layout *layout, double height_pt,
                      guint count, const GPtrArray *texts, GArray *rows)
{
    for (guint i = 0; i < texts->len; i++) {
        set_notes(rows, count, texts->pdata[i]);
        if (legend_height_pt(pen, layout, rows) <= height_pt)
            return true;
    }
    return false;
}

void legend_fit(const struct pen *pen, const struct layout *layout, double height_pt, GArray *rows)
{
    if (layout->legend == LEGEND_BELOW)
        fit_band(pen, layout, rows);
    if (layout->legend != LEGEND_LEFT || legend_height_pt(pen, layout, rows) <= height_pt)
        return;
    legend_tighten(rows);
    if (legend_height_pt(pen, layout, rows) <= height_pt)
        return;
    guint count = count_without_notes(rows);
    g_autoptr(GPtrArray) notes = notes_of(rows);
    g_autoptr(GPtrArray) most = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) fewer = g_ptr_array_new_with_free_func(g_free);
    do
        g_ptr_array_add(most, join_notes(notes));
    while (drop_note(notes, NOTE_ASIDE));
    while (drop_note(notes, NOTE_SIGN))
        g_ptr_array_add(fewer, join_notes(notes));
    for (int step = 0; step < 3; step++) {
        if (step > 0)
            shorten(rows, step > 1);
        if (fit_notes(pen, layout, height_pt, count, most, rows))
            return;
    }
    if (fit_notes(pen, layout, height_pt, count, fewer, rows))
        return;
    cut_to_fit(pen, layout, height_pt, rows);
    fit_notes(pen, layout, height_pt, rows->len, fewer, rows);
}

void legend_draw(const struct pen *pen, const struct layout *layout, const GArray *rows,
                 double height_pt)
{
    if (layout->legend == LEGEND_NONE)
        return;
    struct page_box box = layout->side;
    struct pen ordered = pen_in_reading_order(pen, box);
    pen = &ordered;
    pen_begin(pen, "legend");
    if (layout->legend == LEGEND_BELOW) {
        pen_box(pen, "panel", layout_bled(layout, box), 0);
        struct band band = band_of(pen, layout, box.bottom - box.top);
        lay_out_band(pen, &band, rows, false);
    } else {
        box.bottom = box.top + fmax(height_pt, legend_height_pt(pen, layout, rows));
        pen_box(pen, "legend-box", box, 3);
        double padding, width = column_width(pen, layout, &padding);
        struct pagexy at = {box.left + padding, box.top + padding};
        guint count = count_without_notes(rows);
        const struct spacing *spacing = spacing_of(rows);
        lay_out_rows(pen, rows, 0, count, spacing, width, &at);
        at.y =
            box.bottom - padding - lay_out_rows(pen, rows, count, rows->len, spacing, width, NULL);
        lay_out_rows(pen, rows, count, rows->len, spacing, width, &at);
    }
    pen_end(pen);
}
