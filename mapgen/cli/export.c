#include "cli/cli.h"

#include "base/error.h"
#include "base/json.h"
#include "topology/dissolve.h"

#include <errno.h>
#include <string.h>

/* ---- GeoJSON (RFC 7946) -------------------------------------------------------------------- */

static void write_ring(const GArray *points, struct json *json)
{
    json_begin(json, '[', true);
    for (guint i = 0; i <= points->len; i++) { /* the first point closes it */
        struct lonlat at = gridpt_to_lonlat(g_array_index(points, struct gridpt, i % points->len));
        json_begin(json, '[', true);
        json_number(json, at.lon, 7);
        json_number(json, at.lat, 7);
        json_end(json, ']');
    }
    json_end(json, ']');
}

/* A polygon for every piece of what has a key: its shell, then its holes. */
static void write_geometry(const struct workspace *workspace, const int32_t *keys, int32_t key,
                           struct json *json)
{
    const topology *topology = planar_map_topology(workspace->map);
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct gridpt));
    g_autoptr(GArray) halves = g_array_new(FALSE, FALSE, sizeof(half_edge));
    g_autoptr(GArray) rings = g_array_new(FALSE, FALSE, sizeof(struct dissolved_ring));

    topology_dissolve(topology, keys, key, halves, rings);
    json_key(json, "geometry");
    json_begin(json, '{', false);
    json_key(json, "type");
    json_text(json, "MultiPolygon");
    json_key(json, "coordinates");
    json_begin(json, '[', false);
    for (guint i = 0; i < rings->len; i++) {
        const struct dissolved_ring *ring = &g_array_index(rings, struct dissolved_ring, i);
        if (!ring->is_hole)
            json_begin(json, '[', false);
        g_array_set_size(points, 0);
        topology_chain_points(topology, &g_array_index(halves, half_edge, ring->first), ring->count,
                              points);
        write_ring(points, json);
        if (i + 1 == rings->len || !g_array_index(rings, struct dissolved_ring, i + 1).is_hole)
            json_end(json, ']');
    }
    json_end(json, ']');
    json_end(json, '}');
}

/* The rows that made the faces with a key what they are, ascending, and the faces' area. */
static GArray *collect_rows(const struct workspace *workspace, const struct state *state,
                            const int32_t *keys, int32_t key, double *area_m2)
{
    GArray *rows = g_array_new(FALSE, FALSE, sizeof(int32_t));
    size_t row_count = timeline_row_count(workspace->timeline);
    g_autofree bool *is_met = g_new0(bool, row_count + 1);

    *area_m2 = 0;
    for (face_id f = 1; f < (face_id)state->face_count; f++) {
        if (keys[f] != key)
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
                          const int32_t *keys, int32_t key, struct json *json)
{
    const struct control control = state->controls[key];
    double area_m2;
    g_autoptr(GArray) rows = collect_rows(workspace, state, keys, key, &area_m2);
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
    write_geometry(workspace, keys, key, json);
    json_end(json, '}');
}

/* The first face that is under the same control as a face. */
static int32_t first_alike(const struct state *state, face_id face)
{
    for (face_id f = 1; f < face; f++) {
        if (state->rows[f] != NONE && control_equal(state->controls[f], state->controls[face]))
            return f;
    }
    return face;
}

/* One feature for every control there is, in the order of their first faces, which are their
 * keys. */
static void write_collection(const struct workspace *workspace, const struct state *state,
                             struct json *json)
{
    g_autofree int32_t *keys = g_new(int32_t, state->face_count);

    for (face_id f = 0; f < (face_id)state->face_count; f++)
        keys[f] = state->rows[f] == NONE ? NONE : first_alike(state, f);
    json_begin(json, '{', false);
    json_key(json, "type");
    json_text(json, "FeatureCollection");
    json_key(json, "features");
    json_begin(json, '[', false);
    for (face_id f = 1; f < (face_id)state->face_count; f++) {
        if (keys[f] == f)
            write_feature(workspace, state, keys, f, json);
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
    g_auto(project_arguments) project = {0};
    g_autofree char *date = NULL, *file = NULL;
    const GOptionEntry entries[] = {{"date", 0, 0, G_OPTION_ARG_FILENAME, &date, "The day", "DAY"},
                                    {"output", 'o', 0, G_OPTION_ARG_FILENAME, &file,
                                     "Where the areas go; - is stdout", "FILE.geojson"},
                                    {NULL}};
    day_number day = DAY_BEFORE_ALL;

    if (!arguments_parse(command, entries, arguments, &project, error))
        return EXIT_DONE;
    if (!option_required("--date", date, error) || !option_day("--date", date, &day, error) ||
        !option_required("-o", file, error))
        return EXIT_FAILED;
    if (strcmp(file, "-") != 0 && !g_str_has_suffix(file, ".geojson") &&
        !g_str_has_suffix(file, ".json")) {
        usage_fail(error, "'%s' does not end with .geojson, the one format there is", file);
        return EXIT_FAILED;
    }
    g_autoptr(workspace) workspace = workspace_open(&project, error);
    if (workspace == NULL)
        return EXIT_FAILED;
    workspace_warn(workspace);
    g_autoptr(state) state = timeline_state_at(workspace->timeline, day);
    g_autoptr(GString) text = g_string_new(NULL);
    struct json json = json_new(text);
    write_collection(workspace, state, &json);
    return write_file(file, text, error) ? EXIT_DONE : EXIT_FAILED;
}
