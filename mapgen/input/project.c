#include "input/project.h"
#include "base/error.h"
#include "base/number.h"
#include <string.h>
#include <yaml.h>

/* What the functions below share while a file is read. */
struct reader {
    struct project *project;
    yaml_document_t document;
    const char *key; /* whose value is being read, for messages */
};

/* Reads a node into a field of the struct that the key belongs to. */
typedef bool value_reader(struct reader *reader, const yaml_node_t *node, void *field,
                          GError **error);

struct key {
    const char *name;
    value_reader *read;
    size_t offset; /* of the field in the struct */
    bool is_required;
};

/* A list of structs in the file: of "name: {...}" pairs, or of "- {...}" items. */
struct kind {
    const struct key *keys;
    size_t key_count;
    size_t size;
    const void *defaults;
    size_t line_offset;
    bool is_named;          /* its name is the first member */
    const char *name_bytes; /* what a name consists of beside letters and digits */
    const char *plain_key;  /* what a plain text instead of the mapping stands for, NULL: nothing */
    bool (*check)(struct reader *reader, const yaml_node_t *node, const void *item, GError **error);
};

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(yaml_parser_t, yaml_parser_delete)

G_GNUC_PRINTF(4, 5)
static bool fail_at(const struct reader *reader, const yaml_node_t *node, GError **error,
                    const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *sentence = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    error_at(error, reader->project->path, (int)node->start_mark.line + 1,
             (int)node->start_mark.column + 1, "%s", sentence);
    return false;
}

static const yaml_node_t *node_at(struct reader *reader, int index)
{
    return yaml_document_get_node(&reader->document, index);
}

/* The text of a scalar, borrowed; NULL with an error when it is none, is empty, or holds bytes that
 * no text has. */
static const char *scalar_text(const struct reader *reader, const yaml_node_t *node, GError **error)
{
    if (node->type != YAML_SCALAR_NODE) {
        fail_at(reader, node, error, "'%s' must be a single value, not a %s", reader->key,
                node->type == YAML_SEQUENCE_NODE ? "list" : "mapping");
        return NULL;
    }
    const char *text = (const char *)node->data.scalar.value;
    size_t length = node->data.scalar.length;
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] < ' ' && text[i] != '\n' && text[i] != '\t') {
            fail_at(reader, node, error, "the value of '%s' holds the control character 0x%02x",
                    reader->key, (unsigned)text[i]);
            return NULL;
        }
    if (length == 0) {
        fail_at(reader, node, error, "'%s' has no value", reader->key);
        return NULL;
    }
    return text;
}

static bool is_word(const char *text, const char *other_bytes)
{
    for (const char *c = text; *c != '\0'; c++)
        if (!g_ascii_isalnum(*c) && strchr(other_bytes, *c) == NULL)
            return false;
    return *text != '\0';
}

static bool read_text(struct reader *reader, const yaml_node_t *node, void *field, GError **error)
{
    const char *text = scalar_text(reader, node, error);
    if (text == NULL)
        return false;
    *(char **)field = g_strdup(text);
    return true;
}

/* "[a-z0-9-]+": what can stand in an id and in a file name everywhere. */
static bool read_id(struct reader *reader, const yaml_node_t *node, void *field, GError **error)
{
    if (!read_text(reader, node, field, error))
        return false;
    const char *id = *(char **)field;
    if (strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen(id))
        return fail_at(reader, node, error,
                       "'%s' is no id: small letters a to z, digits and hyphens", id);
    return true;
}

/* One or more words that can be CSS classes. */
static bool read_classes(struct reader *reader, const yaml_node_t *node, void *field,
                         GError **error)
{
    if (!read_text(reader, node, field, error))
        return false;
    const char *classes = *(char **)field;
    if (!is_word(classes, "-_ "))
        return fail_at(reader, node, error,
                       "'%s' is no class: letters a to z, digits, hyphens and underscores",
                       classes);
    return true;
}

static bool read_path(struct reader *reader, const yaml_node_t *node, void *field, GError **error)
{
    const char *text = scalar_text(reader, node, error);
    if (text == NULL)
        return false;
    bool is_whole = g_path_is_absolute(text) || strstr(text, "://") != NULL ||
                    strcmp(reader->project->folder, ".") == 0;
    *(char **)field =
        is_whole ? g_strdup(text) : g_build_filename(reader->project->folder, text, NULL);
    return true;
}

static bool read_where(struct reader *reader, const yaml_node_t *node, void *field, GError **error)
{
    if (!read_text(reader, node, field, error))
        return false;
    g_autofree char *name = NULL;
    g_auto(GStrv) values = NULL;
    g_autoptr(GError) reason = NULL;
    if (!filter_parse(*(char **)field, &name, &values, &reason))
        return fail_at(reader, node, error, "%s", reason->message);
    return true;
}

static bool read_number(struct reader *reader, const yaml_node_t *node, void *field, GError **error)
{
    const char *text = scalar_text(reader, node, error);
    if (text == NULL)
        return false;
    if (!number_parse(text, field))
        return fail_at(reader, node, error, "'%s' must be a number, not '%s'", reader->key, text);
    return true;
}

static bool read_length(struct reader *reader, const yaml_node_t *node, void *field, GError **error)
{
    if (!read_number(reader, node, field, error))
        return false;
    if (*(double *)field < 0)
        return fail_at(reader, node, error, "'%s' must not be negative", reader->key);
    return true;
}

static bool read_integer(const struct reader *reader, const yaml_node_t *node, int minimum,
                         int maximum, int *value, GError **error)
{
    const char *text = scalar_text(reader, node, error);
    if (text == NULL)
        return false;
    if (!number_parse_int(text, minimum, maximum, value))
        return fail_at(reader, node, error, "'%s' must be a whole number from %d to %d, not '%s'",
                       reader->key, minimum, maximum, text);
    return true;
}

static bool read_rank(struct reader *reader, const yaml_node_t *node, void *field, GError **error)
{
    return read_integer(reader, node, 1, 9, field, error);
}

static bool read_days(struct reader *reader, const yaml_node_t *node, void *field, GError **error)
{
    return read_integer(reader, node, 0, 366, field, error);
}

/* One of two words. */
static bool read_choice(const struct reader *reader, const yaml_node_t *node, const char *no,
                        const char *yes, bool *value, GError **error)
{
    const char *text = scalar_text(reader, node, error);
    if (text == NULL)
        return false;
    *value = strcmp(text, yes) == 0;
    if (!*value && strcmp(text, no) != 0)
        return fail_at(reader, node, error, "'%s' must be '%s' or '%s', not '%s'", reader->key, yes,
                       no, text);
    return true;
}

static bool read_bool(struct reader *reader, const yaml_node_t *node, void *field, GError **error)
{
    return read_choice(reader, node, "false", "true", field, error);
}

static bool read_contact(struct reader *reader, const yaml_node_t *node, void *field,
                         GError **error)
{
    return read_choice(reader, node, "exact", "approximate", field, error);
}

static bool read_date_policy(struct reader *reader, const yaml_node_t *node, void *field,
                             GError **error)
{
    bool is_earliest;
    if (!read_choice(reader, node, "latest", "earliest", &is_earliest, error))
        return false;
    *(enum date_policy *)field = is_earliest ? DATE_EARLIEST : DATE_LATEST;
    return true;
}

/* A day, or ".." for the end of time that `open` is. */
static bool read_day(const struct reader *reader, const yaml_node_t *node, day_number open,
                     day_number *day, GError **error)
{
    const char *text = scalar_text(reader, node, error);
    if (text == NULL)
        return false;
    *day = open;
    g_autoptr(GError) reason = NULL;
    if (strcmp(text, "..") != 0 && !day_parse(text, day, &reason))
        return fail_at(reader, node, error, "'%s' must be a day, not '%s': %s", reader->key, text,
                       reason->message);
    return true;
}

static bool read_from(struct reader *reader, const yaml_node_t *node, void *field, GError **error)
{
    return read_day(reader, node, DAY_BEFORE_ALL, field, error);
}

static bool read_until(struct reader *reader, const yaml_node_t *node, void *field, GError **error)
{
    return read_day(reader, node, DAY_AFTER_ALL, field, error);
}

static bool expect_list(const struct reader *reader, const yaml_node_t *node, GError **error)
{
    if (node->type != YAML_SEQUENCE_NODE)
        return fail_at(reader, node, error, "'%s' must be a list, not a %s", reader->key,
                       node->type == YAML_SCALAR_NODE ? "single value" : "mapping");
    return true;
}

static bool expect_mapping(const struct reader *reader, const yaml_node_t *node, GError **error)
{
    if (node->type != YAML_MAPPING_NODE)
        return fail_at(reader, node, error, "'%s' must be a mapping (key: value), not a %s",
                       reader->key, node->type == YAML_SCALAR_NODE ? "single value" : "list");
    return true;
}

static size_t item_count(const yaml_node_t *node)
{
    if (node->type == YAML_SEQUENCE_NODE)
        return (size_t)(node->data.sequence.items.top - node->data.sequence.items.start);
    if (node->type == YAML_MAPPING_NODE)
        return (size_t)(node->data.mapping.pairs.top - node->data.mapping.pairs.start);
    return 0;
}

static bool read_texts(struct reader *reader, const yaml_node_t *node, void *field, GError **error)
{
    if (!expect_list(reader, node, error))
        return false;
    size_t count = item_count(node);
    char **texts = g_new0(char *, count + 1);
    g_strfreev(*(char ***)field);
    *(char ***)field = texts;
    for (size_t i = 0; i < count; i++)
        if (!read_text(reader, node_at(reader, node->data.sequence.items.start[i]), &texts[i],
                       error))
            return false;
    return true;
}

static bool read_languages(struct reader *reader, const yaml_node_t *node, void *field,
                           GError **error)
{
    if (!read_texts(reader, node, field, error))
        return false;
    char **languages = *(char ***)field;
    if (languages[0] == NULL)
        return fail_at(reader, node, error, "'languages' must name at least one language");
    for (size_t i = 0; languages[i] != NULL; i++) {
        const yaml_node_t *item = node_at(reader, node->data.sequence.items.start[i]);
        if (!is_word(languages[i], "-"))
            return fail_at(reader, item, error, "'%s' is no language tag such as 'en'",
                           languages[i]);
        for (size_t j = 0; j < i; j++)
            if (strcmp(languages[i], languages[j]) == 0)
                return fail_at(reader, item, error, "language '%s' is listed twice", languages[i]);
    }
    return true;
}

/* The given number of numbers. */
static bool read_numbers(struct reader *reader, const yaml_node_t *node, size_t count,
                         const char *meaning, double *numbers, GError **error)
{
    if (!expect_list(reader, node, error))
        return false;
    if (item_count(node) != count)
        return fail_at(reader, node, error, "'%s' must be %s", reader->key, meaning);
    for (size_t i = 0; i < count; i++)
        if (!read_number(reader, node_at(reader, node->data.sequence.items.start[i]), &numbers[i],
                         error))
            return false;
    return true;
}

static bool read_extent(struct reader *reader, const yaml_node_t *node, void *field, GError **error)
{
    double n[4];
    if (!read_numbers(reader, node, 4, "[west, south, east, north]", n, error))
        return false;
    if (n[0] < -180 || n[2] > 180 || n[1] < -90 || n[3] > 90 || n[0] >= n[2] || n[1] >= n[3])
        return fail_at(reader, node, error,
                       "'%s' must be [west, south, east, north] in degrees, west before east and "
                       "south before north",
                       reader->key);
    *(struct lonlat_box *)field = (struct lonlat_box){n[0], n[1], n[2], n[3]};
    return true;
}

static bool read_at(struct reader *reader, const yaml_node_t *node, void *field, GError **error)
{
    struct project_label *label = field;
    double n[2];
    if (!read_numbers(reader, node, 2, "[longitude, latitude]", n, error))
        return false;
    if (n[0] < -180 || n[0] > 180 || n[1] < -90 || n[1] > 90)
        return fail_at(reader, node, error, "'%s' must be [longitude, latitude] in degrees",
                       reader->key);
    label->has_at = true;
    label->at = (struct lonlat){n[0], n[1]};
    return true;
}

/* ", did you mean 'x'?", or nothing; the caller frees it. */
static char *did_you_mean(const char *word, const char *const *known)
{
    const char *nearest = error_nearest(word, known);
    return nearest != NULL ? g_strdup_printf("; did you mean '%s'?", nearest) : g_strdup("");
}

/* The text of a mapping's key, borrowed; NULL with an error when it is none or stands there twice.
 * `seen` collects the keys of the mapping. */
static const char *key_text(struct reader *reader, const yaml_node_t *key, GHashTable *seen,
                            GError **error)
{
    if (key->type != YAML_SCALAR_NODE || key->data.scalar.length == 0 ||
        strlen((const char *)key->data.scalar.value) != key->data.scalar.length) {
        fail_at(reader, key, error, "a key must be a word");
        return NULL;
    }
    const char *text = (const char *)key->data.scalar.value;
    const yaml_node_t *first = g_hash_table_lookup(seen, text);
    if (first != NULL) {
        fail_at(reader, key, error, "'%s' is given twice, first in line %d", text,
                (int)first->start_mark.line + 1);
        return NULL;
    }
    g_hash_table_insert(seen, (char *)text, (yaml_node_t *)key);
    return text;
}

/* A plain text, which counts as the first language, or a mapping from language to text. */
static bool read_names(struct reader *reader, const yaml_node_t *node, void *field, GError **error)
{
    struct names *names = field;
    const char *const *languages = (const char *const *)reader->project->languages;
    if (node->type == YAML_SCALAR_NODE) {
        const char *text = scalar_text(reader, node, error);
        if (text == NULL)
            return false;
        names_add(names, languages[0], text);
        return true;
    }
    if (node->type == YAML_SEQUENCE_NODE || item_count(node) == 0)
        return fail_at(reader, node, error,
                       "'%s' must be a text, or a text per language ({en: ...})", reader->key);
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (size_t i = 0; i < item_count(node); i++) {
        yaml_node_pair_t pair = node->data.mapping.pairs.start[i];
        const yaml_node_t *key = node_at(reader, pair.key);
        const char *language = key_text(reader, key, seen, error);
        if (language == NULL)
            return false;
        if (!g_strv_contains(languages, language)) {
            g_autofree char *hint = did_you_mean(language, languages);
            return fail_at(reader, key, error, "'%s' is not among the 'languages' of the project%s",
                           language, hint);
        }
        const char *text = scalar_text(reader, node_at(reader, pair.value), error);
        if (text == NULL)
            return false;
        names_add(names, language, text);
    }
    return true;
}

/* The name nearest to `word` among the keys; "" when none is near. The caller frees it. */
static char *nearest_key(const char *word, const struct key *keys, size_t key_count)
{
    g_autofree const char **known = g_new0(const char *, key_count + 1);
    for (size_t i = 0; i < key_count; i++)
        known[i] = keys[i].name;
    return did_you_mean(word, known);
}

static const struct key *find_key(const char *name, const struct key *keys, size_t key_count)
{
    for (size_t i = 0; i < key_count; i++)
        if (strcmp(keys[i].name, name) == 0)
            return &keys[i];
    return NULL;
}

/* Reads the values of a mapping into `target`, in the order of `keys`. */
static bool read_mapping(struct reader *reader, const yaml_node_t *node, const struct key *keys,
                         size_t key_count, void *target, GError **error)
{
    const char *outer = reader->key;
    if (!expect_mapping(reader, node, error))
        return false;
    g_autofree const yaml_node_t **values = g_new0(const yaml_node_t *, key_count);
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (size_t i = 0; i < item_count(node); i++) {
        yaml_node_pair_t pair = node->data.mapping.pairs.start[i];
        const yaml_node_t *key_node = node_at(reader, pair.key);
        const char *name = key_text(reader, key_node, seen, error);
        if (name == NULL)
            return false;
        const struct key *key = find_key(name, keys, key_count);
        if (key == NULL) {
            g_autofree char *hint = nearest_key(name, keys, key_count);
            return fail_at(reader, key_node, error, "'%s' has no key '%s'%s", outer, name, hint);
        }
        values[key - keys] = node_at(reader, pair.value);
    }
    for (size_t i = 0; i < key_count; i++) {
        if (values[i] == NULL && keys[i].is_required)
            return fail_at(reader, node, error, "'%s' needs the key '%s'", outer, keys[i].name);
        reader->key = keys[i].name;
        if (values[i] != NULL && keys[i].is_required && values[i]->type != YAML_SCALAR_NODE &&
            item_count(values[i]) == 0)
            return fail_at(reader, values[i], error, "'%s' must not be empty", keys[i].name);
        if (values[i] != NULL &&
            !keys[i].read(reader, values[i], (char *)target + keys[i].offset, error))
            return false;
    }
    reader->key = outer;
    return true;
}

static bool read_item(struct reader *reader, const yaml_node_t *node, const struct kind *kind,
                      void *item, GError **error)
{
    if (kind->plain_key != NULL && node->type == YAML_SCALAR_NODE) {
        const struct key *key = find_key(kind->plain_key, kind->keys, kind->key_count);
        return key->read(reader, node, (char *)item + key->offset, error);
    }
    return read_mapping(reader, node, kind->keys, kind->key_count, item, error) &&
           (kind->check == NULL || kind->check(reader, node, item, error));
}

/* Names that other parts of the project refer to: letters, digits, what the kind allows beside
 * them, and letters of any script where that includes '.', as region expressions do. */
static bool is_item_name(const char *name, const char *other_bytes)
{
    bool is_any_script = strchr(other_bytes, '.') != NULL;
    for (const char *c = name; *c != '\0'; c++)
        if (!g_ascii_isalnum(*c) && strchr(other_bytes, *c) == NULL &&
            !(is_any_script && (unsigned char)*c >= 0x80))
            return false;
    return true;
}

/* Reads the items of a list or a mapping into `items`, an array of item_count(node) structs, all of
 * which hold the defaults before the first is read. */
static bool read_items(struct reader *reader, const yaml_node_t *node, const struct kind *kind,
                       void *items, GError **error)
{
    const char *outer = reader->key;
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    if (!(kind->is_named ? expect_mapping : expect_list)(reader, node, error))
        return false;
    for (size_t i = 0; kind->defaults != NULL && i < item_count(node); i++)
        memcpy((char *)items + i * kind->size, kind->defaults, kind->size);
    for (size_t i = 0; i < item_count(node); i++) {
        void *item = (char *)items + i * kind->size;
        int value = kind->is_named ? node->data.mapping.pairs.start[i].value
                                   : node->data.sequence.items.start[i];
        const yaml_node_t *place = node_at(reader, value);
        if (kind->is_named) {
            place = node_at(reader, node->data.mapping.pairs.start[i].key);
            const char *name = key_text(reader, place, seen, error);
            if (name == NULL)
                return false;
            if (!is_item_name(name, kind->name_bytes))
                return fail_at(reader, place, error,
                               "'%s' is no name: letters, digits and any of '%s'", name,
                               kind->name_bytes);
            *(char **)item = g_strdup(name);
            reader->key = name;
        }
        *(int *)(void *)((char *)item + kind->line_offset) = (int)place->start_mark.line + 1;
        if (!read_item(reader, node_at(reader, value), kind, item, error))
            return false;
        reader->key = outer;
    }
    return true;
}

static bool check_span(struct reader *reader, const yaml_node_t *node, struct span when,
                       GError **error)
{
    if (when.until <= when.from)
        return fail_at(reader, node, error, "'until' must be after 'from'");
    return true;
}

#define ALWAYS                                                                                     \
    {                                                                                              \
        DAY_BEFORE_ALL, DAY_AFTER_ALL                                                              \
    }
#define WHEN_KEYS(type)                                                                            \
    {"from", read_from, offsetof(struct type, when.from), false},                                  \
    {                                                                                              \
        "until", read_until, offsetof(struct type, when.until), false                              \
    }

static const struct key note_keys[] = {
    {"text", read_names, offsetof(struct project_note, text), true},
    WHEN_KEYS(project_note),
};

static bool check_note(struct reader *reader, const yaml_node_t *node, const void *item,
                       GError **error)
{
    const struct project_note *note = item;
    return check_span(reader, node, note->when, error);
}

static const struct kind note_kind = {
    .keys = note_keys,
    .key_count = G_N_ELEMENTS(note_keys),
    .size = sizeof(struct project_note),
    .defaults = &(const struct project_note){.when = ALWAYS},
    .line_offset = offsetof(struct project_note, line),
    .check = check_note,
};

static const struct key layer_keys[] = {
    {"file", read_path, offsetof(struct project_layer, path), true},
    {"sublayer", read_text, offsetof(struct project_layer, sublayer), false},
    {"encoding", read_text, offsetof(struct project_layer, encoding), false},
    {"crs", read_text, offsetof(struct project_layer, crs), false},
    {"partition", read_bool, offsetof(struct project_layer, is_partition), false},
    {"key", read_text, offsetof(struct project_layer, key), false},
    {"name", read_text, offsetof(struct project_layer, name_field), false},
    {"country", read_text, offsetof(struct project_layer, country_field), false},
};

static const struct kind layer_kind = {
    .keys = layer_keys,
    .key_count = G_N_ELEMENTS(layer_keys),
    .size = sizeof(struct project_layer),
    .line_offset = offsetof(struct project_layer, line),
    .is_named = true,
    .name_bytes = "-_.",
};

/* "layer" and "buffer" both name what the cutter is made from, and so say which kind it is. */
static bool read_cutter_layer(struct reader *reader, const yaml_node_t *node, void *field,
                              GError **error)
{
    struct project_cutter *cutter = field;
    cutter->kind = CUTTER_LAYER;
    return read_text(reader, node, &cutter->layer, error);
}

static bool read_cutter_buffer(struct reader *reader, const yaml_node_t *node, void *field,
                               GError **error)
{
    struct project_cutter *cutter = field;
    if (cutter->layer != NULL)
        return fail_at(reader, node, error, "a cutter has 'layer' or 'buffer', not both");
    cutter->kind = CUTTER_BUFFER;
    return read_text(reader, node, &cutter->layer, error);
}

static const struct key cutter_keys[] = {
    {"layer", read_cutter_layer, 0, false},
    {"buffer", read_cutter_buffer, 0, false},
    {"where", read_where, offsetof(struct project_cutter, where), false},
    {"km", read_length, offsetof(struct project_cutter, km), false},
    {"within", read_text, offsetof(struct project_cutter, within), true},
    {"extend_m", read_length, offsetof(struct project_cutter, extend_m), false},
};

static bool check_cutter(struct reader *reader, const yaml_node_t *node, const void *item,
                         GError **error)
{
    const struct project_cutter *cutter = item;
    if (cutter->layer == NULL)
        return fail_at(reader, node, error, "cutter '%s' needs the key 'layer' or 'buffer'",
                       cutter->name);
    if (cutter->kind == CUTTER_BUFFER && cutter->km <= 0)
        return fail_at(reader, node, error, "the buffer of cutter '%s' needs 'km' above 0",
                       cutter->name);
    if (cutter->kind == CUTTER_BUFFER && cutter->extend_m > 0)
        return fail_at(reader, node, error, "'extend_m' is for lines, cutter '%s' is a buffer",
                       cutter->name);
    if (cutter->kind == CUTTER_LAYER && cutter->km > 0)
        return fail_at(reader, node, error, "'km' is for buffers, cutter '%s' is a layer",
                       cutter->name);
    return true;
}

static const struct kind cutter_kind = {
    .keys = cutter_keys,
    .key_count = G_N_ELEMENTS(cutter_keys),
    .size = sizeof(struct project_cutter),
    .line_offset = offsetof(struct project_cutter, line),
    .is_named = true,
    .name_bytes = "-_.",
    .check = check_cutter,
};

static const struct key region_keys[] = {
    {"is", read_text, offsetof(struct project_region, expression), true},
    {"name", read_names, offsetof(struct project_region, names), false},
};

static const struct kind region_kind = {
    .keys = region_keys,
    .key_count = G_N_ELEMENTS(region_keys),
    .size = sizeof(struct project_region),
    .line_offset = offsetof(struct project_region, line),
    .is_named = true,
    .name_bytes = "-_.",
    .plain_key = "is",
};

static const struct key side_keys[] = {
    {"name", read_names, offsetof(struct project_side, names), true},
};

static const struct kind side_kind = {
    .keys = side_keys,
    .key_count = G_N_ELEMENTS(side_keys),
    .size = sizeof(struct project_side),
    .line_offset = offsetof(struct project_side, line),
    .is_named = true,
    .name_bytes = "-_",
    .plain_key = "name",
};

static const struct key holder_keys[] = {
    {"side", read_text, offsetof(struct project_holder, side), true},
    {"role", read_classes, offsetof(struct project_holder, role), true},
    {"name", read_names, offsetof(struct project_holder, names), true},
    {"legend", read_names, offsetof(struct project_holder, legend), false},
    {"tones", read_bool, offsetof(struct project_holder, has_tones), false},
};

static const struct kind holder_kind = {
    .keys = holder_keys,
    .key_count = G_N_ELEMENTS(holder_keys),
    .size = sizeof(struct project_holder),
    .defaults = &(const struct project_holder){.has_tones = true},
    .line_offset = offsetof(struct project_holder, line),
    .is_named = true,
    .name_bytes = "-_",
};

static const struct key phase_keys[] = {
    {"from", read_from, offsetof(struct project_phase, from), true},
    {"name", read_names, offsetof(struct project_phase, names), true},
    {"contact", read_contact, offsetof(struct project_phase, is_contact_approximate), false},
    {"contact_from", read_until, offsetof(struct project_phase, contact_from), false},
};

/* Phases tile time: each ends where the next begins. */
static bool check_phase(struct reader *reader, const yaml_node_t *node, const void *item,
                        GError **error)
{
    const struct project_phase *phase = item;
    if (phase > reader->project->phases && phase->from <= phase[-1].from)
        return fail_at(reader, node, error, "a phase must begin after the one before it");
    return true;
}

static const struct kind phase_kind = {
    .keys = phase_keys,
    .key_count = G_N_ELEMENTS(phase_keys),
    .size = sizeof(struct project_phase),
    .defaults = &(const struct project_phase){.contact_from = DAY_AFTER_ALL},
    .line_offset = offsetof(struct project_phase, line),
    .check = check_phase,
};

static const struct key view_keys[] = {
    {"extent", read_extent, offsetof(struct project_view, extent), true},
    {"projection", read_text, offsetof(struct project_view, projection), false},
    {"rank", read_rank, offsetof(struct project_view, rank), false},
    {"places", read_texts, offsetof(struct project_view, places), false},
    {"without", read_texts, offsetof(struct project_view, without), false},
    {"name", read_names, offsetof(struct project_view, names), false},
};

static bool check_view(struct reader *reader, const yaml_node_t *node, const void *item,
                       GError **error)
{
    const struct project_view *view = item;
    if (strspn(view->name, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen(view->name))
        return fail_at(reader, node, error,
                       "view '%s' names a folder: small letters a to z, digits and hyphens",
                       view->name);
    return true;
}

static const struct kind view_kind = {
    .keys = view_keys,
    .key_count = G_N_ELEMENTS(view_keys),
    .size = sizeof(struct project_view),
    .defaults = &(const struct project_view){.rank = 9},
    .line_offset = offsetof(struct project_view, line),
    .is_named = true,
    .name_bytes = "-",
    .check = check_view,
};

static const struct key drawn_keys[] = {
    {"layer", read_text, offsetof(struct project_drawn, layer), false},
    {"line", read_text, offsetof(struct project_drawn, cutter), false},
    {"where", read_where, offsetof(struct project_drawn, where), false},
    {"class", read_classes, offsetof(struct project_drawn, class_list), true},
    {"label", read_text, offsetof(struct project_drawn, label_field), false},
    {"name", read_names, offsetof(struct project_drawn, names), false},
    {"legend", read_names, offsetof(struct project_drawn, legend), false},
    WHEN_KEYS(project_drawn),
};

static bool check_drawn(struct reader *reader, const yaml_node_t *node, const void *item,
                        GError **error)
{
    const struct project_drawn *drawn = item;
    if ((drawn->layer == NULL) == (drawn->cutter == NULL))
        return fail_at(reader, node, error, "'draw' needs either 'layer' or 'line'");
    return check_span(reader, node, drawn->when, error);
}

static const struct kind drawn_kind = {
    .keys = drawn_keys,
    .key_count = G_N_ELEMENTS(drawn_keys),
    .size = sizeof(struct project_drawn),
    .defaults = &(const struct project_drawn){.when = ALWAYS},
    .line_offset = offsetof(struct project_drawn, line),
    .check = check_drawn,
};

static const struct key label_keys[] = {
    {"region", read_text, offsetof(struct project_label, region), true},
    {"class", read_classes, offsetof(struct project_label, class_list), true},
    {"name", read_names, offsetof(struct project_label, names), true},
    {"at", read_at, 0, false},
    WHEN_KEYS(project_label),
};

static bool check_label(struct reader *reader, const yaml_node_t *node, const void *item,
                        GError **error)
{
    const struct project_label *label = item;
    return check_span(reader, node, label->when, error);
}

static const struct kind label_kind = {
    .keys = label_keys,
    .key_count = G_N_ELEMENTS(label_keys),
    .size = sizeof(struct project_label),
    .defaults = &(const struct project_label){.when = ALWAYS},
    .line_offset = offsetof(struct project_label, line),
    .check = check_label,
};

/* The reader of a list of the project: it takes the whole project, since the list is two members.
 */
#define LIST_READER(function, type, items, count, kind)                                            \
    static bool function(struct reader *reader, const yaml_node_t *node, void *field,              \
                         GError **error)                                                           \
    {                                                                                              \
        struct project *project = field;                                                           \
        project->count = item_count(node);                                                         \
        project->items = g_new0(type, project->count);                                             \
        return read_items(reader, node, &kind, project->items, error);                             \
    }

LIST_READER(read_notes, struct project_note, notes, note_count, note_kind)
LIST_READER(read_layers, struct project_layer, layers, layer_count, layer_kind)
LIST_READER(read_cutters, struct project_cutter, cutters, cutter_count, cutter_kind)
LIST_READER(read_regions, struct project_region, regions, region_count, region_kind)
LIST_READER(read_sides, struct project_side, sides, side_count, side_kind)
LIST_READER(read_holders, struct project_holder, holders, holder_count, holder_kind)
LIST_READER(read_phases, struct project_phase, phases, phase_count, phase_kind)
LIST_READER(read_views, struct project_view, views, view_count, view_kind)
LIST_READER(read_drawn, struct project_drawn, drawn, drawn_count, drawn_kind)
LIST_READER(read_labels, struct project_label, labels, label_count, label_kind)

/* In the order in which they are read: languages before the first name. */
static const struct key project_keys[] = {
    {"id", read_id, offsetof(struct project, id), true},
    {"languages", read_languages, offsetof(struct project, languages), true},
    {"title", read_names, offsetof(struct project, title), true},
    {"style", read_path, offsetof(struct project, style_path), false},
    {"places", read_path, offsetof(struct project, places_path), true},
    {"timeline", read_path, offsetof(struct project, timeline_path), true},
    {"theatre", read_text, offsetof(struct project, theatre), true},
    {"sliver_m", read_length, offsetof(struct project, sliver_m), false},
    {"approx_days", read_days, offsetof(struct project, approx_days), false},
    {"date_policy", read_date_policy, offsetof(struct project, date_policy), false},
    {"licence", read_text, offsetof(struct project, licence), false},
    {"credits", read_texts, offsetof(struct project, credits), false},
    {"notes", read_notes, 0, false},
    {"layers", read_layers, 0, true},
    {"cutters", read_cutters, 0, false},
    {"regions", read_regions, 0, true},
    {"sides", read_sides, 0, true},
    {"holders", read_holders, 0, true},
    {"phases", read_phases, 0, false},
    {"views", read_views, 0, true},
    {"draw", read_drawn, 0, false},
    {"labels", read_labels, 0, false},
};

static void free_drawing(struct project *project)
{
    for (size_t i = 0; i < project->view_count; i++) {
        struct project_view *view = &project->views[i];
        g_free(view->name);
        g_free(view->projection);
        g_strfreev(view->places);
        g_strfreev(view->without);
        names_clear(&view->names);
    }
    for (size_t i = 0; i < project->drawn_count; i++) {
        struct project_drawn *drawn = &project->drawn[i];
        g_free(drawn->layer);
        g_free(drawn->cutter);
        g_free(drawn->where);
        g_free(drawn->class_list);
        g_free(drawn->label_field);
        names_clear(&drawn->names);
        names_clear(&drawn->legend);
    }
    for (size_t i = 0; i < project->label_count; i++) {
        struct project_label *label = &project->labels[i];
        g_free(label->region);
        g_free(label->class_list);
        names_clear(&label->names);
    }
    g_free(project->views);
    g_free(project->drawn);
    g_free(project->labels);
}

static void free_map(struct project *project)
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
    }
    g_free(project->layers);
    g_free(project->cutters);
    g_free(project->regions);
}

static void free_story(struct project *project)
{
    for (size_t i = 0; i < project->note_count; i++)
        names_clear(&project->notes[i].text);
    for (size_t i = 0; i < project->side_count; i++) {
        g_free(project->sides[i].name);
        names_clear(&project->sides[i].names);
    }
    for (size_t i = 0; i < project->holder_count; i++) {
        struct project_holder *holder = &project->holders[i];
        g_free(holder->code);
        g_free(holder->side);
        g_free(holder->role);
        names_clear(&holder->names);
        names_clear(&holder->legend);
    }
    for (size_t i = 0; i < project->phase_count; i++)
        names_clear(&project->phases[i].names);
    g_free(project->notes);
    g_free(project->sides);
    g_free(project->holders);
    g_free(project->phases);
}

void project_free(struct project *project)
{
    if (project == NULL)
        return;
    free_map(project);
    free_story(project);
    free_drawing(project);
    g_free(project->path);
    g_free(project->folder);
    g_free(project->id);
    names_clear(&project->title);
    g_strfreev(project->languages);
    g_free(project->style_path);
    g_free(project->places_path);
    g_free(project->timeline_path);
    g_free(project->theatre);
    g_free(project->licence);
    g_strfreev(project->credits);
    g_free(project);
}

bool filter_parse(const char *text, char **field, char ***values, GError **error)
{
    const char *equals = strchr(text, '=');
    g_autofree char *name = equals != NULL ? g_strndup(text, (gsize)(equals - text)) : NULL;
    g_auto(GStrv) parts = equals != NULL ? g_strsplit(equals + 1, "|", -1) : NULL;
    bool is_whole = name != NULL && *g_strstrip(name) != '\0' && parts[0] != NULL;
    for (size_t i = 0; is_whole && parts[i] != NULL; i++)
        is_whole = *g_strstrip(parts[i]) != '\0';
    if (!is_whole) {
        g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_INPUT,
                    "'%s' is no filter such as 'field = value' or 'field = one|other'", text);
        return false;
    }
    *field = g_steal_pointer(&name);
    *values = g_steal_pointer(&parts);
    return true;
}

static bool syntax_error(const yaml_parser_t *parser, const char *path, GError **error)
{
    const char *problem = parser->problem != NULL ? parser->problem : "not YAML";
    if (parser->error == YAML_READER_ERROR)
        error_at(error, path, 0, 0, "byte %zu: %s", parser->problem_offset, problem);
    else
        error_at(error, path, (int)parser->problem_mark.line + 1,
                 (int)parser->problem_mark.column + 1, "%s%s%s", problem,
                 parser->context != NULL ? " " : "",
                 parser->context != NULL ? parser->context : "");
    return false;
}

/* Loads the one document of the file. */
static bool load_document(yaml_parser_t *parser, struct reader *reader, GError **error)
{
    const char *path = reader->project->path;
    if (!yaml_parser_load(parser, &reader->document))
        return syntax_error(parser, path, error);
    const yaml_node_t *root = yaml_document_get_root_node(&reader->document);
    if (root == NULL) {
        error_at(error, path, 0, 0, "is empty");
        return false;
    }
    yaml_document_t next = {0};
    if (!yaml_parser_load(parser, &next))
        return syntax_error(parser, path, error);
    const yaml_node_t *second = yaml_document_get_root_node(&next);
    if (second != NULL)
        fail_at(reader, second, error, "a project file is one document, here begins a second");
    yaml_document_delete(&next);
    return second == NULL;
}

static bool read_document(struct reader *reader, const char *text, size_t length, GError **error)
{
    g_auto(yaml_parser_t) parser = {0};
    if (!yaml_parser_initialize(&parser))
        g_error("libyaml: out of memory");
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, length);
    return load_document(&parser, reader, error) &&
           read_mapping(reader, yaml_document_get_root_node(&reader->document), project_keys,
                        G_N_ELEMENTS(project_keys), reader->project, error);
}

struct project *project_read(const char *path, GError **error)
{
    g_autoptr(project) project = g_new0(struct project, 1);
    project->path = g_strdup(path);
    project->folder = g_path_get_dirname(path);
    project->sliver_m = 20;
    project->approx_days = 3;

    g_autofree char *text = NULL;
    size_t length;
    g_autoptr(GError) reason = NULL;
    if (!g_file_get_contents(path, &text, &length, &reason)) {
        error_at(error, path, 0, 0, "cannot be read: %s", reason->message);
        return NULL;
    }
    struct reader reader = {.project = project, .key = "project"};
    bool is_read = read_document(&reader, text, length, error);
    yaml_document_delete(&reader.document);
    return is_read ? g_steal_pointer(&project) : NULL;
}
