/* Where an SVG goes, and what it may hold there.
 *
 *     web        a file of its own, or a part of a page: rules for themes, the letters embedded
 *     inline     pasted into a page or a CMS: no fonts, no metadata, nothing that needs an id
 *     wikimedia  valid SVG 1.1 that librsvg draws: attributes only
 *     editor     for Inkscape, Illustrator, LibreOffice and Word: named layers, no path over 32,000
 *                points, halos below their text instead of paint-order */
#ifndef MAPGEN_OUTPUT_SVG_PROFILE_H
#define MAPGEN_OUTPUT_SVG_PROFILE_H

#include <stdbool.h>

enum svg_profile { SVG_WEB, SVG_INLINE, SVG_WIKIMEDIA, SVG_EDITOR, SVG_PROFILE_COUNT };

/* Their names, in that order, and NULL. */
extern const char *const SVG_PROFILE_NAMES[SVG_PROFILE_COUNT + 1];

struct svg_traits {
    bool has_declaration; /* <?xml ...?> */
    bool has_rules;       /* <style>: what a page may not hand down, themes */
    bool has_fonts;       /* the letters of the map, in <style> */
    bool has_metadata;
    bool is_strict;     /* what the DTD of SVG 1.1 knows, and nothing else */
    bool repeats_paths; /* rather than refer to them by id */
    bool has_layers;    /* groups of the outermost level are layers of Inkscape */
    bool has_halos;     /* as shapes of their own, for programs that know no paint-order */
    int most_points;    /* of a path; 0: any number */
    int screen_step;    /* of path data for screens, in hundredths of a point; print has 1 */
};

const struct svg_traits *svg_traits(enum svg_profile profile);

#endif
