/* The planar map on a page: every edge projected, simplified and rounded once per view and layout,
 * so that a border has the same coordinates on every map of a series. With it, the project's drawn
 * layers (water, roads) and the gazetteer's places.
 *
 * Long segments are bent where the projection bends them (by adaptive halving to a tenth of a
 * point); points that the page cannot show are taken away, edges and drawn layers together, with
 * the places as fixed points (geom/simplify.h). Read-only once built. */
#ifndef MAPGEN_COMPOSE_PAGE_MAP_H
#define MAPGEN_COMPOSE_PAGE_MAP_H

#include "compose/layout.h"
#include "geom/clip.h"
#include "topology/planar_map.h"

typedef struct page_map page_map;

/* Lines or rings on the page, one after another. */
struct page_lines {
    const struct pagept *points;
    const size_t *counts;
    size_t lines;
};

/* Appends them to `points` (of struct pagept) and `counts` (of size_t). */
void page_lines_append(struct page_lines lines, GArray *points, GArray *counts);

page_map *page_map_build(const planar_map *map, const struct layout *layout,
                         const struct project_view *view, GError **error);
void page_map_free(page_map *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(page_map, page_map_free)

const planar_map *page_map_planar(const page_map *page);
const struct layout *page_map_layout(const page_map *page);
const char *page_map_projection(const page_map *page); /* the PROJ string */
struct page_fit page_map_fit(const page_map *page);

/* Where a point of the earth stands on the page, and what stands there; the latter is not finite
 * where the projection has no inverse. */
struct pagexy page_map_point(const page_map *page, struct lonlat at);
struct lonlat page_map_lonlat(const page_map *page, struct pagexy at);
bool page_map_is_shown(const page_map *page, struct pagexy at); /* inside the map's box */

/* Points per kilometre, the same all over the page but for the projection's distortion. */
double page_map_scale(const page_map *page);

/* An edge, whole, from its first node to its last. */
const struct pagept *page_map_edge(const page_map *page, edge_id edge, size_t *count);

/* What of an edge is inside the map's box: its pieces; none for most edges of a large map, and for
 * those along ±180° and at the poles, where nothing is drawn. */
struct page_lines page_map_edge_pieces(const page_map *page, edge_id edge);

/* True when some of an edge, a face or a feature of a drawn layer is in the layout's subject box:
 * what the map is about. */
bool page_map_edge_is_shown(const page_map *page, edge_id edge);
bool page_map_face_is_shown(const page_map *page, face_id face);
bool page_map_feature_is_shown(const page_map *page, int layer, size_t feature);

/* A feature of one of the project's layers: rings clipped for filling, or pieces of lines. */
struct page_lines page_map_feature(const page_map *page, int layer, size_t feature);

/* The dissolved outline of the faces for which `keys` has `key`: rings clipped for filling by the
 * even-odd rule, appended to `points` (of struct pagept) and `counts` (of size_t). `keys` has one
 * number per face. */
void page_map_dissolve(const page_map *page, const int32_t *keys, int32_t key, GArray *points,
                       GArray *counts);

/* The same to be drawn: each ring runs in the direction of most edges along it, as far as they are
 * shown, be it a shell or a hole. The areas on both sides of a border and its line then are the
 * same points in the same order wherever rings allow it, so that files pack well. */
void page_map_outline(const page_map *page, const int32_t *keys, int32_t key, GArray *points,
                      GArray *counts);

#endif
