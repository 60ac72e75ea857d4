/* A project that the repository ships, read and built once for a test program, and what tests ask
 * of the scenes that are composed from it.
 *
 * Use as cmocka's group setup and teardown; the state is the struct. */
#ifndef TESTS_SUPPORT_OPENED_PROJECT_H
#define TESTS_SUPPORT_OPENED_PROJECT_H

#include "compose/map.h"
#include "compose/room.h"
#include "timeline/timeline.h"

#include <math.h>
#include <string.h>

#define SHIPPED_PROJECT SOURCE_DIR "/geodata/karabakh.yaml"
#define SMALL_PROJECT SOURCE_DIR "/tests/support/small/small.yaml"

struct opened_project {
    struct sources *sources;
    planar_map *map;
    struct timeline *timeline;
};

static inline void opened_project_free(struct opened_project *opened)
{
    if (opened == NULL)
        return;
    timeline_free(opened->timeline);
    planar_map_free(opened->map);
    sources_free(opened->sources);
    g_free(opened);
}

/* NULL, with the reason printed, when it cannot be read. */
static inline struct opened_project *opened_project_new(const char *path)
{
    struct opened_project *opened = g_new0(struct opened_project, 1);
    g_autoptr(GError) error = NULL;

    opened->sources = sources_read(path, NULL, &error);
    if (opened->sources != NULL)
        opened->map = planar_map_build(opened->sources, NULL, &error);
    if (opened->map != NULL)
        opened->timeline = timeline_build(opened->map, NULL, &error);
    if (opened->timeline != NULL)
        return opened;
    print_error("%s\n", error->message);
    opened_project_free(opened);
    return NULL;
}

static inline int opened_project_setup_shipped(void **state)
{
    *state = opened_project_new(SHIPPED_PROJECT);
    return *state == NULL;
}

static inline int opened_project_setup_small(void **state)
{
    *state = opened_project_new(SMALL_PROJECT);
    return *state == NULL;
}

static inline int opened_project_teardown(void **state)
{
    opened_project_free(*state);
    return 0;
}

static inline day_number opened_project_day(const char *text)
{
    day_number day = 0;
    if (!day_parse(text, &day, NULL))
        fail_msg("'%s' is no day", text);
    return day;
}

/* The plan of a view (NULL: the first) in a language (NULL: the first); fails when there is none.
 */
static inline map_plan *opened_project_plan(const struct opened_project *opened, const char *view,
                                            const char *language)
{
    struct map_options options = {.view = view, .language = language};
    g_autoptr(GError) error = NULL;
    map_plan *plan = map_plan_build(opened->timeline, &options, NULL, &error);
    if (plan == NULL)
        fail_msg("%s", error->message);
    return plan;
}

/* The map of a change day as a series draws it. */
static inline scene *opened_project_map(const struct opened_project *opened, const map_plan *plan,
                                        day_number day)
{
    return map_compose(plan, day, timeline_change_before(opened->timeline, day));
}

/* ---- scenes --------------------------------------------------------------------------------- */

static inline bool node_is(const scene *scene, const struct scene_node *node, const char *name)
{
    if (node->class_number < 0)
        return false;
    g_auto(GStrv) classes = g_strsplit(scene_class_name(scene, node->class_number), " ", -1);
    return g_strv_contains((const char *const *)classes, name);
}

/* The nodes of the group of an id, its begin and its end left out: [first, end). */
static inline bool scene_group(const scene *scene, const char *id, size_t *first, size_t *end)
{
    for (size_t i = 0; i < scene_node_count(scene); i++) {
        const struct scene_node *node = scene_node_at(scene, i);
        if (node->kind != NODE_BEGIN_GROUP || g_strcmp0(node->mark.id, id) != 0)
            continue;
        int depth = 1;
        size_t at = i + 1;
        for (; depth > 0; at++) {
            depth += scene_node_at(scene, at)->kind == NODE_BEGIN_GROUP;
            depth -= scene_node_at(scene, at)->kind == NODE_END_GROUP;
        }
        *first = i + 1;
        *end = at - 1;
        return true;
    }
    return false;
}

/* The value that a node gives to data-KEY, or NULL. */
static inline const char *node_data(const struct scene_node *node, const char *key)
{
    for (char **pair = node->mark.data; pair != NULL && *pair != NULL; pair += 2)
        if (g_str_equal(pair[0], key))
            return pair[1];
    return NULL;
}

/* The box of a text's letters as they are drawn, from their outlines and without halo; of a turned
 * text the upright box around it. Empty for a blank. */
static inline struct page_box text_ink(const struct scene_node *node)
{
    const struct run *run = node->text.run;
    double shift = node->text.anchor == ANCHOR_START    ? 0
                   : node->text.anchor == ANCHOR_MIDDLE ? run->width_pt / 2
                                                        : run->width_pt;
    struct page_box ink = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t s = 0; s < run->span_count; s++) {
        const cairo_path_t *path = &run->spans[s].outline;
        for (int i = 0; i < path->num_data; i += path->data[i].header.length) {
            for (int p = 1; p < path->data[i].header.length; p++) {
                struct pagexy at = {path->data[i + p].point.x - shift, path->data[i + p].point.y};
                at = pagexy_turned(at, node->text.angle_deg);
                double x = node->text.origin.x + at.x, y = node->text.origin.y + at.y;
                ink = (struct page_box){fmin(ink.left, x), fmin(ink.top, y), fmax(ink.right, x),
                                        fmax(ink.bottom, y)};
            }
        }
    }
    return ink;
}

static inline bool boxes_overlap(struct page_box a, struct page_box b)
{
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/* Is a point inside rings by the even-odd rule? */
static inline bool rings_hold(const struct pagept *points, const size_t *counts, size_t rings,
                              struct pagexy at)
{
    double x = at.x * PAGE_UNITS_PER_PT, y = at.y * PAGE_UNITS_PER_PT;
    bool is_inside = false;
    for (size_t r = 0; r < rings; points += counts[r++])
        for (size_t i = 0, j = counts[r] - 1; i < counts[r]; j = i++)
            if ((points[i].y > y) != (points[j].y > y) &&
                x < points[j].x + (y - points[j].y) / ((double)points[i].y - points[j].y) *
                                      ((double)points[i].x - points[j].x))
                is_inside = !is_inside;
    return is_inside;
}

#endif
