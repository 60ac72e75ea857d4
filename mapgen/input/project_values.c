#include "input/project_parts.h"
#include <math.h>
#include <string.h>

bool project_read_classes(struct yaml_reader *reader, const yaml_node_t *node, void *field,
                          GError **error)
{
    if (!yaml_read_text(reader, node, field, error))
        return false;
    const char *classes = *(char **)field;
    if (!yaml_is_word(classes, "-_ "))
        return yaml_fail(reader, node, error,
                         "'%s' is no class: letters a to z, digits, hyphens and underscores",
                         classes);
    return true;
}

bool project_read_path(struct yaml_reader *reader, const yaml_node_t *node, void *field,
                       GError **error)
{
    const char *text = yaml_scalar(reader, node, error);
    if (text == NULL)
        return false;
    bool is_whole =
        g_path_is_absolute(text) || strstr(text, "://") != NULL || strcmp(reader->folder, ".") == 0;
    *(char **)field = is_whole ? g_strdup(text) : g_build_filename(reader->folder, text, NULL);
    return true;
}

bool project_read_where(struct yaml_reader *reader, const yaml_node_t *node, void *field,
                        GError **error)
{
    if (!yaml_read_text(reader, node, field, error))
        return false;
    g_autofree char *name = NULL;
    g_auto(GStrv) values = NULL;
    g_autoptr(GError) reason = NULL;
    if (!filter_parse(*(char **)field, &name, &values, &reason))
        return yaml_fail(reader, node, error, "%s", reason->message);
    return true;
}

/* Fails about the character of a scalar that is wrong for a day. Always false. */
static bool fail_day(const struct yaml_reader *reader, const yaml_node_t *node,
                     const GError *reason, GError **error)
{
    const char *sentence;
    yaml_node_t wrong = *node;
    bool is_quoted = node->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    wrong.start_mark.column += date_error_column(reason, &sentence) - 1 + is_quoted;
    return yaml_fail(reader, &wrong, error, "'%s' must be a day, not '%s': %s", reader->key,
                     (const char *)node->data.scalar.value, sentence);
}

/* A day, or ".." for the end of time that `open` is. */
static bool read_day(const struct yaml_reader *reader, const yaml_node_t *node, day_number open,
                     day_number *day, GError **error)
{
    const char *text = yaml_scalar(reader, node, error);
    if (text == NULL)
        return false;
    *day = open;
    g_autoptr(GError) reason = NULL;
    if (strcmp(text, "..") != 0 && !day_parse(text, day, &reason))
        return fail_day(reader, node, reason, error);
    return true;
}

bool project_read_day(struct yaml_reader *reader, const yaml_node_t *node, void *field,
                      GError **error)
{
    const char *text = yaml_scalar(reader, node, error);
    g_autoptr(GError) reason = NULL;
    if (text == NULL)
        return false;
    return day_parse(text, field, &reason) || fail_day(reader, node, reason, error);
}

bool project_read_from(struct yaml_reader *reader, const yaml_node_t *node, void *field,
                       GError **error)
{
    return read_day(reader, node, DAY_BEFORE_ALL, field, error);
}

bool project_read_until(struct yaml_reader *reader, const yaml_node_t *node, void *field,
                        GError **error)
{
    return read_day(reader, node, DAY_AFTER_ALL, field, error);
}

bool project_read_span_end(struct yaml_reader *reader, const yaml_node_t *node, void *field,
                           GError **error)
{
    struct span *when = field;
    if (!project_read_until(reader, node, &when->until, error))
        return false;
    return when->from < when->until ||
           yaml_fail(reader, node, error, "'until' must be after 'from'");
}

bool project_read_extent(struct yaml_reader *reader, const yaml_node_t *node, void *field,
                         GError **error)
{
    double n[4];
    if (!yaml_read_numbers(reader, node, 4, "[west, south, east, north]", n, error))
        return false;
    bool is_range = fabs(n[0]) <= 180 && fabs(n[2]) <= 180 && n[1] >= -90 && n[3] <= 90;
    if (is_range && n[0] - n[2] >= 180)
        n[2] += 360;
    if (!is_range || n[0] >= n[2] || n[1] >= n[3])
        return yaml_fail(reader, node, error,
                         "'%s' must be [west, south, east, north] in degrees from -180 to 180, "
                         "south before north and west before east; over the meridian of 180\u00b0 "
                         "east is the lesser, as in [170, 60, -165, 70]",
                         reader->key);
    *(struct lonlat_box *)field = (struct lonlat_box){n[0], n[1], n[2], n[3]};
    return true;
}

bool project_read_lonlat(struct yaml_reader *reader, const yaml_node_t *node, void *field,
                         GError **error)
{
    double n[2];
    if (!yaml_read_numbers(reader, node, 2, "[longitude, latitude]", n, error))
        return false;
    if (n[0] < -180 || n[0] > 180 || n[1] < -90 || n[1] > 90)
        return yaml_fail(reader, node, error, "'%s' must be [longitude, latitude] in degrees",
                         reader->key);
    *(struct lonlat *)field = (struct lonlat){n[0], n[1]};
    return true;
}

bool project_read_names(struct yaml_reader *reader, const yaml_node_t *node, void *field,
                        GError **error)
{
    struct names *names = field;
    const char *const *languages = reader->languages;
    if (node->type == YAML_SCALAR_NODE) {
        const char *text = yaml_scalar(reader, node, error);
        if (text == NULL)
            return false;
        names_add(names, languages[0], text);
        return true;
    }
    if (node->type == YAML_SEQUENCE_NODE || yaml_item_count(node) == 0)
        return yaml_fail(reader, node, error,
                         "'%s' must be a text, or a text per language ({en: ...})", reader->key);
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (size_t i = 0; i < yaml_item_count(node); i++) {
        yaml_node_pair_t pair = node->data.mapping.pairs.start[i];
        const yaml_node_t *key = yaml_node(reader, pair.key);
        const char *language = yaml_key_name(reader, key, seen, error);
        if (language == NULL)
            return false;
        if (!g_strv_contains(languages, language)) {
            g_autofree char *hint = yaml_did_you_mean(language, languages);
            return yaml_fail(reader, key, error,
                             "'%s' is not among the 'languages' of the project%s", language, hint);
        }
        const char *text = yaml_scalar(reader, yaml_node(reader, pair.value), error);
        if (text == NULL)
            return false;
        names_add(names, language, text);
    }
    return true;
}
