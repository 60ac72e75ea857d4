#include "style/property.h"

#include "base/error.h"
#include "style/value.h"
#include <string.h>

static bool read_colour(const char *text, void *target)
{
    return value_colour(text, target);
}

static bool read_length(const char *text, void *target)
{
    return value_length(text, target);
}

static bool read_size(const char *text, void *target)
{
    return value_size(text, target);
}

/* Letters of no size have no shape, and Cairo has none for those of 100,000 points. */
#define LETTERS_LEAST_PT 0.1
#define LETTERS_MOST_PT 1000

static bool read_letter_size(const char *text, void *target)
{
    double size_pt;

    if (!value_size(text, &size_pt) || size_pt < LETTERS_LEAST_PT || size_pt > LETTERS_MOST_PT)
        return false;
    *(double *)target = size_pt;
    return true;
}

/* Nobody sees finer stripes, and each of them is a shape of its own. */
#define PERIOD_LEAST_PT 0.1

static bool read_period(const char *text, void *target)
{
    double period_pt;

    if (!value_size(text, &period_pt) || (period_pt > 0 && period_pt < PERIOD_LEAST_PT))
        return false;
    *(double *)target = period_pt;
    return true;
}

static bool read_spacing(const char *text, void *target)
{
    static const char *const words[] = {"normal", NULL};
    double *spacing_pt = target;

    if (value_keyword(text, words) < 0)
        return value_length(text, spacing_pt);
    *spacing_pt = 0;
    return true;
}

static bool read_opacity(const char *text, void *target)
{
    return value_number(text, 0, 1, target);
}

static bool read_miter_limit(const char *text, void *target)
{
    return value_number(text, 1, LENGTH_MAX_PT, target);
}

static bool read_angle(const char *text, void *target)
{
    return value_angle(text, target);
}

static bool read_cap(const char *text, void *target)
{
    static const char *const words[] = {"butt", "round", "square", NULL};
    int word = value_keyword(text, words);

    if (word >= 0)
        *(enum line_cap *)target = (enum line_cap)word;
    return word >= 0;
}

static bool read_join(const char *text, void *target)
{
    static const char *const words[] = {"miter", "round", "bevel", NULL};
    int word = value_keyword(text, words);

    if (word >= 0)
        *(enum line_join *)target = (enum line_join)word;
    return word >= 0;
}

static bool read_dashes(const char *text, void *target)
{
    struct paint *paint = target;

    return value_dashes(text, paint->dashes_pt, &paint->dash_count);
}

static bool read_paint_order(const char *text, void *target)
{
    static const char *const words[] = {"normal", "fill",        "fill stroke",
                                        "stroke", "stroke fill", NULL};
    int word = value_keyword(text, words);

    if (word >= 0)
        *(bool *)target = g_str_has_prefix(words[word], "stroke");
    return word >= 0;
}

static bool read_display(const char *text, void *target)
{
    static const char *const words[] = {"none", "inline", "block", NULL};
    int word = value_keyword(text, words);

    if (word >= 0)
        *(bool *)target = word > 0;
    return word >= 0;
}

static bool read_weight(const char *text, void *target)
{
    static const char *const words[] = {"normal", "bold", NULL};
    int word = value_keyword(text, words);
    double weight = word == 1 ? 700 : 400;

    if (word < 0 && (!value_number(text, 100, 900, &weight) || weight != (int)weight))
        return false;
    *(int *)target = (int)weight;
    return true;
}

static bool read_italic(const char *text, void *target)
{
    static const char *const words[] = {"normal", "italic", "oblique", NULL};
    int word = value_keyword(text, words);

    if (word >= 0)
        *(bool *)target = word > 0;
    return word >= 0;
}

static bool read_families(const char *text, void *target)
{
    struct resolved *resolved = target;

    return value_families(text, &resolved->family, &resolved->fallback);
}

#define COLOUR "a colour (#rgb, #rrggbb, rgb(r, g, b), a CSS name or none)"
#define LENGTH "a length in points (bare, px or pt)"
#define SIZE "a length of 0 or more points (bare, px or pt)"
#define OPACITY "a number from 0 to 1"

static const struct property properties[] = {
    {"fill", read_colour, offsetof(struct resolved, paint.fill), COLOUR},
    {"stroke", read_colour, offsetof(struct resolved, paint.stroke), COLOUR},
    {"fill-opacity", read_opacity, offsetof(struct resolved, fill_opacity), OPACITY},
    {"stroke-opacity", read_opacity, offsetof(struct resolved, stroke_opacity), OPACITY},
    {"opacity", read_opacity, offsetof(struct resolved, paint.opacity), OPACITY},
    {"stroke-width", read_size, offsetof(struct resolved, paint.stroke_width_pt), SIZE},
    {"stroke-linecap", read_cap, offsetof(struct resolved, paint.cap), "butt, round or square"},
    {"stroke-linejoin", read_join, offsetof(struct resolved, paint.join), "miter, round or bevel"},
    {"stroke-miterlimit", read_miter_limit, offsetof(struct resolved, paint.miter_limit),
     "a number of 1 or more"},
    {"stroke-dasharray", read_dashes, offsetof(struct resolved, paint),
     "none or up to 8 lengths in points"},
    {"stroke-dashoffset", read_length, offsetof(struct resolved, paint.dash_offset_pt), LENGTH},
    {"paint-order", read_paint_order, offsetof(struct resolved, paint.is_stroke_first),
     "normal, stroke or fill"},
    {"r", read_size, offsetof(struct resolved, paint.radius_pt), SIZE},
    {"display", read_display, offsetof(struct resolved, paint.is_displayed),
     "none, inline or block"},
    {"font-family", read_families, 0, "a list of font names apart by commas"},
    {"font-size", read_letter_size, offsetof(struct resolved, paint.font.size_pt),
     "a size of 0.1 to 1000 points (bare, px or pt)"},
    {"font-weight", read_weight, offsetof(struct resolved, paint.font.weight),
     "normal, bold or a whole number from 100 to 900"},
    {"font-style", read_italic, offsetof(struct resolved, paint.font.is_italic),
     "normal, italic or oblique"},
    {"letter-spacing", read_spacing, offsetof(struct resolved, paint.font.letter_spacing_pt),
     LENGTH},
    {"--hatch-colour", read_colour, offsetof(struct resolved, paint.hatch.colour), COLOUR},
    {"--hatch-angle", read_angle, offsetof(struct resolved, paint.hatch.angle_deg),
     "an angle in degrees"},
    {"--hatch-period", read_period, offsetof(struct resolved, paint.hatch.period_pt),
     "a length of 0.1 or more points, or 0 for no hatch (bare, px or pt)"},
    {"--hatch-width", read_size, offsetof(struct resolved, paint.hatch.width_pt), SIZE},
};

const struct property *property_find(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(properties); i++) {
        if (strcmp(properties[i].name, name) == 0)
            return &properties[i];
    }
    return NULL;
}

const char *property_nearest(const char *name)
{
    const char *names[G_N_ELEMENTS(properties) + 1] = {NULL};

    for (size_t i = 0; i < G_N_ELEMENTS(properties); i++)
        names[i] = properties[i].name;
    return error_nearest(name, names);
}

size_t property_count(void)
{
    return G_N_ELEMENTS(properties);
}

const struct property *property_at(size_t index)
{
    return &properties[index];
}

void resolved_clear(struct resolved *resolved)
{
    g_free(resolved->family);
    g_free(resolved->fallback);
    resolved->family = resolved->fallback = NULL;
}

struct resolved resolved_initial(void)
{
    return (struct resolved){.paint = paint_initial(), .fill_opacity = 1, .stroke_opacity = 1};
}
