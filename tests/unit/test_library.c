#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/library.h"

#include <math.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct maths {
    double (*cosine)(double);
    double (*sine)(double);
};

static const char *const names[] = {"cos", "sin"};
static struct maths maths;
static struct library library_maths = {
    .file = "libm.so.6", .names = names, .functions = (void **)&maths, .count = 2};

static void *call(void *data)
{
    (void)data;
    const struct maths *found = library_functions(&library_maths);
    return found->cosine(0) == 1 && found->sine(0) == 0 ? (void *)found : NULL;
}

/* Whoever comes first, the thread that loads or one of many that call, all get the functions. */
static void test_library__loads_once_for_all_threads(void **state)
{
    (void)state;
    static struct library *const libraries[] = {&library_maths, NULL};
    library_prepare(libraries);
    GThread *threads[8];
    for (size_t i = 0; i < G_N_ELEMENTS(threads); i++)
        threads[i] = g_thread_new("call", call, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(threads); i++)
        assert_ptr_equal(g_thread_join(threads[i]), &maths);
}

/* A library is either whole or has not begun to come; the next one is left. */
static void test_library__is_not_left_half_loaded(void **state)
{
    (void)state;
    static const char *const slow_names[] = {"slow_answer"};
    static int (*answer)(void);
    static struct library slow = {
        .file = SLOW_LIBRARY, .names = slow_names, .functions = (void **)&answer, .count = 1};
    static struct maths later_maths;
    static struct library later = {
        .file = "libm.so.6", .names = names, .functions = (void **)&later_maths, .count = 2};
    static struct library *const libraries[] = {&slow, &later, NULL};
    library_prepare(libraries);
    usleep(50000); /* a quarter of what it takes: it has begun */
    library_stop();
    assert_true(slow.is_loaded);
    assert_int_equal(answer(), 42);
    assert_false(later.is_loaded);
    library_stop();
    const struct maths *found = library_functions(&later);
    assert_true(found->cosine(0) == 1);
}

/* What a process that asks for the library's functions says as it ends. */
static void assert_ends_with(struct library *library, const char *word)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        library_functions(library);
        _exit(0);
    }
    close(ends[1]);
    char said[512] = "";
    ssize_t length = read(ends[0], said, sizeof said - 1);
    assert_true(length > 0);
    int status;
    waitpid(child, &status, 0);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 1);
    assert_non_null(strstr(said, word));
    close(ends[0]);
}

static void test_library__names_what_is_missing(void **state)
{
    (void)state;
    void *functions[2];
    struct library absent = {
        .file = "libnothing.so.9", .names = names, .functions = functions, .count = 2};
    assert_ends_with(&absent, "libnothing.so.9");
    static const char *const others[] = {"cos", "sing_a_song"};
    struct library old = {.file = "libm.so.6", .names = others, .functions = functions, .count = 2};
    assert_ends_with(&old, "sing_a_song");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_library__loads_once_for_all_threads),
        cmocka_unit_test(test_library__is_not_left_half_loaded),
        cmocka_unit_test(test_library__names_what_is_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
