#include "style/css.h"

#include "base/error.h"
#include "style/value.h"
#include <string.h>

/* Text that is being parsed. It is UTF-8 that ends with a zero byte and holds no other, so one may
 * always look at the next byte. */
struct parser {
    const char *path;
    const char *text;
    size_t at;
    size_t placed_at; /* the place of this byte is known */
    struct css_place placed;
};

static char peek(const struct parser *parser)
{
    return parser->text[parser->at];
}

static bool is_line_end(const char *at)
{
    return *at == '\n' || *at == '\f' || (*at == '\r' && at[1] != '\n');
}

static bool is_first_byte(char byte)
{
    return ((unsigned char)byte & 0xC0) != 0x80;
}

/* The place of a byte. Places are asked for in nearly the order of the text, so each is counted
 * from the last. */
static struct css_place place_of(struct parser *parser, size_t at)
{
    if (at < parser->placed_at) {
        parser->placed_at = 0;
        parser->placed = (struct css_place){parser->path, 1, 1};
    }
    for (; parser->placed_at < at; parser->placed_at++) {
        const char *byte = parser->text + parser->placed_at;
        if (is_line_end(byte))
            parser->placed = (struct css_place){parser->path, parser->placed.line + 1, 1};
        else if (is_first_byte(byte[1]))
            parser->placed.column++;
    }
    return parser->placed;
}

static bool G_GNUC_PRINTF(4, 5)
    fail(struct parser *parser, size_t at, GError **error, const char *format, ...)
{
    struct css_place place = place_of(parser, at);
    va_list arguments;

    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    error_at(error, parser->path, place.line, place.column, "%s", message);
    return false;
}

/* Fails with "expected WHAT, not 'x'" at the cursor. */
static bool fail_expected(struct parser *parser, const char *what, GError **error)
{
    const char *rest = parser->text + parser->at;

    if (*rest == '\0')
        return fail(parser, parser->at, error, "expected %s, not the end of the file", what);
    if (!g_unichar_isprint(g_utf8_get_char(rest)))
        return fail(parser, parser->at, error, "expected %s, not U+%04X", what,
                    (unsigned)g_utf8_get_char(rest));
    return fail(parser, parser->at, error, "expected %s, not '%.*s'", what,
                (int)(g_utf8_next_char(rest) - rest), rest);
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r' || byte == '\f';
}

static bool is_comment(const struct parser *parser)
{
    return peek(parser) == '/' && parser->text[parser->at + 1] == '*';
}

static bool skip_comment(struct parser *parser, GError **error)
{
    const char *end = strstr(parser->text + parser->at + 2, "*/");

    if (end == NULL)
        return fail(parser, parser->at, error, "the comment is never closed");
    parser->at = (size_t)(end + 2 - parser->text);
    return true;
}

/* Passes over blanks and comments. */
static bool skip_blanks(struct parser *parser, GError **error)
{
    while (is_blank(peek(parser)) || is_comment(parser)) {
        if (!is_comment(parser))
            parser->at++;
        else if (!skip_comment(parser, error))
            return false;
    }
    return true;
}

static bool is_name_byte(char byte)
{
    return g_ascii_isalnum(byte) || byte == '-' || byte == '_' || (unsigned char)byte >= 0x80;
}

/* A name such as "side-a" or "--tone"; NULL when none starts here. */
static char *parse_name(struct parser *parser)
{
    const char *start = parser->text + parser->at;
    const char *letter = *start == '-' ? start + 1 : start;
    size_t length = 0;

    if (!is_name_byte(*letter) || g_ascii_isdigit(*letter))
        return NULL;
    while (is_name_byte(start[length]))
        length++;
    parser->at += length;
    return g_strndup(start, length);
}

static bool parse_classes(struct parser *parser, struct css_selector *selector, GError **error)
{
    g_autoptr(GPtrArray) classes = g_ptr_array_new_with_free_func(g_free);

    while (peek(parser) == '.') {
        parser->at++;
        char *name = parse_name(parser);
        if (name == NULL)
            return fail_expected(parser, "the name of a class after '.'", error);
        g_ptr_array_add(classes, name);
    }
    selector->kind = CSS_CLASSES;
    selector->class_count = classes->len;
    g_ptr_array_add(classes, NULL);
    selector->classes = (char **)g_ptr_array_steal(classes, NULL);
    return true;
}

static bool parse_selector(struct parser *parser, struct css_selector *selector, GError **error)
{
    size_t start = parser->at;

    if (peek(parser) == '.')
        return parse_classes(parser, selector, error);
    selector->classes = g_new0(char *, 1);
    if (peek(parser) == '*') {
        parser->at++;
        selector->kind = CSS_ANY;
        return true;
    }
    if (peek(parser) != ':')
        return fail_expected(parser, "a selector ('.class.class', '*' or ':root')", error);
    parser->at++;
    g_autofree char *name = parse_name(parser);
    selector->kind = CSS_ROOT;
    if (g_strcmp0(name, "root") == 0)
        return true;
    return fail(parser, start, error, "the only pseudo-class is ':root'");
}

/* The selectors of a rule, up to its '{'. */
static bool parse_selectors(struct parser *parser, GArray *selectors, GError **error)
{
    for (;;) {
        g_array_set_size(selectors, selectors->len + 1);
        struct css_selector *selector =
            &g_array_index(selectors, struct css_selector, selectors->len - 1);
        if (!parse_selector(parser, selector, error) || !skip_blanks(parser, error))
            return false;
        if (peek(parser) == '{')
            return true;
        if (peek(parser) == '.')
            return fail(parser, parser->at, error,
                        "classes are joined without blanks: '.area.now', not '.area .now'");
        if (peek(parser) != ',')
            return fail_expected(parser, "',' or '{' after the selector", error);
        parser->at++;
        if (!skip_blanks(parser, error))
            return false;
    }
}

/* A text that is being collected. */
struct collected {
    GString *text;
    GArray *brackets; /* of size_t: where the open ones stand */
};

/* Copies a quoted string, whose quote is next. */
static bool copy_string(struct parser *parser, GString *text, GError **error)
{
    size_t start = parser->at;
    char quote = peek(parser);

    do {
        if (peek(parser) == '\\')
            return fail(parser, parser->at, error, "escapes with '\\' are not supported");
        g_string_append_c(text, peek(parser));
        parser->at++;
        if (peek(parser) == '\0' || is_line_end(parser->text + parser->at) || peek(parser) == '\r')
            return fail(parser, start, error, "the quote is not closed in its line");
    } while (peek(parser) != quote);
    g_string_append_c(text, quote);
    parser->at++;
    return true;
}

static bool close_bracket(struct parser *parser, struct collected *collected, GError **error)
{
    if (collected->brackets->len == 0)
        return fail(parser, parser->at, error, "')' without '('");
    g_array_set_size(collected->brackets, collected->brackets->len - 1);
    return true;
}

/* One step through a text: a string, a comment, blanks or one other byte. */
static bool copy_token(struct parser *parser, struct collected *collected, GError **error)
{
    char byte = peek(parser);

    if (is_blank(byte) || is_comment(parser)) {
        g_string_append_c(collected->text, ' ');
        return skip_blanks(parser, error);
    }
    if (byte == '"' || byte == '\'')
        return copy_string(parser, collected->text, error);
    if (byte == '{')
        return fail(parser, parser->at, error, "a ';' or '}' is missing before this '{'");
    if (byte == '!')
        return fail(parser, parser->at, error,
                    "'!important' is not supported; more classes or a later rule win");
    if (byte == '\\')
        return fail(parser, parser->at, error, "escapes with '\\' are not supported");
    if (byte == '(')
        g_array_append_val(collected->brackets, parser->at);
    if (byte == ')' && !close_bracket(parser, collected, error))
        return false;
    g_string_append_c(collected->text, byte);
    parser->at++;
    return true;
}

/* A text up to one of the bytes of `stops`, or the end of the file; NULL on failure. */
static char *parse_text(struct parser *parser, const char *stops, GError **error)
{
    g_autoptr(GString) text = g_string_new("");
    g_autoptr(GArray) brackets = g_array_new(FALSE, FALSE, sizeof(size_t));
    struct collected collected = {text, brackets};

    while (peek(parser) != '\0' && strchr(stops, peek(parser)) == NULL) {
        if (!copy_token(parser, &collected, error))
            return NULL;
    }
    if (peek(parser) != '\0' && brackets->len > 0) {
        fail(parser, g_array_index(brackets, size_t, brackets->len - 1), error,
             "the '(' is never closed");
        return NULL;
    }
    return g_strstrip(g_strdup(text->str));
}

static bool is_custom(const char *name)
{
    return g_str_has_prefix(name, "--");
}

static bool parse_declaration(struct parser *parser, size_t block_at,
                              struct css_declaration *declaration, GError **error)
{
    size_t start = parser->at;

    declaration->name = parse_name(parser);
    if (declaration->name == NULL)
        return fail_expected(parser, "a property or '}'", error);
    if (!is_custom(declaration->name)) {
        for (char *letter = declaration->name; *letter != '\0'; letter++)
            *letter = g_ascii_tolower(*letter);
    }
    declaration->name_place = place_of(parser, start);
    if (!skip_blanks(parser, error))
        return false;
    if (peek(parser) != ':')
        return fail_expected(parser, "':' after the property", error);
    parser->at++;
    if (!skip_blanks(parser, error))
        return false;
    declaration->value_place = place_of(parser, parser->at);
    declaration->value = parse_text(parser, ";}", error);
    if (declaration->value == NULL)
        return false;
    if (peek(parser) == '\0')
        return fail(parser, block_at, error, "the brace '{' is never closed");
    if (*declaration->value == '\0' && !is_custom(declaration->name))
        return fail(parser, start, error, "'%s' has no value", declaration->name);
    return true;
}

/* A block from its '{' to after its '}'. */
static bool parse_block(struct parser *parser, GArray *declarations, GError **error)
{
    size_t block_at = parser->at;

    for (parser->at++;; parser->at += peek(parser) == ';') {
        if (!skip_blanks(parser, error))
            return false;
        if (peek(parser) == '\0')
            return fail(parser, block_at, error, "the brace '{' is never closed");
        if (peek(parser) == ';')
            continue;
        if (peek(parser) == '}')
            break;
        g_array_set_size(declarations, declarations->len + 1);
        struct css_declaration *declaration =
            &g_array_index(declarations, struct css_declaration, declarations->len - 1);
        if (!parse_declaration(parser, block_at, declaration, error))
            return false;
    }
    parser->at++;
    return true;
}

static void selector_clear(gpointer data)
{
    struct css_selector *selector = data;

    g_strfreev(selector->classes);
}

static void declaration_clear(gpointer data)
{
    struct css_declaration *declaration = data;

    g_free(declaration->name);
    g_free(declaration->value);
}

static struct css_rule *rule_new(void)
{
    struct css_rule *rule = g_new0(struct css_rule, 1);

    rule->selectors = g_array_new(FALSE, TRUE, sizeof(struct css_selector));
    rule->declarations = g_array_new(FALSE, TRUE, sizeof(struct css_declaration));
    g_array_set_clear_func(rule->selectors, selector_clear);
    g_array_set_clear_func(rule->declarations, declaration_clear);
    return rule;
}

static void rule_free(gpointer data)
{
    struct css_rule *rule = data;

    g_array_unref(rule->selectors);
    g_array_unref(rule->declarations);
    g_free(rule);
}

static void import_clear(gpointer data)
{
    struct css_import *import = data;

    g_free(import->url);
}

static void media_free(gpointer data)
{
    struct css_media *media = data;

    g_free(media->text);
    g_free(media);
}

static bool parse_rule(struct parser *parser, struct css_sheet *sheet,
                       const struct css_media *media, GError **error)
{
    struct css_rule *rule = rule_new();

    g_ptr_array_add(sheet->rules, rule);
    rule->place = place_of(parser, parser->at);
    rule->media = media;
    return parse_selectors(parser, rule->selectors, error) &&
           parse_block(parser, rule->declarations, error);
}

/* What follows "@font-face", which starts at `start`. */
static bool parse_font_face(struct parser *parser, size_t start, struct css_sheet *sheet,
                            GError **error)
{
    struct css_rule *rule = rule_new();

    g_ptr_array_add(sheet->rules, rule);
    rule->place = place_of(parser, start);
    rule->is_font_face = true;
    if (peek(parser) != '{')
        return fail_expected(parser, "'{' after '@font-face'", error);
    return parse_block(parser, rule->declarations, error);
}

/* What follows "@media". */
static bool parse_media(struct parser *parser, struct css_sheet *sheet, GError **error)
{
    struct css_media *media = g_new0(struct css_media, 1);

    g_ptr_array_add(sheet->media, media);
    media->place = place_of(parser, parser->at);
    media->text = parse_text(parser, "{;}", error);
    if (media->text == NULL)
        return false;
    if (peek(parser) != '{' || *media->text == '\0')
        return fail_expected(
            parser, *media->text == '\0' ? "a query after '@media'" : "'{' after the query", error);
    size_t block_at = parser->at++;
    while (skip_blanks(parser, error)) {
        if (peek(parser) == '\0')
            return fail(parser, block_at, error, "the brace '{' is never closed");
        if (peek(parser) == '@')
            return fail(parser, parser->at, error, "an at-rule cannot stand in '@media'");
        if (peek(parser) == '}') {
            parser->at++;
            return true;
        }
        if (!parse_rule(parser, sheet, media, error))
            return false;
    }
    return false;
}

/* The file in url("file") or "file"; NULL when the text is neither. */
static char *import_url(const char *text)
{
    g_autofree char *as_url = g_strdup_printf("url(%s)", text);

    return value_url(g_ascii_strncasecmp(text, "url(", 4) == 0 ? text : as_url);
}

/* What follows "@import", which starts at `start`. */
static bool parse_import(struct parser *parser, size_t start, struct css_sheet *sheet,
                         GError **error)
{
    struct css_import import = {.place = place_of(parser, parser->at)};
    size_t url_at = parser->at;

    if (sheet->rules->len > 0 || sheet->media->len > 0)
        return fail(parser, start, error, "'@import' stands before every rule");
    g_autofree char *text = parse_text(parser, ";{}", error);
    if (text == NULL)
        return false;
    if (peek(parser) != ';')
        return fail_expected(parser, "';' after '@import'", error);
    parser->at++;
    import.url = import_url(text);
    if (import.url == NULL || strstr(import.url, "://") != NULL) {
        g_free(import.url);
        return fail(parser, url_at, error, "'%s' is not url(\"file\") or \"file\"", text);
    }
    g_array_append_val(sheet->imports, import);
    return true;
}

static bool parse_at_rule(struct parser *parser, struct css_sheet *sheet, GError **error)
{
    size_t start = parser->at++;
    g_autofree char *name = parse_name(parser);

    if (name == NULL || !skip_blanks(parser, error))
        return name == NULL ? fail_expected(parser, "a name after '@'", error) : false;
    if (g_ascii_strcasecmp(name, "font-face") == 0)
        return parse_font_face(parser, start, sheet, error);
    if (g_ascii_strcasecmp(name, "media") == 0)
        return parse_media(parser, sheet, error);
    if (g_ascii_strcasecmp(name, "import") == 0)
        return parse_import(parser, start, sheet, error);
    return fail(parser, start, error,
                "'@%s' is not supported; there are @import, @font-face and @media", name);
}

static bool parse_sheet(struct parser *parser, struct css_sheet *sheet, GError **error)
{
    while (skip_blanks(parser, error)) {
        if (peek(parser) == '\0')
            return true;
        if (peek(parser) == '@' ? !parse_at_rule(parser, sheet, error)
                                : !parse_rule(parser, sheet, NULL, error))
            return false;
    }
    return false;
}

/* The bytes as a string without byte order mark; NULL, naming the place, when they are no UTF-8. */
static char *copy_utf8(const char *text, size_t length, const char *path, GError **error)
{
    static const char byte_order_mark[] = "\xEF\xBB\xBF";
    const char *wrong = text;

    if (length > 0 && !g_utf8_validate(text, (gssize)length, &wrong)) {
        g_autofree char *valid = g_strndup(text, (size_t)(wrong - text));
        struct parser parser = {.path = path, .text = valid, .placed = {path, 1, 1}};
        fail(&parser, (size_t)(wrong - text), error, "the byte 0x%02X is not valid UTF-8",
             (unsigned)(unsigned char)*wrong);
        return NULL;
    }
    if (length >= 3 && memcmp(text, byte_order_mark, 3) == 0)
        return g_strndup(text + 3, length - 3);
    return g_strndup(text, length);
}

void css_sheet_free(struct css_sheet *sheet)
{
    if (sheet == NULL)
        return;
    g_array_unref(sheet->imports);
    g_ptr_array_unref(sheet->media);
    g_ptr_array_unref(sheet->rules);
    g_free(sheet->path);
    g_free(sheet);
}

struct css_sheet *css_parse(const char *text, size_t length, const char *path, GError **error)
{
    g_autofree char *copy = copy_utf8(text, length, path, error);
    g_autoptr(css_sheet) sheet = g_new0(struct css_sheet, 1);

    sheet->path = g_strdup(path);
    sheet->imports = g_array_new(FALSE, FALSE, sizeof(struct css_import));
    g_array_set_clear_func(sheet->imports, import_clear);
    sheet->media = g_ptr_array_new_with_free_func(media_free);
    sheet->rules = g_ptr_array_new_with_free_func(rule_free);
    struct parser parser = {.path = sheet->path, .text = copy, .placed = {sheet->path, 1, 1}};
    if (copy == NULL || !parse_sheet(&parser, sheet, error))
        return NULL;
    return g_steal_pointer(&sheet);
}
