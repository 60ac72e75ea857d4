#include "input/shapefile.h"
#include "base/error.h"
#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <iconv.h>
#include <shapefil.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

enum { HEADER_SIZE = 100, INDEX_ENTRY_SIZE = 8, RECORD_HEADER_SIZE = 8, DBF_HEADER_SIZE = 32 };

typedef DBFInfo attribute_file;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(attribute_file, DBFClose)

/* A file in memory. */
struct mapped {
    const char *path;
    const uint8_t *bytes;
    size_t size;
};

static uint32_t big_endian_at(const struct mapped *file, size_t offset)
{
    const uint8_t *b = file->bytes + offset;
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static uint32_t little_endian_at(const struct mapped *file, size_t offset)
{
    const uint8_t *b = file->bytes + offset;
    return (uint32_t)b[3] << 24 | (uint32_t)b[2] << 16 | (uint32_t)b[1] << 8 | b[0];
}

static uint32_t little_endian_16_at(const struct mapped *file, size_t offset)
{
    return (uint32_t)file->bytes[offset + 1] << 8 | file->bytes[offset];
}

static double double_at(const struct mapped *file, size_t offset)
{
    uint64_t bits;
    double value;
    memcpy(&bits, file->bytes + offset, sizeof bits);
    bits = GUINT64_FROM_LE(bits);
    memcpy(&value, &bits, sizeof value);
    return value;
}

G_GNUC_PRINTF(3, 4)
static bool fail(const char *path, GError **error, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *sentence = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    error_at(error, path, 0, 0, "%s", sentence);
    return false;
}

/* "x.shp" and "dbf" -> "x.dbf", or "x.DBF" when that is the one that is there. */
static char *companion_path(const char *path, const char *extension)
{
    int stem = (int)strlen(path) - 4;
    g_autofree char *capitals = g_ascii_strup(extension, -1);
    g_autofree char *lower_path = g_strdup_printf("%.*s.%s", stem, path, extension);
    g_autofree char *upper_path = g_strdup_printf("%.*s.%s", stem, path, capitals);
    if (!g_file_test(lower_path, G_FILE_TEST_EXISTS) && g_file_test(upper_path, G_FILE_TEST_EXISTS))
        return g_steal_pointer(&upper_path);
    return g_steal_pointer(&lower_path);
}

static GMappedFile *map_file(const char *path, GError **error)
{
    int descriptor = g_open(path, O_RDONLY | O_CLOEXEC, 0);
    if (descriptor < 0) {
        fail(path, error, "cannot be opened: %s (a shapefile is a .shp, a .shx and a .dbf)",
             g_strerror(errno));
        return NULL;
    }
    GMappedFile *file = g_mapped_file_new_from_fd(descriptor, FALSE, NULL);
    close(descriptor);
    if (file == NULL)
        fail(path, error, "cannot be read, is it a file?");
    return file;
}

static struct mapped mapped_view(const char *path, GMappedFile *file)
{
    return (struct mapped){path, (const uint8_t *)g_mapped_file_get_contents(file),
                           g_mapped_file_get_length(file)};
}

/* The header that .shp and .shx share: file code 9994 and the length of the file. */
static bool check_main_header(const struct mapped *file, GError **error)
{
    if (file->size < HEADER_SIZE)
        return fail(file->path, error, "is %zu bytes long, shorter than the header of a shapefile",
                    file->size);
    if (big_endian_at(file, 0) != 9994)
        return fail(file->path, error, "does not start like a shapefile");
    uint64_t stated = (uint64_t)big_endian_at(file, 24) * 2;
    if (stated != file->size)
        return fail(file->path, error,
                    "is %zu bytes long, but its header says %" G_GUINT64_FORMAT
                    ": the file is cut off or damaged",
                    file->size, stated);
    return true;
}

/* What a shape type of a file becomes; false for those that make no layer. */
static bool geometry_of_type(uint32_t type, enum layer_geometry *geometry)
{
    switch (type) {
    case SHPT_POINT:
    case SHPT_POINTZ:
    case SHPT_POINTM:
    case SHPT_MULTIPOINT:
    case SHPT_MULTIPOINTZ:
    case SHPT_MULTIPOINTM:
        *geometry = LAYER_POINTS;
        return true;
    case SHPT_ARC:
    case SHPT_ARCZ:
    case SHPT_ARCM:
        *geometry = LAYER_LINES;
        return true;
    case SHPT_POLYGON:
    case SHPT_POLYGONZ:
    case SHPT_POLYGONM:
        *geometry = LAYER_POLYGONS;
        return true;
    default:
        return false;
    }
}

/* A record holds the parts and points that it counts, and every part has points. */
static bool check_shape(const struct mapped *shp, int record, size_t offset, size_t length,
                        GError **error)
{
    uint32_t type = little_endian_at(shp, offset), type_of_file = little_endian_at(shp, 32);
    if (type == SHPT_NULL)
        return true;
    if (type != type_of_file)
        return fail(shp->path, error, "record %d: shape type %u in a file of type %u", record, type,
                    type_of_file);
    uint64_t part_count = 0, point_count = 1, needed = 20;
    enum layer_geometry geometry;
    geometry_of_type(type, &geometry);
    bool is_single_point = type == SHPT_POINT || type == SHPT_POINTZ || type == SHPT_POINTM;
    bool has_parts = geometry != LAYER_POINTS;
    if (!is_single_point) {
        size_t head = has_parts ? 44 : 40;
        if (length < head)
            return fail(shp->path, error, "record %d is cut off", record);
        part_count = has_parts ? little_endian_at(shp, offset + 36) : 0;
        point_count = little_endian_at(shp, offset + head - 4);
        needed = head + 4 * part_count + 16 * point_count;
    }
    if (length < needed)
        return fail(shp->path, error,
                    "record %d: %" G_GUINT64_FORMAT " parts and %" G_GUINT64_FORMAT
                    " points do not fit its %zu bytes",
                    record, part_count, point_count, length);
    if (has_parts && part_count == 0 && point_count > 0)
        return fail(shp->path, error, "record %d: points without a part", record);
    for (uint64_t i = 0; i < part_count && point_count > 0; i++) {
        uint32_t start = little_endian_at(shp, offset + 44 + 4 * i);
        bool is_first_wrong = i == 0 && start != 0;
        bool is_next_wrong = i > 0 && start <= little_endian_at(shp, offset + 40 + 4 * i);
        if (is_first_wrong || is_next_wrong || start >= point_count)
            return fail(shp->path, error, "record %d: part %" G_GUINT64_FORMAT " has no points",
                        record, i + 1);
    }
    return true;
}

/* Every record of the index lies in the .shp, whole. */
static bool check_records(const struct mapped *shp, const struct mapped *shx, GError **error)
{
    if ((shx->size - HEADER_SIZE) % INDEX_ENTRY_SIZE != 0)
        return fail(shx->path, error, "ends within an entry: the file is cut off or damaged");
    size_t count = (shx->size - HEADER_SIZE) / INDEX_ENTRY_SIZE;
    uint64_t total = HEADER_SIZE;
    for (size_t i = 0; i < count; i++) {
        uint64_t offset = (uint64_t)big_endian_at(shx, HEADER_SIZE + i * INDEX_ENTRY_SIZE) * 2;
        uint64_t length = (uint64_t)big_endian_at(shx, HEADER_SIZE + i * INDEX_ENTRY_SIZE + 4) * 2;
        total += RECORD_HEADER_SIZE + length;
        if (offset < HEADER_SIZE || length < 4 ||
            offset + RECORD_HEADER_SIZE + length > shp->size || total > shp->size)
            return fail(shx->path, error,
                        "record %zu: %" G_GUINT64_FORMAT " bytes at %" G_GUINT64_FORMAT
                        " do not fit %s",
                        i, length, offset, shp->path);
        uint64_t length_there = (uint64_t)big_endian_at(shp, offset + 4) * 2;
        if (length_there != length)
            return fail(shp->path, error,
                        "record %zu is %" G_GUINT64_FORMAT
                        " bytes long, but %s says %" G_GUINT64_FORMAT,
                        i, length_there, shx->path, length);
        if (!check_shape(shp, (int)i, offset + RECORD_HEADER_SIZE, length, error))
            return false;
    }
    return true;
}

static bool check_dbf(const struct mapped *dbf, size_t shape_count, GError **error)
{
    if (dbf->size < DBF_HEADER_SIZE)
        return fail(dbf->path, error, "is %zu bytes long, shorter than the header of a .dbf",
                    dbf->size);
    uint64_t record_count = little_endian_at(dbf, 4);
    uint64_t header_size = little_endian_16_at(dbf, 8), record_size = little_endian_16_at(dbf, 10);
    if (header_size < DBF_HEADER_SIZE || header_size > dbf->size || record_size == 0)
        return fail(dbf->path, error, "its header is damaged");
    if (record_count != shape_count)
        return fail(dbf->path, error,
                    "has %" G_GUINT64_FORMAT " records, but there are %zu shapes: do the files "
                    "belong together?",
                    record_count, shape_count);
    if (header_size + record_count * record_size > dbf->size)
        return fail(dbf->path, error,
                    "is %zu bytes long, but its %" G_GUINT64_FORMAT
                    " records need %" G_GUINT64_FORMAT ": the file is cut off or damaged",
                    dbf->size, record_count, header_size + record_count * record_size);
    size_t width = 1; /* the mark of deletion */
    for (size_t at = DBF_HEADER_SIZE; at + 32 <= header_size && dbf->bytes[at] != 0x0d; at += 32) {
        if (dbf->bytes[at + 16] == 0)
            return fail(dbf->path, error, "field %zu has no width", at / 32);
        width += dbf->bytes[at + 16];
    }
    if (width > record_size)
        return fail(dbf->path, error,
                    "its fields are %zu bytes wide, its records %" G_GUINT64_FORMAT, width,
                    record_size);
    return true;
}

/* The files of a shapefile in memory, and what was found in them. */
struct files {
    GMappedFile *shp_file, *shx_file, *dbf_file;
    struct mapped shp, shx, dbf;
    enum layer_geometry geometry;
    size_t record_count;
};

static void files_clear(struct files *files)
{
    g_clear_pointer(&files->shp_file, g_mapped_file_unref);
    g_clear_pointer(&files->shx_file, g_mapped_file_unref);
    g_clear_pointer(&files->dbf_file, g_mapped_file_unref);
}
typedef struct files files;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(files, files_clear)

/* Maps the three files and compares every length in them with them. */
static bool open_files(struct files *files, const char *path, const char *shx_path,
                       const char *dbf_path, GError **error)
{
    files->shp_file = map_file(path, error);
    if (files->shp_file == NULL)
        return false;
    files->shx_file = map_file(shx_path, error);
    if (files->shx_file == NULL)
        return false;
    files->dbf_file = map_file(dbf_path, error);
    if (files->dbf_file == NULL)
        return false;
    files->shp = mapped_view(path, files->shp_file);
    files->shx = mapped_view(shx_path, files->shx_file);
    files->dbf = mapped_view(dbf_path, files->dbf_file);
    if (!check_main_header(&files->shp, error) || !check_main_header(&files->shx, error))
        return false;
    uint32_t type = little_endian_at(&files->shp, 32);
    if (!geometry_of_type(type, &files->geometry))
        return fail(path, error, "shapes of type %u (%s) make no layer", type,
                    SHPTypeName((int)type));
    files->record_count = (files->shx.size - HEADER_SIZE) / INDEX_ENTRY_SIZE;
    return check_records(&files->shp, &files->shx, error) &&
           check_dbf(&files->dbf, files->record_count, error);
}

/* Encodings by language driver byte. 0x57 says "the encoding of that machine", which is what
 * shapelib writes when it is told nothing: as good as no byte. */
static const char *encoding_of_driver(int driver)
{
    static const struct {
        uint8_t driver;
        const char *encoding;
    } table[] = {
        {0x01, "CP437"},  {0x02, "CP850"},  {0x03, "CP1252"}, {0x08, "CP865"},  {0x0a, "CP850"},
        {0x0b, "CP437"},  {0x0d, "CP437"},  {0x0e, "CP850"},  {0x0f, "CP437"},  {0x10, "CP850"},
        {0x11, "CP437"},  {0x12, "CP850"},  {0x13, "CP932"},  {0x14, "CP850"},  {0x15, "CP437"},
        {0x16, "CP850"},  {0x17, "CP865"},  {0x18, "CP437"},  {0x19, "CP437"},  {0x1a, "CP850"},
        {0x1b, "CP437"},  {0x1c, "CP863"},  {0x1d, "CP850"},  {0x1f, "CP852"},  {0x22, "CP852"},
        {0x23, "CP852"},  {0x24, "CP860"},  {0x25, "CP850"},  {0x26, "CP866"},  {0x37, "CP850"},
        {0x40, "CP852"},  {0x4d, "CP936"},  {0x4e, "CP949"},  {0x4f, "CP950"},  {0x50, "CP874"},
        {0x58, "CP1252"}, {0x59, "CP1252"}, {0x64, "CP852"},  {0x65, "CP866"},  {0x66, "CP865"},
        {0x67, "CP861"},  {0x6a, "CP737"},  {0x6b, "CP857"},  {0x6c, "CP863"},  {0x78, "CP950"},
        {0x79, "CP949"},  {0x7a, "CP936"},  {0x7b, "CP932"},  {0x7c, "CP874"},  {0x86, "CP737"},
        {0x87, "CP852"},  {0x88, "CP857"},  {0xc8, "CP1250"}, {0xc9, "CP1251"}, {0xca, "CP1254"},
        {0xcb, "CP1253"}, {0xcc, "CP1257"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(table); i++)
        if (table[i].driver == driver)
            return table[i].encoding;
    return "UTF-8";
}

/* The name that iconv knows for what a .cpg, shapelib or a project says: "1251", "ANSI 1251",
 * "ISO 88591", "LDID/201", "UTF-8". The caller frees it. */
static char *encoding_name(const char *said)
{
    g_autofree char *text = g_ascii_strup(said, -1);
    g_strstrip(text);
    if (*text == '\0')
        return g_strdup("UTF-8");
    if (g_str_has_prefix(text, "LDID/"))
        return g_strdup(encoding_of_driver(atoi(text + 5)));
    const char *number = text;
    static const char *const prefixes[] = {"ANSI", "OEM", "WINDOWS", "CP", "ISO"};
    for (size_t i = 0; i < G_N_ELEMENTS(prefixes); i++)
        if (g_str_has_prefix(number, prefixes[i])) {
            number += strlen(prefixes[i]);
            break;
        }
    number += strspn(number, " -_");
    if (g_str_has_prefix(number, "8859")) {
        number += 4;
        return g_strconcat("ISO-8859-", number + strspn(number, " -_"), NULL);
    }
    if (strcmp(number, "65001") == 0 || strcmp(number, "UTF8") == 0)
        return g_strdup("UTF-8");
    if (*number != '\0' && strspn(number, "0123456789") == strlen(number))
        return g_strconcat("CP", number, NULL);
    return g_steal_pointer(&text);
}

/* From the bytes of the .dbf to UTF-8. */
struct decoder {
    char *encoding;
    GIConv converter; /* NULL: the text is UTF-8 already */
};

static void decoder_clear(struct decoder *decoder)
{
    g_free(decoder->encoding);
    if (decoder->converter != NULL)
        g_iconv_close(decoder->converter);
}
typedef struct decoder decoder;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(decoder, decoder_clear)

static bool decoder_open(struct decoder *decoder, const char *path, const char *said,
                         GError **error)
{
    decoder->encoding = encoding_name(said);
    if (strcmp(decoder->encoding, "UTF-8") == 0)
        return true;
    GIConv converter = g_iconv_open("UTF-8", decoder->encoding);
    if (converter == (GIConv)-1)
        return fail(path, error, "no encoding called '%s' is known", said);
    decoder->converter = converter;
    return true;
}

/* Length of `text` without a character that its end cuts in two; the whole length when the end is
 * not what is wrong with it. */
static size_t length_of_whole_characters(const char *text, size_t length)
{
    const char *end;
    if (g_utf8_validate_len(text, length, &end))
        return length;
    size_t rest = length - (size_t)(end - text);
    return g_utf8_get_char_validated(end, (gssize)rest) == (gunichar)-2 ? length - rest : length;
}

/* The text as UTF-8, the caller's to free; NULL when it is not valid. A field that is too narrow
 * for its text can end within a character: `is_full` allows that, `is_cut` tells. */
static char *decode(const struct decoder *decoder, const char *text, bool is_full, bool *is_cut)
{
    *is_cut = false;
    size_t length = strlen(text);
    if (decoder->converter != NULL)
        return g_convert_with_iconv(text, (gssize)length, decoder->converter, NULL, NULL, NULL);
    size_t whole = is_full ? length_of_whole_characters(text, length) : length;
    *is_cut = whole < length;
    return g_utf8_validate_len(text, whole, NULL) ? g_strndup(text, whole) : NULL;
}

static bool add_fields(struct layer_builder *builder, DBFHandle dbf, const struct decoder *decoder,
                       const char *path, GError **error)
{
    for (int field = 0; field < DBFGetFieldCount(dbf); field++) {
        char name[XBASE_FLDNAME_LEN_READ + 1];
        DBFGetFieldInfo(dbf, field, name, NULL, NULL);
        bool is_cut;
        g_autofree char *text = decode(decoder, name, true, &is_cut);
        if (text == NULL)
            return fail(path, error, "the name of field %d is not valid %s", field + 1,
                        decoder->encoding);
        layer_builder_field(builder, text);
    }
    return true;
}

/* One value of a record as the file has it; borrowed until the next. */
static const char *value_bytes(DBFHandle dbf, int record, int field, DBFFieldType type)
{
    /* Text is null when it is empty; to ask costs as much as to read it. */
    if (type != FTString && DBFIsAttributeNULL(dbf, record, field))
        return "";
    const char *bytes = DBFReadStringAttribute(dbf, record, field);
    return bytes != NULL ? bytes : "";
}

static bool add_values(struct layer_builder *builder, DBFHandle dbf, const struct decoder *decoder,
                       int record, const char *path, report *report, GError **error)
{
    for (int field = 0; field < DBFGetFieldCount(dbf); field++) {
        char name[XBASE_FLDNAME_LEN_READ + 1];
        int width;
        DBFFieldType type = DBFGetFieldInfo(dbf, field, name, &width, NULL);
        const char *bytes = value_bytes(dbf, record, field, type);
        bool is_cut;
        char *text = decode(decoder, bytes, strlen(bytes) == (size_t)width, &is_cut);
        if (text == NULL)
            return fail(path, error,
                        "record %d: field '%s' is not valid %s; if the file has another encoding, "
                        "give it as 'encoding' in the project",
                        record, g_utf8_validate(name, -1, NULL) ? name : "?", decoder->encoding);
        layer_builder_take_value(builder, text);
        if (is_cut)
            report_add(report, (struct finding){SEVERITY_WARNING, "layer", .file = path},
                       "record %d: field '%s' is full and cuts off '%s'", record, name, text);
    }
    return true;
}

/* So many points from an offset on, as a part. */
static void add_part(struct layer_builder *builder, const struct mapped *shp, size_t offset,
                     size_t count)
{
    layer_builder_part(builder);
    struct lonlat *points = layer_builder_points(builder, count);
    for (size_t i = 0; i < count; i++, offset += 16)
        points[i] = (struct lonlat){double_at(shp, offset), double_at(shp, offset + 8)};
}

/* The parts of a record, which check_shape() has seen. */
static void add_shape(struct layer_builder *builder, const struct files *files, size_t record)
{
    const struct mapped *shp = &files->shp;
    size_t entry = HEADER_SIZE + record * INDEX_ENTRY_SIZE;
    size_t at = (size_t)big_endian_at(&files->shx, entry) * 2 + RECORD_HEADER_SIZE;
    switch (little_endian_at(shp, at)) {
    case SHPT_NULL:
        return;
    case SHPT_POINT:
    case SHPT_POINTZ:
    case SHPT_POINTM:
        add_part(builder, shp, at + 4, 1);
        return;
    case SHPT_MULTIPOINT:
    case SHPT_MULTIPOINTZ:
    case SHPT_MULTIPOINTM:
        if (little_endian_at(shp, at + 36) > 0)
            add_part(builder, shp, at + 40, little_endian_at(shp, at + 36));
        return;
    default: {
        size_t parts = little_endian_at(shp, at + 36), points = little_endian_at(shp, at + 40);
        size_t first_point = at + 44 + 4 * parts;
        for (size_t i = 0; i < parts && points > 0; i++) {
            size_t first = little_endian_at(shp, at + 44 + 4 * i);
            size_t end = i + 1 < parts ? little_endian_at(shp, at + 48 + 4 * i) : points;
            add_part(builder, shp, first_point + 16 * first, end - first);
        }
    }
    }
}

/* shapelib's own messages say less than the checks do. */
static void drop_message(const char *message)
{
    (void)message;
}

static struct layer *read_checked(const struct files *files, const char *encoding, report *report,
                                  GError **error)
{
    const char *dbf_path = files->dbf.path;
    SAHooks hooks;
    SASetupDefaultHooks(&hooks);
    hooks.Error = drop_message;
    g_autoptr(attribute_file) dbf = DBFOpenLL(dbf_path, "rb", &hooks);
    if (dbf == NULL) {
        fail(dbf_path, error, "cannot be read as a .dbf");
        return NULL;
    }
    const char *said = encoding != NULL ? encoding : DBFGetCodePage(dbf);
    g_auto(decoder) decoder = {0};
    if (!decoder_open(&decoder, dbf_path, said != NULL ? said : "UTF-8", error))
        return NULL;

    g_autoptr(layer_builder) builder = layer_builder_new(files->geometry);
    if (!add_fields(builder, dbf, &decoder, dbf_path, error))
        return NULL;
    layer_builder_reserve(builder, files->shp.size / 16,
                          files->record_count * (size_t)DBFGetFieldCount(dbf));
    for (size_t record = 0; record < files->record_count; record++) {
        if (DBFIsRecordDeleted(dbf, (int)record)) {
            report_add(report, (struct finding){SEVERITY_NOTE, "layer", .file = dbf_path},
                       "record %zu is marked as deleted and left out", record);
            continue;
        }
        layer_builder_feature(builder, (int)record);
        add_shape(builder, files, record);
        if (!add_values(builder, dbf, &decoder, (int)record, dbf_path, report, error))
            return NULL;
    }
    return layer_builder_finish(builder);
}

/* The text of the .prj; NULL when there is none or it is empty. */
static bool read_prj(const char *path, char **crs, GError **error)
{
    g_autofree char *prj_path = companion_path(path, "prj");
    g_autofree char *text = NULL;
    g_autoptr(GError) cause = NULL;
    if (!g_file_get_contents(prj_path, &text, NULL, &cause))
        return g_error_matches(cause, G_FILE_ERROR, G_FILE_ERROR_NOENT) ||
               fail(prj_path, error, "cannot be read");
    if (!g_utf8_validate(text, -1, NULL))
        return fail(prj_path, error, "is not text");
    g_strstrip(text);
    if (*text != '\0')
        *crs = g_steal_pointer(&text);
    return true;
}

struct layer *shapefile_read(const char *path, const struct layer_options *options, char **crs,
                             report *report, GError **error)
{
    g_autofree char *shx_path = companion_path(path, "shx");
    g_autofree char *dbf_path = companion_path(path, "dbf");
    if (options->sublayer != NULL) {
        fail(path, error, "a shapefile has no layer called '%s': it is one layer",
             options->sublayer);
        return NULL;
    }
    g_auto(files) files = {0};
    if (!open_files(&files, path, shx_path, dbf_path, error) || !read_prj(path, crs, error))
        return NULL;
    return read_checked(&files, options->encoding, report, error);
}
