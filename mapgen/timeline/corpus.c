#include "timeline/corpus.h"

#include <string.h>

/* An area called after a place: the regions that the project calls so. */
struct area {
    const char *name; /* in the first language, borrowed from the project */
    GArray *regions;  /* of int */
};

/* The mentions and dates of one document. */
struct reading {
    GArray *mentions, *dates;
};

struct corpus {
    const timeline *timeline;
    language_guesser *guesser;
    GArray *areas;        /* of struct area */
    GPtrArray *documents; /* of struct document */
    GArray *readings;     /* of struct reading, one per document */
    GArray *mentions;     /* of struct corpus_mention */
    bool *has_place;      /* by number in the gazetteer */
};

/* ---- areas ---------------------------------------------------------------------------------- */

static const struct sources *sources_of(const corpus *corpus)
{
    return planar_map_sources(timeline_map(corpus->timeline));
}

static int area_called(const corpus *corpus, const char *name)
{
    for (guint i = 0; i < corpus->areas->len; i++) {
        if (strcmp(g_array_index(corpus->areas, struct area, i).name, name) == 0)
            return (int)i;
    }
    return NO_AREA;
}

static void add_area(corpus *corpus, const struct names *names, int region, name_index *index)
{
    const char *name = names_in(names, sources_of(corpus)->project->languages[0]);

    if (name == NULL || region == -1)
        return;
    int number = area_called(corpus, name);
    if (number == NO_AREA) {
        struct area area = {name, g_array_new(FALSE, FALSE, sizeof(int))};
        number = (int)corpus->areas->len;
        g_array_append_val(corpus->areas, area);
    }
    g_array_append_val(g_array_index(corpus->areas, struct area, number).regions, region);
    name_index_add_area(index, names, number);
}

/* Regions and labels with names that have a place's name in them. */
static void add_areas(corpus *corpus, name_index *index)
{
    const struct project *project = sources_of(corpus)->project;
    const planar_map *map = timeline_map(corpus->timeline);

    for (size_t i = 0; i < project->region_count; i++)
        add_area(corpus, &project->regions[i].names, (int)i, index);
    for (size_t i = 0; i < project->label_count; i++) {
        const char *region = project->labels[i].region;
        add_area(corpus, &project->labels[i].names,
                 region == NULL ? -1 : planar_map_region_find(map, region), index);
    }
}

/* ---- the ground of a mention ---------------------------------------------------------------- */

static const char *unit_key(const struct sources *sources, const struct unit *unit)
{
    const struct project_layer *from = &sources->project->layers[unit->layer];
    const struct layer *layer = sources->layers[unit->layer];
    int field = from->key == NULL ? -1 : layer_field(layer, from->key);

    return field < 0 ? NULL : layer_value(layer, unit->feature, field);
}

/* The unit that a place says it lies in, else the one that it does lie in; NONE: neither. */
static int32_t unit_of(const corpus *corpus, const struct place *place)
{
    const planar_map *map = timeline_map(corpus->timeline);

    for (size_t i = 0; *place->district != '\0' && i < planar_map_unit_count(map); i++) {
        const char *key = unit_key(sources_of(corpus), planar_map_unit(map, (int32_t)i));
        if (g_strcmp0(key, place->district) == 0)
            return (int32_t)i;
    }
    return planar_map_face_unit(map, topology_face_at(planar_map_topology(map), place->at));
}

static void add_district(const corpus *corpus, const struct place *place, struct face_set ground)
{
    const planar_map *map = timeline_map(corpus->timeline);
    size_t faces = topology_face_count(planar_map_topology(map));
    int32_t unit = unit_of(corpus, place);

    for (face_id face = 1; unit != NONE && face < (face_id)faces; face++) {
        if (planar_map_face_unit(map, face) == unit)
            face_set_add(ground, face);
    }
}

static void add_regions(const corpus *corpus, const struct area *area, struct face_set ground)
{
    for (guint i = 0; i < area->regions->len; i++) {
        size_t region = (size_t)g_array_index(area->regions, int, i);
        face_set_unite(ground, *planar_map_region(timeline_map(corpus->timeline), region));
    }
}

/* The faces that a mention speaks of; the caller clears the set. */
static struct face_set ground_of(const corpus *corpus, const struct mention *mention)
{
    const topology *topology = planar_map_topology(timeline_map(corpus->timeline));
    struct face_set ground = face_set_new(topology_face_count(topology));

    if (mention->kind == MENTION_AREA)
        add_regions(corpus, &g_array_index(corpus->areas, struct area, mention->area), ground);
    for (size_t i = 0; mention->kind != MENTION_AREA && i < mention->place_count; i++) {
        const struct place *place = &sources_of(corpus)->places->places[mention->places[i]];
        if (mention->kind == MENTION_DISTRICT)
            add_district(corpus, place, ground);
        else
            face_set_add(ground, topology_face_at(topology, place->at));
    }
    return ground;
}

/* ---- coverage ------------------------------------------------------------------------------- */

static bool is_overlap(struct edtf a, struct edtf b)
{
    return a.earliest <= b.latest && b.earliest <= a.latest;
}

static bool has_common_face(struct face_set a, struct face_set b)
{
    for (size_t i = 0; i < a.word_count; i++) {
        if ((a.words[i] & b.words[i]) != 0)
            return true;
    }
    return false;
}

/* Whether a row names one of the places of a mention. */
static bool names_place(const corpus *corpus, const struct event *event,
                        const struct mention *mention)
{
    const struct gazetteer *places = sources_of(corpus)->places;
    const struct place *named = *event->place == '\0' ? NULL : gazetteer_find(places, event->place);

    for (size_t i = 0; named != NULL && i < mention->place_count; i++) {
        if (&places->places[mention->places[i]] == named)
            return true;
    }
    return false;
}

static bool row_covers(const corpus *corpus, const struct timeline_row *row,
                       const struct mention *mention, struct face_set ground)
{
    if (names_place(corpus, row->event, mention))
        return true;
    return row->region != -1 &&
           has_common_face(ground,
                           *planar_map_region(timeline_map(corpus->timeline), (size_t)row->region));
}

static GPtrArray *covering_events(const corpus *corpus, const struct mention *mention,
                                  struct face_set ground, const struct prose_date *date)
{
    GPtrArray *events = g_ptr_array_new();

    for (size_t i = 0; date->edtf != NULL && i < timeline_row_count(corpus->timeline); i++) {
        const struct timeline_row *row = timeline_row(corpus->timeline, (int32_t)i);
        char *id = row->event->id;
        bool is_known = g_ptr_array_find_with_equal_func(events, id, g_str_equal, NULL);
        if (!is_known && is_overlap(row->event->date, date->date) &&
            row_covers(corpus, row, mention, ground))
            g_ptr_array_add(events, id);
    }
    return events;
}

/* ---- dates beside mentions ------------------------------------------------------------------ */

static size_t distance(struct text_span a, struct text_span b)
{
    return a.end <= b.start ? b.start - a.end : b.end <= a.start ? a.start - b.end : 0;
}

static guint paragraph_of(const struct document *document, guint sentence)
{
    return g_array_index(document->sentences, struct sentence, sentence).paragraph;
}

/* The nearest date of a mention's paragraph, NULL when that has none. */
static const struct prose_date *nearest_date(const struct document *document,
                                             const struct mention *mention, const GArray *dates)
{
    const struct prose_date *nearest = NULL;

    for (guint i = 0; i < dates->len; i++) {
        const struct prose_date *date = &g_array_index(dates, struct prose_date, i);
        if (paragraph_of(document, date->sentence) == paragraph_of(document, mention->sentence) &&
            (nearest == NULL ||
             distance(date->span, mention->span) < distance(nearest->span, mention->span)))
            nearest = date;
    }
    return nearest;
}

static void add_dated(const corpus *corpus, struct corpus_mention *to, struct face_set ground,
                      const struct prose_date *date)
{
    struct dated dated = {date, covering_events(corpus, to->mention, ground, date)};

    g_array_append_val(to->dates, dated);
}

static void clear_dated(gpointer data)
{
    g_ptr_array_unref(((struct dated *)data)->events);
}

static void add_mention(corpus *corpus, const struct document *document,
                        const struct mention *mention, const GArray *dates)
{
    struct corpus_mention added = {.document = document,
                                   .mention = mention,
                                   .dates = g_array_new(FALSE, FALSE, sizeof(struct dated))};
    struct face_set ground = ground_of(corpus, mention);

    g_array_set_clear_func(added.dates, clear_dated);
    for (guint i = 0; i < dates->len; i++) {
        const struct prose_date *date = &g_array_index(dates, struct prose_date, i);
        if (date->sentence == mention->sentence)
            add_dated(corpus, &added, ground, date);
    }
    added.is_same_sentence = added.dates->len > 0;
    const struct prose_date *nearest = nearest_date(document, mention, dates);
    if (!added.is_same_sentence && nearest != NULL)
        add_dated(corpus, &added, ground, nearest);
    for (size_t i = 0; i < mention->place_count; i++)
        corpus->has_place[mention->places[i]] = true;
    g_array_append_val(corpus->mentions, added);
    face_set_clear(&ground);
}

/* ---- the corpus ----------------------------------------------------------------------------- */

static void clear_area(gpointer data)
{
    g_array_unref(((struct area *)data)->regions);
}

static void clear_reading(gpointer data)
{
    struct reading *reading = data;

    g_array_unref(reading->mentions);
    g_array_unref(reading->dates);
}

static void clear_mention(gpointer data)
{
    g_array_unref(((struct corpus_mention *)data)->dates);
}

static void read_document(corpus *corpus, const name_index *index, const calendar_words *words,
                          const struct document *document)
{
    struct reading reading = {.mentions = mentions_find(index, document),
                              .dates = prose_dates_find(words, corpus->guesser, document,
                                                        sources_of(corpus)->project->approx_days)};

    g_array_append_val(corpus->readings, reading);
    for (guint i = 0; i < reading.mentions->len; i++)
        add_mention(corpus, document, &g_array_index(reading.mentions, struct mention, i),
                    reading.dates);
}

corpus *corpus_read(const timeline *timeline, char **paths, GError **error)
{
    g_autoptr(corpus) corpus = g_new0(struct corpus, 1);
    const struct sources *sources = planar_map_sources(timeline_map(timeline));
    const char *const *languages = (const char *const *)sources->project->languages;

    corpus->timeline = timeline;
    corpus->guesser = language_guesser_new(languages);
    corpus->areas = g_array_new(FALSE, FALSE, sizeof(struct area));
    corpus->readings = g_array_new(FALSE, FALSE, sizeof(struct reading));
    corpus->mentions = g_array_new(FALSE, FALSE, sizeof(struct corpus_mention));
    corpus->has_place = g_new0(bool, sources->places->count);
    g_array_set_clear_func(corpus->areas, clear_area);
    g_array_set_clear_func(corpus->readings, clear_reading);
    g_array_set_clear_func(corpus->mentions, clear_mention);
    corpus->documents = documents_read(paths, corpus->guesser, error);
    if (corpus->documents == NULL)
        return NULL;
    g_autoptr(name_index) index = name_index_new(sources->places, corpus->guesser);
    g_autoptr(calendar_words) words = calendar_words_new(languages);
    add_areas(corpus, index);
    for (guint i = 0; i < corpus->documents->len; i++)
        read_document(corpus, index, words, corpus->documents->pdata[i]);
    return g_steal_pointer(&corpus);
}

void corpus_free(corpus *corpus)
{
    if (corpus == NULL)
        return;
    g_array_unref(corpus->mentions);
    g_array_unref(corpus->readings);
    g_array_unref(corpus->areas);
    if (corpus->documents != NULL)
        g_ptr_array_unref(corpus->documents);
    language_guesser_free(corpus->guesser);
    g_free(corpus->has_place);
    g_free(corpus);
}

size_t corpus_mention_count(const corpus *corpus)
{
    return corpus->mentions->len;
}

const struct corpus_mention *corpus_mention(const corpus *corpus, size_t number)
{
    return &g_array_index(corpus->mentions, struct corpus_mention, number);
}

const char *corpus_area_name(const corpus *corpus, const struct mention *mention)
{
    return mention->area == NO_AREA ? NULL
                                    : g_array_index(corpus->areas, struct area, mention->area).name;
}

bool corpus_has_place(const corpus *corpus, const struct place *place)
{
    return corpus->has_place[place - sources_of(corpus)->places->places];
}
