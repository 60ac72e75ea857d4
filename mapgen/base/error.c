#include "base/error.h"

#include <string.h>

/* Longer words are no typing errors, and the distance takes quadratic time. */
#define LONGEST_WORD 200

/* The letters of a word without their case; NULL when it is no UTF-8 or far too long. */
static gunichar *folded_letters(const char *word, glong *count)
{
    g_autofree char *folded = NULL;

    if (strlen(word) > 4 * LONGEST_WORD || !g_utf8_validate(word, -1, NULL))
        return NULL;
    folded = g_utf8_casefold(word, -1);
    gunichar *letters = g_utf8_to_ucs4_fast(folded, -1, count);
    if (*count <= LONGEST_WORD)
        return letters;
    g_free(letters);
    return NULL;
}

static int min3(int a, int b, int c)
{
    return MIN(MIN(a, b), c);
}

/* Insertions, deletions, substitutions and swaps of neighbours that turn a into b (optimal string
 * alignment: Boytsov, "Indexing methods for approximate dictionary searching", 2011, section 2.2).
 * Row i holds the distances from the first i letters of a; three rows are enough. */
static int edit_distance(const gunichar *a, glong a_count, const gunichar *b, glong b_count)
{
    int rows[3][LONGEST_WORD + 1];
    int *before = rows[0], *above = rows[1], *row = rows[2];

    for (glong j = 0; j <= b_count; j++)
        row[j] = (int)j;
    for (glong i = 1; i <= a_count; i++) {
        int *oldest = before;
        before = above;
        above = row;
        row = oldest;
        row[0] = (int)i;
        for (glong j = 1; j <= b_count; j++) {
            int change = a[i - 1] == b[j - 1] ? 0 : 1;
            row[j] = min3(above[j] + 1, row[j - 1] + 1, above[j - 1] + change);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = MIN(row[j], before[j - 2] + 1);
        }
    }
    return row[b_count];
}

GQuark mapgen_error_quark(void)
{
    return g_quark_from_static_string("mapgen-error-quark");
}

void error_at(GError **error, const char *file, int line, int column, const char *format, ...)
{
    g_autoptr(GString) text = g_string_new(file);
    va_list arguments;

    if (line > 0)
        g_string_append_printf(text, ":%d", line);
    if (line > 0 && column > 0)
        g_string_append_printf(text, ":%d", column);
    g_string_append(text, ": ");
    va_start(arguments, format);
    g_string_append_vprintf(text, format, arguments);
    va_end(arguments);
    g_set_error_literal(error, MAPGEN_ERROR, MAPGEN_ERROR_INPUT, text->str);
}

const char *error_nearest(const char *word, const char *const *known)
{
    glong word_count = 0;
    g_autofree gunichar *letters = folded_letters(word, &word_count);
    const char *nearest = NULL;
    int nearest_distance = 0;

    if (letters == NULL)
        return NULL;
    for (; *known != NULL; known++) {
        glong count = 0;
        g_autofree gunichar *candidate = folded_letters(*known, &count);
        if (candidate == NULL || 3 * ABS(count - word_count) > word_count)
            continue;
        int distance = edit_distance(letters, word_count, candidate, count);
        if (3 * distance > word_count || (nearest != NULL && distance >= nearest_distance))
            continue;
        nearest = *known;
        nearest_distance = distance;
    }
    return nearest;
}
