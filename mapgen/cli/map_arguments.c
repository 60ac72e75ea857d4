#include "cli/map_arguments.h"

#include "base/number.h"

#include <string.h>

/* Wider than any country, and narrow enough for a projection made for one view. */
#define LARGEST_AROUND_KM 2000

#define SHEET_ENDING ".css"

void map_arguments_init(map_arguments *arguments)
{
    map_arguments *a = arguments;

    *a = (map_arguments){0};
    const GOptionEntry entries[] = {
        {"layout", 0, 0, G_OPTION_ARG_FILENAME, &a->layout,
         "Page: article, print and others, or one of the project's", "LAYOUT"},
        {"size", 0, 0, G_OPTION_ARG_FILENAME, &a->size,
         "Another size of its page: 1200x675 (pixels) or 160x120mm", "SIZE"},
        {"style", 0, 0, G_OPTION_ARG_FILENAME, &a->style,
         "Style sheet: a file, or the name of one beside the project's", "STYLE"},
        {"dark-style", 0, 0, G_OPTION_ARG_FILENAME, &a->dark_style,
         "Style sheet whose colours an SVG has on dark pages (the project's)", "STYLE"},
        {"lang", 0, 0, G_OPTION_ARG_FILENAME, &a->lang,
         "Language (the project's first); az,en gives names in both, all (render) every language "
         "in "
         "one SVG",
         "LANG[,LANG]"},
        {"scale", 0, 0, G_OPTION_ARG_FILENAME, &a->scale, "PNG pixels per point, 1 to 8 (2)", "N"},
        {"profile", 0, 0, G_OPTION_ARG_FILENAME, &a->profile,
         "Where an SVG goes: web (default), inline, wikimedia, editor", "PROFILE"},
        {"text", 0, 0, G_OPTION_ARG_FILENAME, &a->text,
         "Letters of an SVG: real (default) or outlines", "KIND"},
        {"id-prefix", 0, 0, G_OPTION_ARG_FILENAME, &a->id_prefix,
         "The id of an SVG, and what those in it begin with", "TEXT"},
        {"alt", 0, 0, G_OPTION_ARG_NONE, &a->has_alt,
         "Write the map in words, too: beside FILE.svg, FILE.alt.txt", NULL},
        {"title", 0, 0, G_OPTION_ARG_FILENAME, &a->title, "Headline; the date stands beside it",
         "TEXT"},
        {"caption", 0, 0, G_OPTION_ARG_FILENAME, &a->caption,
         "What stands below the headline; \"\" leaves it out", "TEXT"},
        {"credit", 0, 0, G_OPTION_ARG_FILENAME, &a->credit, "Last line of the foot", "TEXT"},
        {"edition", 0, 0, G_OPTION_ARG_FILENAME, &a->edition, "Edition, as in \"2nd edition\"",
         "TEXT"},
        {"label", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &a->labels,
         "Call a place TEXT; may be given more than once", "PLACE=TEXT"},
        {"mark", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &a->marks,
         "Mark a point with a few words; may be given more than once", "LON,LAT=TEXT"},
        {"highlight", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &a->highlights,
         "Point out a region; may be given more than once", "REGION"},
        {"around", 0, 0, G_OPTION_ARG_FILENAME, &a->around,
         "Show so many kilometres around a place or a point", "PLACE|LON,LAT,KM"},
        {"graticule", 0, 0, G_OPTION_ARG_NONE, &a->has_graticule, "Draw meridians and parallels",
         NULL},
        {"no-text", 0, 0, G_OPTION_ARG_NONE, &a->has_no_text,
         "Write nothing: a map to be lettered by hand", NULL},
        {NULL}};
    G_STATIC_ASSERT(sizeof entries <= sizeof a->entries);
    memcpy(a->entries, entries, sizeof entries);
}

static void clear_mark(void *mark)
{
    names_clear(&((struct project_mark *)mark)->names);
}

void map_arguments_clear(map_arguments *arguments)
{
    char *texts[] = {arguments->layout,  arguments->size,    arguments->style,
                     arguments->lang,    arguments->scale,   arguments->dark_style,
                     arguments->profile, arguments->text,    arguments->id_prefix,
                     arguments->title,   arguments->caption, arguments->credit,
                     arguments->edition, arguments->around};

    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        g_free(texts[i]);
    g_strfreev(arguments->labels);
    g_strfreev(arguments->marks);
    g_strfreev(arguments->highlights);
    g_strfreev(arguments->languages);
    g_clear_pointer(&arguments->label_texts, g_ptr_array_unref);
    g_clear_pointer(&arguments->edit_labels, g_array_unref);
    g_clear_pointer(&arguments->edit_marks, g_array_unref);
    *arguments = (map_arguments){0};
}

/* ---- words ---------------------------------------------------------------------------------- */

/* Texts for the map: something is to be read, and it can stand in every kind of file. */
static bool check_text(const char *option, const char *text, bool may_be_empty, GError **error)
{
    if (text == NULL)
        return true;
    for (const char *c = text; *c != '\0'; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7f)
            return usage_fail(error, "%s: the text holds the control character 0x%02x", option,
                              (unsigned)*c);
    if (may_be_empty || strspn(text, " ") < strlen(text))
        return true;
    return usage_fail(error, "%s: the text is empty", option);
}

/* The halves of "NAME=TEXT", the caller's; false when it is none. */
static bool split_pair(const char *option, const char *pair, const char *wanted, char **name,
                       char **text, GError **error)
{
    const char *equals = strchr(pair, '=');

    if (equals == NULL || equals == pair)
        return usage_fail(error, "%s %s: %s=TEXT is expected", option, pair, wanted);
    *name = g_strstrip(g_strndup(pair, (gsize)(equals - pair)));
    *text = g_strdup(equals + 1);
    return check_text(option, *text, false, error);
}

static bool resolve_labels(map_arguments *arguments, const struct workspace *workspace,
                           GError **error)
{
    arguments->edit_labels = g_array_new(FALSE, FALSE, sizeof(struct edit_label));
    arguments->label_texts = g_ptr_array_new_with_free_func(g_free);
    for (char **typed = arguments->labels; typed != NULL && *typed != NULL; typed++) {
        g_autofree char *name = NULL;
        char *text = NULL;
        bool is_pair = split_pair("--label", *typed, "PLACE", &name, &text, error);
        g_ptr_array_add(arguments->label_texts, text);
        if (!is_pair)
            return false;
        const struct place *place = workspace_place(workspace, "--label", name, error);
        if (place == NULL)
            return false;
        for (guint i = 0; i < arguments->edit_labels->len; i++)
            if (strcmp(g_array_index(arguments->edit_labels, struct edit_label, i).place,
                       place->id) == 0)
                return usage_fail(error, "--label: '%s' is given twice", place->id);
        g_array_append_val(arguments->edit_labels, ((struct edit_label){place->id, text}));
    }
    return true;
}

/* ---- points --------------------------------------------------------------------------------- */

static bool is_in_a_view(const struct project *project, struct lonlat at)
{
    for (size_t i = 0; i < project->view_count; i++)
        if (lonlat_box_has(project->views[i].extent, at))
            return true;
    return false;
}

/* A point of the command line. One that is far from every view, and would not be the other way
 * round, is a latitude before a longitude. */
static bool resolve_point(const struct workspace *workspace, const char *option, const char *text,
                          struct lonlat *at, GError **error)
{
    const struct project *project = workspace->sources->project;

    if (!option_point(option, text, at, error))
        return false;
    if (is_in_a_view(project, *at) || !is_in_a_view(project, (struct lonlat){at->lat, at->lon}))
        return true;
    return usage_fail(error, "%s %s: no view shows that point; longitude stands first: %g,%g?",
                      option, text, at->lat, at->lon);
}

static bool resolve_marks(map_arguments *arguments, const struct workspace *workspace,
                          GError **error)
{
    const char *language = workspace->sources->project->languages[0];

    arguments->edit_marks = g_array_new(FALSE, TRUE, sizeof(struct project_mark));
    g_array_set_clear_func(arguments->edit_marks, clear_mark);
    for (char **typed = arguments->marks; typed != NULL && *typed != NULL; typed++) {
        struct project_mark mark = {.when = {DAY_BEFORE_ALL, DAY_AFTER_ALL}};
        g_autofree char *point = NULL, *text = NULL;
        if (!split_pair("--mark", *typed, "LON,LAT", &point, &text, error) ||
            !resolve_point(workspace, "--mark", point, &mark.at, error))
            return false;
        names_add(&mark.names, language, text);
        g_array_append_val(arguments->edit_marks, mark);
    }
    return true;
}

/* "PLACE,KM" or "LON,LAT,KM". */
static bool resolve_around(map_arguments *arguments, const struct workspace *workspace,
                           GError **error)
{
    const char *typed = arguments->around;
    struct map_edits *edits = &arguments->edits;

    if (typed == NULL)
        return true;
    const char *comma = strrchr(typed, ',');
    if (comma == NULL || !number_parse(comma + 1, &edits->around_km))
        return usage_fail(error, "--around %s: PLACE,KM or LON,LAT,KM is expected, as in Shusha,15",
                          typed);
    if (edits->around_km < 1 || edits->around_km > LARGEST_AROUND_KM)
        return usage_fail(error, "--around %s: the kilometres must be from 1 to %d", typed,
                          LARGEST_AROUND_KM);
    g_autofree char *middle = g_strndup(typed, (gsize)(comma - typed));
    if (strchr(middle, ',') != NULL)
        return resolve_point(workspace, "--around", middle, &edits->around, error);
    const struct place *place = workspace_place(workspace, "--around", middle, error);
    if (place != NULL)
        edits->around = place->at;
    return place != NULL;
}

/* ---- names ---------------------------------------------------------------------------------- */

static int compare_names(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

/* The names of the style sheets of a folder, in order, NULL-terminated; the caller's. */
static char **list_sheets(const char *folder)
{
    g_autoptr(GDir) files = g_dir_open(folder, 0, NULL);
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    const char *file;

    while (files != NULL && (file = g_dir_read_name(files)) != NULL)
        if (g_str_has_suffix(file, SHEET_ENDING))
            g_ptr_array_add(names, g_strndup(file, strlen(file) - strlen(SHEET_ENDING)));
    g_ptr_array_sort(names, compare_names);
    g_ptr_array_add(names, NULL);
    return (char **)g_ptr_array_free(g_steal_pointer(&names), FALSE);
}

/* A bare word has to be the name of a sheet that there is; anything else is a path. */
static bool check_style(const char *option, const char *typed, const struct project *project,
                        GError **error)
{
    g_autofree char *path = map_style_file(project, typed);
    int number;

    if (typed == NULL || strcmp(path, typed) == 0)
        return true;
    g_autofree char *folder = g_path_get_dirname(path);
    g_auto(GStrv) known = list_sheets(folder);
    return option_word(option, typed, (const char *const *)known, &number, error);
}

bool map_arguments_are_polyglot(const map_arguments *arguments)
{
    return arguments->lang != NULL && strcmp(arguments->lang, "all") == 0;
}

static bool resolve_languages(map_arguments *arguments, const struct workspace *workspace,
                              GError **error)
{
    if (map_arguments_are_polyglot(arguments) && !arguments->may_be_polyglot)
        return usage_fail(error, "--lang all is for render: one SVG in all languages");
    if (arguments->lang == NULL || map_arguments_are_polyglot(arguments))
        return true;
    arguments->languages = g_strsplit(arguments->lang, ",", -1);
    guint count = g_strv_length(arguments->languages);
    if (count < 1 || count > 2)
        return usage_fail(error, "--lang %s: a map has one language or two", arguments->lang);
    for (char **language = arguments->languages; *language != NULL; language++)
        if (workspace_language(workspace, *language, error) == NULL)
            return false;
    if (count == 2 && strcmp(arguments->languages[0], arguments->languages[1]) == 0)
        return usage_fail(error, "--lang %s: the two languages are one", arguments->lang);
    return true;
}

/* "1200x675" or "160x120mm". */
static bool resolve_size(const char *typed, struct map_size *size, GError **error)
{
    if (typed == NULL)
        return true;
    size->is_mm = g_str_has_suffix(typed, "mm");
    int largest = size->is_mm ? PROJECT_LARGEST_PAGE_MM : PROJECT_LARGEST_PAGE_PX;
    g_autofree char *numbers = g_strndup(typed, strlen(typed) - (size->is_mm ? 2 : 0));
    g_auto(GStrv) sides = g_strsplit(numbers, "x", -1);
    if (g_strv_length(sides) == 2 && number_parse(sides[0], &size->width) &&
        number_parse(sides[1], &size->height) && size->width >= 1 && size->height >= 1 &&
        size->width <= largest && size->height <= largest)
        return true;
    return usage_fail(error,
                      "--size %s: WIDTHxHEIGHT is expected, as in 1200x675 or 160x120mm, "
                      "each from 1 to %d",
                      typed, largest);
}

bool option_scale(const char *typed, double *pixels_per_point, GError **error)
{
    int scale;

    if (typed == NULL)
        return true;
    if (!number_parse_int(typed, 1, 8, &scale))
        return usage_fail(error, "--scale %s: a whole number from 1 to 8 is expected", typed);
    *pixels_per_point = scale;
    return true;
}

/* An id stands in XML, in CSS and in URLs alike. */
static bool check_id(const char *typed, GError **error)
{
    if (typed == NULL ||
        (g_ascii_isalpha(*typed) && typed[strspn(typed, "abcdefghijklmnopqrstuvwxyz"
                                                        "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                                        "0123456789-_")] == '\0'))
        return true;
    return usage_fail(
        error, "--id-prefix %s: letters of a to z, digits, - and _ are expected, a letter first",
        typed);
}

static bool resolve_svg(const map_arguments *arguments, struct svg_options *svg, GError **error)
{
    static const char *const LETTERS[] = {"real", "outlines", NULL};
    int profile = SVG_WEB, letters = 0;

    if (!option_word("--profile", arguments->profile, SVG_PROFILE_NAMES, &profile, error) ||
        !option_word("--text", arguments->text, LETTERS, &letters, error) ||
        !check_id(arguments->id_prefix, error))
        return false;
    *svg = (struct svg_options){.profile = (enum svg_profile)profile,
                                .has_outlines = letters == 1,
                                .id = arguments->id_prefix};
    return true;
}

static bool resolve_highlights(const map_arguments *arguments, const struct workspace *workspace,
                               GError **error)
{
    for (char **name = arguments->highlights; name != NULL && *name != NULL; name++)
        if (workspace_region(workspace, *name, error) < 0) {
            g_prefix_error(error, "--highlight: ");
            return false;
        }
    return true;
}

/* ---- all of them ---------------------------------------------------------------------------- */

static void fill_edits(map_arguments *arguments)
{
    struct map_edits *edits = &arguments->edits;

    edits->title = arguments->title;
    edits->caption = arguments->caption;
    edits->credit = arguments->credit;
    edits->edition = arguments->edition;
    edits->labels = (const struct edit_label *)(const void *)arguments->edit_labels->data;
    edits->label_count = arguments->edit_labels->len;
    edits->marks = (const struct project_mark *)(const void *)arguments->edit_marks->data;
    edits->mark_count = arguments->edit_marks->len;
    edits->highlights = (const char *const *)arguments->highlights;
    edits->has_no_text = arguments->has_no_text;
    edits->has_graticule = arguments->has_graticule;
}

bool map_arguments_resolve(map_arguments *arguments, const struct workspace *workspace,
                           struct map_options *map, struct write_options *write, GError **error)
{
    const struct project *project = workspace->sources->project;
    struct map_size size = {0};

    *write = write_options_default();
    if (!resolve_size(arguments->size, &size, error) ||
        !check_style("--style", arguments->style, project, error) ||
        !check_style("--dark-style", arguments->dark_style, project, error) ||
        !resolve_languages(arguments, workspace, error) ||
        !option_scale(arguments->scale, &write->png_scale, error) ||
        !resolve_svg(arguments, &write->svg, error) ||
        !check_text("--title", arguments->title, false, error) ||
        !check_text("--caption", arguments->caption, true, error) ||
        !check_text("--credit", arguments->credit, false, error) ||
        !check_text("--edition", arguments->edition, false, error) ||
        !resolve_labels(arguments, workspace, error) ||
        !resolve_marks(arguments, workspace, error) ||
        !resolve_highlights(arguments, workspace, error) ||
        !resolve_around(arguments, workspace, error))
        return false;
    write->has_alt = arguments->has_alt;
    fill_edits(arguments);
    *map = (struct map_options){.view = map->view,
                                .layout = arguments->layout,
                                .size = size,
                                .style = arguments->style,
                                .dark_style = arguments->dark_style,
                                .edits = &arguments->edits};
    if (arguments->languages != NULL) {
        map->language = arguments->languages[0];
        map->second_language = arguments->languages[1];
    }
    return true;
}

bool option_formats(char **files, const char *format_name, enum file_format *formats,
                    GError **error)
{
    enum file_format otherwise = FORMAT_SVG;

    if (format_name != NULL && !format_from_name(format_name, &otherwise))
        return usage_fail(error, "--format: there is no '%s'; there are svg, png, pdf",
                          format_name);
    for (size_t i = 0; files[i] != NULL; i++) {
        g_autoptr(GError) cause = NULL;
        if (strcmp(files[i], "-") == 0) {
            formats[i] = otherwise;
        } else if (!format_from_path(files[i], &formats[i], &cause)) {
            if (format_name == NULL)
                return usage_fail(error, "%s", cause->message);
            formats[i] = otherwise;
        }
    }
    return true;
}
