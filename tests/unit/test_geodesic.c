#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "geom/geodesic.h"
#include "geom/grid.h"
#include <geodesic.h>
#include <math.h>
#include <string.h>

/* Area of a ring given as degrees, each side in `parts` pieces. */
static double ring_m2(const struct lonlat *corners, size_t count, int parts)
{
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct gridpt));
    for (size_t i = 0; i <= count; i++) {
        struct lonlat a = corners[i % count], b = corners[(i + 1) % count];
        for (int k = 0; k < (i == count ? 1 : parts); k++) {
            struct gridpt p = gridpt_from_lonlat((struct lonlat){
                a.lon + k * (b.lon - a.lon) / parts, a.lat + k * (b.lat - a.lat) / parts});
            g_array_append_val(points, p);
        }
    }
    return geodesic_chain_area_m2((struct gridpt *)(void *)points->data, points->len);
}

static void assert_near(double value, double expected, double tolerance)
{
    if (!(fabs(value - expected) <= tolerance))
        fail_msg("%.6f instead of %.6f", value, expected);
}

/* The cell between 0° and 1° E: on WGS84, (b²/2) λ (sin φ / (1 - e² sin² φ) + atanh(e sin φ) / e)
 * is the area from the equator to φ (Snyder 1987, 3-11 and 3-12). */
static double cell_m2(double south_deg, double north_deg)
{
    double a = 6378137, f = 1 / 298.257223563, e2 = f * (2 - f), e = sqrt(e2), sum = 0;
    for (int i = 0; i < 2; i++) {
        double sine = sin((i ? north_deg : south_deg) * G_PI / 180);
        double to = sine / (1 - e2 * sine * sine) + atanh(e * sine) / e;
        sum += i ? to : -to;
    }
    return a * a * (1 - e2) / 2 * sum * G_PI / 180;
}

static void test_geodesic__cell_of_one_degree(void **state)
{
    (void)state;
    const double south[] = {0, 40, 59, -1, -60, 88};
    for (size_t i = 0; i < G_N_ELEMENTS(south); i++) {
        const struct lonlat cell[] = {
            {0, south[i]}, {1, south[i]}, {1, south[i] + 1}, {0, south[i] + 1}};
        double expected = cell_m2(south[i], south[i] + 1);
        assert_near(ring_m2(cell, 4, 100) / expected, 1, 1e-7);
    }
    assert_near(cell_m2(0, 1) / 1e6, 12308.46, 0.01); /* 111.32 by 110.57 km */
}

/* One side after the other, short ones and long ones, against PROJ's geodesic: the series leaves
 * out under a square metre. */
static void test_geodesic__about_is_near_the_geodesic(void **state)
{
    (void)state;
    struct geod_geodesic wgs84;
    geod_init(&wgs84, 6378137, 1 / 298.257223563);
    guint32 seed = 20200927;
    g_autoptr(GRand) random = g_rand_new_with_seed(seed);
    for (int i = 0; i < 20000; i++) {
        double reach = exp(g_rand_double_range(random, log(1e-6), log(2)));
        struct lonlat a = {g_rand_double_range(random, -170, 170),
                           g_rand_double_range(random, -87, 87)};
        struct gridpt side[] = {gridpt_from_lonlat(a),
                                gridpt_from_lonlat((struct lonlat){
                                    a.lon + g_rand_double_range(random, -reach, reach),
                                    a.lat + g_rand_double_range(random, -reach, reach)})};
        struct lonlat from = gridpt_to_lonlat(side[0]), to = gridpt_to_lonlat(side[1]);
        double area;
        geod_geninverse(&wgs84, from.lat, from.lon, to.lat, to.lon, NULL, NULL, NULL, NULL, NULL,
                        NULL, &area);
        if (fabs(geodesic_chain_about_m2(side, 2) + area) >= 1)
            fail_msg("seed %u, side %d: %.3f instead of %.3f m²", seed, i,
                     geodesic_chain_about_m2(side, 2), -area);
    }
}

static void test_geodesic__direction_is_the_sign(void **state)
{
    (void)state;
    const struct lonlat ring[] = {{46, 40}, {47, 40}, {47, 41}};
    const struct lonlat reversed[] = {{47, 41}, {47, 40}, {46, 40}};
    assert_true(ring_m2(ring, 3, 1) > 0);
    assert_near(ring_m2(ring, 3, 1) + ring_m2(reversed, 3, 1), 0, 1e-3);
}

static void test_geodesic__chains_of_a_ring_add_up(void **state)
{
    (void)state;
    const struct gridpt ring[] = {{460000000, 400000000},
                                  {471234567, 401234567},
                                  {465000000, 412345678},
                                  {461111111, 405555555},
                                  {460000000, 400000000}};
    double whole = geodesic_chain_area_m2(ring, 5);
    double parts = geodesic_chain_area_m2(ring, 3) + geodesic_chain_area_m2(ring + 2, 3);
    assert_near(parts / whole, 1, 1e-12);
    assert_true(geodesic_chain_area_m2(ring, 1) == 0);
    assert_true(geodesic_chain_area_m2(ring, 0) == 0);
}

/* The frame of the world: along both poles and both sides of 180°. */
static void test_geodesic__the_whole_ellipsoid(void **state)
{
    (void)state;
    const struct lonlat frame[] = {{-180, -90}, {180, -90}, {180, 90}, {-180, 90}};
    assert_near(ring_m2(frame, 4, 1) / 1e12, 510.065621724, 1e-8);
    const struct lonlat half[] = {{-180, 0}, {-60, 0}, {60, 0}, {180, 0}, {180, 90}, {-180, 90}};
    assert_near(ring_m2(half, 6, 1) / 1e12, 510.065621724 / 2, 1e-8);
    const struct lonlat sector[] = {{10, -90}, {40, -90}, {40, 0}, {10, 0}};
    assert_near(ring_m2(sector, 4, 1) / 1e12, 510.065621724 / 24, 1e-8);
}

/* The cap north of 60°, around by the pole. */
static void test_geodesic__cap_around_a_pole(void **state)
{
    (void)state;
    const struct lonlat cap[] = {{-180, 60}, {180, 60}, {180, 90}, {-180, 90}};
    assert_near(ring_m2(cap, 4, 3600) / (360 * cell_m2(60, 90)), 1, 1e-6);
    const struct lonlat south[] = {{-180, -90}, {180, -90}, {180, -60}, {-180, -60}};
    assert_near(ring_m2(south, 4, 3600) / (360 * cell_m2(60, 90)), 1, 1e-6);
}

static void test_geodesic__distances_are_karneys(void **state)
{
    (void)state;
    /* New York to London, the example of GeographicLib's GeodSolve; a quarter of a meridian. */
    assert_near(geodesic_distance_m((struct lonlat){-73.8, 40.6}, (struct lonlat){-0.5, 51.6}),
                5551759.400, 0.001);
    assert_near(geodesic_distance_m((struct lonlat){0, 0}, (struct lonlat){0, 90}), 10001965.7293,
                0.0001);
    assert_near(geodesic_distance_m((struct lonlat){180, 10}, (struct lonlat){-180, 10}), 0, 1e-6);
}

static void test_geodesic__point_at_a_distance_is_at_that_distance(void **state)
{
    (void)state;
    struct lonlat from = {46.75, 39.8};
    for (int azimuth = 0; azimuth < 360; azimuth += 15) {
        struct lonlat to = geodesic_point(from, azimuth, 12345);
        assert_near(geodesic_distance_m(from, to), 12345, 1e-6);
        assert_int_equal(to.lat > from.lat, azimuth < 90 || azimuth > 270);
        if (azimuth % 180)
            assert_int_equal(to.lon > from.lon, azimuth < 180);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_geodesic__cell_of_one_degree),
        cmocka_unit_test(test_geodesic__about_is_near_the_geodesic),
        cmocka_unit_test(test_geodesic__direction_is_the_sign),
        cmocka_unit_test(test_geodesic__chains_of_a_ring_add_up),
        cmocka_unit_test(test_geodesic__the_whole_ellipsoid),
        cmocka_unit_test(test_geodesic__cap_around_a_pole),
        cmocka_unit_test(test_geodesic__distances_are_karneys),
        cmocka_unit_test(test_geodesic__point_at_a_distance_is_at_that_distance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
