#include "compose/word_formats.h"

#include "base/icu_library.h"

#define DAY_MS 86400000.0

const char *words_locale(const char *language)
{
    return language && !g_str_equal(language, "en") ? language : "en_GB";
}

/* What ICU takes a millisecond to open, and a map asks for dozens of times: the formats of dates by
 * language and skeleton. Each thread has its own, as one must not be used by two. */
struct date_formats {
    GHashTable *generators; /* of UDateTimePatternGenerator, by locale */
    GHashTable *formats;    /* of UDateFormat, by locale and skeleton; NULL: there is none */
};

static void close_generator(void *generator)
{
    udatpg_close(generator);
}

static void close_format(void *format)
{
    if (format)
        udat_close(format);
}

static void free_date_formats(void *data)
{
    struct date_formats *formats = data;
    g_hash_table_unref(formats->generators);
    g_hash_table_unref(formats->formats);
    g_free(formats);
}

static struct date_formats *date_formats_of_thread(void)
{
    static GPrivate of_thread = G_PRIVATE_INIT(free_date_formats);
    struct date_formats *formats = g_private_get(&of_thread);
    if (!formats) {
        formats = g_new(struct date_formats, 1);
        formats->generators =
            g_hash_table_new_full(g_str_hash, g_str_equal, g_free, close_generator);
        formats->formats = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, close_format);
        g_private_set(&of_thread, formats);
    }
    return formats;
}

static UDateTimePatternGenerator *open_generator(struct date_formats *formats, const char *locale,
                                                 UErrorCode *status)
{
    UDateTimePatternGenerator *generator = g_hash_table_lookup(formats->generators, locale);
    if (generator)
        return generator;
    generator = udatpg_open(locale, status);
    if (U_SUCCESS(*status))
        g_hash_table_insert(formats->generators, g_strdup(locale), generator);
    return generator;
}

/* Where a language's press writes days in another order than ICU has it: Armenian the year first,
 * "2020 թ. դեկտեմբերի 1", which endings of the day can follow. */
static const struct {
    const char *language, *skeleton, *pattern;
} own_patterns[] = {
    {"hy", "dMMMMy", "y\u00a0թ. MMMM\u00a0d"},
    {"hy", "dMMMy", "y\u00a0թ. MMM\u00a0d"},
    {"hy", "dMMMM", "MMMM\u00a0d"},
    {"hy", "dMMM", "MMM\u00a0d"},
};

static const char *own_pattern(const char *language, const char *skeleton)
{
    for (size_t i = 0; i < G_N_ELEMENTS(own_patterns); i++)
        if (g_strcmp0(own_patterns[i].language, language) == 0 &&
            g_str_equal(own_patterns[i].skeleton, skeleton))
            return own_patterns[i].pattern;
    return NULL;
}

/* In the proleptic Gregorian calendar, also where the language's own is another, as in Persian. */
static UDateFormat *open_format(struct date_formats *formats, const char *skeleton,
                                const char *language)
{
    UErrorCode status = U_ZERO_ERROR, ignored = U_ZERO_ERROR;
    g_autofree char *locale = g_strconcat(words_locale(language), "@calendar=gregorian", NULL);
    UChar utc[8], wanted[16], pattern[64];
    u_uastrcpy(utc, "UTC");
    u_uastrcpy(wanted, skeleton);
    UDateTimePatternGenerator *generator = open_generator(formats, locale, &status);
    int32_t length = udatpg_getBestPattern(generator, wanted, -1, pattern, 64, &status);
    const char *own = own_pattern(language, skeleton);
    g_autofree gunichar2 *units = own ? g_utf8_to_utf16(own, -1, NULL, NULL, NULL) : NULL;
    for (length = own ? 0 : length; own && units[length]; length++)
        pattern[length] = units[length];
    UDateFormat *format =
        udat_open(UDAT_PATTERN, UDAT_PATTERN, locale, utc, -1, pattern, length, &status);
    if (U_FAILURE(status)) {
        close_format(format);
        return NULL;
    }
    ucal_setGregorianChange((UCalendar *)udat_getCalendar(format), -1e17, &ignored);
    return format;
}

char *format_day(day_number day, const char *skeleton, const char *language)
{
    struct date_formats *formats = date_formats_of_thread();
    g_autofree char *key = g_strconcat(words_locale(language), " ", skeleton, NULL);
    void *format = NULL;
    if (!g_hash_table_lookup_extended(formats->formats, key, NULL, &format)) {
        format = open_format(formats, skeleton, language);
        g_hash_table_insert(formats->formats, g_strdup(key), format);
    }
    UErrorCode status = format ? U_ZERO_ERROR : U_UNSUPPORTED_ERROR;
    UChar text[128];
    int32_t written = udat_format(format, day * DAY_MS, text, 128, NULL, &status);
    char *words = U_SUCCESS(status)
                      ? g_utf16_to_utf8((const gunichar2 *)text, written, NULL, NULL, NULL)
                      : NULL;
    char iso[16];
    return words ? words : g_strdup(day_format(day, iso));
}
