/* What a scene's shapes look like in SVG's terms: the values of each, what groups can say for most
 * of their shapes, and the rules of the style sheet.
 *
 * The attribute that most shapes of a group want is written on the group, and on those shapes that
 * want another.
 *
 * Rules are for browsers: colours that a page may set through variables, or that are others on a
 * dark page (`light-dark()`, which follows `color-scheme`), all inside @supports. In a cascade, the
 * rule of "area" also holds for "area now", which then needs one of its own. */
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

/* What a shape shows, also where that is not what its class says: an open path has no fill, and
 * text is set in the font in which it was measured. */
struct svg_values svg_style_node(const struct svg_style *style, const struct scene_node *node);

/* Rules for a <style>: every selector begins with the map's id, or with what stands around it. The
 * first takes back what a page could hand down to an inlined map, and has browsers make no
 * ligatures that the runs do not have. */
void svg_style_append_rules(const struct svg_style *style, GString *out, const char *id);

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

/* Where a shape has another fill than its class, the rule of the class must not win over its
 * attributes. */
void svg_style_append_overrides(const struct svg_style *style, GString *out,
                                const struct scene_node *node, const struct svg_values *values);

#endif
