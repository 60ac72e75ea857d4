#include "compose/change_names.h"

#include "compose/area_names.h"
#include "compose/callout.h"
#include "compose/words.h"

#include <math.h>

/* A change smaller than this on the page gets a ring, so much larger than itself and at least so
 * large. */
#define SMALL_CHANGE_PT 24.0
#define RING_GAP_PT 4.0
#define LEAST_RING_PT 8.5
#define RING_CORNERS 36

/* What the outline of a change takes. */
#define OUTLINE_PT 2.0

/* How long a leader may be, and how much beside a change is looked at for its name. */
#define LEADER_REACH_PT 70.0
#define CALLOUT_PT 200.0

/* Cells of a room are not told apart any finer: what lies so far off touches no cell. */
#define CLEAR_PT 8.0

/* ---- how often ----------------------------------------------------------------------------- */

static const char *side_of(const struct project *project, struct control control)
{
    bool is_held = control.status == STATUS_CONTROL || control.status == STATUS_PEACEKEEPING;
    return is_held && control.holder != NONE ? project->holders[control.holder].side : NULL;
}

/* How often a face passed from one side to the other in the rows of some days. */
static int face_passes(const timeline *timeline, face_id face, const char *side, day_number from,
                       day_number day)
{
    const planar_map *map = timeline_map(timeline);
    const struct project *project = planar_map_sources(map)->project;
    int passes = 0;
    for (size_t r = 0; r < timeline_row_count(timeline); r++) {
        const struct timeline_row *row = timeline_row(timeline, (int32_t)r);
        if (row->day == DAY_BEFORE_ALL || row->day < from || row->day > day ||
            row->event->kind != EVENT_CONTROL || row->region < 0 ||
            !face_set_has(*planar_map_region(map, (size_t)row->region), face))
            continue;
        const char *now = side_of(project, row->control);
        if (now && side && !g_str_equal(now, side))
            passes++;
        side = now ? now : side;
    }
    return passes;
}

int change_passes(const timeline *timeline, const struct change *change, day_number day)
{
    const planar_map *map = timeline_map(timeline);
    const struct project *project = planar_map_sources(map)->project;
    size_t phase = timeline_phase_at(timeline, day);
    day_number from = project->phase_count ? project->phases[phase].from : DAY_BEFORE_ALL;
    g_autoptr(state) start = from == DAY_BEFORE_ALL ? timeline_state_at(timeline, from)
                                                    : timeline_phase_start(timeline, phase);
    enum { MOST = 8 };
    double areas[MOST + 1] = {0};
    for (size_t f = 0; f < start->face_count; f++) {
        if (!face_set_has(change->faces, (face_id)f))
            continue;
        const char *side = side_of(project, start->controls[f]);
        int passes = face_passes(timeline, (face_id)f, side, from, day);
        areas[MIN(passes, MOST)] += planar_map_face_area_m2(map, (face_id)f);
    }
    int most = 0;
    for (int i = 1; i <= MOST; i++)
        if (areas[i] > areas[most])
            most = i;
    return most;
}

/* ---- words --------------------------------------------------------------------------------- */

/* "1 Dec 2020", "18 Feb 1994 · 3×". */
static char *note_of(const struct pen *pen, const timeline *timeline, const struct change *change,
                     day_number day)
{
    const struct project *project = planar_map_sources(timeline_map(timeline))->project;
    const struct timeline_row *row = timeline_row(timeline, change->row);
    g_autofree char *date = words_short_date(row->event, pen->language);
    const char *before = side_of(project, change->before), *now = side_of(project, row->control);
    int passes =
        now && (!before || !g_str_equal(before, now)) ? change_passes(timeline, change, day) : 0;
    return passes < 2 ? g_steal_pointer(&date) : g_strdup_printf("%s · %d×", date, passes);
}

/* ---- drawing ------------------------------------------------------------------------------- */

/* A map's changes while they are named. */
struct naming {
    const struct pen *pen;
    const label_space *space;
    const struct standing_names *standing;
    const struct state *state;
    const GArray *changes;
    const struct change_naming *how; /* NULL: as on the maps of a series */
    room *land, *others, *lines;     /* of the map, as far as a name of a change may reach */
    room *unchanged;                 /* the land where nothing changed */
};

static void take_block(struct naming *naming, const struct name_block *block)
{
    name_block_take_room(block, naming->land);
    name_block_take_room(block, naming->unchanged);
    name_block_take_room(block, naming->others);
}

/* The larger side of a box. */
static double size_of(struct page_box box)
{
    return fmax(box.right - box.left, box.bottom - box.top);
}

static void draw_ring(const struct pen *pen, const char *class_list, struct pagexy middle,
                      double radius)
{
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    size_t corners = RING_CORNERS;
    for (size_t i = 0; i < corners; i++) {
        double angle = 2 * G_PI * (double)i / RING_CORNERS;
        struct pagept at = pagept_from_pagexy(
            (struct pagexy){middle.x + radius * cos(angle), middle.y + radius * sin(angle)});
        g_array_append_val(points, at);
    }
    g_array_append_val(counts, corners);
    pen_path(pen, class_list, points, counts, true, NULL);
}

static name_words *words_of(const struct naming *naming, const char *name, const char *note,
                            const char *manner, const char *role)
{
    g_autofree char *class_list = g_strdup_printf("label %s %s", manner, role);
    g_autofree char *note_class = g_strdup_printf("label %s-date %s", manner, role);
    struct name_ask ask = {.name = name,
                           .class_list = class_list,
                           .note = note,
                           .note_class = note_class,
                           .most_lines = 3,
                           .least_size_pt = label_space_least_size_pt(naming->space)};
    return name_words_new(naming->pen, &ask);
}

/* Names a change in itself; false when it has no room. */
static bool name_inside(struct naming *naming, const name_words *words, const GArray *points,
                        const GArray *counts)
{
    g_autoptr(room) inside = room_cropped(naming->land, box_of_points(points));
    struct area_ground ground = area_ground_keep(naming->space, inside, points, counts);
    struct room_wish wish = area_wish(inside);
    struct name_block block = {0};
    if (!name_words_fit(words, inside, ground.angle_deg, &wish, &block))
        return false;
    name_block_draw(naming->pen, &block);
    take_block(naming, &block);
    name_block_clear(&block);
    return true;
}

/* Names a change beside it, on ground that did not change, so that it is not taken for the name of
 * another, with a leader to its middle or its ring; false when it has no room. */
static bool name_beside(struct naming *naming, const name_words *words, const GArray *targets,
                        double radius)
{
    struct pagexy at = g_array_index(targets, struct pagexy, 0);
    struct page_box box = box_grown((struct page_box){at.x, at.y, at.x, at.y}, CALLOUT_PT);
    g_autoptr(room) land = room_cropped(naming->unchanged, box);
    g_autoptr(room) others = room_cropped(naming->others, box);
    g_autoptr(room) lines = room_cropped(naming->lines, box);
    struct callout_ask ask = {.land = land,
                              .others = others,
                              .lines = lines,
                              .targets = (const struct pagexy *)(const void *)targets->data,
                              .target_count = targets->len,
                              .reach_pt = LEADER_REACH_PT,
                              .stop_pt = radius};
    struct callout callout;
    if (!callout_find(words, &ask, &callout))
        return false;
    if (callout.has_leader) {
        struct pagept leader[] = {pagept_from_pagexy(callout.from), pagept_from_pagexy(callout.to)};
        pen_leader(naming->pen, callout.from, callout.to);
        room_take_line(naming->land, leader, 2, 2);
        room_take_line(naming->unchanged, leader, 2, 2);
        room_take_line(naming->others, leader, 2, 1);
    }
    name_block_draw(naming->pen, &callout.block);
    take_block(naming, &callout.block);
    name_block_clear(&callout.block);
    return true;
}

/* What a leader to a change may go to: places in it that no name has taken. */
static GArray *targets_in(const struct naming *naming, const GArray *points, const GArray *counts)
{
    struct page_box box = box_of_points(points);
    struct pagexy middle = box_middle(box);
    g_autoptr(room) inside = room_cropped(naming->others, box);
    room_keep_inside(inside, points, counts);
    room_widest(inside, &middle);
    return callout_targets(inside, middle);
}

/* A change as it lies on the page. */
struct rings {
    const struct change *change;
    GArray *points, *counts; /* of struct pagept; of size_t */
};

static struct rings rings_of(const label_space *space, const struct change *change)
{
    struct rings rings = {change, g_array_new(FALSE, FALSE, sizeof(struct pagept)),
                          g_array_new(FALSE, FALSE, sizeof(size_t))};
    area_rings(space, change->faces, rings.points, rings.counts);
    return rings;
}

static void rings_clear(void *data)
{
    struct rings *rings = data;
    g_array_unref(rings->points);
    g_array_unref(rings->counts);
}

/* A change that is to be named. */
struct subject {
    char *name, *note;
    bool is_said; /* the name stands on the map already */
    const char *role;
    const GArray *points, *counts;
    GArray *targets;      /* of struct pagexy: where a leader may go to */
    struct pagexy middle; /* of its ring */
    double radius;        /* 0: none */
};

static void subject_clear(struct subject *subject)
{
    g_free(subject->name);
    g_free(subject->note);
    g_clear_pointer(&subject->targets, g_array_unref);
}

/* Names it inside, in some words. */
static bool try_inside(struct naming *naming, const struct subject *subject, const char *name,
                       const char *note)
{
    g_autoptr(name_words) words = words_of(naming, name, note, "changed", subject->role);
    return name_inside(naming, words, subject->points, subject->counts);
}

/* The same beside it, or beside its ring. */
static bool try_beside(struct naming *naming, const struct subject *subject, const char *name,
                       const char *note)
{
    g_autoptr(name_words) words = words_of(naming, name, note, "change", subject->role);
    return name_beside(naming, words, subject->targets, subject->radius);
}

/* Rings what would be overlooked; a leader goes to the ring. */
static void plan_ring(struct subject *subject)
{
    struct page_box box = box_of_points(subject->points);
    if (size_of(box) >= SMALL_CHANGE_PT)
        return;
    subject->radius = fmax(size_of(box) / 2 + RING_GAP_PT, LEAST_RING_PT);
    subject->middle = box_middle(box);
    g_array_set_size(subject->targets, 0);
    g_array_append_val(subject->targets, subject->middle);
}

static void take_ring(struct naming *naming, const struct subject *subject)
{
    if (subject->radius <= 0)
        return;
    struct pagexy at = subject->middle;
    g_autofree char *ring = g_strdup_printf("changed-ring %s", subject->role);
    draw_ring(naming->pen, ring, at, subject->radius);
    struct page_box box = box_grown((struct page_box){at.x, at.y, at.x, at.y}, subject->radius + 1);
    room_take_box(naming->land, box);
    room_take_box(naming->unchanged, box);
}

/* On a map of a series: with the day of the change where that fits; a small change has its ring
 * whether or not it is named. */
static void name_in_series(struct naming *naming, struct subject *subject)
{
    const char *name = subject->is_said ? NULL : subject->name, *note = subject->note;
    if (name &&
        (try_inside(naming, subject, name, note) || try_inside(naming, subject, name, NULL)))
        return;
    subject->targets = targets_in(naming, subject->points, subject->counts);
    plan_ring(subject);
    take_ring(naming, subject);
    if (name && !try_beside(naming, subject, name, note))
        try_beside(naming, subject, name, NULL);
}

/* On a map of a difference: when it changed is as much as what it is called; inside, beneath a name
 * that stands there already, it is enough. */
static void name_with_dates(struct naming *naming, struct subject *subject)
{
    const char *name = subject->name, *note = subject->note;
    g_autofree char *both = g_strdup_printf("%s, %s", name, note);
    if (subject->is_said
            ? try_inside(naming, subject, note, NULL)
            : try_inside(naming, subject, name, note) || try_inside(naming, subject, both, NULL))
        return;
    subject->targets = targets_in(naming, subject->points, subject->counts);
    plan_ring(subject);
    if (try_beside(naming, subject, name, note) || try_beside(naming, subject, both, NULL))
        take_ring(naming, subject);
    else if (!subject->is_said)
        try_inside(naming, subject, name, NULL);
}

/* A change as a map of a series calls it. */
static void set_series_words(const struct naming *naming, const struct change *change,
                             struct subject *subject)
{
    const timeline *timeline = label_space_input(naming->space)->timeline;
    const struct project *project = planar_map_sources(timeline_map(timeline))->project;
    int region = timeline_row(timeline, change->row)->region;
    g_autofree char *plain = pen_name(naming->pen, &project->regions[region].names);
    subject->name = plain ? words_sentence_case(plain) : NULL;
    subject->note = note_of(naming->pen, timeline, change, naming->state->day);
}

static void name_change(struct naming *naming, const struct rings *rings)
{
    const struct change *change = rings->change;
    const timeline *timeline = label_space_input(naming->space)->timeline;
    const struct project *project = planar_map_sources(timeline_map(timeline))->project;
    if (rings->points->len == 0)
        return;
    const struct timeline_row *row = timeline_row(timeline, change->row);
    struct subject subject = {.role = project->holders[row->control.holder].role,
                              .points = rings->points,
                              .counts = rings->counts};
    if (naming->how) {
        size_t number = (size_t)(change - &g_array_index(naming->changes, struct change, 0));
        subject.name = g_strdup(naming->how->names[number]);
        subject.note = g_strdup(naming->how->notes[number]);
    } else {
        set_series_words(naming, change, &subject);
    }
    subject.is_said =
        subject.name && (place_labels_say(label_space_places(naming->space), subject.name) ||
                         standing_names_say(naming->standing, subject.name, naming->state->day,
                                            naming->pen->language));
    if (!naming->how)
        name_in_series(naming, &subject);
    else if (subject.name)
        name_with_dates(naming, &subject);
    subject_clear(&subject);
}

/* Names keep off the outlines of what changed, their own and others'. */
static void take_outlines(struct naming *naming, const struct rings *rings)
{
    const struct pagept *p = (const struct pagept *)(const void *)rings->points->data;
    for (guint i = 0; i < rings->counts->len; p += g_array_index(rings->counts, size_t, i++)) {
        size_t count = g_array_index(rings->counts, size_t, i);
        struct pagept closing[] = {p[count - 1], p[0]};
        room_take_line(naming->land, p, count, OUTLINE_PT);
        room_take_line(naming->land, closing, 2, OUTLINE_PT);
    }
}

static void take_areas(room *room, const GArray *all)
{
    for (guint i = 0; i < all->len; i++) {
        const struct rings *rings = &g_array_index(all, struct rings, i);
        room_take_inside(room, rings->points, rings->counts);
    }
}

static int compare_changes(const void *left, const void *right)
{
    const struct change *a = ((const struct rings *)left)->change;
    const struct change *b = ((const struct rings *)right)->change;
    if (a->area_m2 != b->area_m2)
        return a->area_m2 > b->area_m2 ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

/* Of struct rings, as `changes` come. */
static GArray *list_rings(const label_space *space, const GArray *changes)
{
    GArray *list = g_array_new(FALSE, FALSE, sizeof(struct rings));
    g_array_set_clear_func(list, rings_clear);
    for (guint i = 0; i < changes->len; i++) {
        struct rings rings = rings_of(space, &g_array_index(changes, struct change, i));
        g_array_append_val(list, rings);
    }
    return list;
}

/* Where names of changes, their leaders and rings may stand. */
static struct page_box reach_of(const GArray *list)
{
    struct page_box reach = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (guint i = 0; i < list->len; i++)
        reach = box_around(reach, box_of_points(g_array_index(list, struct rings, i).points));
    return box_grown(reach, CALLOUT_PT + CLEAR_PT);
}

void change_names_draw(const struct pen *pen, const label_space *space,
                       const struct standing_names *standing, const struct state *state,
                       const GArray *changes, const struct change_naming *how)
{
    if (changes->len == 0)
        return;
    struct span day = {state->day, state->day + 1};
    g_autoptr(GArray) largest_first = list_rings(space, changes);
    g_array_sort(largest_first, compare_changes);
    struct page_box reach = reach_of(largest_first);
    struct naming naming = {
        .pen = pen,
        .space = space,
        .standing = standing,
        .state = state,
        .changes = changes,
        .how = how,
        .land = label_space_room(space, day, reach, SPACE_OFF_LINES | SPACE_OFF_LAKES),
        .others = label_space_room(space, day, reach, 0),
        .lines = label_space_lines(space, day, reach)};
    for (size_t i = 0; how && i < how->taken_count; i++) {
        room_take_box(naming.land, how->taken[i]);
        room_take_box(naming.others, how->taken[i]);
    }
    g_autoptr(GArray) outlined = how ? list_rings(space, how->outlined) : NULL;
    for (guint i = 0; i < largest_first->len; i++)
        take_outlines(&naming, &g_array_index(largest_first, struct rings, i));
    for (guint i = 0; outlined && i < outlined->len; i++)
        take_outlines(&naming, &g_array_index(outlined, struct rings, i));
    naming.unchanged = room_copy(naming.land);
    take_areas(naming.unchanged, largest_first);
    if (outlined)
        take_areas(naming.unchanged, outlined);
    for (guint i = 0; i < largest_first->len; i++)
        name_change(&naming, &g_array_index(largest_first, struct rings, i));
    room_free(naming.land);
    room_free(naming.unchanged);
    room_free(naming.others);
    room_free(naming.lines);
}
