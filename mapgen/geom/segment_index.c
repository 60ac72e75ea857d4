#include "geom/segment_index.h"

#include <math.h>

struct segment_index {
    const struct grid_segment *segments;
    size_t count;
    int64_t left, bottom, cell; /* grid units */
    int32_t columns, rows;
    uint32_t *starts; /* of each cell's list in items, columns * rows + 1 */
    uint32_t *items;
};

static int32_t column_of(const segment_index *index, int64_t x)
{
    return (int32_t)CLAMP((x - index->left) / index->cell, 0, index->columns - 1);
}

static int32_t row_of(const segment_index *index, int64_t y)
{
    return (int32_t)CLAMP((y - index->bottom) / index->cell, 0, index->rows - 1);
}

/* The cells of one row that a segment passes through, widened by what touches can reach. */
static void columns_in_row(const segment_index *index, struct gridpt a, struct gridpt b,
                           int32_t row, int32_t *first, int32_t *last)
{
    double low = (double)(index->bottom + row * index->cell) - 1;
    double high = low + (double)index->cell + 2;
    double x0 = a.x, x1 = b.x;
    if (a.y != b.y) {
        double slope = ((double)b.x - a.x) / ((double)b.y - a.y);
        double t0 = a.x + (low - a.y) * slope, t1 = a.x + (high - a.y) * slope;
        x0 = CLAMP(MIN(t0, t1), MIN(a.x, b.x), MAX(a.x, b.x));
        x1 = CLAMP(MAX(t0, t1), MIN(a.x, b.x), MAX(a.x, b.x));
    }
    *first = column_of(index, (int64_t)floor(MIN(x0, x1)) - 1);
    *last = column_of(index, (int64_t)ceil(MAX(x0, x1)) + 1);
}

static void choose_cells(segment_index *index)
{
    int64_t left = INT32_MAX, bottom = INT32_MAX, right = INT32_MIN, top = INT32_MIN;
    for (size_t i = 0; i < index->count; i++) {
        const struct grid_segment *s = &index->segments[i];
        left = MIN(left, MIN(s->a.x, s->b.x));
        right = MAX(right, MAX(s->a.x, s->b.x));
        bottom = MIN(bottom, MIN(s->a.y, s->b.y));
        top = MAX(top, MAX(s->a.y, s->b.y));
    }
    if (index->count == 0)
        left = bottom = right = top = 0;
    double width = (double)(right - left) + 1, height = (double)(top - bottom) + 1;
    double cell = sqrt(width * height / (double)MAX(index->count, 1));
    cell = MAX(cell, MAX(width, height) / 8192);
    index->left = left;
    index->bottom = bottom;
    index->cell = MAX((int64_t)cell, 16);
    index->columns = (int32_t)((right - left) / index->cell + 1);
    index->rows = (int32_t)((top - bottom) / index->cell + 1);
}

/* Counts (items NULL) or lists the segments of every cell. */
static void fill_cells(segment_index *index, uint32_t *slots)
{
    for (size_t i = 0; i < index->count; i++) {
        struct gridpt a = index->segments[i].a, b = index->segments[i].b;
        int32_t first_row = row_of(index, (int64_t)MIN(a.y, b.y) - 1);
        int32_t last_row = row_of(index, (int64_t)MAX(a.y, b.y) + 1);
        for (int32_t row = first_row; row <= last_row; row++) {
            int32_t first, last;
            columns_in_row(index, a, b, row, &first, &last);
            for (int32_t column = first; column <= last; column++) {
                size_t cell = (size_t)row * index->columns + column;
                if (index->items)
                    index->items[slots[cell]++] = (uint32_t)i;
                else
                    slots[cell]++;
            }
        }
    }
}

segment_index *segment_index_build(const struct grid_segment *segments, size_t count)
{
    segment_index *index = g_new0(segment_index, 1);
    index->segments = segments;
    index->count = count;
    choose_cells(index);

    size_t cells = (size_t)index->columns * index->rows;
    g_autofree uint32_t *slots = g_new0(uint32_t, cells + 1);
    fill_cells(index, slots);
    index->starts = g_new(uint32_t, cells + 1);
    uint32_t total = 0;
    for (size_t cell = 0; cell < cells; cell++) {
        index->starts[cell] = total;
        total += slots[cell];
        slots[cell] = index->starts[cell];
    }
    index->starts[cells] = total;
    index->items = g_new(uint32_t, MAX(total, 1));
    fill_cells(index, slots);
    return index;
}

void segment_index_free(segment_index *index)
{
    if (!index)
        return;
    g_free(index->starts);
    g_free(index->items);
    g_free(index);
}

void segment_index_near(const segment_index *index, struct gridpt a, struct gridpt b, GArray *found)
{
    g_array_set_size(found, 0);
    int32_t first_row = row_of(index, (int64_t)MIN(a.y, b.y) - 1);
    int32_t last_row = row_of(index, (int64_t)MAX(a.y, b.y) + 1);
    for (int32_t row = first_row; row <= last_row; row++) {
        int32_t first, last;
        columns_in_row(index, a, b, row, &first, &last);
        for (int32_t column = first; column <= last; column++) {
            size_t cell = (size_t)row * index->columns + column;
            uint32_t start = index->starts[cell], end = index->starts[cell + 1];
            g_array_append_vals(found, index->items + start, end - start);
        }
    }
}

struct below {
    ptrdiff_t segment;
    double y, slope; /* where the line x + 0 crosses it, and how it goes on from there */
};

static void consider_below(const segment_index *index, uint32_t number, double x, double y,
                           struct below *best)
{
    struct gridpt a = index->segments[number].a, b = index->segments[number].b;
    if (a.x > b.x) {
        struct gridpt t = a;
        a = b;
        b = t;
    }
    if (!(a.x <= x && x < b.x))
        return;
    double slope = ((double)b.y - a.y) / ((double)b.x - a.x);
    double at = x == a.x ? a.y : a.y + (x - a.x) * slope;
    if (at >= y)
        return;
    if (best->segment >= 0 && (at < best->y || (at == best->y && slope <= best->slope)))
        return;
    *best = (struct below){(ptrdiff_t)number, at, slope};
}

ptrdiff_t segment_index_below(const segment_index *index, double x, double y)
{
    int64_t column_x = (int64_t)floor(x);
    if (index->count == 0 || column_x < index->left - 1 ||
        column_x > index->left + (int64_t)index->columns * index->cell)
        return -1;
    int32_t column = column_of(index, column_x);
    struct below best = {.segment = -1};
    for (int32_t row = row_of(index, (int64_t)floor(y)); row >= 0; row--) {
        size_t cell = (size_t)row * index->columns + column;
        for (uint32_t i = index->starts[cell]; i < index->starts[cell + 1]; i++)
            consider_below(index, index->items[i], x, y, &best);
        /* A segment found in this cell may cross x further down; one of the next cell cannot be
         * higher than this cell's floor. */
        if (best.segment >= 0 && best.y >= (double)(index->bottom + row * index->cell))
            break;
    }
    return best.segment;
}
