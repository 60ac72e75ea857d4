#include "style/style.h"

#include "base/error.h"
#include "style/css.h"
#include "style/font_face.h"
#include "style/property.h"
#include "style/sheets.h"
#include "style/value_check.h"
#include "style/variables.h"
#include <string.h>

/* Custom properties that each name the next: more than any sheet has, in case they go in circles.
 */
#define LONGEST_CHAIN 32

/* One rule with one of its selectors. Declarations are the sheet's. */
struct match {
    const struct css_selector *selector;
    const GArray *declarations;
    guint order; /* in the sheets */
};

/* What was asked before: every map of a series asks the same. Threads ask at once, so a lock guards
 * it. */
struct memory {
    GMutex lock;
    GStringChunk *chunk;   /* strings that paint borrows */
    GHashTable *paints;    /* class list -> struct paint */
    GHashTable *variables; /* class list and property -> char *, NULL for none */
};

struct style {
    char *path;
    GPtrArray *sheets;     /* of struct css_sheet, as they win */
    GPtrArray *rules;      /* of struct css_rule, borrowed: those of all sheets, as they win */
    GHashTable *media;     /* the @media blocks that are for the page, as a set */
    GArray *matches;       /* of struct match, weakest first, without those of :root */
    GHashTable *declared;  /* custom properties of :root: name -> struct css_declaration */
    GHashTable *root;      /* the same: name -> text, the var() replaced */
    GPtrArray *font_files; /* of char *, ends with NULL */
    struct memory *memory; /* never NULL */
};

static const struct css_rule *rule_at(const struct style *style, guint index)
{
    return g_ptr_array_index(style->rules, index);
}

static bool is_applied(const struct style *style, const struct css_rule *rule)
{
    return rule->media == NULL || g_hash_table_contains(style->media, rule->media);
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

static bool fail(struct css_place place, GError **error, const char *message)
{
    error_at(error, place.path, place.line, place.column, "%s", message);
    return false;
}

static bool fail_unknown(const struct css_declaration *declaration, GError **error)
{
    const char *nearest = property_nearest(declaration->name);
    g_autofree char *message =
        nearest == NULL ? g_strdup_printf("there is no property '%s'", declaration->name)
                        : g_strdup_printf("there is no property '%s'; did you mean '%s'?",
                                          declaration->name, nearest);

    return fail(declaration->name_place, error, message);
}

/* The name of a declaration is one that may stand in its rule. */
static bool check_name(const struct css_rule *rule, const struct css_declaration *declaration,
                       GError **error)
{
    const char *name = declaration->name;

    if (strcmp(name, "--") == 0)
        return fail(declaration->name_place, error, "'--' is no name of a custom property");
    if (variable_is_name(name) && !g_str_has_prefix(name, "--hatch-"))
        return true;
    if (property_find(name) == NULL)
        return fail_unknown(declaration, error);
    if (variable_is_name(name) || !has_root(rule))
        return true;
    g_autofree char *message = g_strdup_printf(
        "':root' takes custom properties only, as nothing is inherited; set '%s' on '*' instead",
        name);
    return fail(declaration->name_place, error, message);
}

typedef bool declaration_visit(struct style *style, const struct css_rule *rule,
                               const struct css_declaration *declaration, void *data,
                               GError **error);

/* Visits each declaration of the ordinary rules, in order; stops at the first failure. */
static bool each_declaration(struct style *style, declaration_visit *visit, void *data,
                             GError **error)
{
    for (guint i = 0; i < style->rules->len; i++) {
        const struct css_rule *rule = rule_at(style, i);
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
    (void)style, (void)data;
    return check_name(rule, declaration, error);
}

/* Collects custom properties of :root: the last declaration wins. */
static bool visit_root(struct style *style, const struct css_rule *rule,
                       const struct css_declaration *declaration, void *data, GError **error)
{
    (void)data, (void)error;
    if (has_root(rule) && is_applied(style, rule))
        g_hash_table_replace(style->declared, declaration->name, (gpointer)declaration);
    return true;
}

/* Replaces var() within :root, where custom properties see only each other, as in CSS, where a
 * class inherits them with their var() already replaced. */
static bool resolve_root(struct style *style, GError **error)
{
    g_autoptr(GHashTable) nothing = g_hash_table_new(g_str_hash, g_str_equal);
    struct scope scope = {style->declared, nothing};

    each_declaration(style, visit_root, NULL, NULL);
    for (guint i = 0; i < style->rules->len; i++) {
        const struct css_rule *rule = rule_at(style, i);
        for (guint j = 0; j < rule->declarations->len; j++) {
            const struct css_declaration *declaration = declaration_at(rule->declarations, j);
            g_autoptr(GError) cause = NULL;
            if (g_hash_table_lookup(style->declared, declaration->name) != declaration)
                continue;
            char *text = variables_expand(&scope, declaration->value, &cause);
            if (text == NULL)
                return fail(declaration->value_place, error, cause->message);
            g_hash_table_insert(style->root, g_strdup(declaration->name), text);
        }
    }
    return true;
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
    for (guint i = 0; i < style->rules->len; i++) {
        const struct css_rule *rule = rule_at(style, i);
        for (guint j = 0; is_applied(style, rule) && j < rule->selectors->len; j++) {
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

static void add_font_file(struct style *style, const char *file)
{
    for (guint i = 0; i < style->font_files->len; i++) {
        if (strcmp(g_ptr_array_index(style->font_files, i), file) == 0)
            return;
    }
    g_ptr_array_add(style->font_files, g_strdup(file));
}

static bool read_font_faces(struct style *style, GError **error)
{
    for (guint i = 0; i < style->rules->len; i++) {
        const struct css_rule *rule = rule_at(style, i);
        if (!rule->is_font_face)
            continue;
        g_autofree char *file = font_face_file(rule, error);
        if (file == NULL)
            return false;
        add_font_file(style, file);
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

static struct memory *memory_new(void)
{
    struct memory *memory = g_new0(struct memory, 1);

    g_mutex_init(&memory->lock);
    memory->chunk = g_string_chunk_new(256);
    memory->paints = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    memory->variables = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return memory;
}

static void memory_free(struct memory *memory)
{
    g_hash_table_unref(memory->paints);
    g_hash_table_unref(memory->variables);
    g_string_chunk_free(memory->chunk);
    g_mutex_clear(&memory->lock);
    g_free(memory);
}

/* What the properties that were apart come to. The memory is locked. */
static struct paint finish(const struct style *style, struct resolved *resolved)
{
    struct paint paint = resolved->paint;

    paint.fill.opacity = resolved->fill_opacity;
    paint.stroke.opacity = resolved->stroke_opacity;
    paint.font.family = g_string_chunk_insert_const(
        style->memory->chunk, resolved->family == NULL ? "sans-serif" : resolved->family);
    paint.font.fallback = g_string_chunk_insert_const(
        style->memory->chunk, resolved->family == NULL ? "" : resolved->fallback);
    paint.hatch.is_set =
        paint.hatch.colour.is_set && paint.hatch.period_pt > 0 && paint.hatch.width_pt > 0;
    return paint;
}

static bool match_media(struct style *style, const css_sheet *sheet, const struct medium *medium,
                        GError **error)
{
    for (guint i = 0; i < sheet->media->len; i++) {
        struct css_media *media = g_ptr_array_index(sheet->media, i);
        g_autoptr(GError) cause = NULL;
        bool matches = false;
        if (!media_match(media->text, medium, &matches, &cause))
            return fail(media->place, error, cause->message);
        if (matches)
            g_hash_table_add(style->media, media);
    }
    return true;
}

/* The rules of all sheets in one list, and which of them are for the page. */
static bool gather_rules(struct style *style, const struct medium *medium, GError **error)
{
    for (guint i = 0; i < style->sheets->len; i++) {
        const css_sheet *sheet = g_ptr_array_index(style->sheets, i);
        if (!match_media(style, sheet, medium, error))
            return false;
        for (guint j = 0; j < sheet->rules->len; j++)
            g_ptr_array_add(style->rules, g_ptr_array_index(sheet->rules, j));
    }
    return true;
}

static struct style *style_new(const char *path)
{
    struct style *style = g_new0(struct style, 1);

    style->path = g_strdup(path);
    style->rules = g_ptr_array_new();
    style->media = g_hash_table_new(NULL, NULL);
    style->matches = g_array_new(FALSE, FALSE, sizeof(struct match));
    style->declared = g_hash_table_new(g_str_hash, g_str_equal);
    style->root = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    style->font_files = g_ptr_array_new_with_free_func(g_free);
    style->memory = memory_new();
    return style;
}

style *style_read(const char *path, const struct medium *medium, GError **error)
{
    g_autofree char *text = NULL;
    g_autoptr(GError) cause = NULL;
    gsize length = 0;

    if (g_file_get_contents(path, &text, &length, &cause))
        return style_parse(text, length, path, medium, error);
    error_at(error, path, 0, 0, "%s", cause->message);
    return NULL;
}

style *style_parse(const char *text, size_t length, const char *path, const struct medium *medium,
                   GError **error)
{
    g_autoptr(style) style = style_new(path);

    style->sheets = sheets_parse(text, length, path, error);
    if (style->sheets == NULL || !gather_rules(style, medium, error) ||
        !each_declaration(style, visit_name, NULL, error) || !resolve_root(style, error) ||
        !values_check(style->rules, style->declared, style->root, error) ||
        !read_font_faces(style, error))
        return NULL;
    collect_matches(style);
    return g_steal_pointer(&style);
}

void style_free(style *style)
{
    if (style == NULL)
        return;
    g_ptr_array_unref(style->rules);
    g_hash_table_unref(style->media);
    g_array_unref(style->matches);
    g_hash_table_unref(style->declared);
    g_hash_table_unref(style->root);
    g_ptr_array_unref(style->font_files);
    memory_free(style->memory);
    g_clear_pointer(&style->sheets, g_ptr_array_unref);
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

/* The memory is locked. */
static struct paint resolve_paint(const style *style, const char *class_list)
{
    g_autoptr(GHashTable) winners = cascade(style, class_list);
    struct scope scope = {winners, style->root};
    struct resolved resolved = resolved_initial();

    /* A var() that only other classes set leaves the property as it starts, as in CSS. */
    for (size_t i = 0; i < property_count(); i++) {
        const struct property *property = property_at(i);
        const struct css_declaration *winner = g_hash_table_lookup(winners, property->name);
        if (winner != NULL)
            value_resolve(property, winner, &scope, &resolved, NULL);
        else
            resolve_inherited(property, style, &resolved);
    }
    struct paint paint = finish(style, &resolved);
    resolved_clear(&resolved);
    return paint;
}

struct paint style_paint(const style *style, const char *class_list)
{
    struct memory *memory = style->memory;

    g_mutex_lock(&memory->lock);
    const struct paint *known = g_hash_table_lookup(memory->paints, class_list);
    struct paint paint = known != NULL ? *known : resolve_paint(style, class_list);
    if (known == NULL)
        g_hash_table_insert(memory->paints, g_strdup(class_list), g_memdup2(&paint, sizeof paint));
    g_mutex_unlock(&memory->lock);
    return paint;
}

/* The name that a value is, when it is one var() and nothing else; NULL otherwise. */
static char *only_variable(const char *value)
{
    size_t length = strcspn(value, ",)");

    if (g_ascii_strncasecmp(value, "var(", 4) != 0 || value[length] == '\0')
        return NULL;
    const char *end = value[length] == ')' ? value + length : strrchr(value, ')');
    if (end[1] != '\0')
        return NULL;
    return g_strstrip(g_strndup(value + 4, length - 4));
}

struct style_place style_place(const style *style, const char *class_list, const char *property)
{
    g_autoptr(GHashTable) winners = cascade(style, class_list);
    GHashTable *scope = g_hash_table_contains(winners, property) ? winners : style->declared;
    const struct css_declaration *at = g_hash_table_lookup(scope, property);
    struct style_place place = {.path = style->path};

    while (at != NULL) {
        place = (struct style_place){at->name_place.path, at->name_place.line};
        g_autofree char *name = only_variable(at->value);
        if (name == NULL)
            break;
        /* On :root there are only the variables of :root. */
        if (!g_hash_table_contains(winners, name))
            scope = style->declared;
        at = g_hash_table_lookup(scope, name);
    }
    return place;
}

/* The first custom property of :root behind a value that is one var(). */
static char *root_variable(const struct style *style, GHashTable *winners, const char *value)
{
    g_autofree char *text = g_strdup(value);

    for (int depth = 0; text != NULL && depth < LONGEST_CHAIN; depth++) {
        g_autofree char *name = only_variable(text);
        const struct css_declaration *own = name ? g_hash_table_lookup(winners, name) : NULL;
        const char *comma = strchr(text, ',');
        if (name == NULL || (own == NULL && g_hash_table_contains(style->root, name)))
            return name == NULL ? NULL : g_strdup(name + strlen("--"));
        char *next = own != NULL ? g_strdup(own->value) : NULL;
        if (own == NULL && comma != NULL)
            next = g_strstrip(g_strndup(comma + 1, (size_t)(strrchr(comma, ')') - comma - 1)));
        g_free(text);
        text = next;
    }
    return NULL;
}

const char *style_variable(const style *style, const char *class_list, const char *property)
{
    struct memory *memory = style->memory;
    g_autofree char *key = g_strconcat(class_list, "\n", property, NULL);
    gpointer known;

    g_mutex_lock(&memory->lock);
    bool is_known = g_hash_table_lookup_extended(memory->variables, key, NULL, &known);
    if (!is_known) {
        g_autoptr(GHashTable) winners = cascade(style, class_list);
        const struct css_declaration *winner = g_hash_table_lookup(winners, property);
        known = winner == NULL ? NULL : root_variable(style, winners, winner->value);
        g_hash_table_insert(memory->variables, g_steal_pointer(&key), known);
    }
    g_mutex_unlock(&memory->lock);
    return known;
}

const char *const *style_font_files(const style *style)
{
    return (const char *const *)style->font_files->pdata;
}

void style_files(const struct style *style, GPtrArray *files)
{
    for (guint i = 0; i < style->sheets->len; i++) {
        const struct css_sheet *sheet = g_ptr_array_index(style->sheets, i);
        g_ptr_array_add(files, g_strdup(sheet->path));
    }
    for (const char *const *font = style_font_files(style); *font; font++)
        g_ptr_array_add(files, g_strdup(*font));
}

const char *style_path(const style *style)
{
    return style->path;
}
