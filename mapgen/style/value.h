/* The values of properties: text without var() to what paint is made of. Each function reads the
 * whole of a text and answers false, leaving the target alone, when it is anything else. Keywords
 * and units are the same in any case. Lengths are points, written bare or as px or pt. */
#ifndef MAPGEN_STYLE_VALUE_H
#define MAPGEN_STYLE_VALUE_H

#include "scene/paint.h"

/* Longer than any page, and small enough that no arithmetic on it overflows. */
#define LENGTH_MAX_PT 100000

/* #rgb, #rrggbb, rgb(r, g, b) with 0 to 255, a CSS name, none, transparent (the same as none). */
bool value_colour(const char *text, struct colour *colour);

/* Any length; one that is not negative. */
bool value_length(const char *text, double *length_pt);
bool value_size(const char *text, double *size_pt);

/* A number within the limits, without unit. */
bool value_number(const char *text, double minimum, double maximum, double *number);

/* An angle in degrees, bare or as deg. */
bool value_angle(const char *text, double *angle_deg);

/* "none", or up to PAINT_MAX_DASHES sizes apart by blanks or commas; no dashes when all are 0. */
bool value_dashes(const char *text, double dashes_pt[PAINT_MAX_DASHES], int *count);

/* Index of the word in a NULL-terminated list; -1 when it is not there. */
int value_keyword(const char *text, const char *const *words);

/* Font family names apart by commas, quoted or not. The first goes to `family`; the others to
 * `fallback` as CSS that may stand between double quotes, "" when there are none. Names with
 * quotes, brackets, '<', '>', '&' or ';' are refused. Both are the caller's. */
bool value_families(const char *text, char **family, char **fallback);

/* The text between the quotes of url("..."); NULL when it is none. The caller's. */
char *value_url(const char *text);

#endif
