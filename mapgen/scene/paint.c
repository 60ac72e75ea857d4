#include "scene/paint.h"

struct paint paint_initial(void)
{
    return (struct paint){
        .is_displayed = true,
        .fill = {.is_set = true, .opacity = 1},
        .stroke = {.opacity = 1},
        .opacity = 1,
        .stroke_width_pt = 1,
        .cap = CAP_BUTT,
        .join = JOIN_MITER,
        .miter_limit = 4,
        .font = {.size_pt = 16, .weight = 400},
    };
}

/* Two ways to paint nothing are the same colour. */
static bool colour_equal(struct colour a, struct colour b)
{
    if (!a.is_set || !b.is_set)
        return a.is_set == b.is_set;
    return a.r == b.r && a.g == b.g && a.b == b.b && a.opacity == b.opacity;
}

static bool hatch_equal(const struct hatch *a, const struct hatch *b)
{
    if (!a->is_set || !b->is_set)
        return a->is_set == b->is_set;
    return a->angle_deg == b->angle_deg && a->period_pt == b->period_pt &&
           a->width_pt == b->width_pt && colour_equal(a->colour, b->colour);
}

static bool font_equal(const struct font *a, const struct font *b)
{
    return g_strcmp0(a->family, b->family) == 0 && g_strcmp0(a->fallback, b->fallback) == 0 &&
           a->size_pt == b->size_pt && a->weight == b->weight && a->is_italic == b->is_italic &&
           a->letter_spacing_pt == b->letter_spacing_pt;
}

static bool dashes_equal(const struct paint *a, const struct paint *b)
{
    if (a->dash_count != b->dash_count || a->dash_offset_pt != b->dash_offset_pt)
        return false;
    for (int i = 0; i < a->dash_count; i++)
        if (a->dashes_pt[i] != b->dashes_pt[i])
            return false;
    return true;
}

bool paint_equal(const struct paint *a, const struct paint *b)
{
    return a->is_displayed == b->is_displayed && colour_equal(a->fill, b->fill) &&
           colour_equal(a->stroke, b->stroke) && a->opacity == b->opacity &&
           a->stroke_width_pt == b->stroke_width_pt && a->cap == b->cap && a->join == b->join &&
           a->miter_limit == b->miter_limit && dashes_equal(a, b) &&
           a->is_stroke_first == b->is_stroke_first && a->radius_pt == b->radius_pt &&
           hatch_equal(&a->hatch, &b->hatch) && font_equal(&a->font, &b->font);
}
