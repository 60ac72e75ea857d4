#include "topology/vertices.h"

static bool is_loose_end(const struct vertices *v, uint32_t vertex)
{
    uint32_t spoke = vertices_first(v, vertex);
    return spoke != NO_SPOKE && vertices_next(v, spoke) == NO_SPOKE;
}

static int compare_points(const void *left, const void *right)
{
    return gridpt_compare(*(const struct gridpt *)left, *(const struct gridpt *)right);
}

/* Takes away lines that end in nothing, from their loose ends inwards. */
static void cut_dangling(struct vertices *v, GArray *dangling)
{
    g_autoptr(GArray) loose = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    for (uint32_t i = 0; i < v->count; i++)
        if (is_loose_end(v, i))
            g_array_append_val(loose, i);
    if (loose->len == 0)
        return;
    v->is_removed = g_new0(bool, v->segment_count);
    for (guint i = 0; i < loose->len; i++) {
        uint32_t at = g_array_index(loose, uint32_t, i);
        if (dangling)
            g_array_append_val(dangling, v->all[at].at);
        while (is_loose_end(v, at)) {
            uint32_t spoke = vertices_first(v, at);
            v->is_removed[spoke / 2] = true;
            at = vertices_end(v, spoke);
        }
    }
    if (dangling)
        g_array_sort(dangling, compare_points);
}

/* True when a point lies where segments can run along the seam. */
static bool is_at_seam(struct gridpt at)
{
    return segment_is_seam(at, at);
}

static bool spoke_is_seam(const struct vertices *v, uint32_t spoke)
{
    const struct segment *segment = &v->segments[spoke / 2];
    return segment_is_seam(v->all[segment->ends[0]].at, v->all[segment->ends[1]].at);
}

static bool vertex_is_node(const struct vertices *v, uint32_t vertex)
{
    uint32_t first = vertices_first(v, vertex);
    if (first == NO_SPOKE)
        return false;
    uint32_t second = vertices_next(v, first);
    if (second == NO_SPOKE || vertices_next(v, second) != NO_SPOKE)
        return true;
    return v->segments[first / 2].sources != v->segments[second / 2].sources ||
           (is_at_seam(v->all[vertex].at) && spoke_is_seam(v, first) != spoke_is_seam(v, second));
}

struct vertices vertices_new(const linework *linework, GArray *dangling)
{
    struct vertices v = {.segments = linework_segments(linework),
                         .segment_count = linework_count(linework)};
    v.all = linework_vertices(linework, &v.count);
    cut_dangling(&v, dangling);
    v.is_node = g_new(bool, MAX(v.count, 1));
    for (uint32_t i = 0; i < v.count; i++)
        v.is_node[i] = vertex_is_node(&v, i);
    return v;
}

void vertices_clear(struct vertices *v)
{
    g_free(v->is_removed);
    g_free(v->is_node);
}
