#include "compose/pen.h"

#include "compose/words.h"
#include "geom/hatch.h"

#include <math.h>
#include <string.h>

/* Width of the hairline in an area's own colour; half of it reaches under the neighbours. */
#define SEAM_PT 0.5

/* An area on which fewer bands of a hatch can be seen has them closer together, so much. */
#define BANDS_SEEN 1.3
#define POCKET_SHARE 0.5

struct pen pen_in_reading_order(const struct pen *pen, struct page_box box)
{
    struct pen turned = *pen;
    if (run_language_is_right_to_left(pen->language))
        turned.mirror_pt = box.left + box.right;
    return turned;
}

static struct pagexy place(const struct pen *pen, struct pagexy at)
{
    return (struct pagexy){pen->mirror_pt != 0 ? pen->mirror_pt - at.x : at.x, at.y};
}

/* The points of a path where they are drawn; the caller's. */
static struct pagept *place_points(const struct pen *pen, const GArray *points)
{
    struct pagept *placed = g_memdup2(points->data, points->len * sizeof *placed);
    int32_t mirror = (int32_t)lrint(pen->mirror_pt * PAGE_UNITS_PER_PT);
    for (guint i = 0; mirror != 0 && i < points->len; i++)
        placed[i].x = mirror - placed[i].x;
    return placed;
}

int pen_class(const struct pen *pen, const char *class_list)
{
    int number = scene_class_find(pen->scene, class_list);
    if (number >= 0)
        return number;
    struct paint paint = style_paint(pen->style, class_list);
    return scene_class(pen->scene, class_list, &paint);
}

char *pen_name(const struct pen *pen, const struct names *names)
{
    const char *first = names_in(names, pen->language);
    const char *second = pen->second_language ? names_in(names, pen->second_language) : NULL;
    g_auto(GStrv) parts = g_strsplit(first ? first : "", " / ", -1);
    if (!second || g_strv_contains((const char *const *)parts, second))
        return g_strdup(first);
    return g_strdup_printf("%s / %s", first, second);
}

char *pen_day(const struct pen *pen, day_number day)
{
    g_autofree char *first = words_day(day, pen->language);
    if (!pen->second_language)
        return g_steal_pointer(&first);
    g_autofree char *second = words_day(day, pen->second_language);
    return g_str_equal(first, second) ? g_strdup(first) : g_strdup_printf("%s / %s", first, second);
}

void pen_begin(const struct pen *pen, const char *name)
{
    struct scene_mark mark = {.id = name};
    scene_begin_group(pen->scene, -1, &mark);
}

void pen_end(const struct pen *pen)
{
    scene_end_group(pen->scene);
}

void pen_path(const struct pen *pen, const char *class_list, const GArray *points,
              const GArray *counts, bool is_closed, const struct scene_mark *mark)
{
    if (counts->len == 0)
        return;
    g_autofree struct pagept *placed = place_points(pen, points);
    scene_add_path(pen->scene, pen_class(pen, class_list), placed,
                   (const size_t *)(const void *)counts->data, counts->len, is_closed, mark);
}

static int area_class(const struct pen *pen, const char *class_list)
{
    int number = scene_class_find(pen->scene, class_list);
    if (number >= 0)
        return number;
    struct paint paint = style_paint(pen->style, class_list);
    if (!paint.stroke.is_set && paint.fill.is_set) {
        paint.stroke = paint.fill;
        paint.stroke_width_pt = SEAM_PT;
        paint.join = JOIN_ROUND;
    }
    return scene_class(pen->scene, class_list, &paint);
}

/* The bands' own class: the area's with "hatch", filled in the hatch's colour. */
static int hatch_class(const struct pen *pen, const char *class_list)
{
    g_autofree char *name = g_strconcat(class_list, " hatch", NULL);
    int number = scene_class_find(pen->scene, name);
    if (number >= 0)
        return number;
    struct paint paint = style_paint(pen->style, class_list), bands = paint_initial();
    bands.fill = paint.hatch.colour;
    return scene_class(pen->scene, name, &bands);
}

static bool is_inside(struct pagept p, const struct pagept *ring, size_t count)
{
    bool is_in = false;
    for (size_t i = 0, j = count - 1; i < count; j = i++)
        if ((ring[i].y > p.y) != (ring[j].y > p.y) &&
            p.x < (ring[j].x - ring[i].x) * ((double)p.y - ring[i].y) /
                          ((double)ring[j].y - ring[i].y) +
                      ring[i].x)
            is_in = !is_in;
    return is_in;
}

/* True for a ring that is no hole and too narrow for the bands of a hatch. */
static bool is_pocket(const struct pagept *points, const size_t *counts, size_t rings, size_t ring,
                      double period_pt)
{
    const struct pagept *own = points;
    for (size_t r = 0; r < ring; r++)
        own += counts[r];
    struct pagept least = own[0], most = own[0];
    for (size_t i = 1; i < counts[ring]; i++) {
        least = (struct pagept){MIN(least.x, own[i].x), MIN(least.y, own[i].y)};
        most = (struct pagept){MAX(most.x, own[i].x), MAX(most.y, own[i].y)};
    }
    if (MIN(most.x - least.x, most.y - least.y) > BANDS_SEEN * period_pt * PAGE_UNITS_PER_PT)
        return false;
    for (size_t r = 0; r < rings; points += counts[r++])
        if (r != ring && is_inside(own[0], points, counts[r]))
            return false;
    return true;
}

/* Draws the bands over those rings that are pockets, or over the others; closer together there. */
static void draw_bands(const struct pen *pen, const char *class_list, const struct hatch *hatch,
                       const struct pagept *all, const GArray *counts, bool are_pockets)
{
    const struct pagept *p = all;
    const size_t *n = (const size_t *)(const void *)counts->data;
    g_autoptr(GArray) some = g_array_new(FALSE, FALSE, sizeof(struct pagept));
    g_autoptr(GArray) some_counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    for (guint r = 0; r < counts->len; p += n[r++]) {
        if (is_pocket(all, n, counts->len, r, hatch->period_pt) != are_pockets)
            continue;
        g_array_append_vals(some, p, (guint)n[r]);
        g_array_append_val(some_counts, n[r]);
    }
    g_autoptr(GArray) bands = g_array_new(FALSE, FALSE, sizeof(struct pagept));
    g_autoptr(GArray) band_counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    double share = are_pockets ? POCKET_SHARE : 1;
    hatch_bands((const struct pagept *)(const void *)some->data,
                (const size_t *)(const void *)some_counts->data, some_counts->len, hatch->angle_deg,
                hatch->period_pt * share, hatch->width_pt * share, bands, band_counts);
    if (band_counts->len)
        scene_add_path(pen->scene, hatch_class(pen, class_list),
                       (const struct pagept *)(const void *)bands->data,
                       (const size_t *)(const void *)band_counts->data, band_counts->len, true,
                       NULL);
}

void pen_area(const struct pen *pen, const char *class_list, const GArray *points,
              const GArray *counts, const struct scene_mark *mark)
{
    if (counts->len == 0)
        return;
    g_autofree struct pagept *p = place_points(pen, points);
    const size_t *n = (const size_t *)(const void *)counts->data;
    scene_add_path(pen->scene, area_class(pen, class_list), p, n, counts->len, true, mark);
    struct hatch hatch = style_paint(pen->style, class_list).hatch;
    if (!hatch.is_set)
        return;
    draw_bands(pen, class_list, &hatch, p, counts, false);
    draw_bands(pen, class_list, &hatch, p, counts, true);
}

void pen_box(const struct pen *pen, const char *class_list, struct page_box box, double corner_pt)
{
    if (pen->mirror_pt != 0)
        box = (struct page_box){pen->mirror_pt - box.right, box.top, pen->mirror_pt - box.left,
                                box.bottom};
    scene_add_box(pen->scene, pen_class(pen, class_list), box, corner_pt, NULL);
}

void pen_circle(const struct pen *pen, const char *class_list, struct pagexy centre,
                const struct scene_mark *mark)
{
    scene_add_circle(pen->scene, pen_class(pen, class_list), place(pen, centre), mark);
}

void pen_line(const struct pen *pen, const char *class_list, struct pagexy from, struct pagexy to)
{
    from = place(pen, from);
    to = place(pen, to);
    struct pagept points[] = {
        {(int32_t)lrint(from.x * PAGE_UNITS_PER_PT), (int32_t)lrint(from.y * PAGE_UNITS_PER_PT)},
        {(int32_t)lrint(to.x * PAGE_UNITS_PER_PT), (int32_t)lrint(to.y * PAGE_UNITS_PER_PT)}};
    size_t count = 2;
    scene_add_path(pen->scene, pen_class(pen, class_list), points, &count, 1, false, NULL);
}

void pen_leader(const struct pen *pen, struct pagexy from, struct pagexy to)
{
    if (pen->has_no_text)
        return;
    if (style_paint(pen->style, "leader-casing").stroke.is_set)
        pen_line(pen, "leader-casing", from, to);
    pen_line(pen, "leader", from, to);
}

run *pen_shape(const struct pen *pen, const char *class_list, const char *text)
{
    struct font font = style_paint(pen->style, class_list).font;
    return run_shape(pen->fonts, text, &font, pen->language, pen->report);
}

static void add_run(const struct pen *pen, int class_number, run *run, struct pagexy origin,
                    enum text_anchor anchor, double angle_deg, const struct scene_mark *mark)
{
    static const enum text_anchor MIRRORED[] = {
        [ANCHOR_START] = ANCHOR_END, [ANCHOR_MIDDLE] = ANCHOR_MIDDLE, [ANCHOR_END] = ANCHOR_START};
    bool is_mirrored = pen->mirror_pt != 0;
    scene_add_text(pen->scene, class_number, run, place(pen, origin),
                   is_mirrored ? MIRRORED[anchor] : anchor, is_mirrored ? -angle_deg : angle_deg,
                   mark);
}

void pen_text(const struct pen *pen, const char *class_list, const char *text, struct pagexy origin,
              enum text_anchor anchor, double angle_deg, const struct scene_mark *mark)
{
    if (pen->has_no_text)
        return;
    add_run(pen, pen_class(pen, class_list), pen_shape(pen, class_list, text), origin, anchor,
            angle_deg, mark);
}

/* Ends a line with "…", less the words that have no room beside it. Takes the line. */
static char *cut_line(const struct pen *pen, const struct font *font, char *line, double width_pt)
{
    while (true) {
        g_strchomp(line);
        g_autofree char *cut = g_strconcat(line, "…", NULL);
        g_autoptr(run) run = run_shape(pen->fonts, cut, font, pen->language, pen->report);
        char *blank = strrchr(line, ' ');
        if (run->width_pt <= width_pt || !blank) {
            g_free(line);
            return g_steal_pointer(&cut);
        }
        *blank = '\0';
    }
}

char **pen_lines(const struct pen *pen, const struct font *font, const char *text, double width_pt,
                 int max_lines)
{
    char **lines = run_wrap(pen->fonts, text, font, pen->language, width_pt);
    int count = (int)g_strv_length(lines);
    if (max_lines <= 0 || count <= max_lines)
        return lines;
    for (int i = max_lines; i < count; i++)
        g_clear_pointer(&lines[i], g_free);
    lines[max_lines - 1] = cut_line(pen, font, lines[max_lines - 1], width_pt);
    return lines;
}

double pen_paragraph_in(const struct pen *pen, const char *class_list, const struct paint *paint,
                        const char *text, struct pagexy origin, double width_pt, double leading_pt,
                        int max_lines)
{
    const struct font *font = &paint->font;
    int number = scene_class(pen->scene, class_list, paint);
    g_auto(GStrv) lines = pen_lines(pen, font, text, width_pt, max_lines);
    for (char **line = lines; *line && !pen->has_no_text; line++) {
        add_run(pen, number, run_shape(pen->fonts, *line, font, pen->language, pen->report), origin,
                ANCHOR_START, 0, NULL);
        origin.y += leading_pt;
    }
    return origin.y;
}

double pen_paragraph(const struct pen *pen, const char *class_list, const char *text,
                     struct pagexy origin, double width_pt, double leading_pt, int max_lines)
{
    struct paint paint = style_paint(pen->style, class_list);
    return pen_paragraph_in(pen, class_list, &paint, text, origin, width_pt, leading_pt, max_lines);
}
