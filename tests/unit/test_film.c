/* Tests of the frames between maps. */
#include "output/film.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static int channel(uint32_t colour, int shift)
{
    return (int)(colour >> shift & 0xff);
}

static void test_film__fade_goes_one_way_and_leaves_alone_what_is_alike(void **state)
{
    enum { COUNT = 4096, STEPS = 5 };
    static uint32_t from[COUNT], to[COUNT], shown[COUNT], before[COUNT];
    const uint32_t *const maps[] = {from, to};
    struct film_frame frames[STEPS];
    struct film film = {64, 64, maps, frames, STEPS, 0};
    GRand *random = g_rand_new_with_seed(2020);
    (void)state;
    for (int i = 0; i < COUNT; i++) {
        from[i] = g_rand_int(random) & 0xffffff;
        to[i] = i % 3 ? g_rand_int(random) & 0xffffff : from[i];
    }
    memcpy(before, from, sizeof before);
    for (int s = 0; s < STEPS; s++) {
        frames[s] = (struct film_frame){1, s + 1, STEPS, 8};
        film_draw_frame(&film, s, shown);
        for (int i = 0; i < COUNT; i++)
            for (int shift = 0; shift < 24; shift += 8) {
                int a = channel(before[i], shift), b = channel(shown[i], shift),
                    c = channel(to[i], shift);
                assert_true((a <= b && b <= c) || (a >= b && b >= c));
            }
        memcpy(before, shown, sizeof before);
    }
    assert_memory_equal(shown, to, sizeof shown);
    g_rand_free(random);
}

static void test_film__step_is_near_the_share_of_both(void **state)
{
    uint32_t from[] = {0x000000, 0xff8000}, to[] = {0xffffff, 0x00ff40}, shown[2];
    const uint32_t *const maps[] = {from, to};
    struct film_frame frame = {1, 1, 2, 8};
    struct film film = {2, 1, maps, &frame, 1, 0};
    (void)state;
    film_draw_frame(&film, 0, shown);
    /* Every thirty-second shade: at most half of that off. */
    for (int i = 0; i < 2; i++)
        for (int shift = 0; shift < 24; shift += 8) {
            int middle = (channel(from[i], shift) + channel(to[i], shift)) / 2;
            assert_in_range(channel(shown[i], shift) - middle + 17, 0, 34);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_film__fade_goes_one_way_and_leaves_alone_what_is_alike),
        cmocka_unit_test(test_film__step_is_near_the_share_of_both),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
