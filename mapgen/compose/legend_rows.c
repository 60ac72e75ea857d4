#include "compose/legend_rows.h"

#include "compose/changes.h"
#include "compose/dated_places.h"
#include "compose/phrases.h"
#include "compose/words.h"

#include <stdlib.h>

/* What is on some of the maps. */
struct shown {
    const struct project *project;
    const timeline *timeline;
    const struct legend_map *maps;
    size_t map_count;
    GArray *areas; /* of struct area, borrowed, in the order of areas_gather() */
    bool lines[LINE_KINDS];
    bool *drawn, *notes; /* by the project's numbers */
    bool has_inexact_date;
    bool has_band, has_bandless; /* ground that changed has a strip, or was nobody's for certain */
};

static void clear_row(void *data)
{
    struct row *row = data;
    g_free(row->class_list);
    g_free(row->outline);
    g_free(row->band);
    g_free(row->text);
    g_free(row->brief);
}

GArray *legend_rows_new(void)
{
    GArray *rows = g_array_new(FALSE, FALSE, sizeof(struct row));
    g_array_set_clear_func(rows, clear_row);
    return rows;
}

struct row *legend_rows_add(GArray *rows, enum row_kind kind, const char *class_list,
                            const char *text)
{
    struct row row = {
        .kind = kind, .class_list = g_strdup(class_list), .text = words_sentence_case(text)};
    g_array_append_val(rows, row);
    return &g_array_index(rows, struct row, rows->len - 1);
}

/* ---- what is shown ------------------------------------------------------------------------- */

static void note_areas(struct shown *shown, const struct legend_map *map)
{
    g_autofree bool *is_seen = g_new0(bool, map->areas->areas->len + 1);
    for (size_t f = 0; f < map->state->face_count; f++)
        if (map->areas->keys[f] >= 0 && page_map_face_is_shown(map->page, (face_id)f))
            is_seen[map->areas->keys[f]] = true;
    for (guint i = 0; i < map->areas->areas->len; i++) {
        const struct area *area = &g_array_index(map->areas->areas, struct area, i);
        bool is_new = is_seen[i];
        for (guint k = 0; k < shown->areas->len && is_new; k++)
            is_new = area_compare(&g_array_index(shown->areas, struct area, k), area) != 0;
        if (is_new)
            g_array_append_val(shown->areas, *area);
    }
    g_array_sort(shown->areas, area_compare);
}

static void note_lines(struct shown *shown, const struct legend_map *map)
{
    const planar_map *planar = timeline_map(shown->timeline);
    for (size_t e = 0; e < topology_edge_count(planar_map_topology(planar)); e++)
        if (page_map_edge_is_shown(map->page, (edge_id)e))
            shown->lines[lines_kind(shown->timeline, map->state, (edge_id)e)] = true;
    for (size_t i = 0; i < shown->project->drawn_count; i++)
        shown->drawn[i] |=
            shown->project->drawn[i].legend.count > 0 &&
            lines_is_shown(map->page, shown->timeline, map->state, &shown->project->drawn[i]);
}

static void note_notes(struct shown *shown, const struct legend_map *map)
{
    for (size_t i = 0; i < shown->project->note_count; i++)
        shown->notes[i] |= span_has(shown->project->notes[i].when, map->state->day);
    for (guint i = 0; i < map->changes->len; i++) {
        const struct change *change = &g_array_index(map->changes, struct change, i);
        const struct event *event = timeline_row(shown->timeline, change->row)->event;
        shown->has_inexact_date |= !edtf_is_exact(&event->date);
    }
}

/* Sees whether ground in view that changed has a strip in the tone of who held it before. */
static void note_bands(struct shown *shown, const struct legend_map *map)
{
    for (guint i = 0; i < map->changes->len; i++) {
        const struct change *change = &g_array_index(map->changes, struct change, i);
        for (size_t f = 0; f < map->state->face_count; f++) {
            struct control before = map->since->controls[f];
            if (!face_set_has(change->faces, (face_id)f) ||
                !page_map_face_is_shown(map->page, (face_id)f))
                continue;
            shown->has_band |= changes_holder_before(before, change->now) != NONE;
            shown->has_bandless |= before.status == STATUS_CONTESTED;
        }
    }
}

static void shown_clear(struct shown *shown)
{
    g_array_unref(shown->areas);
    g_free(shown->drawn);
    g_free(shown->notes);
}

/* ---- rows ---------------------------------------------------------------------------------- */

/* True when the log has a row for a day: a phase that begins on another has no day to be told. */
static bool begins_with_event(const timeline *timeline, day_number day)
{
    for (int32_t i = 0; i < (int32_t)timeline_row_count(timeline); i++)
        if (day != DAY_BEFORE_ALL && timeline_row(timeline, i)->day == day)
            return true;
    return false;
}

/* A change of a map that gave ground in view a control. */
static bool is_seen_change(const struct legend_map *map, const struct change *change,
                           struct control control)
{
    if (!control_equal(change->now, control))
        return false;
    for (size_t f = 0; f < map->state->face_count; f++)
        if (face_set_has(change->faces, (face_id)f) &&
            page_map_face_is_shown(map->page, (face_id)f))
            return true;
    return false;
}

/* A date not to be broken: rows are narrow. */
static char *unbroken(const char *date)
{
    g_auto(GStrv) parts = g_strsplit(date, " ", -1);
    return g_strjoinv("\u00a0", parts);
}

static char *since_words(day_number day, const char *language)
{
    g_autofree char *words = words_day(day, language);
    g_autofree char *date = unbroken(words);
    return phrase_fill(PHRASE_SINCE, language, "date", date, NULL);
}

static char *short_day(day_number day, const char *language)
{
    g_autofree char *words = words_short_day(day, language);
    return unbroken(words);
}

/* Since when that is a control which came to it on the day of the map: "since 25 October 2020" or,
 * where the day of a change is not known, "from this date (Aug 1992)", with the date of them all.
 */
static char *now_words(const struct shown *shown, struct control control, bool is_short,
                       const char *language)
{
    const struct legend_map *map = &shown->maps[0];
    g_autofree char *day = short_day(map->state->day, language);
    g_autofree char *date = NULL;
    bool is_exact = true, is_one = true;
    for (guint i = 0; i < map->changes->len; i++) {
        const struct change *change = &g_array_index(map->changes, struct change, i);
        if (!is_seen_change(map, change, control))
            continue;
        const struct event *event = timeline_row(shown->timeline, change->row)->event;
        g_autofree char *words = words_short_date(event, language);
        is_exact &= edtf_is_exact(&event->date);
        is_one &= !date || g_str_equal(words, date);
        g_free(date);
        date = g_steal_pointer(&words);
    }
    if (is_exact)
        return is_short ? phrase_fill(PHRASE_SINCE, language, "date", day, NULL)
                        : since_words(map->state->day, language);
    return g_strdup_printf("%s (%s)", phrase_text(PHRASE_FROM_THIS_DATE, language),
                           date && is_one ? date : day);
}

static char *tone_words(const struct shown *shown, enum tone tone, struct control control,
                        bool is_short, const char *language)
{
    const struct legend_map *map = &shown->maps[0];
    if (tone == TONE_NOW && shown->map_count > 1)
        return g_strdup(phrase_text(PHRASE_SINCE_MAP_BEFORE, language));
    if (tone == TONE_NOW &&
        map->since->day >= timeline_change_before(shown->timeline, map->state->day))
        return now_words(shown, control, is_short, language);
    if (tone == TONE_NOW)
        return since_words(map->since->day, language);
    if (tone == TONE_BEFORE || !shown->project->phase_count)
        return g_strdup(phrase_text(PHRASE_BEFORE, language));
    const struct project_phase *phase =
        &shown->project->phases[timeline_phase_at(shown->timeline, map->state->day)];
    if (!begins_with_event(shown->timeline, phase->from)) {
        const char *name = names_in(&phase->names, language);
        return phrase_fill(PHRASE_EARLIER_IN, language, "phase", name ? name : "", NULL);
    }
    return since_words(phase->from, language);
}

/* Whom most of the ground in view was held by that came to a control; NONE: nobody else. */
static int16_t most_held_before(const struct shown *shown, struct control control)
{
    g_autofree double *areas_m2 = g_new0(double, shown->project->holder_count + 1);
    int16_t most = NONE;
    for (size_t m = 0; m < shown->map_count; m++) {
        const struct legend_map *map = &shown->maps[m];
        for (size_t f = 0; f < map->state->face_count; f++) {
            if (!control_equal(map->state->controls[f], control) ||
                !page_map_face_is_shown(map->page, (face_id)f))
                continue;
            int16_t before = changes_holder_before(map->since->controls[f], control);
            if (before != NONE)
                areas_m2[before] +=
                    planar_map_face_about_m2(timeline_map(shown->timeline), (face_id)f);
        }
    }
    for (size_t h = 0; h < shown->project->holder_count; h++)
        if (areas_m2[h] > (most == NONE ? 0 : areas_m2[most]))
            most = (int16_t)h;
    return most;
}

/* Draws a row's swatch as what came to a control is drawn: outlined, with the tone of whom most of
 * it was held by before. */
static void mark_as_change(const struct shown *shown, struct control control, struct row *row)
{
    const struct project_holder *holders = shown->project->holders;
    const struct change *largest = NULL;
    for (size_t m = 0; m < shown->map_count; m++) {
        for (guint i = 0; i < shown->maps[m].changes->len; i++) {
            const struct change *change = &g_array_index(shown->maps[m].changes, struct change, i);
            if ((!largest || change->area_m2 > largest->area_m2) &&
                is_seen_change(&shown->maps[m], change, control))
                largest = change;
        }
    }
    if (!largest)
        return;
    bool is_exact = edtf_is_exact(&timeline_row(shown->timeline, largest->row)->event->date);
    int16_t before = most_held_before(shown, control);
    row->outline = g_strdup_printf("changed-outline %s%s", holders[control.holder].role,
                                   is_exact ? "" : " inexact");
    if (before != NONE)
        row->band = g_strdup_printf("changed-band %s", holders[before].role);
}

static const char *name_of(const struct shown *shown, int16_t holder, const char *language)
{
    const struct project_holder *of = &shown->project->holders[holder];
    const char *name = names_in(&of->names, language);
    return name ? name : of->code;
}

/* A holder as the legend calls it; by its mere name in a band below the map, which has little room.
 */
static const char *legend_of(const struct shown *shown, int16_t holder, const char *language)
{
    bool is_short = page_map_layout(shown->maps[0].page)->legend == LEGEND_BELOW;
    const char *legend =
        is_short ? NULL : names_in(&shown->project->holders[holder].legend, language);
    return legend ? legend : name_of(shown, holder, language);
}

/* The tones of a holder's plain control: one row where there is one tone, else a heading and a row
 * a tone, the newest first. */
static void add_holder(const struct shown *shown, int16_t holder, const char *language,
                       GArray *rows)
{
    const struct area *tones[3] = {NULL};
    int count = 0;
    for (guint i = 0; i < shown->areas->len; i++) {
        const struct area *area = &g_array_index(shown->areas, struct area, i);
        if (area->control.holder != holder || area->control.status != STATUS_CONTROL)
            continue;
        count += !tones[area->tone];
        tones[area->tone] = area;
    }
    const char *legend = legend_of(shown, holder, language);
    const char *name = name_of(shown, holder, language);
    guint first = rows->len;
    if (count > 1)
        legend_rows_add(rows, ROW_HEADING, NULL, legend)->brief = words_sentence_case(name);
    for (int tone = TONE_NOW; tone >= TONE_BEFORE; tone--) {
        if (!tones[tone])
            continue;
        g_autofree char *when =
            tone_words(shown, (enum tone)tone, tones[tone]->control, false, language);
        g_autofree char *alone =
            tone == TONE_BEFORE ? g_strdup(legend) : g_strdup_printf("%s, %s", legend, when);
        struct row *row =
            legend_rows_add(rows, ROW_AREA, tones[tone]->class_list, count > 1 ? when : alone);
        if (count == 1 && tone == TONE_BEFORE)
            row->brief = words_sentence_case(name);
        if (tone == TONE_NOW)
            mark_as_change(shown, tones[tone]->control, row);
    }
    for (guint i = first; count > 1 && i < rows->len; i++) {
        g_array_index(rows, struct row, i).in_group = true;
        g_array_index(rows, struct row, i).ends_group = i + 1 == rows->len;
    }
}

/* Since when ground in view is a control: the first day and the last. */
static bool find_days(const struct shown *shown, struct control control, day_number *first,
                      day_number *last)
{
    const struct legend_map *map = &shown->maps[0];
    *first = DAY_AFTER_ALL;
    *last = DAY_BEFORE_ALL;
    for (size_t f = 0; f < map->state->face_count; f++) {
        if (!control_equal(map->state->controls[f], control) ||
            !page_map_face_is_shown(map->page, (face_id)f))
            continue;
        day_number day = timeline_since(shown->timeline, map->state, (face_id)f);
        *first = MIN(*first, day);
        *last = MAX(*last, day);
    }
    return *first > DAY_BEFORE_ALL && *first < DAY_AFTER_ALL;
}

/* "Contested, since 7 Oct 2020 or later; outlined: since 25 Oct 2020": when what is guarded,
 * contested or uncertain came to be so. `is_new` when some of it did so on this map, `is_old` when
 * some before. */
static char *status_words(const struct shown *shown, struct control control, bool is_new,
                          bool is_old, const char *language)
{
    g_autofree char *words = words_control(shown->project, control, language);
    g_autofree char *now = is_new ? tone_words(shown, TONE_NOW, control, true, language) : NULL;
    day_number first, last;
    if (now && !is_old)
        return g_strdup_printf("%s, %s", words, now);
    if (shown->map_count > 1 || !find_days(shown, control, &first, &last))
        return g_steal_pointer(&words);
    g_autofree char *day = short_day(first, language);
    g_autofree char *since = phrase_fill(first == last ? PHRASE_SINCE : PHRASE_SINCE_OR_LATER,
                                         language, "date", day, NULL);
    g_autofree char *outlined =
        now ? phrase_fill(PHRASE_OUTLINED, language, "when", now, NULL) : g_strdup("");
    return g_strdup_printf("%s, %s%s", words, since, outlined);
}

/* What is guarded, contested or uncertain: a row per status and pair of parties. The tones of one
 * control follow one another; the newest stands for all. */
static void add_statuses(const struct shown *shown, const char *language, GArray *rows)
{
    bool is_old = false;
    for (guint i = 0; i < shown->areas->len; i++) {
        const struct area *area = &g_array_index(shown->areas, struct area, i);
        bool is_newest =
            i + 1 == shown->areas->len ||
            !control_equal(g_array_index(shown->areas, struct area, i + 1).control, area->control);
        if (area->control.status == STATUS_CONTROL)
            continue;
        bool is_new = area->tone == TONE_NOW;
        is_old |= !is_new;
        if (!is_newest)
            continue;
        g_autofree char *text = status_words(shown, area->control, is_new, is_old, language);
        g_autofree char *brief = words_control(shown->project, area->control, language);
        struct row *row = legend_rows_add(rows, ROW_AREA, area->class_list, text);
        row->brief = words_sentence_case(brief);
        if (is_new)
            mark_as_change(shown, area->control, row);
        is_old = false;
    }
}

/* The symbols of places of which the log says by themselves who held them. */
static void add_symbols(const struct shown *shown, const char *language, GArray *rows)
{
    for (size_t h = 0; h < shown->project->holder_count; h++) {
        const struct project_holder *holder = &shown->project->holders[h];
        struct dated_symbols all = {false, false};
        for (size_t m = 0; m < shown->map_count; m++) {
            struct dated_symbols one = dated_places_symbols(shown->timeline, shown->maps[m].page,
                                                            (int16_t)h, shown->maps[m].state->day);
            all.has_confirmed |= one.has_confirmed;
            all.has_announced |= one.has_announced;
        }
        struct control control = {(int16_t)h, NONE, STATUS_CONTROL};
        g_autofree char *name = words_control(shown->project, control, language);
        for (int open = 0; open < 2; open++) {
            if (!(open ? all.has_announced : all.has_confirmed))
                continue;
            g_autofree char *class_list =
                g_strdup_printf("dated-place dated %s%s", open ? "open " : "", holder->role);
            g_autofree char *text =
                phrase_fill(open ? PHRASE_PLACE_ANNOUNCED : PHRASE_PLACE_CONFIRMED, language,
                            "holder", name, NULL);
            legend_rows_add(rows, ROW_SYMBOL, class_list, text);
        }
    }
}

static void add_lines(const struct shown *shown, const char *language, GArray *rows)
{
    if (shown->lines[LINE_CONTACT])
        legend_rows_add(rows, ROW_LINE, "contact", phrase_text(PHRASE_CONTACT, language));
    if (shown->lines[LINE_FRONT])
        legend_rows_add(rows, ROW_LINE, "front", phrase_text(PHRASE_FRONT, language));
    if (shown->lines[LINE_COUNTRY])
        legend_rows_add(rows, ROW_LINE, "country-border", phrase_text(PHRASE_BORDER, language));
    for (size_t i = 0; i < shown->project->drawn_count; i++) {
        const char *legend = names_in(&shown->project->drawn[i].legend, language);
        bool is_new = shown->drawn[i];
        for (size_t j = 0; j < i && is_new; j++)
            is_new = !shown->drawn[j] ||
                     g_strcmp0(legend, names_in(&shown->project->drawn[j].legend, language)) != 0;
        if (is_new)
            legend_rows_add(rows, ROW_LINE, shown->project->drawn[i].class_list, legend);
    }
}

/* The day of the map. */
static void add_day(const struct shown *shown, const char *language, GArray *rows)
{
    if (shown->map_count > 1)
        return;
    g_autofree char *as_of = words_as_of(shown->timeline, shown->maps[0].state, language);
    legend_rows_add(rows, ROW_NOTE, NULL, as_of)->weight = NOTE_MEANING;
}

static void add_meaning(struct control control, const char *language, bool *is_told, GArray *rows)
{
    const char *meaning = words_meaning(control, language);
    if (!meaning || is_told[control.status])
        return;
    legend_rows_add(rows, ROW_NOTE, NULL, meaning)->weight = NOTE_MEANING;
    is_told[control.status] = true;
}

/* What the statuses mean that are on the map, or named beside it. */
static void add_meanings(const struct shown *shown, const char *language, GArray *rows)
{
    bool is_told[STATUS_COUNT] = {false};
    for (guint i = 0; i < shown->areas->len; i++)
        add_meaning(g_array_index(shown->areas, struct area, i).control, language, is_told, rows);
    for (size_t m = 0; m < shown->map_count; m++)
        for (guint i = 0; shown->maps[m].told && i < shown->maps[m].told->len; i++)
            add_meaning(g_array_index(shown->maps[m].told, struct control, i), language, is_told,
                        rows);
}

static void add_notes(const struct shown *shown, const char *language, GArray *rows)
{
    const struct project *project = shown->project;
    enum date_policy policy = timeline_options(shown->timeline)->date_policy;
    if (shown->has_inexact_date && policy != DATE_TRANSITION)
        legend_rows_add(
            rows, ROW_NOTE, NULL,
            phrase_text(policy == DATE_EARLIEST ? PHRASE_EARLIEST_DAY : PHRASE_LATEST_DAY,
                        language));
    for (size_t i = 0; i < project->note_count; i++)
        if (shown->notes[i])
            legend_rows_add(rows, ROW_NOTE, NULL, names_in(&project->notes[i].text, language));
    if (shown->has_band)
        legend_rows_add(
            rows, ROW_NOTE, NULL,
            phrase_text(shown->has_bandless ? PHRASE_MEANS_BAND_CONTESTED : PHRASE_MEANS_BAND,
                        language))
            ->weight = NOTE_SIGN;
}

static struct shown shown_start(const timeline *timeline, const struct legend_map *maps,
                                size_t count)
{
    const struct project *project = planar_map_sources(timeline_map(timeline))->project;
    struct shown shown = {project, timeline, maps, count};
    shown.areas = g_array_new(FALSE, FALSE, sizeof(struct area));
    shown.drawn = g_new0(bool, project->drawn_count + 1);
    shown.notes = g_new0(bool, project->note_count + 1);
    for (size_t m = 0; m < count; m++) {
        note_areas(&shown, &maps[m]);
        note_lines(&shown, &maps[m]);
        note_notes(&shown, &maps[m]);
        note_bands(&shown, &maps[m]);
    }
    return shown;
}

void legend_rows_add_ways(const struct pen *pen, const timeline *timeline,
                          const struct legend_map *map, GArray *rows)
{
    struct shown shown = shown_start(timeline, map, 1);
    shown.lines[LINE_CONTACT] = shown.lines[LINE_FRONT] = false;
    add_lines(&shown, pen->language, rows);
    shown_clear(&shown);
}

void legend_rows_add_notes(const struct pen *pen, const timeline *timeline,
                           const struct legend_map *map, bool is_whole, GArray *rows)
{
    struct shown shown = shown_start(timeline, map, 1);
    if (is_whole)
        add_day(&shown, pen->language, rows);
    add_meanings(&shown, pen->language, rows);
    if (is_whole)
        add_notes(&shown, pen->language, rows);
    shown_clear(&shown);
}

GArray *legend_rows(const struct pen *pen, const timeline *timeline, const struct legend_map *maps,
                    size_t count)
{
    GArray *rows = legend_rows_new();
    struct shown shown = shown_start(timeline, maps, count);
    for (size_t h = 0; h < shown.project->holder_count; h++)
        add_holder(&shown, (int16_t)h, pen->language, rows);
    add_statuses(&shown, pen->language, rows);
    add_symbols(&shown, pen->language, rows);
    add_lines(&shown, pen->language, rows);
    add_day(&shown, pen->language, rows);
    add_meanings(&shown, pen->language, rows);
    add_notes(&shown, pen->language, rows);
    shown_clear(&shown);
    return rows;
}
