#include "base/error.h"
#include "base/parallel.h"
#include "topology/planar_map_parts.h"

#include <stdlib.h>

/* Units that are worth a thread: about a millisecond. */
#define LEAST_UNITS 500

/* ---- the features of partition layers ------------------------------------------------------ */

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

static void reserve_lines(planar_map *map)
{
    size_t points = 0;
    for (size_t i = 0; i < map->project->layer_count; i++)
        if (map->project->layers[i].is_partition)
            points += map->sources->layers[i]->point_count;
    linework_reserve(map->lines, points);
}

bool units_collect(planar_map *map, GError **error)
{
    GArray *units = g_array_new(FALSE, FALSE, sizeof(struct unit));
    GArray *shapes = g_array_new(FALSE, FALSE, sizeof(struct unit_shape));
    bool is_ok = true;
    reserve_lines(map);
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

/* ---- which faces each has ------------------------------------------------------------------ */

/* The inner point of a face, and whether the unit that is looked at holds it. */
struct inner_point {
    double x, y;
    face_id face;
    bool is_inside;
};

static int compare_inner_points(const void *left, const void *right)
{
    const struct inner_point *a = left, *b = right;
    return a->y != b->y ? (a->y > b->y) - (a->y < b->y) : a->face - b->face;
}

static struct inner_point *inner_points(const topology *topology, size_t *count)
{
    *count = topology_face_count(topology) - 1;
    struct inner_point *points = g_new(struct inner_point, MAX(*count, 1));
    for (size_t i = 0; i < *count; i++) {
        const struct face *face = topology_face(topology, (face_id)i + 1);
        points[i] = (struct inner_point){face->inner_x, face->inner_y, (face_id)i + 1, false};
    }
    qsort(points, *count, sizeof *points, compare_inner_points);
    return points;
}

/* Those in a shape's box, out of all, from below. */
static size_t points_in_box(const struct inner_point *all, size_t count,
                            const struct unit_shape *shape, struct inner_point *inside)
{
    size_t low = 0, high = count, found = 0;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (all[middle].y < shape->low.y)
            low = middle + 1;
        else
            high = middle;
    }
    for (size_t i = low; i < count && all[i].y <= shape->high.y; i++)
        if (all[i].x >= shape->low.x && all[i].x <= shape->high.x)
            inside[found++] = all[i];
    return found;
}

/* The even-odd rule, as rings_contain() has it, for many points in one walk around the rings:
 * `points` are sorted from below, and all the while `under` of them are known to lie under the
 * ring's present corner, so that a side between two points costs two comparisons. */
static void mark_inside(const struct unit_shape *shape, struct inner_point *points, size_t count)
{
    const struct gridpt *ring = shape->points;
    size_t under = 0;
    for (size_t r = 0; r < shape->rings; ring += shape->counts[r++]) {
        if (shape->counts[r] == 0)
            continue;
        struct gridpt a = ring[shape->counts[r] - 1];
        for (; under < count && points[under].y < a.y; under++)
            ;
        for (; under > 0 && points[under - 1].y >= a.y; under--)
            ;
        for (size_t i = 0; i < shape->counts[r]; a = ring[i++]) {
            struct gridpt b = ring[i];
            size_t before = under;
            for (; under < count && points[under].y < b.y; under++)
                ;
            for (; under > 0 && points[under - 1].y >= b.y; under--)
                ;
            for (size_t k = MIN(before, under); k < MAX(before, under); k++) {
                double cut = a.x + (points[k].y - a.y) / ((double)b.y - a.y) * ((double)b.x - a.x);
                points[k].is_inside ^= points[k].x < cut;
            }
        }
    }
}

/* The units that one thread finds the faces of. */
struct unit_part {
    const planar_map *map;
    const struct inner_point *all; /* from below */
    size_t point_count, first, end;
    GArray *owned; /* of struct ownership, unit by unit */
};

struct ownership {
    int32_t unit;
    face_id face;
};

static void *find_owned(void *data)
{
    struct unit_part *part = data;
    g_autofree struct inner_point *near = g_new(struct inner_point, MAX(part->point_count, 1));
    for (size_t u = part->first; u < part->end; u++) {
        const struct unit_shape *shape = &part->map->shapes[u];
        size_t found = points_in_box(part->all, part->point_count, shape, near);
        if (found)
            mark_inside(shape, near, found);
        for (size_t i = 0; i < found; i++) {
            struct ownership owned = {(int32_t)u, near[i].face};
            if (near[i].is_inside)
                g_array_append_val(part->owned, owned);
        }
    }
    return NULL;
}

/* Gives a face to a unit; the first partition layer that has one wins. */
static void own_face(planar_map *map, face_id face, int32_t unit)
{
    int32_t other = map->face_units[face];
    if (other == NONE)
        map->face_units[face] = unit;
    else if (map->units[other].layer == map->units[unit].layer &&
             (map->overlap.face == NONE || face < map->overlap.face))
        map->overlap = (struct overlap){face, other, unit};
}

/* Which faces each unit has, by the inner points of all. */
static void own_faces(planar_map *map)
{
    size_t points;
    g_autofree struct inner_point *all = inner_points(map->topology, &points);
    unsigned count = parallel_parts(map->unit_count, LEAST_UNITS);
    g_autofree struct unit_part *parts = g_new(struct unit_part, count);
    for (unsigned i = 0; i < count; i++)
        parts[i] = (struct unit_part){.map = map,
                                      .all = all,
                                      .point_count = points,
                                      .first = map->unit_count * i / count,
                                      .end = map->unit_count * (i + 1) / count,
                                      .owned = g_array_new(FALSE, FALSE, sizeof(struct ownership))};
    parallel_run(find_owned, parts, sizeof *parts, count);
    for (unsigned i = 0; i < count; i++) {
        for (guint k = 0; k < parts[i].owned->len; k++) {
            const struct ownership *owned = &g_array_index(parts[i].owned, struct ownership, k);
            own_face(map, owned->face, owned->unit);
        }
        g_array_unref(parts[i].owned);
    }
}

/* Lists the faces of every unit. */
static void list_unit_faces(planar_map *map)
{
    size_t faces = topology_face_count(map->topology);
    g_free(map->unit_faces);
    g_free(map->unit_face_starts);
    map->unit_faces = g_new(face_id, faces);
    size_t *starts = map->unit_face_starts = g_new0(size_t, map->unit_count + 2);
    for (size_t f = 0; f < faces; f++)
        if (map->face_units[f] != NONE)
            starts[map->face_units[f] + 2]++;
    for (size_t u = 0; u < map->unit_count; u++)
        starts[u + 2] += starts[u + 1];
    for (size_t f = 0; f < faces; f++)
        if (map->face_units[f] != NONE)
            map->unit_faces[starts[map->face_units[f] + 1]++] = (face_id)f;
}

void units_assign(planar_map *map)
{
    size_t faces = topology_face_count(map->topology);
    g_free(map->face_units);
    map->face_units = g_new(int32_t, faces);
    for (size_t f = 0; f < faces; f++)
        map->face_units[f] = NONE;
    map->overlap.face = NONE;
    own_faces(map);
    list_unit_faces(map);
}
