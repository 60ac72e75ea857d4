#include "cli/cli.h"

#include "cli/listing.h"
#include "cli/map_arguments.h"
#include "compose/diff_map.h"
#include "compose/words.h"
#include "timeline/attribution.h"

#include <string.h>

/* What is printed of a diff. */
struct telling {
    const struct workspace *workspace;
    const struct project *project;
    const struct diff *diff;
    const char *language;
    listing *listing;
};

/* ---- parts ---------------------------------------------------------------------------------- */

/* "gained", "newly contested", "no longer claimed", "under peacekeeping", ... */
static char *kind_words(const struct diff_part *part)
{
    switch (part->kind) {
    case DIFF_PASSED:
        return g_strdup("gained");
    case DIFF_UNSETTLED:
        return g_strdup_printf("newly %s", control_status_name(part->now.status));
    case DIFF_SETTLED:
        return g_strdup_printf("no longer %s", control_status_name(part->before.status));
    case DIFF_GUARDED:
        return g_strdup("under peacekeeping");
    case DIFF_UNGUARDED:
        return g_strdup("out of peacekeeping");
    default:
        return g_strdup("back and forth");
    }
}

/* "AZ", "AZ contested NKR", "NKR peacekeeping RUPK". */
static char *control_words(const struct telling *telling, struct control control)
{
    const char *holder = workspace_holder(telling->workspace, control.holder);
    const char *other = workspace_holder(telling->workspace, control.other);

    if (control.status == STATUS_CONTROL)
        return g_strdup(holder);
    return g_strdup_printf("%s %s%s%s", holder, control_status_name(control.status),
                           other == NULL ? "" : " ", other == NULL ? "" : other);
}

/* The ids of the events of a part's steps or, with `is_day`, the days on which it changed; each
 * once, NULL-terminated, in the order of the steps. */
static char **step_texts(const struct telling *telling, const struct diff_part *part, bool is_day)
{
    g_autoptr(GPtrArray) texts = g_ptr_array_new();

    for (guint i = 0; i < part->steps->len; i++) {
        const struct diff_step *step = &g_array_index(part->steps, struct diff_step, i);
        const struct event *event = timeline_row(telling->workspace->timeline, step->row)->event;
        char day[16];
        const char *text = is_day ? day_format(step->day, day) : event->id;
        if (!g_ptr_array_find_with_equal_func(texts, text, g_str_equal, NULL))
            g_ptr_array_add(texts, g_strdup(text));
    }
    g_ptr_array_add(texts, NULL);
    return (char **)g_ptr_array_free(g_steal_pointer(&texts), FALSE);
}

static void list_control(const struct telling *telling, struct control control, bool is_table)
{
    if (is_table) {
        g_autofree char *words = control_words(telling, control);
        listing_add_text(telling->listing, words);
        return;
    }
    listing_add_text(telling->listing, workspace_holder(telling->workspace, control.holder));
    listing_add_text(telling->listing, control_status_name(control.status));
    listing_add_text(telling->listing, workspace_holder(telling->workspace, control.other));
}

static void list_part(const struct telling *telling, const struct diff_part *part, bool is_table)
{
    g_autofree char *kind = kind_words(part);
    g_auto(GStrv) events = step_texts(telling, part, false);
    g_auto(GStrv) days = step_texts(telling, part, true);

    listing_add_text(telling->listing,
                     words_region(telling->project, part->region, telling->language));
    if (!is_table)
        listing_add_text(telling->listing, telling->project->regions[part->region].name);
    listing_add_text(telling->listing, kind);
    list_control(telling, part->before, is_table);
    list_control(telling, part->now, is_table);
    listing_add_number(telling->listing, part->area_m2 / 1e6);
    if (!is_table)
        listing_add_number(telling->listing, part->passes);
    listing_add_list(telling->listing, (const char *const *)events);
    listing_add_list(telling->listing, (const char *const *)days);
}

/* All parts, the largest first. */
static void list_parts(const struct telling *telling, bool is_table)
{
    for (guint i = 0; i < telling->diff->parts->len; i++)
        list_part(telling, &g_array_index(telling->diff->parts, struct diff_part, i), is_table);
}

/* ---- JSON ----------------------------------------------------------------------------------- */

/* What one control holds of the theatre on the two days. */
struct balance {
    struct control control;
    double from_m2, to_m2;
};

static struct balance *balance_of(GArray *balances, struct control control)
{
    for (guint i = 0; i < balances->len; i++)
        if (control_equal(g_array_index(balances, struct balance, i).control, control))
            return &g_array_index(balances, struct balance, i);
    g_array_append_val(balances, ((struct balance){control, 0, 0}));
    return &g_array_index(balances, struct balance, balances->len - 1);
}

static int compare_balances(const void *left, const void *right)
{
    const struct control a = ((const struct balance *)left)->control;
    const struct control b = ((const struct balance *)right)->control;

    if (a.holder != b.holder)
        return a.holder - b.holder;
    return a.status != b.status ? a.status - b.status : a.other - b.other;
}

/* A row per control: how much it has on either day, and the difference. */
static void append_balance(const struct telling *telling, struct json *json)
{
    const struct workspace *workspace = telling->workspace;
    g_autoptr(state) from = timeline_state_at(workspace->timeline, telling->diff->from);
    g_autoptr(state) to = timeline_state_at(workspace->timeline, telling->diff->to);
    g_autoptr(GArray) balances = g_array_new(FALSE, FALSE, sizeof(struct balance));

    for (face_id f = 1; f < (face_id)to->face_count; f++) {
        double area_m2 = planar_map_face_area_m2(workspace->map, f);
        if (to->rows[f] == NONE)
            continue;
        balance_of(balances, from->controls[f])->from_m2 += area_m2;
        balance_of(balances, to->controls[f])->to_m2 += area_m2;
    }
    g_array_sort(balances, compare_balances);
    json_key(json, "balance");
    json_begin(json, '[', false);
    for (guint i = 0; i < balances->len; i++) {
        const struct balance *balance = &g_array_index(balances, struct balance, i);
        json_begin(json, '{', true);
        json_key(json, "holder");
        json_text(json, workspace_holder(workspace, balance->control.holder));
        json_key(json, "status");
        json_text(json, control_status_name(balance->control.status));
        json_key(json, "other");
        json_text(json, workspace_holder(workspace, balance->control.other));
        json_key(json, "km2_from");
        json_number(json, balance->from_m2 / 1e6, 3);
        json_key(json, "km2_to");
        json_number(json, balance->to_m2 / 1e6, 3);
        json_key(json, "difference");
        json_number(json, (balance->to_m2 - balance->from_m2) / 1e6, 3);
        json_end(json, '}');
    }
    json_end(json, ']');
}

static void append_text(struct json *json, const char *key, const char *text)
{
    json_key(json, key);
    json_text(json, text == NULL || *text == '\0' ? NULL : text);
}

/* Each title that an event's source names ("A; B" in the log are two), the source as explain has
 * it, and the side that the event rests on alone. */
static void append_sources(const struct telling *telling, const struct event *event,
                           struct json *json)
{
    const struct project_side *side = attribution_of(telling->workspace->sources, event);
    g_auto(GStrv) titles = g_strsplit(event->source_title, ";", -1);

    json_key(json, "sources");
    json_begin(json, '[', true);
    for (char **title = titles; *title != NULL; title++)
        if (*g_strstrip(*title) != '\0')
            json_text(json, *title);
    json_end(json, ']');
    json_key(json, "source");
    json_begin(json, '{', true);
    append_text(json, "title", event->source_title);
    append_text(json, "date", event->source_date);
    append_text(json, "side", event->source_side);
    append_text(json, "url", event->source_url);
    json_end(json, '}');
    append_text(json, "one_side", side == NULL ? NULL : side->name);
}

static void append_event(const struct telling *telling, int32_t number, struct json *json)
{
    static const char *const kinds[] = {
        [EVENT_CONTROL] = "control", [EVENT_ANNOTATION] = "annotation", [EVENT_PLACE] = "place"};
    const struct timeline *timeline = telling->workspace->timeline;
    const struct timeline_row *row = timeline_row(timeline, number);
    const struct event *event = row->event;
    g_autofree char *caption = words_row(timeline, number, telling->language);

    json_begin(json, '{', true);
    append_text(json, "id", event->id);
    append_text(json, "kind", kinds[event->kind]);
    append_text(json, "date", event->date_text);
    append_text(json, "region", event->region);
    append_text(json, "place", row->place == NULL ? NULL : row->place->id);
    append_text(json, "caption", caption);
    append_text(json, "certainty", event->certainty);
    append_sources(telling, event, json);
    json_end(json, '}');
}

static bool print_json(const struct telling *telling, GError **error)
{
    const struct diff *diff = telling->diff;
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GArray) rows = diff_rows(telling->workspace->timeline, diff);
    struct json json = json_new(out);
    char day[16];

    json_begin(&json, '{', false);
    json_key(&json, "from");
    json_text(&json, day_format(diff->from, day));
    json_key(&json, "to");
    json_text(&json, day_format(diff->to, day));
    json_key(&json, "parts");
    json_begin(&json, '[', false);
    for (size_t r = 0; r < listing_row_count(telling->listing); r++) {
        json_begin(&json, '{', true);
        listing_row_json(telling->listing, r, &json);
        json_end(&json, '}');
    }
    json_end(&json, ']');
    append_balance(telling, &json);
    json_key(&json, "events");
    json_begin(&json, '[', false);
    for (guint i = 0; i < rows->len; i++)
        append_event(telling, g_array_index(rows, int32_t, i), &json);
    json_end(&json, ']');
    json_end(&json, '}');
    g_string_append_c(out, '\n');
    return stdout_write(out->str, out->len, error);
}

static bool print_diff(struct telling *telling, enum listing_format format, GError **error)
{
    static const struct column all[] = {
        {"part", "part", COLUMN_TEXT, 0},          {"region", "region", COLUMN_TEXT, 0},
        {"kind", "kind", COLUMN_TEXT, 0},          {"from.holder", "from", COLUMN_TEXT, 0},
        {"from.status", "status", COLUMN_TEXT, 0}, {"from.other", "other", COLUMN_TEXT, 0},
        {"to.holder", "to", COLUMN_TEXT, 0},       {"to.status", "status", COLUMN_TEXT, 0},
        {"to.other", "other", COLUMN_TEXT, 0},     {"km2", "km²", COLUMN_NUMBER, 3},
        {"passes", "passes", COLUMN_NUMBER, 0},    {"events", "events", COLUMN_LIST, 0},
        {"dates", "dates", COLUMN_LIST, 0},        {NULL}};
    static const struct column few[] = {
        {"part", "part", COLUMN_TEXT, 0}, {"kind", "kind", COLUMN_TEXT, 0},
        {"from", "from", COLUMN_TEXT, 0}, {"to", "to", COLUMN_TEXT, 0},
        {"km2", "km²", COLUMN_NUMBER, 3}, {"events", "events", COLUMN_LIST, 0},
        {"dates", "on", COLUMN_LIST, 0},  {NULL}};
    bool is_table = format == LISTING_TABLE;

    g_autoptr(listing) listing = listing_new(is_table ? few : all);
    telling->listing = listing;
    list_parts(telling, is_table);
    return format == LISTING_JSON ? print_json(telling, error)
                                  : listing_print(listing, format, error);
}

/* ---- the map -------------------------------------------------------------------------------- */

static bool draw_diff(const struct workspace *workspace, const struct diff *diff,
                      const struct map_options *options, char **files,
                      const enum file_format *formats, const struct write_options *write,
                      GError **error)
{
    g_autoptr(map_plan) plan =
        map_plan_build(workspace->timeline, options, workspace->report, error);

    if (plan == NULL)
        return false;
    g_autoptr(scene) scene = diff_map_compose(plan, diff);
    workspace_warn(workspace);
    for (size_t i = 0; files[i] != NULL; i++)
        if (!scene_write(scene, files[i], formats[i], write, error))
            return false;
    return true;
}

/* ---- the command ---------------------------------------------------------------------------- */

/* Reads the two days; the earlier has to come first. */
static bool read_days(const char *from, const char *to, day_number *first, day_number *last,
                      GError **error)
{
    if (!option_required("--from", from, error) || !option_required("--to", to, error) ||
        !option_day("--from", from, first, error) || !option_day("--to", to, last, error))
        return false;
    if (*first > *last)
        return usage_fail(error, "--from %s is after --to %s; what changed is told forward in time",
                          from, to);
    return true;
}

/* A map on stdout leaves no place for a table there. */
static bool check_output(char **files, const char *format, GError **error)
{
    if (files == NULL || format == NULL || !g_strv_contains((const char *const *)files, "-"))
        return true;
    return usage_fail(error, "-o -: the map and --format %s cannot both go to stdout", format);
}

int diff_run(const struct command *command, char **arguments, GError **error)
{
    g_auto(project_arguments) project = {0};
    g_autofree char *from = NULL, *to = NULL, *format_name = NULL, *view = NULL;
    g_auto(GStrv) files = NULL;
    g_auto(map_arguments) of_maps;
    const GOptionEntry entries[] = {
        {"from", 0, 0, G_OPTION_ARG_FILENAME, &from, "The first day", "DAY"},
        {"to", 0, 0, G_OPTION_ARG_FILENAME, &to, "The last day", "DAY"},
        OPTION_VIEW(view),
        OPTION_FILES(files, "Draw the map"),
        {"format", 0, 0, G_OPTION_ARG_FILENAME, &format_name,
         "Print the parts: table (default without -o), json or csv", "FORMAT"},
        {NULL}};
    day_number first = DAY_BEFORE_ALL, last = DAY_BEFORE_ALL;
    int format = LISTING_TABLE;

    map_arguments_init(&of_maps);
    if (!arguments_parse_more(command, entries, of_maps.entries, arguments, &project, error))
        return EXIT_DONE;
    if (!read_days(from, to, &first, &last, error) ||
        !option_word("--format", format_name, listing_formats, &format, error) ||
        !check_output(files, format_name, error))
        return EXIT_FAILED;
    g_autofree enum file_format *formats =
        g_new(enum file_format, files == NULL ? 1 : g_strv_length(files));
    if (files != NULL && !option_formats(files, NULL, formats, error))
        return EXIT_FAILED;
    g_autoptr(workspace) workspace = workspace_open(&project, error);
    struct map_options options = {.view = view};
    struct write_options write;
    if (workspace == NULL || !map_arguments_resolve(&of_maps, workspace, &options, &write, error))
        return EXIT_FAILED;
    options.has_no_outlines =
        files != NULL && formats_are_text(formats, g_strv_length(files), &write);
    g_autoptr(diff) diff = diff_build(workspace->timeline, first, last);
    if (files != NULL && !draw_diff(workspace, diff, &options, files, formats, &write, error))
        return EXIT_FAILED;
    if (files != NULL && format_name == NULL)
        return EXIT_DONE;
    if (files == NULL)
        workspace_warn(workspace);
    struct telling telling = {.workspace = workspace,
                              .project = workspace->sources->project,
                              .diff = diff,
                              .language = options.language != NULL
                                              ? options.language
                                              : workspace->sources->project->languages[0]};
    return print_diff(&telling, (enum listing_format)format, error) ? EXIT_DONE : EXIT_FAILED;
}
