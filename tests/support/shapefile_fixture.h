/* Small shapefiles for tests: made with shapelib in a folder of their own, broken byte by byte
 * where a test wants a broken one, and removed afterwards. Fields are "code" and "name".
 *
 * Use as cmocka's setup and teardown; the state is the struct. */
#ifndef TESTS_SUPPORT_SHAPEFILE_FIXTURE_H
#define TESTS_SUPPORT_SHAPEFILE_FIXTURE_H

#include <glib.h>
#include <glib/gstdio.h>
#include <shapefil.h>
#include <stdbool.h>
#include <string.h>

struct shapefile_fixture {
    char *folder, *shp, *shx, *dbf, *prj, *cpg;
};

static inline int shapefile_fixture_setup(void **state)
{
    struct shapefile_fixture *files = g_new0(struct shapefile_fixture, 1);
    files->folder = g_dir_make_tmp("mapgen-test-XXXXXX", NULL);
    files->shp = g_build_filename(files->folder, "areas.shp", NULL);
    files->shx = g_build_filename(files->folder, "areas.shx", NULL);
    files->dbf = g_build_filename(files->folder, "areas.dbf", NULL);
    files->prj = g_build_filename(files->folder, "areas.prj", NULL);
    files->cpg = g_build_filename(files->folder, "areas.cpg", NULL);
    *state = files;
    return 0;
}

static inline int shapefile_fixture_teardown(void **state)
{
    struct shapefile_fixture *files = *state;
    GDir *folder = g_dir_open(files->folder, 0, NULL);
    for (const char *name = g_dir_read_name(folder); name != NULL; name = g_dir_read_name(folder)) {
        g_autofree char *path = g_build_filename(files->folder, name, NULL);
        g_remove(path);
    }
    g_dir_close(folder);
    g_rmdir(files->folder);
    g_free(files->folder);
    g_free(files->shp);
    g_free(files->shx);
    g_free(files->dbf);
    g_free(files->prj);
    g_free(files->cpg);
    g_free(files);
    return 0;
}

/* A shape and its attributes. Points are x, y, x, y, ...; each entry of `starts` is a part. */
struct fixture_shape {
    int part_count, starts[4];
    int point_count;
    double points[2 * 16];
    const char *code, *name;
};

static inline void shapefile_fixture_write(const struct shapefile_fixture *files, int type,
                                           const struct fixture_shape *shapes, int count,
                                           const char *code_page)
{
    SHPHandle shp = SHPCreate(files->shp, type);
    DBFHandle dbf = DBFCreateEx(files->dbf, code_page);
    DBFSetLastModifiedDate(dbf, 120, 11, 10);
    DBFAddField(dbf, "code", FTString, 8, 0);
    DBFAddField(dbf, "name", FTString, 12, 0);
    for (int i = 0; i < count; i++) {
        const struct fixture_shape *shape = &shapes[i];
        double x[16] = {0}, y[16] = {0};
        for (int p = 0; p < shape->point_count; p++) {
            x[p] = shape->points[2 * p];
            y[p] = shape->points[2 * p + 1];
        }
        SHPObject *object =
            SHPCreateObject(shape->point_count == 0 ? SHPT_NULL : type, -1, shape->part_count,
                            shape->starts, NULL, shape->point_count, x, y, NULL, NULL);
        SHPWriteObject(shp, -1, object);
        SHPDestroyObject(object);
        DBFWriteStringAttribute(dbf, i, 0, shape->code);
        DBFWriteStringAttribute(dbf, i, 1, shape->name);
    }
    SHPClose(shp);
    DBFClose(dbf);
}

/* Two squares side by side, closed, the first with a hole:
 *
 *     4 +-------+-------+
 *       | +---+ |       |
 *       | |   | |       |
 *       | +---+ |       |
 *     0 +-------+-------+
 *       0   4   8 (hole 1..3 | 4..8)
 */
static inline void shapefile_fixture_squares(const struct shapefile_fixture *files)
{
    static const struct fixture_shape shapes[] = {
        {2, {0, 5}, 10, {0, 0, 0, 4, 4, 4, 4, 0, 0, 0, 1, 1, 3, 1, 3, 3, 1, 3, 1, 1}, "A", "West"},
        {1, {0}, 5, {4, 0, 4, 4, 8, 4, 8, 0, 4, 0}, "B", "East"},
    };
    shapefile_fixture_write(files, SHPT_POLYGON, shapes, 2, NULL);
}

/* Overwrites bytes of a file. */
static inline void fixture_patch(const char *path, size_t offset, const void *bytes, size_t count)
{
    g_autofree char *contents = NULL;
    size_t length;
    g_file_get_contents(path, &contents, &length, NULL);
    g_assert(offset + count <= length);
    memcpy(contents + offset, bytes, count);
    g_file_set_contents(path, contents, (gssize)length, NULL);
}

static inline void fixture_truncate(const char *path, size_t length)
{
    g_autofree char *contents = NULL;
    g_file_get_contents(path, &contents, NULL, NULL);
    g_file_set_contents(path, contents, (gssize)length, NULL);
}

static inline size_t fixture_size(const char *path)
{
    GStatBuf status;
    return g_stat(path, &status) == 0 ? (size_t)status.st_size : 0;
}

#endif
