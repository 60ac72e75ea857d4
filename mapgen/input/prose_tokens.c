#include "input/prose_tokens.h"

#define ARMENIAN_EMPHASIS(c) ((c) == 0x55B || (c) == 0x55C || (c) == 0x55E)

static bool is_word_part(gunichar c)
{
    return g_unichar_isalpha(c) || g_unichar_ismark(c) || ARMENIAN_EMPHASIS(c) || c == 0xAD;
}

static enum token_kind kind_of(gunichar c)
{
    return c < 128 && g_ascii_isdigit((char)c) ? TOKEN_NUMBER
           : is_word_part(c)                   ? TOKEN_WORD
                                               : TOKEN_MARK;
}

/* The end of the token that starts at `at`. */
static const char *token_end(const char *at, const char *end, enum token_kind kind)
{
    do
        at = g_utf8_next_char(at);
    while (kind != TOKEN_MARK && at < end && kind_of(g_utf8_get_char(at)) == kind);
    return at;
}

static struct token make_token(const struct document *document, const char *at, const char *end,
                               enum token_kind kind)
{
    struct token token = {.kind = kind,
                          .mark = kind == TOKEN_MARK ? g_utf8_get_char(at) : 0,
                          .digits = (int)MIN(end - at, 100),
                          .span = {(size_t)(at - document->text), (size_t)(end - document->text)}};

    for (; kind == TOKEN_NUMBER && token.digits <= 9 && at < end; at++)
        token.value = 10 * token.value + g_ascii_digit_value(*at);
    return token;
}

struct prose prose_open(const calendar_words *words, const language_guesser *guesser,
                        const struct document *document, struct text_span paragraph)
{
    const char *at = document->text + paragraph.start, *end = document->text + paragraph.end;
    struct prose prose = {words, document, language_guess(guesser, at, (size_t)(end - at)),
                          g_array_new(FALSE, FALSE, sizeof(struct token))};
    bool is_glued = false;

    while (at < end) {
        gunichar c = g_utf8_get_char(at);
        if (g_unichar_isspace(c)) {
            is_glued = false;
            at = g_utf8_next_char(at);
            continue;
        }
        const char *next = token_end(at, end, kind_of(c));
        struct token token = make_token(document, at, next, kind_of(c));
        token.is_glued = is_glued;
        g_array_append_val(prose.tokens, token);
        is_glued = true;
        at = next;
    }
    return prose;
}

void prose_close(struct prose *prose)
{
    g_array_unref(prose->tokens);
}

struct token prose_token(const struct prose *prose, int at)
{
    if (at < 0 || at >= (int)prose->tokens->len)
        return (struct token){.kind = TOKEN_END};
    return g_array_index(prose->tokens, struct token, at);
}

const struct calendar_word *prose_word(const struct prose *prose, int at, enum calendar_class class)
{
    struct token token = prose_token(prose, at);

    if (token.kind != TOKEN_WORD)
        return NULL;
    return calendar_word_find(prose->words, prose->document->text + token.span.start,
                              token.span.end - token.span.start, class, prose->language);
}

bool prose_has_mark(const struct prose *prose, int at, gunichar mark)
{
    struct token token = prose_token(prose, at);
    return token.kind == TOKEN_MARK && token.mark == mark;
}

bool prose_has_glued(const struct prose *prose, int at, gunichar mark)
{
    return prose_has_mark(prose, at, mark) && prose_token(prose, at).is_glued;
}

bool prose_has_dash(const struct prose *prose, int at)
{
    struct token token = prose_token(prose, at);
    return token.kind == TOKEN_MARK &&
           (g_unichar_type(token.mark) == G_UNICODE_DASH_PUNCTUATION || token.mark == 0x2212);
}

/* A digit beyond a mark that joins numbers: the "3." of "3.8". */
static bool joins_number(const struct prose *prose, int mark, int number)
{
    bool is_joint = prose_has_mark(prose, mark, '.') || prose_has_mark(prose, mark, ',') ||
                    prose_has_mark(prose, mark, ':');

    return is_joint && prose_token(prose, number).kind == TOKEN_NUMBER &&
           prose_token(prose, MAX(mark, number)).is_glued;
}

bool prose_is_alone(const struct prose *prose, int from, int next)
{
    struct token after = prose_token(prose, next);
    bool is_continued =
        prose_token(prose, from).is_glued && joins_number(prose, from - 1, from - 2);
    bool is_decimal = after.is_glued && joins_number(prose, next, next + 1);

    return !is_continued && !is_decimal && !(after.kind == TOKEN_WORD && after.is_glued) &&
           !prose_has_mark(prose, next, '%') && !prose_has_mark(prose, next, 0xB0) &&
           !(prose_token(prose, from).is_glued && prose_token(prose, from - 1).kind == TOKEN_WORD);
}

bool prose_ending(const struct prose *prose, int *at, enum calendar_class class)
{
    int word = prose_has_dash(prose, *at) && prose_token(prose, *at).is_glued ? *at + 1 : *at;

    if (!prose_token(prose, word).is_glued || prose_word(prose, word, class) == NULL)
        return false;
    *at = word + 1;
    return true;
}

bool prose_day(const struct prose *prose, int *at, int *day)
{
    struct token token = prose_token(prose, *at);
    int next = *at + 1;

    if (token.kind != TOKEN_NUMBER || token.digits > 2 || token.value < 1 || token.value > 31)
        return false;
    prose_ending(prose, &next, WORD_DAY_END);
    if (!prose_is_alone(prose, *at, next))
        return false;
    *day = token.value;
    *at = next;
    return true;
}

bool prose_month(const struct prose *prose, int *at, struct calendar_word *month)
{
    const struct calendar_word *word = prose_word(prose, *at, WORD_MONTH);

    if (word == NULL || (word->is_short && word->language != prose->language))
        return false;
    *month = *word;
    (*at)++;
    if (word->is_short && prose_has_glued(prose, *at, '.'))
        (*at)++;
    return true;
}

/* Words behind a year: "года", "թ.", "ilin", the point of one letter with them. */
static bool read_year_words(const struct prose *prose, int *at)
{
    if (prose_word(prose, *at, WORD_YEAR) == NULL && prose_word(prose, *at, WORD_YEARS) == NULL)
        return false;
    struct text_span span = prose_token(prose, *at).span;
    (*at)++;
    bool is_cut =
        g_utf8_strlen(prose->document->text + span.start, (gssize)(span.end - span.start)) <= 2 &&
        prose->document->text[span.start] & 0x80;
    if (is_cut && (prose_has_glued(prose, *at, '.') || prose_has_glued(prose, *at, 0x2024)))
        (*at)++;
    return true;
}

bool prose_year(const struct prose *prose, int *at, int first, int last, int *year, bool *is_marked)
{
    struct token token = prose_token(prose, *at);
    int next = *at + 1;

    if (token.kind != TOKEN_NUMBER || token.digits != 4 || token.value < first ||
        token.value > last)
        return false;
    bool has_ending = prose_ending(prose, &next, WORD_YEAR_END);
    struct token after = prose_token(prose, next);
    if (after.kind == TOKEN_WORD && after.is_glued && prose_word(prose, next, WORD_YEAR) == NULL)
        return false;
    bool has_words = read_year_words(prose, &next);
    *is_marked = has_ending || has_words;
    *year = token.value;
    *at = next;
    return true;
}

bool prose_is_quantity(const struct prose *prose, int at, int next)
{
    static const gunichar signs[] = {'$', 0x20AC, 0xA3, 0x20BD, 0x20BC, '#', 0x2116, '/', '+', '='};
    struct token before = prose_token(prose, at - 1);
    bool is_glued = prose_token(prose, at).is_glued;

    bool has_hyphen = prose_has_dash(prose, next) && prose_token(prose, next).is_glued;
    int numbered = prose_has_mark(prose, at - 1, '.') ? at - 2 : at - 1;
    if (!prose_is_alone(prose, at, next) ||
        prose_word(prose, next + has_hyphen, WORD_UNIT) != NULL ||
        (has_hyphen && prose_word(prose, next + 1, WORD_COUNT_END) != NULL) ||
        prose_word(prose, numbered, WORD_NUMBERED) != NULL)
        return true;
    for (size_t i = 0; i < G_N_ELEMENTS(signs); i++) {
        if (before.kind == TOKEN_MARK && before.mark == signs[i])
            return true;
    }
    if (!is_glued || !prose_has_dash(prose, at - 1))
        return false;
    struct token word = prose_token(prose, at - 2);
    return before.is_glued && word.kind == TOKEN_WORD &&
           g_unichar_isupper(g_utf8_get_char(prose->document->text + word.span.start)) &&
           word.span.end - word.span.start <= 3;
}
