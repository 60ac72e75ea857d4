#include "compose/diff_map.h"

#include "compose/change_names.h"
#include "compose/changes.h"
#include "compose/diff_draw.h"
#include "compose/diff_legend.h"
#include "compose/diff_marks.h"
#include "compose/diff_words.h"
#include "compose/furniture.h"
#include "compose/legend.h"
#include "compose/theme.h"

static void draw_map(const struct pen *pen, const map_plan *plan, const struct moment *m,
                     const struct diff_story *story)
{
    g_autoptr(GArray) changes = diff_story_changes(story);
    pen_box(pen, "sea", layout_bled(&plan->layout, plan->layout.map), 0);
    areas_draw(pen, plan->page, m->areas, plan->timeline, plan->outlines);
    changes_draw_bands(pen, plan->page, plan->timeline, m->since, changes);
    lines_draw_water(pen, plan->page, m->now->day);
    if (plan->graticule)
        graticule_draw_lines(pen, plan->graticule);
    lines_draw_borders(pen, plan->page, plan->timeline, m->now);
    diff_draw_outlines(pen, plan->page, plan->timeline, story);
    diff_draw_former_contact(pen, plan->page, plan->timeline, m->since, m->now);
    lines_draw_contact(pen, plan->page, plan->timeline, m->now);
    changes_draw_small(pen, plan->page, plan->timeline, changes);
    map_draw_highlights(pen, plan, m->now->day);
}

/* The highest that a legend may be: to the scale, or to the arrow above it. */
static double most_legend_pt(const map_plan *plan, const struct pen *pen)
{
    struct page_box below = furniture_has_north(plan->page) ? furniture_north_box(pen, plan->page)
                                                            : furniture_scale_box(pen, plan->page);
    return below.top - plan->layout.side.top;
}

static struct page_box legend_box(const map_plan *plan, const struct pen *pen, const GArray *rows)
{
    struct page_box box = plan->layout.side;
    box.bottom = box.top + legend_height_pt(pen, &plan->layout, rows);
    return box;
}

/* Names what changed: by numbers what the legend lists, by name what it does not. */
static void draw_names(const struct pen *pen, const map_plan *plan, const struct moment *m,
                       const struct diff_story *story, const GArray *rows)
{
    g_autoptr(GArray) taken = g_array_new(FALSE, FALSE, sizeof(struct page_box));
    g_autoptr(GArray) unlisted = g_array_new(FALSE, FALSE, sizeof(struct change));
    g_autoptr(GArray) listed = g_array_new(FALSE, FALSE, sizeof(struct change));
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    g_autoptr(GPtrArray) notes = g_ptr_array_new();
    if (plan->layout.legend == LEGEND_LEFT) {
        struct page_box legend = legend_box(plan, pen, rows);
        g_array_append_val(taken, legend);
    }
    diff_marks_draw(pen, plan->labels, m->now, story, taken);
    for (guint i = 0; i < story->items->len; i++) {
        const struct story_item *item = story_item_at(story, i);
        g_array_append_val(item->number > 0 ? listed : unlisted, item->area);
        if (item->number > 0)
            continue;
        g_ptr_array_add(names, item->name);
        g_ptr_array_add(notes, item->dates);
    }
    struct change_naming how = {
        (const char *const *)names->pdata, (const char *const *)notes->pdata,
        (const struct page_box *)(const void *)taken->data, taken->len, listed};
    labels_draw_changes(pen, plan->labels, m->now, unlisted, &how);
    labels_draw(pen, plan->labels, m->now); /* over rings and leaders */
}

scene *diff_map_compose(const map_plan *plan, const struct diff *diff)
{
    struct layout layout = plan->layout;
    scene *scene = scene_new(layout.width_pt, layout.height_pt, layout.unit);
    struct pen pen = map_pen(plan, scene);
    g_autoptr(diff_story) story = diff_story_new(&pen, plan->page, plan->timeline, diff);
    struct moment m;
    struct map_words words;
    moment_start(&m, plan, diff->to, diff->from, false);
    diff_draw_gather(story, m.areas);
    diff_words_write(&words, plan, &pen, story, &layout);
    diff_words_about(plan, story, m.now, &words, scene);
    struct legend_map map = {plan->page, m.now, m.since, m.areas, m.changes, NULL};
    g_autoptr(GArray) rows =
        diff_legend_rows(&pen, plan->timeline, &map, story, most_legend_pt(plan, &pen));

    draw_map(&pen, plan, &m, story);
    struct header_words header = {words.headline, words.beside, words.shown, true};
    furniture_header(&pen, &layout, &header);
    if (layout.footer_pt > 0)
        pen_box(&pen, "panel", layout_bled(&layout, layout.footer), 0);
    draw_names(&pen, plan, &m, story, rows);
    map_draw_furniture(&pen, plan, rows, 0);
    furniture_strip(&pen, &layout, plan->timeline, diff->from, diff->to);
    furniture_foot(&pen, &layout, plan->project, words.corrections, words.change,
                   scene_about_const(scene)->credit);
    theme_apply(scene, plan->style, plan->dark_style);
    map_words_clear(&words);
    moment_clear(&m);
    return scene;
}
