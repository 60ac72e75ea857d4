#include "output/bands.h"

#include "output/shapes.h"
#include <math.h>
#include <string.h>

/* Half of cairo's default: how far, in pixels, a curve may be from its chords. Letters are small
 * and full of curves. */
#define CURVE_TOLERANCE 0.05

enum step_kind { STEP_PATH, STEP_CIRCLE, STEP_BOX, STEP_TEXT, STEP_BEGIN_GROUP, STEP_END_GROUP };

/* One entry of a list: this, and behind it counts and points of a path or the outline of a text.
 * Everything that is not used is zero, gaps included. */
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

struct bands {
    const struct scene *scene;
    double pixels_per_pt;
    int width, height, rows;
    GPtrArray *lists; /* of GByteArray */
    /* While building: */
    GArray *counts, *points; /* of a path, cut */
    GPtrArray *begins;       /* of GArray of guint, by band: where the groups that are open begin */
};

/* ---- building ------------------------------------------------------------------------------- */

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
static double reach(const struct bands *bands, const struct paint *paint)
{
    double half = paint->stroke.is_set ? paint->stroke_width_pt / 2 : 0;
    double factor = paint->join == JOIN_MITER ? fmax(paint->miter_limit, G_SQRT2) : G_SQRT2;
    return half * factor + 1 / bands->pixels_per_pt;
}

/* The bands that a stretch of the page touches. */
static void span(const struct bands *bands, double top_pt, double bottom_pt, size_t *first,
                 size_t *after)
{
    double band_pt = bands->rows / bands->pixels_per_pt, count = bands->lists->len;
    *first = (size_t)CLAMP(floor(top_pt / band_pt), 0, count);
    *after = (size_t)CLAMP(floor(bottom_pt / band_pt) + 1, 0, count);
}

static void append_step(struct bands *bands, size_t band, struct step *step, const void *tail,
                        size_t tail_size, const void *tail2, size_t tail2_size)
{
    GByteArray *list = g_ptr_array_index(bands->lists, band);
    static const uint8_t ZEROS[8] = {0};
    size_t whole = sizeof *step + tail_size + tail2_size, padding = (8 - whole % 8) % 8;
    step->size = whole + padding;
    g_byte_array_append(list, (const uint8_t *)step, sizeof *step);
    if (tail_size)
        g_byte_array_append(list, tail, (guint)tail_size);
    if (tail2_size)
        g_byte_array_append(list, tail2, (guint)tail2_size);
    if (padding)
        g_byte_array_append(list, ZEROS, (guint)padding);
}

static int side_of(int32_t y, int32_t top, int32_t bottom)
{
    return y < top ? -1 : y > bottom ? 1 : 0;
}

/* True when a piece from a to b lies wholly above or wholly below. */
static bool is_outside(int32_t a, int32_t b, int32_t top, int32_t bottom)
{
    int side = side_of(a, top, bottom);
    return side && side == side_of(b, top, bottom);
}

/* Appends to `points` those of a subpath that a piece within reach of the band needs. */
static void cut_subpath(GArray *points, GArray *counts, const struct pagept *all, size_t count,
                        bool is_closed, int32_t top, int32_t bottom)
{
    guint before = points->len;
    for (size_t i = 0; i < count; i++) {
        bool has_before = i > 0 || is_closed, has_after = i + 1 < count || is_closed;
        int32_t last = all[i ? i - 1 : count - 1].y, next = all[i + 1 < count ? i + 1 : 0].y;
        if ((has_before && !is_outside(last, all[i].y, top, bottom)) ||
            (has_after && !is_outside(all[i].y, next, top, bottom)))
            g_array_append_val(points, all[i]);
    }
    size_t kept = points->len - before;
    if (kept)
        g_array_append_val(counts, kept);
}

/* A path with dashes is not cut: where they fall depends on all that lies before. */
static void add_cut_path(struct bands *bands, size_t band, struct step *step,
                         const struct scene_node *node, const struct pagept *points,
                         struct pagexy offset)
{
    double margin = reach(bands, &step->paint), band_pt = bands->rows / bands->pixels_per_pt;
    bool has_dashes = step->paint.dash_count > 0;
    int32_t top = (int32_t)floor(((double)band * band_pt - margin - offset.y) * PAGE_UNITS_PER_PT);
    int32_t bottom =
        (int32_t)ceil(((double)(band + 1) * band_pt + margin - offset.y) * PAGE_UNITS_PER_PT);
    g_array_set_size(bands->counts, 0);
    g_array_set_size(bands->points, 0);
    for (size_t i = 0; i < node->path.subpaths; points += node->path.counts[i++]) {
        guint counts = bands->counts->len, kept = bands->points->len;
        size_t count = node->path.counts[i];
        cut_subpath(bands->points, bands->counts, points, count, node->path.is_closed, top, bottom);
        if (has_dashes && bands->counts->len > counts) {
            g_array_set_size(bands->points, kept);
            g_array_append_vals(bands->points, points, (guint)count);
            g_array_index(bands->counts, size_t, counts) = count;
        }
    }
    step->subpaths = bands->counts->len;
    if (step->subpaths)
        append_step(bands, band, step, bands->counts->data, bands->counts->len * sizeof(size_t),
                    bands->points->data, bands->points->len * sizeof(struct pagept));
}

static void add_path(struct bands *bands, struct step *step, const struct scene_node *node,
                     struct pagexy offset)
{
    if (!node->path.is_closed)
        step->paint.fill = (struct colour){0};
    g_autofree struct pagept *points = shape_points(bands->scene, node);
    int32_t top = INT32_MAX, bottom = INT32_MIN;
    const struct pagept *point = points;
    for (size_t i = 0; i < node->path.subpaths; i++)
        for (size_t j = 0; j < node->path.counts[i]; j++, point++) {
            top = MIN(top, point->y);
            bottom = MAX(bottom, point->y);
        }
    double margin = reach(bands, &step->paint);
    size_t first, after;
    span(bands, offset.y + (double)top / PAGE_UNITS_PER_PT - margin,
         offset.y + (double)bottom / PAGE_UNITS_PER_PT + margin, &first, &after);
    step->is_closed = node->path.is_closed;
    for (size_t band = first; band < after; band++)
        add_cut_path(bands, band, step, node, points, offset);
}

static void add_plain(struct bands *bands, struct step *step, double top_pt, double bottom_pt)
{
    double margin = reach(bands, &step->paint);
    size_t first, after;
    span(bands, top_pt - margin, bottom_pt + margin, &first, &after);
    for (size_t band = first; band < after; band++)
        append_step(bands, band, step, NULL, 0, NULL, 0);
}

/* The outlines of all spans as one, in memory without gaps that hold anything. */
static GArray *text_outline(const struct run *run)
{
    GArray *outline = g_array_new(FALSE, TRUE, sizeof(cairo_path_data_t));
    for (size_t i = 0; i < run->span_count; i++) {
        const cairo_path_t *path = &run->spans[i].outline;
        for (int at = 0; at < path->num_data; at += path->data[at].header.length) {
            int length = path->data[at].header.length;
            guint start = outline->len;
            g_array_set_size(outline, start + (guint)length);
            cairo_path_data_t *copy = &g_array_index(outline, cairo_path_data_t, start);
            copy->header.type = path->data[at].header.type;
            copy->header.length = length;
            memcpy(copy + 1, &path->data[at + 1], (size_t)(length - 1) * sizeof *copy);
        }
    }
    return outline;
}

static void add_text(struct bands *bands, struct step *step, const struct scene_node *node)
{
    cairo_matrix_t in_group = shape_text_place(node);
    cairo_matrix_multiply(&step->place, &in_group, &step->place);
    g_autoptr(GArray) outline = text_outline(node->text.run);
    double top = INFINITY, bottom = -INFINITY;
    for (guint at = 0; at < outline->len;) {
        const cairo_path_data_t *data = &g_array_index(outline, cairo_path_data_t, at);
        for (int i = 1; i < data->header.length; i++) {
            double x = data[i].point.x, y = data[i].point.y;
            cairo_matrix_transform_point(&step->place, &x, &y);
            top = fmin(top, y);
            bottom = fmax(bottom, y);
        }
        at += (guint)data->header.length;
    }
    if (top > bottom)
        return;
    double margin = reach(bands, &step->paint);
    size_t first, after;
    span(bands, top - margin, bottom + margin, &first, &after);
    step->subpaths = outline->len;
    for (size_t band = first; band < after; band++)
        append_step(bands, band, step, outline->data, outline->len * sizeof(cairo_path_data_t),
                    NULL, 0);
}

static void add_shape(const struct scene_node *node, const struct paint *paint,
                      struct pagexy offset, void *data)
{
    struct bands *bands = data;
    struct step step;
    memset(&step, 0, sizeof step);
    copy_paint(&step.paint, paint);
    cairo_matrix_init_translate(&step.place, offset.x, offset.y);
    switch (node->kind) {
    case NODE_PATH:
        step.kind = STEP_PATH;
        add_path(bands, &step, node, offset);
        break;
    case NODE_CIRCLE:
        step.kind = STEP_CIRCLE;
        step.centre = node->circle.centre;
        add_plain(bands, &step, offset.y + step.centre.y - paint->radius_pt,
                  offset.y + step.centre.y + paint->radius_pt);
        break;
    case NODE_BOX:
        step.kind = STEP_BOX;
        step.box = node->box.box;
        step.corner_pt = node->box.corner_pt;
        add_plain(bands, &step, offset.y + step.box.top, offset.y + step.box.bottom);
        break;
    default:
        step.kind = STEP_TEXT;
        add_text(bands, &step, node);
    }
}

static void begin_group(double opacity, void *data)
{
    struct bands *bands = data;
    struct step step;
    memset(&step, 0, sizeof step);
    step.kind = STEP_BEGIN_GROUP;
    step.opacity = opacity;
    for (size_t band = 0; band < bands->lists->len; band++) {
        const GByteArray *list = g_ptr_array_index(bands->lists, band);
        g_array_append_val(g_ptr_array_index(bands->begins, band), list->len);
        append_step(bands, band, &step, NULL, 0, NULL, 0);
    }
}

/* A group of nothing is taken back. */
static void end_group(double opacity, void *data)
{
    struct bands *bands = data;
    struct step step;
    memset(&step, 0, sizeof step);
    step.kind = STEP_END_GROUP;
    step.opacity = opacity;
    for (size_t band = 0; band < bands->lists->len; band++) {
        GByteArray *list = g_ptr_array_index(bands->lists, band);
        GArray *begins = g_ptr_array_index(bands->begins, band);
        guint begin = g_array_index(begins, guint, begins->len - 1);
        g_array_set_size(begins, begins->len - 1);
        if (list->len == begin + sizeof step)
            g_byte_array_set_size(list, begin);
        else
            append_step(bands, band, &step, NULL, 0, NULL, 0);
    }
}

struct bands *bands_build(const struct scene *scene, double pixels_per_pt, int width, int height,
                          int rows)
{
    struct bands *bands = g_new(struct bands, 1);
    *bands = (struct bands){
        .scene = scene,
        .pixels_per_pt = pixels_per_pt,
        .width = width,
        .height = height,
        .rows = rows,
        .lists = g_ptr_array_new_with_free_func((GDestroyNotify)g_byte_array_unref),
        .counts = g_array_new(FALSE, FALSE, sizeof(size_t)),
        .points = g_array_new(FALSE, FALSE, sizeof(struct pagept)),
        .begins = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref),
    };
    for (int top = 0; top < height; top += rows) {
        struct heading heading = {width, MIN(rows, height - top), top, pixels_per_pt};
        GByteArray *list = g_byte_array_new();
        g_byte_array_append(list, (const uint8_t *)&heading, sizeof heading);
        g_ptr_array_add(bands->lists, list);
        g_ptr_array_add(bands->begins, g_array_new(FALSE, FALSE, sizeof(guint)));
    }
    shapes_walk(scene, &(struct shape_visitor){add_shape, begin_group, end_group, bands});
    g_array_unref(bands->counts);
    g_array_unref(bands->points);
    g_ptr_array_unref(bands->begins);
    return bands;
}

void bands_free(struct bands *bands)
{
    if (!bands)
        return;
    g_ptr_array_unref(bands->lists);
    g_free(bands);
}

size_t bands_count(const struct bands *bands)
{
    return bands->lists->len;
}

GBytes *bands_list(const struct bands *bands, size_t band)
{
    const GByteArray *list = g_ptr_array_index(bands->lists, band);
    return g_bytes_new(list->data, list->len);
}

int bands_rows(const struct bands *bands, size_t band)
{
    return MIN(bands->rows, bands->height - (int)band * bands->rows);
}

/* ---- drawing -------------------------------------------------------------------------------- */

static void fill(cairo_t *cairo, void *data)
{
    const struct step *step = data;
    bool is_text = step->kind == STEP_TEXT;
    cairo_set_fill_rule(cairo, is_text ? CAIRO_FILL_RULE_WINDING : CAIRO_FILL_RULE_EVEN_ODD);
    cairo_fill_preserve(cairo);
}

static void draw_shape(cairo_t *cairo, const struct step *step)
{
    const void *tail = step + 1;
    cairo_save(cairo);
    cairo_transform(cairo, &step->place);
    cairo_new_path(cairo);
    if (step->kind == STEP_PATH) {
        const size_t *counts = tail;
        const void *points = counts + step->subpaths;
        shape_trace_path(cairo, points, counts, step->subpaths, step->is_closed);
    } else if (step->kind == STEP_CIRCLE) {
        shape_trace_circle(cairo, step->centre, step->paint.radius_pt);
    } else if (step->kind == STEP_BOX) {
        shape_trace_box(cairo, step->box, step->corner_pt);
    } else {
        cairo_append_path(cairo, &(cairo_path_t){CAIRO_STATUS_SUCCESS, (cairo_path_data_t *)tail,
                                                 (int)step->subpaths});
    }
    shape_paint(cairo, &step->paint, fill, (void *)step);
    cairo_restore(cairo);
}

static void draw_step(cairo_t *cairo, const struct step *step)
{
    if (step->kind == STEP_BEGIN_GROUP) {
        cairo_push_group(cairo);
    } else if (step->kind == STEP_END_GROUP) {
        cairo_pop_group_to_source(cairo);
        cairo_paint_with_alpha(cairo, step->opacity);
    } else {
        draw_shape(cairo, step);
    }
}

/* cairo leaves anything in the byte that it does not use. */
static void clear_unused(uint8_t *pixels, const struct heading *heading, int stride)
{
    for (int y = 0; y < heading->rows; y++) {
        uint32_t *row = (void *)(pixels + (size_t)y * (size_t)stride);
        for (int x = 0; x < heading->width; x++)
            row[x] &= 0xffffff;
    }
}

bool bands_draw(const struct bands *bands, size_t band, uint8_t *pixels, int stride,
                cairo_status_t *status)
{
    const GByteArray *list = g_ptr_array_index(bands->lists, band);
    const struct heading *heading = (const void *)list->data;
    cairo_surface_t *surface = cairo_image_surface_create_for_data(
        pixels, CAIRO_FORMAT_RGB24, heading->width, heading->rows, stride);
    cairo_t *cairo = cairo_create(surface);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    cairo_translate(cairo, 0, -(double)heading->top);
    cairo_scale(cairo, heading->pixels_per_pt, heading->pixels_per_pt);
    cairo_set_tolerance(cairo, CURVE_TOLERANCE);
    for (guint at = sizeof *heading; at < list->len;) {
        const struct step *step = (const void *)(list->data + at);
        draw_step(cairo, step);
        at += (guint)step->size;
    }
    *status = cairo_status(cairo);
    cairo_destroy(cairo);
    cairo_surface_finish(surface);
    cairo_surface_destroy(surface);
    clear_unused(pixels, heading, stride);
    return *status == CAIRO_STATUS_SUCCESS;
}
