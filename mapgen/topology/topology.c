#include "topology/topology_parts.h"

#include <math.h>

topology *topology_build(linework *linework, GArray *dangling)
{
    topology *topology = g_new0(struct topology, 1);
    struct vertices vertices = vertices_new(linework, dangling);
    edges_trace(topology, &vertices);
    topology->index = linework_take_index(linework, &topology->segments);
    edges_leave_out(topology, &vertices);
    vertices_clear(&vertices);
    edges_link(topology);
    faces_build(topology);
    return topology;
}

void topology_free(topology *topology)
{
    if (!topology)
        return;
    g_free(topology->nodes);
    g_free(topology->edges);
    g_free(topology->points);
    g_free(topology->areas2);
    g_free(topology->faces);
    g_free(topology->loops);
    g_free(topology->next);
    g_free(topology->around);
    g_free(topology->around_starts);
    g_free(topology->segments);
    g_free(topology->segment_halves);
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

wide topology_half_area2(const topology *topology, half_edge half)
{
    wide area2 = topology->areas2[half_edge_edge(half)];
    return half & 1 ? -area2 : area2;
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
    half_edge below = edges_below(topology, grid_steps(at.lon), grid_steps(at.lat));
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
