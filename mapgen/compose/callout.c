#include "compose/callout.h"

#include "geom/page_box.h"

#include <math.h>

/* A name nearer than this needs no leader, and one further does. */
#define TOUCH_PT 5.0

/* Points of length that crossing a line, or setting the name in two lines, is worth. */
#define COST_LINE 14.0
#define COST_BREAK 5.0

/* The tip of a leader lies on what it points at, which may be taken. */
#define TIP_PT 6.0

#define MOST_LINES 2

/* A leader ends in an area so far from its sides; so many places are looked at. */
#define WELL_INSIDE_PT 10.0
#define MOST_TARGETS 40

struct place {
    double cost; /* without the lines crossed */
    struct pagexy from, target;
    struct pagexy middle;
    int lines;
};

GArray *callout_targets(const room *inside, struct pagexy widest)
{
    g_autoptr(GArray) places = room_places(inside, 2 * WELL_INSIDE_PT, 2 * WELL_INSIDE_PT);
    GArray *targets = g_array_new(FALSE, FALSE, sizeof(struct pagexy));
    for (guint i = 0; i < places->len; i += places->len / MOST_TARGETS + 1)
        g_array_append_val(targets, g_array_index(places, struct pagexy, i));
    if (targets->len == 0)
        g_array_append_val(targets, widest);
    return targets;
}

/* A point on the way to another, `short_pt` before it. */
static struct pagexy short_of(struct pagexy from, struct pagexy to, double short_pt)
{
    double length = hypot(to.x - from.x, to.y - from.y);
    double share = length > short_pt ? (length - short_pt) / length : 0;
    return (struct pagexy){from.x + share * (to.x - from.x), from.y + share * (to.y - from.y)};
}

/* The shortest leader from a level box; false when it is out of reach. */
static bool lead_from(struct pagexy middle, double width, double height,
                      const struct callout_ask *ask, struct place *place)
{
    struct page_box box = {middle.x - width / 2, middle.y - height / 2, middle.x + width / 2,
                           middle.y + height / 2};
    double reach = ask->reach_pt + ask->stop_pt, least = INFINITY;
    *place = (struct place){.middle = middle, .lines = 1};
    for (size_t i = 0; i < ask->target_count; i++) {
        struct pagexy from = box_nearest(box, ask->targets[i]);
        double dx = from.x - ask->targets[i].x, dy = from.y - ask->targets[i].y;
        double square = dx * dx + dy * dy;
        if (square > reach * reach || square >= least)
            continue;
        least = square;
        place->from = from;
        place->target = ask->targets[i];
    }
    place->cost = sqrt(least);
    return least < INFINITY;
}

static bool is_clear(const struct callout_ask *ask, const struct place *place)
{
    return room_is_line_free(ask->others, place->from,
                             short_of(place->from, place->target, TIP_PT + ask->stop_pt));
}

static double whole_cost(const struct callout_ask *ask, const struct place *place)
{
    return place->cost + COST_LINE * room_crossings(ask->lines, place->from, place->target);
}

static void end_leader(const struct callout_ask *ask, const struct place *place,
                       struct callout *callout)
{
    callout->from = place->from;
    callout->to = short_of(place->from, place->target, ask->stop_pt);
    callout->has_leader =
        hypot(callout->to.x - callout->from.x, callout->to.y - callout->from.y) > TOUCH_PT;
}

static int compare_places(const void *left, const void *right)
{
    const struct place *a = left, *b = right;
    if (a->cost != b->cost)
        return a->cost < b->cost ? -1 : 1;
    if (a->lines != b->lines)
        return a->lines - b->lines;
    if (a->middle.y != b->middle.y)
        return a->middle.y < b->middle.y ? -1 : 1;
    return (a->middle.x > b->middle.x) - (a->middle.x < b->middle.x);
}

/* Adds the places of a box of that size that are within reach. */
static void add_places(const struct callout_ask *ask, double width, double height, int lines,
                       GArray *places)
{
    g_autoptr(GArray) middles = room_places(ask->land, width, height);
    for (guint i = 0; i < middles->len; i++) {
        struct place place;
        if (!lead_from(g_array_index(middles, struct pagexy, i), width, height, ask, &place))
            continue;
        place.lines = lines;
        place.cost += COST_BREAK * (lines - 1);
        g_array_append_val(places, place);
    }
}

/* The cheapest of some places from which a leader is clear, NULL when none is. */
static const struct place *find_best(const struct callout_ask *ask, GArray *places)
{
    g_array_sort(places, compare_places);
    const struct place *best = NULL;
    double least = INFINITY;
    for (guint i = 0; i < places->len; i++) {
        const struct place *place = &g_array_index(places, struct place, i);
        if (place->cost >= least)
            break;
        if (!is_clear(ask, place) || whole_cost(ask, place) >= least)
            continue;
        least = whole_cost(ask, place);
        best = place;
    }
    return best;
}

bool callout_find(const name_words *words, const struct callout_ask *ask, struct callout *callout)
{
    g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(struct place));
    double width, height;
    for (int lines = 1; lines <= MOST_LINES && name_words_size(words, lines, &width, &height);
         lines++)
        add_places(ask, width, height, lines, places);
    const struct place *best = find_best(ask, places);
    if (!best)
        return false;
    callout->block = name_words_at(words, best->lines, best->middle);
    end_leader(ask, best, callout);
    return true;
}

bool callout_find_box(double width_pt, double height_pt, const struct callout_ask *ask,
                      struct callout *callout)
{
    g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(struct place));
    add_places(ask, width_pt, height_pt, 1, places);
    const struct place *best = find_best(ask, places);
    if (!best)
        return false;
    callout->block = (struct name_block){.middle = best->middle};
    end_leader(ask, best, callout);
    return true;
}

bool callout_lead(const struct name_block *block, const struct callout_ask *ask,
                  struct callout *callout)
{
    struct place place;
    if (!lead_from(block->middle, block->width_pt, block->height_pt, ask, &place) ||
        !is_clear(ask, &place))
        return false;
    end_leader(ask, &place, callout);
    return true;
}
