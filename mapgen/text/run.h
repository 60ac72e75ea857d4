/* Text that has been measured: a run is a string, the font it is set in, and where each glyph goes.
 *
 * Text is shaped once, here, by Pango and HarfBuzz, and every writer draws the same glyphs: the SVG
 * writer prints the string and the font, cairo shows the glyphs. Hinting and hint metrics are off
 * and positions are not rounded, so a run is as wide at every size and on every machine. Letters
 * make no ligatures but those that their script requires: librsvg makes none (it gives Pango a
 * letter spacing, be it 0, and Pango then turns them off), and in Armenian, where "ու" and "մի"
 * have ligatures of another width, its lines would stand up to a pixel beside ours.
 *
 * Fonts come from a list of files and nowhere else (a private fontconfig), so that the same project
 * gives the same bytes on two machines. A letter that no file of the list has is reported and drawn
 * as the font's missing-glyph box.
 *
 * Everything here runs on one thread. A finished run is read-only, and any thread may draw it. */
#ifndef MAPGEN_TEXT_RUN_H
#define MAPGEN_TEXT_RUN_H

#include "base/report.h"
#include <cairo.h>
#include <stdbool.h>

struct font {
    const char *family;   /* one family name, as in the font files; borrowed */
    const char *fallback; /* what follows it in the font stack, e.g. "Arial, sans-serif" */
    double size_pt;
    int weight; /* 100 to 900; 400 regular, 700 bold */
    bool is_italic;
    double letter_spacing_pt; /* added after every cluster but the last */
};

typedef struct fonts fonts;

/* Opens the font files, in order of preference for fallback. An error names the file that is
 * missing or is no font. */
fonts *fonts_open(const char *const *files, size_t count, GError **error);
void fonts_close(fonts *fonts);

/* From now on runs are shaped without outlines: for files that write letters as text. */
void fonts_leave_outlines(fonts *fonts);

/* Forgets the runs that were not asked for since the last time: between one map and the next. */
void fonts_forget(fonts *fonts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(fonts, fonts_close)

/* Glyphs of one face, in drawing order from left to right, positions in points from the run's
 * origin (the left end of its baseline, y down).
 *
 * The outline is that of all glyphs, in the same points, taken from the face at a large size: a
 * thread that fills it needs no font, and the letters stand where they were measured and not on
 * whole pixels. The glyphs and clusters are for a writer that embeds fonts (PDF). */
struct glyph_span {
    cairo_scaled_font_t *face; /* at size_pt, owned by the run */
    cairo_glyph_t *glyphs;
    size_t count;
    size_t text_start, text_length; /* bytes of the run's text */
    cairo_text_cluster_t *clusters; /* in the order of the text */
    size_t cluster_count;
    bool is_backward;     /* glyphs run against the text */
    cairo_path_t outline; /* filled by the non-zero rule */
};

struct run {
    gatomicrefcount owners;
    char *text;            /* as shaped: valid UTF-8 without control characters */
    char *language;        /* BCP 47, e.g. "hy"; NULL when none was given */
    struct font font;      /* as asked, but upright where some letter, or the language's own, has
                              no italic, and not spaced where letters join or a line to the left has
                              others in it */
    bool is_right_to_left; /* as a whole: a line in Persian that begins with a date is */
    double width_pt;       /* advance width, without the spacing after the last cluster */
    int gaps;              /* between clusters, as far as they can be spaced */
    double ascent_pt;      /* of the font, above the baseline */
    double descent_pt;     /* below it, positive */
    double cap_height_pt;
    struct glyph_span *spans;
    size_t span_count;
};

/* True when a language (BCP 47; may be NULL) is written from right to left. */
bool run_language_is_right_to_left(const char *language);

/* Shapes one line of UTF-8 text. `language` may be NULL; it says where the line runs as a whole,
 * unless all its letters run the other way. Missing letters go to `report` (once per
 * letter and language), and so does a family that no file has. A letter that the family lacks is
 * looked for in the families of `fallback`, then in the files in their order. The run is the
 * caller's, and shared with whoever asks for the same. Control characters and line breaks are
 * shaped as blanks. */
struct run *run_shape(fonts *fonts, const char *text, const struct font *font, const char *language,
                      struct report *report);
void run_free(struct run *run);
typedef struct run run;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(run, run_free)

/* The same run for another owner, who frees it too. */
struct run *run_share(struct run *run);

/* The measures of a run without its outlines, for text that is not, or not yet, drawn. */
struct text_size {
    double width_pt, cap_height_pt;
    int gaps;
};
struct text_size run_size(fonts *fonts, const char *text, const struct font *font,
                          const char *language, struct report *report);

/* Breaks text at blanks (and where Unicode allows, UAX #14, through Pango) into lines no wider than
 * `width_pt`; a word wider than that stands alone. All lines run where the text as a whole does:
 * one that by itself would not begins with an invisible letter (RLM, LRM). A NULL-terminated array,
 * the caller's (g_strfreev). */
char **run_wrap(fonts *fonts, const char *text, const struct font *font, const char *language,
                double width_pt);

#endif
