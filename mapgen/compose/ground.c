#include "compose/ground.h"

#include <math.h>
#include <string.h>

#define CELL_PT 2.0

/* A cell that was not asked for yet. */
#define UNKNOWN (-2)

/* Of ground that nobody holds. */
#define NO_SIDE 255

struct ground {
    const topology *topology;
    projection *projection;
    struct page_fit fit;
    struct page_box bounds;
    int columns, rows;
    face_id *cells;
    size_t day_count;
    uint8_t *sides; /* number of the side, day by day for each face */
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
    for (size_t d = 0; d < ground->day_count; d++) {
        g_autoptr(state) state = timeline_state_at(timeline, days[d]);
        for (size_t f = 0; f < faces; f++) {
            int16_t holder = state->controls[f].holder;
            ground->sides[f * ground->day_count + d] =
                holder == NONE ? NO_SIDE : side_number(project, project->holders[holder].side);
        }
    }
}

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
    ground->columns = (int)ceil((ground->bounds.right - ground->bounds.left) / CELL_PT);
    ground->rows = (int)ceil((ground->bounds.bottom - ground->bounds.top) / CELL_PT);
    size_t cells = (size_t)ground->columns * (size_t)ground->rows;
    ground->cells = g_new(face_id, cells + 1);
    for (size_t i = 0; i < cells; i++)
        ground->cells[i] = UNKNOWN;
    list_sides(ground, timeline);
    return ground;
}

void ground_free(ground *ground)
{
    if (!ground)
        return;
    projection_free(ground->projection);
    g_free(ground->cells);
    g_free(ground->sides);
    g_free(ground);
}

static face_id face_at(ground *ground, struct pagexy at)
{
    int column = (int)floor((at.x - ground->bounds.left) / CELL_PT);
    int row = (int)floor((at.y - ground->bounds.top) / CELL_PT);
    if (column < 0 || column >= ground->columns || row < 0 || row >= ground->rows)
        return FACE_OUTSIDE;
    face_id *cell = &ground->cells[(size_t)row * (size_t)ground->columns + (size_t)column];
    if (*cell != UNKNOWN)
        return *cell;
    struct pagexy middle = {ground->bounds.left + (column + 0.5) * CELL_PT,
                            ground->bounds.top + (row + 0.5) * CELL_PT};
    struct lonlat where =
        projection_inverse(ground->projection, page_fit_inverse(ground->fit, middle));
    *cell = isfinite(where.lon) && isfinite(where.lat) ? topology_face_at(ground->topology, where)
                                                       : FACE_OUTSIDE;
    return *cell;
}

double ground_apart(ground *ground, face_id home, struct pagexy at)
{
    size_t days = ground->day_count, apart = 0;
    face_id there = face_at(ground, at);
    const uint8_t *a = ground->sides + (size_t)home * days;
    const uint8_t *b = ground->sides + (size_t)there * days;
    if (there == home || days == 0 || memcmp(a, b, days) == 0)
        return 0;
    for (size_t d = 0; d < days; d++)
        apart += a[d] != b[d];
    return (double)apart / (double)days;
}
