/* What a scene's shapes look like in SVG's terms: the values of each, what groups can say for all
 * of their shapes, and the rules of the style sheet.
 *
 * An attribute is written on the outermost group in which every shape agrees on it. In a cascade,
 * the rule of "area" also holds for "area now". A rule therefore states each property that differs
 * from SVG's initial value, and each that another rule could bring in. */
#ifndef MAPGEN_OUTPUT_SVG_STYLE_H
#define MAPGEN_OUTPUT_SVG_STYLE_H

#include "output/svg_values.h"
#include "scene/scene.h"

typedef struct svg_style svg_style;

/* Borrows the scene. */
struct svg_style *svg_style_build(const scene *scene);
void svg_style_free(struct svg_style *style);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(svg_style, svg_style_free)

/* True for a node that leaves a trace: it is displayed, and if a group, has a shape in it. */
bool svg_style_draws(const struct svg_style *style, size_t node);

/* What a shape shows, also where that is not what its class says: an open path has no fill, and
 * text is set in the font in which it was measured. */
struct svg_values svg_style_node(const struct svg_style *style, const struct scene_node *node);

/* What all shapes of the group that begins at `node` agree on, and its own opacity. */
struct svg_values svg_style_group(const struct svg_style *style, size_t node);

/* The <style> of a map: every selector begins with its id. */
void svg_style_append_rules(const struct svg_style *style, GString *out, const char *id);

/* Presentation attributes for what is not `inherited` already, which grows by them. */
void svg_append_values(GString *out, const struct svg_values *values, struct svg_values *inherited);

/* Where a node differs from its class, the rule of the class must not win over its attributes. */
void svg_style_append_overrides(const struct svg_style *style, GString *out,
                                const struct scene_node *node, const struct svg_values *values);

#endif
