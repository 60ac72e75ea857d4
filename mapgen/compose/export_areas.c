#include "compose/export_areas.h"

#include "compose/areas.h"
#include "compose/words.h"
#include "topology/dissolve.h"
#include <math.h>
#include <string.h>

/* "AZ control", "RUPK peacekeeping NKR": what features are classified by. */
#define LOOK_FIELD "control"

#define FIELDS_OF_CONTROL                                                                          \
    {"holder"}, {"holder_name", "holder_nam"}, {"side"}, {"status"}, {"other"}, {"other_name"},    \
        {.name = "regions", .kind = FIELD_LIST}, {.name = "events", .kind = FIELD_LIST},           \
        {.name = "certainty", .kind = FIELD_LIST}, {.name = "sources", .kind = FIELD_LIST},        \
        {.name = "urls", .kind = FIELD_LIST},                                                      \
    {                                                                                              \
        .name = "area_km2", .kind = FIELD_NUMBER, .decimals = 6                                    \
    }

/* The names of SimpleStyle 1.1, where one says it. */
#define FIELDS_OF_STYLE                                                                            \
    {"fill"}, {"stroke"}, {"hatch"},                                                               \
        {.name = "fill-opacity", .kind = FIELD_NUMBER, .decimals = 3, .is_json_only = true},       \
        {.name = "stroke-opacity", .kind = FIELD_NUMBER, .decimals = 3, .is_json_only = true},     \
    {                                                                                              \
        .name = "stroke-width", .kind = FIELD_NUMBER, .decimals = 2, .is_json_only = true          \
    }

static const struct field DAY_FIELDS[] = {{.name = "id", .kind = FIELD_NUMBER},
                                          {LOOK_FIELD},
                                          {.name = "date", .kind = FIELD_DAY},
                                          {.name = "since", .kind = FIELD_DAY},
                                          FIELDS_OF_CONTROL,
                                          FIELDS_OF_STYLE,
                                          {NULL}};
static const struct field TIME_FIELDS[] = {{.name = "id", .kind = FIELD_NUMBER},
                                           {LOOK_FIELD},
                                           {.name = "start_date", .kind = FIELD_DAY},
                                           {.name = "end_date", .kind = FIELD_DAY},
                                           FIELDS_OF_CONTROL,
                                           FIELDS_OF_STYLE,
                                           {NULL}};

/* A run of days of one face. */
struct stretch {
    day_number from, until;
    struct control control;
    face_id face;
    int32_t row;
};

struct writing {
    const timeline *timeline;
    const struct project *project;
    const struct export_choice *choice;
    struct features *features;
    size_t face_count;
    int32_t *keys; /* by face, all NONE between features */
};

/* ---- runs of days -------------------------------------------------------------------------- */

static bool is_chosen(const struct writing *writing, face_id face)
{
    const planar_map *map = timeline_map(writing->timeline);
    int region = writing->choice->region;
    return face_set_has(*planar_map_theatre(map), face) &&
           (region == NONE || face_set_has(*planar_map_region(map, (size_t)region), face));
}

static void add_day(const struct writing *writing, GArray *stretches)
{
    g_autoptr(state) state = timeline_state_at(writing->timeline, writing->choice->day);
    for (face_id f = 1; f < (face_id)state->face_count; f++) {
        if (!is_chosen(writing, f))
            continue;
        struct stretch stretch = {timeline_since(writing->timeline, state, f), DAY_AFTER_ALL,
                                  state->controls[f], f, state->rows[f]};
        g_array_append_val(stretches, stretch);
    }
}

static void end_stretch(const struct writing *writing, struct stretch *stretch, day_number until,
                        GArray *stretches)
{
    stretch->until = until;
    if (stretch->from < writing->choice->until && until > writing->choice->from)
        g_array_append_val(stretches, *stretch);
}

/* Goes through the states from day to day: a run of a face ends where its control does. */
static void add_history(const struct writing *writing, GArray *stretches)
{
    size_t count, faces = writing->face_count;
    const day_number *days = timeline_change_days(writing->timeline, &count);
    g_autofree struct stretch *open = g_new(struct stretch, faces);
    for (size_t d = 0; d <= count; d++) {
        day_number day = d == 0 ? DAY_BEFORE_ALL : days[d - 1];
        g_autoptr(state) state = timeline_state_at(writing->timeline, day);
        for (face_id f = 1; f < (face_id)faces; f++) {
            if (!is_chosen(writing, f) ||
                (d > 0 && control_equal(open[f].control, state->controls[f])))
                continue;
            if (d > 0)
                end_stretch(writing, &open[f], day, stretches);
            open[f] = (struct stretch){day, DAY_AFTER_ALL, state->controls[f], f, state->rows[f]};
        }
    }
    for (face_id f = 1; f < (face_id)faces; f++)
        if (is_chosen(writing, f))
            end_stretch(writing, &open[f], DAY_AFTER_ALL, stretches);
}

static int compare_days(day_number a, day_number b)
{
    return (a > b) - (a < b);
}

static int compare_controls(struct control a, struct control b)
{
    const struct area left = {.control = a}, right = {.control = b};
    return area_compare(&left, &right);
}

static int compare_in_day(const void *left, const void *right)
{
    const struct stretch *a = left, *b = right;
    int order = compare_controls(a->control, b->control);
    return order ? order : a->face - b->face;
}

static int compare_in_time(const void *left, const void *right)
{
    const struct stretch *a = left, *b = right;
    int order = compare_days(a->from, b->from);
    if (order == 0)
        order = compare_controls(a->control, b->control);
    if (order == 0)
        order = compare_days(a->until, b->until);
    return order ? order : a->face - b->face;
}

static bool are_one(const struct writing *writing, const struct stretch *a, const struct stretch *b)
{
    return control_equal(a->control, b->control) &&
           (writing->choice->is_one_day || (a->from == b->from && a->until == b->until));
}

/* ---- what the log says --------------------------------------------------------------------- */

/* Adds a text that is not among the list's yet. */
static void add_once(GPtrArray *list, const char *text)
{
    if (text && *text && !g_ptr_array_find_with_equal_func(list, text, g_str_equal, NULL))
        g_ptr_array_add(list, (char *)text);
}

/* Adds a source with its address, or "", where the pair is not there yet. */
static void add_source(GPtrArray *titles, GPtrArray *urls, const struct event *event)
{
    for (guint i = 0; i < titles->len; i++)
        if (g_str_equal(titles->pdata[i], event->source_title) &&
            g_str_equal(urls->pdata[i], event->source_url))
            return;
    g_ptr_array_add(titles, event->source_title);
    g_ptr_array_add(urls, event->source_url);
}

static void add_list(struct features *features, GPtrArray *list)
{
    g_ptr_array_add(list, NULL);
    features_add_list(features, (const char *const *)list->pdata);
}

/* Regions, events, certainty, sources and urls of the rows that made some stretches what they are,
 * in replay order. */
static void add_events(const struct writing *writing, const struct stretch *stretches, size_t count)
{
    g_autoptr(GPtrArray) regions = g_ptr_array_new(), events = g_ptr_array_new(),
                         certainty = g_ptr_array_new(), titles = g_ptr_array_new(),
                         urls = g_ptr_array_new();
    size_t row_count = timeline_row_count(writing->timeline);
    g_autofree bool *is_met = g_new0(bool, row_count + 1);
    for (size_t i = 0; i < count; i++)
        is_met[stretches[i].row] = true;
    for (int32_t r = 0; r < (int32_t)row_count; r++) {
        if (!is_met[r])
            continue;
        const struct timeline_row *row = timeline_row(writing->timeline, r);
        add_once(regions, words_region(writing->project, row->region, writing->choice->language));
        add_once(events, row->event->id);
        add_once(certainty, row->event->certainty);
        add_source(titles, urls, row->event);
    }
    add_list(writing->features, regions);
    add_list(writing->features, events);
    add_list(writing->features, certainty);
    add_list(writing->features, titles);
    add_list(writing->features, urls);
}

/* ---- a feature ----------------------------------------------------------------------------- */

static const char *holder_code(const struct project *project, int holder)
{
    return holder == NONE ? NULL : project->holders[holder].code;
}

static const char *holder_name(const struct writing *writing, int holder)
{
    return holder == NONE
               ? NULL
               : names_in(&writing->project->holders[holder].names, writing->choice->language);
}

/* The caller frees it. */
static char *look_value(const struct project *project, struct control control)
{
    const char *other = holder_code(project, control.other);
    return g_strjoin(" ", holder_code(project, control.holder), control_status_name(control.status),
                     other, NULL);
}

/* As an area is drawn that nothing has changed lately. */
static struct paint look_paint(const struct writing *writing, struct control control)
{
    g_autofree char *classes = areas_control_class(writing->project, control);
    g_autofree char *class_list = g_strconcat("area ", classes, " before", NULL);
    return style_paint(writing->choice->style, class_list);
}

static void add_colour(struct features *features, struct colour colour)
{
    char text[8];
    g_snprintf(text, sizeof text, "#%02x%02x%02x", colour.r, colour.g, colour.b);
    features_add_text(features, colour.is_set ? text : NULL);
}

/* An area without an outline is outlined in its own colour: SimpleStyle would draw a grey one. */
static void add_style(const struct writing *writing, struct control control)
{
    struct features *features = writing->features;
    struct paint paint = {0};
    if (writing->choice->style)
        paint = look_paint(writing, control);
    struct colour stroke = paint.stroke.is_set ? paint.stroke : paint.fill;
    add_colour(features, paint.fill);
    add_colour(features, stroke);
    add_colour(features, paint.hatch.is_set ? paint.hatch.colour : (struct colour){0});
    features_add_number(features, paint.fill.is_set ? paint.fill.opacity * paint.opacity : NAN);
    features_add_number(features, stroke.is_set ? stroke.opacity * paint.opacity : NAN);
    features_add_number(features, !stroke.is_set        ? NAN
                                  : paint.stroke.is_set ? paint.stroke_width_pt
                                                        : 0.5);
}

/* Rings around the faces of some stretches. */
static void add_rings(const struct writing *writing, const struct stretch *stretches, size_t count)
{
    const topology *topology = planar_map_topology(timeline_map(writing->timeline));
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct gridpt));
    g_autoptr(GArray) halves = g_array_new(FALSE, FALSE, sizeof(half_edge));
    g_autoptr(GArray) rings = g_array_new(FALSE, FALSE, sizeof(struct dissolved_ring));
    for (size_t i = 0; i < count; i++)
        writing->keys[stretches[i].face] = 0;
    topology_dissolve(topology, writing->keys, 0, halves, rings);
    for (size_t i = 0; i < count; i++)
        writing->keys[stretches[i].face] = NONE;
    for (guint r = 0; r < rings->len; r++) {
        const struct dissolved_ring *ring = &g_array_index(rings, struct dissolved_ring, r);
        g_array_set_size(points, 0);
        topology_chain_points(topology, &g_array_index(halves, half_edge, ring->first), ring->count,
                              points);
        features_add_part(writing->features, (const struct gridpt *)(const void *)points->data,
                          points->len, ring->is_hole);
    }
}

static void add_days(const struct writing *writing, const struct stretch *stretches, size_t count)
{
    day_number since = DAY_BEFORE_ALL;
    for (size_t i = 0; i < count; i++)
        since = MAX(since, stretches[i].from);
    if (writing->choice->is_one_day) {
        features_add_day(writing->features, writing->choice->day);
        features_add_day(writing->features, since);
    } else {
        features_add_day(writing->features, stretches[0].from);
        features_add_day(writing->features, stretches[0].until);
    }
}

static void add_feature(const struct writing *writing, const struct stretch *stretches,
                        size_t count)
{
    const struct project *project = writing->project;
    struct features *features = writing->features;
    const struct control control = stretches[0].control;
    const planar_map *map = timeline_map(writing->timeline);
    g_autofree char *look = look_value(project, control);
    double area_m2 = 0;
    for (size_t i = 0; i < count; i++)
        area_m2 += planar_map_face_area_m2(map, stretches[i].face);

    features_begin(features);
    features_add_number(features, (double)features_count(features));
    features_add_text(features, look);
    add_days(writing, stretches, count);
    features_add_text(features, holder_code(project, control.holder));
    features_add_text(features, holder_name(writing, control.holder));
    features_add_text(features, project->holders[control.holder].side);
    features_add_text(features, control_status_name(control.status));
    features_add_text(features, holder_code(project, control.other));
    features_add_text(features, holder_name(writing, control.other));
    add_events(writing, stretches, count);
    features_add_number(features, area_m2 / 1e6);
    add_style(writing, control);
    add_rings(writing, stretches, count);
}

/* ---- where it is from ---------------------------------------------------------------------- */

static bool is_of_map(const struct project *project, const struct project_layer *layer)
{
    bool is_cutter = false;
    for (size_t i = 0; i < project->cutter_count; i++)
        is_cutter |= g_str_equal(project->cutters[i].layer, layer->name);
    return is_cutter || layer->is_partition;
}

void export_set_origin(struct features *features, const struct sources *sources,
                       const char *language)
{
    const struct project *project = sources->project;
    g_autoptr(GPtrArray) credits = g_ptr_array_new();
    for (char **credit = project->credits; credit && *credit; credit++)
        add_once(credits, *credit);
    for (size_t i = 0; i < project->layer_count; i++)
        if (is_of_map(project, &project->layers[i]))
            add_once(credits, project->layers[i].credit);
    g_ptr_array_add(credits, NULL);
    features->title = g_strdup(names_in(&project->title, language));
    features->licence = g_strdup(project->licence);
    features->credits = credits->len > 1 ? g_strdupv((char **)credits->pdata) : NULL;
}

/* ---- the table ----------------------------------------------------------------------------- */

/* What a legend calls a control. */
static char *look_label(const struct writing *writing, struct control control)
{
    const char *legend =
        names_in(&writing->project->holders[control.holder].legend, writing->choice->language);
    if (control.status == STATUS_CONTROL && legend)
        return g_strdup(legend);
    g_autofree char *words = words_control(writing->project, control, writing->choice->language);
    return words_sentence_case(words);
}

/* One look for every control that there is, in the order of a legend. `stretches` are sorted anew.
 */
static void add_looks(const struct writing *writing, GArray *stretches)
{
    g_array_sort(stretches, compare_in_day);
    for (guint i = 0; i < stretches->len; i++) {
        const struct stretch *stretch = &g_array_index(stretches, struct stretch, i);
        if (i > 0 && control_equal(stretch->control, stretch[-1].control))
            continue;
        g_autofree char *value = look_value(writing->project, stretch->control);
        g_autofree char *label = look_label(writing, stretch->control);
        struct paint paint = look_paint(writing, stretch->control);
        features_add_look(writing->features, value, label, &paint);
    }
}

struct features *export_areas(const timeline *timeline, const struct export_choice *choice)
{
    const planar_map *map = timeline_map(timeline);
    size_t face_count = topology_face_count(planar_map_topology(map));
    g_autofree int32_t *keys = g_new(int32_t, face_count);
    g_autoptr(GArray) stretches = g_array_new(FALSE, FALSE, sizeof(struct stretch));
    struct writing writing = {timeline, planar_map_sources(map)->project, choice, NULL, face_count,
                              keys};
    bool is_day = choice->is_one_day;

    writing.features = features_new("areas", false, is_day ? DAY_FIELDS : TIME_FIELDS);
    writing.features->look_field = LOOK_FIELD;
    writing.features->start_field = is_day ? NULL : "start_date";
    writing.features->end_field = is_day ? NULL : "end_date";
    export_set_origin(writing.features, planar_map_sources(map), choice->language);
    for (size_t f = 0; f < face_count; f++)
        keys[f] = NONE;
    is_day ? add_day(&writing, stretches) : add_history(&writing, stretches);
    g_array_sort(stretches, is_day ? compare_in_day : compare_in_time);
    for (guint i = 0, end; i < stretches->len; i = end) {
        const struct stretch *first = &g_array_index(stretches, struct stretch, i);
        for (end = i + 1; end < stretches->len && are_one(&writing, first, first + (end - i));
             end++)
            ;
        add_feature(&writing, first, end - i);
    }
    if (choice->style)
        add_looks(&writing, stretches);
    return writing.features;
}
