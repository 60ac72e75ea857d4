#include "compose/bar.h"

#include "base/days.h"
#include "compose/areas.h"
#include "compose/words.h"

#include <math.h>

/* A block that is narrower is drawn so wide, over its neighbours: a day is seen in a year. */
#define LEAST_BLOCK_PT 1.6

/* Around a holder's name in a block, beside and above it, by the letters' size. */
#define NAME_MARGIN 0.55
#define NAME_ROOM 1.25

/* ---- blocks -------------------------------------------------------------------------------- */

/* The days on which some piece changes, DAY_BEFORE_ALL first; each once. */
static GArray *list_days(const record *record)
{
    GArray *days = g_array_new(FALSE, FALSE, sizeof(day_number));

    for (guint p = 0; p < record->pieces->len; p++) {
        const GArray *tenures = g_array_index(record->pieces, struct piece, p).tenures;
        for (guint i = 0; i < tenures->len; i++)
            g_array_append_val(days, g_array_index(tenures, struct tenure, i).from);
    }
    days_sort(days);
    return days;
}

static int compare_controls(struct control a, struct control b)
{
    if (a.holder != b.holder)
        return a.holder - b.holder;
    if (a.status != b.status)
        return a.status - b.status;
    return a.other - b.other;
}

/* Of blocks on one day; `bottom` is their area until they are stacked. */
static int compare_blocks(const void *left, const void *right)
{
    const struct bar_block *a = left, *b = right;
    return compare_controls(a->control, b->control);
}

/* Adds the blocks from one day to another, stacked. */
static void add_blocks(const record *record, day_number from, day_number until, GArray *blocks)
{
    g_autoptr(GArray) stack = g_array_new(FALSE, FALSE, sizeof(struct bar_block));
    double whole_m2 = 0, top = 0;

    for (guint p = 0; p < record->pieces->len; p++) {
        const struct piece *piece = &g_array_index(record->pieces, struct piece, p);
        const struct tenure *tenure = piece_tenure_at(piece, from);
        struct bar_block *same = NULL;
        if (tenure->control.holder == NONE)
            continue;
        for (guint i = 0; i < stack->len && same == NULL; i++) {
            struct bar_block *block = &g_array_index(stack, struct bar_block, i);
            same = control_equal(block->control, tenure->control) ? block : NULL;
        }
        struct bar_block block = {from, until, tenure->control, tenure->row, 0, piece->area_m2};
        if (same != NULL)
            same->bottom += piece->area_m2;
        else
            g_array_append_val(stack, block);
        whole_m2 += piece->area_m2;
    }
    g_array_sort(stack, compare_blocks);
    for (guint i = 0; i < stack->len; i++) {
        struct bar_block *block = &g_array_index(stack, struct bar_block, i);
        double share = block->bottom / whole_m2;
        block->top = top;
        block->bottom = i + 1 == stack->len ? 1 : top + share;
        top += share;
        g_array_append_val(blocks, *block);
    }
}

GArray *bar_blocks(const record *record)
{
    GArray *blocks = g_array_new(FALSE, FALSE, sizeof(struct bar_block));
    g_autoptr(GArray) days = list_days(record);

    for (guint i = 0; i < days->len; i++) {
        day_number until =
            i + 1 < days->len ? g_array_index(days, day_number, i + 1) : DAY_AFTER_ALL;
        add_blocks(record, g_array_index(days, day_number, i), until, blocks);
    }
    return blocks;
}

static int compare_changes(const void *left, const void *right)
{
    const struct bar_change *a = left, *b = right;

    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    if (a->row != b->row)
        return a->row - b->row;
    return compare_controls(a->control, b->control);
}

GArray *bar_changes(const record *record)
{
    GArray *changes = g_array_new(FALSE, FALSE, sizeof(struct bar_change));

    for (guint p = 0; p < record->pieces->len; p++) {
        const struct piece *piece = &g_array_index(record->pieces, struct piece, p);
        for (guint t = 1; t < piece->tenures->len; t++) {
            const struct tenure *tenure = &g_array_index(piece->tenures, struct tenure, t);
            struct bar_change change = {tenure->from, tenure->row, tenure->control, piece->area_m2};
            bool is_new = true;
            for (guint i = 0; i < changes->len && is_new; i++) {
                struct bar_change *other = &g_array_index(changes, struct bar_change, i);
                is_new = compare_changes(other, &change) != 0;
                other->area_m2 += is_new ? 0 : piece->area_m2;
            }
            if (is_new)
                g_array_append_val(changes, change);
        }
    }
    g_array_sort(changes, compare_changes);
    return changes;
}

/* ---- drawing ------------------------------------------------------------------------------- */

/* Where a bar stands. */
struct stand {
    const struct pen *pen;
    const timeline *timeline;
    const struct time_axis *axis;
    double top, height;
    double day_x; /* of a line that names keep clear of */
};

static struct page_box block_box(const struct stand *stand, const struct bar_block *block)
{
    double left = time_axis_x(stand->axis, MAX(block->from, time_axis_start(stand->axis)));
    double right = time_axis_x(stand->axis, block->until);

    return (struct page_box){left, stand->top + block->top * stand->height, right,
                             stand->top + block->bottom * stand->height};
}

static const struct project *project_of(const struct stand *stand)
{
    return planar_map_sources(timeline_map(stand->timeline))->project;
}

static void append_point(GArray *points, double x, double y)
{
    struct pagept at = pagept_from_pagexy((struct pagexy){x, y});
    g_array_append_val(points, at);
}

/* "Armenian forces, 9 May 1992 – 8 November 2020". */
static char *shape_title(const struct stand *stand, struct control control, day_number from,
                         day_number until)
{
    const char *language = stand->pen->language;
    g_autofree char *words = words_control(project_of(stand), control, language);
    g_autofree char *name = words_sentence_case(words);
    g_autofree char *first = from == DAY_BEFORE_ALL ? g_strdup("") : words_day(from, language);
    g_autofree char *last = until == DAY_AFTER_ALL ? g_strdup("") : words_day(until, language);

    return g_strdup_printf("%s, %s – %s", name, first, last);
}

/* One shape: the outline of blocks of one control that follow each other in time. */
static void draw_shape(const struct stand *stand, const struct bar_block *const *run, size_t count)
{
    const struct project *project = project_of(stand);
    const struct bar_block *first = run[0], *last = run[count - 1];
    struct control control = first->control;
    g_autoptr(GArray) points = g_array_new(FALSE, FALSE, sizeof(struct pagept));
    g_autoptr(GArray) counts = g_array_new(FALSE, FALSE, sizeof(size_t));
    double least = block_box(stand, first).left + LEAST_BLOCK_PT;

    for (size_t i = 0; i < count; i++) {
        struct page_box box = block_box(stand, run[i]);
        append_point(points, box.left, box.top);
        append_point(points, i + 1 == count ? fmax(box.right, least) : box.right, box.top);
    }
    for (size_t i = count; i-- > 0;) {
        struct page_box box = block_box(stand, run[i]);
        append_point(points, i + 1 == count ? fmax(box.right, least) : box.right, box.bottom);
        append_point(points, box.left, box.bottom);
    }
    size_t all = points->len;
    g_array_append_val(counts, all);
    g_autofree char *classes = areas_control_class(project, control);
    g_autofree char *class_list = g_strdup_printf("area %s earlier", classes);
    g_autofree char *title = shape_title(stand, control, first->from, last->until);
    char from[16], until[16];
    const char *other = control.other == NONE ? NULL : project->holders[control.other].code;
    const char *data[] = {"holder",
                          project->holders[control.holder].code,
                          "status",
                          control_status_name(control.status),
                          "event",
                          timeline_row(stand->timeline, first->row)->event->id,
                          "since",
                          day_format(first->from, from),
                          "until",
                          day_format(last->until, until),
                          other == NULL ? NULL : "other",
                          other,
                          NULL};
    struct scene_mark mark = {.title = title, .data = data};
    pen_area(stand->pen, class_list, points, counts, &mark);
}

/* The block of the same control that follows a block in time; NULL: none. */
static const struct bar_block *next_block(const GArray *blocks, const struct bar_block *block)
{
    for (guint i = 0; i < blocks->len; i++) {
        const struct bar_block *next = &g_array_index(blocks, struct bar_block, i);
        if (next->from == block->until && control_equal(next->control, block->control))
            return next;
    }
    return NULL;
}

static bool has_block_before(const GArray *blocks, const struct bar_block *block)
{
    for (guint i = 0; i < blocks->len; i++) {
        const struct bar_block *before = &g_array_index(blocks, struct bar_block, i);
        if (before->until == block->from && control_equal(before->control, block->control))
            return true;
    }
    return false;
}

/* What of a block is in a phase, left or right of the line of the day; the left edge is not right
 * of the other. */
static struct page_box name_room(const struct stand *stand, const struct bar_block *block,
                                 size_t phase, bool is_left)
{
    struct page_box box = block_box(stand, block);

    box.left = fmax(box.left, time_axis_phase_left(stand->axis, phase));
    box.right = fmin(box.right, time_axis_phase_left(stand->axis, phase + 1));
    if (is_left)
        box.right = fmin(box.right, stand->day_x);
    else
        box.left = fmax(box.left, stand->day_x);
    box.right = fmax(box.right, box.left);
    return box;
}

/* A holder's name in the first room for it. */
static void draw_name(const struct stand *stand, const struct bar_block *const *run, size_t count)
{
    const struct project_holder *holder = &project_of(stand)->holders[run[0]->control.holder];
    const char *name = names_in(&holder->names, stand->pen->language);
    g_autofree char *class_list = g_strdup_printf("chronicle-holder %s earlier", holder->role);
    double size = style_paint(stand->pen->style, class_list).font.size_pt;

    if (run[0]->control.status != STATUS_CONTROL || name == NULL)
        return;
    g_autofree char *capital = words_sentence_case(name);
    g_autoptr(run) words = pen_shape(stand->pen, class_list, capital);
    size_t rooms = 2 * time_axis_phases(stand->axis);
    for (size_t i = 0; i < count * rooms; i++) {
        struct page_box box = name_room(stand, run[i / rooms], i % rooms / 2, i % 2 == 0);
        if (box.right - box.left < words->width_pt + 2 * NAME_MARGIN * size ||
            box.bottom - box.top < NAME_ROOM * size)
            continue;
        pen_text(stand->pen, class_list, capital,
                 (struct pagexy){box.left + NAME_MARGIN * size,
                                 (box.top + box.bottom) / 2 + 0.36 * size},
                 ANCHOR_START, 0, NULL);
        return;
    }
}

static bool is_narrow(const struct stand *stand, const struct bar_block *const *run, size_t count)
{
    return block_box(stand, run[count - 1]).right - block_box(stand, run[0]).left < LEAST_BLOCK_PT;
}

/* The blocks of one control that follow each other from a block on, their number; none when the
 * block itself follows one. */
static size_t gather_run(const GArray *blocks, guint first, const struct bar_block **run)
{
    const struct bar_block *block = &g_array_index(blocks, struct bar_block, first);
    size_t count = 0;

    if (has_block_before(blocks, block))
        return 0;
    for (; block != NULL; block = next_block(blocks, block))
        run[count++] = block;
    return count;
}

/* Draws the shapes that are narrow, or those that are not. */
static void draw_shapes(const struct stand *stand, const GArray *blocks, bool are_narrow)
{
    g_autofree const struct bar_block **run = g_new(const struct bar_block *, blocks->len + 1);

    for (guint i = 0; i < blocks->len; i++) {
        size_t count = gather_run(blocks, i, run);
        if (count > 0 && run[count - 1]->until > time_axis_start(stand->axis) &&
            is_narrow(stand, run, count) == are_narrow)
            draw_shape(stand, run, count);
    }
}

void bar_draw_areas(const struct pen *pen, const timeline *timeline, const struct time_axis *axis,
                    const GArray *blocks, double top, double height_pt)
{
    struct stand stand = {pen, timeline, axis, top, height_pt, axis->left};

    draw_shapes(&stand, blocks, false);
    draw_shapes(&stand, blocks, true);
}

void bar_draw_names(const struct pen *pen, const timeline *timeline, const struct time_axis *axis,
                    const GArray *blocks, double top, double height_pt, double day_x)
{
    struct stand stand = {pen, timeline, axis, top, height_pt, day_x};
    g_autofree const struct bar_block **run = g_new(const struct bar_block *, blocks->len + 1);

    for (guint i = 0; i < blocks->len; i++) {
        size_t count = gather_run(blocks, i, run);
        if (count > 0)
            draw_name(&stand, run, count);
    }
}
