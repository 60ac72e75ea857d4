#include "style/media.h"

#include "base/error.h"
#include "style/value.h"
#include <string.h>

#define PT_PER_MM (72 / 25.4)

static bool G_GNUC_PRINTF(2, 3) fail(GError **error, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    g_autofree char *message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    g_set_error_literal(error, MAPGEN_ERROR, MAPGEN_ERROR_INPUT, message);
    return false;
}

static bool read_length(const char *text, double *length_pt)
{
    size_t length = strlen(text);

    if (length < 3 || g_ascii_strcasecmp(text + length - 2, "mm") != 0)
        return value_size(text, length_pt);
    g_autofree char *bare = g_strndup(text, length - 2);
    double length_mm;
    if (!value_number(bare, 0, LENGTH_MAX_PT, &length_mm))
        return false;
    *length_pt = length_mm * PT_PER_MM;
    return true;
}

/* "min-width: 400px", what stands between the brackets. */
static bool match_condition(char *condition, const struct medium *medium, bool *matches,
                            GError **error)
{
    static const char *const names[] = {"min-width", "max-width", "min-height", "max-height", NULL};
    g_auto(GStrv) parts = g_strsplit(condition, ":", 2);
    int name = parts[0] == NULL ? -1 : value_keyword(g_strstrip(parts[0]), names);
    double limit_pt;

    if (name < 0)
        return fail(error,
                    "'(%s)' is no condition; there are (min-width: LENGTH), max-width, min-height "
                    "and max-height",
                    condition);
    if (parts[1] == NULL || !read_length(g_strstrip(parts[1]), &limit_pt))
        return fail(error, "%s: '%s' is not a length of 0 or more (bare, px, pt or mm)",
                    names[name], parts[1] == NULL ? "" : parts[1]);
    double size_pt = name < 2 ? medium->width_pt : medium->height_pt;
    *matches = name % 2 == 0 ? size_pt >= limit_pt : size_pt <= limit_pt;
    return true;
}

/* One link of a query: a type, which may only come first, or a condition. */
static bool match_link(char *link, bool is_first, const struct medium *medium, bool *matches,
                       GError **error)
{
    static const char *const types[] = {"all", "screen", "print", NULL};
    size_t length = strlen(link);

    if (*link == '(' && link[length - 1] == ')' && strcspn(link + 1, "()") == length - 2) {
        link[length - 1] = '\0';
        return match_condition(link + 1, medium, matches, error);
    }
    int type = is_first ? value_keyword(link, types) : -1;
    if (type < 0)
        return fail(error, "'%s' is not %s", link,
                    is_first ? "screen, print, all or a condition in brackets"
                             : "a condition in brackets");
    *matches = type == 0 || (type == 2) == medium->is_print;
    return true;
}

/* The next link of a query, which ends before " and "; moves past it. The caller's. */
static char *take_link(const char **query)
{
    const char *at = *query;

    for (int depth = 0; *at != '\0'; at++) {
        depth += (*at == '(') - (*at == ')');
        if (depth == 0 && g_ascii_strncasecmp(at, " and ", 5) == 0)
            break;
    }
    char *link = g_strndup(*query, (size_t)(at - *query));
    *query = *at == '\0' ? at : at + 5;
    return g_strstrip(link);
}

static bool match_query(const char *query, const struct medium *medium, bool *matches,
                        GError **error)
{
    bool is_first = true;

    *matches = true;
    do {
        g_autofree char *link = take_link(&query);
        bool is_matched = false;
        if (!match_link(link, is_first, medium, &is_matched, error))
            return false;
        *matches = *matches && is_matched;
        is_first = false;
    } while (*query != '\0');
    return true;
}

bool media_match(const char *list, const struct medium *medium, bool *matches, GError **error)
{
    g_auto(GStrv) queries = g_strsplit(list, ",", -1);

    *matches = false;
    for (char **query = queries; *query != NULL; query++) {
        bool is_matched = false;
        if (!match_query(*query, medium, &is_matched, error))
            return false;
        *matches = *matches || is_matched;
    }
    return true;
}
