#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "geom/geodesic.h"
#include "geom/projection.h"
#include <math.h>
#include <string.h>

static projection *open_projection(const char *definition)
{
    g_autoptr(GError) error = NULL;
    projection *projection = projection_new(definition, &error);
    if (projection == NULL)
        fail_msg("%s", error->message);
    return projection;
}

static projection *open_for_extent(struct lonlat_box extent)
{
    g_autofree char *definition = projection_for_extent(extent);
    return open_projection(definition);
}

static const struct lonlat_box EXTENTS[] = {
    {45.3, 38.8, 47.9, 40.75}, {-75, -50, -65, -20}, {-25, 34, 45, 72},  {10, -10, 30, 10},
    {10, -10, 30, 10.1},       {95, -11, 141, 6},    {-10, 60, 30, 90},  {-180, -90, 180, 90},
    {-30, -40, 70, 70},        {0, -0.5, 1, 0.5},    {-60, -80, 20, -65}};

/* Points all over an extent, also its corners, to the plane and back. */
static void test_projection__there_and_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(EXTENTS); i++) {
        struct lonlat_box box = EXTENTS[i];
        /* PROJ's way back from Equal Earth is good to a grid step. */
        double tolerance_deg = box.east - box.west > 90 ? 1e-7 : 1e-9;
        g_autoptr(projection) projection = open_for_extent(box);
        for (int k = 0; k < 81; k++) {
            double across = k % 9 / 8.0, up = k / 9 / 8.0;
            struct lonlat at = {box.west + across * (box.east - box.west),
                                box.south + up * (box.north - box.south)};
            if (fabs(at.lat) == 90 || fabs(at.lon) == 180)
                continue;
            struct lonlat back = projection_inverse(projection, projection_forward(projection, at));
            if (!(fabs(back.lon - at.lon) < tolerance_deg &&
                  fabs(back.lat - at.lat) < tolerance_deg))
                fail_msg("extent %zu: %.9f %.9f became %.12f %.12f", i, at.lon, at.lat, back.lon,
                         back.lat);
        }
    }
}

static void test_projection__parallels_stand_at_a_sixth_of_the_height(void **state)
{
    (void)state;
    const struct {
        struct lonlat_box extent;
        const char *definition;
    } cases[] = {
        {{45, 38, 48, 41},
         "+proj=lcc +lat_1=38.5 +lat_2=40.5 +lat_0=39.5 +lon_0=46.5 +ellps=WGS84 +units=m"},
        {{-75, -50, -65, -20},
         "+proj=lcc +lat_1=-45 +lat_2=-25 +lat_0=-35 +lon_0=-70 +ellps=WGS84 +units=m"},
        {{10, -12, 30, 12}, "+proj=merc +lat_ts=8 +lon_0=20 +ellps=WGS84 +units=m"},
        {{-180, -90, 180, 90}, "+proj=eqearth +lon_0=0 +ellps=WGS84 +units=m"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *definition = projection_for_extent(cases[i].extent);
        assert_string_equal(definition, cases[i].definition);
    }
}

/* Scale along a parallel and along a meridian at a point. */
static void measure_scale(const projection *projection, struct lonlat at, double scale[2])
{
    const struct lonlat steps[] = {{1e-4, 0}, {0, 1e-4}};
    for (int i = 0; i < 2; i++) {
        struct lonlat from = {at.lon - steps[i].lon, at.lat - steps[i].lat};
        struct lonlat to = {at.lon + steps[i].lon, at.lat + steps[i].lat};
        struct mapxy a = projection_forward(projection, from);
        struct mapxy b = projection_forward(projection, to);
        scale[i] = hypot(b.x - a.x, b.y - a.y) / geodesic_distance_m(from, to);
    }
}

/* True on the standard parallels, too small between them, too large beyond, and the same in both
 * directions, for the projection is conformal. */
static void test_projection__scale_is_true_on_the_parallels(void **state)
{
    (void)state;
    g_autoptr(projection) projection = open_for_extent((struct lonlat_box){45, 38, 48, 41});
    const double lats[] = {38.5, 40.5, 39.5, 38, 41};
    const double least[] = {-1e-7, -1e-7, -2e-4, 1e-5, 1e-5};
    const double most[] = {1e-7, 1e-7, -1e-5, 3e-4, 3e-4};
    for (int i = 0; i < 5; i++) {
        for (double lon = 45; lon <= 48; lon++) {
            double scale[2];
            measure_scale(projection, (struct lonlat){lon, lats[i]}, scale);
            assert_true(scale[0] - 1 > least[i] && scale[0] - 1 < most[i]);
            assert_true(fabs(scale[0] - scale[1]) < 1e-6);
        }
    }
}

/* No cone has the equator for its middle; a cylinder has. */
static void test_projection__extent_about_the_equator_is_conformal_too(void **state)
{
    (void)state;
    for (size_t i = 3; i < 5; i++) {
        g_autoptr(projection) projection = open_for_extent(EXTENTS[i]);
        double scale[2];
        for (double lat = -10; lat <= 10; lat += 5) {
            measure_scale(projection, (struct lonlat){25, lat}, scale);
            assert_true(fabs(scale[0] - scale[1]) < 1e-6);
            assert_true(fabs(scale[0] - 1) < 0.02);
        }
    }
}

static void test_projection__middle_meridian_is_upright(void **state)
{
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(EXTENTS); i++) {
        struct lonlat_box box = EXTENTS[i];
        double middle = (box.west + box.east) / 2, height = box.north - box.south;
        g_autoptr(projection) p = open_for_extent(box);
        struct mapxy low = projection_forward(p, (struct lonlat){middle, box.south + height / 4});
        struct mapxy high = projection_forward(p, (struct lonlat){middle, box.north - height / 4});
        assert_true(fabs(low.x - high.x) < 1e-3);
        assert_true(high.y > low.y);
    }
}

static void test_projection__distances_from_a_centre_are_true(void **state)
{
    (void)state;
    struct lonlat centre = {46.75, 39.8};
    g_autoptr(projection) projection = projection_about(centre);
    for (int azimuth = 0; azimuth < 360; azimuth += 30) {
        struct mapxy at = projection_forward(projection, geodesic_point(centre, azimuth, 80000));
        assert_true(fabs(hypot(at.x, at.y) - 80000) < 0.01);
        struct lonlat other = geodesic_point(centre, azimuth + 60, 80000);
        struct mapxy there = projection_forward(projection, other);
        double true_m = geodesic_distance_m(geodesic_point(centre, azimuth, 80000), other);
        assert_true(fabs(hypot(there.x - at.x, there.y - at.y) / true_m - 1) < 1e-4);
    }
}

static void test_projection__outside_its_domain_is_infinite(void **state)
{
    (void)state;
    g_autoptr(projection) projection = open_projection("+proj=gnom +lat_0=40 +lon_0=46");
    struct mapxy at = projection_forward(projection, (struct lonlat){46 - 180, -40});
    assert_false(isfinite(at.x) && isfinite(at.y));
}

static void test_projection__bad_definitions_are_refused_by_name(void **state)
{
    (void)state;
    const char *const bad[] = {"+proj=nonsense", "", "+proj=lcc +lat_1=91", "EPSG:4326x", "hello"};
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(GError) error = NULL;
        assert_null(projection_new(bad[i], &error));
        g_autofree char *start = g_strdup_printf("projection '%s': ", bad[i]);
        assert_true(g_str_has_prefix(error->message, start));
        assert_true(strlen(error->message) > strlen(start));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_projection__there_and_back),
        cmocka_unit_test(test_projection__parallels_stand_at_a_sixth_of_the_height),
        cmocka_unit_test(test_projection__scale_is_true_on_the_parallels),
        cmocka_unit_test(test_projection__extent_about_the_equator_is_conformal_too),
        cmocka_unit_test(test_projection__middle_meridian_is_upright),
        cmocka_unit_test(test_projection__distances_from_a_centre_are_true),
        cmocka_unit_test(test_projection__outside_its_domain_is_infinite),
        cmocka_unit_test(test_projection__bad_definitions_are_refused_by_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
