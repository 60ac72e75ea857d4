#include "input/layer.h"
#include "base/error.h"
#include "base/module.h"
#include "geom/proj_library.h"
#include "input/antimeridian.h"
#include "input/gdal_module.h"
#include "input/shapefile.h"
#include <math.h>
#include <stdarg.h>
#include <string.h>

void layer_free(struct layer *layer)
{
    if (layer == NULL)
        return;
    g_free(layer->name);
    g_free(layer->path);
    g_free(layer->points);
    g_free(layer->parts);
    g_free(layer->features);
    g_strfreev(layer->fields);
    g_strfreev(layer->values);
    g_free(layer);
}

int layer_field(const struct layer *layer, const char *name)
{
    for (size_t i = 0; i < layer->field_count; i++)
        if (g_ascii_strcasecmp(layer->fields[i], name) == 0)
            return (int)i;
    return -1;
}

const char *layer_value(const struct layer *layer, size_t feature, int field)
{
    if (field < 0)
        return "";
    return layer->values[feature * layer->field_count + (size_t)field];
}

/* What people call the feature: a field that is named like a key, else one that ends like one, else
 * the first that is not empty. */
static const char *feature_word(const struct layer *layer, size_t feature)
{
    static const char *const keys[] = {"code", "id", "key", "name"};
    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
        const char *value = layer_value(layer, feature, layer_field(layer, keys[i]));
        if (*value != '\0')
            return value;
    }
    const char *first = "";
    for (size_t i = 0; i < layer->field_count; i++) {
        const char *value = layer_value(layer, feature, (int)i);
        if (*value == '\0')
            continue;
        g_autofree char *name = g_ascii_strdown(layer->fields[i], -1);
        if (g_str_has_suffix(name, "code") || g_str_has_suffix(name, "name"))
            return value;
        if (*first == '\0')
            first = value;
    }
    return first;
}

/* "record 12 (AZE-1735)", or "record 12" when it has no word. */
static char *record_label(const struct layer *layer, size_t feature)
{
    const char *word = feature_word(layer, feature);
    int record = layer->features[feature].record;
    return *word != '\0' ? g_strdup_printf("record %d (%s)", record, word)
                         : g_strdup_printf("record %d", record);
}

char *layer_feature_label(const struct layer *layer, size_t feature)
{
    g_autofree char *record = record_label(layer, feature);
    return g_strdup_printf("%s: %s", layer->path, record);
}

G_GNUC_PRINTF(4, 5)
static bool feature_error(const struct layer *layer, size_t feature, GError **error,
                          const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *sentence = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_autofree char *record = record_label(layer, feature);
    error_at(error, layer->path, 0, 0, "%s: %s", record, sentence);
    return false;
}

/* The feature that a point belongs to, for messages: a search, since only errors ask. */
static size_t feature_of_point(const struct layer *layer, size_t point)
{
    for (size_t f = 0; f < layer->feature_count; f++) {
        const struct layer_feature *feature = &layer->features[f];
        for (size_t p = 0; p < feature->part_count; p++) {
            const struct layer_part *part = &layer->parts[feature->first_part + p];
            if (point >= part->first && point - part->first < part->count)
                return f;
        }
    }
    g_assert_not_reached();
}

/* How often something was mended, and where first. */
struct mending {
    size_t count, feature;
};

static void mending_add(struct mending *mending, size_t feature, size_t count)
{
    if (count == 0)
        return;
    if (mending->count == 0)
        mending->feature = feature;
    mending->count += count;
}

static void mending_report(const struct mending *mending, const struct layer *layer, report *report,
                           enum severity severity, const char *one, const char *many)
{
    if (mending->count == 0)
        return;
    g_autofree char *record = record_label(layer, mending->feature);
    if (mending->count == 1)
        report_add(report, (struct finding){severity, "layer", layer->name, layer->path}, "%s: %s",
                   record, one);
    else
        report_add(report, (struct finding){severity, "layer", layer->name, layer->path},
                   "%zu %s, the first in %s", mending->count, many, record);
}

static bool is_same_point(struct lonlat a, struct lonlat b)
{
    return a.lon == b.lon && a.lat == b.lat;
}

/* Copies a part to `to`, without the points that repeat the one before; answers how many are left.
 * `to` may lie before `from` in the same array. */
static size_t copy_without_repeats(struct lonlat *to, const struct lonlat *from, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || !is_same_point(to[kept - 1], from[i]))
            to[kept++] = from[i];
    return kept;
}

/* Drops repeated points and the closing point of rings, in place. Rings that are not closed count
 * as closed by their first point. */
static bool mend_parts(struct layer *layer, report *report, GError **error)
{
    struct mending repeated = {0}, open = {0}, empty = {0};
    size_t point_count = 0;
    for (size_t f = 0; f < layer->feature_count; f++) {
        const struct layer_feature *feature = &layer->features[f];
        mending_add(&empty, f, feature->part_count == 0);
        for (size_t p = 0; p < feature->part_count; p++) {
            struct layer_part *part = &layer->parts[feature->first_part + p];
            struct lonlat *points = &layer->points[point_count];
            size_t kept = copy_without_repeats(points, &layer->points[part->first], part->count);
            mending_add(&repeated, f, part->count - kept);
            if (layer->geometry == LAYER_POLYGONS) {
                bool is_closed = kept > 1 && is_same_point(points[0], points[kept - 1]);
                mending_add(&open, f, !is_closed);
                kept -= is_closed;
                if (kept < 3)
                    return feature_error(layer, f, error,
                                         "ring %zu of %zu has %zu different points in a row, "
                                         "3 are needed",
                                         p + 1, feature->part_count, kept);
            } else if (layer->geometry == LAYER_LINES && kept < 2) {
                return feature_error(layer, f, error,
                                     "line %zu of %zu has %zu different points in a row, "
                                     "2 are needed",
                                     p + 1, feature->part_count, kept);
            }
            part->first = point_count;
            part->count = kept;
            point_count += kept;
        }
    }
    layer->point_count = point_count;
    mending_report(&repeated, layer, report, SEVERITY_NOTE, "a repeated point is left out",
                   "repeated points are left out");
    mending_report(&open, layer, report, SEVERITY_WARNING,
                   "a ring does not end where it starts and is closed by a straight line",
                   "rings do not end where they start and are closed by a straight line");
    mending_report(&empty, layer, report, SEVERITY_WARNING, "has no geometry",
                   "features have no geometry");
    return true;
}

static bool check_finite(const struct layer *layer, GError **error)
{
    for (size_t i = 0; i < layer->point_count; i++)
        if (!isfinite(layer->points[i].lon) || !isfinite(layer->points[i].lat))
            return feature_error(layer, feature_of_point(layer, i), error,
                                 "a coordinate is not a number");
    return true;
}

/* Longitudes and latitudes on the globe. What passes it by a rounding error, as files that touch
 * the antimeridian do, is put back on it. */
static bool check_on_globe(struct layer *layer, bool is_crs_known, GError **error)
{
    const double slack = 1e-6; /* degrees: 0.1 m */
    for (size_t i = 0; i < layer->point_count; i++) {
        struct lonlat *at = &layer->points[i];
        if (fabs(at->lon) > 180 + slack || fabs(at->lat) > 90 + slack)
            return feature_error(layer, feature_of_point(layer, i), error,
                                 "%.10g, %.10g is no longitude and latitude%s", at->lon, at->lat,
                                 is_crs_known ? ""
                                              : "; the file does not say its coordinate system, "
                                                "give it as 'crs' in the project");
        at->lon = CLAMP(at->lon, -180, 180);
        at->lat = CLAMP(at->lat, -90, 90);
    }
    return true;
}

/* A cheap test that recognises what is in most .prj files, so that PROJ need not open its database:
 * false means "ask PROJ". */
static bool is_plain_wgs84(const char *crs)
{
    GString *bare = g_string_new(NULL);
    for (const char *c = crs; *c != '\0'; c++)
        if (!g_ascii_isspace(*c))
            g_string_append_c(bare, g_ascii_toupper(*c));
    g_autofree char *text = g_string_free(bare, FALSE);
    if (strcmp(text, "EPSG:4326") == 0 || strcmp(text, "OGC:CRS84") == 0)
        return true;
    return g_str_has_prefix(text, "GEOGCS[\"") &&
           (strstr(text, "DATUM[\"D_WGS_1984\",SPHEROID[\"") != NULL ||
            strstr(text, "DATUM[\"WGS_1984\",SPHEROID[\"") != NULL) &&
           strstr(text, ",6378137") != NULL && strstr(text, ",298.257223563") != NULL &&
           (strstr(text, "PRIMEM[\"GREENWICH\",0]") != NULL ||
            strstr(text, "PRIMEM[\"GREENWICH\",0.0]") != NULL) &&
           strstr(text, "UNIT[\"DEGREE\",0.0174532925199") != NULL &&
           strstr(text, "AXIS[") == NULL && strstr(text, "TOWGS84[") == NULL;
}

static void drop_message(void *data, int level, const char *message)
{
    (void)data, (void)level, (void)message;
}

typedef PJ proj_object;
typedef PJ_CONTEXT proj_context;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(proj_object, proj_destroy)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(proj_context, proj_context_destroy)

static bool crs_error(const struct layer *layer, const char *crs, PJ_CONTEXT *context,
                      GError **error)
{
    int code = proj_context_errno(context);
    error_at(error, layer->path, 0, 0, "PROJ cannot use the coordinate system '%.60s%s': %s", crs,
             strlen(crs) > 60 ? "..." : "",
             code != 0 ? proj_context_errno_string(context, code) : "it is not one that it knows");
    return false;
}

/* Turns coordinates of `crs` into degrees on WGS84, longitude first. */
static bool reproject(struct layer *layer, const char *crs, GError **error)
{
    if (is_plain_wgs84(crs))
        return true;
    g_autoptr(proj_context) context = proj_context_create();
    proj_log_func(context, NULL, drop_message);
    proj_context_set_enable_network(context, 0);
    /* Without "+type=crs" PROJ takes a PROJ string for a conversion. */
    bool is_proj_string = strstr(crs, "proj=") != NULL && strstr(crs, "type=crs") == NULL;
    g_autofree char *definition = g_strconcat(crs, is_proj_string ? " +type=crs" : "", NULL);
    g_autoptr(proj_object) source = proj_create(context, definition);
    if (source == NULL)
        return crs_error(layer, crs, context, error);
    g_autoptr(proj_object) wgs84 = proj_create(context, "OGC:CRS84");
    if (wgs84 == NULL) {
        error_at(error, layer->path, 0, 0,
                 "PROJ cannot open its database, which is needed to reproject the layer; on Debian "
                 "it is in the package proj-data");
        return false;
    }
    if (proj_is_equivalent_to_with_ctx(context, source, wgs84,
                                       PJ_COMP_EQUIVALENT_EXCEPT_AXIS_ORDER_GEOGCRS))
        return true;
    g_autoptr(proj_object) found =
        proj_create_crs_to_crs_from_pj(context, source, wgs84, NULL, NULL);
    if (found == NULL)
        return crs_error(layer, crs, context, error);
    g_autoptr(proj_object) transform = proj_normalize_for_visualization(context, found);
    if (transform == NULL)
        return crs_error(layer, crs, context, error);
    if (layer->point_count == 0)
        return true;
    proj_trans_generic(transform, PJ_FWD, &layer->points[0].lon, sizeof(struct lonlat),
                       layer->point_count, &layer->points[0].lat, sizeof(struct lonlat),
                       layer->point_count, NULL, 0, 0, NULL, 0, 0);
    for (size_t i = 0; i < layer->point_count; i++)
        if (!isfinite(layer->points[i].lon) || !isfinite(layer->points[i].lat))
            return feature_error(layer, feature_of_point(layer, i), error,
                                 "a point lies outside the area of its coordinate system");
    antimeridian_cut(layer, true);
    return true;
}

static bool is_remote(const char *path)
{
    return strstr(path, "://") != NULL || g_str_has_prefix(path, "/vsi");
}

static struct layer *read_by_gdal(const char *path, const struct layer_options *options, char **crs,
                                  report *report, GError **error)
{
    if (!is_remote(path) && strstr(path, ".zip/") == NULL &&
        !g_file_test(path, G_FILE_TEST_EXISTS)) {
        error_at(error, path, 0, 0, "there is no such file");
        return NULL;
    }
    g_autofree char *why = NULL;
    layer_reader *read;
    /* POSIX's way around ISO C, which has no cast from data to function pointers. */
    *(void **)&read = module_function("mapgen-gdal.so", "gdal_module_read", &why);
    if (read == NULL) {
        error_at(error, path, 0, 0,
                 "only shapefiles can be read without the module mapgen-gdal.so, and it %s", why);
        return NULL;
    }
    return read(path, options, crs, report, error);
}

static bool is_shapefile(const char *path)
{
    size_t length = strlen(path);
    return !is_remote(path) && strstr(path, ".zip/") == NULL && length > 4 &&
           g_ascii_strcasecmp(path + length - 4, ".shp") == 0;
}

/* What GDAL reads from one file, and knows nothing of others beside it. */
static bool is_one_file(const char *path)
{
    static const char *const endings[] = {".geojson", ".json", ".gpkg", ".kml", ".kmz", ".fgb"};
    for (size_t i = 0; i < G_N_ELEMENTS(endings); i++)
        if (g_str_has_suffix(path, endings[i]))
            return !is_remote(path);
    return false;
}

bool layer_files(const char *path, GPtrArray *files)
{
    static const char *const parts[] = {"shp", "shx", "dbf", "prj", "cpg",
                                        "SHP", "SHX", "DBF", "PRJ", "CPG"};
    if (!is_shapefile(path)) {
        g_ptr_array_add(files, g_strdup(path));
        return is_one_file(path);
    }
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
        g_ptr_array_add(files, g_strdup_printf("%.*s%s", (int)strlen(path) - 3, path, parts[i]));
    return true;
}

static char *name_from_path(const char *path)
{
    char *name = g_path_get_basename(path);
    char *dot = strrchr(name, '.');
    if (dot != NULL && dot != name)
        *dot = '\0';
    return name;
}

struct layer *layer_read(const char *path, const struct layer_options *options, report *report,
                         GError **error)
{
    const struct layer_options plain = {0};
    if (options == NULL)
        options = &plain;

    g_autofree char *crs_of_file = NULL;
    layer_reader *read = is_shapefile(path) ? shapefile_read : read_by_gdal;
    g_autoptr(layer) layer = read(path, options, &crs_of_file, report, error);
    if (layer == NULL)
        return NULL;
    layer->path = g_strdup(path);
    layer->name = options->name != NULL ? g_strdup(options->name) : name_from_path(path);

    const char *crs = options->crs != NULL ? options->crs : crs_of_file;
    if (crs == NULL)
        report_add(report, (struct finding){SEVERITY_NOTE, "layer", layer->name, path},
                   "the file does not say its coordinate system; WGS84 degrees are assumed");
    if (!check_finite(layer, error) || !mend_parts(layer, report, error) ||
        (crs != NULL && !reproject(layer, crs, error)))
        return NULL;
    antimeridian_cut(layer, false);
    if (!check_on_globe(layer, crs != NULL, error))
        return NULL;
    return g_steal_pointer(&layer);
}
