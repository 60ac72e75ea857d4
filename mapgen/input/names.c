#include "input/names.h"

#include <glib.h>
#include <string.h>

/* The text whose language is the first `length` bytes of `language`; NULL when there is none. */
static const char *find_text(const struct names *names, const char *language, size_t length)
{
    for (size_t i = 0; i < names->count; i++)
        if (strlen(names->languages[i]) == length &&
            strncmp(names->languages[i], language, length) == 0)
            return names->texts[i];
    return NULL;
}

const char *names_find(const struct names *names, const char *language)
{
    const char *text = find_text(names, language, strlen(language));
    return text ? text : find_text(names, language, strcspn(language, "-"));
}

const char *names_in(const struct names *names, const char *language)
{
    const char *text = language ? names_find(names, language) : NULL;
    return text || names->count == 0 ? text : names->texts[0];
}

void names_add(struct names *names, const char *language, const char *text)
{
    if (*text == '\0')
        return;
    names->languages = g_renew(char *, names->languages, names->count + 1);
    names->texts = g_renew(char *, names->texts, names->count + 1);
    names->languages[names->count] = g_strdup(language);
    names->texts[names->count] = g_strdup(text);
    names->count++;
}

void names_clear(struct names *names)
{
    for (size_t i = 0; i < names->count; i++) {
        g_free(names->languages[i]);
        g_free(names->texts[i]);
    }
    g_free(names->languages);
    g_free(names->texts);
    *names = (struct names){0};
}
