#include "geom/geodesic.h"

#include "geom/grid.h"
#include "geom/proj_library.h"

#include <math.h>

/* Made once: its series take as long as a few short sides. */
static const struct geod_geodesic *wgs84(void)
{
    static struct geod_geodesic geodesic;
    static gsize is_made;
    if (g_once_init_enter(&is_made)) {
        geod_init(&geodesic, 6378137, 1 / 298.257223563);
        g_once_init_leave(&is_made, 1);
    }
    return &geodesic;
}

/* Square metres of the whole ellipsoid, from the same source. */
static double ellipsoid_area_m2(const struct geod_geodesic *geodesic)
{
    return 4 * G_PI * geodesic->c2;
}

/* Square metres between a parallel and the equator for each radian of longitude (Snyder, "Map
 * projections: a working manual", USGS Professional Paper 1395, 1987, equation 3-12). */
static double zone_m2(const struct geod_geodesic *geodesic, double sin_lat)
{
    double e = sqrt(geodesic->e2), es = e * sin_lat;
    return geodesic->b * geodesic->b / 2 * (sin_lat / (1 - es * es) + atanh(es) / e);
}

/* A side that spans less than this, along and across together, and is this far from the poles is
 * short: what the series leaves out is then under a square metre (measured against the geodesic at
 * all latitudes: at most 0.8; it grows with the fifth power). */
#define SHORT_DEG 0.26
#define HIGH_LAT_DEG 89.0

static bool is_short(struct lonlat a, struct lonlat b)
{
    double dx = a.lon - b.lon, dy = a.lat - b.lat;
    return dx * dx + dy * dy < SHORT_DEG * SHORT_DEG && fabs(a.lat) < HIGH_LAT_DEG &&
           fabs(b.lat) < HIGH_LAT_DEG;
}

/* A point of a chain, and its zone where a short side has asked for it, else NaN. */
struct corner {
    struct lonlat at;
    double sin_lat, zone_m2;
};

static void measure_corner(const struct geod_geodesic *geodesic, struct corner *corner)
{
    if (!isnan(corner->zone_m2))
        return;
    corner->sin_lat = sin(corner->at.lat * G_PI / 180);
    corner->zone_m2 = zone_m2(geodesic, corner->sin_lat);
}

/* Square metres between a short side and the equator, counted positive when it runs east.
 *
 * In the plane of longitude l and zone z, which keeps areas, a geodesic is a curve: with p the
 * radius of the parallel and α the azimuth, dz/dl = p² cot α; by Clairaut (p sin α is the same all
 * along it) d²z/dl² = -p² sin φ (1 + 3 cot² α). The chord's trapezoid lacks -dl³/12 times that, and
 * p dl cot α = M dφ, M the radius of the meridian. */
static double short_side_area_m2(const struct geod_geodesic *geodesic, const struct corner *a,
                                 const struct corner *b)
{
    double dl = (b->at.lon - a->at.lon) * G_PI / 180, df = (b->at.lat - a->at.lat) * G_PI / 180;
    double sin_lat = (a->sin_lat + b->sin_lat) / 2, sin2 = sin_lat * sin_lat;
    double w2 = 1 - geodesic->e2 * sin2;
    double across2 = geodesic->a * geodesic->a * (1 - sin2) / w2 * dl * dl;
    double along = geodesic->a * (1 - geodesic->e2) / (w2 * sqrt(w2)) * df;
    return dl * ((a->zone_m2 + b->zone_m2) / 2 + sin_lat / 12 * (across2 + 3 * along * along));
}

/* The same of a side of any length. */
static double side_area_m2(const struct geod_geodesic *geodesic, struct lonlat a, struct lonlat b)
{
    double area;
    if (fabs(a.lat) == 90 && a.lat == b.lat) {
        double sector = ellipsoid_area_m2(geodesic) / 2 * (b.lon - a.lon) / 360;
        return a.lat > 0 ? sector : -sector;
    }
    geod_geninverse(geodesic, a.lat, a.lon, b.lat, b.lon, NULL, NULL, NULL, NULL, NULL, NULL,
                    &area);
    return area;
}

double geodesic_chain_area_m2(const struct gridpt *points, size_t count)
{
    const struct geod_geodesic *geodesic = wgs84();
    double sum = 0;
    for (size_t i = 0; i + 1 < count; i++)
        sum -= side_area_m2(geodesic, gridpt_to_lonlat(points[i]), gridpt_to_lonlat(points[i + 1]));
    return sum;
}

double geodesic_chain_about_m2(const struct gridpt *points, size_t count)
{
    const struct geod_geodesic *geodesic = wgs84();
    double sum = 0;
    struct corner a = {.at = count ? gridpt_to_lonlat(points[0]) : (struct lonlat){0},
                       .zone_m2 = NAN};
    for (size_t i = 1; i < count; i++) {
        struct corner b = {.at = gridpt_to_lonlat(points[i]), .zone_m2 = NAN};
        if (is_short(a.at, b.at)) {
            measure_corner(geodesic, &a);
            measure_corner(geodesic, &b);
            sum -= short_side_area_m2(geodesic, &a, &b);
        } else {
            sum -= side_area_m2(geodesic, a.at, b.at);
        }
        a = b;
    }
    return sum;
}

double geodesic_distance_m(struct lonlat from, struct lonlat to)
{
    const struct geod_geodesic *geodesic = wgs84();
    double distance;
    geod_inverse(geodesic, from.lat, from.lon, to.lat, to.lon, &distance, NULL, NULL);
    return distance;
}

struct lonlat geodesic_point(struct lonlat from, double azimuth_deg, double distance_m)
{
    const struct geod_geodesic *geodesic = wgs84();
    struct lonlat to;
    geod_direct(geodesic, from.lat, from.lon, azimuth_deg, distance_m, &to.lat, &to.lon, NULL);
    return to;
}
