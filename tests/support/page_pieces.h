/* What stands on a page, boiled down to boxes, so that a test can look at many maps at once. */
#ifndef TESTS_SUPPORT_PAGE_PIECES_H
#define TESTS_SUPPORT_PAGE_PIECES_H

#include "support/opened_project.h"

struct piece {
    const char *group; /* id of the group that it is drawn in, "" outside of any; interned */
    enum scene_node_kind kind;
    const char *class_list; /* interned */
    const char *text;       /* of a text, else NULL; interned */
    struct pagexy origin;   /* of a text */
    struct page_box box;    /* letters as they are drawn, or where a shape's points reach */
    double size_pt;         /* of a text's letters */
};

static inline struct page_box path_reach(const struct scene_node *node)
{
    struct page_box reach = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    const struct pagept *p = node->path.points;
    for (size_t s = 0; s < node->path.subpaths; s++) {
        for (size_t i = 0; i < node->path.counts[s]; i++, p++) {
            double x = p->x / (double)PAGE_UNITS_PER_PT, y = p->y / (double)PAGE_UNITS_PER_PT;
            reach = (struct page_box){fmin(reach.left, x), fmin(reach.top, y), fmax(reach.right, x),
                                      fmax(reach.bottom, y)};
        }
    }
    return reach;
}

static inline struct page_box node_reach(const scene *scene, const struct scene_node *node)
{
    if (node->kind == NODE_TEXT)
        return text_ink(node);
    if (node->kind == NODE_PATH)
        return path_reach(node);
    if (node->kind == NODE_BOX)
        return node->box.box;
    double radius = scene_class_paint(scene, node->class_number)->radius_pt;
    struct pagexy at = node->circle.centre;
    return (struct page_box){at.x - radius, at.y - radius, at.x + radius, at.y + radius};
}

/* All that is displayed, in drawing order; of struct piece. Groups that are moved are not
 * followed. */
static inline GArray *page_pieces(const scene *scene)
{
    GArray *pieces = g_array_new(FALSE, FALSE, sizeof(struct piece));
    const char *groups[16] = {""};
    int depth = 0;
    for (size_t n = 0; n < scene_node_count(scene); n++) {
        const struct scene_node *node = scene_node_at(scene, n);
        if (node->kind == NODE_BEGIN_GROUP) {
            g_assert_true(++depth < (int)G_N_ELEMENTS(groups));
            groups[depth] = node->mark.id ? g_intern_string(node->mark.id) : groups[depth - 1];
        } else if (node->kind == NODE_END_GROUP) {
            depth--;
        } else if (node->kind != NODE_USE &&
                   scene_class_paint(scene, node->class_number)->is_displayed) {
            bool is_text = node->kind == NODE_TEXT;
            struct piece piece = {.group = groups[depth],
                                  .kind = node->kind,
                                  .class_list =
                                      g_intern_string(scene_class_name(scene, node->class_number)),
                                  .text = is_text ? g_intern_string(node->text.run->text) : NULL,
                                  .box = node_reach(scene, node),
                                  .size_pt = is_text ? node->text.run->font.size_pt : 0};
            if (is_text)
                piece.origin = node->text.origin;
            g_array_append_val(pieces, piece);
        }
    }
    return pieces;
}

static inline const struct piece *piece_at(const GArray *pieces, guint i)
{
    return &g_array_index(pieces, struct piece, i);
}

static inline bool piece_is_in(const struct piece *piece, const char *group)
{
    return strcmp(piece->group, group) == 0;
}

static inline bool box_is_within(struct page_box inner, struct page_box outer)
{
    return inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top &&
           inner.bottom <= outer.bottom;
}

static inline bool box_is_empty(struct page_box box)
{
    return !(box.left < box.right && box.top < box.bottom);
}

#endif
