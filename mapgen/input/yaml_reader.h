/* YAML into structs, by tables: a table lists the keys that a mapping may have, and for each the
 * function that reads its value and the member that takes it (libyaml's document API, so that every
 * message names line and column).
 *
 *     static const struct yaml_key note_keys[] = {
 *         {"text", project_read_names, offsetof(struct project_note, text), true},
 *         ...
 *     };
 *
 * A key that is not known is an error that names the nearest one that is; so is a key given twice,
 * a missing required one, a value of the wrong type, an empty one. Values are borrowed from the
 * document while it is read and copied into the structs, which the caller clears, whole or half
 * read. */
#ifndef MAPGEN_INPUT_YAML_READER_H
#define MAPGEN_INPUT_YAML_READER_H

#include <glib.h>
#include <stdbool.h>
#include <yaml.h>

/* What the functions below share while a file is read. */
struct yaml_reader {
    const char *path;             /* of the file, for messages */
    const char *folder;           /* that paths in it start from */
    const char *const *languages; /* that texts may be in, NULL-terminated; NULL: not yet known */
    const char *key;              /* whose value is being read, for messages */
    yaml_document_t document;
};

/* Reads a node into a member of the struct that the key belongs to. */
typedef bool yaml_value_reader(struct yaml_reader *reader, const yaml_node_t *node, void *field,
                               GError **error);

struct yaml_key {
    const char *name;
    yaml_value_reader *read;
    size_t offset; /* of the member in the struct */
    bool is_required;
};

/* A list of structs in the file: of "name: {...}" pairs, or of "- {...}" items. */
struct yaml_kind {
    const struct yaml_key *keys;
    size_t key_count;
    size_t size;
    const void *defaults;   /* NULL: zeros */
    size_t line_offset;     /* of the int that takes the item's line */
    bool is_named;          /* its name is the first member */
    bool has_one_value;     /* "name: value", the value being that of keys[0] */
    const char *name_bytes; /* what names have beside letters and digits; NULL: any text is one */
    const char *plain_key;  /* what a plain text instead of the mapping stands for, NULL: nothing */
    bool (*check)(struct yaml_reader *reader, const yaml_node_t *node, const void *item,
                  size_t index, GError **error);
};

/* "FILE:LINE:COLUMN: sentence" about a node. Always false. */
bool yaml_fail(const struct yaml_reader *reader, const yaml_node_t *node, GError **error,
               const char *format, ...) G_GNUC_PRINTF(4, 5);

/* "; did you mean 'x'?", or ""; the caller frees it. */
char *yaml_did_you_mean(const char *word, const char *const *known);

/* ---- nodes ---------------------------------------------------------------------------------- */

/* The node that a list or mapping has by number. */
const yaml_node_t *yaml_node(struct yaml_reader *reader, int index);

/* The text of a scalar, borrowed; NULL with an error when it is none, is empty, or holds bytes that
 * no text has. */
const char *yaml_scalar(const struct yaml_reader *reader, const yaml_node_t *node, GError **error);

/* How many items a list or a mapping has; 0 for a scalar. */
size_t yaml_item_count(const yaml_node_t *node);

/* The text of a mapping's key, borrowed; NULL with an error when it is none or stands there twice.
 * `seen` collects the keys of the mapping. */
const char *yaml_key_name(struct yaml_reader *reader, const yaml_node_t *key, GHashTable *seen,
                          GError **error);

/* Whether a mapping that has been read gives that key. */
bool yaml_has_key(struct yaml_reader *reader, const yaml_node_t *mapping, const char *name);

/* Whether a text is made of ASCII letters, digits and the other bytes. */
bool yaml_is_word(const char *text, const char *other_bytes);

/* ---- values --------------------------------------------------------------------------------- */

yaml_value_reader yaml_read_text;   /* char * */
yaml_value_reader yaml_read_texts;  /* char **, NULL-terminated, from a list */
yaml_value_reader yaml_read_number; /* double */
yaml_value_reader yaml_read_length; /* double, not negative */
yaml_value_reader yaml_read_bool;   /* bool, from "true" or "false" */

bool yaml_read_integer(const struct yaml_reader *reader, const yaml_node_t *node, int minimum,
                       int maximum, int *value, GError **error);

/* One of two words; `value` is whether it is `yes`. */
bool yaml_read_choice(const struct yaml_reader *reader, const yaml_node_t *node, const char *no,
                      const char *yes, bool *value, GError **error);

/* A list of so many numbers; `meaning` says in a message what they are. */
bool yaml_read_numbers(struct yaml_reader *reader, const yaml_node_t *node, size_t count,
                       const char *meaning, double *numbers, GError **error);

/* ---- mappings and documents ----------------------------------------------------------------- */

/* Reads the values of a mapping into `target`, in the order of `keys`. */
bool yaml_read_mapping(struct yaml_reader *reader, const yaml_node_t *node,
                       const struct yaml_key *keys, size_t key_count, void *target, GError **error);

/* Reads the items of a list or a mapping into `items`, an array of yaml_item_count(node) structs,
 * all of which hold the defaults before the first is read. */
bool yaml_read_items(struct yaml_reader *reader, const yaml_node_t *node,
                     const struct yaml_kind *kind, void *items, GError **error);

/* Defines the reader of a list: its field is the `owner` of two members, the array `items` and its
 * `count`. */
#define YAML_LIST_READER(owner, function, items, count, kind)                                      \
    bool function(struct yaml_reader *reader, const yaml_node_t *node, void *field,                \
                  GError **error)                                                                  \
    {                                                                                              \
        owner *whole = field;                                                                      \
        whole->count = yaml_item_count(node);                                                      \
        whole->items = g_malloc0_n(whole->count, sizeof *whole->items);                            \
        return yaml_read_items(reader, node, &kind, whole->items, error);                          \
    }

/* Reads a text that is one document, a mapping, into `target`. */
bool yaml_read_document(struct yaml_reader *reader, const char *text, size_t length,
                        const struct yaml_key *keys, size_t key_count, void *target,
                        GError **error);

#endif
