#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "series/series.h"
#include "support/opened_project.h"

#include <ftw.h>
#include <glib/gstdio.h>
#include <sys/stat.h>

static const enum file_format formats[] = {FORMAT_SVG, FORMAT_PNG};

struct fixture {
    struct opened_project *small;
    char *folder;
    struct series_options options; /* all change days of all views into FOLDER */
};

static int remove_entry(const char *path, const struct stat *info, int kind, struct FTW *where)
{
    (void)info;
    (void)kind;
    (void)where;
    return g_remove(path);
}

static int setup(void **state)
{
    struct fixture *f = g_new0(struct fixture, 1);
    *state = f;
    f->small = opened_project_new(SMALL_PROJECT);
    f->folder = g_dir_make_tmp("mapgen-test-XXXXXX", NULL);
    f->options = (struct series_options){.from = DAY_BEFORE_ALL,
                                         .until = DAY_AFTER_ALL,
                                         .formats = formats,
                                         .format_count = 1,
                                         .write = write_options_default(),
                                         .folder = f->folder,
                                         .jobs = 2};
    return f->small == NULL;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    nftw(f->folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    opened_project_free(f->small);
    g_free(f->folder);
    g_free(f);
    return 0;
}

static struct series_result render(const struct fixture *f, const struct series_options *options)
{
    struct series_result result = {0};
    g_autoptr(GError) error = NULL;
    if (!series_render(f->small->timeline, options, &result, NULL, &error))
        fail_msg("%s", error->message);
    return result;
}

/* What nftw finds is gathered here: all but the manifest (test_up_to_date.sh). */
static GPtrArray *found;

static int gather_file(const char *path, const struct stat *info, int kind, struct FTW *where)
{
    (void)info;
    bool is_manifest = strcmp(path + where->base, ".mapgen") == 0;
    if (kind == FTW_F && !is_manifest)
        g_ptr_array_add(found, g_strdup(path));
    return 0;
}

static int compare_paths(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

/* Paths below a folder, from there, in order, blanks between them. */
static char *list_files(const char *folder)
{
    found = g_ptr_array_new_with_free_func(g_free);
    nftw(folder, gather_file, 16, FTW_PHYS);
    g_ptr_array_sort(found, compare_paths);
    g_autoptr(GString) all = g_string_new(NULL);
    for (guint i = 0; i < found->len; i++)
        g_string_append_printf(all, "%s%s", i ? " " : "",
                               (char *)found->pdata[i] + strlen(folder) + 1);
    g_ptr_array_unref(found);
    return g_string_free(g_steal_pointer(&all), FALSE);
}

/* The small project changes its northeast on 2020-03-01 and 2020-03-12, its southeast on 2021-05-31
 * and both on 2022-01-01; the view "south" shows the southern half only. */
static void test_series__each_view_has_the_days_on_which_it_changes(void **state)
{
    struct fixture *f = *state;
    struct series_result result = render(f, &f->options);
    assert_int_equal(result.maps, 6);
    assert_int_equal(result.files, 6);
    g_autofree char *files = list_files(f->folder);
    assert_string_equal(files, "south/2021-05-31.svg south/2022-01-01.svg "
                               "whole/2020-03-01.svg whole/2020-03-12.svg whole/2021-05-31.svg "
                               "whole/2022-01-01.svg");
}

static void test_series__days_from_and_until_are_included(void **state)
{
    struct fixture *f = *state;
    static const char *const views[] = {"whole", NULL};
    f->options.views = views;
    f->options.from = opened_project_day("2020-03-12");
    f->options.until = opened_project_day("2021-05-31");
    render(f, &f->options);
    g_autofree char *files = list_files(f->folder);
    assert_string_equal(files, "whole/2020-03-12.svg whole/2021-05-31.svg");
}

/* Days that are asked for are drawn, changes or not; each tells what changed since the one before.
 */
static void test_series__days_asked_for_are_drawn(void **state)
{
    struct fixture *f = *state;
    static const char *const views[] = {"south", NULL};
    const day_number days[] = {opened_project_day("2020-06-01"), opened_project_day("2021-06-01"),
                               opened_project_day("2021-07-01")};
    f->options.views = views;
    f->options.dates = days;
    f->options.date_count = G_N_ELEMENTS(days);
    struct series_result result = render(f, &f->options);
    assert_int_equal(result.maps, 3);
    g_autofree char *files = list_files(f->folder);
    assert_string_equal(files, "south/2020-06-01.svg south/2021-06-01.svg south/2021-07-01.svg");
    g_autofree char *path = g_build_filename(f->folder, "south/2021-06-01.svg", NULL);
    g_autofree char *other = g_build_filename(f->folder, "south/2021-07-01.svg", NULL);
    g_autofree char *text = NULL, *still = NULL;
    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    assert_true(g_file_get_contents(other, &still, NULL, NULL));
    assert_non_null(strstr(text, "data-event=\"south\""));
    assert_null(strstr(still, "data-event"));
}

static void test_series__no_day_is_no_file(void **state)
{
    struct fixture *f = *state;
    f->options.from = opened_project_day("2030-01-01");
    struct series_result result = render(f, &f->options);
    assert_int_equal(result.maps, 0);
    assert_int_equal(result.files, 0);
    g_autofree char *files = list_files(f->folder);
    assert_string_equal(files, "");
}

static void assert_same_folders(const char *one, const char *two)
{
    g_autofree char *files = list_files(one), *again = list_files(two);
    assert_string_equal(files, again);
    g_auto(GStrv) names = g_strsplit(files, " ", -1);
    for (char **name = names; *name != NULL; name++) {
        g_autofree char *a = g_build_filename(one, *name, NULL);
        g_autofree char *b = g_build_filename(two, *name, NULL);
        g_autofree char *bytes = NULL, *others = NULL;
        gsize length, other_length;
        assert_true(g_file_get_contents(a, &bytes, &length, NULL));
        assert_true(g_file_get_contents(b, &others, &other_length, NULL));
        assert_int_equal(length, other_length);
        assert_memory_equal(bytes, others, length);
    }
    assert_true(g_strv_length(names) > 3);
}

static void test_series__the_number_of_threads_changes_nothing(void **state)
{
    struct fixture *f = *state;
    g_autofree char *one = g_build_filename(f->folder, "one", NULL);
    f->options.format_count = G_N_ELEMENTS(formats);
    f->options.folder = one;
    f->options.jobs = 1;
    struct series_result result = render(f, &f->options);
    assert_int_equal(result.maps, 6);
    assert_int_equal(result.files, 12);
    for (int jobs = 2; jobs <= 8; jobs *= 2) {
        g_autofree char *name = g_strdup_printf("jobs-%d", jobs);
        g_autofree char *many = g_build_filename(f->folder, name, NULL);
        f->options.folder = many;
        f->options.jobs = jobs;
        render(f, &f->options);
        assert_same_folders(one, many);
    }
}

/* A map of a series is the map that stands alone. */
static void test_series__a_map_is_the_one_that_stands_alone(void **state)
{
    struct fixture *f = *state;
    render(f, &f->options);
    g_autoptr(map_plan) plan = opened_project_plan(f->small, "whole", NULL);
    day_number day = opened_project_day("2021-05-31");
    g_autoptr(scene) scene = map_compose(plan, day, day - 1);
    g_autoptr(GBytes) alone = scene_encode(scene, FORMAT_SVG, &f->options.write, NULL);
    g_autofree char *path = g_build_filename(f->folder, "whole/2021-05-31.svg", NULL);
    g_autofree char *bytes = NULL;
    gsize length;
    assert_true(g_file_get_contents(path, &bytes, &length, NULL));
    assert_int_equal(length, g_bytes_get_size(alone));
    assert_memory_equal(bytes, g_bytes_get_data(alone, NULL), length);
}

static void count_progress(size_t done, size_t total, void *data)
{
    size_t *calls = data;
    (*calls)++;
    assert_int_equal(done, *calls);
    assert_int_equal(total, 6);
}

static void test_series__tells_how_far_it_is(void **state)
{
    struct fixture *f = *state;
    size_t calls = 0;
    f->options.progress = count_progress;
    f->options.progress_data = &calls;
    render(f, &f->options);
    assert_int_equal(calls, 6);
}

/* ---- failing -------------------------------------------------------------------------------- */

static void assert_fails(const struct fixture *f, const struct series_options *options,
                         const char *words)
{
    struct series_result result = {0};
    g_autoptr(GError) error = NULL;
    assert_false(series_render(f->small->timeline, options, &result, NULL, &error));
    assert_non_null(error);
    if (strstr(error->message, words) == NULL)
        fail_msg("'%s' does not say '%s'", error->message, words);
}

static void test_series__an_unknown_view_writes_nothing(void **state)
{
    struct fixture *f = *state;
    static const char *const views[] = {"whole", "east", NULL};
    f->options.views = views;
    assert_fails(f, &f->options, "no view called 'east'");
    g_autofree char *files = list_files(f->folder);
    assert_string_equal(files, "");
}

/* A file where the folder of the second view would be. */
static void test_series__a_file_in_the_way_is_named(void **state)
{
    struct fixture *f = *state;
    g_autofree char *in_the_way = g_build_filename(f->folder, "south", NULL);
    assert_true(g_file_set_contents(in_the_way, "mine", -1, NULL));
    for (int jobs = 1; jobs <= 4; jobs *= 4) {
        f->options.jobs = jobs;
        assert_fails(f, &f->options, "south");
        g_autofree char *text = NULL;
        assert_true(g_file_get_contents(in_the_way, &text, NULL, NULL));
        assert_string_equal(text, "mine");
    }
}

/* A folder where a file would be: the rest of the series is whole, and nothing is half there. */
static void test_series__what_stood_before_a_failure_stays(void **state)
{
    struct fixture *f = *state;
    render(f, &f->options);
    g_autofree char *kept = g_build_filename(f->folder, "whole/2020-03-01.svg", NULL);
    g_autofree char *lost = g_build_filename(f->folder, "whole/2020-03-12.svg", NULL);
    g_autofree char *before = NULL, *after = NULL;
    assert_true(g_file_get_contents(kept, &before, NULL, NULL));
    assert_int_equal(g_remove(lost), 0);
    assert_int_equal(g_mkdir(lost, 0755), 0);
    f->options.jobs = 3;
    assert_fails(f, &f->options, "whole/2020-03-12.svg");
    assert_true(g_file_get_contents(kept, &after, NULL, NULL));
    assert_string_equal(after, before);
    /* No temporary file is left, and the earlier files of the other view are there. */
    g_autofree char *files = list_files(f->folder);
    assert_string_equal(files, "south/2021-05-31.svg south/2022-01-01.svg "
                               "whole/2020-03-01.svg whole/2021-05-31.svg whole/2022-01-01.svg");
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(test_series__each_view_has_the_days_on_which_it_changes),
        WITH_FOLDER(test_series__days_from_and_until_are_included),
        WITH_FOLDER(test_series__days_asked_for_are_drawn),
        WITH_FOLDER(test_series__no_day_is_no_file),
        WITH_FOLDER(test_series__the_number_of_threads_changes_nothing),
        WITH_FOLDER(test_series__a_map_is_the_one_that_stands_alone),
        WITH_FOLDER(test_series__tells_how_far_it_is),
        WITH_FOLDER(test_series__an_unknown_view_writes_nothing),
        WITH_FOLDER(test_series__a_file_in_the_way_is_named),
        WITH_FOLDER(test_series__what_stood_before_a_failure_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
