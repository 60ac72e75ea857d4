/* Writes JSON (RFC 8259): values in the order in which they are given, commas and line breaks in
 * their places. The caller keeps keys and values in step; nothing is checked.
 *
 * A container is either laid out, one value a line and two blanks a level, or compact, on the line
 * that it starts on; what stands in a compact one is compact as well. */
#ifndef MAPGEN_BASE_JSON_H
#define MAPGEN_BASE_JSON_H

#include <glib.h>
#include <stdbool.h>

struct json {
    GString *out;   /* borrowed */
    int depth;      /* of containers that are laid out */
    int compact;    /* depth of compact ones */
    bool has_value; /* the open container holds something: a comma is due */
    bool has_key;   /* a key waits for its value */
};

struct json json_new(GString *out);

void json_begin(struct json *json, char bracket, bool is_compact); /* '{' or '[' */
void json_end(struct json *json, char bracket);                    /* '}' or ']' */

void json_key(struct json *json, const char *key);

/* UTF-8; NULL is null. */
void json_text(struct json *json, const char *text);

/* Rounded to decimals, trailing zeros dropped; null when it is not finite. */
void json_number(struct json *json, double value, int decimals);

#endif
