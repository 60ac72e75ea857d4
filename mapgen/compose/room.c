#include "compose/room_parts.h"

#include <math.h>
#include <string.h>

/* ---- the raster ---------------------------------------------------------------------------- */

static struct room cells_within(struct page_box bounds)
{
    struct room room = {.bounds = bounds,
                        .columns = (int)ceil((bounds.right - bounds.left) / CELL_PT),
                        .rows = (int)ceil((bounds.bottom - bounds.top) / CELL_PT)};
    room.words = (room.columns + 63) / 64;
    return room;
}

static size_t count_words(const room *room)
{
    return (size_t)room->words * (size_t)MAX(room->rows, 0);
}

/* A room with these bounds and cells, all of them free. */
static room *make_free(struct room cells)
{
    room *r = g_memdup2(&cells, sizeof cells);
    r->taken = g_new0(uint64_t, count_words(r) + 1);
    for (int row = 0; row < r->rows && r->columns % 64; row++)
        room_row(r, row)[r->words - 1] = UINT64_MAX << (r->columns % 64);
    return r;
}

room *room_new(struct page_box bounds)
{
    return make_free(cells_within(bounds));
}

room *room_copy(const room *from)
{
    room *r = g_memdup2(from, sizeof *from);
    r->taken = g_memdup2(from->taken, (count_words(from) + 1) * sizeof *from->taken);
    return r;
}

void room_free(room *room)
{
    if (!room)
        return;
    g_free(room->taken);
    g_free(room);
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

struct cells room_cells(const room *room, struct page_box box)
{
    return (struct cells){floor_within((box.left - room->bounds.left) / CELL_PT, room->columns),
                          floor_within((box.top - room->bounds.top) / CELL_PT, room->rows),
                          ceil_within((box.right - room->bounds.left) / CELL_PT, room->columns),
                          ceil_within((box.bottom - room->bounds.top) / CELL_PT, room->rows)};
}

void room_take_columns(room *room, int row, int from, int to)
{
    uint64_t *bits = room_row(room, row);
    for (int word = from / 64; word * 64 < to; word++)
        bits[word] |= bits_within(word * 64, from, to);
}

void room_take_box(room *room, struct page_box box)
{
    struct cells cells = room_cells(room, box);
    for (int row = cells.top; row < cells.bottom && cells.right > cells.left; row++)
        room_take_columns(room, row, cells.left, cells.right);
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

/* ---- rings --------------------------------------------------------------------------------- */

static double row_y(const room *room, int row)
{
    return (room->bounds.top + (row + 0.5) * CELL_PT) * PAGE_UNITS_PER_PT;
}

static double column_x(const room *room, int column)
{
    return (room->bounds.left + (column + 0.5) * CELL_PT) * PAGE_UNITS_PER_PT;
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

/* Turns the bits of a row over from a column on. */
static void turn_from(uint64_t *bits, int words, int column)
{
    int word = column / 64;
    if (word < words)
        bits[word] ^= UINT64_MAX << (column % 64);
    for (word++; word < words; word++)
        bits[word] ^= UINT64_MAX;
}

/* Where a ring's step crosses the middle lines of rows, turns over all that is behind. */
static void cut_step(const room *room, struct pagept from, struct pagept to, uint64_t *inside)
{
    int32_t low = MIN(from.y, to.y), high = MAX(from.y, to.y);
    double rows = ((double)low / PAGE_UNITS_PER_PT - room->bounds.top) / CELL_PT;
    for (int row = floor_within(rows - 1, room->rows); row < room->rows; row++) {
        double y = row_y(room, row);
        if (y >= high)
            break;
        if (y < low)
            continue;
        double x = from.x + (y - from.y) / ((double)to.y - from.y) * ((double)to.x - from.x);
        turn_from(inside + (size_t)row * room->words, room->words, column_behind(room, x));
    }
}

/* The cells inside the rings, as rows of bits; the caller frees them. A cell is inside when rings
 * cut its row an odd number of times before it. */
static uint64_t *cells_inside(const room *room, const GArray *points, const GArray *counts)
{
    uint64_t *inside = g_new0(uint64_t, count_words(room) + 1);
    const struct pagept *p = (const struct pagept *)(const void *)points->data;
    for (guint r = 0; r < counts->len; p += g_array_index(counts, size_t, r++)) {
        size_t count = g_array_index(counts, size_t, r);
        for (size_t i = 0, j = count - 1; i < count; j = i++)
            cut_step(room, p[j], p[i], inside);
    }
    return inside;
}

void room_keep_inside(room *room, const GArray *points, const GArray *counts)
{
    g_autofree uint64_t *inside = cells_inside(room, points, counts);
    for (size_t word = 0; word < count_words(room); word++)
        room->taken[word] |= ~inside[word];
}

void room_take_inside(room *room, const GArray *points, const GArray *counts)
{
    g_autofree uint64_t *inside = cells_inside(room, points, counts);
    for (size_t word = 0; word < count_words(room); word++)
        room->taken[word] |= inside[word];
}

/* ---- turned and cropped -------------------------------------------------------------------- */

/* What turns points by an angle. */
struct turn {
    double cos, sin;
};

static struct turn turn_by(double angle_deg)
{
    double angle = angle_deg * G_PI / 180;
    return (struct turn){cos(angle), sin(angle)};
}

static struct pagexy turned(struct pagexy p, struct turn turn)
{
    return (struct pagexy){p.x * turn.cos - p.y * turn.sin, p.x * turn.sin + p.y * turn.cos};
}

struct pagexy pagexy_turned(struct pagexy p, double angle_deg)
{
    return turned(p, turn_by(angle_deg));
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

/* 64 bits of a row from a bit on, which may be before its first; 0 where it has none. */
static uint64_t bits_at(const uint64_t *bits, int words, int at)
{
    int word = at >= 0 ? at / 64 : -((63 - at) / 64), shift = at - word * 64;
    uint64_t low = word >= 0 && word < words ? bits[word] : 0;
    uint64_t high = word + 1 >= 0 && word + 1 < words ? bits[word + 1] : 0;
    return shift ? low >> shift | high << (64 - shift) : low;
}

/* Takes what another room has taken that begins so many cells to the right and further down. */
static void take_shifted(room *room, const struct room *other, int right, int down)
{
    for (int row = MAX(down, 0); row < MIN(room->rows, down + other->rows); row++) {
        uint64_t *bits = room_row(room, row);
        const uint64_t *from = room_row(other, row - down);
        int end = MIN(room->columns, right + other->columns);
        for (int word = MAX(right, 0) / 64; word * 64 < end; word++)
            bits[word] |= bits_at(from, other->words, word * 64 - right) &
                          bits_within(word * 64, MAX(right, 0), end);
    }
}

void room_take_room(room *room, const struct room *other)
{
    take_shifted(room, other, (int)lrint((other->bounds.left - room->bounds.left) / CELL_PT),
                 (int)lrint((other->bounds.top - room->bounds.top) / CELL_PT));
}

/* A room of the cells of another that a box covers, all free; and which of them is the first. */
static room *crop(const room *from, struct page_box box, struct cells *cells)
{
    *cells = room_cells(from, box);
    cells->right = MAX(cells->right, cells->left);
    cells->bottom = MAX(cells->bottom, cells->top);
    struct page_box bounds = {
        from->bounds.left + cells->left * CELL_PT, from->bounds.top + cells->top * CELL_PT,
        fmin(from->bounds.left + cells->right * CELL_PT, from->bounds.right),
        fmin(from->bounds.top + cells->bottom * CELL_PT, from->bounds.bottom)};
    struct room cropped = {.bounds = bounds,
                           .columns = cells->right - cells->left,
                           .rows = cells->bottom - cells->top};
    cropped.words = (cropped.columns + 63) / 64;
    return make_free(cropped);
}

room *room_cropped(const room *from, struct page_box box)
{
    struct cells cells;
    room *r = crop(from, box, &cells);
    take_shifted(r, from, -cells.left, -cells.top);
    return r;
}

room *room_new_within(struct page_box bounds, struct page_box box)
{
    struct room whole = cells_within(bounds);
    struct cells cells;
    return crop(&whole, box, &cells);
}

/* The cell that a point is in; false outside. */
static bool find_cell(const room *room, struct pagexy at, int *column, int *row)
{
    if (!(at.x >= room->bounds.left && at.x < room->bounds.right && at.y >= room->bounds.top &&
          at.y < room->bounds.bottom))
        return false;
    *column = (int)((at.x - room->bounds.left) / CELL_PT);
    *row = (int)((at.y - room->bounds.top) / CELL_PT);
    return *column < room->columns && *row < room->rows;
}

static bool is_point_free(const room *room, struct pagexy at)
{
    int column, row;
    return find_cell(room, at, &column, &row) && !room_is_taken(room, column, row);
}

/* The smallest box around all free cells; without an inside when there is none. */
static struct page_box box_of_free(const room *room)
{
    struct page_box box = {INFINITY, INFINITY, -INFINITY, -INFINITY};
    struct stretch s;
    for (int row = 0; row < room->rows; row++) {
        for (int column = 0; room_next_stretch(room, row, column, &s); column = s.to) {
            struct pagexy first = room_middle(room, s.from, row);
            struct pagexy last = room_middle(room, s.to - 1, row);
            box.left = fmin(box.left, first.x - CELL_PT);
            box.right = fmax(box.right, last.x + CELL_PT);
            box.top = fmin(box.top, first.y - CELL_PT);
            box.bottom = fmax(box.bottom, first.y + CELL_PT);
        }
    }
    return box;
}

/* Narrows a range of steps along a line to those between two values. */
static void narrow(double start, double step, double least, double most, double *from, double *to)
{
    if (fabs(step) < 1e-9)
        return;
    double a = (least - start) / step, b = (most - start) / step;
    *from = fmax(*from, fmin(a, b));
    *to = fmin(*to, fmax(a, b));
}

/* The columns of a turned room's row that may come into a box, and no others but a few. */
static struct stretch columns_in(const room *turned_room, int row, struct turn turn,
                                 struct page_box box)
{
    struct pagexy start = turned(room_middle(turned_room, 0, row), turn);
    double from = 0, to = turned_room->columns;
    narrow(start.x, CELL_PT * turn.cos, box.left, box.right, &from, &to);
    narrow(start.y, CELL_PT * turn.sin, box.top, box.bottom, &from, &to);
    if (from > to)
        return (struct stretch){0, 0};
    return (struct stretch){MAX((int)floor(from) - 1, 0),
                            MIN((int)ceil(to) + 2, turned_room->columns)};
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
    struct page_box free = box_of_free(from);
    struct turn turn = turn_by(angle_deg);
    struct pagexy step[G_N_ELEMENTS(probes)];
    for (size_t i = 0; i < G_N_ELEMENTS(probes); i++)
        step[i] =
            turned((struct pagexy){probes[i][0] * CELL_PT / 2, probes[i][1] * CELL_PT / 2}, turn);
    for (int row = 0; row < r->rows; row++) {
        struct stretch columns = columns_in(r, row, turn, free);
        room_take_columns(r, row, 0, columns.from);
        room_take_columns(r, row, columns.to, r->columns);
        for (int column = columns.from; column < columns.to; column++) {
            struct pagexy at = turned(room_middle(r, column, row), turn);
            bool is_free = true;
            for (size_t i = 0; i < G_N_ELEMENTS(probes) && is_free; i++)
                is_free = is_point_free(from, (struct pagexy){at.x + step[i].x, at.y + step[i].y});
            if (!is_free)
                room_take_columns(r, row, column, column + 1);
        }
    }
    return r;
}

/* ---- what is free -------------------------------------------------------------------------- */

bool room_next_stretch(const room *room, int row, int column, struct stretch *stretch)
{
    const uint64_t *bits = room_row(room, row);
    int word = column / 64;
    if (word >= room->words)
        return false;
    uint64_t free = ~bits[word] & UINT64_MAX << (column % 64);
    while (!free && ++word < room->words)
        free = ~bits[word];
    if (!free)
        return false;
    stretch->from = word * 64 + __builtin_ctzll(free);
    uint64_t taken = bits[word] & UINT64_MAX << (stretch->from % 64);
    while (!taken && ++word < room->words)
        taken = bits[word];
    stretch->to = taken ? word * 64 + __builtin_ctzll(taken) : room->columns;
    return true;
}

bool room_is_free(const room *room, struct page_box box)
{
    if (box.left < room->bounds.left || box.top < room->bounds.top ||
        box.right > room->bounds.right || box.bottom > room->bounds.bottom)
        return false;
    struct cells cells = room_cells(room, box);
    for (int word = cells.left / 64; word * 64 < cells.right; word++) {
        uint64_t within = bits_within(word * 64, cells.left, cells.right);
        for (int row = cells.top; row < cells.bottom; row++)
            if (room_row(room, row)[word] & within)
                return false;
    }
    return true;
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
            if (room_is_taken(room, column, row))
                return false;
    }
    return true;
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
