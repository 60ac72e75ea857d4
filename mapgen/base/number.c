#include "base/number.h"

#include <math.h>
#include <string.h>

/* Room for the largest double with nine decimals, its sign and the end of the string. */
#define LONGEST_NUMBER 330

/* A value times a power of ten, less than 2^32, is off by less than 2^-21 of its last decimal: it
 * is rounded as the value itself unless it lies so near to the middle between two. */
#define MOST_PARTS 4294967296.0
#define NO_TIE 0.499

static const char *skip_digits(const char *text)
{
    while (g_ascii_isdigit(*text))
        text++;
    return text;
}

static const char *skip_sign(const char *text)
{
    return *text == '+' || *text == '-' ? text + 1 : text;
}

/* Where a decimal number that starts at `text` ends, NULL when none starts there. g_ascii_strtod
 * alone would also take "inf", "nan" and "0x1p3". */
static const char *decimal_end(const char *text)
{
    const char *whole = skip_sign(text);
    const char *end = skip_digits(whole);
    size_t digits = (size_t)(end - whole);

    if (*end == '.') {
        const char *fraction = end + 1;
        end = skip_digits(fraction);
        digits += (size_t)(end - fraction);
    }
    if (digits == 0)
        return NULL;
    if (*end != 'e' && *end != 'E')
        return end;
    const char *exponent = skip_sign(end + 1);
    return g_ascii_isdigit(*exponent) ? skip_digits(exponent) : NULL;
}

static const char *skip_blanks(const char *text)
{
    while (g_ascii_isspace(*text))
        text++;
    return text;
}

static size_t count_digits(uint64_t value)
{
    size_t count = 1;
    for (; value >= 10; value /= 10)
        count++;
    return count;
}

/* Writes digits so that they end before `end`; answers where they begin. */
static char *write_digits(char *end, uint64_t value)
{
    do
        *--end = (char)('0' + value % 10);
    while (value /= 10);
    return end;
}

size_t number_write_whole(char *out, int64_t value)
{
    uint64_t magnitude = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    size_t length = count_digits(magnitude) + (value < 0);
    write_digits(out + length, magnitude);
    if (value < 0)
        *out = '-';
    return length;
}

size_t number_write_hundredths(char *out, int64_t units)
{
    uint64_t magnitude = units < 0 ? 0 - (uint64_t)units : (uint64_t)units;
    uint64_t whole = magnitude / 100;
    unsigned fraction = (unsigned)(magnitude % 100);
    char *at = out;
    if (units < 0)
        *at++ = '-';
    if (whole > 0 || fraction == 0) {
        at += count_digits(whole);
        write_digits(at, whole);
    }
    if (fraction != 0) {
        *at++ = '.';
        *at++ = (char)('0' + fraction / 10);
    }
    if (fraction % 10 != 0)
        *at++ = (char)('0' + fraction % 10);
    return (size_t)(at - out);
}

void number_append_hundredths(GString *out, int64_t units)
{
    char text[NUMBER_ROOM];
    g_string_append_len(out, text, (gssize)number_write_hundredths(text, units));
}

/* Writes a number of parts of which `power` make one, without zeros at the end; `power` is one of
 * ten. */
static void append_parts(GString *out, int64_t parts, int64_t power)
{
    uint64_t magnitude = (uint64_t)(parts < 0 ? -parts : parts);
    uint64_t whole = magnitude / (uint64_t)power, fraction = magnitude % (uint64_t)power;
    char digits[2 * NUMBER_ROOM], *end = digits + sizeof digits, *at = end;

    for (; power > 1; power /= 10, fraction /= 10)
        if (at < end || fraction % 10 != 0)
            *--at = (char)('0' + fraction % 10);
    if (at < end)
        *--at = '.';
    at = write_digits(at, whole);
    if (parts < 0)
        *--at = '-';
    g_string_append_len(out, at, end - at);
}

/* By printf, which rounds the binary value that there is, however large. */
static void append_formatted(GString *out, double value, int decimals)
{
    char format[8], text[LONGEST_NUMBER];

    g_snprintf(format, sizeof format, "%%.%df", decimals);
    g_ascii_formatd(text, sizeof text, format, value);
    if (decimals > 0) {
        size_t length = strlen(text);
        while (text[length - 1] == '0')
            length--;
        if (text[length - 1] == '.')
            length--;
        text[length] = '\0';
    }
    g_string_append(out, strcmp(text, "-0") == 0 ? "0" : text);
}

void number_append(GString *out, double value, int decimals)
{
    static const int64_t powers[] = {1,      10,      100,      1000,      10000,
                                     100000, 1000000, 10000000, 100000000, 1000000000};

    g_assert(isfinite(value) && decimals >= 0 && decimals <= 9);
    double parts = value * (double)powers[decimals], nearest = floor(parts + 0.5);
    if (fabs(parts) < MOST_PARTS && fabs(parts - nearest) < NO_TIE)
        append_parts(out, (int64_t)nearest, powers[decimals]);
    else
        append_formatted(out, value, decimals);
}

bool number_parse(const char *text, double *value)
{
    const char *start = skip_blanks(text);
    const char *end = decimal_end(start);

    if (end == NULL || *skip_blanks(end) != '\0')
        return false;
    double parsed = g_ascii_strtod(start, NULL);
    if (!isfinite(parsed))
        return false;
    *value = parsed;
    return true;
}

bool number_parse_int(const char *text, int minimum, int maximum, int *value)
{
    g_autofree char *trimmed = g_strstrip(g_strdup(text));
    gint64 parsed = 0;

    if (!g_ascii_string_to_signed(trimmed, 10, minimum, maximum, &parsed, NULL))
        return false;
    *value = (int)parsed;
    return true;
}
