#include "output/svg.h"

#include "base/number.h"
#include <math.h>
#include <string.h>

/* What a class or an attribute can set. All but opacity are inherited from group to shape. */
enum property {
    FILL,
    FILL_OPACITY,
    STROKE,
    STROKE_OPACITY,
    STROKE_WIDTH,
    STROKE_LINECAP,
    STROKE_LINEJOIN,
    STROKE_MITERLIMIT,
    STROKE_DASHARRAY,
    STROKE_DASHOFFSET,
    PAINT_ORDER,
    FONT_FAMILY,
    FONT_SIZE,
    FONT_WEIGHT,
    FONT_STYLE,
    LETTER_SPACING,
    OPACITY,
    PROPERTY_COUNT,
};

/* Initial values as SVG 1.1 and CSS have them. A font's family and size depend on the page, so that
 * no value of ours is initial. */
static const struct {
    const char *name, *initial;
} PROPERTIES[PROPERTY_COUNT] = {
    [FILL] = {"fill", "#000"},
    [FILL_OPACITY] = {"fill-opacity", "1"},
    [STROKE] = {"stroke", "none"},
    [STROKE_OPACITY] = {"stroke-opacity", "1"},
    [STROKE_WIDTH] = {"stroke-width", "1"},
    [STROKE_LINECAP] = {"stroke-linecap", "butt"},
    [STROKE_LINEJOIN] = {"stroke-linejoin", "miter"},
    [STROKE_MITERLIMIT] = {"stroke-miterlimit", "4"},
    [STROKE_DASHARRAY] = {"stroke-dasharray", "none"},
    [STROKE_DASHOFFSET] = {"stroke-dashoffset", "0"},
    [PAINT_ORDER] = {"paint-order", "normal"},
    [FONT_FAMILY] = {"font-family", ""},
    [FONT_SIZE] = {"font-size", ""},
    [FONT_WEIGHT] = {"font-weight", "400"},
    [FONT_STYLE] = {"font-style", "normal"},
    [LETTER_SPACING] = {"letter-spacing", "0"},
    [OPACITY] = {"opacity", "1"},
};

/* The value of each property as text, NULL where the property has no effect (the width of a stroke
 * that is not drawn). Equal values are the same pointer. */
struct values {
    const char *of[PROPERTY_COUNT];
};

struct class_use {
    bool by_shape, by_text, by_group;
    char **names; /* the class list, taken apart */
    struct values values;
};

struct svg {
    const scene *scene;
    const char *id;
    GString *out;
    GStringChunk *strings;
    struct class_use *classes;
    struct values *common;               /* of each group, by node: what all its shapes agree on */
    bool *is_drawn;                      /* of each node: displayed, and if a group, not empty */
    bool is_handed_down[PROPERTY_COUNT]; /* set on some group by a rule that is meant for shapes */
    bool has_uses;                       /* some path is drawn again elsewhere */
};

/* In `common`: the shapes do not agree. */
static const char MIXED[] = "mixed";

static bool is_xml_character(gunichar letter)
{
    return letter == '\t' || letter == '\n' || letter == '\r' ||
           (letter >= 0x20 && letter != 0xFFFE && letter != 0xFFFF);
}

/* For content and attributes alike (XML 1.0, section 2.4). */
static void append_escaped(GString *out, const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    for (const char *at = valid; *at; at = g_utf8_next_char(at)) {
        gunichar letter = g_utf8_get_char(at);
        if (letter == '&')
            g_string_append(out, "&amp;");
        else if (letter == '<')
            g_string_append(out, "&lt;");
        else if (letter == '>')
            g_string_append(out, "&gt;");
        else if (letter == '"')
            g_string_append(out, "&quot;");
        else if (is_xml_character(letter))
            g_string_append_unichar(out, letter);
    }
}

static void append_attribute(GString *out, const char *name, const char *value)
{
    g_string_append_printf(out, " %s=\"", name);
    append_escaped(out, value);
    g_string_append_c(out, '"');
}

static void append_element(GString *out, const char *name, const char *text)
{
    if (!text)
        return;
    g_string_append_printf(out, "<%s>", name);
    append_escaped(out, text);
    g_string_append_printf(out, "</%s>\n", name);
}

static int64_t hundredths(double value)
{
    return llround(value * PAGE_UNITS_PER_PT);
}

static void append_length_attribute(GString *out, const char *name, double value_pt)
{
    g_string_append_printf(out, " %s=\"", name);
    number_append_hundredths(out, hundredths(value_pt));
    g_string_append_c(out, '"');
}

/* "#abc" or "#aabbcc". */
static void append_colour(GString *out, struct colour colour)
{
    if (!colour.is_set) {
        g_string_append(out, "none");
        return;
    }
    bool is_short = colour.r % 17 == 0 && colour.g % 17 == 0 && colour.b % 17 == 0;
    if (is_short)
        g_string_append_printf(out, "#%x%x%x", colour.r / 17, colour.g / 17, colour.b / 17);
    else
        g_string_append_printf(out, "#%02x%02x%02x", colour.r, colour.g, colour.b);
}

static bool is_generic_family(const char *name)
{
    static const char *const GENERIC[] = {"serif",   "sans-serif", "monospace", "cursive",
                                          "fantasy", "system-ui",  NULL};
    return g_strv_contains(GENERIC, name);
}

/* A name in single quotes: quotes and backslashes in it are escaped as CSS does (Syntax level 3,
 * section 4.3.7). */
static void append_family(GString *out, const char *name)
{
    if (out->len > 0)
        g_string_append_c(out, ',');
    if (is_generic_family(name)) {
        g_string_append(out, name);
        return;
    }
    g_string_append_c(out, '\'');
    for (const char *at = name; *at; at++) {
        if (*at == '\'' || *at == '\\')
            g_string_append_c(out, '\\');
        if (!g_ascii_iscntrl(*at))
            g_string_append_c(out, *at);
    }
    g_string_append_c(out, '\'');
}

static void append_font_stack(GString *out, const struct font *font)
{
    append_family(out, font->family);
    g_auto(GStrv) fallback = g_strsplit(font->fallback ? font->fallback : "", ",", -1);
    for (char **name = fallback; *name; name++) {
        g_strstrip(g_strdelimit(*name, "\"'", ' '));
        if (**name)
            append_family(out, *name);
    }
}

static void append_dashes(GString *out, const struct paint *paint)
{
    if (paint->dash_count == 0)
        g_string_append(out, "none");
    for (int i = 0; i < paint->dash_count; i++) {
        if (i > 0)
            g_string_append_c(out, ',');
        number_append_hundredths(out, hundredths(paint->dashes_pt[i]));
    }
}

/* Widths, sizes and spaces keep four decimals: they are few, and a halo of .375 is no rounding
 * error. */
static void append_size(GString *out, double value, const char *unit)
{
    number_append(out, value, 4);
    if (value != 0)
        g_string_append(out, unit);
}

/* Whether a property of this paint can be seen on a shape or, with `is_text`, on text. */
static bool has_effect(enum property property, const struct paint *paint, bool is_text)
{
    switch (property) {
    case FILL:
    case STROKE:
    case OPACITY:
        return true;
    case FILL_OPACITY:
        return paint->fill.is_set;
    case STROKE_OPACITY:
    case STROKE_WIDTH:
    case STROKE_LINECAP:
    case STROKE_LINEJOIN:
    case STROKE_DASHARRAY:
    case PAINT_ORDER:
        return paint->stroke.is_set;
    case STROKE_MITERLIMIT:
        return paint->stroke.is_set && paint->join == JOIN_MITER;
    case STROKE_DASHOFFSET:
        return paint->stroke.is_set && paint->dash_count > 0;
    default:
        return is_text;
    }
}

static void append_value(GString *out, enum property property, const struct paint *paint)
{
    static const char *const CAPS[] = {"butt", "round", "square"};
    static const char *const JOINS[] = {"miter", "round", "bevel"};
    switch (property) {
    case FILL:
        append_colour(out, paint->fill);
        break;
    case FILL_OPACITY:
        number_append(out, paint->fill.opacity, 3);
        break;
    case STROKE:
        append_colour(out, paint->stroke);
        break;
    case STROKE_OPACITY:
        number_append(out, paint->stroke.opacity, 3);
        break;
    case STROKE_WIDTH:
        append_size(out, paint->stroke_width_pt, "");
        break;
    case STROKE_LINECAP:
        g_string_append(out, CAPS[paint->cap]);
        break;
    case STROKE_LINEJOIN:
        g_string_append(out, JOINS[paint->join]);
        break;
    case STROKE_MITERLIMIT:
        number_append(out, paint->miter_limit, 4);
        break;
    case STROKE_DASHARRAY:
        append_dashes(out, paint);
        break;
    case STROKE_DASHOFFSET:
        append_size(out, paint->dash_offset_pt, "");
        break;
    case PAINT_ORDER:
        g_string_append(out, paint->is_stroke_first ? "stroke" : "normal");
        break;
    case FONT_FAMILY:
        append_font_stack(out, &paint->font);
        break;
    case FONT_SIZE:
        append_size(out, paint->font.size_pt, "px");
        break;
    case FONT_WEIGHT:
        g_string_append_printf(out, "%d", paint->font.weight);
        break;
    case FONT_STYLE:
        g_string_append(out, paint->font.is_italic ? "italic" : "normal");
        break;
    case LETTER_SPACING:
        append_size(out, paint->font.letter_spacing_pt, "px");
        break;
    case OPACITY:
        number_append(out, paint->opacity, 3);
        break;
    case PROPERTY_COUNT:
        g_assert_not_reached();
    }
}

static bool is_initial(enum property property, const char *value)
{
    return !value || strcmp(value, PROPERTIES[property].initial) == 0;
}

static struct values values_of(struct svg *svg, const struct paint *paint, bool is_text)
{
    struct values values = {{NULL}};
    g_autoptr(GString) text = g_string_new(NULL);
    for (enum property p = 0; p < PROPERTY_COUNT; p++) {
        if (!has_effect(p, paint, is_text && paint->font.family))
            continue;
        g_string_truncate(text, 0);
        append_value(text, p, paint);
        values.of[p] = g_string_chunk_insert_const(svg->strings, text->str);
    }
    return values;
}

/* What a shape shows where that is not what its class says: an open path has no fill, and text is
 * set in the font in which it was measured. */
static struct values node_values(struct svg *svg, const struct scene_node *node)
{
    if (node->kind == NODE_USE)
        node = scene_node_at(svg->scene, node->use.path);
    struct values values = svg->classes[node->class_number].values;
    struct paint paint = *scene_class_paint(svg->scene, node->class_number);
    if (node->kind == NODE_PATH && !node->path.is_closed && paint.fill.is_set) {
        paint.fill.is_set = false;
        values = values_of(svg, &paint, false);
    } else if (node->kind == NODE_TEXT) {
        paint.font = node->text.run->font;
        values = values_of(svg, &paint, true);
    }
    return values;
}

static bool is_shape(const struct scene_node *node)
{
    return node->kind != NODE_BEGIN_GROUP && node->kind != NODE_END_GROUP;
}

static void note_classes(struct svg *svg)
{
    size_t class_count = scene_class_count(svg->scene);
    for (size_t i = 0; i < scene_node_count(svg->scene); i++) {
        const struct scene_node *node = scene_node_at(svg->scene, i);
        if (node->class_number < 0 || !svg->is_drawn[i])
            continue;
        struct class_use *use = &svg->classes[node->class_number];
        use->by_shape |= is_shape(node);
        use->by_text |= node->kind == NODE_TEXT;
        use->by_group |= node->kind == NODE_BEGIN_GROUP;
    }
    for (size_t i = 0; i < class_count; i++) {
        struct class_use *use = &svg->classes[i];
        use->names = g_strsplit(scene_class_name(svg->scene, (int)i), " ", -1);
        use->values = values_of(svg, scene_class_paint(svg->scene, (int)i), use->by_text);
    }
}

static void merge_values(struct values *common, const struct values *values)
{
    for (enum property p = 0; p < PROPERTY_COUNT; p++) {
        if (!common->of[p])
            common->of[p] = values->of[p];
        else if (values->of[p] && values->of[p] != common->of[p])
            common->of[p] = MIXED;
    }
}

/* Which nodes are drawn: those that are displayed, and of the groups those with a shape in them. */
static void note_drawn(struct svg *svg)
{
    g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(size_t));
    size_t count = scene_node_count(svg->scene);
    for (size_t i = scene_next_displayed(svg->scene, 0); i < count;
         i = scene_next_displayed(svg->scene, i + 1)) {
        const struct scene_node *node = scene_node_at(svg->scene, i);
        if (node->kind == NODE_BEGIN_GROUP) {
            g_array_append_val(open, i);
        } else if (node->kind == NODE_END_GROUP) {
            size_t begin = g_array_index(open, size_t, open->len - 1);
            svg->is_drawn[i] = svg->is_drawn[begin];
            g_array_set_size(open, open->len - 1);
        } else {
            svg->is_drawn[i] = true;
            svg->has_uses |= node->kind == NODE_USE;
            for (guint j = 0; j < open->len; j++)
                svg->is_drawn[g_array_index(open, size_t, j)] = true;
        }
    }
}

static void note_common(struct svg *svg)
{
    g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(size_t));
    for (size_t i = 0; i < scene_node_count(svg->scene); i++) {
        const struct scene_node *node = scene_node_at(svg->scene, i);
        if (!svg->is_drawn[i])
            continue;
        if (node->kind == NODE_BEGIN_GROUP) {
            g_array_append_val(open, i);
        } else if (node->kind == NODE_END_GROUP) {
            g_array_set_size(open, open->len - 1);
        } else {
            struct values values = node_values(svg, node);
            for (guint j = 0; j < open->len; j++)
                merge_values(&svg->common[g_array_index(open, size_t, j)], &values);
        }
    }
}

/* True when every element of class list `b` also has the classes of `a`. */
static bool is_subset(char **a, char **b)
{
    for (; *a; a++)
        if (!g_strv_contains((const char *const *)b, *a))
            return false;
    return true;
}

/* True when the rule of another class list sets the property for elements of class `number`. */
static bool is_set_by_others(const struct svg *svg, size_t number, enum property property)
{
    for (size_t i = 0; i < scene_class_count(svg->scene); i++) {
        const struct class_use *other = &svg->classes[i];
        if (i != number && other->by_shape && !is_initial(property, other->values.of[property]) &&
            is_subset(other->names, svg->classes[number].names))
            return true;
    }
    return false;
}

/* What groups hand down to their shapes because the rule of a shape also holds for the group. */
static void note_handed_down(struct svg *svg)
{
    for (size_t i = 0; i < scene_class_count(svg->scene); i++) {
        const struct class_use *use = &svg->classes[i];
        for (enum property p = 0; use->by_group && p < PROPERTY_COUNT; p++)
            svg->is_handed_down[p] |=
                (use->by_shape && !is_initial(p, use->values.of[p])) || is_set_by_others(svg, i, p);
    }
    svg->is_handed_down[OPACITY] = false;
}

/* A class name as a CSS identifier. */
static void append_class_selector(GString *out, const char *name)
{
    g_string_append_c(out, '.');
    for (const char *at = name; *at; at++) {
        bool is_plain = g_ascii_isalnum(*at) || *at == '_' || *at == '-' || (*at & 0x80);
        if (is_plain && !(at == name && g_ascii_isdigit(*at)))
            g_string_append_c(out, *at);
        else
            g_string_append_printf(out, "\\%x ", (unsigned)*at);
    }
}

static void append_rule(struct svg *svg, size_t number)
{
    const struct class_use *use = &svg->classes[number];
    g_autoptr(GString) rule = g_string_new(NULL);
    for (enum property p = 0; p < PROPERTY_COUNT; p++) {
        const char *value = use->values.of[p];
        if (!value || (!use->by_shape && p != OPACITY))
            continue;
        bool is_needed =
            !is_initial(p, value) || svg->is_handed_down[p] || is_set_by_others(svg, number, p);
        if (is_needed)
            g_string_append_printf(rule, "%s%s:%s", rule->len ? ";" : "", PROPERTIES[p].name,
                                   value);
    }
    g_autoptr(GString) selector = g_string_new(NULL);
    for (char **name = use->names; *name; name++)
        if (**name)
            append_class_selector(selector, *name);
    if (rule->len == 0 || selector->len == 0)
        return;
    g_string_append_printf(svg->out, "#%s ", svg->id);
    append_escaped(svg->out, selector->str);
    g_string_append_c(svg->out, '{');
    append_escaped(svg->out, rule->str);
    g_string_append(svg->out, "}\n");
}

/* The first rule takes back what a page could hand down to an inlined map, and has browsers make no
 * ligatures that the runs do not have. */
static void append_style(struct svg *svg)
{
    g_string_append_printf(
        svg->out,
        "<style>\n#%s{fill:#000;fill-rule:evenodd;stroke:none;stroke-width:1;font-style:normal;"
        "font-variant:normal;font-variant-ligatures:no-common-ligatures;font-weight:400;letter-"
        "spacing:0;word-spacing:0;text-transform:none;"
        "text-anchor:start;direction:ltr}\n",
        svg->id);
    for (size_t i = 0; i < scene_class_count(svg->scene); i++)
        if (svg->classes[i].by_shape || svg->classes[i].by_group)
            append_rule(svg, i);
    g_string_append(svg->out, "</style>\n");
}

/* The sources and the georeference as RDF, in the terms of Dublin Core and, where it has none, in
 * our own. */
static void append_metadata(struct svg *svg)
{
    const struct scene_about *about = scene_about_const(svg->scene);
    GString *out = svg->out;
    g_string_append_printf(out,
                           "<metadata>\n<rdf:RDF "
                           "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" "
                           "xmlns:dcterms=\"http://purl.org/dc/terms/\" "
                           "xmlns:map=\"urn:mapgen:georeference\">\n"
                           "<rdf:Description rdf:about=\"#%s\">\n",
                           svg->id);
    append_element(out, "dcterms:title", about->title);
    append_element(out, "dcterms:date", about->date);
    append_element(out, "dcterms:language", about->language);
    append_element(out, "dcterms:rights", about->credit);
    append_element(out, "dcterms:license", about->licence);
    for (char **source = about->sources; source && *source; source++)
        append_element(out, "dcterms:source", *source);
    if (about->has_georeference) {
        append_element(out, "map:projection", about->projection);
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

static void append_page_length(GString *out, const char *name, double length_pt,
                               enum page_unit unit)
{
    g_string_append_printf(out, " %s=\"", name);
    if (unit == PAGE_MM) {
        number_append(out, length_pt / 72 * 25.4, 3);
        g_string_append(out, "mm");
    } else {
        number_append_hundredths(out, hundredths(length_pt));
    }
    g_string_append_c(out, '"');
}

static void append_root(struct svg *svg)
{
    const struct scene_about *about = scene_about_const(svg->scene);
    GString *out = svg->out;
    double width_pt = scene_width_pt(svg->scene), height_pt = scene_height_pt(svg->scene);
    g_string_append_printf(
        out, "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" id=\"%s\"", svg->id);
    if (svg->has_uses)
        append_attribute(out, "xmlns:xlink", "http://www.w3.org/1999/xlink");
    append_page_length(out, "width", width_pt, scene_unit(svg->scene));
    append_page_length(out, "height", height_pt, scene_unit(svg->scene));
    g_string_append(out, " viewBox=\"0 0 ");
    number_append_hundredths(out, hundredths(width_pt));
    g_string_append_c(out, ' ');
    number_append_hundredths(out, hundredths(height_pt));
    g_string_append(out, "\" role=\"img\"");
    if (about->title && about->description)
        g_string_append_printf(out, " aria-labelledby=\"%s-title %s-desc\"", svg->id, svg->id);
    else if (about->title)
        g_string_append_printf(out, " aria-labelledby=\"%s-title\"", svg->id);
    if (about->language) {
        append_attribute(out, "lang", about->language);
        append_attribute(out, "xml:lang", about->language);
    }
    g_string_append(out, " fill-rule=\"evenodd\">\n");
    if (about->title) {
        g_string_append_printf(out, "<title id=\"%s-title\">", svg->id);
        append_escaped(out, about->title);
        g_string_append(out, "</title>\n");
    }
    if (about->description) {
        g_string_append_printf(out, "<desc id=\"%s-desc\">", svg->id);
        append_escaped(out, about->description);
        g_string_append(out, "</desc>\n");
    }
}

/* Presentation attributes for what is not `inherited` already, which grows by them. */
static void append_values(GString *out, const struct values *values, struct values *inherited)
{
    for (enum property p = 0; p < PROPERTY_COUNT; p++) {
        const char *value = values->of[p];
        if (!value || value == MIXED || strcmp(value, inherited->of[p]) == 0)
            continue;
        append_attribute(out, PROPERTIES[p].name, value);
        if (p != OPACITY)
            inherited->of[p] = value;
    }
}

/* Where a node differs from its class, the rule of the class must not win over its attributes. */
static void append_overrides(struct svg *svg, const struct scene_node *node,
                             const struct values *values)
{
    const struct values *rule = &svg->classes[node->class_number].values;
    g_autoptr(GString) style = g_string_new(NULL);
    for (enum property p = 0; p < PROPERTY_COUNT; p++)
        if (values->of[p] && values->of[p] != rule->of[p])
            g_string_append_printf(style, "%s%s:%s", style->len ? ";" : "", PROPERTIES[p].name,
                                   values->of[p]);
    if (style->len > 0)
        append_attribute(svg->out, "style", style->str);
}

static bool is_attribute_name(const char *name)
{
    return *name && name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_.")] == '\0';
}

/* Id, class and data-*; `<` and the element's name stand before it. */
static void append_mark(struct svg *svg, const struct scene_node *node)
{
    if (node->mark.id)
        g_string_append_printf(svg->out, " id=\"%s-%s\"", svg->id, node->mark.id);
    if (node->class_number >= 0)
        append_attribute(svg->out, "class", scene_class_name(svg->scene, node->class_number));
    for (char **pair = node->mark.data; pair && pair[0] && pair[1]; pair += 2) {
        g_assert(is_attribute_name(pair[0]));
        g_autofree char *name = g_strconcat("data-", pair[0], NULL);
        append_attribute(svg->out, name, pair[1]);
    }
}

static void append_inline_element(GString *out, const char *name, const char *text)
{
    if (!text)
        return;
    g_string_append_printf(out, "<%s>", name);
    append_escaped(out, text);
    g_string_append_printf(out, "</%s>", name);
}

/* The title and description, which every element may have as its first children. */
static void append_children(GString *out, const struct scene_node *node)
{
    append_inline_element(out, "title", node->mark.title);
    append_inline_element(out, "desc", node->mark.description);
}

/* Ends an empty element with or without children. */
static void append_end(GString *out, const char *name, const struct scene_node *node)
{
    if (!node->mark.title && !node->mark.description) {
        g_string_append(out, "/>\n");
        return;
    }
    g_string_append_c(out, '>');
    append_children(out, node);
    g_string_append_printf(out, "</%s>\n", name);
}

/* Writes path data; `x` and `y` are where the last step ended, in hundredths of a point. */
struct pen {
    GString *out;
    int64_t x, y;
    char command;   /* that a pair of numbers without a letter would continue */
    bool had_point; /* in the last number */
};

/* A number with a blank before it only where the grammar (SVG 1.1, section 8.3.9) would else read
 * on: "1-2", "1.5.5". */
static void append_coordinate(struct pen *pen, int64_t units)
{
    size_t start = pen->out->len;
    bool follows_number = g_ascii_isdigit(pen->out->str[start - 1]);
    number_append_hundredths(pen->out, units);
    char first = pen->out->str[start];
    bool has_point = strchr(pen->out->str + start, '.') != NULL;
    if (follows_number && first != '-' && !(first == '.' && pen->had_point))
        g_string_insert_c(pen->out, (gssize)start, ' ');
    pen->had_point = has_point;
}

static void step_to(struct pen *pen, char command, struct pagept to)
{
    if (command != pen->command)
        g_string_append_c(pen->out, command);
    if (command != 'v')
        append_coordinate(pen, to.x - pen->x);
    if (command != 'h')
        append_coordinate(pen, to.y - pen->y);
    pen->command = command == 'm' ? 'l' : command;
    pen->x = to.x;
    pen->y = to.y;
}

/* A subpath whose points are all the same still has one step: round caps make it a dot. */
static void append_subpath(struct pen *pen, const struct pagept *points, size_t count,
                           bool is_closed)
{
    bool is_drawn = false;
    step_to(pen, 'm', points[0]);
    for (size_t i = 1; i < count; i++) {
        bool is_level = points[i].y == pen->y, is_upright = points[i].x == pen->x;
        if (is_level && is_upright && (is_drawn || i + 1 < count))
            continue;
        step_to(pen, is_level ? 'h' : is_upright ? 'v' : 'l', points[i]);
        is_drawn = true;
    }
    if (is_closed) {
        g_string_append_c(pen->out, 'z');
        pen->x = points[0].x;
        pen->y = points[0].y;
        pen->command = 'z';
    }
}

static void append_path_data(GString *out, const struct scene_node *node)
{
    struct pen pen = {.out = out};
    const struct pagept *points = node->path.points;
    g_string_append(out, " d=\"");
    for (size_t i = 0; i < node->path.subpaths; points += node->path.counts[i++])
        append_subpath(&pen, points, node->path.counts[i], node->path.is_closed);
    g_string_append_c(out, '"');
}

static void append_box(GString *out, const struct scene_node *node)
{
    const struct page_box *box = &node->box.box;
    append_length_attribute(out, "x", box->left);
    append_length_attribute(out, "y", box->top);
    append_length_attribute(out, "width", box->right - box->left);
    append_length_attribute(out, "height", box->bottom - box->top);
    if (node->box.corner_pt > 0)
        append_length_attribute(out, "rx", node->box.corner_pt);
}

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

/* Text that runs to the left stands between invisible marks that say so (UAX #9: RLI, PDI): resvg
 * does not know `direction`, which would also turn the anchors round. Spaced text needs none: all
 * its letters run to the left (text/run.h). */
static void append_text(GString *out, const struct run *run)
{
    bool is_marked = run->is_right_to_left && run->font.letter_spacing_pt == 0;
    g_string_append(out, is_marked ? "\u2067" : "");
    append_escaped(out, run->text);
    g_string_append(out, is_marked ? "\u2069" : "");
}

static bool has_blanks_that_collapse(const char *text)
{
    return *text == ' ' || g_str_has_suffix(text, " ") || strstr(text, "  ");
}

static void append_text_position(struct svg *svg, const struct scene_node *node)
{
    static const char *const ANCHORS[] = {"start", "middle", "end"};
    GString *out = svg->out;
    const struct run *run = node->text.run;
    struct pagexy origin = node->text.origin;
    struct hold hold = hold_text(node);
    append_length_attribute(out, "x", hold.x_pt);
    append_length_attribute(out, "y", origin.y);
    if (hold.anchor != ANCHOR_START)
        append_attribute(out, "text-anchor", ANCHORS[hold.anchor]);
    if (node->text.angle_deg != 0) {
        g_string_append(out, " transform=\"rotate(");
        number_append_hundredths(out, hundredths(node->text.angle_deg));
        g_string_append_c(out, ' ');
        number_append_hundredths(out, hundredths(origin.x));
        g_string_append_c(out, ' ');
        number_append_hundredths(out, hundredths(origin.y));
        g_string_append(out, ")\"");
    }
    const char *language = scene_about_const(svg->scene)->language;
    if (run->language && g_strcmp0(run->language, language) != 0)
        append_attribute(out, "xml:lang", run->language);
    if (has_blanks_that_collapse(run->text))
        append_attribute(out, "xml:space", "preserve");
}

static void append_shape(struct svg *svg, const struct scene_node *node, struct values inherited)
{
    static const char *const NAMES[] = {[NODE_PATH] = "path",
                                        [NODE_CIRCLE] = "circle",
                                        [NODE_BOX] = "rect",
                                        [NODE_TEXT] = "text",
                                        [NODE_USE] = "use"};
    const char *name = NAMES[node->kind];
    GString *out = svg->out;
    g_string_append_printf(out, "<%s", name);
    append_mark(svg, node);
    struct values values = node_values(svg, node);
    append_values(out, &values, &inherited);
    append_overrides(svg, node, &values);
    switch (node->kind) {
    case NODE_PATH:
        append_path_data(out, node);
        break;
    case NODE_CIRCLE:
        append_length_attribute(out, "cx", node->circle.centre.x);
        append_length_attribute(out, "cy", node->circle.centre.y);
        append_length_attribute(out, "r",
                                scene_class_paint(svg->scene, node->class_number)->radius_pt);
        break;
    case NODE_BOX:
        append_box(out, node);
        break;
    case NODE_USE:
        g_string_append_printf(out, " xlink:href=\"#%s-%s\"", svg->id,
                               scene_node_at(svg->scene, node->use.path)->mark.id);
        break;
    default:
        append_text_position(svg, node);
        g_string_append_c(out, '>');
        append_children(out, node);
        append_text(out, node->text.run);
        g_string_append(out, "</text>\n");
        return;
    }
    append_end(out, name, node);
}

static void append_offset(GString *out, struct pagexy offset)
{
    if (offset.x == 0 && offset.y == 0)
        return;
    g_string_append(out, " transform=\"translate(");
    number_append_hundredths(out, hundredths(offset.x));
    g_string_append_c(out, ' ');
    number_append_hundredths(out, hundredths(offset.y));
    g_string_append(out, ")\"");
}

/* The start of a group, with what all its shapes agree on and `inherited` does not say yet. */
static void append_group(struct svg *svg, size_t index, struct values *inherited)
{
    const struct scene_node *node = scene_node_at(svg->scene, index);
    struct values values = svg->common[index];
    values.of[OPACITY] =
        node->class_number < 0 ? NULL : svg->classes[node->class_number].values.of[OPACITY];
    g_string_append(svg->out, "<g");
    append_mark(svg, node);
    append_offset(svg->out, node->group.offset);
    append_values(svg->out, &values, inherited);
    g_string_append_c(svg->out, '>');
    append_children(svg->out, node);
    g_string_append_c(svg->out, '\n');
}

static void append_nodes(struct svg *svg)
{
    struct values initial;
    for (enum property p = 0; p < PROPERTY_COUNT; p++)
        initial.of[p] = PROPERTIES[p].initial;
    g_autoptr(GArray) stack = g_array_new(FALSE, FALSE, sizeof(struct values));
    g_array_append_val(stack, initial);
    for (size_t i = 0; i < scene_node_count(svg->scene); i++) {
        if (!svg->is_drawn[i])
            continue;
        const struct scene_node *node = scene_node_at(svg->scene, i);
        struct values inherited = g_array_index(stack, struct values, stack->len - 1);
        if (node->kind == NODE_BEGIN_GROUP) {
            append_group(svg, i, &inherited);
            g_array_append_val(stack, inherited);
        } else if (node->kind == NODE_END_GROUP) {
            g_string_append(svg->out, "</g>\n");
            g_array_set_size(stack, stack->len - 1);
        } else {
            append_shape(svg, node, inherited);
        }
    }
}

/* An id that stands in XML, in CSS and in a URL without being escaped. */
static char *plain_id(const char *id)
{
    GString *plain = g_string_new(NULL);
    if (!id || !g_ascii_isalpha(*id))
        g_string_append(plain, id ? "map-" : "map");
    for (const char *at = id ? id : ""; *at; at++)
        g_string_append_c(plain, g_ascii_isalnum(*at) || *at == '_' ? *at : '-');
    return g_string_free(plain, FALSE);
}

GBytes *svg_encode(const struct scene *scene)
{
    g_autofree char *id = plain_id(scene_about_const(scene)->id);
    struct svg svg = {
        .scene = scene,
        .id = id,
        .out = g_string_sized_new(65536),
        .strings = g_string_chunk_new(4096),
        .classes = g_new0(struct class_use, scene_class_count(scene)),
        .common = g_new0(struct values, scene_node_count(scene)),
        .is_drawn = g_new0(bool, scene_node_count(scene)),
    };
    note_drawn(&svg);
    note_classes(&svg);
    note_common(&svg);
    note_handed_down(&svg);

    append_root(&svg);
    append_metadata(&svg);
    append_style(&svg);
    append_nodes(&svg);
    g_string_append(svg.out, "</svg>\n");

    for (size_t i = 0; i < scene_class_count(scene); i++)
        g_strfreev(svg.classes[i].names);
    g_free(svg.classes);
    g_free(svg.common);
    g_free(svg.is_drawn);
    g_string_chunk_free(svg.strings);
    return g_string_free_to_bytes(svg.out);
}
