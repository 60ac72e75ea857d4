/* How the parts of a project are read; for the files project*.c alone. Values go from a YAML node
 * into the member that a table of keys names (input/yaml_reader.h). */
#ifndef MAPGEN_INPUT_PROJECT_PARTS_H
#define MAPGEN_INPUT_PROJECT_PARTS_H

#include "input/project.h"
#include "input/yaml_reader.h"

/* ---- values: what takes them stands behind ----------------------------------------------------
 */

yaml_value_reader project_read_classes;  /* char *: words that can be CSS classes */
yaml_value_reader project_read_path;     /* char *: from the project's folder */
yaml_value_reader project_read_where;    /* char *: a filter */
yaml_value_reader project_read_day;      /* day_number */
yaml_value_reader project_read_from;     /* day_number, ".." is DAY_BEFORE_ALL */
yaml_value_reader project_read_until;    /* day_number, ".." is DAY_AFTER_ALL */
yaml_value_reader project_read_span_end; /* struct span: its `until`, `from` being read */
yaml_value_reader project_read_extent;   /* struct lonlat_box */
yaml_value_reader project_read_lonlat;   /* struct lonlat */

/* struct names: a plain text, which counts as the first language, or a mapping from language to
 * text. */
yaml_value_reader project_read_names;

#define PROJECT_ALWAYS                                                                             \
    {                                                                                              \
        DAY_BEFORE_ALL, DAY_AFTER_ALL                                                              \
    }
#define PROJECT_WHEN_KEYS(type)                                                                    \
    {"from", project_read_from, offsetof(struct type, when.from), false},                          \
    {                                                                                              \
        "until", project_read_span_end, offsetof(struct type, when), false                         \
    }

/* ---- lists, each into two members of struct project -------------------------------------------
 */

yaml_value_reader project_read_layers, project_read_cutters, project_read_regions;
yaml_value_reader project_read_notes, project_read_sides, project_read_holders, project_read_phases,
    project_read_edits, project_read_corrections, project_read_explanations;
yaml_value_reader project_read_views, project_read_drawn, project_read_labels, project_read_layouts;
yaml_value_reader project_read_marks, project_read_highlights, project_read_place_names;

void project_clear_map(struct project *project);
void project_clear_story(struct project *project);
void project_clear_drawing(struct project *project);
void project_clear_emphasis(struct project *project);

#endif
