#include "compose/theme.h"

#include <string.h>

/* The properties that colours come from. A class of the scene may be painted in another than its
 * own: bands in the hatch's colour, the seam around an area in its fill (compose/pen.h). */
enum source { FROM_FILL, FROM_STROKE, FROM_HATCH };

static struct colour colour_of(const struct paint *paint, enum source source)
{
    return source == FROM_FILL     ? paint->fill
           : source == FROM_STROKE ? paint->stroke
                                   : paint->hatch.colour;
}

static bool is_same(struct colour a, struct colour b)
{
    return a.is_set && b.is_set && a.r == b.r && a.g == b.g && a.b == b.b;
}

static struct scene_tint tint(const char *class_list, struct colour colour,
                              const enum source *sources, const struct style *style,
                              const struct style *dark)
{
    static const char *const NAMES[] = {"fill", "stroke", "--hatch-colour"};
    struct paint light = style_paint(style, class_list);
    for (int i = 0; i < 2; i++) {
        if (!is_same(colour, colour_of(&light, sources[i])))
            continue;
        struct scene_tint tint = {0};
        const char *variable = style_variable(style, class_list, NAMES[sources[i]]);
        tint.variable = g_intern_string(variable);
        if (dark) {
            struct paint paint = style_paint(dark, class_list);
            struct colour other = colour_of(&paint, sources[i]);
            if (other.is_set && !is_same(colour, other))
                tint.dark = other;
        }
        return tint;
    }
    return (struct scene_tint){0};
}

void theme_apply(struct scene *scene, const struct style *style, const struct style *dark)
{
    static const enum source OF_FILL[] = {FROM_FILL, FROM_HATCH},
                             OF_BANDS[] = {FROM_HATCH, FROM_FILL},
                             OF_STROKE[] = {FROM_STROKE, FROM_FILL};
    for (size_t i = 0; i < scene_class_count(scene); i++) {
        const char *name = scene_class_name(scene, (int)i);
        const struct paint *paint = scene_class_paint(scene, (int)i);
        bool is_bands = g_str_has_suffix(name, " hatch");
        struct scene_theme theme = {
            .fill = tint(name, paint->fill, is_bands ? OF_BANDS : OF_FILL, style, dark),
            .stroke = tint(name, paint->stroke, OF_STROKE, style, dark),
        };
        scene_set_theme(scene, (int)i, &theme);
    }
}
