#include "topology/topology_parts.h"

#include "base/parallel.h"

#include <math.h>
#include <stdlib.h>

/* ---- loops --------------------------------------------------------------------------------- */

/* Twice the area between an edge and the origin. */
static wide edge_area2(const topology *topology, edge_id e)
{
    const struct edge *edge = &topology->edges[e];
    const struct gridpt *p = topology->points + edge->first;
    wide sum = 0;
    for (size_t i = 0; i + 1 < edge->count; i++)
        sum += (wide)p[i].x * p[i + 1].y - (wide)p[i + 1].x * p[i].y;
    return sum;
}

struct loop {
    half_edge start;
    double area2;
    face_id face;
};

static void list_areas(topology *topology)
{
    topology->areas2 = g_new(wide, MAX(topology->edge_count, 1));
    for (edge_id e = 0; e < (edge_id)topology->edge_count; e++)
        topology->areas2[e] = edge_area2(topology, e);
}

static GArray *find_loops(const topology *topology, int32_t *loop_of)
{
    GArray *loops = g_array_new(FALSE, FALSE, sizeof(struct loop));
    for (half_edge h = 0; h < (half_edge)(2 * topology->edge_count); h++)
        loop_of[h] = NONE;
    for (half_edge h = 0; h < (half_edge)(2 * topology->edge_count); h++) {
        if (loop_of[h] != NONE)
            continue;
        wide area2 = 0;
        half_edge step = h;
        do {
            loop_of[step] = (int32_t)loops->len;
            area2 += topology_half_area2(topology, step);
            step = topology->next[step];
        } while (step != h);
        struct loop loop = {h, (double)area2, NONE};
        g_array_append_val(loops, loop);
    }
    return loops;
}

double topology_loop_area2(const topology *topology, half_edge start)
{
    wide sum = 0;
    half_edge h = start;
    do {
        sum += topology_half_area2(topology, h);
        h = topology->next[h];
    } while (h != start);
    return (double)sum;
}

/* ---- faces --------------------------------------------------------------------------------- */

/* The leftmost point of a loop, the lowest of several. */
static struct gridpt lowest_point(const topology *topology, half_edge start)
{
    struct gridpt lowest = {INT32_MAX, INT32_MAX};
    half_edge h = start;
    do {
        const struct edge *edge = &topology->edges[h >> 1];
        if (edge->box.low.x <= lowest.x)
            for (size_t i = 0; i < edge->count; i++)
                if (gridpt_compare(topology->points[edge->first + i], lowest) < 0)
                    lowest = topology->points[edge->first + i];
        h = topology->next[h];
    } while (h != start);
    return lowest;
}

/* The face around a clockwise loop: the one above what lies below the loop's lowest point. */
static face_id face_around(const topology *topology, GArray *loops, const int32_t *loop_of,
                           int32_t number)
{
    struct loop *loop = &g_array_index(loops, struct loop, number);
    if (loop->face != NONE)
        return loop->face;
    struct gridpt lowest = lowest_point(topology, loop->start);
    half_edge below = edges_below(topology, lowest.x, lowest.y);
    loop->face =
        below == NONE ? FACE_OUTSIDE : face_around(topology, loops, loop_of, loop_of[below]);
    return loop->face;
}

struct face_builder {
    GArray *loops;
    const int32_t *loop_of;
};

static void number_faces(topology *topology, struct face_builder *builder)
{
    GArray *loops = builder->loops;
    topology->face_count = 1;
    for (guint i = 0; i < loops->len; i++) {
        struct loop *loop = &g_array_index(loops, struct loop, i);
        if (loop->area2 > 0)
            loop->face = (face_id)topology->face_count++;
    }
    for (guint i = 0; i < loops->len; i++)
        face_around(topology, loops, builder->loop_of, (int32_t)i);
    for (half_edge h = 0; h < (half_edge)(2 * topology->edge_count); h++) {
        face_id face = g_array_index(loops, struct loop, builder->loop_of[h]).face;
        if (h & 1)
            topology->edges[h >> 1].right = face;
        else
            topology->edges[h >> 1].left = face;
    }
}

/* Lists every face's loops, the outer one first. */
static void list_loops(topology *topology, GArray *loops)
{
    topology->faces = g_new0(struct face, topology->face_count);
    topology->loops = g_new(half_edge, MAX(loops->len, 1));
    for (guint i = 0; i < loops->len; i++)
        topology->faces[g_array_index(loops, struct loop, i).face].loop_count++;
    size_t at = 0;
    for (size_t f = 0; f < topology->face_count; f++) {
        topology->faces[f].first_loop = at;
        at += topology->faces[f].loop_count;
        topology->faces[f].loop_count = 0;
    }
    for (int pass = 0; pass < 2; pass++) {
        for (guint i = 0; i < loops->len; i++) {
            const struct loop *loop = &g_array_index(loops, struct loop, i);
            if ((loop->area2 > 0) != (pass == 0))
                continue;
            struct face *face = &topology->faces[loop->face];
            topology->loops[face->first_loop + face->loop_count++] = loop->start;
        }
    }
}

static void measure_box(topology *topology, struct face *face)
{
    struct grid_box box = grid_box_empty();
    half_edge start = topology->loops[face->first_loop], h = start;
    do {
        const struct edge *edge = &topology->edges[h >> 1];
        grid_box_add(&box, edge->box.low);
        grid_box_add(&box, edge->box.high);
        h = topology->next[h];
    } while (h != start);
    face->low = box.low;
    face->high = box.high;
}

/* ---- inner points -------------------------------------------------------------------------- */

#define CUTS 7

/* Faces that are worth a thread: about a millisecond. */
#define LEAST_FACES 1000

/* Horizontal cuts through a face, from below. They run between grid rows, so that none passes
 * through a corner: `rows[k]` is the row under cut k. */
struct cuts {
    int32_t rows[CUTS];
    double y[CUTS];
    GArray *x[CUTS]; /* of double: where the face's boundary crosses it */
};

static void place_cuts(struct cuts *cuts, const struct face *face)
{
    for (int k = 0; k < CUTS; k++) {
        double share = (k + 1) / (CUTS + 1.0);
        double y = floor(face->low.y + share * ((double)face->high.y - face->low.y)) + 0.5;
        if (y >= face->high.y)
            y = face->high.y - 0.5;
        cuts->y[k] = y;
        cuts->rows[k] = (int32_t)floor(y);
        g_array_set_size(cuts->x[k], 0);
    }
}

/* How many of the cuts run below a row. */
static int cuts_below(const struct cuts *cuts, int32_t y)
{
    int below = 0;
    while (below < CUTS && cuts->rows[below] < y)
        below++;
    return below;
}

static void cut_segment(struct cuts *cuts, struct gridpt a, struct gridpt b, int first, int last)
{
    double slope = ((double)b.x - a.x) / ((double)b.y - a.y);
    for (int k = first; k < last; k++) {
        double x = a.x + (cuts->y[k] - a.y) * slope;
        g_array_append_val(cuts->x[k], x);
    }
}

/* Nearly all segments run between two cuts, and are seen to by two comparisons. */
static void cut_edge(struct cuts *cuts, const struct gridpt *p, const struct edge *edge)
{
    if (cuts_below(cuts, edge->box.low.y) == cuts_below(cuts, edge->box.high.y))
        return;
    int below = cuts_below(cuts, p[0].y);
    int32_t floor = below > 0 ? cuts->rows[below - 1] : INT32_MIN;
    int32_t roof = below < CUTS ? cuts->rows[below] : INT32_MAX;
    for (size_t i = 1; i < edge->count; i++) {
        if (p[i].y > floor && p[i].y <= roof)
            continue;
        int now = cuts_below(cuts, p[i].y);
        cut_segment(cuts, p[i - 1], p[i], MIN(below, now), MAX(below, now));
        below = now;
        floor = below > 0 ? cuts->rows[below - 1] : INT32_MIN;
        roof = below < CUTS ? cuts->rows[below] : INT32_MAX;
    }
}

static void cut_face(struct cuts *cuts, const topology *topology, const struct face *face)
{
    for (size_t l = 0; l < face->loop_count; l++) {
        half_edge start = topology->loops[face->first_loop + l], h = start;
        do {
            const struct edge *edge = &topology->edges[h >> 1];
            cut_edge(cuts, topology->points + edge->first, edge);
            h = topology->next[h];
        } while (h != start);
    }
}

static int compare_doubles(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* The middle of the widest of the cuts; of two as wide, of the one nearer to the middle. */
static void find_inner_point(struct cuts *cuts, const topology *topology, struct face *face)
{
    static const int order[CUTS] = {3, 2, 4, 1, 5, 0, 6};
    double widest = -1;
    place_cuts(cuts, face);
    cut_face(cuts, topology, face);
    for (int i = 0; i < CUTS; i++) {
        GArray *x = cuts->x[order[i]];
        g_array_sort(x, compare_doubles);
        for (guint k = 0; k + 1 < x->len; k += 2) {
            double x0 = g_array_index(x, double, k), x1 = g_array_index(x, double, k + 1);
            if (x1 - x0 > widest) {
                widest = x1 - x0;
                face->inner_x = (x0 + x1) / 2;
                face->inner_y = cuts->y[order[i]];
            }
        }
    }
}

/* The faces that one thread looks for inner points of. */
struct face_part {
    topology *topology;
    size_t first, end;
};

static void *find_inner_points(void *data)
{
    struct face_part *part = data;
    struct cuts cuts;
    for (int k = 0; k < CUTS; k++)
        cuts.x[k] = g_array_new(FALSE, FALSE, sizeof(double));
    for (size_t f = part->first; f < part->end; f++)
        find_inner_point(&cuts, part->topology, &part->topology->faces[f]);
    for (int k = 0; k < CUTS; k++)
        g_array_unref(cuts.x[k]);
    return NULL;
}

/* Measures all faces but the outside. */
static void measure_faces(topology *topology)
{
    size_t faces = topology->face_count - 1;
    for (size_t f = 1; f <= faces; f++)
        measure_box(topology, &topology->faces[f]);
    unsigned count = parallel_parts(faces, LEAST_FACES);
    g_autofree struct face_part *parts = g_new(struct face_part, count);
    for (unsigned i = 0; i < count; i++)
        parts[i] = (struct face_part){topology, 1 + faces * i / count, 1 + faces * (i + 1) / count};
    parallel_run(find_inner_points, parts, sizeof *parts, count);
}

void faces_build(topology *topology)
{
    g_autofree int32_t *loop_of = g_new(int32_t, MAX(2 * topology->edge_count, 1));
    list_areas(topology);
    g_autoptr(GArray) loops = find_loops(topology, loop_of);
    struct face_builder builder = {loops, loop_of};
    number_faces(topology, &builder);
    list_loops(topology, loops);
    measure_faces(topology);
}
