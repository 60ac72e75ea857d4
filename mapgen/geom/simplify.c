#include "geom/simplify.h"

#include "base/parallel.h"
#include "geom/point_grid.h"

#include <glib.h>
#include <math.h>
#include <string.h>

#define NOBODY UINT32_MAX

/* When a point goes, or is looked at: by area, and in the order of the points where that is the
 * same. No two lines have a moment in common. */
struct moment {
    double area;
    uint32_t point;
};

/* A point of a line. */
struct link {
    uint32_t line;
    union {
        uint32_t before; /* its neighbour along the line; NOBODY at its first end */
        uint32_t passed; /* once it is gone: points next to it in the grid that are too */
    };
    uint32_t after; /* its other neighbour; NOBODY at the line's last end */
    uint32_t place; /* in the line's moments; NOBODY while it is no candidate */
};

/* A line's moments, as many as its points: a heap of its candidates in front, and at the end, the
 * last first, those at which points went. */
struct line {
    uint32_t first, count; /* of its points, and of its moments */
    uint32_t left;         /* points still there */
    uint32_t waiting;      /* candidates */
    uint32_t least;        /* points that stay */
    struct moment last;    /* when a point of it last went */
};

struct simplifier {
    struct point_grid grid;
    const struct pagexy *points; /* the lines' points, then the fixed ones */
    uint32_t line_points;        /* how many are the lines' */
    size_t all_points;
    double limit;
    struct line *lines;
    struct link *links;
    struct moment *moments; /* of all lines */
    bool *stays;
};

/* A line, and up to when its points go: those before a moment. */
struct errand {
    uint32_t line;
    struct moment until;
};

/* Some of the lines, worked through on one thread. */
struct stretch {
    struct simplifier *simplifier;
    uint32_t from, to; /* lines */
    GArray *errands;   /* of struct errand; each waits for the next */
};

static const struct moment NEVER = {INFINITY, NOBODY};

static bool is_before(struct moment a, struct moment b)
{
    return a.area != b.area ? a.area < b.area : a.point < b.point;
}

/* ---- a line's candidates: a binary heap ------------------------------------------------------ */

static void put(struct simplifier *s, const struct line *line, uint32_t place, struct moment moment)
{
    s->moments[line->first + place] = moment;
    s->links[moment.point].place = place;
}

/* Moves a candidate up or down from a free place to where it belongs. */
static void sift(struct simplifier *s, const struct line *line, uint32_t place,
                 struct moment moment)
{
    const struct moment *heap = s->moments + line->first;
    for (; place > 0 && is_before(moment, heap[(place - 1) / 2]); place = (place - 1) / 2)
        put(s, line, place, heap[(place - 1) / 2]);
    for (uint32_t child = 2 * place + 1; child < line->waiting; child = 2 * place + 1) {
        if (child + 1 < line->waiting && is_before(heap[child + 1], heap[child]))
            child++;
        if (!is_before(heap[child], moment))
            break;
        put(s, line, place, heap[child]);
        place = child;
    }
    put(s, line, place, moment);
}

static void withdraw(struct simplifier *s, struct line *line, uint32_t point)
{
    uint32_t place = s->links[point].place;
    if (place == NOBODY)
        return;
    s->links[point].place = NOBODY;
    line->waiting--;
    if (place < line->waiting)
        sift(s, line, place, s->moments[line->first + line->waiting]);
}

static double cross(struct pagexy a, struct pagexy b, struct pagexy c)
{
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

/* Puts a point up for removal; never less urgent than `least`, so that what a removal leaves behind
 * does not go before it. */
static void consider(struct simplifier *s, struct line *line, uint32_t point, double least)
{
    struct link *link = &s->links[point];
    if (link->before == NOBODY || link->after == NOBODY)
        return;
    const struct pagexy *p = s->points;
    double area = fabs(cross(p[link->before], p[point], p[link->after])) / 2;
    if (!(area < s->limit)) {
        withdraw(s, line, point);
        return;
    }
    if (link->place == NOBODY)
        link->place = line->waiting++;
    sift(s, line, link->place, (struct moment){MAX(area, least), point});
}

/* ---- what lies in a triangle ----------------------------------------------------------------- */

struct triangle {
    struct pagexy a, b, c;
    struct page_box box;
};

/* A point and its neighbours. */
static struct triangle triangle_of(const struct simplifier *s, uint32_t point)
{
    const struct link *link = &s->links[point];
    struct pagexy a = s->points[link->before], b = s->points[point], c = s->points[link->after];
    struct page_box box = {MIN(a.x, MIN(b.x, c.x)), MIN(a.y, MIN(b.y, c.y)),
                           MAX(a.x, MAX(b.x, c.x)), MAX(a.y, MAX(b.y, c.y))};
    return (struct triangle){a, b, c, box};
}

static bool is_same(struct pagexy a, struct pagexy b)
{
    return a.x == b.x && a.y == b.y;
}

/* True for what is in it or on its sides, and not one of its corners. */
static bool is_in_triangle(struct pagexy p, const struct triangle *t)
{
    /* One answer that nearly always is the same, where four may be either. */
    if ((p.x < t->box.left) | (p.x > t->box.right) | (p.y < t->box.top) | (p.y > t->box.bottom))
        return false;
    if (is_same(p, t->a) || is_same(p, t->b) || is_same(p, t->c))
        return false;
    double u = cross(t->a, t->b, p), v = cross(t->b, t->c, p), w = cross(t->c, t->a, p);
    return (u >= 0 && v >= 0 && w >= 0) || (u <= 0 && v <= 0 && w <= 0);
}

/* A triangle that reaches over more cells of so many points, though thin, is not looked through:
 * its point stays. */
#define CELL_PT 4.0
#define MOST_CELLS 4096

static bool is_too_wide(struct page_box box)
{
    double width = box.right - box.left, height = box.bottom - box.top;
    if ((width + 2 * CELL_PT) * (height + 2 * CELL_PT) < MOST_CELLS * CELL_PT * CELL_PT)
        return false;
    double columns = floor(box.right / CELL_PT) - floor(box.left / CELL_PT) + 1;
    return columns * (floor(box.bottom / CELL_PT) - floor(box.top / CELL_PT) + 1) > MOST_CELLS;
}

static bool is_gone(const struct simplifier *s, uint32_t point, uint32_t line)
{
    return point < s->line_points && s->links[point].line == line && !s->stays[point];
}

/* Of places in the grid up to `end`, the first behind `place`, where a point of a line stood, with
 * none that is gone of the same line. Makes short of long runs for the next that asks: of a line
 * that is straight, all points lie in the triangles of those that follow. */
static uint32_t pass_gone(const struct simplifier *s, uint32_t place, uint32_t end)
{
    const uint32_t *numbers = s->grid.numbers;
    struct link *link = &s->links[numbers[place]];
    uint32_t next = place + 1 + link->passed;
    while (next < end && is_gone(s, numbers[next], link->line))
        next += 1 + s->links[numbers[next]].passed;
    link->passed = next - place - 1;
    return next;
}

/* The first moment of a line that has not come yet. */
static struct moment next_of(const struct simplifier *s, const struct line *line)
{
    if (line->waiting == 0)
        return NEVER;
    struct moment next = s->moments[line->first];
    return is_before(next, line->last) ? line->last : next;
}

enum presence { PRESENT, ABSENT, UNKNOWN };

/* Whether a point is there for a line at a moment, and not gone of that line itself: UNKNOWN when
 * its own line has not got so far, or is another thread's. */
static enum presence presence_of(const struct stretch *stretch, uint32_t point, uint32_t asking,
                                 struct moment at)
{
    const struct simplifier *s = stretch->simplifier;
    if (point >= s->line_points || s->links[point].line == asking)
        return PRESENT;
    const struct link *link = &s->links[point];
    const struct line *line = &s->lines[link->line];
    if (point == line->first || point + 1 == line->first + line->count)
        return PRESENT;
    if (link->line < stretch->from || link->line >= stretch->to)
        return UNKNOWN;
    if (!s->stays[point])
        return is_before(s->moments[line->first + link->place], at) ? ABSENT : PRESENT;
    return is_before(next_of(s, line), at) ? UNKNOWN : PRESENT;
}

/* Whether some point, other than the corners, is in a point's triangle at a moment; UNKNOWN, with
 * the line to ask in `whose`, when that depends on one that has not got that far. */
static enum presence find_in_triangle(const struct stretch *stretch, uint32_t point,
                                      struct moment at, uint32_t *whose)
{
    const struct simplifier *s = stretch->simplifier;
    const struct point_grid *grid = &s->grid;
    struct triangle t = triangle_of(s, point);
    enum presence found = ABSENT;
    if (is_too_wide(t.box))
        return PRESENT;
    uint32_t bottom = point_grid_row(grid, t.box.bottom), own = s->links[point].line;
    for (uint32_t row = point_grid_row(grid, t.box.top); row <= bottom; row++) {
        uint32_t end = grid->starts[point_grid_cell(grid, row, t.box.right) + 1];
        for (uint32_t i = grid->starts[point_grid_cell(grid, row, t.box.left)]; i < end; i++) {
            if (!is_in_triangle(grid->points[i], &t))
                continue;
            uint32_t other = grid->numbers[i];
            if (is_gone(s, other, own)) {
                i = pass_gone(s, i, end) - 1;
                continue;
            }
            enum presence one = presence_of(stretch, other, own, at);
            if (one == PRESENT)
                return PRESENT;
            if (one == UNKNOWN) {
                *whose = s->links[other].line;
                found = UNKNOWN;
            }
        }
    }
    return found;
}

/* ---- one line after another ------------------------------------------------------------------ */

static void take_away(struct simplifier *s, struct line *line, uint32_t point, struct moment at)
{
    struct link *link = &s->links[point];
    s->stays[point] = false;
    line->last = at;
    uint32_t before = link->before, after = link->after;
    link->passed = 0;
    link->place = --line->left;
    s->moments[line->first + link->place] = at;
    s->links[before].after = after;
    s->links[after].before = before;
    consider(s, line, before, at.area);
    consider(s, line, after, at.area);
}

/* Decides on the first candidate of a line. Answers the line that has to get as far before, or
 * NOBODY. */
static uint32_t decide(const struct stretch *stretch, struct line *line)
{
    struct simplifier *s = stretch->simplifier;
    struct moment at = next_of(s, line);
    uint32_t point = s->moments[line->first].point, whose = NOBODY;
    if (line->left <= line->least) {
        line->waiting = 0;
        return NOBODY;
    }
    enum presence found = find_in_triangle(stretch, point, at, &whose);
    if (found == UNKNOWN)
        return whose;
    withdraw(s, line, point);
    if (found == ABSENT)
        take_away(s, line, point, at);
    return NOBODY;
}

/* Works a line through, and as much of others as it waits for; all that wait are left as they are
 * when one would have to wait for a line of another thread. No line waits for itself: each waits
 * for moments before the one at which it stands. */
static void work_through(const struct stretch *stretch, uint32_t number)
{
    struct simplifier *s = stretch->simplifier;
    GArray *errands = stretch->errands;
    struct errand errand = {number, NEVER};
    g_array_set_size(errands, 0);
    g_array_append_val(errands, errand);
    while (errands->len) {
        errand = g_array_index(errands, struct errand, errands->len - 1);
        struct line *line = &s->lines[errand.line];
        uint32_t whose = NOBODY;
        while (whose == NOBODY && is_before(next_of(s, line), errand.until))
            whose = decide(stretch, line);
        if (whose == NOBODY) {
            g_array_set_size(errands, errands->len - 1);
            continue;
        }
        if (whose < stretch->from || whose >= stretch->to)
            return;
        errand = (struct errand){whose, next_of(s, line)};
        g_array_append_val(errands, errand);
    }
}

static void *work_stretch(void *data)
{
    struct stretch *stretch = data;
    stretch->errands = g_array_new(FALSE, FALSE, sizeof(struct errand));
    for (uint32_t line = stretch->from; line < stretch->to; line++)
        work_through(stretch, line);
    g_array_unref(stretch->errands);
    return NULL;
}

/* Puts up the points of a line. */
static void start_line(struct simplifier *s, uint32_t number)
{
    struct line *line = &s->lines[number];
    uint32_t end = line->first + line->count;
    for (uint32_t i = line->first; i < end; i++)
        s->links[i] = (struct link){.before = i == line->first ? NOBODY : i - 1,
                                    .after = i + 1 == end ? NOBODY : i + 1,
                                    .line = number,
                                    .place = NOBODY};
    for (uint32_t i = line->first; i < end; i++)
        consider(s, line, i, 0);
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void list_lines(struct simplifier *s, const size_t *counts, size_t lines)
{
    uint32_t first = 0;
    for (size_t i = 0; i < lines; first += (uint32_t)counts[i++]) {
        uint32_t count = (uint32_t)counts[i];
        bool is_closed = count > 3 && is_same(s->points[first], s->points[first + count - 1]);
        s->lines[i] = (struct line){.first = first,
                                    .count = count,
                                    .left = count,
                                    .least = is_closed ? 4 : 2,
                                    .last = {-1, 0}};
    }
}

/* Parts the lines into stretches of about as many points; the last ends with the last line. */
static void part_lines(struct simplifier *s, size_t lines, struct stretch *stretches,
                       unsigned count)
{
    uint32_t line = 0;
    for (unsigned i = 0; i < count; i++) {
        uint32_t from = line;
        uint64_t points = (uint64_t)s->line_points * (i + 1) / count;
        while (line < lines && (s->lines[line].first < points || i + 1 == count))
            line++;
        stretches[i] = (struct stretch){.simplifier = s, .from = from, .to = line};
    }
}

static void *build_grid(void *data)
{
    struct simplifier *s = data;
    s->grid = point_grid_build(s->points, s->all_points);
    return NULL;
}

/* Lists the points and the lines: two jobs that take about the same time. */
static void start_all(struct simplifier *s, const size_t *counts, size_t lines, bool has_threads)
{
    GThread *grid = has_threads ? g_thread_new("grid", build_grid, s) : NULL;
    list_lines(s, counts, lines);
    for (uint32_t line = 0; line < lines; line++)
        start_line(s, line);
    if (grid)
        g_thread_join(grid);
    else
        build_grid(s);
}

static void work_all(struct simplifier *s, size_t lines, unsigned threads)
{
    g_autofree struct stretch *stretches = g_new(struct stretch, threads);
    part_lines(s, lines, stretches, threads);
    parallel_run(work_stretch, stretches, sizeof *stretches, threads);
    struct stretch rest = {.simplifier = s, .to = (uint32_t)lines};
    if (threads > 1)
        work_stretch(&rest);
}

bool *simplify_lines(const struct simplify_input *input, double limit_pt2, unsigned threads)
{
    size_t total = 0;
    for (size_t i = 0; i < input->lines; i++)
        total += input->counts[i];
    struct simplifier s = {.points = input->points,
                           .line_points = (uint32_t)total,
                           .all_points = total + input->fixed,
                           .limit = limit_pt2,
                           .lines = g_new(struct line, MAX(input->lines, 1)),
                           .links = g_new(struct link, MAX(total, 1)),
                           .moments = g_new(struct moment, MAX(total, 1)),
                           .stays = g_new(bool, MAX(total, 1))};
    memset(s.stays, true, total);
    start_all(&s, input->counts, input->lines, threads > 1);
    work_all(&s, input->lines, threads);
    point_grid_clear(&s.grid);
    g_free(s.lines);
    g_free(s.links);
    g_free(s.moments);
    return s.stays;
}
