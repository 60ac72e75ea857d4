/* Laws of the names of areas, roads, rivers and changes, on the shipped project: each view, each
 * change day, two languages. Areas are asked of the planar map and lines of the state, not of the
 * raster (compose/room.h) that names are planned on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compose/change_names.h"
#include "compose/map_parts.h"
#include "support/opened_project.h"

/* A raster cell is 2 points wide and counts by its middle, so what lies on a cell that is taken or
 * free lies within half its diagonal of where that is true. */
#define CELL_SLACK_PT 1.5

/* Baselines of letters are at most so far from the river: MOST_GAP_PT of compose/river_names.c and
 * the height of capitals of 10 points, for a name below its river. */
#define RIVER_REACH_PT 20.0

static const char *const views[] = {"karabakh", "corridor", "region"};
static const char *const languages[] = {"en", "hy"};

enum { PLANS = 6 };

struct fixture {
    struct opened_project *opened;
    map_plan *plans[PLANS];
};

static int setup(void **state)
{
    struct fixture *fixture = g_new0(struct fixture, 1);
    *state = fixture;
    fixture->opened = opened_project_new(SHIPPED_PROJECT);
    if (fixture->opened == NULL)
        return 1;
    for (int i = 0; i < PLANS; i++)
        fixture->plans[i] = opened_project_plan(fixture->opened, views[i / 2], languages[i % 2]);
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    for (int i = 0; i < PLANS; i++)
        map_plan_free(fixture->plans[i]);
    opened_project_free(fixture->opened);
    g_free(fixture);
    return 0;
}

static const struct standing_name *name_at(const map_plan *plan, guint i)
{
    return &g_array_index(labels_names(plan->labels), struct standing_name, i);
}

static guint name_count(const map_plan *plan)
{
    return labels_names(plan->labels)->len;
}

/* The corners of a block without the space that it keeps around itself. */
static void block_corners(const struct name_block *block, struct pagexy corners[4])
{
    struct name_block tight = *block;
    tight.width_pt -= 2 * LABEL_CLEAR_PT;
    tight.height_pt -= 2 * LABEL_CLEAR_PT;
    name_block_corners(&tight, corners);
}

/* ---- inside --------------------------------------------------------------------------------- */

static double distance_to(struct pagexy p, struct pagexy a, struct pagexy b)
{
    double dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy;
    double t = square > 0 ? CLAMP(((p.x - a.x) * dx + (p.y - a.y) * dy) / square, 0, 1) : 0;
    return hypot(a.x + t * dx - p.x, a.y + t * dy - p.y);
}

/* How far a point lies outside some rings; 0 inside. */
static double distance_outside(const GArray *points, const GArray *counts, struct pagexy p)
{
    const struct pagept *ring = (const struct pagept *)(const void *)points->data;
    bool is_inside = false;
    double nearest = INFINITY;
    for (guint r = 0; r < counts->len; ring += g_array_index(counts, size_t, r++)) {
        size_t count = g_array_index(counts, size_t, r);
        for (size_t i = 0, j = count - 1; i < count; j = i++) {
            struct pagexy a = pagexy_from_pagept(ring[j]), b = pagexy_from_pagept(ring[i]);
            if ((a.y > p.y) != (b.y > p.y) && p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x))
                is_inside = !is_inside;
            nearest = fmin(nearest, distance_to(p, a, b));
        }
    }
    return is_inside ? 0 : nearest;
}

/* Rings of what a label names on a day. */
static void rings_on(const map_plan *plan, const struct project_label *label, day_number day,
                     GArray *points, GArray *counts)
{
    const planar_map *map = timeline_map(plan->timeline);
    g_autoptr(state) state = timeline_state_at(plan->timeline, day);
    g_autofree int32_t *keys = g_new0(int32_t, state->face_count + 1);
    int region = label->region != NULL ? planar_map_region_find(map, label->region) : -1;
    for (size_t f = 0; f < state->face_count; f++) {
        const struct control *control = &state->controls[f];
        if (label->region != NULL)
            keys[f] = face_set_has(*planar_map_region(map, (size_t)region), (face_id)f);
        else if (state->rows[f] != NONE)
            keys[f] = g_str_equal(plan->project->holders[control->holder].code, label->holder) ||
                      (control->status == STATUS_CONTESTED &&
                       g_str_equal(plan->project->holders[control->other].code, label->holder));
    }
    page_map_dissolve(plan->page, keys, 1, points, counts);
}

/* How far a block reaches out of some rings, at points along its outline. */
static double reach_out(const struct name_block *block, const GArray *points, const GArray *counts)
{
    struct pagexy corners[4];
    double most = 0;
    block_corners(block, corners);
    for (int i = 0; i < 4; i++) {
        struct pagexy a = corners[i], b = corners[(i + 1) % 4];
        for (int s = 0; s < 20; s++) {
            struct pagexy p = {a.x + (b.x - a.x) * s / 20, a.y + (b.y - a.y) * s / 20};
            most = fmax(most, distance_outside(points, counts, p));
        }
    }
    return most;
}

/* The project's label that a name is of, on its first day; NULL for roads and lakes. */
static const struct project_label *label_of(const map_plan *plan, const struct standing_name *name)
{
    for (size_t i = 0; i < plan->project->label_count; i++) {
        const struct project_label *label = &plan->project->labels[i];
        g_autofree char *class_list = g_strconcat("label ", label->class_list, NULL);
        g_autofree char *upper = g_utf8_casefold(names_in(&label->names, plan->language), -1);
        g_autofree char *said = g_utf8_casefold(name->name, -1);
        if (g_str_equal(class_list, name->block.class_list) && g_str_equal(upper, said) &&
            name->when.from >= label->when.from && name->when.from < label->when.until)
            return label;
    }
    return NULL;
}

/* Calls back for each change day of the project on which a name stands, its first day among them.
 */
static GArray *days_of(const map_plan *plan, const struct standing_name *name)
{
    GArray *days = g_array_new(FALSE, FALSE, sizeof(day_number));
    size_t count;
    const day_number *changes = timeline_change_days(plan->timeline, &count);
    g_array_append_val(days, name->when.from);
    for (size_t i = 0; i < count; i++)
        if (changes[i] > name->when.from && changes[i] < name->when.until)
            g_array_append_val(days, changes[i]);
    return days;
}

static void test_area_names__lie_within_their_areas(void **state)
{
    const struct fixture *fixture = *state;
    int inside = 0;
    for (int p = 0; p < PLANS; p++) {
        const map_plan *plan = fixture->plans[p];
        for (guint i = 0; i < name_count(plan); i++) {
            const struct standing_name *name = name_at(plan, i);
            const struct project_label *label = label_of(plan, name);
            if (label == NULL || name->has_leader || label->has_at)
                continue;
            g_autoptr(GArray) days = days_of(plan, name);
            for (guint d = 0; d < days->len; d++) {
                g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
                g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
                day_number day = g_array_index(days, day_number, d);
                rings_on(plan, label, day, points, counts);
                double out = reach_out(&name->block, points, counts);
                char date[16];
                if (out > CELL_SLACK_PT)
                    fail_msg("%s %s: '%s' reaches %.1f pt out of its area on %s", views[p / 2],
                             plan->language, name->name, out, day_format(day, date));
                inside++;
            }
        }
    }
    assert_true(inside > 300);
}

/* ---- apart ---------------------------------------------------------------------------------- */

/* True when two convex quadrangles have a common point: no side of either separates them. */
static bool quads_meet(const struct pagexy a[4], const struct pagexy b[4])
{
    const struct pagexy *quads[] = {a, b};
    for (int q = 0; q < 2; q++) {
        for (int i = 0; i < 4; i++) {
            struct pagexy from = quads[q][i], to = quads[q][(i + 1) % 4];
            double nx = to.y - from.y, ny = from.x - to.x;
            if (nx == 0 && ny == 0)
                continue; /* a segment is a quadrangle with two sides of no length */
            double low[2] = {INFINITY, INFINITY}, high[2] = {-INFINITY, -INFINITY};
            for (int k = 0; k < 2; k++)
                for (int c = 0; c < 4; c++) {
                    double along = quads[k][c].x * nx + quads[k][c].y * ny;
                    low[k] = fmin(low[k], along);
                    high[k] = fmax(high[k], along);
                }
            if (low[0] >= high[1] || low[1] >= high[0])
                return false;
        }
    }
    return true;
}

struct drawn_text {
    struct pagexy corners[4];
    const char *text;
    int group; /* letters of one river are of one */
};

/* The corners of a text as it is set: its advance and the height of capitals. */
static struct drawn_text text_of(const struct scene_node *node, int group)
{
    const struct run *run = node->text.run;
    double start = node->text.anchor == ANCHOR_START    ? 0
                   : node->text.anchor == ANCHOR_MIDDLE ? -run->width_pt / 2
                                                        : -run->width_pt;
    const struct pagexy box[] = {{start, -run->cap_height_pt},
                                 {start + run->width_pt, -run->cap_height_pt},
                                 {start + run->width_pt, 0},
                                 {start, 0}};
    struct drawn_text text = {.text = run->text, .group = group};
    for (int i = 0; i < 4; i++) {
        struct pagexy p = pagexy_turned(box[i], node->text.angle_deg);
        text.corners[i] = (struct pagexy){node->text.origin.x + p.x, node->text.origin.y + p.y};
    }
    return text;
}

/* All names on a map, and the symbols of places. */
static GArray *list_texts(const scene *scene)
{
    static const char *const groups[] = {"water-names", "names", "places", "changed-names"};
    GArray *texts = g_array_new(FALSE, FALSE, sizeof(struct drawn_text));
    int group = 0;
    for (size_t g = 0; g < G_N_ELEMENTS(groups); g++) {
        size_t first, end;
        if (!scene_group(scene, groups[g], &first, &end))
            continue;
        for (size_t i = first; i < end; i++) {
            const struct scene_node *node = scene_node_at(scene, i);
            group += g > 0 || node->kind == NODE_BEGIN_GROUP;
            struct drawn_text text = {.text = "a symbol", .group = group};
            if (node->kind == NODE_TEXT) {
                text = text_of(node, group);
            } else if (node->kind == NODE_CIRCLE) {
                double r = scene_class_paint(scene, node->class_number)->radius_pt;
                struct pagexy c = node->circle.centre;
                const struct pagexy corners[] = {
                    {c.x - r, c.y - r}, {c.x + r, c.y - r}, {c.x + r, c.y + r}, {c.x - r, c.y + r}};
                memcpy(text.corners, corners, sizeof corners);
            } else {
                continue;
            }
            g_array_append_val(texts, text);
        }
    }
    return texts;
}

static bool is_in_box(const struct pagexy corners[4], struct page_box box)
{
    for (int i = 0; i < 4; i++)
        if (corners[i].x < box.left || corners[i].x > box.right || corners[i].y < box.top ||
            corners[i].y > box.bottom)
            return false;
    return true;
}

static bool is_same_symbol(const struct drawn_text *a, const struct drawn_text *b)
{
    return g_str_equal(a->text, "a symbol") && g_str_equal(b->text, "a symbol");
}

static int count_meetings(const map_plan *plan, const scene *scene)
{
    g_autoptr(GArray) texts = list_texts(scene);
    int wrong = 0;
    assert_true(texts->len > 10);
    for (guint i = 0; i < texts->len; i++) {
        const struct drawn_text *a = &g_array_index(texts, struct drawn_text, i);
        if (!is_in_box(a->corners, plan->layout.map)) {
            print_error("%s: '%s' leaves the map\n", scene_about_const(scene)->id, a->text);
            wrong++;
        }
        for (guint k = 0; k < i; k++) {
            const struct drawn_text *b = &g_array_index(texts, struct drawn_text, k);
            if (a->group == b->group || is_same_symbol(a, b) || !quads_meet(a->corners, b->corners))
                continue;
            print_error("%s: '%s' meets '%s'\n", scene_about_const(scene)->id, a->text, b->text);
            wrong++;
        }
    }
    return wrong;
}

static void test_area_names__meet_nothing_and_stay_on_the_map(void **state)
{
    const struct fixture *fixture = *state;
    size_t count;
    const day_number *days = timeline_change_days(fixture->opened->timeline, &count);
    int wrong = 0;
    for (int p = 0; p < PLANS; p++) {
        for (size_t d = 0; d < count; d++) {
            g_autoptr(scene) scene =
                opened_project_map(fixture->opened, fixture->plans[p], days[d]);
            wrong += count_meetings(fixture->plans[p], scene);
        }
    }
    assert_int_equal(wrong, 0);
}

/* ---- still ---------------------------------------------------------------------------------- */

/* True when a strong line of a day, or the outline of what changes on it, runs within `reach_pt` of
 * a block. */
static bool is_crossed(const map_plan *plan, const struct name_block *block, day_number day,
                       double reach_pt)
{
    g_autoptr(state) state = timeline_state_at(plan->timeline, day);
    g_autoptr(state) eve = timeline_state_at(plan->timeline, day - (day > DAY_BEFORE_ALL));
    const topology *topology = planar_map_topology(timeline_map(plan->timeline));
    struct name_block wide = *block;
    struct pagexy box[4];
    wide.width_pt += 2 * reach_pt;
    wide.height_pt += 2 * reach_pt;
    name_block_corners(&wide, box);
    for (size_t e = 0; e < topology_edge_count(topology); e++) {
        const struct edge *edge = topology_edge(topology, (edge_id)e);
        bool is_outline = control_equal(state->controls[edge->left], eve->controls[edge->left]) !=
                          control_equal(state->controls[edge->right], eve->controls[edge->right]);
        if (lines_kind(plan->timeline, state, (edge_id)e) < LINE_CORRIDOR && !is_outline)
            continue;
        struct page_lines pieces = page_map_edge_pieces(plan->page, (edge_id)e);
        const struct pagept *p = pieces.points;
        for (size_t i = 0; i < pieces.lines; p += pieces.counts[i++]) {
            for (size_t k = 0; k + 1 < pieces.counts[i]; k++) {
                struct pagexy a = pagexy_from_pagept(p[k]), b = pagexy_from_pagept(p[k + 1]);
                const struct pagexy segment[] = {a, b, b, a};
                if (quads_meet(segment, box))
                    return true;
            }
        }
    }
    return false;
}

/* The name that stood just before another of its name; NULL when none did. */
static const struct standing_name *name_before(const map_plan *plan,
                                               const struct standing_name *name)
{
    for (guint i = 0; i < name_count(plan); i++) {
        const struct standing_name *other = name_at(plan, i);
        if (other->when.until == name->when.from && g_str_equal(other->name, name->name))
            return other;
    }
    return NULL;
}

static const struct name_move *move_of(const map_plan *plan, const char *name, day_number day)
{
    const GArray *moves = labels_moves(plan->labels);
    for (guint i = 0; i < moves->len; i++) {
        const struct name_move *move = &g_array_index(moves, struct name_move, i);
        if (move->day == day && g_str_equal(move->name, name))
            return move;
    }
    return NULL;
}

/* A name moves on a day on which a strong line comes to where it stood, or its area goes from
 * there; and each move is told. */
static void test_area_names__move_only_when_they_must(void **state)
{
    const struct fixture *fixture = *state;
    for (int p = 0; p < PLANS; p++) {
        const map_plan *plan = fixture->plans[p];
        for (guint i = 0; i < name_count(plan); i++) {
            const struct standing_name *name = name_at(plan, i);
            const struct standing_name *old = name_before(plan, name);
            if (old == NULL || (old->block.middle.x == name->block.middle.x &&
                                old->block.middle.y == name->block.middle.y))
                continue;
            const struct name_move *move = move_of(plan, name->name, name->when.from);
            char date[16];
            day_format(name->when.from, date);
            if (move == NULL)
                fail_msg("%s: '%s' moves on %s, and is not told to", views[p / 2], name->name,
                         date);
            print_message("%s %s: '%s' moves on %s: %s\n", views[p / 2], plan->language, name->name,
                          date, move->reason);
            const struct project_label *label = label_of(plan, name);
            if (old->has_leader || label == NULL)
                continue;
            g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
            g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
            rings_on(plan, label, name->when.from, points, counts);
            /* Lines are 3 points wide on the raster, and cells 2. */
            bool must = is_crossed(plan, &old->block, name->when.from, 1.5 + 2 * CELL_SLACK_PT) ||
                        reach_out(&old->block, points, counts) > 0;
            if (!must)
                fail_msg("%s: '%s' moves on %s for no reason", views[p / 2], name->name, date);
        }
    }
}

/* Where a name of an area stands inside it, no strong line of that day runs through it. */
static void test_area_names__keep_off_strong_lines(void **state)
{
    const struct fixture *fixture = *state;
    for (int p = 0; p < PLANS; p++) {
        const map_plan *plan = fixture->plans[p];
        for (guint i = 0; i < name_count(plan); i++) {
            const struct standing_name *name = name_at(plan, i);
            if (label_of(plan, name) == NULL)
                continue;
            g_autoptr(GArray) days = days_of(plan, name);
            for (guint d = 0; d < days->len; d++) {
                day_number day = g_array_index(days, day_number, d);
                char date[16];
                if (is_crossed(plan, &name->block, day, 0))
                    fail_msg("%s: '%s' is crossed on %s", views[p / 2], name->name,
                             day_format(day, date));
            }
        }
    }
}

/* A party is named inside its ground or not at all; on these maps of the wars the ground that it
 * has of the oblast is cut up or full of towns, and the legend alone names it. */
#define MAPS_WITHOUT_PARTY 10

/* The party's name is on the maps of its view for as long as there is a party. */
static void test_area_names__the_party_is_named_to_the_end(void **state)
{
    const struct fixture *fixture = *state;
    size_t count;
    const day_number *days = timeline_change_days(fixture->opened->timeline, &count);
    for (int p = 0; p < 2; p++) {
        const map_plan *plan = fixture->plans[p];
        int named = 0, wanted = 0;
        for (size_t d = 0; d < count && days[d] < opened_project_day("2023-09-29"); d++) {
            bool is_named = false;
            wanted++;
            for (guint i = 0; i < name_count(plan); i++)
                is_named |= span_has(name_at(plan, i)->when, days[d]) &&
                            strstr(name_at(plan, i)->block.class_list, "party") != NULL;
            named += is_named;
        }
        print_message("%s: the party is named on %d of %d maps\n", plan->language, named, wanted);
        assert_true(named >= wanted - MAPS_WITHOUT_PARTY);
    }
}

/* ---- rivers --------------------------------------------------------------------------------- */

/* How far a point is from the nearest line of the drawn layers of lines that are named feature by
 * feature. */
static double distance_to_rivers(const map_plan *plan, struct pagexy p)
{
    const struct sources *sources = planar_map_sources(timeline_map(plan->timeline));
    double nearest = INFINITY;
    for (size_t i = 0; i < plan->project->drawn_count; i++) {
        const struct project_drawn *drawn = &plan->project->drawn[i];
        int layer = drawn->layer != NULL ? sources_layer(sources, drawn->layer) : -1;
        if (layer < 0 || drawn->label_field == NULL)
            continue;
        for (size_t f = 0; f < sources->layers[layer]->feature_count; f++) {
            struct page_lines lines = page_map_feature(plan->page, layer, f);
            const struct pagept *points = lines.points;
            for (size_t n = 0; n < lines.lines; points += lines.counts[n++])
                for (size_t k = 0; k + 1 < lines.counts[n]; k++)
                    nearest = fmin(nearest, distance_to(p, pagexy_from_pagept(points[k]),
                                                        pagexy_from_pagept(points[k + 1])));
        }
    }
    return nearest;
}

static void test_river_names__follow_the_river_and_say_it_once(void **state)
{
    const struct fixture *fixture = *state;
    int letters = 0;
    for (int p = 0; p < PLANS; p++) {
        const map_plan *plan = fixture->plans[p];
        g_autoptr(scene) scene =
            opened_project_map(fixture->opened, plan, opened_project_day("2020-12-01"));
        g_autoptr(GString) said = g_string_new(NULL);
        const char *title = NULL;
        size_t first, end;
        assert_true(scene_group(scene, "water-names", &first, &end));
        for (size_t i = first; i < end; i++) {
            const struct scene_node *node = scene_node_at(scene, i);
            if (node->kind == NODE_BEGIN_GROUP) {
                title = node->mark.title;
                g_string_truncate(said, 0);
            } else if (node->kind == NODE_TEXT) {
                g_string_append(said, node->text.run->text);
                assert_true(distance_to_rivers(plan, node->text.origin) < RIVER_REACH_PT);
                assert_true(fabs(node->text.angle_deg) < 90);
                letters++;
            } else {
                assert_string_equal(said->str, title);
            }
        }
    }
    assert_true(letters > 20);
}

/* ---- what changed --------------------------------------------------------------------------- */

/* The Omar pass passed to Azerbaijan in December 1993 and back in February 1994, having passed
 * with Kalbajar in April; Shusha passed once in its phase, in 1992 and again in 2020. */
static void test_change_names__count_how_often_ground_passed(void **state)
{
    static const struct {
        const char *date, *event;
        int passes;
    } cases[] = {{"1993-04-03", "kalbajar-1993", 1},
                 {"1993-12-18", "omar-1993", 2},
                 {"1994-02-20", "omar-1994", 3},
                 {"1992-05-09", "shusha-1992", 1},
                 {"2020-11-08", "shusha-2020", 1}};
    const struct fixture *fixture = *state;
    const struct timeline *timeline = fixture->opened->timeline;
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        day_number day = opened_project_day(cases[i].date);
        struct state *since = timeline_state_at(timeline, timeline_change_before(timeline, day));
        struct state *now = timeline_state_at(timeline, day);
        g_autoptr(GArray) changes = timeline_changes(timeline, since, now);
        bool is_found = false;
        for (guint c = 0; c < changes->len; c++) {
            const struct change *change = &g_array_index(changes, struct change, c);
            if (!g_str_equal(timeline_row(timeline, change->row)->event->id, cases[i].event))
                continue;
            assert_int_equal(change_passes(timeline, change, day), cases[i].passes);
            is_found = true;
        }
        if (!is_found)
            fail_msg("no %s on %s", cases[i].event, cases[i].date);
        state_free(since);
        state_free(now);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_area_names__lie_within_their_areas),
        cmocka_unit_test(test_area_names__meet_nothing_and_stay_on_the_map),
        cmocka_unit_test(test_area_names__move_only_when_they_must),
        cmocka_unit_test(test_area_names__keep_off_strong_lines),
        cmocka_unit_test(test_area_names__the_party_is_named_to_the_end),
        cmocka_unit_test(test_river_names__follow_the_river_and_say_it_once),
        cmocka_unit_test(test_change_names__count_how_often_ground_passed),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
