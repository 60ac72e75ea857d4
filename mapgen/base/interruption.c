#include "base/interruption.h"

#include <glib.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* How long an end without memory waits for others' files. */
#define PATIENCE_US 1000000
#define STEP_US 1000

/* One writes `told` and reads `holders`, the other the reverse: whichever comes second sees the
 * other, as both are atomic and in one order for all threads. */
static gint holders, told; /* told: the signal, 0 for none */

static void end_by(int number)
{
    signal(number, SIG_DFL);
    raise(number);
}

static void on_signal(int number)
{
    bool is_second = g_atomic_int_get(&told) != 0;
    g_atomic_int_set(&told, number);
    if (is_second || g_atomic_int_get(&holders) == 0)
        end_by(number);
}

void interruption_hold(void)
{
    g_atomic_int_inc(&holders);
    if (g_atomic_int_get(&told) == 0)
        return;
    interruption_release();
    for (;;)
        pause();
}

void interruption_release(void)
{
    if (g_atomic_int_dec_and_test(&holders) && g_atomic_int_get(&told) != 0)
        end_by(g_atomic_int_get(&told));
}

/* GLib's way to say that it has no memory or no thread, for itself and for Pango. Our own mistakes
 * go on to the debugger. */
static void on_message(const char *domain, GLogLevelFlags level, const char *message, void *data)
{
    if (!(level & G_LOG_FLAG_FATAL) || g_strcmp0(domain, G_LOG_DOMAIN) == 0) {
        g_log_default_handler(domain, level, message, data);
        return;
    }
    fprintf(stderr, "mapgen: the system gives no more memory or threads: %s\n", message);
    g_atomic_int_set(&told, SIGTERM);
    for (int waited_us = 0; g_atomic_int_get(&holders) > 0 && waited_us < PATIENCE_US;
         waited_us += STEP_US)
        g_usleep(STEP_US);
    _exit(EXIT_FAILURE);
}

void interruption_watch(void)
{
    static const int signals[] = {SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM, SIGXCPU};
    for (size_t i = 0; i < G_N_ELEMENTS(signals); i++) {
        struct sigaction before, action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
        if (sigaction(signals[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
            sigaction(signals[i], &action, NULL);
    }
    signal(SIGXFSZ, SIG_IGN);
    g_log_set_default_handler(on_message, NULL);
}
