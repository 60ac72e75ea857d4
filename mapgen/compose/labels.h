/* Labels: planned once for a view and layout, so that none moves while time does.
 *
 *     places      compose/place_labels.h     first, in one position for all days
 *     areas       compose/area_names.h       inside them; corridors beside where they are narrow
 *     roads       compose/road_names.h       beside them, with a leader
 *     water       compose/area_names.h, compose/river_names.h
 *     changes     compose/change_names.h     in what the others leave, map by map
 *
 * What furniture, places and earlier names leave free is compose/label_space.h's to know; how a
 * name stands still through its days, compose/standing_names.h's. */
#ifndef MAPGEN_COMPOSE_LABELS_H
#define MAPGEN_COMPOSE_LABELS_H

#include "compose/obstacles.h"
#include "compose/standing_names.h"

typedef struct label_plan label_plan;

/* Plans all labels that stand through the series. `pen` gives style, fonts and language; its scene
 * is not drawn into. */
label_plan *labels_plan(const struct pen *pen, const struct labels_input *input);
void labels_free(label_plan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(label_plan, labels_free)

/* The names of areas and roads as they stand through the days; of struct standing_name, the plan's.
 */
const GArray *labels_names(const label_plan *plan);

/* The names that do not stand still, by name and day; of struct name_move, the plan's. */
const GArray *labels_moves(const label_plan *plan);

/* What became of the names of places; the caller frees it, its texts are the plan's. */
struct place_report *labels_place_report(const label_plan *plan);

/* True when a place has its symbol on the maps of the plan. */
bool labels_show_place(const label_plan *plan, const struct place *place);

/* Draws symbols and labels as they are on a date. */
void labels_draw(const struct pen *pen, const label_plan *plan, const struct state *state);

/* What the names of a map that is drawn otherwise stand in, and beside. Borrowed. */
const label_space *labels_space(const label_plan *plan);
const struct standing_names *labels_standing(const label_plan *plan);

/* Names the areas that changed, where they have room; `how` may be NULL. */
struct change_naming;
void labels_draw_changes(const struct pen *pen, const label_plan *plan, const struct state *state,
                         const GArray *changes, const struct change_naming *how);

#endif
