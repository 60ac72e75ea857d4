#include "output/svg_rules.h"

#include "output/xml.h"
#include "text/subset.h"
#include <string.h>

struct svg_rules {
    const scene *scene;
    const svg_style *style;
    const char *id;
    char ***names; /* of each class: its list, taken apart */
};

/* ---- colours ------------------------------------------------------------------------------- */

static const struct scene_tint *tint_of(const struct svg_rules *rules, size_t number,
                                        enum svg_property property)
{
    const struct scene_theme *theme = scene_class_theme(rules->scene, (int)number);
    return property == FILL ? &theme->fill : &theme->stroke;
}

/* True when the class has a colour there that may be another. */
static bool is_tinted(const struct svg_rules *rules, size_t number, enum svg_property property)
{
    const struct svg_values *values = svg_style_class(rules->style, number);
    const struct scene_tint *tint = tint_of(rules, number, property);
    return values && values->of[property] && strcmp(values->of[property], "none") != 0 &&
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
static bool is_set_by_others(const struct svg_rules *rules, size_t number,
                             enum svg_property property)
{
    for (size_t i = 0; i < scene_class_count(rules->scene); i++)
        if (i != number && is_tinted(rules, i, property) &&
            is_subset(rules->names[i], rules->names[number]))
            return true;
    return false;
}

bool svg_rules_set(const struct svg_rules *rules, size_t number, enum svg_property property)
{
    return svg_style_class(rules->style, number) &&
           (is_tinted(rules, number, property) || is_set_by_others(rules, number, property));
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
static char *class_rule(const struct svg_rules *rules, size_t number)
{
    static const enum svg_property TINTED[] = {FILL, STROKE};
    const struct svg_values *values = svg_style_class(rules->style, number);
    GString *rule = g_string_new(NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(TINTED); i++) {
        enum svg_property p = TINTED[i];
        bool is_own = is_tinted(rules, number, p);
        if (!svg_rules_set(rules, number, p))
            continue;
        g_string_append_printf(rule, "%s%s:", rule->len ? ";" : "", SVG_PROPERTIES[p].name);
        append_tint(rule, values->of[p] ? values->of[p] : "none",
                    is_own ? tint_of(rules, number, p) : &(struct scene_tint){0});
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
static struct rule *rule_find(GArray *list, guint class_count, char *text)
{
    for (guint i = 0; i < list->len; i++) {
        struct rule *rule = &g_array_index(list, struct rule, i);
        if (rule->class_count == class_count && strcmp(rule->text, text) == 0) {
            g_free(text);
            return rule;
        }
    }
    g_array_append_val(list, ((struct rule){class_count, text, g_string_new(NULL)}));
    return &g_array_index(list, struct rule, list->len - 1);
}

static void append_selector(const struct svg_rules *rules, GString *selectors, size_t number)
{
    if (selectors->len)
        g_string_append_c(selectors, ',');
    for (char **name = rules->names[number]; *name; name++)
        if (**name)
            append_class_selector(selectors, *name);
}

/* Class lists that want the same make one rule, where they are as many classes: a selector of
 * several weighs as much as its heaviest. */
static GArray *list_rules(const struct svg_rules *rules)
{
    GArray *list = g_array_new(FALSE, FALSE, sizeof(struct rule));
    g_array_set_clear_func(list, rule_clear);
    for (size_t i = 0; i < scene_class_count(rules->scene); i++) {
        char *text = class_rule(rules, i);
        if (*text)
            append_selector(rules, rule_find(list, g_strv_length(rules->names[i]), text)->selectors,
                            i);
        else
            g_free(text);
    }
    return list;
}

static bool has_dark(const struct svg_rules *rules)
{
    for (size_t i = 0; i < scene_class_count(rules->scene); i++) {
        const struct scene_theme *theme = scene_class_theme(rules->scene, (int)i);
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

static bool is_of_font(enum svg_property property)
{
    return property == FONT_FAMILY || property == FONT_SIZE || property == FONT_WEIGHT ||
           property == FONT_STYLE;
}

/* The font of most text, and with it all that belongs to fonts as it is at first; browsers make no
 * ligatures that the runs do not have. */
static void append_root_font(const struct svg_values *root, GString *out)
{
    static const enum svg_property PARTS[] = {FONT_STYLE, FONT_WEIGHT, FONT_SIZE, FONT_FAMILY};
    if (!root->of[FONT_FAMILY])
        return;
    const char *between = "font:";
    for (size_t i = 0; i < G_N_ELEMENTS(PARTS); i++) {
        const char *value = root->of[PARTS[i]];
        if (strcmp(value, SVG_PROPERTIES[PARTS[i]].initial) == 0)
            continue;
        g_string_append(out, between);
        xml_append_escaped(out, value);
        between = " ";
    }
    g_string_append(out, ";font-variant-ligatures:no-common-ligatures;");
}

/* What a page could hand down. */
static void append_root(const struct svg_rules *rules, GString *out)
{
    const struct svg_values *root = svg_style_root(rules->style);
    g_string_append_printf(out, "#%s{", rules->id);
    append_root_font(root, out);
    g_string_append(out, "word-spacing:0;text-transform:none;text-anchor:start;"
                         "text-rendering:geometricPrecision;direction:ltr;fill-rule:evenodd");
    for (enum svg_property p = 0; p < OPACITY; p++) {
        const char *value = root->of[p] ? root->of[p] : SVG_PROPERTIES[p].initial;
        if (*value && !is_of_font(p)) {
            g_string_append_printf(out, ";%s:", SVG_PROPERTIES[p].name);
            xml_append_escaped(out, value);
        }
    }
    g_string_append(out, "}\n");
}

static void append_tints(const struct svg_rules *rules, GString *out)
{
    g_autoptr(GArray) list = list_rules(rules);
    for (guint i = 0; i < list->len; i++) {
        const struct rule *rule = &g_array_index(list, struct rule, i);
        bool is_one = !strchr(rule->selectors->str, ',');
        g_string_append(out, is_one ? "" : ":is(");
        xml_append_escaped(out, rule->selectors->str);
        g_string_append(out, is_one ? "{" : "){");
        xml_append_escaped(out, rule->text);
        g_string_append(out, "}\n");
    }
}

/* ---- letters ------------------------------------------------------------------------------- */

/* The number of a family among those embedded; -1 for none. */
static int family_number(const GArray *fonts, const char *family)
{
    for (guint i = 0; i < fonts->len; i++)
        if (g_strcmp0(g_array_index(fonts, struct font_subset, i).family, family) == 0)
            return (int)i;
    return -1;
}

static void append_font_face(const struct svg_rules *rules, GString *out, const GArray *fonts,
                             const struct font_subset *font)
{
    gsize size;
    const guchar *bytes = g_bytes_get_data(font->woff2, &size);
    g_autofree char *data = g_base64_encode(bytes, size);
    g_string_append_printf(out, "@font-face{font-family:%s-font%d", rules->id,
                           family_number(fonts, font->family));
    if (font->weight != 400)
        g_string_append_printf(out, ";font-weight:%d", font->weight);
    if (font->is_italic)
        g_string_append(out, ";font-style:italic");
    g_string_append_printf(out, ";src:url(data:font/woff2;base64,%s);unicode-range:%s}\n", data,
                           font->unicode_range);
}

/* The embedded letters come first in each font stack: for all text in the first of them, and by
 * class in the others. */
static void append_families(const struct svg_rules *rules, GString *out, const GArray *fonts)
{
    const char *usual = NULL;
    for (size_t i = 0; i < scene_class_count(rules->scene); i++) {
        const struct svg_values *values = svg_style_class(rules->style, i);
        const char *stack = values ? values->of[FONT_FAMILY] : NULL;
        int number = family_number(fonts, scene_class_paint(rules->scene, (int)i)->font.family);
        if (!stack || number < 0 || stack == usual)
            continue;
        g_autoptr(GString) selector = g_string_new(usual ? NULL : ":is(text)");
        if (usual)
            append_selector(rules, selector, i);
        else
            usual = stack;
        xml_append_escaped(out, selector->str);
        g_string_append_printf(out, "{font-family:%s-font%d,", rules->id, number);
        xml_append_escaped(out, stack);
        g_string_append(out, "}\n");
    }
}

/* ---- the whole ----------------------------------------------------------------------------- */

static bool has_uses(const struct scene *scene)
{
    for (size_t i = 0; i < scene_node_count(scene); i++)
        if (scene_node_at(scene, i)->kind == NODE_USE)
            return true;
    return false;
}

/* Where something is used again, browsers match rules with that alone, out of its map (SVG 2,
 * section 5.5.3): the group that is used has the map's id as a class.
 *
 * A browser that knows `light-dark()` knows rules in rules and `:is()` too. */
void svg_rules_append(const struct svg_rules *rules, GString *out, const GArray *fonts)
{
    append_root(rules, out);
    g_string_append(out, "@supports(color:light-dark(#000,#fff)){\n");
    for (guint i = 0; i < fonts->len; i++)
        append_font_face(rules, out, fonts, &g_array_index(fonts, struct font_subset, i));
    if (has_dark(rules))
        append_schemes(out, rules->id);
    g_string_append_printf(out, has_uses(rules->scene) ? ":is(#%s,.%s){\n" : "#%s{\n", rules->id,
                           rules->id);
    if (fonts->len > 0)
        append_families(rules, out, fonts);
    append_tints(rules, out);
    g_string_append(out, "}\n}\n");
}

struct svg_rules *svg_rules_build(const struct scene *scene, const struct svg_style *style,
                                  const char *id)
{
    struct svg_rules *rules = g_new0(struct svg_rules, 1);
    size_t count = scene_class_count(scene);
    rules->scene = scene;
    rules->style = style;
    rules->id = id;
    rules->names = g_new0(char **, count);
    for (size_t i = 0; i < count; i++)
        rules->names[i] = g_strsplit(scene_class_name(scene, (int)i), " ", -1);
    return rules;
}

void svg_rules_free(struct svg_rules *rules)
{
    for (size_t i = 0; i < scene_class_count(rules->scene); i++)
        g_strfreev(rules->names[i]);
    g_free(rules->names);
    g_free(rules);
}
