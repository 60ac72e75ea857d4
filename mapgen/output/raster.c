#include "output/raster.h"

#include "base/date.h"
#include "base/error.h"
#include "output/bands.h"
#include "output/pdf_parts.h"
#include "output/png.h"
#include "output/shapes.h"
#include "text/font_lock.h"
#include <cairo-pdf.h>
#include <math.h>
#include <string.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

/* The side of the largest image surface of cairo 1.16 (MAX_IMAGE_SIZE). */
#define MAX_PIXELS 32767

/* Of bands with fewer rows less is drawn again where something changes, but each compresses for
 * itself, and what crosses many is drawn in parts. */
#define BAND_ROWS 32

/* A memory keeps the bands of the latest picture and, of those before, a quarter as many: few
 * change from one picture of a series to the next. With eight times as many, a tenth less is drawn,
 * and a series takes 5 MiB more. */
#define EARLIER_SHARE 4

/* Half of cairo's default: how far, in points, a curve of a PDF may be from its chords. */
#define CURVE_TOLERANCE 0.05

/* False, with cairo's reason, when anything since the surface was made has failed. */
static bool check_status(cairo_status_t status, const char *what, GError **error)
{
    if (status == CAIRO_STATUS_SUCCESS)
        return true;
    g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_OUTPUT, "cannot draw a %s file: %s", what,
                cairo_status_to_string(status));
    return false;
}

/* ---- pixels --------------------------------------------------------------------------------- */

struct size {
    int width, height;
};

static bool picture_size(const struct scene *scene, double pixels_per_pt, struct size *size,
                         GError **error)
{
    double width = round(scene_width_pt(scene) * pixels_per_pt);
    double height = round(scene_height_pt(scene) * pixels_per_pt);
    if (!(width >= 1 && height >= 1 && width <= MAX_PIXELS && height <= MAX_PIXELS)) {
        g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_OUTPUT,
                    "a picture of %.0f by %.0f pixels cannot be drawn; a side has 1 to %d", width,
                    height, MAX_PIXELS);
        return false;
    }
    *size = (struct size){(int)width, (int)height};
    return true;
}

uint32_t *raster_pixels(const struct scene *scene, double pixels_per_pt, int *width, int *height,
                        GError **error)
{
    struct size size;
    if (!picture_size(scene, pixels_per_pt, &size, error))
        return NULL;
    g_autoptr(GPtrArray) bands =
        bands_build(scene, pixels_per_pt, size.width, size.height, BAND_ROWS);
    g_autofree uint32_t *pixels = g_new(uint32_t, (size_t)size.width * (size_t)size.height);
    g_autoptr(stroker) stroker = stroker_new(size.width, BAND_ROWS);
    for (guint band = 0; band < bands->len; band++) {
        cairo_status_t status;
        uint8_t *rows = (uint8_t *)(pixels + (size_t)band * BAND_ROWS * (size_t)size.width);
        if (!band_draw(bands->pdata[band], stroker, rows, 4 * size.width, &status))
            return check_status(status, "PNG", error), NULL;
    }
    *width = size.width;
    *height = size.height;
    return g_steal_pointer(&pixels);
}

/* ---- PNG ------------------------------------------------------------------------------------ */

enum progress { NOT_DRAWN, IS_DRAWING, IS_DRAWN };

/* What a band shows. Counted; all but `list` under the memory's lock until it is drawn. */
struct version {
    GBytes *list;  /* bands_build() */
    guint picture; /* the last that showed it */
    uint64_t hash; /* of the list; 0: not yet known */
    enum progress progress;
    cairo_status_t status;
    struct png_strip strip;
};

struct raster_memory {
    GMutex lock;
    GCond done;
    GPtrArray *places; /* of GPtrArray of struct version, by band */
    guint pictures, versions;
    struct timings *timings;
};

struct raster_picture {
    const struct scene *scene;
    double pixels_per_pt;
    struct size size;
    struct raster_memory *memory, *own;
    GPtrArray *versions; /* of each band */
    int next;            /* the band to look at next; atomic */
};

static void clear_version(void *data)
{
    struct version *version = data;
    g_bytes_unref(version->list);
    png_strip_clear(&version->strip);
}

static void release_version(void *version)
{
    g_atomic_rc_box_release_full(version, clear_version);
}

struct raster_memory *raster_memory_new(struct timings *timings)
{
    struct raster_memory *memory = g_new0(struct raster_memory, 1);
    g_mutex_init(&memory->lock);
    g_cond_init(&memory->done);
    memory->timings = timings;
    memory->places = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
    return memory;
}

void raster_memory_free(struct raster_memory *memory)
{
    if (!memory)
        return;
    g_mutex_clear(&memory->lock);
    g_cond_clear(&memory->done);
    g_ptr_array_unref(memory->places);
    g_free(memory);
}

size_t raster_memory_bands(struct raster_memory *memory)
{
    g_mutex_lock(&memory->lock);
    size_t count = memory->versions;
    g_mutex_unlock(&memory->lock);
    return count;
}

/* ---- what is kept --------------------------------------------------------------------------- */

static struct version *find_version(const GPtrArray *place, GBytes *list)
{
    for (guint i = place->len; i-- > 0;) {
        struct version *version = g_ptr_array_index(place, i);
        if (g_bytes_equal(version->list, list))
            return version;
    }
    return NULL;
}

/* The version of a band that has this list; the caller's. Under the lock. */
static struct version *claim_version(struct raster_memory *memory, guint band, GBytes *list,
                                     guint picture)
{
    while (memory->places->len <= band)
        g_ptr_array_add(memory->places, g_ptr_array_new_with_free_func(release_version));
    GPtrArray *place = g_ptr_array_index(memory->places, band);
    struct version *version = find_version(place, list);
    if (!version) {
        version = g_atomic_rc_box_new0(struct version);
        version->list = g_bytes_ref(list);
        g_ptr_array_add(place, version);
        memory->versions++;
    }
    version->picture = picture;
    return g_atomic_rc_box_acquire(version);
}

/* Forgets those that were shown longest ago, but none of the latest picture. Under the lock. */
static void forget(struct raster_memory *memory, guint most)
{
    while (memory->versions > most) {
        GPtrArray *oldest_place = NULL;
        guint oldest = 0, picture = memory->pictures;
        for (guint band = 0; band < memory->places->len; band++) {
            GPtrArray *place = g_ptr_array_index(memory->places, band);
            for (guint i = 0; i < place->len; i++) {
                const struct version *version = g_ptr_array_index(place, i);
                if (version->picture < picture) {
                    oldest_place = place;
                    oldest = i;
                    picture = version->picture;
                }
            }
        }
        if (!oldest_place)
            return;
        g_ptr_array_remove_index(oldest_place, oldest);
        memory->versions--;
    }
}

/* ---- a picture ------------------------------------------------------------------------------ */

struct raster_picture *raster_picture_build(const struct scene *scene, double pixels_per_pt,
                                            struct raster_memory *memory, GError **error)
{
    struct size size;
    if (!picture_size(scene, pixels_per_pt, &size, error))
        return NULL;
    struct raster_picture *picture = g_new0(struct raster_picture, 1);
    picture->scene = scene;
    picture->pixels_per_pt = pixels_per_pt;
    picture->size = size;
    picture->own = memory ? NULL : raster_memory_new(NULL);
    picture->memory = memory = memory ? memory : picture->own;
    gint64 start_us = g_get_monotonic_time();
    g_autoptr(GPtrArray) bands =
        bands_build(scene, pixels_per_pt, size.width, size.height, BAND_ROWS);
    picture->versions = g_ptr_array_new_full(bands->len, release_version);
    g_mutex_lock(&memory->lock);
    memory->pictures++;
    for (guint band = 0; band < bands->len; band++)
        g_ptr_array_add(picture->versions,
                        claim_version(memory, band, bands->pdata[band], memory->pictures));
    forget(memory, bands->len + bands->len / EARLIER_SHARE);
    g_mutex_unlock(&memory->lock);
    timings_add(memory->timings, TIMING_DRAW, start_us);
    return picture;
}

void raster_picture_free(struct raster_picture *picture)
{
    if (!picture)
        return;
    g_ptr_array_unref(picture->versions);
    raster_memory_free(picture->own);
    g_free(picture);
}

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

/* What a file says beside its pixels: pairs of keyword and value, and NULL. */
enum { TEXT_COUNT = 9 };

static void set_text(const char **text, const struct scene_about *about)
{
    const char *const pairs[TEXT_COUNT] = {
        "Title",     or_empty(about->title),  "Description", or_empty(about->description),
        "Copyright", or_empty(about->credit), "Software",    "mapgen",
        NULL};
    memcpy(text, pairs, sizeof pairs);
}

/* Of each list but once. */
static uint64_t hash_list(struct raster_memory *memory, struct version *version)
{
    g_mutex_lock(&memory->lock);
    if (!version->hash) {
        size_t size;
        const void *bytes = g_bytes_get_data(version->list, &size);
        version->hash = XXH3_64bits(bytes, size);
    }
    uint64_t hash = version->hash;
    g_mutex_unlock(&memory->lock);
    return hash;
}

void raster_picture_add_fingerprint(const struct raster_picture *picture, GChecksum *checksum)
{
    const char *text[TEXT_COUNT];
    set_text(text, scene_about_const(picture->scene));
    for (const char **word = text; *word; word++)
        g_checksum_update(checksum, (const guchar *)*word, (gssize)strlen(*word) + 1);
    for (guint band = 0; band < picture->versions->len; band++) {
        uint64_t hash = hash_list(picture->memory, picture->versions->pdata[band]);
        g_checksum_update(checksum, (const guchar *)&hash, sizeof hash);
    }
}

/* ---- drawing a picture ---------------------------------------------------------------------- */

/* True when the caller is to draw it, as nobody has begun to. */
static bool begin_version(struct raster_memory *memory, struct version *version)
{
    g_mutex_lock(&memory->lock);
    bool is_first = version->progress == NOT_DRAWN;
    if (is_first)
        version->progress = IS_DRAWING;
    g_mutex_unlock(&memory->lock);
    return is_first;
}

/* `pixels` has room for a band. */
static void draw_version(struct raster_memory *memory, struct version *version, stroker *stroker,
                         uint8_t *pixels, int width)
{
    struct pixels rows = {pixels, width, band_rows(version->list), 4 * width};
    cairo_status_t status;
    struct png_strip strip = {0};
    gint64 start_us = g_get_monotonic_time();
    bool is_drawn = band_draw(version->list, stroker, pixels, rows.stride, &status);
    timings_add(memory->timings, TIMING_DRAW, start_us);
    start_us = g_get_monotonic_time();
    if (is_drawn)
        strip = png_strip_compress(&rows);
    timings_add(memory->timings, TIMING_ENCODE, start_us);
    g_mutex_lock(&memory->lock);
    version->status = status;
    version->strip = strip;
    version->progress = IS_DRAWN;
    g_cond_broadcast(&memory->done);
    g_mutex_unlock(&memory->lock);
}

/* Draws bands that nobody has drawn until all have been looked at. Waits for none, so that threads
 * that draw the same never wait for each other in a circle. */
static void *draw_bands(void *data)
{
    struct raster_picture *picture = data;
    size_t row_size = 4 * (size_t)picture->size.width;
    g_autofree uint8_t *pixels = NULL;
    g_autoptr(stroker) stroker = NULL;
    for (;;) {
        guint band = (guint)g_atomic_int_add(&picture->next, 1);
        if (band >= picture->versions->len)
            return NULL;
        struct version *version = picture->versions->pdata[band];
        if (!begin_version(picture->memory, version))
            continue;
        if (!pixels) {
            pixels = g_malloc(row_size * BAND_ROWS);
            stroker = stroker_new(picture->size.width, BAND_ROWS);
        }
        draw_version(picture->memory, version, stroker, pixels, picture->size.width);
    }
}

/* Draws with as many threads as there are processors, if the system gives them. */
static void draw_bands_together(struct raster_picture *picture)
{
    guint count = MIN(g_get_num_processors() - 1, picture->versions->len / 2);
    g_autofree GThread **threads = g_new(GThread *, count + 1);
    for (guint i = 0; i < count; i++)
        threads[i] = g_thread_try_new("bands", draw_bands, picture, NULL);
    draw_bands(picture);
    for (guint i = 0; i < count; i++)
        if (threads[i])
            g_thread_join(threads[i]);
}

/* Waits for what other threads are drawing. */
static bool wait_for_bands(const struct raster_picture *picture, GError **error)
{
    cairo_status_t status = CAIRO_STATUS_SUCCESS;
    g_mutex_lock(&picture->memory->lock);
    for (guint i = 0; i < picture->versions->len; i++) {
        const struct version *version = g_ptr_array_index(picture->versions, i);
        while (version->progress != IS_DRAWN)
            g_cond_wait(&picture->memory->done, &picture->memory->lock);
        status = status == CAIRO_STATUS_SUCCESS ? version->status : status;
    }
    g_mutex_unlock(&picture->memory->lock);
    return check_status(status, "PNG", error);
}

static GBytes *join_bands(const struct raster_picture *picture, GError **error)
{
    const char *text[TEXT_COUNT];
    set_text(text, scene_about_const(picture->scene));
    guint count = picture->versions->len;
    g_autofree const struct png_strip **strips = g_new(const struct png_strip *, count);
    for (guint i = 0; i < count; i++)
        strips[i] = &((struct version *)g_ptr_array_index(picture->versions, i))->strip;
    return png_join(picture->size.width, picture->size.height, strips, count,
                    72 * picture->pixels_per_pt, text, error);
}

GBytes *raster_picture_encode(struct raster_picture *picture, GError **error)
{
    if (picture->own)
        draw_bands_together(picture);
    else
        draw_bands(picture);
    return wait_for_bands(picture, error) ? join_bands(picture, error) : NULL;
}

GBytes *raster_encode_png(const struct scene *scene, double pixels_per_pt,
                          struct raster_memory *memory, GError **error)
{
    g_autoptr(raster_picture) picture = raster_picture_build(scene, pixels_per_pt, memory, error);
    return picture ? raster_picture_encode(picture, error) : NULL;
}

/* ---- PDF ------------------------------------------------------------------------------------ */

struct pdf {
    const struct scene *scene;
    cairo_t *cairo;
};

/* Text that can be selected: each span's glyphs with the bytes that they stand for. */
static void show_text(cairo_t *cairo, void *data)
{
    const struct run *run = data;
    for (size_t i = 0; i < run->span_count; i++) {
        const struct glyph_span *span = &run->spans[i];
        cairo_set_scaled_font(cairo, span->face);
        cairo_show_text_glyphs(
            cairo, run->text + span->text_start, (int)span->text_length, span->glyphs,
            (int)span->count, span->clusters, (int)span->cluster_count,
            span->is_backward ? CAIRO_TEXT_CLUSTER_FLAG_BACKWARD : (cairo_text_cluster_flags_t)0);
    }
}

static void fill_path(cairo_t *cairo, void *data)
{
    (void)data;
    cairo_set_fill_rule(cairo, CAIRO_FILL_RULE_EVEN_ODD);
    cairo_fill_preserve(cairo);
}

static void draw_path(const struct pdf *pdf, const struct scene_node *node,
                      const struct paint *paint)
{
    struct paint own = *paint;
    own.fill.is_set = own.fill.is_set && node->path.is_closed;
    g_autofree struct pagept *points = shape_points(pdf->scene, node);
    shape_trace_path(pdf->cairo, points, node->path.counts, node->path.subpaths,
                     node->path.is_closed);
    shape_paint(pdf->cairo, &own, fill_path, NULL);
}

static void draw_text(const struct pdf *pdf, const struct scene_node *node,
                      const struct paint *paint)
{
    const struct run *run = node->text.run;
    cairo_matrix_t place = shape_text_place(node);
    cairo_save(pdf->cairo);
    cairo_transform(pdf->cairo, &place);
    for (size_t i = 0; i < run->span_count; i++)
        cairo_append_path(pdf->cairo, &run->spans[i].outline);
    shape_paint(pdf->cairo, paint, show_text, (void *)run);
    cairo_restore(pdf->cairo);
    pdf_link_sources(pdf->cairo, pdf->scene, node);
}

static void draw_shape(const struct scene_node *node, const struct paint *paint,
                       struct pagexy offset, void *data)
{
    const struct pdf *pdf = data;
    cairo_save(pdf->cairo);
    cairo_translate(pdf->cairo, offset.x, offset.y);
    cairo_new_path(pdf->cairo);
    if (node->kind == NODE_TEXT) {
        draw_text(pdf, node, paint);
    } else if (node->kind == NODE_PATH) {
        draw_path(pdf, node, paint);
    } else {
        if (node->kind == NODE_CIRCLE)
            shape_trace_circle(pdf->cairo, node->circle.centre, paint->radius_pt);
        else
            shape_trace_box(pdf->cairo, node->box.box, node->box.corner_pt);
        shape_paint(pdf->cairo, paint, fill_path, NULL);
    }
    cairo_restore(pdf->cairo);
}

static void begin_group(double opacity, void *data)
{
    (void)opacity;
    cairo_push_group(((const struct pdf *)data)->cairo);
}

static void end_group(double opacity, void *data)
{
    cairo_t *cairo = ((const struct pdf *)data)->cairo;
    cairo_pop_group_to_source(cairo);
    cairo_paint_with_alpha(cairo, opacity);
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
    cairo_set_tolerance(cairo, CURVE_TOLERANCE);
    shapes_walk(scene, &(struct shape_visitor){draw_shape, begin_group, end_group,
                                               &(struct pdf){scene, cairo}});
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
