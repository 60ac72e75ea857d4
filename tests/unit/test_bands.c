/* Tests that bands make the picture that there is without them, and that what is reused from the
 * pictures before is what would be drawn: on random scenes, whose seed is printed. */
#include "output/bands.h"
#include "output/raster.h"
#include "support/scene_fixture.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>

enum { SIDE = 300, SHAPES = 24 };

/* Two pictures are the same when no more than one pixel in 1000 is further apart than three steps
 * of 255. cairo rounds where an edge leaves its surface to a 256th of a pixel (a step for each of
 * the few shapes that lie over each other there), and where edges cross within a row of pixels, as
 * where a dash begins there, what it covers depends on the rows that it began with: the shapes here
 * cross themselves all the time, and come to a quarter of that; those of maps do not. Strokes that
 * are cut too short are more than it. */
#define LARGEST_DIFFERENCE 3
#define MOST_APART 1000

static double random_at(GRand *rand)
{
    return g_rand_double_range(rand, -40, SIDE + 40);
}

static void add_random_path(struct scene *scene, int class_number, GRand *rand, bool is_closed)
{
    struct pagept points[60];
    size_t counts[] = {(size_t)g_rand_int_range(rand, 3, 30),
                       (size_t)g_rand_int_range(rand, 3, 30)};
    for (size_t i = 0; i < counts[0] + counts[1]; i++)
        points[i] =
            (struct pagept){(int32_t)(100 * random_at(rand)), (int32_t)(100 * random_at(rand))};
    scene_add_path(scene, class_number, points, counts, (size_t)g_rand_int_range(rand, 1, 3),
                   is_closed, NULL);
}

static struct paint random_paint(GRand *rand)
{
    struct paint paint = fixture_text(g_rand_int(rand) & 0xffffff, 14, 400);
    paint.fill.opacity = g_rand_double_range(rand, 0.2, 1);
    paint.opacity = g_rand_boolean(rand) ? 1 : 0.5;
    paint.stroke = fixture_colour(g_rand_int(rand) & 0xffffff);
    paint.stroke.is_set = g_rand_boolean(rand);
    paint.stroke_width_pt = g_rand_double_range(rand, 0.2, 9);
    paint.join = (enum line_join)g_rand_int_range(rand, 0, 3);
    paint.cap = (enum line_cap)g_rand_int_range(rand, 0, 3);
    paint.miter_limit = g_rand_double_range(rand, 1, 10);
    paint.dash_count = g_rand_int_range(rand, 0, 3);
    paint.dashes_pt[0] = 7;
    paint.dashes_pt[1] = 3;
    paint.is_stroke_first = g_rand_boolean(rand);
    paint.radius_pt = g_rand_double_range(rand, 1, 60);
    return paint;
}

/* One of everything, in a group that may be seen through. */
static void add_shape(struct scene *scene, struct fonts *fonts, uint32_t seed)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(seed);
    struct paint paint = random_paint(rand), group = paint_initial();
    g_autofree char *name = g_strdup_printf("shape-%u", seed);
    g_autofree char *group_name = g_strdup_printf("group-%u", seed);
    group.opacity = g_rand_boolean(rand) ? 1 : 0.7;
    struct pagexy at = {random_at(rand), random_at(rand)};
    scene_begin_group_at(
        scene, scene_class(scene, group_name, &group),
        (struct pagexy){g_rand_double_range(rand, -20, 20), g_rand_double_range(rand, -20, 20)},
        NULL);
    int class_number = scene_class(scene, name, &paint);
    switch (g_rand_int_range(rand, 0, 5)) {
    case 0:
        add_random_path(scene, class_number, rand, true);
        break;
    case 1:
        add_random_path(scene, class_number, rand, false);
        break;
    case 2:
        scene_add_circle(scene, class_number, at, NULL);
        break;
    case 3:
        scene_add_box(scene, class_number, (struct page_box){at.x, at.y, at.x + 70, at.y + 50},
                      paint.radius_pt / 4, NULL);
        break;
    default:
        fixture_label(scene, fonts, name, &paint, "Xankəndi", at, ANCHOR_MIDDLE,
                      g_rand_double_range(rand, -180, 180));
    }
    scene_end_group(scene);
}

static struct scene *random_scene(struct fonts *fonts, const uint32_t *seeds)
{
    struct scene *scene = scene_new(SIDE, SIDE, PAGE_PX);
    scene_about(scene)->title = g_strdup("Random");
    for (size_t i = 0; i < SHAPES; i++)
        add_shape(scene, fonts, seeds[i]);
    return scene;
}

static uint32_t *pixels_in_bands(const struct scene *scene, double scale, int rows)
{
    int side = (int)round(SIDE * scale);
    g_autoptr(GPtrArray) bands = bands_build(scene, scale, side, side, rows);
    assert_int_equal(bands->len, (side + rows - 1) / rows);
    uint32_t *pixels = g_new0(uint32_t, (size_t)side * (size_t)side);
    g_autoptr(stroker) stroker = stroker_new(side, rows);
    for (size_t band = 0; band < bands->len; band++) {
        cairo_status_t status;
        size_t first = band * (size_t)rows * (size_t)side;
        assert_true(
            band_draw(bands->pdata[band], stroker, (uint8_t *)(pixels + first), 4 * side, &status));
    }
    return pixels;
}

static size_t count_apart(const uint32_t *a, const uint32_t *b, size_t count)
{
    size_t apart = 0;
    for (size_t i = 0; i < count; i++) {
        int largest = 0;
        for (int shift = 0; shift < 24; shift += 8)
            largest = MAX(largest, abs((int)(a[i] >> shift & 0xff) - (int)(b[i] >> shift & 0xff)));
        apart += largest > LARGEST_DIFFERENCE;
    }
    return apart;
}

static uint32_t announce_seed(void)
{
    uint32_t seed = g_random_int();
    print_message("seed %u\n", seed);
    return seed;
}

static void fill_seeds(GRand *rand, uint32_t *seeds)
{
    for (size_t i = 0; i < SHAPES; i++)
        seeds[i] = g_rand_int(rand);
}

static void test_bands__show_the_picture_that_there_is_without_them(void **state)
{
    static const double SCALES[] = {1, 1.37, 2};
    g_autoptr(GRand) rand = g_rand_new_with_seed(announce_seed());
    for (int round = 0; round < 12; round++) {
        uint32_t seeds[SHAPES];
        fill_seeds(rand, seeds);
        g_autoptr(scene) scene = random_scene(*state, seeds);
        double scale = SCALES[round % 3];
        size_t side = (size_t)lround(SIDE * scale);
        g_autofree uint32_t *whole = pixels_in_bands(scene, scale, (int)side);
        g_autofree uint32_t *cut = pixels_in_bands(scene, scale, g_rand_int_range(rand, 24, 64));
        assert_in_range(count_apart(whole, cut, side * side), 0, side * side / MOST_APART);
    }
}

struct task {
    const struct scene *const *scenes;
    GBytes **files;
    size_t count;
    raster_memory *memory;
    int next;
};

static void *write_all(void *data)
{
    struct task *task = data;
    for (;;) {
        size_t i = (size_t)g_atomic_int_add(&task->next, 1);
        if (i >= task->count)
            return NULL;
        task->files[i] = raster_encode_png(task->scenes[i], 1, task->memory, NULL);
    }
}

/* A series in which a shape or two change from picture to picture, and some change back. */
static void test_bands__a_series_has_the_files_of_its_pictures_alone(void **state)
{
    enum { PICTURES = 30, THREADS = 3 };
    g_autoptr(GRand) rand = g_rand_new_with_seed(announce_seed());
    uint32_t seeds[SHAPES], before[SHAPES];
    struct scene *scenes[PICTURES];
    GBytes *files[PICTURES];
    GThread *threads[THREADS];
    fill_seeds(rand, seeds);
    for (size_t i = 0; i < PICTURES; i++) {
        memcpy(before, seeds, sizeof seeds);
        seeds[g_rand_int_range(rand, 0, SHAPES)] = g_rand_int(rand);
        scenes[i] = random_scene(*state, seeds);
        if (g_rand_boolean(rand))
            memcpy(seeds, before, sizeof seeds);
    }
    g_autoptr(raster_memory) memory = raster_memory_new(NULL);
    struct task task = {(const struct scene *const *)scenes, files, PICTURES, memory, 0};
    for (size_t i = 0; i < THREADS; i++)
        threads[i] = g_thread_new("write", write_all, &task);
    for (size_t i = 0; i < THREADS; i++)
        g_thread_join(threads[i]);
    for (size_t i = 0; i < PICTURES; i++) {
        g_autoptr(GBytes) alone = raster_encode_png(scenes[i], 1, NULL, NULL);
        assert_true(g_bytes_equal(files[i], alone));
        g_bytes_unref(files[i]);
        scene_free(scenes[i]);
    }
}

/* Each picture of a series differs from all before it everywhere, or in its first row alone. */
static void test_bands__a_memory_does_not_grow_with_the_series(void **state)
{
    (void)state;
    enum { BANDS = 10, PICTURES = 40 };
    for (int height = 1; height <= 320; height += 319) {
        g_autoptr(raster_memory) memory = raster_memory_new(NULL);
        for (uint32_t i = 0; i < PICTURES; i++) {
            g_autoptr(scene) scene = scene_new(20, 32 * BANDS, PAGE_PX);
            struct paint colour = fixture_fill(i);
            scene_add_box(scene, scene_class(scene, "colour", &colour),
                          (struct page_box){0, 0, 20, height}, 0, NULL);
            g_autoptr(GBytes) file = raster_encode_png(scene, 1, memory, NULL);
            assert_non_null(file);
            assert_in_range(raster_memory_bands(memory), BANDS, BANDS + BANDS / 4);
        }
    }
}

/* A dot in the middle of the page is in the lists of its bands and in no others. */
static void test_bands__a_list_holds_what_its_rows_show_and_nothing_else(void **state)
{
    (void)state;
    struct paint paper = fixture_fill(0xffffff), dot = fixture_fill(0xff0000);
    dot.radius_pt = 3;
    g_autoptr(scene) empty = scene_new(100, 100, PAGE_PX), dotted = scene_new(100, 100, PAGE_PX);
    scene_add_box(empty, scene_class(empty, "paper", &paper), (struct page_box){0, 0, 100, 100}, 0,
                  NULL);
    scene_add_box(dotted, scene_class(dotted, "paper", &paper), (struct page_box){0, 0, 100, 100},
                  0, NULL);
    scene_add_circle(dotted, scene_class(dotted, "dot", &dot), (struct pagexy){50, 50}, NULL);
    g_autoptr(GPtrArray) a = bands_build(empty, 1, 100, 100, 10);
    g_autoptr(GPtrArray) b = bands_build(dotted, 1, 100, 100, 10);
    for (size_t band = 0; band < 10; band++)
        assert_int_equal(g_bytes_equal(a->pdata[band], b->pdata[band]), band != 4 && band != 5);
}

static int setup(void **state)
{
    *state = fixture_fonts();
    return 0;
}

static int teardown(void **state)
{
    fonts_close(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bands__show_the_picture_that_there_is_without_them),
        cmocka_unit_test(test_bands__a_series_has_the_files_of_its_pictures_alone),
        cmocka_unit_test(test_bands__a_memory_does_not_grow_with_the_series),
        cmocka_unit_test(test_bands__a_list_holds_what_its_rows_show_and_nothing_else),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
