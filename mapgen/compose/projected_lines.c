#include "compose/projected_lines.h"

#include "base/parallel.h"
#include "geom/grid.h"

#include <math.h>

/* A projected segment is halved until its middle is this near to its chord. */
#define BEND_PT 0.1
#define MAX_HALVINGS 10
#define STRAIGHT_PT 16.0 /* one that is no longer than this is not looked at */

/* Where a line is on the page is told from the bounds of pieces of so many points, and theirs from
 * so many points on each side. A line that has no such piece is projected unasked. */
#define POINTS_PER_PIECE 128
#define SAMPLES_PER_SIDE 4

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

/* The sides of what is drawn, as bits, that all points are beyond by more than a margin. */
static unsigned sides_passed(const struct page_plane *plane, const struct pagexy *points,
                             size_t count, double margin_pt)
{
    double left = plane->box.left / (double)PAGE_UNITS_PER_PT - margin_pt;
    double right = plane->box.right / (double)PAGE_UNITS_PER_PT + margin_pt;
    double top = plane->box.top / (double)PAGE_UNITS_PER_PT - margin_pt;
    double bottom = plane->box.bottom / (double)PAGE_UNITS_PER_PT + margin_pt;
    unsigned sides = 0xf;
    for (size_t i = 0; i < count && sides; i++)
        sides &= (points[i].x < left ? 1u : 0) | (points[i].x > right ? 2u : 0) |
                 (points[i].y < top ? 4u : 0) | (points[i].y > bottom ? 8u : 0);
    return sides;
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
    /* Segments that are short on the page, as nearly all are, cannot bend visibly; nor those that
     * lie beside it, at the end of a line that reaches far. */
    double across = b.on.x - a.on.x, down = b.on.y - a.on.y;
    double length = fabs(across) + fabs(down) > STRAIGHT_PT ? hypot(across, down) : 0;
    bool can_bend = depth < MAX_HALVINGS && length > STRAIGHT_PT;
    if (can_bend && !sides_passed(plane, (struct pagexy[]){a.on, b.on}, 2, length)) {
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

/* The bounds of some points of a line, which goes on at its beginning. */
static struct lonlat_box bounds_of(const struct earth_line *line, size_t first, size_t count)
{
    struct lonlat_box box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t i = first; i < first + count; i++) {
        struct lonlat at = point_of(line, i % line->count);
        box.west = MIN(box.west, at.lon), box.east = MAX(box.east, at.lon);
        box.south = MIN(box.south, at.lat), box.north = MAX(box.north, at.lat);
    }
    return box;
}

/* The same sides of all that lies in bounds: points along them are beyond, by more than what is
 * between two of them can stand out. That is a fifth of their distance where the side turns by a
 * right angle from one to the other; where the projection is torn they lie too far apart for any.
 */
static unsigned sides_passed_by_box(const struct page_plane *plane, struct lonlat_box box)
{
    enum { COUNT = 4 * SAMPLES_PER_SIDE };
    struct pagexy around[COUNT];
    for (int i = 0; i < SAMPLES_PER_SIDE; i++) {
        double to = (double)i / SAMPLES_PER_SIDE;
        double lon = (box.east - box.west) * to, lat = (box.north - box.south) * to;
        const struct lonlat on_sides[4] = {{box.west + lon, box.south},
                                           {box.east, box.south + lat},
                                           {box.east - lon, box.north},
                                           {box.west, box.north - lat}};
        for (int side = 0; side < 4; side++)
            around[side * SAMPLES_PER_SIDE + i] = page_plane_point(plane, on_sides[side]);
    }
    double widest_pt = 0;
    for (int i = 0; i < COUNT; i++) {
        struct pagexy a = around[i], b = around[(i + 1) % COUNT];
        widest_pt = MAX(widest_pt, hypot(a.x - b.x, a.y - b.y));
    }
    return sides_passed(plane, around, COUNT, widest_pt / 4);
}

/* True when all of a line is beyond the same side: the chord between its ends then is too, and
 * clipping leaves the same of it. Told from bounds, that is without projecting all its points;
 * false where they leave doubt. */
static bool is_far(const struct page_plane *plane, const struct earth_line *line)
{
    unsigned sides = line->count >= POINTS_PER_PIECE ? 0xf : 0;
    for (size_t first = 0; sides && first < line->count; first += POINTS_PER_PIECE) {
        size_t count = MIN(POINTS_PER_PIECE, line->count - first);
        size_t with_next = first + count < line->count || line->is_closed;
        sides &= sides_passed_by_box(plane, bounds_of(line, first, count + with_next));
    }
    return sides;
}

/* Appends the ends of a line of which none can be seen. */
static void append_ends(const struct page_plane *plane, const struct earth_line *line,
                        GArray *points, GArray *counts)
{
    size_t last = line->is_closed ? 0 : line->count - 1, count = 2;
    struct pagexy ends[2] = {page_plane_point(plane, point_of(line, 0)),
                             page_plane_point(plane, point_of(line, last))};
    g_array_append_vals(points, ends, 2);
    g_array_append_val(counts, count);
}

/* Appends a line, of which only the ends are kept when none of it can be seen. */
static void append_line(const struct page_plane *plane, const struct earth_line *line,
                        GArray *points, GArray *counts)
{
    if (is_far(plane, line)) {
        append_ends(plane, line, points, counts);
        return;
    }
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
    if (count > 2 && sides_passed(plane, line_points, count, 0)) {
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
