#include "cli/corpus_query.h"

#include "compose/words.h"

static const struct column region_table[] = {
    {"at", "at", COLUMN_TEXT, 0},         {"name", "name", COLUMN_TEXT, 0},
    {"region", "region", COLUMN_TEXT, 0}, {"kind", "as", COLUMN_TEXT, 0},
    {"edtf", "date", COLUMN_TEXT, 0},     {"held", "held by", COLUMN_LIST, 0},
    {"events", "events", COLUMN_LIST, 0}, {NULL}};
static const struct column region_fields[] = {{"file", "file", COLUMN_TEXT, 0},
                                              {"line", "line", COLUMN_NUMBER, 0},
                                              {"column", "column", COLUMN_NUMBER, 0},
                                              {"name", "name", COLUMN_TEXT, 0},
                                              {"region", "region", COLUMN_TEXT, 0},
                                              {"kind", "kind", COLUMN_TEXT, 0},
                                              {"edtf", "date", COLUMN_TEXT, 0},
                                              {"text", "text", COLUMN_TEXT, 0},
                                              {"earliest", "earliest", COLUMN_TEXT, 0},
                                              {"latest", "latest", COLUMN_TEXT, 0},
                                              {"year", "year", COLUMN_TEXT, 0},
                                              {"held", "held", COLUMN_LIST, 0},
                                              {"events", "events", COLUMN_LIST, 0},
                                              {"excerpt", "excerpt", COLUMN_TEXT, 0},
                                              {NULL}};

static struct control control_of(const struct holding *holding)
{
    return (struct control){.holder = (int16_t)holding->holder,
                            .other = (int16_t)holding->other,
                            .status = (uint8_t)holding->status};
}

static gint compare_areas(gconstpointer a, gconstpointer b)
{
    const struct holding *left = a, *right = b;

    if (left->area_m2 != right->area_m2)
        return left->area_m2 > right->area_m2 ? -1 : 1;
    if (left->holder != right->holder)
        return left->holder - right->holder;
    return left->status != right->status ? (int)left->status - (int)right->status
                                         : left->other - right->other;
}

/* The largest first; empty for NULL. The caller's. */
static GArray *sort_holdings(const GArray *holdings)
{
    GArray *sorted = g_array_new(FALSE, FALSE, sizeof(struct holding));

    if (holdings != NULL)
        g_array_append_vals(sorted, holdings->data, holdings->len);
    g_array_sort(sorted, compare_areas);
    return sorted;
}

/* "Azerbaijan 62 %", the largest first; the texts are the array's. */
static GPtrArray *held_by(const struct corpus_query *query, const GArray *holdings)
{
    const struct project *project = query->workspace->sources->project;
    GPtrArray *texts = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GArray) sorted = sort_holdings(holdings);
    double all_m2 = holdings == NULL ? 0 : holdings_total(holdings).area_m2;

    for (guint i = 0; i < sorted->len; i++) {
        const struct holding *holding = &g_array_index(sorted, struct holding, i);
        g_autofree char *words = words_control(project, control_of(holding), query->language);
        double share = all_m2 > 0 ? 100 * holding->area_m2 / all_m2 : 0;
        g_ptr_array_add(texts, share < 0.5 ? g_strdup_printf("%s <1 %%", words)
                                           : g_strdup_printf("%s %.0f %%", words, share));
    }
    g_ptr_array_add(texts, NULL);
    return texts;
}

/* A row for a mention on one of its dates, or (NULL) without any. */
static void list_region(const struct corpus_query *query, const struct corpus_mention *mention,
                        const struct dated *dated, bool is_table, listing *listing)
{
    static const char *const none[] = {NULL};
    g_autofree char *name = corpus_text(mention->document, mention->mention->span);
    g_autoptr(GPtrArray) held = held_by(query, dated == NULL ? NULL : dated->holdings);
    g_autoptr(GPtrArray) events = g_ptr_array_new();

    for (guint i = 0; dated != NULL && i < dated->events->len; i++)
        g_ptr_array_add(events, dated->events->pdata[i]);
    g_ptr_array_add(events, NULL);
    corpus_list_where(mention, is_table, listing);
    listing_add_text(listing, name);
    listing_add_text(listing, corpus_region_name(query->corpus, mention->mention));
    listing_add_text(listing, corpus_kind_name(mention->mention->kind));
    if (is_table)
        listing_add_text(listing, dated == NULL ? NULL : dated->date->edtf);
    else
        corpus_list_date(mention->document, dated == NULL ? NULL : dated->date, false, listing);
    listing_add_list(listing, (const char *const *)held->pdata);
    listing_add_list(listing, dated == NULL ? none : (const char *const *)events->pdata);
    if (!is_table)
        corpus_list_excerpt(mention, false, listing);
}

bool corpus_query_wants_region(const struct corpus_query *query,
                               const struct corpus_mention *mention)
{
    return mention->mention->kind != MENTION_PLACE && corpus_query_wants(query, mention->mention);
}

listing *corpus_list_regions(const struct corpus_query *query, bool is_table)
{
    listing *listing = listing_new(is_table ? region_table : region_fields);

    for (size_t i = 0; i < corpus_mention_count(query->corpus); i++) {
        const struct corpus_mention *mention = corpus_mention(query->corpus, i);
        if (!corpus_query_wants_region(query, mention))
            continue;
        if (mention->dates->len == 0)
            list_region(query, mention, NULL, is_table, listing);
        for (guint d = 0; d < mention->dates->len; d++)
            list_region(query, mention, &g_array_index(mention->dates, struct dated, d), is_table,
                        listing);
    }
    return listing;
}

/* Who held the ground of a region in JSON, the largest first. */
static void holders_json(const struct corpus_query *query, const GArray *holdings,
                         struct json *json)
{
    const struct project *project = query->workspace->sources->project;
    g_autoptr(GArray) sorted = sort_holdings(holdings);
    double all_m2 = holdings == NULL ? 0 : holdings_total(holdings).area_m2;

    json_key(json, "holders");
    json_begin(json, '[', true);
    for (guint i = 0; i < sorted->len; i++) {
        const struct holding *holding = &g_array_index(sorted, struct holding, i);
        json_begin(json, '{', true);
        json_key(json, "holder");
        json_text(json, project->holders[holding->holder].code);
        json_key(json, "status");
        json_text(json, control_status_name(holding->status));
        json_key(json, "other");
        json_text(json, holding->other == NONE ? NULL : project->holders[holding->other].code);
        json_key(json, "km2");
        json_number(json, holding->area_m2 / 1e6, 2);
        json_key(json, "share");
        json_number(json, all_m2 > 0 ? holding->area_m2 / all_m2 : 0, 4);
        json_end(json, '}');
    }
    json_end(json, ']');
}

static void region_row_json(const struct corpus_query *query, const listing *listing, size_t row,
                            const GArray *holdings, struct json *json)
{
    json_begin(json, '{', true);
    listing_row_json(listing, row, json);
    holders_json(query, holdings, json);
    json_end(json, '}');
}

/* The rows of corpus_list_regions(), with who held what. */
void corpus_regions_json(const struct corpus_query *query, struct json *json)
{
    g_autoptr(listing) listing = corpus_list_regions(query, false);
    size_t row = 0;

    json_begin(json, '[', false);
    for (size_t i = 0; i < corpus_mention_count(query->corpus); i++) {
        const struct corpus_mention *mention = corpus_mention(query->corpus, i);
        if (!corpus_query_wants_region(query, mention))
            continue;
        if (mention->dates->len == 0)
            region_row_json(query, listing, row++, NULL, json);
        for (guint d = 0; d < mention->dates->len; d++)
            region_row_json(query, listing, row++,
                            g_array_index(mention->dates, struct dated, d).holdings, json);
    }
    json_end(json, ']');
}
