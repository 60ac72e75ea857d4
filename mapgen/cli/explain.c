#include "cli/cli.h"

#include "base/number.h"
#include "cli/listing.h"

#include <math.h>

static const char *const formats[] = {"text", "json", NULL};

/* What is asked about: a place, a region or a point. */
struct subject {
    const struct place *place; /* NULL: no place */
    int region;                /* NONE: no region */
    struct lonlat at;          /* of a place or a point */
    const char *at_text;       /* as typed; NULL: no point */
};

static const struct column columns[] = {{"place", "place", COLUMN_TEXT, 0},
                                        {"place_name", "name", COLUMN_TEXT, 0},
                                        {"region", "region", COLUMN_TEXT, 0},
                                        {"at", "at", COLUMN_TEXT, 0},
                                        {"date", "date", COLUMN_TEXT, 0},
                                        {"holder", "holder", COLUMN_TEXT, 0},
                                        {"holder_name", "held by", COLUMN_TEXT, 0},
                                        {"status", "status", COLUMN_TEXT, 0},
                                        {"other", "other party", COLUMN_TEXT, 0},
                                        {"other_name", "other party's name", COLUMN_TEXT, 0},
                                        {"since", "since", COLUMN_TEXT, 0},
                                        {"event", "event", COLUMN_TEXT, 0},
                                        {"event_date", "date of the event", COLUMN_TEXT, 0},
                                        {"certainty", "certainty", COLUMN_TEXT, 0},
                                        {"source.title", "source", COLUMN_TEXT, 0},
                                        {"source.date", "date of the source", COLUMN_TEXT, 0},
                                        {"source.side", "side of the source", COLUMN_TEXT, 0},
                                        {"source.url", "address", COLUMN_TEXT, 0},
                                        {"note", "note", COLUMN_TEXT, 0},
                                        {"district", "district", COLUMN_TEXT, 0},
                                        {"district_name", "district's name", COLUMN_TEXT, 0},
                                        {"area_km2", "km²", COLUMN_NUMBER, 3},
                                        {NULL}};

static bool find_subject(const struct workspace *workspace, const char *place, const char *region,
                         const char *at, struct subject *subject, GError **error)
{
    *subject = (struct subject){.region = NONE, .at_text = at};
    if (region != NULL) {
        subject->region = workspace_region(workspace, region, error);
        return subject->region != NONE;
    }
    if (at != NULL)
        return option_point("--at", at, &subject->at, error);
    subject->place = workspace_place(workspace, "--place", place, error);
    if (subject->place == NULL)
        return false;
    subject->at = subject->place->at;
    return true;
}

static void list_names(const struct workspace *workspace, int holder, const char *language,
                       listing *listing)
{
    const struct project *project = workspace->sources->project;

    listing_add_text(listing,
                     holder == NONE ? NULL : names_in(&project->holders[holder].names, language));
}

/* From `since` to `certainty`, source and note: nothing outside the theatre. */
static void list_event(const struct workspace *workspace, int32_t number, listing *listing)
{
    const struct timeline_row *row =
        number == NONE ? NULL : timeline_row(workspace->timeline, number);
    const struct event *event = row == NULL ? NULL : row->event;
    char since[16];

    listing_add_text(listing, row == NULL ? NULL : day_format(row->day, since));
    listing_add_text(listing, event == NULL ? NULL : event->id);
    listing_add_text(listing, event == NULL ? NULL : event->date_text);
    listing_add_text(listing, event == NULL ? NULL : event->certainty);
    listing_add_text(listing, event == NULL ? NULL : event->source_title);
    listing_add_text(listing, event == NULL ? NULL : event->source_date);
    listing_add_text(listing, event == NULL ? NULL : event->source_side);
    listing_add_text(listing, event == NULL ? NULL : event->source_url);
    listing_add_text(listing, event == NULL ? NULL : event->note);
}

/* A field of the unit that a face belongs to: its key, or its name. */
static const char *unit_value(const struct workspace *workspace, int32_t number, bool is_name)
{
    if (number == NONE)
        return NULL;
    const struct unit *unit = planar_map_unit(workspace->map, number);
    const struct project_layer *from = &workspace->sources->project->layers[unit->layer];
    const struct layer *layer = workspace->sources->layers[unit->layer];
    const char *field_name = is_name ? from->name_field : from->key;
    int field = field_name == NULL ? -1 : layer_field(layer, field_name);
    return field < 0 ? NULL : layer_value(layer, unit->feature, field);
}

/* A row for one control. `unit` is NONE where several hold part of it, or none. */
static void list_answer(const struct workspace *workspace, const struct subject *subject,
                        const struct state *state, face_id face, int32_t unit, double area_m2,
                        const char *language, listing *listing)
{
    const struct project *project = workspace->sources->project;
    const struct control control = state->controls[face];
    const struct place *place = subject->place;
    bool is_held = state->rows[face] != NONE;
    char day[16];

    listing_add_text(listing, place == NULL ? NULL : place->id);
    listing_add_text(listing, place == NULL ? NULL : names_in(&place->names, language));
    listing_add_text(listing,
                     subject->region == NONE ? NULL : project->regions[subject->region].name);
    listing_add_text(listing, subject->at_text);
    listing_add_text(listing, day_format(state->day, day));
    listing_add_text(listing, workspace_holder(workspace, control.holder));
    list_names(workspace, control.holder, language, listing);
    listing_add_text(listing, is_held ? control_status_name(control.status) : NULL);
    listing_add_text(listing, workspace_holder(workspace, control.other));
    list_names(workspace, control.other, language, listing);
    list_event(workspace, state->rows[face], listing);
    listing_add_text(listing, unit_value(workspace, unit, false));
    listing_add_text(listing, unit_value(workspace, unit, true));
    listing_add_number(listing, area_m2 / 1e6);
}

/* Faces of a region that one row of the log made what they are; of no row outside the theatre. */
struct part {
    int32_t row;
    face_id face; /* the first of them */
    int32_t unit; /* NONE when they are of several */
    double area_m2;
};

static int compare_parts(const void *left, const void *right)
{
    const struct part *a = left, *b = right;

    if (a->area_m2 != b->area_m2)
        return a->area_m2 > b->area_m2 ? -1 : 1;
    return a->face - b->face;
}

static void add_to_part(GArray *parts, const struct workspace *workspace, int32_t row, face_id face)
{
    double area_m2 = planar_map_face_area_m2(workspace->map, face);
    int32_t unit = planar_map_face_unit(workspace->map, face);

    for (guint i = 0; i < parts->len; i++) {
        struct part *part = &g_array_index(parts, struct part, i);
        if (part->row != row)
            continue;
        part->area_m2 += area_m2;
        if (part->unit != unit)
            part->unit = NONE;
        return;
    }
    struct part part = {row, face, unit, area_m2};
    g_array_append_val(parts, part);
}

/* One row for every event that made part of the region what it is, the largest part first. */
static void list_region(const struct workspace *workspace, const struct subject *subject,
                        const struct state *state, const char *language, listing *listing)
{
    g_autoptr(GArray) parts = g_array_new(FALSE, FALSE, sizeof(struct part));
    struct face_set faces = *planar_map_region(workspace->map, (size_t)subject->region);

    for (face_id f = 1; f < (face_id)state->face_count; f++) {
        if (face_set_has(faces, f))
            add_to_part(parts, workspace, state->rows[f], f);
    }
    g_array_sort(parts, compare_parts);
    for (guint i = 0; i < parts->len; i++) {
        const struct part *part = &g_array_index(parts, struct part, i);
        list_answer(workspace, subject, state, part->face, part->unit, part->area_m2, language,
                    listing);
    }
}

static void list_point(const struct workspace *workspace, const struct subject *subject,
                       const struct state *state, const char *language, listing *listing)
{
    face_id face = topology_face_at(planar_map_topology(workspace->map), subject->at);

    list_answer(workspace, subject, state, face, planar_map_face_unit(workspace->map, face), NAN,
                language, listing);
}

static void print_text(const struct subject *subject, const struct state *state,
                       const struct workspace *workspace, const listing *listing, GString *out)
{
    for (size_t r = 0; r < listing_row_count(listing); r++) {
        if (r > 0)
            g_string_append_c(out, '\n');
        listing_row_text(listing, r, out);
    }
    if (subject->region == NONE &&
        state->rows[topology_face_at(planar_map_topology(workspace->map), subject->at)] == NONE)
        g_string_append(out, "outside the theatre: no event says who holds it\n");
}

/* A place or a point is one object. A region has its areas in a list; one that a single event made
 * what it is has that area's members as well. */
static void print_json(const struct workspace *workspace, const struct subject *subject,
                       const struct state *state, const listing *listing, GString *out)
{
    struct json json = json_new(out);
    char day[16];

    json_begin(&json, '{', false);
    if (listing_row_count(listing) == 1) {
        listing_row_json(listing, 0, &json);
    } else {
        json_key(&json, "region");
        json_text(&json, workspace->sources->project->regions[subject->region].name);
        json_key(&json, "date");
        json_text(&json, day_format(state->day, day));
    }
    if (subject->region != NONE) {
        json_key(&json, "areas");
        json_begin(&json, '[', false);
        for (size_t r = 0; r < listing_row_count(listing); r++) {
            json_begin(&json, '{', false);
            listing_row_json(listing, r, &json);
            json_end(&json, '}');
        }
        json_end(&json, ']');
    }
    json_end(&json, '}');
    g_string_append_c(out, '\n');
}

int explain_run(const struct command *command, char **arguments, GError **error)
{
    g_auto(project_arguments) project = {0};
    g_autofree char *place = NULL, *region = NULL, *at = NULL, *date = NULL, *lang = NULL,
                    *format_name = NULL;
    const GOptionEntry entries[] = {
        {"place", 0, 0, G_OPTION_ARG_FILENAME, &place, "A place of the gazetteer, by any name",
         "PLACE"},
        {"region", 0, 0, G_OPTION_ARG_FILENAME, &region, "A region of the project", "REGION"},
        {"at", 0, 0, G_OPTION_ARG_FILENAME, &at, "A point, in degrees", "LON,LAT"},
        {"date", 0, 0, G_OPTION_ARG_FILENAME, &date, "The day", "DAY"},
        {"lang", 0, 0, G_OPTION_ARG_FILENAME, &lang, "Language of the names", "LANG"},
        {"format", 0, 0, G_OPTION_ARG_FILENAME, &format_name, "text or json", "FORMAT"},
        {NULL}};
    day_number day = DAY_BEFORE_ALL;
    int format = 0;
    struct subject subject;

    if (!arguments_parse(command, entries, arguments, &project, error))
        return EXIT_DONE;
    if (!option_required("--date", date, error) || !option_day("--date", date, &day, error) ||
        !option_word("--format", format_name, formats, &format, error))
        return EXIT_FAILED;
    if ((place != NULL) + (region != NULL) + (at != NULL) != 1) {
        usage_fail(error, "one of --place, --region and --at is needed");
        return EXIT_FAILED;
    }
    g_autoptr(workspace) workspace = workspace_open(&project, error);
    if (workspace == NULL)
        return EXIT_FAILED;
    const char *language = workspace_language(workspace, lang, error);
    if (language == NULL || !find_subject(workspace, place, region, at, &subject, error))
        return EXIT_FAILED;
    g_autoptr(state) state = timeline_state_at(workspace->timeline, day);
    g_autoptr(listing) listing = listing_new(columns);
    if (subject.region != NONE)
        list_region(workspace, &subject, state, language, listing);
    else
        list_point(workspace, &subject, state, language, listing);
    g_autoptr(GString) out = g_string_new(NULL);
    if (format == 0)
        print_text(&subject, state, workspace, listing, out);
    else
        print_json(workspace, &subject, state, listing, out);
    return stdout_write(out->str, out->len, error) ? EXIT_DONE : EXIT_FAILED;
}
