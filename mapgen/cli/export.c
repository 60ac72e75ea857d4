#include "cli/cli.h"

#include "base/error.h"
#include "base/json.h"

#include <errno.h>
#include <string.h>

/* An area of one control: its rings, grouped by the pieces that hang together through edges.
 *
 * Walking along the boundary with the area on the left, the next half-edge after one that ends at a
 * node is found by turning clockwise through the faces of the area:
 *
 *        \ area /           a ring that comes to a node for the second time is cut there, so that
 *     ────●────             every ring is simple: what a hole that touches the shell in a point,
 *    area / none            or two lobes, come down to
 *
 * Cut like that each piece has one ring that runs counter-clockwise, its shell, and the rest are
 * its holes. */
struct ring {
    face_id piece; /* the piece's lowest face */
    bool is_hole;
    size_t first, count; /* into the points of the rings */
};

struct rings {
    GArray *points; /* of struct gridpt */
    GArray *rings;  /* of struct ring */
};

struct walk {
    const topology *topology;
    const struct state *state;
    struct control control;
    face_id *pieces; /* by face; NONE: not in the area */
    bool *is_walked; /* by half-edge */
    GArray *chain;   /* of half_edge: the ring so far */
    ptrdiff_t *seen; /* by node: where in the chain it is left from, -1 */
};

static bool is_boundary(const struct walk *walk, half_edge half)
{
    return walk->pieces[topology_half_face(walk->topology, half)] != NONE &&
           walk->pieces[topology_half_face(walk->topology, half_edge_twin(half))] == NONE;
}

/* Spreads a piece's number over the faces of the area that hang together with one. */
static void flood_piece(struct walk *walk, face_id start, GArray *queue)
{
    g_array_set_size(queue, 0);
    walk->pieces[start] = start;
    g_array_append_val(queue, start);
    while (queue->len > 0) {
        const struct face *face =
            topology_face(walk->topology, g_array_index(queue, face_id, queue->len - 1));
        g_array_set_size(queue, queue->len - 1);
        for (size_t l = 0; l < face->loop_count; l++) {
            half_edge first = topology_loop(walk->topology, face->first_loop + l), h = first;
            do {
                face_id over = topology_half_face(walk->topology, half_edge_twin(h));
                if (walk->pieces[over] == NONE && walk->state->rows[over] != NONE &&
                    control_equal(walk->state->controls[over], walk->control)) {
                    walk->pieces[over] = start;
                    g_array_append_val(queue, over);
                }
                h = topology_next(walk->topology, h);
            } while (h != first);
        }
    }
}

static void find_pieces(struct walk *walk)
{
    g_autoptr(GArray) queue = g_array_new(FALSE, FALSE, sizeof(face_id));

    for (size_t f = 0; f < walk->state->face_count; f++)
        walk->pieces[f] = NONE;
    for (face_id f = 1; f < (face_id)walk->state->face_count; f++) {
        if (walk->pieces[f] == NONE && walk->state->rows[f] != NONE &&
            control_equal(walk->state->controls[f], walk->control))
            flood_piece(walk, f, queue);
    }
}

/* Twice the area of a ring in grid units; its sign is the direction. */
static double ring_area2(const struct gridpt *points, size_t count)
{
    wide sum = 0;

    for (size_t i = 0, j = count - 1; i < count; j = i++)
        sum += (wide)points[j].x * points[i].y - (wide)points[i].x * points[j].y;
    return (double)sum;
}

/* Cuts the end of the chain, from `start` on, off as a ring. */
static void finish_ring(struct walk *walk, size_t start, struct rings *rings)
{
    half_edge *chain = (half_edge *)(void *)walk->chain->data;
    struct ring ring = {.piece = walk->pieces[topology_half_face(walk->topology, chain[start])],
                        .first = rings->points->len};

    for (size_t i = start; i < walk->chain->len; i++) {
        const struct edge *edge = topology_edge(walk->topology, half_edge_edge(chain[i]));
        const struct gridpt *points =
            topology_edge_points(walk->topology, half_edge_edge(chain[i]));
        for (size_t p = 0; p + 1 < edge->count; p++)
            g_array_append_val(rings->points, points[chain[i] & 1 ? edge->count - 1 - p : p]);
        walk->seen[topology_half_node(walk->topology, chain[i])] = -1;
    }
    ring.count = rings->points->len - ring.first;
    ring.is_hole =
        ring_area2(&g_array_index(rings->points, struct gridpt, ring.first), ring.count) < 0;
    g_array_append_val(rings->rings, ring);
    g_array_set_size(walk->chain, (guint)start);
}

static void walk_ring(struct walk *walk, half_edge first, struct rings *rings)
{
    half_edge h = first;

    do {
        int32_t node = topology_half_node(walk->topology, h);
        if (walk->seen[node] >= 0)
            finish_ring(walk, (size_t)walk->seen[node], rings);
        walk->seen[node] = walk->chain->len;
        g_array_append_val(walk->chain, h);
        walk->is_walked[h] = true;
        h = topology_next(walk->topology, h);
        while (!is_boundary(walk, h))
            h = topology_next(walk->topology, half_edge_twin(h));
    } while (h != first);
    finish_ring(walk, 0, rings);
}

static int compare_rings(const void *left, const void *right)
{
    const struct ring *a = left, *b = right;

    if (a->piece != b->piece)
        return a->piece - b->piece;
    if (a->is_hole != b->is_hole)
        return a->is_hole ? 1 : -1;
    return (a->first > b->first) - (a->first < b->first);
}

/* The rings of all that is under one control, shell before holes, piece after piece. */
static void dissolve(const struct workspace *workspace, const struct state *state,
                     struct control control, struct rings *rings)
{
    const topology *topology = planar_map_topology(workspace->map);
    size_t halves = 2 * topology_edge_count(topology), nodes = topology_node_count(topology);
    g_autofree face_id *pieces = g_new(face_id, state->face_count);
    g_autofree bool *is_walked = g_new0(bool, MAX(halves, 1));
    g_autofree ptrdiff_t *seen = g_new(ptrdiff_t, MAX(nodes, 1));
    g_autoptr(GArray) chain = g_array_new(FALSE, FALSE, sizeof(half_edge));
    struct walk walk = {topology, state, control, pieces, is_walked, chain, seen};

    for (size_t n = 0; n < nodes; n++)
        seen[n] = -1;
    find_pieces(&walk);
    for (half_edge h = 0; h < (half_edge)halves; h++) {
        if (!is_walked[h] && is_boundary(&walk, h))
            walk_ring(&walk, h, rings);
    }
    g_array_sort(rings->rings, compare_rings);
}

/* ---- GeoJSON (RFC 7946) -------------------------------------------------------------------- */

static void write_ring(const struct rings *rings, const struct ring *ring, struct json *json)
{
    json_begin(json, '[', true);
    for (size_t i = 0; i <= ring->count; i++) { /* the first point closes it */
        struct lonlat at = gridpt_to_lonlat(
            g_array_index(rings->points, struct gridpt, ring->first + i % ring->count));
        json_begin(json, '[', true);
        json_number(json, at.lon, 7);
        json_number(json, at.lat, 7);
        json_end(json, ']');
    }
    json_end(json, ']');
}

static void write_geometry(const struct rings *rings, struct json *json)
{
    json_key(json, "geometry");
    json_begin(json, '{', false);
    json_key(json, "type");
    json_text(json, "MultiPolygon");
    json_key(json, "coordinates");
    json_begin(json, '[', false);
    for (guint i = 0; i < rings->rings->len;) {
        face_id piece = g_array_index(rings->rings, struct ring, i).piece;
        json_begin(json, '[', false);
        for (; i < rings->rings->len; i++) {
            const struct ring *ring = &g_array_index(rings->rings, struct ring, i);
            if (ring->piece != piece)
                break;
            write_ring(rings, ring, json);
        }
        json_end(json, ']');
    }
    json_end(json, ']');
    json_end(json, '}');
}

/* The rows that made the faces under one control what they are, ascending, and their area. */
static GArray *collect_rows(const struct workspace *workspace, const struct state *state,
                            struct control control, double *area_m2)
{
    GArray *rows = g_array_new(FALSE, FALSE, sizeof(int32_t));
    size_t row_count = timeline_row_count(workspace->timeline);
    g_autofree bool *is_met = g_new0(bool, row_count + 1);

    *area_m2 = 0;
    for (face_id f = 1; f < (face_id)state->face_count; f++) {
        if (state->rows[f] == NONE || !control_equal(state->controls[f], control))
            continue;
        is_met[state->rows[f]] = true;
        *area_m2 += planar_map_face_area_m2(workspace->map, f);
    }
    for (int32_t row = 0; row < (int32_t)row_count; row++) {
        if (is_met[row])
            g_array_append_val(rows, row);
    }
    return rows;
}

static void write_rows(const struct workspace *workspace, const GArray *rows, struct json *json)
{
    g_autoptr(GPtrArray) events = g_ptr_array_new();
    g_autoptr(GPtrArray) sources = g_ptr_array_new();
    char since[16];

    for (guint i = 0; i < rows->len; i++) {
        const struct event *event =
            timeline_row(workspace->timeline, g_array_index(rows, int32_t, i))->event;
        if (!g_ptr_array_find_with_equal_func(events, event->id, g_str_equal, NULL))
            g_ptr_array_add(events, event->id);
        if (!g_ptr_array_find_with_equal_func(sources, event->source_title, g_str_equal, NULL))
            g_ptr_array_add(sources, event->source_title);
    }
    int32_t last = g_array_index(rows, int32_t, rows->len - 1);
    json_key(json, "since");
    json_text(json, day_format(timeline_row(workspace->timeline, last)->day, since));
    json_key(json, "events");
    json_begin(json, '[', true);
    for (guint i = 0; i < events->len; i++)
        json_text(json, g_ptr_array_index(events, i));
    json_end(json, ']');
    json_key(json, "source");
    json_begin(json, '[', true);
    for (guint i = 0; i < sources->len; i++)
        json_text(json, g_ptr_array_index(sources, i));
    json_end(json, ']');
}

static void write_feature(const struct workspace *workspace, const struct state *state,
                          struct control control, struct json *json)
{
    struct rings rings = {g_array_new(FALSE, FALSE, sizeof(struct gridpt)),
                          g_array_new(FALSE, FALSE, sizeof(struct ring))};
    double area_m2;
    g_autoptr(GArray) rows = collect_rows(workspace, state, control, &area_m2);
    char day[16];

    json_begin(json, '{', false);
    json_key(json, "type");
    json_text(json, "Feature");
    json_key(json, "properties");
    json_begin(json, '{', false);
    json_key(json, "date");
    json_text(json, day_format(state->day, day));
    json_key(json, "holder");
    json_text(json, workspace_holder(workspace, control.holder));
    json_key(json, "status");
    json_text(json, control_status_name(control.status));
    json_key(json, "other");
    json_text(json, workspace_holder(workspace, control.other));
    json_key(json, "area_km2");
    json_number(json, area_m2 / 1e6, 6);
    write_rows(workspace, rows, json);
    json_end(json, '}');
    dissolve(workspace, state, control, &rings);
    write_geometry(&rings, json);
    json_end(json, '}');
    g_array_unref(rings.points);
    g_array_unref(rings.rings);
}

/* One feature for every control there is, in the order of their first faces. */
static void write_collection(const struct workspace *workspace, const struct state *state,
                             struct json *json)
{
    g_autoptr(GArray) met = g_array_new(FALSE, FALSE, sizeof(struct control));

    json_begin(json, '{', false);
    json_key(json, "type");
    json_text(json, "FeatureCollection");
    json_key(json, "features");
    json_begin(json, '[', false);
    for (size_t f = 1; f < state->face_count; f++) {
        bool is_met = state->rows[f] == NONE;
        for (guint i = 0; i < met->len; i++)
            is_met |= control_equal(g_array_index(met, struct control, i), state->controls[f]);
        if (is_met)
            continue;
        g_array_append_val(met, state->controls[f]);
        write_feature(workspace, state, state->controls[f], json);
    }
    json_end(json, ']');
    json_end(json, '}');
    g_string_append_c(json->out, '\n');
}

static bool write_file(const char *path, const GString *text, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(path);
    g_autoptr(GError) cause = NULL;

    if (strcmp(path, "-") == 0)
        return stdout_write(text->str, text->len, error);
    if (g_mkdir_with_parents(folder, 0777) != 0)
        g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_OUTPUT,
                    "%s: the folder '%s' cannot be made: %s", path, folder, g_strerror(errno));
    else if (!g_file_set_contents_full(path, text->str, (gssize)text->len,
                                       G_FILE_SET_CONTENTS_CONSISTENT, 0666, &cause))
        g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_OUTPUT, "%s: cannot be written: %s", path,
                    cause->message);
    else
        return true;
    return false;
}

int export_run(const struct command *command, char **arguments, GError **error)
{
    g_autofree char *path = NULL, *date = NULL, *file = NULL;
    const GOptionEntry entries[] = {{"date", 0, 0, G_OPTION_ARG_FILENAME, &date, "The day", "DAY"},
                                    {"output", 'o', 0, G_OPTION_ARG_FILENAME, &file,
                                     "Where the areas go; - is stdout", "FILE.geojson"},
                                    {NULL}};
    day_number day = DAY_BEFORE_ALL;

    if (!arguments_parse(command, entries, arguments, &path, error))
        return EXIT_DONE;
    if (!option_required("--date", date, error) || !option_day("--date", date, &day, error) ||
        !option_required("-o", file, error))
        return EXIT_FAILED;
    if (strcmp(file, "-") != 0 && !g_str_has_suffix(file, ".geojson") &&
        !g_str_has_suffix(file, ".json")) {
        usage_fail(error, "'%s' does not end with .geojson, the one format there is", file);
        return EXIT_FAILED;
    }
    g_autoptr(workspace) workspace = workspace_open(path, error);
    if (workspace == NULL)
        return EXIT_FAILED;
    workspace_warn(workspace);
    g_autoptr(state) state = timeline_state_at(workspace->timeline, day);
    g_autoptr(GString) text = g_string_new(NULL);
    struct json json = json_new(text);
    write_collection(workspace, state, &json);
    return write_file(file, text, error) ? EXIT_DONE : EXIT_FAILED;
}
