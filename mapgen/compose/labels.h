/* Labels: planned once for a view and layout, so that none moves while time does.
 *
 * Places come first. Each has candidate positions around its symbol in Imhof's order of preference
 * ("Positioning names on maps", The American Cartographer 2, 1975); a candidate costs more the more
 * of a strong line it covers, on any date of the project, and the lines' weights say how much; two
 * labels, or a label and another's symbol, may not meet. The choice starts greedy, by rank, and is
 * improved by moving one label at a time to its best position until nothing gets better, from
 * several seeded starts (a discrete gradient descent with restarts; Christensen, Marks and Shieber,
 * "An empirical study of algorithms for point-feature label placement", ACM Transactions on
 * Graphics 14, 1995). A label that fits nowhere is left out, the least important first.
 *
 * Then the names of areas, inside them where there is room (compose/room.h), beside them with a
 * leader where there is not; then the names of roads and water. What is left over is the room for
 * the names of what changed. */
#ifndef MAPGEN_COMPOSE_LABELS_H
#define MAPGEN_COMPOSE_LABELS_H

#include "compose/lines.h"

typedef struct label_plan label_plan;

struct labels_input {
    const timeline *timeline;
    const page_map *page;
    const struct project_view *view;
    struct page_box furniture[4]; /* boxes on the map that no label may meet */
    int furniture_count;
};

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
