#include "output/svg_style.h"

#include "output/xml.h"
#include "text/subset.h"
#include <string.h>

struct class_use {
    bool by_shape, by_text;
    struct svg_values values;
};

/* What a node came to. */
struct outcome {
    bool is_set;
    struct paint paint;
    bool is_text;
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
    int32_t step; /* of path data, in hundredths of a point */
    bool has_outlines;
    GStringChunk *strings;
    struct class_use *classes;
    struct outcome *last;      /* by class, of its last node: the next is often painted alike */
    struct svg_values *common; /* of each group, by node: what most of its shapes want */
    struct svg_values root;    /* the same of the whole map */
    bool *is_drawn;            /* of each node: displayed, and if a group, not empty */
    int *scales;               /* of each node */
    bool *is_bare;             /* of each group: a definition is used in it, so it paints nothing */
};

/* resvg takes letters that the first family lacks from whatever font it finds: text that is all
 * of another family names that first. What the font borrows lies among the strings. */
static void put_own_family_first(struct font *font, const struct run *run, GStringChunk *strings)
{
    const char *family = run_only_family(run);
    if (!family || strcmp(family, font->family) == 0)
        return;
    g_autofree char *fallback =
        g_strdup_printf("%s,%s", font->family, font->fallback ? font->fallback : "");
    font->family = family;
    font->fallback = g_string_chunk_insert_const(strings, fallback);
}

bool svg_style_is_reference(const struct svg_style *style, const struct scene_node *node)
{
    return node->kind == NODE_USE &&
           !(style->traits->repeats_paths &&
             scene_node_at(style->scene, node->use.path)->kind == NODE_PATH);
}

int svg_style_scale(const struct svg_style *style, size_t number)
{
    return style->scales[number];
}

/* A paint whose lengths are so many times as long, on a path. */
static struct paint paint_times(struct paint paint, int scale)
{
    paint.stroke_width_pt *= scale;
    paint.dash_offset_pt *= scale;
    for (int i = 0; i < paint.dash_count; i++)
        paint.dashes_pt[i] *= scale;
    return paint;
}

struct svg_values svg_style_node(const struct svg_style *style, size_t number)
{
    const struct scene_node *node = scene_node_at(style->scene, number);
    int scale = style->scales[svg_style_is_reference(style, node) ? node->use.path : number];
    if (node->kind == NODE_USE)
        node = scene_node_at(style->scene, node->use.path);
    if (node->class_number < 0)
        return (struct svg_values){{NULL}};
    struct paint paint = paint_times(*scene_class_paint(style->scene, node->class_number), scale);
    bool is_text = node->kind == NODE_TEXT && !style->has_outlines;
    if (node->kind == NODE_TEXT)
        paint.font = node->text.run->font;
    if (is_text)
        put_own_family_first(&paint.font, node->text.run, style->strings);
    if (node->kind == NODE_PATH)
        paint.fill.is_set &= node->path.is_closed;
    struct outcome *last = &style->last[node->class_number];
    if (!last->is_set || last->is_text != is_text || !paint_equal(&last->paint, &paint))
        *last =
            (struct outcome){true, paint, is_text, svg_values_of(style->strings, &paint, is_text)};
    return last->values;
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

/* What stands in a group, as far as it has been seen. */
struct holding {
    size_t begin;
    bool has_paths, has_others; /* than paths and boxes */
};

/* The definition that is used at a node; NULL at any other. */
static const struct scene_node *used_group(const struct svg_style *style,
                                           const struct scene_node *node)
{
    const struct scene_node *used =
        node->kind == NODE_USE ? scene_node_at(style->scene, node->use.path) : NULL;
    return used && used->kind == NODE_BEGIN_GROUP ? used : NULL;
}

/* Adds a node of a group; `definitions` has what stands in each definition, by node. */
static void note_held(const struct svg_style *style, const struct holding *definitions,
                      const struct scene_node *node, struct holding *group)
{
    bool is_path = node->kind == NODE_PATH || node->kind == NODE_USE;
    if (used_group(style, node)) {
        group->has_paths |= definitions[node->use.path].has_paths;
        group->has_others |= definitions[node->use.path].has_others;
    } else {
        group->has_paths |= is_path;
        group->has_others |= !is_path && node->kind != NODE_BOX;
    }
}

/* Scales what stands in a group without groups, and in the definitions used there. */
static void scale_group(struct svg_style *style, size_t begin)
{
    const struct scene_node *node;
    for (size_t i = begin; (node = scene_node_at(style->scene, i))->kind != NODE_END_GROUP; i++) {
        style->scales[i] = PAGE_UNITS_PER_PT / style->step;
        if (used_group(style, node))
            scale_group(style, node->use.path);
    }
}

/* Groups of paths, and of boxes beside them, are scaled where a step is more than the scene's own.
 * How many points they have does not matter: what is shared between groups is written once. */
static void note_scales(struct svg_style *style)
{
    g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(struct holding));
    size_t count = scene_node_count(style->scene);
    g_autofree struct holding *definitions = g_new0(struct holding, count);
    for (size_t i = 0; i < count; i++)
        style->scales[i] = 1;
    for (size_t i = 0; i < count && style->step > 1; i++) {
        const struct scene_node *node = scene_node_at(style->scene, i);
        struct holding *around =
            open->len ? &g_array_index(open, struct holding, open->len - 1) : NULL;
        if (node->kind == NODE_END_GROUP) {
            if (node->group.is_definition)
                definitions[around->begin] = *around;
            else if (around->has_paths && !around->has_others)
                scale_group(style, around->begin);
            g_array_set_size(open, open->len - 1);
            continue;
        }
        if (around && (style->is_drawn[i] || !is_shape(node)))
            note_held(style, definitions, node, around);
        if (node->kind == NODE_BEGIN_GROUP)
            g_array_append_val(open, ((struct holding){.begin = i}));
    }
}

static bool is_length(enum svg_property property)
{
    return property == STROKE_WIDTH || property == STROKE_DASHARRAY ||
           property == STROKE_DASHOFFSET;
}

static void count_values(GArray *const *tallies, const struct svg_values *values, bool has_lengths)
{
    for (enum svg_property p = 0; p < OPACITY; p++) {
        guint i = 0;
        if (!values->of[p] || (is_length(p) && !has_lengths))
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
 * when `*node` is -1. Lengths of groups in another scale are none here. */
static struct svg_values note_common(struct svg_style *style, gssize *node)
{
    GArray *tallies[OPACITY];
    int own_scale = *node < 0 ? 1 : style->scales[*node];
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
            values = svg_style_node(style, (size_t)begin);
        if (style->is_drawn[begin])
            count_values(tallies, &values, style->scales[begin] == own_scale);
    }
    struct svg_values most = most_wanted(tallies);
    for (enum svg_property p = 0; p < OPACITY; p++)
        g_array_unref(tallies[p]);
    return most;
}

void svg_style_append_values(const struct svg_style *style, GString *out,
                             const struct svg_values *values, struct svg_values *inherited)
{
    for (enum svg_property p = 0; p < PROPERTY_COUNT; p++) {
        const char *value = values->of[p];
        if (!value || strcmp(value, inherited->of[p]) == 0)
            continue;
        if (p == PAINT_ORDER && style->traits->has_halos)
            continue;
        if (p == PAINT_ORDER && style->traits->is_strict)
            g_string_append_printf(out, " style=\"paint-order:%s\"", value);
        else
            xml_append_attribute(out, SVG_PROPERTIES[p].name, value);
        if (p != OPACITY)
            inherited->of[p] = value;
    }
}

const struct svg_values *svg_style_class(const struct svg_style *style, size_t number)
{
    const struct class_use *use = &style->classes[number];
    return use->by_shape ? &use->values : NULL;
}

const struct svg_values *svg_style_root(const struct svg_style *style)
{
    return &style->root;
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
    style->last = g_new0(struct outcome, scene_class_count(scene));
    style->common = g_new0(struct svg_values, scene_node_count(scene));
    style->is_drawn = g_new0(bool, scene_node_count(scene));
    style->is_bare = g_new0(bool, scene_node_count(scene));
    style->scales = g_new(int, scene_node_count(scene));
    style->step = scene_unit(scene) == PAGE_PX ? traits->screen_step : 1;
    note_drawn(style);
    note_scales(style);
    note_classes(style);
    gssize start = -1;
    style->root = note_common(style, &start);
    return style;
}

void svg_style_free(struct svg_style *style)
{
    g_free(style->classes);
    g_free(style->last);
    g_free(style->common);
    g_free(style->is_drawn);
    g_free(style->is_bare);
    g_free(style->scales);
    g_string_chunk_free(style->strings);
    g_free(style);
}
