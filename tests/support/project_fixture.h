/* Small projects for tests, in a folder of their own that is removed afterwards: layers from lines
 * of text, the rest of the project around what a test says of it.
 *
 *     project_fixture_layer(f, "districts", SHPT_POLYGON, districts);
 *     project_fixture_write(f, "project.yaml", PROJECT_FIXTURE_BODY PROJECT_FIXTURE_TAIL);
 *     project_fixture_read(f) ? f->map, f->timeline : f->error->message
 *
 * A feature is "CODE COUNTRY: x y, x y, x y / x y, ..." with a part after every '/'; rings are
 * closed and run as they are written. The fields are "code" and "country".
 *
 * Use as cmocka's setup and teardown; the state is the struct. */
#ifndef TESTS_SUPPORT_PROJECT_FIXTURE_H
#define TESTS_SUPPORT_PROJECT_FIXTURE_H

#include "timeline/timeline.h"

#include <glib/gstdio.h>
#include <shapefil.h>
#include <stdlib.h>
#include <string.h>

struct project_fixture {
    char *folder, *path; /* FOLDER/project.yaml */
    report *report;
    struct sources *sources;
    planar_map *map;
    struct timeline *timeline;
    GError *error; /* of the step that failed */
};

/* What most tests say: one layer of districts, all of it the theatre. The line numbers of messages
 * count from here. */
#define PROJECT_FIXTURE_BODY                                                                       \
    "layers:\n"                                                                                    \
    "  districts: {file: districts.shp, partition: true, key: code, country: country}\n"           \
    "regions:\n"                                                                                   \
    "  all: districts\n"

/* What every project needs beside its layers and regions. */
#define PROJECT_FIXTURE_TAIL                                                                       \
    "id: fixture\n"                                                                                \
    "title: Fixture\n"                                                                             \
    "languages: [en]\n"                                                                            \
    "places: places.csv\n"                                                                         \
    "timeline: timeline.csv\n"                                                                     \
    "theatre: all\n"                                                                               \
    "sides: {one: {name: One}, two: {name: Two}}\n"                                                \
    "holders:\n"                                                                                   \
    "  ONE: {side: one, role: side-a, name: One}\n"                                                \
    "  TWO: {side: two, role: side-b, name: Two}\n"                                                \
    "views: {main: {extent: [45, 39, 48, 42]}}\n"

#define PROJECT_FIXTURE_PLACES "id,lon,lat,kind,rank,name_en\n"
#define PROJECT_FIXTURE_TIMELINE                                                                   \
    "id,kind,date,region,holder,status,other,certainty,source_title,source_date,source_side,"      \
    "note\n"
#define PROJECT_FIXTURE_START "start,control,..,all,ONE,control,,high,Atlas,,,\n"

static inline void project_fixture_write(const struct project_fixture *f, const char *name,
                                         const char *text)
{
    g_autofree char *path = g_build_filename(f->folder, name, NULL);
    g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

/* Three files that are there from the start: no place, ONE holds all, one layer of districts. */
static inline int project_fixture_setup(void **state)
{
    struct project_fixture *f = g_new0(struct project_fixture, 1);
    f->folder = g_dir_make_tmp("mapgen-test-XXXXXX", NULL);
    f->path = g_build_filename(f->folder, "project.yaml", NULL);
    f->report = report_new();
    project_fixture_write(f, "project.yaml", PROJECT_FIXTURE_BODY PROJECT_FIXTURE_TAIL);
    project_fixture_write(f, "places.csv", PROJECT_FIXTURE_PLACES);
    project_fixture_write(f, "timeline.csv", PROJECT_FIXTURE_TIMELINE PROJECT_FIXTURE_START);
    *state = f;
    return 0;
}

/* Forgets what was read, so that the folder can be changed and read again. */
static inline void project_fixture_close(struct project_fixture *f)
{
    g_clear_pointer(&f->timeline, timeline_free);
    g_clear_pointer(&f->map, planar_map_free);
    g_clear_pointer(&f->sources, sources_free);
    g_clear_pointer(&f->report, report_free);
    g_clear_error(&f->error);
    f->report = report_new();
}

static inline int project_fixture_teardown(void **state)
{
    struct project_fixture *f = *state;
    project_fixture_close(f);
    GDir *folder = g_dir_open(f->folder, 0, NULL);
    for (const char *name = g_dir_read_name(folder); name != NULL; name = g_dir_read_name(folder)) {
        g_autofree char *path = g_build_filename(f->folder, name, NULL);
        g_remove(path);
    }
    g_dir_close(folder);
    g_rmdir(f->folder);
    report_free(f->report);
    g_free(f->folder);
    g_free(f->path);
    g_free(f);
    return 0;
}

/* A feature's parts as shapelib wants them. */
static inline SHPObject *project_fixture_shape(int type, const char *text)
{
    g_autoptr(GArray) starts = g_array_new(FALSE, FALSE, sizeof(int));
    g_autoptr(GArray) x = g_array_new(FALSE, FALSE, sizeof(double));
    g_autoptr(GArray) y = g_array_new(FALSE, FALSE, sizeof(double));
    g_auto(GStrv) parts = g_strsplit(text, "/", -1);
    for (char **part = parts; *part != NULL; part++) {
        int start = (int)x->len;
        g_array_append_val(starts, start);
        g_auto(GStrv) points = g_strsplit(*part, ",", -1);
        for (char **point = points; *point != NULL; point++) {
            char *rest;
            double at_x = g_ascii_strtod(*point, &rest), at_y = g_ascii_strtod(rest, NULL);
            g_array_append_val(x, at_x);
            g_array_append_val(y, at_y);
        }
        if (type == SHPT_POLYGON) {
            double first_x = g_array_index(x, double, start);
            double first_y = g_array_index(y, double, start);
            g_array_append_val(x, first_x);
            g_array_append_val(y, first_y);
        }
    }
    return SHPCreateObject(type, -1, (int)starts->len, (int *)(void *)starts->data, NULL,
                           (int)x->len, (double *)(void *)x->data, (double *)(void *)y->data, NULL,
                           NULL);
}

/* Writes the shapefile NAME.shp from NULL-terminated features; type is SHPT_POLYGON, SHPT_ARC. */
static inline void project_fixture_layer(const struct project_fixture *f, const char *name,
                                         int type, const char *const *features)
{
    g_autofree char *path = g_build_filename(f->folder, name, NULL);
    SHPHandle shp = SHPCreate(path, type);
    DBFHandle dbf = DBFCreate(path);
    DBFAddField(dbf, "code", FTString, 12, 0);
    DBFAddField(dbf, "country", FTString, 12, 0);
    for (int i = 0; features[i] != NULL; i++) {
        g_auto(GStrv) halves = g_strsplit(features[i], ":", 2);
        g_auto(GStrv) words = g_strsplit(halves[0], " ", 2);
        SHPObject *shape = project_fixture_shape(type, halves[1]);
        SHPWriteObject(shp, -1, shape);
        SHPDestroyObject(shape);
        DBFWriteStringAttribute(dbf, i, 0, words[0]);
        DBFWriteStringAttribute(dbf, i, 1, words[1] != NULL ? words[1] : "");
    }
    SHPClose(shp);
    DBFClose(dbf);
    g_autofree char *prj = g_strconcat(name, ".prj", NULL);
    project_fixture_write(f, prj,
                          "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\","
                          "6378137.0,298.257223563]],PRIMEM[\"Greenwich\",0.0],"
                          "UNIT[\"Degree\",0.0174532925199433]]");
}

/* Reads the project, builds its planar map and its timeline; false with f->error. */
static inline bool project_fixture_read(struct project_fixture *f)
{
    project_fixture_close(f);
    f->sources = sources_read(f->path, f->report, &f->error);
    if (f->sources != NULL)
        f->map = planar_map_build(f->sources, f->report, &f->error);
    if (f->map != NULL)
        f->timeline = timeline_build(f->map, NULL, &f->error);
    return f->timeline != NULL;
}

/* The first finding that holds `words`, or NULL. */
static inline const struct finding *project_fixture_finding(const struct project_fixture *f,
                                                            const char *words)
{
    for (size_t i = 0; i < report_count(f->report); i++)
        if (strstr(report_at(f->report, i)->message, words) != NULL)
            return report_at(f->report, i);
    return NULL;
}

/* The face at a point, and the faces of a region. */
static inline face_id project_fixture_face(const struct project_fixture *f, double lon, double lat)
{
    return topology_face_at(planar_map_topology(f->map), (struct lonlat){lon, lat});
}

static inline struct face_set project_fixture_region(const struct project_fixture *f,
                                                     const char *name)
{
    int number = planar_map_region_find(f->map, name);
    g_assert_cmpint(number, >=, 0);
    return *planar_map_region(f->map, (size_t)number);
}

#endif
