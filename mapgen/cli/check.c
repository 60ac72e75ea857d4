#include "cli/cli.h"

#include "cli/listing.h"
#include "compose/areas.h"
#include "compose/layout.h"
#include "compose/map.h"
#include "style/legibility.h"

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

/* Plans every view in every language, for what only shows then: letters that no font has. */
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
    return true;
}

/* Adds the controls of a state that are not yet there; of struct legibility_area. */
static void add_controls(const struct project *project, const struct state *state, GArray *areas)
{
    for (size_t f = 0; f < state->face_count; f++) {
        g_autofree char *control = NULL;
        bool is_known = false;
        if (state->rows[f] == NONE || state->controls[f].holder == NONE)
            continue;
        control = areas_control_class(project, state->controls[f]);
        for (guint i = 0; i < areas->len && !is_known; i++)
            is_known =
                g_str_equal(g_array_index(areas, struct legibility_area, i).control, control);
        struct legibility_area area = {.has_tones =
                                           project->holders[state->controls[f].holder].has_tones};
        if (is_known)
            continue;
        area.control = g_steal_pointer(&control);
        g_array_append_val(areas, area);
    }
}

static void clear_area(gpointer area)
{
    g_free((char *)((struct legibility_area *)area)->control);
}

/* Every control that some map shows; of struct legibility_area. */
static GArray *list_controls(const struct workspace *workspace)
{
    GArray *areas = g_array_new(FALSE, FALSE, sizeof(struct legibility_area));
    size_t count;
    const day_number *days = timeline_change_days(workspace->timeline, &count);

    g_array_set_clear_func(areas, clear_area);
    for (size_t d = 0; d < count; d++) {
        g_autoptr(state) state = timeline_state_at(workspace->timeline, days[d]);
        add_controls(workspace->sources->project, state, areas);
    }
    return areas;
}

/* Reads the style for the page of every layout: its colours and sizes may differ. */
static bool check_style(const struct workspace *workspace, const char *name, GError **error)
{
    g_autofree char *path = map_style_file(workspace->sources->project, name);
    g_autoptr(GArray) areas = list_controls(workspace);

    for (const char *const *layout_name = layout_names(); *layout_name != NULL; layout_name++) {
        const struct layout *layout = layout_find(*layout_name);
        struct medium medium = {layout->width_pt, layout->height_pt, layout->unit == PAGE_MM};
        g_autoptr(style) style = style_read(path, &medium, error);
        if (style == NULL)
            return false;
        legibility_check(style, (const struct legibility_area *)(void *)areas->data, areas->len,
                         workspace->report);
    }
    return true;
}

int check_run(const struct command *command, char **arguments, GError **error)
{
    static const char *const formats[] = {"text", "json", "csv", NULL};
    g_autofree char *path = NULL, *format_name = NULL, *style = NULL;
    const GOptionEntry entries[] = {
        {"style", 0, 0, G_OPTION_ARG_FILENAME, &style,
         "Style sheet: a file, or the name of one beside the project's", "STYLE"},
        {"format", 0, 0, G_OPTION_ARG_FILENAME, &format_name, "text, json or csv", "FORMAT"},
        {NULL}};
    int format = 0;
    size_t warnings = 0;

    if (!arguments_parse(command, entries, arguments, &path, error))
        return EXIT_DONE;
    if (!option_word("--format", format_name, formats, &format, error))
        return EXIT_FAILED;
    g_autoptr(workspace) workspace = workspace_open(path, error);
    if (workspace == NULL)
        return EXIT_FAILED;
    planar_map_check_areas(workspace->map, workspace->report);
    if (!plan_views(workspace, style, error) || !check_style(workspace, style, error))
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
