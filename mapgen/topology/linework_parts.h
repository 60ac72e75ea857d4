/* The insides of linework, for the files of topology/ that make it:
 *
 *     linework.c   vertices and segments: adding, removing, finding
 *     noding.c     where segments meet, and their pieces */
#ifndef MAPGEN_TOPOLOGY_LINEWORK_PARTS_H
#define MAPGEN_TOPOLOGY_LINEWORK_PARTS_H

#include "topology/linework.h"

struct linework {
    struct segment *segments;
    size_t segment_count, segment_room;
    struct vertex *vertices;
    size_t vertex_count, vertex_room;
    uint32_t *buckets; /* open addressing: see bucket_of() */
    size_t bucket_count;
    int bucket_bits; /* bucket_count = 1 << bucket_bits */

    /* Of all segments, as long as there are no others; else NULL. */
    struct grid_segment *ends;
    segment_index *index;
};

/* Makes ends and index, if need be again. */
void linework_make_index(linework *linework);

#endif
