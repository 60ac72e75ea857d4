#include "input/places.h"
#include "input/project_parts.h"
#include <string.h>

static bool read_rank(struct yaml_reader *reader, const yaml_node_t *node, void *field,
                      GError **error)
{
    return yaml_read_integer(reader, node, 1, 9, field, error);
}

static bool read_pin(struct yaml_reader *reader, const yaml_node_t *node, void *field,
                     GError **error)
{
    if (!yaml_read_text(reader, node, field, error))
        return false;
    const char *position = *(char **)field;
    return place_pin_is_known(position) ||
           yaml_fail(reader, node, error, "pin '%s' is " PLACE_PIN_WANTED, position);
}

static const struct yaml_key pin_keys[] = {
    {"pin", read_pin, offsetof(struct project_pin, position), true},
};

static const struct yaml_kind pin_kind = {
    .keys = pin_keys,
    .key_count = G_N_ELEMENTS(pin_keys),
    .size = sizeof(struct project_pin),
    .line_offset = offsetof(struct project_pin, line),
    .is_named = true,
    .has_one_value = true,
};

static yaml_value_reader read_pins;
YAML_LIST_READER(struct project_view, read_pins, pins, pin_count, pin_kind)

/* Whole degrees and parts of one, such as 0.5; 0 leaves it to the program. */
static bool read_graticule(struct yaml_reader *reader, const yaml_node_t *node, void *field,
                           GError **error)
{
    double *degrees = field;
    if (!yaml_read_number(reader, node, degrees, error))
        return false;
    return *degrees == 0 || (*degrees >= 0.01 && *degrees <= 90) ||
           yaml_fail(reader, node, error,
                     "'graticule' must be 0, or the degrees from line to line, 0.01 to 90");
}

static const struct yaml_key view_keys[] = {
    {"extent", project_read_extent, offsetof(struct project_view, extent), true},
    {"projection", yaml_read_text, offsetof(struct project_view, projection), false},
    {"rank", read_rank, offsetof(struct project_view, rank), false},
    {"places", yaml_read_texts, offsetof(struct project_view, places), false},
    {"without", yaml_read_texts, offsetof(struct project_view, without), false},
    {"name", project_read_names, offsetof(struct project_view, names), false},
    {"pins", read_pins, 0, false},
    {"locator", yaml_read_text, offsetof(struct project_view, locator), false},
    {"graticule", read_graticule, offsetof(struct project_view, graticule_deg), false},
};

static bool check_view(struct yaml_reader *reader, const yaml_node_t *node, const void *item,
                       size_t index, GError **error)
{
    const struct project_view *view = item;
    (void)index;
    if (strspn(view->name, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen(view->name))
        return yaml_fail(reader, node, error,
                         "view '%s' names a folder: small letters a to z, digits and hyphens",
                         view->name);
    if (view->locator != NULL && strcmp(view->locator, view->name) == 0)
        return yaml_fail(reader, node, error, "the locator of view '%s' must be another view",
                         view->name);
    return true;
}

static const struct yaml_kind view_kind = {
    .keys = view_keys,
    .key_count = G_N_ELEMENTS(view_keys),
    .size = sizeof(struct project_view),
    .defaults = &(const struct project_view){.rank = 9},
    .line_offset = offsetof(struct project_view, line),
    .is_named = true,
    .name_bytes = "-",
    .check = check_view,
};

static const struct yaml_key drawn_keys[] = {
    {"layer", yaml_read_text, offsetof(struct project_drawn, layer), false},
    {"line", yaml_read_text, offsetof(struct project_drawn, cutter), false},
    {"where", project_read_where, offsetof(struct project_drawn, where), false},
    {"class", project_read_classes, offsetof(struct project_drawn, class_list), true},
    {"label", yaml_read_text, offsetof(struct project_drawn, label_field), false},
    {"name", project_read_names, offsetof(struct project_drawn, names), false},
    {"legend", project_read_names, offsetof(struct project_drawn, legend), false},
    PROJECT_WHEN_KEYS(project_drawn),
};

static bool check_drawn(struct yaml_reader *reader, const yaml_node_t *node, const void *item,
                        size_t index, GError **error)
{
    const struct project_drawn *drawn = item;
    (void)index;
    if ((drawn->layer == NULL) == (drawn->cutter == NULL))
        return yaml_fail(reader, node, error, "'draw' needs either 'layer' or 'line'");
    return true;
}

static const struct yaml_kind drawn_kind = {
    .keys = drawn_keys,
    .key_count = G_N_ELEMENTS(drawn_keys),
    .size = sizeof(struct project_drawn),
    .defaults = &(const struct project_drawn){.when = PROJECT_ALWAYS},
    .line_offset = offsetof(struct project_drawn, line),
    .check = check_drawn,
};

static bool read_label_at(struct yaml_reader *reader, const yaml_node_t *node, void *field,
                          GError **error)
{
    struct project_label *label = field;
    label->has_at = true;
    return project_read_lonlat(reader, node, &label->at, error);
}

static const struct yaml_key label_keys[] = {
    {"region", yaml_read_text, offsetof(struct project_label, region), false},
    {"holder", yaml_read_text, offsetof(struct project_label, holder), false},
    {"class", project_read_classes, offsetof(struct project_label, class_list), true},
    {"name", project_read_names, offsetof(struct project_label, names), true},
    {"at", read_label_at, 0, false},
    PROJECT_WHEN_KEYS(project_label),
};

static bool check_label(struct yaml_reader *reader, const yaml_node_t *node, const void *item,
                        size_t index, GError **error)
{
    const struct project_label *label = item;
    (void)index;
    return label->region != NULL || label->holder != NULL ||
           yaml_fail(reader, node, error, "'labels' needs 'region' or 'holder'");
}

static const struct yaml_kind label_kind = {
    .keys = label_keys,
    .key_count = G_N_ELEMENTS(label_keys),
    .size = sizeof(struct project_label),
    .defaults = &(const struct project_label){.when = PROJECT_ALWAYS},
    .line_offset = offsetof(struct project_label, line),
    .check = check_label,
};

static const struct yaml_key mark_keys[] = {
    {"at", project_read_lonlat, offsetof(struct project_mark, at), true},
    {"name", project_read_names, offsetof(struct project_mark, names), true},
    PROJECT_WHEN_KEYS(project_mark),
};

static const struct yaml_kind mark_kind = {
    .keys = mark_keys,
    .key_count = G_N_ELEMENTS(mark_keys),
    .size = sizeof(struct project_mark),
    .defaults = &(const struct project_mark){.when = PROJECT_ALWAYS},
    .line_offset = offsetof(struct project_mark, line),
};

static const struct yaml_key highlight_keys[] = {
    {"region", yaml_read_text, offsetof(struct project_highlight, region), true},
    PROJECT_WHEN_KEYS(project_highlight),
};

static const struct yaml_kind highlight_kind = {
    .keys = highlight_keys,
    .key_count = G_N_ELEMENTS(highlight_keys),
    .size = sizeof(struct project_highlight),
    .defaults = &(const struct project_highlight){.when = PROJECT_ALWAYS},
    .line_offset = offsetof(struct project_highlight, line),
};

static const struct yaml_key place_name_keys[] = {
    {"name", project_read_names, offsetof(struct project_place_name, names), true},
};

static const struct yaml_kind place_name_kind = {
    .keys = place_name_keys,
    .key_count = G_N_ELEMENTS(place_name_keys),
    .size = sizeof(struct project_place_name),
    .line_offset = offsetof(struct project_place_name, line),
    .is_named = true,
    .has_one_value = true,
};

static bool read_page_size(struct yaml_reader *reader, const yaml_node_t *node, void *field,
                           GError **error)
{
    struct project_layout *layout = field;
    double n[2];
    if (!yaml_read_numbers(reader, node, 2, "[width, height]", n, error))
        return false;
    int largest = layout->is_mm ? PROJECT_LARGEST_PAGE_MM : PROJECT_LARGEST_PAGE_PX;
    if (n[0] < 1 || n[1] < 1 || n[0] > largest || n[1] > largest)
        return yaml_fail(reader, node, error, "'%s' must be [width, height], each from 1 to %d",
                         reader->key, largest);
    layout->width = n[0];
    layout->height = n[1];
    return true;
}

static bool read_page_unit(struct yaml_reader *reader, const yaml_node_t *node, void *field,
                           GError **error)
{
    return yaml_read_choice(reader, node, "px", "mm", field, error);
}

static bool read_legend_side(struct yaml_reader *reader, const yaml_node_t *node, void *field,
                             GError **error)
{
    static const char *const words[] = {"left", "below", "none", NULL};
    static const enum project_legend sides[] = {PROJECT_LEGEND_LEFT, PROJECT_LEGEND_BELOW,
                                                PROJECT_LEGEND_NONE};
    const char *text = yaml_scalar(reader, node, error);
    if (text == NULL)
        return false;
    for (size_t i = 0; words[i] != NULL; i++)
        if (strcmp(text, words[i]) == 0) {
            *(enum project_legend *)field = sides[i];
            return true;
        }
    return yaml_fail(reader, node, error, "'legend' must be 'left', 'below' or 'none', not '%s'",
                     text);
}

static bool read_most_places(struct yaml_reader *reader, const yaml_node_t *node, void *field,
                             GError **error)
{
    return yaml_read_integer(reader, node, 1, 1000, field, error);
}

static const struct yaml_key layout_keys[] = {
    {"like", yaml_read_text, offsetof(struct project_layout, like), true},
    {"unit", read_page_unit, offsetof(struct project_layout, is_mm), false},
    {"size", read_page_size, 0, false},
    {"legend", read_legend_side, offsetof(struct project_layout, legend), false},
    {"places", read_most_places, offsetof(struct project_layout, most_places), false},
};

static bool check_layout(struct yaml_reader *reader, const yaml_node_t *node, const void *item,
                         size_t index, GError **error)
{
    const struct project_layout *layout = item;
    (void)index;
    return layout->width > 0 || !yaml_has_key(reader, node, "unit") ||
           yaml_fail(reader, node, error, "'unit' is that of 'size', which is not given");
}

static const struct yaml_kind layout_kind = {
    .keys = layout_keys,
    .key_count = G_N_ELEMENTS(layout_keys),
    .size = sizeof(struct project_layout),
    .line_offset = offsetof(struct project_layout, line),
    .is_named = true,
    .name_bytes = "-_",
    .check = check_layout,
};

static void free_view(struct project_view *view)
{
    g_free(view->name);
    g_free(view->projection);
    g_strfreev(view->places);
    g_strfreev(view->without);
    names_clear(&view->names);
    for (size_t i = 0; i < view->pin_count; i++) {
        g_free(view->pins[i].place);
        g_free(view->pins[i].position);
    }
    g_free(view->pins);
    g_free(view->locator);
}

void project_clear_drawing(struct project *project)
{
    for (size_t i = 0; i < project->view_count; i++)
        free_view(&project->views[i]);
    for (size_t i = 0; i < project->drawn_count; i++) {
        struct project_drawn *drawn = &project->drawn[i];
        g_free(drawn->layer);
        g_free(drawn->cutter);
        g_free(drawn->where);
        g_free(drawn->class_list);
        g_free(drawn->label_field);
        names_clear(&drawn->names);
        names_clear(&drawn->legend);
    }
    for (size_t i = 0; i < project->label_count; i++) {
        struct project_label *label = &project->labels[i];
        g_free(label->region);
        g_free(label->holder);
        g_free(label->class_list);
        names_clear(&label->names);
    }
    for (size_t i = 0; i < project->layout_count; i++) {
        g_free(project->layouts[i].name);
        g_free(project->layouts[i].like);
    }
    g_free(project->layouts);
    g_free(project->views);
    g_free(project->drawn);
    g_free(project->labels);
}

/* What is set by hand upon the map. */
void project_clear_emphasis(struct project *project)
{
    for (size_t i = 0; i < project->mark_count; i++)
        names_clear(&project->marks[i].names);
    for (size_t i = 0; i < project->highlight_count; i++)
        g_free(project->highlights[i].region);
    for (size_t i = 0; i < project->place_name_count; i++) {
        g_free(project->place_names[i].place);
        names_clear(&project->place_names[i].names);
    }
    g_free(project->marks);
    g_free(project->highlights);
    g_free(project->place_names);
}

YAML_LIST_READER(struct project, project_read_views, views, view_count, view_kind)
YAML_LIST_READER(struct project, project_read_drawn, drawn, drawn_count, drawn_kind)
YAML_LIST_READER(struct project, project_read_labels, labels, label_count, label_kind)
YAML_LIST_READER(struct project, project_read_marks, marks, mark_count, mark_kind)
YAML_LIST_READER(struct project, project_read_highlights, highlights, highlight_count,
                 highlight_kind)
YAML_LIST_READER(struct project, project_read_place_names, place_names, place_name_count,
                 place_name_kind)
YAML_LIST_READER(struct project, project_read_layouts, layouts, layout_count, layout_kind)
