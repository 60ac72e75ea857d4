#include "output/stroker.h"

#include <math.h>
#include <string.h>

/* Rows of samples in a pixel, and samples of a pixel in each; pixels next to each other in a block,
 * and samples that are set at once. */
enum { ROWS = 15, COLUMNS = 16, SAMPLES = ROWS * COLUMNS, PIXELS = 8, WORD = 64 };

/* Samples of a row for each row that lie as far apart. */
#define ASPECT ((double)COLUMNS / ROWS)

/* Lines that are wider than this, in pixels, are cairo's. */
#define MOST_WIDTH 4.0

/* The part of a pixel that may be missing where a line bends by so little that no disc is drawn. */
#define LEAST_WEDGE (1 / 128.0)

/* The samples of some pixels, the leftmost of each in its lowest bit. */
struct block {
    uint16_t rows[ROWS][PIXELS];
};

/* A point among the samples: those of row r have y = r, sample i of a row lies about x = i. */
struct spot {
    double x, y;
};

struct stroker {
    int width;              /* in pixels */
    uint32_t across;        /* in blocks */
    int first_row, end_row; /* of samples, in the picture */
    uint32_t *numbers;      /* of the blocks, row by row of pixels; 0: there is none yet */
    struct block *blocks;   /* the first is not used */
    uint32_t *places;       /* of the blocks: which number is theirs */
    uint32_t count, room;   /* of blocks */
    double shifts[ROWS];    /* from a place in a row to the number of samples before it */
    uint64_t low[WORD + 1]; /* words of so many samples, the leftmost set */
};

struct stroker *stroker_new(int width, int most_rows)
{
    struct stroker *stroker = g_new0(struct stroker, 1);
    stroker->width = width;
    stroker->across = (uint32_t)(width + PIXELS - 1) / PIXELS;
    stroker->numbers = g_new0(uint32_t, (size_t)stroker->across * (size_t)most_rows);
    stroker->room = 256;
    stroker->count = 1;
    stroker->blocks = g_new(struct block, stroker->room);
    stroker->places = g_new(uint32_t, stroker->room);
    /* Each fifteenth of the way to the next sample once, far apart in rows that follow each other.
     */
    for (int i = 0; i < ROWS; i++)
        stroker->shifts[i] = 1 - (i * 4 % ROWS + 0.5) / ROWS;
    for (int i = 0; i <= WORD; i++)
        stroker->low[i] = GUINT64_TO_LE(i < WORD ? (UINT64_C(1) << i) - 1 : UINT64_MAX);
    return stroker;
}

void stroker_free(struct stroker *stroker)
{
    if (!stroker)
        return;
    g_free(stroker->numbers);
    g_free(stroker->blocks);
    g_free(stroker->places);
    g_free(stroker);
}

void stroker_move(struct stroker *stroker, int top, int rows)
{
    stroker->first_row = top * ROWS;
    stroker->end_row = (top + rows) * ROWS;
}

bool stroker_can_draw(const struct paint *paint, double pixels_per_pt)
{
    return paint->stroke.is_set && paint->stroke_width_pt > 0 &&
           paint->stroke_width_pt * pixels_per_pt <= MOST_WIDTH && paint->join == JOIN_ROUND &&
           paint->cap != CAP_SQUARE && paint->dash_count == 0;
}

/* ---- samples -------------------------------------------------------------------------------- */

static struct block *block_at(struct stroker *stroker, uint32_t place)
{
    uint32_t number = stroker->numbers[place];
    if (number)
        return &stroker->blocks[number];
    if (stroker->count == stroker->room) {
        stroker->room *= 2;
        stroker->blocks = g_renew(struct block, stroker->blocks, stroker->room);
        stroker->places = g_renew(uint32_t, stroker->places, stroker->room);
    }
    stroker->places[stroker->count] = place;
    stroker->numbers[place] = stroker->count;
    stroker->blocks[stroker->count] = (struct block){0};
    return &stroker->blocks[stroker->count++];
}

/* Four pixels next to each other, of a block. */
struct window {
    uint16_t *samples; /* the first row's */
    double x;          /* of the first sample */
};

/* The window that holds the sample at x and as many behind it as can be. */
static struct window window_at(struct stroker *stroker, uint32_t line, uint32_t x)
{
    enum { WIDTH = PIXELS * COLUMNS };
    uint32_t pixel = MIN(x % WIDTH, WIDTH - WORD) / COLUMNS;
    struct block *block = block_at(stroker, line * stroker->across + x / WIDTH);
    return (struct window){block->rows[0] + pixel, x / WIDTH * WIDTH + pixel * COLUMNS};
}

/* Sets those between two places in a row of pixels, counted from the window's first. */
static inline void set_between(const struct stroker *stroker, const struct window *window, int row,
                               double left, double right)
{
    int64_t first = (int64_t)(left + stroker->shifts[row]);
    int64_t end = (int64_t)(right + stroker->shifts[row]);
    first = CLAMP(first, 0, WORD);
    end = CLAMP(end, first, WORD);
    uint64_t samples;
    uint16_t *place = window->samples + row * PIXELS;
    memcpy(&samples, place, sizeof samples);
    samples |= stroker->low[end] ^ stroker->low[first];
    memcpy(place, &samples, sizeof samples);
}

/* ---- pieces --------------------------------------------------------------------------------- */

/* A pair of parallel lines: where they are in row 0, and how much further right in each row. */
struct lines {
    double left, right, slope;
};

/* Two that have everything between them. */
static const struct lines ANYWHERE = {-INFINITY, INFINITY, 0};

/* What a piece comes to. */
struct bounds {
    double left, right, top, bottom;
};

/* What lies between both pairs of lines: a rectangle, two along a segment and two across it; or, of
 * a disc, the wedge that is open between the ends of two rectangles, one line across each. */
struct piece {
    struct bounds bounds;
    struct lines along, across;
    struct spot centre;
    double radius; /* of the disc, in rows; 0: a rectangle */
};

/* The first row below a height, between those of the band: what lies on a row is above it, as in
 * cairo. */
static int row_from(const struct stroker *stroker, double y)
{
    if (!(y >= stroker->first_row))
        return stroker->first_row;
    if (!(y < stroker->end_row))
        return stroker->end_row;
    int row = (int)y;
    return row + (row <= y);
}

/* Sets what of a rectangle lies in a window, in rows `from` up to `end` from row `first` on. */
static void set_rectangle(const struct stroker *stroker, const struct piece *piece,
                          const struct window *window, int first, int from, int end)
{
    const struct lines *along = &piece->along, *across = &piece->across;
    double along_x = first * along->slope - window->x;
    double across_x = first * across->slope - window->x;
    for (int row = from; row < end; row++) {
        double one = along_x + row * along->slope, other = across_x + row * across->slope;
        double left = MAX(along->left + one, across->left + other);
        double right = MIN(along->right + one, across->right + other);
        set_between(stroker, window, row, left, right);
    }
}

static void set_wedge(const struct stroker *stroker, const struct piece *piece,
                      const struct window *window, int first, int from, int end)
{
    const struct lines *along = &piece->along, *across = &piece->across;
    double along_x = first * along->slope - window->x;
    double across_x = first * across->slope - window->x;
    double x = piece->centre.x - window->x, y = piece->centre.y - first;
    double radius2 = piece->radius * piece->radius;
    for (int row = from; row < end; row++) {
        double one = along_x + row * along->slope, other = across_x + row * across->slope;
        double half2 = radius2 - (row - y) * (row - y);
        double half = sqrt(half2 > 0 ? half2 : 0) * ASPECT;
        double left = MAX(x - half, MAX(along->left + one, across->left + other));
        double right = MIN(x + half, MIN(along->right + one, across->right + other));
        set_between(stroker, window, row, left, right);
    }
}

/* Narrows bounds to what of a piece lies in some rows. */
static void narrow(struct bounds *bounds, const struct piece *piece, int from, int last)
{
    if (piece->radius > 0)
        return;
    double one = from * piece->along.slope, other = last * piece->along.slope;
    bounds->left = MAX(bounds->left, piece->along.left + MIN(one, other));
    bounds->right = MIN(bounds->right, piece->along.right + MAX(one, other));
}

static void add_piece(struct stroker *stroker, const struct piece *piece)
{
    int from = row_from(stroker, piece->bounds.top), end = row_from(stroker, piece->bounds.bottom);
    double most = stroker->width * COLUMNS;
    int line = (from - stroker->first_row) / ROWS, first = stroker->first_row + line * ROWS;
    for (; from < end; line++, from = first += ROWS) {
        int stop = MIN(end, first + ROWS);
        struct bounds bounds = piece->bounds;
        narrow(&bounds, piece, from, stop - 1);
        /* A sample's number is less than one apart from its place. */
        uint32_t x = bounds.left > 1 ? (uint32_t)(bounds.left - 1) : 0;
        bounds.right = MIN(bounds.right + 1, most);
        while (x < bounds.right) {
            struct window window = window_at(stroker, (uint32_t)line, x);
            (piece->radius > 0 ? set_wedge : set_rectangle)(stroker, piece, &window, first,
                                                            from - first, stop - first);
            x = (uint32_t)window.x + WORD;
        }
    }
}

/* Of unit length, in pixels. */
struct direction {
    double x, y;
};

static struct direction backwards(struct direction direction)
{
    return (struct direction){-direction.x, -direction.y};
}

/* Adds the segment between two spots, of the direction. */
static void add_segment(struct stroker *stroker, struct spot a, struct spot b,
                        struct direction direction, double radius_px)
{
    double reach_x = fabs(direction.y) * radius_px * COLUMNS;
    double reach_y = fabs(direction.x) * radius_px * ROWS;
    struct piece piece = {.bounds = {MIN(a.x, b.x) - reach_x, MAX(a.x, b.x) + reach_x,
                                     MIN(a.y, b.y) - reach_y, MAX(a.y, b.y) + reach_y},
                          .along = ANYWHERE,
                          .across = ANYWHERE};
    if (direction.y != 0) {
        double half = radius_px * COLUMNS / fabs(direction.y);
        double slope = direction.x / direction.y * ASPECT;
        double x = a.x - a.y * slope;
        piece.along = (struct lines){x - half, x + half, slope};
    }
    if (direction.x != 0) {
        struct spot left = direction.x > 0 ? a : b, right = direction.x > 0 ? b : a;
        double slope = -direction.y / direction.x * ASPECT;
        piece.across = (struct lines){left.x - left.y * slope, right.x - right.y * slope, slope};
    }
    add_piece(stroker, &piece);
}

/* Leaves of a piece what lies beyond a line through a spot, on the side that `way` points to from
 * it; `lines` are the piece's own, for this. */
static void cut(struct piece *piece, struct lines *lines, struct spot at, struct direction way)
{
    if (way.x == 0) {
        *(way.y > 0 ? &piece->bounds.top : &piece->bounds.bottom) = at.y;
        return;
    }
    double slope = -way.y / way.x * ASPECT, x = at.x - at.y * slope;
    *lines = (struct lines){way.x > 0 ? x : -INFINITY, way.x > 0 ? INFINITY : x, slope};
}

/* Adds the wedge that a round bend has behind the segment before and before the one after it. */
static void add_wedge(struct stroker *stroker, struct spot at, struct direction before,
                      struct direction after, double radius_px)
{
    struct direction back = backwards(after);
    double across = radius_px * COLUMNS, radius = radius_px * ROWS;
    /* Its corners lie to the left of both segments, or to the right. */
    double side = before.x * after.y < before.y * after.x ? radius : -radius;
    double one = side * before.x, other = side * after.x;
    bool is_sharp = before.x * after.x + before.y * after.y <= 0;
    bool has_top = is_sharp || (before.y <= 0 && back.y <= 0);
    bool has_bottom = is_sharp || (before.y >= 0 && back.y >= 0);
    struct piece piece = {.bounds = {at.x - across, at.x + across,
                                     at.y + (has_top ? -radius : MIN(0, MIN(one, other))),
                                     at.y + (has_bottom ? radius : MAX(0, MAX(one, other)))},
                          .along = ANYWHERE,
                          .across = ANYWHERE,
                          .centre = at,
                          .radius = radius};
    cut(&piece, &piece.along, at, before);
    cut(&piece, &piece.across, at, back);
    add_piece(stroker, &piece);
}

/* ---- lines ---------------------------------------------------------------------------------- */

/* On cairo's grid of 256 to a pixel: where lines and sides of areas lie between two rows of
 * samples, both come to the same. */
static double on_grid(double px)
{
    return floor(px * 256 + 0.5) / 256;
}

static struct spot spot_of(struct pagept point, struct pagexy offset, double pixels_per_pt)
{
    double x = ((double)point.x / PAGE_UNITS_PER_PT + offset.x) * pixels_per_pt;
    double y = ((double)point.y / PAGE_UNITS_PER_PT + offset.y) * pixels_per_pt;
    return (struct spot){on_grid(x) * COLUMNS, on_grid(y) * ROWS - 0.5};
}

/* The direction from one spot to another; false when they are one. */
static bool find_direction(struct spot a, struct spot b, struct direction *direction)
{
    double dx = (b.x - a.x) / COLUMNS, dy = (b.y - a.y) / ROWS, length = sqrt(dx * dx + dy * dy);
    if (!(length > 0))
        return false;
    *direction = (struct direction){dx / length, dy / length};
    return true;
}

/* Adds the wedge of a bend, or of an end, where the line turns back; unless it is too small to be
 * seen: half the square of the radius by the angle. */
static void add_bend(struct stroker *stroker, struct spot at, struct direction before,
                     struct direction after, double radius_px)
{
    double along = before.x * after.x + before.y * after.y;
    double across = before.x * after.y - before.y * after.x;
    if (along <= 0 || radius_px * radius_px / 2 * fabs(across) > LEAST_WEDGE * along)
        add_wedge(stroker, at, before, after, radius_px);
}

void stroker_add(struct stroker *stroker, const struct pagept *points, size_t count, bool is_closed,
                 struct pagexy offset, double pixels_per_pt, const struct paint *paint)
{
    double radius_px = on_grid(paint->stroke_width_pt * pixels_per_pt / 2);
    bool is_first = true;
    struct spot first = spot_of(points[0], offset, pixels_per_pt), at = first;
    struct direction start = {1, 0}, before = start, after;
    for (size_t i = 1; i < count + is_closed; i++) {
        struct spot next = i < count ? spot_of(points[i], offset, pixels_per_pt) : first;
        if (!find_direction(at, next, &after))
            continue;
        if (is_first)
            start = after;
        else
            add_bend(stroker, at, before, after, radius_px);
        add_segment(stroker, at, next, after, radius_px);
        is_first = false;
        before = after;
        at = next;
    }
    if (is_closed && !is_first)
        add_bend(stroker, at, before, start, radius_px);
    else if (paint->cap == CAP_ROUND) {
        add_bend(stroker, at, before, backwards(before), radius_px);
        add_bend(stroker, first, backwards(start), start, radius_px);
    }
}

/* ---- painting ------------------------------------------------------------------------------- */

/* How many samples are set in each pixel of a block. */
static void count_samples(const struct block *block, uint16_t *counts)
{
    for (int i = 0; i < PIXELS; i++)
        counts[i] = 0;
    for (int row = 0; row < ROWS; row++)
        for (int i = 0; i < PIXELS; i++) {
            uint16_t bits = block->rows[row][i];
            bits = (uint16_t)(bits - (bits >> 1 & 0x5555));
            bits = (uint16_t)((bits & 0x3333) + (bits >> 2 & 0x3333));
            counts[i] = (uint16_t)(counts[i] + (bits & 0x0f0f) + (bits >> 4 & 0x0f0f));
        }
    for (int i = 0; i < PIXELS; i++)
        counts[i] = (uint16_t)((counts[i] & 0xff) + (counts[i] >> 8));
}

/* Two channels of a word by a share of 255, rounded. */
static uint32_t scaled(uint32_t word, uint32_t share)
{
    uint32_t product = (word & 0xff00ff) * share + 0x800080;
    return (product + (product >> 8 & 0xff00ff)) >> 8 & 0xff00ff;
}

static uint32_t blend(uint32_t over, uint32_t under, uint32_t share)
{
    uint32_t low = scaled(over, share) + scaled(under, 255 - share);
    uint32_t high = scaled(over >> 8, share) + scaled(under >> 8, 255 - share);
    return low | high << 8;
}

void stroker_paint(struct stroker *stroker, struct colour colour, uint8_t *pixels, int stride)
{
    uint32_t over = 0xff000000 | (uint32_t)colour.r << 16 | (uint32_t)colour.g << 8 | colour.b;
    uint32_t shares[SAMPLES + 1];
    for (int i = 0; i <= SAMPLES; i++)
        shares[i] = (uint32_t)(255 * colour.opacity * i / SAMPLES + 0.5);
    for (uint32_t i = 1; i < stroker->count; i++) {
        uint32_t x = stroker->places[i] % stroker->across * PIXELS;
        uint32_t y = stroker->places[i] / stroker->across;
        uint32_t *words = (uint32_t *)(void *)(pixels + (size_t)y * (size_t)stride) + x;
        uint32_t end = MIN(PIXELS, (uint32_t)stroker->width - x);
        uint16_t counts[PIXELS];
        count_samples(&stroker->blocks[i], counts);
        for (uint32_t j = 0; j < end; j++)
            if (counts[j])
                words[j] = blend(over, words[j], shares[counts[j]]);
        stroker->numbers[stroker->places[i]] = 0;
    }
    stroker->count = 1;
}
