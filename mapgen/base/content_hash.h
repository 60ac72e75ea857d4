/* A hash of 64 bits for telling whether bytes have changed, at the speed of reading them: XXH64
 * (Y. Collet, xxHash fast digest algorithm, version 0.1.1, 2018) with seed 0. Against accidents,
 * not against forgers. The same on any machine. */
#ifndef MAPGEN_BASE_CONTENT_HASH_H
#define MAPGEN_BASE_CONTENT_HASH_H

#include <stddef.h>
#include <stdint.h>

uint64_t content_hash(const void *bytes, size_t size);

#endif
