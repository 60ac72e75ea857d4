#include "output/bands.h"

#include "output/shapes.h"
#include <math.h>
#include <string.h>

/* Half of cairo's default: how far, in pixels, a curve may be from its chords. Letters are small
 * and full of curves. */
#define CURVE_TOLERANCE 0.05

enum step_kind { STEP_PATH, STEP_CIRCLE, STEP_BOX, STEP_TEXT, STEP_BEGIN_GROUP, STEP_END_GROUP };

/* One entry of a list: this, and behind it the subpaths of a path, each its number of points (a
 * uint64_t) and these (struct pagept), or the outline of a text. Everything that is not used is
 * zero, gaps included. */
struct step {
    enum step_kind kind;
    bool is_closed;
    size_t size;     /* of all, in bytes; whole multiples of 8 */
    size_t subpaths; /* or, of a text, the elements of its outline */
    cairo_matrix_t place;
    struct paint paint; /* only what draws */
    struct page_box box;
    struct pagexy centre;
    double corner_pt, opacity;
};

/* What a list begins with. */
struct heading {
    int32_t width, rows;
    int64_t top;
    double pixels_per_pt;
};

/* A list while it is built. */
struct list {
    uint8_t *bytes;
    size_t size, room;
    GArray *begins;         /* of size_t: where the groups that are open begin */
    int32_t top, bottom;    /* what of the path that is added reaches the band lies between them */
    size_t step_at, points; /* where its step begins, and the points of the subpath; 0: not yet */
};

struct builder {
    const struct scene *scene;
    double pixels_per_pt;
    struct list *lists;
    int count, rows;
};

/* Lists from `first` up to `last`, both included; none when last < first. */
struct range {
    int first, last;
};

/* ---- lists ---------------------------------------------------------------------------------- */

static void *append(struct list *list, size_t size)
{
    if (list->room - list->size < size) {
        list->room = MAX(list->room + list->room / 2, list->size + size);
        list->bytes = g_realloc(list->bytes, list->room);
    }
    list->size += size;
    return list->bytes + list->size - size;
}

/* Appends a step and what stands behind it: `tail_size` bytes, a whole multiple of 8. */
static void append_step(struct list *list, struct step *step, const void *tail, size_t tail_size)
{
    step->size = sizeof *step + tail_size;
    uint8_t *place = append(list, step->size);
    memcpy(place, step, sizeof *step);
    if (tail_size)
        memcpy(place + sizeof *step, tail, tail_size);
}

static void append_to_all(struct builder *builder, struct range range, struct step *step,
                          const void *tail, size_t tail_size)
{
    for (int i = range.first; i <= range.last; i++)
        append_step(&builder->lists[i], step, tail, tail_size);
}

/* ---- paint ---------------------------------------------------------------------------------- */

static void copy_colour(struct colour *copy, struct colour colour)
{
    if (!colour.is_set)
        return;
    copy->is_set = true;
    copy->r = colour.r;
    copy->g = colour.g;
    copy->b = colour.b;
    copy->opacity = colour.opacity;
}

static void copy_paint(struct paint *copy, const struct paint *paint)
{
    copy_colour(&copy->fill, paint->fill);
    copy->is_stroke_first = paint->is_stroke_first;
    copy->radius_pt = paint->radius_pt;
    if (!paint->stroke.is_set || paint->stroke_width_pt <= 0)
        return;
    copy_colour(&copy->stroke, paint->stroke);
    copy->stroke_width_pt = paint->stroke_width_pt;
    copy->cap = paint->cap;
    copy->join = paint->join;
    copy->miter_limit = paint->miter_limit;
    memcpy(copy->dashes_pt, paint->dashes_pt, (size_t)paint->dash_count * sizeof(double));
    copy->dash_count = paint->dash_count;
    copy->dash_offset_pt = paint->dash_offset_pt;
}

/* How far paint may reach from a path, in points: half the stroke, as far as its corners and caps
 * stand out, and a pixel, as pixels are whole. */
static double reach(const struct builder *builder, const struct paint *paint)
{
    double half = paint->stroke.is_set ? paint->stroke_width_pt / 2 : 0;
    double factor = paint->join == JOIN_MITER ? fmax(paint->miter_limit, G_SQRT2) : G_SQRT2;
    return half * factor + 1 / builder->pixels_per_pt;
}

/* The bands that a stretch of the page touches. */
static struct range span(const struct builder *builder, double top_pt, double bottom_pt)
{
    double band_pt = builder->rows / builder->pixels_per_pt, count = builder->count;
    return (struct range){(int)CLAMP(floor(top_pt / band_pt), 0, count),
                          (int)CLAMP(floor(bottom_pt / band_pt) + 1, 0, count) - 1};
}

/* ---- paths ---------------------------------------------------------------------------------- */

/* The bands that a point at y reaches: a walk from those of the point before, which mostly are the
 * same. */
static struct range reached(const struct builder *builder, struct range range, int32_t y)
{
    const struct list *lists = builder->lists;
    while (range.first > 0 && lists[range.first - 1].bottom >= y)
        range.first--;
    while (range.first < builder->count && lists[range.first].bottom < y)
        range.first++;
    while (range.last >= 0 && lists[range.last].top > y)
        range.last--;
    while (range.last + 1 < builder->count && lists[range.last + 1].top <= y)
        range.last++;
    return range;
}

/* Those that a line between two points reaches. */
static struct range both(struct range a, struct range b)
{
    return (struct range){MIN(a.first, b.first), MAX(a.last, b.last)};
}

static void append_points(struct builder *builder, struct range range, const struct step *step,
                          const struct pagept *points, size_t count)
{
    for (int i = range.first; i <= range.last; i++) {
        struct list *list = &builder->lists[i];
        if (!list->step_at) {
            list->step_at = list->size;
            memcpy(append(list, sizeof *step), step, sizeof *step);
        }
        if (!list->points) {
            *(uint64_t *)append(list, sizeof(uint64_t)) = 0;
            list->points = list->size;
            ((struct step *)(list->bytes + list->step_at))->subpaths++;
        }
        memcpy(append(list, count * sizeof *points), points, count * sizeof *points);
    }
}

/* Appends to each list the points of a subpath that a line within reach of the band needs. */
static void add_cut_subpath(struct builder *builder, const struct step *step,
                            const struct pagept *points, size_t count)
{
    struct range none = {0, -1}, before = none, here, after;
    here = reached(builder, none, points[0].y);
    if (step->is_closed)
        before = reached(builder, here, points[count - 1].y);
    for (size_t i = 0; i < count; i++, before = here, here = after) {
        bool has_before = i > 0 || step->is_closed, has_after = i + 1 < count || step->is_closed;
        after = reached(builder, here, points[i + 1 < count ? i + 1 : 0].y);
        struct range needed = has_before ? both(before, here) : both(here, after);
        if (has_before && has_after)
            needed = both(needed, after);
        if (has_before || has_after)
            append_points(builder, needed, step, &points[i], 1);
    }
}

/* With dashes it is not cut: where they fall depends on all that lies before. */
static void add_whole_subpath(struct builder *builder, const struct step *step,
                              const struct pagept *points, size_t count)
{
    struct range here = reached(builder, (struct range){0, -1}, points[0].y), needed = here;
    for (size_t i = 1; i < count; i++) {
        here = reached(builder, here, points[i].y);
        needed = both(needed, here);
    }
    append_points(builder, needed, step, points, count);
}

static void begin_path(struct builder *builder, const struct step *step, struct pagexy offset)
{
    double margin = reach(builder, &step->paint), band_pt = builder->rows / builder->pixels_per_pt;
    for (int i = 0; i < builder->count; i++) {
        struct list *list = &builder->lists[i];
        list->top = (int32_t)floor((i * band_pt - margin - offset.y) * PAGE_UNITS_PER_PT);
        list->bottom = (int32_t)ceil(((i + 1) * band_pt + margin - offset.y) * PAGE_UNITS_PER_PT);
        list->step_at = 0;
    }
}

static void end_subpath(struct builder *builder)
{
    for (int i = 0; i < builder->count; i++) {
        struct list *list = &builder->lists[i];
        if (list->points)
            ((uint64_t *)(list->bytes + list->points))[-1] =
                (list->size - list->points) / sizeof(struct pagept);
        list->points = 0;
    }
}

static void end_path(struct builder *builder)
{
    for (int i = 0; i < builder->count; i++) {
        struct list *list = &builder->lists[i];
        if (list->step_at)
            ((struct step *)(list->bytes + list->step_at))->size = list->size - list->step_at;
    }
}

static void add_path(struct builder *builder, struct step *step, const struct scene_node *node,
                     struct pagexy offset)
{
    if (!node->path.is_closed)
        step->paint.fill = (struct colour){0};
    step->is_closed = node->path.is_closed;
    g_autofree struct pagept *all = shape_points(builder->scene, node);
    const struct pagept *points = all;
    begin_path(builder, step, offset);
    for (size_t i = 0; i < node->path.subpaths; points += node->path.counts[i++]) {
        size_t count = node->path.counts[i];
        if (count && step->paint.dash_count > 0)
            add_whole_subpath(builder, step, points, count);
        else if (count)
            add_cut_subpath(builder, step, points, count);
        end_subpath(builder);
    }
    end_path(builder);
}

/* ---- other shapes --------------------------------------------------------------------------- */

static void add_plain(struct builder *builder, struct step *step, double top_pt, double bottom_pt)
{
    double margin = reach(builder, &step->paint);
    append_to_all(builder, span(builder, top_pt - margin, bottom_pt + margin), step, NULL, 0);
}

/* The outlines of all spans as one, in memory without gaps that hold anything. */
static cairo_path_data_t *text_outline(const struct run *run, size_t *count)
{
    *count = 0;
    for (size_t i = 0; i < run->span_count; i++)
        *count += (size_t)run->spans[i].outline.num_data;
    cairo_path_data_t *outline = g_new0(cairo_path_data_t, *count), *next = outline;
    for (size_t i = 0; i < run->span_count; i++) {
        const cairo_path_t *path = &run->spans[i].outline;
        for (int at = 0; at < path->num_data; at += path->data[at].header.length) {
            int length = path->data[at].header.length;
            next->header.type = path->data[at].header.type;
            next->header.length = length;
            memcpy(next + 1, &path->data[at + 1], (size_t)(length - 1) * sizeof *next);
            next += length;
        }
    }
    return outline;
}

static void add_text(struct builder *builder, struct step *step, const struct scene_node *node)
{
    cairo_matrix_t in_group = shape_text_place(node);
    cairo_matrix_multiply(&step->place, &in_group, &step->place);
    g_autofree cairo_path_data_t *outline = text_outline(node->text.run, &step->subpaths);
    double top = INFINITY, bottom = -INFINITY;
    for (size_t at = 0; at < step->subpaths; at += (size_t)outline[at].header.length)
        for (int i = 1; i < outline[at].header.length; i++) {
            double x = outline[at + (size_t)i].point.x, y = outline[at + (size_t)i].point.y;
            cairo_matrix_transform_point(&step->place, &x, &y);
            top = fmin(top, y);
            bottom = fmax(bottom, y);
        }
    if (top > bottom)
        return;
    double margin = reach(builder, &step->paint);
    append_to_all(builder, span(builder, top - margin, bottom + margin), step, outline,
                  step->subpaths * sizeof *outline);
}

static void add_shape(const struct scene_node *node, const struct paint *paint,
                      struct pagexy offset, void *data)
{
    struct builder *builder = data;
    struct step step;
    memset(&step, 0, sizeof step);
    copy_paint(&step.paint, paint);
    cairo_matrix_init_translate(&step.place, offset.x, offset.y);
    switch (node->kind) {
    case NODE_PATH:
        step.kind = STEP_PATH;
        add_path(builder, &step, node, offset);
        break;
    case NODE_CIRCLE:
        step.kind = STEP_CIRCLE;
        step.centre = node->circle.centre;
        add_plain(builder, &step, offset.y + step.centre.y - paint->radius_pt,
                  offset.y + step.centre.y + paint->radius_pt);
        break;
    case NODE_BOX:
        step.kind = STEP_BOX;
        step.box = node->box.box;
        step.corner_pt = node->box.corner_pt;
        add_plain(builder, &step, offset.y + step.box.top, offset.y + step.box.bottom);
        break;
    default:
        step.kind = STEP_TEXT;
        add_text(builder, &step, node);
    }
}

static void begin_group(double opacity, void *data)
{
    struct builder *builder = data;
    struct step step;
    memset(&step, 0, sizeof step);
    step.kind = STEP_BEGIN_GROUP;
    step.opacity = opacity;
    for (int i = 0; i < builder->count; i++) {
        struct list *list = &builder->lists[i];
        g_array_append_val(list->begins, list->size);
        append_step(list, &step, NULL, 0);
    }
}

/* A group of nothing is taken back. */
static void end_group(double opacity, void *data)
{
    struct builder *builder = data;
    struct step step;
    memset(&step, 0, sizeof step);
    step.kind = STEP_END_GROUP;
    step.opacity = opacity;
    for (int i = 0; i < builder->count; i++) {
        struct list *list = &builder->lists[i];
        size_t begin = g_array_index(list->begins, size_t, list->begins->len - 1);
        g_array_set_size(list->begins, list->begins->len - 1);
        if (list->size == begin + sizeof step)
            list->size = begin;
        else
            append_step(list, &step, NULL, 0);
    }
}

GPtrArray *bands_build(const struct scene *scene, double pixels_per_pt, int width, int height,
                       int rows)
{
    int count = (height + rows - 1) / rows;
    g_autofree struct list *lists = g_new0(struct list, count);
    for (int i = 0; i < count; i++) {
        struct heading heading = {width, MIN(rows, height - i * rows), i * rows, pixels_per_pt};
        memcpy(append(&lists[i], sizeof heading), &heading, sizeof heading);
        lists[i].begins = g_array_new(FALSE, FALSE, sizeof(size_t));
    }
    struct builder builder = {scene, pixels_per_pt, lists, count, rows};
    shapes_walk(scene, &(struct shape_visitor){add_shape, begin_group, end_group, &builder});
    GPtrArray *built = g_ptr_array_new_full((guint)count, (GDestroyNotify)g_bytes_unref);
    for (int i = 0; i < count; i++) {
        uint8_t *bytes = g_realloc(lists[i].bytes, lists[i].size);
        g_ptr_array_add(built, g_bytes_new_take(bytes, lists[i].size));
        g_array_unref(lists[i].begins);
    }
    return built;
}

/* ---- drawing -------------------------------------------------------------------------------- */

static void fill(cairo_t *cairo, void *data)
{
    const struct step *step = data;
    bool is_text = step->kind == STEP_TEXT;
    cairo_set_fill_rule(cairo, is_text ? CAIRO_FILL_RULE_WINDING : CAIRO_FILL_RULE_EVEN_ODD);
    cairo_fill_preserve(cairo);
}

/* What a band is drawn with. */
struct easel {
    cairo_t *cairo;
    stroker *stroker;
    double pixels_per_pt;
};

/* The points of a subpath; moves on to what stands behind them. */
static const struct pagept *next_subpath(const void **tail, size_t *count)
{
    const struct pagept *points = (const void *)((const uint64_t *)*tail + 1);
    *count = *(const uint64_t *)*tail;
    *tail = points + *count;
    return points;
}

static void trace_path(cairo_t *cairo, const struct step *step)
{
    const void *tail = step + 1;
    for (size_t i = 0, count; i < step->subpaths; i++) {
        const struct pagept *points = next_subpath(&tail, &count);
        shape_trace_path(cairo, points, &count, 1, step->is_closed);
    }
}

/* Strokes a path without cairo, into the memory of what it draws on. */
static void stroke_path(const struct easel *easel, const struct step *step)
{
    const void *tail = step + 1;
    struct pagexy offset = {step->place.x0, step->place.y0};
    for (size_t i = 0, count; i < step->subpaths; i++) {
        const struct pagept *points = next_subpath(&tail, &count);
        stroker_add(easel->stroker, points, count, step->is_closed, offset, easel->pixels_per_pt,
                    &step->paint);
    }
    cairo_surface_t *surface = cairo_get_group_target(easel->cairo);
    cairo_surface_flush(surface);
    stroker_paint(easel->stroker, step->paint.stroke, cairo_image_surface_get_data(surface),
                  cairo_image_surface_get_stride(surface));
    cairo_surface_mark_dirty(surface);
}

static void draw_path(const struct easel *easel, const struct step *step)
{
    struct paint rest = step->paint;
    bool is_ours = stroker_can_draw(&rest, easel->pixels_per_pt);
    if (is_ours)
        rest.stroke.is_set = false;
    if (is_ours && rest.is_stroke_first)
        stroke_path(easel, step);
    if (rest.fill.is_set || rest.stroke.is_set) {
        trace_path(easel->cairo, step);
        shape_paint(easel->cairo, &rest, fill, (void *)step);
    }
    if (is_ours && !rest.is_stroke_first)
        stroke_path(easel, step);
}

static void draw_shape(const struct easel *easel, const struct step *step)
{
    cairo_t *cairo = easel->cairo;
    cairo_save(cairo);
    cairo_transform(cairo, &step->place);
    cairo_new_path(cairo);
    if (step->kind == STEP_PATH) {
        draw_path(easel, step);
    } else {
        if (step->kind == STEP_CIRCLE)
            shape_trace_circle(cairo, step->centre, step->paint.radius_pt);
        else if (step->kind == STEP_BOX)
            shape_trace_box(cairo, step->box, step->corner_pt);
        else
            cairo_append_path(cairo,
                              &(cairo_path_t){CAIRO_STATUS_SUCCESS, (cairo_path_data_t *)(step + 1),
                                              (int)step->subpaths});
        shape_paint(cairo, &step->paint, fill, (void *)step);
    }
    cairo_restore(cairo);
}

static void draw_step(const struct easel *easel, const struct step *step)
{
    if (step->kind == STEP_BEGIN_GROUP) {
        cairo_push_group(easel->cairo);
    } else if (step->kind == STEP_END_GROUP) {
        cairo_pop_group_to_source(easel->cairo);
        cairo_paint_with_alpha(easel->cairo, step->opacity);
    } else {
        draw_shape(easel, step);
    }
}

/* cairo leaves anything in the byte that it does not use. */
static void clear_unused(uint8_t *pixels, int width, int rows, int stride)
{
    for (int y = 0; y < rows; y++) {
        uint32_t *row = (void *)(pixels + (size_t)y * (size_t)stride);
        for (int x = 0; x < width; x++)
            row[x] &= 0xffffff;
    }
}

int band_rows(GBytes *list)
{
    return ((const struct heading *)g_bytes_get_data(list, NULL))->rows;
}

bool band_draw(GBytes *list, stroker *stroker, uint8_t *pixels, int stride, cairo_status_t *status)
{
    size_t size;
    const uint8_t *bytes = g_bytes_get_data(list, &size);
    struct heading heading = *(const struct heading *)bytes;
    cairo_surface_t *surface = cairo_image_surface_create_for_data(
        pixels, CAIRO_FORMAT_RGB24, heading.width, heading.rows, stride);
    cairo_t *cairo = cairo_create(surface);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    cairo_translate(cairo, 0, -(double)heading.top);
    cairo_scale(cairo, heading.pixels_per_pt, heading.pixels_per_pt);
    cairo_set_tolerance(cairo, CURVE_TOLERANCE);
    stroker_move(stroker, (int)heading.top, heading.rows);
    struct easel easel = {cairo, stroker, heading.pixels_per_pt};
    for (size_t at = sizeof heading; at < size;) {
        const struct step *step = (const void *)(bytes + at);
        draw_step(&easel, step);
        at += step->size;
    }
    *status = cairo_status(cairo);
    cairo_destroy(cairo);
    cairo_surface_finish(surface);
    cairo_surface_destroy(surface);
    clear_unused(pixels, heading.width, heading.rows, stride);
    return *status == CAIRO_STATUS_SUCCESS;
}
