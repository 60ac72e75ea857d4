#include "cli/explain.h"

#include "timeline/attribution.h"

#include <math.h>

const char *const explain_fates[FATES] = {
    [FATE_IN_FORCE] = "in-force",     [FATE_GAVE_WAY] = "gave-way",
    [FATE_TO_COME] = "to-come",       [FATE_OVERRIDDEN] = "overridden",
    [FATE_NO_CHANGE] = "no-change",   [FATE_OUTSIDE] = "outside-theatre",
    [FATE_WITHDRAWN] = "withdrawn",   [FATE_UNREPORTED] = "not-yet-reported",
    [FATE_ANNOTATION] = "annotation",
};

static void add_text(struct json *json, const char *key, const char *text)
{
    json_key(json, key);
    json_text(json, text != NULL && *text != '\0' ? text : NULL);
}

static void add_number(struct json *json, const char *key, double value, int decimals)
{
    json_key(json, key);
    json_number(json, value, decimals);
}

/* A day that may not be there: null for the beginning and the end of all days. */
static void add_day(struct json *json, const char *key, day_number day)
{
    char text[16];
    bool is_known = day != DAY_BEFORE_ALL && day != DAY_AFTER_ALL;

    add_text(json, key, is_known ? day_format(day, text) : NULL);
}

/* The source, and the side that the event rests on alone. */
static void add_source(const struct inquiry *inquiry, const struct event *event, struct json *json)
{
    const struct project_side *side =
        event == NULL ? NULL : attribution_of(inquiry->workspace->sources, event);

    json_key(json, "source");
    json_begin(json, '{', true);
    add_text(json, "title", event == NULL ? NULL : event->source_title);
    add_text(json, "date", event == NULL ? NULL : event->source_date);
    add_text(json, "side", event == NULL ? NULL : event->source_side);
    add_text(json, "url", event == NULL ? NULL : event->source_url);
    json_end(json, '}');
    add_text(json, "one_side", side == NULL ? NULL : side->name);
}

/* ---- controls and tenures ------------------------------------------------------------------ */

static void add_holder(const struct inquiry *inquiry, const char *key, const char *name_key,
                       int holder, struct json *json)
{
    const struct project *project = inquiry->workspace->sources->project;

    add_text(json, key, workspace_holder(inquiry->workspace, holder));
    add_text(json, name_key,
             holder == NONE ? NULL : names_in(&project->holders[holder].names, inquiry->language));
}

static void add_control(const struct inquiry *inquiry, struct control control, struct json *json)
{
    add_holder(inquiry, "holder", "holder_name", control.holder, json);
    add_text(json, "status", control.holder == NONE ? NULL : control_status_name(control.status));
    add_holder(inquiry, "other", "other_name", control.other, json);
}

/* What and who says so; all null without a row. */
static void add_event(const struct inquiry *inquiry, int32_t row, struct json *json)
{
    const struct event *event =
        row == NONE ? NULL : timeline_row(inquiry->workspace->timeline, row)->event;

    add_text(json, "event", event == NULL ? NULL : event->id);
    add_text(json, "event_date", event == NULL ? NULL : event->date_text);
    add_text(json, "certainty", event == NULL ? NULL : event->certainty);
    add_source(inquiry, event, json);
    add_text(json, "note", event == NULL ? NULL : event->note);
}

/* The members of a tenure. ".." is before and after all days. */
static void add_tenure(const struct inquiry *inquiry, const struct tenure *tenure,
                       struct json *json)
{
    char since[16], until[16];

    add_control(inquiry, tenure->control, json);
    add_text(json, "since", tenure->row == NONE ? NULL : day_format(tenure->from, since));
    add_text(json, "until", tenure->row == NONE ? NULL : day_format(tenure->until, until));
    add_event(inquiry, tenure->row, json);
}

/* An object, or null for no tenure. */
static void add_tenure_object(const struct inquiry *inquiry, const char *key,
                              const struct tenure *tenure, struct json *json)
{
    json_key(json, key);
    if (tenure == NULL) {
        json_text(json, NULL);
        return;
    }
    json_begin(json, '{', false);
    add_tenure(inquiry, tenure, json);
    json_end(json, '}');
}

/* ---- the day ------------------------------------------------------------------------------- */

static void add_ground(const struct inquiry *inquiry, const struct ground *ground, bool has_area,
                       struct json *json)
{
    add_tenure(inquiry, ground->now, json);
    add_text(json, "district", explain_unit_key(inquiry->workspace, ground->unit));
    add_text(json, "district_name", explain_unit_name(inquiry->workspace, ground->unit));
    add_number(json, "area_km2", has_area ? ground->area_m2 / 1e6 : NAN, 6);
    add_tenure_object(inquiry, "before", ground->before, json);
    add_tenure_object(inquiry, "after", ground->after, json);
}

/* One ground stands for the whole subject; of a region there is also the list of its grounds. */
static void add_day_members(const struct inquiry *inquiry, const struct subject *subject,
                            struct json *json)
{
    bool is_region = subject->region != NONE;
    g_autoptr(GArray) grounds = explain_grounds(inquiry, subject);

    if (grounds->len == 1)
        add_ground(inquiry, &g_array_index(grounds, struct ground, 0), is_region, json);
    if (!is_region)
        return;
    json_key(json, "areas");
    json_begin(json, '[', false);
    for (guint i = 0; i < grounds->len; i++) {
        json_begin(json, '{', false);
        add_ground(inquiry, &g_array_index(grounds, struct ground, i), true, json);
        json_end(json, '}');
    }
    json_end(json, ']');
}

/* ---- all days ------------------------------------------------------------------------------ */

static void add_units(const struct inquiry *inquiry, const struct piece *piece, struct json *json)
{
    g_autoptr(GArray) units = explain_piece_units(inquiry->workspace, piece);

    json_key(json, "districts");
    json_begin(json, '[', true);
    for (guint i = 0; i < units->len; i++)
        json_text(json, explain_unit_key(inquiry->workspace, g_array_index(units, int32_t, i)));
    json_end(json, ']');
}

static void add_tenures(const struct inquiry *inquiry, const struct piece *piece, struct json *json)
{
    json_key(json, "tenures");
    json_begin(json, '[', false);
    for (guint i = 0; i < piece->tenures->len; i++) {
        json_begin(json, '{', false);
        add_tenure(inquiry, &g_array_index(piece->tenures, struct tenure, i), json);
        json_end(json, '}');
    }
    json_end(json, ']');
}

static void add_all_members(const struct inquiry *inquiry, const struct subject *subject,
                            struct json *json)
{
    const GArray *pieces = subject->record->pieces;
    bool is_region = subject->region != NONE;

    if (!is_region) {
        const struct piece *piece = &g_array_index(pieces, struct piece, 0);
        add_units(inquiry, piece, json);
        add_tenures(inquiry, piece, json);
        return;
    }
    json_key(json, "parts");
    json_begin(json, '[', false);
    for (guint i = 0; i < pieces->len; i++) {
        const struct piece *piece = &g_array_index(pieces, struct piece, i);
        json_begin(json, '{', false);
        add_number(json, "area_km2", piece->area_m2 / 1e6, 6);
        add_units(inquiry, piece, json);
        add_tenures(inquiry, piece, json);
        json_end(json, '}');
    }
    json_end(json, ']');
}

/* ---- rows ---------------------------------------------------------------------------------- */

static void add_by(const struct inquiry *inquiry, int32_t by, struct json *json)
{
    json_key(json, "by");
    if (by == NONE) {
        json_text(json, NULL);
        return;
    }
    const struct event *event = timeline_row(inquiry->workspace->timeline, by)->event;
    json_begin(json, '{', true);
    add_text(json, "event", event->id);
    add_number(json, "line", event->line, 0);
    json_end(json, '}');
}

static void add_row(const struct inquiry *inquiry, const struct subject *subject,
                    const struct record_row *row, struct json *json)
{
    static const char *const kinds[] = {
        [EVENT_CONTROL] = "control", [EVENT_ANNOTATION] = "annotation", [EVENT_PLACE] = "place"};
    const struct event *event = row->event;
    bool has_area = subject->region != NONE && event->kind == EVENT_CONTROL;
    bool has_control = event->kind != EVENT_ANNOTATION;
    bool has_day =
        row->fate == FATE_GAVE_WAY || row->fate == FATE_WITHDRAWN || row->fate == FATE_UNREPORTED;

    g_autofree char *caption = explain_caption(inquiry, event);
    json_begin(json, '{', false);
    add_text(json, "event", event->id);
    add_number(json, "line", event->line, 0);
    add_text(json, "kind", kinds[event->kind]);
    add_text(json, "event_date", event->date_text);
    add_text(json, "region", event->region);
    add_text(json, "place", event->place);
    add_text(json, "holder", event->holder);
    add_text(json, "status", has_control ? control_status_name(event->status) : NULL);
    add_text(json, "other", event->other);
    add_text(json, "fate", explain_fates[row->fate]);
    add_by(inquiry, row->by, json);
    add_day(json, "on", has_day ? row->on : DAY_BEFORE_ALL);
    add_number(json, "covers_km2", has_area ? row->covered_m2 / 1e6 : NAN, 6);
    add_number(json, "covers_share", has_area ? row->covered_m2 / subject->record->area_m2 : NAN,
               6);
    add_number(json, "fate_km2", has_area ? row->fate_m2 / 1e6 : NAN, 6);
    add_text(json, "certainty", event->certainty);
    add_source(inquiry, event, json);
    add_text(json, "caption", caption);
    add_text(json, "note", event->note);
    json_end(json, '}');
}

static void add_subject(const struct inquiry *inquiry, const struct subject *subject,
                        struct json *json)
{
    const struct place *place = subject->place;
    const struct project *project = inquiry->workspace->sources->project;

    add_text(json, "place", place == NULL ? NULL : place->id);
    add_text(json, "place_name", place == NULL ? NULL : names_in(&place->names, inquiry->language));
    add_text(json, "region",
             subject->region == NONE ? NULL : project->regions[subject->region].name);
    add_text(json, "at", subject->at_text);
    add_day(json, "date", inquiry->day);
    if (inquiry->day == DAY_AFTER_ALL)
        add_all_members(inquiry, subject, json);
    else
        add_day_members(inquiry, subject, json);
    json_key(json, "rows");
    json_begin(json, '[', false);
    for (guint i = 0; i < subject->record->rows->len; i++)
        add_row(inquiry, subject, &g_array_index(subject->record->rows, struct record_row, i),
                json);
    json_end(json, ']');
}

void explain_append_json(const struct inquiry *inquiry, GString *out)
{
    struct json json = json_new(out);
    bool is_list = inquiry->subjects->len > 1;

    json_begin(&json, '{', false);
    if (is_list) {
        json_key(&json, "subjects");
        json_begin(&json, '[', false);
    }
    for (guint i = 0; i < inquiry->subjects->len; i++) {
        if (is_list)
            json_begin(&json, '{', false);
        add_subject(inquiry, &g_array_index(inquiry->subjects, struct subject, i), &json);
        if (is_list)
            json_end(&json, '}');
    }
    if (is_list)
        json_end(&json, ']');
    json_end(&json, '}');
    g_string_append_c(out, '\n');
}
