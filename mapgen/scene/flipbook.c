#include "scene/flipbook.h"

/* What is said in fewer bytes (of its key) is no longer than a reference to it. */
#define LEAST_SHARED_BYTES 60

/* Nodes from `first` to before `end` of a map. */
struct range {
    size_t map, first, end;
};

/* A node or whole group on one level of the maps. */
struct token {
    size_t maps;         /* that have it */
    gssize next, before; /* a token, END or MANY */
    gssize definition;   /* of the chain that it begins, NONE before there is one */
};

enum { NONE = -1, END = -1, MANY = -2 };

struct item {
    struct range nodes;
    gssize token;
};

struct book {
    const scene *const *maps;
    size_t count;
    gssize **uses;       /* by map and node: the definition that stands for it and those after it */
    GArray *definitions; /* of struct range: where each is first */
};

/* ---- what is the same ---------------------------------------------------------------------- */

static void append_text(GString *key, const char *text)
{
    g_string_append(key, text ? text : "");
    g_string_append_c(key, text ? '\1' : '\2');
}

static void append_numbers(GString *key, const double *values, size_t count)
{
    g_string_append_len(key, (const char *)values, (gssize)(count * sizeof *values));
}

static void append_geometry(GString *key, const struct scene_node *node)
{
    switch (node->kind) {
    case NODE_BEGIN_GROUP:
        append_numbers(key, (double[]){node->group.offset.x, node->group.offset.y}, 2);
        break;
    case NODE_PATH: {
        size_t points = 0;
        for (size_t i = 0; i < node->path.subpaths; i++)
            points += node->path.counts[i];
        g_string_append_printf(key, "%zu %d", node->path.subpaths, node->path.is_closed);
        g_string_append_len(key, (const char *)node->path.counts,
                            (gssize)(node->path.subpaths * sizeof *node->path.counts));
        g_string_append_len(key, (const char *)node->path.points,
                            (gssize)(points * sizeof *node->path.points));
        break;
    }
    case NODE_CIRCLE:
        append_numbers(key, (double[]){node->circle.centre.x, node->circle.centre.y}, 2);
        break;
    case NODE_BOX: {
        const struct page_box *box = &node->box.box;
        append_numbers(
            key, (double[]){box->left, box->top, box->right, box->bottom, node->box.corner_pt}, 5);
        break;
    }
    case NODE_TEXT: {
        const struct run *run = node->text.run;
        append_text(key, run->text);
        append_text(key, run->language);
        append_text(key, run->font.family);
        g_string_append_printf(key, "%d %d %d %d", run->font.weight, run->font.is_italic,
                               run->is_right_to_left, (int)node->text.anchor);
        append_numbers(key,
                       (double[]){run->font.size_pt, run->font.letter_spacing_pt,
                                  node->text.origin.x, node->text.origin.y, node->text.angle_deg},
                       5);
        break;
    }
    default:
        break;
    }
}

/* What a node is, as bytes: two are the same when these are. */
static void append_node(GString *key, const scene *map, const struct scene_node *node)
{
    g_string_append_c(key, (char)('a' + (int)node->kind));
    append_text(key, node->class_number < 0 ? NULL : scene_class_name(map, node->class_number));
    append_text(key, node->mark.id);
    append_text(key, node->mark.title);
    append_text(key, node->mark.description);
    for (char **text = node->mark.data; text && *text; text++)
        append_text(key, *text);
    append_geometry(key, node);
}

static char *range_key(const struct book *book, const struct range *nodes, size_t *length)
{
    GString *key = g_string_new(NULL);
    const scene *map = book->maps[nodes->map];
    for (size_t i = nodes->first; i < nodes->end; i++)
        append_node(key, map, scene_node_at(map, i));
    *length = key->len;
    return g_string_free(key, FALSE);
}

/* ---- one level ----------------------------------------------------------------------------- */

static size_t item_end(const scene *map, size_t first)
{
    int depth = 0;
    do {
        enum scene_node_kind kind = scene_node_at(map, first++)->kind;
        depth += (kind == NODE_BEGIN_GROUP) - (kind == NODE_END_GROUP);
    } while (depth > 0);
    return first;
}

/* The number of a key; the second time that a map has it, it is another. */
static gssize find_token(const struct book *book, GHashTable *numbers, GHashTable *seen,
                         const struct range *nodes)
{
    size_t length;
    g_autofree char *bytes = range_key(book, nodes, &length);
    for (guint32 again = 0;; again++) {
        GByteArray *joined = g_byte_array_new();
        g_byte_array_append(joined, (const guint8 *)&again, sizeof again);
        g_byte_array_append(joined, (const guint8 *)bytes, (guint)length);
        GBytes *key = g_byte_array_free_to_bytes(joined);
        gpointer number;
        if (!g_hash_table_lookup_extended(numbers, key, NULL, &number)) {
            number = GSIZE_TO_POINTER((gsize)g_hash_table_size(numbers));
            g_hash_table_insert(numbers, g_bytes_ref(key), number);
        }
        g_bytes_unref(key);
        if (g_hash_table_add(seen, number))
            return (gssize)GPOINTER_TO_SIZE(number);
    }
}

static void list_items(const struct book *book, const struct range *level, GHashTable *numbers,
                       GArray *items)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);
    const scene *map = book->maps[level->map];
    for (size_t i = level->first; i < level->end;) {
        struct item item = {.nodes = {level->map, i, item_end(map, i)}};
        item.token = find_token(book, numbers, seen, &item.nodes);
        g_array_append_val(items, item);
        i = item.nodes.end;
    }
}

static void note_neighbour(gssize *noted, gssize neighbour, bool is_first)
{
    if (is_first)
        *noted = neighbour;
    else if (*noted != neighbour)
        *noted = MANY;
}

static gssize token_at(const GArray *items, gssize index)
{
    bool is_there = index >= 0 && index < (gssize)items->len;
    return is_there ? g_array_index(items, struct item, index).token : END;
}

static void note_items(struct token *tokens, const GArray *items)
{
    for (gssize i = 0; i < (gssize)items->len; i++) {
        struct token *token = &tokens[token_at(items, i)];
        note_neighbour(&token->next, token_at(items, i + 1), token->maps == 0);
        note_neighbour(&token->before, token_at(items, i - 1), token->maps == 0);
        token->maps++;
    }
}

/* The index after the last item of the chain that begins at `first`: each follows the one before
 * it, and nothing else, in every map. */
static guint chain_end(const struct token *tokens, const GArray *items, guint first)
{
    guint i = first + 1;
    while (i < items->len && tokens[token_at(items, i - 1)].next == token_at(items, i) &&
           tokens[token_at(items, i)].before == token_at(items, i - 1))
        i++;
    return i;
}

/* ---- marking what is shared ---------------------------------------------------------------- */

static void share_chain(struct book *book, struct token *begin, const struct range *nodes)
{
    size_t bytes;
    g_free(range_key(book, nodes, &bytes));
    if (bytes < LEAST_SHARED_BYTES)
        return;
    if (begin->definition == NONE) {
        begin->definition = (gssize)book->definitions->len;
        g_array_append_val(book->definitions, *nodes);
    }
    book->uses[nodes->map][nodes->first] = begin->definition;
}

/* The key of a group whatever is in it. */
static char *group_key(const struct book *book, const struct range *nodes)
{
    const scene *map = book->maps[nodes->map];
    const struct scene_node *node = scene_node_at(map, nodes->first);
    GString *key = g_string_new(NULL);
    append_text(key, node->class_number < 0 ? NULL : scene_class_name(map, node->class_number));
    append_text(key, node->mark.id);
    return g_string_free(key, FALSE);
}

/* Adds what is inside a group of one map to the level of those of its key. */
static void add_inside(const struct book *book, const struct range *nodes, GHashTable *levels,
                       GPtrArray *in_order)
{
    if (scene_node_at(book->maps[nodes->map], nodes->first)->kind != NODE_BEGIN_GROUP)
        return;
    char *key = group_key(book, nodes);
    GArray *level = g_hash_table_lookup(levels, key);
    if (!level) {
        level = g_array_new(FALSE, FALSE, sizeof(struct range));
        g_ptr_array_add(in_order, level);
        g_hash_table_insert(levels, g_strdup(key), level);
    }
    g_free(key);
    struct range inside = {nodes->map, nodes->first + 1, nodes->end - 1};
    g_array_append_val(level, inside);
}

/* Marks what of one level of the maps is shared; then the same within the groups that are not. */
static void share_level(struct book *book, const GArray *level)
{
    g_autoptr(GHashTable) numbers =
        g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
    g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    for (guint i = 0; i < level->len; i++) {
        g_ptr_array_add(items, g_array_new(FALSE, FALSE, sizeof(struct item)));
        list_items(book, &g_array_index(level, struct range, i), numbers, items->pdata[i]);
    }
    g_autofree struct token *tokens = g_new0(struct token, g_hash_table_size(numbers));
    for (guint i = 0; i < g_hash_table_size(numbers); i++)
        tokens[i].definition = NONE;
    for (guint i = 0; i < items->len; i++)
        note_items(tokens, items->pdata[i]);
    g_autoptr(GHashTable) levels = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GPtrArray) inside = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
    for (guint i = 0; i < items->len; i++) {
        const GArray *of_map = items->pdata[i];
        for (guint first = 0, end; first < of_map->len; first = end) {
            const struct item *begin = &g_array_index(of_map, struct item, first);
            end = chain_end(tokens, of_map, first);
            struct range nodes = begin->nodes;
            nodes.end = g_array_index(of_map, struct item, end - 1).nodes.end;
            if (tokens[begin->token].maps > 1)
                share_chain(book, &tokens[begin->token], &nodes);
            for (guint j = first; j < end && tokens[begin->token].maps == 1; j++)
                add_inside(book, &g_array_index(of_map, struct item, j).nodes, levels, inside);
        }
    }
    for (guint i = 0; i < inside->len; i++)
        if (((const GArray *)inside->pdata[i])->len > 1)
            share_level(book, inside->pdata[i]);
}

/* ---- the new scene ------------------------------------------------------------------------- */

static void add_definitions(const struct book *book, scene *scene, size_t *nodes)
{
    for (guint i = 0; i < book->definitions->len; i++) {
        const struct range *first = &g_array_index(book->definitions, struct range, i);
        g_autofree char *id = g_strdup_printf("shared-%u", i + 1);
        nodes[i] = scene_begin_definition(scene, id);
        for (size_t node = first->first; node < first->end; node++)
            scene_add_copy(scene, book->maps[first->map], node);
        scene_end_group(scene);
    }
}

static void add_map(const struct book *book, scene *scene, size_t map, const size_t *nodes)
{
    for (size_t i = 0; i < scene_node_count(book->maps[map]);) {
        gssize definition = book->uses[map][i];
        if (definition == NONE) {
            scene_add_copy(scene, book->maps[map], i++);
            continue;
        }
        const struct range *first = &g_array_index(book->definitions, struct range, definition);
        scene_add_use(scene, nodes[definition]);
        i += first->end - first->first;
    }
}

scene *flipbook_build(const scene *const *maps, const struct scene_mark *marks, size_t count)
{
    struct book book = {.maps = maps,
                        .count = count,
                        .uses = g_new(gssize *, count),
                        .definitions = g_array_new(FALSE, FALSE, sizeof(struct range))};
    g_autoptr(GArray) level = g_array_new(FALSE, FALSE, sizeof(struct range));
    for (size_t m = 0; m < count; m++) {
        struct range whole = {m, 0, scene_node_count(maps[m])};
        g_array_append_val(level, whole);
        book.uses[m] = g_new(gssize, whole.end);
        for (size_t i = 0; i < whole.end; i++)
            book.uses[m][i] = NONE;
    }
    share_level(&book, level);
    scene *scene =
        scene_new(scene_width_pt(maps[0]), scene_height_pt(maps[0]), scene_unit(maps[0]));
    g_autofree size_t *nodes = g_new(size_t, book.definitions->len);
    add_definitions(&book, scene, nodes);
    bool is_switch = marks[0].language != NULL;
    if (is_switch)
        scene_begin_switch(scene, &(struct scene_mark){.id = "languages"});
    for (size_t m = 0; m < count; m++) {
        scene_begin_group(scene, -1, &marks[m]);
        add_map(&book, scene, m, nodes);
        scene_end_group(scene);
        g_free(book.uses[m]);
    }
    if (is_switch)
        scene_end_group(scene);
    g_free(book.uses);
    g_array_unref(book.definitions);
    return scene;
}
