/* Tests of the files of moving pictures, read again: the small project, whose maps are known. */
#include "series/moving.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "output/raster.h"
#include "series/series.h"
#include "support/opened_project.h"
#include "support/read_gif.h"

#include <glib/gstdio.h>
#include <webp/demux.h>

/* How far a colour may be from what was drawn, in a GIF of more than 255 colours: shades at edges
 * share an entry. Measured: 17; areas are exact. */
#define PALETTE_ERROR 24

struct fixture {
    struct opened_project *opened;
    map_plan *plan;
    GArray *days, *turns;
    char *folder;
    struct moving moving;
    GPtrArray *pixels; /* of each map */
    int width, height;
};

static int setup(void **state)
{
    static const char *const DAYS[] = {"2020-03-01", "2020-03-12", "2021-05-31", "2022-01-01"};
    static const struct animation_options OPTIONS = {STEPS_EQUAL, 1, 0, 0.16};
    struct fixture *fixture = g_new0(struct fixture, 1);
    *state = fixture;
    fixture->opened = opened_project_new(SMALL_PROJECT);
    if (!fixture->opened)
        return 1;
    fixture->plan = opened_project_plan(fixture->opened, NULL, NULL);
    fixture->days = g_array_new(FALSE, FALSE, sizeof(struct series_day));
    fixture->pixels = g_ptr_array_new_with_free_func(g_free);
    fixture->folder = g_dir_make_tmp("mapgen-test-XXXXXX", NULL);
    day_number dates[G_N_ELEMENTS(DAYS)];
    for (size_t i = 0; i < G_N_ELEMENTS(DAYS); i++) {
        dates[i] = opened_project_day(DAYS[i]);
        struct series_day day = {dates[i],
                                 timeline_change_before(fixture->opened->timeline, dates[i])};
        g_array_append_val(fixture->days, day);
        g_autoptr(scene) map = map_compose(fixture->plan, day.date, day.since);
        g_ptr_array_add(fixture->pixels,
                        raster_pixels(map, 1, &fixture->width, &fixture->height, NULL));
    }
    fixture->turns = animation_turns(dates, G_N_ELEMENTS(DAYS), &OPTIONS, NULL);
    fixture->moving = (struct moving){.plan = fixture->plan,
                                      .days = fixture->days,
                                      .turns = fixture->turns,
                                      .loops = 2,
                                      .write = {.png_scale = 1}};
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    g_rmdir(fixture->folder);
    g_free(fixture->folder);
    g_ptr_array_unref(fixture->pixels);
    g_array_unref(fixture->days);
    g_array_unref(fixture->turns);
    map_plan_free(fixture->plan);
    opened_project_free(fixture->opened);
    g_free(fixture);
    return 0;
}

/* Writes it and reads the file's bytes. */
static GBytes *write_film(const struct fixture *fixture, const char *name)
{
    g_autofree char *path = g_build_filename(fixture->folder, name, NULL);
    enum moving_format format = MOVING_FRAMES;
    g_autoptr(GError) error = NULL;
    char *bytes;
    size_t size;
    if (!moving_format(path, &format, &error) ||
        !moving_write(&fixture->moving, path, format, &error) ||
        !g_file_get_contents(path, &bytes, &size, &error))
        fail_msg("%s", error->message);
    g_unlink(path);
    return g_bytes_new_take(bytes, size);
}

static int largest_difference(const uint32_t *a, const uint32_t *b, size_t count)
{
    int largest = 0;
    for (size_t i = 0; i < count; i++)
        for (int shift = 0; shift < 24; shift += 8)
            largest = MAX(largest, abs((int)(a[i] >> shift & 0xff) - (int)(b[i] >> shift & 0xff)));
    return largest;
}

/* Frames: map 0, then of each further map one step of its fade and the map. */
static void test_moving__gif_shows_the_maps(void **state)
{
    const struct fixture *fixture = *state;
    size_t size = (size_t)fixture->width * (size_t)fixture->height;
    g_autoptr(GBytes) file = write_film(fixture, "film.gif");
    struct read_gif *gif = read_gif(file);
    assert_non_null(gif);
    assert_int_equal(gif->frame_count, 7);
    assert_int_equal(gif->loops, 1);
    int worst = 0, total_cs = 0;
    for (int f = 0; f < 7; f += 2)
        worst =
            MAX(worst, largest_difference(gif->shown[f],
                                          g_ptr_array_index(fixture->pixels, (guint)f / 2), size));
    print_message("largest error of the palette: %d of 255\n", worst);
    assert_true(worst <= PALETTE_ERROR);
    for (int f = 0; f < 7; f++)
        total_cs += gif->lengths_cs[f];
    assert_int_equal(total_cs, animation_length_cs(fixture->turns));
    for (guint m = 0; m < 3; m++) {
        const uint32_t *before = fixture->pixels->pdata[m], *after = fixture->pixels->pdata[m + 1];
        size_t still = 0;
        for (size_t i = 0; i < size; i++) {
            if (before[i] != after[i])
                continue;
            assert_int_equal(gif->shown[2 * m][i], gif->shown[2 * m + 1][i]);
            assert_int_equal(gif->shown[2 * m][i], gif->shown[2 * m + 2][i]);
            still++;
        }
        assert_true(still * 2 > size && still < size);
    }
    read_gif_free(gif);
}

static void test_moving__webp_shows_the_maps_exactly(void **state)
{
    const struct fixture *fixture = *state;
    size_t size = (size_t)fixture->width * (size_t)fixture->height;
    g_autoptr(GBytes) file = write_film(fixture, "film.webp");
    WebPData data;
    data.bytes = g_bytes_get_data(file, &data.size);
    WebPAnimDecoder *decoder = WebPAnimDecoderNew(&data, NULL);
    assert_non_null(decoder);
    g_autofree uint32_t *shown = g_new(uint32_t, size);
    int until_ms = 0;
    for (int f = 0; f < 7; f++) {
        uint8_t *rgba;
        assert_true(WebPAnimDecoderGetNext(decoder, &rgba, &until_ms));
        for (size_t i = 0; i < size; i++, rgba += 4)
            shown[i] = (uint32_t)rgba[0] << 16 | (uint32_t)rgba[1] << 8 | rgba[2];
        if (f % 2 == 0)
            assert_memory_equal(shown, g_ptr_array_index(fixture->pixels, (guint)f / 2),
                                size * sizeof *shown);
    }
    assert_int_equal(until_ms, 10 * animation_length_cs(fixture->turns));
    WebPAnimDecoderDelete(decoder);
}

static void test_moving__frames_are_numbered_and_have_a_line_for_ffmpeg(void **state)
{
    const struct fixture *fixture = *state;
    g_autofree char *folder = g_build_filename(fixture->folder, "it's a film", NULL);
    g_autoptr(GError) error = NULL;
    assert_true(moving_write(&fixture->moving, folder, MOVING_FRAMES, NULL));
    g_autofree char *last = g_build_filename(folder, "frame-0007.png", NULL);
    assert_true(g_file_test(last, G_FILE_TEST_IS_REGULAR));
    g_autofree char *line = moving_ffmpeg_line(&fixture->moving, folder);
    assert_non_null(strstr(line, "it'\\''s a film' && "));
    assert_non_null(strstr(line, "for s in 1.00 0.08 0.92 0.08 0.92 0.08 1.92; do"));
    /* A film of fewer frames would leave the last of these behind. */
    const struct film_turn first = {0, 100, 0};
    g_autoptr(GArray) one_turn = g_array_new(FALSE, FALSE, sizeof first);
    g_autoptr(GArray) one_day = g_array_new(FALSE, FALSE, sizeof(struct series_day));
    g_array_append_val(one_turn, first);
    g_array_append_val(one_day, g_array_index(fixture->days, struct series_day, 0));
    struct moving moving = fixture->moving;
    moving.turns = one_turn;
    moving.days = one_day;
    assert_false(moving_write(&moving, folder, MOVING_FRAMES, &error));
    assert_non_null(strstr(error->message, "frame-0002.png"));
    for (int i = 1; i <= 7; i++) {
        g_autofree char *path = g_strdup_printf("%s/frame-%04d.png", folder, i);
        assert_int_equal(g_unlink(path), 0);
    }
    g_rmdir(folder);
}

static void test_moving__svg_says_each_day(void **state)
{
    const struct fixture *fixture = *state;
    g_autoptr(GBytes) file = write_film(fixture, "film.svg");
    g_autofree char *text = g_strndup(g_bytes_get_data(file, NULL), g_bytes_get_size(file));
    static const char *const DAYS[] = {"1 March 2020", "12 March 2020", "31 May 2021",
                                       "1 January 2022"};
    for (int i = 0; i < 4; i++) {
        g_autofree char *group =
            g_strdup_printf("-frame-%d\"><title>%s</title><desc>", i + 1, DAYS[i]);
        assert_non_null(strstr(text, group));
    }
    assert_non_null(strstr(text, "Four squares, 1 March 2020 – 1 January 2022</title>"));
    assert_non_null(strstr(text, " 5s linear 2}"));
    /* The whole says what each day changed. */
    char *description = strstr(text, "<desc ");
    for (int i = 0; i < 4; i++) {
        g_autofree char *day = g_strdup_printf("%s: ", DAYS[i]);
        char *found = g_strstr_len(description, strstr(description, "</desc>") - description, day);
        assert_non_null(found);
    }
}

static void test_moving__path_says_the_format(void **state)
{
    const struct fixture *fixture = *state;
    static const char *const PATHS[] = {"a.gif", "a.b/C.WebP", "x.svg", "frames/"};
    g_autoptr(GError) error = NULL;
    enum moving_format format;
    for (int i = 0; i < 4; i++) {
        assert_true(moving_format(PATHS[i], &format, NULL));
        assert_int_equal(format, i);
    }
    assert_true(moving_format(fixture->folder, &format, NULL));
    assert_int_equal(format, MOVING_FRAMES);
    assert_false(moving_format("film.mp4", &format, &error));
    assert_non_null(strstr(error->message, ".webp"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_moving__gif_shows_the_maps),
        cmocka_unit_test(test_moving__webp_shows_the_maps_exactly),
        cmocka_unit_test(test_moving__frames_are_numbered_and_have_a_line_for_ffmpeg),
        cmocka_unit_test(test_moving__svg_says_each_day),
        cmocka_unit_test(test_moving__path_says_the_format),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
