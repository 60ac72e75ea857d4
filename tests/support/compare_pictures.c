/* How far two PNG pictures are apart: prints the mean difference of all channels, of 255, and how
 * many pixels of a million differ in some channel by more than 64. Status 1 when they are not of
 * one size, or cannot be read.
 *
 *     compare_pictures ONE.png OTHER.png        0.213 87
 */
#include <cairo.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define FAR_OFF 64

static int channel(uint32_t pixel, int shift)
{
    return (int)(pixel >> shift & 255);
}

static const uint32_t *row_of(cairo_surface_t *picture, int y)
{
    const unsigned char *data = cairo_image_surface_get_data(picture);
    return (const uint32_t *)(const void *)(data +
                                            (size_t)y *
                                                (size_t)cairo_image_surface_get_stride(picture));
}

int main(int count, char **arguments)
{
    if (count != 3)
        return 1;
    cairo_surface_t *one = cairo_image_surface_create_from_png(arguments[1]);
    cairo_surface_t *other = cairo_image_surface_create_from_png(arguments[2]);
    int width = cairo_image_surface_get_width(one), height = cairo_image_surface_get_height(one);
    if (cairo_surface_status(one) || cairo_surface_status(other) || width == 0 ||
        width != cairo_image_surface_get_width(other) ||
        height != cairo_image_surface_get_height(other))
        return 1;
    double sum = 0;
    long far_off = 0;
    for (int y = 0; y < height; y++) {
        const uint32_t *a = row_of(one, y), *b = row_of(other, y);
        for (int x = 0; x < width; x++) {
            int most = 0;
            for (int shift = 0; shift < 24; shift += 8) {
                int difference = abs(channel(a[x], shift) - channel(b[x], shift));
                sum += difference;
                most = difference > most ? difference : most;
            }
            far_off += most > FAR_OFF;
        }
    }
    double pixels = (double)width * height;
    printf("%.3f %.0f\n", sum / 3 / pixels, (double)far_off / pixels * 1e6);
    cairo_surface_destroy(one);
    cairo_surface_destroy(other);
    return 0;
}
