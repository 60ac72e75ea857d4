#include "output/svg_path.h"

#include "base/number.h"
#include <math.h>

/* Letters that a pen keeps before it hands them on. */
enum { PEN_ROOM = 2048 };

/* Writes path data; `x` and `y` are where the last step ended, in hundredths of a point. */
struct pen {
    GString *out;
    struct svg_path_style style; /* every point is a whole multiple of its step */
    int64_t x, y;
    char command;    /* that a pair of numbers without a letter would continue */
    bool had_number; /* last, and not a letter */
    bool had_point;  /* in the last number */
    size_t length;   /* of the text that is not in `out` yet */
    char text[PEN_ROOM];
};

/* Leaves the room for the text as it is. */
static void pen_start(struct pen *pen, GString *out, struct svg_path_style style)
{
    pen->out = out;
    pen->style = style;
    pen->x = pen->y = 0;
    pen->command = '\0';
    pen->had_number = pen->had_point = false;
    pen->length = 0;
}

static void pen_flush(struct pen *pen)
{
    g_string_append_len(pen->out, pen->text, (gssize)pen->length);
    pen->length = 0;
}

static void append_letter(struct pen *pen, char letter)
{
    if (pen->length == PEN_ROOM)
        pen_flush(pen);
    pen->text[pen->length++] = letter;
    pen->had_number = false;
}

/* A number with a blank before it only where the grammar (SVG 1.1, section 8.3.9) would else read
 * on: "1-2", "1.5.5". */
static void append_coordinate(struct pen *pen, int64_t units)
{
    if (pen->length + 1 + NUMBER_ROOM > PEN_ROOM)
        pen_flush(pen);
    char *at = pen->text + pen->length;
    bool is_counted = pen->style.is_counted;
    int64_t number = is_counted ? units / pen->style.step : units;
    bool starts_with_point = !is_counted && number > 0 && number < PAGE_UNITS_PER_PT;
    if (pen->had_number && number >= 0 && !(starts_with_point && pen->had_point))
        *at++ = ' ';
    at += is_counted ? number_write_whole(at, number) : number_write_hundredths(at, number);
    pen->length = (size_t)(at - pen->text);
    pen->had_number = true;
    pen->had_point = !is_counted && number % PAGE_UNITS_PER_PT != 0;
}

static void step_to(struct pen *pen, char command, struct pagept to)
{
    if (command != pen->command)
        append_letter(pen, command);
    if (command != 'v')
        append_coordinate(pen, to.x - pen->x);
    if (command != 'h')
        append_coordinate(pen, to.y - pen->y);
    pen->command = command == 'm' ? 'l' : command;
    pen->x = to.x;
    pen->y = to.y;
}

/* A subpath whose points are all the same still has one step: round caps make it a dot. */
static void append_subpath(struct pen *pen, const struct pagept *points, size_t count,
                           bool is_closed)
{
    bool is_drawn = false;
    struct pagept start = scene_snap(points[0], pen->style.step);
    step_to(pen, 'm', start);
    for (size_t i = 1; i < count; i++) {
        struct pagept point = scene_snap(points[i], pen->style.step);
        bool is_level = point.y == pen->y, is_upright = point.x == pen->x;
        if (is_level && is_upright && (is_drawn || i + 1 < count))
            continue;
        step_to(pen, is_level ? 'h' : is_upright ? 'v' : 'l', point);
        is_drawn = true;
    }
    if (is_closed) {
        append_letter(pen, 'z');
        pen->x = start.x;
        pen->y = start.y;
        pen->command = 'z';
    }
}

/* ---- order --------------------------------------------------------------------------------- */

static bool points_equal(struct pagept a, struct pagept b)
{
    return a.x == b.x && a.y == b.y;
}

struct line {
    struct pagept start, end;
    size_t number;
};

static int compare_points(struct pagept a, struct pagept b)
{
    if (a.x != b.x)
        return a.x < b.x ? -1 : 1;
    return (a.y > b.y) - (a.y < b.y);
}

static int compare_starts(const void *left, const void *right)
{
    const struct line *a = left, *b = right;
    int order = compare_points(a->start, b->start);
    return order ? order : (a->number > b->number) - (a->number < b->number);
}

/* Where lines that start at a point or behind it begin in a sorted list. */
static size_t find_start(const struct line *sorted, size_t count, struct pagept at)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare_points(sorted[middle].start, at) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static struct line *list_lines(const struct scene_node *path, size_t from, size_t to)
{
    struct line *lines = g_new(struct line, to - from);
    const struct pagept *points = path->path.points;
    for (size_t i = 0; i < to; points += path->path.counts[i++])
        if (i >= from)
            lines[i - from] = (struct line){points[0], points[path->path.counts[i] - 1], i};
    return lines;
}

/* The numbers of subpaths from `from` to before `to` as they are written: rings as they come, and a
 * line that begins where another ended behind that, so that the move between them is nothing. The
 * caller's. */
static size_t *order_subpaths(const struct scene_node *path, size_t from, size_t to)
{
    size_t count = to - from, *order = g_new(size_t, count), written = 0;
    for (size_t i = 0; i < count; i++)
        order[i] = from + i;
    if (path->path.is_closed)
        return order;
    g_autofree struct line *lines = list_lines(path, from, to);
    g_autofree struct line *sorted = g_memdup2(lines, count * sizeof *lines);
    g_autofree bool *is_written = g_new0(bool, count);
    qsort(sorted, count, sizeof *sorted, compare_starts);
    for (size_t i = 0; i < count; i++) {
        const struct line *line = is_written[i] ? NULL : &lines[i];
        while (line) {
            order[written++] = line->number;
            is_written[line->number - from] = true;
            struct pagept end = line->end;
            size_t next = find_start(sorted, count, end);
            while (next < count && points_equal(sorted[next].start, end) &&
                   is_written[sorted[next].number - from])
                next++;
            bool follows = next < count && points_equal(sorted[next].start, end);
            line = follows ? &sorted[next] : NULL;
        }
    }
    return order;
}

void svg_append_path_data(GString *out, const struct scene_node *node, size_t from, size_t to,
                          struct svg_path_style style)
{
    struct pen pen;
    pen_start(&pen, out, style);
    g_autofree size_t *order = order_subpaths(node, from, to);
    g_autofree size_t *firsts = g_new(size_t, node->path.subpaths + 1);
    firsts[0] = 0;
    for (size_t i = 0; i < node->path.subpaths; i++)
        firsts[i + 1] = firsts[i] + node->path.counts[i];
    g_string_append(out, " d=\"");
    for (size_t i = 0; i < to - from; i++)
        append_subpath(&pen, node->path.points + firsts[order[i]], node->path.counts[order[i]],
                       node->path.is_closed);
    pen_flush(&pen);
    g_string_append_c(out, '"');
}

/* ---- parts --------------------------------------------------------------------------------- */

struct span {
    struct pagept low, high;
};

static struct span span_of(const struct pagept *points, size_t count)
{
    struct span span = {points[0], points[0]};
    for (size_t i = 1; i < count; i++) {
        span.low.x = MIN(span.low.x, points[i].x);
        span.low.y = MIN(span.low.y, points[i].y);
        span.high.x = MAX(span.high.x, points[i].x);
        span.high.y = MAX(span.high.y, points[i].y);
    }
    return span;
}

static bool spans_meet(struct span a, struct span b)
{
    return a.low.x <= b.high.x && b.low.x <= a.high.x && a.low.y <= b.high.y && b.low.y <= a.high.y;
}

/* True when no ring from `at` on could lie in one before it, or around it. */
static bool is_parting(const struct span *spans, size_t from, size_t at, size_t count)
{
    for (size_t i = from; i < at; i++)
        for (size_t j = at; j < count; j++)
            if (spans_meet(spans[i], spans[j]))
                return false;
    return true;
}

size_t svg_path_part(const struct scene_node *node, size_t from, size_t most_points)
{
    const size_t *counts = node->path.counts, subpaths = node->path.subpaths;
    const struct pagept *points = node->path.points;
    size_t end = from, all = 0, part = 0;
    for (size_t i = from; i < subpaths; i++)
        all += counts[i];
    if (most_points == 0 || all <= most_points)
        return subpaths;
    g_autofree struct span *spans = g_new(struct span, subpaths);
    for (size_t i = 0; i < subpaths; points += counts[i++])
        spans[i] = span_of(points, counts[i]);
    for (size_t i = from; i < subpaths; part += counts[i++]) {
        if (part + counts[i] > most_points && end > from)
            return end;
        if (!node->path.is_closed || is_parting(spans, from, i + 1, subpaths))
            end = i + 1;
    }
    return MAX(end, from + 1);
}

/* ---- letters ------------------------------------------------------------------------------- */

static struct pagept to_units(cairo_path_data_t point)
{
    return (struct pagept){(int32_t)lround(point.point.x * PAGE_UNITS_PER_PT),
                           (int32_t)lround(point.point.y * PAGE_UNITS_PER_PT)};
}

/* The control points of a curve are relative to where it starts. */
static void curve_to(struct pen *pen, const cairo_path_data_t *points)
{
    if (pen->command != 'c')
        append_letter(pen, 'c');
    for (int i = 0; i < 3; i++) {
        struct pagept at = to_units(points[i]);
        append_coordinate(pen, at.x - pen->x);
        append_coordinate(pen, at.y - pen->y);
    }
    struct pagept end = to_units(points[2]);
    pen->command = 'c';
    pen->x = end.x;
    pen->y = end.y;
}

/* cairo begins a new subpath behind every closed one, at the same point; the next move is relative
 * to it all the same. */
static void append_outline(struct pen *pen, const cairo_path_t *outline)
{
    struct pagept start = {0, 0};
    for (int i = 0; i < outline->num_data; i += outline->data[i].header.length) {
        const cairo_path_data_t *data = &outline->data[i];
        switch (data->header.type) {
        case CAIRO_PATH_MOVE_TO:
            start = to_units(data[1]);
            bool is_last = i + data->header.length >= outline->num_data;
            if (!is_last && data[data->header.length].header.type != CAIRO_PATH_MOVE_TO)
                step_to(pen, 'm', start);
            break;
        case CAIRO_PATH_LINE_TO:
            step_to(pen, 'l', to_units(data[1]));
            break;
        case CAIRO_PATH_CURVE_TO:
            curve_to(pen, data + 1);
            break;
        case CAIRO_PATH_CLOSE_PATH:
            append_letter(pen, 'z');
            pen->x = start.x;
            pen->y = start.y;
            pen->command = 'z';
            break;
        }
    }
}

void svg_append_glyph_data(GString *out, const struct run *run)
{
    struct pen pen;
    pen_start(&pen, out, (struct svg_path_style){0});
    g_string_append(out, " d=\"");
    for (size_t i = 0; i < run->span_count; i++)
        append_outline(&pen, &run->spans[i].outline);
    pen_flush(&pen);
    g_string_append_c(out, '"');
}
