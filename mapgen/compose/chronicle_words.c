#include "compose/chronicle_parts.h"

#include "compose/dated_places.h"
#include "compose/phrases.h"
#include "compose/words.h"

static bool has_areas(const chronicle *c)
{
    for (size_t i = 0; i < c->options->subject_count; i++)
        if (c->options->subjects[i].is_area)
            return true;
    return false;
}

char *chronicle_caption(const chronicle *c)
{
    const char *periods = time_axis_phases(&c->axis) > 1
                              ? phrase_text(PHRASE_PAGE_CHART_PERIODS, c->plan->language)
                              : "";
    const char *shares =
        has_areas(c) ? phrase_text(PHRASE_CHRONICLE_SHARES, c->plan->language) : "";

    if (c->plan->edits.caption)
        return g_strdup(c->plan->edits.caption);
    return g_strdup_printf("%s%s%s", periods, *periods && *shares ? " " : "", shares);
}

bool chronicle_is_said(const chronicle *c, const struct bar_change *change)
{
    return timeline_row(c->plan->timeline, change->row)->event->kind == EVENT_PLACE;
}

char *chronicle_change_control(const chronicle *c, const struct bar_change *change)
{
    return chronicle_is_said(c, change)
               ? dated_place_said(c->plan->project, change->control, c->plan->language)
               : words_control(c->plan->project, change->control, c->plan->language);
}

bool chronicle_begins_to_pass(const chronicle *c, const struct bar_change *change)
{
    return change->day < timeline_row(c->plan->timeline, change->row)->day;
}

char *chronicle_change_date(const chronicle *c, const struct bar_change *change)
{
    const struct timeline_row *row = timeline_row(c->plan->timeline, change->row);

    return change->day == row->day ? words_date(row->event, c->plan->language)
                                   : words_day(change->day, c->plan->language);
}

/* "Shusha: Azerbaijan. 8 or 9 May 1992: Armenian forces. ..." for each subject. */
static char *describe(const chronicle *c)
{
    g_autoptr(GString) text = g_string_new(NULL);
    const struct project *project = c->plan->project;

    for (size_t r = 0; r < c->options->subject_count; r++) {
        const struct bar_row *row = &c->rows[r];
        g_string_append_printf(text, "%s%s:", r ? " " : "", row->subject->name);
        for (guint i = 0; i < row->blocks->len; i++) {
            const struct bar_block *block = &g_array_index(row->blocks, struct bar_block, i);
            g_autofree char *words = words_control(project, block->control, c->plan->language);
            if (block->from == DAY_BEFORE_ALL)
                g_string_append_printf(text, " %s.", words);
        }
        for (guint i = 0; i < row->changes->len; i++) {
            const struct bar_change *change = &g_array_index(row->changes, struct bar_change, i);
            if (chronicle_begins_to_pass(c, change))
                continue;
            g_autofree char *date = chronicle_change_date(c, change);
            g_autofree char *words = chronicle_change_control(c, change);
            g_string_append_printf(text, " %s: %s.", date, words);
        }
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

/* Adds "Title (date)", once. */
static void add_source(chronicle *c, int32_t row)
{
    const struct event *event = timeline_row(c->plan->timeline, row)->event;

    if (!*event->source_title)
        return;
    char *source = *event->source_date
                       ? g_strdup_printf("%s (%s)", event->source_title, event->source_date)
                       : g_strdup(event->source_title);
    if (g_ptr_array_find_with_equal_func(c->sources, source, g_str_equal, NULL))
        g_free(source);
    else
        g_ptr_array_add(c->sources, source);
}

/* Those of every row that a bar or a symbol rests on; what was so before everything last. */
static void list_sources(chronicle *c)
{
    c->sources = g_ptr_array_new_with_free_func(g_free);
    for (int pass = 0; pass < 2; pass++) {
        for (size_t r = 0; r < c->options->subject_count; r++) {
            const GArray *blocks = c->rows[r].blocks, *changes = c->rows[r].changes;
            for (guint i = 0; i < blocks->len; i++) {
                const struct bar_block *block = &g_array_index(blocks, struct bar_block, i);
                if ((block->from == DAY_BEFORE_ALL) == (pass == 1))
                    add_source(c, block->row);
            }
            for (guint i = 0; i < changes->len && pass == 0; i++) {
                const struct bar_change *change = &g_array_index(changes, struct bar_change, i);
                if (chronicle_is_said(c, change))
                    add_source(c, change->row);
            }
        }
    }
}

char *chronicle_source_line(const chronicle *c)
{
    g_autoptr(GPtrArray) titles = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; i < c->sources->len; i++) {
        g_auto(GStrv) parts = g_strsplit(g_ptr_array_index(c->sources, i), ";", -1);
        for (char **part = parts; *part; part++) {
            g_strstrip(*part);
            if (**part && !g_ptr_array_find_with_equal_func(titles, *part, g_str_equal, NULL))
                g_ptr_array_add(titles, g_strdup(*part));
        }
    }
    g_ptr_array_add(titles, NULL);
    g_autofree char *joined = g_strjoinv("; ", (char **)titles->pdata);
    return *joined
               ? phrase_fill(PHRASE_CHRONICLE_SOURCES, c->plan->language, "sources", joined, NULL)
               : g_strdup("");
}

void chronicle_write_words(chronicle *c)
{
    const map_plan *plan = c->plan;
    const char *title = plan->edits.title;
    g_autofree char *credits =
        g_strjoinv("; ", plan->project->credits ? plan->project->credits : (char *[]){NULL});
    const char *licence = plan->project->licence ? plan->project->licence : "";

    list_sources(c);
    g_autofree char *first = words_sentence_case(c->options->subjects[0].name);
    c->title = title ? g_strdup(title)
               : c->options->subject_count > 1
                   ? g_strdup(phrase_text(PHRASE_CHRONICLE_MANY, plan->language))
                   : phrase_fill(PHRASE_CHRONICLE_ONE, plan->language, "subject", first, NULL);
    c->credit = plan->edits.credit
                    ? g_strdup(plan->edits.credit)
                    : g_strdup_printf("%s%s%s", credits, *credits && *licence ? ". " : "", licence);
}

static char *chronicle_id(const chronicle *c)
{
    g_autoptr(GString) id = g_string_new(NULL);
    char day[16];

    g_string_printf(id, "%s-chronicle-%s", c->plan->project->id, c->plan->layout.name);
    for (size_t i = 0; i < c->options->subject_count; i++)
        g_string_append_printf(id, "-%s", c->options->subjects[i].id);
    if (c->options->day != DAY_AFTER_ALL)
        g_string_append_printf(id, "-%s", day_format(c->options->day, day));
    map_id_append_choices(c->plan, id);
    return map_id_plain(id->str);
}

void chronicle_about(const chronicle *c, scene *scene)
{
    struct scene_about *about = scene_about(scene);
    char day[16];

    about->id = chronicle_id(c);
    about->title = g_strdup(c->title);
    about->headline = g_strdup(c->title);
    about->caption = chronicle_caption(c);
    about->description = describe(c);
    about->language = g_strdup(c->plan->language);
    about->licence = g_strdup(c->plan->project->licence);
    about->credit = g_strdup(c->credit);
    if (c->options->day != DAY_AFTER_ALL)
        about->date = g_strdup(day_format(c->options->day, day));
    about->sources = g_new0(char *, c->sources->len + 1);
    for (guint i = 0; i < c->sources->len; i++)
        about->sources[i] = g_strdup(g_ptr_array_index(c->sources, i));
}
