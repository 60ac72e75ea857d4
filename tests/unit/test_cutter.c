#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "geom/geodesic.h"
#include "support/project_fixture.h"
#include "topology/cutter.h"
#include <math.h>

/* Reads a project that has but this cutter, and makes its shape. */
static void make_shape(struct project_fixture *f, int type, const char *const *features,
                       const char *cutter, struct cutter_shape *shape)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *yaml = g_strconcat(
        "layers:\n"
        "  districts: {file: districts.shp, partition: true, key: code}\n"
        "  lines: {file: lines.shp}\n"
        "cutters:\n  c: {",
        cutter, ", within: all}\nregions:\n  all: districts\n", PROJECT_FIXTURE_TAIL, NULL);
    project_fixture_layer(f, "districts", SHPT_POLYGON,
                          (const char *const[]){"A: 45 39, 45 42, 48 42, 48 39", NULL});
    project_fixture_layer(f, "lines", type, features);
    project_fixture_write(f, "project.yaml", yaml);
    f->sources = sources_read(f->path, f->report, &error);
    if (f->sources == NULL)
        fail_msg("%s", error->message);
    if (!cutter_shape_make(f->sources, &f->sources->project->cutters[0], shape, &error))
        fail_msg("%s", error->message);
}

static size_t shape_count(const struct cutter_shape *shape, guint part)
{
    return g_array_index(shape->counts, size_t, part);
}

static struct lonlat shape_point(const struct cutter_shape *shape, guint i)
{
    return gridpt_to_lonlat(g_array_index(shape->points, struct gridpt, i));
}

enum { ROAD_POINTS = 61 };

/* Metres from a point to a road: the segments on both sides of the nearest corner, looked at every
 * 40 metres. */
static double distance_to_road_m(struct lonlat at, const struct lonlat *road)
{
    double least = INFINITY;
    int nearest = 0;
    for (int i = 0; i < ROAD_POINTS; i++) {
        double distance = geodesic_distance_m(at, road[i]);
        nearest = distance < least ? i : nearest;
        least = fmin(least, distance);
    }
    for (int i = MAX(nearest - 1, 0); i < MIN(nearest + 1, ROAD_POINTS - 1); i++) {
        for (int k = 0; k <= 25; k++) {
            struct lonlat p = {road[i].lon + k * (road[i + 1].lon - road[i].lon) / 25,
                               road[i].lat + k * (road[i + 1].lat - road[i].lat) / 25};
            least = fmin(least, geodesic_distance_m(at, p));
        }
    }
    return least;
}

/* A winding road of some 60 km: every corner of the buffer, and every middle between two, is
 * 2.5 km away. */
static void test_cutter__buffer_is_as_wide_as_it_says(void **state)
{
    struct project_fixture *f = *state;
    struct lonlat road[ROAD_POINTS];
    g_autoptr(GString) feature = g_string_new("r:");
    for (int i = 0; i < ROAD_POINTS; i++) {
        road[i] = (struct lonlat){46.5 + i * 0.01, 39.7 + 0.1 * sin(i * 0.15)};
        g_string_append_printf(feature, "%s %.9f %.9f", i ? "," : "", road[i].lon, road[i].lat);
    }
    struct cutter_shape shape = {0};
    make_shape(f, SHPT_ARC, (const char *const[]){feature->str, NULL}, "buffer: lines, km: 2.5",
               &shape);
    assert_true(shape.is_area);
    assert_int_equal(shape.counts->len, 1);
    size_t count = shape_count(&shape, 0);
    assert_true(count > 30);
    for (guint i = 0; i < count; i++) {
        struct lonlat a = shape_point(&shape, i), b = shape_point(&shape, (i + 1) % (guint)count);
        struct lonlat middle = {(a.lon + b.lon) / 2, (a.lat + b.lat) / 2};
        double corner_m = distance_to_road_m(a, road);
        double middle_m = distance_to_road_m(middle, road);
        if (fabs(corner_m / 2500 - 1) > 0.002 || fabs(middle_m / 2500 - 1) > 0.002)
            fail_msg("corner %u is %.1f m away, the middle after it %.1f", i, corner_m, middle_m);
    }
    cutter_shape_clear(&shape);
    assert_null(shape.points);
}

static void test_cutter__disc_around_a_place_is_round(void **state)
{
    struct project_fixture *f = *state;
    struct cutter_shape shape = {0};
    project_fixture_write(f, "places.csv", PROJECT_FIXTURE_PLACES "sus,46.4,39.7,village,3,Sus\n");
    make_shape(f, SHPT_ARC, (const char *const[]){"r: 46 40, 47 40", NULL},
               "buffer: place, where: \"id = sus\", km: 1", &shape);
    assert_true(shape.is_area);
    size_t count = shape_count(&shape, 0);
    assert_int_equal(count, 96);
    for (guint i = 0; i < count; i++)
        assert_true(fabs(geodesic_distance_m((struct lonlat){46.4, 39.7}, shape_point(&shape, i)) -
                         1000) < 0.1);
    cutter_shape_clear(&shape);
}

/* Two places far from each other are two rings; two near, one. */
static void test_cutter__discs_that_overlap_are_one(void **state)
{
    struct project_fixture *f = *state;
    project_fixture_write(f, "places.csv",
                          PROJECT_FIXTURE_PLACES "a,46.4,39.7,village,3,A\n"
                                                 "b,46.41,39.7,village,3,B\n"
                                                 "c,46.8,39.7,village,3,C\n");
    struct cutter_shape shape = {0};
    make_shape(f, SHPT_ARC, (const char *const[]){"r: 46 40, 47 40", NULL},
               "buffer: place, where: \"id = a|b|c\", km: 1", &shape);
    assert_int_equal(shape.counts->len, 2);
    cutter_shape_clear(&shape);
}

/* A polygon's buffer goes around it on both sides: outside, and a hole inside. */
static void test_cutter__buffer_of_a_polygon_is_of_its_closed_ring(void **state)
{
    struct project_fixture *f = *state;
    struct cutter_shape shape = {0};
    make_shape(f, SHPT_POLYGON,
               (const char *const[]){"p: 46 40, 46 40.2, 46.3 40.2, 46.3 40", NULL},
               "buffer: lines, km: 1", &shape);
    assert_int_equal(shape.counts->len, 2);
    struct gridpt beside_the_closing_side = gridpt_from_lonlat((struct lonlat){46.15, 40.005});
    assert_true(rings_contain((struct gridpt *)(void *)shape.points->data,
                              (size_t *)(void *)shape.counts->data, 2, beside_the_closing_side.x,
                              beside_the_closing_side.y));
    cutter_shape_clear(&shape);
}

static void test_cutter__lines_are_taken_as_they_are(void **state)
{
    struct project_fixture *f = *state;
    struct cutter_shape shape = {0};
    make_shape(f, SHPT_ARC,
               (const char *const[]){"x: 46 40, 47 40.5",
                                     "y: 46.5 40, 46.25 41, 46 41 / 45 40, 45 41", NULL},
               "layer: lines, where: \"code=y\"", &shape);
    assert_false(shape.is_area);
    assert_int_equal(shape.counts->len, 2);
    assert_int_equal(shape_count(&shape, 0), 3);
    assert_int_equal(shape_count(&shape, 1), 2);
    struct gridpt second = g_array_index(shape.points, struct gridpt, 1);
    assert_true(gridpt_equal(second, (struct gridpt){462500000, 410000000}));
    cutter_shape_clear(&shape);
}

/* Every corner of the cells' lines within the box, and what lies between, is as far from its
 * nearest place as from its second nearest, to within the 10 m that the header promises. */
static void test_cutter__cells_end_where_two_sites_are_as_near(void **state)
{
    (void)state;
    const struct lonlat sites[] = {{46.1, 39.3}, {46.7, 39.2}, {46.4, 39.8},
                                   {46.9, 39.7}, {45.9, 40.1}, {46.6, 40.3}};
    struct lonlat_box box = {45.8, 39.1, 47, 40.4};
    struct cutter_shape shape = {0};
    assert_true(cutter_cells_make(sites, G_N_ELEMENTS(sites), box, &shape, NULL));
    assert_false(shape.is_area);
    size_t first = 0, checked = 0;
    for (guint part = 0; part < shape.counts->len; first += shape_count(&shape, part++)) {
        for (size_t i = first; i < first + shape_count(&shape, part); i++) {
            struct lonlat at = shape_point(&shape, (guint)i);
            if (at.lon < box.west || at.lon > box.east || at.lat < box.south || at.lat > box.north)
                continue;
            double least = INFINITY, second = INFINITY;
            for (size_t s = 0; s < G_N_ELEMENTS(sites); s++) {
                double distance = geodesic_distance_m(at, sites[s]);
                second = fmin(second, fmax(least, distance));
                least = fmin(least, distance);
            }
            assert_true(second - least < 20); /* the line is off by half of that */
            checked++;
        }
    }
    assert_true(checked > 40);
    cutter_shape_clear(&shape);
}

static void test_cutter__one_site_or_none_has_no_cells(void **state)
{
    (void)state;
    const struct lonlat site = {46.1, 39.3};
    for (size_t count = 0; count < 2; count++) {
        struct cutter_shape shape = {0};
        assert_true(
            cutter_cells_make(&site, count, (struct lonlat_box){46, 39, 47, 40}, &shape, NULL));
        assert_int_equal(shape.points->len, 0);
        cutter_shape_clear(&shape);
    }
}

/* A polygon of metres around 46.5° E, 40° N. */
static double radius_of(const struct mapxy *corners, const size_t *counts, size_t rings)
{
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct gridpt));
    for (size_t r = 0; r < rings; corners += counts[r++]) {
        for (size_t i = 0; i < counts[r]; i++) {
            struct lonlat at = geodesic_point((struct lonlat){46.5, 40}, 90, corners[i].x);
            struct gridpt p = gridpt_from_lonlat(geodesic_point(at, 0, corners[i].y));
            g_array_append_val(points, p);
        }
    }
    return cutter_inscribed_radius_m((struct gridpt *)(void *)points->data, counts, rings, 0.5);
}

static void assert_near(double value, double expected, double tolerance)
{
    if (!(fabs(value - expected) <= tolerance))
        fail_msg("%.4f instead of %.4f", value, expected);
}

static void test_cutter__inscribed_radius_of_known_shapes(void **state)
{
    (void)state;
    const size_t four[] = {4, 4}, three[] = {3};
    const struct mapxy square[] = {{0, 0}, {1000, 0}, {1000, 1000}, {0, 1000}};
    const struct mapxy strip[] = {{0, 0}, {5000, 0}, {5000, 30}, {0, 30}};
    const struct mapxy triangle[] = {{0, 0}, {300, 0}, {0, 400}}; /* (3 + 4 - 5) / 2 */
    const struct mapxy frame[] = {{0, 0},     {1000, 0},  {1000, 1000}, {0, 1000},
                                  {100, 100}, {100, 700}, {700, 700},   {700, 100}};
    assert_near(radius_of(square, four, 1), 500, 0.5);
    assert_near(radius_of(strip, four, 1), 15, 0.5);
    assert_near(radius_of(triangle, three, 1), 100, 0.5);
    /* In the corner beside the hole: r from two sides and from the hole's corner at (700, 700):
     * sqrt(2) (300 - r) = r. */
    assert_near(radius_of(frame, four, 2), 300 * M_SQRT2 / (1 + M_SQRT2), 0.5);
}

/* Two layers of one border along a meridian, a grid step apart for ten degrees. */
static void test_cutter__inscribed_radius_of_a_gap_of_a_centimetre(void **state)
{
    (void)state;
    const size_t four[] = {4};
    const struct gridpt gap[] = {{250000000, 220000000},
                                 {250000001, 220000000},
                                 {250000001, 320000000},
                                 {250000000, 320000000}};
    assert_near(cutter_inscribed_radius_m(gap, four, 1, 0.5), 0.005, 0.5);
}

#define with_project(name)                                                                         \
    cmocka_unit_test_setup_teardown(test_cutter__##name, project_fixture_setup,                    \
                                    project_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_project(buffer_is_as_wide_as_it_says),
        with_project(disc_around_a_place_is_round),
        with_project(discs_that_overlap_are_one),
        with_project(buffer_of_a_polygon_is_of_its_closed_ring),
        with_project(lines_are_taken_as_they_are),
        cmocka_unit_test(test_cutter__cells_end_where_two_sites_are_as_near),
        cmocka_unit_test(test_cutter__one_site_or_none_has_no_cells),
        cmocka_unit_test(test_cutter__inscribed_radius_of_known_shapes),
        cmocka_unit_test(test_cutter__inscribed_radius_of_a_gap_of_a_centimetre),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
