#include "topology/cutter.h"

#include "base/error.h"
#include "geom/geos_library.h"
#include "geom/projection.h"

#include <math.h>
#include <string.h>

/* Quarter-circle segments of a buffer: 24 keep a 2.5 km arc within 3 m of round. GEOS gives a turn
 * of up to one and a half segments a single chord, 5.6 degrees here. */
#define BUFFER_QUADRANT_SEGMENTS 24

/* A straight line on the plane is brought back to degrees in steps no longer than this, so that it
 * stays within a metre of itself. */
#define STEP_M 4000.0

void cutter_shape_clear(struct cutter_shape *shape)
{
    g_clear_pointer(&shape->points, g_array_unref);
    g_clear_pointer(&shape->counts, g_array_unref);
}

static void shape_start(struct cutter_shape *shape, bool is_area)
{
    shape->is_area = is_area;
    shape->points = g_array_new(FALSE, FALSE, sizeof(struct gridpt));
    shape->counts = g_array_new(FALSE, FALSE, sizeof(size_t));
}

/* ---- GEOS ---------------------------------------------------------------------------------- */

static void keep_message(const char *message, void *kept)
{
    char **text = kept;
    g_free(*text);
    *text = g_strdup(message);
}

struct plane {
    GEOSContextHandle_t geos;
    projection *projection;
    char *message; /* GEOS's last complaint */
};

static void plane_open(struct plane *plane, struct lonlat centre)
{
    *plane = (struct plane){.geos = GEOS_init_r(), .projection = projection_about(centre)};
    GEOSContext_setErrorMessageHandler_r(plane->geos, keep_message, &plane->message);
}

static void plane_close(struct plane *plane)
{
    projection_free(plane->projection);
    GEOS_finish_r(plane->geos);
    g_free(plane->message);
}

static GEOSCoordSequence *sequence_of(struct plane *plane, const struct lonlat *points,
                                      size_t count, bool is_closed)
{
    unsigned total = (unsigned)(count + (is_closed ? 1 : 0));
    GEOSCoordSequence *sequence = GEOSCoordSeq_create_r(plane->geos, total, 2);
    for (unsigned i = 0; i < total; i++) {
        struct mapxy at = projection_forward(plane->projection, points[i % count]);
        GEOSCoordSeq_setXY_r(plane->geos, sequence, i, at.x, at.y);
    }
    return sequence;
}

static void append_line(struct plane *plane, const GEOSGeometry *line, bool is_ring,
                        struct cutter_shape *shape)
{
    const GEOSCoordSequence *sequence = GEOSGeom_getCoordSeq_r(plane->geos, line);
    unsigned count = 0;
    GEOSCoordSeq_getSize_r(plane->geos, sequence, &count);
    size_t first = shape->points->len;
    struct mapxy last = {0};
    for (unsigned i = 0; i < count; i++) {
        struct mapxy at;
        GEOSCoordSeq_getXY_r(plane->geos, sequence, i, &at.x, &at.y);
        int steps = i ? (int)ceil(hypot(at.x - last.x, at.y - last.y) / STEP_M) : 1;
        for (int step = 1; step <= MAX(steps, 1); step++) {
            double t = (double)step / MAX(steps, 1);
            struct mapxy between = {i ? last.x + t * (at.x - last.x) : at.x,
                                    i ? last.y + t * (at.y - last.y) : at.y};
            struct gridpt p = gridpt_from_lonlat(projection_inverse(plane->projection, between));
            g_array_append_val(shape->points, p);
        }
        last = at;
    }
    if (is_ring && shape->points->len > first)
        g_array_set_size(shape->points, shape->points->len - 1);
    size_t added = shape->points->len - first;
    g_array_append_val(shape->counts, added);
}

/* Adds every ring or line of a geometry. */
static void append_geometry(struct plane *plane, const GEOSGeometry *geometry,
                            struct cutter_shape *shape)
{
    int type = GEOSGeomTypeId_r(plane->geos, geometry);
    if (type == GEOS_POLYGON) {
        if (GEOSisEmpty_r(plane->geos, geometry))
            return;
        append_line(plane, GEOSGetExteriorRing_r(plane->geos, geometry), true, shape);
        int holes = GEOSGetNumInteriorRings_r(plane->geos, geometry);
        for (int i = 0; i < holes; i++)
            append_line(plane, GEOSGetInteriorRingN_r(plane->geos, geometry, i), true, shape);
    } else if (type == GEOS_LINESTRING || type == GEOS_LINEARRING) {
        append_line(plane, geometry, type == GEOS_LINEARRING, shape);
    } else {
        int count = GEOSGetNumGeometries_r(plane->geos, geometry);
        for (int i = 0; i < count; i++)
            append_geometry(plane, GEOSGetGeometryN_r(plane->geos, geometry, i), shape);
    }
}

/* ---- buffers ------------------------------------------------------------------------------- */

struct line_list {
    GArray *points; /* of struct lonlat */
    GArray *counts; /* of size_t */
};

static struct lonlat middle_of(const GArray *points)
{
    struct lonlat low = {INFINITY, INFINITY}, high = {-INFINITY, -INFINITY};
    for (guint i = 0; i < points->len; i++) {
        struct lonlat p = g_array_index(points, struct lonlat, i);
        low = (struct lonlat){fmin(low.lon, p.lon), fmin(low.lat, p.lat)};
        high = (struct lonlat){fmax(high.lon, p.lon), fmax(high.lat, p.lat)};
    }
    return (struct lonlat){(low.lon + high.lon) / 2, (low.lat + high.lat) / 2};
}

static bool buffer_lines(const struct line_list *lines, double km, struct cutter_shape *shape,
                         GError **error)
{
    struct plane plane;
    plane_open(&plane, middle_of(lines->points));
    g_autoptr(GPtrArray) parts = g_ptr_array_new();
    const struct lonlat *at = (const struct lonlat *)(const void *)lines->points->data;
    for (guint i = 0; i < lines->counts->len; i++) {
        size_t count = g_array_index(lines->counts, size_t, i);
        GEOSCoordSequence *sequence = sequence_of(&plane, at, count, false);
        g_ptr_array_add(parts, count == 1 ? GEOSGeom_createPoint_r(plane.geos, sequence)
                                          : GEOSGeom_createLineString_r(plane.geos, sequence));
        at += count;
    }
    GEOSGeometry *all = GEOSGeom_createCollection_r(plane.geos, GEOS_GEOMETRYCOLLECTION,
                                                    (GEOSGeometry **)parts->pdata, parts->len);
    GEOSGeometry *area = GEOSBuffer_r(plane.geos, all, km * 1000, BUFFER_QUADRANT_SEGMENTS);
    bool is_ok = area != NULL;
    if (is_ok)
        append_geometry(&plane, area, shape);
    else
        g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_INPUT, "buffer: %s",
                    plane.message ? plane.message : "failed");
    GEOSGeom_destroy_r(plane.geos, area);
    GEOSGeom_destroy_r(plane.geos, all);
    plane_close(&plane);
    return is_ok;
}

/* ---- what a project's cutter names --------------------------------------------------------- */

/* The places that a filter such as "id = sus|zabukh" passes. */
static bool list_places(const struct sources *sources, const struct project_cutter *cutter,
                        struct line_list *lines, GError **error)
{
    const char *file = sources->project->path;
    g_autofree char *field = NULL;
    g_auto(GStrv) values = NULL;
    if (!cutter->where) {
        error_at(error, file, cutter->line, 0, "cutter '%s' says no place; add where: \"id = ...\"",
                 cutter->name);
        return false;
    }
    if (!filter_parse(cutter->where, &field, &values, error)) {
        g_prefix_error(error, "%s:%d: ", file, cutter->line);
        return false;
    }
    if (!g_str_equal(field, "id")) {
        error_at(error, file, cutter->line, 0, "places are chosen by id, not by '%s'", field);
        return false;
    }
    for (char **value = values; *value; value++) {
        const struct place *place = gazetteer_find(sources->places, *value);
        if (!place) {
            const char *nearest = gazetteer_nearest(sources->places, *value);
            error_at(error, file, cutter->line, 0, "no place called '%s'%s%s%s", *value,
                     nearest ? "; did you mean '" : "", nearest ? nearest : "",
                     nearest ? "'?" : "");
            return false;
        }
        size_t one = 1;
        g_array_append_val(lines->points, place->at);
        g_array_append_val(lines->counts, one);
    }
    return true;
}

static bool list_features(const struct sources *sources, const struct project_cutter *cutter,
                          struct line_list *lines, const struct layer **from, GError **error)
{
    int number = sources_layer(sources, cutter->layer);
    if (number < 0) {
        error_at(error, sources->project->path, cutter->line, 0,
                 "cutter '%s' names layer '%s', which is not among the layers", cutter->name,
                 cutter->layer);
        return false;
    }
    const struct layer *layer = *from = sources->layers[number];
    g_autofree bool *passes =
        layer_filter(layer, cutter->where, sources->project->path, cutter->line, error);
    if (!passes)
        return false;
    for (size_t f = 0; f < layer->feature_count; f++) {
        const struct layer_feature *feature = &layer->features[f];
        for (size_t p = 0; passes[f] && p < feature->part_count; p++) {
            const struct layer_part *part = &layer->parts[feature->first_part + p];
            g_array_append_vals(lines->points, layer->points + part->first, (guint)part->count);
            g_array_append_val(lines->counts, part->count);
        }
    }
    return true;
}

/* GEOS buffers a closed line as a line: a polygon's ring is closed by hand. */
static void close_rings(struct line_list *lines)
{
    GArray *points = g_array_new(FALSE, FALSE, sizeof(struct lonlat));
    const struct lonlat *at = (const struct lonlat *)(const void *)lines->points->data;
    for (guint i = 0; i < lines->counts->len; i++) {
        size_t *count = &g_array_index(lines->counts, size_t, i);
        g_array_append_vals(points, at, (guint)*count);
        g_array_append_val(points, at[0]);
        at += *count;
        (*count)++;
    }
    g_array_unref(lines->points);
    lines->points = points;
}

static void copy_to_grid(const struct line_list *lines, struct cutter_shape *shape)
{
    for (guint i = 0; i < lines->points->len; i++) {
        struct gridpt p = gridpt_from_lonlat(g_array_index(lines->points, struct lonlat, i));
        g_array_append_val(shape->points, p);
    }
    g_array_append_vals(shape->counts, lines->counts->data, lines->counts->len);
}

bool cutter_shape_make(const struct sources *sources, const struct project_cutter *cutter,
                       struct cutter_shape *shape, GError **error)
{
    struct line_list lines = {g_array_new(FALSE, FALSE, sizeof(struct lonlat)),
                              g_array_new(FALSE, FALSE, sizeof(size_t))};
    const struct layer *layer = NULL;
    bool is_ok = cutter->kind == CUTTER_BUFFER && g_str_equal(cutter->layer, "place")
                     ? list_places(sources, cutter, &lines, error)
                     : list_features(sources, cutter, &lines, &layer, error);
    if (is_ok && cutter->kind == CUTTER_LAYER) {
        is_ok = layer->geometry != LAYER_POINTS;
        if (!is_ok)
            error_at(error, sources->project->path, cutter->line, 0,
                     "cutter '%s': layer '%s' holds points, which cut nothing; use buffer:",
                     cutter->name, layer->name);
        shape_start(shape, layer->geometry == LAYER_POLYGONS);
        copy_to_grid(&lines, shape);
    } else if (is_ok) {
        shape_start(shape, true);
        if (layer && layer->geometry == LAYER_POLYGONS)
            close_rings(&lines);
        is_ok = buffer_lines(&lines, cutter->km, shape, error);
        if (!is_ok)
            g_prefix_error(error, "%s:%d: cutter '%s': ", sources->project->path, cutter->line,
                           cutter->name);
    }
    g_array_unref(lines.points);
    g_array_unref(lines.counts);
    return is_ok;
}

/* ---- cells --------------------------------------------------------------------------------- */

bool cutter_cells_make(const struct lonlat *sites, size_t count, struct lonlat_box box,
                       struct cutter_shape *shape, GError **error)
{
    shape_start(shape, false);
    if (count < 2)
        return true;
    struct plane plane;
    plane_open(&plane, (struct lonlat){(box.west + box.east) / 2, (box.south + box.north) / 2});
    GEOSGeometry *points =
        GEOSGeom_createLineString_r(plane.geos, sequence_of(&plane, sites, count, false));
    struct lonlat corners[] = {
        {box.west, box.south}, {box.east, box.south}, {box.east, box.north}, {box.west, box.north}};
    GEOSGeometry *frame = GEOSGeom_createPolygon_r(
        plane.geos, GEOSGeom_createLinearRing_r(plane.geos, sequence_of(&plane, corners, 4, true)),
        NULL, 0);
    /* The lines must leave the region: let the frame stand well clear of it. */
    GEOSGeometry *wide_frame = GEOSBuffer_r(plane.geos, frame, 50000, 2);
    GEOSGeometry *lines = GEOSVoronoiDiagram_r(plane.geos, points, wide_frame, 0, 1);
    bool is_ok = lines != NULL;
    if (is_ok)
        append_geometry(&plane, lines, shape);
    else
        g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_INPUT, "cells: %s",
                    plane.message ? plane.message : "failed");
    GEOSGeom_destroy_r(plane.geos, lines);
    GEOSGeom_destroy_r(plane.geos, wide_frame);
    GEOSGeom_destroy_r(plane.geos, frame);
    GEOSGeom_destroy_r(plane.geos, points);
    plane_close(&plane);
    return is_ok;
}

/* ---- inscribed circles --------------------------------------------------------------------- */

/* Of the box around a geometry, the shorter side. */
static double narrow_side_m(const struct plane *plane, const GEOSGeometry *geometry)
{
    double west = 0, east = 0, south = 0, north = 0;
    GEOSGeom_getXMin_r(plane->geos, geometry, &west);
    GEOSGeom_getXMax_r(plane->geos, geometry, &east);
    GEOSGeom_getYMin_r(plane->geos, geometry, &south);
    GEOSGeom_getYMax_r(plane->geos, geometry, &north);
    return MIN(east - west, north - south);
}

/* GEOS begins with squares as wide as the box's shorter side: of a gap of a centimetre along a
 * meridian, between two layers of one border, they are a hundred million. */
static double inscribed_radius_m(const struct plane *plane, const GEOSGeometry *polygon,
                                 double tolerance_m)
{
    double most_m = narrow_side_m(plane, polygon) / 2;
    if (most_m <= tolerance_m)
        return most_m;
    GEOSGeometry *radius = GEOSMaximumInscribedCircle_r(plane->geos, polygon, tolerance_m);
    double length = 0;
    if (radius)
        GEOSLength_r(plane->geos, radius, &length);
    GEOSGeom_destroy_r(plane->geos, radius);
    return length;
}

double cutter_inscribed_radius_m(const struct gridpt *points, const size_t *counts, size_t rings,
                                 double tolerance_m)
{
    g_autofree struct lonlat *at = NULL;
    size_t total = 0;
    for (size_t i = 0; i < rings; i++)
        total += counts[i];
    at = g_new(struct lonlat, MAX(total, 1));
    for (size_t i = 0; i < total; i++)
        at[i] = gridpt_to_lonlat(points[i]);

    struct plane plane;
    plane_open(&plane, at[0]);
    g_autofree GEOSGeometry **holes = g_new0(GEOSGeometry *, rings);
    GEOSGeometry *shell = NULL;
    size_t first = 0;
    for (size_t i = 0; i < rings; first += counts[i++]) {
        GEOSGeometry *ring = GEOSGeom_createLinearRing_r(
            plane.geos, sequence_of(&plane, at + first, counts[i], true));
        if (i == 0)
            shell = ring;
        else
            holes[i - 1] = ring;
    }
    GEOSGeometry *polygon =
        GEOSGeom_createPolygon_r(plane.geos, shell, holes, (unsigned)(rings - 1));
    double radius_m = inscribed_radius_m(&plane, polygon, tolerance_m);
    GEOSGeom_destroy_r(plane.geos, polygon);
    plane_close(&plane);
    return radius_m;
}
