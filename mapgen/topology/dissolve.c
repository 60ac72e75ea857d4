#include "topology/dissolve.h"

struct walk {
    const topology *topology;
    face_id *pieces; /* by face; NONE: not in the area */
    GArray *faces;   /* of face_id: those of the area */
    bool *is_walked; /* by half-edge, of the boundary alone */
    ptrdiff_t *seen; /* by node, of the boundary alone: where in the chain it is left from, -1 */
    GArray *chain;   /* of half_edge: the ring so far */
    GArray *halves, *rings;
};

/* Spreads a piece's number over the faces of the area that hang together with its first, and lists
 * them. */
static void flood_piece(struct walk *walk, const int32_t *keys, face_id start)
{
    guint next = walk->faces->len;
    walk->pieces[start] = start;
    g_array_append_val(walk->faces, start);
    while (next < walk->faces->len) {
        face_id f = g_array_index(walk->faces, face_id, next++);
        const struct face *face = topology_face(walk->topology, f);
        for (size_t l = 0; l < face->loop_count; l++) {
            half_edge first = topology_loop(walk->topology, face->first_loop + l), h = first;
            do {
                face_id over = topology_half_face(walk->topology, half_edge_twin(h));
                if (over != FACE_OUTSIDE && keys[over] == keys[start] &&
                    walk->pieces[over] == NONE) {
                    walk->pieces[over] = start;
                    g_array_append_val(walk->faces, over);
                }
                h = topology_next(walk->topology, h);
            } while (h != first);
        }
    }
}

static void find_pieces(struct walk *walk, const int32_t *keys, int32_t key)
{
    size_t faces = topology_face_count(walk->topology);

    for (size_t f = 0; f < faces; f++)
        walk->pieces[f] = NONE;
    for (face_id f = 1; f < (face_id)faces; f++) {
        if (keys[f] == key && walk->pieces[f] == NONE)
            flood_piece(walk, keys, f);
    }
}

static bool is_boundary(const struct walk *walk, half_edge half)
{
    return walk->pieces[topology_half_face(walk->topology, half)] != NONE &&
           walk->pieces[topology_half_face(walk->topology, half_edge_twin(half))] == NONE;
}

void topology_chain_points(const topology *topology, const half_edge *halves, size_t count,
                           GArray *points)
{
    for (size_t i = 0; i < count; i++) {
        const struct edge *edge = topology_edge(topology, half_edge_edge(halves[i]));
        const struct gridpt *p = topology_edge_points(topology, half_edge_edge(halves[i]));
        for (size_t k = 0; k + 1 < edge->count; k++)
            g_array_append_val(points, p[halves[i] & 1 ? edge->count - 1 - k : k]);
    }
}

/* Cuts the end of the chain, from `start` on, off as a ring. */
static void finish_ring(struct walk *walk, size_t start)
{
    const half_edge *chain = (const half_edge *)(const void *)walk->chain->data;
    struct dissolved_ring ring = {
        .piece = walk->pieces[topology_half_face(walk->topology, chain[start])],
        .first = walk->halves->len,
        .count = walk->chain->len - start};

    wide area2 = 0;

    for (size_t i = 0; i < ring.count; i++)
        area2 += topology_half_area2(walk->topology, chain[start + i]);
    ring.is_hole = area2 < 0;
    g_array_append_vals(walk->halves, chain + start, (guint)ring.count);
    g_array_append_val(walk->rings, ring);
    for (size_t i = start; i < walk->chain->len; i++)
        walk->seen[topology_half_node(walk->topology, chain[i])] = -1;
    g_array_set_size(walk->chain, (guint)start);
}

static void walk_boundary(struct walk *walk, half_edge first)
{
    half_edge h = first;

    do {
        int32_t node = topology_half_node(walk->topology, h);
        if (walk->seen[node] >= 0)
            finish_ring(walk, (size_t)walk->seen[node]);
        walk->seen[node] = walk->chain->len;
        g_array_append_val(walk->chain, h);
        walk->is_walked[h] = true;
        h = topology_next(walk->topology, h);
        while (!is_boundary(walk, h))
            h = topology_next(walk->topology, half_edge_twin(h));
    } while (h != first);
    finish_ring(walk, 0);
}

static int compare_rings(const void *left, const void *right)
{
    const struct dissolved_ring *a = left, *b = right;

    if (a->piece != b->piece)
        return a->piece - b->piece;
    if (a->is_hole != b->is_hole)
        return a->is_hole ? 1 : -1;
    return (a->first > b->first) - (a->first < b->first);
}

static int compare_halves(const void *left, const void *right)
{
    return *(const half_edge *)left - *(const half_edge *)right;
}

/* The half-edges along the boundary of the area, in the order of their numbers; none is walked, and
 * no node seen. */
static GArray *list_boundary(const struct walk *walk)
{
    GArray *list = g_array_new(FALSE, FALSE, sizeof(half_edge));
    for (guint i = 0; i < walk->faces->len; i++) {
        const struct face *face =
            topology_face(walk->topology, g_array_index(walk->faces, face_id, i));
        for (size_t l = 0; l < face->loop_count; l++) {
            half_edge first = topology_loop(walk->topology, face->first_loop + l), h = first;
            do {
                if (is_boundary(walk, h)) {
                    g_array_append_val(list, h);
                    walk->is_walked[h] = false;
                    walk->seen[topology_half_node(walk->topology, h)] = -1;
                }
                h = topology_next(walk->topology, h);
            } while (h != first);
        }
    }
    g_array_sort(list, compare_halves);
    return list;
}

void topology_dissolve(const topology *topology, const int32_t *keys, int32_t key, GArray *halves,
                       GArray *rings)
{
    size_t half_count = 2 * topology_edge_count(topology), nodes = topology_node_count(topology);
    g_autofree face_id *pieces = g_new(face_id, topology_face_count(topology));
    g_autofree bool *is_walked = g_new(bool, MAX(half_count, 1));
    g_autofree ptrdiff_t *seen = g_new(ptrdiff_t, MAX(nodes, 1));
    g_autoptr(GArray) faces = g_array_new(FALSE, FALSE, sizeof(face_id));
    g_autoptr(GArray) chain = g_array_new(FALSE, FALSE, sizeof(half_edge));
    struct walk walk = {topology, pieces, faces, is_walked, seen, chain, halves, rings};

    find_pieces(&walk, keys, key);
    g_autoptr(GArray) boundary = list_boundary(&walk);
    for (guint i = 0; i < boundary->len; i++) {
        half_edge h = g_array_index(boundary, half_edge, i);
        if (!is_walked[h])
            walk_boundary(&walk, h);
    }
    g_array_sort(rings, compare_rings);
}
