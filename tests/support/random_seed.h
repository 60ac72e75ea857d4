/* Random numbers of a test, and the seed that they come from: printed, and taken back from the
 * environment variable MAPGEN_SEED. */
#ifndef TESTS_SUPPORT_RANDOM_SEED_H
#define TESTS_SUPPORT_RANDOM_SEED_H

#include <glib.h>

/* For each test a sequence of its own, so that one can be run again alone. The caller frees it. */
static inline GRand *random_from_seed(void)
{
    const char *given = g_getenv("MAPGEN_SEED");
    guint32 seed = given ? (guint32)g_ascii_strtoull(given, NULL, 10) : g_random_int();
    g_print("MAPGEN_SEED=%u\n", seed);
    return g_rand_new_with_seed(seed);
}

#endif
