#include "input/language.h"

#include "base/icu_library.h"
#include <glib.h>
#include <stdbool.h>

struct language_guesser {
    const char *const *languages;
    GPtrArray *alphabets; /* of USet, in the order of the languages; NULL: not known */
};

static USet *open_alphabet(const char *language)
{
    UErrorCode status = U_ZERO_ERROR;
    ULocaleData *data = ulocdata_open(language, &status);
    USet *alphabet =
        ulocdata_getExemplarSet(data, NULL, USET_ADD_CASE_MAPPINGS, ULOCDATA_ES_STANDARD, &status);

    ulocdata_close(data);
    if (U_SUCCESS(status))
        return alphabet;
    uset_close(alphabet);
    return NULL;
}

language_guesser *language_guesser_new(const char *const *languages)
{
    language_guesser *guesser = g_new0(language_guesser, 1);

    guesser->languages = languages;
    guesser->alphabets = g_ptr_array_new();
    for (; *languages != NULL; languages++)
        g_ptr_array_add(guesser->alphabets, open_alphabet(*languages));
    return guesser;
}

void language_guesser_free(language_guesser *guesser)
{
    if (guesser == NULL)
        return;
    for (guint i = 0; i < guesser->alphabets->len; i++) {
        if (guesser->alphabets->pdata[i] != NULL)
            uset_close(guesser->alphabets->pdata[i]);
    }
    g_ptr_array_free(guesser->alphabets, TRUE);
    g_free(guesser);
}

static size_t count_letters(const USet *alphabet, const char *text, size_t length)
{
    size_t count = 0;

    if (alphabet == NULL)
        return 0;
    for (const char *at = text; at < text + length; at = g_utf8_next_char(at)) {
        gunichar letter = g_utf8_get_char(at);
        if (g_unichar_isalpha(letter) && uset_contains(alphabet, (UChar32)letter))
            count++;
    }
    return count;
}

const char *language_guess(const language_guesser *guesser, const char *text, size_t length)
{
    size_t best = 0, most = 0;

    for (guint i = 0; i < guesser->alphabets->len; i++) {
        size_t count = count_letters(guesser->alphabets->pdata[i], text, length);
        if (count > most) {
            most = count;
            best = i;
        }
    }
    return guesser->languages[best];
}
