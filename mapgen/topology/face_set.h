/* A set of faces, as bits. Sets are made for one topology and have its size. */
#ifndef MAPGEN_TOPOLOGY_FACE_SET_H
#define MAPGEN_TOPOLOGY_FACE_SET_H

#include "topology/topology.h"

struct face_set {
    uint64_t *words;
    size_t word_count;
};

static inline struct face_set face_set_new(size_t face_count)
{
    size_t words = (face_count + 63) / 64;
    return (struct face_set){g_new0(uint64_t, words + 1), words};
}

static inline struct face_set face_set_copy(struct face_set set)
{
    return (struct face_set){g_memdup2(set.words, (set.word_count + 1) * sizeof *set.words),
                             set.word_count};
}

static inline void face_set_clear(struct face_set *set)
{
    g_free(set->words);
    set->words = NULL;
    set->word_count = 0;
}

static inline bool face_set_has(struct face_set set, face_id face)
{
    return set.words[face >> 6] >> (face & 63) & 1;
}

static inline void face_set_add(struct face_set set, face_id face)
{
    set.words[face >> 6] |= UINT64_C(1) << (face & 63);
}

static inline void face_set_intersect(struct face_set set, struct face_set other)
{
    for (size_t i = 0; i < set.word_count; i++)
        set.words[i] &= other.words[i];
}

static inline void face_set_unite(struct face_set set, struct face_set other)
{
    for (size_t i = 0; i < set.word_count; i++)
        set.words[i] |= other.words[i];
}

static inline void face_set_subtract(struct face_set set, struct face_set other)
{
    for (size_t i = 0; i < set.word_count; i++)
        set.words[i] &= ~other.words[i];
}

static inline size_t face_set_count(struct face_set set)
{
    size_t count = 0;
    for (size_t i = 0; i < set.word_count; i++)
        count += (size_t)__builtin_popcountll(set.words[i]);
    return count;
}

#endif
