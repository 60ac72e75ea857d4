#include "compose/ground.h"

#include "compose/obstacles.h"

#include <math.h>
#include <string.h>

#define CELL_PT 2.0

/* Points nearer than this to a line between sides are looked up each by itself. What is drawn of a
 * line is nearer than that to the line as read. */
#define NEAR_PT 2.0

/* Points in each of two rows at which it is asked whether a box has a pattern. */
#define PATTERN_SAMPLES 7

/* Height of the bands in which the rest of the page is looked up, gap by gap. */
#define BAND_PT 8.0

/* Not asked for yet. What was is kept one higher than it is. */
#define UNKNOWN 0

/* Of ground that nobody holds. */
#define NO_SIDE 255

/* Part of a band in which lines between sides run. */
struct stretch {
    int band;
    double from, to;
};

struct ground {
    const topology *topology;
    projection *projection;
    struct page_fit fit;
    struct page_box bounds;
    int columns, rows, bands;
    face_id *cells;
    GArray *stretches; /* of struct stretch: apart, from the top, from the left */
    guint *firsts;     /* of each band, in the stretches; one more at the end */
    face_id *gaps;     /* before a band's first stretch and behind each: some face of one side */
    size_t day_count;
    uint8_t *sides;   /* number of the side, day by day for each face */
    bool *is_hatched; /* by face: on some day */
    bool *is_home;    /* by face: of a country around, on some day */
};

static uint8_t side_number(const struct project *project, const char *name)
{
    for (size_t i = 0; i < project->side_count; i++)
        if (g_str_equal(project->sides[i].name, name))
            return (uint8_t)i;
    return NO_SIDE;
}

static void list_sides(ground *ground, const timeline *timeline)
{
    const struct project *project = planar_map_sources(timeline_map(timeline))->project;
    size_t faces = topology_face_count(ground->topology);
    const day_number *days = timeline_change_days(timeline, &ground->day_count);
    ground->sides = g_new(uint8_t, faces * ground->day_count + 1);
    ground->is_hatched = g_new0(bool, faces + 1);
    ground->is_home = g_new0(bool, faces + 1);
    for (size_t d = 0; d < ground->day_count; d++) {
        g_autoptr(state) state = timeline_state_at(timeline, days[d]);
        for (size_t f = 0; f < faces; f++) {
            int16_t holder = state->controls[f].holder;
            ground->is_hatched[f] |=
                state->rows[f] != NONE && state->controls[f].status != STATUS_CONTROL;
            ground->is_home[f] |= holder == NONE || !project->holders[holder].has_tones;
            ground->sides[f * ground->day_count + d] =
                holder == NONE ? NO_SIDE : side_number(project, project->holders[holder].side);
        }
    }
}

static const uint8_t *sides_of(const ground *ground, face_id face)
{
    return ground->sides + (size_t)face * ground->day_count;
}

/* True when two faces are of one side on all days. */
static bool is_one_side(const ground *ground, face_id a, face_id b)
{
    return memcmp(sides_of(ground, a), sides_of(ground, b), ground->day_count) == 0;
}

/* ---- bands --------------------------------------------------------------------------------- */

static int band_of(const ground *ground, double y)
{
    return (int)CLAMP(floor((y - ground->bounds.top) / BAND_PT), 0, ground->bands - 1);
}

static void add_segment(ground *ground, struct pagexy a, struct pagexy b)
{
    struct page_box box = box_grown(box_of_segment(a, b), NEAR_PT);
    if (boxes_part(box, ground->bounds))
        return;
    int last = band_of(ground, box.bottom);
    for (int band = band_of(ground, box.top); band <= last; band++)
        g_array_append_val(ground->stretches, ((struct stretch){band, box.left, box.right}));
}

static int compare_stretches(const void *left, const void *right)
{
    const struct stretch *a = left, *b = right;
    if (a->band != b->band)
        return a->band - b->band;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    return (a->to > b->to) - (a->to < b->to);
}

/* Makes one of stretches that meet, in their order. */
static void join_stretches(GArray *stretches)
{
    guint kept = 0;
    struct stretch *list = (struct stretch *)(void *)stretches->data;
    for (guint i = 0; i < stretches->len; i++) {
        struct stretch *last = kept ? &list[kept - 1] : NULL;
        if (last && last->band == list[i].band && last->to >= list[i].from)
            last->to = greater(last->to, list[i].to);
        else
            list[kept++] = list[i];
    }
    g_array_set_size(stretches, kept);
}

/* Finds where in each band the lines run that part sides on some day. */
static void list_stretches(ground *ground, const page_map *page)
{
    ground->stretches = g_array_new(FALSE, FALSE, sizeof(struct stretch));
    for (size_t e = 0; e < topology_edge_count(ground->topology); e++) {
        const struct edge *edge = topology_edge(ground->topology, (edge_id)e);
        size_t count;
        const struct pagept *p = page_map_edge(page, (edge_id)e, &count);
        for (size_t i = 0; !is_one_side(ground, edge->left, edge->right) && i + 1 < count; i++)
            add_segment(ground, pagexy_from_pagept(p[i]), pagexy_from_pagept(p[i + 1]));
    }
    g_array_sort(ground->stretches, compare_stretches);
    join_stretches(ground->stretches);
    ground->firsts = g_new(guint, ground->bands + 1);
    for (int band = 0, i = 0; band <= ground->bands; band++) {
        while (i < (int)ground->stretches->len &&
               g_array_index(ground->stretches, struct stretch, i).band < band)
            i++;
        ground->firsts[band] = (guint)i;
    }
    ground->gaps = g_new0(face_id, ground->stretches->len + (size_t)ground->bands + 1);
}

/* The gap between lines that a point lies in; NULL near to a line. */
static face_id *gap_at(const ground *ground, struct pagexy at)
{
    int band = band_of(ground, at.y);
    guint low = ground->firsts[band], high = ground->firsts[band + 1];
    while (low < high) {
        guint middle = low + (high - low) / 2;
        if (g_array_index(ground->stretches, struct stretch, middle).from <= at.x)
            low = middle + 1;
        else
            high = middle;
    }
    bool is_near = low > ground->firsts[band] &&
                   g_array_index(ground->stretches, struct stretch, low - 1).to >= at.x;
    return is_near ? NULL : &ground->gaps[low + (guint)band];
}

/* ---- the ground ---------------------------------------------------------------------------- */

ground *ground_new(const timeline *timeline, const page_map *page, GError **error)
{
    g_autoptr(projection) projection = projection_new(page_map_projection(page), error);
    if (!projection)
        return NULL;
    ground *ground = g_new0(struct ground, 1);
    ground->topology = planar_map_topology(timeline_map(timeline));
    ground->projection = g_steal_pointer(&projection);
    ground->fit = page_map_fit(page);
    ground->bounds = page_map_layout(page)->map;
    double height = ground->bounds.bottom - ground->bounds.top;
    ground->columns = (int)ceil((ground->bounds.right - ground->bounds.left) / CELL_PT);
    ground->rows = (int)ceil(height / CELL_PT);
    ground->bands = (int)ceil(height / BAND_PT);
    ground->cells = g_new0(face_id, (size_t)ground->columns * (size_t)ground->rows + 1);
    list_sides(ground, timeline);
    list_stretches(ground, page);
    return ground;
}

void ground_free(ground *ground)
{
    if (!ground)
        return;
    projection_free(ground->projection);
    g_array_unref(ground->stretches);
    g_free(ground->firsts);
    g_free(ground->gaps);
    g_free(ground->cells);
    g_free(ground->sides);
    g_free(ground->is_hatched);
    g_free(ground->is_home);
    g_free(ground);
}

static face_id look_up(const ground *ground, struct pagexy at)
{
    struct lonlat where = projection_inverse(ground->projection, page_fit_inverse(ground->fit, at));
    return isfinite(where.lon) && isfinite(where.lat) ? topology_face_at(ground->topology, where)
                                                      : FACE_OUTSIDE;
}

/* A face of the side that a point's cell is on: its own, or one from which no line parts it. */
static face_id face_at(ground *ground, struct pagexy at)
{
    int column = (int)floor((at.x - ground->bounds.left) / CELL_PT);
    int row = (int)floor((at.y - ground->bounds.top) / CELL_PT);
    if (column < 0 || column >= ground->columns || row < 0 || row >= ground->rows)
        return FACE_OUTSIDE;
    struct pagexy middle = {ground->bounds.left + (column + 0.5) * CELL_PT,
                            ground->bounds.top + (row + 0.5) * CELL_PT};
    face_id *known = gap_at(ground, middle);
    if (!known)
        known = &ground->cells[(size_t)row * (size_t)ground->columns + (size_t)column];
    if (*known == UNKNOWN)
        *known = look_up(ground, middle) + 1;
    return *known - 1;
}

double ground_apart(ground *ground, face_id home, struct pagexy at)
{
    size_t days = ground->day_count, apart = 0;
    face_id there = face_at(ground, at);
    if (there == home || days == 0 || is_one_side(ground, home, there))
        return 0;
    const uint8_t *a = sides_of(ground, home), *b = sides_of(ground, there);
    for (size_t d = 0; d < days; d++)
        apart += a[d] != b[d];
    return (double)apart / (double)days;
}

bool ground_has_pattern(const ground *ground, struct page_box box)
{
    face_id first = NONE;
    for (int k = 0; k < 2 * PATTERN_SAMPLES; k++) {
        double across = k % PATTERN_SAMPLES / (PATTERN_SAMPLES - 1.0);
        double down = k < PATTERN_SAMPLES ? 0.25 : 0.75;
        face_id face = look_up(ground, (struct pagexy){box.left + across * (box.right - box.left),
                                                       box.top + down * (box.bottom - box.top)});
        if (ground->is_hatched[face])
            return true;
        if (ground->is_home[face])
            continue;
        if (first != NONE && !is_one_side(ground, first, face))
            return true;
        first = face;
    }
    return false;
}
