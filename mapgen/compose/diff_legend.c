#include "compose/diff_legend.h"

#include "compose/legend.h"
#include "compose/phrases.h"
#include "compose/words.h"

/* Areas that are not told are below this. */
#define LEAST_TOLD_KM2 50

/* A legend in the making. */
struct making {
    const struct pen *pen;
    const timeline *timeline;
    const struct legend_map *map; /* its days: the last and the first */
    struct diff_story *story;
};

/* How much of it there is, what goes first when there is no room for all of it last. */
struct extent {
    guint listed; /* items of the list */
    bool has_heading, has_names, has_notes, has_ways, has_areas;
};

static const struct project *project_of(const struct making *making)
{
    return planar_map_sources(timeline_map(making->timeline))->project;
}

/* ---- what happened ------------------------------------------------------------------------- */

static char *area_words(double area_m2, const char *language)
{
    char *about = words_area(area_m2, language);
    if (about)
        return about;
    g_autofree char *least = words_number(LEAST_TOLD_KM2, 0, language);
    g_autofree char *under = phrase_fill(PHRASE_UNDER_KM2, language, "value", least, NULL);
    g_autoptr(GString) text = g_string_new(under);
    g_string_replace(text, " ", "\u00A0", 0);
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static void add_groups(const struct making *making, GArray *rows)
{
    const char *language = making->pen->language;
    for (guint g = 0; g < making->story->groups->len; g++) {
        const struct story_group *group = story_group_at(making->story, g);
        if (!group->is_seen)
            continue;
        g_autofree char *area = area_words(group->area_m2, language);
        g_autofree char *text =
            phrase_fill(PHRASE_DIFF_AREA, language, "what", group->words, "area", area, NULL);
        struct row *row = legend_rows_add(rows, ROW_AREA, group->area_class, text);
        row->outline = g_strdup(group->outline_class);
        row->band = g_strdup(group->band_class);
    }
}

/* What an area that did not change is called. */
static char *unchanged_words(const struct making *making, struct control control)
{
    const char *language = making->pen->language;
    const struct project_holder *holder = &project_of(making)->holders[control.holder];
    const char *legend = names_in(&holder->legend, language);
    if (!holder->has_tones && legend)
        return g_strdup(legend);
    g_autofree char *words = words_control(project_of(making), control, language);
    return phrase_fill(PHRASE_DIFF_BOTH, language, "control", words, NULL);
}

static void add_unchanged(const struct making *making, GArray *rows)
{
    const struct areas *areas = making->map->areas;
    for (guint i = 0; i < areas->areas->len; i++) {
        const struct area *area = &g_array_index(areas->areas, struct area, i);
        bool is_seen = false;
        for (size_t f = 0; f < making->map->state->face_count && !is_seen; f++)
            is_seen = areas->keys[f] == (int32_t)i &&
                      page_map_face_is_shown(making->map->page, (face_id)f);
        if (area->tone != TONE_BEFORE || area->title || !is_seen)
            continue;
        g_autofree char *text = unchanged_words(making, area->control);
        legend_rows_add(rows, ROW_AREA, area->class_list, text);
    }
}

/* ---- lines --------------------------------------------------------------------------------- */

/* Which of the two lines between sides a state has in the view: both, one or none. */
static void see_lines(const struct making *making, const struct state *state,
                      const struct state *not_in, bool *has_contact, bool *has_front)
{
    const topology *topology = planar_map_topology(timeline_map(making->timeline));
    *has_contact = *has_front = false;
    for (size_t e = 0; e < topology_edge_count(topology); e++) {
        enum line_kind kind = lines_kind(making->timeline, state, (edge_id)e);
        if (kind < LINE_FRONT || !page_map_edge_is_shown(making->map->page, (edge_id)e) ||
            (not_in && lines_kind(making->timeline, not_in, (edge_id)e) >= LINE_FRONT))
            continue;
        *(kind == LINE_CONTACT ? has_contact : has_front) = true;
    }
}

static void add_line(const struct making *making, const char *class_list, enum phrase phrase,
                     day_number day, GArray *rows)
{
    g_autofree char *date = words_short_day(day, making->pen->language);
    g_autofree char *text = phrase_fill(phrase, making->pen->language, "date", date, NULL);
    legend_rows_add(rows, ROW_LINE, class_list, text);
}

static void add_lines(const struct making *making, GArray *rows)
{
    bool has_contact, has_front;
    see_lines(making, making->map->state, NULL, &has_contact, &has_front);
    if (has_contact)
        add_line(making, "contact", PHRASE_DIFF_CONTACT, making->map->state->day, rows);
    if (has_front)
        add_line(making, "front", PHRASE_DIFF_FRONT, making->map->state->day, rows);
    see_lines(making, making->map->since, making->map->state, &has_contact, &has_front);
    if (has_contact || has_front)
        add_line(making, "former-contact", has_contact ? PHRASE_DIFF_CONTACT : PHRASE_DIFF_FRONT,
                 making->map->since->day, rows);
}

/* ---- the list ------------------------------------------------------------------------------ */

static bool is_listable(const struct story_item *item)
{
    return item->is_seen && item->name;
}

static guint count_listable(const struct diff_story *story)
{
    guint count = 0;
    for (guint i = 0; i < story->items->len; i++)
        count += is_listable(story_item_at(story, i));
    return count;
}

/* True when an item comes before another when not all have room: one with a place of the first
 * rank, then the larger. */
static bool is_before(const struct story_item *item, const struct story_item *other)
{
    if (item->has_first_place != other->has_first_place)
        return item->has_first_place;
    if (item->area.area_m2 != other->area.area_m2)
        return item->area.area_m2 > other->area.area_m2;
    return item < other;
}

/* Numbers the so many first items in the order of time. */
static void number_items(struct diff_story *story, guint listed)
{
    int number = 0;
    for (guint i = 0; i < story->items->len; i++) {
        struct story_item *item = story_item_at(story, i);
        guint before = 0;
        for (guint j = 0; j < story->items->len; j++)
            before +=
                is_listable(story_item_at(story, j)) && is_before(story_item_at(story, j), item);
        item->number = is_listable(item) && before < listed ? ++number : 0;
    }
}

static char *item_words(const struct making *making, const struct story_item *item,
                        const struct extent *extent, const char *language)
{
    const char *name = item->place && !extent->has_names ? item->place : item->name;
    g_autoptr(GString) dates = g_string_new(item->dates);
    g_string_replace(dates, " ", "\u00A0", 0);
    g_string_replace(dates, "–\u00A0", "– ", 0); /* the one place to break a span at */
    g_autofree char *plain = g_strdup_printf("%s, %s", name, dates->str);
    g_autofree char *text = words_attribute(
        making->timeline, timeline_row(making->timeline, item->row)->event, plain, language);
    g_autofree char *area = extent->has_areas ? words_area(item->area.area_m2, language) : NULL;
    if (!area)
        return g_steal_pointer(&text);
    return phrase_fill(PHRASE_DIFF_AREA, language, "what", text, "area", area, NULL);
}

static void add_items(const struct making *making, const struct extent *extent, GArray *rows)
{
    const char *language = making->pen->language;
    struct diff_story *story = making->story;
    guint first = rows->len;
    number_items(story, extent->listed);
    if (extent->listed > 0 && extent->has_heading)
        legend_rows_add(rows, ROW_HEADING, NULL, phrase_text(PHRASE_DIFF_WHEN, language));
    for (guint i = 0; i < story->items->len; i++) {
        const struct story_item *item = story_item_at(story, i);
        if (item->number == 0)
            continue;
        g_autofree char *text = item_words(making, item, extent, language);
        const char *role = project_of(making)->holders[item->area.now.holder].role;
        legend_rows_add(rows, ROW_ITEM, role, text)->number = item->number;
    }
    for (guint i = first; i < rows->len; i++)
        g_array_index(rows, struct row, i).in_group = true;
}

/* What was contested or guarded on the first day and is named by words alone; of struct control,
 * the caller's. */
static GArray *list_former(const struct diff_story *story)
{
    GArray *former = g_array_new(FALSE, FALSE, sizeof(struct control));
    for (guint g = 0; g < story->groups->len; g++) {
        const struct story_group *group = story_group_at(story, g);
        if (group->is_seen && (group->kind == DIFF_SETTLED || group->kind == DIFF_UNGUARDED))
            g_array_append_val(former, group->before);
    }
    return former;
}

/* ---- the whole ----------------------------------------------------------------------------- */

static GArray *make_rows(const struct making *making, const struct extent *extent)
{
    GArray *rows = legend_rows_new();
    add_groups(making, rows);
    add_unchanged(making, rows);
    add_lines(making, rows);
    if (extent->has_ways)
        legend_rows_add_ways(making->pen, making->timeline, making->map, rows);
    add_items(making, extent, rows);
    g_autoptr(GArray) former = list_former(making->story);
    struct legend_map map = *making->map;
    map.told = former;
    legend_rows_add_notes(making->pen, making->timeline, &map, extent->has_notes, rows);
    return rows;
}

GArray *diff_legend_rows(const struct pen *pen, const timeline *timeline,
                         const struct legend_map *map, struct diff_story *story, double most_pt)
{
    const struct making making = {pen, timeline, map, story};
    const struct layout *layout = page_map_layout(map->page);
    bool is_box = layout->legend == LEGEND_LEFT;
    guint all = is_box ? count_listable(story) : 0;
    if (all < LEAST_NUMBERED)
        all = 0;
    struct extent extent = {all, true, true, true, true, true};
    bool *const given_up[] = {&extent.has_areas, &extent.has_ways, &extent.has_notes,
                              &extent.has_names, &extent.has_heading};
    GArray *rows = make_rows(&making, &extent);
    for (guint step = 0; is_box && legend_height_pt(pen, layout, rows) > most_pt; step++) {
        if (step < G_N_ELEMENTS(given_up))
            *given_up[step] = false;
        else if (extent.listed > LEAST_NUMBERED)
            extent.listed--;
        else if (extent.listed > 0)
            extent = (struct extent){0, false, false, true, true, false};
        else if (extent.has_ways)
            extent.has_ways = false;
        else if (extent.has_notes)
            extent.has_notes = false;
        else
            break;
        g_array_unref(rows);
        rows = make_rows(&making, &extent);
    }
    legend_fit(pen, layout, most_pt, rows);
    return rows;
}
