/* The floor of the common job: the least that a program does that draws these maps with shapelib,
 * PROJ and cairo. It dissolves nothing (each district is filled, the lines between holders are left
 * out), looks for no places of labels, writes no titles, and keeps all that does not change.
 *
 *     floor DATA OUT png|svg [FIRST LAST]      numbers of dates, 0 to 35
 *
 * PNG: libpng's level 6 without filters, as far as cairo draws it; SVG: by hand, a path a district.
 */
#include <cairo.h>
#include <png.h>
#include <proj.h>
#include <shapefil.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WIDTH 1600
#define HEIGHT 1200
#define HALF_WIDTH_M 171000.0
#define LCC "+proj=lcc +lat_1=39.2 +lat_2=40.5 +lat_0=39.85 +lon_0=46.2 +datum=WGS84 +units=m"

struct layer {
    int count;
    SHPObject **shapes; /* in pixels */
    DBFHandle table;
};

struct job {
    struct layer neighbours, districts, disputed, places;
    const char *folder;
};

static void stop(const char *what)
{
    fprintf(stderr, "floor: %s\n", what);
    exit(1);
}

static void project(PJ *lcc, SHPObject *shape)
{
    double scale = WIDTH / 2 / HALF_WIDTH_M;
    for (int i = 0; i < shape->nVertices; i++) {
        PJ_COORD at = proj_coord(proj_torad(shape->padfX[i]), proj_torad(shape->padfY[i]), 0, 0);
        at = proj_trans(lcc, PJ_FWD, at);
        shape->padfX[i] = WIDTH / 2.0 + scale * at.xy.x;
        shape->padfY[i] = HEIGHT / 2.0 - scale * at.xy.y;
    }
}

static struct layer read_layer(PJ *lcc, const char *data, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", data, name);
    SHPHandle file = SHPOpen(path, "rb");
    struct layer layer = {.table = DBFOpen(path, "rb")};
    if (file == NULL || layer.table == NULL)
        stop(path);
    SHPGetInfo(file, &layer.count, NULL, NULL, NULL);
    layer.shapes = calloc((size_t)layer.count, sizeof *layer.shapes);
    for (int i = 0; i < layer.count; i++) {
        layer.shapes[i] = SHPReadObject(file, i);
        project(lcc, layer.shapes[i]);
    }
    SHPClose(file);
    return layer;
}

static int part_end(const SHPObject *shape, int part)
{
    return part + 1 < shape->nParts ? shape->panPartStart[part + 1] : shape->nVertices;
}

static const char *holder_of(const struct layer *districts, int district, int date)
{
    char column[8];
    snprintf(column, sizeof column, "h%02d", date);
    return DBFReadStringAttribute(districts->table, district,
                                  DBFGetFieldIndex(districts->table, column));
}

static unsigned colour_of(const char *holder)
{
    static const struct {
        const char *holder;
        unsigned colour;
    } colours[] = {{"AZE", 0x7fb2d9}, {"ARM", 0xe9a36b}, {"NK", 0xc9746b}, {"PK", 0x9bbf85}};
    for (size_t i = 0; i < sizeof colours / sizeof colours[0]; i++)
        if (strcmp(colours[i].holder, holder) == 0)
            return colours[i].colour;
    stop("a holder without a colour");
    return 0;
}

static void set_colour(cairo_t *cr, unsigned colour)
{
    cairo_set_source_rgb(cr, (colour >> 16) / 255.0, (colour >> 8 & 255) / 255.0,
                         (colour & 255) / 255.0);
}

static void trace(cairo_t *cr, const SHPObject *shape)
{
    for (int part = 0; part < shape->nParts; part++)
        for (int i = shape->panPartStart[part]; i < part_end(shape, part); i++)
            if (i == shape->panPartStart[part])
                cairo_move_to(cr, shape->padfX[i], shape->padfY[i]);
            else
                cairo_line_to(cr, shape->padfX[i], shape->padfY[i]);
}

static void trace_all(cairo_t *cr, const struct layer *layer)
{
    for (int i = 0; i < layer->count; i++)
        trace(cr, layer->shapes[i]);
}

static void draw_places(cairo_t *cr, const struct layer *places)
{
    int column = DBFGetFieldIndex(places->table, "name");
    cairo_select_font_face(cr, "Noto Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(cr, 14);
    for (int i = 0; i < places->count; i++) {
        double x = places->shapes[i]->padfX[0], y = places->shapes[i]->padfY[0];
        cairo_arc(cr, x, y, 3, 0, 6.2832);
        cairo_move_to(cr, x + 6, y + 5);
        cairo_text_path(cr, DBFReadStringAttribute(places->table, i, column));
        set_colour(cr, 0xffffff);
        cairo_set_line_width(cr, 4);
        cairo_stroke_preserve(cr);
        set_colour(cr, 0x111111);
        cairo_fill(cr);
    }
}

static void draw(cairo_t *cr, const struct job *job, int date)
{
    static const double dashes[] = {6, 4};
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    set_colour(cr, 0xf7f5ef);
    cairo_paint(cr);
    trace_all(cr, &job->neighbours);
    set_colour(cr, 0xd9d9d9);
    cairo_fill(cr);
    for (int i = 0; i < job->districts.count; i++) {
        trace(cr, job->districts.shapes[i]);
        set_colour(cr, colour_of(holder_of(&job->districts, i, date)));
        cairo_fill(cr);
    }
    trace_all(cr, &job->districts);
    cairo_set_source_rgba(cr, 1 / 3.0, 1 / 3.0, 1 / 3.0, 0.5);
    cairo_set_line_width(cr, 0.5);
    cairo_stroke(cr);
    trace_all(cr, &job->disputed);
    set_colour(cr, 0xaa0000);
    cairo_set_line_width(cr, 1.5);
    cairo_set_dash(cr, dashes, 2, 0);
    cairo_stroke(cr);
    cairo_set_dash(cr, NULL, 0, 0);
    draw_places(cr, &job->places);
}

static FILE *create(const struct job *job, int date, const char *ending)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%02d.%s", job->folder, date, ending);
    FILE *file = fopen(path, "wb");
    if (file == NULL)
        stop(path);
    return file;
}

static void write_png(cairo_surface_t *surface, FILE *file)
{
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    png_init_io(png, file);
    png_set_IHDR(png, info, WIDTH, HEIGHT, 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_filter(png, 0, PNG_FILTER_NONE);
    png_set_bgr(png);
    png_write_info(png, info);
    png_set_filler(png, 0, PNG_FILLER_AFTER);
    cairo_surface_flush(surface);
    unsigned char *pixels = cairo_image_surface_get_data(surface);
    int stride = cairo_image_surface_get_stride(surface);
    for (int row = 0; row < HEIGHT; row++)
        png_write_row(png, pixels + row * stride);
    png_write_end(png, NULL);
    png_destroy_write_struct(&png, &info);
}

static void draw_pngs(const struct job *job, int first, int last)
{
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
    cairo_t *cr = cairo_create(surface);
    cairo_set_fill_rule(cr, CAIRO_FILL_RULE_EVEN_ODD);
    for (int date = first; date <= last; date++) {
        FILE *file = create(job, date, "png");
        draw(cr, job, date);
        write_png(surface, file);
        fclose(file);
    }
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
}

/* A number to a tenth, as printf's "%.1f" has it but sooner. */
static char *put_tenths(char *to, double value)
{
    char digits[24];
    long tenths = (long)(value * 10 + (value < 0 ? -0.5 : 0.5));
    int count = 0;
    if (tenths < 0)
        *to++ = '-';
    tenths = labs(tenths);
    do
        digits[count++] = (char)('0' + tenths % 10);
    while ((tenths /= 10) > 0);
    if (count == 1)
        *to++ = '0';
    while (count > 1)
        *to++ = digits[--count];
    *to++ = '.';
    *to++ = digits[0];
    return to;
}

static char *path_of(const SHPObject *shape)
{
    char *path = malloc((size_t)shape->nVertices * 40 + 1), *to = path;
    for (int part = 0; part < shape->nParts; part++)
        for (int i = shape->panPartStart[part]; i < part_end(shape, part); i++) {
            *to++ = i == shape->panPartStart[part] ? 'M' : 'L';
            to = put_tenths(to, shape->padfX[i]);
            *to++ = ' ';
            to = put_tenths(to, shape->padfY[i]);
        }
    *to = '\0';
    return path;
}

static char **paths_of(const struct layer *layer)
{
    char **paths = calloc((size_t)layer->count, sizeof *paths);
    for (int i = 0; i < layer->count; i++)
        paths[i] = path_of(layer->shapes[i]);
    return paths;
}

static void free_paths(char **paths, int count)
{
    for (int i = 0; i < count; i++)
        free(paths[i]);
    free(paths);
}

static void write_lines(FILE *svg, const struct layer *layer, char **paths, const char *look)
{
    for (int i = 0; i < layer->count; i++)
        fprintf(svg, "<path %s d=\"%s\"/>\n", look, paths[i]);
}

static void write_places(FILE *svg, const struct layer *places)
{
    int column = DBFGetFieldIndex(places->table, "name");
    for (int i = 0; i < places->count; i++) {
        double x = places->shapes[i]->padfX[0], y = places->shapes[i]->padfY[0];
        fprintf(svg,
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\"/><text x=\"%.1f\" y=\"%.1f\" "
                "font-family=\"Noto Sans\" font-size=\"14\" stroke=\"#fff\" stroke-width=\"4\" "
                "paint-order=\"stroke\">%s</text>\n",
                x, y, x + 6, y + 5, DBFReadStringAttribute(places->table, i, column));
    }
}

static void write_svgs(const struct job *job, int first, int last)
{
    char **neighbours = paths_of(&job->neighbours), **districts = paths_of(&job->districts);
    char **disputed = paths_of(&job->disputed);
    for (int date = first; date <= last; date++) {
        FILE *svg = create(job, date, "svg");
        fprintf(svg, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\">\n", WIDTH,
                HEIGHT);
        write_lines(svg, &job->neighbours, neighbours, "fill=\"#d9d9d9\"");
        for (int i = 0; i < job->districts.count; i++)
            fprintf(svg, "<path fill=\"#%06x\" stroke=\"#555\" stroke-width=\".5\" d=\"%s\"/>\n",
                    colour_of(holder_of(&job->districts, i, date)), districts[i]);
        write_lines(svg, &job->disputed, disputed,
                    "fill=\"none\" stroke=\"#a00\" stroke-width=\"1.5\" stroke-dasharray=\"6 4\"");
        write_places(svg, &job->places);
        fputs("</svg>\n", svg);
        fclose(svg);
    }
    free_paths(neighbours, job->neighbours.count);
    free_paths(districts, job->districts.count);
    free_paths(disputed, job->disputed.count);
}

static void free_layer(struct layer *layer)
{
    for (int i = 0; i < layer->count; i++)
        SHPDestroyObject(layer->shapes[i]);
    free(layer->shapes);
    DBFClose(layer->table);
}

int main(int count, char **words)
{
    if (count != 4 && count != 6)
        stop("usage: floor DATA OUT png|svg [FIRST LAST]");
    int first = count == 6 ? atoi(words[4]) : 0, last = count == 6 ? atoi(words[5]) : 35;
    PJ *lcc = proj_create(PJ_DEFAULT_CTX, LCC);
    if (lcc == NULL)
        stop("no projection");
    struct job job = {read_layer(lcc, words[1], "neighbours"),
                      read_layer(lcc, words[1], "districts"), read_layer(lcc, words[1], "disputed"),
                      read_layer(lcc, words[1], "places"), words[2]};
    if (strcmp(words[3], "png") == 0)
        draw_pngs(&job, first, last);
    else
        write_svgs(&job, first, last);
    free_layer(&job.neighbours);
    free_layer(&job.districts);
    free_layer(&job.disputed);
    free_layer(&job.places);
    proj_destroy(lcc);
    return 0;
}
