/* Tests of the letters that a file brings along: they are all there, as wide as in the whole font.
 */
#include "support/scene_fixture.h"
#include "text/subset.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <hb-ft.h>
#include <math.h>
#include <string.h>

static struct run *shape(fonts *fonts, const char *text, int weight, bool is_italic)
{
    struct font font = fixture_text(0, 10, weight).font;
    font.is_italic = is_italic;
    return run_shape(fonts, text, &font, NULL, NULL);
}

/* How far the text reaches in the embedded face, in points of a font of 10. */
static double advance_pt(const struct font_subset *subset, const char *text)
{
    gsize size;
    const FT_Byte *file = g_bytes_get_data(subset->woff2, &size);
    FT_Library library;
    FT_Face ft_face;
    assert_int_equal(FT_Init_FreeType(&library), 0);
    assert_int_equal(FT_New_Memory_Face(library, file, (FT_Long)size, 0, &ft_face), 0);
    hb_face_t *face = hb_ft_face_create(ft_face, NULL);
    hb_font_t *font = hb_font_create(face);
    hb_buffer_t *buffer = hb_buffer_create();
    static const hb_feature_t NO_LIGATURES = {HB_TAG('l', 'i', 'g', 'a'), 0, 0, (unsigned)-1};
    unsigned count;
    double advance = 0;
    hb_buffer_add_utf8(buffer, text, -1, 0, -1);
    hb_buffer_guess_segment_properties(buffer);
    hb_shape(font, buffer, &NO_LIGATURES, 1);
    hb_glyph_info_t *glyphs = hb_buffer_get_glyph_infos(buffer, &count);
    hb_glyph_position_t *positions = hb_buffer_get_glyph_positions(buffer, NULL);
    for (unsigned i = 0; i < count; i++) {
        assert_int_not_equal(glyphs[i].codepoint, 0); /* the glyph of what is missing */
        advance += positions[i].x_advance;
    }
    double units = hb_face_get_upem(face);
    hb_buffer_destroy(buffer);
    hb_font_destroy(font);
    hb_face_destroy(face);
    FT_Done_Face(ft_face);
    FT_Done_FreeType(library);
    return 10 * advance / units;
}

static const struct font_subset *subset_at(const GArray *subsets, guint i)
{
    assert_true(i < subsets->len);
    return &g_array_index(subsets, struct font_subset, i);
}

/* Kerned in the whole font ("AV", "To"), and marks that stand on letters. */
static void test_subset__letters_are_as_wide_as_in_the_whole_font(void **state)
{
    static const char *const TEXTS[] = {"AVATAR To. Xankəndi", "Հայաստան", "Карабах"};
    (void)state;
    g_autoptr(fonts) fonts = fixture_fonts();
    for (size_t i = 0; i < G_N_ELEMENTS(TEXTS); i++) {
        g_autoptr(run) run = shape(fonts, TEXTS[i], 400, false);
        const struct run *runs[] = {run};
        g_autoptr(GArray) subsets = subset_fonts(runs, 1, NULL);
        assert_int_equal(subsets->len, 1);
        /* a hundredth of a point: what Pango's units of 1/1024 come to over a line */
        assert_true(fabs(advance_pt(subset_at(subsets, 0), TEXTS[i]) - run->width_pt) < 0.01);
    }
}

static void test_subset__only_what_is_used_is_there(void **state)
{
    (void)state;
    g_autoptr(fonts) fonts = fixture_fonts();
    g_autoptr(run) run = shape(fonts, "abc", 400, false);
    g_autoptr(run) bold = shape(fonts, "x", 700, false);
    const struct run *runs[] = {run, bold, run};
    g_autoptr(GArray) subsets = subset_fonts(runs, 3, NULL);
    assert_int_equal(subsets->len, 2);
    assert_string_equal(subset_at(subsets, 0)->unicode_range, "U+61-63");
    assert_int_equal(subset_at(subsets, 0)->weight, 400);
    assert_string_equal(subset_at(subsets, 1)->unicode_range, "U+78");
    assert_int_equal(subset_at(subsets, 1)->weight, 700);
    assert_true(g_bytes_get_size(subset_at(subsets, 0)->woff2) < 2048);
}

/* A blank that both an Armenian and a Latin face have is of the first of them: a browser would take
 * it from the last. */
static void test_subset__faces_under_one_font_share_no_letter(void **state)
{
    (void)state;
    g_autoptr(fonts) fonts = fixture_fonts();
    g_autoptr(run) run = shape(fonts, "a b Հա բ", 400, false);
    const struct run *runs[] = {run};
    g_autoptr(GArray) subsets = subset_fonts(runs, 1, NULL);
    assert_int_equal(subsets->len, 2);
    assert_string_equal(subset_at(subsets, 0)->unicode_range, "U+20,U+61-62");
    assert_string_equal(subset_at(subsets, 1)->unicode_range, "U+540,U+561-562");
}

static void test_subset__the_same_runs_give_the_same_bytes(void **state)
{
    (void)state;
    g_autoptr(fonts) fonts = fixture_fonts(), again = fixture_fonts();
    g_autoptr(run) one = shape(fonts, "Shusha", 700, false),
                   two = shape(again, "Shusha", 700, false);
    const struct run *first[] = {one}, *second[] = {two};
    g_autoptr(GArray) a = subset_fonts(first, 1, NULL), b = subset_fonts(second, 1, NULL);
    assert_true(g_bytes_equal(subset_at(a, 0)->woff2, subset_at(b, 0)->woff2));
}

/* Letters that were cut before are not cut again, and many more push them out. */
static void test_subset__a_memory_changes_no_bytes(void **state)
{
    (void)state;
    g_autoptr(fonts) fonts = fixture_fonts();
    g_autoptr(subset_memory) memory = subset_memory_new();
    for (int round = 0; round < 2; round++)
        for (gunichar letter = 'A'; letter < 'A' + 50; letter++) {
            char text[] = "Shusha ?";
            text[7] = (char)letter;
            g_autoptr(run) regular = shape(fonts, text, 400, false);
            g_autoptr(run) bold = shape(fonts, text, 700, false);
            const struct run *runs[] = {regular, bold};
            g_autoptr(GArray) a = subset_fonts(runs, 2, NULL), b = subset_fonts(runs, 2, memory);
            g_autoptr(GArray) again = subset_fonts(runs, 2, memory);
            assert_int_equal(a->len, b->len);
            for (guint i = 0; i < a->len; i++) {
                assert_true(g_bytes_equal(subset_at(a, i)->woff2, subset_at(b, i)->woff2));
                assert_ptr_equal(subset_at(b, i)->woff2, subset_at(again, i)->woff2);
                assert_string_equal(subset_at(a, i)->unicode_range, subset_at(b, i)->unicode_range);
                assert_int_equal(subset_at(a, i)->weight, subset_at(b, i)->weight);
            }
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_subset__letters_are_as_wide_as_in_the_whole_font),
        cmocka_unit_test(test_subset__only_what_is_used_is_there),
        cmocka_unit_test(test_subset__faces_under_one_font_share_no_letter),
        cmocka_unit_test(test_subset__the_same_runs_give_the_same_bytes),
        cmocka_unit_test(test_subset__a_memory_changes_no_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
