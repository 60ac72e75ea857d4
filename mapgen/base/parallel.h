/* One piece of work on several threads: parts of it that touch nothing of each other's. What comes
 * out must not depend on how many parts there are. */
#ifndef MAPGEN_BASE_PARALLEL_H
#define MAPGEN_BASE_PARALLEL_H

#include <glib.h>

/* Into how many parts to part some work, from 1 to one per processor: so many that each has at
 * least `least` of its `amount`, for which a thread is worth its start (about 50 microseconds). */
unsigned parallel_parts(size_t amount, size_t least);

/* Does `work` for each of `count` parts of `part_size` bytes at `parts`, the first on the calling
 * thread, as is what the system has no thread for; comes back when all are done. What `work`
 * answers is not looked at. */
void parallel_run(GThreadFunc work, void *parts, size_t part_size, unsigned count);

#endif
