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

/* ---- what was made before ------------------------------------------------------------------ */

/* So many are kept: those of some twenty maps, at 4 KB. */
#define MOST_KEPT 64

struct subset_memory {
    GMutex lock;
    GHashTable *packed; /* of GBytes, by face and letters */
    GQueue keys;        /* char *, the oldest first; the table's */
};

subset_memory *subset_memory_new(void)
{
    subset_memory *memory = g_new0(subset_memory, 1);
    g_mutex_init(&memory->lock);
    g_queue_init(&memory->keys);
    memory->packed =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
    return memory;
}

void subset_memory_free(subset_memory *memory)
{
    if (!memory)
        return;
    g_hash_table_unref(memory->packed);
    g_queue_clear(&memory->keys);
    g_mutex_clear(&memory->lock);
    g_free(memory);
}

static char *key_of(const struct use *use, const char *letters)
{
    return g_strdup_printf("%s %s", use->face_name, letters);
}

/* The packed font, the caller's; NULL when it is not known. */
static GBytes *recall(subset_memory *memory, const struct use *use, const char *letters)
{
    if (!memory)
        return NULL;
    g_autofree char *key = key_of(use, letters);
    g_mutex_lock(&memory->lock);
    GBytes *packed = g_hash_table_lookup(memory->packed, key);
    if (packed)
        g_bytes_ref(packed);
    g_mutex_unlock(&memory->lock);
    return packed;
}

static void remember(subset_memory *memory, const struct use *use, const char *letters,
                     GBytes *packed)
{
    if (!memory)
        return;
    g_autofree char *key = key_of(use, letters);
    g_mutex_lock(&memory->lock);
    if (!g_hash_table_contains(memory->packed, key)) {
        if (memory->keys.length == MOST_KEPT)
            g_hash_table_remove(memory->packed, g_queue_pop_head(&memory->keys));
        g_queue_push_tail(&memory->keys, key);
        g_hash_table_insert(memory->packed, g_steal_pointer(&key), g_bytes_ref(packed));
    }
    g_mutex_unlock(&memory->lock);
}

/* ---- the whole ----------------------------------------------------------------------------- */

/* A font on its way: its letters, and what is known or cut of it. */
struct piece {
    char *letters;
    GBytes *packed;  /* NULL: not known, or no font */
    hb_blob_t *blob; /* NULL: known, or cannot be cut */
};

static GBytes *pack(hb_blob_t *blob)
{
    unsigned length;
    const uint8_t *sfnt = (const uint8_t *)hb_blob_get_data(blob, &length);
    return woff2_encode(sfnt, length);
}

GArray *subset_fonts(const struct run *const *runs, size_t count, subset_memory *memory)
{
    GArray *subsets = g_array_new(FALSE, FALSE, sizeof(struct font_subset));
    g_array_set_clear_func(subsets, subset_clear);
    font_lock();
    g_autoptr(GArray) uses = list_uses(runs, count);
    g_autofree struct piece *pieces = g_new0(struct piece, uses->len + 1);
    for (guint i = 0; i < uses->len; i++) {
        const struct use *use = &g_array_index(uses, struct use, i);
        pieces[i].letters = unicode_range(use->letters);
        pieces[i].packed = recall(memory, use, pieces[i].letters);
        if (!pieces[i].packed && !hb_set_is_empty(use->letters))
            pieces[i].blob = cut(use);
    }
    font_unlock();
    for (guint i = 0; i < uses->len; i++) {
        const struct use *use = &g_array_index(uses, struct use, i);
        GBytes *packed = pieces[i].packed;
        if (pieces[i].blob && (packed = pack(pieces[i].blob)))
            remember(memory, use, pieces[i].letters, packed);
        if (packed)
            g_array_append_val(
                subsets, ((struct font_subset){.family = use->font.family,
                                               .weight = use->font.weight,
                                               .is_italic = use->font.is_italic,
                                               .unicode_range = g_steal_pointer(&pieces[i].letters),
                                               .woff2 = packed}));
        g_free(pieces[i].letters);
        hb_blob_destroy(pieces[i].blob);
    }
    return subsets;
}
