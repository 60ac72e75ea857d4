/* Text, attributes and elements of XML 1.0, appended to a string. */
#ifndef MAPGEN_OUTPUT_XML_H
#define MAPGEN_OUTPUT_XML_H

#include <glib.h>
#include <stdint.h>

/* Appends text for content and attributes alike (XML 1.0, section 2.4): what is no UTF-8 becomes
 * U+FFFD, characters that XML does not allow are left out. */
void xml_append_escaped(GString *out, const char *text);

/* ` name="value"`. */
void xml_append_attribute(GString *out, const char *name, const char *value);

/* `<name>text</name>` on a line of its own; nothing when `text` is NULL. */
void xml_append_element(GString *out, const char *name, const char *text);

/* The same without a line's end. */
void xml_append_inline_element(GString *out, const char *name, const char *text);

/* A length in whole hundredths of a point, rounded. */
int64_t page_hundredths(double value_pt);

/* ` name="value"` for a length in points, in hundredths. */
void xml_append_hundredths(GString *out, const char *name, double value_pt);

#endif
