#include "input/endings.h"

#include <stdbool.h>
#include <string.h>

struct ending_rule {
    const char *language;
    enum ending_kind kind;
    const char *finals;      /* one of these ends the name; NULL: any letter */
    const char *last_vowels; /* one of these is its last vowel; NULL: any */
    const char *cut;         /* with what falls away, "" for nothing */
    const char *endings;     /* apart by blanks; '_' is a blank, '*' where the name stands if it is
                              * not the start */
};

#define AZ_VOWELS "aıoueəiöü"
#define AZ_CONSONANTS "bcçdfgğhxjklmnpqrsştvyz"
#define HY_CONSONANTS "բգդզթժլխծկհձղճմյնշչպջռսվտրցփքֆ"
#define RU_CONSONANTS "бвгджзклмнпрстфхцчшщ"

static const struct ending_rule rules[] = {
    /* Vowel harmony; buffers n and y behind vowels, n behind a possessive; q and k soften. */
    {"az", ENDING_CASE, "aı", NULL, "", "nın ya nı yı da dan dakı yla dır na nda ndan ndakı"},
    {"az", ENDING_CASE, "ou", NULL, "", "nun ya nu yu da dan dakı yla dur na nda ndan ndakı"},
    {"az", ENDING_CASE, "eəi", NULL, "", "nin yə ni yi də dən dəki ylə dir nə ndə ndən ndəki"},
    {"az", ENDING_CASE, "öü", NULL, "", "nün yə nü yü də dən dəki ylə dür nə ndə ndən ndəki"},
    {"az", ENDING_CASE, AZ_CONSONANTS, "aı", "", "ın a ı da dan dakı la dır"},
    {"az", ENDING_CASE, AZ_CONSONANTS, "ou", "", "un a u da dan dakı la dur"},
    {"az", ENDING_CASE, AZ_CONSONANTS, "eəi", "", "in ə i də dən dəki lə dir"},
    {"az", ENDING_CASE, AZ_CONSONANTS, "öü", "", "ün ə ü də dən dəki lə dür"},
    {"az", ENDING_CASE, "q", "aı", "q", "ğın ğa ğı"},
    {"az", ENDING_CASE, "q", "ou", "q", "ğun ğa ğu"},
    {"az", ENDING_CASE, "k", "eəi", "k", "yin yə yi"},
    {"az", ENDING_CASE, "k", "öü", "k", "yün yə yü"},
    {"az", ENDING_DISTRICT, NULL, NULL, "",
     "_rayonu _rayonunun _rayonuna _rayonunu _rayonunda _rayonundan _rayonundakı "
     "_vilayəti _vilayətinin _vilayətinə _vilayətini _vilayətində _vilayətindən _vilayətindəki "
     "_bölgəsi _bölgəsinin _bölgəsinə _bölgəsini _bölgəsində _bölgəsindən _bölgəsindəki"},
    {"az", ENDING_DISTRICTS, NULL, NULL, "",
     "_rayonları _rayonlarının _rayonlarına _rayonlarını _rayonlarında _rayonlarından"},

    {"en", ENDING_DISTRICT, NULL, NULL, "",
     "_district _region _rayon _raion _province _county district_of_* region_of_* province_of_*"},
    {"en", ENDING_DISTRICTS_OF, NULL, NULL, "",
     "districts_of_* regions_of_* rayons_of_* provinces_of_*"},
    {"en", ENDING_DISTRICTS, NULL, NULL, "",
     "_districts _regions _rayons _raions _provinces _counties"},

    {"hy", ENDING_CASE, HY_CONSONANTS, NULL, "", "ի ը ին ից ով ում"},
    {"hy", ENDING_CASE, "ի", NULL, "", "ի ն ին ից ով ում"},
    {"hy", ENDING_CASE, "ի", NULL, "ի", "ու ուն ուց ով"},
    {"hy", ENDING_CASE, "աոօեէ", NULL, "", "յի ն յին յից յով յում"},
    {"hy", ENDING_CASE, "ւ", NULL, "ու", "ուի ուն ուին ուից ուով ուում վի վին վից վով վում"},
    {"hy", ENDING_CASE, "ն", NULL, "ուն", "ան անը անն"},
    {"hy", ENDING_DISTRICT, HY_CONSONANTS "ի", NULL, "",
     "ի_մարզ ի_մարզի ի_մարզը ի_մարզին ի_մարզից ի_մարզով ի_մարզում"},
    {"hy", ENDING_DISTRICT, HY_CONSONANTS "ի", NULL, "",
     "ի_շրջան ի_շրջանի ի_շրջանը ի_շրջանին ի_շրջանից ի_շրջանով ի_շրջանում"},
    {"hy", ENDING_DISTRICT, "ւ", NULL, "ու",
     "ուի_շրջան ուի_շրջանի ուի_շրջանում վի_շրջան վի_շրջանի "
     "վի_շրջանում"},
    {"hy", ENDING_DISTRICT, "աոօեէ", NULL, "",
     "յի_շրջան յի_շրջանի յի_շրջանը յի_շրջանից յի_շրջանում"},
    {"hy", ENDING_DISTRICT, "ի", NULL, "ի", "ու_շրջան ու_շրջանի ու_շրջանը ու_շրջանից ու_շրջանում"},
    {"hy", ENDING_DISTRICTS, "ի", NULL, "ի",
     "ու_շրջաններ ու_շրջանների ու_շրջանները ու_շրջաններում"},
    {"hy", ENDING_DISTRICTS, HY_CONSONANTS "ի", NULL, "",
     "ի_շրջաններ ի_շրջանների ի_շրջանները ի_շրջաններից ի_շրջաններում"},

    {"ru", ENDING_CASE, RU_CONSONANTS, NULL, "", "а у ом ем е"},
    {"ru", ENDING_CASE, "а", NULL, "а", "ы и е у ой ою ей"},
    {"ru", ENDING_CASE, "я", NULL, "я", "и е ю ей"},
    {"ru", ENDING_CASE, "ь", NULL, "ь", "и ью е я ю ем"},
    {"ru", ENDING_CASE, "й", "аоеиэуюя", "й", "я ю ем е"},
    {"ru", ENDING_CASE, "й", "ы", "ый", "ого ому ым ом"},
    {"ru", ENDING_CASE, "й", "и", "ий", "его ему им ем ого ому ом"},
    {"ru", ENDING_DISTRICT, "л", NULL, "",
     "ьский_район ьского_района ьскому_району ьским_районом ьском_районе"},
    {"ru", ENDING_DISTRICTS, "л", NULL, "",
     "ьский_районы ьского_районов ьском_районах ьскому_районам"},
    {"ru", ENDING_ADJECTIVE, "л", NULL, "", "ьский ьского ьскому ьским ьском"},
    {"ru", ENDING_DISTRICT, RU_CONSONANTS "й", NULL, "",
     "ская_область ской_области скую_область ской_областью"},
    {"ru", ENDING_DISTRICT, RU_CONSONANTS "й", NULL, "",
     "ский_район ского_района скому_району ским_районом ском_районе"},
    {"ru", ENDING_DISTRICT, "аяиыуюое", NULL, "аяиыуюое",
     "инский_район инского_района инскому_району инским_районом инском_районе"},
    {"ru", ENDING_DISTRICT, "ь", NULL, "ь",
     "ский_район ского_района скому_району ским_районом ском_районе"},
    {"ru", ENDING_DISTRICTS, RU_CONSONANTS "й", NULL, "",
     "ский_районы ского_районов ском_районах скому_районам"},
    {"ru", ENDING_DISTRICTS, "аяиыуюое", NULL, "аяиыуюое",
     "инский_районы инского_районов инском_районах инскому_районам"},
    {"ru", ENDING_ADJECTIVE, RU_CONSONANTS "й", NULL, "", "ский ского скому ским ском"},
    {"ru", ENDING_ADJECTIVE, "аяиыуюое", NULL, "аяиыуюое", "инский инского инскому инским инском"},
};

static const char vowels[] = AZ_VOWELS "աեէըիոօ"
                                       "аеёиоуыэюя";

static bool has_letter(const char *letters, gunichar letter)
{
    return letter != 0 && g_utf8_strchr(letters, -1, letter) != NULL;
}

/* The last letter of a name, and its last vowel (0: it has none), in small letters. */
struct end_of_name {
    gunichar last, vowel;
};

static gunichar small_letter(const char *at)
{
    gunichar letter = g_utf8_get_char(at);

    return letter == 0x130 ? 'i' : g_unichar_tolower(letter);
}

static struct end_of_name end_of(const char *name)
{
    struct end_of_name end = {0, 0};

    for (const char *at = name; *at != '\0'; at = g_utf8_next_char(at)) {
        end.last = small_letter(at);
        if (has_letter(vowels, end.last))
            end.vowel = end.last;
    }
    return end;
}

/* Whether a rule cuts all of several letters, not one of them. */
static bool cuts_letters(const struct ending_rule *rule)
{
    return g_utf8_strlen(rule->cut, -1) > 1 && g_strcmp0(rule->cut, rule->finals) != 0;
}

static bool rule_holds(const struct ending_rule *rule, const char *language, const char *name,
                       struct end_of_name end)
{
    return strcmp(rule->language, language) == 0 &&
           (rule->finals == NULL || has_letter(rule->finals, end.last)) &&
           (!cuts_letters(rule) || g_str_has_suffix(name, rule->cut)) &&
           (rule->last_vowels == NULL ||
            (end.vowel != 0 && has_letter(rule->last_vowels, end.vowel)));
}

/* The name without what the rule cuts: one of several letters, or all of them. */
static char *stem_of(const char *name, const struct ending_rule *rule)
{
    if (*rule->cut == '\0')
        return g_strdup(name);
    if (g_str_has_suffix(name, rule->cut))
        return g_strndup(name, strlen(name) - strlen(rule->cut));
    return g_strndup(name, (gsize)(g_utf8_prev_char(name + strlen(name)) - name));
}

static char *form_of(const char *stem, const char *ending)
{
    g_autofree char *spaced = g_strdelimit(g_strdup(ending), "_", ' ');
    const char *star = strchr(spaced, '*');

    if (star == NULL)
        return g_strconcat(stem, spaced, NULL);
    return g_strdup_printf("%.*s%s%s", (int)(star - spaced), spaced, stem, star + 1);
}

static void clear_form(gpointer data)
{
    g_free(((struct bent_name *)data)->text);
}

static void add_form(GArray *forms, char *text, enum ending_kind kind)
{
    for (guint i = 0; i < forms->len; i++) {
        const struct bent_name *form = &g_array_index(forms, struct bent_name, i);
        if (form->kind == kind && strcmp(form->text, text) == 0) {
            g_free(text);
            return;
        }
    }
    struct bent_name form = {text, kind};
    g_array_append_val(forms, form);
}

static void add_forms(GArray *forms, const char *name, const char *language)
{
    struct end_of_name end = end_of(name);

    for (size_t r = 0; r < G_N_ELEMENTS(rules); r++) {
        if (!rule_holds(&rules[r], language, name, end))
            continue;
        g_autofree char *stem = stem_of(name, &rules[r]);
        g_auto(GStrv) endings = g_strsplit(rules[r].endings, " ", -1);
        for (char **ending = endings; *ending != NULL; ending++)
            add_form(forms, form_of(stem, *ending), rules[r].kind);
    }
}

static GArray *forms_new(void)
{
    GArray *forms = g_array_new(FALSE, FALSE, sizeof(struct bent_name));

    g_array_set_clear_func(forms, clear_form);
    return forms;
}

/* Russian adjectives: how they end, and in the other cases, in one order for all. */
struct adjective {
    const char *ending, *others;
};

static const struct adjective adjectives[] = {
    {"ый", "ого ому ым ом"}, {"ий", "ого ому им ом"}, {"ий", "его ему им ем"},
    {"ая", "ой ой ой ой"},   {"ая", "ую ую ую ую"},   {"яя", "ей ей юю ей"},
    {"ое", "ого ому ым ом"}, {"ые", "ых ым ыми ых"},  {"ие", "их им ими их"},
};

/* Words that are all adjectives in another case, each of its own kind; NULL when one is none. The
 * caller's. */
static char *bend_adjectives(char **words, guint count, const struct adjective *adjective,
                             guint number)
{
    g_autoptr(GString) bent = g_string_new(NULL);
    g_auto(GStrv) others = g_strsplit(adjective->others, " ", -1);

    for (guint i = 0; i < count; i++) {
        if (!g_str_has_suffix(words[i], adjective->ending))
            return NULL;
        g_string_append_len(bent, words[i], (gssize)(strlen(words[i]) - strlen(adjective->ending)));
        g_string_append(bent, others[number]);
        g_string_append_c(bent, ' ');
    }
    return g_string_free(g_steal_pointer(&bent), FALSE);
}

/* Adjectives before a noun: all in another case. */
static void add_phrases(GArray *forms, const char *name, const char *language)
{
    g_auto(GStrv) words = g_strsplit(name, " ", -1);
    guint count = g_strv_length(words);

    if (count < 2 || strcmp(language, "ru") != 0)
        return;
    g_autoptr(GArray) nouns = forms_new();
    add_forms(nouns, words[count - 1], language);
    for (size_t a = 0; a < G_N_ELEMENTS(adjectives); a++) {
        for (guint number = 0; number < 4; number++) {
            g_autofree char *heads = bend_adjectives(words, count - 1, &adjectives[a], number);
            for (guint n = 0; heads != NULL && n < nouns->len; n++) {
                const struct bent_name *noun = &g_array_index(nouns, struct bent_name, n);
                if (noun->kind == ENDING_CASE)
                    add_form(forms, g_strconcat(heads, noun->text, NULL), ENDING_CASE);
            }
            /* "автономную область": the accusative of such nouns is as they are. */
            if (heads != NULL && g_str_has_suffix(name, "ь"))
                add_form(forms, g_strconcat(heads, words[count - 1], NULL), ENDING_CASE);
        }
    }
}

GArray *endings_bend(const char *name, const char *language)
{
    GArray *forms = forms_new();

    add_forms(forms, name, language);
    add_phrases(forms, name, language);
    return forms;
}

char *endings_district_stem(const char *name, const char *language)
{
    for (size_t r = 0; r < G_N_ELEMENTS(rules); r++) {
        const struct ending_rule *rule = &rules[r];
        if (rule->kind != ENDING_DISTRICT || strcmp(rule->language, language) != 0)
            continue;
        g_auto(GStrv) endings = g_strsplit(rule->endings, " ", -1);
        for (char **ending = endings; *ending != NULL; ending++) {
            g_autofree char *spaced = g_strdelimit(g_strdup(*ending), "_", ' ');
            if (strchr(spaced, '*') != NULL || !g_str_has_suffix(name, spaced))
                continue;
            g_autofree char *stem = g_strndup(name, strlen(name) - strlen(spaced));
            if (*rule->cut == '\0' && rule_holds(rule, language, stem, end_of(stem)))
                return g_steal_pointer(&stem);
        }
    }
    return NULL;
}

gboolean endings_word_is_and(const char *word)
{
    static const char *const ands[] = {"and", "və", "ve", "и", "և", "եւ", "ու", "&", NULL};

    return g_strv_contains(ands, word);
}

gboolean endings_text_has_district(const char *text)
{
    return strstr(text, "район") != NULL;
}

gboolean endings_word_is_other(const char *word)
{
    static const char *const others[] = {"Aşağı",   "Yuxarı", "Ashaghi", "Ashagi",  "Yukhari",
                                         "Upper",   "Lower",  "Верхний", "Верхняя", "Верхнего",
                                         "Верхнем", "Нижний", "Нижняя",  "Нижнего", "Нижнем",
                                         "Ашагы",   "Юхары",  "Վերին",   "Ներքին",  NULL};

    return g_strv_contains(others, word);
}
