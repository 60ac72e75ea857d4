/* Tests of shaping, with the fonts of Debian's fonts-noto-core. */
#include "support/scene_fixture.h"
#include "text/run.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <math.h>

static int setup(void **state)
{
    *state = fixture_fonts();
    return *state ? 0 : -1;
}

static int teardown(void **state)
{
    fonts_close(*state);
    return 0;
}

static struct font noto(double size_pt)
{
    return (struct font){.family = "Noto Sans", .size_pt = size_pt, .weight = 400};
}

static void test_fonts_open__names_a_missing_file(void **state)
{
    (void)state;
    const char *const files[] = {"fonts/nowhere.ttf"};
    g_autoptr(GError) error = NULL;
    assert_null(fonts_open(files, 1, &error));
    assert_string_equal(error->message, "fonts/nowhere.ttf: no such font file");
}

static void test_fonts_open__names_a_file_that_is_no_font(void **state)
{
    (void)state;
    const char *const files[] = {SOURCE_DIR "/LICENSE"};
    g_autoptr(GError) error = NULL;
    assert_null(fonts_open(files, 1, &error));
    assert_non_null(strstr(error->message, "LICENSE: not a font"));
}

static void test_fonts_open__wants_a_file(void **state)
{
    (void)state;
    g_autoptr(GError) error = NULL;
    assert_null(fonts_open(NULL, 0, &error));
    assert_non_null(strstr(error->message, "@font-face"));
}

/* The advances of Noto Sans in units of 1/1000 em are H 741, i 258 (its hmtx table); neither pair
 * is kerned. */
static void test_run__width_is_the_sum_of_unrounded_advances(void **state)
{
    struct font font = noto(10);
    g_autoptr(run) run = run_shape(*state, "Hi", &font, "en", NULL);
    assert_true(fabs(run->width_pt - 9.99) < 0.005);
    assert_int_equal(run->span_count, 1);
    assert_int_equal(run->spans[0].count, 2);
    assert_true(fabs(run->spans[0].glyphs[1].x - 7.41) < 0.005);
}

static void test_run__is_as_wide_at_every_size(void **state)
{
    struct font small = noto(7), large = noto(70);
    g_autoptr(run) a = run_shape(*state, "Kəlbəcər, Ağdərə", &small, "az", NULL);
    g_autoptr(run) b = run_shape(*state, "Kəlbəcər, Ağdərə", &large, "az", NULL);
    assert_true(fabs(a->width_pt * 10 - b->width_pt) < 0.1);
}

/* Ascent 1069, descent 293, capitals 714 thousandths of an em: hhea and OS/2 of Noto Sans. */
static void test_run__heights_are_those_of_the_family(void **state)
{
    struct font font = noto(100);
    g_autoptr(run) latin = run_shape(*state, "x", &font, "en", NULL);
    g_autoptr(run) armenian = run_shape(*state, "Շուշի", &font, "hy", NULL);
    assert_true(fabs(latin->ascent_pt - 106.9) < 1e-6);
    assert_true(fabs(latin->descent_pt - 29.3) < 1e-6);
    assert_true(fabs(latin->cap_height_pt - 71.4) < 1e-6);
    assert_true(armenian->ascent_pt == latin->ascent_pt);
}

static void test_run__letter_spacing_stands_between_letters_only(void **state)
{
    struct font plain = noto(10), spaced = noto(10);
    spaced.letter_spacing_pt = 3;
    g_autoptr(run) a = run_shape(*state, "Laçın", &plain, "az", NULL);
    g_autoptr(run) b = run_shape(*state, "Laçın", &spaced, "az", NULL);
    assert_true(fabs(b->width_pt - a->width_pt - 4 * 3) < 1e-9);
    assert_true(b->spans[0].glyphs[0].x == 0);
}

/* The fonts have a ligature for each of these, and the Arabic one a form of lam that stands before
 * alef only, which is not a matter of taste. Glyphs go from left to right: lam is the last. */
static void test_run__letters_make_required_ligatures_only(void **state)
{
    struct font font = noto(10);
    g_autoptr(run) latin = run_shape(*state, "ffi", &font, "en", NULL);
    g_autoptr(run) armenian = run_shape(*state, "ումի", &font, "hy", NULL);
    g_autoptr(run) lam_alef = run_shape(*state, "لا", &font, "fa", NULL);
    g_autoptr(run) lam_beh = run_shape(*state, "لب", &font, "fa", NULL);
    assert_int_equal(latin->spans[0].count, 3);
    assert_int_equal(armenian->spans[0].count, 4);
    assert_int_not_equal(lam_alef->spans[0].glyphs[1].index, lam_beh->spans[0].glyphs[1].index);
}

static void test_run__letters_come_from_the_other_files_of_the_list(void **state)
{
    g_autoptr(report) report = report_new();
    struct font font = noto(10);
    g_autoptr(run) run = run_shape(*state, "Շուշի Şuşa", &font, "en", report);
    assert_int_equal(run->span_count, 2);
    assert_ptr_not_equal(run->spans[0].face, run->spans[1].face);
    assert_int_equal(report_count(report), 0);
}

static void test_run__a_missing_letter_is_reported_once_and_drawn_as_a_box(void **state)
{
    g_autoptr(report) report = report_new();
    struct font font = noto(10);
    g_autoptr(run) first = run_shape(*state, "漢a漢", &font, "en", report);
    g_autoptr(run) second = run_shape(*state, "漢", &font, "en", report);
    assert_int_equal(report_count(report), 1);
    assert_non_null(
        strstr(report_at(report, 0)->message, "'漢' (U+6F22, script Han) of a text in 'en'"));
    assert_int_equal(second->spans[0].glyphs[0].index, 0);
    assert_true(second->width_pt > 0);
    assert_true(second->spans[0].outline.num_data > 0);
}

static void test_run__a_family_that_no_file_has_is_reported(void **state)
{
    g_autoptr(report) report = report_new();
    struct font font = {.family = "Garamond", .size_pt = 10, .weight = 400};
    g_autoptr(run) run = run_shape(*state, "a", &font, "en", report);
    assert_int_equal(report_count(report), 1);
    assert_non_null(strstr(report_at(report, 0)->message, "'Garamond'"));
    assert_true(run->width_pt > 0);
}

static void test_run__control_characters_are_blanks(void **state)
{
    struct font font = noto(10);
    g_autoptr(run) a = run_shape(*state,
                                 "a\nb\tc\x01"
                                 "d\xff",
                                 &font, "en", NULL);
    assert_string_equal(a->text, "a b c d\xEF\xBF\xBD");
}

static void test_run__empty_text_has_no_spans(void **state)
{
    struct font font = noto(10);
    g_autoptr(run) run = run_shape(*state, "", &font, NULL, NULL);
    assert_int_equal(run->span_count, 0);
    assert_true(run->width_pt == 0);
    assert_true(run->ascent_pt > 0);
}

/* Every byte of every span belongs to a cluster and every glyph too, in text that runs both ways.
 */
static void test_run__clusters_cover_text_and_glyphs(void **state)
{
    struct font font = noto(10);
    g_autoptr(run) run = run_shape(*state, "شوشا (Shusha) ffi é", &font, "fa", NULL);
    assert_true(run->is_right_to_left);
    size_t covered = 0;
    for (size_t i = 0; i < run->span_count; i++) {
        const struct glyph_span *span = &run->spans[i];
        size_t bytes = 0, glyphs = 0;
        for (size_t j = 0; j < span->cluster_count; j++) {
            assert_true(span->clusters[j].num_bytes > 0);
            bytes += (size_t)span->clusters[j].num_bytes;
            glyphs += (size_t)span->clusters[j].num_glyphs;
        }
        assert_int_equal(bytes, span->text_length);
        assert_int_equal(glyphs, span->count);
        covered += bytes;
    }
    assert_int_equal(covered, strlen(run->text));
}

/* Where the language and the letters differ, the text runs with the language; a text without a
 * letter of its language's direction runs as its letters do. */
static void test_run__runs_where_its_language_does(void **state)
{
    static const struct {
        const char *text, *language;
        bool is_right_to_left;
    } CASES[] = {
        {"2020 اسفند", "fa", true},
        {"The Gazette: شوشا", "fa", true},
        {"Line of contact", "fa", false},
        {"1–2", "fa", true},
        {"1–2", "en", false},
        {"شوشا (Shusha)", "en", false},
        {"شوشا (1)", "en", true},
        {"שלום abc", "he", true},
        {"شوشا (Shusha)", NULL, true},
        {"Shusha (شوشا)", NULL, false},
        {"", "fa", true},
        {"Şuşa و", "az-Arab", true},
        {"Şuşa و", "az", false},
        {"و a", "ur-PK", true},
    };
    struct font font = noto(10);
    for (size_t i = 0; i < G_N_ELEMENTS(CASES); i++) {
        g_autoptr(run) run = run_shape(*state, CASES[i].text, &font, CASES[i].language, NULL);
        if (run->is_right_to_left != CASES[i].is_right_to_left)
            fail_msg("'%s' in %s", CASES[i].text, CASES[i].language);
    }
}

/* Spaced out, letters that join would stand apart and unjoined. */
static void test_run__letters_that_join_are_not_spaced(void **state)
{
    struct font plain = noto(10), spaced = noto(10);
    spaced.letter_spacing_pt = 3;
    g_autoptr(run) a = run_shape(*state, "قره‌باغ", &plain, "fa", NULL);
    g_autoptr(run) b = run_shape(*state, "قره‌باغ", &spaced, "fa", NULL);
    assert_true(b->width_pt == a->width_pt);
    assert_true(b->font.letter_spacing_pt == 0);
    g_autoptr(run) hebrew = run_shape(*state, "של ום", &spaced, "he", NULL);
    g_autoptr(run) mixed = run_shape(*state, "שלום 12", &spaced, "he", NULL);
    assert_true(hebrew->font.letter_spacing_pt == 3);
    assert_true(mixed->font.letter_spacing_pt == 0);
}

/* The fonts have italics for Latin and Cyrillic, not for Armenian and Arabic. */
static void test_run__is_upright_where_the_language_has_no_italic(void **state)
{
    static const struct {
        const char *text, *language;
        bool is_italic;
    } CASES[] = {
        {"Sevan", "en", true}, {"Севан", "ru", true}, {"Sevan", "az", true},
        {"Սևան", "en", false}, {"Սևան", "hy", false}, {"OpenStreetMap", "hy", false},
        {"12", "fa", false},   {"Sevan", NULL, true},
    };
    struct font font = noto(10);
    font.is_italic = true;
    for (size_t i = 0; i < G_N_ELEMENTS(CASES); i++) {
        g_autoptr(run) run = run_shape(*state, CASES[i].text, &font, CASES[i].language, NULL);
        if (run->font.is_italic != CASES[i].is_italic)
            fail_msg("'%s' in %s", CASES[i].text, CASES[i].language);
    }
}

/* cairo leaves out the outlines of glyphs that lie outside a surface; the pen has none. */
static void test_run__outline_reaches_the_end_of_a_long_line(void **state)
{
    struct font font = noto(40);
    g_autofree char *text = g_strnfill(200, 'H');
    g_autoptr(run) run = run_shape(*state, text, &font, "en", NULL);
    const cairo_path_t *outline = &run->spans[0].outline;
    double right_pt = 0, top_pt = 0;
    for (int i = 0; i < outline->num_data; i += outline->data[i].header.length)
        for (int j = 1; j < outline->data[i].header.length; j++) {
            right_pt = fmax(right_pt, outline->data[i + j].point.x);
            top_pt = fmin(top_pt, outline->data[i + j].point.y);
        }
    assert_true(right_pt > run->width_pt - 5 && right_pt < run->width_pt);
    assert_true(fabs(-top_pt - run->cap_height_pt) < 0.1);
}

/* What is asked for again is the same run; another size, language or report is another. */
static void test_run__same_words_are_shaped_once(void **state)
{
    struct font font = noto(10), larger = noto(11);
    struct report *report = report_new();
    g_autoptr(run) first = run_shape(*state, "Hadrut", &font, "en", NULL);
    g_autoptr(run) again = run_shape(*state, "Hadrut", &font, "en", NULL);
    g_autoptr(run) other_size = run_shape(*state, "Hadrut", &larger, "en", NULL);
    g_autoptr(run) other_language = run_shape(*state, "Hadrut", &font, "de", NULL);
    g_autoptr(run) other_report = run_shape(*state, "Hadrut", &font, "en", report);
    assert_ptr_equal(again, first);
    assert_ptr_not_equal(other_size, first);
    assert_ptr_not_equal(other_language, first);
    assert_ptr_not_equal(other_report, first);
    report_free(report);
}

/* A run is remembered from one map to the next, and no longer. */
static void test_run__is_forgotten_when_nobody_asks(void **state)
{
    struct font font = noto(10);
    g_autoptr(run) first = run_shape(*state, "Shusha", &font, "en", NULL);
    fonts_forget(*state);
    g_autoptr(run) next = run_shape(*state, "Shusha", &font, "en", NULL);
    assert_ptr_equal(next, first);
    fonts_forget(*state);
    fonts_forget(*state);
    g_autoptr(run) later = run_shape(*state, "Shusha", &font, "en", NULL);
    assert_ptr_not_equal(later, first);
    assert_true(later->width_pt == first->width_pt);
}

static void test_run__shared_outlives_the_run_and_the_fonts(void **state)
{
    (void)state;
    struct fonts *fonts = fixture_fonts();
    struct font font = noto(10);
    struct run *run = run_shape(fonts, "Hadrut", &font, "en", NULL);
    g_autoptr(run) copy = run_share(run);
    run_free(run);
    fonts_close(fonts);
    assert_string_equal(copy->text, "Hadrut");
    assert_int_equal(copy->spans[0].count, 6);
    assert_int_equal(cairo_scaled_font_status(copy->spans[0].face), CAIRO_STATUS_SUCCESS);
}

/* Pango takes the language of Cyrillic letters in an English text from these variables, and Noto
 * Sans has other letters for Serbian. */
static void test_run__glyphs_do_not_depend_on_the_environment(void **state)
{
    struct font font = noto(10);
    font.is_italic = true;
    g_setenv("LANGUAGE", "sr", TRUE);
    g_setenv("PANGO_LANGUAGE", "sr", TRUE);
    g_autoptr(run) english = run_shape(*state, "бгдпт", &font, "en", NULL);
    g_autoptr(run) russian = run_shape(*state, "бгдпт", &font, "ru", NULL);
    g_autoptr(run) serbian = run_shape(*state, "бгдпт", &font, "sr", NULL);
    g_unsetenv("LANGUAGE");
    g_unsetenv("PANGO_LANGUAGE");
    bool differs = false;
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(english->spans[0].glyphs[i].index, russian->spans[0].glyphs[i].index);
        differs |= serbian->spans[0].glyphs[i].index != russian->spans[0].glyphs[i].index;
    }
    assert_true(differs);
}

static void assert_lines(char **lines, const char *expected)
{
    g_autofree char *joined = g_strjoinv("|", lines);
    assert_string_equal(joined, expected);
}

static void test_run_wrap__lines_are_as_full_as_the_width_allows(void **state)
{
    struct font font = noto(10);
    g_autoptr(run) line = run_shape(*state, "one two", &font, "en", NULL);
    g_auto(GStrv) exact = run_wrap(*state, "one two three", &font, "en", line->width_pt);
    assert_lines(exact, "one two|three");
    g_auto(GStrv) short_of = run_wrap(*state, "one two three", &font, "en", line->width_pt - 0.01);
    assert_lines(short_of, "one|two|three");
}

static void test_run_wrap__a_word_wider_than_the_line_stands_alone(void **state)
{
    struct font font = noto(10);
    g_auto(GStrv) lines = run_wrap(*state, "a Wedgwood b", &font, "en", 20);
    assert_lines(lines, "a|Wedgwood|b");
}

static void test_run_wrap__a_line_break_in_the_text_ends_the_line(void **state)
{
    struct font font = noto(10);
    g_auto(GStrv) lines = run_wrap(*state, " one\ntwo\n", &font, "en", 1000);
    assert_lines(lines, "one|two");
    g_auto(GStrv) none = run_wrap(*state, "", &font, NULL, 1000);
    assert_null(none[0]);
}

static void test_run_wrap__a_no_break_space_holds_words_together(void **state)
{
    struct font font = noto(10);
    g_auto(GStrv) lines = run_wrap(*state, "on 10\u00A0November", &font, "en", 40);
    assert_lines(lines, "on|10\u00A0November");
}

/* The second line has Latin letters only, and would run to the right by itself. */
static void test_run_wrap__all_lines_run_where_the_paragraph_does(void **state)
{
    struct font font = noto(10);
    g_auto(GStrv) left = run_wrap(*state, "گزارش\nThe Gazette.", &font, "fa", 1000);
    assert_lines(left, "گزارش|\u200FThe Gazette.");
    g_autoptr(report) report = report_new();
    g_autoptr(run) line = run_shape(*state, left[1], &font, "fa", report);
    g_autoptr(run) alone = run_shape(*state, "The Gazette.", &font, "fa", report);
    assert_true(line->is_right_to_left && !alone->is_right_to_left);
    assert_true(fabs(line->width_pt - alone->width_pt) < 1e-9);
    assert_int_equal(report_count(report), 0);
    g_auto(GStrv) right = run_wrap(*state, "The Gazette\nگزارش.", &font, "en", 1000);
    assert_lines(right, "The Gazette|\u200Eگزارش.");
    g_auto(GStrv) english = run_wrap(*state, "The Gazette\nreports", &font, "fa", 1000);
    assert_lines(english, "The Gazette|reports");
}

/* ---- law ----------------------------------------------------------------------------------- */

/* Words of several scripts, marks that stand on letters, digits, brackets, blanks, invisible
 * letters, and one that no font has. */
static char *random_text(GRand *random)
{
    static const char *const PIECES[] = {
        "Shusha", "Шуши", "Ստեփանակերտ", "شوشا",   "قره‌باغ",
        "لا",     "é",    "e\u0301",     "بَ",      "12",
        "۱۲",     "3.5",  "(",           ")",      "«",
        "»",      "–",    " ",           "  ",     "\u00A0",
        "\u200F", "ffi",  "ու",          "\u200D", "漢"};
    GString *text = g_string_new(NULL);
    for (int i = g_rand_int_range(random, 1, 12); i > 0; i--)
        g_string_append(text, PIECES[g_rand_int_range(random, 0, G_N_ELEMENTS(PIECES))]);
    return g_string_free(text, FALSE);
}

/* Words that break at blanks only. */
static char *random_words(GRand *random)
{
    static const char *const WORDS[] = {"Shusha", "held",   "by",          "AV",    "(1992)",
                                        "Шуши",   "дороги", "Ստեփանակերտ", "շրջան", "شوشا",
                                        "از",     "12",     "Şərqi",       "ffi",   "Tq"};
    GString *text = g_string_new(NULL);
    for (int i = g_rand_int_range(random, 1, 30); i > 0; i--)
        g_string_append_printf(text, "%s%s", text->len ? " " : "",
                               WORDS[g_rand_int_range(random, 0, G_N_ELEMENTS(WORDS))]);
    return g_string_free(text, FALSE);
}

static double width_of(fonts *fonts, const char *text, const struct font *font)
{
    g_autoptr(run) run = run_shape(fonts, text, font, "en", NULL);
    return run->width_pt;
}

/* Without the invisible letter that says where the line runs. */
static const char *plain(const char *line)
{
    return g_str_has_prefix(line, "\u200F") || g_str_has_prefix(line, "\u200E") ? line + 3 : line;
}

/* The law of breaking: all words are there in their order; a line of more than one is no wider than
 * asked, and with the next word it would be. */
static void test_run_wrap__fills_lines_of_random_words(void **state)
{
    const guint32 SEED = 20201110;
    g_autoptr(GRand) random = g_rand_new_with_seed(SEED);
    for (int i = 0; i < 400; i++) {
        struct font font = noto(g_rand_double_range(random, 4, 20));
        font.is_italic = g_rand_boolean(random);
        font.letter_spacing_pt = g_rand_int_range(random, 0, 4) ? 0 : 0.7;
        double width_pt = g_rand_double_range(random, 1, 300);
        g_autofree char *text = random_words(random);
        g_auto(GStrv) lines = run_wrap(*state, text, &font, "en", width_pt);
        g_autoptr(GString) all = g_string_new(NULL);
        for (char **line = lines; *line; line++) {
            g_string_append_printf(all, "%s%s", all->len ? " " : "", plain(*line));
            if (strchr(*line, ' '))
                assert_true(width_of(*state, plain(*line), &font) <= width_pt);
            if (!line[1])
                break;
            const char *next = plain(line[1]);
            g_autofree char *longer =
                g_strdup_printf("%s %.*s", plain(*line), (int)strcspn(next, " "), next);
            assert_true(width_of(*state, longer, &font) > width_pt);
        }
        assert_string_equal(all->str, text);
    }
}

/* The law of clusters: each byte of the text is in one, and so is each glyph. */
static void check_clusters(const struct run *run)
{
    size_t length = strlen(run->text);
    g_autofree int *counts = g_new0(int, length + 1);
    for (size_t i = 0; i < run->span_count; i++) {
        const struct glyph_span *span = &run->spans[i];
        size_t at = span->text_start, glyphs = 0;
        for (size_t j = 0; j < span->cluster_count; j++) {
            for (int byte = 0; byte < span->clusters[j].num_bytes && at < length; byte++)
                counts[at++]++;
            glyphs += (size_t)span->clusters[j].num_glyphs;
        }
        assert_int_equal(at, span->text_start + span->text_length);
        assert_int_equal(glyphs, span->count);
    }
    for (size_t byte = 0; byte < length; byte++)
        if (counts[byte] != 1)
            fail_msg("byte %zu of '%s' is in %d clusters", byte, run->text, counts[byte]);
}

/* The law of places: each glyph begins where those to its left end, as the face has their advances.
 * Kerning, and marks drawn over a letter, move it by half the size of the letters at most; along
 * the line that does not add up. */
static void check_places(const struct run *run)
{
    double x_pt = 0, most = run->font.size_pt / 2;
    for (size_t i = 0; i < run->span_count; i++)
        for (size_t j = 0; j < run->spans[i].count; j++) {
            cairo_glyph_t glyph = run->spans[i].glyphs[j];
            cairo_text_extents_t extents;
            if (fabs(glyph.x - x_pt) > most)
                fail_msg("glyph %zu of span %zu of '%s' at %g, not %g", j, i, run->text, glyph.x,
                         x_pt);
            cairo_scaled_font_glyph_extents(run->spans[i].face, &glyph, 1, &extents);
            x_pt += extents.x_advance;
        }
    if (fabs(run->width_pt - x_pt) > most)
        fail_msg("'%s' is %g wide, its glyphs %g", run->text, run->width_pt, x_pt);
}

/* Each cluster but the last is followed by one space, and no other glyph moves. */
static void check_spacing(fonts *fonts, const struct run *plain)
{
    struct font font = plain->font;
    font.letter_spacing_pt = 2;
    g_autoptr(run) spaced = run_shape(fonts, plain->text, &font, plain->language, NULL);
    size_t clusters = 0;
    for (size_t i = 0; i < spaced->span_count; i++)
        clusters += spaced->spans[i].cluster_count;
    double added = spaced->font.letter_spacing_pt * ((double)clusters - 1);
    if (clusters && fabs(spaced->width_pt - plain->width_pt - added) > 1e-6)
        fail_msg("'%s' is %g wide, spaced out %g", plain->text, plain->width_pt, spaced->width_pt);
}

static void test_run__laws_hold_for_random_text_of_mixed_scripts(void **state)
{
    static const char *const LANGUAGES[] = {"en", "fa", "hy", NULL};
    const guint32 seed = 20201110;
    GRand *random = g_rand_new_with_seed(seed);
    struct font font = noto(10);
    for (int i = 0; i < 300; i++) {
        g_autofree char *text = random_text(random);
        g_autoptr(run) run = run_shape(*state, text, &font, LANGUAGES[i % 4], NULL);
        check_clusters(run);
        check_places(run);
        check_spacing(*state, run);
    }
    g_rand_free(random);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fonts_open__names_a_missing_file),
        cmocka_unit_test(test_fonts_open__names_a_file_that_is_no_font),
        cmocka_unit_test(test_fonts_open__wants_a_file),
        cmocka_unit_test(test_run__width_is_the_sum_of_unrounded_advances),
        cmocka_unit_test(test_run__is_as_wide_at_every_size),
        cmocka_unit_test(test_run__heights_are_those_of_the_family),
        cmocka_unit_test(test_run__letter_spacing_stands_between_letters_only),
        cmocka_unit_test(test_run__letters_make_required_ligatures_only),
        cmocka_unit_test(test_run__letters_come_from_the_other_files_of_the_list),
        cmocka_unit_test(test_run__a_missing_letter_is_reported_once_and_drawn_as_a_box),
        cmocka_unit_test(test_run__a_family_that_no_file_has_is_reported),
        cmocka_unit_test(test_run__control_characters_are_blanks),
        cmocka_unit_test(test_run__empty_text_has_no_spans),
        cmocka_unit_test(test_run__clusters_cover_text_and_glyphs),
        cmocka_unit_test(test_run__runs_where_its_language_does),
        cmocka_unit_test(test_run__letters_that_join_are_not_spaced),
        cmocka_unit_test(test_run__is_upright_where_the_language_has_no_italic),
        cmocka_unit_test(test_run__outline_reaches_the_end_of_a_long_line),
        cmocka_unit_test(test_run__same_words_are_shaped_once),
        cmocka_unit_test(test_run__is_forgotten_when_nobody_asks),
        cmocka_unit_test(test_run__shared_outlives_the_run_and_the_fonts),
        cmocka_unit_test(test_run__glyphs_do_not_depend_on_the_environment),
        cmocka_unit_test(test_run_wrap__lines_are_as_full_as_the_width_allows),
        cmocka_unit_test(test_run_wrap__a_word_wider_than_the_line_stands_alone),
        cmocka_unit_test(test_run_wrap__a_line_break_in_the_text_ends_the_line),
        cmocka_unit_test(test_run_wrap__a_no_break_space_holds_words_together),
        cmocka_unit_test(test_run_wrap__all_lines_run_where_the_paragraph_does),
        cmocka_unit_test(test_run_wrap__fills_lines_of_random_words),
        cmocka_unit_test(test_run__laws_hold_for_random_text_of_mixed_scripts),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
