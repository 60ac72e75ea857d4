/* Style sheets of any bytes: an error or a style that answers for any class. */
#include "style/style.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const class_lists[] = {"", "a", "b a", "area side-a now", "a b c d"};
    static const struct medium page = {400, 300, true};
    g_autoptr(GError) error = NULL;
    g_autoptr(style) style = style_parse((const char *)data, size, "fuzz.css", &page, &error);

    g_assert((style == NULL) == (error != NULL));
    for (size_t i = 0; style != NULL && i < G_N_ELEMENTS(class_lists); i++) {
        struct paint paint = style_paint(style, class_lists[i]);
        g_assert(paint.font.family != NULL && paint.font.fallback != NULL);
        g_assert(paint.dash_count >= 0 && paint.dash_count <= PAINT_MAX_DASHES);
        g_assert(paint.stroke_width_pt >= 0 && paint.radius_pt >= 0);
    }
    return 0;
}
