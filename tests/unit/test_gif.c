/* Tests of animated GIFs, read again by giflib. */
#include "output/gif.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/film_fixture.h"
#include "support/read_gif.h"

static struct read_gif *encode(struct film_fixture *fixture, int shades, int loops)
{
    film_fixture_fill(fixture, shades, loops);
    g_autoptr(GBytes) file = gif_encode(&fixture->film, NULL);
    assert_non_null(file);
    struct read_gif *read = read_gif(file);
    assert_non_null(read);
    return read;
}

static void test_gif__few_colours_come_back_exactly(void **state)
{
    (void)state;
    struct film_fixture fixture;
    struct read_gif *read = encode(&fixture, 100, 0);
    uint32_t wanted[FIXTURE_WIDTH * FIXTURE_HEIGHT];
    assert_int_equal(read->width, FIXTURE_WIDTH);
    assert_int_equal(read->height, FIXTURE_HEIGHT);
    assert_int_equal(read->frame_count, FIXTURE_FRAMES);
    for (int f = 0; f < FIXTURE_FRAMES; f++) {
        film_draw_frame(&fixture.film, f, wanted);
        assert_memory_equal(read->shown[f], wanted, sizeof wanted);
        assert_int_equal(read->lengths_cs[f], fixture.frames[f].length_cs);
    }
    read_gif_free(read);
}

static void test_gif__frame_is_the_box_of_what_changed(void **state)
{
    (void)state;
    struct film_fixture fixture;
    struct read_gif *read = encode(&fixture, 100, 0);
    /* One square pales and the next comes up: 10 rows, from the left of one to the right of the
     * other. */
    for (int f = 1; f < FIXTURE_FRAMES; f++)
        assert_int_equal(read->sent[f], 30 * 10);
    read_gif_free(read);
}

static void test_gif__what_stays_is_the_same_in_every_frame_of_many_colours(void **state)
{
    (void)state;
    struct film_fixture fixture;
    struct read_gif *read = encode(&fixture, 700, 0);
    assert_int_equal(read->colour_count, 256);
    for (int f = 1; f < FIXTURE_FRAMES; f++)
        for (int i = 0; i < FIXTURE_WIDTH * FIXTURE_HEIGHT; i++)
            if (fixture.maps[0][i] == fixture.maps[1][i] &&
                fixture.maps[1][i] == fixture.maps[2][i])
                assert_int_equal(read->shown[f][i], read->shown[0][i]);
    /* Areas are exact whatever else there is. */
    assert_int_equal(read->shown[6][39 * FIXTURE_WIDTH], 0xf4f1ea);
    assert_int_equal(read->shown[6][25 * FIXTURE_WIDTH + 50], 0xd08a2e);
    read_gif_free(read);
}

static void test_gif__loops_are_said_as_programs_understand_them(void **state)
{
    static const int SAID[][2] = {{0, 0}, {1, -1}, {2, 1}, {300, 299}};
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(SAID); i++) {
        struct film_fixture fixture;
        struct read_gif *read = encode(&fixture, 3, SAID[i][0]);
        assert_int_equal(read->loops, SAID[i][1]);
        read_gif_free(read);
    }
}

static void test_gif__frame_without_change_is_kept_for_its_time(void **state)
{
    (void)state;
    struct film_fixture fixture;
    film_fixture_fill(&fixture, 3, 0);
    fixture.rows[1] = fixture.rows[2] = fixture.rows[0];
    g_autoptr(GBytes) file = gif_encode(&fixture.film, NULL);
    struct read_gif *read = read_gif(file);
    assert_int_equal(read->frame_count, FIXTURE_FRAMES);
    assert_int_equal(read->sent[3], 1);
    assert_memory_equal(read->shown[6], fixture.maps[0], sizeof fixture.maps[0]);
    read_gif_free(read);
}

static void test_gif__same_film_same_bytes(void **state)
{
    (void)state;
    struct film_fixture fixture;
    film_fixture_fill(&fixture, 700, 2);
    g_autoptr(GBytes) one = gif_encode(&fixture.film, NULL);
    g_autoptr(GBytes) other = gif_encode(&fixture.film, NULL);
    assert_true(g_bytes_equal(one, other));
}

static void test_gif__too_large_a_page_is_an_error(void **state)
{
    (void)state;
    struct film_fixture fixture;
    g_autoptr(GError) error = NULL;
    film_fixture_fill(&fixture, 3, 0);
    fixture.film.width = 65536;
    assert_null(gif_encode(&fixture.film, &error));
    assert_non_null(strstr(error->message, "65535"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gif__few_colours_come_back_exactly),
        cmocka_unit_test(test_gif__frame_is_the_box_of_what_changed),
        cmocka_unit_test(test_gif__what_stays_is_the_same_in_every_frame_of_many_colours),
        cmocka_unit_test(test_gif__loops_are_said_as_programs_understand_them),
        cmocka_unit_test(test_gif__frame_without_change_is_kept_for_its_time),
        cmocka_unit_test(test_gif__same_film_same_bytes),
        cmocka_unit_test(test_gif__too_large_a_page_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
