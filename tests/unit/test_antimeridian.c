#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "input/antimeridian.h"
#include <glib.h>
#include <math.h>
#include <stdlib.h>

/* One feature of parts "lon lat, lon lat / lon lat, ...". */
static struct layer *layer_of(enum layer_geometry geometry, const char *text)
{
    struct layer *layer = g_new0(struct layer, 1);
    g_auto(GStrv) parts = g_strsplit(text, "/", -1);
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct lonlat));
    layer->geometry = geometry;
    layer->feature_count = 1;
    layer->features = g_new0(struct layer_feature, 1);
    layer->part_count = layer->features[0].part_count = g_strv_length(parts);
    layer->parts = g_new0(struct layer_part, layer->part_count);
    for (size_t p = 0; p < layer->part_count; p++) {
        g_auto(GStrv) pairs = g_strsplit(parts[p], ",", -1);
        layer->parts[p] = (struct layer_part){points->len, g_strv_length(pairs)};
        for (char **pair = pairs; *pair != NULL; pair++) {
            char *rest;
            double lon = g_ascii_strtod(*pair, &rest);
            struct lonlat at = {lon, g_ascii_strtod(rest, NULL)};
            g_array_append_val(points, at);
        }
    }
    layer->point_count = points->len;
    layer->points = g_memdup2(points->data, points->len * sizeof(struct lonlat));
    return layer;
}

static char *text_of(const struct layer *layer)
{
    GString *text = g_string_new(NULL);
    assert_int_equal(layer->features[0].part_count, layer->part_count);
    for (size_t p = 0; p < layer->part_count; p++) {
        g_string_append(text, p > 0 ? " / " : "");
        for (size_t i = 0; i < layer->parts[p].count; i++) {
            struct lonlat at = layer->points[layer->parts[p].first + i];
            g_string_append_printf(text, "%s%g %g", i > 0 ? ", " : "", at.lon, at.lat);
        }
    }
    return g_string_free(text, FALSE);
}

static void check_cut(enum layer_geometry geometry, bool jumps, const char *from, const char *to)
{
    struct layer *layer = layer_of(geometry, from);
    antimeridian_cut(layer, jumps);
    g_autofree char *text = text_of(layer);
    assert_string_equal(text, to);
    layer_free(layer);
}

static void test_antimeridian__ring_on_both_sides_becomes_two(void **state)
{
    static const char *const two =
        "170 60, 180 60, 180 70, 170 70 / -180 60, -170 60, -170 70, -180 70";
    (void)state;
    check_cut(LAYER_POLYGONS, true, "170 60, -170 60, -170 70, 170 70", two);
    check_cut(LAYER_POLYGONS, false, "170 60, 190 60, 190 70, 170 70", two);
    check_cut(LAYER_POLYGONS, false, "-190 60, -170 60, -170 70, -190 70", two);
}

/* Files that say degrees mean what they say, be it the whole way around. */
static void test_antimeridian__degrees_of_a_file_do_not_jump(void **state)
{
    static const char *const world = "-180 -90, 180 -90, 180 -60, -180 -60";
    (void)state;
    check_cut(LAYER_POLYGONS, false, world, world);
}

/* Vertices that a reprojection leaves now on one side and now on the other. */
static void test_antimeridian__ring_that_touches_stays_one(void **state)
{
    (void)state;
    check_cut(LAYER_POLYGONS, true, "170 60, 180 60, -180 65, 180 70, 170 70",
              "170 60, 180 60, 180 65, 180 70, 170 70");
    check_cut(LAYER_POLYGONS, true, "180 60, -170 60, -170 70, -179.99999999 70",
              "-180 60, -170 60, -170 70, -180 70");
}

static void test_antimeridian__ring_around_a_pole_has_the_pole(void **state)
{
    (void)state;
    check_cut(LAYER_POLYGONS, true, "0 80, 120 80, -120 80",
              "0 80, 120 80, 180 80, 180 90, 0 90 / -180 80, -120 80, 0 80, 0 90, -180 90");
    check_cut(
        LAYER_POLYGONS, true, "0 -80, -120 -80, 120 -80",
        "180 -80, 120 -80, 0 -80, 0 -90, 180 -90 / 0 -80, -120 -80, -180 -80, -180 -90, 0 -90");
}

static void test_antimeridian__lines_and_points(void **state)
{
    (void)state;
    check_cut(LAYER_LINES, true, "175 60, -175 62, -170 62",
              "175 60, 180 61 / -180 61, -175 62, -170 62");
    check_cut(LAYER_LINES, true, "175 60, -175 60, 175 64",
              "175 60, 180 60 / 180 62, 175 64 / -180 60, -175 60, -180 62");
    check_cut(LAYER_POINTS, false, "190 60, 170 60", "-170 60, 170 60");
}

/* A star that runs across the meridian many times covers on both sides what it covered before. */
static void test_antimeridian__areas_stay(void **state)
{
    (void)state;
    for (int seed = 0; seed < 200; seed++) {
        g_autoptr(GRand) random = g_rand_new_with_seed((guint32)seed);
        g_autoptr(GString) text = g_string_new(NULL);
        double before = 0, after = 0;
        for (int i = 0; i < 12; i++) {
            double angle = 2 * G_PI * i / 12, radius = g_rand_double_range(random, 0.5, 8);
            double lon = 180 + g_rand_double_range(random, -0.1, 0.1) + radius * cos(angle);
            g_string_append_printf(text, "%s%.3f %.3f", i > 0 ? ", " : "",
                                   lon > 180 ? lon - 360 : lon, 60 + radius * sin(angle));
        }
        struct layer *layer = layer_of(LAYER_POLYGONS, text->str);
        for (size_t i = 0; i < 12; i++) {
            struct lonlat a = layer->points[i], b = layer->points[(i + 1) % 12];
            double a_lon = a.lon < 0 ? a.lon + 360 : a.lon, b_lon = b.lon < 0 ? b.lon + 360 : b.lon;
            before += a_lon * b.lat - b_lon * a.lat;
        }
        antimeridian_cut(layer, true);
        for (size_t p = 0; p < layer->part_count; p++)
            for (size_t i = 0; i < layer->parts[p].count; i++) {
                const struct lonlat *ring = &layer->points[layer->parts[p].first];
                struct lonlat a = ring[i], b = ring[(i + 1) % layer->parts[p].count];
                assert_true(fabs(a.lon) <= 180);
                assert_true(fabs(a.lon - b.lon) <= 180);
                after += a.lon * b.lat - b.lon * a.lat;
            }
        /* Rounding of coordinates of some hundred degrees. */
        if (fabs(before - after) > 1e-9)
            fail_msg("seed %d: %.12g instead of %.12g", seed, after, before);
        layer_free(layer);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_antimeridian__ring_on_both_sides_becomes_two),
        cmocka_unit_test(test_antimeridian__degrees_of_a_file_do_not_jump),
        cmocka_unit_test(test_antimeridian__ring_that_touches_stays_one),
        cmocka_unit_test(test_antimeridian__ring_around_a_pole_has_the_pole),
        cmocka_unit_test(test_antimeridian__lines_and_points),
        cmocka_unit_test(test_antimeridian__areas_stay),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
