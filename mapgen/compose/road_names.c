#include "compose/road_names.h"

#include "compose/callout.h"

#include <math.h>

/* A road shorter than this on the page is too small a thing to name. */
#define LEAST_NAMED_PT 70.0

/* Points of the road that a leader may go to: so far apart, and not near its ends, which are
 * towns. */
#define TARGET_STEP_PT 5.0
#define END_SHARE 0.12

/* Two roads run together where they are nearer than this. */
#define SHARED_PT 1.5

#define LEADER_REACH_PT 80.0
#define CALLOUT_PT 200.0

struct road_search {
    label_space *space;
    name_words *words;
    GArray *targets; /* of struct pagexy */
};

/* ---- the road ------------------------------------------------------------------------------ */

/* The pieces of a drawn line on the page. */
static void road_pieces(const label_space *space, const struct project_drawn *drawn, GArray *points,
                        GArray *counts)
{
    const struct labels_input *input = label_space_input(space);
    const struct sources *sources = planar_map_sources(timeline_map(input->timeline));
    int number = drawn->layer ? sources_layer(sources, drawn->layer) : -1;
    if (number < 0 || sources->layers[number]->geometry != LAYER_LINES)
        return;
    const struct layer *layer = sources->layers[number];
    g_autofree bool *passes =
        layer_filter(layer, drawn->where, sources->project->path, drawn->line, NULL);
    for (size_t f = 0; passes && f < layer->feature_count; f++)
        if (passes[f])
            page_lines_append(page_map_feature(input->page, number, f), points, counts);
}

/* Points along a road, step by step, without its ends; of struct pagexy. */
static GArray *points_along(const GArray *points, const GArray *counts, double *length)
{
    g_autoptr(GArray) all = g_array_new(FALSE, FALSE, sizeof(struct pagexy));
    const struct pagept *p = (const struct pagept *)(const void *)points->data;
    *length = 0;
    for (guint i = 0; i < counts->len; p += g_array_index(counts, size_t, i++)) {
        for (size_t k = 0; k + 1 < g_array_index(counts, size_t, i); k++) {
            struct pagexy a = pagexy_from_pagept(p[k]), b = pagexy_from_pagept(p[k + 1]);
            double step = hypot(b.x - a.x, b.y - a.y);
            int parts = (int)ceil(step / TARGET_STEP_PT);
            for (int s = 0; s < parts; s++) {
                struct pagexy at = {a.x + (b.x - a.x) * s / parts, a.y + (b.y - a.y) * s / parts};
                g_array_append_val(all, at);
            }
            *length += step;
        }
    }
    GArray *along = g_array_new(FALSE, FALSE, sizeof(struct pagexy));
    guint end = (guint)(all->len * END_SHARE);
    if (all->len > 2 * end)
        g_array_append_vals(along, &g_array_index(all, struct pagexy, end), all->len - 2 * end);
    return along;
}

static bool is_by(const GArray *along, struct pagexy at)
{
    for (guint i = 0; i < along->len; i++) {
        struct pagexy p = g_array_index(along, struct pagexy, i);
        if (hypot(p.x - at.x, p.y - at.y) < SHARED_PT + TARGET_STEP_PT / 2)
            return true;
    }
    return false;
}

/* Leaves those targets that lie by another road too. */
static void keep_shared(GArray *targets, const GArray *other)
{
    guint kept = 0;
    for (guint i = 0; i < targets->len; i++) {
        struct pagexy at = g_array_index(targets, struct pagexy, i);
        if (is_by(other, at))
            g_array_index(targets, struct pagexy, kept++) = at;
    }
    g_array_set_size(targets, kept);
}

/* ---- its name ------------------------------------------------------------------------------ */

struct road_rooms {
    room *land, *others, *lines;
};

static struct callout_ask start_ask(const struct road_search *search, struct span when,
                                    struct road_rooms *rooms)
{
    struct page_box box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (guint i = 0; i < search->targets->len; i++) {
        struct pagexy p = g_array_index(search->targets, struct pagexy, i);
        box.left = fmin(box.left, p.x);
        box.right = fmax(box.right, p.x);
        box.top = fmin(box.top, p.y);
        box.bottom = fmax(box.bottom, p.y);
    }
    box = box_grown(box, CALLOUT_PT);
    rooms->land = label_space_room(search->space, when, box, SPACE_OFF_LINES | SPACE_OFF_LAKES);
    rooms->others = label_space_room(search->space, when, box, 0);
    rooms->lines = label_space_lines(search->space, when, box);
    /* A name beside its road does not lie on it. */
    for (guint i = 0; i + 1 < search->targets->len; i++) {
        struct pagexy p = g_array_index(search->targets, struct pagexy, i);
        room_take_box(rooms->land, (struct page_box){p.x - 3, p.y - 3, p.x + 3, p.y + 3});
    }
    return (struct callout_ask){rooms->land,
                                rooms->others,
                                rooms->lines,
                                (const struct pagexy *)(const void *)search->targets->data,
                                search->targets->len,
                                LEADER_REACH_PT,
                                0};
}

static void road_rooms_clear(struct road_rooms *rooms)
{
    room_free(rooms->land);
    room_free(rooms->others);
    room_free(rooms->lines);
}

static void set_leader(const struct callout *callout, struct standing_name *name)
{
    name->has_leader = callout->has_leader;
    name->leader_from = callout->from;
    name->leader_to = callout->to;
}

static bool fit_road(void *user, struct span when, struct standing_name *found)
{
    const struct road_search *search = user;
    struct road_rooms rooms;
    struct callout_ask ask = start_ask(search, when, &rooms);
    struct callout callout;
    bool is_found = callout_find(search->words, &ask, &callout);
    if (is_found) {
        found->block = callout.block;
        set_leader(&callout, found);
    }
    road_rooms_clear(&rooms);
    return is_found;
}

static bool holds_road(void *user, struct span when, struct standing_name *old)
{
    const struct road_search *search = user;
    struct road_rooms rooms;
    struct callout_ask ask = start_ask(search, when, &rooms);
    struct callout callout;
    bool holds =
        name_block_is_free(&old->block, rooms.land) && callout_lead(&old->block, &ask, &callout);
    if (holds)
        set_leader(&callout, old);
    road_rooms_clear(&rooms);
    return holds;
}

static const char *why_not_road(void *user, struct span when, const struct standing_name *old)
{
    const struct road_search *search = user;
    struct road_rooms rooms;
    start_ask(search, when, &rooms);
    bool is_crossed = !name_block_is_free(&old->block, rooms.land);
    road_rooms_clear(&rooms);
    return is_crossed ? "a line would cross it" : "its leader would be long or cross a name";
}

static void plan_road(const struct pen *pen, label_space *space, struct standing_names *standing,
                      const char *name, struct span when, GArray *targets)
{
    struct name_ask words = {.name = name,
                             .class_list = "label road",
                             .most_lines = 2,
                             .least_size_pt = label_space_least_size_pt(space)};
    struct road_search search = {space, name_words_new(pen, &words), targets};
    struct standing_ask ask = {name, when, &search, fit_road, holds_road, why_not_road};
    standing_names_plan(standing, space, &ask);
    standing_names_note_moves(standing, space, &ask);
    name_words_free(search.words);
}

/* ---- all roads ----------------------------------------------------------------------------- */

/* One of the project's drawn lines that has a name: what of it a leader may go to. */
struct road {
    char *name; /* NULL: none, or it is planned */
    struct span when;
    GArray *targets;
};

static struct road road_of(const struct pen *pen, const label_space *space,
                           const struct project_drawn *drawn)
{
    struct road road = {.when = drawn->when};
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    road_pieces(space, drawn, points, counts);
    double length;
    road.targets = points_along(points, counts, &length);
    if (length >= LEAST_NAMED_PT)
        road.name = pen_name(pen, &drawn->names);
    return road;
}

/* Plans a road with those after it that have its name and follow it in time. */
static void plan_with_followers(const struct pen *pen, label_space *space,
                                struct standing_names *standing, struct road *roads, size_t count)
{
    g_autoptr(GArray) shared = g_array_copy(roads[0].targets);
    struct span when = roads[0].when;
    for (size_t i = 1; i < count; i++) {
        if (!roads[i].name || !g_str_equal(roads[i].name, roads[0].name) ||
            roads[i].when.from > when.until)
            continue;
        g_autoptr(GArray) narrower = g_array_copy(shared);
        keep_shared(narrower, roads[i].targets);
        if (narrower->len == 0)
            continue;
        g_array_set_size(shared, 0);
        g_array_append_vals(shared, narrower->data, narrower->len);
        when.until = MAX(when.until, roads[i].when.until);
        g_clear_pointer(&roads[i].name, g_free);
    }
    plan_road(pen, space, standing, roads[0].name, when, shared);
}

void road_names_plan(const struct pen *pen, label_space *space, struct standing_names *standing)
{
    const struct labels_input *input = label_space_input(space);
    const struct project *project = planar_map_sources(timeline_map(input->timeline))->project;
    g_autofree struct road *roads = g_new0(struct road, project->drawn_count + 1);
    for (size_t i = 0; i < project->drawn_count; i++)
        roads[i] = road_of(pen, space, &project->drawn[i]);
    for (size_t i = 0; i < project->drawn_count; i++)
        if (roads[i].name)
            plan_with_followers(pen, space, standing, roads + i, project->drawn_count - i);
    for (size_t i = 0; i < project->drawn_count; i++) {
        g_free(roads[i].name);
        g_array_unref(roads[i].targets);
    }
}
