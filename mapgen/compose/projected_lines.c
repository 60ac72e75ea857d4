#include "compose/projected_lines.h"

#include "base/parallel.h"
#include "geom/grid.h"

#include <math.h>

/* A projected segment is halved until its middle is this near to its chord. */
#define BEND_PT 0.1
#define MAX_HALVINGS 10
#define STRAIGHT_PT 16.0 /* one that is no longer than this is not looked at */

/* Points for which a thread more is worth its start and its projection: some milliseconds. */
#define POINTS_PER_THREAD 8192

struct pagexy page_plane_point(const struct page_plane *plane, struct lonlat at)
{
    struct pagexy p = page_fit_point(plane->fit, projection_forward(plane->projection, at));
    if (!isfinite(p.x) || !isfinite(p.y))
        return (struct pagexy){at.lon < 0 ? -FAR_PT : FAR_PT, at.lat < 0 ? FAR_PT : -FAR_PT};
    return (struct pagexy){CLAMP(p.x, -FAR_PT, FAR_PT), CLAMP(p.y, -FAR_PT, FAR_PT)};
}

static struct lonlat point_of(const struct earth_line *line, size_t i)
{
    return line->grid ? gridpt_to_lonlat(line->grid[i]) : line->lonlats[i];
}

/* A point on the earth and on the page. */
struct corner {
    struct lonlat at;
    struct pagexy on;
};

/* Appends what lies between two corners, and the second. */
static void append_bent(const struct page_plane *plane, struct corner a, struct corner b, int depth,
                        GArray *out)
{
    /* Segments that are short on the page, as nearly all are, cannot bend visibly. */
    double across = b.on.x - a.on.x, down = b.on.y - a.on.y;
    double length = fabs(across) + fabs(down) > STRAIGHT_PT ? hypot(across, down) : 0;
    if (depth < MAX_HALVINGS && length > STRAIGHT_PT) {
        struct corner middle = {.at = {(a.at.lon + b.at.lon) / 2, (a.at.lat + b.at.lat) / 2}};
        middle.on = page_plane_point(plane, middle.at);
        double off = fabs(across * (middle.on.y - a.on.y) - down * (middle.on.x - a.on.x));
        if (off > BEND_PT * length) {
            append_bent(plane, a, middle, depth + 1, out);
            append_bent(plane, middle, b, depth + 1, out);
            return;
        }
    }
    g_array_append_val(out, b.on);
}

/* True when all points are beyond the same side of what is drawn: the chord between the ends then
 * is too, and clipping leaves the same of it. */
static bool is_beyond(const struct page_plane *plane, const struct pagexy *points, size_t count)
{
    double left = plane->box.left / (double)PAGE_UNITS_PER_PT;
    double right = plane->box.right / (double)PAGE_UNITS_PER_PT;
    double top = plane->box.top / (double)PAGE_UNITS_PER_PT;
    double bottom = plane->box.bottom / (double)PAGE_UNITS_PER_PT;
    bool sides[4] = {true, true, true, true};
    for (size_t i = 0; i < count && (sides[0] || sides[1] || sides[2] || sides[3]); i++) {
        sides[0] &= points[i].x < left;
        sides[1] &= points[i].x > right;
        sides[2] &= points[i].y < top;
        sides[3] &= points[i].y > bottom;
    }
    return sides[0] || sides[1] || sides[2] || sides[3];
}

/* Appends a line, of which only the ends are kept when none of it can be seen. */
static void append_line(const struct page_plane *plane, const struct earth_line *line,
                        GArray *points, GArray *counts)
{
    size_t before = points->len;
    struct corner last = {{0}, {0}}, first = {{0}, {0}};
    for (size_t i = 0; i < line->count; i++) {
        struct corner next = {.at = point_of(line, i)};
        next.on = page_plane_point(plane, next.at);
        if (i == 0) {
            first = next;
            g_array_append_val(points, next.on);
        } else {
            append_bent(plane, last, next, 0, points);
        }
        last = next;
    }
    if (line->is_closed && line->count > 2)
        append_bent(plane, last, first, 0, points);
    struct pagexy *line_points = &g_array_index(points, struct pagexy, before);
    size_t count = points->len - before;
    if (count > 2 && is_beyond(plane, line_points, count)) {
        line_points[1] = line_points[count - 1];
        count = 2;
        g_array_set_size(points, (guint)(before + count));
    }
    g_array_append_val(counts, count);
}

/* Some of the lines, for one thread; without a projection it makes its own. */
struct part {
    struct page_plane plane;
    const struct earth_line *lines;
    size_t count;
    GArray *points, *counts;
};

static void *append_part(void *data)
{
    struct part *part = data;
    g_autoptr(projection) own = NULL;
    g_autoptr(GError) error = NULL;
    if (!part->plane.projection)
        part->plane.projection = own = projection_new(part->plane.definition, &error);
    if (!part->plane.projection)
        g_error("%s", error->message); /* one was made from the same words before */
    for (size_t i = 0; i < part->count; i++)
        append_line(&part->plane, &part->lines[i], part->points, part->counts);
    return NULL;
}

static size_t count_points(const struct earth_line *lines, size_t count)
{
    size_t total = 0;
    for (size_t i = 0; i < count; i++)
        total += lines[i].count;
    return total;
}

/* How many of the lines have so many points together. */
static size_t count_lines(const struct earth_line *lines, size_t count, size_t points)
{
    size_t taken = 0;
    for (size_t all = 0; taken < count && all < points; taken++)
        all += lines[taken].count;
    return taken;
}

void projected_lines_append(const struct page_plane *plane, const struct earth_line *lines,
                            size_t count, GArray *points, GArray *counts)
{
    size_t total = count_points(lines, count);
    unsigned part_count = parallel_parts(total, POINTS_PER_THREAD);
    g_autofree struct part *parts = g_new0(struct part, part_count);
    for (unsigned i = 0; i < part_count; i++) {
        bool is_last = i + 1 == part_count;
        struct part *part = &parts[i];
        *part = (struct part){*plane, lines, count, points, counts};
        if (!is_last)
            part->count = count_lines(lines, count, total / part_count);
        if (i > 0) {
            part->plane.projection = NULL;
            part->points =
                g_array_sized_new(FALSE, FALSE, sizeof(struct pagexy), (guint)(total / part_count));
            part->counts = g_array_new(FALSE, FALSE, sizeof(size_t));
        }
        lines += part->count;
        count -= part->count;
    }
    parallel_run(append_part, parts, sizeof *parts, part_count);
    for (unsigned i = 1; i < part_count; i++) {
        g_array_append_vals(points, parts[i].points->data, parts[i].points->len);
        g_array_append_vals(counts, parts[i].counts->data, parts[i].counts->len);
        g_array_unref(parts[i].points);
        g_array_unref(parts[i].counts);
    }
}
