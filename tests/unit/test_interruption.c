#include "base/interruption.h"

#include <glib.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* Each case is a process of its own, which tells how far it came in letters on a pipe. */
static int letters[2];

static void tell(char letter)
{
    assert_int_equal(write(letters[1], &letter, 1), 1);
}

static void await(char letter)
{
    char read_letter;
    assert_int_equal(read(letters[0], &read_letter, 1), 1);
    assert_int_equal(read_letter, letter);
}

static pid_t start(void (*child)(void))
{
    assert_int_equal(pipe(letters), 0);
    pid_t id = fork();
    assert_true(id >= 0);
    if (id > 0)
        return id;
    interruption_watch();
    child();
    _exit(0);
}

/* What is on the pipe when the process has ended, and how it ended. */
static int ended(pid_t id, const char *rest)
{
    int status;
    assert_int_equal(waitpid(id, &status, 0), id);
    close(letters[1]);
    for (; *rest; rest++)
        await(*rest);
    char more;
    assert_int_equal(read(letters[0], &more, 1), 0);
    close(letters[0]);
    return status;
}

static void assert_ended_by(int status, int number)
{
    assert_true(WIFSIGNALED(status));
    assert_int_equal(WTERMSIG(status), number);
}

static void wait_long(void)
{
    for (;;)
        pause();
}

static void be_idle(void)
{
    tell('r');
    wait_long();
}

static void test_interruption__ends_at_once_while_nobody_holds(void **state)
{
    (void)state;
    static const int numbers[] = {SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM, SIGXCPU};
    for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++) {
        pid_t id = start(be_idle);
        await('r');
        kill(id, numbers[i]);
        assert_ended_by(ended(id, ""), numbers[i]);
    }
}

/* The signal is there when raise() comes back: what is held goes on, and nothing after it. */
static void hold_twice(void)
{
    interruption_hold();
    interruption_hold();
    raise(SIGTERM);
    tell('a');
    interruption_release();
    tell('b');
    interruption_release();
    tell('c');
}

static void test_interruption__waits_for_the_last_release(void **state)
{
    (void)state;
    assert_ended_by(ended(start(hold_twice), "ab"), SIGTERM);
}

static void be_stubborn(void)
{
    interruption_hold();
    tell('r');
    wait_long();
}

static void test_interruption__second_signal_does_not_wait(void **state)
{
    (void)state;
    pid_t id = start(be_stubborn);
    await('r');
    kill(id, SIGINT);
    kill(id, SIGTERM);
    int status = ended(id, "");
    assert_true(WIFSIGNALED(status));
}

static void *hold_later(void *data)
{
    (void)data;
    interruption_hold();
    tell('x');
    interruption_release();
    return NULL;
}

/* One thread holds when the signal comes; another begins after that. */
static void hold_and_begin_another(void)
{
    interruption_hold();
    raise(SIGINT);
    g_thread_new("later", hold_later, NULL);
    g_usleep(20000); /* lets the thread run; that it does not tell 'x' holds however long */
    tell('a');
    interruption_release();
    wait_long();
}

static void test_interruption__nothing_begins_after_the_signal(void **state)
{
    (void)state;
    assert_ended_by(ended(start(hold_and_begin_another), "a"), SIGINT);
}

static void *hold_often(void *data)
{
    (void)data;
    for (;;) {
        interruption_hold();
        tell('(');
        tell(')');
        interruption_release();
    }
    return NULL;
}

static void hold_on_four_threads(void)
{
    for (int i = 0; i < 3; i++)
        g_thread_new("holder", hold_often, NULL);
    hold_often(NULL);
}

/* Law: whenever the signal comes, what was opened is closed. */
static void test_interruption__never_between_hold_and_release(void **state)
{
    (void)state;
    for (int i = 0; i < 50; i++) {
        pid_t id = start(hold_on_four_threads);
        long open = 0, seen = 0;
        char letter;
        int status;
        while (seen < 1 + i * 20 && read(letters[0], &letter, 1) == 1) {
            open += letter == '(' ? 1 : -1;
            seen++;
        }
        kill(id, SIGTERM);
        close(letters[1]);
        while (read(letters[0], &letter, 1) == 1)
            open += letter == '(' ? 1 : -1;
        close(letters[0]);
        assert_int_equal(waitpid(id, &status, 0), id);
        assert_ended_by(status, SIGTERM);
        assert_int_equal(open, 0);
    }
}

static void test_interruption__what_is_ignored_stays_ignored(void **state)
{
    (void)state;
    signal(SIGHUP, SIG_IGN);
    pid_t id = start(be_idle);
    signal(SIGHUP, SIG_DFL);
    await('r');
    kill(id, SIGHUP);
    kill(id, SIGTERM);
    assert_ended_by(ended(id, ""), SIGTERM);
}

static void run_out_of_memory(void)
{
    g_log("GLib", G_LOG_LEVEL_ERROR, "failed to allocate 1 byte");
    tell('a');
}

static void test_interruption__no_memory_is_a_failure_and_no_crash(void **state)
{
    (void)state;
    int status = ended(start(run_out_of_memory), "");
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), EXIT_FAILURE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_interruption__ends_at_once_while_nobody_holds),
        cmocka_unit_test(test_interruption__waits_for_the_last_release),
        cmocka_unit_test(test_interruption__second_signal_does_not_wait),
        cmocka_unit_test(test_interruption__nothing_begins_after_the_signal),
        cmocka_unit_test(test_interruption__never_between_hold_and_release),
        cmocka_unit_test(test_interruption__what_is_ignored_stays_ignored),
        cmocka_unit_test(test_interruption__no_memory_is_a_failure_and_no_crash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
