#include "input/layer_builder.h"

struct layer_builder {
    enum layer_geometry geometry;
    GArray *points;    /* struct lonlat */
    GArray *parts;     /* struct layer_part */
    GArray *features;  /* struct layer_feature */
    GPtrArray *fields; /* char * */
    GPtrArray *values; /* char * */
};

struct layer_builder *layer_builder_new(enum layer_geometry geometry)
{
    struct layer_builder *builder = g_new0(struct layer_builder, 1);
    builder->geometry = geometry;
    builder->points = g_array_new(FALSE, FALSE, sizeof(struct lonlat));
    builder->parts = g_array_new(FALSE, FALSE, sizeof(struct layer_part));
    builder->features = g_array_new(FALSE, FALSE, sizeof(struct layer_feature));
    builder->fields = g_ptr_array_new_with_free_func(g_free);
    builder->values = g_ptr_array_new_with_free_func(g_free);
    return builder;
}

void layer_builder_free(struct layer_builder *builder)
{
    if (builder == NULL)
        return;
    g_array_unref(builder->points);
    g_array_unref(builder->parts);
    g_array_unref(builder->features);
    g_ptr_array_unref(builder->fields);
    g_ptr_array_unref(builder->values);
    g_free(builder);
}

void layer_builder_field(struct layer_builder *builder, const char *name)
{
    g_ptr_array_add(builder->fields, g_strdup(name));
}

void layer_builder_feature(struct layer_builder *builder, int record)
{
    struct layer_feature feature = {.record = record, .first_part = builder->parts->len};
    g_array_append_val(builder->features, feature);
}

void layer_builder_take_value(struct layer_builder *builder, char *text)
{
    g_ptr_array_add(builder->values, text);
}

void layer_builder_value(struct layer_builder *builder, const char *text)
{
    layer_builder_take_value(builder, g_strdup(text));
}

void layer_builder_part(struct layer_builder *builder)
{
    struct layer_part part = {.first = builder->points->len};
    g_array_append_val(builder->parts, part);
    g_array_index(builder->features, struct layer_feature, builder->features->len - 1).part_count++;
}

void layer_builder_point(struct layer_builder *builder, double x, double y)
{
    struct lonlat point = {x, y};
    g_array_append_val(builder->points, point);
    g_array_index(builder->parts, struct layer_part, builder->parts->len - 1).count++;
}

void layer_builder_reserve(struct layer_builder *builder, size_t points, size_t values)
{
    guint point_count = builder->points->len;
    g_array_set_size(builder->points, point_count + (guint)points);
    g_array_set_size(builder->points, point_count);
    gint value_count = (gint)builder->values->len;
    g_ptr_array_set_size(builder->values, value_count + (gint)values);
    g_ptr_array_set_size(builder->values, value_count);
}

struct lonlat *layer_builder_points(struct layer_builder *builder, size_t count)
{
    guint first = builder->points->len;
    g_array_set_size(builder->points, first + (guint)count);
    g_array_index(builder->parts, struct layer_part, builder->parts->len - 1).count += count;
    return &g_array_index(builder->points, struct lonlat, first);
}

struct layer *layer_builder_finish(struct layer_builder *builder)
{
    struct layer *layer = g_new0(struct layer, 1);
    layer->geometry = builder->geometry;
    layer->points = g_array_steal(builder->points, &layer->point_count);
    layer->parts = g_array_steal(builder->parts, &layer->part_count);
    layer->features = g_array_steal(builder->features, &layer->feature_count);
    layer->field_count = builder->fields->len;
    g_assert(builder->values->len == layer->feature_count * layer->field_count);
    g_ptr_array_add(builder->fields, NULL);
    g_ptr_array_add(builder->values, NULL);
    layer->fields = (char **)g_ptr_array_steal(builder->fields, NULL);
    layer->values = (char **)g_ptr_array_steal(builder->values, NULL);
    return layer;
}
