#include "cli/cli.h"

#include "cli/listing.h"
#include "compose/map.h"
#include "compose/name_check.h"
#include "compose/style_check.h"
#include "input/credit_check.h"
#include "timeline/log_check.h"
#include "topology/place_check.h"

#include <stdio.h>

static const char *severity_name(const struct finding *finding)
{
    if (finding->reason != NULL)
        return "explained";
    return finding->severity == SEVERITY_WARNING ? "warning" : "note";
}

/* "file:line: message [warning: kind]", without what a finding has not. */
static void append_finding(const struct finding *finding, GString *out)
{
    if (finding->file != NULL && finding->line > 0)
        g_string_append_printf(out, "%s:%d: ", finding->file, finding->line);
    else if (finding->file != NULL)
        g_string_append_printf(out, "%s: ", finding->file);
    g_string_append_printf(out, "%s [%s: %s]\n", finding->message, severity_name(finding),
                           finding->kind);
    if (finding->reason != NULL)
        g_string_append_printf(out, "    %s\n", finding->reason);
}

/* Notes of one kind about one thing, such as the slivers between two layers, that are printed when
 * there are more. */
#define MOST_ALIKE 5

static bool are_alike(const struct finding *a, const struct finding *b)
{
    return a->severity == SEVERITY_NOTE && b->severity == SEVERITY_NOTE && a->of != NULL &&
           g_strcmp0(a->of, b->of) == 0 && g_str_equal(a->kind, b->kind);
}

/* How many of the first findings are like the one behind them. */
static guint count_alike(const GPtrArray *findings, guint number)
{
    guint count = 0;

    for (guint i = 0; i < number; i++)
        count += are_alike(g_ptr_array_index(findings, i), g_ptr_array_index(findings, number));
    return count;
}

static bool print_lines(const GPtrArray *findings, bool is_all, GError **error)
{
    g_autoptr(GString) out = g_string_new(NULL);
    guint left_out = 0;

    for (guint i = 0; i < findings->len; i++) {
        if (is_all || count_alike(findings, i) < MOST_ALIKE)
            append_finding(g_ptr_array_index(findings, i), out);
        else
            left_out++;
    }
    if (left_out > 0)
        g_string_append_printf(out, "%u more notes like those above; --all prints them\n",
                               left_out);
    return stdout_write(out->str, out->len, error);
}

static bool print_rows(const GPtrArray *findings, enum listing_format format, GError **error)
{
    static const struct column columns[] = {{"file", "file", COLUMN_TEXT, 0},
                                            {"line", "line", COLUMN_NUMBER, 0},
                                            {"severity", "severity", COLUMN_TEXT, 0},
                                            {"kind", "kind", COLUMN_TEXT, 0},
                                            {"of", "of", COLUMN_TEXT, 0},
                                            {"message", "message", COLUMN_TEXT, 0},
                                            {"because", "because", COLUMN_TEXT, 0},
                                            {NULL}};
    g_autoptr(listing) listing = listing_new(columns);

    for (guint i = 0; i < findings->len; i++) {
        const struct finding *finding = g_ptr_array_index(findings, i);
        listing_add_text(listing, finding->file);
        listing_add_number(listing, finding->line);
        listing_add_text(listing, severity_name(finding));
        listing_add_text(listing, finding->kind);
        listing_add_text(listing, finding->of);
        listing_add_text(listing, finding->message);
        listing_add_text(listing, finding->reason);
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
            struct map_options options = {.view = project->views[v].name,
                                          .language = *language,
                                          .style = style,
                                          .has_no_outlines = true};
            g_autoptr(map_plan) plan =
                map_plan_build(workspace->timeline, &options, workspace->report, error);
            if (plan == NULL)
                return false;
        }
    }
    for (size_t i = 0; i < project->layout_count; i++) {
        struct map_options options = {
            .layout = project->layouts[i].name, .style = style, .has_no_outlines = true};
        g_autoptr(map_plan) plan =
            map_plan_build(workspace->timeline, &options, workspace->report, error);
        if (plan == NULL)
            return false;
    }
    return true;
}

/* Gives findings the reasons that the project has for them. A reason without a finding is one
 * itself, `is_whole` given: when the project is looked at as it is, and not in another style or on
 * another day. */
static void explain_findings(const struct workspace *workspace, bool is_whole)
{
    const struct project *project = workspace->sources->project;

    for (size_t i = 0; i < project->explanation_count; i++) {
        const struct project_explanation *from = &project->explanations[i];
        for (char **of = from->of; *of != NULL; of++) {
            if (report_explain(workspace->report, from->finding, *of, from->because) > 0 ||
                !is_whole)
                continue;
            report_add(workspace->report,
                       (struct finding){SEVERITY_WARNING, "unused", *of, project->path, from->line},
                       "there is no finding '%s' of '%s' to explain; take it out", from->finding,
                       *of);
        }
    }
}

/* The findings to print: those that nobody has explained, or all; borrowed. */
static GPtrArray *list_findings(const report *report, bool is_all)
{
    GPtrArray *findings = g_ptr_array_new();

    for (size_t i = 0; i < report_count(report); i++) {
        const struct finding *finding = report_at(report, i);
        if (is_all || finding->reason == NULL)
            g_ptr_array_add(findings, (gpointer)finding);
    }
    return findings;
}

/* "mapgen: 2 warnings, 1 note, 14 explained" on stderr; how many warnings there are. */
static size_t print_counts(const report *report)
{
    size_t warnings = 0, notes = 0, explained = 0;

    for (size_t i = 0; i < report_count(report); i++) {
        const struct finding *finding = report_at(report, i);
        explained += finding->reason != NULL;
        warnings += finding->reason == NULL && finding->severity == SEVERITY_WARNING;
        notes += finding->reason == NULL && finding->severity == SEVERITY_NOTE;
    }
    fprintf(stderr, "mapgen: %zu warning%s, %zu note%s", warnings, warnings == 1 ? "" : "s", notes,
            notes == 1 ? "" : "s");
    if (explained > 0)
        fprintf(stderr, ", %zu explained", explained);
    fputc('\n', stderr);
    return warnings;
}

static bool find_all(const struct workspace *workspace, const char *style, GError **error)
{
    planar_map_check_areas(workspace->map, workspace->report);
    place_check(workspace->map, workspace->report);
    log_check(workspace->timeline, workspace->report);
    name_check(workspace->sources, workspace->report);
    credit_check(workspace->sources, workspace->report);
    return plan_views(workspace, style, error) &&
           style_check(workspace->timeline, style, workspace->report, error);
}

int check_run(const struct command *command, char **arguments, GError **error)
{
    static const char *const formats[] = {"text", "json", "csv", NULL};
    g_auto(project_arguments) project = {0};
    g_autofree char *format_name = NULL, *style = NULL;
    gboolean is_all = FALSE;
    const GOptionEntry entries[] = {
        {"all", 0, 0, G_OPTION_ARG_NONE, &is_all,
         "Also what the project explains, each with its reason", NULL},
        {"style", 0, 0, G_OPTION_ARG_FILENAME, &style,
         "Style sheet: a file, or the name of one beside the project's", "STYLE"},
        {"format", 0, 0, G_OPTION_ARG_FILENAME, &format_name, "text, json or csv", "FORMAT"},
        {NULL}};
    int format = 0;

    if (!arguments_parse(command, entries, arguments, &project, error))
        return EXIT_DONE;
    if (!option_word("--format", format_name, formats, &format, error))
        return EXIT_FAILED;
    g_autoptr(workspace) workspace = workspace_open(&project, error);
    if (workspace == NULL || !find_all(workspace, style, error))
        return EXIT_FAILED;
    explain_findings(workspace,
                     style == NULL && project.date_policy == NULL && project.known_at == NULL);
    g_autoptr(GPtrArray) findings = list_findings(workspace->report, is_all);
    if (format == LISTING_TABLE ? !print_lines(findings, is_all, error)
                                : !print_rows(findings, (enum listing_format)format, error))
        return EXIT_FAILED;
    return print_counts(workspace->report) > 0 ? EXIT_FAILED : EXIT_DONE;
}
