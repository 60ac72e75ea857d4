#include "topology/place_check.h"

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

void place_check(const planar_map *map, report *report)
{
    const struct gazetteer *places = planar_map_sources(map)->places;

    for (size_t i = 0; i < places->count; i++)
        check_place(map, &places->places[i], report);
}
