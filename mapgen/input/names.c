#include "input/names.h"

#include <glib.h>

const char *names_in(const struct names *names, const char *language)
{
    for (size_t i = 0; i < names->count; i++) {
        if (g_strcmp0(names->languages[i], language) == 0)
            return names->texts[i];
    }
    return names->count > 0 ? names->texts[0] : NULL;
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
