#include "compose/labels.h"

#include "compose/area_names.h"
#include "compose/change_names.h"
#include "compose/river_names.h"
#include "compose/road_names.h"

struct label_plan {
    struct labels_input input;
    line_days *lines;
    place_labels *places;
    label_space *space;
    struct standing_names standing;
    river_names *rivers;
};

label_plan *labels_plan(const struct pen *pen, const struct labels_input *input)
{
    label_plan *plan = g_new0(label_plan, 1);
    const struct project *project = planar_map_sources(timeline_map(input->timeline))->project;
    plan->input = *input;
    plan->lines = line_days_list(input->timeline);
    plan->places = place_labels_plan(pen, &plan->input, plan->lines);
    plan->space = label_space_new(&plan->input, plan->lines, plan->places);
    standing_names_start(&plan->standing);
    for (size_t i = 0; i < project->label_count; i++)
        area_names_plan(pen, plan->space, &plan->standing, &project->labels[i]);
    road_names_plan(pen, plan->space, &plan->standing);
    for (size_t i = 0; i < project->label_count; i++)
        area_names_plan_beside(pen, plan->space, &plan->standing, &project->labels[i]);
    for (size_t i = 0; i < project->drawn_count; i++)
        area_names_plan_lakes(pen, plan->space, &plan->standing, &project->drawn[i]);
    plan->rivers = river_names_plan(pen, plan->space);
    return plan;
}

void labels_free(label_plan *plan)
{
    if (!plan)
        return;
    place_labels_free(plan->places);
    label_space_free(plan->space);
    standing_names_clear(&plan->standing);
    river_names_free(plan->rivers);
    line_days_free(plan->lines);
    g_free(plan);
}

const GArray *labels_names(const label_plan *plan)
{
    return plan->standing.names;
}

const GArray *labels_moves(const label_plan *plan)
{
    return plan->standing.moves;
}

struct place_report *labels_place_report(const label_plan *plan)
{
    return place_labels_report(plan->places, plan->lines);
}

bool labels_show_place(const label_plan *plan, const struct place *place)
{
    return place_labels_show(plan->places, place);
}

void labels_draw(const struct pen *pen, const label_plan *plan, const struct state *state)
{
    pen_begin(pen, "water-names");
    river_names_draw(pen, plan->rivers, state->day);
    pen_end(pen);
    pen_begin(pen, "names");
    standing_names_draw(pen, &plan->standing, state->day);
    pen_end(pen);
    pen_begin(pen, "places");
    place_labels_draw(pen, plan->places, state);
    pen_end(pen);
}

const label_space *labels_space(const label_plan *plan)
{
    return plan->space;
}

const struct standing_names *labels_standing(const label_plan *plan)
{
    return &plan->standing;
}

void labels_draw_changes(const struct pen *pen, const label_plan *plan, const struct state *state,
                         const GArray *changes, const struct change_naming *how)
{
    pen_begin(pen, "changed-names");
    change_names_draw(pen, plan->space, &plan->standing, state, changes, how);
    pen_end(pen);
}
