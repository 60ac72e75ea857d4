#include "input/prose_points.h"

#include <string.h>

/* Beside a month any year of four digits is one; a bare number only if it is likely. */
#define FIRST_YEAR 1000
#define LAST_YEAR 2999
#define FIRST_BARE_YEAR 1800
#define LAST_BARE_YEAR 2099

/* ---- numbers alone -------------------------------------------------------------------------- */

static bool read_number(const struct prose *prose, int at, int least_digits, int most_digits,
                        int *value)
{
    struct token token = prose_token(prose, at);

    *value = token.value;
    return token.kind == TOKEN_NUMBER && token.digits >= least_digits &&
           token.digits <= most_digits;
}

/* Three numbers with the same mark between them and no blanks. */
static bool read_triple(const struct prose *prose, int at, gunichar mark, int first_digits,
                        int numbers[3])
{
    bool is_year_first = first_digits == 4;

    for (int i = 1; i < 5; i++) {
        if (!prose_token(prose, at + i).is_glued)
            return false;
    }
    return read_number(prose, at, is_year_first ? 4 : 1, first_digits, &numbers[0]) &&
           prose_has_mark(prose, at + 1, mark) && read_number(prose, at + 2, 1, 2, &numbers[1]) &&
           prose_has_mark(prose, at + 3, mark) &&
           read_number(prose, at + 4, is_year_first ? 1 : 4, is_year_first ? 2 : 4, &numbers[2]) &&
           prose_is_alone(prose, at, at + 5);
}

static bool is_day_and_month(int day, int month)
{
    return day >= 1 && day <= 31 && month >= 1 && month <= 12;
}

/* "8.11.2020", "08-11-2020", "13/11/2020", "11/13/2020". */
static bool read_day_first(const struct prose *prose, int *at, gunichar mark,
                           struct prose_point *point)
{
    int n[3];

    if (!read_triple(prose, *at, mark, 2, n))
        return false;
    if (mark == '/' && n[0] <= 12 && n[1] > 12) {
        int day = n[1];
        n[1] = n[0];
        n[0] = day;
    }
    if (!is_day_and_month(n[0], n[1]))
        return false;
    bool is_open = mark == '/' && n[0] <= 12 && n[0] != n[1];
    *point = (struct prose_point){
        .year = n[2], .month = n[1], .day = n[0], .is_by_itself = true, .is_order_open = is_open};
    *at += 5;
    return true;
}

/* "2020-11-08", "2020.11.08". */
static bool read_year_first(const struct prose *prose, int *at, gunichar mark,
                            struct prose_point *point)
{
    int n[3];

    if (!read_triple(prose, *at, mark, 4, n) || !is_day_and_month(n[2], n[1]))
        return false;
    *point = (struct prose_point){.year = n[0], .month = n[1], .day = n[2], .is_by_itself = true};
    *at += 5;
    return true;
}

/* "2020-11"; not "2010-11", which may be two years. */
static bool read_iso_month(const struct prose *prose, int *at, struct prose_point *point)
{
    int year, month;

    if (!read_number(prose, *at, 4, 4, &year) || !prose_has_glued(prose, *at + 1, '-') ||
        !prose_token(prose, *at + 2).is_glued || !read_number(prose, *at + 2, 2, 2, &month) ||
        month < 1 || month > 12 || month > year % 100 || year < FIRST_BARE_YEAR ||
        year > LAST_BARE_YEAR || prose_has_glued(prose, *at + 3, '-') ||
        prose_is_quantity(prose, *at, *at + 3))
        return false;
    *point = (struct prose_point){.year = year, .month = month, .is_by_itself = true};
    *at += 3;
    return true;
}

static bool read_numeric(const struct prose *prose, int *at, struct prose_point *point)
{
    bool is_read =
        read_year_first(prose, at, '-', point) || read_year_first(prose, at, '.', point) ||
        read_year_first(prose, at, '/', point) || read_day_first(prose, at, '.', point) ||
        read_day_first(prose, at, '-', point) || read_day_first(prose, at, '/', point);
    int year, behind = *at - 1;
    bool is_marked;

    if (is_read && prose_year(prose, &behind, FIRST_YEAR, LAST_YEAR, &year, &is_marked))
        *at = behind; /* "08.11.2020-ci il" */
    return is_read || read_iso_month(prose, at, point);
}

/* ---- days, months, years -------------------------------------------------------------------- */

static void skip_word(const struct prose *prose, int *at, enum calendar_class class)
{
    while (prose_word(prose, *at, class) != NULL)
        (*at)++;
}

/* The hyphens of "8-Nov-2020". */
static void skip_hyphen(const struct prose *prose, int *at)
{
    if (prose_has_glued(prose, *at, '-') && prose_token(prose, *at + 1).is_glued)
        (*at)++;
}

/* ", 2020", " of 2020", " 2020". Fails without moving. */
static bool read_year_behind(const struct prose *prose, int *at, int *year)
{
    int next = *at;
    bool is_marked;

    if (prose_has_mark(prose, next, ','))
        next++;
    skip_hyphen(prose, &next);
    skip_word(prose, &next, WORD_OF);
    if (!prose_year(prose, &next, FIRST_YEAR, LAST_YEAR, year, &is_marked))
        return false;
    *at = next;
    return true;
}

/* "8 November", "the 8th of November". */
static bool read_day_month(const struct prose *prose, int *at, struct prose_point *point)
{
    int next = *at;
    struct calendar_word month;

    if (!prose_day(prose, &next, &point->day))
        return false;
    skip_hyphen(prose, &next);
    skip_word(prose, &next, WORD_OF);
    if (!prose_month(prose, &next, &month))
        return false;
    point->month = month.value;
    *at = next;
    return true;
}

/* "November 8", "November the 8th". Not the "8" of "November 8 December", nor of "8 and 9 May". */
static bool read_month_day(const struct prose *prose, int *at, struct prose_point *point)
{
    int next = *at;
    struct calendar_word month, other;

    if (!prose_month(prose, &next, &month))
        return false;
    skip_word(prose, &next, WORD_OF);
    if (!prose_day(prose, &next, &point->day))
        return false;
    int behind = next;
    if (!prose_has_mark(prose, next, '.') && prose_month(prose, &behind, &other))
        return false;
    point->month = month.value;
    *at = next;
    return true;
}

static bool read_month(const struct prose *prose, int *at, struct prose_point *point)
{
    struct calendar_word month;
    int next = *at;

    if (!prose_month(prose, &next, &month))
        return false;
    point->month = month.value;
    point->is_by_itself =
        !month.is_short && (month.is_bent || prose_word(prose, *at - 1, WORD_IN) != NULL);
    *at = next;
    return true;
}

/* A date that starts with a day or a month, and its year if it follows. */
static bool read_words(const struct prose *prose, int *at, struct prose_point *point)
{
    if (read_day_month(prose, at, point) || read_month_day(prose, at, point)) {
        point->is_by_itself = true;
        read_year_behind(prose, at, &point->year);
        return true;
    }
    *point = (struct prose_point){0};
    if (!read_month(prose, at, point))
        return false;
    if (read_year_behind(prose, at, &point->year))
        point->is_by_itself = true;
    return true;
}

/* "2020-ci il noyabrın 8-i", "2020 թ. նոյեմբերի 8-ին", "2020-ci ilin yazında". */
static bool read_year_before(const struct prose *prose, int *at, struct prose_point *point)
{
    int next = *at, year;
    bool is_marked;

    if (!prose_year(prose, &next, FIRST_YEAR, LAST_YEAR, &year, &is_marked) || !is_marked)
        return false;
    if (prose_has_mark(prose, next, ','))
        next++;
    const struct calendar_word *season = prose_word(prose, next, WORD_SEASON);
    if (season != NULL) {
        *point = (struct prose_point){.year = year, .season = season->value, .is_by_itself = true};
        *at = next + 1;
        return true;
    }
    if (!read_words(prose, &next, point) || point->year != 0)
        return false;
    point->year = year;
    point->is_by_itself = true;
    *at = next;
    return true;
}

/* "spring 1993", "the winter of 1993–94", "весной 1993 года". */
static bool read_season(const struct prose *prose, int *at, struct prose_point *point)
{
    const struct calendar_word *season = prose_word(prose, *at, WORD_SEASON);
    int next = *at + 1, end;

    if (season == NULL || !read_year_behind(prose, &next, &point->year))
        return false;
    if (prose_has_dash(prose, next) && prose_token(prose, next).is_glued &&
        prose_token(prose, next + 1).is_glued &&
        (read_number(prose, next + 1, 2, 2, &end) || read_number(prose, next + 1, 4, 4, &end)) &&
        end % 100 == (point->year + 1) % 100)
        next += 2;
    point->season = season->value;
    point->is_by_itself = true;
    *at = next;
    return true;
}

/* "1980s", "1980-е годы", "1980-ci illər", "1980-ական թվականներ". */
static bool read_decade(const struct prose *prose, int *at, struct prose_point *point)
{
    struct token token = prose_token(prose, *at);
    int next = *at + 1;
    bool is_decade = token.kind == TOKEN_NUMBER && token.digits == 4 && token.value % 10 == 0;

    if (is_decade && prose_has_glued(prose, next, 0x2019) &&
        prose_word(prose, next + 1, WORD_DECADE_END) != NULL)
        next++;
    bool has_ending = is_decade && prose_ending(prose, &next, WORD_DECADE_END);
    int behind = next;
    if (is_decade && !has_ending)
        prose_ending(prose, &behind, WORD_YEAR_END);
    bool has_years = prose_word(prose, behind, WORD_YEARS) != NULL;
    if (!is_decade || !(has_ending || has_years))
        return false;
    *point = (struct prose_point){.year = token.value, .is_decade = true, .is_by_itself = true};
    *at = has_years ? behind + 1 : next;
    return true;
}

static bool read_bare_year(const struct prose *prose, int *at, struct prose_point *point)
{
    int next = *at;
    bool is_marked;

    if (!prose_year(prose, &next, FIRST_BARE_YEAR, LAST_BARE_YEAR, &point->year, &is_marked) ||
        (!is_marked && prose_is_quantity(prose, *at, next)))
        return false;
    point->is_by_itself = true;
    *at = next;
    return true;
}

bool prose_point(const struct prose *prose, int *at, struct prose_point *point)
{
    static bool (*const readers[])(const struct prose *, int *, struct prose_point *) = {
        read_numeric, read_words, read_season, read_decade, read_year_before, read_bare_year};

    for (size_t i = 0; i < G_N_ELEMENTS(readers); i++) {
        int next = *at;
        *point = (struct prose_point){0};
        if (!readers[i](prose, &next, point))
            continue;
        *at = next;
        return true;
    }
    return false;
}

/* ---- several -------------------------------------------------------------------------------- */

enum prose_join prose_join(const struct prose *prose, int *at)
{
    bool has_comma = prose_has_mark(prose, *at, ',');
    int next = *at + has_comma;

    if (prose_word(prose, next, WORD_AND) != NULL) {
        *at = next + 1;
        return JOIN_LIST;
    }
    if (has_comma) {
        *at = next;
        return JOIN_LIST;
    }
    bool is_slash = prose_has_glued(prose, next, '/') && prose_token(prose, next + 1).is_glued;
    if (!prose_has_dash(prose, next) && !is_slash && prose_word(prose, next, WORD_TO) == NULL)
        return JOIN_NONE;
    *at = next + 1;
    return JOIN_SPAN;
}

static void add_day(struct prose_days *days, int day, enum prose_join join, int start, int end)
{
    days->points[days->count] = (struct prose_point){.day = day, .is_by_itself = true};
    days->joins[days->count] = join;
    days->starts[days->count] = start;
    days->ends[days->count] = end;
    days->count++;
}

/* The numbers of days; a list by commas ends with an "and". */
static bool read_day_numbers(const struct prose *prose, int *at, struct prose_days *days)
{
    int next = *at, day, start = next;
    bool has_open_comma = false;

    days->count = 0;
    if (!prose_day(prose, &next, &day))
        return false;
    add_day(days, day, JOIN_NONE, start, next);
    while (days->count < PROSE_MOST_DAYS) {
        int behind = next;
        bool is_comma = prose_has_mark(prose, behind, ',');
        enum prose_join join = prose_join(prose, &behind);
        bool has_and = prose_word(prose, behind - 1, WORD_AND) != NULL;
        skip_word(prose, &behind, WORD_OF);
        start = behind;
        if (join == JOIN_NONE || !prose_day(prose, &behind, &day))
            break;
        has_open_comma = is_comma && !has_and;
        add_day(days, day, join, start, behind);
        next = behind;
    }
    *at = next;
    return days->count >= 2 && !has_open_comma;
}

static void set_month(struct prose_days *days, int month, int year)
{
    for (int i = 0; i < days->count; i++) {
        days->points[i].month = month;
        days->points[i].year = year;
    }
}

/* "8 and 9 May 1992". */
static bool read_days_of_month(const struct prose *prose, int *at, struct prose_days *days)
{
    int next = *at, year = 0;
    struct calendar_word month;

    if (!read_day_numbers(prose, &next, days))
        return false;
    skip_word(prose, &next, WORD_OF);
    if (!prose_month(prose, &next, &month))
        return false;
    read_year_behind(prose, &next, &year);
    set_month(days, month.value, year);
    days->ends[days->count - 1] = next;
    *at = next;
    return true;
}

/* "November 9–10, 2020"; the last number may be the first of another date: "May 8 and 9 June". */
static bool read_month_of_days(const struct prose *prose, int *at, struct prose_days *days)
{
    int next = *at, year = 0;
    struct calendar_word month, other;

    if (!prose_month(prose, &next, &month))
        return false;
    skip_word(prose, &next, WORD_OF);
    if (!read_day_numbers(prose, &next, days))
        return false;
    int behind = next;
    if (prose_month(prose, &behind, &other))
        return false;
    read_year_behind(prose, &next, &year);
    set_month(days, month.value, year);
    days->starts[0] = *at;
    days->ends[days->count - 1] = next;
    *at = next;
    return true;
}

/* "2020-ci il noyabrın 9-10-da". */
static bool read_year_of_days(const struct prose *prose, int *at, struct prose_days *days)
{
    int next = *at, year;
    bool is_marked;

    if (!prose_year(prose, &next, FIRST_YEAR, LAST_YEAR, &year, &is_marked) || !is_marked ||
        (!read_month_of_days(prose, &next, days) && !read_days_of_month(prose, &next, days)) ||
        days->points[0].year != 0)
        return false;
    set_month(days, days->points[0].month, year);
    days->starts[0] = *at;
    *at = next;
    return true;
}

bool prose_days(const struct prose *prose, int *at, struct prose_days *days)
{
    return read_days_of_month(prose, at, days) || read_month_of_days(prose, at, days) ||
           read_year_of_days(prose, at, days);
}
