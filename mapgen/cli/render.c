#include "cli/cli.h"

#include "cli/map_arguments.h"
#include "compose/languages.h"

static int write_all(const struct workspace *workspace, const scene *scene, char **files,
                     const enum file_format *formats, const struct write_options *write,
                     GError **error)
{
    workspace_warn(workspace);
    for (size_t i = 0; files[i] != NULL; i++) {
        if (!scene_write(scene, files[i], formats[i], write, error))
            return EXIT_FAILED;
    }
    return EXIT_DONE;
}

int render_run(const struct command *command, char **arguments, GError **error)
{
    g_auto(project_arguments) project = {0};
    g_autofree char *date = NULL, *since = NULL, *format = NULL, *view = NULL;
    g_auto(GStrv) files = NULL;
    g_auto(map_arguments) of_maps;
    const GOptionEntry entries[] = {
        {"date", 0, 0, G_OPTION_ARG_FILENAME, &date, "The day of the map", "DAY"},
        {"since", 0, 0, G_OPTION_ARG_FILENAME, &since, "Tell what changed after this day", "DAY"},
        OPTION_VIEW(view),
        OPTION_FILES(files, "Where the map goes"),
        {"format", 0, 0, G_OPTION_ARG_FILENAME, &format,
         "svg, png or pdf, where the ending does not say", "FORMAT"},
        {NULL}};
    day_number day = DAY_BEFORE_ALL, since_day = DAY_BEFORE_ALL;

    map_arguments_init(&of_maps);
    of_maps.may_be_polyglot = true;
    if (!arguments_parse_more(command, entries, of_maps.entries, arguments, &project, error))
        return EXIT_DONE;
    if (!option_required("--date", date, error) || !option_day("--date", date, &day, error) ||
        !option_day("--since", since, &since_day, error) || !option_required("-o", files, error))
        return EXIT_FAILED;
    if (since == NULL)
        since_day = day - 1;
    if (since_day >= day) {
        usage_fail(error, "--since %s is not before --date %s", since, date);
        return EXIT_FAILED;
    }
    g_autofree enum file_format *formats = g_new(enum file_format, g_strv_length(files));
    if (!option_formats(files, format, formats, error))
        return EXIT_FAILED;
    g_autoptr(workspace) workspace = workspace_open(&project, error);
    struct map_options options = {.view = view};
    struct write_options write;
    if (workspace == NULL || !map_arguments_resolve(&of_maps, workspace, &options, &write, error))
        return EXIT_FAILED;
    options.has_no_outlines = formats_are_text(formats, g_strv_length(files), &write);
    if (map_arguments_are_polyglot(&of_maps)) {
        g_autoptr(languages) all = languages_build(workspace->timeline, &options, day, since_day,
                                                   workspace->report, error);
        return all != NULL
                   ? write_all(workspace, languages_scene(all), files, formats, &write, error)
                   : EXIT_FAILED;
    }
    g_autoptr(map_plan) plan =
        map_plan_build(workspace->timeline, &options, workspace->report, error);
    if (plan == NULL)
        return EXIT_FAILED;
    g_autoptr(scene) scene = map_compose(plan, day, since_day);
    return write_all(workspace, scene, files, formats, &write, error);
}
