#include "cli/cli.h"

#include "cli/listing.h"
#include "compose/dated_places.h"
#include "compose/words.h"

/* Adds an event's id unless the list has it: rows that share an id are one event. */
static void add_event(GPtrArray *events, const struct timeline_row *row)
{
    if (!g_ptr_array_find_with_equal_func(events, row->event->id, g_str_equal, NULL))
        g_ptr_array_add(events, row->event->id);
}

static void list_day(const timeline *timeline, day_number day, day_number since,
                     const char *language, listing *listing)
{
    g_autoptr(state) before = timeline_state_at(timeline, since);
    g_autoptr(state) now = timeline_state_at(timeline, day);
    g_autoptr(GArray) changes = timeline_changes(timeline, before, now);
    g_autoptr(GPtrArray) events = g_ptr_array_new();
    g_autofree char *ground = words_changes(timeline, changes, day, language);
    g_autofree char *places = dated_places_words(timeline, changes, day, language);
    g_autofree char *sentence =
        g_strdup_printf("%s%s%s", ground, *ground && *places ? " " : "", places);
    double area_m2 = 0;
    char text[16];

    for (guint i = 0; i < changes->len; i++) {
        const struct change *change = &g_array_index(changes, struct change, i);
        add_event(events, timeline_row(timeline, change->row));
        area_m2 += change->area_m2;
    }
    for (int32_t i = 0; i < (int32_t)timeline_row_count(timeline); i++) {
        const struct timeline_row *row = timeline_row(timeline, i);
        if (row->event->kind == EVENT_PLACE && row->day == day)
            add_event(events, row);
    }
    g_ptr_array_add(events, NULL);
    listing_add_text(listing, day_format(day, text));
    listing_add_number(listing, area_m2 / 1e6);
    listing_add_list(listing, (const char *const *)events->pdata);
    listing_add_text(listing, sentence);
}

int dates_run(const struct command *command, char **arguments, GError **error)
{
    static const struct column columns[] = {{"date", "date", COLUMN_TEXT, 0},
                                            {"km2", "km²", COLUMN_NUMBER, 2},
                                            {"events", "events", COLUMN_LIST, 0},
                                            {"sentence", "what changes", COLUMN_TEXT, 0},
                                            {NULL}};
    g_auto(project_arguments) project = {0};
    g_autofree char *lang = NULL, *format_name = NULL;
    const GOptionEntry entries[] = {
        {"lang", 0, 0, G_OPTION_ARG_FILENAME, &lang, "Language of the sentences", "LANG"},
        {"format", 0, 0, G_OPTION_ARG_FILENAME, &format_name, "table, json or csv", "FORMAT"},
        {NULL}};
    int format = LISTING_TABLE;
    size_t day_count;

    if (!arguments_parse(command, entries, arguments, &project, error))
        return EXIT_DONE;
    if (!option_word("--format", format_name, listing_formats, &format, error))
        return EXIT_FAILED;
    g_autoptr(workspace) workspace = workspace_open(&project, error);
    if (workspace == NULL)
        return EXIT_FAILED;
    workspace_warn(workspace);
    const char *language = workspace_language(workspace, lang, error);
    if (language == NULL)
        return EXIT_FAILED;
    g_autoptr(listing) listing = listing_new(columns);
    const day_number *days = timeline_change_days(workspace->timeline, &day_count);
    for (size_t i = 0; i < day_count; i++)
        list_day(workspace->timeline, days[i], i == 0 ? days[i] - 1 : days[i - 1], language,
                 listing);
    return listing_print(listing, (enum listing_format)format, error) ? EXIT_DONE : EXIT_FAILED;
}
