#include "compose/room.h"

#include <math.h>
#include <string.h>

#define CELL_PT 2.0

/* Steps of margin that a search tells apart. */
#define MARGIN_STEPS 4

struct room {
    struct page_box bounds;
    int columns, rows;
    uint8_t *is_taken;
};

room *room_new(struct page_box bounds)
{
    room *r = g_new0(room, 1);
    r->bounds = bounds;
    r->columns = (int)ceil((bounds.right - bounds.left) / CELL_PT);
    r->rows = (int)ceil((bounds.bottom - bounds.top) / CELL_PT);
    r->is_taken = g_new0(uint8_t, (size_t)r->columns * r->rows + 1);
    return r;
}

room *room_copy(const room *from)
{
    room *r = g_memdup2(from, sizeof *from);
    r->is_taken = g_memdup2(from->is_taken, (size_t)from->columns * from->rows + 1);
    return r;
}

void room_free(room *room)
{
    if (!room)
        return;
    g_free(room->is_taken);
    g_free(room);
}

/* The cells that a box covers, however little of them: [first, last). */
static void cells_of(const room *room, struct page_box box, int *left, int *top, int *right,
                     int *bottom)
{
    *left = (int)CLAMP(floor((box.left - room->bounds.left) / CELL_PT), 0, room->columns);
    *top = (int)CLAMP(floor((box.top - room->bounds.top) / CELL_PT), 0, room->rows);
    *right = (int)CLAMP(ceil((box.right - room->bounds.left) / CELL_PT), 0, room->columns);
    *bottom = (int)CLAMP(ceil((box.bottom - room->bounds.top) / CELL_PT), 0, room->rows);
}

void room_take_box(room *room, struct page_box box)
{
    int left, top, right, bottom;
    cells_of(room, box, &left, &top, &right, &bottom);
    for (int row = top; row < bottom && right > left; row++)
        memset(room->is_taken + (size_t)row * room->columns + left, 1, (size_t)(right - left));
}

void room_take_line(room *room, const struct pagept *points, size_t count, double width_pt)
{
    double half = width_pt / 2;
    for (size_t i = 0; i + 1 < count; i++) {
        struct pagexy a = {points[i].x / (double)PAGE_UNITS_PER_PT,
                           points[i].y / (double)PAGE_UNITS_PER_PT};
        struct pagexy b = {points[i + 1].x / (double)PAGE_UNITS_PER_PT,
                           points[i + 1].y / (double)PAGE_UNITS_PER_PT};
        int steps = (int)ceil(hypot(b.x - a.x, b.y - a.y) / CELL_PT) + 1;
        for (int s = 0; s <= steps; s++) {
            double x = a.x + (b.x - a.x) * s / steps, y = a.y + (b.y - a.y) * s / steps;
            room_take_box(room, (struct page_box){x - half, y - half, x + half, y + half});
        }
    }
}

static int compare_doubles(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* Where rings cross the horizontal line at y, from left to right. */
static void cut_rings(const GArray *points, const GArray *counts, double y, GArray *cuts)
{
    g_array_set_size(cuts, 0);
    const struct pagept *p = (const struct pagept *)(const void *)points->data;
    for (guint r = 0; r < counts->len; r++) {
        size_t count = g_array_index(counts, size_t, r);
        for (size_t i = 0, j = count - 1; i < count; j = i++) {
            if ((p[j].y > y) == (p[i].y > y))
                continue;
            double x =
                p[j].x + (y - p[j].y) / ((double)p[i].y - p[j].y) * ((double)p[i].x - p[j].x);
            g_array_append_val(cuts, x);
        }
        p += count;
    }
    g_array_sort(cuts, compare_doubles);
}

/* Takes the cells that are inside the rings, or those that are outside. */
static void take_side(room *room, const GArray *points, const GArray *counts, bool takes_inside)
{
    g_autoptr(GArray) cuts = g_array_new(FALSE, FALSE, sizeof(double));
    for (int row = 0; row < room->rows; row++) {
        double y = (room->bounds.top + (row + 0.5) * CELL_PT) * PAGE_UNITS_PER_PT;
        cut_rings(points, counts, y, cuts);
        guint next = 0;
        bool is_inside = false;
        for (int column = 0; column < room->columns; column++) {
            double x = (room->bounds.left + (column + 0.5) * CELL_PT) * PAGE_UNITS_PER_PT;
            for (; next < cuts->len && g_array_index(cuts, double, next) < x; next++)
                is_inside = !is_inside;
            if (is_inside == takes_inside)
                room->is_taken[(size_t)row * room->columns + column] = 1;
        }
    }
}

void room_keep_inside(room *room, const GArray *points, const GArray *counts)
{
    take_side(room, points, counts, false);
}

void room_take_inside(room *room, const GArray *points, const GArray *counts)
{
    take_side(room, points, counts, true);
}

/* Sums of taken cells above and left of each corner of cells; (columns + 1) * (rows + 1). */
static uint32_t *sum_cells(const room *room)
{
    int width = room->columns + 1;
    uint32_t *sums = g_new0(uint32_t, (size_t)width * (room->rows + 1));
    for (int row = 0; row < room->rows; row++) {
        uint32_t line = 0;
        for (int column = 0; column < room->columns; column++) {
            line += room->is_taken[(size_t)row * room->columns + column];
            sums[(size_t)(row + 1) * width + column + 1] =
                sums[(size_t)row * width + column + 1] + line;
        }
    }
    return sums;
}

static bool is_box_free(const room *room, const uint32_t *sums, struct page_box box)
{
    if (box.left < room->bounds.left || box.top < room->bounds.top ||
        box.right > room->bounds.right || box.bottom > room->bounds.bottom)
        return false;
    int left, top, right, bottom, width = room->columns + 1;
    cells_of(room, box, &left, &top, &right, &bottom);
    return sums[(size_t)bottom * width + right] - sums[(size_t)top * width + right] -
               sums[(size_t)bottom * width + left] + sums[(size_t)top * width + left] ==
           0;
}

bool room_is_free(const room *room, struct page_box box)
{
    g_autofree uint32_t *sums = sum_cells(room);
    return is_box_free(room, sums, box);
}

bool room_is_line_free(const room *room, struct pagexy from, struct pagexy to)
{
    double x0 = (from.x - room->bounds.left) / CELL_PT, y0 = (from.y - room->bounds.top) / CELL_PT;
    double x1 = (to.x - room->bounds.left) / CELL_PT, y1 = (to.y - room->bounds.top) / CELL_PT;
    if (fmin(x0, x1) < 0 || fmin(y0, y1) < 0 || fmax(x0, x1) >= room->columns ||
        fmax(y0, y1) >= room->rows)
        return false;
    /* The cells of each column between where the line enters and where it leaves it. */
    int left = (int)floor(fmin(x0, x1)), right = (int)floor(fmax(x0, x1));
    double slope = x1 == x0 ? 0 : (y1 - y0) / (x1 - x0);
    for (int column = left; column <= right; column++) {
        double enter = fmax(fmin(x0, x1), column), leave = fmin(fmax(x0, x1), column + 1);
        double ya = x1 == x0 ? y0 : y0 + (enter - x0) * slope;
        double yb = x1 == x0 ? y1 : y0 + (leave - x0) * slope;
        int top = (int)floor(fmin(ya, yb)), bottom = (int)floor(fmax(ya, yb));
        for (int row = MAX(top, 0); row <= MIN(bottom, room->rows - 1); row++)
            if (room->is_taken[(size_t)row * room->columns + column])
                return false;
    }
    return true;
}

static struct page_box box_around(struct pagexy middle, double width, double height, double more)
{
    return (struct page_box){middle.x - width / 2 - more, middle.y - height / 2 - more,
                             middle.x + width / 2 + more, middle.y + height / 2 + more};
}

bool room_find(const room *room, double width_pt, double height_pt, const struct room_wish *wish,
               struct pagexy *middle)
{
    g_autofree uint32_t *sums = sum_cells(room);
    double best = INFINITY, step = wish->margin_pt / MARGIN_STEPS;
    for (int row = 0; row < room->rows; row++) {
        for (int column = 0; column < room->columns; column++) {
            struct pagexy at = {room->bounds.left + (column + 0.5) * CELL_PT,
                                room->bounds.top + (row + 0.5) * CELL_PT};
            double distance = hypot(at.x - wish->wish.x, at.y - wish->wish.y);
            double least = distance - wish->margin_pt * wish->margin_worth;
            if (distance > wish->reach_pt || least >= best ||
                !is_box_free(room, sums, box_around(at, width_pt, height_pt, 0)))
                continue;
            int margin = 0;
            while (
                margin < MARGIN_STEPS &&
                is_box_free(room, sums, box_around(at, width_pt, height_pt, step * (margin + 1))))
                margin++;
            double cost = distance - step * margin * wish->margin_worth;
            if (cost < best) {
                best = cost;
                *middle = at;
            }
        }
    }
    return best < INFINITY;
}
