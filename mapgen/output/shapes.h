/* How a scene is drawn by cairo, in pixels as in a PDF: which of its shapes in which order, and how
 * each is traced and painted. */
#ifndef MAPGEN_OUTPUT_SHAPES_H
#define MAPGEN_OUTPUT_SHAPES_H

#include "scene/scene.h"
#include <cairo.h>

/* Told of what is drawn, in drawing order. A group is told where all in it together is seen
 * through, which may be a shape alone. */
struct shape_visitor {
    /* `offset` is that of the groups around it; the paint is that of its use. */
    void (*shape)(const struct scene_node *shape, const struct paint *paint, struct pagexy offset,
                  void *data);
    void (*begin_group)(double opacity, void *data);
    void (*end_group)(double opacity, void *data);
    void *data;
};

void shapes_walk(const scene *scene, const struct shape_visitor *visitor);

/* The points of a path as they are drawn (scene_snap); the caller's. */
struct pagept *shape_points(const scene *scene, const struct scene_node *path);

/* Appends to cairo's current path, in points of the page. */
void shape_trace_path(cairo_t *cairo, const struct pagept *points, const size_t *counts,
                      size_t subpaths, bool is_closed);
void shape_trace_circle(cairo_t *cairo, struct pagexy centre, double radius_pt);
void shape_trace_box(cairo_t *cairo, struct page_box box, double corner_pt);

/* From a text's run to the page: to where it begins, and turned about its origin. */
cairo_matrix_t shape_text_place(const struct scene_node *text);

/* Paints the current path: strokes it, and has it filled by `fill`, first or last as the paint
 * says.
 */
void shape_paint(cairo_t *cairo, const struct paint *paint, void (*fill)(cairo_t *, void *),
                 void *data);
void shape_set_colour(cairo_t *cairo, struct colour colour);

#endif
