/* Tests of how few colours stand for many. */
#include "output/palette.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_palette__colours_that_fit_are_kept(void **state)
{
    uint32_t pixels[200];
    int count;
    g_autoptr(palette) palette = palette_new();
    (void)state;
    for (uint32_t i = 0; i < G_N_ELEMENTS(pixels); i++)
        pixels[i] = i * 0x010203 & 0xffffff;
    palette_count(palette, pixels, G_N_ELEMENTS(pixels));
    palette_choose(palette, 200);
    const uint32_t *colours = palette_colours(palette, &count);
    assert_int_equal(count, 200);
    for (uint32_t i = 0; i < G_N_ELEMENTS(pixels); i++)
        assert_int_equal(colours[palette_entry(palette, pixels[i])], pixels[i]);
}

/* 90,000 pixels of which each tenth has a colour of its own, the rest one of three. */
static uint32_t *flat_and_random(size_t *count)
{
    static const uint32_t FLAT[] = {0xcfe4e9, 0xefbe76, 0xf3eedf};
    GRand *random = g_rand_new_with_seed(1992);
    *count = 90000;
    uint32_t *pixels = g_new(uint32_t, *count);
    for (size_t i = 0; i < *count; i++)
        pixels[i] = i % 10 ? FLAT[i % 3] : g_rand_int(random) & 0xffffff;
    g_rand_free(random);
    return pixels;
}

static void test_palette__areas_are_exact_and_shades_are_near(void **state)
{
    size_t size;
    int count;
    g_autofree uint32_t *pixels = flat_and_random(&size);
    g_autoptr(palette) palette = palette_new();
    (void)state;
    palette_count(palette, pixels, size);
    palette_choose(palette, 255);
    const uint32_t *colours = palette_colours(palette, &count);
    assert_in_range(count, 200, 255);
    double error = 0;
    for (size_t i = 0; i < size; i++) {
        uint32_t entry = colours[palette_entry(palette, pixels[i])];
        if (i % 10)
            assert_int_equal(entry, pixels[i]);
        else
            for (int shift = 0; shift < 24; shift += 8) {
                int difference = (int)(entry >> shift & 0xff) - (int)(pixels[i] >> shift & 0xff);
                error += difference * difference;
            }
    }
    /* 252 boxes of the colour cube, were they equal cubes, have sides of 256 / 6.3 shades, and a
     * random colour is off by side / sqrt(12) in each channel: 3 x 11.7^2 in all. */
    assert_true(error / ((double)size / 10) < 3 * 11.7 * 11.7 * 1.1);
}

static void test_palette__does_not_depend_on_the_order_of_pixels(void **state)
{
    size_t size;
    int counts[2];
    g_autofree uint32_t *pixels = flat_and_random(&size);
    g_autoptr(palette) one = palette_new();
    g_autoptr(palette) other = palette_new();
    (void)state;
    palette_count(one, pixels, size);
    for (size_t i = size; i-- > 0;)
        palette_count(other, &pixels[i], 1);
    palette_choose(one, 255);
    palette_choose(other, 255);
    const uint32_t *ones = palette_colours(one, &counts[0]);
    const uint32_t *others = palette_colours(other, &counts[1]);
    assert_int_equal(counts[0], counts[1]);
    assert_memory_equal(ones, others, (size_t)counts[0] * sizeof *ones);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_palette__colours_that_fit_are_kept),
        cmocka_unit_test(test_palette__areas_are_exact_and_shades_are_near),
        cmocka_unit_test(test_palette__does_not_depend_on_the_order_of_pixels),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
