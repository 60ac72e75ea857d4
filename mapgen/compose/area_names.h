/* Names of areas: of countries, parties, districts and lakes inside them, along their long axis,
 * with their letters as far apart as the area holds; of parties and corridors beside them where
 * they do not fit inside.
 *
 * A name stands in the largest piece of its area, near the place that is farthest from everything.
 * Where that piece is long, and not steep, the name is turned along it (second moments,
 * compose/room.h). Imhof, "Positioning names on maps", The American Cartographer 2, 1975. */
#ifndef MAPGEN_COMPOSE_AREA_NAMES_H
#define MAPGEN_COMPOSE_AREA_NAMES_H

#include "compose/standing_names.h"

/* Plans one of the project's labels inside its area. */
void area_names_plan(const struct pen *pen, label_space *space, struct standing_names *standing,
                     const struct project_label *label);

/* The same, of a party or corridor, beside its area on the days on which it has no room inside. */
void area_names_plan_beside(const struct pen *pen, label_space *space,
                            struct standing_names *standing, const struct project_label *label);

/* Plans the names of the lakes of a drawn layer; other layers have none. */
void area_names_plan_lakes(const struct pen *pen, label_space *space,
                           struct standing_names *standing, const struct project_drawn *drawn);

/* The rings of some faces on the page. */
void area_rings(const label_space *space, struct face_set faces, GArray *points, GArray *counts);

/* How an area lies: `angle_deg` is what a name in it is turned by, 0: it stands level. */
struct area_ground {
    struct page_box box;
    double angle_deg;
};

/* Prepares a room for a name in an area: of `points` and `counts`, the rings of the area, only the
 * largest piece on the page is left; answers how it lies. The room is label_space_room()'s of the
 * rings' box. */
struct area_ground area_ground_keep(const label_space *space, room *room, const GArray *points,
                                    const GArray *counts);

/* The wish for a name in what a room has left. */
struct room_wish area_wish(const room *room);

/* What a field of a layer's feature says in the pen's languages; NULL where it says nothing. */
char *feature_name(const struct pen *pen, const struct layer *layer, size_t feature,
                   const char *field);

#endif
