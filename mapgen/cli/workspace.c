#include "cli/cli.h"

#include "base/error.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

struct workspace *workspace_open(const char *path, GError **error)
{
    g_autoptr(workspace) workspace = g_new0(struct workspace, 1);

    workspace->report = report_new();
    workspace->sources = sources_read(path, workspace->report, error);
    if (workspace->sources == NULL)
        return NULL;
    workspace->map = planar_map_build(workspace->sources, workspace->report, error);
    if (workspace->map == NULL)
        return NULL;
    workspace->timeline = timeline_build(workspace->map, error);
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

const char *workspace_language(const struct workspace *workspace, const char *asked, GError **error)
{
    char **known = workspace->sources->project->languages;
    int number = 0;

    return option_word("--lang", asked, (const char *const *)known, &number, error) ? known[number]
                                                                                    : NULL;
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
