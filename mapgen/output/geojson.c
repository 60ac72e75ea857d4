#include "output/geojson.h"

#include "base/json.h"
#include "geom/grid.h"
#include <string.h>

static void write_point(struct json *json, struct gridpt point)
{
    struct lonlat at = gridpt_to_lonlat(point);
    json_begin(json, '[', true);
    json_number(json, at.lon, 7);
    json_number(json, at.lat, 7);
    json_end(json, ']');
}

/* The points of a ring, closed by its first, or of a line. */
static void write_part(struct json *json, const struct features *features,
                       const struct feature_part *part)
{
    const struct gridpt *points = features_points(features, part);
    json_begin(json, '[', true);
    for (size_t i = 0; i < part->count; i++)
        write_point(json, points[i]);
    if (!features->is_lines)
        write_point(json, points[0]);
    json_end(json, ']');
}

static void write_geometry(struct json *json, const struct features *features,
                           const struct feature *feature)
{
    json_begin(json, '{', false);
    json_key(json, "type");
    json_text(json, features->is_lines ? "MultiLineString" : "MultiPolygon");
    json_key(json, "coordinates");
    json_begin(json, '[', false);
    for (size_t p = 0; p < feature->part_count; p++) {
        const struct feature_part *part = features_part(features, feature, p);
        if (!features->is_lines && !part->is_hole)
            json_begin(json, '[', false);
        write_part(json, features, part);
        bool is_last =
            p + 1 == feature->part_count || !features_part(features, feature, p + 1)->is_hole;
        if (!features->is_lines && is_last)
            json_end(json, ']');
    }
    json_end(json, ']');
    json_end(json, '}');
}

static void write_day(struct json *json, day_number day)
{
    char text[16];
    bool is_day = day != DAY_BEFORE_ALL && day != DAY_AFTER_ALL;
    json_text(json, is_day ? day_format(day, text) : NULL);
}

static void write_list(struct json *json, char **list)
{
    json_begin(json, '[', true);
    for (; list != NULL && *list != NULL; list++)
        json_text(json, *list);
    json_end(json, ']');
}

static void write_value(struct json *json, const struct field *field,
                        const struct field_value *value)
{
    switch (field->kind) {
    case FIELD_TEXT:
        json_text(json, value->text);
        break;
    case FIELD_LIST:
        write_list(json, value->list);
        break;
    case FIELD_DAY:
        write_day(json, value->day);
        break;
    case FIELD_NUMBER:
        json_number(json, value->number, field->decimals);
        break;
    }
}

static void write_feature(struct json *json, const struct features *features, size_t number)
{
    json_begin(json, '{', false);
    json_key(json, "type");
    json_text(json, "Feature");
    for (size_t f = 0; f < features->field_count; f++) {
        if (strcmp(features->fields[f].name, "id") != 0)
            continue;
        json_key(json, "id");
        write_value(json, &features->fields[f], features_value(features, number, f));
    }
    json_key(json, "properties");
    json_begin(json, '{', false);
    for (size_t f = 0; f < features->field_count; f++) {
        json_key(json, features->fields[f].name);
        write_value(json, &features->fields[f], features_value(features, number, f));
    }
    json_end(json, '}');
    json_key(json, "geometry");
    write_geometry(json, features, features_at(features, number));
    json_end(json, '}');
}

/* West, south, east and north of all points; nothing when there are none. */
static void write_box(struct json *json, const struct features *features)
{
    const struct gridpt *points = (const struct gridpt *)(const void *)features->points->data;
    if (features->points->len == 0)
        return;
    struct gridpt low = points[0], high = points[0];
    for (guint i = 1; i < features->points->len; i++) {
        low = (struct gridpt){MIN(low.x, points[i].x), MIN(low.y, points[i].y)};
        high = (struct gridpt){MAX(high.x, points[i].x), MAX(high.y, points[i].y)};
    }
    struct lonlat southwest = gridpt_to_lonlat(low), northeast = gridpt_to_lonlat(high);
    json_key(json, "bbox");
    json_begin(json, '[', true);
    json_number(json, southwest.lon, 7);
    json_number(json, southwest.lat, 7);
    json_number(json, northeast.lon, 7);
    json_number(json, northeast.lat, 7);
    json_end(json, ']');
}

/* Title, licence and credits, where they are said. */
static void write_origin(struct json *json, const struct features *features)
{
    if (features->title) {
        json_key(json, "title");
        json_text(json, features->title);
    }
    if (features->licence) {
        json_key(json, "licence");
        json_text(json, features->licence);
    }
    if (features->credits) {
        json_key(json, "credits");
        write_list(json, features->credits);
    }
}

GBytes *geojson_encode(const struct features *features)
{
    GString *text = g_string_new(NULL);
    struct json json = json_new(text);
    json_begin(&json, '{', false);
    json_key(&json, "type");
    json_text(&json, "FeatureCollection");
    write_origin(&json, features);
    write_box(&json, features);
    json_key(&json, "features");
    json_begin(&json, '[', false);
    for (size_t i = 0; i < features_count(features); i++)
        write_feature(&json, features, i);
    json_end(&json, ']');
    json_end(&json, '}');
    g_string_append_c(text, '\n');
    return g_string_free_to_bytes(text);
}
