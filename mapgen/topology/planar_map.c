#include "topology/planar_map.h"

#include "base/error.h"
#include "geom/geodesic.h"
#include "geom/projection.h"
#include "topology/cutter.h"
#include "topology/expression.h"

#include <math.h>
#include <string.h>

/* Sources of edges: one per partition layer, then one per cutter, and one for all cells. */
#define SOURCE_CELLS (LINEWORK_MAX_SOURCES - 1)

/* A sliver that is merged can make another; more rounds than this do not happen. */
#define MAX_SLIVER_ROUNDS 8

/* Owners of segments in crossings: a unit, or a cutter from here on downwards. */
#define OWNER_CUTTER (-2)

struct unit_shape {
    struct gridpt *points;
    size_t *counts;
    size_t rings;
    struct gridpt low, high;
};

struct cutter {
    const struct project_cutter *from;
    struct cutter_shape shape;
    int source;
    bool is_cut;     /* in the linework */
    bool is_pending; /* and not yet in the topology */
};

/* The cells of one cells() or cell(): which sites there are, and which of them it takes. */
struct cells {
    const struct expression *region;
    struct lonlat *sites;
    bool *is_taken;
    size_t count;
};

struct region {
    const struct project_region *from;
    struct expression *expression;
    struct face_set faces; /* words NULL: not known in the present topology */
    bool is_open;          /* being evaluated: met again, it needs itself */
};

struct planar_map {
    const struct sources *sources;
    const struct project *project;
    report *report;
    linework *lines;
    topology *topology;
    bool is_stale; /* the linework holds more than the topology */

    struct unit *units;
    struct unit_shape *shapes;
    size_t unit_count;
    int32_t *face_units;

    struct cutter *cutters;
    struct region *regions;
    GHashTable *cells; /* expression -> struct cells */
    double *edge_areas_m2;
};

/* ---- units: the features of partition layers ----------------------------------------------- */

static void add_unit(planar_map *map, int layer_number, size_t feature, int country_field,
                     GArray *units, GArray *shapes)
{
    const struct layer *layer = map->sources->layers[layer_number];
    const struct layer_feature *from = &layer->features[feature];
    if (from->part_count == 0)
        return;
    struct unit unit = {layer_number, feature,
                        country_field < 0 ? "" : layer_value(layer, feature, country_field)};
    struct unit_shape shape = {
        .rings = from->part_count, .low = {INT32_MAX, INT32_MAX}, .high = {INT32_MIN, INT32_MIN}};
    size_t total = 0;
    shape.counts = g_new(size_t, from->part_count);
    for (size_t p = 0; p < from->part_count; p++)
        total += shape.counts[p] = layer->parts[from->first_part + p].count;
    shape.points = g_new(struct gridpt, MAX(total, 1));
    struct gridpt *at = shape.points;
    for (size_t p = 0; p < from->part_count; p++) {
        const struct layer_part *part = &layer->parts[from->first_part + p];
        for (size_t i = 0; i < part->count; i++, at++) {
            *at = gridpt_from_lonlat(layer->points[part->first + i]);
            shape.low = (struct gridpt){MIN(shape.low.x, at->x), MIN(shape.low.y, at->y)};
            shape.high = (struct gridpt){MAX(shape.high.x, at->x), MAX(shape.high.y, at->y)};
        }
        linework_add(map->lines, at - part->count, part->count, true, layer_number,
                     (int32_t)units->len);
    }
    g_array_append_val(units, unit);
    g_array_append_val(shapes, shape);
}

static bool collect_units(planar_map *map, GError **error)
{
    GArray *units = g_array_new(FALSE, FALSE, sizeof(struct unit));
    GArray *shapes = g_array_new(FALSE, FALSE, sizeof(struct unit_shape));
    bool is_ok = true;
    for (size_t i = 0; is_ok && i < map->project->layer_count; i++) {
        const struct project_layer *from = &map->project->layers[i];
        const struct layer *layer = map->sources->layers[i];
        if (!from->is_partition)
            continue;
        int country = from->country_field ? layer_field(layer, from->country_field) : -1;
        if (from->country_field && country < 0) {
            error_at(error, map->project->path, from->line, 0, "layer '%s' has no field '%s'",
                     from->name, from->country_field);
            is_ok = false;
        } else if (layer->geometry != LAYER_POLYGONS) {
            error_at(error, map->project->path, from->line, 0,
                     "layer '%s' is a partition but holds no polygons", from->name);
            is_ok = false;
        } else {
            for (size_t f = 0; f < layer->feature_count; f++)
                add_unit(map, (int)i, f, country, units, shapes);
        }
    }
    map->unit_count = units->len;
    map->units = (struct unit *)(void *)g_array_free(units, FALSE);
    map->shapes = (struct unit_shape *)(void *)g_array_free(shapes, FALSE);
    return is_ok;
}

static bool shape_contains(const struct unit_shape *shape, double x, double y)
{
    return x >= shape->low.x && x <= shape->high.x && y >= shape->low.y && y <= shape->high.y &&
           rings_contain(shape->points, shape->counts, shape->rings, x, y);
}

/* Where two features of one layer both hold a face, as the sentence of an error. */
static void fail_overlap(const planar_map *map, int32_t a, int32_t b, face_id face, GError **error)
{
    const struct layer *layer = map->sources->layers[map->units[a].layer];
    g_autofree char *first = layer_feature_label(layer, map->units[a].feature);
    g_autofree char *second = layer_feature_label(layer, map->units[b].feature);
    const struct face *f = topology_face(map->topology, face);
    g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_INPUT,
                "%s and %s overlap by %.2f km² around %.5f, %.5f; mend the layer, or raise "
                "sliver_m if the overlap is meaningless",
                first, second, planar_map_face_area_m2(map, face) / 1e6,
                f->inner_x / GRID_PER_DEGREE, f->inner_y / GRID_PER_DEGREE);
}

/* Which unit each face belongs to; the first partition layer that has one wins. */
static bool assign_units(planar_map *map, bool is_final, GError **error)
{
    size_t faces = topology_face_count(map->topology);
    g_free(map->face_units);
    map->face_units = g_new(int32_t, faces);
    map->face_units[FACE_OUTSIDE] = NONE;
    for (face_id f = 1; f < (face_id)faces; f++) {
        const struct face *face = topology_face(map->topology, f);
        map->face_units[f] = NONE;
        for (size_t u = 0; u < map->unit_count; u++) {
            if (!shape_contains(&map->shapes[u], face->inner_x, face->inner_y))
                continue;
            int32_t other = map->face_units[f];
            if (other == NONE) {
                map->face_units[f] = (int32_t)u;
            } else if (is_final && map->units[other].layer == map->units[u].layer) {
                fail_overlap(map, other, (int32_t)u, f, error);
                return false;
            }
        }
    }
    return true;
}

/* ---- building and rebuilding the topology -------------------------------------------------- */

static char *owner_label(const planar_map *map, int32_t owner)
{
    if (owner <= OWNER_CUTTER)
        return g_strdup_printf("cutter '%s'", map->project->cutters[OWNER_CUTTER - owner].name);
    const struct unit *unit = &map->units[owner];
    return layer_feature_label(map->sources->layers[unit->layer], unit->feature);
}

/* Tells of polygons that cross themselves and of neighbours that overlap; cutters may cross what
 * they like. */
static void report_crossings(const planar_map *map, const GArray *crossings)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < crossings->len; i++) {
        const struct crossing *c = &g_array_index(crossings, struct crossing, i);
        if (c->owners[0] < 0 || c->owners[1] < 0)
            continue;
        int32_t a = MIN(c->owners[0], c->owners[1]), b = MAX(c->owners[0], c->owners[1]);
        if (map->units[a].layer != map->units[b].layer ||
            !g_hash_table_add(seen, g_strdup_printf("%d %d", a, b)))
            continue;
        g_autofree char *first = owner_label(map, a), *second = owner_label(map, b);
        struct lonlat at = gridpt_to_lonlat(c->at);
        if (a == b)
            report_add(map->report, SEVERITY_WARNING, NULL, 0,
                       "%s crosses itself near %.5f, %.5f; its area is taken by the even-odd rule",
                       first, at.lon, at.lat);
        else
            report_add(map->report, SEVERITY_WARNING, NULL, 0,
                       "%s and %s cross each other near %.5f, %.5f", first, second, at.lon, at.lat);
    }
}

static void forget_faces(planar_map *map)
{
    for (size_t i = 0; i < map->project->region_count; i++)
        face_set_clear(&map->regions[i].faces);
    g_clear_pointer(&map->edge_areas_m2, g_free);
}

static bool rebuild(planar_map *map, bool is_final, GError **error)
{
    g_autoptr(GArray) crossings = g_array_new(FALSE, FALSE, sizeof(struct crossing));
    linework_node(map->lines, crossings);
    report_crossings(map, crossings);
    topology_free(map->topology);
    forget_faces(map);
    map->topology = topology_build(map->lines, NULL);
    map->is_stale = false;
    for (size_t i = 0; i < map->project->cutter_count; i++)
        map->cutters[i].is_pending = false;
    return assign_units(map, is_final, error);
}

/* ---- names --------------------------------------------------------------------------------- */

static struct region *region_named(const planar_map *map, const char *name)
{
    int number = planar_map_region_find(map, name);
    return number < 0 ? NULL : &map->regions[number];
}

static struct cutter *cutter_named(const planar_map *map, const char *name)
{
    for (size_t i = 0; i < map->project->cutter_count; i++)
        if (g_str_equal(map->project->cutters[i].name, name))
            return &map->cutters[i];
    return NULL;
}

static int partition_named(const planar_map *map, const char *name)
{
    int layer = sources_layer(map->sources, name);
    return layer >= 0 && map->project->layers[layer].is_partition ? layer : -1;
}

/* Every name that an expression may use, for "did you mean"; shallow, NULL-terminated. */
static const char **known_names(const planar_map *map)
{
    const struct project *p = map->project;
    const char **names =
        g_new0(const char *, p->region_count + p->cutter_count + p->layer_count + 1);
    size_t n = 0;
    for (size_t i = 0; i < p->region_count; i++)
        names[n++] = p->regions[i].name;
    for (size_t i = 0; i < p->cutter_count; i++)
        names[n++] = p->cutters[i].name;
    for (size_t i = 0; i < p->layer_count; i++)
        if (p->layers[i].is_partition)
            names[n++] = p->layers[i].name;
    return names;
}

static bool fail_unknown(const planar_map *map, const char *name, int line, GError **error)
{
    g_autofree const char **names = known_names(map);
    const char *nearest = error_nearest(name, names);
    error_at(error, map->project->path, line, 0,
             "no region, cutter or partition layer called '%s'%s%s%s", name,
             nearest ? "; did you mean '" : "", nearest ? nearest : "", nearest ? "'?" : "");
    return false;
}

/* ---- evaluating expressions ---------------------------------------------------------------- */

static bool evaluate(planar_map *map, const struct expression *e, int line, struct face_set *set,
                     GError **error);

static bool fail_needs_itself(const planar_map *map, const struct region *region, GError **error)
{
    error_at(error, map->project->path, region->from->line, 0, "region '%s' needs itself",
             region->from->name);
    return false;
}

static bool evaluate_region(planar_map *map, struct region *region, GError **error)
{
    if (region->faces.words)
        return true;
    if (region->is_open)
        return fail_needs_itself(map, region, error);
    region->is_open = true;
    struct face_set set = {0};
    bool is_ok = evaluate(map, region->expression, region->from->line, &set, error);
    region->is_open = false;
    if (is_ok)
        region->faces = set;
    return is_ok;
}

static bool evaluate_features(planar_map *map, const struct expression *e, int layer, int line,
                              struct face_set *set, GError **error)
{
    g_autofree char *joined = e->field ? g_strjoinv("|", e->values) : NULL;
    g_autofree char *where = e->field ? g_strdup_printf("%s=%s", e->field, joined) : NULL;
    g_autofree bool *passes =
        layer_filter(map->sources->layers[layer], where, map->project->path, line, error);
    if (!passes)
        return false;
    *set = face_set_new(topology_face_count(map->topology));
    for (face_id f = 1; f < (face_id)topology_face_count(map->topology); f++) {
        int32_t unit = map->face_units[f];
        if (unit != NONE && map->units[unit].layer == layer && passes[map->units[unit].feature])
            face_set_add(*set, f);
    }
    return true;
}

static bool within_of(planar_map *map, const struct cutter *cutter, struct face_set *set,
                      GError **error)
{
    g_autoptr(expression) within = expression_parse(cutter->from->within, error);
    if (!within) {
        g_prefix_error(error, "%s:%d: within: ", map->project->path, cutter->from->line);
        return false;
    }
    return evaluate(map, within, cutter->from->line, set, error);
}

static bool evaluate_cutter(planar_map *map, struct cutter *cutter, int line, struct face_set *set,
                            GError **error)
{
    if (!cutter->is_cut) {
        error_at(error, map->project->path, line, 0,
                 "cutter '%s' is used before it is cut; put it further up", cutter->from->name);
        return false;
    }
    if (!cutter->shape.is_area) {
        error_at(error, map->project->path, line, 0,
                 "cutter '%s' is a line and has no faces; say side(REGION, %s, LON LAT)",
                 cutter->from->name, cutter->from->name);
        return false;
    }
    if (!within_of(map, cutter, set, error))
        return false;
    const struct gridpt *points = (const struct gridpt *)(const void *)cutter->shape.points->data;
    const size_t *counts = (const size_t *)(const void *)cutter->shape.counts->data;
    for (face_id f = 1; f < (face_id)topology_face_count(map->topology); f++) {
        const struct face *face = topology_face(map->topology, f);
        if (face_set_has(*set, f) &&
            !rings_contain(points, counts, cutter->shape.counts->len, face->inner_x, face->inner_y))
            set->words[f >> 6] &= ~(UINT64_C(1) << (f & 63));
    }
    return true;
}

static bool evaluate_name(planar_map *map, const struct expression *e, int line,
                          struct face_set *set, GError **error)
{
    struct region *region = region_named(map, e->name);
    if (region) {
        if (!evaluate_region(map, region, error))
            return false;
        *set = face_set_copy(region->faces);
        return true;
    }
    struct cutter *cutter = cutter_named(map, e->name);
    if (cutter)
        return evaluate_cutter(map, cutter, line, set, error);
    int layer = partition_named(map, e->name);
    if (layer >= 0)
        return evaluate_features(map, e, layer, line, set, error);
    return fail_unknown(map, e->name, line, error);
}

/* The faces of `inside` that are reached from `start` without crossing edges of a source. */
static struct face_set flood(const planar_map *map, struct face_set inside, face_id start,
                             int source)
{
    const topology *topology = map->topology;
    struct face_set reached = face_set_new(topology_face_count(topology));
    g_autoptr(GArray) queue = g_array_new(FALSE, FALSE, sizeof(face_id));
    face_set_add(reached, start);
    g_array_append_val(queue, start);
    for (guint i = 0; i < queue->len; i++) {
        const struct face *face = topology_face(topology, g_array_index(queue, face_id, i));
        for (size_t l = 0; l < face->loop_count; l++) {
            half_edge first = topology_loop(topology, face->first_loop + l), h = first;
            do {
                face_id over = topology_half_face(topology, half_edge_twin(h));
                uint64_t sources = topology_edge(topology, half_edge_edge(h))->sources;
                if (!(sources >> source & 1) && face_set_has(inside, over) &&
                    !face_set_has(reached, over)) {
                    face_set_add(reached, over);
                    g_array_append_val(queue, over);
                }
                h = topology_next(topology, h);
            } while (h != first);
        }
    }
    return reached;
}

static bool evaluate_side(planar_map *map, const struct expression *e, int line,
                          struct face_set *set, GError **error)
{
    struct cutter *cutter = cutter_named(map, e->name);
    if (!cutter || !cutter->is_cut) {
        error_at(error, map->project->path, line, 0,
                 cutter ? "cutter '%s' is used before it is cut; put it further up"
                        : "side(): no cutter called '%s'",
                 e->name);
        return false;
    }
    struct face_set inside = {0};
    if (!evaluate(map, e->left, line, &inside, error))
        return false;
    face_id start = topology_face_at(map->topology, e->at);
    bool is_ok = face_set_has(inside, start);
    if (!is_ok) {
        error_at(error, map->project->path, line, 0,
                 "side(): the point %g %g is not in the region that is to be divided", e->at.lon,
                 e->at.lat);
    } else {
        *set = flood(map, inside, start, cutter->source);
        is_ok = face_set_count(*set) < face_set_count(inside);
        if (!is_ok) {
            error_at(error, map->project->path, line, 0,
                     "side(): '%s' does not divide the region: everything is reached from %g %g",
                     e->name, e->at.lon, e->at.lat);
            face_set_clear(set);
        }
    }
    face_set_clear(&inside);
    return is_ok;
}

static bool evaluate_cells(planar_map *map, const struct expression *e, int line,
                           struct face_set *set, GError **error)
{
    const struct cells *cells = g_hash_table_lookup(map->cells, e);
    if (!cells) {
        error_at(error, map->project->path, line, 0, "cells are used before they are cut");
        return false;
    }
    if (!evaluate(map, cells->region, line, set, error))
        return false;
    for (face_id f = 1; f < (face_id)topology_face_count(map->topology); f++) {
        if (!face_set_has(*set, f))
            continue;
        const struct face *face = topology_face(map->topology, f);
        struct lonlat at = {face->inner_x / GRID_PER_DEGREE, face->inner_y / GRID_PER_DEGREE};
        size_t nearest = 0;
        double least = INFINITY;
        for (size_t s = 0; s < cells->count; s++) {
            double distance = geodesic_distance_m(at, cells->sites[s]);
            if (distance < least) {
                least = distance;
                nearest = s;
            }
        }
        if (!cells->is_taken[nearest])
            set->words[f >> 6] &= ~(UINT64_C(1) << (f & 63));
    }
    return true;
}

static bool evaluate_pair(planar_map *map, const struct expression *e, int line,
                          struct face_set *set, GError **error)
{
    struct face_set left = {0}, right = {0};
    bool is_ok =
        evaluate(map, e->left, line, &left, error) && evaluate(map, e->right, line, &right, error);
    if (is_ok) {
        if (e->kind == EXPRESSION_AND)
            face_set_intersect(left, right);
        else if (e->kind == EXPRESSION_PLUS)
            face_set_unite(left, right);
        else
            face_set_subtract(left, right);
        *set = left;
    } else {
        face_set_clear(&left);
    }
    face_set_clear(&right);
    return is_ok;
}

/* The faces that an expression means in the present topology. */
static bool evaluate(planar_map *map, const struct expression *e, int line, struct face_set *set,
                     GError **error)
{
    switch (e->kind) {
    case EXPRESSION_NAME:
        return evaluate_name(map, e, line, set, error);
    case EXPRESSION_FEATURES: {
        int layer = partition_named(map, e->name);
        if (layer < 0) {
            error_at(error, map->project->path, line, 0, "no partition layer called '%s'", e->name);
            return false;
        }
        return evaluate_features(map, e, layer, line, set, error);
    }
    case EXPRESSION_SIDE:
        return evaluate_side(map, e, line, set, error);
    case EXPRESSION_CELLS:
    case EXPRESSION_CELL:
        return evaluate_cells(map, e, line, set, error);
    default:
        return evaluate_pair(map, e, line, set, error);
    }
}

/* ---- cutting ------------------------------------------------------------------------------- */

/* True when what the expression means can change with cuts that the topology does not have yet. */
static bool needs_pending(const planar_map *map, const struct expression *e, int depth)
{
    if (!e || depth > 64)
        return false;
    if (e->kind == EXPRESSION_CELLS || e->kind == EXPRESSION_CELL)
        return true;
    if (e->kind == EXPRESSION_NAME || e->kind == EXPRESSION_SIDE) {
        const struct cutter *cutter = cutter_named(map, e->name);
        if (cutter && cutter->is_pending)
            return true;
        const struct region *region = region_named(map, e->name);
        if (region && needs_pending(map, region->expression, depth + 1))
            return true;
    }
    return needs_pending(map, e->left, depth + 1) || needs_pending(map, e->right, depth + 1);
}

/* The face in which a segment runs; for one that runs along an edge, NONE. */
static face_id face_of_segment(const planar_map *map, struct gridpt a, struct gridpt b)
{
    struct lonlat p = gridpt_to_lonlat(a), q = gridpt_to_lonlat(b);
    return topology_face_at(map->topology,
                            (struct lonlat){(p.lon + q.lon) / 2, (p.lat + q.lat) / 2});
}

/* True when a face beside the segment is in the set: for segments that run along an edge. */
static bool is_beside(const planar_map *map, struct gridpt a, struct gridpt b, struct face_set set)
{
    double dx = (double)b.x - a.x, dy = (double)b.y - a.y, length = hypot(dx, dy);
    for (int side = -1; side <= 1; side += 2) {
        struct lonlat at = {((double)a.x + b.x - side * 4 * dy / length) / 2 / GRID_PER_DEGREE,
                            ((double)a.y + b.y + side * 4 * dx / length) / 2 / GRID_PER_DEGREE};
        if (face_set_has(set, topology_face_at(map->topology, at)))
            return true;
    }
    return false;
}

/* Adds the pieces of a shape that run inside a set of faces or along their edges. */
static void add_within(planar_map *map, const struct cutter_shape *shape, struct face_set within,
                       int source, int32_t owner)
{
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    g_autoptr(GArray) pieces =
        linework_cut_chains(map->lines, shape->points, shape->counts, shape->is_area, counts);
    const struct gridpt *p = (const struct gridpt *)(const void *)pieces->data;
    for (guint chain = 0; chain < counts->len; chain++) {
        size_t count = g_array_index(counts, size_t, chain);
        for (size_t i = 0; i + 1 < count; i++) {
            if (gridpt_equal(p[i], p[i + 1]))
                continue;
            bool is_edge = linework_find(map->lines, p[i], p[i + 1]) >= 0;
            if (is_edge ? is_beside(map, p[i], p[i + 1], within)
                        : face_set_has(within, face_of_segment(map, p[i], p[i + 1])))
                linework_add_segment(map->lines, p[i], p[i + 1], UINT64_C(1) << source, owner);
        }
        p += count;
    }
}

/* True when a line's last segment, from `before` to `end`, runs along the segment from `end` to
 * `to`: on the grid, which moves the points of either by less than a step. */
static bool is_last_segment(struct gridpt end, struct gridpt before, struct gridpt to)
{
    return gridpt_equal(to, before) || segment_touches(end, before, to) ||
           segment_touches(end, to, before);
}

/* True when some segment other than the line's own last one has its end at `end` or passes there.
 */
static bool is_met(const linework *lines, struct gridpt end, struct gridpt before)
{
    for (size_t i = 0; i < linework_count(lines); i++) {
        const struct segment *s = linework_at(lines, i);
        bool is_at_a = gridpt_equal(s->a, end), is_at_b = gridpt_equal(s->b, end);
        if (is_at_a || is_at_b ? !is_last_segment(end, before, is_at_a ? s->b : s->a)
                               : segment_touches(s->a, s->b, end))
            return true;
    }
    return false;
}

/* A line that stops short of what it should meet is drawn on straight by up to extend_m. */
static bool extend_end(planar_map *map, const struct cutter *cutter, struct gridpt end,
                       struct gridpt before, struct face_set within, GError **error)
{
    face_id face = topology_face_at(map->topology, gridpt_to_lonlat(end));
    if (!face_set_has(within, face) || is_met(map->lines, end, before))
        return true;
    struct lonlat from = gridpt_to_lonlat(end);
    double distance;
    struct gridpt hit;
    if (!linework_ray(map->lines, end, (double)end.x - before.x, (double)end.y - before.y, 1e9,
                      &distance, &hit)) {
        error_at(error, map->project->path, cutter->from->line, 0,
                 "cutter '%s' ends at %.5f, %.5f and meets nothing ahead", cutter->from->name,
                 from.lon, from.lat);
        return false;
    }
    double short_m = geodesic_distance_m(from, gridpt_to_lonlat(hit));
    if (short_m > cutter->from->extend_m) {
        error_at(error, map->project->path, cutter->from->line, 0,
                 "cutter '%s' ends at %.5f, %.5f inside its region, %.0f m short of the line "
                 "ahead; draw it on, or set extend_m to %.0f or more",
                 cutter->from->name, from.lon, from.lat, short_m, ceil(short_m));
        return false;
    }
    linework_add_segment(map->lines, end, hit, UINT64_C(1) << cutter->source,
                         OWNER_CUTTER - (int32_t)(cutter - map->cutters));
    return true;
}

static bool extend_ends(planar_map *map, const struct cutter *cutter, struct face_set within,
                        GError **error)
{
    const struct gridpt *at = (const struct gridpt *)(const void *)cutter->shape.points->data;
    for (guint i = 0; i < cutter->shape.counts->len; i++) {
        size_t count = g_array_index(cutter->shape.counts, size_t, i);
        if (count > 1 && !gridpt_equal(at[0], at[count - 1]) &&
            !(extend_end(map, cutter, at[0], at[1], within, error) &&
              extend_end(map, cutter, at[count - 1], at[count - 2], within, error)))
            return false;
        at += count;
    }
    return true;
}

static bool prepare(planar_map *map, const struct expression *e, int line, GError **error);

/* Brings the topology up to what an expression needs, and evaluates it. */
static bool evaluate_prepared(planar_map *map, const struct expression *e, int line,
                              struct face_set *set, GError **error)
{
    if (!prepare(map, e, line, error))
        return false;
    if (map->is_stale && needs_pending(map, e, 0) && !rebuild(map, false, error))
        return false;
    return evaluate(map, e, line, set, error);
}

static bool cut(planar_map *map, struct cutter *cutter, GError **error)
{
    g_autoptr(expression) within_text = expression_parse(cutter->from->within, error);
    if (!within_text) {
        g_prefix_error(error, "%s:%d: within: ", map->project->path, cutter->from->line);
        return false;
    }
    struct face_set within = {0};
    if (!evaluate_prepared(map, within_text, cutter->from->line, &within, error))
        return false;
    if (!cutter_shape_make(map->sources, cutter->from, &cutter->shape, error)) {
        face_set_clear(&within);
        return false;
    }
    int32_t owner = OWNER_CUTTER - (int32_t)(cutter - map->cutters);
    add_within(map, &cutter->shape, within, cutter->source, owner);
    bool is_ok = cutter->shape.is_area || extend_ends(map, cutter, within, error);
    face_set_clear(&within);
    cutter->is_cut = cutter->is_pending = true;
    map->is_stale = true;
    return is_ok;
}

/* ---- cells --------------------------------------------------------------------------------- */

static void cells_free(void *data)
{
    struct cells *cells = data;
    g_free(cells->sites);
    g_free(cells->is_taken);
    g_free(cells);
}

static bool is_settlement(const struct place *place)
{
    return g_str_equal(place->kind, "city") || g_str_equal(place->kind, "town") ||
           g_str_equal(place->kind, "village");
}

/* The sites of a cells() call: every settlement inside the region, and the places it names. */
static struct cells *list_sites(planar_map *map, const struct expression *e,
                                const struct expression *region, struct face_set inside, int line,
                                GError **error)
{
    const struct gazetteer *gazetteer = map->sources->places;
    g_autofree bool *is_named = g_new0(bool, MAX(gazetteer->count, 1));
    for (char **name = e->values; *name; name++) {
        const struct place *place = gazetteer_find(gazetteer, *name);
        if (!place) {
            const char *nearest = gazetteer_nearest(gazetteer, *name);
            error_at(error, map->project->path, line, 0, "no place called '%s'%s%s%s", *name,
                     nearest ? "; did you mean '" : "", nearest ? nearest : "",
                     nearest ? "'?" : "");
            return NULL;
        }
        is_named[place - gazetteer->places] = true;
    }
    struct cells *cells = g_new0(struct cells, 1);
    cells->region = region;
    cells->sites = g_new(struct lonlat, MAX(gazetteer->count, 1));
    cells->is_taken = g_new0(bool, MAX(gazetteer->count, 1));
    for (size_t i = 0; i < gazetteer->count; i++) {
        const struct place *place = &gazetteer->places[i];
        bool is_site =
            is_named[i] || (is_settlement(place) &&
                            face_set_has(inside, topology_face_at(map->topology, place->at)));
        if (!is_site)
            continue;
        cells->is_taken[cells->count] = is_named[i];
        cells->sites[cells->count++] = place->at;
    }
    return cells;
}

static struct lonlat_box box_of(const planar_map *map, struct face_set set)
{
    struct lonlat_box box = {180, 90, -180, -90};
    for (face_id f = 1; f < (face_id)topology_face_count(map->topology); f++) {
        if (!face_set_has(set, f))
            continue;
        const struct face *face = topology_face(map->topology, f);
        struct lonlat low = gridpt_to_lonlat(face->low), high = gridpt_to_lonlat(face->high);
        box = (struct lonlat_box){MIN(box.west, low.lon), MIN(box.south, low.lat),
                                  MAX(box.east, high.lon), MAX(box.north, high.lat)};
    }
    return box;
}

static bool fail_no_theatre(const planar_map *map, GError **error)
{
    error_at(error, map->project->path, 0, 0, "theatre: no region called '%s'",
             map->project->theatre);
    return false;
}

/* The faces in which cells are cut: those of a region or, where none is named, of the theatre,
 * which then cannot be made of them. */
static bool evaluate_cells_region(planar_map *map, const struct expression **region, int line,
                                  struct face_set *inside, GError **error)
{
    if (*region)
        return evaluate_prepared(map, *region, line, inside, error);
    struct region *theatre = region_named(map, map->project->theatre);
    if (!theatre)
        return fail_no_theatre(map, error);
    if (theatre->is_open)
        return fail_needs_itself(map, theatre, error);
    *region = theatre->expression;
    theatre->is_open = true;
    bool is_ok = evaluate_prepared(map, *region, theatre->from->line, inside, error);
    theatre->is_open = false;
    return is_ok;
}

static bool cut_cells(planar_map *map, const struct expression *e, int line, GError **error)
{
    const struct expression *region = e->left;
    struct face_set inside = {0};
    if (!evaluate_cells_region(map, &region, line, &inside, error))
        return false;
    bool is_ok = false;
    struct cells *cells = list_sites(map, e, region, inside, line, error);
    struct cutter_shape shape = {0};
    if (cells &&
        cutter_cells_make(cells->sites, cells->count, box_of(map, inside), &shape, error)) {
        add_within(map, &shape, inside, SOURCE_CELLS, NONE);
        g_hash_table_insert(map->cells, (void *)e, cells);
        map->is_stale = is_ok = true;
    } else if (cells) {
        cells_free(cells);
    }
    cutter_shape_clear(&shape);
    face_set_clear(&inside);
    return is_ok;
}

/* Cuts the cells that an expression, or a region it names, asks for and that are not there yet. */
static bool prepare(planar_map *map, const struct expression *e, int line, GError **error)
{
    if (!e)
        return true;
    if (e->kind == EXPRESSION_NAME) {
        struct region *region = region_named(map, e->name);
        if (!region || region->faces.words)
            return true;
        if (region->is_open)
            return fail_needs_itself(map, region, error);
        region->is_open = true;
        bool is_ok = prepare(map, region->expression, region->from->line, error);
        region->is_open = false;
        return is_ok;
    }
    if (!prepare(map, e->left, line, error) || !prepare(map, e->right, line, error))
        return false;
    bool is_cells = e->kind == EXPRESSION_CELLS || e->kind == EXPRESSION_CELL;
    return !is_cells || g_hash_table_contains(map->cells, e) || cut_cells(map, e, line, error);
}

/* ---- slivers ------------------------------------------------------------------------------- */

static int edge_rank(const planar_map *map, edge_id edge)
{
    return planar_map_is_country_border(map, edge) ? 2 : planar_map_is_unit_border(map, edge);
}

/* The face's rings as points and counts, outer first. */
static void face_rings(const planar_map *map, face_id f, GArray *points, GArray *counts)
{
    const topology *topology = map->topology;
    const struct face *face = topology_face(topology, f);
    g_array_set_size(points, 0);
    g_array_set_size(counts, 0);
    for (size_t l = 0; l < face->loop_count; l++) {
        half_edge first = topology_loop(topology, face->first_loop + l), h = first;
        size_t before = points->len;
        do {
            const struct edge *edge = topology_edge(topology, half_edge_edge(h));
            const struct gridpt *p = topology_edge_points(topology, half_edge_edge(h));
            for (size_t i = 0; i + 1 < edge->count; i++)
                g_array_append_val(points, p[h & 1 ? edge->count - 1 - i : i]);
            h = topology_next(topology, h);
        } while (h != first);
        size_t count = points->len - before;
        g_array_append_val(counts, count);
    }
}

/* Metres from a face's inner point to its boundary: no more than the inscribed circle's radius. */
static double clearance_m(const struct face *face, const GArray *points, const GArray *counts)
{
    double cos_lat = cos(face->inner_y / GRID_PER_DEGREE * G_PI / 180);
    double metres = 111320.0 / GRID_PER_DEGREE, least = INFINITY;
    const struct gridpt *p = (const struct gridpt *)(const void *)points->data;
    for (guint r = 0; r < counts->len; r++) {
        size_t count = g_array_index(counts, size_t, r);
        for (size_t i = 0, j = count - 1; i < count; j = i++) {
            double ax = (p[j].x - face->inner_x) * cos_lat, ay = p[j].y - face->inner_y;
            double bx = (p[i].x - face->inner_x) * cos_lat, by = p[i].y - face->inner_y;
            double dx = bx - ax, dy = by - ay, length2 = dx * dx + dy * dy;
            double t = length2 > 0 ? CLAMP(-(ax * dx + ay * dy) / length2, 0, 1) : 0;
            least = fmin(least, hypot(ax + t * dx, ay + t * dy));
        }
        p += count;
    }
    return least * metres;
}

static bool is_sliver(const planar_map *map, face_id f, GArray *points, GArray *counts)
{
    const struct face *face = topology_face(map->topology, f);
    double limit = map->project->sliver_m;
    face_rings(map, f, points, counts);
    return clearance_m(face, points, counts) < limit &&
           cutter_inscribed_radius_m((const struct gridpt *)(const void *)points->data,
                                     (const size_t *)(const void *)counts->data, counts->len,
                                     limit / 20) < limit;
}

static double edge_length_m(const planar_map *map, edge_id e)
{
    const struct edge *edge = topology_edge(map->topology, e);
    const struct gridpt *p = topology_edge_points(map->topology, e);
    double length = 0;
    for (size_t i = 0; i + 1 < edge->count; i++)
        length += geodesic_distance_m(gridpt_to_lonlat(p[i]), gridpt_to_lonlat(p[i + 1]));
    return length;
}

/* The neighbour that a sliver goes to: the one with the longest shared edges of the lowest rank. */
static face_id sliver_heir(const planar_map *map, face_id f, int *rank)
{
    const topology *topology = map->topology;
    const struct face *face = topology_face(topology, f);
    g_autoptr(GHashTable) lengths = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    face_id best = NONE;
    double best_length = 0;
    *rank = 3;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t l = 0; l < face->loop_count; l++) {
            half_edge first = topology_loop(topology, face->first_loop + l), h = first;
            for (bool is_started = false; !is_started || h != first;
                 is_started = true, h = topology_next(topology, h)) {
                face_id over = topology_half_face(topology, half_edge_twin(h));
                int edge = edge_rank(map, half_edge_edge(h));
                if (over == FACE_OUTSIDE || over == f)
                    continue;
                if (pass == 0) {
                    *rank = MIN(*rank, edge);
                } else if (edge == *rank) {
                    double *sum = g_hash_table_lookup(lengths, GINT_TO_POINTER(over));
                    if (!sum)
                        g_hash_table_insert(lengths, GINT_TO_POINTER(over),
                                            sum = g_new0(double, 1));
                    *sum += edge_length_m(map, half_edge_edge(h));
                    if (*sum > best_length) {
                        best_length = *sum;
                        best = over;
                    }
                }
            }
        }
    }
    return best;
}

/* Takes away the edges between a sliver and its heir; the sliver's other edges inherit what the
 * lost ones came from, so that a line still runs unbroken. */
static void merge_sliver(planar_map *map, face_id f, face_id heir, int rank, GArray *removed)
{
    const topology *topology = map->topology;
    const struct face *face = topology_face(topology, f);
    uint64_t lost = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t l = 0; l < face->loop_count; l++) {
            half_edge first = topology_loop(topology, face->first_loop + l), h = first;
            do {
                edge_id e = half_edge_edge(h);
                const struct edge *edge = topology_edge(topology, e);
                const struct gridpt *p = topology_edge_points(topology, e);
                bool is_lost = topology_half_face(topology, half_edge_twin(h)) == heir &&
                               edge_rank(map, e) == rank;
                if (pass == 0 && is_lost)
                    lost |= edge->sources;
                for (size_t i = 0; i + 1 < edge->count; i++) {
                    size_t segment = (size_t)linework_find(map->lines, p[i], p[i + 1]);
                    if (pass == 0 && is_lost)
                        g_array_append_val(removed, segment);
                    else if (pass == 1 && !is_lost)
                        linework_mark(map->lines, segment, lost);
                }
                h = topology_next(topology, h);
            } while (h != first);
        }
    }
}

static int compare_sizes(const void *left, const void *right)
{
    size_t a = *(const size_t *)left, b = *(const size_t *)right;
    return (a > b) - (a < b);
}

static char *source_names(const planar_map *map, face_id f)
{
    const topology *topology = map->topology;
    uint64_t sources = 0;
    const struct face *face = topology_face(topology, f);
    half_edge first = topology_loop(topology, face->first_loop), h = first;
    do {
        sources |= topology_edge(topology, half_edge_edge(h))->sources;
        h = topology_next(topology, h);
    } while (h != first);
    g_autoptr(GString) names = g_string_new(NULL);
    for (int s = 0; s < LINEWORK_MAX_SOURCES; s++) {
        if (!(sources >> s & 1))
            continue;
        size_t layers = map->project->layer_count;
        const char *name = s == SOURCE_CELLS    ? "cells"
                           : (size_t)s < layers ? map->project->layers[s].name
                                                : map->project->cutters[s - layers].name;
        g_string_append_printf(names, "%s%s", names->len ? ", " : "", name);
    }
    return g_string_free(g_steal_pointer(&names), FALSE);
}

static bool merge_slivers(planar_map *map, GError **error)
{
    for (int round = 0; round < MAX_SLIVER_ROUNDS; round++) {
        size_t faces = topology_face_count(map->topology);
        struct face_set keeps = face_set_new(faces); /* hold a place, or touch a merged one */
        for (size_t i = 0; i < map->sources->places->count; i++)
            face_set_add(keeps,
                         topology_face_at(map->topology, map->sources->places->places[i].at));
        g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct gridpt));
        g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
        g_autoptr(GArray) removed = g_array_new(FALSE, FALSE, sizeof(size_t));
        for (face_id f = 1; f < (face_id)faces; f++) {
            if (face_set_has(keeps, f) || !is_sliver(map, f, points, counts))
                continue;
            int rank;
            face_id heir = sliver_heir(map, f, &rank);
            /* A narrow part of a unit is the data's; only cuts and gaps are ours to close. */
            if (heir == NONE || (rank > 0 && map->face_units[f] != NONE))
                continue;
            const struct face *face = topology_face(map->topology, f);
            g_autofree char *names = source_names(map, f);
            report_add(map->report, SEVERITY_NOTE, map->project->path, 0,
                       "a sliver of %.2f ha at %.5f, %.5f between %s goes to its neighbour",
                       planar_map_face_area_m2(map, f) / 1e4, face->inner_x / GRID_PER_DEGREE,
                       face->inner_y / GRID_PER_DEGREE, names);
            merge_sliver(map, f, heir, rank, removed);
            face_set_add(keeps, heir); /* one step at a time: chains of slivers go round by round */
        }
        face_set_clear(&keeps);
        if (removed->len == 0)
            return true;
        g_array_sort(removed, compare_sizes);
        size_t *all = (size_t *)(void *)removed->data, unique = 0;
        for (guint i = 0; i < removed->len; i++)
            if (i == 0 || all[i] != all[i - 1])
                all[unique++] = all[i];
        linework_remove(map->lines, all, unique);
        if (!rebuild(map, false, error))
            return false;
    }
    return true;
}

/* ---- the whole ----------------------------------------------------------------------------- */

static bool parse_regions(planar_map *map, GError **error)
{
    map->regions = g_new0(struct region, map->project->region_count + 1);
    for (size_t i = 0; i < map->project->region_count; i++) {
        struct region *region = &map->regions[i];
        region->from = &map->project->regions[i];
        region->expression = expression_parse(region->from->expression, error);
        if (!region->expression) {
            g_prefix_error(error, "%s:%d: region '%s': ", map->project->path, region->from->line,
                           region->from->name);
            return false;
        }
    }
    return true;
}

static bool number_cutters(planar_map *map, GError **error)
{
    const struct project *project = map->project;
    map->cutters = g_new0(struct cutter, project->cutter_count + 1);
    if (project->layer_count + project->cutter_count > SOURCE_CELLS) {
        error_at(error, project->path, 0, 0, "%zu layers and cutters: %d are the most there can be",
                 project->layer_count + project->cutter_count, SOURCE_CELLS);
        return false;
    }
    for (size_t i = 0; i < project->cutter_count; i++) {
        map->cutters[i].from = &project->cutters[i];
        map->cutters[i].source = (int)(project->layer_count + i);
    }
    return true;
}

static bool cut_all(planar_map *map, GError **error)
{
    for (size_t i = 0; i < map->project->cutter_count; i++)
        if (!cut(map, &map->cutters[i], error))
            return false;
    for (size_t i = 0; i < map->project->region_count; i++) {
        struct region *region = &map->regions[i];
        if (!prepare(map, region->expression, region->from->line, error))
            return false;
    }
    return !map->is_stale || rebuild(map, false, error);
}

static bool evaluate_regions(planar_map *map, GError **error)
{
    for (size_t i = 0; i < map->project->region_count; i++) {
        struct region *region = &map->regions[i];
        if (!evaluate_region(map, region, error))
            return false;
        if (face_set_count(region->faces) == 0) {
            error_at(error, map->project->path, region->from->line, 0,
                     "region '%s' holds no face: %s", region->from->name, region->from->expression);
            return false;
        }
    }
    return region_named(map, map->project->theatre) || fail_no_theatre(map, error);
}

static void measure_edges(planar_map *map)
{
    size_t edges = topology_edge_count(map->topology);
    map->edge_areas_m2 = g_new(double, MAX(edges, 1));
    for (size_t e = 0; e < edges; e++)
        map->edge_areas_m2[e] =
            geodesic_chain_area_m2(topology_edge_points(map->topology, (edge_id)e),
                                   topology_edge(map->topology, (edge_id)e)->count);
}

planar_map *planar_map_build(const struct sources *sources, report *report, GError **error)
{
    g_autoptr(planar_map) map = g_new0(planar_map, 1);
    map->sources = sources;
    map->project = sources->project;
    map->report = report;
    map->lines = linework_new();
    map->cells = g_hash_table_new_full(NULL, NULL, NULL, cells_free);
    if (!parse_regions(map, error) || !number_cutters(map, error) || !collect_units(map, error) ||
        !rebuild(map, false, error) || !cut_all(map, error) || !merge_slivers(map, error) ||
        !assign_units(map, true, error) || !evaluate_regions(map, error))
        return NULL;
    measure_edges(map);
    map->report = NULL;
    return g_steal_pointer(&map);
}

void planar_map_free(planar_map *map)
{
    if (!map)
        return;
    for (size_t i = 0; i < map->unit_count; i++) {
        g_free(map->shapes[i].points);
        g_free(map->shapes[i].counts);
    }
    for (size_t i = 0; map->cutters && i < map->project->cutter_count; i++)
        cutter_shape_clear(&map->cutters[i].shape);
    for (size_t i = 0; map->regions && i < map->project->region_count; i++) {
        expression_free(map->regions[i].expression);
        face_set_clear(&map->regions[i].faces);
    }
    g_hash_table_unref(map->cells);
    linework_free(map->lines);
    topology_free(map->topology);
    g_free(map->units);
    g_free(map->shapes);
    g_free(map->face_units);
    g_free(map->cutters);
    g_free(map->regions);
    g_free(map->edge_areas_m2);
    g_free(map);
}

/* ---- answers ------------------------------------------------------------------------------- */

const topology *planar_map_topology(const planar_map *map)
{
    return map->topology;
}

const struct sources *planar_map_sources(const planar_map *map)
{
    return map->sources;
}

size_t planar_map_unit_count(const planar_map *map)
{
    return map->unit_count;
}

const struct unit *planar_map_unit(const planar_map *map, int32_t unit)
{
    return &map->units[unit];
}

int32_t planar_map_face_unit(const planar_map *map, face_id face)
{
    return map->face_units[face];
}

const struct face_set *planar_map_region(const planar_map *map, size_t region)
{
    return &map->regions[region].faces;
}

int planar_map_region_find(const planar_map *map, const char *name)
{
    for (size_t i = 0; i < map->project->region_count; i++)
        if (g_str_equal(map->project->regions[i].name, name))
            return (int)i;
    return -1;
}

const struct face_set *planar_map_theatre(const planar_map *map)
{
    return &region_named(map, map->project->theatre)->faces;
}

bool planar_map_is_country_border(const planar_map *map, edge_id e)
{
    const struct edge *edge = topology_edge(map->topology, e);
    int32_t left = map->face_units[edge->left], right = map->face_units[edge->right];
    return left != NONE && right != NONE &&
           !g_str_equal(map->units[left].country, map->units[right].country);
}

bool planar_map_is_unit_border(const planar_map *map, edge_id e)
{
    const struct edge *edge = topology_edge(map->topology, e);
    return map->face_units[edge->left] != map->face_units[edge->right];
}

bool planar_map_is_from_cutter(const planar_map *map, edge_id edge, size_t cutter)
{
    return topology_edge(map->topology, edge)->sources >> map->cutters[cutter].source & 1;
}

bool planar_map_is_from_cells(const planar_map *map, edge_id edge)
{
    return topology_edge(map->topology, edge)->sources == UINT64_C(1) << SOURCE_CELLS;
}

bool planar_map_is_seam(const planar_map *map, edge_id e)
{
    /* The topology has nodes where a line comes to the seam or leaves it. */
    const struct gridpt *p = topology_edge_points(map->topology, e);
    return segment_is_seam(p[0], p[1]);
}

/* `edge_areas_m2` is by edge; NULL where they have not been measured yet. */
static double face_area_m2(const topology *topology, const double *edge_areas_m2, face_id f)
{
    const struct face *face = topology_face(topology, f);
    double area = 0;
    for (size_t l = 0; l < face->loop_count; l++) {
        half_edge first = topology_loop(topology, face->first_loop + l), h = first;
        do {
            edge_id e = half_edge_edge(h);
            double part = edge_areas_m2 ? edge_areas_m2[e]
                                        : geodesic_chain_area_m2(topology_edge_points(topology, e),
                                                                 topology_edge(topology, e)->count);
            area += h & 1 ? -part : part;
            h = topology_next(topology, h);
        } while (h != first);
    }
    return area;
}

double planar_map_face_area_m2(const planar_map *map, face_id f)
{
    return face_area_m2(map->topology, map->edge_areas_m2, f);
}

double planar_map_area_m2(const planar_map *map, struct face_set set)
{
    double area = 0;
    for (face_id f = 1; f < (face_id)topology_face_count(map->topology); f++)
        if (face_set_has(set, f))
            area += planar_map_face_area_m2(map, f);
    return area;
}

/* Geodesic area of a polygon as read, by the even-odd rule, whatever the directions of its rings
 * and wherever they cross: that of the faces of a planar map of its own. */
static double shape_area_m2(const struct unit_shape *shape)
{
    g_autoptr(linework) lines = linework_new();
    const struct gridpt *p = shape->points;
    for (size_t r = 0; r < shape->rings; p += shape->counts[r++])
        linework_add(lines, p, shape->counts[r], true, 0, 0);
    linework_node(lines, NULL);
    g_autoptr(topology) topology = topology_build(lines, NULL);
    double area = 0;
    for (face_id f = 1; f < (face_id)topology_face_count(topology); f++) {
        const struct face *face = topology_face(topology, f);
        if (shape_contains(shape, face->inner_x, face->inner_y))
            area += face_area_m2(topology, NULL, f);
    }
    return area;
}

void planar_map_check_areas(const planar_map *map, report *report)
{
    g_autofree double *sums = g_new0(double, MAX(map->unit_count, 1));
    for (face_id f = 1; f < (face_id)topology_face_count(map->topology); f++)
        if (map->face_units[f] != NONE)
            sums[map->face_units[f]] += planar_map_face_area_m2(map, f);
    for (size_t u = 0; u < map->unit_count; u++) {
        double read = shape_area_m2(&map->shapes[u]), change = sums[u] - read;
        if (fabs(change) <= 1e-6 * read)
            continue;
        g_autofree char *label = owner_label(map, (int32_t)u);
        report_add(report, SEVERITY_NOTE, NULL, 0, "%s %s %.4f km² of %.2f in the planar map",
                   label, change < 0 ? "loses" : "gains", fabs(change) / 1e6, read / 1e6);
    }
}
