/* What a scene's shapes look like in SVG's attributes: the values of each, and what groups can say
 * for most of their shapes. The attribute that most shapes of a group want is written on the group,
 * and on those shapes that want another. */
#ifndef MAPGEN_OUTPUT_SVG_STYLE_H
#define MAPGEN_OUTPUT_SVG_STYLE_H

#include "output/svg_profile.h"
#include "output/svg_values.h"
#include "scene/scene.h"

typedef struct svg_style svg_style;

/* Borrows the scene. With outlines, text is shapes, without a font. */
struct svg_style *svg_style_build(const scene *scene, const struct svg_traits *traits,
                                  bool has_outlines);
void svg_style_free(struct svg_style *style);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(svg_style, svg_style_free)

/* True for a node that leaves a trace: it is displayed, and if a group, has a shape in it. */
bool svg_style_draws(const struct svg_style *style, size_t node);

/* True for what is drawn by its id: definitions always, paths unless the profile repeats them. */
bool svg_style_is_reference(const struct svg_style *style, const struct scene_node *node);

/* Numbers of a shape, and of what stands in a group, are so many for each point: more than one in
 * groups of paths, which are drawn so much smaller. Tenths of a point are whole numbers there. A
 * definition is in the scale of the groups that use it. */
int svg_style_scale(const struct svg_style *style, size_t node);

/* What a shape shows, also where that is not what its class says: an open path has no fill, and
 * text is set in the font in which it was measured. Lengths are in the shape's scale, or that of
 * the shape that is referred to. */
struct svg_values svg_style_node(const struct svg_style *style, size_t node);

/* What the class says, and what most shapes of the map want; NULL for a class of no shape. */
const struct svg_values *svg_style_class(const struct svg_style *style, size_t number);
const struct svg_values *svg_style_root(const struct svg_style *style);

/* Attributes of the root; `inherited` becomes what its children start from. */
void svg_style_append_root(const struct svg_style *style, GString *out,
                           struct svg_values *inherited);

/* Attributes of the group that begins at `node`: its own opacity, and what is not `inherited`
 * already, which grows by them. A group with a class may be painted by the rule of its class:
 * nothing is taken as inherited from it. */
void svg_style_append_group(const struct svg_style *style, GString *out, size_t node,
                            struct svg_values *inherited);

/* Attributes of a shape. */
void svg_style_append_values(const struct svg_style *style, GString *out,
                             const struct svg_values *values, struct svg_values *inherited);

#endif
