/* Names as sentences bend them: the endings of a language, as data.
 *
 *     az   Şuşa     Şuşanın, Şuşada, Şuşadan, …        Şuşa rayonu, Şuşa rayonunda, …
 *     hy   Շուշի    Շուշիի, Շուշիում, Շուշիից, …        Շուշիի շրջան, …
 *     ru   Шуша     Шуши, Шуше, Шушу, Шушой            Шушинский район, Шушинского района, …
 *     en   Shusha                                      Shusha district, Shusha region, …
 *
 * A rule says for which names it holds (how they end, which vowel they have last), what falls away
 * at their end, and what may follow. Russian adjectives before a noun are bent with it (Красный
 * Базар, Красного Базара). The possessive 's is none of these: an apostrophe ends a word.
 * Languages without rules have their names as they are written.
 *
 * Sources: C. Schönig, "Azerbaijanian", in L. Johanson and É. Csató (eds.), The Turkic Languages
 * (1998); J. Dum-Tragut, Armenian: Modern Eastern Armenian (2009), chapter 2; А. А. Зализняк,
 * Грамматический словарь русского языка (2003). */
#ifndef MAPGEN_INPUT_ENDINGS_H
#define MAPGEN_INPUT_ENDINGS_H

#include <glib.h>

enum ending_kind {
    ENDING_CASE,         /* the name in another case */
    ENDING_DISTRICT,     /* the district called after it */
    ENDING_DISTRICTS,    /* the same with more districts named before */
    ENDING_DISTRICTS_OF, /* the same with more districts named behind */
    ENDING_ADJECTIVE,    /* of the name, as it stands in a list of districts */
};

struct bent_name {
    char *text;
    enum ending_kind kind;
};

/* The forms that the rules of a language give a name beside the name itself: of struct bent_name,
 * cleared with the array; no form twice in one kind. */
GArray *endings_bend(const char *name, const char *language);

/* The name that a district is called after in a language: "Shahumyan" of "Shahumyan district"; NULL
 * when it has no such name. The caller's. */
char *endings_district_stem(const char *name, const char *language);

/* Whether a word before a name makes it the name of another place: "Yuxarı", "Lower", "Ашагы". */
gboolean endings_word_is_other(const char *word);

/* Whether a text speaks of districts, such as those of a list of adjectives: "районов". */
gboolean endings_text_has_district(const char *text);

/* Whether a word joins the last two names of a list: "and", "və", "и", "և". */
gboolean endings_word_is_and(const char *word);

#endif
