#include "compose/room.h"

#include <math.h>
#include <string.h>

#define CELL_PT 2.0

/* Steps of margin that a search tells apart. */
#define MARGIN_STEPS 4
#define SPREAD_STEPS 8

/* Steps of the chamfer distance to a cell beside and to one across a corner. */
#define CHAMFER_BESIDE 3
#define CHAMFER_ACROSS 4

/* Points of room around it that a place gains by being a point nearer to the middle of all. */
#define OFF_MIDDLE 0.15

struct room {
    struct page_box bounds;
    int columns, rows;
    uint8_t *is_taken;
};

static struct room cells_within(struct page_box bounds)
{
    return (struct room){.bounds = bounds,
                         .columns = (int)ceil((bounds.right - bounds.left) / CELL_PT),
                         .rows = (int)ceil((bounds.bottom - bounds.top) / CELL_PT)};
}

room *room_new(struct page_box bounds)
{
    struct room cells = cells_within(bounds);
    room *r = g_memdup2(&cells, sizeof cells);
    r->is_taken = g_new0(uint8_t, (size_t)r->columns * r->rows + 1);
    return r;
}

room *room_copy(const room *from)
{
    room *r = g_memdup2(from, sizeof *from);
    r->is_taken = g_memdup2(from->is_taken, (size_t)from->columns * from->rows + 1);
    return r;
}

void room_free(room *room)
{
    if (!room)
        return;
    g_free(room->is_taken);
    g_free(room);
}

static struct pagexy cell_middle(const room *room, int column, int row)
{
    return (struct pagexy){room->bounds.left + (column + 0.5) * CELL_PT,
                           room->bounds.top + (row + 0.5) * CELL_PT};
}

/* The whole number below or at a value, and above or at it, within 0 and `most`. */
static int floor_within(double value, int most)
{
    return value <= 0 ? 0 : value >= most ? most : (int)value;
}

static int ceil_within(double value, int most)
{
    int below = floor_within(value, most);
    return below + (below < most && below < value);
}

/* The cells that a box covers, however little of them: [first, last). */
static void cells_of(const room *room, struct page_box box, int *left, int *top, int *right,
                     int *bottom)
{
    *left = floor_within((box.left - room->bounds.left) / CELL_PT, room->columns);
    *top = floor_within((box.top - room->bounds.top) / CELL_PT, room->rows);
    *right = ceil_within((box.right - room->bounds.left) / CELL_PT, room->columns);
    *bottom = ceil_within((box.bottom - room->bounds.top) / CELL_PT, room->rows);
}

void room_take_box(room *room, struct page_box box)
{
    int left, top, right, bottom;
    cells_of(room, box, &left, &top, &right, &bottom);
    for (int row = top; row < bottom && right > left; row++)
        memset(room->is_taken + (size_t)row * room->columns + left, 1, (size_t)(right - left));
}

void room_take_line(room *room, const struct pagept *points, size_t count, double width_pt)
{
    double half = width_pt / 2;
    for (size_t i = 0; i + 1 < count; i++) {
        struct pagexy a = {points[i].x / (double)PAGE_UNITS_PER_PT,
                           points[i].y / (double)PAGE_UNITS_PER_PT};
        struct pagexy b = {points[i + 1].x / (double)PAGE_UNITS_PER_PT,
                           points[i + 1].y / (double)PAGE_UNITS_PER_PT};
        int steps =
            (int)ceil(sqrt((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y)) / CELL_PT) + 1;
        for (int s = 0; s <= steps; s++) {
            double x = a.x + (b.x - a.x) * s / steps, y = a.y + (b.y - a.y) * s / steps;
            room_take_box(room, (struct page_box){x - half, y - half, x + half, y + half});
        }
    }
}

/* Where a ring crosses the middle line of a row, in page units. */
struct cut {
    int row;
    double x;
};

static int compare_cuts(const void *left, const void *right)
{
    const struct cut *a = left, *b = right;
    if (a->row != b->row)
        return a->row - b->row;
    return (a->x > b->x) - (a->x < b->x);
}

static double row_y(const room *room, int row)
{
    return (room->bounds.top + (row + 0.5) * CELL_PT) * PAGE_UNITS_PER_PT;
}

static double column_x(const room *room, int column)
{
    return (room->bounds.left + (column + 0.5) * CELL_PT) * PAGE_UNITS_PER_PT;
}

static void cut_step(const room *room, struct pagept from, struct pagept to, GArray *cuts)
{
    int32_t low = MIN(from.y, to.y), high = MAX(from.y, to.y);
    double rows = ((double)low / PAGE_UNITS_PER_PT - room->bounds.top) / CELL_PT;
    for (int row = floor_within(rows - 1, room->rows); row < room->rows; row++) {
        double y = row_y(room, row);
        if (y >= high)
            break;
        if (y < low)
            continue;
        struct cut cut = {row, from.x + (y - from.y) / ((double)to.y - from.y) *
                                            ((double)to.x - from.x)};
        g_array_append_val(cuts, cut);
    }
}

/* The first column whose middle is right of a cut; the number of columns when none is. */
static int column_behind(const room *room, double x)
{
    double columns = (x / PAGE_UNITS_PER_PT - room->bounds.left) / CELL_PT;
    int column = floor_within(columns, room->columns);
    while (column > 0 && x < column_x(room, column - 1))
        column--;
    while (column < room->columns && x >= column_x(room, column))
        column++;
    return column;
}

static void take_columns(room *room, int row, int from, int to)
{
    if (to > from)
        memset(room->is_taken + (size_t)row * room->columns + from, 1, (size_t)(to - from));
}

/* Takes the cells that are inside the rings, or those that are outside. */
static void take_side(room *room, const GArray *points, const GArray *counts, bool takes_inside)
{
    g_autoptr(GArray) cuts = g_array_new(FALSE, FALSE, sizeof(struct cut));
    const struct pagept *p = (const struct pagept *)(const void *)points->data;
    for (guint r = 0; r < counts->len; p += g_array_index(counts, size_t, r++)) {
        size_t count = g_array_index(counts, size_t, r);
        for (size_t i = 0, j = count - 1; i < count; j = i++)
            cut_step(room, p[j], p[i], cuts);
    }
    g_array_sort(cuts, compare_cuts);
    guint next = 0;
    for (int row = 0; row < room->rows; row++) {
        int column = 0;
        bool is_inside = false;
        for (; next < cuts->len && g_array_index(cuts, struct cut, next).row == row; next++) {
            int behind = column_behind(room, g_array_index(cuts, struct cut, next).x);
            if (is_inside == takes_inside)
                take_columns(room, row, column, behind);
            column = behind;
            is_inside = !is_inside;
        }
        if (is_inside == takes_inside)
            take_columns(room, row, column, room->columns);
    }
}

void room_keep_inside(room *room, const GArray *points, const GArray *counts)
{
    take_side(room, points, counts, false);
}

void room_take_inside(room *room, const GArray *points, const GArray *counts)
{
    if (counts->len > 0)
        take_side(room, points, counts, true);
}

/* ---- turned and cropped -------------------------------------------------------------------- */

struct pagexy pagexy_turned(struct pagexy p, double angle_deg)
{
    double angle = angle_deg * G_PI / 180;
    return (struct pagexy){p.x * cos(angle) - p.y * sin(angle),
                           p.x * sin(angle) + p.y * cos(angle)};
}

void room_take_turned_box(room *room, struct pagexy middle, double width_pt, double height_pt,
                          double angle_deg)
{
    g_autoptr(GArray) ring = g_array_new(FALSE, FALSE, sizeof(struct pagept));
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    static const int corners[][2] = {{-1, -1}, {1, -1}, {1, 1}, {-1, 1}, {-1, -1}};
    for (size_t i = 0; i < G_N_ELEMENTS(corners); i++) {
        struct pagexy from_middle = pagexy_turned(
            (struct pagexy){corners[i][0] * width_pt / 2, corners[i][1] * height_pt / 2},
            angle_deg);
        struct pagept corner = {(int32_t)lrint((middle.x + from_middle.x) * PAGE_UNITS_PER_PT),
                                (int32_t)lrint((middle.y + from_middle.y) * PAGE_UNITS_PER_PT)};
        g_array_append_val(ring, corner);
    }
    size_t count = ring->len;
    g_array_append_val(counts, count);
    room_take_inside(room, ring, counts);
    room_take_line(room, (const struct pagept *)(const void *)ring->data, count, 0);
}

void room_take_room(room *room, const struct room *other)
{
    size_t cells = (size_t)room->columns * (size_t)room->rows;
    g_assert(room->columns == other->columns && room->rows == other->rows);
    for (size_t cell = 0; cell < cells; cell++)
        room->is_taken[cell] |= other->is_taken[cell];
}

/* A room of the cells of another that a box covers, not filled; the first of them. */
static room *crop(const room *from, struct page_box box, int *first_column, int *first_row)
{
    int left, top, right, bottom;
    cells_of(from, box, &left, &top, &right, &bottom);
    right = MAX(right, left);
    bottom = MAX(bottom, top);
    struct page_box bounds = {from->bounds.left + left * CELL_PT, from->bounds.top + top * CELL_PT,
                              fmin(from->bounds.left + right * CELL_PT, from->bounds.right),
                              fmin(from->bounds.top + bottom * CELL_PT, from->bounds.bottom)};
    room *r = g_new0(room, 1);
    r->bounds = bounds;
    r->columns = right - left;
    r->rows = bottom - top;
    *first_column = left;
    *first_row = top;
    return r;
}

room *room_cropped(const room *from, struct page_box box)
{
    int left, top;
    room *r = crop(from, box, &left, &top);
    r->is_taken = g_new(uint8_t, (size_t)r->columns * r->rows + 1);
    for (int row = 0; row < r->rows; row++)
        memcpy(r->is_taken + (size_t)row * r->columns,
               from->is_taken + (size_t)(top + row) * from->columns + left, (size_t)r->columns);
    return r;
}

room *room_new_within(struct page_box bounds, struct page_box box)
{
    int left, top;
    struct room whole = cells_within(bounds);
    room *r = crop(&whole, box, &left, &top);
    r->is_taken = g_new0(uint8_t, (size_t)r->columns * r->rows + 1);
    return r;
}

static bool is_point_free(const room *room, struct pagexy at)
{
    if (!(at.x >= room->bounds.left && at.x < room->bounds.right && at.y >= room->bounds.top &&
          at.y < room->bounds.bottom))
        return false;
    int column = (int)((at.x - room->bounds.left) / CELL_PT);
    int row = (int)((at.y - room->bounds.top) / CELL_PT);
    return column < room->columns && row < room->rows &&
           !room->is_taken[(size_t)row * room->columns + column];
}

room *room_turned(const room *from, double angle_deg)
{
    static const double probes[][2] = {{0, 0}, {-1, -1}, {1, -1}, {1, 1}, {-1, 1}};
    const struct page_box *b = &from->bounds;
    const struct pagexy corners[] = {
        {b->left, b->top}, {b->right, b->top}, {b->right, b->bottom}, {b->left, b->bottom}};
    struct page_box bounds = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    for (size_t i = 0; i < G_N_ELEMENTS(corners); i++) {
        struct pagexy p = pagexy_turned(corners[i], -angle_deg);
        bounds.left = fmin(bounds.left, p.x);
        bounds.right = fmax(bounds.right, p.x);
        bounds.top = fmin(bounds.top, p.y);
        bounds.bottom = fmax(bounds.bottom, p.y);
    }
    room *r = room_new(bounds);
    struct pagexy step[G_N_ELEMENTS(probes)];
    for (size_t i = 0; i < G_N_ELEMENTS(probes); i++)
        step[i] = pagexy_turned(
            (struct pagexy){probes[i][0] * CELL_PT / 2, probes[i][1] * CELL_PT / 2}, angle_deg);
    for (int row = 0; row < r->rows; row++) {
        for (int column = 0; column < r->columns; column++) {
            struct pagexy at = pagexy_turned(cell_middle(r, column, row), angle_deg);
            bool is_free = true;
            for (size_t i = 0; i < G_N_ELEMENTS(probes) && is_free; i++)
                is_free = is_point_free(from, (struct pagexy){at.x + step[i].x, at.y + step[i].y});
            r->is_taken[(size_t)row * r->columns + column] = !is_free;
        }
    }
    return r;
}

/* ---- shape --------------------------------------------------------------------------------- */

/* Marks a free cell and all that hang together with it as piece `number`; answers how many. */
static size_t fill_piece(const room *room, size_t start, uint32_t number, uint32_t *pieces,
                         GArray *open)
{
    size_t count = 0, columns = (size_t)room->columns, cells = columns * (size_t)room->rows;
    pieces[start] = number;
    g_array_set_size(open, 0);
    g_array_append_val(open, start);
    while (open->len) {
        size_t cell = g_array_index(open, size_t, open->len - 1);
        g_array_set_size(open, open->len - 1);
        count++;
        const size_t beside[] = {cell % columns ? cell - 1 : cells,
                                 (cell + 1) % columns ? cell + 1 : cells,
                                 cell >= columns ? cell - columns : cells, cell + columns};
        for (size_t i = 0; i < G_N_ELEMENTS(beside); i++) {
            if (beside[i] >= cells || pieces[beside[i]] || room->is_taken[beside[i]])
                continue;
            pieces[beside[i]] = number;
            g_array_append_val(open, beside[i]);
        }
    }
    return count;
}

void room_keep_largest(room *room)
{
    size_t cells = (size_t)room->columns * (size_t)room->rows, most = 0;
    g_autofree uint32_t *pieces = g_new0(uint32_t, cells + 1);
    g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(size_t));
    uint32_t number = 0, largest = 0;
    for (size_t cell = 0; cell < cells; cell++) {
        if (room->is_taken[cell] || pieces[cell])
            continue;
        size_t count = fill_piece(room, cell, ++number, pieces, open);
        if (count > most) {
            most = count;
            largest = number;
        }
    }
    for (size_t cell = 0; cell < cells; cell++)
        room->is_taken[cell] |= pieces[cell] != largest;
}

/* How far each cell is from a taken one or from outside, in thirds of a cell. */
static int *chamfer_distances(const room *room)
{
    int width = room->columns + 2;
    int *far = g_new0(int, (size_t)width *(room->rows + 2));
    for (int pass = 0; pass < 2; pass++) {
        int back = pass ? 1 : -1;
        for (int n = 0; n < room->rows; n++) {
            int row = pass ? room->rows - 1 - n : n;
            for (int m = 0; m < room->columns; m++) {
                int column = pass ? room->columns - 1 - m : m;
                if (room->is_taken[(size_t)row * room->columns + column])
                    continue;
                int *at = far + (size_t)(row + 1) * width + column + 1;
                const int *above = at + back * width;
                int least = MIN(at[back] + CHAMFER_BESIDE, above[0] + CHAMFER_BESIDE);
                least = MIN(least, MIN(above[-1], above[1]) + CHAMFER_ACROSS);
                *at = pass ? MIN(*at, least) : least;
            }
        }
    }
    return far;
}

/* The place with the most room around it, less a little for each point from `middle`. */
static struct pagexy widest_place(const room *room, struct pagexy middle)
{
    g_autofree int *far = chamfer_distances(room);
    struct pagexy widest = {0, 0};
    double most = -INFINITY;
    for (int row = 0; row < room->rows; row++) {
        for (int column = 0; column < room->columns; column++) {
            int here = far[(size_t)(row + 1) * (room->columns + 2) + column + 1];
            struct pagexy at = cell_middle(room, column, row);
            double x = at.x - middle.x, y = at.y - middle.y;
            double worth = here * CELL_PT / CHAMFER_BESIDE - OFF_MIDDLE * sqrt(x * x + y * y);
            if (here > 0 && worth > most) {
                most = worth;
                widest = at;
            }
        }
    }
    return widest;
}

struct room_shape room_shape_of(const room *room)
{
    double n = 0, x = 0, y = 0, xx = 0, xy = 0, yy = 0;
    for (int row = 0; row < room->rows; row++) {
        for (int column = 0; column < room->columns; column++) {
            if (room->is_taken[(size_t)row * room->columns + column])
                continue;
            struct pagexy at = cell_middle(room, column, row);
            n += 1;
            x += at.x;
            y += at.y;
            xx += at.x * at.x;
            xy += at.x * at.y;
            yy += at.y * at.y;
        }
    }
    if (n == 0)
        return (struct room_shape){.elongation = 1};
    struct room_shape shape = {.area_pt2 = n * CELL_PT * CELL_PT, .middle = {x / n, y / n}};
    double a = xx / n - shape.middle.x * shape.middle.x;
    double b = xy / n - shape.middle.x * shape.middle.y;
    double c = yy / n - shape.middle.y * shape.middle.y;
    double half = (a + c) / 2, root = hypot((a - c) / 2, b);
    /* A single cell, or a single row of them, is as wide as a cell. */
    double cell = CELL_PT * CELL_PT / 12;
    shape.elongation = sqrt((half + root + cell) / (fmax(half - root, 0) + cell));
    shape.angle_deg = 0.5 * atan2(2 * b, a - c) * 180 / G_PI;
    shape.widest = widest_place(room, shape.middle);
    return shape;
}

int room_crossings(const room *room, struct pagexy from, struct pagexy to)
{
    int steps = (int)ceil(hypot(to.x - from.x, to.y - from.y)) + 1, crossings = 0;
    bool was_free = true;
    for (int s = 0; s <= steps; s++) {
        double share = s / (double)steps;
        bool is_free = is_point_free(room, (struct pagexy){from.x + share * (to.x - from.x),
                                                           from.y + share * (to.y - from.y)});
        crossings += was_free && !is_free;
        was_free = is_free;
    }
    return crossings;
}

/* ---- free boxes ---------------------------------------------------------------------------- */

/* Sums of taken cells above and left of each corner of cells; (columns + 1) * (rows + 1). */
static uint32_t *sum_cells(const room *room)
{
    int width = room->columns + 1;
    uint32_t *sums = g_new0(uint32_t, (size_t)width * (room->rows + 1));
    for (int row = 0; row < room->rows; row++) {
        uint32_t line = 0;
        for (int column = 0; column < room->columns; column++) {
            line += room->is_taken[(size_t)row * room->columns + column];
            sums[(size_t)(row + 1) * width + column + 1] =
                sums[(size_t)row * width + column + 1] + line;
        }
    }
    return sums;
}

static bool is_box_free(const room *room, const uint32_t *sums, struct page_box box)
{
    if (box.left < room->bounds.left || box.top < room->bounds.top ||
        box.right > room->bounds.right || box.bottom > room->bounds.bottom)
        return false;
    int left, top, right, bottom, width = room->columns + 1;
    cells_of(room, box, &left, &top, &right, &bottom);
    return sums[(size_t)bottom * width + right] - sums[(size_t)top * width + right] -
               sums[(size_t)bottom * width + left] + sums[(size_t)top * width + left] ==
           0;
}

bool room_is_free(const room *room, struct page_box box)
{
    g_autofree uint32_t *sums = sum_cells(room);
    return is_box_free(room, sums, box);
}

bool room_is_line_free(const room *room, struct pagexy from, struct pagexy to)
{
    double x0 = (from.x - room->bounds.left) / CELL_PT, y0 = (from.y - room->bounds.top) / CELL_PT;
    double x1 = (to.x - room->bounds.left) / CELL_PT, y1 = (to.y - room->bounds.top) / CELL_PT;
    if (fmin(x0, x1) < 0 || fmin(y0, y1) < 0 || fmax(x0, x1) >= room->columns ||
        fmax(y0, y1) >= room->rows)
        return false;
    /* The cells of each column between where the line enters and where it leaves it. */
    int left = (int)floor(fmin(x0, x1)), right = (int)floor(fmax(x0, x1));
    double slope = x1 == x0 ? 0 : (y1 - y0) / (x1 - x0);
    for (int column = left; column <= right; column++) {
        double enter = fmax(fmin(x0, x1), column), leave = fmin(fmax(x0, x1), column + 1);
        double ya = x1 == x0 ? y0 : y0 + (enter - x0) * slope;
        double yb = x1 == x0 ? y1 : y0 + (leave - x0) * slope;
        int top = (int)floor(fmin(ya, yb)), bottom = (int)floor(fmax(ya, yb));
        for (int row = MAX(top, 0); row <= MIN(bottom, room->rows - 1); row++)
            if (room->is_taken[(size_t)row * room->columns + column])
                return false;
    }
    return true;
}

static struct page_box box_around(struct pagexy middle, double width, double height)
{
    return (struct page_box){middle.x - width / 2, middle.y - height / 2, middle.x + width / 2,
                             middle.y + height / 2};
}

/* How many steps a box can grow and stay free: `wider` and `higher` by each step. */
static int growth(const room *room, const uint32_t *sums, struct page_box box, double wider,
                  double higher, int most)
{
    int steps = 0;
    while (steps < most && (wider > 0 || higher > 0)) {
        double x = wider * (steps + 1), y = higher * (steps + 1);
        if (!is_box_free(
                room, sums,
                (struct page_box){box.left - x, box.top - y, box.right + x, box.bottom + y}))
            break;
        steps++;
    }
    return steps;
}

bool room_find(const room *room, double width_pt, double height_pt, const struct room_wish *wish,
               struct pagexy *middle, double *found_width_pt)
{
    g_autofree uint32_t *sums = sum_cells(room);
    double best = INFINITY, margin = wish->margin_pt / MARGIN_STEPS;
    double spread = wish->spread_pt / SPREAD_STEPS / 2;
    double most = wish->margin_pt * wish->margin_worth + wish->spread_pt * wish->spread_worth;
    for (int row = 0; row < room->rows; row++) {
        for (int column = 0; column < room->columns; column++) {
            struct pagexy at = cell_middle(room, column, row);
            double dx = at.x - wish->wish.x, dy = at.y - wish->wish.y;
            double distance = sqrt(dx * dx + dy * dy);
            if (distance > wish->reach_pt || distance - most >= best ||
                room->is_taken[(size_t)row * room->columns + column])
                continue;
            struct page_box box = box_around(at, width_pt, height_pt);
            if (!is_box_free(room, sums, box))
                continue;
            int wider = growth(room, sums, box, spread, 0, SPREAD_STEPS);
            box.left -= wider * spread;
            box.right += wider * spread;
            int free = growth(room, sums, box, margin, margin, MARGIN_STEPS);
            double cost = distance - margin * free * wish->margin_worth -
                          2 * spread * wider * wish->spread_worth;
            if (cost < best) {
                best = cost;
                *middle = at;
                *found_width_pt = width_pt + 2 * spread * wider;
            }
        }
    }
    return best < INFINITY;
}

GArray *room_places(const room *room, double width_pt, double height_pt)
{
    g_autofree uint32_t *sums = sum_cells(room);
    GArray *places = g_array_new(FALSE, FALSE, sizeof(struct pagexy));
    for (int row = 0; row < room->rows; row += 2) {
        for (int column = 0; column < room->columns; column += 2) {
            struct pagexy at = cell_middle(room, column, row);
            if (is_box_free(room, sums, box_around(at, width_pt, height_pt)))
                g_array_append_val(places, at);
        }
    }
    return places;
}
