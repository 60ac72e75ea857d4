#include "output/svg_path.h"

#include "base/number.h"
#include <math.h>
#include <string.h>

/* Writes path data; `x` and `y` are where the last step ended, in hundredths of a point. */
struct pen {
    GString *out;
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
    step_to(pen, 'm', points[0]);
    for (size_t i = 1; i < count; i++) {
        bool is_level = points[i].y == pen->y, is_upright = points[i].x == pen->x;
        if (is_level && is_upright && (is_drawn || i + 1 < count))
            continue;
        step_to(pen, is_level ? 'h' : is_upright ? 'v' : 'l', points[i]);
        is_drawn = true;
    }
    if (is_closed) {
        g_string_append_c(pen->out, 'z');
        pen->x = points[0].x;
        pen->y = points[0].y;
        pen->command = 'z';
    }
}

void svg_append_path_data(GString *out, const struct scene_node *node)
{
    struct pen pen = {.out = out};
    const struct pagept *points = node->path.points;
    g_string_append(out, " d=\"");
    for (size_t i = 0; i < node->path.subpaths; points += node->path.counts[i++])
        append_subpath(&pen, points, node->path.counts[i], node->path.is_closed);
    g_string_append_c(out, '"');
}

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
