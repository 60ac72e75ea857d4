/* One error domain, and the form that every message about a file has: "file:line: sentence".
 *
 * The code says which exit status the command line chooses; the sentence says what is wrong, where,
 * and what to do about it. Messages start in lower case, name the offending value in single quotes,
 * and have no full stop at the end. */
#ifndef MAPGEN_BASE_ERROR_H
#define MAPGEN_BASE_ERROR_H

#include <glib.h>

#define MAPGEN_ERROR (mapgen_error_quark())
GQuark mapgen_error_quark(void);

enum mapgen_error {
    MAPGEN_ERROR_INPUT,  /* a file that we read is wrong or missing: exit 1 */
    MAPGEN_ERROR_OUTPUT, /* a file cannot be written: exit 1 */
    MAPGEN_ERROR_USAGE,  /* the command line is wrong: exit 2 */
};

/* Sets `error` to "file:line:column: message"; line and column are left out where they are 0. */
void error_at(GError **error, const char *file, int line, int column, const char *format, ...)
    G_GNUC_PRINTF(5, 6);

/* The entry of `known` nearest to `word` by edit distance, for "did you mean"; NULL when none is
 * within a third of the word's length. `known` ends with NULL. The answer is borrowed. */
const char *error_nearest(const char *word, const char *const *known);

#endif
