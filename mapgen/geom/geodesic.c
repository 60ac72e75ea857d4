#include "geom/geodesic.h"

#include "geom/grid.h"

#include <geodesic.h>
#include <math.h>

static void wgs84(struct geod_geodesic *geodesic)
{
    geod_init(geodesic, 6378137, 1 / 298.257223563);
}

/* Square metres of the whole ellipsoid, from the same source. */
static double ellipsoid_area_m2(const struct geod_geodesic *geodesic)
{
    return 4 * G_PI * geodesic->c2;
}

double geodesic_chain_area_m2(const struct gridpt *points, size_t count)
{
    struct geod_geodesic geodesic;
    wgs84(&geodesic);
    double sum = 0;
    for (size_t i = 0; i + 1 < count; i++) {
        struct lonlat a = gridpt_to_lonlat(points[i]), b = gridpt_to_lonlat(points[i + 1]);
        if (fabs(a.lat) == 90 && a.lat == b.lat) {
            double sector = ellipsoid_area_m2(&geodesic) / 2 * (b.lon - a.lon) / 360;
            sum -= a.lat > 0 ? sector : -sector;
            continue;
        }
        double area;
        geod_geninverse(&geodesic, a.lat, a.lon, b.lat, b.lon, NULL, NULL, NULL, NULL, NULL, NULL,
                        &area);
        sum -= area;
    }
    return sum;
}

double geodesic_distance_m(struct lonlat from, struct lonlat to)
{
    struct geod_geodesic geodesic;
    wgs84(&geodesic);
    double distance;
    geod_inverse(&geodesic, from.lat, from.lon, to.lat, to.lon, &distance, NULL, NULL);
    return distance;
}

struct lonlat geodesic_point(struct lonlat from, double azimuth_deg, double distance_m)
{
    struct geod_geodesic geodesic;
    wgs84(&geodesic);
    struct lonlat to;
    geod_direct(&geodesic, from.lat, from.lon, azimuth_deg, distance_m, &to.lat, &to.lon, NULL);
    return to;
}
