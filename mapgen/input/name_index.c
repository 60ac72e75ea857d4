#include "input/name_index.h"

#include "input/endings.h"

#include <string.h>

struct name_index {
    const language_guesser *guesser;
    GPtrArray *spellings; /* of struct spelling */
    GHashTable *by_key;   /* base letters -> GPtrArray of struct spelling * */
    size_t longest;       /* letters of the longest */
};

/* ---- the names ------------------------------------------------------------------------------ */

static void free_spelling(gpointer data)
{
    struct spelling *spelling = data;

    g_array_unref(spelling->letters);
    g_free(spelling);
}

static void unref_list(gpointer list)
{
    g_ptr_array_unref(list);
}

static void add_spelling(name_index *index, const char *text, enum name_use use, bool is_bent,
                         int place, int area)
{
    g_autoptr(GArray) letters = letters_fold(text, strlen(text));
    g_autoptr(GString) key = g_string_new(NULL);

    if (letters->len == 0)
        return;
    letters_append_key((const struct letter *)letters->data, letters->len, key);
    GPtrArray *list = g_hash_table_lookup(index->by_key, key->str);
    if (list == NULL) {
        list = g_ptr_array_new();
        g_hash_table_insert(index->by_key, g_strdup(key->str), list);
    }
    struct spelling *spelling = g_new0(struct spelling, 1);
    index->longest = MAX(index->longest, letters->len);
    spelling->letters = g_steal_pointer(&letters);
    spelling->use = use;
    spelling->is_bent = is_bent;
    spelling->place = place;
    spelling->area = area;
    g_ptr_array_add(index->spellings, spelling);
    g_ptr_array_add(list, spelling);
}

/* A name as it is and bent. */
static void add_name(name_index *index, const char *name, const char *language, enum name_use use,
                     int place, int area)
{
    static const enum name_use uses[] = {[ENDING_DISTRICT] = NAME_DISTRICT,
                                         [ENDING_DISTRICTS] = NAME_DISTRICTS,
                                         [ENDING_DISTRICTS_OF] = NAME_DISTRICTS_OF,
                                         [ENDING_ADJECTIVE] = NAME_ADJECTIVE};
    g_autoptr(GArray) forms = endings_bend(name, language);

    add_spelling(index, name, use, false, place, area);
    for (guint i = 0; i < forms->len; i++) {
        const struct bent_name *form = &g_array_index(forms, struct bent_name, i);
        if (form->kind == ENDING_CASE || use == NAME_PLACE)
            add_spelling(index, form->text, form->kind == ENDING_CASE ? use : uses[form->kind],
                         form->kind == ENDING_CASE, place, area);
    }
}

/* Whether a name ends with a word in brackets that is none, as in "Goradiz (village)". */
static bool has_qualifier(const char *text)
{
    const char *bracket = strchr(text, '(');

    return bracket != NULL && g_unichar_islower(g_utf8_get_char(bracket + 1));
}

/* "A / B" and "A (B)" are two names each. One with a qualifier is as good as none: texts use it
 * without, for another place. */
static void add_names(name_index *index, const char *text, const char *language, int place)
{
    g_auto(GStrv) names = g_strsplit_set(text, "/()", -1);

    for (char **name = names; !has_qualifier(text) && *name != NULL; name++) {
        if (*g_strstrip(*name) != '\0')
            add_name(index, *name, language, NAME_PLACE, place, NO_AREA);
    }
}

static void add_place(name_index *index, const struct place *place, int number)
{
    for (size_t i = 0; i < place->names.count; i++)
        add_names(index, place->names.texts[i], place->names.languages[i], number);
    for (char **also = place->also; *also != NULL; also++)
        add_names(index, *also, language_guess(index->guesser, *also, strlen(*also)), number);
    for (char **other = place->not_meant; *other != NULL; other++)
        add_name(index, *other, language_guess(index->guesser, *other, strlen(*other)),
                 NAME_NOT_A_PLACE, number, NO_AREA);
}

name_index *name_index_new(const struct gazetteer *places, const language_guesser *guesser)
{
    name_index *index = g_new0(name_index, 1);

    index->guesser = guesser;
    index->spellings = g_ptr_array_new_with_free_func(free_spelling);
    index->by_key = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, unref_list);
    for (size_t i = 0; i < places->count; i++)
        add_place(index, &places->places[i], (int)i);
    return index;
}

void name_index_free(name_index *index)
{
    if (index == NULL)
        return;
    g_hash_table_unref(index->by_key);
    g_ptr_array_unref(index->spellings);
    g_free(index);
}

/* ---- matching ------------------------------------------------------------------------------- */

/* A match of letters of a text: the best spellings of it. */
struct match {
    size_t count;    /* letters; 0: nothing matched */
    GPtrArray *fits; /* of struct spelling, all equally good */
    int cost;        /* 0: as it is; 1: without marks; 2: bent; 3: both */
};

bool name_index_is_start(const GArray *letters, size_t at)
{
    const struct letter *letter = &g_array_index(letters, struct letter, at);
    return letter->gap != GAP_NONE && letter->gap != GAP_INSIDE;
}

/* Takes the spellings of a key that fit the text better than what was found so far. */
static void take_fits(const GPtrArray *list, const struct letter *text, size_t count,
                      struct match *match)
{
    for (guint i = 0; i < list->len; i++) {
        struct spelling *spelling = list->pdata[i];
        const struct letter *name = (const struct letter *)spelling->letters->data;
        if (!letters_spell(name, text, count))
            continue;
        int cost = 2 * spelling->is_bent + letters_lack_marks(name, text, count);
        if (match->count == count && cost > match->cost)
            continue;
        if (match->count < count || cost < match->cost)
            g_ptr_array_set_size(match->fits, 0);
        match->count = count;
        match->cost = cost;
        g_ptr_array_add(match->fits, spelling);
    }
}

size_t name_index_match(const name_index *index, const GArray *letters, size_t at, GPtrArray *fits)
{
    const struct letter *text = &g_array_index(letters, struct letter, at);
    size_t most = MIN(index->longest, letters->len - at);
    g_autoptr(GString) key = g_string_new(NULL);
    struct match match = {.fits = fits};

    g_ptr_array_set_size(fits, 0);
    for (size_t count = 1; count <= most; count++) {
        if (count > 1 && text[count - 1].gap >= GAP_OTHER)
            break;
        letters_append_key(&text[count - 1], 1, key);
        if (at + count < letters->len && !name_index_is_start(letters, at + count))
            continue;
        const GPtrArray *list = g_hash_table_lookup(index->by_key, key->str);
        if (list != NULL)
            take_fits(list, text, count, &match);
    }
    return match.count;
}

/* ---- areas ---------------------------------------------------------------------------------- */

/* The one place that a name has in it beside other words; NO_PLACE when it has none, OTHER_PLACES
 * when it has several or is nothing else. */
enum { NO_PLACE = -1, OTHER_PLACES = -2 };

static int place_in_name(const name_index *index, const char *name)
{
    g_autoptr(GArray) letters = letters_fold(name, strlen(name));
    g_autoptr(GPtrArray) fits = g_ptr_array_new();
    int place = NO_PLACE;

    for (size_t at = 0; at < letters->len; at++) {
        if (!name_index_is_start(letters, at))
            continue;
        size_t count = name_index_match(index, letters, at, fits);
        if (count == 0)
            continue;
        const struct spelling *fit = fits->pdata[0];
        bool is_name = fit->use == NAME_PLACE || fit->use == NAME_ADJECTIVE;
        if (place != NO_PLACE || !is_name || count == letters->len)
            return OTHER_PLACES;
        place = fit->place;
        at += count - 1;
    }
    return place;
}

void name_index_add_area(name_index *index, const struct names *names, int area)
{
    int place = NO_PLACE;

    for (size_t i = 0; i < names->count && place < 0; i++)
        place = place_in_name(index, names->texts[i]);
    for (size_t i = 0; i < names->count && place >= 0; i++) {
        int own = place_in_name(index, names->texts[i]);
        bool is_form = own == NO_PLACE && strchr(names->texts[i], ' ') != NULL;
        if (own >= 0 || is_form)
            add_name(index, names->texts[i], names->languages[i], NAME_AREA, own >= 0 ? own : place,
                     area);
    }
}
