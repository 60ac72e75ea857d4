#include "geom/clip.h"

#include <math.h>
#include <stdbool.h>

enum side { LEFT, RIGHT, TOP, BOTTOM };

static bool is_inside(struct pagept p, struct page_rect box, enum side side)
{
    switch (side) {
    case LEFT:
        return p.x >= box.left;
    case RIGHT:
        return p.x <= box.right;
    case TOP:
        return p.y >= box.top;
    default:
        return p.y <= box.bottom;
    }
}

static int32_t between(int32_t a, int32_t b, double share)
{
    return (int32_t)lrint(a + share * ((double)b - a));
}

/* Where a segment with an end on either side of a box's side crosses it. */
static struct pagept cross_side(struct pagept a, struct pagept b, struct page_rect box,
                                enum side side)
{
    if (side == LEFT || side == RIGHT) {
        int32_t x = side == LEFT ? box.left : box.right;
        return (struct pagept){x, between(a.y, b.y, ((double)x - a.x) / ((double)b.x - a.x))};
    }
    int32_t y = side == TOP ? box.top : box.bottom;
    return (struct pagept){between(a.x, b.x, ((double)y - a.y) / ((double)b.y - a.y)), y};
}

/* The smallest box around some points, of which there is at least one. */
static struct page_rect rect_around(const struct pagept *points, size_t count)
{
    struct page_rect box = {points[0].x, points[0].y, points[0].x, points[0].y};
    for (size_t i = 1; i < count; i++) {
        box.left = MIN(box.left, points[i].x);
        box.right = MAX(box.right, points[i].x);
        box.top = MIN(box.top, points[i].y);
        box.bottom = MAX(box.bottom, points[i].y);
    }
    return box;
}

static bool rect_holds(struct page_rect outer, struct page_rect inner)
{
    return inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top &&
           inner.bottom <= outer.bottom;
}

/* False when they have no point in common. */
static bool rects_meet(struct page_rect a, struct page_rect b)
{
    return a.left <= b.right && b.left <= a.right && a.top <= b.bottom && b.top <= a.bottom;
}

/* Writes what of a ring is inside one side of a box at `to`, which has room for twice the points.
 * Answers how many points that are. */
static size_t clip_to_side(const struct pagept *from, size_t count, struct page_rect box,
                           enum side side, struct pagept *to)
{
    size_t written = 0;
    struct pagept a = from[count - 1];
    bool is_a_in = is_inside(a, box, side);
    for (size_t i = 0; i < count; i++) {
        struct pagept b = from[i];
        bool is_b_in = is_inside(b, box, side);
        if (is_a_in != is_b_in)
            to[written++] = cross_side(a, b, box, side);
        if (is_b_in)
            to[written++] = b;
        a = b;
        is_a_in = is_b_in;
    }
    return written;
}

static bool reaches_over(struct page_rect around, struct page_rect box, enum side side)
{
    struct pagept low = {around.left, around.top}, high = {around.right, around.bottom};
    return !is_inside(low, box, side) || !is_inside(high, box, side);
}

size_t clip_ring(const struct pagept *points, size_t count, struct page_rect box, GArray *out)
{
    struct page_rect around = count ? rect_around(points, count) : (struct page_rect){0};
    if (count == 0 || !rects_meet(around, box))
        return 0;
    g_autofree struct pagept *clipped = NULL;
    for (enum side side = LEFT; side <= BOTTOM && count; side++) {
        if (!reaches_over(around, box, side))
            continue;
        struct pagept *to = g_new(struct pagept, 2 * count);
        count = clip_to_side(points, count, box, side, to);
        g_free(clipped);
        points = clipped = to;
    }
    if (clipped && count < 3)
        return 0;
    g_array_append_vals(out, points, (guint)count);
    return count;
}

/* The part of a segment inside the box as shares of its length; false when there is none. */
static bool segment_span(struct pagept a, struct pagept b, struct page_rect box, double *enter,
                         double *leave)
{
    double dx = (double)b.x - a.x, dy = (double)b.y - a.y;
    const double step[] = {-dx, dx, -dy, dy};
    const double room[] = {(double)a.x - box.left, (double)box.right - a.x, (double)a.y - box.top,
                           (double)box.bottom - a.y};
    *enter = 0;
    *leave = 1;
    for (int i = 0; i < 4; i++) {
        if (step[i] == 0) {
            if (room[i] < 0)
                return false;
            continue;
        }
        double share = room[i] / step[i];
        if (step[i] < 0)
            *enter = fmax(*enter, share);
        else
            *leave = fmin(*leave, share);
    }
    return *enter < *leave;
}

void clip_line(const struct pagept *points, size_t count, struct page_rect box, GArray *out,
               GArray *counts)
{
    if (count < 2)
        return;
    /* Nearly all lines are one or the other. */
    struct page_rect around = rect_around(points, count);
    if (!rects_meet(around, box))
        return;
    if (rect_holds(box, around)) {
        g_array_append_vals(out, points, (guint)count);
        g_array_append_val(counts, count);
        return;
    }
    size_t piece = 0;
    for (size_t i = 0; i + 1 < count; i++) {
        struct pagept a = points[i], b = points[i + 1];
        double enter, leave;
        if (!segment_span(a, b, box, &enter, &leave)) {
            if (piece)
                g_array_append_val(counts, piece);
            piece = 0;
            continue;
        }
        struct pagept start = {between(a.x, b.x, enter), between(a.y, b.y, enter)};
        struct pagept end =
            leave >= 1 ? b : (struct pagept){between(a.x, b.x, leave), between(a.y, b.y, leave)};
        if (enter > 0 && piece) {
            g_array_append_val(counts, piece);
            piece = 0;
        }
        if (piece == 0) {
            struct pagept first = enter > 0 ? start : a;
            g_array_append_val(out, first);
            piece = 1;
        }
        g_array_append_val(out, end);
        piece++;
        if (leave < 1) {
            g_array_append_val(counts, piece);
            piece = 0;
        }
    }
    if (piece)
        g_array_append_val(counts, piece);
}

bool clip_has_line(const struct pagept *points, size_t count, struct page_rect box)
{
    if (count < 2 || !rects_meet(rect_around(points, count), box))
        return false;
    double enter, leave;
    for (size_t i = 0; i + 1 < count; i++)
        if (segment_span(points[i], points[i + 1], box, &enter, &leave))
            return true;
    return false;
}
