#include "output/svg_text.h"

#include "base/number.h"
#include "output/xml.h"
#include <string.h>

/* Where a line is held. Spaced text is held at its start whatever the scene says: browsers count a
 * space after the last letter too, librsvg and resvg do not, and the middle and the end move with
 * it. */
struct hold {
    double x_pt;
    enum text_anchor anchor;
};

static struct hold hold_text(const struct scene_node *node)
{
    static const double SHARES[] = {[ANCHOR_START] = 0, [ANCHOR_MIDDLE] = 0.5, [ANCHOR_END] = 1};
    const struct run *run = node->text.run;
    struct hold hold = {node->text.origin.x, node->text.anchor};
    if (run->font.letter_spacing_pt == 0)
        return hold;
    hold.x_pt -= SHARES[hold.anchor] * run->width_pt;
    hold.anchor = ANCHOR_START;
    return hold;
}

void svg_append_text(GString *out, const struct run *run)
{
    bool is_marked = run->is_right_to_left && run->font.letter_spacing_pt == 0;
    g_string_append(out, is_marked ? "\u2067" : "");
    xml_append_escaped(out, run->text);
    g_string_append(out, is_marked ? "\u2069" : "");
}

static bool has_blanks_that_collapse(const char *text)
{
    return *text == ' ' || g_str_has_suffix(text, " ") || strstr(text, "  ");
}

void svg_append_text_position(GString *out, const struct scene_node *node, const char *language)
{
    static const char *const ANCHORS[] = {"start", "middle", "end"};
    const struct run *run = node->text.run;
    struct pagexy origin = node->text.origin;
    struct hold hold = hold_text(node);
    xml_append_hundredths(out, "x", hold.x_pt);
    xml_append_hundredths(out, "y", origin.y);
    if (hold.anchor != ANCHOR_START)
        xml_append_attribute(out, "text-anchor", ANCHORS[hold.anchor]);
    if (node->text.angle_deg != 0) {
        g_string_append(out, " transform=\"rotate(");
        number_append_hundredths(out, page_hundredths(node->text.angle_deg));
        g_string_append_c(out, ' ');
        number_append_hundredths(out, page_hundredths(origin.x));
        g_string_append_c(out, ' ');
        number_append_hundredths(out, page_hundredths(origin.y));
        g_string_append(out, ")\"");
    }
    if (run->language && g_strcmp0(run->language, language) != 0)
        xml_append_attribute(out, "xml:lang", run->language);
    if (has_blanks_that_collapse(run->text))
        xml_append_attribute(out, "xml:space", "preserve");
}
