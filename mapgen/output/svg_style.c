#include "output/svg_style.h"

#include "output/xml.h"
#include <string.h>

struct class_use {
    bool by_shape, by_text;
    char **names; /* the class list, taken apart */
    struct svg_values values;
};

/* How often each value of a property is wanted within a group: an array of struct tally for each
 * property. */
struct tally {
    const char *value;
    int count;
};

struct svg_style {
    const scene *scene;
    const struct svg_traits *traits;
    bool has_outlines;
    GStringChunk *strings;
    struct class_use *classes;
    struct svg_values *common; /* of each group, by node: what most of its shapes want */
    struct svg_values root;    /* the same of the whole map */
    bool *is_drawn;            /* of each node: displayed, and if a group, not empty */
    bool *is_bare;             /* of each group: a definition is used in it, so it paints nothing */
};

struct svg_values svg_style_node(const struct svg_style *style, const struct scene_node *node)
{
    if (node->kind == NODE_USE)
        node = scene_node_at(style->scene, node->use.path);
    if (node->class_number < 0)
        return (struct svg_values){{NULL}};
    struct svg_values values = style->classes[node->class_number].values;
    struct paint paint = *scene_class_paint(style->scene, node->class_number);
    if (node->kind == NODE_PATH && !node->path.is_closed && paint.fill.is_set) {
        paint.fill.is_set = false;
        values = svg_values_of(style->strings, &paint, false);
    } else if (node->kind == NODE_TEXT) {
        paint.font = node->text.run->font;
        values = svg_values_of(style->strings, &paint, !style->has_outlines);
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
        use->by_text |= node->kind == NODE_TEXT && !style->has_outlines;
    }
    for (size_t i = 0; i < class_count; i++) {
        struct class_use *use = &style->classes[i];
        use->names = g_strsplit(scene_class_name(style->scene, (int)i), " ", -1);
        use->values =
            svg_values_of(style->strings, scene_class_paint(style->scene, (int)i), use->by_text);
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
            for (guint j = 0; j < open->len; j++) {
                style->is_drawn[g_array_index(open, size_t, j)] = true;
                style->is_bare[g_array_index(open, size_t, j)] |= node->class_number < 0;
            }
        }
    }
}

static void count_values(GArray *const *tallies, const struct svg_values *values)
{
    for (enum svg_property p = 0; p < OPACITY; p++) {
        guint i = 0;
        if (!values->of[p])
            continue;
        while (i < tallies[p]->len &&
               g_array_index(tallies[p], struct tally, i).value != values->of[p])
            i++;
        if (i == tallies[p]->len)
            g_array_append_val(tallies[p], ((struct tally){.value = values->of[p]}));
        g_array_index(tallies[p], struct tally, i).count++;
    }
}

/* The values that are wanted most often, of two the one that came first. */
static struct svg_values most_wanted(GArray *const *tallies)
{
    struct svg_values most = {{NULL}};
    for (enum svg_property p = 0; p < OPACITY; p++) {
        int count = 0;
        for (guint i = 0; i < tallies[p]->len; i++) {
            const struct tally *tally = &g_array_index(tallies[p], struct tally, i);
            if (tally->count <= count)
                continue;
            count = tally->count;
            most.of[p] = tally->value;
        }
    }
    return most;
}

/* What stands in the group that begins at `*node`, which is moved to its end; of the whole scene
 * when `*node` is -1. */
static struct svg_values note_common(struct svg_style *style, gssize *node)
{
    GArray *tallies[OPACITY];
    gssize count = (gssize)scene_node_count(style->scene);
    for (enum svg_property p = 0; p < OPACITY; p++)
        tallies[p] = g_array_new(FALSE, FALSE, sizeof(struct tally));
    for (++*node; *node < count; ++*node) {
        const struct scene_node *at = scene_node_at(style->scene, (size_t)*node);
        if (at->kind == NODE_END_GROUP)
            break;
        gssize begin = *node;
        struct svg_values values;
        if (at->kind == NODE_BEGIN_GROUP)
            values = style->common[begin] = note_common(style, node);
        else if (style->is_drawn[begin])
            values = svg_style_node(style, at);
        if (style->is_drawn[begin])
            count_values(tallies, &values);
    }
    struct svg_values most = most_wanted(tallies);
    for (enum svg_property p = 0; p < OPACITY; p++)
        g_array_unref(tallies[p]);
    return most;
}

/* ---- rules --------------------------------------------------------------------------------- */

static const struct scene_tint *tint_of(const struct svg_style *style, size_t number,
                                        enum svg_property property)
{
    const struct scene_theme *theme = scene_class_theme(style->scene, (int)number);
    return property == FILL ? &theme->fill : &theme->stroke;
}

/* True when the class has a colour there that may be another. */
static bool is_tinted(const struct svg_style *style, size_t number, enum svg_property property)
{
    const struct class_use *use = &style->classes[number];
    const struct scene_tint *tint = tint_of(style, number, property);
    const char *value = use->values.of[property];
    return use->by_shape && value && strcmp(value, "none") != 0 &&
           (tint->variable || tint->dark.is_set);
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
    for (size_t i = 0; i < scene_class_count(style->scene); i++)
        if (i != number && is_tinted(style, i, property) &&
            is_subset(style->classes[i].names, style->classes[number].names))
            return true;
    return false;
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

static void append_tint(GString *rule, const char *value, const struct scene_tint *tint)
{
    if (tint->variable)
        g_string_append_printf(rule, "var(--mapgen-%s,", tint->variable);
    if (tint->dark.is_set) {
        g_string_append_printf(rule, "light-dark(%s,", value);
        svg_append_colour(rule, tint->dark);
        g_string_append_c(rule, ')');
    } else {
        g_string_append(rule, value);
    }
    g_string_append(rule, tint->variable ? ")" : "");
}

/* "fill:...;stroke:..." of a class; "" when it needs no rule. The caller's. */
static char *class_rule(const struct svg_style *style, size_t number)
{
    static const enum svg_property TINTED[] = {FILL, STROKE};
    const struct class_use *use = &style->classes[number];
    GString *rule = g_string_new(NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(TINTED) && use->by_shape; i++) {
        enum svg_property p = TINTED[i];
        bool is_own = is_tinted(style, number, p);
        if (!is_own && !is_set_by_others(style, number, p))
            continue;
        g_string_append_printf(rule, "%s%s:", rule->len ? ";" : "", SVG_PROPERTIES[p].name);
        append_tint(rule, use->values.of[p] ? use->values.of[p] : "none",
                    is_own ? tint_of(style, number, p) : &(struct scene_tint){0});
    }
    return g_string_free(rule, FALSE);
}

struct rule {
    guint class_count;
    char *text;
    GString *selectors;
};

static void rule_clear(void *data)
{
    struct rule *rule = data;
    g_free(rule->text);
    g_string_free(rule->selectors, TRUE);
}

/* The rule of that weight and text, made when it is new; takes the text. */
static struct rule *rule_find(GArray *rules, guint class_count, char *text)
{
    for (guint i = 0; i < rules->len; i++) {
        struct rule *rule = &g_array_index(rules, struct rule, i);
        if (rule->class_count == class_count && strcmp(rule->text, text) == 0) {
            g_free(text);
            return rule;
        }
    }
    g_array_append_val(rules, ((struct rule){class_count, text, g_string_new(NULL)}));
    return &g_array_index(rules, struct rule, rules->len - 1);
}

/* Class lists that want the same make one rule, where they are as many classes: a selector of
 * several weighs as much as its heaviest. */
static GArray *list_rules(const struct svg_style *style)
{
    GArray *rules = g_array_new(FALSE, FALSE, sizeof(struct rule));
    g_array_set_clear_func(rules, rule_clear);
    for (size_t i = 0; i < scene_class_count(style->scene); i++) {
        const struct class_use *use = &style->classes[i];
        char *text = class_rule(style, i);
        if (!*text || !use->names[0]) {
            g_free(text);
            continue;
        }
        struct rule *rule = rule_find(rules, g_strv_length(use->names), text);
        if (rule->selectors->len)
            g_string_append_c(rule->selectors, ',');
        for (char **name = use->names; *name; name++)
            append_class_selector(rule->selectors, *name);
    }
    return rules;
}

static bool has_dark(const struct svg_style *style)
{
    for (size_t i = 0; i < scene_class_count(style->scene); i++) {
        const struct scene_theme *theme = scene_class_theme(style->scene, (int)i);
        if (theme->fill.dark.is_set || theme->stroke.dark.is_set)
            return true;
    }
    return false;
}

/* Which of its two themes a map shows: the system's, unless something around it says which. */
static void append_schemes(GString *out, const char *id)
{
    g_string_append_printf(out,
                           "#%s{color-scheme:light dark}\n"
                           ":is(.light,[data-theme=light]) #%s{color-scheme:light}\n"
                           ":is(.dark,[data-theme=dark]) #%s{color-scheme:dark}\n",
                           id, id, id);
}

/* A browser that knows `light-dark()` knows rules in rules and `:is()` too. */
void svg_style_append_rules(const struct svg_style *style, GString *out, const char *id)
{
    g_string_append_printf(out,
                           "#%s{font-variant:normal;font-variant-ligatures:no-common-ligatures;"
                           "word-spacing:0;text-transform:none;text-anchor:start;direction:ltr;"
                           "fill-rule:evenodd",
                           id);
    for (enum svg_property p = 0; p < OPACITY; p++) {
        const char *value = style->root.of[p] ? style->root.of[p] : SVG_PROPERTIES[p].initial;
        if (*value) {
            g_string_append_printf(out, ";%s:", SVG_PROPERTIES[p].name);
            xml_append_escaped(out, value);
        }
    }
    g_string_append(out, "}\n");
    g_autoptr(GArray) rules = list_rules(style);
    if (rules->len == 0)
        return;
    g_string_append(out, "@supports(color:light-dark(#000,#fff)){\n");
    if (has_dark(style))
        append_schemes(out, id);
    g_string_append_printf(out, "#%s{\n", id);
    for (guint i = 0; i < rules->len; i++) {
        const struct rule *rule = &g_array_index(rules, struct rule, i);
        bool is_one = !strchr(rule->selectors->str, ',');
        g_string_append(out, is_one ? "" : ":is(");
        xml_append_escaped(out, rule->selectors->str);
        g_string_append(out, is_one ? "{" : "){");
        xml_append_escaped(out, rule->text);
        g_string_append(out, "}\n");
    }
    g_string_append(out, "}\n}\n");
}

/* ---- attributes ---------------------------------------------------------------------------- */

void svg_style_append_values(const struct svg_style *style, GString *out,
                             const struct svg_values *values, struct svg_values *inherited)
{
    for (enum svg_property p = 0; p < PROPERTY_COUNT; p++) {
        const char *value = values->of[p];
        if (!value || strcmp(value, inherited->of[p]) == 0)
            continue;
        if (p == PAINT_ORDER && style->traits->is_strict)
            g_string_append_printf(out, " style=\"paint-order:%s\"", value);
        else
            xml_append_attribute(out, SVG_PROPERTIES[p].name, value);
        if (p != OPACITY)
            inherited->of[p] = value;
    }
}

void svg_style_append_overrides(const struct svg_style *style, GString *out,
                                const struct scene_node *node, const struct svg_values *values)
{
    size_t number = (size_t)node->class_number;
    if (node->class_number < 0)
        return;
    if (style->traits->has_rules && values->of[FILL] != style->classes[number].values.of[FILL] &&
        (is_tinted(style, number, FILL) || is_set_by_others(style, number, FILL)))
        g_string_append_printf(out, " style=\"fill:%s\"", values->of[FILL]);
}

bool svg_style_draws(const struct svg_style *style, size_t node)
{
    return style->is_drawn[node];
}

void svg_style_append_group(const struct svg_style *style, GString *out, size_t node,
                            struct svg_values *inherited)
{
    static const char ANY[] = "";
    int number = scene_node_at(style->scene, node)->class_number;
    struct svg_values values = style->common[node];
    if (style->is_bare[node])
        values = (struct svg_values){{NULL}};
    if (number >= 0) {
        values.of[FILL] = values.of[STROKE] = NULL;
        values.of[OPACITY] = style->classes[number].values.of[OPACITY];
        inherited->of[FILL] = inherited->of[STROKE] = ANY;
    }
    svg_style_append_values(style, out, &values, inherited);
}

void svg_style_append_root(const struct svg_style *style, GString *out,
                           struct svg_values *inherited)
{
    for (enum svg_property p = 0; p < PROPERTY_COUNT; p++)
        inherited->of[p] = SVG_PROPERTIES[p].initial;
    svg_style_append_values(style, out, &style->root, inherited);
}

struct svg_style *svg_style_build(const struct scene *scene, const struct svg_traits *traits,
                                  bool has_outlines)
{
    struct svg_style *style = g_new0(struct svg_style, 1);
    style->scene = scene;
    style->traits = traits;
    style->has_outlines = has_outlines;
    style->strings = g_string_chunk_new(4096);
    style->classes = g_new0(struct class_use, scene_class_count(scene));
    style->common = g_new0(struct svg_values, scene_node_count(scene));
    style->is_drawn = g_new0(bool, scene_node_count(scene));
    style->is_bare = g_new0(bool, scene_node_count(scene));
    note_drawn(style);
    note_classes(style);
    gssize start = -1;
    style->root = note_common(style, &start);
    return style;
}

void svg_style_free(struct svg_style *style)
{
    for (size_t i = 0; i < scene_class_count(style->scene); i++)
        g_strfreev(style->classes[i].names);
    g_free(style->classes);
    g_free(style->common);
    g_free(style->is_drawn);
    g_free(style->is_bare);
    g_string_chunk_free(style->strings);
    g_free(style);
}
