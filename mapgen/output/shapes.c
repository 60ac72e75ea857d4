#include "output/shapes.h"

/* Group by group, as a group's end has to know what its begin did. */
struct walk {
    const struct scene *scene;
    const struct shape_visitor *visitor;
    GArray *groups; /* of struct group, those that are open */
};

struct group {
    struct pagexy outer; /* the offset around it */
    double opacity;
};

static void begin_group(struct walk *walk, const struct scene_node *node, struct pagexy *offset)
{
    double opacity =
        node->class_number < 0 ? 1 : scene_class_paint(walk->scene, node->class_number)->opacity;
    struct group group = {*offset, opacity};
    g_array_append_val(walk->groups, group);
    offset->x += node->group.offset.x;
    offset->y += node->group.offset.y;
    if (opacity < 1)
        walk->visitor->begin_group(opacity, walk->visitor->data);
}

static void end_group(struct walk *walk, struct pagexy *offset)
{
    struct group group = g_array_index(walk->groups, struct group, walk->groups->len - 1);
    g_array_set_size(walk->groups, walk->groups->len - 1);
    *offset = group.outer;
    if (group.opacity < 1)
        walk->visitor->end_group(group.opacity, walk->visitor->data);
}

/* A shape that is seen through is a group of one. */
static void tell_shape(const struct shape_visitor *visitor, const struct scene_node *shape,
                       const struct paint *paint, struct pagexy offset)
{
    if (paint->opacity < 1)
        visitor->begin_group(paint->opacity, visitor->data);
    visitor->shape(shape, paint, offset, visitor->data);
    if (paint->opacity < 1)
        visitor->end_group(paint->opacity, visitor->data);
}

/* From a node on: all, or, when the node is the first of a definition, that. */
static void walk_from(struct walk *walk, size_t first, struct pagexy offset)
{
    const struct scene *scene = walk->scene;
    bool is_left_out = false; /* within a definition */
    for (size_t i = scene_next_displayed(scene, first); i < scene_node_count(scene);
         i = scene_next_displayed(scene, i + 1)) {
        const struct scene_node *node = scene_node_at(scene, i);
        bool is_group = node->kind == NODE_BEGIN_GROUP || node->kind == NODE_END_GROUP;
        if (is_group && node->group.is_definition) {
            if (node->kind == NODE_END_GROUP && !is_left_out)
                return;
            is_left_out = node->kind == NODE_BEGIN_GROUP;
        } else if (is_left_out) {
            continue;
        } else if (node->kind == NODE_USE && node->class_number < 0) {
            walk_from(walk, node->use.path + 1, offset);
        } else if (node->kind == NODE_BEGIN_GROUP) {
            begin_group(walk, node, &offset);
        } else if (node->kind == NODE_END_GROUP) {
            end_group(walk, &offset);
        } else {
            const struct scene_node *shape =
                node->kind == NODE_USE ? scene_node_at(scene, node->use.path) : node;
            tell_shape(walk->visitor, shape, scene_class_paint(scene, node->class_number), offset);
        }
    }
}

void shapes_walk(const struct scene *scene, const struct shape_visitor *visitor)
{
    g_autoptr(GArray) groups = g_array_new(FALSE, FALSE, sizeof(struct group));
    walk_from(&(struct walk){scene, visitor, groups}, 0, (struct pagexy){0, 0});
}

struct pagept *shape_points(const struct scene *scene, const struct scene_node *path)
{
    size_t count = 0;
    for (size_t i = 0; i < path->path.subpaths; i++)
        count += path->path.counts[i];
    struct pagept *points = g_new(struct pagept, count);
    for (size_t i = 0; i < count; i++)
        points[i] = scene_snap(path->path.points[i], scene_path_step(scene));
    return points;
}

void shape_trace_path(cairo_t *cairo, const struct pagept *points, const size_t *counts,
                      size_t subpaths, bool is_closed)
{
    for (size_t i = 0; i < subpaths; i++) {
        cairo_new_sub_path(cairo);
        for (size_t j = 0; j < counts[i]; j++, points++)
            cairo_line_to(cairo, (double)points->x / PAGE_UNITS_PER_PT,
                          (double)points->y / PAGE_UNITS_PER_PT);
        if (is_closed)
            cairo_close_path(cairo);
    }
}

void shape_trace_circle(cairo_t *cairo, struct pagexy centre, double radius_pt)
{
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, centre.x, centre.y, radius_pt, 0, 2 * G_PI);
    cairo_close_path(cairo);
}

void shape_trace_box(cairo_t *cairo, struct page_box box, double corner_pt)
{
    if (corner_pt <= 0) {
        cairo_rectangle(cairo, box.left, box.top, box.right - box.left, box.bottom - box.top);
        return;
    }
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, box.right - corner_pt, box.top + corner_pt, corner_pt, -G_PI_2, 0);
    cairo_arc(cairo, box.right - corner_pt, box.bottom - corner_pt, corner_pt, 0, G_PI_2);
    cairo_arc(cairo, box.left + corner_pt, box.bottom - corner_pt, corner_pt, G_PI_2, G_PI);
    cairo_arc(cairo, box.left + corner_pt, box.top + corner_pt, corner_pt, G_PI, 1.5 * G_PI);
    cairo_close_path(cairo);
}

cairo_matrix_t shape_text_place(const struct scene_node *text)
{
    static const double SHARES[] = {[ANCHOR_START] = 0, [ANCHOR_MIDDLE] = 0.5, [ANCHOR_END] = 1};
    cairo_matrix_t place;
    cairo_matrix_init_translate(&place, text->text.origin.x, text->text.origin.y);
    cairo_matrix_rotate(&place, text->text.angle_deg * G_PI / 180);
    cairo_matrix_translate(&place, -SHARES[text->text.anchor] * text->text.run->width_pt, 0);
    return place;
}

void shape_set_colour(cairo_t *cairo, struct colour colour)
{
    cairo_set_source_rgba(cairo, colour.r / 255.0, colour.g / 255.0, colour.b / 255.0,
                          colour.opacity);
}

static void stroke(cairo_t *cairo, const struct paint *paint)
{
    static const cairo_line_cap_t CAPS[] = {CAIRO_LINE_CAP_BUTT, CAIRO_LINE_CAP_ROUND,
                                            CAIRO_LINE_CAP_SQUARE};
    static const cairo_line_join_t JOINS[] = {CAIRO_LINE_JOIN_MITER, CAIRO_LINE_JOIN_ROUND,
                                              CAIRO_LINE_JOIN_BEVEL};
    if (!paint->stroke.is_set || paint->stroke_width_pt <= 0)
        return;
    shape_set_colour(cairo, paint->stroke);
    cairo_set_line_width(cairo, paint->stroke_width_pt);
    cairo_set_line_cap(cairo, CAPS[paint->cap]);
    cairo_set_line_join(cairo, JOINS[paint->join]);
    cairo_set_miter_limit(cairo, paint->miter_limit);
    cairo_set_dash(cairo, paint->dashes_pt, paint->dash_count, paint->dash_offset_pt);
    cairo_stroke_preserve(cairo);
}

void shape_paint(cairo_t *cairo, const struct paint *paint, void (*fill)(cairo_t *, void *),
                 void *data)
{
    if (paint->is_stroke_first)
        stroke(cairo, paint);
    if (paint->fill.is_set) {
        shape_set_colour(cairo, paint->fill);
        fill(cairo, data);
    }
    if (!paint->is_stroke_first)
        stroke(cairo, paint);
}
