#include "compose/page_map.h"

#include "base/parallel.h"
#include "compose/projected_lines.h"
#include "geom/simplify.h"
#include "topology/dissolve.h"

#include <math.h>
#include <string.h>

/* Triangles smaller than this are not seen at 2 pixels a point: half a pixel high over four. */
#define SIMPLIFY_PT2 0.25

/* Points for which a thread more is worth its start: a millisecond of work. */
#define POINTS_PER_THREAD 8192

/* Lines of many parts, as counts and points with the start of every part. */
struct line_store {
    struct pagept *points;
    size_t *counts;
    size_t *firsts; /* of each line's points */
    size_t lines;
};

struct clipped {
    GArray *points;       /* of struct pagept */
    GArray *counts;       /* of size_t: per piece */
    size_t *piece_starts; /* of each item's pieces in counts; items + 1 */
    size_t *point_starts; /* of each item's points; items + 1 */
};

struct page_map {
    const planar_map *map;
    const struct layout *layout;
    char *projection_text;
    struct page_plane plane;
    struct line_store all;  /* edges first, then the parts of the layers that are drawn */
    struct clipped edges;   /* by edge */
    struct clipped *layers; /* by layer, by feature */
    bool *edge_is_shown, *face_is_shown;
};

/* ---- projecting ---------------------------------------------------------------------------- */

static bool is_drawn(const struct project *project, const char *layer)
{
    for (size_t i = 0; i < project->drawn_count; i++)
        if (project->drawn[i].layer && g_str_equal(project->drawn[i].layer, layer))
            return true;
    return false;
}

/* The edges, and the parts of the layers that are drawn; of struct earth_line. */
static GArray *list_lines(const planar_map *map)
{
    const topology *topology = planar_map_topology(map);
    const struct sources *sources = planar_map_sources(map);
    GArray *lines = g_array_new(FALSE, FALSE, sizeof(struct earth_line));
    for (size_t e = 0; e < topology_edge_count(topology); e++) {
        struct earth_line line = {.grid = topology_edge_points(topology, (edge_id)e),
                                  .count = topology_edge(topology, (edge_id)e)->count};
        g_array_append_val(lines, line);
    }
    for (size_t i = 0; i < sources->project->layer_count; i++) {
        const struct layer *layer = sources->layers[i];
        if (!is_drawn(sources->project, sources->project->layers[i].name) ||
            layer->geometry == LAYER_POINTS)
            continue;
        for (size_t p = 0; p < layer->part_count; p++) {
            struct earth_line line = {.lonlats = layer->points + layer->parts[p].first,
                                      .count = layer->parts[p].count,
                                      .is_closed = layer->geometry == LAYER_POLYGONS};
            g_array_append_val(lines, line);
        }
    }
    return lines;
}

/* ---- simplifying and rounding -------------------------------------------------------------- */

/* Appends the places; answers how many they are. */
static size_t append_places(const page_map *page, GArray *points)
{
    const struct gazetteer *places = planar_map_sources(page->map)->places;
    for (size_t i = 0; i < places->count; i++) {
        struct pagexy at = page_plane_point(&page->plane, places->places[i].at);
        g_array_append_val(points, at);
    }
    return places->count;
}

/* Keeps what the page can show of all lines, as whole hundredths of a point. */
static void store_lines(page_map *page, GArray *points, const GArray *counts)
{
    size_t fixed = append_places(page, points);
    const struct pagexy *p = (const struct pagexy *)(const void *)points->data;
    const size_t *n = (const size_t *)(const void *)counts->data;
    struct simplify_input input = {p, n, counts->len, fixed};
    g_autofree bool *stays =
        simplify_lines(&input, SIMPLIFY_PT2, parallel_parts(points->len, POINTS_PER_THREAD));
    struct line_store *all = &page->all;
    all->lines = counts->len;
    all->points = g_new(struct pagept, MAX(points->len - fixed, 1));
    all->counts = g_new0(size_t, MAX(counts->len, 1));
    all->firsts = g_new0(size_t, MAX(counts->len, 1));
    size_t from = 0, to = 0;
    for (size_t line = 0; line < counts->len; line++) {
        all->firsts[line] = to;
        for (size_t i = 0; i < n[line]; i++, from++) {
            if (!stays[from])
                continue;
            struct pagept at = pagept_from_pagexy(p[from]);
            bool is_last = i + 1 == n[line];
            if (to > all->firsts[line] && !is_last && at.x == all->points[to - 1].x &&
                at.y == all->points[to - 1].y)
                continue;
            all->points[to++] = at;
        }
        all->counts[line] = to - all->firsts[line];
    }
}

/* ---- clipping ------------------------------------------------------------------------------ */

static void clipped_start(struct clipped *clipped, size_t items)
{
    clipped->points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
    clipped->counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    clipped->piece_starts = g_new0(size_t, items + 1);
    clipped->point_starts = g_new0(size_t, items + 1);
}

static void clipped_clear(struct clipped *clipped)
{
    if (!clipped->points)
        return;
    g_array_unref(clipped->points);
    g_array_unref(clipped->counts);
    g_free(clipped->piece_starts);
    g_free(clipped->point_starts);
}

static void clipped_end_item(struct clipped *clipped, size_t item)
{
    clipped->piece_starts[item + 1] = clipped->counts->len;
    clipped->point_starts[item + 1] = clipped->points->len;
}

static struct page_lines clipped_item(const struct clipped *clipped, size_t item)
{
    return (struct page_lines){
        (const struct pagept *)(const void *)clipped->points->data + clipped->point_starts[item],
        (const size_t *)(const void *)clipped->counts->data + clipped->piece_starts[item],
        clipped->piece_starts[item + 1] - clipped->piece_starts[item]};
}

static void clip_edges(page_map *page)
{
    size_t edges = topology_edge_count(planar_map_topology(page->map));
    clipped_start(&page->edges, edges);
    for (size_t e = 0; e < edges; e++) {
        if (!planar_map_is_seam(page->map, (edge_id)e))
            clip_line(page->all.points + page->all.firsts[e], page->all.counts[e], page->plane.box,
                      page->edges.points, page->edges.counts);
        clipped_end_item(&page->edges, e);
    }
}

/* Clips a layer's features; `line` is its first line in the store. Answers the line after it. */
static size_t clip_layer(page_map *page, int number, size_t line)
{
    const struct layer *layer = planar_map_sources(page->map)->layers[number];
    struct clipped *clipped = &page->layers[number];
    clipped_start(clipped, layer->feature_count);
    for (size_t f = 0; f < layer->feature_count; f++) {
        for (size_t p = 0; p < layer->features[f].part_count; p++, line++) {
            const struct pagept *points = page->all.points + page->all.firsts[line];
            size_t count = page->all.counts[line];
            if (layer->geometry == LAYER_POLYGONS) {
                size_t added =
                    count > 3 ? clip_ring(points, count - 1, page->plane.box, clipped->points) : 0;
                if (added)
                    g_array_append_val(clipped->counts, added);
            } else {
                clip_line(points, count, page->plane.box, clipped->points, clipped->counts);
            }
        }
        clipped_end_item(clipped, f);
    }
    return line;
}

static void clip_layers(page_map *page)
{
    const struct sources *sources = planar_map_sources(page->map);
    size_t line = topology_edge_count(planar_map_topology(page->map));
    page->layers = g_new0(struct clipped, sources->project->layer_count + 1);
    for (size_t i = 0; i < sources->project->layer_count; i++)
        if (is_drawn(sources->project, sources->project->layers[i].name) &&
            sources->layers[i]->geometry != LAYER_POINTS)
            line = clip_layer(page, (int)i, line);
}

static struct page_rect rect_of(struct page_box box, double more)
{
    return (struct page_rect){(int32_t)((box.left - more) * PAGE_UNITS_PER_PT),
                              (int32_t)((box.top - more) * PAGE_UNITS_PER_PT),
                              (int32_t)((box.right + more) * PAGE_UNITS_PER_PT),
                              (int32_t)((box.bottom + more) * PAGE_UNITS_PER_PT)};
}

/* Finds the edges that come into the subject box, and the faces beside them; and the face that
 * holds all of the box, if one does. */
static void find_shown(page_map *page)
{
    const topology *topology = planar_map_topology(page->map);
    size_t edges = topology_edge_count(topology);
    struct page_box subject = page->layout->subject;
    page->edge_is_shown = g_new0(bool, edges + 1);
    page->face_is_shown = g_new0(bool, topology_face_count(topology));
    for (size_t e = 0; e < edges; e++) {
        if (!clip_has_line(page->all.points + page->all.firsts[e], page->all.counts[e],
                           rect_of(subject, 0)))
            continue;
        page->edge_is_shown[e] = true;
        page->face_is_shown[topology_edge(topology, (edge_id)e)->left] = true;
        page->face_is_shown[topology_edge(topology, (edge_id)e)->right] = true;
    }
    struct pagexy middle = {(subject.left + subject.right) / 2, (subject.top + subject.bottom) / 2};
    struct lonlat at = page_map_lonlat(page, middle);
    if (isfinite(at.lon) && isfinite(at.lat))
        page->face_is_shown[topology_face_at(topology, at)] = true;
}

/* ---- the whole ----------------------------------------------------------------------------- */

page_map *page_map_build(const planar_map *map, const struct layout *layout,
                         const struct project_view *view, GError **error)
{
    g_autoptr(page_map) page = g_new0(page_map, 1);
    page->map = map;
    page->layout = layout;
    page->projection_text =
        view->projection ? g_strdup(view->projection) : projection_for_extent(view->extent);
    page->plane.definition = page->projection_text;
    page->plane.projection = projection_new(page->projection_text, error);
    if (!page->plane.projection) {
        g_prefix_error(error, "%s:%d: view '%s': ", planar_map_sources(map)->project->path,
                       view->line, view->name);
        return NULL;
    }
    page->plane.fit = layout_fit(layout, view->extent, page->plane.projection);
    page->plane.box = rect_of(layout->map, layout->bleed_pt);

    g_autoptr(GArray) lines = list_lines(map);
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagexy));
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    projected_lines_append(&page->plane, (const struct earth_line *)(const void *)lines->data,
                           lines->len, points, counts);
    store_lines(page, points, counts);
    clip_edges(page);
    clip_layers(page);
    find_shown(page);
    return g_steal_pointer(&page);
}

void page_map_free(page_map *page)
{
    if (!page)
        return;
    projection_free(page->plane.projection);
    g_free(page->projection_text);
    g_free(page->all.points);
    g_free(page->all.counts);
    g_free(page->all.firsts);
    clipped_clear(&page->edges);
    for (size_t i = 0; page->layers && i < planar_map_sources(page->map)->project->layer_count; i++)
        clipped_clear(&page->layers[i]);
    g_free(page->layers);
    g_free(page->edge_is_shown);
    g_free(page->face_is_shown);
    g_free(page);
}

/* ---- answers ------------------------------------------------------------------------------- */

const planar_map *page_map_planar(const page_map *page)
{
    return page->map;
}

const struct layout *page_map_layout(const page_map *page)
{
    return page->layout;
}

const char *page_map_projection(const page_map *page)
{
    return page->projection_text;
}

struct page_fit page_map_fit(const page_map *page)
{
    return page->plane.fit;
}

struct pagexy page_map_point(const page_map *page, struct lonlat at)
{
    return page_plane_point(&page->plane, at);
}

struct lonlat page_map_lonlat(const page_map *page, struct pagexy at)
{
    return projection_inverse(page->plane.projection, page_fit_inverse(page->plane.fit, at));
}

bool page_map_is_shown(const page_map *page, struct pagexy at)
{
    const struct page_box *box = &page->layout->map;
    return at.x >= box->left && at.x <= box->right && at.y >= box->top && at.y <= box->bottom;
}

double page_map_scale(const page_map *page)
{
    return page->plane.fit.scale * 1000;
}

const struct pagept *page_map_edge(const page_map *page, edge_id edge, size_t *count)
{
    *count = page->all.counts[edge];
    return page->all.points + page->all.firsts[edge];
}

struct page_lines page_map_edge_pieces(const page_map *page, edge_id edge)
{
    return clipped_item(&page->edges, (size_t)edge);
}

void page_lines_append(struct page_lines lines, GArray *points, GArray *counts)
{
    size_t total = 0;
    for (size_t i = 0; i < lines.lines; i++)
        total += lines.counts[i];
    if (total == 0)
        return;
    g_array_append_vals(points, lines.points, (guint)total);
    g_array_append_vals(counts, lines.counts, (guint)lines.lines);
}

bool page_map_edge_is_shown(const page_map *page, edge_id edge)
{
    return page->edge_is_shown[edge];
}

bool page_map_face_is_shown(const page_map *page, face_id face)
{
    return page->face_is_shown[face];
}

bool page_map_feature_is_shown(const page_map *page, int layer, size_t feature)
{
    struct page_lines lines = page_map_feature(page, layer, feature);
    const struct pagept *p = lines.points;
    for (size_t i = 0; i < lines.lines; p += lines.counts[i++])
        if (clip_has_line(p, lines.counts[i], rect_of(page->layout->subject, 0)))
            return true;
    return false;
}

struct page_lines page_map_feature(const page_map *page, int layer, size_t feature)
{
    if (!page->layers[layer].points)
        return (struct page_lines){0};
    return clipped_item(&page->layers[layer], feature);
}

static void append_half_edge(const page_map *page, half_edge h, GArray *ring)
{
    size_t count;
    const struct pagept *p = page_map_edge(page, half_edge_edge(h), &count);
    if (!(h & 1)) {
        g_array_append_vals(ring, p, (guint)count - 1);
        return;
    }
    g_array_set_size(ring, ring->len + (guint)count - 1);
    struct pagept *end = &g_array_index(ring, struct pagept, ring->len);
    for (size_t i = 1; i < count; i++)
        end[-(ptrdiff_t)i] = p[i];
}

/* Turns a ring that runs against more of the steps of edges that are shown than along them. */
static void turn_along_edges(const page_map *page, const half_edge *halves, size_t count,
                             GArray *ring)
{
    size_t along = 0, against = 0;
    for (size_t i = 0; i < count; i++) {
        struct page_lines pieces = page_map_edge_pieces(page, half_edge_edge(halves[i]));
        for (size_t j = 0; j < pieces.lines; j++)
            *(halves[i] & 1 ? &against : &along) += pieces.counts[j] - 1;
    }
    struct pagept *points = (struct pagept *)(void *)ring->data;
    for (size_t i = 0, j = ring->len; against > along && i + 1 < j; i++) {
        struct pagept first = points[i];
        points[i] = points[--j];
        points[j] = first;
    }
}

static void dissolve(const page_map *page, const int32_t *keys, int32_t key, bool is_turned,
                     GArray *points, GArray *counts)
{
    g_autoptr(GArray) halves = g_array_new(FALSE, FALSE, sizeof(half_edge));
    g_autoptr(GArray) rings = g_array_new(FALSE, FALSE, sizeof(struct dissolved_ring));
    g_autoptr(GArray) ring = g_array_new(FALSE, FALSE, sizeof(struct pagept));
    topology_dissolve(planar_map_topology(page->map), keys, key, halves, rings);
    for (guint r = 0; r < rings->len; r++) {
        const struct dissolved_ring *from = &g_array_index(rings, struct dissolved_ring, r);
        g_array_set_size(ring, 0);
        for (size_t i = 0; i < from->count; i++)
            append_half_edge(page, g_array_index(halves, half_edge, from->first + i), ring);
        if (is_turned)
            turn_along_edges(page, &g_array_index(halves, half_edge, from->first), from->count,
                             ring);
        size_t added = clip_ring((const struct pagept *)(const void *)ring->data, ring->len,
                                 page->plane.box, points);
        if (added)
            g_array_append_val(counts, added);
    }
}

void page_map_dissolve(const page_map *page, const int32_t *keys, int32_t key, GArray *points,
                       GArray *counts)
{
    dissolve(page, keys, key, false, points, counts);
}

void page_map_outline(const page_map *page, const int32_t *keys, int32_t key, GArray *points,
                      GArray *counts)
{
    dissolve(page, keys, key, true, points, counts);
}
