#include "compose/room_parts.h"

#include <math.h>

/* Steps of the chamfer distance to a cell beside and to one across a corner. */
#define CHAMFER_BESIDE 3
#define CHAMFER_ACROSS 4

/* Points of room around it that a place gains by being a point nearer to the middle of all. */
#define OFF_MIDDLE 0.15

/* ---- pieces -------------------------------------------------------------------------------- */

/* Free cells of a row; `first` is a stretch of the same piece before it, or itself. */
struct link {
    struct stretch stretch;
    int row;
    guint first;
};

static struct link *link_at(const GArray *links, guint i)
{
    return &g_array_index(links, struct link, i);
}

/* The first stretch of the piece that a stretch is of. */
static guint first_of(const GArray *links, guint i)
{
    while (link_at(links, i)->first != i) {
        guint before = link_at(links, i)->first;
        link_at(links, i)->first = link_at(links, before)->first;
        i = before;
    }
    return i;
}

static void join(const GArray *links, guint a, guint b)
{
    guint first = first_of(links, a), other = first_of(links, b);
    link_at(links, MAX(first, other))->first = MIN(first, other);
}

/* The free stretches, row by row, joined with those that they lie beside in the row above. */
static GArray *list_links(const room *room)
{
    GArray *links = g_array_new(FALSE, FALSE, sizeof(struct link));
    guint above = 0, above_end = 0;
    for (int row = 0; row < room->rows; row++) {
        guint start = links->len;
        struct link link = {.row = row};
        for (int column = 0; room_next_stretch(room, row, column, &link.stretch);
             column = link.stretch.to) {
            link.first = links->len;
            g_array_append_val(links, link);
            while (above < above_end && link_at(links, above)->stretch.to <= link.stretch.from)
                above++;
            for (guint i = above;
                 i < above_end && link_at(links, i)->stretch.from < link.stretch.to; i++)
                join(links, link.first, i);
        }
        above = start;
        above_end = links->len;
    }
    return links;
}

void room_keep_largest(room *room)
{
    g_autoptr(GArray) links = list_links(room);
    g_autofree size_t *cells = g_new0(size_t, links->len + 1);
    guint largest = 0;
    for (guint i = 0; i < links->len; i++)
        cells[first_of(links, i)] +=
            (size_t)(link_at(links, i)->stretch.to - link_at(links, i)->stretch.from);
    for (guint i = 0; i < links->len; i++)
        if (cells[i] > cells[largest])
            largest = i;
    for (guint i = 0; i < links->len; i++) {
        const struct link *link = link_at(links, i);
        if (first_of(links, i) != largest)
            room_take_columns(room, link->row, link->stretch.from, link->stretch.to);
    }
}

/* ---- shape --------------------------------------------------------------------------------- */

/* Sums over free cells, in cells from the room's corner. */
struct moments {
    double count, x, y, xx, xy, yy;
};

static struct moments sum_moments(const room *room)
{
    struct moments sums = {0};
    for (int row = 0; row < room->rows; row++) {
        struct stretch s;
        for (int column = 0; room_next_stretch(room, row, column, &s); column = s.to) {
            double n = s.to - s.from, first = s.from, last = s.to - 1;
            double x = (first + last) * n / 2;
            sums.count += n;
            sums.x += x;
            sums.y += row * n;
            sums.xx += n * first * last + (n - 1) * n * (2 * n - 1) / 6;
            sums.xy += row * x;
            sums.yy += (double)row * row * n;
        }
    }
    return sums;
}

struct room_shape room_shape_of(const room *room)
{
    struct moments sums = sum_moments(room);
    if (sums.count == 0)
        return (struct room_shape){.elongation = 1};
    double x = sums.x / sums.count, y = sums.y / sums.count;
    struct room_shape shape = {.area_pt2 = sums.count * CELL_PT * CELL_PT,
                               .middle = {room->bounds.left + (x + 0.5) * CELL_PT,
                                          room->bounds.top + (y + 0.5) * CELL_PT}};
    double a = sums.xx / sums.count - x * x;
    double b = sums.xy / sums.count - x * y;
    double c = sums.yy / sums.count - y * y;
    double half = (a + c) / 2, root = hypot((a - c) / 2, b);
    /* A single cell, or a single row of them, is as wide as a cell. */
    double cell = 1.0 / 12;
    shape.elongation = sqrt((half + root + cell) / (fmax(half - root, 0) + cell));
    shape.angle_deg = 0.5 * atan2(2 * b, a - c) * 180 / G_PI;
    return shape;
}

/* How far each cell is from a taken one or from outside, in thirds of a cell; with a row and a
 * column more on each side. */
static int32_t *chamfer_distances(const room *room)
{
    size_t width = (size_t)room->columns + 2;
    int32_t *far = g_new0(int32_t, width * ((size_t)room->rows + 2));
    struct stretch s;
    for (int row = 0; row < room->rows; row++) {
        int32_t *at = far + (size_t)(row + 1) * width + 1;
        const int32_t *above = at - width;
        for (int column = 0; room_next_stretch(room, row, column, &s); column = s.to) {
            int32_t before = 0;
            for (int c = s.from; c < s.to; c++) {
                int32_t least = MIN(above[c] + CHAMFER_BESIDE,
                                    MIN(above[c - 1], above[c + 1]) + CHAMFER_ACROSS);
                before = at[c] = MIN(least, before + CHAMFER_BESIDE);
            }
        }
    }
    for (int row = room->rows - 1; row >= 0; row--) {
        int32_t *at = far + (size_t)(row + 1) * width + 1;
        const int32_t *below = at + width;
        for (int column = 0; room_next_stretch(room, row, column, &s); column = s.to) {
            int32_t before = 0;
            for (int c = s.to - 1; c >= s.from; c--) {
                int32_t least = MIN(below[c] + CHAMFER_BESIDE,
                                    MIN(below[c - 1], below[c + 1]) + CHAMFER_ACROSS);
                least = MIN(least, at[c]);
                before = at[c] = MIN(least, before + CHAMFER_BESIDE);
            }
        }
    }
    return far;
}

bool room_widest(const room *room, struct pagexy *widest)
{
    struct room_shape shape = room_shape_of(room);
    if (shape.area_pt2 == 0)
        return false;
    g_autofree int32_t *far = chamfer_distances(room);
    double most = -INFINITY;
    int32_t enough = 1; /* what is less far is worth less than what has been found */
    for (int row = 0; row < room->rows; row++) {
        const int32_t *here = far + (size_t)(row + 1) * ((size_t)room->columns + 2) + 1;
        for (int column = 0; column < room->columns; column++) {
            if (here[column] < enough)
                continue;
            struct pagexy at = room_middle(room, column, row);
            double x = at.x - shape.middle.x, y = at.y - shape.middle.y;
            double worth =
                here[column] * CELL_PT / CHAMFER_BESIDE - OFF_MIDDLE * sqrt(x * x + y * y);
            if (worth <= most)
                continue;
            most = worth;
            *widest = at;
            enough = MAX((int32_t)(most * CHAMFER_BESIDE / CELL_PT), 1);
        }
    }
    return true;
}
