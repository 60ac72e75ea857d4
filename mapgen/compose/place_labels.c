#include "compose/place_labels.h"

#include "compose/words.h"

#include <math.h>

/* A symbol nearer than this to a line between parties is drawn in its holder's tone, so that one
 * sees on which side it stands. */
#define NEAR_LINE_PT 3.0

/* Points between a symbol and its label. */
#define GAP_PT 2.2

/* Starts of the search; more change nothing on the shipped project. */
#define STARTS 24
#define MAX_PASSES 40

/* Costs: a point of preference is about a quarter of a point of a contact line covered. */
#define COST_OVERLAP 1000.0
#define COST_MISSING 900.0

/* A label this near to the symbol of another place could be taken for that place's. */
#define NEAR_SYMBOL_PT 4.0
#define COST_NEAR_SYMBOL 12.0

struct candidate {
    struct pagexy origin;
    enum text_anchor anchor;
    struct page_box box;
    double cost; /* by itself: preference and lines covered */
};

enum { POSITIONS = 10, RINGS = 2, CANDIDATES = POSITIONS * RINGS };

struct place_label {
    const struct place *place;
    struct pagexy at;
    double radius;
    struct page_box symbol;
    char *text, *label_class, *dot_class;
    GArray
        *near_edges; /* of edge_id: those so near that the symbol may seem to stand across them */
    struct candidate candidates[CANDIDATES];
    int candidate_count;
    int chosen; /* -1: the label is left out */
};

struct place_labels {
    const struct labels_input *input;
    struct place_label *places;
    size_t place_count;
};

/* ---- candidates ---------------------------------------------------------------------------- */

/* Where a label may stand, in order of preference: direction, and the cost of standing there. */
struct position {
    const char *name;
    int dx, dy; /* -1, 0, 1 */
    double cost;
};

static const struct position positions[POSITIONS] = {
    {"E", 1, 0, 0.0},    {"NE", 1, -1, 0.6},   {"SE", 1, 1, 1.2}, {"W", -1, 0, 1.6},
    {"N", 0, -1, 2.0},   {"NW", -1, -1, 2.4},  {"S", 0, 1, 2.6},  {"SW", -1, 1, 3.0},
    {"ENE", 2, -1, 0.8}, {"WNW", -2, -1, 2.6},
};

static struct candidate candidate_at(const struct place_label *label, const run *run,
                                     const struct position *p, double more)
{
    double away = label->radius + GAP_PT + more, diagonal = away * 0.72;
    double cap = run->cap_height_pt;
    struct candidate c = {.cost = p->cost};
    c.anchor = p->dx > 0 ? ANCHOR_START : p->dx < 0 ? ANCHOR_END : ANCHOR_MIDDLE;
    int side = (p->dx > 0) - (p->dx < 0);
    bool is_level = p->dy == 0;
    bool is_half = p->dx == 2 || p->dx == -2;
    c.origin.x = label->at.x + side * (is_level || is_half ? away : p->dx ? diagonal : 0);
    if (is_level)
        c.origin.y = label->at.y + cap / 2;
    else if (is_half)
        c.origin.y = label->at.y - 0.5;
    else if (p->dy < 0)
        c.origin.y = label->at.y - (p->dx ? diagonal : away) - 0.5;
    else
        c.origin.y = label->at.y + (p->dx ? diagonal : away) + cap + 0.5;
    c.box = label_box(run, c.origin, c.anchor);
    return c;
}

static void list_candidates(const struct labels_input *input, struct place_label *label,
                            const run *run, const GArray *segments)
{
    g_autoptr(GArray) near = obstacles_near(segments, label->at, run->width_pt + 30);
    for (int ring = 0; ring < RINGS; ring++) {
        for (int i = 0; i < POSITIONS; i++) {
            struct candidate c = candidate_at(label, run, &positions[i], ring * 3.5);
            bool is_pinned =
                *label->place->pin && g_str_equal(label->place->pin, positions[i].name);
            if (*label->place->pin && !is_pinned)
                continue;
            if (!is_pinned && obstacles_meet_furniture(input, c.box))
                continue;
            c.cost += ring * 1.5 + obstacles_covered(near, c.box);
            label->candidates[label->candidate_count++] = c;
            if (is_pinned)
                return;
        }
    }
}

/* A pin given as "dx,dy": the start of the label's baseline, in points from the symbol. */
static bool pin_offset(struct place_label *label, const run *run)
{
    char *end;
    double dx = g_ascii_strtod(label->place->pin, &end);
    if (end == label->place->pin || *end != ',')
        return false;
    double dy = g_ascii_strtod(end + 1, NULL);
    struct candidate c = {.origin = {label->at.x + dx, label->at.y + dy}, .anchor = ANCHOR_START};
    c.box = label_box(run, c.origin, c.anchor);
    label->candidates[label->candidate_count++] = c;
    return true;
}

static double distance_to_segment(struct pagexy p, struct pagexy a, struct pagexy b)
{
    double dx = b.x - a.x, dy = b.y - a.y, length2 = dx * dx + dy * dy;
    double t = length2 > 0 ? CLAMP(((p.x - a.x) * dx + (p.y - a.y) * dy) / length2, 0, 1) : 0;
    return hypot(a.x + t * dx - p.x, a.y + t * dy - p.y);
}

static bool is_near(struct pagexy at, struct page_lines lines)
{
    const struct pagept *p = lines.points;
    for (size_t i = 0; i < lines.lines; p += lines.counts[i++])
        for (size_t k = 0; k + 1 < lines.counts[i]; k++)
            if (distance_to_segment(at, pagexy_from_pagept(p[k]), pagexy_from_pagept(p[k + 1])) <
                NEAR_LINE_PT)
                return true;
    return false;
}

static GArray *edges_near(const struct labels_input *input, struct pagexy at)
{
    GArray *edges = g_array_new(FALSE, FALSE, sizeof(edge_id));
    size_t count = topology_edge_count(planar_map_topology(timeline_map(input->timeline)));
    for (edge_id e = 0; e < (edge_id)count; e++)
        if (is_near(at, page_map_edge_pieces(input->page, e)))
            g_array_append_val(edges, e);
    return edges;
}

static bool is_listed(char **ids, const char *id)
{
    return ids && g_strv_contains((const char *const *)ids, id);
}

bool place_labels_want(const struct project_view *view, const struct place *place)
{
    if (is_listed(view->without, place->id))
        return false;
    return place->rank <= view->rank || is_listed(view->places, place->id);
}

static void list_places(const struct pen *pen, place_labels *plan, const GArray *segments)
{
    const struct labels_input *input = plan->input;
    const struct gazetteer *gazetteer = planar_map_sources(timeline_map(input->timeline))->places;
    GArray *list = g_array_new(FALSE, TRUE, sizeof(struct place_label));
    for (int rank = 1; rank <= 9; rank++) {
        for (size_t i = 0; i < gazetteer->count; i++) {
            const struct place *place = &gazetteer->places[i];
            if (place->rank != rank || !place_labels_want(input->view, place))
                continue;
            struct place_label label = {
                .place = place, .at = page_map_point(input->page, place->at), .chosen = -1};
            label.dot_class = g_strdup_printf("place-dot rank-%d", rank);
            label.radius = style_paint(pen->style, label.dot_class).radius_pt;
            double r = label.radius + 0.6;
            label.symbol =
                (struct page_box){label.at.x - r, label.at.y - r, label.at.x + r, label.at.y + r};
            if (obstacles_meet_furniture(input, label.symbol)) {
                g_free(label.dot_class);
                continue;
            }
            label.label_class = g_strdup_printf("place-label rank-%d", rank);
            label.text = g_strdup(names_in(&place->names, pen->language));
            g_autoptr(run) run = pen_shape(pen, label.label_class, label.text);
            if (!pin_offset(&label, run))
                list_candidates(input, &label, run, segments);
            label.near_edges = edges_near(input, label.at);
            g_array_append_val(list, label);
        }
    }
    plan->place_count = list->len;
    plan->places = (struct place_label *)(void *)g_array_free(list, FALSE);
}

/* ---- the search ---------------------------------------------------------------------------- */

static struct page_box box_around(struct page_box box, double more)
{
    return (struct page_box){box.left - more, box.top - more, box.right + more, box.bottom + more};
}

/* What a place's label costs in a position, given where the others stand. */
static double cost_of(const place_labels *plan, size_t number, int chosen)
{
    const struct place_label *label = &plan->places[number];
    if (chosen < 0)
        return COST_MISSING / label->place->rank;
    const struct candidate *c = &label->candidates[chosen];
    double cost = c->cost;
    for (size_t i = 0; i < plan->place_count; i++) {
        const struct place_label *other = &plan->places[i];
        if (i == number)
            continue;
        if (boxes_meet(c->box, other->symbol))
            cost += COST_OVERLAP;
        else if (boxes_meet(c->box, box_around(other->symbol, NEAR_SYMBOL_PT)))
            cost += COST_NEAR_SYMBOL;
        if (other->chosen >= 0 && boxes_meet(c->box, other->candidates[other->chosen].box))
            cost += COST_OVERLAP;
    }
    return cost;
}

static bool improve(place_labels *plan, size_t number)
{
    struct place_label *label = &plan->places[number];
    int best = label->chosen;
    double least = cost_of(plan, number, best);
    for (int c = -1; c < label->candidate_count; c++) {
        double cost = cost_of(plan, number, c);
        if (cost < least - 1e-9) {
            least = cost;
            best = c;
        }
    }
    bool is_better = best != label->chosen;
    label->chosen = best;
    return is_better;
}

static double total_cost(const place_labels *plan)
{
    double cost = 0;
    for (size_t i = 0; i < plan->place_count; i++)
        cost += cost_of(plan, i, plan->places[i].chosen);
    return cost;
}

/* The multiplier and increment of Knuth's MMIX generator: the same numbers everywhere. */
static uint32_t next_random(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*seed >> 33);
}

static void choose_positions(place_labels *plan)
{
    g_autofree int *best = g_new(int, plan->place_count + 1);
    double least = INFINITY;
    uint64_t seed = 1;
    for (int start = 0; start < STARTS; start++) {
        for (size_t i = 0; i < plan->place_count; i++) {
            int count = plan->places[i].candidate_count;
            plan->places[i].chosen =
                start == 0 || count == 0 ? -1 : (int)(next_random(&seed) % (uint32_t)count);
        }
        bool is_moving = true;
        for (int pass = 0; pass < MAX_PASSES && is_moving; pass++) {
            is_moving = false;
            for (size_t i = 0; i < plan->place_count; i++)
                is_moving |= improve(plan, i);
        }
        double cost = total_cost(plan);
        if (cost < least - 1e-9) {
            least = cost;
            for (size_t i = 0; i < plan->place_count; i++)
                best[i] = plan->places[i].chosen;
        }
    }
    for (size_t i = 0; i < plan->place_count; i++)
        plan->places[i].chosen = best[i];
}

/* ---- the whole ----------------------------------------------------------------------------- */

place_labels *place_labels_plan(const struct pen *pen, const struct labels_input *input,
                                const GArray *segments)
{
    place_labels *plan = g_new0(place_labels, 1);
    plan->input = input;
    list_places(pen, plan, segments);
    choose_positions(plan);
    return plan;
}

void place_labels_free(place_labels *labels)
{
    if (!labels)
        return;
    for (size_t i = 0; i < labels->place_count; i++) {
        g_free(labels->places[i].text);
        g_free(labels->places[i].label_class);
        g_free(labels->places[i].dot_class);
        g_array_unref(labels->places[i].near_edges);
    }
    g_free(labels->places);
    g_free(labels);
}

bool place_labels_say(const place_labels *labels, const char *text)
{
    for (size_t i = 0; i < labels->place_count; i++)
        if (labels->places[i].chosen >= 0 && g_str_equal(labels->places[i].text, text))
            return true;
    return false;
}

void place_labels_take_room(const place_labels *labels, room *room)
{
    for (size_t i = 0; i < labels->place_count; i++) {
        const struct place_label *label = &labels->places[i];
        if (label->chosen < 0)
            continue;
        room_take_box(room, label->symbol);
        room_take_box(room, label->candidates[label->chosen].box);
    }
}

/* True when a line between parties runs so near that one could take the place for the other's. */
static bool is_at_line(const timeline *timeline, const struct place_label *label,
                       const struct state *state)
{
    for (guint i = 0; i < label->near_edges->len; i++) {
        enum line_kind kind =
            lines_kind(timeline, state, g_array_index(label->near_edges, edge_id, i));
        if (kind == LINE_CONTACT || kind == LINE_FRONT || kind == LINE_CORRIDOR)
            return true;
    }
    return false;
}

static void draw_symbol(const struct pen *pen, const place_labels *plan,
                        const struct place_label *label, const struct state *state)
{
    const timeline *timeline = plan->input->timeline;
    const struct project *project = planar_map_sources(timeline_map(timeline))->project;
    face_id face = topology_face_at(planar_map_topology(timeline_map(timeline)), label->place->at);
    const struct project_holder *holder =
        state->rows[face] == NONE ? NULL : &project->holders[state->controls[face].holder];
    g_autofree char *control =
        holder ? words_control(project, state->controls[face], pen->language) : NULL;
    g_autofree char *title =
        holder ? g_strdup_printf("%s: %s", label->text, control) : g_strdup(label->text);
    g_autofree char *class_list = holder && is_at_line(timeline, label, state)
                                      ? g_strdup_printf("%s %s", label->dot_class, holder->role)
                                      : g_strdup(label->dot_class);
    const char *data[] = {"place", label->place->id, holder ? "holder" : NULL,
                          holder ? holder->code : NULL, NULL};
    struct scene_mark mark = {.title = title, .data = data};
    scene_add_circle(pen->scene, pen_class(pen, class_list), label->at, &mark);
}

void place_labels_draw(const struct pen *pen, const place_labels *labels, const struct state *state)
{
    for (size_t i = 0; i < labels->place_count; i++)
        if (labels->places[i].chosen >= 0)
            draw_symbol(pen, labels, &labels->places[i], state);
    for (size_t i = 0; i < labels->place_count; i++) {
        const struct place_label *label = &labels->places[i];
        if (label->chosen >= 0)
            pen_text(pen, label->label_class, label->text, label->candidates[label->chosen].origin,
                     label->candidates[label->chosen].anchor, 0, NULL);
    }
}
