#include "output/svg_metadata.h"

#include "base/number.h"
#include "output/xml.h"

void svg_append_metadata(GString *out, const struct scene *scene, const char *id)
{
    const struct scene_about *about = scene_about_const(scene);
    g_string_append_printf(out,
                           "<metadata>\n<rdf:RDF "
                           "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "
                           "xmlns:dcterms=\"http://purl.org/dc/terms/\" "
                           "xmlns:map=\"urn:mapgen:georeference\">\n"
                           "<rdf:Description rdf:about=\"#%s\">\n",
                           id);
    xml_append_element(out, "dcterms:title", about->title);
    xml_append_element(out, "dcterms:date", about->date);
    xml_append_element(out, "dcterms:language", about->language);
    xml_append_element(out, "dcterms:rights", about->credit);
    xml_append_element(out, "dcterms:license", about->licence);
    for (char **source = about->sources; source && *source; source++)
        xml_append_element(out, "dcterms:source", *source);
    if (about->has_georeference) {
        xml_append_element(out, "map:projection", about->projection);
        const struct lonlat_box *extent = &about->extent;
        double edges[] = {extent->west, extent->south, extent->east, extent->north};
        g_string_append(out, "<map:extent>");
        for (int i = 0; i < 4; i++) {
            g_string_append(out, i ? " " : "");
            number_append(out, edges[i], 7);
        }
        g_string_append(out, "</map:extent>\n<map:affine>");
        for (int i = 0; i < 6; i++) {
            char text[G_ASCII_DTOSTR_BUF_SIZE];
            g_string_append(out, i ? " " : "");
            g_string_append(out, g_ascii_formatd(text, sizeof text, "%.10g", about->affine[i]));
        }
        g_string_append(out, "</map:affine>\n");
    }
    g_string_append(out, "</rdf:Description>\n</rdf:RDF>\n</metadata>\n");
}
