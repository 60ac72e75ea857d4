/* The <style> of a map. The picture is in attributes; rules are for browsers, and all but the first
 * stand inside @supports, so that other programs keep the plain map:
 *
 *     #ID{...}                     takes back what a page could hand down to an inlined map
 *     @supports(...){
 *     @font-face{...}              its letters, under families that carry the map's id
 *     #ID{
 *     .area.side-a.now{fill:var(--mapgen-a-now,light-dark(#2f8499,#62bfd4))}
 *     }}
 *
 * A variable of the style sheet, --a-now, is --mapgen-a-now to a page. `light-dark()` follows
 * `color-scheme`: the system's, or that of .light, .dark or data-theme around the map. In a
 * cascade, the rule of "area" also holds for "area now", which then needs one of its own. */
#ifndef MAPGEN_OUTPUT_SVG_RULES_H
#define MAPGEN_OUTPUT_SVG_RULES_H

#include "output/svg_style.h"

typedef struct svg_rules svg_rules;

/* Borrows all three. */
struct svg_rules *svg_rules_build(const scene *scene, const svg_style *style, const char *id);
void svg_rules_free(struct svg_rules *rules);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(svg_rules, svg_rules_free)

/* True when a rule sets the property (fill or stroke) for the shapes of a class. */
bool svg_rules_set(const struct svg_rules *rules, size_t number, enum svg_property property);

/* All rules; `fonts` are struct font_subset. */
void svg_rules_append(const struct svg_rules *rules, GString *out, const GArray *fonts);

#endif
