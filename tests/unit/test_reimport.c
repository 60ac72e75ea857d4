/* An export that is read back is the same state: a new project whose districts are the areas of an
 * export, and whose log is made from their attributes, has the same control everywhere, for one day
 * and for all days, in every format, of the shipped project and of random ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compose/export_areas.h"
#include "output/geojson.h"
#include "output/geopackage.h"
#include "output/shapefile_writer.h"
#include "support/opened_project.h"
#include "support/project_fixture.h"
#include "support/random_lines.h"

/* Cutters of one project: there are 64 bits for what a line is from, some of them taken. */
enum { MOST_CUTTERS = 50, POINTS = 1000 };

enum format { GEOJSON, SHAPEFILE, GEOPACKAGE, FORMATS };
static const char *const ENDINGS[] = {"geojson", "shp", "gpkg"};

/* ---- a random project ----------------------------------------------------------------------- */

enum { CELLS = 5 };

static const char *const STATUSES[] = {"control",   "peacekeeping", "advance",
                                       "contested", "claimed",      "unknown"};

/* A corner of a grid that is out of true, the same for all districts that meet in it. */
static void add_corner(GString *text, struct gridpt corners[][CELLS + 1], int x, int y)
{
    struct lonlat at = gridpt_to_lonlat(corners[y][x]);
    char lon[32], lat[32];
    g_string_append_printf(text, "%s %s,", g_ascii_formatd(lon, sizeof lon, "%.7f", at.lon),
                           g_ascii_formatd(lat, sizeof lat, "%.7f", at.lat));
}

static void write_random_districts(const struct project_fixture *f, GRand *random)
{
    struct gridpt corners[CELLS + 1][CELLS + 1];
    g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
    for (int y = 0; y <= CELLS; y++)
        for (int x = 0; x <= CELLS; x++)
            corners[y][x] =
                (struct gridpt){450000000 + 4000000 * x + g_rand_int_range(random, 0, 1500000),
                                400000000 + 4000000 * y + g_rand_int_range(random, 0, 1500000)};
    for (int y = 0; y < CELLS; y++) {
        for (int x = 0; x < CELLS; x++) {
            g_autoptr(GString) line = g_string_new(NULL);
            g_string_printf(line, "D%d C: ", y * CELLS + x);
            add_corner(line, corners, x, y);
            add_corner(line, corners, x, y + 1);
            add_corner(line, corners, x + 1, y + 1);
            add_corner(line, corners, x + 1, y);
            g_string_truncate(line, line->len - 1);
            g_ptr_array_add(lines, g_string_free(g_steal_pointer(&line), FALSE));
        }
    }
    g_ptr_array_add(lines, NULL);
    project_fixture_layer(f, "districts", SHPT_POLYGON, (const char *const *)lines->pdata);
}

static void write_random_log(const struct project_fixture *f, GRand *random, int events)
{
    g_autoptr(GString) log = g_string_new(PROJECT_FIXTURE_TIMELINE PROJECT_FIXTURE_START);
    g_autoptr(GString) body = g_string_new(PROJECT_FIXTURE_BODY);
    for (int d = 0; d < CELLS * CELLS; d++)
        g_string_append_printf(body, "  d%d: \"districts[code=D%d]\"\n", d, d);
    g_string_append(body, "sliver_m: 0\ndate_policy: transition\n" PROJECT_FIXTURE_TAIL);
    project_fixture_write(f, "project.yaml", body->str);
    for (int i = 0; i < events; i++) {
        /* A date that is not exact keeps its month to itself, so that no two pass one district. */
        int year = 1990 + i, month = g_rand_int_range(random, 1, 13);
        bool is_exact = g_rand_boolean(random);
        g_autofree char *date = is_exact ? g_strdup_printf("%d-%02d-15", year, month)
                                         : g_strdup_printf("%d-%02d", year, month);
        int first = g_rand_int_range(random, 0, CELLS * CELLS);
        for (int n = g_rand_int_range(random, 1, 4); n > 0; n--) {
            bool is_one = g_rand_boolean(random);
            const char *status =
                STATUSES[g_rand_int_range(random, 0, (gint32)G_N_ELEMENTS(STATUSES))];
            g_string_append_printf(log, "e%d,control,%s,d%d,%s,%s,%s,high,Atlas,,,\n", i, date,
                                   (first + n * 7) % (CELLS * CELLS), is_one ? "ONE" : "TWO",
                                   status,
                                   g_str_equal(status, "control") ? ""
                                   : is_one                       ? "TWO"
                                                                  : "ONE");
        }
    }
    project_fixture_write(f, "timeline.csv", log->str);
}

/* ---- from an export to a project ------------------------------------------------------------ */

/* Writes an export into the fixture's folder under a name; answers its path. False when the format
 * cannot be written here. */
static bool write_export(const struct project_fixture *f, const struct timeline *timeline,
                         const struct export_choice *choice, const char *name, enum format format)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(features) areas = export_areas(timeline, choice);
    g_autoptr(file_set) files = file_set_new();
    g_autofree char *file = g_strconcat(name, ".", ENDINGS[format], NULL);
    g_autofree char *path = g_build_filename(f->folder, file, NULL);
    GBytes *bytes = NULL;

    if (format == SHAPEFILE)
        assert_true(shapefile_encode(areas, path, files, NULL, &error));
    else if (format == GEOJSON)
        bytes = geojson_encode(areas);
    else
        bytes = geopackage_encode((const features *const[]){areas}, 1, path, &error);
    if (error != NULL && strstr(error->message, "mapgen-gdal.so") != NULL)
        return false;
    if (bytes != NULL)
        file_set_add(files, path, bytes);
    if (error != NULL || !file_set_write(files, &error))
        fail_msg("%s", error->message);
    return true;
}

static const char *value_of(const struct layer *layer, size_t feature, const char *field)
{
    int number = layer_field(layer, field);
    if (number < 0)
        fail_msg("%s has no field '%s'", layer->path, field);
    return layer_value(layer, feature, number);
}

/* A day as GeoJSON and GeoPackage ("2020-11-10", "2020/11/10") and shapefile (20201110) have it. */
static day_number day_of(const char *text, day_number none)
{
    g_autoptr(GString) digits = g_string_new(NULL);
    for (; *text != '\0'; text++)
        if (g_ascii_isdigit(*text))
            g_string_append_c(digits, *text);
    if (digits->len == 0)
        return none;
    assert_int_equal(digits->len, 8);
    int number = atoi(digits->str);
    return day_from_civil((struct civil_date){number / 10000, number / 100 % 100, number % 100});
}

static void add_row(GString *log, const struct layer *layer, size_t feature, const char *date,
                    const char *region)
{
    g_string_append_printf(log, "row,control,%s,%s,%s,%s,%s,high,Export,,,\n", date, region,
                           value_of(layer, feature, "holder"), value_of(layer, feature, "status"),
                           value_of(layer, feature, "other"));
}

/* The head of a project file whose districts are the areas of an export. */
static GString *project_of(const char *name, enum format format)
{
    GString *yaml = g_string_new(NULL);
    g_string_printf(yaml,
                    "id: back\ntitle: Back\nlanguages: [en]\nplaces: places.csv\n"
                    "timeline: back.csv\ntheatre: all\nsliver_m: 0\n"
                    "sides: {any: {name: Any}}\n"
                    "views: {main: {extent: [45, 39, 48, 42]}}\n"
                    "layers:\n  areas: {file: %s.%s, partition: true, key: id}\n",
                    name, ENDINGS[format]);
    return yaml;
}

static void add_holders(GString *yaml, const struct project *project)
{
    g_string_append(yaml, "holders:\n");
    for (size_t h = 0; h < project->holder_count; h++)
        g_string_append_printf(yaml, "  %s: {side: any, role: side-a, name: X}\n",
                               project->holders[h].code);
}

/* A project that was made from an export, read and built. */
struct back {
    struct sources *sources;
    planar_map *map;
    struct timeline *timeline;
};

static void back_open(struct back *back, const struct project_fixture *f, const GString *yaml,
                      const GString *log)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_build_filename(f->folder, "back.yaml", NULL);
    project_fixture_write(f, "back.yaml", yaml->str);
    project_fixture_write(f, "back.csv", log->str);
    *back = (struct back){0};
    back->sources = sources_read(path, NULL, &error);
    if (back->sources != NULL)
        back->map = planar_map_build(back->sources, NULL, &error);
    if (back->map != NULL)
        back->timeline = timeline_build(back->map, NULL, &error);
    if (back->timeline == NULL)
        fail_msg("%s", error->message);
}

static void back_close(struct back *back)
{
    timeline_free(back->timeline);
    planar_map_free(back->map);
    sources_free(back->sources);
}

static struct layer *read_export(const struct project_fixture *f, const char *name,
                                 enum format format)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *file = g_strconcat(name, ".", ENDINGS[format], NULL);
    g_autofree char *path = g_build_filename(f->folder, file, NULL);
    struct layer *layer = layer_read(path, NULL, NULL, &error);
    if (layer == NULL)
        fail_msg("%s", error->message);
    return layer;
}

/* ---- comparing ------------------------------------------------------------------------------ */

/* "AZ control", as both projects say it, whatever the numbers of their holders. */
static char *control_text(const struct timeline *timeline, struct control control)
{
    const struct project *project = planar_map_sources(timeline_map(timeline))->project;
    if (control.holder == NONE)
        return g_strdup("nobody");
    return g_strjoin(" ", project->holders[control.holder].code,
                     control_status_name(control.status),
                     control.other == NONE ? NULL : project->holders[control.other].code, NULL);
}

/* Square metres by control: text -> double. */
static GHashTable *areas_of(const struct timeline *timeline, const struct state *on_day)
{
    GHashTable *areas = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    const planar_map *map = timeline_map(timeline);
    for (face_id face = 1; face < (face_id)on_day->face_count; face++) {
        if (on_day->rows[face] == NONE)
            continue;
        char *key = control_text(timeline, on_day->controls[face]);
        double *sum = g_hash_table_lookup(areas, key);
        if (sum == NULL) {
            sum = g_new0(double, 1);
            g_hash_table_insert(areas, g_strdup(key), sum);
        }
        *sum += planar_map_face_area_m2(map, face);
        g_free(key);
    }
    return areas;
}

/* One part in a million, as the program promises of areas everywhere. */
static void assert_same_areas(const struct timeline *a, const struct state *on_a,
                              const struct timeline *b, const struct state *on_b)
{
    g_autoptr(GHashTable) left = areas_of(a, on_a), right = areas_of(b, on_b);
    GHashTableIter walk;
    gpointer key, value;
    assert_int_equal(g_hash_table_size(left), g_hash_table_size(right));
    g_hash_table_iter_init(&walk, left);
    while (g_hash_table_iter_next(&walk, &key, &value)) {
        const double *there = g_hash_table_lookup(right, key);
        if (there == NULL || fabs(*there - *(double *)value) > 1e-6 * *(double *)value)
            fail_msg("%s: %.3f m² and %.3f m²", (char *)key, *(double *)value,
                     there != NULL ? *there : NAN);
    }
}

static void assert_same_control(const struct timeline *a, const struct state *on_a,
                                const struct timeline *b, const struct state *on_b, GRand *random)
{
    const topology *from = planar_map_topology(timeline_map(a));
    const topology *back = planar_map_topology(timeline_map(b));
    struct gridpt low = {INT32_MAX, INT32_MAX}, high = {INT32_MIN, INT32_MIN};
    for (face_id face = 1; face < (face_id)on_a->face_count; face++) {
        const struct face *box = topology_face(from, face);
        if (on_a->rows[face] == NONE)
            continue;
        low = (struct gridpt){MIN(low.x, box->low.x), MIN(low.y, box->low.y)};
        high = (struct gridpt){MAX(high.x, box->high.x), MAX(high.y, box->high.y)};
    }
    for (int i = 0; i < POINTS; i++) {
        struct gridpt point = {g_rand_int_range(random, low.x, high.x), 0};
        point.y = g_rand_int_range(random, low.y, high.y);
        struct lonlat at = gridpt_to_lonlat(point);
        face_id here = topology_face_at(from, at), there = topology_face_at(back, at);
        if (on_a->rows[here] == NONE && on_b->rows[there] == NONE)
            continue;
        g_autofree char *left = control_text(a, on_a->controls[here]);
        g_autofree char *right = control_text(b, on_b->controls[there]);
        if (strcmp(left, right) != 0)
            fail_msg("%.7f %.7f: %s and %s", at.lon, at.lat, left, right);
    }
}

static void assert_same_day(const struct timeline *a, const struct timeline *b, day_number day,
                            GRand *random)
{
    g_autoptr(state) on_a = timeline_state_at(a, day);
    g_autoptr(state) on_b = timeline_state_at(b, day);
    assert_same_areas(a, on_a, b, on_b);
    assert_same_control(a, on_a, b, on_b, random);
}

/* ---- one day -------------------------------------------------------------------------------- */

/* The areas are the districts of a new project, and what holds from the start is what they say. */
static void check_day(const struct project_fixture *f, const struct timeline *timeline,
                      day_number day, enum format format, GRand *random)
{
    const struct export_choice choice = {
        .is_one_day = true, .day = day, .region = NONE, .language = "en"};
    struct back back;
    if (!write_export(f, timeline, &choice, "day", format))
        return;
    g_autoptr(layer) layer = read_export(f, "day", format);
    g_autoptr(GString) yaml = project_of("day", format), log = g_string_new(NULL);
    g_string_append(log, PROJECT_FIXTURE_TIMELINE);
    add_holders(yaml, planar_map_sources(timeline_map(timeline))->project);
    g_string_append(yaml, "regions:\n  all: areas\n");
    for (size_t i = 0; i < layer->feature_count; i++) {
        g_autofree char *region = g_strdup_printf("r%s", value_of(layer, i, "id"));
        g_string_append_printf(yaml, "  %s: \"areas[id=%s]\"\n", region, value_of(layer, i, "id"));
        add_row(log, layer, i, "..", region);
    }
    back_open(&back, f, yaml, log);
    assert_same_day(timeline, back.timeline, day, random);
    back_close(&back);
}

/* ---- all days ------------------------------------------------------------------------------- */

/* The change days from `first` on whose new areas are few enough to be the cutters of one project;
 * answers how many days those are. */
static size_t count_days(const struct layer *all, const day_number *days, size_t count)
{
    size_t cutters = 0;
    for (size_t d = 1; d < count; d++) {
        for (size_t i = 0; i < all->feature_count; i++)
            cutters += day_of(value_of(all, i, "start_date"), DAY_BEFORE_ALL) == days[d];
        if (cutters > MOST_CUTTERS)
            return d;
    }
    return count;
}

/* A project over some change days: the areas in force on the first are its districts, those that
 * come later cut them, and each counts from its first day. */
static void check_days(const struct project_fixture *f, const struct timeline *timeline,
                       const struct layer *all, const day_number *days, size_t count,
                       enum format format, GRand *random)
{
    const struct export_choice first = {
        .from = days[0], .until = days[0] + 1, .region = NONE, .language = "en"};
    struct back back;
    char day[16];
    write_export(f, timeline, &first, "first", format);
    g_autoptr(layer) base = read_export(f, "first", format);
    g_autoptr(GString) yaml = project_of("first", format), log = g_string_new(NULL);
    g_autoptr(GString) cutters = g_string_new("cutters:\n"), regions = g_string_new("regions:\n");
    g_string_append(log, PROJECT_FIXTURE_TIMELINE);
    g_string_append_printf(yaml, "  rows: {file: all.%s}\n", ENDINGS[format]);
    g_string_append(regions, "  all: areas\n");
    for (size_t i = 0; i < base->feature_count; i++) {
        g_autofree char *region = g_strdup_printf("b%s", value_of(base, i, "id"));
        g_string_append_printf(regions, "  %s: \"areas[id=%s]\"\n", region,
                               value_of(base, i, "id"));
        add_row(log, base, i, "..", region);
    }
    for (size_t i = 0; i < all->feature_count; i++) {
        day_number start = day_of(value_of(all, i, "start_date"), DAY_BEFORE_ALL);
        if (start <= days[0] || start > days[count - 1])
            continue;
        const char *id = value_of(all, i, "id");
        g_autofree char *region = g_strdup_printf("r%s", id);
        g_string_append_printf(cutters, "  c%s: {layer: rows, where: \"id = %s\", within: all}\n",
                               id, id);
        g_string_append_printf(regions, "  %s: c%s\n", region, id);
        add_row(log, all, i, day_format(start, day), region);
    }
    add_holders(yaml, planar_map_sources(timeline_map(timeline))->project);
    g_string_append(yaml, count > 1 ? cutters->str : "");
    g_string_append(yaml, regions->str);
    back_open(&back, f, yaml, log);
    for (size_t d = 0; d < count; d++)
        assert_same_day(timeline, back.timeline, days[d], random);
    back_close(&back);
}

static void check_all(const struct project_fixture *f, const struct timeline *timeline,
                      enum format format, GRand *random)
{
    const struct export_choice choice = {
        .from = DAY_BEFORE_ALL, .until = DAY_AFTER_ALL, .region = NONE, .language = "en"};
    size_t count;
    const day_number *changes = timeline_change_days(timeline, &count);
    g_autoptr(GArray) days = g_array_new(FALSE, FALSE, sizeof(day_number));
    day_number eve = changes[0] - 1;
    g_array_append_val(days, eve);
    g_array_append_vals(days, changes, (guint)count);
    if (!write_export(f, timeline, &choice, "all", format))
        return;
    g_autoptr(layer) all = read_export(f, "all", format);
    for (size_t at = 0, taken; at < days->len; at += taken) {
        const day_number *rest = &g_array_index(days, day_number, at);
        taken = count_days(all, rest, days->len - at);
        check_days(f, timeline, all, rest, taken, format, random);
    }
}

/* ---- tests ---------------------------------------------------------------------------------- */

static void test_reimport__days_of_the_shipped_project(void **state)
{
    static const char *const days[] = {"1991-01-01", "1993-08-01", "2020-10-23", "2020-12-01",
                                       "2023-09-19"};
    g_autoptr(GRand) random = random_from_seed();
    struct opened_project *shipped = opened_project_new(SHIPPED_PROJECT);
    for (size_t i = 0; i < G_N_ELEMENTS(days); i++)
        for (int format = 0; format < FORMATS; format++)
            check_day(*state, shipped->timeline, opened_project_day(days[i]), (enum format)format,
                      random);
    opened_project_free(shipped);
}

static void test_reimport__all_days_of_the_shipped_project(void **state)
{
    g_autoptr(GRand) random = random_from_seed();
    struct opened_project *shipped = opened_project_new(SHIPPED_PROJECT);
    for (int format = 0; format < FORMATS; format++)
        check_all(*state, shipped->timeline, (enum format)format, random);
    opened_project_free(shipped);
}

static void test_reimport__random_projects(void **state)
{
    struct project_fixture *f = *state;
    g_autoptr(GRand) random = random_from_seed();
    for (int round = 0; round < 6; round++) {
        write_random_districts(f, random);
        write_random_log(f, random, 12);
        if (!project_fixture_read(f))
            fail_msg("%s", f->error->message);
        size_t count;
        const day_number *days = timeline_change_days(f->timeline, &count);
        enum format format = (enum format)(round % FORMATS);
        assert_true(count > 0);
        check_day(f, f->timeline, days[count / 2], format, random);
        check_all(f, f->timeline, format, random);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_reimport__days_of_the_shipped_project,
                                        project_fixture_setup, project_fixture_teardown),
        cmocka_unit_test_setup_teardown(test_reimport__all_days_of_the_shipped_project,
                                        project_fixture_setup, project_fixture_teardown),
        cmocka_unit_test_setup_teardown(test_reimport__random_projects, project_fixture_setup,
                                        project_fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
