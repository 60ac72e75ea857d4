#include "input/project_parts.h"

static const struct yaml_key layer_keys[] = {
    {"file", project_read_path, offsetof(struct project_layer, path), true},
    {"sublayer", yaml_read_text, offsetof(struct project_layer, sublayer), false},
    {"encoding", yaml_read_text, offsetof(struct project_layer, encoding), false},
    {"crs", yaml_read_text, offsetof(struct project_layer, crs), false},
    {"partition", yaml_read_bool, offsetof(struct project_layer, is_partition), false},
    {"key", yaml_read_text, offsetof(struct project_layer, key), false},
    {"name", yaml_read_text, offsetof(struct project_layer, name_field), false},
    {"country", yaml_read_text, offsetof(struct project_layer, country_field), false},
    {"credit", yaml_read_text, offsetof(struct project_layer, credit), false},
};

static const struct yaml_kind layer_kind = {
    .keys = layer_keys,
    .key_count = G_N_ELEMENTS(layer_keys),
    .size = sizeof(struct project_layer),
    .line_offset = offsetof(struct project_layer, line),
    .is_named = true,
    .name_bytes = "-_.",
};

/* "layer" and "buffer" both name what the cutter is made from, and so say which kind it is. */
static bool read_cutter_layer(struct yaml_reader *reader, const yaml_node_t *node, void *field,
                              GError **error)
{
    struct project_cutter *cutter = field;
    cutter->kind = CUTTER_LAYER;
    return yaml_read_text(reader, node, &cutter->layer, error);
}

static bool read_cutter_buffer(struct yaml_reader *reader, const yaml_node_t *node, void *field,
                               GError **error)
{
    struct project_cutter *cutter = field;
    if (cutter->layer != NULL)
        return yaml_fail(reader, node, error, "a cutter has 'layer' or 'buffer', not both");
    cutter->kind = CUTTER_BUFFER;
    return yaml_read_text(reader, node, &cutter->layer, error);
}
static const struct yaml_key cutter_keys[] = {
    {"layer", read_cutter_layer, 0, false},
    {"buffer", read_cutter_buffer, 0, false},
    {"where", project_read_where, offsetof(struct project_cutter, where), false},
    {"km", yaml_read_length, offsetof(struct project_cutter, km), false},
    {"within", yaml_read_text, offsetof(struct project_cutter, within), true},
    {"extend_m", yaml_read_length, offsetof(struct project_cutter, extend_m), false},
};
static bool check_cutter(struct yaml_reader *reader, const yaml_node_t *node, const void *item,
                         size_t index, GError **error)
{
    const struct project_cutter *cutter = item;
    (void)index;
    if (cutter->layer == NULL)
        return yaml_fail(reader, node, error, "cutter '%s' needs the key 'layer' or 'buffer'",
                         cutter->name);
    if (cutter->kind == CUTTER_BUFFER && cutter->km <= 0)
        return yaml_fail(reader, node, error, "the buffer of cutter '%s' needs 'km' above 0",
                         cutter->name);
    if (cutter->kind == CUTTER_BUFFER && cutter->extend_m > 0)
        return yaml_fail(reader, node, error, "'extend_m' is for lines, cutter '%s' is a buffer",
                         cutter->name);
    if (cutter->kind == CUTTER_LAYER && cutter->km > 0)
        return yaml_fail(reader, node, error, "'km' is for buffers, cutter '%s' is a layer",
                         cutter->name);
    return true;
}
static const struct yaml_kind cutter_kind = {
    .keys = cutter_keys,
    .key_count = G_N_ELEMENTS(cutter_keys),
    .size = sizeof(struct project_cutter),
    .line_offset = offsetof(struct project_cutter, line),
    .is_named = true,
    .name_bytes = "-_.",
    .check = check_cutter,
};

static const struct yaml_key region_keys[] = {
    {"is", yaml_read_text, offsetof(struct project_region, expression), true},
    {"name", project_read_names, offsetof(struct project_region, names), false},
    {"plural", yaml_read_bool, offsetof(struct project_region, is_plural), false},
    {"also", yaml_read_texts, offsetof(struct project_region, also), false},
    {"not_meant", yaml_read_texts, offsetof(struct project_region, not_meant), false},
};

static const struct yaml_kind region_kind = {
    .keys = region_keys,
    .key_count = G_N_ELEMENTS(region_keys),
    .size = sizeof(struct project_region),
    .line_offset = offsetof(struct project_region, line),
    .is_named = true,
    .name_bytes = "-_.",
    .plain_key = "is",
};
void project_clear_map(struct project *project)
{
    for (size_t i = 0; i < project->layer_count; i++) {
        struct project_layer *layer = &project->layers[i];
        g_free(layer->name);
        g_free(layer->path);
        g_free(layer->sublayer);
        g_free(layer->encoding);
        g_free(layer->crs);
        g_free(layer->key);
        g_free(layer->name_field);
        g_free(layer->country_field);
        g_free(layer->credit);
    }
    for (size_t i = 0; i < project->cutter_count; i++) {
        struct project_cutter *cutter = &project->cutters[i];
        g_free(cutter->name);
        g_free(cutter->layer);
        g_free(cutter->where);
        g_free(cutter->within);
    }
    for (size_t i = 0; i < project->region_count; i++) {
        struct project_region *region = &project->regions[i];
        g_free(region->name);
        g_free(region->expression);
        names_clear(&region->names);
        g_strfreev(region->also);
        g_strfreev(region->not_meant);
    }
    g_free(project->layers);
    g_free(project->cutters);
    g_free(project->regions);
}

YAML_LIST_READER(struct project, project_read_layers, layers, layer_count, layer_kind)
YAML_LIST_READER(struct project, project_read_cutters, cutters, cutter_count, cutter_kind)
YAML_LIST_READER(struct project, project_read_regions, regions, region_count, region_kind)
