#include "compose/areas.h"

#include "compose/phrases.h"
#include "compose/words.h"

#include <stdlib.h>

static enum tone tone_of(const timeline *timeline, const struct state *now,
                         const struct state *since, day_number phase_start, size_t face)
{
    const struct project *project = planar_map_sources(timeline_map(timeline))->project;
    struct control control = now->controls[face];
    if (control.holder == NONE || !project->holders[control.holder].has_tones)
        return TONE_BEFORE;
    if (!control_equal(control, since->controls[face]))
        return TONE_NOW;
    day_number came = timeline_since(timeline, now, (face_id)face);
    return came >= phase_start && came > DAY_BEFORE_ALL ? TONE_EARLIER : TONE_BEFORE;
}

char *areas_control_class(const struct project *project, struct control control)
{
    const char *role = project->holders[control.holder].role;
    const char *status = control_status_name(control.status);
    if (control.other == NONE)
        return g_strdup_printf("%s %s", role, status);
    return g_strdup_printf("%s %s other-%s", role, status, project->holders[control.other].role);
}

int area_compare(const void *left, const void *right)
{
    const struct area *a = left, *b = right;
    if (a->control.holder != b->control.holder)
        return a->control.holder - b->control.holder;
    if (a->control.status != b->control.status)
        return a->control.status - b->control.status;
    if (a->control.other != b->control.other)
        return a->control.other - b->control.other;
    return (int)a->tone - (int)b->tone;
}

static int32_t area_find(const GArray *areas, struct control control, enum tone tone)
{
    for (guint i = 0; i < areas->len; i++) {
        const struct area *area = &g_array_index(areas, struct area, i);
        if (area->tone == tone && control_equal(area->control, control))
            return (int32_t)i;
    }
    return NONE;
}

static void clear_area(void *data)
{
    g_free(((struct area *)data)->class_list);
    g_free(((struct area *)data)->title);
}

struct areas *areas_gather(const timeline *timeline, const struct state *now,
                           const struct state *since, day_number phase_start)
{
    static const char *const tone_names[] = {"before", "earlier", "now"};
    const planar_map *map = timeline_map(timeline);
    const struct project *project = planar_map_sources(map)->project;
    struct areas *areas = g_new0(struct areas, 1);
    areas->areas = g_array_new(FALSE, FALSE, sizeof(struct area));
    g_array_set_clear_func(areas->areas, clear_area);
    areas->keys = g_new(int32_t, now->face_count);

    for (size_t f = 0; f < now->face_count; f++) {
        if (now->rows[f] == NONE)
            continue;
        struct area area = {now->controls[f], tone_of(timeline, now, since, phase_start, f), NULL,
                            NULL};
        if (area_find(areas->areas, area.control, area.tone) == NONE)
            g_array_append_val(areas->areas, area);
    }
    g_array_sort(areas->areas, area_compare);
    for (guint i = 0; i < areas->areas->len; i++) {
        struct area *area = &g_array_index(areas->areas, struct area, i);
        g_autofree char *control = areas_control_class(project, area->control);
        area->class_list = g_strdup_printf("area %s %s", control, tone_names[area->tone]);
    }
    for (size_t f = 0; f < now->face_count; f++) {
        bool is_land = planar_map_face_unit(map, (face_id)f) != NONE;
        areas->keys[f] = now->rows[f] != NONE
                             ? area_find(areas->areas, now->controls[f],
                                         tone_of(timeline, now, since, phase_start, f))
                         : is_land ? AREA_ABROAD
                                   : AREA_SEA;
    }
    return areas;
}

void areas_free(struct areas *areas)
{
    if (!areas)
        return;
    g_array_unref(areas->areas);
    g_free(areas->keys);
    g_free(areas);
}

/* The title of an area: who holds it, or what else its status is. */
static char *area_title(const struct project *project, const struct area *area,
                        const char *language)
{
    if (area->title)
        return g_strdup(area->title);
    g_autofree char *control = words_control(project, area->control, language);
    bool is_held =
        area->control.status == STATUS_CONTROL || area->control.status == STATUS_PEACEKEEPING;
    g_autofree char *title = is_held
                                 ? phrase_fill(PHRASE_HELD_BY, language, "holder", control, NULL)
                                 : words_sentence_case(control);
    if (area->tone != TONE_NOW)
        return g_steal_pointer(&title);
    return g_strdup_printf("%s, %s", title, phrase_text(PHRASE_FROM_THIS_DATE, language));
}

static void draw_area(const struct pen *pen, const struct area *area, const struct project *project,
                      const struct outline *outline)
{
    g_autofree char *title = area_title(project, area, pen->language);
    const char *data[] = {"holder",
                          project->holders[area->control.holder].code,
                          "status",
                          control_status_name(area->control.status),
                          area->control.other == NONE ? NULL : "other",
                          area->control.other == NONE ? NULL
                                                      : project->holders[area->control.other].code,
                          NULL};
    struct scene_mark mark = {.title = title, .data = data};
    pen_area(pen, area->class_list, outline->points, outline->counts, &mark);
}

void areas_draw(const struct pen *pen, const page_map *page, const struct areas *areas,
                const timeline *timeline, outline_memory *memory)
{
    const struct project *project = planar_map_sources(timeline_map(timeline))->project;
    g_autoptr(GPtrArray) outlines =
        outlines_find(memory, page, areas->keys, AREA_ABROAD, areas->areas->len + 1);
    const struct outline *abroad = outlines->pdata[0];
    pen_begin(pen, "areas");
    pen_area(pen, "neighbour", abroad->points, abroad->counts, NULL);
    for (guint i = 0; i < areas->areas->len; i++)
        draw_area(pen, &g_array_index(areas->areas, struct area, i), project,
                  outlines->pdata[i + 1]);
    pen_end(pen);
}
