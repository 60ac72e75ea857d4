#include "text/subset.h"

#include "text/font_lock.h"
#include "text/woff2.h"
#include <cairo-ft.h>
#include <hb-ft.h>
#include <hb-subset.h>
#include <string.h>

/* A face under a font, and its letters. */
struct use {
    struct font font;
    char *face_name; /* PostScript's */
    cairo_scaled_font_t *face;
    hb_set_t *letters;
};

static void use_clear(void *data)
{
    struct use *use = data;
    g_free(use->face_name);
    hb_set_destroy(use->letters);
}

static bool is_under(const struct use *use, const struct font *font)
{
    return strcmp(use->font.family, font->family) == 0 && use->font.weight == font->weight &&
           use->font.is_italic == font->is_italic;
}

static bool is_taken(const GArray *uses, const struct font *font, gunichar letter)
{
    for (guint i = 0; i < uses->len; i++) {
        const struct use *use = &g_array_index(uses, struct use, i);
        if (is_under(use, font) && hb_set_has(use->letters, letter))
            return true;
    }
    return false;
}

static struct use *use_find(GArray *uses, const struct font *font, cairo_scaled_font_t *face)
{
    FT_Face ft_face = cairo_ft_scaled_font_lock_face(face);
    const char *name = ft_face ? FT_Get_Postscript_Name(ft_face) : NULL;
    g_autofree char *face_name = g_strdup(name ? name : "");
    if (ft_face)
        cairo_ft_scaled_font_unlock_face(face);
    for (guint i = 0; i < uses->len; i++) {
        struct use *use = &g_array_index(uses, struct use, i);
        if (is_under(use, font) && strcmp(use->face_name, face_name) == 0)
            return use;
    }
    const struct use use = {*font, g_steal_pointer(&face_name), face, hb_set_create()};
    g_array_append_val(uses, use);
    return &g_array_index(uses, struct use, uses->len - 1);
}

static GArray *list_uses(const struct run *const *runs, size_t count)
{
    GArray *uses = g_array_new(FALSE, FALSE, sizeof(struct use));
    g_array_set_clear_func(uses, use_clear);
    for (size_t i = 0; i < count; i++)
        for (size_t s = 0; s < runs[i]->span_count; s++) {
            const struct glyph_span *span = &runs[i]->spans[s];
            const char *end = runs[i]->text + span->text_start + span->text_length;
            struct use *use = use_find(uses, &runs[i]->font, span->face);
            for (const char *at = runs[i]->text + span->text_start; at < end;
                 at = g_utf8_next_char(at))
                if (!is_taken(uses, &runs[i]->font, g_utf8_get_char(at)))
                    hb_set_add(use->letters, g_utf8_get_char(at));
        }
    return uses;
}

static char *unicode_range(const hb_set_t *letters)
{
    GString *range = g_string_new(NULL);
    hb_codepoint_t first = HB_SET_VALUE_INVALID, last = HB_SET_VALUE_INVALID;
    while (hb_set_next_range(letters, &first, &last)) {
        g_string_append_printf(range, "%sU+%X", range->len ? "," : "", first);
        if (last != first)
            g_string_append_printf(range, "-%X", last);
    }
    return g_string_free(range, FALSE);
}

static hb_subset_input_t *subset_input(const hb_set_t *letters)
{
    static const char FEATURES[][5] = {"kern", "mark", "mkmk", "ccmp", "locl", "rlig", "calt",
                                       "isol", "init", "medi", "fina", "rclt", "curs"};
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    g_assert(input);
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING);
    hb_set_union(hb_subset_input_unicode_set(input), letters);
    hb_set_t *features = hb_subset_input_set(input, HB_SUBSET_SETS_LAYOUT_FEATURE_TAG);
    hb_set_clear(features);
    for (size_t i = 0; i < G_N_ELEMENTS(FEATURES); i++)
        hb_set_add(features, hb_tag_from_string(FEATURES[i], 4));
    /* Browsers ask for a table of names; whose font it is, and what it is called. */
    hb_set_t *names = hb_subset_input_set(input, HB_SUBSET_SETS_NAME_ID);
    hb_set_clear(names);
    hb_set_add(names, 0);
    hb_set_add(names, 1);
    return input;
}

/* The cut font as a font file; NULL when the face cannot be read or cut. */
static hb_blob_t *cut(const struct use *use)
{
    FT_Face ft_face = cairo_ft_scaled_font_lock_face(use->face);
    if (!ft_face)
        return NULL;
    hb_face_t *face = hb_ft_face_create(ft_face, NULL);
    hb_subset_input_t *input = subset_input(use->letters);
    hb_face_t *small = hb_subset_or_fail(face, input);
    hb_blob_t *blob = small ? hb_face_reference_blob(small) : NULL;
    hb_face_destroy(small);
    hb_subset_input_destroy(input);
    hb_face_destroy(face);
    cairo_ft_scaled_font_unlock_face(use->face);
    return blob;
}

static void subset_clear(void *data)
{
    struct font_subset *subset = data;
    g_free(subset->unicode_range);
    g_bytes_unref(subset->woff2);
}

/* Adds a cut font, packed. */
static void add_subset(GArray *subsets, const struct use *use, hb_blob_t *blob)
{
    unsigned length;
    const uint8_t *sfnt = (const uint8_t *)hb_blob_get_data(blob, &length);
    GBytes *woff = woff2_encode(sfnt, length);
    if (woff) {
        const struct font_subset subset = {
            .family = use->font.family,
            .weight = use->font.weight,
            .is_italic = use->font.is_italic,
            .unicode_range = unicode_range(use->letters),
            .woff2 = woff,
        };
        g_array_append_val(subsets, subset);
    }
}

const char *run_only_family(const struct run *run)
{
    const char *only = NULL;
    font_lock();
    for (size_t i = 0; i < run->span_count; i++) {
        FT_Face face = cairo_ft_scaled_font_lock_face(run->spans[i].face);
        const char *family = face ? g_intern_string(face->family_name) : NULL;
        if (face)
            cairo_ft_scaled_font_unlock_face(run->spans[i].face);
        if (i > 0 && family != only) {
            only = NULL;
            break;
        }
        only = family;
    }
    font_unlock();
    return only;
}

GArray *subset_fonts(const struct run *const *runs, size_t count)
{
    GArray *subsets = g_array_new(FALSE, FALSE, sizeof(struct font_subset));
    g_array_set_clear_func(subsets, subset_clear);
    font_lock();
    g_autoptr(GArray) uses = list_uses(runs, count);
    g_autofree hb_blob_t **blobs = g_new0(hb_blob_t *, uses->len + 1);
    for (guint i = 0; i < uses->len; i++) {
        const struct use *use = &g_array_index(uses, struct use, i);
        blobs[i] = hb_set_is_empty(use->letters) ? NULL : cut(use);
    }
    font_unlock();
    for (guint i = 0; i < uses->len; i++) {
        if (blobs[i])
            add_subset(subsets, &g_array_index(uses, struct use, i), blobs[i]);
        hb_blob_destroy(blobs[i]);
    }
    return subsets;
}
