/* Tests of the pixels and the PDF, and that PNG and SVG show one picture: librsvg draws the SVG. */
#include "output/raster.h"
#include "output/svg.h"
#include "support/scene_fixture.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <glib/gstdio.h>

/* How far our PNG and librsvg's may be apart. Both draw with cairo, librsvg with glyphs of its own
 * that stand on fractions of a pixel: edges of letters differ by an eighth of the range at most,
 * and over the whole picture by less than a quarter of one of 255 steps. A letter that is a pixel
 * off differs by all of the range. */
#define LARGEST_DIFFERENCE 48
#define MEAN_DIFFERENCE 0.25

struct fixture {
    struct fonts *fonts;
    struct scene *scene;
    char *folder;
};

static int setup(void **state)
{
    struct fixture *fixture = g_new0(struct fixture, 1);
    fixture->fonts = fixture_fonts();
    fixture->scene = fixture_scene(fixture->fonts);
    fixture->folder = g_dir_make_tmp("mapgen-test-XXXXXX", NULL);
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *fixture = *state;
    scene_free(fixture->scene);
    fonts_close(fixture->fonts);
    g_rmdir(fixture->folder);
    g_free(fixture->folder);
    g_free(fixture);
    return 0;
}

struct reader {
    const uint8_t *bytes;
    size_t left;
};

static cairo_status_t read_bytes(void *closure, unsigned char *bytes, unsigned count)
{
    struct reader *reader = closure;
    if (count > reader->left)
        return CAIRO_STATUS_READ_ERROR;
    memcpy(bytes, reader->bytes, count);
    reader->bytes += count;
    reader->left -= count;
    return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *decode_png(GBytes *file)
{
    struct reader reader = {0};
    reader.bytes = g_bytes_get_data(file, &reader.left);
    cairo_surface_t *surface = cairo_image_surface_create_from_png_stream(read_bytes, &reader);
    assert_int_equal(cairo_surface_status(surface), CAIRO_STATUS_SUCCESS);
    return surface;
}

static uint32_t pixel_at(cairo_surface_t *surface, int x, int y)
{
    const uint8_t *row = cairo_image_surface_get_data(surface) +
                         (ptrdiff_t)y * cairo_image_surface_get_stride(surface);
    uint32_t pixel;
    memcpy(&pixel, row + 4 * x, sizeof pixel);
    return pixel & 0xffffff;
}

static void test_raster__colours_are_those_of_the_paint(void **state)
{
    struct fixture *fixture = *state;
    g_autoptr(GBytes) file = raster_encode_png(fixture->scene, 2, NULL, NULL);
    cairo_surface_t *picture = decode_png(file);
    assert_int_equal(cairo_image_surface_get_width(picture), 600);
    assert_int_equal(pixel_at(picture, 4, 4), 0xf4f1ea); /* paper; the hidden box is not there */
    assert_int_equal(pixel_at(picture, 100, 360), 0xd9a98c); /* left area */
    assert_int_equal(pixel_at(picture, 480, 300), 0x8cb0d9); /* right area */
    assert_int_equal(pixel_at(picture, 400, 200), 0xf4f1ea); /* its hole */
    assert_int_equal(pixel_at(picture, 140, 240), 0xffffff); /* dot */
    /* Band: half of #205080 in an element of opacity .6, so .3 of it over #d9a98c. */
    assert_int_equal(pixel_at(picture, 106, 106) & 0xffff, 0x8e88);
    cairo_surface_destroy(picture);
}

/* The chunks in order; "IDAT" once. */
static char *chunk_names(GBytes *file)
{
    size_t size;
    const uint8_t *bytes = g_bytes_get_data(file, &size);
    GString *names = g_string_new(NULL);
    for (size_t at = 8; at + 12 <= size;) {
        uint32_t length;
        memcpy(&length, bytes + at, sizeof length);
        if (!g_str_has_suffix(names->str, "IDAT ") || memcmp(bytes + at + 4, "IDAT", 4) != 0)
            g_string_append_printf(names, "%.4s ", (const char *)bytes + at + 4);
        at += 12 + GUINT32_FROM_BE(length);
    }
    return g_string_free(names, FALSE);
}

static void test_raster__png_says_its_size_and_whose_it_is_but_no_time(void **state)
{
    struct fixture *fixture = *state;
    g_autoptr(GBytes) file = raster_encode_png(fixture->scene, 2, NULL, NULL);
    g_autofree char *names = chunk_names(file);
    assert_string_equal(names, "IHDR sRGB pHYs tEXt tEXt iTXt tEXt IDAT IEND ");
    size_t size;
    const char *bytes = g_bytes_get_data(file, &size);
    /* 144 dpi are 5669 pixels per metre */
    assert_non_null(memmem(bytes, size, "pHYs\0\0\x16\x25\0\0\x16\x25\1", 13));
    assert_non_null(memmem(bytes, size, "tEXtTitle\0Two districts", 23));
    assert_non_null(memmem(bytes, size, "iTXtCopyright\0\0\0\0\0© Nobody", 27));
}

static void test_raster__a_picture_that_is_too_large_is_an_error(void **state)
{
    struct fixture *fixture = *state;
    g_autoptr(GError) error = NULL;
    assert_null(raster_encode_png(fixture->scene, 200, NULL, &error));
    assert_non_null(strstr(error->message, "60000 by 60000 pixels"));
    assert_null(raster_encode_png(fixture->scene, 0, NULL, NULL));
}

static void assert_same_bytes(GBytes *a, GBytes *b)
{
    assert_int_equal(g_bytes_get_size(a), g_bytes_get_size(b));
    assert_memory_equal(g_bytes_get_data(a, NULL), g_bytes_get_data(b, NULL), g_bytes_get_size(a));
}

static void test_raster__the_same_scene_gives_the_same_bytes(void **state)
{
    struct fixture *fixture = *state;
    g_autoptr(fonts) fonts = fixture_fonts();
    g_autoptr(scene) again = fixture_scene(fonts);
    g_autoptr(GBytes) png = raster_encode_png(fixture->scene, 1.5, NULL, NULL);
    g_autoptr(GBytes) png_again = raster_encode_png(again, 1.5, NULL, NULL);
    assert_same_bytes(png, png_again);
    g_autoptr(GBytes) pdf = raster_encode_pdf(fixture->scene, NULL);
    g_autoptr(GBytes) pdf_again = raster_encode_pdf(again, NULL);
    assert_same_bytes(pdf, pdf_again);
}

static void test_raster__a_pdf_is_dated_by_its_map(void **state)
{
    struct fixture *fixture = *state;
    g_autoptr(GBytes) file = raster_encode_pdf(fixture->scene, NULL);
    size_t size;
    const char *bytes = g_bytes_get_data(file, &size);
    assert_memory_equal(bytes, "%PDF-", 5);
    assert_non_null(memmem(bytes, size, "/CreationDate (20201110000000Z)", 31));
}

/* The standard output of a program, or NULL when it is not installed. */
static char *output_of(const char *const *arguments)
{
    g_autofree char *program = g_find_program_in_path(arguments[0]);
    if (!program)
        return NULL;
    char *output = NULL;
    int status = -1;
    assert_true(g_spawn_sync(NULL, (char **)arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                             &output, NULL, &status, NULL));
    assert_int_equal(status, 0);
    return output;
}

static void test_raster__text_of_a_pdf_can_be_searched(void **state)
{
    struct fixture *fixture = *state;
    g_autofree char *path = g_build_filename(fixture->folder, "map.pdf", NULL);
    g_autoptr(GBytes) file = raster_encode_pdf(fixture->scene, NULL);
    g_file_set_contents(path, g_bytes_get_data(file, NULL), (gssize)g_bytes_get_size(file), NULL);
    const char *const command[] = {"pdftotext", path, "-", NULL};
    g_autofree char *text = output_of(command);
    g_remove(path);
    if (!text)
        skip();
    assert_non_null(strstr(text, "Xankəndi"));
    assert_non_null(strstr(text, "Ստեփանակերտ"));
    assert_non_null(strstr(text, "10 November 2020: a & b < c, “quoted”"));
}

/* Each thread writes a scene of its own; the runs are copies that share their faces. */
struct job {
    const struct scene *scene;
    GBytes *png, *pdf, *svg;
};

static void *write_all(void *data)
{
    struct job *job = data;
    job->png = raster_encode_png(job->scene, 1, NULL, NULL);
    job->pdf = raster_encode_pdf(job->scene, NULL);
    job->svg = svg_encode(job->scene, NULL);
    return NULL;
}

static void copy_nodes(struct scene *copy, const struct scene *scene)
{
    for (size_t i = 0; i < scene_node_count(scene); i++) {
        const struct scene_node *node = scene_node_at(scene, i);
        if (node->kind != NODE_TEXT)
            continue;
        int class_number = scene_class(copy, scene_class_name(scene, node->class_number),
                                       scene_class_paint(scene, node->class_number));
        scene_add_text(copy, class_number, run_share(node->text.run), node->text.origin,
                       node->text.anchor, node->text.angle_deg, NULL);
    }
}

static void test_raster__threads_draw_what_one_thread_draws(void **state)
{
    struct fixture *fixture = *state;
    enum { THREADS = 8 };
    struct job jobs[THREADS + 1];
    GThread *threads[THREADS];
    for (int i = 0; i <= THREADS; i++) {
        struct scene *copy = scene_new(300, 300, PAGE_PX);
        copy_nodes(copy, fixture->scene);
        jobs[i] = (struct job){.scene = copy};
    }
    for (int i = 0; i < THREADS; i++)
        threads[i] = g_thread_new("write", write_all, &jobs[i]);
    for (int i = 0; i < THREADS; i++)
        g_thread_join(threads[i]);
    write_all(&jobs[THREADS]);
    for (int i = 0; i <= THREADS; i++) {
        assert_same_bytes(jobs[i].png, jobs[THREADS].png);
        assert_same_bytes(jobs[i].pdf, jobs[THREADS].pdf);
        assert_same_bytes(jobs[i].svg, jobs[THREADS].svg);
    }
    for (int i = 0; i <= THREADS; i++) {
        g_bytes_unref(jobs[i].png);
        g_bytes_unref(jobs[i].pdf);
        g_bytes_unref(jobs[i].svg);
        scene_free((struct scene *)jobs[i].scene);
    }
}

/* The picture that librsvg makes of an SVG at two pixels per point; NULL without librsvg. */
static cairo_surface_t *draw_with_librsvg(const struct fixture *fixture, const char *svg)
{
    g_autofree char *svg_path = g_build_filename(fixture->folder, "map.svg", NULL);
    g_autofree char *png_path = g_build_filename(fixture->folder, "map.png", NULL);
    assert_true(g_file_set_contents(svg_path, svg, -1, NULL));
    const char *const command[] = {"rsvg-convert", "--zoom", "2", "-o", png_path, svg_path, NULL};
    g_autofree char *output = output_of(command);
    cairo_surface_t *picture = output ? cairo_image_surface_create_from_png(png_path) : NULL;
    g_remove(svg_path);
    g_remove(png_path);
    return picture;
}

static void assert_same_picture(cairo_surface_t *a, cairo_surface_t *b, int largest, double mean)
{
    int width = cairo_image_surface_get_width(a), height = cairo_image_surface_get_height(a);
    assert_int_equal(width, cairo_image_surface_get_width(b));
    assert_int_equal(height, cairo_image_surface_get_height(b));
    double sum = 0;
    int found = 0;
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++)
            for (int shift = 0; shift < 24; shift += 8) {
                int difference = abs((int)(pixel_at(a, x, y) >> shift & 255) -
                                     (int)(pixel_at(b, x, y) >> shift & 255));
                sum += difference;
                found = MAX(found, difference);
            }
    sum /= 3.0 * width * height;
    if (found > largest || sum > mean) {
        cairo_surface_write_to_png(a, "scene.expected.png");
        cairo_surface_write_to_png(b, "scene.actual.png");
        fail_msg("the pictures differ by %d, on average by %.3f; see scene.expected.png and "
                 "scene.actual.png in the build folder",
                 found, sum);
    }
}

static char *svg_text(const struct scene *scene)
{
    g_autoptr(GBytes) file = svg_encode(scene, NULL);
    return g_strndup(g_bytes_get_data(file, NULL), g_bytes_get_size(file));
}

static void test_raster__png_and_svg_show_one_picture(void **state)
{
    struct fixture *fixture = *state;
    g_autofree char *svg = svg_text(fixture->scene);
    cairo_surface_t *theirs = draw_with_librsvg(fixture, svg);
    if (!theirs)
        skip();
    g_autoptr(GBytes) file = raster_encode_png(fixture->scene, 2, NULL, NULL);
    cairo_surface_t *ours = decode_png(file);
    assert_same_picture(ours, theirs, LARGEST_DIFFERENCE, MEAN_DIFFERENCE);
    cairo_surface_destroy(ours);
    cairo_surface_destroy(theirs);
}

/* Held at each end and in the middle: spaced out, joined, to the left, to the right and mixed. */
static scene *right_to_left_scene(fonts *fonts)
{
    static const char *const TEXTS[] = {"ישראל", "ישראל (12) Abc", "قره‌باغ",
                                        "شوشا (12) Abc", "Abc"};
    scene *scene = scene_new(300, 300, PAGE_PX);
    struct paint paper = fixture_fill(0xffffff), text = fixture_text(0, 12, 400);
    text.font.fallback = "'Noto Sans Hebrew', 'Noto Sans Arabic'";
    text.font.letter_spacing_pt = 6;
    scene_add_box(scene, scene_class(scene, "paper", &paper), (struct page_box){0, 0, 300, 300}, 0,
                  NULL);
    for (size_t i = 0; i < 3 * G_N_ELEMENTS(TEXTS); i++) {
        enum text_anchor anchor = (enum text_anchor)(i % 3);
        scene_add_text(scene, scene_class(scene, "text", &text),
                       run_shape(fonts, TEXTS[i / 3], &text.font, "he", NULL),
                       (struct pagexy){150, 15 + 19 * (double)i}, anchor, 0, NULL);
    }
    return scene;
}

static void test_raster__text_to_the_left_stands_in_one_place(void **state)
{
    static const char *const FILES[] = {NOTO "NotoSans-Regular.ttf",
                                        NOTO "NotoSansHebrew-Regular.ttf",
                                        NOTO "NotoSansArabic-Regular.ttf"};
    g_autoptr(fonts) fonts = fonts_open(FILES, G_N_ELEMENTS(FILES), NULL);
    g_autoptr(scene) scene = right_to_left_scene(fonts);
    g_autofree char *svg = svg_text(scene);
    cairo_surface_t *theirs = draw_with_librsvg(*state, svg);
    if (!theirs)
        skip();
    g_autoptr(GBytes) file = raster_encode_png(scene, 2, NULL, NULL);
    cairo_surface_t *ours = decode_png(file);
    assert_same_picture(ours, theirs, LARGEST_DIFFERENCE, MEAN_DIFFERENCE);
    cairo_surface_destroy(ours);
    cairo_surface_destroy(theirs);
}

/* What is left when a CMS has cleaned the file: attributes of the picture, and nothing else. */
static void test_raster__attributes_alone_give_the_whole_picture(void **state)
{
    struct fixture *fixture = *state;
    g_autofree char *svg = svg_text(fixture->scene);
    g_autoptr(GRegex) elements =
        g_regex_new("<(style|metadata|title|desc)[ >].*?</\\1>", G_REGEX_DOTALL, 0, NULL);
    g_autoptr(GRegex) attributes =
        g_regex_new(" (id|class|role|style|lang|aria-[a-z]*|data-[-a-z]*)=\"[^\"]*\"", 0, 0, NULL);
    g_autofree char *without_elements = g_regex_replace_literal(elements, svg, -1, 0, "", 0, NULL);
    g_autofree char *clean =
        g_regex_replace_literal(attributes, without_elements, -1, 0, "", 0, NULL);
    assert_null(strstr(clean, "{"));
    assert_null(strstr(clean, "class="));
    cairo_surface_t *before = draw_with_librsvg(fixture, svg);
    if (!before)
        skip();
    cairo_surface_t *after = draw_with_librsvg(fixture, clean);
    assert_same_picture(before, after, 0, 0);
    cairo_surface_destroy(before);
    cairo_surface_destroy(after);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_raster__colours_are_those_of_the_paint),
        cmocka_unit_test(test_raster__png_says_its_size_and_whose_it_is_but_no_time),
        cmocka_unit_test(test_raster__a_picture_that_is_too_large_is_an_error),
        cmocka_unit_test(test_raster__the_same_scene_gives_the_same_bytes),
        cmocka_unit_test(test_raster__a_pdf_is_dated_by_its_map),
        cmocka_unit_test(test_raster__text_of_a_pdf_can_be_searched),
        cmocka_unit_test(test_raster__threads_draw_what_one_thread_draws),
        cmocka_unit_test(test_raster__png_and_svg_show_one_picture),
        cmocka_unit_test(test_raster__text_to_the_left_stands_in_one_place),
        cmocka_unit_test(test_raster__attributes_alone_give_the_whole_picture),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
