#include "cli/cli.h"

#include "cli/listing.h"
#include "cli/series_arguments.h"
#include "timeline/holdings.h"

#include <math.h>

#define REGION_COLUMNS                                                                             \
    {"date", "date", COLUMN_TEXT, 0},                                                              \
    {                                                                                              \
        "region", "region", COLUMN_TEXT, 0                                                         \
    }
#define AREA_COLUMNS                                                                               \
    {"km2", "km²", COLUMN_AREA, 6}, {"share", "%", COLUMN_SHARE, 6},                               \
        {"since", "since", COLUMN_TEXT, 0}, {"gained_km2", "gained", COLUMN_AREA, 6},              \
        {"lost_km2", "lost", COLUMN_AREA, 6}, {"net_km2", "net", COLUMN_AREA, 6},                  \
    {                                                                                              \
        NULL                                                                                       \
    }

static const struct column by_control[] = {REGION_COLUMNS,
                                           {"holder", "holder", COLUMN_TEXT, 0},
                                           {"status", "status", COLUMN_TEXT, 0},
                                           {"other", "other", COLUMN_TEXT, 0},
                                           AREA_COLUMNS},
                           by_holder[] = {REGION_COLUMNS,
                                          {"holder", "holder", COLUMN_TEXT, 0},
                                          {"status", "status", COLUMN_TEXT, 0},
                                          AREA_COLUMNS},
                           by_side[] = {REGION_COLUMNS,
                                        {"side", "side", COLUMN_TEXT, 0},
                                        {"status", "status", COLUMN_TEXT, 0},
                                        AREA_COLUMNS};

static const struct column *const columns_by[] = {by_control, by_holder, by_side};

/* What is measured. */
struct questions {
    const struct workspace *workspace;
    GArray *regions;  /* of int: numbers in the project */
    GArray *days;     /* of day_number, ascending */
    day_number since; /* of the first of them; DAY_AFTER_ALL: the change before it */
    enum holdings_by by;
    bool has_totals; /* a last line for each region and day */
};

/* Gained less lost. Both are sums of the same faces in another order: what a sum's rounding leaves
 * of equal ones, far under a square metre, is nothing. */
static double net_m2(const struct holding *holding)
{
    double net = holding->gained_m2 - holding->lost_m2;

    return fabs(net) < 1e-12 * (holding->gained_m2 + holding->lost_m2) ? 0 : net;
}

static void list_areas(const struct holding *holding, double whole_m2, const char *since,
                       listing *listing)
{
    listing_add_number(listing, holding->area_m2 / 1e6);
    listing_add_number(listing, holding->area_m2 / whole_m2);
    listing_add_text(listing, since);
    listing_add_number(listing, holding->gained_m2 / 1e6);
    listing_add_number(listing, holding->lost_m2 / 1e6);
    listing_add_number(listing, net_m2(holding) / 1e6);
}

static void list_account(const struct questions *questions, const struct holding *holding,
                         listing *listing)
{
    const struct project *project = questions->workspace->sources->project;

    listing_add_text(listing, questions->by == BY_SIDE
                                  ? project->sides[holding->side].name
                                  : workspace_holder(questions->workspace, holding->holder));
    listing_add_text(listing, control_status_name(holding->status));
    if (questions->by == BY_CONTROL)
        listing_add_text(listing, workspace_holder(questions->workspace, holding->other));
}

/* Rows for what stands of a region in the theatre; the rest of the region is nobody's here. */
static void list_region(const struct questions *questions, int region, const struct state *since,
                        const struct state *now, listing *listing)
{
    const struct workspace *workspace = questions->workspace;
    const char *name = workspace->sources->project->regions[region].name;
    g_autoptr(GArray) holdings =
        holdings_gather(workspace->timeline, since, now,
                        *planar_map_region(workspace->map, (size_t)region), questions->by);
    struct holding total = holdings_total(holdings);
    char day[16], day_before[16];

    day_format(now->day, day);
    day_format(since->day, day_before);
    for (guint i = 0; i < holdings->len; i++) {
        const struct holding *holding = &g_array_index(holdings, struct holding, i);
        listing_add_text(listing, day);
        listing_add_text(listing, name);
        list_account(questions, holding, listing);
        list_areas(holding, total.area_m2, day_before, listing);
    }
    if (!questions->has_totals || holdings->len == 0)
        return;
    listing_add_text(listing, day);
    listing_add_text(listing, name);
    listing_add_text(listing, "total");
    listing_add_text(listing, NULL);
    if (questions->by == BY_CONTROL)
        listing_add_text(listing, NULL);
    list_areas(&total, total.area_m2, day_before, listing);
}

static void list_days(const struct questions *questions, listing *listing)
{
    const timeline *timeline = questions->workspace->timeline;

    for (guint i = 0; i < questions->days->len; i++) {
        day_number day = g_array_index(questions->days, day_number, i);
        day_number since = i > 0 ? g_array_index(questions->days, day_number, i - 1)
                           : questions->since != DAY_AFTER_ALL
                               ? questions->since
                               : timeline_change_before(timeline, day);
        g_autoptr(state) before = timeline_state_at(timeline, since);
        g_autoptr(state) now = timeline_state_at(timeline, day);
        for (guint r = 0; r < questions->regions->len; r++)
            list_region(questions, g_array_index(questions->regions, int, r), before, now, listing);
    }
}

/* The theatre alone; before the regions that were asked for, or all. */
static bool choose_regions(const struct workspace *workspace, char **names, bool is_all,
                           GArray *regions, GError **error)
{
    int theatre = planar_map_region_find(workspace->map, workspace->sources->project->theatre);

    for (char **name = names; name != NULL && *name != NULL; name++) {
        int region = workspace_region(workspace, *name, error);
        if (region == NONE)
            return false;
        g_array_append_val(regions, region);
    }
    if (names == NULL)
        g_array_append_val(regions, theatre);
    for (int i = 0; is_all && i < (int)workspace->sources->project->region_count; i++) {
        if (i != theatre)
            g_array_append_val(regions, i);
    }
    return true;
}

/* One day, or a list, or the change days of a span. */
static bool choose_days(const timeline *timeline, const char *date, const char *list,
                        struct series_options *span, GArray *days, GError **error)
{
    day_number day = 0;
    size_t count;
    const day_number *changes = timeline_change_days(timeline, &count);

    if (date != NULL) {
        g_array_append_val(days, day);
        return option_day("--date", date, &g_array_index(days, day_number, 0), error);
    }
    if (!option_series_days(timeline, list, days, span, error))
        return false;
    for (size_t i = 0; span->dates == NULL && i < count; i++) {
        if (changes[i] >= span->from && changes[i] <= span->until)
            g_array_append_val(days, changes[i]);
    }
    return true;
}

/* The options that say which days, as typed. */
struct day_options {
    char *date, *since, *from, *to, *dates;
};

static bool read_span(const struct day_options *typed, struct series_options *span, day_number *day,
                      day_number *since, GError **error)
{
    if (!option_day("--date", typed->date, day, error) ||
        !option_day("--since", typed->since, since, error) ||
        !option_day("--from", typed->from, &span->from, error) ||
        !option_day("--to", typed->to, &span->until, error))
        return false;
    if (typed->date != NULL && (typed->from != NULL || typed->to != NULL || typed->dates != NULL))
        return usage_fail(error, "--date is one day; --from, --to and --dates are for several");
    if (typed->since != NULL && typed->date == NULL)
        return usage_fail(error, "--since goes with --date; of several days each is compared with "
                                 "the one before it");
    if (typed->since != NULL && *since >= *day)
        return usage_fail(error, "--since %s is not before --date %s", typed->since, typed->date);
    return span->from <= span->until ||
           usage_fail(error, "--from is after --to: %s, %s", typed->from, typed->to);
}

static void day_options_clear(struct day_options *typed)
{
    g_free(typed->date);
    g_free(typed->since);
    g_free(typed->from);
    g_free(typed->to);
    g_free(typed->dates);
}
typedef struct day_options day_options;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(day_options, day_options_clear)

int stats_run(const struct command *command, char **arguments, GError **error)
{
    g_auto(project_arguments) project = {0};
    g_auto(day_options) typed = {0};
    g_auto(GStrv) region_names = NULL;
    g_autofree char *by_name = NULL, *format_name = NULL;
    gboolean has_regions = FALSE;
    const GOptionEntry entries[] = {
        {"date", 0, 0, G_OPTION_ARG_FILENAME, &typed.date, "One day instead of all change dates",
         "DAY"},
        {"since", 0, 0, G_OPTION_ARG_FILENAME, &typed.since,
         "What --date is compared with (the change before it)", "DAY"},
        {"from", 0, 0, G_OPTION_ARG_FILENAME, &typed.from, "The first day", "DAY"},
        {"to", 0, 0, G_OPTION_ARG_FILENAME, &typed.to, "The last day", "DAY"},
        {"dates", 0, 0, G_OPTION_ARG_FILENAME, &typed.dates,
         "changes, monthly or days apart by commas (changes)", "LIST"},
        {"region", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &region_names,
         "Of this region instead of the theatre; may be given more than once", "REGION"},
        {"regions", 0, 0, G_OPTION_ARG_NONE, &has_regions, "Of the theatre and every region", NULL},
        {"by", 0, 0, G_OPTION_ARG_FILENAME, &by_name,
         "control (holder, status and other party), holder or side", "WHAT"},
        {"format", 0, 0, G_OPTION_ARG_FILENAME, &format_name, "table, json or csv", "FORMAT"},
        {NULL}};
    struct series_options span = {.from = DAY_BEFORE_ALL, .until = DAY_AFTER_ALL};
    struct questions questions = {.since = DAY_AFTER_ALL};
    day_number day = DAY_BEFORE_ALL;
    int format = LISTING_TABLE, by = BY_CONTROL;

    if (!arguments_parse(command, entries, arguments, &project, error))
        return EXIT_DONE;
    if (!read_span(&typed, &span, &day, &questions.since, error) ||
        !option_word("--by", by_name, holdings_names, &by, error) ||
        !option_word("--format", format_name, listing_formats, &format, error))
        return EXIT_FAILED;
    if (region_names != NULL && has_regions) {
        usage_fail(error, "--regions is all of them, with --region there are those alone");
        return EXIT_FAILED;
    }
    g_autoptr(workspace) workspace = workspace_open(&project, error);
    if (workspace == NULL)
        return EXIT_FAILED;
    workspace_warn(workspace);
    g_autoptr(GArray) regions = g_array_new(FALSE, FALSE, sizeof(int));
    g_autoptr(GArray) days = g_array_new(FALSE, FALSE, sizeof(day_number));
    if (!choose_regions(workspace, region_names, has_regions, regions, error) ||
        !choose_days(workspace->timeline, typed.date, typed.dates, &span, days, error))
        return EXIT_FAILED;
    questions.workspace = workspace;
    questions.regions = regions;
    questions.days = days;
    questions.by = (enum holdings_by)by;
    questions.has_totals = format == LISTING_TABLE;
    g_autoptr(listing) listing = listing_new(columns_by[by]);
    list_days(&questions, listing);
    return listing_print(listing, (enum listing_format)format, error) ? EXIT_DONE : EXIT_FAILED;
}
