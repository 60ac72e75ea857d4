#include "output/svg_style.h"

#include "output/xml.h"
#include <string.h>

/* In `common`: the shapes do not agree. */
static const char MIXED[] = "mixed";

struct class_use {
    bool by_shape, by_text, by_group;
    char **names; /* the class list, taken apart */
    struct svg_values values;
};

struct svg_style {
    const scene *scene;
    GStringChunk *strings;
    struct class_use *classes;
    struct svg_values *common;           /* of each group, by node: what all its shapes agree on */
    bool *is_drawn;                      /* of each node: displayed, and if a group, not empty */
    bool is_handed_down[PROPERTY_COUNT]; /* set on some group by a rule that is meant for shapes */
};

struct svg_values svg_style_node(const struct svg_style *style, const struct scene_node *node)
{
    if (node->kind == NODE_USE)
        node = scene_node_at(style->scene, node->use.path);
    struct svg_values values = style->classes[node->class_number].values;
    struct paint paint = *scene_class_paint(style->scene, node->class_number);
    if (node->kind == NODE_PATH && !node->path.is_closed && paint.fill.is_set) {
        paint.fill.is_set = false;
        values = svg_values_of(style->strings, &paint, false);
    } else if (node->kind == NODE_TEXT) {
        paint.font = node->text.run->font;
        values = svg_values_of(style->strings, &paint, true);
    }
    return values;
}

static bool is_shape(const struct scene_node *node)
{
    return node->kind != NODE_BEGIN_GROUP && node->kind != NODE_END_GROUP;
}

static void note_classes(struct svg_style *style)
{
    size_t class_count = scene_class_count(style->scene);
    for (size_t i = 0; i < scene_node_count(style->scene); i++) {
        const struct scene_node *node = scene_node_at(style->scene, i);
        if (node->class_number < 0 || !style->is_drawn[i])
            continue;
        struct class_use *use = &style->classes[node->class_number];
        use->by_shape |= is_shape(node);
        use->by_text |= node->kind == NODE_TEXT;
        use->by_group |= node->kind == NODE_BEGIN_GROUP;
    }
    for (size_t i = 0; i < class_count; i++) {
        struct class_use *use = &style->classes[i];
        use->names = g_strsplit(scene_class_name(style->scene, (int)i), " ", -1);
        use->values =
            svg_values_of(style->strings, scene_class_paint(style->scene, (int)i), use->by_text);
    }
}

static void merge_values(struct svg_values *common, const struct svg_values *values)
{
    for (enum svg_property p = 0; p < PROPERTY_COUNT; p++) {
        if (!common->of[p])
            common->of[p] = values->of[p];
        else if (values->of[p] && values->of[p] != common->of[p])
            common->of[p] = MIXED;
    }
}

/* Which nodes are drawn: those that are displayed, and of the groups those with a shape in them. */
static void note_drawn(struct svg_style *style)
{
    g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(size_t));
    size_t count = scene_node_count(style->scene);
    for (size_t i = scene_next_displayed(style->scene, 0); i < count;
         i = scene_next_displayed(style->scene, i + 1)) {
        const struct scene_node *node = scene_node_at(style->scene, i);
        if (node->kind == NODE_BEGIN_GROUP) {
            g_array_append_val(open, i);
        } else if (node->kind == NODE_END_GROUP) {
            size_t begin = g_array_index(open, size_t, open->len - 1);
            style->is_drawn[i] = style->is_drawn[begin];
            g_array_set_size(open, open->len - 1);
        } else {
            style->is_drawn[i] = true;
            for (guint j = 0; j < open->len; j++)
                style->is_drawn[g_array_index(open, size_t, j)] = true;
        }
    }
}

static void note_common(struct svg_style *style)
{
    g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(size_t));
    for (size_t i = 0; i < scene_node_count(style->scene); i++) {
        const struct scene_node *node = scene_node_at(style->scene, i);
        if (!style->is_drawn[i])
            continue;
        if (node->kind == NODE_BEGIN_GROUP) {
            g_array_append_val(open, i);
        } else if (node->kind == NODE_END_GROUP) {
            g_array_set_size(open, open->len - 1);
        } else {
            struct svg_values values = svg_style_node(style, node);
            for (guint j = 0; j < open->len; j++)
                merge_values(&style->common[g_array_index(open, size_t, j)], &values);
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
static bool is_set_by_others(const struct svg_style *style, size_t number,
                             enum svg_property property)
{
    for (size_t i = 0; i < scene_class_count(style->scene); i++) {
        const struct class_use *other = &style->classes[i];
        if (i != number && other->by_shape &&
            !svg_is_initial(property, other->values.of[property]) &&
            is_subset(other->names, style->classes[number].names))
            return true;
    }
    return false;
}

/* What groups hand down to their shapes because the rule of a shape also holds for the group. */
static void note_handed_down(struct svg_style *style)
{
    for (size_t i = 0; i < scene_class_count(style->scene); i++) {
        const struct class_use *use = &style->classes[i];
        for (enum svg_property p = 0; use->by_group && p < PROPERTY_COUNT; p++)
            style->is_handed_down[p] |= (use->by_shape && !svg_is_initial(p, use->values.of[p])) ||
                                        is_set_by_others(style, i, p);
    }
    style->is_handed_down[OPACITY] = false;
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

static void append_rule(const struct svg_style *style, GString *out, const char *id, size_t number)
{
    const struct class_use *use = &style->classes[number];
    g_autoptr(GString) rule = g_string_new(NULL);
    for (enum svg_property p = 0; p < PROPERTY_COUNT; p++) {
        const char *value = use->values.of[p];
        if (!value || (!use->by_shape && p != OPACITY))
            continue;
        bool is_needed = !svg_is_initial(p, value) || style->is_handed_down[p] ||
                         is_set_by_others(style, number, p);
        if (is_needed)
            g_string_append_printf(rule, "%s%s:%s", rule->len ? ";" : "", SVG_PROPERTIES[p].name,
                                   value);
    }
    g_autoptr(GString) selector = g_string_new(NULL);
    for (char **name = use->names; *name; name++)
        if (**name)
            append_class_selector(selector, *name);
    if (rule->len == 0 || selector->len == 0)
        return;
    g_string_append_printf(out, "#%s ", id);
    xml_append_escaped(out, selector->str);
    g_string_append_c(out, '{');
    xml_append_escaped(out, rule->str);
    g_string_append(out, "}\n");
}

/* The first rule takes back what a page could hand down to an inlined map, and has browsers make no
 * ligatures that the runs do not have. */
void svg_style_append_rules(const struct svg_style *style, GString *out, const char *id)
{
    g_string_append_printf(
        out,
        "<style>\n#%s{fill:#000;fill-rule:evenodd;stroke:none;stroke-width:1;font-style:normal;"
        "font-variant:normal;font-variant-ligatures:no-common-ligatures;font-weight:400;letter-"
        "spacing:0;word-spacing:0;text-transform:none;"
        "text-anchor:start;direction:ltr}\n",
        id);
    for (size_t i = 0; i < scene_class_count(style->scene); i++)
        if (style->classes[i].by_shape || style->classes[i].by_group)
            append_rule(style, out, id, i);
    g_string_append(out, "</style>\n");
}

void svg_append_values(GString *out, const struct svg_values *values, struct svg_values *inherited)
{
    for (enum svg_property p = 0; p < PROPERTY_COUNT; p++) {
        const char *value = values->of[p];
        if (!value || value == MIXED || strcmp(value, inherited->of[p]) == 0)
            continue;
        xml_append_attribute(out, SVG_PROPERTIES[p].name, value);
        if (p != OPACITY)
            inherited->of[p] = value;
    }
}

void svg_style_append_overrides(const struct svg_style *style, GString *out,
                                const struct scene_node *node, const struct svg_values *values)
{
    const struct svg_values *rule = &style->classes[node->class_number].values;
    g_autoptr(GString) text = g_string_new(NULL);
    for (enum svg_property p = 0; p < PROPERTY_COUNT; p++)
        if (values->of[p] && values->of[p] != rule->of[p])
            g_string_append_printf(text, "%s%s:%s", text->len ? ";" : "", SVG_PROPERTIES[p].name,
                                   values->of[p]);
    if (text->len > 0)
        xml_append_attribute(out, "style", text->str);
}

bool svg_style_draws(const struct svg_style *style, size_t node)
{
    return style->is_drawn[node];
}

struct svg_values svg_style_group(const struct svg_style *style, size_t node)
{
    int number = scene_node_at(style->scene, node)->class_number;
    struct svg_values values = style->common[node];
    values.of[OPACITY] = number < 0 ? NULL : style->classes[number].values.of[OPACITY];
    return values;
}

struct svg_style *svg_style_build(const struct scene *scene)
{
    struct svg_style *style = g_new0(struct svg_style, 1);
    style->scene = scene;
    style->strings = g_string_chunk_new(4096);
    style->classes = g_new0(struct class_use, scene_class_count(scene));
    style->common = g_new0(struct svg_values, scene_node_count(scene));
    style->is_drawn = g_new0(bool, scene_node_count(scene));
    note_drawn(style);
    note_classes(style);
    note_common(style);
    note_handed_down(style);
    return style;
}

void svg_style_free(struct svg_style *style)
{
    for (size_t i = 0; i < scene_class_count(style->scene); i++)
        g_strfreev(style->classes[i].names);
    g_free(style->classes);
    g_free(style->common);
    g_free(style->is_drawn);
    g_string_chunk_free(style->strings);
    g_free(style);
}
