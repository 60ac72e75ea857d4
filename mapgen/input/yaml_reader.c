#include "input/yaml_reader.h"
#include "base/error.h"
#include "base/number.h"
#include <string.h>

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(yaml_parser_t, yaml_parser_delete)

bool yaml_fail(const struct yaml_reader *reader, const yaml_node_t *node, GError **error,
               const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    g_autofree char *sentence = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    error_at(error, reader->path, (int)node->start_mark.line + 1, (int)node->start_mark.column + 1,
             "%s", sentence);
    return false;
}

const yaml_node_t *yaml_node(struct yaml_reader *reader, int index)
{
    return yaml_document_get_node(&reader->document, index);
}

const char *yaml_scalar(const struct yaml_reader *reader, const yaml_node_t *node, GError **error)
{
    if (node->type != YAML_SCALAR_NODE) {
        yaml_fail(reader, node, error, "'%s' must be a single value, not a %s", reader->key,
                  node->type == YAML_SEQUENCE_NODE ? "list" : "mapping");
        return NULL;
    }
    const char *text = (const char *)node->data.scalar.value;
    size_t length = node->data.scalar.length;
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] < ' ' && text[i] != '\n' && text[i] != '\t') {
            yaml_fail(reader, node, error, "the value of '%s' holds the control character 0x%02x",
                      reader->key, (unsigned)text[i]);
            return NULL;
        }
    if (length == 0) {
        yaml_fail(reader, node, error, "'%s' has no value", reader->key);
        return NULL;
    }
    return text;
}

bool yaml_is_word(const char *text, const char *other_bytes)
{
    for (const char *c = text; *c != '\0'; c++)
        if (!g_ascii_isalnum(*c) && strchr(other_bytes, *c) == NULL)
            return false;
    return *text != '\0';
}

bool yaml_read_text(struct yaml_reader *reader, const yaml_node_t *node, void *field,
                    GError **error)
{
    const char *text = yaml_scalar(reader, node, error);
    if (text == NULL)
        return false;
    *(char **)field = g_strdup(text);
    return true;
}

bool yaml_read_number(struct yaml_reader *reader, const yaml_node_t *node, void *field,
                      GError **error)
{
    const char *text = yaml_scalar(reader, node, error);
    if (text == NULL)
        return false;
    if (!number_parse(text, field))
        return yaml_fail(reader, node, error, "'%s' must be a number, not '%s'", reader->key, text);
    return true;
}

bool yaml_read_length(struct yaml_reader *reader, const yaml_node_t *node, void *field,
                      GError **error)
{
    if (!yaml_read_number(reader, node, field, error))
        return false;
    if (*(double *)field < 0)
        return yaml_fail(reader, node, error, "'%s' must not be negative", reader->key);
    return true;
}

bool yaml_read_integer(const struct yaml_reader *reader, const yaml_node_t *node, int minimum,
                       int maximum, int *value, GError **error)
{
    const char *text = yaml_scalar(reader, node, error);
    if (text == NULL)
        return false;
    if (!number_parse_int(text, minimum, maximum, value))
        return yaml_fail(reader, node, error, "'%s' must be a whole number from %d to %d, not '%s'",
                         reader->key, minimum, maximum, text);
    return true;
}

bool yaml_read_choice(const struct yaml_reader *reader, const yaml_node_t *node, const char *no,
                      const char *yes, bool *value, GError **error)
{
    const char *text = yaml_scalar(reader, node, error);
    if (text == NULL)
        return false;
    *value = strcmp(text, yes) == 0;
    if (!*value && strcmp(text, no) != 0)
        return yaml_fail(reader, node, error, "'%s' must be '%s' or '%s', not '%s'", reader->key,
                         yes, no, text);
    return true;
}

bool yaml_read_bool(struct yaml_reader *reader, const yaml_node_t *node, void *field,
                    GError **error)
{
    return yaml_read_choice(reader, node, "false", "true", field, error);
}

static bool expect_list(const struct yaml_reader *reader, const yaml_node_t *node, GError **error)
{
    if (node->type != YAML_SEQUENCE_NODE)
        return yaml_fail(reader, node, error, "'%s' must be a list, not a %s", reader->key,
                         node->type == YAML_SCALAR_NODE ? "single value" : "mapping");
    return true;
}

static bool expect_mapping(const struct yaml_reader *reader, const yaml_node_t *node,
                           GError **error)
{
    if (node->type != YAML_MAPPING_NODE)
        return yaml_fail(reader, node, error, "'%s' must be a mapping (key: value), not a %s",
                         reader->key, node->type == YAML_SCALAR_NODE ? "single value" : "list");
    return true;
}

size_t yaml_item_count(const yaml_node_t *node)
{
    if (node->type == YAML_SEQUENCE_NODE)
        return (size_t)(node->data.sequence.items.top - node->data.sequence.items.start);
    if (node->type == YAML_MAPPING_NODE)
        return (size_t)(node->data.mapping.pairs.top - node->data.mapping.pairs.start);
    return 0;
}

bool yaml_read_texts(struct yaml_reader *reader, const yaml_node_t *node, void *field,
                     GError **error)
{
    if (!expect_list(reader, node, error))
        return false;
    size_t count = yaml_item_count(node);
    char **texts = g_new0(char *, count + 1);
    g_strfreev(*(char ***)field);
    *(char ***)field = texts;
    for (size_t i = 0; i < count; i++)
        if (!yaml_read_text(reader, yaml_node(reader, node->data.sequence.items.start[i]),
                            &texts[i], error))
            return false;
    return true;
}

bool yaml_read_numbers(struct yaml_reader *reader, const yaml_node_t *node, size_t count,
                       const char *meaning, double *numbers, GError **error)
{
    if (!expect_list(reader, node, error))
        return false;
    if (yaml_item_count(node) != count)
        return yaml_fail(reader, node, error, "'%s' must be %s", reader->key, meaning);
    for (size_t i = 0; i < count; i++)
        if (!yaml_read_number(reader, yaml_node(reader, node->data.sequence.items.start[i]),
                              &numbers[i], error))
            return false;
    return true;
}

char *yaml_did_you_mean(const char *word, const char *const *known)
{
    const char *nearest = error_nearest(word, known);
    return nearest != NULL ? g_strdup_printf("; did you mean '%s'?", nearest) : g_strdup("");
}

const char *yaml_key_name(struct yaml_reader *reader, const yaml_node_t *key, GHashTable *seen,
                          GError **error)
{
    if (key->type != YAML_SCALAR_NODE || key->data.scalar.length == 0 ||
        strlen((const char *)key->data.scalar.value) != key->data.scalar.length) {
        yaml_fail(reader, key, error, "a key must be a word");
        return NULL;
    }
    const char *text = (const char *)key->data.scalar.value;
    const yaml_node_t *first = g_hash_table_lookup(seen, text);
    if (first != NULL) {
        yaml_fail(reader, key, error, "'%s' is given twice, first in line %d", text,
                  (int)first->start_mark.line + 1);
        return NULL;
    }
    g_hash_table_insert(seen, (char *)text, (yaml_node_t *)key);
    return text;
}

/* The name nearest to `word` among the keys; "" when none is near. The caller frees it. */
static char *nearest_key(const char *word, const struct yaml_key *keys, size_t key_count)
{
    g_autofree const char **known = g_new0(const char *, key_count + 1);
    for (size_t i = 0; i < key_count; i++)
        known[i] = keys[i].name;
    return yaml_did_you_mean(word, known);
}

static const struct yaml_key *find_key(const char *name, const struct yaml_key *keys,
                                       size_t key_count)
{
    for (size_t i = 0; i < key_count; i++)
        if (strcmp(keys[i].name, name) == 0)
            return &keys[i];
    return NULL;
}

bool yaml_read_mapping(struct yaml_reader *reader, const yaml_node_t *node,
                       const struct yaml_key *keys, size_t key_count, void *target, GError **error)
{
    const char *outer = reader->key;
    if (!expect_mapping(reader, node, error))
        return false;
    g_autofree const yaml_node_t **values = g_new0(const yaml_node_t *, key_count);
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    for (size_t i = 0; i < yaml_item_count(node); i++) {
        yaml_node_pair_t pair = node->data.mapping.pairs.start[i];
        const yaml_node_t *key_node = yaml_node(reader, pair.key);
        const char *name = yaml_key_name(reader, key_node, seen, error);
        if (name == NULL)
            return false;
        const struct yaml_key *key = find_key(name, keys, key_count);
        if (key == NULL) {
            g_autofree char *hint = nearest_key(name, keys, key_count);
            return yaml_fail(reader, key_node, error, "'%s' has no key '%s'%s", outer, name, hint);
        }
        values[key - keys] = yaml_node(reader, pair.value);
    }
    for (size_t i = 0; i < key_count; i++) {
        if (values[i] == NULL && keys[i].is_required)
            return yaml_fail(reader, node, error, "'%s' needs the key '%s'", outer, keys[i].name);
        reader->key = keys[i].name;
        if (values[i] != NULL && keys[i].is_required && values[i]->type != YAML_SCALAR_NODE &&
            yaml_item_count(values[i]) == 0)
            return yaml_fail(reader, values[i], error, "'%s' must not be empty", keys[i].name);
        if (values[i] != NULL &&
            !keys[i].read(reader, values[i], (char *)target + keys[i].offset, error))
            return false;
    }
    reader->key = outer;
    return true;
}

bool yaml_has_key(struct yaml_reader *reader, const yaml_node_t *mapping, const char *name)
{
    for (size_t i = 0; i < yaml_item_count(mapping); i++) {
        const yaml_node_t *key = yaml_node(reader, mapping->data.mapping.pairs.start[i].key);
        if (strcmp((const char *)key->data.scalar.value, name) == 0)
            return true;
    }
    return false;
}

static bool read_item(struct yaml_reader *reader, const yaml_node_t *node,
                      const struct yaml_kind *kind, size_t index, void *item, GError **error)
{
    if (kind->has_one_value)
        return kind->keys[0].read(reader, node, (char *)item + kind->keys[0].offset, error);
    if (kind->plain_key != NULL && node->type == YAML_SCALAR_NODE) {
        const struct yaml_key *key = find_key(kind->plain_key, kind->keys, kind->key_count);
        return key->read(reader, node, (char *)item + key->offset, error);
    }
    return yaml_read_mapping(reader, node, kind->keys, kind->key_count, item, error) &&
           (kind->check == NULL || kind->check(reader, node, item, index, error));
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

/* Reads the items of a list or a mapping into `items`, an array of yaml_item_count(node) structs,
 * all of which hold the defaults before the first is read. */
bool yaml_read_items(struct yaml_reader *reader, const yaml_node_t *node,
                     const struct yaml_kind *kind, void *items, GError **error)
{
    const char *outer = reader->key;
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    if (!(kind->is_named ? expect_mapping : expect_list)(reader, node, error))
        return false;
    for (size_t i = 0; kind->defaults != NULL && i < yaml_item_count(node); i++)
        memcpy((char *)items + i * kind->size, kind->defaults, kind->size);
    for (size_t i = 0; i < yaml_item_count(node); i++) {
        void *item = (char *)items + i * kind->size;
        int value = kind->is_named ? node->data.mapping.pairs.start[i].value
                                   : node->data.sequence.items.start[i];
        const yaml_node_t *place = yaml_node(reader, value);
        if (kind->is_named) {
            place = yaml_node(reader, node->data.mapping.pairs.start[i].key);
            const char *name = yaml_key_name(reader, place, seen, error);
            if (name == NULL)
                return false;
            if (kind->name_bytes != NULL && !is_item_name(name, kind->name_bytes))
                return yaml_fail(reader, place, error,
                                 "'%s' is no name: letters, digits and any of '%s'", name,
                                 kind->name_bytes);
            *(char **)item = g_strdup(name);
            reader->key = name;
        }
        *(int *)(void *)((char *)item + kind->line_offset) = (int)place->start_mark.line + 1;
        if (!read_item(reader, yaml_node(reader, value), kind, i, item, error))
            return false;
        reader->key = outer;
    }
    return true;
}

/* What to do about the mistakes that are made most: a text that is no plain one, and a tab. */
static const char *advice(const yaml_parser_t *parser)
{
    const char *context = parser->context != NULL ? parser->context : "";

    if (strstr(context, "flow") != NULL)
        return "; texts with one of [ ] { } , : # in them stand between double quotes";
    if (strstr(context, "next token") != NULL)
        return "; lines are indented by blanks, not by tabs";
    return "";
}

static bool syntax_error(const yaml_parser_t *parser, const char *path, GError **error)
{
    const char *problem = parser->problem != NULL ? parser->problem : "not YAML";
    if (parser->error == YAML_READER_ERROR)
        error_at(error, path, 0, 0, "byte %zu: %s", parser->problem_offset, problem);
    else
        error_at(error, path, (int)parser->problem_mark.line + 1,
                 (int)parser->problem_mark.column + 1, "%s%s%s%s", problem,
                 parser->context != NULL ? " " : "", parser->context != NULL ? parser->context : "",
                 advice(parser));
    return false;
}

/* More brackets within each other than this are no project; libyaml takes a time that grows with
 * the square of how many there are. */
#define MOST_BRACKETS 1000

/* Counts brackets in texts and comments, too: those are fewer. */
static bool check_brackets(const char *path, const char *text, size_t length, GError **error)
{
    int line = 1, depth = 0;
    for (const char *at = text; at < text + length; at++) {
        line += *at == '\n';
        depth += (*at == '[' || *at == '{') - (*at == ']' || *at == '}');
        if (depth > MOST_BRACKETS) {
            error_at(error, path, line, 0, "more than %d brackets within each other",
                     MOST_BRACKETS);
            return false;
        }
        depth = MAX(depth, 0);
    }
    return true;
}

/* Loads the one document of the file. */
static bool load_document(yaml_parser_t *parser, struct yaml_reader *reader, GError **error)
{
    const char *path = reader->path;
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
        yaml_fail(reader, second, error, "a project file is one document, here begins a second");
    yaml_document_delete(&next);
    return second == NULL;
}

bool yaml_read_document(struct yaml_reader *reader, const char *text, size_t length,
                        const struct yaml_key *keys, size_t key_count, void *target, GError **error)
{
    if (!check_brackets(reader->path, text, length, error))
        return false;
    g_auto(yaml_parser_t) parser = {0};
    if (!yaml_parser_initialize(&parser))
        g_error("libyaml: out of memory");
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, length);
    bool is_read = load_document(&parser, reader, error) &&
                   yaml_read_mapping(reader, yaml_document_get_root_node(&reader->document), keys,
                                     key_count, target, error);
    yaml_document_delete(&reader->document);
    return is_read;
}
