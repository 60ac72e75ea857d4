#include "compose/lines.h"

#include "compose/changes.h"

/* ---- what an edge is ----------------------------------------------------------------------- */

static bool is_third(const struct project *project, struct control control)
{
    return g_str_equal(project->holders[control.holder].role, "third");
}

static bool is_certain(struct control control)
{
    return control.status == STATUS_CONTROL || control.status == STATUS_PEACEKEEPING;
}

/* True when the place of a line between two faces is not known well: in a phase whose contact is
 * approximate, unless the line stood as it is before that phase began. */
static bool is_approximate(const timeline *timeline, const struct state *state, face_id left,
                           face_id right)
{
    const struct project *project = planar_map_sources(timeline_map(timeline))->project;
    size_t number = timeline_phase_at(timeline, state->day);
    const struct project_phase *phase = &project->phases[number];
    if (!project->phase_count || !phase->is_contact_approximate ||
        state->day >= phase->contact_from)
        return false;
    bool stood_before = number > 0 && !phase[-1].is_contact_approximate &&
                        timeline_since(timeline, state, left) < phase->from &&
                        timeline_since(timeline, state, right) < phase->from;
    return !stood_before;
}

static enum line_kind kind_between(const timeline *timeline, const struct state *state,
                                   edge_id number)
{
    const planar_map *map = timeline_map(timeline);
    const struct project *project = planar_map_sources(map)->project;
    const struct edge *edge = topology_edge(planar_map_topology(map), number);
    struct control left = state->controls[edge->left], right = state->controls[edge->right];
    if (!is_certain(left) || !is_certain(right))
        return control_equal(left, right) ? LINE_NONE : LINE_FRONT;
    if (g_str_equal(project->holders[left.holder].side, project->holders[right.holder].side))
        return LINE_NONE;
    if (is_third(project, left) || is_third(project, right))
        return LINE_CORRIDOR;
    bool is_front = planar_map_is_from_cells(map, number) ||
                    is_approximate(timeline, state, edge->left, edge->right);
    return is_front ? LINE_FRONT : LINE_CONTACT;
}

enum line_kind lines_kind(const timeline *timeline, const struct state *state, edge_id number)
{
    const planar_map *map = timeline_map(timeline);
    const struct edge *edge = topology_edge(planar_map_topology(map), number);
    int32_t left_unit = planar_map_face_unit(map, edge->left);
    int32_t right_unit = planar_map_face_unit(map, edge->right);
    if (planar_map_is_seam(map, number))
        return LINE_NONE;
    if ((left_unit == NONE) != (right_unit == NONE))
        return LINE_COAST;
    if (planar_map_is_country_border(map, number))
        return LINE_COUNTRY;
    bool is_theatre = state->rows[edge->left] != NONE && state->rows[edge->right] != NONE;
    enum line_kind kind = is_theatre ? kind_between(timeline, state, number) : LINE_NONE;
    if (kind == LINE_NONE && is_theatre && planar_map_is_unit_border(map, number))
        return LINE_DISTRICT;
    return kind;
}

/* ---- gathering strokes --------------------------------------------------------------------- */

struct strokes {
    GArray *points, *counts;
};

static void strokes_start(struct strokes *strokes)
{
    strokes->points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
    strokes->counts = g_array_new(FALSE, FALSE, sizeof(size_t));
}

static void strokes_clear(struct strokes *strokes)
{
    g_array_unref(strokes->points);
    g_array_unref(strokes->counts);
}

void lines_draw_cased(const struct pen *pen, const char *class_list, const GArray *points,
                      const GArray *counts, const struct scene_mark *mark)
{
    g_autofree char *casing = g_strconcat(class_list, "-casing", NULL);
    if (style_paint(pen->style, casing).stroke.is_set)
        pen_path(pen, casing, points, counts, false, NULL);
    pen_path(pen, class_list, points, counts, false, mark);
}

/* ---- what the project draws as it is ------------------------------------------------------- */

bool span_has(struct span span, day_number day)
{
    return day >= span.from && day < span.until;
}

/* The features of a drawn layer, as one path. */
static void draw_layer(const struct pen *pen, const page_map *page,
                       const struct project_drawn *drawn)
{
    const struct sources *sources = planar_map_sources(page_map_planar(page));
    int number = sources_layer(sources, drawn->layer);
    const struct layer *layer = sources->layers[number];
    g_autofree bool *passes =
        layer_filter(layer, drawn->where, sources->project->path, drawn->line, NULL);
    struct strokes strokes;
    strokes_start(&strokes);
    for (size_t f = 0; passes && f < layer->feature_count; f++) {
        if (passes[f])
            page_lines_append(page_map_feature(page, number, f), strokes.points, strokes.counts);
    }
    const char *title = names_in(&drawn->names, pen->language);
    struct scene_mark mark = {.title = title};
    if (layer->geometry == LAYER_POLYGONS)
        pen_path(pen, drawn->class_list, strokes.points, strokes.counts, true, &mark);
    else
        lines_draw_cased(pen, drawn->class_list, strokes.points, strokes.counts, &mark);
    strokes_clear(&strokes);
}

/* The edges of a cutter, where nothing stronger runs. */
static void draw_cutter(const struct pen *pen, const page_map *page,
                        const struct project_drawn *drawn, const enum line_kind *kinds)
{
    const planar_map *map = page_map_planar(page);
    const struct project *project = planar_map_sources(map)->project;
    struct strokes strokes;
    strokes_start(&strokes);
    for (size_t c = 0; c < project->cutter_count; c++) {
        if (!g_str_equal(project->cutters[c].name, drawn->cutter))
            continue;
        for (size_t e = 0; e < topology_edge_count(planar_map_topology(map)); e++)
            if (planar_map_is_from_cutter(map, (edge_id)e, c) && kinds[e] <= LINE_DISTRICT)
                page_lines_append(page_map_edge_pieces(page, (edge_id)e), strokes.points,
                                  strokes.counts);
    }
    struct scene_mark mark = {.title = names_in(&drawn->legend, pen->language)};
    lines_draw_cased(pen, drawn->class_list, strokes.points, strokes.counts, &mark);
    strokes_clear(&strokes);
}

bool lines_is_shown(const page_map *page, const timeline *timeline, const struct state *state,
                    const struct project_drawn *drawn)
{
    const planar_map *map = page_map_planar(page);
    const struct sources *sources = planar_map_sources(map);
    if (!span_has(drawn->when, state->day))
        return false;
    for (size_t c = 0; drawn->cutter && c < sources->project->cutter_count; c++)
        for (size_t e = 0; e < topology_edge_count(planar_map_topology(map)); e++)
            if (g_str_equal(sources->project->cutters[c].name, drawn->cutter) &&
                page_map_edge_is_shown(page, (edge_id)e) &&
                planar_map_is_from_cutter(map, (edge_id)e, c) &&
                lines_kind(timeline, state, (edge_id)e) <= LINE_DISTRICT)
                return true;
    if (!drawn->layer)
        return false;
    int number = sources_layer(sources, drawn->layer);
    const struct layer *layer = sources->layers[number];
    g_autofree bool *passes =
        layer_filter(layer, drawn->where, sources->project->path, drawn->line, NULL);
    for (size_t f = 0; passes && f < layer->feature_count; f++)
        if (passes[f] && page_map_feature_is_shown(page, number, f))
            return true;
    return false;
}

/* True for polygons, and for what is listed before the first line of a cutter. */
static bool is_below_lines(const page_map *page, size_t number)
{
    const struct sources *sources = planar_map_sources(page_map_planar(page));
    const struct project_drawn *drawn = &sources->project->drawn[number];
    if (!drawn->layer)
        return false;
    if (sources->layers[sources_layer(sources, drawn->layer)]->geometry == LAYER_POLYGONS)
        return true;
    for (size_t i = 0; i < number; i++)
        if (sources->project->drawn[i].cutter)
            return false;
    for (size_t i = number; i < sources->project->drawn_count; i++)
        if (sources->project->drawn[i].cutter)
            return true;
    return false;
}

void lines_draw_water(const struct pen *pen, const page_map *page, day_number date)
{
    const struct project *project = planar_map_sources(page_map_planar(page))->project;
    pen_begin(pen, "water");
    for (size_t i = 0; i < project->drawn_count; i++)
        if (is_below_lines(page, i) && span_has(project->drawn[i].when, date))
            draw_layer(pen, page, &project->drawn[i]);
    pen_end(pen);
}

/* ---- the whole ----------------------------------------------------------------------------- */

/* A boundary of the past is drawn instead of a district's, not over it. */
static void clear_districts(const planar_map *map, const struct project_drawn *drawn,
                            enum line_kind *kinds)
{
    const struct project *project = planar_map_sources(map)->project;
    for (size_t c = 0; c < project->cutter_count; c++)
        for (size_t e = 0; e < topology_edge_count(planar_map_topology(map)); e++)
            if (g_str_equal(project->cutters[c].name, drawn->cutter) && kinds[e] == LINE_DISTRICT &&
                planar_map_is_from_cutter(map, (edge_id)e, c))
                kinds[e] = LINE_NONE;
}

static void draw_kind(const struct pen *pen, const page_map *page, const enum line_kind *kinds,
                      enum line_kind kind)
{
    static const char *const classes[] = {[LINE_DISTRICT] = "district-border",
                                          [LINE_COAST] = "coast",
                                          [LINE_CORRIDOR] = "corridor-outline",
                                          [LINE_COUNTRY] = "country-border",
                                          [LINE_FRONT] = "front",
                                          [LINE_CONTACT] = "contact"};
    const topology *topology = planar_map_topology(page_map_planar(page));
    struct strokes strokes;
    strokes_start(&strokes);
    for (size_t e = 0; e < topology_edge_count(topology); e++) {
        if (kinds[e] == kind)
            page_lines_append(page_map_edge_pieces(page, (edge_id)e), strokes.points,
                              strokes.counts);
    }
    lines_draw_cased(pen, classes[kind], strokes.points, strokes.counts, NULL);
    strokes_clear(&strokes);
}

/* What every edge is in a state. */
static enum line_kind *list_kinds(const timeline *timeline, const struct state *state)
{
    size_t edges = topology_edge_count(planar_map_topology(timeline_map(timeline)));
    enum line_kind *kinds = g_new(enum line_kind, edges + 1);
    for (size_t e = 0; e < edges; e++)
        kinds[e] = lines_kind(timeline, state, (edge_id)e);
    return kinds;
}

void lines_draw_borders(const struct pen *pen, const page_map *page, const timeline *timeline,
                        const struct state *state)
{
    const planar_map *map = page_map_planar(page);
    const struct project *project = planar_map_sources(map)->project;
    g_autofree enum line_kind *kinds = list_kinds(timeline, state);
    for (size_t i = 0; i < project->drawn_count; i++)
        if (project->drawn[i].cutter && span_has(project->drawn[i].when, state->day))
            clear_districts(map, &project->drawn[i], kinds);
    pen_begin(pen, "lines");
    draw_kind(pen, page, kinds, LINE_DISTRICT);
    draw_kind(pen, page, kinds, LINE_COAST);
    for (size_t i = 0; i < project->drawn_count; i++)
        if (project->drawn[i].cutter && span_has(project->drawn[i].when, state->day))
            draw_cutter(pen, page, &project->drawn[i], kinds);
    pen_end(pen);

    pen_begin(pen, "borders");
    draw_kind(pen, page, kinds, LINE_COUNTRY);
    draw_kind(pen, page, kinds, LINE_CORRIDOR);
    pen_end(pen);
}

void lines_draw_contact(const struct pen *pen, const page_map *page, const timeline *timeline,
                        const struct state *state)
{
    const struct project *project = planar_map_sources(page_map_planar(page))->project;
    g_autofree enum line_kind *kinds = list_kinds(timeline, state);
    pen_begin(pen, "ways");
    for (size_t i = 0; i < project->drawn_count; i++)
        if (project->drawn[i].layer && !is_below_lines(page, i) &&
            span_has(project->drawn[i].when, state->day))
            draw_layer(pen, page, &project->drawn[i]);
    pen_end(pen);

    pen_begin(pen, "contact");
    draw_kind(pen, page, kinds, LINE_FRONT);
    draw_kind(pen, page, kinds, LINE_CONTACT);
    pen_end(pen);
}

void lines_draw(const struct pen *pen, const page_map *page, const timeline *timeline,
                const struct state *state, const GArray *changes)
{
    lines_draw_borders(pen, page, timeline, state);
    changes_draw_outlines(pen, page, timeline, changes);
    lines_draw_contact(pen, page, timeline, state);
}

void lines_draw_highlight(const struct pen *pen, const page_map *page, const char *region)
{
    const planar_map *map = page_map_planar(page);
    const topology *topology = planar_map_topology(map);
    int number = planar_map_region_find(map, region);
    if (number < 0)
        return;
    const struct face_set *faces = planar_map_region(map, (size_t)number);
    struct strokes strokes;
    strokes_start(&strokes);
    for (size_t e = 0; e < topology_edge_count(topology); e++) {
        const struct edge *edge = topology_edge(topology, (edge_id)e);
        if (face_set_has(*faces, edge->left) != face_set_has(*faces, edge->right))
            page_lines_append(page_map_edge_pieces(page, (edge_id)e), strokes.points,
                              strokes.counts);
    }
    const struct project_region *named = &planar_map_sources(map)->project->regions[number];
    struct scene_mark mark = {.title = names_in(&named->names, pen->language)};
    lines_draw_cased(pen, "highlight-outline", strokes.points, strokes.counts, &mark);
    strokes_clear(&strokes);
}
