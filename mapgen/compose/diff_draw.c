#include "compose/diff_draw.h"

#include "compose/lines.h"
#include "compose/words.h"

/* ---- areas --------------------------------------------------------------------------------- */

void diff_draw_gather(const struct diff_story *story, struct areas *areas)
{
    size_t first = areas->areas->len;
    for (guint g = 0; g < story->groups->len; g++) {
        const struct story_group *group = story_group_at(story, g);
        struct area area = {group->now, group->kind == DIFF_RETURNED ? TONE_BEFORE : TONE_NOW,
                            g_strdup(group->area_class), g_strdup(group->words)};
        g_array_append_val(areas->areas, area);
    }
    for (guint i = 0; i < story->items->len; i++) {
        const struct story_item *item = story_item_at(story, i);
        for (size_t w = 0; w < item->area.faces.word_count; w++)
            for (uint64_t bits = item->area.faces.words[w]; bits; bits &= bits - 1)
                areas->keys[w * 64 + (size_t)__builtin_ctzll(bits)] =
                    (int32_t)(first + item->group);
    }
}

/* ---- outlines ------------------------------------------------------------------------------ */

/* Items that a face is of, by face; NONE: of none. */
static int32_t *list_owners(const timeline *timeline, const struct diff_story *story)
{
    size_t faces = topology_face_count(planar_map_topology(timeline_map(timeline)));
    int32_t *owners = g_new(int32_t, faces);
    for (size_t f = 0; f < faces; f++) {
        owners[f] = NONE;
        for (guint i = 0; i < story->items->len; i++)
            if (face_set_has(story_item_at(story, i)->area.faces, (face_id)f))
                owners[f] = (int32_t)i;
    }
    return owners;
}

/* The edges around an item: outwards, or with `is_inner` to others of its group, each of which the
 * first of the two draws. */
static void list_edges(const page_map *page, const timeline *timeline,
                       const struct diff_story *story, const int32_t *owners, int32_t number,
                       bool is_inner, GArray *points, GArray *counts)
{
    const topology *topology = planar_map_topology(timeline_map(timeline));
    for (size_t e = 0; e < topology_edge_count(topology); e++) {
        const struct edge *edge = topology_edge(topology, (edge_id)e);
        int32_t left = owners[edge->left], right = owners[edge->right];
        if (left == right || (left != number && right != number))
            continue;
        int32_t other = left == number ? right : left;
        bool is_within = other != NONE && story_item_at(story, (guint)other)->group ==
                                              story_item_at(story, (guint)number)->group;
        if (is_within == is_inner && !(is_inner && other < number))
            page_lines_append(page_map_edge_pieces(page, (edge_id)e), points, counts);
    }
}

static void draw_edges(const struct pen *pen, const char *class_list, const page_map *page,
                       const timeline *timeline, const struct diff_story *story,
                       const int32_t *owners, int32_t number, bool is_inner)
{
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    list_edges(page, timeline, story, owners, number, is_inner, points, counts);
    pen_path(pen, class_list, points, counts, false, NULL);
}

static const char *code_of(const struct project *project, int16_t holder)
{
    return holder == NONE ? NULL : project->holders[holder].code;
}

/* Begins the group of an item: what happened there, in words and in data. */
static void begin_item(const struct pen *pen, const timeline *timeline,
                       const struct diff_story *story, const struct story_item *item)
{
    static const char *const kinds[] = {
        [DIFF_PASSED] = "gained",   [DIFF_UNSETTLED] = "unsettled", [DIFF_SETTLED] = "settled",
        [DIFF_GUARDED] = "guarded", [DIFF_UNGUARDED] = "unguarded", [DIFF_RETURNED] = "returned"};
    const struct project *project = planar_map_sources(timeline_map(timeline))->project;
    const struct story_group *group = story_group_at(story, item->group);
    int region = item->region;
    char km2[G_ASCII_DTOSTR_BUF_SIZE];
    g_ascii_formatd(km2, sizeof km2, "%.3f", item->area.area_m2 / 1e6);
    g_autofree char *plain =
        g_strdup_printf("%s, %s: %s", item->name ? item->name : project->regions[region].name,
                        item->dates, group->words);
    g_autofree char *title =
        words_attribute(timeline, timeline_row(timeline, item->row)->event, plain, pen->language);
    const char *data[] = {"kind",   kinds[group->kind],
                          "from",   code_of(project, item->area.before.holder),
                          "to",     code_of(project, item->area.now.holder),
                          "region", project->regions[region].name,
                          "km2",    km2,
                          "event",  item->events,
                          "days",   item->days,
                          NULL};
    struct scene_mark mark = {.title = title, .data = data};
    scene_begin_group(pen->scene, -1, &mark);
}

void diff_draw_outlines(const struct pen *pen, const page_map *page, const timeline *timeline,
                        const struct diff_story *story)
{
    const struct project *project = planar_map_sources(timeline_map(timeline))->project;
    g_autofree int32_t *owners = list_owners(timeline, story);
    pen_begin(pen, "changes");
    for (guint i = 0; i < story->items->len; i++) {
        const struct story_item *item = story_item_at(story, i);
        const char *outline = story_group_at(story, item->group)->outline_class;
        g_autofree char *inner =
            g_strdup_printf("part-border %s", project->holders[item->area.now.holder].role);
        begin_item(pen, timeline, story, item);
        draw_edges(pen, inner, page, timeline, story, owners, (int32_t)i, true);
        draw_edges(pen, outline, page, timeline, story, owners, (int32_t)i, false);
        pen_end(pen);
    }
    pen_end(pen);
}

/* ---- lines --------------------------------------------------------------------------------- */

void diff_draw_former_contact(const struct pen *pen, const page_map *page, const timeline *timeline,
                              const struct state *before, const struct state *now)
{
    const topology *topology = planar_map_topology(timeline_map(timeline));
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    for (size_t e = 0; e < topology_edge_count(topology); e++)
        if (lines_kind(timeline, before, (edge_id)e) >= LINE_FRONT &&
            lines_kind(timeline, now, (edge_id)e) < LINE_FRONT)
            page_lines_append(page_map_edge_pieces(page, (edge_id)e), points, counts);
    pen_begin(pen, "former-contact");
    lines_draw_cased(pen, "former-contact", points, counts, NULL);
    pen_end(pen);
}
