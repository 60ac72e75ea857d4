#include "style/style.h"

#include "base/error.h"
#include "style/css.h"
#include "style/value.h"
#include <string.h>

/* A var() may stand for a text with another var() in it. These bound what one value grows to, so
 * that a sheet whose custom properties go in circles, or double at each step, is an error. */
#define MAX_SUBSTITUTIONS 100
#define MAX_VALUE_LENGTH 4096

/* One rule with one of its selectors. Declarations are the sheet's. */
struct match {
    const struct css_selector *selector;
    const GArray *declarations;
    guint order; /* in the file */
};

/* Strings that paint borrows. Threads resolve paint at once, so a lock guards the chunk. */
struct strings {
    GMutex lock;
    GStringChunk *chunk;
};

struct style {
    char *path;
    css_sheet *sheet;
    GArray *matches;         /* of struct match, weakest first, without those of :root */
    GHashTable *root;        /* custom properties of :root, their var() replaced */
    GPtrArray *font_files;   /* of char *, ends with NULL */
    struct strings *strings; /* never NULL */
};

/* Paint while it is resolved: what one property of paint takes from two of the sheet is apart. */
struct resolved {
    struct paint paint;
    double fill_opacity, stroke_opacity;
    char *family, *fallback; /* NULL: not given */
};

static bool read_colour(const char *text, void *target)
{
    return value_colour(text, target);
}

static bool read_length(const char *text, void *target)
{
    return value_length(text, target);
}

static bool read_size(const char *text, void *target)
{
    return value_size(text, target);
}

static bool read_spacing(const char *text, void *target)
{
    static const char *const words[] = {"normal", NULL};
    double *spacing_pt = target;

    if (value_keyword(text, words) < 0)
        return value_length(text, spacing_pt);
    *spacing_pt = 0;
    return true;
}

static bool read_opacity(const char *text, void *target)
{
    return value_number(text, 0, 1, target);
}

static bool read_miter_limit(const char *text, void *target)
{
    return value_number(text, 1, LENGTH_MAX_PT, target);
}

static bool read_angle(const char *text, void *target)
{
    return value_angle(text, target);
}

static bool read_cap(const char *text, void *target)
{
    static const char *const words[] = {"butt", "round", "square", NULL};
    int word = value_keyword(text, words);

    if (word >= 0)
        *(enum line_cap *)target = (enum line_cap)word;
    return word >= 0;
}

static bool read_join(const char *text, void *target)
{
    static const char *const words[] = {"miter", "round", "bevel", NULL};
    int word = value_keyword(text, words);

    if (word >= 0)
        *(enum line_join *)target = (enum line_join)word;
    return word >= 0;
}

static bool read_dashes(const char *text, void *target)
{
    struct paint *paint = target;

    return value_dashes(text, paint->dashes_pt, &paint->dash_count);
}

static bool read_paint_order(const char *text, void *target)
{
    static const char *const words[] = {"normal", "fill",        "fill stroke",
                                        "stroke", "stroke fill", NULL};
    int word = value_keyword(text, words);

    if (word >= 0)
        *(bool *)target = g_str_has_prefix(words[word], "stroke");
    return word >= 0;
}

static bool read_display(const char *text, void *target)
{
    static const char *const words[] = {"none", "inline", "block", NULL};
    int word = value_keyword(text, words);

    if (word >= 0)
        *(bool *)target = word > 0;
    return word >= 0;
}

static bool read_weight(const char *text, void *target)
{
    static const char *const words[] = {"normal", "bold", NULL};
    int word = value_keyword(text, words);
    double weight = word == 1 ? 700 : 400;

    if (word < 0 && (!value_number(text, 100, 900, &weight) || weight != (int)weight))
        return false;
    *(int *)target = (int)weight;
    return true;
}

static bool read_italic(const char *text, void *target)
{
    static const char *const words[] = {"normal", "italic", "oblique", NULL};
    int word = value_keyword(text, words);

    if (word >= 0)
        *(bool *)target = word > 0;
    return word >= 0;
}

static bool read_families(const char *text, void *target)
{
    struct resolved *resolved = target;

    return value_families(text, &resolved->family, &resolved->fallback);
}

/* A property: where in struct resolved its value goes, and what a value is, for messages. */
struct property {
    const char *name;
    bool (*read)(const char *text, void *target);
    size_t offset;
    const char *expected;
};

#define COLOUR "a colour (#rgb, #rrggbb, rgb(r, g, b), a CSS name or none)"
#define LENGTH "a length in points (bare, px or pt)"
#define SIZE "a length of 0 or more points (bare, px or pt)"
#define OPACITY "a number from 0 to 1"

static const struct property properties[] = {
    {"fill", read_colour, offsetof(struct resolved, paint.fill), COLOUR},
    {"stroke", read_colour, offsetof(struct resolved, paint.stroke), COLOUR},
    {"fill-opacity", read_opacity, offsetof(struct resolved, fill_opacity), OPACITY},
    {"stroke-opacity", read_opacity, offsetof(struct resolved, stroke_opacity), OPACITY},
    {"opacity", read_opacity, offsetof(struct resolved, paint.opacity), OPACITY},
    {"stroke-width", read_size, offsetof(struct resolved, paint.stroke_width_pt), SIZE},
    {"stroke-linecap", read_cap, offsetof(struct resolved, paint.cap), "butt, round or square"},
    {"stroke-linejoin", read_join, offsetof(struct resolved, paint.join), "miter, round or bevel"},
    {"stroke-miterlimit", read_miter_limit, offsetof(struct resolved, paint.miter_limit),
     "a number of 1 or more"},
    {"stroke-dasharray", read_dashes, offsetof(struct resolved, paint),
     "none or up to 8 lengths in points"},
    {"stroke-dashoffset", read_length, offsetof(struct resolved, paint.dash_offset_pt), LENGTH},
    {"paint-order", read_paint_order, offsetof(struct resolved, paint.is_stroke_first),
     "normal, stroke or fill"},
    {"r", read_size, offsetof(struct resolved, paint.radius_pt), SIZE},
    {"display", read_display, offsetof(struct resolved, paint.is_displayed),
     "none, inline or block"},
    {"font-family", read_families, 0, "a list of font names apart by commas"},
    {"font-size", read_size, offsetof(struct resolved, paint.font.size_pt), SIZE},
    {"font-weight", read_weight, offsetof(struct resolved, paint.font.weight),
     "normal, bold or a whole number from 100 to 900"},
    {"font-style", read_italic, offsetof(struct resolved, paint.font.is_italic),
     "normal, italic or oblique"},
    {"letter-spacing", read_spacing, offsetof(struct resolved, paint.font.letter_spacing_pt),
     LENGTH},
    {"--hatch-colour", read_colour, offsetof(struct resolved, paint.hatch.colour), COLOUR},
    {"--hatch-angle", read_angle, offsetof(struct resolved, paint.hatch.angle_deg),
     "an angle in degrees"},
    {"--hatch-period", read_size, offsetof(struct resolved, paint.hatch.period_pt), SIZE},
    {"--hatch-width", read_size, offsetof(struct resolved, paint.hatch.width_pt), SIZE},
};

static const struct property *property_find(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(properties); i++) {
        if (strcmp(properties[i].name, name) == 0)
            return &properties[i];
    }
    return NULL;
}

static const char *property_nearest(const char *name)
{
    const char *names[G_N_ELEMENTS(properties) + 1] = {NULL};

    for (size_t i = 0; i < G_N_ELEMENTS(properties); i++)
        names[i] = properties[i].name;
    return error_nearest(name, names);
}

static bool is_custom(const char *name)
{
    return g_str_has_prefix(name, "--");
}

/* The custom properties that hold for a class list: name -> struct css_declaration for those of its
 * own rules, whose var() are still to be replaced, over those of :root. */
struct scope {
    GHashTable *own;
    GHashTable *root; /* name -> text */
};

/* A value whose var() are being replaced. */
struct expansion {
    const struct scope *scope;
    GString *text;
    int substitutions;
    GError **error;
};

static bool expand(struct expansion *expansion, const char *value);

static void append_blank(GString *text)
{
    if (text->len > 0 && text->str[text->len - 1] != ' ')
        g_string_append_c(text, ' ');
}

static bool expand_fail(const struct expansion *expansion, const char *message, const char *name)
{
    g_set_error(expansion->error, MAPGEN_ERROR, MAPGEN_ERROR_INPUT, message, name);
    return false;
}

/* The end of what is quoted or bracketed from `at`, which opens it: its closing byte. */
static const char *closing(const char *at)
{
    int depth = 0;

    for (char quote = '\0'; *at != '\0'; at++) {
        if (quote != '\0') {
            quote = *at == quote ? '\0' : quote;
        } else if (*at == '"' || *at == '\'') {
            quote = *at;
        } else {
            depth += (*at == '(') - (*at == ')');
        }
        if (quote == '\0' && depth == 0)
            break;
    }
    g_assert(*at != '\0'); /* css_parse paired them */
    return at;
}

/* Replaces what stands between the brackets of var(...). */
static bool expand_var(struct expansion *expansion, const char *arguments)
{
    const char *comma = strchr(arguments, ',');
    g_autofree char *name =
        comma == NULL ? g_strdup(arguments) : g_strndup(arguments, (size_t)(comma - arguments));

    g_strstrip(name);
    if (!is_custom(name) || strpbrk(name, " ()\"'") != NULL)
        return expand_fail(expansion, "'var(%s)' names no custom property such as --tone", name);
    if (++expansion->substitutions > MAX_SUBSTITUTIONS)
        return expand_fail(expansion, "'var(%s)' goes in circles or grows without end", name);

    const struct css_declaration *own = g_hash_table_lookup(expansion->scope->own, name);
    const char *inherited = g_hash_table_lookup(expansion->scope->root, name);
    bool is_expanded = false;
    append_blank(expansion->text);
    if (own != NULL) {
        is_expanded = expand(expansion, own->value);
    } else if (inherited != NULL) {
        g_string_append(expansion->text, inherited);
        is_expanded = true;
    } else if (comma != NULL) {
        is_expanded = expand(expansion, comma + 1);
    } else {
        return expand_fail(expansion, "'var(%s)' has no value: nothing sets it", name);
    }
    append_blank(expansion->text);
    return is_expanded;
}

/* True where a name ends before `at`, so that "var(" there is a word of its own. */
static bool is_word_start(const char *value, const char *at)
{
    return at == value || !(g_ascii_isalnum(at[-1]) || strchr("-_", at[-1]) != NULL ||
                            (unsigned char)at[-1] >= 0x80);
}

/* Appends a value, each var() in it replaced. */
static bool expand(struct expansion *expansion, const char *value)
{
    for (const char *at = value; *at != '\0'; at++) {
        if (g_ascii_strncasecmp(at, "var(", 4) == 0 && is_word_start(value, at)) {
            const char *end = closing(at + 3);
            g_autofree char *arguments = g_strndup(at + 4, (size_t)(end - at - 4));
            if (!expand_var(expansion, arguments))
                return false;
            at = end;
        } else if (*at == '"' || *at == '\'') {
            const char *end = closing(at);
            g_string_append_len(expansion->text, at, end - at + 1);
            at = end;
        } else if (*at == ' ') {
            append_blank(expansion->text);
        } else {
            g_string_append_c(expansion->text, *at);
        }
        if (expansion->text->len > MAX_VALUE_LENGTH)
            return expand_fail(expansion, "the value is longer than %s bytes",
                               G_STRINGIFY(MAX_VALUE_LENGTH));
    }
    return true;
}

/* A value with each var() replaced; NULL when one has no value. The caller's. */
static char *expand_value(const struct scope *scope, const char *value, GError **error)
{
    g_autoptr(GString) text = g_string_new("");
    struct expansion expansion = {.scope = scope, .text = text, .error = error};

    if (!expand(&expansion, value))
        return NULL;
    return g_strstrip(g_strdup(text->str));
}

static void resolved_clear(struct resolved *resolved)
{
    g_free(resolved->family);
    g_free(resolved->fallback);
    resolved->family = resolved->fallback = NULL;
}

static struct resolved resolved_initial(void)
{
    return (struct resolved){.paint = paint_initial(), .fill_opacity = 1, .stroke_opacity = 1};
}

/* Reads a declaration's value into its place; fails when it is not what the property takes. */
static bool resolve(const struct property *property, const struct css_declaration *declaration,
                    const struct scope *scope, struct resolved *resolved, GError **error)
{
    g_autofree char *text = expand_value(scope, declaration->value, error);

    if (text == NULL)
        return false;
    if (property->read(text, (char *)resolved + property->offset))
        return true;
    g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_INPUT, "%s: '%s' is not %s", property->name, text,
                property->expected);
    return false;
}

static const struct css_rule *rule_at(const css_sheet *sheet, guint index)
{
    return g_ptr_array_index(sheet->rules, index);
}

static const struct css_declaration *declaration_at(const GArray *declarations, guint index)
{
    return &g_array_index(declarations, struct css_declaration, index);
}

static bool has_root(const struct css_rule *rule)
{
    for (guint i = 0; i < rule->selectors->len; i++) {
        if (g_array_index(rule->selectors, struct css_selector, i).kind == CSS_ROOT)
            return true;
    }
    return false;
}

static bool fail(const struct style *style, struct css_place place, GError **error,
                 const char *message)
{
    error_at(error, style->path, place.line, place.column, "%s", message);
    return false;
}

static bool fail_unknown(const struct style *style, const struct css_declaration *declaration,
                         GError **error)
{
    const char *nearest = property_nearest(declaration->name);
    g_autofree char *message =
        nearest == NULL ? g_strdup_printf("there is no property '%s'", declaration->name)
                        : g_strdup_printf("there is no property '%s'; did you mean '%s'?",
                                          declaration->name, nearest);

    return fail(style, declaration->name_place, error, message);
}

/* The name of a declaration is one that may stand in its rule. */
static bool check_name(const struct style *style, const struct css_rule *rule,
                       const struct css_declaration *declaration, GError **error)
{
    const char *name = declaration->name;

    if (strcmp(name, "--") == 0)
        return fail(style, declaration->name_place, error, "'--' is no name of a custom property");
    if (is_custom(name) && !g_str_has_prefix(name, "--hatch-"))
        return true;
    if (property_find(name) == NULL)
        return fail_unknown(style, declaration, error);
    if (is_custom(name) || !has_root(rule))
        return true;
    g_autofree char *message = g_strdup_printf(
        "':root' takes custom properties only, as nothing is inherited; set '%s' on '*' instead",
        name);
    return fail(style, declaration->name_place, error, message);
}

typedef bool declaration_visit(struct style *style, const struct css_rule *rule,
                               const struct css_declaration *declaration, void *data,
                               GError **error);

/* Visits each declaration of the ordinary rules, in order; stops at the first failure. */
static bool each_declaration(struct style *style, declaration_visit *visit, void *data,
                             GError **error)
{
    for (guint i = 0; i < style->sheet->rules->len; i++) {
        const struct css_rule *rule = rule_at(style->sheet, i);
        for (guint j = 0; !rule->is_font_face && j < rule->declarations->len; j++) {
            if (!visit(style, rule, declaration_at(rule->declarations, j), data, error))
                return false;
        }
    }
    return true;
}

static bool visit_name(struct style *style, const struct css_rule *rule,
                       const struct css_declaration *declaration, void *data, GError **error)
{
    (void)data;
    return check_name(style, rule, declaration, error);
}

/* Collects custom properties of :root: name -> the last declaration. */
static bool visit_root(struct style *style, const struct css_rule *rule,
                       const struct css_declaration *declaration, void *data, GError **error)
{
    GHashTable *declared = data;

    (void)style, (void)error;
    if (has_root(rule))
        g_hash_table_replace(declared, declaration->name, (gpointer)declaration);
    return true;
}

/* Replaces var() within :root, where custom properties see only each other, as in CSS, where a
 * class inherits them with their var() already replaced. */
static bool resolve_root(struct style *style, GError **error)
{
    g_autoptr(GHashTable) declared = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) nothing = g_hash_table_new(g_str_hash, g_str_equal);
    struct scope scope = {declared, nothing};

    each_declaration(style, visit_root, declared, NULL);
    for (guint i = 0; i < style->sheet->rules->len; i++) {
        const struct css_rule *rule = rule_at(style->sheet, i);
        for (guint j = 0; j < rule->declarations->len; j++) {
            const struct css_declaration *declaration = declaration_at(rule->declarations, j);
            g_autoptr(GError) cause = NULL;
            if (g_hash_table_lookup(declared, declaration->name) != declaration)
                continue;
            char *text = expand_value(&scope, declaration->value, &cause);
            if (text == NULL)
                return fail(style, declaration->value_place, error, cause->message);
            g_hash_table_insert(style->root, g_strdup(declaration->name), text);
        }
    }
    return true;
}

/* What the values of a sheet are checked against. */
struct checking {
    GHashTable *first; /* custom property -> the first declaration of it outside :root */
    GPtrArray *others; /* every declaration of a custom property outside :root */
};

static bool visit_custom(struct style *style, const struct css_rule *rule,
                         const struct css_declaration *declaration, void *data, GError **error)
{
    struct checking *checking = data;

    (void)error;
    if (!is_custom(declaration->name) || has_root(rule))
        return true;
    if (!g_hash_table_contains(checking->first, declaration->name) &&
        !g_hash_table_contains(style->root, declaration->name))
        g_hash_table_insert(checking->first, declaration->name, (gpointer)declaration);
    g_ptr_array_add(checking->others, (gpointer)declaration);
    return true;
}

static bool check_value(const struct style *style, const struct css_declaration *declaration,
                        const struct scope *scope, struct css_place place, GError **error)
{
    const struct property *property = property_find(declaration->name);
    struct resolved resolved = resolved_initial();
    g_autoptr(GError) cause = NULL;
    g_autofree char *text = NULL;
    bool is_good;

    if (property != NULL) {
        is_good = resolve(property, declaration, scope, &resolved, &cause);
    } else {
        text = expand_value(scope, declaration->value, &cause);
        is_good = text != NULL;
    }
    resolved_clear(&resolved);
    return is_good || fail(style, place, error, cause->message);
}

/* A custom property is one kind of value wherever it is set: each value that it is given outside
 * :root must suit each declaration that reads it. */
static bool visit_value(struct style *style, const struct css_rule *rule,
                        const struct css_declaration *declaration, void *data, GError **error)
{
    struct checking *checking = data;
    struct scope scope = {checking->first, style->root};

    (void)rule;
    if (!check_value(style, declaration, &scope, declaration->value_place, error))
        return false;
    for (guint i = 0; i < checking->others->len; i++) {
        struct css_declaration *other = g_ptr_array_index(checking->others, i);
        if (strstr(declaration->value, other->name) == NULL)
            continue;
        gpointer usual = g_hash_table_lookup(checking->first, other->name);
        g_hash_table_insert(checking->first, other->name, other);
        bool is_good = check_value(style, declaration, &scope, other->value_place, error);
        if (usual == NULL)
            g_hash_table_remove(checking->first, other->name);
        else
            g_hash_table_insert(checking->first, other->name, usual);
        if (!is_good)
            return false;
    }
    return true;
}

static bool check_values(struct style *style, GError **error)
{
    g_autoptr(GHashTable) first = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GPtrArray) others = g_ptr_array_new();
    struct checking checking = {first, others};

    each_declaration(style, visit_custom, &checking, NULL);
    return each_declaration(style, visit_value, &checking, error);
}

/* Weakest first: fewer classes, then earlier in the file. */
static gint compare_matches(gconstpointer a, gconstpointer b)
{
    const struct match *left = a, *right = b;

    if (left->selector->class_count != right->selector->class_count)
        return left->selector->class_count < right->selector->class_count ? -1 : 1;
    return (left->order > right->order) - (left->order < right->order);
}

static void collect_matches(struct style *style)
{
    for (guint i = 0; i < style->sheet->rules->len; i++) {
        const struct css_rule *rule = rule_at(style->sheet, i);
        for (guint j = 0; j < rule->selectors->len; j++) {
            struct match match = {
                .selector = &g_array_index(rule->selectors, struct css_selector, j),
                .declarations = rule->declarations,
                .order = style->matches->len,
            };
            if (match.selector->kind != CSS_ROOT)
                g_array_append_val(style->matches, match);
        }
    }
    g_array_sort(style->matches, compare_matches);
}

/* The declarations of a font face; each NULL when it is not there. */
struct font_face {
    const struct css_declaration *family, *src;
};

static bool read_descriptor(const struct style *style, const struct css_declaration *declaration,
                            struct font_face *face, GError **error)
{
    g_autofree char *message = NULL;
    struct resolved ignored = resolved_initial();
    bool is_good = true;

    if (strcmp(declaration->name, "font-family") == 0) {
        face->family = declaration;
        is_good = read_families(declaration->value, &ignored);
    } else if (strcmp(declaration->name, "font-weight") == 0) {
        is_good = read_weight(declaration->value, &ignored.paint.font.weight);
    } else if (strcmp(declaration->name, "font-style") == 0) {
        is_good = read_italic(declaration->value, &ignored.paint.font.is_italic);
    } else if (strcmp(declaration->name, "src") == 0) {
        g_autofree char *url = value_url(declaration->value);
        face->src = declaration;
        is_good = url != NULL && strstr(url, "://") == NULL;
    } else {
        message = g_strdup_printf("@font-face has no '%s'; it takes font-family, font-weight, "
                                  "font-style and src",
                                  declaration->name);
        resolved_clear(&ignored);
        return fail(style, declaration->name_place, error, message);
    }
    resolved_clear(&ignored);
    if (is_good)
        return true;
    const struct property *property = property_find(declaration->name);
    message = g_strdup_printf("%s: '%s' is not %s", declaration->name, declaration->value,
                              property == NULL ? "url(\"file\")" : property->expected);
    return fail(style, declaration->value_place, error, message);
}

static void add_font_file(struct style *style, const char *file)
{
    for (guint i = 0; i < style->font_files->len; i++) {
        if (strcmp(g_ptr_array_index(style->font_files, i), file) == 0)
            return;
    }
    g_ptr_array_add(style->font_files, g_strdup(file));
}

static bool read_font_face(struct style *style, const struct css_rule *rule, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(style->path);
    struct font_face face = {0};

    for (guint i = 0; i < rule->declarations->len; i++) {
        if (!read_descriptor(style, declaration_at(rule->declarations, i), &face, error))
            return false;
    }
    if (face.family == NULL || face.src == NULL)
        return fail(style, rule->place, error,
                    face.family == NULL ? "the @font-face has no font-family"
                                        : "the @font-face has no src");
    g_autofree char *url = value_url(face.src->value);
    g_autofree char *file = g_path_is_absolute(url) || strcmp(folder, ".") == 0
                                ? g_strdup(url)
                                : g_build_filename(folder, url, NULL);
    add_font_file(style, file);
    return true;
}

static bool read_font_faces(struct style *style, GError **error)
{
    for (guint i = 0; i < style->sheet->rules->len; i++) {
        const struct css_rule *rule = rule_at(style->sheet, i);
        if (rule->is_font_face && !read_font_face(style, rule, error))
            return false;
    }
    g_ptr_array_add(style->font_files, NULL);
    return true;
}

static bool selector_matches(const struct css_selector *selector, const char *const *classes)
{
    for (char **name = selector->classes; *name != NULL; name++) {
        if (!g_strv_contains(classes, *name))
            return false;
    }
    return true;
}

/* The declarations that win for a class list: name -> struct css_declaration. */
static GHashTable *cascade(const struct style *style, const char *class_list)
{
    g_auto(GStrv) classes = g_strsplit(class_list, " ", -1);
    GHashTable *winners = g_hash_table_new(g_str_hash, g_str_equal);

    for (guint i = 0; i < style->matches->len; i++) {
        const struct match *match = &g_array_index(style->matches, struct match, i);
        if (!selector_matches(match->selector, (const char *const *)classes))
            continue;
        for (guint j = 0; j < match->declarations->len; j++) {
            const struct css_declaration *declaration = declaration_at(match->declarations, j);
            g_hash_table_replace(winners, declaration->name, (gpointer)declaration);
        }
    }
    return winners;
}

static const char *intern(struct strings *strings, const char *text)
{
    g_mutex_lock(&strings->lock);
    const char *interned = g_string_chunk_insert_const(strings->chunk, text);
    g_mutex_unlock(&strings->lock);
    return interned;
}

/* What the properties that were apart come to. */
static struct paint finish(const struct style *style, struct resolved *resolved)
{
    struct paint paint = resolved->paint;

    paint.fill.opacity = resolved->fill_opacity;
    paint.stroke.opacity = resolved->stroke_opacity;
    paint.font.family =
        intern(style->strings, resolved->family == NULL ? "sans-serif" : resolved->family);
    paint.font.fallback =
        intern(style->strings, resolved->family == NULL ? "" : resolved->fallback);
    paint.hatch.is_set =
        paint.hatch.colour.is_set && paint.hatch.period_pt > 0 && paint.hatch.width_pt > 0;
    return paint;
}

style *style_read(const char *path, GError **error)
{
    g_autofree char *text = NULL;
    g_autoptr(GError) cause = NULL;
    gsize length = 0;

    if (g_file_get_contents(path, &text, &length, &cause))
        return style_parse(text, length, path, error);
    error_at(error, path, 0, 0, "%s", cause->message);
    return NULL;
}

style *style_parse(const char *text, size_t length, const char *path, GError **error)
{
    g_autoptr(style) style = g_new0(struct style, 1);

    style->path = g_strdup(path);
    style->matches = g_array_new(FALSE, FALSE, sizeof(struct match));
    style->root = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    style->font_files = g_ptr_array_new_with_free_func(g_free);
    style->strings = g_new0(struct strings, 1);
    g_mutex_init(&style->strings->lock);
    style->strings->chunk = g_string_chunk_new(256);
    style->sheet = css_parse(text, length, path, error);
    if (style->sheet == NULL || !each_declaration(style, visit_name, NULL, error) ||
        !resolve_root(style, error) || !check_values(style, error) ||
        !read_font_faces(style, error))
        return NULL;
    collect_matches(style);
    return g_steal_pointer(&style);
}

void style_free(style *style)
{
    if (style == NULL)
        return;
    g_array_unref(style->matches);
    g_hash_table_unref(style->root);
    g_ptr_array_unref(style->font_files);
    g_string_chunk_free(style->strings->chunk);
    g_mutex_clear(&style->strings->lock);
    g_free(style->strings);
    css_sheet_free(style->sheet);
    g_free(style->path);
    g_free(style);
}

/* A custom property that is no declaration of a class's own comes from :root, the hatch too. */
static void resolve_inherited(const struct property *property, const struct style *style,
                              struct resolved *resolved)
{
    const char *text = g_hash_table_lookup(style->root, property->name);

    if (text != NULL)
        property->read(text, (char *)resolved + property->offset);
}

struct paint style_paint(const style *style, const char *class_list)
{
    g_autoptr(GHashTable) winners = cascade(style, class_list);
    struct scope scope = {winners, style->root};
    struct resolved resolved = resolved_initial();

    /* A var() that only other classes set leaves the property as it starts, as in CSS. */
    for (size_t i = 0; i < G_N_ELEMENTS(properties); i++) {
        const struct css_declaration *winner = g_hash_table_lookup(winners, properties[i].name);
        if (winner != NULL)
            resolve(&properties[i], winner, &scope, &resolved, NULL);
        else
            resolve_inherited(&properties[i], style, &resolved);
    }
    struct paint paint = finish(style, &resolved);
    resolved_clear(&resolved);
    return paint;
}

const char *const *style_font_files(const style *style)
{
    return (const char *const *)style->font_files->pdata;
}

const char *style_path(const style *style)
{
    return style->path;
}
