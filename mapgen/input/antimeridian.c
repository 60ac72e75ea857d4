#include "input/antimeridian.h"

#include <glib.h>
#include <math.h>

/* What files pass the meridian by when they touch it, 0.1 m: it lies on it. */
#define ON_MERIDIAN_DEG 1e-6

struct cutting {
    bool jumps, is_ring;
    GArray *points;          /* of struct lonlat, of the layer to be */
    GArray *parts;           /* of struct layer_part */
    GArray *whole, *clipped; /* of struct lonlat, of the part at hand */
};

static struct lonlat *points_of(GArray *points)
{
    return &g_array_index(points, struct lonlat, 0);
}

/* Appends the way over the pole that closes a ring which ends so many degrees from where it began.
 */
static void close_over_pole(GArray *whole, double turn_deg)
{
    double sum_deg = 0;
    for (guint i = 0; i < whole->len; i++)
        sum_deg += points_of(whole)[i].lat;
    struct lonlat first = points_of(whole)[0];
    double pole = sum_deg > 0 ? 90 : -90;
    struct lonlat way[] = {
        {first.lon + turn_deg, first.lat}, {first.lon + turn_deg, pole}, {first.lon, pole}};
    g_array_append_vals(whole, way, G_N_ELEMENTS(way));
}

/* A part with neighbours beside each other: 179, -179 becomes 179, 181. */
static void unwrap(struct cutting *c)
{
    struct lonlat *at = points_of(c->whole);
    for (guint i = 1; i < c->whole->len; i++)
        at[i].lon -= 360 * round((at[i].lon - at[i - 1].lon) / 360);
    if (!c->is_ring)
        return;
    double end_deg = at[c->whole->len - 1].lon;
    double turn_deg = 360 * round((end_deg - at[0].lon) / 360);
    if (turn_deg != 0)
        close_over_pole(c->whole, turn_deg);
}

/* Where the way between two points meets a meridian. */
static struct lonlat crossing(struct lonlat a, struct lonlat b, double lon)
{
    return (struct lonlat){lon, a.lat + (lon - a.lon) / (b.lon - a.lon) * (b.lat - a.lat)};
}

/* Adds a piece of the part, moved by so many degrees, as a part of its own. */
static void add_part(struct cutting *c, GArray *piece, double by_deg)
{
    if (piece->len < (c->is_ring ? 3 : 2))
        return;
    struct layer_part part = {c->points->len, piece->len};
    for (guint i = 0; i < piece->len; i++)
        points_of(piece)[i].lon += by_deg;
    g_array_append_vals(c->points, piece->data, piece->len);
    g_array_append_val(c->parts, part);
}

/* Appends a point unless it stands there already. */
static void append_new(GArray *points, struct lonlat at)
{
    struct lonlat last = points->len ? points_of(points)[points->len - 1] : (struct lonlat){NAN, 0};
    if (at.lon != last.lon || at.lat != last.lat)
        g_array_append_val(points, at);
}

/* What of a ring lies on one side of a meridian: east of it for `side` 1, west of it for -1. */
static void clip_ring_side(const GArray *from, double lon, int side, GArray *to)
{
    const struct lonlat *at = points_of((GArray *)from);
    g_array_set_size(to, 0);
    for (guint i = 0; i < from->len; i++) {
        struct lonlat a = at[i], b = at[(i + 1) % from->len];
        double a_in = side * (a.lon - lon), b_in = side * (b.lon - lon);
        if (a_in >= 0)
            append_new(to, a);
        if (a_in * b_in < 0)
            append_new(to, crossing(a, b, lon));
    }
    while (to->len > 1 && points_of(to)[0].lon == points_of(to)[to->len - 1].lon &&
           points_of(to)[0].lat == points_of(to)[to->len - 1].lat)
        g_array_set_size(to, to->len - 1);
}

/* True when all of a piece lies on one meridian. */
static bool is_flat(const GArray *points)
{
    const struct lonlat *at = points_of((GArray *)points);
    for (guint i = 1; i < points->len; i++)
        if (at[i].lon != at[0].lon)
            return false;
    return true;
}

static void cut_ring(struct cutting *c, double west, double east)
{
    g_autoptr(GArray) half = g_array_new(FALSE, FALSE, sizeof(struct lonlat));
    clip_ring_side(c->whole, west, 1, half);
    clip_ring_side(half, east, -1, c->clipped);
    if (!is_flat(c->clipped))
        add_part(c, c->clipped, -(west + 180));
}

static void cut_line(struct cutting *c, double west, double east)
{
    const struct lonlat *at = points_of(c->whole);
    g_array_set_size(c->clipped, 0);
    for (guint i = 0; i < c->whole->len; i++) {
        bool is_in = at[i].lon >= west && at[i].lon <= east;
        if (is_in)
            append_new(c->clipped, at[i]);
        if (i + 1 == c->whole->len)
            break;
        double sides[] = {at[i].lon < at[i + 1].lon ? west : east,
                          at[i].lon < at[i + 1].lon ? east : west};
        for (int s = 0; s < 2; s++)
            if ((at[i].lon - sides[s]) * (at[i + 1].lon - sides[s]) < 0)
                append_new(c->clipped, crossing(at[i], at[i + 1], sides[s]));
        bool goes_out = at[i + 1].lon < west || at[i + 1].lon > east;
        if (goes_out && c->clipped->len > 0) {
            if (!is_flat(c->clipped))
                add_part(c, c->clipped, -(west + 180));
            g_array_set_size(c->clipped, 0);
        }
    }
    if (!is_flat(c->clipped))
        add_part(c, c->clipped, -(west + 180));
}

/* Puts what is on the meridian by a rounding error exactly there. */
static void snap(GArray *points)
{
    for (guint i = 0; i < points->len; i++) {
        double *lon = &points_of(points)[i].lon;
        double near = 180 + 360 * round((*lon - 180) / 360);
        if (fabs(*lon - near) < ON_MERIDIAN_DEG)
            *lon = near;
    }
}

static void cut_part(struct cutting *c, const struct lonlat *points, size_t count)
{
    g_array_set_size(c->whole, 0);
    g_array_append_vals(c->whole, points, (guint)count);
    if (c->jumps)
        unwrap(c);
    snap(c->whole);
    double low = INFINITY, high = -INFINITY;
    for (guint i = 0; i < c->whole->len; i++) {
        low = fmin(low, points_of(c->whole)[i].lon);
        high = fmax(high, points_of(c->whole)[i].lon);
    }
    int first = (int)floor((low + 180) / 360), last = (int)ceil((high + 180) / 360);
    if (last <= first + 1) {
        add_part(c, c->whole, -360.0 * first);
        return;
    }
    for (int turn = first; turn < last; turn++)
        (c->is_ring ? cut_ring : cut_line)(c, 360.0 * turn - 180, 360.0 * turn + 180);
}

/* True when some part has to be cut or moved, and all are of this globe. */
static bool has_work(const struct layer *layer, bool jumps)
{
    bool has = false;
    for (size_t p = 0; p < layer->part_count; p++) {
        const struct lonlat *at = &layer->points[layer->parts[p].first];
        size_t count = layer->parts[p].count;
        for (size_t i = 0; i < count; i++) {
            if (fabs(at[i].lon) > 360 || fabs(at[i].lat) > 90)
                return false;
            bool is_over = fabs(at[i].lon) > 180 + ON_MERIDIAN_DEG;
            has |= is_over || (jumps && fabs(at[i].lon - at[(i + 1) % count].lon) > 180);
        }
    }
    return has;
}

void antimeridian_cut(struct layer *layer, bool jumps)
{
    if (!has_work(layer, jumps))
        return;
    if (layer->geometry == LAYER_POINTS) {
        for (size_t i = 0; i < layer->point_count; i++)
            layer->points[i].lon = remainder(layer->points[i].lon, 360);
        return;
    }
    struct cutting c = {.jumps = jumps,
                        .is_ring = layer->geometry == LAYER_POLYGONS,
                        .points = g_array_new(FALSE, FALSE, sizeof(struct lonlat)),
                        .parts = g_array_new(FALSE, FALSE, sizeof(struct layer_part)),
                        .whole = g_array_new(FALSE, FALSE, sizeof(struct lonlat)),
                        .clipped = g_array_new(FALSE, FALSE, sizeof(struct lonlat))};
    for (size_t f = 0; f < layer->feature_count; f++) {
        struct layer_feature *feature = &layer->features[f];
        size_t first = c.parts->len;
        for (size_t p = 0; p < feature->part_count; p++) {
            const struct layer_part *part = &layer->parts[feature->first_part + p];
            cut_part(&c, &layer->points[part->first], part->count);
        }
        feature->first_part = first;
        feature->part_count = c.parts->len - first;
    }
    g_free(layer->points);
    g_free(layer->parts);
    layer->point_count = c.points->len;
    layer->part_count = c.parts->len;
    layer->points = (struct lonlat *)(void *)g_array_free(c.points, FALSE);
    layer->parts = (struct layer_part *)(void *)g_array_free(c.parts, FALSE);
    g_array_unref(c.whole);
    g_array_unref(c.clipped);
}
