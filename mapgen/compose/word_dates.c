#include "compose/word_dates.h"

#include "compose/phrases.h"
#include "compose/word_formats.h"

char *words_day(day_number day, const char *language)
{
    return format_day(day, "dMMMMy", language);
}

char *words_short_day(day_number day, const char *language)
{
    return format_day(day, "dMMMy", language);
}

char *words_month(day_number day, const char *language)
{
    return format_day(day, "MMMy", language);
}

char *words_short_day_of_year(day_number day, const char *language)
{
    return format_day(day, "dMMM", language);
}

char *words_short_month(day_number day, const char *language)
{
    return format_day(day, "LLL", language);
}

static bool is_whole_month(const struct edtf *date)
{
    struct civil_date first = day_to_civil(date->earliest), after = day_to_civil(date->latest + 1);
    return first.day == 1 && after.day == 1 &&
           (after.month - first.month + 12 * (after.year - first.year)) == 1;
}

static bool is_whole_year(const struct edtf *date)
{
    struct civil_date first = day_to_civil(date->earliest), after = day_to_civil(date->latest + 1);
    return first.day == 1 && first.month == 1 && after.day == 1 && after.month == 1 &&
           after.year == first.year + 1;
}

static bool is_same_month(struct civil_date a, struct civil_date b)
{
    return a.year == b.year && a.month == b.month;
}

struct words_span words_span(day_number first, day_number last, bool is_short, const char *language)
{
    struct civil_date a = day_to_civil(first), b = day_to_civil(last);
    struct words_span span = {NULL, is_short ? words_short_day(last, language)
                                             : words_day(last, language)};
    g_autofree char *year = format_day(last, "y", language);
    bool is_year_first = g_str_has_prefix(span.last, year);
    if (is_year_first && a.year == b.year && first != last) {
        g_free(span.last);
        span.last = format_day(last,
                               is_same_month(a, b) ? "d"
                               : is_short          ? "dMMM"
                                                   : "dMMMM",
                               language);
        span.first = is_short ? words_short_day(first, language) : words_day(first, language);
        return span;
    }
    g_autofree char *last_number = format_day(last, "d", language);
    bool is_day_first = g_str_has_prefix(span.last, last_number);
    bool is_day = is_same_month(a, b) && is_day_first && first != last;
    const char *skeleton = a.year != b.year || first == last ? (is_short ? "dMMMy" : "dMMMMy")
                           : is_day                          ? "d"
                           : is_short                        ? "dMMM"
                                                             : "dMMMM";
    span.first = format_day(first, skeleton, language);
    return span;
}

/* A date's days in words, its marks aside. */
static char *plain_date(const struct edtf *date, const char *language)
{
    if (date->earliest == date->latest)
        return words_day(date->latest, language);
    if (is_whole_month(date))
        return format_day(date->earliest, "MMMMy", language);
    if (is_whole_year(date))
        return format_day(date->earliest, "y", language);
    struct words_span span = words_span(date->earliest, date->latest, false, language);
    g_autofree char *first = span.first, *last = span.last;
    bool is_pair = date->latest - date->earliest == 1;
    return phrase_fill(is_pair ? PHRASE_EITHER : PHRASE_SOME_DAY, language, "first", first, "last",
                       last, NULL);
}

/* What an approximate date was before it was widened on both sides: a year, a month or a day. */
static struct edtf narrowed(struct edtf date)
{
    struct edtf core = date;
    for (; core.latest - core.earliest > 1; core.earliest++, core.latest--)
        if (is_whole_month(&core) || is_whole_year(&core))
            return core;
    core.latest = core.earliest;
    return core;
}

/* A day after a skeleton; of a date of more days no more than is known: the month or the year that
 * holds them all, or the years. */
static char *short_date(const struct event *event, const char *day_skeleton,
                        const char *month_skeleton, const char *language)
{
    struct edtf date = event->date.is_approximate ? narrowed(event->date) : event->date;
    struct civil_date first = day_to_civil(date.earliest), last = day_to_civil(date.latest);
    if (date.earliest == DAY_BEFORE_ALL || date.latest == DAY_AFTER_ALL)
        return g_strdup(event->date_text);
    if (event->date.earliest == event->date.latest)
        return format_day(date.latest, day_skeleton, language);
    if (is_same_month(first, last))
        return format_day(date.latest, month_skeleton, language);
    g_autofree char *year = format_day(date.earliest, "y", language);
    g_autofree char *last_year = format_day(date.latest, "y", language);
    return first.year == last.year ? g_steal_pointer(&year)
                                   : g_strdup_printf("%s–%s", year, last_year);
}

char *words_short_date(const struct event *event, const char *language)
{
    return short_date(event, "dMMMy", "MMMy", language);
}

char *words_short_date_of_year(const struct event *event, const char *language)
{
    return short_date(event, "dMMM", "LLL", language);
}

char *words_date(const struct event *event, const char *language)
{
    struct edtf date = event->date;
    if (date.earliest == DAY_BEFORE_ALL || date.latest == DAY_AFTER_ALL)
        return g_strdup(event->date_text);
    if (date.is_approximate)
        date = narrowed(date);
    g_autofree char *words = plain_date(&date, language);
    if (event->date.is_approximate) {
        g_autofree char *plain = g_steal_pointer(&words);
        words = phrase_fill(PHRASE_ABOUT, language, "value", plain, NULL);
    }
    if (!event->date.is_uncertain)
        return g_steal_pointer(&words);
    return phrase_fill(PHRASE_UNCERTAIN, language, "value", words, NULL);
}

char *words_as_of(const timeline *timeline, const struct state *state, const char *language)
{
    struct edtf newest = {DAY_BEFORE_ALL, DAY_BEFORE_ALL, false, false};
    g_autofree bool *is_read = g_new0(bool, timeline_row_count(timeline) + 1);
    for (size_t f = 0; f < state->face_count; f++) {
        struct edtf date;
        if (state->rows[f] == NONE || is_read[state->rows[f]])
            continue;
        is_read[state->rows[f]] = true;
        if (edtf_parse(timeline_row(timeline, state->rows[f])->event->source_date, 0, &date,
                       NULL) &&
            date.latest != DAY_AFTER_ALL && date.latest > newest.latest)
            newest = date;
    }
    g_autofree char *day = words_day(state->day, language);
    if (newest.earliest == DAY_BEFORE_ALL)
        return phrase_fill(PHRASE_AS_OF, language, "date", day, NULL);
    g_autofree char *sources = plain_date(&newest, language);
    return phrase_fill(PHRASE_LATEST_SOURCE, language, "date", day, "sources", sources, NULL);
}
