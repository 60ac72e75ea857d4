#include "output/svg_text.h"

#include "base/number.h"
#include "output/svg_path.h"
#include "output/xml.h"
#include <string.h>

/* How much of a line stands before its anchor. */
static const double SHARES[] = {[ANCHOR_START] = 0, [ANCHOR_MIDDLE] = 0.5, [ANCHOR_END] = 1};

/* Where a line is held. Spaced text is held at its start whatever the scene says: browsers count a
 * space after the last letter too, librsvg and resvg do not, and the middle and the end move with
 * it. */
struct hold {
    double x_pt;
    enum text_anchor anchor;
};

static struct hold hold_text(const struct scene_node *node)
{
    const struct run *run = node->text.run;
    struct hold hold = {node->text.origin.x, node->text.anchor};
    if (run->font.letter_spacing_pt == 0)
        return hold;
    hold.x_pt -= SHARES[hold.anchor] * run->width_pt;
    hold.anchor = ANCHOR_START;
    return hold;
}

/* The mark behind the isolate has no width: without it Chromium sets a first letter that runs to
 * the right at the line's other end. */
void svg_append_text(GString *out, const struct run *run)
{
    bool is_marked = run->is_right_to_left && run->font.letter_spacing_pt == 0;
    g_string_append(out, is_marked ? "\u2067\u200F" : "");
    xml_append_escaped(out, run->text);
    g_string_append(out, is_marked ? "\u2069" : "");
}

static bool has_blanks_that_collapse(const char *text)
{
    return *text == ' ' || g_str_has_suffix(text, " ") || strstr(text, "  ");
}

/* "name(number number)". */
static void append_call(GString *out, const char *name, const double *values, size_t count)
{
    g_string_append_printf(out, "%s(", name);
    for (size_t i = 0; i < count; i++) {
        g_string_append(out, i ? " " : "");
        number_append_hundredths(out, page_hundredths(values[i]));
    }
    g_string_append_c(out, ')');
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
        const double turn[] = {node->text.angle_deg, origin.x, origin.y};
        g_string_append(out, " transform=\"");
        append_call(out, "rotate", turn, G_N_ELEMENTS(turn));
        g_string_append_c(out, '"');
    }
    if (run->language && g_strcmp0(run->language, language) != 0)
        xml_append_attribute(out, "xml:lang", run->language);
    if (has_blanks_that_collapse(run->text))
        xml_append_attribute(out, "xml:space", "preserve");
}

void svg_append_outline(GString *out, const struct scene_node *node)
{
    const struct run *run = node->text.run;
    struct pagexy origin = node->text.origin;
    double before_pt = SHARES[node->text.anchor] * run->width_pt;
    const double shift[] = {origin.x - before_pt, origin.y};
    const double turn[] = {node->text.angle_deg, before_pt, 0};
    g_string_append(out, " fill-rule=\"nonzero\" transform=\"");
    append_call(out, "translate", shift, G_N_ELEMENTS(shift));
    if (node->text.angle_deg != 0)
        append_call(out, "rotate", turn, G_N_ELEMENTS(turn));
    g_string_append_c(out, '"');
    svg_append_glyph_data(out, run);
}
