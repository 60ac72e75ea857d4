/* A style sheet with those that it imports, as one list: each after the sheets that it imports, so
 * that later rules win as CSS has it. A path is relative to the sheet that names it. */
#ifndef MAPGEN_STYLE_SHEETS_H
#define MAPGEN_STYLE_SHEETS_H

#include <glib.h>
#include <stddef.h>

/* A path that a sheet names, absolute or relative to the current folder. The caller's. */
char *sheets_path(const char *sheet_path, const char *path);

/* The sheets, of struct css_sheet, the last the one whose text is given. NULL, with file, line and
 * column, when one does not parse, is missing, imports itself, or the imports go too deep. */
GPtrArray *sheets_parse(const char *text, size_t length, const char *path, GError **error);

#endif
