#include "cli/cli.h"

#include "cli/listing.h"

/* What one control holds of a region on one day. */
struct holding {
    struct control control;
    double area_m2;
};

/* In the order of the project's holders, then of the statuses. */
static int compare_holdings(const void *left, const void *right)
{
    const struct control a = ((const struct holding *)left)->control;
    const struct control b = ((const struct holding *)right)->control;

    if (a.holder != b.holder)
        return a.holder - b.holder;
    if (a.status != b.status)
        return a.status - b.status;
    return a.other - b.other;
}

static struct holding *holding_of(GArray *holdings, struct control control)
{
    for (guint i = 0; i < holdings->len; i++) {
        if (control_equal(g_array_index(holdings, struct holding, i).control, control))
            return &g_array_index(holdings, struct holding, i);
    }
    g_array_append_val(holdings, ((struct holding){control, 0}));
    return &g_array_index(holdings, struct holding, holdings->len - 1);
}

/* Rows for what stands of a region in the theatre; the rest of the region is nobody's here. */
static void list_region(const struct workspace *workspace, const struct state *state,
                        const char *name, struct face_set faces, listing *listing)
{
    g_autoptr(GArray) holdings = g_array_new(FALSE, FALSE, sizeof(struct holding));
    double whole_m2 = 0;
    char day[16];

    for (face_id f = 1; f < (face_id)state->face_count; f++) {
        if (!face_set_has(faces, f) || state->rows[f] == NONE)
            continue;
        double area_m2 = planar_map_face_area_m2(workspace->map, f);
        holding_of(holdings, state->controls[f])->area_m2 += area_m2;
        whole_m2 += area_m2;
    }
    g_array_sort(holdings, compare_holdings);
    day_format(state->day, day);
    for (guint i = 0; i < holdings->len; i++) {
        const struct holding *holding = &g_array_index(holdings, struct holding, i);
        listing_add_text(listing, day);
        listing_add_text(listing, name);
        listing_add_text(listing, workspace_holder(workspace, holding->control.holder));
        listing_add_text(listing, control_status_name(holding->control.status));
        listing_add_text(listing, workspace_holder(workspace, holding->control.other));
        listing_add_number(listing, holding->area_m2 / 1e6);
        listing_add_number(listing, holding->area_m2 / whole_m2);
    }
}

/* One region, or with NONE the theatre and, if asked for, every region that lies in it. */
static void list_day(const struct workspace *workspace, day_number day, int region, bool is_all,
                     listing *listing)
{
    const struct project *project = workspace->sources->project;
    g_autoptr(state) state = timeline_state_at(workspace->timeline, day);

    if (region != NONE) {
        list_region(workspace, state, project->regions[region].name,
                    *planar_map_region(workspace->map, (size_t)region), listing);
        return;
    }
    list_region(workspace, state, project->theatre, *planar_map_theatre(workspace->map), listing);
    for (size_t i = 0; is_all && i < project->region_count; i++) {
        if (!g_str_equal(project->regions[i].name, project->theatre))
            list_region(workspace, state, project->regions[i].name,
                        *planar_map_region(workspace->map, i), listing);
    }
}

int stats_run(const struct command *command, char **arguments, GError **error)
{
    static const struct column columns[] = {
        {"date", "date", COLUMN_TEXT, 0},     {"region", "region", COLUMN_TEXT, 0},
        {"holder", "holder", COLUMN_TEXT, 0}, {"status", "status", COLUMN_TEXT, 0},
        {"other", "other", COLUMN_TEXT, 0},   {"km2", "km²", COLUMN_NUMBER, 3},
        {"share", "%", COLUMN_SHARE, 6},      {NULL}};
    g_auto(project_arguments) project = {0};
    g_autofree char *date = NULL, *region_name = NULL, *format_name = NULL;
    const GOptionEntry entries[] = {
        {"date", 0, 0, G_OPTION_ARG_FILENAME, &date, "One day instead of all change dates", "DAY"},
        {"region", 0, 0, G_OPTION_ARG_FILENAME, &region_name, "Of this region alone", "REGION"},
        {"format", 0, 0, G_OPTION_ARG_FILENAME, &format_name, "table, json or csv", "FORMAT"},
        {NULL}};
    day_number day = DAY_BEFORE_ALL;
    int format = LISTING_TABLE, region = NONE;
    size_t day_count;

    if (!arguments_parse(command, entries, arguments, &project, error))
        return EXIT_DONE;
    if (!option_day("--date", date, &day, error) ||
        !option_word("--format", format_name, listing_formats, &format, error))
        return EXIT_FAILED;
    g_autoptr(workspace) workspace = workspace_open(&project, error);
    if (workspace == NULL)
        return EXIT_FAILED;
    workspace_warn(workspace);
    if (region_name != NULL) {
        region = workspace_region(workspace, region_name, error);
        if (region == NONE)
            return EXIT_FAILED;
    }
    g_autoptr(listing) listing = listing_new(columns);
    const day_number *days = timeline_change_days(workspace->timeline, &day_count);
    if (date != NULL) {
        days = &day;
        day_count = 1;
    }
    for (size_t i = 0; i < day_count; i++)
        list_day(workspace, days[i], region, format == LISTING_JSON, listing);
    return listing_print(listing, (enum listing_format)format, error) ? EXIT_DONE : EXIT_FAILED;
}
