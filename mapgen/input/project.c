#include "base/error.h"
#include "input/project_parts.h"
#include <string.h>

/* "[a-z0-9-]+": what can stand in an id and in a file name everywhere. */
static bool read_id(struct yaml_reader *reader, const yaml_node_t *node, void *field,
                    GError **error)
{
    if (!yaml_read_text(reader, node, field, error))
        return false;
    const char *id = *(char **)field;
    if (strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen(id))
        return yaml_fail(reader, node, error,
                         "'%s' is no id: small letters a to z, digits and hyphens", id);
    return true;
}

static bool read_languages(struct yaml_reader *reader, const yaml_node_t *node, void *field,
                           GError **error)
{
    if (!yaml_read_texts(reader, node, field, error))
        return false;
    char **languages = *(char ***)field;
    struct project *project = (void *)((char *)field - offsetof(struct project, languages));
    project->languages_line = (int)node->start_mark.line + 1;
    if (languages[0] == NULL)
        return yaml_fail(reader, node, error, "'languages' must name at least one language");
    for (size_t i = 0; languages[i] != NULL; i++) {
        const yaml_node_t *item = yaml_node(reader, node->data.sequence.items.start[i]);
        if (!yaml_is_word(languages[i], "-"))
            return yaml_fail(reader, item, error, "'%s' is no language tag such as 'en'",
                             languages[i]);
        for (size_t j = 0; j < i; j++)
            if (strcmp(languages[i], languages[j]) == 0)
                return yaml_fail(reader, item, error, "language '%s' is listed twice",
                                 languages[i]);
    }
    reader->languages = (const char *const *)languages;
    return true;
}

static bool read_days(struct yaml_reader *reader, const yaml_node_t *node, void *field,
                      GError **error)
{
    return yaml_read_integer(reader, node, 0, 366, field, error);
}

const char *const date_policies[] = {"transition", "latest", "earliest", NULL};

static bool read_date_policy(struct yaml_reader *reader, const yaml_node_t *node, void *field,
                             GError **error)
{
    const char *text = yaml_scalar(reader, node, error);
    for (int i = 0; text && date_policies[i]; i++) {
        *(enum date_policy *)field = (enum date_policy)i;
        if (g_str_equal(text, date_policies[i]))
            return true;
    }
    return text && yaml_fail(reader, node, error,
                             "'%s' must be 'transition', 'latest' or 'earliest', not '%s'",
                             reader->key, text);
}

/* In the order in which they are read: languages before the first name. */
static const struct yaml_key project_keys[] = {
    {"id", read_id, offsetof(struct project, id), true},
    {"languages", read_languages, offsetof(struct project, languages), true},
    {"title", project_read_names, offsetof(struct project, title), true},
    {"style", project_read_path, offsetof(struct project, style_path), false},
    {"dark_style", project_read_path, offsetof(struct project, dark_style_path), false},
    {"places", project_read_path, offsetof(struct project, places_path), true},
    {"timeline", project_read_path, offsetof(struct project, timeline_path), true},
    {"words", project_read_path, offsetof(struct project, words_path), false},
    {"theatre", yaml_read_text, offsetof(struct project, theatre), true},
    {"sliver_m", yaml_read_length, offsetof(struct project, sliver_m), false},
    {"approx_days", read_days, offsetof(struct project, approx_days), false},
    {"date_policy", read_date_policy, offsetof(struct project, date_policy), false},
    {"licence", yaml_read_text, offsetof(struct project, licence), false},
    {"edition", yaml_read_text, offsetof(struct project, edition), false},
    {"corrections", project_read_corrections, 0, false},
    {"credits", yaml_read_texts, offsetof(struct project, credits), false},
    {"notes", project_read_notes, 0, false},
    {"layers", project_read_layers, 0, true},
    {"cutters", project_read_cutters, 0, false},
    {"regions", project_read_regions, 0, true},
    {"sides", project_read_sides, 0, true},
    {"holders", project_read_holders, 0, true},
    {"phases", project_read_phases, 0, false},
    {"views", project_read_views, 0, true},
    {"draw", project_read_drawn, 0, false},
    {"labels", project_read_labels, 0, false},
    {"marks", project_read_marks, 0, false},
    {"highlights", project_read_highlights, 0, false},
    {"place_names", project_read_place_names, 0, false},
    {"edits", project_read_edits, 0, false},
    {"layouts", project_read_layouts, 0, false},
    {"explained", project_read_explanations, 0, false},
};

void project_free(struct project *project)
{
    if (project == NULL)
        return;
    project_clear_map(project);
    project_clear_story(project);
    project_clear_drawing(project);
    project_clear_emphasis(project);
    g_free(project->path);
    g_free(project->folder);
    g_free(project->id);
    names_clear(&project->title);
    g_strfreev(project->languages);
    g_free(project->style_path);
    g_free(project->dark_style_path);
    g_free(project->places_path);
    g_free(project->timeline_path);
    g_free(project->words_path);
    g_free(project->theatre);
    g_free(project->licence);
    g_free(project->edition);
    g_strfreev(project->credits);
    g_free(project);
}

bool filter_parse(const char *text, char **field, char ***values, GError **error)
{
    const char *equals = strchr(text, '=');
    g_autofree char *name = equals != NULL ? g_strndup(text, (gsize)(equals - text)) : NULL;
    g_auto(GStrv) parts = equals != NULL ? g_strsplit(equals + 1, "|", -1) : NULL;
    bool is_whole = name != NULL && *g_strstrip(name) != '\0' && parts[0] != NULL;
    for (size_t i = 0; is_whole && parts[i] != NULL; i++)
        is_whole = *g_strstrip(parts[i]) != '\0';
    if (!is_whole) {
        g_set_error(error, MAPGEN_ERROR, MAPGEN_ERROR_INPUT,
                    "'%s' is no filter such as 'field = value' or 'field = one|other'", text);
        return false;
    }
    *field = g_steal_pointer(&name);
    *values = g_steal_pointer(&parts);
    return true;
}

struct project *project_read(const char *path, GError **error)
{
    g_autoptr(project) project = g_new0(struct project, 1);
    project->path = g_strdup(path);
    project->folder = g_path_get_dirname(path);
    project->sliver_m = 20;
    project->approx_days = 3;

    g_autofree char *text = NULL;
    size_t length;
    g_autoptr(GError) reason = NULL;
    if (!g_file_get_contents(path, &text, &length, &reason)) {
        error_at(error, path, 0, 0, "cannot be read: %s", reason->message);
        return NULL;
    }
    struct yaml_reader reader = {.path = path, .folder = project->folder, .key = "project"};
    bool is_read = yaml_read_document(&reader, text, length, project_keys,
                                      G_N_ELEMENTS(project_keys), project, error);
    return is_read ? g_steal_pointer(&project) : NULL;
}
