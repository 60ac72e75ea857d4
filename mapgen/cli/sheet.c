#include "cli/cli.h"

#include "cli/map_arguments.h"
#include "compose/sheet.h"

/* The last change day of every phase: how each ended. */
static void list_phase_ends(const timeline *timeline, GArray *days)
{
    size_t count;
    const day_number *changes = timeline_change_days(timeline, &count);

    for (size_t i = 0; i < count; i++) {
        if (i + 1 == count ||
            timeline_phase_at(timeline, changes[i]) != timeline_phase_at(timeline, changes[i + 1]))
            g_array_append_val(days, changes[i]);
    }
}

static bool choose_days(const timeline *timeline, const char *text, GArray *days, GError **error)
{
    if (text == NULL)
        list_phase_ends(timeline, days);
    else if (!option_days(text, DAY_BEFORE_ALL, DAY_AFTER_ALL, days, error))
        return false;
    if (days->len == 0)
        return usage_fail(error, "--dates is missing, as nothing ever changes here");
    if (days->len > SHEET_MOST_DATES)
        return usage_fail(error, "--dates has %u days; a sheet has %d maps at most", days->len,
                          SHEET_MOST_DATES);
    return true;
}

int sheet_run(const struct command *command, char **arguments, GError **error)
{
    g_auto(project_arguments) project = {0};
    g_autofree char *dates = NULL, *format = NULL, *view = NULL;
    g_auto(GStrv) files = NULL;
    g_auto(map_arguments) of_maps;
    int columns = 0;
    const GOptionEntry entries[] = {
        {"dates", 0, 0, G_OPTION_ARG_FILENAME, &dates,
         "Days apart by commas (the last change of every phase)", "LIST"},
        {"columns", 0, 0, G_OPTION_ARG_INT, &columns, "Maps side by side (as they fit best)", "N"},
        OPTION_VIEW(view),
        OPTION_FILES(files, "Where the sheet goes"),
        {"format", 0, 0, G_OPTION_ARG_FILENAME, &format,
         "svg, png or pdf, where the ending does not say", "FORMAT"},
        {NULL}};
    g_autoptr(GArray) days = g_array_new(FALSE, FALSE, sizeof(day_number));

    map_arguments_init(&of_maps);
    if (!arguments_parse_more(command, entries, of_maps.entries, arguments, &project, error))
        return EXIT_DONE;
    if (!option_required("-o", files, error))
        return EXIT_FAILED;
    if (columns < 0) {
        usage_fail(error, "--columns is negative");
        return EXIT_FAILED;
    }
    g_autofree enum file_format *formats = g_new(enum file_format, g_strv_length(files));
    if (!option_formats(files, format, formats, error))
        return EXIT_FAILED;
    g_autoptr(workspace) workspace = workspace_open(&project, error);
    struct sheet_options options = {.map = {.view = view}, .columns = columns};
    struct write_options write;
    if (workspace == NULL ||
        !map_arguments_resolve(&of_maps, workspace, &options.map, &write, error) ||
        !choose_days(workspace->timeline, dates, days, error))
        return EXIT_FAILED;
    options.dates = (const day_number *)(const void *)days->data;
    options.date_count = days->len;
    g_autoptr(sheet) sheet = sheet_build(workspace->timeline, &options, workspace->report, error);
    if (sheet == NULL)
        return EXIT_FAILED;
    workspace_warn(workspace);
    for (size_t i = 0; files[i] != NULL; i++) {
        if (!scene_write(sheet_scene(sheet), files[i], formats[i], &write, error))
            return EXIT_FAILED;
    }
    return EXIT_DONE;
}
