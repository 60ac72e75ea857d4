#include "compose/obstacles.h"

#include <math.h>

static const double line_weights[LINE_KINDS] = {
    [LINE_DISTRICT] = 0.15, [LINE_COAST] = 0.4, [LINE_CORRIDOR] = 1.0,
    [LINE_COUNTRY] = 1.5,   [LINE_FRONT] = 2.5, [LINE_CONTACT] = 4.0};

/* What every edge is on every change day, and before the first. */
struct line_days {
    day_number *days; /* DAY_BEFORE_ALL, then the change days */
    size_t day_count, edge_count;
    uint8_t *kinds; /* enum line_kind, day by day */
};

struct pagexy pagexy_from_pagept(struct pagept p)
{
    return (struct pagexy){p.x / (double)PAGE_UNITS_PER_PT, p.y / (double)PAGE_UNITS_PER_PT};
}

static void append_segments(struct page_lines lines, double weight, GArray *segments)
{
    const struct pagept *p = lines.points;
    for (size_t i = 0; i < lines.lines; p += lines.counts[i++]) {
        for (size_t k = 0; k + 1 < lines.counts[i]; k++) {
            struct weighted_segment s = {pagexy_from_pagept(p[k]), pagexy_from_pagept(p[k + 1]),
                                         weight};
            g_array_append_val(segments, s);
        }
    }
}

line_days *line_days_list(const timeline *timeline)
{
    struct line_days *lines = g_new0(struct line_days, 1);
    size_t changes;
    const day_number *days = timeline_change_days(timeline, &changes);
    lines->day_count = changes + 1;
    lines->edge_count = topology_edge_count(planar_map_topology(timeline_map(timeline)));
    lines->days = g_new(day_number, lines->day_count);
    lines->kinds = g_new(uint8_t, lines->day_count * lines->edge_count + 1);
    for (size_t d = 0; d < lines->day_count; d++) {
        lines->days[d] = d ? days[d - 1] : DAY_BEFORE_ALL;
        g_autoptr(state) state = timeline_state_at(timeline, lines->days[d]);
        for (size_t e = 0; e < lines->edge_count; e++)
            lines->kinds[d * lines->edge_count + e] =
                (uint8_t)lines_kind(timeline, state, (edge_id)e);
    }
    return lines;
}

void line_days_free(line_days *lines)
{
    if (!lines)
        return;
    g_free(lines->days);
    g_free(lines->kinds);
    g_free(lines);
}

double *line_days_weights(const line_days *lines, struct span when)
{
    double *weights = g_new0(double, lines->edge_count + 1);
    for (size_t d = 0; d < lines->day_count; d++) {
        bool is_last = d + 1 == lines->day_count;
        if (lines->days[d] >= when.until || (!is_last && lines->days[d + 1] <= when.from))
            continue;
        for (size_t e = 0; e < lines->edge_count; e++)
            weights[e] = fmax(weights[e], line_weights[lines->kinds[d * lines->edge_count + e]]);
    }
    return weights;
}

GArray *obstacles_list(const struct labels_input *input, const double *weights)
{
    const planar_map *map = timeline_map(input->timeline);
    const struct sources *sources = planar_map_sources(map);
    GArray *segments = g_array_new(FALSE, FALSE, sizeof(struct weighted_segment));
    for (size_t e = 0; e < topology_edge_count(planar_map_topology(map)); e++)
        if (weights[e] > 0)
            append_segments(page_map_edge_pieces(input->page, (edge_id)e), weights[e], segments);
    for (size_t i = 0; i < sources->project->drawn_count; i++) {
        const struct project_drawn *drawn = &sources->project->drawn[i];
        int layer = drawn->layer ? sources_layer(sources, drawn->layer) : -1;
        if (layer < 0 || sources->layers[layer]->geometry != LAYER_LINES)
            continue;
        for (size_t f = 0; f < sources->layers[layer]->feature_count; f++)
            append_segments(page_map_feature(input->page, layer, f), 0.5, segments);
    }
    return segments;
}

/* How much of a segment lies in a box, in points. */
static double length_in_box(const struct weighted_segment *s, struct page_box box)
{
    double dx = s->b.x - s->a.x, dy = s->b.y - s->a.y, enter = 0, leave = 1;
    const double step[] = {-dx, dx, -dy, dy};
    const double space[] = {s->a.x - box.left, box.right - s->a.x, s->a.y - box.top,
                            box.bottom - s->a.y};
    for (int i = 0; i < 4; i++) {
        if (step[i] == 0) {
            if (space[i] < 0)
                return 0;
        } else if (step[i] < 0) {
            enter = fmax(enter, space[i] / step[i]);
        } else {
            leave = fmin(leave, space[i] / step[i]);
        }
    }
    return enter < leave ? (leave - enter) * hypot(dx, dy) : 0;
}

double obstacles_covered(const GArray *segments, struct page_box box)
{
    double cost = 0;
    for (guint i = 0; i < segments->len; i++) {
        const struct weighted_segment *s = &g_array_index(segments, struct weighted_segment, i);
        cost += s->weight * length_in_box(s, box);
    }
    return cost;
}

GArray *obstacles_near(const GArray *segments, struct pagexy at, double reach_pt)
{
    GArray *near = g_array_new(FALSE, FALSE, sizeof(struct weighted_segment));
    struct page_box box = {at.x - reach_pt, at.y - reach_pt, at.x + reach_pt, at.y + reach_pt};
    for (guint i = 0; i < segments->len; i++) {
        const struct weighted_segment *s = &g_array_index(segments, struct weighted_segment, i);
        if (length_in_box(s, box) > 0)
            g_array_append_val(near, *s);
    }
    return near;
}

/* ---- boxes --------------------------------------------------------------------------------- */

bool boxes_meet(struct page_box a, struct page_box b)
{
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

static bool is_box_within(struct page_box inner, struct page_box outer)
{
    return inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top &&
           inner.bottom <= outer.bottom;
}

struct page_box label_box(const run *run, struct pagexy origin, enum text_anchor anchor)
{
    double shift = anchor == ANCHOR_START ? 0 : anchor == ANCHOR_MIDDLE ? 0.5 : 1;
    double left = origin.x - shift * run->width_pt;
    return (struct page_box){left - LABEL_CLEAR_PT, origin.y - run->cap_height_pt - LABEL_CLEAR_PT,
                             left + run->width_pt + LABEL_CLEAR_PT,
                             origin.y + run->font.size_pt * 0.22 + LABEL_CLEAR_PT};
}

bool obstacles_meet_furniture(const struct labels_input *input, struct page_box box)
{
    if (!is_box_within(box, page_map_layout(input->page)->map))
        return true;
    for (int i = 0; i < input->furniture_count; i++)
        if (boxes_meet(box, input->furniture[i]))
            return true;
    return false;
}
