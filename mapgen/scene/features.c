#include "scene/features.h"

static void clear_value(void *data)
{
    struct field_value *value = data;
    g_free(value->text);
    g_strfreev(value->list);
}

static void clear_look(void *data)
{
    struct look *look = data;
    g_free(look->value);
    g_free(look->label);
}

struct features *features_new(const char *name, bool is_lines, const struct field *fields)
{
    struct features *features = g_new0(struct features, 1);
    features->name = name;
    features->is_lines = is_lines;
    features->fields = fields;
    while (fields[features->field_count].name)
        features->field_count++;
    features->features = g_array_new(FALSE, FALSE, sizeof(struct feature));
    features->values = g_array_new(FALSE, FALSE, sizeof(struct field_value));
    features->parts = g_array_new(FALSE, FALSE, sizeof(struct feature_part));
    features->points = g_array_new(FALSE, FALSE, sizeof(struct gridpt));
    features->looks = g_array_new(FALSE, FALSE, sizeof(struct look));
    g_array_set_clear_func(features->values, clear_value);
    g_array_set_clear_func(features->looks, clear_look);
    return features;
}

void features_free(struct features *features)
{
    if (!features)
        return;
    g_free(features->title);
    g_free(features->licence);
    g_strfreev(features->credits);
    g_array_unref(features->features);
    g_array_unref(features->values);
    g_array_unref(features->parts);
    g_array_unref(features->points);
    g_array_unref(features->looks);
    g_free(features);
}

void features_begin(struct features *features)
{
    struct feature feature = {features->values->len, features->parts->len, 0};
    g_assert(features->values->len == features->features->len * features->field_count);
    g_array_append_val(features->features, feature);
}

static void add_value(struct features *features, enum field_kind kind, struct field_value value)
{
    size_t field = features->values->len % features->field_count;
    g_assert(features->fields[field].kind == kind);
    g_array_append_val(features->values, value);
}

void features_add_text(struct features *features, const char *text)
{
    add_value(features, FIELD_TEXT, (struct field_value){.text = g_strdup(text)});
}

void features_add_list(struct features *features, const char *const *texts)
{
    add_value(features, FIELD_LIST, (struct field_value){.list = g_strdupv((char **)texts)});
}

void features_add_day(struct features *features, day_number day)
{
    add_value(features, FIELD_DAY, (struct field_value){.day = day});
}

void features_add_number(struct features *features, double number)
{
    add_value(features, FIELD_NUMBER, (struct field_value){.number = number});
}

void features_add_part(struct features *features, const struct gridpt *points, size_t count,
                       bool is_hole)
{
    struct feature_part part = {features->points->len, count, is_hole};
    g_array_append_vals(features->points, points, (guint)count);
    g_array_append_val(features->parts, part);
    g_array_index(features->features, struct feature, features->features->len - 1).part_count++;
}

void features_add_look(struct features *features, const char *value, const char *label,
                       const struct paint *paint)
{
    struct look look = {g_strdup(value), g_strdup(label), *paint};
    g_array_append_val(features->looks, look);
}

size_t features_count(const struct features *features)
{
    return features->features->len;
}

const struct feature *features_at(const struct features *features, size_t number)
{
    return &g_array_index(features->features, struct feature, number);
}

const struct field_value *features_value(const struct features *features, size_t number,
                                         size_t field)
{
    return &g_array_index(features->values, struct field_value,
                          features_at(features, number)->first_value + field);
}

const struct feature_part *features_part(const struct features *features,
                                         const struct feature *feature, size_t part)
{
    return &g_array_index(features->parts, struct feature_part, feature->first_part + part);
}

const struct gridpt *features_points(const struct features *features,
                                     const struct feature_part *part)
{
    return &g_array_index(features->points, struct gridpt, part->first);
}

char *field_value_joined(const struct field_value *value)
{
    return value->list && *value->list ? g_strjoinv("; ", value->list) : NULL;
}
