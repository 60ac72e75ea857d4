/* Lines: what each edge is on a map, and the strokes that follow from it.
 *
 * An edge is drawn as the strongest thing that it is, once:
 *
 *     contact    between two sides, both in plain control or under peacekeepers, no country border
 *     front      the same where the line is not known well: in a phase whose contact is
 * approximate, along a contested or otherwise uncertain area, along the cells of places country
 * between countries, always, whoever holds the ground corridor   between a third party and others
 *     coast      between land and sea
 *     district   between units under whatever control, inside the theatre
 *
 * Each edge is one subpath, from node to node, so its bytes are the same on every map that draws
 * it. */
#ifndef MAPGEN_COMPOSE_LINES_H
#define MAPGEN_COMPOSE_LINES_H

#include "compose/areas.h"

enum line_kind {
    LINE_NONE,
    LINE_DISTRICT,
    LINE_COAST,
    LINE_CORRIDOR,
    LINE_COUNTRY,
    LINE_FRONT,
    LINE_CONTACT,
    LINE_KINDS
};

/* What an edge is in a state. */
enum line_kind lines_kind(const timeline *timeline, const struct state *state, edge_id edge);

/* Draws a line of a class, with its casing ("CLASS-casing" in the style) below it. */
void lines_draw_cased(const struct pen *pen, const char *class_list, const GArray *points,
                      const GArray *counts, const struct scene_mark *mark);

/* True when something that the project draws as it is can be seen in the subject box in a state. */
bool lines_is_shown(const page_map *page, const timeline *timeline, const struct state *state,
                    const struct project_drawn *drawn);

/* True on the days of a span. */
bool span_has(struct span span, day_number day);

/* Draws all lines of a map, weakest first, with what the project draws as it is (rivers, roads,
 * boundaries of the past) and the outlines of `changes` among them. */
void lines_draw(const struct pen *pen, const page_map *page, const timeline *timeline,
                const struct state *state, const GArray *changes);

/* The two halves of that, for what is drawn otherwise between them: borders, and what is to be seen
 * over the changes: roads, the line of contact. */
void lines_draw_borders(const struct pen *pen, const page_map *page, const timeline *timeline,
                        const struct state *state);
void lines_draw_contact(const struct pen *pen, const page_map *page, const timeline *timeline,
                        const struct state *state);

/* Draws the outline of a region that an editor points at. */
void lines_draw_highlight(const struct pen *pen, const page_map *page, const char *region);

/* Draws what the project lists before the first boundary of the past, as water is: below the lines.
 * What comes after it, as roads do, is drawn by lines_draw() above the borders. */
void lines_draw_water(const struct pen *pen, const page_map *page, day_number date);

#endif
