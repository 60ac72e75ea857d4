#include "compose/room_parts.h"

#include <math.h>

#define NO_COLUMN (-1)

/* Steps of margin that a search tells apart. */
#define MARGIN_STEPS 4
#define SPREAD_STEPS 8

/* ---- where a box stands -------------------------------------------------------------------- */

/* Columns, rows or cells in one direction: [first, end). */
struct reach {
    int first, end;
};

/* How boxes of one size stand about the middles of cells, in one direction. */
struct axis {
    struct reach covered; /* cells that all of them cover, counted from the one in the middle */
    struct reach middles; /* of which the box is inside the room; end 0: of none */
    bool varies;          /* some box covers more, as its sides are rounded on borders of cells */
};

/* Where a box of one size may stand. A cell's bit is set when all cells are free that a box covers
 * of which it is the first, above and left: a box that is free has its bit. Unless an axis varies,
 * a box inside the room that has its bit is free. */
struct stands {
    const room *room;
    double width_pt, height_pt;
    struct axis across, down;
    uint64_t *bits;
};

static struct page_box box_around(struct pagexy middle, double width, double height)
{
    return (struct page_box){middle.x - width / 2, middle.y - height / 2, middle.x + width / 2,
                             middle.y + height / 2};
}

/* Notes that the box about a middle covers cells [first, end). */
static void note_middle(struct axis *axis, int middle, int first, int end)
{
    struct reach covered = {first - middle, end - middle};
    if (axis->middles.end == 0)
        *axis = (struct axis){covered, {middle, middle}, false};
    axis->varies |= covered.first != axis->covered.first || covered.end != axis->covered.end;
    axis->covered.first = MAX(axis->covered.first, covered.first);
    axis->covered.end = MIN(axis->covered.end, covered.end);
    axis->middles.end = middle + 1;
}

static void find_axes(const room *room, struct stands *stands)
{
    for (int n = 0; n < MAX(room->columns, room->rows); n++) {
        struct page_box box =
            box_around(room_middle(room, n, n), stands->width_pt, stands->height_pt);
        struct cells cells = room_cells(room, box);
        if (n < room->columns && box.left >= room->bounds.left && box.right <= room->bounds.right)
            note_middle(&stands->across, n, cells.left, cells.right);
        if (n < room->rows && box.top >= room->bounds.top && box.bottom <= room->bounds.bottom)
            note_middle(&stands->down, n, cells.top, cells.bottom);
    }
}

/* Leaves the bits behind which so many more are set: in doubling steps, each of which joins two
 * runs as long as are known. False when none is left. */
static bool erode_row(uint64_t *bits, int words, int count)
{
    uint64_t any = 1;
    for (int known = 1; known < count && any; known += MIN(known, count - known)) {
        int by = MIN(known, count - known), far = by / 64, shift = by % 64;
        any = 0;
        for (int word = 0; word < words; word++) {
            uint64_t low = word + far < words ? bits[word + far] : 0;
            uint64_t high = word + far + 1 < words ? bits[word + far + 1] : 0;
            any |= bits[word] &= shift ? low >> shift | high << (64 - shift) : low;
        }
    }
    return any;
}

/* The same downwards, over the rows. */
static void erode_rows(uint64_t *bits, int words, int rows, int count)
{
    for (int known = 1; known < count; known += MIN(known, count - known)) {
        int by = MIN(known, count - known);
        size_t far = (size_t)by * (size_t)words, all = (size_t)rows * (size_t)words;
        for (size_t word = 0; word < all; word++)
            bits[word] &= word + far < all ? bits[word + far] : 0;
    }
}

/* False when such a box stands nowhere. The caller frees the bits. */
static bool find_stands(const room *room, double width_pt, double height_pt, struct stands *stands)
{
    *stands = (struct stands){.room = room, .width_pt = width_pt, .height_pt = height_pt};
    find_axes(room, stands);
    if (stands->across.middles.end == 0 || stands->down.middles.end == 0)
        return false;
    struct reach across = stands->across.covered, down = stands->down.covered;
    size_t words = (size_t)room->words, all = words * (size_t)room->rows;
    bool has_some = false;
    stands->bits = g_new(uint64_t, all + 1);
    for (size_t word = 0; word < all; word++)
        stands->bits[word] = ~room->taken[word];
    for (int row = 0; row < room->rows; row++)
        has_some |=
            erode_row(stands->bits + (size_t)row * words, room->words, across.end - across.first);
    if (has_some)
        erode_rows(stands->bits, room->words, room->rows, down.end - down.first);
    return has_some;
}

/* True for a middle that has its bit when its box is free. */
static bool is_free(const struct stands *stands, int row, int column)
{
    bool varies = stands->across.varies || stands->down.varies;
    return !varies || room_is_free(stands->room, box_around(room_middle(stands->room, column, row),
                                                            stands->width_pt, stands->height_pt));
}

/* The first middle of such a box in a row, at or behind a column, of every column or of every
 * second; NO_COLUMN when there is none. */
static int next_stand(const struct stands *stands, int row, int column, bool is_even)
{
    struct reach rows = stands->down.middles, columns = stands->across.middles;
    if (row < rows.first || row >= rows.end)
        return NO_COLUMN;
    size_t first_row = (size_t)(row + stands->down.covered.first);
    const uint64_t *bits = stands->bits + first_row * (size_t)stands->room->words;
    int off = stands->across.covered.first, end = columns.end + off;
    uint64_t looked_at = !is_even ? UINT64_MAX : UINT64_C(0x5555555555555555) << (off & 1);
    for (int at = MAX(column, columns.first) + off; at < end; at++) {
        uint64_t left = bits[at / 64] & looked_at & UINT64_MAX << (at % 64);
        at = at / 64 * 64 + (left ? __builtin_ctzll(left) : 63);
        if (left && at < end && is_free(stands, row, at - off))
            return at - off;
    }
    return NO_COLUMN;
}

/* ---- the best ------------------------------------------------------------------------------ */

struct search {
    struct stands stands;
    const struct room_wish *wish;
    double margin, spread; /* a step of each */
    double most;           /* that margin and spread can be worth */
    double best;           /* cost of what has been found, INFINITY before */
    int row, column;
    double width_pt;
};

/* How many steps a box can grow and stay free: `wider` and `higher` by each step. */
static int growth(const room *room, struct page_box box, double wider, double higher, int most)
{
    int steps = 0;
    while (steps < most && (wider > 0 || higher > 0)) {
        double x = wider * (steps + 1), y = higher * (steps + 1);
        if (!room_is_free(
                room, (struct page_box){box.left - x, box.top - y, box.right + x, box.bottom + y}))
            break;
        steps++;
    }
    return steps;
}

/* Takes a place when it is better than what has been found or, where it is as good, before it. */
static void weigh(struct search *search, int row, int column)
{
    const room *room = search->stands.room;
    const struct room_wish *wish = search->wish;
    struct pagexy at = room_middle(room, column, row);
    double dx = at.x - wish->wish.x, dy = at.y - wish->wish.y;
    double distance = sqrt(dx * dx + dy * dy);
    if (distance > wish->reach_pt || distance - search->most > search->best)
        return;
    struct page_box box = box_around(at, search->stands.width_pt, search->stands.height_pt);
    int wider = growth(room, box, search->spread, 0, SPREAD_STEPS);
    box.left -= wider * search->spread;
    box.right += wider * search->spread;
    int free = growth(room, box, search->margin, search->margin, MARGIN_STEPS);
    double cost = distance - search->margin * free * wish->margin_worth -
                  2 * search->spread * wider * wish->spread_worth;
    bool is_before = row < search->row || (row == search->row && column < search->column);
    if (cost > search->best || (cost == search->best && !is_before))
        return;
    search->best = cost;
    search->row = row;
    search->column = column;
    search->width_pt = search->stands.width_pt + 2 * search->spread * wider;
}

/* Looks at those places of a row that are near enough to be better than what has been found. */
static void search_row(struct search *search, int row)
{
    const room *room = search->stands.room;
    double reach = fmin(search->wish->reach_pt, search->best + search->most) + CELL_PT;
    double y = room->bounds.top + (row + 0.5) * CELL_PT - search->wish->wish.y;
    if (fabs(y) > reach)
        return;
    double first = (search->wish->wish.x - reach - room->bounds.left) / CELL_PT;
    double last = (search->wish->wish.x + reach - room->bounds.left) / CELL_PT;
    int column = next_stand(&search->stands, row, (int)CLAMP(first, 0, room->columns), false);
    while (column != NO_COLUMN && column <= last) {
        weigh(search, row, column);
        column = next_stand(&search->stands, row, column + 1, false);
    }
}

bool room_find(const room *room, double width_pt, double height_pt, const struct room_wish *wish,
               struct pagexy *middle, double *found_width_pt)
{
    struct search search = {.wish = wish,
                            .margin = wish->margin_pt / MARGIN_STEPS,
                            .spread = wish->spread_pt / SPREAD_STEPS / 2,
                            .most = wish->margin_pt * wish->margin_worth +
                                    wish->spread_pt * wish->spread_worth,
                            .best = INFINITY,
                            .row = room->rows};
    if (find_stands(room, width_pt, height_pt, &search.stands)) {
        /* From the row of the wish on, up and down. */
        int row = (int)CLAMP((wish->wish.y - room->bounds.top) / CELL_PT, 0, room->rows - 1);
        for (int off = 0; off < room->rows; off++) {
            if (row - off >= 0)
                search_row(&search, row - off);
            if (off > 0 && row + off < room->rows)
                search_row(&search, row + off);
        }
    }
    g_free(search.stands.bits);
    if (search.best == INFINITY)
        return false;
    *middle = room_middle(room, search.column, search.row);
    *found_width_pt = search.width_pt;
    return true;
}

GArray *room_places(const room *room, double width_pt, double height_pt)
{
    GArray *places = g_array_new(FALSE, FALSE, sizeof(struct pagexy));
    struct stands stands;
    if (find_stands(room, width_pt, height_pt, &stands)) {
        for (int row = 0; row < room->rows; row += 2) {
            for (int column = next_stand(&stands, row, 0, true); column != NO_COLUMN;
                 column = next_stand(&stands, row, column + 1, true)) {
                struct pagexy at = room_middle(room, column, row);
                g_array_append_val(places, at);
            }
        }
    }
    g_free(stands.bits);
    return places;
}
