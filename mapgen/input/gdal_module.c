#include "input/gdal_module.h"
#include "base/error.h"
#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_string.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <stdarg.h>
#include <string.h>

typedef void gdal_dataset, ogr_feature, ogr_geometry;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(gdal_dataset, GDALClose)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ogr_feature, OGR_F_Destroy)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ogr_geometry, OGR_G_DestroyGeometry)

/* A layer while it is read. */
struct reading {
    const char *path;
    OGRLayerH source;
    struct layer_builder *builder;
    bool has_geometry; /* the first feature with one decides */
    enum layer_geometry geometry;
};

/* GDAL's last complaint as one line without a full stop; the caller frees it. */
static char *last_message(void)
{
    char *message = g_utf8_make_valid(CPLGetLastErrorMsg(), -1);
    g_strdelimit(message, "\r\n", ' ');
    g_strchomp(message);
    if (g_str_has_suffix(message, "."))
        message[strlen(message) - 1] = '\0';
    return message;
}

G_GNUC_PRINTF(3, 4)
static bool fail(const char *path, GError **error, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *sentence = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    error_at(error, path, 0, 0, "%s", sentence);
    return false;
}

/* The path as GDAL's virtual file systems spell it; the caller frees it. */
static char *gdal_path(const char *path)
{
    if (g_str_has_prefix(path, "/vsi"))
        return g_strdup(path);
    bool is_web = g_str_has_prefix(path, "http://") || g_str_has_prefix(path, "https://");
    g_autofree char *lower = g_ascii_strdown(path, -1);
    bool is_zip = g_str_has_suffix(lower, ".zip") || strstr(lower, ".zip/") != NULL;
    return g_strconcat(is_zip ? "/vsizip/" : "", is_web ? "/vsicurl/" : "", path, NULL);
}

static OGRLayerH find_layer(GDALDatasetH dataset, const char *path, const char *name,
                            GError **error)
{
    int count = GDALDatasetGetLayerCount(dataset);
    if (count == 0) {
        fail(path, error, "holds no layer");
        return NULL;
    }
    if (name == NULL)
        return GDALDatasetGetLayer(dataset, 0);
    g_autoptr(GPtrArray) known = g_ptr_array_new();
    for (int i = 0; i < count; i++) {
        OGRLayerH layer = GDALDatasetGetLayer(dataset, i);
        if (strcmp(OGR_L_GetName(layer), name) == 0)
            return layer;
        g_ptr_array_add(known, (char *)OGR_L_GetName(layer));
    }
    g_ptr_array_add(known, NULL);
    const char *nearest = error_nearest(name, (const char *const *)known->pdata);
    g_autofree char *all = g_strjoinv("', '", (char **)known->pdata);
    if (nearest != NULL)
        fail(path, error, "has no layer '%s'; did you mean '%s'?", name, nearest);
    else
        fail(path, error, "has no layer '%s', but '%s'", name, all);
    return NULL;
}

/* The coordinate system in words that PROJ reads; NULL when the layer does not say. */
static char *crs_text(OGRLayerH source)
{
    OGRSpatialReferenceH system = OGR_L_GetSpatialRef(source);
    if (system == NULL)
        return NULL;
    const char *authority = OSRGetAuthorityName(system, NULL);
    const char *code = OSRGetAuthorityCode(system, NULL);
    if (authority != NULL && code != NULL)
        return g_strdup_printf("%s:%s", authority, code);
    char *wkt = NULL;
    const char *const options[] = {"FORMAT=WKT2_2019", NULL};
    char *text = OSRExportToWktEx(system, &wkt, options) == OGRERR_NONE ? g_strdup(wkt) : NULL;
    CPLFree(wkt);
    return text;
}

static void add_points(struct layer_builder *builder, OGRGeometryH geometry)
{
    int count = OGR_G_GetPointCount(geometry);
    for (int i = 0; i < count; i++)
        layer_builder_point(builder, OGR_G_GetX(geometry, i), OGR_G_GetY(geometry, i));
}

static void add_part(struct layer_builder *builder, OGRGeometryH geometry)
{
    if (OGR_G_GetPointCount(geometry) == 0)
        return;
    layer_builder_part(builder);
    add_points(builder, geometry);
}

static void add_multipoint(struct layer_builder *builder, OGRGeometryH points)
{
    layer_builder_part(builder);
    for (int i = 0; i < OGR_G_GetGeometryCount(points); i++)
        add_points(builder, OGR_G_GetGeometryRef(points, i));
}

static bool check_kind(struct reading *reading, int record, enum layer_geometry geometry,
                       GError **error)
{
    static const char *const names[] = {"points", "lines", "polygons"};
    if (reading->has_geometry && reading->geometry != geometry)
        return fail(reading->path, error, "record %d: %s in a layer of %s", record, names[geometry],
                    names[reading->geometry]);
    reading->has_geometry = true;
    reading->geometry = geometry;
    return true;
}

/* Adds a geometry without curves. */
static bool add_geometry(struct reading *reading, int record, OGRGeometryH geometry, GError **error)
{
    struct layer_builder *builder = reading->builder;
    OGRwkbGeometryType type = wkbFlatten(OGR_G_GetGeometryType(geometry));
    switch (type) {
    case wkbPoint:
    case wkbMultiPoint:
        if (!check_kind(reading, record, LAYER_POINTS, error))
            return false;
        type == wkbPoint ? add_part(builder, geometry) : add_multipoint(builder, geometry);
        return true;
    case wkbLineString:
        if (!check_kind(reading, record, LAYER_LINES, error))
            return false;
        add_part(builder, geometry);
        return true;
    case wkbPolygon:
    case wkbTriangle:
        if (!check_kind(reading, record, LAYER_POLYGONS, error))
            return false;
        for (int i = 0; i < OGR_G_GetGeometryCount(geometry); i++)
            add_part(builder, OGR_G_GetGeometryRef(geometry, i));
        return true;
    case wkbMultiLineString:
    case wkbMultiPolygon:
        for (int i = 0; i < OGR_G_GetGeometryCount(geometry); i++)
            if (!add_geometry(reading, record, OGR_G_GetGeometryRef(geometry, i), error))
                return false;
        return true;
    default:
        return fail(reading->path, error, "record %d: a geometry of type %s makes no layer", record,
                    OGRGeometryTypeToName(type));
    }
}

static bool add_values(struct reading *reading, int record, OGRFeatureH feature, GError **error)
{
    for (int field = 0; field < OGR_F_GetFieldCount(feature); field++) {
        const char *value = OGR_F_IsFieldSetAndNotNull(feature, field)
                                ? OGR_F_GetFieldAsString(feature, field)
                                : "";
        if (!g_utf8_validate(value, -1, NULL))
            return fail(reading->path, error,
                        "record %d: field '%s' is not valid UTF-8; if the file has another "
                        "encoding, give it as 'encoding' in the project",
                        record, OGR_Fld_GetNameRef(OGR_F_GetFieldDefnRef(feature, field)));
        layer_builder_value(reading->builder, value);
    }
    return true;
}

static bool add_feature(struct reading *reading, int record, OGRFeatureH feature, GError **error)
{
    layer_builder_feature(reading->builder, record);
    if (!add_values(reading, record, feature, error))
        return false;
    OGRGeometryH geometry = OGR_F_GetGeometryRef(feature);
    if (geometry == NULL || OGR_G_IsEmpty(geometry))
        return true;
    if (!OGR_G_HasCurveGeometry(geometry, FALSE))
        return add_geometry(reading, record, geometry, error);
    g_autoptr(ogr_geometry) linear = OGR_G_GetLinearGeometry(geometry, 0, NULL);
    return add_geometry(reading, record, linear, error);
}

static bool add_fields(struct reading *reading, GError **error)
{
    OGRFeatureDefnH definition = OGR_L_GetLayerDefn(reading->source);
    if (OGR_FD_GetGeomType(definition) == wkbNone)
        return fail(reading->path, error, "layer '%s' has no geometry",
                    OGR_L_GetName(reading->source));
    for (int field = 0; field < OGR_FD_GetFieldCount(definition); field++) {
        const char *name = OGR_Fld_GetNameRef(OGR_FD_GetFieldDefn(definition, field));
        if (!g_utf8_validate(name, -1, NULL))
            return fail(reading->path, error, "the name of field %d is not valid UTF-8", field + 1);
        layer_builder_field(reading->builder, name);
    }
    return true;
}

static bool add_features(struct reading *reading, GError **error)
{
    OGR_L_ResetReading(reading->source);
    for (int record = 0;; record++) {
        g_autoptr(ogr_feature) feature = OGR_L_GetNextFeature(reading->source);
        if (feature == NULL)
            break;
        if (!add_feature(reading, record, feature, error))
            return false;
    }
    /* The end of a layer and a failure within it look the same. */
    if (CPLGetLastErrorType() >= CE_Failure) {
        g_autofree char *message = last_message();
        return fail(reading->path, error, "GDAL cannot read all of it: %s", message);
    }
    return true;
}

static struct layer *read_quietly(const char *path, const struct layer_options *options, char **crs,
                                  report *report, GError **error)
{
    GDALAllRegister();
    g_autofree char *file = gdal_path(path);
    g_autofree char *encoding =
        g_strconcat("ENCODING=", options->encoding != NULL ? options->encoding : "", NULL);
    const char *const settings[] = {encoding, NULL};
    CPLErrorReset();
    g_autoptr(gdal_dataset) dataset = GDALOpenEx(file, GDAL_OF_VECTOR | GDAL_OF_READONLY, NULL,
                                                 options->encoding != NULL ? settings : NULL, NULL);
    if (dataset == NULL) {
        g_autofree char *message = last_message();
        fail(path, error, "GDAL cannot read it: %s",
             *message != '\0' ? message : "its format is not known");
        return NULL;
    }
    g_autoptr(layer_builder) builder = layer_builder_new(LAYER_POINTS);
    struct reading reading = {.path = path, .builder = builder};
    reading.source = find_layer(dataset, path, options->sublayer, error);
    if (reading.source == NULL || !add_fields(&reading, error) || !add_features(&reading, error))
        return NULL;
    if (CPLGetLastErrorType() == CE_Warning) {
        g_autofree char *message = last_message();
        report_add(report, (struct finding){SEVERITY_WARNING, "layer", .file = path},
                   "GDAL warns: %s", message);
    }
    *crs = crs_text(reading.source);
    struct layer *layer = layer_builder_finish(builder);
    layer->geometry = reading.geometry;
    return layer;
}

struct layer *gdal_module_read(const char *path, const struct layer_options *options, char **crs,
                               report *report, GError **error)
{
    CPLPushErrorHandler(CPLQuietErrorHandler);
    struct layer *layer = read_quietly(path, options, crs, report, error);
    CPLPopErrorHandler();
    return layer;
}
