#include "cli/cli.h"

#include "cli/map_arguments.h"
#include "cli/series_arguments.h"
#include "compose/labels.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool choose_formats(const char *text, GArray *formats, GError **error)
{
    g_auto(GStrv) names = g_strsplit(text, ",", -1);

    for (char **name = names; *name != NULL; name++) {
        enum file_format format = FORMAT_SVG;
        if (!format_from_name(*name, &format))
            return usage_fail(error, "--format: there is no '%s'; there are svg, png, pdf", *name);
        g_array_append_val(formats, format);
    }
    return true;
}

/* The views asked for; without a word about them all, which is NULL, or the first alone where one
 * extent is asked for, which would be that of them all. */
static bool choose_views(const struct project *project, const char *text, bool has_one_extent,
                         char ***views, GError **error)
{
    g_autofree const char **known = g_new0(const char *, project->view_count + 1);
    int number;

    if (text == NULL && !has_one_extent)
        return true;
    if (text == NULL)
        text = project->views[0].name;
    for (size_t i = 0; i < project->view_count; i++)
        known[i] = project->views[i].name;
    *views = g_strsplit(text, ",", -1);
    for (char **view = *views; *view != NULL; view++) {
        if (!option_word("--view", *view, known, &number, error))
            return false;
    }
    return true;
}

/* What the time left is told from: the pace since the first map, for planning comes before it. */
struct pace {
    gint64 first_us; /* when the first was done; 0: none is */
};

/* How far it is and how long it will take, on a terminal only; rewritten in place and wiped at the
 * end. */
static void show_progress(size_t done, size_t total, void *data)
{
    struct pace *pace = data;
    gint64 now_us = g_get_monotonic_time();

    if (pace->first_us == 0)
        pace->first_us = now_us;
    fprintf(stderr, "\r%zu of %zu maps", done, total);
    if (done > 1)
        fprintf(stderr, ", %.0f s left ",
                ceil((double)(now_us - pace->first_us) / 1e6 * (double)(total - done) /
                     (double)(done - 1)));
    if (done == total)
        fputs("\r                                        \r", stderr);
    fflush(stderr);
}

/* A line a name that does not stand still through the series, and for each view a line that says
 * how many places are named. */
static void tell_labels(const char *view, const map_plan *plan, void *data)
{
    static const char *const verbs[] = {
        [NAME_MOVES] = "moves", [NAME_VANISHES] = "vanishes", [NAME_COMES_BACK] = "comes back"};
    GString *out = data;
    char day[16];
    const GArray *moves = labels_moves(map_plan_labels(plan));
    g_autoptr(place_report) places = labels_place_report(map_plan_labels(plan));

    g_string_append_printf(out, "mapgen: %s: %zu of %zu places are named, %zu names of places move",
                           view, places->placed, places->wanted, places->moves);
    for (guint i = 0; i < places->left_out->len; i++)
        g_string_append_printf(out, "%s%s", i == 0 ? "; left out: " : ", ",
                               (const char *)g_ptr_array_index(places->left_out, i));
    g_string_append_c(out, '\n');
    for (guint i = 0; i < moves->len; i++) {
        const struct name_move *move = &g_array_index(moves, struct name_move, i);
        g_string_append_printf(out, "mapgen: %s: %s %s on %s", view, move->name, verbs[move->kind],
                               day_format(move->day, day));
        if (move->reason != NULL)
            g_string_append_printf(out, ": %s", move->reason);
        g_string_append_c(out, '\n');
    }
}

static void print_summary(const struct series_result *result, const char *folder, gint64 start_us)
{
    fprintf(stderr, "mapgen: %zu map%s, %zu file%s in %s", result->maps,
            result->maps == 1 ? "" : "s", result->files, result->files == 1 ? "" : "s", folder);
    if (result->kept > 0)
        fprintf(stderr, " (%zu up to date before)", result->kept);
    fprintf(stderr, " after %.1f s\n", (double)(g_get_monotonic_time() - start_us) / 1e6);
}

static void print_timings(struct timings *timings, const struct workspace *workspace,
                          gint64 opening_us)
{
    timings->us[TIMING_READ] = workspace->read_us;
    timings->us[TIMING_TOPOLOGY] = opening_us - workspace->read_us;
    g_autofree char *table = timings_table(timings);
    fputs(table, stderr);
}

/* What this run was asked for: its arguments, less those that make no difference to the files. */
static char *what_is_asked(char **arguments)
{
    static const char *const idle[] = {"-o", "--output", "-j", "--jobs", NULL};
    GString *asked = g_string_new(NULL);

    for (char **argument = arguments; *argument != NULL; argument++) {
        if (argument[1] != NULL && g_strv_contains(idle, *argument))
            argument++;
        else
            g_string_append_printf(asked, "%s\n", *argument);
    }
    return g_string_free(asked, FALSE);
}

/* Draws what was asked for, and tells how it went. */
static int draw(const struct workspace *workspace, struct series_options *options, gint64 start_us,
                gint64 opened_us, bool has_timings, GError **error)
{
    struct timings timings = {0};
    struct pace pace = {0};
    struct series_result result = {0};
    g_autoptr(GString) labels = g_string_new(NULL);

    options->timings = &timings;
    options->progress = isatty(STDERR_FILENO) ? show_progress : NULL;
    options->progress_data = &pace;
    options->planned = tell_labels;
    options->planned_data = labels;
    bool is_done = series_render(workspace->timeline, options, &result, workspace->report, error);
    workspace_warn(workspace);
    if (!is_done)
        return EXIT_FAILED;
    fputs(labels->str, stderr);
    print_summary(&result, options->folder, start_us);
    if (has_timings)
        print_timings(&timings, workspace, opened_us - start_us);
    return EXIT_DONE;
}

int series_run(const struct command *command, char **arguments, GError **error)
{
    g_auto(project_arguments) project = {0};
    g_autofree char *from = NULL, *to = NULL, *dates = NULL, *view_names = NULL,
                    *format_names = NULL, *folder = NULL;
    g_auto(map_arguments) of_maps;
    int jobs = 0;
    gboolean has_no_viewer = FALSE, has_timings = FALSE, is_forced = FALSE;
    const GOptionEntry entries[] = {
        {"from", 0, 0, G_OPTION_ARG_FILENAME, &from, "First day", "DAY"},
        {"to", 0, 0, G_OPTION_ARG_FILENAME, &to, "Last day", "DAY"},
        {"dates", 0, 0, G_OPTION_ARG_FILENAME, &dates, "changes (default), monthly or LIST",
         "WHICH"},
        {"view", 0, 0, G_OPTION_ARG_FILENAME, &view_names,
         "Views, apart by commas (all; the first with --around)", "VIEW,..."},
        {"format", 0, 0, G_OPTION_ARG_FILENAME, &format_names,
         "svg, png, pdf, apart by commas (svg)", "FORMAT,..."},
        {"output", 'o', 0, G_OPTION_ARG_FILENAME, &folder, "Where the maps go", "DIR"},
        {"no-viewer", 0, 0, G_OPTION_ARG_NONE, &has_no_viewer, "Write no DIR/index.html", NULL},
        {"jobs", 'j', 0, G_OPTION_ARG_INT, &jobs, "Files written at a time (one per processor)",
         "N"},
        {"force", 0, 0, G_OPTION_ARG_NONE, &is_forced, "Write also the files that are up to date",
         NULL},
        {"timings", 0, 0, G_OPTION_ARG_NONE, &has_timings, "Tell where the time went", NULL},
        {NULL}};
    struct series_options options = {.from = DAY_BEFORE_ALL, .until = DAY_AFTER_ALL};
    g_autoptr(GArray) formats = g_array_new(FALSE, FALSE, sizeof(enum file_format));
    g_autoptr(GArray) days = g_array_new(FALSE, FALSE, sizeof(day_number));
    g_auto(GStrv) views = NULL;
    gint64 start_us = g_get_monotonic_time();
    options.start_us = g_get_real_time();
    g_autofree char *asked = what_is_asked(arguments);
    struct series_result result = {0};

    map_arguments_init(&of_maps);
    if (!arguments_parse_more(command, entries, of_maps.entries, arguments, &project, error))
        return EXIT_DONE;
    if (!option_day("--from", from, &options.from, error) ||
        !option_day("--to", to, &options.until, error) || !option_required("-o", folder, error) ||
        !choose_formats(format_names == NULL ? "svg" : format_names, formats, error))
        return EXIT_FAILED;
    if (options.from > options.until || jobs < 0) {
        usage_fail(error, jobs < 0 ? "-j is negative" : "--from is after --to");
        return EXIT_FAILED;
    }
    if (!is_forced && !has_timings && series_is_done(folder, asked, &result)) {
        print_summary(&result, folder, start_us);
        return EXIT_DONE;
    }
    g_autoptr(workspace) workspace = workspace_open(&project, error);
    gint64 opened_us = g_get_monotonic_time();
    if (workspace == NULL ||
        !map_arguments_resolve(&of_maps, workspace, &options.map, &options.write, error) ||
        !choose_views(workspace->sources->project, view_names, of_maps.around != NULL, &views,
                      error))
        return EXIT_FAILED;
    if (!option_series_days(workspace->timeline, dates, days, &options, error))
        return EXIT_FAILED;
    options.write.svg.id_prefix = options.write.svg.id;
    options.write.svg.id = NULL;
    options.views = (const char *const *)views;
    options.formats = (const enum file_format *)(const void *)formats->data;
    options.format_count = formats->len;
    options.folder = folder;
    options.has_viewer = !has_no_viewer;
    options.jobs = jobs;
    options.is_forced = is_forced;
    options.asked = asked;
    return draw(workspace, &options, start_us, opened_us, has_timings, error);
}
