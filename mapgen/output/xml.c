#include "output/xml.h"

#include "base/number.h"
#include "geom/coords.h"
#include <math.h>

static bool is_xml_character(gunichar letter)
{
    return letter == '\t' || letter == '\n' || letter == '\r' ||
           (letter >= 0x20 && letter != 0xFFFE && letter != 0xFFFF);
}

/* True for letters that stand as they are, of ASCII. */
static bool is_plain(char letter)
{
    return letter >= 0x20 && letter < 0x7F && letter != '&' && letter != '<' && letter != '>' &&
           letter != '"';
}

void xml_append_escaped(GString *out, const char *text)
{
    const char *end = text;
    while (is_plain(*end))
        end++;
    g_string_append_len(out, text, end - text);
    if (*end == '\0')
        return;
    g_autofree char *valid = g_utf8_make_valid(end, -1);
    for (const char *at = valid; *at; at = g_utf8_next_char(at)) {
        gunichar letter = g_utf8_get_char(at);
        if (letter == '&')
            g_string_append(out, "&amp;");
        else if (letter == '<')
            g_string_append(out, "&lt;");
        else if (letter == '>')
            g_string_append(out, "&gt;");
        else if (letter == '"')
            g_string_append(out, "&quot;");
        else if (is_xml_character(letter))
            g_string_append_unichar(out, letter);
    }
}

/* The start of an attribute, up to its value. */
static void append_name(GString *out, const char *name)
{
    g_string_append_c(out, ' ');
    g_string_append(out, name);
    g_string_append(out, "=\"");
}

static void append_start_tag(GString *out, const char *name)
{
    g_string_append_c(out, '<');
    g_string_append(out, name);
    g_string_append_c(out, '>');
}

static void append_end_tag(GString *out, const char *name)
{
    g_string_append(out, "</");
    g_string_append(out, name);
    g_string_append_c(out, '>');
}

void xml_append_attribute(GString *out, const char *name, const char *value)
{
    append_name(out, name);
    xml_append_escaped(out, value);
    g_string_append_c(out, '"');
}

void xml_append_element(GString *out, const char *name, const char *text)
{
    if (!text)
        return;
    append_start_tag(out, name);
    xml_append_escaped(out, text);
    append_end_tag(out, name);
    g_string_append_c(out, '\n');
}

void xml_append_inline_element(GString *out, const char *name, const char *text)
{
    if (!text)
        return;
    append_start_tag(out, name);
    xml_append_escaped(out, text);
    append_end_tag(out, name);
}

int64_t page_hundredths(double value)
{
    return llround(value * PAGE_UNITS_PER_PT);
}

void xml_append_hundredths(GString *out, const char *name, double value_pt)
{
    append_name(out, name);
    number_append_hundredths(out, page_hundredths(value_pt));
    g_string_append_c(out, '"');
}
