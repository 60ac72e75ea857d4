#include "compose/label_space.h"

#include <math.h>

/* Names keep so far from the sides of the map. */
#define SIDE_PT 4.0

/* And so far from legend, scale and locator. */
#define FURNITURE_PT 5.0

/* A line takes so much, its casing included. */
#define LINE_PT 3.0

#define LEAST_SCREEN_PT 10.0
#define LEAST_PRINT_PT 7.0

struct taken {
    struct span when;
    struct name_block block; /* its box alone; height 0: a leader */
    struct pagexy from, to;
};

/* The cells that each edge takes with its casing, found when they are asked for first. */
struct stamps {
    gsize is_ready; /* g_once_init_enter's */
    room **rooms;   /* by edge; NULL: it takes none */
    size_t count;
};

struct label_space {
    struct labels_input input;
    const place_labels *places;
    const line_days *lines;
    const day_number *change_days;
    size_t change_count, edge_words;
    uint64_t *outlines; /* change day by change day, a bit for each edge that bounds what
                           changed */
    struct stamps *stamps;
    room *page, *base, *land; /* without furniture; without places; without lakes */
    GArray *taken;
    GArray *lake_points, *lake_counts;
};

/* ---- lakes --------------------------------------------------------------------------------- */

static void list_lakes(label_space *space)
{
    const struct sources *sources = planar_map_sources(timeline_map(space->input.timeline));
    for (size_t i = 0; i < sources->project->drawn_count; i++) {
        const struct project_drawn *drawn = &sources->project->drawn[i];
        int layer = drawn->layer ? sources_layer(sources, drawn->layer) : -1;
        if (layer < 0 || sources->layers[layer]->geometry != LAYER_POLYGONS)
            continue;
        for (size_t f = 0; f < sources->layers[layer]->feature_count; f++)
            page_lines_append(page_map_feature(space->input.page, layer, f), space->lake_points,
                              space->lake_counts);
    }
}

/* ---- the space ----------------------------------------------------------------------------- */

static const topology *topology_of(const label_space *space)
{
    return planar_map_topology(timeline_map(space->input.timeline));
}

/* Notes which edges bound what changes on each change day: a map of that day outlines them. */
static void list_outlines(label_space *space)
{
    const timeline *timeline = space->input.timeline;
    const topology *topology = topology_of(space);
    size_t edges = topology_edge_count(topology);
    space->change_days = timeline_change_days(timeline, &space->change_count);
    space->edge_words = edges / 64 + 1;
    space->outlines = g_new0(uint64_t, space->change_count * space->edge_words + 1);
    g_autoptr(state) before = timeline_state_at(timeline, DAY_BEFORE_ALL);
    for (size_t d = 0; d < space->change_count; d++) {
        state *now = timeline_state_at(timeline, space->change_days[d]);
        for (size_t e = 0; e < edges; e++) {
            const struct edge *edge = topology_edge(topology, (edge_id)e);
            bool is_outline =
                control_equal(now->controls[edge->left], before->controls[edge->left]) !=
                control_equal(now->controls[edge->right], before->controls[edge->right]);
            space->outlines[d * space->edge_words + e / 64] |= (uint64_t)is_outline << (e % 64);
        }
        state_free(before);
        before = now;
    }
}

label_space *label_space_new(const struct labels_input *input, const line_days *lines,
                             const place_labels *places)
{
    label_space *space = g_new0(label_space, 1);
    space->input = *input;
    space->places = places;
    space->lines = lines;
    space->taken = g_array_new(FALSE, FALSE, sizeof(struct taken));
    space->stamps = g_new0(struct stamps, 1);
    space->lake_points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
    space->lake_counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    list_lakes(space);
    list_outlines(space);
    space->page = room_new(box_grown(page_map_layout(input->page)->map, -SIDE_PT));
    for (int i = 0; i < input->furniture_count; i++)
        room_take_box(space->page, box_grown(input->furniture[i], FURNITURE_PT));
    space->base = room_copy(space->page);
    place_labels_take_room(places, space->base);
    space->land = room_copy(space->base);
    room_take_inside(space->land, space->lake_points, space->lake_counts);
    return space;
}

void label_space_free(label_space *space)
{
    if (!space)
        return;
    room_free(space->page);
    room_free(space->base);
    room_free(space->land);
    g_free(space->outlines);
    for (size_t e = 0; e < space->stamps->count; e++)
        room_free(space->stamps->rooms[e]);
    g_free(space->stamps->rooms);
    g_free(space->stamps);
    g_array_unref(space->taken);
    g_array_unref(space->lake_points);
    g_array_unref(space->lake_counts);
    g_free(space);
}

const struct labels_input *label_space_input(const label_space *space)
{
    return &space->input;
}

const place_labels *label_space_places(const label_space *space)
{
    return space->places;
}

double label_space_least_size_pt(const label_space *space)
{
    bool is_print = page_map_layout(space->input.page)->unit == PAGE_MM;
    return is_print ? LEAST_PRINT_PT : LEAST_SCREEN_PT;
}

const room *label_space_page(const label_space *space)
{
    return space->page;
}

/* ---- rooms --------------------------------------------------------------------------------- */

static struct page_box box_of_line(const struct pagept *points, size_t count)
{
    struct page_box box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t i = 0; i < count; i++) {
        struct pagexy p = pagexy_from_pagept(points[i]);
        box.left = fmin(box.left, p.x);
        box.right = fmax(box.right, p.x);
        box.top = fmin(box.top, p.y);
        box.bottom = fmax(box.bottom, p.y);
    }
    return box;
}

struct page_box box_of_points(const GArray *points)
{
    return box_of_line((const struct pagept *)(const void *)points->data, points->len);
}

/* The edges that are strong on some day of a span, as bits; the caller frees them. */
static uint64_t *strong_edges(const label_space *space, struct span when)
{
    uint64_t *edges = g_new0(uint64_t, space->edge_words);
    line_days_add_strong(space->lines, when, edges);
    for (size_t d = 0; d < space->change_count; d++)
        for (size_t w = 0; span_has(when, space->change_days[d]) && w < space->edge_words; w++)
            edges[w] |= space->outlines[d * space->edge_words + w];
    return edges;
}

/* The cells of the map that an edge takes; NULL when it is not on it. */
static room *stamp_edge(const label_space *space, edge_id edge)
{
    struct page_lines pieces = page_map_edge_pieces(space->input.page, edge);
    if (pieces.lines == 0)
        return NULL;
    size_t count = 0;
    for (size_t i = 0; i < pieces.lines; i++)
        count += pieces.counts[i];
    room *room = room_new_within(page_map_layout(space->input.page)->map,
                                 box_grown(box_of_line(pieces.points, count), LINE_PT));
    const struct pagept *p = pieces.points;
    for (size_t i = 0; i < pieces.lines; p += pieces.counts[i++])
        room_take_line(room, p, pieces.counts[i], LINE_PT);
    return room;
}

/* The stamps of the edges that are strong on some day, by edge. */
static room *const *stamps_of(const label_space *space)
{
    struct stamps *stamps = space->stamps;
    if (g_once_init_enter(&stamps->is_ready)) {
        struct span always = {DAY_BEFORE_ALL, DAY_AFTER_ALL};
        g_autofree uint64_t *strong = strong_edges(space, always);
        stamps->count = topology_edge_count(topology_of(space));
        stamps->rooms = g_new0(room *, stamps->count + 1);
        for (size_t e = 0; e < stamps->count; e++)
            if (strong[e / 64] >> (e % 64) & 1)
                stamps->rooms[e] = stamp_edge(space, (edge_id)e);
        g_once_init_leave(&stamps->is_ready, 1);
    }
    return stamps->rooms;
}

static void take_lines(const label_space *space, struct span when, room *room)
{
    g_autofree uint64_t *strong = strong_edges(space, when);
    struct room *const *stamps = stamps_of(space);
    for (size_t w = 0; w < space->edge_words; w++) {
        for (uint64_t bits = strong[w]; bits; bits &= bits - 1) {
            const struct room *stamp = stamps[w * 64 + (size_t)__builtin_ctzll(bits)];
            if (stamp)
                room_take_room(room, stamp);
        }
    }
}

static bool spans_meet(struct span a, struct span b)
{
    return a.from < b.until && b.from < a.until;
}

room *label_space_room(const label_space *space, struct span when, struct page_box within,
                       unsigned keep)
{
    room *room = room_cropped(keep & SPACE_OFF_LAKES ? space->land : space->base, within);
    for (guint i = 0; i < space->taken->len; i++) {
        const struct taken *taken = &g_array_index(space->taken, struct taken, i);
        if (!spans_meet(taken->when, when))
            continue;
        struct pagept leader[] = {pagept_from_pagexy(taken->from), pagept_from_pagexy(taken->to)};
        if (taken->block.height_pt > 0)
            name_block_take_room(&taken->block, room);
        else
            room_take_line(room, leader, 2, LINE_PT);
    }
    if (keep & SPACE_OFF_LINES)
        take_lines(space, when, room);
    return room;
}

room *label_space_lines(const label_space *space, struct span when, struct page_box within)
{
    room *room = room_new_within(page_map_layout(space->input.page)->map, within);
    take_lines(space, when, room);
    return room;
}

void label_space_take(label_space *space, struct span when, const struct name_block *block)
{
    struct taken taken = {.when = when};
    taken.block.middle = block->middle;
    taken.block.angle_deg = block->angle_deg;
    taken.block.width_pt = block->width_pt;
    taken.block.height_pt = block->height_pt;
    g_array_append_val(space->taken, taken);
}

void label_space_take_leader(label_space *space, struct span when, struct pagexy from,
                             struct pagexy to)
{
    struct taken taken = {.when = when, .from = from, .to = to};
    g_array_append_val(space->taken, taken);
}

GArray *label_space_days(const label_space *space, struct span when)
{
    GArray *days = g_array_new(FALSE, FALSE, sizeof(day_number));
    g_array_append_val(days, when.from);
    size_t count;
    const day_number *changes = timeline_change_days(space->input.timeline, &count);
    for (size_t i = 0; i < count; i++)
        if (changes[i] > when.from && changes[i] < when.until)
            g_array_append_val(days, changes[i]);
    return days;
}

void label_space_rings(const label_space *space, const int32_t *keys, GArray *points,
                       GArray *counts)
{
    page_map_dissolve(space->input.page, keys, 1, points, counts);
}
