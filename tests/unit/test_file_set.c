#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "output/file_set.h"
#include "support/shapefile_fixture.h"

static GBytes *bytes_of(const char *text)
{
    return g_bytes_new(text, strlen(text));
}

static void assert_text(const char *path, const char *wanted)
{
    g_autofree char *text = NULL;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    assert_string_equal(text, wanted);
}

static size_t count_files(const char *folder)
{
    size_t count = 0;
    g_autoptr(GDir) files = g_dir_open(folder, 0, NULL);
    while (g_dir_read_name(files) != NULL)
        count++;
    return count;
}

static void test_file_set__replaces_what_was_there(void **state)
{
    const struct shapefile_fixture *files = *state;
    assert_true(g_file_set_contents(files->dbf, "old", -1, NULL));
    g_autoptr(file_set) set = file_set_new();
    file_set_add(set, files->shp, bytes_of("one"));
    file_set_add_beside(set, files->shp, "dbf", bytes_of("two"));
    assert_true(file_set_write(set, NULL));
    assert_text(files->shp, "one");
    assert_text(files->dbf, "two");
    assert_int_equal(count_files(files->folder), 2);
}

static void test_file_set__makes_folders(void **state)
{
    const struct shapefile_fixture *files = *state;
    g_autofree char *folder = g_build_filename(files->folder, "a", NULL);
    g_autofree char *path = g_build_filename(folder, "b.txt", NULL);
    g_autoptr(file_set) set = file_set_new();
    file_set_add(set, path, bytes_of("one"));
    assert_true(file_set_write(set, NULL));
    assert_text(path, "one");
    g_remove(path);
    g_rmdir(folder);
}

/* A folder stands where the last of three should: the first, which was there, is as it was; the
 * second, which was not, is not. */
static void test_file_set__is_all_or_nothing(void **state)
{
    const struct shapefile_fixture *files = *state;
    g_autoptr(GError) error = NULL;
    assert_true(g_file_set_contents(files->shp, "old", -1, NULL));
    assert_int_equal(g_mkdir(files->dbf, 0777), 0);
    g_autoptr(file_set) set = file_set_new();
    file_set_add(set, files->shp, bytes_of("one"));
    file_set_add(set, files->shx, bytes_of("two"));
    file_set_add(set, files->dbf, bytes_of("three"));
    assert_false(file_set_write(set, &error));
    assert_non_null(strstr(error->message, files->dbf));
    assert_text(files->shp, "old");
    assert_int_equal(count_files(files->folder), 2);
    g_rmdir(files->dbf);
}

/* An index of an older file goes with it, but not when the new one cannot come. */
static void test_file_set__what_shall_not_be_there_goes(void **state)
{
    const struct shapefile_fixture *files = *state;
    g_autofree char *index = file_beside(files->shp, "qix");
    assert_true(g_file_set_contents(index, "old", -1, NULL));
    assert_int_equal(g_mkdir(files->dbf, 0777), 0);
    g_autoptr(file_set) set = file_set_new();
    file_set_add_gone(set, files->shp, "qix");
    file_set_add_gone(set, files->shp, "sbn");
    file_set_add(set, files->shp, bytes_of("one"));
    g_autoptr(file_set) broken = file_set_new();
    file_set_add_gone(broken, files->shp, "qix");
    file_set_add(broken, files->dbf, bytes_of("two"));
    assert_false(file_set_write(broken, NULL));
    assert_text(index, "old");
    g_rmdir(files->dbf);
    assert_true(file_set_write(set, NULL));
    assert_int_equal(count_files(files->folder), 1);
    assert_text(files->shp, "one");
}

/* The same where a file cannot even be begun. */
static void test_file_set__a_folder_that_is_a_file_is_told(void **state)
{
    const struct shapefile_fixture *files = *state;
    g_autoptr(GError) error = NULL;
    assert_true(g_file_set_contents(files->dbf, "old", -1, NULL));
    g_autofree char *below = g_build_filename(files->dbf, "x", NULL);
    g_autoptr(file_set) set = file_set_new();
    file_set_add(set, files->shp, bytes_of("one"));
    file_set_add(set, below, bytes_of("two"));
    assert_false(file_set_write(set, &error));
    assert_non_null(strstr(error->message, below));
    assert_int_equal(count_files(files->folder), 1);
    assert_text(files->dbf, "old");
}

static void test_file_set__names_a_file_beside_another(void **state)
{
    static const char *const cases[][3] = {{"a.shp", "dbf", "a.dbf"},
                                           {"a.b/c", "qml", "a.b/c.qml"},
                                           {"a.b/c.d.shp", "x", "a.b/c.d.x"}};
    (void)state;
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = file_beside(cases[i][0], cases[i][1]);
        assert_string_equal(path, cases[i][2]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_file_set__replaces_what_was_there,
                                        shapefile_fixture_setup, shapefile_fixture_teardown),
        cmocka_unit_test_setup_teardown(test_file_set__makes_folders, shapefile_fixture_setup,
                                        shapefile_fixture_teardown),
        cmocka_unit_test_setup_teardown(test_file_set__is_all_or_nothing, shapefile_fixture_setup,
                                        shapefile_fixture_teardown),
        cmocka_unit_test_setup_teardown(test_file_set__what_shall_not_be_there_goes,
                                        shapefile_fixture_setup, shapefile_fixture_teardown),
        cmocka_unit_test_setup_teardown(test_file_set__a_folder_that_is_a_file_is_told,
                                        shapefile_fixture_setup, shapefile_fixture_teardown),
        cmocka_unit_test(test_file_set__names_a_file_beside_another),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
