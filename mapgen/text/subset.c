#include "text/subset.h"

#include "text/font_lock.h"
#include <cairo-ft.h>
#include <hb-ft.h>
#include <hb-subset.h>
#include <string.h>
#include <zlib.h>

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

/* ---- WOFF ---------------------------------------------------------------------------------- */

enum {
    SFNT_HEADER = 12,
    SFNT_ENTRY = 16, /* tag, checksum, offset, length */
    WOFF_HEADER = 44,
    WOFF_ENTRY = 20, /* tag, offset, length as stored, length, checksum */
};

static uint32_t read_32(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static void write_32(uint8_t *bytes, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        bytes[i] = (uint8_t)(value >> (24 - 8 * i));
}

static void pad(GByteArray *file)
{
    static const uint8_t ZEROS[4] = {0};
    g_byte_array_append(file, ZEROS, (4 - file->len % 4) % 4);
}

/* Appends a table, deflated where that makes it smaller; answers the length as stored. */
static uint32_t append_table(GByteArray *file, const uint8_t *table, uint32_t length)
{
    uLongf packed_length = compressBound(length);
    g_autofree uint8_t *packed = g_malloc(packed_length);
    int status = compress2(packed, &packed_length, table, length, Z_BEST_COMPRESSION);
    bool is_packed = status == Z_OK && packed_length < length;
    g_byte_array_append(file, is_packed ? packed : table,
                        is_packed ? (guint)packed_length : length);
    pad(file);
    return is_packed ? (uint32_t)packed_length : length;
}

/* HarfBuzz writes the tables in the order of their tags, as WOFF wants them. */
static GBytes *to_woff(const uint8_t *sfnt)
{
    uint16_t tables = (uint16_t)(sfnt[4] << 8 | sfnt[5]);
    GByteArray *file = g_byte_array_new();
    g_byte_array_set_size(file, WOFF_HEADER + WOFF_ENTRY * (guint)tables);
    memset(file->data, 0, file->len);
    uint32_t sfnt_size = SFNT_HEADER + SFNT_ENTRY * (uint32_t)tables;
    for (uint32_t i = 0; i < tables; i++) {
        const uint8_t *from = sfnt + SFNT_HEADER + SFNT_ENTRY * i;
        uint32_t length = read_32(from + 12), offset = file->len;
        uint32_t stored = append_table(file, sfnt + read_32(from + 8), length);
        uint8_t *entry = file->data + WOFF_HEADER + WOFF_ENTRY * i;
        memcpy(entry, from, 4);
        write_32(entry + 4, offset);
        write_32(entry + 8, stored);
        write_32(entry + 12, length);
        memcpy(entry + 16, from + 4, 4);
        sfnt_size += (length + 3) / 4 * 4;
    }
    memcpy(file->data, "wOFF", 4);
    memcpy(file->data + 4, sfnt, 4);
    write_32(file->data + 8, file->len);
    file->data[12] = (uint8_t)(tables >> 8);
    file->data[13] = (uint8_t)tables;
    write_32(file->data + 16, sfnt_size);
    file->data[21] = 1; /* version 1.0 */
    return g_byte_array_free_to_bytes(file);
}

static void subset_clear(void *data)
{
    struct font_subset *subset = data;
    g_free(subset->unicode_range);
    g_bytes_unref(subset->woff);
}

GArray *subset_fonts(const struct run *const *runs, size_t count)
{
    GArray *subsets = g_array_new(FALSE, FALSE, sizeof(struct font_subset));
    g_array_set_clear_func(subsets, subset_clear);
    font_lock();
    g_autoptr(GArray) uses = list_uses(runs, count);
    for (guint i = 0; i < uses->len; i++) {
        const struct use *use = &g_array_index(uses, struct use, i);
        hb_blob_t *blob = hb_set_is_empty(use->letters) ? NULL : cut(use);
        unsigned length = 0;
        const uint8_t *sfnt = blob ? (const uint8_t *)hb_blob_get_data(blob, &length) : NULL;
        if (length > SFNT_HEADER) {
            const struct font_subset subset = {
                .family = use->font.family,
                .weight = use->font.weight,
                .is_italic = use->font.is_italic,
                .unicode_range = unicode_range(use->letters),
                .woff = to_woff(sfnt),
            };
            g_array_append_val(subsets, subset);
        }
        hb_blob_destroy(blob);
    }
    font_unlock();
    return subsets;
}
