/* What changed, as it is drawn: laws over change days of the shipped project. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compose/changes.h"
#include "compose/map_parts.h"
#include "support/page_pieces.h"

struct shipped {
    struct opened_project *opened;
    map_plan *plan;
};

/* No name is looked at, and they take most of the time. */
static int setup(void **state)
{
    struct shipped *shipped = g_new0(struct shipped, 1);
    *state = shipped;
    shipped->opened = opened_project_new(SHIPPED_PROJECT);
    if (shipped->opened == NULL)
        return 1;
    shipped->opened->sources->project->views[0].rank = 0;
    shipped->plan = opened_project_plan(shipped->opened, "karabakh", "en");
    return 0;
}

static int teardown(void **state)
{
    struct shipped *shipped = *state;
    map_plan_free(shipped->plan);
    opened_project_free(shipped->opened);
    g_free(shipped);
    return 0;
}

/* A day's changes and what is drawn of them. */
struct day {
    const map_plan *plan;
    const timeline *timeline;
    struct moment m;
    char date[16];
    scene *scene;
};

typedef int check_day(const struct day *day);

/* Sums up what a check answers for each change day. */
static int for_all_days(void **state, check_day *check)
{
    const struct shipped *shipped = *state;
    size_t count;
    int sum = 0;
    const day_number *days = timeline_change_days(shipped->opened->timeline, &count);
    for (size_t i = 0; i < count; i++) {
        struct day day = {.plan = shipped->plan, .timeline = shipped->opened->timeline};
        day_format(days[i], day.date);
        moment_start(&day.m, day.plan, days[i], timeline_change_before(day.timeline, days[i]),
                     true);
        day.scene = scene_new(800, 600, PAGE_PX);
        struct pen pen = map_pen(day.plan, day.scene);
        changes_draw_bands(&pen, day.plan->page, day.timeline, day.m.since, day.m.changes);
        changes_draw_outlines(&pen, day.plan->page, day.timeline, day.m.changes);
        sum += check(&day);
        scene_free(day.scene);
        moment_clear(&day.m);
    }
    return sum;
}

static const struct change *change_at(const struct day *day, guint i)
{
    return &g_array_index(day->m.changes, struct change, i);
}

static struct control control_of(const struct day *day, guint i)
{
    return timeline_row(day->timeline, change_at(day, i)->row)->control;
}

static const char *role_of(const struct day *day, int16_t holder)
{
    return day->plan->project->holders[holder].role;
}

/* ---- strips --------------------------------------------------------------------------------- */

static double distance_to_segment(struct pagexy at, struct pagept a, struct pagept b)
{
    double ax = a.x / 100.0, ay = a.y / 100.0, dx = b.x / 100.0 - ax, dy = b.y / 100.0 - ay;
    double length2 = dx * dx + dy * dy;
    double share = length2 > 0 ? ((at.x - ax) * dx + (at.y - ay) * dy) / length2 : 0;
    share = CLAMP(share, 0, 1);
    return hypot(at.x - ax - share * dx, at.y - ay - share * dy);
}

/* Inside rings, or on their edge up to the rounding of the page. */
static bool is_in_or_on(const GArray *points, const GArray *counts, struct pagexy at)
{
    const struct pagept *p = (const struct pagept *)(const void *)points->data;
    const size_t *c = (const size_t *)(const void *)counts->data;
    if (rings_hold(p, c, counts->len, at))
        return true;
    for (guint r = 0; r < counts->len; p += c[r++])
        for (size_t i = 0; i < c[r]; i++)
            if (distance_to_segment(at, p[i], p[(i + 1) % c[r]]) < 0.03)
                return true;
    return false;
}

static int change_of(const struct day *day, face_id face);

/* Whose ground a face was that changed: NONE where nobody held it for certain, or who has it now.
 */
static int16_t held_before(const struct day *day, face_id face)
{
    struct control before = day->m.since->controls[face];
    bool is_certain = before.status == STATUS_CONTROL || before.status == STATUS_PEACEKEEPING;
    return is_certain && before.holder != day->m.now->controls[face].holder ? before.holder : NONE;
}

/* A day's outlines: what came to the control of one change, or with a holder what of all that
 * changed was that holder's. */
static void dissolve(const struct day *day, struct control now, int16_t holder, GArray *points,
                     GArray *counts)
{
    size_t faces = day->m.now->face_count;
    g_autofree int32_t *keys = g_new0(int32_t, faces);
    for (size_t f = 1; f < faces; f++)
        keys[f] = change_of(day, (face_id)f) != NONE &&
                  (holder == NONE ? control_equal(day->m.now->controls[f], now)
                                  : held_before(day, (face_id)f) == holder);
    page_map_dissolve(day->plan->page, keys, 1, points, counts);
}

static double distance_to_rings(struct pagexy at, const GArray *points, const GArray *counts)
{
    const struct pagept *p = (const struct pagept *)(const void *)points->data;
    const size_t *c = (const size_t *)(const void *)counts->data;
    double least = INFINITY;
    for (guint r = 0; r < counts->len; p += c[r++])
        for (size_t i = 0; i < c[r]; i++)
            least = fmin(least, distance_to_segment(at, p[i], p[(i + 1) % c[r]]));
    return least;
}

/* How far a point of a strip is from the nearest outline of what came to one control. */
static double distance_to_outlines(const struct day *day, struct pagexy at)
{
    double least = INFINITY;
    for (guint i = 0; i < day->m.changes->len; i++) {
        g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
        g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
        dissolve(day, change_at(day, i)->now, NONE, points, counts);
        least = fmin(least, distance_to_rings(at, points, counts));
    }
    return least;
}

static bool is_strip(const struct day *day, const struct scene_node *node)
{
    return node->kind == NODE_PATH && node_is(day->scene, node, "changed-band");
}

static const char *strip_role(const struct day *day, const struct scene_node *node)
{
    return strchr(scene_class_name(day->scene, node->class_number), ' ') + 1;
}

static int16_t holder_of_role(const struct day *day, const char *role)
{
    const struct project *project = day->plan->project;
    for (size_t h = 0; h < project->holder_count; h++)
        if (strcmp(project->holders[h].role, role) == 0)
            return (int16_t)h;
    fail_msg("no holder has the role '%s'", role);
    return NONE;
}

/* A strip is 1.7 outlines of 1.6 points wide (changes.c, article.css); its round corners are
 * polygons. */
#define WIDEST_STRIP_PT (1.7 * 1.6 + 0.05)

/* Counts the strips of a day, having looked where each point of them is. */
static int check_bands(const struct day *day)
{
    int bands = 0;
    for (size_t n = 0; n < scene_node_count(day->scene); n++) {
        const struct scene_node *node = scene_node_at(day->scene, n);
        if (!is_strip(day, node))
            continue;
        const char *role = strip_role(day, node);
        g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
        g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
        dissolve(day, (struct control){NONE, NONE, 0}, holder_of_role(day, role), points, counts);
        const struct pagept *p = node->path.points;
        for (size_t s = 0; s < node->path.subpaths; s++) {
            for (size_t i = 0; i < node->path.counts[s]; i++, p++) {
                struct pagexy at = {p->x / 100.0, p->y / 100.0};
                if (!is_in_or_on(points, counts, at))
                    fail_msg("%s: the strip of '%s' leaves what was theirs at %.2f,%.2f", day->date,
                             role, at.x, at.y);
                if (distance_to_outlines(day, at) > WIDEST_STRIP_PT)
                    fail_msg("%s: the strip of '%s' runs between two parts of a day at %.2f,%.2f",
                             day->date, role, at.x, at.y);
            }
        }
        bands++;
    }
    return bands;
}

static void test_changes__a_strip_is_in_what_was_the_previous_holder_s(void **state)
{
    assert_true(for_all_days(state, check_bands) > 30);
}

static bool has_strip_at(const struct day *day, const char *role, struct pagexy at)
{
    for (size_t n = 0; n < scene_node_count(day->scene); n++) {
        const struct scene_node *node = scene_node_at(day->scene, n);
        if (!is_strip(day, node) || strcmp(strip_role(day, node), role) != 0)
            continue;
        const struct pagept *p = node->path.points;
        if (rings_hold(p, node->path.counts, node->path.subpaths, at))
            return true;
        for (size_t s = 0; s < node->path.subpaths; p += node->path.counts[s++])
            for (size_t i = 0; i < node->path.counts[s]; i++)
                if (distance_to_segment(at, p[i], p[(i + 1) % node->path.counts[s]]) < 0.03)
                    return true;
    }
    return false;
}

/* Counts the stretches of a day's outlines in the view along ground that another held before,
 * having looked that each has the strip of that holder. */
static int check_whole(const struct day *day)
{
    const topology *topology = planar_map_topology(timeline_map(day->timeline));
    int stretches = 0;
    for (size_t e = 0; e < topology_edge_count(topology); e++) {
        const struct edge *edge = topology_edge(topology, (edge_id)e);
        int left = change_of(day, edge->left), right = change_of(day, edge->right);
        bool is_one =
            left != NONE && right != NONE &&
            control_equal(change_at(day, (guint)left)->now, change_at(day, (guint)right)->now);
        face_id face = left != NONE ? edge->left : edge->right;
        if ((left == NONE && right == NONE) || is_one || held_before(day, face) == NONE)
            continue;
        const char *role = role_of(day, held_before(day, face));
        struct page_lines pieces = page_map_edge_pieces(day->plan->page, (edge_id)e);
        const struct pagept *p = pieces.points;
        for (size_t s = 0; s < pieces.lines; p += pieces.counts[s++]) {
            for (size_t i = 0; i + 1 < pieces.counts[s]; i++, stretches++) {
                struct pagexy at = {(p[i].x + p[i + 1].x) / 200.0, (p[i].y + p[i + 1].y) / 200.0};
                if (page_map_is_shown(day->plan->page, at) && !has_strip_at(day, role, at))
                    fail_msg("%s: no strip of '%s' at %.2f,%.2f", day->date, role, at.x, at.y);
            }
        }
    }
    return stretches;
}

static void test_changes__a_strip_has_no_gap(void **state)
{
    assert_true(for_all_days(state, check_whole) > 1000);
}

/* ---- outlines ------------------------------------------------------------------------------- */

static char *segment_key(struct pagept a, struct pagept b)
{
    bool is_forward = a.x < b.x || (a.x == b.x && a.y < b.y);
    struct pagept p = is_forward ? a : b, q = is_forward ? b : a;
    return g_strdup_printf("%d %d %d %d", p.x, p.y, q.x, q.y);
}

/* The segments of a change's outlines; of its event's, as a path says which. */
static GHashTable *outline_of(const struct day *day, const char *event, const char *region)
{
    GHashTable *segments = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (size_t n = 0; n < scene_node_count(day->scene); n++) {
        const struct scene_node *node = scene_node_at(day->scene, n);
        if (node->kind != NODE_PATH || !node_is(day->scene, node, "changed-outline") ||
            g_strcmp0(node_data(node, "event"), event) != 0 ||
            g_strcmp0(node_data(node, "region"), region) != 0)
            continue;
        const struct pagept *p = node->path.points;
        for (size_t s = 0; s < node->path.subpaths; p += node->path.counts[s++])
            for (size_t i = 0; i + 1 < node->path.counts[s]; i++)
                g_hash_table_add(segments, segment_key(p[i], p[i + 1]));
    }
    return segments;
}

/* Which change a face is of, NONE for none. */
static int change_of(const struct day *day, face_id face)
{
    for (guint i = 0; i < day->m.changes->len; i++)
        if (face_set_has(change_at(day, i)->faces, face))
            return (int)i;
    return NONE;
}

/* Is an edge all in an outline, or none of it? -1 for some, or for an edge off the map. */
static int is_outlined(const struct day *day, GHashTable *outline, edge_id edge)
{
    struct page_lines pieces = page_map_edge_pieces(day->plan->page, edge);
    const struct pagept *p = pieces.points;
    size_t in = 0, all = 0;
    for (size_t s = 0; s < pieces.lines; p += pieces.counts[s++]) {
        for (size_t i = 0; i + 1 < pieces.counts[s]; i++, all++) {
            g_autofree char *key = segment_key(p[i], p[i + 1]);
            in += g_hash_table_contains(outline, key);
        }
    }
    return all == 0 ? -1 : in == all ? 1 : in == 0 ? 0 : -1;
}

/* An outline is of the edges of its change, less those towards others to the same control, unless
 * these are all round it. Answers how many edges are left out between two changes. */
static int check_outline(const struct day *day, guint number)
{
    const topology *topology = planar_map_topology(timeline_map(day->timeline));
    const struct timeline_row *row = timeline_row(day->timeline, change_at(day, number)->row);
    const char *region = day->plan->project->regions[row->region].name;
    g_autoptr(GHashTable) outline = outline_of(day, row->event->id, region);
    int inner_drawn = 0, inner = 0, outer = 0;
    for (size_t e = 0; e < topology_edge_count(topology); e++) {
        const struct edge *edge = topology_edge(topology, (edge_id)e);
        bool has_left = face_set_has(change_at(day, number)->faces, edge->left);
        if (has_left == face_set_has(change_at(day, number)->faces, edge->right))
            continue;
        int drawn = is_outlined(day, outline, (edge_id)e);
        int other = change_of(day, has_left ? edge->right : edge->left);
        if (drawn < 0)
            continue;
        if (other != NONE &&
            control_equal(control_of(day, (guint)other), control_of(day, number))) {
            inner_drawn += drawn;
            inner++;
        } else {
            outer++;
            if (drawn == 0)
                fail_msg("%s: the outline of '%s' has a gap", day->date, row->event->id);
        }
    }
    if (outer > 0 && inner_drawn > 0)
        fail_msg("%s: '%s' has a line towards another change to the same control", day->date,
                 row->event->id);
    if (outer + inner > 0 && g_hash_table_size(outline) == 0)
        fail_msg("%s: '%s' has no outline", day->date, row->event->id);
    return inner;
}

static int check_outlines(const struct day *day)
{
    int inner = 0;
    for (guint i = 0; i < day->m.changes->len; i++)
        inner += check_outline(day, i);
    return inner;
}

static void test_changes__an_outline_is_round_what_came_to_one_control(void **state)
{
    assert_true(for_all_days(state, check_outlines) > 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_changes__a_strip_is_in_what_was_the_previous_holder_s),
        cmocka_unit_test(test_changes__a_strip_has_no_gap),
        cmocka_unit_test(test_changes__an_outline_is_round_what_came_to_one_control),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
