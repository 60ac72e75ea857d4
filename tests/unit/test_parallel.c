#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/parallel.h"

struct part {
    int times;
    GThread *thread;
};

static void *note(void *data)
{
    struct part *part = data;
    part->times++;
    part->thread = g_thread_self();
    return NULL;
}

static void test_parallel__every_part_is_done_once_the_first_here(void **state)
{
    (void)state;
    for (unsigned count = 1; count <= 5; count++) {
        struct part parts[6] = {0};
        parallel_run(note, parts, sizeof *parts, count);
        for (unsigned i = 0; i < 6; i++)
            assert_int_equal(parts[i].times, i < count);
        assert_ptr_equal(parts[0].thread, g_thread_self());
        for (unsigned i = 1; i < count; i++)
            assert_ptr_not_equal(parts[i].thread, g_thread_self());
    }
}

static void test_parallel__parts_are_worth_a_thread(void **state)
{
    (void)state;
    assert_int_equal(parallel_parts(0, 100), 1);
    assert_int_equal(parallel_parts(199, 100), 1);
    assert_int_equal(parallel_parts(200, 100), MIN(2, g_get_num_processors()));
    assert_int_equal(parallel_parts(1000000, 100), g_get_num_processors());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parallel__every_part_is_done_once_the_first_here),
        cmocka_unit_test(test_parallel__parts_are_worth_a_thread),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
