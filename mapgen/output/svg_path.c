#include "output/svg_path.h"

#include "base/number.h"
#include <math.h>
#include <string.h>

/* Writes path data; `x` and `y` are where the last step ended, in hundredths of a point. */
struct pen {
    GString *out;
    int32_t step; /* every point is a whole multiple of it */
    int64_t x, y;
    char command;   /* that a pair of numbers without a letter would continue */
    bool had_point; /* in the last number */
};

/* A number with a blank before it only where the grammar (SVG 1.1, section 8.3.9) would else read
 * on: "1-2", "1.5.5". */
static void append_coordinate(struct pen *pen, int64_t units)
{
    size_t start = pen->out->len;
    bool follows_number = g_ascii_isdigit(pen->out->str[start - 1]);
    number_append_hundredths(pen->out, units);
    char first = pen->out->str[start];
    bool has_point = strchr(pen->out->str + start, '.') != NULL;
    if (follows_number && first != '-' && !(first == '.' && pen->had_point))
        g_string_insert_c(pen->out, (gssize)start, ' ');
    pen->had_point = has_point;
}

static void step_to(struct pen *pen, char command, struct pagept to)
{
    if (command != pen->command)
        g_string_append_c(pen->out, command);
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
    struct pagept start = scene_snap(points[0], pen->step);
    step_to(pen, 'm', start);
    for (size_t i = 1; i < count; i++) {
        struct pagept point = scene_snap(points[i], pen->step);
        bool is_level = point.y == pen->y, is_upright = point.x == pen->x;
        if (is_level && is_upright && (is_drawn || i + 1 < count))
            continue;
        step_to(pen, is_level ? 'h' : is_upright ? 'v' : 'l', point);
        is_drawn = true;
    }
    if (is_closed) {
        g_string_append_c(pen->out, 'z');
        pen->x = start.x;
        pen->y = start.y;
        pen->command = 'z';
    }
}

void svg_append_path_data(GString *out, const struct scene_node *node, size_t from, size_t to,
                          int32_t step)
{
    struct pen pen = {.out = out, .step = step};
    const struct pagept *points = node->path.points;
    g_string_append(out, " d=\"");
    for (size_t i = 0; i < to; points += node->path.counts[i++])
        if (i >= from)
            append_subpath(&pen, points, node->path.counts[i], node->path.is_closed);
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
        g_string_append_c(pen->out, 'c');
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
            g_string_append_c(pen->out, 'z');
            pen->x = start.x;
            pen->y = start.y;
            pen->command = 'z';
            break;
        }
    }
}

void svg_append_glyph_data(GString *out, const struct run *run)
{
    struct pen pen = {.out = out};
    g_string_append(out, " d=\"");
    for (size_t i = 0; i < run->span_count; i++)
        append_outline(&pen, &run->spans[i].outline);
    g_string_append_c(out, '"');
}
