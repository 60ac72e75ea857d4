#include "input/document.h"

#include "base/error.h"
#include "base/icu_library.h"

#include <stdio.h>
#include <string.h>

/* No text is broken by hand into longer lines. */
#define LONGEST_BROKEN_LINE 120
/* A line broken by hand is shorter than the longest by a word and, in ragged text, a little more:
 * so much of the longest line. */
#define FULL_LINE 0.85
/* Where more of the lines are longer, the text is not broken by hand. */
#define LONG_LINES 0.1

/* Offsets of ICU are int32. */
#define LARGEST_TEXT (INT32_MAX - 1)

/* ---- bytes --------------------------------------------------------------------------------- */

static bool fail_encoding(const char *name, const char *bytes, const char *wrong, GError **error)
{
    int line = 1;

    for (const char *at = bytes; at < wrong; at++)
        line += *at == '\n' || (*at == '\r' && at[1] != '\n');
    if (*wrong == '\0')
        error_at(error, name, line, 0, "byte %zu is zero: not a plain text",
                 (size_t)(wrong - bytes) + 1);
    else
        error_at(error, name, line, 0,
                 "byte %zu (0x%02X) is not UTF-8; is the text in Latin-1 or another encoding? "
                 "iconv -f LATIN1 -t UTF-8 turns it into UTF-8",
                 (size_t)(wrong - bytes) + 1, (unsigned)(unsigned char)*wrong);
    return false;
}

static bool check_encoding(const char *name, const char *bytes, size_t size, GError **error)
{
    bool is_utf16 =
        size >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0);
    const char *wrong;

    if (size > LARGEST_TEXT) {
        error_at(error, name, 0, 0, "the text has more than 2 GiB");
        return false;
    }
    if (is_utf16) {
        error_at(error, name, 1, 0,
                 "the text is UTF-16; iconv -f UTF-16 -t UTF-8 turns it into UTF-8");
        return false;
    }
    return g_utf8_validate_len(bytes, size, &wrong) || fail_encoding(name, bytes, wrong, error);
}

/* The text without a byte order mark, every line end a LF. */
static void copy_text(struct document *document, const char *bytes, size_t size)
{
    bool has_mark = size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0;
    const char *end = bytes + size;

    document->text = g_malloc(size + 1);
    for (const char *at = bytes + (has_mark ? 3 : 0); at < end; at++) {
        if (*at == '\r' && at + 1 < end && at[1] == '\n')
            continue;
        document->text[document->length++] = *at == '\r' ? '\n' : *at;
    }
    document->text[document->length] = '\0';
}

/* ---- lines and paragraphs ------------------------------------------------------------------- */

static void find_lines(struct document *document)
{
    size_t start = 0;

    g_array_append_val(document->lines, start);
    for (size_t i = 0; i < document->length; i++) {
        start = i + 1;
        if (document->text[i] == '\n')
            g_array_append_val(document->lines, start);
    }
}

/* A line without the blanks around it. */
static struct text_span line_span(const struct document *document, guint line)
{
    const char *text = document->text;
    size_t start = g_array_index(document->lines, size_t, line);
    size_t end = line + 1 < document->lines->len
                     ? g_array_index(document->lines, size_t, line + 1) - 1
                     : document->length;

    while (start < end && g_unichar_isspace(g_utf8_get_char(text + start)))
        start = (size_t)(g_utf8_next_char(text + start) - text);
    while (end > start) {
        const char *last = g_utf8_prev_char(text + end);
        if (!g_unichar_isspace(g_utf8_get_char(last)))
            break;
        end = (size_t)(last - text);
    }
    return (struct text_span){start, end};
}

static long characters(const struct document *document, struct text_span span)
{
    return g_utf8_strlen(document->text + span.start, (gssize)(span.end - span.start));
}

static long first_word_characters(const struct document *document, struct text_span span)
{
    const char *at = document->text + span.start, *end = document->text + span.end;
    long count = 0;

    for (; at < end && !g_unichar_isspace(g_utf8_get_char(at)); at = g_utf8_next_char(at))
        count++;
    return count;
}

/* Whether a line had no room for the first word of the next. */
static bool is_full(const struct document *document, struct text_span line, struct text_span next,
                    long width)
{
    long length = characters(document, line) + 1 + first_word_characters(document, next);

    return (double)length > FULL_LINE * (double)width;
}

static bool is_empty(struct text_span line)
{
    return line.start == line.end;
}

/* The longest line that may have been broken by hand; 0 where more lines are longer than such. */
static long longest_line(const struct document *document)
{
    long width = 0, lines = 0, long_lines = 0;

    for (guint i = 0; i < document->lines->len; i++) {
        long length = characters(document, line_span(document, i));
        lines += length > 0;
        if (length <= LONGEST_BROKEN_LINE)
            width = MAX(width, length);
        else
            long_lines++;
    }
    return (double)long_lines > LONG_LINES * (double)lines ? 0 : width;
}

/* The characters at which a text was broken by hand, 0 when it was not: then most lines with
 * another one below are not full. */
static long broken_width(const struct document *document)
{
    long width = longest_line(document);
    int full = 0, others = 0;

    for (guint i = 0; i + 1 < document->lines->len; i++) {
        struct text_span line = line_span(document, i), next = line_span(document, i + 1);
        if (is_empty(line) || is_empty(next))
            continue;
        if (is_full(document, line, next, width))
            full++;
        else
            others++;
    }
    return full > others ? width : 0;
}

/* Whether the paragraph of a line goes on in the next one. */
static bool goes_on(const struct document *document, struct text_span line, struct text_span next,
                    long width)
{
    return width > 0 && !is_empty(line) && !is_empty(next) &&
           characters(document, line) <= LONGEST_BROKEN_LINE &&
           is_full(document, line, next, width);
}

static void find_paragraphs(struct document *document)
{
    long width = broken_width(document);
    struct text_span paragraph = {0, 0};

    for (guint i = 0; i < document->lines->len; i++) {
        struct text_span line = line_span(document, i);
        struct text_span next =
            i + 1 < document->lines->len ? line_span(document, i + 1) : (struct text_span){0, 0};
        if (paragraph.start == paragraph.end)
            paragraph = line;
        paragraph.end = MAX(paragraph.end, line.end);
        if (goes_on(document, line, next, width))
            continue;
        if (paragraph.start < paragraph.end)
            g_array_append_val(document->paragraphs, paragraph);
        paragraph = (struct text_span){0, 0};
    }
}

/* ---- sentences ------------------------------------------------------------------------------ */

/* Whether a point behind this word ends no sentence: an abbreviation that stands before a name or a
 * number, or the first letter of a name. */
static bool is_abbreviation(const char *word, size_t length)
{
    static const char known[] =
        " St Mt Ft No Nos vs cf ca c pp Gen Col Maj Lt Capt Sgt Dr Mr Mrs Ms Prof Rev Hon km "
        " Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec "
        " səh b "
        " թ թթ ք գ շ "
        " г гг им ул пос с д р ст см стр обл ген полк тыс млн кв т "
        " янв февр апр авг сент окт нояб дек ";
    g_autofree char *copy = g_strndup(word, length);
    bool is_initial = g_utf8_strlen(copy, -1) == 1 && g_unichar_isupper(g_utf8_get_char(copy));

    g_autofree char *entry = g_strconcat(" ", copy, " ", NULL);
    return is_initial || (length > 0 && strstr(known, entry) != NULL);
}

/* Whether the text before `at` ends with an abbreviation and its point, and blanks. */
static bool ends_with_abbreviation(const char *text, const char *at)
{
    while (at > text && g_ascii_isspace(at[-1]))
        at--;
    if (at == text || (at[-1] != '.' && !g_str_has_prefix(g_utf8_prev_char(at), "․")))
        return false;
    const char *end = g_utf8_prev_char(at), *start = end;
    while (start > text && g_unichar_isalpha(g_utf8_get_char(g_utf8_prev_char(start))))
        start = g_utf8_prev_char(start);
    return is_abbreviation(start, (size_t)(end - start));
}

/* Whether a sentence starts at `at` where the annex sees none: behind a full stop and a blank comes
 * a number or a bracket, or behind an Armenian colon a capital. */
static bool starts_sentence(const char *text, const char *at)
{
    const char *before = at;

    while (before > text && g_ascii_isspace(before[-1]))
        before--;
    if (before == at || before == text)
        return false;
    const char *stop = g_utf8_prev_char(before);
    gunichar letter = g_utf8_get_char(at);
    if (*stop == ':' && stop > text)
        return g_unichar_isupper(letter) &&
               g_unichar_get_script(letter) == G_UNICODE_SCRIPT_ARMENIAN &&
               g_unichar_get_script(g_utf8_get_char(g_utf8_prev_char(stop))) ==
                   G_UNICODE_SCRIPT_ARMENIAN;
    bool is_stop = *stop == '.' || *stop == '!' || *stop == '?';
    return is_stop && (g_unichar_isdigit(letter) || *at == '[') &&
           !ends_with_abbreviation(text, before);
}

static void add_sentence(struct document *document, size_t start, size_t end, guint paragraph)
{
    struct sentence sentence = {{start, end}, paragraph};

    if (start < end)
        g_array_append_val(document->sentences, sentence);
}

/* Adds the part of a paragraph up to a break of ICU's, divided where the annex did not. */
static void add_parts(struct document *document, const char *text, size_t offset, size_t *start,
                      size_t end, guint paragraph)
{
    for (const char *at = text + *start; at < text + end; at = g_utf8_next_char(at)) {
        if (at == text + *start || !starts_sentence(text + *start, at))
            continue;
        add_sentence(document, offset + *start, offset + (size_t)(at - text), paragraph);
        *start = (size_t)(at - text);
    }
    add_sentence(document, offset + *start, offset + end, paragraph);
    *start = end;
}

/* Line breaks inside a paragraph are blanks to ICU. */
static char *paragraph_text(const struct document *document, struct text_span span)
{
    char *text = g_strndup(document->text + span.start, span.end - span.start);

    return g_strdelimit(text, "\n", ' ');
}

/* What finds the sentences of a language; kept, as it costs more to make than a paragraph to read.
 */
static UBreakIterator *breaks_for(GHashTable *kept, const char *language)
{
    g_autofree char *locale = g_strconcat(language, "@ss=standard", NULL);
    UBreakIterator *breaks = g_hash_table_lookup(kept, language);
    UErrorCode status = U_ZERO_ERROR;

    if (breaks != NULL)
        return breaks;
    breaks = ubrk_open(UBRK_SENTENCE, locale, NULL, 0, &status);
    g_assert(U_SUCCESS(status));
    g_hash_table_insert(kept, g_strdup(language), breaks);
    return breaks;
}

static void find_sentences_of(struct document *document, guint number,
                              const language_guesser *guesser, GHashTable *kept)
{
    struct text_span span = g_array_index(document->paragraphs, struct text_span, number);
    g_autofree char *text = paragraph_text(document, span);
    UErrorCode status = U_ZERO_ERROR;
    UText *source = utext_openUTF8(NULL, text, (int64_t)(span.end - span.start), &status);
    UBreakIterator *breaks = breaks_for(kept, language_guess(guesser, text, span.end - span.start));
    size_t start = 0;

    ubrk_setUText(breaks, source, &status);
    g_assert(U_SUCCESS(status));
    ubrk_first(breaks);
    for (int32_t at = ubrk_next(breaks); at != UBRK_DONE; at = ubrk_next(breaks)) {
        if ((size_t)at < span.end - span.start && ends_with_abbreviation(text, text + at))
            continue;
        add_parts(document, text, span.start, &start, (size_t)at, number);
    }
    utext_close(source);
}

static void close_breaks(gpointer breaks)
{
    ubrk_close(breaks);
}

static void find_sentences(struct document *document, const language_guesser *guesser)
{
    g_autoptr(GHashTable) kept =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, close_breaks);

    for (guint i = 0; i < document->paragraphs->len; i++)
        find_sentences_of(document, i, guesser, kept);
}

/* ---- documents ------------------------------------------------------------------------------ */

struct document *document_parse(const char *name, const char *bytes, size_t size,
                                const language_guesser *guesser, GError **error)
{
    g_autoptr(document) document = g_new0(struct document, 1);

    document->name = g_strdup(name);
    document->lines = g_array_new(FALSE, FALSE, sizeof(size_t));
    document->paragraphs = g_array_new(FALSE, FALSE, sizeof(struct text_span));
    document->sentences = g_array_new(FALSE, FALSE, sizeof(struct sentence));
    if (!check_encoding(name, bytes, size, error))
        return NULL;
    copy_text(document, bytes, size);
    find_lines(document);
    find_paragraphs(document);
    find_sentences(document, guesser);
    return g_steal_pointer(&document);
}

void document_free(struct document *document)
{
    if (document == NULL)
        return;
    g_array_unref(document->lines);
    g_array_unref(document->paragraphs);
    g_array_unref(document->sentences);
    g_free(document->name);
    g_free(document->text);
    g_free(document);
}

static void free_document(gpointer document)
{
    document_free(document);
}

static bool read_file(GPtrArray *documents, const char *path, const language_guesser *guesser,
                      GError **error)
{
    g_autofree char *bytes = NULL;
    gsize size;
    g_autoptr(GError) cause = NULL;

    if (!g_file_get_contents(path, &bytes, &size, &cause)) {
        error_at(error, path, 0, 0, "%s", cause->message);
        return false;
    }
    struct document *document = document_parse(path, bytes, size, guesser, error);
    if (document == NULL)
        return false;
    g_ptr_array_add(documents, document);
    return true;
}

static bool read_stdin(GPtrArray *documents, const language_guesser *guesser, GError **error)
{
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    guint8 block[65536];
    size_t count;

    while ((count = fread(block, 1, sizeof block, stdin)) > 0)
        g_byte_array_append(bytes, block, (guint)count);
    struct document *document =
        document_parse("stdin", (const char *)bytes->data, bytes->len, guesser, error);
    if (document == NULL)
        return false;
    g_ptr_array_add(documents, document);
    return true;
}

static gint compare_paths(gconstpointer a, gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool read_folder(GPtrArray *documents, const char *path, const language_guesser *guesser,
                        GError **error)
{
    g_autoptr(GError) cause = NULL;
    g_autoptr(GDir) folder = g_dir_open(path, 0, &cause);
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
    const char *name;

    if (folder == NULL) {
        error_at(error, path, 0, 0, "%s", cause->message);
        return false;
    }
    while ((name = g_dir_read_name(folder)) != NULL) {
        if (g_str_has_suffix(name, ".txt"))
            g_ptr_array_add(files, g_build_filename(path, name, NULL));
    }
    if (files->len == 0) {
        error_at(error, path, 0, 0, "the folder has no .txt files");
        return false;
    }
    g_ptr_array_sort(files, compare_paths);
    for (guint i = 0; i < files->len; i++) {
        if (!read_file(documents, files->pdata[i], guesser, error))
            return false;
    }
    return true;
}

GPtrArray *documents_read(char **paths, const language_guesser *guesser, GError **error)
{
    g_autoptr(GPtrArray) documents = g_ptr_array_new_with_free_func(free_document);

    for (; *paths != NULL; paths++) {
        bool is_read = strcmp(*paths, "-") == 0 ? read_stdin(documents, guesser, error)
                       : g_file_test(*paths, G_FILE_TEST_IS_DIR)
                           ? read_folder(documents, *paths, guesser, error)
                           : read_file(documents, *paths, guesser, error);
        if (!is_read)
            return NULL;
    }
    return g_steal_pointer(&documents);
}

/* ---- places in a document ------------------------------------------------------------------- */

void document_position(const struct document *document, size_t at, int *line, int *column)
{
    guint low = 0, high = document->lines->len;

    while (high - low > 1) {
        guint middle = (low + high) / 2;
        if (g_array_index(document->lines, size_t, middle) <= at)
            low = middle;
        else
            high = middle;
    }
    size_t start = g_array_index(document->lines, size_t, low);
    *line = (int)low + 1;
    *column = (int)g_utf8_strlen(document->text + start, (gssize)(at - start)) + 1;
}

guint document_sentence_at(const struct document *document, size_t at)
{
    guint low = 0, high = document->sentences->len;

    while (high - low > 1) {
        guint middle = (low + high) / 2;
        if (g_array_index(document->sentences, struct sentence, middle).span.start <= at)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* Moves up to `count` characters back, and on to the start of a word, at most to where it was. */
static const char *step_back(const char *at, const char *limit, long count)
{
    const char *from = at;
    for (; count > 0 && at > limit; count--)
        at = g_utf8_prev_char(at);
    if (at == limit)
        return at;
    while (at < from && !g_unichar_isspace(g_utf8_get_char(at)))
        at = g_utf8_next_char(at);
    return at;
}

/* Moves up to `count` characters on, and back to the end of a word, at most to where it was. */
static const char *step_on(const char *at, const char *limit, long count)
{
    const char *from = at;
    for (; count > 0 && at < limit; count--)
        at = g_utf8_next_char(at);
    if (at == limit)
        return at;
    while (at > from && !g_unichar_isspace(g_utf8_get_char(at)))
        at = g_utf8_prev_char(at);
    return at;
}

static char *one_line(const char *text, size_t length)
{
    GString *line = g_string_new(NULL);

    for (const char *at = text; at < text + length; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);
        bool is_blank = g_unichar_isspace(c) || g_unichar_iscntrl(c);
        if (!is_blank)
            g_string_append_unichar(line, c);
        else if (line->len > 0 && line->str[line->len - 1] != ' ')
            g_string_append_c(line, ' ');
    }
    return g_strchomp(g_string_free(line, FALSE));
}

char *document_excerpt(const struct document *document, struct text_span span, int most)
{
    const struct sentence *sentence = &g_array_index(document->sentences, struct sentence,
                                                     document_sentence_at(document, span.start));
    const char *first = document->text + sentence->span.start;
    const char *last = document->text + MAX(sentence->span.end, span.end);
    long room = MAX(0, most - characters(document, span)) / 2;
    const char *start = step_back(document->text + span.start, first, room);
    const char *end = step_on(document->text + span.end, last, room);
    g_autofree char *line = one_line(start, (size_t)(end - start));
    return g_strconcat(start > first ? "… " : "", line, end < last ? " …" : "", NULL);
}
