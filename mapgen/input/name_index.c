#include "input/name_index.h"

#include "input/endings.h"

#include <string.h>

struct name_index {
    const language_guesser *guesser;
    GPtrArray *spellings; /* of struct spelling */
    GHashTable *by_key;   /* base letters -> GPtrArray of struct spelling * */
    size_t longest;       /* letters of the longest */
    bool has_points; /* of any: something else than blanks and hyphens inside, as in "St. John" */
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
    for (guint i = 1; i < letters->len; i++)
        index->has_points |= g_array_index(letters, struct letter, i).gap == GAP_OTHER;
    spelling->letters = g_steal_pointer(&letters);
    spelling->use = use;
    spelling->is_bent = is_bent;
    spelling->place = place;
    spelling->area = area;
    g_ptr_array_add(index->spellings, spelling);
    g_ptr_array_add(list, spelling);
}

/* A name as it is and in other cases. */
static void add_name(name_index *index, const char *name, const char *language, enum name_use use,
                     int place, int area)
{
    g_autoptr(GArray) forms = endings_bend(name, language);

    add_spelling(index, name, use, false, place, area);
    for (guint i = 0; i < forms->len; i++) {
        const struct bent_name *form = &g_array_index(forms, struct bent_name, i);
        if (form->kind == ENDING_CASE)
            add_spelling(index, form->text, use, true, place, area);
    }
}

/* The names of the district called after a name; of an area, which is no district, those in the
 * singular. */
static void add_district(name_index *index, const char *name, const char *language,
                         enum name_use use, int place, int area)
{
    static const enum name_use uses[] = {[ENDING_DISTRICT] = NAME_DISTRICT,
                                         [ENDING_DISTRICTS] = NAME_DISTRICTS,
                                         [ENDING_DISTRICTS_OF] = NAME_DISTRICTS_OF,
                                         [ENDING_ADJECTIVE] = NAME_ADJECTIVE};
    g_autoptr(GArray) forms = endings_bend(name, language);

    for (guint i = 0; i < forms->len; i++) {
        const struct bent_name *form = &g_array_index(forms, struct bent_name, i);
        bool is_wanted = form->kind == ENDING_DISTRICT || use == NAME_DISTRICT;
        if (form->kind != ENDING_CASE && is_wanted)
            add_spelling(index, form->text, use == NAME_AREA ? NAME_AREA : uses[form->kind], false,
                         place, area);
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
        if (*g_strstrip(*name) == '\0')
            continue;
        add_name(index, *name, language, NAME_PLACE, place, NO_AREA);
        add_district(index, *name, language, NAME_DISTRICT, place, NO_AREA);
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
        enum letter_gap gap = text[count - 1].gap;
        if (count > 1 && (gap > GAP_OTHER || (gap == GAP_OTHER && !index->has_points)))
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

/* What a name has of places in it. */
enum name_kind {
    NAME_WITHOUT_PLACES,
    NAME_WITH_PLACE,  /* one, beside other words */
    NAME_OF_PLACE,    /* one alone */
    NAME_OF_DISTRICT, /* one's district alone */
    NAME_OF_SEVERAL,
};

/* The first of the spellings that is of a place; NULL: none is. */
static const struct spelling *fit_of_place(const GPtrArray *fits)
{
    for (guint i = 0; i < fits->len; i++) {
        const struct spelling *fit = fits->pdata[i];
        if (fit->place != NO_PLACE)
            return fit;
    }
    return NULL;
}

static enum name_kind kind_of_name(const name_index *index, const char *name, int *place)
{
    g_autoptr(GArray) letters = letters_fold(name, strlen(name));
    g_autoptr(GPtrArray) fits = g_ptr_array_new();
    enum name_kind kind = NAME_WITHOUT_PLACES;

    *place = NO_PLACE;
    for (size_t at = 0; at < letters->len; at++) {
        if (!name_index_is_start(letters, at))
            continue;
        size_t count = name_index_match(index, letters, at, fits);
        const struct spelling *fit = count == 0 ? NULL : fit_of_place(fits);
        if (fit == NULL)
            continue;
        bool is_name = fit->use == NAME_PLACE || fit->use == NAME_ADJECTIVE;
        if (kind != NAME_WITHOUT_PLACES || (!is_name && count < letters->len))
            return NAME_OF_SEVERAL;
        *place = fit->place;
        if (count == letters->len)
            return is_name ? NAME_OF_PLACE : NAME_OF_DISTRICT;
        kind = NAME_WITH_PLACE;
        at += count - 1;
    }
    return kind;
}

/* An area that is being added, and what its names stand for. */
struct addition {
    name_index *index;
    const struct area_names *names;
    enum name_use use; /* of a name alone: of a place where any of its names is that */
    int place;         /* that it is called after: the one in any of its names */
    int area;          /* NO_AREA: what it is called is a place or the district of one */
    int own_area;
};

/* "the Omar pass" is found without its article, too. */
static const char *without_article(const char *name)
{
    return g_str_has_prefix(name, "the ") ? name + strlen("the ") : name;
}

/* What the names say together; false for an area that has none of its own. */
static bool look_at_names(struct addition *to)
{
    const struct names *names = to->names->names;
    bool is_district = to->names->is_district;

    for (size_t i = 0; i < names->count; i++) {
        const char *name = without_article(names->texts[i]);
        int place;
        enum name_kind kind = kind_of_name(to->index, name, &place);
        g_autofree char *stem = endings_district_stem(name, names->languages[i]);
        if (kind == NAME_OF_SEVERAL && !is_district)
            return false;
        if (kind == NAME_OF_PLACE)
            to->use = NAME_PLACE;
        else if (kind == NAME_OF_DISTRICT || (kind == NAME_WITHOUT_PLACES && stem != NULL))
            to->use = MIN(to->use, NAME_DISTRICT);
        bool is_whole = kind == NAME_OF_PLACE || kind == NAME_OF_DISTRICT;
        to->area = is_whole ? NO_AREA : to->area;
        to->place = is_whole || to->place == NO_PLACE ? place : to->place;
    }
    return true;
}

static void add_area_name(const struct addition *to, const char *text, const char *language)
{
    const char *name = without_article(text);
    bool is_district = to->names->is_district;
    int own;
    enum name_kind kind = kind_of_name(to->index, name, &own);
    bool is_new = kind == NAME_WITHOUT_PLACES || (kind == NAME_WITH_PLACE && !is_district);

    if (is_new && !has_qualifier(name))
        add_name(to->index, name, language, to->use, own != NO_PLACE ? own : to->place, to->area);
    if (is_district && (kind == NAME_WITHOUT_PLACES || kind == NAME_OF_PLACE))
        add_district(to->index, name, language, NAME_DISTRICT, NO_PLACE, to->own_area);
    else if (kind == NAME_WITHOUT_PLACES && to->area != NO_AREA) {
        g_autofree char *stem = endings_district_stem(name, language);
        add_district(to->index, stem != NULL ? stem : name, language, to->use, to->place, to->area);
    }
}

/* Each side of "A / B". */
static void add_area_names(const struct addition *to, const char *text, const char *language)
{
    g_auto(GStrv) names = g_strsplit(text, " / ", -1);

    for (char **name = names; *name != NULL; name++)
        add_area_name(to, g_strstrip(*name), language);
}

void name_index_add_area(name_index *index, const struct area_names *names, int area)
{
    struct addition to = {.index = index,
                          .names = names,
                          .use = names->is_district ? NAME_DISTRICT : NAME_AREA,
                          .place = NO_PLACE,
                          .area = area,
                          .own_area = area};

    if (!look_at_names(&to))
        return;
    for (size_t i = 0; i < names->names->count; i++)
        add_area_names(&to, names->names->texts[i], names->names->languages[i]);
    for (char *const *also = names->also; also != NULL && *also != NULL; also++)
        add_area_names(&to, *also, language_guess(index->guesser, *also, strlen(*also)));
    for (char *const *other = names->not_meant; other != NULL && *other != NULL; other++)
        add_name(index, *other, language_guess(index->guesser, *other, strlen(*other)),
                 NAME_NOT_A_PLACE, NO_PLACE, area);
}
