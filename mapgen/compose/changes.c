#include "compose/changes.h"

#include "compose/areas.h"
#include "compose/words.h"
#include "geom/inner_band.h"
#include "timeline/diff.h"

#include <math.h>

/* The strip is as wide as so many outlines, of which half of one lies over it. */
#define BAND_OUTLINES 1.7

/* A strip that is more of its area than this would hide the area's own tone: it is made narrower, a
 * few times. */
#define MOST_BAND 0.5
#define NARROWINGS 3

/* A change of which the larger side is less is hidden by a line of contact with its casing. */
#define SMALL_PT 16.0

static const struct project *project_of(const timeline *timeline)
{
    return planar_map_sources(timeline_map(timeline))->project;
}

static const char *role_of(const struct project *project, int16_t holder)
{
    return project->holders[holder].role;
}

/* ---- strips -------------------------------------------------------------------------------- */

int16_t changes_holder_before(struct control before, struct control now)
{
    bool is_told = control_is_certain(before) || before.status == STATUS_TRANSITION;
    return is_told && before.holder != now.holder ? before.holder : NONE;
}

/* Appends the strip inside the outline of what came to one control on a day. */
static void list_strip(const page_map *page, const int32_t *keys, double width_pt, GArray *band,
                       GArray *band_counts)
{
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    page_map_outline(page, keys, 1, points, counts);
    for (int i = 0; i <= NARROWINGS; i++, width_pt /= 2) {
        g_array_set_size(band, 0);
        g_array_set_size(band_counts, 0);
        double share = inner_band((const struct pagept *)(const void *)points->data,
                                  (const size_t *)(const void *)counts->data, counts->len, width_pt,
                                  band, band_counts);
        if (share <= MOST_BAND)
            break;
    }
}

enum part { PART_NONE, PART_SOME, PART_ALL };

/* Numbers with 1 the faces of `keys` that one holder had before; what part of them these are. */
static enum part mark_part(const struct state *since, const int32_t *keys, struct control now,
                           int16_t holder, int32_t *part)
{
    size_t some = 0, all = 0;
    for (size_t f = 0; f < since->face_count; f++) {
        part[f] = keys[f] && changes_holder_before(since->controls[f], now) == holder;
        all += keys[f] != 0;
        some += part[f] != 0;
    }
    return some == 0 ? PART_NONE : some < all ? PART_SOME : PART_ALL;
}

/* Draws the strip of what came to one control, each stretch in the tone of its holder before. */
static void draw_strip(const struct pen *pen, const page_map *page, const timeline *timeline,
                       const struct state *since, struct control now, const int32_t *keys)
{
    const struct project *project = project_of(timeline);
    double width = BAND_OUTLINES * style_paint(pen->style, "changed-outline").stroke_width_pt;
    g_autofree int32_t *part = g_new(int32_t, since->face_count);
    for (size_t h = 0; h < project->holder_count; h++) {
        enum part of_all = mark_part(since, keys, now, (int16_t)h, part);
        if (of_all == PART_NONE)
            continue;
        g_autoptr(GArray) band = g_array_new(FALSE, FALSE, sizeof(struct pagept));
        g_autoptr(GArray) band_counts = g_array_new(FALSE, FALSE, sizeof(size_t));
        list_strip(page, keys, width, band, band_counts);
        if (of_all == PART_SOME) {
            g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
            g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
            page_map_outline(page, part, 1, points, counts);
            inner_band_keep(band, band_counts, points, counts);
        }
        g_autofree char *class_list =
            g_strdup_printf("changed-band %s", role_of(project, (int16_t)h));
        pen_path(pen, class_list, band, band_counts, true, NULL);
    }
}

void changes_draw_bands(const struct pen *pen, const page_map *page, const timeline *timeline,
                        const struct state *since, const GArray *changes)
{
    g_autofree bool *is_done = g_new0(bool, changes->len + 1);
    pen_begin(pen, "changed-bands");
    for (guint i = 0; i < changes->len; i++) {
        struct control now = g_array_index(changes, struct change, i).now;
        if (is_done[i])
            continue;
        g_autofree int32_t *keys = g_new0(int32_t, since->face_count);
        for (guint j = i; j < changes->len; j++) {
            const struct change *other = &g_array_index(changes, struct change, j);
            if (!control_equal(other->now, now))
                continue;
            is_done[j] = true;
            for (size_t f = 0; f < since->face_count; f++)
                keys[f] |= face_set_has(other->faces, (face_id)f);
        }
        draw_strip(pen, page, timeline, since, now, keys);
    }
    pen_end(pen);
}

/* ---- outlines ------------------------------------------------------------------------------ */

/* True when a face is of another change to the same control. */
static bool is_of_neighbour(const GArray *changes, guint number, face_id face)
{
    struct control own = g_array_index(changes, struct change, number).now;
    for (guint i = 0; i < changes->len; i++) {
        const struct change *other = &g_array_index(changes, struct change, i);
        if (i != number && face_set_has(other->faces, face) && control_equal(other->now, own))
            return true;
    }
    return false;
}

static void list_outline(const page_map *page, const timeline *timeline, const GArray *changes,
                         guint number, bool is_joined, GArray *points, GArray *counts)
{
    const topology *topology = planar_map_topology(timeline_map(timeline));
    const struct change *change = &g_array_index(changes, struct change, number);
    for (size_t e = 0; e < topology_edge_count(topology); e++) {
        const struct edge *edge = topology_edge(topology, (edge_id)e);
        bool has_left = face_set_has(change->faces, edge->left);
        if (has_left == face_set_has(change->faces, edge->right))
            continue;
        if (!is_joined || !is_of_neighbour(changes, number, has_left ? edge->right : edge->left))
            page_lines_append(page_map_edge_pieces(page, (edge_id)e), points, counts);
    }
}

static void draw_outline(const struct pen *pen, const page_map *page, const timeline *timeline,
                         const GArray *changes, guint number)
{
    const struct project *project = project_of(timeline);
    const struct change *change = &g_array_index(changes, struct change, number);
    const struct timeline_row *row = timeline_row(timeline, change->row);
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    list_outline(page, timeline, changes, number, true, points, counts);
    if (counts->len == 0)
        list_outline(page, timeline, changes, number, false, points, counts);
    bool is_exact = edtf_is_exact(&row->event->date);
    g_autofree char *class_list = g_strdup_printf(
        "changed-outline %s%s", role_of(project, row->control.holder), is_exact ? "" : " inexact");
    g_autofree char *control = words_control(project, row->control, pen->language);
    const char *region = words_region(project, row->region, pen->language);
    g_autofree char *title = g_strdup_printf("%s: %s, %s", region, control, row->event->date_text);
    const char *data[] = {
        "event", row->event->id,        "region", project->regions[row->region].name,
        "since", row->event->date_text, "source", row->event->source_title,
        NULL};
    struct scene_mark mark = {.title = title, .data = data};
    pen_path(pen, class_list, points, counts, false, &mark);
}

void changes_draw_outlines(const struct pen *pen, const page_map *page, const timeline *timeline,
                           const GArray *changes)
{
    pen_begin(pen, "changes");
    for (guint i = 0; i < changes->len; i++)
        draw_outline(pen, page, timeline, changes, i);
    pen_end(pen);
}

/* ---- small changes ------------------------------------------------------------------------- */

static double larger_side(const GArray *points)
{
    struct page_box box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (guint i = 0; i < points->len; i++) {
        struct pagept p = g_array_index(points, struct pagept, i);
        box = (struct page_box){fmin(box.left, p.x), fmin(box.top, p.y), fmax(box.right, p.x),
                                fmax(box.bottom, p.y)};
    }
    return fmax(box.right - box.left, box.bottom - box.top) / PAGE_UNITS_PER_PT;
}

/* True when no other change to the same control lies beside one. */
static bool stands_alone(const timeline *timeline, const GArray *changes, guint number)
{
    const topology *topology = planar_map_topology(timeline_map(timeline));
    const struct change *change = &g_array_index(changes, struct change, number);
    for (size_t e = 0; e < topology_edge_count(topology); e++) {
        const struct edge *edge = topology_edge(topology, (edge_id)e);
        bool has_left = face_set_has(change->faces, edge->left);
        if (has_left != face_set_has(change->faces, edge->right) &&
            is_of_neighbour(changes, number, has_left ? edge->right : edge->left))
            return false;
    }
    return true;
}

void changes_draw_small(const struct pen *pen, const page_map *page, const timeline *timeline,
                        const GArray *changes)
{
    const struct project *project = project_of(timeline);
    size_t faces = topology_face_count(planar_map_topology(timeline_map(timeline)));
    pen_begin(pen, "small-changes");
    for (guint i = 0; i < changes->len; i++) {
        const struct change *change = &g_array_index(changes, struct change, i);
        g_autofree int32_t *keys = g_new0(int32_t, faces);
        for (size_t f = 0; f < faces; f++)
            keys[f] = face_set_has(change->faces, (face_id)f);
        g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
        g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
        page_map_outline(page, keys, 1, points, counts);
        if (points->len == 0 || larger_side(points) > SMALL_PT ||
            !stands_alone(timeline, changes, i))
            continue;
        struct control control = change->now;
        g_autofree char *classes = areas_control_class(project, control);
        g_autofree char *area = g_strdup_printf("area %s now", classes);
        g_autofree char *outline =
            g_strdup_printf("changed-outline %s", role_of(project, control.holder));
        pen_area(pen, area, points, counts, NULL);
        g_array_set_size(points, 0);
        g_array_set_size(counts, 0);
        list_outline(page, timeline, changes, i, false, points, counts);
        pen_path(pen, outline, points, counts, false, NULL);
    }
    pen_end(pen);
}
