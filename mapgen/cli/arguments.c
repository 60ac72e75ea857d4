#include "cli/cli.h"

#include "base/days.h"
#include "base/error.h"
#include "base/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

bool usage_fail(GError **error, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_set_error_literal(error, MAPGEN_ERROR, MAPGEN_ERROR_USAGE, message);
    return false;
}

char *usage_known(const char *word, const char *const *known)
{
    const char *nearest = error_nearest(word, known);

    if (nearest != NULL)
        return g_strdup_printf("did you mean '%s'?", nearest);
    g_autofree char *list = g_strjoinv(", ", (char **)known);
    return g_strdup_printf("there are %s", list);
}

bool option_required(const char *option, const void *value, GError **error)
{
    return value != NULL || usage_fail(error, "%s is missing", option);
}

bool option_day(const char *option, const char *text, day_number *day, GError **error)
{
    g_autoptr(GError) cause = NULL;

    if (text == NULL || day_parse(text, day, &cause))
        return true;
    return usage_fail(error, "%s %s: %s; days are written 2020-11-20", option, text,
                      cause->message);
}

bool option_days(const char *text, day_number from, day_number until, GArray *days, GError **error)
{
    g_auto(GStrv) parts = g_strsplit(text, ",", -1);

    for (char **part = parts; *part != NULL; part++) {
        day_number day = 0;
        g_autoptr(GError) cause = NULL;
        if (!day_parse(g_strstrip(*part), &day, &cause))
            return usage_fail(error, "--dates: '%s' is neither changes, monthly nor a day: %s",
                              *part, cause->message);
        if (day >= from && day <= until)
            g_array_append_val(days, day);
    }
    days_sort(days);
    return true;
}

bool option_word(const char *option, const char *text, const char *const *known, int *number,
                 GError **error)
{
    if (text == NULL)
        return true;
    for (int i = 0; known[i] != NULL; i++) {
        if (strcmp(known[i], text) == 0) {
            *number = i;
            return true;
        }
    }
    g_autofree char *hint = usage_known(text, known);
    return usage_fail(error, "%s: there is no '%s'; %s", option, text, hint);
}

static bool is_on_globe(struct lonlat at)
{
    return fabs(at.lon) <= 180 && fabs(at.lat) <= 90;
}

bool option_point(const char *option, const char *text, struct lonlat *at, GError **error)
{
    g_auto(GStrv) parts = g_strsplit(text, ",", 3);
    static const char wanted[] =
        "longitude and latitude in degrees are expected, as in 46.75,39.76";

    if (g_strv_length(parts) != 2 || !number_parse(parts[0], &at->lon) ||
        !number_parse(parts[1], &at->lat))
        return usage_fail(error, "%s %s: %s", option, text, wanted);
    if (is_on_globe(*at))
        return true;
    if (!is_on_globe((struct lonlat){at->lat, at->lon}))
        return usage_fail(error, "%s %s: %s", option, text, wanted);
    return usage_fail(error, "%s %s: no latitude is %s; longitude stands first: %s,%s?", option,
                      text, g_strstrip(parts[1]), parts[1], g_strstrip(parts[0]));
}

/* GOption's message, with the option that was meant when it is one that is not known. */
static bool fail_to_parse(const GOptionEntry *const *groups, const GError *cause, GError **error)
{
    static const char unknown_start[] = "Unknown option --";
    g_autoptr(GPtrArray) names = g_ptr_array_new();

    if (!g_str_has_prefix(cause->message, unknown_start))
        return usage_fail(error, "%c%s", g_ascii_tolower(*cause->message), cause->message + 1);
    const char *word = cause->message + strlen(unknown_start);
    for (; *groups != NULL; groups++)
        for (const GOptionEntry *entry = *groups; entry->long_name != NULL; entry++)
            g_ptr_array_add(names, (char *)entry->long_name);
    g_ptr_array_add(names, (char *)"help");
    g_ptr_array_add(names, (char *)"version");
    g_ptr_array_add(names, NULL);
    const char *nearest = error_nearest(word, (const char *const *)names->pdata);
    if (nearest == NULL)
        return usage_fail(error, "there is no option '--%s'", word);
    return usage_fail(error, "there is no option '--%s'; did you mean '--%s'?", word, nearest);
}

static bool check_utf8(char **arguments, GError **error)
{
    for (int i = 0; arguments[i] != NULL; i++) {
        if (!g_utf8_validate(arguments[i], -1, NULL))
            return usage_fail(error, "argument %d is not UTF-8", i + 1);
    }
    return true;
}

static void add_group(GOptionContext *context, const char *name, const char *headline,
                      const GOptionEntry *entries)
{
    GOptionGroup *group = g_option_group_new(name, headline, headline, NULL, NULL);

    g_option_group_add_entries(group, entries);
    g_option_context_add_group(context, group);
}

void project_arguments_clear(project_arguments *project)
{
    g_free(project->path);
    g_strfreev(project->files);
    g_free(project->date_policy);
    g_free(project->known_at);
}

bool arguments_parse(const struct command *command, const GOptionEntry *entries, char **arguments,
                     project_arguments *project, GError **error)
{
    return arguments_parse_more(command, entries, NULL, arguments, project, error);
}

bool arguments_parse_more(const struct command *command, const GOptionEntry *entries,
                          const GOptionEntry *more, char **arguments, project_arguments *project,
                          GError **error)
{
    gboolean is_help = FALSE, is_version = FALSE;
    const GOptionEntry of_log[] = {
        {"date-policy", 0, 0, G_OPTION_ARG_FILENAME, &project->date_policy,
         "Of a date that is not known exactly: transition (passing until its latest day), latest "
         "or "
         "earliest, instead of the project's",
         "POLICY"},
        {"as-known-at", 0, 0, G_OPTION_ARG_FILENAME, &project->known_at,
         "Only what was reported by this day and not yet withdrawn", "DAY"},
        {NULL}};
    const GOptionEntry general[] = {
        {"help", 'h', 0, G_OPTION_ARG_NONE, &is_help, "Print this and stop", NULL},
        {"version", 0, 0, G_OPTION_ARG_NONE, &is_version, "Print the version and stop", NULL},
        {NULL}};
    g_autoptr(GOptionContext) context = g_option_context_new(command->arguments);
    g_autoptr(GError) cause = NULL;
    g_autofree char *name = g_strconcat("mapgen ", command->name, NULL);
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();

    if (!check_utf8(arguments, error))
        return false;
    g_set_prgname(name);
    g_option_context_set_help_enabled(context, FALSE);
    g_option_context_set_summary(context, command->summary);
    g_option_context_set_description(context, command->details);
    if (more == NULL) {
        g_option_context_add_main_entries(context, entries, NULL);
    } else {
        add_group(context, "what", "What is drawn, and where it goes:", entries);
        add_group(context, "how", "How it looks:", more);
    }
    add_group(context, "log", "How the log is read:", of_log);
    g_option_context_add_main_entries(context, general, NULL);
    g_strv_builder_add(builder, name);
    g_strv_builder_addv(builder, (const char **)arguments);
    g_auto(GStrv) words = g_strv_builder_end(builder);
    if (!g_option_context_parse_strv(context, &words, &cause))
        return fail_to_parse((const GOptionEntry *const[]){entries, of_log, more, NULL}, cause,
                             error);
    if (is_help) {
        g_autofree char *help = g_option_context_get_help(context, FALSE, NULL);
        fputs(help, stdout);
        return false;
    }
    if (is_version) {
        puts("mapgen " MAPGEN_VERSION);
        return false;
    }
    char **rest = words + 1;
    if (*rest != NULL && strcmp(*rest, "--") == 0)
        rest++;
    if (rest[0] == NULL)
        return usage_fail(error, "the project file is missing");
    if (rest[1] != NULL && !command->takes_files)
        return usage_fail(error, "'%s' is one argument too many", rest[1]);
    project->path = g_strdup(rest[0]);
    project->files = g_strdupv(rest + 1);
    return true;
}
