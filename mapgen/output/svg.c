#include "output/svg.h"

#include "base/number.h"
#include "output/svg_metadata.h"
#include "output/svg_path.h"
#include "output/svg_rules.h"
#include "output/svg_style.h"
#include "output/svg_text.h"
#include "output/xml.h"
#include "text/subset.h"
#include <string.h>

struct svg {
    const scene *scene;
    const struct svg_options *options;
    const struct svg_traits *traits;
    const char *id;
    GString *out;
    svg_style *style;
    svg_rules *rules; /* NULL: none are written */
    bool has_uses;    /* something is drawn again elsewhere, and is referred to */
    bool *is_used;    /* of each node: is referred to */
    int32_t step;     /* of path data, in hundredths of a point */
};

static void append_page_length(GString *out, const char *name, double length_pt,
                               enum page_unit unit)
{
    g_string_append_printf(out, " %s=\"", name);
    if (unit == PAGE_MM) {
        number_append(out, length_pt / 72 * 25.4, 3);
        g_string_append(out, "mm");
    } else {
        number_append_hundredths(out, page_hundredths(length_pt));
    }
    g_string_append_c(out, '"');
}

static void append_namespaces(struct svg *svg)
{
    GString *out = svg->out;
    xml_append_attribute(out, "xmlns", "http://www.w3.org/2000/svg");
    if (svg->has_uses)
        xml_append_attribute(out, "xmlns:xlink", "http://www.w3.org/1999/xlink");
    if (svg->traits->has_layers)
        xml_append_attribute(out, "xmlns:inkscape", "http://www.inkscape.org/namespaces/inkscape");
}

/* The rules of a moving picture. */
static void append_motion(struct svg *svg)
{
    const char *motion = scene_about_const(svg->scene)->motion;
    g_auto(GStrv) parts = g_strsplit(motion ? motion : "", "$", -1);
    g_autofree char *rules = g_strjoinv(svg->id, parts);
    xml_append_escaped(svg->out, rules);
}

/* The start of the root; `inherited` becomes what its children start from. */
static void append_root(struct svg *svg, struct svg_values *inherited)
{
    const struct scene_about *about = scene_about_const(svg->scene);
    GString *out = svg->out;
    double width_pt = scene_width_pt(svg->scene), height_pt = scene_height_pt(svg->scene);
    if (svg->traits->has_declaration)
        g_string_append(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    g_string_append(out, "<svg");
    append_namespaces(svg);
    g_string_append_printf(out, " version=\"1.1\" id=\"%s\"", svg->id);
    append_page_length(out, "width", width_pt, scene_unit(svg->scene));
    append_page_length(out, "height", height_pt, scene_unit(svg->scene));
    g_string_append(out, " viewBox=\"0 0 ");
    number_append_hundredths(out, page_hundredths(width_pt));
    g_string_append_c(out, ' ');
    number_append_hundredths(out, page_hundredths(height_pt));
    g_string_append_c(out, '"');
    if (!svg->traits->is_strict)
        svg_append_role(out, about, svg->id);
    if (about->language)
        xml_append_attribute(out, "xml:lang", about->language);
    g_string_append(out, " fill-rule=\"evenodd\" text-rendering=\"geometricPrecision\"");
    svg_style_append_root(svg->style, out, inherited);
    g_string_append(out, ">\n");
}

/* The text that is drawn. */
static void list_runs(const struct svg *svg, GPtrArray *runs)
{
    for (size_t i = 0; i < scene_node_count(svg->scene); i++) {
        const struct scene_node *node = scene_node_at(svg->scene, i);
        if (node->kind == NODE_TEXT && svg_style_draws(svg->style, i))
            g_ptr_array_add(runs, node->text.run);
    }
}

static void append_head(struct svg *svg)
{
    svg_append_title(svg->out, scene_about_const(svg->scene), svg->id);
    if (svg->traits->has_metadata)
        svg_append_metadata(svg->out, svg->scene, svg->id, svg->traits->is_strict);
    if (!svg->rules)
        return;
    g_autoptr(GPtrArray) runs = g_ptr_array_new();
    if (svg->traits->has_fonts && !svg->options->has_outlines)
        list_runs(svg, runs);
    g_autoptr(GArray) fonts =
        subset_fonts((const struct run *const *)runs->pdata, runs->len, svg->options->subsets);
    g_string_append(svg->out, "<style type=\"text/css\">\n");
    svg_rules_append(svg->rules, svg->out, fonts);
    append_motion(svg);
    g_string_append(svg->out, "</style>\n");
}

static bool is_attribute_name(const char *name)
{
    return *name && name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_.")] == '\0';
}

/* Id, class and data-*; `<` and the element's name stand before it. */
static void append_mark(struct svg *svg, const struct scene_node *node)
{
    if (node->mark.id) {
        g_string_append(svg->out, " id=\"");
        g_string_append(svg->out, svg->id);
        g_string_append_c(svg->out, '-');
        g_string_append(svg->out, node->mark.id);
        g_string_append_c(svg->out, '"');
    }
    if (node->class_number >= 0)
        xml_append_attribute(svg->out, "class", scene_class_name(svg->scene, node->class_number));
    for (char **pair = node->mark.data; !svg->traits->is_strict && pair && pair[0] && pair[1];
         pair += 2) {
        g_assert(is_attribute_name(pair[0]));
        g_autofree char *name = g_strconcat("data-", pair[0], NULL);
        xml_append_attribute(svg->out, name, pair[1]);
    }
}

/* The title and description, which every element may have as its first children. */
static void append_children(GString *out, const struct scene_node *node)
{
    xml_append_inline_element(out, "title", node->mark.title);
    xml_append_inline_element(out, "desc", node->mark.description);
}

static void append_box(GString *out, const struct scene_node *node, int scale)
{
    const struct page_box *box = &node->box.box;
    xml_append_hundredths(out, "x", scale * box->left);
    xml_append_hundredths(out, "y", scale * box->top);
    xml_append_hundredths(out, "width", scale * (box->right - box->left));
    xml_append_hundredths(out, "height", scale * (box->bottom - box->top));
    if (node->box.corner_pt > 0)
        xml_append_hundredths(out, "rx", scale * node->box.corner_pt);
}

/* Where a shape has another fill than its class, the rule of the class must not win over its
 * attributes. */
static void append_override(struct svg *svg, const struct scene_node *node,
                            const struct svg_values *values)
{
    size_t number = (size_t)node->class_number;
    if (svg->rules && node->class_number >= 0 && svg_rules_set(svg->rules, number, FILL) &&
        values->of[FILL] != svg_style_class(svg->style, number)->of[FILL])
        g_string_append_printf(svg->out, " style=\"fill:%s\"", values->of[FILL]);
}

/* A shift in points, and then a scale; nothing where they change nothing. */
static void append_transform(GString *out, struct pagexy offset, double scale)
{
    bool is_shifted = offset.x != 0 || offset.y != 0;
    if (!is_shifted && scale == 1)
        return;
    g_string_append(out, " transform=\"");
    if (is_shifted) {
        g_string_append(out, "translate(");
        number_append_hundredths(out, page_hundredths(offset.x));
        g_string_append_c(out, ' ');
        number_append_hundredths(out, page_hundredths(offset.y));
        g_string_append_c(out, ')');
    }
    if (scale != 1) {
        g_string_append(out, "scale(");
        number_append_hundredths(out, page_hundredths(scale));
        g_string_append_c(out, ')');
    }
    g_string_append_c(out, '"');
}

/* A shape, or the part of a path from one subpath to before another, in the scale of its group. */
struct part {
    const struct scene_node *node;
    int scale;
    size_t from, to;
};

/* What is referred to, brought from its scale to that of the group in which it is referred to. */
static void append_reference(struct svg *svg, const struct scene_node *node, int scale)
{
    int own_scale = svg_style_scale(svg->style, node->use.path);
    g_string_append_printf(svg->out, " xlink:href=\"#%s-%s\"", svg->id,
                           scene_node_at(svg->scene, node->use.path)->mark.id);
    append_transform(svg->out, (struct pagexy){0, 0}, (double)scale / own_scale);
}

/* The geometry of a shape, as attributes. */
static void append_geometry(struct svg *svg, const struct part *part)
{
    const struct scene_node *node = part->node;
    GString *out = svg->out;
    switch (node->kind) {
    case NODE_PATH:
        svg_append_path_data(out, node, part->from, part->to,
                             (struct svg_path_style){svg->step, part->scale > 1});
        break;
    case NODE_CIRCLE:
        xml_append_hundredths(out, "cx", node->circle.centre.x);
        xml_append_hundredths(out, "cy", node->circle.centre.y);
        xml_append_hundredths(out, "r",
                              scene_class_paint(svg->scene, node->class_number)->radius_pt);
        break;
    case NODE_BOX:
        append_box(out, node, part->scale);
        break;
    case NODE_USE:
        append_reference(svg, node, part->scale);
        break;
    default:
        if (svg->options->has_outlines)
            svg_append_outline(out, node);
        else
            svg_append_text_position(out, node, scene_about_const(svg->scene)->language);
    }
}

/* What stands in a shape: its words, its title and description. */
static void append_content(struct svg *svg, const struct scene_node *node)
{
    bool is_text = node->kind == NODE_TEXT, has_outlines = svg->options->has_outlines;
    if (is_text && has_outlines && svg->traits->is_strict && !node->mark.title)
        xml_append_inline_element(svg->out, "title", node->text.run->text);
    append_children(svg->out, node);
    if (is_text && !has_outlines)
        svg_append_text(svg->out, node->text.run);
}

static const char *element_name(const struct svg *svg, const struct scene_node *node)
{
    static const char *const NAMES[] = {[NODE_PATH] = "path",
                                        [NODE_CIRCLE] = "circle",
                                        [NODE_BOX] = "rect",
                                        [NODE_TEXT] = "text",
                                        [NODE_USE] = "use"};
    return NAMES[node->kind == NODE_TEXT && svg->options->has_outlines ? NODE_PATH : node->kind];
}

/* True when its stroke is drawn first, and has to be a shape of its own. */
static bool has_halo(const struct svg *svg, const struct scene_node *node)
{
    if (!svg->traits->has_halos || node->class_number < 0)
        return false;
    const struct paint *paint = scene_class_paint(svg->scene, node->class_number);
    return paint->is_stroke_first && paint->stroke.is_set && paint->fill.is_set;
}

/* The stroke alone, without a word to those who do not see it. */
static void append_halo(struct svg *svg, const struct part *part, struct svg_values values,
                        struct svg_values inherited)
{
    const struct scene_node *node = part->node;
    const char *name = element_name(svg, node);
    values.of[FILL] = "none";
    g_string_append_printf(svg->out, "<%s aria-hidden=\"true\"", name);
    svg_style_append_values(svg->style, svg->out, &values, &inherited);
    append_geometry(svg, part);
    g_string_append_c(svg->out, '>');
    if (node->kind == NODE_TEXT && !svg->options->has_outlines)
        svg_append_text(svg->out, node->text.run);
    g_string_append_printf(svg->out, "</%s>\n", name);
}

static void append_part(struct svg *svg, const struct part *part, struct svg_values values,
                        struct svg_values inherited)
{
    const struct scene_node *node = part->node;
    if (has_halo(svg, node)) {
        append_halo(svg, part, values, inherited);
        values.of[STROKE] = "none";
    }
    const char *name = element_name(svg, node);
    GString *out = svg->out;
    g_string_append_c(out, '<');
    g_string_append(out, name);
    append_mark(svg, node);
    if (node->kind == NODE_TEXT && svg->options->has_outlines && !svg->traits->is_strict)
        xml_append_attribute(out, "aria-label", node->text.run->text);
    svg_style_append_values(svg->style, out, &values, &inherited);
    append_override(svg, node, &values);
    append_geometry(svg, part);
    size_t start = out->len;
    g_string_append_c(out, '>');
    append_content(svg, node);
    if (out->len == start + 1 && node->kind != NODE_TEXT) {
        g_string_overwrite(out, start, "/>\n");
        return;
    }
    g_string_append(out, "</");
    g_string_append(out, name);
    g_string_append(out, ">\n");
}

/* What stands at a node, with an id or without. */
static void append_shape(struct svg *svg, size_t index, bool has_id,
                         const struct svg_values *inherited)
{
    const struct scene_node *node = scene_node_at(svg->scene, index);
    struct svg_values values = svg_style_node(svg->style, index);
    bool is_repeated = node->kind == NODE_USE && !svg_style_is_reference(svg->style, node);
    struct scene_node shape = *(is_repeated ? scene_node_at(svg->scene, node->use.path) : node);
    struct part part = {.node = &shape, .scale = svg_style_scale(svg->style, index)};
    if (!has_id || is_repeated)
        shape.mark.id = NULL;
    if (shape.kind != NODE_PATH) {
        append_part(svg, &part, values, *inherited);
        return;
    }
    for (; part.from < shape.path.subpaths; part.from = part.to, shape.mark.id = NULL) {
        part.to = svg_path_part(&shape, part.from, (size_t)svg->traits->most_points);
        append_part(svg, &part, values, *inherited);
    }
}

/* A path that is drawn again elsewhere, in a group of its own (svg_rules.c says why). */
static void append_used_path(struct svg *svg, size_t index, const struct svg_values *inherited)
{
    g_string_append_printf(svg->out, "<g id=\"%s-%s\" class=\"%s\">\n", svg->id,
                           scene_node_at(svg->scene, index)->mark.id, svg->id);
    append_shape(svg, index, false, inherited);
    g_string_append(svg->out, "</g>\n");
}

/* The start of a group, with what all its shapes agree on and `inherited` does not say yet. */
static void append_group(struct svg *svg, size_t index, struct svg_values *inherited)
{
    const struct scene_node *node = scene_node_at(svg->scene, index);
    g_string_append(svg->out, node->group.is_definition ? "<defs>\n<g"
                              : node->group.is_switch   ? "<switch"
                                                        : "<g");
    append_mark(svg, node);
    if (node->mark.language) {
        xml_append_attribute(svg->out, "systemLanguage", node->mark.language);
        xml_append_attribute(svg->out, "xml:lang", node->mark.language);
    }
    if (node->group.is_definition && svg->rules)
        xml_append_attribute(svg->out, "class", svg->id);
    if (svg->traits->has_layers && node->mark.id) {
        xml_append_attribute(svg->out, "inkscape:groupmode", "layer");
        xml_append_attribute(svg->out, "inkscape:label", node->mark.id);
    }
    int scale = node->group.is_definition ? 1 : svg_style_scale(svg->style, index);
    append_transform(svg->out, node->group.offset, 1.0 / scale);
    svg_style_append_group(svg->style, svg->out, index, inherited);
    g_string_append_c(svg->out, '>');
    append_children(svg->out, node);
    g_string_append_c(svg->out, '\n');
}

static void append_nodes(struct svg *svg, struct svg_values initial)
{
    g_autoptr(GArray) stack = g_array_new(FALSE, FALSE, sizeof(struct svg_values));
    g_array_append_val(stack, initial);
    for (size_t i = 0; i < scene_node_count(svg->scene); i++) {
        if (!svg_style_draws(svg->style, i))
            continue;
        const struct scene_node *node = scene_node_at(svg->scene, i);
        struct svg_values inherited = g_array_index(stack, struct svg_values, stack->len - 1);
        if (node->kind == NODE_BEGIN_GROUP) {
            append_group(svg, i, &inherited);
            g_array_append_val(stack, inherited);
        } else if (node->kind == NODE_END_GROUP) {
            g_string_append(svg->out, node->group.is_definition ? "</g>\n</defs>\n"
                                      : node->group.is_switch   ? "</switch>\n"
                                                                : "</g>\n");
            g_array_set_size(stack, stack->len - 1);
        } else if (svg->is_used[i] && svg->rules) {
            append_used_path(svg, i, &inherited);
        } else {
            append_shape(svg, i, true, &inherited);
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

static char *map_id(const struct scene *scene, const struct svg_options *options)
{
    g_autofree char *id = plain_id(options->id ? options->id : scene_about_const(scene)->id);
    if (!options->id_prefix)
        return g_steal_pointer(&id);
    g_autofree char *prefixed = g_strdup_printf("%s-%s", options->id_prefix, id);
    return plain_id(prefixed);
}

static void note_uses(struct svg *svg)
{
    for (size_t i = 0; i < scene_node_count(svg->scene); i++) {
        const struct scene_node *node = scene_node_at(svg->scene, i);
        if (svg_style_is_reference(svg->style, node))
            svg->has_uses = svg->is_used[node->use.path] = true;
    }
}

GBytes *svg_encode(const struct scene *scene, const struct svg_options *options)
{
    static const struct svg_options WEB = {.profile = SVG_WEB};
    options = options ? options : &WEB;
    const struct svg_traits *traits = svg_traits(options->profile);
    g_autofree char *id = map_id(scene, options);
    g_autoptr(svg_style) style = svg_style_build(scene, traits, options->has_outlines);
    g_autoptr(svg_rules) rules = traits->has_rules ? svg_rules_build(scene, style, id) : NULL;
    struct svg_values inherited;
    struct svg svg = {
        .scene = scene,
        .options = options,
        .traits = traits,
        .id = id,
        .out = g_string_sized_new(65536),
        .style = style,
        .rules = rules,
        .is_used = g_new0(bool, scene_node_count(scene)),
        .step = scene_unit(scene) == PAGE_PX ? traits->screen_step : 1,
    };
    note_uses(&svg);
    append_root(&svg, &inherited);
    append_head(&svg);
    append_nodes(&svg, inherited);
    g_string_append(svg.out, "</svg>\n");
    g_free(svg.is_used);
    return g_string_free_to_bytes(svg.out);
}
