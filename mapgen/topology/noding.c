#include "topology/linework_parts.h"

#include "base/parallel.h"

#include <math.h>

/* A round that still splits after this many is a mistake of ours: two rounds are usual, three rare
 * (measured on the world's 4,596 provinces). */
#define MAX_ROUNDS 64

/* Segments that are worth a thread: some milliseconds' search for pairs. */
#define LEAST_SEGMENTS 50000

struct split {
    uint32_t segment;
    struct gridpt at;
};

static void add_split(GArray *splits, uint32_t segment, struct gridpt at)
{
    struct split split = {segment, at};
    g_array_append_val(splits, split);
}

/* What a search for splits looks at and finds. */
struct search {
    const struct grid_segment *ends;
    const bool *is_settled; /* NULL: none is */
    GArray *splits;         /* of struct split */
    GArray *crossings;      /* of struct found_crossing */
};

/* A crossing, and the segments that cross: the lower number first. */
struct found_crossing {
    uint32_t segments[2];
    struct gridpt at;
};

/* The common end of two segments, and their other ends; false when they have none. */
static bool have_common_end(struct grid_segment s, struct grid_segment t, struct gridpt *common,
                            struct gridpt *s_end, struct gridpt *t_end)
{
    bool is_s_a = gridpt_equal(s.a, t.a) || gridpt_equal(s.a, t.b);
    if (!is_s_a && !gridpt_equal(s.b, t.a) && !gridpt_equal(s.b, t.b))
        return false;
    *common = is_s_a ? s.a : s.b;
    *s_end = is_s_a ? s.b : s.a;
    *t_end = gridpt_equal(*common, t.a) ? t.b : t.a;
    return true;
}

/* Two segments with a common end can only run along each other, and not where they leave it at a
 * right angle or a wider one, as the sides of a border mostly do. */
static void split_fork(GArray *splits, uint32_t i, uint32_t j, struct gridpt common,
                       struct gridpt i_end, struct gridpt j_end)
{
    wide dx = (wide)((int64_t)i_end.x - common.x) * ((int64_t)j_end.x - common.x);
    wide dy = (wide)((int64_t)i_end.y - common.y) * ((int64_t)j_end.y - common.y);
    if (dx + dy <= 0)
        return;
    if (segment_touches(common, i_end, j_end))
        add_split(splits, i, j_end);
    if (segment_touches(common, j_end, i_end))
        add_split(splits, j, i_end);
}

/* Where two segments meet other than end to end, as splits of either. */
static void split_pair(void *data, uint32_t i, uint32_t j)
{
    struct search *search = data;
    if (search->is_settled && search->is_settled[i] && search->is_settled[j])
        return;
    struct grid_segment s = search->ends[i], t = search->ends[j];
    GArray *splits = search->splits;
    struct gridpt at, s_end, t_end;
    if (have_common_end(s, t, &at, &s_end, &t_end)) {
        split_fork(splits, i, j, at, s_end, t_end);
        return;
    }
    guint before = splits->len;
    if (segment_touches(s.a, s.b, t.a))
        add_split(splits, i, t.a);
    if (segment_touches(s.a, s.b, t.b))
        add_split(splits, i, t.b);
    if (segment_touches(t.a, t.b, s.a))
        add_split(splits, j, s.a);
    if (segment_touches(t.a, t.b, s.b))
        add_split(splits, j, s.b);
    if (splits->len > before || !segment_crossing(s.a, s.b, t.a, t.b, &at))
        return;
    add_split(splits, i, at);
    add_split(splits, j, at);
    struct found_crossing crossing = {{MIN(i, j), MAX(i, j)}, at};
    g_array_append_val(search->crossings, crossing);
}

static int compare_crossings(const void *left, const void *right)
{
    const struct found_crossing *a = left, *b = right;
    int first = a->segments[0] < b->segments[0] ? -1 : a->segments[0] > b->segments[0];
    return first ? first : a->segments[1] < b->segments[1] ? -1 : a->segments[1] > b->segments[1];
}

/* Hands the crossings on, each once and in the order of the segments that cross. */
static void tell_crossings(const linework *linework, GArray *found, GArray *crossings)
{
    g_array_sort(found, compare_crossings);
    for (guint i = 0; i < found->len; i++) {
        const struct found_crossing *c = &g_array_index(found, struct found_crossing, i);
        if (i && compare_crossings(c - 1, c) == 0)
            continue;
        const struct segment *s = &linework->segments[c->segments[0]];
        const struct segment *t = &linework->segments[c->segments[1]];
        struct crossing crossing = {c->at, {s->sources, t->sources}, {s->owner, t->owner}};
        g_array_append_val(crossings, crossing);
    }
}

/* By segment, the caller's; NULL when none is settled. */
static bool *settled(const linework *linework)
{
    size_t count = linework->segment_count, settled = 0;
    g_autofree bool *is_settled = g_new(bool, MAX(count, 1));
    for (size_t i = 0; i < count; i++)
        settled += is_settled[i] = linework->segments[i].is_settled;
    return settled ? g_steal_pointer(&is_settled) : NULL;
}

/* One thread's part of the search. */
struct search_part {
    struct search search;
    const segment_index *index;
    size_t number, count;
};

static void *search_part(void *data)
{
    struct search_part *part = data;
    segment_index_pairs(part->index, part->search.is_settled, part->number, part->count, split_pair,
                        &part->search);
    return NULL;
}

static GArray *find_splits(linework *linework, GArray *crossings)
{
    g_autofree bool *is_settled = settled(linework);
    linework_make_index(linework);
    unsigned count = parallel_parts(linework->segment_count, LEAST_SEGMENTS);
    g_autofree struct search_part *parts = g_new(struct search_part, count);
    for (unsigned i = 0; i < count; i++) {
        GArray *splits = g_array_new(FALSE, FALSE, sizeof(struct split));
        GArray *found = g_array_new(FALSE, FALSE, sizeof(struct found_crossing));
        parts[i] = (struct search_part){
            {linework->ends, is_settled, splits, found}, linework->index, i, count};
    }
    parallel_run(search_part, parts, sizeof *parts, count);
    struct search *all = &parts[0].search;
    for (unsigned i = 1; i < count; i++) {
        const struct search *part = &parts[i].search;
        g_array_append_vals(all->splits, part->splits->data, part->splits->len);
        g_array_append_vals(all->crossings, part->crossings->data, part->crossings->len);
        g_array_unref(part->splits);
        g_array_unref(part->crossings);
    }
    if (crossings)
        tell_crossings(linework, all->crossings, crossings);
    g_array_unref(all->crossings);
    return all->splits;
}

static int compare_splits(const void *left, const void *right)
{
    const struct split *a = left, *b = right;
    if (a->segment != b->segment)
        return a->segment < b->segment ? -1 : 1;
    return gridpt_compare(a->at, b->at);
}

/* Distance of a split along its segment: ends are in gridpt order, but a point beside a steep
 * segment is not, so the order along it is by projection. */
static int compare_along(const void *left, const void *right, void *data)
{
    const struct split *a = left, *b = right;
    const struct grid_segment *s = data;
    wide dx = (int64_t)s->b.x - s->a.x, dy = (int64_t)s->b.y - s->a.y;
    wide along = dx * ((int64_t)a->at.x - b->at.x) + dy * ((int64_t)a->at.y - b->at.y);
    if (along != 0)
        return along < 0 ? -1 : 1;
    return gridpt_compare(a->at, b->at);
}

static void settle_all(linework *linework)
{
    for (size_t i = 0; i < linework->segment_count; i++)
        linework->segments[i].is_settled = true;
}

/* Puts the pieces of a segment in its place; `splits` are sorted along it. */
static void split_segment(linework *linework, uint32_t index, const struct split *splits,
                          size_t count)
{
    struct grid_segment whole = linework_at(linework, index);
    struct segment segment = linework->segments[index];
    struct gridpt from = whole.a;
    linework_remove(linework, &(size_t){index}, 1);
    for (size_t i = 0; i < count; i++) {
        linework_add_segment(linework, from, splits[i].at, segment.sources, segment.owner);
        from = splits[i].at;
    }
    linework_add_segment(linework, from, whole.b, segment.sources, segment.owner);
}

/* Splits segments, from the last backwards: a piece that moves into the place of one that is gone
 * comes from behind those that are still to be split. */
static void apply_splits(linework *linework, GArray *splits)
{
    settle_all(linework);
    struct split *all = (struct split *)(void *)splits->data;
    qsort(all, splits->len, sizeof *all, compare_splits);
    for (guint end = splits->len, start; end > 0; end = start) {
        start = end - 1;
        while (start > 0 && all[start - 1].segment == all[end - 1].segment)
            start--;
        struct grid_segment line = linework_at(linework, all[start].segment);
        g_qsort_with_data(all + start, (int)(end - start), sizeof *all, compare_along, &line);
        split_segment(linework, all[start].segment, all + start, end - start);
    }
}

void linework_node(linework *linework, GArray *crossings)
{
    for (int round = 0; round < MAX_ROUNDS; round++) {
        g_autoptr(GArray) splits = find_splits(linework, crossings);
        if (splits->len == 0)
            break;
        apply_splits(linework, splits);
    }
    settle_all(linework);
}

struct chain_cutter {
    const struct grid_segment *ends;
    const segment_index *index;
    GArray *near, *splits, *cut;
};

/* Appends a segment's start and the points at which others cut it. */
static void cut_segment(struct chain_cutter *c, struct gridpt a, struct gridpt b)
{
    struct grid_segment s = {a, b};
    g_array_set_size(c->splits, 0);
    segment_index_near(c->index, a, b, c->near);
    for (guint k = 0; k < c->near->len; k++) {
        const struct grid_segment *t = &c->ends[g_array_index(c->near, uint32_t, k)];
        struct gridpt at;
        guint before = c->splits->len;
        if (segment_touches(a, b, t->a))
            add_split(c->splits, 0, t->a);
        if (segment_touches(a, b, t->b))
            add_split(c->splits, 0, t->b);
        if (c->splits->len == before && segment_crossing(a, b, t->a, t->b, &at) &&
            !gridpt_equal(at, a) && !gridpt_equal(at, b))
            add_split(c->splits, 0, at);
    }
    if (c->splits->len)
        g_qsort_with_data(c->splits->data, (int)c->splits->len, sizeof(struct split), compare_along,
                          &s);
    g_array_append_val(c->cut, a);
    for (guint k = 0; k < c->splits->len; k++) {
        struct gridpt at = g_array_index(c->splits, struct split, k).at;
        if (!gridpt_equal(at, g_array_index(c->cut, struct gridpt, c->cut->len - 1)))
            g_array_append_val(c->cut, at);
    }
}

GArray *linework_cut_chains(linework *linework, const GArray *points, const GArray *counts,
                            bool is_closed, GArray *cut_counts)
{
    if (!linework->index)
        linework_make_index(linework);
    g_autoptr(GArray) near = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    g_autoptr(GArray) splits = g_array_new(FALSE, FALSE, sizeof(struct split));
    struct chain_cutter c = {linework->ends, linework->index, near, splits,
                             g_array_new(FALSE, FALSE, sizeof(struct gridpt))};
    const struct gridpt *p = (const struct gridpt *)(const void *)points->data;
    for (guint chain = 0; chain < counts->len; chain++) {
        size_t count = g_array_index(counts, size_t, chain), before = c.cut->len;
        for (size_t i = 0; i + 1 < count; i++)
            cut_segment(&c, p[i], p[i + 1]);
        if (is_closed && count > 2)
            cut_segment(&c, p[count - 1], p[0]);
        if (count)
            g_array_append_val(c.cut, p[is_closed && count > 2 ? 0 : count - 1]);
        size_t cut_count = c.cut->len - before;
        g_array_append_val(cut_counts, cut_count);
        p += count;
    }
    return c.cut;
}

bool linework_ray(const linework *linework, struct gridpt from, double dx, double dy, double limit,
                  double *distance, struct gridpt *at)
{
    double best = limit;
    bool is_found = false;
    for (size_t i = 0; i < linework->segment_count; i++) {
        struct grid_segment s = linework_at(linework, i);
        double ex = (double)s.b.x - s.a.x, ey = (double)s.b.y - s.a.y;
        double ax = (double)s.a.x - from.x, ay = (double)s.a.y - from.y;
        double det = dx * ey - dy * ex;
        if (det == 0)
            continue;
        double along = (ax * ey - ay * ex) / det, across = (ax * dy - ay * dx) / det;
        if (across < 0 || across > 1 || along <= 0 || along > best)
            continue;
        best = along;
        is_found = true;
    }
    if (is_found) {
        *distance = best;
        *at =
            (struct gridpt){(int32_t)lrint(from.x + best * dx), (int32_t)lrint(from.y + best * dy)};
    }
    return is_found;
}
