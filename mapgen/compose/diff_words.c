#include "compose/diff_words.h"

#include "compose/diff_legend.h"
#include "compose/furniture.h"
#include "compose/phrases.h"
#include "compose/words.h"

/* A headline that has to be set smaller than this is said in short. */
#define LEAST_HEADLINE 0.9

/* ---- headline ------------------------------------------------------------------------------ */

static char *title_in(const struct diff *diff, bool is_short, const char *language)
{
    struct words_span span = words_span(diff->from, diff->to, is_short, language);
    g_autofree char *first = span.first, *last = span.last;
    return phrase_fill(is_short ? PHRASE_DIFF_TITLE_SHORT : PHRASE_DIFF_TITLE, language, "first",
                       first, "last", last, NULL);
}

/* "26 September – 10 November 2020". */
static char *span_in(const struct diff *diff, const char *language)
{
    struct words_span span = words_span(diff->from, diff->to, false, language);
    g_autofree char *first = span.first, *last = span.last;
    return g_strdup_printf("%s – %s", first, last);
}

static double headline_width(const struct pen *pen, const char *text)
{
    g_autoptr(run) run = pen_shape(pen, "headline", text);
    return run->width_pt;
}

/* As long as it fits a header. */
static char *make_headline(const map_plan *plan, const struct pen *pen, const struct diff *diff)
{
    const struct layout *layout = &plan->layout;
    double room = layout->header.right - layout->header.left - 2 * layout->margin_pt;
    char *whole = title_in(diff, false, plan->language);
    if (layout->header_pt <= 0 || headline_width(pen, whole) * LEAST_HEADLINE <= room)
        return whole;
    g_free(whole);
    return title_in(diff, true, plan->language);
}

/* ---- caption ------------------------------------------------------------------------------- */

static void append_sentence(GString *text, const char *sentence, const char *language)
{
    const char *stop = phrase_text(PHRASE_STOP, language);
    g_string_append_printf(text, "%s%s%s", text->len ? " " : "", sentence,
                           g_str_has_suffix(sentence, stop) ? "" : stop);
}

static int compare_groups(const void *left, const void *right)
{
    const struct story_group *a = *(const struct story_group *const *)left;
    const struct story_group *b = *(const struct story_group *const *)right;
    if (a->area_m2 != b->area_m2)
        return a->area_m2 > b->area_m2 ? -1 : 1;
    return (a > b) - (a < b);
}

/* The groups of a story in the order in which they are told: first the largest of what each side
 * has that it had not, so that no side is told of alone; then the others. */
static GPtrArray *order_groups(const map_plan *plan, const struct diff_story *story)
{
    GPtrArray *ordered = g_ptr_array_new();
    g_autoptr(GPtrArray) sides = g_ptr_array_new();
    g_autoptr(GPtrArray) others = g_ptr_array_new();
    g_autoptr(GPtrArray) groups = g_ptr_array_new();
    for (guint g = 0; g < story->groups->len; g++)
        g_ptr_array_add(groups, story_group_at(story, g));
    g_ptr_array_sort(groups, compare_groups);
    for (guint g = 0; g < groups->len; g++) {
        const struct story_group *group = groups->pdata[g];
        char *side = plan->project->holders[group->now.holder].side;
        bool is_first = group->kind != DIFF_RETURNED &&
                        !g_ptr_array_find_with_equal_func(sides, side, g_str_equal, NULL);
        g_ptr_array_add(is_first ? ordered : others, groups->pdata[g]);
        if (is_first)
            g_ptr_array_add(sides, side);
    }
    for (guint g = 0; g < others->len; g++)
        g_ptr_array_add(ordered, others->pdata[g]);
    return ordered;
}

/* "Passed to Azerbaijan: about 3,900 km². ...", the so many first groups. */
static char *tell_groups(const map_plan *plan, const struct diff_story *story, guint most)
{
    const char *language = plan->language;
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GPtrArray) groups = order_groups(plan, story);
    for (guint g = 0; g < MIN(groups->len, most); g++) {
        const struct story_group *group = groups->pdata[g];
        g_autofree char *area = words_area(group->area_m2, language);
        g_autofree char *both =
            area ? phrase_fill(PHRASE_DIFF_AREA, language, "what", group->words, "area", area, NULL)
                 : g_strdup(group->words);
        append_sentence(text, both, language);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static char *tell_nothing(const map_plan *plan, const struct diff *diff)
{
    size_t count;
    const day_number *days = timeline_change_days(plan->timeline, &count);
    const char *nothing = phrase_text(PHRASE_DIFF_NOTHING, plan->language);
    if (count == 0 || days[0] > diff->from)
        return g_strdup(nothing);
    g_autofree char *last =
        words_day(timeline_change_before(plan->timeline, diff->from + 1), plan->language);
    g_autofree char *before =
        phrase_fill(PHRASE_DIFF_LAST_BEFORE, plan->language, "date", last, NULL);
    return g_strdup_printf("%s %s", nothing, before);
}

static bool is_seen(const struct diff_story *story)
{
    for (guint i = 0; i < story->items->len; i++)
        if (story_item_at(story, i)->is_seen)
            return true;
    return false;
}

/* Few changes are told by their events, each of which changed its ground once. */
static char *tell_changes(const map_plan *plan, const struct diff_story *story)
{
    bool is_once = story->items->len < LEAST_NUMBERED;
    for (guint i = 0; i < story->items->len; i++)
        is_once &= story_item_at(story, i)->largest->steps->len == 1;
    if (!is_once)
        return tell_groups(plan, story, G_MAXUINT);
    g_autoptr(GArray) changes = diff_story_changes(story);
    return words_changes(plan->timeline, changes, DAY_BEFORE_ALL, plan->language);
}

static char *make_caption(const map_plan *plan, const struct diff_story *story)
{
    if (story->items->len == 0)
        return tell_nothing(plan, story->diff);
    g_autofree char *told = tell_changes(plan, story);
    return is_seen(story) ? g_steal_pointer(&told)
                          : phrase_fill(PHRASE_OUTSIDE, plan->language, "caption", told, NULL);
}

/* ---- sources ------------------------------------------------------------------------------- */

static int compare_rows(const void *left, const void *right)
{
    const struct change *a = left, *b = right;
    return a->row - b->row;
}

/* The rows of all steps, once each and in replay order, as map_sources() takes them. */
static GArray *list_rows(const struct diff_story *story)
{
    GArray *rows = g_array_new(FALSE, TRUE, sizeof(struct change));
    for (guint p = 0; p < story->diff->parts->len; p++) {
        const struct diff_part *part = &g_array_index(story->diff->parts, struct diff_part, p);
        for (guint s = 0; s < part->steps->len; s++) {
            struct change row = {.row = g_array_index(part->steps, struct diff_step, s).row};
            bool is_new = true;
            for (guint i = 0; i < rows->len && is_new; i++)
                is_new = g_array_index(rows, struct change, i).row != row.row;
            if (is_new)
                g_array_append_val(rows, row);
        }
    }
    g_array_sort(rows, compare_rows);
    return rows;
}

/* ---- the whole ----------------------------------------------------------------------------- */

/* A caption that is no longer than its lines: whole, or the first groups. */
static char *fit_caption(const map_plan *plan, const struct pen *pen,
                         const struct diff_story *story, const struct layout *layout,
                         const char *caption)
{
    char *shown = g_strdup(caption);
    guint most = story->groups->len;
    while (!plan->edits.caption && most > 0 && !furniture_caption_fits(pen, layout, shown)) {
        g_autofree char *groups = tell_groups(plan, story, most--);
        g_free(shown);
        shown = map_known_caption(plan, groups);
    }
    return shown;
}

void diff_words_write(struct map_words *words, const map_plan *plan, const struct pen *pen,
                      const struct diff_story *story, struct layout *layout)
{
    const struct map_edits *edits = &plan->edits;
    g_autofree char *series = pen_name(pen, &plan->project->title);
    *words = (struct map_words){.date = span_in(story->diff, plan->language)};
    words->is_headline_set = true;
    words->headline = edits->title ? g_strdup(edits->title) : make_headline(plan, pen, story->diff);
    words->beside = g_strdup(edits->title ? words->date : series ? series : "");
    g_autofree char *told = edits->caption ? g_strdup(edits->caption) : make_caption(plan, story);
    words->caption = map_known_caption(plan, told);
    struct header_words header = {words->headline, words->beside, "", true};
    *layout = plan->layout;
    layout->caption_lines = furniture_caption_lines(pen, layout, &header);
    words->shown = fit_caption(plan, pen, story, layout, words->caption);
    words->corrections = map_correction_line(plan, story->diff->to);
    g_autoptr(GArray) rows = list_rows(story);
    g_auto(GStrv) sources = map_sources(plan, rows, NULL);
    words->change = map_change_line(plan, sources, true);
}

/* The alternative text: what the map is, what happened, where and when. */
static char *describe(const map_plan *plan, const struct diff_story *story, const char *caption)
{
    const char *language = plan->language, *view = names_in(&plan->view.names, language);
    struct words_span span = words_span(story->diff->from, story->diff->to, false, language);
    g_autofree char *first = span.first, *last = span.last;
    g_autofree char *start =
        phrase_fill(PHRASE_DIFF_MAP_OF, language, "view", view ? view : plan->view.name, "first",
                    first, "last", last, NULL);
    g_autoptr(GString) text = g_string_new(start);
    if (*caption)
        append_sentence(text, caption, language);
    for (guint i = 0; i < story->items->len; i++) {
        const struct story_item *item = story_item_at(story, i);
        if (!item->name)
            continue;
        g_autofree char *area = words_about_km2(item->area.area_m2, language);
        g_autofree char *what = g_strdup_printf("%s, %s: %s", item->name, item->dates,
                                                story_group_at(story, item->group)->words);
        g_autofree char *plain = area ? g_strdup_printf("%s, %s", what, area) : g_strdup(what);
        g_autofree char *sentence = words_attribute(
            plan->timeline, timeline_row(plan->timeline, item->row)->event, plain, language);
        append_sentence(text, sentence, language);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static char *scene_id(const map_plan *plan, const struct diff *diff)
{
    char from[16], to[16];
    g_autoptr(GString) id = g_string_new(NULL);
    g_string_printf(id, "%s-diff-%s-%s-%s-%s", plan->project->id, plan->view.name,
                    plan->layout.name, day_format(diff->from, from), day_format(diff->to, to));
    if (plan->size.width > 0)
        g_string_append_printf(id, "-%gx%g%s", plan->size.width, plan->size.height,
                               plan->size.is_mm ? "mm" : "");
    map_id_append_choices(plan, id);
    return map_id_plain(id->str);
}

void diff_words_about(const map_plan *plan, const struct diff_story *story, const struct state *now,
                      const struct map_words *words, scene *scene)
{
    struct scene_about *about = scene_about(scene);
    g_autoptr(GArray) rows = list_rows(story);
    char date[16];
    about->id = scene_id(plan, story->diff);
    about->title = g_strdup_printf("%s, %s", *words->beside ? words->beside : plan->project->id,
                                   words->headline);
    about->headline = g_strdup(words->headline);
    about->caption = g_strdup(words->caption);
    about->description = describe(plan, story, words->caption);
    about->date = g_strdup(day_format(story->diff->to, date));
    about->language = g_strdup(plan->language);
    about->licence = g_strdup(plan->project->licence);
    about->credit = map_credit(plan, now);
    about->sources = map_sources(plan, rows, &about->source_links);
    map_georeference(plan, scene);
}
