#include "base/error.h"
#include "geom/geodesic.h"
#include "topology/planar_map_parts.h"

#include <math.h>
#include <string.h>

/* ---- cutting ------------------------------------------------------------------------------- */

/* One search through an expression and the regions that it names, each once. */
static bool search_pending(planar_map *map, const struct expression *e)
{
    if (!e)
        return false;
    if (e->kind == EXPRESSION_CELLS || e->kind == EXPRESSION_CELL)
        return true;
    if (e->kind == EXPRESSION_NAME || e->kind == EXPRESSION_SIDE) {
        const struct cutter *cutter = cutter_named(map, e->name);
        if (cutter && cutter->is_pending)
            return true;
        struct region *region = region_named(map, e->name);
        if (region && region->visit != map->visit) {
            region->visit = map->visit;
            if (search_pending(map, region->expression))
                return true;
        }
    }
    return search_pending(map, e->left) || search_pending(map, e->right);
}

/* True when what the expression means can change with cuts that the topology does not have yet. */
static bool needs_pending(planar_map *map, const struct expression *e)
{
    map->visit++;
    return search_pending(map, e);
}

/* True when the face that a segment runs in, or one beside it where it runs along an edge, is in
 * the set. */
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
            if (is_beside(map, p[i], p[i + 1], within))
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
        struct grid_segment s = linework_at(lines, i);
        bool is_at_a = gridpt_equal(s.a, end), is_at_b = gridpt_equal(s.b, end);
        if (is_at_a || is_at_b ? !is_last_segment(end, before, is_at_a ? s.b : s.a)
                               : segment_touches(s.a, s.b, end))
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

/* Brings the topology up to what an expression needs, and evaluates it. */
static bool evaluate_prepared(planar_map *map, const struct expression *e, int line,
                              struct face_set *set, GError **error)
{
    if (!cut_prepare(map, e, line, error))
        return false;
    if (map->is_stale && needs_pending(map, e))
        planar_map_rebuild(map);
    return region_evaluate(map, e, line, set, error);
}

bool cut_make(planar_map *map, struct cutter *cutter, GError **error)
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

void cells_free(void *data)
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

bool planar_map_fail_no_theatre(const planar_map *map, GError **error)
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
        return planar_map_fail_no_theatre(map, error);
    if (theatre->is_open)
        return region_fail_needs_itself(map, theatre, error);
    *region = theatre->expression;
    theatre->is_open = true;
    bool is_ok = evaluate_prepared(map, *region, theatre->from->line, inside, error);
    theatre->is_open = false;
    return is_ok;
}

static bool is_same_named(const struct expression *a, const struct expression *b)
{
    return a == b || (a->kind == EXPRESSION_NAME && b->kind == EXPRESSION_NAME &&
                      g_str_equal(a->name, b->name));
}

/* True when the lines of these cells are there already: another expression has the same sites in
 * the same region, and takes others of them. */
static bool are_cut(const planar_map *map, const struct cells *cells)
{
    GHashTableIter iter;
    void *value;
    g_hash_table_iter_init(&iter, map->cells);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        const struct cells *other = value;
        if (other->count == cells->count && is_same_named(other->region, cells->region) &&
            memcmp(other->sites, cells->sites, cells->count * sizeof *cells->sites) == 0)
            return true;
    }
    return false;
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
    if (cells && are_cut(map, cells)) {
        g_hash_table_insert(map->cells, (void *)e, cells);
        is_ok = true;
    } else if (cells &&
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
bool cut_prepare(planar_map *map, const struct expression *e, int line, GError **error)
{
    if (!e)
        return true;
    if (e->kind == EXPRESSION_NAME) {
        struct region *region = region_named(map, e->name);
        if (!region || region->is_prepared)
            return true;
        if (region->is_open)
            return region_fail_needs_itself(map, region, error);
        region->is_open = true;
        bool is_ok = cut_prepare(map, region->expression, region->from->line, error);
        region->is_open = false;
        region->is_prepared = is_ok;
        return is_ok;
    }
    if (!cut_prepare(map, e->left, line, error) || !cut_prepare(map, e->right, line, error))
        return false;
    bool is_cells = e->kind == EXPRESSION_CELLS || e->kind == EXPRESSION_CELL;
    return !is_cells || g_hash_table_contains(map->cells, e) || cut_cells(map, e, line, error);
}
