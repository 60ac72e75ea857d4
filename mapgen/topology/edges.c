#include "topology/topology_parts.h"

#include <stdlib.h>

/* ---- tracing ------------------------------------------------------------------------------- */

/* An edge as it is traced: its vertices are at `first` of all, last to first if it `is_turned`. */
struct trace {
    struct gridpt keys[2]; /* the first two points */
    size_t number, first, count;
    uint64_t sources;
    bool is_turned;
};

struct tracer {
    struct vertices *v;
    half_edge *halves;  /* by segment: of which trace, and whether along it; NONE: not traced yet */
    uint32_t *vertices; /* of one edge after another */
    size_t vertex_count;
    GArray *traces;
};

/* One direction for every edge, whatever was added first: it starts at its lower end. */
static void orient(const struct tracer *t, struct trace *trace)
{
    const uint32_t *first = t->vertices + trace->first, *last = first + trace->count - 1;
    const struct vertex *all = t->v->all;
    int order = gridpt_compare(all[*first].at, all[*last].at);
    if (order == 0)
        order = gridpt_compare(all[first[1]].at, all[last[-1]].at);
    trace->is_turned = order > 0;
    trace->keys[0] = all[order > 0 ? *last : *first].at;
    trace->keys[1] = all[order > 0 ? last[-1] : first[1]].at;
}

/* Follows a chain from a spoke to the next node, or around to where it began. */
static void trace_edge(struct tracer *t, uint32_t start, uint32_t spoke)
{
    const struct vertices *v = t->v;
    struct trace trace = {.number = t->traces->len,
                          .first = t->vertex_count,
                          .sources = v->segments[spoke / 2].sources};
    uint32_t *to = t->vertices + t->vertex_count;
    *to++ = start;
    for (;;) {
        t->halves[spoke / 2] = (half_edge)(2 * t->traces->len + (spoke & 1));
        uint32_t at = vertices_end(v, spoke);
        *to++ = at;
        if (v->is_node[at] || at == start)
            break;
        uint32_t first = vertices_first(v, at);
        spoke = first / 2 == spoke / 2 ? vertices_next(v, first) : first;
    }
    trace.count = (size_t)(to - t->vertices) - trace.first;
    t->vertex_count += trace.count;
    orient(t, &trace);
    g_array_append_val(t->traces, trace);
}

static bool is_left(const struct tracer *t, uint32_t segment)
{
    return t->halves[segment] == NONE && !(t->v->is_removed && t->v->is_removed[segment]);
}

static void trace_from_nodes(struct tracer *t)
{
    for (uint32_t i = 0; i < t->v->count; i++) {
        if (!t->v->is_node[i])
            continue;
        for (uint32_t s = vertices_first(t->v, i); s != NO_SPOKE; s = vertices_next(t->v, s))
            if (is_left(t, s / 2))
                trace_edge(t, i, s);
    }
}

/* The lowest vertex of a ring without nodes. */
static uint32_t lowest_vertex(const struct vertices *v, uint32_t segment)
{
    uint32_t spoke = 2 * segment, lowest = v->segments[segment].ends[0];
    do {
        uint32_t at = vertices_end(v, spoke), first = vertices_first(v, at);
        if (gridpt_compare(v->all[at].at, v->all[lowest].at) < 0)
            lowest = at;
        spoke = first / 2 == spoke / 2 ? vertices_next(v, first) : first;
    } while (spoke / 2 != segment);
    return lowest;
}

/* What is left are rings: each gets a node, its lowest vertex. */
static void trace_rings(struct tracer *t)
{
    for (uint32_t s = 0; s < t->v->segment_count; s++) {
        if (!is_left(t, s))
            continue;
        uint32_t lowest = lowest_vertex(t->v, s);
        t->v->is_node[lowest] = true;
        trace_edge(t, lowest, vertices_first(t->v, lowest));
    }
}

static int compare_traces(const void *left, const void *right)
{
    const struct trace *a = left, *b = right;
    int order = gridpt_compare(a->keys[0], b->keys[0]);
    return order ? order : gridpt_compare(a->keys[1], b->keys[1]);
}

/* Lays the edges' points out one after another; an edge's ends are vertices as yet. */
static void lay_out(topology *topology, const struct tracer *t)
{
    const struct vertex *all = t->v->all;
    topology->edge_count = t->traces->len;
    topology->edges = g_new(struct edge, MAX(topology->edge_count, 1));
    topology->points = g_new(struct gridpt, MAX(t->vertex_count, 1));
    struct gridpt *to = topology->points;
    for (size_t e = 0; e < topology->edge_count; e++) {
        const struct trace *trace = &g_array_index(t->traces, struct trace, e);
        const uint32_t *from = t->vertices + trace->first, *last = from + trace->count - 1;
        struct grid_box box = grid_box_empty();
        struct edge *edge = &topology->edges[e];
        *edge = (struct edge){.first = (size_t)(to - topology->points),
                              .count = trace->count,
                              .from = (int32_t)(trace->is_turned ? *last : *from),
                              .to = (int32_t)(trace->is_turned ? *from : *last),
                              .left = NONE,
                              .right = NONE,
                              .sources = trace->sources};
        for (size_t i = 0; i < trace->count; i++) {
            *to = all[trace->is_turned ? *(last - i) : from[i]].at;
            grid_box_add(&box, *to++);
        }
        edge->box = box;
    }
}

/* From the numbers of traces to those of edges. */
static void number_halves(topology *topology, struct tracer *t)
{
    g_autofree half_edge *forwards = g_new(half_edge, MAX(t->traces->len, 1));
    for (guint e = 0; e < t->traces->len; e++) {
        const struct trace *trace = &g_array_index(t->traces, struct trace, e);
        forwards[trace->number] = (half_edge)(2 * e + trace->is_turned);
    }
    for (size_t s = 0; s < t->v->segment_count; s++)
        if (t->halves[s] != NONE)
            t->halves[s] = forwards[t->halves[s] >> 1] ^ (t->halves[s] & 1);
    topology->segment_halves = g_steal_pointer(&t->halves);
}

struct node {
    struct gridpt at;
    uint32_t vertex;
};

static int compare_nodes(const void *left, const void *right)
{
    return gridpt_compare(((const struct node *)left)->at, ((const struct node *)right)->at);
}

static void number_nodes(topology *topology, const struct vertices *v)
{
    g_autoptr(GArray) nodes = g_array_new(FALSE, FALSE, sizeof(struct node));
    for (uint32_t i = 0; i < v->count; i++) {
        struct node node = {v->all[i].at, i};
        if (v->is_node[i])
            g_array_append_val(nodes, node);
    }
    g_array_sort(nodes, compare_nodes);
    g_autofree int32_t *numbers = g_new(int32_t, MAX(v->count, 1));
    topology->node_count = nodes->len;
    topology->nodes = g_new(struct gridpt, MAX(nodes->len, 1));
    for (guint n = 0; n < nodes->len; n++) {
        const struct node *node = &g_array_index(nodes, struct node, n);
        topology->nodes[n] = node->at;
        numbers[node->vertex] = (int32_t)n;
    }
    for (size_t e = 0; e < topology->edge_count; e++) {
        struct edge *edge = &topology->edges[e];
        edge->from = numbers[edge->from];
        edge->to = numbers[edge->to];
    }
}

/* The most vertices that edges can have between them: each segment's end, and each edge's start. A
 * ring has three segments or more, other edges two ends at nodes. */
static size_t most_vertices(const struct vertices *v)
{
    size_t ends = 0;
    for (uint32_t i = 0; i < v->count; i++)
        for (uint32_t s = v->is_node[i] ? v->all[i].spoke : NO_SPOKE; s != NO_SPOKE;
             s = v->segments[s / 2].next[s & 1])
            ends++;
    return v->segment_count + ends / 2 + v->segment_count / 3;
}

void edges_trace(topology *topology, struct vertices *v)
{
    struct tracer t = {.v = v,
                       .halves = g_new(half_edge, MAX(v->segment_count, 1)),
                       .vertices = g_new(uint32_t, MAX(most_vertices(v), 1)),
                       .traces = g_array_new(FALSE, FALSE, sizeof(struct trace))};
    for (size_t s = 0; s < v->segment_count; s++)
        t.halves[s] = NONE;
    trace_from_nodes(&t);
    trace_rings(&t);
    g_array_sort(t.traces, compare_traces);
    lay_out(topology, &t);
    number_halves(topology, &t);
    number_nodes(topology, v);
    g_array_unref(t.traces);
    g_free(t.vertices);
}

/* ---- half-edges around nodes --------------------------------------------------------------- */

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

void edges_link(topology *topology)
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

/* ---- what lies below ----------------------------------------------------------------------- */

void edges_leave_out(topology *topology, const struct vertices *v)
{
    for (size_t s = 0; v->is_removed && s < v->segment_count; s++)
        if (v->is_removed[s])
            topology->segments[s].b = topology->segments[s].a;
}

half_edge edges_below(const topology *topology, double x, double y)
{
    ptrdiff_t segment = segment_index_below(topology->index, x, y);
    if (segment < 0)
        return NONE;
    /* It runs from its lower end, in gridpt_compare order, and so to the right. */
    return topology->segment_halves[segment];
}
