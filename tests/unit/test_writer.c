#include "output/writer.h"

#include "base/error.h"
#include "support/scene_fixture.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

struct fixture {
    struct scene *scene;
    char *folder, *path; /* FOLDER/map.svg */
};

static int setup(void **state)
{
    struct fixture *fixture = g_new0(struct fixture, 1);
    struct paint red = fixture_fill(0xff0000);
    fixture->scene = scene_new(20, 10, PAGE_PX);
    scene_add_box(fixture->scene, scene_class(fixture->scene, "red", &red),
                  (struct page_box){0, 0, 20, 10}, 0, NULL);
    fixture->folder = g_dir_make_tmp("mapgen-test-XXXXXX", NULL);
    fixture->path = g_build_filename(fixture->folder, "map.svg", NULL);
    *state = fixture;
    return 0;
}

/* Also proves that nothing but `path` was left in the folder. */
static int teardown(void **state)
{
    struct fixture *fixture = *state;
    g_remove(fixture->path);
    int result = g_rmdir(fixture->folder);
    scene_free(fixture->scene);
    g_free(fixture->folder);
    g_free(fixture->path);
    g_free(fixture);
    return result;
}

static bool write_svg(const struct fixture *fixture, const char *path, GError **error)
{
    struct write_options options = write_options_default();
    return scene_write(fixture->scene, path, FORMAT_SVG, &options, error);
}

static void assert_file(const char *path, const char *beginning)
{
    g_autofree char *text = NULL;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    assert_true(g_str_has_prefix(text, beginning));
}

static void test_writer__the_format_is_the_ending_of_the_path(void **state)
{
    (void)state;
    enum file_format format;
    assert_true(format_from_path("a.b/map.PNG", &format, NULL));
    assert_int_equal(format, FORMAT_PNG);
    assert_true(format_from_path("-.pdf", &format, NULL));
    assert_int_equal(format, FORMAT_PDF);
    assert_true(format_from_name("svg", &format));
    assert_int_equal(format, FORMAT_SVG);
    assert_false(format_from_name(".svg", &format));
}

static void test_writer__another_ending_is_an_error_that_lists_the_formats(void **state)
{
    (void)state;
    static const char *const PATHS[] = {"map.gif", "map", "-", "", "out.svg/map"};
    for (size_t i = 0; i < G_N_ELEMENTS(PATHS); i++) {
        g_autoptr(GError) error = NULL;
        enum file_format format;
        assert_false(format_from_path(PATHS[i], &format, &error));
        assert_true(g_error_matches(error, MAPGEN_ERROR, MAPGEN_ERROR_USAGE));
        assert_non_null(strstr(error->message, ".svg, .png or .pdf"));
    }
}

static void test_writer__every_format_has_its_signature(void **state)
{
    struct fixture *fixture = *state;
    static const char *const SIGNATURES[] = {"<svg", "\x89PNG", "%PDF"};
    struct write_options options = write_options_default();
    for (int i = 0; i < 3; i++) {
        g_autoptr(GBytes) file = scene_encode(fixture->scene, (enum file_format)i, &options, NULL);
        assert_memory_equal(g_bytes_get_data(file, NULL), SIGNATURES[i], 4);
    }
}

static void test_writer__replaces_a_file_and_leaves_nothing_else(void **state)
{
    struct fixture *fixture = *state;
    assert_true(g_file_set_contents(fixture->path, "earlier", -1, NULL));
    assert_true(write_svg(fixture, fixture->path, NULL));
    assert_file(fixture->path, "<svg");
}

static void test_writer__makes_missing_folders(void **state)
{
    struct fixture *fixture = *state;
    g_autofree char *one = g_build_filename(fixture->folder, "one", NULL);
    g_autofree char *two = g_build_filename(one, "two", NULL);
    g_autofree char *path = g_build_filename(two, "map.svg", NULL);
    assert_true(write_svg(fixture, path, NULL));
    assert_file(path, "<svg");
    g_remove(path);
    g_rmdir(two);
    g_rmdir(one);
}

static void test_writer__a_picture_that_fails_leaves_the_earlier_file(void **state)
{
    struct fixture *fixture = *state;
    g_autoptr(GError) error = NULL;
    assert_true(g_file_set_contents(fixture->path, "earlier", -1, NULL));
    struct write_options options = {.png_scale = 1e6};
    assert_false(scene_write(fixture->scene, fixture->path, FORMAT_PNG, &options, &error));
    assert_true(g_error_matches(error, MAPGEN_ERROR, MAPGEN_ERROR_OUTPUT));
    assert_true(g_str_has_prefix(error->message, fixture->path));
    assert_file(fixture->path, "earlier");
}

static void test_writer__a_file_where_a_folder_should_be_is_named(void **state)
{
    struct fixture *fixture = *state;
    g_autoptr(GError) error = NULL;
    assert_true(g_file_set_contents(fixture->path, "earlier", -1, NULL));
    g_autofree char *below = g_build_filename(fixture->path, "map.svg", NULL);
    assert_false(write_svg(fixture, below, &error));
    assert_true(g_error_matches(error, MAPGEN_ERROR, MAPGEN_ERROR_OUTPUT));
    assert_true(g_str_has_prefix(error->message, below));
    assert_non_null(strstr(error->message, fixture->path));
    assert_file(fixture->path, "earlier");
}

static void test_writer__a_folder_is_not_written_over(void **state)
{
    struct fixture *fixture = *state;
    g_autoptr(GError) error = NULL;
    assert_false(write_svg(fixture, fixture->folder, &error));
    assert_true(g_error_matches(error, MAPGEN_ERROR, MAPGEN_ERROR_OUTPUT));
    assert_true(g_file_test(fixture->folder, G_FILE_TEST_IS_DIR));
}

/* /dev/full takes nothing; it must be written to and not replaced by a file. */
static void test_writer__a_device_is_written_to_and_its_failure_told(void **state)
{
    struct fixture *fixture = *state;
    g_autoptr(GError) error = NULL;
    assert_false(write_svg(fixture, "/dev/full", &error));
    assert_true(g_str_has_prefix(error->message, "/dev/full: cannot be written: "));
    assert_true(write_svg(fixture, "/dev/null", NULL));
    assert_false(g_file_test("/dev/null", G_FILE_TEST_IS_REGULAR));
}

/* stdout is a file for the time of the test. */
static void test_writer__a_dash_is_standard_output(void **state)
{
    struct fixture *fixture = *state;
    fflush(stdout);
    int saved = dup(STDOUT_FILENO);
    FILE *file = fopen(fixture->path, "wb");
    assert_non_null(file);
    dup2(fileno(file), STDOUT_FILENO);
    bool is_written = write_svg(fixture, "-", NULL);
    dup2(saved, STDOUT_FILENO);
    close(saved);
    fclose(file);
    assert_true(is_written);
    assert_file(fixture->path, "<svg");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_writer__the_format_is_the_ending_of_the_path),
        cmocka_unit_test(test_writer__another_ending_is_an_error_that_lists_the_formats),
        cmocka_unit_test_setup_teardown(test_writer__every_format_has_its_signature, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_writer__replaces_a_file_and_leaves_nothing_else, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(test_writer__makes_missing_folders, setup, teardown),
        cmocka_unit_test_setup_teardown(test_writer__a_picture_that_fails_leaves_the_earlier_file,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(test_writer__a_file_where_a_folder_should_be_is_named,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(test_writer__a_folder_is_not_written_over, setup, teardown),
        cmocka_unit_test_setup_teardown(test_writer__a_device_is_written_to_and_its_failure_told,
                                        setup, teardown),
        cmocka_unit_test_setup_teardown(test_writer__a_dash_is_standard_output, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
