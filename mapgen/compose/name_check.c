#include "compose/name_check.h"

#include "compose/own_words.h"
#include "compose/place_labels.h"

/* What the checks share. */
struct checking {
    const struct sources *sources;
    const struct project *project;
    report *report;
};

/* Something that has names. */
struct named {
    const char *what; /* "region" */
    const char *id;   /* NULL: it has none */
    const struct names *names;
    int line;
};

/* "az, ru": the languages of the project that names are not in. The caller's. */
static char *missing_languages(const struct project *project, const struct names *names)
{
    g_autoptr(GString) missing = g_string_new(NULL);

    for (char **language = project->languages; *language != NULL; language++)
        if (names_find(names, *language) == NULL)
            g_string_append_printf(missing, "%s%s", missing->len > 0 ? ", " : "", *language);
    return g_string_free(g_steal_pointer(&missing), FALSE);
}

static void check_names(const struct checking *c, const char *file, struct named named)
{
    const char *of = named.id != NULL ? named.id : c->project->id;
    struct finding finding = {SEVERITY_WARNING, "no-name", of, file, named.line};
    g_autofree char *missing = missing_languages(c->project, named.names);

    if (named.names->count == 0 || *missing == '\0')
        return;
    if (named.id != NULL)
        report_add(c->report, finding, "%s '%s' has no name in %s", named.what, named.id, missing);
    else
        report_add(c->report, finding, "%s is not there in %s", named.what, missing);
}

/* Languages of which the program's own words are not there, or not all of them. */
static void check_words(const struct checking *c, const char *language)
{
    const struct project *p = c->project;
    struct finding finding = {SEVERITY_WARNING, "no-words", language, p->path, p->languages_line};
    size_t own = own_words_count(language), first = 0;

    if (phrase_is_spoken(language) || own == PHRASES)
        return;
    while (own > 0 && own_words_text((enum phrase)first, language) != NULL)
        first++;
    if (own == 0)
        report_add(c->report, finding,
                   "the program has no words in '%s': what it says itself, in legends, captions "
                   "and on pages, is English on these maps; bring them in a table, as 'words' in "
                   "the project, made from docs/words.csv",
                   language);
    else
        report_add(c->report, finding,
                   "%d of the program's phrases, such as '%s', are English in '%s': %s has no "
                   "words for them",
                   (int)(PHRASES - own), phrase_names[first], language, p->words_path);
}

static void check_languages(const struct checking *c)
{
    const struct project *p = c->project;

    for (char **language = p->languages; *language != NULL; language++)
        check_words(c, *language);
}

static void check_holders(const struct checking *c)
{
    const struct project *p = c->project;

    for (size_t i = 0; i < p->side_count; i++) {
        const struct project_side *side = &p->sides[i];
        check_names(c, p->path, (struct named){"side", side->name, &side->names, side->line});
        check_names(
            c, p->path,
            (struct named){"'according' of side", side->name, &side->according, side->line});
    }
    for (size_t i = 0; i < p->holder_count; i++) {
        const struct project_holder *holder = &p->holders[i];
        check_names(c, p->path,
                    (struct named){"holder", holder->code, &holder->names, holder->line});
        check_names(
            c, p->path,
            (struct named){"the legend of holder", holder->code, &holder->legend, holder->line});
        if (holder->legend.count == 0)
            report_add(c->report,
                       (struct finding){SEVERITY_WARNING, "no-legend", holder->code, p->path,
                                        holder->line},
                       "holder '%s' has no words for the legend; write them into 'legend'",
                       holder->code);
    }
}

static void check_story(const struct checking *c)
{
    const struct project *p = c->project;

    check_names(c, p->path, (struct named){"the title", NULL, &p->title, 0});
    for (size_t i = 0; i < p->note_count; i++)
        check_names(c, p->path,
                    (struct named){"the note", NULL, &p->notes[i].text, p->notes[i].line});
    for (size_t i = 0; i < p->phase_count; i++)
        check_names(
            c, p->path,
            (struct named){"the name of the phase", NULL, &p->phases[i].names, p->phases[i].line});
    for (size_t i = 0; i < p->edit_count; i++) {
        const struct project_edit *edit = &p->edits[i];
        check_names(c, p->path, (struct named){"the title", NULL, &edit->title, edit->line});
        check_names(c, p->path, (struct named){"the caption", NULL, &edit->caption, edit->line});
    }
    for (size_t i = 0; i < p->correction_count; i++)
        check_names(c, p->path,
                    (struct named){"the correction", NULL, &p->corrections[i].text,
                                   p->corrections[i].line});
}

static void check_drawing(const struct checking *c)
{
    const struct project *p = c->project;

    for (size_t i = 0; i < p->view_count; i++)
        check_names(c, p->path,
                    (struct named){"view", p->views[i].name, &p->views[i].names, p->views[i].line});
    for (size_t i = 0; i < p->region_count; i++)
        check_names(
            c, p->path,
            (struct named){"region", p->regions[i].name, &p->regions[i].names, p->regions[i].line});
    for (size_t i = 0; i < p->drawn_count; i++) {
        const struct project_drawn *drawn = &p->drawn[i];
        const char *id = drawn->layer != NULL ? drawn->layer : drawn->cutter;
        check_names(c, p->path, (struct named){"drawn layer", id, &drawn->names, drawn->line});
        check_names(c, p->path,
                    (struct named){"the legend of drawn layer", id, &drawn->legend, drawn->line});
    }
    for (size_t i = 0; i < p->label_count; i++) {
        const struct project_label *label = &p->labels[i];
        const char *id = label->region != NULL ? label->region : label->holder;
        check_names(c, p->path, (struct named){"the label of", id, &label->names, label->line});
    }
    for (size_t i = 0; i < p->mark_count; i++)
        check_names(c, p->path,
                    (struct named){"the mark", NULL, &p->marks[i].names, p->marks[i].line});
    for (size_t i = 0; i < p->place_name_count; i++)
        check_names(c, p->path,
                    (struct named){"place", p->place_names[i].place, &p->place_names[i].names,
                                   p->place_names[i].line});
}

static bool is_shown(const struct project *project, const struct place *place)
{
    for (size_t i = 0; i < project->view_count; i++) {
        const struct project_view *view = &project->views[i];
        if (place_labels_want(view, place) && lonlat_box_has(view->extent, place->at))
            return true;
    }
    return false;
}

static void check_places(const struct checking *c)
{
    const struct gazetteer *places = c->sources->places;

    for (size_t i = 0; i < places->count; i++) {
        const struct place *place = &places->places[i];
        if (is_shown(c->project, place))
            check_names(c, places->path,
                        (struct named){"place", place->id, &place->names, place->line});
    }
}

/* A feature with a name has one in each language for which the layer has a field NAME_XX. */
static void check_feature(const struct checking *c, const struct project_drawn *drawn,
                          const struct layer *layer, size_t feature)
{
    const char *name = layer_value(layer, feature, layer_field(layer, drawn->label_field));
    struct finding finding = {SEVERITY_WARNING, "no-name", drawn->layer, c->project->path,
                              drawn->line};

    for (char **language = c->project->languages; *name != '\0' && *language != NULL; language++) {
        g_autofree char *field = g_strdup_printf("%s_%s", drawn->label_field, *language);
        int number = layer_field(layer, field);
        if (number >= 0 && *layer_value(layer, feature, number) == '\0')
            report_add(c->report, finding, "'%s' of layer '%s' has no name in %s", name,
                       drawn->layer, *language);
    }
}

static void check_features(const struct checking *c)
{
    for (size_t i = 0; i < c->project->drawn_count; i++) {
        const struct project_drawn *drawn = &c->project->drawn[i];
        if (drawn->layer == NULL || drawn->label_field == NULL)
            continue;
        const struct layer *layer = c->sources->layers[sources_layer(c->sources, drawn->layer)];
        for (size_t f = 0; f < layer->feature_count; f++)
            check_feature(c, drawn, layer, f);
    }
}

/* True when a caption made by the program would call a region by its identifier. */
static bool is_told_by_id(const struct checking *c, const struct event *event,
                          const struct project_region *region)
{
    return event->kind == EVENT_CONTROL && event->date.latest != DAY_BEFORE_ALL &&
           names_find(&event->captions, c->project->languages[0]) == NULL &&
           g_str_equal(event->region, region->name);
}

static void check_log(const struct checking *c)
{
    const struct project *p = c->project;
    const struct event_log *log = c->sources->log;

    for (size_t i = 0; i < p->region_count; i++) {
        const struct project_region *region = &p->regions[i];
        size_t number = 0;
        if (region->names.count > 0)
            continue;
        while (number < log->count && !is_told_by_id(c, &log->events[number], region))
            number++;
        if (number < log->count)
            report_add(
                c->report,
                (struct finding){SEVERITY_WARNING, "no-name", region->name, p->path, region->line},
                "region '%s' has no name, and captions call it so (%s:%d); give it one: "
                "{is: \"%s\", name: ...}",
                region->name, log->path, log->events[number].line, region->expression);
    }
}

void name_check(const struct sources *sources, report *report)
{
    const struct checking c = {sources, sources->project, report};

    check_languages(&c);
    check_story(&c);
    check_holders(&c);
    check_drawing(&c);
    check_log(&c);
    check_places(&c);
    check_features(&c);
}
