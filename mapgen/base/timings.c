#include "base/timings.h"

static const char *const NAMES[] = {
    [TIMING_READ] = "read",       [TIMING_TOPOLOGY] = "topology", [TIMING_PLAN] = "plan",
    [TIMING_COMPOSE] = "compose", [TIMING_DRAW] = "draw",         [TIMING_ENCODE] = "encode",
    [TIMING_WRITE] = "write"};

void timings_add(struct timings *timings, enum timing timing, gint64 start_us)
{
    if (!timings)
        return;
    gint64 passed_us = g_get_monotonic_time() - start_us;
    g_mutex_lock(&timings->lock);
    timings->us[timing] += passed_us;
    g_mutex_unlock(&timings->lock);
}

char *timings_table(const struct timings *timings)
{
    GString *table = g_string_new(NULL);
    double all_s = 0;
    for (size_t i = 0; i < TIMING_COUNT; i++)
        all_s += (double)timings->us[i] / 1e6;
    for (size_t i = 0; i < TIMING_COUNT; i++) {
        double s = (double)timings->us[i] / 1e6;
        g_string_append_printf(table, "%-10s%8.3f s%6.1f %%\n", NAMES[i], s,
                               all_s > 0 ? 100 * s / all_s : 0);
    }
    g_string_append_printf(table, "%-10s%8.3f s\n", "together", all_s);
    return g_string_free(table, FALSE);
}
