/* Labels: planned once for a view and layout, so that none moves while time does.
 *
 * Places come first (compose/place_labels.h). Then the names of areas, inside them where there is
 * room (compose/room.h), beside them with a leader where there is not; then the names of roads and
 * water. What is left over is the room for the names of what changed. */
#ifndef MAPGEN_COMPOSE_LABELS_H
#define MAPGEN_COMPOSE_LABELS_H

#include "compose/obstacles.h"

typedef struct label_plan label_plan;

/* Plans all labels that stand through the series. `pen` gives style, fonts and language; its scene
 * is not drawn into. */
label_plan *labels_plan(const struct pen *pen, const struct labels_input *input);
void labels_free(label_plan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(label_plan, labels_free)

/* Draws symbols and labels as they are on a date. */
void labels_draw(const struct pen *pen, const label_plan *plan, const struct state *state);

/* Names the areas that changed, where they have room. */
void labels_draw_changes(const struct pen *pen, const label_plan *plan, const struct state *state,
                         const GArray *changes);

#endif
