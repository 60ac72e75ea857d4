#include "compose/place_labels.h"

#include "compose/dated_places.h"
#include "compose/ground.h"
#include "compose/label_search.h"
#include "compose/place_candidates.h"
#include "compose/words.h"

/* A symbol nearer than this to a line between parties is drawn in its holder's tone, so that one
 * sees on which side it stands. */
#define NEAR_LINE_PT 3.0

/* Costs; 1 is a step of preference, and about a quarter of a point of a line of contact covered. */
#define COST_MISSING 900.0 /* of the first rank; of another its part */
#define COST_APART 40.0    /* of a label that is on another side's ground on all days */
#define COST_LEADER                                                                                \
    30.0 /* of the first rank, which is looked for at its symbol; of another its part */
#define COST_CROSSED 10.0 /* of a leader that crosses a line of weight 1 */
#define COST_SPOT 5.0     /* of the symbol of a dated place that a label would hide */

/* A label this near to the symbol of another place could be taken for that place's. */
#define NEAR_SYMBOL_PT 4.0
#define COST_NEAR_SYMBOL 12.0
#define COST_MISTAKEN 60.0 /* nearer than its own */

/* Points along the middle of a label at which it is asked whose ground it is on. */
#define GROUND_SAMPLES 5

#define RANKS 9

struct place_label {
    const struct place *place;       /* NULL: a mark */
    const struct project_mark *mark; /* NULL: a place */
    int rank;                        /* by which it is important */
    struct pagexy at;
    double radius;
    struct page_box symbol;
    char *dot_class;
    struct place_words words;
    GArray *near_edges; /* of edge_id: those so near that the symbol may seem to stand across them;
                           NULL for a mark */
    GArray *candidates; /* of struct place_candidate */
    int chosen;         /* SEARCH_LEFT_OUT: the label is left out */
    bool is_over_pattern; /* a hatch or a line between parties runs under it on some day */
};

struct place_labels {
    const struct labels_input *input;
    GArray *list;  /* of struct place_label, the most important first */
    GArray *spots; /* of struct dated_spot: symbols that stand by themselves */
};

static struct place_label *label_at(const place_labels *labels, size_t i)
{
    return &g_array_index(labels->list, struct place_label, i);
}

/* Where the label stands; NULL when it is left out. */
static const struct place_candidate *chosen_of(const struct place_label *label)
{
    return label->chosen == SEARCH_LEFT_OUT
               ? NULL
               : &g_array_index(label->candidates, struct place_candidate, label->chosen);
}

/* ---- what is wanted ------------------------------------------------------------------------ */

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

/* The name that was set for a place by hand; NULL when none was. */
static const char *edited_name(const struct labels_input *input, const struct place *place)
{
    for (size_t i = 0; input->edits && i < input->edits->label_count; i++)
        if (g_str_equal(input->edits->labels[i].place, place->id))
            return input->edits->labels[i].text;
    return NULL;
}

static const struct project *project_of(const struct labels_input *input)
{
    return planar_map_sources(timeline_map(input->timeline))->project;
}

/* What a place is called on the map: by hand, by the project, by the gazetteer. */
static char *name_of(const struct pen *pen, const struct labels_input *input,
                     const struct place *place)
{
    const char *edited = edited_name(input, place);
    const struct project *project = project_of(input);
    if (edited)
        return g_strdup(edited);
    for (size_t i = 0; i < project->place_name_count; i++)
        if (g_str_equal(project->place_names[i].place, place->id))
            return pen_name(pen, &project->place_names[i].names);
    return pen_name(pen, &place->names);
}

/* Where a place's label is pinned: by the view, or by the gazetteer; "" when nowhere. */
static const char *pin_of(const struct labels_input *input, const struct place *place)
{
    for (size_t i = 0; i < input->view->pin_count; i++)
        if (g_str_equal(input->view->pins[i].place, place->id))
            return input->view->pins[i].position;
    return place->pin;
}

/* ---- candidates and their costs ------------------------------------------------------------ */

/* The share of the days on which a label lies on another side's ground than its place; mean of
 * points along its middle. */
static double apart_of(ground *ground, face_id home, struct page_box box)
{
    double apart = 0;
    for (int i = 0; i < GROUND_SAMPLES; i++) {
        double share = (i + 0.5) / GROUND_SAMPLES;
        struct pagexy at = {box.left + share * (box.right - box.left), box_middle(box).y};
        apart += ground_apart(ground, home, at) / GROUND_SAMPLES;
    }
    return apart;
}

static int spots_met(const GArray *spots, struct page_box box)
{
    int met = 0;
    for (guint i = 0; i < spots->len; i++)
        met += dated_spot_meets(&g_array_index(spots, struct dated_spot, i), box);
    return met;
}

/* The box around all that a label may cover. */
static struct page_box reach_of(const struct place_label *label)
{
    struct page_box reach = label->symbol;
    for (guint i = 0; i < label->candidates->len; i++) {
        const struct place_candidate *c =
            &g_array_index(label->candidates, struct place_candidate, i);
        reach = box_around(reach, c->box);
        if (c->has_leader)
            reach = box_around(reach, box_of_segment(c->leader_from, c->leader_to));
    }
    return reach;
}

static void add_costs(const struct place_label *label, const GArray *segments, const GArray *spots,
                      ground *ground, face_id home)
{
    g_autoptr(GArray) near = obstacles_near(segments, reach_of(label));
    for (guint i = 0; i < label->candidates->len; i++) {
        struct place_candidate *c = &g_array_index(label->candidates, struct place_candidate, i);
        c->cost += obstacles_covered(near, c->box) + COST_SPOT * spots_met(spots, c->box);
        if (ground)
            c->cost += COST_APART * apart_of(ground, home, c->box);
        if (c->has_leader)
            c->cost += COST_LEADER / label->rank +
                       COST_CROSSED * obstacles_crossed(near, c->leader_from, c->leader_to);
    }
}

/* The pinned candidates, or where there are none that this page has room for, all. */
static GArray *candidates_of(const struct labels_input *input, const struct place_label *label,
                             const char *pin)
{
    g_autoptr(GArray) pinned =
        place_candidates_pinned(&label->words, label->at, label->radius, pin);
    for (guint i = 0; i < pinned->len; i++)
        if (!obstacles_meet_furniture(input, g_array_index(pinned, struct place_candidate, i).box))
            return g_steal_pointer(&pinned);
    return place_candidates_list(&label->words, label->at, label->radius);
}

static bool is_near(struct page_box box, struct page_lines lines)
{
    const struct pagept *p = lines.points;
    for (size_t i = 0; i < lines.lines; p += lines.counts[i++])
        for (size_t k = 0; k + 1 < lines.counts[i]; k++)
            if (box_covers_pt(box, pagexy_from_pagept(p[k]), pagexy_from_pagept(p[k + 1])) > 0)
                return true;
    return false;
}

static GArray *edges_near(const struct labels_input *input, struct pagexy at)
{
    GArray *edges = g_array_new(FALSE, FALSE, sizeof(edge_id));
    struct page_box box = box_grown((struct page_box){at.x, at.y, at.x, at.y}, NEAR_LINE_PT);
    size_t count = topology_edge_count(planar_map_topology(timeline_map(input->timeline)));
    for (edge_id e = 0; e < (edge_id)count; e++)
        if (is_near(box, page_map_edge_pieces(input->page, e)))
            g_array_append_val(edges, e);
    return edges;
}

static void label_clear(void *data)
{
    struct place_label *label = data;
    g_free(label->dot_class);
    place_words_clear(&label->words);
    if (label->near_edges)
        g_array_unref(label->near_edges);
    if (label->candidates)
        g_array_unref(label->candidates);
}

/* What goes into listing labels. */
struct listing {
    const struct pen *pen;
    place_labels *labels;
    GArray *segments;
    ground *ground;
};

/* Appends a label with its candidates; one whose symbol is off the map or under the furniture is
 * dropped. */
static void add_label(const struct listing *listing, struct place_label label,
                      const char *label_class, const char *text, struct lonlat where,
                      const char *pin)
{
    const struct labels_input *input = listing->labels->input;
    label.chosen = SEARCH_LEFT_OUT;
    label.at = page_map_point(input->page, where);
    label.radius = style_paint(listing->pen->style, label.dot_class).radius_pt;
    double r = label.radius + 0.6;
    label.symbol =
        (struct page_box){label.at.x - r, label.at.y - r, label.at.x + r, label.at.y + r};
    if (!text || obstacles_meet_furniture(input, label.symbol)) {
        label_clear(&label);
        return;
    }
    face_id home = topology_face_at(planar_map_topology(timeline_map(input->timeline)), where);
    label.words = place_words_new(listing->pen, label_class, text);
    label.candidates = candidates_of(input, &label, pin);
    add_costs(&label, listing->segments, listing->labels->spots, listing->ground, home);
    if (label.place)
        label.near_edges = edges_near(input, label.at);
    g_array_append_val(listing->labels->list, label);
}

static void list_places(const struct listing *listing, int rank)
{
    const struct labels_input *input = listing->labels->input;
    const struct gazetteer *gazetteer = planar_map_sources(timeline_map(input->timeline))->places;
    for (size_t i = 0; i < gazetteer->count; i++) {
        const struct place *place = &gazetteer->places[i];
        bool is_edited = edited_name(input, place) != NULL;
        if ((is_edited ? 1 : place->rank) != rank ||
            (!is_edited && !place_labels_want(input->view, place)))
            continue;
        struct place_label label = {.place = place, .rank = rank};
        g_autofree char *label_class = g_strdup_printf("place-label rank-%d", place->rank);
        g_autofree char *text = name_of(listing->pen, input, place);
        label.dot_class = g_strdup_printf("place-dot rank-%d", place->rank);
        add_label(listing, label, label_class, text, place->at, pin_of(input, place));
    }
}

static void list_marks(const struct listing *listing, const struct project_mark *marks,
                       size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct place_label label = {.mark = &marks[i], .rank = 1, .dot_class = g_strdup("mark")};
        g_autofree char *text = pen_name(listing->pen, &marks[i].names);
        add_label(listing, label, "mark-label", text, marks[i].at, "");
    }
}

/* ---- the plan ------------------------------------------------------------------------------ */

static struct search_candidate *search_candidates(const GArray *candidates)
{
    struct search_candidate *list = g_new0(struct search_candidate, candidates->len + 1);
    for (guint i = 0; i < candidates->len; i++) {
        const struct place_candidate *c = &g_array_index(candidates, struct place_candidate, i);
        list[i] =
            (struct search_candidate){c->box, c->cost, c->has_leader, c->leader_from, c->leader_to};
    }
    return list;
}

/* Places the labels with these numbers (of size_t). */
static void place_set(place_labels *labels, const GArray *set)
{
    const struct labels_input *input = labels->input;
    g_autofree struct search_item *items = g_new0(struct search_item, set->len + 1);
    g_autofree int *chosen = g_new0(int, set->len + 1);
    for (guint i = 0; i < set->len; i++) {
        const struct place_label *label = label_at(labels, g_array_index(set, size_t, i));
        items[i].candidates = search_candidates(label->candidates);
        items[i].count = label->candidates->len;
        items[i].symbol = label->symbol;
        items[i].missing_cost = COST_MISSING / label->rank;
    }
    struct search_problem problem = {.items = items,
                                     .item_count = set->len,
                                     .frame = page_map_layout(input->page)->map,
                                     .obstacles = input->furniture,
                                     .obstacle_count = (size_t)input->furniture_count,
                                     .near_pt = NEAR_SYMBOL_PT,
                                     .near_cost = COST_NEAR_SYMBOL,
                                     .mistaken_cost = COST_MISTAKEN};
    label_search(&problem, SEARCH_ANNEALING, chosen);
    for (guint i = 0; i < set->len; i++) {
        label_at(labels, g_array_index(set, size_t, i))->chosen = chosen[i];
        g_free((void *)items[i].candidates);
    }
}

/* Places as many labels as the page may have: the most important, and for each of those that finds
 * no room the next. Marks are not counted. */
static void place_most(place_labels *labels)
{
    size_t most = labels->input->most_places > 0 ? (size_t)labels->input->most_places : SIZE_MAX;
    size_t next = 0;
    g_autoptr(GArray) set = g_array_new(FALSE, FALSE, sizeof(size_t));
    for (size_t i = 0; i < labels->list->len; i++)
        if (label_at(labels, i)->mark)
            g_array_append_val(set, i);
    for (size_t room = most; room > 0 && next < labels->list->len;) {
        for (; room > 0 && next < labels->list->len; next++) {
            if (label_at(labels, next)->mark)
                continue;
            g_array_append_val(set, next);
            room--;
        }
        place_set(labels, set);
        for (guint i = set->len; next < labels->list->len && i-- > 0;) {
            const struct place_label *label = label_at(labels, g_array_index(set, size_t, i));
            if (label->mark || chosen_of(label))
                continue;
            g_array_remove_index(set, i);
            room++;
        }
    }
}

static bool is_wanted(const void *view, const struct place *place)
{
    return place_labels_want(view, place);
}

static bool is_shown(const void *labels, const struct place *place)
{
    return place_labels_show(labels, place);
}

/* Where symbols stand by themselves, clear of what was placed. */
static void place_spots(const struct pen *pen, place_labels *labels)
{
    g_autoptr(GArray) taken = g_array_new(FALSE, FALSE, sizeof(struct page_box));
    for (size_t i = 0; i < labels->list->len; i++) {
        const struct place_label *label = label_at(labels, i);
        const struct place_candidate *c = chosen_of(label);
        if (!c)
            continue;
        g_array_append_val(taken, label->symbol);
        g_array_append_val(taken, c->box);
    }
    g_array_unref(labels->spots);
    labels->spots = dated_places_spots(pen, labels->input, taken, is_shown, labels);
}

static void find_patterns(place_labels *labels, const ground *ground)
{
    for (size_t i = 0; i < labels->list->len && ground; i++) {
        struct place_label *label = label_at(labels, i);
        const struct place_candidate *c = chosen_of(label);
        label->is_over_pattern =
            c && ground_has_pattern(ground, box_grown(c->box, -LABEL_CLEAR_PT));
    }
}

place_labels *place_labels_plan(const struct pen *pen, const struct labels_input *input,
                                const line_days *lines)
{
    place_labels *labels = g_new0(place_labels, 1);
    const struct project *project = project_of(input);
    g_autofree double *weights = line_days_mean_weights(lines);
    g_autoptr(GArray) segments = obstacles_list(input, weights);
    g_autoptr(ground) ground = ground_new(input->timeline, input->page, NULL);
    labels->input = input;
    labels->list = g_array_new(FALSE, FALSE, sizeof(struct place_label));
    g_array_set_clear_func(labels->list, label_clear);
    g_autoptr(GArray) none = g_array_new(FALSE, FALSE, sizeof(struct page_box));
    labels->spots = dated_places_spots(pen, input, none, is_wanted, input->view);
    struct listing listing = {pen, labels, segments, ground};
    list_marks(&listing, project->marks, project->mark_count);
    if (input->edits)
        list_marks(&listing, input->edits->marks, input->edits->mark_count);
    for (int rank = 1; rank <= RANKS; rank++)
        list_places(&listing, rank);
    place_most(labels);
    find_patterns(labels, ground);
    place_spots(pen, labels);
    return labels;
}

void place_labels_free(place_labels *labels)
{
    if (!labels)
        return;
    g_array_unref(labels->list);
    g_array_unref(labels->spots);
    g_free(labels);
}

bool place_labels_show(const place_labels *labels, const struct place *place)
{
    for (size_t i = 0; i < labels->list->len; i++)
        if (chosen_of(label_at(labels, i)) && label_at(labels, i)->place == place)
            return true;
    return false;
}

bool place_labels_say(const place_labels *labels, const char *text)
{
    for (size_t i = 0; i < labels->list->len; i++)
        if (chosen_of(label_at(labels, i)) && g_str_equal(label_at(labels, i)->words.whole, text))
            return true;
    return false;
}

void place_labels_take_room(const place_labels *labels, room *room)
{
    for (guint i = 0; i < labels->spots->len; i++) {
        const struct dated_spot *spot = &g_array_index(labels->spots, struct dated_spot, i);
        double r = spot->radius;
        room_take_box(room, (struct page_box){spot->at.x - r, spot->at.y - r, spot->at.x + r,
                                              spot->at.y + r});
    }
    for (size_t i = 0; i < labels->list->len; i++) {
        const struct place_label *label = label_at(labels, i);
        const struct place_candidate *c = chosen_of(label);
        if (!c)
            continue;
        room_take_box(room, label->symbol);
        room_take_box(room, c->box);
        struct pagept leader[] = {pagept_from_pagexy(c->leader_from),
                                  pagept_from_pagexy(c->leader_to)};
        if (c->has_leader)
            room_take_line(room, leader, 2, 2);
    }
}

/* ---- drawing ------------------------------------------------------------------------------- */

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

/* What a place is drawn as on the ground that it stands on: its holder in its title, and in its
 * tone where a line runs near. */
static void draw_on_ground(const struct pen *pen, const place_labels *labels,
                           const struct place_label *label, const struct state *state)
{
    const timeline *timeline = labels->input->timeline;
    const struct project *project = project_of(labels->input);
    face_id face = topology_face_at(planar_map_topology(timeline_map(timeline)), label->place->at);
    const struct project_holder *holder =
        state->rows[face] == NONE ? NULL : &project->holders[state->controls[face].holder];
    g_autofree char *control =
        holder ? words_control(project, state->controls[face], pen->language) : NULL;
    const char *name = label->words.whole;
    g_autofree char *title = holder ? g_strdup_printf("%s: %s", name, control) : g_strdup(name);
    bool is_certain = holder && (state->controls[face].status == STATUS_CONTROL ||
                                 state->controls[face].status == STATUS_PEACEKEEPING);
    g_autofree char *class_list = is_certain && is_at_line(timeline, label, state)
                                      ? g_strdup_printf("%s %s", label->dot_class, holder->role)
                                      : g_strdup(label->dot_class);
    const char *data[] = {"place", label->place->id, holder ? "holder" : NULL,
                          holder ? holder->code : NULL, NULL};
    struct scene_mark mark = {.title = title, .data = data};
    scene_add_circle(pen->scene, pen_class(pen, class_list), label->at, &mark);
}

static void draw_place(const struct pen *pen, const place_labels *labels,
                       const struct place_label *label, const struct state *state)
{
    int32_t row = dated_place_row(labels->input->timeline, label->place, state->day);
    if (row == NONE || page_map_layout(labels->input->page)->hides_dated_places)
        draw_on_ground(pen, labels, label, state);
    else
        dated_place_draw(pen, labels->input->timeline, state, row, label->at, label->dot_class,
                         label->words.whole);
}

static bool is_drawn(const struct place_label *label, const struct state *state)
{
    return chosen_of(label) && (!label->mark || span_has(label->mark->when, state->day));
}

static void draw_symbol(const struct pen *pen, const place_labels *labels,
                        const struct place_label *label, const struct state *state)
{
    struct scene_mark mark = {.title = label->words.whole};
    if (label->place)
        draw_place(pen, labels, label, state);
    else
        scene_add_circle(pen->scene, pen_class(pen, label->dot_class), label->at, &mark);
}

static void draw_leader(const struct pen *pen, const struct place_candidate *candidate)
{
    if (candidate->has_leader)
        pen_leader(pen, candidate->leader_from, candidate->leader_to);
}

/* In groups of what is painted alike, so that an SVG says it once. */
void place_labels_draw(const struct pen *pen, const place_labels *labels, const struct state *state)
{
    pen_begin(pen, "place-symbols");
    dated_places_draw(pen, labels->input->timeline, labels->spots, state);
    for (size_t i = 0; i < labels->list->len; i++)
        if (is_drawn(label_at(labels, i), state))
            draw_symbol(pen, labels, label_at(labels, i), state);
    pen_end(pen);
    pen_begin(pen, "place-leaders");
    for (size_t i = 0; i < labels->list->len; i++)
        if (is_drawn(label_at(labels, i), state))
            draw_leader(pen, chosen_of(label_at(labels, i)));
    pen_end(pen);
    pen_begin(pen, "place-names");
    for (size_t i = 0; i < labels->list->len; i++) {
        const struct place_label *label = label_at(labels, i);
        if (is_drawn(label, state))
            place_candidate_draw(pen, &label->words, label->is_over_pattern, chosen_of(label));
    }
    pen_end(pen);
}

/* ---- what became of them ------------------------------------------------------------------- */

static void crossing_clear(void *data)
{
    g_array_unref(((struct place_crossing *)data)->days);
}

struct place_report *place_labels_report(const place_labels *labels, const line_days *lines)
{
    struct place_report *report = g_new0(struct place_report, 1);
    report->left_out = g_ptr_array_new();
    report->crossings = g_array_new(FALSE, FALSE, sizeof(struct place_crossing));
    g_array_set_clear_func(report->crossings, crossing_clear);
    report->wanted = labels->list->len;
    for (size_t i = 0; i < labels->list->len; i++) {
        const struct place_label *label = label_at(labels, i);
        const struct place_candidate *c = chosen_of(label);
        if (!c) {
            g_ptr_array_add(report->left_out, label->words.whole);
            continue;
        }
        report->placed++;
        struct place_crossing crossing = {
            label->words.whole,
            line_days_crossing(lines, labels->input->page, box_grown(c->box, -LABEL_CLEAR_PT))};
        if (crossing.days->len)
            g_array_append_val(report->crossings, crossing);
        else
            g_array_unref(crossing.days);
    }
    return report;
}

void place_report_free(struct place_report *report)
{
    if (!report)
        return;
    g_ptr_array_unref(report->left_out);
    g_array_unref(report->crossings);
    g_free(report);
}
