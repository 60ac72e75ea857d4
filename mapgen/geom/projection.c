#include "geom/projection.h"

#include "base/error.h"
#include "base/number.h"
#include "geom/proj_library.h"

#include <math.h>
#include <string.h>

struct projection {
    PJ_CONTEXT *context;
    PJ *transformation;
};

static void say_nothing(void *data, int level, const char *message)
{
    (void)data, (void)level, (void)message;
}

/* True for a definition that may name a file of PROJ's: a grid, or its database behind "+init". */
static bool needs_files(const char *definition)
{
    return strstr(definition, "grids") || strstr(definition, "init=") ||
           !strstr(definition, "proj=");
}

projection *projection_new(const char *definition, GError **error)
{
    projection *p = g_new0(projection, 1);
    p->context = proj_context_create();
    proj_log_func(p->context, NULL, say_nothing);
    /* PROJ opens its database for every projection, a tenth of the time of a small map, and reads
     * nothing in it for one that is spelled out. */
    static const char *const nowhere[] = {"/dev/null"};
    if (!needs_files(definition))
        proj_context_set_search_paths(p->context, 1, nowhere);
    p->transformation = proj_create(p->context, definition);
    if (p->transformation && proj_angular_input(p->transformation, PJ_FWD))
        return p;
    int code = proj_context_errno(p->context);
    g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_INPUT, "projection '%s': %s", definition,
                code ? proj_context_errno_string(p->context, code)
                     : "not a projection from degrees to metres");
    projection_free(p);
    return NULL;
}

void projection_free(projection *projection)
{
    if (!projection)
        return;
    proj_destroy(projection->transformation);
    proj_context_destroy(projection->context);
    g_free(projection);
}

/* Parallels whose sum is less than this have no cone: the equator lies in their middle. */
#define LEAST_CONE_DEG 0.01

static void append_degrees(GString *text, const char *name, double degrees)
{
    g_string_append_printf(text, " +%s=", name);
    number_append(text, degrees, 6);
}

char *projection_for_extent(struct lonlat_box extent)
{
    double height = extent.north - extent.south, middle = (extent.west + extent.east) / 2;
    double lon_0 = middle > 180 ? middle - 360 : middle;
    double lat_1 = extent.south + height / 6, lat_2 = extent.south + height * 5 / 6;
    g_autoptr(GString) text = g_string_new(NULL);
    if (extent.east - extent.west > 90) {
        g_string_append(text, "+proj=eqearth");
    } else if (fabs(lat_1 + lat_2) < LEAST_CONE_DEG) {
        g_string_append(text, "+proj=merc");
        append_degrees(text, "lat_ts", lat_2);
    } else {
        g_string_append(text, "+proj=lcc");
        append_degrees(text, "lat_1", lat_1);
        append_degrees(text, "lat_2", lat_2);
        append_degrees(text, "lat_0", extent.south + height / 2);
    }
    append_degrees(text, "lon_0", lon_0);
    g_string_append(text, " +ellps=WGS84 +units=m");
    return g_string_free(g_steal_pointer(&text), FALSE);
}

projection *projection_about(struct lonlat centre)
{
    g_autoptr(GString) text = g_string_new("+proj=aeqd +lat_0=");
    number_append(text, centre.lat, 7);
    g_string_append(text, " +lon_0=");
    number_append(text, centre.lon, 7);
    g_string_append(text, " +ellps=WGS84");
    g_autoptr(GError) error = NULL;
    projection *projection = projection_new(text->str, &error);
    if (!projection)
        g_error("%s", error->message);
    return projection;
}

struct mapxy projection_forward(const projection *projection, struct lonlat at)
{
    PJ_COORD c = proj_coord(at.lon * G_PI / 180, at.lat * G_PI / 180, 0, 0);
    c = proj_trans(projection->transformation, PJ_FWD, c);
    return (struct mapxy){c.xy.x, c.xy.y};
}

struct lonlat projection_inverse(const projection *projection, struct mapxy at)
{
    PJ_COORD c = proj_trans(projection->transformation, PJ_INV, proj_coord(at.x, at.y, 0, 0));
    return (struct lonlat){c.lp.lam * 180 / G_PI, c.lp.phi * 180 / G_PI};
}
