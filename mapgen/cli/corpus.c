#include "cli/corpus_query.h"

#include "compose/place_labels.h"

#include <string.h>

enum list { LIST_MENTIONS, LIST_REGIONS, LIST_UNCOVERED, LIST_UNMENTIONED, LIST_ALL };

static const char *const lists[] = {"mentions", "regions", "uncovered", "unmentioned", NULL};
static const char *const headings[] = {"Mentions", "Districts and areas, and who held them",
                                       "Dated mentions that no event covers",
                                       "Places on a map that no document mentions"};

/* ---- what rows share ------------------------------------------------------------------------ */

/* The ids of a mention's places; borrowed texts. */
static GPtrArray *place_ids(const struct corpus_query *query, const struct mention *mention)
{
    GPtrArray *ids = g_ptr_array_new();

    for (size_t i = 0; i < mention->place_count; i++)
        g_ptr_array_add(ids, corpus_query_places(query)[mention->places[i]].id);
    g_ptr_array_add(ids, NULL);
    return ids;
}

static const char *beside(const struct corpus_mention *mention)
{
    if (mention->dates->len == 0)
        return NULL;
    return mention->is_same_sentence ? "sentence" : "paragraph";
}

static void list_name(const struct corpus_query *query, const struct corpus_mention *mention,
                      listing *listing)
{
    g_autofree char *name = corpus_text(mention->document, mention->mention->span);
    g_autoptr(GPtrArray) ids = place_ids(query, mention->mention);

    listing_add_text(listing, name);
    listing_add_list(listing, (const char *const *)ids->pdata);
    listing_add_text(listing, corpus_kind_name(mention->mention->kind));
}

/* ---- mentions ------------------------------------------------------------------------------- */

static const struct column mention_table[] = {{"at", "at", COLUMN_TEXT, 0},
                                              {"name", "name", COLUMN_TEXT, 0},
                                              {"places", "place", COLUMN_LIST, 0},
                                              {"kind", "as", COLUMN_TEXT, 0},
                                              {"dates", "dates", COLUMN_LIST, 0},
                                              {"beside", "beside", COLUMN_TEXT, 0},
                                              {"events", "events", COLUMN_LIST, 0},
                                              {"excerpt", "sentence", COLUMN_TEXT, 0},
                                              {NULL}};
static const struct column mention_fields[] = {
    {"file", "file", COLUMN_TEXT, 0},       {"line", "line", COLUMN_NUMBER, 0},
    {"column", "column", COLUMN_NUMBER, 0}, {"name", "name", COLUMN_TEXT, 0},
    {"places", "places", COLUMN_LIST, 0},   {"kind", "kind", COLUMN_TEXT, 0},
    {"area", "area", COLUMN_TEXT, 0},       {"edtf", "dates", COLUMN_LIST, 0},
    {"beside", "beside", COLUMN_TEXT, 0},   {"events", "events", COLUMN_LIST, 0},
    {"excerpt", "excerpt", COLUMN_TEXT, 0}, {NULL}};

/* The dates of a mention as EDTF, as written where the year is not known; texts are the array's. */
static GPtrArray *mention_dates(const struct corpus_mention *mention)
{
    GPtrArray *dates = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; i < mention->dates->len; i++) {
        const struct prose_date *date = g_array_index(mention->dates, struct dated, i).date;
        g_ptr_array_add(dates, date->edtf != NULL ? g_strdup(date->edtf)
                                                  : corpus_text(mention->document, date->span));
    }
    g_ptr_array_add(dates, NULL);
    return dates;
}

/* The events that cover any date of a mention, each once; borrowed texts. */
static GPtrArray *mention_events(const struct corpus_mention *mention)
{
    GPtrArray *all = g_ptr_array_new();

    for (guint i = 0; i < mention->dates->len; i++) {
        const GPtrArray *events = g_array_index(mention->dates, struct dated, i).events;
        for (guint k = 0; k < events->len; k++) {
            if (!g_ptr_array_find_with_equal_func(all, events->pdata[k], g_str_equal, NULL))
                g_ptr_array_add(all, events->pdata[k]);
        }
    }
    g_ptr_array_add(all, NULL);
    return all;
}

static listing *list_mentions(const struct corpus_query *query, bool is_table)
{
    listing *listing = listing_new(is_table ? mention_table : mention_fields);

    for (size_t i = 0; i < corpus_mention_count(query->corpus); i++) {
        const struct corpus_mention *mention = corpus_mention(query->corpus, i);
        if (!corpus_query_wants(query, mention->mention))
            continue;
        g_autoptr(GPtrArray) dates = mention_dates(mention), events = mention_events(mention);
        corpus_list_where(mention, is_table, listing);
        list_name(query, mention, listing);
        if (!is_table)
            listing_add_text(listing, corpus_area_name(query->corpus, mention->mention));
        listing_add_list(listing, (const char *const *)dates->pdata);
        listing_add_text(listing, beside(mention));
        listing_add_list(listing, (const char *const *)events->pdata);
        corpus_list_excerpt(mention, is_table, listing);
    }
    return listing;
}

/* ---- dated mentions without an event -------------------------------------------------------- */

static const struct column uncovered_table[] = {{"at", "at", COLUMN_TEXT, 0},
                                                {"name", "name", COLUMN_TEXT, 0},
                                                {"places", "place", COLUMN_LIST, 0},
                                                {"kind", "as", COLUMN_TEXT, 0},
                                                {"edtf", "date", COLUMN_TEXT, 0},
                                                {"text", "as written", COLUMN_TEXT, 0},
                                                {"beside", "beside", COLUMN_TEXT, 0},
                                                {"excerpt", "sentence", COLUMN_TEXT, 0},
                                                {NULL}};
static const struct column uncovered_fields[] = {{"file", "file", COLUMN_TEXT, 0},
                                                 {"line", "line", COLUMN_NUMBER, 0},
                                                 {"column", "column", COLUMN_NUMBER, 0},
                                                 {"name", "name", COLUMN_TEXT, 0},
                                                 {"places", "places", COLUMN_LIST, 0},
                                                 {"kind", "kind", COLUMN_TEXT, 0},
                                                 {"area", "area", COLUMN_TEXT, 0},
                                                 {"edtf", "date", COLUMN_TEXT, 0},
                                                 {"text", "text", COLUMN_TEXT, 0},
                                                 {"earliest", "earliest", COLUMN_TEXT, 0},
                                                 {"latest", "latest", COLUMN_TEXT, 0},
                                                 {"year", "year", COLUMN_TEXT, 0},
                                                 {"beside", "beside", COLUMN_TEXT, 0},
                                                 {"excerpt", "excerpt", COLUMN_TEXT, 0},
                                                 {NULL}};

static listing *list_uncovered(const struct corpus_query *query, bool is_table)
{
    listing *listing = listing_new(is_table ? uncovered_table : uncovered_fields);

    for (size_t i = 0; i < corpus_mention_count(query->corpus); i++) {
        const struct corpus_mention *mention = corpus_mention(query->corpus, i);
        for (guint d = 0; d < mention->dates->len; d++) {
            const struct dated *dated = &g_array_index(mention->dates, struct dated, d);
            if (dated->events->len > 0 || !corpus_query_wants(query, mention->mention))
                continue;
            corpus_list_where(mention, is_table, listing);
            list_name(query, mention, listing);
            if (!is_table)
                listing_add_text(listing, corpus_area_name(query->corpus, mention->mention));
            corpus_list_date(mention->document, dated->date, is_table, listing);
            listing_add_text(listing, beside(mention));
            corpus_list_excerpt(mention, is_table, listing);
        }
    }
    return listing;
}

/* ---- places without a mention --------------------------------------------------------------- */

static const struct column unmentioned_columns[] = {{"place", "place", COLUMN_TEXT, 0},
                                                    {"name", "name", COLUMN_TEXT, 0},
                                                    {"kind", "kind", COLUMN_TEXT, 0},
                                                    {"views", "on the maps of", COLUMN_LIST, 0},
                                                    {NULL}};

/* The views that show a place; borrowed texts. */
static GPtrArray *views_of(const struct corpus_query *query, const struct place *place)
{
    const struct project *project = query->workspace->sources->project;
    GPtrArray *views = g_ptr_array_new();

    for (size_t i = 0; i < project->view_count; i++) {
        const struct project_view *view = &project->views[i];
        if (place_labels_want(view, place) && lonlat_box_has(view->extent, place->at))
            g_ptr_array_add(views, view->name);
    }
    g_ptr_array_add(views, NULL);
    return views;
}

static listing *list_unmentioned(const struct corpus_query *query)
{
    const struct gazetteer *places = query->workspace->sources->places;
    listing *listing = listing_new(unmentioned_columns);

    for (size_t i = 0; i < places->count; i++) {
        const struct place *place = &places->places[i];
        g_autoptr(GPtrArray) views = views_of(query, place);
        if (views->len == 1 || !corpus_query_wants_place(query, place) ||
            corpus_has_place(query->corpus, place))
            continue;
        listing_add_text(listing, place->id);
        listing_add_text(listing, names_in(&place->names, query->language));
        listing_add_text(listing, place->kind);
        listing_add_list(listing, (const char *const *)views->pdata);
    }
    return listing;
}

/* ---- printing ------------------------------------------------------------------------------- */

static listing *list_one(const struct corpus_query *query, enum list list, bool is_table)
{
    return list == LIST_MENTIONS    ? list_mentions(query, is_table)
           : list == LIST_REGIONS   ? corpus_list_regions(query, is_table)
           : list == LIST_UNCOVERED ? list_uncovered(query, is_table)
                                    : list_unmentioned(query);
}

/* "9 (7 of places, 2 of districts and areas)". */
static char *count_mentions(const struct corpus_query *query)
{
    size_t all = 0, regions = 0;

    for (size_t i = 0; i < corpus_mention_count(query->corpus); i++) {
        const struct corpus_mention *mention = corpus_mention(query->corpus, i);
        all += corpus_query_wants(query, mention->mention);
        regions += corpus_query_wants_region(query, mention);
    }
    return regions == 0 ? g_strdup_printf("%zu", all)
                        : g_strdup_printf("%zu (%zu of places, %zu of districts and areas)", all,
                                          all - regions, regions);
}

static bool print_tables(const struct corpus_query *query, GError **error)
{
    for (enum list list = 0; list < LIST_ALL; list++) {
        g_autoptr(listing) listing = list_one(query, list, true);
        g_autofree char *count = list == LIST_MENTIONS
                                     ? count_mentions(query)
                                     : g_strdup_printf("%zu", listing_row_count(listing));
        g_autofree char *heading =
            g_strdup_printf("%s%s: %s\n", list == 0 ? "" : "\n", headings[list], count);
        if (!stdout_write(heading, strlen(heading), error) ||
            (listing_row_count(listing) > 0 && !listing_print(listing, LISTING_TABLE, error)))
            return false;
    }
    return true;
}

/* A date of a mention in JSON: its form, its days, what covers it. */
static void dated_json(const struct corpus_mention *mention, const struct dated *dated,
                       struct json *json)
{
    const struct prose_date *date = dated->date;
    g_autofree char *text = corpus_text(mention->document, date->span);
    char day[16];

    json_begin(json, '{', true);
    json_key(json, "edtf");
    json_text(json, date->edtf);
    json_key(json, "text");
    json_text(json, text);
    json_key(json, "earliest");
    json_text(json, date->edtf == NULL ? NULL : day_format(date->date.earliest, day));
    json_key(json, "latest");
    json_text(json, date->edtf == NULL ? NULL : day_format(date->date.latest, day));
    json_key(json, "year");
    json_text(json, corpus_year_origin(date));
    json_key(json, "events");
    json_begin(json, '[', true);
    for (guint i = 0; i < dated->events->len; i++)
        json_text(json, dated->events->pdata[i]);
    json_end(json, ']');
    json_end(json, '}');
}

/* One list as an array; the dates of a mention in full. */
static void list_json(const struct corpus_query *query, enum list list, struct json *json)
{
    if (list == LIST_REGIONS) {
        corpus_regions_json(query, json);
        return;
    }
    g_autoptr(listing) listing = list_one(query, list, false);
    size_t row = 0;

    json_begin(json, '[', false);
    for (size_t i = 0; list == LIST_MENTIONS && i < corpus_mention_count(query->corpus); i++) {
        const struct corpus_mention *mention = corpus_mention(query->corpus, i);
        if (!corpus_query_wants(query, mention->mention))
            continue;
        json_begin(json, '{', true);
        listing_row_json(listing, row++, json);
        json_key(json, "dates");
        json_begin(json, '[', true);
        for (guint d = 0; d < mention->dates->len; d++)
            dated_json(mention, &g_array_index(mention->dates, struct dated, d), json);
        json_end(json, ']');
        json_end(json, '}');
    }
    for (; list != LIST_MENTIONS && row < listing_row_count(listing); row++) {
        json_begin(json, '{', true);
        listing_row_json(listing, row, json);
        json_end(json, '}');
    }
    json_end(json, ']');
}

static bool print_json(const struct corpus_query *query, enum list only, GError **error)
{
    g_autoptr(GString) out = g_string_new(NULL);
    struct json json = json_new(out);

    if (only != LIST_ALL) {
        list_json(query, only, &json);
    } else {
        json_begin(&json, '{', false);
        for (enum list list = 0; list < LIST_ALL; list++) {
            json_key(&json, lists[list]);
            list_json(query, list, &json);
        }
        json_end(&json, '}');
    }
    g_string_append_c(out, '\n');
    return stdout_write(out->str, out->len, error);
}

static bool print(const struct corpus_query *query, enum list list, enum listing_format format,
                  GError **error)
{
    if (format == LISTING_JSON)
        return print_json(query, list, error);
    if (list == LIST_ALL)
        return print_tables(query, error);
    g_autoptr(listing) listing = list_one(query, list, format == LISTING_TABLE);
    return listing_print(listing, format, error);
}

int corpus_run(const struct command *command, char **arguments, GError **error)
{
    g_auto(project_arguments) project = {0};
    g_autofree char *place = NULL, *lang = NULL, *list_name = NULL, *format_name = NULL;
    const GOptionEntry entries[] = {
        {"list", 0, 0, G_OPTION_ARG_FILENAME, &list_name,
         "One part: mentions, regions, uncovered or unmentioned", "PART"},
        {"place", 0, 0, G_OPTION_ARG_FILENAME, &place, "Only what is about a place, by any name",
         "PLACE"},
        {"lang", 0, 0, G_OPTION_ARG_FILENAME, &lang, "Language of the names", "LANG"},
        {"format", 0, 0, G_OPTION_ARG_FILENAME, &format_name, "table, json or csv", "FORMAT"},
        {NULL}};
    int list = LIST_ALL, format = LISTING_TABLE;

    if (!arguments_parse(command, entries, arguments, &project, error))
        return EXIT_DONE;
    if (project.files[0] == NULL) {
        usage_fail(error, "the documents are missing");
        return EXIT_FAILED;
    }
    if (!option_word("--list", list_name, lists, &list, error) ||
        !option_word("--format", format_name, listing_formats, &format, error))
        return EXIT_FAILED;
    if (format == LISTING_CSV && list == LIST_ALL) {
        usage_fail(error, "--format csv is of one table: --list mentions, regions, uncovered or "
                          "unmentioned is needed");
        return EXIT_FAILED;
    }
    g_autoptr(workspace) workspace = workspace_open(&project, error);
    if (workspace == NULL)
        return EXIT_FAILED;
    workspace_warn(workspace);
    struct corpus_query query = {.workspace = workspace,
                                 .language = workspace_language(workspace, lang, error)};
    if (query.language == NULL)
        return EXIT_FAILED;
    if (place != NULL && !(query.place = workspace_place(workspace, "--place", place, error)))
        return EXIT_FAILED;
    g_autoptr(corpus) corpus = corpus_read(workspace->timeline, project.files, error);
    query.corpus = corpus;
    return corpus != NULL && print(&query, (enum list)list, (enum listing_format)format, error)
               ? EXIT_DONE
               : EXIT_FAILED;
}
