#include "input/mentions.h"

#include "base/icu_library.h"
#include "input/endings.h"

#include <string.h>

/* ---- the letters of a document --------------------------------------------------------------- */

/* Where the annex on text segmentation (UAX 29) has word boundaries, of the bytes of a text. */
static GHashTable *find_boundaries(const struct document *document)
{
    GHashTable *boundaries = g_hash_table_new(NULL, NULL);
    UErrorCode status = U_ZERO_ERROR;
    UText *source = utext_openUTF8(NULL, document->text, (int64_t)document->length, &status);
    UBreakIterator *breaks = ubrk_open(UBRK_WORD, "root", NULL, 0, &status);

    ubrk_setUText(breaks, source, &status);
    g_assert(U_SUCCESS(status));
    for (int32_t at = ubrk_first(breaks); at != UBRK_DONE; at = ubrk_next(breaks))
        g_hash_table_add(boundaries, GINT_TO_POINTER(at));
    ubrk_close(breaks);
    utext_close(source);
    return boundaries;
}

static bool has_empty_line(const char *text, size_t from, size_t to)
{
    int breaks = 0;

    for (size_t at = from; at < to; at++)
        breaks += text[at] == '\n';
    return breaks > 1;
}

/* The letters of a document; no name goes on behind an empty line, but from one line to the next
 * even where that may be a paragraph of its own: it takes both its parts. Two words without a blank
 * after a full stop ("conflict.Shusha") are two. */
static GArray *letters_of(const struct document *document)
{
    GArray *letters = letters_fold(document->text, document->length);
    g_autoptr(GHashTable) boundaries = find_boundaries(document);
    guint paragraph = 0;

    for (guint i = 0; i < letters->len; i++) {
        struct letter *letter = &g_array_index(letters, struct letter, i);
        bool is_boundary = letter->gap == GAP_APOSTROPHE || letter->is_capital ||
                           g_hash_table_contains(boundaries, GINT_TO_POINTER((int)letter->start));
        if (letter->gap != GAP_NONE && !is_boundary)
            letter->gap = GAP_INSIDE;
        for (; paragraph < document->paragraphs->len &&
               letter->start >=
                   g_array_index(document->paragraphs, struct text_span, paragraph).start;
             paragraph++)
            if (i == 0 || has_empty_line(document->text, letter[-1].end, letter->start))
                letter->gap = GAP_PARAGRAPH;
    }
    return letters;
}

/* ---- common words --------------------------------------------------------------------------- */

/* A word in small letters is no slip of the pen when it comes so often. */
#define FEWEST_SMALL 2

/* How a document writes a word. */
struct word_use {
    int small, capital_inside; /* inside: not at the start of a sentence */
};

static bool starts_sentence(const struct document *document, size_t at)
{
    const struct sentence *sentence =
        &g_array_index(document->sentences, struct sentence, document_sentence_at(document, at));
    const char *text = document->text;

    for (size_t i = sentence->span.start; i < at; i = (size_t)(g_utf8_next_char(text + i) - text)) {
        if (g_unichar_isalpha(g_utf8_get_char(text + i)))
            return false;
    }
    return true;
}

static size_t word_length(const GArray *letters, size_t at)
{
    size_t end = at + 1;

    while (end < letters->len && !name_index_is_start(letters, end))
        end++;
    return end - at;
}

static char *key_of(const GArray *letters, size_t at, size_t count)
{
    GString *key = g_string_new(NULL);

    letters_append_key(&g_array_index(letters, struct letter, at), count, key);
    return g_string_free(key, FALSE);
}

/* Words by their base letters. */
static GHashTable *count_words(const struct document *document, const GArray *letters)
{
    GHashTable *uses = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    size_t count;

    for (size_t at = 0; at < letters->len; at += count) {
        const struct letter *first = &g_array_index(letters, struct letter, at);
        count = word_length(letters, at);
        g_autofree char *key = key_of(letters, at, count);
        struct word_use *use = g_hash_table_lookup(uses, key);
        if (use == NULL) {
            use = g_new0(struct word_use, 1);
            g_hash_table_insert(uses, g_steal_pointer(&key), use);
        }
        if (!first->is_capital)
            use->small++;
        else if (!starts_sentence(document, first->start))
            use->capital_inside++;
    }
    return uses;
}

static bool is_common_word(const struct document *document, GHashTable *uses, const GArray *letters,
                           size_t at, size_t count)
{
    if (word_length(letters, at) != count ||
        !starts_sentence(document, g_array_index(letters, struct letter, at).start))
        return false;
    g_autofree char *key = key_of(letters, at, count);
    const struct word_use *use = g_hash_table_lookup(uses, key);
    return use->small >= FEWEST_SMALL && use->small > use->capital_inside;
}

/* ---- mentions ------------------------------------------------------------------------------- */

static void clear_mention(gpointer data)
{
    g_free(((struct mention *)data)->places);
}

static gint compare_numbers(gconstpointer a, gconstpointer b)
{
    return *(const int *)a - *(const int *)b;
}

/* What a match means: the first use in the list that any spelling has, and all its places. */
static struct mention resolve(const GPtrArray *fits, enum name_use *use)
{
    g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(int));
    struct mention mention = {.area = NO_AREA};

    *use = NAME_AREA;
    for (guint i = 0; i < fits->len; i++)
        *use = MIN(*use, ((const struct spelling *)fits->pdata[i])->use);
    for (guint i = 0; i < fits->len; i++) {
        const struct spelling *spelling = fits->pdata[i];
        if (spelling->use != *use)
            continue;
        if (spelling->place != NO_PLACE)
            g_array_append_val(places, spelling->place);
        mention.area = mention.area == NO_AREA ? spelling->area : mention.area;
    }
    g_array_sort(places, compare_numbers);
    mention.places = g_new(int, places->len);
    for (guint i = 0; i < places->len; i++) {
        int place = g_array_index(places, int, i);
        if (i == 0 || g_array_index(places, int, i - 1) != place)
            mention.places[mention.place_count++] = place;
    }
    mention.kind = *use == NAME_PLACE  ? MENTION_PLACE
                   : *use == NAME_AREA ? MENTION_AREA
                                       : MENTION_DISTRICT;
    return mention;
}

/* Whether commas, an "and" or both stand between two names, and nothing else. */
static bool is_list(const struct document *document, size_t from, size_t to)
{
    g_autofree char *between = g_strndup(document->text + from, to - from);
    g_auto(GStrv) words = g_strsplit_set(between, ", \n\t", -1);
    bool has_joint = strchr(between, ',') != NULL;

    for (char **word = words; *word != NULL; word++) {
        if (**word != '\0' && !endings_word_is_and(*word))
            return false;
        has_joint |= **word != '\0';
    }
    return has_joint && !has_empty_line(document->text, from, to);
}

/* A mention and what the name in it is used for. */
struct reading {
    const struct document *document;
    GArray *mentions; /* of struct mention */
    GArray *uses;     /* of enum name_use, as many */
};

/* "A, B and C districts": what was read as places before were districts too. */
static void spread_districts(struct reading *reading)
{
    for (guint i = reading->mentions->len - 1; i > 0; i--) {
        const struct mention *next = &g_array_index(reading->mentions, struct mention, i);
        struct mention *before = &g_array_index(reading->mentions, struct mention, i - 1);
        enum name_use *use = &g_array_index(reading->uses, enum name_use, i - 1);
        bool is_bare = *use == NAME_DISTRICT && before->area != NO_AREA;
        if ((*use != NAME_PLACE && *use != NAME_ADJECTIVE && !is_bare) ||
            !is_list(reading->document, before->span.end, next->span.start))
            return;
        *use = NAME_DISTRICT;
        before->kind = MENTION_DISTRICT;
    }
}

/* "districts of A, B and C": a name behind such a list goes on with it. */
static void continue_districts(struct reading *reading)
{
    guint last = reading->mentions->len - 1;
    struct mention *mention = &g_array_index(reading->mentions, struct mention, last);
    enum name_use *use = &g_array_index(reading->uses, enum name_use, last);

    if (last == 0 || *use != NAME_PLACE ||
        g_array_index(reading->uses, enum name_use, last - 1) != NAME_DISTRICTS_OF)
        return;
    const struct mention *before = &g_array_index(reading->mentions, struct mention, last - 1);
    if (!is_list(reading->document, before->span.end, mention->span.start))
        return;
    *use = NAME_DISTRICTS_OF;
    mention->kind = MENTION_DISTRICT;
}

/* "Yuxarı Veysəlli" is not Veysəlli, unless the gazetteer has the whole name. */
static bool has_other_word_before(const struct document *document, size_t at)
{
    const char *text = document->text, *end = text + at;

    while (end > text && (end[-1] == ' ' || end[-1] == '\n' || end[-1] == '-'))
        end--;
    const char *start = end;
    while (start > text && g_unichar_isalpha(g_utf8_get_char(g_utf8_prev_char(start))))
        start = g_utf8_prev_char(start);
    g_autofree char *word = g_strndup(start, (gsize)(end - start));
    return endings_word_is_other(word);
}

static void add_mention(struct reading *reading, struct text_span span, const GPtrArray *fits)
{
    enum name_use use;
    struct mention mention = resolve(fits, &use);

    if (has_other_word_before(reading->document, span.start))
        use = NAME_NOT_A_PLACE;
    mention.span = span;
    mention.sentence = document_sentence_at(reading->document, span.start);
    g_array_append_val(reading->mentions, mention);
    g_array_append_val(reading->uses, use);
    if (use == NAME_DISTRICTS)
        spread_districts(reading);
    continue_districts(reading);
}

/* Whether two mentions side by side are adjectives of one list. */
static bool are_listed_adjectives(const struct reading *reading, guint first)
{
    if (first + 1 >= reading->mentions->len)
        return false;
    const struct mention *left = &g_array_index(reading->mentions, struct mention, first);
    const struct mention *right = &g_array_index(reading->mentions, struct mention, first + 1);
    return g_array_index(reading->uses, enum name_use, first) == NAME_ADJECTIVE &&
           g_array_index(reading->uses, enum name_use, first + 1) == NAME_ADJECTIVE &&
           is_list(reading->document, left->span.end, right->span.start);
}

/* "три района – Агдамский, Лачинский и Шушинский": a list of adjectives without their noun. */
static void take_lists_of_adjectives(struct reading *reading)
{
    const struct document *document = reading->document;
    g_autofree bool *is_taken = g_new0(bool, reading->mentions->len + 1);

    for (guint i = 0; i + 1 < reading->mentions->len; i++) {
        if (!are_listed_adjectives(reading, i))
            continue;
        const struct mention *mention = &g_array_index(reading->mentions, struct mention, i);
        struct text_span span =
            g_array_index(document->sentences, struct sentence, mention->sentence).span;
        g_autofree char *before =
            g_strndup(document->text + span.start, mention->span.start - span.start);
        is_taken[i] = is_taken[i + 1] = is_taken[i] || endings_text_has_district(before);
    }
    for (guint i = 0; i < reading->mentions->len; i++) {
        if (is_taken[i])
            g_array_index(reading->uses, enum name_use, i) = NAME_DISTRICT;
    }
}

static void remove_what_is_no_mention(struct reading *reading)
{
    for (guint i = reading->mentions->len; i-- > 0;) {
        enum name_use use = g_array_index(reading->uses, enum name_use, i);
        if (use == NAME_NOT_A_PLACE || use == NAME_ADJECTIVE)
            g_array_remove_index(reading->mentions, i);
    }
}

GArray *mentions_find(const name_index *index, const struct document *document)
{
    struct reading reading = {document, g_array_new(FALSE, FALSE, sizeof(struct mention)),
                              g_array_new(FALSE, FALSE, sizeof(enum name_use))};
    g_autoptr(GArray) letters = letters_of(document);
    g_autoptr(GHashTable) uses = count_words(document, letters);
    g_autoptr(GPtrArray) fits = g_ptr_array_new();
    size_t step;

    g_array_set_clear_func(reading.mentions, clear_mention);
    for (size_t at = 0; at < letters->len; at += step) {
        step = 1;
        if (!name_index_is_start(letters, at))
            continue;
        size_t count = name_index_match(index, letters, at, fits);
        if (count == 0 || is_common_word(document, uses, letters, at, count))
            continue;
        struct text_span span = {g_array_index(letters, struct letter, at).start,
                                 g_array_index(letters, struct letter, at + count - 1).end};
        add_mention(&reading, span, fits);
        step = count;
    }
    take_lists_of_adjectives(&reading);
    remove_what_is_no_mention(&reading);
    g_array_unref(reading.uses);
    return reading.mentions;
}
