#include "output/xml.h"

#include "base/number.h"
#include "geom/coords.h"
#include <math.h>

static bool is_xml_character(gunichar letter)
{
    return letter == '\t' || letter == '\n' || letter == '\r' ||
           (letter >= 0x20 && letter != 0xFFFE && letter != 0xFFFF);
}

void xml_append_escaped(GString *out, const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
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

void xml_append_attribute(GString *out, const char *name, const char *value)
{
    g_string_append_printf(out, " %s=\"", name);
    xml_append_escaped(out, value);
    g_string_append_c(out, '"');
}

void xml_append_element(GString *out, const char *name, const char *text)
{
    if (!text)
        return;
    g_string_append_printf(out, "<%s>", name);
    xml_append_escaped(out, text);
    g_string_append_printf(out, "</%s>\n", name);
}

void xml_append_inline_element(GString *out, const char *name, const char *text)
{
    if (!text)
        return;
    g_string_append_printf(out, "<%s>", name);
    xml_append_escaped(out, text);
    g_string_append_printf(out, "</%s>", name);
}

int64_t page_hundredths(double value)
{
    return llround(value * PAGE_UNITS_PER_PT);
}

void xml_append_hundredths(GString *out, const char *name, double value_pt)
{
    g_string_append_printf(out, " %s=\"", name);
    number_append_hundredths(out, page_hundredths(value_pt));
    g_string_append_c(out, '"');
}
