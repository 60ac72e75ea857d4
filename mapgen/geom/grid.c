#include "geom/grid.h"

#include <math.h>

struct lonlat gridpt_to_lonlat(struct gridpt at)
{
    return (struct lonlat){at.x / (double)GRID_PER_DEGREE, at.y / (double)GRID_PER_DEGREE};
}

static wide cross(struct gridpt a, struct gridpt b, struct gridpt c)
{
    return (wide)((int64_t)b.x - a.x) * ((int64_t)c.y - a.y) -
           (wide)((int64_t)b.y - a.y) * ((int64_t)c.x - a.x);
}

static int sign(wide value)
{
    return (value > 0) - (value < 0);
}

int gridpt_turn(struct gridpt a, struct gridpt b, struct gridpt c)
{
    return sign(cross(a, b, c));
}

/* 0 for directions in [0°, 180°), 1 for the rest. */
static int half_plane(struct gridpt origin, struct gridpt p)
{
    return p.y > origin.y || (p.y == origin.y && p.x > origin.x) ? 0 : 1;
}

int gridpt_compare_angle(struct gridpt origin, struct gridpt a, struct gridpt b)
{
    int half_a = half_plane(origin, a), half_b = half_plane(origin, b);
    if (half_a != half_b)
        return half_a - half_b;
    return -gridpt_turn(origin, a, b);
}

bool segment_touches_near(struct gridpt a, struct gridpt b, struct gridpt p)
{
    if (gridpt_equal(a, p) || gridpt_equal(b, p))
        return false;
    int64_t dx = (int64_t)b.x - a.x, dy = (int64_t)b.y - a.y;
    int64_t px = (int64_t)p.x - a.x, py = (int64_t)p.y - a.y;
    wide along = (wide)dx * px + (wide)dy * py;
    wide length2 = (wide)dx * dx + (wide)dy * dy;
    if (along <= 0 || along >= length2)
        return false;
    /* Less than sqrt(1/2) off, half the diagonal of a cell. What is no more off than that exactly,
     * as (1, 0) is from (0, 0)-(1, 1), does not count: bending through it makes no shorter piece,
     * and two such points would bend each other's pieces for ever. */
    wide off = (wide)dx * py - (wide)dy * px;
    if (off > 2 * (wide)UINT32_MAX || off < -2 * (wide)UINT32_MAX)
        return false;
    return 2 * off * off < length2;
}

bool segment_is_seam(struct gridpt a, struct gridpt b)
{
    const int32_t side = 180 * GRID_PER_DEGREE, pole = 90 * GRID_PER_DEGREE;
    return (a.x == b.x && (a.x == side || a.x == -side)) ||
           (a.y == b.y && (a.y == pole || a.y == -pole));
}

/* To the nearest whole number, halves up. */
static int64_t divide_rounded(wide value, wide by)
{
    wide twice = by < 0 ? -2 * value - by : 2 * value + by, unit = by < 0 ? -2 * by : 2 * by;
    return (int64_t)(twice / unit - (twice % unit < 0));
}

bool segment_crossing(struct gridpt a, struct gridpt b, struct gridpt c, struct gridpt d,
                      struct gridpt *at)
{
    int c_side = gridpt_turn(a, b, c), d_side = gridpt_turn(a, b, d);
    int a_side = gridpt_turn(c, d, a), b_side = gridpt_turn(c, d, b);
    if (c_side * d_side >= 0 || a_side * b_side >= 0)
        return false;
    wide from_c = cross(a, b, c), whole = from_c - cross(a, b, d);
    at->x = (int32_t)(c.x + divide_rounded(from_c * ((int64_t)d.x - c.x), whole));
    at->y = (int32_t)(c.y + divide_rounded(from_c * ((int64_t)d.y - c.y), whole));
    return true;
}

bool rings_contain(const struct gridpt *points, const size_t *counts, size_t rings, double x,
                   double y)
{
    bool is_inside = false;
    for (size_t ring = 0; ring < rings; points += counts[ring], ring++) {
        for (size_t i = 0, j = counts[ring] - 1; i < counts[ring]; j = i++) {
            struct gridpt a = points[j], b = points[i];
            if ((a.y > y) == (b.y > y))
                continue;
            double cut = a.x + (y - a.y) / ((double)b.y - a.y) * ((double)b.x - a.x);
            if (x < cut)
                is_inside = !is_inside;
        }
    }
    return is_inside;
}
