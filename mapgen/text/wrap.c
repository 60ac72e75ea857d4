#include "text/measure.h"

#include "text/run_memory.h"

#include <math.h>
#include <string.h>

/* The text from `start` to `end` without the blanks at its ends. */
static char *line_between(const char *start, const char *end)
{
    char *line = g_strndup(start, (gsize)(end - start));
    return g_strstrip(line);
}

/* The same as a line of a paragraph: with an invisible letter that says where the paragraph runs
 * before it (UAX #9: RLM, LRM), if by itself it would run the other way. */
static char *paragraph_line(const char *start, const char *end, bool is_right_to_left,
                            const char *language)
{
    g_autofree char *line = line_between(start, end);
    bool is_turned = *line && text_runs_to_the_left(line, language) != is_right_to_left;
    return g_strconcat(!is_turned ? "" : is_right_to_left ? "\u200F" : "\u200E", line, NULL);
}

static double *measure_advances(struct fonts *fonts, const char *text, const struct font *font,
                                const char *language)
{
    g_autoptr(run) run = run_measure(fonts, text, font, language, NULL);
    bool is_as_asked = run->font.is_italic == font->is_italic && font->letter_spacing_pt == 0;
    if (!is_as_asked || strlen(run->text) != strlen(text))
        return NULL;
    double *advances = g_new0(double, strlen(text) + 1);
    double end_pt = run->width_pt;
    for (size_t s = run->span_count; s-- > 0;) {
        const struct glyph_span *span = &run->spans[s];
        size_t byte = span->is_backward ? span->text_start : span->text_start + span->text_length;
        size_t glyph = span->count;
        for (size_t c = 0; c < span->cluster_count; c++) {
            const cairo_text_cluster_t *cluster =
                &span->clusters[span->is_backward ? c : span->cluster_count - 1 - c];
            if (!span->is_backward)
                byte -= (size_t)cluster->num_bytes;
            glyph -= (size_t)cluster->num_glyphs;
            if (cluster->num_glyphs > 0) {
                advances[byte] = end_pt - span->glyphs[glyph].x;
                end_pt = span->glyphs[glyph].x;
            }
            if (span->is_backward)
                byte += (size_t)cluster->num_bytes;
        }
    }
    return advances;
}

/* How far apart the letters of a text stand in one line: of the cluster that begins at each byte
 * the advance in points, 0 at the others. NULL where a part of the text set by itself may be in
 * another font. The fonts'. */
static const double *advances_of(struct fonts *fonts, const char *text, const struct font *font,
                                 const char *language)
{
    struct run_ask ask = {.text = text, .language = language, .font = font};
    const double *known;
    if (run_memory_find_advances(fonts_memory(fonts), &ask, &known))
        return known;
    double *advances = measure_advances(fonts, text, font, language);
    run_memory_add_advances(fonts_memory(fonts), &ask, advances);
    return advances;
}

/* A paragraph that is broken into lines. */
struct paragraph {
    struct fonts *fonts;
    const char *text; /* valid UTF-8 */
    const struct font *font;
    const char *language;
    PangoLogAttr *breaks;      /* of each letter, and the end */
    const double *advances_pt; /* of each byte, or NULL */
};

/* A place in a paragraph. */
struct place_in_text {
    const char *at;
    glong letter; /* its number */
};

/* The first place after another where a line may or must end; the end of the text at the latest. */
static struct place_in_text next_break(const struct paragraph *paragraph,
                                       struct place_in_text place)
{
    do
        place = (struct place_in_text){g_utf8_next_char(place.at), place.letter + 1};
    while (*place.at && !paragraph->breaks[place.letter].is_line_break);
    return place;
}

/* True when the text between two places, without the blanks at its ends, is wider than a line. It
 * is set in one to tell only where the letters' advances leave room for doubt: those at its ends
 * may stand otherwise by themselves, but not by the size of a letter. */
static bool is_wider(const struct paragraph *paragraph, const char *start, const char *end,
                     double width_pt)
{
    if (paragraph->advances_pt) {
        while (start < end && g_ascii_isspace(*start))
            start++;
        while (start < end && g_ascii_isspace(end[-1]))
            end--;
        double about_pt = 0;
        for (const char *at = start; at < end; at++)
            about_pt += paragraph->advances_pt[at - paragraph->text];
        if (fabs(about_pt - width_pt) > paragraph->font->size_pt)
            return about_pt > width_pt;
    }
    g_autofree char *line = line_between(start, end);
    g_autoptr(run) run =
        run_measure(paragraph->fonts, line, paragraph->font, paragraph->language, NULL);
    return run->width_pt > width_pt;
}

static char **wrap(struct fonts *fonts, const char *text, const struct font *font,
                   const char *language, double width_pt)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    glong letters = g_utf8_strlen(valid, -1);
    g_autofree PangoLogAttr *breaks = g_new0(PangoLogAttr, letters + 1);
    pango_get_log_attrs(valid, -1, -1, text_language(language), breaks, (int)letters + 1);
    const double *advances_pt = advances_of(fonts, valid, font, language);
    const struct paragraph paragraph = {fonts, valid, font, language, breaks, advances_pt};

    bool is_right_to_left = text_runs_to_the_left(valid, language);
    GStrvBuilder *lines = g_strv_builder_new();
    struct place_in_text start = {valid, 0},
                         end = start; /* the line so far: fits, or is one word */
    while (*end.at) {
        struct place_in_text next = next_break(&paragraph, end);
        bool is_begun = end.at > start.at;
        if (is_begun && (breaks[end.letter].is_mandatory_break ||
                         is_wider(&paragraph, start.at, next.at, width_pt))) {
            g_autofree char *full = paragraph_line(start.at, end.at, is_right_to_left, language);
            g_strv_builder_add(lines, full);
            start = end;
        } else {
            end = next;
        }
    }
    g_autofree char *last = paragraph_line(start.at, end.at, is_right_to_left, language);
    if (*last)
        g_strv_builder_add(lines, last);
    char **wrapped = g_strv_builder_end(lines);
    g_strv_builder_unref(lines);
    return wrapped;
}

char **run_wrap(struct fonts *fonts, const char *text, const struct font *font,
                const char *language, double width_pt)
{
    struct run_ask ask = {.text = text, .language = language, .font = font, .width_pt = width_pt};
    const char *const *known = run_memory_find_lines(fonts_memory(fonts), &ask);
    if (known)
        return g_strdupv((char **)known);
    char **lines = wrap(fonts, text, font, language, width_pt);
    run_memory_add_lines(fonts_memory(fonts), &ask, lines);
    return lines;
}
