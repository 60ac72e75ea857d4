#include "compose/dated_places.h"

#include "compose/phrases.h"
#include "compose/words.h"

#include <math.h>

/* So many places are named in a sentence, and then how many more there are. */
#define MOST_NAMED 4

/* Of the ring around a symbol. */
#define RING_PT 0.6

static const struct project *project_of(const timeline *timeline)
{
    return planar_map_sources(timeline_map(timeline))->project;
}

static const struct gazetteer *places_of(const timeline *timeline)
{
    return planar_map_sources(timeline_map(timeline))->places;
}

/* ---- which --------------------------------------------------------------------------------- */

int32_t dated_place_row(const timeline *timeline, const struct place *place, day_number day)
{
    const struct project *project = project_of(timeline);
    int32_t number = timeline_place_row(timeline, place, day);
    if (number == NONE || !project->phase_count)
        return number;
    day_number said = timeline_row(timeline, number)->day;
    size_t phase = timeline_phase_at(timeline, day);
    day_number known = project->phases[phase].contact_from;
    bool is_past = timeline_phase_at(timeline, said) != phase || (said <= known && known <= day);
    return is_past ? NONE : number;
}

GArray *dated_place_rows(const timeline *timeline, const struct place *place)
{
    GArray *rows = g_array_new(FALSE, FALSE, sizeof(int32_t));
    const struct control *last = NULL;
    for (int32_t i = 0; i < (int32_t)timeline_row_count(timeline); i++) {
        const struct timeline_row *row = timeline_row(timeline, i);
        if (row->event->kind != EVENT_PLACE || row->place != place ||
            timeline_place_row(timeline, place, row->day) != i ||
            (last && control_equal(*last, row->control)))
            continue;
        last = &row->control;
        g_array_append_val(rows, i);
    }
    return rows;
}

static struct control control_of(const timeline *timeline, int32_t row)
{
    return timeline_row(timeline, row)->control;
}

static bool is_announced(struct control control)
{
    return control.status != STATUS_CONTROL && control.status != STATUS_PEACEKEEPING;
}

char *dated_place_class(const struct project *project, struct control said)
{
    return g_strdup_printf("dated %s%s", is_announced(said) ? "open " : "",
                           project->holders[said.holder].role);
}

char *dated_place_said(const struct project *project, struct control said, const char *language)
{
    bool is_held = said.status == STATUS_CONTROL;
    if (!is_held && said.status != STATUS_CLAIMED)
        return words_control(project, said, language);
    struct control plain = {said.holder, NONE, STATUS_CONTROL};
    g_autofree char *holder = words_control(project, plain, language);
    return phrase_fill(is_held ? PHRASE_PLACE_CONFIRMED : PHRASE_PLACE_ANNOUNCED, language,
                       "holder", holder, NULL);
}

/* ---- symbols ------------------------------------------------------------------------------- */

static char *title_of(const timeline *timeline, int32_t row, const char *name, const char *language)
{
    const struct event *event = timeline_row(timeline, row)->event;
    g_autofree char *control =
        words_control(project_of(timeline), control_of(timeline, row), language);
    g_autofree char *date = words_date(event, language);
    return *event->source_title
               ? g_strdup_printf("%s: %s; %s (%s)", name, control, date, event->source_title)
               : g_strdup_printf("%s: %s; %s", name, control, date);
}

/* Whose ground a place stands on; NULL for nobody's. */
static const char *ground_of(const timeline *timeline, const struct state *state,
                             const struct place *place)
{
    face_id face = topology_face_at(planar_map_topology(timeline_map(timeline)), place->at);
    if (state->rows[face] == NONE)
        return NULL;
    return project_of(timeline)->holders[state->controls[face].holder].code;
}

void dated_place_draw(const struct pen *pen, const timeline *timeline, const struct state *state,
                      int32_t number, struct pagexy at, const char *class_list, const char *name)
{
    const struct timeline_row *row = timeline_row(timeline, number);
    g_autofree char *title = title_of(timeline, number, name, pen->language);
    const char *ground = state ? ground_of(timeline, state, row->place) : NULL;
    g_autofree char *of_control = dated_place_class(project_of(timeline), row->control);
    g_autofree char *classes = g_strdup_printf("%s %s", class_list, of_control);
    const char *data[] = {"place",
                          row->place->id,
                          "said",
                          row->event->holder,
                          "status",
                          control_status_name(row->control.status),
                          "event",
                          row->event->id,
                          ground ? "holder" : NULL,
                          ground,
                          NULL};
    struct scene_mark mark = {.title = title, .data = data};
    pen_circle(pen, classes, at, &mark);
}

/* ---- which have room ------------------------------------------------------------------------ */

/* Of a place that the view does not show by itself. */
#define CLASS "dated-place"

/* Symbols may overlap by this share of the distance at which they would touch. */
#define MOST_OVERLAP 0.25

static bool is_ever_said(const timeline *timeline, const struct place *place)
{
    return timeline_place_row(timeline, place, DAY_AFTER_ALL) != NONE;
}

static struct page_box box_of(const struct dated_spot *spot)
{
    double r = spot->radius;
    return (struct page_box){spot->at.x - r, spot->at.y - r, spot->at.x + r, spot->at.y + r};
}

bool dated_spot_meets(const struct dated_spot *spot, struct page_box box)
{
    return boxes_meet(box_of(spot), box);
}

static bool is_clear(const GArray *spots, const GArray *taken, const struct dated_spot *spot)
{
    for (guint i = 0; i < spots->len; i++) {
        const struct dated_spot *other = &g_array_index(spots, struct dated_spot, i);
        double apart = hypot(spot->at.x - other->at.x, spot->at.y - other->at.y);
        if (apart < (1 - MOST_OVERLAP) * (spot->radius + other->radius))
            return false;
    }
    for (guint i = 0; i < taken->len; i++)
        if (dated_spot_meets(spot, g_array_index(taken, struct page_box, i)))
            return false;
    return true;
}

GArray *dated_places_spots(const struct pen *pen, const struct labels_input *input,
                           const GArray *taken,
                           bool (*has_own)(const void *data, const struct place *place),
                           const void *data)
{
    const struct gazetteer *gazetteer = places_of(input->timeline);
    double radius = style_paint(pen->style, CLASS).radius_pt + RING_PT;
    GArray *spots = g_array_new(FALSE, FALSE, sizeof(struct dated_spot));
    for (size_t i = 0; i < gazetteer->count && !page_map_layout(input->page)->hides_dated_places;
         i++) {
        const struct place *place = &gazetteer->places[i];
        struct dated_spot spot = {place, page_map_point(input->page, place->at), radius};
        if (!has_own(data, place) && is_ever_said(input->timeline, place) &&
            page_map_is_shown(input->page, spot.at) && is_clear(spots, taken, &spot) &&
            !obstacles_meet_furniture(input, box_of(&spot)))
            g_array_append_val(spots, spot);
    }
    return spots;
}

void dated_places_draw(const struct pen *pen, const timeline *timeline, const GArray *spots,
                       const struct state *state)
{
    for (guint i = 0; i < spots->len; i++) {
        const struct dated_spot *spot = &g_array_index(spots, struct dated_spot, i);
        int32_t row = dated_place_row(timeline, spot->place, state->day);
        if (row == NONE)
            continue;
        g_autofree char *name = pen_name(pen, &spot->place->names);
        dated_place_draw(pen, timeline, state, row, spot->at, CLASS, name ? name : spot->place->id);
    }
}

struct dated_symbols dated_places_symbols(const timeline *timeline, const page_map *page,
                                          int16_t holder, day_number day)
{
    const struct gazetteer *gazetteer = places_of(timeline);
    struct dated_symbols symbols = {false, false};
    for (size_t i = 0; i < gazetteer->count && !page_map_layout(page)->hides_dated_places; i++) {
        int32_t row = dated_place_row(timeline, &gazetteer->places[i], day);
        if (row == NONE || control_of(timeline, row).holder != holder ||
            !page_map_is_shown(page, page_map_point(page, gazetteer->places[i].at)))
            continue;
        if (is_announced(control_of(timeline, row)))
            symbols.has_announced = true;
        else
            symbols.has_confirmed = true;
    }
    return symbols;
}

/* ---- what is new --------------------------------------------------------------------------- */

/* The row by which a place is something else on a day than on an earlier one; NONE: it is not. */
static int32_t row_of_change(const timeline *timeline, const struct place *place, day_number since,
                             day_number day)
{
    int32_t before = timeline_place_row(timeline, place, since);
    int32_t now = timeline_place_row(timeline, place, day);
    bool is_same = now == NONE || (before != NONE && control_equal(control_of(timeline, before),
                                                                   control_of(timeline, now)));
    return is_same ? NONE : now;
}

bool dated_places_change(const timeline *timeline, const page_map *page, day_number since,
                         day_number day)
{
    const struct gazetteer *gazetteer = places_of(timeline);
    for (size_t i = 0; i < gazetteer->count; i++)
        if (page_map_is_shown(page, page_map_point(page, gazetteer->places[i].at)) &&
            row_of_change(timeline, &gazetteer->places[i], since, day) != NONE)
            return true;
    return false;
}

/* True when a change, or an annotation of the row's day, is of the event that a row is of. */
static bool is_told(const timeline *timeline, const GArray *changes, int32_t number)
{
    const struct timeline_row *row = timeline_row(timeline, number);
    const char *id = row->event->id;
    for (int32_t i = 0; i < (int32_t)timeline_row_count(timeline); i++) {
        const struct timeline_row *other = timeline_row(timeline, i);
        if (other->event->kind == EVENT_ANNOTATION && other->day == row->day &&
            g_str_equal(other->event->id, id))
            return true;
    }
    for (guint i = 0; i < changes->len; i++) {
        const struct change *change = &g_array_index(changes, struct change, i);
        if (g_str_equal(timeline_row(timeline, change->row)->event->id, id))
            return true;
    }
    return false;
}

/* "Horovlu, Mazra and 5 more" of the places that came under one control on a day by rows that are
 * not told yet, which are marked; NULL for none. */
static char *join_places(const timeline *timeline, struct control control, const int32_t *rows,
                         bool *is_done, const char *language)
{
    const struct gazetteer *gazetteer = places_of(timeline);
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (size_t i = 0; i < gazetteer->count; i++) {
        if (rows[i] == NONE || is_done[i] || !control_equal(control_of(timeline, rows[i]), control))
            continue;
        is_done[i] = true;
        const char *name = names_in(&gazetteer->places[i].names, language);
        g_ptr_array_add(names, (void *)(name ? name : gazetteer->places[i].id));
    }
    if (!names->len)
        return NULL;
    guint named = names->len > MOST_NAMED + 1 ? MOST_NAMED : names->len;
    g_autoptr(GString) text = g_string_new(g_ptr_array_index(names, 0));
    for (guint i = 1; i < named; i++)
        g_string_append_printf(text, "%s%s",
                               i + 1 == names->len ? phrase_text(PHRASE_AND, language) : ", ",
                               (const char *)g_ptr_array_index(names, i));
    if (named < names->len) {
        g_autofree char *count = g_strdup_printf("%u", names->len - named);
        g_autofree char *others = phrase_fill(PHRASE_OTHERS, language, "count", count, NULL);
        g_string_append_printf(text, "%s%s", phrase_text(PHRASE_AND, language), others);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static char *sentence_of(const timeline *timeline, struct control control, const char *places,
                         const char *language)
{
    const struct project *project = project_of(timeline);
    g_autofree char *words = words_control(project, control, language);
    if (control.status != STATUS_CONTROL && control.status != STATUS_CLAIMED)
        return phrase_fill(control.status == STATUS_UNKNOWN ? PHRASE_WHO_HOLDS : PHRASE_IS,
                           language, "regions", places, "control", words, NULL);
    struct control plain = {control.holder, NONE, STATUS_CONTROL};
    g_autofree char *holder = words_control(project, plain, language);
    enum phrase phrase = control.status == STATUS_CONTROL ? PHRASE_CONFIRMED : PHRASE_ANNOUNCED;
    return phrase_fill(phrase, language, "holder", holder, "places", places, NULL);
}

char *dated_places_words(const timeline *timeline, const GArray *changes, day_number day,
                         const char *language)
{
    const struct gazetteer *gazetteer = places_of(timeline);
    g_autofree int32_t *rows = g_new(int32_t, gazetteer->count + 1);
    g_autofree bool *is_done = g_new0(bool, gazetteer->count + 1);
    g_autoptr(GString) text = g_string_new(NULL);
    for (size_t i = 0; i < gazetteer->count; i++) {
        rows[i] = row_of_change(timeline, &gazetteer->places[i], day - 1, day);
        if (rows[i] != NONE && is_told(timeline, changes, rows[i]))
            rows[i] = NONE;
    }
    for (size_t i = 0; i < gazetteer->count; i++) {
        if (rows[i] == NONE || is_done[i])
            continue;
        struct control control = control_of(timeline, rows[i]);
        g_autofree char *places = join_places(timeline, control, rows, is_done, language);
        g_autofree char *plain = sentence_of(timeline, control, places, language);
        g_autofree char *sentence = words_sentence_case(plain);
        g_string_append_printf(text, "%s%s%s", text->len ? " " : "", sentence,
                               phrase_text(PHRASE_STOP, language));
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}
