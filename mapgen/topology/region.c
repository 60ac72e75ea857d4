#include "base/error.h"
#include "geom/geodesic.h"
#include "topology/planar_map_parts.h"

#include <math.h>

/* ---- names --------------------------------------------------------------------------------- */

struct region *region_named(const planar_map *map, const char *name)
{
    int number = planar_map_region_find(map, name);
    return number < 0 ? NULL : &map->regions[number];
}

struct cutter *cutter_named(const planar_map *map, const char *name)
{
    for (size_t i = 0; i < map->project->cutter_count; i++)
        if (g_str_equal(map->project->cutters[i].name, name))
            return &map->cutters[i];
    return NULL;
}

int partition_named(const planar_map *map, const char *name)
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

bool region_fail_needs_itself(const planar_map *map, const struct region *region, GError **error)
{
    error_at(error, map->project->path, region->from->line, 0, "region '%s' needs itself",
             region->from->name);
    return false;
}

bool region_evaluate_named(planar_map *map, struct region *region, GError **error)
{
    if (region->faces.words)
        return true;
    if (region->is_open)
        return region_fail_needs_itself(map, region, error);
    region->is_open = true;
    struct face_set set = {0};
    bool is_ok = region_evaluate(map, region->expression, region->from->line, &set, error);
    region->is_open = false;
    if (is_ok)
        region->faces = set;
    return is_ok;
}

void column_free(void *data)
{
    struct column *column = data;
    g_hash_table_unref(column->units);
    g_free(column);
}

static void free_units(void *units)
{
    g_array_unref(units);
}

static struct column *column_new(const planar_map *map, int layer, int field)
{
    struct column *column = g_new0(struct column, 1);
    column->layer = layer;
    column->field = field;
    column->units = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_units);
    for (int32_t u = 0; u < (int32_t)map->unit_count; u++) {
        if (map->units[u].layer != layer)
            continue;
        const char *value = layer_value(map->sources->layers[layer], map->units[u].feature, field);
        GArray *units = g_hash_table_lookup(column->units, value);
        if (!units) {
            units = g_array_new(FALSE, FALSE, sizeof(int32_t));
            g_hash_table_insert(column->units, (void *)value, units);
        }
        g_array_append_val(units, u);
    }
    return column;
}

/* A project names countries by the hundred: the values of a field are gone through once. */
static const struct column *column_of(planar_map *map, int layer, int field)
{
    for (guint i = 0; i < map->columns->len; i++) {
        const struct column *column = map->columns->pdata[i];
        if (column->layer == layer && column->field == field)
            return column;
    }
    struct column *column = column_new(map, layer, field);
    g_ptr_array_add(map->columns, column);
    return column;
}

static void add_unit_faces(const planar_map *map, int32_t unit, struct face_set set)
{
    for (size_t i = map->unit_face_starts[unit]; i < map->unit_face_starts[unit + 1]; i++)
        face_set_add(set, map->unit_faces[i]);
}

/* Adds the faces of the units that have one of the values of a filter. Answers whether there are
 * such units. */
static bool add_valued(planar_map *map, const struct expression *e, int layer, struct face_set set)
{
    int field = layer_field(map->sources->layers[layer], e->field);
    if (field < 0)
        return false;
    const struct column *column = column_of(map, layer, field);
    bool is_any = false;
    for (char **value = e->values; *value; value++) {
        const GArray *units = **value ? g_hash_table_lookup(column->units, *value) : NULL;
        for (guint i = 0; units && i < units->len; i++)
            add_unit_faces(map, g_array_index(units, int32_t, i), set);
        is_any |= units != NULL;
    }
    return is_any;
}

/* True when the filter is one and some feature passes it; layer_filter() has the words for why
 * not. */
static bool check_filter(const planar_map *map, const struct expression *e, int layer, int line,
                         GError **error)
{
    g_autofree char *joined = g_strjoinv("|", e->values);
    g_autofree char *where = g_strdup_printf("%s=%s", e->field, joined);
    g_autofree bool *passes =
        layer_filter(map->sources->layers[layer], where, map->project->path, line, error);
    return passes != NULL;
}

static bool evaluate_features(planar_map *map, const struct expression *e, int layer, int line,
                              struct face_set *set, GError **error)
{
    *set = face_set_new(topology_face_count(map->topology));
    if (!e->field) {
        for (int32_t u = 0; u < (int32_t)map->unit_count; u++)
            if (map->units[u].layer == layer)
                add_unit_faces(map, u, *set);
        return true;
    }
    if (add_valued(map, e, layer, *set) || check_filter(map, e, layer, line, error))
        return true;
    face_set_clear(set);
    return false;
}

static bool within_of(planar_map *map, const struct cutter *cutter, struct face_set *set,
                      GError **error)
{
    g_autoptr(expression) within = expression_parse(cutter->from->within, error);
    if (!within) {
        g_prefix_error(error, "%s:%d: within: ", map->project->path, cutter->from->line);
        return false;
    }
    return region_evaluate(map, within, cutter->from->line, set, error);
}

static bool is_in_box(struct grid_box box, double x, double y)
{
    return x >= box.low.x && x <= box.high.x && y >= box.low.y && y <= box.high.y;
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
    struct grid_box box = grid_box_empty();
    for (guint i = 0; i < cutter->shape.points->len; i++)
        grid_box_add(&box, points[i]);
    const size_t *counts = (const size_t *)(const void *)cutter->shape.counts->data;
    for (face_id f = 1; f < (face_id)topology_face_count(map->topology); f++) {
        const struct face *face = topology_face(map->topology, f);
        if (face_set_has(*set, f) && (!is_in_box(box, face->inner_x, face->inner_y) ||
                                      !rings_contain(points, counts, cutter->shape.counts->len,
                                                     face->inner_x, face->inner_y)))
            set->words[f >> 6] &= ~(UINT64_C(1) << (f & 63));
    }
    return true;
}

static bool evaluate_name(planar_map *map, const struct expression *e, int line,
                          struct face_set *set, GError **error)
{
    struct region *region = region_named(map, e->name);
    if (region) {
        if (!region_evaluate_named(map, region, error))
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
    if (!region_evaluate(map, e->left, line, &inside, error))
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

/* About the distance between two points, and quickly known: on a sphere (haversine), which is off
 * by less than 0.6 %. */
static double distance_about_m(struct lonlat a, struct lonlat b)
{
    double rad = G_PI / 180;
    double dy = sin((b.lat - a.lat) * rad / 2), dx = sin((b.lon - a.lon) * rad / 2);
    double h = dy * dy + cos(a.lat * rad) * cos(b.lat * rad) * dx * dx;
    return 2 * 6371000.0 * asin(fmin(1, sqrt(h)));
}

/* The site nearest to a point, the first of several. Only those that may be nearer than the nearest
 * on a sphere are measured; `abouts_m` has room for all. */
static size_t nearest_site(const struct cells *cells, struct lonlat at, double *abouts_m)
{
    size_t nearest = 0;
    for (size_t s = 0; s < cells->count; s++) {
        abouts_m[s] = distance_about_m(at, cells->sites[s]);
        if (abouts_m[s] < abouts_m[nearest])
            nearest = s;
    }
    double limit = 1.02 * abouts_m[nearest]; /* more than 1.006 / 0.994 */
    double least = INFINITY;
    for (size_t s = 0; s < cells->count; s++) {
        if (abouts_m[s] > limit)
            continue;
        double distance = geodesic_distance_m(at, cells->sites[s]);
        if (distance < least) {
            least = distance;
            nearest = s;
        }
    }
    return nearest;
}

static bool evaluate_cells(planar_map *map, const struct expression *e, int line,
                           struct face_set *set, GError **error)
{
    const struct cells *cells = g_hash_table_lookup(map->cells, e);
    if (!cells) {
        error_at(error, map->project->path, line, 0, "cells are used before they are cut");
        return false;
    }
    if (!region_evaluate(map, cells->region, line, set, error))
        return false;
    g_autofree double *abouts_m = g_new(double, MAX(cells->count, 1));
    for (face_id f = 1; f < (face_id)topology_face_count(map->topology); f++) {
        if (!face_set_has(*set, f))
            continue;
        const struct face *face = topology_face(map->topology, f);
        struct lonlat at = {face->inner_x / GRID_PER_DEGREE, face->inner_y / GRID_PER_DEGREE};
        size_t nearest = nearest_site(cells, at, abouts_m);
        if (!cells->is_taken[nearest])
            set->words[f >> 6] &= ~(UINT64_C(1) << (f & 63));
    }
    return true;
}

static bool evaluate_pair(planar_map *map, const struct expression *e, int line,
                          struct face_set *set, GError **error)
{
    struct face_set left = {0}, right = {0};
    bool is_ok = region_evaluate(map, e->left, line, &left, error) &&
                 region_evaluate(map, e->right, line, &right, error);
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
bool region_evaluate(planar_map *map, const struct expression *e, int line, struct face_set *set,
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
