#include "topology/vertices.h"

/* A spoke as it is sorted: `key` has the order of gridpt_compare(). */
struct keyed {
    uint64_t key;
    uint32_t spoke;
};

static uint64_t key_of(struct gridpt at)
{
    return (uint64_t)((uint32_t)at.x ^ 0x80000000u) << 32 | ((uint32_t)at.y ^ 0x80000000u);
}

#define DIGIT_BITS 11
#define DIGITS ((64 + DIGIT_BITS - 1) / DIGIT_BITS)
#define DIGIT_VALUES (1 << DIGIT_BITS)

static unsigned digit_of(uint64_t key, int digit)
{
    return key >> (digit * DIGIT_BITS) & (DIGIT_VALUES - 1);
}

/* Sorts by key, equal ones in the order in which they are: digit by digit from the lowest (Knuth,
 * The Art of Computer Programming 3, 5.2.5). Answers the array that has the result, of the two. */
static struct keyed *sort_keyed(struct keyed *from, struct keyed *to, size_t count)
{
    g_autofree size_t *starts = g_new0(size_t, DIGITS * DIGIT_VALUES);
    for (size_t i = 0; i < count; i++)
        for (int digit = 0; digit < DIGITS; digit++)
            starts[digit * DIGIT_VALUES + digit_of(from[i].key, digit)]++;
    for (int digit = 0; count && digit < DIGITS; digit++) {
        size_t *start = starts + digit * DIGIT_VALUES, sum = 0;
        if (start[digit_of(from[0].key, digit)] == count)
            continue;
        for (int value = 0; value < DIGIT_VALUES; value++) {
            size_t these = start[value];
            start[value] = sum;
            sum += these;
        }
        for (size_t i = 0; i < count; i++)
            to[start[digit_of(from[i].key, digit)]++] = from[i];
        struct keyed *other = from;
        from = to;
        to = other;
    }
    return from;
}

static struct spoke spoke_of(const linework *linework, uint32_t number)
{
    const struct segment *s = linework_at(linework, number / 2);
    bool is_from_b = number & 1;
    return (struct spoke){is_from_b ? s->b : s->a, is_from_b ? s->a : s->b, s->sources, number / 2,
                          0};
}

/* Puts the spokes of one vertex, which are few, in the order of where they go. */
static void sort_spokes(struct spoke *spokes, struct keyed *keyed, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        struct spoke spoke = spokes[i];
        struct keyed key = keyed[i];
        size_t at = i;
        for (; at > 0 && gridpt_compare(spokes[at - 1].to, spoke.to) > 0; at--) {
            spokes[at] = spokes[at - 1];
            keyed[at] = keyed[at - 1];
        }
        spokes[at] = spoke;
        keyed[at] = key;
    }
}

/* Sorts the spokes by the vertex they leave, then by the one they go to. */
static void sort_vertices(struct vertices *v, const linework *linework)
{
    g_autofree struct keyed *first = g_new(struct keyed, MAX(v->spoke_count, 1));
    g_autofree struct keyed *second = g_new(struct keyed, MAX(v->spoke_count, 1));
    for (uint32_t i = 0; i < v->spoke_count; i++) {
        const struct segment *s = linework_at(linework, i / 2);
        first[i] = (struct keyed){key_of(i & 1 ? s->b : s->a), i};
    }
    struct keyed *sorted = sort_keyed(first, second, v->spoke_count);
    for (size_t i = 0; i < v->spoke_count; i++) {
        v->spokes[i] = spoke_of(linework, sorted[i].spoke);
        if (i == 0 || sorted[i].key != sorted[i - 1].key)
            v->starts[v->count++] = i;
    }
    v->starts[v->count] = v->spoke_count;

    g_autofree uint32_t *vertex_of = g_new(uint32_t, MAX(v->spoke_count, 1));
    for (uint32_t i = 0; i < v->count; i++) {
        size_t start = v->starts[i], count = v->starts[i + 1] - start;
        sort_spokes(v->spokes + start, sorted + start, count);
        for (size_t k = start; k < start + count; k++)
            vertex_of[sorted[k].spoke] = i;
    }
    for (size_t i = 0; i < v->spoke_count; i++)
        v->spokes[i].to_vertex = vertex_of[sorted[i].spoke ^ 1];
}

static void collect_vertices(struct vertices *v, const linework *linework)
{
    size_t segments = linework_count(linework);
    v->spoke_count = 2 * segments;
    v->spokes = g_new(struct spoke, MAX(v->spoke_count, 1));
    v->starts = g_new(size_t, v->spoke_count + 1);
    sort_vertices(v, linework);
    v->is_removed = g_new0(bool, MAX(segments, 1));
    v->degrees = g_new(size_t, MAX(v->count, 1));
    for (size_t i = 0; i < v->count; i++)
        v->degrees[i] = v->starts[i + 1] - v->starts[i];
}

/* Takes away lines that end in nothing, from their loose ends inwards. */
static void cut_dangling(struct vertices *v, GArray *dangling)
{
    for (size_t i = 0; dangling && i < v->count; i++)
        if (v->degrees[i] == 1)
            g_array_append_val(dangling, v->spokes[v->starts[i]].from);
    for (size_t i = 0; i < v->count; i++) {
        for (size_t at = i; v->degrees[at] == 1;) {
            size_t s = v->starts[at];
            while (v->is_removed[v->spokes[s].segment])
                s++;
            v->is_removed[v->spokes[s].segment] = true;
            v->degrees[at]--;
            at = v->spokes[s].to_vertex;
            v->degrees[at]--;
        }
    }
}

/* A vertex is a node where other than two segments meet, or two of different sources, or one that
 * runs along the seam and one that does not. */
static void choose_nodes(struct vertices *v)
{
    v->is_node = g_new0(bool, MAX(v->count, 1));
    for (size_t i = 0; i < v->count; i++) {
        if (v->degrees[i] != 2) {
            v->is_node[i] = v->degrees[i] > 0;
            continue;
        }
        const struct spoke *spokes[2];
        int found = 0;
        for (size_t s = v->starts[i]; s < v->starts[i + 1]; s++)
            if (!v->is_removed[v->spokes[s].segment])
                spokes[found++] = &v->spokes[s];
        v->is_node[i] = spokes[0]->sources != spokes[1]->sources ||
                        segment_is_seam(spokes[0]->from, spokes[0]->to) !=
                            segment_is_seam(spokes[1]->from, spokes[1]->to);
    }
}

struct vertices vertices_new(const linework *linework, GArray *dangling)
{
    struct vertices v = {0};
    collect_vertices(&v, linework);
    cut_dangling(&v, dangling);
    choose_nodes(&v);
    return v;
}

void vertices_clear(struct vertices *v)
{
    g_free(v->spokes);
    g_free(v->starts);
    g_free(v->is_removed);
    g_free(v->degrees);
    g_free(v->is_node);
}
