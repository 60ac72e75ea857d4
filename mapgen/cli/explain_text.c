#include "cli/explain.h"

#include "compose/words.h"
#include "timeline/attribution.h"

#include <string.h>

/* What stands left of an answer, and the width that lines are broken at. */
#define LABEL_WIDTH 9
#define LINE_WIDTH 88

/* ---- lines --------------------------------------------------------------------------------- */

static size_t width_of(const char *text)
{
    return (size_t)g_utf8_strlen(text, -1);
}

static void append_blanks(GString *out, size_t count)
{
    for (size_t i = 0; i < count; i++)
        g_string_append_c(out, ' ');
}

static void append_padded(GString *out, const char *text, size_t width)
{
    g_string_append(out, text);
    append_blanks(out, width > width_of(text) ? width - width_of(text) : 0);
}

/* Text in lines of LINE_WIDTH at most, broken at blanks, all but the first indented. The first
 * begins where the line that is open ends. */
static void append_wrapped(GString *out, const char *text, size_t indent)
{
    g_auto(GStrv) words = g_strsplit(text, " ", -1);
    const char *line = strrchr(out->str, '\n');
    size_t column = width_of(line == NULL ? out->str : line + 1);
    bool is_first = true;

    for (char **word = words; *word != NULL; word++) {
        if (!is_first && column + 1 + width_of(*word) > LINE_WIDTH) {
            g_string_append_c(out, '\n');
            append_blanks(out, indent);
            column = indent;
            is_first = true;
        }
        g_string_append_printf(out, "%s%s", is_first ? "" : " ", *word);
        column += width_of(*word) + (is_first ? 0 : 1);
        is_first = false;
    }
    g_string_append_c(out, '\n');
}

/* "now      Azerbaijan ...": a label, or blanks, and its text. */
static void append_line(GString *out, const char *label, const char *text)
{
    append_padded(out, label, LABEL_WIDTH);
    append_wrapped(out, text, LABEL_WIDTH);
}

/* ---- events -------------------------------------------------------------------------------- */

static const struct event *event_of(const struct inquiry *inquiry, int32_t row)
{
    return timeline_row(inquiry->workspace->timeline, row)->event;
}

/* "mardakert-1992 of 1992-07 (line 29)"; of what was so before everything only where it stands. */
static char *event_name(const struct event *event)
{
    bool is_opening = event->date.latest == DAY_BEFORE_ALL;

    return g_strdup_printf("%s%s%s (line %d)", event->id, is_opening ? "" : " of ",
                           is_opening ? "" : event->date_text, event->line);
}

/* "The observer; The herald (2020-03-12, side: third)"; of what rests on one side alone that, too.
 */
static char *source_text(const struct inquiry *inquiry, const struct event *event)
{
    const struct project_side *only = attribution_of(inquiry->workspace->sources, event);
    const char *only_name = only == NULL ? NULL : names_in(&only->names, inquiry->language);
    const char *date = event->source_date, *side = event->source_side;
    g_autofree char *about =
        g_strdup_printf("%s%s%s", date, *date && *side ? ", side: " : "", side);

    if (!*event->source_title)
        return NULL;
    return g_strdup_printf("%s%s%s%s%s%s%s", event->source_title, *about ? " (" : "",
                           *about && !*date ? "side: " : "", about, *about ? ")" : "",
                           only == NULL ? "" : "; on the word of one side alone: ",
                           only_name == NULL ? "" : only_name);
}

/* Where it stands, how sure it is, after which source. */
static void append_event(const struct inquiry *inquiry, int32_t row, GString *out)
{
    const struct event *event = event_of(inquiry, row);
    g_autofree char *source = source_text(inquiry, event), *name = event_name(event);
    g_autofree char *line = g_strdup_printf(
        "event %s%s%s", name, *event->certainty ? ", certainty: " : "", event->certainty);

    append_line(out, "", line);
    if (source != NULL)
        append_line(out, "", source);
    if (*event->source_url)
        append_line(out, "", event->source_url);
    if (*event->note)
        append_line(out, "", event->note);
}

/* ---- the day ------------------------------------------------------------------------------- */

/* "since 2020-11-08, until 2023-09-20", as far as either is known. */
static char *span_text(const struct tenure *tenure)
{
    char from[16], until[16];
    bool has_end = tenure->until != DAY_AFTER_ALL;

    day_format(tenure->from, from);
    day_format(tenure->until, until);
    return g_strdup_printf("%s%s%s%s",
                           tenure->from == DAY_BEFORE_ALL ? "from the opening on" : "since ",
                           tenure->from == DAY_BEFORE_ALL ? "" : from,
                           has_end ? ", until " : ", to the end of the log", has_end ? until : "");
}

/* "Armenian forces, with Russian peacekeepers (NKR peacekeeping RUPK)". */
static char *control_text(const struct inquiry *inquiry, struct control control)
{
    const struct workspace *workspace = inquiry->workspace;
    g_autofree char *words = words_control(workspace->sources->project, control, inquiry->language);
    const char *other = workspace_holder(workspace, control.other);

    return g_strdup_printf("%s (%s %s%s%s)", words, workspace_holder(workspace, control.holder),
                           control_status_name(control.status), other == NULL ? "" : " ",
                           other == NULL ? "" : other);
}

static void append_tenure(const struct inquiry *inquiry, const char *label,
                          const struct tenure *tenure, GString *out)
{
    g_autofree char *control = control_text(inquiry, tenure->control);
    g_autofree char *span = span_text(tenure);

    append_line(out, label, control);
    append_line(out, "", span);
    append_event(inquiry, tenure->row, out);
}

static void append_ground(const struct inquiry *inquiry, const struct ground *ground, GString *out)
{
    if (ground->now->row == NONE) {
        append_line(out, "now", "outside the theatre: no event says who holds it");
        return;
    }
    append_tenure(inquiry, "now", ground->now, out);
    if (ground->before != NULL)
        append_tenure(inquiry, "before", ground->before, out);
    else
        append_line(out, "before", "nothing: it was so from the opening on");
    if (ground->after != NULL)
        append_tenure(inquiry, "after", ground->after, out);
    else
        append_line(out, "after", "nothing: no later row of the log changes it");
}

/* What place rows say of a place by itself on the day. */
static void append_place_row(const struct inquiry *inquiry, const struct subject *subject,
                             GString *out)
{
    int32_t row = subject->place == NULL ? NONE
                                         : timeline_place_row(inquiry->workspace->timeline,
                                                              subject->place, inquiry->day);

    if (row == NONE)
        return;
    const struct timeline_row *says = timeline_row(inquiry->workspace->timeline, row);
    char day[16];
    g_autofree char *control = control_text(inquiry, says->control);
    g_autofree char *line = g_strdup_printf("%s, since %s", control, day_format(says->day, day));
    append_line(out, "itself", line);
    append_event(inquiry, row, out);
}

static void append_day(const struct inquiry *inquiry, const struct subject *subject, GString *out)
{
    g_autoptr(GArray) grounds = explain_grounds(inquiry, subject);

    for (guint i = 0; i < grounds->len; i++) {
        const struct ground *ground = &g_array_index(grounds, struct ground, i);
        const char *unit = explain_unit_name(inquiry->workspace, ground->unit);
        g_string_append_c(out, '\n');
        if (subject->region != NONE) {
            g_autofree char *area =
                g_strdup_printf("%.2f km²%s%s", ground->area_m2 / 1e6, unit == NULL ? "" : " in ",
                                unit == NULL ? "" : unit);
            append_line(out, "area", area);
        }
        append_ground(inquiry, ground, out);
    }
    append_place_row(inquiry, subject, out);
}

/* ---- all days ------------------------------------------------------------------------------ */

/* The columns of a table of tenures; the last is not filled up. */
enum { SPAN_WIDTH = 12 };

static void append_tenure_rows(const struct inquiry *inquiry, const struct piece *piece,
                               GString *out)
{
    g_autoptr(GPtrArray) controls = g_ptr_array_new_with_free_func(g_free);
    const struct tenure *tenures = (const struct tenure *)(const void *)piece->tenures->data;
    size_t width = width_of("held by");
    char day[16];

    for (guint i = 0; i < piece->tenures->len; i++) {
        char *words = words_control(inquiry->workspace->sources->project, tenures[i].control,
                                    inquiry->language);
        width = MAX(width, width_of(words));
        g_ptr_array_add(controls, words);
    }
    append_padded(out, "since", SPAN_WIDTH);
    append_padded(out, "until", SPAN_WIDTH);
    append_padded(out, "held by", width + 2);
    g_string_append(out, "event\n");
    for (guint i = 0; i < piece->tenures->len; i++) {
        const struct event *event = event_of(inquiry, tenures[i].row);
        g_autofree char *name = event_name(event), *source = source_text(inquiry, event);
        append_padded(out, day_format(tenures[i].from, day), SPAN_WIDTH);
        append_padded(out, day_format(tenures[i].until, day), SPAN_WIDTH);
        append_padded(out, g_ptr_array_index(controls, i), width + 2);
        g_string_append_printf(out, "%s%s%s\n", name, *event->certainty ? ", certainty: " : "",
                               event->certainty);
        const char *lines[] = {source, event->note};
        for (size_t l = 0; l < G_N_ELEMENTS(lines); l++) {
            if (lines[l] == NULL || *lines[l] == '\0')
                continue;
            append_blanks(out, 2 * SPAN_WIDTH);
            append_wrapped(out, lines[l], 2 * SPAN_WIDTH);
        }
    }
}

static void append_all(const struct inquiry *inquiry, const struct subject *subject, GString *out)
{
    for (guint p = 0; p < subject->record->pieces->len; p++) {
        const struct piece *piece = &g_array_index(subject->record->pieces, struct piece, p);
        g_string_append_c(out, '\n');
        if (subject->region != NONE) {
            g_autoptr(GArray) units = explain_piece_units(inquiry->workspace, piece);
            g_autoptr(GString) where = g_string_new(NULL);
            g_string_printf(where, "%.2f km²", piece->area_m2 / 1e6);
            for (guint i = 0; i < units->len; i++) {
                const char *name =
                    explain_unit_name(inquiry->workspace, g_array_index(units, int32_t, i));
                g_string_append_printf(where, "%s%s", i == 0 ? " in " : ", ",
                                       name == NULL ? "?" : name);
            }
            append_wrapped(out, where->str, 2);
        }
        if (g_array_index(piece->tenures, struct tenure, 0).row == NONE)
            g_string_append(out, "outside the theatre: no event says who holds it\n");
        else
            append_tenure_rows(inquiry, piece, out);
    }
}

/* ---- rows that did not apply --------------------------------------------------------------- */

/* What became of a row that did not make what holds on the day. */
static char *fate_text(const struct inquiry *inquiry, const struct record_row *row)
{
    g_autofree char *by = row->by == NONE ? NULL : event_name(event_of(inquiry, row->by));
    char day[16];

    switch (row->fate) {
    case FATE_IN_FORCE:
        return g_strdup("in force to the end of the log");
    case FATE_GAVE_WAY:
        return g_strdup_printf("held until %s, when %s took its place", day_format(row->on, day),
                               by);
    case FATE_TO_COME:
        return g_strdup("lies after the day");
    case FATE_OVERRIDDEN:
        return g_strdup_printf("set aside by a later row of the same date, %s", by);
    case FATE_NO_CHANGE:
        return by == NULL ? g_strdup("changed nothing")
                          : g_strdup_printf("changed nothing: it was so already by %s", by);
    case FATE_OUTSIDE:
        return g_strdup("covers ground outside the theatre alone");
    case FATE_WITHDRAWN:
        return g_strdup_printf("withdrawn on %s", day_format(row->on, day));
    case FATE_UNREPORTED:
        return g_strdup_printf("not reported before %s", day_format(row->on, day));
    default:
        return g_strdup("");
    }
}

/* How much of a region a row covers, where that is not all of it. */
static char *part_text(const struct subject *subject, const struct record_row *row)
{
    double whole = subject->record->area_m2;

    if (subject->region == NONE || row->event->kind != EVENT_CONTROL || whole == 0)
        return g_strdup("");
    /* Rounding of sums apart. */
    bool is_whole = row->covered_m2 > whole * (1 - 1e-9);
    bool is_all_of_it = row->fate_m2 > row->covered_m2 * (1 - 1e-9);
    g_autofree char *covers =
        is_whole ? g_strdup("") : g_strdup_printf("; covers %.2f km² of it", row->covered_m2 / 1e6);
    return is_all_of_it
               ? g_strdup(covers)
               : g_strdup_printf("%s, this is so of %.2f km²",
                                 *covers ? covers : "; covers all of it", row->fate_m2 / 1e6);
}

static char *row_control(const struct event *event)
{
    return g_strdup_printf("%s %s%s%s", event->holder, control_status_name(event->status),
                           *event->other ? " " : "", event->other);
}

static void append_row(const struct inquiry *inquiry, const struct subject *subject,
                       const struct record_row *row, GString *out)
{
    g_autofree char *name = event_name(row->event);
    g_autofree char *control = row_control(row->event);
    g_autofree char *fate = fate_text(inquiry, row);
    g_autofree char *part = part_text(subject, row);
    g_autofree char *line = g_strdup_printf(
        "%s: %s %s; %s%s", name, *row->event->region ? row->event->region : row->event->place,
        control, fate, part);

    g_string_append(out, "  ");
    append_wrapped(out, line, 4);
}

/* Every date at once has tenures for rows of control that ever applied; a day has what is in force.
 */
static bool is_told_above(const struct inquiry *inquiry, const struct record_row *row)
{
    if (inquiry->day != DAY_AFTER_ALL)
        return row->fate == FATE_IN_FORCE;
    return row->event->kind == EVENT_PLACE || row->fate == FATE_IN_FORCE ||
           row->fate == FATE_GAVE_WAY;
}

static void append_rows(const struct inquiry *inquiry, const struct subject *subject, GString *out)
{
    bool has_heading = false;

    for (guint i = 0; i < subject->record->rows->len; i++) {
        const struct record_row *row = &g_array_index(subject->record->rows, struct record_row, i);
        if (row->event->kind == EVENT_ANNOTATION || is_told_above(inquiry, row))
            continue;
        if (!has_heading)
            g_string_append(out, inquiry->day == DAY_AFTER_ALL
                                     ? "\nrows that never applied\n"
                                     : "\nrows that do not apply on this day\n");
        has_heading = true;
        append_row(inquiry, subject, row, out);
    }
}

/* What rows say of the place by itself, on all dates. */
static void append_place_rows(const struct inquiry *inquiry, const struct subject *subject,
                              GString *out)
{
    bool has_heading = false;

    for (guint i = 0; i < subject->record->rows->len; i++) {
        const struct record_row *row = &g_array_index(subject->record->rows, struct record_row, i);
        if (row->event->kind != EVENT_PLACE)
            continue;
        g_string_append(out, has_heading ? "" : "\nof the place itself\n");
        has_heading = true;
        append_row(inquiry, subject, row, out);
    }
}

static void append_annotations(const struct inquiry *inquiry, const struct subject *subject,
                               GString *out)
{
    bool has_heading = false;

    for (guint i = 0; i < subject->record->rows->len; i++) {
        const struct record_row *row = &g_array_index(subject->record->rows, struct record_row, i);
        const struct event *event = row->event;
        if (event->kind != EVENT_ANNOTATION)
            continue;
        g_autofree char *name = event_name(event);
        g_autofree char *fate = fate_text(inquiry, row);
        g_autofree char *caption = explain_caption(inquiry, event);
        g_autofree char *told =
            words_attribute(inquiry->workspace->timeline, event,
                            caption == NULL ? event->note : caption, inquiry->language);
        g_autofree char *line = g_strdup_printf("%s%s%s: %s", name, *fate ? ", " : "", fate, told);
        g_string_append(out, has_heading ? "  " : "\nannotations\n  ");
        has_heading = true;
        append_wrapped(out, line, 4);
    }
}

/* ---- the whole ----------------------------------------------------------------------------- */

/* "Shusha (shusha) on 2020-11-10". */
static void append_heading(const struct inquiry *inquiry, const struct subject *subject,
                           GString *out)
{
    const struct project *project = inquiry->workspace->sources->project;
    const struct place *place = subject->place;
    const struct piece *piece = &g_array_index(subject->record->pieces, struct piece, 0);
    char day[16];

    if (place != NULL) {
        g_string_append_printf(out, "%s (%s)", names_in(&place->names, inquiry->language),
                               place->id);
    } else if (subject->region != NONE) {
        const char *name = names_in(&project->regions[subject->region].names, inquiry->language);
        g_string_append_printf(out, "%s%s%s%s", name == NULL ? "" : name, name == NULL ? "" : " (",
                               project->regions[subject->region].name, name == NULL ? "" : ")");
        if (subject->record->area_m2 > 0)
            g_string_append_printf(out, ", %.2f km²", subject->record->area_m2 / 1e6);
    } else {
        g_string_append(out, subject->at_text);
    }
    const char *unit =
        subject->region != NONE
            ? NULL
            : explain_unit_name(inquiry->workspace,
                                planar_map_face_unit(inquiry->workspace->map, piece->face));
    if (unit != NULL)
        g_string_append_printf(out, ", in %s", unit);
    if (inquiry->day != DAY_AFTER_ALL)
        g_string_append_printf(out, ", on %s", day_format(inquiry->day, day));
    g_string_append_c(out, '\n');
}

void explain_append_text(const struct inquiry *inquiry, GString *out)
{
    for (guint i = 0; i < inquiry->subjects->len; i++) {
        const struct subject *subject = &g_array_index(inquiry->subjects, struct subject, i);
        if (i > 0)
            g_string_append(out, "\n\n");
        append_heading(inquiry, subject, out);
        if (inquiry->day == DAY_AFTER_ALL) {
            append_all(inquiry, subject, out);
            append_place_rows(inquiry, subject, out);
        } else {
            append_day(inquiry, subject, out);
        }
        append_rows(inquiry, subject, out);
        append_annotations(inquiry, subject, out);
    }
}
