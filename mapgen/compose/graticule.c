#include "compose/graticule.h"

#include "compose/phrases.h"
#include "geom/clip.h"

#include <math.h>

/* Lines across the map that a step is chosen for. */
#define LINES_WANTED 6.0

/* Straight pieces that a line is drawn in. */
#define LINE_STEPS 96

/* Of the degrees from the map's edge. */
#define EDGE_GAP_PT 3.0

#define MINUTES 60
#define HALF_CIRCLE (180 * MINUTES)

struct degree {
    char *text;
    struct pagexy origin;
    enum text_anchor anchor;
    struct page_box box;
};

struct graticule {
    GArray *points, *counts; /* of the lines */
    GArray *degrees;         /* of struct degree */
};

/* The degrees that can be seen, by what stands along the map's edges; those of longitude within 180
 * of the map's middle. */
static struct lonlat_box seen_extent(const page_map *page)
{
    const struct page_box *map = &page_map_layout(page)->map;
    struct pagexy middle = {(map->left + map->right) / 2, (map->top + map->bottom) / 2};
    double middle_deg = page_map_lonlat(page, middle).lon;
    struct lonlat_box seen = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (int i = 0; i <= LINE_STEPS; i++) {
        double share = i / (double)LINE_STEPS;
        double x = map->left + share * (map->right - map->left);
        double y = map->top + share * (map->bottom - map->top);
        const struct pagexy edge[] = {
            {x, map->top}, {x, map->bottom}, {map->left, y}, {map->right, y}};
        for (int side = 0; side < 4; side++) {
            struct lonlat at = page_map_lonlat(page, edge[side]);
            if (!isfinite(at.lon) || !isfinite(at.lat))
                continue;
            at.lon += at.lon - middle_deg > 180 ? -360 : at.lon - middle_deg < -180 ? 360 : 0;
            seen.west = fmin(seen.west, at.lon);
            seen.east = fmax(seen.east, at.lon);
            seen.south = fmin(seen.south, at.lat);
            seen.north = fmax(seen.north, at.lat);
        }
    }
    return seen;
}

/* The round step, in minutes, that gives about so many lines across the longer span of degrees, and
 * two across the shorter one. */
static int round_minutes(double span_deg, double shorter_deg)
{
    static const int steps[] = {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800};
    double wanted = span_deg * MINUTES / LINES_WANTED;
    size_t i = 0;
    while (i + 1 < G_N_ELEMENTS(steps) && steps[i] < wanted)
        i++;
    while (i > 0 && 2 * steps[i] > shorter_deg * MINUTES)
        i--;
    return steps[i];
}

/* "46° E" or "46° 30′ E", in the language's letters; "180°" is of both sides. */
static char *degree_text(int minutes, bool is_lon, const char *language)
{
    if (abs(minutes) > HALF_CIRCLE)
        minutes -= minutes > 0 ? 2 * HALF_CIRCLE : -2 * HALF_CIRCLE;
    enum phrase phrase = is_lon        ? minutes < 0 ? PHRASE_WEST : PHRASE_EAST
                         : minutes < 0 ? PHRASE_SOUTH
                                       : PHRASE_NORTH;
    int whole = abs(minutes) / MINUTES, rest = abs(minutes) % MINUTES;
    bool is_of_both = minutes == 0 || abs(minutes) == HALF_CIRCLE;
    const char *letter = is_of_both ? "" : phrase_text(phrase, language);
    const char *blank = is_of_both ? "" : "\u00a0";
    return rest ? g_strdup_printf("%d°\u202f%02d′%s%s", whole, rest, blank, letter)
                : g_strdup_printf("%d°%s%s", whole, blank, letter);
}

/* Appends one line's pieces; `share` goes along it from 0 to 1. */
static void append_line(const page_map *page, struct lonlat from, struct lonlat to, GArray *points,
                        GArray *counts)
{
    const struct page_box *map = &page_map_layout(page)->map;
    struct page_rect rect = {
        (int32_t)(map->left * PAGE_UNITS_PER_PT), (int32_t)(map->top * PAGE_UNITS_PER_PT),
        (int32_t)(map->right * PAGE_UNITS_PER_PT), (int32_t)(map->bottom * PAGE_UNITS_PER_PT)};
    struct pagept line[LINE_STEPS + 1];
    for (int i = 0; i <= LINE_STEPS; i++) {
        double share = i / (double)LINE_STEPS;
        line[i] = pagept_from_pagexy(
            page_map_point(page, (struct lonlat){from.lon + share * (to.lon - from.lon),
                                                 from.lat + share * (to.lat - from.lat)}));
    }
    clip_line(line, LINE_STEPS + 1, rect, points, counts);
}

/* Names the line that has just been appended, where it leaves the map at the top (a meridian) or at
 * the right; not beside a corner. */
static void add_degree(const struct pen *pen, graticule *g, const page_map *page, guint first,
                       int minutes, bool is_lon)
{
    const struct page_box *map = &page_map_layout(page)->map;
    g_autofree char *text = degree_text(minutes, is_lon, pen->language);
    g_autoptr(run) run = pen_shape(pen, "graticule-text", text);
    double height = run->cap_height_pt, width = run->width_pt;
    for (guint i = first; i < g->points->len; i++) {
        struct pagept p = g_array_index(g->points, struct pagept, i);
        struct pagexy at = {p.x / (double)PAGE_UNITS_PER_PT, p.y / (double)PAGE_UNITS_PER_PT};
        bool is_end = is_lon ? at.y < map->top + 0.02 : at.x > map->right - 0.02;
        if (!is_end || at.x < map->left + width || at.y > map->bottom - 3 * height ||
            (is_lon ? at.x > map->right - 2 * width : at.y < map->top + 4 * height))
            continue;
        struct degree degree = {.text = g_strdup(text)};
        degree.anchor = is_lon ? ANCHOR_START : ANCHOR_END;
        degree.origin = is_lon ? (struct pagexy){at.x + EDGE_GAP_PT, at.y + EDGE_GAP_PT + height}
                               : (struct pagexy){at.x - EDGE_GAP_PT, at.y - EDGE_GAP_PT};
        double left = is_lon ? degree.origin.x : degree.origin.x - width;
        degree.box = (struct page_box){left - 1, degree.origin.y - height - 1, left + width + 1,
                                       degree.origin.y + 1};
        g_array_append_val(g->degrees, degree);
        return;
    }
}

static void add_lines(const struct pen *pen, graticule *g, const page_map *page,
                      struct lonlat_box seen, int step, bool is_lon)
{
    double low = is_lon ? seen.west : seen.south, high = is_lon ? seen.east : seen.north;
    for (int m = (int)ceil(low * MINUTES / step) * step; m <= high * MINUTES; m += step) {
        double deg = m / (double)MINUTES;
        struct lonlat from =
            is_lon ? (struct lonlat){deg, seen.south} : (struct lonlat){seen.west, deg};
        struct lonlat to =
            is_lon ? (struct lonlat){deg, seen.north} : (struct lonlat){seen.east, deg};
        guint first = g->points->len;
        append_line(page, from, to, g->points, g->counts);
        add_degree(pen, g, page, first, m, is_lon);
    }
}

static void clear_degree(void *data)
{
    g_free(((struct degree *)data)->text);
}

graticule *graticule_new(const struct pen *pen, const page_map *page, double step_deg)
{
    graticule *g = g_new0(graticule, 1);
    g->points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
    g->counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    g->degrees = g_array_new(FALSE, FALSE, sizeof(struct degree));
    g_array_set_clear_func(g->degrees, clear_degree);
    struct lonlat_box seen = seen_extent(page);
    if (seen.west < seen.east && seen.south < seen.north) {
        double across = seen.east - seen.west, down = seen.north - seen.south;
        int step = step_deg > 0 ? MAX((int)lrint(step_deg * MINUTES), 1)
                                : round_minutes(fmax(across, down), fmin(across, down));
        add_lines(pen, g, page, seen, step, true);
        add_lines(pen, g, page, seen, step, false);
    }
    return g;
}

void graticule_free(graticule *g)
{
    if (!g)
        return;
    g_array_unref(g->points);
    g_array_unref(g->counts);
    g_array_unref(g->degrees);
    g_free(g);
}

void graticule_boxes(const graticule *g, GArray *boxes)
{
    for (guint i = 0; i < g->degrees->len; i++)
        g_array_append_val(boxes, g_array_index(g->degrees, struct degree, i).box);
}

void graticule_draw_lines(const struct pen *pen, const graticule *g)
{
    pen_begin(pen, "graticule");
    pen_path(pen, "graticule", g->points, g->counts, false, NULL);
    pen_end(pen);
}

void graticule_draw_degrees(const struct pen *pen, const graticule *g)
{
    pen_begin(pen, "degrees");
    for (guint i = 0; i < g->degrees->len; i++) {
        const struct degree *degree = &g_array_index(g->degrees, struct degree, i);
        pen_text(pen, "graticule-text", degree->text, degree->origin, degree->anchor, 0, NULL);
    }
    pen_end(pen);
}
