/* Tests of animated WebPs, read again by libwebp's decoder. */
#include "output/webp.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/film_fixture.h"

#include <webp/demux.h>

/* Checks every frame against the film. */
static void check_film(const struct film *film)
{
    g_autoptr(GBytes) file = webp_encode(film, NULL);
    assert_non_null(file);
    WebPData data;
    data.bytes = g_bytes_get_data(file, &data.size);
    WebPAnimDecoder *decoder = WebPAnimDecoderNew(&data, NULL);
    assert_non_null(decoder);
    WebPAnimInfo info;
    assert_true(WebPAnimDecoderGetInfo(decoder, &info));
    assert_int_equal(info.canvas_width, film->width);
    assert_int_equal(info.canvas_height, film->height);
    assert_int_equal(info.frame_count, film->frame_count);
    assert_int_equal(info.loop_count, film->loops);
    uint32_t wanted[FIXTURE_WIDTH * FIXTURE_HEIGHT];
    int end_ms = 0;
    for (int f = 0; f < film->frame_count; f++) {
        uint8_t *rgba;
        int shown_until_ms;
        assert_true(WebPAnimDecoderGetNext(decoder, &rgba, &shown_until_ms));
        end_ms += 10 * film->frames[f].length_cs;
        assert_int_equal(shown_until_ms, end_ms);
        film_draw_frame(film, f, wanted);
        for (size_t i = 0; i < G_N_ELEMENTS(wanted); i++, rgba += 4) {
            assert_int_equal((uint32_t)rgba[0] << 16 | (uint32_t)rgba[1] << 8 | rgba[2], wanted[i]);
            assert_int_equal(rgba[3], 255);
        }
    }
    assert_false(WebPAnimDecoderHasMoreFrames(decoder));
    WebPAnimDecoderDelete(decoder);
}

static void test_webp__frames_times_and_loops_come_back_exactly(void **state)
{
    static const int SHADES[] = {1, 100, 700}, LOOPS[] = {0, 1, 300};
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(SHADES); i++) {
        struct film_fixture fixture;
        film_fixture_fill(&fixture, SHADES[i], LOOPS[i]);
        check_film(&fixture.film);
    }
}

static void test_webp__same_film_same_bytes(void **state)
{
    (void)state;
    struct film_fixture fixture;
    film_fixture_fill(&fixture, 700, 2);
    g_autoptr(GBytes) one = webp_encode(&fixture.film, NULL);
    g_autoptr(GBytes) other = webp_encode(&fixture.film, NULL);
    assert_true(g_bytes_equal(one, other));
}

static void test_webp__too_large_a_page_is_an_error(void **state)
{
    (void)state;
    struct film_fixture fixture;
    g_autoptr(GError) error = NULL;
    film_fixture_fill(&fixture, 3, 0);
    fixture.film.height = 16384;
    assert_null(webp_encode(&fixture.film, &error));
    assert_non_null(strstr(error->message, "16383"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_webp__frames_times_and_loops_come_back_exactly),
        cmocka_unit_test(test_webp__same_film_same_bytes),
        cmocka_unit_test(test_webp__too_large_a_page_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
