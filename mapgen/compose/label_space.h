/* The space for names on a map, by day: what furniture, places and the names before leave free, and
 * what the lines and lakes of some days take of it.
 *
 * Names of areas, roads, water and changes are planned one after another in one space. A name that
 * stands on some days takes its room on those days only. */
#ifndef MAPGEN_COMPOSE_LABEL_SPACE_H
#define MAPGEN_COMPOSE_LABEL_SPACE_H

#include "compose/name_block.h"
#include "compose/obstacles.h"
#include "compose/place_labels.h"

typedef struct label_space label_space;

/* `input` is copied; what it points at, lines and places are borrowed. */
label_space *label_space_new(const struct labels_input *input, const line_days *lines,
                             const place_labels *places);
void label_space_free(label_space *space);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(label_space, label_space_free)

const struct labels_input *label_space_input(const label_space *space);
const place_labels *label_space_places(const label_space *space);

/* The smallest size that letters may be set in on the page, in points. */
double label_space_least_size_pt(const label_space *space);

enum { SPACE_OFF_LINES = 1, SPACE_OFF_LAKES = 2 };

/* The room within a box on the days of a span: off furniture, places, and the names and leaders of
 * those days; off the strong lines of those days, with the outlines of what changes on them, and
 * off lakes where `keep` says so. The caller
 * frees it. */
room *label_space_room(const label_space *space, struct span when, struct page_box within,
                       unsigned keep);

/* All of the map but the furniture. Borrowed. */
const room *label_space_page(const label_space *space);

/* The strong lines of a span, in a room of its own where all else is free. */
room *label_space_lines(const label_space *space, struct span when, struct page_box within);

/* Takes room on the days of a span. */
void label_space_take(label_space *space, struct span when, const struct name_block *block);
void label_space_take_leader(label_space *space, struct span when, struct pagexy from,
                             struct pagexy to);

/* The days of a span on which something may change: its first day, then the project's change days
 * in it; of day_number. */
GArray *label_space_days(const label_space *space, struct span when);

/* The rings of the faces for which `keys` is 1. */
void label_space_rings(const label_space *space, const int32_t *keys, GArray *points,
                       GArray *counts);

/* The box of some points (struct pagept). */
struct page_box box_of_points(const GArray *points);

#endif
