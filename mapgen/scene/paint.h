/* How a thing is painted: what a style sheet comes down to once its rules are resolved. Values, in
 * page points; no names but those of fonts. */
#ifndef MAPGEN_SCENE_PAINT_H
#define MAPGEN_SCENE_PAINT_H

#include "text/run.h"
#include <stdint.h>

struct colour {
    bool is_set; /* false: "none" */
    uint8_t r, g, b;
    double opacity; /* 0 to 1 */
};

enum line_cap { CAP_BUTT, CAP_ROUND, CAP_SQUARE };
enum line_join { JOIN_MITER, JOIN_ROUND, JOIN_BEVEL };

#define PAINT_MAX_DASHES 8

/* Parallel bands laid over an area: angle counter-clockwise from the page's x axis, `period_pt`
 * from band to band, each `width_pt` wide. */
struct hatch {
    bool is_set;
    double angle_deg, period_pt, width_pt;
    struct colour colour;
};

struct paint {
    bool is_displayed;    /* false for display:none */
    struct colour fill;   /* initial: black, as in SVG */
    struct colour stroke; /* initial: none */
    double opacity;       /* of the whole element */
    double stroke_width_pt;
    enum line_cap cap;
    enum line_join join;
    double miter_limit;
    double dashes_pt[PAINT_MAX_DASHES];
    int dash_count;
    double dash_offset_pt;
    bool is_stroke_first; /* paint-order: stroke, for halos */
    double radius_pt;     /* r, for symbols */
    struct hatch hatch;   /* --hatch-*; resolved here, drawn as areas by compose */
    struct font font;
};

/* What SVG starts from: black fill, no stroke, width 1, butt caps, mitred joins (limit 4). */
struct paint paint_initial(void);

bool paint_equal(const struct paint *a, const struct paint *b);

#endif
