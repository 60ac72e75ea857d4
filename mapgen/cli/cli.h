/* What the commands share: how a command is described, its options read, a project opened, and
 * what is printed where.
 *
 * Only this folder and main.c print and choose the exit status: 0 done, 1 failed (or findings, for
 * check), 2 wrong usage. Data goes to stdout, messages to stderr as "mapgen: MESSAGE". There are no
 * colours. The program stays in the C locale, so that its output is the same in all of them; text
 * in arguments and output is UTF-8. */
#ifndef MAPGEN_CLI_CLI_H
#define MAPGEN_CLI_CLI_H

#include "timeline/timeline.h"

enum exit_status { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_WRONG_USAGE = 2 };

/* ---- commands ------------------------------------------------------------------------------- */

struct command;

/* Runs a command on the arguments that follow its name. Answers the exit status, which holds when
 * `error` is not set; main prints an error and its code chooses the status. */
typedef int command_run(const struct command *command, char **arguments, GError **error);

struct command {
    const char *name;
    const char *arguments; /* behind "mapgen NAME [OPTION…]" */
    const char *summary;   /* one line: a verb and what it makes */
    const char *details;   /* what the options' lines do not say; NULL: nothing */
    command_run *run;
    bool takes_files; /* more files may stand behind the project's */
};

command_run render_run, series_run, sheet_run, animate_run, dates_run, stats_run, diff_run,
    explain_run, export_run, check_run, corpus_run;

/* ---- arguments ------------------------------------------------------------------------------ */

/* What every command takes: the project file, and how its log is read. */
struct project_arguments {
    char *path;
    char **files;                 /* of a command that takes more; NULL-terminated */
    char *date_policy, *known_at; /* as typed; NULL: not given */
};
typedef struct project_arguments project_arguments;

void project_arguments_clear(project_arguments *project);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(project_arguments, project_arguments_clear)

/* Reads a command's options into the variables of `entries` (texts are G_OPTION_ARG_FILENAME: they
 * arrive as the bytes that were typed) and what every command takes. False when there is nothing
 * more to do: --help or --version was asked for and is printed, or `error` is set, which is one of
 * wrong usage and names the nearest option. */
bool arguments_parse(const struct command *command, const GOptionEntry *entries, char **arguments,
                     project_arguments *project, GError **error);

/* The same with options beside the command's own that say how its maps look; each of the two has
 * its headline in the help. */
bool arguments_parse_more(const struct command *command, const GOptionEntry *entries,
                          const GOptionEntry *more, char **arguments, project_arguments *project,
                          GError **error);

/* An error of wrong usage. Always false. */
bool usage_fail(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* " did you mean" with the nearest of the words that there are, or a list of them all; the caller
 * frees it. */
char *usage_known(const char *word, const char *const *known);

/* The value of an option that has to be given. */
bool option_required(const char *option, const void *value, GError **error);

/* The value of an option as a day; left as it is when the option was not given. */
bool option_day(const char *option, const char *text, day_number *day, GError **error);

/* The days of a list such as "2020-11-10,2020-12-01" that lie in the span, both ends included, in
 * order and once each, appended to `days` (of day_number). */
bool option_days(const char *text, day_number from, day_number until, GArray *days, GError **error);

/* Which of the words an option names; left as it is when the option was not given. */
bool option_word(const char *option, const char *text, const char *const *known, int *number,
                 GError **error);

/* The value of an option as "LON,LAT" in degrees; a message guesses a point whose numbers have
 * changed places. */
bool option_point(const char *option, const char *text, struct lonlat *at, GError **error);

/* ---- the project ---------------------------------------------------------------------------- */

/* A project, read and built: what every command starts from. */
struct workspace {
    report *report;
    struct sources *sources;
    planar_map *map;
    timeline *timeline;
    gint64 read_us; /* what reading took */
};
typedef struct workspace workspace;

struct workspace *workspace_open(const project_arguments *project, GError **error);
void workspace_close(struct workspace *workspace);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(workspace, workspace_close)

/* The language tag asked for, as it was typed, or the project's first when none was; NULL, with an
 * error that names those there are, when the project has neither it nor its primary language ("en"
 * for "en-US"). Borrowed. */
const char *workspace_language(const struct workspace *workspace, const char *asked,
                               GError **error);

/* The number of a region by name, -1 with an error when there is none. */
int workspace_region(const struct workspace *workspace, const char *name, GError **error);

/* The place that an option means, by any of its names; NULL, with an error that names the nearest,
 * when there is none. Borrowed. */
const struct place *workspace_place(const struct workspace *workspace, const char *option,
                                    const char *name, GError **error);

/* The warnings of the report, on stderr. */
void workspace_warn(const struct workspace *workspace);

/* The code of a holder, NULL for NONE. */
const char *workspace_holder(const struct workspace *workspace, int holder);

/* ---- output --------------------------------------------------------------------------------- */

/* Writes text to stdout; false when it could not be (a full disk, a closed pipe). */
bool stdout_write(const char *text, size_t length, GError **error);

#endif
