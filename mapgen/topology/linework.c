#include "topology/linework_parts.h"

/* Points ahead of the one that is looked up, whose buckets are fetched from memory meanwhile. */
#define AHEAD 12

linework *linework_new(void)
{
    return g_new0(struct linework, 1);
}

static void drop_index(linework *linework)
{
    g_clear_pointer(&linework->index, segment_index_free);
    g_clear_pointer(&linework->ends, g_free);
}

void linework_free(linework *linework)
{
    if (!linework)
        return;
    g_free(linework->segments);
    g_free(linework->vertices);
    g_free(linework->buckets);
    drop_index(linework);
    g_free(linework);
}

size_t linework_count(const linework *linework)
{
    return linework->segment_count;
}

struct grid_segment linework_at(const linework *linework, size_t index)
{
    const struct segment *s = &linework->segments[index];
    return (struct grid_segment){linework->vertices[s->ends[0]].at,
                                 linework->vertices[s->ends[1]].at};
}

const struct segment *linework_segments(const linework *linework)
{
    return linework->segments;
}

const struct vertex *linework_vertices(const linework *linework, size_t *count)
{
    *count = linework->vertex_count;
    return linework->vertices;
}

/* Room for so many vertices and segments more. */
static void make_room(linework *linework, size_t more)
{
    if (linework->vertex_count + more > linework->vertex_room) {
        linework->vertex_room = MAX(linework->vertex_count + more, 2 * linework->vertex_room);
        linework->vertices = g_renew(struct vertex, linework->vertices, linework->vertex_room);
    }
    if (linework->segment_count + more > linework->segment_room) {
        linework->segment_room = MAX(linework->segment_count + more, 2 * linework->segment_room);
        linework->segments = g_renew(struct segment, linework->segments, linework->segment_room);
    }
}

/* ---- vertices ------------------------------------------------------------------------------ */

static uint64_t hash_of(struct gridpt at)
{
    uint64_t h = ((uint64_t)(uint32_t)at.x << 32 | (uint32_t)at.y) * 0x9e3779b97f4a7c15u;
    return h ^ h >> 32;
}

static size_t first_bucket(const linework *linework, uint64_t hash)
{
    return hash & (linework->bucket_count - 1);
}

/* What a bucket holds: the number + 1 of a vertex, in as many bits as it takes, and above it some
 * of the vertex's hash, so that nearly no other vertex need be looked at. 0: the bucket is free. */
static uint32_t bucket_entry(const linework *linework, uint64_t hash, uint32_t vertex)
{
    return (uint32_t)(hash >> 40 << linework->bucket_bits) | (vertex + 1);
}

static uint32_t bucket_vertex(const linework *linework, size_t bucket)
{
    return (linework->buckets[bucket] & (uint32_t)(linework->bucket_count - 1)) - 1;
}

/* The bucket of a vertex, or the free one where it belongs. */
static size_t bucket_of(const linework *linework, struct gridpt at, uint64_t hash)
{
    size_t mask = linework->bucket_count - 1, bucket = first_bucket(linework, hash);
    uint32_t tag = bucket_entry(linework, hash, UINT32_MAX);
    for (; linework->buckets[bucket]; bucket = (bucket + 1) & mask)
        if (((linework->buckets[bucket] ^ tag) & ~(uint32_t)mask) == 0 &&
            gridpt_equal(linework->vertices[bucket_vertex(linework, bucket)].at, at))
            break;
    return bucket;
}

/* Makes the table large enough for so many vertices: a fifth of it stays free. */
static void grow_buckets(linework *linework, size_t vertices)
{
    int bits = MAX(linework->bucket_bits, 6);
    while (((size_t)4 << bits) < vertices * 5)
        bits++;
    if (bits == linework->bucket_bits)
        return;
    g_free(linework->buckets);
    linework->bucket_bits = bits;
    linework->bucket_count = (size_t)1 << bits;
    linework->buckets = g_new0(uint32_t, linework->bucket_count);
    for (uint32_t v = 0; v < linework->vertex_count; v++) {
        struct gridpt at = linework->vertices[v].at;
        uint64_t hash = hash_of(at);
        linework->buckets[bucket_of(linework, at, hash)] = bucket_entry(linework, hash, v);
    }
}

/* The vertex at a point, a new one if need be. Chains mostly run as others did or the other way
 * round: `before` is the vertex before it in its own, beside which it is looked for first. */
static uint32_t put_vertex(linework *linework, struct gridpt at, uint32_t before)
{
    const struct vertex *vertices = linework->vertices;
    uint32_t count = (uint32_t)linework->vertex_count;
    if (before < count && before > 0 && gridpt_equal(vertices[before - 1].at, at))
        return before - 1;
    if (before + 1 < count && gridpt_equal(vertices[before + 1].at, at))
        return before + 1;
    grow_buckets(linework, count + 1);
    uint64_t hash = hash_of(at);
    size_t bucket = bucket_of(linework, at, hash);
    if (linework->buckets[bucket])
        return bucket_vertex(linework, bucket);
    linework->buckets[bucket] = bucket_entry(linework, hash, count);
    make_room(linework, 1);
    linework->vertices[linework->vertex_count++] = (struct vertex){at, NO_SPOKE};
    return count;
}

/* ---- segments ------------------------------------------------------------------------------ */

static uint32_t next_spoke(const linework *linework, uint32_t spoke)
{
    return linework->segments[spoke / 2].next[spoke & 1];
}

/* The vertex that a spoke goes to. */
static uint32_t spoke_end(const linework *linework, uint32_t spoke)
{
    return linework->segments[spoke / 2].ends[~spoke & 1];
}

/* The segment between two vertices; -1 when there is none. Looks through the spokes of both, so
 * that it costs no more than the fewer of them. */
static ptrdiff_t segment_between(const linework *linework, uint32_t v, uint32_t w)
{
    uint32_t from_v = linework->vertices[v].spoke, from_w = linework->vertices[w].spoke;
    while (from_v != NO_SPOKE && from_w != NO_SPOKE) {
        if (spoke_end(linework, from_v) == w)
            return from_v / 2;
        if (spoke_end(linework, from_w) == v)
            return from_w / 2;
        from_v = next_spoke(linework, from_v);
        from_w = next_spoke(linework, from_w);
    }
    return -1;
}

/* Lists both spokes of a segment with their vertices. */
static void link_segment(linework *linework, uint32_t index)
{
    struct segment *segment = &linework->segments[index];
    for (uint32_t end = 0; end < 2; end++) {
        struct vertex *vertex = &linework->vertices[segment->ends[end]];
        segment->next[end] = vertex->spoke;
        vertex->spoke = 2 * index + end;
    }
}

static void unlink_segment(linework *linework, uint32_t index)
{
    struct segment *segment = &linework->segments[index];
    for (uint32_t end = 0; end < 2; end++) {
        uint32_t *link = &linework->vertices[segment->ends[end]].spoke;
        while (*link != 2 * index + end)
            link = &linework->segments[*link / 2].next[*link & 1];
        *link = segment->next[end];
    }
}

static void add_between(linework *linework, uint32_t v, uint32_t w, uint64_t sources, int32_t owner)
{
    ptrdiff_t there = segment_between(linework, v, w);
    if (there >= 0) {
        linework_mark(linework, (size_t)there, sources);
        return;
    }
    bool is_in_order = gridpt_compare(linework->vertices[v].at, linework->vertices[w].at) < 0;
    struct segment segment = {
        .ends = {is_in_order ? v : w, is_in_order ? w : v}, .sources = sources, .owner = owner};
    make_room(linework, 1);
    linework->segments[linework->segment_count++] = segment;
    if (linework->index)
        drop_index(linework);
    link_segment(linework, (uint32_t)linework->segment_count - 1);
}

void linework_add_segment(linework *linework, struct gridpt a, struct gridpt b, uint64_t sources,
                          int32_t owner)
{
    if (gridpt_equal(a, b))
        return;
    uint32_t v = put_vertex(linework, a, (uint32_t)linework->vertex_count);
    add_between(linework, v, put_vertex(linework, b, v), sources, owner);
}

void linework_reserve(linework *linework, size_t points)
{
    make_room(linework, points);
    grow_buckets(linework, linework->vertex_count + points);
}

void linework_add(linework *linework, const struct gridpt *points, size_t count, bool is_closed,
                  int source, int32_t owner)
{
    if (count < 2)
        return;
    uint64_t sources = UINT64_C(1) << source;
    uint32_t first = put_vertex(linework, points[0], (uint32_t)linework->vertex_count), at = first;
    for (size_t i = 1; i < count; i++) {
        if (i + AHEAD < count)
            __builtin_prefetch(
                &linework->buckets[first_bucket(linework, hash_of(points[i + AHEAD]))]);
        if (gridpt_equal(points[i], points[i - 1]))
            continue;
        uint32_t next = put_vertex(linework, points[i], at);
        add_between(linework, at, next, sources, owner);
        at = next;
    }
    if (is_closed && count > 2 && at != first)
        add_between(linework, at, first, sources, owner);
}

void linework_mark(linework *linework, size_t index, uint64_t sources)
{
    linework->segments[index].sources |= sources;
}

/* Takes a segment away; the last one gets its number. */
static void remove_segment(linework *linework, uint32_t index)
{
    uint32_t last = (uint32_t)linework->segment_count - 1;
    drop_index(linework);
    unlink_segment(linework, index);
    if (index != last) {
        unlink_segment(linework, last);
        linework->segments[index] = linework->segments[last];
        link_segment(linework, index);
    }
    linework->segment_count = last;
}

void linework_remove(linework *linework, const size_t *indices, size_t count)
{
    for (size_t i = count; i > 0; i--)
        remove_segment(linework, (uint32_t)indices[i - 1]);
}

ptrdiff_t linework_find(const linework *linework, struct gridpt a, struct gridpt b)
{
    if (!linework->bucket_count)
        return -1;
    size_t v = bucket_of(linework, a, hash_of(a)), w = bucket_of(linework, b, hash_of(b));
    if (!linework->buckets[v] || !linework->buckets[w])
        return -1;
    return segment_between(linework, bucket_vertex(linework, v), bucket_vertex(linework, w));
}

void linework_make_index(linework *linework)
{
    size_t count = linework->segment_count;
    drop_index(linework);
    linework->ends = g_new(struct grid_segment, MAX(count, 1));
    for (size_t i = 0; i < count; i++)
        linework->ends[i] = linework_at(linework, i);
    linework->index = segment_index_build(linework->ends, count);
}

segment_index *linework_take_index(linework *linework, struct grid_segment **ends)
{
    if (!linework->index)
        linework_make_index(linework);
    *ends = g_steal_pointer(&linework->ends);
    return g_steal_pointer(&linework->index);
}
