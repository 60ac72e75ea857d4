#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "compose/phrases.h"
#include "compose/words.h"
#include "support/project_fixture.h"

#include <time.h>

/* ---- days and dates ------------------------------------------------------------------------ */

static void check_day(const char *day, const char *language, const char *wanted)
{
    day_number number;
    assert_true(day_parse(day, &number, NULL));
    g_autofree char *words = words_day(number, language);
    assert_string_equal(words, wanted);
}

static void check_days(void)
{
    check_day("2020-12-01", "en", "1 December 2020");
    check_day("2020-12-01", "az", "1 dekabr 2020");
    check_day("2020-12-01", "hy", "2020\u00a0թ. դեկտեմբերի\u00a01");
    check_day("2020-12-01", "ru", "1 декабря 2020\u202fг.");
    check_day("1992-05-09", "en", "9 May 1992");
    check_day("1992-05-09", "az", "9 may 1992");
    check_day("1992-05-09", "hy", "1992\u00a0թ. մայիսի\u00a09");
    check_day("1992-05-09", "ru", "9 мая 1992\u202fг.");
    /* Days are Gregorian before 1582 too, whatever Russia and England did then. */
    check_day("1500-02-28", "en", "28 February 1500");
    check_day("2020-03-01", "fa", "۱ مارس ۲۰۲۰");
    check_day("2020-03-01", "ar-SA", "١ مارس ٢٠٢٠");
    check_day("1917-11-07", "ru", "7 ноября 1917\u202fг.");
}

static void test_words__days_in_four_languages(void **state)
{
    (void)state;
    check_days();
}

static void test_words__days_do_not_depend_on_the_time_zone(void **state)
{
    (void)state;
    g_autofree char *before = g_strdup(g_getenv("TZ"));
    static const char *const zones[] = {"Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Baku"};
    for (size_t i = 0; i < G_N_ELEMENTS(zones); i++) {
        g_setenv("TZ", zones[i], TRUE);
        tzset();
        check_days();
    }
    if (before != NULL)
        g_setenv("TZ", before, TRUE);
    else
        g_unsetenv("TZ");
    tzset();
}

static void check_date(const char *date, const char *language, const char *wanted)
{
    struct event event = {.date_text = (char *)date};
    assert_true(edtf_parse(date, 3, &event.date, NULL));
    g_autofree char *words = words_date(&event, language);
    assert_string_equal(words, wanted);
}

static void test_words__short_dates_are_no_finer_than_what_is_known(void **state)
{
    (void)state;
    static const struct {
        const char *date, *wanted, *brief;
    } cases[] = {
        {"1992-05-09", "9 May 1992", "9 May"},
        {"1992-05-09?", "9 May 1992", "9 May"},
        {"1992-05-08/1992-05-09", "May 1992", "May"},
        {"1992-07", "Jul 1992", "Jul"},
        {"2003-02-XX", "Feb 2003", "Feb"},
        {"2020-10-30~", "Oct 2020", "Oct"}, /* to 2 November */
        {"1992-06/1992-09", "1992", "1992"},
        {"2002", "2002", "2002"},
        {"2002~", "2002", "2002"}, /* from 29 December 2001 */
        {"1991-12-28/1992-01-22", "1991–1992", "1991–1992"},
        {"../1992-05", "../1992-05", "../1992-05"},
    };
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct event event = {.date_text = (char *)cases[i].date};
        assert_true(edtf_parse(cases[i].date, 3, &event.date, NULL));
        g_autofree char *words = words_short_date(&event, "en");
        g_autofree char *of_year = words_short_date_of_year(&event, "en");
        assert_string_equal(words, cases[i].wanted);
        assert_string_equal(of_year, cases[i].brief);
    }
}

static void test_words__dates_as_they_are_known(void **state)
{
    (void)state;
    check_date("1992-05-09", "en", "9 May 1992");
    check_date("1992-05-08/1992-05-09", "en", "8 or 9 May 1992");
    check_date("1992-05-31/1992-06-01", "en", "31 May or 1 June 1992");
    check_date("1991-12-31/1992-01-01", "en", "31 December 1991 or 1 January 1992");
    check_date("1993-08-23/1993-08-26", "en", "some day from 23 to 26 August 1993");
    check_date("1992-02/1992-09", "en", "some day from 1 February to 30 September 1992");
    check_date("1991-12-28/1992-01-22", "en", "some day from 28 December 1991 to 22 January 1992");
    check_date("1992-07", "en", "July 1992");
    check_date("2020-11-XX", "en", "November 2020");
    check_date("1992-02", "en", "February 1992");
    check_date("1992", "en", "1992");
    check_date("1992/1994", "en", "some day from 1 January 1992 to 31 December 1994");
    check_date("2020-10-25~", "en", "about 25 October 2020");
}

/* A month that is written as its days is still that month, and one day short is not. */
static void test_words__whole_months_and_years_are_told_by_name(void **state)
{
    (void)state;
    check_date("1992-07-01/1992-07-31", "en", "July 1992");
    check_date("1992-07-01/1992-07-30", "en", "some day from 1 to 30 July 1992");
    check_date("1992-07-02/1992-07-31", "en", "some day from 2 to 31 July 1992");
    check_date("1992-07-01/1992-08-31", "en", "some day from 1 July to 31 August 1992");
    check_date("1992-07-01/1992-07-30", "en-US", "some day from July 1 to July 30, 1992");
    check_date("1993-08-22/1993-08-23", "en-US", "August 22 or August 23, 1993");
    check_date("1992-07-01/1992-08-31", "en-US", "some day from July 1 to August 31, 1992");
    check_date("1992-01-01/1992-12-31", "en", "1992");
}

static void test_words__months_and_years_in_other_languages(void **state)
{
    (void)state;
    check_date("1992-07", "az", "iyul 1992");
    check_date("1992-07", "ru", "июль 1992\u202fг.");
    check_date("1992-05-09", "ru", "9 мая 1992\u202fг.");
    check_date("1992", "az", "1992");
}

/* There are no words for them: they stand as they were written. */
static void test_words__open_dates_stand_as_written(void **state)
{
    (void)state;
    check_date("..", "en", "..");
    check_date("../1992-05-01", "en", "../1992-05-01");
    check_date("1992-05-01/..", "en", "1992-05-01/..");
}

static void test_words__an_approximate_year_is_no_day(void **state)
{
    (void)state;
    check_date("1992~", "en", "about 1992");
    check_date("1992-07~", "en", "about July 1992");
}

static void test_words__doubt_is_told(void **state)
{
    (void)state;
    struct event event = {.date_text = (char *)"1993-10-23?"};
    assert_true(edtf_parse(event.date_text, 3, &event.date, NULL));
    g_autofree char *words = words_date(&event, "en");
    assert_string_not_equal(words, "23 October 1993");
}

static void test_words__imprecise_dates_are_in_the_language(void **state)
{
    (void)state;
    static const char *const dates[] = {"1992-05-08/1992-05-09", "1993-08-23/1993-08-26",
                                        "2020-10-25~", "1991-12-28/1992-01-22"};
    static const char *const languages[] = {"hy", "ru"};
    check_date("1992-05-08/1992-05-09", "ru", "8 или 9 мая 1992\u202fг.");
    for (size_t d = 0; d < G_N_ELEMENTS(dates); d++) {
        for (size_t l = 0; l < G_N_ELEMENTS(languages); l++) {
            struct event event = {.date_text = (char *)dates[d]};
            assert_true(edtf_parse(dates[d], 3, &event.date, NULL));
            g_autofree char *words = words_date(&event, languages[l]);
            assert_null(strpbrk(words, "abcdefghijklmnopqrstuvwxyz{}"));
        }
    }
}

/* ---- numbers ------------------------------------------------------------------------------- */

static void check_number(double value, int decimals, const char *language, const char *wanted)
{
    g_autofree char *words = words_number(value, decimals, language);
    assert_string_equal(words, wanted);
}

static void check_span(const char *first, const char *last, bool is_short, const char *language,
                       const char *wanted)
{
    day_number from, to;
    assert_true(day_parse(first, &from, NULL) && day_parse(last, &to, NULL));
    struct words_span span = words_span(from, to, is_short, language);
    g_autofree char *begin = span.first, *end = span.last;
    g_autofree char *both = g_strdup_printf("%s – %s", begin, end);
    assert_string_equal(both, wanted);
}

/* The year is said once: with the later day, or with the earlier where it stands before the day. */
static void test_words__spans_say_the_year_once(void **state)
{
    (void)state;
    check_span("2020-09-26", "2020-11-10", false, "en", "26 September – 10 November 2020");
    check_span("2020-09-26", "2020-11-10", false, "hy",
               "2020\u00a0թ. սեպտեմբերի\u00a026 – նոյեմբերի\u00a010");
    check_span("2020-11-08", "2020-11-10", false, "hy", "2020\u00a0թ. նոյեմբերի\u00a08 – 10");
    check_span("2019-11-08", "2020-11-10", false, "hy",
               "2019\u00a0թ. նոյեմբերի\u00a08 – 2020\u00a0թ. նոյեմբերի\u00a010");
    check_span("2020-11-08", "2020-11-08", false, "hy",
               "2020\u00a0թ. նոյեմբերի\u00a08 – 2020\u00a0թ. նոյեմբերի\u00a08");
    check_span("2020-09-26", "2020-11-10", true, "hy", "2020\u00a0թ. սեպ\u00a026 – նոյ\u00a010");
}

/* "2020 г." has its own point. */
static void test_words__a_date_s_point_is_the_sentence_s(void **state)
{
    (void)state;
    g_autofree char *day = words_day(18000, "ru");
    assert_true(g_str_has_suffix(day, "г."));
    g_autofree char *text = phrase_fill(PHRASE_AS_OF, "ru", "date", day, NULL);
    assert_true(g_str_has_suffix(text, "г.") && !g_str_has_suffix(text, ".."));
    g_autofree char *english = phrase_fill(PHRASE_AS_OF, "en", "date", "1 May", NULL);
    assert_string_equal(english, "As of 1 May.");
}

static void test_words__numbers_have_the_separators_of_the_language(void **state)
{
    (void)state;
    check_number(11458, 0, "en", "11,458");
    check_number(11458, 0, "az", "11.458");
    check_number(11458, 0, "ru", "11\u00a0458");
    check_number(11458, 0, "hy", "11\u00a0458");
    check_number(1234567.26, 1, "en", "1,234,567.3");
    check_number(1234567.26, 1, "ru", "1\u00a0234\u00a0567,3");
    check_number(2.5, 2, "en", "2.50");
    check_number(0, 0, "en", "0");
    check_number(999, 0, "en", "999");
}

static void check_km2(double km2, const char *wanted)
{
    g_autofree char *words = words_about_km2(km2 * 1e6, "en");
    if (wanted == NULL)
        assert_null(words);
    else
        assert_string_equal(words, wanted);
}

static void test_words__areas_have_two_significant_digits(void **state)
{
    (void)state;
    check_km2(1730.66, "about 1,700 km²");
    check_km2(1750.01, "about 1,800 km²");
    check_km2(2008.70, "about 2,000 km²");
    check_km2(86600, "about 87,000 km²");
    check_km2(397.81, "about 400 km²");
    check_km2(111.75, "about 110 km²");
    check_km2(99.6, "about 100 km²");
    check_km2(995.1, "about 1,000 km²");
    check_km2(51.4, "about 51 km²");
}

static void test_words__small_areas_are_not_told(void **state)
{
    (void)state;
    check_km2(50, "about 50 km²");
    check_km2(49.99, NULL);
    check_km2(6.52, NULL);
    check_km2(0, NULL);
}

/* ---- sentences ----------------------------------------------------------------------------- */

/*  42 ┌────┬────┐
 *     │ C  │ D  │    four districts; D has no name of its own
 *  41 ├────┼────┤
 *     │ A  │ B  │
 *  40 └────┴────┘
 *     45   46   47 */
static const char *const districts[] = {
    "A ONE: 45 40, 45 41, 46 41, 46 40", "B ONE: 46 40, 46 41, 47 41, 47 40",
    "C ONE: 45 41, 45 42, 46 42, 46 41", "D ONE: 46 41, 46 42, 47 42, 47 41", NULL};

#define PROJECT                                                                                    \
    "id: fixture\n"                                                                                \
    "title: Fixture\n"                                                                             \
    "languages: [en, ru]\n"                                                                        \
    "places: places.csv\n"                                                                         \
    "timeline: timeline.csv\n"                                                                     \
    "theatre: all\n"                                                                               \
    "layers:\n"                                                                                    \
    "  districts: {file: districts.shp, partition: true, key: code, country: country}\n"           \
    "regions:\n"                                                                                   \
    "  all: {is: districts, name: {en: everything}}\n"                                             \
    "  a: {is: \"districts[code=A]\", name: {en: Alpha, ru: Альфа}}\n"                        \
    "  b: {is: \"districts[code=B]\", name: {en: Beta}}\n"                                         \
    "  c: {is: \"districts[code=C]\", name: {en: the Gamma hills}}\n"                              \
    "  d: \"districts[code=D]\"\n"                                                                 \
    "  e: {is: a, name: {en: the heights}, plural: true}\n"                                        \
    "sides: {one: {name: One}, two: {name: Two}, three: {name: Three}}\n"                          \
    "holders:\n"                                                                                   \
    "  ONE: {side: one, role: side-a, name: {en: One, ru: Первая}}\n"                        \
    "  TWO: {side: two, role: side-b, name: Two}\n"                                                \
    "  THREE: {side: three, role: third, name: Three, under: {ru: под Третью}}\n"         \
    "views: {main: {extent: [45, 39, 48, 42]}}\n"

#define HEAD                                                                                       \
    "id,kind,date,region,holder,status,other,certainty,source_title,source_date,source_side,note," \
    "caption_en,caption_ru\n"                                                                      \
    "start,control,..,all,ONE,control,,high,Atlas,,,,,\n"

static struct project_fixture *open_log(void **state, const char *rows)
{
    struct project_fixture *f = *state;
    g_autofree char *log = g_strconcat(HEAD, rows, NULL);
    project_fixture_layer(f, "districts", SHPT_POLYGON, districts);
    project_fixture_write(f, "project.yaml", PROJECT);
    project_fixture_write(f, "timeline.csv", log);
    if (!project_fixture_read(f))
        fail_msg("%s", f->error->message);
    return f;
}

/* What the map of a day says of what changed since another. */
static char *changes_since(const struct project_fixture *f, const char *since, const char *day,
                           const char *language)
{
    day_number from, to;
    assert_true(day_parse(since, &from, NULL));
    assert_true(day_parse(day, &to, NULL));
    g_autoptr(state) before = timeline_state_at(f->timeline, from);
    g_autoptr(state) now = timeline_state_at(f->timeline, to);
    g_autoptr(GArray) changes = timeline_changes(f->timeline, before, now);
    return words_changes(f->timeline, changes, to, language);
}

static void check_changes(void **state, const char *rows, const char *wanted)
{
    struct project_fixture *f = open_log(state, rows);
    g_autofree char *text = changes_since(f, "2019-12-31", "2020-01-01", "en");
    assert_string_equal(text, wanted);
}

static void test_words__one_area_passes(void **state)
{
    check_changes(state, "x,control,2020-01-01,d,TWO,control,,high,S,,,,,\n",
                  "D (about 9,300 km²) passes to Two.");
}

static void test_words__areas_under_one_control_share_a_sentence(void **state)
{
    check_changes(state,
                  "x,control,2020-01-01,a,TWO,control,,high,S,,,,,\n"
                  "y,control,2020-01-01,c,TWO,control,,high,S,,,,,\n",
                  "Alpha (about 9,400 km²) and the Gamma hills (about 9,300 km²) pass to Two.");
    check_changes(state,
                  "x,control,2020-01-01,a,TWO,control,,high,S,,,,,\n"
                  "y,control,2020-01-01,b,TWO,control,,high,S,,,,,\n"
                  "z,control,2020-01-01,c,TWO,control,,high,S,,,,,\n",
                  "Alpha (about 9,400 km²), Beta (about 9,400 km²) and the Gamma hills (about "
                  "9,300 km²) pass to Two.");
}

/* In the order of the log; a later row of the same control joins the first of its kind. */
static void test_words__each_control_has_its_sentence(void **state)
{
    check_changes(state,
                  "x,control,2020-01-01,a,TWO,control,,high,S,,,,,\n"
                  "y,control,2020-01-01,b,ONE,contested,TWO,high,S,,,,,\n"
                  "z,control,2020-01-01,c,TWO,control,,high,S,,,,,\n",
                  "Alpha (about 9,400 km²) and the Gamma hills (about 9,300 km²) pass to Two. "
                  "Beta (about 9,400 km²) is contested between One and Two.");
}

static void test_words__statuses_have_their_verbs(void **state)
{
    check_changes(state, "x,control,2020-01-01,a,ONE,peacekeeping,TWO,high,S,,,,,\n",
                  "Alpha (about 9,400 km²) is now held by One, with Two.");
    check_changes(state, "x,control,2020-01-01,a,TWO,claimed,,high,S,,,,,\n",
                  "Alpha (about 9,400 km²) is claimed by Two, not confirmed.");
}

static void test_words__a_region_of_several_things_takes_the_plural(void **state)
{
    check_changes(state, "x,control,2020-01-01,e,TWO,control,,high,S,,,,,\n",
                  "The heights (about 9,400 km²) pass to Two.");
    check_changes(state, "x,control,2020-01-01,e,ONE,contested,TWO,high,S,,,,,\n",
                  "The heights (about 9,400 km²) are contested between One and Two.");
}

/* A row that gives ground of two holders to a third names neither of them alone. */
static void test_words__what_passes_from_several_says_to_whom(void **state)
{
    check_changes(
        state,
        "w,control,2019-01-01,b,TWO,control,,high,S,,,,,\n"
        "x,control,2020-01,all,THREE,control,,high,S,,,,,\n",
        "Everything (about 37,000 km²) is passing to Three, day not known (January 2020).");
    check_changes(state,
                  "w,control,2019-01-01,b,TWO,control,,high,S,,,,,\n"
                  "x,control,2020-01,b,THREE,control,,high,S,,,,,\n",
                  "Beta (about 9,400 km²) is passing from Two to Three, day not known (January "
                  "2020).");
}

/* Ground passes to who had no part in it. */
static void test_words__what_was_shared_is_held_and_does_not_pass(void **state)
{
    static const char *const contested = "w,control,2019-01-01,b,ONE,contested,TWO,high,S,,,,,\n";
    static const char *const guarded =
        "w,control,2019-01-01,b,TWO,peacekeeping,THREE,high,S,,,,,\n";
    static const struct {
        const char *before, *holder, *said;
    } cases[] = {{contested, "ONE", "is now held by One"},
                 {contested, "TWO", "is now held by Two"},
                 {contested, "THREE", "passes to Three"},
                 {guarded, "TWO", "is now held by Two"},
                 {guarded, "ONE", "passes to One"}};
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *rows = g_strdup_printf(
            "%sx,control,2020-01-01,b,%s,control,,high,S,,,,,\n", cases[i].before, cases[i].holder);
        g_autofree char *said = g_strdup_printf("Beta (about 9,400 km²) %s.", cases[i].said);
        check_changes(state, rows, said);
    }
}

static void test_words__an_advance_is_a_sentence(void **state)
{
    check_changes(state, "x,control,2020-01-01,a,TWO,advance,,high,S,,,,,\n",
                  "Alpha (about 9,400 km²): Two present, not in control.");
}

static void test_words__imprecise_dates_are_told(void **state)
{
    check_changes(state, "x,control,2019-12-31/2020-01-01,a,TWO,control,,high,S,,,,,\n",
                  "Alpha (about 9,400 km²) passes to Two (31 December 2019 or 1 January 2020).");
    /* Different dates are different sentences. */
    check_changes(state,
                  "x,control,2019-12-31/2020-01-01,a,TWO,control,,high,S,,,,,\n"
                  "y,control,2020-01-01,b,TWO,control,,high,S,,,,,\n",
                  "Alpha (about 9,400 km²) passes to Two (31 December 2019 or 1 January 2020). "
                  "Beta (about 9,400 km²) passes to Two.");
}

static void test_words__an_event_s_own_caption_is_told_once(void **state)
{
    const char *rows = "x,control,2020-01-01,a,TWO,control,,high,S,,,,the south falls ({km2}),\n"
                       "x,control,2020-01-01,b,TWO,control,,high,S,,,,the south falls ({km2}),\n"
                       "y,control,2020-01-01,c,TWO,control,,high,S,,,,,\n";
    check_changes(state, rows,
                  "The south falls (about 19,000 km²). The Gamma hills (about 9,300 km²) passes to "
                  "Two.");
    /* In a language that it has no words in, the sentence is made from the rows. */
    g_autofree char *russian = changes_since(*state, "2019-12-31", "2020-01-01", "ru");
    assert_null(strstr(russian, "south falls"));
    assert_non_null(strstr(russian, "Альфа"));
}

/* Two says so alone of Alpha and Beta, both sides of the Gamma hills: what stands behind a sentence
 * holds of all of it. */
static void test_words__one_side_s_word_is_told_as_such(void **state)
{
    check_changes(state,
                  "x,control,2020-01-01,a,TWO,control,,high,S,,two,,,\n"
                  "y,control,2020-01-01,b,TWO,control,,high,S,,two,,,\n"
                  "z,control,2020-01-01,c,TWO,control,,high,S,,one;two,,,\n",
                  "Alpha (about 9,400 km²) and Beta (about 9,400 km²) pass to Two, according to "
                  "Two. The Gamma hills (about 9,300 km²) passes to Two.");
    g_autofree char *russian = changes_since(*state, "2019-12-31", "2020-01-01", "ru");
    assert_non_null(strstr(russian, ", по данным: Two. "));
    check_changes(state, "n,annotation,2020-01-01,,,,,high,S,,two,peace,,\n",
                  "Peace, according to Two.");
}

static void test_words__captions_of_one_side_say_so_too(void **state)
{
    check_changes(state, "x,control,2020-01-01,a,TWO,control,,high,S,,two,,Alpha falls,\n",
                  "Alpha falls, according to Two.");
    check_changes(state,
                  "x,control,2020-01-01,a,TWO,control,,high,S,,two,,"
                  "\"{according}, Alpha falls\",\n",
                  "According to Two, Alpha falls.");
    check_changes(state,
                  "x,control,2020-01-01,a,TWO,contested,ONE,high,S,,two,,{side} announces Alpha,\n",
                  "Two announces Alpha.");
    /* Words that outlive the second source are left out. */
    check_changes(state,
                  "x,control,2020-01-01,a,TWO,control,,high,S,,two;one,,"
                  "\"{according}, Alpha falls\",\n",
                  "Alpha falls.");
}

/* Names that the project has only in English stand as they are; the rest is Russian. */
static void test_words__sentences_are_in_the_language(void **state)
{
    struct project_fixture *f =
        open_log(state, "x,control,2019-12-31/2020-01-01,a,ONE,control,,high,S,,,,,\n"
                        "y,control,2020-01-01,a,ONE,contested,TWO,high,S,,,,,\n");
    g_autofree char *text = changes_since(f, "2019-12-31", "2020-01-01", "ru");
    g_autoptr(GString) rest = g_string_new(text);
    assert_non_null(strstr(text, "Альфа"));
    assert_non_null(strstr(text, "Первая"));
    g_string_replace(rest, "Two", "", 0);
    assert_null(strpbrk(rest->str, "abcdefghijklmnopqrstuvwxyz{}"));
}

/* A holder whose name the project has in the case of the phrase, and one that it has not. */
static void test_words__ground_passes_under_a_holder(void **state)
{
    struct project_fixture *f =
        open_log(state, "x,control,2020-01-01,a,THREE,control,,high,S,,,,,\n"
                        "y,control,2020-01-01,b,TWO,control,,high,S,,,,,\n");
    g_autofree char *ru = changes_since(f, "2019-12-31", "2020-01-01", "ru");
    assert_string_equal(ru, "Альфа (около 9\u00a0400 км²) переходит под Третью. Beta (около "
                            "9\u00a0400 км²): с этого дня контроль: Two.");
    g_autofree char *en = changes_since(f, "2019-12-31", "2020-01-01", "en");
    assert_string_equal(en, "Alpha (about 9,400 km²) passes to Three. Beta (about 9,400 km²) "
                            "passes to Two.");
}

static void test_words__captions_end_with_one_full_stop(void **state)
{
    check_changes(state, "x,control,2020-01-01,a,TWO,control,,high,S,,,,Alpha changes hands.,\n",
                  "Alpha changes hands.");
    check_changes(state, "x,control,2020-01-01,a,TWO,control,,high,S,,,,{km2} change hands,\n",
                  "About 9,400 km² change hands.");
}

static void test_words__annotations_are_told_on_their_day_only(void **state)
{
    struct project_fixture *f =
        open_log(state, "x,control,2020-01-01,a,TWO,control,,high,S,,,,,\n"
                        "n,annotation,2020-01-01,,,,,high,S,,,only a note,,\n"
                        "m,annotation,2020-01-03,,,,,high,S,,,not this,a truce is signed,\n");
    g_autofree char *first = changes_since(f, "2019-12-31", "2020-01-01", "en");
    assert_string_equal(first, "Alpha (about 9,400 km²) passes to Two. Only a note.");
    g_autofree char *second = changes_since(f, "2020-01-01", "2020-01-02", "en");
    assert_string_equal(second, "");
    g_autofree char *third = changes_since(f, "2020-01-02", "2020-01-03", "en");
    assert_string_equal(third, "A truce is signed.");
    /* A longer span tells its changes and the annotations of its last day. */
    g_autofree char *all = changes_since(f, "2019-12-31", "2020-01-03", "en");
    assert_string_equal(all, "Alpha (about 9,400 km²) passes to Two. A truce is signed.");
}

static void test_words__sentences_start_with_a_capital(void **state)
{
    (void)state;
    static const char *const cases[][2] = {{"the hills", "The hills"}, {"əvvəldən", "Əvvəldən"},
                                           {"նախկինում", "Նախկինում"}, {"прежде", "Прежде"},
                                           {"1992", "1992"},           {"", ""}};
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *sentence = words_sentence_case(cases[i][0]);
        assert_string_equal(sentence, cases[i][1]);
    }
}

static void test_words__nothing_changed_is_nothing_said(void **state)
{
    struct project_fixture *f = open_log(state, "");
    g_autofree char *text = changes_since(f, "2019-12-31", "2020-01-01", "en");
    assert_string_equal(text, "");
}

static void test_words__regions_have_names_or_their_identifiers(void **state)
{
    struct project_fixture *f = open_log(state, "");
    int a = planar_map_region_find(f->map, "a"), d = planar_map_region_find(f->map, "d");
    assert_string_equal(words_region(f->sources->project, a, "en"), "Alpha");
    assert_string_equal(words_region(f->sources->project, a, "ru"), "Альфа");
    assert_string_equal(words_region(f->sources->project, d, "en"), "d");
    /* A name in another language is better than none. */
    int b = planar_map_region_find(f->map, "b");
    assert_string_equal(words_region(f->sources->project, b, "ru"), "Beta");
}

static void check_control(const struct project_fixture *f, struct control control,
                          const char *wanted)
{
    g_autofree char *words = words_control(f->sources->project, control, "en");
    assert_string_equal(words, wanted);
}

static void test_words__control_in_words(void **state)
{
    struct project_fixture *f = open_log(state, "");
    check_control(f, (struct control){NONE, NONE, STATUS_CONTROL}, "nobody");
    check_control(f, (struct control){0, NONE, STATUS_CONTROL}, "One");
    check_control(f, (struct control){0, 1, STATUS_PEACEKEEPING}, "One, with Two");
    check_control(f, (struct control){1, NONE, STATUS_PEACEKEEPING}, "Two");
    check_control(f, (struct control){0, 1, STATUS_CONTESTED}, "contested between One and Two");
    check_control(f, (struct control){1, NONE, STATUS_ADVANCE}, "Two present, not in control");
    check_control(f, (struct control){1, NONE, STATUS_CLAIMED}, "claimed by Two, not confirmed");
    check_control(f, (struct control){0, 1, STATUS_TRANSITION},
                  "passing from One to Two, day not known");
    check_control(f, (struct control){NONE, 1, STATUS_TRANSITION}, "passing to Two, day not known");
    check_control(f, (struct control){1, NONE, STATUS_UNKNOWN}, "not known");
}

#define WITH_PROJECT(test)                                                                         \
    cmocka_unit_test_setup_teardown(test, project_fixture_setup, project_fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words__days_in_four_languages),
        cmocka_unit_test(test_words__days_do_not_depend_on_the_time_zone),
        cmocka_unit_test(test_words__dates_as_they_are_known),
        cmocka_unit_test(test_words__short_dates_are_no_finer_than_what_is_known),
        cmocka_unit_test(test_words__whole_months_and_years_are_told_by_name),
        cmocka_unit_test(test_words__months_and_years_in_other_languages),
        cmocka_unit_test(test_words__open_dates_stand_as_written),
        cmocka_unit_test(test_words__an_approximate_year_is_no_day),
        cmocka_unit_test(test_words__doubt_is_told),
        cmocka_unit_test(test_words__imprecise_dates_are_in_the_language),
        cmocka_unit_test(test_words__spans_say_the_year_once),
        cmocka_unit_test(test_words__a_date_s_point_is_the_sentence_s),
        cmocka_unit_test(test_words__numbers_have_the_separators_of_the_language),
        cmocka_unit_test(test_words__areas_have_two_significant_digits),
        cmocka_unit_test(test_words__small_areas_are_not_told),
        WITH_PROJECT(test_words__one_area_passes),
        WITH_PROJECT(test_words__areas_under_one_control_share_a_sentence),
        WITH_PROJECT(test_words__each_control_has_its_sentence),
        WITH_PROJECT(test_words__statuses_have_their_verbs),
        WITH_PROJECT(test_words__what_was_shared_is_held_and_does_not_pass),
        WITH_PROJECT(test_words__an_advance_is_a_sentence),
        WITH_PROJECT(test_words__a_region_of_several_things_takes_the_plural),
        WITH_PROJECT(test_words__what_passes_from_several_says_to_whom),
        WITH_PROJECT(test_words__imprecise_dates_are_told),
        WITH_PROJECT(test_words__an_event_s_own_caption_is_told_once),
        WITH_PROJECT(test_words__one_side_s_word_is_told_as_such),
        WITH_PROJECT(test_words__captions_of_one_side_say_so_too),
        WITH_PROJECT(test_words__sentences_are_in_the_language),
        WITH_PROJECT(test_words__ground_passes_under_a_holder),
        WITH_PROJECT(test_words__captions_end_with_one_full_stop),
        WITH_PROJECT(test_words__annotations_are_told_on_their_day_only),
        cmocka_unit_test(test_words__sentences_start_with_a_capital),
        WITH_PROJECT(test_words__nothing_changed_is_nothing_said),
        WITH_PROJECT(test_words__regions_have_names_or_their_identifiers),
        WITH_PROJECT(test_words__control_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
