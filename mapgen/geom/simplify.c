#include "geom/simplify.h"

#include <glib.h>
#include <math.h>
#include <string.h>

/* A candidate for removal; stale when the point's version has moved on. */
struct candidate {
    double area;
    uint32_t point, version;
};

/* Cells of the plane, hashed into buckets, to ask which points lie in a triangle. Points may lie
 * anywhere: nothing is as large as the plane. */
struct point_grid {
    const struct pagexy *points; /* the lines' points, then the fixed ones */
    size_t count;
    uint32_t mask;
    uint32_t *starts, *ends; /* by bucket: of its items, those that are still there */
    struct pagexy *items;
};

/* Side of a cell, and the most cells that a triangle may cover and still be looked through: one
 * that is larger, though thin, keeps its point. */
#define CELL_PT 4.0
#define MOST_CELLS 4096

/* A point of a line. */
struct link {
    int64_t before, after; /* neighbours along the line; -1 at its ends */
    uint32_t version, line;
};

struct simplifier {
    struct point_grid grid;
    struct link *links;
    uint32_t *left_in_line; /* points still there, by line */
    bool *is_closed;
    bool *stays;
    GArray *heap; /* of struct candidate, a binary heap */
};

static int64_t cell_of(double coordinate)
{
    return (int64_t)floor(coordinate / CELL_PT);
}

/* Four by four cells that lie together have buckets that do. */
static uint32_t bucket_of(const struct point_grid *grid, int64_t column, int64_t row)
{
    uint64_t h =
        (uint64_t)(column >> 2) * 0x9e3779b97f4a7c15u ^ (uint64_t)(row >> 2) * 0xbf58476d1ce4e5b9u;
    uint32_t block = (uint32_t)(h >> 32 ^ h) << 4;
    return (block | (uint32_t)(row & 3) << 2 | (uint32_t)(column & 3)) & grid->mask;
}

static uint32_t point_bucket(const struct point_grid *grid, size_t point)
{
    return bucket_of(grid, cell_of(grid->points[point].x), cell_of(grid->points[point].y));
}

static void grid_build(struct point_grid *grid)
{
    size_t buckets = 1024;
    while (buckets < grid->count)
        buckets *= 2;
    grid->mask = (uint32_t)(buckets - 1);
    grid->starts = g_new0(uint32_t, buckets + 2);
    grid->ends = g_new(uint32_t, buckets);
    grid->items = g_new(struct pagexy, MAX(grid->count, 1));
    for (size_t i = 0; i < grid->count; i++)
        grid->starts[point_bucket(grid, i) + 1]++;
    for (size_t bucket = 0; bucket < buckets; bucket++) {
        grid->starts[bucket + 1] += grid->starts[bucket];
        grid->ends[bucket] = grid->starts[bucket];
    }
    for (size_t i = 0; i < grid->count; i++)
        grid->items[grid->ends[point_bucket(grid, i)]++] = grid->points[i];
}

static double cross(struct pagexy a, struct pagexy b, struct pagexy c)
{
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

static bool is_same(struct pagexy a, struct pagexy b)
{
    return a.x == b.x && a.y == b.y;
}

static void grid_remove(struct point_grid *grid, size_t point)
{
    uint32_t bucket = point_bucket(grid, point), i = grid->starts[bucket];
    while (!is_same(grid->items[i], grid->points[point]))
        i++;
    grid->items[i] = grid->items[--grid->ends[bucket]];
}

/* On its sides counts. The box sorts out what is in line with the corners of a flat triangle but
 * not between them. */
static bool is_in_triangle(struct pagexy p, struct pagexy a, struct pagexy b, struct pagexy c)
{
    if (p.x < fmin(a.x, fmin(b.x, c.x)) || p.x > fmax(a.x, fmax(b.x, c.x)) ||
        p.y < fmin(a.y, fmin(b.y, c.y)) || p.y > fmax(a.y, fmax(b.y, c.y)))
        return false;
    double u = cross(a, b, p), v = cross(b, c, p), w = cross(c, a, p);
    return (u >= 0 && v >= 0 && w >= 0) || (u <= 0 && v <= 0 && w <= 0);
}

/* True when some point that is still there, other than the corners, lies in the triangle. */
static bool is_occupied(const struct simplifier *s, struct pagexy a, struct pagexy b,
                        struct pagexy c)
{
    const struct point_grid *grid = &s->grid;
    int64_t left = cell_of(fmin(a.x, fmin(b.x, c.x))), right = cell_of(fmax(a.x, fmax(b.x, c.x)));
    int64_t top = cell_of(fmin(a.y, fmin(b.y, c.y))), bottom = cell_of(fmax(a.y, fmax(b.y, c.y)));
    if ((right - left + 1) * (bottom - top + 1) > MOST_CELLS)
        return true;
    for (int64_t row = top; row <= bottom; row++) {
        for (int64_t column = left; column <= right; column++) {
            uint32_t bucket = bucket_of(grid, column, row);
            for (uint32_t i = grid->starts[bucket]; i < grid->ends[bucket]; i++) {
                struct pagexy p = grid->items[i];
                if (is_in_triangle(p, a, b, c) && !is_same(p, a) && !is_same(p, b) &&
                    !is_same(p, c))
                    return true;
            }
        }
    }
    return false;
}

static bool is_less(const struct candidate *a, const struct candidate *b)
{
    return a->area != b->area ? a->area < b->area : a->point < b->point;
}

static void heap_push(GArray *heap, struct candidate candidate)
{
    g_array_append_val(heap, candidate);
    struct candidate *h = (struct candidate *)(void *)heap->data;
    size_t at = heap->len - 1;
    for (; at > 0 && is_less(&candidate, &h[(at - 1) / 2]); at = (at - 1) / 2)
        h[at] = h[(at - 1) / 2];
    h[at] = candidate;
}

static struct candidate heap_pop(GArray *heap)
{
    struct candidate *h = (struct candidate *)(void *)heap->data;
    struct candidate top = h[0], last = h[heap->len - 1];
    g_array_set_size(heap, heap->len - 1);
    size_t at = 0, count = heap->len;
    for (size_t child = 1; child < count; child = 2 * at + 1) {
        if (child + 1 < count && is_less(&h[child + 1], &h[child]))
            child++;
        if (!is_less(&h[child], &last))
            break;
        h[at] = h[child];
        at = child;
    }
    if (count)
        h[at] = last;
    return top;
}

/* Puts a point up for removal; never less urgent than `least`, so that what a removal leaves behind
 * does not go before it. */
static void consider(struct simplifier *s, uint32_t point, double least, double limit)
{
    struct link *link = &s->links[point];
    if (link->before < 0 || link->after < 0)
        return;
    const struct pagexy *p = s->grid.points;
    double area = fabs(cross(p[link->before], p[point], p[link->after])) / 2;
    link->version++;
    if (area < limit)
        heap_push(s->heap, (struct candidate){fmax(area, least), point, link->version});
}

static void link_points(struct simplifier *s, const size_t *counts, size_t lines)
{
    uint32_t at = 0;
    for (size_t line = 0; line < lines; line++) {
        for (size_t i = 0; i < counts[line]; i++, at++) {
            s->links[at] = (struct link){.before = i == 0 ? -1 : (int64_t)at - 1,
                                         .after = i + 1 == counts[line] ? -1 : (int64_t)at + 1,
                                         .line = (uint32_t)line};
        }
        s->left_in_line[line] = (uint32_t)counts[line];
        s->is_closed[line] =
            counts[line] > 3 && is_same(s->grid.points[at - counts[line]], s->grid.points[at - 1]);
    }
}

bool *simplify_lines(const struct pagexy *points, const size_t *counts, size_t lines,
                     const struct pagexy *fixed, size_t fixed_count, double limit_pt2)
{
    size_t total = 0;
    for (size_t i = 0; i < lines; i++)
        total += counts[i];
    size_t all_count = total + fixed_count;
    g_autofree struct pagexy *all = g_new(struct pagexy, MAX(all_count, 1));
    if (total)
        memcpy(all, points, total * sizeof *all);
    if (fixed_count)
        memcpy(all + total, fixed, fixed_count * sizeof *all);

    struct simplifier s = {.grid = {.points = all, .count = all_count},
                           .links = g_new(struct link, MAX(total, 1)),
                           .left_in_line = g_new(uint32_t, MAX(lines, 1)),
                           .is_closed = g_new(bool, MAX(lines, 1)),
                           .stays = g_new(bool, MAX(all_count, 1)),
                           .heap = g_array_new(FALSE, FALSE, sizeof(struct candidate))};
    memset(s.stays, true, all_count);
    grid_build(&s.grid);
    link_points(&s, counts, lines);
    for (uint32_t i = 0; i < total; i++)
        consider(&s, i, 0, limit_pt2);
    while (s.heap->len) {
        struct candidate c = heap_pop(s.heap);
        uint32_t line = s.links[c.point].line;
        if (!s.stays[c.point] || s.links[c.point].version != c.version ||
            s.left_in_line[line] <= (s.is_closed[line] ? 4 : 2))
            continue;
        uint32_t before = (uint32_t)s.links[c.point].before;
        uint32_t after = (uint32_t)s.links[c.point].after;
        if (is_occupied(&s, all[before], all[c.point], all[after]))
            continue;
        s.stays[c.point] = false;
        grid_remove(&s.grid, c.point);
        s.left_in_line[line]--;
        s.links[before].after = after;
        s.links[after].before = before;
        consider(&s, before, c.area, limit_pt2);
        consider(&s, after, c.area, limit_pt2);
    }
    g_array_unref(s.heap);
    g_free(s.grid.starts);
    g_free(s.grid.ends);
    g_free(s.grid.items);
    g_free(s.links);
    g_free(s.left_in_line);
    g_free(s.is_closed);
    return s.stays;
}
