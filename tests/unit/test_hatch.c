#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "geom/hatch.h"
#include <math.h>
#include <string.h>

struct bands {
    GArray *points, *counts;
};

static struct bands hatch(const struct pagept *points, const size_t *counts, size_t rings,
                          double angle_deg, double period_pt, double width_pt)
{
    struct bands bands = {g_array_new(FALSE, FALSE, sizeof(struct pagept)),
                          g_array_new(FALSE, FALSE, sizeof(size_t))};
    hatch_bands(points, counts, rings, angle_deg, period_pt, width_pt, bands.points, bands.counts);
    return bands;
}

static void bands_clear(struct bands *bands)
{
    g_array_unref(bands->points);
    g_array_unref(bands->counts);
}

/* Square points, with the sign of the direction that a band runs in. */
static double band_area(const struct pagept *p, size_t count)
{
    double sum = 0;
    for (size_t i = 0, j = count - 1; i < count; j = i++)
        sum += (double)p[j].x * p[i].y - (double)p[i].x * p[j].y;
    return sum / 2 / PAGE_UNITS_PER_PT / PAGE_UNITS_PER_PT;
}

/* Bands of holes run against those of their shell, so that the signed sum is the even-odd area. */
static double bands_area(const struct bands *bands)
{
    const struct pagept *p = (const struct pagept *)(const void *)bands->points->data;
    double sum = 0;
    for (guint i = 0; i < bands->counts->len; i++) {
        size_t count = g_array_index(bands->counts, size_t, i);
        assert_true(count >= 3);
        sum += band_area(p, count);
        p += count;
    }
    return fabs(sum);
}

/* 200 by 150 points, and a hole of 60 by 50. */
static const struct pagept FRAME[] = {{1000, 1000}, {21000, 1000}, {21000, 16000}, {1000, 16000},
                                      {5000, 5000}, {5000, 10000}, {11000, 10000}, {11000, 5000}};
static const size_t FRAME_COUNTS[] = {4, 4};

static void test_hatch__bands_cover_width_by_period_of_the_area(void **state)
{
    (void)state;
    for (int angle = -90; angle <= 180; angle += 15) {
        struct bands bands = hatch(FRAME, FRAME_COUNTS, 2, angle, 6, 2.5);
        double share = bands_area(&bands) / (200 * 150 - 60 * 50);
        if (fabs(share - 2.5 / 6) > 0.03 * 2.5 / 6)
            fail_msg("at %d degrees %.4f instead of %.4f", angle, share, 2.5 / 6);
        bands_clear(&bands);
    }
}

/*  A concave ring, like a comb: */
static void test_hatch__concave_rings_are_cut_right(void **state)
{
    (void)state;
    struct pagept comb[64];
    size_t count = 0;
    for (int tooth = 0; tooth < 15; tooth++) {
        comb[count++] = (struct pagept){tooth * 2000, 10000};
        comb[count++] = (struct pagept){tooth * 2000, tooth % 2 ? 9000 : 1000};
        comb[count++] = (struct pagept){tooth * 2000 + 1000, tooth % 2 ? 9000 : 1000};
        comb[count++] = (struct pagept){tooth * 2000 + 1000, 10000};
    }
    comb[count++] = (struct pagept){30000, 10000};
    comb[count++] = (struct pagept){30000, 12000};
    comb[count++] = (struct pagept){0, 12000};
    double area = fabs(band_area(comb, count));
    for (int angle = 0; angle < 180; angle += 20) {
        struct bands bands = hatch(comb, &count, 1, angle, 3, 1);
        assert_true(fabs(bands_area(&bands) / area * 3 - 1) < 0.04);
        bands_clear(&bands);
    }
}

/* Distance of a corner from the band that it should be in, in points: bands run in direction
 * (cos, -sin) on a page whose y runs down, and are counted from the origin. */
static double off_band_pt(struct pagept p, double angle_deg, double period_pt, double width_pt)
{
    double angle = angle_deg * G_PI / 180;
    double across = (p.x * sin(angle) + p.y * cos(angle)) / PAGE_UNITS_PER_PT;
    double in = across - floor(across / period_pt) * period_pt;
    return in <= width_pt ? 0 : fmin(in - width_pt, period_pt - in);
}

/* Whatever is hatched, wherever it lies: bands of neighbours fall together. */
static void test_hatch__bands_are_counted_from_the_origin_of_the_page(void **state)
{
    (void)state;
    const size_t three = 3;
    for (int i = 0; i < 40; i++) {
        struct pagept ring[] = {{i * 137 - 3000, i * 71},
                                {i * 137 + 9000, i * 71 + 700},
                                {i * 137 + 100, i * 171 + 11000}};
        double angle = i * 9 - 180;
        struct bands bands = hatch(ring, &three, 1, angle, 5, 2);
        assert_true(bands.counts->len > 10);
        for (guint k = 0; k < bands.points->len; k++) {
            struct pagept p = g_array_index(bands.points, struct pagept, k);
            assert_true(off_band_pt(p, angle, 5, 2) < 0.011);
        }
        bands_clear(&bands);
    }
}

/* A rising hatch of 45 degrees goes up to the right as one sees it. */
static void test_hatch__angle_is_counter_clockwise_as_seen(void **state)
{
    (void)state;
    const size_t four = 4;
    const struct pagept square[] = {{0, 0}, {10000, 0}, {10000, 10000}, {0, 10000}};
    struct bands bands = hatch(square, &four, 1, 45, 20, 1);
    const struct pagept *p = (const struct pagept *)(const void *)bands.points->data;
    for (guint i = 0; i < bands.counts->len; i++) {
        size_t count = g_array_index(bands.counts, size_t, i);
        struct pagept left = p[0], right = p[0];
        for (size_t k = 1; k < count; k++) {
            left = p[k].x < left.x ? p[k] : left;
            right = p[k].x > right.x ? p[k] : right;
        }
        assert_true(right.y <= left.y); /* y runs down */
        p += count;
    }
    bands_clear(&bands);
}

/* The bands of the two halves of a square are those of the square, cut. */
static void test_hatch__bands_of_halves_add_up(void **state)
{
    (void)state;
    const size_t four = 4;
    const struct pagept whole[] = {{0, 0}, {10000, 0}, {10000, 10000}, {0, 10000}};
    const struct pagept left[] = {{0, 0}, {4321, 0}, {4321, 10000}, {0, 10000}};
    const struct pagept right[] = {{4321, 0}, {10000, 0}, {10000, 10000}, {4321, 10000}};
    struct bands all = hatch(whole, &four, 1, 30, 7, 3);
    struct bands one = hatch(left, &four, 1, 30, 7, 3), two = hatch(right, &four, 1, 30, 7, 3);
    assert_true(fabs(bands_area(&all) - bands_area(&one) - bands_area(&two)) < 1);
    bands_clear(&all);
    bands_clear(&one);
    bands_clear(&two);
}

static void test_hatch__nothing_has_no_bands(void **state)
{
    (void)state;
    struct bands none = hatch(NULL, NULL, 0, 45, 5, 2);
    assert_int_equal(none.counts->len + none.points->len, 0);
    bands_clear(&none);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hatch__bands_cover_width_by_period_of_the_area),
        cmocka_unit_test(test_hatch__concave_rings_are_cut_right),
        cmocka_unit_test(test_hatch__bands_are_counted_from_the_origin_of_the_page),
        cmocka_unit_test(test_hatch__angle_is_counter_clockwise_as_seen),
        cmocka_unit_test(test_hatch__bands_of_halves_add_up),
        cmocka_unit_test(test_hatch__nothing_has_no_bands),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
