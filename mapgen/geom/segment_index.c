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
    int64_t guess_count;
};

struct run {
    struct grid_box box;
    uint32_t first; /* segment */
    uint16_t first_column, last_column, first_row, last_row;
    uint8_t count;
    bool is_slanting; /* one segment, listed in the cells along it and not in all of its box */
};

struct segment_index {
    const struct grid_segment *segments;
    size_t count;
    struct run *runs;
    size_t run_count;
    struct axis columns, rows;
    uint32_t *starts; /* of each cell's list in items, columns * rows + 1 */
    uint32_t *items;  /* numbers of runs, ascending in each cell */
};

#define LONGEST_RUN 8

/* A run is no larger than so many of its segments: one that is alone is a run of its own. */
#define RUN_LENGTHS 8

/* What a box takes of cells before a segment is listed only in those along it. */
#define MOST_BOX_CELLS 8

#define GUESSES_PER_PART 16
#define LEAST_CELL 16 /* grid units */
#define MOST_PARTS 4096
#define CELLS_PER_RUN 1

/* Ends of segments that are looked at for each part. */
#define SAMPLES 8

static int32_t part_of(const struct axis *axis, int64_t at)
{
    if (at <= axis->edges[0])
        return 0;
    int64_t step = (at - axis->edges[0]) >> axis->shift;
    int32_t part = axis->guesses[MIN(step, axis->guess_count - 1)];
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
    while (width >> axis->shift >= (int64_t)GUESSES_PER_PART * axis->count)
        axis->shift++;
    axis->guess_count = (width >> axis->shift) + 1;
    axis->guesses = g_new(int32_t, (size_t)axis->guess_count);
    int32_t part = 0;
    for (int64_t step = 0; step < axis->guess_count; step++) {
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

/* Where some of the segments begin, and how long they are: enough to tell where most are. */
struct samples {
    int32_t *x, *y, *lengths;
    size_t count;
};

static int32_t length_of(struct grid_box box)
{
    int64_t width = (int64_t)box.high.x - box.low.x, height = (int64_t)box.high.y - box.low.y;
    return (int32_t)MIN(MAX(width, height), INT32_MAX);
}

static struct samples take_samples(const segment_index *index)
{
    size_t parts = (size_t)ceil(sqrt((double)MAX(index->count, 1)));
    size_t step = MAX(index->count / (SAMPLES * parts), 1);
    size_t count = (index->count + step - 1) / step;
    struct samples samples = {g_new(int32_t, MAX(count, 1)), g_new(int32_t, MAX(count, 1)),
                              g_new(int32_t, MAX(count, 1)), count};
    for (size_t i = 0; i < count; i++) {
        const struct grid_segment *s = &index->segments[i * step];
        samples.x[i] = s->a.x;
        samples.y[i] = s->a.y;
        samples.lengths[i] = length_of(grid_segment_box(*s));
    }
    qsort(samples.lengths, count, sizeof *samples.lengths, compare_ends);
    return samples;
}

static void samples_clear(struct samples *samples)
{
    g_free(samples->x);
    g_free(samples->y);
    g_free(samples->lengths);
}

static struct grid_box join_boxes(struct grid_box a, struct grid_box b)
{
    grid_box_add(&a, b.low);
    grid_box_add(&a, b.high);
    return a;
}

/* Makes runs of segments that follow each other. Answers the box of all. */
static struct grid_box make_runs(segment_index *index, int32_t median_length)
{
    int32_t most = (int32_t)MIN((int64_t)RUN_LENGTHS * median_length, INT32_MAX);
    struct grid_box whole = grid_box_empty();
    index->runs = g_new(struct run, MAX(index->count, 1));
    struct run *run = index->runs - 1;
    for (size_t i = 0; i < index->count; i++) {
        struct grid_box box = grid_segment_box(index->segments[i]);
        whole = join_boxes(whole, box);
        if (run >= index->runs && run->count < LONGEST_RUN) {
            struct grid_box both = join_boxes(run->box, box);
            if (length_of(both) <= most) {
                run->box = both;
                run->count++;
                continue;
            }
        }
        *++run = (struct run){.box = box, .first = (uint32_t)i, .count = 1};
    }
    index->run_count = (size_t)(run + 1 - index->runs);
    index->runs = g_renew(struct run, index->runs, MAX(index->run_count, 1));
    return whole;
}

static void choose_cells(segment_index *index)
{
    struct samples samples = take_samples(index);
    struct grid_box whole =
        make_runs(index, samples.count ? samples.lengths[samples.count / 2] : 0);
    if (index->count == 0)
        whole = (struct grid_box){{0, 0}, {0, 0}};
    size_t parts = (size_t)ceil(sqrt((double)MAX(index->run_count, 1) * CELLS_PER_RUN));
    parts = MIN(parts, MIN(MOST_PARTS, MAX(samples.count, 1)));
    index->columns = axis_new(whole.low.x, whole.high.x, samples.x, samples.count, parts);
    index->rows = axis_new(whole.low.y, whole.high.y, samples.y, samples.count, parts);
    samples_clear(&samples);
}

static void place_runs(segment_index *index)
{
    for (struct run *run = index->runs; run < index->runs + index->run_count; run++) {
        run->first_column = (uint16_t)column_of(index, (int64_t)run->box.low.x - 1);
        run->last_column = (uint16_t)column_of(index, (int64_t)run->box.high.x + 1);
        run->first_row = (uint16_t)row_of(index, (int64_t)run->box.low.y - 1);
        run->last_row = (uint16_t)row_of(index, (int64_t)run->box.high.y + 1);
        run->is_slanting = run->count == 1 && (run->last_column - run->first_column + 1) *
                                                      (run->last_row - run->first_row + 1) >
                                                  MOST_BOX_CELLS;
    }
}

/* The cells of one row that a run is listed in. */
static void run_columns(const segment_index *index, const struct run *run, int32_t row,
                        int32_t *first, int32_t *last)
{
    *first = run->first_column;
    *last = run->last_column;
    if (run->is_slanting)
        columns_in_row(index, index->segments[run->first].a, index->segments[run->first].b, row,
                       first, last);
}

/* Lists the runs of every cell, in the order of their numbers. */
static void fill_cells(segment_index *index)
{
    size_t width = (size_t)index->columns.count, cells = width * (size_t)index->rows.count;
    uint32_t *starts = index->starts = g_new0(uint32_t, cells + 2);
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t r = 0; r < index->run_count; r++) {
            const struct run *run = &index->runs[r];
            for (int32_t row = run->first_row; row <= run->last_row; row++) {
                int32_t first, last;
                run_columns(index, run, row, &first, &last);
                for (uint32_t *cell = starts + (size_t)row * width + first;
                     cell <= starts + (size_t)row * width + last; cell++) {
                    if (pass == 0)
                        cell[2]++;
                    else
                        index->items[cell[1]++] = r;
                }
            }
        }
        if (pass == 1)
            break;
        for (size_t cell = 0; cell < cells; cell++)
            starts[cell + 2] += starts[cell + 1];
        index->items = g_new(uint32_t, MAX(starts[cells + 1], 1));
    }
}

segment_index *segment_index_build(const struct grid_segment *segments, size_t count)
{
    segment_index *index = g_new0(segment_index, 1);
    index->segments = segments;
    index->count = count;
    choose_cells(index);
    place_runs(index);
    fill_cells(index);
    return index;
}

void segment_index_free(segment_index *index)
{
    if (!index)
        return;
    g_free(index->runs);
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
    struct grid_box box = grid_box_widened(grid_segment_box((struct grid_segment){a, b}));
    int32_t first_row = row_of(index, box.low.y), last_row = row_of(index, box.high.y);
    for (int32_t row = first_row; row <= last_row; row++) {
        int32_t first, last;
        columns_in_row(index, a, b, row, &first, &last);
        size_t cell = (size_t)row * index->columns.count;
        uint32_t start = index->starts[cell + first], end = index->starts[cell + last + 1];
        for (uint32_t i = start; i < end; i++) {
            const struct run *run = &index->runs[index->items[i]];
            if (!grid_boxes_meet(run->box, box))
                continue;
            for (uint32_t s = run->first; s < run->first + run->count; s++)
                if (grid_boxes_meet(grid_segment_box(index->segments[s]), box))
                    g_array_append_val(found, s);
        }
    }
}

/* ---- pairs --------------------------------------------------------------------------------- */

struct pairs {
    const segment_index *index;
    const bool *is_run_known; /* NULL: none is */
    segment_index_tell *tell;
    void *data;
};

/* The segments of a run that meet a box, and their boxes. */
static int meeting(const segment_index *index, const struct run *run, struct grid_box box,
                   uint32_t *numbers, struct grid_box *boxes)
{
    int count = 0;
    for (uint32_t s = run->first; s < run->first + run->count; s++) {
        boxes[count] = grid_segment_box(index->segments[s]);
        numbers[count] = s;
        count += grid_boxes_meet(boxes[count], box);
    }
    return count;
}

static void pairs_of_runs(const struct pairs *pairs, const struct run *a, const struct run *b)
{
    uint32_t in_a[LONGEST_RUN], in_b[LONGEST_RUN];
    struct grid_box boxes_a[LONGEST_RUN], boxes_b[LONGEST_RUN];
    int count_a = meeting(pairs->index, a, grid_box_widened(b->box), in_a, boxes_a);
    int count_b = count_a ? meeting(pairs->index, b, grid_box_widened(a->box), in_b, boxes_b) : 0;
    for (int i = 0; i < count_a; i++) {
        struct grid_box wide = grid_box_widened(boxes_a[i]);
        for (int k = 0; k < count_b; k++)
            if (grid_boxes_meet(wide, boxes_b[k]))
                pairs->tell(pairs->data, in_a[i], in_b[k]);
    }
}

static void pairs_within(const struct pairs *pairs, const struct run *run)
{
    uint32_t numbers[LONGEST_RUN];
    struct grid_box boxes[LONGEST_RUN];
    int count = meeting(pairs->index, run, run->box, numbers, boxes);
    for (int i = 0; i < count; i++) {
        struct grid_box wide = grid_box_widened(boxes[i]);
        for (int k = i + 1; k < count; k++)
            if (grid_boxes_meet(wide, boxes[k]))
                pairs->tell(pairs->data, numbers[i], numbers[k]);
    }
}

/* Two runs that are listed in all the cells of their boxes share those where the boxes overlap, and
 * are looked at in the first of them only. */
static bool is_first_shared(const struct run *a, const struct run *b, int32_t row, int32_t column)
{
    return a->is_slanting || b->is_slanting ||
           (MAX(a->first_row, b->first_row) == row &&
            MAX(a->first_column, b->first_column) == column);
}

static void pairs_in_cell(const struct pairs *pairs, int32_t row, int32_t column)
{
    const segment_index *index = pairs->index;
    size_t cell = (size_t)row * index->columns.count + column;
    const uint32_t *end = index->items + index->starts[cell + 1];
    for (const uint32_t *i = index->items + index->starts[cell]; i < end; i++) {
        const struct run *a = &index->runs[*i];
        struct grid_box wide = grid_box_widened(a->box);
        for (const uint32_t *k = i + 1; k < end; k++) {
            const struct run *b = &index->runs[*k];
            if (!grid_boxes_meet(wide, b->box) || !is_first_shared(a, b, row, column) ||
                (pairs->is_run_known && pairs->is_run_known[*i] && pairs->is_run_known[*k]))
                continue;
            pairs_of_runs(pairs, a, b);
        }
    }
}

/* By run: whether all its segments are known. The caller's. */
static bool *known_runs(const segment_index *index, const bool *is_known)
{
    bool *is_run_known = g_new(bool, MAX(index->run_count, 1));
    for (size_t r = 0; r < index->run_count; r++) {
        is_run_known[r] = true;
        for (uint32_t i = 0; i < index->runs[r].count; i++)
            is_run_known[r] &= is_known[index->runs[r].first + i];
    }
    return is_run_known;
}

void segment_index_pairs(const segment_index *index, const bool *is_known, size_t part,
                         size_t parts, segment_index_tell *tell, void *data)
{
    g_autofree bool *is_run_known = is_known ? known_runs(index, is_known) : NULL;
    struct pairs pairs = {index, is_run_known, tell, data};
    for (size_t r = index->run_count * part / parts; r < index->run_count * (part + 1) / parts; r++)
        if (!is_run_known || !is_run_known[r])
            pairs_within(&pairs, &index->runs[r]);
    size_t rows = (size_t)index->rows.count;
    for (size_t row = rows * part / parts; row < rows * (part + 1) / parts; row++)
        for (int32_t column = 0; column < index->columns.count; column++)
            pairs_in_cell(&pairs, (int32_t)row, column);
}

/* ---- below --------------------------------------------------------------------------------- */

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
        for (uint32_t i = index->starts[cell]; i < index->starts[cell + 1]; i++) {
            const struct run *run = &index->runs[index->items[i]];
            if (run->box.low.x > x || run->box.high.x <= x || run->box.low.y >= y)
                continue;
            for (uint32_t s = run->first; s < run->first + run->count; s++)
                consider_below(index, s, x, y, &best);
        }
        /* A segment found in this cell may cross x further down; one of the next cell cannot be
         * higher than this cell's floor. */
        if (best.segment >= 0 && best.y >= (double)index->rows.edges[row])
            break;
    }
    return best.segment;
}
