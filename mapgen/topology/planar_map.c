#include "base/error.h"
#include "geom/geodesic.h"
#include "topology/planar_map_parts.h"

#include <math.h>
#include <stdlib.h>

/* Changes of a unit's area below this are not told. A side is measured as one geodesic; where a cut
 * puts a point on it, on the straight line in degrees, it is measured as two: up to a hectare for a
 * side of 10 km. */
#define LEAST_CHANGE_M2 20000.0

/* ---- building and rebuilding the topology -------------------------------------------------- */

static bool shape_contains(const struct unit_shape *shape, double x, double y)
{
    return x >= shape->low.x && x <= shape->high.x && y >= shape->low.y && y <= shape->high.y &&
           rings_contain(shape->points, shape->counts, shape->rings, x, y);
}

/* Where two features of one layer both hold a face, as the sentence of an error. */
static bool fail_overlap(const planar_map *map, GError **error)
{
    const struct overlap *overlap = &map->overlap;
    const struct layer *layer = map->sources->layers[map->units[overlap->first].layer];
    g_autofree char *first = layer_feature_label(layer, map->units[overlap->first].feature);
    g_autofree char *second = layer_feature_label(layer, map->units[overlap->second].feature);
    const struct face *f = topology_face(map->topology, overlap->face);
    g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_INPUT,
                "%s and %s overlap by %.2f km² around %.5f, %.5f; mend the layer, or raise "
                "sliver_m if the overlap is meaningless",
                first, second, planar_map_face_area_m2(map, overlap->face) / 1e6,
                f->inner_x / GRID_PER_DEGREE, f->inner_y / GRID_PER_DEGREE);
    return false;
}

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
            report_add(map->report, (struct finding){SEVERITY_WARNING, "crossing", first},
                       "%s crosses itself near %.5f, %.5f; its area is taken by the even-odd rule",
                       first, at.lon, at.lat);
        else
            report_add(map->report, (struct finding){SEVERITY_WARNING, "crossing", first},
                       "%s and %s cross each other near %.5f, %.5f", first, second, at.lon, at.lat);
    }
}

static void forget_faces(planar_map *map)
{
    for (size_t i = 0; i < map->project->region_count; i++)
        face_set_clear(&map->regions[i].faces);
    g_clear_pointer(&map->edge_areas_m2, g_free);
    g_clear_pointer(&map->edge_abouts_m2, g_free);
}

void planar_map_rebuild(planar_map *map)
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
    units_assign(map);
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
        if (!cut_make(map, &map->cutters[i], error))
            return false;
    for (size_t i = 0; i < map->project->region_count; i++) {
        struct region *region = &map->regions[i];
        if (!cut_prepare(map, region->expression, region->from->line, error))
            return false;
    }
    if (map->is_stale)
        planar_map_rebuild(map);
    return true;
}

/* "; 39.7633, 46.7512 lies outside of it" of a place that cells are asked of and that is not in
 * their region, as when its coordinates have changed places; else "". The caller's. */
static char *stray_site_text(planar_map *map, const struct region *region)
{
    const struct cells *cells = g_hash_table_lookup(map->cells, region->expression);
    struct face_set inside = {0};
    char *text = NULL;
    if (!cells || !region_evaluate(map, cells->region, region->from->line, &inside, NULL))
        return g_strdup("");
    for (size_t s = 0; s < cells->count && !text; s++) {
        struct lonlat at = cells->sites[s];
        if (cells->is_taken[s] && !face_set_has(inside, topology_face_at(map->topology, at)))
            text = g_strdup_printf("; its place at longitude %.4f, latitude %.4f lies outside the "
                                   "region that is divided",
                                   at.lon, at.lat);
    }
    face_set_clear(&inside);
    return text ? text : g_strdup("");
}

static bool evaluate_regions(planar_map *map, GError **error)
{
    for (size_t i = 0; i < map->project->region_count; i++) {
        struct region *region = &map->regions[i];
        if (!region_evaluate_named(map, region, error))
            return false;
        if (face_set_count(region->faces) == 0) {
            g_autofree char *stray = stray_site_text(map, region);
            error_at(error, map->project->path, region->from->line, 0,
                     "region '%s' holds no face: %s%s", region->from->name,
                     region->from->expression, stray);
            return false;
        }
    }
    return region_named(map, map->project->theatre) || planar_map_fail_no_theatre(map, error);
}

/* Nothing is measured yet: most commands ask for few areas or none. */
static edge_area *unmeasured(size_t edges)
{
    edge_area *areas = g_new(edge_area, MAX(edges, 1));
    for (size_t e = 0; e < edges; e++)
        atomic_init(&areas[e], NAN);
    return areas;
}

planar_map *planar_map_build(const struct sources *sources, report *report, GError **error)
{
    g_autoptr(planar_map) map = g_new0(planar_map, 1);
    map->sources = sources;
    map->project = sources->project;
    map->report = report;
    map->lines = linework_new();
    map->cells = g_hash_table_new_full(NULL, NULL, NULL, cells_free);
    map->columns = g_ptr_array_new_with_free_func(column_free);
    if (!parse_regions(map, error) || !number_cutters(map, error) || !units_collect(map, error))
        return NULL;
    planar_map_rebuild(map);
    if (!cut_all(map, error))
        return NULL;
    sliver_merge_all(map);
    bool is_clear = map->overlap.face == NONE || fail_overlap(map, error);
    if (!is_clear || !evaluate_regions(map, error))
        return NULL;
    map->edge_areas_m2 = unmeasured(topology_edge_count(map->topology));
    map->edge_abouts_m2 = unmeasured(topology_edge_count(map->topology));
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
    g_ptr_array_unref(map->columns);
    linework_free(map->lines);
    topology_free(map->topology);
    g_free(map->units);
    g_free(map->shapes);
    g_free(map->face_units);
    g_free(map->unit_faces);
    g_free(map->unit_face_starts);
    g_free(map->cutters);
    g_free(map->regions);
    g_free(map->edge_areas_m2);
    g_free(map->edge_abouts_m2);
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

/* Square metres between a chain of points and the equator. */
typedef double measure(const struct gridpt *points, size_t count);

/* Measured when it is first asked for. Two threads that ask at once both find the same. */
static double measured_area_m2(const topology *topology, measure *measure, edge_area *areas,
                               edge_id e)
{
    double area = areas ? atomic_load_explicit(&areas[e], memory_order_relaxed) : NAN;
    if (!isnan(area))
        return area;
    area = measure(topology_edge_points(topology, e), topology_edge(topology, e)->count);
    if (areas)
        atomic_store_explicit(&areas[e], area, memory_order_relaxed);
    return area;
}

/* `areas` is by edge; NULL while faces still change. */
static double face_area_m2(const topology *topology, measure *measure, edge_area *areas, face_id f)
{
    const struct face *face = topology_face(topology, f);
    double area = 0;
    for (size_t l = 0; l < face->loop_count; l++) {
        half_edge first = topology_loop(topology, face->first_loop + l), h = first;
        do {
            double part = measured_area_m2(topology, measure, areas, half_edge_edge(h));
            area += h & 1 ? -part : part;
            h = topology_next(topology, h);
        } while (h != first);
    }
    return area;
}

double planar_map_face_area_m2(const planar_map *map, face_id f)
{
    return face_area_m2(map->topology, geodesic_chain_area_m2, map->edge_areas_m2, f);
}

double planar_map_face_about_m2(const planar_map *map, face_id f)
{
    return face_area_m2(map->topology, geodesic_chain_about_m2, map->edge_abouts_m2, f);
}

double planar_map_edge_about_m2(const planar_map *map, edge_id edge)
{
    return measured_area_m2(map->topology, geodesic_chain_about_m2, map->edge_abouts_m2, edge);
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
            area += face_area_m2(topology, geodesic_chain_area_m2, NULL, f);
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
        if (fabs(change) <= fmax(1e-6 * read, LEAST_CHANGE_M2))
            continue;
        g_autofree char *label = owner_label(map, (int32_t)u);
        report_add(report, (struct finding){SEVERITY_NOTE, "area", label},
                   "%s %s %.4f km² of %.2f in the planar map", label,
                   change < 0 ? "loses" : "gains", fabs(change) / 1e6, read / 1e6);
    }
}
