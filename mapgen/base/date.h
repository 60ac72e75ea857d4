/* Days, and dates as they are known.
 *
 * A day is a number of days since 1970-01-01 in the proleptic Gregorian calendar; spans of days are
 * half open. A date in a project is EDTF (Extended Date/Time Format, ISO 8601-2:2019, levels 0 and
 * 1) and stands for one unknown day between an earliest and a latest:
 *
 *     1993-08-23              that day
 *     1993-08, 1993           any day of the month, of the year
 *     2020-11-XX, 199X        likewise, unspecified digits from the right
 *     1993-08-22/1993-08-23   some day from the first to the last, both included
 *     1992-02/1992-09         likewise: earliest day of the first, latest of the second
 *     1993-10-23~             approximate: approx_days earlier to approx_days later
 *     1993-10-23?             uncertain: the same day, the doubt is printed
 *     1993-10-23%             both
 *     ..                      before everything (the state that a timeline starts from)
 *     ../1992-05-01           open start: earliest is DAY_BEFORE_ALL
 *     1992-05-01/..           open end: latest is DAY_AFTER_ALL
 *     1993-21 .. 1993-24      spring, summer, autumn, winter of the northern hemisphere
 */
#ifndef MAPGEN_BASE_DATE_H
#define MAPGEN_BASE_DATE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

typedef int32_t day_number;

#define DAY_BEFORE_ALL INT32_MIN
#define DAY_AFTER_ALL INT32_MAX

struct civil_date {
    int year, month, day; /* month 1 to 12, day 1 to 31; year 0 exists */
};

/* Day number of a civil date that exists, and back (Howard Hinnant, "chrono-compatible low-level
 * date algorithms", days_from_civil and civil_from_days). */
day_number day_from_civil(struct civil_date date);
struct civil_date day_to_civil(day_number day);

/* Writes "2020-11-10" ("-0001-01-01" for years before 0) and answers `text`. ".." for
 * DAY_BEFORE_ALL and DAY_AFTER_ALL. */
char *day_format(day_number day, char text[16]);

/* One exact day, "2020-11-10". False, with a message that names the column of the first wrong
 * character and what was expected there, when the text is anything else or the day does not
 * exist. */
bool day_parse(const char *text, day_number *day, GError **error);

struct edtf {
    day_number earliest, latest; /* both included */
    bool is_approximate;         /* "~" or "%" */
    bool is_uncertain;           /* "?" or "%" */
};

/* Reads an EDTF date as listed above; nothing but the date may stand in `text`. `approx_days` is
 * what "~" adds on each side. The message of an error names the 1-based column. An interval whose
 * end lies before its start is an error. */
bool edtf_parse(const char *text, int approx_days, struct edtf *date, GError **error);

/* The column that a message of day_parse or edtf_parse names, from 1, and the sentence behind it.
 */
size_t date_error_column(const GError *error, const char **sentence);

/* True when the date is one certain day. */
bool edtf_is_exact(const struct edtf *date);

#endif
