#include "input/calendar_words.h"

#include "base/icu_library.h"
#include "input/endings.h"
#include "input/letters.h"

#include <string.h>

struct calendar_words {
    GHashTable *by_key; /* base letters -> GArray of struct calendar_word */
};

/* Words of one class apart by blanks. */
static const struct {
    const char *language;
    enum calendar_class class;
    int value;
    const char *words;
} vocabulary[] = {
    {"en", WORD_SEASON, 21, "spring"},
    {"en", WORD_SEASON, 22, "summer"},
    {"en", WORD_SEASON, 23, "autumn fall"},
    {"en", WORD_SEASON, 24, "winter"},
    {"en", WORD_YEAR, 0, "year"},
    {"en", WORD_IN, 0,
     "in since until till by during early mid late of throughout from before after through last "
     "this next"},
    {"en", WORD_AND, 0, "and or"},
    {"en", WORD_TO, 0, "to until till through"},
    {"en", WORD_BETWEEN, 0, "between"},
    {"en", WORD_OF, 0, "of the"},
    {"en", WORD_CIRCA, 0, "around circa ca c approximately about"},
    {"en", WORD_UNIT, 0,
     "people persons men women children civilians soldiers troops servicemen fighters refugees "
     "families houses homes inhabitants residents villages settlements casualties deaths dead "
     "prisoners bodies hectares acres km kilometre kilometres kilometer kilometers metre metres "
     "meter meters m mile miles feet ft "
     "tonnes "
     "tons ton dollars euros roubles rubles manats drams percent square cubic hours years pages"},
    {"en", WORD_NUMBERED, 0, "no nos page pages p pp resolution resolutions decree article"},
    {"en", WORD_DAY_END, 0, "st nd rd th"},
    {"en", WORD_DECADE_END, 0, "s"},

    {"az", WORD_SEASON, 21, "yaz yazı yazın yazında"},
    {"az", WORD_SEASON, 22, "yay yayı yayın yayında"},
    {"az", WORD_SEASON, 23, "payız payızı payızın payızında"},
    {"az", WORD_SEASON, 24, "qış qışı qışın qışında"},
    {"az", WORD_YEAR, 0, "il ili ilin ilə ildə ildən ilini ilinin ilində ilindən"},
    {"az", WORD_YEARS, 0, "illər illəri illərin illərdə illərində illərinin"},
    {"az", WORD_AND, 0, "və ilə"},
    {"az", WORD_CIRCA, 0, "təxminən təqribən"},
    {"az", WORD_UNIT, 0, "nəfər adam əsgər km m metr hektar manat ev ailə faiz"},
    {"az", WORD_DAY_END, 0,
     "i ı u ü si sı su sü da də dan dən ında ində unda ündə ndan ndən ına inə una ünə nda ndə "
     "sında "
     "sində ci cı cu cü"},
    {"az", WORD_COUNT_END, 0,
     "dən dan dək nin nın nun nün yə ya ni nı i ı u ü ə a lik lıq luq lük"},
    {"az", WORD_YEAR_END, 0, "ci cı cu cü"},

    {"hy", WORD_SEASON, 21, "գարուն գարնան գարնանը"},
    {"hy", WORD_SEASON, 22, "ամառ ամառը ամռան ամռանը"},
    {"hy", WORD_SEASON, 23, "աշուն աշնան աշնանը"},
    {"hy", WORD_SEASON, 24, "ձմեռ ձմեռը ձմռան ձմռանը"},
    {"hy", WORD_YEAR, 0, "թ թվական թվականը թվականի թվականին թվականից"},
    {"hy", WORD_YEARS, 0, "թթ թվականներ թվականների թվականներին թվականներից"},
    {"hy", WORD_AND, 0, "և ու"},
    {"hy", WORD_TO, 0, "մինչև լույս"},
    {"hy", WORD_CIRCA, 0, "մոտ շուրջ"},
    {"hy", WORD_UNIT, 0, "մարդ զինվոր կմ մ մետր հեկտար դրամ տուն ընտանիք տոկոս"},
    {"hy", WORD_DAY_END, 0, "ին ի ից ը"},
    {"hy", WORD_YEAR_END, 0, "ին ի ից ը"},
    {"hy", WORD_DECADE_END, 0, "ական ականներ ականների ականներին ականներից"},

    {"ru", WORD_SEASON, 21, "весна весны весну весной весною"},
    {"ru", WORD_SEASON, 22, "лето лета летом"},
    {"ru", WORD_SEASON, 23, "осень осени осенью"},
    {"ru", WORD_SEASON, 24, "зима зимы зиму зимой зимою"},
    {"ru", WORD_YEAR, 0, "г год года году годом годе"},
    {"ru", WORD_YEARS, 0, "гг годы годов годам годах годами"},
    {"ru", WORD_IN, 0, "в с к до с начале середине конце начала конца за на"},
    {"ru", WORD_AND, 0, "и или"},
    {"ru", WORD_TO, 0, "по до на"},
    {"ru", WORD_BETWEEN, 0, "между"},
    {"ru", WORD_CIRCA, 0, "около примерно"},
    {"ru", WORD_UNIT, 0,
     "человек людей солдат военных бойцов жителей беженцев семей домов км м метров гектаров га "
     "рублей процентов лет"},
    {"ru", WORD_DAY_END, 0, "го е ое му м"},
    {"ru", WORD_YEAR_END, 0, "й го м му"},
    {"ru", WORD_DECADE_END, 0, "е х"},
};

static char *key_of(const char *text, size_t length)
{
    g_autoptr(GArray) letters = letters_fold(text, length);
    GString *key = g_string_new(NULL);

    letters_append_key((const struct letter *)letters->data, letters->len, key);
    return g_string_free(key, FALSE);
}

static void unref_words(gpointer words)
{
    g_array_unref(words);
}

/* Keeps the first meaning of a word in a class and language: the plain one before the bent. */
static void add_word(calendar_words *words, const char *text, struct calendar_word word)
{
    g_autofree char *key = key_of(text, strlen(text));
    GArray *list = g_hash_table_lookup(words->by_key, key);

    if (*key == '\0')
        return;
    if (list == NULL) {
        list = g_array_new(FALSE, FALSE, sizeof(struct calendar_word));
        g_hash_table_insert(words->by_key, g_steal_pointer(&key), list);
    }
    for (guint i = 0; i < list->len; i++) {
        const struct calendar_word *known = &g_array_index(list, struct calendar_word, i);
        if (known->class == word.class && known->language == word.language)
            return;
    }
    g_array_append_val(list, word);
}

/* A month in all cases; an Azerbaijani one also as the possessed ("noyabrı", "noyabrında"). */
static void add_bent_month(calendar_words *words, const char *name, struct calendar_word word)
{
    g_autoptr(GArray) forms = endings_bend(name, word.language);
    bool is_turkic = strcmp(word.language, "az") == 0;

    word.is_bent = true;
    for (guint i = 0; i < forms->len; i++) {
        const struct bent_name *form = &g_array_index(forms, struct bent_name, i);
        if (form->kind != ENDING_CASE)
            continue;
        add_word(words, form->text, word);
        g_autoptr(GArray) more = is_turkic ? endings_bend(form->text, word.language) : NULL;
        for (guint k = 0; more != NULL && k < more->len; k++) {
            const struct bent_name *possessed = &g_array_index(more, struct bent_name, k);
            if (possessed->kind == ENDING_CASE)
                add_word(words, possessed->text, word);
        }
    }
}

static char *month_name(const UDateFormat *format, UDateFormatSymbolType type, int month)
{
    UChar name[64];
    char utf8[256];
    UErrorCode status = U_ZERO_ERROR;

    udat_getSymbols(format, type, month - 1, name, G_N_ELEMENTS(name), &status);
    u_strToUTF8(utf8, sizeof utf8, NULL, name, -1, &status);
    return g_strdup(U_SUCCESS(status) ? utf8 : "");
}

static void add_months(calendar_words *words, const char *language)
{
    UErrorCode status = U_ZERO_ERROR;
    UDateFormat *format = udat_open(UDAT_NONE, UDAT_LONG, language, NULL, 0, NULL, 0, &status);
    static const struct {
        UDateFormatSymbolType type;
        bool is_short;
    } forms[] = {{UDAT_STANDALONE_MONTHS, false},
                 {UDAT_MONTHS, false},
                 {UDAT_STANDALONE_SHORT_MONTHS, true},
                 {UDAT_SHORT_MONTHS, true}};

    for (int month = 1; U_SUCCESS(status) && month <= 12; month++) {
        for (size_t f = 0; f < G_N_ELEMENTS(forms); f++) {
            g_autofree char *name = month_name(format, forms[f].type, month);
            struct calendar_word word = {.class = WORD_MONTH,
                                         .value = month,
                                         .language = language,
                                         .is_short = forms[f].is_short,
                                         .is_capital = g_unichar_isupper(g_utf8_get_char(name)),
                                         .is_bent = forms[f].type == UDAT_MONTHS};
            add_word(words, name, word);
            if (!forms[f].is_short)
                add_bent_month(words, name, word);
        }
    }
    udat_close(format);
}

static void add_vocabulary(calendar_words *words, const char *language)
{
    for (size_t i = 0; i < G_N_ELEMENTS(vocabulary); i++) {
        if (strcmp(vocabulary[i].language, language) != 0)
            continue;
        g_auto(GStrv) list = g_strsplit(vocabulary[i].words, " ", -1);
        for (char **text = list; *text != NULL; text++)
            add_word(words, *text,
                     (struct calendar_word){.class = vocabulary[i].class,
                                            .value = vocabulary[i].value,
                                            .language = language});
    }
}

calendar_words *calendar_words_new(const char *const *languages)
{
    calendar_words *words = g_new0(calendar_words, 1);

    words->by_key = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, unref_words);
    for (; *languages != NULL; languages++) {
        add_months(words, *languages);
        add_vocabulary(words, *languages);
        if (strcmp(*languages, "en") == 0)
            add_word(words, "Sept",
                     (struct calendar_word){.class = WORD_MONTH,
                                            .value = 9,
                                            .language = *languages,
                                            .is_short = true,
                                            .is_capital = true});
    }
    return words;
}

void calendar_words_free(calendar_words *words)
{
    if (words == NULL)
        return;
    g_hash_table_unref(words->by_key);
    g_free(words);
}

const struct calendar_word *calendar_word_find(const calendar_words *words, const char *text,
                                               size_t length, enum calendar_class class,
                                               const char *language)
{
    g_autofree char *key = key_of(text, length);
    const GArray *list = g_hash_table_lookup(words->by_key, key);
    const struct calendar_word *found = NULL;

    for (guint i = 0; list != NULL && i < list->len; i++) {
        const struct calendar_word *word = &g_array_index(list, struct calendar_word, i);
        if (word->class == class && (found == NULL || strcmp(word->language, language) == 0))
            found = word;
    }
    if (found != NULL && found->is_capital && !g_unichar_isupper(g_utf8_get_char(text)))
        return NULL;
    return found;
}
