/* Whose ground a point of the page is on, over all days of the project: a name had better stand on
 * the same side of the lines as what it names. */
#ifndef MAPGEN_COMPOSE_GROUND_H
#define MAPGEN_COMPOSE_GROUND_H

#include "compose/page_map.h"
#include "timeline/timeline.h"

typedef struct ground ground;

/* Borrows both. An error is PROJ's. */
ground *ground_new(const timeline *timeline, const page_map *page, GError **error);
void ground_free(ground *ground);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ground, ground_free)

/* The share of the change days, 0 to 1, on which a point of the map is held by another side than
 * `home` is. Ground that nobody holds, abroad or at sea, is a side of its own. Points are looked up
 * to within 2 points of the page; one that is not on the map is nobody's. */
double ground_apart(ground *ground, face_id home, struct pagexy at);

/* True when a hatch or a line between parties runs through a box on some day; asked at points of
 * the page some of the box's height apart. Borders of countries are no such lines. */
bool ground_has_pattern(const ground *ground, struct page_box box);

#endif
