#include "geom/hatch.h"

#include <math.h>
#include <stdbool.h>

/* Keeps the part of a ring on one side of the line y = limit (Sutherland and Hodgman 1974). */
static void cut_half(const GArray *from, double limit, bool keeps_above, GArray *to)
{
    g_array_set_size(to, 0);
    if (from->len == 0)
        return;
    struct pagexy a = g_array_index(from, struct pagexy, from->len - 1);
    for (guint i = 0; i < from->len; i++) {
        struct pagexy b = g_array_index(from, struct pagexy, i);
        bool is_a_in = keeps_above ? a.y >= limit : a.y <= limit;
        bool is_b_in = keeps_above ? b.y >= limit : b.y <= limit;
        if (is_a_in != is_b_in) {
            struct pagexy at = {a.x + (limit - a.y) / (b.y - a.y) * (b.x - a.x), limit};
            g_array_append_val(to, at);
        }
        if (is_b_in)
            g_array_append_val(to, b);
        a = b;
    }
}

struct turn {
    double cos, sin;
};

/* Appends a ring turned back onto the page, in hundredths of a point. */
static void append_turned(const GArray *ring, struct turn turn, GArray *out, GArray *out_counts)
{
    size_t count = 0;
    for (guint i = 0; i < ring->len; i++) {
        struct pagexy p = g_array_index(ring, struct pagexy, i);
        struct pagept at = {(int32_t)lrint((p.x * turn.cos - p.y * turn.sin) * PAGE_UNITS_PER_PT),
                            (int32_t)lrint((p.x * turn.sin + p.y * turn.cos) * PAGE_UNITS_PER_PT)};
        if (count) {
            struct pagept last = g_array_index(out, struct pagept, out->len - 1);
            if (last.x == at.x && last.y == at.y)
                continue;
        }
        g_array_append_val(out, at);
        count++;
    }
    if (count < 3)
        g_array_set_size(out, out->len - (guint)count);
    else
        g_array_append_val(out_counts, count);
}

void hatch_bands(const struct pagept *points, const size_t *counts, size_t rings, double angle_deg,
                 double period_pt, double width_pt, GArray *out, GArray *out_counts)
{
    /* The page's y runs down, so a counter-clockwise angle is a negative one in its axes. */
    double angle = -angle_deg * G_PI / 180;
    struct turn turn = {cos(angle), sin(angle)};
    g_autoptr(GArray) ring = g_array_new(FALSE, FALSE, sizeof(struct pagexy));
    g_autoptr(GArray) rest = g_array_new(FALSE, FALSE, sizeof(struct pagexy));
    g_autoptr(GArray) next = g_array_new(FALSE, FALSE, sizeof(struct pagexy));
    g_autoptr(GArray) band = g_array_new(FALSE, FALSE, sizeof(struct pagexy));
    for (size_t r = 0; r < rings; points += counts[r++]) {
        g_array_set_size(ring, 0);
        double low = INFINITY, high = -INFINITY;
        for (size_t i = 0; i < counts[r]; i++) {
            double x = points[i].x / (double)PAGE_UNITS_PER_PT;
            double y = points[i].y / (double)PAGE_UNITS_PER_PT;
            struct pagexy p = {x * turn.cos + y * turn.sin, -x * turn.sin + y * turn.cos};
            low = fmin(low, p.y);
            high = fmax(high, p.y);
            g_array_append_val(ring, p);
        }
        g_array_set_size(rest, 0);
        g_array_append_vals(rest, ring->data, ring->len);
        for (double k = floor(low / period_pt); k * period_pt <= high && rest->len; k++) {
            cut_half(rest, k * period_pt, true, next);
            cut_half(next, k * period_pt + width_pt, false, band);
            append_turned(band, turn, out, out_counts);
            GArray *swap = rest;
            rest = next;
            next = swap;
        }
    }
}
