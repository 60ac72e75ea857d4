#include "cli/cli.h"

#include "cli/map_arguments.h"
#include "cli/series_arguments.h"
#include "series/moving.h"

#include <string.h>

/* What an option may ask for in seconds: nobody looks longer. */
#define MOST_SECONDS 3600.0

#define HOLD_S 2.0       /* of a map, unless told otherwise; a caption is read in that */
#define LEAST_HOLD_S 1.0 /* the same where steps follow the time */
#define FADE_S 0.24
#define SCREEN_SCALE 1.0 /* pixels per point of GIF and WebP */
#define MOST_LOOPS 10000

struct times {
    char *steps;
    double hold_s, length_s, fade_s; /* negative: not given */
    int loops;
};

static bool check_seconds(const char *option, double value, GError **error)
{
    if (value <= MOST_SECONDS && value == value)
        return true;
    return usage_fail(error, "%s %g: at most %g seconds", option, value, MOST_SECONDS);
}

static bool choose_times(const struct times *times, struct animation_options *options,
                         GError **error)
{
    static const char *const known[] = {"equal", "time", NULL};
    int steps = STEPS_EQUAL;

    if (!option_word("--steps", times->steps, known, &steps, error) ||
        !check_seconds("--hold", times->hold_s, error) ||
        !check_seconds("--length", times->length_s, error) ||
        !check_seconds("--fade", times->fade_s, error))
        return false;
    options->steps = (enum animation_steps)steps;
    if (times->length_s >= 0 && steps != STEPS_TIME)
        return usage_fail(error, "--length needs --steps time; equal steps have --hold");
    if (times->loops < 0 || times->loops > MOST_LOOPS)
        return usage_fail(error, "--loop %d: 0 (for ever) to %d is expected", times->loops,
                          MOST_LOOPS);
    options->hold_s = times->hold_s;
    if (times->hold_s < 0)
        options->hold_s = steps == STEPS_TIME ? LEAST_HOLD_S : HOLD_S;
    if (options->hold_s < 0.05)
        return usage_fail(error, "--hold %g: nobody can see a map in less than 0.05 seconds",
                          times->hold_s);
    options->length_s = times->length_s;
    options->fade_s = times->fade_s < 0 ? FADE_S : times->fade_s;
    return true;
}

static GArray *make_turns(const GArray *days, struct animation_options *options, GError **error)
{
    g_autofree day_number *dates = g_new(day_number, days->len);

    if (days->len == 0) {
        usage_fail(error, "nothing changes in this view in the span asked for");
        return NULL;
    }
    for (guint i = 0; i < days->len; i++)
        dates[i] = g_array_index(days, struct series_day, i).date;
    if (options->length_s < 0)
        options->length_s = HOLD_S * (days->len + 1);
    return animation_turns(dates, days->len, options, error);
}

static bool write_all(struct moving *moving, char **files, const enum moving_format *formats,
                      bool has_scale, double scale, GError **error)
{
    for (size_t i = 0; files[i] != NULL; i++) {
        bool is_for_screen = formats[i] != MOVING_FRAMES && !has_scale;
        moving->write.png_scale = is_for_screen ? SCREEN_SCALE : scale;
        if (!moving_write(moving, files[i], formats[i], error))
            return false;
        if (formats[i] != MOVING_FRAMES)
            continue;
        g_autofree char *line = moving_ffmpeg_line(moving, files[i]);
        g_autofree char *printed = g_strconcat(line, "\n", NULL);
        if (!stdout_write(printed, strlen(printed), error))
            return false;
    }
    return true;
}

int animate_run(const struct command *command, char **arguments, GError **error)
{
    g_auto(project_arguments) project = {0};
    g_autofree char *from = NULL, *to = NULL, *dates = NULL, *view = NULL, *steps = NULL;
    g_auto(GStrv) files = NULL;
    g_auto(map_arguments) of_maps;
    struct times times = {.hold_s = -1, .length_s = -1, .fade_s = -1};
    const GOptionEntry entries[] = {
        {"from", 0, 0, G_OPTION_ARG_FILENAME, &from, "First day", "DAY"},
        {"to", 0, 0, G_OPTION_ARG_FILENAME, &to, "Last day", "DAY"},
        {"dates", 0, 0, G_OPTION_ARG_FILENAME, &dates, "changes (default), monthly or LIST",
         "WHICH"},
        OPTION_VIEW(view),
        {"output", 'o', 0, G_OPTION_ARG_FILENAME_ARRAY, &files,
         "Where it goes; may be given more than once", "FILE"},
        {"steps", 0, 0, G_OPTION_ARG_FILENAME, &steps,
         "equal (default), or time: by the days between maps", "HOW"},
        {"hold", 0, 0, G_OPTION_ARG_DOUBLE, &times.hold_s,
         "Of each map (2); with --steps time, at least (1)", "SECONDS"},
        {"length", 0, 0, G_OPTION_ARG_DOUBLE, &times.length_s,
         "Of the whole, with --steps time (2 for each map)", "SECONDS"},
        {"fade", 0, 0, G_OPTION_ARG_DOUBLE, &times.fade_s,
         "Of what changes, into each map; 0 is a cut (0.24)", "SECONDS"},
        {"loop", 0, 0, G_OPTION_ARG_INT, &times.loops, "How often it is shown; 0 is for ever (0)",
         "N"},
        {NULL}};
    struct series_options options = {.from = DAY_BEFORE_ALL, .until = DAY_AFTER_ALL};
    struct animation_options timing;
    g_autoptr(GArray) listed = g_array_new(FALSE, FALSE, sizeof(day_number));

    map_arguments_init(&of_maps);
    if (!arguments_parse_more(command, entries, of_maps.entries, arguments, &project, error))
        return EXIT_DONE;
    times.steps = steps;
    if (!option_day("--from", from, &options.from, error) ||
        !option_day("--to", to, &options.until, error) || !option_required("-o", files, error) ||
        !choose_times(&times, &timing, error))
        return EXIT_FAILED;
    if (options.from > options.until) {
        usage_fail(error, "--from is after --to");
        return EXIT_FAILED;
    }
    g_autofree enum moving_format *formats = g_new(enum moving_format, g_strv_length(files));
    for (size_t i = 0; files[i] != NULL; i++)
        if (!moving_format(files[i], &formats[i], error))
            return EXIT_FAILED;
    g_autoptr(workspace) workspace = workspace_open(&project, error);
    options.map.view = view;
    if (workspace == NULL ||
        !map_arguments_resolve(&of_maps, workspace, &options.map, &options.write, error) ||
        !option_series_days(workspace->timeline, dates, listed, &options, error))
        return EXIT_FAILED;
    if (options.write.svg.profile != SVG_WEB) {
        usage_fail(error, "--profile: what moves needs rules, which the profile web has alone");
        return EXIT_FAILED;
    }
    g_autoptr(map_plan) plan =
        map_plan_build(workspace->timeline, &options.map, workspace->report, error);
    if (plan == NULL)
        return EXIT_FAILED;
    g_autoptr(GArray) days = series_days(workspace->timeline, plan, &options);
    g_autoptr(GArray) turns = make_turns(days, &timing, error);
    if (turns == NULL)
        return EXIT_FAILED;
    workspace_warn(workspace);
    struct moving moving = {
        .plan = plan, .days = days, .turns = turns, .loops = times.loops, .write = options.write};
    write_all(&moving, files, formats, of_maps.scale != NULL, options.write.png_scale, error);
    return EXIT_DONE;
}
