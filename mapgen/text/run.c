#include "text/run.h"

#include "base/error.h"
#include "base/icu_library.h"
#include "text/measure.h"
#include "text/run_memory.h"
#include <cairo-ft.h>
#include <fontconfig/fontconfig.h>
#include <hb-ot.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>
#include <string.h>

/* Outlines are taken at this many units per em: FreeType rounds them to 1/64 and cairo to 1/256 of
 * a unit, which at 9 pt is a few hundred-thousandths of a point. */
#define OUTLINE_SIZE 1024

/* CSS's no-common-ligatures; those that a script requires, as lam-alef in Arabic, stay. */
#define NO_COMMON_LIGATURES "liga=0, clig=0"

struct fonts {
    FcConfig *config;
    PangoFontMap *map;
    PangoContext *context;
    GPtrArray *families; /* char *, each once, in the order of the files */
    GArray *described;   /* of struct described */
    cairo_t *pen;        /* on no picture: turns glyphs into outlines */
    bool has_no_outlines;
    run_memory *memory;
};

/* A font as Pango is asked for it. */
struct described {
    char *family, *fallback; /* fallback may be NULL */
    struct font font;        /* its numbers count */
    PangoFontDescription *description;
};

static void described_clear(void *data)
{
    struct described *described = data;
    g_free(described->family);
    g_free(described->fallback);
    pango_font_description_free(described->description);
}

void fonts_close(struct fonts *fonts)
{
    if (!fonts)
        return;
    g_clear_object(&fonts->context);
    g_clear_object(&fonts->map);
    g_clear_pointer(&fonts->config, FcConfigDestroy);
    g_clear_pointer(&fonts->families, g_ptr_array_unref);
    g_clear_pointer(&fonts->described, g_array_unref);
    g_clear_pointer(&fonts->pen, cairo_destroy);
    g_clear_pointer(&fonts->memory, run_memory_free);
    g_free(fonts);
}

static bool has_family(const struct fonts *fonts, const char *family)
{
    for (guint i = 0; i < fonts->families->len; i++)
        if (g_ascii_strcasecmp(fonts->families->pdata[i], family) == 0)
            return true;
    return false;
}

/* Adds the fonts of one file (a collection has several) and their family names. */
static bool open_file(struct fonts *fonts, const char *file, GError **error)
{
    if (!g_file_test(file, G_FILE_TEST_IS_REGULAR)) {
        error_at(error, file, 0, 0, "no such font file");
        return false;
    }
    FcFontSet *set = FcConfigGetFonts(fonts->config, FcSetApplication);
    int before = set ? set->nfont : 0;
    bool is_font = FcConfigAppFontAddFile(fonts->config, (const FcChar8 *)file) == FcTrue;
    set = FcConfigGetFonts(fonts->config, FcSetApplication);
    for (int i = before; is_font && set && i < set->nfont; i++) {
        FcChar8 *family;
        for (int j = 0; FcPatternGetString(set->fonts[i], FC_FAMILY, j, &family) == FcResultMatch;
             j++)
            if (!has_family(fonts, (const char *)family))
                g_ptr_array_add(fonts->families, g_strdup((const char *)family));
    }
    is_font = is_font && set && set->nfont > before;
    if (!is_font)
        error_at(error, file, 0, 0, "not a font that FreeType can read");
    return is_font;
}

/* One unit of Pango is one point, nothing is rounded to pixels, and no setting of the desktop is
 * asked for. */
static PangoContext *context_new(PangoFontMap *map)
{
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map), 72);
    PangoContext *context = pango_font_map_create_context(map);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(context, FALSE);
    return context;
}

/* Pango has fontconfig read the system's settings, in a thread of its own, unless there are some:
 * here none are ever asked for. */
static void leave_system_fonts(void)
{
    static gsize is_left;
    if (!g_once_init_enter(&is_left))
        return;
    FcConfig *none = FcConfigCreate();
    FcConfigSetCurrent(none);
    FcConfigDestroy(none);
    g_once_init_leave(&is_left, 1);
}

struct fonts *fonts_open(const char *const *files, size_t count, GError **error)
{
    g_autoptr(fonts) fonts = g_new0(struct fonts, 1);
    leave_system_fonts();
    fonts->families = g_ptr_array_new_with_free_func(g_free);
    fonts->memory = run_memory_new();
    fonts->described = g_array_new(FALSE, FALSE, sizeof(struct described));
    g_array_set_clear_func(fonts->described, described_clear);
    fonts->config = FcConfigCreate();
    for (size_t i = 0; i < count; i++)
        if (!open_file(fonts, files[i], error))
            return NULL;
    if (count == 0) {
        g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_INPUT,
                    "no font file is listed; name one in an @font-face rule of the style sheet");
        return NULL;
    }
    fonts->map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(fonts->map), fonts->config);
    fonts->context = context_new(fonts->map);

    /* Without bounds: cairo leaves out the glyphs that lie outside a surface. */
    cairo_surface_t *nothing = cairo_recording_surface_create(CAIRO_CONTENT_ALPHA, NULL);
    fonts->pen = cairo_create(nothing);
    cairo_surface_destroy(nothing);
    return g_steal_pointer(&fonts);
}

/* The text that is shaped and written: valid UTF-8, each control character or line break a blank.
 */
static char *clean(const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    GString *cleaned = g_string_sized_new(strlen(valid));
    for (const char *at = valid; *at; at = g_utf8_next_char(at)) {
        gunichar letter = g_utf8_get_char(at);
        bool is_break = g_unichar_iscntrl(letter) || letter == 0x2028 || letter == 0x2029;
        g_string_append_unichar(cleaned, is_break ? ' ' : letter);
    }
    return g_string_free(cleaned, FALSE);
}

/* Every family once, the wanted one first: the order in which letters are looked for. */
static char *family_list(const struct fonts *fonts, const struct font *font)
{
    GString *list = g_string_new(font->family);
    g_auto(GStrv) fallback = g_strsplit(font->fallback ? font->fallback : "", ",", -1);
    for (char **name = fallback; *name; name++) {
        g_strdelimit(*name, "\"'", ' ');
        g_strstrip(*name);
        if (has_family(fonts, *name))
            g_string_append_printf(list, ",%s", *name);
    }
    for (guint i = 0; i < fonts->families->len; i++)
        g_string_append_printf(list, ",%s", (char *)fonts->families->pdata[i]);
    return g_string_free(list, FALSE);
}

static bool is_described(const struct described *described, const struct font *font)
{
    return described->font.size_pt == font->size_pt && described->font.weight == font->weight &&
           described->font.is_italic == font->is_italic &&
           strcmp(described->family, font->family) == 0 &&
           g_strcmp0(described->fallback, font->fallback) == 0;
}

static const PangoFontDescription *describe(struct fonts *fonts, const struct font *font)
{
    for (guint i = 0; i < fonts->described->len; i++) {
        const struct described *known = &g_array_index(fonts->described, struct described, i);
        if (is_described(known, font))
            return known->description;
    }
    g_autofree char *families = family_list(fonts, font);
    PangoFontDescription *description = pango_font_description_new();
    pango_font_description_set_family(description, families);
    pango_font_description_set_absolute_size(description, font->size_pt * PANGO_SCALE);
    pango_font_description_set_weight(description, (PangoWeight)font->weight);
    pango_font_description_set_style(description,
                                     font->is_italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
    struct described described = {g_strdup(font->family), g_strdup(font->fallback), *font,
                                  description};
    g_array_append_val(fonts->described, described);
    return description;
}

PangoLanguage *text_language(const char *language)
{
    return pango_language_from_string(language && *language ? language : "und");
}

static void prepare_context(struct fonts *fonts, const struct font *font, const char *language)
{
    pango_context_set_font_description(fonts->context, describe(fonts, font));
    pango_context_set_language(fonts->context, text_language(language));
}

bool run_language_is_right_to_left(const char *language)
{
    return language && uloc_isRightToLeft(language);
}

bool text_runs_to_the_left(const char *text, const char *language)
{
    bool is_wanted = run_language_is_right_to_left(language), has_other = false;
    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        UCharDirection direction = u_charDirection((UChar32)g_utf8_get_char(at));
        bool is_left = direction == U_RIGHT_TO_LEFT || direction == U_RIGHT_TO_LEFT_ARABIC;
        if (!is_left && direction != U_LEFT_TO_RIGHT)
            continue;
        if (!language || is_left == is_wanted)
            return is_left;
        has_other = true;
    }
    return is_wanted != has_other;
}

static bool joins_its_neighbours(UChar32 letter)
{
    int joins = u_getIntPropertyValue(letter, UCHAR_JOINING_TYPE);
    return joins == U_JT_DUAL_JOINING || joins == U_JT_RIGHT_JOINING || joins == U_JT_LEFT_JOINING;
}

/* Letters that join their neighbours fall apart when they are spaced (CSS Text 3, section 8.2.1).
 * Text that runs to the left is spaced only where no invisible mark has to say so: librsvg puts a
 * space after marks too. */
static bool can_be_spaced(const char *text, bool is_right_to_left)
{
    bool is_strong = false; /* the last letter */
    for (const char *at = text; *at; at = g_utf8_next_char(at)) {
        UChar32 letter = (UChar32)g_utf8_get_char(at);
        if (joins_its_neighbours(letter))
            return false;
        UCharDirection direction = u_charDirection(letter);
        bool is_inside = direction == U_DIR_NON_SPACING_MARK || (letter == ' ' && at > text);
        if (is_right_to_left && direction != U_RIGHT_TO_LEFT && !is_inside)
            return false;
        is_strong = letter != ' ';
    }
    return is_strong || !is_right_to_left;
}

/* Stretches of one font and direction, from left to right: PangoItem *, the caller's. */
static GList *itemize(struct fonts *fonts, const char *text, const struct font *font,
                      const char *language, bool is_right_to_left)
{
    prepare_context(fonts, font, language);
    PangoAttrList *attributes = pango_attr_list_new();
    pango_attr_list_insert(attributes, pango_attr_font_features_new(NO_COMMON_LIGATURES));
    GList *logical = pango_itemize_with_base_dir(
        fonts->context, is_right_to_left ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR, text, 0,
        (int)strlen(text), attributes, NULL);
    pango_attr_list_unref(attributes);
    GList *visual = pango_reorder_items(logical);
    g_list_free(logical);
    return visual;
}

static bool is_reported(const struct report *report, const char *script)
{
    for (size_t i = 0; i < report_count(report); i++) {
        const struct finding *finding = report_at(report, i);
        if (g_str_equal(finding->kind, "no-letter") && g_strcmp0(finding->of, script) == 0)
            return true;
    }
    return false;
}

/* Once for a script: of one that is not there, every letter is missing. */
static void report_letter(struct report *report, gunichar letter, const char *language)
{
    char text[7] = "";
    text[g_unichar_to_utf8(letter, text)] = '\0';
    UErrorCode status = U_ZERO_ERROR;
    const char *script = uscript_getName(uscript_getScript((UChar32)letter, &status));
    if (!report || is_reported(report, script))
        return;
    report_add(report, (struct finding){SEVERITY_WARNING, "no-letter", script},
               "no font file has the letter '%s' (U+%04X, script %s) of a text in '%s', and maybe "
               "others of this script; add a font that has them to the style sheet, as an "
               "@font-face rule",
               text, letter, script, language ? language : "und");
}

static bool is_missing(PangoGlyph glyph)
{
    return glyph != PANGO_GLYPH_EMPTY && glyph & PANGO_GLYPH_UNKNOWN_FLAG;
}

static double box_width_pt(cairo_scaled_font_t *face)
{
    cairo_glyph_t box = {.index = 0};
    cairo_text_extents_t extents;
    cairo_scaled_font_glyph_extents(face, &box, 1, &extents);
    return extents.x_advance;
}

static bool ends_cluster(const PangoGlyphString *string, int index)
{
    return index + 1 == string->num_glyphs ||
           string->log_clusters[index] != string->log_clusters[index + 1];
}

/* Places the glyphs of one item from `*x_pt` on and moves it to where the next item starts. Pango's
 * placeholder for a letter that no font has becomes the font's own box. */
static void place_glyphs(struct glyph_span *span, const PangoGlyphString *string,
                         const struct run *run, double *x_pt, struct report *report)
{
    span->glyphs = g_new(cairo_glyph_t, string->num_glyphs);
    for (int i = 0; i < string->num_glyphs; i++) {
        const PangoGlyphInfo *info = &string->glyphs[i];
        cairo_glyph_t glyph = {
            .index = info->glyph,
            .x = *x_pt + (double)info->geometry.x_offset / PANGO_SCALE,
            .y = (double)info->geometry.y_offset / PANGO_SCALE,
        };
        double advance_pt = (double)info->geometry.width / PANGO_SCALE;
        if (is_missing(info->glyph)) {
            report_letter(report, info->glyph & ~PANGO_GLYPH_UNKNOWN_FLAG, run->language);
            glyph = (cairo_glyph_t){.index = 0, .x = *x_pt};
            advance_pt = box_width_pt(span->face);
        }
        if (info->glyph != PANGO_GLYPH_EMPTY)
            span->glyphs[span->count++] = glyph;
        *x_pt += advance_pt;
        if (ends_cluster(string, i))
            *x_pt += run->font.letter_spacing_pt;
    }
}

/* Which bytes of the text each of the placed glyphs stands for. Pango counts clusters along the
 * glyphs, cairo wants them along the text. */
static void add_clusters(struct glyph_span *span, const PangoGlyphString *string)
{
    span->clusters = g_new0(cairo_text_cluster_t, string->num_glyphs);
    int step = span->is_backward ? -1 : 1;
    int first = span->is_backward ? string->num_glyphs - 1 : 0;
    int start = 0; /* of the cluster at hand, in bytes of the item */
    for (int i = first; i >= 0 && i < string->num_glyphs; i += step) {
        if (i == first || string->log_clusters[i] != start) {
            if (i != first)
                span->clusters[span->cluster_count - 1].num_bytes = string->log_clusters[i] - start;
            start = string->log_clusters[i];
            span->cluster_count++;
        }
        if (string->glyphs[i].glyph != PANGO_GLYPH_EMPTY)
            span->clusters[span->cluster_count - 1].num_glyphs++;
    }
    if (span->cluster_count > 0)
        span->clusters[span->cluster_count - 1].num_bytes = (int)span->text_length - start;
}

/* The outline of a span's glyphs in points; empty for blanks. */
static cairo_path_t outline_of(cairo_t *pen, const struct glyph_span *span, double size_pt)
{
    cairo_matrix_t size, identity;
    cairo_matrix_init_scale(&size, OUTLINE_SIZE, OUTLINE_SIZE);
    cairo_matrix_init_identity(&identity);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_scaled_font_get_font_options(span->face, options);
    cairo_scaled_font_t *large = cairo_scaled_font_create(
        cairo_scaled_font_get_font_face(span->face), &size, &identity, options);
    cairo_font_options_destroy(options);

    double to_outline = OUTLINE_SIZE / size_pt;
    g_autofree cairo_glyph_t *glyphs = g_memdup2(span->glyphs, span->count * sizeof *glyphs);
    for (size_t i = 0; i < span->count; i++) {
        glyphs[i].x *= to_outline;
        glyphs[i].y *= to_outline;
    }
    cairo_new_path(pen);
    cairo_set_scaled_font(pen, large);
    cairo_glyph_path(pen, glyphs, (int)span->count);
    cairo_scaled_font_destroy(large);

    cairo_path_t *path = cairo_copy_path(pen);
    for (int i = 0; i < path->num_data; i += path->data[i].header.length)
        for (int j = 1; j < path->data[i].header.length; j++) {
            path->data[i + j].point.x /= to_outline;
            path->data[i + j].point.y /= to_outline;
        }
    cairo_path_t outline = {
        .status = path->status,
        .data = g_memdup2(path->data, (size_t)path->num_data * sizeof *path->data),
        .num_data = path->num_data,
    };
    cairo_path_destroy(path);
    return outline;
}

/* Height of the capitals in units of the em: what the font says, or the top of its H. */
static double cap_height_units(hb_font_t *font, double units_per_em)
{
    hb_position_t height = 0;
    if (hb_ot_metrics_get_position(font, HB_OT_METRICS_TAG_CAP_HEIGHT, &height) && height > 0)
        return height;
    hb_codepoint_t glyph;
    hb_glyph_extents_t extents;
    if (hb_font_get_nominal_glyph(font, 'H', &glyph) &&
        hb_font_get_glyph_extents(font, glyph, &extents))
        return extents.y_bearing;
    return 0.7 * units_per_em;
}

/* Heights come from the run's own family, whatever letters were borrowed: lines of a block then
 * stand equally far apart. */
static void measure_heights(struct run *run, struct fonts *fonts)
{
    PangoFont *font = pango_font_map_load_font(fonts->map, fonts->context,
                                               pango_context_get_font_description(fonts->context));
    g_assert(font);
    hb_face_t *face = hb_font_get_face(pango_font_get_hb_font(font));
    hb_font_t *unscaled = hb_font_create(face);
    hb_font_extents_t extents = {0};
    hb_font_get_h_extents(unscaled, &extents);
    double units_per_em = hb_face_get_upem(face);
    double to_pt = run->font.size_pt / units_per_em;
    run->ascent_pt = extents.ascender * to_pt;
    run->descent_pt = -extents.descender * to_pt;
    run->cap_height_pt = cap_height_units(unscaled, units_per_em) * to_pt;
    hb_font_destroy(unscaled);
    g_object_unref(font);
}

static struct glyph_span shape_item(PangoItem *item, const struct run *run, double *x_pt,
                                    struct report *report)
{
    /* Pango guesses a language for the script from the environment; ours is the one to use. */
    item->analysis.language = text_language(run->language);
    PangoGlyphString *string = pango_glyph_string_new();
    pango_shape_full(run->text + item->offset, item->length, run->text, -1, &item->analysis,
                     string);
    struct glyph_span span = {
        .face = cairo_scaled_font_reference(
            pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(item->analysis.font))),
        .text_start = (size_t)item->offset,
        .text_length = (size_t)item->length,
        .is_backward = item->analysis.level % 2 == 1,
    };
    place_glyphs(&span, string, run, x_pt, report);
    add_clusters(&span, string);
    pango_glyph_string_free(string);
    return span;
}

/* True when every item's font is as slanted as was asked. */
static bool is_slanted(const GList *items)
{
    for (; items; items = items->next) {
        const PangoItem *item = items->data;
        PangoFontDescription *found = pango_font_describe(item->analysis.font);
        bool is_upright = pango_font_description_get_style(found) == PANGO_STYLE_NORMAL;
        pango_font_description_free(found);
        if (is_upright)
            return false;
    }
    return true;
}

/* True when the letters that a language is written with have an italic. */
static bool language_is_slanted(struct fonts *fonts, const struct font *font, const char *language)
{
    const char *sample = pango_language_get_sample_string(text_language(language));
    GList *items = itemize(fonts, sample, font, language, false);
    bool is_found = is_slanted(items);
    g_list_free_full(items, (GDestroyNotify)pango_item_free);
    return is_found;
}

/* Where some letters have no italic, as in
 * Armenian, the whole run is upright: a viewer would slant those letters by itself, or mix. So is a
 * Latin name in such a language, or the lines of a paragraph would differ. */
struct run *run_measure(struct fonts *fonts, const char *text, const struct font *font,
                        const char *language, struct report *report)
{
    struct run *run = g_new0(struct run, 1);
    g_atomic_ref_count_init(&run->owners);
    run->text = clean(text);
    run->language = g_strdup(language);
    run->font = *font;
    run->is_right_to_left = text_runs_to_the_left(run->text, language);
    bool is_spaced = can_be_spaced(run->text, run->is_right_to_left);
    if (!is_spaced)
        run->font.letter_spacing_pt = 0;
    GList *items = itemize(fonts, run->text, font, language, run->is_right_to_left);
    if (font->is_italic && !(is_slanted(items) && language_is_slanted(fonts, font, language))) {
        run->font.is_italic = false;
        g_list_free_full(items, (GDestroyNotify)pango_item_free);
        items = itemize(fonts, run->text, &run->font, language, run->is_right_to_left);
    }
    run->spans = g_new0(struct glyph_span, g_list_length(items));
    for (GList *link = items; link; link = link->next)
        run->spans[run->span_count++] = shape_item(link->data, run, &run->width_pt, report);
    g_list_free_full(items, (GDestroyNotify)pango_item_free);
    if (run->span_count > 0)
        run->width_pt -= run->font.letter_spacing_pt;
    for (size_t i = 0; is_spaced && i < run->span_count; i++)
        run->gaps += (int)run->spans[i].cluster_count;
    run->gaps = MAX(run->gaps - 1, 0);
    return run;
}

static void check_family(const struct fonts *fonts, const struct font *font, struct report *report)
{
    if (!has_family(fonts, font->family))
        report_add(report, (struct finding){SEVERITY_WARNING, "no-font", font->family},
                   "no font file has the family '%s'; the rest of its font stack is used",
                   font->family);
}

struct run *run_shape(struct fonts *fonts, const char *text, const struct font *font,
                      const char *language, struct report *report)
{
    g_assert(font->family && font->size_pt > 0);
    struct run_ask ask = {.text = text, .language = language, .font = font, .report = report};
    struct run *known = run_memory_find(fonts->memory, &ask);
    if (known)
        return known;
    check_family(fonts, font, report);
    struct run *run = run_measure(fonts, text, font, language, report);
    for (size_t i = 0; !fonts->has_no_outlines && i < run->span_count; i++)
        run->spans[i].outline = outline_of(fonts->pen, &run->spans[i], font->size_pt);
    measure_heights(run, fonts);
    run_memory_add(fonts->memory, &ask, run);
    return run;
}

struct text_size run_size(struct fonts *fonts, const char *text, const struct font *font,
                          const char *language, struct report *report)
{
    struct run_ask ask = {.text = text, .language = language, .font = font, .report = report};
    struct text_size size;
    if (run_memory_find_size(fonts->memory, &ask, &size))
        return size;
    check_family(fonts, font, report);
    g_autoptr(run) run = run_measure(fonts, text, font, language, report);
    measure_heights(run, fonts);
    size = (struct text_size){run->width_pt, run->cap_height_pt, run->gaps};
    run_memory_add_size(fonts->memory, &ask, size);
    return size;
}

struct run_memory *fonts_memory(struct fonts *fonts)
{
    return fonts->memory;
}

void fonts_leave_outlines(struct fonts *fonts)
{
    fonts->has_no_outlines = true;
}

void fonts_forget(struct fonts *fonts)
{
    run_memory_forget(fonts->memory);
}

void run_free(struct run *run)
{
    if (!run || !g_atomic_ref_count_dec(&run->owners))
        return;
    for (size_t i = 0; i < run->span_count; i++) {
        struct glyph_span *span = &run->spans[i];
        cairo_scaled_font_destroy(span->face);
        g_free(span->glyphs);
        g_free(span->clusters);
        g_free(span->outline.data);
    }
    g_free(run->spans);
    g_free(run->text);
    g_free(run->language);
    g_free(run);
}

struct run *run_share(struct run *run)
{
    g_atomic_ref_count_inc(&run->owners);
    return run;
}
