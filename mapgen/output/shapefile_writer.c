#include "output/shapefile_writer.h"

#include "base/error.h"
#include "geom/grid.h"
#include <shapefil.h>
#include <string.h>

enum { DBF_LONGEST_TEXT = 254, DBF_NUMBER_WIDTH = 20, DBF_WHOLE_WIDTH = 9, DBF_DAY_WIDTH = 8 };

/* ---- files in memory ----------------------------------------------------------------------- */

/* shapelib writes to files through hooks, which it gives a name and nothing else: the name says
 * where in memory the files are gathered. */
struct memory_file {
    char *ending; /* "shp" */
    GByteArray *bytes;
    size_t at;
};

struct memory_folder {
    GPtrArray *files; /* of struct memory_file */
};

static void memory_file_free(void *data)
{
    struct memory_file *file = data;
    g_free(file->ending);
    if (file->bytes)
        g_byte_array_unref(file->bytes);
    g_free(file);
}

/* "0x55d0c0ffee00.shp": the folder's address in memory, and what the file is. */
static char *memory_name(const struct memory_folder *folder)
{
    return g_strdup_printf("%p.shp", (const void *)folder);
}

static struct memory_file *memory_find(const struct memory_folder *folder, const char *ending)
{
    for (guint i = 0; i < folder->files->len; i++) {
        struct memory_file *file = g_ptr_array_index(folder->files, i);
        if (strcmp(file->ending, ending) == 0)
            return file;
    }
    return NULL;
}

static SAFile memory_open(const char *name, const char *access)
{
    void *folder;
    if (sscanf(name, "%p", &folder) != 1)
        return NULL;
    const char *ending = strrchr(name, '.') + 1;
    struct memory_file *file = memory_find(folder, ending);
    if (!file && *access != 'r') {
        file = g_new0(struct memory_file, 1);
        file->ending = g_strdup(ending);
        file->bytes = g_byte_array_new();
        g_ptr_array_add(((struct memory_folder *)folder)->files, file);
    }
    if (file)
        file->at = 0;
    return (SAFile)(void *)file;
}

static SAOffset memory_read(void *to, SAOffset size, SAOffset count, SAFile handle)
{
    struct memory_file *file = (struct memory_file *)(void *)handle;
    size_t there = file->bytes->len > file->at ? file->bytes->len - file->at : 0;
    SAOffset whole = MIN(count, there / size);
    memcpy(to, file->bytes->data + file->at, whole * size);
    file->at += whole * size;
    return whole;
}

static SAOffset memory_write(void *from, SAOffset size, SAOffset count, SAFile handle)
{
    struct memory_file *file = (struct memory_file *)(void *)handle;
    size_t end = file->at + size * count, old = file->bytes->len;
    if (end > old) {
        g_byte_array_set_size(file->bytes, (guint)end);
        memset(file->bytes->data + old, 0, end - old);
    }
    memcpy(file->bytes->data + file->at, from, size * count);
    file->at = end;
    return count;
}

static SAOffset memory_seek(SAFile handle, SAOffset offset, int whence)
{
    struct memory_file *file = (struct memory_file *)(void *)handle;
    size_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? file->at : file->bytes->len;
    file->at = base + offset;
    return 0;
}

static SAOffset memory_tell(SAFile handle)
{
    return ((struct memory_file *)(void *)handle)->at;
}

static int memory_done(SAFile handle)
{
    (void)handle;
    return 0;
}

static int memory_remove(const char *name)
{
    (void)name;
    return 0;
}

static void keep_quiet(const char *message)
{
    (void)message;
}

static SAHooks memory_hooks(void)
{
    return (SAHooks){.FOpen = memory_open,
                     .FRead = memory_read,
                     .FWrite = memory_write,
                     .FSeek = memory_seek,
                     .FTell = memory_tell,
                     .FFlush = memory_done,
                     .FClose = memory_done,
                     .Remove = memory_remove,
                     .Error = keep_quiet,
                     .Atof = atof};
}

/* ---- geometry ------------------------------------------------------------------------------ */

/* Coordinates of one feature as shapelib takes them. */
struct coordinates {
    GArray *starts; /* of int: where parts begin */
    GArray *x, *y;  /* of double */
};

static void add_point(struct coordinates *to, struct gridpt point)
{
    struct lonlat at = gridpt_to_lonlat(point);
    g_array_append_val(to->x, at.lon);
    g_array_append_val(to->y, at.lat);
}

/* A line as it is; a ring from its first point back to it, the other way round. */
static void add_part(struct coordinates *to, const struct features *features,
                     const struct feature_part *part)
{
    const struct gridpt *points = features_points(features, part);
    int start = (int)to->x->len;
    g_array_append_val(to->starts, start);
    for (size_t i = 0; features->is_lines && i < part->count; i++)
        add_point(to, points[i]);
    for (size_t i = 0; !features->is_lines && i <= part->count; i++)
        add_point(to, points[(part->count - i) % part->count]);
}

static void write_shape(SHPHandle shp, const struct features *features, size_t number, int type)
{
    const struct feature *feature = features_at(features, number);
    g_autoptr(GArray) starts = g_array_new(FALSE, FALSE, sizeof(int));
    g_autoptr(GArray) x = g_array_new(FALSE, FALSE, sizeof(double));
    g_autoptr(GArray) y = g_array_new(FALSE, FALSE, sizeof(double));
    struct coordinates coordinates = {starts, x, y};
    for (size_t p = 0; p < feature->part_count; p++)
        add_part(&coordinates, features, features_part(features, feature, p));
    SHPObject *shape = SHPCreateObject(
        type, (int)number, (int)starts->len, (int *)(void *)starts->data, NULL, (int)x->len,
        (double *)(void *)x->data, (double *)(void *)y->data, NULL, NULL);
    SHPWriteObject(shp, -1, shape);
    SHPDestroyObject(shape);
}

static void write_shapes(const struct features *features, const struct memory_folder *folder)
{
    SAHooks hooks = memory_hooks();
    g_autofree char *name = memory_name(folder);
    int type = features->is_lines ? SHPT_ARC : SHPT_POLYGON;
    SHPHandle shp = SHPCreateLL(name, type, &hooks);
    for (size_t i = 0; i < features_count(features); i++)
        write_shape(shp, features, i, type);
    SHPClose(shp);
}

/* ---- attributes ---------------------------------------------------------------------------- */

/* The table's fields as columns of a .dbf: those of JSON alone are none. */
struct column {
    size_t field;
    const char *name;
    int width; /* bytes */
};

/* A value as a .dbf has it, NULL for nothing; the caller frees it. */
static char *value_text(const struct field *field, const struct field_value *value)
{
    switch (field->kind) {
    case FIELD_TEXT:
        return g_strdup(value->text);
    case FIELD_LIST:
        return field_value_joined(value);
    default:
        return NULL;
    }
}

static GArray *list_columns(const struct features *features)
{
    GArray *columns = g_array_new(FALSE, FALSE, sizeof(struct column));
    for (size_t f = 0; f < features->field_count; f++) {
        const struct field *field = &features->fields[f];
        struct column column = {f, field->short_name ? field->short_name : field->name, 1};
        for (size_t i = 0; i < features_count(features); i++) {
            g_autofree char *text = value_text(field, features_value(features, i, f));
            int length = text ? (int)MIN(strlen(text), DBF_LONGEST_TEXT) : 0;
            column.width = MAX(column.width, length);
        }
        if (!field->is_json_only)
            g_array_append_val(columns, column);
    }
    return columns;
}

static void add_column(DBFHandle dbf, const struct field *field, const struct column *column)
{
    switch (field->kind) {
    case FIELD_DAY:
        DBFAddNativeFieldType(dbf, column->name, 'D', DBF_DAY_WIDTH, 0);
        break;
    case FIELD_NUMBER:
        DBFAddNativeFieldType(dbf, column->name, 'N',
                              field->decimals ? DBF_NUMBER_WIDTH : DBF_WHOLE_WIDTH,
                              field->decimals);
        break;
    default:
        DBFAddNativeFieldType(dbf, column->name, 'C', column->width, 0);
    }
}

/* True when the text was too long and has been cut between two letters. */
static bool cut_text(char *text)
{
    if (strlen(text) <= DBF_LONGEST_TEXT)
        return false;
    char *end = text + DBF_LONGEST_TEXT;
    while ((*end & 0xC0) == 0x80)
        end--;
    *end = '\0';
    return true;
}

static bool write_day(DBFHandle dbf, int row, int column, day_number day, GError **error)
{
    char name[16], text[DBF_DAY_WIDTH + 1];
    if (day == DAY_BEFORE_ALL || day == DAY_AFTER_ALL)
        return DBFWriteNULLAttribute(dbf, row, column);
    struct civil_date date = day_to_civil(day);
    if (date.year < 1 || date.year > 9999) {
        g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_OUTPUT,
                    "%s does not fit a shapefile, whose years are 1 to 9999; write .geojson",
                    day_format(day, name));
        return false;
    }
    g_snprintf(text, sizeof text, "%04d%02d%02d", date.year, date.month, date.day);
    return DBFWriteAttributeDirectly(dbf, row, column, text);
}

/* Writes one value; `cut` counts the texts that are too long. */
static bool write_value(DBFHandle dbf, int row, int column, const struct field *field,
                        const struct field_value *value, size_t *cut, GError **error)
{
    if (field->kind == FIELD_DAY)
        return write_day(dbf, row, column, value->day, error);
    g_autofree char *text = value_text(field, value);
    bool is_number = field->kind == FIELD_NUMBER;
    if (is_number ? value->number != value->number : !text)
        return DBFWriteNULLAttribute(dbf, row, column);
    if (is_number)
        return DBFWriteDoubleAttribute(dbf, row, column, value->number);
    *cut += cut_text(text);
    return DBFWriteStringAttribute(dbf, row, column, text);
}

static bool write_attributes(const struct features *features, const struct memory_folder *folder,
                             const char *path, report *report, GError **error)
{
    SAHooks hooks = memory_hooks();
    g_autofree char *name = memory_name(folder);
    g_autoptr(GArray) columns = list_columns(features);
    DBFHandle dbf = DBFCreateLL(name, "UTF-8", &hooks);
    bool is_ok = true;
    DBFSetLastModifiedDate(dbf, 100, 1, 1);
    for (guint c = 0; c < columns->len; c++) {
        const struct column *column = &g_array_index(columns, struct column, c);
        add_column(dbf, &features->fields[column->field], column);
    }
    for (guint c = 0; c < columns->len && is_ok; c++) {
        const struct column *column = &g_array_index(columns, struct column, c);
        size_t cut = 0;
        for (size_t i = 0; i < features_count(features) && is_ok; i++)
            is_ok = write_value(dbf, (int)i, (int)c, &features->fields[column->field],
                                features_value(features, i, column->field), &cut, error);
        if (cut > 0)
            report_add(report, (struct finding){SEVERITY_WARNING, "layer", .file = path},
                       "%zu of the texts in '%s' are cut to the %d bytes that a shapefile has "
                       "room for; .gpkg and .geojson hold them whole",
                       cut, column->name, DBF_LONGEST_TEXT);
    }
    DBFClose(dbf);
    return is_ok;
}

/* ---- the whole ----------------------------------------------------------------------------- */

bool shapefile_encode(const struct features *features, const char *path, struct file_set *files,
                      report *report, GError **error)
{
    static const char WGS84[] = "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\","
                                "SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],"
                                "PRIMEM[\"Greenwich\",0.0],"
                                "UNIT[\"Degree\",0.0174532925199433]]";
    static const char *const INDEXES[] = {"qix", "sbn", "sbx"};
    g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(memory_file_free);
    struct memory_folder folder = {parts};
    write_shapes(features, &folder);
    if (!write_attributes(features, &folder, path, report, error))
        return false;
    for (guint i = 0; i < parts->len; i++) {
        struct memory_file *part = g_ptr_array_index(parts, i);
        file_set_add_beside(files, path, part->ending,
                            g_byte_array_free_to_bytes(g_steal_pointer(&part->bytes)));
    }
    file_set_add_beside(files, path, "prj", g_bytes_new_static(WGS84, strlen(WGS84)));
    for (size_t i = 0; i < G_N_ELEMENTS(INDEXES); i++)
        file_set_add_gone(files, path, INDEXES[i]);
    return true;
}
