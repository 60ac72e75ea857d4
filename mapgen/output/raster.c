#include "output/raster.h"

#include "base/date.h"
#include "base/error.h"
#include "output/pdf_parts.h"
#include "output/png.h"
#include "text/font_lock.h"
#include <cairo-pdf.h>
#include <math.h>
#include <string.h>

/* The side of the largest image surface of cairo 1.16 (MAX_IMAGE_SIZE). */
#define MAX_PIXELS 32767

/* Half of cairo's default: how far, in pixels, a curve may be from its chords. Letters are small
 * and full of curves. */
#define CURVE_TOLERANCE 0.05

struct brush {
    cairo_t *cairo;
    bool is_pdf;
    int32_t path_step; /* of the scene, in hundredths of a point */
};

static void set_colour(cairo_t *cairo, struct colour colour)
{
    cairo_set_source_rgba(cairo, colour.r / 255.0, colour.g / 255.0, colour.b / 255.0,
                          colour.opacity);
}

static void trace_path(const struct brush *brush, const struct scene_node *node)
{
    cairo_t *cairo = brush->cairo;
    const struct pagept *point = node->path.points;
    for (size_t i = 0; i < node->path.subpaths; i++) {
        cairo_new_sub_path(cairo);
        for (size_t j = 0; j < node->path.counts[i]; j++) {
            struct pagept at = scene_snap(*point++, brush->path_step);
            cairo_line_to(cairo, (double)at.x / PAGE_UNITS_PER_PT,
                          (double)at.y / PAGE_UNITS_PER_PT);
        }
        if (node->path.is_closed)
            cairo_close_path(cairo);
    }
}

static void trace_circle(cairo_t *cairo, struct pagexy centre, double radius_pt)
{
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, centre.x, centre.y, radius_pt, 0, 2 * G_PI);
    cairo_close_path(cairo);
}

static void trace_box(cairo_t *cairo, const struct page_box *box, double corner_pt)
{
    if (corner_pt <= 0) {
        cairo_rectangle(cairo, box->left, box->top, box->right - box->left, box->bottom - box->top);
        return;
    }
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, box->right - corner_pt, box->top + corner_pt, corner_pt, -G_PI_2, 0);
    cairo_arc(cairo, box->right - corner_pt, box->bottom - corner_pt, corner_pt, 0, G_PI_2);
    cairo_arc(cairo, box->left + corner_pt, box->bottom - corner_pt, corner_pt, G_PI_2, G_PI);
    cairo_arc(cairo, box->left + corner_pt, box->top + corner_pt, corner_pt, G_PI, 1.5 * G_PI);
    cairo_close_path(cairo);
}

static void trace_text(cairo_t *cairo, const struct run *run)
{
    for (size_t i = 0; i < run->span_count; i++)
        cairo_append_path(cairo, &run->spans[i].outline);
}

/* The current path is that of the node already. */
static void stroke_path(cairo_t *cairo, const struct paint *paint)
{
    static const cairo_line_cap_t CAPS[] = {CAIRO_LINE_CAP_BUTT, CAIRO_LINE_CAP_ROUND,
                                            CAIRO_LINE_CAP_SQUARE};
    static const cairo_line_join_t JOINS[] = {CAIRO_LINE_JOIN_MITER, CAIRO_LINE_JOIN_ROUND,
                                              CAIRO_LINE_JOIN_BEVEL};
    if (!paint->stroke.is_set || paint->stroke_width_pt <= 0)
        return;
    set_colour(cairo, paint->stroke);
    cairo_set_line_width(cairo, paint->stroke_width_pt);
    cairo_set_line_cap(cairo, CAPS[paint->cap]);
    cairo_set_line_join(cairo, JOINS[paint->join]);
    cairo_set_miter_limit(cairo, paint->miter_limit);
    cairo_set_dash(cairo, paint->dashes_pt, paint->dash_count, paint->dash_offset_pt);
    cairo_stroke_preserve(cairo);
}

/* Text that can be selected: each span's glyphs with the bytes that they stand for. */
static void show_text(cairo_t *cairo, const struct run *run)
{
    for (size_t i = 0; i < run->span_count; i++) {
        const struct glyph_span *span = &run->spans[i];
        cairo_set_scaled_font(cairo, span->face);
        cairo_show_text_glyphs(
            cairo, run->text + span->text_start, (int)span->text_length, span->glyphs,
            (int)span->count, span->clusters, (int)span->cluster_count,
            span->is_backward ? CAIRO_TEXT_CLUSTER_FLAG_BACKWARD : (cairo_text_cluster_flags_t)0);
    }
}

static void fill_path(const struct brush *brush, const struct scene_node *node,
                      const struct paint *paint)
{
    cairo_t *cairo = brush->cairo;
    bool is_open = node->kind == NODE_PATH && !node->path.is_closed;
    if (!paint->fill.is_set || is_open)
        return;
    set_colour(cairo, paint->fill);
    if (node->kind == NODE_TEXT && brush->is_pdf) {
        show_text(cairo, node->text.run);
        return;
    }
    bool is_text = node->kind == NODE_TEXT;
    cairo_set_fill_rule(cairo, is_text ? CAIRO_FILL_RULE_WINDING : CAIRO_FILL_RULE_EVEN_ODD);
    cairo_fill_preserve(cairo);
}

/* Moves to where the run begins and turns about its origin. */
static void place_text(cairo_t *cairo, const struct scene_node *node)
{
    static const double SHARES[] = {[ANCHOR_START] = 0, [ANCHOR_MIDDLE] = 0.5, [ANCHOR_END] = 1};
    cairo_translate(cairo, node->text.origin.x, node->text.origin.y);
    cairo_rotate(cairo, node->text.angle_deg * G_PI / 180);
    cairo_translate(cairo, -SHARES[node->text.anchor] * node->text.run->width_pt, 0);
}

static void trace(const struct brush *brush, const struct scene_node *node,
                  const struct paint *paint)
{
    cairo_t *cairo = brush->cairo;
    cairo_new_path(cairo);
    switch (node->kind) {
    case NODE_PATH:
        trace_path(brush, node);
        break;
    case NODE_CIRCLE:
        trace_circle(cairo, node->circle.centre, paint->radius_pt);
        break;
    case NODE_BOX:
        trace_box(cairo, &node->box.box, node->box.corner_pt);
        break;
    default:
        place_text(cairo, node);
        trace_text(cairo, node->text.run);
    }
}

static void draw_shape(const struct brush *brush, const struct scene_node *node,
                       const struct paint *paint)
{
    cairo_t *cairo = brush->cairo;
    cairo_save(cairo);
    if (paint->opacity < 1)
        cairo_push_group(cairo);
    trace(brush, node, paint);
    if (paint->is_stroke_first)
        stroke_path(cairo, paint);
    fill_path(brush, node, paint);
    if (!paint->is_stroke_first)
        stroke_path(cairo, paint);
    if (paint->opacity < 1) {
        cairo_pop_group_to_source(cairo);
        cairo_paint_with_alpha(cairo, paint->opacity);
    }
    cairo_restore(cairo);
}

static double group_opacity(const struct scene *scene, const struct scene_node *node)
{
    return node->class_number < 0 ? 1 : scene_class_paint(scene, node->class_number)->opacity;
}

/* Draws from a node on: all, or, when the node is the first of a definition, that. */
static void draw_from(const struct brush *brush, const struct scene *scene, size_t first)
{
    cairo_t *cairo = brush->cairo;
    g_autoptr(GArray) opacities = g_array_new(FALSE, FALSE, sizeof(double)); /* of open groups */
    bool is_left_out = false; /* within a definition */
    for (size_t i = scene_next_displayed(scene, first); i < scene_node_count(scene);
         i = scene_next_displayed(scene, i + 1)) {
        const struct scene_node *node = scene_node_at(scene, i);
        bool is_group = node->kind == NODE_BEGIN_GROUP || node->kind == NODE_END_GROUP;
        if (is_group && node->group.is_definition) {
            if (node->kind == NODE_END_GROUP && !is_left_out)
                return;
            is_left_out = node->kind == NODE_BEGIN_GROUP;
        } else if (is_left_out) {
            continue;
        } else if (node->kind == NODE_USE && node->class_number < 0) {
            draw_from(brush, scene, node->use.path + 1);
        } else if (node->kind == NODE_BEGIN_GROUP) {
            cairo_save(cairo);
            cairo_translate(cairo, node->group.offset.x, node->group.offset.y);
            double opacity = group_opacity(scene, node);
            g_array_append_val(opacities, opacity);
            if (opacity < 1)
                cairo_push_group(cairo);
        } else if (node->kind == NODE_END_GROUP) {
            double opacity = g_array_index(opacities, double, opacities->len - 1);
            g_array_set_size(opacities, opacities->len - 1);
            if (opacity < 1) {
                cairo_pop_group_to_source(cairo);
                cairo_paint_with_alpha(cairo, opacity);
            }
            cairo_restore(cairo);
        } else {
            const struct scene_node *shape =
                node->kind == NODE_USE ? scene_node_at(scene, node->use.path) : node;
            draw_shape(brush, shape, scene_class_paint(scene, node->class_number));
            if (brush->is_pdf && node->kind == NODE_TEXT)
                pdf_link_sources(cairo, scene, node);
        }
    }
}

static void draw(const struct brush *brush, const struct scene *scene)
{
    cairo_set_tolerance(brush->cairo, CURVE_TOLERANCE);
    draw_from(brush, scene, 0);
}

/* False, with cairo's reason, when anything since the surface was made has failed. */
static bool check_status(cairo_status_t status, const char *what, GError **error)
{
    if (status == CAIRO_STATUS_SUCCESS)
        return true;
    g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_OUTPUT, "cannot draw a %s file: %s", what,
                cairo_status_to_string(status));
    return false;
}

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

static GBytes *encode_surface(const struct scene *scene, cairo_surface_t *surface,
                              double pixels_per_pt, GError **error)
{
    const struct scene_about *about = scene_about_const(scene);
    const char *const text[] = {
        "Title",     or_empty(about->title),  "Description", or_empty(about->description),
        "Copyright", or_empty(about->credit), "Software",    "mapgen",
        NULL};
    struct pixels pixels = {
        .data = cairo_image_surface_get_data(surface),
        .width = cairo_image_surface_get_width(surface),
        .height = cairo_image_surface_get_height(surface),
        .stride = cairo_image_surface_get_stride(surface),
    };
    return png_encode(&pixels, 72 * pixels_per_pt, text, error);
}

/* The scene on white; NULL when it cannot be drawn. The caller destroys it. */
static cairo_surface_t *draw_surface(const struct scene *scene, double pixels_per_pt,
                                     GError **error)
{
    double width = round(scene_width_pt(scene) * pixels_per_pt);
    double height = round(scene_height_pt(scene) * pixels_per_pt);
    if (!(width >= 1 && height >= 1 && width <= MAX_PIXELS && height <= MAX_PIXELS)) {
        g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_OUTPUT,
                    "a picture of %.0f by %.0f pixels cannot be drawn; a side has 1 to %d", width,
                    height, MAX_PIXELS);
        return NULL;
    }
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)width, (int)height);
    cairo_t *cairo = cairo_create(surface);
    cairo_set_source_rgb(cairo, 1, 1, 1);
    cairo_paint(cairo);
    cairo_scale(cairo, pixels_per_pt, pixels_per_pt);
    draw(&(struct brush){.cairo = cairo, .path_step = scene_path_step(scene)}, scene);
    cairo_status_t status = cairo_status(cairo);
    cairo_destroy(cairo);
    if (check_status(status, "PNG", error)) {
        cairo_surface_flush(surface);
        return surface;
    }
    cairo_surface_destroy(surface);
    return NULL;
}

GBytes *raster_encode_png(const struct scene *scene, double pixels_per_pt, GError **error)
{
    cairo_surface_t *surface = draw_surface(scene, pixels_per_pt, error);
    if (!surface)
        return NULL;
    GBytes *file = encode_surface(scene, surface, pixels_per_pt, error);
    cairo_surface_destroy(surface);
    return file;
}

uint32_t *raster_pixels(const struct scene *scene, double pixels_per_pt, int *width, int *height,
                        GError **error)
{
    cairo_surface_t *surface = draw_surface(scene, pixels_per_pt, error);
    if (!surface)
        return NULL;
    *width = cairo_image_surface_get_width(surface);
    *height = cairo_image_surface_get_height(surface);
    const uint8_t *row = cairo_image_surface_get_data(surface);
    size_t row_size = (size_t)*width * sizeof(uint32_t);
    uint32_t *pixels = g_malloc(row_size * (size_t)*height);
    for (int y = 0; y < *height; y++, row += cairo_image_surface_get_stride(surface))
        memcpy(pixels + (size_t)y * (size_t)*width, row, row_size);
    for (size_t i = 0; i < (size_t)*width * (size_t)*height; i++)
        pixels[i] &= 0xffffff;
    cairo_surface_destroy(surface);
    return pixels;
}

static cairo_status_t append_bytes(void *file, const unsigned char *bytes, unsigned count)
{
    g_byte_array_append(file, bytes, count);
    return CAIRO_STATUS_SUCCESS;
}

/* Without a date of our own, cairo writes today's. */
static void set_metadata(cairo_surface_t *surface, const struct scene_about *about)
{
    day_number day = 0;
    char date[16];
    if (about->date)
        day_parse(about->date, &day, NULL);
    g_autofree char *created = g_strconcat(day_format(day, date), "T00:00:00Z", NULL);
    if (about->title)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, about->title);
    if (about->description)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, about->description);
    if (about->credit)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, about->credit);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "mapgen");
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, created);
}

GBytes *raster_encode_pdf(const struct scene *scene, GError **error)
{
    GByteArray *file = g_byte_array_new();
    font_lock();
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(
        append_bytes, file, scene_width_pt(scene), scene_height_pt(scene));
    set_metadata(surface, scene_about_const(scene));
    cairo_t *cairo = cairo_create(surface);
    draw(&(struct brush){.cairo = cairo, .is_pdf = true, .path_step = scene_path_step(scene)},
         scene);
    cairo_status_t status = cairo_status(cairo);
    cairo_destroy(cairo);
    cairo_surface_finish(surface);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    font_unlock();
    if (check_status(status, "PDF", error)) {
        pdf_append_language(file, scene_about_const(scene)->language);
        return g_byte_array_free_to_bytes(file);
    }
    g_byte_array_unref(file);
    return NULL;
}
