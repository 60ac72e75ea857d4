#include "compose/diff_marks.h"

#include "compose/area_names.h"
#include "compose/callout.h"
#include "compose/number_mark.h"

#include <math.h>

/* Between a disc and what it keeps off. */
#define KEEP_PT 1.0

/* What the outline of a change takes. */
#define OUTLINE_PT 2.0

/* So much of a disc's square lies in an area that is narrower. */
#define CORE_SHARE 0.5

/* How long a leader may be, and how much around an area is looked at. */
#define LEADER_REACH_PT 60.0
#define SHORT_REACH_PT 35.0
#define FARTHEST_PT 110.0
#define AROUND_PT 150.0

/* A map while its numbers are placed. */
struct marking {
    const struct pen *pen;
    const label_space *space;
    const struct project *project;
    room *land, *others, *lines; /* of the whole map */
    double side_pt;              /* of the square that a disc takes */
    GArray *taken;
};

static void take_disc(struct marking *marking, struct pagexy at)
{
    struct page_box box =
        box_grown((struct page_box){at.x, at.y, at.x, at.y}, marking->side_pt / 2 - KEEP_PT);
    room_take_box(marking->land, box);
    room_take_box(marking->others, box);
    g_array_append_val(marking->taken, box);
}

static void draw_disc(struct marking *marking, const struct story_item *item, struct pagexy at)
{
    struct scene_mark mark = {.title = item->name};
    const char *role = marking->project->holders[item->area.now.holder].role;
    number_mark_draw(marking->pen, role, item->number, at, &mark);
    take_disc(marking, at);
}

/* The room that an area leaves of `room`. */
static room *room_of_area(const room *room, const GArray *points, const GArray *counts)
{
    struct room *inside = room_cropped(room, box_of_points(points));
    room_keep_inside(inside, points, counts);
    return inside;
}

/* Marks an item in itself, off all lines or, with `is_over_lines`, off names alone. */
static bool mark_inside(struct marking *marking, const struct story_item *item,
                        const GArray *points, const GArray *counts, bool is_over_lines)
{
    g_autoptr(room) inside =
        room_of_area(is_over_lines ? marking->others : marking->land, points, counts);
    struct room_wish wish = area_wish(inside);
    struct pagexy at;
    double width;
    if (!room_find(inside, marking->side_pt, marking->side_pt, &wish, &at, &width))
        return false;
    draw_disc(marking, item, at);
    return true;
}

/* Marks an item whose area is narrower than a disc: with the middle of the disc well in it. */
static bool mark_across(struct marking *marking, const struct story_item *item,
                        const GArray *points, const GArray *counts)
{
    double side = marking->side_pt;
    struct page_box box = box_of_points(points);
    g_autoptr(room) area = room_new(box);
    room_keep_inside(area, points, counts);
    g_autoptr(room) around = room_cropped(marking->others, box_grown(box, side));
    g_autoptr(GArray) places = room_places(around, side, side);
    struct pagexy wish = {0, 0}, best = {0, 0};
    room_widest(area, &wish);
    double least = INFINITY;
    for (guint i = 0; i < places->len; i++) {
        struct pagexy at = g_array_index(places, struct pagexy, i);
        double away = hypot(at.x - wish.x, at.y - wish.y);
        struct page_box core =
            box_grown((struct page_box){at.x, at.y, at.x, at.y}, CORE_SHARE * side / 2);
        if (away >= least || !room_is_free(area, core))
            continue;
        least = away;
        best = at;
    }
    if (least < INFINITY)
        draw_disc(marking, item, best);
    return least < INFINITY;
}

/* Finds a place beside an area for a disc with a leader: first one on ground that did not change,
 * past all names; then one near by on other changed ground; then farther away on either; last one
 * whose leader crosses names. */
static bool find_beside(const struct marking *marking, const GArray *points, const GArray *targets,
                        struct callout *callout)
{
    struct page_box around = box_grown(box_of_points(points), AROUND_PT);
    g_autoptr(room) land = room_cropped(marking->land, around);
    g_autoptr(room) others = room_cropped(marking->others, around);
    g_autoptr(room) lines = room_cropped(marking->lines, around);
    g_autoptr(room) nothing = room_new(around);
    const struct callout_ask asks[] = {
        {.land = land, .others = others, .reach_pt = LEADER_REACH_PT},
        {.land = others, .others = others, .reach_pt = SHORT_REACH_PT},
        {.land = land, .others = others, .reach_pt = FARTHEST_PT},
        {.land = others, .others = others, .reach_pt = FARTHEST_PT},
        {.land = others, .others = nothing, .reach_pt = FARTHEST_PT}};
    for (size_t i = 0; i < G_N_ELEMENTS(asks); i++) {
        struct callout_ask ask = asks[i];
        ask.lines = lines;
        ask.targets = (const struct pagexy *)(const void *)targets->data;
        ask.target_count = targets->len;
        if (callout_find_box(marking->side_pt, marking->side_pt, &ask, callout))
            return true;
    }
    return false;
}

/* Marks an item beside itself or, where the map has no room at all, on itself over whatever is
 * there: what the list has is to be found on the map. */
static void mark_beside(struct marking *marking, const struct story_item *item,
                        const GArray *points, const GArray *counts)
{
    g_autoptr(room) inside = room_of_area(marking->others, points, counts);
    struct pagexy widest = box_middle(box_of_points(points));
    room_widest(inside, &widest);
    g_autoptr(GArray) targets = callout_targets(inside, widest);
    struct callout callout;
    if (!find_beside(marking, points, targets, &callout)) {
        draw_disc(marking, item, g_array_index(targets, struct pagexy, 0));
        return;
    }
    if (callout.has_leader) {
        struct pagept leader[] = {pagept_from_pagexy(callout.from), pagept_from_pagexy(callout.to)};
        pen_leader(marking->pen, callout.block.middle, callout.to); /* begins under the disc */
        room_take_line(marking->land, leader, 2, 2);
        room_take_line(marking->others, leader, 2, 1);
    }
    draw_disc(marking, item, callout.block.middle);
}

/* Numbers keep off the outlines of what changed. */
static void take_outlines(struct marking *marking, const GArray *points, const GArray *counts)
{
    const struct pagept *p = (const struct pagept *)(const void *)points->data;
    for (guint i = 0; i < counts->len; p += g_array_index(counts, size_t, i++)) {
        size_t count = g_array_index(counts, size_t, i);
        struct pagept closing[] = {p[count - 1], p[0]};
        room_take_line(marking->land, p, count, OUTLINE_PT);
        room_take_line(marking->land, closing, 2, OUTLINE_PT);
    }
}

/* What is tried, one after another for all items: so that no number stands in the area of another
 * item that has room for its own. */
enum pass {
    PASS_OUTLINES,
    PASS_INSIDE,
    PASS_OVER_LINES,
    PASS_ACROSS,
    PASS_AREAS,
    PASS_BESIDE,
    PASSES
};

/* Does what a pass has to do with an item; true when its number stands. */
static bool mark_item(struct marking *marking, const struct story_item *item, enum pass pass)
{
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    bool is_whole = pass == PASS_OUTLINES || pass == PASS_AREAS;
    area_rings(marking->space, is_whole ? item->area.faces : item->pieces, points, counts);
    if (points->len == 0)
        return true;
    if (pass == PASS_OUTLINES)
        take_outlines(marking, points, counts);
    else if (pass == PASS_AREAS)
        room_take_inside(marking->land, points, counts);
    else if (pass == PASS_BESIDE)
        mark_beside(marking, item, points, counts);
    else if (pass == PASS_ACROSS)
        return mark_across(marking, item, points, counts);
    else
        return mark_inside(marking, item, points, counts, pass == PASS_OVER_LINES);
    return false;
}

/* Goes through all passes with some items. */
static void mark_items(struct marking *marking, const GPtrArray *items)
{
    g_autofree bool *is_done = g_new0(bool, items->len + 1);
    for (int pass = 0; pass < PASSES; pass++) {
        bool is_of_all = pass == PASS_OUTLINES || pass == PASS_AREAS;
        for (guint i = 0; i < items->len; i++) {
            const struct story_item *item = items->pdata[i];
            if (is_of_all)
                mark_item(marking, item, (enum pass)pass);
            else if (item->number > 0 && !is_done[i])
                is_done[i] = mark_item(marking, item, (enum pass)pass);
        }
    }
}

static int compare_items(const void *left, const void *right)
{
    const struct story_item *a = *(const struct story_item *const *)left;
    const struct story_item *b = *(const struct story_item *const *)right;
    if (a->area.area_m2 != b->area.area_m2)
        return a->area.area_m2 < b->area.area_m2 ? -1 : 1;
    return a->number - b->number;
}

void diff_marks_draw(const struct pen *pen, const label_plan *labels, const struct state *state,
                     const struct diff_story *story, GArray *taken)
{
    const label_space *space = labels_space(labels);
    const struct labels_input *input = label_space_input(space);
    struct span day = {state->day, state->day + 1};
    struct page_box map = page_map_layout(input->page)->map;
    struct marking marking = {
        .pen = pen,
        .space = space,
        .project = planar_map_sources(timeline_map(input->timeline))->project,
        .land = label_space_room(space, day, map, SPACE_OFF_LINES | SPACE_OFF_LAKES),
        .others = label_space_room(space, day, map, 0),
        .lines = label_space_lines(space, day, map),
        .side_pt = 2 * (number_mark_radius_pt(pen) + KEEP_PT),
        .taken = taken};
    for (guint i = 0; i < taken->len; i++)
        room_take_box(marking.land, g_array_index(taken, struct page_box, i));
    g_autoptr(GPtrArray) items = g_ptr_array_new();
    for (guint i = 0; i < story->items->len; i++)
        g_ptr_array_add(items, story_item_at(story, i));
    g_ptr_array_sort(items, compare_items);
    pen_begin(pen, "numbers");
    mark_items(&marking, items);
    pen_end(pen);
    room_free(marking.land);
    room_free(marking.others);
    room_free(marking.lines);
}
