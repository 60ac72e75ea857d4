#include "geom/geodesic.h"
#include "topology/planar_map_parts.h"

#include <math.h>
#include <stdlib.h>

/* A sliver that is merged can make another; more rounds than this do not happen. */
#define MAX_SLIVER_ROUNDS 8

/* Along a meridian. */
#define METRES_PER_STEP (111320.0 / GRID_PER_DEGREE)

/* Above those of all edges. */
#define NO_RANK 3

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

/* What lies further from a face's inner point than matters, in grid steps. */
struct reach {
    double x, y;    /* the point */
    double dx, dy;  /* so far along either axis */
    double cos_lat; /* steps along y in a step along x */
};

static struct reach reach_of(const struct face *face, double limit_m)
{
    double cos_lat = cos(face->inner_y / GRID_PER_DEGREE * G_PI / 180);
    double steps = limit_m / METRES_PER_STEP * (1 + 1e-6); /* and what is lost in rounding */
    return (struct reach){face->inner_x, face->inner_y, steps / cos_lat, steps, cos_lat};
}

static bool is_beyond(const struct reach *reach, struct grid_box box)
{
    return box.low.x - reach->x > reach->dx || reach->x - box.high.x > reach->dx ||
           box.low.y - reach->y > reach->dy || reach->y - box.high.y > reach->dy;
}

static double distance_m(const struct reach *reach, struct gridpt a, struct gridpt b)
{
    double ax = (a.x - reach->x) * reach->cos_lat, ay = a.y - reach->y;
    double bx = (b.x - reach->x) * reach->cos_lat, by = b.y - reach->y;
    double dx = bx - ax, dy = by - ay, length2 = dx * dx + dy * dy;
    double t = length2 > 0 ? CLAMP(-(ax * dx + ay * dy) / length2, 0, 1) : 0;
    return hypot(ax + t * dx, ay + t * dy) * METRES_PER_STEP;
}

static bool is_edge_near(const struct reach *reach, const struct edge *edge, const struct gridpt *p,
                         double limit_m)
{
    if (is_beyond(reach, edge->box))
        return false;
    for (size_t i = 0; i + 1 < edge->count; i++)
        if (!is_beyond(reach, grid_segment_box((struct grid_segment){p[i], p[i + 1]})) &&
            distance_m(reach, p[i], p[i + 1]) < limit_m)
            return true;
    return false;
}

/* True when a face's boundary comes nearer to its inner point than that. */
static bool is_boundary_near(const planar_map *map, const struct face *face, double limit_m)
{
    const topology *topology = map->topology;
    struct reach reach = reach_of(face, limit_m);
    for (size_t l = 0; l < face->loop_count; l++) {
        half_edge first = topology_loop(topology, face->first_loop + l), h = first;
        do {
            edge_id e = half_edge_edge(h);
            if (is_edge_near(&reach, topology_edge(topology, e), topology_edge_points(topology, e),
                             limit_m))
                return true;
            h = topology_next(topology, h);
        } while (h != first);
    }
    return false;
}

static bool is_sliver(const planar_map *map, face_id f, GArray *points, GArray *counts)
{
    double limit = map->project->sliver_m;
    face_rings(map, f, points, counts);
    return cutter_inscribed_radius_m((const struct gridpt *)(const void *)points->data,
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

/* True when an edge of a face has another face on its other side that may have it. */
static bool is_shared(const planar_map *map, face_id f, half_edge half)
{
    face_id over = topology_half_face(map->topology, half_edge_twin(half));
    return over != FACE_OUTSIDE && over != f;
}

/* The lowest rank of the edges that a face shares; NO_RANK when it shares none. */
static int lowest_rank(const planar_map *map, face_id f)
{
    const topology *topology = map->topology;
    const struct face *face = topology_face(topology, f);
    int rank = NO_RANK;
    for (size_t l = 0; l < face->loop_count; l++) {
        half_edge first = topology_loop(topology, face->first_loop + l), h = first;
        do {
            if (is_shared(map, f, h))
                rank = MIN(rank, edge_rank(map, half_edge_edge(h)));
            h = topology_next(topology, h);
        } while (h != first);
    }
    return rank;
}

/* The neighbour that a sliver goes to: the one with the longest shared edges of that rank. */
static face_id sliver_heir(const planar_map *map, face_id f, int rank)
{
    const topology *topology = map->topology;
    const struct face *face = topology_face(topology, f);
    g_autoptr(GHashTable) lengths = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    face_id best = NONE;
    double best_length = 0;
    for (size_t l = 0; l < face->loop_count; l++) {
        half_edge first = topology_loop(topology, face->first_loop + l), h = first;
        for (bool is_started = false; !is_started || h != first;
             is_started = true, h = topology_next(topology, h)) {
            if (!is_shared(map, f, h) || edge_rank(map, half_edge_edge(h)) != rank)
                continue;
            face_id over = topology_half_face(topology, half_edge_twin(h));
            double *sum = g_hash_table_lookup(lengths, GINT_TO_POINTER(over));
            if (!sum)
                g_hash_table_insert(lengths, GINT_TO_POINTER(over), sum = g_new0(double, 1));
            *sum += edge_length_m(map, half_edge_edge(h));
            if (*sum > best_length) {
                best_length = *sum;
                best = over;
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

/* Whether a face goes to a neighbour should it be a sliver, and it may be: its inscribed circle is
 * no smaller than the one around its inner point. A narrow part of a unit is the data's; only cuts
 * and gaps are ours to close. */
static bool may_go(const planar_map *map, face_id f)
{
    if (!is_boundary_near(map, topology_face(map->topology, f), map->project->sliver_m))
        return false;
    int rank = lowest_rank(map, f);
    return rank != NO_RANK && (rank == 0 || map->face_units[f] == NONE);
}

void sliver_merge_all(planar_map *map)
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
            if (face_set_has(keeps, f) || !may_go(map, f) || !is_sliver(map, f, points, counts))
                continue;
            int rank = lowest_rank(map, f);
            face_id heir = sliver_heir(map, f, rank);
            if (heir == NONE)
                continue;
            const struct face *face = topology_face(map->topology, f);
            g_autofree char *names = source_names(map, f);
            report_add(map->report,
                       (struct finding){SEVERITY_NOTE, "sliver", names, map->project->path},
                       "a sliver of %.2f ha at %.5f, %.5f between %s goes to its neighbour",
                       planar_map_face_area_m2(map, f) / 1e4, face->inner_x / GRID_PER_DEGREE,
                       face->inner_y / GRID_PER_DEGREE, names);
            merge_sliver(map, f, heir, rank, removed);
            face_set_add(keeps, heir); /* one step at a time: chains of slivers go round by round */
        }
        face_set_clear(&keeps);
        if (removed->len == 0)
            return;
        g_array_sort(removed, compare_sizes);
        size_t *all = (size_t *)(void *)removed->data, unique = 0;
        for (guint i = 0; i < removed->len; i++)
            if (i == 0 || all[i] != all[i - 1])
                all[unique++] = all[i];
        linework_remove(map->lines, all, unique);
        planar_map_rebuild(map);
    }
}
