#include "compose/number_mark.h"

/* From the middle of a line to its baseline, as a share of the letters' size: half of the height of
 * figures in Noto Sans (714 of 1000). */
#define FIGURE_DROP 0.357

double number_mark_radius_pt(const struct pen *pen)
{
    struct paint paint = style_paint(pen->style, "number-mark");
    return paint.radius_pt + paint.stroke_width_pt / 2;
}

void number_mark_draw(const struct pen *pen, const char *role, int number, struct pagexy at,
                      const struct scene_mark *mark)
{
    if (pen->has_no_text)
        return;
    g_autofree char *disc = g_strdup_printf("number-mark %s", role);
    g_autofree char *text = g_strdup_printf("%d", number);
    g_autofree char *class_list = g_strdup_printf("number-text %s", role);
    double drop = FIGURE_DROP * style_paint(pen->style, class_list).font.size_pt;
    scene_begin_group(pen->scene, -1, mark);
    pen_circle(pen, disc, at, NULL);
    pen_text(pen, class_list, text, (struct pagexy){at.x, at.y + drop}, ANCHOR_MIDDLE, 0, NULL);
    pen_end(pen);
}
