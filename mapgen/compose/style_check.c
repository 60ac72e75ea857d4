#include "compose/style_check.h"

#include "compose/areas.h"
#include "compose/layout.h"
#include "compose/map.h"
#include "style/legibility.h"

static bool is_listed(const GArray *areas, const char *control)
{
    for (guint i = 0; i < areas->len; i++) {
        if (g_str_equal(g_array_index(areas, struct legibility_area, i).control, control))
            return true;
    }
    return false;
}

/* Adds the controls of a state that are not yet listed; of struct legibility_area. */
static void add_controls(const struct project *project, const struct state *state, GArray *areas)
{
    for (size_t f = 0; f < state->face_count; f++) {
        struct control control = state->controls[f];
        if (state->rows[f] == NONE || control.holder == NONE)
            continue;
        g_autofree char *class_list = areas_control_class(project, control);
        if (is_listed(areas, class_list))
            continue;
        struct legibility_area area = {g_steal_pointer(&class_list),
                                       project->holders[control.holder].has_tones};
        g_array_append_val(areas, area);
    }
}

static void clear_area(gpointer area)
{
    g_free((char *)((struct legibility_area *)area)->control);
}

/* Every control that some map shows; of struct legibility_area. */
static GArray *list_controls(const timeline *timeline)
{
    const struct project *project = planar_map_sources(timeline_map(timeline))->project;
    GArray *areas = g_array_new(FALSE, FALSE, sizeof(struct legibility_area));
    size_t count;
    const day_number *days = timeline_change_days(timeline, &count);

    g_array_set_clear_func(areas, clear_area);
    for (size_t d = 0; d < count; d++) {
        g_autoptr(state) state = timeline_state_at(timeline, days[d]);
        add_controls(project, state, areas);
    }
    return areas;
}

/* Two sides in one role are drawn alike in every style. */
static void check_roles(const struct project *project, report *report)
{
    for (size_t i = 0; i < project->holder_count; i++) {
        for (size_t j = 0; j < i; j++) {
            const struct project_holder *holder = &project->holders[i],
                                        *other = &project->holders[j];
            if (g_str_equal(holder->side, other->side) || !g_str_equal(holder->role, other->role))
                continue;
            report_add(report,
                       (struct finding){SEVERITY_WARNING, "colours", holder->code, project->path,
                                        holder->line},
                       "holders '%s' and '%s' are of two sides and have one role, '%s': they look "
                       "alike; give one another role",
                       other->code, holder->code, holder->role);
        }
    }
}

bool style_check(const timeline *timeline, const char *name, report *report, GError **error)
{
    const struct project *project = planar_map_sources(timeline_map(timeline))->project;
    g_autofree char *path = map_style_file(project, name);
    g_autoptr(GArray) areas = list_controls(timeline);

    check_roles(project, report);
    for (const char *const *layout_name = layout_names(); *layout_name != NULL; layout_name++) {
        const struct layout *layout = layout_find(*layout_name);
        struct medium medium = {layout->width_pt, layout->height_pt, layout->unit == PAGE_MM};
        g_autoptr(style) style = style_read(path, &medium, error);
        if (style == NULL)
            return false;
        legibility_check(style, (const struct legibility_area *)(void *)areas->data, areas->len,
                         report);
    }
    return true;
}
