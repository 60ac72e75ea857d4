#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "style/colour.h"
#include <math.h>

static struct colour rgb(uint32_t value)
{
    return (struct colour){true, (uint8_t)(value >> 16), (uint8_t)(value >> 8 & 0xFF),
                           (uint8_t)(value & 0xFF), 1};
}

static void assert_near(double actual, double expected, double tolerance)
{
    if (fabs(actual - expected) > tolerance)
        fail_msg("%.6f is not within %g of %.6f", actual, tolerance, expected);
}

/* The luminance of the primaries are their weights in WCAG's definition; black on white is its
 * 21 : 1. #767676 is known as the lightest grey that passes 4.5 : 1 on white, #949494 the lightest
 * that passes 3 : 1. */
static void test_colour__contrast_is_wcags(void **state)
{
    (void)state;
    assert_near(colour_luminance(rgb(0xFF0000)), 0.2126, 1e-9);
    assert_near(colour_luminance(rgb(0x00FF00)), 0.7152, 1e-9);
    assert_near(colour_luminance(rgb(0x0000FF)), 0.0722, 1e-9);
    assert_near(colour_contrast(rgb(0x000000), rgb(0xFFFFFF)), 21, 1e-9);
    assert_near(colour_contrast(rgb(0x123456), rgb(0x123456)), 1, 0);
    assert_true(colour_contrast(rgb(0x767676), rgb(0xFFFFFF)) >= 4.5);
    assert_true(colour_contrast(rgb(0x777777), rgb(0xFFFFFF)) < 4.5);
    assert_true(colour_contrast(rgb(0xFFFFFF), rgb(0x949494)) >= 3);
    assert_true(colour_contrast(rgb(0xFFFFFF), rgb(0x959595)) < 3);
}

/* CIELAB of the sRGB primaries under D65, as Lindbloom's calculator gives them to two decimals. */
static void test_colour__lab_of_the_primaries(void **state)
{
    static const struct {
        uint32_t rgb;
        struct lab lab;
    } known[] = {{0xFFFFFF, {100, 0, 0}},
                 {0x000000, {0, 0, 0}},
                 {0xFF0000, {53.24, 80.09, 67.20}},
                 {0x00FF00, {87.74, -86.18, 83.18}},
                 {0x0000FF, {32.30, 79.19, -107.86}}};

    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(known); i++) {
        struct lab lab = colour_lab(rgb(known[i].rgb));
        assert_near(lab.l, known[i].lab.l, 0.006);
        assert_near(lab.a, known[i].lab.a, 0.02);
        assert_near(lab.b, known[i].lab.b, 0.02);
    }
}

/* Sharma, Wu and Dalal (2005), table 1: the pairs that test the hue's mean and step around 180 and
 * 360 degrees, greys, the rotation of blues, and large and small differences. */
static void test_colour__ciede2000_is_as_published(void **state)
{
    static const struct {
        struct lab a, b;
        double difference;
    } pairs[] = {
        {{50, 2.6772, -79.7751}, {50, 0, -82.7485}, 2.0425},
        {{50, 3.1571, -77.2803}, {50, 0, -82.7485}, 2.8615},
        {{50, 2.8361, -74.0200}, {50, 0, -82.7485}, 3.4412},
        {{50, -1.3802, -84.2814}, {50, 0, -82.7485}, 1.0000},
        {{50, -1.1848, -84.8006}, {50, 0, -82.7485}, 1.0000},
        {{50, -0.9009, -85.5211}, {50, 0, -82.7485}, 1.0000},
        {{50, 0, 0}, {50, -1, 2}, 2.3669},
        {{50, -1, 2}, {50, 0, 0}, 2.3669},
        {{50, 2.4900, -0.0010}, {50, -2.4900, 0.0009}, 7.1792},
        {{50, 2.4900, -0.0010}, {50, -2.4900, 0.0010}, 7.1792},
        {{50, 2.4900, -0.0010}, {50, -2.4900, 0.0011}, 7.2195},
        {{50, 2.4900, -0.0010}, {50, -2.4900, 0.0012}, 7.2195},
        {{50, -0.0010, 2.4900}, {50, 0.0009, -2.4900}, 4.8045},
        {{50, -0.0010, 2.4900}, {50, 0.0011, -2.4900}, 4.7461},
        {{50, 2.5, 0}, {50, 0, -2.5}, 4.3065},
        {{50, 2.5, 0}, {73, 25, -18}, 27.1492},
        {{50, 2.5, 0}, {61, -5, 29}, 22.8977},
        {{50, 2.5, 0}, {56, -27, -3}, 31.9030},
        {{50, 2.5, 0}, {58, 24, 15}, 19.4535},
        {{60.2574, -34.0099, 36.2677}, {60.4626, -34.1751, 39.4387}, 1.2644},
        {{63.0109, -31.0961, -5.8663}, {62.8187, -29.7946, -4.0864}, 1.2630},
        {{61.2901, 3.7196, -5.3901}, {61.4292, 2.2480, -4.9620}, 1.8731},
        {{22.7233, 20.0904, -46.6940}, {23.0331, 14.9730, -42.5619}, 2.0373},
        {{90.8027, -2.0831, 1.4410}, {91.1528, -1.6435, 0.0447}, 1.4441},
        {{2.0776, 0.0795, -1.1350}, {0.9033, -0.0636, -0.5514}, 0.9082},
    };

    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
        assert_near(colour_difference(pairs[i].a, pairs[i].b), pairs[i].difference, 0.00005001);
        assert_near(colour_difference(pairs[i].b, pairs[i].a), pairs[i].difference, 0.00005001);
    }
}

/* Greys are the same to all readers: the rows of each matrix add up to 1. */
static void test_colour__greys_look_the_same_to_all(void **state)
{
    (void)state;
    for (enum vision v = VISION_NORMAL; v < VISION_COUNT; v++) {
        for (int grey = 0; grey < 256; grey += 5) {
            struct colour seen = colour_seen(rgb((uint32_t)grey * 0x010101), v);
            assert_int_equal(seen.r, grey);
            assert_int_equal(seen.g, grey);
            assert_int_equal(seen.b, grey);
        }
    }
}

/* What Machado et al.'s matrices make of the primaries, worked out by hand: a column of the matrix,
 * cut off at 0 and 1, with sRGB's gamma. 0.152286 -> 109, 0.114503 -> 95; 0.367322 -> 163,
 * 0.280085 -> 144; 0.147602 -> 107, 0.303900 -> 150. */
static void test_colour__primaries_seen_by_dichromats(void **state)
{
    struct colour red = colour_seen(rgb(0xFF0000), VISION_PROTAN);
    struct colour red_deutan = colour_seen(rgb(0xFF0000), VISION_DEUTAN);
    struct colour blue = colour_seen(rgb(0x0000FF), VISION_TRITAN);

    (void)state;
    assert_true(red.r == 109 && red.g == 95 && red.b == 0);
    assert_true(red_deutan.r == 163 && red_deutan.g == 144 && red_deutan.b == 0);
    assert_true(blue.r == 0 && blue.g == 107 && blue.b == 150);
}

/* Red and green of about one lightness: far apart to most readers, hardly to those without red or
 * green cones. Blue and yellow stay apart for those. */
static void test_colour__what_dichromats_confuse(void **state)
{
    struct colour red = rgb(0xC65A4A), green = rgb(0x6E8A3A);
    struct colour blue = rgb(0x3D6FB6), yellow = rgb(0xE0B93A);

    (void)state;
    assert_true(colour_difference(colour_lab(red), colour_lab(green)) > 30);
    assert_true(colour_difference(colour_lab(colour_seen(red, VISION_DEUTAN)),
                                  colour_lab(colour_seen(green, VISION_DEUTAN))) < 10);
    for (enum vision v = VISION_NORMAL; v < VISION_COUNT; v++)
        assert_true(colour_difference(colour_lab(colour_seen(blue, v)),
                                      colour_lab(colour_seen(yellow, v))) > 30);
}

static void test_colour__over_a_ground(void **state)
{
    struct colour half = {true, 0, 100, 255, 0.5};
    struct colour none = {.is_set = false};
    struct colour mixed = colour_over(half, rgb(0xFFFFFF));
    struct colour bare = colour_over(none, rgb(0x123456));

    (void)state;
    assert_true(mixed.r == 128 && mixed.g == 178 && mixed.b == 255);
    assert_true(bare.r == 0x12 && bare.g == 0x34 && bare.b == 0x56);
    assert_true(colour_is_grey(rgb(0x777777)));
    assert_false(colour_is_grey(rgb(0x777778)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_colour__contrast_is_wcags),
        cmocka_unit_test(test_colour__lab_of_the_primaries),
        cmocka_unit_test(test_colour__ciede2000_is_as_published),
        cmocka_unit_test(test_colour__greys_look_the_same_to_all),
        cmocka_unit_test(test_colour__primaries_seen_by_dichromats),
        cmocka_unit_test(test_colour__what_dichromats_confuse),
        cmocka_unit_test(test_colour__over_a_ground),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
