#include "cli/cli.h"

#include "base/error.h"
#include "compose/export_lines.h"
#include "compose/map.h"
#include "output/file_set.h"
#include "output/geojson.h"
#include "output/geopackage.h"
#include "output/qml.h"
#include "output/shapefile_writer.h"

#include <string.h>

enum export_format { EXPORT_GEOJSON, EXPORT_SHAPEFILE, EXPORT_GEOPACKAGE };

/* The options as typed. */
struct export_arguments {
    char *date, *from, *to, *region, *lang, *style, *file;
};
typedef struct export_arguments export_arguments;

static void export_arguments_clear(export_arguments *arguments)
{
    g_free(arguments->date);
    g_free(arguments->from);
    g_free(arguments->to);
    g_free(arguments->region);
    g_free(arguments->lang);
    g_free(arguments->style);
    g_free(arguments->file);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(export_arguments, export_arguments_clear)

static bool choose_format(const char *file, enum export_format *format, GError **error)
{
    static const struct {
        const char *ending;
        enum export_format format;
    } formats[] = {{".geojson", EXPORT_GEOJSON},
                   {".json", EXPORT_GEOJSON},
                   {".shp", EXPORT_SHAPEFILE},
                   {".gpkg", EXPORT_GEOPACKAGE}};

    *format = EXPORT_GEOJSON;
    if (strcmp(file, "-") == 0)
        return true;
    for (size_t i = 0; i < G_N_ELEMENTS(formats); i++) {
        *format = formats[i].format;
        if (g_str_has_suffix(file, formats[i].ending))
            return true;
    }
    return usage_fail(error, "'%s' does not say what to write: end it with .geojson, .shp or .gpkg",
                      file);
}

/* Which days: one, or a span, which is half open here and includes both of its days as typed. */
static bool choose_days(const struct export_arguments *arguments, struct export_choice *choice,
                        GError **error)
{
    day_number last = DAY_AFTER_ALL;

    choice->is_one_day = arguments->date != NULL;
    choice->from = DAY_BEFORE_ALL;
    if (!option_day("--date", arguments->date, &choice->day, error) ||
        !option_day("--from", arguments->from, &choice->from, error) ||
        !option_day("--to", arguments->to, &last, error))
        return false;
    if (arguments->date != NULL && (arguments->from != NULL || arguments->to != NULL))
        return usage_fail(error, "--date is one day and goes with neither --from nor --to");
    if (choice->from > last)
        return usage_fail(error, "--to is before --from");
    choice->until = last == DAY_AFTER_ALL ? last : last + 1;
    return true;
}

/* The style sheet, for its colours on a page like an article's; NULL without error when there is
 * none. */
static bool choose_style(const struct project *project, const char *name, style **style,
                         GError **error)
{
    const struct layout *layout = layout_find("article");
    const struct medium medium = {.width_pt = layout->width_pt, .height_pt = layout->height_pt};
    g_autofree char *path = map_style_file(project, name);

    *style = path == NULL ? NULL : style_read(path, &medium, error);
    return path == NULL || *style != NULL;
}

/* What QGIS looks for beside a file. */
static bool add_beside(file_set *files, const features *features, const char *path,
                       bool has_short_names)
{
    char *qml = qml_encode(features, has_short_names), *qmd = qmd_encode(features);

    file_set_add_beside(files, path, "qmd", g_bytes_new_take(qmd, strlen(qmd)));
    if (qml != NULL)
        file_set_add_beside(files, path, "qml", g_bytes_new_take(qml, strlen(qml)));
    return true;
}

static bool encode(const struct workspace *workspace, const struct export_choice *choice,
                   enum export_format format, const char *path, file_set *files, GError **error)
{
    g_autoptr(features) areas = export_areas(workspace->timeline, choice);
    g_autoptr(features) lines = NULL;
    GBytes *bytes;

    switch (format) {
    case EXPORT_GEOJSON:
        file_set_add(files, path, geojson_encode(areas));
        return add_beside(files, areas, path, false);
    case EXPORT_SHAPEFILE:
        return shapefile_encode(areas, path, files, workspace->report, error) &&
               add_beside(files, areas, path, true);
    case EXPORT_GEOPACKAGE:
        lines = export_lines(workspace->timeline, choice);
        bytes = geopackage_encode((const features *const[]){areas, lines}, 2, path, error);
        if (bytes != NULL)
            file_set_add(files, path, bytes);
        return bytes != NULL;
    }
    return true;
}

static bool print_areas(const struct workspace *workspace, const struct export_choice *choice,
                        GError **error)
{
    g_autoptr(features) areas = export_areas(workspace->timeline, choice);
    g_autoptr(GBytes) bytes = geojson_encode(areas);
    size_t size;
    const char *text = g_bytes_get_data(bytes, &size);

    return stdout_write(text, size, error);
}

int export_run(const struct command *command, char **arguments, GError **error)
{
    g_auto(project_arguments) project = {0};
    g_auto(export_arguments) typed = {0};
    const GOptionEntry entries[] = {
        {"date", 0, 0, G_OPTION_ARG_FILENAME, &typed.date, "One day instead of all", "DAY"},
        {"from", 0, 0, G_OPTION_ARG_FILENAME, &typed.from, "What holds on this day or later",
         "DAY"},
        {"to", 0, 0, G_OPTION_ARG_FILENAME, &typed.to, "What holds on this day or earlier", "DAY"},
        {"region", 0, 0, G_OPTION_ARG_FILENAME, &typed.region, "Of this region alone", "REGION"},
        {"lang", 0, 0, G_OPTION_ARG_FILENAME, &typed.lang, "Language of the names", "LANG"},
        {"style", 0, 0, G_OPTION_ARG_FILENAME, &typed.style,
         "The style sheet that the colours are from, instead of the project's", "STYLE"},
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &typed.file,
         "Where the areas go, by its ending: .geojson, .shp, .gpkg; - is stdout, as GeoJSON",
         "FILE"},
        {NULL}};
    struct export_choice choice = {.region = NONE};
    enum export_format format;
    g_autoptr(style) style = NULL;

    if (!arguments_parse(command, entries, arguments, &project, error))
        return EXIT_DONE;
    if (!choose_days(&typed, &choice, error) || !option_required("-o", typed.file, error) ||
        !choose_format(typed.file, &format, error))
        return EXIT_FAILED;
    g_autoptr(workspace) workspace = workspace_open(&project, error);
    if (workspace == NULL)
        return EXIT_FAILED;
    choice.language = workspace_language(workspace, typed.lang, error);
    if (choice.language == NULL ||
        !choose_style(workspace->sources->project, typed.style, &style, error))
        return EXIT_FAILED;
    choice.style = style;
    if (typed.region != NULL)
        choice.region = workspace_region(workspace, typed.region, error);
    if (typed.region != NULL && choice.region == NONE)
        return EXIT_FAILED;

    g_autoptr(file_set) files = file_set_new();
    bool is_stdout = strcmp(typed.file, "-") == 0;
    bool is_encoded = is_stdout || encode(workspace, &choice, format, typed.file, files, error);
    workspace_warn(workspace);
    if (!is_encoded)
        return EXIT_FAILED;
    bool is_written =
        is_stdout ? print_areas(workspace, &choice, error) : file_set_write(files, error);
    return is_written ? EXIT_DONE : EXIT_FAILED;
}
