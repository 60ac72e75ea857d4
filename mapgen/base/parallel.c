#include "base/parallel.h"

unsigned parallel_parts(size_t amount, size_t least)
{
    return (unsigned)CLAMP(amount / least, 1, g_get_num_processors());
}

void parallel_run(GThreadFunc work, void *parts, size_t part_size, unsigned count)
{
    g_autofree GThread **threads = g_new(GThread *, count);
    for (unsigned i = 1; i < count; i++)
        threads[i] = g_thread_try_new("part", work, (char *)parts + i * part_size, NULL);
    work(parts);
    for (unsigned i = 1; i < count; i++) {
        if (threads[i])
            g_thread_join(threads[i]);
        else
            work((char *)parts + i * part_size);
    }
}
