#include "input/credit_check.h"

static struct finding finding_of(const char *of, const char *file, int line)
{
    return (struct finding){SEVERITY_WARNING, "no-licence", of, file, line};
}

static void check_layers(const struct project *project, report *report)
{
    for (size_t i = 0; i < project->layer_count; i++) {
        const struct project_layer *layer = &project->layers[i];
        if (layer->credit == NULL && project->credits == NULL)
            report_add(report, finding_of(layer->name, project->path, layer->line),
                       "layer '%s' has no credit; write whose it is and under what licence into "
                       "'credit'",
                       layer->name);
    }
}

/* The text of a place that says whose its row is, or may be used how. */
typedef const char *place_text(const struct place *place);

static const char *place_source(const struct place *place)
{
    return place->source;
}

static const char *place_licence(const struct place *place)
{
    return place->licence;
}

static void check_places(const struct sources *sources, place_text *text, const char *column,
                         report *report)
{
    const struct gazetteer *places = sources->places;
    size_t missing = 0;

    for (size_t i = 0; i < places->count; i++)
        missing += *text(&places->places[i]) == '\0';
    if (missing > 1 && missing == places->count) {
        report_add(report, finding_of(sources->project->id, places->path, 1),
                   "no place has a %s; add it to the column '%s'", column, column);
        return;
    }
    for (size_t i = 0; i < places->count; i++) {
        const struct place *place = &places->places[i];
        if (*text(place) == '\0')
            report_add(report, finding_of(place->id, places->path, place->line),
                       "place '%s' has no %s", place->id, column);
    }
}

void credit_check(const struct sources *sources, report *report)
{
    const struct project *project = sources->project;

    if (project->licence == NULL)
        report_add(report, finding_of(project->id, project->path, 0),
                   "the maps have no licence; write 'licence: ...' into the project");
    check_layers(project, report);
    check_places(sources, place_source, "source", report);
    check_places(sources, place_licence, "licence", report);
}
