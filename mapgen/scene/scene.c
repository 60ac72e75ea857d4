#include "scene/scene.h"

#include <math.h>
#include <string.h>

struct scene_class_entry {
    char *name;
    struct paint paint;
    struct scene_theme theme;
};

struct scene {
    double width_pt, height_pt;
    enum page_unit unit;
    struct scene_about about;
    GArray *classes;                /* struct scene_class_entry, in order of first use */
    GHashTable *class_numbers;      /* name -> number + 1 */
    GArray *nodes;                  /* struct scene_node, in drawing order */
    GHashTable *ids;                /* set of char *, owned by the nodes' marks */
    int depth;                      /* groups that are open */
    bool is_defining, is_switching; /* the outermost of them is a definition */
};

static void class_entry_clear(void *entry)
{
    g_free(((struct scene_class_entry *)entry)->name);
}

static void node_clear(void *element)
{
    struct scene_node *node = element;
    g_free(node->mark.id);
    g_free(node->mark.title);
    g_free(node->mark.description);
    g_strfreev(node->mark.data);
    g_free(node->mark.language);
    if (node->kind == NODE_PATH) {
        g_free(node->path.points);
        g_free(node->path.counts);
    } else if (node->kind == NODE_TEXT) {
        run_free(node->text.run);
    }
}

struct scene *scene_new(double width_pt, double height_pt, enum page_unit unit)
{
    g_assert(width_pt > 0 && height_pt > 0);
    struct scene *scene = g_new0(struct scene, 1);
    scene->width_pt = width_pt;
    scene->height_pt = height_pt;
    scene->unit = unit;
    scene->classes = g_array_new(FALSE, FALSE, sizeof(struct scene_class_entry));
    g_array_set_clear_func(scene->classes, class_entry_clear);
    scene->class_numbers = g_hash_table_new(g_str_hash, g_str_equal);
    scene->nodes = g_array_new(FALSE, FALSE, sizeof(struct scene_node));
    g_array_set_clear_func(scene->nodes, node_clear);
    scene->ids = g_hash_table_new(g_str_hash, g_str_equal);
    return scene;
}

static void about_clear(struct scene_about *about)
{
    g_free(about->id);
    g_free(about->title);
    g_free(about->headline);
    g_free(about->caption);
    g_free(about->description);
    g_free(about->language);
    g_free(about->date);
    g_free(about->licence);
    g_free(about->credit);
    g_free(about->motion);
    g_strfreev(about->sources);
    g_strfreev(about->source_links);
    g_free(about->projection);
}

void scene_free(struct scene *scene)
{
    if (!scene)
        return;
    about_clear(&scene->about);
    g_hash_table_unref(scene->class_numbers);
    g_hash_table_unref(scene->ids);
    g_array_unref(scene->classes);
    g_array_unref(scene->nodes);
    g_free(scene);
}

double scene_width_pt(const struct scene *scene)
{
    return scene->width_pt;
}

double scene_height_pt(const struct scene *scene)
{
    return scene->height_pt;
}

enum page_unit scene_unit(const struct scene *scene)
{
    return scene->unit;
}

struct scene_about *scene_about(struct scene *scene)
{
    return &scene->about;
}

const struct scene_about *scene_about_const(const struct scene *scene)
{
    return &scene->about;
}

int scene_class_find(const struct scene *scene, const char *class_list)
{
    return GPOINTER_TO_INT(g_hash_table_lookup(scene->class_numbers, class_list)) - 1;
}

int scene_class(struct scene *scene, const char *class_list, const struct paint *paint)
{
    int number = scene_class_find(scene, class_list);
    if (number >= 0) {
        g_assert(paint_equal(scene_class_paint(scene, number), paint));
        return number;
    }
    struct scene_class_entry entry = {.name = g_strdup(class_list), .paint = *paint};
    g_array_append_val(scene->classes, entry);
    g_hash_table_insert(scene->class_numbers, entry.name, GINT_TO_POINTER(scene->classes->len));
    return (int)scene->classes->len - 1;
}

size_t scene_class_count(const struct scene *scene)
{
    return scene->classes->len;
}

static const struct scene_class_entry *class_at(const struct scene *scene, int class_number)
{
    g_assert(class_number >= 0 && (size_t)class_number < scene->classes->len);
    return &g_array_index(scene->classes, struct scene_class_entry, class_number);
}

void scene_set_theme(struct scene *scene, int class_number, const struct scene_theme *theme)
{
    g_assert(class_number >= 0 && (size_t)class_number < scene->classes->len);
    g_array_index(scene->classes, struct scene_class_entry, class_number).theme = *theme;
}

const struct scene_theme *scene_class_theme(const struct scene *scene, int class_number)
{
    return &class_at(scene, class_number)->theme;
}

const char *scene_class_name(const struct scene *scene, int class_number)
{
    return class_at(scene, class_number)->name;
}

const struct paint *scene_class_paint(const struct scene *scene, int class_number)
{
    return &class_at(scene, class_number)->paint;
}

/* A copy of the id that no node has yet: a name from the data may come twice, and the second one
 * becomes "name-2". */
static char *unique_id(const struct scene *scene, const char *id)
{
    g_assert(*id && id[strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0');
    if (!g_hash_table_contains(scene->ids, id))
        return g_strdup(id);
    for (int suffix = 2;; suffix++) {
        g_autofree char *numbered = g_strdup_printf("%s-%d", id, suffix);
        if (!g_hash_table_contains(scene->ids, numbered))
            return g_steal_pointer(&numbered);
    }
}

static struct scene_node node_new(struct scene *scene, enum scene_node_kind kind, int class_number,
                                  const struct scene_mark *mark)
{
    bool is_shape = kind != NODE_BEGIN_GROUP && kind != NODE_END_GROUP && kind != NODE_USE;
    g_assert(class_number == -1 ? !is_shape : (size_t)class_number < scene->classes->len);
    struct scene_node node = {.kind = kind, .class_number = class_number};
    if (!mark)
        return node;
    if (mark->id) {
        node.mark.id = unique_id(scene, mark->id);
        g_hash_table_add(scene->ids, node.mark.id);
    }
    node.mark.title = g_strdup(mark->title);
    node.mark.description = g_strdup(mark->description);
    node.mark.data = g_strdupv((char **)mark->data);
    node.mark.language = g_strdup(mark->language);
    return node;
}

/* Everything is kept as the SVG prints it, so that the two writers draw one picture. */
static double to_hundredths(double value)
{
    g_assert(isfinite(value));
    return round(value * PAGE_UNITS_PER_PT) / PAGE_UNITS_PER_PT;
}

static struct pagexy point_to_hundredths(struct pagexy point)
{
    return (struct pagexy){to_hundredths(point.x), to_hundredths(point.y)};
}

void scene_begin_group(struct scene *scene, int class_number, const struct scene_mark *mark)
{
    scene_begin_group_at(scene, class_number, (struct pagexy){0, 0}, mark);
}

void scene_begin_group_at(struct scene *scene, int class_number, struct pagexy offset,
                          const struct scene_mark *mark)
{
    struct scene_node node = node_new(scene, NODE_BEGIN_GROUP, class_number, mark);
    node.group.offset = point_to_hundredths(offset);
    g_array_append_val(scene->nodes, node);
    scene->depth++;
}

void scene_end_group(struct scene *scene)
{
    g_assert(scene->depth > 0);
    scene->depth--;
    struct scene_node node = node_new(scene, NODE_END_GROUP, -1, NULL);
    node.group.is_definition = scene->is_defining && scene->depth == 0;
    scene->is_defining &= scene->depth > 0;
    node.group.is_switch = scene->is_switching && scene->depth == 0;
    scene->is_switching &= scene->depth > 0;
    g_array_append_val(scene->nodes, node);
}

void scene_begin_switch(struct scene *scene, const struct scene_mark *mark)
{
    g_assert(scene->depth == 0);
    struct scene_node node = node_new(scene, NODE_BEGIN_GROUP, -1, mark);
    node.group.is_switch = scene->is_switching = true;
    scene->depth++;
    g_array_append_val(scene->nodes, node);
}

size_t scene_begin_definition(struct scene *scene, const char *id)
{
    g_assert(scene->depth == 0);
    struct scene_node node = node_new(scene, NODE_BEGIN_GROUP, -1, &(struct scene_mark){.id = id});
    node.group.is_definition = scene->is_defining = true;
    scene->depth++;
    g_array_append_val(scene->nodes, node);
    return scene->nodes->len - 1;
}

void scene_add_use(struct scene *scene, size_t definition)
{
    g_assert(scene_node_at(scene, definition)->group.is_definition);
    struct scene_node node = node_new(scene, NODE_USE, -1, NULL);
    node.use.path = definition;
    g_array_append_val(scene->nodes, node);
}

static int copy_class(struct scene *scene, const struct scene *from, int class_number)
{
    if (class_number < 0)
        return -1;
    int copy = scene_class(scene, scene_class_name(from, class_number),
                           scene_class_paint(from, class_number));
    scene_set_theme(scene, copy, scene_class_theme(from, class_number));
    return copy;
}

void scene_add_copy(struct scene *scene, const struct scene *from, size_t number)
{
    const struct scene_node *node = scene_node_at(from, number);
    struct scene_mark mark = {node->mark.id, node->mark.title, node->mark.description,
                              (const char *const *)node->mark.data};
    int class_number = copy_class(scene, from, node->class_number);
    switch (node->kind) {
    case NODE_BEGIN_GROUP:
        scene_begin_group_at(scene, class_number, node->group.offset, &mark);
        break;
    case NODE_END_GROUP:
        scene_end_group(scene);
        break;
    case NODE_PATH:
        scene_add_path(scene, class_number, node->path.points, node->path.counts,
                       node->path.subpaths, node->path.is_closed, &mark);
        break;
    case NODE_CIRCLE:
        scene_add_circle(scene, class_number, node->circle.centre, &mark);
        break;
    case NODE_BOX:
        scene_add_box(scene, class_number, node->box.box, node->box.corner_pt, &mark);
        break;
    case NODE_TEXT:
        scene_add_text(scene, class_number, run_share(node->text.run), node->text.origin,
                       node->text.anchor, node->text.angle_deg, &mark);
        break;
    case NODE_USE:
        g_assert_not_reached();
    }
}

void scene_add_path(struct scene *scene, int class_number, const struct pagept *points,
                    const size_t *counts, size_t subpaths, bool is_closed,
                    const struct scene_mark *mark)
{
    size_t total = 0;
    for (size_t i = 0; i < subpaths; i++)
        total += counts[i];
    g_autofree struct pagept *kept_points = g_new(struct pagept, total);
    g_autofree size_t *kept_counts = g_new(size_t, subpaths);
    size_t point_count = 0, kept = 0;
    for (size_t i = 0; i < subpaths; points += counts[i++]) {
        if (counts[i] < 2)
            continue;
        memcpy(kept_points + point_count, points, counts[i] * sizeof *points);
        point_count += counts[i];
        kept_counts[kept++] = counts[i];
    }
    if (kept == 0)
        return;
    struct scene_node node = node_new(scene, NODE_PATH, class_number, mark);
    node.path.points = g_steal_pointer(&kept_points);
    node.path.counts = g_steal_pointer(&kept_counts);
    node.path.subpaths = kept;
    node.path.is_closed = is_closed;
    g_array_append_val(scene->nodes, node);
}

void scene_add_circle(struct scene *scene, int class_number, struct pagexy centre,
                      const struct scene_mark *mark)
{
    struct scene_node node = node_new(scene, NODE_CIRCLE, class_number, mark);
    node.circle.centre = point_to_hundredths(centre);
    g_array_append_val(scene->nodes, node);
}

void scene_add_box(struct scene *scene, int class_number, struct page_box box, double corner_pt,
                   const struct scene_mark *mark)
{
    struct scene_node node = node_new(scene, NODE_BOX, class_number, mark);
    node.box.box = (struct page_box){
        .left = to_hundredths(box.left),
        .top = to_hundredths(box.top),
        .right = to_hundredths(box.right),
        .bottom = to_hundredths(box.bottom),
    };
    double width_pt = node.box.box.right - node.box.box.left;
    double height_pt = node.box.box.bottom - node.box.box.top;
    g_assert(width_pt >= 0 && height_pt >= 0);
    node.box.corner_pt = to_hundredths(fmin(corner_pt, fmin(width_pt, height_pt) / 2));
    g_array_append_val(scene->nodes, node);
}

void scene_add_text(struct scene *scene, int class_number, struct run *run, struct pagexy origin,
                    enum text_anchor anchor, double angle_deg, const struct scene_mark *mark)
{
    g_assert(run);
    struct scene_node node = node_new(scene, NODE_TEXT, class_number, mark);
    node.text.run = run;
    node.text.origin = point_to_hundredths(origin);
    node.text.anchor = anchor;
    node.text.angle_deg = to_hundredths(angle_deg);
    g_array_append_val(scene->nodes, node);
}

/* ---- sharing ------------------------------------------------------------------------------- */

/* Paths of fewer points are no longer than the words that would replace them. */
#define LEAST_SHARED_POINTS 12

static size_t point_count(const struct scene_node *node)
{
    size_t count = 0;
    for (size_t i = 0; i < node->path.subpaths; i++)
        count += node->path.counts[i];
    return count;
}

static guint path_hash(const void *data)
{
    const struct scene_node *node = data;
    guint hash = (guint)node->class_number;
    for (size_t i = 0; i < point_count(node); i++)
        hash = (hash * 31 + (guint)node->path.points[i].x) * 31 + (guint)node->path.points[i].y;
    return hash;
}

static gboolean paths_equal(const void *left, const void *right)
{
    const struct scene_node *a = left, *b = right;
    size_t count = point_count(a);
    return a->class_number == b->class_number && a->path.is_closed == b->path.is_closed &&
           a->path.subpaths == b->path.subpaths && count == point_count(b) &&
           memcmp(a->path.counts, b->path.counts, a->path.subpaths * sizeof *a->path.counts) == 0 &&
           memcmp(a->path.points, b->path.points, count * sizeof *a->path.points) == 0;
}

void scene_share_paths(struct scene *scene)
{
    g_autoptr(GHashTable) paths = g_hash_table_new(path_hash, paths_equal);
    for (size_t i = 0; i < scene->nodes->len; i++) {
        struct scene_node *node = &g_array_index(scene->nodes, struct scene_node, i);
        if (node->kind != NODE_PATH || point_count(node) < LEAST_SHARED_POINTS)
            continue;
        struct scene_node *first = g_hash_table_lookup(paths, node);
        if (!first) {
            g_hash_table_add(paths, node);
            continue;
        }
        if (!first->mark.id) {
            first->mark.id = unique_id(scene, "shared");
            g_hash_table_add(scene->ids, first->mark.id);
        }
        struct scene_node use = {.kind = NODE_USE, .class_number = node->class_number};
        use.use.path = (size_t)(first - (struct scene_node *)(void *)scene->nodes->data);
        if (node->mark.id)
            g_hash_table_remove(scene->ids, node->mark.id);
        node_clear(node);
        *node = use;
    }
}

/* ---- reading ------------------------------------------------------------------------------- */

int32_t scene_path_step(const struct scene *scene)
{
    return scene->unit == PAGE_PX ? SCENE_SCREEN_STEP : 1;
}

struct pagept scene_snap(struct pagept point, int32_t step)
{
    if (step == 1)
        return point;
    return (struct pagept){(int32_t)lround((double)point.x / step) * step,
                           (int32_t)lround((double)point.y / step) * step};
}

size_t scene_node_count(const struct scene *scene)
{
    return scene->nodes->len;
}

const struct scene_node *scene_node_at(const struct scene *scene, size_t index)
{
    g_assert(index < scene->nodes->len);
    return &g_array_index(scene->nodes, struct scene_node, index);
}

/* The node after the end of the group that begins at `index`. */
static size_t after_group(const struct scene *scene, size_t index)
{
    int depth = 0;
    do {
        enum scene_node_kind kind = scene_node_at(scene, index++)->kind;
        depth += (kind == NODE_BEGIN_GROUP) - (kind == NODE_END_GROUP);
    } while (depth > 0);
    return index;
}

size_t scene_next_displayed(const struct scene *scene, size_t index)
{
    while (index < scene->nodes->len) {
        const struct scene_node *node = scene_node_at(scene, index);
        if (node->class_number == -1 || scene_class_paint(scene, node->class_number)->is_displayed)
            return index;
        index = node->kind == NODE_BEGIN_GROUP ? after_group(scene, index) : index + 1;
    }
    return index;
}
