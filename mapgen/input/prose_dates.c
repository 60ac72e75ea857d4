#include "input/prose_dates.h"

#include "input/prose_points.h"

#include <string.h>

/* A date that is being read: one point, or the span between two. */
struct found {
    struct text_span span;
    guint paragraph, sentence;
    struct prose_point from, to;
    bool is_span, is_about, is_inferred;
};

struct reading {
    const struct prose *prose;
    guint paragraph;
    GArray *found; /* of struct found */
};

/* ---- order ---------------------------------------------------------------------------------- */

static bool is_year_alone(const struct prose_point *point)
{
    return point->year != 0 && point->month == 0 && point->season == 0 && !point->is_decade;
}

/* Whether two points are of one kind: days, months, years. */
static bool is_same_kind(const struct prose_point *a, const struct prose_point *b)
{
    return (a->day != 0) == (b->day != 0) && (a->month != 0) == (b->month != 0) &&
           (a->season != 0) == (b->season != 0) && a->is_decade == b->is_decade;
}

/* Positive when `a` is later; years that are not known count as the same. */
static int compare_points(const struct prose_point *a, const struct prose_point *b)
{
    if (a->year != b->year && a->year != 0 && b->year != 0)
        return a->year - b->year;
    if (a->month != b->month)
        return a->month - b->month;
    return a->day - b->day;
}

/* The first of two points takes the year of the second: the one before where it would be later. */
static void share_year(struct prose_point *from, const struct prose_point *to, bool is_span)
{
    if (from->year != 0 || to->year == 0)
        return;
    bool is_later = compare_points(from, to) > 0;
    from->year = to->year - (is_span && is_later);
}

/* ---- reading -------------------------------------------------------------------------------- */

static void add_found(struct reading *reading, struct found found, int from, int to)
{
    const struct document *document = reading->prose->document;
    int circa = from - 1;

    if (prose_has_mark(reading->prose, circa, '.'))
        circa--;
    found.is_about = prose_word(reading->prose, circa, WORD_CIRCA) != NULL;
    found.span.start = prose_token(reading->prose, from).span.start;
    found.span.end = prose_token(reading->prose, to - 1).span.end;
    found.sentence = document_sentence_at(document, found.span.start);
    found.paragraph = reading->paragraph;
    g_array_append_val(reading->found, found);
}

/* Whether "between" or "from" stands before, so that an "and" joins a span. */
static bool is_between(const struct prose *prose, int at)
{
    for (int i = at - 1; i >= at - 3; i--) {
        if (prose_word(prose, i, WORD_BETWEEN) != NULL)
            return true;
    }
    return false;
}

static bool read_days(struct reading *reading, int *at)
{
    struct prose_days days;
    int start = *at;

    if (!prose_days(reading->prose, at, &days))
        return false;
    for (int i = 0; i < days.count; i++) {
        bool joins_next = i + 1 < days.count &&
                          (days.joins[i + 1] == JOIN_SPAN ||
                           (days.count == 2 && is_between(reading->prose, start))) &&
                          days.points[i].day < days.points[i + 1].day;
        struct found found = {
            .from = days.points[i], .to = days.points[i + joins_next], .is_span = joins_next};
        add_found(reading, found, days.starts[i], days.ends[i + joins_next]);
        i += joins_next;
    }
    return true;
}

/* "1992–94" */
static bool read_short_end(const struct prose *prose, const struct prose_point *from, int *at,
                           struct prose_point *to)
{
    struct token end = prose_token(prose, *at + 1);
    bool is_joined = prose_has_dash(prose, *at) && prose_token(prose, *at).is_glued && end.is_glued;

    if (!is_year_alone(from) || !is_joined || end.kind != TOKEN_NUMBER || end.digits != 2 ||
        end.value <= from->year % 100 || !prose_is_alone(prose, *at + 1, *at + 2))
        return false;
    *to = (struct prose_point){.year = from->year - from->year % 100 + end.value,
                               .is_by_itself = true};
    *at += 2;
    return true;
}

/* The second point of a pair, and how it is joined; JOIN_NONE: there is none. */
static enum prose_join read_second(const struct prose *prose, int start,
                                   const struct prose_point *from, int *at, struct prose_point *to)
{
    int next = *at;

    if (read_short_end(prose, from, at, to))
        return JOIN_SPAN;
    enum prose_join join = prose_join(prose, &next);
    while (prose_word(prose, next, WORD_OF) != NULL)
        next++;
    if (join == JOIN_NONE || !prose_point(prose, &next, to) || !is_same_kind(from, to))
        return JOIN_NONE;
    if (join == JOIN_LIST && is_between(prose, start))
        join = JOIN_SPAN;
    *at = next;
    return join;
}

/* The year that the last of several dates in a list gives them all: "June, July and August 2021";
 * 0 when it gives none. */
static int year_of_list(const struct prose *prose, const struct prose_point *first, int at)
{
    struct prose_point point = *first;

    while (point.year == 0) {
        if (prose_join(prose, &at) != JOIN_LIST || !prose_point(prose, &at, &point) ||
            !is_same_kind(first, &point))
            return 0;
    }
    return point.year;
}

/* A point, or two that are joined. */
static bool read_points(struct reading *reading, int *at)
{
    const struct prose *prose = reading->prose;
    int next = *at;
    struct prose_point from, to;

    if (!prose_point(prose, &next, &from))
        return false;
    int end = next;
    enum prose_join join = read_second(prose, *at, &from, &end, &to);
    if (from.year == 0)
        from.year = year_of_list(prose, &from, next);
    if (join == JOIN_SPAN)
        share_year(&from, &to, true);
    bool is_first_of_two = join != JOIN_NONE && to.is_by_itself;
    if (!from.is_by_itself && from.year == 0 && !is_first_of_two)
        return false;
    if (join == JOIN_SPAN && to.year == 0)
        to.year = from.year;
    if (join == JOIN_SPAN && compare_points(&from, &to) < 0) {
        add_found(reading, (struct found){.from = from, .to = to, .is_span = true}, *at, end);
        *at = end;
    } else {
        add_found(reading, (struct found){.from = from, .to = from}, *at, next);
        *at = next;
    }
    return true;
}

static void read_paragraph(const calendar_words *words, const language_guesser *guesser,
                           const struct document *document, guint number, GArray *found)
{
    struct prose prose = prose_open(words, guesser, document,
                                    g_array_index(document->paragraphs, struct text_span, number));
    struct reading reading = {&prose, number, found};

    for (int at = 0; at < (int)prose.tokens->len;) {
        if (!read_days(&reading, &at) && !read_points(&reading, &at))
            at++;
    }
    prose_close(&prose);
}

/* ---- years that are not said ---------------------------------------------------------------- */

/* The year that a date lends to others; 0: none. */
static int lent_year(const struct found *found)
{
    if (found->is_inferred || found->from.is_decade || found->from.year != found->to.year)
        return 0;
    return found->to.year;
}

static const struct found *found_at(const GArray *all, guint i)
{
    return &g_array_index(all, struct found, i);
}

enum reach { IN_SENTENCE, IN_PARAGRAPH, IN_DOCUMENT };

static bool is_within(const struct found *a, const struct found *b, enum reach reach)
{
    return reach == IN_DOCUMENT || (reach == IN_PARAGRAPH && a->paragraph == b->paragraph) ||
           (reach == IN_SENTENCE && a->sentence == b->sentence);
}

static int year_before(const GArray *all, guint number, enum reach reach)
{
    for (guint i = number; i-- > 0;) {
        if (!is_within(found_at(all, i), found_at(all, number), reach))
            return 0;
        if (lent_year(found_at(all, i)) != 0)
            return lent_year(found_at(all, i));
    }
    return 0;
}

static int year_after(const GArray *all, guint number, enum reach reach)
{
    for (guint i = number + 1; i < all->len; i++) {
        if (!is_within(found_at(all, i), found_at(all, number), reach))
            return 0;
        if (lent_year(found_at(all, i)) != 0)
            return lent_year(found_at(all, i));
    }
    return 0;
}

/* A first paragraph that is longer is no heading. */
#define LONGEST_HEADING 120

/* The year of the heading, when it has one only. */
static int heading_year(const struct document *document, const GArray *all)
{
    struct text_span first = g_array_index(document->paragraphs, struct text_span, 0);
    int year = 0;

    if (g_utf8_strlen(document->text + first.start, (gssize)(first.end - first.start)) >
        LONGEST_HEADING)
        return 0;
    for (guint i = 0; i < all->len && found_at(all, i)->paragraph == 0; i++) {
        int lent = lent_year(found_at(all, i));
        if (lent != 0 && year != 0 && lent != year)
            return 0;
        year = lent != 0 ? lent : year;
    }
    return year;
}

static int inferred_year(const struct document *document, const GArray *all, guint number)
{
    int year = year_before(all, number, IN_SENTENCE);

    if (year == 0)
        year = year_after(all, number, IN_SENTENCE);
    if (year == 0)
        year = year_before(all, number, IN_PARAGRAPH);
    if (year == 0)
        year = heading_year(document, all);
    if (year == 0)
        year = year_before(all, number, IN_DOCUMENT);
    return year != 0 ? year : year_after(all, number, IN_DOCUMENT);
}

static void infer_years(const struct document *document, GArray *all)
{
    for (guint i = 0; i < all->len; i++) {
        struct found *found = &g_array_index(all, struct found, i);
        if (found->to.year != 0)
            continue;
        found->is_inferred = true;
        found->to.year = inferred_year(document, all, i);
        share_year(&found->from, &found->to, found->is_span);
    }
}

/* ---- EDTF ----------------------------------------------------------------------------------- */

static char *point_edtf(const struct prose_point *point, const char *qualifier)
{
    if (point->is_decade)
        return g_strdup_printf("%03dX%s", point->year / 10, qualifier);
    if (point->season != 0)
        return g_strdup_printf("%04d-%02d%s", point->year, point->season, qualifier);
    if (point->day != 0)
        return g_strdup_printf("%04d-%02d-%02d%s", point->year, point->month, point->day,
                               qualifier);
    if (point->month != 0)
        return g_strdup_printf("%04d-%02d%s", point->year, point->month, qualifier);
    return g_strdup_printf("%04d%s", point->year, qualifier);
}

/* A date whose order of day and month is open, as the span between both. */
static void open_order(struct found *found)
{
    struct prose_point turned = found->from;

    turned.day = found->from.month;
    turned.month = found->from.day;
    bool is_later = turned.month > found->from.month;
    found->to = is_later ? turned : found->from;
    found->from = is_later ? found->from : turned;
    found->is_span = true;
}

/* Makes the date; false when there is no such day. */
static bool make_date(struct found found, int approx_days, struct prose_date *date)
{
    bool is_open = found.from.is_order_open && !found.is_span;
    bool is_uncertain = found.is_inferred || is_open;
    const char *qualifier = is_uncertain ? (found.is_about ? "%" : "?") : found.is_about ? "~" : "";

    *date = (struct prose_date){
        .span = found.span, .sentence = found.sentence, .is_inferred = found.is_inferred};
    if (found.to.year == 0)
        return true;
    if (is_open)
        open_order(&found);
    g_autofree char *from = point_edtf(&found.from, qualifier);
    g_autofree char *to = point_edtf(&found.to, qualifier);
    date->edtf = found.is_span ? g_strconcat(from, "/", to, NULL) : g_strdup(from);
    if (edtf_parse(date->edtf, approx_days, &date->date, NULL))
        return true;
    g_free(date->edtf);
    return false;
}

static void clear_date(gpointer data)
{
    g_free(((struct prose_date *)data)->edtf);
}

GArray *prose_dates_find(const calendar_words *words, const language_guesser *guesser,
                         const struct document *document, int approx_days)
{
    GArray *dates = g_array_new(FALSE, FALSE, sizeof(struct prose_date));
    g_autoptr(GArray) found = g_array_new(FALSE, FALSE, sizeof(struct found));

    g_array_set_clear_func(dates, clear_date);
    for (guint i = 0; i < document->paragraphs->len; i++)
        read_paragraph(words, guesser, document, i, found);
    infer_years(document, found);
    for (guint i = 0; i < found->len; i++) {
        struct prose_date date;
        if (make_date(g_array_index(found, struct found, i), approx_days, &date))
            g_array_append_val(dates, date);
    }
    return dates;
}
