#include "compose/labels.h"

#include "compose/place_labels.h"
#include "compose/room.h"
#include "compose/words.h"

#include <math.h>

/* A leader longer than this leads nowhere. */
#define LEADER_REACH_PT 170.0

/* Places that are tried for a label with a leader before one that crosses something is taken. */
#define LEADER_TRIES 60

/* The tip of a leader lies on what it points at, which may be taken. */
#define LEADER_TIP_PT 6.0

/* A change smaller than this on the page gets a ring, so much larger than itself and at least so
 * large; its name stands no further than that from its middle. */
#define SMALL_CHANGE_PT 24.0
#define RING_GAP_PT 4.0
#define LEAST_RING_PT 8.5
#define RING_REACH_PT 80.0
#define RING_CORNERS 36

/* A road shorter than this on the page is too small a thing to name. */
#define LEAST_NAMED_PT 70.0

/* A label that stands in or beside something that comes and goes. */
struct area_label {
    char *name; /* whole */
    char **lines;
    char *class_list;
    struct span when;
    struct pagexy origin; /* middle of the first baseline */
    double leading_pt;
    struct page_box box;
    bool has_leader;
    struct pagexy leader_from, leader_to;
};

struct label_plan {
    struct labels_input input;
    place_labels *places;
    GArray *areas; /* of struct area_label */
    room *room;    /* what furniture, places, planned labels and their leaders leave free */
    room *names;   /* the same without the leaders */
    line_days *lines;
};

/* ---- names of areas ------------------------------------------------------------------------ */

static void region_rings(const label_plan *plan, struct face_set faces, GArray *points,
                         GArray *counts)
{
    size_t count = topology_face_count(planar_map_topology(timeline_map(plan->input.timeline)));
    g_autofree int32_t *keys = g_new0(int32_t, count);
    for (size_t f = 0; f < count; f++)
        keys[f] = face_set_has(faces, (face_id)f);
    page_map_dissolve(plan->input.page, keys, 1, points, counts);
}

/* The rings of every lake. */
static void lake_rings(const label_plan *plan, GArray *points, GArray *counts)
{
    const struct sources *sources = planar_map_sources(timeline_map(plan->input.timeline));
    for (size_t i = 0; i < sources->project->drawn_count; i++) {
        const struct project_drawn *drawn = &sources->project->drawn[i];
        int layer = drawn->layer ? sources_layer(sources, drawn->layer) : -1;
        if (layer < 0 || sources->layers[layer]->geometry != LAYER_POLYGONS)
            continue;
        for (size_t f = 0; f < sources->layers[layer]->feature_count; f++)
            page_lines_append(page_map_feature(plan->input.page, layer, f), points, counts);
    }
}

/* The room for a label on land that stands on the days of a span: off the lines of those days, and
 * off the lakes. */
static room *room_on_land(const label_plan *plan, struct span when)
{
    room *room = room_copy(plan->room);
    g_autofree double *weights = line_days_weights(plan->lines, when);
    for (size_t e = 0;
         e < topology_edge_count(planar_map_topology(timeline_map(plan->input.timeline))); e++) {
        struct page_lines pieces = page_map_edge_pieces(plan->input.page, (edge_id)e);
        const struct pagept *p = pieces.points;
        for (size_t i = 0; weights[e] >= WEIGHT_STRONG && i < pieces.lines; p += pieces.counts[i++])
            room_take_line(room, p, pieces.counts[i], 3);
    }
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    lake_rings(plan, points, counts);
    room_take_inside(room, points, counts);
    return room;
}

/* The middle of the part of some rings that is on the map. */
static struct pagexy middle_of(const GArray *points)
{
    double left = INFINITY, right = -INFINITY, top = INFINITY, bottom = -INFINITY;
    for (guint i = 0; i < points->len; i++) {
        struct pagexy p = pagexy_from_pagept(g_array_index(points, struct pagept, i));
        left = fmin(left, p.x);
        right = fmax(right, p.x);
        top = fmin(top, p.y);
        bottom = fmax(bottom, p.y);
    }
    return (struct pagexy){(left + right) / 2, (top + bottom) / 2};
}

static void area_label_clear(void *data)
{
    struct area_label *label = data;
    g_free(label->name);
    g_strfreev(label->lines);
    g_free(label->class_list);
}

/* Finds room for a label's name in one line or, where that does not fit, in two or three. */
static bool fit_label(const struct pen *pen, const room *room, const struct room_wish *wish,
                      int most_lines, struct area_label *label)
{
    struct font font = style_paint(pen->style, label->class_list).font;
    g_autoptr(run) whole = pen_shape(pen, label->class_list, label->name);
    label->leading_pt = font.size_pt * 1.2;
    for (int count = 1; count <= most_lines; count++) {
        g_auto(GStrv) lines =
            run_wrap(pen->fonts, label->name, &font, pen->language,
                     count == 1 ? whole->width_pt + 1 : whole->width_pt / count * 1.2);
        double width = 0;
        for (char **line = lines; *line; line++) {
            g_autoptr(run) run = pen_shape(pen, label->class_list, g_strstrip(*line));
            width = fmax(width, run->width_pt);
        }
        double block = label->leading_pt * (g_strv_length(lines) - 1);
        double height = block + whole->cap_height_pt + font.size_pt * 0.22;
        struct pagexy middle;
        if (!room_find(room, width + 2 * LABEL_CLEAR_PT, height + 2 * LABEL_CLEAR_PT, wish,
                       &middle))
            continue;
        double top = middle.y - height / 2;
        label->origin = (struct pagexy){middle.x, top + whole->cap_height_pt};
        label->box =
            (struct page_box){middle.x - width / 2 - LABEL_CLEAR_PT, top - LABEL_CLEAR_PT,
                              middle.x + width / 2 + LABEL_CLEAR_PT, top + height + LABEL_CLEAR_PT};
        label->lines = g_steal_pointer(&lines);
        return true;
    }
    return false;
}

static struct room_wish wish_inside(struct pagexy middle)
{
    return (struct room_wish){middle, INFINITY, 10, 12};
}

static struct pagexy nearest_in_box(struct page_box box, struct pagexy p)
{
    return (struct pagexy){CLAMP(p.x, box.left, box.right), CLAMP(p.y, box.top, box.bottom)};
}

/* A point on the way to another, `short_pt` before it. */
static struct pagexy short_of(struct pagexy from, struct pagexy to, double short_pt)
{
    double length = hypot(to.x - from.x, to.y - from.y);
    double share = length > short_pt ? (length - short_pt) / length : 0;
    return (struct pagexy){from.x + share * (to.x - from.x), from.y + share * (to.y - from.y)};
}

/* Stands a label beside what it names, with a leader to `target` that crosses no other label. Where
 * the nearest room has no such leader, the next nearest is tried; where none has, the nearest it
 * is. */
static bool stand_beside(const struct pen *pen, const label_plan *plan, struct pagexy target,
                         struct area_label *label)
{
    struct room_wish wish = {target, LEADER_REACH_PT, 4, 3};
    g_autoptr(room) land = room_on_land(plan, label->when);
    struct area_label nearest = {0};
    bool is_clear = false;
    for (int try = 0; try < LEADER_TRIES && !is_clear; try++) {
        struct area_label found = *label;
        if (!fit_label(pen, land, &wish, 2, &found))
            break;
        found.has_leader = true;
        found.leader_to = target;
        found.leader_from = nearest_in_box(found.box, target);
        is_clear = room_is_line_free(plan->room, found.leader_from,
                                     short_of(found.leader_from, target, LEADER_TIP_PT));
        struct pagexy middle = {(found.box.left + found.box.right) / 2,
                                (found.box.top + found.box.bottom) / 2};
        room_take_box(land,
                      (struct page_box){middle.x - 3, middle.y - 3, middle.x + 3, middle.y + 3});
        if (is_clear || !nearest.lines) {
            g_strfreev(nearest.lines);
            nearest = found;
        } else {
            g_strfreev(found.lines);
        }
    }
    if (nearest.lines)
        *label = nearest;
    return nearest.lines != NULL;
}

/* Takes the label's room and keeps it; one that found none is dropped. */
static void keep_label(label_plan *plan, struct area_label label)
{
    if (!label.lines) {
        area_label_clear(&label);
        return;
    }
    room_take_box(plan->room, label.box);
    room_take_box(plan->names, label.box);
    struct pagept leader[] = {pagept_from_pagexy(label.leader_from),
                              pagept_from_pagexy(label.leader_to)};
    if (label.has_leader)
        room_take_line(plan->room, leader, 2, 3);
    g_array_append_val(plan->areas, label);
}

static void draw_leader(const struct pen *pen, const struct area_label *label)
{
    if (label->has_leader)
        pen_line(pen, "leader", label->leader_from, label->leader_to);
}

static void draw_words(const struct pen *pen, const struct area_label *label)
{
    struct pagexy origin = label->origin;
    for (char **line = label->lines; *line; line++, origin.y += label->leading_pt)
        pen_text(pen, label->class_list, *line, origin, ANCHOR_MIDDLE, 0, NULL);
}

static bool has_class(const char *class_list, const char *name)
{
    g_auto(GStrv) classes = g_strsplit(class_list, " ", -1);
    return g_strv_contains((const char *const *)classes, name);
}

static const struct area_label *label_named(const label_plan *plan, const char *name)
{
    for (guint i = 0; i < plan->areas->len; i++)
        if (g_str_equal(g_array_index(plan->areas, struct area_label, i).name, name))
            return &g_array_index(plan->areas, struct area_label, i);
    return NULL;
}

/* Lets a label stand where one of the same name stood, with a leader of its own to `target`; false
 * when none did, or the leader would be long or cross another name. */
static bool stand_again(const label_plan *plan, struct pagexy target, struct area_label *label)
{
    const struct area_label *same = label_named(plan, label->name);
    if (!same || !same->has_leader)
        return false;
    struct pagexy from = nearest_in_box(same->box, target);
    if (hypot(from.x - target.x, from.y - target.y) > LEADER_REACH_PT ||
        !room_is_line_free(plan->names, short_of(target, from, LEADER_TIP_PT),
                           short_of(from, target, LEADER_TIP_PT)))
        return false;
    label->lines = g_strdupv(same->lines);
    label->origin = same->origin;
    label->leading_pt = same->leading_pt;
    label->box = same->box;
    label->has_leader = true;
    label->leader_from = from;
    label->leader_to = target;
    return true;
}

/* What an area label may be wrapped to: names of countries stand in one line. */
static int most_lines(const char *class_list)
{
    return has_class(class_list, "country") ? 1 : 3;
}

/* A room of exactly the place that a project gives a label. */
static bool stand_at(const struct pen *pen, const label_plan *plan, struct lonlat at,
                     struct area_label *label)
{
    g_autoptr(room) everywhere = room_new(page_map_layout(plan->input.page)->map);
    for (int i = 0; i < plan->input.furniture_count; i++)
        room_take_box(everywhere, plan->input.furniture[i]);
    struct room_wish wish = {page_map_point(plan->input.page, at), 2, 0, 0};
    return fit_label(pen, everywhere, &wish, 1, label);
}

static void plan_area_label(const struct pen *pen, label_plan *plan,
                            const struct project_label *from)
{
    const planar_map *map = timeline_map(plan->input.timeline);
    const char *name = names_in(&from->names, pen->language);
    int region = planar_map_region_find(map, from->region);
    if (!name)
        return;
    struct area_label label = {.when = from->when};
    label.class_list = g_strconcat("label ", from->class_list, NULL);
    label.name = has_class(from->class_list, "country") || has_class(from->class_list, "party")
                     ? g_utf8_strup(name, -1)
                     : g_strdup(name);
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    if (from->has_at)
        stand_at(pen, plan, from->at, &label);
    else if (region >= 0)
        region_rings(plan, *planar_map_region(map, (size_t)region), points, counts);
    if (points->len) {
        g_autoptr(room) inside = room_on_land(plan, from->when);
        room_keep_inside(inside, points, counts);
        struct room_wish wish = wish_inside(middle_of(points)), dot = {wish.wish, INFINITY, 4, 12};
        if (!fit_label(pen, inside, &wish, most_lines(label.class_list), &label) &&
            has_class(from->class_list, "corridor")) {
            struct pagexy target = wish.wish;
            room_find(inside, 2, 2, &dot, &target);
            if (!stand_again(plan, target, &label))
                stand_beside(pen, plan, target, &label);
        }
    }
    keep_label(plan, label);
}

/* ---- names of roads and water -------------------------------------------------------------- */

/* The pieces of a drawn line on the page: points and counts. */
static void road_pieces(const label_plan *plan, const struct project_drawn *drawn, GArray *points,
                        GArray *counts)
{
    const struct sources *sources = planar_map_sources(timeline_map(plan->input.timeline));
    int number = drawn->layer ? sources_layer(sources, drawn->layer) : -1;
    if (number < 0 || sources->layers[number]->geometry != LAYER_LINES)
        return;
    const struct layer *layer = sources->layers[number];
    g_autofree bool *passes =
        layer_filter(layer, drawn->where, sources->project->path, drawn->line, NULL);
    for (size_t f = 0; passes && f < layer->feature_count; f++)
        if (passes[f])
            page_lines_append(page_map_feature(plan->input.page, number, f), points, counts);
}

static double length_of(const GArray *points, const GArray *counts)
{
    const struct pagept *p = (const struct pagept *)(const void *)points->data;
    double length = 0;
    for (guint i = 0; i < counts->len; i++) {
        size_t count = g_array_index(counts, size_t, i);
        for (size_t k = 0; k + 1 < count; k++)
            length += hypot(p[k + 1].x - p[k].x, p[k + 1].y - p[k].y) / PAGE_UNITS_PER_PT;
        p += count;
    }
    return length;
}

/* The corner of a line that is nearest to a point; not its ends, which are towns. */
static struct pagexy nearest_corner(const GArray *points, struct pagexy to)
{
    struct pagexy nearest = to;
    double least = INFINITY;
    for (guint i = 1; i + 1 < points->len; i++) {
        struct pagexy p = pagexy_from_pagept(g_array_index(points, struct pagept, i));
        double distance = hypot(p.x - to.x, p.y - to.y);
        if (distance < least) {
            least = distance;
            nearest = p;
        }
    }
    return nearest;
}

/* A road's name beside it. The same name on another span of days stands where it stood, with its
 * leader to the road of those days. */
static void plan_road_label(const struct pen *pen, label_plan *plan,
                            const struct project_drawn *drawn)
{
    const char *name = names_in(&drawn->names, pen->language);
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    road_pieces(plan, drawn, points, counts);
    if (!name || length_of(points, counts) < LEAST_NAMED_PT)
        return;
    const struct area_label *same = label_named(plan, name);
    struct area_label label = same ? *same : (struct area_label){0};
    label.when = drawn->when;
    label.name = g_strdup(name);
    label.class_list = g_strdup("label road");
    if (same) {
        label.lines = g_strdupv(same->lines);
        label.leader_to = nearest_corner(points, label.leader_from);
        label.leader_from = nearest_in_box(label.box, label.leader_to);
    } else {
        /* A quarter along is far from the ends, where towns crowd. */
        stand_beside(pen, plan,
                     pagexy_from_pagept(g_array_index(points, struct pagept, points->len / 4)),
                     &label);
    }
    keep_label(plan, label);
}

static void plan_lake_label(const struct pen *pen, label_plan *plan, struct page_lines rings,
                            const char *name, struct span when)
{
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    page_lines_append(rings, points, counts);
    g_autoptr(room) inside = room_copy(plan->room);
    room_keep_inside(inside, points, counts);
    struct area_label label = {
        .when = when, .name = g_strdup(name), .class_list = g_strdup("label water")};
    struct room_wish wish = wish_inside(middle_of(points));
    fit_label(pen, inside, &wish, 2, &label);
    keep_label(plan, label);
}

static void plan_water_labels(const struct pen *pen, label_plan *plan,
                              const struct project_drawn *drawn)
{
    const struct sources *sources = planar_map_sources(timeline_map(plan->input.timeline));
    int number = drawn->layer ? sources_layer(sources, drawn->layer) : -1;
    if (number < 0 || !drawn->label_field || sources->layers[number]->geometry != LAYER_POLYGONS)
        return;
    const struct layer *layer = sources->layers[number];
    g_autofree char *in_language = g_strdup_printf("%s_%s", drawn->label_field, pen->language);
    int field = layer_field(layer, in_language);
    if (field < 0)
        field = layer_field(layer, drawn->label_field);
    for (size_t f = 0; field >= 0 && f < layer->feature_count; f++) {
        struct page_lines rings = page_map_feature(plan->input.page, number, f);
        const char *name = layer_value(layer, f, field);
        if (*name && rings.lines)
            plan_lake_label(pen, plan, rings, name, drawn->when);
    }
}

/* ---- the plan ------------------------------------------------------------------------------ */

/* What furniture and place labels leave free. */
static room *make_room(const label_plan *plan)
{
    struct page_box map = page_map_layout(plan->input.page)->map;
    room *room =
        room_new((struct page_box){map.left + 4, map.top + 4, map.right - 4, map.bottom - 4});
    for (int i = 0; i < plan->input.furniture_count; i++)
        room_take_box(room, plan->input.furniture[i]);
    place_labels_take_room(plan->places, room);
    return room;
}

label_plan *labels_plan(const struct pen *pen, const struct labels_input *input)
{
    label_plan *plan = g_new0(label_plan, 1);
    const struct project *project = planar_map_sources(timeline_map(input->timeline))->project;
    plan->input = *input;
    plan->areas = g_array_new(FALSE, FALSE, sizeof(struct area_label));
    g_array_set_clear_func(plan->areas, area_label_clear);
    plan->lines = line_days_list(input->timeline);
    plan->places = place_labels_plan(pen, &plan->input, plan->lines);
    plan->room = make_room(plan);
    plan->names = room_copy(plan->room);
    for (size_t i = 0; i < project->label_count; i++)
        plan_area_label(pen, plan, &project->labels[i]);
    for (size_t i = 0; i < project->drawn_count; i++)
        plan_road_label(pen, plan, &project->drawn[i]);
    for (size_t i = 0; i < project->drawn_count; i++)
        plan_water_labels(pen, plan, &project->drawn[i]);
    return plan;
}

void labels_free(label_plan *plan)
{
    if (!plan)
        return;
    place_labels_free(plan->places);
    g_array_unref(plan->areas);
    room_free(plan->room);
    room_free(plan->names);
    line_days_free(plan->lines);
    g_free(plan);
}

/* ---- drawing ------------------------------------------------------------------------------- */

/* True when a label before this one says the same on that day: two roads of one name, which share
 * their words and have a leader each. */
static bool is_said(const label_plan *plan, guint number, day_number day)
{
    const char *name = g_array_index(plan->areas, struct area_label, number).name;
    for (guint i = 0; i < number; i++) {
        const struct area_label *label = &g_array_index(plan->areas, struct area_label, i);
        if (span_has(label->when, day) && g_str_equal(label->name, name))
            return true;
    }
    return false;
}

void labels_draw(const struct pen *pen, const label_plan *plan, const struct state *state)
{
    pen_begin(pen, "names");
    for (guint i = 0; i < plan->areas->len; i++) {
        const struct area_label *label = &g_array_index(plan->areas, struct area_label, i);
        if (!span_has(label->when, state->day))
            continue;
        draw_leader(pen, label);
        if (!is_said(plan, i, state->day))
            draw_words(pen, label);
    }
    pen_end(pen);
    pen_begin(pen, "places");
    place_labels_draw(pen, plan->places, state);
    pen_end(pen);
}

/* True when a label that stands on that day says the same, whatever its case. */
static bool is_named(const label_plan *plan, day_number day, const char *name)
{
    g_autofree char *folded = g_utf8_casefold(name, -1);
    for (guint i = 0; i < plan->areas->len; i++) {
        const struct area_label *label = &g_array_index(plan->areas, struct area_label, i);
        g_autofree char *other = g_utf8_casefold(label->name, -1);
        if (span_has(label->when, day) && g_str_equal(folded, other))
            return true;
    }
    return false;
}

/* The larger side of what of some rings is on the map. */
static double size_of(const GArray *points)
{
    double left = INFINITY, right = -INFINITY, top = INFINITY, bottom = -INFINITY;
    for (guint i = 0; i < points->len; i++) {
        struct pagexy p = pagexy_from_pagept(g_array_index(points, struct pagept, i));
        left = fmin(left, p.x);
        right = fmax(right, p.x);
        top = fmin(top, p.y);
        bottom = fmax(bottom, p.y);
    }
    return fmax(right - left, bottom - top);
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

/* Rings a change that is too small to be seen at once, and names it beside the ring. */
static void draw_small_change(const struct pen *pen, const label_plan *plan, room *room,
                              struct area_label *label, const char *role, const GArray *points)
{
    struct pagexy middle = middle_of(points);
    double radius = fmax(size_of(points) / 2 + RING_GAP_PT, LEAST_RING_PT);
    g_autofree char *ring = g_strdup_printf("changed-ring %s", role);
    draw_ring(pen, ring, middle, radius);
    room_take_box(room, (struct page_box){middle.x - radius - 1, middle.y - radius - 1,
                                          middle.x + radius + 1, middle.y + radius + 1});
    struct room_wish wish = {middle, RING_REACH_PT, 2, 2};
    g_free(label->class_list);
    label->class_list = g_strdup_printf("label change %s", role);
    if (place_labels_say(plan->places, label->name) || !fit_label(pen, room, &wish, 2, label))
        return;
    struct pagexy from = nearest_in_box(label->box, middle);
    if (hypot(from.x - middle.x, from.y - middle.y) > radius + LEADER_TIP_PT)
        pen_line(pen, "leader", from, short_of(from, middle, radius));
    room_take_box(room, label->box);
    draw_words(pen, label);
}

/* Names a change inside it, where it has room and nothing says the same; rings a small one. */
static void draw_change_name(const struct pen *pen, const label_plan *plan, room *room,
                             const struct change *change, day_number day)
{
    const struct project *project = planar_map_sources(timeline_map(plan->input.timeline))->project;
    const struct timeline_row *row = timeline_row(plan->input.timeline, change->row);
    const char *name = names_in(&project->regions[row->region].names, pen->language);
    const char *role = project->holders[row->control.holder].role;
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    region_rings(plan, change->faces, points, counts);
    if (!name || points->len == 0 || is_named(plan, day, name))
        return;
    g_autoptr(room) inside = room_copy(room);
    room_keep_inside(inside, points, counts);
    struct area_label label = {.name = words_sentence_case(name),
                               .class_list = g_strdup_printf("label changed %s", role)};
    struct room_wish wish = wish_inside(middle_of(points));
    if (fit_label(pen, inside, &wish, 3, &label)) {
        room_take_box(room, label.box);
        draw_words(pen, &label);
    } else if (size_of(points) < SMALL_CHANGE_PT) {
        draw_small_change(pen, plan, room, &label, role, points);
    }
    area_label_clear(&label);
}

void labels_draw_changes(const struct pen *pen, const label_plan *plan, const struct state *state,
                         const GArray *changes)
{
    g_autoptr(room) room = room_on_land(plan, (struct span){state->day, state->day + 1});
    pen_begin(pen, "changed-names");
    for (guint i = 0; i < changes->len; i++)
        draw_change_name(pen, plan, room, &g_array_index(changes, struct change, i), state->day);
    pen_end(pen);
}
