/* The outlines of a map's areas. From a date to the next most areas stay as they are: an outline
 * around the same faces as one of the map before is that one. Many that are new are walked on
 * several threads. */
#ifndef MAPGEN_COMPOSE_OUTLINES_H
#define MAPGEN_COMPOSE_OUTLINES_H

#include "compose/page_map.h"

/* The outlines of the last map that was drawn on a page, and so as large as one map, however many
 * are drawn. From any thread. */
typedef struct outline_memory outline_memory;

outline_memory *outline_memory_new(void);
void outline_memory_free(outline_memory *memory);

/* An outline as page_map_outline() answers it; of struct pagept, of size_t. Nobody changes it. */
struct outline {
    GArray *points, *counts;
    GArray *faces; /* of face_id, that it goes around */
};

/* The outlines around the faces of each of `count` keys from `first` on; `keys` has one number per
 * face. Of struct outline *, the caller's; the memory is of this page alone. */
GPtrArray *outlines_find(outline_memory *memory, const page_map *page, const int32_t *keys,
                         int32_t first, guint count);

#endif
