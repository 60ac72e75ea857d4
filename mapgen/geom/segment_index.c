#include "geom/segment_index.h"

#include <math.h>
#include <stdlib.h>

/* One direction of the grid, parted so that about as many segments begin in each part: most are
 * crowded where the districts are, and few where a large neighbour ends. */
struct axis {
    int32_t count;  /* of parts */
    int64_t *edges; /* count + 1; what lies beyond belongs to the first part and to the last */
    int shift;      /* steps of 2^shift from edges[0], and for each the part that it begins in */
    int32_t *guesses;
};

struct segment_index {
    const struct grid_segment *segments;
    size_t count;
    struct axis columns, rows;
    uint32_t *starts; /* of each cell's list in items, columns * rows + 1 */
    uint32_t *items;
};

#define GUESSES 4096
#define LEAST_CELL 16 /* grid units */
#define MOST_PARTS 4096

/* Ends of segments that are looked at for each part. */
#define SAMPLES 8

static int32_t part_of(const struct axis *axis, int64_t at)
{
    if (at <= axis->edges[0])
        return 0;
    int64_t step = (at - axis->edges[0]) >> axis->shift;
    int32_t part = axis->guesses[MIN(step, GUESSES - 1)];
    while (part + 1 < axis->count && at >= axis->edges[part + 1])
        part++;
    return part;
}

static int32_t column_of(const segment_index *index, int64_t x)
{
    return part_of(&index->columns, x);
}

static int32_t row_of(const segment_index *index, int64_t y)
{
    return part_of(&index->rows, y);
}

/* The cells of one row that a segment passes through, widened by what touches can reach. */
static void columns_in_row(const segment_index *index, struct gridpt a, struct gridpt b,
                           int32_t row, int32_t *first, int32_t *last)
{
    double low = (double)index->rows.edges[row] - 1;
    double high = (double)index->rows.edges[row + 1] + 1;
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

static int compare_ends(const void *left, const void *right)
{
    int32_t a = *(const int32_t *)left, b = *(const int32_t *)right;
    return (a > b) - (a < b);
}

static void guess_parts(struct axis *axis)
{
    int64_t width = axis->edges[axis->count] - axis->edges[0];
    while (width >> axis->shift >= GUESSES)
        axis->shift++;
    axis->guesses = g_new(int32_t, GUESSES);
    int32_t part = 0;
    for (int64_t step = 0; step < GUESSES; step++) {
        int64_t at = axis->edges[0] + (step << axis->shift);
        while (part + 1 < axis->count && at >= axis->edges[part + 1])
            part++;
        axis->guesses[step] = part;
    }
}

/* Parts the range from `low` to `high` at every so many of the ends, which it sorts. */
static struct axis axis_new(int64_t low, int64_t high, int32_t *ends, size_t count, size_t parts)
{
    struct axis axis = {.edges = g_new(int64_t, parts + 1)};
    qsort(ends, count, sizeof *ends, compare_ends);
    axis.edges[0] = low;
    for (size_t i = 1; i < parts; i++) {
        int64_t edge = ends[i * count / parts];
        if (edge >= axis.edges[axis.count] + LEAST_CELL && edge + LEAST_CELL <= high)
            axis.edges[++axis.count] = edge;
    }
    axis.edges[++axis.count] = high + 1;
    guess_parts(&axis);
    return axis;
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
    size_t parts = MIN((size_t)ceil(sqrt((double)MAX(index->count, 1))), MOST_PARTS);
    size_t step = MAX(index->count / (SAMPLES * parts), 1);
    size_t ends = (index->count + step - 1) / step;
    g_autofree int32_t *x = g_new(int32_t, MAX(ends, 1)), *y = g_new(int32_t, MAX(ends, 1));
    for (size_t i = 0; i < ends; i++) {
        x[i] = index->segments[i * step].a.x;
        y[i] = index->segments[i * step].a.y;
    }
    parts = MIN(parts, MAX(ends, 1));
    index->columns = axis_new(left, right, x, ends, parts);
    index->rows = axis_new(bottom, top, y, ends, parts);
}

/* The cells of one row that a segment passes through. */
struct span {
    uint32_t segment;
    int32_t row, first, last;
};

static GArray *find_spans(const segment_index *index)
{
    GArray *spans = g_array_sized_new(FALSE, FALSE, sizeof(struct span), (guint)(2 * index->count));
    for (size_t i = 0; i < index->count; i++) {
        struct gridpt a = index->segments[i].a, b = index->segments[i].b;
        int32_t first_row = row_of(index, (int64_t)MIN(a.y, b.y) - 1);
        int32_t last_row = row_of(index, (int64_t)MAX(a.y, b.y) + 1);
        for (int32_t row = first_row; row <= last_row; row++) {
            struct span span = {.segment = (uint32_t)i, .row = row};
            columns_in_row(index, a, b, row, &span.first, &span.last);
            g_array_append_val(spans, span);
        }
    }
    return spans;
}

/* Lists the segments of every cell, in the order of their numbers. */
static void fill_cells(segment_index *index, const GArray *spans)
{
    const struct span *span = (const struct span *)(const void *)spans->data;
    const struct span *end = span + spans->len;
    size_t cells = (size_t)index->columns.count * (size_t)index->rows.count;
    uint32_t *starts = index->starts = g_new0(uint32_t, cells + 2);
    for (const struct span *s = span; s < end; s++)
        for (int32_t column = s->first; column <= s->last; column++)
            starts[(size_t)s->row * (size_t)index->columns.count + (size_t)column + 2]++;
    for (size_t cell = 0; cell < cells; cell++)
        starts[cell + 2] += starts[cell + 1];
    index->items = g_new(uint32_t, MAX(starts[cells + 1], 1));
    for (const struct span *s = span; s < end; s++)
        for (int32_t column = s->first; column <= s->last; column++)
            index->items[starts[(size_t)s->row * (size_t)index->columns.count + (size_t)column +
                                1]++] = s->segment;
}

segment_index *segment_index_build(const struct grid_segment *segments, size_t count)
{
    segment_index *index = g_new0(segment_index, 1);
    index->segments = segments;
    index->count = count;
    choose_cells(index);
    g_autoptr(GArray) spans = find_spans(index);
    fill_cells(index, spans);
    return index;
}

void segment_index_free(segment_index *index)
{
    if (!index)
        return;
    g_free(index->columns.edges);
    g_free(index->columns.guesses);
    g_free(index->rows.edges);
    g_free(index->rows.guesses);
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
            size_t cell = (size_t)row * index->columns.count + column;
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
    if (index->count == 0 || column_x < index->columns.edges[0] - 1 ||
        column_x > index->columns.edges[index->columns.count])
        return -1;
    int32_t column = column_of(index, column_x);
    struct below best = {.segment = -1};
    for (int32_t row = row_of(index, (int64_t)floor(y)); row >= 0; row--) {
        size_t cell = (size_t)row * index->columns.count + column;
        for (uint32_t i = index->starts[cell]; i < index->starts[cell + 1]; i++)
            consider_below(index, index->items[i], x, y, &best);
        /* A segment found in this cell may cross x further down; one of the next cell cannot be
         * higher than this cell's floor. */
        if (best.segment >= 0 && best.y >= (double)index->rows.edges[row])
            break;
    }
    return best.segment;
}
