#include "style/legibility.h"

#include "style/colour.h"
#include <math.h>
#include <string.h>

#define LEAST_CONTRAST 4.5
#define LEAST_CONTRAST_LARGE 3.0
#define LEAST_HALO_PT 2.0
#define LEAST_HALO_OPACITY 0.8

/* ---- areas --------------------------------------------------------------------------------- */

/* An area as it is drawn. */
struct drawn {
    const char *control;
    const char *tone;
    char *class_list;
    struct paint paint;
};

static void drawn_clear(gpointer data)
{
    struct drawn *drawn = data;

    g_free(drawn->class_list);
}

/* Each area in each of its tones, of struct drawn. */
static GArray *list_areas(const style *style, const struct legibility_area *areas, size_t count)
{
    static const char *const tones[] = {"before", "earlier", "now"};
    GArray *list = g_array_new(FALSE, FALSE, sizeof(struct drawn));

    g_array_set_clear_func(list, drawn_clear);
    for (size_t i = 0; i < count; i++) {
        for (size_t t = 0; t < (areas[i].has_tones ? G_N_ELEMENTS(tones) : 1); t++) {
            struct drawn drawn = {.control = areas[i].control, .tone = tones[t]};
            drawn.class_list = g_strdup_printf("area %s %s", drawn.control, drawn.tone);
            drawn.paint = style_paint(style, drawn.class_list);
            g_array_append_val(list, drawn);
        }
    }
    return list;
}

static const struct drawn *drawn_at(const GArray *list, guint index)
{
    return &g_array_index(list, struct drawn, index);
}

/* "side-b" of "side-b peacekeeping other-third". The caller's. */
static char *role_of(const char *control)
{
    return g_strndup(control, strcspn(control, " "));
}

/* ---- grounds ------------------------------------------------------------------------------- */

/* A colour that text can stand on, and the classes of what is painted in it. */
struct ground {
    const char *class_list;
    struct colour colour;
};

static void add_ground(GArray *grounds, const char *class_list, struct colour colour)
{
    struct ground ground = {class_list, colour};

    if (colour.is_set)
        g_array_append_val(grounds, ground);
}

/* An area's fill and the bands over it. */
static void add_area(GArray *grounds, const struct drawn *area)
{
    add_ground(grounds, area->class_list, area->paint.fill);
    if (area->paint.hatch.is_set)
        add_ground(grounds, area->class_list, area->paint.hatch.colour);
}

static void add_classes(GArray *grounds, const style *style, const char *const *class_lists)
{
    for (; *class_lists != NULL; class_lists++)
        add_ground(grounds, *class_lists, style_paint(style, *class_lists).fill);
}

/* ---- text ---------------------------------------------------------------------------------- */

enum where { ON_PANEL, ON_LEGEND, ON_LAND, ON_MAP, ON_OWN_AREA };

/* Texts and where they stand. `has_role`: with the class of each holder's role, over the areas of
 * that holder when ON_OWN_AREA. */
struct text {
    const char *class_list;
    enum where where;
    bool has_role;
    bool is_name; /* of a country or party */
};

static const struct text texts[] = {
    {"headline", ON_PANEL},
    {"series-title", ON_PANEL},
    {"caption", ON_PANEL},
    {"source", ON_PANEL},
    {"edition", ON_PANEL},
    {"correction", ON_PANEL},
    {"strip-text", ON_PANEL},
    {"strip-text-current", ON_PANEL},
    {"panel-date", ON_PANEL},
    {"note", ON_LEGEND},
    {"legend-text", ON_LEGEND},
    {"legend-heading", ON_LEGEND},
    {"scale-text", ON_MAP},
    {"north-text", ON_MAP},
    {"graticule-text", ON_MAP},
    {"place-label", ON_MAP},
    {"place-label rank-1", ON_MAP},
    {"place-label rank-2", ON_MAP},
    {"place-label rank-3", ON_MAP},
    {"place-label rank-4", ON_MAP},
    {"place-label rank-5", ON_MAP},
    {"mark-label", ON_MAP},
    {"label water", ON_MAP},
    {"label road", ON_MAP},
    {"label corridor", ON_MAP},
    {"label country neighbour", ON_LAND, .is_name = true},
    {"label country", ON_OWN_AREA, .has_role = true, .is_name = true},
    {"label party", ON_OWN_AREA, .has_role = true, .is_name = true},
    {"label district", ON_OWN_AREA, .has_role = true},
    {"label change", ON_MAP, .has_role = true},
    {"label changed", ON_OWN_AREA, .has_role = true},
    {"changed-date", ON_OWN_AREA, .has_role = true},
};

/* The grounds of a text; of struct ground. Of a party's areas only those that its names stand in:
 * what it holds. */
static GArray *list_grounds(const style *style, const struct text *text, const char *role,
                            const GArray *areas)
{
    static const char *const panels[] = {"panel", "page", NULL};
    static const char *const legends[] = {"legend-box", NULL};
    static const char *const lands[] = {"neighbour", NULL};
    static const char *const surroundings[] = {"neighbour", "sea", "lake", NULL};
    static const char *const *const fixed[] = {panels, legends, lands, surroundings, NULL};
    GArray *grounds = g_array_new(FALSE, FALSE, sizeof(struct ground));

    if (fixed[text->where] != NULL)
        add_classes(grounds, style, fixed[text->where]);
    for (guint i = 0; text->where >= ON_MAP && i < areas->len; i++) {
        const struct drawn *area = drawn_at(areas, i);
        g_autofree char *holder = role_of(area->control);
        if (text->where == ON_MAP || strcmp(holder, role) == 0)
            add_area(grounds, area);
    }
    return grounds;
}

static bool has_halo(const struct paint *paint)
{
    return paint->stroke.is_set && paint->is_stroke_first &&
           paint->stroke_width_pt >= LEAST_HALO_PT &&
           paint->stroke.opacity * paint->opacity >= LEAST_HALO_OPACITY;
}

static bool is_large(const struct paint *paint)
{
    return paint->font.size_pt >= 18 || (paint->font.size_pt >= 14 && paint->font.weight >= 700);
}

static char *hex(struct colour colour)
{
    return g_strdup_printf("#%02X%02X%02X", colour.r, colour.g, colour.b);
}

static double contrast_on(const struct paint *paint, struct colour ground)
{
    struct colour ink = paint->fill;

    ink.opacity *= paint->opacity;
    return colour_contrast(colour_over(ink, ground), ground);
}

static void warn_contrast(const style *style, const char *class_list, const struct ground *ground,
                          double contrast, double least, report *report)
{
    struct style_place place = style_place(style, class_list, "fill");
    g_autofree char *ink = hex(style_paint(style, class_list).fill);
    g_autofree char *under = hex(ground->colour);

    report_add(report,
               (struct finding){SEVERITY_WARNING, "contrast", class_list, place.path, place.line},
               "'%s' (%s) on '%s' (%s) has a contrast of %.2f : 1, less than %.1f : 1; make the "
               "text darker or lighter, or give it a halo (stroke, paint-order: stroke) at least "
               "2 wide and 0.8 opaque",
               class_list, ink, ground->class_list, under, contrast, least);
}

/* Tells of the ground on which a text is read worst. */
static void check_text(const style *style, const struct text *text, const char *role,
                       const GArray *areas, report *report)
{
    g_autofree char *class_list = *role == '\0' ? g_strdup(text->class_list)
                                                : g_strdup_printf("%s %s", text->class_list, role);
    struct paint paint = style_paint(style, class_list);
    double least = text->is_name || is_large(&paint) ? LEAST_CONTRAST_LARGE : LEAST_CONTRAST;
    g_autoptr(GArray) grounds = list_grounds(style, text, role, areas);
    const struct ground *worst = NULL;
    double least_found = INFINITY;

    if (!paint.is_displayed || !paint.fill.is_set)
        return;
    if (has_halo(&paint)) {
        g_array_set_size(grounds, 0);
        add_ground(grounds, "its halo", paint.stroke);
    }
    for (guint i = 0; i < grounds->len; i++) {
        const struct ground *ground = &g_array_index(grounds, struct ground, i);
        double contrast = contrast_on(&paint, ground->colour);
        if (contrast >= least_found)
            continue;
        least_found = contrast;
        worst = ground;
    }
    if (worst != NULL && least_found < least)
        warn_contrast(style, class_list, worst, least_found, least, report);
}

/* The roles of the areas, each once. */
static GPtrArray *list_roles(const GArray *areas)
{
    GPtrArray *roles = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; i < areas->len; i++) {
        char *role = role_of(drawn_at(areas, i)->control);
        if (g_ptr_array_find_with_equal_func(roles, role, g_str_equal, NULL))
            g_free(role);
        else
            g_ptr_array_add(roles, role);
    }
    return roles;
}

static void check_texts(const style *style, const GArray *areas, report *report)
{
    g_autoptr(GPtrArray) roles = list_roles(areas);

    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
        if (!texts[i].has_role)
            check_text(style, &texts[i], "", areas, report);
        for (guint r = 0; texts[i].has_role && r < roles->len; r++)
            check_text(style, &texts[i], g_ptr_array_index(roles, r), areas, report);
    }
}

/* ---- areas apart --------------------------------------------------------------------------- */

static int compare_words(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The words of a control without which of its parties holds and which is the other. */
static char *parties_of(const char *control)
{
    g_auto(GStrv) words = g_strsplit(control, " ", -1);

    for (char **word = words; *word != NULL; word++) {
        if (g_str_has_prefix(*word, "other-"))
            memmove(*word, *word + strlen("other-"), strlen(*word + strlen("other-")) + 1);
    }
    qsort(words, g_strv_length(words), sizeof *words, compare_words);
    return g_strjoinv(" ", words);
}

static bool is_unknown(const struct drawn *area)
{
    g_autofree char *role = role_of(area->control);
    return strncmp(area->control + strlen(role), " unknown", strlen(" unknown")) == 0;
}

/* Two of one meaning may look alike: "b guarded by c" is "c guarding b", and whose is not known is
 * not known, whoever had it. */
static bool is_same_meaning(const struct drawn *a, const struct drawn *b)
{
    if (is_unknown(a) && is_unknown(b))
        return a->tone == b->tone;
    g_autofree char *left = parties_of(a->control);
    g_autofree char *right = parties_of(b->control);

    return a->tone == b->tone && strcmp(left, right) == 0;
}

static bool is_same_dashes(const struct paint *a, const struct paint *b)
{
    if (a->stroke.is_set != b->stroke.is_set || a->dash_count != b->dash_count)
        return false;
    for (int i = 0; i < a->dash_count; i++) {
        if (a->dashes_pt[i] != b->dashes_pt[i])
            return false;
    }
    return true;
}

static bool is_same_texture(const struct paint *a, const struct paint *b)
{
    const struct hatch *left = &a->hatch, *right = &b->hatch;

    if (left->is_set != right->is_set || !is_same_dashes(a, b))
        return false;
    return !left->is_set ||
           (fmod(fabs(left->angle_deg - right->angle_deg), 180) == 0 &&
            left->period_pt == right->period_pt && left->width_pt == right->width_pt);
}

static double difference(struct colour a, struct colour b, enum vision vision)
{
    return colour_difference(colour_lab(colour_seen(a, vision)),
                             colour_lab(colour_seen(b, vision)));
}

static double lightness_step(struct colour a, struct colour b)
{
    return fabs(colour_lab(a).l - colour_lab(b).l);
}

/* How far apart two areas of one texture are: the more telling of fill and bands. */
static double distance(const struct paint *a, const struct paint *b, bool is_grey,
                       enum vision vision)
{
    double fills =
        is_grey ? lightness_step(a->fill, b->fill) : difference(a->fill, b->fill, vision);

    if (!a->hatch.is_set)
        return fills;
    return fmax(fills, is_grey ? lightness_step(a->hatch.colour, b->hatch.colour)
                               : difference(a->hatch.colour, b->hatch.colour, vision));
}

static void warn_alike(const style *style, const struct drawn *a, const struct drawn *b,
                       enum vision vision, double found, report *report)
{
    static const char *const readers[] = {"normal vision", "protanopia (no red cones)",
                                          "deuteranopia (no green cones)",
                                          "tritanopia (no blue cones)"};
    struct style_place place = style_place(style, b->class_list, "fill");
    g_autofree char *left = hex(a->paint.fill);
    g_autofree char *right = hex(b->paint.fill);

    report_add(
        report,
        (struct finding){SEVERITY_WARNING, "colours", b->class_list, place.path, place.line},
        "'%s' (%s) and '%s' (%s) look alike with %s: CIEDE2000 %.1f, less than %d; move them "
        "apart in lightness or between blue and yellow, or give one another hatch",
        a->class_list, left, b->class_list, right, readers[vision], found,
        LEGIBILITY_MIN_DIFFERENCE);
}

static void warn_grey(const style *style, const struct drawn *a, const struct drawn *b,
                      double found, report *report)
{
    struct style_place place = style_place(style, b->class_list, "fill");
    g_autofree char *left = hex(a->paint.fill);
    g_autofree char *right = hex(b->paint.fill);

    report_add(report,
               (struct finding){SEVERITY_WARNING, "colours", b->class_list, place.path, place.line},
               "'%s' (%s) and '%s' (%s) are nearly the same grey: %.1f apart in lightness, less "
               "than %d; make one lighter or darker, or give one another hatch",
               a->class_list, left, b->class_list, right, found, LEGIBILITY_MIN_LIGHTNESS);
}

/* Tells of the vision with which two areas are hardest to tell apart. */
static void check_pair(const style *style, const struct drawn *a, const struct drawn *b,
                       bool is_grey, report *report)
{
    enum vision worst = VISION_NORMAL;
    double least = INFINITY;

    if (is_same_meaning(a, b) || !is_same_texture(&a->paint, &b->paint))
        return;
    for (enum vision v = VISION_NORMAL; v < (is_grey ? VISION_NORMAL + 1 : VISION_COUNT); v++) {
        double found = distance(&a->paint, &b->paint, is_grey, v);
        if (found >= least)
            continue;
        least = found;
        worst = v;
    }
    if (is_grey && least < LEGIBILITY_MIN_LIGHTNESS)
        warn_grey(style, a, b, least, report);
    else if (!is_grey && least < LEGIBILITY_MIN_DIFFERENCE)
        warn_alike(style, a, b, worst, least, report);
}

static bool is_all_grey(const style *style, const GArray *areas)
{
    static const char *const surroundings[] = {"page", "neighbour", "sea", "lake", NULL};

    for (guint i = 0; i < areas->len; i++) {
        const struct paint *paint = &drawn_at(areas, i)->paint;
        if (!colour_is_grey(paint->fill) ||
            (paint->hatch.is_set && !colour_is_grey(paint->hatch.colour)))
            return false;
    }
    for (const char *const *class_list = surroundings; *class_list != NULL; class_list++) {
        if (!colour_is_grey(style_paint(style, *class_list).fill))
            return false;
    }
    return true;
}

static void check_areas(const style *style, const GArray *areas, report *report)
{
    bool is_grey = is_all_grey(style, areas);

    for (guint i = 0; i < areas->len; i++) {
        for (guint j = i + 1; j < areas->len; j++)
            check_pair(style, drawn_at(areas, i), drawn_at(areas, j), is_grey, report);
    }
}

void legibility_check(const style *style, const struct legibility_area *areas, size_t count,
                      report *report)
{
    g_autoptr(GArray) list = list_areas(style, areas, count);

    check_texts(style, list, report);
    check_areas(style, list, report);
}
