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

struct label_space {
    struct labels_input input;
    const place_labels *places;
    const line_days *lines;
    const day_number *change_days;
    size_t change_count;
    uint8_t *is_outline;      /* change day by change day, edge by edge: it bounds what changed */
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

/* Notes which edges bound what changes on each change day: a map of that day outlines them. */
static void list_outlines(label_space *space)
{
    const timeline *timeline = space->input.timeline;
    const topology *topology = planar_map_topology(timeline_map(timeline));
    size_t edges = topology_edge_count(topology);
    space->change_days = timeline_change_days(timeline, &space->change_count);
    space->is_outline = g_new0(uint8_t, space->change_count * edges + 1);
    g_autoptr(state) before = timeline_state_at(timeline, DAY_BEFORE_ALL);
    for (size_t d = 0; d < space->change_count; d++) {
        state *now = timeline_state_at(timeline, space->change_days[d]);
        for (size_t e = 0; e < edges; e++) {
            const struct edge *edge = topology_edge(topology, (edge_id)e);
            space->is_outline[d * edges + e] =
                control_equal(now->controls[edge->left], before->controls[edge->left]) !=
                control_equal(now->controls[edge->right], before->controls[edge->right]);
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
    g_free(space->is_outline);
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

static void take_lines(const label_space *space, struct span when, struct page_box within,
                       room *room)
{
    const struct page_box reach = box_grown(within, LINE_PT);
    size_t edges = topology_edge_count(planar_map_topology(timeline_map(space->input.timeline)));
    g_autofree double *weights = line_days_weights(space->lines, when);
    for (size_t d = 0; d < space->change_count; d++)
        for (size_t e = 0; span_has(when, space->change_days[d]) && e < edges; e++)
            if (space->is_outline[d * edges + e])
                weights[e] = WEIGHT_STRONG;
    for (size_t e = 0; e < edges; e++) {
        if (weights[e] < WEIGHT_STRONG)
            continue;
        struct page_lines pieces = page_map_edge_pieces(space->input.page, (edge_id)e);
        const struct pagept *p = pieces.points;
        for (size_t i = 0; i < pieces.lines; p += pieces.counts[i++])
            if (boxes_meet(box_grown(box_of_line(p, pieces.counts[i]), 1), reach))
                room_take_line(room, p, pieces.counts[i], LINE_PT);
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
        take_lines(space, when, within, room);
    return room;
}

room *label_space_lines(const label_space *space, struct span when, struct page_box within)
{
    room *room = room_new_within(page_map_layout(space->input.page)->map, within);
    take_lines(space, when, within, room);
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
