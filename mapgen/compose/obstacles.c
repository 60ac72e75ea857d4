#include "compose/obstacles.h"

#include <math.h>

static const double line_weights[LINE_KINDS] = {
    [LINE_DISTRICT] = 0.15, [LINE_COAST] = 0.4, [LINE_CORRIDOR] = 1.0,
    [LINE_COUNTRY] = 1.5,   [LINE_FRONT] = 4.0, [LINE_CONTACT] = 6.0};

/* What a label covers of a line counts as so many points more: to touch one is bad enough. */
#define TOUCH_PT 10.0

/* Half the width of a line of contact with its casing, and of lighter lines in proportion. */
#define MOST_CLEAR_PT 1.5
#define CLEAR_PER_WEIGHT_PT 0.4

/* What every edge is on every change day, and before the first. */
struct line_days {
    day_number *days; /* DAY_BEFORE_ALL, then the change days */
    size_t day_count, edge_count;
    uint8_t *kinds; /* enum line_kind, day by day */
    size_t words;
    uint64_t *strong; /* day by day, a bit for each edge: it is strong */
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
            struct pagexy a = pagexy_from_pagept(p[k]), b = pagexy_from_pagept(p[k + 1]);
            struct weighted_segment s = {a, b, box_of_segment(a, b), weight};
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
    lines->words = lines->edge_count / 64 + 1;
    lines->strong = g_new0(uint64_t, lines->day_count * lines->words);
    for (size_t d = 0; d < lines->day_count; d++) {
        lines->days[d] = d ? days[d - 1] : DAY_BEFORE_ALL;
        g_autoptr(state) state = timeline_state_at(timeline, lines->days[d]);
        for (size_t e = 0; e < lines->edge_count; e++) {
            enum line_kind kind = lines_kind(timeline, state, (edge_id)e);
            lines->kinds[d * lines->edge_count + e] = (uint8_t)kind;
            if (line_weights[kind] >= WEIGHT_STRONG)
                lines->strong[d * lines->words + e / 64] |= UINT64_C(1) << (e % 64);
        }
    }
    return lines;
}

void line_days_free(line_days *lines)
{
    if (!lines)
        return;
    g_free(lines->days);
    g_free(lines->kinds);
    g_free(lines->strong);
    g_free(lines);
}

void line_days_add_strong(const line_days *lines, struct span when, uint64_t *edges)
{
    for (size_t d = 0; d < lines->day_count; d++) {
        bool is_last = d + 1 == lines->day_count;
        if (lines->days[d] >= when.until || (!is_last && lines->days[d + 1] <= when.from))
            continue;
        for (size_t w = 0; w < lines->words; w++)
            edges[w] |= lines->strong[d * lines->words + w];
    }
}

double *line_days_mean_weights(const line_days *lines)
{
    double *weights = g_new0(double, lines->edge_count + 1);
    for (size_t e = 0; e < lines->edge_count; e++) {
        double sum = 0, heaviest = 0;
        for (size_t d = 0; d < lines->day_count; d++) {
            double weight = line_weights[lines->kinds[d * lines->edge_count + e]];
            sum += weight;
            heaviest = greater(heaviest, weight);
        }
        weights[e] = 0.35 * heaviest + 0.65 * sum / (double)lines->day_count;
    }
    return weights;
}

static bool does_cross(struct page_lines lines, struct page_box box)
{
    const struct pagept *p = lines.points;
    for (size_t i = 0; i < lines.lines; p += lines.counts[i++])
        for (size_t k = 0; k + 1 < lines.counts[i]; k++)
            if (box_covers_pt(box, pagexy_from_pagept(p[k]), pagexy_from_pagept(p[k + 1])) > 0)
                return true;
    return false;
}

GArray *line_days_crossing(const line_days *lines, const page_map *page, struct page_box box)
{
    GArray *days = g_array_new(FALSE, FALSE, sizeof(day_number));
    g_autofree bool *crosses = g_new(bool, lines->edge_count + 1);
    for (size_t e = 0; e < lines->edge_count; e++)
        crosses[e] = does_cross(page_map_edge_pieces(page, (edge_id)e), box);
    for (size_t d = 1; d < lines->day_count; d++) {
        bool is_crossed = false;
        for (size_t e = 0; e < lines->edge_count && !is_crossed; e++) {
            uint8_t kind = lines->kinds[d * lines->edge_count + e];
            is_crossed = crosses[e] && (kind == LINE_CONTACT || kind == LINE_FRONT);
        }
        if (is_crossed)
            g_array_append_val(days, lines->days[d]);
    }
    return days;
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
            append_segments(page_map_feature(input->page, layer, f), 0.35, segments);
    }
    return segments;
}

double obstacles_covered(const GArray *segments, struct page_box box)
{
    double cost = 0, heaviest = 0;
    struct page_box widest = box_grown(box, MOST_CLEAR_PT);
    for (guint i = 0; i < segments->len; i++) {
        const struct weighted_segment *s = &g_array_index(segments, struct weighted_segment, i);
        if (boxes_part(widest, s->box))
            continue;
        double clear = lesser(MOST_CLEAR_PT, CLEAR_PER_WEIGHT_PT * s->weight);
        double covered = box_covers_pt(box_grown(box, clear), s->a, s->b);
        cost += s->weight * covered;
        if (covered > 0)
            heaviest = greater(heaviest, s->weight);
    }
    return cost + TOUCH_PT * heaviest;
}

double obstacles_crossed(const GArray *segments, struct pagexy from, struct pagexy to)
{
    double weight = 0;
    struct page_box box = box_of_segment(from, to);
    for (guint i = 0; i < segments->len; i++) {
        const struct weighted_segment *s = &g_array_index(segments, struct weighted_segment, i);
        if (!boxes_part(box, s->box) && segments_meet(from, to, s->a, s->b))
            weight += s->weight;
    }
    return weight;
}

GArray *obstacles_near(const GArray *segments, struct page_box box)
{
    GArray *near = g_array_new(FALSE, FALSE, sizeof(struct weighted_segment));
    struct page_box widest = box_grown(box, MOST_CLEAR_PT);
    for (guint i = 0; i < segments->len; i++) {
        const struct weighted_segment *s = &g_array_index(segments, struct weighted_segment, i);
        if (!boxes_part(widest, s->box))
            g_array_append_val(near, *s);
    }
    return near;
}

/* ---- boxes --------------------------------------------------------------------------------- */

struct page_box label_box(const run *run, struct pagexy origin, enum text_anchor anchor)
{
    double shift = anchor == ANCHOR_START ? 0 : anchor == ANCHOR_MIDDLE ? 0.5 : 1;
    double left = origin.x - shift * run->width_pt;
    return (struct page_box){left - LABEL_CLEAR_PT, origin.y - run->cap_height_pt - LABEL_CLEAR_PT,
                             left + run->width_pt + LABEL_CLEAR_PT,
                             origin.y + run->font.size_pt * DESCENT_SHARE + LABEL_CLEAR_PT};
}

bool obstacles_meet_furniture(const struct labels_input *input, struct page_box box)
{
    if (!box_holds(page_map_layout(input->page)->map, box))
        return true;
    for (int i = 0; i < input->furniture_count; i++)
        if (boxes_meet(box, input->furniture[i]))
            return true;
    return false;
}
