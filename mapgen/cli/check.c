#include "cli/cli.h"

#include "cli/listing.h"
#include "compose/map.h"
#include "compose/style_check.h"

#include <stdio.h>

static const char *severity_name(const struct finding *finding)
{
    return finding->severity == SEVERITY_WARNING ? "warning" : "note";
}

/* "file:line: message [warning]", without what a finding has not. */
static void append_finding(const struct finding *finding, GString *out)
{
    if (finding->file != NULL && finding->line > 0)
        g_string_append_printf(out, "%s:%d: ", finding->file, finding->line);
    else if (finding->file != NULL)
        g_string_append_printf(out, "%s: ", finding->file);
    g_string_append_printf(out, "%s [%s]\n", finding->message, severity_name(finding));
}

static bool print_lines(const struct report *report, GError **error)
{
    g_autoptr(GString) out = g_string_new(NULL);

    for (size_t i = 0; i < report_count(report); i++)
        append_finding(report_at(report, i), out);
    return stdout_write(out->str, out->len, error);
}

static bool print_rows(const struct report *report, enum listing_format format, GError **error)
{
    static const struct column columns[] = {{"file", "file", COLUMN_TEXT, 0},
                                            {"line", "line", COLUMN_NUMBER, 0},
                                            {"severity", "severity", COLUMN_TEXT, 0},
                                            {"message", "message", COLUMN_TEXT, 0},
                                            {NULL}};
    g_autoptr(listing) listing = listing_new(columns);

    for (size_t i = 0; i < report_count(report); i++) {
        const struct finding *finding = report_at(report, i);
        listing_add_text(listing, finding->file);
        listing_add_number(listing, finding->line);
        listing_add_text(listing, severity_name(finding));
        listing_add_text(listing, finding->message);
    }
    return listing_print(listing, format, error);
}

/* Plans every view in every language, and every layout of the project, for what only shows then:
 * letters that no font has, a page without room. */
static bool plan_views(const struct workspace *workspace, const char *style, GError **error)
{
    const struct project *project = workspace->sources->project;

    for (size_t v = 0; v < project->view_count; v++) {
        for (char **language = project->languages; *language != NULL; language++) {
            struct map_options options = {
                .view = project->views[v].name, .language = *language, .style = style};
            g_autoptr(map_plan) plan =
                map_plan_build(workspace->timeline, &options, workspace->report, error);
            if (plan == NULL)
                return false;
        }
    }
    for (size_t i = 0; i < project->layout_count; i++) {
        struct map_options options = {.layout = project->layouts[i].name, .style = style};
        g_autoptr(map_plan) plan =
            map_plan_build(workspace->timeline, &options, workspace->report, error);
        if (plan == NULL)
            return false;
    }
    return true;
}

int check_run(const struct command *command, char **arguments, GError **error)
{
    static const char *const formats[] = {"text", "json", "csv", NULL};
    g_auto(project_arguments) project = {0};
    g_autofree char *format_name = NULL, *style = NULL;
    const GOptionEntry entries[] = {
        {"style", 0, 0, G_OPTION_ARG_FILENAME, &style,
         "Style sheet: a file, or the name of one beside the project's", "STYLE"},
        {"format", 0, 0, G_OPTION_ARG_FILENAME, &format_name, "text, json or csv", "FORMAT"},
        {NULL}};
    int format = 0;
    size_t warnings = 0;

    if (!arguments_parse(command, entries, arguments, &project, error))
        return EXIT_DONE;
    if (!option_word("--format", format_name, formats, &format, error))
        return EXIT_FAILED;
    g_autoptr(workspace) workspace = workspace_open(&project, error);
    if (workspace == NULL)
        return EXIT_FAILED;
    planar_map_check_areas(workspace->map, workspace->report);
    if (!plan_views(workspace, style, error) ||
        !style_check(workspace->timeline, style, workspace->report, error))
        return EXIT_FAILED;
    if (format == LISTING_TABLE
            ? !print_lines(workspace->report, error)
            : !print_rows(workspace->report, (enum listing_format)format, error))
        return EXIT_FAILED;
    for (size_t i = 0; i < report_count(workspace->report); i++)
        warnings += report_at(workspace->report, i)->severity == SEVERITY_WARNING;
    size_t notes = report_count(workspace->report) - warnings;
    fprintf(stderr, "mapgen: %zu warning%s, %zu note%s\n", warnings, warnings == 1 ? "" : "s",
            notes, notes == 1 ? "" : "s");
    return warnings > 0 ? EXIT_FAILED : EXIT_DONE;
}
