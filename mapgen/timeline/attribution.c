#include "timeline/attribution.h"

#include <string.h>

char **attribution_sides(const struct event *event)
{
    g_auto(GStrv) parts = g_strsplit(event->source_side, ";", -1);
    g_autoptr(GStrvBuilder) sides = g_strv_builder_new();

    for (char **part = parts; *part != NULL; part++)
        if (*g_strstrip(*part) != '\0')
            g_strv_builder_add(sides, *part);
    return g_strv_builder_end(sides);
}

const struct project_side *attribution_side(const struct project *project, const char *name)
{
    for (size_t i = 0; i < project->side_count; i++)
        if (g_str_equal(project->sides[i].name, name))
            return &project->sides[i];
    return NULL;
}

static bool is_party(const struct project *project, const struct project_side *side)
{
    for (size_t i = 0; i < project->holder_count; i++)
        if (g_str_equal(project->holders[i].side, side->name))
            return true;
    return false;
}

const struct project_side *attribution_of(const struct sources *sources, const struct event *event)
{
    const struct event_log *log = sources->log;
    const struct project_side *only = NULL;

    for (size_t i = 0; i < log->count; i++) {
        if (!g_str_equal(log->events[i].id, event->id))
            continue;
        g_auto(GStrv) names = attribution_sides(&log->events[i]);
        for (char **name = names; *name != NULL; name++) {
            const struct project_side *side = attribution_side(sources->project, *name);
            if (side == NULL || !is_party(sources->project, side) || (only != NULL && only != side))
                return NULL;
            only = side;
        }
    }
    return only;
}
