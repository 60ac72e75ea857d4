/* Tests of the hash of contents against the library of its author (libxxhash 0.8.1, XXH64, seed 0).
 */
#include "base/content_hash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <glib.h>

/* The bytes 0, 1, 2, ..., of which so many are hashed: each way through the code, alone and with
 * those after it. */
static void test_content_hash__is_what_its_author_says(void **state)
{
    (void)state;
    static const struct {
        size_t size;
        uint64_t hash;
    } CASES[] = {
        {0, 0xef46db3751d8e999u},   {1, 0xe934a84adb052768u},  {3, 0xe5c7bb4533bc65ddu},
        {4, 0xffced8604453cc1eu},   {8, 0x884a173614b81b8du},  {14, 0x5cda8b69bbfc1d45u},
        {31, 0xc346d2b59b4d8ee1u},  {32, 0xcbf59c5116ff32b4u}, {33, 0x0c535d1acafb8eadu},
        {100, 0x6ac1e58032166597u},
    };
    uint8_t bytes[100];
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)i;
    for (size_t i = 0; i < G_N_ELEMENTS(CASES); i++)
        assert_int_equal(content_hash(bytes, CASES[i].size), CASES[i].hash);
}

/* One bit of a file, anywhere in it, and one byte more or less. */
static void test_content_hash__sees_each_bit(void **state)
{
    (void)state;
    uint8_t bytes[200] = {0};
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
    for (size_t bit = 0; bit < 8 * sizeof bytes; bit++) {
        bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
        gint64 hash = (gint64)content_hash(bytes, sizeof bytes);
        assert_true(g_hash_table_add(seen, g_memdup2(&hash, sizeof hash)));
        bytes[bit / 8] = 0;
    }
    for (size_t size = 0; size <= sizeof bytes; size++) {
        gint64 hash = (gint64)content_hash(bytes, size);
        assert_true(g_hash_table_add(seen, g_memdup2(&hash, sizeof hash)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_content_hash__is_what_its_author_says),
        cmocka_unit_test(test_content_hash__sees_each_bit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
