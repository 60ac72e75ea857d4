#include "input/letters.h"

/* Letters without a decomposition that are written as another one where they are not at hand. The
 * Cyrillic schwa stands for the Latin one, which looks the same, in much Azerbaijani text. */
static const struct {
    gunichar letter, base, mark;
} plain_letters[] = {{0x131, 'i', 0x131}, {0x259, 'e', 0x259}, {0x4D9, 'e', 0x259},
                     {0x142, 'l', 0x142}, {0xF8, 'o', 0xF8},   {0x111, 'd', 0x111}};

#define ARMENIAN_ECH 0x565
#define ARMENIAN_YIWN 0x582
#define ARMENIAN_VEW 0x57E
#define DOT_ABOVE 0x307
#define LONGEST_DECOMPOSITION 18

static bool is_ignored(gunichar c)
{
    bool is_armenian_emphasis = c == 0x55B || c == 0x55C || c == 0x55E;

    return is_armenian_emphasis || g_unichar_type(c) == G_UNICODE_FORMAT;
}

static bool is_apostrophe(gunichar c)
{
    return c == '\'' || c == 0x2019 || c == 0x2BC || c == 0x2018 || c == '`' || c == 0xB4;
}

/* A hyphen, or a dash as they are mixed up with hyphens. */
static bool is_hyphen(gunichar c)
{
    return g_unichar_type(c) == G_UNICODE_DASH_PUNCTUATION || c == 0x2212;
}

static bool is_stress(gunichar mark, gunichar base)
{
    return (mark == 0x300 || mark == 0x301) &&
           g_unichar_get_script(base) == G_UNICODE_SCRIPT_CYRILLIC;
}

/* What stands between two letters, as far as it has been read. */
struct between {
    bool has_blank, has_break, has_other;
    int hyphens, apostrophes;
};

static void add_between(struct between *between, gunichar c)
{
    if (c == '\n')
        between->has_break = true;
    else if (g_unichar_isspace(c))
        between->has_blank = true;
    else if (is_hyphen(c) && !between->has_blank && !between->has_break)
        between->hyphens++;
    else if (is_apostrophe(c))
        between->apostrophes++;
    else
        between->has_other = true;
}

static enum letter_gap gap_of(const struct between *between)
{
    bool has_space = between->has_blank || between->has_break;

    if (between->has_other || between->apostrophes + between->hyphens > 1)
        return GAP_OTHER;
    if (between->apostrophes == 1)
        return has_space ? GAP_OTHER : GAP_APOSTROPHE;
    if (between->hyphens == 1)
        return between->has_blank && !between->has_break ? GAP_OTHER : GAP_HYPHEN;
    return has_space ? GAP_BLANK : GAP_NONE;
}

static void set_base(struct letter *letter, gunichar base)
{
    letter->base = base;
    for (size_t i = 0; i < G_N_ELEMENTS(plain_letters); i++) {
        if (plain_letters[i].letter != base)
            continue;
        letter->base = plain_letters[i].base;
        letter->marks = plain_letters[i].mark;
    }
}

static void add_mark(struct letter *letter, gunichar mark)
{
    if (is_stress(mark, letter->base) || (mark == DOT_ABOVE && letter->base == 'i'))
        return;
    letter->marks = letter->marks * 31 + mark;
}

/* Adds what a character is made of: letters, and marks of the letter before. False when it is
 * neither. */
static bool add_character(GArray *letters, gunichar c, enum letter_gap gap, uint32_t start,
                          uint32_t end)
{
    gunichar parts[LONGEST_DECOMPOSITION];
    gsize count = g_unichar_fully_decompose(c, TRUE, parts, LONGEST_DECOMPOSITION);
    bool is_letter = false;

    for (gsize i = 0; i < count; i++) {
        struct letter *last =
            letters->len == 0 ? NULL : &g_array_index(letters, struct letter, letters->len - 1);
        if (g_unichar_ismark(parts[i])) {
            if (last != NULL && last->end >= start) {
                add_mark(last, parts[i]);
                last->end = end;
            }
            is_letter = true;
        } else if (g_unichar_isalnum(parts[i])) {
            struct letter letter = {.is_capital = g_unichar_isupper(parts[i]),
                                    .gap = is_letter ? GAP_NONE : (uint8_t)gap,
                                    .start = start,
                                    .end = end};
            set_base(&letter, g_unichar_tolower(parts[i]));
            bool is_ligature = letter.base == ARMENIAN_YIWN && letter.gap == GAP_NONE &&
                               last != NULL && last->base == ARMENIAN_ECH;
            if (is_ligature)
                letter.base = ARMENIAN_VEW;
            g_array_append_val(letters, letter);
            is_letter = true;
        }
    }
    return is_letter;
}

GArray *letters_fold(const char *text, size_t length)
{
    GArray *letters = g_array_new(FALSE, FALSE, sizeof(struct letter));
    struct between between = {.has_other = true};
    const char *next;

    for (const char *at = text; at < text + length; at = next) {
        gunichar c = g_utf8_get_char(at);
        next = g_utf8_next_char(at);
        if (is_ignored(c))
            continue;
        if (add_character(letters, c, gap_of(&between), (uint32_t)(at - text),
                          (uint32_t)(next - text)))
            between = (struct between){0};
        else
            add_between(&between, c);
    }
    return letters;
}

void letters_append_key(const struct letter *letters, size_t count, GString *key)
{
    for (size_t i = 0; i < count; i++)
        g_string_append_unichar(key, letters[i].base);
}

/* Whether a text may have this gap where a name has that one. */
static bool gap_fits(enum letter_gap name, enum letter_gap text)
{
    switch (name) {
    case GAP_NONE:
        return text == GAP_NONE || text == GAP_HYPHEN;
    case GAP_APOSTROPHE:
        return text == GAP_APOSTROPHE || text == GAP_NONE;
    case GAP_HYPHEN:
    case GAP_BLANK:
        return text == GAP_BLANK || text == GAP_HYPHEN;
    case GAP_OTHER:
        return text == GAP_OTHER;
    case GAP_INSIDE:
    case GAP_PARAGRAPH:
        break;
    }
    return false;
}

bool letters_spell(const struct letter *name, const struct letter *text, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bool has_foreign_marks = text[i].marks != 0 && text[i].marks != name[i].marks;
        if (text[i].base != name[i].base || has_foreign_marks ||
            (name[i].is_capital && !text[i].is_capital) ||
            (i > 0 && !gap_fits(name[i].gap, text[i].gap)))
            return false;
    }
    return true;
}

bool letters_lack_marks(const struct letter *name, const struct letter *text, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (name[i].marks != text[i].marks)
            return true;
    }
    return false;
}
