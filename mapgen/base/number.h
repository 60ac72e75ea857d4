/* Numbers as text, the same in every locale. */
#ifndef MAPGEN_BASE_NUMBER_H
#define MAPGEN_BASE_NUMBER_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* Room for any whole number, or hundredths of it. */
enum { NUMBER_ROOM = 24 };

/* Write a number at `out`, which has room for NUMBER_ROOM letters, without a zero behind it. Answer
 * how many letters it takes. */
size_t number_write_whole(char *out, int64_t value);
size_t number_write_hundredths(char *out, int64_t units); /* as number_append_hundredths */

/* Appends units/100 in the shortest decimal form: 1250 -> "12.5", -5 -> "-.05", 300 -> "3". The
 * leading zero is dropped as SVG and CSS allow. */
void number_append_hundredths(GString *out, int64_t units);

/* Appends a value rounded to `decimals` places (0 to 9), trailing zeros dropped, "-0" never. */
void number_append(GString *out, double value, int decimals);

/* The whole of `text` as a finite decimal number (blanks around it allowed); false otherwise. */
bool number_parse(const char *text, double *value);

/* The whole of `text` as a whole number within the limits; false otherwise. */
bool number_parse_int(const char *text, int minimum, int maximum, int *value);

#endif
