#include "topology/topology.h"

#include "geom/segment_index.h"
#include "topology/vertices.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct topology {
    struct gridpt *nodes;
    size_t node_count;
    struct edge *edges;
    size_t edge_count;
    struct gridpt *points;
    struct face *faces;
    size_t face_count;
    half_edge *loops;
    half_edge *next;       /* by half-edge */
    half_edge *around;     /* half-edges leaving each node, counter-clockwise */
    size_t *around_starts; /* node_count + 1 */

    /* For topology_face_at: every segment, and the edge that it is of. */
    struct grid_segment *segments;
    edge_id *segment_edges;
    segment_index *index;
};

/* ---- edges --------------------------------------------------------------------------------- */

struct tracer {
    const struct vertices *v;
    bool *is_used; /* by segment */
    GArray *points, *edges;
};

/* Follows a chain from a spoke to the next node, or around to where it began. */
static void trace_edge(struct tracer *t, const struct spoke *spoke)
{
    const struct vertices *v = t->v;
    struct edge edge = {.first = t->points->len, .sources = spoke->sources};
    struct gridpt start = spoke->from;
    g_array_append_val(t->points, start);
    for (;;) {
        t->is_used[spoke->segment] = true;
        struct gridpt to = spoke->to;
        g_array_append_val(t->points, to);
        size_t vertex = spoke->to_vertex;
        if (v->is_node[vertex] || gridpt_equal(to, start))
            break;
        size_t s = v->starts[vertex];
        while (t->is_used[v->spokes[s].segment] || v->is_removed[v->spokes[s].segment])
            s++;
        spoke = &v->spokes[s];
    }
    edge.count = t->points->len - edge.first;
    g_array_append_val(t->edges, edge);
}

static void reverse_points(struct gridpt *points, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        struct gridpt t = points[i];
        points[i] = points[count - 1 - i];
        points[count - 1 - i] = t;
    }
}

/* One direction for every edge, whatever was added first: it starts at its lower end. */
static void orient_edges(const struct tracer *t)
{
    struct gridpt *points = (struct gridpt *)(void *)t->points->data;
    for (guint i = 0; i < t->edges->len; i++) {
        const struct edge *edge = &g_array_index(t->edges, struct edge, i);
        struct gridpt *p = points + edge->first;
        int order = gridpt_compare(p[0], p[edge->count - 1]);
        if (order == 0)
            order = gridpt_compare(p[1], p[edge->count - 2]);
        if (order > 0)
            reverse_points(p, edge->count);
    }
}

static int compare_edges(const void *left, const void *right, void *data)
{
    const struct edge *a = left, *b = right;
    const struct gridpt *points = data;
    int order = gridpt_compare(points[a->first], points[b->first]);
    return order ? order : gridpt_compare(points[a->first + 1], points[b->first + 1]);
}

/* Chains segments to edges: from every node first, then the rings that have no node, each from its
 * lowest vertex (spokes are sorted, so that is the first one met). */
static void trace_edges(topology *topology, struct vertices *v)
{
    struct tracer t = {.v = v,
                       .is_used = g_new0(bool, MAX(v->spoke_count / 2, 1)),
                       .points = g_array_new(FALSE, FALSE, sizeof(struct gridpt)),
                       .edges = g_array_new(FALSE, FALSE, sizeof(struct edge))};
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < v->count; i++) {
            if (v->degrees[i] == 0 || (pass == 0 && !v->is_node[i]))
                continue;
            for (size_t s = v->starts[i]; s < v->starts[i + 1]; s++) {
                uint32_t segment = v->spokes[s].segment;
                if (t.is_used[segment] || v->is_removed[segment])
                    continue;
                v->is_node[i] = true;
                trace_edge(&t, &v->spokes[s]);
            }
        }
    }
    orient_edges(&t);
    g_array_sort_with_data(t.edges, compare_edges, t.points->data);
    g_free(t.is_used);
    topology->edge_count = t.edges->len;
    topology->edges = (struct edge *)(void *)g_array_free(t.edges, FALSE);
    topology->points = (struct gridpt *)(void *)g_array_free(t.points, FALSE);
}

static int32_t node_find(const topology *topology, struct gridpt at)
{
    size_t low = 0, high = topology->node_count;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (gridpt_compare(topology->nodes[middle], at) <= 0)
            low = middle;
        else
            high = middle;
    }
    return (int32_t)low;
}

static void number_nodes(topology *topology, const struct vertices *v)
{
    topology->nodes = g_new(struct gridpt, MAX(v->count, 1));
    for (size_t i = 0; i < v->count; i++)
        if (v->is_node[i])
            topology->nodes[topology->node_count++] = v->spokes[v->starts[i]].from;
    for (size_t e = 0; e < topology->edge_count; e++) {
        struct edge *edge = &topology->edges[e];
        edge->from = node_find(topology, topology->points[edge->first]);
        edge->to = node_find(topology, topology->points[edge->first + edge->count - 1]);
        edge->left = edge->right = NONE;
    }
}

/* ---- half-edges around nodes, loops -------------------------------------------------------- */

/* The second point of a half-edge: its direction at the node that it leaves. */
static struct gridpt half_direction(const topology *topology, half_edge half)
{
    const struct edge *edge = &topology->edges[half >> 1];
    return topology->points[edge->first + (half & 1 ? edge->count - 2 : 1)];
}

static int compare_around(const void *left, const void *right, void *data)
{
    const topology *topology = data;
    half_edge a = *(const half_edge *)left, b = *(const half_edge *)right;
    struct gridpt origin = topology->nodes[topology_half_node(topology, a)];
    int order =
        gridpt_compare_angle(origin, half_direction(topology, a), half_direction(topology, b));
    return order ? order : a - b;
}

static void link_half_edges(topology *topology)
{
    size_t halves = 2 * topology->edge_count;
    size_t *starts = topology->around_starts = g_new0(size_t, topology->node_count + 2);
    for (half_edge h = 0; h < (half_edge)halves; h++)
        starts[topology_half_node(topology, h) + 1]++;
    for (size_t n = 0; n < topology->node_count; n++)
        starts[n + 1] += starts[n];
    topology->around = g_new(half_edge, MAX(halves, 1));
    g_autofree size_t *fill = g_memdup2(starts, (topology->node_count + 1) * sizeof *starts);
    for (half_edge h = 0; h < (half_edge)halves; h++)
        topology->around[fill[topology_half_node(topology, h)]++] = h;

    /* With the face on the left, a walk turns at a node into the half-edge that stands next to its
     * own twin in clockwise order. */
    topology->next = g_new(half_edge, MAX(halves, 1));
    for (size_t n = 0; n < topology->node_count; n++) {
        half_edge *spokes = topology->around + starts[n];
        size_t count = starts[n + 1] - starts[n];
        g_qsort_with_data(spokes, (int)count, sizeof *spokes, compare_around, topology);
        for (size_t i = 0; i < count; i++)
            topology->next[half_edge_twin(spokes[i])] = spokes[(i + count - 1) % count];
    }
}

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

double topology_loop_area2(const topology *topology, half_edge start)
{
    wide sum = 0;
    half_edge h = start;
    do {
        wide area = edge_area2(topology, h >> 1);
        sum += h & 1 ? -area : area;
        h = topology->next[h];
    } while (h != start);
    return (double)sum;
}

struct loop {
    half_edge start;
    double area2;
    face_id face;
};

static GArray *find_loops(const topology *topology, int32_t *loop_of)
{
    GArray *loops = g_array_new(FALSE, FALSE, sizeof(struct loop));
    for (half_edge h = 0; h < (half_edge)(2 * topology->edge_count); h++)
        loop_of[h] = NONE;
    for (half_edge h = 0; h < (half_edge)(2 * topology->edge_count); h++) {
        if (loop_of[h] != NONE)
            continue;
        struct loop loop = {h, topology_loop_area2(topology, h), NONE};
        for (half_edge step = h; loop_of[step] == NONE; step = topology->next[step])
            loop_of[step] = (int32_t)loops->len;
        g_array_append_val(loops, loop);
    }
    return loops;
}

/* ---- faces --------------------------------------------------------------------------------- */

static void index_segments(topology *topology)
{
    size_t count = 0;
    for (size_t e = 0; e < topology->edge_count; e++)
        count += topology->edges[e].count - 1;
    topology->segments = g_new(struct grid_segment, MAX(count, 1));
    topology->segment_edges = g_new(edge_id, MAX(count, 1));
    size_t at = 0;
    for (size_t e = 0; e < topology->edge_count; e++) {
        const struct gridpt *p = topology->points + topology->edges[e].first;
        for (size_t i = 0; i + 1 < topology->edges[e].count; i++, at++) {
            topology->segments[at] = (struct grid_segment){p[i], p[i + 1]};
            topology->segment_edges[at] = (edge_id)e;
        }
    }
    topology->index = segment_index_build(topology->segments, count);
}

/* The half-edge that looks up from the first segment below a point; NONE when there is none. */
static half_edge half_edge_below(const topology *topology, double x, double y)
{
    ptrdiff_t segment = segment_index_below(topology->index, x, y);
    if (segment < 0)
        return NONE;
    edge_id edge = topology->segment_edges[segment];
    bool is_rightwards = topology->segments[segment].a.x < topology->segments[segment].b.x;
    return is_rightwards ? 2 * edge : 2 * edge + 1;
}

static struct gridpt lowest_point(const topology *topology, half_edge start)
{
    struct gridpt lowest = {INT32_MAX, INT32_MAX};
    half_edge h = start;
    do {
        const struct edge *edge = &topology->edges[h >> 1];
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
    half_edge below = half_edge_below(topology, lowest.x, lowest.y);
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
    face->low = (struct gridpt){INT32_MAX, INT32_MAX};
    face->high = (struct gridpt){INT32_MIN, INT32_MIN};
    half_edge start = topology->loops[face->first_loop], h = start;
    do {
        const struct edge *edge = &topology->edges[h >> 1];
        for (size_t i = 0; i < edge->count; i++) {
            struct gridpt p = topology->points[edge->first + i];
            face->low = (struct gridpt){MIN(face->low.x, p.x), MIN(face->low.y, p.y)};
            face->high = (struct gridpt){MAX(face->high.x, p.x), MAX(face->high.y, p.y)};
        }
        h = topology->next[h];
    } while (h != start);
}

static int compare_doubles(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* Where a face's boundary crosses the horizontal line at y, from left to right. */
static void cut_face(const topology *topology, const struct face *face, double y, GArray *cuts)
{
    g_array_set_size(cuts, 0);
    for (size_t l = 0; l < face->loop_count; l++) {
        half_edge start = topology->loops[face->first_loop + l], h = start;
        do {
            const struct edge *edge = &topology->edges[h >> 1];
            const struct gridpt *p = topology->points + edge->first;
            for (size_t i = 0; i + 1 < edge->count; i++) {
                if ((p[i].y > y) == (p[i + 1].y > y))
                    continue;
                double slope = ((double)p[i + 1].x - p[i].x) / ((double)p[i + 1].y - p[i].y);
                double x = p[i].x + (y - p[i].y) * slope;
                g_array_append_val(cuts, x);
            }
            h = topology->next[h];
        } while (h != start);
    }
    g_array_sort(cuts, compare_doubles);
}

/* The middle of the widest of seven horizontal cuts. Cuts run between grid rows, so that none
 * passes through a corner. */
static void find_inner_point(const topology *topology, struct face *face, GArray *cuts)
{
    double widest = -1;
    for (int k = 0; k < 7; k++) {
        int order[] = {4, 3, 5, 2, 6, 1, 7};
        double share = order[k] / 8.0;
        double y = floor(face->low.y + share * ((double)face->high.y - face->low.y)) + 0.5;
        if (y >= face->high.y)
            y = face->high.y - 0.5;
        cut_face(topology, face, y, cuts);
        for (guint i = 0; i + 1 < cuts->len; i += 2) {
            double x0 = g_array_index(cuts, double, i), x1 = g_array_index(cuts, double, i + 1);
            if (x1 - x0 > widest) {
                widest = x1 - x0;
                face->inner_x = (x0 + x1) / 2;
                face->inner_y = y;
            }
        }
    }
}

static void build_faces(topology *topology)
{
    g_autofree int32_t *loop_of = g_new(int32_t, MAX(2 * topology->edge_count, 1));
    g_autoptr(GArray) loops = find_loops(topology, loop_of);
    struct face_builder builder = {loops, loop_of};
    number_faces(topology, &builder);
    list_loops(topology, loops);
    g_autoptr(GArray) cuts = g_array_new(FALSE, FALSE, sizeof(double));
    for (size_t f = 1; f < topology->face_count; f++) {
        measure_box(topology, &topology->faces[f]);
        find_inner_point(topology, &topology->faces[f], cuts);
    }
}

topology *topology_build(const linework *linework, GArray *dangling)
{
    topology *topology = g_new0(struct topology, 1);
    struct vertices vertices = vertices_new(linework, dangling);
    trace_edges(topology, &vertices);
    number_nodes(topology, &vertices);
    vertices_clear(&vertices);
    link_half_edges(topology);
    index_segments(topology);
    build_faces(topology);
    return topology;
}

void topology_free(topology *topology)
{
    if (!topology)
        return;
    g_free(topology->nodes);
    g_free(topology->edges);
    g_free(topology->points);
    g_free(topology->faces);
    g_free(topology->loops);
    g_free(topology->next);
    g_free(topology->around);
    g_free(topology->around_starts);
    g_free(topology->segments);
    g_free(topology->segment_edges);
    segment_index_free(topology->index);
    g_free(topology);
}

/* ---- answers ------------------------------------------------------------------------------- */

size_t topology_face_count(const topology *topology)
{
    return topology->face_count;
}

size_t topology_edge_count(const topology *topology)
{
    return topology->edge_count;
}

size_t topology_node_count(const topology *topology)
{
    return topology->node_count;
}

const struct face *topology_face(const topology *topology, face_id face)
{
    return &topology->faces[face];
}

const struct edge *topology_edge(const topology *topology, edge_id edge)
{
    return &topology->edges[edge];
}

struct gridpt topology_node(const topology *topology, int32_t node)
{
    return topology->nodes[node];
}

const struct gridpt *topology_edge_points(const topology *topology, edge_id edge)
{
    return topology->points + topology->edges[edge].first;
}

half_edge topology_loop(const topology *topology, size_t loop)
{
    return topology->loops[loop];
}

half_edge topology_next(const topology *topology, half_edge half)
{
    return topology->next[half];
}

face_id topology_half_face(const topology *topology, half_edge half)
{
    const struct edge *edge = &topology->edges[half >> 1];
    return half & 1 ? edge->right : edge->left;
}

int32_t topology_half_node(const topology *topology, half_edge half)
{
    const struct edge *edge = &topology->edges[half >> 1];
    return half & 1 ? edge->to : edge->from;
}

const half_edge *topology_node_edges(const topology *topology, int32_t node, size_t *count)
{
    *count = topology->around_starts[node + 1] - topology->around_starts[node];
    return topology->around + topology->around_starts[node];
}

/* Degrees as steps of the grid; a point of the grid comes out whole, as doubles of degrees do not:
 * one straight above a corner would otherwise stand beside it. */
static double grid_steps(double degrees)
{
    double steps = degrees * GRID_PER_DEGREE, whole = round(steps);
    return fabs(steps - whole) < 1e-3 ? whole : steps;
}

face_id topology_face_at(const topology *topology, struct lonlat at)
{
    half_edge below = half_edge_below(topology, grid_steps(at.lon), grid_steps(at.lat));
    return below == NONE ? FACE_OUTSIDE : topology_half_face(topology, below);
}

/* ---- checks -------------------------------------------------------------------------------- */

static size_t count_components(const topology *topology)
{
    g_autofree int32_t *root = g_new(int32_t, MAX(topology->node_count, 1));
    for (size_t n = 0; n < topology->node_count; n++)
        root[n] = (int32_t)n;
    size_t components = topology->node_count;
    for (size_t e = 0; e < topology->edge_count; e++) {
        int32_t a = topology->edges[e].from, b = topology->edges[e].to;
        while (root[a] != a)
            a = root[a] = root[root[a]];
        while (root[b] != b)
            b = root[b] = root[root[b]];
        if (a != b) {
            root[a] = b;
            components--;
        }
    }
    return components;
}

bool topology_check(const topology *topology, char **why)
{
    for (half_edge h = 0; h < (half_edge)(2 * topology->edge_count); h++) {
        half_edge next = topology->next[h];
        if (topology_half_node(topology, next) != topology_half_node(topology, h ^ 1)) {
            *why = g_strdup_printf("half-edge %d does not start where %d ends", next, h);
            return false;
        }
        if (topology_half_face(topology, next) != topology_half_face(topology, h)) {
            *why = g_strdup_printf("half-edges %d and %d are not of one face", h, next);
            return false;
        }
    }
    double sum = 0, scale = 1;
    for (size_t f = 0; f < topology->face_count; f++) {
        const struct face *face = &topology->faces[f];
        for (size_t l = 0; l < face->loop_count; l++) {
            double area2 = topology_loop_area2(topology, topology->loops[face->first_loop + l]);
            bool is_outer = f != FACE_OUTSIDE && l == 0;
            if (is_outer != (area2 > 0)) {
                *why = g_strdup_printf("loop %zu of face %zu runs the wrong way", l, f);
                return false;
            }
            sum += area2;
            scale += fabs(area2);
        }
    }
    if (fabs(sum) > 1e-12 * scale) { /* exact up to the rounding of the sums */
        *why = g_strdup_printf("the faces' areas leave %g", sum);
        return false;
    }
    size_t components = count_components(topology);
    if (topology->node_count + topology->face_count != topology->edge_count + 1 + components) {
        *why = g_strdup_printf("%zu nodes - %zu edges + %zu faces is not 1 + %zu components",
                               topology->node_count, topology->edge_count, topology->face_count,
                               components);
        return false;
    }
    return true;
}
