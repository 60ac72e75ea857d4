#include "timeline/record.h"

#include <string.h>

/* What became of one row on one piece. */
struct verdict {
    enum row_fate fate;
    int32_t by;
    day_number on;
};

/* ---- pieces -------------------------------------------------------------------------------- */

static void clear_piece(void *data)
{
    struct piece *piece = data;

    face_set_clear(&piece->faces);
    g_array_unref(piece->tenures);
}

static bool are_equal_tenures(const GArray *a, const GArray *b)
{
    if (a->len != b->len)
        return false;
    for (guint i = 0; i < a->len; i++) {
        const struct tenure *left = &g_array_index(a, struct tenure, i);
        const struct tenure *right = &g_array_index(b, struct tenure, i);
        if (left->from != right->from || left->row != right->row ||
            !control_equal(left->control, right->control))
            return false;
    }
    return true;
}

static bool is_outside(const struct piece *piece)
{
    return g_array_index(piece->tenures, struct tenure, 0).control.holder == NONE;
}

static int compare_pieces(const void *left, const void *right)
{
    const struct piece *a = left, *b = right;

    if (is_outside(a) != is_outside(b))
        return is_outside(a) ? 1 : -1;
    if (a->area_m2 != b->area_m2)
        return a->area_m2 > b->area_m2 ? -1 : 1;
    return a->face - b->face;
}

/* Adds a face to the piece that has its tenures, or makes it a new one. Takes the tenures. */
static void add_face(const timeline *timeline, record *record, face_id face, GArray *tenures)
{
    const planar_map *map = timeline_map(timeline);
    struct piece *piece = NULL;

    for (guint i = 0; i < record->pieces->len && piece == NULL; i++) {
        struct piece *other = &g_array_index(record->pieces, struct piece, i);
        if (are_equal_tenures(other->tenures, tenures))
            piece = other;
    }
    if (piece == NULL) {
        size_t faces = topology_face_count(planar_map_topology(map));
        struct piece new_piece = {face_set_new(faces), face, 0, g_array_ref(tenures)};
        g_array_append_val(record->pieces, new_piece);
        piece = &g_array_index(record->pieces, struct piece, record->pieces->len - 1);
    }
    face_set_add(piece->faces, face);
    piece->area_m2 += face == 0 ? 0 : planar_map_face_area_m2(map, face);
    g_array_unref(tenures);
}

static void find_pieces(const timeline *timeline, record *record)
{
    size_t faces = topology_face_count(planar_map_topology(timeline_map(timeline)));

    for (size_t f = 0; f < faces; f++) {
        if (face_set_has(record->faces, (face_id)f))
            add_face(timeline, record, (face_id)f, timeline_history(timeline, (face_id)f));
    }
    g_array_sort(record->pieces, compare_pieces);
    for (guint i = 0; i < record->pieces->len; i++) {
        const struct piece *piece = &g_array_index(record->pieces, struct piece, i);
        record->area_m2 += is_outside(piece) ? 0 : piece->area_m2;
    }
}

const struct tenure *piece_tenure_at(const struct piece *piece, day_number day)
{
    guint at = 0;

    while (at + 1 < piece->tenures->len &&
           g_array_index(piece->tenures, struct tenure, at).until <= day)
        at++;
    return &g_array_index(piece->tenures, struct tenure, at);
}

/* ---- fates --------------------------------------------------------------------------------- */

static bool row_covers(const timeline *timeline, const struct timeline_row *row, face_id face)
{
    return row->event->kind == EVENT_CONTROL && row->region != NONE &&
           face_set_has(*planar_map_region(timeline_map(timeline), (size_t)row->region), face);
}

/* The fate of a row that made what some tenure has; false when it made none. */
static bool judge_tenures(const struct piece *piece, int32_t number, day_number day,
                          struct verdict *verdict)
{
    const GArray *tenures = piece->tenures;
    guint first = tenures->len, last = 0;

    for (guint i = 0; i < tenures->len; i++) {
        if (g_array_index(tenures, struct tenure, i).row != number)
            continue;
        first = MIN(first, i);
        last = i;
    }
    if (first == tenures->len)
        return false;
    day_number until = g_array_index(tenures, struct tenure, last).until;
    *verdict = (struct verdict){FATE_IN_FORCE, NONE, 0};
    if (g_array_index(tenures, struct tenure, first).from > day)
        verdict->fate = FATE_TO_COME;
    else if (until <= day && last + 1 < tenures->len)
        *verdict = (struct verdict){FATE_GAVE_WAY,
                                    g_array_index(tenures, struct tenure, last + 1).row, until};
    return true;
}

/* The last row of a row's day that says something else of the face than it; NONE: none does. */
static int32_t later_that_day(const timeline *timeline, int32_t number, face_id face)
{
    const struct timeline_row *row = timeline_row(timeline, number);
    int32_t found = NONE;

    for (int32_t i = number + 1; i < (int32_t)timeline_row_count(timeline); i++) {
        const struct timeline_row *other = timeline_row(timeline, i);
        if (other->day != row->day)
            break;
        if (row_covers(timeline, other, face) && !control_equal(other->control, row->control))
            found = i;
    }
    return found;
}

/* The row by which ground was what it was just before a row; NONE: by no other. */
static int32_t row_before(const timeline *timeline, int32_t number, face_id face)
{
    int32_t found = NONE;
    struct control control = {NONE, NONE, 0};

    for (int32_t i = 0; i < number; i++) {
        const struct timeline_row *row = timeline_row(timeline, i);
        if (!row_covers(timeline, row, face) || control_equal(row->control, control))
            continue;
        control = row->control;
        found = i;
    }
    return found;
}

/* What became of a control row on a piece that it covers. */
static struct verdict judge(const timeline *timeline, const struct piece *piece, int32_t number,
                            day_number day)
{
    const struct timeline_row *row = timeline_row(timeline, number);
    struct verdict verdict;

    if (is_outside(piece))
        return (struct verdict){FATE_OUTSIDE, NONE, 0};
    if (judge_tenures(piece, number, day, &verdict))
        return verdict;
    if (row->from > day)
        return (struct verdict){FATE_TO_COME, NONE, 0};
    int32_t before = row_before(timeline, number, piece->face);
    bool is_new =
        before == NONE || !control_equal(timeline_row(timeline, before)->control, row->control);
    int32_t later = is_new ? later_that_day(timeline, number, piece->face) : NONE;
    if (later != NONE)
        return (struct verdict){FATE_OVERRIDDEN, later, 0};
    return (struct verdict){FATE_NO_CHANGE, piece_tenure_at(piece, row->day)->row, 0};
}

/* A control row's fate on the subject as a whole; false when it covers nothing of it. */
static bool judge_row(const timeline *timeline, const record *record, int32_t number,
                      struct record_row *answer)
{
    const struct timeline_row *row = timeline_row(timeline, number);
    bool is_of_it = false;

    *answer = (struct record_row){.event = row->event, .row = number, .fate = FATES, .by = NONE};
    for (guint i = 0; i < record->pieces->len; i++) {
        const struct piece *piece = &g_array_index(record->pieces, struct piece, i);
        if (!row_covers(timeline, row, piece->face))
            continue;
        struct verdict verdict = judge(timeline, piece, number, record->day);
        is_of_it = true;
        if (verdict.fate != FATE_OUTSIDE)
            answer->covered_m2 += piece->area_m2;
        if (verdict.fate < answer->fate) {
            answer->fate = verdict.fate;
            answer->by = verdict.by;
            answer->on = verdict.on;
            answer->fate_m2 = 0;
        }
        if (verdict.fate == answer->fate)
            answer->fate_m2 += piece->area_m2;
    }
    return is_of_it;
}

/* ---- other rows ---------------------------------------------------------------------------- */

/* A place row's fate among those of its place. */
static struct record_row judge_place_row(const timeline *timeline, const record *record,
                                         int32_t number)
{
    const struct timeline_row *row = timeline_row(timeline, number);
    struct record_row answer = {
        .event = row->event, .row = number, .fate = FATE_IN_FORCE, .by = NONE};
    int32_t before = timeline_place_row(timeline, record->place, row->day - 1);
    int32_t on_day = timeline_place_row(timeline, record->place, row->day);

    if (row->day > record->day) {
        answer.fate = FATE_TO_COME;
        return answer;
    }
    if (on_day != number) {
        answer.fate = FATE_OVERRIDDEN;
        answer.by = on_day;
        return answer;
    }
    if (row->day != DAY_BEFORE_ALL && before != NONE &&
        control_equal(timeline_row(timeline, before)->control, row->control)) {
        answer.fate = FATE_NO_CHANGE;
        answer.by = before;
        return answer;
    }
    for (int32_t i = number + 1; i < (int32_t)timeline_row_count(timeline); i++) {
        const struct timeline_row *next = timeline_row(timeline, i);
        if (next->event->kind != EVENT_PLACE || next->place != record->place ||
            next->day > record->day || control_equal(next->control, row->control) ||
            timeline_place_row(timeline, record->place, next->day) != i)
            continue;
        answer.fate = FATE_GAVE_WAY;
        answer.by = i;
        answer.on = next->day;
        break;
    }
    return answer;
}

/* True when two sets have a face in common. */
static bool sets_meet(struct face_set a, struct face_set b)
{
    uint64_t shared = 0;

    for (size_t w = 0; w < a.word_count; w++)
        shared |= a.words[w] & b.words[w];
    return shared != 0;
}

/* True when a region or a place that a row names is the subject's, or on its ground. A place stands
 * for its point alone. */
static bool speaks_of(const timeline *timeline, const record *record, int region,
                      const struct place *place)
{
    const planar_map *map = timeline_map(timeline);

    if (place != NULL && place == record->place)
        return true;
    if (region != NONE && sets_meet(*planar_map_region(map, (size_t)region), record->faces))
        return true;
    bool is_region = face_set_count(record->faces) > 1;
    return is_region && place != NULL &&
           face_set_has(record->faces, topology_face_at(planar_map_topology(map), place->at));
}

static double covered_m2(const timeline *timeline, const record *record, int region)
{
    const planar_map *map = timeline_map(timeline);
    double area_m2 = 0;

    for (guint i = 0; region != NONE && i < record->pieces->len; i++) {
        const struct piece *piece = &g_array_index(record->pieces, struct piece, i);
        if (!is_outside(piece) &&
            face_set_has(*planar_map_region(map, (size_t)region), piece->face))
            area_m2 += piece->area_m2;
    }
    return area_m2;
}

/* Rows that do not count as the log is read. Their names were resolved with the others'. */
static void add_left_out(const timeline *timeline, record *record)
{
    const planar_map *map = timeline_map(timeline);
    const struct gazetteer *places = planar_map_sources(map)->places;
    size_t count;
    const struct row_left_out *rows = timeline_left_out(timeline, &count);

    for (size_t i = 0; i < count; i++) {
        const struct event *event = rows[i].event;
        int region = *event->region ? planar_map_region_find(map, event->region) : NONE;
        const struct place *place = *event->place ? gazetteer_find(places, event->place) : NULL;
        if (event->kind == EVENT_CONTROL)
            place = NULL;
        if (!speaks_of(timeline, record, region, place))
            continue;
        struct record_row row = {
            .event = event,
            .row = NONE,
            .fate = rows[i].is_withdrawn ? FATE_WITHDRAWN : FATE_UNREPORTED,
            .by = NONE,
            .on = rows[i].is_withdrawn ? event->withdrawn : event->reported,
            .covered_m2 = covered_m2(timeline, record, region),
        };
        row.fate_m2 = row.covered_m2;
        g_array_append_val(record->rows, row);
    }
}

static void find_rows(const timeline *timeline, record *record)
{
    for (int32_t i = 0; i < (int32_t)timeline_row_count(timeline); i++) {
        const struct timeline_row *row = timeline_row(timeline, i);
        struct record_row answer = {
            .event = row->event, .row = i, .fate = FATE_ANNOTATION, .by = NONE};
        bool is_of_it = false;
        switch (row->event->kind) {
        case EVENT_CONTROL:
            is_of_it = judge_row(timeline, record, i, &answer);
            break;
        case EVENT_ANNOTATION:
            is_of_it = speaks_of(timeline, record, row->region, row->place);
            break;
        case EVENT_PLACE:
            is_of_it = record->place != NULL && row->place == record->place;
            if (is_of_it)
                answer = judge_place_row(timeline, record, i);
            break;
        }
        if (is_of_it)
            g_array_append_val(record->rows, answer);
    }
    add_left_out(timeline, record);
}

/* ---- the whole ----------------------------------------------------------------------------- */

record *record_new(const timeline *timeline, struct face_set faces, const struct place *place,
                   day_number day)
{
    record *record = g_new0(struct record, 1);

    record->place = place;
    record->faces = face_set_copy(faces);
    record->day = day;
    record->pieces = g_array_new(FALSE, FALSE, sizeof(struct piece));
    g_array_set_clear_func(record->pieces, clear_piece);
    record->rows = g_array_new(FALSE, FALSE, sizeof(struct record_row));
    find_pieces(timeline, record);
    find_rows(timeline, record);
    return record;
}

void record_free(record *record)
{
    if (record == NULL)
        return;
    face_set_clear(&record->faces);
    g_array_unref(record->pieces);
    g_array_unref(record->rows);
    g_free(record);
}
