#include "topology/place_check.h"

/* Points over an extent in each direction, when it is asked whether anything is in it. */
#define VIEW_SAMPLES 16

/* The key of a unit; "" when its layer has none. */
static const char *unit_key(const planar_map *map, int32_t number)
{
    const struct sources *sources = planar_map_sources(map);
    const struct unit *unit = planar_map_unit(map, number);
    const char *field = sources->project->layers[unit->layer].key;
    const struct layer *layer = sources->layers[unit->layer];

    return field == NULL ? "" : layer_value(layer, unit->feature, layer_field(layer, field));
}

static bool is_unit(const planar_map *map, const char *key)
{
    for (size_t u = 0; u < planar_map_unit_count(map); u++)
        if (g_str_equal(unit_key(map, (int32_t)u), key))
            return true;
    return false;
}

static bool has_keys(const planar_map *map)
{
    const struct project *project = planar_map_sources(map)->project;

    for (size_t i = 0; i < project->layer_count; i++)
        if (project->layers[i].is_partition && project->layers[i].key != NULL)
            return true;
    return false;
}

static void check_place(const planar_map *map, const struct place *place, report *report)
{
    face_id face = topology_face_at(planar_map_topology(map), place->at);
    int32_t unit = planar_map_face_unit(map, face);
    const char *key = unit == NONE ? "" : unit_key(map, unit);
    const char *country = unit == NONE ? "" : planar_map_unit(map, unit)->country;
    const char *path = planar_map_sources(map)->places->path;
    struct finding finding = {SEVERITY_WARNING, "outside-unit", place->id, path, place->line};

    if (*place->district != '\0' && has_keys(map) && !is_unit(map, place->district)) {
        finding.kind = "no-unit";
        report_add(report, finding, "'%s' is said to lie in '%s', and no unit has that key",
                   place->id, place->district);
    } else if (*place->district != '\0' && (*key != '\0' || unit == NONE) &&
               !g_str_equal(key, place->district)) {
        report_add(report, finding,
                   "'%s' at %.4f, %.4f lies in %s, and its row says '%s'; correct its coordinates, "
                   "its district or the border",
                   place->id, place->at.lon, place->at.lat, unit == NONE ? "no unit" : key,
                   place->district);
    } else if (*place->country != '\0' && *country != '\0' &&
               !g_str_equal(country, place->country)) {
        report_add(report, finding,
                   "'%s' at %.4f, %.4f lies in the country '%s', and its row says "
                   "'%s'",
                   place->id, place->at.lon, place->at.lat, country, place->country);
    }
}

/* Looked at are a grid of points over the extent, and one point in each face. */
static bool shows_theatre(const planar_map *map, struct lonlat_box box)
{
    const topology *topology = planar_map_topology(map);
    const struct face_set theatre = *planar_map_theatre(map);

    for (face_id f = 1; f < (face_id)topology_face_count(topology); f++) {
        const struct face *face = topology_face(topology, f);
        struct lonlat at = {face->inner_x / GRID_PER_DEGREE, face->inner_y / GRID_PER_DEGREE};
        if (face_set_has(theatre, f) && lonlat_box_has(box, at))
            return true;
    }
    for (int i = 0; i < VIEW_SAMPLES * VIEW_SAMPLES; i++) {
        double x = (i % VIEW_SAMPLES + 0.5) / VIEW_SAMPLES;
        double y = ((double)(i / VIEW_SAMPLES) + 0.5) / VIEW_SAMPLES;
        struct lonlat at = {box.west + x * (box.east - box.west),
                            box.south + y * (box.north - box.south)};
        if (at.lon > 180)
            at.lon -= 360;
        if (face_set_has(theatre, topology_face_at(topology, at)))
            return true;
    }
    return false;
}

static void check_views(const planar_map *map, report *report)
{
    const struct project *project = planar_map_sources(map)->project;

    for (size_t i = 0; i < project->view_count; i++) {
        const struct project_view *view = &project->views[i];
        if (!shows_theatre(map, view->extent))
            report_add(report,
                       (struct finding){SEVERITY_WARNING, "empty-view", view->name, project->path,
                                        view->line},
                       "nothing of the theatre lies in the extent of view '%s'; an extent is "
                       "[west, south, east, north] in degrees",
                       view->name);
    }
}

void place_check(const planar_map *map, report *report)
{
    const struct gazetteer *places = planar_map_sources(map)->places;

    for (size_t i = 0; i < places->count; i++)
        check_place(map, &places->places[i], report);
    check_views(map, report);
}
