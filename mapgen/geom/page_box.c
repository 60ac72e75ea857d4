#include "geom/page_box.h"

#include <math.h>

struct pagexy box_middle(struct page_box box)
{
    return (struct pagexy){(box.left + box.right) / 2, (box.top + box.bottom) / 2};
}

struct pagexy box_nearest(struct page_box box, struct pagexy at)
{
    return (struct pagexy){greater(box.left, lesser(box.right, at.x)),
                           greater(box.top, lesser(box.bottom, at.y))};
}

double box_covers_pt(struct page_box box, struct pagexy a, struct pagexy b)
{
    if (boxes_part(box, box_of_segment(a, b)))
        return 0;
    double dx = b.x - a.x, dy = b.y - a.y, enter = 0, leave = 1;
    const double step[] = {-dx, dx, -dy, dy};
    const double space[] = {a.x - box.left, box.right - a.x, a.y - box.top, box.bottom - a.y};
    for (int i = 0; i < 4; i++) {
        if (step[i] == 0) {
            if (space[i] < 0)
                return 0;
        } else if (step[i] < 0) {
            enter = greater(enter, space[i] / step[i]);
        } else {
            leave = lesser(leave, space[i] / step[i]);
        }
    }
    return enter < leave ? (leave - enter) * sqrt(dx * dx + dy * dy) : 0;
}

/* Twice the signed area of a triangle. */
static double turn(struct pagexy a, struct pagexy b, struct pagexy c)
{
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

static bool is_between(struct pagexy a, struct pagexy b, struct pagexy p)
{
    return !boxes_part(box_of_segment(a, b), box_of_segment(p, p));
}

bool segments_meet(struct pagexy a, struct pagexy b, struct pagexy c, struct pagexy d)
{
    double c_turn = turn(a, b, c), d_turn = turn(a, b, d);
    double a_turn = turn(c, d, a), b_turn = turn(c, d, b);
    if (((c_turn > 0 && d_turn < 0) || (c_turn < 0 && d_turn > 0)) &&
        ((a_turn > 0 && b_turn < 0) || (a_turn < 0 && b_turn > 0)))
        return true;
    return (c_turn == 0 && is_between(a, b, c)) || (d_turn == 0 && is_between(a, b, d)) ||
           (a_turn == 0 && is_between(c, d, a)) || (b_turn == 0 && is_between(c, d, b));
}
