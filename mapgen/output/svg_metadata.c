#include "output/svg_metadata.h"

#include "base/number.h"
#include "output/xml.h"

void svg_append_role(GString *out, const struct scene_about *about, const char *id)
{
    g_string_append(out, " role=\"img\"");
    if (about->title && about->description)
        g_string_append_printf(out, " aria-labelledby=\"%s-title %s-desc\"", id, id);
    else if (about->title)
        g_string_append_printf(out, " aria-labelledby=\"%s-title\"", id);
    if (about->language)
        xml_append_attribute(out, "lang", about->language);
}

static void append_with_id(GString *out, const char *name, const char *id, const char *text)
{
    if (!text)
        return;
    g_string_append_printf(out, "<%s id=\"%s-%s\">", name, id, name);
    xml_append_escaped(out, text);
    g_string_append_printf(out, "</%s>\n", name);
}

void svg_append_title(GString *out, const struct scene_about *about, const char *id)
{
    append_with_id(out, "title", id, about->title);
    append_with_id(out, "desc", id, about->description);
}

/* The terms of a statement. */
enum term { TITLE, DATE, LANGUAGE, RIGHTS, LICENCE, SOURCE, REFERENCE, PROJECTION, EXTENT, AFFINE };

static void append_term(GString *out, bool is_plain, enum term term, const char *text)
{
    static const struct {
        const char *element, *words;
    } TERMS[] = {
        [TITLE] = {"dcterms:title", "Title"},
        [DATE] = {"dcterms:date", "Date"},
        [LANGUAGE] = {"dcterms:language", "Language"},
        [RIGHTS] = {"dcterms:rights", "Credit"},
        [LICENCE] = {"dcterms:license", "Licence"},
        [SOURCE] = {"dcterms:source", "Source"},
        [REFERENCE] = {"dcterms:references", "Where to read it"},
        [PROJECTION] = {"map:projection", "Projection"},
        [EXTENT] = {"map:extent", "Extent (west south east north)"},
        [AFFINE] = {"map:affine", "Page from metres (x = a X + b Y + c, y = d X + e Y + f)"},
    };
    if (!text || !*text)
        return;
    if (!is_plain) {
        xml_append_element(out, TERMS[term].element, text);
        return;
    }
    g_string_append_printf(out, "%s: ", TERMS[term].words);
    xml_append_escaped(out, text);
    g_string_append_c(out, '\n');
}

static void append_georeference(GString *out, bool is_plain, const struct scene_about *about)
{
    double east = about->extent.east > 180 ? about->extent.east - 360 : about->extent.east;
    const double edges[] = {about->extent.west, about->extent.south, east, about->extent.north};
    g_autoptr(GString) extent = g_string_new(NULL), affine = g_string_new(NULL);
    for (int i = 0; i < 4; i++) {
        g_string_append(extent, i ? " " : "");
        number_append(extent, edges[i], 7);
    }
    for (int i = 0; i < 6; i++) {
        char text[G_ASCII_DTOSTR_BUF_SIZE];
        g_string_append(affine, i ? " " : "");
        g_string_append(affine, g_ascii_formatd(text, sizeof text, "%.10g", about->affine[i]));
    }
    append_term(out, is_plain, PROJECTION, about->projection);
    append_term(out, is_plain, EXTENT, extent->str);
    append_term(out, is_plain, AFFINE, affine->str);
}

void svg_append_metadata(GString *out, const struct scene *scene, const char *id, bool is_plain)
{
    const struct scene_about *about = scene_about_const(scene);
    g_string_append(out, "<metadata>\n");
    if (!is_plain)
        g_string_append_printf(out,
                               "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "
                               "xmlns:dcterms=\"http://purl.org/dc/terms/\" "
                               "xmlns:map=\"urn:mapgen:georeference\">\n"
                               "<rdf:Description rdf:about=\"#%s\">\n",
                               id);
    append_term(out, is_plain, TITLE, about->title);
    append_term(out, is_plain, DATE, about->date);
    append_term(out, is_plain, LANGUAGE, about->language);
    append_term(out, is_plain, RIGHTS, about->credit);
    append_term(out, is_plain, LICENCE, about->licence);
    for (size_t i = 0; about->sources && about->sources[i]; i++) {
        append_term(out, is_plain, SOURCE, about->sources[i]);
        if (about->source_links && *about->source_links[i])
            append_term(out, is_plain, REFERENCE, about->source_links[i]);
    }
    if (about->has_georeference)
        append_georeference(out, is_plain, about);
    g_string_append(out,
                    is_plain ? "</metadata>\n" : "</rdf:Description>\n</rdf:RDF>\n</metadata>\n");
}
