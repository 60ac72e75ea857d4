#include "timeline/corpus.h"

#include <string.h>

/* Ground that bears a name. */
struct named_ground {
    int region;       /* -1: a unit */
    int32_t unit;     /* of a unit */
    struct span when; /* of a label */
    bool is_label;
};

/* A name of ground. */
struct area {
    const char *name; /* in the first language, borrowed */
    bool is_unit;
    GArray *grounds; /* of struct named_ground */
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
    size_t region_count;
    GHashTable *states; /* of struct state, by day */
};

/* ---- areas ---------------------------------------------------------------------------------- */

static const struct sources *sources_of(const corpus *corpus)
{
    return planar_map_sources(timeline_map(corpus->timeline));
}

static struct area *area_at(const corpus *corpus, int number)
{
    return &g_array_index(corpus->areas, struct area, number);
}

/* The area with that name, made where there is none. */
static int area_called(corpus *corpus, const char *name, bool is_unit)
{
    for (guint i = 0; i < corpus->areas->len; i++) {
        if (area_at(corpus, (int)i)->is_unit == is_unit &&
            strcmp(area_at(corpus, (int)i)->name, name) == 0)
            return (int)i;
    }
    struct area area = {name, is_unit, g_array_new(FALSE, FALSE, sizeof(struct named_ground))};
    g_array_append_val(corpus->areas, area);
    return (int)corpus->areas->len - 1;
}

static bool has_text(const struct names *names, const char *text)
{
    for (size_t i = 0; i < names->count; i++) {
        if (strcmp(names->texts[i], text) == 0)
            return true;
    }
    return false;
}

/* Whether a holder or a side is called so. */
static bool is_party(const struct project *project, const char *name)
{
    for (size_t i = 0; i < project->holder_count; i++) {
        if (has_text(&project->holders[i].names, name))
            return true;
    }
    for (size_t i = 0; i < project->side_count; i++) {
        if (has_text(&project->sides[i].names, name))
            return true;
    }
    return false;
}

static void add_unit(const corpus *corpus, int32_t unit, struct face_set ground)
{
    const planar_map *map = timeline_map(corpus->timeline);
    size_t faces = topology_face_count(planar_map_topology(map));

    for (face_id face = 1; unit != NONE && face < (face_id)faces; face++) {
        if (planar_map_face_unit(map, face) == unit)
            face_set_add(ground, face);
    }
}

static void add_ground(const corpus *corpus, const struct named_ground *from,
                       struct face_set ground)
{
    if (from->region == -1)
        add_unit(corpus, from->unit, ground);
    else
        face_set_unite(ground,
                       *planar_map_region(timeline_map(corpus->timeline), (size_t)from->region));
}

static bool has_common_face(struct face_set a, struct face_set b)
{
    for (size_t i = 0; i < a.word_count; i++) {
        if ((a.words[i] & b.words[i]) != 0)
            return true;
    }
    return false;
}

static bool is_in_theatre(const corpus *corpus, const struct named_ground *named)
{
    const planar_map *map = timeline_map(corpus->timeline);
    struct face_set ground = face_set_new(topology_face_count(planar_map_topology(map)));

    add_ground(corpus, named, ground);
    bool is_in = has_common_face(ground, *planar_map_theatre(map));
    face_set_clear(&ground);
    return is_in;
}

static void add_area(corpus *corpus, const struct area_names *names, const char *name,
                     struct named_ground ground, name_index *index)
{
    if (name == NULL || is_party(sources_of(corpus)->project, name) ||
        !is_in_theatre(corpus, &ground))
        return;
    int number = area_called(corpus, name, names->is_district);
    g_array_append_val(area_at(corpus, number)->grounds, ground);
    name_index_add_area(index, names, number);
}

/* The fields NAME and NAME_xx of a unit's layer, where NAME holds names. The caller clears them. */
static struct names unit_names(const struct sources *sources, const struct unit *unit)
{
    const struct project *project = sources->project;
    const char *name_field = project->layers[unit->layer].name_field;
    const struct layer *layer = sources->layers[unit->layer];
    struct names names = {0};
    int field = name_field == NULL ? -1 : layer_field(layer, name_field);

    if (field < 0)
        return names;
    names_add(&names, project->languages[0], layer_value(layer, unit->feature, field));
    for (char **language = project->languages; *language != NULL; language++) {
        g_autofree char *other = g_strdup_printf("%s_%s", name_field, *language);
        field = layer_field(layer, other);
        if (field >= 0)
            names_add(&names, *language, layer_value(layer, unit->feature, field));
    }
    return names;
}

static const char *unit_name(const struct sources *sources, const struct unit *unit)
{
    const char *name_field = sources->project->layers[unit->layer].name_field;
    const struct layer *layer = sources->layers[unit->layer];
    int field = name_field == NULL ? -1 : layer_field(layer, name_field);
    const char *name = field < 0 ? NULL : layer_value(layer, unit->feature, field);

    return name == NULL || *name == '\0' ? NULL : name;
}

static void add_units(corpus *corpus, name_index *index)
{
    const planar_map *map = timeline_map(corpus->timeline);

    for (size_t i = 0; i < planar_map_unit_count(map); i++) {
        const struct unit *unit = planar_map_unit(map, (int32_t)i);
        struct names names = unit_names(sources_of(corpus), unit);
        const struct area_names area = {.names = &names, .is_district = true};
        add_area(corpus, &area, unit_name(sources_of(corpus), unit),
                 (struct named_ground){.region = -1, .unit = (int32_t)i}, index);
        names_clear(&names);
    }
}

/* Regions and labels with names. */
static void add_regions(corpus *corpus, name_index *index)
{
    const struct project *project = sources_of(corpus)->project;
    const planar_map *map = timeline_map(corpus->timeline);

    for (size_t i = 0; i < project->region_count; i++) {
        const struct project_region *region = &project->regions[i];
        const struct area_names area = {
            .names = &region->names, .also = region->also, .not_meant = region->not_meant};
        add_area(corpus, &area, names_in(&region->names, project->languages[0]),
                 (struct named_ground){.region = (int)i}, index);
    }
    for (size_t i = 0; i < project->label_count; i++) {
        const struct project_label *label = &project->labels[i];
        const struct area_names area = {.names = &label->names};
        int region = label->region == NULL ? -1 : planar_map_region_find(map, label->region);
        if (region != -1)
            add_area(corpus, &area, names_in(&label->names, project->languages[0]),
                     (struct named_ground){.region = region, .when = label->when, .is_label = true},
                     index);
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

/* The ground of an area: all that bears its name on any day. */
static void add_all_grounds(const corpus *corpus, const struct area *area, struct face_set ground)
{
    for (guint i = 0; i < area->grounds->len; i++)
        add_ground(corpus, &g_array_index(area->grounds, struct named_ground, i), ground);
}

/* The ground that a label names on a day; where none does, what is called so without one; else
 * all. */
static void add_grounds_of_day(const corpus *corpus, const struct area *area, day_number day,
                               struct face_set ground)
{
    bool has_label = false, has_region = false;

    for (guint i = 0; i < area->grounds->len; i++) {
        const struct named_ground *from = &g_array_index(area->grounds, struct named_ground, i);
        has_label |= from->is_label && day >= from->when.from && day < from->when.until;
        has_region |= !from->is_label;
    }
    for (guint i = 0; i < area->grounds->len; i++) {
        const struct named_ground *from = &g_array_index(area->grounds, struct named_ground, i);
        bool is_shown = from->is_label && day >= from->when.from && day < from->when.until;
        if (has_label ? is_shown : !has_region || !from->is_label)
            add_ground(corpus, from, ground);
    }
}

/* The faces that a mention speaks of, on a day or (DAY_BEFORE_ALL) on any; the caller clears the
 * set. */
static struct face_set ground_of(const corpus *corpus, const struct mention *mention,
                                 day_number day)
{
    const topology *topology = planar_map_topology(timeline_map(corpus->timeline));
    struct face_set ground = face_set_new(topology_face_count(topology));

    if (mention->area != NO_AREA && day == DAY_BEFORE_ALL)
        add_all_grounds(corpus, area_at(corpus, mention->area), ground);
    else if (mention->area != NO_AREA)
        add_grounds_of_day(corpus, area_at(corpus, mention->area), day, ground);
    for (size_t i = 0; mention->area == NO_AREA && i < mention->place_count; i++) {
        const struct place *place = &sources_of(corpus)->places->places[mention->places[i]];
        if (mention->kind == MENTION_DISTRICT)
            add_unit(corpus, unit_of(corpus, place), ground);
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

static const struct state *state_on(const corpus *corpus, day_number day)
{
    struct state *state = g_hash_table_lookup(corpus->states, GINT_TO_POINTER(day));

    if (state == NULL) {
        state = timeline_state_at(corpus->timeline, day);
        g_hash_table_insert(corpus->states, GINT_TO_POINTER(day), state);
    }
    return state;
}

/* Who held the ground of a mention on the last day of a date. */
static GArray *holdings_on(const corpus *corpus, const struct mention *mention,
                           const struct prose_date *date)
{
    size_t count;
    const day_number *changes = timeline_change_days(corpus->timeline, &count);

    if (mention->kind == MENTION_PLACE || date->edtf == NULL || count == 0 ||
        date->date.latest < changes[0])
        return NULL;
    const struct state *state = state_on(corpus, date->date.latest);
    struct face_set ground = ground_of(corpus, mention, date->date.latest);
    GArray *holdings = holdings_gather(corpus->timeline, state, state, ground, BY_CONTROL);

    face_set_clear(&ground);
    return holdings;
}

static void add_dated(const corpus *corpus, struct corpus_mention *to, struct face_set ground,
                      const struct prose_date *date)
{
    struct dated dated = {date, covering_events(corpus, to->mention, ground, date),
                          holdings_on(corpus, to->mention, date)};

    g_array_append_val(to->dates, dated);
}

static void clear_dated(gpointer data)
{
    struct dated *dated = data;

    g_ptr_array_unref(dated->events);
    g_clear_pointer(&dated->holdings, g_array_unref);
}

static void add_mention(corpus *corpus, const struct document *document,
                        const struct mention *mention, const GArray *dates)
{
    struct corpus_mention added = {.document = document,
                                   .mention = mention,
                                   .dates = g_array_new(FALSE, FALSE, sizeof(struct dated))};
    struct face_set ground = ground_of(corpus, mention, DAY_BEFORE_ALL);

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
    corpus->region_count += mention->kind != MENTION_PLACE;
    g_array_append_val(corpus->mentions, added);
    face_set_clear(&ground);
}

/* ---- the corpus ----------------------------------------------------------------------------- */

static void clear_area(gpointer data)
{
    g_array_unref(((struct area *)data)->grounds);
}

static void free_state(gpointer data)
{
    state_free(data);
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
    corpus->states = g_hash_table_new_full(NULL, NULL, NULL, free_state);
    g_array_set_clear_func(corpus->areas, clear_area);
    g_array_set_clear_func(corpus->readings, clear_reading);
    g_array_set_clear_func(corpus->mentions, clear_mention);
    corpus->documents = documents_read(paths, corpus->guesser, error);
    if (corpus->documents == NULL)
        return NULL;
    g_autoptr(name_index) index = name_index_new(sources->places, corpus->guesser);
    g_autoptr(calendar_words) words = calendar_words_new(languages);
    add_units(corpus, index);
    add_regions(corpus, index);
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
    g_hash_table_unref(corpus->states);
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
    if (mention->area == NO_AREA || area_at(corpus, mention->area)->is_unit)
        return NULL;
    return area_at(corpus, mention->area)->name;
}

const char *corpus_region_name(const corpus *corpus, const struct mention *mention)
{
    if (mention->kind == MENTION_PLACE)
        return NULL;
    if (mention->area != NO_AREA)
        return area_at(corpus, mention->area)->name;
    const struct gazetteer *places = sources_of(corpus)->places;
    const struct place *place = &places->places[mention->places[0]];
    int32_t unit = unit_of(corpus, place);
    const char *name =
        unit == NONE
            ? NULL
            : unit_name(sources_of(corpus), planar_map_unit(timeline_map(corpus->timeline), unit));
    return name != NULL && gazetteer_find(places, name) == place
               ? name
               : names_in(&place->names, sources_of(corpus)->project->languages[0]);
}

size_t corpus_region_count(const corpus *corpus)
{
    return corpus->region_count;
}

bool corpus_has_place(const corpus *corpus, const struct place *place)
{
    return corpus->has_place[place - sources_of(corpus)->places->places];
}
