#include "output/pdf_parts.h"

#include <string.h>

/* Of a source whose end is cut, so much must be there. */
#define LEAST_CUT_BYTES 8

static const char ELLIPSIS[] = "\u2026";

/* ---- links --------------------------------------------------------------------------------- */

/* Where the letter that begins at a byte of the text stands; the end of the run for the last. Of
 * text that runs to the right. */
static double x_at(const struct run *run, size_t byte)
{
    for (size_t s = 0; s < run->span_count; s++) {
        const struct glyph_span *span = &run->spans[s];
        size_t at = span->text_start, glyph = 0;
        for (size_t c = 0; c < span->cluster_count; c++) {
            if (at == byte && glyph < span->count)
                return span->glyphs[glyph].x;
            at += (size_t)span->clusters[c].num_bytes;
            glyph += (size_t)span->clusters[c].num_glyphs;
        }
    }
    return run->width_pt;
}

/* The bytes of the text that name the source, to its end or to where the line is cut. */
static bool find_source(const char *text, const char *source, size_t *start, size_t *end)
{
    const char *whole = strstr(text, source);
    if (whole) {
        *start = (size_t)(whole - text);
        *end = *start + strlen(source);
        return true;
    }
    if (!g_str_has_suffix(text, ELLIPSIS))
        return false;
    *end = strlen(text) - strlen(ELLIPSIS);
    for (*start = 0; *start + LEAST_CUT_BYTES <= *end; ++*start)
        if (strncmp(text + *start, source, *end - *start) == 0)
            return true;
    return false;
}

static void add_link(cairo_t *cairo, const struct scene_node *node, const char *link, size_t start,
                     size_t end)
{
    const struct run *run = node->text.run;
    double left = x_at(run, start), top = node->text.origin.y - run->ascent_pt;
    g_autofree char *uri = g_uri_escape_string(link, "!*();:@&=+$,/?#[]%", FALSE);
    char numbers[4][G_ASCII_DTOSTR_BUF_SIZE];
    const double values[] = {node->text.origin.x + left, top, x_at(run, end) - left,
                             run->ascent_pt + run->descent_pt};
    for (int i = 0; i < 4; i++)
        g_ascii_formatd(numbers[i], sizeof numbers[i], "%.2f", values[i]);
    g_autofree char *attributes = g_strdup_printf("rect=[%s %s %s %s] uri='%s'", numbers[0],
                                                  numbers[1], numbers[2], numbers[3], uri);
    cairo_tag_begin(cairo, CAIRO_TAG_LINK, attributes);
    cairo_tag_end(cairo, CAIRO_TAG_LINK);
}

void pdf_link_sources(cairo_t *cairo, const struct scene *scene, const struct scene_node *node)
{
    const struct scene_about *about = scene_about_const(scene);
    bool is_plain = node->text.anchor == ANCHOR_START && node->text.angle_deg == 0 &&
                    !node->text.run->is_right_to_left;
    for (size_t i = 0; is_plain && about->source_links && about->sources && about->sources[i];
         i++) {
        size_t start, end;
        if (g_str_has_prefix(about->source_links[i], "http") &&
            find_source(node->text.run->text, about->sources[i], &start, &end))
            add_link(cairo, node, about->source_links[i], start, end);
    }
}

/* ---- language ------------------------------------------------------------------------------ */

/* The last place of a word in the file, which holds zero bytes; NULL when it is nowhere. */
static const char *last_place(const GByteArray *file, const char *word)
{
    const char *found = NULL, *at = (const char *)file->data, *end = at + file->len;
    while ((at = memmem(at, (size_t)(end - at), word, strlen(word))) != NULL)
        found = at++;
    return found;
}

/* What stands between the last place of a word and the next of another; NULL when they are not
 * there. The caller's. */
static char *between(const GByteArray *file, const char *first, const char *last)
{
    const char *start = last_place(file, first), *end = (const char *)file->data + file->len;
    if (!start)
        return NULL;
    start += strlen(first);
    const char *stop = memmem(start, (size_t)(end - start), last, strlen(last));
    return stop ? g_strndup(start, (gsize)(stop - start)) : NULL;
}

void pdf_append_language(GByteArray *file, const char *language)
{
    g_autofree char *root = between(file, "/Root ", " 0 R");
    if (!language || !root)
        return;
    unsigned number = (unsigned)g_ascii_strtoull(root, NULL, 10);
    g_autofree char *head = g_strdup_printf("\n%u 0 obj\n<<", number);
    g_autofree char *catalogue = between(file, head, ">>\nendobj");
    g_autofree char *trailer = between(file, "\ntrailer\n<<", ">>");
    g_autofree char *before = between(file, "startxref\n", "\n");
    if (!catalogue || !trailer || !before)
        return;
    g_autoptr(GString) update = g_string_new(NULL);
    size_t object = file->len;
    g_string_append_printf(update,
                           "%u 0 obj\n<<%s   /Lang (%s)\n"
                           "   /ViewerPreferences << /DisplayDocTitle true >>\n>>\nendobj\n",
                           number, catalogue, language);
    size_t table = file->len + update->len;
    g_string_append_printf(update,
                           "xref\n%u 1\n%010zu 00000 n \ntrailer\n<<%s   /Prev %s\n>>\n"
                           "startxref\n%zu\n%%%%EOF\n",
                           number, object, trailer, before, table);
    g_byte_array_append(file, (const guint8 *)update->str, (guint)update->len);
}
