#include "compose/area_names.h"

#include "compose/callout.h"
#include "compose/words.h"

#include <math.h>

/* An area so many times as long as it is wide has an axis along which its name is turned, if that
 * is no steeper than this; under the lesser angle a turn looks like a slip. */
#define LONG_AREA 1.5
#define STEEPEST_DEG 25.0
#define LEAST_TURN_DEG 4.0

/* A corridor's leader is not longer than this. */
#define LEADER_REACH_PT 120.0

/* So much beside a target is looked at for a name with a leader. */
#define CALLOUT_PT 250.0

/* What letters may be spaced to, by class; the first that a class list has counts. */
static const struct class_manner {
    const char *name;
    double spacing_em;
    int most_lines;
    bool is_upper, may_lead;
} manners[] = {{"country", 1.2, 1, true, false},    {"party", 0.3, 3, true, false},
               {"district", 0.15, 3, false, false}, {"water", 0.4, 2, false, false},
               {"corridor", 0, 3, false, true},     {"", 0, 3, false, false}};

static const struct class_manner *manner_of(const char *class_list)
{
    g_auto(GStrv) classes = g_strsplit(class_list, " ", -1);
    const struct class_manner *manner = manners;
    while (*manner->name && !g_strv_contains((const char *const *)classes, manner->name))
        manner++;
    return manner;
}

/* ---- the room inside an area --------------------------------------------------------------- */

struct area_ground area_ground_keep(const label_space *space, room *left, const GArray *points,
                                    const GArray *counts)
{
    struct area_ground ground = {.box = box_of_points(points)};
    const room *page = label_space_page(space);
    g_autoptr(room) piece = room_cropped(page, ground.box);
    room_keep_inside(piece, points, counts);
    room_keep_largest(piece);
    struct room_shape shape = room_shape_of(piece);
    double turn = fabs(shape.angle_deg);
    if (shape.elongation >= LONG_AREA && turn <= STEEPEST_DEG && turn >= LEAST_TURN_DEG)
        ground.angle_deg = round(shape.angle_deg);
    room_take_room(left, piece);
    return ground;
}

struct room_wish area_wish(const room *room)
{
    struct room_wish wish = {{0, 0}, INFINITY, 10, 12, 0, 0.5};
    room_widest(room, &wish.wish);
    return wish;
}

/* ---- one name ------------------------------------------------------------------------------ */

/* A name that looks for places: what holds its area on which days. */
struct area_search {
    label_space *space;
    name_words *words;
    unsigned keep;
    bool may_lead; /* beside the area too */
    bool is_last;  /* there is no further search for the name */
    GArray *points,
        *counts;       /* rings: of an area that is always the same, or of the days asked for */
    struct held *held; /* NULL: the area is always the same */
    bool has_at;
    struct pagexy at;
};

/* ---- the ground of a holder ---------------------------------------------------------------- */

/* What a holder holds, of some region or of all, on each day of a list. */
struct held {
    GArray *days; /* of day_number */
    size_t face_count;
    uint8_t *is_held; /* day by day, face by face */
};

/* True for what a holder has, alone or beside another. */
static bool is_held_by(struct control control, int16_t holder)
{
    bool is_contested = control.status == STATUS_CONTESTED;
    return control.holder == holder || (is_contested && control.other == holder);
}

static struct held *held_new(const label_space *space, int16_t holder,
                             const struct face_set *within, struct span when)
{
    const timeline *timeline = label_space_input(space)->timeline;
    struct held *held = g_new0(struct held, 1);
    held->days = label_space_days(space, when);
    held->face_count = topology_face_count(planar_map_topology(timeline_map(timeline)));
    held->is_held = g_new0(uint8_t, held->days->len * held->face_count + 1);
    for (guint d = 0; d < held->days->len; d++) {
        g_autoptr(state) state =
            timeline_state_at(timeline, g_array_index(held->days, day_number, d));
        for (size_t f = 0; f < held->face_count; f++)
            held->is_held[d * held->face_count + f] =
                state->rows[f] != NONE && is_held_by(state->controls[f], holder) &&
                (!within || face_set_has(*within, (face_id)f));
    }
    return held;
}

static void held_free(struct held *held)
{
    if (!held)
        return;
    g_array_unref(held->days);
    g_free(held->is_held);
    g_free(held);
}

/* The rings of what is held on all days of a span. */
static void find_ground(const struct area_search *search, struct span when)
{
    const struct held *held = search->held;
    if (!held)
        return;
    g_autofree int32_t *keys = g_new(int32_t, held->face_count + 1);
    for (size_t f = 0; f < held->face_count; f++)
        keys[f] = 1;
    for (guint d = 0; d < held->days->len; d++) {
        day_number day = g_array_index(held->days, day_number, d);
        for (size_t f = 0; f < held->face_count && span_has(when, day); f++)
            keys[f] &= held->is_held[d * held->face_count + f];
    }
    g_array_set_size(search->points, 0);
    g_array_set_size(search->counts, 0);
    label_space_rings(search->space, keys, search->points, search->counts);
}

/* ---- inside and beside --------------------------------------------------------------------- */

/* What is left of the area on the days of a span, for the name; NULL when there is no area. */
static room *room_in_area(const struct area_search *search, struct span when,
                          struct area_ground *ground)
{
    find_ground(search, when);
    if (search->points->len == 0)
        return NULL;
    struct page_box box = box_of_points(search->points);
    room *left = label_space_room(search->space, when, box, search->keep);
    *ground = area_ground_keep(search->space, left, search->points, search->counts);
    return left;
}

/* A name beside its area, with a leader into it. */
struct lead_rooms {
    room *land, *others, *lines;
    GArray *targets; /* of struct pagexy */
};

/* The widest place of the area as it lies on the map, names and lines in it or not. */
static bool widest_of_ground(const struct area_search *search, struct pagexy *widest)
{
    const room *page = label_space_page(search->space);
    g_autoptr(room) ground = room_cropped(page, box_of_points(search->points));
    room_keep_inside(ground, search->points, search->counts);
    return room_widest(ground, widest);
}

static bool start_lead(const struct area_search *search, struct span when, const room *inside,
                       struct lead_rooms *rooms)
{
    struct pagexy at;
    if (!room_widest(inside, &at) && !widest_of_ground(search, &at))
        return false;
    rooms->targets = callout_targets(inside, at);
    struct page_box box = box_grown((struct page_box){at.x, at.y, at.x, at.y}, CALLOUT_PT);
    rooms->land = label_space_room(search->space, when, box, SPACE_OFF_LINES | SPACE_OFF_LAKES);
    rooms->others = label_space_room(search->space, when, box, 0);
    rooms->lines = label_space_lines(search->space, when, box);
    return true;
}

static void lead_rooms_clear(struct lead_rooms *rooms)
{
    g_array_unref(rooms->targets);
    room_free(rooms->land);
    room_free(rooms->others);
    room_free(rooms->lines);
}

static struct callout_ask ask_of(const struct lead_rooms *rooms)
{
    return (struct callout_ask){.land = rooms->land,
                                .others = rooms->others,
                                .lines = rooms->lines,
                                .targets =
                                    (const struct pagexy *)(const void *)rooms->targets->data,
                                .target_count = rooms->targets->len,
                                .reach_pt = LEADER_REACH_PT};
}

static bool fit_beside(const struct area_search *search, struct span when, const room *inside,
                       struct standing_name *found)
{
    struct lead_rooms rooms = {0};
    if (!start_lead(search, when, inside, &rooms))
        return false;
    struct callout_ask ask = ask_of(&rooms);
    struct callout callout;
    bool is_found = callout_find(search->words, &ask, &callout);
    if (is_found) {
        found->block = callout.block;
        found->has_leader = callout.has_leader;
        found->leader_from = callout.from;
        found->leader_to = callout.to;
    }
    lead_rooms_clear(&rooms);
    return is_found;
}

/* A label that the project has put somewhere stands there, whatever is there. */
static bool fit_where_told(const struct area_search *search, struct standing_name *found)
{
    const room *page = label_space_page(search->space);
    struct room_wish wish = {search->at, 2, 0, 0, 0, 0};
    return name_words_fit(search->words, page, 0, &wish, &found->block);
}

static bool fit_area(void *user, struct span when, struct standing_name *found)
{
    const struct area_search *search = user;
    struct area_ground ground;
    if (search->has_at)
        return fit_where_told(search, found);
    g_autoptr(room) inside = room_in_area(search, when, &ground);
    if (!inside)
        return false;
    struct room_wish wish = area_wish(inside);
    if (name_words_fit(search->words, inside, ground.angle_deg, &wish, &found->block))
        return true;
    return search->may_lead && fit_beside(search, when, inside, found);
}

static bool hold_beside(const struct area_search *search, struct span when, const room *inside,
                        struct standing_name *old)
{
    struct lead_rooms rooms = {0};
    if (!start_lead(search, when, inside, &rooms))
        return false;
    struct callout_ask ask = ask_of(&rooms);
    struct callout callout;
    bool holds =
        name_block_is_free(&old->block, rooms.land) && callout_lead(&old->block, &ask, &callout);
    if (holds) {
        old->has_leader = callout.has_leader;
        old->leader_from = callout.from;
        old->leader_to = callout.to;
    }
    lead_rooms_clear(&rooms);
    return holds;
}

static bool holds_area(void *user, struct span when, struct standing_name *old)
{
    const struct area_search *search = user;
    struct area_ground ground;
    if (search->has_at)
        return false;
    g_autoptr(room) inside = room_in_area(search, when, &ground);
    if (!inside)
        return false;
    if (name_block_is_free(&old->block, inside)) {
        old->has_leader = false;
        return true;
    }
    return search->may_lead && old->has_leader && hold_beside(search, when, inside, old);
}

static struct page_box block_reach(const struct name_block *block)
{
    double reach = hypot(block->width_pt, block->height_pt) / 2;
    return box_grown(
        (struct page_box){block->middle.x, block->middle.y, block->middle.x, block->middle.y},
        reach + 8);
}

static const char *why_not_area(void *user, struct span when, const struct standing_name *old)
{
    const struct area_search *search = user;
    find_ground(search, when);
    if (search->points->len == 0)
        return "its area is gone";
    struct page_box box = box_of_points(search->points);
    const room *page = label_space_page(search->space);
    g_autoptr(room) area = room_cropped(page, box);
    area_ground_keep(search->space, area, search->points, search->counts);
    if (!old->has_leader && !name_block_is_free(&old->block, area))
        return "its area no longer holds it";
    g_autoptr(room) lines = label_space_lines(search->space, when, block_reach(&old->block));
    if (!name_block_is_free(&old->block, lines))
        return "a line would cross it";
    return old->has_leader ? "its leader would be long or cross a name"
                           : "another name stands there";
}

/* Plans a name inside its area for the days on which it fits there, or beside it for the others. */
static void plan_name(const struct pen *pen, struct standing_names *standing,
                      const struct name_ask *words, struct span when, struct area_search *search)
{
    search->words = name_words_new(pen, words);
    struct standing_ask ask = {words->name, when, search, fit_area, holds_area, why_not_area};
    if (search->may_lead)
        standing_names_fill(standing, search->space, &ask);
    else
        standing_names_plan(standing, search->space, &ask);
    if (search->is_last)
        standing_names_note_moves(standing, search->space, &ask);
    name_words_free(search->words);
}

/* ---- the project's labels ------------------------------------------------------------------ */

/* A name in capitals, each of its languages by its own rules. */
static char *in_capitals(const struct pen *pen, const struct names *names)
{
    struct pen first = *pen, second = *pen;
    first.second_language = NULL;
    g_autofree char *one = pen_name(&first, names);
    g_autofree char *both = pen_name(pen, names);
    char *upper = words_upper(one, pen->language);
    if (g_str_equal(one, both))
        return upper;
    second.language = pen->second_language;
    second.second_language = NULL;
    g_autofree char *other = pen_name(&second, names);
    g_autofree char *other_upper = words_upper(other, second.language);
    char *joined = g_strdup_printf("%s / %s", upper, other_upper);
    g_free(upper);
    return joined;
}

void area_rings(const label_space *space, struct face_set faces, GArray *points, GArray *counts)
{
    const planar_map *map = timeline_map(label_space_input(space)->timeline);
    size_t count = topology_face_count(planar_map_topology(map));
    g_autofree int32_t *keys = g_new0(int32_t, count);
    for (size_t f = 0; f < count; f++)
        keys[f] = face_set_has(faces, (face_id)f);
    label_space_rings(space, keys, points, counts);
}

static int holder_number(const timeline *timeline, const char *code)
{
    const struct project *project = planar_map_sources(timeline_map(timeline))->project;
    for (size_t i = 0; i < project->holder_count; i++)
        if (g_str_equal(project->holders[i].code, code))
            return (int)i;
    return -1;
}

static struct area_search search_start(label_space *space)
{
    return (struct area_search){.space = space,
                                .points = g_array_new(FALSE, FALSE, sizeof(struct pagept)),
                                .counts = g_array_new(FALSE, FALSE, sizeof(size_t))};
}

static void search_clear(struct area_search *search)
{
    held_free(search->held);
    g_array_unref(search->points);
    g_array_unref(search->counts);
}

static void plan_label(const struct pen *pen, label_space *space, struct standing_names *standing,
                       const struct project_label *label, bool may_lead)
{
    const struct labels_input *input = label_space_input(space);
    const planar_map *map = timeline_map(input->timeline);
    const struct class_manner *manner = manner_of(label->class_list);
    g_autofree char *plain = pen_name(pen, &label->names);
    if (!plain)
        return;
    g_autofree char *name = manner->is_upper ? in_capitals(pen, &label->names) : g_strdup(plain);
    g_autofree char *class_list = g_strconcat("label ", label->class_list, NULL);
    struct name_ask words = {.name = name,
                             .class_list = class_list,
                             .most_lines = pen->second_language ? 3 : manner->most_lines,
                             .most_spacing_em = manner->spacing_em,
                             .least_size_pt = label_space_least_size_pt(space)};
    struct area_search search = search_start(space);
    search.keep = SPACE_OFF_LINES | SPACE_OFF_LAKES;
    search.may_lead = may_lead;
    search.is_last = may_lead || !manner->may_lead;
    search.has_at = label->has_at;
    if (label->has_at)
        search.at = page_map_point(input->page, label->at);
    int holder = label->holder ? holder_number(input->timeline, label->holder) : -1;
    int region = label->region ? planar_map_region_find(map, label->region) : -1;
    const struct face_set *within = region >= 0 ? planar_map_region(map, (size_t)region) : NULL;
    if (holder >= 0)
        search.held = held_new(space, (int16_t)holder, within, label->when);
    else if (within)
        area_rings(space, *within, search.points, search.counts);
    plan_name(pen, standing, &words, label->when, &search);
    search_clear(&search);
}

void area_names_plan(const struct pen *pen, label_space *space, struct standing_names *standing,
                     const struct project_label *label)
{
    plan_label(pen, space, standing, label, false);
}

void area_names_plan_beside(const struct pen *pen, label_space *space,
                            struct standing_names *standing, const struct project_label *label)
{
    if (manner_of(label->class_list)->may_lead)
        plan_label(pen, space, standing, label, true);
}

/* ---- lakes --------------------------------------------------------------------------------- */

static const char *value_in(const struct layer *layer, size_t feature, const char *field,
                            const char *language)
{
    g_autofree char *in_language = g_strdup_printf("%s_%s", field, language);
    int number = layer_field(layer, in_language);
    if (number < 0 || !*layer_value(layer, feature, number))
        number = layer_field(layer, field);
    return number < 0 ? "" : layer_value(layer, feature, number);
}

char *feature_name(const struct pen *pen, const struct layer *layer, size_t feature,
                   const char *field)
{
    struct names names = {0};
    names_add(&names, pen->language, value_in(layer, feature, field, pen->language));
    if (pen->second_language)
        names_add(&names, pen->second_language,
                  value_in(layer, feature, field, pen->second_language));
    char *name = pen_name(pen, &names);
    names_clear(&names);
    return name;
}

static void plan_lake(const struct pen *pen, label_space *space, struct standing_names *standing,
                      const char *name, struct span when, struct page_lines rings)
{
    struct name_ask words = {.name = name,
                             .class_list = "label water",
                             .most_lines = 2,
                             .most_spacing_em = manner_of("water")->spacing_em,
                             .least_size_pt = label_space_least_size_pt(space)};
    struct area_search search = search_start(space);
    search.is_last = true;
    page_lines_append(rings, search.points, search.counts);
    plan_name(pen, standing, &words, when, &search);
    search_clear(&search);
}

void area_names_plan_lakes(const struct pen *pen, label_space *space,
                           struct standing_names *standing, const struct project_drawn *drawn)
{
    const struct labels_input *input = label_space_input(space);
    const struct sources *sources = planar_map_sources(timeline_map(input->timeline));
    int number = drawn->layer ? sources_layer(sources, drawn->layer) : -1;
    if (number < 0 || !drawn->label_field || sources->layers[number]->geometry != LAYER_POLYGONS)
        return;
    const struct layer *layer = sources->layers[number];
    for (size_t f = 0; f < layer->feature_count; f++) {
        struct page_lines rings = page_map_feature(input->page, number, f);
        g_autofree char *name = feature_name(pen, layer, f, drawn->label_field);
        if (name && rings.lines)
            plan_lake(pen, space, standing, name, drawn->when, rings);
    }
}
