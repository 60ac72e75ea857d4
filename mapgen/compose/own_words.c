#include "compose/own_words.h"

#include "base/error.h"
#include "input/table.h"

#include <string.h>

const char *const phrase_names[PHRASES] = {
    [PHRASE_AND] = "and",
    [PHRASE_OTHERS] = "others",
    [PHRASE_FROM_THIS_DATE] = "from-this-date",
    [PHRASE_SINCE_MAP_BEFORE] = "since-map-before",
    [PHRASE_SINCE] = "since",
    [PHRASE_SINCE_OR_LATER] = "since-or-later",
    [PHRASE_EARLIER_IN] = "earlier-in",
    [PHRASE_OUTLINED] = "outlined",
    [PHRASE_BEFORE] = "before",
    [PHRASE_HELD_BY] = "held-by",
    [PHRASE_CONTACT] = "contact",
    [PHRASE_FRONT] = "front",
    [PHRASE_BORDER] = "border",
    [PHRASE_WITH] = "with",
    [PHRASE_CONTESTED] = "contested",
    [PHRASE_ADVANCE] = "advance",
    [PHRASE_CLAIMED] = "claimed",
    [PHRASE_TRANSITION] = "transition",
    [PHRASE_TRANSITION_TO] = "transition-to",
    [PHRASE_UNKNOWN] = "unknown",
    [PHRASE_NOBODY] = "nobody",
    [PHRASE_PASSES] = "passes",
    [PHRASE_PASS] = "pass",
    [PHRASE_PASSES_UNDER] = "passes-under",
    [PHRASE_PASS_UNDER] = "pass-under",
    [PHRASE_COMES_UNDER] = "comes-under",
    [PHRASE_COME_UNDER] = "come-under",
    [PHRASE_IS] = "is",
    [PHRASE_ARE] = "are",
    [PHRASE_WHO_HOLDS] = "who-holds",
    [PHRASE_STANDS] = "stands",
    [PHRASE_ACCORDING] = "according",
    [PHRASE_STOP] = "stop",
    [PHRASE_ABOUT] = "about",
    [PHRASE_EITHER] = "either",
    [PHRASE_SOME_DAY] = "some-day",
    [PHRASE_UNCERTAIN] = "uncertain",
    [PHRASE_KM2] = "km2",
    [PHRASE_AS_OF] = "as-of",
    [PHRASE_LATEST_SOURCE] = "latest-source",
    [PHRASE_AS_KNOWN] = "as-known",
    [PHRASE_LATEST_DAY] = "latest-day",
    [PHRASE_EARLIEST_DAY] = "earliest-day",
    [PHRASE_MEANS_BAND] = "means-band",
    [PHRASE_MEANS_BAND_CONTESTED] = "means-band-contested",
    [PHRASE_MEANS_PEACEKEEPING] = "means-peacekeeping",
    [PHRASE_MEANS_CONTESTED] = "means-contested",
    [PHRASE_MEANS_ADVANCE] = "means-advance",
    [PHRASE_MEANS_CLAIMED] = "means-claimed",
    [PHRASE_MEANS_TRANSITION] = "means-transition",
    [PHRASE_MEANS_UNKNOWN] = "means-unknown",
    [PHRASE_ANNOUNCED] = "announced",
    [PHRASE_CONFIRMED] = "confirmed",
    [PHRASE_PLACE_ANNOUNCED] = "place-announced",
    [PHRASE_PLACE_CONFIRMED] = "place-confirmed",
    [PHRASE_NO_CHANGE] = "no-change",
    [PHRASE_OUTSIDE] = "outside",
    [PHRASE_THIS_CHANGE] = "this-change",
    [PHRASE_MAP_LICENCE] = "map-licence",
    [PHRASE_KM] = "km",
    [PHRASE_MILES] = "miles",
    [PHRASE_NORTH] = "north",
    [PHRASE_SOUTH] = "south",
    [PHRASE_EAST] = "east",
    [PHRASE_WEST] = "west",
    [PHRASE_SECOND_TIME] = "second-time",
    [PHRASE_CORRECTED] = "corrected",
    [PHRASE_MAP_OF] = "map-of",
    [PHRASE_UNDER_KM2] = "under-km2",
    [PHRASE_DIFF_TITLE] = "diff-title",
    [PHRASE_DIFF_TITLE_SHORT] = "diff-title-short",
    [PHRASE_DIFF_MAP_OF] = "diff-map-of",
    [PHRASE_DIFF_NOTHING] = "diff-nothing",
    [PHRASE_DIFF_LAST_BEFORE] = "diff-last-before",
    [PHRASE_DIFF_PASSED] = "diff-passed",
    [PHRASE_DIFF_PASSED_FROM] = "diff-passed-from",
    [PHRASE_DIFF_PASSED_UNDER] = "diff-passed-under",
    [PHRASE_DIFF_PASSED_UNDER_FROM] = "diff-passed-under-from",
    [PHRASE_DIFF_CAME_UNDER] = "diff-came-under",
    [PHRASE_DIFF_NEWLY] = "diff-newly",
    [PHRASE_DIFF_NEW] = "diff-new",
    [PHRASE_DIFF_SETTLED] = "diff-settled",
    [PHRASE_DIFF_CERTAIN] = "diff-certain",
    [PHRASE_DIFF_GUARDED] = "diff-guarded",
    [PHRASE_DIFF_UNGUARDED] = "diff-unguarded",
    [PHRASE_DIFF_RETURNED] = "diff-returned",
    [PHRASE_DIFF_AS_BEFORE] = "diff-as-before",
    [PHRASE_DIFF_BOTH] = "diff-both",
    [PHRASE_DIFF_AREA] = "diff-area",
    [PHRASE_DIFF_CONTACT] = "diff-contact",
    [PHRASE_DIFF_FRONT] = "diff-front",
    [PHRASE_DIFF_WHEN] = "diff-when",
    [PHRASE_DIFF_SOURCES] = "diff-sources",
    [PHRASE_CHRONICLE_ONE] = "chronicle-one",
    [PHRASE_CHRONICLE_MANY] = "chronicle-many",
    [PHRASE_CHRONICLE_SHARES] = "chronicle-shares",
    [PHRASE_CHRONICLE_SOURCES] = "chronicle-sources",
    [PHRASE_PAGE_SKIP] = "page-skip",
    [PHRASE_PAGE_CHOOSE] = "page-choose",
    [PHRASE_PAGE_DATE] = "page-date",
    [PHRASE_PAGE_PREVIOUS] = "page-previous",
    [PHRASE_PAGE_NEXT] = "page-next",
    [PHRASE_PAGE_PLAY] = "page-play",
    [PHRASE_PAGE_PAUSE] = "page-pause",
    [PHRASE_PAGE_SPEED] = "page-speed",
    [PHRASE_PAGE_VIEW] = "page-view",
    [PHRASE_PAGE_COMPARE] = "page-compare",
    [PHRASE_PAGE_COMPARE_WITH] = "page-compare-with",
    [PHRASE_PAGE_SOURCES] = "page-sources",
    [PHRASE_PAGE_DOWNLOAD] = "page-download",
    [PHRASE_PAGE_PRINT] = "page-print",
    [PHRASE_PAGE_ENLARGE] = "page-enlarge",
    [PHRASE_PAGE_KEYS] = "page-keys",
    [PHRASE_PAGE_CHART] = "page-chart",
    [PHRASE_PAGE_CHART_GROUND] = "page-chart-ground",
    [PHRASE_PAGE_CHART_PERIODS] = "page-chart-periods",
    [PHRASE_PAGE_CHART_DAYS] = "page-chart-days",
    [PHRASE_PAGE_UNSETTLED] = "page-unsettled",
    [PHRASE_PAGE_TABLE] = "page-table",
};

struct words {
    char *texts[PHRASES]; /* NULL: none */
};

static void words_free(void *data)
{
    struct words *words = data;
    for (size_t i = 0; i < PHRASES; i++)
        g_free(words->texts[i]);
    g_free(words);
}

/* Of the project that is open: set before threads are started, and read by all of them. */
static GHashTable *own_books; /* language -> struct words */

/* "{holder}" of "{holder}, with {other}" and what follows it; NULL: there is no slot. The slot is
 * the caller's. */
static char *next_slot(const char **text)
{
    const char *open = strchr(*text, '{');
    const char *close = open == NULL ? NULL : strchr(open, '}');
    if (close == NULL)
        return NULL;
    *text = close + 1;
    return g_strndup(open, (gsize)(close + 1 - open));
}

/* The first slot of a phrase that another one does not have; NULL: none. The caller's. */
static char *slot_lacking(const char *phrase, const char *other)
{
    for (char *slot = next_slot(&phrase); slot != NULL; slot = next_slot(&phrase)) {
        if (strstr(other, slot) == NULL)
            return slot;
        g_free(slot);
    }
    return NULL;
}

static bool check_slots(const table *rows, size_t row, int column, enum phrase phrase,
                        GError **error)
{
    const char *text = table_field(rows, row, column);
    const char *english = phrase_plain(phrase, "en");
    g_autofree char *missing = slot_lacking(english, text);
    g_autofree char *unknown = slot_lacking(text, english);

    if (missing == NULL && unknown == NULL)
        return true;
    return table_fail(rows, row, column, 0, error, "'%s' %s %s%s; in English it is '%s'", text,
                      missing != NULL ? "lacks" : "has", missing != NULL ? missing : unknown,
                      missing != NULL ? "" : ", which nothing fills", english);
}

static bool find_phrase(const table *rows, size_t row, enum phrase *phrase, GError **error)
{
    int column = table_column(rows, "phrase");
    const char *name = table_field(rows, row, column);
    const char *known[PHRASES + 1] = {NULL};

    memcpy(known, phrase_names, sizeof phrase_names);
    for (*phrase = 0; *phrase < PHRASES; (*phrase)++)
        if (g_str_equal(phrase_names[*phrase], name))
            return true;
    const char *nearest = error_nearest(name, known);
    return table_fail(rows, row, column, 0, error, "no phrase is called '%s'%s%s%s", name,
                      nearest != NULL ? "; did you mean '" : "", nearest != NULL ? nearest : "",
                      nearest != NULL ? "'?" : "");
}

static bool read_row(const table *rows, size_t row, char **languages, GError **error)
{
    enum phrase phrase;

    if (!find_phrase(rows, row, &phrase, error))
        return false;
    for (char **language = languages; *language != NULL; language++) {
        int column = table_column(rows, *language);
        struct words *words = g_hash_table_lookup(own_books, *language);
        const char *text = table_field(rows, row, column);
        if (*text == '\0')
            continue;
        if (words->texts[phrase] != NULL)
            return table_fail(rows, row, column, 0, error, "'%s' was given before",
                              phrase_names[phrase]);
        if (!check_slots(rows, row, column, phrase, error))
            return false;
        words->texts[phrase] = g_strdelimit(g_strdup(text), "_", ' ');
    }
    return true;
}

/* Every column is a language of the project, but 'phrase' and 'en', which the table that comes with
 * the program has. */
static bool check_columns(const table *rows, char **languages, GError **error)
{
    for (int i = 0; table_column_name(rows, i) != NULL; i++) {
        const char *name = table_column_name(rows, i);
        if (!g_str_equal(name, "phrase") && !g_str_equal(name, "en") &&
            !g_strv_contains((const char *const *)languages, name)) {
            error_at(error, table_path(rows), 1, 0,
                     "the column '%s' is not among the 'languages' of the project", name);
            return false;
        }
    }
    return true;
}

bool own_words_read(const char *path, char **languages, GError **error)
{
    static const char *const required[] = {"phrase", NULL};

    g_clear_pointer(&own_books, g_hash_table_unref);
    if (path == NULL)
        return true;
    g_autoptr(table) rows = table_read(path, required, error);
    if (rows == NULL || !check_columns(rows, languages, error))
        return false;
    own_books = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, words_free);
    for (char **language = languages; *language != NULL; language++)
        g_hash_table_insert(own_books, g_strdup(*language), g_new0(struct words, 1));
    for (size_t row = 0; row < table_row_count(rows); row++) {
        if (!read_row(rows, row, languages, error)) {
            g_clear_pointer(&own_books, g_hash_table_unref);
            return false;
        }
    }
    return true;
}

static const struct words *words_of(const char *language)
{
    const struct words *words =
        own_books != NULL && language != NULL ? g_hash_table_lookup(own_books, language) : NULL;
    const char *tail = own_books != NULL && language != NULL ? strchr(language, '-') : NULL;
    if (words != NULL || tail == NULL)
        return words;
    g_autofree char *parent = g_strndup(language, (gsize)(tail - language));
    return g_hash_table_lookup(own_books, parent);
}

const char *own_words_text(enum phrase phrase, const char *language)
{
    const struct words *words = words_of(language);
    return words != NULL ? words->texts[phrase] : NULL;
}

size_t own_words_count(const char *language)
{
    size_t count = 0;
    for (enum phrase phrase = 0; phrase < PHRASES; phrase++)
        count += own_words_text(phrase, language) != NULL;
    return count;
}
