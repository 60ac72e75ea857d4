/* The part of the module mapgen-gdal.so that writes. */
#include "output/geopackage.h"

#include "base/error.h"
#include "geom/grid.h"
#include <cpl_conv.h>
#include <cpl_error.h>
#include <cpl_vsi.h>
#include <gdal.h>
#include <ogr_api.h>
#include <ogr_srs_api.h>
#include <string.h>

/* Of all files, so that they are the same bytes. */
#define FILE_TIME "2000-01-01T00:00:00.000Z"

typedef void ogr_feature, ogr_system;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ogr_feature, OGR_F_Destroy)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ogr_system, OSRDestroySpatialReference)

static bool fail(const char *path, const char *reason, GError **error)
{
    g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_OUTPUT, "%s: cannot be written: %s", path,
                reason);
    return false;
}

static bool fail_gdal(const char *path, GError **error)
{
    g_autofree char *message = g_utf8_make_valid(CPLGetLastErrorMsg(), -1);
    g_autofree char *reason = g_strconcat("GDAL says: ", g_strchomp(message), NULL);
    return fail(path, reason, error);
}

/* ---- geometry ------------------------------------------------------------------------------ */

static void add_point(OGRGeometryH line, struct gridpt point)
{
    struct lonlat at = gridpt_to_lonlat(point);
    OGR_G_AddPoint_2D(line, at.lon, at.lat);
}

static OGRGeometryH part_line(const struct features *features, const struct feature_part *part)
{
    OGRGeometryH line = OGR_G_CreateGeometry(features->is_lines ? wkbLineString : wkbLinearRing);
    const struct gridpt *points = features_points(features, part);
    for (size_t i = 0; i < part->count; i++)
        add_point(line, points[i]);
    if (!features->is_lines)
        add_point(line, points[0]);
    return line;
}

static OGRGeometryH feature_geometry(const struct features *features, size_t number)
{
    const struct feature *feature = features_at(features, number);
    OGRGeometryH all =
        OGR_G_CreateGeometry(features->is_lines ? wkbMultiLineString : wkbMultiPolygon);
    OGRGeometryH polygon = NULL;
    for (size_t p = 0; p < feature->part_count; p++) {
        const struct feature_part *part = features_part(features, feature, p);
        OGRGeometryH line = part_line(features, part);
        if (features->is_lines) {
            OGR_G_AddGeometryDirectly(all, line);
            continue;
        }
        if (!part->is_hole) {
            polygon = OGR_G_CreateGeometry(wkbPolygon);
            OGR_G_AddGeometryDirectly(all, polygon);
        }
        OGR_G_AddGeometryDirectly(polygon, line);
    }
    return all;
}

/* ---- attributes ---------------------------------------------------------------------------- */

static bool add_field(OGRLayerH layer, const char *name, OGRFieldType type)
{
    OGRFieldDefnH field = OGR_Fld_Create(name, type);
    bool is_ok = OGR_L_CreateField(layer, field, FALSE) == OGRERR_NONE;
    OGR_Fld_Destroy(field);
    return is_ok;
}

static bool add_fields(OGRLayerH layer, const struct features *features)
{
    for (size_t f = 0; f < features->field_count; f++) {
        const struct field *field = &features->fields[f];
        OGRFieldType type = field->kind == FIELD_DAY      ? OFTDate
                            : field->kind != FIELD_NUMBER ? OFTString
                            : field->decimals > 0         ? OFTReal
                                                          : OFTInteger;
        if (!field->is_json_only && !add_field(layer, field->name, type))
            return false;
    }
    return true;
}

static bool set_day(OGRFeatureH row, int column, day_number day, const char *path, GError **error)
{
    char name[16];
    if (day == DAY_BEFORE_ALL || day == DAY_AFTER_ALL)
        return true;
    struct civil_date date = day_to_civil(day);
    if (date.year < 1 || date.year > 9999) {
        g_autofree char *reason =
            g_strdup_printf("%s does not fit a GeoPackage, whose years are 1 to 9999; write "
                            ".geojson",
                            day_format(day, name));
        return fail(path, reason, error);
    }
    OGR_F_SetFieldDateTime(row, column, date.year, date.month, date.day, 0, 0, 0, 0);
    return true;
}

static bool set_value(OGRFeatureH row, int column, const struct field *field,
                      const struct field_value *value, const char *path, GError **error)
{
    g_autofree char *joined = NULL;
    switch (field->kind) {
    case FIELD_DAY:
        return set_day(row, column, value->day, path, error);
    case FIELD_NUMBER:
        if (value->number == value->number)
            OGR_F_SetFieldDouble(row, column, value->number);
        return true;
    case FIELD_LIST:
        joined = field_value_joined(value);
        if (joined)
            OGR_F_SetFieldString(row, column, joined);
        return true;
    case FIELD_TEXT:
        if (value->text)
            OGR_F_SetFieldString(row, column, value->text);
        return true;
    }
    return true;
}

static bool add_row(OGRLayerH layer, const struct features *features, size_t number,
                    const char *path, GError **error)
{
    g_autoptr(ogr_feature) row = OGR_F_Create(OGR_L_GetLayerDefn(layer));
    int column = 0;
    for (size_t f = 0; f < features->field_count; f++) {
        const struct field *field = &features->fields[f];
        if (field->is_json_only)
            continue;
        if (!set_value(row, column++, field, features_value(features, number, f), path, error))
            return false;
    }
    OGR_F_SetGeometryDirectly(row, feature_geometry(features, number));
    return OGR_L_CreateFeature(layer, row) == OGRERR_NONE || fail_gdal(path, error);
}

/* ---- tables -------------------------------------------------------------------------------- */

static OGRSpatialReferenceH wgs84(void)
{
    OGRSpatialReferenceH system = OSRNewSpatialReference(NULL);
    OSRImportFromEPSG(system, 4326);
    OSRSetAxisMappingStrategy(system, OAMS_TRADITIONAL_GIS_ORDER);
    return system;
}

static bool add_table(GDALDatasetH dataset, const struct features *features, const char *path,
                      GError **error)
{
    g_autofree char *credits = features->credits ? g_strjoinv("; ", features->credits) : NULL;
    const char *const said[] = {features->title, credits, features->licence};
    g_autoptr(GString) description = g_string_new("DESCRIPTION=");
    for (size_t i = 0; i < G_N_ELEMENTS(said); i++)
        if (said[i])
            g_string_append_printf(description, "%s. ", said[i]);
    const char *const options[] = {"GEOMETRY_NAME=geom", g_strchomp(description->str), NULL};
    g_autoptr(ogr_system) system = wgs84();
    OGRLayerH layer = GDALDatasetCreateLayer(
        dataset, features->name, system, features->is_lines ? wkbMultiLineString : wkbMultiPolygon,
        (char **)options);
    if (layer == NULL || !add_fields(layer, features))
        return fail_gdal(path, error);
    for (size_t i = 0; i < features_count(features); i++)
        if (!add_row(layer, features, i, path, error))
            return false;
    return true;
}

/* The columns of the table that QGIS keeps styles in. */
static bool add_style_fields(OGRLayerH layer)
{
    static const char *const texts[] = {
        "f_table_catalog", "f_table_schema", "f_table_name", "f_geometry_column",
        "styleName",       "styleQML",       "styleSLD",     NULL};
    static const char *const more[] = {"description", "owner", "ui", NULL};
    for (size_t i = 0; texts[i] != NULL; i++)
        if (!add_field(layer, texts[i], OFTString))
            return false;
    OGRFieldDefnH flag = OGR_Fld_Create("useAsDefault", OFTInteger);
    OGR_Fld_SetSubType(flag, OFSTBoolean);
    bool is_ok = OGR_L_CreateField(layer, flag, FALSE) == OGRERR_NONE;
    OGR_Fld_Destroy(flag);
    for (size_t i = 0; is_ok && more[i] != NULL; i++)
        is_ok = add_field(layer, more[i], OFTString);
    return is_ok && add_field(layer, "update_time", OFTDateTime);
}

static void set_text(OGRFeatureH row, const char *name, const char *text)
{
    OGR_F_SetFieldString(row, OGR_F_GetFieldIndex(row, name), text);
}

static bool add_style(OGRLayerH layer, const char *table, const char *style)
{
    g_autoptr(ogr_feature) row = OGR_F_Create(OGR_L_GetLayerDefn(layer));
    set_text(row, "f_table_catalog", "");
    set_text(row, "f_table_schema", "");
    set_text(row, "f_table_name", table);
    set_text(row, "f_geometry_column", "geom");
    set_text(row, "styleName", table);
    set_text(row, "styleQML", style);
    set_text(row, "styleSLD", "");
    set_text(row, "owner", "");
    OGR_F_SetFieldInteger(row, OGR_F_GetFieldIndex(row, "useAsDefault"), 1);
    OGR_F_SetFieldDateTime(row, OGR_F_GetFieldIndex(row, "update_time"), 2000, 1, 1, 0, 0, 0, 100);
    return OGR_L_CreateFeature(layer, row) == OGRERR_NONE;
}

static bool add_styles(GDALDatasetH dataset, const struct features *const *tables,
                       const char *const *styles, size_t count, const char *path, GError **error)
{
    static const char *const options[] = {"FID=id", NULL};
    OGRLayerH layer = NULL;
    for (size_t i = 0; i < count; i++) {
        if (styles[i] == NULL)
            continue;
        if (layer == NULL) {
            layer =
                GDALDatasetCreateLayer(dataset, "layer_styles", NULL, wkbNone, (char **)options);
            if (layer == NULL || !add_style_fields(layer))
                return fail_gdal(path, error);
        }
        if (!add_style(layer, tables[i]->name, styles[i]))
            return fail_gdal(path, error);
    }
    return true;
}

/* ---- the whole ----------------------------------------------------------------------------- */

static bool write_tables(const char *file, const struct features *const *tables,
                         const char *const *styles, size_t count, const char *path, GError **error)
{
    GDALAllRegister();
    GDALDriverH driver = GDALGetDriverByName("GPKG");
    if (driver == NULL)
        return fail(path, "this GDAL has no driver for GeoPackage", error);
    GDALDatasetH dataset = GDALCreate(driver, file, 0, 0, 0, GDT_Unknown, NULL);
    if (dataset == NULL)
        return fail_gdal(path, error);
    bool is_ok = true;
    for (size_t i = 0; i < count && is_ok; i++)
        is_ok = add_table(dataset, tables[i], path, error);
    is_ok = is_ok && add_styles(dataset, tables, styles, count, path, error);
    GDALClose(dataset);
    if (is_ok && CPLGetLastErrorType() >= CE_Failure)
        is_ok = fail_gdal(path, error);
    return is_ok;
}

GBytes *gdal_module_write(const struct features *const *tables, const char *const *styles,
                          size_t count, const char *path, GError **error)
{
    g_autofree char *file = g_strdup_printf("/vsimem/mapgen-%p.gpkg", (const void *)&path);
    GBytes *bytes = NULL;
    CPLPushErrorHandler(CPLQuietErrorHandler);
    CPLErrorReset();
    CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", FILE_TIME);
    if (write_tables(file, tables, styles, count, path, error)) {
        vsi_l_offset size = 0;
        GByte *data = VSIGetMemFileBuffer(file, &size, FALSE);
        bytes = g_bytes_new(data, (gsize)size);
    }
    VSIUnlink(file);
    CPLSetThreadLocalConfigOption("OGR_CURRENT_DATE", NULL);
    CPLPopErrorHandler();
    return bytes;
}
