#include "compose/export_lines.h"

#include "compose/lines.h"
#include "compose/phrases.h"
#include "compose/words.h"
#include "geom/geodesic.h"
#include "topology/dissolve.h"
#include <stdlib.h>
#include <string.h>

#define LOOK_FIELD "kind"

#define FIELDS_OF_LINE                                                                             \
    {.name = "between", .kind = FIELD_LIST}, {"precision"},                                        \
        {.name = "length_km", .kind = FIELD_NUMBER, .decimals = 3},                                \
    {                                                                                              \
        "stroke"                                                                                   \
    }

static const struct field DAY_FIELDS[] = {{.name = "id", .kind = FIELD_NUMBER},
                                          {LOOK_FIELD},
                                          {.name = "date", .kind = FIELD_DAY},
                                          FIELDS_OF_LINE,
                                          {NULL}};
static const struct field TIME_FIELDS[] = {{.name = "id", .kind = FIELD_NUMBER},
                                           {LOOK_FIELD},
                                           {.name = "start_date", .kind = FIELD_DAY},
                                           {.name = "end_date", .kind = FIELD_DAY},
                                           FIELDS_OF_LINE,
                                           {NULL}};

/* The kinds that are exported, the strongest first: the name of the kind and of its style. */
static const struct {
    enum line_kind kind;
    const char *name, *class_name;
} KINDS[] = {{LINE_CONTACT, "contact", "contact"},
             {LINE_FRONT, "front", "front"},
             {LINE_CORRIDOR, "corridor", "corridor-outline"}};

/* What an edge is for a run of days. */
struct stretch {
    day_number from, until;
    int kind;            /* into KINDS; NONE: not exported */
    int16_t first, last; /* the holders on its sides, by number */
    edge_id edge;
};

struct writing {
    const timeline *timeline;
    const struct project *project;
    const topology *topology;
    const struct export_choice *choice;
    struct features *features;
};

/* ---- runs of days -------------------------------------------------------------------------- */

static int compare_days(const void *left, const void *right)
{
    day_number a = *(const day_number *)left, b = *(const day_number *)right;
    return (a > b) - (a < b);
}

/* The days on which a line may become another: control changes, or how well it is known. */
static GArray *list_moments(const struct writing *writing)
{
    GArray *moments = g_array_new(FALSE, FALSE, sizeof(day_number));
    size_t count;
    const day_number *days = timeline_change_days(writing->timeline, &count);
    day_number start = DAY_BEFORE_ALL;
    g_array_append_val(moments, start);
    g_array_append_vals(moments, days, (guint)count);
    for (size_t i = 0; i < writing->project->phase_count; i++) {
        const struct project_phase *phase = &writing->project->phases[i];
        g_array_append_val(moments, phase->from);
        if (phase->contact_from != DAY_AFTER_ALL)
            g_array_append_val(moments, phase->contact_from);
    }
    g_array_sort(moments, compare_days);
    return moments;
}

static bool is_chosen(const struct writing *writing, const struct edge *edge)
{
    int region = writing->choice->region;
    if (region == NONE)
        return true;
    struct face_set faces = *planar_map_region(timeline_map(writing->timeline), (size_t)region);
    return face_set_has(faces, edge->left) || face_set_has(faces, edge->right);
}

static struct stretch edge_on(const struct writing *writing, const struct state *state,
                              edge_id number)
{
    const struct edge *edge = topology_edge(writing->topology, number);
    enum line_kind kind = lines_kind(writing->timeline, state, number);
    struct stretch stretch = {
        .from = state->day, .until = DAY_AFTER_ALL, .kind = NONE, .edge = number};
    for (size_t k = 0; k < G_N_ELEMENTS(KINDS) && is_chosen(writing, edge); k++)
        if (KINDS[k].kind == kind)
            stretch.kind = (int)k;
    if (stretch.kind == NONE)
        return stretch;
    int16_t left = state->controls[edge->left].holder, right = state->controls[edge->right].holder;
    stretch.first = MIN(left, right);
    stretch.last = MAX(left, right);
    return stretch;
}

static bool is_same_line(const struct stretch *a, const struct stretch *b)
{
    return a->kind == b->kind && a->first == b->first && a->last == b->last;
}

static bool is_in_span(const struct writing *writing, const struct stretch *stretch)
{
    return stretch->from < writing->choice->until && stretch->until > writing->choice->from;
}

/* Goes through the states from day to day; a run ends where the edge becomes another. */
static void add_history(const struct writing *writing, GArray *stretches)
{
    size_t edges = topology_edge_count(writing->topology);
    g_autoptr(GArray) moments = list_moments(writing);
    g_autofree struct stretch *open = g_new(struct stretch, edges + 1);
    for (size_t e = 0; e < edges; e++)
        open[e] = (struct stretch){.kind = NONE};
    for (guint m = 0; m <= moments->len; m++) {
        bool is_end = m == moments->len;
        day_number day = is_end ? DAY_AFTER_ALL : g_array_index(moments, day_number, m);
        g_autoptr(state) state = is_end ? NULL : timeline_state_at(writing->timeline, day);
        for (edge_id e = 0; e < (edge_id)edges; e++) {
            struct stretch now = {.kind = NONE};
            if (!is_end)
                now = edge_on(writing, state, e);
            if (is_same_line(&open[e], &now))
                continue;
            open[e].until = day;
            if (open[e].kind != NONE && is_in_span(writing, &open[e]))
                g_array_append_val(stretches, open[e]);
            open[e] = now;
        }
    }
}

static void add_day(const struct writing *writing, GArray *stretches)
{
    g_autoptr(state) state = timeline_state_at(writing->timeline, writing->choice->day);
    for (edge_id e = 0; e < (edge_id)topology_edge_count(writing->topology); e++) {
        struct stretch stretch = edge_on(writing, state, e);
        if (stretch.kind != NONE)
            g_array_append_val(stretches, stretch);
    }
}

static int compare_stretches(const void *left, const void *right)
{
    const struct stretch *a = left, *b = right;
    int order = compare_days(&a->from, &b->from);
    if (order == 0)
        order = a->kind - b->kind;
    if (order == 0)
        order = a->first - b->first;
    if (order == 0)
        order = a->last - b->last;
    if (order == 0)
        order = compare_days(&a->until, &b->until);
    return order ? order : a->edge - b->edge;
}

/* ---- chains of edges ----------------------------------------------------------------------- */

/* The edges of a feature, linked at nodes where two of them meet. */
struct chains {
    const topology *topology;
    GHashTable *at_node; /* node -> GArray of half_edge: those of the feature that leave it */
    GHashTable *walked;  /* of edges */
};

static GArray *leaving(const struct chains *chains, int32_t node)
{
    return g_hash_table_lookup(chains->at_node, GINT_TO_POINTER(node));
}

static void add_leaving(const struct chains *chains, half_edge half)
{
    int32_t node = topology_half_node(chains->topology, half);
    GArray *halves = leaving(chains, node);
    if (!halves) {
        halves = g_array_new(FALSE, FALSE, sizeof(half_edge));
        g_hash_table_insert(chains->at_node, GINT_TO_POINTER(node), halves);
    }
    g_array_append_val(halves, half);
}

/* The half-edge that a chain goes on with after another; NONE where it ends. */
static half_edge next_of(const struct chains *chains, half_edge half)
{
    GArray *halves = leaving(chains, topology_half_node(chains->topology, half_edge_twin(half)));
    for (guint i = 0; i < halves->len && halves->len == 2; i++) {
        half_edge next = g_array_index(halves, half_edge, i);
        if (!g_hash_table_contains(chains->walked, GINT_TO_POINTER(half_edge_edge(next))))
            return next;
    }
    return NONE;
}

/* Adds the line that starts with a half-edge as a part; answers its length in metres. */
static double add_chain(const struct chains *chains, half_edge half, struct features *features)
{
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct gridpt));
    half_edge last = NONE;
    double length_m = 0;
    for (; half != NONE; last = half, half = next_of(chains, half)) {
        g_hash_table_add(chains->walked, GINT_TO_POINTER(half_edge_edge(half)));
        topology_chain_points(chains->topology, &half, 1, points);
    }
    struct gridpt end =
        topology_node(chains->topology, topology_half_node(chains->topology, half_edge_twin(last)));
    g_array_append_val(points, end);
    const struct gridpt *p = (const struct gridpt *)(const void *)points->data;
    for (guint i = 0; i + 1 < points->len; i++)
        length_m += geodesic_distance_m(gridpt_to_lonlat(p[i]), gridpt_to_lonlat(p[i + 1]));
    features_add_part(features, p, points->len, false);
    return length_m;
}

/* Open lines first, from the ends that they have, then rings. */
static double add_chains(const struct chains *chains, const struct stretch *stretches, size_t count,
                         struct features *features)
{
    double length_m = 0;
    for (int round = 0; round < 2; round++) {
        for (size_t i = 0; i < 2 * count; i++) {
            half_edge half = 2 * stretches[i / 2].edge + (half_edge)(i % 2);
            int32_t node = topology_half_node(chains->topology, half);
            bool is_end = leaving(chains, node)->len != 2;
            if ((is_end || round == 1) &&
                !g_hash_table_contains(chains->walked, GINT_TO_POINTER(half_edge_edge(half))))
                length_m += add_chain(chains, half, features);
        }
    }
    return length_m;
}

static void free_halves(void *halves)
{
    g_array_unref(halves);
}

static double add_lines(const struct writing *writing, const struct stretch *stretches,
                        size_t count)
{
    g_autoptr(GHashTable) at_node = g_hash_table_new_full(NULL, NULL, NULL, free_halves);
    g_autoptr(GHashTable) walked = g_hash_table_new(NULL, NULL);
    struct chains chains = {writing->topology, at_node, walked};
    for (size_t i = 0; i < count; i++) {
        add_leaving(&chains, 2 * stretches[i].edge);
        add_leaving(&chains, 2 * stretches[i].edge + 1);
    }
    return add_chains(&chains, stretches, count, writing->features);
}

/* ---- the table ----------------------------------------------------------------------------- */

static void add_feature(const struct writing *writing, const struct stretch *stretches,
                        size_t count)
{
    const struct project *project = writing->project;
    struct features *features = writing->features;
    const char *between[] = {project->holders[stretches->first].code,
                             project->holders[stretches->last].code, NULL};
    char stroke[8];
    struct colour colour = {0};
    if (writing->choice->style)
        colour = style_paint(writing->choice->style, KINDS[stretches->kind].class_name).stroke;
    g_snprintf(stroke, sizeof stroke, "#%02x%02x%02x", colour.r, colour.g, colour.b);

    features_begin(features);
    double length_m = add_lines(writing, stretches, count);
    features_add_number(features, (double)features_count(features));
    features_add_text(features, KINDS[stretches->kind].name);
    if (writing->choice->is_one_day) {
        features_add_day(features, writing->choice->day);
    } else {
        features_add_day(features, stretches->from);
        features_add_day(features, stretches->until);
    }
    features_add_list(features, between);
    features_add_text(features,
                      KINDS[stretches->kind].kind == LINE_FRONT ? "approximate" : "recorded");
    features_add_number(features, length_m / 1000);
    features_add_text(features, colour.is_set ? stroke : NULL);
}

/* What a legend calls a kind; NULL when there is no such line. The caller frees it. */
static char *look_label(const struct writing *writing, enum line_kind kind)
{
    const char *language = writing->choice->language;
    const struct project *project = writing->project;
    if (kind != LINE_CORRIDOR)
        return words_sentence_case(
            phrase_text(kind == LINE_CONTACT ? PHRASE_CONTACT : PHRASE_FRONT, language));
    for (size_t i = 0; i < project->holder_count; i++)
        if (g_str_equal(project->holders[i].role, "third"))
            return words_sentence_case(names_in(&project->holders[i].names, language));
    return NULL;
}

static void add_looks(const struct writing *writing)
{
    for (size_t k = 0; k < G_N_ELEMENTS(KINDS); k++) {
        struct paint paint = style_paint(writing->choice->style, KINDS[k].class_name);
        g_autofree char *label = look_label(writing, KINDS[k].kind);
        if (label)
            features_add_look(writing->features, KINDS[k].name, label, &paint);
    }
}

struct features *export_lines(const timeline *timeline, const struct export_choice *choice)
{
    const planar_map *map = timeline_map(timeline);
    g_autoptr(GArray) stretches = g_array_new(FALSE, FALSE, sizeof(struct stretch));
    struct writing writing = {timeline, planar_map_sources(map)->project, planar_map_topology(map),
                              choice, NULL};
    bool is_day = choice->is_one_day;

    writing.features = features_new("lines", true, is_day ? DAY_FIELDS : TIME_FIELDS);
    writing.features->look_field = LOOK_FIELD;
    writing.features->start_field = is_day ? NULL : "start_date";
    writing.features->end_field = is_day ? NULL : "end_date";
    export_set_origin(writing.features, planar_map_sources(map), choice->language);
    is_day ? add_day(&writing, stretches) : add_history(&writing, stretches);
    g_array_sort(stretches, compare_stretches);
    for (guint i = 0, end; i < stretches->len; i = end) {
        const struct stretch *first = &g_array_index(stretches, struct stretch, i);
        for (end = i + 1; end < stretches->len; end++) {
            const struct stretch *next = first + (end - i);
            if (next->from != first->from || next->until != first->until ||
                !is_same_line(first, next))
                break;
        }
        add_feature(&writing, first, end - i);
    }
    if (choice->style)
        add_looks(&writing);
    return writing.features;
}
