#include "base/json.h"

#include "base/number.h"

#include <math.h>

struct json json_new(GString *out)
{
    return (struct json){.out = out};
}

static void break_line(struct json *json)
{
    if (json->depth == 0 && json->compact == 0)
        return;
    if (json->compact > 0) {
        if (json->has_value)
            g_string_append_c(json->out, ' ');
        return;
    }
    g_string_append_printf(json->out, "\n%*s", 2 * json->depth, "");
}

/* What stands before a key, or before a value that has none. */
static void start_item(struct json *json)
{
    if (json->has_key) {
        json->has_key = false;
        return;
    }
    if (json->has_value)
        g_string_append_c(json->out, ',');
    break_line(json);
}

void json_begin(struct json *json, char bracket, bool is_compact)
{
    start_item(json);
    g_string_append_c(json->out, bracket);
    if (is_compact || json->compact > 0)
        json->compact++;
    else
        json->depth++;
    json->has_value = false;
}

void json_end(struct json *json, char bracket)
{
    if (json->compact > 0) {
        json->compact--;
    } else {
        json->depth--;
        if (json->has_value)
            g_string_append_printf(json->out, "\n%*s", 2 * json->depth, "");
    }
    g_string_append_c(json->out, bracket);
    json->has_value = true;
}

static void append_quoted(GString *out, const char *text)
{
    g_string_append_c(out, '"');
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\')
            g_string_append_printf(out, "\\%c", *text);
        else if (*text == '\n')
            g_string_append(out, "\\n");
        else if ((guchar)*text < 0x20)
            g_string_append_printf(out, "\\u%04x", (guchar)*text);
        else
            g_string_append_c(out, *text);
    }
    g_string_append_c(out, '"');
}

void json_key(struct json *json, const char *key)
{
    start_item(json);
    append_quoted(json->out, key);
    g_string_append(json->out, ": ");
    json->has_key = true;
    json->has_value = true;
}

void json_text(struct json *json, const char *text)
{
    start_item(json);
    if (text == NULL)
        g_string_append(json->out, "null");
    else
        append_quoted(json->out, text);
    json->has_value = true;
}

void json_number(struct json *json, double value, int decimals)
{
    start_item(json);
    if (isfinite(value))
        number_append(json->out, value, decimals);
    else
        g_string_append(json->out, "null");
    json->has_value = true;
}
