/* The options that every command that draws maps takes: which page, style and languages, how many
 * pixels, and what is set by hand (compose/edits.h). One table of options, read in one place.
 *
 *     map_arguments_init      the table of options, whose values arrive in the struct
 *     arguments_parse_more    reads the command line
 *     map_arguments_resolve   looks up what was typed: places, regions, sheets, layouts
 */
#ifndef MAPGEN_CLI_MAP_ARGUMENTS_H
#define MAPGEN_CLI_MAP_ARGUMENTS_H

#include "cli/cli.h"
#include "compose/map.h"
#include "output/writer.h"

/* Options of commands that draw one view, into files. */
#define OPTION_VIEW(view)                                                                          \
    {                                                                                              \
        "view", 0, 0, G_OPTION_ARG_FILENAME, &(view), "View of the project (its first)", "VIEW"    \
    }
#define OPTION_FILES(files, what)                                                                  \
    {                                                                                              \
        "output", 'o', 0, G_OPTION_ARG_FILENAME_ARRAY, &(files),                                   \
            what "; may be given more than once; - is stdout", "FILE"                              \
    }

struct map_arguments {
    GOptionEntry entries[24]; /* all that follows is filled by them, as it was typed */
    char *layout, *size, *style, *dark_style, *lang, *scale;
    char *profile, *text, *id_prefix;
    char *title, *caption, *credit, *edition, *around;
    char **labels, **marks, **highlights;
    gboolean has_no_text, has_graticule, has_alt;
    bool may_be_polyglot; /* set by a command that knows what to do with '--lang all' */

    /* What the resolved options borrow. */
    char **languages;
    GPtrArray *label_texts;
    GArray *edit_labels; /* of struct edit_label */
    GArray *edit_marks;  /* of struct project_mark */
    struct map_edits edits;
};
typedef struct map_arguments map_arguments;

void map_arguments_init(map_arguments *arguments);
void map_arguments_clear(map_arguments *arguments);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(map_arguments, map_arguments_clear)

/* True for '--lang all': every language of the project in one SVG. */
bool map_arguments_are_polyglot(const map_arguments *arguments);

/* Fills everything but the view of `map`, and `write`. Both borrow from the arguments, which must
 * stay where they are. Wrong usage is told with the option and, for a name, the nearest that there
 * is. */
bool map_arguments_resolve(map_arguments *arguments, const struct workspace *workspace,
                           struct map_options *map, struct write_options *write, GError **error);

/* What each file becomes, one format for each: by its ending, else by --format; SVG on stdout
 * unless told otherwise. */
bool option_formats(char **files, const char *format_name, enum file_format *formats,
                    GError **error);

/* The value of --scale, pixels of a PNG per point; left as it is when the option was not given. */
bool option_scale(const char *typed, double *pixels_per_point, GError **error);

#endif
