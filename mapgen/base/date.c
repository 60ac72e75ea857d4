#include "base/date.h"

#include "base/error.h"
#include <string.h>

/* Where the parsing of a text stands: `at` is a byte offset, and as dates are ASCII, the column of
 * the first wrong character is at + 1. */
struct cursor {
    const char *text;
    size_t at;
};

/* One side of an interval, before "~" widens it. */
struct part {
    day_number earliest, latest;
    bool is_open; /* ".." */
    bool is_approximate, is_uncertain;
};

static char peek(const struct cursor *cursor)
{
    return cursor->text[cursor->at];
}

static bool accept(struct cursor *cursor, char wanted)
{
    if (peek(cursor) != wanted)
        return false;
    cursor->at++;
    return true;
}

static bool accept_word(struct cursor *cursor, const char *word)
{
    if (!g_str_has_prefix(cursor->text + cursor->at, word))
        return false;
    cursor->at += strlen(word);
    return true;
}

/* Fails with "column 6: expected a month from 01 to 12, not 'x'". Always false. */
static bool fail_expected(const struct cursor *cursor, const char *what, GError **error)
{
    const char *rest = cursor->text + cursor->at;
    gunichar letter = g_utf8_get_char_validated(rest, -1);
    g_autofree char *found = NULL;

    if (*rest == '\0')
        found = g_strdup("the end");
    else if (letter == (gunichar)-1 || letter == (gunichar)-2)
        found = g_strdup_printf("the byte 0x%02X", (unsigned)(unsigned char)*rest);
    else if (!g_unichar_isprint(letter))
        found = g_strdup_printf("U+%04X", (unsigned)letter);
    else
        found = g_strdup_printf("'%.*s'", (int)(g_utf8_next_char(rest) - rest), rest);
    g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_INPUT, "column %zu: expected %s, not %s",
                cursor->at + 1, what, found);
    return false;
}

static bool is_leap_year(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return month == 2 && is_leap_year(year) ? 29 : days[month - 1];
}

static day_number month_start(int year, int month)
{
    return day_from_civil((struct civil_date){year, month, 1});
}

static day_number month_end(int year, int month)
{
    return day_from_civil((struct civil_date){year, month, days_in_month(year, month)});
}

/* Exactly `count` digits; on failure the cursor stands on what is no digit. */
static bool parse_digits(struct cursor *cursor, int count, int *value)
{
    *value = 0;
    for (int i = 0; i < count; i++) {
        if (!g_ascii_isdigit(peek(cursor)))
            return false;
        *value = 10 * *value + g_ascii_digit_value(peek(cursor));
        cursor->at++;
    }
    return true;
}

static bool parse_year(struct cursor *cursor, int *year, GError **error)
{
    bool is_negative = accept(cursor, '-');

    if (!parse_digits(cursor, 4, year))
        return fail_expected(cursor, "a year of four digits", error);
    if (is_negative)
        *year = -*year;
    return true;
}

/* "199X" or "19XX": a decade or a century. */
static bool parse_masked_year(struct cursor *cursor, int *first, int *last)
{
    struct cursor start = *cursor;
    bool is_negative = accept(cursor, '-');
    int leading = 0, span = 0;

    if (parse_digits(cursor, 3, &leading) && accept(cursor, 'X')) {
        span = 10;
    } else {
        *cursor = start;
        is_negative = accept(cursor, '-');
        if (parse_digits(cursor, 2, &leading) && accept_word(cursor, "XX"))
            span = 100;
    }
    if (span == 0) {
        *cursor = start;
        return false;
    }
    *first = leading * span;
    *last = leading * span + span - 1;
    if (is_negative) {
        int nearest = -*first;
        *first = -*last;
        *last = nearest;
    }
    return true;
}

/* Two digits from `minimum` to `maximum`; on failure the cursor stands on the first wrong one. */
static bool parse_two_digits(struct cursor *cursor, int minimum, int maximum, const char *what,
                             int *value, GError **error)
{
    g_autofree char *range = g_strdup_printf("%s from %02d to %02d", what, minimum, maximum);
    size_t start = cursor->at;

    if (!parse_digits(cursor, 2, value))
        return fail_expected(cursor, range, error);
    if (*value >= minimum && *value <= maximum)
        return true;
    cursor->at = start;
    g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_INPUT, "column %zu: expected %s, not '%02d'",
                start + 1, range, *value);
    return false;
}

static bool parse_month(struct cursor *cursor, int *month, GError **error)
{
    return parse_two_digits(cursor, 1, 12, "a month", month, error);
}

static bool parse_day_of_month(struct cursor *cursor, int year, int month, int *day, GError **error)
{
    return parse_two_digits(cursor, 1, days_in_month(year, month), "a day", day, error);
}

/* Three months from March, June, September or December; a winter ends in the next year. */
static void set_season(struct part *part, int year, int season)
{
    int first_month = 3 * (season - 20);

    part->earliest = month_start(year, first_month);
    part->latest = first_month == 12 ? month_end(year + 1, 2) : month_end(year, first_month + 2);
}

/* What follows a whole year: nothing, a month, a season, a month and a day, or XX for them. */
static bool parse_rest_of_year(struct cursor *cursor, int year, struct part *part, GError **error)
{
    int month, day;

    part->earliest = month_start(year, 1);
    part->latest = month_end(year, 12);
    if (!accept(cursor, '-'))
        return true;
    if (accept_word(cursor, "XX")) {
        if (accept(cursor, '-') && !accept_word(cursor, "XX"))
            return fail_expected(cursor, "XX after a month that is not given", error);
        return true;
    }
    for (int season = 21; season <= 24; season++) {
        char digits[] = {'2', (char)('0' + season % 10), '\0'};
        if (accept_word(cursor, digits)) {
            set_season(part, year, season);
            return true;
        }
    }
    if (!parse_month(cursor, &month, error))
        return false;
    part->earliest = month_start(year, month);
    part->latest = month_end(year, month);
    if (!accept(cursor, '-') || accept_word(cursor, "XX"))
        return true;
    if (!parse_day_of_month(cursor, year, month, &day, error))
        return false;
    part->earliest = part->latest = day_from_civil((struct civil_date){year, month, day});
    return true;
}

static void parse_qualifier(struct cursor *cursor, struct part *part)
{
    if (accept(cursor, '~'))
        part->is_approximate = true;
    else if (accept(cursor, '?'))
        part->is_uncertain = true;
    else if (accept(cursor, '%'))
        part->is_approximate = part->is_uncertain = true;
}

/* One date or "..". */
static bool parse_part(struct cursor *cursor, struct part *part, GError **error)
{
    int year, last_year;

    *part = (struct part){0};
    if (accept_word(cursor, "..")) {
        part->is_open = true;
        return true;
    }
    if (parse_masked_year(cursor, &year, &last_year)) {
        part->earliest = month_start(year, 1);
        part->latest = month_end(last_year, 12);
    } else if (!parse_year(cursor, &year, error) ||
               !parse_rest_of_year(cursor, year, part, error)) {
        return false;
    }
    parse_qualifier(cursor, part);
    return true;
}

/* The end of an interval that began with `start`, after the '/'. */
static bool parse_interval_end(struct cursor *cursor, const struct part *start, struct part *end,
                               GError **error)
{
    struct cursor begin = *cursor;

    if (!parse_part(cursor, end, error))
        return false;
    if (start->is_open && end->is_open)
        return fail_expected(&begin, "a date after an open start", error);
    if (start->is_open || end->is_open || end->latest >= start->earliest)
        return true;
    g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_INPUT,
                "column %zu: the interval '%s' ends before it starts", begin.at + 1, begin.text);
    return false;
}

/* A day moved by some days, kept apart from the two that mean "open". */
static day_number day_moved(day_number day, int64_t days)
{
    return (day_number)CLAMP(day + days, (int64_t)DAY_BEFORE_ALL + 1, (int64_t)DAY_AFTER_ALL - 1);
}

static day_number part_earliest(const struct part *part, int approx_days)
{
    if (part->is_open)
        return DAY_BEFORE_ALL;
    return part->is_approximate ? day_moved(part->earliest, -(int64_t)approx_days) : part->earliest;
}

static day_number part_latest(const struct part *part, int approx_days)
{
    if (part->is_open)
        return DAY_AFTER_ALL;
    return part->is_approximate ? day_moved(part->latest, approx_days) : part->latest;
}

day_number day_from_civil(struct civil_date date)
{
    /* The year starts in March, so that the leap day is its last. */
    int64_t year = (int64_t)date.year - (date.month <= 2);
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t year_of_era = year - era * 400;
    int64_t month = date.month > 2 ? date.month - 3 : date.month + 9;
    int64_t day_of_year = (153 * month + 2) / 5 + date.day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    int64_t day = era * 146097 + day_of_era - 719468;

    g_assert(day > DAY_BEFORE_ALL && day < DAY_AFTER_ALL);
    return (day_number)day;
}

struct civil_date day_to_civil(day_number day)
{
    int64_t shifted = (int64_t)day + 719468;
    int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int64_t day_of_era = shifted - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t month = (5 * day_of_year + 2) / 153;
    struct civil_date date = {
        .year = (int)(year_of_era + era * 400 + (month >= 10)),
        .month = (int)(month < 10 ? month + 3 : month - 9),
        .day = (int)(day_of_year - (153 * month + 2) / 5 + 1),
    };

    return date;
}

char *day_format(day_number day, char text[16])
{
    struct civil_date date = day_to_civil(day);

    if (day == DAY_BEFORE_ALL || day == DAY_AFTER_ALL)
        g_strlcpy(text, "..", 16);
    else
        g_snprintf(text, 16, "%s%04d-%02d-%02d", date.year < 0 ? "-" : "", ABS(date.year),
                   date.month, date.day);
    return text;
}

bool day_parse(const char *text, day_number *day, GError **error)
{
    struct cursor cursor = {text, 0};
    struct civil_date date;

    if (!parse_year(&cursor, &date.year, error))
        return false;
    if (!accept(&cursor, '-'))
        return fail_expected(&cursor, "'-' and a month", error);
    if (!parse_month(&cursor, &date.month, error))
        return false;
    if (!accept(&cursor, '-'))
        return fail_expected(&cursor, "'-' and a day", error);
    if (!parse_day_of_month(&cursor, date.year, date.month, &date.day, error))
        return false;
    if (peek(&cursor) != '\0')
        return fail_expected(&cursor, "nothing after the day", error);
    *day = day_from_civil(date);
    return true;
}

bool edtf_parse(const char *text, int approx_days, struct edtf *date, GError **error)
{
    struct cursor cursor = {text, 0};
    struct part start, end;

    if (strcmp(text, "..") == 0) {
        *date = (struct edtf){.earliest = DAY_BEFORE_ALL, .latest = DAY_BEFORE_ALL};
        return true;
    }
    if (!parse_part(&cursor, &start, error))
        return false;
    end = start;
    if (accept(&cursor, '/')) {
        if (!parse_interval_end(&cursor, &start, &end, error))
            return false;
    } else if (start.is_open) {
        return fail_expected(&cursor, "'/' and the end of the interval", error);
    }
    if (peek(&cursor) != '\0')
        return fail_expected(&cursor, "the end of the date", error);
    *date = (struct edtf){
        .earliest = part_earliest(&start, approx_days),
        .latest = part_latest(&end, approx_days),
        .is_approximate = start.is_approximate || end.is_approximate,
        .is_uncertain = start.is_uncertain || end.is_uncertain,
    };
    return true;
}

size_t date_error_column(const GError *error, const char **sentence)
{
    static const char start[] = "column ";
    char *rest = NULL;

    *sentence = error->message;
    if (!g_str_has_prefix(error->message, start))
        return 1;
    size_t column = (size_t)g_ascii_strtoull(error->message + strlen(start), &rest, 10);
    *sentence = rest + strlen(": ");
    return column;
}

bool edtf_is_exact(const struct edtf *date)
{
    return date->earliest == date->latest && date->earliest != DAY_BEFORE_ALL &&
           !date->is_approximate && !date->is_uncertain;
}
