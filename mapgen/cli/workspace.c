#include "cli/cli.h"

#include "base/error.h"
#include "base/icu_library.h"
#include "compose/own_words.h"
#include "geom/geos_library.h"
#include "geom/proj_library.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* The log's options as asked for, else the project's. */
static bool resolve_log(const struct workspace *workspace, const project_arguments *project,
                        struct timeline_options *options, GError **error)
{
    int policy = (int)workspace->sources->project->date_policy;

    options->known_at = DAY_AFTER_ALL;
    if (!option_word("--date-policy", project->date_policy, date_policies, &policy, error) ||
        !option_day("--as-known-at", project->known_at, &options->known_at, error))
        return false;
    options->date_policy = (enum date_policy)policy;
    return true;
}

struct workspace *workspace_open(const project_arguments *project, GError **error)
{
    struct timeline_options options;
    g_autoptr(workspace) workspace = g_new0(struct workspace, 1);

    gint64 start_us = g_get_monotonic_time();

    static struct library *const libraries[] = {&library_proj, &library_icu, &library_geos, NULL};
    library_prepare(libraries);
    workspace->report = report_new();
    workspace->sources = sources_read(project->path, workspace->report, error);
    if (workspace->sources == NULL || !resolve_log(workspace, project, &options, error))
        return NULL;
    const struct project *read = workspace->sources->project;
    if (!own_words_read(read->words_path, read->languages, error))
        return NULL;
    workspace->read_us = g_get_monotonic_time() - start_us;
    workspace->map = planar_map_build(workspace->sources, workspace->report, error);
    if (workspace->map == NULL)
        return NULL;
    workspace->timeline = timeline_build(workspace->map, &options, error);
    if (workspace->timeline == NULL)
        return NULL;
    return g_steal_pointer(&workspace);
}

void workspace_close(struct workspace *workspace)
{
    if (workspace == NULL)
        return;
    timeline_free(workspace->timeline);
    planar_map_free(workspace->map);
    sources_free(workspace->sources);
    report_free(workspace->report);
    g_free(workspace);
}

/* A language of the project, with subtags behind it: "en-US", "az-Cyrl". */
static bool is_tag_of(const char *tag, const char *language)
{
    size_t length = strlen(language);

    if (strncmp(tag, language, length) != 0 || tag[length] != '-')
        return false;
    g_auto(GStrv) subtags = g_strsplit(tag + length + 1, "-", -1);
    for (char **subtag = subtags; *subtag != NULL; subtag++) {
        size_t letters = strspn(*subtag, "abcdefghijklmnopqrstuvwxyz"
                                         "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
        if (letters < 2 || letters > 8 || (*subtag)[letters] != '\0')
            return false;
    }
    return subtags[0] != NULL;
}

const char *workspace_language(const struct workspace *workspace, const char *asked, GError **error)
{
    char **known = workspace->sources->project->languages;
    int number = 0;

    for (char **language = known; asked != NULL && *language != NULL; language++)
        if (is_tag_of(asked, *language))
            return asked;
    if (!option_word("--lang", asked, (const char *const *)known, &number, error))
        return NULL;
    return asked != NULL ? asked : known[0];
}

const struct place *workspace_place(const struct workspace *workspace, const char *option,
                                    const char *name, GError **error)
{
    const struct gazetteer *places = workspace->sources->places;
    const struct place *place = gazetteer_find(places, name);

    if (place != NULL)
        return place;
    const char *nearest = gazetteer_nearest(places, name);
    usage_fail(error, "%s: no place called '%s'%s%s%s", option, name,
               nearest == NULL ? "" : "; did you mean '", nearest == NULL ? "" : nearest,
               nearest == NULL ? "" : "'?");
    return NULL;
}

int workspace_region(const struct workspace *workspace, const char *name, GError **error)
{
    const struct project *project = workspace->sources->project;
    int region = planar_map_region_find(workspace->map, name);

    if (region >= 0)
        return region;
    g_autofree const char **known = g_new0(const char *, project->region_count + 1);
    for (size_t i = 0; i < project->region_count; i++)
        known[i] = project->regions[i].name;
    g_autofree char *hint = usage_known(name, known);
    usage_fail(error, "no region called '%s'; %s", name, hint);
    return -1;
}

void workspace_warn(const struct workspace *workspace)
{
    for (size_t i = 0; i < report_count(workspace->report); i++) {
        const struct finding *finding = report_at(workspace->report, i);
        if (finding->severity != SEVERITY_WARNING)
            continue;
        fputs("mapgen: warning: ", stderr);
        if (finding->file != NULL && finding->line > 0)
            fprintf(stderr, "%s:%d: ", finding->file, finding->line);
        else if (finding->file != NULL)
            fprintf(stderr, "%s: ", finding->file);
        fprintf(stderr, "%s\n", finding->message);
    }
}

const char *workspace_holder(const struct workspace *workspace, int holder)
{
    return holder == NONE ? NULL : workspace->sources->project->holders[holder].code;
}

bool stdout_write(const char *text, size_t length, GError **error)
{
    if (fwrite(text, 1, length, stdout) == length && fflush(stdout) == 0)
        return true;
    g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_OUTPUT, "stdout: %s", g_strerror(errno));
    return false;
}
