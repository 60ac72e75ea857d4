/* Where on a page a picture stands, and how alike it is there: prints x and y in pixels, the mean
 * difference of all channels, of 255, and how many pixels of a million differ in some channel by
 * more than 64. Status 1 when one cannot be read, or the picture is larger than the page.
 *
 *     find_picture PAGE.png PICTURE.png        295 512 1.204 3120
 *
 * Both have the same pixels per point. A picture that is cut or scaled is found nowhere: it
 * differs. */
#include <cairo.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define FAR_OFF 64
#define COARSE 16

struct picture {
    cairo_surface_t *surface;
    int width, height;
};

struct place {
    int x, y;
};

static struct picture picture_of(cairo_surface_t *surface)
{
    return (struct picture){surface, cairo_image_surface_get_width(surface),
                            cairo_image_surface_get_height(surface)};
}

static const uint32_t *row_of(const struct picture *picture, int y)
{
    const unsigned char *data = cairo_image_surface_get_data(picture->surface);
    int stride = cairo_image_surface_get_stride(picture->surface);
    return (const uint32_t *)(const void *)(data + (size_t)y * (size_t)stride);
}

/* On white, each pixel the mean of `by` times `by`. */
static struct picture shrunk(const struct picture *picture, int by)
{
    int width = picture->width / by, height = picture->height / by;
    cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    cairo_t *cr = cairo_create(surface);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_paint(cr);
    cairo_scale(cr, 1.0 / by, 1.0 / by);
    cairo_set_source_surface(cr, picture->surface, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cr),
                             by > 1 ? CAIRO_FILTER_GOOD : CAIRO_FILTER_NEAREST);
    cairo_paint(cr);
    cairo_destroy(cr);
    cairo_surface_flush(surface);
    return picture_of(surface);
}

static int largest_difference(uint32_t a, uint32_t b, long *sum)
{
    int most = 0;
    for (int shift = 0; shift < 24; shift += 8) {
        int difference = abs((int)(a >> shift & 255) - (int)(b >> shift & 255));
        *sum += difference;
        most = difference > most ? difference : most;
    }
    return most;
}

/* The sum of all differences there; gives up above `most`. */
static long difference_at(const struct picture *page, const struct picture *part,
                          struct place place, long most, long *far_off)
{
    long sum = 0;
    *far_off = 0;
    for (int y = 0; y < part->height && sum <= most; y++) {
        const uint32_t *a = row_of(page, place.y + y) + place.x, *b = row_of(part, y);
        for (int x = 0; x < part->width; x++)
            *far_off += largest_difference(a[x], b[x], &sum) > FAR_OFF;
    }
    return sum;
}

/* The best place between two, both included, as far as they lie on the page. */
static struct place find(const struct picture *page, const struct picture *part, struct place from,
                         struct place to)
{
    struct place best = from;
    long least = LONG_MAX, far_off;
    int last_x = page->width - part->width, last_y = page->height - part->height;
    for (int y = from.y < 0 ? 0 : from.y; y <= to.y && y <= last_y; y++) {
        for (int x = from.x < 0 ? 0 : from.x; x <= to.x && x <= last_x; x++) {
            long sum = difference_at(page, part, (struct place){x, y}, least, &far_off);
            if (sum < least) {
                least = sum;
                best = (struct place){x, y};
            }
        }
    }
    return best;
}

/* In a coarse size everywhere, then in each finer one around what was best. */
static struct place find_at(const struct picture *page, const struct picture *part, int by)
{
    struct picture small_page = shrunk(page, by), small_part = shrunk(part, by);
    struct place from = {0, 0}, to = {small_page.width, small_page.height};
    if (by < COARSE) {
        struct place rough = find_at(page, part, 2 * by);
        from = (struct place){2 * rough.x - 2, 2 * rough.y - 2};
        to = (struct place){2 * rough.x + 3, 2 * rough.y + 3};
    }
    struct place best = find(&small_page, &small_part, from, to);
    cairo_surface_destroy(small_page.surface);
    cairo_surface_destroy(small_part.surface);
    return best;
}

int main(int count, char **arguments)
{
    if (count != 3)
        return 1;
    cairo_surface_t *read[2];
    struct picture on_white[2];
    for (int i = 0; i < 2; i++) {
        read[i] = cairo_image_surface_create_from_png(arguments[1 + i]);
        if (cairo_surface_status(read[i]))
            return 1;
        struct picture picture = picture_of(read[i]);
        on_white[i] = shrunk(&picture, 1);
    }
    const struct picture *page = &on_white[0], *part = &on_white[1];
    if (part->width > page->width || part->height > page->height)
        return 1;
    struct place place = find_at(page, part, 1);
    long far_off, sum = difference_at(page, part, place, LONG_MAX, &far_off);
    double pixels = (double)part->width * part->height;
    printf("%d %d %.3f %.0f\n", place.x, place.y, (double)sum / 3 / pixels,
           (double)far_off / pixels * 1e6);
    for (int i = 0; i < 2; i++) {
        cairo_surface_destroy(read[i]);
        cairo_surface_destroy(on_white[i].surface);
    }
    return 0;
}
